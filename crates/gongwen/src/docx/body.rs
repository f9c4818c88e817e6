//! `document.xml` (or a header) to lines of text.

use super::numbering::Numbering;
use super::xml::{Step, attribute, walk};
use crate::refusal::Refusal;

/// The text of one part.
pub(super) fn read(xml: &str, part: &str, numbers: &mut Numbering) -> Result<String, Refusal> {
    let mut body = Body::default();
    walk(xml, part, |step| body.step(step, numbers))?;
    Ok(body.text)
}

#[derive(Default)]
struct Body {
    text: String,
    line: String,
    style: String,
    list: Option<String>,
    level: Option<usize>,
    /// Open `w:t`.
    in_text: bool,
    /// Open elements whose text does not count: deletions, fallback drawings, instructions.
    skipping: usize,
    /// Open tables; inside them paragraphs end with a space, cells with a tab.
    tables: usize,
    cells: usize,
}

impl Body {
    fn step(&mut self, step: Step<'_>, numbers: &mut Numbering) {
        match step {
            Step::Open("del" | "Fallback" | "instrText" | "delText" | "moveFrom" | "footnote", _) => {
                self.skipping += 1;
            }
            Step::Close("del" | "Fallback" | "instrText" | "delText" | "moveFrom" | "footnote") => {
                self.skipping = self.skipping.saturating_sub(1);
            }
            _ if self.skipping > 0 => {}
            Step::Open("pStyle", tag) => self.style = attribute(tag, "val").unwrap_or_default(),
            Step::Open("numId", tag) => self.list = attribute(tag, "val"),
            Step::Open("ilvl", tag) => {
                self.level =
                    attribute(tag, "val").and_then(|level| level.parse().ok()).filter(|level| *level < 9);
            }
            Step::Open("t", _) => self.in_text = true,
            Step::Close("t") => self.in_text = false,
            Step::Text(text) if self.in_text => self.line.push_str(text),
            Step::Open("tab", tag) if attribute(tag, "pos").is_none() => {
                self.line.push(if self.tables > 0 { ' ' } else { '\t' });
            }
            Step::Open("br" | "cr", _) => self.line.push(if self.tables > 0 { ' ' } else { '\n' }),
            Step::Open("noBreakHyphen", _) => self.line.push('-'),
            Step::Open("tbl", _) => self.tables += 1,
            Step::Close("tbl") => self.tables = self.tables.saturating_sub(1),
            Step::Open("tr", _) => self.cells = 0,
            Step::Open("tc", _) => {
                if self.cells > 0 {
                    self.text.push('\t');
                }
                self.cells += 1;
            }
            Step::Close("tr") => self.text.push('\n'),
            Step::Close("p") => self.paragraph(numbers),
            _ => {}
        }
    }

    fn paragraph(&mut self, numbers: &mut Numbering) {
        let line = std::mem::take(&mut self.line);
        let number = (!line.trim().is_empty())
            .then(|| numbers.next(&self.style, self.list.as_deref(), self.level))
            .flatten()
            .unwrap_or_default();
        self.text.push_str(&number);
        self.text.push_str(if number.is_empty() { &line } else { line.trim_start() });
        self.text.push(if self.tables > 0 { ' ' } else { '\n' });
        self.style.clear();
        (self.list, self.level) = (None, None);
    }
}
