//! 页码: — 1 —, 四号, 7 mm below the type area, at the right of odd pages and the left of even ones (7.5). On a page
//! turned by a quarter it stays where it would be on an upright one (clause 8).

use crate::cell::{self, breadth};
use crate::flow::Flow;
use crate::measure::{TURNED, UPRIGHT, of};
use crate::page::{Height, Item, Text};
use gongwen::layout::{PAGE_NUMBER_BELOW_MM, PAGE_NUMBER_DASH, SIZE_4_PT};
use gongwen::paper::{Face, Format};

/// Numbers every page that carries one; the first page of a letter shows none (10.1).
pub fn write(flow: &mut Flow, format: Format) {
    for (at, page) in flow.pages.iter_mut().enumerate() {
        let number = at + 1;
        if !page.numbered || (number == 1 && format == Format::Letter) {
            continue;
        }
        let dash = PAGE_NUMBER_DASH.value[0];
        let cells = cell::cells(&format!("{dash} {number} {dash}"), Face::Song);
        let size = SIZE_4_PT;
        let width = breadth(&cells) * size;
        let x = if number % 2 == 1 { UPRIGHT.right() - size - width } else { UPRIGHT.left + size };
        // The middle of the dash is 7 mm below the type area.
        let middle = UPRIGHT.bottom() + of(PAGE_NUMBER_BELOW_MM);
        let turned = page.area == TURNED;
        let (x, y) = if turned { (UPRIGHT.page_height - middle, x) } else { (x, middle) };
        let y = Height::Middle(y);
        page.items.push(Item::Text(Text {
            x,
            y,
            size,
            advance: size,
            squeeze: 1.0,
            cells,
            red: false,
            turned,
        }));
    }
}
