//! Above the body: organ, number, title, date line and addressees, among what a site prints around them.

use super::Anatomy;
use super::address::{addressed, person, recipients};
use super::annex::annex_mark;
use super::listed::Listed;
use super::number::{behind_title, counts, dated_number, doc_number, unbracketed};
use super::signature::{is_office, organs_of};
use super::title::{self, is_bracketed, is_dated_note, masthead};
use super::web::{is_blurb, is_web_remark};
use crate::kind;
use crate::mark;
use crate::number::{arabic, find_date};
use crate::organ::is_organ;
use crate::paragraph::{Para, ParagraphKind as Kind};
use crate::roster::is_labelled;
use crate::text::{contains, ends, find, is_han, starts};

/// Farthest that a head reaches, in paragraphs.
const REACH: usize = 40;
/// Shortest paragraph that with a stop is running text.
const PROSE: usize = 30;

/// Reads the head of the first paper; returns the first paragraph of its body.
pub(super) fn read(paras: &mut [Para], found: &mut Anatomy) -> usize {
    let mut listed = Listed::default();
    let (limit, addressed) = extent(paras, &mut listed);
    let mut lines = title::choose(paras, limit, addressed);
    // A name that is listed outranks a line that only may be a title.
    if listed.name.is_some() && !title::complete(paras, &lines) {
        lines.clear();
    }
    // Without a whole title the first line that is not of the site may still be one.
    let top = lines.first().copied().unwrap_or(limit);
    let (mut organ, at) = above_title(paras, top, !lines.is_empty(), found);
    let (next, title) = match lines.last() {
        Some(last) => (last + 1, title::take(paras, &lines)),
        None if listed.name.is_some() => (at, None),
        None => title::gather(paras, at),
    };
    // A column of the site over addressees is no title.
    let title = title.filter(|(title, _)| !(addressed && lines.is_empty() && title.chars().count() <= 4));
    if let Some((mut title, span)) = title.or_else(|| listed.name.take()) {
        let chars: Vec<char> = title.chars().collect();
        if let Some((open, number)) = behind_title(&chars) {
            title = chars[..open].iter().collect();
            found.doc_number = found.doc_number.take().or(Some(number));
        }
        organ = organ.or_else(|| parted_organs(paras)).or_else(|| organ_of(&title));
        found.title = Some((title, span));
    }
    let salutation = addressed.then_some(limit);
    let at = below_title(paras, next, salutation, found, &mut organ);
    let at = recipients(paras, at, found);
    // The name of the page may say whose paper it is where the paper itself does not.
    let named = || {
        paras[..limit].iter().find_map(|para| {
            organ_of(&para.text.all()).filter(|_| kind::of_title(&para.text.all()).is_some())
        })
    };
    // 中共某县委文件 over 中共某县委某县人民政府关于…: the title names both.
    let named_by_title = found.title.as_ref().and_then(|(title, _)| organ_of(title));
    if let (Some(red), Some(joint)) = (&organ, &named_by_title)
        && joint.starts_with(&format!("{red}、"))
    {
        organ = named_by_title.clone();
    }
    // 区人民政府办公室 of the title is 云湖区人民政府办公室 of the list.
    let exact = listed.organ.clone().filter(|listed| {
        // A title that names its place itself is exact enough.
        let bare = |organ: &String| organ.starts_with(['省', '市', '县', '区', '镇', '乡']);
        organ.as_ref().is_some_and(|organ| listed.ends_with(organ.as_str()) && bare(organ))
    });
    found.issuer = exact.or(organ).or(listed.organ).or_else(named);
    found.doc_number = found.doc_number.take().or(listed.number);
    found.listed_date = found.listed_date.take().or(listed.date);
    at
}

/// Where the head ends: before the addressees (`true`), or before the first heading or sentence. Takes what is listed
/// and what sites say on the way.
fn extent(paras: &mut [Para], listed: &mut Listed) -> (usize, bool) {
    let mut first = None;
    for at in 0..paras.len().min(REACH) {
        if paras[at].kind == Kind::Noise {
            continue;
        }
        if listed.take(paras, at) {
            continue;
        }
        let chars = &paras[at].text.chars;
        // 组长：张三 under the name of the group: the head is over.
        if is_labelled(&paras[at]) {
            first = Some(at);
            break;
        }
        if addressed(chars).or_else(|| person(chars)).is_some() {
            return (at, true);
        }
        if is_web_remark(chars) || is_blurb(chars) {
            paras[at].kind = Kind::Noise;
        } else if mark::parse(chars).is_some() || chars.len() > PROSE && chars.contains(&'。') {
            first = Some(at);
            break;
        }
    }
    (first.unwrap_or(paras.len().min(REACH)), false)
}

/// Organ and number above the title; whatever else stands there is of the site, where the title is known.
fn above_title(
    paras: &mut [Para],
    limit: usize,
    whole: bool,
    found: &mut Anatomy,
) -> (Option<String>, usize) {
    let mut organ = None;
    let mut at = 0;
    while at < limit {
        let chars = paras[at].text.chars.clone();
        if paras[at].kind == Kind::Noise || is_form_line(&chars) || is_release(&chars) {
            paras[at].kind = Kind::Noise;
        } else if annex_mark(&chars) == Some(chars.len()) {
            paras[at].kind = Kind::AnnexMark;
        } else if number(paras, at, found) {
            // Noted.
        } else if let Some((name, day)) = masthead(&paras[at]) {
            paras[at].kind = Kind::Issuer;
            (organ, found.bulletin) = (organ.or(name), true);
            found.listed_date = found.listed_date.take().or(day.map(|day| (day.clone(), day)));
        } else if let Some((name, day)) = organ_and_day(&chars) {
            paras[at].kind = Kind::Issuer;
            organ = organ.or(Some(name));
            found.listed_date = found.listed_date.take().or(Some(day));
        } else if at + 1 == limit && whole && is_organ(&chars) && place_again(paras, limit, &chars) {
            paras[at].kind = Kind::Issuer;
            organ = organ.or(Some(chars.iter().collect()));
        } else if let Some((name, end)) = broken_red_head(paras, at, limit) {
            paras[at..end].iter_mut().for_each(|para| para.kind = Kind::Issuer);
            organ = organ.or(Some(name));
            at = end;
            continue;
        } else if let Some(name) = red_head(&chars).or_else(|| numbered_organ(paras, at)) {
            paras[at].kind = Kind::Issuer;
            organ = organ.or(Some(name));
        } else if is_dateline(&chars) || whole {
            paras[at].kind = Kind::Noise;
        } else {
            break;
        }
        at += 1;
    }
    (organ, at)
}

/// 云岚市人民政府办公室 2021年6月11日 over the title of minutes: who puts them out, and when.
pub(super) fn organ_and_day(chars: &[char]) -> Option<(String, (String, String))> {
    let date = find_date(chars).filter(|date| date.end == chars.len() && date.start >= 4)?;
    let raw: String = chars[date.start..].iter().collect();
    let organ = &chars[..date.start];
    is_organ(organ).then(|| Some((organ.iter().collect(), (date.iso?, raw)))).flatten()
}

/// 中共云岚市岭北街道工作委员会 over 岭北街道创建方案: who issues a paper whose title names the place again.
fn place_again(paras: &[Para], at: usize, organ: &[char]) -> bool {
    paras.get(at).is_some_and(|title| title::names_place_of(&title.text.chars, organ))
}

/// （第16号） under 云岚市人民政府令 or …公告.
fn of_decree(paras: &[Para], at: usize) -> Option<String> {
    let number = unbracketed(&paras[at].text.chars);
    let counted = number.strip_prefix(&['第'])?.strip_suffix(&['号'])?;
    let above = paras[..at].iter().rfind(|para| para.kind != Kind::Noise)?;
    let decree = ["令", "公告", "通告"].iter().any(|kind| ends(&above.text.chars, kind));
    (counts(counted) && decree).then(|| number.iter().collect())
}

/// 保卫处资产处: sections that a paper of a house comes from.
fn is_house(names: &[char]) -> bool {
    names.len() >= 3
        && names.iter().all(|c| is_han(*c))
        && names.last().is_some_and(|c| "处科室部办会局委府".contains(*c))
}

/// Takes the number of a line that holds nothing else but a day or a signer.
fn number(paras: &mut [Para], at: usize, found: &mut Anatomy) -> bool {
    let para = &paras[at];
    // 保卫处 资产处    江职保〔2019〕4号: behind the last gap before its year.
    let year = para.text.chars.iter().take(18).position(|c| matches!(c, '〔' | '[' | '［')).unwrap_or(0);
    let code = (1..year).rev().find(|at| para.gap_before(*at)).unwrap_or(0);
    let chars = match doc_number(&para.text.chars[code..]) {
        Some(_) if is_house(&para.text.chars[..code]) => &para.text.chars[code..],
        _ => &para.text.chars[..],
    };
    let Some(number) = doc_number(chars).or_else(|| of_decree(paras, at)) else { return false };
    found.listed_date = found.listed_date.take().or_else(|| dated_number(chars));
    paras[at].kind = Kind::DocNumber;
    found.doc_number = found.doc_number.take().or(Some(number));
    true
}

/// Lines between title and 主送: date, organ, a repeated title, remarks of a web site.
fn below_title(
    paras: &mut [Para],
    mut at: usize,
    salutation: Option<usize>,
    found: &mut Anatomy,
    organ: &mut Option<String>,
) -> usize {
    let title = found.title.as_ref().map(|(title, _)| title.clone()).unwrap_or_default();
    while at < paras.len() && salutation != Some(at) {
        let byline = is_byline(paras, at) && !title.is_empty();
        if let Some(next) = repeated(paras, at, &title) {
            paras[at..next].iter_mut().for_each(|para| para.kind = Kind::Title);
            at = next;
            continue;
        }
        if paras[at].kind != Kind::Noise && number(paras, at, found) {
            at += 1;
            continue;
        }
        // 安全监督处 over 2025-03-15, and the addressees under it
        let office = salutation == Some(at + 2)
            && is_office(&paras[at].text.chars)
            && paras.get(at + 1).is_some_and(|day| is_dateline(&day.text.chars));
        // 2025-03-15 under who issues the paper, over the addressees
        let signed = at > 0 && paras[at - 1].kind == Kind::SignOff && salutation == Some(at + 1);
        let para = &mut paras[at];
        let chars = &para.text.chars;
        if signed && is_dateline(chars) && found.listed_date.is_none() {
            let raw: String = chars.iter().collect();
            found.listed_date = find_date(chars).and_then(|date| Some((date.iso?, raw)));
        }
        let note = is_dated_note(chars) && !is_dateline(chars);
        // 2008年7月17日经部务会议通过 under the name of a regulation
        let passed = ["通过", "公布", "发布", "颁布"].iter().any(|deed| contains(chars, deed));
        if note
            && passed
            && found.listed_date.is_none()
            && let Some(date) = find_date(chars)
        {
            let raw = chars[date.start..date.end].iter().collect();
            found.listed_date = date.iso.map(|iso| (iso, raw));
        }
        if para.kind == Kind::Noise || is_web_remark(chars) || is_release(chars) || note {
            para.kind = Kind::Noise;
        } else if let Some(name) = red_head(chars).filter(|_| !title.is_empty()) {
            para.kind = Kind::Issuer;
            *organ = Some(name);
        } else if is_dateline(chars) && chars.contains(&'年') {
            para.kind = Kind::Date;
            let date = find_date(chars);
            found.date = date.as_ref().and_then(|date| date.iso.clone());
            found.date_raw = date.map(|date| chars[date.start..date.end].iter().collect());
        } else if (is_organ(chars) && chars.len() >= 4 || office) && !title.is_empty() {
            para.kind = Kind::SignOff;
            *organ = organ.take().or(Some(para.text.all()));
        } else if byline {
            para.kind = Kind::SignOff;
        } else if salutation.is_some_and(|salutation| at < salutation) || is_dateline(chars) {
            // Over the addressees a paper says nothing else; a day with dashes is when a page was put up.
            para.kind = Kind::Noise;
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
        let chars = &para.text.chars;
        let line: String = chars[..chars.len() - kind::collected(chars)].iter().collect();
        rest = rest.strip_prefix(line.as_str()).filter(|_| !line.is_empty())?;
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

/// 共青团云岚 over 市委文件: a 红头 that broke into two lines. The organ and the paragraph behind it.
fn broken_red_head(paras: &[Para], at: usize, limit: usize) -> Option<(String, usize)> {
    let next = (at + 1..limit).find(|next| paras[*next].kind != Kind::Noise)?;
    let (first, second) = (&paras[at].text.chars, &paras[next].text.chars);
    let fits = first.len() <= 12 && second.len() <= 14 && red_head(first).is_none() && ends(second, "文件");
    let whole: Vec<char> = first.iter().chain(second).copied().collect();
    fits.then(|| red_head(&whole)).flatten().map(|name| (name, next + 1))
}

/// An organ in a line of its own over the number, or over others that stand there.
fn numbered_organ(paras: &[Para], at: usize) -> Option<String> {
    let organs: Vec<String> = paras[at..]
        .iter()
        .filter(|para| para.kind != Kind::Noise)
        .take_while(|para| is_organ(&para.text.chars))
        .map(|para| organs_of(para).join("、"))
        .take(6)
        .collect();
    let behind = paras[at..].iter().filter(|para| para.kind != Kind::Noise).nth(organs.len());
    if !organs.is_empty() && behind.is_some_and(|para| doc_number(&para.text.chars).is_some()) {
        return Some(organs.join("、"));
    }
    None
}

/// 教育部 中央宣传部 人力资源社会保障部关于…: organs that white space parts in the line of the title.
fn parted_organs(paras: &[Para]) -> Option<String> {
    let line = paras.iter().find(|para| para.kind == Kind::Title)?;
    let about = find(&line.loose.chars, 0, "关于")?;
    let names: Vec<&[char]> = crate::text::words(&line.loose.chars[..about]).collect();
    let sound = names.len() > 1 && names.iter().all(|name| name.len() >= 3 && is_organ(name));
    sound.then(|| names.iter().map(|name| name.iter().collect::<String>()).collect::<Vec<_>>().join("、"))
}

/// Organ that a title begins with: 云岚市交通运输局关于….
fn organ_of(title: &str) -> Option<String> {
    let chars: Vec<char> = title.chars().collect();
    // 云岚市人民政府令
    if let Some(organ) = chars.strip_suffix(&['令']).filter(|organ| is_organ(organ)) {
        return Some(organ.iter().collect());
    }
    let deeds = ["关于", "印发", "转发", "批转", "贯彻"];
    let ends = deeds.iter().filter_map(|deed| find(&chars, 0, deed));
    let organ = ends.map(|end| &chars[..end]).find(|organ| {
        let named = !deeds.iter().any(|deed| starts(organ, deed));
        organ.len() >= 3 && named && is_organ(and_others(organ).unwrap_or(organ))
    })?;
    Some(glued_organs(organ).join("、"))
}

/// 云岚市教育局云岚市体育局云岚市财政局: the organs of one place, or party and government, that stand without a gap.
pub(super) fn glued_organs(line: &[char]) -> Vec<String> {
    let mut rest = line;
    let mut names: Vec<String> = Vec::new();
    while let Some(at) = party_and_government(rest).or_else(|| named_twice(rest)).filter(|_| names.len() < 6)
    {
        names.push(rest[..at].iter().collect());
        rest = &rest[at..];
    }
    names.push(rest.iter().collect());
    names
}

/// 国家数据局等部门, 市交通局等五部门: the one that is named of several.
fn and_others(organ: &[char]) -> Option<&[char]> {
    let etc = organ.iter().rposition(|c| *c == '等').filter(|at| *at >= 3)?;
    let rest = &organ[etc + 1..];
    let many = ["部门", "单位"].iter().any(|word| ends(rest, word)) && rest.len() <= 5;
    many.then_some(&organ[..etc])
}

/// 中共云岚县委云岚县人民政府: two organs whose gap the title lost. Where the second one begins.
fn party_and_government(organ: &[char]) -> Option<usize> {
    const PARTY: &[&str] = &["委", "委员会", "委办公室", "委员会办公室"];
    const GOVERNMENT: &[&str] = &["人民政府", "人民政府办公室", "人民政府办公厅"];
    (4..organ.len().saturating_sub(4)).find(|at| {
        let (party, rest) = organ.split_at(*at);
        PARTY.iter().any(|end| ends(party, end))
            && !starts(rest, "员会")
            && !starts(rest, "办公")
            && GOVERNMENT.iter().any(|end| ends(rest, end))
            && !rest.contains(&'、')
            && is_organ(rest)
    })
}

/// 松溪县教育局松溪县体育局, 中共云岚学院委员会云岚学院: two organs of one place or one house.
fn named_twice(organ: &[char]) -> Option<usize> {
    let house = if starts(organ, "中共") { 2 } else { 0 };
    let name = organ.get(house..house + 3)?.iter().collect::<String>();
    (5..organ.len().saturating_sub(3)).find(|at| {
        let (first, second) = organ.split_at(*at);
        starts(second, &name) && is_organ(first) && is_organ(second)
    })
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
