//! Tasks in tables: a head row names the columns, every row below is one task.

use super::detail;
use super::note::split;
use crate::paragraph::{Para, ParagraphKind as Kind};
use crate::plan::Measure;
use crate::text::{Text, cells, trim};
use std::ops::Range;

const TASK: &[&str] = &[
    "年度目标",
    "工作目标",
    "具体目标",
    "目标任务",
    "目标要求",
    "工作内容",
    "工作任务",
    "主要任务",
    "重点任务",
    "具体任务",
    "任务内容",
    "工作措施",
    "主要措施",
    "具体措施",
    "重点工作",
    "任务",
    "内容",
    "措施",
    "主要工作",
    "工作安排",
    "工作事项",
    "事项",
];
const OWNER: &[&str] = &[
    "责任科室",
    "责任单位",
    "牵头科室",
    "牵头单位",
    "责任部门",
    "牵头部门",
    "责任股室",
    "承办科室",
    "责任处室",
    "责任",
];
const HELPER: &[&str] = &[
    "配合科室",
    "配合单位",
    "配合部门",
    "协办单位",
    "协办科室",
    "配合股室",
    "参与部门",
    "参与单位",
    "参加单位",
    "协办部门",
    "配合",
];
const UNTIL: &[&str] = &["完成时限", "完成时间", "时限", "完成期限", "时间要求", "时间节点", "时间"];

/// Which column says what.
#[derive(Debug, Clone, Copy)]
struct Columns {
    count: usize,
    task: usize,
    owner: Option<usize>,
    helper: Option<usize>,
    until: Option<usize>,
    /// The column only says when something takes place: 时间.
    scheduled: bool,
}

/// Reads the rows of all tables whose head names tasks and who or when.
pub(super) fn read(paras: &[Para]) -> Vec<Measure> {
    let mut found = Vec::new();
    let mut columns: Option<Columns> = None;
    for para in paras {
        if para.kind != Kind::Table {
            // A numbered line may be a row that one tab parts.
            if !matches!(para.kind, Kind::Noise) {
                columns = None;
            }
            continue;
        }
        let cells = cells(&para.loose.chars);
        if let Some(head) = head(&para.loose, &cells) {
            columns = Some(head);
        } else if let Some(columns) = columns {
            found.extend(row(&para.loose, &cells, columns));
        }
    }
    found
}

fn words(row: &Text, cell: &Range<usize>) -> String {
    row.chars[cell.clone()].iter().filter(|c| !c.is_whitespace()).collect()
}

fn head(row: &Text, cells: &[Range<usize>]) -> Option<Columns> {
    let titles: Vec<String> = cells.iter().map(|cell| words(row, cell)).collect();
    let column = |names: &[&str], taken: &[Option<usize>]| {
        names.iter().find_map(|name| {
            (0..titles.len()).find(|at| {
                titles[*at].contains(name) && titles[*at].chars().count() <= 10 && !taken.contains(&Some(*at))
            })
        })
    };
    let owner = column(OWNER, &[]);
    let helper = column(HELPER, &[owner]);
    let until = column(UNTIL, &[owner, helper]);
    let task = column(TASK, &[owner, helper, until])?;
    let sound =
        (owner.is_some() || until.is_some()) && titles.iter().all(|title| title.chars().count() <= 12);
    let scheduled = until.is_some_and(|at| titles[at].ends_with("时间") && !titles[at].contains("完成"));
    sound.then_some(Columns { count: cells.len(), task, owner, helper, until, scheduled })
}

/// The tasks of a row; 举行典礼；发放教材 are two.
fn row(row: &Text, cells: &[Range<usize>], columns: Columns) -> Vec<Measure> {
    let cell = |at: usize| cells.get(at).map(|cell| words(row, cell)).filter(|text| !text.is_empty());
    let Some(task) = cells.get(columns.task).filter(|cell| cell.len() >= 4) else { return Vec::new() };
    // A row of another shape is not read by guessing.
    if cells.len() > columns.count || cells.len() + 1 < columns.count {
        return Vec::new();
    }
    let until = columns.until.and_then(cell);
    let steady = |text: &str| {
        ["每", "常态", "长期", "定期", "持续", "全年", "常年"].iter().any(|word| text.contains(word))
    };
    let (rhythm, deadline) = match until {
        Some(text) if steady(&text) && !text.contains('前') && !text.contains('末') => (Some(text), None),
        other => (None, other),
    };
    let dept = columns.owner.and_then(cell);
    if dept.is_none() && deadline.is_none() && rhythm.is_none() {
        return Vec::new();
    }
    // 15：00, 培训后, 4—5月: when something takes place is not by when it is due.
    let dated = |text: &String| text.contains(['日', '前', '底', '末']);
    let deadline = deadline.filter(|text| !columns.scheduled || dated(text));
    let support = columns.helper.and_then(cell).map(|list| split(&list));
    let measure = |part: Range<usize>| {
        let text = words(row, &part);
        let own = detail::of(&text.chars().collect::<Vec<_>>());
        Measure {
            text,
            dept: dept.clone().or(own.dept),
            support: support.clone().unwrap_or(own.support),
            deadline: deadline.clone().or(own.deadline),
            cadence: own.cadence.or_else(|| rhythm.clone()),
            quantity: own.quantity,
            festivals: own.festivals,
            span: row.span(part),
            ..Measure::default()
        }
    };
    parts(&row.chars, task.clone()).into_iter().map(measure).collect()
}

/// The cell at its stops; whole, without the one that closes it, where a part would be too short to say anything.
fn parts(chars: &[char], cell: Range<usize>) -> Vec<Range<usize>> {
    let stop = |c: char| matches!(c, '。' | '；' | ';');
    let end = cell.clone().rev().find(|at| !stop(chars[*at])).map_or(cell.end, |at| at + 1);
    let mut found = Vec::new();
    let mut start = cell.start;
    for at in cell.start..=end {
        if at == end || stop(chars[at]) {
            found.push(trim(chars, start..at));
            start = at + 1;
        }
    }
    if found.iter().any(|part| part.len() < 4) {
        found.clear();
        found.push(cell.start..end);
    }
    found
}
