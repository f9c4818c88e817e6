//! 版头: red heading, number, signers, red rule (7.2), in the common, letter (10.1) and minutes (10.3) format.

use super::body::Document;
use super::paragraph::{Frame, LINE, Para, Piece, Rule, chars};
use super::picture;
use crate::layout::{
    self, LETTER_FIRST_RULE_BELOW_MM, LETTER_MARK_TO_PAGE_MM, LETTER_RULE_LENGTH_MM,
    LETTER_SECOND_RULE_TO_PAGE_MM, MARK_TO_TYPE_AREA_MM, MM_PER_PT, NUMBER_LINES_AFTER_MARK,
    NUMBER_UPWARD_INDENT_CHARS, PAGE_HEIGHT_MM, RED_RULE_BELOW_NUMBER_MM, SIGNER_RIGHT_INDENT_CHARS,
    SIGNERS_PER_LINE, SIZE_3_PT, mm_to_twips,
};
use crate::paper::compose::{self, Mark};
use crate::paper::{Format, Paper, width};

/// Width of the type area in twips.
pub(super) const AREA: i64 = 8845;
/// Line of the number in twips: little more than its type, so that all programs set the rule alike.
const NUMBER_LINE: i64 = 400;
/// Share of the type that a line of a red heading has above the character.
const LEAD: f64 = 0.1;

/// Writes everything above the title.
pub(super) fn write(document: &mut Document, paper: &Paper) {
    let mark = compose::mark(paper);
    if paper.format == Format::Letter {
        return letter(document, paper, &mark);
    }
    let lines = classes(paper);
    let used = lines.len() as i64 * LINE;
    lines.into_iter().for_each(|line| document.push(line));
    let top = mm_to_twips(MARK_TO_TYPE_AREA_MM.value) - used - (mark.size_pt * LEAD * 20.0) as i64;
    red_heading(document, &mark, top);
    match paper.format {
        Format::Minutes => minutes(document, paper),
        _ => number(document, paper),
    }
}

/// 份号, 密级和保密期限, 紧急程度: one line each, top down (7.2.1 to 7.2.3).
fn classes(paper: &Paper) -> Vec<Para> {
    let header = &paper.header;
    let copy = header.copy_no.map(|number| Para::new("GwCopyNo", format!("{number:06}")));
    let secrecy = header.secrecy.as_ref().map(|secrecy| Para::new("GwSecrecy", secrecy.text()));
    let urgency = header.urgency.map(|urgency| Para::new("GwSecrecy", urgency.text()));
    [copy, secrecy, urgency].into_iter().flatten().collect()
}

/// 发文机关标志 with its upper edge where it belongs.
fn red_heading(document: &mut Document, mark: &Mark, top: i64) {
    let line = (mark.size_pt * 20.0 * (1.0 + 2.0 * LEAD)) as i64;
    let half_points = (mark.size_pt * 2.0) as i64;
    let piece = |text: String| Piece::Sized { text, half_points, squeeze: mark.squeeze };
    if mark.lines.len() > 1 && mark.suffix.is_some() {
        // The space before the table is carried by a thin paragraph: tables have none of their own.
        document.push(Para { before: Some(top - 20), ..Para::thin() });
        return document.joint_mark(mark, line);
    }
    for (at, text) in mark.lines.iter().enumerate() {
        let text = format!("{text}{}", mark.suffix.unwrap_or_default());
        let before = if at == 0 { top } else { 0 };
        document.push(Para {
            before: Some(before),
            line: Some(line),
            ..Para::of("GwMark", vec![piece(text)])
        });
    }
}

/// 发文字号 and 签发人 above the red rule (7.2.5 to 7.2.7).
fn number(document: &mut Document, paper: &Paper) {
    let number = paper.header.number.as_ref().map(ToString::to_string).unwrap_or_default();
    let before = NUMBER_LINES_AFTER_MARK.value as i64 * LINE;
    if paper.header.signers.is_empty() {
        let para = Para { before: Some(before), line: Some(NUMBER_LINE), ..Para::new("GwNumber", number) };
        return document.push(Para { rule: Some(rule()), ..para });
    }
    let rows: Vec<&[String]> = paper.header.signers.chunks(SIGNERS_PER_LINE.value as usize).collect();
    let widest = rows.iter().map(|row| width::chars(&row.join("\u{3000}"))).fold(0.0, f64::max);
    let label = layout::SIGNER_LABEL.value[0];
    let names = AREA - chars(SIGNER_RIGHT_INDENT_CHARS.value + widest);
    let stop = names - chars(width::chars(label));
    for (at, row) in rows.iter().enumerate() {
        let last = at + 1 == rows.len();
        // The rule of a paragraph begins at its indent, so that the blank character is a tab.
        let mut pieces = vec![Piece::Tab];
        if last {
            pieces.extend([Piece::text(number.clone()), Piece::Tab]);
        }
        if at == 0 {
            pieces.push(Piece::text(label));
        }
        pieces.push(Piece::styled(row.join("\u{3000}"), "GwKai"));
        let left = last.then_some((chars(NUMBER_UPWARD_INDENT_CHARS.value), "left"));
        document.push(Para {
            before: Some(if at == 0 { before } else { 0 }),
            line: Some(if last { NUMBER_LINE } else { LINE }),
            tabs: left.into_iter().chain([(if at == 0 { stop } else { names }, "left")]).collect(),
            align: Some("left"),
            rule: last.then(rule),
            ..Para::of("GwNumber", pieces)
        });
    }
}

/// The red rule: 1.5 pt thick (practice), 4 mm below the characters (7.2.7),
/// whose ink ends about 1.5 pt above the end of their line.
fn rule() -> Rule {
    Rule {
        eighths: 12,
        space: (RED_RULE_BELOW_NUMBER_MM.pt() - 1.5).round() as i64,
        color: super::styles::RED,
    }
}

/// Minutes: number or issue, then organ and day above the red rule. 10.3 leaves this to the organ.
fn minutes(document: &mut Document, paper: &Paper) {
    let number = paper.header.number.as_ref().map(ToString::to_string);
    let issue = number.or_else(|| paper.header.issue.clone()).unwrap_or_default();
    let before = NUMBER_LINES_AFTER_MARK.value as i64 * LINE;
    document.push(Para { before: Some(before), ..Para::new("GwNumber", issue) });
    let organ = compose::signing_organs(paper).first().cloned().unwrap_or_default();
    let edge = chars(1.0);
    document.push(Para {
        before: Some(LINE - NUMBER_LINE),
        line: Some(NUMBER_LINE),
        tabs: vec![(edge, "left"), (AREA - edge, "right")],
        align: Some("left"),
        rule: Some(rule()),
        ..Para::of(
            "GwNumber",
            vec![Piece::Tab, Piece::text(organ), Piece::Tab, Piece::text(paper.sign_off.date.to_string())],
        )
    });
}

/// Letter (10.1): heading 30 mm from the edge of the page, double rules of 170 mm, number at the right.
fn letter(document: &mut Document, paper: &Paper, mark: &Mark) {
    let top = LETTER_MARK_TO_PAGE_MM.value;
    let rule = top + mark.size_pt * MM_PER_PT + LETTER_FIRST_RULE_BELOW_MM.value;
    let lead = mark.size_pt * LEAD;
    let half_points = (mark.size_pt * 2.0) as i64;
    let text = mark.lines.first().cloned().unwrap_or_default();
    let frame = Frame {
        top: mm_to_twips(top) - (lead * 20.0) as i64,
        height: mm_to_twips(rule - top) + (lead * 20.0) as i64,
        width: mm_to_twips(LETTER_RULE_LENGTH_MM.value),
    };
    document.push(Para {
        line: Some((mark.size_pt * 20.0 * (1.0 + 2.0 * LEAD)) as i64),
        frame: Some(frame),
        ..Para::of("GwMark", vec![Piece::Sized { text, half_points, squeeze: mark.squeeze }])
    });
    // 份号, 密级 and 紧急程度 at the left edge, 发文字号 at the right edge, 7/8 of a character below the rule.
    let number = paper.header.number.as_ref().map(ToString::to_string).unwrap_or_default();
    let mut lines = classes(paper);
    let mut first = if lines.is_empty() { Para::of("GwNumber", Vec::new()) } else { lines.remove(0) };
    first.tabs = vec![(AREA, "right")];
    first.align = Some("left");
    first.before = Some(((SIZE_3_PT * 0.875 - 2.0) * 20.0) as i64);
    first.line = Some(NUMBER_LINE);
    first.pieces.extend([Piece::Tab, Piece::text(number)]);
    let bottom = PAGE_HEIGHT_MM.value - LETTER_SECOND_RULE_TO_PAGE_MM.value;
    let rules = [(rule, 2.25), (rule + 1.2, 0.75), (bottom - 1.2, 0.75), (bottom, 2.25)];
    for (at, (y, thickness)) in rules.into_iter().enumerate() {
        first.pieces.push(Piece::Raw(picture::rule(at as u32 + 1, y, thickness)));
    }
    document.push(first);
    lines.into_iter().for_each(|line| document.push(line));
}
