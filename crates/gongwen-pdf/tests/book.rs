//! A bound book, read back with poppler: contents equal the pages, numbers run on from volume to volume, foreign
//! pages and pictures stand in it, proofs are underlined, and the same book makes the same bytes.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use gongwen::paper::{Cell, Column, Row, Table};
use gongwen_pdf::Output;
use gongwen_pdf::book::{Book, Bound, Heading, Part, Picture, Piece, Plates, Sheet, bind};
use gongwen_pdf::label::{Label, labels};
use gongwen_pdf::sheet::clean;
use support::{File, Tone, fonts, paper, set};

/// A grey JPEG of 16 × 12 pixels.
const JPEG: &[u8] = include_bytes!("data/grey.jpg");

/// Every picture is the grey one; file 1 is a paper of ours.
struct Shelf;

impl Plates for Shelf {
    fn picture(&mut self, key: usize) -> Result<Vec<u8>, String> {
        if key == 404 { Err("照片不在了。".into()) } else { Ok(JPEG.to_vec()) }
    }

    fn sheets(&mut self, _: usize) -> Result<Vec<u8>, String> {
        Ok(clean(set(&paper("notice")).bytes)?.bytes)
    }
}

fn heading(level: usize, text: &str, fresh: bool) -> Part {
    Part::Heading(Heading { level, text: text.into(), fresh })
}

fn text(text: &str) -> Part {
    Part::Text(vec![Piece::plain(text)])
}

fn picture(key: usize, weight: u64) -> Part {
    Part::Picture(Picture { key, width: 800, height: 600, weight, caption: "劳动现场".into() })
}

/// Chapters of some records, one of them with a table, pictures and a foreign file.
fn book(chapters: usize) -> Book {
    let mut parts = Vec::new();
    for chapter in 1..=chapters {
        parts.push(heading(0, &format!("项目甲{chapter}号"), true));
        for record in 1..=6 {
            parts.push(heading(2, &format!("记录乙{chapter}之{record}"), false));
            parts.push(text(&"上午打扫院子，下午办读书班，三十人参加。".repeat(9)));
            parts.push(picture(record, 1_000));
        }
    }
    let column = Column { share: 1, ..Column::default() };
    let row = |a: &str, b: &str| Row { cells: vec![Cell::new(a), Cell::new(b)] };
    let table = Table {
        caption: None,
        columns: vec![column; 2],
        head: vec![row("内容", "缺")],
        rows: vec![row("某项", "照片")],
    };
    parts.extend([heading(0, "缺项清单", true), Part::Table(table)]);
    Book {
        title: vec!["云岚市交通运输局".into(), "迎检档案".into()],
        facts: vec![("起止".into(), "2026年".into())],
        caution: Some("节选，未经核对".into()),
        parts,
        most: u64::MAX,
        made: 1_772_682_123,
    }
}

fn written(bound: &Bound) -> Vec<Output> {
    (1..=bound.volumes()).map(|volume| bound.write(volume, fonts(), &mut Shelf).unwrap()).collect()
}

/// Each line of the contents names a page on which its heading stands first.
fn agree(name: &str, bound: &Bound, outputs: &[Output]) {
    let files: Vec<File> =
        outputs.iter().enumerate().map(|(at, it)| File::new(&format!("{name}-{at}"), it)).collect();
    let pages: Vec<String> = outputs
        .iter()
        .zip(&files)
        .flat_map(|(output, file)| (1..=output.pages).map(|page| file.text(Some(page))))
        .collect();
    assert_eq!(pages.len(), bound.pages() as usize);
    let first = pages.iter().position(|page| page.contains("目录")).unwrap();
    let contents: String = pages[first..].iter().take_while(|page| page.contains('…')).cloned().collect();
    for it in &bound.contents {
        let number =
            if bound.volumes() > 1 { format!("第{}册{}", it.volume, it.page) } else { it.page.to_string() };
        let (_, after) =
            contents.split_once(&format!("{}…", it.text)).unwrap_or_else(|| panic!("{it:?}: {contents}"));
        let after = after.trim_start_matches('…');
        assert!(after.starts_with(&number), "{it:?}: {after}");
        let page = &pages[it.page as usize - 1];
        assert!(page.contains(&it.text), "{it:?}: {page}");
        assert!(page.contains(&format!("—{}—", it.page)), "{it:?}: {page}");
        let (from, to) = bound.pages_of(it.volume).unwrap();
        assert!((from..=to).contains(&it.page), "{it:?}");
    }
}

#[test]
fn the_contents_are_equal_to_the_pages() {
    for chapters in [1, 9] {
        let bound = bind(&book(chapters)).unwrap();
        assert_eq!((bound.volumes(), bound.contents.len()), (1, chapters * 7 + 1));
        let outputs = written(&bound);
        agree(&format!("book-{chapters}"), &bound, &outputs);
        assert_eq!(outputs[0].missing, []);
        let document = lopdf::Document::load_mem(&outputs[0].bytes).unwrap();
        let marks = document.get_toc().unwrap().toc;
        for it in &bound.contents {
            let mark = marks.iter().find(|mark| mark.title == it.text).unwrap();
            assert_eq!(mark.page, it.page as usize, "{it:?}");
        }
    }
}

#[test]
fn a_heavy_book_is_parted_and_its_numbers_run_on() {
    let whole = Book { most: 14_000, ..book(7) };
    let bound = bind(&whole).unwrap();
    assert_eq!(bound.volumes(), 4, "two chapters of 6 000 bytes fit into one volume");
    let outputs = written(&bound);
    agree("volumes", &bound, &outputs);
    let second = File::new("second", &outputs[1]);
    assert!(second.text(Some(1)).contains("第2册（共4册）"));
    let again = written(&bind(&whole).unwrap());
    assert_eq!(outputs, again, "the same book makes the same bytes");
}

#[test]
fn foreign_pages_and_proofs_stand_in_it() {
    let cleaned = clean(set(&paper("notice")).bytes).unwrap();
    assert!(cleaned.sizes.len() > 2);
    let mut whole = book(1);
    whole.parts.push(heading(0, "文件丙", true));
    let proof = Piece { text: "下午办读书班。".into(), marked: true, ..Piece::default() };
    whole.parts.push(Part::Text(vec![Piece::plain("上午扫除。"), proof]));
    let first = whole.parts.len();
    for (page, (width, height)) in cleaned.sizes.iter().copied().enumerate() {
        whole.parts.push(Part::Sheet(Sheet { key: 1, page, width, height, weight: 0 }));
    }
    whole.parts.push(Part::Refer { before: "见第".into(), to: first - 2, after: "页。".into() });
    let bound = bind(&whole).unwrap();
    let outputs = written(&bound);
    agree("foreign", &bound, &outputs);
    let file = File::new("foreign", &outputs[0]);
    let at = bound.place(first - 2).unwrap().page;
    assert!(!file.ink(at).bands(Tone::Red).is_empty(), "the proof is underlined");
    assert!(file.ink(at - 1).bands(Tone::Red).is_empty());
    assert!(file.text(Some(at + 1)).contains("云岚市"), "{}", file.text(Some(at + 1)));
    assert!(file.text(Some(at + 1)).contains(&format!("—{}—", at + 1)));
    assert!(file.text(Some(at + cleaned.sizes.len() as u32 + 1)).contains(&format!("见第{at}页。")));
}

#[test]
fn what_cannot_be_brought_stops_the_volume_with_the_callers_sentence() {
    let mut whole = book(1);
    whole.parts.push(picture(404, 1));
    let error = bind(&whole).unwrap().write(1, fonts(), &mut Shelf).unwrap_err();
    assert_eq!(error.to_string(), "照片不在了。");
}

#[test]
fn spines_and_cards_say_what_is_in_a_box() {
    let label = |number: usize| Label {
        head: format!("第{number}盒"),
        title: format!("项目{number} 学习型党组织建设与职工教育培训"),
        foot: vec!["云岚市交通运输局".into(), "第3页至第58页".into()],
        facts: vec![("单位".into(), "云岚市交通运输局".into()), ("页次".into(), "第3页至第58页".into())],
    };
    let all: Vec<Label> = (1..=6).map(label).collect();
    let output = labels("脊背和盒标签", &all, fonts(), 0).unwrap();
    assert_eq!((output.pages, output.missing.len()), (4, 0));
    assert_eq!(output, labels("脊背和盒标签", &all, fonts(), 0).unwrap());
    let file = File::new("labels", &output);
    assert!(file.text(Some(2)).contains("第6盒"), "{}", file.text(Some(2)));
    assert!(file.text(Some(4)).contains("页次：第3页至第58页"), "{}", file.text(Some(4)));
}
