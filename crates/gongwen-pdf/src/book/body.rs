//! What stands behind the contents: parts one after the other, each volume behind a cover of its own.

use super::{Book, Heading, Listed, Part, Picture, Piece, Sheet, cover};
use crate::cell::{self, Cell};
use crate::flow::{Flow, TEXT, style};
use crate::measure::{CHAR_HEIGHT, PITCH, UPRIGHT, mm};
use crate::page::{Item, Shown};
use crate::{Error, table};
use gongwen::layout::SIZE_2_PT;
use gongwen::paper::Face;

/// Height of a picture at most: two of them and their words stand on a page.
const PICTURE: f64 = mm(99.0);
/// Edges of a foreign page on ours: nearly its own size, above the page number.
const SHEET: (f64, f64) = (mm(190.0), mm(250.0));
/// Upper edge of it.
const SHEET_TOP: f64 = mm(10.0);
/// Lines of the grid that follow a heading on its page.
const AFTER: f64 = 2.0;

pub(super) struct Body<'a> {
    flow: &'a mut Flow,
    book: &'a Book,
    breaks: &'a [usize],
    pub listed: Vec<Listed>,
    /// Pages on which the volumes begin.
    pub starts: Vec<usize>,
}

impl<'a> Body<'a> {
    pub(super) fn new(flow: &'a mut Flow, book: &'a Book, breaks: &'a [usize]) -> Self {
        Self { flow, book, breaks, listed: Vec::new(), starts: vec![0] }
    }

    pub(super) fn write(&mut self) -> Result<(), Error> {
        // The contents are left behind, filled or not.
        self.flow.next_page();
        let book = self.book;
        for (at, part) in book.parts.iter().enumerate() {
            match part {
                Part::Heading(heading) => self.heading(at, heading),
                Part::Text(pieces) => self.flow.paragraph(&cells(pieces), 0.0),
                Part::Table(table) => {
                    let place = format!("第 {} 页", self.flow.pages.len());
                    table::write(self.flow, table).ok_or(Error::Table(place))?;
                }
                Part::Picture(picture) => self.picture(picture),
                Part::Sheet(sheet) => self.sheet(sheet),
                Part::Refer { before, to, after } => self.refer(before, *to, after),
            }
        }
        Ok(())
    }

    fn heading(&mut self, at: usize, heading: &Heading) {
        if self.breaks.contains(&at) {
            if self.flow.used {
                self.flow.next_page();
            }
            self.starts.push(self.flow.pages.len() - 1);
            cover::write(self.flow, self.book, self.starts.len(), self.breaks.len() + 1);
            self.flow.next_page();
        } else if heading.fresh && self.flow.used {
            self.flow.next_page();
        }
        self.flow.need((AFTER + 1.0) * PITCH);
        self.listed.push(Listed {
            part: at,
            level: heading.level,
            text: heading.text.clone(),
            volume: self.starts.len(),
            page: self.flow.pages.len() as u32,
        });
        self.flow.bookmark(heading.level, &heading.text);
        let cells = |face| cell::cells(&heading.text, face);
        match heading.level {
            0 => self.flow.centred(&cells(Face::BiaoSong), style(SIZE_2_PT)),
            1 => self.flow.paragraph(&cells(Face::Hei), 0.0),
            2 => self.flow.paragraph(&cells(Face::Kai), 0.0),
            _ => {
                let bold: Vec<Cell> =
                    heading.text.chars().map(|c| Cell::new(c, Face::FangSong, true)).collect();
                self.flow.paragraph(&bold, 0.0);
            }
        }
    }

    fn refer(&mut self, before: &str, to: usize, after: &str) {
        let page = self.listed.iter().find(|it| it.part == to).map_or(0, |it| it.page);
        let text = format!("{before}{page}{after}");
        self.flow.paragraph(&cell::cells(&text, Face::FangSong), 0.0);
    }

    fn picture(&mut self, picture: &Picture) {
        let (wide, high) = (f64::from(picture.width.max(1)), f64::from(picture.height.max(1)));
        let scale = (UPRIGHT.width / wide).min(PICTURE / high);
        let (width, height) = (wide * scale, high * scale);
        self.flow.need(height + PITCH);
        let area = self.flow.area();
        let (x, y) = (area.left + (area.width - width) / 2.0, area.top + self.flow.at);
        self.flow.put(Item::Plate { x, y, width, height, shown: Shown::Picture(picture.key) });
        self.flow.at += height + (PITCH - CHAR_HEIGHT) / 2.0;
        self.flow.centred(&cell::cells(&picture.caption, Face::Kai), TEXT);
        self.flow.snap();
    }

    /// A foreign page fills one of ours.
    fn sheet(&mut self, sheet: &Sheet) {
        if self.flow.used {
            self.flow.next_page();
        }
        let (wide, high) = (f64::from(sheet.width.max(1.0)), f64::from(sheet.height.max(1.0)));
        let scale = (SHEET.0 / wide).min(SHEET.1 / high);
        let (width, height) = (wide * scale, high * scale);
        let x = (UPRIGHT.page_width - width) / 2.0;
        let shown = Shown::Sheet(sheet.key, sheet.page);
        self.flow.put(Item::Plate { x, y: SHEET_TOP, width, height, shown });
        self.flow.at = UPRIGHT.height;
    }
}

fn cells(pieces: &[Piece]) -> Vec<Cell> {
    let of = |piece: &Piece| {
        let (bold, marked) = (piece.bold, piece.marked);
        let cell = move |c| Cell { marked, ..Cell::new(c, Face::FangSong, bold) };
        piece.text.chars().map(cell).collect::<Vec<_>>()
    };
    pieces.iter().flat_map(of).collect()
}
