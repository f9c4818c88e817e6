//! Traditional texts become Simplified, character for character, with their place kept.
//!
//! OpenCC converts phrase by phrase. Texts that a web site turned from Simplified into Taiwanese usage carry
//! exchanged words as well (計畫, 網路); those whose reverse is certain are turned back and named.

use crate::plan::{Diagnostic, Severity, Span};
use crate::script::{fold_char, is_traditional, to_simplified};
use crate::text::{Text, has_at};

/// Exchanged words of equal length, after conversion. 视窗 is a computer term in Simplified texts only
/// where a system is meant.
const WORDS: &[(&str, &str)] = &[("计画", "计划"), ("网路", "网络"), ("挂勾", "挂钩"), ("视窗", "窗口")];

/// Characters that are variants of others and stand in names of people (吴东昇): in a Simplified text they are meant.
const NAMES: &str = "昇陞甦堃喆淼犇邨迺祕鉅鍾崑崙脩";

/// Words in which 著 is not the particle 着.
const ZHU_BEFORE: &str = "名显卓昭土编专原论巨拙译合遗";
const ZHU_AFTER: &str = "名作述称者录";

pub(super) fn simplify(text: &mut Text, diagnostics: &mut Vec<Diagnostic>) {
    let Some(first) = text.chars.iter().position(|c| is_traditional(*c)) else { return };
    let count = text.chars.iter().filter(|c| is_traditional(**c)).count();
    let stray = count * 20 < text.len();
    // 於 is a surname in Simplified texts too: behind a mark or white space it stays.
    let surname = |at: usize| text.chars[at] == '於' && (at == 0 || !crate::text::is_han(text.chars[at - 1]));
    let kept = |at: &usize| stray && (surname(*at) || NAMES.contains(text.chars[*at]));
    let names: Vec<(usize, char)> = (0..text.len()).filter(kept).map(|at| (at, text.chars[at])).collect();
    let count = count - names.iter().filter(|(_, c)| is_traditional(*c)).count();
    if count == 0 {
        return;
    }
    let place = text.span(first..first + 1);
    convert(text);
    for (at, c) in names {
        text.chars[at] = c;
    }
    diagnostics.push(Diagnostic::new(
        Severity::Repair,
        place,
        format!("文中的繁体字 {count} 个已转为简体识读，原文不变。"),
    ));
    // A few stray characters, such as those of a name, do not make the text Taiwanese.
    if stray {
        return;
    }
    particle(text);
    for (word, meant) in WORDS {
        if let Some(place) = exchange(text, word, meant) {
            let message = format!("简繁误转的“{word}”已还原为“{meant}”。");
            diagnostics.push(Diagnostic::new(Severity::Repair, place, message));
        }
    }
}

/// Converts line by line, so that a line whose length changes falls back to single characters.
fn convert(text: &mut Text) {
    let mut done: Vec<char> = Vec::with_capacity(text.len());
    for line in text.chars.split_inclusive(|c| *c == '\n') {
        let given: String = line.iter().collect();
        let converted: Vec<char> = to_simplified(&given).chars().collect();
        if converted.len() == line.len() {
            done.extend(converted);
        } else {
            done.extend(line.iter().map(|c| fold_char(*c)));
        }
    }
    text.chars = done;
}

fn particle(text: &mut Text) {
    for at in 1..text.len() {
        let next = text.chars.get(at + 1).copied().unwrap_or(' ');
        if text.chars[at] == '著' && !ZHU_BEFORE.contains(text.chars[at - 1]) && !ZHU_AFTER.contains(next) {
            text.chars[at] = '着';
        }
    }
}

fn exchange(text: &mut Text, word: &str, meant: &str) -> Option<Span> {
    let len = word.chars().count();
    let mut place = None;
    for at in 0..text.len() {
        if has_at(&text.chars, at, word) && !has_at(&text.chars, at + len, "系统") {
            place = place.or_else(|| Some(text.span(at..at + len)));
            text.chars.splice(at..at + len, meant.chars());
        }
    }
    place
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn conversion_keeps_places() {
        let mut text = Text::new("各單位制訂學習計畫，帶著問題到每個視窗，成績顯著。");
        let mut diagnostics = Vec::new();
        simplify(&mut text, &mut diagnostics);
        assert_eq!(text.all(), "各单位制订学习计划，带着问题到每个窗口，成绩显著。");
        assert_eq!(text.at, (0..text.len()).collect::<Vec<_>>());
        assert_eq!(diagnostics.len(), 2);
    }

    #[test]
    fn simplified_text_is_left_alone() {
        let mut text = Text::new("各单位用视窗系统办公。");
        let mut diagnostics = Vec::new();
        simplify(&mut text, &mut diagnostics);
        assert!(diagnostics.is_empty());
    }
}
