//! Places that are probably wrong but have no certain cure: they are flagged and left as they are.

use crate::paragraph::turns_direction;
use crate::plan::{Diagnostic, Severity};
use crate::text::{Text, has_at, is_han};

pub(super) fn flag(text: &Text, diagnostics: &mut Vec<Diagnostic>) {
    english(text, diagnostics);
    masks(text, diagnostics);
    lost_years(text, diagnostics);
    directions(text, diagnostics);
}

/// What is shown is not what is written where invisible marks turn the direction.
fn directions(text: &Text, diagnostics: &mut Vec<Diagnostic>) {
    let turned = |c: &char| turns_direction(*c);
    let Some(first) = text.chars.iter().position(turned) else { return };
    let count = text.chars.iter().filter(|c| turned(c)).count();
    let message =
        format!("文中有 {count} 处改变文字方向的隐形字符，识读时略去；屏幕上所见可能与实际文字不同。");
    let hint = "请核对原件，必要时重新录入该处文字。";
    diagnostics.push(Diagnostic::new(Severity::Doubt, text.span(first..first + 1), message).hint(hint));
}

/// The English conjunction between Han characters is a mistake of character recognition.
fn english(text: &Text, diagnostics: &mut Vec<Diagnostic>) {
    let chars = &text.chars;
    for at in 1..chars.len().saturating_sub(3) {
        if !has_at(chars, at, "and") || chars[at - 1].is_ascii_alphanumeric() {
            continue;
        }
        let before = chars[..at].iter().rev().find(|c| !c.is_whitespace());
        let after = chars[at + 3..].iter().find(|c| !c.is_whitespace());
        if before.is_some_and(|c| is_han(*c)) && after.is_some_and(|c| is_han(*c)) {
            let place = text.span(at..at + 3);
            diagnostics.push(
                Diagnostic::new(
                    Severity::Doubt,
                    place,
                    "中文之间夹有英文“and”，疑为文字识别错误，未作改动。",
                )
                .hint("可能是“和”。"),
            );
        }
    }
}

/// Years and names that were masked before publication.
fn masks(text: &Text, diagnostics: &mut Vec<Diagnostic>) {
    let chars = &text.chars;
    let masked = |at: usize| {
        let mark = |c: &char| matches!(c, 'x' | 'X' | '×' | '*' | '＊' | '某');
        let pair = chars.get(at..at + 2).is_some_and(|pair| pair[0] == pair[1] && mark(&pair[0]));
        let unit = chars.get(at + 2).is_some_and(|c| "年市县区局届大省月日乡镇—-".contains(*c));
        let lone = at == 0 || !mark(&chars[at - 1]);
        pair && unit && lone
    };
    let places: Vec<usize> = (0..chars.len()).filter(|at| masked(*at)).collect();
    if let Some(first) = places.first() {
        let message = format!("文中有 {} 处年份或名称被遮盖（如 20xx 年、**市），按原样保留。", places.len());
        diagnostics.push(Diagnostic::new(Severity::Note, text.span(*first..first + 2), message));
    }
}

/// What may follow 年 at the start of a clause in sound text.
const YEAR_WORDS: &str = "度底终末初内中均轻龄会检份纪月货味审报富青复假薪金级老关代长幼";

/// A clause that begins with 年 lost its year.
fn lost_years(text: &Text, diagnostics: &mut Vec<Diagnostic>) {
    let chars = &text.chars;
    for at in 0..chars.len().saturating_sub(2) {
        let opens = at == 0 || matches!(chars[at - 1], '\n' | '。' | '；' | '，' | ',');
        if opens && chars[at] == '年' && is_han(chars[at + 1]) && !YEAR_WORDS.contains(chars[at + 1]) {
            let place = text.span(at..at + 1);
            diagnostics.push(
                Diagnostic::new(Severity::Doubt, place, "“年”前缺少年份数字，疑在转载时被删去。")
                    .hint("请按原件补上年份。"),
            );
        }
    }
}
