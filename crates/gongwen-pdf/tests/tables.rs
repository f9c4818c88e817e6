//! A table that was set comes back from its PDF file cell by cell.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use gongwen::paper::{Block, Cell, Column, Row, Table};
use support::{paper, set};

#[test]
fn a_table_comes_back_cell_by_cell() {
    let mut paper = paper("reply");
    let cell = |text: &str, down, across| Cell { text: text.into(), across, down };
    let row = |cells: Vec<Cell>| Row { cells };
    let column = |share| Column { share, ..Column::default() };
    let rows = vec![
        row(vec![
            cell("组织领导", 2, 1),
            cell("成立领导小组，主要负责人任组长，办事机构和人员都要明确到位", 1, 1),
            cell("3", 1, 1),
        ]),
        row(vec![cell("制定规划", 1, 1), cell("4", 1, 1)]),
        row(vec![cell("合计", 1, 2), cell("7", 1, 1)]),
    ];
    let head = vec![row(vec![cell("测评项目", 1, 1), cell("测评内容", 1, 1), cell("分值", 1, 1)])];
    let table =
        Table {
            caption: Some("测评表".into()), columns: vec![column(2), column(5), column(1)], head, rows
        };
    paper.body = vec![Block::text("见表。"), Block::Table(table)];
    let found = gongwen::tables(&set(&paper).bytes).unwrap();
    let table = found.iter().find(|table| table.rows.len() == 4).unwrap_or_else(|| panic!("{found:#?}"));
    let words: Vec<Vec<&str>> =
        table.rows.iter().map(|row| row.iter().map(|cell| cell.text.as_str()).collect()).collect();
    assert_eq!(
        words,
        [
            ["测评项目", "测评内容", "分值"],
            ["组织领导", "成立领导小组，主要负责人任组长，办事机构和人员都要明确到位", "3"],
            ["", "制定规划", "4"],
            ["合计", "", "7"],
        ]
    );
    assert_eq!((table.rows[1][0].down, table.rows[2][0].covered), (2, true));
    assert_eq!((table.rows[3][0].across, table.rows[3][1].covered), (2, true));
    assert_eq!(table.page, Some(1));
}
