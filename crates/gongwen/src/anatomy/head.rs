//! Above the body: organ, number, title, date line, 主送; and the titles of attached papers.

use super::Anatomy;
use super::web::{self, Listed, is_web_remark};
use crate::kind;
use crate::mark;
use crate::number::{arabic, find_date, is_numeral};
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
fn gather(paras: &mut [Para], at: usize) -> (usize, Option<(String, [usize; 2])>) {
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
fn repeated(paras: &[Para], at: usize, title: &str) -> Option<usize> {
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

fn recipients(paras: &mut [Para], at: usize, found: &mut Anatomy) -> usize {
    let Some(para) = paras.get_mut(at) else { return at };
    let Some((list, end)) = addressed(&para.text.chars) else { return at };
    found.recipients = list;
    if end < para.text.len() {
        return at;
    }
    para.kind = Kind::Recipients;
    at + 1
}

/// The organs that a line ends with a colon after, and the place behind the colon.
pub(crate) fn addressed(chars: &[char]) -> Option<(Vec<String>, usize)> {
    const ORGANS: &str = "组局科处部委办厅室位门司心所站队院校道乡镇县区市会员企业店馆园厂行社团股府关街口";
    const OPENS: &str = "厅委各局机市县区省镇全本校院委";
    let colon = chars.iter().position(|c| matches!(c, '：' | ':'))?;
    let list = &chars[..colon];
    let has = |words: &[&str]| words.iter().any(|word| contains(list, word));
    let speech = has(&["同志", "领导", "朋友", "来宾"]);
    let prose =
        has(&["如下", "现将", "为了", "根据", "。", "要求", "通知", "制定", "时间", "主题", "目标", "阶段"]);
    let names = joined(enumerate(list), list);
    let organs = names.iter().all(|name| {
        let last = name.chars().last().unwrap_or(' ');
        name.chars().count() <= 30 && (ORGANS.contains(last) || matches!(last, '）' | ')'))
    });
    let opens = list.first().is_some_and(|c| OPENS.contains(*c)) && names.len() > 1;
    let whole = colon + 1 == chars.len();
    let sound = (2..=200).contains(&list.len()) && !speech && !prose && mark::parse(chars).is_none();
    let listed = names.iter().any(|name| ORGANS.contains(name.chars().last().unwrap_or(' ')));
    (sound && whole && (organs || opens && listed)).then_some((names, colon + 1))
}

/// 各省、自治区、直辖市人民政府 is one addressee: words for places that the organ behind the last one completes.
fn joined(names: Vec<String>, list: &[char]) -> Vec<String> {
    const PLACES: &[&str] =
        &["省", "自治区", "市", "县", "区", "镇", "乡", "旗", "州", "盟", "街道", "委", "办", "兵团", "村"];
    const ORGANS: &[&str] = &[
        "政府",
        "委员会",
        "管委会",
        "办事处",
        "党委",
        "团委",
        "局",
        "厅",
        "党工委",
        "文明委",
        "文明办",
        "工会",
        "公司",
        "学校",
    ];
    let list: String = list.iter().collect();
    let mut done: Vec<String> = Vec::new();
    let mut open = false;
    for name in names {
        let bare = name.strip_prefix("各").unwrap_or(&name);
        let completes =
            ORGANS.iter().any(|organ| bare.strip_suffix(organ).is_some_and(|stem| !stem.is_empty()));
        // 市直各部门、单位: a bare noun goes with the words before it.
        let noun = ["单位", "企业"].contains(&name.as_str());
        match done.last_mut() {
            Some(last) if (open || noun) && list.contains(&format!("{last}、{name}")) => {
                last.push('、');
                last.push_str(&name);
            }
            _ => done.push(name.clone()),
        }
        open = !completes && bare.chars().count() <= 12 && PLACES.iter().any(|place| name.ends_with(place));
    }
    // Places that nothing completes stand for themselves.
    let whole = |name: &String| {
        ORGANS.iter().any(|organ| name.ends_with(organ))
            || name.ends_with("、单位")
            || name.ends_with("、企业")
    };
    done.into_iter()
        .flat_map(|name| match whole(&name) {
            true => vec![name],
            false => enumerate(&name.chars().collect::<Vec<_>>()),
        })
        .collect()
}

/// Splits a list of organs at ，、； outside brackets; 县（市、区） stays whole.
pub(super) fn enumerate(chars: &[char]) -> Vec<String> {
    let depths = crate::text::depths(chars);
    chars
        .iter()
        .zip(depths)
        .collect::<Vec<_>>()
        .split(|(c, depth)| *depth == 0 && matches!(c, '，' | ',' | '、' | '；' | ';' | '。' | ' '))
        .map(|part| part.iter().map(|(c, _)| **c).collect::<String>())
        .filter(|part| !part.is_empty())
        .collect()
}

/// 发文字号: 云交字〔2022〕1号, alone in its line or beside 签发人 or a date.
pub(super) fn doc_number(chars: &[char]) -> Option<String> {
    let (number, end) = number_at_start(chars)?;
    let rest = &chars[end..];
    let dated = find_date(rest).is_some_and(|date| date.start == 0 && rest.len() <= date.end + 6);
    (rest.is_empty() || starts(rest, "签发") || dated).then_some(number)
}

/// The 发文字号 that `chars` begins with, and its end. Brackets that a bad font or a conversion turned into
/// quotes („2022‟) are given as 〔〕.
pub(crate) fn number_at_start(chars: &[char]) -> Option<(String, usize)> {
    const OPEN: &[char] = &['〔', '[', '［', '【', '(', '（', '﹝', '„', '"', '“', '‟', '{', '｛'];
    const CLOSE: &[char] = &['〕', ']', '］', '】', ')', '）', '﹞', '‟', '"', '”', '„', '}', '｝'];
    const DAMAGED: &[char] = &['„', '‟', '"', '“', '”', '{', '}', '｛', '｝'];
    let open = chars.iter().take(18).position(|c| OPEN.contains(c))?;
    let year = chars.get(open + 1..open + 5)?;
    let sound = year.iter().all(|c| arabic(*c).is_some() || is_numeral(*c) || matches!(c, 'x' | 'X' | '*'));
    if !sound || !CLOSE.contains(chars.get(open + 5)?) {
        return None;
    }
    let end = (open + 6..chars.len().min(open + 16)).find(|at| chars[*at] == '号')?;
    let number = chars[open + 6..end]
        .iter()
        .filter(|c| !matches!(c, '第' | '（' | '）' | '(' | ')'))
        .collect::<Vec<_>>();
    let digits = (1..=5).contains(&number.len())
        && number.iter().all(|c| arabic(**c).is_some() || is_numeral(**c) || matches!(c, 'x' | 'X' | '*'));
    let code = chars[..open].iter().all(|c| is_han(*c) || c.is_ascii_alphabetic());
    let damaged = DAMAGED.contains(&chars[open]) && open > 0;
    let mut text: Vec<char> = chars[..=end].to_vec();
    if damaged {
        (text[open], text[open + 5]) = ('〔', '〕');
    }
    let fits = digits && code && open <= 16 && (damaged || !DAMAGED.contains(&chars[open]));
    fits.then(|| (text.into_iter().collect(), end + 1))
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

/// Where an attached paper begins at `at`, reads its title and returns its first body paragraph.
pub(super) fn annex(paras: &mut [Para], at: usize, signed: bool, found: &mut Anatomy) -> Option<usize> {
    let chars = &paras[at].text.chars;
    let (marked, own_title) = match annex_mark(chars) {
        Some(len) if len == chars.len() => (true, false),
        Some(_) if signed || chars[2] != '：' && chars[2] != ':' => (true, true),
        Some(_) => return None,
        None => (false, false),
    };
    if !marked && !announced(paras, at, found) {
        let fits = |at: usize| paras.get(at).is_some_and(is_title_line);
        if !signed || !fits(at) {
            return None;
        }
        let alone = kind::of_title(&paras[at].text.all()).is_some();
        let next: String =
            paras.get(at + 1).filter(|_| fits(at + 1)).map(|para| para.text.all()).unwrap_or_default();
        if !alone && kind::of_title(&next).is_none() {
            return None;
        }
    } else if marked && listed_again(paras, at) {
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
    let (after, gathered) = if own.is_some() { (next, None) } else { gather(paras, next) };
    let has_text = paras
        .get(after)
        .is_some_and(|para| para.kind != Kind::Noise && annex_mark(&para.text.chars).is_none());
    found.attached.extend(own.or(gathered).filter(|_| has_text));
    Some(after.max(at + 1))
}

/// The paper that the main title announces (关于印发《…》的通知) begins here, though nobody signed above it.
fn announced(paras: &[Para], at: usize, found: &Anatomy) -> bool {
    let title: Vec<char> = found.title.iter().flat_map(|(title, _)| title.chars()).collect();
    kind::carried(&title)
        .is_some_and(|inner| inner.chars().count() >= 6 && repeated(paras, at, &inner).is_some())
}

/// Length of 附件, 附件1, 附件一： at the start.
pub(super) fn annex_mark(chars: &[char]) -> Option<usize> {
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

/// 附件1：… 附件2：… one under the other are a list, not the beginning of a paper.
fn listed_again(paras: &[Para], at: usize) -> bool {
    let titled = |para: &Para| annex_mark(&para.text.chars).is_some_and(|len| len < para.text.len());
    titled(&paras[at]) && paras.get(at + 1).is_some_and(titled)
}
