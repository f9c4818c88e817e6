//! Traditional and Simplified characters.
//!
//! Search folds character by character ([`fold`]); display converts phrase by phrase with the tables of
//! OpenCC, which are loaded on first need only. Vocabulary is never exchanged by the public functions
//! (发布 stays 发布), because the words of an official paper are not ours to choose.

mod table;

use ferrous_opencc::{OpenCC, config::BuiltinConfig};
use std::sync::{LazyLock, OnceLock};

/// Traditional → Simplified pairs, sorted by the first.
static PAIRS: LazyLock<Vec<(char, char)>> =
    LazyLock::new(|| table::TRADITIONAL.chars().zip(table::SIMPLIFIED.chars()).collect());

/// Folds Traditional to Simplified, character by character, for search. The number of characters is kept.
pub fn fold(text: &str) -> String {
    text.chars().map(fold_char).collect()
}

/// Converts to Simplified, phrase by phrase (乾隆 stays 乾隆, 乾净 becomes 干净).
pub fn to_simplified(text: &str) -> String {
    static TABLES: OnceLock<Option<OpenCC>> = OnceLock::new();
    if !text.chars().any(is_traditional) {
        return text.to_owned();
    }
    match TABLES.get_or_init(|| OpenCC::from_config(BuiltinConfig::T2s).ok()) {
        Some(tables) => tables.convert(text),
        None => fold(text),
    }
}

/// Converts to Traditional, phrase by phrase, without exchanging vocabulary.
pub fn to_traditional(text: &str) -> String {
    static TABLES: OnceLock<Option<OpenCC>> = OnceLock::new();
    match TABLES.get_or_init(|| OpenCC::from_config(BuiltinConfig::S2t).ok()) {
        Some(tables) => tables.convert(text),
        None => text.to_owned(),
    }
}

/// The Simplified counterpart of one character, or the character itself. A radical becomes its character.
pub(crate) fn fold_char(c: char) -> char {
    if (c as u32) < 0x3400 {
        return crate::repair::character(c);
    }
    PAIRS.binary_search_by_key(&c, |pair| pair.0).map_or(c, |at| PAIRS[at].1)
}

/// True for characters that have a different Simplified form. 乾 alone is none: it lives in both scripts.
pub(crate) fn is_traditional(c: char) -> bool {
    c >= '\u{3400}' && c != '乾' && fold_char(c) != c
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn table_is_sorted_and_complete() {
        assert!(PAIRS.is_sorted_by(|a, b| a.0 < b.0));
        assert_eq!(table::TRADITIONAL.chars().count(), table::SIMPLIFIED.chars().count());
    }

    #[test]
    fn folding_keeps_the_number_of_characters() {
        assert_eq!(fold("創建文明單位"), "创建文明单位");
        assert_eq!(fold("ABC 交通"), "ABC 交通");
    }

    #[test]
    fn conversion_is_by_phrase_and_keeps_vocabulary() {
        assert_eq!(to_simplified("乾隆年間的幹部"), "乾隆年间的干部");
        assert_eq!(to_simplified("發布信息"), "发布信息");
        assert_eq!(to_traditional("发布干部名单"), "發佈幹部名單");
    }
}
