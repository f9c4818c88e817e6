//! Who signs a paper, and when: organ and day below the body, in one line, in two, or in several.

use super::Anatomy;
use super::head::{glued_organs, is_dateline};
use super::title::is_title_line;
use super::web::is_web_remark;
use crate::kind;
use crate::mark;
use crate::number::find_date;
use crate::organ::is_organ;
use crate::paragraph::{Para, ParagraphKind as Kind};
use crate::text::{contains, find, is_han, starts};

/// Reads the signature that begins at `at`; the paragraph behind it, or `None` where nobody signs there.
pub(super) fn read(
    paras: &mut [Para],
    at: usize,
    said: bool,
    main: bool,
    found: &mut Anatomy,
) -> Option<usize> {
    let line = unsealed(&paras[at].text.chars).to_vec();
    let below = next_line(paras, at);
    let place = Place { at, said, main, line, below };
    without_day(paras, &place, found)
        .or_else(|| columns(paras, &place, found))
        .or_else(|| torn(paras, &place, found))
        .or_else(|| over_day(paras, &place, found))
        .or_else(|| with_day(paras, &place, found))
        .or_else(|| under_day(paras, &place, found))
        .or_else(|| day_alone(paras, &place, found))
}

/// A line below the body that may be a signature.
struct Place {
    at: usize,
    /// Something was said above it; a name of an unknown kind signs only there.
    said: bool,
    /// It stands below the first paper, whose signature counts.
    main: bool,
    /// The line without a word for the seal.
    line: Vec<char>,
    /// The next line that says something.
    below: Option<usize>,
}

/// The next line behind `at` that is neither of the site nor nothing but a seal.
fn next_line(paras: &[Para], at: usize) -> Option<usize> {
    (at + 1..paras.len()).find(|next| {
        let chars = &paras[*next].text.chars;
        paras[*next].kind != Kind::Noise && !is_web_remark(chars) && !unsealed(chars).is_empty()
    })
}

/// Notes who signed and when, where nothing was noted yet.
fn set(found: &mut Anatomy, main: bool, organ: Option<String>, day: &[char]) {
    if main && found.date_raw.is_none() {
        let date = find_date(day);
        found.date = date.as_ref().and_then(|date| date.iso.clone());
        found.date_raw = date.map(|date| day[date.start..date.end].iter().collect());
        let title = found.issuer.take();
        found.issuer = match (organ, title) {
            (Some(organ), Some(title)) if is_short_for(&organ, &title) => Some(title),
            (organ, title) => organ.or(title),
        };
    } else if main && found.issuer.is_none() {
        found.issuer = organ;
    }
}

/// 省政府办公厅 for 云岭省人民政府办公厅: the title names in full who signs in short.
fn is_short_for(organ: &str, title: &str) -> bool {
    let last = |name: &str| name.chars().rev().take(3).collect::<String>();
    organ.starts_with(['省', '市', '县', '区', '镇', '乡'])
        && title.chars().count() > organ.chars().count() + 1
        && !title.starts_with(['省', '市', '县', '区', '镇', '乡'])
        && !title.contains('、')
        && last(organ) == last(title)
}

/// A sentence or a numbered line: something is said here.
pub(super) fn says(para: &Para) -> bool {
    para.kind == Kind::Body && para.text.len() > 30 || mark::parse(&para.text.chars).is_some()
}

/// The last line of a copy that breaks off behind who signs, or over 2020124, a day that lost its marks.
fn without_day(paras: &mut [Para], place: &Place, found: &mut Anatomy) -> Option<usize> {
    let unsigned = place.main && found.issuer.is_none();
    let figures = |chars: &[char]| (6..=8).contains(&chars.len()) && chars.iter().all(char::is_ascii_digit);
    let ends = match place.below {
        None => place.said,
        Some(next) => figures(&paras[next].text.chars),
    };
    // 教务处 behind the last sentence of a paper of the house
    let closed = || {
        let above = paras[..place.at].iter().rfind(|para| para.kind != Kind::Noise);
        above.is_some_and(|para| para.kind == Kind::Body && para.text.chars.ends_with(&['。']))
    };
    let office = || place.below.is_none() && is_office(&place.line) && closed();
    if !unsigned || !ends || !(is_organ(&place.line) || office()) {
        return None;
    }
    found.issuer = Some(match place.below {
        None => organs_of(&paras[place.at]).join("、"),
        Some(_) => place.line.iter().collect(),
    });
    paras[place.at].kind = Kind::SignOff;
    Some(place.at + 1)
}

/// 云岚市　云岚市 over 环保局　教育局: organs side by side, each in two lines, over their day.
fn columns(paras: &mut [Para], place: &Place, found: &mut Anatomy) -> Option<usize> {
    let words = |para: &Para| -> Vec<String> {
        crate::text::words(&para.loose.chars).map(|word| word.iter().collect()).collect()
    };
    let under = place.below.filter(|_| place.said)?;
    let day = next_line(paras, under).filter(|day| is_dateline(&paras[*day].text.chars))?;
    let (above, below) = (words(&paras[place.at]), words(&paras[under]));
    let same = above.len() > 1 && above.len() == below.len();
    let bare = |body: &String| body.trim_end_matches("（代章）").to_owned();
    let organs: Vec<String> =
        above.iter().zip(&below).map(|(place, body)| place.clone() + &bare(body)).collect();
    // 云岚市　云岚市 are places; two organs over two others are four.
    let whole = above
        .iter()
        .any(|word| is_organ(&word.chars().collect::<Vec<_>>()) && !word.ends_with(['区', '市', '县']));
    let sound = same && !whole && organs.iter().all(|organ| is_organ(&organ.chars().collect::<Vec<_>>()));
    sound.then(|| set(found, place.main, Some(organs.join("、")), &paras[day].text.chars.clone()))?;
    paras[place.at..day].iter_mut().for_each(|para| para.kind = Kind::SignOff);
    paras[day].kind = Kind::Date;
    Some(day + 1)
}

/// 云岚市教育局疫情 over 防控工作领导小组: a long name broke into two lines over its date.
fn torn(paras: &mut [Para], place: &Place, found: &mut Anatomy) -> Option<usize> {
    let Place { at, line, .. } = place;
    let under =
        place.below.filter(|under| place.said && *under == at + 1 && !is_organ(line) && signs(line))?;
    let rest = unsealed(&paras[under].text.chars);
    let whole: Vec<char> = line.iter().chain(rest).copied().collect();
    let broken = is_organ(&whole)
        && (!is_organ(&paras[under].text.chars) || is_torn(line, &paras[under].text.chars))
        || starts(rest, "的");
    let day = (under + 1..paras.len())
        .find(|next| paras[*next].kind != Kind::Noise && !unsealed(&paras[*next].text.chars).is_empty())
        .filter(|day| broken && is_dateline(&paras[*day].text.chars))?;
    set(found, place.main, Some(whole.iter().collect()), &paras[day].text.chars);
    paras[*at..day].iter_mut().for_each(|para| para.kind = Kind::SignOff);
    paras[day].kind = Kind::Date;
    Some(day + 1)
}

/// An organ over its day; joint papers sign with several organs above one.
fn over_day(paras: &mut [Para], place: &Place, found: &mut Anatomy) -> Option<usize> {
    let Place { at, line, .. } = place;
    let dated = || place.below.is_some_and(|next| is_dateline(&paras[next].text.chars));
    if !(is_organ(line) || place.said && signs(line) && dated()) {
        return None;
    }
    let mut last = *at;
    let mut organs = organs_of(&paras[*at]);
    let mut next = place.below;
    // 中国保监会 over the day: the last of several may be of a kind that is not known.
    let last_of = |under: usize, organs: &[String]| {
        let below = next_line(paras, under);
        organs.len() > 1
            && signs(&paras[under].text.chars)
            && below.is_some_and(|day| is_dateline(&paras[day].text.chars))
    };
    while let Some(under) = next
        .filter(|under| *under < at + 6 && (is_organ(&paras[*under].text.chars) || last_of(*under, &organs)))
    {
        match organs.last_mut().filter(|organ| is_part_of(&paras[under].text.chars, organ)) {
            Some(organ) => organ.extend(&paras[under].text.chars),
            None => organs.extend(organs_of(&paras[under])),
        }
        last = under;
        next = (under + 1..paras.len()).find(|next| paras[*next].kind != Kind::Noise);
    }
    let day = next.filter(|under| is_dateline(&paras[*under].text.chars))?;
    set(found, place.main, Some(organs.join("、")), &paras[day].text.chars);
    paras[*at..=last].iter_mut().for_each(|para| para.kind = Kind::SignOff);
    paras[day].kind = Kind::Date;
    Some(day + 1)
}

/// 云岚市教育局2023年6月7日: organ and day in one line.
fn with_day(paras: &mut [Para], place: &Place, found: &mut Anatomy) -> Option<usize> {
    let line = &place.line;
    let date = find_date(line).filter(|date| date.end == line.len() && date.start > 0)?;
    // 第二炼钢厂·2026年9月1日
    let organ = line[..date.start].strip_suffix(&['·']).unwrap_or(&line[..date.start]);
    if !is_organ(organ) {
        return None;
    }
    set(found, place.main, Some(glued_organs(organ).join("、")), line);
    paras[place.at].kind = Kind::SignOff;
    Some(place.at + 1)
}

/// 2023-06-07 over the organ that signs, the last lines of the paper.
fn under_day(paras: &mut [Para], place: &Place, found: &mut Anatomy) -> Option<usize> {
    let undated = place.main && found.date_raw.is_none();
    let under = place.below.filter(|under| {
        let chars = &paras[*under].text.chars;
        undated && is_dateline(&place.line) && (is_organ(chars) || is_office(chars))
    })?;
    let behind = paras[under + 1..].iter().find(|para| para.kind != Kind::Noise);
    let ends = behind.is_none_or(|para| {
        let chars = &para.text.chars;
        chars.len() <= 60 && (find(chars, 0, "印").is_some() || starts(chars, "附件"))
    });
    // Its name stands in the title as well, so that it does not open the title of what follows.
    let named = || found.issuer.as_ref().is_some_and(|issuer| *issuer == paras[under].text.all());
    let annexed = || {
        named()
            && (under + 1..paras.len())
                .find(|at| paras[*at].kind != Kind::Noise)
                .is_some_and(|at| titled(paras, at))
    };
    if !ends && !annexed() {
        return None;
    }
    set(found, place.main, Some(paras[under].text.all()), &place.line);
    paras[place.at].kind = Kind::Date;
    paras[under].kind = Kind::SignOff;
    Some(under + 1)
}

/// A day alone, behind which nothing is said any more.
fn day_alone(paras: &mut [Para], place: &Place, found: &mut Anatomy) -> Option<usize> {
    const BEHIND: &[&str] = &[
        "附件",
        "主送",
        "抄送",
        "抄报",
        "主题词",
        "来源",
        "（此件",
        "(此件",
        "（联系",
        "(联系",
        "联系人",
        "领导签发",
        "签发人",
    ];
    let last = place.below.is_none_or(|next| {
        let chars = &paras[next].text.chars;
        BEHIND.iter().any(|word| starts(chars, word))
            || find(chars, 0, "印发").is_some()
            || titled(paras, next)
    });
    if !is_dateline(&place.line) || !last {
        return None;
    }
    set(found, place.main, None, &place.line);
    paras[place.at].kind = Kind::Date;
    Some(place.at + 1)
}

/// True where the title of a paper begins, in one line or two.
fn titled(paras: &[Para], at: usize) -> bool {
    let mut title = String::new();
    paras[at..].iter().take(2).take_while(|para| is_title_line(para)).any(|para| {
        title.push_str(&para.text.all());
        kind::of_title(&title).is_some()
    })
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
    // 旅游岛建设暨全域旅游 over 创建工作领导小组办公室
    let group = first.len() >= 6
        && ["创建", "防控", "工作"].iter().any(|word| starts(second, word))
        && contains(second, "领导小组");
    (group || (4..first.len()).any(|at| is_organ(&first[..at])))
        && !second.iter().any(|c| "省市县区镇乡州旗".contains(*c))
}

/// 教务处: a section that signs within its house.
pub(super) fn is_office(chars: &[char]) -> bool {
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
    // 中共云岚学院 over 信息工程学院学生第三支部委员会: the name of a body of the party ends with its kind.
    let open = organ.starts_with("中共") && !organ.ends_with(['委', '会', '组', '部', '室']);
    if open && body.last().is_some_and(|c| "委会组部".contains(*c)) {
        return true;
    }
    // 云岚市教育局 under 云岚市财政局, 共青团云岚县委 have a name of their own.
    let own = body.iter().take(body.len().saturating_sub(2)).any(|c| "省市县区镇乡州旗团校院".contains(*c));
    !own && !organ.contains('、') && BODIES.iter().any(|end| crate::text::ends(body, end)) && is_organ(&whole)
}

/// The organs of a line; white space parts those that sign together.
pub(super) fn organs_of(para: &Para) -> Vec<String> {
    let parts: Vec<&[char]> = crate::text::words(&para.loose.chars).collect();
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
    if parts.len() > 1 && (parts.iter().all(|part| part.len() >= 3 && is_organ(part)) || bodies()) {
        return parts.into_iter().map(|part| part.iter().collect()).collect();
    }
    glued_organs(&para.text.chars)
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
