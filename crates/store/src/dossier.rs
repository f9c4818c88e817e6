//! Rows of the builds of inspection files. What is in a build is kept as JSON text: it is read whole, to be
//! compared with the next build.

use crate::column::args;
use crate::db::Row;
use crate::{Apply, Conn, Result, Stamp, StoreError};
use domain::change::Versioned;
use domain::day::Instant;
use domain::dossier::{Build, BuildState, Entry, Made};
use domain::id::{AssessmentId, DossierId};
use domain::job::JobState;
use uuid::Uuid;

const COLUMNS: &str = "d.id, d.bureau_id, d.assessment_id, d.state, d.job_id, d.author_id, d.created, d.as_of, \
                       d.form, d.volumes, d.archive_size, d.archive_digest, d.version";

const LINES: &str = "select d.id, d.bureau_id, d.assessment_id, d.state, d.job_id, d.author_id, d.created, d.as_of, \
                     d.form, d.volumes, d.archive_size, d.archive_digest, d.version, p.name as author, \
                     j.state as job_state, coalesce(j.progress, 0) as progress, coalesce(j.note, '') as told \
                     from dossier d join person p on p.id = d.author_id left join job j on j.id = d.job_id";

fn from(row: &Row) -> Result<Versioned<Build>> {
    let digest: String = row.get("archive_digest")?;
    let size = row.get("archive_size")?;
    Ok(Versioned {
        version: row.get("version")?,
        row: Build {
            id: row.get("id")?,
            bureau: row.get("bureau_id")?,
            assessment: row.get("assessment_id")?,
            state: row.get("state")?,
            job: row.get("job_id")?,
            author: row.get("author_id")?,
            created: row.get("created")?,
            as_of: row.get("as_of")?,
            form: row.get("form")?,
            volumes: usize::try_from(row.get::<i64>("volumes")?).unwrap_or_default(),
            archive: (!digest.is_empty()).then_some(Made { size, digest }),
            parts: Vec::new(),
        },
    })
}

fn json(parts: &[Entry]) -> Result<String> {
    serde_json::to_string(parts).map_err(|_| StoreError::Corrupt { column: "parts".into() })
}

/// A build that a job is to write.
#[derive(Debug, Clone)]
pub struct NewDossier(pub Build);

impl Apply for NewDossier {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        let it = &self.0;
        conn.run(
            "insert into dossier (id, bureau_id, assessment_id, state, job_id, author_id, created, as_of, \
             form, volumes, archive_size, archive_digest, parts, version) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, $9, 0, 0, '', '[]', 1)",
            args![
                it.id,
                it.bureau,
                it.assessment,
                it.state,
                it.job,
                it.author,
                it.created,
                it.as_of,
                it.form
            ],
        )
        .await?;
        Ok(())
    }
}

impl Apply for Versioned<Build> {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        let (size, digest) = self.archive.clone().map_or((0, String::new()), |it| (it.size, it.digest));
        conn.run_one(
            "update dossier set state = $3, archive_size = $4, archive_digest = $5, parts = $6, \
             volumes = $7, version = version + 1 where id = $1 and version = $2",
            args![self.id, self.version, self.state, size, digest, json(&self.parts)?, self.volumes as i64],
        )
        .await
    }
}

/// The row of a build that is deleted.
#[derive(Debug, Clone, Copy)]
pub struct DropDossier(pub DossierId);

impl Apply for DropDossier {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        conn.run_one("delete from dossier where id = $1", args![self.0]).await
    }
}

/// A build, and where the job stands that writes it.
#[derive(Debug, Clone)]
pub struct DossierLine {
    pub build: Versioned<Build>,
    pub author: String,
    pub job: Option<JobState>,
    /// Percent done.
    pub progress: i64,
    /// What the job is doing, or why it failed.
    pub told: String,
}

fn line(row: &Row) -> Result<DossierLine> {
    Ok(DossierLine {
        build: from(row)?,
        author: row.get("author")?,
        job: row.opt("job_state")?,
        progress: row.get("progress")?,
        told: row.get("told")?,
    })
}

impl Conn {
    /// A build without its parts.
    pub async fn dossier(&mut self, id: DossierId) -> Result<Versioned<Build>> {
        self.one(&format!("select {COLUMNS} from dossier d where d.id = $1"), args![id], from).await
    }

    /// A build as the list shows it, without its parts.
    pub async fn dossier_line(&mut self, id: DossierId) -> Result<DossierLine> {
        self.one(&format!("{LINES} where d.id = $1"), args![id], line).await
    }

    /// What is in a build.
    pub async fn dossier_parts(&mut self, id: DossierId) -> Result<Vec<Entry>> {
        let text: String =
            self.one("select parts from dossier where id = $1", args![id], |row| row.get("parts")).await?;
        serde_json::from_str(&text).map_err(|_| StoreError::Corrupt { column: "parts".into() })
    }

    /// Builds of an assessment, newest first.
    pub async fn dossiers(
        &mut self,
        assessment: AssessmentId,
        before: Option<(Instant, DossierId)>,
        limit: i64,
    ) -> Result<Vec<DossierLine>> {
        let (at, id) = before.unwrap_or((Instant(i64::MAX), DossierId(Uuid::max())));
        self.all(
            &format!(
                "{LINES} where d.assessment_id = $1 and (d.created, d.id) < ($2, $3) \
                 order by d.created desc, d.id desc limit $4"
            ),
            args![assessment, at, id, limit],
            line,
        )
        .await
    }

    /// The build that was finished before this one for the same assessment, if there is one.
    pub async fn dossier_before(&mut self, held: &Build) -> Result<Option<DossierId>> {
        self.maybe(
            "select id from dossier where assessment_id = $1 and state = $2 and (created, id) < ($3, $4) \
             order by created desc, id desc limit 1",
            args![held.assessment, BuildState::Done, held.created, held.id],
            |row| row.get("id"),
        )
        .await
    }
}
