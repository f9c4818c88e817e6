//! Tables of a PDF file: what its rules enclose. A file knows no tables, only lines and characters with their
//! places; lines that touch make a grid, and each character stands in the cell around it.

use super::rules::{Line, Lines};
use crate::refusal::Refusal;
use crate::tables::{FileCell, FileTable, MOST_COLUMNS};
use pdf_extract::content::Content;
use pdf_extract::{
    ColorSpace, Document, MediaBox, OutputDev, OutputError, Path, PathOp, Transform, output_doc,
};

/// Thickest rule, in points.
const THICK: f64 = 3.5;
/// Shortest rule.
const SHORT: f64 = 4.0;
/// Most lines of a page that are looked at; a table of a hundred rows and ten columns has some two thousand.
const MOST_LINES: usize = 6_000;
/// Most characters of all pages.
const MOST_GLYPHS: usize = 2_000_000;

/// The tables of all pages.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<FileTable>, Refusal> {
    let pages = std::panic::catch_unwind(|| {
        let mut document = Document::load_mem(bytes).ok()?;
        if !super::guard::is_sound(&document) {
            return None;
        }
        if document.is_encrypted() {
            document.decrypt("").ok()?;
        }
        plain_operators(&mut document);
        let mut pages = Pages::default();
        output_doc(&document, &mut pages).ok()?;
        Some(pages.done)
    });
    let pages = pages.ok().flatten().ok_or(Refusal::BadPdf)?;
    Ok(pages.into_iter().flat_map(Page::tables).collect())
}

/// The library knows `f` and `S` only: the other ways to fill and to draw are written as these.
fn plain_operators(document: &mut Document) {
    let pages: Vec<_> = document.get_pages().into_values().collect();
    for page in pages {
        let Ok(bytes) = document.get_page_content(page) else { continue };
        let Ok(mut content) = Content::decode(&bytes) else { continue };
        for operation in &mut content.operations {
            let plain = match operation.operator.as_str() {
                "f*" => "f",
                "s" | "b" | "b*" | "B" | "B*" => "S",
                _ => continue,
            };
            plain.clone_into(&mut operation.operator);
        }
        if let Ok(bytes) = content.encode() {
            // A page whose content cannot be changed is read as it is.
            let _ = document.change_page_content(page, bytes);
        }
    }
}

/// A character with its place.
#[derive(Debug, Clone)]
struct Glyph {
    x: f64,
    y: f64,
    width: f64,
    size: f64,
    text: String,
}

/// What stands on a page.
#[derive(Debug, Default)]
struct Page {
    number: usize,
    lines: Vec<Line>,
    glyphs: Vec<Glyph>,
    /// Characters that run upwards and downwards: a page that is turned.
    up: usize,
    down: usize,
}

#[derive(Default)]
struct Pages {
    done: Vec<Page>,
    page: Page,
    glyphs: usize,
}

impl OutputDev for Pages {
    fn begin_page(
        &mut self,
        number: u32,
        _: &MediaBox,
        _: Option<(f64, f64, f64, f64)>,
    ) -> Result<(), OutputError> {
        self.page = Page { number: number as usize, ..Page::default() };
        Ok(())
    }

    fn end_page(&mut self) -> Result<(), OutputError> {
        self.done.push(std::mem::take(&mut self.page));
        Ok(())
    }

    fn output_character(
        &mut self,
        at: &Transform,
        width: f64,
        _: f64,
        font_size: f64,
        text: &str,
    ) -> Result<(), OutputError> {
        self.glyphs += 1;
        if self.glyphs > MOST_GLYPHS {
            return Ok(());
        }
        let along = at.m11.hypot(at.m12);
        if at.m12.abs() > at.m11.abs() {
            if at.m12 > 0.0 { self.page.up += 1 } else { self.page.down += 1 }
        }
        let glyph = Glyph {
            x: at.m31,
            y: at.m32,
            width: width * font_size * along,
            size: font_size * at.m21.hypot(at.m22),
            text: text.to_owned(),
        };
        self.page.glyphs.push(glyph);
        Ok(())
    }

    fn begin_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_word(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn end_line(&mut self) -> Result<(), OutputError> {
        Ok(())
    }

    fn stroke(
        &mut self,
        matrix: &Transform,
        _: &ColorSpace,
        _: &[f64],
        path: &Path,
    ) -> Result<(), OutputError> {
        for figure in figures(matrix, path) {
            for pair in figure.windows(2) {
                self.page.rule(&pair[..2]);
            }
        }
        Ok(())
    }

    fn fill(
        &mut self,
        matrix: &Transform,
        _: &ColorSpace,
        _: &[f64],
        path: &Path,
    ) -> Result<(), OutputError> {
        for figure in figures(matrix, path) {
            self.page.rule(&figure);
        }
        Ok(())
    }
}

/// The closed or open figures of a path on the page; curves enclose no table.
fn figures(matrix: &Transform, path: &Path) -> Vec<Vec<(f64, f64)>> {
    let place = |x: f64, y: f64| {
        (matrix.m11 * x + matrix.m21 * y + matrix.m31, matrix.m12 * x + matrix.m22 * y + matrix.m32)
    };
    let mut figures: Vec<Vec<(f64, f64)>> = Vec::new();
    for op in &path.ops {
        match op {
            PathOp::MoveTo(x, y) => figures.push(vec![place(*x, *y)]),
            PathOp::LineTo(x, y) => {
                if let Some(figure) = figures.last_mut() {
                    figure.push(place(*x, *y));
                }
            }
            PathOp::CurveTo(..) => {
                figures.pop();
                figures.push(Vec::new());
            }
            PathOp::Rect(x, y, width, height) => {
                let corners = [(0.0, 0.0), (*width, 0.0), (*width, *height), (0.0, *height), (0.0, 0.0)];
                figures.push(corners.iter().map(|(dx, dy)| place(x + dx, y + dy)).collect());
            }
            PathOp::Close => {
                if let Some(figure) = figures.last_mut()
                    && let Some(first) = figure.first().copied()
                {
                    figure.push(first);
                }
            }
        }
    }
    figures
}

impl Page {
    /// Takes a thin figure as a rule.
    fn rule(&mut self, figure: &[(f64, f64)]) {
        if figure.len() < 2 || self.lines.len() >= MOST_LINES {
            return;
        }
        let bounds = |of: fn(&(f64, f64)) -> f64| {
            figure.iter().map(of).fold((f64::MAX, f64::MIN), |(low, high), at| (low.min(at), high.max(at)))
        };
        let ((left, right), (low, high)) = (bounds(|at| at.0), bounds(|at| at.1));
        if high - low <= THICK && right - left >= SHORT {
            self.lines.push(Line { upright: false, at: (low + high) / 2.0, from: left, to: right });
        } else if right - left <= THICK && high - low >= SHORT {
            self.lines.push(Line { upright: true, at: (left + right) / 2.0, from: low, to: high });
        }
    }

    /// A page that lies on its side is turned upright.
    fn upright(mut self) -> Self {
        let turned = self.up.max(self.down);
        if turned * 2 <= self.glyphs.len() {
            return self;
        }
        let up = self.up >= self.down;
        for glyph in &mut self.glyphs {
            (glyph.x, glyph.y) = if up { (glyph.y, -glyph.x) } else { (-glyph.y, glyph.x) };
        }
        for line in &mut self.lines {
            let Line { upright, at, from, to } = *line;
            let (at, from, to) = match (upright, up) {
                (false, true) => (at, -to, -from),
                (true, true) => (-at, from, to),
                (false, false) => (-at, from, to),
                (true, false) => (at, -to, -from),
            };
            *line = Line { upright: !upright, at, from, to };
        }
        self
    }

    fn tables(self) -> Vec<FileTable> {
        let page = self.upright();
        let number = page.number;
        let found = Lines::tables(&page.lines);
        found.iter().filter_map(|lines| page.table(lines, number)).collect()
    }

    /// The cells within some lines, each with the characters that stand in it.
    fn table(&self, lines: &Lines, number: usize) -> Option<FileTable> {
        let (xs, ys) = (lines.columns(), lines.rows());
        let (width, height) = (xs.len().checked_sub(1)?, ys.len().checked_sub(1)?);
        if width == 0 || height == 0 || width > MOST_COLUMNS || width * height < 2 {
            return None;
        }
        let mut rows = vec![vec![FileCell::plain(String::new()); width]; height];
        for row in 0..height {
            for column in 0..width {
                if rows[row][column].covered {
                    continue;
                }
                let across = (column + 1..width)
                    .take_while(|next| !rows[row][*next].covered && !lines.parts_columns(*next, row))
                    .count()
                    + 1;
                let down = (row + 1..height)
                    .take_while(|next| {
                        (column..column + across)
                            .all(|at| !rows[*next][at].covered && !lines.parts_rows(*next, at))
                    })
                    .count()
                    + 1;
                for line in rows.iter_mut().skip(row).take(down) {
                    for cell in line.iter_mut().skip(column).take(across) {
                        *cell = FileCell::under();
                    }
                }
                let inside = |glyph: &&Glyph| {
                    let (x, y) = (glyph.x + glyph.width / 2.0, glyph.y + glyph.size * 0.3);
                    xs[column] <= x && x < xs[column + across] && ys[row] >= y && y > ys[row + down]
                };
                let own: Vec<&Glyph> = self.glyphs.iter().filter(inside).collect();
                rows[row][column] = FileCell { text: words(own), down, across, covered: false };
            }
        }
        Some(FileTable { page: Some(number), rows })
    }
}

/// The words of a cell: lines from the top, each from the left. Chinese lines that were broken for want of room
/// go on without a space.
fn words(mut glyphs: Vec<&Glyph>) -> String {
    glyphs.sort_by(|a, b| b.y.total_cmp(&a.y));
    let mut lines: Vec<Vec<&Glyph>> = Vec::new();
    for glyph in glyphs {
        match lines.last_mut() {
            Some(line) if line.first().is_some_and(|it| it.y - glyph.y < it.size.max(glyph.size) * 0.5) => {
                line.push(glyph);
            }
            _ => lines.push(vec![glyph]),
        }
    }
    let mut text = String::new();
    for mut line in lines {
        line.sort_by(|a, b| a.x.total_cmp(&b.x));
        let mut end = f64::MAX;
        let ascii = |c: Option<char>| c.is_some_and(|c| c.is_ascii_alphanumeric());
        let mut first = true;
        for glyph in line {
            let gap = if first { 0.0 } else { glyph.x - end };
            let begins = ascii(glyph.text.chars().next());
            if (gap > glyph.size * 0.3 || first) && begins && ascii(text.chars().last()) {
                text.push(' ');
            }
            text.push_str(&glyph.text);
            end = glyph.x + glyph.width;
            first = false;
        }
    }
    text.trim().to_owned()
}
