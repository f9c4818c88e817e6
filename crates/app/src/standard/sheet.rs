//! A standard as a workbook: the same columns out and in.

use crate::Result;
use crate::export::{Cell, Export};
use domain::code::Code;
use domain::day::Day;
use domain::standard::file::{File, Item};
use domain::standard::words::{Column, Row};

/// The nodes of a standard, or the template: some lines that show every way of scoring.
pub fn workbook(file: &File, caution: Option<&str>, day: Day) -> Result<Vec<u8>> {
    let cells = |item: &Item| {
        let row = Row::of(item);
        Column::ALL.iter().map(|column| Cell::Text(row.get(*column).to_owned())).collect()
    };
    let export = Export {
        title: "测评体系".into(),
        filter: [file.standard.name.as_str(), caution.unwrap_or_default()].join(" ").trim().to_owned(),
        day,
        heads: Column::ALL.iter().map(|column| column.label().to_owned()).collect(),
        rows: file.nodes.iter().map(cells).collect(),
        cut: false,
    };
    export.xlsx()
}
