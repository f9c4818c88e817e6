//! Sections: page, margins, grid (5.1, 5.2), and page numbers (7.5; clause 8 for pages turned by a quarter).

use super::paragraph::{Para, Piece};
use super::picture;
use super::xml::Xml;
use crate::layout::{
    BOTTOM_MARGIN_MM, LEFT_MARGIN_MM, PAGE_HEIGHT_MM, PAGE_NUMBER_BELOW_MM, PAGE_WIDTH_MM, RIGHT_MARGIN_MM,
    SIZE_4_PT, TOP_MARGIN_MM, mm_to_twips,
};

/// 一字 of 四号.
const CHAR: i64 = 280;
/// Height of the dash above the lower edge of its line, in points: the middle of the type.
const DASH_PT: f64 = SIZE_4_PT * 0.5;

/// A part of the file for page numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Footer {
    /// Odd pages.
    Odd,
    /// Even pages.
    Even,
    /// The first page of a letter: no number.
    First,
    /// Odd pages turned by a quarter.
    TurnedOdd,
    /// Even pages turned by a quarter.
    TurnedEven,
}

impl Footer {
    /// All parts.
    pub const ALL: [Self; 5] = [Self::Odd, Self::Even, Self::First, Self::TurnedOdd, Self::TurnedEven];

    /// Name of the relation.
    pub fn relation(self) -> &'static str {
        match self {
            Self::Odd => "rIdOdd",
            Self::Even => "rIdEven",
            Self::First => "rIdFirst",
            Self::TurnedOdd => "rIdTurnedOdd",
            Self::TurnedEven => "rIdTurnedEven",
        }
    }

    /// The content.
    pub fn write(self) -> Xml {
        let mut xml = Xml::document();
        xml.tag("w:ftr", super::package::NAMESPACES, |xml| self.para().write(xml));
        xml
    }

    fn para(self) -> Para {
        match self {
            Self::Odd => Para { indent: Some((0, CHAR, 0)), align: Some("right"), ..number() },
            Self::Even => Para { indent: Some((CHAR, 0, 0)), align: Some("left"), ..number() },
            Self::First => Para::new("GwPageNumber", ""),
            Self::TurnedOdd => turned("right"),
            Self::TurnedEven => turned("left"),
        }
    }
}

/// — 1 —, its digits counted by the program that shows the page.
fn number() -> Para {
    let mut field = Xml::default();
    let char = |xml: &mut Xml, kind: &str| {
        xml.tag("w:r", &[], |xml| xml.leaf("w:fldChar", &[("w:fldCharType", &kind)]));
    };
    char(&mut field, "begin");
    field.tag("w:r", &[], |xml| {
        xml.tag("w:instrText", &[("xml:space", &"preserve")], |xml| xml.text(" PAGE "));
    });
    char(&mut field, "separate");
    field.tag("w:r", &[], |xml| xml.tag("w:t", &[], |xml| xml.text("1")));
    char(&mut field, "end");
    Para::of("GwPageNumber", vec![Piece::text("— "), Piece::Raw(field), Piece::text(" —")])
}

/// The number where it would stand on an upright page. Seen upright, the lower edge of the type area is the
/// left edge of the turned page, the right edge is the lower one.
fn turned(align: &'static str) -> Para {
    let char = SIZE_4_PT * crate::layout::MM_PER_PT;
    let length = 40.0;
    let x = BOTTOM_MARGIN_MM.value - PAGE_NUMBER_BELOW_MM.value - char / 2.0;
    let y = match align {
        "right" => PAGE_WIDTH_MM.value - RIGHT_MARGIN_MM.value - char - length,
        _ => LEFT_MARGIN_MM.value + char,
    };
    let para = Para { align: Some(align), ..number() };
    let frame = picture::turned(20, (x, y), (char, length), &para);
    Para::of("GwThin", vec![Piece::Raw(frame)])
}

/// Width of the type area in twips.
pub(super) fn width(landscape: bool) -> i64 {
    if landscape {
        mm_to_twips(PAGE_HEIGHT_MM.value)
            - mm_to_twips(BOTTOM_MARGIN_MM.value)
            - mm_to_twips(TOP_MARGIN_MM.value)
    } else {
        super::head::AREA
    }
}

/// Properties of a section. The first page of a letter has no number.
pub(super) fn properties(landscape: bool, letter: bool) -> Xml {
    let (odd, even) =
        if landscape { (Footer::TurnedOdd, Footer::TurnedEven) } else { (Footer::Odd, Footer::Even) };
    let page = (mm_to_twips(PAGE_WIDTH_MM.value), mm_to_twips(PAGE_HEIGHT_MM.value));
    let [top, right, bottom, left] = [TOP_MARGIN_MM, RIGHT_MARGIN_MM, BOTTOM_MARGIN_MM, LEFT_MARGIN_MM]
        .map(|fact| mm_to_twips(fact.value));
    // Turned by a quarter the binding edge lies above, the head of the page at the right (clause 8).
    let (page, [top, right, bottom, left]) = if landscape {
        ((page.1, page.0), [left, top, right, bottom])
    } else {
        (page, [top, right, bottom, left])
    };
    // The dash lies 7 mm below the type area, the line ends half its type further down.
    let footer = mm_to_twips(BOTTOM_MARGIN_MM.value - PAGE_NUMBER_BELOW_MM.value) - (DASH_PT * 20.0) as i64;
    let mut xml = Xml::default();
    xml.tag("w:sectPr", &[], |xml| {
        xml.leaf("w:footerReference", &[("w:type", &"default"), ("r:id", &odd.relation())]);
        xml.leaf("w:footerReference", &[("w:type", &"even"), ("r:id", &even.relation())]);
        if letter {
            xml.leaf("w:footerReference", &[("w:type", &"first"), ("r:id", &Footer::First.relation())]);
        }
        xml.val("w:type", "nextPage");
        if landscape {
            xml.leaf("w:pgSz", &[("w:w", &page.0), ("w:h", &page.1), ("w:orient", &"landscape")]);
        } else {
            xml.leaf("w:pgSz", &[("w:w", &page.0), ("w:h", &page.1)]);
        }
        xml.leaf(
            "w:pgMar",
            &[
                ("w:top", &top),
                ("w:right", &right),
                ("w:bottom", &bottom),
                ("w:left", &left),
                ("w:header", &851),
                ("w:footer", &footer),
                ("w:gutter", &0),
            ],
        );
        if letter {
            xml.leaf("w:titlePg", &[]);
        }
        xml.leaf("w:docGrid", &[("w:type", &"lines"), ("w:linePitch", &super::paragraph::LINE)]);
    });
    xml
}
