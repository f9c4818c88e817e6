//! The text of a paper: `gongwen`'s plain data as JSON. What belongs to the row and not to the text —
//! number, signer, days — is added when it is printed, so that signing covers what was written.

use crate::reading::Layout;
use crate::{Error, Result};
use domain::day::Day;
use domain::paper::{Paper, Sound};
use gongwen::layout::Strength;
use gongwen::paper as gw;
use gw::{Block, DocNumber, Format};

/// Reads a version.
pub fn read(text: &str) -> Result<gw::Paper> {
    serde_json::from_str(text).map_err(|error| Error::fault("paper text", error))
}

/// Writes a version. The product offers no 密级 and no 份号.
pub fn write(words: &gw::Paper) -> Result<String> {
    let mut words = words.clone();
    words.header.secrecy = None;
    words.header.copy_no = None;
    serde_json::to_string(&words).map_err(|error| Error::fault("paper text", error))
}

/// Digest of a version, with the name of its algorithm.
pub fn digest(text: &str) -> String {
    format!("sm3:{}", store::sm3_hex(text.as_bytes()))
}

/// Refuses what carries a 密级 mark, before anything of it is stored.
pub fn unclassified(words: &gw::Paper) -> Result<()> {
    let text = lines(words).join("\n");
    if text.trim().is_empty() {
        return Ok(());
    }
    match gongwen::read(text.as_bytes(), &gongwen::Hint::default()) {
        Ok(_) => Ok(()),
        Err(refusal) => Err(Error::rule(refusal.to_string())),
    }
}

/// The text as it is printed: with the number, the signer, the day of signing and of printing.
pub fn complete(mut words: gw::Paper, paper: &Paper, signer: Option<&str>, today: Day) -> gw::Paper {
    let minutes = words.format == Format::Minutes;
    words.header.secrecy = None;
    words.header.copy_no = None;
    words.header.number = match &paper.number {
        // 纪要 and 简报 bear their 期次 instead.
        Some(number) if !(minutes && words.header.issue.is_some()) => u16::try_from(number.year)
            .ok()
            .zip(u32::try_from(number.serial).ok())
            .and_then(|(year, serial)| DocNumber::new(&number.code, year, serial).ok()),
        _ => None,
    };
    words.header.signers =
        if words.upward { signer.map(str::to_owned).into_iter().collect() } else { Vec::new() };
    if let Some(day) = paper.signature.as_ref().and_then(|it| printed_day(it.on)) {
        words.sign_off.date = day;
    }
    let letter = words.format == Format::Letter;
    if let Some(imprint) = &mut words.imprint {
        if letter {
            imprint.printer = None;
        }
        let day = printed_day(paper.issued_on.unwrap_or(today));
        imprint.printed = imprint.printer.as_ref().and(day);
    }
    words
}

/// A day as papers print it; none outside of 1900 to 2099.
pub fn printed_day(day: Day) -> Option<gw::Day> {
    let year = u16::try_from(day.year()).ok()?;
    gw::Day::new(year, u8::try_from(day.month()).ok()?, u8::try_from(day.day()).ok()?)
}

/// Something to mend, for the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub place: gw::Place,
    pub clause: &'static str,
    pub message: String,
    /// Whether it stops signing: 规定, or a rule of the house.
    pub binds: bool,
}

impl Found {
    /// With its place.
    pub fn sentence(&self) -> String {
        format!("{}：{}", self.place, self.message)
    }
}

/// The paper with something in the place of what only later steps can fill in, so that it is not missed.
fn foreseen(words: &gw::Paper, paper: &Paper, today: Day) -> gw::Paper {
    let mut words = complete(words.clone(), paper, Some("待签"), today);
    if words.header.number.is_none() && words.format != Format::Minutes {
        words.header.number = DocNumber::new("待登记", 2000, 1).ok();
    }
    words
}

/// The rule of the checker that looks for placeholders.
const UNFILLED: &str = "GW-22";

/// What a check of the Word file that would be issued finds against the standard; none where it cannot be
/// written, which [`problems`] tells.
pub fn layout(words: &gw::Paper, paper: &Paper, today: Day) -> Option<Layout> {
    let words = foreseen(words, paper, today);
    let file = gongwen::write::docx(&words, &gongwen::write::Options::default()).ok()?;
    let mut report = gongwen::check::check(&file, &gongwen::layout::Overlay::default()).ok()?;
    // What is not filled in is told by [`problems`], with its place in the form.
    report.findings.retain(|it| it.rule != UNFILLED);
    Some(Layout::of(&report))
}

/// Everything to mend.
pub fn problems(words: &gw::Paper, paper: &Paper, today: Day) -> Vec<Found> {
    let words = foreseen(words, paper, today);
    let found = words.problems().into_iter().map(|it| Found {
        binds: it.strength == Strength::Required,
        place: it.place,
        clause: it.clause,
        message: it.message,
    });
    let mut found: Vec<Found> = found.collect();
    // Two placeholders of one paragraph are one thing to mend.
    found.dedup();
    if let Err(error) = gongwen::write::docx(&words, &gongwen::write::Options::default()) {
        found.push(Found { place: gw::Place::Body(0), clause: "", message: error.to_string(), binds: true });
    }
    found
}

/// What a step is decided on: the digest of the text as it stands, and what stops signing.
pub fn sound(text: &str, paper: &Paper, today: Day) -> Result<Sound> {
    let words = read(text)?;
    let mut obstacles: Vec<String> =
        problems(&words, paper, today).into_iter().filter(|it| it.binds).map(|it| it.sentence()).collect();
    let layout = layout(&words, paper, today).unwrap_or_default();
    obstacles.extend(layout.violations.into_iter().map(|it| it.sentence));
    Ok(Sound { digest: digest(text), obstacles })
}

/// The paper line by line, for search, comparison and the eye.
pub fn lines(words: &gw::Paper) -> Vec<String> {
    let mut lines = words.header.mark.iter().cloned().collect::<Vec<_>>();
    lines.push(gw::compose::title_text(&words.title));
    lines.extend(words.header.issue.iter().cloned());
    if !words.recipients.is_empty() {
        lines.push(format!("{}：", words.recipients.join("，")));
    }
    lines.extend(gw::compose::attendance(words).into_iter().map(|(label, names)| format!("{label}{names}")));
    blocks(&words.body, &mut lines);
    for (at, attachment) in words.attachments.iter().enumerate() {
        lines.push(format!("附件{}：{}", at + 1, gw::compose::title_text(&attachment.title)));
        blocks(&attachment.body, &mut lines);
    }
    lines.push(words.sign_off.organs.join("，"));
    lines.push(words.sign_off.date.to_string());
    lines.extend(gw::compose::note(words));
    if let Some(imprint) = words.imprint.as_ref().filter(|it| !it.cc.is_empty()) {
        lines.push(format!("抄送：{}。", imprint.cc.join("，")));
    }
    lines.retain(|line| !line.trim().is_empty());
    lines
}

fn blocks(body: &[Block], lines: &mut Vec<String>) {
    for (block, number) in body.iter().zip(gw::numeral::numerals(body)) {
        match block {
            Block::Heading(heading) => {
                lines.push(format!("{number}{}{}", heading.text, runs(&heading.follow)));
            }
            Block::Paragraph { runs: all } => lines.push(runs(all)),
            Block::Table(table) => {
                lines.extend(table.caption.iter().cloned());
                let rows = table.head.iter().chain(&table.rows);
                lines.extend(rows.map(|row| {
                    row.cells.iter().map(|cell| cell.text.replace('\n', " ")).collect::<Vec<_>>().join(" | ")
                }));
            }
            Block::Image(image) => lines.push(format!("[图：{}]", image.alt)),
        }
    }
}

/// The words of runs.
pub fn runs(runs: &[gw::Run]) -> String {
    runs.iter().map(|run| run.text.as_str()).collect()
}
