//! A composed paper and what must be read from it, in one file.
//!
//! The paper comes first, then a line `=== expect`, then one finding per line:
//!
//! ```text
//! batch: held-out                  written after the rules, scored before they saw it
//! class, kind, title, issuer, doc_number, date, print_office, print_date, office: value
//! recipients, cc, attached: one|two
//! node: 1 一 指导思想              level, number (- for none) and title; inline: the same for 一是 items
//! stage: 宣传发动阶段 4 5           name, first and last month (- for none)
//! role: 组长 张三、李四             role and all who hold it
//! quantity: ~1500 条               bound (≥ ≤ > <), ~ where softened, value, unit
//! honour: target 省级文明单位       status and name
//! measure: 每季度检查一次 | dept 办公室 | support 工会、团委 | by 6月底前 | every 每季度
//! doubt: 编号                      a doubt whose message holds this word
//! ```
//!
//! Figures, honours and measures are scored only in papers that list theirs; `quantity: none` says that
//! there are none. A list is always complete.

use std::path::Path;

/// When a paper was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Batch {
    /// Before or while the rules were made.
    First,
    /// After the rules, and scored once before any rule was changed for it.
    HeldOut,
}

/// A paper with its expectations.
#[derive(Debug)]
pub struct Paper {
    pub name: String,
    pub text: String,
    pub batch: Batch,
    expect: Vec<(String, String)>,
}

/// A task that a person would read out of the paper.
#[derive(Debug, Clone, Default)]
pub struct Wanted {
    pub text: String,
    pub dept: Option<String>,
    pub support: Vec<String>,
    pub by: Option<String>,
    pub every: Option<String>,
}

impl Paper {
    /// Values of all lines with this key; `none` is no value.
    pub fn lines(&self, key: &str) -> Vec<String> {
        self.expect
            .iter()
            .filter(|(name, value)| name == key && value != "none")
            .map(|(_, value)| value.clone())
            .collect()
    }

    /// True where the paper says something about this key.
    pub fn lists(&self, key: &str) -> bool {
        self.expect.iter().any(|(name, _)| name == key)
    }

    /// The parts of a value that `|` parts.
    pub fn parts(&self, key: &str) -> Vec<String> {
        self.lines(key).iter().flat_map(|line| line.split('|')).map(str::to_owned).collect()
    }

    pub fn measures(&self) -> Vec<Wanted> {
        self.lines("measure").iter().map(|line| wanted(line)).collect()
    }
}

fn wanted(line: &str) -> Wanted {
    let mut parts = line.split(" | ");
    let mut found = Wanted { text: parts.next().unwrap_or_default().to_owned(), ..Wanted::default() };
    for part in parts {
        let (key, value) = part.split_once(' ').unwrap_or_else(|| panic!("no value in “{part}”"));
        match key {
            "dept" => found.dept = Some(value.to_owned()),
            "support" => found.support = value.split('、').map(str::to_owned).collect(),
            "by" => found.by = Some(value.to_owned()),
            "every" => found.every = Some(value.to_owned()),
            _ => panic!("unknown fact “{part}”"),
        }
    }
    found
}

/// All papers of `tests/corpus`, by name.
pub fn all() -> Vec<Paper> {
    of(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus"))
}

/// All papers of a folder, by name.
pub fn of(folder: &Path) -> Vec<Paper> {
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.iter().map(|file| load(file)).collect()
}

const KEYS: &[&str] = &[
    "batch",
    "class",
    "kind",
    "title",
    "issuer",
    "doc_number",
    "recipients",
    "cc",
    "date",
    "print_office",
    "print_date",
    "attached",
    "office",
    "node",
    "inline",
    "stage",
    "role",
    "quantity",
    "honour",
    "measure",
    "doubt",
];

fn load(file: &Path) -> Paper {
    let name = file.file_stem().unwrap().to_string_lossy().into_owned();
    let text = std::fs::read_to_string(file).unwrap();
    let (text, expect) = text.split_once("=== expect\n").unwrap_or_else(|| panic!("{name}: no expectation"));
    let line = |line: &str| {
        let (key, value) = line.split_once(": ").unwrap_or_else(|| panic!("{name}: “{line}”"));
        assert!(KEYS.contains(&key), "{name}: unknown key “{key}”");
        (key.to_owned(), value.trim().to_owned())
    };
    let expect: Vec<_> = expect.lines().filter(|text| !text.is_empty()).map(line).collect();
    let held = expect.iter().any(|(key, value)| key == "batch" && value == "held-out");
    let batch = if held { Batch::HeldOut } else { Batch::First };
    Paper { name, text: text.to_owned(), batch, expect }
}
