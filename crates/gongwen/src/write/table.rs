//! Tables: those of a paper with repeated heads, the names of a joint heading, rows of seals.

use super::head::AREA;
use super::paragraph::{LINE, Para, Piece};
use super::xml::Xml;
use crate::paper::compose::Mark;
use crate::paper::grid::{self, Slot};
use crate::paper::{Align, Cell, Table};

/// Distance of text from the lines of a table, in twips.
const PAD: i64 = 85;
/// Lowest row in twips: 8 mm.
const ROW: i64 = 454;

/// A table over `width` twips, or `None` if its rows do not fill its columns.
pub(super) fn write(table: &Table, width: i64) -> Option<Xml> {
    let (head, rows) = grid::grid(table)?;
    let columns = columns(table, width)?;
    let mut xml = Xml::default();
    xml.tag("w:tbl", &[], |xml| {
        properties(width, &columns, true, xml);
        for (slots, is_head) in head.iter().map(|row| (row, true)).chain(rows.iter().map(|row| (row, false)))
        {
            xml.tag("w:tr", &[], |xml| {
                xml.tag("w:trPr", &[], |xml| {
                    xml.leaf("w:cantSplit", &[]);
                    xml.leaf("w:trHeight", &[("w:val", &ROW), ("w:hRule", &"atLeast")]);
                    if is_head {
                        xml.leaf("w:tblHeader", &[]);
                    }
                });
                row(slots, table, &columns, is_head, xml);
            });
        }
    });
    Some(xml)
}

/// Widths of the columns in twips, exactly as wide as the table together.
fn columns(table: &Table, width: i64) -> Option<Vec<i64>> {
    let total: i64 = table.columns.iter().map(|column| i64::from(column.share)).sum();
    if total == 0 {
        return None;
    }
    let mut sum = 0;
    let mut end = 0;
    let mut widths = Vec::with_capacity(table.columns.len());
    for column in &table.columns {
        sum += i64::from(column.share);
        let next = width * sum / total;
        widths.push(next - end);
        end = next;
    }
    Some(widths)
}

fn row(slots: &[Slot<'_>], table: &Table, columns: &[i64], is_head: bool, xml: &mut Xml) {
    let mut at = 0;
    for slot in slots {
        let (across, merge) = match slot {
            Slot::Begins(cell) => (usize::from(cell.across), (cell.down > 1).then_some("restart")),
            Slot::GoesOn(across) => (usize::from(*across), Some("continue")),
        };
        let width: i64 = columns[at..at + across].iter().sum();
        let align = table.columns[at].align;
        xml.tag("w:tc", &[], |xml| {
            xml.tag("w:tcPr", &[], |xml| {
                xml.leaf("w:tcW", &[("w:w", &width), ("w:type", &"dxa")]);
                if across > 1 {
                    xml.val("w:gridSpan", across);
                }
                if let Some(merge) = merge {
                    xml.val("w:vMerge", merge);
                }
                xml.val("w:vAlign", "center");
            });
            match slot {
                Slot::Begins(cell) => text(cell, align, is_head, xml),
                Slot::GoesOn(_) => Para::new("GwCell", "").write(xml),
            }
        });
        at += across;
    }
}

fn text(cell: &Cell, align: Align, is_head: bool, xml: &mut Xml) {
    let (style, align) = match (is_head, align) {
        (true, _) => ("GwCellHead", None),
        (_, Align::Left) => ("GwCell", None),
        (_, Align::Center) => ("GwCell", Some("center")),
        (_, Align::Right) => ("GwCell", Some("right")),
    };
    for line in cell.text.split('\n') {
        Para { align, ..Para::new(style, line) }.write(xml);
    }
}

/// Properties and grid of a table; lines of ½ pt where it is ruled.
fn properties(width: i64, columns: &[i64], ruled: bool, xml: &mut Xml) {
    xml.tag("w:tblPr", &[], |xml| {
        xml.leaf("w:tblW", &[("w:w", &width), ("w:type", &"dxa")]);
        xml.val("w:jc", "center");
        if ruled {
            xml.tag("w:tblBorders", &[], |xml| {
                for side in ["w:top", "w:left", "w:bottom", "w:right", "w:insideH", "w:insideV"] {
                    xml.leaf(
                        side,
                        &[("w:val", &"single"), ("w:sz", &4), ("w:space", &0), ("w:color", &"000000")],
                    );
                }
            });
        }
        xml.leaf("w:tblLayout", &[("w:type", &"fixed")]);
        let pad = if ruled { PAD } else { 0 };
        xml.tag("w:tblCellMar", &[], |xml| {
            xml.leaf("w:left", &[("w:w", &pad), ("w:type", &"dxa")]);
            xml.leaf("w:right", &[("w:w", &pad), ("w:type", &"dxa")]);
        });
    });
    xml.tag("w:tblGrid", &[], |xml| {
        for column in columns {
            xml.leaf("w:gridCol", &[("w:w", column)]);
        }
    });
}

/// Red heading of a joint paper: one organ to a line, spread to one width; 文件 beside the middle of them.
pub(super) fn joint_mark(mark: &Mark, line: i64) -> Xml {
    let half_points = (mark.size_pt * 2.0) as i64;
    let shrink = f64::from(mark.squeeze) / 100.0 * mark.size_pt * 20.0;
    let widest = mark.lines.iter().map(|line| crate::paper::width::chars(line)).fold(0.0, f64::max);
    let (names, suffix) = ((widest * shrink) as i64 + 40, (2.3 * shrink) as i64 + 40);
    let piece = |text: &str| Piece::Sized { text: text.into(), half_points, squeeze: mark.squeeze };
    let mut xml = Xml::default();
    xml.tag("w:tbl", &[], |xml| {
        properties((names + suffix).min(AREA), &[names, suffix], false, xml);
        for (at, text) in mark.lines.iter().enumerate() {
            xml.tag("w:tr", &[], |xml| {
                for (width, text, merge) in
                    [(names, text.as_str(), None), (suffix, mark.suffix.unwrap_or_default(), Some(at))]
                {
                    xml.tag("w:tc", &[], |xml| {
                        xml.tag("w:tcPr", &[], |xml| {
                            xml.leaf("w:tcW", &[("w:w", &width), ("w:type", &"dxa")]);
                            if let Some(at) = merge {
                                xml.val("w:vMerge", if at == 0 { "restart" } else { "continue" });
                            }
                            xml.val("w:vAlign", "center");
                        });
                        let pieces =
                            if merge.is_some_and(|at| at > 0) { Vec::new() } else { vec![piece(text)] };
                        let align = Some(if merge.is_none() { "distribute" } else { "right" });
                        Para { line: Some(line), align, ..Para::of("GwMark", pieces) }.write(xml);
                    });
                }
            });
        }
    });
    xml
}

/// Names of several sealing organs: rows of equal cells, `height` twips each; the date below the last name, so
/// that the last seal covers both (7.3.5.1).
pub(super) fn seals(rows: &[Vec<String>], per_row: usize, height: i64, date: &str) -> Xml {
    let width = AREA / per_row.max(1) as i64;
    let mut xml = Xml::default();
    xml.tag("w:tbl", &[], |xml| {
        properties(width * per_row as i64, &vec![width; per_row], false, xml);
        for (number, row) in rows.iter().enumerate() {
            xml.tag("w:tr", &[], |xml| {
                xml.tag("w:trPr", &[], |xml| {
                    xml.leaf("w:cantSplit", &[]);
                    xml.leaf("w:trHeight", &[("w:val", &height), ("w:hRule", &"exact")]);
                });
                for at in 0..per_row {
                    // A short last row stands at the right, above the date.
                    let name = (at + row.len()).checked_sub(per_row).and_then(|at| row.get(at));
                    xml.tag("w:tc", &[], |xml| {
                        xml.tag("w:tcPr", &[], |xml| {
                            xml.leaf("w:tcW", &[("w:w", &width), ("w:type", &"dxa")]);
                        });
                        let text = name.map(String::as_str).unwrap_or_default();
                        let align = Some("center");
                        Para { align, before: Some(2 * LINE), ..Para::new("GwOrgan", text) }.write(xml);
                        if number + 1 == rows.len() && at + 1 == per_row {
                            Para { align, ..Para::new("GwDate", date) }.write(xml);
                        }
                    });
                }
            });
        }
    });
    xml
}
