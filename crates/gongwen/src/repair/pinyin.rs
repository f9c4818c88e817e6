//! Bracketed pinyin after each character, as some collecting sites print it: 創(chuàng)建.
//!
//! A gloss is one Latin syllable in brackets right after a Han character. One with a tone mark is always a
//! gloss; one without is taken for a gloss only where the text is full of them.

use crate::plan::{Diagnostic, Severity};
use crate::text::{Text, is_han};

/// Longest syllable of Mandarin: zhuang, with one letter of slack.
const LONGEST: usize = 7;
/// From this number of glosses on, the bare ones go as well.
const MANY: usize = 5;

pub(super) fn strip(text: &mut Text, diagnostics: &mut Vec<Diagnostic>) {
    let glosses = find_glosses(&text.chars);
    let many = glosses.len() >= MANY;
    let doomed: Vec<_> = glosses.into_iter().filter(|gloss| many || gloss.toned).collect();
    let Some(first) = doomed.first() else { return };
    let place = text.span(first.start..first.end);
    diagnostics.push(Diagnostic::new(
        Severity::Repair,
        place,
        format!("已删去夹在正文中的括注拼音 {} 处。", doomed.len()),
    ));
    let mut kept = Text::default();
    let mut from = 0;
    for gloss in &doomed {
        kept.append(&text.slice(from..gloss.start));
        from = gloss.end;
    }
    kept.append(&text.slice(from..text.len()));
    *text = kept;
}

struct Gloss {
    start: usize,
    end: usize,
    toned: bool,
}

fn find_glosses(chars: &[char]) -> Vec<Gloss> {
    let mut found = Vec::new();
    let mut at = 1;
    while at < chars.len() {
        if matches!(chars[at], '(' | '（') && is_han(chars[at - 1]) {
            if let Some((len, toned)) = syllable(&chars[at + 1..]) {
                found.push(Gloss { start: at, end: at + len + 2, toned });
                at += len + 1;
            }
        } else if chars[at - 1] == '?' {
            // Byte damage may have eaten the opening bracket of a gloss.
            if let Some((len, true)) = syllable(&chars[at..]) {
                found.push(Gloss { start: at, end: at + len + 1, toned: true });
                at += len;
            }
        }
        at += 1;
    }
    found
}

/// Length of the syllable that a closing bracket follows, and whether it carries a tone mark.
fn syllable(chars: &[char]) -> Option<(usize, bool)> {
    let len = chars.iter().take(LONGEST + 1).position(|c| matches!(c, ')' | '）'))?;
    let letters = &chars[..len];
    let latin = |c: &char| c.is_ascii_lowercase() || is_toned(*c);
    let vowel = |c: &char| is_toned(*c) || "aeiouü".contains(*c);
    (len > 0 && letters.iter().all(latin) && letters.iter().any(vowel))
        .then(|| (len, letters.iter().copied().any(is_toned)))
}

fn is_toned(c: char) -> bool {
    "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹ".contains(c)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(given: &str, expect: &str) {
        let mut text = Text::new(given);
        strip(&mut text, &mut Vec::new());
        assert_eq!(text.all(), expect);
    }

    #[test]
    fn glosses_go_and_other_brackets_stay() {
        check("創(chuàng)建設(shè)工作", "創建設工作");
        check("文明單位(le)", "文明單位(le)");
        check("優質服務(甲類)和(ISO)標準", "優質服務(甲類)和(ISO)標準");
        check("開(kāi)展?fàn)幭", "開展?幭");
    }
}
