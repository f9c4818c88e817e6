//! `wenming backup` and `wenming restore`.

use crate::args::{Backup, Restore};
use crate::stop::Stop;
use crate::{data, say};
use app::{App, Keys, backup};
use std::time::Duration;

/// Writes an archive of everything, beside a running server or without one.
pub async fn backup(app: &App, args: &Backup) -> Result<(), Stop> {
    let done = backup::back_up(app, None, &args.out).await?;
    let (rows, files) = (done.rows(), done.files());
    say::line(&format!("已备份 {rows} 行数据、{files} 个附件：{}", args.out.display()));
    say::line("密钥不在备份里。恢复时还需要密钥文件，请另行妥善保管。");
    Ok(())
}

/// Restores an archive into an empty folder or an empty PostgreSQL database.
pub async fn restore(args: &Restore) -> Result<(), Stop> {
    let folder = data::folder(&args.data, false);
    // The key first: without it nothing is made and nothing is opened.
    let keys = Keys::existing(&data::key_file(&args.data, &folder))?;
    let path = args.archive.clone();
    let proven = tokio::task::spawn_blocking(move || backup::open(&path, &keys)).await;
    let archive = proven.map_err(app::Error::from)??;
    let app = data::open_for_restore(&args.data, archive.manifest.demo).await?;
    let done = backup::restore(&app, archive).await;
    app.store.close().await;
    let done = done?;
    let age = Duration::from_micros(u64::try_from(app.now().0 - done.taken.0).unwrap_or(0));
    say::line(&format!(
        "已恢复 {} 行数据、{} 个附件，审计链核验无误。这份备份是 {} 小时前做的。",
        done.rows(),
        done.files(),
        age.as_secs() / 3600
    ));
    if done.schema < store::schema().0 {
        say::line(&format!("备份的数据结构是第 {} 版，已升级到第 {} 版。", done.schema, store::schema().0));
    }
    say::line("所有用户需要重新登录。");
    Ok(())
}
