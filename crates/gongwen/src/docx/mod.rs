//! Word files: the text of the body, with the numbers that Word would print.
//!
//! Only three parts are opened. Headers and footers are ignored except that a 密级 mark in a header counts.
//! Deleted text of tracked changes is skipped, inserted text is kept.

mod body;
mod numbering;
mod xml;

use crate::refusal::Refusal;
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

/// The text of a .docx, paragraphs parted by line breaks and cells by tabs.
pub(crate) fn read(bytes: &[u8]) -> Result<String, Refusal> {
    let damaged = |_| Refusal::Damaged { part: "压缩目录".into() };
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    check(&mut archive)?;
    let Some(document) = part(&mut archive, "word/document.xml")? else {
        return Err(Refusal::UnknownType { kind: kind(&archive).into() });
    };
    for name in ["word/header1.xml", "word/header2.xml", "word/header3.xml"] {
        if let Some(header) = part(&mut archive, name)? {
            crate::classified::check(&body::read(&header, name, &mut numbering::Numbering::default())?)?;
        }
    }
    let mut numbers = match part(&mut archive, "word/numbering.xml")? {
        Some(xml) => numbering::read(&xml)?,
        None => numbering::Numbering::default(),
    };
    if let Some(styles) = part(&mut archive, "word/styles.xml")? {
        numbering::read_styles(&styles, &mut numbers)?;
    }
    body::read(&document, "word/document.xml", &mut numbers)
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
