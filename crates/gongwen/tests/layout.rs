//! The facts of the layout, compared one by one with the collected sources of the standard.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use gongwen::layout::{Strength, all_facts, all_words};
use std::collections::BTreeMap;

const SOURCES: &str = include_str!("data/gongwen_format.toml");

/// Fields of one line: `key = { v = 37, tol = 1, clause = "5.2.1", strength = "规定" }`.
fn fields(line: &str) -> BTreeMap<String, String> {
    let inner = line.split_once('{').unwrap().1.rsplit_once('}').unwrap().0;
    let (mut found, mut key, mut value, mut quoted, mut listed) =
        (BTreeMap::new(), String::new(), None, false, false);
    for c in inner.chars().chain([',']) {
        match (c, &mut value) {
            ('"', Some(_)) => quoted = !quoted,
            ('[', Some(_)) if !quoted => listed = true,
            (']', Some(_)) if !quoted => listed = false,
            (',', Some(text)) if !quoted && !listed => {
                let text: &String = text;
                found.insert(key.trim().to_owned(), text.trim().to_owned());
                (key, value) = (String::new(), None);
            }
            (',', Some(text)) if !quoted => text.push('|'),
            ('=', None) => value = Some(String::new()),
            (_, Some(text)) => text.push(c),
            (_, None) => key.push(c),
        }
    }
    found
}

fn sources() -> BTreeMap<String, BTreeMap<String, String>> {
    let (mut section, mut found) = (String::new(), BTreeMap::new());
    for line in SOURCES.lines() {
        if let Some(name) = line.strip_prefix('[') {
            section = name.split(']').next().unwrap().to_owned();
        } else if let Some((key, rest)) = line.split_once('=')
            && rest.trim_start().starts_with('{')
        {
            found.insert(format!("{section}.{}", key.trim()), fields(rest));
        }
    }
    found
}

#[test]
fn every_number_is_that_of_the_sources() {
    let sources = sources();
    for fact in all_facts() {
        let source = sources.get(fact.id).unwrap_or_else(|| panic!("no source for {}", fact.id));
        assert_eq!(source["v"].parse::<f64>().unwrap(), fact.value, "{}", fact.id);
        let tolerance = source.get("tol").map_or(0.0, |text| text.parse().unwrap());
        assert_eq!(tolerance, fact.tolerance, "{}", fact.id);
        assert_eq!(source["clause"], fact.clause, "{}", fact.id);
        assert_eq!(strength(&source["strength"]), fact.strength, "{}", fact.id);
    }
}

#[test]
fn every_fixed_text_is_that_of_the_sources() {
    let sources = sources();
    for words in all_words() {
        let source = sources.get(words.id).unwrap_or_else(|| panic!("no source for {}", words.id));
        let value: Vec<&str> = source["v"].split('|').map(str::trim).collect();
        assert_eq!(value, words.value, "{}", words.id);
        assert_eq!(source["clause"], words.clause, "{}", words.id);
        assert_eq!(strength(&source["strength"]), words.strength, "{}", words.id);
    }
}

#[test]
fn no_number_of_the_sources_is_forgotten() {
    // What concerns paper, ink and binding cannot be laid out by a program.
    for (id, source) in sources() {
        let number = source.get("v").is_some_and(|text| text.parse::<f64>().is_ok());
        let physical = id.starts_with("paper_and_print.");
        assert!(!number || physical || all_facts().iter().any(|fact| fact.id == id), "{id} is no fact");
    }
}

fn strength(word: &str) -> Strength {
    match word {
        "规定" => Strength::Required,
        "一般" => Strength::Usual,
        "推荐" => Strength::Recommended,
        "可以" => Strength::Optional,
        "derived" => Strength::Derived,
        "practice" => Strength::Practice,
        other => panic!("unknown strength {other}"),
    }
}
