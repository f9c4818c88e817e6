//! A paragraph of the file and its runs.

use super::xml::Xml;
use crate::layout::{WORD_CHAR_SPACING_TWIPS, WORD_EXACT_LINE_PT};

/// Line of the body in twips.
pub(super) const LINE: i64 = (WORD_EXACT_LINE_PT.value * 20.0) as i64;

/// Advance of so many characters of the body, in twips.
pub(super) fn chars(count: f64) -> i64 {
    (count * (320.0 + WORD_CHAR_SPACING_TWIPS.value)).round() as i64
}

/// What a run holds.
pub(super) enum Piece {
    /// Text in the style of the paragraph, or in a character style, and whether it is bold.
    Text { text: String, style: Option<&'static str>, bold: bool },
    /// Text of a size and width of its own.
    Sized { text: String, half_points: i64, squeeze: u32 },
    /// A jump to the next tab stop.
    Tab,
    /// A break of the line inside the paragraph.
    Break,
    /// A drawing or field, finished.
    Raw(Xml),
}

impl Piece {
    /// Plain text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text { text: text.into(), style: None, bold: false }
    }

    /// Text in a character style.
    pub fn styled(text: impl Into<String>, style: &'static str) -> Self {
        Self::Text { text: text.into(), style: Some(style), bold: false }
    }
}

/// A rule below a paragraph.
#[derive(Clone, Copy)]
pub(super) struct Rule {
    /// Width in eighths of a point.
    pub eighths: i64,
    /// Distance from the text in points.
    pub space: i64,
    /// RRGGBB.
    pub color: &'static str,
}

/// A fixed place on the page, in twips, centred between its edges.
#[derive(Clone, Copy)]
pub(super) struct Frame {
    /// Distance from the upper edge of the page.
    pub top: i64,
    pub height: i64,
    pub width: i64,
}

/// A paragraph. What is `None` or 0 comes from its style.
#[derive(Default)]
pub(super) struct Para {
    pub style: &'static str,
    pub pieces: Vec<Piece>,
    /// Space before, in twips.
    pub before: Option<i64>,
    /// Exact line height in twips; 0 lets it grow with its content.
    pub line: Option<i64>,
    /// Left indent, right indent, hanging first line, in twips.
    pub indent: Option<(i64, i64, i64)>,
    pub align: Option<&'static str>,
    /// Tab stops: place in twips and kind.
    pub tabs: Vec<(i64, &'static str)>,
    pub keep_next: bool,
    pub page_break: bool,
    /// A rule below.
    pub rule: Option<Rule>,
    /// Stands at a fixed place and not in the flow of the text.
    pub frame: Option<Frame>,
    /// Section that ends with this paragraph.
    pub section: Option<Xml>,
}

impl Para {
    /// A paragraph of a style with plain text.
    pub fn new(style: &'static str, text: impl Into<String>) -> Self {
        Self { style, pieces: vec![Piece::text(text)], ..Self::default() }
    }

    /// A paragraph of a style with pieces.
    pub fn of(style: &'static str, pieces: Vec<Piece>) -> Self {
        Self { style, pieces, ..Self::default() }
    }

    /// So low that it is not seen: carries an anchor or the end of a section.
    pub fn thin() -> Self {
        Self { style: "GwThin", ..Self::default() }
    }

    /// Characters of its text.
    pub fn length(&self) -> usize {
        let of = |piece: &Piece| match piece {
            Piece::Text { text, .. } | Piece::Sized { text, .. } => text.chars().count(),
            _ => 0,
        };
        self.pieces.iter().map(of).sum()
    }

    /// Writes the paragraph. The order of the properties is that of the schema.
    pub fn write(&self, xml: &mut Xml) {
        xml.tag("w:p", &[], |xml| {
            xml.tag("w:pPr", &[], |xml| self.properties(xml));
            self.pieces.iter().for_each(|piece| run(piece, xml));
        });
    }

    fn properties(&self, xml: &mut Xml) {
        xml.val("w:pStyle", self.style);
        if self.keep_next {
            xml.leaf("w:keepNext", &[]);
        }
        if self.page_break {
            xml.leaf("w:pageBreakBefore", &[]);
        }
        if let Some(Frame { top, height, width }) = &self.frame {
            xml.leaf(
                "w:framePr",
                &[
                    ("w:w", width),
                    ("w:h", height),
                    ("w:hRule", &"exact"),
                    ("w:wrap", &"notBeside"),
                    ("w:vAnchor", &"page"),
                    ("w:hAnchor", &"page"),
                    ("w:xAlign", &"center"),
                    ("w:y", top),
                ],
            );
        }
        if let Some(Rule { eighths, space, color }) = &self.rule {
            xml.tag("w:pBdr", &[], |xml| {
                let kind = "single";
                xml.leaf(
                    "w:bottom",
                    &[("w:val", &kind), ("w:sz", eighths), ("w:space", space), ("w:color", color)],
                );
            });
        }
        if !self.tabs.is_empty() {
            xml.tag("w:tabs", &[], |xml| {
                for (place, kind) in &self.tabs {
                    xml.leaf("w:tab", &[("w:val", kind), ("w:pos", place)]);
                }
            });
        }
        self.spacing(xml);
        if let Some((left, right, hanging)) = self.indent {
            xml.leaf("w:ind", &[("w:left", &left), ("w:right", &right), ("w:hanging", &hanging)]);
        }
        if let Some(align) = self.align {
            xml.val("w:jc", align);
        }
        if let Some(section) = &self.section {
            xml.raw(section);
        }
    }

    fn spacing(&self, xml: &mut Xml) {
        let before = self.before.unwrap_or(0);
        match (self.before, self.line) {
            (None, None) => {}
            (Some(before), None) => xml.leaf("w:spacing", &[("w:before", &before)]),
            (_, Some(0)) => {
                xml.leaf("w:spacing", &[("w:before", &before), ("w:line", &240), ("w:lineRule", &"auto")]);
            }
            (_, Some(line)) => {
                xml.leaf("w:spacing", &[("w:before", &before), ("w:line", &line), ("w:lineRule", &"exact")]);
            }
        }
    }
}

fn run(piece: &Piece, xml: &mut Xml) {
    match piece {
        Piece::Raw(raw) => xml.raw(raw),
        Piece::Tab => xml.tag("w:r", &[], |xml| xml.leaf("w:tab", &[])),
        Piece::Break => xml.tag("w:r", &[], |xml| xml.leaf("w:br", &[])),
        Piece::Text { text, style, bold } => xml.tag("w:r", &[], |xml| {
            xml.tag("w:rPr", &[], |xml| {
                if let Some(style) = style {
                    xml.val("w:rStyle", style);
                }
                xml.leaf("w:rFonts", &[("w:hint", &"eastAsia")]);
                if *bold {
                    xml.leaf("w:b", &[]);
                }
            });
            words(text, xml);
        }),
        Piece::Sized { text, half_points, squeeze } => xml.tag("w:r", &[], |xml| {
            xml.tag("w:rPr", &[], |xml| {
                xml.leaf("w:rFonts", &[("w:hint", &"eastAsia")]);
                if *squeeze < 100 {
                    xml.val("w:w", squeeze);
                }
                xml.val("w:sz", half_points);
                xml.val("w:szCs", half_points);
            });
            words(text, xml);
        }),
    }
}

/// Text with its tabs and line breaks.
fn words(text: &str, xml: &mut Xml) {
    for (at, line) in text.split('\n').enumerate() {
        if at > 0 {
            xml.leaf("w:br", &[]);
        }
        for (at, part) in line.split('\t').enumerate() {
            if at > 0 {
                xml.leaf("w:tab", &[]);
            }
            if !part.is_empty() {
                xml.tag("w:t", &[("xml:space", &"preserve")], |xml| xml.text(part));
            }
        }
    }
}
