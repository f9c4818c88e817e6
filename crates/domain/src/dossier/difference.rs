//! What changed between two builds of one file, by path and digest.

use crate::codes;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One entry of a build.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entry {
    /// Path inside the archive.
    pub path: String,
    /// Algorithm and digest of its bytes.
    pub digest: String,
    /// Bytes.
    pub size: u64,
}

codes! {
    /// What became of an entry.
    pub enum Turn {
        Added = "added" "新增",
        Changed = "changed" "改动",
        Moved = "moved" "移动",
        Removed = "removed" "去掉",
    }
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    pub turn: Turn,
    pub path: String,
    /// Where it stood before, of what was moved.
    pub before: Option<String>,
}

/// Differences from one build to the next, in the order of paths.
pub fn differences(before: &[Entry], after: &[Entry]) -> Vec<Difference> {
    let old: BTreeMap<&str, &str> = before.iter().map(|it| (it.path.as_str(), it.digest.as_str())).collect();
    let new: BTreeMap<&str, &str> = after.iter().map(|it| (it.path.as_str(), it.digest.as_str())).collect();
    // What lost its path, by digest: it may have been moved.
    let mut gone: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (path, digest) in old.iter().rev().filter(|(path, _)| !new.contains_key(**path)) {
        gone.entry(digest).or_default().push(path);
    }
    let mut found = Vec::new();
    let mut say = |turn, path: &str, before: Option<&str>| {
        found.push(Difference { turn, path: path.to_owned(), before: before.map(str::to_owned) });
    };
    for (path, digest) in &new {
        match old.get(path) {
            Some(known) if known == digest => {}
            Some(_) => say(Turn::Changed, path, None),
            None => match gone.get_mut(digest).and_then(Vec::pop) {
                Some(from) => say(Turn::Moved, path, Some(from)),
                None => say(Turn::Added, path, None),
            },
        }
    }
    for path in gone.into_values().flatten() {
        say(Turn::Removed, path, None);
    }
    found.sort_by(|a, b| a.path.cmp(&b.path));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entry(path: &str, digest: &str) -> Entry {
        Entry { path: path.into(), digest: digest.into(), size: 1 }
    }

    #[test]
    fn each_turn_is_named() {
        let before = [entry("a", "1"), entry("b", "2"), entry("c", "3"), entry("d", "4"), entry("d2", "4")];
        let after = [entry("a", "1"), entry("b", "9"), entry("e", "3"), entry("f", "5"), entry("g", "4")];
        let found: Vec<(Turn, String, Option<String>)> =
            differences(&before, &after).into_iter().map(|it| (it.turn, it.path, it.before)).collect();
        assert_eq!(
            found,
            [
                (Turn::Changed, "b".into(), None),
                (Turn::Removed, "d2".into(), None),
                (Turn::Moved, "e".into(), Some("c".into())),
                (Turn::Added, "f".into(), None),
                (Turn::Moved, "g".into(), Some("d".into())),
            ]
        );
        assert!(differences(&after, &after).is_empty());
    }
}
