//! Lists in two steps: first the keys of one page, each way to them on an index of its own, then the
//! rows of these keys. A reader who sees rows for several reasons has several ways; an `or` over
//! them would make the engine look at every row of the bureau.

use crate::clause::Query;
use crate::column::Arg;

/// Text with `?` for its values, to be numbered when it becomes part of a query.
#[derive(Debug, Clone, Default)]
pub(crate) struct Part {
    pub sql: String,
    pub args: Vec<Arg>,
}

impl Part {
    pub fn new(sql: &str, args: Vec<Arg>) -> Self {
        Self { sql: sql.to_owned(), args }
    }

    pub fn push(&mut self, sql: &str, args: Vec<Arg>) {
        self.sql.push_str(sql);
        self.args.extend(args);
    }

    pub fn add(&mut self, other: &Self) {
        self.push(&other.sql, other.args.clone());
    }

    pub fn query(self) -> Query {
        Query::new(&self.sql, self.args)
    }
}

/// One way to rows: the tables, in the order in which they are to be walked, and what joins them.
#[derive(Debug, Clone)]
pub(crate) struct Way {
    from: &'static str,
    joined: Part,
    /// Whether it leads to some rows more than once.
    repeats: bool,
}

impl Way {
    /// A way that leads to each of its rows once.
    pub fn to(from: &'static str, joined: Part) -> Self {
        Self { from, joined, repeats: false }
    }

    /// A way that may lead to a row again.
    pub fn repeating(from: &'static str, joined: Part) -> Self {
        Self { from, joined, repeats: true }
    }

    fn select(&self) -> &'static str {
        if self.repeats { "select distinct" } else { "select" }
    }
}

/// What a list is sorted and paged by.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Order {
    /// Column of the key, and of the id that makes it unique.
    pub key: &'static str,
    pub id: &'static str,
    /// What must be joined for the key: nothing where an index holds it.
    pub join: &'static str,
    pub down: bool,
}

impl Order {
    fn direction(self) -> &'static str {
        if self.down { "desc" } else { "asc" }
    }

    /// `order by` for the rows of the keys, which stand beside them as `k`.
    pub fn of_rows(self) -> String {
        format!(" order by k.page_key {0}, k.id {0}", self.direction())
    }

    /// The condition that leaves out what earlier pages have shown.
    pub fn after(self, key: Arg, id: Arg) -> Part {
        let sign = if self.down { "<" } else { ">" };
        Part { sql: format!(" and ({}, {}) {sign} (?, ?)", self.key, self.id), args: vec![key, id] }
    }
}

/// Keys of one page, `id` and `page_key`: sorted and cut on each way, then together. The limit stands
/// in the text: a planner that keeps one plan for all values must know that few rows are wanted.
pub(crate) fn keys(ways: &[Way], filter: &Part, order: Order, limit: i64) -> Part {
    let one = |way: &Way| {
        let (select, from) = (way.select(), way.from);
        let Order { key, id, join, .. } = order;
        let mut part =
            Part::new(&format!("{select} {id} as id, {key} as page_key from {from}{join} where "), vec![]);
        part.add(&way.joined);
        part.add(filter);
        part.push(
            &format!(" order by {} {2}, {} {2} limit {limit}", order.key, order.id, order.direction()),
            vec![],
        );
        part
    };
    if let [way] = ways {
        return one(way);
    }
    let mut part = Part::new("select id, page_key from (", vec![]);
    union(&mut part, ways.iter().map(one));
    part.push(&format!(") ways order by page_key {0}, id {0} limit {limit}", order.direction()), vec![]);
    part
}

/// The ids of all rows on all ways together, for sums over them.
pub(crate) fn ids(ways: &[Way], filter: &Part, id: &str) -> Part {
    let one = |way: &Way| {
        let mut part = Part::new(&format!("select {id} as id from {} where ", way.from), vec![]);
        part.add(&way.joined);
        part.add(filter);
        part
    };
    let mut part = Part::default();
    union(&mut part, ways.iter().map(one));
    part
}

/// How many rows there are on all ways together, up to `most`. Each way is walked in the order of its
/// list: without one, a planner may read a whole table for a few rows.
pub(crate) fn count(ways: &[Way], filter: &Part, order: Order, most: i64) -> Part {
    let one = |way: &Way| {
        let Order { id, join, .. } = order;
        let mut part =
            Part::new(&format!("{} {id} as id from {}{join} where ", way.select(), way.from), vec![]);
        part.add(&way.joined);
        part.add(filter);
        if !way.repeats {
            let Order { key, id, .. } = order;
            part.push(&format!(" order by {key} {0}, {id} {0}", order.direction()), vec![]);
        }
        part.push(&format!(" limit {most}"), vec![]);
        part
    };
    let mut part = Part::new("select count(*) as n from (select id from (", vec![]);
    union(&mut part, ways.iter().map(one));
    part.push(&format!(") ways limit {most}) capped"), vec![]);
    part
}

/// The rows of all parts, each row once.
fn union(into: &mut Part, parts: impl Iterator<Item = Part>) {
    for (n, part) in parts.enumerate() {
        into.push(if n == 0 { "select * from (" } else { " union select * from (" }, vec![]);
        into.add(&part);
        into.push(&format!(") way{n}"), vec![]);
    }
}
