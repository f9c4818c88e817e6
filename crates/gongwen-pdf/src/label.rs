//! 脊背 and 盒标签: what is cut out and pasted on the boxes of a file, several to an A4 page. Frames are where to cut.

use crate::book::NoPlates;
use crate::cell::{self, Cell, breadth};
use crate::draw::{Leaves, file, metadata};
use crate::flow::{Flow, style};
use crate::line::{self, Measure};
use crate::measure::{UPRIGHT, mm};
use crate::outline::Bookmark;
use crate::page::Item;
use crate::{Error, Fonts, Output};
use gongwen::paper::Face;

/// One box.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Label {
    /// Stands on top: a year, or a number of the box.
    pub head: String,
    /// What is in it; runs downwards on the spine.
    pub title: String,
    /// Stands below, a line each, on the spine and in the card.
    pub foot: Vec<String>,
    /// What the card says besides, a name and a value each.
    pub facts: Vec<(String, String)>,
}

/// Width and height of a spine: boxes of 40 mm and more take it.
const SPINE: (f64, f64) = (mm(36.0), mm(255.0));
/// Spines beside each other on a page.
const SPINES: usize = 4;
/// Width and height of a card.
const CARD: (f64, f64) = (mm(160.0), mm(80.0));
/// Cards below each other on a page.
const CARDS: usize = 3;
/// Blank between two labels.
const GAP: f64 = mm(6.0);
/// Height of the head and of the foot of a spine.
const HEAD: f64 = mm(24.0);
const FOOT: f64 = mm(44.0);
/// Thickness of a frame.
const RULE: f64 = 0.5;
/// Blank inside a frame.
const INSIDE: f64 = mm(3.0);
/// Sizes of type: the largest title of a spine and the least that is read on a shelf, cards, small lines.
const LARGE: f64 = 30.0;
const LEAST: f64 = 14.0;
const CARD_TITLE: f64 = 22.0;
const FACT: f64 = 14.0;
const SMALL: f64 = 12.0;
/// From character to character downwards, and from line to line, in sizes of type.
const DOWN: f64 = 1.2;

/// Sets spines, and cards behind them. `made` is seconds since 1970 UTC.
pub fn labels(title: &str, labels: &[Label], fonts: &Fonts, made: u64) -> Result<Output, Error> {
    let mut flow = Flow::new();
    flow.bookmark(0, "脊背");
    let width = SPINES as f64 * SPINE.0 + (SPINES - 1) as f64 * GAP;
    let left = (UPRIGHT.page_width - width) / 2.0;
    for (at, label) in labels.iter().enumerate() {
        if at > 0 && at % SPINES == 0 {
            flow.next_page();
        }
        spine(&mut flow, label, left + (at % SPINES) as f64 * (SPINE.0 + GAP), mm(20.0));
    }
    let cards = flow.pages.len();
    for (at, label) in labels.iter().enumerate() {
        if at % CARDS == 0 {
            flow.next_page();
        }
        let y = mm(20.0) + (at % CARDS) as f64 * (CARD.1 + GAP);
        card(&mut flow, label, (UPRIGHT.page_width - CARD.0) / 2.0, y);
    }
    if !labels.is_empty() {
        flow.bookmarks.push(Bookmark { level: 0, text: "盒标签".into(), page: cards, y: 0.0 });
    }
    let metadata = metadata(title.to_owned(), made);
    let leaves = Leaves { pages: &flow.pages, first: 1, bookmarks: &flow.bookmarks, metadata };
    file(&leaves, fonts, false, &mut NoPlates)
}

fn spine(flow: &mut Flow, label: &Label, x: f64, y: f64) {
    frame(flow, x, y, SPINE);
    for at in [HEAD, SPINE.1 - FOOT] {
        flow.put(Item::Rule { x, y: y + at, width: SPINE.0, height: RULE, red: false });
    }
    lines(flow, &[&label.head], Face::Hei, 20.0, (x, y + INSIDE, SPINE.0, HEAD - 2.0 * INSIDE));
    downwards(flow, &label.title, (x, y + HEAD + INSIDE, SPINE.0, SPINE.1 - HEAD - FOOT - 2.0 * INSIDE));
    let foot: Vec<&str> = label.foot.iter().map(String::as_str).collect();
    lines(flow, &foot, Face::FangSong, SMALL, (x, y + SPINE.1 - FOOT + INSIDE, SPINE.0, FOOT - 2.0 * INSIDE));
}

/// Text from above, in as few columns as its size allows, columns from the right.
fn downwards(flow: &mut Flow, text: &str, (x, y, width, height): (f64, f64, f64, f64)) {
    let characters: Vec<char> = text.chars().filter(|c| !c.is_whitespace()).collect();
    let fitting = |size: f64| (height / (size * DOWN)).floor().max(1.0) as usize;
    let columns = |size: f64| (width / (size * DOWN)).floor().max(1.0) as usize;
    let mut size = LARGE;
    while size > LEAST
        && characters.len() > fitting(size) * if size > 20.0 { 1 } else { columns(size).min(2) }
    {
        size -= 1.0;
    }
    let per = fitting(size);
    let most = columns(size) * per;
    let mut shown: Vec<char> = characters.iter().copied().take(most).collect();
    if characters.len() > most {
        shown.truncate(most - 1);
        shown.push('…');
    }
    let count = shown.len().div_ceil(per);
    let block = count as f64 * size * DOWN;
    for (column, part) in shown.chunks(per).enumerate() {
        let middle = x + (width + block) / 2.0 - (column as f64 + 0.5) * size * DOWN;
        for (at, c) in part.iter().enumerate() {
            let cells = [Cell::new(*c, Face::BiaoSong, false)];
            let left = middle - breadth(&cells) * size / 2.0;
            flow.text_at(left, y + at as f64 * size * DOWN, &cells, style(size));
        }
    }
}

fn card(flow: &mut Flow, label: &Label, x: f64, y: f64) {
    frame(flow, x, y, CARD);
    let inner = CARD.0 - 4.0 * INSIDE;
    let title = format!("{}　{}", label.head, label.title);
    let used = lines(flow, &[&title], Face::BiaoSong, CARD_TITLE, (x, y + 2.0 * INSIDE, CARD.0, mm(28.0)));
    let mut at = y + 3.0 * INSIDE + used;
    for (name, value) in &label.facts {
        let cells = cell::cells(&format!("{name}：{value}"), Face::FangSong);
        let measure = Measure { first: 0.0, rest: 3.0, right: inner / FACT, justified: false };
        for line in line::lines(&cells, measure) {
            if at + FACT > y + CARD.1 - INSIDE {
                return;
            }
            flow.text_at(x + 2.0 * INSIDE + line.indent * FACT, at, &line.cells, style(FACT));
            at += FACT * 1.4;
        }
    }
}

/// Lines in the middle of a box, as many as it has room for; answers the height that they take.
fn lines(
    flow: &mut Flow,
    texts: &[&str],
    face: Face,
    size: f64,
    (x, y, width, height): (f64, f64, f64, f64),
) -> f64 {
    let right = (width - INSIDE) / size;
    let measure = Measure { first: 0.0, rest: 0.0, right, justified: false };
    let lines = texts.iter().flat_map(|text| line::lines(&cell::cells(text, face), measure));
    let most = ((height + size * (DOWN - 1.0)) / (size * DOWN)).floor().max(1.0) as usize;
    let mut at = 0.0;
    for line in lines.take(most) {
        let left = x + (width - breadth(&line.cells) * size) / 2.0;
        flow.text_at(left, y + at, &line.cells, style(size));
        at += size * DOWN;
    }
    at
}

fn frame(flow: &mut Flow, x: f64, y: f64, (width, height): (f64, f64)) {
    for (x, y, width, height) in [
        (x, y, width, RULE),
        (x, y + height, width + RULE, RULE),
        (x, y, RULE, height),
        (x + width, y, RULE, height),
    ] {
        flow.put(Item::Rule { x, y, width, height, red: false });
    }
}
