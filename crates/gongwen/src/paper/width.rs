//! Widths of text in characters (字): a Chinese character is 1, a Latin letter or digit ½.

/// Width in halves of a character, so that sums stay exact.
pub fn halves(text: &str) -> usize {
    text.chars().map(half).sum()
}

/// Width in characters.
pub fn chars(text: &str) -> f64 {
    halves(text) as f64 / 2.0
}

/// 1 for half-width characters, 2 for the others, 0 for what takes no room.
pub fn half(c: char) -> usize {
    match u32::from(c) {
        0..=0x1F
        | 0x7F..=0x9F
        | 0x200B..=0x200F
        | 0x202A..=0x202E
        | 0x2060..=0x2064
        | 0xFE00..=0xFE0F
        | 0xFEFF
        | 0xE0100..=0xE01EF
        | 0x300..=0x36F => 0,
        0x20..=0x7E | 0xA0..=0xB6 | 0xB8..=0x2FF | 0x1E00..=0x1FFF | 0xFF61..=0xFFDC => 1,
        _ => 2,
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_date_is_seven_and_a_half() {
        assert_eq!(super::chars("2026年3月15日"), 7.0 - 0.5);
        assert_eq!(super::chars("云岚市"), 3.0);
        assert_eq!(super::chars("𠮷"), 1.0);
    }
}
