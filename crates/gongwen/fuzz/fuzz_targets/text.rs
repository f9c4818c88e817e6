//! Any text becomes a plan and is kept whole.
#![no_main]

use gongwen::read_text;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| gongwen_fuzz::holds(&read_text(text)));
