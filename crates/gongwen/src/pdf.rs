//! PDF files: the text layer, page after page.
//!
//! The library may panic on odd files; a panic becomes a refusal. Memory and time are the caller's to limit:
//! run this in a child process where files come from strangers.

#[cfg(feature = "pdf")]
mod guard;
#[cfg(feature = "pdf")]
mod rules;
#[cfg(feature = "pdf")]
mod table;

use crate::refusal::Refusal;
use crate::tables::FileTable;

/// The text layer of a PDF.
#[cfg(feature = "pdf")]
pub(crate) fn read(bytes: &[u8]) -> Result<String, Refusal> {
    let text = pages(bytes)?.join("\n\n");
    if text.chars().filter(|c| !c.is_whitespace()).count() < 4 {
        return Err(Refusal::Scanned);
    }
    Ok(text)
}

/// The text layer of a PDF, page by page; pages of a scan are empty.
///
/// # Errors
/// [`Refusal::BadPdf`] where the file is broken or locked.
#[cfg(feature = "pdf")]
pub fn pages(bytes: &[u8]) -> Result<Vec<String>, Refusal> {
    let pages = std::panic::catch_unwind(|| {
        let document = pdf_extract::Document::load_mem(bytes).ok()?;
        guard::is_sound(&document).then(|| pdf_extract::extract_text_from_mem_by_pages(bytes).ok())?
    });
    let pages = pages.ok().flatten().ok_or(Refusal::BadPdf)?;
    Ok(pages.iter().map(|page| tidy(page)).collect())
}

/// The library prints an empty line between any two lines.
#[cfg(feature = "pdf")]
fn tidy(page: &str) -> String {
    let lines: Vec<&str> = page.lines().collect();
    let blank = lines.iter().filter(|line| line.trim().is_empty()).count();
    if blank * 5 < lines.len() * 2 {
        return page.to_owned();
    }
    lines.into_iter().filter(|line| !line.trim().is_empty()).collect::<Vec<_>>().join("\n")
}

/// The tables of a PDF that [`read`] has read.
#[cfg(feature = "pdf")]
pub(crate) fn tables(bytes: &[u8]) -> Result<Vec<FileTable>, Refusal> {
    table::read(bytes)
}

/// This build cannot read PDF.
#[cfg(not(feature = "pdf"))]
pub(crate) fn tables(_bytes: &[u8]) -> Result<Vec<FileTable>, Refusal> {
    Err(Refusal::NoPdf)
}

/// This build cannot read PDF.
///
/// # Errors
/// Always [`Refusal::NoPdf`].
#[cfg(not(feature = "pdf"))]
pub fn pages(_bytes: &[u8]) -> Result<Vec<String>, Refusal> {
    Err(Refusal::NoPdf)
}

/// This build cannot read PDF.
#[cfg(not(feature = "pdf"))]
pub(crate) fn read(_bytes: &[u8]) -> Result<String, Refusal> {
    Err(Refusal::NoPdf)
}
