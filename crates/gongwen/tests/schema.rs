//! Word files held against the schema and what Word asks for beyond it, by Microsoft's Open XML validator:
//! `WENMING_OOXML_VALIDATOR`, or where `scripts/ooxml_validator.sh` unpacks it. `WENMING_NO_OOXML_VALIDATOR=1` goes
//! without.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use gongwen::paper::{Block, Cell, Image, Paper, Row};
use std::env::var_os;
use std::path::{Path, PathBuf};
use std::process::Command;
use support::{PAPERS, altered, paper, written};

/// What the validator finds in a file; nothing where it is valid.
fn findings(name: &str, file: &[u8]) -> Vec<String> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("schema");
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join(format!("{name}.docx"));
    std::fs::write(&path, file).unwrap();
    let unpacked = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../var/ooxml-validator/ooxml-validator");
    let validator = var_os("WENMING_OOXML_VALIDATOR").map_or(unpacked, PathBuf::from);
    let done = Command::new(validator)
        .arg(&path)
        // It would ask for a library of languages that it does not need.
        .env("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1")
        .output()
        .expect("no Open XML validator: scripts/ooxml_validator.sh unpacks it, WENMING_NO_OOXML_VALIDATOR=1 goes without");
    let report: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
    let errors = report["errors"].as_array().unwrap();
    assert_eq!(report["ok"], errors.is_empty(), "{report}");
    errors.iter().map(ToString::to_string).collect()
}

fn without() -> bool {
    var_os("WENMING_NO_OOXML_VALIDATOR").is_some_and(|value| !value.is_empty())
}

/// A plan with a picture, a task table of 200 rows, and every level of headings.
fn full() -> Paper {
    let mut full = paper("notice");
    full.body.push(Block::Image(Image {
        png: include_bytes!("data/picture.png").to_vec(),
        width_mm: None,
        caption: Some("图1 候车厅布置".into()),
        alt: "候车厅“布置”<图>".into(),
    }));
    let Block::Table(table) = &mut full.attachments[1].body[0] else { panic!("no table") };
    let row =
        |_| Row { cells: ["1", "类", "细目 & 𠮷", "办公室", "年底前"].map(Cell::new).into() };
    table.rows = (0..200).map(row).collect();
    full
}

#[test]
fn every_paper_keeps_to_the_schema() {
    if without() {
        return;
    }
    for name in PAPERS {
        assert_eq!(findings(name, &written(name)), Vec::<String>::new(), "{name}");
    }
    let full = gongwen::write::docx(&full(), &Default::default()).unwrap();
    assert_eq!(findings("full", &full), Vec::<String>::new());
}

#[test]
fn a_file_against_the_schema_is_found() {
    if without() {
        return;
    }
    let wrong = altered(
        &written("notice"),
        "word/document.xml",
        "<w:jc w:val=\"center\"/>",
        "<w:jc w:val=\"middle\"/>",
    );
    assert!(!findings("wrong", &wrong).is_empty());
}
