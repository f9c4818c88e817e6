//! One build of a file: asked for by a person, written by a job, kept until a person deletes it. A build never
//! changes; the next one is compared with it.

use super::Entry as Part;
use crate::audit::Entry;
use crate::authority::Action;
use crate::change::{Change, Versioned};
use crate::codes;
use crate::day::{Day, Instant};
use crate::id::{AssessmentId, BureauId, DossierId, JobId, PersonId};
use crate::job::{Job, JobState, Work};

codes! {
    /// Where a build stands.
    pub enum BuildState {
        Making = "making" "生成中",
        Done = "done" "已生成",
        Failed = "failed" "没有生成",
    }
}

/// One build.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Build {
    pub id: DossierId,
    pub bureau: BureauId,
    pub assessment: AssessmentId,
    pub state: BuildState,
    pub job: JobId,
    pub author: PersonId,
    pub created: Instant,
    /// The day it speaks of: gaps, lateness and dates in it are those of this day.
    pub as_of: Day,
    /// The ZIP, once it is written.
    pub archive: Option<Made>,
    /// What is in the ZIP.
    pub parts: Vec<Part>,
}

/// A file that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// Bytes.
    pub size: i64,
    /// Algorithm and digest.
    pub digest: String,
}

impl Build {
    /// Where it stands, seen together with its job.
    pub fn state(&self, job: Option<JobState>) -> BuildState {
        match (self.state, job) {
            (BuildState::Making, None | Some(JobState::Failed | JobState::Done)) => BuildState::Failed,
            (state, _) => state,
        }
    }
}

/// 生成: asks for a build.
pub fn order(build: Build) -> Change<Build> {
    let entry = Entry::new(Action::MakeDossier, build.id)
        .field("assessment", build.assessment)
        .field("as_of", build.as_of);
    let job = Job {
        id: build.job,
        bureau: Some(build.bureau),
        work: Work::BuildDossier { dossier: build.id },
        run_at: build.created,
    };
    Change::new(build, entry).with_job(job)
}

/// The build is there, whole.
pub fn finish(held: &Versioned<Build>, archive: Made, parts: Vec<Part>) -> Change<Versioned<Build>> {
    let entry = Entry::new(Action::MakeDossier, held.id).field("archive", &archive.digest);
    let next = Build { state: BuildState::Done, archive: Some(archive), parts, ..held.row.clone() };
    Change::new(held.to(next), entry)
}
