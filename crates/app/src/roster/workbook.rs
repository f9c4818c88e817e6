//! The workbooks of the roster import: an empty template, and the original with its errors. Every
//! value is written as text, so that nothing that came in becomes a formula.

use super::Preview;
use crate::{Error, Result};
use domain::code::Code;
use domain::roster::Column;
use rust_xlsxwriter::{Color, DataValidation, Format, Workbook, Worksheet, XlsxError};
use std::collections::BTreeMap;

/// An empty roster with its headings, choices and a sheet that explains them.
pub fn template() -> Result<Vec<u8>> {
    fill().map_err(|error| Error::fault("template", error))
}

fn fill() -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let head = Format::new().set_bold().set_background_color(Color::RGB(0x00EA_EFF7));
    // Text columns keep leading zeros and long numbers.
    let text = Format::new().set_num_format("@");
    let sheet = book.add_worksheet().set_name("人员名册")?;
    sheet.set_freeze_panes(1, 0)?;
    for (at, column) in Column::ALL.iter().enumerate() {
        let at = at as u16;
        let label = if column.needed() { format!("{column}*") } else { column.to_string() };
        sheet.set_column_format(at, &text)?;
        sheet.set_column_width(at, if *column == Column::Section { 24 } else { 14 })?;
        sheet.write_string_with_format(0, at, label, &head)?;
        let choices: &[&str] = match column {
            Column::Kind => &["编制", "借调", "兼职"],
            Column::Heads | Column::Liaison => &["是", "否"],
            _ => continue,
        };
        sheet.add_data_validation(1, at, 9_999, at, &DataValidation::new().allow_list_strings(choices)?)?;
    }
    explain(book.add_worksheet().set_name("填写说明")?)?;
    book.save_to_buffer()
}

fn explain(sheet: &mut Worksheet) -> Result<(), XlsxError> {
    sheet.set_column_width(0, 12)?;
    sheet.set_column_width(1, 70)?;
    for (row, column) in Column::ALL.iter().enumerate() {
        let hint = match column {
            Column::Name => "必填。",
            Column::StaffNo => "可以不填；填了就不能重复，同名的人靠它区分。",
            Column::Section => {
                "必填。写机构里的名称；有重名的写成“上级单位/科室”。没有的科室，导入时可以新建。"
            }
            Column::Title => "例如：科长、科员。",
            Column::Phone => "11 位手机号，或者带区号的固定电话。加密保存，页面上只显示前三位和后四位。",
            Column::Kind => "编制、借调或兼职，不填算编制。",
            Column::Heads => "科室或单位的负责人填“是”。",
            Column::Liaison => "创建工作联络员填“是”。",
            Column::Joined => "例如 2022-03-10、2022.3.10、2022年3月10日；不填算导入当天。",
        };
        sheet.write_string(row as u32, 0, column.label())?;
        sheet.write_string(row as u32, 1, hint)?;
    }
    Ok(())
}

/// The sheet as it came, with the reasons behind each wrong row.
pub fn errors(preview: &Preview) -> Result<Vec<u8>> {
    copy(preview).map_err(|error| Error::fault("error workbook", error))
}

fn copy(preview: &Preview) -> Result<Vec<u8>, XlsxError> {
    let mut reasons: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    for wrong in &preview.judged.wrong {
        let place = wrong.column.map_or(String::new(), |column| format!("{column}："));
        reasons.entry(wrong.line).or_default().push(format!("{place}{}", wrong.sentence));
    }
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let last = preview.sheet.rows.iter().map(Vec::len).max().unwrap_or(0) as u16;
    let red = Format::new().set_font_color(Color::RGB(0x00C0_0000));
    sheet.set_column_width(last, 60)?;
    for (at, row) in preview.sheet.rows.iter().enumerate() {
        let line = at as u32;
        for (column, cell) in row.iter().enumerate() {
            if !cell.text.is_empty() {
                write_text(sheet, line, column as u16, &cell.text)?;
            }
        }
        if at == preview.import.layout.header {
            sheet.write_string(line, last, "原因")?;
        } else if let Some(reasons) = reasons.get(&(at + 1)) {
            sheet.write_string_with_format(line, last, reasons.join(" "), &red)?;
        }
    }
    book.save_to_buffer()
}

/// Writes text as text. What begins like a formula also carries the quote prefix, so that editing
/// the cell does not turn it into one.
pub(crate) fn write_text(sheet: &mut Worksheet, row: u32, column: u16, text: &str) -> Result<(), XlsxError> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        let quoted = Format::new().set_quote_prefix();
        sheet.write_string_with_format(row, column, text, &quoted)?;
    } else {
        sheet.write_string(row, column, text)?;
    }
    Ok(())
}
