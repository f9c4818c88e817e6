//! `wenming paper`: a paper as a file, and the layout of a Word file.

use super::plan::{bytes, name, reason};
use crate::args::{CheckPaper, WritePaper};
use crate::fonts;
use crate::reader::Child;
use crate::say;
use crate::stop::Stop;
use app::Clock;
use app::clock::SystemClock;
use app::reading::Reader;
use gongwen::layout::Overlay;
use gongwen::paper::{Lack, Paper, Substitution};
use gongwen_pdf::Borrowed;
use serde::de::DeserializeOwned;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Sets a paper as PDF or Word file and says what people should know of it.
pub fn write(args: &WritePaper) -> Result<(), Stop> {
    let paper: Paper = json(&args.file)?;
    let made = SystemClock.now().0.max(0) as u64 / 1_000_000;
    let end = args.out.extension().map(|end| end.to_string_lossy().to_lowercase());
    let lacking = match end.as_deref() {
        Some("pdf") => pdf(args, &paper, made)?,
        Some("docx") if args.archival => {
            return Err(Stop::input("只有 PDF 有存档格式：请把 --out 改为 .pdf 文件，或者去掉 --archival。"));
        }
        Some("docx") => {
            let options = gongwen::write::Options { made, ..Default::default() };
            let file =
                gongwen::write::docx(&paper, &options).map_err(|error| Stop::input(error.to_string()))?;
            save(&args.out, &file)?;
            0
        }
        _ => return Err(Stop::input("--out 应当是 .pdf 或 .docx 文件。")),
    };
    for problem in paper.problems() {
        let clause = if problem.clause.is_empty() { "文字" } else { problem.clause };
        say::line(&format!(
            "{}（{clause}，{}）：{}",
            problem.place,
            problem.strength.word(),
            problem.message
        ));
    }
    match lacking {
        0 => Ok(()),
        count => {
            Err(Stop::failed(format!("文件已经生成，但有 {count} 个字没有字形，补上字体之前不能据此签发。")))
        }
    }
}

/// Sets a PDF file; answers how many characters no face holds.
fn pdf(args: &WritePaper, paper: &Paper, made: u64) -> Result<usize, Stop> {
    let data = args.data.clone().unwrap_or_else(|| PathBuf::from("wenming-data"));
    let folder = args.fonts.clone().unwrap_or_else(|| fonts::folder(&data));
    let fonts = fonts::load(&folder, args.fonts.is_some())?;
    let options = gongwen_pdf::Options { archival: args.archival, made, ..Default::default() };
    let output = gongwen_pdf::pdf(paper, &fonts, &options).map_err(|error| Stop::input(error.to_string()))?;
    save(&args.out, &output.bytes)?;
    say::line(&format!("已生成“{}”，共 {} 页。", args.out.display(), output.pages));
    output.substituted.iter().map(Substitution::sentence).for_each(|it| say::line(&it));
    output.borrowed.iter().map(Borrowed::sentence).for_each(|it| say::line(&it));
    output.missing.iter().map(Lack::sentence).for_each(|it| say::line(&it));
    Ok(output.missing.len())
}

/// Lists where a Word file departs from the standard.
pub fn check(args: &CheckPaper) -> Result<(), Stop> {
    let overlay = match &args.overlay {
        Some(path) => json(path)?,
        None => Overlay::default(),
    };
    overlay.validate().map_err(|error| Stop::input(error.to_string()))?;
    let bytes = bytes(&args.file)?;
    let found =
        Child::default().layout(&mut bytes.as_slice(), &name(&args.file), &overlay).map_err(Stop::input)?;
    found.violations.iter().chain(&found.remarks).for_each(|it| say::line(&it.sentence));
    found.departures.iter().for_each(|it| say::line(it));
    say::line(&format!("不符合规定 {} 处，提示 {} 处。", found.violations.len(), found.remarks.len()));
    match found.violations.len() {
        0 => Ok(()),
        count => Err(Stop::failed(format!("有 {count} 处不符合规定，请改好后再印发。"))),
    }
}

/// A file of JSON.
fn json<T: DeserializeOwned>(path: &Path) -> Result<T, Stop> {
    serde_json::from_slice(&bytes(path)?)
        .map_err(|error| Stop::input(format!("“{}”的内容不合格式：{error}。", name(path))))
}

/// Writes a new file; one that is there is left alone.
fn save(path: &Path, bytes: &[u8]) -> Result<(), Stop> {
    File::create_new(path)
        .and_then(|mut file| file.write_all(bytes))
        .map_err(|error| Stop::failed(format!("无法写入“{}”：{}。", path.display(), reason(&error))))
}
