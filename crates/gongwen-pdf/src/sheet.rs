//! Pages of PDF files that others made. [`clean`] takes the pages out of a foreign file and writes them anew, with
//! their contents and fonts alone: no scripts, forms, attachments or links. It decodes what strangers wrote, so it is
//! the caller's to run it where time and memory are limited; what it gives back is plain enough to be bound into a
//! [`crate::book`] anywhere.

use krilla::Document;
use krilla::geom::Size;
use krilla::page::PageSettings;
use krilla::pdf::{Pdf, PdfDocument};
use std::sync::Arc;

/// Most pages that are taken from one file.
pub const MOST_PAGES: usize = 500;
/// Most bytes that the drawing commands of all pages may unpack to.
const MOST_COMMANDS: usize = 64 << 20;
/// Edges that a page may have, in points: between a stamp and the largest that readers show.
const EDGES: std::ops::RangeInclusive<f32> = 9.0..=14_400.0;

/// Pages that were taken over.
#[derive(Debug, Clone, PartialEq)]
pub struct Cleaned {
    /// A PDF file with nothing but the pages.
    pub bytes: Vec<u8>,
    /// Width and height of each page as it is read, in points.
    pub sizes: Vec<(f32, f32)>,
}

/// Takes the pages of a file over. An error is a sentence of what is wrong with it.
pub fn clean(bytes: Vec<u8>) -> Result<Cleaned, String> {
    let pdf = Arc::new(Pdf::new(bytes).map_err(|_| "不是完好的 PDF 文件，或者设了密码。")?);
    let drawn = PdfDocument::new(pdf.clone());
    let mut document = Document::new();
    let (mut sizes, mut commands) = (Vec::new(), 0);
    for (at, page) in pdf.pages().iter().enumerate() {
        if at == MOST_PAGES {
            return Err(format!("超过 {MOST_PAGES} 页。"));
        }
        commands += page.page_stream().map_or(0, <[u8]>::len);
        if commands > MOST_COMMANDS {
            return Err("内容过于复杂。".into());
        }
        let (width, height) = page.render_dimensions();
        let fits = EDGES.contains(&width) && EDGES.contains(&height);
        let size = Size::from_wh(width, height).filter(|_| fits);
        let size = size.ok_or_else(|| format!("第 {} 页的大小不正确。", at + 1))?;
        let mut page = document.start_page_with(PageSettings::new(size));
        let mut surface = page.surface();
        surface.draw_pdf_page(&drawn, size, at);
        surface.finish();
        page.finish();
        sizes.push((width, height));
    }
    if sizes.is_empty() {
        return Err("没有一页内容。".into());
    }
    // What is left to go wrong is a file of a later version than ours.
    let bytes = document.finish().map_err(|_| "PDF 的版本太新。")?;
    Ok(Cleaned { bytes, sizes })
}

/// A cleaned file, to be drawn.
pub(crate) fn open(bytes: Vec<u8>) -> Option<PdfDocument> {
    Some(PdfDocument::new(Arc::new(Pdf::new(bytes).ok()?)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_whole_pdf_is_refused_with_a_sentence() {
        for bytes in [&b""[..], b"%PDF-1.7", b"\x89PNG", b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj"] {
            assert!(clean(bytes.to_vec()).is_err_and(|sentence| sentence.ends_with('。')));
        }
    }
}
