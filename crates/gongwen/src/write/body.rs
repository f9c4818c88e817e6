//! The document under construction, and its text: title, recipients, blocks.

use super::WriteError;
use super::paragraph::{LINE, Para, Piece};
use super::xml::Xml;
use super::{picture, section, table};
use crate::layout::{RECIPIENTS_LINES_AFTER_TITLE, WORD_EXACT_LINE_PT};
use crate::paper::compose::{self, Mark};
use crate::paper::{Block, Heading, Image, Level, Paper, Place, Run, numeral};

/// What the body of the file is made of.
enum Part {
    Para(Box<Para>),
    Raw(Xml),
}

/// Three lines: a longer paragraph that is held together with the next would leave its page.
const SHORT: usize = 84;

/// The document under construction.
#[derive(Default)]
pub(super) struct Document {
    parts: Vec<Part>,
    /// Pictures, in order; their relations are named after their place.
    pub pictures: Vec<Vec<u8>>,
    /// The section under way lies turned by a quarter.
    pub landscape: bool,
    /// Sections that are finished.
    pub sections: usize,
    /// The next paragraph opens a section.
    pub fresh: bool,
}

impl Document {
    /// Adds a paragraph.
    pub fn push(&mut self, para: Para) {
        self.fresh = false;
        self.parts.push(Part::Para(Box::new(para)));
    }

    /// Adds finished XML: a table.
    pub fn raw(&mut self, xml: Xml) {
        self.fresh = false;
        self.parts.push(Part::Raw(xml));
    }

    /// The heading of a joint paper: names below each other, 文件 to their right (7.2.4).
    pub fn joint_mark(&mut self, mark: &Mark, line: i64) {
        self.raw(table::joint_mark(mark, line));
    }

    /// Holds the attachment note and a short last paragraph together with the sign-off, so that the sign-off does
    /// not stand on a page alone. The first paragraph stays: the first page must show text (7.3.3).
    pub fn bind_tail(&mut self) {
        let paras = |part: &Part| matches!(part, Part::Para(para) if para.style == "GwText");
        let texts = self.parts.iter().filter(|part| paras(part)).count();
        for part in self.parts.iter_mut().rev() {
            let Part::Para(para) = part else { return };
            let short = para.length() <= SHORT && texts > 1 && para.style == "GwText";
            para.keep_next = short || para.style == "GwAttachmentNote" || para.keep_next;
            if para.style != "GwAttachmentNote" {
                return;
            }
        }
    }

    /// Ends the section; the next one may lie otherwise.
    pub fn end_section(&mut self, properties: Xml, landscape: bool) {
        if !matches!(self.parts.last(), Some(Part::Para(para)) if para.section.is_none()) {
            self.push(Para::thin());
        }
        if let Some(Part::Para(para)) = self.parts.last_mut() {
            para.section = Some(properties);
        }
        self.sections += 1;
        self.landscape = landscape;
        self.fresh = true;
    }

    /// All parts.
    pub fn write(&self, xml: &mut Xml) {
        for part in &self.parts {
            match part {
                Part::Para(para) => para.write(xml),
                Part::Raw(raw) => xml.raw(raw),
            }
        }
    }
}

/// Title, recipients and text.
pub(super) fn write(document: &mut Document, paper: &Paper) -> Result<(), WriteError> {
    document.push(Para::of("Title", broken(&compose::title(paper))));
    if let Some(text) = compose::recipients(paper) {
        let before = RECIPIENTS_LINES_AFTER_TITLE.value as i64 * LINE;
        document.push(Para { before: Some(before), ..Para::new("GwRecipients", text) });
        blocks(document, &paper.body, 0, &Place::Body)
    } else {
        blocks(document, &paper.body, LINE, &Place::Body)
    }
}

/// Lines of a title as one paragraph.
pub(super) fn broken(lines: &[String]) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        if at > 0 {
            pieces.push(Piece::Break);
        }
        pieces.push(Piece::text(line.clone()));
    }
    pieces
}

/// Blocks of a text, the first after `before` twips. `place` says where a block stands.
pub(super) fn blocks(
    document: &mut Document,
    blocks: &[Block],
    before: i64,
    place: &dyn Fn(usize) -> Place,
) -> Result<(), WriteError> {
    let numerals = numeral::numerals(blocks);
    for (at, (block, numeral)) in blocks.iter().zip(numerals).enumerate() {
        let before = (at == 0 && before > 0).then_some(before);
        match block {
            Block::Paragraph { runs } => document.push(Para { before, ..Para::of("GwText", pieces(runs)) }),
            Block::Heading(heading) => document.push(Para { before, ..self::heading(heading, &numeral) }),
            Block::Table(table) => {
                if let Some(caption) = &table.caption {
                    document.push(Para { before, ..Para::new("GwCaption", caption.clone()) });
                } else if let Some(before) = before {
                    document.push(Para { before: Some(before - 20), ..Para::thin() });
                }
                let width = section::width(document.landscape);
                let xml =
                    table::write(table, width).ok_or_else(|| WriteError::Table(place(at).to_string()))?;
                document.raw(xml);
                // Two tables without a paragraph between them would be read as one.
                document.push(Para::thin());
            }
            Block::Image(image) => {
                self::image(document, image, before)
                    .ok_or_else(|| WriteError::Image(place(at).to_string()))?;
            }
        }
    }
    Ok(())
}

/// A heading alone is a heading of Word. With text behind it, only its words are set in its face.
fn heading(heading: &Heading, numeral: &str) -> Para {
    let text = format!("{numeral}{}", heading.text);
    if heading.follow.is_empty() {
        let style = ["Heading1", "Heading2", "Heading3", "Heading4"][heading.level.index()];
        return Para::new(style, text);
    }
    let style = match heading.level {
        Level::First => "GwHei",
        Level::Second => "GwKai",
        Level::Third | Level::Fourth => "GwFang",
    };
    let mut all = vec![Piece::styled(text, style)];
    all.extend(pieces(&heading.follow));
    Para::of("GwText", all)
}

fn pieces(runs: &[Run]) -> Vec<Piece> {
    runs.iter().map(|run| Piece::Text { text: run.text.clone(), style: None, bold: run.bold }).collect()
}

/// A picture on a line of its own, which must grow with it.
fn image(document: &mut Document, image: &Image, before: Option<i64>) -> Option<()> {
    let (wide, high) = if document.landscape { (225.0, 156.0) } else { (156.0, 225.0) };
    let caption = if image.caption.is_some() { WORD_EXACT_LINE_PT.value / 72.0 * 25.4 } else { 0.0 };
    let (width, height) = image.size_mm(wide, high - caption - 2.0)?;
    document.pictures.push(image.png.clone());
    let number = document.pictures.len() as u32;
    let drawing = picture::inline(number, width, height, &image.alt);
    let para = Para {
        before,
        line: Some(0),
        keep_next: image.caption.is_some(),
        ..Para::of("GwPicture", vec![Piece::Raw(drawing)])
    };
    document.push(para);
    if let Some(caption) = &image.caption {
        document.push(Para::new("GwCaption", caption.clone()));
    }
    Some(())
}
