//! Characters as glyphs: which face gives each, and where it stands in its cell.

use crate::cell::Cell;
use crate::fonts::Fonts;
use crate::page::{Height, Text};
use crate::{Borrowed, Error};
use gongwen::paper::{Face, Lack, Substitution, width};
use krilla::color::rgb;
use krilla::geom::{Point, Transform};
use krilla::paint::{Fill, Stroke};
use krilla::surface::Surface;
use krilla::text::{GlyphId, KrillaGlyph};
use skrifa::MetadataProvider;
use skrifa::charmap::Charmap;
use skrifa::instance::{LocationRef, Size};
use skrifa::metrics::GlyphMetrics;
use std::collections::{BTreeMap, BTreeSet};

/// What stands for a character that no face holds.
const GETA: char = '〓';
/// Thickness of the stroke that makes a character bold, in sizes of type.
const BOLD: f32 = 0.03;

/// Red of the heading and its rules, else black.
pub fn fill(red: bool) -> Fill {
    let color = if red { rgb::Color::new(255, 0, 0) } else { rgb::Color::black() };
    Fill { paint: color.into(), ..Fill::default() }
}

/// What was found out while setting.
#[derive(Debug, Default)]
pub struct Found {
    substituted: BTreeMap<Face, String>,
    seen: BTreeSet<char>,
    pub borrowed: Vec<Borrowed>,
    lacking: BTreeSet<(u32, char)>,
    pub missing: Vec<Lack>,
}

impl Found {
    /// Stand-ins in the order of the classes.
    pub fn substituted(&self) -> Vec<Substitution> {
        let of = |face: &Face| Some(Substitution { face: *face, used: self.substituted.get(face)?.clone() });
        Face::ALL.iter().filter_map(of).collect()
    }
}

/// Sets lines of text with the faces at hand.
pub struct Setter<'a> {
    fonts: &'a Fonts,
    tables: Vec<Option<(Charmap<'a>, GlyphMetrics<'a>)>>,
    orders: BTreeMap<Face, Vec<usize>>,
    /// Page under way, from 1.
    pub page: u32,
    pub found: Found,
}

/// A character that has been looked up.
struct Placed {
    cell: Cell,
    font: usize,
    glyph: GlyphId,
    /// Advance of the glyph in sizes of type.
    advance: f64,
    /// Its text and what belongs to it without a glyph of its own.
    text: String,
}

/// Width of a run's characters, 1 where they are as they were drawn, and how they stand.
struct Fit {
    scale: f64,
    way: Way,
}

enum Way {
    /// Letters, so many points apart.
    Word { apart: f64 },
    /// Dashes, whose ink begins so many points behind their place.
    Dash { before: f64 },
    /// Characters in the middle of their cells.
    Cell,
}

impl Fit {
    /// Advance of a character and how far it is moved, in points.
    fn place(&self, it: &Placed, text: &Text) -> (f64, f64) {
        let natural = it.natural(text);
        let drawn = it.advance * text.size * self.scale;
        let extra = it.cell.breadth * text.advance - natural;
        match self.way {
            Way::Word { apart } => (drawn + apart + extra, apart / 2.0),
            Way::Dash { before } => (natural + extra, -before),
            Way::Cell => {
                let lead = it.cell.lead * text.advance;
                (natural + extra, (natural - drawn) * it.share() - lead)
            }
        }
    }
}

impl Placed {
    /// Breadth of its cell before it was squeezed or spread, in points.
    fn natural(&self, text: &Text) -> f64 {
        self.cell.natural * text.advance
    }

    /// How much of the blank of its cell stands before it: half, but for marks of a face that draws them narrow,
    /// which stand beside what they enclose.
    fn share(&self) -> f64 {
        match (self.advance < 0.75, self.cell.is_opening(), self.cell.is_closing()) {
            (true, true, _) => 1.0,
            (true, _, true) => 0.0,
            _ => 0.5,
        }
    }
}

impl<'a> Setter<'a> {
    /// Nothing is set yet.
    pub fn new(fonts: &'a Fonts) -> Self {
        let table = |loaded: &'a crate::fonts::Loaded| {
            let font = loaded.face()?;
            Some((font.charmap(), font.glyph_metrics(Size::unscaled(), LocationRef::default())))
        };
        let tables = fonts.all.iter().map(table).collect();
        let orders = Face::ALL.into_iter().map(|face| (face, fonts.order(face))).collect();
        Self { fonts, tables, orders, page: 1, found: Found::default() }
    }

    /// Draws a line of text.
    pub fn text(&mut self, surface: &mut Surface<'_>, text: &Text) -> Result<(), Error> {
        let placed = self.look_up(&text.cells)?;
        // From the place that is given to the baseline, away from the head of the line.
        let (place, below) = match text.y {
            Height::Baseline(y) => (y, 0.0),
            Height::Ink(y) => (y, self.ink(&placed).1 * text.size),
            Height::Middle(y) => {
                let (low, high) = self.ink(&placed[..placed.len().min(1)]);
                (y, (low + high) / 2.0 * text.size)
            }
        };
        surface.set_fill(Some(fill(text.red)));
        let mut along = 0.0;
        let kind = |it: &Placed| (it.font, it.cell.bold, it.cell.is_half(), it.cell.is_dash());
        for run in placed.chunk_by(|a, b| kind(a) == kind(b)) {
            let frame = if text.turned {
                Transform::from_row(0.0, 1.0, -1.0, 0.0, (text.x - below) as f32, (place + along) as f32)
            } else {
                Transform::from_translate((text.x + along) as f32, (place + below) as f32)
            };
            self.run(surface, text, run, frame);
            along += run.iter().map(|it| it.cell.breadth).sum::<f64>() * text.advance;
        }
        Ok(())
    }

    /// Draws characters of one face.
    fn run(&self, surface: &mut Surface<'_>, text: &Text, run: &[Placed], frame: Transform) {
        let font = &self.fonts.all[run[0].font].font;
        let fit = self.fit(run, text);
        let mut line = String::new();
        let mut glyphs = Vec::with_capacity(run.len());
        for it in run {
            let (advance, offset) = fit.place(it, text);
            let start = line.len();
            line.push_str(&it.text);
            let sized = |length: f64| (length / fit.scale / text.size) as f32;
            let range = start..line.len();
            glyphs.push(KrillaGlyph::new(it.glyph, sized(advance), sized(offset), 0.0, 0.0, range, None));
        }
        let bold =
            Stroke { paint: fill(text.red).paint, width: text.size as f32 * BOLD, ..Stroke::default() };
        surface.set_stroke(run[0].cell.bold.then_some(bold));
        surface.push_transform(&frame);
        let scaled = (fit.scale - 1.0).abs() > 1e-3;
        if scaled {
            surface.push_transform(&Transform::from_scale(fit.scale as f32, 1.0));
        }
        surface.draw_glyphs(Point::from_xy(0.0, 0.0), &glyphs, font.clone(), &line, text.size as f32, false);
        if scaled {
            surface.pop();
        }
        surface.pop();
    }

    /// How a run is fitted to its cells: a word of letters is made as broad as they are together, dashes fill theirs.
    fn fit(&self, run: &[Placed], text: &Text) -> Fit {
        let cell = run[0].cell;
        if cell.is_half() {
            let cells: f64 = run.iter().map(|it| it.natural(text)).sum();
            let glyphs: f64 = run.iter().map(|it| it.advance * text.size).sum();
            let scale = if glyphs > cells { cells / glyphs } else { 1.0 };
            let apart = (cells - glyphs * scale) / run.len() as f64;
            return Fit { scale, way: Way::Word { apart } };
        }
        match self.sides(&run[0]).filter(|_| cell.is_dash()) {
            Some((left, right)) => {
                let scale = text.advance / ((right - left) * text.size);
                Fit { scale, way: Way::Dash { before: left * text.size * scale } }
            }
            None => Fit { scale: text.squeeze, way: Way::Cell },
        }
    }

    /// Lower and upper edge of the ink above the baseline, in sizes of type.
    fn ink(&self, placed: &[Placed]) -> (f64, f64) {
        let edges = placed.iter().filter_map(|it| {
            let bounds = self.bounds(it)?;
            Some((bounds[1], bounds[3]))
        });
        edges.reduce(|all, it| (all.0.min(it.0), all.1.max(it.1))).unwrap_or_default()
    }

    /// Left and right edge of the ink of a character, in sizes of type.
    fn sides(&self, placed: &Placed) -> Option<(f64, f64)> {
        self.bounds(placed).map(|bounds| (bounds[0], bounds[2])).filter(|(left, right)| right > left)
    }

    fn bounds(&self, placed: &Placed) -> Option<[f64; 4]> {
        let (_, metrics) = self.tables[placed.font].as_ref()?;
        let bounds = metrics.bounds(skrifa::GlyphId::new(placed.glyph.to_u32()))?;
        let units = f64::from(self.fonts.all[placed.font].font.units_per_em());
        Some([bounds.x_min, bounds.y_min, bounds.x_max, bounds.y_max].map(|edge| f64::from(edge) / units))
    }

    fn look_up(&mut self, cells: &[Cell]) -> Result<Vec<Placed>, Error> {
        let mut placed: Vec<Placed> = Vec::with_capacity(cells.len());
        for cell in cells {
            if cell.c.is_control() {
                return Err(Error::Unprintable(u32::from(cell.c)));
            }
            if selects(cell.c) {
                // Belongs to the character before it.
                if let Some(last) = placed.last_mut() {
                    last.text.push(cell.c);
                }
            } else if !invisible(cell.c) {
                placed.extend(self.place(*cell));
            }
        }
        Ok(placed)
    }

    /// The character from the best face that holds it; what no face holds is noted.
    fn place(&mut self, cell: Cell) -> Option<Placed> {
        let order = self.orders.get(&cell.face)?;
        let first = *order.first()?;
        let find = |c: char| order.iter().find_map(|at| Some((*at, self.glyph(*at, c)?)));
        let (font, glyph, lacks) = match find(cell.c) {
            Some((font, glyph)) => (font, glyph, false),
            None => {
                let (font, glyph) = find(GETA)?;
                (font, glyph, true)
            }
        };
        let name = |at: usize| self.fonts.all[at].name.clone();
        if self.fonts.all[first].embedded {
            self.found.substituted.entry(cell.face).or_insert_with(|| name(first));
        }
        if lacks && self.found.lacking.insert((self.page, cell.c)) {
            self.found.missing.push(Lack { character: cell.c, page: self.page });
        }
        // The two classes of one embedded face are one file.
        if !lacks && name(font) != name(first) && self.found.seen.insert(cell.c) {
            self.found.borrowed.push(Borrowed { character: cell.c, page: self.page, used: name(font) });
        }
        let advance = self.advance(font, glyph);
        Some(Placed { cell, font, glyph: GlyphId::new(glyph.to_u32()), advance, text: cell.c.to_string() })
    }

    fn glyph(&self, font: usize, c: char) -> Option<skrifa::GlyphId> {
        let (characters, _) = self.tables[font].as_ref()?;
        characters.map(c).filter(|glyph| glyph.to_u32() != 0)
    }

    fn advance(&self, font: usize, glyph: skrifa::GlyphId) -> f64 {
        let units = self.tables[font].as_ref().and_then(|(_, metrics)| metrics.advance_width(glyph));
        f64::from(units.unwrap_or(0.0)) / f64::from(self.fonts.all[font].font.units_per_em())
    }
}

/// Chooses a form of the character before it.
fn selects(c: char) -> bool {
    matches!(u32::from(c), 0xFE00..=0xFE0F | 0xE0100..=0xE01EF)
}

/// Takes no room and has no shape: direction marks, joiners, marks of byte order.
fn invisible(c: char) -> bool {
    width::half(c) == 0 && !matches!(u32::from(c), 0x300..=0x36F)
}
