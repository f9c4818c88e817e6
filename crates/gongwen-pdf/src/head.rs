//! 版头: what stands above the title, in the common (7.2), letter (10.1) and minutes (10.3) format.

use crate::cell::{self, Cell, breadth};
use crate::flow::{Flow, TEXT};
use crate::mark;
use crate::measure::{ADVANCE, CHAR_HEIGHT, PITCH, RED_RULE, UPRIGHT, mm, of};
use crate::page::Item;
use gongwen::layout::{
    self, LETTER_FIRST_RULE_BELOW_MM, LETTER_GAP_CHAR_HEIGHTS, LETTER_MARK_TO_PAGE_MM, LETTER_RULE_LENGTH_MM,
    LETTER_SECOND_RULE_TO_PAGE_MM, LETTER_TITLE_LINES, MARK_TO_TYPE_AREA_MM, NUMBER_LINES_AFTER_MARK,
    NUMBER_UPWARD_INDENT_CHARS, RED_RULE_BELOW_NUMBER_MM, RED_RULE_WIDTH_MM, SIGNER_RIGHT_INDENT_CHARS,
    SIGNERS_PER_LINE, TITLE_LINES_AFTER_RULE,
};
use gongwen::paper::{Face, Format, Paper, compose};

/// Thick and thin rule of a letter, and from one to the other (practice; the standard says 上粗下细).
const THICK: f64 = 2.25;
const THIN: f64 = 0.75;
const DOUBLE: f64 = mm(1.2);

/// Sets everything above the title and goes to where the title stands.
pub fn write(flow: &mut Flow, paper: &Paper) {
    if paper.format == Format::Letter {
        return letter(flow, paper);
    }
    for (at, (text, face)) in classes(paper).into_iter().enumerate() {
        let top = UPRIGHT.top + at as f64 * PITCH;
        flow.text_at(UPRIGHT.left, top, &cell::cells(&text, face), TEXT);
    }
    let top = UPRIGHT.top + of(MARK_TO_TYPE_AREA_MM);
    let bottom = mark::write(flow, &compose::mark(paper), top, UPRIGHT.width);
    flow.at = bottom + NUMBER_LINES_AFTER_MARK.value * PITCH - UPRIGHT.top;
    match paper.format {
        Format::Minutes => minutes(flow, paper),
        _ => number(flow, paper),
    }
    rule(flow);
}

/// 份号, 密级和保密期限, 紧急程度: one line each, top down (7.2.1 to 7.2.3).
fn classes(paper: &Paper) -> Vec<(String, Face)> {
    let header = &paper.header;
    let copy = header.copy_no.map(|number| (format!("{number:06}"), Face::FangSong));
    let secrecy = header.secrecy.as_ref().map(|secrecy| (secrecy.text(), Face::Hei));
    let urgency = header.urgency.map(|urgency| (urgency.text().to_owned(), Face::Hei));
    [copy, secrecy, urgency].into_iter().flatten().collect()
}

fn number_text(paper: &Paper) -> Vec<Cell> {
    let number = paper.header.number.as_ref().map(ToString::to_string);
    cell::cells(&number.unwrap_or_default(), Face::FangSong)
}

/// 发文字号 and, of upward papers, 签发人 (7.2.5, 7.2.6).
fn number(flow: &mut Flow, paper: &Paper) {
    let number = number_text(paper);
    let signers = &paper.header.signers;
    if signers.is_empty() {
        return flow.centred(&number, TEXT);
    }
    let rows: Vec<Vec<Cell>> = signers
        .chunks(SIGNERS_PER_LINE.value as usize)
        .map(|row| cell::cells(&row.join("\u{3000}"), Face::Kai))
        .collect();
    let widest = rows.iter().map(|row| breadth(row)).fold(0.0, f64::max);
    let label = cell::cells(layout::SIGNER_LABEL.value[0], Face::FangSong);
    let edge = UPRIGHT.chars() - SIGNER_RIGHT_INDENT_CHARS.value;
    let names = UPRIGHT.left + (edge - widest).max(0.0) * ADVANCE;
    for (at, row) in rows.iter().enumerate() {
        let top = UPRIGHT.top + flow.at;
        if at == 0 {
            flow.text_at(names - breadth(&label) * ADVANCE, top, &label, TEXT);
        }
        flow.text_at(names, top, row, TEXT);
        if at + 1 == rows.len() {
            let left = UPRIGHT.left + NUMBER_UPWARD_INDENT_CHARS.value * ADVANCE;
            flow.text_at(left, top, &number, TEXT);
        }
        flow.at += PITCH;
    }
}

/// Minutes: number or issue, then organ and day. 10.3 leaves this to the organ.
fn minutes(flow: &mut Flow, paper: &Paper) {
    let number = paper.header.number.as_ref().map(ToString::to_string);
    let issue = number.or_else(|| paper.header.issue.clone()).unwrap_or_default();
    flow.centred(&cell::cells(&issue, Face::FangSong), TEXT);
    let organ = compose::signing_organs(paper).first().cloned().unwrap_or_default();
    let day = cell::cells(&paper.sign_off.date.to_string(), Face::FangSong);
    let top = UPRIGHT.top + flow.at;
    flow.text_at(UPRIGHT.left + ADVANCE, top, &cell::cells(&organ, Face::FangSong), TEXT);
    flow.right(&day, 1.0, TEXT);
}

/// The red rule 4 mm below the line just set (7.2.7), and the two blank lines below it (7.3.1).
fn rule(flow: &mut Flow) {
    let number = flow.at - PITCH + CHAR_HEIGHT;
    let y = UPRIGHT.top + number + of(RED_RULE_BELOW_NUMBER_MM);
    flow.put(Item::Rule { x: UPRIGHT.left, y, width: of(RED_RULE_WIDTH_MM), height: RED_RULE, red: true });
    flow.at = y + RED_RULE - UPRIGHT.top + TITLE_LINES_AFTER_RULE.value * PITCH;
}

/// Letter: heading 30 mm from the edge of the page, double rules of 170 mm, number at the right edge.
fn letter(flow: &mut Flow, paper: &Paper) {
    let length = of(LETTER_RULE_LENGTH_MM);
    let top = of(LETTER_MARK_TO_PAGE_MM);
    let first = mark::write(flow, &compose::mark(paper), top, length) + of(LETTER_FIRST_RULE_BELOW_MM);
    let second = UPRIGHT.page_height - of(LETTER_SECOND_RULE_TO_PAGE_MM);
    let rules = [
        (first, THICK),
        (first + THICK + DOUBLE - THIN, THIN),
        (second - THICK - DOUBLE, THIN),
        (second - THICK, THICK),
    ];
    for (y, height) in rules {
        let x = (UPRIGHT.page_width - length) / 2.0;
        flow.put(Item::Rule { x, y, width: length, height, red: true });
    }
    let below = first + THICK + DOUBLE;
    let mut top = below + LETTER_GAP_CHAR_HEIGHTS.value * CHAR_HEIGHT;
    let number = number_text(paper);
    let left = UPRIGHT.right() - breadth(&number) * ADVANCE;
    flow.text_at(left, top, &number, TEXT);
    for (at, (text, face)) in classes(paper).into_iter().enumerate() {
        if at > 0 {
            top += PITCH;
        }
        flow.text_at(UPRIGHT.left, top, &cell::cells(&text, face), TEXT);
    }
    flow.at = top + PITCH - UPRIGHT.top + LETTER_TITLE_LINES.value * PITCH;
}
