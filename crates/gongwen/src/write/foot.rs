//! What follows the text: attachment note (7.3.4), sign-off (7.3.5), note (7.3.6), attachments (7.3.7), imprint (7.4).

use super::WriteError;
use super::body::{self, Document};
use super::head::AREA;
use super::paragraph::{LINE, Para, Piece, chars};
use super::xml::Xml;
use super::{section, table};
use crate::layout::{
    ATTACHMENT_NOTE_LINES_BEFORE, Fact, IMPRINT_INDENT_CHARS, IMPRINT_INNER_RULE_MM, IMPRINT_OUTER_RULE_MM,
    LEFT_MARGIN_MM, MINUTES_LIST_LINES_BEFORE, SIZE_4_PT, mm_to_twips,
};
use crate::paper::compose::{self, ImprintRow, SignLayout};
use crate::paper::{Format, Paper, Place, title};

/// One character of the imprint, in twips.
const IMPRINT_CHAR: f64 = SIZE_4_PT * 20.0;

/// Everything below the text, up to the properties of the last section.
pub(super) fn write(document: &mut Document, paper: &Paper) -> Result<(), WriteError> {
    attachment_note(document, paper);
    attendance(document, paper);
    sign_off(document, paper);
    if let Some(note) = compose::note(paper) {
        document.push(Para::new("GwNote", note));
    }
    attachments(document, paper)?;
    imprint(document, paper);
    Ok(())
}

fn attachment_note(document: &mut Document, paper: &Paper) {
    for (at, line) in compose::attachment_note(&paper.attachments).into_iter().enumerate() {
        let before = if at == 0 { ATTACHMENT_NOTE_LINES_BEFORE.value as i64 * LINE } else { 0 };
        document.push(Para {
            before: Some(before),
            indent: Some((chars(line.hang), 0, chars(line.hang - line.start))),
            // The name begins at a tab stop, where the lines that follow begin as well.
            tabs: vec![(chars(line.hang), "left")],
            ..Para::of(
                "GwAttachmentNote",
                vec![Piece::text(line.prefix.trim_end()), Piece::Tab, Piece::text(line.name)],
            )
        });
    }
}

/// 出席、请假、列席 of minutes (10.3).
fn attendance(document: &mut Document, paper: &Paper) {
    for (at, (label, names)) in compose::attendance(paper).into_iter().enumerate() {
        let before = if at == 0 { MINUTES_LIST_LINES_BEFORE.value as i64 * LINE } else { 0 };
        document.push(Para {
            before: Some(before),
            indent: Some((chars(5.0), 0, chars(3.0))),
            ..Para::of("GwAttendance", vec![Piece::styled(label, "GwHei"), Piece::text(names)])
        });
    }
}

fn sign_off(document: &mut Document, paper: &Paper) {
    match compose::sign_off(paper) {
        SignLayout::None => {}
        SignLayout::Lines(lines) => {
            document.bind_tail();
            let last = lines.len().saturating_sub(1);
            for (at, line) in lines.into_iter().enumerate() {
                document.push(Para {
                    before: Some(i64::from(line.blank) * LINE),
                    indent: Some((0, chars(line.right), 0)),
                    ..Para::new(if at == last { "GwDate" } else { "GwOrgan" }, line.text)
                });
            }
        }
        SignLayout::Rows { rows, per_row, lines_per_row, date } => {
            document.bind_tail();
            document.raw(table::seals(&rows, per_row, i64::from(lines_per_row) * LINE, &date));
        }
    }
}

/// Each attachment on a new page; those turned by a quarter in sections of their own.
fn attachments(document: &mut Document, paper: &Paper) -> Result<(), WriteError> {
    let all = paper.attachments.len();
    for (at, attachment) in paper.attachments.iter().enumerate().filter(|(_, it)| !it.body.is_empty()) {
        if attachment.landscape || document.landscape {
            end_section(document, paper, attachment.landscape);
        }
        let label = compose::attachment_label(at, all);
        let page_break = !document.fresh;
        document.push(Para { page_break, ..Para::new("GwAttachmentLabel", label) });
        let widest = if attachment.landscape { title::TITLE_CHARS + 8 } else { title::TITLE_CHARS };
        let lines = title::lines(&attachment.title, &attachment.title_words, widest);
        document.push(Para::of("GwAttachmentTitle", body::broken(&lines)));
        body::blocks(document, &attachment.body, LINE, &|block| Place::Attachment(at, Some(block)))?;
    }
    Ok(())
}

fn end_section(document: &mut Document, paper: &Paper, landscape: bool) {
    let letter = paper.format == Format::Letter && document.sections == 0;
    let properties = section::properties(document.landscape, letter);
    document.end_section(properties, landscape);
}

/// 版记: a table on the lower edge of the type area of the last page, so that its last rule is that edge (7.4.1);
/// it grows upwards when an organ is added.
fn imprint(document: &mut Document, paper: &Paper) {
    let rows = compose::imprint(paper);
    if rows.is_empty() {
        return;
    }
    if document.landscape {
        end_section(document, paper, false);
        // A section that began with a placed table would lose its first page in LibreOffice.
        document.push(Para::thin());
    }
    let ruled = paper.format != Format::Letter;
    let mut xml = Xml::default();
    xml.tag("w:tbl", &[], |xml| {
        place(xml);
        for (at, row) in rows.iter().enumerate() {
            let top = match row {
                _ if at == 0 => Some(IMPRINT_OUTER_RULE_MM),
                ImprintRow::Organs { ruled: false, .. } => None,
                _ => Some(IMPRINT_INNER_RULE_MM),
            };
            let bottom = (at + 1 == rows.len()).then_some(IMPRINT_OUTER_RULE_MM);
            xml.tag("w:tr", &[], |xml| {
                xml.tag("w:trPr", &[], |xml| xml.leaf("w:cantSplit", &[]));
                xml.tag("w:tc", &[], |xml| {
                    xml.tag("w:tcPr", &[], |xml| {
                        xml.leaf("w:tcW", &[("w:w", &AREA), ("w:type", &"dxa")]);
                        if ruled {
                            rules(top, bottom, xml);
                        }
                    });
                    imprint_row(row).write(xml);
                });
            });
        }
    });
    document.raw(xml);
    document.push(Para::thin());
}

/// Place and width of the imprint. Its left edge is given from the page: with both edges given from the margins,
/// LibreOffice leaves a table as wide as the type area in the flow of the text.
fn place(xml: &mut Xml) {
    let left = mm_to_twips(LEFT_MARGIN_MM.value);
    xml.tag("w:tblPr", &[], |xml| {
        xml.leaf(
            "w:tblpPr",
            &[
                ("w:leftFromText", &0),
                ("w:rightFromText", &0),
                ("w:vertAnchor", &"margin"),
                ("w:horzAnchor", &"page"),
                ("w:tblpX", &left),
                ("w:tblpYSpec", &"bottom"),
            ],
        );
        xml.val("w:tblOverlap", "never");
        xml.leaf("w:tblW", &[("w:w", &AREA), ("w:type", &"dxa")]);
        xml.leaf("w:tblLayout", &[("w:type", &"fixed")]);
        xml.tag("w:tblCellMar", &[], |xml| {
            xml.leaf("w:left", &[("w:w", &0), ("w:type", &"dxa")]);
            xml.leaf("w:right", &[("w:w", &0), ("w:type", &"dxa")]);
        });
    });
    xml.tag("w:tblGrid", &[], |xml| xml.leaf("w:gridCol", &[("w:w", &AREA)]));
}

/// Rules above and below a row, in eighths of a point.
fn rules(top: Option<Fact>, bottom: Option<Fact>, xml: &mut Xml) {
    xml.tag("w:tcBorders", &[], |xml| {
        for (side, width) in [("w:top", top), ("w:bottom", bottom)] {
            if let Some(width) = width {
                let eighths = (width.pt() * 8.0).round() as i64;
                xml.leaf(
                    side,
                    &[("w:val", &"single"), ("w:sz", &eighths), ("w:space", &0), ("w:color", &"000000")],
                );
            }
        }
    });
}

fn imprint_row(row: &ImprintRow) -> Para {
    let edge = (IMPRINT_INDENT_CHARS.value * IMPRINT_CHAR) as i64;
    match row {
        ImprintRow::Organs { label, text, .. } => {
            let hang = (crate::paper::width::chars(label) * IMPRINT_CHAR) as i64;
            Para {
                indent: Some((edge + hang, edge, hang)),
                ..Para::new("GwImprint", format!("{label}{text}"))
            }
        }
        ImprintRow::Printed { organ, date } => Para {
            indent: Some((edge, edge, 0)),
            tabs: vec![(AREA - edge, "right")],
            ..Para::of("GwImprint", vec![Piece::text(organ.clone()), Piece::Tab, Piece::text(date.clone())])
        },
    }
}
