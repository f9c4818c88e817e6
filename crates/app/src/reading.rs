//! The reader of foreign files, behind one trait: in this process, or in a limited child process.

use crate::photo::Looked;
use crate::preview::Preview;
use crate::sheet::{self, Sheet};
use crate::table;
use crate::{App, Error};
use domain::draft::{Paper, Span};
use domain::standard::grid::{Grid, GridCell};
use gongwen::check::{Finding, Listed, Report};
use gongwen::layout::Overlay;
use serde::{Deserialize, Serialize};
use std::io;

/// What was read, as it is kept with a draft.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Read {
    /// The decoded original; every span refers to it.
    pub text: String,
    /// Charset of a text file; empty for other files.
    pub charset: String,
    pub paragraphs: Vec<Para>,
    /// The record `wenming.plan_read/1`.
    pub record: serde_json::Value,
}

/// A paragraph of the paper: its place in the original and its mended text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Para {
    pub span: Span,
    pub text: String,
    /// The part of the paper: `title`, `heading`, `body` …
    pub kind: String,
}

impl Read {
    /// The record as the draft is built from it.
    pub fn paper(&self) -> Paper {
        serde_json::from_value(self.record.clone()).unwrap_or_default()
    }
}

/// Where the bytes of a file come from: a slice, or the file itself, which is then never held whole.
pub type Source<'a> = &'a mut (dyn io::Read + Send);

/// Reads files that others made. Called on a blocking thread. An error is a sentence for the user.
pub trait Reader: Send + Sync {
    /// A paper of any kind.
    fn read(&self, from: Source<'_>, file_name: Option<&str>, charset: Option<&str>) -> Result<Read, String>;

    /// The first visible sheet of a workbook, as a roster is read.
    fn roster(&self, from: Source<'_>, file_name: &str) -> Result<Sheet, String>;

    /// A 任务分解表 that came back.
    fn table(&self, from: Source<'_>, file_name: &str) -> Result<domain::table::Sheet, String>;

    /// The tables of a Word, PDF or Excel file, of which a standard is made.
    fn grids(&self, from: Source<'_>, file_name: &str) -> Result<Vec<Grid>, String>;

    /// A photo: what is made of it and known of it.
    fn photo(&self, from: Source<'_>) -> Result<Looked, String>;

    /// The pages of a PDF file, taken over to be bound; `words` are looked for on them.
    fn sheets(&self, from: Source<'_>, words: &[String]) -> Result<Sheets, String>;

    /// What a file of a media type says, to be shown in a page.
    fn preview(&self, from: Source<'_>, media: &str) -> Result<Preview, String>;

    /// Where a Word file departs from GB/T 9704-2012, or from an organ's own layout.
    fn layout(&self, from: Source<'_>, file_name: &str, overlay: &Overlay) -> Result<Layout, String>;
}

/// Pages of a PDF file without anything else that stood in it, and what was seen on them.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Sheets {
    /// A PDF file. A child sends it behind the rest, as it is.
    #[serde(skip)]
    pub bytes: Vec<u8>,
    /// Width and height of each page, in points.
    pub sizes: Vec<(f32, f32)>,
    /// Pages, from 0, that hold one of the words.
    pub relevant: Vec<usize>,
    /// Pages, from 0, with a line that is a date and nothing else, as papers are signed.
    pub signed: Vec<usize>,
}

/// What a check of the layout has found.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layout {
    /// Against the standard.
    pub violations: Vec<Deviation>,
    /// Unusual, and not against it.
    pub remarks: Vec<Deviation>,
    /// The organ's own departures that were applied, as sentences.
    pub departures: Vec<String>,
}

/// One place where a file departs, in words.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Deviation {
    pub clause: String,
    /// How binding it is: 规定, 一般, 推荐 …
    pub strength: String,
    pub place: String,
    /// First words of the paragraph, if it is one.
    pub excerpt: String,
    /// What was found and what is expected.
    pub found: String,
    /// What to do.
    pub fix: String,
    /// All of it.
    pub sentence: String,
}

impl From<&Finding> for Deviation {
    fn from(it: &Finding) -> Self {
        let place = match it.spot.paragraph {
            Some(number) => format!("{}第 {number} 段", it.spot.part),
            None => it.spot.part.to_owned(),
        };
        let more = if it.more > 0 { format!("，另有 {} 处", it.more) } else { String::new() };
        Self {
            clause: it.clause.to_owned(),
            strength: it.strength.word().to_owned(),
            place: format!("{place}{more}"),
            excerpt: it.spot.excerpt.clone(),
            found: format!("{}，应为{}", it.found, it.expected),
            fix: it.fix.clone(),
            sentence: it.sentence(),
        }
    }
}

impl Layout {
    /// A report in words.
    pub fn of(report: &Report) -> Self {
        Self {
            violations: report.violations().map(Deviation::from).collect(),
            remarks: report.remarks().map(Deviation::from).collect(),
            departures: report.departures.iter().map(Listed::sentence).collect(),
        }
    }
}

/// Largest file that is read; the library refuses the same size with its own sentence.
pub const MAX_BYTES: u64 = 64 << 20;

/// Reads inside this process.
#[derive(Debug, Clone, Copy, Default)]
pub struct Inline;

impl Reader for Inline {
    fn read(&self, from: Source<'_>, file_name: Option<&str>, charset: Option<&str>) -> Result<Read, String> {
        let charset = charset.filter(|label| !label.is_empty());
        let chosen =
            charset.map(|label| gongwen::Charset::parse(label).ok_or("不支持这种编码，请另选一种。"));
        let hint = gongwen::Hint { file_name: file_name.map(str::to_owned), charset: chosen.transpose()? };
        let bytes = whole(from)?;
        let reading = gongwen::read(&bytes, &hint).map_err(|refusal| refusal.to_string())?;
        Ok(Read {
            charset: reading.charset.map(|charset| charset.label().to_owned()).unwrap_or_default(),
            paragraphs: reading.paragraphs.into_iter().map(para).collect(),
            record: serde_json::to_value(&reading.plan).map_err(|_| "识读结果无法保存，请联系管理员。")?,
            text: reading.text,
        })
    }

    fn roster(&self, from: Source<'_>, file_name: &str) -> Result<Sheet, String> {
        sheet::read(&whole(from)?).map_err(|sentence| unread(file_name, &sentence))
    }

    fn table(&self, from: Source<'_>, file_name: &str) -> Result<domain::table::Sheet, String> {
        table::read_sheet(&whole(from)?).map_err(|sentence| unread(file_name, &sentence))
    }

    fn grids(&self, from: Source<'_>, file_name: &str) -> Result<Vec<Grid>, String> {
        let bytes = whole(from)?;
        if file_name.to_lowercase().ends_with(".xlsx") {
            let grid = sheet::grid(&bytes).map_err(|sentence| unread(file_name, &sentence))?;
            return Ok(vec![grid]);
        }
        let tables = gongwen::tables(&bytes).map_err(|refusal| unread(file_name, &refusal.to_string()))?;
        Ok(tables.into_iter().map(grid).collect())
    }

    fn photo(&self, from: Source<'_>) -> Result<Looked, String> {
        crate::photo::look(&whole(from)?)
    }

    fn sheets(&self, from: Source<'_>, words: &[String]) -> Result<Sheets, String> {
        let bytes = whole(from)?;
        // A scan has no text, and odd files are drawn without being read.
        let texts = gongwen::pdf_pages(&bytes).unwrap_or_default();
        let cleaned = gongwen_pdf::sheet::clean(bytes)?;
        let on = |is: &dyn Fn(&str) -> bool| {
            texts.iter().enumerate().filter(|(_, text)| is(text)).map(|(at, _)| at).collect()
        };
        let holds = |text: &str| {
            let bare: String = text.chars().filter(|c| !c.is_whitespace()).collect();
            words.iter().any(|word| !word.is_empty() && bare.contains(word.as_str()))
        };
        let signed = |text: &str| text.lines().any(is_date);
        Ok(Sheets { bytes: cleaned.bytes, sizes: cleaned.sizes, relevant: on(&holds), signed: on(&signed) })
    }

    fn preview(&self, from: Source<'_>, media: &str) -> Result<Preview, String> {
        crate::preview::read(&whole(from)?, media)
    }

    fn layout(&self, from: Source<'_>, file_name: &str, overlay: &Overlay) -> Result<Layout, String> {
        let report = gongwen::check::check(&whole(from)?, overlay)
            .map_err(|refusal| unread(file_name, &refusal.to_string()))?;
        Ok(Layout::of(&report))
    }
}

/// `2026年3月5日` and nothing else.
fn is_date(line: &str) -> bool {
    let bare: String = line.chars().filter(|c| !c.is_whitespace()).collect();
    bare.ends_with('日') && bare.contains('年') && domain::Day::parse_loose(&bare).is_ok()
}

/// The bytes, one more than the limit at most.
fn whole(from: Source<'_>) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    io::Read::read_to_end(&mut io::Read::take(from, MAX_BYTES + 1), &mut bytes)
        .map_err(|_| "文件读到一半中断了，请再试一次。")?;
    Ok(bytes)
}

/// Checks the layout of a file that others made, outside of any transaction. Only Word files have one.
pub(crate) async fn layout(app: &App, name: String, mut file: std::fs::File) -> Result<Layout, Error> {
    let room = app.rooms.clone().acquire_owned().await.map_err(|error| Error::fault("rooms", error))?;
    let reader = app.reader.clone();
    let checked =
        tokio::task::spawn_blocking(move || reader.layout(&mut file, &name, &Overlay::default())).await?;
    drop(room);
    checked.map_err(Error::rule)
}

/// Whether a file by its name is one whose layout can be checked.
pub fn has_layout(name: &str) -> bool {
    name.to_lowercase().ends_with(".docx")
}

/// Whether a refusal is about a 密级 mark: then nothing of the file may stay, not even its name.
pub fn is_secret(sentence: &str) -> bool {
    sentence.contains("密级")
}

/// A refusal that names its file.
pub fn unread(file_name: &str, sentence: &str) -> String {
    format!("“{file_name}”没有读成：{sentence}")
}

fn grid(it: gongwen::FileTable) -> Grid {
    let cell = |it: gongwen::FileCell| GridCell {
        text: it.text.trim().chars().take(sheet::MAX_LONG_TEXT).collect(),
        down: it.down,
        across: it.across,
        covered: it.covered,
    };
    Grid { page: it.page, rows: it.rows.into_iter().map(|row| row.into_iter().map(cell).collect()).collect() }
}

fn para(it: gongwen::Paragraph) -> Para {
    let kind = serde_json::to_value(it.kind).ok().and_then(|kind| kind.as_str().map(str::to_owned));
    Para { span: it.span, text: it.text, kind: kind.unwrap_or_default() }
}
