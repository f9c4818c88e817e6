//! Below the body: attachments, 抄送, 印发; who signs stands in [`super::signature`].

use super::Anatomy;
use super::address::enumerate;
use super::annex::annex_mark;
use super::head::is_release;
use super::number::number_at_start;
use super::signature;
use super::web::is_web_remark;
use crate::kind;
use crate::mark;
use crate::number::find_date;
use crate::organ::is_organ;
use crate::paragraph::{Para, ParagraphKind as Kind};
use crate::text::{find, starts};

/// Reads what begins at `at`, above which something was `said` or not; returns the paragraph after it, or `at`
/// where it is body.
pub(super) fn read(paras: &mut [Para], at: usize, said: bool, main: bool, found: &mut Anatomy) -> usize {
    let chars = paras[at].text.chars.clone();
    if paras[at].kind != Kind::Body && paras[at].kind != Kind::Table {
        return at + 1;
    }
    if annex_mark(&chars).is_some() || starts(&chars, "附：") {
        return attachments(paras, at);
    }
    if let Some(rest) = labelled(&chars, &["抄送", "抄报"]) {
        paras[at].kind = Kind::Copy;
        found.cc.extend(copied(&paras[at], rest));
        return at + 1;
    }
    if is_web_remark(&chars) {
        paras[at].kind = Kind::Noise;
        return at + 1;
    }
    if starts(&chars, "主题词") || is_release(&chars) || is_copies(&chars) {
        paras[at].kind = Kind::Print;
        return at + 1;
    }
    if let Some(rest) = labelled(&chars, &["主送"]) {
        paras[at].kind = Kind::Recipients;
        found.recipients.extend(enumerate(&chars[rest..]));
        return at + 1;
    }
    if let Some(next) = printed(paras, at, found) {
        return next;
    }
    signature::read(paras, at, said, main, found).unwrap_or(at)
}

/// （共印70份）
fn is_copies(chars: &[char]) -> bool {
    chars.len() <= 12
        && ["共印", "（共印", "(共印", "印数", "（印"].iter().any(|word| starts(chars, word))
        && crate::text::contains(chars, "份")
}

fn labelled(chars: &[char], labels: &[&str]) -> Option<usize> {
    labels.iter().any(|label| starts(chars, label) && matches!(chars.get(2), Some('：' | ':'))).then_some(3)
}

/// 抄送：董事长 总经理: without any mark white space parts the names.
fn copied(para: &Para, from: usize) -> Vec<String> {
    let chars = &para.text.chars;
    // 抄送：各办公室。存（二）
    let filed = find(chars, from, "。存").unwrap_or(chars.len());
    let listed = enumerate(&chars[from..filed]);
    let names: Vec<&[char]> = crate::text::words(&para.loose.chars[para.loose_at(from)..]).collect();
    let parted = listed.len() == 1 && names.len() > 2 && names.iter().all(|name| name.len() > 1);
    if parted { names.into_iter().map(|name| name.iter().collect()).collect() } else { listed }
}

/// The list of attachments: its first line and the numbered or short lines under it.
fn attachments(paras: &mut [Para], at: usize) -> usize {
    paras[at].kind = Kind::Attachments;
    let len = annex_mark(&paras[at].text.chars).unwrap_or(2);
    let first = mark::parse(paras[at].text.chars.get(len..).unwrap_or(&[]));
    let mut next = at + 1;
    // 附件1.回执: the number belongs to the mark.
    let own = paras[at].text.chars[2..len].iter().filter_map(|c| crate::number::arabic(*c)).next();
    let mut value = first.map_or(own.map_or(0, u64::from), |mark| mark.value);
    // 附件： alone over 1.…
    let below = |para: &Para| mark::parse(&para.text.chars).is_some_and(|mark| mark.value == 1);
    if len == paras[at].text.len()
        && let Some(para) = paras.get_mut(next).filter(|para| below(para))
    {
        para.kind = Kind::Attachments;
        (next, value) = (next + 1, 1);
    }
    while let Some(para) = paras.get(next) {
        let chars = &para.text.chars;
        let numbered = mark::parse(chars).is_some_and(|mark| mark.value == value + 1 && value > 0);
        let again = annex_mark(chars).is_some_and(|len| len < chars.len());
        // A long title may run on into the next line.
        let cut = kind::of_title(&paras[next - 1].text.all()).is_none() && chars.len() <= 30;
        let rest = cut
            && mark::parse(chars).is_none()
            && !is_organ(chars)
            && kind::of_title(&para.text.all()).is_some();
        if !(numbered || again || rest) || chars.len() > 80 || chars[..chars.len() - 1].contains(&'。') {
            break;
        }
        paras[next].kind = Kind::Attachments;
        value += u64::from(numbered);
        next += 1;
    }
    next
}

/// 云岚市交通运输局办公室 2022年3月10日印发, in one or two lines.
fn printed(paras: &mut [Para], at: usize, found: &mut Anatomy) -> Option<usize> {
    if let Some(office) = print_line(&paras[at].text.chars, found) {
        paras[at].kind = Kind::Print;
        found.print_office = found.print_office.take().or(office);
        return Some(at + 1);
    }
    let under = (at + 1..paras.len()).find(|under| paras[*under].kind != Kind::Noise)?;
    let (chars, below) = (&paras[at].text.chars, &paras[under].text.chars);
    if under > at + 2 || !is_organ(chars) || find_date(below).is_none_or(|date| date.start > 0) {
        return None;
    }
    print_line(below, found)?;
    found.print_office = Some(paras[at].text.all());
    paras[at].kind = Kind::Print;
    paras[under].kind = Kind::Print;
    Some(under + 1)
}

/// Sets the print date; the outer `None` says that the line is no 印发 line.
fn print_line(chars: &[char], found: &mut Anatomy) -> Option<Option<String>> {
    let date = (chars.len() <= 60).then(|| find_date(chars)).flatten()?;
    let verb = chars.get(date.end..)?;
    if !(starts(verb, "印发") || starts(verb, "印")) || verb.len() > 8 {
        return None;
    }
    found.print_date = date.iso;
    // （云交字〔2015〕2号文件2015年1月19日印发）
    let before = chars[..date.start].strip_prefix(&['（']).unwrap_or(&chars[..date.start]);
    let before = before.strip_prefix(&['(']).unwrap_or(before);
    if let Some((number, end)) = number_at_start(before)
        && matches!(&before[end..], [] | ['文', '件'])
    {
        found.doc_number = found.doc_number.take().or(Some(number));
        return Some(None);
    }
    Some((date.start > 0).then(|| chars[..date.start].iter().collect()))
}
