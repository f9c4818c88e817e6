//! Leading groups: who holds which role, and where their office sits.
//!
//! Three forms are read: labelled lines (组 长： 张三), columns without a colon, with unlabelled lines under
//! them, and running text (由局长担任组长, 以党组书记为组长).

mod names;

use crate::paragraph::{Para, ParagraphKind as Kind};
use crate::plan::RosterEntry;
use crate::text::{Text, contains, find, has_at, is_stop};
use names::{People, sort};

/// Roles, longest first among those with the same end.
const ROLES: &[&str] = &[
    "第一组长",
    "常务副组长",
    "执行副组长",
    "第一副组长",
    "副组长",
    "组长",
    "常务副总指挥",
    "副总指挥",
    "总指挥",
    "副指挥长",
    "指挥长",
    "办公室副主任",
    "办公室主任",
    "常务副主任",
    "副主任委员",
    "主任委员",
    "副主任",
    "主任",
    "总召集人",
    "召集人",
    "副召集人",
    "秘书长",
    "顾问",
    "政委",
    "成员单位",
    "成员",
    "组员",
    "联络员",
    "联系人",
    "委员",
];

/// Roles that make a group; the others are read only beside these.
const LEADERS: &[&str] = &["组长", "总指挥", "指挥长", "主任委员", "主任", "召集人", "政委"];

/// Reads all rosters of the paper.
pub(crate) fn read(paras: &[Para]) -> Vec<RosterEntry> {
    let mut entries = Vec::new();
    let mut at = 0;
    while at < paras.len() {
        let lines = labelled(paras, at, &mut entries);
        if lines > 0 {
            at += lines;
            continue;
        }
        if matches!(paras[at].kind, Kind::Body | Kind::Heading) {
            running(&paras[at].text, &mut entries);
        }
        at += 1;
    }
    entries
}

/// Reads one labelled entry with its continuation lines; returns the number of paragraphs used.
fn labelled(paras: &[Para], at: usize, entries: &mut Vec<RosterEntry>) -> usize {
    let para = &paras[at];
    if !matches!(para.kind, Kind::Body | Kind::Table | Kind::SignOff) {
        return 0;
    }
    let Some((role, from)) = label(para) else { return 0 };
    let mut people = sort(&para.loose.slice(from..para.loose.len()));
    let mut span = para.span;
    let mut used = 1;
    while let Some(next) = paras.get(at + used) {
        let more = matches!(next.kind, Kind::Body | Kind::Table | Kind::SignOff)
            && next.text.len() <= 60
            && label(next).is_none()
            && crate::mark::parse(&next.text.chars).is_none()
            && !next.text.chars.iter().any(|c| is_stop(*c));
        // A line under a role belongs to it where it opens with a name.
        let continued = more.then(|| sort(&next.loose)).filter(|people| people.opens_with_name);
        let Some(continued) = continued else { break };
        people.merge(continued);
        span[1] = next.span[1];
        used += 1;
    }
    if people.is_empty() {
        return 0;
    }
    // The entry ends with its sentence; what follows in the same paragraph is text.
    entries.push(entry(role, people, span));
    used
}

/// A role at the start of a line, padded or not, and the place after it in the loose text.
fn label(para: &Para) -> Option<(String, usize)> {
    let compact = &para.text.chars;
    let mut start = 0;
    // （一）组长：… and 领导小组组长：… carry something before the role.
    for prefix in ["领导小组", "创建工作领导小组", "活动领导小组"] {
        if has_at(compact, 0, prefix) {
            start = prefix.chars().count();
        }
    }
    let role = ROLES.iter().find(|role| has_at(compact, start, role))?;
    let end = start + role.chars().count();
    let next = compact.get(end).copied()?;
    let colon = matches!(next, '：' | ':');
    // Without a colon the loose text must part role and name by white space.
    let at = *para.text.at.get(end)?;
    let place = para.loose.at.iter().position(|loose| *loose == at)?;
    let parted = place > 0 && para.loose.chars[place - 1].is_whitespace();
    let plain = parted && compact.len() < 80 && !compact.contains(&'。');
    (colon || plain).then(|| ((*role).to_owned(), place + usize::from(colon)))
}

fn entry(role: String, people: People, span: [usize; 2]) -> RosterEntry {
    RosterEntry { role, names: people.names, posts: people.posts, collective: people.collective, span }
}

/// Running text: X为组长, 由X担任组长, 组长由X担任.
fn running(text: &Text, entries: &mut Vec<RosterEntry>) {
    let chars = &text.chars;
    let group = LEADERS.iter().any(|role| contains(chars, role));
    if !group {
        return;
    }
    let (mut at, mut floor) = (0, 0);
    while at < chars.len() {
        let Some(role) = ROLES.iter().find(|role| has_at(chars, at, role)) else {
            at += 1;
            continue;
        };
        let end = at + role.chars().count();
        let found = holder_before(chars, at, floor).map(|range| (range, end)).or_else(|| {
            holder_after(chars, end).map(|range| {
                let close = range.end;
                (range, close)
            })
        });
        if let Some((range, close)) = found {
            let people = sort(&text.slice(range.clone()));
            if !people.is_empty() {
                let span = text.span(range.start.min(at)..close.max(end));
                entries.push(entry((*role).to_owned(), people, span));
            }
            floor = close.max(end);
        }
        at = end;
    }
}

/// The holder named before a role: 以X为组长, 由X担任领导小组组长.
fn holder_before(chars: &[char], role: usize, floor: usize) -> Option<std::ops::Range<usize>> {
    let mut verb_end = role;
    for group in ["领导小组", "工作领导小组", "小组", "工作专班", "创建办", "领导小组办公室", "办公室"]
    {
        let len = group.chars().count();
        if role >= len && has_at(chars, role - len, group) {
            verb_end = verb_end.min(role - len);
        }
    }
    let verb = ["担任", "兼任", "任", "为"].iter().find_map(|verb| {
        let len = verb.chars().count();
        (verb_end >= len && has_at(chars, verb_end - len, verb)).then(|| verb_end - len)
    })?;
    let start = chars[..verb]
        .iter()
        .rposition(|c| matches!(c, '，' | ',' | '。' | '；' | ';' | '：' | ':'))
        .map_or(0, |at| at + 1)
        .max(floor);
    let start = start + usize::from(start == floor && chars.get(start) == Some(&'、'));
    // 以 and 由 open the holder wherever they stand in the clause.
    let open = (start..verb).find(|at| matches!(chars[*at], '以' | '由')).map_or(start, |at| at + 1);
    (open < verb && verb <= open + 40).then_some(open..verb)
}

/// The holder named after a role: 组长由X担任, 办公室主任由X兼任.
fn holder_after(chars: &[char], end: usize) -> Option<std::ops::Range<usize>> {
    if chars.get(end) != Some(&'由') {
        return None;
    }
    let stop = (end + 1..chars.len().min(end + 50))
        .find(|at| matches!(chars[*at], '，' | ',' | '。' | '；' | ';'))?;
    let verb = ["担任", "兼任", "任"].iter().filter_map(|verb| find(&chars[..stop], end + 1, verb)).min()?;
    (verb > end + 1).then_some(end + 1..verb)
}

/// Where the office of the leading group sits: 领导小组办公室设在X.
pub(crate) fn office(paras: &[Para]) -> Option<String> {
    paras
        .iter()
        .filter(|para| matches!(para.kind, Kind::Body | Kind::Heading))
        .find_map(|para| seat(&para.text.chars))
}

fn seat(chars: &[char]) -> Option<String> {
    let mut from = 0;
    while let Some(at) = find(chars, from, "办公室") {
        from = at + 3;
        let start = ["设在", "设于", "设立在", "在", "设"]
            .iter()
            .find(|verb| has_at(chars, from, verb))
            .map(|verb| from + verb.chars().count());
        let Some(start) = start else { continue };
        let grouped = chars[..at]
            .iter()
            .rev()
            .take(30)
            .any(|c| matches!(c, '组' | '部' | '班' | '设' | '会' | '，' | '。'));
        if !grouped && at > 0 {
            continue;
        }
        let end = (start..chars.len())
            .find(|at| matches!(chars[*at], '，' | ',' | '。' | '；' | ';' | '、' | '（' | '(' | '：'))
            .unwrap_or(chars.len());
        let mut end = end.min(start + 20);
        for verb in ["，", "负责", "承担", "主任", "具体"] {
            if let Some(at) = find(&chars[..end], start, verb) {
                end = at;
            }
        }
        if end >= start + 2 {
            return Some(chars[start..end].iter().collect());
        }
    }
    None
}
