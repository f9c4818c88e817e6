//! Lines to paragraphs: layout marks are dropped, sentences that a page or a line break parted are joined.
//!
//! A paragraph keeps two texts: the compact one without white space between Han characters, on which all
//! rules work, and the loose one, whose spaces part the columns of rosters and tables.

use crate::mark;
use crate::number::{arabic, find_date};
use crate::plan::Span;
use crate::text::{Text, ends, is_han, starts};

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
    blank_before: bool,
    indented: bool,
    hard_break: bool,
    width: usize,
}

/// Splits `text` (mended) into paragraphs. `original` gives the extent of each line.
pub(crate) fn split(text: &Text, original: &[char]) -> Vec<Para> {
    let lines = lines(text, original);
    join(lines)
}

pub(crate) fn is_newline(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || c.is_control() || matches!(c, '\u{feff}' | '\u{200b}'..='\u{200d}')
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
                let span = [first, last + 1];
                found.push(line(&text.slice(start..end), span, blank, markdown));
                blank = false;
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

fn line(raw: &Text, span: Span, blank_before: bool, markdown: bool) -> Para {
    let mut from = raw.chars.iter().position(|c| !is_blank(*c)).unwrap_or(raw.len());
    let mut to = raw.chars.iter().rposition(|c| !is_blank(*c)).map_or(from, |last| last + 1);
    let indented = from > 0;
    let hard_break = markdown && to + 2 <= raw.len() && raw.chars[to..].starts_with(&[' ', ' ']);
    let rule =
        to > from && raw.chars[from..to].iter().all(|c| matches!(c, '-' | '*' | '=' | '_' | '─' | '—' | ' '));
    let mut md = 0;
    if rule || is_page_number(&raw.chars[from..to]) {
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
    }
    let loose = raw.slice(from..to);
    let text = compact(&loose);
    let tabbed =
        loose.chars.contains(&'\t') && mark::parse(&text.chars).is_none() || starts(&text.chars, "|");
    // An indent takes the room of two characters.
    let indent = if indented { 4 } else { 0 };
    let width = text.chars.iter().map(|c| 1 + usize::from(!c.is_ascii())).sum::<usize>();
    let width = if width > 0 { width + indent } else { 0 };
    let kind = match () {
        () if text.is_empty() => ParagraphKind::Noise,
        () if tabbed => ParagraphKind::Table,
        () => ParagraphKind::Body,
    };
    Para { text, loose, span, kind, md, blank_before, indented, hard_break, width }
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

fn join(lines: Vec<Para>) -> Vec<Para> {
    let measure = Measure::of(&lines);
    let mut done: Vec<Para> = Vec::with_capacity(lines.len());
    let mut skipped = 0;
    for line in lines {
        if line.kind == ParagraphKind::Noise {
            skipped += 1;
            done.push(line);
            continue;
        }
        let target = done.len().checked_sub(skipped + 1).filter(|_| skipped <= 1);
        match target {
            Some(at) if measure.broken(&done[at], &line) => {
                // A page number between the halves lies inside the joined paragraph.
                done.truncate(at + 1);
                let whole = &mut done[at];
                // A break parts words, but it may stand inside a number.
                let latin = |c: Option<&char>| c.is_some_and(char::is_ascii_alphabetic);
                if latin(whole.text.chars.last()) && latin(line.text.chars.first()) {
                    whole.text.push(' ', line.text.at[0] - 1);
                }
                whole.text.append(&line.text);
                whole.loose.append(&line.loose);
                whole.span[1] = line.span[1];
                whole.width = line.width;
                whole.indented = line.indented;
                whole.hard_break = line.hard_break;
            }
            _ => done.push(line),
        }
        skipped = 0;
    }
    done
}

/// How wide the lines of a hard-wrapped text are.
struct Measure {
    /// Full width, where the text is hard-wrapped.
    full: Option<usize>,
    indents: bool,
}

impl Measure {
    fn of(lines: &[Para]) -> Self {
        let mut widths: Vec<usize> = lines.iter().map(|line| line.width).filter(|width| *width > 0).collect();
        widths.sort_unstable();
        let full = widths.get(widths.len() * 9 / 10).copied().filter(|full| (30..=120).contains(full));
        let near =
            |full: usize| widths.iter().filter(|width| **width + 4 >= full && **width <= full + 4).count();
        let open = lines.iter().filter(|line| !closed(&line.text.chars)).count();
        let full = full
            .filter(|full| widths.len() >= 6 && near(*full) * 3 >= widths.len() && open * 2 >= widths.len());
        Self { full, indents: lines.iter().any(|line| line.indented) }
    }

    /// True where `next` continues the sentence of `prev`.
    fn broken(&self, prev: &Para, next: &Para) -> bool {
        let (before, after) = (&prev.text.chars, &next.text.chars);
        let (Some(last), Some(first)) = (before.last(), after.first()) else { return false };
        if prev.kind == ParagraphKind::Table || next.kind == ParagraphKind::Table || next.md > 0 {
            return false;
        }
        if unclosed(before) && after.contains(&'》') && before.len() < 60 && after.len() < 60 {
            return true;
        }
        if prev.md > 0 || is_structural(after) || mark::parse(after).is_some() {
            return false;
        }
        let titled = before.len() < 60 && crate::kind::of_title(&prev.text.all()).is_some();
        if titled && next.blank_before {
            // A title that names its kind is whole: what follows an empty line is the body.
            return false;
        }
        if prev.hard_break && !closed(before) && !next.blank_before {
            return true;
        }
        if let Some(full) = self.full {
            let filled = prev.width + 4 >= full;
            let flows = !closed(before) || (self.indents && !next.indented && !next.blank_before);
            return filled && flows && !(self.indents && next.indented && !next.blank_before);
        }
        if matches!(last, '，' | ',' | '、') {
            return is_han(*first) || arabic(*first).is_some() || matches!(first, '“' | '《');
        }
        let headline = mark::parse(before).is_some() && !before.contains(&'。');
        let prose = prev.width >= 52 && before.iter().any(|c| matches!(c, '。' | '，' | ',' | '；' | '、'));
        prose
            && !headline
            && !titled
            && (is_han(*last) || arabic(*last).is_some())
            && (is_han(*first) || *first == '“')
    }
}

fn closed(chars: &[char]) -> bool {
    chars.last().is_none_or(|c| {
        matches!(c, '。' | '！' | '？' | '；' | '：' | '!' | '?' | ';' | ':' | '”' | '…' | '）' | ')')
    })
}

fn unclosed(chars: &[char]) -> bool {
    chars.iter().filter(|c| **c == '《').count() > chars.iter().filter(|c| **c == '》').count()
}

/// Lines that open a part of the paper and therefore continue nothing.
fn is_structural(chars: &[char]) -> bool {
    let opens = [
        "附件",
        "附表",
        "附：",
        "领导小组",
        "办公室",
        "下设",
        "抄送",
        "抄报",
        "主送",
        "联系人",
        "联系电话",
        "签发人",
        "——",
    ];
    let dated = chars.len() < 40
        && find_date(chars)
            .is_some_and(|date| date.start == 0 && date.end == chars.len() || ends(chars, "印发"));
    let label = chars.iter().take(8).any(|c| matches!(c, '：' | ':'));
    opens.iter().any(|word| starts(chars, word)) || dated || label || is_organ(chars)
}

/// True for a line that is nothing but the name of an organ.
pub(crate) fn is_organ(chars: &[char]) -> bool {
    const ENDS: &[&str] = &[
        "局",
        "委员会",
        "办公室",
        "人民政府",
        "政府",
        "厅",
        "部",
        "委",
        "公司",
        "集团",
        "中心",
        "领导小组",
        "指挥部",
        "支队",
        "大队",
        "总队",
        "协会",
        "总站",
        "管理处",
        "管理所",
        "文明办",
        "党委",
        "党组",
        "党支部",
        "工会",
        "团委",
        "法院",
        "检察院",
        "医院",
        "学校",
        "学院",
        "大学",
        "服务站",
        "事务所",
        "科",
        "养护处",
        "委办公室",
        "养路段",
        "办",
    ];
    let body = chars.iter().all(|c| is_han(*c) || matches!(c, '（' | '）' | '(' | ')' | '、'));
    (3..=36).contains(&chars.len())
        && body
        && ENDS.iter().any(|end| ends(chars, end))
        && !contains_verb(chars)
}

fn contains_verb(chars: &[char]) -> bool {
    ["关于", "开展", "加强", "工作由", "负责", "各", "落实", "进一步"]
        .iter()
        .any(|word| crate::text::contains(chars, word))
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
