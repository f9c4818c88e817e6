//! What happens again and again in the year of the demonstration, as it is written down in its asset.
//! A line `=` begins a story with its kind and rhythm; then units, titles, places, fields of the kind,
//! quantities, and parts of the text from which every record takes one sentence each.

use crate::{Error, Result};

const YEAR: &str = include_str!("../../assets/demo_year.txt");

/// Sentences or names, one of which is taken.
type Choices = Vec<&'static str>;

/// A story of the year.
#[derive(Debug, Default)]
pub(super) struct Story {
    /// Key of its kind of record.
    pub kind: &'static str,
    /// Days from one time to the next; 0 where it follows the festivals.
    pub every: i64,
    /// Days from the begin of the year to the first time.
    pub first: i64,
    /// The only month in which it happens; 0 for any.
    pub only: i64,
    /// Photos of each record.
    pub photos: i64,
    /// The least and the most that take part.
    pub heads: (i64, i64),
    pub units: Choices,
    pub titles: Choices,
    pub places: Choices,
    /// Fields of the kind by their key; the first one may stand in the title.
    pub fields: Vec<(&'static str, Choices)>,
    /// Quantities: item, least, most, unit of measure.
    pub counts: Vec<(&'static str, (i64, i64), &'static str)>,
    pub parts: Vec<Choices>,
}

impl Story {
    /// The text of the n-th time. The parts go through their sentences at different pace, so that two
    /// texts have at most one sentence in common while `n` is below the square of their number.
    pub fn text(&self, n: usize) -> String {
        let said = |(pace, part): (usize, &Choices)| {
            let len = part.len().max(1);
            part.get((n + pace * (n / len)) % len).copied().unwrap_or_default()
        };
        self.parts.iter().enumerate().map(said).collect()
    }
}

/// One of several by a number.
pub(super) fn nth<T: Copy + Default>(of: &[T], n: usize) -> T {
    of.get(n % of.len().max(1)).copied().unwrap_or_default()
}

/// All stories, in the order of the asset.
pub(super) fn stories() -> Result<Vec<Story>> {
    let mut stories: Vec<Story> = Vec::new();
    for line in YEAR.lines().filter(|line| !line.is_empty()) {
        let wrong = || Error::fault("demo", line.to_owned());
        let (mark, rest) = line.split_once(' ').ok_or_else(wrong)?;
        if mark == "=" {
            stories.push(head(rest).ok_or_else(wrong)?);
            continue;
        }
        let story = stories.last_mut().ok_or_else(wrong)?;
        add(story, mark, rest).ok_or_else(wrong)?;
    }
    Ok(stories)
}

fn head(line: &'static str) -> Option<Story> {
    let mut words = line.split(' ');
    let mut story = Story { kind: words.next()?, ..Story::default() };
    for word in words {
        let (key, value) = word.split_once('=')?;
        match key {
            "every" => story.every = value.parse().ok()?,
            "first" => story.first = value.parse().ok()?,
            "only" => story.only = value.parse().ok()?,
            "photos" => story.photos = value.parse().ok()?,
            "heads" => story.heads = range(value)?,
            _ => return None,
        }
    }
    Some(story)
}

fn add(story: &mut Story, mark: &str, rest: &'static str) -> Option<()> {
    let choices = |text: &'static str| text.split('|').collect::<Choices>();
    match mark {
        "u" => story.units = choices(rest),
        "t" => story.titles = choices(rest),
        "l" => story.places = choices(rest),
        "f" => {
            let (key, values) = rest.split_once('=')?;
            story.fields.push((key, choices(values)));
        }
        "n" => {
            let (item, rest) = rest.split_once('=')?;
            let (values, uom) = rest.split_once(' ')?;
            story.counts.push((item, range(values)?, uom));
        }
        _ => {
            mark.parse::<usize>().ok()?;
            story.parts.push(choices(rest));
        }
    }
    Some(())
}

fn range(text: &str) -> Option<(i64, i64)> {
    let (least, most) = text.split_once("..")?;
    Some((least.parse().ok()?, most.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::remark::text::{ALIKE, share};

    #[test]
    fn every_kind_that_ships_has_a_story_and_its_fields_are_of_the_kind() {
        let kinds = domain::record_kind::shipped().unwrap();
        let stories = stories().unwrap();
        for kind in &kinds {
            assert!(stories.iter().any(|it| it.kind == kind.key), "nothing of {}", kind.key);
        }
        for story in &stories {
            let kind = kinds.iter().find(|it| it.key == story.kind).unwrap();
            for (key, _) in story.fields.iter().filter(|(key, _)| *key != "x") {
                assert!(kind.label(key).is_some(), "{} has no field {key}", story.kind);
            }
            assert!(!story.units.is_empty() && !story.titles.is_empty() && !story.parts.is_empty());
        }
    }

    #[test]
    fn no_text_is_a_copy_of_another() {
        for story in stories().unwrap() {
            let times = story.parts[0].len() * story.parts[0].len();
            let texts: Vec<String> = (0..times).map(|n| story.text(n)).collect();
            for (at, text) in texts.iter().enumerate() {
                for other in &texts[..at] {
                    assert!(share(text, other) < ALIKE, "{}: {text}\n{other}", story.kind);
                }
            }
        }
    }
}
