//! PDF files. Panics of the library behind are refusals; what reaches the fuzzer is endless work and memory.
#![no_main]

use gongwen::{Hint, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: gongwen_fuzz::forgive_pdf(), |data: &[u8]| {
    if let Ok(reading) = read(&[b"%PDF-1.4\n", data].concat(), &Hint::default()) {
        gongwen_fuzz::holds(&reading);
    }
});
