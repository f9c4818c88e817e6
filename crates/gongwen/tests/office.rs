//! Papers as an office program shows them: converted by LibreOffice and measured from the PDF by poppler, both of which
//! `scripts/install.sh` installs.

#![allow(clippy::unwrap_used, reason = "a test may panic and report")]

mod support;

use gongwen::paper::{Block, Cell, Paper, Row};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;
use support::{PAPERS, paper};

const PT_PER_MM: f64 = 72.0 / 25.4;

fn folder(name: &str) -> PathBuf {
    let path = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
    let _ = std::fs::remove_dir_all(&path);
    std::fs::create_dir_all(&path).unwrap();
    path
}

fn convert(folder: &Path, to: &str) {
    let files = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let files: Vec<PathBuf> =
        files.filter(|path| path.extension().is_some_and(|end| end == "docx")).collect();
    // A profile of its own: tests may run beside an office that is open.
    let profile = format!("-env:UserInstallation=file://{}/profile", folder.display());
    let done = Command::new("soffice")
        .args([&profile, "--headless", "--convert-to", to, "--outdir"])
        .arg(folder.join("out"))
        .args(files)
        .output()
        .expect("no soffice: scripts/install.sh installs LibreOffice");
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

/// The folder with the PDF of each composed paper, of a full one and of one with a long table: made once, since
/// LibreOffice takes its time to start.
fn converted() -> &'static Path {
    static DONE: OnceLock<PathBuf> = OnceLock::new();
    DONE.get_or_init(|| {
        let folder = folder("pdf");
        let write = |name: &str, paper: &Paper| {
            let bytes = gongwen::write::docx(paper, &gongwen::write::Options::default()).unwrap();
            std::fs::write(folder.join(format!("{name}.docx")), bytes).unwrap();
        };
        PAPERS.iter().for_each(|name| write(name, &paper(name)));
        let mut full = paper("reply");
        full.body = vec![Block::text("国".repeat(2000)), Block::text("此复。")];
        write("full", &full);
        let mut long = paper("notice");
        let Block::Table(table) = &mut long.attachments[1].body[0] else { panic!("no table") };
        let row = |at: u16| {
            let number = format!("R{at:02X}");
            Row { cells: [number.as_str(), "类", "细目", "办公室", "年底前"].map(Cell::new).into() }
        };
        table.rows = (1..=200).map(row).collect();
        write("rows", &long);
        convert(&folder, "pdf");
        folder.join("out")
    })
}

/// A word on a page, in points from its upper left corner.
#[derive(Debug)]
struct Word {
    page: usize,
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
    text: String,
}

fn words(pdf: &Path) -> Vec<Word> {
    let out = Command::new("pdftotext").arg("-bbox").arg(pdf).arg("-").output().unwrap();
    let text = String::from_utf8(out.stdout).unwrap();
    let (mut page, mut found) = (0, Vec::new());
    for line in text.lines() {
        if line.contains("<page ") {
            page += 1;
        }
        let Some(rest) = line.trim().strip_prefix("<word ") else { continue };
        let number = |name: &str| -> f64 {
            rest.split(&format!("{name}=\"")).nth(1).unwrap().split('"').next().unwrap().parse().unwrap()
        };
        let text = rest.split('>').nth(1).unwrap().split('<').next().unwrap().to_owned();
        let (left, top) = (number("xMin"), number("yMin"));
        found.push(Word { page, left, top, right: number("xMax"), bottom: number("yMax"), text });
    }
    found
}

#[test]
fn a_full_page_has_22_lines_of_28_characters_inside_the_type_area() {
    let all = words(&converted().join("full.pdf"));
    assert!(
        all.iter().any(|word| word.page == 1 && word.text.starts_with('国')),
        "no text on the first page"
    );
    let lines: Vec<&Word> = all.iter().filter(|word| word.page == 2 && word.text.starts_with('国')).collect();
    assert_eq!(lines.len(), 22, "{lines:#?}");
    for line in &lines {
        assert_eq!(line.text.chars().count(), 28);
        assert!(
            line.left >= 28.0 * PT_PER_MM - 0.5 && line.right <= (210.0 - 26.0) * PT_PER_MM + 0.5,
            "{line:?}"
        );
    }
    for pair in lines.windows(2) {
        assert!((pair[1].top - pair[0].top - 28.95).abs() < 0.1, "{pair:?}");
    }
    let (first, last) = (lines[0], lines[21]);
    assert!(
        first.top >= 37.0 * PT_PER_MM && last.bottom <= (297.0 - 35.0) * PT_PER_MM + 1.0,
        "{first:?} {last:?}"
    );
}

#[test]
fn every_paper_opens_and_its_parts_stand_in_their_places() {
    for name in PAPERS {
        let all = words(&converted().join(format!("{name}.pdf")));
        let last = all.iter().map(|word| word.page).max().unwrap();
        let start = match *name {
            "letter" => 2,
            _ => 1,
        };
        for page in start..=last {
            let number = page.to_string();
            // The number of an upright page; pages turned by a quarter have it at their side.
            let Some(found) = all
                .iter()
                .find(|word| word.page == page && word.text == number && word.top > 262.0 * PT_PER_MM)
            else {
                assert_eq!(*name, "notice", "{name}: no number on page {page}");
                continue;
            };
            let middle = (found.top + found.bottom) / 2.0 / PT_PER_MM;
            assert!((middle - 269.0).abs() < 1.0, "{name}: {middle}");
            assert_eq!(
                found.left > 105.0 * PT_PER_MM,
                page % 2 == 1,
                "{name}: number of page {page} on the wrong side"
            );
        }
        // The last row of the imprint ends at the lower edge of the type area of the last page.
        if let Some(row) = all.iter().rfind(|word| word.text.ends_with("印发")) {
            assert_eq!(row.page, last, "{name}");
            let below = 262.0 - row.bottom / PT_PER_MM;
            assert!((0.0..6.0).contains(&below), "{name}: {below} mm below the last row");
        }
    }
}

#[test]
fn a_table_of_200_rows_repeats_its_head_on_every_page() {
    let all = words(&converted().join("rows.pdf"));
    let pages =
        |text: &str| all.iter().filter(|word| word.text == text).map(|word| word.page).collect::<Vec<_>>();
    let heads = pages("序号");
    for number in 1..=200 {
        let text = format!("R{number:02X}");
        let page = pages(&text);
        assert!(page.len() == 1 && heads.contains(&page[0]), "row {number}: {page:?}, heads {heads:?}");
    }
    assert!(heads.len() > 5, "{heads:?}");
}

#[test]
fn what_libreoffice_saves_again_still_checks_clean_of_violations() {
    let folder = folder("again");
    for name in ["report", "decision"] {
        std::fs::write(folder.join(format!("{name}.docx")), support::written(name)).unwrap();
    }
    convert(&folder, "docx");
    for name in ["report", "decision"] {
        let bytes = std::fs::read(folder.join(format!("out/{name}.docx"))).unwrap();
        let report = gongwen::check::check(&bytes, &Default::default()).unwrap();
        let found: Vec<String> = report.violations().map(gongwen::check::Finding::sentence).collect();
        assert!(found.is_empty(), "{name}: {found:#?}");
    }
}
