//! Bytes to text: the first byte chooses a charset or leaves it to be told.
#![no_main]

use gongwen::{Charset, decode};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    let Some((first, body)) = data.split_first() else { return };
    let chosen = match first % 5 {
        0 => None,
        1 => Some(Charset::Utf8),
        2 => Some(Charset::Utf16Le),
        3 => Some(Charset::Utf16Be),
        _ => Some(Charset::Gb18030),
    };
    let decoded = decode(body, chosen);
    assert!(chosen.is_none_or(|chosen| chosen == decoded.charset));
    let len = decoded.text.chars().count();
    assert!(decoded.diagnostics.iter().all(|note| note.span[0] <= note.span[1] && note.span[1] <= len));
    // What is sound UTF-8 with Han characters of its own is never taken for anything else.
    if chosen.is_none() && std::str::from_utf8(body).is_ok_and(|text| text.contains('的')) {
        assert_eq!(decoded.charset, Charset::Utf8);
    }
});
