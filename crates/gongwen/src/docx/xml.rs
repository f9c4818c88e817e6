//! A guarded walk over XML: no document types, no entities of its own, limited depth.

use crate::refusal::Refusal;
use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

/// Deepest nesting; Word stays below 40.
const DEPTH: usize = 200;

/// What the walker of a part sees.
#[derive(Clone, Copy)]
pub(super) enum Step<'a> {
    /// An element opens (also an empty one, which closes at once).
    Open(&'a str, &'a BytesStart<'a>),
    /// An element closes.
    Close(&'a str),
    /// Text between tags.
    Text(&'a str),
}

/// Walks `xml` and hands each step to `visit`. `part` names the part in refusals.
pub(super) fn walk(
    xml: &str,
    part: &str,
    mut visit: impl FnMut(Step<'_>) -> Result<(), Refusal>,
) -> Result<(), Refusal> {
    let damaged = || Refusal::Damaged { part: part.into() };
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
                let c = match name.resolve_char_ref() {
                    Ok(Some(c)) => c,
                    _ => named(&name).ok_or_else(|| Refusal::Entities { part: part.into() })?,
                };
                visit(Step::Text(c.encode_utf8(&mut [0; 4])))?;
            }
            Event::DocType(_) => return Err(Refusal::Entities { part: part.into() }),
            Event::Eof => return if depth == 0 { Ok(()) } else { Err(damaged()) },
            _ => {}
        }
    }
}

fn named(name: &str) -> Option<char> {
    match name {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}

/// An attribute by its local name.
pub(super) fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    tag.attributes()
        .flatten()
        .find(|attribute| attribute.key.local_name().as_ref() == name)
        .map(|attribute| attribute.value.to_string())
}
