//! What follows the text: attachment note (7.3.4), attendance (10.3), sign-off (7.3.5), note (7.3.6), attachments
//! (7.3.7).

use crate::Error;
use crate::cell::{self, breadth};
use crate::flow::{Flow, TEXT};
use crate::line::{self, Line, Measure};
use crate::measure::{ADVANCE, CHAR_HEIGHT, PITCH, UPRIGHT};
use crate::text;
use gongwen::layout::{
    ATTACHMENT_NOTE_LINES_BEFORE, ATTACHMENT_TITLE_LINE, MINUTES_LIST_INDENT_CHARS,
    MINUTES_LIST_LINES_BEFORE, NOTE_INDENT_CHARS,
};
use gongwen::paper::compose::{self, SignLayout};
use gongwen::paper::{Face, Paper, Place, title};

/// Sets everything below the text but the imprint.
pub fn write(flow: &mut Flow, paper: &Paper) -> Result<(), Error> {
    let sign = sign_height(&compose::sign_off(paper));
    let (note, attendance) = (note_lines(paper), attendance(paper));
    if !note.is_empty() {
        flow.skip(ATTACHMENT_NOTE_LINES_BEFORE.value);
        flow.lines(&note, sign);
    }
    if !attendance.is_empty() {
        flow.skip(MINUTES_LIST_LINES_BEFORE.value);
        flow.lines(&attendance, sign);
    }
    sign_off(flow, &compose::sign_off(paper));
    if let Some(note) = compose::note(paper) {
        let measure =
            Measure { first: NOTE_INDENT_CHARS.value, rest: 0.0, right: UPRIGHT.chars(), justified: true };
        flow.lines(&line::lines(&cell::cells(&note, Face::FangSong), measure), 0.0);
    }
    attachments(flow, paper)
}

/// Height of what follows the text and must not stand without some of it. A note longer than half a page stays by
/// itself.
pub fn height(paper: &Paper) -> f64 {
    let before = |lines: &[Line], blank: f64| if lines.is_empty() { 0.0 } else { lines.len() as f64 + blank };
    let lines = before(&note_lines(paper), ATTACHMENT_NOTE_LINES_BEFORE.value)
        + before(&attendance(paper), MINUTES_LIST_LINES_BEFORE.value);
    let all = lines * PITCH + sign_height(&compose::sign_off(paper));
    if all > UPRIGHT.height / 2.0 { 2.0 * PITCH } else { all }
}

/// 附件： with the names aligned with each other.
fn note_lines(paper: &Paper) -> Vec<Line> {
    let mut all = Vec::new();
    for note in compose::attachment_note(&paper.attachments) {
        let mut prefix = cell::cells(&note.prefix, Face::FangSong);
        let blank = note.hang - note.start - breadth(&prefix);
        if let Some(last) = prefix.last_mut() {
            last.breadth += blank;
        }
        let measure = Measure { first: note.hang, rest: note.hang, right: UPRIGHT.chars(), justified: true };
        let mut lines = line::lines(&cell::cells(&note.name, Face::FangSong), measure);
        if let Some(first) = lines.first_mut() {
            first.cells.splice(0..0, prefix);
            first.indent = note.start;
        }
        all.extend(lines);
    }
    all
}

/// 出席、请假、列席 of minutes, names below each other.
fn attendance(paper: &Paper) -> Vec<Line> {
    let mut all = Vec::new();
    for (label, names) in compose::attendance(paper) {
        let mut cells = cell::cells(label, Face::Hei);
        let first = MINUTES_LIST_INDENT_CHARS.value;
        let rest = first + breadth(&cells);
        cells.extend(cell::cells(&names, Face::FangSong));
        let measure = Measure { first, rest, right: UPRIGHT.chars(), justified: false };
        all.extend(line::lines(&cells, measure));
    }
    all
}

/// Height of the sign-off with the blank lines before it.
fn sign_height(sign: &SignLayout) -> f64 {
    let lines = match sign {
        SignLayout::None => return 0.0,
        SignLayout::Lines(lines) => lines.iter().map(|line| line.blank + 1).sum::<u32>(),
        SignLayout::Rows { rows, lines_per_row, .. } => rows.len() as u32 * lines_per_row,
    };
    (f64::from(lines) - 1.0) * PITCH + CHAR_HEIGHT
}

/// Names and date, with room for seals.
fn sign_off(flow: &mut Flow, sign: &SignLayout) {
    let height = sign_height(sign);
    match sign {
        SignLayout::None => {}
        SignLayout::Lines(lines) => {
            if height <= UPRIGHT.height {
                flow.need(height);
            }
            for line in lines {
                flow.skip(f64::from(line.blank));
                flow.right(&cell::cells(&line.text, Face::FangSong), line.right, TEXT);
            }
        }
        SignLayout::Rows { rows, per_row, lines_per_row, date } => {
            let row_height = f64::from(*lines_per_row) * PITCH;
            for (number, row) in rows.iter().enumerate() {
                flow.need(row_height - PITCH + CHAR_HEIGHT);
                let last = number + 1 == rows.len();
                seals(flow, row, *per_row, last.then_some(date));
                flow.at += if last { 4.0 * PITCH } else { row_height };
            }
        }
    }
}

/// A row of names, each in the middle of its part of the line; a short last row stands at the right, above the date.
fn seals(flow: &mut Flow, row: &[String], per_row: usize, date: Option<&String>) {
    let part = UPRIGHT.chars() / per_row as f64;
    let top = UPRIGHT.top + flow.at + 2.0 * PITCH;
    let mut put = |place: usize, top: f64, text: &str| {
        let cells = cell::cells(text, Face::FangSong);
        let x = place as f64 * part + ((part - breadth(&cells)) / 2.0).max(0.0);
        flow.text_at(UPRIGHT.left + x * ADVANCE, top, &cells, TEXT);
    };
    for (at, name) in row.iter().enumerate() {
        put(per_row - row.len() + at, top, name);
    }
    if let Some(date) = date {
        put(per_row - 1, top + PITCH, date);
    }
}

/// Each attachment on a new page: its label on the first line, its title on the third.
fn attachments(flow: &mut Flow, paper: &Paper) -> Result<(), Error> {
    let all = paper.attachments.len();
    for (at, attachment) in paper.attachments.iter().enumerate().filter(|(_, it)| !it.body.is_empty()) {
        flow.new_page(attachment.landscape);
        let label = compose::attachment_label(at, all);
        let name = compose::title_text(&attachment.title);
        flow.bookmark(0, &format!("{label}\u{3000}{name}"));
        let line = Line { cells: cell::cells(&label, Face::Hei), indent: 0.0 };
        flow.line(&line, TEXT);
        flow.at = (ATTACHMENT_TITLE_LINE.value - 1.0) * PITCH;
        let widest = if attachment.landscape { title::TITLE_CHARS + 8 } else { title::TITLE_CHARS };
        text::title(flow, &title::lines(&attachment.title, &attachment.title_words, widest));
        flow.skip(1.0);
        text::blocks(flow, &attachment.body, 0.0, &|block| Place::Attachment(at, Some(block)))?;
    }
    Ok(())
}
