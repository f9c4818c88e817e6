//! Papers of the folder `papers` and Word files taken apart.

#![allow(dead_code, clippy::unwrap_used, reason = "each test takes what it needs, and may panic")]

use gongwen::paper::Paper;
use std::io::{Cursor, Read, Write};
use std::path::Path;

/// Names of the composed papers.
pub const PAPERS: &[&str] = &[
    "circular", "decision", "joint", "letter", "minutes", "notice", "opinion", "overflow", "reply", "report",
    "request", "roster",
];

/// A composed paper.
pub fn paper(name: &str) -> Paper {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/papers").join(format!("{name}.json"));
    serde_json::from_str(&std::fs::read_to_string(path).unwrap()).unwrap()
}

/// A composed paper as a Word file.
pub fn written(name: &str) -> Vec<u8> {
    gongwen::write::docx(&paper(name), &gongwen::write::Options::default()).unwrap()
}

/// Parts of a container.
pub fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..archive.len())
        .map(|at| {
            let mut entry = archive.by_index(at).unwrap();
            let mut content = Vec::new();
            entry.read_to_end(&mut content).unwrap();
            (entry.name().unwrap().into_owned(), content)
        })
        .collect()
}

/// Text of one part.
pub fn part(bytes: &[u8], name: &str) -> String {
    let (_, content) = parts(bytes).into_iter().find(|(known, _)| known == name).unwrap();
    String::from_utf8(content).unwrap()
}

/// A container from parts.
pub fn pack(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    packed(parts, zip::CompressionMethod::Deflated)
}

/// A container whose parts are not compressed.
pub fn stored(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    packed(parts, zip::CompressionMethod::Stored)
}

fn packed(parts: &[(String, Vec<u8>)], method: zip::CompressionMethod) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        let options = zip::write::SimpleFileOptions::default().compression_method(method);
        zip.start_file(name.as_str(), options).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The file with one text of one part replaced everywhere; it must be there.
pub fn altered(bytes: &[u8], name: &str, from: &str, to: &str) -> Vec<u8> {
    let mut all = parts(bytes);
    let (_, content) = all.iter_mut().find(|(known, _)| known == name).unwrap();
    let text = String::from_utf8(content.clone()).unwrap();
    assert!(text.contains(from), "{name} has no {from}");
    *content = text.replace(from, to).into_bytes();
    pack(&all)
}
