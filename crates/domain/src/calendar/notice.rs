//! Reading a holiday notice from CSV, as shipped or as an administrator brings it from a spreadsheet.
//!
//! Columns: date, name, off, paper. Nothing is stored or fetched here.

use std::fmt;

use super::words;
use super::workday::{Holiday, Holidays};
use crate::day::Day;

/// What is wrong with one line of an imported file; displays as `第 12 行：…`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowError {
    /// The line in the file, counted from 1, comments and the head line included.
    pub line: usize,
    /// What is wrong and what to do, as a Chinese sentence.
    pub sentence: String,
}

impl fmt::Display for RowError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "第 {} 行：{}", self.line, self.sentence)
    }
}

impl std::error::Error for RowError {}

impl Holidays {
    /// Reads rows `date,name,off,paper`; `paper` may be missing. The date is read leniently, `off` as
    /// 1, 休, 放假 or 0, 班, 上班; a head line, empty lines and lines that begin with # are skipped.
    ///
    /// # Errors
    /// Every faulty row with its line; nothing is taken over unless all rows are sound.
    pub fn parse_csv(text: &str) -> Result<Self, Vec<RowError>> {
        let mut holidays = Self::default();
        let mut errors = Vec::new();
        // Spreadsheets put a byte order mark in front of UTF-8.
        for (index, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
            let fields = split(line);
            if is_passed_over(line, &fields, holidays.days.is_empty() && errors.is_empty()) {
                continue;
            }
            let taken = row(&fields).and_then(|(day, holiday)| holidays.take(day, holiday));
            if let Err(sentence) = taken {
                errors.push(RowError { line: index + 1, sentence });
            }
        }
        if holidays.days.is_empty() && errors.is_empty() {
            let sentence = "文件里没有日期，请按“日期,名称,休或班,文号”每行填写一天。".to_owned();
            errors.push(RowError { line: 1, sentence });
        }
        if errors.is_empty() { Ok(holidays) } else { Err(errors) }
    }

    fn take(&mut self, day: Day, holiday: Holiday) -> Result<(), String> {
        let off = holiday.off;
        match self.days.insert(day, holiday) {
            Some(earlier) if earlier.off != off => {
                Err(format!("{day} 在前面已经写过，休、班相反，请保留正确的一行。"))
            }
            _ => Ok(()),
        }
    }
}

/// Whether a line holds no row: empty, a comment, or the head line before the first row.
fn is_passed_over(line: &str, fields: &[String], is_first: bool) -> bool {
    let is_empty = fields.iter().all(String::is_empty);
    let is_head = is_first && fields.first().is_some_and(|head| matches!(head.as_str(), "date" | "日期"));
    is_empty || is_head || line.trim_start().starts_with('#')
}

fn row(fields: &[String]) -> Result<(Day, Holiday), String> {
    let [date, name, off, paper @ ..] = fields else {
        return Err("这一行不足三列，请写成“日期,名称,休或班,文号”。".to_owned());
    };
    let day = Day::parse_loose(date).map_err(|error| error.to_string())?;
    if name.is_empty() {
        return Err("请写明这一天属于哪个节日。".to_owned());
    }
    let off = match off.as_str() {
        "1" | "休" | "休息" | "放假" => true,
        "0" | "班" | "上班" | "补班" => false,
        other => {
            return Err(format!(
                "第三列“{}”看不出是休还是班，请写 1（休）或 0（班）。",
                words::shorten(other, 10)
            ));
        }
    };
    Ok((day, Holiday { name: name.clone(), off, paper: paper.first().cloned().unwrap_or_default() }))
}

/// Splits a line at commas or tabs outside quotes. A quote inside quotes is doubled, after RFC 4180.
fn split(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut quoted = false;
    let mut chars = line.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if quoted && chars.peek() == Some(&'"') => push(&mut fields, chars.next()),
            '"' => quoted = !quoted,
            ',' | '，' | '\t' if !quoted => fields.push(String::new()),
            _ => push(&mut fields, Some(c)),
        }
    }
    fields.into_iter().map(|field| field.trim().to_owned()).collect()
}

fn push(fields: &mut [String], c: Option<char>) {
    if let (Some(field), Some(c)) = (fields.last_mut(), c) {
        field.push(c);
    }
}
