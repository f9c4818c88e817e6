//! The first visible sheet of an .xlsx as text: bounded and hostile-proof. [`read`] is pure, so that
//! it can run in a limited child process. Sizes and ratios of the zip directory are checked, and
//! proven by inflating, before the workbook is opened; cells stream, so that a sheet that claims
//! a million columns costs nothing.

use calamine::{DataRef, Dimensions, Reader, SheetVisible, Xlsx};
use domain::day::Day;
use domain::roster::Cell;
use domain::standard::grid::{Grid, GridCell};
use flate2::read::DeflateDecoder;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::{Cursor, Read};

/// The most that a workbook may weigh unpacked, in bytes.
const MAX_UNPACKED: u64 = 50 * 1024 * 1024;
/// The most that one part may shrink by: text of real workbooks stays below a fifth of this.
const MAX_RATIO: u64 = 300;
const MAX_PARTS: usize = 2_000;
const MAX_CELLS: usize = 200_000;
const MAX_COLUMNS: u32 = 60;
const MAX_ROWS: u32 = 20_100;
/// The longest text of a cell that is kept, in characters; the rest cannot be right in any column.
pub(crate) const MAX_TEXT: usize = 500;
/// The same where cells hold sentences.
pub(crate) const MAX_LONG_TEXT: usize = 2_000;

/// Why a workbook was not read: a sentence for the person who uploaded it.
pub type Sentence = String;

/// One sheet: rows from the first of the sheet, each with its cells from column A.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    pub name: String,
    pub rows: Vec<Vec<Cell>>,
}

/// Reads the first visible sheet.
///
/// # Errors
/// A sentence that says what is wrong with the file and what to do.
pub fn read(bytes: &[u8]) -> Result<Sheet, Sentence> {
    let mut loaded = load(bytes, MAX_TEXT)?;
    for region in &loaded.merged {
        if let Some(cell) = loaded.cells.get_mut(&region.start) {
            cell.merged = true;
        }
    }
    Ok(Sheet { name: loaded.name, rows: rows(loaded.cells) })
}

/// Reads the first visible sheet as a table of cells that may reach over others.
///
/// # Errors
/// As [`read`].
pub fn grid(bytes: &[u8]) -> Result<Grid, Sentence> {
    let loaded = load(bytes, MAX_LONG_TEXT)?;
    let mut rows: Vec<Vec<GridCell>> = rows(loaded.cells)
        .into_iter()
        .map(|row| row.into_iter().map(|cell| own(cell.text)).collect())
        .collect();
    let width = rows.iter().map(Vec::len).max().unwrap_or(0);
    for row in &mut rows {
        row.resize_with(width, || own(String::new()));
    }
    for region in &loaded.merged {
        let (top, left) = (region.start.0 as usize, region.start.1 as usize);
        let bottom = (region.end.0 as usize + 1).min(rows.len());
        let right = (region.end.1 as usize + 1).min(width);
        if top >= bottom || left >= right {
            continue;
        }
        for (at, row) in rows.iter_mut().enumerate().take(bottom).skip(top) {
            for (column, cell) in row.iter_mut().enumerate().take(right).skip(left) {
                if (at, column) == (top, left) {
                    (cell.down, cell.across) = (bottom - top, right - left);
                } else {
                    *cell = GridCell { covered: true, ..own(String::new()) };
                }
            }
        }
    }
    Ok(Grid { page: None, rows })
}

fn own(text: String) -> GridCell {
    GridCell { text, down: 1, across: 1, covered: false }
}

/// The first visible sheet as it lies in the file.
struct Loaded {
    name: String,
    cells: BTreeMap<(u32, u32), Cell>,
    merged: Vec<Dimensions>,
}

/// `most` characters are kept of a cell.
fn load(bytes: &[u8], most: usize) -> Result<Loaded, Sentence> {
    let mut book = open(bytes)?;
    let name = visible(&book).into_iter().next().ok_or("表格里没有可见的工作表。")?;
    let merged = book.merge_cells_by_sheet_name(&name).map_err(damaged)?;
    let mut cells: BTreeMap<(u32, u32), Cell> = BTreeMap::new();
    let mut stream = book.worksheet_cells_reader(&name).map_err(damaged)?;
    while let Some(record) = stream.next_cell_with_formula_metadata().map_err(damaged)? {
        let cell = Cell { text: text(&record.value, most), formula: record.formula.is_some(), merged: false };
        if cell.text.is_empty() && !cell.formula {
            continue;
        }
        let (row, column) = record.pos;
        if row >= MAX_ROWS {
            return Err(format!("表格超过 {} 行。请分成几份上传。", MAX_ROWS - 100));
        }
        if column >= MAX_COLUMNS {
            return Err(format!(
                "第 {} 行在第 {} 列之后还有内容。请删去多余的列再上传。",
                row + 1,
                MAX_COLUMNS
            ));
        }
        cells.insert((row, column), cell);
        if cells.len() > MAX_CELLS {
            return Err(format!("表格超过 {MAX_CELLS} 个单元格。请删去无关的列，或者分成几份上传。"));
        }
    }
    Ok(Loaded { name, cells, merged })
}

/// Proves the zip and opens the workbook.
pub(crate) fn open(bytes: &[u8]) -> Result<Xlsx<Cursor<&[u8]>>, Sentence> {
    if bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0]) {
        return Err(
            "这是旧版 .xls，或者加了密码的表格。请用 WPS 或 Excel 另存为不加密码的 .xlsx 再上传。".into()
        );
    }
    if !bytes.starts_with(b"PK") {
        return Err("这不是 .xlsx 表格。请下载模板填写，或者另存为 .xlsx 再上传。".into());
    }
    check_zip(bytes)?;
    Xlsx::new(Cursor::new(bytes)).map_err(damaged)
}

/// Names of the sheets that someone who opens the workbook sees.
pub(crate) fn visible(book: &Xlsx<Cursor<&[u8]>>) -> Vec<String> {
    book.sheets_metadata()
        .iter()
        .filter(|sheet| sheet.visible == SheetVisible::Visible && sheet.typ == calamine::SheetType::WorkSheet)
        .map(|sheet| sheet.name.clone())
        .collect()
}

pub(crate) fn damaged(_: calamine::XlsxError) -> Sentence {
    "表格已损坏，或者不是 .xlsx 格式。请用 WPS 或 Excel 打开后另存一份再上传。".to_owned()
}

fn rows(cells: BTreeMap<(u32, u32), Cell>) -> Vec<Vec<Cell>> {
    let mut rows: Vec<Vec<Cell>> = Vec::new();
    for ((row, column), cell) in cells {
        let (row, column) = (row as usize, column as usize);
        rows.resize_with(rows.len().max(row + 1), Vec::new);
        rows[row].resize_with(column, Cell::default);
        rows[row].push(cell);
    }
    rows
}

/// Numbers without an exponent, days as ISO text, the rest as it stands.
pub(crate) fn text(value: &DataRef<'_>, most: usize) -> String {
    let text = match value {
        DataRef::Int(n) => n.to_string(),
        DataRef::Float(n) => number(*n),
        DataRef::String(text) => text.clone(),
        DataRef::SharedString(text) => (*text).to_owned(),
        DataRef::Bool(yes) => if *yes { "是" } else { "否" }.to_owned(),
        DataRef::DateTime(at) => {
            let (year, month, day, ..) = at.to_ymd_hms_milli();
            Day::new(year as i16, month as i8, day as i8)
                .map_or_else(|| number(at.as_f64()), |day| day.to_string())
        }
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    };
    text.trim().chars().take(most).collect()
}

fn number(n: f64) -> String {
    // Staff numbers and phones come as floats: whole numbers up to 2^53 are exact.
    if n.fract() == 0.0 && n.abs() < 9_007_199_254_740_992.0 {
        format!("{}", n as i64)
    } else {
        n.to_string()
    }
}

/// A part as the directory of the zip declares it.
struct Part {
    method: u16,
    packed: u64,
    unpacked: u64,
    offset: usize,
}

/// Checks number, declared sizes and ratios of the parts, then inflates each against its
/// declaration, and refuses document types, which no workbook needs (XML entities).
fn check_zip(bytes: &[u8]) -> Result<(), Sentence> {
    let parts = directory(bytes).ok_or("表格已损坏：压缩包的目录读不出来。请另存一份再上传。")?;
    if parts.len() > MAX_PARTS {
        return Err("表格里的部件太多，不像正常的 .xlsx。请另存一份再上传。".into());
    }
    let bomb =
        || format!("表格解压后超过 {} MB，已停止读取。请删去图片和无关的工作表再上传。", MAX_UNPACKED >> 20);
    let total = parts.iter().try_fold(0_u64, |sum, part| sum.checked_add(part.unpacked));
    let dense = |part: &Part| part.unpacked > 1 << 20 && part.unpacked / part.packed.max(1) > MAX_RATIO;
    if total.is_none_or(|total| total > MAX_UNPACKED) || parts.iter().any(dense) {
        return Err(bomb());
    }
    for part in &parts {
        match prove(bytes, part) {
            None => return Err("表格已损坏：有部件读不出来。请另存一份再上传。".into()),
            Some(Proof::Larger) => return Err(bomb()),
            Some(Proof::Typed) => {
                return Err("表格里有外部实体或 DTD 声明，正常的 .xlsx 没有，出于安全考虑不读。".into());
            }
            Some(Proof::Fine) => {}
        }
    }
    Ok(())
}

/// What a part turned out to be.
enum Proof {
    Fine,
    /// Larger than its declaration.
    Larger,
    /// It holds a document type or an entity.
    Typed,
}

/// Inflates a part; none where it cannot be.
fn prove(bytes: &[u8], part: &Part) -> Option<Proof> {
    let head = bytes.get(part.offset..part.offset + 30).filter(|head| head.starts_with(b"PK\x03\x04"))?;
    let start = part.offset + 30 + u16_at(head, 26)? as usize + u16_at(head, 28)? as usize;
    let end = start.checked_add(usize::try_from(part.packed).ok()?)?;
    let packed = bytes.get(start..end)?;
    let mut unpacked: Box<dyn Read + '_> = match part.method {
        0 => Box::new(packed),
        8 => Box::new(DeflateDecoder::new(packed)),
        _ => return None,
    };
    let mut buffer = vec![0_u8; 64 * 1024];
    let (mut size, mut tail) = (0_u64, Vec::new());
    loop {
        let n = unpacked.read(&mut buffer).ok()?;
        if n == 0 {
            return Some(Proof::Fine);
        }
        size += n as u64;
        // A declaration that straddles two reads is found through the tail of the first.
        tail.extend_from_slice(&buffer[..n]);
        if size > part.unpacked {
            return Some(Proof::Larger);
        }
        if contains(&tail, b"<!DOCTYPE") || contains(&tail, b"<!ENTITY") {
            return Some(Proof::Typed);
        }
        tail = tail.split_off(tail.len().saturating_sub(16));
    }
}

fn contains(bytes: &[u8], word: &[u8]) -> bool {
    let mut at = 0;
    while let Some(found) = bytes[at..].iter().position(|byte| *byte == b'<') {
        at += found;
        if bytes[at..].starts_with(word) {
            return true;
        }
        at += 1;
    }
    false
}

fn directory(bytes: &[u8]) -> Option<Vec<Part>> {
    let from = bytes.len().checked_sub(22)?;
    let stop = from.saturating_sub(65_535);
    let end = (stop..=from).rev().find(|at| bytes[*at..].starts_with(b"PK\x05\x06"))?;
    let (count, mut at) = (u16_at(bytes, end + 10)? as usize, u32_at(bytes, end + 16)? as usize);
    let mut parts = Vec::new();
    for _ in 0..count.min(MAX_PARTS + 1) {
        let head = bytes.get(at..at.checked_add(46)?).filter(|head| head.starts_with(b"PK\x01\x02"))?;
        parts.push(Part {
            method: u16_at(head, 10)?,
            packed: u64::from(u32_at(head, 20)?),
            unpacked: u64::from(u32_at(head, 24)?),
            offset: u32_at(head, 42)? as usize,
        });
        at += 46 + u16_at(head, 28)? as usize + u16_at(head, 30)? as usize + u16_at(head, 32)? as usize;
    }
    Some(parts)
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_le_bytes(bytes.get(at..at + 2)?.try_into().ok()?))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from_le_bytes(bytes.get(at..at + 4)?.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use rust_xlsxwriter::{ExcelDateTime, Format, Workbook};

    fn book(fill: impl FnOnce(&mut rust_xlsxwriter::Worksheet)) -> Vec<u8> {
        let mut book = Workbook::new();
        fill(book.add_worksheet());
        book.save_to_buffer().unwrap()
    }

    #[test]
    fn cells_come_as_text_with_their_place() {
        let bytes = book(|sheet| {
            sheet.write(0, 0, "姓名").unwrap();
            sheet.write(1, 1, 13_812_345_678_f64).unwrap();
            let date = ExcelDateTime::from_ymd(2022, 3, 10).unwrap();
            sheet.write_with_format(1, 2, &date, &Format::new().set_num_format("yyyy-mm-dd")).unwrap();
            sheet.write_formula(2, 0, "=1+1").unwrap();
            sheet.merge_range(3, 0, 3, 1, "合并", &Format::new()).unwrap();
        });
        let sheet = read(&bytes).unwrap();
        assert_eq!(sheet.rows[0][0].text, "姓名");
        assert_eq!(sheet.rows[1][1].text, "13812345678");
        assert_eq!(sheet.rows[1][2].text, "2022-03-10");
        assert!(sheet.rows[2][0].formula && sheet.rows[3][0].merged);
    }

    #[test]
    fn what_is_no_workbook_is_named() {
        for (bytes, word) in [
            (b"hello".to_vec(), "不是 .xlsx"),
            (vec![0xd0, 0xcf, 0x11, 0xe0, 0, 0], "旧版"),
            (b"PK\x03\x04 cut".to_vec(), "损坏"),
            (Vec::new(), "不是 .xlsx"),
        ] {
            let sentence = read(&bytes).unwrap_err();
            assert!(sentence.contains(word), "{sentence}");
        }
        let whole = book(|sheet| {
            sheet.write(0, 0, "姓名").unwrap();
        });
        for cut in [30, whole.len() / 2, whole.len() - 5] {
            assert!(read(&whole[..cut]).is_err(), "{cut}");
        }
    }

    #[test]
    fn far_cells_and_lying_sizes_are_refused() {
        let far = book(|sheet| {
            sheet.write(1_000_000, 16_000, "x").unwrap();
        });
        assert!(read(&far).unwrap_err().contains("行"));
        let wide = book(|sheet| {
            sheet.write(0, 16_000, "x").unwrap();
        });
        assert!(read(&wide).unwrap_err().contains("列"));
        // The directory claims that the first part is tiny.
        let mut lying = book(|sheet| {
            sheet.write(0, 0, "姓名").unwrap();
        });
        let at = (0..lying.len()).find(|at| lying[*at..].starts_with(b"PK\x01\x02")).unwrap();
        lying[at + 24..at + 28].copy_from_slice(&1_u32.to_le_bytes());
        assert!(read(&lying).unwrap_err().contains("解压"));
        let mut bomb = book(|sheet| {
            sheet.write(0, 0, "姓名").unwrap();
        });
        bomb[at + 24..at + 28].copy_from_slice(&0xf000_0000_u32.to_le_bytes());
        assert!(read(&bomb).unwrap_err().contains("50 MB"));
    }
}
