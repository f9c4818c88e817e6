//! From what a paper says to what is printed: texts with their marks, indents in characters, sizes. Every
//! writer sets these, so that Word file and PDF agree.

use super::foot::Seal;
use super::{Attachment, Format, Paper, title, width};
use crate::layout::{
    self, ATTACHMENT_NOTE_INDENT_CHARS, LINE_PITCH_MM, MM_PER_PT, SEALED_DATE_RIGHT_CHARS,
    STAMP_DATE_RIGHT_CHARS, STAMP_POST_GAP_CHARS, STAMP_RIGHT_CHARS, TYPE_AREA_HEIGHT_MM, TYPE_AREA_WIDTH_MM,
    UNSEALED_DATE_SHIFT_CHARS, UNSEALED_LONG_DATE_RIGHT_CHARS, UNSEALED_ORGAN_RIGHT_CHARS,
};

/// Characters on a line of the body.
pub const LINE_CHARS: usize = 28;

/// The red heading.
#[derive(Debug, Clone, PartialEq)]
pub struct Mark {
    /// Its lines; a joint paper has one for each organ.
    pub lines: Vec<String>,
    /// 文件 to the right of the lines.
    pub suffix: Option<&'static str>,
    /// Size of type in points. The standard gives none (practice: larger than the title).
    pub size_pt: f64,
    /// Width of the characters in per cent, below 100 where long names would not fit.
    pub squeeze: u32,
}

/// The red heading of a paper.
pub fn mark(paper: &Paper) -> Mark {
    let header = &paper.header;
    let lead = header.lead_only || paper.format == Format::Letter;
    let organs = if lead { header.organs.get(..1) } else { Some(header.organs.as_slice()) };
    let lines = match &header.mark {
        Some(mark) => vec![mark.clone()],
        None => organs.unwrap_or_default().to_vec(),
    };
    let suffix =
        (header.with_suffix && header.mark.is_none() && paper.format == Format::Common).then_some("文件");
    let widest =
        lines.iter().map(|line| width::chars(line)).fold(1.0, f64::max) + suffix.map_or(0.0, |_| 2.3);
    let room = TYPE_AREA_WIDTH_MM.pt() * 0.97;
    let most = if lines.len() > 1 { 36.0 } else { 48.0 };
    let size_pt = (room / widest).floor().clamp(layout::SIZE_1_PT, most);
    let squeeze = (room / (widest * size_pt) * 100.0).floor().clamp(40.0, 100.0) as u32;
    Mark { lines, suffix, size_pt, squeeze }
}

/// Lines of the title.
pub fn title(paper: &Paper) -> Vec<String> {
    title::lines(&paper.title, &paper.title_words, title::TITLE_CHARS)
}

/// The title on one line, for metadata.
pub fn title_text(title: &str) -> String {
    title.split('\n').map(str::trim).collect()
}

/// 主送机关 with its colon, as it stands below the title; `None` where there is none or where it has moved to
/// the imprint.
pub fn recipients(paper: &Paper) -> Option<String> {
    (!paper.recipients.is_empty() && !recipients_move(paper))
        .then(|| format!("{}：", paper.recipients.join("，")))
}

/// 7.3.2: recipients so many that no text would show on the first page move to the imprint.
pub fn recipients_move(paper: &Paper) -> bool {
    if paper.recipients.is_empty() || paper.format == Format::Minutes {
        return false;
    }
    let text = format!("{}：", paper.recipients.join("，"));
    let lines = super::linebreak::wrap(&text, LINE_CHARS * 2, LINE_CHARS * 2).len();
    lines + 1 > lines_below_title(paper)
}

/// Lines of the first page that remain below the title and the blank line after it.
fn lines_below_title(paper: &Paper) -> usize {
    let mark = mark(paper);
    let line = LINE_PITCH_MM.value;
    let heading = mark.size_pt * MM_PER_PT * 1.3 * mark.lines.len() as f64;
    let above = match paper.format {
        Format::Letter => 30.0 - 37.0 + heading + 4.0 + 2.0 * line,
        Format::Common | Format::Minutes => 35.0 + heading + 3.0 * line + 4.0,
    };
    let signers = paper.header.signers.len().div_ceil(2).saturating_sub(1) as f64 * line;
    let title = (3 + title(paper).len()) as f64 * line;
    ((TYPE_AREA_HEIGHT_MM.value - above - signers - title) / line).floor().max(0.0) as usize
}

/// A line of 附件说明.
#[derive(Debug, Clone, PartialEq)]
pub struct NoteLine {
    /// 附件： and number, or the number alone.
    pub prefix: String,
    /// Title of the attachment.
    pub name: String,
    /// Where the prefix starts, in characters from the left.
    pub start: f64,
    /// Where the name starts, on its first line and on those that follow.
    pub hang: f64,
}

/// 附件说明, 7.3.4: 附件：1. …, names aligned with each other, no marks behind them.
pub fn attachment_note(attachments: &[Attachment]) -> Vec<NoteLine> {
    let label = layout::ATTACHMENT_NOTE_LABEL.value[0];
    let indent = ATTACHMENT_NOTE_INDENT_CHARS.value;
    let after_label = indent + width::chars(label);
    let numbered = attachments.len() > 1;
    let widest = width::chars(&format!("{}. ", attachments.len()));
    let hang = if numbered { after_label + widest } else { after_label };
    let line = |(at, attachment): (usize, &Attachment)| {
        let number = if numbered { format!("{}. ", at + 1) } else { String::new() };
        let first = at == 0;
        NoteLine {
            prefix: if first { format!("{label}{number}") } else { number },
            name: title_text(&attachment.title),
            start: if first { indent } else { after_label },
            hang,
        }
    };
    attachments.iter().enumerate().map(line).collect()
}

/// 附件 or 附件2, as it stands above an attachment.
pub fn attachment_label(at: usize, all: usize) -> String {
    if all > 1 { format!("附件{}", at + 1) } else { "附件".into() }
}

/// A line of the sign-off, set against the right edge.
#[derive(Debug, Clone, PartialEq)]
pub struct SignLine {
    /// Its text.
    pub text: String,
    /// Distance of its end from the right edge, in characters.
    pub right: f64,
    /// Blank lines before it.
    pub blank: u32,
}

/// Sign-off of a paper.
#[derive(Debug, Clone, PartialEq)]
pub enum SignLayout {
    /// Nothing.
    None,
    /// Lines against the right edge.
    Lines(Vec<SignLine>),
    /// Several organs with a seal each: rows of names, a seal's height apart, then the date below the last name.
    Rows {
        /// Names, row by row.
        rows: Vec<Vec<String>>,
        /// Names in a full row.
        per_row: usize,
        /// Lines of the body that one row takes.
        lines_per_row: u32,
        /// 成文日期.
        date: String,
    },
}

/// Names of the organs that sign.
pub fn signing_organs(paper: &Paper) -> &[String] {
    if paper.sign_off.organs.is_empty() { &paper.header.organs } else { &paper.sign_off.organs }
}

/// Sign-off by 7.3.5.
pub fn sign_off(paper: &Paper) -> SignLayout {
    let organs = signing_organs(paper);
    let date = paper.sign_off.date.to_string();
    match &paper.sign_off.seal {
        Seal::Omitted => SignLayout::None,
        Seal::None => SignLayout::Lines(unsealed(organs, date)),
        Seal::Signature { post, name } => SignLayout::Lines(signature(post, name, date)),
        Seal::Stamped if organs.len() > 1 => rows(organs, date),
        Seal::Stamped => SignLayout::Lines(sealed(organs.first().map_or("", String::as_str), date)),
    }
}

/// 7.3.5.1: the date ends four characters from the right, the name is centred on it. Two blank lines keep a
/// seal of 42 mm within one line of the text, with name and date a little below its middle.
fn sealed(organ: &str, date: String) -> Vec<SignLine> {
    let (wide, narrow) = (width::chars(organ), width::chars(&date));
    let centred = SEALED_DATE_RIGHT_CHARS.value + (narrow - wide) / 2.0;
    // A name so long that it would leave the type area moves both to the left.
    let organ_right = centred.max(0.0);
    let date_right = organ_right + (wide - narrow) / 2.0;
    vec![
        SignLine { text: organ.to_owned(), right: organ_right, blank: 2 },
        SignLine { text: date, right: date_right, blank: 0 },
    ]
}

/// 7.3.5.2.
fn unsealed(organs: &[String], date: String) -> Vec<SignLine> {
    let narrow = width::chars(&date);
    let wide = organs.last().map_or(0.0, |organ| width::chars(organ));
    let shift = UNSEALED_DATE_SHIFT_CHARS.value;
    let (organ_right, date_right) = if narrow > wide {
        let date_right = UNSEALED_LONG_DATE_RIGHT_CHARS.value;
        (date_right + narrow + shift - wide, date_right)
    } else {
        let organ_right = UNSEALED_ORGAN_RIGHT_CHARS.value;
        (organ_right, (organ_right + wide - shift - narrow).max(0.0))
    };
    let organ = |(at, organ): (usize, &String)| SignLine {
        text: organ.clone(),
        right: (organ_right + wide - width::chars(organ)).max(0.0),
        blank: u32::from(at == 0),
    };
    let mut lines: Vec<SignLine> = organs.iter().enumerate().map(organ).collect();
    lines.push(SignLine { text: date, right: date_right, blank: u32::from(organs.is_empty()) });
    lines
}

/// 7.3.5.3: the name stands where the stamp covers it.
fn signature(post: &str, name: &str, date: String) -> Vec<SignLine> {
    let gap = "\u{3000}".repeat(STAMP_POST_GAP_CHARS.value as usize);
    vec![
        SignLine { text: format!("{post}{gap}{name}"), right: STAMP_RIGHT_CHARS.value, blank: 2 },
        SignLine { text: date, right: STAMP_DATE_RIGHT_CHARS.value, blank: 1 },
    ]
}

/// 7.3.5.1 for several organs: at most three in a row, fewer where names are long.
fn rows(organs: &[String], date: String) -> SignLayout {
    let widest = organs.iter().map(|organ| width::chars(organ)).fold(0.0, f64::max);
    let per_row =
        [3, 2].into_iter().find(|count| widest + 0.5 <= LINE_CHARS as f64 / *count as f64).unwrap_or(1);
    let rows = organs.chunks(per_row).map(<[String]>::to_vec).collect();
    SignLayout::Rows { rows, per_row, lines_per_row: 5, date }
}

/// A row of the imprint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ImprintRow {
    /// 主送： or 抄送： with the organs; lines that follow stand below the first organ.
    Organs {
        /// The label with its colon.
        label: &'static str,
        /// The organs, with the final mark.
        text: String,
        /// Whether a rule parts it from the row before (never between 主送 and 抄送).
        ruled: bool,
    },
    /// 印发机关 at the left, 印发日期 at the right.
    Printed {
        /// 印发机关.
        organ: String,
        /// 印发日期 with 印发.
        date: String,
    },
}

/// 版记, 7.4; without rules and printer for a letter (10.1). Empty where there is nothing to say.
pub fn imprint(paper: &Paper) -> Vec<ImprintRow> {
    let mut found = Vec::new();
    if recipients_move(paper) {
        let text = format!("{}。", paper.recipients.join("，"));
        found.push(ImprintRow::Organs { label: layout::TO_LABEL.value[0], text, ruled: true });
    }
    let Some(imprint) = &paper.imprint else { return found };
    if !imprint.cc.is_empty() {
        let text = format!("{}。", imprint.cc.join("，"));
        found.push(ImprintRow::Organs { label: layout::CC_LABEL.value[0], text, ruled: found.is_empty() });
    }
    if paper.format != Format::Letter
        && let (Some(organ), Some(day)) = (&imprint.printer, imprint.printed)
    {
        found.push(ImprintRow::Printed { organ: organ.clone(), date: format!("{day}印发") });
    }
    found
}

/// 附注 in its brackets.
pub fn note(paper: &Paper) -> Option<String> {
    paper.note.as_ref().map(|note| format!("（{note}）"))
}

/// Rows of 出席、请假、列席: label and names.
pub fn attendance(paper: &Paper) -> Vec<(&'static str, String)> {
    let list = &paper.attendance;
    [("出席：", &list.present), ("请假：", &list.excused), ("列席：", &list.observers)]
        .into_iter()
        .filter(|(_, names)| !names.is_empty())
        .map(|(label, names)| (label, names.join("\u{3000}")))
        .collect()
}
