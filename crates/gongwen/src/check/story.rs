//! Paragraphs, runs and sections, as they come by in `document.xml` or a footer.

use super::parse::{Para, Run, Section, property};
use super::props::{Props, Styles};
use super::walk::{Step, attribute, measure};
use crate::refusal::Refusal;
use quick_xml::events::BytesStart;

/// Most paragraphs that are read; a page has 22 lines.
const PARAGRAPHS: usize = 200_000;

/// Reader of paragraphs.
pub(super) struct Body<'a> {
    styles: &'a Styles,
    /// Text in boxes belongs to the text: in footers only.
    boxes: bool,
    pub paragraphs: Vec<Para>,
    pub sections: Vec<Section>,
    pub counts: bool,
    pub boxed: bool,
    /// Paragraph under way, its own properties and its style.
    para: Option<(Para, Props, String)>,
    run: Option<(String, Props, String)>,
    section: Section,
    tables: usize,
    table_depth: usize,
    skip: usize,
    in_para_props: bool,
    in_run_props: bool,
    in_borders: bool,
    in_cell_borders: bool,
    in_text: bool,
    cell_rules: Vec<i64>,
}

impl<'a> Body<'a> {
    pub fn new(styles: &'a Styles, boxes: bool) -> Self {
        Self {
            styles,
            boxes,
            paragraphs: Vec::new(),
            sections: Vec::new(),
            counts: false,
            boxed: false,
            para: None,
            run: None,
            section: Section::default(),
            tables: 0,
            table_depth: 0,
            skip: 0,
            in_para_props: false,
            in_run_props: false,
            in_borders: false,
            in_cell_borders: false,
            in_text: false,
            cell_rules: Vec::new(),
        }
    }

    pub fn step(&mut self, step: Step<'_>) -> Result<(), Refusal> {
        let boxed = |name: &str| name == "txbxContent";
        match step {
            Step::Open(
                name @ ("pPrChange" | "rPrChange" | "del" | "moveFrom" | "Fallback" | "txbxContent"),
                _,
            ) if !(self.boxes && boxed(name)) => {
                self.skip += 1;
            }
            Step::Close(
                name @ ("pPrChange" | "rPrChange" | "del" | "moveFrom" | "Fallback" | "txbxContent"),
            ) if !(self.boxes && boxed(name)) => {
                self.skip = self.skip.saturating_sub(1);
            }
            _ if self.skip > 0 => {}
            Step::Open(name, tag) => self.open(name, tag)?,
            Step::Close(name) => self.close(name),
            Step::Text(text) => {
                if let (true, Some((run, _, _))) = (self.in_text, &mut self.run) {
                    run.push_str(text);
                } else if text.contains("PAGE") {
                    self.counts = true;
                }
            }
        }
        Ok(())
    }

    fn open(&mut self, name: &str, tag: &BytesStart<'_>) -> Result<(), Refusal> {
        match name {
            "p" => {
                if self.paragraphs.len() >= PARAGRAPHS {
                    return Err(Refusal::Bomb { what: format!("段落超过 {PARAGRAPHS} 个") });
                }
                // In a box inside a paragraph a new one begins; what was before it is kept.
                self.end_paragraph();
                let table = (self.table_depth > 0).then_some(self.tables);
                let cell_rules = std::mem::take(&mut self.cell_rules);
                let section = self.sections.len();
                let para = Para { table, cell_rules, section, ..Para::default() };
                self.para = Some((para, Props::default(), String::new()));
            }
            "tbl" => {
                self.table_depth += 1;
                self.tables += usize::from(self.table_depth == 1);
            }
            "tcBorders" => self.in_cell_borders = true,
            "top" | "bottom" if self.in_cell_borders => self.cell_rules.extend(measure(tag, "sz")),
            "pPr" => self.in_para_props = true,
            "rPr" => self.in_run_props = true,
            "pBdr" => self.in_borders = true,
            "r" => self.run = Some((String::new(), Props::default(), String::new())),
            "t" => self.in_text = true,
            "fldSimple" => self.counts |= attribute(tag, "instr").is_some_and(|code| code.contains("PAGE")),
            "txbxContent" => self.boxed = true,
            "drawing" | "pict" => {
                if let Some((para, ..)) = &mut self.para {
                    para.drawing = true;
                }
            }
            "tab" | "br" | "cr" if !self.in_para_props && self.run.is_some() => {
                let c = if name == "tab" { '\t' } else { '\n' };
                if let Some((run, ..)) = &mut self.run {
                    run.push(c);
                }
            }
            _ => self.detail(name, tag),
        }
        Ok(())
    }

    /// Properties of paragraph, run and section.
    fn detail(&mut self, name: &str, tag: &BytesStart<'_>) {
        if self.section_property(name, tag) {
            return;
        }
        match (&mut self.run, &mut self.para) {
            (Some((_, props, style)), _) if self.in_run_props => match name {
                "rStyle" => *style = attribute(tag, "val").unwrap_or_default(),
                _ => property(name, tag, props),
            },
            // Run properties inside paragraph properties are those of the mark, which is not seen.
            (_, Some((para, props, style))) if self.in_para_props && !self.in_run_props => match name {
                "pStyle" => *style = attribute(tag, "val").unwrap_or_default(),
                "framePr" => para.framed = true,
                "bottom" if self.in_borders => {
                    props.rule =
                        measure(tag, "sz").map(|size| (size, attribute(tag, "color").unwrap_or_default()));
                }
                _ => property(name, tag, props),
            },
            _ => {}
        }
    }

    fn section_property(&mut self, name: &str, tag: &BytesStart<'_>) -> bool {
        let section = &mut self.section;
        match name {
            "sectPr" => *section = Section::default(),
            "pgSz" => {
                section.width = measure(tag, "w").unwrap_or(0);
                section.height = measure(tag, "h").unwrap_or(0);
            }
            "pgMar" => {
                let side = |name| measure(tag, name).unwrap_or(0);
                (section.top, section.bottom, section.left, section.right) =
                    (side("top"), side("bottom"), side("left"), side("right"));
                (section.gutter, section.footer) = (side("gutter"), side("footer"));
            }
            "docGrid" => section.grid = attribute(tag, "type").zip(measure(tag, "linePitch")),
            "footerReference" => section.footers.extend(footer_reference(tag)),
            _ => return false,
        }
        true
    }

    fn close(&mut self, name: &str) {
        match name {
            "p" => self.end_paragraph(),
            "tbl" => self.table_depth = self.table_depth.saturating_sub(1),
            "tcBorders" => self.in_cell_borders = false,
            "pPr" => self.in_para_props = false,
            "rPr" => self.in_run_props = false,
            "pBdr" => self.in_borders = false,
            "t" => self.in_text = false,
            "r" => self.end_run(),
            "sectPr" => {
                // A section without footers of its own has those of the one before.
                let mut section = std::mem::take(&mut self.section);
                for (kind, id) in self.sections.last().map(|last| last.footers.clone()).unwrap_or_default() {
                    if !section.footers.iter().any(|(own, _)| *own == kind) {
                        section.footers.push((kind, id));
                    }
                }
                self.sections.push(section);
            }
            _ => {}
        }
    }

    fn end_run(&mut self) {
        let Some((text, own, style)) = self.run.take() else { return };
        let Some((para, _, para_style)) = &mut self.para else { return };
        para.text.push_str(&text);
        let base = self.styles.chain(&style).over(&self.styles.paragraph(para_style));
        para.runs.push(Run { text, props: own.over(&base) });
    }

    fn end_paragraph(&mut self) {
        self.end_run();
        let Some((mut para, own, style)) = self.para.take() else { return };
        para.props = own.over(&self.styles.paragraph(&style));
        para.index = self.paragraphs.len();
        self.paragraphs.push(para);
    }
}

/// Kind and relation of a footer, for the three kinds there are.
fn footer_reference(tag: &BytesStart<'_>) -> Option<(String, String)> {
    let kind = attribute(tag, "type").filter(|kind| matches!(kind.as_str(), "default" | "even" | "first"))?;
    Some((kind, attribute(tag, "id")?))
}
