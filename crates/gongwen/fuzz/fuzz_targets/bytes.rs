//! Any bytes are read or refused with a sentence.
#![no_main]

use gongwen::{Hint, read};
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: gongwen_fuzz::forgive_pdf(), |data: &[u8]| {
    match read(data, &Hint::default()) {
        Ok(reading) => gongwen_fuzz::holds(&reading),
        Err(refusal) => assert!(refusal.to_string().contains('。')),
    }
});
