//! A run of characters that remembers where each stood in the original.
//!
//! Every repair removes or replaces characters of a [`Text`]; positions are never recomputed, so that a span
//! of any later finding points into the original without further bookkeeping.

use crate::plan::Span;
use std::ops::Range;

/// Characters with their original positions, which ascend.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Text {
    pub chars: Vec<char>,
    pub at: Vec<usize>,
}

impl Text {
    pub fn new(text: &str) -> Self {
        let chars: Vec<char> = text.chars().collect();
        let at = (0..chars.len()).collect();
        Self { chars, at }
    }

    pub fn len(&self) -> usize {
        self.chars.len()
    }

    pub fn is_empty(&self) -> bool {
        self.chars.is_empty()
    }

    pub fn push(&mut self, c: char, at: usize) {
        self.chars.push(c);
        self.at.push(at);
    }

    /// The part `range`, as a text of its own.
    pub fn slice(&self, range: Range<usize>) -> Self {
        Self { chars: self.chars[range.clone()].to_vec(), at: self.at[range].to_vec() }
    }

    /// The characters of `range` as a string.
    pub fn str(&self, range: Range<usize>) -> String {
        self.chars[range].iter().collect()
    }

    pub fn all(&self) -> String {
        self.chars.iter().collect()
    }

    /// The original place of `range`; of an empty range, the place before which it stands.
    pub fn span(&self, range: Range<usize>) -> Span {
        match (self.at.get(range.start), range.end.checked_sub(1).and_then(|last| self.at.get(last))) {
            (Some(start), Some(end)) if range.start < range.end => [*start, end + 1],
            (Some(start), _) => [*start, *start],
            _ => self.at.last().map_or([0, 0], |last| [last + 1, last + 1]),
        }
    }

    pub fn append(&mut self, other: &Self) {
        self.chars.extend_from_slice(&other.chars);
        self.at.extend_from_slice(&other.at);
    }
}

/// True where `chars` holds `word` at `at`.
pub(crate) fn has_at(chars: &[char], at: usize, word: &str) -> bool {
    let mut rest = chars.get(at..).unwrap_or(&[]).iter();
    word.chars().all(|c| rest.next() == Some(&c))
}

/// First place of `word` at or after `from`.
pub(crate) fn find(chars: &[char], from: usize, word: &str) -> Option<usize> {
    let first = word.chars().next()?;
    let mut at = from;
    loop {
        at += chars.get(at..)?.iter().position(|c| *c == first)?;
        if has_at(chars, at, word) {
            return Some(at);
        }
        at += 1;
    }
}

pub(crate) fn contains(chars: &[char], word: &str) -> bool {
    find(chars, 0, word).is_some()
}

pub(crate) fn starts(chars: &[char], word: &str) -> bool {
    has_at(chars, 0, word)
}

pub(crate) fn ends(chars: &[char], word: &str) -> bool {
    let mut rest = chars.iter().rev();
    word.chars().rev().all(|c| rest.next() == Some(&c))
}

/// True for Han characters, including 〇.
pub(crate) fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{3FFFF}' | '〇')
}

/// True for the marks that close a sentence.
pub(crate) fn is_stop(c: char) -> bool {
    matches!(c, '。' | '！' | '？' | '；' | ';' | '!')
}

/// True for a Western point behind a Han character, which may stand for 。.
pub(crate) fn is_point_behind_han(chars: &[char], at: usize) -> bool {
    matches!(chars[at], '.' | '．') && at > 0 && is_han(chars[at - 1])
}

/// True for the marks that part clauses.
pub(crate) fn is_break(c: char) -> bool {
    is_stop(c) || matches!(c, '，' | ',' | '：' | ':')
}

/// True where a mark parts clauses at `at`; the colon of 4:30 does not.
pub(crate) fn breaks(chars: &[char], at: usize) -> bool {
    is_break(chars[at]) && !is_time_colon(chars, at)
}

/// A colon between digits: the time of day.
pub(crate) fn is_time_colon(chars: &[char], at: usize) -> bool {
    let digit = |c: Option<&char>| c.is_some_and(char::is_ascii_digit);
    matches!(chars[at], ':' | '：') && at > 0 && digit(chars.get(at - 1)) && digit(chars.get(at + 1))
}

/// Farthest that a rule looks back for the beginning of its clause or sentence.
pub(crate) const REACH: usize = 300;

/// The place behind the last character before `at` that is an `edge`, within reach.
pub(crate) fn behind(chars: &[char], at: usize, edge: impl Fn(char) -> bool) -> usize {
    let floor = at.saturating_sub(REACH);
    (floor..at).rev().find(|before| edge(chars[*before])).map_or(floor, |before| before + 1)
}

/// Length of the bracket that opens `chars`, where it closes.
pub(crate) fn bracket_end(chars: &[char]) -> Option<usize> {
    let mut depth = 0_i32;
    chars.first().filter(|c| matches!(c, '（' | '(' | '【'))?;
    let close = chars.iter().position(|c| {
        depth += match c {
            '（' | '(' | '【' => 1,
            '）' | ')' | '】' => -1,
            _ => 0,
        };
        depth == 0
    })?;
    Some(close + 1)
}

/// Nesting depth of quotes and brackets before each character; a mark inside them closes nothing.
pub(crate) fn depths(chars: &[char]) -> Vec<usize> {
    let mut depth = 0usize;
    let mut quoted = false;
    chars
        .iter()
        .enumerate()
        .map(|(at, c)| {
            let here = depth;
            // “老账": what a Chinese quote opened a plain one may close.
            let closed = quoted && *c == '"';
            quoted = *c == '“' || quoted && !matches!(c, '”' | '"');
            match c {
                '"' if closed => depth = depth.saturating_sub(1),
                '“' | '〝' | '‘' | '《' | '（' | '(' | '「' | '『' | '〔' | '【' => depth += 1,
                '”' | '〞' | '’' | '》' | '）' | ')' | '」' | '』' | '〕' | '】' => {
                    depth = depth.saturating_sub(1);
                }
                // An unclosed bracket must not swallow the rest of the paper; “税收。发展。民生” is closed soon.
                '。' if depth > 0 && closes_soon(&chars[at + 1..]) => {}
                '。' | '\n' => depth = 0,
                _ => {}
            }
            here
        })
        .collect()
}

/// A closing quote before the next opening one, within a few words.
fn closes_soon(rest: &[char]) -> bool {
    let mark = rest.iter().take(16).find(|c| matches!(c, '“' | '”' | '，' | '；' | '\n'));
    mark == Some(&'”')
}

/// The words of a line that white space parts.
pub(crate) fn words(chars: &[char]) -> impl Iterator<Item = &[char]> + Clone {
    chars.split(|c| c.is_whitespace()).filter(|word| !word.is_empty())
}

/// The cells of a row: parted by tabs, by `|`, or by wide gaps.
pub(crate) fn cells(chars: &[char]) -> Vec<Range<usize>> {
    let piped = chars.contains(&'|');
    let tabbed = chars.contains(&'\t');
    let edge = |at: usize| match () {
        () if tabbed => chars[at] == '\t',
        () if piped => chars[at] == '|',
        () => chars[at].is_whitespace() && chars.get(at + 1).is_some_and(|c| c.is_whitespace()),
    };
    let mut found = Vec::new();
    let mut start = 0;
    for at in 0..=chars.len() {
        if at == chars.len() || edge(at) {
            found.push(trim(chars, start..at));
            start = at + 1;
        }
    }
    if piped && !tabbed {
        // The outer bars of Markdown part nothing.
        found.retain(|cell| cell.start > 0 || !cell.is_empty());
        if chars.last() == Some(&'|') {
            found.pop();
        }
    }
    found
}

/// A range without the white space at its ends.
pub(crate) fn trim(chars: &[char], range: Range<usize>) -> Range<usize> {
    let start = range.clone().find(|at| !chars[*at].is_whitespace()).unwrap_or(range.end);
    let end = range.rev().find(|at| *at >= start && !chars[*at].is_whitespace()).map_or(start, |at| at + 1);
    start..end
}
