//! Which paragraph is what: heading, number, title, recipients, text, sign-off, attachments, imprint. Told by words
//! and place, not by style, since foreign files have none of ours.

use super::Spot;
use super::parse::{File, Para};
use crate::paper::DocNumber;

/// Parts of a paper, as places among the paragraphs.
#[derive(Debug, Default)]
pub(super) struct Parts {
    pub mark: Vec<usize>,
    pub number: Option<usize>,
    pub signer: Option<usize>,
    pub title: Vec<usize>,
    pub recipients: Option<usize>,
    /// Running text of paper and attachments, headings among it.
    pub text: Vec<usize>,
    /// 附件说明.
    pub note: Vec<usize>,
    pub organ: Option<usize>,
    pub date: Option<usize>,
    pub remark: Option<usize>,
    /// 附件 above each attachment, and the lines of its title.
    pub attachments: Vec<(usize, Vec<usize>)>,
    pub to: Option<usize>,
    pub cc: Option<usize>,
    pub printed: Option<usize>,
    /// Red heading or title says 纪要.
    pub minutes: bool,
    /// The heading stands in a frame above the type area, as that of a letter does.
    pub letter: bool,
}

/// The place of a paragraph for a report.
pub(super) fn spot(part: &'static str, para: &Para) -> Spot {
    let text = para.text.replace(['\n', '\t'], " ");
    let mut excerpt: String = text.trim().chars().take(16).collect();
    if text.trim().chars().count() > 16 {
        excerpt.push('…');
    }
    Spot { part, paragraph: Some(para.index + 1), excerpt }
}

/// Most attachments that are looked at.
const LABELS: usize = 200;
/// Paragraphs of the head that are looked at.
const HEAD: usize = 30;

/// Finds the parts.
pub(super) fn find(file: &File) -> Parts {
    let all = &file.paragraphs;
    let shown: Vec<usize> = (0..all.len()).filter(|at| !all[*at].is_blank()).collect();
    let mut parts = Parts::default();
    let head = &shown[..shown.len().min(HEAD)];
    parts.number = head.iter().copied().find(|at| number(&all[*at].text).is_some());
    parts.signer = head.iter().copied().find(|at| all[*at].text.contains("签发人"));
    let before = parts.number.or(parts.signer).unwrap_or(0);
    parts.mark = head.iter().copied().filter(|at| *at < before && large_or_red(&all[*at])).collect();
    if parts.mark.is_empty() {
        parts.mark.extend(
            head.iter()
                .copied()
                .take(4)
                .filter(|at| all[*at].most(|props| props.color.clone()).is_some_and(|color| is_red(&color))),
        );
    }
    parts.letter = parts.mark.first().is_some_and(|at| all[*at].framed);
    let last_head = parts.number.max(parts.signer).max(parts.mark.last().copied());
    title(&mut parts, all, head, last_head);
    let after = parts.title.last().copied().or(last_head);
    let rest: Vec<usize> = shown.into_iter().filter(|at| after.is_none_or(|after| *at > after)).collect();
    let first = rest.first().copied();
    parts.recipients = first.filter(|at| is_address(&all[*at]));
    tail(&mut parts, all, &rest);
    let says = |at: &usize| all[*at].text.trim().ends_with("纪要");
    parts.minutes = parts.mark.iter().chain(&parts.title).any(says);
    parts
}

fn large_or_red(para: &Para) -> bool {
    para.size_pt().is_some_and(|size| size >= 24.0)
        || para.most(|props| props.color.clone()).is_some_and(|color| is_red(&color))
}

/// Red as offices choose it: FF0000, C00000 and the like.
pub(super) fn is_red(color: &str) -> bool {
    let part = |at: usize| color.get(at..at + 2).and_then(|hex| u8::from_str_radix(hex, 16).ok());
    matches!((part(0), part(2), part(4)), (Some(red), Some(green), Some(blue)) if red >= 0xB0 && green <= 0x40 && blue <= 0x40)
}

/// Centred or large lines below the head: the title, up to five.
fn title(parts: &mut Parts, all: &[Para], head: &[usize], after: Option<usize>) {
    let below = head.iter().copied().filter(|at| after.is_none_or(|after| *at > after));
    for at in below {
        let para = &all[at];
        let centred = para.props.align.as_deref() == Some("center");
        let large = para.size_pt().is_some_and(|size| size >= 20.0);
        let end = para.text.trim().ends_with(['。', '：', ':']);
        let fits = para.table.is_none() && (centred || large) && !end && parts.title.len() < 5;
        let same = parts.title.first().is_none_or(|first| all[*first].size_pt() == para.size_pt());
        // 第3期 below the heading of minutes, or a line with organ and day, is no title.
        let text = para.text.trim();
        let issue = text.starts_with('第') && text.ends_with(['期', '次', '号']) && text.chars().count() <= 8;
        if fits && same && !issue {
            parts.title.push(at);
        } else if !parts.title.is_empty() || !(para.text.contains('\t') || issue) {
            break;
        }
    }
}

fn is_address(para: &Para) -> bool {
    let text = para.text.trim();
    let short = text.chars().count() <= 400 && !text.contains('。');
    short && text.ends_with(['：', ':']) && !text.starts_with(['一', '（', '1', '附', '出'])
}

/// Everything below the recipients.
fn tail(parts: &mut Parts, all: &[Para], rest: &[usize]) {
    let trimmed = |at: usize| all[at].text.trim();
    let label = |at: usize| {
        let rest = trimmed(at).strip_prefix("附件").or_else(|| trimmed(at).strip_prefix("附 件"));
        let number = rest.map(|rest| rest.trim().trim_end_matches(['：', ':']));
        number.is_some_and(|number| {
            number.chars().count() <= 2
                && number.chars().all(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(c))
        }) && !rest
            .is_some_and(|rest| rest.trim().is_empty() && all[at].props.align.as_deref() == Some("center"))
    };
    let starts = |at: usize, words: &[&str]| words.iter().any(|word| trimmed(at).starts_with(word));
    parts.to = rest.iter().copied().find(|at| starts(*at, &["主送：", "主送:"]));
    parts.cc = rest
        .iter()
        .copied()
        .rfind(|at| starts(*at, &["抄送", "抄报", "抄 送"]) && trimmed(*at).contains(['：', ':']));
    parts.printed = rest
        .iter()
        .copied()
        .rfind(|at| trimmed(*at).ends_with("印发") && trimmed(*at).chars().any(|c| c.is_ascii_digit()));
    let labels: Vec<usize> = rest.iter().copied().filter(|at| label(*at)).take(LABELS).collect();
    let imprint = [parts.to, parts.cc, parts.printed].into_iter().flatten().min();
    let main_end = labels.first().copied().or(imprint).unwrap_or(usize::MAX);
    parts.date = rest.iter().copied().rfind(|at| *at < main_end && is_date(trimmed(*at)));
    parts.organ = parts.date.and_then(|date| rest.iter().copied().rfind(|at| *at < date));
    parts.organ =
        parts.organ.filter(|at| trimmed(*at).chars().count() <= 40 && !trimmed(*at).ends_with(['。', '：']));
    parts.remark = parts.date.and_then(|date| {
        rest.iter().copied().find(|at| *at > date).filter(|at| *at < main_end && starts(*at, &["（", "("]))
    });
    let noted =
        rest.iter().copied().find(|at| *at < main_end && starts(*at, &["附件：", "附件:", "附：", "附:"]));
    if let Some(noted) = noted {
        let numbered = |at: &usize| trimmed(*at).starts_with(|c: char| c.is_ascii_digit());
        let follow = rest
            .iter()
            .copied()
            .filter(|at| *at > noted && *at < parts.organ.unwrap_or(main_end))
            .take_while(numbered);
        parts.note = std::iter::once(noted).chain(follow).collect();
    }
    for at in labels {
        let below = rest.iter().copied().filter(|it| *it > at);
        let lines = below
            .take_while(|it| all[*it].props.align.as_deref() == Some("center") && all[*it].table.is_none())
            .take(4);
        let lines = lines.collect();
        parts.attachments.push((at, lines));
    }
    let special = |at: &usize| {
        parts.note.contains(at)
            || [parts.recipients, parts.organ, parts.date, parts.remark, parts.to, parts.cc, parts.printed]
                .contains(&Some(*at))
            || parts.attachments.iter().any(|(label, lines)| label == at || lines.contains(at))
    };
    let end = imprint.filter(|imprint| *imprint > main_end || labels_empty(parts)).unwrap_or(usize::MAX);
    let running = |at: &usize| {
        let para = &all[*at];
        let placed = matches!(para.props.align.as_deref(), Some("center" | "right" | "end"));
        *at < end && para.table.is_none() && !placed && !para.drawing && !special(at)
    };
    parts.text = rest.iter().copied().filter(running).collect();
}

fn labels_empty(parts: &Parts) -> bool {
    parts.attachments.is_empty()
}

/// A line that is nothing but a date, in any form offices write it.
pub(super) fn is_date(text: &str) -> bool {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let digits = |c: char| c.is_ascii_digit() || "〇零○一二三四五六七八九十".contains(c);
    let marks = ['年', '月', '日', '.', '-', '/', '．'];
    let length = text.chars().count();
    let shaped = (7..=11).contains(&length)
        && text.starts_with(digits)
        && text.chars().all(|c| digits(c) || marks.contains(&c));
    shaped && text.chars().filter(|c| marks.contains(c)).count() >= 2
}

/// What looks like a 发文字号 and fills its line, possibly beside a signer.
pub(super) fn number(text: &str) -> Option<String> {
    let chars: Vec<char> = text.chars().collect();
    let open = chars.iter().position(|c| "〔［[【（(﹝".contains(*c))?;
    let start = (0..open).rev().take_while(|at| crate::paper::is_han(chars[*at])).last()?;
    let digits = |at: usize| chars[at.min(chars.len())..].iter().take_while(|c| c.is_ascii_digit()).count();
    let year = digits(open + 1);
    let close = open + 1 + year;
    if !matches!(year, 2 | 4) || !chars.get(close).is_some_and(|c| "〕］]】）)﹞".contains(*c)) {
        return None;
    }
    let lead = usize::from(chars.get(close + 1) == Some(&'第'));
    let serial = digits(close + 1 + lead);
    if serial == 0 {
        return None;
    }
    let end = close + 1 + lead + serial;
    let end = end + usize::from(chars.get(end) == Some(&'号'));
    let found: String = chars[start..end].iter().collect();
    let rest: String = chars[..start].iter().chain(&chars[end..]).filter(|c| !c.is_whitespace()).collect();
    // Beside it stand at most the names of signers, or what belongs to the head of a letter.
    let alone =
        rest.is_empty() || rest.chars().count() <= 12 && !rest.contains(['《', '》', '，', '。', '、']);
    alone.then_some(found)
}

/// The number as the standard wants it, if it is so.
pub(super) fn sound_number(text: &str) -> Result<DocNumber, crate::paper::NumberError> {
    DocNumber::parse(text)
}
