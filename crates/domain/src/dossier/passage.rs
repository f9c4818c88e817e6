//! 佐证语句: the sentences of a record that bear the words for which it was matched. Assessors ask for a straight
//! red line under them (`field.md` §1.4, Huaibei).

use std::ops::Range;

/// Ends of sentences.
const ENDS: [char; 6] = ['。', '！', '？', '；', '\n', ';'];

/// Byte ranges of the sentences of `text` that hold one of the `words`, in order, without their white space.
pub fn passages(text: &str, words: &[String]) -> Vec<Range<usize>> {
    let words: Vec<&str> = words.iter().map(|word| word.trim()).filter(|word| !word.is_empty()).collect();
    let mut found = Vec::new();
    let mut from = 0;
    for sentence in text.split_inclusive(ENDS) {
        let to = from + sentence.len();
        let bare = sentence.trim();
        if !bare.is_empty() && words.iter().any(|word| bare.contains(word)) {
            let start = from + (sentence.len() - sentence.trim_start().len());
            found.push(start..start + bare.len());
        }
        from = to;
    }
    found
}

/// The words that a reason quotes: `因为有“读书班”` gives 读书班.
pub(super) fn quoted(reason: &str) -> Vec<String> {
    let mut words = Vec::new();
    for part in reason.split('“').skip(1) {
        if let Some((word, _)) = part.split_once('”') {
            words.push(word.to_owned());
        }
    }
    words
}

impl super::Proof {
    /// The words that its reason quotes.
    pub fn words(&self) -> Vec<String> {
        quoted(&self.reason)
    }

    /// The passages to be underlined: those that hold the words its reason quotes.
    pub fn underlined(&self) -> Vec<Range<usize>> {
        passages(&self.text, &quoted(&self.reason))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_with_the_words_are_found() {
        let text = "上午开了动员会。 下午办读书班，三十人参加；会后座谈。\n读书班还有两期";
        let found = passages(text, &quoted("因为有“读书班”和“没有的词”"));
        let said: Vec<&str> = found.into_iter().map(|range| &text[range]).collect();
        assert_eq!(said, ["下午办读书班，三十人参加；", "读书班还有两期"]);
        assert!(passages(text, &[]).is_empty());
        assert!(passages("", &["读书班".into()]).is_empty());
    }
}
