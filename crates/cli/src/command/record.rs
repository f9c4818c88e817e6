//! `wenming record import`: a folder of before is taken in and sorted, to be reviewed in the browser.

use super::plan::reason;
use crate::args::ImportRecords;
use crate::say;
use crate::stop::Stop;
use app::App;
use app::file::{MAX_FILE, Receiving};
use app::folder::{self, Brought};
use domain::folder::{BundleState, FolderState, MAX_ARCHIVE, MAX_FOLDER_FILES};
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::time::Duration;

/// Files of one portion.
const PORTION: usize = 100;
/// How long the command waits: five thousand photos take some minutes.
const SORTING: Duration = Duration::from_secs(3_600);

/// Takes a folder in, waits until it is sorted, and says where it is reviewed.
pub async fn import(app: &App, args: &ImportRecords) -> Result<(), Stop> {
    let who = super::acting(app, &args.who.login).await?;
    let files = walk(&args.folder)?;
    if files.is_empty() {
        return Err(Stop::input(format!("“{}”里没有文件。", args.folder.display())));
    }
    // The last portion is answered when all of it is sorted.
    let app = &App { patience: SORTING, ..app.clone() };
    let (mut id, mut at) = (None, 0);
    while at < files.len() {
        let to = files.len().min(at + PORTION);
        let mut brought = Vec::with_capacity(to - at);
        for (path, name) in &files[at..to] {
            brought.push(Brought { path: name.clone(), file: arrived(app, path).await? });
        }
        at = to;
        id = Some(folder::take(app, &who, id, brought, at < files.len()).await?);
    }
    let Some(id) = id else { return Ok(()) };
    let page = folder::show(app, &who, id, BundleState::Open, &app::turn::Turn::First, 1).await?;
    let line = &page.line;
    say::line(&format!("收下 {} 个文件，分成 {} 组：/folders/{id}", line.files, line.open));
    if line.folder.state(line.job) != FolderState::Ready {
        say::line("还在整理，请在浏览器里看进度。");
    }
    for (path, note) in &page.left_out {
        say::line(&format!("  {path}：{note}"));
    }
    say::line("请在浏览器里核对以后生成纪实。");
    Ok(())
}

/// Every file below a folder with the name that it has there, in order; of an archive, itself. Links are not
/// followed.
fn walk(top: &Path) -> Result<Vec<(PathBuf, String)>, Stop> {
    let broken = |path: &Path, error: &std::io::Error| {
        Stop::input(format!("无法打开“{}”：{}。", path.display(), reason(error)))
    };
    let top = top.canonicalize().map_err(|error| broken(top, &error))?;
    if top.is_file() && most(&top) == MAX_ARCHIVE {
        let name = top.file_name().unwrap_or_default().to_string_lossy().into_owned();
        return Ok(vec![(top, name)]);
    }
    if !top.is_dir() {
        return Err(Stop::input(format!("“{}”不是文件夹，也不是 .zip 压缩包。", top.display())));
    }
    let above = top.parent().unwrap_or(&top).to_owned();
    let (mut files, mut folders) = (Vec::new(), vec![top]);
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).map_err(|error| broken(&folder, &error))? {
            let entry = entry.map_err(|error| broken(&folder, &error))?;
            let kind = entry.file_type().map_err(|error| broken(&entry.path(), &error))?;
            let path = entry.path();
            if kind.is_dir() {
                folders.push(path);
            } else if kind.is_file() {
                let name = path.strip_prefix(&above).unwrap_or(&path).to_string_lossy().into_owned();
                files.push((path, name));
            }
            if files.len() > MAX_FOLDER_FILES {
                return Err(Stop::input(format!("一次最多整理 {MAX_FOLDER_FILES} 个文件，请分几次。")));
            }
        }
    }
    files.sort();
    Ok(files)
}

/// A file as an upload leaves it; of one that is too large, as much as tells that it is.
async fn arrived(app: &App, path: &Path) -> Result<store::Arrived, Stop> {
    let broken =
        |error: std::io::Error| Stop::input(format!("无法打开“{}”：{}。", path.display(), reason(&error)));
    let mut from = File::open(path).map_err(broken)?.take(most(path) + 1);
    let mut receiving = Receiving::begin(app).await?;
    let mut piece = vec![0; 256 * 1024];
    loop {
        let read = from.read(&mut piece).map_err(broken)?;
        if read == 0 {
            return Ok(receiving.finish().await?);
        }
        receiving.take(&piece[..read]).await?;
    }
}

/// Of an archive more is read: its content decides afterwards whether it is one.
fn most(path: &Path) -> u64 {
    let ending = path.extension().unwrap_or_default();
    if ending.eq_ignore_ascii_case("zip") { MAX_ARCHIVE } else { MAX_FILE }
}
