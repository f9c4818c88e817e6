//! Proofs of the house: what the documents promise is there, and what must be absent is absent.
//! Each test reads the source as text; it needs no build of the product.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// All files below a folder with one of these endings, as path from the root and text.
fn files(folder: &str, endings: &[&str]) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut waiting = vec![root().join(folder)];
    while let Some(path) = waiting.pop() {
        if path.is_dir() {
            let entries = std::fs::read_dir(&path).unwrap();
            waiting.extend(entries.map(|entry| entry.unwrap().path()));
        } else if endings.iter().any(|ending| path.to_string_lossy().ends_with(ending)) {
            let name = path.strip_prefix(root()).unwrap().to_string_lossy().into_owned();
            if let Ok(text) = std::fs::read_to_string(&path) {
                found.push((name, text));
            }
        }
    }
    found.sort();
    found
}

fn read(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Source without its tests and without comments.
fn code(text: &str) -> String {
    let body = text.split("#[cfg(test)]").next().unwrap_or_default();
    body.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

/// The words between backticks.
fn quoted(text: &str) -> Vec<&str> {
    text.lines().flat_map(|line| line.split('`').skip(1).step_by(2)).collect()
}

fn is_path(word: &str) -> bool {
    let plain = !word.contains([' ', '{', '<', '*', '$', '(', '…']) && !word.starts_with(['/', '-', '.']);
    plain && word.contains('/') && !word.contains("::")
}

#[test]
fn documents_name_only_paths_that_exist() {
    let mut documents =
        vec!["ARCHITECTURE.md".to_owned(), "CONTRIBUTING.md".into(), "docs/glossary.md".into()];
    documents.extend(files("docs/decisions", &[".md"]).into_iter().map(|(name, _)| name));
    for document in documents {
        for word in quoted(&read(&document)).into_iter().filter(|word| is_path(word)) {
            assert!(root().join(word).exists(), "{document} names {word}, which does not exist");
        }
    }
}

#[test]
fn the_architecture_stays_short_and_every_invariant_names_a_check_that_exists() {
    let text = read("ARCHITECTURE.md");
    assert!(text.lines().count() <= 250, "{} lines", text.lines().count());
    let rows: Vec<&str> =
        text.lines().filter(|line| line.starts_with("| ") && line.as_bytes()[2].is_ascii_digit()).collect();
    assert!(rows.len() >= 10, "{rows:#?}");
    for row in rows {
        let checks: Vec<&str> =
            quoted(row).into_iter().filter(|word| word.contains(".rs") || is_path(word)).collect();
        assert!(!checks.is_empty(), "no check: {row}");
        for check in checks {
            let (path, name) = check.split_once("::").unwrap_or((check, ""));
            let source = read(path);
            assert!(name.is_empty() || source.contains(name), "{path} has no {name}");
        }
    }
}

/// 中文, identifiers, of each row of the glossary.
fn glossary() -> Vec<(String, Vec<String>)> {
    read("docs/glossary.md")
        .lines()
        .filter(|line| line.starts_with("| ") && !line.starts_with("| 中文") && !line.starts_with("| ---"))
        .map(|line| {
            let cells: Vec<&str> = line.split('|').map(str::trim).collect();
            assert_eq!(cells.len(), 6, "four cells: {line}");
            (cells[1].to_owned(), quoted(cells[2]).into_iter().map(str::to_owned).collect())
        })
        .collect()
}

#[test]
fn every_term_of_the_glossary_stands_in_the_code() {
    let source: String = files("crates", &[".rs", ".sql"]).into_iter().map(|(_, text)| text).collect();
    for (term, identifiers) in glossary() {
        assert!(!identifiers.is_empty(), "{term} has no identifier");
        for identifier in identifiers {
            assert!(has_word(&source, &identifier), "{term}: no code says {identifier}");
        }
    }
}

fn has_word(text: &str, word: &str) -> bool {
    let letter = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
    text.match_indices(word).any(|(at, _)| {
        !letter(text[..at].chars().next_back()) && !letter(text[at + word.len()..].chars().next())
    })
}

#[test]
fn every_noun_of_the_domain_stands_in_the_glossary() {
    let known: Vec<String> = glossary().into_iter().flat_map(|(_, identifiers)| identifiers).collect();
    let ground = ["lib", "code", "id", "refused", "change", "day"];
    for entry in std::fs::read_dir(root().join("crates/domain/src")).unwrap() {
        let noun = entry.unwrap().path().file_stem().unwrap().to_string_lossy().into_owned();
        let named = ground.contains(&noun.as_str()) || known.iter().any(|it| it.to_lowercase() == noun);
        assert!(named, "docs/glossary.md has no row for `{noun}`");
    }
}

/// String literals of a source text, roughly: what stands between quotation marks.
fn literals(text: &str) -> impl Iterator<Item = &str> {
    text.split('"').skip(1).step_by(2)
}

#[test]
fn only_the_store_speaks_sql() {
    let starts = ["select ", "insert into ", "update ", "delete from ", "create table ", "alter table "];
    for (path, text) in files("crates", &[".rs"]) {
        if path.starts_with("crates/store/") || path.contains("/tests/") {
            continue;
        }
        for literal in literals(&code(&text)) {
            let lower = literal.trim_start().to_lowercase();
            let sql = starts.iter().any(|start| lower.starts_with(start))
                && [" from ", " where ", " values ", " set ", "(", " into "]
                    .iter()
                    .any(|word| lower.contains(word));
            assert!(!sql, "{path} speaks SQL: {literal}");
        }
    }
}

#[test]
fn sql_stays_in_the_subset_of_both_engines() {
    const BANNED: &[&str] = &[
        "on conflict",
        "insert or ",
        "replace into",
        "any($",
        "array[",
        "unnest(",
        "now()",
        "current_timestamp",
        "current_date",
        "datetime(",
        "strftime(",
        "julianday(",
        "to_char(",
        "to_timestamp(",
        " ilike ",
        " glob ",
        "::text",
        "::bigint",
        "::uuid",
        "jsonb",
        "json_extract",
        "->>",
        "group_concat",
        "string_agg",
        "distinct on",
        " lateral ",
        "skip locked",
        "nextval",
        "autoincrement",
        "serial",
        "last_insert_rowid",
        "rowid",
        "pragma ",
    ];
    let mut sources = files("crates/store/src", &[".rs"]);
    sources.extend(files("crates/store/migrations", &[".sql"]));
    for (path, text) in sources {
        // What may fork: engines, connection options, and the index of the search. This list only shrinks.
        if ["dialect.rs", "db.rs", "search.rs"].iter().any(|name| path.ends_with(name)) {
            continue;
        }
        let text = if path.ends_with(".sql") {
            text.lines().filter(|line| !line.trim_start().starts_with("--")).collect::<Vec<_>>().join("\n")
        } else {
            code(&text)
        };
        let pieces: Vec<&str> = if path.ends_with(".sql") { vec![&text] } else { literals(&text).collect() };
        for piece in pieces {
            let lower = piece.to_lowercase();
            for banned in BANNED {
                assert!(!lower.contains(banned), "{path} says {banned}: {piece}");
            }
        }
    }
}

#[test]
fn domain_and_reader_do_no_io() {
    let banned = [
        "std::fs",
        "std::env",
        "std::net",
        "SystemTime",
        "Instant::now",
        "std::process",
        "getrandom",
        "println!",
    ];
    for folder in ["crates/domain/src", "crates/gongwen/src", "crates/gongwen-pdf/src"] {
        for (path, text) in files(folder, &[".rs"]) {
            let text = code(&text);
            for word in banned {
                assert!(!text.contains(word), "{path} uses {word}");
            }
        }
    }
}

#[test]
fn templates_hold_no_script_and_every_form_that_writes_holds_the_token() {
    for (path, text) in files("crates/web/templates", &[".html"]) {
        for tag in text.split('<').skip(1).map(|rest| rest.split('>').next().unwrap_or_default()) {
            let inline = tag.starts_with("style") || tag.starts_with("script") && !tag.contains("src=");
            assert!(!inline, "{path}: <{tag}>");
            for word in tag.split_whitespace().skip(1) {
                let handler = word.starts_with("on") && word.contains('=') && !word.starts_with("on=");
                assert!(!handler && !word.starts_with("style="), "{path}: <{tag}>");
                assert!(!word.contains("javascript:"), "{path}: <{tag}>");
            }
        }
        for form in text.split("<form").skip(1) {
            let form = form.split("</form>").next().unwrap_or_default();
            let head = form.split('>').next().unwrap_or_default();
            let token = form.contains("csrf");
            assert!(!head.contains("method=\"post\"") || token, "{path}: a form without token: <form{head}>");
        }
        // The one place that prints HTML as it is: record/photos.html, rendered and escaped by its own template.
        let plain = text.replace("{{ photos|safe }}", "");
        assert!(!plain.contains("|safe"), "{path} prints unescaped text");
    }
}

/// What Chromium 90 does not know. Assets of ours only: vendored files are minified and older.
const TOO_NEW: &[&str] = &[
    ":has(",
    "color-mix(",
    "@layer",
    "@container",
    "@scope",
    "@starting-style",
    "accent-color",
    "dvh",
    "svh",
    "lvh",
    "subgrid",
    "text-wrap:",
    "oklch(",
    "oklab(",
    "scrollbar-gutter",
    ":user-valid",
    ":user-invalid",
    "anchor-name",
    "view-transition",
    "&:",
    "& ",
    "inert",
    "popover",
    ".at(",
    "structuredClone",
    "Object.hasOwn",
    ".findLast",
    ".toSorted",
    ".toReversed",
    ".toSpliced",
    "Object.groupBy",
    "Array.fromAsync",
    "withResolvers",
    "static {",
    "showPopover",
    "AbortSignal.timeout",
    "randomUUID",
    "checkVisibility",
];

#[test]
fn assets_use_nothing_newer_than_chromium_90() {
    for (path, text) in files("crates/web/assets", &[".css", ".js"]) {
        if path.contains("/vendor/") {
            continue;
        }
        let plain = without_comments(&text);
        for line in plain.lines() {
            for word in TOO_NEW {
                let nesting =
                    word.starts_with('&') && (path.ends_with(".js") || !line.trim_start().starts_with('&'));
                let near = line.contains("&&") && word.starts_with('&');
                assert!(!line.contains(word) || nesting || near, "{path} uses {word}: {line}");
            }
        }
    }
}

fn without_comments(text: &str) -> String {
    let mut out = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("/*") {
        out.push_str(before);
        rest = after.split_once("*/").map_or("", |(_, tail)| tail);
    }
    out.push_str(rest);
    out.lines().filter(|line| !line.trim_start().starts_with("//")).collect::<Vec<_>>().join("\n")
}

#[test]
fn nothing_is_loaded_from_another_host() {
    for (path, text) in files("crates/web", &[".html", ".css", ".js"]) {
        for word in
            ["src=\"http", "href=\"http", "url(http", "@import", "//cdn", "fetch('http", "fetch(\"http"]
        {
            assert!(!text.contains(word), "{path} loads from outside: {word}");
        }
    }
}

#[test]
fn files_open_with_what_they_are() {
    let mut bare = Vec::new();
    for (path, text) in files("crates", &[".rs"]) {
        if path.contains("/src/")
            && !path.ends_with("tests.rs")
            && !text.starts_with("//!")
            && !text.starts_with("#![doc")
        {
            bare.push(path);
        }
    }
    assert!(bare.is_empty(), "no module doc: {bare:#?}");
}

#[test]
fn no_markers_of_unfinished_work() {
    for (path, text) in files("crates", &[".rs", ".html", ".js", ".css"]) {
        if path.contains("/vendor/") {
            continue;
        }
        for word in ["TODO", "FIXME", "XXX:", "unimplemented!(", "todo!("] {
            assert!(!text.contains(word), "{path} says {word}");
        }
    }
}
