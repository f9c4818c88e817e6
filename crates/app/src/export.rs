//! A list as a workbook: the columns, rows and order that the page shows. Text stays text, so that
//! nothing in it is ever a formula; the last line says how many rows there are.

use crate::{Error, Result};
use domain::day::Day;
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Workbook, XlsxError};

/// The most rows of one workbook. Beyond it the last line says that there are more.
pub const MOST_ROWS: usize = 20_000;

/// One cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cell {
    Text(String),
    Figure(i64),
}

impl From<String> for Cell {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&str> for Cell {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

/// A list that goes out.
#[derive(Debug, Clone)]
pub struct Export {
    /// Names the file and the sheet.
    pub title: String,
    /// Filters and order in words.
    pub filter: String,
    pub day: Day,
    pub heads: Vec<String>,
    pub rows: Vec<Vec<Cell>>,
    /// Whether the list has more rows than these.
    pub cut: bool,
}

impl Export {
    pub fn xlsx(&self) -> Result<Vec<u8>> {
        self.build().map_err(|error| Error::fault("xlsx", error))
    }

    /// The last line.
    pub fn foot(&self) -> String {
        let filter =
            if self.filter.is_empty() { String::new() } else { format!("条件：{}。", self.filter) };
        let count = self.rows.len();
        let more = if self.cut { "，没有导完：请加条件缩小范围，分几次导出" } else { "" };
        format!("{filter}共 {count} 项{more}。{} 导出。", self.day)
    }

    fn build(&self) -> std::result::Result<Vec<u8>, XlsxError> {
        let mut book = Workbook::new();
        // The date of the file is the day of the list: same rows, same bytes.
        let day = &self.day;
        let at = rust_xlsxwriter::ExcelDateTime::from_ymd(
            day.year().unsigned_abs(),
            day.month() as u8,
            day.day() as u8,
        )?;
        book.set_properties(
            &rust_xlsxwriter::DocProperties::new().set_title(&self.title).set_creation_datetime(&at),
        );
        let head = Format::new().set_bold().set_border(FormatBorder::Thin).set_background_color(0x00F2_F4F7);
        let cell = Format::new()
            .set_border(FormatBorder::Thin)
            .set_text_wrap()
            .set_align(FormatAlign::Top)
            .set_num_format("@");
        // A quote in front keeps the text a text when someone edits the cell.
        let risky = cell.clone().set_quote_prefix();
        let figure = Format::new().set_border(FormatBorder::Thin).set_align(FormatAlign::Top);
        let sheet = book.add_worksheet();
        sheet.set_name(&self.title)?;
        for (column, name) in (0_u16..).zip(&self.heads) {
            sheet.write_string_with_format(0, column, name, &head)?;
            sheet.set_column_width(column, self.width(usize::from(column)))?;
        }
        for (line, row) in (1_u32..).zip(&self.rows) {
            for (column, value) in (0_u16..).zip(row) {
                match value {
                    Cell::Figure(n) => sheet.write_number_with_format(line, column, *n as f64, &figure)?,
                    Cell::Text(text) => {
                        let formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
                        let format = if formula { &risky } else { &cell };
                        sheet.write_string_with_format(line, column, text, format)?
                    }
                };
            }
        }
        let last = self.rows.len() as u32;
        sheet.write_string(last + 1, 0, self.foot())?;
        sheet.set_freeze_panes(1, 0)?;
        sheet.autofilter(0, 0, last.max(1), (self.heads.len().max(1) - 1) as u16)?;
        sheet.set_landscape();
        sheet.set_paper_size(9);
        sheet.set_print_fit_to_pages(1, 0);
        sheet.set_repeat_rows(0, 0)?;
        sheet.set_footer("&C第 &P 页，共 &N 页");
        book.save_to_buffer()
    }

    /// Wide enough for most rows, in characters of the workbook: a Chinese one takes two.
    fn width(&self, column: usize) -> f64 {
        let long = |text: &str| text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum::<usize>();
        let rows = self.rows.iter().take(200).filter_map(|row| match row.get(column) {
            Some(Cell::Text(text)) => Some(long(text)),
            _ => None,
        });
        let widest = rows.chain(self.heads.get(column).map(|head| long(head) + 4)).max().unwrap_or(8);
        widest.clamp(8, 52) as f64
    }
}
