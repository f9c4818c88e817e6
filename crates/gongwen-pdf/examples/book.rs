//! Binds a book of so many photos and papers and tells what it takes:
//! `cargo run --release -p gongwen-pdf --example book -- PHOTO.jpg PAPER.pdf 2000 1000`. Each photo differs by its last
//! bytes, each paper by a comment, so that nothing is found to be there already.

#![allow(clippy::print_stdout, reason = "it tells a person")]

use gongwen_pdf::Fonts;
use gongwen_pdf::book::{Book, Heading, Part, Picture, Piece, Plates, Sheet, bind};
use gongwen_pdf::sheet::clean;
use std::time::Instant;

struct Shelf {
    photo: Vec<u8>,
    paper: Vec<u8>,
}

impl Plates for Shelf {
    fn picture(&mut self, key: usize) -> Result<Vec<u8>, String> {
        Ok([self.photo.as_slice(), &key.to_le_bytes()].concat())
    }

    fn sheets(&mut self, key: usize) -> Result<Vec<u8>, String> {
        Ok([self.paper.as_slice(), format!("\n%{key}\n").as_bytes()].concat())
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [photo, paper, photos, papers] = arguments.as_slice() else {
        return Err("PHOTO.jpg PAPER.pdf PHOTOS PAPERS".into());
    };
    let (photos, papers): (usize, usize) = (photos.parse()?, papers.parse()?);
    let cleaned = clean(std::fs::read(paper)?)?;
    let mut shelf = Shelf { photo: std::fs::read(photo)?, paper: cleaned.bytes };
    let mut parts = Vec::new();
    for record in 0..photos.max(papers) {
        let fresh = Heading { level: 2, text: format!("第{record}份纪实"), fresh: true };
        parts.push(Part::Heading(fresh));
        parts.push(Part::Text(vec![Piece::plain("上午打扫院子，下午办读书班，三十人参加。".repeat(12))]));
        for key in (record..photos).step_by(photos.max(papers)) {
            let weight = shelf.photo.len() as u64;
            let caption = format!("照片{key}");
            parts.push(Part::Picture(Picture { key, width: 1600, height: 1200, weight, caption }));
        }
        for (page, (width, height)) in cleaned.sizes.iter().copied().enumerate().filter(|_| record < papers) {
            let weight = if page == 0 { shelf.paper.len() as u64 } else { 0 };
            parts.push(Part::Sheet(Sheet { key: record, page, width, height, weight }));
        }
    }
    let book = Book { title: vec!["迎检档案".into()], parts, most: 96 << 20, ..Book::default() };
    let begun = Instant::now();
    let bound = bind(&book)?;
    println!("laid out: {} pages, {} volumes, {:.1?}", bound.pages(), bound.volumes(), begun.elapsed());
    let fonts = Fonts::embedded();
    let mut all = 0;
    for volume in 1..=bound.volumes() {
        let output = bound.write(volume, &fonts, &mut shelf)?;
        all += output.bytes.len();
    }
    println!("drawn: {} MB, {:.1?}", all >> 20, begun.elapsed());
    Ok(())
}
