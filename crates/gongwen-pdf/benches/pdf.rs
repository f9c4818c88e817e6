//! Time and memory to set a paper of 28 pages and more: `cargo bench -p gongwen-pdf`.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a bench prints and may fail")]

use gongwen::paper::{Block, Level, Paper};
use gongwen_pdf::{Fonts, Options, Output, pdf};
use std::time::{Duration, Instant};

fn main() {
    let mut paper: Paper =
        serde_json::from_str(include_str!("../../gongwen/tests/papers/reply.json")).unwrap();
    for section in 0..26 {
        paper.body.push(Block::heading(Level::First, "办好职工夜校"));
        for _ in 0..7 {
            let count = if section % 2 == 0 { 4 } else { 5 };
            paper.body.push(Block::text("每月开课不少于两次，课件存入资料库。".repeat(count)));
        }
    }
    let begun = Instant::now();
    let fonts = Fonts::embedded();
    let opened = begun.elapsed();
    let (plain, made) = best(&paper, &fonts, false);
    let (archival, _) = best(&paper, &fonts, true);
    println!(
        "fonts {opened:?}; {} pages, {} bytes: {plain:?}, PDF/A-2b {archival:?}",
        made.pages,
        made.bytes.len()
    );
    println!("most memory: {} MB", peak_kb() / 1024);
}

/// Fastest of ten.
fn best(paper: &Paper, fonts: &Fonts, archival: bool) -> (Duration, Output) {
    let once = || {
        let begun = Instant::now();
        let made = pdf(paper, fonts, &Options { archival, ..Options::default() }).unwrap();
        (begun.elapsed(), made)
    };
    (0..10).map(|_| once()).min_by_key(|(time, _)| *time).unwrap()
}

/// Highest resident memory of this process, as the kernel says it.
fn peak_kb() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}
