//! The file as one bookmarked PDF with continuous page numbers, in several volumes where one would be too heavy:
//! reports, records with their proof passages underlined, photos, pages of PDF papers, gaps.
//!
//! What cannot be printed is named with its place in the ZIP. A record that stands behind several criteria is
//! printed once; elsewhere its passages stand and the page where the rest is.

use super::label::GAPS;
use super::plate::Plates;
use super::word::facts;
use crate::Result;
use domain::day::Day;
use domain::dossier::{Dossier, Enclosure, PaperForm, Proof, Section};
use domain::id::RecordId;
use gongwen::paper::{Cell, Column, Row, Table};
use gongwen_pdf::book::{Book, Heading, Part, Picture, Piece, Sheet};
use std::collections::BTreeMap;

/// Bytes of photos and papers in one volume: a browser opens it, and the server holds about three times as much.
const HEAVY: u64 = 96 << 20;

/// Where things stand in the book.
#[derive(Debug, Default)]
pub(super) struct Places {
    /// Parts of the headings of sections.
    pub sections: Vec<usize>,
    /// Parts of the headings of proofs, by section and proof.
    pub proofs: BTreeMap<(usize, usize), usize>,
}

/// Puts the book together. `paths` are the folders of proofs in the ZIP.
pub(super) fn book(
    dossier: &Dossier,
    day: Day,
    form: PaperForm,
    paths: &[(usize, usize, String)],
    plates: &mut Plates,
) -> Result<(Book, Places)> {
    let mut maker =
        Maker { parts: Vec::new(), places: Places::default(), first: BTreeMap::new(), form, plates };
    let mut paths = paths.iter();
    for (place, section) in dossier.sections.iter().enumerate() {
        maker.section(section);
        for (at, proof) in section.proofs.iter().enumerate() {
            let path = paths.next().map(|(_, _, path)| path.as_str()).unwrap_or_default();
            maker.proof((place, at), section, proof, path)?;
        }
    }
    maker.gaps(dossier);
    let (covered, all) = dossier.covered();
    let book = Book {
        title: vec![clean(&dossier.unit), "迎检档案".into()],
        facts: vec![
            ("测评体系".into(), clean(&dossier.standard)),
            ("起止".into(), format!("{}至{}", dossier.from.full_text(), dossier.to.full_text())),
            ("测评内容".into(), format!("{all}项，{covered}项有材料或说明")),
            ("公文".into(), form.to_string()),
            ("生成".into(), day.full_text()),
        ],
        caution: dossier.caution.as_deref().map(clean),
        parts: maker.parts,
        most: HEAVY,
        made: u64::try_from(day.start().0 / 1_000_000).unwrap_or_default(),
    };
    Ok((book, maker.places))
}

struct Maker<'a> {
    parts: Vec<Part>,
    places: Places,
    /// The heading under which each record was printed.
    first: BTreeMap<RecordId, usize>,
    form: PaperForm,
    plates: &'a mut Plates,
}

impl Maker<'_> {
    fn section(&mut self, section: &Section) {
        self.places.sections.push(self.parts.len());
        let fresh = section.depth == 0 || !section.proofs.is_empty();
        self.heading(section.depth, &section.heading, fresh);
        if let Some(report) = &section.report {
            self.bold("说明报告");
            report.lines().for_each(|line| self.text(line));
        }
        if let Some(why) = &section.waiver {
            self.text(&format!("不适用：{why}"));
        }
        section.gaps.iter().for_each(|gap| self.text(&format!("还缺：{gap}")));
    }

    fn proof(&mut self, place: (usize, usize), section: &Section, proof: &Proof, path: &str) -> Result<()> {
        let at = self.parts.len();
        self.places.proofs.insert(place, at);
        // The first stands below the heading of its section, the others begin pages, as papers in a folder do.
        let title = format!("{}（{}）", proof.title, proof.day.month_day_text());
        self.heading(section.depth + 1, &title, place.1 > 0);
        facts(proof).iter().for_each(|(name, value)| self.text(&format!("{name}：{value}")));
        if let Some(printed) = self.first.get(&proof.record).copied() {
            for range in proof.underlined() {
                self.parts.push(Part::Text(vec![marked(&proof.text[range])]));
            }
            let (before, after) = ("这份纪实的全文和附件见第".into(), "页。".into());
            self.parts.push(Part::Refer { before, to: printed, after });
            return Ok(());
        }
        self.first.insert(proof.record, at);
        self.words(proof);
        let mut sheets = Vec::new();
        let mut photos = 0;
        for file in &proof.files {
            if file.is_picture() {
                photos += 1;
                self.photo(photos, file, path)?;
            } else {
                sheets.extend(self.paper(file, proof, path)?);
            }
        }
        self.parts.extend(sheets);
        Ok(())
    }

    /// The text of a record, its proof passages underlined.
    fn words(&mut self, proof: &Proof) {
        let passages = proof.underlined();
        let mut from = 0;
        for line in proof.text.split_inclusive('\n') {
            let to = from + line.len();
            let (mut at, mut pieces) = (from, Vec::new());
            for range in passages.iter().filter(|range| range.start >= from && range.end <= to) {
                pieces.push(Piece::plain(clean(&proof.text[at..range.start])));
                pieces.push(marked(&proof.text[range.clone()]));
                at = range.end;
            }
            pieces.push(Piece::plain(clean(&proof.text[at..to])));
            if pieces.iter().any(|piece| !piece.text.trim().is_empty()) {
                self.parts.push(Part::Text(pieces));
            }
            from = to;
        }
    }

    fn photo(&mut self, number: usize, file: &Enclosure, path: &str) -> Result<()> {
        match self.plates.photo(file)? {
            Ok(photo) => self.parts.push(Part::Picture(Picture {
                key: photo.key,
                width: photo.width,
                height: photo.height,
                weight: photo.weight,
                caption: format!("照片{number}"),
            })),
            Err(why) => self.left_out(file, &why, path),
        }
        if !file.caption.is_empty() {
            self.text(&format!("照片{number}　{}。", file.caption));
        }
        Ok(())
    }

    /// What is said of a paper stands here; its pages follow the record.
    fn paper(&mut self, file: &Enclosure, proof: &Proof, path: &str) -> Result<Vec<Part>> {
        if file.media != "application/pdf" {
            self.left_out(file, "这种文件不能编入 PDF。", path);
            return Ok(Vec::new());
        }
        let paper = match self.plates.paper(file, &proof.words())? {
            Ok(paper) => paper,
            Err(why) => {
                self.left_out(file, &why, path);
                return Ok(Vec::new());
            }
        };
        let count = paper.sizes.len();
        let shown = self.form.pages(count, &paper.signed, &paper.relevant);
        if shown.len() == count {
            self.text(&format!("附件“{}”共{count}页，附后。", file.name));
        } else {
            let numbers: Vec<String> = shown.iter().map(|page| (page + 1).to_string()).collect();
            let numbers = numbers.join("、");
            self.text(&format!("附件“{}”共{count}页，附第{numbers}页；全文在压缩包的“{path}”。", file.name));
        }
        let sheet = |(at, page): (usize, usize)| {
            let (width, height) = paper.sizes[page];
            let weight = if at == 0 { paper.weight } else { 0 };
            Part::Sheet(Sheet { key: paper.key, page, width, height, weight })
        };
        Ok(shown.into_iter().enumerate().map(sheet).collect())
    }

    fn left_out(&mut self, file: &Enclosure, why: &str, path: &str) {
        self.text(&format!("附件“{}”没有印在这里：{why}原件在压缩包的“{path}”。", file.name));
    }

    /// 缺项清单 at the end.
    fn gaps(&mut self, dossier: &Dossier) {
        let gap = |section: &Section| {
            let heading = clean(&section.heading);
            let row = |gap: &String| Row {
                cells: vec![Cell::new(heading.as_str()), Cell::new(clean(gap).as_str())],
            };
            section.gaps.iter().map(row).collect::<Vec<_>>()
        };
        let rows: Vec<Row> = dossier.sections.iter().flat_map(gap).collect();
        if rows.is_empty() {
            return;
        }
        self.heading(0, GAPS, true);
        let column = |share| Column { share, ..Column::default() };
        let head = Row { cells: ["测评内容", "还缺什么"].map(Cell::new).into() };
        self.parts.push(Part::Table(Table {
            caption: None,
            columns: vec![column(3), column(4)],
            head: vec![head],
            rows,
        }));
    }

    fn heading(&mut self, level: usize, text: &str, fresh: bool) {
        self.parts.push(Part::Heading(Heading { level, text: clean(text), fresh }));
    }

    fn text(&mut self, text: &str) {
        self.parts.push(Part::Text(vec![Piece::plain(clean(text))]));
    }

    fn bold(&mut self, text: &str) {
        self.parts.push(Part::Text(vec![Piece { text: text.into(), bold: true, marked: false }]));
    }
}

fn marked(text: &str) -> Piece {
    Piece { text: clean(text), bold: false, marked: true }
}

/// Control characters cannot be printed.
fn clean(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}
