//! Word files: the text of the body, with the numbers that Word would print.
//!
//! Only body, numbers and styles are read. Headers and footers are ignored except that a 密级 mark in a header
//! counts. Deleted text of tracked changes is skipped, inserted text is kept. What else a file holds (macros,
//! notes, pictures, embedded files) is named in the diagnostics.

mod body;
mod numbering;
mod show;
mod table;
mod xml;

pub use show::{Block, Blocks};

use crate::plan::{Diagnostic, Severity};
use crate::refusal::Refusal;
use crate::tables::FileTable;
use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// Largest size of all entries together, unpacked.
const TOTAL: u64 = 100 << 20;
/// Largest size of one part that is read.
const PART: u64 = 48 << 20;
/// Largest ratio of unpacked to packed size; plain XML reaches about 40.
const RATIO: u64 = 200;
/// Largest number of entries.
const ENTRIES: usize = 10_000;

/// Headers that are looked at for a 密级 mark; a paper has three or four.
const HEADERS: usize = 20;

/// The text of a .docx, paragraphs parted by line breaks and cells by tabs, and what of the file is not read.
pub(crate) fn read(bytes: &[u8]) -> Result<(String, Vec<Diagnostic>), Refusal> {
    let mut it = open(bytes)?;
    let text = body::read(&it.document, "word/document.xml", &mut it.numbers)?;
    let pictures = it.names.iter().any(|name| name.starts_with("word/media/"));
    if pictures && text.chars().all(char::is_whitespace) {
        return Err(Refusal::Pictures);
    }
    let note = |message: &str| Diagnostic::new(Severity::Note, [0, 0], message);
    Ok((text, unread(&it).into_iter().map(note).collect()))
}

/// What a .docx shows: headings, paragraphs and tables, bounded, without any of its markup.
///
/// # Errors
/// A [`Refusal`] where the file is no .docx, damaged, encrypted, a bomb, or carries a 密级 mark.
pub fn blocks(bytes: &[u8]) -> Result<Blocks, Refusal> {
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return Err(Refusal::OldOffice);
    }
    let mut it = open(bytes)?;
    let levels = match &it.styles {
        Some(styles) => show::levels(styles)?,
        None => BTreeMap::new(),
    };
    let shown = show::read(&it.document, &mut it.numbers, &levels)?;
    let head: Vec<&str> = shown
        .blocks
        .iter()
        .take(20)
        .map(|block| match block {
            Block::Heading { text, .. } | Block::Paragraph { text } => text.as_str(),
            Block::Table { rows } => rows.first().and_then(|row| row.first()).map_or("", String::as_str),
        })
        .collect();
    crate::classified::check(&head.join("\n"))?;
    Ok(Blocks { notes: unread(&it).into_iter().map(str::to_owned).collect(), ..shown })
}

/// The parts of a .docx that are looked at.
struct Opened {
    names: Vec<String>,
    document: String,
    styles: Option<String>,
    numbers: numbering::Numbering,
}

fn open(bytes: &[u8]) -> Result<Opened, Refusal> {
    let damaged = |_| Refusal::Damaged { part: "压缩目录".into() };
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    check(&mut archive)?;
    let Some(document) = part(&mut archive, "word/document.xml")? else {
        return Err(Refusal::UnknownType { kind: kind(&archive).into() });
    };
    let names: Vec<String> = archive.file_names().flatten().map(|name| name.into_owned()).collect();
    let header = |name: &&String| name.starts_with("word/header") && name.ends_with(".xml");
    for name in names.iter().filter(header).take(HEADERS) {
        if let Some(header) = part(&mut archive, name)? {
            let text = body::read(&header, name, &mut numbering::Numbering::default())?;
            crate::classified::check(&text)?;
        }
    }
    let styles = part(&mut archive, "word/styles.xml")?;
    let numbers = numbers(&mut archive, styles.as_deref())?;
    Ok(Opened { names, document, styles, numbers })
}

/// The tables of a .docx that [`read`] has read.
pub(crate) fn tables(bytes: &[u8]) -> Result<Vec<FileTable>, Refusal> {
    let mut it = open(bytes)?;
    table::read(&it.document, &mut it.numbers)
}

/// Lists and the styles that carry numbers.
fn numbers(
    archive: &mut ZipArchive<Cursor<&[u8]>>,
    styles: Option<&str>,
) -> Result<numbering::Numbering, Refusal> {
    let mut numbers = match part(archive, "word/numbering.xml")? {
        Some(xml) => numbering::read(&xml)?,
        None => numbering::Numbering::default(),
    };
    if let Some(styles) = styles {
        numbering::read_styles(styles, &mut numbers)?;
    }
    Ok(numbers)
}

/// Sentences about what a file holds beside the text that is read.
fn unread(it: &Opened) -> Vec<&'static str> {
    let has = |part: &str| it.names.iter().any(|name| name.starts_with(part));
    let notes = it.document.contains(":footnoteReference") || it.document.contains(":endnoteReference");
    let said = [
        (has("word/vbaProject"), "文档带有宏。宏没有运行，也没有识读。"),
        (notes, "文档有脚注或尾注，注文没有识读，请核对原件。"),
        (has("word/media/"), "文档有图片，图中的文字没有识读，请核对原件。"),
        (has("word/embeddings/"), "文档嵌有别的文件（如表格），其内容没有识读，请核对原件。"),
    ];
    said.into_iter().filter(|(there, _)| *there).map(|(_, message)| message).collect()
}

/// Sizes, ratios and counts are checked before anything is unpacked.
fn check(archive: &mut ZipArchive<Cursor<&[u8]>>) -> Result<(), Refusal> {
    let bomb = |what: String| Err(Refusal::Bomb { what });
    if archive.len() > ENTRIES {
        return bomb(format!("条目 {} 个", archive.len()));
    }
    let mut total = 0u64;
    for index in 0..archive.len() {
        let entry = archive
            .by_index_raw(index)
            .map_err(|_| Refusal::Damaged { part: format!("第 {} 个条目", index + 1) })?;
        if entry.encrypted() {
            return Err(Refusal::Encrypted);
        }
        let (size, packed) = (entry.size(), entry.compressed_size());
        total = total.saturating_add(size);
        if size > (1 << 20) && size / packed.max(1) > RATIO {
            return bomb(format!("压缩比超过 {RATIO} 倍"));
        }
    }
    if total > TOTAL { bomb(format!("解压后超过 {} MB", TOTAL >> 20)) } else { Ok(()) }
}

/// One part as text. The declared size may lie, so that reading stops at the limit as well.
fn part(archive: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Result<Option<String>, Refusal> {
    let damaged = || Refusal::Damaged { part: name.into() };
    let entry = match archive.by_name(name) {
        Ok(entry) => entry,
        Err(zip::result::ZipError::FileNotFound) => return Ok(None),
        Err(_) => return Err(damaged()),
    };
    let mut bytes = Vec::new();
    entry.take(PART + 1).read_to_end(&mut bytes).map_err(|_| damaged())?;
    if bytes.len() as u64 > PART {
        return Err(Refusal::Bomb { what: format!("{name} 过大") });
    }
    let text = match bytes.as_slice() {
        [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..] => crate::charset::decode(&bytes, None).text,
        _ => String::from_utf8(bytes).map_err(|_| damaged())?,
    };
    Ok(Some(text.trim_start_matches('\u{feff}').to_owned()))
}

fn kind(archive: &ZipArchive<Cursor<&[u8]>>) -> &'static str {
    let has = |prefix: &str| archive.file_names().flatten().any(|name| name.starts_with(prefix));
    match () {
        () if has("xl/") => "表格 .xlsx",
        () if has("ppt/") => "演示文稿 .pptx",
        () if has("content.xml") => "ODF 文档",
        () => "压缩包",
    }
}
