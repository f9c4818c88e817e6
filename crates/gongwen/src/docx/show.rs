//! What a Word file shows, block by block: headings, paragraphs, tables. For looking at a file without
//! opening it, so that nothing of its own markup is kept and everything is bounded.

use super::numbering::Numbering;
use super::xml::{Step, attribute, walk};
use crate::refusal::Refusal;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The most that is shown, and of one table.
const BLOCKS: usize = 3_000;
const ROWS: usize = 500;
const COLUMNS: usize = 30;
/// Characters of all blocks together.
const CHARS: usize = 400_000;

/// One block.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Block {
    /// A heading; 1 is the highest level.
    Heading {
        /// From 1 to 9.
        level: usize,
        /// With its number.
        text: String,
    },
    /// Any other paragraph.
    Paragraph {
        /// With its number.
        text: String,
    },
    /// A table; a table within a cell stands as text in that cell.
    Table {
        /// Cells by row.
        rows: Vec<Vec<String>>,
    },
}

/// The blocks of a file.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Blocks {
    /// In the order of the file.
    pub blocks: Vec<Block>,
    /// Whether there is more than is shown.
    pub cut: bool,
    /// What of the file is not shown, in sentences.
    pub notes: Vec<String>,
}

/// Heading levels by the id of a paragraph style.
pub(super) fn levels(styles: &str) -> Result<BTreeMap<String, usize>, Refusal> {
    let (mut found, mut style) = (BTreeMap::new(), String::new());
    walk(styles, "word/styles.xml", |step| {
        match step {
            Step::Open("style", tag) => style = attribute(tag, "styleId").unwrap_or_default(),
            Step::Open("name", tag) => {
                let name = attribute(tag, "val").unwrap_or_default().to_lowercase();
                let level = name.strip_prefix("heading ").or_else(|| name.strip_prefix("标题 "));
                if let Some(level) = level.and_then(|level| level.trim().parse().ok()).and_then(valid) {
                    found.insert(style.clone(), level);
                }
            }
            Step::Open("outlineLvl", tag) => {
                if let Some(level) = outline(attribute(tag, "val")) {
                    found.entry(style.clone()).or_insert(level);
                }
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok(found)
}

fn valid(level: usize) -> Option<usize> {
    (1..=9).contains(&level).then_some(level)
}

/// Word counts outline levels from 0; 9 is none.
fn outline(value: Option<String>) -> Option<usize> {
    value?.parse::<usize>().ok()?.checked_add(1).and_then(valid)
}

/// The blocks of the body.
pub(super) fn read(
    xml: &str,
    numbers: &mut Numbering,
    levels: &BTreeMap<String, usize>,
) -> Result<Blocks, Refusal> {
    let mut show = Show { levels: levels.clone(), ..Show::default() };
    walk(xml, "word/document.xml", |step| {
        show.step(step, numbers);
        Ok(())
    })?;
    Ok(Blocks { blocks: show.blocks, cut: show.cut, notes: Vec::new() })
}

#[derive(Default)]
struct Show {
    levels: BTreeMap<String, usize>,
    blocks: Vec<Block>,
    cut: bool,
    chars: usize,
    line: String,
    style: String,
    outline: Option<usize>,
    list: Option<String>,
    level: Option<usize>,
    in_text: bool,
    skipping: usize,
    /// How deep in tables.
    depth: usize,
    rows: Vec<Vec<String>>,
    /// Whether the row is one too many.
    dropping: bool,
    cell: String,
    span: usize,
}

impl Show {
    fn step(&mut self, step: Step<'_>, numbers: &mut Numbering) {
        match step {
            Step::Open(name, _) if super::body::SKIPPED.contains(&name) => self.skipping += 1,
            Step::Close(name) if super::body::SKIPPED.contains(&name) => {
                self.skipping = self.skipping.saturating_sub(1);
            }
            _ if self.skipping > 0 => {}
            Step::Open("pStyle", tag) => self.style = attribute(tag, "val").unwrap_or_default(),
            Step::Open("outlineLvl", tag) => self.outline = outline(attribute(tag, "val")),
            Step::Open("numId", tag) => self.list = attribute(tag, "val"),
            Step::Open("ilvl", tag) => {
                self.level = attribute(tag, "val").and_then(|it| it.parse().ok()).filter(|it| *it < 9);
            }
            Step::Open("t", _) => self.in_text = true,
            Step::Close("t") => self.in_text = false,
            Step::Text(text) if self.in_text => self.add(text),
            Step::Open("tab", tag) if attribute(tag, "pos").is_none() => self.add(" "),
            Step::Open("br" | "cr", _) => self.add(if self.depth > 0 { " " } else { "\n" }),
            Step::Open("noBreakHyphen", _) => self.add("-"),
            // A text box stands inside the paragraph to which it is tied.
            Step::Open("p", _) if !self.line.trim().is_empty() => self.paragraph(numbers),
            Step::Close("p") => self.paragraph(numbers),
            other => self.table(other),
        }
    }

    fn table(&mut self, step: Step<'_>) {
        match step {
            Step::Open("tbl", _) => self.depth += 1,
            Step::Close("tbl") => {
                self.depth = self.depth.saturating_sub(1);
                if self.depth == 0 {
                    let rows = std::mem::take(&mut self.rows);
                    self.push(Block::Table { rows });
                }
            }
            Step::Open("tr", _) if self.depth == 1 => {
                self.dropping = self.rows.len() >= ROWS;
                self.cut |= self.dropping;
                if !self.dropping {
                    self.rows.push(Vec::new());
                }
            }
            Step::Open("tc", _) if self.depth == 1 => (self.cell, self.span) = (String::new(), 1),
            Step::Open("gridSpan", tag) if self.depth == 1 => {
                self.span = attribute(tag, "val").and_then(|it| it.parse().ok()).unwrap_or(1);
            }
            Step::Close("tc") if self.depth == 1 => {
                let cell = std::mem::take(&mut self.cell);
                // A cell over several columns stands in the first of them.
                let blank = std::iter::repeat_n(String::new(), self.span.clamp(1, COLUMNS) - 1);
                if let Some(row) = self.rows.last_mut().filter(|_| !self.dropping) {
                    row.extend(std::iter::once(cell).chain(blank));
                    self.cut |= row.len() > COLUMNS;
                    row.truncate(COLUMNS);
                }
            }
            _ => {}
        }
    }

    /// Text goes on as long as there is room.
    fn add(&mut self, text: &str) {
        let room = CHARS.saturating_sub(self.chars);
        let taken: String = text.chars().take(room).collect();
        self.cut |= taken.len() < text.len();
        self.chars += taken.chars().count();
        self.line.push_str(&taken);
    }

    fn push(&mut self, block: Block) {
        if self.blocks.len() < BLOCKS {
            self.blocks.push(block);
        } else {
            self.cut = true;
        }
    }

    fn paragraph(&mut self, numbers: &mut Numbering) {
        let line = std::mem::take(&mut self.line);
        let style = std::mem::take(&mut self.style);
        let (list, level) = (self.list.take(), self.level.take());
        let outline = self.outline.take();
        let text = line.trim();
        if text.is_empty() {
            return;
        }
        let number = numbers.next(&style, list.as_deref(), level).unwrap_or_default();
        let text = format!("{number}{text}");
        if self.depth > 0 {
            if !self.cell.is_empty() {
                self.cell.push('\n');
            }
            self.cell.push_str(&text);
            return;
        }
        self.push(match outline.or_else(|| self.levels.get(&style).copied()) {
            Some(level) => Block::Heading { level, text },
            None => Block::Paragraph { text },
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(body: &str) -> Blocks {
        let styles =
            "<w:styles xmlns:w='x'><w:style w:styleId='a1'><w:name w:val='heading 2'/></w:style></w:styles>";
        let xml = format!("<w:document xmlns:w='x'><w:body>{body}</w:body></w:document>");
        read(&xml, &mut Numbering::default(), &levels(styles).unwrap()).unwrap()
    }

    #[test]
    fn headings_paragraphs_and_tables_come_in_their_order() {
        let found = shown(
            "<w:p><w:pPr><w:pStyle w:val='a1'/></w:pPr><w:r><w:t>一、做法</w:t></w:r></w:p>\
             <w:p><w:r><w:t>第一段</w:t><w:br/><w:t>换行</w:t></w:r></w:p><w:p/>\
             <w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr><w:p><w:r><w:t>合计</w:t></w:r></w:p></w:tc></w:tr>\
             <w:tr><w:tc><w:p><w:r><w:t>甲</w:t></w:r></w:p></w:tc><w:tc><w:tbl><w:tr><w:tc><w:p><w:r><w:t>内</w:t></w:r></w:p></w:tc></w:tr></w:tbl>\
             <w:p><w:r><w:t>&lt;b&gt;</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
        );
        let text = |text: &str| text.to_owned();
        assert_eq!(
            found.blocks,
            [
                Block::Heading { level: 2, text: text("一、做法") },
                Block::Paragraph { text: text("第一段\n换行") },
                Block::Table {
                    rows: vec![vec![text("合计"), text("")], vec![text("甲"), text("内\n<b>")]]
                },
            ]
        );
        assert!(!found.cut);
    }

    #[test]
    fn what_is_endless_is_cut() {
        let long = format!("<w:p><w:r><w:t>{}</w:t></w:r></w:p>", "长".repeat(1000));
        let found = shown(&long.repeat(500));
        assert!(found.cut && found.blocks.len() <= 401, "{}", found.blocks.len());
        let row = "<w:tr><w:tc><w:p><w:r><w:t>格</w:t></w:r></w:p></w:tc></w:tr>";
        let found = shown(&format!("<w:tbl>{}</w:tbl>", row.repeat(600)));
        let Block::Table { rows } = &found.blocks[0] else { panic!("no table") };
        assert_eq!((rows.len(), found.cut), (ROWS, true));
        let wide = "<w:tc><w:tcPr><w:gridSpan w:val='99999999'/></w:tcPr></w:tc>".repeat(3);
        let found = shown(&format!("<w:tbl><w:tr>{wide}</w:tr></w:tbl>"));
        let Block::Table { rows } = &found.blocks[0] else { panic!("no table") };
        assert_eq!(rows[0].len(), COLUMNS);
        assert!(shown(&"<w:p><w:r><w:t>短</w:t></w:r></w:p>".repeat(4000)).cut);
    }
}
