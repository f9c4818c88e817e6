//! The one migration set, run at start. The type words of a text are replaced per engine; a text
//! that has been applied is never changed, which its digest proves.

use crate::column::args;
use crate::{Result, Store, StoreError, sm3_hex};

const MIGRATIONS: [(&str, &str); 2] = [
    ("0001_ground", include_str!("../migrations/0001_ground.sql")),
    ("0002_programme", include_str!("../migrations/0002_programme.sql")),
];

/// Applies what is missing, each migration in a transaction of its own.
pub async fn run(store: &Store) -> Result<()> {
    let mut tx = store.begin().await?;
    tx.raw("create table if not exists schema_version (number bigint primary key, name text not null, digest text not null)")
        .await?;
    tx.commit().await?;
    for (number, (name, text)) in (1_i64..).zip(MIGRATIONS) {
        apply(store, number, name, text).await?;
    }
    let mut view = store.view().await?;
    let last = view.number("select coalesce(max(number), 0) as n from schema_version", vec![]).await?;
    if last > MIGRATIONS.len() as i64 {
        return Err(StoreError::Unfit("这份数据由更新版本的程序建立，请升级程序后再打开。".into()));
    }
    Ok(())
}

async fn apply(store: &Store, number: i64, name: &str, text: &str) -> Result<()> {
    let digest = sm3_hex(text.as_bytes());
    let mut tx = store.begin().await?;
    let applied = tx
        .maybe("select digest from schema_version where number = $1", args![number], |row| {
            row.get::<String>("digest")
        })
        .await?;
    if let Some(applied) = applied {
        return if applied == digest {
            Ok(())
        } else {
            Err(StoreError::Unfit(format!("数据库结构 {name} 与本程序不一致，请用建立它的那个版本打开。")))
        };
    }
    for statement in statements(&tx.engine().types(text)) {
        tx.raw(&statement).await?;
    }
    if number == 1 {
        for statement in tx.engine().search_schema() {
            tx.raw(statement).await?;
        }
    }
    tx.run(
        "insert into schema_version (number, name, digest) values ($1, $2, $3)",
        args![number, name, digest],
    )
    .await?;
    tx.commit().await
}

/// Number of the newest migration, and a digest of all.
pub(crate) fn version() -> (i64, String) {
    let texts: String = MIGRATIONS.iter().map(|(_, text)| *text).collect();
    (MIGRATIONS.len() as i64, sm3_hex(texts.as_bytes()))
}

/// Every statement of every migration, type words unreplaced.
pub(crate) fn all_statements() -> Vec<String> {
    MIGRATIONS.iter().flat_map(|(_, text)| statements(text)).collect()
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
