//! Above the body: organ, number, title, date line; and the lines of titles.

use super::Anatomy;
use super::address::recipients;
use super::annex::annex_mark;
use super::number::doc_number;
use super::web::{self, Listed, is_web_remark};
use crate::kind;
use crate::mark;
use crate::number::{arabic, find_date};
use crate::organ::is_organ;
use crate::paragraph::{Para, ParagraphKind as Kind};
use crate::text::{contains, ends, find, is_han, starts};

/// Longest title line; longer ones are running text.
const LONGEST_LINE: usize = 70;

/// Reads the head of the first paper; returns the first paragraph of its body.
pub(super) fn read(paras: &mut [Para], found: &mut Anatomy) -> usize {
    let mut at = 0;
    let (mut organ, mut listed) = (None, None);
    while at < paras.len() && at < 20 {
        let chars = paras[at].text.chars.clone();
        if let Some(fact) = web::listed(&chars) {
            paras[at].kind = Kind::Noise;
            match fact {
                Listed::Organ(name) => listed = listed.or(Some(name)),
                Listed::Number(number) => found.doc_number = found.doc_number.take().or(Some(number)),
                Listed::Other => {}
            }
        } else if paras[at].kind == Kind::Noise
            || is_web_remark(&chars)
            || is_form_line(&chars)
            || is_release(&chars)
        {
            paras[at].kind = Kind::Noise;
        } else if annex_mark(&chars) == Some(chars.len()) {
            paras[at].kind = Kind::AnnexMark;
        } else if let Some(number) = doc_number(&chars) {
            paras[at].kind = Kind::DocNumber;
            found.doc_number = found.doc_number.take().or(Some(number));
        } else if let Some(name) = red_head(&chars).or_else(|| numbered_organ(paras, at)) {
            paras[at].kind = Kind::Issuer;
            organ = organ.or(Some(name));
        } else if is_dateline(&chars) {
            paras[at].kind = Kind::Noise;
        } else {
            break;
        }
        at += 1;
    }
    let (next, title) = gather(paras, at);
    if let Some((title, span)) = title {
        organ = organ.or_else(|| organ_of(&title));
        found.title = Some((title, span));
    }
    at = below_title(paras, next, found, &mut organ);
    at = recipients(paras, at, found);
    found.issuer = organ.or(listed);
    at
}

/// Joins the lines of a title from `at` on; returns the paragraph after it.
pub(super) fn gather(paras: &mut [Para], at: usize) -> (usize, Option<(String, [usize; 2])>) {
    let mut lines = Vec::new();
    let mut next = at;
    while let Some(para) = paras.get(next) {
        let chars = &para.text.chars;
        if para.kind == Kind::Noise {
            // A rule may stand between number and title.
            if !lines.is_empty() {
                break;
            }
            next += 1;
            continue;
        }
        let subtitle = starts(chars, "——") || starts(chars, "—") || is_bracketed(chars);
        if !is_title_line(para) || (complete(paras, &lines) && (is_dateline(chars) || !subtitle)) {
            break;
        }
        // Without any word for a kind, only an organ or a very short line may stand above the title.
        if lines.len() == 4 {
            break;
        }
        lines.push(next);
        next += 1;
    }
    if !complete(paras, &lines) && lines.len() > 1 && !is_organ(&paras[lines[0]].text.chars) {
        next = lines[0] + 1;
        lines.truncate(1);
    }
    let (Some(first), Some(last)) = (lines.first(), lines.last()) else { return (at, None) };
    let span = [paras[*first].span[0], paras[*last].span[1]];
    let title: String = lines.iter().map(|line| paras[*line].text.all()).collect();
    for line in &lines {
        paras[*line].kind = Kind::Title;
    }
    (next, Some((title, span)))
}

fn complete(paras: &[Para], lines: &[usize]) -> bool {
    let title: String = lines.iter().map(|line| paras[*line].text.all()).collect();
    let open = title.matches('《').count() > title.matches('》').count();
    !open && kind::of_title(&title).is_some()
}

fn is_bracketed(chars: &[char]) -> bool {
    matches!(chars.first(), Some('（' | '(')) && matches!(chars.last(), Some('）' | ')'))
}

/// （2020年12月修订）
fn is_dated_note(chars: &[char]) -> bool {
    is_bracketed(chars) && chars.len() <= 40 && find_date(chars).is_some()
}

pub(super) fn is_title_line(para: &Para) -> bool {
    let chars = &para.text.chars;
    let last = chars.last().copied().unwrap_or(' ');
    let prose = chars.iter().any(|c| matches!(c, '。' | '；'));
    para.kind == Kind::Body
        && (2..=LONGEST_LINE).contains(&chars.len())
        && !prose
        && !matches!(last, '：' | ':' | '，' | ',' | '、')
        && mark::parse(chars).is_none()
        && !is_release(chars)
        && !is_web_remark(chars)
        && !is_dated_note(chars)
        && chars.iter().any(|c| is_han(*c))
        && !starts(chars, "附件")
        && !starts(chars, "主题词")
        && !is_dateline(chars)
        && !(ends(chars, "印发") && find_date(chars).is_some())
}

/// Lines between title and 主送: date, organ, a repeated title, remarks of a web site.
fn below_title(paras: &mut [Para], mut at: usize, found: &mut Anatomy, organ: &mut Option<String>) -> usize {
    let title = found.title.as_ref().map(|(title, _)| title.clone()).unwrap_or_default();
    while at < paras.len() {
        let byline = is_byline(paras, at) && !title.is_empty();
        if let Some(next) = repeated(paras, at, &title) {
            paras[at..next].iter_mut().for_each(|para| para.kind = Kind::Title);
            at = next;
            continue;
        }
        let para = &mut paras[at];
        let chars = &para.text.chars;
        let note = is_dated_note(chars) && !is_dateline(chars);
        if para.kind == Kind::Noise || is_web_remark(chars) || is_release(chars) || note {
            para.kind = Kind::Noise;
        } else if let Some(number) = doc_number(chars) {
            para.kind = Kind::DocNumber;
            found.doc_number = found.doc_number.take().or(Some(number));
        } else if let Some(name) = red_head(chars).filter(|_| !title.is_empty()) {
            para.kind = Kind::Issuer;
            *organ = Some(name);
        } else if is_dateline(chars) {
            para.kind = Kind::Date;
            let date = find_date(chars);
            found.date = date.as_ref().and_then(|date| date.iso.clone());
            found.date_raw = date.map(|date| chars[date.start..date.end].iter().collect());
        } else if is_organ(chars) && chars.len() >= 4 && !title.is_empty() {
            para.kind = Kind::SignOff;
            *organ = organ.take().or(Some(para.text.all()));
        } else if byline {
            para.kind = Kind::SignOff;
        } else {
            break;
        }
        at += 1;
    }
    at
}

/// Where the title stands once more from `at` on, in one line or several, the paragraph behind it.
pub(super) fn repeated(paras: &[Para], at: usize, title: &str) -> Option<usize> {
    let mut rest = title;
    let mut next = at;
    while !rest.is_empty() {
        let para = paras.get(next)?;
        next += 1;
        if para.kind == Kind::Noise {
            continue;
        }
        rest = rest.strip_prefix(para.text.all().as_str())?;
    }
    (next > at).then_some(next)
}

/// Who speaks or writes, in a short line over a date in brackets.
fn is_byline(paras: &[Para], at: usize) -> bool {
    let chars = &paras[at].text.chars;
    let dated = |para: &Para| is_dateline(&para.text.chars) && is_bracketed(&para.text.chars);
    (2..=24).contains(&chars.len())
        && chars.iter().all(|c| is_han(*c) || *c == '、')
        && paras.get(at + 1).is_some_and(dated)
}

/// 红头: 云岚市交通运输局文件.
fn red_head(chars: &[char]) -> Option<String> {
    let name = chars.strip_suffix(&['文', '件'])?;
    (is_organ(name) || (name.len() >= 4 && ends(name, "）"))).then(|| name.iter().collect())
}

/// An organ in a line of its own over the number.
fn numbered_organ(paras: &[Para], at: usize) -> Option<String> {
    let next = (at + 1..paras.len()).find(|next| paras[*next].kind != Kind::Noise)?;
    (is_organ(&paras[at].text.chars) && doc_number(&paras[next].text.chars).is_some())
        .then(|| paras[at].text.all())
}

/// Organ that a title begins with: 云岚市交通运输局关于….
fn organ_of(title: &str) -> Option<String> {
    let chars: Vec<char> = title.chars().collect();
    let organ = &chars[..find(&chars, 0, "关于")?];
    (organ.len() >= 5 && is_organ(organ)).then(|| organ.iter().collect())
}

/// A date alone in its line, in brackets or not.
pub(super) fn is_dateline(chars: &[char]) -> bool {
    find_date(chars).is_some_and(|date| {
        let rest = |part: &[char]| part.iter().all(|c| matches!(c, '（' | '）' | '(' | ')' | ' '));
        rest(&chars[..date.start]) && rest(&chars[date.end..])
    })
}

/// 份号, 紧急程度, 签发人.
fn is_form_line(chars: &[char]) -> bool {
    let number = chars.len() == 6 && chars.iter().all(|c| arabic(*c).is_some());
    let words = ["特急", "加急", "平急", "急件"].iter().any(|word| chars.len() <= 4 && starts(chars, word));
    number || words || starts(chars, "签发人")
}

/// （此件公开发布）
pub(super) fn is_release(chars: &[char]) -> bool {
    let said = contains(chars, "此件") && (contains(chars, "公开") || contains(chars, "发"));
    let form = is_bracketed(chars) && contains(chars, "公开");
    chars.len() <= 16 && said || chars.len() <= 20 && form
}
