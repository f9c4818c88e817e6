//! The score as a workbook: the trace line by line, with the caution of its standard.

use super::{Behind, Sheet};
use crate::Result;
use crate::export::{Cell, Export};
use domain::assessment::Place;
use domain::day::Day;
use domain::points::Points;

/// Points as text: exact, and empty where nobody knows them.
fn points(points: Option<Points>) -> Cell {
    Cell::Text(points.map(|it| it.to_string()).unwrap_or_default())
}

/// Lines from the total to the records behind each criterion.
pub fn workbook(sheet: &Sheet, day: Day) -> Result<Vec<u8>> {
    let standard = &sheet.standard.standard;
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    if let Some(caution) = standard.caution() {
        let mut row = vec![Cell::Text("提示".into()), Cell::Text(caution)];
        row.resize(9, Cell::Text(String::new()));
        rows.push(row);
    }
    for line in &sheet.lines {
        let node = match line.place {
            Place::Node(index) => Some(index),
            _ => None,
        };
        let known = match line.place {
            Place::Total => Some(sheet.score.tree.known),
            Place::Node(index) => sheet.score.marks[index].as_ref().map(|mark| mark.known),
            _ => None,
        };
        let records: Vec<String> =
            line.records.iter().filter_map(|id| sheet.records.get(id)).map(Behind::told).collect();
        let methods = node.map(|index| standard.tree.nodes()[index].methods.join("、")).unwrap_or_default();
        rows.push(vec![
            Cell::Text("　".repeat(line.depth)),
            Cell::Text(line.title.clone()),
            points(line.full),
            points(known),
            points(line.got),
            Cell::Text(line.why.clone()),
            Cell::Text(line.reason.clone()),
            Cell::Text(methods),
            Cell::Text(records.join("\n")),
        ]);
    }
    let heads = ["层级", "内容", "分值", "已知", "得分", "依据", "得分理由", "测评方法", "纪实"];
    let period = format!("{}至{}", sheet.assessment.from.full_text(), sheet.assessment.to.full_text());
    let export = Export {
        title: format!("{}得分", sheet.track),
        filter: format!("{}，{}，{period}", sheet.unit, standard.name),
        day,
        heads: heads.map(str::to_owned).to_vec(),
        rows,
        cut: false,
    };
    export.xlsx()
}
