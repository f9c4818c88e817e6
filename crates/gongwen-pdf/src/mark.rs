//! 发文机关标志: the red heading, in one line, or with an organ a line and 文件 beside them (7.2.4).

use crate::cell::{self, breadth};
use crate::flow::Flow;
use crate::measure::mm;
use crate::page::{Height, Item, Text};
use gongwen::paper::Face;
use gongwen::paper::compose::Mark;

/// From line to line of a joint heading, in sizes of type.
const LINE: f64 = 1.2;
/// Highest red heading: below it the first page must still show text.
const HIGHEST: f64 = mm(110.0);
/// Least width of a character where names are very long.
const NARROWEST: f64 = 0.1;

/// Sets the heading with the upper edge of its ink at `top` from the edge of the page, inside `width` points around
/// the middle of the type area. Answers with its lower edge.
pub fn write(flow: &mut Flow, mark: &Mark, top: f64, width: f64) -> f64 {
    let count = mark.lines.len().max(1) as f64;
    let height = |size: f64| size * (1.0 + (count - 1.0) * LINE);
    let size = mark.size_pt * (HIGHEST / height(mark.size_pt)).min(1.0);
    let suffix = mark.suffix.map(|text| cell::cells(text, Face::BiaoSong));
    let lines: Vec<_> = mark.lines.iter().map(|line| cell::cells(line, Face::BiaoSong)).collect();
    let widest = lines.iter().map(|line| breadth(line)).fold(0.0, f64::max);
    // 文件 stands a little apart from names that are set above each other.
    let beside = if mark.lines.len() > 1 { suffix.as_ref().map_or(0.0, |_| 2.3) } else { 0.0 };
    let joined = if mark.lines.len() > 1 { 0.0 } else { suffix.as_ref().map_or(0.0, |text| breadth(text)) };
    let all = (widest + beside + joined).max(1.0);
    let squeeze = (width / (all * size)).clamp(NARROWEST, f64::from(mark.squeeze) / 100.0);
    let advance = size * squeeze;
    let area = flow.area();
    let left = area.left + (area.width - all * advance) / 2.0;
    let mut put = |x: f64, y: f64, cells| {
        let y = Height::Ink(y);
        flow.put(Item::Text(Text { x, y, size, advance, squeeze, cells, red: true, turned: false }));
    };
    for (at, mut cells) in lines.into_iter().enumerate() {
        if mark.lines.len() > 1 {
            // Names below each other are spread to one width.
            let gaps = cells.len().saturating_sub(1);
            let blank = widest - breadth(&cells);
            cells.iter_mut().take(gaps).for_each(|cell| cell.breadth += blank / gaps as f64);
        } else if let Some(suffix) = &suffix {
            cells.extend(suffix);
        }
        put(left, top + at as f64 * size * LINE, cells);
    }
    if let (Some(suffix), true) = (suffix, mark.lines.len() > 1) {
        let middle = top + (height(size) - size) / 2.0;
        put(left + (widest + 0.3) * advance, middle, suffix);
    }
    top + height(size)
}
