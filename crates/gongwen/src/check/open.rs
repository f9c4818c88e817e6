//! Opens the container within limits and reads the parts that the checks need.

use super::parse::{self, File};
use crate::refusal::Refusal;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// Largest file, in megabytes.
const FILE_MB: usize = 64;
/// Largest part that is read, unpacked.
const PART: u64 = 32 << 20;
/// Largest ratio of unpacked to packed size of a part; plain XML reaches about 40.
const RATIO: u64 = 200;
/// Largest number of entries.
const ENTRIES: usize = 10_000;

/// The file, read.
pub(super) fn open(bytes: &[u8]) -> Result<File, Refusal> {
    if bytes.is_empty() {
        return Err(Refusal::Empty);
    }
    if bytes.len() > FILE_MB << 20 {
        return Err(Refusal::TooLarge { limit_mb: FILE_MB });
    }
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        // Encrypted .docx files hide in the container of former days, beside true .doc files.
        let utf16: Vec<u8> = "EncryptedPackage".bytes().flat_map(|byte| [byte, 0]).collect();
        let encrypted = bytes.windows(utf16.len()).any(|window| window == utf16);
        return Err(if encrypted { Refusal::Encrypted } else { Refusal::OldOffice });
    }
    let damaged = |_| Refusal::Damaged { part: "压缩目录".into() };
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    if archive.len() > ENTRIES {
        return Err(Refusal::Bomb { what: format!("条目 {} 个", archive.len()) });
    }
    let mut read = |name: &str| part(&mut archive, name);
    let Some(document) = read("word/document.xml")? else {
        return Err(Refusal::UnknownType { kind: "不是 Word 文档的压缩包".into() });
    };
    let mut file = File::default();
    if let Some(xml) = read("word/styles.xml")? {
        parse::styles(&xml, &mut file)?;
    }
    if let Some(xml) = read("word/settings.xml")? {
        parse::settings(&xml, &mut file)?;
    }
    parse::document(&document, &mut file)?;
    let Some(relations) = read("word/_rels/document.xml.rels")? else { return Ok(file) };
    for (id, target) in parse::footers(&relations)? {
        // Names of parts come from the file: only plain ones beside the document are followed.
        if target.contains(['/', '\\']) || file.footers.len() >= 40 {
            continue;
        }
        if let Some(xml) = read(&format!("word/{target}"))? {
            let footer = parse::footer(&xml, &target, &file)?;
            file.footers.push((id, footer));
        }
    }
    Ok(file)
}

/// One part as text. The declared size may lie, so that reading stops at the limits as well.
fn part(archive: &mut ZipArchive<Cursor<&[u8]>>, name: &str) -> Result<Option<String>, Refusal> {
    let damaged = || Refusal::Damaged { part: name.into() };
    let entry = match archive.by_name(name) {
        Ok(entry) => entry,
        Err(zip::result::ZipError::FileNotFound) => return Ok(None),
        Err(_) => return Err(damaged()),
    };
    if entry.encrypted() {
        return Err(Refusal::Encrypted);
    }
    let limit = PART.min(entry.compressed_size().max(1 << 14).saturating_mul(RATIO));
    let mut bytes = Vec::new();
    entry.take(limit + 1).read_to_end(&mut bytes).map_err(|_| damaged())?;
    if bytes.len() as u64 > limit {
        return Err(Refusal::Bomb { what: format!("{name} 过大") });
    }
    let text = String::from_utf8(bytes).map_err(|_| damaged())?;
    Ok(Some(text.trim_start_matches('\u{feff}').to_owned()))
}
