//! Rows of the archives that this installation keeps in its folder of backups.

use crate::column::args;
use crate::db::Row;
use crate::{Apply, Conn, Result, Stamp};
use domain::backup::{Backup, BackupState};
use domain::change::Versioned;
use domain::day::Instant;
use domain::id::BackupId;
use domain::job::JobState;
use uuid::Uuid;

const COLUMNS: &str = "id, bureau_id, name, state, scheduled, job_id, created, size, digest, schema_number, row_count, \
                       file_count, version";

fn from(row: &Row) -> Result<Versioned<Backup>> {
    Ok(Versioned {
        version: row.get("version")?,
        row: Backup {
            id: row.get("id")?,
            bureau: row.get("bureau_id")?,
            name: row.get("name")?,
            state: row.get("state")?,
            scheduled: row.get("scheduled")?,
            job: row.get("job_id")?,
            created: row.get("created")?,
            size: row.get("size")?,
            digest: row.get("digest")?,
            schema: row.get("schema_number")?,
            rows: row.get("row_count")?,
            files: row.get("file_count")?,
        },
    })
}

/// An archive that a job is to write.
#[derive(Debug, Clone)]
pub struct NewBackup(pub Backup);

impl Apply for NewBackup {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        let it = &self.0;
        conn.run(
            &format!(
                "insert into backup ({COLUMNS}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, 1)"
            ),
            args![
                it.id,
                it.bureau,
                it.name,
                it.state,
                it.scheduled,
                it.job,
                it.created,
                it.size,
                it.digest,
                it.schema,
                it.rows,
                it.files
            ],
        )
        .await?;
        Ok(())
    }
}

impl Apply for Versioned<Backup> {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        conn.run_one(
            "update backup set state = $3, size = $4, digest = $5, schema_number = $6, row_count = $7, file_count = $8, \
             version = version + 1 where id = $1 and version = $2",
            args![self.id, self.version, self.state, self.size, self.digest, self.schema, self.rows, self.files],
        )
        .await
    }
}

/// The row of an archive that is deleted.
#[derive(Debug, Clone, Copy)]
pub struct DropBackup(pub BackupId);

impl Apply for DropBackup {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        conn.run_one("delete from backup where id = $1", args![self.0]).await
    }
}

/// An archive, and where the job stands that writes it.
#[derive(Debug, Clone)]
pub struct BackupLine {
    pub backup: Versioned<Backup>,
    pub job: Option<JobState>,
    /// Percent done.
    pub progress: i64,
    /// What the job is doing, or why it failed.
    pub told: String,
}

const LINE: &str = "select b.id, b.bureau_id, b.name, b.state, b.scheduled, b.job_id, b.created, b.size, b.digest, \
                    b.schema_number, b.row_count, b.file_count, b.version, j.state as job_state, \
                    coalesce(j.progress, 0) as progress, coalesce(j.note, '') as told \
                    from backup b left join job j on j.id = b.job_id";

fn line(row: &Row) -> Result<BackupLine> {
    Ok(BackupLine {
        backup: from(row)?,
        job: row.opt("job_state")?,
        progress: row.get("progress")?,
        told: row.get("told")?,
    })
}

impl Conn {
    pub async fn backup_row(&mut self, id: BackupId) -> Result<Versioned<Backup>> {
        self.one(&format!("select {COLUMNS} from backup where id = $1"), args![id], from).await
    }

    pub async fn backup_line(&mut self, id: BackupId) -> Result<BackupLine> {
        self.one(&format!("{LINE} where b.id = $1"), args![id], line).await
    }

    /// Archives of the installation, newest first.
    pub async fn backups(
        &mut self,
        before: Option<(Instant, BackupId)>,
        limit: i64,
    ) -> Result<Vec<BackupLine>> {
        let (at, id) = before.unwrap_or((Instant(i64::MAX), BackupId(Uuid::max())));
        self.all(
            &format!("{LINE} where (b.created, b.id) < ($1, $2) order by b.created desc, b.id desc limit $3"),
            args![at, id, limit],
            line,
        )
        .await
    }

    /// Scheduled archives that are whole, newest first.
    pub async fn scheduled_backups(&mut self, limit: i64) -> Result<Vec<Versioned<Backup>>> {
        self.all(
            &format!(
                "select {COLUMNS} from backup where scheduled = true and state = $1 order by created desc, id desc limit $2"
            ),
            args![BackupState::Done, limit],
            from,
        )
        .await
    }

    /// When the last whole archive was begun.
    pub async fn last_backup(&mut self) -> Result<Option<Instant>> {
        self.newest("state = 'done'").await
    }

    /// When the schedule last asked for an archive.
    pub async fn last_scheduled_backup(&mut self) -> Result<Option<Instant>> {
        self.newest("scheduled = true").await
    }

    async fn newest(&mut self, which: &str) -> Result<Option<Instant>> {
        self.maybe(
            &format!("select created from backup where {which} order by created desc, id desc limit 1"),
            vec![],
            |row| row.get("created"),
        )
        .await
    }
}
