//! What the library behind PDF would not come back from: pages whose parents go round, forms that draw themselves
//! (its stack ends, and with it the process), and maps of characters of billions of entries.
//!
//! Found by fuzzing and by files made for it. Whatever costs only time stays the business of the child process.

use pdf_extract::{Dictionary, Document, Object, ObjectId, Stream};
use std::collections::BTreeMap;

/// Deepest tree of pages, and deepest nest of forms, of any real document.
const DEEPEST: usize = 64;
/// Forms within forms; each level is a level of the library's stack.
const NESTED: usize = 16;
/// Forms that may be looked at in one document.
const FORMS: usize = 500_000;
/// Entries of all ranges of one map of characters: two bytes name no more than 65,536.
const ENTRIES: u64 = 1 << 20;

/// What stands behind `begin` where ranges follow.
const RANGES: [&[u8]; 4] = [b"bfrange", b"cidrange", b"notdefrange", b"codespacerange"];

/// True where nothing of that stands in the document.
pub(super) fn is_sound(document: &Document) -> bool {
    !has_circle(document) && !draws_itself(document) && !maps_endlessly(document)
}

/// All dictionaries of the document, those that stand within others too.
fn dictionaries(document: &Document) -> impl Iterator<Item = &Dictionary> {
    let mut open: Vec<&Object> = document.objects.values().collect();
    std::iter::from_fn(move || {
        loop {
            let found = match open.pop()? {
                Object::Array(items) => {
                    open.extend(items);
                    continue;
                }
                Object::Dictionary(dictionary) => dictionary,
                Object::Stream(stream) => &stream.dict,
                _ => continue,
            };
            open.extend(found.iter().map(|(_, value)| value));
            return Some(found);
        }
    })
}

/// Following the parents of some page leads round for ever, or farther than any real tree of pages.
fn has_circle(document: &Document) -> bool {
    let parent = |dictionary: &Dictionary| {
        let id = dictionary.get(b"Parent").and_then(|parent| parent.as_reference()).ok()?;
        document.get_dictionary(id).ok()
    };
    dictionaries(document)
        .any(|start| std::iter::successors(parent(start), |above| parent(above)).nth(DEEPEST).is_some())
}

/// Some resources hold a form that holds itself, or forms nested deeper than the stack of the library bears.
fn draws_itself(document: &Document) -> bool {
    let mut walk = Walk { document, left: FORMS, draws: BTreeMap::new() };
    dictionaries(document)
        .filter_map(|dictionary| entry(document, dictionary, b"Resources"))
        .filter_map(|resources| resources.as_dict().ok())
        .any(|resources| walk.goes_deep(resources, 0))
}

struct Walk<'a> {
    document: &'a Document,
    left: usize,
    /// Whether a form without resources of its own draws others, by its number.
    draws: BTreeMap<ObjectId, bool>,
}

impl Walk<'_> {
    fn goes_deep(&mut self, resources: &Dictionary, depth: usize) -> bool {
        let Some(forms) = entry(self.document, resources, b"XObject").and_then(|forms| forms.as_dict().ok())
        else {
            return false;
        };
        forms.iter().any(|(_, form)| {
            let id = form.as_reference().ok();
            let Some(stream) = resolve(self.document, form).and_then(|form| form.as_stream().ok()) else {
                return false;
            };
            if self.left == 0 || depth > NESTED {
                return true;
            }
            self.left -= 1;
            match entry(self.document, &stream.dict, b"Resources").and_then(|own| own.as_dict().ok()) {
                Some(own) => self.goes_deep(own, depth + 1),
                // The form takes the resources of who draws it, itself among them.
                None => self.draws(id, stream) && self.goes_deep(resources, depth + 1),
            }
        })
    }

    fn draws(&mut self, id: Option<ObjectId>, stream: &Stream) -> bool {
        if let Some(known) = id.and_then(|id| self.draws.get(&id)) {
            return *known;
        }
        let content = stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
        let draws = content.windows(2).any(|pair| pair == b"Do");
        self.draws.extend(id.map(|id| (id, draws)));
        draws
    }
}

/// A map of characters whose ranges name more than there are characters.
fn maps_endlessly(document: &Document) -> bool {
    dictionaries(document)
        .flat_map(|font| [b"ToUnicode".as_slice(), b"Encoding"].map(|key| entry(document, font, key)))
        .filter_map(|map| map?.as_stream().ok())
        .any(|map| {
            let content = map.decompressed_content().unwrap_or_else(|_| map.content.clone());
            entries(&content) > ENTRIES
        })
}

/// How many entries the ranges of a map have: the distance of each two neighbouring hexadecimal numbers between
/// `begin…range` and what ends it. What is mapped one by one counts nothing: its second number is a character.
fn entries(content: &[u8]) -> u64 {
    let mut sum = 0u64;
    for section in parts(content, b"begin").skip(1) {
        let ranges = RANGES.iter().find_map(|word| section.strip_prefix(*word));
        let Some(ranges) = ranges.and_then(|ranges| parts(ranges, b"end").next()) else { continue };
        for line in ranges.split(|byte| matches!(byte, b'\n' | b'\r' | b'[')) {
            let mut numbers = line.split(|byte| *byte == b'<').skip(1).map(hexadecimal);
            while let (Some(from), Some(to)) = (numbers.next(), numbers.next()) {
                sum = sum.saturating_add(to.saturating_sub(from));
                // The third number is where the range is mapped to.
                numbers.next();
            }
        }
    }
    sum
}

/// The parts of `content` between the places where `word` stands.
fn parts<'a>(content: &'a [u8], word: &'a [u8]) -> impl Iterator<Item = &'a [u8]> {
    let mut rest = Some(content);
    std::iter::from_fn(move || {
        let whole = rest?;
        match whole.windows(word.len()).position(|window| window == word) {
            Some(at) => {
                rest = Some(&whole[at + word.len()..]);
                Some(&whole[..at])
            }
            None => rest.take(),
        }
    })
}

fn hexadecimal(digits: &[u8]) -> u64 {
    digits
        .iter()
        .filter(|digit| !digit.is_ascii_whitespace())
        .map_while(|digit| (*digit as char).to_digit(16))
        .fold(0, |sum, digit| sum.saturating_mul(16).saturating_add(u64::from(digit)))
}

/// The value of a key, behind a reference.
fn entry<'a>(document: &'a Document, dictionary: &'a Dictionary, key: &[u8]) -> Option<&'a Object> {
    resolve(document, dictionary.get(key).ok()?)
}

fn resolve<'a>(document: &'a Document, object: &'a Object) -> Option<&'a Object> {
    match object {
        Object::Reference(id) => document.get_object(*id).ok(),
        direct => Some(direct),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entries_of_ranges() {
        assert_eq!(entries(b"1 beginbfrange\n<0000> <ffff> <0041>\nendbfrange"), 0xffff);
        assert_eq!(entries(b"1 begincidrange <00000000> <ffffffff> 0 endcidrange"), 0xffff_ffff);
        assert_eq!(entries(b"1 beginbfchar <0001> <ffff> endbfchar"), 0);
        let one_by_one =
            b"1 begincodespacerange <0000> <ffff> endcodespacerange 1 beginbfchar <0001> <ffff> endbfchar";
        assert_eq!(entries(one_by_one), 0xffff);
    }
}
