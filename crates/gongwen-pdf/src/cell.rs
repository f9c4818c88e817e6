//! A character in its cell of the grid: in what face, how broad, and what of it may be squeezed.

use gongwen::paper::{Face, Run, width};

/// A character with its place in the line.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Cell {
    /// The character.
    pub c: char,
    /// Class of type.
    pub face: Face,
    /// Stressed by weight.
    pub bold: bool,
    /// Proof that is underlined in red.
    pub marked: bool,
    /// Breadth in 字 as it was drawn for.
    pub natural: f64,
    /// Breadth in 字 in its line, where marks are squeezed and gaps are spread.
    pub breadth: f64,
    /// How far the character is moved to the left inside its cell, in 字: opening marks are blank at their left.
    pub lead: f64,
}

/// Marks whose right half is blank.
const CLOSING: &str = "，。、；：？！）》〉」』】〕〗”’";
/// Marks whose left half is blank.
const OPENING: &str = "（《〈「『【〔〖“‘";

impl Cell {
    /// A character in its natural breadth.
    pub fn new(c: char, face: Face, bold: bool) -> Self {
        // Breaks and tabs of a careless text are blanks.
        let c = if matches!(c, '\n' | '\t' | '\r') { ' ' } else { c };
        let natural = natural(c);
        Self { c, face, bold, marked: false, natural, breadth: natural, lead: 0.0 }
    }

    /// True for Latin letters, digits and their marks, which stand together as words.
    pub fn is_half(&self) -> bool {
        width::half(self.c) == 1
    }

    /// True for a mark that is blank at its right.
    pub fn is_closing(&self) -> bool {
        CLOSING.contains(self.c)
    }

    /// True for a mark that is blank at its left.
    pub fn is_opening(&self) -> bool {
        OPENING.contains(self.c)
    }

    /// True for a dash, which fills its cell, so that two are one line.
    pub fn is_dash(&self) -> bool {
        self.c == '—'
    }

    /// How much of the cell may go, in 字.
    pub fn slack(&self) -> f64 {
        if self.is_closing() || self.is_opening() { 0.5 } else { 0.0 }
    }

    /// Takes so much of the cell away.
    pub fn squeeze(&mut self, by: f64) {
        self.breadth -= by;
        if self.is_opening() {
            self.lead += by;
        }
    }
}

/// Breadth of a character in 字: half of one for letters, digits and their marks, as the standard's faces have
/// them, but more for those that would be crushed by it.
fn natural(c: char) -> f64 {
    match c {
        '%' | '@' | 'M' | 'W' | 'm' => 0.8,
        'A'..='Z' | 'w' | '&' => 0.65,
        _ => width::half(c) as f64 / 2.0,
    }
}

/// Text of one face.
pub fn cells(text: &str, face: Face) -> Vec<Cell> {
    text.chars().map(|c| Cell::new(c, face, false)).collect()
}

/// Runs of 仿宋体.
pub fn runs(runs: &[Run]) -> Vec<Cell> {
    let of = |run: &Run| {
        let bold = run.bold;
        run.text.chars().map(move |c| Cell::new(c, Face::FangSong, bold)).collect::<Vec<_>>()
    };
    runs.iter().flat_map(of).collect()
}

/// Breadth of cells in 字.
pub fn breadth(cells: &[Cell]) -> f64 {
    cells.iter().map(|cell| cell.breadth).sum()
}
