//! Leading groups: who holds which role, and where their office sits.
//!
//! Three forms are read: labelled lines (组 长： 张三), columns without a colon, with unlabelled lines under
//! them, and running text (由局长担任组长, 以党组书记为组长).

mod cell;
mod names;
mod role;
mod words;

use crate::paragraph::{Para, ParagraphKind as Kind};
use crate::plan::RosterEntry;
use crate::text::{Text, behind, contains, ends, find, has_at, is_stop};
use names::{People, sort, sort_labelled};
use std::ops::Range;

/// Roles that make a group; the others are read only beside these.
const LEADERS: &[&str] =
    &["组长", "总指挥", "指挥长", "主任委员", "主任", "召集人", "政委", "队长", "林长", "河长", "路长"];

/// Reads all rosters of the paper.
pub(crate) fn read(paras: &[Para]) -> Vec<RosterEntry> {
    let mut entries = Vec::new();
    let mut at = 0;
    let mut row_above = false;
    while at < paras.len() {
        let before = entries.len();
        let lines = match headed(paras, at, &mut entries) {
            0 => labelled(paras, at, &mut entries),
            rows => rows,
        };
        if lines == 0 && matches!(paras[at].kind, Kind::Body | Kind::Heading) {
            running(&paras[at].text, &mut entries);
        }
        let row = lines > 0 && entries.len() == before + 1 && role::opens(&paras[at]);
        if row && row_above {
            one_role(&mut entries);
        }
        row_above = row;
        at += lines.max(1);
    }
    entries
}

/// 组别 组长 成员 over 第一组 张三 李四: a table whose columns are roles. The number of its rows, 0 where there is none.
fn headed(paras: &[Para], at: usize, entries: &mut Vec<RosterEntry>) -> usize {
    let para = &paras[at];
    if para.kind != Kind::Table {
        return 0;
    }
    let role = |cell: &Text| {
        let chars: Vec<char> = cell.chars.iter().copied().filter(|c| !c.is_whitespace()).collect();
        (role::len_at(&chars, 0) == Some(chars.len())).then(|| chars.iter().collect::<String>())
    };
    let head = cells(&para.loose);
    let roles: Vec<Option<String>> = head.iter().map(role).collect();
    if roles.iter().flatten().count() < 2 {
        return 0;
    }
    let rows = paras[at + 1..]
        .iter()
        .take_while(|row| row.kind == Kind::Table && cells(&row.loose).len() == head.len())
        .count();
    for row in &paras[at + 1..=at + rows] {
        for (role, cell) in roles.iter().zip(cells(&row.loose)) {
            let people = sort_labelled(&cell);
            if let Some(role) = role.as_ref().filter(|_| !people.is_empty()) {
                entries.push(entry(role.clone(), people, cell.span(0..cell.len())));
            }
        }
    }
    if rows > 0 { rows + 1 } else { 0 }
}

/// The cells of a row, parted by tabs or bars.
fn cells(row: &Text) -> Vec<Text> {
    let bar = |at: usize| matches!(row.chars[at], '\t' | '|');
    let open = (0..row.len()).find(|at| !bar(*at)).unwrap_or(0);
    let close = (open..row.len()).rev().find(|at| !bar(*at)).map_or(open, |at| at + 1);
    let mut found = Vec::new();
    let mut from = open;
    for at in open..=close {
        if at == close || bar(at) {
            found.push(row.slice(from..at));
            from = at + 1;
        }
    }
    found
}

/// 张三（组长） 市果业局局长: the role stands in brackets behind the name that opens the line.
fn bracketed_role(para: &Para) -> Option<RosterEntry> {
    let chars = &para.text.chars;
    let open = chars.iter().take(8).position(|c| matches!(c, '（' | '(')).filter(|open| *open >= 2)?;
    let len = role::len_at(chars, open + 1)?;
    let close = open + 1 + len;
    let sound = matches!(chars.get(close), Some('）' | ')')) && chars.len() <= 60 && para.kind == Kind::Body;
    let people = sort_labelled(&para.text.slice(0..open));
    (sound && people.names.len() == 1)
        .then(|| entry(para.text.str(open + 1..close), people, para.text.span(0..close)))
}

/// 成员 | 苗青 over 成员 | 柏松林: a table names the role in each of its rows.
fn one_role(entries: &mut Vec<RosterEntry>) {
    if let [.., above, last] = &mut entries[..]
        && above.role == last.role
    {
        above.names.append(&mut last.names);
        above.posts.append(&mut last.posts);
        above.collective.append(&mut last.collective);
        above.span[1] = last.span[1];
        entries.pop();
    }
}

/// Reads the labelled entries of one paragraph and the lines that continue the last; returns the number of
/// paragraphs used.
fn labelled(paras: &[Para], at: usize, entries: &mut Vec<RosterEntry>) -> usize {
    let para = &paras[at];
    if !matches!(para.kind, Kind::Body | Kind::Heading | Kind::Table | Kind::SignOff) {
        return 0;
    }
    if let Some(found) = bracketed_role(para) {
        match entries.last_mut().filter(|last| last.role == found.role && at > 0 && bracketed_role(&paras[at - 1]).is_some()) {
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
    labels.retain(|label| grouped || label.role != "负责人");
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
        let end = (label.end..contact).find(|at| is_stop(para.loose.chars[*at])).unwrap_or(contact);
        // 成员：领导小组下设办公室… has nobody.
        let value = &para.loose.chars[label.end..end];
        if ["领导小组", "下设", "指挥部", "办公室设"].iter().any(|word| crate::text::starts(value, word))
        {
            continue;
        }
        let value = said(&para.loose.chars, label.end..end);
        let rest = value.end;
        // | 成员 | 张三 | 办公室主任 |: behind the name stands the post.
        let cells = || para.loose.chars[value.clone()].contains(&'|');
        let value = if cells() { first_cell(&para.loose.chars, value) } else { value };
        let mut people = match label.role.ends_with("单位") {
            true => units(&para.loose.chars[value]),
            false => sort_labelled(&para.loose.slice(value)),
        };
        let mut span = para.loose.span(label.start..end);
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

/// The first cell of a row that names somebody.
fn first_cell(chars: &[char], value: Range<usize>) -> Range<usize> {
    let bar = |c: char| c == '|';
    let start = value.clone().find(|at| !bar(chars[*at]) && !chars[*at].is_whitespace()).unwrap_or(value.end);
    let end = (start..value.end).find(|at| bar(chars[*at])).unwrap_or(value.end);
    start..end
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
    const DUTIES: &[&str] =
        &["负责", "全面", "协助", "监督", "统筹", "具体", "共同", "主持", "承担", "配合", "协调", "参与", "每周", "每月", "定期"];
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
        depths[at - value.start] == 0 && matches!(chars[*at], '，' | ',') && DUTIES.iter().chain(SEATS).any(|word| has_at(chars, at + 1, word))
    };
    start..(start..value.end).find(duty).unwrap_or(value.end)
}

/// The people of a line without a label under a role. Under posts (`unnamed`) stand posts, each with its unit.
fn continued(next: &Para, unnamed: bool) -> Option<People> {
    let plain = matches!(next.kind, Kind::Body | Kind::Table | Kind::SignOff)
        && next.text.len() <= 60
        && role::labels(next).is_empty()
        && crate::mark::parse(&next.text.chars).is_none()
        && !next.text.chars.iter().any(|c| is_stop(*c))
        && colon(&next.text.chars);
    let people = plain.then(|| sort_labelled(&next.loose))?;
    let leading = ["负责人", "书记", "主任", "人员", "领导", "干部"];
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
    (people.opens_with_name || grouped || post).then_some(people)
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

/// Running text: X为组长, 由X担任组长, 组长由X担任.
fn running(text: &Text, entries: &mut Vec<RosterEntry>) {
    let chars = &text.chars;
    // 成员由各单位负责人担任 says it without naming who leads.
    let group = LEADERS.iter().any(|role| contains(chars, role));
    let held = contains(chars, "由") && ["担任", "兼任"].iter().any(|verb| contains(chars, verb))
        || contains(chars, "成员由") && contains(chars, "组成");
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
        let found = before.map(|range| (range, end)).or_else(|| {
            holder_after(chars, end).or_else(|| holder_named(chars, at, end)).map(|range| {
                let close = range.end;
                (range, close)
            })
        });
        if let Some((range, close)) = found {
            let (range, close) = listed_below(chars, &range).map_or((range, close), |list| (list.clone(), list.end));
            let people = sort(&text.slice(range.clone()));
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
    let named = ["下列", "以下"].iter().any(|word| has_at(chars, holder.start, word));
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
    let verb = ["担任", "兼任", "任", "为"].iter().find_map(|verb| {
        let len = verb.chars().count();
        (verb_end >= len && has_at(chars, verb_end - len, verb)).then(|| verb_end - len)
    });
    let verb = verb.or_else(|| named_group(chars, role, floor))?;
    let start = behind(chars, verb, |c| matches!(c, '，' | ',' | '。' | '；' | ';' | '：' | ':')).max(floor);
    let start = list_start(chars, start, floor);
    let start = start + usize::from(start == floor && chars.get(start) == Some(&'、'));
    // 以 and 由 open the holder wherever they stand in the clause.
    let open = (start..verb).find(|at| matches!(chars[*at], '以' | '由')).map_or(start, |at| at + 1);
    let open = listed_with_commas(chars, open, verb, floor).unwrap_or(open);
    // 县民政局成立了局长任组长的领导小组
    let open = find(&chars[..verb], open, "成立了").map_or(open, |at| at + 3);
    // 由县长、检察长共同担任召集人
    let verb = verb - if verb > open + 4 && ["共同", "分别"].iter().any(|word| has_at(chars, verb - 2, word)) { 2 } else { 0 };
    (open < verb && verb <= open + 120).then_some(open..verb)
}

/// 王小生任大运会筹备委员会副主任: the name of the group stands between verb and role. Where the verb is.
fn named_group(chars: &[char], role: usize, floor: usize) -> Option<usize> {
    let from = role.saturating_sub(18).max(floor);
    let verb = (from..role).rev().find(|at| chars[*at] == '任')?;
    let group = &chars[verb + 1..role];
    let named = ["委员会", "指挥部", "小组", "组委会"].iter().any(|end| ends(group, end));
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
        let said = |part: &[char]| part.iter().any(|c| matches!(c, '设' | '由' | '任' | '为' | '成'));
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
    let open = end + usize::from(matches!(chars.get(end), Some('，' | ',')));
    if chars.get(open) != Some(&'由') {
        return None;
    }
    // A list may hold commas and be long: its verb closes it.
    let limit = chars.len().min(open + 400);
    let stop = (open + 1..limit).find(|at| matches!(chars[*at], '。' | '；' | ';')).unwrap_or(limit);
    let near = (open + 1..stop.min(open + 50)).find(|at| matches!(chars[*at], '，' | ',')).unwrap_or(stop);
    let verb = |words: &[&str], stop: usize| {
        // The 组成 of 党组成员 is none.
        let place = |verb: &&str| {
            let mut at = find(&chars[..stop], open + 1, verb)?;
            while has_at(chars, at, "组成员") {
                at = find(&chars[..stop], at + 1, verb)?;
            }
            Some(at)
        };
        words.iter().filter_map(place).min()
    };
    // The 任 of 主任 is none.
    let bare = || (open + 1..near).find(|at| chars[*at] == '任' && chars[at - 1] != '主');
    let verb = verb(&["担任", "兼任", "组成", "构成"], near)
        .or_else(bare)
        .or_else(|| verb(&["担任", "兼任", "组成"], stop))?;
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
    let parts = || chars[open..close].split(|c| *c == '、');
    let several = parts().count() > 1;
    let named = |part: &[char]| {
        let bare = part.strip_suffix(&['同', '志']);
        names::is_masked(part)
            || names::names_one(bare.unwrap_or(part)) && (bare.is_some() || several || part.len() >= 3)
    };
    let begins = role == 0 || crate::text::is_break(chars[role - 1]) || behind_group(chars, role);
    let told = match verb {
        Some(_) => parts().all(names::is_people),
        None => parts().all(named),
    };
    (begins && told && open < close).then_some(open..close)
}

/// 领导小组 right before the role.
fn behind_group(chars: &[char], role: usize) -> bool {
    ["小组", "指挥部", "委员会", "专班", "组委会", "办公室"]
        .iter()
        .any(|group| ends(&chars[..role], group))
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
        from += if has_at(chars, from, "地点") { 2 } else { 0 };
        // 下设办公室，挂靠城建科
        let parted = matches!(chars.get(from), Some('，' | ','))
            && ["设在", "挂靠", "设于"].iter().any(|verb| has_at(chars, from + 1, verb));
        from += usize::from(matches!(chars.get(from), Some('（' | '(')) || parted);
        from += if has_at(chars, from, "地点") { 2 } else { 0 };
        let start = ["设在", "设于", "设立在", "挂靠在", "挂靠", "在", "于", "设"]
            .iter()
            .find(|verb| has_at(chars, from, verb))
            .map(|verb| from + verb.chars().count());
        let Some(start) = start else { continue };
        // 下设办公室于农业服务中心, but not 办公室于5月底前….
        if chars[start - 1] == '于' && chars[start - 2] == '室' && !ends(&chars[..at], "下设") {
            continue;
        }
        let grouped = chars[..at]
            .iter()
            .rev()
            .take(30)
            .any(|c| matches!(c, '组' | '部' | '班' | '设' | '会' | '，' | '。'));
        if !grouped && at > 6 {
            continue;
        }
        let end = (start..chars.len())
            .find(|at| {
                matches!(chars[*at], '，' | ',' | '。' | '；' | ';' | '、' | '（' | '(' | '）' | ')' | '：')
            })
            .unwrap_or(chars.len());
        let mut end = end.min(start + 20);
        for verb in ["，", "负责", "承担", "主任", "具体"] {
            if let Some(at) = find(&chars[..end], start, verb) {
                end = at;
            }
        }
        // 设在保卫处张三任办公室主任: the holder follows at once.
        if let Some(verb) =
            find(&chars[..end], start, "任办公室").or_else(|| find(&chars[..end], start, "兼任"))
            && let Some(unit) = (start + 2..verb).rev().find(|at| names::is_unit(&chars[start..*at]))
        {
            end = unit;
        }
        if end >= start + 2 {
            return Some(chars[start..end].iter().collect());
        }
    }
    None
}
