//! 版记 (7.4): at the foot of the last page, its last rule on the lower edge of the type area.

use crate::cell::{self, breadth};
use crate::flow::{Flow, style};
use crate::line::{self, Line, Measure};
use crate::measure::{CHAR_HEIGHT, HAIR, IMPRINT_LINE, PITCH, TURNED, UPRIGHT, of};
use crate::page::Item;
use gongwen::layout::{
    IMPRINT_INDENT_CHARS, IMPRINT_INNER_RULE_MM, IMPRINT_OUTER_RULE_MM, IMPRINT_RULE_WIDTH_MM, SIZE_4_PT,
};
use gongwen::paper::compose::{self, ImprintRow};
use gongwen::paper::{Face, Format, Paper};

/// A row: its lines, what stands at its right end, and whether a rule parts it from the row above.
struct Row {
    lines: Vec<Line>,
    ruled: bool,
}

/// Sets the imprint; `even` puts it on an even page. A letter's has no rules (10.1).
pub fn write(flow: &mut Flow, paper: &Paper, even: bool) {
    let rows: Vec<Row> = compose::imprint(paper).iter().map(row).collect();
    if rows.is_empty() {
        return;
    }
    let count: usize = rows.iter().map(|row| row.lines.len()).sum();
    let height = count as f64 * IMPRINT_LINE;
    let ruled = paper.format != Format::Letter;
    page(flow, height, ruled, even);
    let mut y = (UPRIGHT.bottom() - height).max(UPRIGHT.top);
    for (at, row) in rows.iter().enumerate() {
        if ruled && at == 0 {
            rule(flow, y, of(IMPRINT_OUTER_RULE_MM));
        } else if ruled && row.ruled {
            rule(flow, y, of(IMPRINT_INNER_RULE_MM));
        }
        for line in &row.lines {
            let x = UPRIGHT.left + line.indent * SIZE_4_PT;
            flow.text_at(x, y + (IMPRINT_LINE - SIZE_4_PT) / 2.0, &line.cells, style(SIZE_4_PT));
            y += IMPRINT_LINE;
        }
    }
    if ruled {
        rule(flow, y, of(IMPRINT_OUTER_RULE_MM));
    }
}

/// Goes to the page of the imprint. A blank page before it, and then the imprint's too, carry no number (7.5).
fn page(flow: &mut Flow, height: f64, ruled: bool, even: bool) {
    // Half of the gap below the last line is enough to part text and rule. Where there is no rule, the
    // blank inside the row parts the two, and a page is not begun for 抄送 alone.
    let apart = if ruled { (PITCH - CHAR_HEIGHT) / 2.0 } else { PITCH - CHAR_HEIGHT };
    let fits = flow.area() != TURNED && (!flow.used || flow.has(height - apart));
    if !fits {
        flow.new_page(false);
    }
    if even && flow.pages.len() % 2 == 1 {
        let blank = !flow.used;
        flow.new_page(false);
        if blank {
            flow.pages.iter_mut().rev().take(2).for_each(|page| page.numbered = false);
        }
    }
}

/// A rule with its middle at `y`.
fn rule(flow: &mut Flow, y: f64, height: f64) {
    let width = of(IMPRINT_RULE_WIDTH_MM);
    flow.put(Item::Rule { x: UPRIGHT.left, y: y - height / 2.0, width, height, red: false });
}

/// Lines of a row in 四号, one 字 from both edges.
fn row(row: &ImprintRow) -> Row {
    let edge = IMPRINT_INDENT_CHARS.value;
    let right = UPRIGHT.width / SIZE_4_PT - edge;
    match row {
        ImprintRow::Organs { label, text, ruled } => {
            let mut cells = cell::cells(label, Face::FangSong);
            // Lines that follow stand below the first organ.
            let rest = edge + breadth(&cells);
            cells.extend(cell::cells(text, Face::FangSong));
            let measure = Measure { first: edge, rest, right, justified: false };
            Row { lines: line::lines(&cells, measure), ruled: *ruled }
        }
        ImprintRow::Printed { organ, date } => {
            let mut cells = cell::cells(organ, Face::FangSong);
            let date = cell::cells(date, Face::FangSong);
            let blank = right - edge - breadth(&cells) - breadth(&date);
            if let Some(last) = cells.last_mut().filter(|_| blank > 0.0) {
                last.breadth += blank;
            }
            cells.extend(date);
            let measure = Measure { first: edge, rest: edge, right: right + HAIR, justified: false };
            Row { lines: line::lines(&cells, measure), ruled: true }
        }
    }
}
