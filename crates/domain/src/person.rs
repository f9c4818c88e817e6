//! 人员: a person of the roster. Phone and id number are encrypted at rest and masked on screen;
//! the name is not (`DESIGN.md` §5).

use crate::day::Day;
use crate::id::{BureauId, PersonId};
use crate::refused::{Check, Refused};
use serde::{Deserialize, Serialize};

/// A person, without the protected fields.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Person {
    pub id: PersonId,
    pub bureau: BureauId,
    pub name: String,
    /// 工号, unique inside a bureau where present.
    pub staff_no: Option<String>,
    /// Initials for pickers, e.g. `zhm`.
    pub initials: String,
    /// Day on which the person left, if so.
    pub left_on: Option<Day>,
}

/// Checked fields of a new or edited person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fields {
    pub name: String,
    pub staff_no: Option<String>,
    /// None where the form leaves it as it is.
    pub phone: Option<String>,
}

impl Fields {
    /// Checks what was typed; field names are those of the form.
    pub fn parse(name: &str, staff_no: &str, phone: &str) -> Result<Self, Refused> {
        let mut check = Check::new();
        let name = check.take("name", parse_name(name)).unwrap_or_default();
        let staff_no = check.take("staff_no", parse_staff_no(staff_no)).flatten();
        let phone = check.take("phone", parse_phone(phone)).flatten();
        check.done()?;
        Ok(Self { name, staff_no, phone })
    }
}

/// A name of 1 to 30 characters without digits; inner spaces that only align columns
/// (`张　三`) are taken out of Chinese names.
pub fn parse_name(name: &str) -> Result<String, String> {
    let name = name.trim();
    let latin = name.chars().any(|c| c.is_ascii_alphabetic());
    let name: String = name.chars().filter(|c| latin || !c.is_whitespace()).collect();
    let count = name.chars().count();
    if count == 0 {
        return Err("请填写姓名。".into());
    }
    if count > 30 || name.chars().any(|c| c.is_control() || c.is_numeric() || "<>=@|/\\\"".contains(c)) {
        return Err(format!("“{}”不像姓名：最多 30 个字，不含数字和符号。", short(&name)));
    }
    Ok(name)
}

/// 工号: letters, digits and `-`, full-width ones made narrow; blank is none.
pub fn parse_staff_no(text: &str) -> Result<Option<String>, String> {
    let text: String = text.trim().chars().map(narrow).collect();
    if text.is_empty() {
        return Ok(None);
    }
    if text.chars().count() > 30 || !text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') {
        return Err(format!("工号“{}”只能用字母、数字和横线，最多 30 个字符。", short(&text)));
    }
    Ok(Some(text))
}

/// 手机: eleven digits that begin with 1, or a landline of 7 to 12 digits; spaces and dashes go,
/// full-width digits are made narrow; blank is none.
pub fn parse_phone(text: &str) -> Result<Option<String>, String> {
    let text: String =
        text.chars().map(narrow).filter(|c| !c.is_whitespace() && !matches!(c, '-' | '—' | '–')).collect();
    let digits = text.strip_prefix("+86").unwrap_or(&text);
    if digits.is_empty() {
        return Ok(None);
    }
    let mobile = digits.len() == 11 && digits.starts_with('1');
    let landline = (7..=12).contains(&digits.len()) && !digits.starts_with('1');
    if digits.chars().all(|c| c.is_ascii_digit()) && (mobile || landline) {
        Ok(Some(digits.to_owned()))
    } else {
        Err("号码应是 11 位手机号，或者 7 至 12 位固定电话（连区号）。".into())
    }
}

/// Full-width letters, digits and signs as their narrow form.
pub fn narrow(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
        '\u{3000}' => ' ',
        other => other,
    }
}

fn short(text: &str) -> String {
    text.chars().take(12).collect()
}

/// A phone number as a page shows it: the middle is hidden.
pub fn mask_phone(phone: &str) -> String {
    let digits: Vec<char> = phone.chars().collect();
    if digits.len() < 7 {
        return "*".repeat(digits.len());
    }
    digits
        .iter()
        .enumerate()
        .map(|(i, c)| if (3..digits.len() - 4).contains(&i) { '*' } else { *c })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_middle_of_a_phone_number_is_hidden() {
        assert_eq!(mask_phone("13812345678"), "138****5678");
        assert_eq!(mask_phone("12345"), "*****");
    }

    #[test]
    fn names_lose_only_the_spaces_that_align_them() {
        for (typed, name) in [
            (" 张　三 ", Ok("张三")),
            ("李 明", Ok("李明")),
            ("Anna Li", Ok("Anna Li")),
            ("欧阳·娜", Ok("欧阳·娜")),
        ] {
            assert_eq!(parse_name(typed).as_deref(), name, "{typed}");
        }
        for bad in ["", "张三1", "=cmd()", "<b>张</b>", &"张".repeat(31)] {
            assert!(parse_name(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn phones_and_staff_numbers_are_folded() {
        assert_eq!(parse_phone(" １３８-1234 5678"), Ok(Some("13812345678".into())));
        assert_eq!(parse_phone("0739-5321234"), Ok(Some("07395321234".into())));
        assert_eq!(parse_phone("  "), Ok(None));
        for bad in ["1381234567", "abc", "138123456789"] {
            assert!(parse_phone(bad).is_err(), "{bad}");
        }
        assert_eq!(parse_staff_no("ＪＴ００１"), Ok(Some("JT001".into())));
        assert!(parse_staff_no("=1+1").is_err());
    }
}
