//! Lengths of the page in points, from the facts of the standard, and the few that the standard leaves open.

use gongwen::layout::{
    self, BOTTOM_MARGIN_MM, CHARS_PER_LINE, Fact, LEFT_MARGIN_MM, LINE_PITCH_MM, MM_PER_PT, PAGE_HEIGHT_MM,
    PAGE_WIDTH_MM, RIGHT_MARGIN_MM, SIZE_3_PT, SIZE_4_PT, TOP_MARGIN_MM, TYPE_AREA_HEIGHT_MM,
    TYPE_AREA_WIDTH_MM,
};

/// Millimetres as points.
pub const fn mm(mm: f64) -> f64 {
    mm / MM_PER_PT
}

/// A fact in millimetres as points.
pub const fn of(fact: Fact) -> f64 {
    mm(fact.value)
}

/// From line to line.
pub const PITCH: f64 = of(LINE_PITCH_MM);
/// Height of a line without the gap below it.
pub const CHAR_HEIGHT: f64 = of(layout::CHAR_HEIGHT_MM);
/// From character to character of the body: 28 fill the type area.
pub const ADVANCE: f64 = of(TYPE_AREA_WIDTH_MM) / CHARS_PER_LINE.value;
/// Size of the body.
pub const BODY: f64 = SIZE_3_PT;
/// One line of 四号: its height and 7/8 of it, as clause 3 defines a line.
pub const IMPRINT_LINE: f64 = SIZE_4_PT * layout::LINE_IN_CHAR_HEIGHTS.value;
/// Red rules above the title. The standard gives no thickness (practice: 1.5 pt).
pub const RED_RULE: f64 = 1.5;
/// Distance of the middle of a character from its baseline, in sizes of type: faces stand 0.88 above it and 0.12 below.
pub const MIDDLE: f64 = 0.38;
/// Room for rounding when lengths are compared.
pub const HAIR: f64 = 0.01;

/// Size of a page and its type area.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Area {
    /// Width of the page.
    pub page_width: f64,
    /// Height of the page.
    pub page_height: f64,
    /// Left edge of the type area.
    pub left: f64,
    /// Upper edge of the type area.
    pub top: f64,
    /// Width of the type area.
    pub width: f64,
    /// Height of the type area.
    pub height: f64,
}

/// An upright page (5.1, 5.2).
pub const UPRIGHT: Area = Area {
    page_width: of(PAGE_WIDTH_MM),
    page_height: of(PAGE_HEIGHT_MM),
    left: of(LEFT_MARGIN_MM),
    top: of(TOP_MARGIN_MM),
    width: of(TYPE_AREA_WIDTH_MM),
    height: of(TYPE_AREA_HEIGHT_MM),
};

/// A page turned by a quarter for a wide table (clause 8): its head is the left edge of the upright page, which is
/// 订口 of an odd page and 切口 of an even one.
pub const TURNED: Area = Area {
    page_width: UPRIGHT.page_height,
    page_height: UPRIGHT.page_width,
    left: of(BOTTOM_MARGIN_MM),
    top: of(LEFT_MARGIN_MM),
    width: UPRIGHT.height,
    height: of(PAGE_WIDTH_MM) - of(LEFT_MARGIN_MM) - of(RIGHT_MARGIN_MM),
};

impl Area {
    /// Characters of the body on a line.
    pub fn chars(&self) -> f64 {
        (self.width / ADVANCE + HAIR).floor()
    }

    /// Right edge of the type area.
    pub fn right(&self) -> f64 {
        self.left + self.width
    }

    /// Lower edge of the type area.
    pub fn bottom(&self) -> f64 {
        self.top + self.height
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn lines(area: Area) -> f64 {
        ((area.height - CHAR_HEIGHT + HAIR) / PITCH).floor() + 1.0
    }

    #[test]
    fn a_page_has_22_lines_of_28_characters() {
        assert_eq!((lines(UPRIGHT), UPRIGHT.chars()), (22.0, 28.0));
        assert_eq!((lines(TURNED), TURNED.chars()), (15.0, 40.0));
        assert!((UPRIGHT.bottom() - mm(262.0)).abs() < HAIR && (TURNED.bottom() - mm(184.0)).abs() < HAIR);
    }
}
