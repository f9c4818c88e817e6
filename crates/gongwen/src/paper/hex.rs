//! Bytes in JSON as hexadecimal digits: half as long as an array of numbers.

use serde::de::Error;
use serde::{Deserialize, Deserializer, Serializer};
use std::fmt::Write;

#[derive(Deserialize)]
#[serde(untagged)]
enum Form {
    Digits(String),
    Bytes(Vec<u8>),
}

/// Writes digits.
pub(super) fn serialize<S: Serializer>(bytes: &[u8], to: S) -> Result<S::Ok, S::Error> {
    let mut digits = String::with_capacity(bytes.len() * 2);
    for byte in bytes {
        let _ = write!(digits, "{byte:02x}");
    }
    to.serialize_str(&digits)
}

/// Reads digits, or an array of numbers.
pub(super) fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Vec<u8>, D::Error> {
    match Form::deserialize(from)? {
        Form::Bytes(bytes) => Ok(bytes),
        Form::Digits(digits) => read(&digits).ok_or_else(|| D::Error::custom("图片不是十六进制数字")),
    }
}

fn read(digits: &str) -> Option<Vec<u8>> {
    let value = |digit: &u8| char::from(*digit).to_digit(16);
    if !digits.len().is_multiple_of(2) {
        return None;
    }
    let pairs = digits.as_bytes().chunks_exact(2);
    pairs.map(|pair| u8::try_from(value(&pair[0])? * 16 + value(&pair[1])?).ok()).collect()
}

#[cfg(test)]
mod tests {
    use crate::paper::Block;

    #[test]
    fn bytes_are_written_as_digits_and_read_from_both() {
        let of = |png: &str| {
            serde_json::from_str::<Block>(&format!(r#"{{"type":"image","png":{png},"alt":"图"}}"#))
        };
        let digits = of(r#""00ffA0""#).unwrap_or_else(|e| panic!("{e}"));
        assert_eq!(of("[0,255,160]").unwrap_or_else(|e| panic!("{e}")), digits);
        let written = serde_json::to_string(&digits).unwrap_or_default();
        assert!(written.contains(r#""png":"00ffa0""#), "{written}");
        for wrong in [r#""0""#, r#""0g""#, r#""é""#, "[256]"] {
            assert!(of(wrong).is_err(), "{wrong}");
        }
    }
}
