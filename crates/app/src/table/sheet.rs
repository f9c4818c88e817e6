//! Reads a returned workbook within bounds, in the limited child process ([`crate::reading`]): the archive is measured before anything is parsed, and
//! cells are taken one by one, so that a sheet which claims a cell at its far end costs nothing.

use calamine::{DataRef, Reader, Xlsx};
use domain::day::Day;
use domain::table::{Cell, Merged, Sheet};
use std::io::{Cursor, Read};

/// Bytes of an upload, of its unpacked parts, and how much a part may grow.
const MOST_BYTES: usize = 10 * 1024 * 1024;
const MOST_UNPACKED: u64 = 50 * 1024 * 1024;
const MOST_GROWTH: u64 = 200;
const MOST_PARTS: usize = 200;
/// Small parts grow a lot without harm: blank styles, empty themes.
const SMALL: u64 = 1024 * 1024;
const MOST_CELLS: usize = 200_000;
/// Columns beyond this hold nothing of ours.
const MOST_COLUMNS: u32 = 256;
const MOST_TEXT: usize = 32_767;

/// Reads the sheet of the table.
///
/// # Errors
/// A sentence that says what is wrong with the file and what to do.
pub fn read(bytes: &[u8]) -> Result<Sheet, String> {
    let refuse = |sentence: &str| Err(sentence.to_owned());
    if bytes.len() > MOST_BYTES {
        return refuse("文件太大，任务分解表最多 10 MB。请确认没有插入图片。");
    }
    if bytes.starts_with(&[0xD0, 0xCF, 0x11, 0xE0]) {
        return refuse("这是旧版 .xls 文件，或者加了打开密码。请去掉密码，另存为 .xlsx 再上传。");
    }
    measure(bytes)?;
    parse(bytes).map_err(|stop| match stop {
        Stop::Said(sentence) => sentence.to_owned(),
        Stop::Damaged => "文件打不开，可能已经损坏。请用表格软件打开后另存为 .xlsx 再上传。".to_owned(),
    })
}

/// Unpacks every part into nothing and counts: what the archive says of itself may be a lie.
fn measure(bytes: &[u8]) -> Result<(), String> {
    let damaged = || "这不是 .xlsx 文件，或者文件已经损坏。请用系统导出的表填写后上传。".to_owned();
    let bomb = || {
        let limit = MOST_UNPACKED >> 20;
        format!("文件解开后太大（超过 {limit} MB，或者压缩得不正常），没有读取。请用系统导出的表填写后上传。")
    };
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged())?;
    if archive.len() > MOST_PARTS {
        return Err(bomb());
    }
    let mut total = 0_u64;
    for at in 0..archive.len() {
        let part = archive.by_index(at).map_err(|_| damaged())?;
        let packed = part.compressed_size().max(1);
        let left = MOST_UNPACKED - total;
        let size = std::io::copy(&mut part.take(left + 1), &mut std::io::sink()).map_err(|_| damaged())?;
        total += size;
        if total > MOST_UNPACKED || (size > SMALL && size / packed > MOST_GROWTH) {
            return Err(bomb());
        }
    }
    Ok(())
}

enum Stop {
    Said(&'static str),
    Damaged,
}

impl From<calamine::XlsxError> for Stop {
    fn from(_: calamine::XlsxError) -> Self {
        Self::Damaged
    }
}

fn parse(bytes: &[u8]) -> Result<Sheet, Stop> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes))?;
    let names = book.sheet_names();
    let Some(name) = names.iter().find(|name| name.contains("任务分解表")).or(names.first()).cloned()
    else {
        return Err(Stop::Damaged);
    };
    let merged = book.merge_cells_by_sheet_name(&name)?;
    let merged = merged
        .into_iter()
        .take(1_000)
        .map(|it| Merged { rows: (it.start.0, it.end.0), columns: (it.start.1, it.end.1) })
        .collect();
    let mut cells = Vec::new();
    let mut reader = book.worksheet_cells_reader(&name)?;
    let mut seen = 0;
    while let Some(cell) = reader.next_cell_with_formula_metadata()? {
        seen += 1;
        if seen > MOST_CELLS {
            return Err(Stop::Said("表里的单元格太多，最多 20 万个。请删去多余的行和列。"));
        }
        let (row, column) = cell.pos;
        let formula = cell.formula.is_some();
        let text = shown(&cell.value);
        if column < MOST_COLUMNS && (formula || !text.is_empty()) {
            cells.push(Cell { row, column, text, formula });
        }
    }
    // Rows of a hostile sheet may come in any order.
    cells.sort_by_key(|cell| (cell.row, cell.column));
    cells.dedup_by_key(|cell| (cell.row, cell.column));
    Ok(Sheet { cells, merged })
}

fn shown(value: &DataRef<'_>) -> String {
    match value {
        DataRef::String(text) => text.chars().take(MOST_TEXT).collect(),
        DataRef::SharedString(text) => text.chars().take(MOST_TEXT).collect(),
        DataRef::Int(number) => number.to_string(),
        DataRef::Float(number) if number.fract() == 0.0 && number.abs() < 1e15 => format!("{number:.0}"),
        DataRef::Float(number) => number.to_string(),
        DataRef::Bool(yes) => if *yes { "是" } else { "否" }.to_owned(),
        DataRef::DateTime(date) => {
            let (year, month, day, ..) = date.to_ymd_hms_milli();
            let day = Day::new(i16::try_from(year).unwrap_or(0), month as i8, day as i8);
            day.map(|day| day.to_string()).unwrap_or_default()
        }
        DataRef::DateTimeIso(text) => text.chars().take(10).collect(),
        DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(error) => error.to_string(),
        DataRef::Empty => String::new(),
    }
}
