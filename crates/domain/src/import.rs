//! 导入: a file between its upload and what is made of it. The upload is answered at once; a job
//! reads the file, and the row tells what became of it.

use crate::audit::Entry;
use crate::authority::Action;
use crate::change::{Change, Versioned};
use crate::codes;
use crate::day::Instant;
use crate::id::{AccountId, BureauId, DraftId, ImportId, JobId};
use crate::job::JobState;
use uuid::Uuid;

codes! {
    /// As what a file is read.
    pub enum ImportKind {
        Plan = "plan" "方案",
        Roster = "roster" "名册",
    }
}

impl ImportKind {
    /// The action that lets one import it.
    pub fn action(self) -> Action {
        match self {
            Self::Plan => Action::ImportPlan,
            Self::Roster => Action::ImportRoster,
        }
    }
}

codes! {
    /// Where an import stands. Between 已接收 and its end the job tells ([`Import::state`]).
    pub enum State {
        Received = "received" "已接收",
        Reading = "reading" "识别中",
        Done = "done" "完成",
        Failed = "failed" "失败",
    }
}

/// A file that came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Import {
    pub id: ImportId,
    pub bureau: BureauId,
    /// Who uploaded it, and with whose rights it is read.
    pub account: AccountId,
    pub kind: ImportKind,
    /// The name under which it came; emptied where the file was marked as secret.
    pub name: String,
    /// Size in bytes.
    pub size: i64,
    /// The upload on the disk until it is read: a plain paper, or a sealed roster in `digest` alone.
    pub upload: Option<Uuid>,
    /// Algorithm and digest of what was kept.
    pub digest: String,
    /// The charset that the user chose, else empty.
    pub charset: String,
    /// The draft that the paper revises.
    pub revises: Option<DraftId>,
    pub job: JobId,
    pub state: State,
    /// Why it failed: a sentence.
    pub note: String,
    /// The draft or the roster that was made.
    pub made: Option<Uuid>,
    pub created: Instant,
    pub ended: Option<Instant>,
}

impl Import {
    /// Where it stands, seen together with its job.
    pub fn state(&self, job: Option<JobState>) -> State {
        match (self.state, job) {
            (State::Received, Some(JobState::Running)) => State::Reading,
            (State::Received, None | Some(JobState::Failed | JobState::Done)) => State::Failed,
            (state, _) => state,
        }
    }
}

/// The file was read: `made` stands where it leads to.
pub fn finish(held: &Versioned<Import>, made: Uuid, at: Instant) -> Change<Versioned<Import>> {
    let next =
        Import { state: State::Done, upload: None, made: Some(made), ended: Some(at), ..held.row.clone() };
    let entry = Entry::new(held.kind.action(), held.id).field("state", "done");
    Change::new(held.to(next), entry)
}

/// The file was not read. Of one that is marked as secret not even the name stays.
pub fn fail(
    held: &Versioned<Import>,
    sentence: &str,
    secret: bool,
    at: Instant,
) -> Change<Versioned<Import>> {
    let next = Import {
        state: State::Failed,
        upload: None,
        digest: String::new(),
        name: if secret { String::new() } else { held.name.clone() },
        note: sentence.to_owned(),
        ended: Some(at),
        ..held.row.clone()
    };
    let entry = Entry::new(held.kind.action(), held.id).field("state", "failed");
    Change::new(held.to(next), entry)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(state: State) -> Versioned<Import> {
        let id = Uuid::from_u128(1);
        let row = Import {
            id: ImportId(id),
            bureau: BureauId(id),
            account: AccountId(id),
            kind: ImportKind::Plan,
            name: "方案.docx".into(),
            size: 9,
            upload: Some(id),
            digest: "sm3:1".into(),
            charset: String::new(),
            revises: None,
            job: JobId(id),
            state,
            note: String::new(),
            made: None,
            created: Instant(0),
            ended: None,
        };
        Versioned { version: 3, row }
    }

    #[test]
    fn the_job_tells_while_it_runs_and_the_row_at_the_end() {
        for (row, job, expect) in [
            (State::Received, Some(JobState::Ready), State::Received),
            (State::Received, Some(JobState::Running), State::Reading),
            (State::Received, Some(JobState::Failed), State::Failed),
            (State::Received, None, State::Failed),
            (State::Done, Some(JobState::Running), State::Done),
            (State::Failed, Some(JobState::Done), State::Failed),
        ] {
            assert_eq!(held(row).state(job), expect, "{row:?} {job:?}");
        }
    }

    #[test]
    fn what_is_marked_leaves_no_name() {
        let change = fail(&held(State::Received), "标有密级", true, Instant(5));
        assert_eq!((change.next.name.as_str(), change.next.upload), ("", None));
        assert_eq!(change.next.version, 3);
        assert_eq!(fail(&held(State::Received), "损坏", false, Instant(5)).next.name, "方案.docx");
    }
}
