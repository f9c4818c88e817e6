//! Checks the layout of a Word file against GB/T 9704-2012, whoever wrote it.
//!
//! [`check`] lists every departure with clause, place, what was found, what is expected and how to mend it.
//! Only what the standard demands (规定) is ever said to be against it; everything else is a remark. An organ's
//! own departures ([`Overlay`]) replace the values of the standard and are listed as such.
//!
//! What a file does not show is not judged: the place of a seal, the ink, the pages after printing. What is
//! numbered by Word itself has no numeral in its text, and its form is not judged.

mod body;
mod find;
mod foot;
mod header;
mod open;
mod page;
mod parse;
mod props;
mod story;
mod text;
mod walk;

use crate::layout::{self, Fact, Overlay, Strength, Words};
use crate::refusal::Refusal;
use serde::Serialize;

/// A departure from the layout.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Finding {
    /// Number of the rule: GW-01 to GW-23.
    pub rule: &'static str,
    /// Clause of GB/T 9704-2012, or the rule book that is meant.
    pub clause: &'static str,
    /// How binding it is. Only [`Strength::Required`] is against the standard.
    pub strength: Strength,
    /// Where it was met first.
    pub spot: Spot,
    /// How many more places show the same.
    pub more: usize,
    /// What was found.
    pub found: String,
    /// What is expected.
    pub expected: String,
    /// What to do, as a sentence.
    pub fix: String,
}

/// A place in a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Spot {
    /// What part of the paper: 标题, 正文.
    pub part: &'static str,
    /// Paragraph from 1, in the order of the file; `None` for what belongs to no paragraph.
    pub paragraph: Option<usize>,
    /// First characters of the paragraph.
    pub excerpt: String,
}

/// A value that an organ has taken instead of that of the standard.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Listed {
    /// Name of the fact.
    pub name: &'static str,
    /// Its clause.
    pub clause: &'static str,
    /// Its strength in the standard.
    pub strength: Strength,
    /// The standard's value with its unit.
    pub base: String,
    /// The organ's value with its unit.
    pub value: String,
    /// The organ's reason.
    pub reason: String,
}

/// What a check has found.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Report {
    /// Departures, in the order of rules and places.
    pub findings: Vec<Finding>,
    /// The organ's own departures that were applied.
    pub departures: Vec<Listed>,
}

impl Report {
    /// Those against the standard.
    pub fn violations(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.strength.binds())
    }

    /// Those that are remarks.
    pub fn remarks(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| !finding.strength.binds())
    }
}

impl Finding {
    /// One sentence for people, which names the strength and never more than that.
    pub fn sentence(&self) -> String {
        let verdict = if self.strength.binds() { "不符合规定" } else { "提示" };
        let strength = self.strength.word();
        let place = self.spot.paragraph.map_or_else(String::new, |number| format!("第 {number} 段"));
        let excerpt =
            if self.spot.excerpt.is_empty() { String::new() } else { format!("“{}”", self.spot.excerpt) };
        let more =
            if self.more > 0 { format!("（另有 {} 处相同）", self.more) } else { String::new() };
        let Self { rule, clause, found, expected, fix, .. } = self;
        let part = self.spot.part;
        format!(
            "[{rule}] {verdict}（{clause}，{strength}）{part}{place}{excerpt}：{found}，应为{expected}。{fix}{more}"
        )
    }
}

impl Listed {
    /// One sentence for people.
    pub fn sentence(&self) -> String {
        let Self { name, clause, base, value, reason, .. } = self;
        let strength = self.strength.word();
        format!("[细则] {name}（{clause}，{strength}）：国标 {base}，本机关 {value}。{reason}")
    }
}

/// Checks a Word file. The file is refused if it cannot be read at all; see [`Refusal`].
pub fn check(bytes: &[u8], overlay: &Overlay) -> Result<Report, Refusal> {
    let file = open::open(bytes)?;
    let parts = find::find(&file);
    let mut list = List { overlay, findings: Vec::new() };
    page::check(&file, &mut list);
    header::check(&file, &parts, &mut list);
    body::check(&file, &parts, &mut list);
    foot::check(&file, &parts, &mut list);
    text::check(&file, &parts, &mut list);
    let departures = overlay.departures.iter().filter_map(listed).collect();
    Ok(Report { findings: list.findings, departures })
}

fn listed(departure: &layout::Departure) -> Option<Listed> {
    let fact = layout::all_facts().iter().find(|fact| fact.id == departure.id)?;
    let unit = fact.unit.word();
    Some(Listed {
        name: fact.name,
        clause: fact.clause,
        strength: fact.strength,
        base: format!("{} {unit}", number(fact.value)),
        value: format!("{} {unit}", number(departure.value)),
        reason: departure.reason.clone(),
    })
}

/// At most two decimals, none where there are none.
fn number(value: f64) -> String {
    let rounded = (value * 100.0).round() / 100.0;
    format!("{rounded}")
}

/// Most findings of a report; a foreign file can depart everywhere.
const MOST: usize = 300;

/// Findings as they are collected; the same departure at several places is one finding.
pub(crate) struct List<'a> {
    pub(super) overlay: &'a Overlay,
    findings: Vec<Finding>,
}

impl List<'_> {
    /// A number that differs from its fact by more than `slack` (or the tolerance of the fact).
    fn number(&mut self, rule: &'static str, fact: &Fact, slack: f64, spot: Spot, found: f64, fix: &str) {
        let expected = self.overlay.value(fact);
        if (found - expected).abs() <= slack.max(fact.tolerance) + 1e-6 {
            return;
        }
        let unit = fact.unit.word();
        let own = self.overlay.of(fact).is_some();
        let strength = if own { Strength::Practice } else { fact.strength };
        let suffix = if own { "（本机关细则）" } else { "" };
        let tolerance =
            if fact.tolerance > 0.0 { format!("±{}", number(fact.tolerance)) } else { String::new() };
        self.push(Finding {
            rule,
            clause: fact.clause,
            strength,
            spot,
            more: 0,
            found: format!("{}是 {} {unit}", fact.name, number(found)),
            expected: format!(" {}{tolerance} {unit}{suffix}", number(expected)),
            fix: fix.into(),
        });
    }

    /// A text, face or place that differs from what is expected.
    fn words(&mut self, rule: &'static str, words: &Words, spot: Spot, found: impl Into<String>, fix: &str) {
        let expected = format!("“{}”", words.value.join("”“"));
        let found = format!("{}是{}", words.name, found.into());
        self.push(Finding {
            rule,
            clause: words.clause,
            strength: words.strength,
            spot,
            more: 0,
            found,
            expected,
            fix: fix.into(),
        });
    }

    /// Any other departure.
    fn other(
        &mut self,
        rule: (&'static str, &'static str, Strength),
        spot: Spot,
        found: impl Into<String>,
        expected: impl Into<String>,
        fix: impl Into<String>,
    ) {
        let (rule, clause, strength) = rule;
        self.push(Finding {
            rule,
            clause,
            strength,
            spot,
            more: 0,
            found: found.into(),
            expected: expected.into(),
            fix: fix.into(),
        });
    }

    fn push(&mut self, finding: Finding) {
        let same = |old: &&mut Finding| {
            old.rule == finding.rule
                && old.found == finding.found
                && old.expected == finding.expected
                && old.spot.part == finding.spot.part
        };
        if let Some(old) = self.findings.iter_mut().find(same) {
            old.more += 1;
        } else if self.findings.len() < MOST {
            self.findings.push(finding);
        }
    }
}
