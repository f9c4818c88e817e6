//! Texts of an inspection file as Word documents: plain A4 pages without signature or seal, as platforms ask.

use crate::{Error, Result};
use docx_rs::{AlignmentType, Docx, LineSpacing, PageMargin, Paragraph, Run, RunFonts};
use domain::dossier::{Proof, Section};
use std::io::Cursor;

/// A4 and its margins, in twentieths of a point.
const PAGE: (u32, u32) = (11_906, 16_838);
const MARGIN: i32 = 1_440;
/// 三号 and 小二 in half points.
const BODY: usize = 32;
const TITLE: usize = 36;

/// 说明报告 of an indicator.
pub(super) fn report(section: &Section, text: &str) -> Result<Vec<u8>> {
    let document = document().add_paragraph(title(&format!("{}说明报告", section.heading)));
    pack(document.add_paragraph(body(plain(text))))
}

/// One record as it was filed, its proof passages underlined in red.
pub(super) fn record(proof: &Proof) -> Result<Vec<u8>> {
    let mut document = document().add_paragraph(title(&proof.title));
    for (name, value) in facts(proof) {
        let line = Run::new().add_text(clean(&format!("{name}：{value}"))).size(BODY);
        document = document.add_paragraph(body(line));
    }
    let marked = proof.underlined();
    let mut from = 0;
    for line in proof.text.split_inclusive('\n') {
        let to = from + line.len();
        let mut paragraph =
            Paragraph::new().line_spacing(spacing()).indent(Some(0), Some(indent()), None, None);
        let mut at = from;
        for range in marked.iter().filter(|range| range.start >= from && range.end <= to) {
            paragraph = paragraph.add_run(plain(&proof.text[at..range.start]));
            paragraph =
                paragraph.add_run(plain(&proof.text[range.clone()]).underline("single").color("C00000"));
            at = range.end;
        }
        document = document.add_paragraph(paragraph.add_run(plain(&proof.text[at..to])));
        from = to;
    }
    pack(document)
}

/// What a record says beside its text; blank things are left out.
pub(super) fn facts(proof: &Proof) -> Vec<(&'static str, String)> {
    let figures: Vec<String> = proof
        .figures
        .iter()
        .filter(|it| !it.value.is_empty())
        .map(|it| format!("{} {}{}", it.item, it.value, it.uom))
        .collect();
    let all = [
        ("时间", proof.day.full_text()),
        ("地点", proof.place.clone()),
        ("单位", proof.unit.clone()),
        ("记录人", proof.author.clone()),
        ("数据", figures.join("，")),
        ("对应依据", proof.reason.clone()),
    ];
    all.into_iter().filter(|(_, value)| !value.trim().is_empty()).collect()
}

fn document() -> Docx {
    let fonts = RunFonts::new().east_asia("仿宋").ascii("Times New Roman").hi_ansi("Times New Roman");
    let margin = PageMargin {
        top: MARGIN,
        bottom: MARGIN,
        left: MARGIN,
        right: MARGIN,
        header: 700,
        footer: 700,
        gutter: 0,
    };
    Docx::new().page_size(PAGE.0, PAGE.1).page_margin(margin).default_fonts(fonts)
}

fn title(text: &str) -> Paragraph {
    let run = Run::new().add_text(clean(text)).size(TITLE).bold();
    Paragraph::new().add_run(run).align(AlignmentType::Center).line_spacing(spacing())
}

fn body(run: Run) -> Paragraph {
    Paragraph::new().add_run(run).line_spacing(spacing()).indent(Some(0), Some(indent()), None, None)
}

fn plain(text: &str) -> Run {
    Run::new().add_text(clean(text)).size(BODY)
}

/// Two characters.
fn indent() -> docx_rs::SpecialIndentType {
    docx_rs::SpecialIndentType::FirstLine(BODY as i32 * 20)
}

/// 28.95 pt from line to line, as papers have it.
fn spacing() -> LineSpacing {
    LineSpacing::new().line(579).line_rule(docx_rs::LineSpacingType::Exact)
}

/// Control characters have no place in XML.
fn clean(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}

fn pack(document: Docx) -> Result<Vec<u8>> {
    let mut bytes = Cursor::new(Vec::new());
    document.build().pack(&mut bytes).map_err(|error| Error::fault("docx", error))?;
    Ok(bytes.into_inner())
}
