//! A guarded walk over XML: no document types, no entities of its own, limited depth.

use crate::refusal::Refusal;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Deepest nesting; Word stays below 40.
const DEPTH: usize = 200;

/// What a walk over XML sees.
#[derive(Clone, Copy)]
pub(super) enum Step<'a> {
    Open(&'a str, &'a BytesStart<'a>),
    Close(&'a str),
    Text(&'a str),
}

pub(super) fn walk(
    xml: &str,
    part: &str,
    mut visit: impl FnMut(Step<'_>) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let damaged = || Refusal::Damaged { part: part.into() };
    let entities = || Refusal::Entities { part: part.into() };
    let mut reader = Reader::from_str(xml);
    let mut depth = 0usize;
    loop {
        match reader.read_event().map_err(|_| damaged())? {
            Event::Start(tag) => {
                depth += 1;
                if depth > DEPTH {
                    return Err(damaged());
                }
                visit(Step::Open(tag.local_name().as_ref(), &tag))?;
            }
            Event::Empty(tag) => {
                visit(Step::Open(tag.local_name().as_ref(), &tag))?;
                visit(Step::Close(tag.local_name().as_ref()))?;
            }
            Event::End(tag) => {
                depth = depth.saturating_sub(1);
                visit(Step::Close(tag.local_name().as_ref()))?;
            }
            Event::Text(text) => visit(Step::Text(&text))?,
            Event::CData(text) => visit(Step::Text(&text))?,
            Event::GeneralRef(name) => {
                let named = match &*name {
                    "lt" => Some('<'),
                    "gt" => Some('>'),
                    "amp" => Some('&'),
                    "quot" => Some('"'),
                    "apos" => Some('\''),
                    _ => None,
                };
                let c = named.or_else(|| name.resolve_char_ref().ok().flatten()).ok_or_else(entities)?;
                visit(Step::Text(c.encode_utf8(&mut [0; 4])))?;
            }
            Event::DocType(_) => return Err(entities()),
            Event::Eof => return if depth == 0 { Ok(()) } else { Err(damaged()) },
            _ => {}
        }
    }
}

pub(super) fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    tag.attributes().flatten().find(|it| it.key.local_name().as_ref() == name).map(|it| it.value.to_string())
}

/// A number of an attribute, within what a page can hold.
pub(super) fn measure(tag: &BytesStart<'_>, name: &str) -> Option<i64> {
    let value: f64 = attribute(tag, name)?.parse().ok()?;
    (value.abs() < 1e6).then_some(value as i64)
}

/// True unless the element says 0 or false.
pub(super) fn on(tag: &BytesStart<'_>) -> bool {
    !matches!(attribute(tag, "val").as_deref(), Some("0" | "false" | "off"))
}
