//! Placeholders that must not reach an issued paper: ××, **, 20xx, 某某, and the English mark of unfinished work.

/// A placeholder in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placeholder {
    /// First character, counted in characters from 0.
    pub start: usize,
    /// The passage.
    pub text: String,
}

/// Every placeholder of a text.
pub fn placeholders(text: &str) -> Vec<Placeholder> {
    let chars: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let length = length(&chars, at);
        if length > 0 {
            found.push(Placeholder { start: at, text: chars[at..at + length].iter().collect() });
        }
        at += length.max(1);
    }
    found
}

fn length(chars: &[char], at: usize) -> usize {
    let run = |set: &str| chars[at..].iter().take_while(|c| set.contains(**c)).count();
    let crossed = run("×✕╳＊*□_＿");
    if crossed >= 2 {
        return crossed;
    }
    if chars[at..].starts_with(&['某', '某']) {
        return run("某");
    }
    if chars[at..].starts_with(&['T', 'O', 'D', 'O']) {
        return 4;
    }
    // Judged once, at the start of the run.
    if at > 0 && "xXｘＸ".contains(chars[at - 1]) {
        return 0;
    }
    let letters = run("xXｘＸ");
    let near = |c: Option<&char>| c.is_some_and(|c| c.is_ascii_digit() || super::number::is_han(*c));
    let beside = at > 0 && near(chars.get(at - 1)) || near(chars.get(at + letters));
    let latin = at > 0 && chars[at - 1].is_ascii_alphabetic()
        || chars.get(at + letters).is_some_and(char::is_ascii_alphabetic);
    if letters >= 2 && beside && !latin { letters } else { 0 }
}

#[cfg(test)]
mod tests {
    use super::placeholders;

    #[test]
    fn found_and_not_found() {
        let of = |text: &str| placeholders(text).into_iter().map(|it| it.text).collect::<Vec<_>>();
        assert_eq!(of("20xx年，××局与**市"), ["xx", "××", "**"]);
        assert_eq!(of(concat!("联系人：某某某，TO", "DO")), ["某某某", concat!("TO", "DO")]);
        assert_eq!(of("于____前报送"), ["____"]);
        assert!(of("长×宽为3×4，VXXI，某市，5*3").is_empty());
        assert_eq!(placeholders("甲某某")[0].start, 1);
    }
}
