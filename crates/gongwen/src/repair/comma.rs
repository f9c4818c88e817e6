//! Doubled marks: a copy that put a comma before other marks (一,、活动时间 and 高度重视,,密切配合).
//!
//! A single slip of the pen stays as it is; only where it happens throughout the paper are the commas dropped.

use crate::plan::{Diagnostic, Severity};
use crate::text::Text;

/// So many times it is no slip any more.
const LEAST: usize = 3;

pub(super) fn mend(text: &mut Text, diagnostics: &mut Vec<Diagnostic>) {
    let chars = &text.chars;
    let idle = |at: usize| {
        at > 0
            && chars[at] == ','
            && chars.get(at + 1).is_some_and(|c| matches!(c, ',' | '，' | '、' | '。' | '；'))
            && !chars[at - 1].is_whitespace()
    };
    let places: Vec<usize> = (0..chars.len()).filter(|at| idle(*at)).collect();
    let Some(first) = places.first().filter(|_| places.len() >= LEAST) else { return };
    let message = format!("文中有 {} 处标点前多出逗号，已略去。", places.len());
    diagnostics.push(Diagnostic::new(Severity::Repair, text.span(*first..first + 1), message));
    let mut rest = places.into_iter().peekable();
    let mut mended = Text::default();
    for (at, (c, place)) in text.chars.iter().zip(&text.at).enumerate() {
        if rest.next_if_eq(&at).is_none() {
            mended.push(*c, *place);
        }
    }
    *text = mended;
}
