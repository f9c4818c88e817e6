//! Stages told without a heading of their own: in paragraphs without numbers, in running text and in cells of tables.

use super::time::{find_time, time_at};
use crate::number::arabic;
use crate::paragraph::{Para, ParagraphKind as Kind};
use crate::plan::Stage;
use crate::text::{Text, ends, is_break, is_han, is_stop};
use std::ops::Range;

/// 启动阶段（2012年5月1日前）：… in paragraphs without numbers, two of them at least.
pub(super) fn paragraphs(paras: &[Para]) -> Vec<Stage> {
    let stage = |para: &Para| {
        let chars = &para.text.chars;
        let open = chars.iter().take(12).position(|c| matches!(c, '（' | '('))?;
        let named = open >= 3 && ends(&chars[..open], "阶段") && crate::mark::parse(chars).is_none();
        let close = open + chars[open..].iter().take(40).position(|c| matches!(c, '）' | ')'))?;
        let time = time_at(chars, open + 1, close).filter(|_| named)?;
        Some(Stage {
            name: chars[..open].iter().collect(),
            start_month: time.start,
            end_month: time.end,
            raw: Some(chars[open + 1..close].iter().collect()),
            span: para.text.span(0..close + 1),
        })
    };
    let body = paras.iter().filter(|para| para.kind == Kind::Body);
    let found: Vec<Stage> = body.filter_map(stage).collect();
    if found.len() >= 2 { found } else { Vec::new() }
}

/// Stages in running text: 4月1日至5日为动员阶段，6日至25日为实施阶段.
pub(super) fn sentence(text: &Text, range: Range<usize>) -> Vec<Stage> {
    let chars = &text.chars;
    let mut found = Vec::new();
    let (mut start, mut month) = (range.start, None);
    for at in range.clone() {
        if !is_break(chars[at]) && at + 1 < range.end {
            continue;
        }
        let end = if is_break(chars[at]) { at } else { at + 1 };
        let clause = start..end;
        start = at + 1;
        let Some(verb) = clause.clone().find(|at| chars[*at] == '为') else { continue };
        let name = verb + 1..clause.end;
        let named = ends(&chars[name.clone()], "阶段") && (3..=14).contains(&name.len());
        let time = time_at(chars, clause.start, verb).filter(|time| time.range.end == verb);
        // Days without a month stay in the month that was named.
        let days = || arabic(chars[clause.start]).is_some() && matches!(chars[verb - 1], '日' | '号');
        let (first, last) = match &time {
            Some(time) => (time.start, time.end),
            None if clause.start < verb && days() => (month, month),
            None => continue,
        };
        if named {
            month = last;
            found.push(Stage {
                name: text.str(name),
                start_month: first,
                end_month: last,
                raw: Some(text.str(clause.start..verb)),
                span: text.span(clause),
            });
        }
    }
    if found.len() >= 2 { found } else { Vec::new() }
}

/// 1.部署动员阶段（3月30日至4月15日）。…2.集中整治阶段（…）, （二）第二阶段（6～8月）齐抓共管。 in a cell of a table, two of them at
/// least.
pub(super) fn cell(para: &Para) -> Vec<Stage> {
    let chars = &para.text.chars;
    let close =
        |open: usize| open + chars[open..].iter().take(30).position(|c| matches!(c, '）' | ')')).unwrap_or(0);
    let stage = |open: usize| {
        let close = close(open);
        let time = find_time(chars, open + 1..close, false)?;
        let from = chars[..open].iter().rposition(|c| !is_han(*c)).map_or(0, |at| at + 1);
        let named = (3..=12).contains(&(open - from)) && ends(&chars[from..open], "阶段");
        let numbered = chars[from] == '第' && open - from == 4;
        // Behind a bare number the name follows.
        let name = match numbered {
            true => {
                let end = (close + 1..chars.len()).find(|at| is_stop(chars[*at])).unwrap_or(chars.len());
                if (close + 3..=close + 15).contains(&end) { close + 1..end } else { from..open }
            }
            false => from..open,
        };
        named.then(|| Stage {
            name: chars[name].iter().collect(),
            start_month: time.start,
            end_month: time.end,
            raw: Some(chars[time.range].iter().collect()),
            span: para.text.span(from..close + 1),
        })
    };
    if para.kind != Kind::Table {
        return Vec::new();
    }
    let opens = (1..chars.len()).filter(|at| matches!(chars[*at], '（' | '('));
    let found: Vec<Stage> = opens.filter_map(stage).collect();
    if found.len() >= 2 { found } else { Vec::new() }
}
