//! Time to write and to check a paper of 28 pages: `cargo bench -p gongwen`.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a bench prints and may fail")]

use gongwen::paper::{Block, Level, Paper};
use std::time::{Duration, Instant};

fn main() {
    let mut paper: Paper = serde_json::from_str(include_str!("../tests/papers/notice.json")).unwrap();
    // 28 pages of 22 lines of 28 characters.
    for section in 0..28 {
        paper.body.push(Block::heading(Level::First, "办好职工夜校"));
        for _ in 0..7 {
            paper.body.push(Block::text(
                "每月开课不少于两次，课件存入资料库。".repeat(if section % 2 == 0 { 4 } else { 5 }),
            ));
        }
    }
    let bytes = gongwen::write::docx(&paper, &gongwen::write::Options::default()).unwrap();
    let write = best(|| gongwen::write::docx(&paper, &gongwen::write::Options::default()).unwrap().len());
    let check =
        best(|| gongwen::check::check(&bytes, &gongwen::layout::Overlay::default()).unwrap().findings.len());
    println!("write {write:?}, check {check:?}, {} bytes", bytes.len());
}

/// Fastest of fifty.
fn best(mut act: impl FnMut() -> usize) -> Duration {
    let once = |act: &mut dyn FnMut() -> usize| {
        let start = Instant::now();
        std::hint::black_box(act());
        start.elapsed()
    };
    (0..50).map(|_| once(&mut act)).min().unwrap_or_default()
}
