//! Archival files held against PDF/A-2b by a validator that is not the writer's own: `WENMING_PDFA_VALIDATOR`, or
//! where `scripts/pdfa_validator.sh` unpacks it. `WENMING_NO_PDFA_VALIDATOR=1` goes without.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod support;

use gongwen::paper::{Block, Image, Paper};
use gongwen_pdf::{Options, pdf};
use lopdf::{Document, Object, dictionary};
use std::env::var_os;
use std::path::{Path, PathBuf};
use std::process::Command;
use support::{PAPERS, fonts, paper, set};

fn archival(paper: &Paper) -> Vec<u8> {
    pdf(paper, fonts(), &Options { archival: true, ..Options::default() }).unwrap().bytes
}

/// What keeps a file from being PDF/A-2b; nothing where it is.
fn findings(name: &str, file: &[u8]) -> Vec<String> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("archival");
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join(format!("{name}.pdf"));
    std::fs::write(&path, file).unwrap();
    let unpacked = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../var/pdfa-validator/pdfa-validator");
    let validator = var_os("WENMING_PDFA_VALIDATOR").map_or(unpacked, PathBuf::from);
    let done = Command::new(validator)
        .arg(&path)
        .output()
        .expect("no validator of PDF/A: scripts/pdfa_validator.sh unpacks it, WENMING_NO_PDFA_VALIDATOR=1 goes without");
    let report: serde_json::Value = serde_json::from_slice(&done.stdout)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&done.stderr)));
    let errors = report["errors"].as_array().unwrap();
    assert_eq!(report["valid"], errors.is_empty(), "{report}");
    errors.iter().map(|error| error.as_str().unwrap().to_owned()).collect()
}

fn without() -> bool {
    var_os("WENMING_NO_PDFA_VALIDATOR").is_some_and(|value| !value.is_empty())
}

#[test]
fn an_archival_file_says_what_it_is() {
    for name in PAPERS {
        let file = archival(&paper(name));
        let text = String::from_utf8_lossy(&file).into_owned();
        assert!(text.contains("<pdfaid:part>2</pdfaid:part>"), "{name}");
        assert!(text.contains("<pdfaid:conformance>B</pdfaid:conformance>"), "{name}");
        assert!(!String::from_utf8_lossy(&set(&paper(name)).bytes).contains("pdfaid:part"), "{name}");
        // The validator below does not ask for the profile of the colours.
        let document = Document::load_mem(&file).unwrap();
        let intents = document.catalog().unwrap().get_deref(b"OutputIntents", &document).unwrap();
        let [intent] = intents.as_array().unwrap().as_slice() else { panic!("{name}: {intents:?}") };
        let (_, intent) = document.dereference(intent).unwrap();
        let intent = intent.as_dict().unwrap();
        assert_eq!(intent.get(b"S").unwrap().as_name().unwrap(), b"GTS_PDFA1", "{name}");
        assert!(intent.get_deref(b"DestOutputProfile", &document).unwrap().as_stream().is_ok(), "{name}");
    }
}

#[test]
fn every_archival_paper_is_pdf_a() {
    if without() {
        return;
    }
    for name in PAPERS {
        assert_eq!(findings(name, &archival(&paper(name))), [""; 0], "{name}");
        assert_ne!(findings(&format!("{name}-plain"), &set(&paper(name)).bytes), [""; 0], "{name}");
    }
    let mut pictured = paper("notice");
    pictured.body.push(Block::Image(Image {
        png: include_bytes!("../../gongwen/tests/data/picture.png").to_vec(),
        width_mm: None,
        caption: Some("图1 候车厅布置".into()),
        alt: "候车厅布置".into(),
    }));
    assert_eq!(findings("pictured", &archival(&pictured)), [""; 0]);
}

#[test]
fn a_file_that_is_not_pdf_a_is_found() {
    if without() {
        return;
    }
    let spoiled = |name: &str, spoil: &dyn Fn(&mut Document)| {
        let mut document = Document::load_mem(&archival(&paper("letter"))).unwrap();
        spoil(&mut document);
        let mut file = Vec::new();
        document.save_to(&mut file).unwrap();
        findings(name, &file).join("\n")
    };
    assert_eq!(spoiled("whole", &|_| {}), "");
    let font = spoiled("font", &|document| {
        for object in document.objects.values_mut() {
            if let Ok(it) = object.as_dict_mut() {
                it.remove(b"FontFile2");
                it.remove(b"FontFile3");
            }
        }
    });
    assert!(font.contains("no embedded"), "{font}");
    let script = spoiled("script", &|document| {
        let act = dictionary! { "S" => "JavaScript", "JS" => Object::string_literal("app.alert(1)") };
        document.catalog_mut().unwrap().set("OpenAction", act);
    });
    assert!(script.contains("JavaScript"), "{script}");
    let metadata = spoiled("metadata", &|document| {
        document.catalog_mut().unwrap().remove(b"Metadata");
    });
    assert!(metadata.contains("XMP"), "{metadata}");
}
