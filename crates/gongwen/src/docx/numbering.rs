//! Automatic numbers: what Word prints before a paragraph, worked out from `numbering.xml`.

use super::xml::{Step, attribute, walk};
use crate::refusal::Refusal;
use std::collections::BTreeMap;

/// Levels that Word knows.
const LEVELS: usize = 9;

/// Lists of the document and their counters.
#[derive(Debug, Default)]
pub(super) struct Numbering {
    /// Abstract list → level → form.
    forms: BTreeMap<String, BTreeMap<usize, Form>>,
    /// List → abstract list.
    lists: BTreeMap<String, String>,
    /// Paragraph style → list and level.
    styles: BTreeMap<String, (String, usize)>,
    counters: BTreeMap<String, [Option<u64>; LEVELS]>,
}

#[derive(Debug, Clone, Default)]
struct Form {
    format: String,
    text: String,
    start: u64,
}

/// Reads `numbering.xml`.
pub(super) fn read(xml: &str) -> Result<Numbering, Refusal> {
    let mut found = Numbering::default();
    let (mut abstract_id, mut list, mut level) = (String::new(), String::new(), None);
    let mut overriding = false;
    walk(xml, "word/numbering.xml", |step| {
        match step {
            Step::Open("abstractNum", tag) => {
                abstract_id = attribute(tag, "abstractNumId").unwrap_or_default();
            }
            Step::Open("num", tag) => list = attribute(tag, "numId").unwrap_or_default(),
            Step::Open("abstractNumId", tag) => {
                found.lists.insert(list.clone(), attribute(tag, "val").unwrap_or_default());
            }
            Step::Open("lvlOverride", _) => overriding = true,
            Step::Close("lvlOverride") => overriding = false,
            Step::Open("lvl", tag) if !overriding => {
                level = attribute(tag, "ilvl")
                    .and_then(|level| level.parse::<usize>().ok())
                    .filter(|level| *level < LEVELS);
                if let Some(level) = level {
                    let form = Form { start: 1, ..Form::default() };
                    found.forms.entry(abstract_id.clone()).or_default().insert(level, form);
                }
            }
            Step::Close("lvl") => level = None,
            Step::Open(name @ ("numFmt" | "lvlText" | "start"), tag) => {
                let value = attribute(tag, "val").unwrap_or_default();
                let forms = found.forms.get_mut(&abstract_id);
                if let Some(form) = level.and_then(|level| forms?.get_mut(&level)) {
                    match name {
                        "numFmt" => form.format = value,
                        "lvlText" => form.text = value,
                        _ => form.start = value.parse().unwrap_or(1),
                    }
                }
            }
            _ => {}
        }
        Ok(())
    })?;
    Ok(found)
}

/// Reads which paragraph styles carry numbers.
pub(super) fn read_styles(xml: &str, numbers: &mut Numbering) -> Result<(), Refusal> {
    let (mut style, mut list, mut level) = (String::new(), None, 0);
    walk(xml, "word/styles.xml", |step| {
        match step {
            Step::Open("style", tag) => {
                style = attribute(tag, "styleId").unwrap_or_default();
                (list, level) = (None, 0);
            }
            Step::Open("numId", tag) => list = attribute(tag, "val"),
            Step::Open("ilvl", tag) => {
                level = attribute(tag, "val").and_then(|level| level.parse().ok()).unwrap_or(0);
            }
            Step::Close("style") => {
                if let Some(list) = list.take().filter(|list| list != "0") {
                    numbers.styles.insert(style.clone(), (list, level));
                }
            }
            _ => {}
        }
        Ok(())
    })
}

impl Numbering {
    /// The number that a paragraph of this style or list shows, counting it.
    pub fn next(&mut self, style: &str, list: Option<&str>, level: Option<usize>) -> Option<String> {
        let (list, level) = match list {
            Some("0") => return None,
            Some(list) => (list.to_owned(), level.unwrap_or(0)),
            None => self.styles.get(style).cloned()?,
        };
        let id = self.lists.get(&list)?.clone();
        let forms = self.forms.get(&id)?;
        let form = forms.get(&level)?;
        let counters = self.counters.entry(id.clone()).or_default();
        let value = counters[level].map_or(form.start, |value| value.saturating_add(1));
        counters[level] = Some(value);
        counters[level + 1..].fill(None);
        if form.format == "bullet" || form.format == "none" || form.text.is_empty() {
            return None;
        }
        let mut text = form.text.clone();
        for (upper, counter) in counters.iter().enumerate().take(level + 1) {
            let number = counter.or_else(|| forms.get(&upper).map(|form| form.start)).unwrap_or(1);
            let format = forms.get(&upper).map_or("decimal", |form| form.format.as_str());
            text = text.replace(&format!("%{}", upper + 1), &print(number, format));
        }
        Some(text)
    }
}

fn print(number: u64, format: &str) -> String {
    match format {
        "chineseCountingThousand"
        | "chineseCounting"
        | "japaneseCounting"
        | "ideographDigital"
        | "taiwaneseCountingThousand"
        | "taiwaneseCounting"
        | "koreanCounting"
        | "japaneseDigitalTenThousand" => han(number),
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => u32::try_from(number)
            .ok()
            .filter(|number| (1..=20).contains(number))
            .and_then(|number| char::from_u32('①' as u32 + number - 1))
            .map_or_else(|| number.to_string(), String::from),
        _ => number.to_string(),
    }
}

fn han(number: u64) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    let digit = |value: u64| DIGITS[usize::try_from(value % 10).unwrap_or(0)];
    match number {
        0..=9 => digit(number).into(),
        10..=19 => format!("十{}", digit(number)),
        20..=99 => format!("{}十{}", digit(number / 10), digit(number)),
        _ => number.to_string(),
    }
}
