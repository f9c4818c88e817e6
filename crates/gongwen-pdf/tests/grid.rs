//! Places on the page, measured in the file: grid, heading, rules, imprint, page numbers.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use gongwen::layout::{
    CHAR_HEIGHT_MM, LETTER_FIRST_RULE_BELOW_MM, LETTER_MARK_TO_PAGE_MM, LETTER_RULE_LENGTH_MM,
    LETTER_SECOND_RULE_TO_PAGE_MM, LINE_PITCH_MM, MARK_TO_TYPE_AREA_MM, PAGE_NUMBER_BELOW_MM,
    RED_RULE_BELOW_NUMBER_MM, RED_RULE_WIDTH_MM, SIZE_4_PT,
};
use gongwen::paper::{Block, Paper};
use gongwen_pdf::{Options, pdf};
use support::{Band, File, PAPERS, Tone, Word, fonts, near, paper, set};

const LEFT: f64 = 28.0;
const RIGHT: f64 = 184.0;
const TOP: f64 = 37.0;
const BOTTOM: f64 = 262.0;
/// One 字 of 四号.
const CHAR_4: f64 = SIZE_4_PT / 72.0 * 25.4;

fn full() -> Paper {
    let mut paper = paper("reply");
    paper.body = vec![Block::text("国".repeat(2000)), Block::text("此复。")];
    paper
}

#[test]
fn a_full_page_has_22_lines_of_28_characters_that_fill_the_type_area() {
    let file = File::new("full", &set(&full()));
    let words = file.words();
    assert!(words.iter().any(|word| word.page == 1 && word.text.starts_with('国')), "no text on page 1");
    let lines: Vec<&Word> =
        words.iter().filter(|word| word.page == 2 && word.text.starts_with('国')).collect();
    assert_eq!(lines.len(), 22);
    for line in &lines {
        assert_eq!(line.text.chars().count(), 28);
        near(line.left, LEFT);
        near(line.right, RIGHT);
    }
    for pair in lines.windows(2) {
        assert!((pair[1].top - pair[0].top - LINE_PITCH_MM.value).abs() < 0.05, "{pair:?}");
    }
    let bands = file.ink(2).bands(Tone::Black);
    // 22 lines and the page number.
    assert_eq!(bands.len(), 23);
    near(bands[0].top, TOP);
    near(bands[21].bottom, BOTTOM);
    let height = bands[0].bottom - bands[0].top;
    assert!((0.8..=1.0).contains(&(height / CHAR_HEIGHT_MM.value)), "{height}");
}

/// Bands of the red heading and of the red rule, and all black ones.
fn head(name: &str) -> (Band, Band, Vec<Band>) {
    let ink = File::new(&format!("head-{name}"), &set(&paper(name))).ink(1);
    let red = ink.bands(Tone::Red);
    (red[0], *red.last().unwrap(), ink.bands(Tone::Black))
}

#[test]
fn heading_number_rule_and_title_stand_where_the_standard_puts_them() {
    for name in ["reply", "report", "request", "minutes", "roster"] {
        let (mark, rule, black) = head(name);
        near(mark.top, TOP + MARK_TO_TYPE_AREA_MM.value);
        near(rule.right - rule.left, RED_RULE_WIDTH_MM.value);
        near(rule.left, LEFT);
        let number = black.iter().rfind(|band| band.bottom < rule.top).unwrap();
        near(rule.top - number.bottom, RED_RULE_BELOW_NUMBER_MM.value);
        let title = black.iter().find(|band| band.top > rule.bottom).unwrap();
        near(title.top - rule.bottom, 2.0 * LINE_PITCH_MM.value);
    }
}

#[test]
fn two_blank_lines_part_heading_and_number() {
    let (mark, rule, black) = head("circular");
    let number = black.iter().rfind(|band| band.bottom < rule.top).unwrap();
    // From the square of the heading, of which its ink lacks about a twentieth at the foot.
    let gap = number.top - mark.bottom;
    assert!((2.0 * LINE_PITCH_MM.value - 0.5..2.0 * LINE_PITCH_MM.value + 2.0).contains(&gap), "{gap}");
}

#[test]
fn a_letter_has_two_double_rules_and_no_number_on_its_first_page() {
    let file = File::new("letter-rules", &set(&paper("letter")));
    let bands = file.ink(1).bands(Tone::Red);
    near(bands[0].top, LETTER_MARK_TO_PAGE_MM.value);
    let rules: Vec<&Band> = bands.iter().filter(|band| band.right - band.left > 160.0).collect();
    assert_eq!(rules.len(), 4, "{bands:?}");
    for rule in &rules {
        near(rule.right - rule.left, LETTER_RULE_LENGTH_MM.value);
        near(rule.left, (210.0 - LETTER_RULE_LENGTH_MM.value) / 2.0);
    }
    let height = |rule: &Band| rule.bottom - rule.top;
    assert!(height(rules[0]) > height(rules[1]) && height(rules[2]) < height(rules[3]));
    let gap = rules[0].top - bands[0].bottom;
    let square = LETTER_FIRST_RULE_BELOW_MM.value;
    assert!((square - 0.5..square + 1.5).contains(&gap), "{gap}");
    near(rules[3].bottom, 297.0 - LETTER_SECOND_RULE_TO_PAGE_MM.value);
    let words = file.words();
    assert!(!words.iter().any(|word| word.page == 1 && word.text == "1" && word.top > BOTTOM));
    let number = words.iter().find(|word| word.page == 1 && word.text.ends_with('号')).unwrap();
    near(number.right, RIGHT);
}

#[test]
fn page_numbers_stand_seven_millimetres_below_at_the_right_and_the_left() {
    let file = File::new("numbers", &set(&full()));
    for page in [1, 2, 3] {
        // At the outer side of the digits only the dash is seen.
        let outer = if page % 2 == 1 { (RIGHT - 2.0 * CHAR_4, RIGHT) } else { (LEFT, LEFT + 2.0 * CHAR_4) };
        let dash = *file.ink(page).bands_between(Tone::Black, outer.0, outer.1).last().unwrap();
        near((dash.top + dash.bottom) / 2.0, BOTTOM + PAGE_NUMBER_BELOW_MM.value);
        if page % 2 == 1 {
            near(dash.right, RIGHT - CHAR_4);
        } else {
            near(dash.left, LEFT + CHAR_4);
        }
    }
}

#[test]
fn the_imprint_ends_on_the_lower_edge_of_the_last_page() {
    for name in ["reply", "report", "minutes", "overflow"] {
        let output = set(&paper(name));
        let file = File::new(&format!("imprint-{name}"), &output);
        // Left of the text only the rules are seen.
        let ink = file.ink(output.pages);
        let rules = ink.bands_between(Tone::Black, LEFT + 0.5, LEFT + CHAR_4 - 0.5);
        let rules: Vec<Band> = rules.into_iter().filter(|band| band.bottom < BOTTOM + 2.0).collect();
        let height = |band: &Band| band.bottom - band.top;
        assert!(rules.len() >= 2, "{name}: {rules:?}");
        near(rules.last().unwrap().bottom, BOTTOM);
        for (at, rule) in rules.iter().rev().take(3).enumerate() {
            assert!((0.1..0.6).contains(&height(rule)), "{name}, rule {at} from below: {rule:?}");
        }
        let across = ink.bands(Tone::Black);
        let last = across.iter().find(|band| (band.bottom - BOTTOM).abs() < 0.5).unwrap();
        near(last.left, LEFT);
        near(last.right, RIGHT);
    }
}

#[test]
fn a_blank_page_before_the_imprint_takes_the_numbers_from_both() {
    let numbered = |name: &str, paper: &Paper| {
        let output = pdf(paper, fonts(), &Options { even_imprint: true, ..Options::default() }).unwrap();
        let words = File::new(name, &output).words();
        let number = |page: u32| {
            let text = page.to_string();
            words.iter().any(|word| word.page == page && word.text == text && word.top > BOTTOM)
        };
        (1..=output.pages).map(number).collect::<Vec<_>>()
    };
    // A text that leaves no room on its second page: the imprint would stand alone on the third.
    let filled = |lines: usize| {
        let mut paper = full();
        paper.body = vec![Block::text("国".repeat(28 * lines))];
        paper.sign_off.seal = gongwen::paper::Seal::Omitted;
        paper
    };
    let alone = |paper: &Paper| {
        let output = set(paper);
        let words = File::new("alone", &output).words();
        output.pages == 3 && !words.iter().any(|word| word.page == 3 && word.text.contains('国'))
    };
    let paper = (24..40).map(filled).find(alone).unwrap();
    assert_eq!(numbered("blank", &paper), [true, true, false, false]);
    // Where the text ends on an odd page, that page is not blank, and all are numbered.
    assert_eq!(numbered("no-blank", &self::paper("roster")), [true; 4]);
}

#[test]
fn every_paper_is_numbered_and_ends_with_its_imprint() {
    for name in PAPERS {
        let output = set(&paper(name));
        let words = File::new(&format!("all-{name}"), &output).words();
        let from = if *name == "letter" { 2 } else { 1 };
        for page in from..=output.pages {
            let text = page.to_string();
            let upright = |word: &&Word| word.page == page && word.text == text && word.top > BOTTOM;
            let turned = |word: &&Word| word.page == page && word.text == text && word.right < 35.0;
            let found = words.iter().find(upright).or_else(|| words.iter().find(turned));
            let found = found.unwrap_or_else(|| panic!("{name}: no number on page {page}"));
            let middle = (found.top + found.bottom) / 2.0;
            if found.right < 35.0 && found.top < 200.0 && middle < 210.0 && *name == "notice" && page > 4 {
                // Turned: where it would be on an upright page, seen from the side.
                assert_eq!(middle > 105.0, page % 2 == 1, "{name}: {found:?}");
            } else {
                assert_eq!(found.left > 105.0, page % 2 == 1, "{name}: {found:?}");
            }
        }
    }
}

#[test]
fn names_and_date_stand_where_the_standard_puts_them() {
    let mut stamped = paper("report");
    let date = |file: &File, page: u32| {
        let words = file.words();
        words.into_iter().rfind(|word| word.page == page && word.text == "2026年1月15日").unwrap()
    };
    let char = 156.0 / 28.0;
    let output = set(&stamped);
    let file = File::new("sealed", &output);
    let found = date(&file, output.pages);
    near(found.right, RIGHT - 4.0 * char);
    let words = file.words();
    let organ =
        words.iter().rfind(|word| word.page == output.pages && word.text == "云岚市交通运输局").unwrap();
    near((organ.left + organ.right) / 2.0, (found.left + found.right) / 2.0);
    stamped.sign_off.seal = gongwen::paper::Seal::None;
    let output = set(&stamped);
    let file = File::new("unsealed", &output);
    let words = file.words();
    let organ =
        words.iter().rfind(|word| word.page == output.pages && word.text == "云岚市交通运输局").unwrap();
    near(organ.right, RIGHT - 2.0 * char);
    near(date(&file, output.pages).left, organ.left + 2.0 * char);
}
