//! GW-01, GW-02, GW-14: page, margins, grid, page numbers.

use super::parse::{File, Footer, Section};
use super::{List, Spot, find};
use crate::layout::{
    LEFT_MARGIN_MM, PAGE_HEIGHT_MM, PAGE_NUMBER_DASH, PAGE_NUMBER_EVEN, PAGE_NUMBER_FACE, PAGE_NUMBER_ODD,
    PAGE_NUMBER_SIZE, PAGE_WIDTH_MM, SIZE_4_PT, Strength, TOP_MARGIN_MM, TYPE_AREA_HEIGHT_MM,
    TYPE_AREA_WIDTH_MM, WORD_EXACT_LINE_PT, size_name,
};
use crate::paper::Face;

/// Most sections whose page is looked at.
const SECTIONS: usize = 200;
const MM: f64 = 25.4 / 1440.0;

pub(super) fn check(file: &File, list: &mut List<'_>) {
    for (at, section) in file.sections.iter().enumerate().take(SECTIONS) {
        let first = file.paragraphs.iter().find(|para| para.section == at && !para.is_blank());
        let place = || {
            first.map_or(Spot { part: "页面", paragraph: None, excerpt: String::new() }, |para| {
                find::spot("页面", para)
            })
        };
        sides(section, &place, list);
    }
    pitch(file, list);
    numbers(file, list);
}

/// Page and margins; a page turned by a quarter has its binding edge above.
fn sides(section: &Section, place: &dyn Fn() -> Spot, list: &mut List<'_>) {
    let mm = |twips: i64| twips as f64 * MM;
    let turned = section.width > section.height;
    let (width, height) =
        if turned { (section.height, section.width) } else { (section.width, section.height) };
    let paper = "请在“页面设置”中选用 A4 纸。";
    list.number("GW-01", &PAGE_WIDTH_MM, 0.3, place(), mm(width), paper);
    list.number("GW-01", &PAGE_HEIGHT_MM, 0.3, place(), mm(height), paper);
    let (head, binding) = if turned { (section.right, section.top) } else { (section.top, section.left) };
    let (foot, cut) = if turned { (section.left, section.bottom) } else { (section.bottom, section.right) };
    let gutter = section.gutter;
    let margins = "请在“页面设置”中把页边距设为上 37、下 35、左 28、右 26 毫米。";
    list.number("GW-01", &TOP_MARGIN_MM, 0.2, place(), mm(head.abs()), margins);
    list.number("GW-01", &LEFT_MARGIN_MM, 0.2, place(), mm(binding + gutter), margins);
    // The type area may shift with the margins, which have 1 mm of tolerance.
    list.number("GW-01", &TYPE_AREA_WIDTH_MM, 1.0, place(), mm(width - binding - gutter - cut), margins);
    list.number("GW-01", &TYPE_AREA_HEIGHT_MM, 1.0, place(), mm(height - head.abs() - foot.abs()), margins);
}

/// Line pitch of running text: 22 lines must fit.
fn pitch(file: &File, list: &mut List<'_>) {
    for para in file.paragraphs.iter().filter(|para| para.table.is_none() && para.text.chars().count() > 40) {
        let grid = file.sections.get(para.section).and_then(|section| section.grid.clone());
        let gridded = grid
            .filter(|(kind, _)| kind == "lines" || kind == "linesAndChars")
            .map(|(_, pitch)| pitch as f64 / 20.0);
        let line = para.props.line.unwrap_or(240) as f64;
        let found = match para.props.line_rule.as_deref() {
            Some("exact" | "atLeast") => line / 20.0,
            _ => match gridded {
                Some(pitch) => pitch * (line / 240.0),
                None => para.size_pt().unwrap_or(16.0) * 1.3 * line / 240.0,
            },
        };
        let own = list.overlay.of(&WORD_EXACT_LINE_PT).is_some();
        let lines = (TYPE_AREA_HEIGHT_MM.pt() / found).floor();
        if own || lines as i64 != 22 {
            let fix = "请把行距设为固定值 28.95 磅，使每面排满 22 行。";
            list.number("GW-02", &WORD_EXACT_LINE_PT, 0.05, find::spot("正文", para), found, fix);
        }
    }
}

fn numbers(file: &File, list: &mut List<'_>) {
    let nowhere = || Spot { part: "页码", paragraph: None, excerpt: String::new() };
    let used = |kind: &str| {
        let ids =
            file.sections.iter().flat_map(|section| &section.footers).filter(|(known, _)| known == kind);
        let ids: Vec<&str> = ids.map(|(_, id)| id.as_str()).collect();
        file.footers
            .iter()
            .filter(|(id, footer)| ids.contains(&id.as_str()) && footer.counts)
            .map(|(_, footer)| footer)
            .collect::<Vec<_>>()
    };
    let (odd, even) = (used("default"), used("even"));
    let rule = ("GW-14", PAGE_NUMBER_ODD.clause, Strength::Required);
    if odd.is_empty() && even.is_empty() {
        list.other(
            rule,
            nowhere(),
            "没有页码",
            "4号半角宋体页码，左右各放一条一字线",
            "请插入页码，单页居右、双页居左。",
        );
        return;
    }
    if !file.even_and_odd || even.is_empty() {
        list.other(
            rule,
            nowhere(),
            "单双页页码位置相同",
            "单页居右空一字、双页居左空一字",
            "请勾选“奇偶页不同”，分别设置页码。",
        );
    }
    for (footers, side, words) in [
        (odd, "right", PAGE_NUMBER_ODD),
        (if file.even_and_odd { even } else { Vec::new() }, "left", PAGE_NUMBER_EVEN),
    ] {
        for footer in footers {
            number(footer, side, &words, file.even_and_odd, &nowhere, list);
        }
    }
}

fn number(
    footer: &Footer,
    side: &str,
    words: &crate::layout::Words,
    split: bool,
    nowhere: &dyn Fn() -> Spot,
    list: &mut List<'_>,
) {
    let text: String = footer.text.chars().filter(|c| !c.is_whitespace()).collect();
    if !(text.starts_with('—') && text.ends_with('—')) {
        let found = format!("“{text}”");
        list.words(
            "GW-14",
            &PAGE_NUMBER_DASH,
            nowhere(),
            found,
            "请在页码数字左右各放一条一字线，如 — 1 —。",
        );
    }
    let align = footer.props.align.as_deref().unwrap_or("left");
    let align = match align {
        "end" => "right",
        "start" | "both" => "left",
        other => other,
    };
    if split && !footer.boxed && align != side {
        let found = match align {
            "center" => "居中",
            "right" => "居右",
            _ => "居左",
        };
        list.words("GW-14", words, nowhere(), found, "请调整页码的对齐方式。");
    }
    if let Some(face) = footer.face.as_deref()
        && Face::of_name(face).is_some_and(|face| face != Face::Song)
    {
        list.words("GW-14", &PAGE_NUMBER_FACE, nowhere(), face, "请把页码字体设为宋体。");
    }
    if let Some(size) = footer.size.map(|half| half as f64 / 2.0)
        && (size - SIZE_4_PT).abs() > 0.1
    {
        list.words("GW-14", &PAGE_NUMBER_SIZE, nowhere(), size_name(size), "请把页码字号设为四号。");
    }
}
