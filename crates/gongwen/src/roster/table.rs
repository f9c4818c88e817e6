//! Rosters in tables: a role in each row, roles over columns, and roles in brackets behind names.

use super::people::sort_labelled;
use super::{entry, role};
use crate::paragraph::{Para, ParagraphKind as Kind};
use crate::plan::RosterEntry;
use crate::text::{Text, cells};
use std::ops::Range;

/// 组别 组长 成员 over 第一组 张三 李四: a table whose columns are roles. The number of its rows, 0 where there is none.
pub(super) fn headed(paras: &[Para], at: usize, entries: &mut Vec<RosterEntry>) -> usize {
    let para = &paras[at];
    if para.kind != Kind::Table {
        return 0;
    }
    let row = |para: &Para| -> Vec<Text> {
        cells(&para.loose.chars).into_iter().map(|cell| para.loose.slice(cell)).collect()
    };
    let role = |cell: &Text| {
        let chars: Vec<char> = cell.chars.iter().copied().filter(|c| !c.is_whitespace()).collect();
        (role::len_at(&chars, 0) == Some(chars.len())).then(|| chars.iter().collect::<String>())
    };
    let head = row(para);
    let roles: Vec<Option<String>> = head.iter().map(role).collect();
    if roles.iter().flatten().count() < 2 {
        return 0;
    }
    let rows = paras[at + 1..]
        .iter()
        .take_while(|below| below.kind == Kind::Table && cells(&below.loose.chars).len() == head.len())
        .count();
    for below in &paras[at + 1..=at + rows] {
        for (role, cell) in roles.iter().zip(row(below)) {
            let people = sort_labelled(&cell);
            if let Some(role) = role.as_ref().filter(|_| !people.is_empty()) {
                entries.push(entry(role.clone(), people, cell.span(0..cell.len())));
            }
        }
    }
    if rows > 0 { rows + 1 } else { 0 }
}

/// 张三（组长） 市果业局局长: the role stands in brackets behind the name that opens the line.
pub(super) fn bracketed_role(para: &Para) -> Option<RosterEntry> {
    let chars = &para.text.chars;
    let open = chars.iter().take(8).position(|c| matches!(c, '（' | '(')).filter(|open| *open >= 2)?;
    let len = role::len_at(chars, open + 1)?;
    let close = open + 1 + len;
    let named = chars[..open].iter().all(|c| crate::text::is_han(*c));
    let sound =
        named && matches!(chars.get(close), Some('）' | ')')) && chars.len() <= 60 && para.kind == Kind::Body;
    let people = sort_labelled(&para.text.slice(0..open));
    (sound && people.names.len() == 1)
        .then(|| entry(para.text.str(open + 1..close), people, para.text.span(0..close)))
}

/// 成员 | 苗青 over 成员 | 柏松林: a table names the role in each of its rows.
pub(super) fn one_role(entries: &mut Vec<RosterEntry>) {
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

/// The first cell of a row that names somebody.
pub(super) fn first_cell(chars: &[char], value: Range<usize>) -> Range<usize> {
    let bar = |c: char| c == '|';
    let start = value.clone().find(|at| !bar(chars[*at]) && !chars[*at].is_whitespace()).unwrap_or(value.end);
    let end = (start..value.end).find(|at| bar(chars[*at])).unwrap_or(value.end);
    start..end
}
