//! Lines to paragraphs: layout marks are dropped, sentences that a page or a line break parted are joined.
//!
//! A paragraph keeps two texts: the compact one without white space between Han characters, on which all
//! rules work, and the loose one, whose spaces part the columns of rosters and tables.

mod contents;
mod glue;
mod join;
mod part;
mod spaced;

use crate::mark;
use crate::number::arabic;
use crate::plan::Span;
use crate::text::{Text, ends, is_stop, starts};
use std::ops::Range;

/// What a paragraph is in its paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ParagraphKind {
    /// Name of the issuing organ above the title.
    Issuer,
    /// 发文字号.
    DocNumber,
    /// A line of the title of the paper or of an attached one.
    Title,
    /// 主送.
    Recipients,
    /// A numbered heading or item.
    Heading,
    /// Running text.
    Body,
    /// The list of attachments.
    Attachments,
    /// 附件1 above an attached paper.
    AnnexMark,
    /// The organ that signs.
    SignOff,
    /// 成文日期.
    Date,
    /// 抄送.
    Copy,
    /// 印发 block.
    Print,
    /// Rows of a table.
    Table,
    /// Rules, page numbers and remarks of a web site.
    Noise,
}

/// A paragraph before and after it was understood.
#[derive(Debug, Clone)]
pub(crate) struct Para {
    pub text: Text,
    pub loose: Text,
    pub span: Span,
    pub kind: ParagraphKind,
    /// Depth of a Markdown heading, 0 for none. It tells that a line is a heading, never how deep.
    pub md: usize,
    /// White space stood where its line should have begun, so that more may stand for breaks.
    pub gapped: bool,
    /// A page number stood here.
    page: bool,
    blank_before: bool,
    indented: bool,
    hard_break: bool,
    width: usize,
}

impl Para {
    /// The place in the loose text of the place `at` in the compact one.
    pub(crate) fn loose_at(&self, at: usize) -> usize {
        match self.text.at.get(at) {
            Some(place) => self.loose.at.partition_point(|loose| loose < place),
            None => self.loose.len(),
        }
    }

    /// True where white space stands before the place `at` of the compact text.
    pub(crate) fn gap_before(&self, at: usize) -> bool {
        self.loose.chars[..self.loose_at(at)].last().is_some_and(|c| c.is_whitespace())
    }
}

/// Longest paragraph, in characters. Papers stay far below; a line beyond it is cut where a sentence ends, so
/// that no rule ever looks at more than this at once.
const LONGEST: usize = 4_000;

/// Splits `text` (mended) into paragraphs. `original` gives the extent of each line.
pub(crate) fn split(text: &Text, original: &[char]) -> Vec<Para> {
    let mut found = lines(text, original);
    cells(&mut found);
    let mut paras = join::join(found);
    contents::drop(&mut paras);
    glue::unglue(paras)
}

pub(crate) fn is_newline(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn is_blank(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{feff}' | '\u{ad}' | '\u{2060}' | '\u{200b}'..='\u{200d}')
        || turns_direction(c)
}

/// True for invisible marks that turn the direction of the text, so that it looks other than it is.
pub(crate) fn turns_direction(c: char) -> bool {
    matches!(c, '\u{200e}' | '\u{200f}' | '\u{61c}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

fn lines(text: &Text, original: &[char]) -> Vec<Para> {
    let markdown = text.chars.split(|c| is_newline(*c)).any(|line| line.starts_with(&['#']));
    let mut found = Vec::new();
    let (mut blank, mut start, mut from) = (false, 0, 0);
    while from <= original.len() {
        let to = (from..original.len()).find(|at| is_newline(original[*at])).unwrap_or(original.len());
        let end = text.at[start..].partition_point(|at| *at < to) + start;
        let first = (from..to).find(|at| !original[*at].is_whitespace());
        let last = (from..to).rev().find(|at| !original[*at].is_whitespace());
        match (first, last) {
            (Some(first), Some(last)) => {
                let mut first = first;
                let pieces = pieces(&text.chars[start..end]);
                let last_piece = pieces.len() - 1;
                for (index, piece) in pieces.into_iter().enumerate() {
                    let piece = start + piece.start..start + piece.end;
                    let close = if index < last_piece { text.at[piece.end] } else { last + 1 };
                    found.push(line(&text.slice(piece), [first, close], blank, markdown));
                    (first, blank) = (close, index < last_piece);
                }
            }
            // The second half of CR LF is no empty line.
            _ if from == to && from > 0 && original[from - 1] == '\r' => {}
            _ if to > from || to < original.len() => blank = true,
            _ => {}
        }
        start = text.at[end..].partition_point(|at| *at <= to) + end;
        from = to + 1;
    }
    found
}

/// Lines between bars that stand alone are the cells of a table whose rows were lost.
fn cells(lines: &mut [Para]) {
    let bar = |para: &Para| para.text.chars == ['|'];
    for at in 1..lines.len().saturating_sub(1) {
        if bar(&lines[at - 1]) && bar(&lines[at + 1]) && lines[at].kind == ParagraphKind::Body {
            lines[at].kind = ParagraphKind::Table;
        }
    }
}

/// The parts of a line, none of them longer than [`LONGEST`]: cut behind the last stop that fits.
fn pieces(line: &[char]) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut from = 0;
    while line.len() - from > LONGEST {
        let limit = from + LONGEST;
        let stop = (from + LONGEST / 2..limit).rev().find(|at| is_stop(line[*at]));
        let to = stop.map_or(limit, |at| at + 1);
        found.push(from..to);
        from = to;
    }
    found.push(from..line.len());
    found
}

fn line(raw: &Text, span: Span, blank_before: bool, markdown: bool) -> Para {
    let mut from = raw.chars.iter().position(|c| !is_blank(*c)).unwrap_or(raw.len());
    let mut to = raw.chars.iter().rposition(|c| !is_blank(*c)).map_or(from, |last| last + 1);
    let indented = from > 0;
    let hard_break = markdown && to + 2 <= raw.len() && raw.chars[to..].starts_with(&[' ', ' ']);
    let rule = to > from
        && raw.chars[from..to]
            .iter()
            .all(|c| matches!(c, '-' | '*' | '=' | '_' | '─' | '—' | '★' | '☆' | '◆' | ' '));
    let mut md = 0;
    let page = is_page_number(&raw.chars[from..to]);
    if rule || page || is_contents(&raw.chars[from..to]) {
        from = to;
    } else {
        md = raw.chars[from..to].iter().take_while(|c| **c == '#').count();
        let heading = md > 0 && md <= 6 && raw.chars.get(from + md).is_some_and(|c| is_blank(*c));
        md = if heading { md } else { 0 };
        from += md;
        let item = matches!(raw.chars[from..to], ['-' | '*' | '+' | '•' | '●', ' ', ..]);
        if item || (from < to && raw.chars[from] == '>' && markdown) {
            from += 1;
        }
        (from, to) = bold(&raw.chars, from, to);
        // The edge of a table that was lost.
        if to > from + 1 && raw.chars[to - 1] == '|' && !raw.chars[from..to - 1].contains(&'|') {
            to -= 1;
        }
    }
    let mut loose = without_pages(raw.slice(from..to));
    if markdown {
        loose = without_stars(loose);
    }
    let text = compact(&loose);
    // One tab may follow a number; two part the cells of a table.
    let tabs = loose.chars.iter().filter(|c| **c == '\t').count();
    let tabbed = tabs > 1 || tabs == 1 && mark::parse(&text.chars).is_none() || starts(&text.chars, "|");
    // An indent takes the room of two characters.
    let indent = if indented { 4 } else { 0 };
    let width = text.chars.iter().map(|c| 1 + usize::from(!c.is_ascii())).sum::<usize>();
    let width = if width > 0 { width + indent } else { 0 };
    let kind = match () {
        () if text.is_empty() => ParagraphKind::Noise,
        () if tabbed => ParagraphKind::Table,
        () => ParagraphKind::Body,
    };
    Para { text, loose, span, kind, md, gapped: false, page, blank_before, indented, hard_break, width }
}

/// Drops the pairs of `**` inside a line of Markdown.
fn without_stars(text: Text) -> Text {
    let stars: Vec<usize> =
        (1..text.len()).filter(|at| text.chars[*at] == '*' && text.chars[at - 1] == '*').collect();
    if stars.is_empty() || !stars.len().is_multiple_of(2) {
        return text;
    }
    let mut kept = Text::default();
    for (index, c) in text.chars.iter().enumerate() {
        if stars.binary_search(&index).is_err() && stars.binary_search(&(index + 1)).is_err() {
            kept.push(*c, text.at[index]);
        }
    }
    kept
}

/// Drops `**` around a whole line; masks such as `**市` stay.
fn bold(chars: &[char], mut from: usize, mut to: usize) -> (usize, usize) {
    while from < to && is_blank(chars[from]) {
        from += 1;
    }
    if to >= from + 5 && starts(&chars[from..to], "**") && ends(&chars[from..to], "**") {
        from += 2;
        to -= 2;
    }
    (from, to)
}

fn is_page_number(chars: &[char]) -> bool {
    let bare: Vec<char> = chars.iter().copied().filter(|c| !is_blank(*c)).collect();
    let dash = |c: &char| matches!(c, '-' | '—' | '－' | '–' | '·');
    match bare.as_slice() {
        [first, inner @ .., last] if dash(first) && dash(last) => {
            !inner.is_empty() && inner.iter().all(|c| arabic(*c).is_some() || dash(c))
        }
        ['第', inner @ .., '页'] => inner.iter().all(|c| arabic(*c).is_some() || "页共，,/第".contains(*c)),
        _ => false,
    }
}

/// Drops 第2页共4页 inside a line, where the pages of a document were glued.
fn without_pages(text: Text) -> Text {
    let page = |at: usize| -> Option<usize> {
        let number = |from: usize| text.chars[from..].iter().take_while(|c| arabic(**c).is_some()).count();
        let mut end = at + 1 + number(at + 1);
        if end == at + 1 || !starts(&text.chars[end..], "页共") {
            return None;
        }
        end += 2;
        let close = end + number(end);
        (close > end && text.chars.get(close) == Some(&'页')).then_some(close + 1)
    };
    // -2-三、注意事项: the number of a page before what stands on it.
    if let ['-' | '—' | '－', rest @ ..] = &text.chars[..]
        && let digits = rest.iter().take(4).take_while(|c| c.is_ascii_digit()).count()
        && (1..=3).contains(&digits)
        && matches!(rest.get(digits), Some('-' | '—' | '－'))
        && mark::parse(&rest[digits + 1..]).is_some()
    {
        return text.slice(digits + 2..text.len());
    }
    if !text.chars.windows(2).any(|pair| pair == ['页', '共']) {
        return text;
    }
    let mut kept = Text::default();
    let mut at = 0;
    while at < text.len() {
        match (text.chars[at] == '第').then(|| page(at)).flatten() {
            Some(end) => at = end,
            None => {
                kept.push(text.chars[at], text.at[at]);
                at += 1;
            }
        }
    }
    kept
}

/// A line of a table of contents: 1.2编制依据………3.
fn is_contents(chars: &[char]) -> bool {
    let digits = chars.iter().rev().take_while(|c| arabic(**c).is_some() || is_blank(**c)).count();
    let leader = |c: &&char| matches!(c, '…' | '.' | '·' | '．' | '⋯' | '-' | '_');
    let leaders = chars[..chars.len() - digits].iter().rev().take_while(leader).count();
    digits > 0 && leaders >= 6 && digits + leaders < chars.len()
}

/// Drops white space except between two Latin letters or digits.
fn compact(loose: &Text) -> Text {
    let mut kept = Text::default();
    let mut gap = None;
    for (c, at) in loose.chars.iter().copied().zip(loose.at.iter().copied()) {
        if is_blank(c) {
            gap = Some(at);
            continue;
        }
        let latin = |c: Option<&char>| c.is_some_and(char::is_ascii_alphanumeric);
        if let Some(space) = gap.take()
            && latin(kept.chars.last())
            && latin(Some(&c))
        {
            kept.push(' ', space);
        }
        kept.push(c, at);
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(given: &str, expect: &[&str]) {
        let original: Vec<char> = given.chars().collect();
        let paras = split(&Text::new(given), &original);
        let texts: Vec<String> = paras.iter().map(|para| para.text.all()).collect();
        assert_eq!(texts, expect);
    }

    #[test]
    fn markdown_and_spaces_are_dropped() {
        check("# **一、工作 目标**\n\n---\n- 附件：1. 方案", &["一、工作目标", "", "附件：1.方案"]);
        check("现有**市级文明单位5个", &["现有**市级文明单位5个"]);
    }

    #[test]
    fn broken_sentences_are_joined() {
        check(
            "认真整治行业不正之风，严格执行各项制度，确保党风廉政建设各项工作有序推进落\n\n— 3 —\n\n实到位，创造良好环境。\n二、要求",
            &[
                "认真整治行业不正之风，严格执行各项制度，确保党风廉政建设各项工作有序推进落实到位，创造良好环境。",
                "二、要求",
            ],
        );
        check(
            "关于印发《云岚市交通运输局\n\n创建方案》的通知\n各科室：",
            &["关于印发《云岚市交通运输局创建方案》的通知", "各科室："],
        );
    }
}
