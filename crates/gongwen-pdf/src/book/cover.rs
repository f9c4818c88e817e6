//! The cover of a volume: title, what the book is about, which volume of how many.

use super::Book;
use crate::cell;
use crate::flow::{Flow, TEXT, style};
use crate::measure::PITCH;
use gongwen::layout::SIZE_1_PT;
use gongwen::paper::Face;

/// Lines of the grid above the title.
const ABOVE: f64 = 5.0;
/// Lines between title and facts.
const BETWEEN: f64 = 5.0;

/// Sets the cover on the page under way, which is empty.
pub(super) fn write(flow: &mut Flow, book: &Book, volume: usize, count: usize) {
    if let Some(page) = flow.pages.last_mut() {
        page.numbered = false;
    }
    flow.skip(ABOVE);
    for line in &book.title {
        flow.centred(&cell::cells(line, Face::BiaoSong), style(SIZE_1_PT));
        flow.at += PITCH / 3.0;
    }
    if count > 1 {
        flow.skip(1.0);
        let text = format!("第 {volume} 册（共 {count} 册）");
        flow.centred(&cell::cells(&text, Face::Kai), TEXT);
    }
    flow.skip(BETWEEN);
    for (name, value) in &book.facts {
        flow.centred(&cell::cells(&format!("{name}：{value}"), Face::FangSong), TEXT);
    }
    if let Some(caution) = &book.caution {
        flow.skip(1.0);
        flow.centred(&cell::cells(caution, Face::Kai), TEXT);
    }
}
