//! Tables: rows stay whole as far as a page allows, the head is repeated on every page, a cell that covers rows of
//! several pages goes on with its text.

use crate::cell;
use crate::flow::{Flow, TEXT, style};
use crate::line::{self, Line, Measure};
use crate::measure::{HAIR, PITCH};
use crate::page::Item;
use gongwen::layout::SIZE_4_SMALL_PT;
use gongwen::paper::grid::{self, Rows, Slot};
use gongwen::paper::{Align, Face, Table};

/// From line to line in a cell: 小四 on 18 pt, as in the Word file.
const LINE: f64 = 18.0;
/// Blank beside the text of a cell.
const BESIDE: f64 = 4.25;
/// Blank above and below it together; a row of one line is 8 mm high.
const ABOVE: f64 = 4.7;
/// Thickness of the rules.
const RULE: f64 = 0.5;

/// A cell with its place in the table.
struct Block {
    row: usize,
    down: usize,
    left: f64,
    width: f64,
    align: Align,
    /// Lines that are still to be set.
    lines: Vec<Line>,
}

/// A head, or the rows below it.
struct Part {
    heights: Vec<f64>,
    /// In order of their rows.
    blocks: Vec<Block>,
}

/// Sets a table, or answers `None` if its rows do not fill its columns.
pub fn write(flow: &mut Flow, table: &Table) -> Option<()> {
    let (head, rows) = grid::grid(table)?;
    let edges = edges(table, flow.area().width)?;
    let head = part(&head, table, &edges, true);
    let rows = part(&rows, table, &edges, false);
    let first = rows.heights.first().copied().unwrap_or(0.0);
    let caption = if table.caption.is_some() { PITCH } else { 0.0 };
    let most = flow.area().height;
    flow.need((caption + least(head.height(), first, most)).min(most));
    if let Some(caption) = &table.caption {
        flow.centred(&cell::cells(caption, Face::FangSong), TEXT);
    }
    // A head that leaves no room for rows is not worth repeating.
    if head.height() > most / 2.0 {
        set(flow, head, None, &edges);
        set(flow, rows, None, &edges);
    } else if rows.heights.is_empty() {
        set(flow, head, None, &edges);
    } else {
        set(flow, rows, Some(&head), &edges);
    }
    flow.at += LINE / 2.0;
    flow.snap();
    Some(())
}

/// Edges of the columns from the left edge of the table, one more than columns.
fn edges(table: &Table, width: f64) -> Option<Vec<f64>> {
    let total: u32 = table.columns.iter().map(|column| u32::from(column.share)).sum();
    if total == 0 {
        return None;
    }
    let sums = table.columns.iter().scan(0, |sum, column| {
        *sum += u32::from(column.share);
        Some(width * f64::from(*sum) / f64::from(total))
    });
    Some(std::iter::once(0.0).chain(sums).collect())
}

fn part(rows: &Rows<'_>, table: &Table, edges: &[f64], head: bool) -> Part {
    let mut blocks = Vec::new();
    for (row, slots) in rows.iter().enumerate() {
        let mut at = 0;
        for slot in slots {
            let across = match slot {
                Slot::Begins(cell) => usize::from(cell.across),
                Slot::GoesOn(across) => usize::from(*across),
            };
            if let Slot::Begins(cell) = slot {
                let (left, width) = (edges[at], edges[at + across] - edges[at]);
                let align = if head { Align::Center } else { table.columns[at].align };
                let face = if head { Face::Hei } else { Face::FangSong };
                let lines = wrap(&cell.text, face, width);
                blocks.push(Block { row, down: usize::from(cell.down), left, width, align, lines });
            }
            at += across;
        }
    }
    let heights = heights(rows.len(), &blocks);
    Part { heights, blocks }
}

fn wrap(text: &str, face: Face, width: f64) -> Vec<Line> {
    let right = (width - 2.0 * BESIDE) / SIZE_4_SMALL_PT;
    let measure = Measure { first: 0.0, rest: 0.0, right, justified: false };
    text.split('\n').flat_map(|text| line::lines(&cell::cells(text, face), measure)).collect()
}

/// Heights of the rows: those of their own cells; what a cell over several rows needs more goes to its last one.
fn heights(count: usize, blocks: &[Block]) -> Vec<f64> {
    let mut heights = vec![LINE + ABOVE; count];
    for block in blocks.iter().filter(|block| block.down == 1) {
        heights[block.row] = heights[block.row].max(block.height());
    }
    for block in blocks.iter().filter(|block| block.down > 1) {
        let end = block.row + block.down;
        let have: f64 = heights[block.row..end].iter().sum();
        heights[end - 1] += (block.height() - have).max(0.0);
    }
    heights
}

impl Block {
    fn height(&self) -> f64 {
        self.lines.len() as f64 * LINE + ABOVE
    }
}

impl Part {
    fn height(&self) -> f64 {
        self.heights.iter().sum()
    }
}

/// Sets rows page by page, each time below the head.
fn set(flow: &mut Flow, rows: Part, head: Option<&Part>, edges: &[f64]) {
    let above = head.map_or(0.0, Part::height);
    let mut waiting = rows.blocks.into_iter().peekable();
    let mut open: Vec<Block> = Vec::new();
    let mut left: Vec<(usize, f64)> = rows.heights.into_iter().enumerate().rev().collect();
    while let Some((_, next)) = left.last().copied() {
        if flow.used && !flow.has(least(above, next, flow.area().height)) {
            flow.next_page();
        }
        let room = flow.area().height - flow.at - above + HAIR;
        let mut page: Vec<(usize, f64)> = Vec::new();
        let mut used = 0.0;
        while let Some((row, height)) = left.pop_if(|(_, height)| used + *height <= room) {
            page.push((row, height));
            used += height;
        }
        if page.is_empty() {
            // A row higher than a page is cut between its lines.
            let (row, height) = left.pop().unwrap_or_default();
            let lines = ((room - ABOVE) / LINE).floor().max(1.0);
            left.push((row, (height - lines * LINE).max(LINE + ABOVE)));
            page.push((row, lines * LINE + ABOVE));
        }
        let last = page.last().map_or(0, |(row, _)| *row);
        while let Some(block) = waiting.next_if(|block| block.row <= last) {
            open.push(block);
        }
        // Rows up to here are done; one that was cut is not.
        let done = left.last().map_or(usize::MAX, |(row, _)| *row);
        if let Some(head) = head {
            fixed(flow, head, edges);
        }
        segment(flow, &page, &mut open, done, edges);
        open.retain(|block| block.row + block.down > done);
    }
}

/// Height that must be left to begin a row: all of it, or some lines where it is cut anyway.
fn least(above: f64, row: f64, most: f64) -> f64 {
    above + if above + row <= most { row } else { 4.0 * LINE + ABOVE }
}

/// Sets a head as it is.
fn fixed(flow: &mut Flow, head: &Part, edges: &[f64]) {
    let page: Vec<(usize, f64)> = head.heights.iter().copied().enumerate().collect();
    let mut open: Vec<Block> = head.blocks.iter().map(Block::copy).collect();
    segment(flow, &page, &mut open, usize::MAX, edges);
}

/// Sets the rows of one page with all cells that reach it, and rules around them.
fn segment(flow: &mut Flow, page: &[(usize, f64)], open: &mut [Block], done: usize, edges: &[f64]) {
    let area = flow.area();
    let top = area.top + flow.at;
    let sums = page.iter().scan(top, |y, (row, height)| {
        *y += height;
        Some((*row, *y - height, *y))
    });
    let rows: Vec<(usize, f64, f64)> = sums.collect();
    let bottom = rows.last().map_or(top, |row| row.2);
    let width = edges.last().copied().unwrap_or(0.0);
    for block in open.iter_mut() {
        let begin = rows.iter().find(|(row, ..)| *row >= block.row).map_or(top, |row| row.1);
        let end = rows.iter().rfind(|(row, ..)| *row < block.row + block.down).map_or(bottom, |row| row.2);
        let x = area.left + block.left;
        rule(flow, (x, begin), (block.width, 0.0));
        rule(flow, (x, begin), (0.0, end - begin));
        let fitting = ((end - begin - ABOVE + HAIR) / LINE).floor().max(1.0) as usize;
        let all = block.row + block.down <= done;
        let count = if all { block.lines.len() } else { fitting.min(block.lines.len()) };
        let mut y = begin + (end - begin - count as f64 * LINE) / 2.0;
        for line in block.lines.drain(..count).collect::<Vec<_>>() {
            let blank = block.width - 2.0 * BESIDE - cell::breadth(&line.cells) * SIZE_4_SMALL_PT;
            let shift = match block.align {
                Align::Left => 0.0,
                Align::Center => blank / 2.0,
                Align::Right => blank,
            };
            let top = y + (LINE - SIZE_4_SMALL_PT) / 2.0;
            flow.text_at(x + BESIDE + shift.max(0.0), top, &line.cells, style(SIZE_4_SMALL_PT));
            y += LINE;
        }
    }
    rule(flow, (area.left, bottom), (width, 0.0));
    rule(flow, (area.left + width, top), (0.0, bottom - top));
    flow.at += bottom - top;
}

impl Block {
    fn copy(&self) -> Self {
        Self { lines: self.lines.clone(), ..*self }
    }
}

/// A thin rule from a place, along a width or a height.
fn rule(flow: &mut Flow, (x, y): (f64, f64), (width, height): (f64, f64)) {
    let half = RULE / 2.0;
    flow.put(Item::Rule { x: x - half, y: y - half, width: width + RULE, height: height + RULE, red: false });
}
