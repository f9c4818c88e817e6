//! `wenming plan read`: what was read from a paper, on standard output.

use crate::args::{ImportPlan, ReadPlan};
use crate::reader::{Child, FILE_LIMIT};
use crate::say;
use crate::stop::Stop;
use app::App;
use app::draft::Arrival;
use app::reading::Reader;
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// Prints the record `wenming.plan_read/1`, or the decoded text to which its spans refer.
pub fn read(args: &ReadPlan) -> Result<(), Stop> {
    let bytes = bytes(&args.file)?;
    let reading = Child::default()
        .read(&mut bytes.as_slice(), Some(&name(&args.file)), args.charset.as_deref())
        .map_err(Stop::input)?;
    if args.text {
        say::exact(&reading.text);
        return Ok(());
    }
    let broken = |error: serde_json::Error| Stop::failed(format!("识读结果无法输出：{error}。"));
    // Through the type, so that the fields stand in the order of the format.
    let record: gongwen::PlanRead = serde_json::from_value(reading.record).map_err(broken)?;
    say::line(&serde_json::to_string(&record).map_err(broken)?);
    Ok(())
}

/// The bytes of a file, one more than the limit at most: the library words the refusal.
pub fn bytes(path: &Path) -> Result<Vec<u8>, Stop> {
    let broken =
        |error: std::io::Error| Stop::input(format!("无法打开“{}”：{}。", path.display(), reason(&error)));
    let file = File::open(path).map_err(broken)?;
    if !file.metadata().map_err(broken)?.is_file() {
        return Err(Stop::input(format!("“{}”不是文件，请给出一份文档。", path.display())));
    }
    let mut bytes = Vec::new();
    file.take(FILE_LIMIT + 1).read_to_end(&mut bytes).map_err(broken)?;
    Ok(bytes)
}

/// The file's own name, without its folders.
pub fn name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}

/// The usual causes in Chinese.
pub fn reason(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "文件不存在".into(),
        std::io::ErrorKind::PermissionDenied => "没有读取权限".into(),
        std::io::ErrorKind::AlreadyExists => "文件已经存在".into(),
        _ => error.to_string(),
    }
}

/// Imports a paper as a draft, to be reviewed in the browser.
pub async fn import(app: &App, args: &ImportPlan) -> Result<(), Stop> {
    let who = super::acting(app, &args.login).await?;
    let arrival = Arrival {
        name: name(&args.file),
        bytes: bytes(&args.file)?,
        charset: args.charset.clone(),
        revises: None,
    };
    let draft = app::draft::import(app, &who, arrival).await.map_err(|error| match error {
        // What is wrong with the file is wrong input; all else is a refusal.
        error if !error.fields().is_empty() => Stop::input(Stop::from(error).sentence),
        error => error.into(),
    })?;
    say::line(&format!("已导入为草稿：/drafts/{draft}"));
    say::line("请在浏览器里核对后发布。");
    Ok(())
}
