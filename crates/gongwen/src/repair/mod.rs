//! Mending of single characters: what is certain is mended and named, what is not is flagged.
//!
//! The layout (broken lines, marks of Markdown) is the business of `paragraph`; here only characters are
//! removed or exchanged. The order matters: the glosses go first, because they part the damaged places.

mod chinese;
mod comma;
mod damage;
mod doubt;
mod pinyin;
mod radical;

use crate::plan::Diagnostic;
use crate::text::Text;

pub(crate) use radical::character;

/// Mends `text` in place and reports on it.
pub(crate) fn mend(text: &mut Text, diagnostics: &mut Vec<Diagnostic>) {
    radical::mend(text, diagnostics);
    pinyin::strip(text, diagnostics);
    comma::mend(text, diagnostics);
    damage::mend(text, diagnostics);
    chinese::simplify(text, diagnostics);
    doubt::flag(text, diagnostics);
}
