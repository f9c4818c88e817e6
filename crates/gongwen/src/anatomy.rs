//! The parts of an official paper around its body (GB/T 9704-2012, clause 7): organ, number, title, 主送,
//! attachments, signature, date, 抄送, 印发, and where attached papers begin.
//!
//! Every paragraph gets its kind here; the outline later looks only at those that are left as body.

mod address;
mod annex;
mod foot;
mod head;
mod listed;
mod number;
mod share;
mod signature;
mod title;
mod web;

pub(crate) use address::addressed;
pub(crate) use annex::annex_mark;
pub(crate) use number::number_at_start;
pub(crate) use web::praise_end;

use crate::organ::is_organ;
use crate::paragraph::{Para, ParagraphKind as Kind};
use crate::plan::Span;
use std::ops::Range;

/// What stands around the body.
#[derive(Debug, Default)]
pub(crate) struct Anatomy {
    pub title: Option<(String, Span)>,
    pub issuer: Option<String>,
    pub doc_number: Option<String>,
    pub recipients: Vec<String>,
    pub cc: Vec<String>,
    pub date: Option<String>,
    pub date_raw: Option<String>,
    /// The day that stands beside the number or in a list over the paper, for papers that are not dated below.
    pub listed_date: Option<(String, String)>,
    /// The head counts the issues of a bulletin.
    pub bulletin: bool,
    pub print_office: Option<String>,
    pub print_date: Option<String>,
    /// Titles of attached papers whose text is present.
    pub attached: Vec<(String, Span)>,
    /// Paragraphs of each paper, the first one being the main paper; numbering starts anew in each.
    pub papers: Vec<Range<usize>>,
}

/// Takes the paper apart and sets the kind of each paragraph.
pub(crate) fn take_apart(paras: &mut [Para]) -> Anatomy {
    let mut found = Anatomy::default();
    let mut body = head::read(paras, &mut found);
    let mut start = 0;
    let mut signed = false;
    let (mut seen, mut said) = (0, false);
    while body < paras.len() {
        said = said || paras[seen..body].iter().any(signature::says);
        seen = body;
        if let Some(next) = annex::annex(paras, body, signed, &mut found) {
            found.papers.push(start..body);
            start = body;
            body = next;
            continue;
        }
        let next = foot::read(paras, body, said, found.papers.is_empty(), &mut found);
        signed |= next > body
            && matches!(paras[next - 1].kind, Kind::Date | Kind::Print | Kind::Copy | Kind::SignOff);
        body = next.max(body + 1);
    }
    found.papers.push(start..paras.len());
    // Who prints a paper is the office of its issuer, or the issuer itself.
    if found.issuer.is_none()
        && let Some(printer) = &found.print_office
        && is_organ(&printer.chars().collect::<Vec<_>>())
        && !printer.ends_with('办')
        && !printer.ends_with(['室', '科', '股', '处'])
    {
        found.issuer = Some(printer.clone());
    }
    if found.date_raw.is_none()
        && let Some((date, raw)) = found.listed_date.take()
    {
        (found.date, found.date_raw) = (Some(date), Some(raw));
    }
    found
}
