//! Leading groups: who holds which role, and where their office sits.
//!
//! Three forms are read: labelled lines (组 长： 张三), columns without a colon, with unlabelled lines under
//! them, and running text (由局长担任组长, 以党组书记为组长).

mod bracket;
mod cell;
mod names;
mod office;
mod other;
mod people;
mod role;
mod running;
mod table;
mod words;

pub(crate) use office::office;

use crate::paragraph::{Para, ParagraphKind as Kind};
use crate::plan::RosterEntry;
use crate::text::{ends, find, has_at, is_stop, words};
use people::{People, sort_labelled};
use running::running;
use std::ops::Range;

/// Reads all rosters of the paper.
pub(crate) fn read(paras: &[Para]) -> Vec<RosterEntry> {
    let mut entries = Vec::new();
    let mut at = 0;
    let mut row_above = false;
    // What sentences told, and in which paragraph.
    let mut told: Vec<(Range<usize>, usize)> = Vec::new();
    while at < paras.len() {
        let before = entries.len();
        let lines = match table::headed(paras, at, &mut entries) {
            0 => labelled(paras, at, &mut entries),
            rows => rows,
        };
        if lines == 0 && matches!(paras[at].kind, Kind::Body | Kind::Heading) {
            running(&paras[at].text, &mut entries);
            told.extend((entries.len() > before).then_some((before..entries.len(), at)));
        }
        let row = lines > 0 && entries.len() == before + 1 && role::opens(&paras[at]);
        if row && row_above {
            table::one_role(&mut entries);
        }
        row_above = row;
        at += lines.max(1);
    }
    without_seats(paras, entries, &told)
}

/// 由局长任组长，…，名单如下： over 组长：张三: the list names who holds the seats that the sentence told.
fn without_seats(
    paras: &[Para],
    entries: Vec<RosterEntry>,
    told: &[(Range<usize>, usize)],
) -> Vec<RosterEntry> {
    let mut named = vec![false; entries.len()];
    for (range, at) in told {
        let list = &entries[range.end..];
        if is_annexed(paras, *at, &entries[range.clone()], list) {
            for seat in range.clone() {
                let role = &entries[seat].role;
                named[seat] = list.iter().any(|entry| entry.role == *role && !entry.names.is_empty());
            }
            continue;
        }
        let next = paras[at + 1..].iter().find(|para| para.kind != Kind::Noise);
        let Some(next) = next.filter(|next| role::opens(next)) else { continue };
        let below = list.first().is_some_and(|first| first.span[0] < next.span[1] && !first.names.is_empty());
        for seat in range.clone().filter(|seat| below && entries[*seat].names.is_empty()) {
            let role = &entries[seat].role;
            let group = list.iter().take_while(|entry| !entry.role.contains("办公室")).take(8);
            named[seat] = group.filter(|entry| !entry.names.is_empty()).any(|entry| entry.role == *role);
        }
    }
    entries.into_iter().zip(named).filter(|(_, named)| !named).map(|(entry, _)| entry).collect()
}

/// 名单详见附件: true where a list behind the text names again whom the paragraph `at` told of (`told`).
fn is_annexed(paras: &[Para], at: usize, told: &[RosterEntry], list: &[RosterEntry]) -> bool {
    let says = |word: &str| find(&paras[at].text.chars, 0, word).is_some();
    if says("名单") && says("附件") && !list.is_empty() {
        return true;
    }
    // Behind who signs, or in an annex, and not one more group of the same text.
    let apart = |para: &&Para| para.kind == Kind::SignOff || crate::text::starts(&para.text.chars, "附件");
    let Some(apart) = paras[at + 1..].iter().find(apart) else { return false };
    let again = |told: &RosterEntry| {
        !told.names.is_empty()
            && list.iter().filter(|entry| entry.span[0] > apart.span[0]).any(|entry| {
                entry.role == told.role && told.names.iter().all(|name| entry.names.contains(name))
            })
    };
    told.iter().any(again)
}

/// Reads the labelled entries of one paragraph and the lines that continue the last; returns the number of
/// paragraphs used.
fn labelled(paras: &[Para], at: usize, entries: &mut Vec<RosterEntry>) -> usize {
    let para = &paras[at];
    if !matches!(para.kind, Kind::Body | Kind::Heading | Kind::Table | Kind::SignOff) {
        return 0;
    }
    if let Some(found) = table::bracketed_role(para) {
        match entries.last_mut().filter(|last| {
            last.role == found.role && at > 0 && table::bracketed_role(&paras[at - 1]).is_some()
        }) {
            Some(last) => {
                last.names.extend(found.names);
                last.span[1] = found.span[1];
            }
            None => entries.push(found),
        }
        return 1;
    }
    let mut labels = role::labels(para);
    // 负责人：张三 is a role under the name of a group: 宣传组.
    let grouped = at > 0
        && paras[..at].iter().rev().find(|para| para.kind != Kind::Noise).is_some_and(|above| {
            let chars = above.text.chars.strip_suffix(&['：']).unwrap_or(&above.text.chars);
            ends(chars, "组") && chars.len() <= 20
        });
    // 1．线索摸排组。负责人：张三 names it in its own line.
    let inner = |start: usize| {
        let before: Vec<char> = para.loose.chars[..start]
            .iter()
            .copied()
            .filter(|c| !c.is_whitespace() && !is_stop(*c))
            .collect();
        ends(&before, "组")
    };
    labels.retain(|label| grouped || inner(label.start) || label.role != "负责人");
    if labels.is_empty()
        && let Some(found) = other::role(paras, at, !entries.is_empty())
    {
        entries.push(found);
        return 1;
    }
    let before = entries.len();
    // 院长任组长；成员有：…: what stands before the first label is running text.
    if let Some(first) = labels.first().filter(|label| label.start > 0) {
        running(&para.text.slice(0..compact(para, first.start)), entries);
    }
    let mut used = 1;
    for (index, label) in labels.iter().enumerate() {
        let limit = labels.get(index + 1).map_or(para.loose.len(), |next| next.start);
        // 负责人：张三 联系人：李四 联系电话：…
        let contact = find(&para.loose.chars[..limit], label.end, "联系").unwrap_or(limit);
        // 组长：张三 协助：李四
        let helper = (label.end..contact).find(|at| {
            let mut rest = para.loose.chars[*at..contact].iter().filter(|c| !c.is_whitespace());
            ['协', '助'].iter().all(|c| rest.next() == Some(c)) && matches!(rest.next(), Some('：' | ':'))
        });
        let contact = helper.unwrap_or(contact);
        // 成员：李四、王五职责：负责…
        let duties = ["主要职责", "工作职责", "职责", "任务"].iter().filter_map(|word| {
            let at = find(&para.loose.chars[..contact], label.end, word)?;
            matches!(para.loose.chars.get(at + word.chars().count()), Some('：' | ':')).then_some(at)
        });
        let contact = duties.min().unwrap_or(contact);
        let end = value_end(&para.loose.chars[..contact], label.end);
        // 成员：领导小组下设办公室… has nobody.
        let value = &para.loose.chars[label.end..end];
        if ["领导小组", "下设", "指挥部", "办公室设"].iter().any(|word| crate::text::starts(value, word))
            || crate::text::starts(value, "从") && find(value, 0, "抽调").is_some()
            || is_duty(value)
        {
            continue;
        }
        // （组长：张三，成员：李四）: the bracket may close behind the last.
        let open = para.loose.chars[label.end..end].iter().filter(|c| matches!(c, '（' | '(')).count();
        let close = para.loose.chars[label.end..end].iter().filter(|c| matches!(c, '）' | ')')).count();
        let end = match para.loose.chars[..end].last() {
            Some('）' | ')') if close > open => end - 1,
            _ => end,
        };
        let value = said(&para.loose.chars, label.end..end);
        let rest = value.end;
        // | 成员 | 张三 | 办公室主任 |: behind the name stands the post.
        let cells = || para.loose.chars[value.clone()].contains(&'|');
        let value = if cells() { table::first_cell(&para.loose.chars, value) } else { value };
        let mut people = match label.role.ends_with("单位") {
            true => units(&para.loose.chars[value]),
            false => sort_labelled(&para.loose.slice(value)),
        };
        // …，主要负责档案整理: what the holder is to do is no part of the entry.
        let mut span = para.loose.span(label.start..rest.max(label.end));
        if end == para.loose.len() {
            // 委员： over the list of them in the next line
            if people.is_empty()
                && let Some(listed) = paras.get(at + used).and_then(listed)
            {
                people = listed;
                span[1] = paras[at + used].span[1];
                used += 1;
            }
            while let Some(more) =
                paras.get(at + used).and_then(|next| continued(next, people.names.is_empty()))
            {
                people.merge(more);
                span[1] = paras[at + used].span[1];
                used += 1;
            }
        }
        if !people.is_empty() {
            entries.push(entry(label.role.clone(), people, span));
        }
        // …，领导小组办公室设在公共服务办，李四兼任办公室主任, in this sentence or in those behind it
        if rest < end || end < limit {
            running(&para.text.slice(compact(para, rest.min(end))..compact(para, limit)), entries);
        }
    }
    if entries.len() == before { 0 } else { used }
}

/// 组长：统筹调动应急资源，…: what the holder of a role is to do, and not who holds it.
fn is_duty(value: &[char]) -> bool {
    const DEEDS: &[&str] = &[
        "负责",
        "全面负责",
        "统筹",
        "指挥",
        "协调",
        "协助",
        "监督",
        "主持",
        "承担",
        "组织",
        "部署",
        "发布",
        "传达",
        "下达",
        "批准",
        "掌握",
        "完成",
        "落实",
        "接受",
        "执行",
        "参与",
        "配合",
    ];
    let open = value.iter().position(|c| !c.is_whitespace()).unwrap_or(value.len());
    let words = &value[open..];
    let first =
        words.iter().position(|c| is_stop(*c) || matches!(c, '，' | ',' | '、')).unwrap_or(words.len());
    let first = &words[..first];
    // 协调分管各部门的除雪工作 names a task, whatever it ends with.
    let told = ["负责", "全面负责", "统筹", "协调", "主持"].iter().any(|deed| crate::text::starts(first, deed))
            && first.len() >= 6
            && (first.contains(&'的') || crate::text::starts(first, "全面负责"))
            // 主持党委工作的林永通书记
            && !names::names_one(first);
    told || DEEDS.iter().any(|deed| crate::text::starts(first, deed))
        && first.len() >= 4
        && !first.iter().any(|c| c.is_whitespace())
        && !names::is_unit(first)
        && !names::is_post(first)
        && !names::is_group(first)
        || crate::text::starts(words, "指挥、")
}

/// Where what stands behind a label ends: at a stop, but not at those of 养护股 路遥；办公室 乌兰；….
fn value_end(chars: &[char], from: usize) -> usize {
    let people = |part: &[char]| {
        let words: Vec<&[char]> = words(part).collect();
        words.len() > 1
            && names::is_unit(words[0])
            && words[1..].iter().all(|word| word.split(|c| *c == '、').all(names::is_people))
    };
    let mut start = from;
    loop {
        let Some(stop) = (start..chars.len()).find(|at| is_stop(chars[*at])) else { return chars.len() };
        let next = (stop + 1..chars.len()).find(|at| is_stop(chars[*at])).unwrap_or(chars.len());
        let goes_on = matches!(chars[stop], '；' | ';') && stop + 1 < next && people(&chars[stop + 1..next]);
        if !goes_on {
            return stop;
        }
        start = next;
        if next == chars.len() {
            return next;
        }
    }
}

/// True for a line that opens with a role and its colon: 组长：张三, 主任委员：.
pub(crate) fn is_labelled(para: &Para) -> bool {
    let colon = para.text.chars.iter().take(12).any(|c| matches!(c, '：' | ':'));
    colon && role::opens(para) && role::labels(para).first().is_some_and(|label| label.start == 0)
}

/// True for a role and nothing else: 主任委员, 副组长.
pub(crate) fn is_role(chars: &[char]) -> bool {
    role::len_at(chars, 0) == Some(chars.len())
}

/// 成员单位：党政办、金桂经济合作社: whatever is listed is a unit.
fn units(chars: &[char]) -> People {
    let parts = chars.split(|c| matches!(c, '、' | '，' | ',' | '；' | ';') || c.is_whitespace());
    let collective = parts.filter(|part| !part.is_empty()).map(|part| part.iter().collect()).collect();
    People { collective, ..People::default() }
}

/// The place in the compact text of a place in the loose one.
fn compact(para: &Para, at: usize) -> usize {
    let place = para.loose.at.get(at);
    place.map_or(para.text.len(), |place| para.text.at.partition_point(|compact| compact < place))
}

/// What of the value of a label names people: 由校长担任，负责统筹 has its holder between 由 and 担任, and what the
/// holder is to do is no name.
fn said(chars: &[char], value: Range<usize>) -> Range<usize> {
    const DUTIES: &[&str] = &[
        "负责",
        "主要负责",
        "全面",
        "协助",
        "监督",
        "统筹",
        "具体",
        "共同",
        "主持",
        "承担",
        "配合",
        "协调",
        "参与",
        "每周",
        "每月",
        "定期",
    ];
    let open = value.clone().find(|at| !chars[*at].is_whitespace()).unwrap_or(value.end);
    let words = &chars[open..value.end];
    if words.first() == Some(&'由')
        && let Some(verb) = ["担任", "兼任", "组成"].iter().filter_map(|verb| find(words, 1, verb)).min()
    {
        return open + 1..open + verb;
    }
    // 总指挥：园长张三担任，…
    if let Some(verb) = ["担任", "兼任"].iter().filter_map(|verb| find(words, 2, verb)).min()
        && words[..verb].iter().all(|c| crate::text::is_han(*c) || *c == '、')
    {
        return open..open + verb;
    }
    let listed = ["主要包括", "包括", "由"].iter().find(|word| crate::text::starts(words, word));
    let start = open + listed.map_or(0, |word| word.chars().count());
    const SEATS: &[&str] = &["领导小组", "指挥部", "下设", "办公室设", "小组办公室"];
    let depths = crate::text::depths(&chars[value.clone()]);
    let duty = |at: &usize| {
        depths[at - value.start] == 0
            && matches!(chars[*at], '，' | ',')
            && (DUTIES.iter().chain(SEATS).any(|word| has_at(chars, at + 1, word))
                || role::len_at(chars, at + 1)
                    .is_some_and(|len| matches!(chars.get(at + 1 + len), Some('各' | '由'))))
    };
    start..(start..value.end).find(duty).unwrap_or(value.end)
}

/// The people of a line without a label under a role. Under posts (`unnamed`) stand posts, each with its unit.
fn continued(next: &Para, unnamed: bool) -> Option<People> {
    let closes = crate::text::starts(&next.text.chars, "以及");
    // 以及各村支部书记。 closes the list with its stop.
    let chars = next.text.chars.strip_suffix(&['。']).filter(|_| closes).unwrap_or(&next.text.chars);
    let plain = matches!(next.kind, Kind::Body | Kind::Table | Kind::SignOff)
        && next.text.len() <= 60
        && role::labels(next).is_empty()
        && crate::mark::parse(&next.text.chars).is_none()
        && !chars.iter().any(|c| is_stop(*c))
        && colon(&next.text.chars);
    let people = plain.then(|| sort_labelled(&next.loose))?;
    // 以及县财政局、县审计局负责同志 closes the list.
    let last = closes && !people.is_empty();
    let leading = ["负责人", "书记", "主任", "人员", "领导", "干部", "村主干", "骨干"];
    let grouped = people.collective.first().is_some_and(|group| {
        leading.iter().any(|end| group.ends_with(end))
            || group.starts_with('各') && group.ends_with('员') && !next.text.chars.contains(&'任')
            || group.starts_with('各') && group.ends_with('长')
    });
    let post = unnamed
        && people.names.is_empty()
        && people.posts.len() == 1
        && people.posts[0].chars().count() >= 5
        && people.posts[0].chars().count() == next.text.len();
    // 学生会主席 under 张三（团委）
    let officer = people.names.is_empty()
        && people.collective.is_empty()
        && people.posts.len() == 1
        && next.text.len() <= 12
        && people.posts[0].chars().count() == next.text.len()
        && next
            .text
            .chars
            .iter()
            .take(next.text.len().saturating_sub(2))
            .any(|c| matches!(c, '会' | '部' | '科' | '局'));
    // 各包村工作队 closes a list of people.
    let each = !unnamed
        && chars.len() <= 24
        && people.collective.first().is_some_and(|group| group.starts_with('各'))
        && !chars.iter().any(|c| matches!(c, '要' | '应' | '须' | '将' | '对' | '请' | '按' | '在' | '，'));
    (people.opens_with_name || grouped || each || post || officer || last).then_some(people)
}

/// The people of a line under a label that has nothing beside it.
fn listed(next: &Para) -> Option<People> {
    let body = matches!(next.kind, Kind::Body | Kind::Table);
    let chars = next.text.chars.strip_suffix(&['。']).unwrap_or(&next.text.chars);
    let plain = body
        && chars.len() <= 120
        && role::labels(next).is_empty()
        && crate::mark::parse(chars).is_none()
        && !chars.iter().any(|c| is_stop(*c) || matches!(c, '：' | ':' | '，' | ','));
    plain.then(|| sort_labelled(&next.loose)).filter(|people| !people.is_empty())
}

/// No colon, or one behind a name: 张小三：交管负责人.
fn colon(chars: &[char]) -> bool {
    let at = chars.iter().position(|c| matches!(c, '：' | ':'));
    at.is_none_or(|at| names::is_name(&chars[..at]) && chars.len() > at + 2)
}

fn entry(role: String, people: People, span: [usize; 2]) -> RosterEntry {
    RosterEntry { role, names: people.names, posts: people.posts, collective: people.collective, span }
}
