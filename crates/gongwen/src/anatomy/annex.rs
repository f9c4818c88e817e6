//! Where attached papers begin.

use super::Anatomy;
use super::head::{is_dateline, repeated};
use super::title::{gather, is_title_line};
use crate::kind;
use crate::mark::{self, Style};
use crate::number::{arabic, is_numeral};
use crate::organ::is_organ;
use crate::paragraph::{Para, ParagraphKind as Kind};
use crate::text::{ends, starts};

/// Where an attached paper begins at `at`, reads its title and returns its first body paragraph.
pub(super) fn annex(paras: &mut [Para], at: usize, signed: bool, found: &mut Anatomy) -> Option<usize> {
    let chars = &paras[at].text.chars;
    let (marked, own_title) = match annex_mark(chars) {
        Some(len) if len == chars.len() => (true, false),
        // 附件：1.任务清单 opens a list.
        Some(len)
            if mark::parse(&chars[len..])
                .is_some_and(|mark| matches!(mark.style, Style::Digit | Style::Han) && mark.value == 1) =>
        {
            return None;
        }
        // 附件1.回执 over 2.名额分配表
        Some(_) if counts_on(paras, at) => return None,
        Some(len) if signed || chars[2] != '：' && chars[2] != ':' || begins(paras, at, len) => (true, true),
        Some(_) => return None,
        None => (false, false),
    };
    if !marked && !announced(paras, at, found) {
        // 4 保障措施 is a heading.
        let counted = |para: &Para| {
            let chars = &para.text.chars;
            chars[0].is_ascii_digit() && chars.get(1).is_some_and(|c| !c.is_ascii_digit())
        };
        let fits = |at: usize| paras.get(at).is_some_and(|para| is_title_line(para) && !counted(para));
        if !signed || !fits(at) {
            return None;
        }
        let alone = kind::of_title(&paras[at].text.all()).is_some();
        let next: String =
            paras.get(at + 1).filter(|_| fits(at + 1)).map(|para| para.text.all()).unwrap_or_default();
        if !alone && kind::of_title(&next).is_none() {
            return None;
        }
    } else if marked && (listed_again(paras, at) || signed_below(paras, at) || numbered_below(paras, at)) {
        return None;
    }
    let mut next = at;
    let mut own = None;
    if marked {
        paras[at].kind = Kind::AnnexMark;
        next += 1;
        if own_title {
            let len = annex_mark(&paras[at].text.chars).unwrap_or(0);
            let text = &paras[at].text;
            own = Some((text.str(len..text.len()), text.span(len..text.len())));
        }
    }
    // 附件：应急预案 over 应急预案: the title stands twice.
    if let Some(again) = own.as_ref().and_then(|(title, _)| repeated(paras, next, title)) {
        paras[next..again].iter_mut().for_each(|para| para.kind = Kind::Title);
        next = again;
    }
    let (after, gathered) = if own.is_some() { (next, None) } else { gather(paras, next) };
    // 目录 stands over the text of long papers.
    let listed = |para: &Para| para.text.len() <= 4 && ends(&para.text.chars, "目录");
    let has_text = paras.get(after).is_some_and(|para| {
        (para.kind != Kind::Noise || listed(para)) && annex_mark(&para.text.chars).is_none()
    });
    // A name of a file is a link to it.
    const FILES: &[&str] = &[".pdf", ".doc", ".docx", ".xls", ".xlsx", ".rar", ".zip"];
    let linked = paras[at..after].iter().any(|para| FILES.iter().any(|end| ends(&para.text.chars, end)));
    found.attached.extend(own.or(gathered).filter(|_| has_text && !linked));
    Some(after.max(at + 1))
}

/// The paper that the main title announces (关于印发《…》的通知) begins here, though nobody signed above it.
fn announced(paras: &[Para], at: usize, found: &Anatomy) -> bool {
    let title: Vec<char> = found.title.iter().flat_map(|(title, _)| title.chars()).collect();
    kind::carried(&title).is_some_and(|inner| {
        inner.chars().count() >= 6
            && (repeated(paras, at, &inner).is_some() || named_alike(paras, at, &inner))
    })
}

/// 云岚市…的若干措施 for what the notice calls …若干措施: its own title may name the place and say 的.
fn named_alike(paras: &[Para], at: usize, inner: &str) -> bool {
    let bare = |title: &str| title.replace('的', "");
    let mut title = String::new();
    for para in paras[at..].iter().take(3).take_while(|para| is_title_line(para)) {
        title.push_str(&bare(&para.text.all()));
        let more = title.chars().count().saturating_sub(inner.chars().count());
        if title.ends_with(&bare(inner)) && more <= 10 {
            return true;
        }
    }
    false
}

/// 附件： over organ and date: nothing is listed, and the paper is signed.
fn signed_below(paras: &[Para], at: usize) -> bool {
    // 附件1-5 under 附件：
    let mark = |chars: &[char]| chars.len() <= 8 && annex_mark(chars).is_some();
    let mut below = paras[at + 1..].iter().filter(|para| para.kind != Kind::Noise && !mark(&para.text.chars));
    let organ = below.next().is_some_and(|para| is_organ(&para.text.chars));
    organ && below.next().is_some_and(|para| is_dateline(&para.text.chars))
}

/// The number of 附件1. is followed by 2. at the head of the next line.
fn counts_on(paras: &[Para], at: usize) -> bool {
    let number = paras[at].text.chars[2..].iter().take_while(|c| arabic(**c).is_some()).count();
    let value: String = paras[at].text.chars[2..2 + number].iter().collect();
    let next = paras.get(at + 1).and_then(|next| mark::parse(&next.text.chars));
    value
        .parse::<u64>()
        .is_ok_and(|value| next.is_some_and(|next| next.style == Style::Digit && next.value == value + 1))
}

/// 附件： over 1.…方案 and 2.…回执: the list of attachments, in lines of their own.
fn numbered_below(paras: &[Para], at: usize) -> bool {
    let value = |para: &Para| {
        let chars = &para.text.chars;
        let short = chars.len() <= 60 && !chars.contains(&'。');
        mark::parse(chars).filter(|mark| short && mark.style == Style::Digit).map(|mark| mark.value)
    };
    let colon = matches!(paras[at].text.chars.last(), Some('：' | ':')) && paras[at].text.len() == 3;
    let mut below = paras[at + 1..].iter().filter(|para| para.kind != Kind::Noise).peekable();
    let Some(first) = below.next_if(|para| colon && value(para) == Some(1)) else { return false };
    let title = first.text.all();
    let named = kind::of_title(title.strip_suffix('》').unwrap_or(&title)).is_some();
    let mut last = 1;
    while below.next_if(|para| value(para) == Some(last + 1)).is_some() {
        last += 1;
    }
    // Who signs stands below the list with the day, never below the first lines of a paper.
    let signs = |para: &&&Para| para.text.len() <= 40 && mark::parse(&para.text.chars).is_none();
    let below: Vec<&Para> = below.take(4).take_while(|para| signs(&para)).collect();
    let day = below.iter().position(|para| is_dateline(&para.text.chars));
    let signed = day.is_some_and(|day| day > 0);
    signed || named && last > 1
}

/// Length of 附件, 附件1, 附件一： at the start.
pub(crate) fn annex_mark(chars: &[char]) -> Option<usize> {
    if !starts(chars, "附件") && !starts(chars, "附表") {
        return None;
    }
    let mut end = 2;
    while chars.get(end).is_some_and(|c| arabic(*c).is_some() || is_numeral(*c) || matches!(c, '-' | '－')) {
        end += 1;
    }
    if matches!(chars.get(end), Some('：' | ':' | '.' | '、')) {
        end += 1;
    } else if end == 2 && chars.len() > 2 {
        return None;
    }
    Some(end)
}

/// 附件：先进集体名单 over 一、…: the list itself follows, though nobody signed above it.
fn begins(paras: &[Para], at: usize, len: usize) -> bool {
    let title: String = paras[at].text.chars[len..].iter().collect();
    let first =
        |para: &Para| mark::parse(&para.text.chars).is_some_and(|m| m.style == Style::Han && m.value == 1);
    kind::of_title(&title).is_some() && paras.get(at + 1).is_some_and(first)
}

/// 附件1：… 附件2：… one under the other are a list, not the beginning of a paper.
fn listed_again(paras: &[Para], at: usize) -> bool {
    let titled = |para: &Para| annex_mark(&para.text.chars).is_some_and(|len| len < para.text.len());
    titled(&paras[at]) && paras.get(at + 1).is_some_and(titled)
}
