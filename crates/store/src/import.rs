//! Imports: uploads between their arrival and what is made of them.

use crate::clause::{Query, marks};
use crate::column::{IntoArg, args};
use crate::db::Row;
use crate::{Apply, Conn, Result, Stamp};
use domain::change::Versioned;
use domain::day::Instant;
use domain::id::{BureauId, ImportId};
use domain::import::{Import, ImportKind};
use domain::job::JobState;
use uuid::Uuid;

const COLUMNS: &str = "id, bureau_id, account_id, kind, name, size, upload_id, digest, charset, revises_id, job_id, \
                       state, note, made_id, created, ended, version";

fn from(row: &Row) -> Result<Versioned<Import>> {
    Ok(Versioned {
        version: row.get("version")?,
        row: Import {
            id: row.get("id")?,
            bureau: row.get("bureau_id")?,
            account: row.get("account_id")?,
            kind: row.get("kind")?,
            name: row.get("name")?,
            size: row.get("size")?,
            upload: row.opt("upload_id")?,
            digest: row.get("digest")?,
            charset: row.get("charset")?,
            revises: row.opt("revises_id")?,
            job: row.get("job_id")?,
            state: row.get("state")?,
            note: row.get("note")?,
            made: row.opt("made_id")?,
            created: row.get("created")?,
            ended: row.opt("ended")?,
        },
    })
}

/// An upload that is durable already.
#[derive(Debug, Clone)]
pub struct NewImport(pub Import);

impl Apply for NewImport {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        let it = &self.0;
        conn.run(
            &format!(
                "insert into import ({COLUMNS}) values \
                 ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, 1)"
            ),
            args![
                it.id, it.bureau, it.account, it.kind, it.name, it.size, it.upload, it.digest, it.charset,
                it.revises, it.job, it.state, it.note, it.made, it.created, it.ended
            ],
        )
        .await?;
        Ok(())
    }
}

impl Apply for Versioned<Import> {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        conn.run_one(
            "update import set name = $3, upload_id = $4, digest = $5, state = $6, note = $7, made_id = $8, ended = $9, \
             version = version + 1 where id = $1 and version = $2",
            args![self.id, self.version, self.name, self.upload, self.digest, self.state, self.note, self.made, self.ended],
        )
        .await
    }
}

/// What a list says of an import: the row, and where its job stands.
#[derive(Debug, Clone)]
pub struct ImportLine {
    pub import: Versioned<Import>,
    pub job: Option<JobState>,
    /// Percent done.
    pub progress: i64,
    /// What the job is doing, or why it was given up.
    pub told: String,
    /// Who uploaded it.
    pub person: String,
}

const LINE: &str = "select i.id, i.bureau_id, i.account_id, i.kind, i.name, i.size, i.upload_id, i.digest, i.charset, \
                    i.revises_id, i.job_id, i.state, i.note, i.made_id, i.created, i.ended, i.version, j.state as \
                    job_state, coalesce(j.progress, 0) as progress, coalesce(j.note, '') as told, p.name as person \
                    from import i join account a on a.id = i.account_id join person p on p.id = a.person_id \
                    left join job j on j.id = i.job_id";

fn line(row: &Row) -> Result<ImportLine> {
    Ok(ImportLine {
        import: from(row)?,
        job: row.opt("job_state")?,
        progress: row.get("progress")?,
        told: row.get("told")?,
        person: row.get("person")?,
    })
}

impl Conn {
    pub async fn import_row(&mut self, id: ImportId) -> Result<Versioned<Import>> {
        self.one(&format!("select {COLUMNS} from import where id = $1"), args![id], from).await
    }

    pub async fn import_line(&mut self, id: ImportId) -> Result<ImportLine> {
        self.one(&format!("{LINE} where i.id = $1"), args![id], line).await
    }

    /// Imports of these kinds, newest first.
    pub async fn imports(
        &mut self,
        bureau: BureauId,
        kinds: &[ImportKind],
        before: Option<(Instant, ImportId)>,
        limit: i64,
    ) -> Result<Vec<ImportLine>> {
        let (at, id) = before.unwrap_or((Instant(i64::MAX), ImportId(Uuid::max())));
        let sql = format!(
            "{LINE} where i.bureau_id = ? and i.kind in ({}) and (i.created, i.id) < (?, ?) \
             order by i.created desc, i.id desc limit ?",
            marks(kinds.len())
        );
        let kinds = kinds.iter().map(IntoArg::into_arg).collect();
        let query = Query::new(&sql, [args![bureau], kinds, args![at, id, limit]].concat());
        self.all(&query.sql, query.args, line).await
    }

    /// Names of arrived files that a row still waits for.
    pub async fn awaited_files(&mut self) -> Result<Vec<Uuid>> {
        self.all(
            "select upload_id from import where upload_id is not null \
             union select upload_id from folder_file where upload_id is not null \
              union select id as upload_id from upload",
            vec![],
            |row| row.get("upload_id"),
        )
        .await
    }

    /// Imports that ended before an instant, or never did although they came in before it.
    pub async fn imports_before(&mut self, before: Instant, limit: i64) -> Result<Vec<Versioned<Import>>> {
        self.all(
            &format!(
                "select {COLUMNS} from import where created < $1 and coalesce(ended, created) < $1 limit $2"
            ),
            args![before, limit],
            from,
        )
        .await
    }
}

/// An import of long ago is forgotten; what was made of it stays.
#[derive(Debug, Clone, Copy)]
pub struct PurgeImport(pub ImportId);

impl Apply for PurgeImport {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        conn.run_one("delete from import where id = $1", args![self.0]).await
    }
}
