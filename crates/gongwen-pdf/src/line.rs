//! Lines of Chinese text: no line begins or ends with a forbidden mark (禁则), words and numbers stay whole, and a
//! broken line fills its measure. The rules of a break are those of [`gongwen::paper::linebreak`]; here marks give
//! way to each other first, so that as few lines as possible have to be spread.

use crate::cell::{Cell, breadth};
use gongwen::paper::linebreak;

/// A line and where it begins, in 字 from the left.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// Its characters.
    pub cells: Vec<Cell>,
    /// Indent.
    pub indent: f64,
}

/// Widest blank that is spread over a line; beyond it the right edge stays ragged.
const MOST_SPREAD: f64 = 4.0;
/// Farthest that characters are pulled back into a full line, in 字.
const MOST_PULL: f64 = 2.0;

/// Measure of a paragraph in 字.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Measure {
    /// Indent of the first line.
    pub first: f64,
    /// Indent of the others.
    pub rest: f64,
    /// Right edge.
    pub right: f64,
    /// Whether broken lines are set to the right edge.
    pub justified: bool,
}

/// Breaks text into lines. Every character is in one of them; empty text is one empty line.
pub fn lines(text: &[Cell], measure: Measure) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut start = 0;
    loop {
        let indent = if lines.is_empty() { measure.first } else { measure.rest };
        let room = (measure.right - indent).max(1.0);
        let end = end(text, start, room);
        let mut cells = text[start..end].to_vec();
        let over = breadth(&cells) - room;
        if over > EVEN {
            squeeze(&mut cells, over);
        } else if end < text.len() && measure.justified {
            spread(&mut cells, -over);
        }
        lines.push(Line { cells, indent });
        start = end;
        if start >= text.len() {
            return lines;
        }
    }
}

/// Differences below it are rounding.
const EVEN: f64 = 1e-6;

/// Where the line from `start` ends: at least one character further.
fn end(text: &[Cell], start: usize, room: f64) -> usize {
    let mut used = 0.0;
    let fits = text[start..].iter().take_while(|cell| {
        used += cell.breadth;
        used <= room + EVEN
    });
    let full = start + fits.count().max(1).min(text.len() - start);
    if full == text.len() || may_break(text, full) {
        return full;
    }
    let pulled =
        (full + 1..=text.len()).take_while(|end| breadth(&text[full..*end]) <= MOST_PULL).find(|end| {
            let line = &text[start..*end];
            let slack: f64 = line.iter().map(Cell::slack).sum();
            breadth(line) - room <= slack + EVEN && may_break(text, *end)
        });
    let back = || (start + 1..full).rev().find(|end| may_break(text, *end));
    pulled.or_else(back).unwrap_or(full)
}

fn may_break(text: &[Cell], at: usize) -> bool {
    at >= text.len() || linebreak::may_break(text[at - 1].c, text[at].c)
}

/// Takes so much out of the marks of a line: first the blank behind its last mark, then of all alike.
fn squeeze(cells: &mut [Cell], mut over: f64) {
    if let Some(last) = cells.last_mut().filter(|cell| cell.is_closing()) {
        let by = last.slack().min(over);
        last.squeeze(by);
        over -= by;
    }
    let most = cells.len().saturating_sub(1);
    let slack: f64 = cells[..most].iter().map(Cell::slack).sum();
    if slack > 0.0 && over > EVEN {
        let part = (over / slack).min(1.0);
        for cell in &mut cells[..most] {
            cell.squeeze(cell.slack() * part);
        }
    }
}

/// Spreads a blank over the gaps between characters; words of letters stay together.
fn spread(cells: &mut [Cell], blank: f64) {
    let open = |pair: &[Cell]| !(pair[0].is_half() && pair[1].is_half());
    let gaps = cells.windows(2).filter(|pair| open(pair)).count();
    if gaps == 0 || blank <= EVEN || blank > MOST_SPREAD {
        return;
    }
    for at in 0..cells.len() - 1 {
        if open(&cells[at..at + 2]) {
            cells[at].breadth += blank / gaps as f64;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cell;
    use gongwen::paper::Face;

    fn broken(text: &str, right: f64) -> Vec<(String, f64)> {
        let measure = Measure { first: 0.0, rest: 0.0, right, justified: true };
        lines(&cell::cells(text, Face::FangSong), measure)
            .into_iter()
            .map(|line| (line.cells.iter().map(|cell| cell.c).collect(), breadth(&line.cells)))
            .collect()
    }

    #[test]
    fn marks_are_pulled_in_or_characters_pushed_out() {
        let cases: &[(&str, f64, &[&str])] = &[
            // Two marks give a half each.
            ("甲乙，丙丁。戊己", 5.0, &["甲乙，丙丁。", "戊己"]),
            // One mark alone cannot.
            ("甲乙丙丁戊，己庚", 5.0, &["甲乙丙丁", "戊，己庚"]),
            ("印发《方案》的通知", 3.0, &["印发", "《方案》", "的通知"]),
            ("截至2026年底", 4.0, &["截至", "2026年底"]),
            ("甲乙——丙丁", 3.0, &["甲", "乙——", "丙丁"]),
        ];
        for (text, right, expected) in cases {
            let found: Vec<String> = broken(text, *right).into_iter().map(|(line, _)| line).collect();
            assert_eq!(found, *expected, "{text}");
        }
    }

    #[test]
    fn broken_lines_fill_their_measure() {
        let text = "各科室、局属各单位要把创建工作与业务工作同部署、同检查，确保2026年底前完成全部任务（含整改），形成长效机制。";
        for right in 8..29 {
            let all = broken(text, f64::from(right));
            for (line, width) in &all[..all.len() - 1] {
                assert!((width - f64::from(right)).abs() < 1e-6, "{right}: {line} {width}");
            }
            assert_eq!(all.into_iter().map(|(line, _)| line).collect::<String>(), text);
        }
    }
}
