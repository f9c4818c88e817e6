//! placeholder
pub fn fold(text: &str) -> String { text.to_owned() }
