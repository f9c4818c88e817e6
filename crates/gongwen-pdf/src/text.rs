//! Title, recipients and text (7.3.1 to 7.3.3): headings, paragraphs, pictures; tables stand in `table.rs`.

use crate::Error;
use crate::cell::{self, Cell};
use crate::flow::{Flow, TEXT, style};
use crate::foot;
use crate::line::{self, Measure};
use crate::measure::{CHAR_HEIGHT, PITCH, mm};
use crate::page::Item;
use crate::table;
use gongwen::layout::{MM_PER_PT, RECIPIENTS_LINES_AFTER_TITLE, SIZE_2_PT};
use gongwen::paper::{Block, Face, Heading, Image, Level, Paper, Place, compose, numeral};

/// Most pixels of a picture: a page of A4 at 400 dots an inch, 64 MB when unpacked.
const PIXELS: u64 = 16_000_000;

/// Sets title, recipients and text.
pub fn write(flow: &mut Flow, paper: &Paper) -> Result<(), Error> {
    flow.bookmark(0, &compose::title_text(&paper.title));
    title(flow, &compose::title(paper));
    flow.skip(RECIPIENTS_LINES_AFTER_TITLE.value);
    if let Some(text) = compose::recipients(paper) {
        let right = flow.area().chars();
        let measure = Measure { first: 0.0, rest: 0.0, right, justified: true };
        flow.lines(&line::lines(&cell::cells(&text, Face::FangSong), measure), 0.0);
    }
    if flow.pages.len() == 1 {
        flow.origin = flow.at;
    }
    blocks(flow, &paper.body, foot::height(paper), &Place::Body)
}

/// Lines of a title, each in the middle.
pub fn title(flow: &mut Flow, lines: &[String]) {
    for line in lines {
        flow.centred(&cell::cells(line, Face::BiaoSong), style(SIZE_2_PT));
    }
}

/// Blocks of a text, followed by a `tail` of so much height. `place` says where a block stands.
pub fn blocks(
    flow: &mut Flow,
    blocks: &[Block],
    tail: f64,
    place: &dyn Fn(usize) -> Place,
) -> Result<(), Error> {
    let numerals = numeral::numerals(blocks);
    for (at, (block, numeral)) in blocks.iter().zip(numerals).enumerate() {
        let next = blocks.get(at + 1);
        match block {
            Block::Paragraph { runs } => {
                flow.paragraph(&cell::runs(runs), if next.is_none() { tail } else { 0.0 });
            }
            Block::Heading(heading) => {
                let after = next.map_or(tail, |next| least(next, flow));
                self::heading(flow, heading, &numeral, after, next.is_none());
            }
            Block::Table(table) => {
                table::write(flow, table).ok_or_else(|| Error::Table(place(at).to_string()))?;
            }
            Block::Image(image) => self::image(flow, image, &place(at).to_string())?,
        }
    }
    Ok(())
}

/// Height that must follow a heading on its page.
fn least(block: &Block, flow: &Flow) -> f64 {
    let area = flow.area();
    match block {
        Block::Paragraph { .. } => CHAR_HEIGHT,
        Block::Heading(_) => PITCH + CHAR_HEIGHT,
        Block::Table(_) => 3.0 * PITCH,
        Block::Image(image) => {
            size(image, flow).map_or(0.0, |(_, height)| height.min(area.height - 4.0 * PITCH))
        }
    }
}

/// A heading alone stays with what follows. With text behind it, only its words are set in its face.
fn heading(flow: &mut Flow, heading: &Heading, numeral: &str, after: f64, last: bool) {
    let face = match heading.level {
        Level::First => Face::Hei,
        Level::Second => Face::Kai,
        Level::Third | Level::Fourth => Face::FangSong,
    };
    let text = format!("{numeral}{}", heading.text);
    let mut cells: Vec<Cell> = cell::cells(&text, face);
    let alone = heading.follow.is_empty();
    cells.extend(cell::runs(&heading.follow));
    let (page, items) = (flow.pages.len(), flow.pages.last().map_or(0, |page| page.items.len()));
    flow.paragraph(&cells, if alone || last { after } else { 0.0 });
    mark(flow, heading, text.trim_end_matches(['。', '：']), (page, items));
}

/// Marks the first line of a heading, which began after so many items of a page, or on the page behind it.
fn mark(flow: &mut Flow, heading: &Heading, text: &str, (page, items): (usize, usize)) {
    let here = flow.pages.get(page - 1).is_some_and(|page| page.items.len() > items);
    let at = if here { (page - 1, items) } else { (page, 0) };
    let Some(Item::Text(first)) = flow.pages.get(at.0).and_then(|page| page.items.get(at.1)) else { return };
    let y = first.top();
    flow.bookmark_at(usize::from(u8::from(heading.level)), text, at.0, y);
}

/// Width and height of a picture that stands on a page of its own at most, in points.
fn size(image: &Image, flow: &Flow) -> Option<(f64, f64)> {
    let area = flow.area();
    let caption = if image.caption.is_some() { PITCH } else { 0.0 };
    let most = (area.height - caption - mm(1.0)) * MM_PER_PT;
    image.size_mm(area.width * MM_PER_PT, most).map(|(width, height)| (mm(width), mm(height)))
}

/// A picture on lines of its own, and the words below it.
fn image(flow: &mut Flow, image: &Image, place: &str) -> Result<(), Error> {
    let broken = || Error::Image(place.to_owned());
    let (wide, high) = image.pixels().ok_or_else(broken)?;
    if u64::from(wide) * u64::from(high) > PIXELS {
        return Err(Error::LargeImage(place.to_owned()));
    }
    let (width, height) = size(image, flow).ok_or_else(broken)?;
    let caption = if image.caption.is_some() { PITCH } else { 0.0 };
    flow.need(height + caption);
    let area = flow.area();
    flow.put(Item::Image {
        x: area.left + (area.width - width) / 2.0,
        y: area.top + flow.at,
        width,
        height,
        png: image.png.clone(),
        place: place.to_owned(),
    });
    // As much below it as between lines, at least.
    flow.at += height + (PITCH - CHAR_HEIGHT) / 2.0;
    if let Some(caption) = &image.caption {
        flow.centred(&cell::cells(caption, Face::FangSong), TEXT);
    }
    flow.snap();
    Ok(())
}
