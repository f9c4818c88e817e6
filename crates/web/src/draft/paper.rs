//! The paper at the left: paragraphs cut into pieces, each piece linked to the item it became.

use app::reading::{Para, Read};
use domain::draft::{About, Draft, Item, Span, Status};

/// A paragraph as the page shows it.
pub(crate) struct ShownPara {
    /// `title`, `heading`, `right`, `row` or `body`.
    pub kind: &'static str,
    pub pieces: Vec<Piece>,
    /// Whether the item under edit stands in it.
    pub now: bool,
}

/// A run of text that belongs to one item or to none.
pub(crate) struct Piece {
    pub item: Option<u32>,
    /// Carries the anchor: the first piece of its item.
    pub first: bool,
    pub class: &'static str,
    /// Leads to the row of the item.
    pub href: String,
    pub parts: Vec<Part>,
}

/// A run of text, with the word that says what it was read as.
pub(crate) struct Part {
    pub text: String,
    pub label: &'static str,
    pub doubt: bool,
}

/// The rows of a table, whose cells tabs part.
const TABLE: &str = "table";

/// What is marked in the text.
struct Mark {
    span: Span,
    item: u32,
    class: &'static str,
    words: Vec<(String, &'static str)>,
}

/// The paragraphs of the paper, mended or as they came, with marks for all items.
pub(crate) fn shown(read: &Read, tree: &Draft, now: Option<u32>, original: bool) -> Vec<ShownPara> {
    let chars: Vec<char> = read.text.chars().collect();
    let mut marks: Vec<Mark> = tree
        .items()
        .filter(|(_, item)| item.span[1] > item.span[0])
        .map(|(_, item)| mark(item, now == Some(item.id)))
        .collect();
    marks.sort_by_key(|mark| mark.span);
    let doubts: Vec<Span> = tree
        .doubts
        .iter()
        .filter(|doubt| !doubt.settled && doubt.about == About::Paper && doubt.span[1] > doubt.span[0])
        .map(|doubt| doubt.span)
        .collect();
    let mut anchored: Vec<u32> = Vec::new();
    let mut paras = Vec::new();
    for para in &read.paragraphs {
        let Some(printed) = chars.get(para.span[0]..para.span[1].max(para.span[0])) else { continue };
        let text: Vec<char> = match () {
            () if original => printed.to_vec(),
            () if para.kind == TABLE => parted(printed, &para.text),
            () => para.text.chars().collect(),
        };
        if text.iter().all(|c| c.is_whitespace()) {
            continue;
        }
        let map = if original { (0..=printed.len()).collect() } else { align(printed, &text) };
        let pieces = cut(para, &text, &map, &marks, &doubts, &mut anchored);
        let marked = pieces.iter().any(|piece| piece.item.is_some());
        let now = now.is_some() && pieces.iter().any(|piece| piece.item.is_some() && piece.item == now);
        paras.push(ShownPara { kind: kind(para, &text, marked), pieces, now });
    }
    paras
}

fn mark(item: &Item, now: bool) -> Mark {
    let class = match (now, item.status) {
        (true, _) => "span is-now",
        (false, Status::Confirmed) => "span is-done",
        (false, Status::Dropped) => "span is-off",
        (false, Status::Proposed) => "span",
    };
    let mut words = Vec::new();
    if now {
        for (text, label) in [(&item.deadline, "时限"), (&item.cadence, "频次"), (&item.dept, "责任")] {
            if !text.is_empty() {
                words.push((text.clone(), label));
            }
        }
        if !item.quantity.is_empty() {
            words.push((format!("{}{}", item.quantity, item.uom), "数量"));
        }
        words.extend(item.festivals.iter().map(|festival| (festival.name.clone(), "节日")));
    }
    Mark { span: item.span, item: item.id, class, words }
}

fn kind(para: &Para, text: &[char], marked: bool) -> &'static str {
    match para.kind.as_str() {
        "title" | "issuer" => "title",
        "heading" if !marked && text.len() <= 40 => "heading",
        "sign_off" | "date" => "right",
        TABLE => "row",
        _ => "body",
    }
}

/// A mended row with the tabs between its cells, which the reader drops like all white space.
fn parted(printed: &[char], mended: &str) -> Vec<char> {
    let mended: Vec<char> = mended.chars().collect();
    let places = align(printed, &mended);
    let tabs = printed.iter().zip(&places).filter(|(c, _)| **c == '\t').map(|(_, at)| *at);
    let mut row = Vec::with_capacity(mended.len());
    let mut from = 0;
    for at in tabs {
        row.extend(&mended[from..at]);
        row.push('\t');
        from = at;
    }
    row.extend(&mended[from..]);
    row
}

/// For each character of the original the place in the mended text, and its end.
fn align(printed: &[char], mended: &[char]) -> Vec<usize> {
    /// How far to look for a character that was kept.
    const REACH: usize = 24;
    let mut map = Vec::with_capacity(printed.len() + 1);
    let mut at = 0;
    for (i, c) in printed.iter().enumerate() {
        map.push(at.min(mended.len()));
        let Some(next) = mended.get(at) else { continue };
        if next == c {
            at += 1;
        } else {
            // Was this character left out, or was it replaced by another one?
            let rest = &printed[i + 1..(i + 1 + REACH).min(printed.len())];
            let comes = rest.contains(next);
            if !(comes || c.is_whitespace()) {
                at += 1;
            }
        }
    }
    map.push(mended.len());
    map
}

/// Cuts one paragraph at the borders of the marks that touch it.
fn cut(
    para: &Para,
    text: &[char],
    map: &[usize],
    marks: &[Mark],
    doubts: &[Span],
    anchored: &mut Vec<u32>,
) -> Vec<Piece> {
    let inside = |at: usize| {
        map.get(at.saturating_sub(para.span[0]).min(map.len() - 1)).copied().unwrap_or(text.len())
    };
    let wavy: Vec<[usize; 2]> = doubts
        .iter()
        .filter(|span| span[0] < para.span[1] && para.span[0] < span[1])
        .map(|span| [inside(span[0].max(para.span[0])), inside(span[1].min(para.span[1]))])
        .collect();
    let mut pieces = Vec::new();
    let mut at = 0;
    for mark in marks.iter().filter(|mark| mark.span[0] < para.span[1] && para.span[0] < mark.span[1]) {
        let from = inside(mark.span[0].max(para.span[0])).max(at);
        let to = inside(mark.span[1].min(para.span[1]));
        if to <= from {
            continue;
        }
        if from > at {
            pieces.push(Piece {
                item: None,
                first: false,
                class: "",
                href: String::new(),
                parts: parts(text, at, from, &[], &wavy),
            });
        }
        let first = !anchored.contains(&mark.item);
        anchored.push(mark.item);
        let parts = parts(text, from, to, &mark.words, &wavy);
        pieces.push(Piece {
            item: Some(mark.item),
            first,
            class: mark.class,
            href: format!("#t-{}", mark.item),
            parts,
        });
        at = to;
    }
    if at < text.len() {
        pieces.push(Piece {
            item: None,
            first: false,
            class: "",
            href: String::new(),
            parts: parts(text, at, text.len(), &[], &wavy),
        });
    }
    pieces
}

/// Marks the words that something was read from, and the doubtful ones.
fn parts(
    text: &[char],
    from: usize,
    to: usize,
    words: &[(String, &'static str)],
    wavy: &[[usize; 2]],
) -> Vec<Part> {
    let mut label = vec![""; to - from];
    let slice: String = text[from..to].iter().collect();
    for (word, name) in words {
        if let Some(byte) = slice.find(word.as_str()) {
            let start = slice[..byte].chars().count();
            for place in label.iter_mut().skip(start).take(word.chars().count()) {
                *place = name;
            }
        }
    }
    let doubtful = |at: usize| wavy.iter().any(|span| span[0] <= at && at < span[1]);
    let mut parts: Vec<Part> = Vec::new();
    for (n, c) in text[from..to].iter().enumerate() {
        let (name, doubt) = (label[n], doubtful(from + n));
        match parts.last_mut() {
            Some(last) if last.label == name && last.doubt == doubt => last.text.push(*c),
            _ => parts.push(Part { text: c.to_string(), label: name, doubt }),
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::{align, parted};

    #[test]
    fn cells_of_a_mended_row_stay_apart() {
        for (printed, mended, expected) in [
            ("1\t清 运\t城管科", "1清运城管科", "1\t清运\t城管科"),
            ("甲\t\t乙", "甲乙", "甲\t\t乙"),
            ("清除(chu)\t垃圾\t", "清除垃圾", "清除\t垃圾\t"),
        ] {
            let printed: Vec<char> = printed.chars().collect();
            assert_eq!(parted(&printed, mended).iter().collect::<String>(), expected);
        }
    }

    #[test]
    fn places_of_the_original_are_found_in_the_mended_text() {
        for (printed, mended, at, expected) in [
            ("一二三", "一二三", 2, 2),
            ("# 一 二", "一二", 4, 1),
            ("２０年", "20年", 2, 2),
            ("好(hao)人", "好人", 6, 1),
            ("人", "人", 1, 1),
        ] {
            let chars = |text: &str| text.chars().collect::<Vec<char>>();
            assert_eq!(align(&chars(printed), &chars(mended))[at], expected, "{printed}");
        }
    }
}
