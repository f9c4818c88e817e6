//! Below the body: attachments, signature, date, 抄送, 印发.

use super::Anatomy;
use super::address::enumerate;
use super::annex::annex_mark;
use super::head::{is_dateline, is_release};
use super::number::number_at_start;
use super::title::is_title_line;
use super::web::is_web_remark;
use crate::kind;
use crate::mark;
use crate::number::find_date;
use crate::organ::is_organ;
use crate::paragraph::{Para, ParagraphKind as Kind};
use crate::text::{contains, find, is_han, starts};

/// Reads what begins at `at`; returns the paragraph after it, or `at` where it is body.
pub(super) fn read(paras: &mut [Para], at: usize, main: bool, found: &mut Anatomy) -> usize {
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
    if starts(&chars, "主题词") || is_release(&chars) {
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
    signature(paras, at, main, found).unwrap_or(at)
}

fn labelled(chars: &[char], labels: &[&str]) -> Option<usize> {
    labels.iter().any(|label| starts(chars, label) && matches!(chars.get(2), Some('：' | ':'))).then_some(3)
}

/// 抄送：董事长 总经理: without any mark white space parts the names.
fn copied(para: &Para, from: usize) -> Vec<String> {
    let listed = enumerate(&para.text.chars[from..]);
    let names: Vec<&[char]> = para.loose.chars[para.loose_at(from)..]
        .split(|c| c.is_whitespace())
        .filter(|name| !name.is_empty())
        .collect();
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

/// 云岚市公交总公司（印章）, （云岚市教育局代章）: the line without a word for the seal.
fn unsealed(chars: &[char]) -> &[char] {
    let open = chars
        .iter()
        .rposition(|c| matches!(c, '（' | '('))
        .filter(|_| matches!(chars.last(), Some('）' | ')')));
    let sealed = open.filter(|open| chars[*open..].iter().rev().nth(1) == Some(&'章'));
    sealed.map_or(chars, |open| &chars[..open])
}

/// 云岚市教育局寒潮 over 应对工作领导小组: an organ and more in the first line, no name of a place in the second.
fn is_torn(first: &[char], second: &[char]) -> bool {
    (4..first.len()).any(|at| is_organ(&first[..at]))
        && !second.iter().any(|c| "省市县区镇乡州旗".contains(*c))
}

/// 教务处: a section that signs within its house.
fn is_office(chars: &[char]) -> bool {
    (3..=8).contains(&chars.len())
        && signs(chars)
        && chars.last().is_some_and(|c| "处科室部办会".contains(*c))
}

/// 董事会 under 云岚公司, 疫情防控工作办公室 under 云岚学院: a body of the organ over it, not another organ.
fn is_part_of(body: &[char], organ: &str) -> bool {
    const BODIES: &[&str] = &[
        "办公室",
        "领导小组",
        "董事会",
        "监事会",
        "指挥部",
        "教务处",
        "学生处",
        "保卫处",
        "人事处",
        "后勤处",
    ];
    let whole: Vec<char> = organ.chars().chain(body.iter().copied()).collect();
    // 云岚市教育局 under 云岚市财政局, 共青团云岚县委 have a name of their own.
    let own = body.iter().take(body.len().saturating_sub(2)).any(|c| "省市县区镇乡州旗团校院".contains(*c));
    !own && !organ.contains('、') && BODIES.iter().any(|end| crate::text::ends(body, end)) && is_organ(&whole)
}

/// The organs of a line; white space parts those that sign together.
pub(super) fn organs_of(para: &Para) -> Vec<String> {
    let parts: Vec<&[char]> =
        para.loose.chars.split(|c| c.is_whitespace()).filter(|part| !part.is_empty()).collect();
    // 学校办公室 纪委监专办综合室, 校办公室 车队
    let body = |part: &&[char]| {
        (2..=12).contains(&part.len())
            && part.iter().all(|c| is_han(*c))
            && part.last().is_some_and(|c| "室队处科部办会局委中心".contains(*c))
    };
    let bodies = || {
        is_organ(parts[0])
            && parts[0].len() > 3
            && parts.iter().all(body)
            && !is_part_of(parts[1], &parts[0].iter().collect::<String>())
    };
    if parts.len() > 1 && (parts.iter().all(|part| part.len() > 3 && is_organ(part)) || bodies()) {
        return parts.into_iter().map(|part| part.iter().collect()).collect();
    }
    vec![para.text.all()]
}

/// A short line of words over a date: the name of an organ of a kind that is not known.
fn signs(chars: &[char]) -> bool {
    const VERBS: &[&str] = &[
        "附件", "请", "通知", "报告", "特此", "联系", "工作", "关于", "同志", "书记", "局长", "政委", "县长",
        "市长", "区长", "部长", "镇长", "总理", "省长", "州长", "乡长", "主席",
    ];
    const SHORT: &[&str] = &["工会", "团委", "党委", "妇联"];
    if let [a, b] = chars {
        return SHORT.contains(&format!("{a}{b}").as_str());
    }
    (3..=30).contains(&chars.len())
        && chars.iter().all(|c| is_han(*c) || matches!(c, '（' | '）' | '(' | ')' | '、'))
        && !VERBS.iter().any(|verb| contains(chars, verb))
        && mark::parse(chars).is_none()
}

/// True where the title of a paper begins, in one line or two.
fn titled(paras: &[Para], at: usize) -> bool {
    let mut title = String::new();
    paras[at..].iter().take(2).take_while(|para| is_title_line(para)).any(|para| {
        title.push_str(&para.text.all());
        kind::of_title(&title).is_some()
    })
}

/// Organ and date, in two lines or one; or a date alone at the end.
fn signature(paras: &mut [Para], at: usize, main: bool, found: &mut Anatomy) -> Option<usize> {
    let chars = unsealed(&paras[at].text.chars).to_vec();
    let dated = |chars: &[char]| find_date(chars).filter(|date| date.end == chars.len());
    let unsigned = main && found.issuer.is_none();
    let undated = main && found.date_raw.is_none();
    let mut set = |organ: Option<String>, line: &[char]| {
        let date = find_date(line);
        if main && found.date_raw.is_none() {
            found.date = date.as_ref().and_then(|date| date.iso.clone());
            found.date_raw = date.map(|date| line[date.start..date.end].iter().collect());
            found.issuer = organ.or(found.issuer.take());
        }
    };
    let following = (at + 1..paras.len()).find(|next| {
        let chars = &paras[*next].text.chars;
        paras[*next].kind != Kind::Noise && !is_web_remark(chars) && !unsealed(chars).is_empty()
    });
    // 2020124: a day that lost its marks is none, but who signs stands over it.
    let figures = |chars: &[char]| (6..=8).contains(&chars.len()) && chars.iter().all(char::is_ascii_digit);
    let dated_below = || following.is_some_and(|next| is_dateline(&paras[next].text.chars));
    // A name of an unknown kind signs only below something that was said.
    let said = || {
        let says = |para: &Para| para.kind == Kind::Body && para.text.len() > 30;
        paras[..at].iter().any(|para| says(para) || mark::parse(&para.text.chars).is_some())
    };
    // A copy may break off behind the name of who signs.
    if unsigned && following.is_none() && is_organ(&chars) && said() {
        found.issuer = Some(organs_of(&paras[at]).join("、"));
        paras[at].kind = Kind::SignOff;
        return Some(at + 1);
    }
    if unsigned && is_organ(&chars) && following.is_some_and(|next| figures(&paras[next].text.chars)) {
        found.issuer = Some(chars.iter().collect());
        paras[at].kind = Kind::SignOff;
        return Some(at + 1);
    }
    // 云岚市教育局疫情 over 防控工作领导小组: a long name broke into two lines over its date.
    if let Some(under) =
        following.filter(|under| *under == at + 1 && !is_organ(&chars) && signs(&chars) && said())
    {
        let whole: Vec<char> = chars.iter().chain(unsealed(&paras[under].text.chars)).copied().collect();
        let day = (under + 1..paras.len())
            .find(|next| paras[*next].kind != Kind::Noise && !unsealed(&paras[*next].text.chars).is_empty())
            .filter(|day| is_dateline(&paras[*day].text.chars));
        let torn = is_organ(&whole)
            && (!is_organ(&paras[under].text.chars) || is_torn(&chars, &paras[under].text.chars));
        if let Some(day) = day.filter(|_| torn || starts(&whole[chars.len()..], "的")) {
            set(Some(whole.iter().collect()), &paras[day].text.chars);
            paras[at..day].iter_mut().for_each(|para| para.kind = Kind::SignOff);
            paras[day].kind = Kind::Date;
            return Some(day + 1);
        }
    }
    if is_organ(&chars) || signs(&chars) && dated_below() && said() {
        // Joint papers sign with several organs above one date.
        let mut last = at;
        let mut organs = organs_of(&paras[at]);
        let mut next = following;
        while let Some(under) = next.filter(|under| is_organ(&paras[*under].text.chars) && *under < at + 6) {
            match organs.last_mut().filter(|organ| is_part_of(&paras[under].text.chars, organ)) {
                Some(organ) => organ.extend(&paras[under].text.chars),
                None => organs.extend(organs_of(&paras[under])),
            }
            last = under;
            next = (under + 1..paras.len()).find(|next| paras[*next].kind != Kind::Noise);
        }
        let under = next.filter(|under| is_dateline(&paras[*under].text.chars))?;
        let line = paras[under].text.chars.clone();
        set(Some(organs.join("、")), &line);
        paras[at..=last].iter_mut().for_each(|para| para.kind = Kind::SignOff);
        paras[under].kind = Kind::Date;
        return Some(under + 1);
    }
    if let Some(date) = dated(&chars)
        && date.start > 0
        && is_organ(&chars[..date.start])
    {
        set(Some(chars[..date.start].iter().collect()), &chars);
        paras[at].kind = Kind::SignOff;
        return Some(at + 1);
    }
    let last = following.is_none_or(|next| {
        let chars = &paras[next].text.chars;
        ["附件", "抄送", "抄报", "主题词", "来源"].iter().any(|word| starts(chars, word))
            || find(chars, 0, "印发").is_some()
            || ["（此件", "(此件", "（联系", "(联系", "联系人", "领导签发", "签发人"]
                .iter()
                .any(|word| starts(chars, word))
            || titled(paras, next)
    });
    // 2023-06-07 over the organ that signs
    if is_dateline(&chars)
        && undated
        && let Some(under) = following
            .filter(|under| is_organ(&paras[*under].text.chars) || is_office(&paras[*under].text.chars))
        && paras[under + 1..].iter().find(|para| para.kind != Kind::Noise).is_none_or(|para| {
            para.text.len() <= 60
                && (find(&para.text.chars, 0, "印").is_some() || starts(&para.text.chars, "附件"))
        })
    {
        set(Some(paras[under].text.all()), &chars);
        paras[at].kind = Kind::Date;
        paras[under].kind = Kind::SignOff;
        return Some(under + 1);
    }
    if is_dateline(&chars) && last {
        set(None, &chars);
        paras[at].kind = Kind::Date;
        return Some(at + 1);
    }
    None
}
