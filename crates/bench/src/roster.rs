//! A roster of any length as an .xlsx file.

use rust_xlsxwriter::{Workbook, XlsxError};

/// A workbook of `rows` new people in known and new sections, with staff numbers and phones.
pub fn workbook(rows: usize) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (at, heading) in ["姓名", "工号", "科室", "职务", "手机", "入职日期"].into_iter().enumerate()
    {
        sheet.write_string(0, at as u16, heading)?;
    }
    for n in 0..rows {
        let line = n as u32 + 1;
        sheet.write_string(
            line,
            0,
            format!("{}{}", ["林", "秦", "罗", "沈"][n % 4], ["晓雯", "文涛", "明远"][n % 3]),
        )?;
        sheet.write_string(line, 1, format!("X{n:06}"))?;
        sheet.write_string(line, 2, "政策法规科")?;
        sheet.write_string(line, 3, "科员")?;
        sheet.write_string(line, 4, format!("139{n:08}"))?;
        sheet.write_string(line, 5, "2022.3.10")?;
    }
    book.save_to_buffer()
}
