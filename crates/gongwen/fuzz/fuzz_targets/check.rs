//! The check of the layout of a Word file: any parts give findings or a refusal.
#![no_main]

use gongwen::check::check;
use gongwen::layout::Overlay;
use libfuzzer_sys::fuzz_target;

const PARTS: &[&str] = &[
    "word/document.xml",
    "word/styles.xml",
    "word/settings.xml",
    "word/_rels/document.xml.rels",
    "word/footer1.xml",
];

fuzz_target!(|data: &[u8]| {
    if let Ok(report) = check(&gongwen_fuzz::word(data, PARTS), &Overlay::default()) {
        report.findings.iter().for_each(|finding| assert!(!finding.sentence().is_empty()));
    }
});
