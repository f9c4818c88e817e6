//! `document.xml` (or a header) to lines of text.

use super::numbering::Numbering;
use super::xml::{Step, attribute, walk};
use crate::input::TEXT_LIMIT_MB;
use crate::refusal::Refusal;

/// The text of one part.
pub(super) fn read(xml: &str, part: &str, numbers: &mut Numbering) -> Result<String, Refusal> {
    let mut body = Body::default();
    walk(xml, part, |step| {
        body.step(step, numbers);
        // What is too long is not gathered to the end.
        if body.text.len() + body.line.len() > TEXT_LIMIT_MB << 20 {
            return Err(Refusal::TooLong { limit_mb: TEXT_LIMIT_MB });
        }
        Ok(())
    })?;
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
    /// Cells so far of each open row; inside a table paragraphs end with a space, cells with a tab. A table
    /// within a cell stays within that cell.
    rows: Vec<usize>,
}

/// Elements whose text does not count: deletions, fallback drawings, instructions, the readings over characters.
pub(super) const SKIPPED: &[&str] =
    &["del", "Fallback", "instrText", "delText", "moveFrom", "footnote", "rt"];

impl Body {
    fn step(&mut self, step: Step<'_>, numbers: &mut Numbering) {
        match step {
            Step::Open(name, _) if SKIPPED.contains(&name) => self.skipping += 1,
            Step::Close(name) if SKIPPED.contains(&name) => self.skipping = self.skipping.saturating_sub(1),
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
                self.line.push(if self.rows.is_empty() { '\t' } else { ' ' });
            }
            Step::Open("br" | "cr", _) => self.line.push(if self.rows.is_empty() { '\n' } else { ' ' }),
            Step::Open("noBreakHyphen", _) => self.line.push('-'),
            // A text box stands inside the paragraph to which it is tied.
            Step::Open("p", _) if !self.line.trim().is_empty() => self.paragraph(numbers),
            Step::Open("tr", _) => self.rows.push(0),
            Step::Open("tc", _) => {
                let inner = self.rows.len() > 1;
                if let Some(cells) = self.rows.last_mut() {
                    if *cells > 0 {
                        self.text.push(if inner { ' ' } else { '\t' });
                    }
                    *cells += 1;
                }
            }
            Step::Close("tr") => {
                self.rows.pop();
                self.text.push(if self.rows.is_empty() { '\n' } else { ' ' });
            }
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
        self.text.push(if self.rows.is_empty() { '\n' } else { ' ' });
        self.style.clear();
        (self.list, self.level) = (None, None);
    }
}
