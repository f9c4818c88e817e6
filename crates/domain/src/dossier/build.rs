//! One build of a file: asked for by a person, written by a job, kept until a person deletes it. A build never
//! changes; the next one is compared with it.

use super::Entry as Part;
use crate::audit::Entry;
use crate::authority::Action;
use crate::change::{Change, Versioned};
use crate::code::Code;
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

codes! {
    /// 公文的收法: which pages of a paper stand in the volume; the whole paper is in the ZIP either way.
    pub enum PaperForm {
        Full = "full" "全文",
        /// First page + page of the seal + pages that speak of it (`field.md` §1.4, Shandong).
        Excerpt = "excerpt" "首页、盖章页和相关页",
    }
}

impl PaperForm {
    /// The pages of a paper, from 0, that stand in the volume. `signed` are pages that end with a date as papers are
    /// signed, `relevant` those with words for which the record was matched. Where no page shows a date, as in a
    /// scan, the seal is taken to be on the last.
    pub fn pages(self, count: usize, signed: &[usize], relevant: &[usize]) -> Vec<usize> {
        if self == Self::Full {
            return (0..count).collect();
        }
        let last = count.saturating_sub(1);
        let sealed = if signed.is_empty() { std::slice::from_ref(&last) } else { signed };
        let chosen: std::collections::BTreeSet<usize> =
            std::iter::once(&0).chain(sealed).chain(relevant).copied().filter(|page| *page < count).collect();
        chosen.into_iter().collect()
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
    pub form: PaperForm,
    /// Volumes of the PDF in it; none in builds of an older program.
    pub volumes: usize,
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
        .field("as_of", build.as_of)
        .field("form", build.form.code());
    let job = Job {
        id: build.job,
        bureau: Some(build.bureau),
        work: Work::BuildDossier { dossier: build.id },
        run_at: build.created,
    };
    Change::new(build, entry).with_job(job)
}

/// The build is there, whole.
pub fn finish(
    held: &Versioned<Build>,
    archive: Made,
    parts: Vec<Part>,
    volumes: usize,
) -> Change<Versioned<Build>> {
    let entry = Entry::new(Action::MakeDossier, held.id).field("archive", &archive.digest);
    let next = Build { state: BuildState::Done, archive: Some(archive), parts, volumes, ..held.row.clone() };
    Change::new(held.to(next), entry)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pages_of_each_form() {
        type Pages = &'static [usize];
        let cases: &[(PaperForm, usize, Pages, Pages, Pages)] = &[
            (PaperForm::Full, 3, &[], &[], &[0, 1, 2]),
            (PaperForm::Excerpt, 9, &[], &[], &[0, 8]),
            (PaperForm::Excerpt, 9, &[3], &[5, 6, 0], &[0, 3, 5, 6]),
            (PaperForm::Excerpt, 1, &[], &[0], &[0]),
            (PaperForm::Excerpt, 2, &[7], &[9], &[0]),
            (PaperForm::Excerpt, 0, &[], &[], &[]),
        ];
        for (form, count, signed, relevant, expected) in cases {
            assert_eq!(form.pages(*count, signed, relevant), *expected, "{form} {count}");
        }
    }
}
