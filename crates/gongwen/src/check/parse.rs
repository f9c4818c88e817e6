//! The parts of a Word file as the checks see them.

use super::props::{Props, Styles};
use super::story::Body;
use super::walk::{Step, attribute, measure, on, walk};
use crate::refusal::Refusal;
use quick_xml::events::BytesStart;

/// A Word file.
#[derive(Debug, Default)]
pub(super) struct File {
    pub styles: Styles,
    pub paragraphs: Vec<Para>,
    pub sections: Vec<Section>,
    /// Relation and content.
    pub footers: Vec<(String, Footer)>,
    /// Odd and even pages differ.
    pub even_and_odd: bool,
}

/// A paragraph with all it inherits.
#[derive(Debug, Clone, Default)]
pub(super) struct Para {
    /// From 0, in the order of the file.
    pub index: usize,
    pub props: Props,
    /// Its text; line breaks as `\n`.
    pub text: String,
    /// Runs: number of characters, face, half points, colour.
    pub runs: Vec<Run>,
    /// Section it stands in.
    pub section: usize,
    /// Table it stands in, from 1.
    pub table: Option<usize>,
    /// Holds a drawing.
    pub drawing: bool,
    /// Stands in a frame.
    pub framed: bool,
    /// Rules of the cells, in eighths of a point.
    pub cell_rules: Vec<i64>,
}

/// Characters of one kind.
#[derive(Debug, Clone, Default)]
pub(super) struct Run {
    pub text: String,
    pub props: Props,
}

/// A section, in twips.
#[derive(Debug, Clone, Default)]
pub(super) struct Section {
    pub width: i64,
    pub height: i64,
    pub top: i64,
    pub bottom: i64,
    pub left: i64,
    pub right: i64,
    pub gutter: i64,
    pub footer: i64,
    /// Type and pitch of the grid.
    pub grid: Option<(String, i64)>,
    /// Kind and relation.
    pub footers: Vec<(String, String)>,
}

/// A footer.
#[derive(Debug, Clone, Default)]
pub(super) struct Footer {
    pub text: String,
    /// It counts pages.
    pub counts: bool,
    /// The paragraph with the number.
    pub props: Props,
    pub face: Option<String>,
    pub size: Option<i64>,
    /// It stands in a box, whose place is not judged.
    pub boxed: bool,
}

impl Para {
    /// Face, size or colour of most of its characters.
    pub fn most<T: PartialEq + Clone>(&self, of: impl Fn(&Props) -> Option<T>) -> Option<T> {
        let mut counts: Vec<(T, usize)> = Vec::new();
        for run in self.runs.iter().take(500) {
            let Some(value) = of(&run.props) else { continue };
            let length = run.text.chars().filter(|c| !c.is_whitespace()).count();
            match counts.iter_mut().find(|(known, _)| *known == value) {
                Some((_, count)) => *count += length,
                None => counts.push((value, length)),
            }
        }
        counts.into_iter().max_by_key(|(_, count)| *count).map(|(value, _)| value)
    }

    /// Size in points.
    pub fn size_pt(&self) -> Option<f64> {
        self.most(|props| props.size).map(|half| half as f64 / 2.0)
    }

    /// True if nothing is seen of it.
    pub fn is_blank(&self) -> bool {
        self.text.trim().is_empty() && !self.drawing
    }
}

/// One property element into `props`.
pub(super) fn property(name: &str, tag: &BytesStart<'_>, props: &mut Props) {
    match name {
        "jc" => props.align = attribute(tag, "val"),
        "ind" => {
            props.left = measure(tag, "left").or_else(|| measure(tag, "start")).or(props.left);
            props.right = measure(tag, "right").or_else(|| measure(tag, "end")).or(props.right);
            let hanging = measure(tag, "hanging").map(|twips| -twips);
            props.first = hanging.or_else(|| measure(tag, "firstLine")).or(props.first);
            props.first_chars = measure(tag, "firstLineChars").or(props.first_chars);
        }
        "spacing" => {
            props.before = measure(tag, "before").or(props.before);
            props.after = measure(tag, "after").or(props.after);
            props.line = measure(tag, "line").or(props.line);
            props.line_rule = attribute(tag, "lineRule").or(props.line_rule.take());
        }
        "outlineLvl" => {
            props.outline =
                measure(tag, "val").and_then(|level| u8::try_from(level).ok()).filter(|level| *level < 9);
        }
        "pageBreakBefore" => props.page_break = Some(on(tag)),
        "numId" => props.listed = Some(attribute(tag, "val").as_deref() != Some("0")),
        "rFonts" => props.face = attribute(tag, "eastAsia").or(props.face.take()),
        "sz" => props.size = measure(tag, "val"),
        "color" => props.color = attribute(tag, "val"),
        _ => {}
    }
}

/// `styles.xml`.
pub(super) fn styles(xml: &str, file: &mut File) -> Result<(), Refusal> {
    let (mut id, mut base, mut own) = (String::new(), None, Props::default());
    let (mut inside, mut borders, mut changes) = (false, false, 0usize);
    walk(xml, "word/styles.xml", |step| {
        match step {
            Step::Open("pPrChange" | "rPrChange" | "tblStylePr", _) => changes += 1,
            Step::Close("pPrChange" | "rPrChange" | "tblStylePr") => changes = changes.saturating_sub(1),
            _ if changes > 0 => {}
            Step::Open("style", tag) => {
                (id, base, own, inside) =
                    (attribute(tag, "styleId").unwrap_or_default(), None, Props::default(), true);
                let paragraph = attribute(tag, "type").as_deref() == Some("paragraph");
                if paragraph && matches!(attribute(tag, "default").as_deref(), Some("1" | "true")) {
                    file.styles.default_paragraph.clone_from(&id);
                }
            }
            Step::Close("style") => {
                inside = false;
                file.styles.all.insert(std::mem::take(&mut id), (base.take(), std::mem::take(&mut own)));
            }
            Step::Open("basedOn", tag) => base = attribute(tag, "val"),
            Step::Open("pBdr", _) => borders = true,
            Step::Close("pBdr") => borders = false,
            Step::Open("bottom", tag) if borders => {
                own.rule = measure(tag, "sz").map(|size| (size, attribute(tag, "color").unwrap_or_default()));
            }
            Step::Open(name, tag) if inside => property(name, tag, &mut own),
            Step::Open(name, tag) => property(name, tag, &mut file.styles.defaults),
            _ => {}
        }
        Ok(())
    })
}

/// `settings.xml`.
pub(super) fn settings(xml: &str, file: &mut File) -> Result<(), Refusal> {
    walk(xml, "word/settings.xml", |step| {
        if let Step::Open("evenAndOddHeaders", tag) = step {
            file.even_and_odd = on(tag);
        }
        Ok(())
    })
}

/// Footers among the relations of the document: relation and target.
pub(super) fn footers(xml: &str) -> Result<Vec<(String, String)>, Refusal> {
    let mut found = Vec::new();
    walk(xml, "word/_rels/document.xml.rels", |step| {
        if let Step::Open("Relationship", tag) = step
            && attribute(tag, "Type").is_some_and(|kind| kind.ends_with("/footer"))
        {
            found.extend(attribute(tag, "Id").zip(attribute(tag, "Target")));
        }
        Ok(())
    })?;
    Ok(found)
}

/// A footer.
pub(super) fn footer(xml: &str, part: &str, file: &File) -> Result<Footer, Refusal> {
    let mut reader = Body::new(&file.styles, true);
    walk(xml, part, |step| reader.step(step))?;
    let mut found = Footer { counts: reader.counts, boxed: reader.boxed, ..Footer::default() };
    for para in &reader.paragraphs {
        found.text.push_str(&para.text);
        if !para.text.trim().is_empty() && found.face.is_none() {
            found.props = para.props.clone();
            found.face = para.most(|props| props.face.clone());
            found.size = para.most(|props| props.size);
        }
    }
    Ok(found)
}

/// `document.xml`.
pub(super) fn document(xml: &str, file: &mut File) -> Result<(), Refusal> {
    let mut reader = Body::new(&file.styles, false);
    walk(xml, "word/document.xml", |step| reader.step(step))?;
    let Body { paragraphs, sections, .. } = reader;
    (file.paragraphs, file.sections) = (paragraphs, sections);
    Ok(())
}
