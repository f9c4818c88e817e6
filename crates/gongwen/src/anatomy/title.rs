//! The title of a paper: which lines of its head it is.
//!
//! Above and below it sites print paths, names of columns and the title once more. The title that counts is the last
//! whole one over the addressees, or, where nobody is addressed, the first.

use super::head::{is_dateline, organ_and_day};
use super::number::doc_number;
use super::web::is_web_remark;
use super::{annex::annex_mark, head::is_release};
use crate::kind;
use crate::mark;
use crate::number::{arabic, find_date};
use crate::organ::is_organ;
use crate::paragraph::{Para, ParagraphKind as Kind};
use crate::plan::Span;
use crate::roster::is_labelled;
use crate::text::{contains, ends, find, is_han, starts};

/// Longest title line; longer ones are running text.
const LONGEST_LINE: usize = 100;
/// Most lines of a title.
const MOST_LINES: usize = 6;

/// The lines of the title of the first paper, whose head ends at `limit`; `addressed` says that the addressees do.
pub(super) fn choose(paras: &[Para], limit: usize, addressed: bool) -> Vec<usize> {
    let mut whole: Vec<Vec<usize>> = Vec::new();
    let mut at = 0;
    while at < limit {
        let lines = lines(paras, at, limit);
        if complete(paras, &lines) {
            at = lines.last().map_or(at, |last| last + 1);
            whole.push(lean(paras, lines));
        } else {
            at = lines.first().map_or(at, |first| *first) + 1;
        }
    }
    // 专题会议纪要 over 关于研究…的纪要: the masthead of the series, then the title.
    let series = |lines: &Vec<usize>| {
        let text: Vec<char> = lines.iter().flat_map(|line| paras[*line].text.chars.clone()).collect();
        text.len() <= 24
            && !contains(&text, "关于")
            && ["纪要", "简报", "动态", "快报"].iter().any(|end| ends(&text, end))
    };
    let about = |lines: &Vec<usize>| lines.iter().any(|line| contains(&paras[*line].text.chars, "关于"));
    let minutes = |lines: &Vec<usize>| {
        let text: Vec<char> = lines.iter().flat_map(|line| paras[*line].text.chars.clone()).collect();
        text.len() > 8 && ends(&text, "纪要")
    };
    if whole.len() > 1 && series(&whole[0]) && (about(&whole[1]) || minutes(&whole[1])) {
        whole.remove(0);
    }
    // 简报 over 第6期: the title of the piece stands below who edits it.
    let issue = (0..limit).find(|at| masthead(&paras[*at]).is_some());
    if let Some(issue) = issue.filter(|issue| whole.len() == 1 && series(&whole[0]) && whole[0][0] < *issue) {
        let plain = |at: &usize| {
            let para = &paras[*at];
            let dated = find_date(&para.text.chars).is_some();
            is_title_line(para) && !is_organ(&para.text.chars) && !dated && para.text.len() >= 8
        };
        if let Some(at) = (issue + 1..limit).find(plain) {
            return vec![at];
        }
    }
    // 通知公告 and 年终总结 are columns of a site.
    let words = |lines: &Vec<usize>| lines.iter().map(|line| paras[*line].text.len()).sum::<usize>();
    if whole.len() > 1 {
        whole.retain(|lines| words(lines) > 5);
    }
    // 篇一：某乡计划 over 某乡创建计划: a collection names the sample, then the sample names itself.
    let counted = |lines: &Vec<usize>| {
        prefix(&paras[lines[0]].text.chars) > 0 && !starts(&paras[lines[0]].text.chars, "【")
    };
    let own = whole.iter().position(counted).and_then(|at| whole.get(at + 1).cloned());
    let chosen = if addressed { whole.pop() } else { own.or_else(|| barest(paras, whole)) };
    chosen.unwrap_or_else(|| headline(paras, limit, addressed))
}

/// 某文库教育意见范文 over 教育意见: of titles that a site gives with its own words, the one without them.
fn barest(paras: &[Para], whole: Vec<Vec<usize>>) -> Option<Vec<usize>> {
    let text = |lines: &Vec<usize>| lines.iter().map(|line| paras[*line].text.all()).collect::<String>();
    let mut titles = whole.into_iter();
    let mut chosen = titles.next()?;
    let mut said = text(&chosen);
    for next in titles {
        let again = text(&next);
        let bare = |title: &str| title.strip_suffix("范文").unwrap_or(title).to_owned();
        if again.chars().count() < said.chars().count() && bare(&said).ends_with(&bare(&again)) {
            (chosen, said) = (next, again);
        }
    }
    Some(chosen)
}

/// The title of a piece of news names no kind: the first line of some length, past the names of columns.
fn headline(paras: &[Para], limit: usize, addressed: bool) -> Vec<usize> {
    // 收费工作领导小组 over 组长：张三: the name of a group is the title of its roster.
    const GROUPS: &[&str] = &["小组", "委员会", "指挥部", "专班", "组成人员", "成员"];
    if let Some(above) = limit.checked_sub(1).filter(|_| paras.get(limit).is_some_and(is_labelled))
        && is_title_line(&paras[above])
        && GROUPS.iter().any(|group| ends(&paras[above].text.chars, group))
    {
        return vec![above];
    }
    let plain = |at: &usize| is_title_line(&paras[*at]) && !is_organ(&paras[*at].text.chars);
    let long = |at: &usize| paras[*at].text.len() >= 8;
    let found = (0..limit).find(|at| plain(at) && long(at));
    // A column over addressees is no title.
    let columns = (0..limit).filter(plain).count();
    // 党支部召开支委会 over 研究部署安全教育工作 over a long paragraph: a headline that broke into two lines.
    if let Some(at) = found
        && !addressed
        && columns == 2
        && at + 2 == limit
        && plain(&(at + 1))
        && paras.get(limit).is_some_and(|para| para.text.len() > 40)
        && paras[at].text.len() <= 20
        && paras[at + 1].text.len() >= 8
        && !paras[at + 1].text.chars.iter().any(|c| matches!(c, '：' | ':' | '（' | '('))
    {
        return vec![at, at + 1];
    }
    found.filter(|_| !addressed && columns > 1).into_iter().collect()
}

/// Joins the lines of a title from `at` on; returns the paragraph after it.
pub(super) fn gather(paras: &mut [Para], at: usize) -> (usize, Option<(String, Span)>) {
    let mut lines = lines(paras, at, paras.len());
    let (Some(first), Some(last)) = (lines.first().copied(), lines.last().copied()) else {
        return (at, None);
    };
    let mut next = last + 1;
    if !complete(paras, &lines) && lines.len() > 1 && !is_organ(&paras[first].text.chars) {
        next = first + 1;
        lines.truncate(1);
    }
    let title = take(paras, &lines);
    (next, title)
}

/// Makes these lines the title.
pub(super) fn take(paras: &mut [Para], lines: &[usize]) -> Option<(String, Span)> {
    let (first, last) = (*lines.first()?, *lines.last()?);
    for line in lines {
        paras[*line].kind = Kind::Title;
    }
    let open = prefix(&paras[first].text.chars);
    let mut text: String = lines.iter().map(|line| paras[*line].text.all()).collect();
    if let Some(len) = named_twice(&paras[first]).or_else(|| doubled(&paras[first])).filter(|_| first == last)
    {
        text = text.chars().take(len).collect();
    }
    let text = text.chars().skip(open).collect::<Vec<char>>();
    // （第十次办公会纪要）
    let quoted = text.first() == Some(&'《') && text.iter().position(|c| *c == '》') == Some(text.len() - 1);
    let text = if is_bracketed(&text) || quoted { text[1..text.len() - 1].to_vec() } else { text };
    let text = &text[..text.len() - kind::collected(&text)];
    let start = paras[first].text.at.get(open).copied().filter(|_| open > 0).unwrap_or(paras[first].span[0]);
    Some((text.iter().collect(), [start, paras[last].span[1]]))
}

/// 某局创建全省文明城市工作总结 某局工作总结: a site repeats a title shorter behind a gap. Length of the first.
fn named_twice(para: &Para) -> Option<usize> {
    let mut words = crate::text::words(&para.loose.chars);
    let (title, again, None) = (words.next()?, words.next()?, words.next()) else { return None };
    let names = |word: &[char]| kind::of_title(&word.iter().collect::<String>());
    let shorter = title.len() >= 10 && (4..title.len()).contains(&again.len());
    (shorter && names(title).is_some() && names(title) == names(again)).then_some(title.len())
}

/// 关于…的决定关于…的决定: a site prints the title twice in one line. Length of one.
fn doubled(para: &Para) -> Option<usize> {
    let chars = &para.text.chars;
    let half = chars.len() / 2;
    (half >= 6 && chars.len().is_multiple_of(2) && chars[..half] == chars[half..]).then_some(half)
}

/// Length of what sites put before a title in its line: 第一篇：, 【救灾】.
fn prefix(chars: &[char]) -> usize {
    if matches!(chars.first(), Some('【'))
        && let Some(close) = chars.iter().take(8).position(|c| *c == '】')
        && chars.len() > close + 6
    {
        return close + 1;
    }
    let counted = ["第", "篇", "范文"].iter().any(|word| starts(chars, word));
    let colon = chars.iter().take(6).position(|c| matches!(c, '：' | ':'));
    if let Some(colon) =
        colon.filter(|colon| counted && chars[..*colon].contains(&'篇') && chars.len() > colon + 5)
    {
        return colon + 1;
    }
    // A library of documents praises itself in the first line of each.
    let praise = ["精选优质文档", "精选文档"].iter().any(|word| starts(chars, word));
    praise.then(|| find(&chars[..chars.len().min(24)], 0, "奉上")).flatten().map_or(0, |at| at + 2)
}

/// The lines from `at` on that make a title, up to the one that names its kind.
fn lines(paras: &[Para], at: usize, limit: usize) -> Vec<usize> {
    let mut lines = Vec::new();
    for next in at..limit.min(paras.len()) {
        let para = &paras[next];
        let chars = &para.text.chars;
        if para.kind == Kind::Noise {
            // A rule may stand between number and title.
            if !lines.is_empty() {
                break;
            }
            continue;
        }
        let subtitle = starts(chars, "——") || starts(chars, "—") || is_bracketed(chars);
        // （2020年修订）的通知 under 关于印发…预案
        let goes_on = matches!(chars[0], '（' | '(' | '》') && ends(chars, "的通知");
        // 及下半年工作计划 under …上半年工作总结
        let joined = !lines.is_empty()
            && matches!(chars[0], '及' | '暨')
            && kind::of_title(&para.text.all()).is_some();
        if !is_title_line(para)
            || complete(paras, &lines)
                && (is_dateline(chars) || !subtitle)
                && !(goes_on && opens_notice(paras, &lines))
                && !joined
        {
            break;
        }
        if lines.len() == MOST_LINES {
            break;
        }
        lines.push(next);
    }
    lines
}

/// 关于印发…: what is carried is named, and the word for a notice is to follow.
fn opens_notice(paras: &[Para], lines: &[usize]) -> bool {
    let title: Vec<char> = lines.iter().flat_map(|line| paras[*line].text.chars.clone()).collect();
    ["印发", "转发", "批转"].iter().any(|verb| contains(&title, verb)) && !ends(&title, "通知")
}

/// Drops names of columns and sites over a title that stands for itself. An organ over it stays.
fn lean(paras: &[Para], mut lines: Vec<usize>) -> Vec<usize> {
    while lines.len() > 1 {
        let first = &paras[lines[0]].text.chars;
        let rest: Vec<char> = lines[1..].iter().flat_map(|line| paras[*line].text.chars.clone()).collect();
        let whole = complete(paras, &lines[1..]);
        // 某市人民政府印发 over 关于…的意见的通知 belongs to it.
        let open = ["印发", "转发", "批转"].iter().any(|verb| ends(first, verb));
        // 某省教育厅  某省消防 over 救援总队关于…: the line breaks within the name of an organ.
        let mut names = crate::text::words(&paras[lines[0]].loose.chars);
        let torn = names.clone().count() > 1
            && names.next().is_some_and(is_organ)
            && first.iter().all(|c| is_han(*c));
        // 某县管理局新冠肺炎 over 防控工作领导小组关于…
        let about = find(&rest, 0, "关于").unwrap_or(0);
        let joined: Vec<char> = first.iter().chain(&rest[..about]).copied().collect();
        let torn = torn
            || about >= 3
                && !is_organ(first)
                && (4..first.len()).any(|at| is_organ(&first[..at]))
                && is_organ(&joined)
                && !names_place_of(&rest[..about], first);
        let stands = whole && contains(&rest, "关于") && !contains(first, "关于") && !open && !torn;
        let again = whole && rest.len() >= 8 && contains(first, &rest.iter().collect::<String>());
        let column =
            whole && !starts(&rest, "—") && first.len() <= 6 && rest.len() >= 10 && !starts(first, "关于");
        // The name of a site and that of its column over the title.
        if is_organ(first) && lines.len() > 2 && complete(paras, &lines[2..]) {
            let column = &paras[lines[1]].text.chars;
            let next = &paras[lines[2]].text.chars;
            if column.len() <= 8 && !contains(column, "关于") && next.len() >= 8 {
                lines.drain(..2);
                continue;
            }
        }
        // Over one more organ it is one of several that issue the paper.
        let joint = lines.len() > 2 && is_organ(&paras[lines[1]].text.chars);
        let named = whole && is_organ(first) && names_place_of(&rest, first) && !joint;
        if !named && is_organ(first) || !(stands || column || again || named) {
            break;
        }
        lines.remove(0);
    }
    lines
}

/// 岭北街道创建方案 under 中共云岚市岭北街道工作委员会: the title has its own name for whose it is.
pub(super) fn names_place_of(title: &[char], organ: &[char]) -> bool {
    const PLACES: &str = "省市县区镇乡村州旗盟道";
    let title = title.strip_prefix(&['《']).unwrap_or(title);
    // 县人民政府关于… under 云岚县人民政府
    if let Some(about) = find(title, 0, "关于").filter(|about| *about >= 4)
        && is_organ(&title[..about])
        && organ.ends_with(&title[..about])
    {
        return true;
    }
    let end = title.iter().take(9).rposition(|c| PLACES.contains(*c)).map_or(0, |at| at + 1);
    end >= 3 && contains(organ, &title[..end].iter().collect::<String>())
}

pub(super) fn complete(paras: &[Para], lines: &[usize]) -> bool {
    let title: String = lines.iter().map(|line| paras[*line].text.all()).collect();
    let open = title.matches('《').count() > title.matches('》').count();
    !open && kind::of_title(&title).is_some()
}

pub(super) fn is_bracketed(chars: &[char]) -> bool {
    matches!(chars.first(), Some('（' | '(')) && matches!(chars.last(), Some('）' | ')'))
}

/// 组长：张三, 是否公开：是: a label and its value. 勤务方案：… names a kind and is none.
fn labels_value(chars: &[char]) -> bool {
    let Some(colon) = chars.iter().take(9).position(|c| matches!(c, '：' | ':')) else { return false };
    let label: String = chars[..colon].iter().collect();
    let counted = label.starts_with('第') || label.contains('篇') || label.starts_with("范文");
    colon > 0 && colon + 1 < chars.len() && !counted && kind::of_title(&label).is_none()
}

/// The line of a bulletin that counts its issues: 岭北街道办事处 第10期 2013年3月22日. Organ and day.
pub(super) fn masthead(para: &Para) -> Option<(Option<String>, Option<String>)> {
    let words: Vec<&[char]> = crate::text::words(&para.loose.chars).collect();
    let counts = |word: &[char]| {
        let word = word.strip_prefix(&['（']).and_then(|word| word.strip_suffix(&['）'])).unwrap_or(word);
        word.len() <= 8 && starts(word, "第") && ends(word, "期") && word.len() > 2
    };
    // 第 6 期
    let padded = counts(&para.text.chars);
    if para.text.len() > 50 || !padded && !words.iter().any(|word| counts(word)) {
        return None;
    }
    let organ = words.iter().find(|word| is_organ(word)).map(|word| word.iter().collect());
    Some((organ, words.iter().find_map(|word| find_date(word)).and_then(|date| date.iso)))
}

/// （2020年12月修订）
pub(super) fn is_dated_note(chars: &[char]) -> bool {
    const DEEDS: &[&str] = &["修订", "修正", "印发", "通过", "发布"];
    let inner = chars.get(1..chars.len().saturating_sub(1)).unwrap_or_default();
    let year = inner.iter().take(4).all(|c| arabic(*c).is_some()) && inner.get(4) == Some(&'年');
    is_bracketed(chars)
        && chars.len() <= 60
        && (find_date(chars).is_some() || year && DEEDS.iter().any(|deed| ends(inner, deed)))
}

pub(super) fn is_title_line(para: &Para) -> bool {
    const OPENS: &[&str] = &[
        "附件",
        "主题词",
        "时间：",
        "时间:",
        "地点：",
        "地点:",
        "主持人：",
        "主持人:",
        "联系人",
        "联系电话",
        "特此",
    ];
    let chars = &para.text.chars;
    let last = chars.last().copied().unwrap_or(' ');
    let prose = chars.iter().any(|c| matches!(c, '。' | '；'));
    // 公文高手，写作神器！立即了解 praises a site.
    let praise = chars[..chars.len().saturating_sub(1)].iter().any(|c| matches!(c, '！' | '!'));
    para.kind == Kind::Body
        && (2..=LONGEST_LINE).contains(&chars.len())
        && !prose
        && !praise
        && !matches!(last, '：' | ':' | '，' | ',' | '、')
        && mark::parse(chars).is_none()
        && annex_mark(chars).is_none()
        && doc_number(chars).is_none()
        && !is_release(chars)
        && !is_web_remark(chars)
        && !is_dated_note(chars)
        && !labels_value(chars)
        && chars.iter().any(|c| is_han(*c))
        && !OPENS.iter().any(|word| starts(chars, word))
        && !is_dateline(chars)
        && !is_called(chars)
        && organ_and_day(chars).is_none()
        && !find_date(chars).is_some_and(|date| starts(&chars[date.end..], "印"))
        && masthead(para).is_none()
}

/// 云中法发〔2019〕14号《…实施意见》 over the title: how a site calls the paper.
fn is_called(chars: &[char]) -> bool {
    super::number::number_at_start(chars)
        .is_some_and(|(_, end)| chars.get(end) == Some(&'《') && chars.last() == Some(&'》'))
}
