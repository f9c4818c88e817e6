//! Bookmarks: headings and attachments, nested by their levels.

use crate::flow::Flow;
use crate::measure::mm;
use krilla::destination::XyzDestination;
use krilla::geom::Point;
use krilla::outline::{Outline, OutlineNode};

/// A place to jump to.
#[derive(Debug, Clone)]
pub struct Bookmark {
    /// 0 for attachments and chapters, more below them.
    pub level: usize,
    /// What it is called.
    pub text: String,
    /// Page from 0.
    pub page: usize,
    /// Distance from its upper edge.
    pub y: f64,
}

impl Flow {
    /// Marks the place of the next line.
    pub fn bookmark(&mut self, level: usize, text: &str) {
        let y = self.area().top + self.at;
        self.bookmark_at(level, text, self.pages.len() - 1, y);
    }

    /// Marks a place of a page, from 0.
    pub fn bookmark_at(&mut self, level: usize, text: &str, page: usize, y: f64) {
        self.bookmarks.push(Bookmark { level, text: text.to_owned(), page, y });
    }
}

/// The tree of bookmarks; a level that is left out leaves no gap.
pub fn outline(bookmarks: &[Bookmark]) -> Outline {
    let mut outline = Outline::new();
    let mut rest = bookmarks;
    while let Some(node) = next(&mut rest) {
        outline.push_child(node);
    }
    outline
}

/// The first of the bookmarks with those below it.
fn next(rest: &mut &[Bookmark]) -> Option<OutlineNode> {
    let (first, below) = rest.split_first()?;
    *rest = below;
    // A little above the line, so that it is not cut by the edge of the window.
    let place = Point::from_xy(0.0, (first.y - mm(5.0)).max(0.0) as f32);
    let mut node =
        OutlineNode::new(first.text.clone(), XyzDestination::new(first.page, place)).with_open(true);
    while rest.first().is_some_and(|it| it.level > first.level) {
        if let Some(child) = next(rest) {
            node.push_child(child);
        }
    }
    Some(node)
}
