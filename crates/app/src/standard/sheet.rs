//! A standard as a workbook: the same columns out and in; and a table that came in, with the reasons
//! why some of its rows were not understood.

use super::import::Opened;
use crate::export::{Cell, Export};
use crate::roster::write_text;
use crate::{Error, Result};
use domain::code::Code;
use domain::day::Day;
use domain::standard::file::{File, Item};
use domain::standard::words::{Column, Row};
use rust_xlsxwriter::{Color, Format, Workbook, XlsxError};
use std::collections::BTreeMap;

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

/// The table as it came, with a last column 原因.
pub(super) fn errors(opened: &Opened) -> Result<Vec<u8>> {
    copy(opened).map_err(|error| Error::fault("error workbook", error))
}

fn copy(opened: &Opened) -> std::result::Result<Vec<u8>, XlsxError> {
    let layout = opened.import.layout.as_ref();
    let (table, header) = layout.map_or((0, 0), |it| (it.table, it.header));
    let mut reasons: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for it in &opened.wrong {
        reasons.entry(it.line).or_default().push(format!("{}：{}", it.column, it.sentence));
    }
    for it in opened.outcome.iter().flat_map(|it| &it.remarks) {
        let place = if it.heading.is_empty() { String::new() } else { format!("{}：", it.heading) };
        reasons.entry(it.row).or_default().push(format!("{place}{}", it.sentence));
    }
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let Some(grid) = opened.import.grids.get(table) else { return book.save_to_buffer() };
    let last = u16::try_from(grid.width()).unwrap_or(u16::MAX - 1);
    let red = Format::new().set_font_color(Color::RGB(0x00C0_0000)).set_text_wrap();
    sheet.set_column_width(last, 60)?;
    for (at, row) in grid.rows.iter().enumerate() {
        let line = u32::try_from(at).unwrap_or(u32::MAX - 1);
        for (column, cell) in (0_u16..).zip(row) {
            let (below, right) = (cell.down.max(1) - 1, cell.across.max(1) - 1);
            if !cell.covered && below + right > 0 {
                let end =
                    (line + u32::try_from(below).unwrap_or(0), column + u16::try_from(right).unwrap_or(0));
                let quoted = Format::new().set_quote_prefix().set_text_wrap();
                sheet.merge_range(line, column, end.0, end.1, &cell.text, &quoted)?;
            } else if !cell.covered && !cell.text.is_empty() {
                write_text(sheet, line, column, &cell.text)?;
            }
        }
        if let Some(reasons) = reasons.get(&(at + 1)) {
            sheet.write_string_with_format(line, last, reasons.join(" "), &red)?;
        } else if at == header {
            sheet.write_string(line, last, "原因")?;
        }
    }
    book.save_to_buffer()
}
