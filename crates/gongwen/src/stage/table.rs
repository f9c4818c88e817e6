//! Stages in tables.

use super::time::find_time;
use crate::paragraph::{Para, ParagraphKind as Kind};
use crate::plan::Stage;
use crate::text::cells;
use std::ops::Range;

/// 阶段 时间 主要任务 over 准备阶段 4—5月 摸清需求: a table names the stages and their time.
pub(super) fn read(paras: &[Para]) -> Vec<Stage> {
    let is_row = |para: &Para| para.kind == Kind::Table;
    let mut found = Vec::new();
    let mut columns: Option<(usize, usize, usize)> = None;
    for para in paras {
        let loose = &para.loose;
        let row = if is_row(para) { cells(&loose.chars) } else { Vec::new() };
        let word = |cell: &Range<usize>| loose.chars[cell.clone()].iter().filter(|c| !c.is_whitespace());
        let titles: Vec<String> = row.iter().map(|cell| word(cell).collect()).collect();
        let column = |names: &[&str]| titles.iter().position(|title| names.contains(&title.as_str()));
        let head = column(&["阶段", "工作阶段", "实施阶段", "步骤", "工作步骤", "环节"]).zip(column(&[
            "时间",
            "时间安排",
            "起止时间",
            "工作时间",
            "时间节点",
            "时限",
            "完成时间",
            "完成时限",
        ]));
        if let Some((name, time)) = head {
            columns = Some((row.len(), name, time));
            continue;
        }
        let Some((_, name, time)) = columns.filter(|(count, ..)| *count == row.len()) else {
            columns = None;
            continue;
        };
        let chars: Vec<char> = titles[time].chars().collect();
        let stated = find_time(&chars, 0..chars.len(), false);
        if !(2..=20).contains(&titles[name].chars().count()) {
            continue;
        }
        found.push(Stage {
            name: titles[name].clone(),
            start_month: stated.as_ref().and_then(|time| time.start),
            end_month: stated.as_ref().and_then(|time| time.end),
            raw: stated.map(|_| titles[time].clone()),
            span: loose.span(row[name].clone()),
        });
    }
    if found.len() >= 2 { found } else { Vec::new() }
}
