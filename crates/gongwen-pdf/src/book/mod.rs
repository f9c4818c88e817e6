//! Volumes of many pieces: cover, contents with the page of each, texts, tables, pictures and pages of other files,
//! bookmarks, and page numbers that run on from volume to volume.
//!
//! [`bind`] lays everything out and knows the page of each heading; [`Bound::write`] draws one volume. Pictures and
//! foreign pages are brought one by one while their volume is drawn ([`Plates`]), so that memory holds one volume:
//! a new one begins at a [`Heading`] on a page of its own, where what is brought would weigh too much otherwise.
//! The same book makes the same bytes.

mod body;
mod contents;
mod cover;

use crate::draw::{Leaves, file, metadata};
use crate::flow::Flow;
use crate::outline::Bookmark;
use crate::page::{Item, Page};
use crate::{Error, Fonts, Output, number};
use gongwen::paper::{Format, Table};
use std::ops::Range;

/// What is bound.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Book {
    /// Lines of its title.
    pub title: Vec<String>,
    /// What else the cover says, a name and a value each.
    pub facts: Vec<(String, String)>,
    /// A caution on the cover.
    pub caution: Option<String>,
    /// Everything in it, in order.
    pub parts: Vec<Part>,
    /// Bytes of plates that one volume may hold; what has no heading between it is not parted.
    pub most: u64,
    /// Time of making, in seconds since 1970 UTC; stands in the metadata.
    pub made: u64,
}

/// One thing in a book.
#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    /// What stands in the contents and among the bookmarks.
    Heading(Heading),
    /// A paragraph.
    Text(Vec<Piece>),
    /// A table.
    Table(Table),
    /// A picture.
    Picture(Picture),
    /// A page of another file, on a page of its own.
    Sheet(Sheet),
    /// A paragraph that names the page of a heading before it, by its place among the parts.
    Refer { before: String, to: usize, after: String },
}

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 0 for chapters, more below them.
    pub level: usize,
    pub text: String,
    /// Whether it begins a page, and maybe a volume.
    pub fresh: bool,
}

/// Text of one kind.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Piece {
    pub text: String,
    pub bold: bool,
    /// Underlined in red.
    pub marked: bool,
}

impl Piece {
    /// Text as it is.
    pub fn plain(text: impl Into<String>) -> Self {
        Self { text: text.into(), ..Self::default() }
    }
}

/// A picture, brought as a JPEG file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// The caller's number of it.
    pub key: usize,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
    /// Bytes of the file.
    pub weight: u64,
    pub caption: String,
}

/// A page of a PDF file that [`crate::sheet::clean`] made.
#[derive(Debug, Clone, PartialEq)]
pub struct Sheet {
    /// The caller's number of the file.
    pub key: usize,
    /// Page from 0.
    pub page: usize,
    /// In points.
    pub width: f32,
    /// In points.
    pub height: f32,
    /// Bytes that it adds; a file's bytes stand on one of its pages.
    pub weight: u64,
}

/// Brings what a book shows. An error is a sentence for the user.
pub trait Plates {
    /// Bytes of a JPEG file.
    fn picture(&mut self, key: usize) -> Result<Vec<u8>, String>;
    /// Bytes of a cleaned PDF file.
    fn sheets(&mut self, key: usize) -> Result<Vec<u8>, String>;
}

/// For what shows nothing.
pub(crate) struct NoPlates;

impl Plates for NoPlates {
    fn picture(&mut self, key: usize) -> Result<Vec<u8>, String> {
        Err(format!("没有第 {key} 幅图片。"))
    }

    fn sheets(&mut self, key: usize) -> Result<Vec<u8>, String> {
        Err(format!("没有第 {key} 份文件。"))
    }
}

/// Where a heading stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// Its place among the parts.
    pub part: usize,
    pub level: usize,
    pub text: String,
    /// Volume from 1.
    pub volume: usize,
    /// Printed page, running through all volumes.
    pub page: u32,
}

/// A book that is laid out.
#[derive(Debug)]
pub struct Bound {
    /// Every heading, as the contents list them.
    pub contents: Vec<Listed>,
    title: String,
    made: u64,
    pages: Vec<Page>,
    bookmarks: Vec<Bookmark>,
    volumes: Vec<Range<usize>>,
}

/// Lays a book out.
pub fn bind(book: &Book) -> Result<Bound, Error> {
    let breaks = breaks(book);
    let count = breaks.len() + 1;
    let mut flow = Flow::new();
    cover::write(&mut flow, book, 1, count);
    let headings = contents::headings(&book.parts);
    let list = contents::List::of(&headings, count);
    let first = flow.pages.len();
    (0..list.pages()).for_each(|_| flow.next_page());
    let mut body = body::Body::new(&mut flow, book, &breaks);
    body.write()?;
    let (contents, starts) = (body.listed, body.starts);
    list.write(&mut flow, first, &contents);
    flow.bookmarks.insert(0, Bookmark { level: 0, text: "目录".into(), page: first, y: 0.0 });
    number::write(&mut flow, Format::Common);
    let ends = starts.iter().copied().skip(1).chain([flow.pages.len()]);
    Ok(Bound {
        title: book.title.concat(),
        made: book.made,
        volumes: starts.iter().copied().zip(ends).map(|(from, to)| from..to).collect(),
        contents,
        pages: flow.pages,
        bookmarks: flow.bookmarks,
    })
}

/// Headings that begin a volume: a fresh one whose own plates would make the volume too heavy.
fn breaks(book: &Book) -> Vec<usize> {
    let fresh = |part: &Part| matches!(part, Part::Heading(heading) if heading.fresh);
    let (mut breaks, mut held, mut at) = (Vec::new(), 0, 0);
    while at < book.parts.len() {
        let end = (at + 1..book.parts.len()).find(|it| fresh(&book.parts[*it])).unwrap_or(book.parts.len());
        let weight: u64 = book.parts[at..end].iter().map(Part::weight).sum();
        if held > 0 && held + weight > book.most {
            breaks.push(at);
            held = 0;
        }
        held += weight;
        at = end;
    }
    breaks
}

impl Part {
    fn weight(&self) -> u64 {
        match self {
            Self::Picture(picture) => picture.weight,
            Self::Sheet(sheet) => sheet.weight,
            _ => 0,
        }
    }
}

impl Bound {
    /// How many volumes there are; at least one.
    pub fn volumes(&self) -> usize {
        self.volumes.len()
    }

    /// First and last page of a volume, from 1.
    pub fn pages_of(&self, volume: usize) -> Option<(u32, u32)> {
        let range = self.volumes.get(volume.checked_sub(1)?)?;
        Some((range.start as u32 + 1, range.end as u32))
    }

    /// Pages of all volumes.
    pub fn pages(&self) -> u32 {
        self.pages.len() as u32
    }

    /// Where a heading stands, by its place among the parts.
    pub fn place(&self, part: usize) -> Option<&Listed> {
        let at = self.contents.binary_search_by_key(&part, |it| it.part).ok()?;
        self.contents.get(at)
    }

    /// Draws a volume, counted from 1.
    pub fn write(&self, volume: usize, fonts: &Fonts, plates: &mut dyn Plates) -> Result<Output, Error> {
        let range = volume.checked_sub(1).and_then(|at| self.volumes.get(at)).cloned().unwrap_or_default();
        let own = |it: &&Bookmark| range.contains(&it.page);
        let bookmarks: Vec<Bookmark> = self
            .bookmarks
            .iter()
            .filter(own)
            .map(|it| Bookmark { page: it.page - range.start, ..it.clone() })
            .collect();
        let mut pages: Vec<Page> = self.pages[range.clone()].to_vec();
        for page in &mut pages {
            // A link of the contents cannot leave its file.
            page.items.retain(|item| !matches!(item, Item::Link { page, .. } if !range.contains(page)));
        }
        let leaves = Leaves {
            pages: &pages,
            first: range.start as u32 + 1,
            bookmarks: &bookmarks,
            metadata: metadata(self.title.clone(), self.made),
        };
        file(&leaves, fonts, false, plates)
    }
}
