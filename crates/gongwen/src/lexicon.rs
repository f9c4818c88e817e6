//! Lists of words, and the questions whether one of them stands at a place of a text.
//!
//! A rule asks for dozens of words at hundreds of places, and nearly always none is there. So each list knows
//! the characters that its words begin with, and most places are ruled out by a look at one bit.

use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A list that is made when it is first asked for.
pub(crate) type Words = LazyLock<Lexicon>;

/// A list of endings that is made when it is first asked for.
pub(crate) type Ends = LazyLock<Endings>;

/// Words that are looked for from their beginning.
#[derive(Debug)]
pub(crate) struct Lexicon {
    /// A bit for the low twelve bits of each first character.
    heads: [u64; 64],
    /// The words by their first character, the longest first.
    words: Vec<(char, Vec<Vec<char>>)>,
}

impl Lexicon {
    /// The words of `text`, which white space parts.
    pub fn of(text: &str) -> Self {
        Self::new(text.split_whitespace().map(|word| word.chars().collect()))
    }

    fn new(list: impl Iterator<Item = Vec<char>>) -> Self {
        let mut words: BTreeMap<char, Vec<Vec<char>>> = BTreeMap::new();
        let mut heads = [0; 64];
        for word in list {
            if let Some(first) = word.first() {
                let (slot, bit) = place(*first);
                heads[slot] |= bit;
                words.entry(*first).or_default().push(word);
            }
        }
        for list in words.values_mut() {
            list.sort_by_key(|word| std::cmp::Reverse(word.len()));
        }
        Self { heads, words: words.into_iter().collect() }
    }

    /// False where no word begins with `c`; true says little.
    pub fn may_open(&self, c: char) -> bool {
        let (slot, bit) = place(c);
        self.heads[slot] & bit != 0
    }

    fn from(&self, first: char) -> &[Vec<char>] {
        if !self.may_open(first) {
            return &[];
        }
        self.words.binary_search_by_key(&first, |(first, _)| *first).map_or(&[], |at| &self.words[at].1)
    }

    /// Length of the longest word that `text` begins with.
    pub fn longest(&self, text: &[char]) -> Option<usize> {
        self.from(*text.first()?).iter().find(|word| text.starts_with(word)).map(Vec::len)
    }

    /// True where `text` begins with one of the words.
    pub fn opens(&self, text: &[char]) -> bool {
        self.longest(text).is_some()
    }

    /// Place and length of the first word at or after `from`, the longest of those that begin there.
    pub fn find(&self, text: &[char], from: usize) -> Option<(usize, usize)> {
        (from..text.len()).find_map(|at| self.longest(&text[at..]).map(|len| (at, len)))
    }

    /// True where any word stands anywhere in `text`.
    pub fn within(&self, text: &[char]) -> bool {
        self.find(text, 0).is_some()
    }
}

/// Words that are looked for at the end of a text.
#[derive(Debug)]
pub(crate) struct Endings(Lexicon);

impl Endings {
    /// The words of `text`, which white space parts.
    pub fn of(text: &str) -> Self {
        Self(Lexicon::new(text.split_whitespace().map(|word| word.chars().rev().collect())))
    }

    /// Length of the longest word that `text` ends with.
    pub fn longest(&self, text: &[char]) -> Option<usize> {
        let ends =
            |word: &&Vec<char>| text.len() >= word.len() && text.iter().rev().zip(*word).all(|(a, b)| a == b);
        self.0.from(*text.last()?).iter().find(ends).map(Vec::len)
    }

    /// True where `text` ends with one of the words.
    pub fn close(&self, text: &[char]) -> bool {
        self.longest(text).is_some()
    }
}

fn place(c: char) -> (usize, u64) {
    let low = c as usize & 0xFFF;
    (low >> 6, 1 << (low & 63))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chars(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    #[test]
    fn the_longest_word_at_a_place_is_found() {
        let words = Lexicon::of("组织 组织开展 开展 a");
        assert_eq!(words.longest(&chars("组织开展活动")), Some(4));
        assert_eq!(words.longest(&chars("组织活动")), Some(2));
        assert_eq!(words.longest(&chars("组")), None);
        assert_eq!(words.longest(&[]), None);
        assert_eq!(words.find(&chars("各科室开展"), 1), Some((3, 2)));
        // Another character with the same low bits opens nothing.
        let twin = char::from_u32('a' as u32 + 0x1000).into_iter().collect::<Vec<_>>();
        assert!(words.may_open(twin[0]) && !words.opens(&twin));
        assert!(!words.within(&chars("各科室")));
    }

    #[test]
    fn the_longest_ending_is_found() {
        let ends = Endings::of("办 创建办 科室");
        assert_eq!(ends.longest(&chars("市创建办")), Some(3));
        assert_eq!(ends.longest(&chars("建办")), Some(1));
        assert_eq!(ends.longest(&[]), None);
        assert!(!ends.close(&chars("科室的")));
    }
}
