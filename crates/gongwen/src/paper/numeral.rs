//! Numerals of headings: 一、（一）1.（1）, GB/T 9704-2012, 7.3.3.

use super::block::{Block, Level};

/// A number from 1 to 9999 in Chinese: 十二, 一百零三. Others in digits.
pub fn han(number: u32) -> String {
    const DIGITS: [&str; 10] = ["零", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    if number == 0 || number > 9999 {
        return if number == 0 { "零".into() } else { number.to_string() };
    }
    let mut text = String::new();
    let mut gap = false;
    for (unit, word) in [(1000, "千"), (100, "百"), (10, "十"), (1, "")] {
        let digit = number / unit % 10;
        if digit == 0 {
            gap = gap || !text.is_empty();
            continue;
        }
        if gap {
            text.push('零');
            gap = false;
        }
        if !(unit == 10 && digit == 1 && text.is_empty()) {
            text.push_str(DIGITS[digit as usize]);
        }
        text.push_str(word);
    }
    text
}

/// A year digit by digit: 二〇二六.
pub fn han_year(year: u16) -> String {
    const DIGITS: [char; 10] = ['〇', '一', '二', '三', '四', '五', '六', '七', '八', '九'];
    year.to_string().bytes().map(|digit| DIGITS[usize::from(digit - b'0')]).collect()
}

/// The numeral of a heading, with its mark and without a space.
pub fn numeral(level: Level, number: u32) -> String {
    match level {
        Level::First => format!("{}、", han(number)),
        Level::Second => format!("（{}）", han(number)),
        Level::Third => format!("{number}."),
        Level::Fourth => format!("（{number}）"),
    }
}

/// Counts headings; a heading starts the levels below it anew.
#[derive(Debug, Clone, Default)]
pub struct Counter {
    counts: [u32; 4],
}

impl Counter {
    /// The numeral of the next heading of this level.
    pub fn next(&mut self, level: Level) -> String {
        let at = level.index();
        self.counts[at] += 1;
        self.counts[at + 1..].fill(0);
        numeral(level, self.counts[at])
    }

    /// A heading without numeral starts the levels below it anew as well.
    pub fn pass(&mut self, level: Level) {
        self.counts[level.index() + 1..].fill(0);
    }
}

/// The numeral before each block: empty for all but numbered headings.
pub fn numerals(blocks: &[Block]) -> Vec<String> {
    let mut counter = Counter::default();
    let mut of = |block: &Block| match block {
        Block::Heading(heading) if heading.numbered => counter.next(heading.level),
        Block::Heading(heading) => {
            counter.pass(heading.level);
            String::new()
        }
        _ => String::new(),
    };
    blocks.iter().map(&mut of).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chinese_numbers() {
        let cases = [
            (1, "一"),
            (10, "十"),
            (11, "十一"),
            (20, "二十"),
            (101, "一百零一"),
            (110, "一百一十"),
            (1010, "一千零一十"),
            (2026, "二千零二十六"),
        ];
        for (number, text) in cases {
            assert_eq!(han(number), text);
        }
        assert_eq!(han_year(2026), "二〇二六");
    }

    #[test]
    fn levels_restart_below_a_heading() {
        let of = |levels: &[u8]| {
            let blocks: Vec<Block> =
                levels.iter().map(|level| Block::heading(Level::try_from(*level).unwrap(), "题")).collect();
            numerals(&blocks)
        };
        assert_eq!(
            of(&[1, 2, 2, 3, 4, 1, 2, 3]),
            ["一、", "（一）", "（二）", "1.", "（1）", "二、", "（一）", "1."]
        );
        assert_eq!(of(&[1, 3, 3, 1, 3]), ["一、", "1.", "2.", "二、", "1."]);
    }
}
