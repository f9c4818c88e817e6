//! Time of service to the minute, as people type and read it.

/// The most for one person and one record, in minutes.
pub const MOST: i64 = 24 * 60;

/// Minutes from `2:30`, `2.5`, `2小时30分`, `150分钟`; a bare number is hours. Blank is none.
///
/// # Errors
/// A sentence for the form.
pub fn minutes(typed: &str) -> Result<Option<i64>, String> {
    let wrong = || "请填时长，例如 2.5、2:30 或 150分钟。".to_owned();
    let narrow: String = typed.chars().filter(|c| !c.is_whitespace()).map(narrow).collect();
    if narrow.is_empty() {
        return Ok(None);
    }
    let whole = |text: &str| -> Option<i64> {
        let digits = (1..=4).contains(&text.len()) && text.bytes().all(|b| b.is_ascii_digit());
        digits.then(|| text.parse().ok()).flatten()
    };
    let of_hours = |text: &str| -> Option<i64> {
        let (hours, part) = text.split_once('.').unwrap_or((text, "0"));
        let digits = part.bytes().all(|b| b.is_ascii_digit()) && (1..=2).contains(&part.len());
        let hundredths: i64 = if digits { format!("{part:0<2}").parse().ok()? } else { return None };
        Some(whole(hours)? * 60 + (hundredths * 60 + 50) / 100)
    };
    let bare = narrow.trim_end_matches("钟").trim_end_matches('分');
    let found = if let Some((hours, rest)) = narrow.split_once("小时") {
        let rest = rest.trim_end_matches("钟").trim_end_matches('分');
        let rest = if rest.is_empty() { Some(0) } else { whole(rest).filter(|n| *n < 60) };
        of_hours(hours).zip(rest).map(|(hours, rest)| hours + rest)
    } else if let Some((hours, rest)) = narrow.split_once(':') {
        whole(hours).zip(whole(rest).filter(|n| *n < 60)).map(|(hours, rest)| hours * 60 + rest)
    } else if bare.len() < narrow.len() {
        whole(bare)
    } else {
        of_hours(&narrow)
    };
    match found {
        Some(n) if n <= MOST => Ok(Some(n)),
        Some(_) => Err("每人的时长不能超过 24 小时。".into()),
        None => Err(wrong()),
    }
}

pub(super) fn narrow(c: char) -> char {
    match c {
        '０'..='９' => char::from(b'0' + (c as u32 - '０' as u32) as u8),
        '：' => ':',
        '．' => '.',
        other => other,
    }
}

/// `2 小时 30 分`, `45 分`.
pub fn told(minutes: i64) -> String {
    match (minutes / 60, minutes % 60) {
        (0, rest) => format!("{rest} 分"),
        (hours, 0) => format!("{hours} 小时"),
        (hours, rest) => format!("{hours} 小时 {rest} 分"),
    }
}

/// `2:30`, as the form shows it again.
pub fn typed(minutes: i64) -> String {
    format!("{}:{:02}", minutes / 60, minutes % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_is_understood_as_people_type_it() {
        for (text, is) in [
            ("2", 120),
            ("2.5", 150),
            ("1.25", 75),
            ("2:30", 150),
            ("２：３０", 150),
            ("2小时30分钟", 150),
            ("2小时", 120),
            ("150分钟", 150),
            ("45分", 45),
            ("24", 1440),
            ("0", 0),
        ] {
            assert_eq!(minutes(text), Ok(Some(is)), "{text}");
            assert_eq!(minutes(&typed(is)), Ok(Some(is)), "the form understands itself");
        }
        assert_eq!(minutes(" "), Ok(None));
        for wrong in ["两小时", "2:75", "-1", "1e3", "25", "24:01", "2.555", ".", ":", "分", "小时", "99999"]
        {
            assert!(minutes(wrong).is_err(), "{wrong}");
        }
        assert_eq!([told(150), told(60), told(45)], ["2 小时 30 分", "1 小时", "45 分"]);
    }
}
