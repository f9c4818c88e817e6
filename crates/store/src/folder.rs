//! Folders of before: their files, and the bundles that records are made of.

use crate::column::args;
use crate::db::Row;
use crate::{Apply, Conn, Result, Stamp, StoreError};
use domain::change::Versioned;
use domain::day::{Day, Instant};
use domain::folder::{Bundle, BundleState, Fields, Folder, FolderFile, Reasons, Told};
use domain::id::{AccountId, BundleId, BureauId, FileId, FolderId, RecordId};
use domain::job::JobState;
use domain::remark::photo::parse_taken;
use std::collections::BTreeMap;
use uuid::Uuid;

const FOLDER: &str = "f.id, f.bureau_id, f.account_id, f.name, f.state, f.job_id, f.created, f.version";
const BUNDLE: &str = "id, folder_id, bureau_id, position, state, title, day, kind, unit_id, body, first_only, \
                      reasons, record_id, version";
const FILE: &str =
    "folder_id, bureau_id, position, path, upload_id, digest, size, file_id, bundle_id, note, told";

fn corrupt(column: &str) -> StoreError {
    StoreError::Corrupt { column: column.into() }
}

fn told_json(told: &Told) -> Result<String> {
    serde_json::to_string(told).map_err(|_| corrupt("told"))
}

fn reasons_json(reasons: &Reasons) -> Result<String> {
    serde_json::to_string(reasons).map_err(|_| corrupt("reasons"))
}

fn folder(row: &Row) -> Result<Versioned<Folder>> {
    Ok(Versioned {
        version: row.get("version")?,
        row: Folder {
            id: row.get("id")?,
            bureau: row.get("bureau_id")?,
            account: row.get("account_id")?,
            name: row.get("name")?,
            state: row.get("state")?,
            job: row.opt("job_id")?,
            created: row.get("created")?,
        },
    })
}

fn bundle(row: &Row) -> Result<Versioned<Bundle>> {
    Ok(Versioned {
        version: row.get("version")?,
        row: Bundle {
            id: row.get("id")?,
            folder: row.get("folder_id")?,
            bureau: row.get("bureau_id")?,
            position: row.get("position")?,
            state: row.get("state")?,
            fields: Fields {
                title: row.get("title")?,
                day: row.get("day")?,
                kind: row.get("kind")?,
                unit: row.get("unit_id")?,
                text: row.get("body")?,
                first_only: row.get("first_only")?,
            },
            reasons: serde_json::from_str(&row.get::<String>("reasons")?).map_err(|_| corrupt("reasons"))?,
            record: row.opt("record_id")?,
        },
    })
}

fn file(row: &Row) -> Result<FolderFile> {
    Ok(FolderFile {
        folder: row.get("folder_id")?,
        bureau: row.get("bureau_id")?,
        position: row.get("position")?,
        path: row.get("path")?,
        upload: row.opt("upload_id")?,
        digest: row.get("digest")?,
        size: row.get("size")?,
        file: row.opt("file_id")?,
        bundle: row.opt("bundle_id")?,
        note: row.get("note")?,
        told: serde_json::from_str(&row.get::<String>("told")?).map_err(|_| corrupt("told"))?,
    })
}

/// A folder without its files.
#[derive(Debug, Clone)]
pub struct NewFolder(pub Folder);

impl Apply for NewFolder {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        let it = &self.0;
        conn.run(
            "insert into folder (id, bureau_id, account_id, name, state, job_id, created, version) \
             values ($1, $2, $3, $4, $5, $6, $7, 1)",
            args![it.id, it.bureau, it.account, it.name, it.state, it.job, it.created],
        )
        .await?;
        Ok(())
    }
}

impl Apply for Versioned<Folder> {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        conn.run_one(
            "update folder set state = $3, job_id = $4, version = version + 1 where id = $1 and version = $2",
            args![self.id, self.version, self.state, self.job],
        )
        .await
    }
}

/// Files that arrived for a folder, durable already.
#[derive(Debug, Clone)]
pub struct NewFolderFiles(pub Vec<FolderFile>);

impl Apply for NewFolderFiles {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        for it in &self.0 {
            conn.run(
                &format!(
                    "insert into folder_file ({FILE}) values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)"
                ),
                args![
                    it.folder,
                    it.bureau,
                    it.position,
                    it.path,
                    it.upload,
                    it.digest,
                    it.size,
                    it.file,
                    it.bundle,
                    it.note,
                    told_json(&it.told)?
                ],
            )
            .await?;
        }
        Ok(())
    }
}

/// A file was looked at: it is kept, or left out with a reason.
#[derive(Debug, Clone)]
pub struct LookedAt(pub FolderFile);

impl Apply for LookedAt {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        let it = &self.0;
        conn.run_one(
            "update folder_file set path = $3, upload_id = $4, digest = $5, file_id = $6, note = $7, told = $8 \
             where folder_id = $1 and position = $2",
            args![
                it.folder, it.position, it.path, it.upload, it.digest, it.file, it.note, told_json(&it.told)?
            ],
        )
        .await
    }
}

/// A bundle and the positions of its files.
#[derive(Debug, Clone)]
pub struct NewBundle {
    pub bundle: Bundle,
    pub files: Vec<i64>,
}

impl Apply for NewBundle {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        let it = &self.bundle;
        conn.run(
            &format!(
                "insert into bundle ({BUNDLE}) values \
                 ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, 1)"
            ),
            args![
                it.id,
                it.folder,
                it.bureau,
                it.position,
                it.state,
                it.fields.title,
                it.fields.day,
                it.fields.kind,
                it.fields.unit,
                it.fields.text,
                it.fields.first_only,
                reasons_json(&it.reasons)?,
                it.record
            ],
        )
        .await?;
        for position in &self.files {
            conn.run_one(
                "update folder_file set bundle_id = $3 where folder_id = $1 and position = $2",
                args![it.folder, *position, it.id],
            )
            .await?;
        }
        Ok(())
    }
}

impl Apply for Versioned<Bundle> {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        let it = &self.fields;
        conn.run_one(
            "update bundle set state = $3, title = $4, day = $5, kind = $6, unit_id = $7, body = $8, \
             first_only = $9, record_id = $10, version = version + 1 where id = $1 and version = $2",
            args![
                self.id,
                self.version,
                self.state,
                it.title,
                it.day,
                it.kind,
                it.unit,
                it.text,
                it.first_only,
                self.record
            ],
        )
        .await
    }
}

/// What a list says of a folder.
#[derive(Debug, Clone)]
pub struct FolderLine {
    pub folder: Versioned<Folder>,
    pub job: Option<JobState>,
    /// Percent done.
    pub progress: i64,
    /// What the job is doing, or why it was given up.
    pub told: String,
    pub person: String,
    pub files: i64,
    /// Bundles that wait, that became records, that were left out.
    pub open: i64,
    pub made: i64,
    pub left: i64,
}

const LINE: &str = "j.state as job_state, coalesce(j.progress, 0) as progress, coalesce(j.note, '') as told, \
                    p.name as person, \
                    (select count(*) from folder_file x where x.folder_id = f.id) as files, \
                    (select count(*) from bundle b where b.folder_id = f.id and b.state = 'open') as open, \
                    (select count(*) from bundle b where b.folder_id = f.id and b.state = 'made') as made, \
                    (select count(*) from bundle b where b.folder_id = f.id and b.state = 'left') as gone \
                    from folder f join account a on a.id = f.account_id join person p on p.id = a.person_id \
                    left join job j on j.id = f.job_id";

fn line(row: &Row) -> Result<FolderLine> {
    Ok(FolderLine {
        folder: folder(row)?,
        job: row.opt("job_state")?,
        progress: row.get("progress")?,
        told: row.get("told")?,
        person: row.get("person")?,
        files: row.get("files")?,
        open: row.get("open")?,
        made: row.get("made")?,
        left: row.get("gone")?,
    })
}

impl Conn {
    pub async fn folder(&mut self, id: FolderId) -> Result<Versioned<Folder>> {
        self.one(&format!("select {FOLDER} from folder f where f.id = $1"), args![id], folder).await
    }

    pub async fn folder_line(&mut self, id: FolderId) -> Result<FolderLine> {
        self.one(&format!("select {FOLDER}, {LINE} where f.id = $1"), args![id], line).await
    }

    /// Folders of the bureau, or of one account, newest first.
    pub async fn folders(
        &mut self,
        bureau: BureauId,
        account: Option<AccountId>,
        before: Option<(Instant, FolderId)>,
        limit: i64,
    ) -> Result<Vec<FolderLine>> {
        let (at, id) = before.unwrap_or((Instant(i64::MAX), FolderId(Uuid::max())));
        self.all(
            &format!(
                "select {FOLDER}, {LINE} where f.bureau_id = $1 and ($2 is null or f.account_id = $2) \
                 and (f.created, f.id) < ($3, $4) order by f.created desc, f.id desc limit $5"
            ),
            args![bureau, account, at, id, limit],
            line,
        )
        .await
    }

    /// How many files a folder has so far.
    pub async fn folder_size(&mut self, id: FolderId) -> Result<i64> {
        self.number("select count(*) as n from folder_file where folder_id = $1", args![id]).await
    }

    /// Files of a folder in the order in which they came.
    pub async fn folder_files(&mut self, id: FolderId, after: i64, limit: i64) -> Result<Vec<FolderFile>> {
        self.all(
            &format!(
                "select {FILE} from folder_file where folder_id = $1 and position > $2 order by position limit $3"
            ),
            args![id, after, limit],
            file,
        )
        .await
    }

    /// Files that were left out, with the reason.
    pub async fn files_left_out(&mut self, id: FolderId, limit: i64) -> Result<Vec<(String, String)>> {
        self.all(
            "select path, note from folder_file where folder_id = $1 and note <> '' order by position limit $2",
            args![id, limit],
            |row| Ok((row.get("path")?, row.get("note")?)),
        )
        .await
    }

    /// When the photos of a folder were taken.
    pub async fn days_of_photos(&mut self, id: FolderId) -> Result<BTreeMap<FileId, Day>> {
        let all = self
            .all(
                "select p.file_id, p.taken from folder_file x join photo p on p.file_id = x.file_id \
                 where x.folder_id = $1 and p.taken is not null",
                args![id],
                |row| Ok((row.get::<FileId>("file_id")?, row.get::<String>("taken")?)),
            )
            .await?;
        Ok(all.into_iter().filter_map(|(id, taken)| Some((id, parse_taken(&taken)?.day))).collect())
    }

    /// Whether the bytes stand in a record that was not voided.
    pub async fn bytes_in_record(&mut self, bureau: BureauId, digest: &str) -> Result<bool> {
        let count = self
            .number(
                "select count(*) as n from file f join record_file x on x.file_id = f.id \
                 join record r on r.id = x.record_id \
                 where f.bureau_id = $1 and f.digest = $2 and r.state <> 'void'",
                args![bureau, digest.to_owned()],
            )
            .await?;
        Ok(count > 0)
    }

    /// Whether the bytes stand in a folder in which they still wait, or earlier in this one.
    pub async fn bytes_in_folder(&mut self, it: &FolderFile) -> Result<bool> {
        let count = self
            .number(
                "select count(*) as n from folder_file x left join bundle b on b.id = x.bundle_id \
                 where x.bureau_id = $1 and x.digest = $2 and x.note = '' and ((x.folder_id = $3 and x.position < $4) \
                 or (x.folder_id <> $3 and b.state = 'open'))",
                args![it.bureau, it.digest.clone(), it.folder, it.position],
            )
            .await?;
        Ok(count > 0)
    }

    pub async fn bundle(&mut self, id: BundleId) -> Result<Versioned<Bundle>> {
        self.one(&format!("select {BUNDLE} from bundle where id = $1"), args![id], bundle).await
    }

    /// Bundles of a folder in one state, in their order.
    pub async fn bundles(
        &mut self,
        folder: FolderId,
        state: BundleState,
        after: i64,
        limit: i64,
    ) -> Result<Vec<Versioned<Bundle>>> {
        self.all(
            &format!(
                "select {BUNDLE} from bundle where folder_id = $1 and state = $2 and position > $3 \
                 order by position limit $4"
            ),
            args![folder, state, after, limit],
            bundle,
        )
        .await
    }

    /// The same, from the end: bundles before a position, the last first.
    pub async fn bundles_before(
        &mut self,
        folder: FolderId,
        state: BundleState,
        before: i64,
        limit: i64,
    ) -> Result<Vec<Versioned<Bundle>>> {
        self.all(
            &format!(
                "select {BUNDLE} from bundle where folder_id = $1 and state = $2 and position < $3 \
                 order by position desc limit $4"
            ),
            args![folder, state, before, limit],
            bundle,
        )
        .await
    }

    /// Files of a bundle: path and id.
    pub async fn files_of_bundle(&mut self, id: BundleId) -> Result<Vec<(String, FileId)>> {
        self.all(
            "select path, file_id from folder_file where bundle_id = $1 and file_id is not null order by position",
            args![id],
            |row| Ok((row.get("path")?, row.get("file_id")?)),
        )
        .await
    }

    /// The digest of a file that lies in a folder.
    pub async fn digest_in_folder(&mut self, id: FolderId, file: FileId) -> Result<Option<String>> {
        self.maybe(
            "select digest from folder_file where folder_id = $1 and file_id = $2",
            args![id, file],
            |row| row.get("digest"),
        )
        .await
    }

    /// The folder from which a record was made.
    pub async fn folder_of_record(&mut self, id: RecordId) -> Result<Option<String>> {
        self.maybe(
            "select f.name from bundle b join folder f on f.id = b.folder_id where b.record_id = $1",
            args![id],
            |row| row.get("name"),
        )
        .await
    }
}
