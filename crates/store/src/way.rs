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
    manner: Manner,
}

/// In what manner a way leads to its rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Manner {
    /// One after the other, as an index of their table holds them.
    InOrder,
    /// Each once, as the tables before theirs lead to them.
    Through,
    /// Some more than once.
    Repeating,
}

impl Way {
    /// A way within one table.
    pub fn to(from: &'static str, joined: Part) -> Self {
        Self { from, joined, manner: Manner::InOrder }
    }

    /// A way through other tables that leads to each of its rows once.
    pub fn through(from: &'static str, joined: Part) -> Self {
        Self { from, joined, manner: Manner::Through }
    }

    /// A way that may lead to a row again.
    pub fn repeating(from: &'static str, joined: Part) -> Self {
        Self { from, joined, manner: Manner::Repeating }
    }

    fn select(&self) -> &'static str {
        if self.manner == Manner::Repeating { "select distinct" } else { "select" }
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

/// All ways to the rows of a list. No two of them lead to the same row, so that none must be compared
/// with the others.
#[derive(Debug, Clone)]
pub(crate) struct Ways(Vec<Way>);

impl Ways {
    /// Ways of which no two lead to the same row.
    pub fn apart(all: Vec<Way>) -> Self {
        Self(all)
    }

    /// Keys of one page, `id` and `page_key`: sorted and cut on each way, then together. The limit stands
    /// in the text: a planner that keeps one plan for all values must know that few rows are wanted.
    pub fn keys(&self, filter: &Part, order: Order, limit: i64) -> Part {
        let one = |way: &Way| {
            let (select, from) = (way.select(), way.from);
            let Order { key, id, join, .. } = order;
            let mut part = Part::new(
                &format!("{select} {id} as id, {key} as page_key from {from}{join} where "),
                vec![],
            );
            part.add(&way.joined);
            part.add(filter);
            part.push(
                &format!(" order by {} {2}, {} {2} limit {limit}", order.key, order.id, order.direction()),
                vec![],
            );
            part
        };
        if let [way] = self.0.as_slice() {
            return one(way);
        }
        let mut part = Part::new("select id, page_key from (", vec![]);
        self.join(&mut part, one);
        part.push(&format!(") ways order by page_key {0}, id {0} limit {limit}", order.direction()), vec![]);
        part
    }

    /// Columns of all rows on all ways, for sums over them.
    pub fn rows(&self, filter: &Part, columns: &str) -> Part {
        let mut part = Part::default();
        self.join(&mut part, |way| {
            let mut part = Part::new(&format!("{} {columns} from {} where ", way.select(), way.from), vec![]);
            part.add(&way.joined);
            part.add(filter);
            part
        });
        part
    }

    /// A condition on rows that stand in a query already, as the ways name them: that they lie on a way.
    pub fn within(&self, filter: &Part, id: &str) -> Part {
        if let [Way { manner: Manner::InOrder, joined, .. }] = self.0.as_slice() {
            let mut part = joined.clone();
            part.add(filter);
            return part;
        }
        let mut part = Part::new(&format!("{id} in ("), vec![]);
        part.add(&self.rows(filter, &format!("{id} as id")));
        part.push(")", vec![]);
        part
    }

    /// How many rows there are on all ways together, up to `most`. A way within one table is walked in the
    /// order of its list: without one, a planner may read a whole table for a few rows.
    pub fn count(&self, filter: &Part, order: Order, most: i64) -> Part {
        let mut part = Part::new("select count(*) as n from (select id from (", vec![]);
        self.join(&mut part, |way| {
            let Order { key, id, join, .. } = order;
            let mut part =
                Part::new(&format!("{} {id} as id from {}{join} where ", way.select(), way.from), vec![]);
            part.add(&way.joined);
            part.add(filter);
            if way.manner == Manner::InOrder {
                part.push(&format!(" order by {key} {0}, {id} {0}", order.direction()), vec![]);
            }
            part.push(&format!(" limit {most}"), vec![]);
            part
        });
        part.push(&format!(") ways limit {most}) capped"), vec![]);
        part
    }

    /// The rows of all ways, each row once.
    fn join(&self, into: &mut Part, one: impl Fn(&Way) -> Part) {
        for (n, way) in self.0.iter().enumerate() {
            into.push(if n == 0 { "select * from (" } else { " union all select * from (" }, vec![]);
            into.add(&one(way));
            into.push(&format!(") way{n}"), vec![]);
        }
    }
}
