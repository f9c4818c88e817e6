//! Lists: filters, order, columns and page key stand in the address. Every list reads and writes it
//! here, so that all are turned, sorted and narrowed in the same way.

use crate::page::Download;
use crate::words::{Pick, counted};
use app::export::Export;
use app::turn::Turn;
use std::borrow::Cow;
use std::fmt::Display;
use store::COUNTED;

/// Whether a column can be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// It names the row.
    Always,
    Usually,
    OnDemand,
}

/// The direction in which a list is first ordered by a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Natural {
    Up,
    Down,
}

/// One column of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    pub code: &'static str,
    pub label: &'static str,
    pub shown: Shown,
    pub sorts: Option<Natural>,
    /// Of figures: set to the right.
    pub figures: bool,
    /// The list is ordered by it where the address names no order.
    pub first: bool,
}

impl Column {
    pub const fn new(code: &'static str, label: &'static str, shown: Shown) -> Self {
        Self { code, label, shown, sorts: None, figures: false, first: false }
    }

    pub const fn first(self) -> Self {
        Self { first: true, ..self }
    }

    pub const fn sorts(self, natural: Natural) -> Self {
        Self { sorts: Some(natural), ..self }
    }

    pub const fn figures(self) -> Self {
        Self { figures: true, ..self }
    }
}

/// What the address of a list asks for.
#[derive(Debug, Clone)]
pub struct Address {
    path: Cow<'static, str>,
    columns: &'static [Column],
    /// Pairs without the page key, as they came.
    pub pairs: Vec<(String, String)>,
    turn: Turn<String>,
}

/// The head of a column.
#[derive(Debug, Clone)]
pub struct Head {
    pub label: &'static str,
    /// Orders by this column, or turns its order round.
    pub url: Option<String>,
    /// `ascending`, `descending`, or empty.
    pub way: &'static str,
    pub figures: bool,
}

/// The line under a list.
#[derive(Debug, Clone)]
pub struct Pager {
    pub line: String,
    pub prev: Option<String>,
    pub next: Option<String>,
}

impl Address {
    /// Reads an address; `known` names the filters of the list. What is not known or empty is left
    /// out: an old link still opens.
    pub fn parse(
        path: impl Into<Cow<'static, str>>,
        columns: &'static [Column],
        known: &[&str],
        raw: &str,
    ) -> Self {
        let path = path.into();
        let all: Vec<(String, String)> = serde_urlencoded::from_str(raw).unwrap_or_default();
        let mut address = Self { path, columns, pairs: Vec::new(), turn: Turn::First };
        for (name, value) in all.into_iter().take(100).filter(|(_, value)| !value.is_empty()) {
            match name.as_str() {
                "after" => address.turn = Turn::After(value),
                "before" => address.turn = Turn::Before(value),
                "cols" | "sort" => address.pairs.push((name, value)),
                name if known.contains(&name) => address.pairs.push((name.to_owned(), value)),
                _ => {}
            }
        }
        address
    }

    /// The first value of a field, empty if there is none.
    pub fn get(&self, name: &str) -> &str {
        self.pairs.iter().find(|(it, _)| it == name).map(|(_, value)| value.as_str()).unwrap_or_default()
    }

    /// Fields that a form over some other field must carry along.
    pub fn beside(&self, field: &str) -> Vec<(String, String)> {
        self.pairs.iter().filter(|(name, _)| name != field).cloned().collect()
    }

    /// Which way the list is turned; a key that does not read opens the first page.
    pub fn turn<K>(&self, read: impl Fn(&str, &str) -> Option<K>) -> Turn<K> {
        let key = |text: &str| {
            let (key, id) = text.rsplit_once('~')?;
            (key.len() <= 400).then(|| read(key, id)).flatten()
        };
        match &self.turn {
            Turn::First => Turn::First,
            Turn::After(text) => key(text).map_or(Turn::First, Turn::After),
            Turn::Before(text) => key(text).map_or(Turn::First, Turn::Before),
        }
    }

    /// Whether this is the first page by its address.
    pub fn is_first(&self) -> bool {
        self.turn == Turn::First
    }

    /// The address of the first page.
    pub fn first(&self) -> String {
        written(&self.path, self.pairs.iter())
    }

    /// The part behind the question mark, without the page key.
    pub fn query(&self) -> String {
        serde_urlencoded::to_string(&self.pairs).unwrap_or_default()
    }

    /// The first page without some of the pairs.
    pub fn without(&self, drop: impl Fn(&str, &str) -> bool) -> String {
        written(&self.path, self.pairs.iter().filter(|(name, value)| !drop(name, value)))
    }

    /// The address with one field set anew.
    pub fn with(&self, name: &str, value: &str) -> String {
        let mut pairs = self.beside(name);
        if !value.is_empty() {
            pairs.push((name.to_owned(), value.to_owned()));
        }
        written(&self.path, pairs.iter())
    }

    pub fn shows(&self, code: &str) -> bool {
        let chosen = self.pairs.iter().any(|(name, _)| name == "cols");
        self.columns.iter().find(|it| it.code == code).is_some_and(|it| match it.shown {
            Shown::Always => true,
            _ if chosen => self.pairs.iter().any(|(name, value)| name == "cols" && value == code),
            shown => shown == Shown::Usually,
        })
    }

    /// The columns that are shown, in their order.
    pub fn shown(&self) -> impl Iterator<Item = &'static Column> + '_ {
        self.columns.iter().filter(|it| self.shows(it.code))
    }

    /// What the menu of columns offers.
    pub fn picks(&self) -> Vec<Pick> {
        let open = self.columns.iter().filter(|it| it.shown != Shown::Always);
        open.map(|it| Pick::of(it.code.into(), it.label.into(), self.shows(it.code))).collect()
    }

    /// By which column the list is ordered, and whether against the alphabet or time.
    pub fn sort(&self) -> (&'static str, bool) {
        let asked = self.get("sort");
        let (code, turned) = asked.strip_prefix('-').map_or((asked, false), |code| (code, true));
        let sortable = |it: &&Column| it.sorts.is_some();
        let found = self.columns.iter().filter(sortable).find(|it| it.code == code);
        let (column, turned) = match found {
            Some(column) => (column, turned),
            None => match self.columns.iter().find(|it| it.first) {
                Some(column) => (column, false),
                None => return ("", false),
            },
        };
        (column.code, (column.sorts == Some(Natural::Down)) != turned)
    }

    /// The heads of the columns that are shown.
    pub fn heads(&self) -> Vec<Head> {
        let (sorted, descending) = self.sort();
        let default = self.columns.iter().find(|it| it.first).map_or("", |it| it.code);
        let head = |it: &Column| {
            let here = it.code == sorted;
            let natural = descending == (it.sorts == Some(Natural::Down));
            let next = match (here && natural, it.code == default) {
                (true, _) => format!("-{}", it.code),
                (false, true) => String::new(),
                (false, false) => it.code.to_owned(),
            };
            Head {
                label: it.label,
                url: it.sorts.map(|_| self.with("sort", &next)),
                way: match (here, descending) {
                    (false, _) => "",
                    (true, false) => "ascending",
                    (true, true) => "descending",
                },
                figures: it.figures,
            }
        };
        self.shown().map(head).collect()
    }

    /// The line under the list. Keys are those of its first and last row.
    pub fn pager<K: Display, I: Display>(
        &self,
        line: String,
        prev: Option<(K, I)>,
        next: Option<(K, I)>,
    ) -> Pager {
        let turned = |name: &str, key: Option<(K, I)>| {
            key.map(|(key, id)| {
                let mut pairs = self.pairs.clone();
                pairs.push((name.to_owned(), format!("{key}~{id}")));
                written(&self.path, pairs.iter())
            })
        };
        Pager { line, prev: turned("before", prev), next: turned("after", next) }
    }
}

/// A list as a file. Thousands of rows take a while: other requests go on meanwhile.
pub async fn workbook(export: Export) -> app::Result<Download> {
    let name = format!("{} {}.xlsx", export.title, export.day);
    let bytes = tokio::task::spawn_blocking(move || export.xlsx()).await.map_err(app::Error::from)??;
    Ok(Download { name, media: crate::table::XLSX, bytes })
}

/// Where the page stands in its list. What is not counted is not claimed.
pub fn position(before: i64, shown: usize, total: i64) -> String {
    let total = counted(total);
    if before >= COUNTED {
        return format!("第 {COUNTED} 项以后的 {shown} 项，共 {total} 项");
    }
    match shown {
        0 => String::new(),
        shown => format!("第 {} 至 {} 项，共 {total} 项", before + 1, before + shown as i64),
    }
}

fn written<'a>(path: &str, pairs: impl Iterator<Item = &'a (String, String)>) -> String {
    let pairs: Vec<&(String, String)> = pairs.collect();
    if pairs.is_empty() {
        return path.to_owned();
    }
    format!("{path}?{}", serde_urlencoded::to_string(pairs).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: &[Column] = &[
        Column::new("title", "任务", Shown::Always),
        Column::new("due", "时限", Shown::Usually).sorts(Natural::Up).first(),
        Column::new("changed", "最近变化", Shown::OnDemand).sorts(Natural::Down),
    ];

    fn read(raw: &str) -> Address {
        Address::parse("/tasks", COLUMNS, &["q"], raw)
    }

    #[test]
    fn a_click_orders_and_the_next_turns_the_order() {
        let urls = |raw| -> Vec<String> { read(raw).heads().into_iter().filter_map(|it| it.url).collect() };
        assert_eq!(urls("cols=due&cols=changed&q=a")[0], "/tasks?cols=due&cols=changed&q=a&sort=-due");
        assert_eq!(read("").sort(), ("due", false));
        assert_eq!(read("sort=-due").sort(), ("due", true));
        assert_eq!(urls("sort=-due"), ["/tasks"]);
        assert_eq!(read("sort=changed").sort(), ("changed", true));
        assert_eq!(read("sort=-changed").sort(), ("changed", false));
        assert_eq!(read("sort=no").sort(), ("due", false));
        assert_eq!(read("").shown().map(|it| it.code).collect::<Vec<_>>(), ["title", "due"]);
    }

    #[test]
    fn the_page_key_is_no_part_of_the_list() {
        let address = read("q=a&after=2026-06-01~7&x=1");
        let key = |key: &str, id: &str| Some((key.to_owned(), id.parse::<i64>().ok()?));
        assert_eq!(address.turn(key), Turn::After(("2026-06-01".to_owned(), 7)));
        assert_eq!(address.query(), "q=a");
        let pager = address.pager(position(50, 20, 70), Some(("b", 1)), None::<(&str, i64)>);
        assert_eq!(pager.prev.as_deref(), Some("/tasks?q=a&before=b%7E1"));
        assert_eq!((pager.line.as_str(), pager.next), ("第 51 至 70 项，共 70 项", None));
        assert_eq!(read("before=bad").turn(key), Turn::First);
        assert_eq!(position(1000, 50, 1000), "第 1000 项以后的 50 项，共 1000+ 项");
    }
}
