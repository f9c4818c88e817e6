//! What a file holds: fonts, text, bookmarks, metadata, pictures, tables; and what the output says of it.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use gongwen::paper::{Attachment, Block, Cell, Face, Heading, Image, Level, Paper, Row, Run, Seal, Table};
use gongwen_pdf::{Error, Fonts, Options, pdf};
use support::{File, PAPERS, fonts, paper, set};

/// The texts of a paper, in the order in which they are printed.
fn texts(blocks: &[Block]) -> Vec<String> {
    let runs = |runs: &[Run]| runs.iter().map(|run| run.text.as_str()).collect::<String>();
    let bare = |text: String| text.chars().filter(|c| !c.is_whitespace()).collect();
    blocks
        .iter()
        .filter_map(|block| match block {
            Block::Paragraph { runs: all } => Some(bare(runs(all))),
            Block::Heading(Heading { text, follow, .. }) => Some(bare(format!("{text}{}", runs(follow)))),
            _ => None,
        })
        .collect()
}

#[test]
fn every_paper_embeds_its_fonts_and_keeps_its_text() {
    for name in PAPERS {
        let paper = paper(name);
        let output = set(&paper);
        let file = File::new(&format!("text-{name}"), &output);
        for font in file.fonts() {
            assert!(font.contains("yes yes yes"), "{name}: {font}");
        }
        // Page numbers stand between paragraphs that go on overleaf.
        let pages: Vec<String> =
            (1..=output.pages).map(|page| file.text(Some(page)).replace(&format!("—{page}—"), "")).collect();
        let all = pages.concat();
        let mut from = 0;
        for text in texts(&paper.body) {
            let at = all[from..].find(&text).unwrap_or_else(|| panic!("{name}: {text} not in {all}"));
            from += at + text.len();
        }
        let blocks = paper.attachments.iter().flat_map(|attachment| texts(&attachment.body));
        assert!(blocks.into_iter().all(|text| all.contains(&text)), "{name}");
        assert_eq!(output.missing, [], "{name}");
        assert_eq!(file.info("Pages"), output.pages.to_string());
        assert_eq!(file.info("Title"), gongwen::paper::compose::title_text(&paper.title));
    }
}

#[test]
fn the_same_input_makes_the_same_bytes_and_the_clock_is_told() {
    let paper = paper("notice");
    let options = Options { made: 1_772_682_123, ..Options::default() };
    let once = pdf(&paper, fonts(), &options).unwrap();
    assert_eq!(once, pdf(&paper, &Fonts::embedded(), &options).unwrap());
    let later = pdf(&paper, fonts(), &Options { made: 1_772_682_124, ..options }).unwrap();
    assert_ne!(once.bytes, later.bytes);
    assert!(File::new("made", &once).info("CreationDate").contains("Mar  5"));
}

#[test]
fn headings_and_attachments_are_bookmarks() {
    let output = set(&paper("notice"));
    let document = lopdf::Document::load_mem(&output.bytes).unwrap();
    let found = document.get_toc().unwrap().toc;
    let of = |level: usize| {
        found.iter().filter(|it| it.level == level).map(|it| it.title.clone()).collect::<Vec<_>>()
    };
    let top = of(1);
    assert!(top[0].ends_with("的通知"), "{top:?}");
    assert!(top[1].starts_with("附件1\u{3000}") && top[2].starts_with("附件2\u{3000}"), "{top:?}");
    assert!(of(2).iter().any(|title| title == "一、总体考虑"), "{:?}", of(2));
    assert!(of(3).iter().any(|title| title == "（一）办好职工夜校"), "{:?}", of(3));
    let attachment = found.iter().find(|it| it.title.starts_with("附件1")).unwrap();
    assert_eq!(attachment.page, 3);
}

#[test]
fn what_was_set_in_a_stand_in_is_said() {
    let output = set(&paper("report"));
    let faces: Vec<Face> = output.substituted.iter().map(|it| it.face).collect();
    assert_eq!(faces, Face::ALL);
    assert!(output.substituted[0].sentence().contains("仿宋体"), "{:?}", output.substituted);
    // A paper without a heading of the second level asks for no 楷体.
    assert!(!set(&paper("letter")).substituted.iter().any(|it| it.face == Face::Kai));
}

#[test]
fn rare_names_are_borrowed_and_what_no_face_holds_is_named() {
    let mut paper = paper("report");
    paper.header.signers = vec!["聕𠮷".into()];
    paper.body = vec![
        Block::heading(Level::Second, "聕某任组长"),
        Block::text("一般文字。"),
        Block::text("埃及\u{13000}字，再来\u{13000}和\u{1D800}。"),
    ];
    let output = set(&paper);
    let borrowed: Vec<char> = output.borrowed.iter().map(|it| it.character).collect();
    assert_eq!(borrowed, ['聕', '𠮷'], "{:?}", output.borrowed);
    assert!(output.borrowed[0].sentence().contains("U+8055"), "{:?}", output.borrowed);
    let missing: Vec<(char, u32)> = output.missing.iter().map(|it| (it.character, it.page)).collect();
    assert_eq!(missing, [('\u{13000}', 1), ('\u{1D800}', 1)]);
    assert!(output.missing[0].sentence().contains("U+13000"));
    let text = File::new("rare", &output).text(None);
    assert!(text.contains("聕𠮷") && text.contains("（一）聕某任组长"), "{text}");
    assert!(text.contains("埃及\u{13000}字，再来\u{13000}和\u{1D800}。"), "{text}");
    // The archive's format allows no empty box, and there is none.
    let options = Options { archival: true, ..Options::default() };
    assert_eq!(pdf(&paper, fonts(), &options).unwrap().missing, output.missing);
}

#[test]
fn a_table_of_200_rows_repeats_its_head_on_every_page() {
    let mut paper = paper("notice");
    let Block::Table(table) = &mut paper.attachments[1].body[0] else { panic!("no table") };
    let row = |at: u16| {
        let number = format!("R{at}");
        Row { cells: ["序", "类", number.as_str(), "办公室", "年底前"].map(Cell::new).into() }
    };
    table.rows = (1..=200).map(row).collect();
    for landscape in [true, false] {
        paper.attachments[1].landscape = landscape;
        let output = set(&paper);
        let words = File::new(&format!("rows-{landscape}"), &output).words();
        let pages = |text: &str| -> Vec<u32> {
            words.iter().filter(|word| word.text == text).map(|word| word.page).collect()
        };
        let heads = pages("任务内容");
        for number in 1..=200 {
            let found = pages(&format!("R{number}"));
            assert!(
                found.len() == 1 && heads.contains(&found[0]),
                "row {number}: {found:?}, heads {heads:?}"
            );
        }
        assert!(heads.len() > 5 && heads.windows(2).all(|pair| pair[0] < pair[1]), "{heads:?}");
    }
}

#[test]
fn rows_higher_than_a_page_and_cells_over_many_pages_lose_nothing() {
    let mut paper = paper("reply");
    let long: String = (0..3000).map(|at| char::from_u32(0x4E00 + at % 2000).unwrap()).collect();
    let cell = |text: &str, down| Cell { text: text.into(), across: 1, down };
    let mut rows = vec![Row { cells: vec![cell("跨页合并单元格", 60), cell(&long, 1)] }];
    rows.extend((1..60).map(|at| Row { cells: vec![cell(&format!("第{at}行"), 1)] }));
    let column = gongwen::paper::Column { share: 1, ..Default::default() };
    let head = vec![Row { cells: vec![cell("左", 1), cell("右", 1)] }];
    paper.body = vec![
        Block::text("见表。"),
        Block::Table(Table { caption: Some("长表".into()), columns: vec![column; 2], head, rows }),
    ];
    let output = set(&paper);
    let file = File::new("tall", &output);
    let text: Vec<char> = file.text(None).chars().collect();
    let count = |c: char| text.iter().filter(|it| **it == c).count();
    for c in long.chars().take(2000).filter(|c| !"左右第行见表长跨页合并单元格".contains(*c)) {
        assert!(count(c) >= 1, "{c} is lost");
    }
    assert!(file.words().iter().any(|word| word.text == "第59行"));
    // A row that is cut anyway begins below the text.
    let first = file.text(Some(1));
    assert!(first.contains("长表左") && first.contains("一丁丂"), "{first}");
    for word in file.words().iter().filter(|word| !word.text.contains('—') && word.text.len() > 3) {
        assert!(word.bottom < 265.0, "{word:?}");
    }
}

/// A valid picture of one white pixel.
const PNG: &[u8] = include_bytes!("../../gongwen/tests/data/picture.png");

#[test]
fn pictures_stand_in_the_text_and_bad_ones_are_refused_by_place() {
    let mut paper = paper("reply");
    let image = |png: &[u8]| {
        let caption = Some("图1".into());
        Block::Image(Image { png: png.to_vec(), width_mm: Some(60.0), caption, alt: "照片".into() })
    };
    paper.body.insert(1, image(PNG));
    let output = set(&paper);
    let text = File::new("picture", &output).text(None);
    assert!(text.contains("图1"), "{text}");
    assert!(String::from_utf8_lossy(&output.bytes).contains("/Image"));
    paper.body[1] = image(b"\xFF\xD8\xFF\xE0");
    assert_eq!(pdf(&paper, fonts(), &Options::default()), Err(Error::Image("正文第 2 段".into())));
    // The head of a picture without its rest.
    paper.body[1] = image(&PNG[..PNG.len().min(40)]);
    assert_eq!(pdf(&paper, fonts(), &Options::default()), Err(Error::Image("正文第 2 段".into())));
    let mut huge = PNG.to_vec();
    huge[16..24].copy_from_slice(&[0, 0, 0x80, 0, 0, 0, 0x80, 0]);
    paper.body[1] = image(&huge);
    assert_eq!(pdf(&paper, fonts(), &Options::default()), Err(Error::LargeImage("正文第 2 段".into())));
}

#[test]
fn what_cannot_be_set_is_refused_in_one_sentence() {
    let refused = |change: &dyn Fn(&mut Paper)| {
        let mut paper = paper("notice");
        change(&mut paper);
        pdf(&paper, fonts(), &Options::default()).unwrap_err()
    };
    let table = refused(&|paper| {
        let Block::Table(table) = &mut paper.attachments[1].body[0] else { panic!("no table") };
        table.rows[0].cells.pop();
    });
    assert_eq!(table, Error::Table("附件2第 1 段".into()));
    let control = refused(&|paper| paper.body[0] = Block::text("甲\u{7}乙"));
    assert_eq!(control, Error::Unprintable(7));
    for error in [table, control] {
        assert!(error.to_string().ends_with('。'), "{error}");
    }
}

#[test]
fn a_sign_off_never_stands_without_text_and_the_first_page_always_shows_some() {
    for characters in (0..1400).step_by(28) {
        let mut paper = paper("reply");
        paper.body = vec![Block::text("国".repeat(characters + 40)), Block::text("文".repeat(40))];
        paper.sign_off.seal = Seal::Stamped;
        paper.attachments =
            vec![Attachment { title: "名单".into(), title_words: vec![], body: vec![], landscape: false }];
        let output = set(&paper);
        let words = File::new("tail", &output).words();
        assert!(words.iter().any(|word| word.page == 1 && word.text.starts_with('国')), "{characters}");
        let date = words.iter().find(|word| word.text == "2026年5月28日").unwrap();
        let beside = words.iter().any(|word| word.page == date.page && word.text.contains(['国', '文']));
        assert!(beside, "{characters}: the sign-off stands alone on page {}", date.page);
    }
}
