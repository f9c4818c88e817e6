//! Rosters in running text: X为组长, 由X担任组长, 组长由X担任, 副组长李四同志.

use super::people::sort;
use super::{entry, names, role};
use crate::plan::RosterEntry;
use crate::text::{Text, behind, contains, ends, find, has_at, is_stop, starts};
use std::ops::Range;

/// Roles that make a group; the others are read only beside these.
const LEADERS: &[&str] = &[
    "组长",
    "总指挥",
    "指挥长",
    "主任委员",
    "主任",
    "召集人",
    "政委",
    "队长",
    "林长",
    "河长",
    "路长",
    "班长",
    "领队",
];

/// Running text: X为组长, 由X担任组长, 组长由X担任.
pub(super) fn running(text: &Text, entries: &mut Vec<RosterEntry>) {
    let chars = &text.chars;
    // 成员由各单位负责人担任 says it without naming who leads.
    let group = LEADERS.iter().any(|role| contains(chars, role));
    let held = contains(chars, "由") && ["担任", "兼任"].iter().any(|verb| contains(chars, verb))
        || contains(chars, "成员由") && contains(chars, "组成")
        || contains(chars, "牵头") && ["成员为", "成员有"].iter().any(|word| contains(chars, word));
    let formed = contains(chars, "成立") && contains(chars, "为成员");
    let group = group || formed;
    if !group && !held {
        return;
    }
    let (mut at, mut floor) = (0, 0);
    while at < chars.len() {
        let Some(len) = role::len_at(chars, at) else {
            at += 1;
            continue;
        };
        let end = at + len;
        let before = if group { holder_before(chars, at, floor) } else { None };
        let before_is_none = before.is_none();
        let found = before.map(|range| (range, end)).or_else(|| {
            holder_after(chars, end).or_else(|| holder_named(chars, at, end)).map(|range| {
                let close = range.end;
                (range, close)
            })
        });
        if let Some((range, close)) = found {
            let (range, close) =
                listed_below(chars, &range).map_or((range, close), |list| (list.clone(), list.end));
            let known: Vec<String> = entries.iter().flat_map(|entry| entry.names.clone()).collect();
            let mut people = sort(&text.slice(range.clone()), &known);
            // 主任由终伟兼任: who alone holds a role by a verb is named, whatever the surname.
            let cell = &chars[range.clone()];
            if before_is_none && people.is_empty() && (2..=3).contains(&cell.len()) && names::may_be_one(cell)
            {
                people.names.push(cell.iter().collect());
            }
            if !people.is_empty() {
                let span = text.span(range.start.min(at)..close.max(end));
                // 担任副组长和成员: both roles have the same holders.
                let second = matches!(chars.get(end), Some('和' | '及' | '兼'))
                    .then(|| role::len_at(chars, end + 1))
                    .flatten()
                    .map(|len| text.str(end + 1..end + 1 + len));
                for role in std::iter::once(text.str(at..end)).chain(second) {
                    entries.push(entry(role, people.clone(), span));
                }
            }
            floor = close.max(end);
        }
        at = end;
    }
}

/// 成员由下列同志组成：张三、李四: the list behind the colon.
fn listed_below(chars: &[char], holder: &Range<usize>) -> Option<Range<usize>> {
    // 成员由各项目小组联络员组成，分别为：张三、李四
    let each = find(&chars[..chars.len().min(holder.end + 8)], holder.end, "分别为").is_some();
    let named = each || ["下列", "以下"].iter().any(|word| has_at(chars, holder.start, word));
    let colon = (holder.end..chars.len().min(holder.end + 8)).find(|at| matches!(chars[*at], '：' | ':'))?;
    let end = (colon + 1..chars.len()).find(|at| is_stop(chars[*at])).unwrap_or(chars.len());
    (named && colon + 1 < end).then_some(colon + 1..end)
}

/// The holder named before a role: 以X为组长, 由X担任领导小组组长.
fn holder_before(chars: &[char], role: usize, floor: usize) -> Option<Range<usize>> {
    let mut verb_end = role;
    for group in
        ["领导小组", "工作领导小组", "小组", "工作专班", "创建办", "领导小组办公室", "办公室", "分队"]
    {
        let len = group.chars().count();
        if role >= len && has_at(chars, role - len, group) {
            verb_end = verb_end.min(role - len);
        }
    }
    let verb = ["担任", "兼任", "任", "作为", "为"].iter().find_map(|verb| {
        let len = verb.chars().count();
        (verb_end >= len && has_at(chars, verb_end - len, verb)).then(|| verb_end - len)
    });
    // 由张三同志兼办公室主任
    let also = || {
        let at = verb_end.checked_sub(1).filter(|at| *at > 2 && chars[*at] == '兼')?;
        // 洪文聪兼办公室主任
        let alone = || {
            [3, 2].iter().any(|len| {
                at > *len
                    && crate::text::is_break(chars[at - len - 1])
                    && names::is_name(&chars[at - len..at])
            })
        };
        (ends(&chars[..at], "同志") || alone()).then_some(at)
    };
    let verb = verb.or_else(also).or_else(|| named_group(chars, role, floor))?;
    let start = behind(chars, verb, |c| matches!(c, '，' | ',' | '。' | '；' | ';' | '：' | ':')).max(floor);
    let start = list_start(chars, start, floor);
    let start = start + usize::from(start == floor && chars.get(start) == Some(&'、'));
    // 以 and 由 open the holder wherever they stand in the clause.
    let called = |at: usize| chars[at] == '以' && matches!(chars.get(at + 1), Some('下' | '上'));
    let open =
        (start..verb).find(|at| matches!(chars[*at], '以' | '由') && !called(*at)).map_or(start, |at| at + 1);
    let open = listed_with_commas(chars, open, verb, floor).unwrap_or(open);
    // 由片区管理局组织实施并成立由分管领导为组长的小组
    let formed = ["成立由", "成立以"].iter().filter_map(|word| find(&chars[..verb], open, word)).max();
    let open = formed.map_or(open, |at| at + 3);
    // 县民政局成立了局长任组长的领导小组
    let open = find(&chars[..verb], open, "成立了").map_or(open, |at| at + 3);
    // 抽调邓文、周志等4位同志作为办公室成员
    let open = open + if has_at(chars, open, "抽调") { 2 } else { 0 };
    let counted = (open..verb).rev().take(8).find(|at| chars[*at] == '等').filter(|at| {
        let many = &chars[at + 1..verb];
        many.len() > 1
            && many.iter().any(|c| crate::number::is_numeral(*c) || c.is_ascii_digit())
            && ends(many, "同志")
    });
    let verb = counted.unwrap_or(verb);
    // 由县长、检察长共同担任召集人
    let verb = verb
        - if verb > open + 4 && ["共同", "分别"].iter().any(|word| has_at(chars, verb - 2, word)) {
            2
        } else {
            0
        };
    // 各单位确定1名股室负责人为联络员 asks for one, and 各村要成立由书记任组长的小组 for groups of others.
    let asked = ["确定", "明确", "指定", "选派", "指派"]
        .iter()
        .any(|deed| find(&chars[..verb], open, deed).is_some())
        || ["要成立", "应成立", "须成立", "建立健全"]
            .iter()
            .any(|deed| find(&chars[..open], start, deed).is_some());
    (open < verb && verb <= open + 120 && !asked).then_some(open..verb)
}

/// 王小生任大运会筹备委员会副主任: the name of the group stands between verb and role. Where the verb is.
fn named_group(chars: &[char], role: usize, floor: usize) -> Option<usize> {
    let from = role.saturating_sub(18).max(floor);
    let said = |at: &usize| chars[*at] == '任' || has_at(chars, *at, "作为");
    let verb = (from..role).rev().find(said)?;
    let group = &chars[verb + if chars[verb] == '任' { 1 } else { 2 }..role];
    let named = ["委员会", "指挥部", "小组", "组委会", "中心组"].iter().any(|end| ends(group, end));
    (named && group.iter().all(|c| crate::text::is_han(*c))).then_some(verb)
}

/// 成立以局领导，各分局负责人，各科室负责人为成员的: commas part the members as well, back to 以.
fn listed_with_commas(chars: &[char], open: usize, verb: usize, floor: usize) -> Option<usize> {
    if open == 0 || !matches!(chars[open - 1], '，' | ',') {
        return None;
    }
    let start = behind(chars, open, |c| is_stop(c) || matches!(c, '：' | ':')).max(floor);
    let from = (start..open).rev().find(|at| chars[*at] == '以')? + 1;
    let parts = || chars[from..verb].split(|c| matches!(c, '，' | ',' | '、'));
    let formed = from > start + 2 && has_at(chars, from - 3, "成立");
    (formed && verb <= from + 120 && parts().count() > 1 && parts().all(names::is_people)).then_some(from)
}

/// 办公室、客运科，运管所、公路段等单位负责人为成员: a comma inside the list of the members.
fn list_start(chars: &[char], start: usize, floor: usize) -> usize {
    let mut start = start;
    while start > floor + 1 && matches!(chars[start - 1], '，' | ',') {
        let open =
            behind(chars, start - 1, |c| is_stop(c) || matches!(c, '，' | ',' | '：' | ':')).max(floor);
        let clause = &chars[open..start - 1];
        let opens = usize::from(matches!(clause.first(), Some('、' | '，')));
        let said =
            |part: &[char]| part.iter().any(|c| matches!(c, '设' | '由' | '任' | '为' | '成' | '在' | '挂'));
        let units = |part: &[char]| {
            (names::is_unit(part) && crate::organ::is_plain(part) || names::names_one(part)) && !said(part)
        };
        if clause.len() <= opens || !clause[opens..].split(|c| *c == '、').all(units) {
            break;
        }
        start = open + opens;
    }
    start
}

/// The holder named after a role: 组长由X担任, 办公室主任由X兼任, 联络员，由X担任.
fn holder_after(chars: &[char], end: usize) -> Option<Range<usize>> {
    // 指挥长1名，由…担任
    let count =
        ["1名", "一名", "1人", "一人"].iter().find(|count| has_at(chars, end, count)).map_or(0, |_| 2);
    let open = end + count + usize::from(matches!(chars.get(end + count), Some('，' | ',')));
    // 组员分别由食品处、市场处组成
    let open = open + if has_at(chars, open, "分别由") { 2 } else { 0 };
    if chars.get(open) != Some(&'由') {
        return None;
    }
    // A list may hold commas and be long: its verb closes it.
    let limit = chars.len().min(open + 400);
    let stop = (open + 1..limit).find(|at| matches!(chars[*at], '。' | '；' | ';')).unwrap_or(limit);
    let near = (open + 1..stop.min(open + 50)).find(|at| matches!(chars[*at], '，' | ',')).unwrap_or(stop);
    let verb = |words: &[&str], stop: usize| {
        // The 组成 of 党组成员 is none.
        // 李白（兼任）、林升、陈花组成: what stands in brackets is no verb of the sentence.
        let inside = |at: usize| {
            chars[open..at]
                .iter()
                .rev()
                .find(|c| matches!(c, '（' | '(' | '）' | ')'))
                .is_some_and(|c| matches!(c, '（' | '('))
        };
        let place = |verb: &&str| {
            let mut at = find(&chars[..stop], open + 1, verb)?;
            while inside(at) {
                at = find(&chars[..stop], at + 1, verb)?;
            }
            while has_at(chars, at, "组成员") {
                at = find(&chars[..stop], at + 1, verb)?;
            }
            Some(at)
        };
        words.iter().filter_map(place).min()
    };
    // The 任 of 主任 is none.
    let bare = || (open + 1..near).find(|at| chars[*at] == '任' && chars[at - 1] != '主');
    // 成员由局长助理牵头，从各处室人员组成: they are drawn from somewhere.
    if find(&chars[..near], open + 1, "牵头").is_some() {
        return None;
    }
    // 成员由海洋渔业处、综合处、各乡镇政府主要负责人；
    let listed = || {
        let parts = chars[open + 1..stop].split(|c| *c == '、');
        let members = ends(&chars[..end], "成员") && chars[open + 1..stop].contains(&'、');
        (members && parts.clone().all(names::is_people)).then_some(stop)
    };
    let verb = verb(&["担任", "兼任", "组成", "构成"], near)
        .or_else(bare)
        .or_else(|| verb(&["担任", "兼任", "组成"], stop))
        .or_else(listed)?;
    (verb > open + 1).then_some(open + 1..verb)
}

/// The holder told after a role without 由: 成员为各科室主任, 副组长李四同志、王五同志. Only where all of it is people.
fn holder_named(chars: &[char], role: usize, end: usize) -> Option<Range<usize>> {
    const VERBS: &[&str] = &["分别为", "分别是", "包括", "为", "是", "有"];
    let verb = VERBS.iter().find(|verb| has_at(chars, end, verb));
    let open = end + verb.map_or(0, |verb| verb.chars().count());
    let limit = chars.len().min(open + 120);
    let close = (open..limit).find(|at| crate::text::is_break(chars[*at])).unwrap_or(limit);
    // 组员张三、李四组成
    let close = close - if ends(&chars[open..close], "组成") { 2 } else { 0 };
    // 成员包括专业负责人、教务员等
    let close = close - usize::from(close > open + 2 && chars[close - 1] == '等');
    let parts = || chars[open..close].split(|c| *c == '、');
    let several = parts().count() > 1;
    let named = |part: &[char]| {
        let bare = part.strip_suffix(&['同', '志']);
        // 副主任杨林（执法支队副支队长）: the post behind the name says whose it is.
        let open = part.iter().position(|c| matches!(c, '（' | '('));
        let posted = open.is_some_and(|at| {
            names::is_name(&part[..at])
                && part.last().is_some_and(|c| matches!(c, '）' | ')'))
                && names::is_post(&part[at + 1..part.len() - 1])
        });
        posted
            || names::is_masked_name(&part.iter().collect::<String>())
            || names::names_one(bare.unwrap_or(part)) && (bare.is_some() || several || part.len() >= 3)
    };
    let begins = role == 0
        || crate::text::is_break(chars[role - 1])
        || behind_group(chars, role)
        || role > 2 && has_at(chars, role - 2, "具体") && crate::text::is_break(chars[role - 3]);
    // 李白（兼任）
    let bare = |part: &[char]| {
        let open = part.iter().position(|c| matches!(c, '（' | '(')).filter(|open| *open > 1);
        names::is_people(&part[..open.unwrap_or(part.len())])
    };
    let told = match verb {
        Some(_) => parts().all(bare),
        // 组长法成，成员为…: another role follows.
        None if (2..=3).contains(&(close - open))
            && matches!(chars.get(close), Some('，' | ','))
            && role::len_at(chars, close + 1).is_some() =>
        {
            names::may_be_one(&chars[open..close])
        }
        // 救护组:组长张三。
        None if close - open == 2
            && close == chars.len() - usize::from(matches!(chars.get(close), Some('。')))
            && role > 0
            && matches!(chars[role - 1], '：' | ':') =>
        {
            named(&chars[open..close]) || names::is_name(&chars[open..close])
        }
        // 成员各处室主任
        None if ["成员", "组员"].iter().any(|role| ends(&chars[..end], role)) => {
            parts().all(|part| named(part) || starts(part, "各") && names::is_people(part))
        }
        None => parts().all(named),
    };
    (begins && told && open < close).then_some(open..close)
}

/// 领导小组 right before the role.
fn behind_group(chars: &[char], role: usize) -> bool {
    ["小组", "指挥部", "委员会", "专班", "组委会", "办公室"].iter().any(|group| ends(&chars[..role], group))
}
