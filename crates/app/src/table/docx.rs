//! The table as a Word document: a plain table on A4 landscape whose head repeats on every page.

use super::Table;
use crate::{Error, Result};
use docx_rs::{
    AlignmentType, Docx, PageMargin, PageOrientationType, Paragraph, Run, RunFonts, TableCell,
    TableLayoutType, TableRow, VAlignType, WidthType,
};
use domain::code::Code;
use domain::table::Column;
use std::io::Cursor;

/// A4 on its side and its margins, in twentieths of a point.
const PAGE: (u32, u32) = (16_838, 11_906);
const MARGIN: i32 = 850;

pub fn write(table: &Table) -> Result<Vec<u8>> {
    let fonts = RunFonts::new().east_asia("宋体").ascii("Times New Roman").hi_ansi("Times New Roman");
    let margin = PageMargin {
        top: MARGIN,
        bottom: MARGIN,
        left: MARGIN,
        right: MARGIN,
        header: 400,
        footer: 400,
        gutter: 0,
    };
    let title = Run::new().add_text(&table.title).size(32).bold();
    let day = Run::new().add_text(format!("{}导出", table.day.full_text())).size(18);
    let widths: Vec<usize> = Column::ALL.iter().map(|column| width(*column)).collect();
    let mut rows = vec![line(Column::ALL.iter().map(|column| column.label()), &widths, true)];
    for row in &table.rows {
        rows.push(line(Column::ALL.iter().map(|column| row.cells.get(*column)), &widths, false));
    }
    let grid = docx_rs::Table::new(rows).set_grid(widths).layout(TableLayoutType::Fixed);
    let mut document = Docx::new()
        .page_size(PAGE.0, PAGE.1)
        .page_orient(PageOrientationType::Landscape)
        .page_margin(margin)
        .default_fonts(fonts)
        .add_paragraph(Paragraph::new().add_run(title).align(AlignmentType::Center))
        .add_paragraph(Paragraph::new().add_run(day).align(AlignmentType::Right))
        .add_table(grid)
        .build();
    document.document = repeat_head(document.document);
    let mut bytes = Cursor::new(Vec::new());
    document.pack(&mut bytes).map_err(|error| Error::fault("docx", error))?;
    Ok(bytes.into_inner())
}

fn line<'a>(texts: impl Iterator<Item = &'a str>, widths: &[usize], head: bool) -> TableRow {
    let cells = texts.zip(widths).map(|(text, width)| {
        let mut cell = TableCell::new().width(*width, WidthType::Dxa).vertical_align(VAlignType::Center);
        for part in text.split('\n') {
            let clean: String = part.chars().filter(|c| !c.is_control()).collect();
            let run = Run::new().add_text(clean).size(18);
            let run = if head { run.bold() } else { run };
            let align = if head { AlignmentType::Center } else { AlignmentType::Left };
            cell = cell.add_paragraph(Paragraph::new().add_run(run).align(align));
        }
        cell
    });
    TableRow::new(cells.collect()).cant_split()
}

/// Marks the first row as the head of every page, for which the writer has no word.
fn repeat_head(xml: Vec<u8>) -> Vec<u8> {
    match String::from_utf8(xml) {
        Ok(text) => text.replacen("<w:cantSplit", "<w:tblHeader /><w:cantSplit", 1).into_bytes(),
        Err(error) => error.into_bytes(),
    }
}

/// Widths that fill the page between its margins.
fn width(column: Column) -> usize {
    match column {
        Column::Number => 520,
        Column::Points => 560,
        Column::Content => 3_000,
        Column::Material => 1_500,
        Column::Lead | Column::Support => 1_150,
        Column::Due => 1_100,
        _ => 875,
    }
}
