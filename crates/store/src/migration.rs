//! The one migration set, run at start. The type words of a text are replaced per engine; a text
//! that has been applied is never changed, which its digest proves.

use crate::column::args;
use crate::transfer::all_tables;
use crate::{Result, Store, StoreError, Tx, sm3_hex};

const MIGRATIONS: &[(&str, &str)] = &[
    ("0001_ground", include_str!("../migrations/0001_ground.sql")),
    ("0002_programme", include_str!("../migrations/0002_programme.sql")),
    ("0003_lists_at_scale", include_str!("../migrations/0003_lists_at_scale.sql")),
    ("0004_time", include_str!("../migrations/0004_time.sql")),
    ("0005_verdict", include_str!("../migrations/0005_verdict.sql")),
    ("0006_import", include_str!("../migrations/0006_import.sql")),
    ("0007_standard", include_str!("../migrations/0007_standard.sql")),
    ("0008_paper", include_str!("../migrations/0008_paper.sql")),
    ("0009_incoming", include_str!("../migrations/0009_incoming.sql")),
    ("0010_archive", include_str!("../migrations/0010_archive.sql")),
    ("0011_record_kinds", include_str!("../migrations/0011_record_kinds.sql")),
    ("0012_remarks", include_str!("../migrations/0012_remarks.sql")),
    ("0013_dossier", include_str!("../migrations/0013_dossier.sql")),
    ("0014_assessor_link", include_str!("../migrations/0014_assessor_link.sql")),
    ("0015_photo_caption", include_str!("../migrations/0015_photo_caption.sql")),
    ("0016_gaps", include_str!("../migrations/0016_gaps.sql")),
    ("0017_standards", include_str!("../migrations/0017_standards.sql")),
    ("0018_folder", include_str!("../migrations/0018_folder.sql")),
    ("0019_certificate_upload", include_str!("../migrations/0019_certificate_upload.sql")),
    ("0020_open_work", include_str!("../migrations/0020_open_work.sql")),
];

/// Applies what is missing, each migration in a transaction of its own.
pub async fn run(store: &Store) -> Result<()> {
    let mut tx = store.begin().await?;
    tx.raw("create table if not exists schema_version (number bigint primary key, name text not null, digest text not null)")
        .await?;
    tx.commit().await?;
    for number in 1..=latest() {
        let mut tx = store.begin().await?;
        tx.migrate(number).await?;
        tx.commit().await?;
    }
    let mut view = store.view().await?;
    let last = view.number("select coalesce(max(number), 0) as n from schema_version", vec![]).await?;
    if last > latest() {
        return Err(StoreError::Unfit("这份数据由更新版本的程序建立，请升级程序后再打开。".into()));
    }
    Ok(())
}

impl Tx {
    /// Applies one migration unless it was applied.
    async fn migrate(&mut self, number: i64) -> Result<()> {
        let Some(&(name, text)) = usize::try_from(number - 1).ok().and_then(|at| MIGRATIONS.get(at)) else {
            return Ok(());
        };
        let digest = sm3_hex(text.as_bytes());
        let applied = self
            .maybe("select digest from schema_version where number = $1", args![number], |row| {
                row.get::<String>("digest")
            })
            .await?;
        if let Some(applied) = applied {
            return if applied == digest {
                Ok(())
            } else {
                Err(StoreError::Unfit(format!(
                    "数据库结构 {name} 与本程序不一致，请用建立它的那个版本打开。"
                )))
            };
        }
        for statement in statements(&self.engine().types(text)) {
            self.raw(&statement).await?;
        }
        if number == 1 {
            for statement in self.engine().search_schema() {
                self.raw(statement).await?;
            }
        }
        self.run(
            "insert into schema_version (number, name, digest) values ($1, $2, $3)",
            args![number, name, digest],
        )
        .await
        .map(|_| ())
    }

    /// Takes an empty database back to an older schema, for rows that were written in it. Both
    /// engines undo this with the transaction.
    pub async fn rebase(&mut self, number: i64) -> Result<()> {
        for statement in self.engine().drop_search_schema() {
            self.raw(statement).await?;
        }
        // Each table refers to earlier ones only.
        for table in all_tables().iter().rev() {
            self.raw(&format!("drop table {}", table.name)).await?;
        }
        self.run("delete from schema_version", vec![]).await?;
        for number in 1..=number.min(latest()) {
            self.migrate(number).await?;
        }
        Ok(())
    }

    /// Brings the schema up to date.
    pub async fn upgrade(&mut self) -> Result<()> {
        for number in 1..=latest() {
            self.migrate(number).await?;
        }
        Ok(())
    }
}

/// Number of the newest migration.
pub(crate) fn latest() -> i64 {
    MIGRATIONS.len() as i64
}

fn until(number: i64) -> &'static [(&'static str, &'static str)] {
    let end = usize::try_from(number).unwrap_or(0).min(MIGRATIONS.len());
    &MIGRATIONS[..end]
}

/// A digest of the migrations up to a number.
pub(crate) fn digest(number: i64) -> String {
    let texts: String = until(number).iter().map(|(_, text)| *text).collect();
    sm3_hex(texts.as_bytes())
}

/// Every statement of the migrations up to a number, type words unreplaced.
pub(crate) fn statements_until(number: i64) -> Vec<String> {
    until(number).iter().flat_map(|(_, text)| statements(text)).collect()
}

/// Statements of a migration: comments are dropped, a semicolon at a line's end closes one.
fn statements(text: &str) -> Vec<String> {
    let code: Vec<&str> = text.lines().filter(|line| !line.trim_start().starts_with("--")).collect();
    code.join("\n")
        .split(";\n")
        .map(str::trim)
        .filter(|s| !s.is_empty())
        .map(|s| s.trim_end_matches(';').to_owned())
        .collect()
}
