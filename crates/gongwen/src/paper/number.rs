//! 发文字号: 机关代字〔年〕序号号, GB/T 9704-2012, 7.2.5.

use serde::{Deserialize, Serialize};
use std::fmt;
use thiserror::Error;

/// Number of a paper. Can only be made in the shape of the standard.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct DocNumber {
    code: String,
    year: u16,
    serial: u32,
}

/// What is wrong with a number; `Display` says it to the user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
pub enum NumberError {
    /// No year in brackets.
    #[error("发文字号应写成“机关代字〔2026〕1号”，年份用六角括号〔〕括入。")]
    Shape,
    /// Round, square or other brackets.
    #[error("发文字号的年份应当用六角括号〔〕（U+3014、U+3015），不用其他括号。")]
    Brackets,
    /// The code of the organ is not two to twelve Chinese characters.
    #[error("机关代字应为 2 至 12 个汉字。")]
    Code,
    /// Not a whole year.
    #[error("发文字号的年份应当写全四位，如〔2026〕。")]
    Year,
    /// 001, 第1, 0.
    #[error("发文顺序号不编虚位、不加“第”字，从 1 起，如 1号。")]
    Serial,
    /// Without 号.
    #[error("发文顺序号之后应当加“号”字。")]
    Suffix,
}

impl DocNumber {
    /// A number from its parts.
    pub fn new(code: &str, year: u16, serial: u32) -> Result<Self, NumberError> {
        if !(2..=12).contains(&code.chars().count()) || !code.chars().all(is_han) {
            return Err(NumberError::Code);
        }
        if !(1900..2100).contains(&year) {
            return Err(NumberError::Year);
        }
        if !(1..100_000).contains(&serial) {
            return Err(NumberError::Serial);
        }
        Ok(Self { code: code.to_owned(), year, serial })
    }

    /// 机关代字.
    pub fn code(&self) -> &str {
        &self.code
    }

    /// Year.
    pub fn year(&self) -> u16 {
        self.year
    }

    /// 发文顺序号.
    pub fn serial(&self) -> u32 {
        self.serial
    }

    /// Reads the printed form and says what departs from it.
    pub fn parse(text: &str) -> Result<Self, NumberError> {
        const OTHER: [char; 12] = ['(', ')', '（', '）', '[', ']', '【', '】', '［', '］', '﹝', '﹞'];
        let Some((code, rest)) = text.split_once('〔') else {
            return Err(if text.contains(OTHER) { NumberError::Brackets } else { NumberError::Shape });
        };
        let (year, rest) = rest.split_once('〕').ok_or(NumberError::Brackets)?;
        let serial = rest.strip_suffix('号').ok_or(NumberError::Suffix)?;
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if year.len() != 4 || !digits(year) {
            return Err(NumberError::Year);
        }
        if !digits(serial) || serial.starts_with('0') {
            return Err(NumberError::Serial);
        }
        let year = year.parse().map_err(|_| NumberError::Year)?;
        Self::new(code, year, serial.parse().map_err(|_| NumberError::Serial)?)
    }
}

/// True for Chinese characters, rare ones included.
pub(crate) fn is_han(c: char) -> bool {
    matches!(u32::from(c), 0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x20000..=0x3FFFF | 0x3007)
}

impl fmt::Display for DocNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}〔{}〕{}号", self.code, self.year, self.serial)
    }
}

impl TryFrom<String> for DocNumber {
    type Error = NumberError;

    fn try_from(text: String) -> Result<Self, NumberError> {
        Self::parse(&text)
    }
}

impl From<DocNumber> for String {
    fn from(number: DocNumber) -> Self {
        number.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::{DocNumber, NumberError};

    #[test]
    fn good_numbers_are_printed_as_read() {
        for good in ["云交文〔2026〕1号", "国办发〔2017〕47号", "云岚交创建发〔2026〕99999号"]
        {
            assert_eq!(DocNumber::parse(good).unwrap().to_string(), good);
        }
    }

    #[test]
    fn each_fault_has_its_sentence() {
        let cases = [
            ("云交文[2020]1号", NumberError::Brackets),
            ("云交文（2020）1号", NumberError::Brackets),
            ("云交文【2020】1号", NumberError::Brackets),
            ("云交文〔20〕1号", NumberError::Year),
            ("云交文〔2020〕001号", NumberError::Serial),
            ("云交文〔2020〕第1号", NumberError::Serial),
            ("云交文〔2020〕0号", NumberError::Serial),
            ("云交文〔2020〕1", NumberError::Suffix),
            ("云〔2020〕1号", NumberError::Code),
            ("ABC〔2020〕1号", NumberError::Code),
            ("云交文2020年1号", NumberError::Shape),
        ];
        for (text, error) in cases {
            assert_eq!(DocNumber::parse(text), Err(error), "{text}");
        }
    }
}
