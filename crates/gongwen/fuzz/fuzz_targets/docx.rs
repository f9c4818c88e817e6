//! The parts of a Word file: what is fuzzed is their XML, not the container around them, which `bytes` does.
#![no_main]

use gongwen::{Hint, read};
use libfuzzer_sys::fuzz_target;

const PARTS: &[&str] =
    &["word/document.xml", "word/numbering.xml", "word/styles.xml", "word/header1.xml"];

fuzz_target!(|data: &[u8]| {
    if let Ok(reading) = read(&gongwen_fuzz::word(data, PARTS), &Hint::default()) {
        gongwen_fuzz::holds(&reading);
    }
});
