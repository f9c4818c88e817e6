//! 人员: a person of the roster. Phone and id number are encrypted at rest and masked on screen;
//! the name is not (`DESIGN.md` §5).

use crate::day::Day;
use crate::id::{BureauId, PersonId};
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
    use super::mask_phone;

    #[test]
    fn the_middle_of_a_phone_number_is_hidden() {
        assert_eq!(mask_phone("13812345678"), "138****5678");
        assert_eq!(mask_phone("12345"), "*****");
    }
}
