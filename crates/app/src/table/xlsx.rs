//! The table as a workbook: every cell is text, so that nothing in it is ever a formula.

use super::{Table, heads};
use crate::{Error, Result};
use domain::code::Code;
use domain::table::{COLUMNS, Column};
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError};

pub fn write(table: &Table) -> Result<Vec<u8>> {
    build(table).map_err(|error| Error::fault("xlsx", error))
}

fn build(table: &Table) -> std::result::Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    // The date of the file is the day of the table: same tasks, same bytes.
    let day = table.day;
    let at = rust_xlsxwriter::ExcelDateTime::from_ymd(
        day.year().unsigned_abs(),
        day.month() as u8,
        day.day() as u8,
    )?;
    book.set_properties(
        &rust_xlsxwriter::DocProperties::new().set_title(&table.title).set_creation_datetime(&at),
    );
    let sheet = book.add_worksheet();
    sheet.set_name("任务分解表")?;
    head(sheet)?;
    let cell = Format::new()
        .set_border(FormatBorder::Thin)
        .set_text_wrap()
        .set_align(FormatAlign::Top)
        .set_num_format("@");
    // A quote in front keeps the text a text when someone edits the cell.
    let risky = cell.clone().set_quote_prefix();
    for (line, row) in (1_u32..).zip(&table.rows) {
        for (column, text) in (0_u16..).zip(Column::ALL.iter().map(|column| row.cells.get(*column))) {
            let format = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { &risky } else { &cell };
            sheet.write_string_with_format(line, column, text, format)?;
        }
        sheet.write_string(line, COLUMNS as u16, row.task.to_string())?;
        sheet.write_string(line, COLUMNS as u16 + 1, &row.stamp)?;
    }
    finish(sheet, table.rows.len() as u32)?;
    book.save_to_buffer()
}

fn head(sheet: &mut Worksheet) -> std::result::Result<(), XlsxError> {
    let head = Format::new()
        .set_bold()
        .set_border(FormatBorder::Thin)
        .set_align(FormatAlign::Center)
        .set_align(FormatAlign::VerticalCenter)
        .set_text_wrap()
        .set_background_color(0x00F2_F4F7);
    let fixed = head.clone().set_font_color(0x006B_7280);
    for (column, name) in (0_u16..).zip(heads()) {
        let editable = Column::ALL.get(usize::from(column)).is_some_and(|column| column.is_editable());
        sheet.write_string_with_format(0, column, name, if editable { &head } else { &fixed })?;
    }
    sheet.set_row_height(0, 30)?;
    Ok(())
}

fn finish(sheet: &mut Worksheet, rows: u32) -> std::result::Result<(), XlsxError> {
    for (column, width) in (0_u16..).zip(Column::ALL.iter().map(|column| width(*column))) {
        sheet.set_column_width(column, width)?;
    }
    for hidden in [COLUMNS as u16, COLUMNS as u16 + 1] {
        sheet.set_column_hidden(hidden)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.autofilter(0, 0, rows.max(1), COLUMNS as u16 - 1)?;
    sheet.set_landscape();
    sheet.set_paper_size(9);
    sheet.set_print_fit_to_pages(1, 0);
    sheet.set_repeat_rows(0, 0)?;
    sheet.set_footer("&C第 &P 页，共 &N 页");
    Ok(())
}

fn width(column: Column) -> f64 {
    match column {
        Column::Number | Column::Points => 6.0,
        Column::Content => 44.0,
        Column::Material => 24.0,
        Column::Lead | Column::Support => 18.0,
        Column::Due | Column::Method => 15.0,
        _ => 12.0,
    }
}
