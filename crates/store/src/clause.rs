//! A query put together from clauses: each `?` becomes the next `$n`, with its value beside it.

use crate::column::Arg;

/// Text and values of one query.
#[derive(Debug)]
pub(crate) struct Query {
    pub sql: String,
    pub args: Vec<Arg>,
}

impl Query {
    pub fn new(sql: &str, args: Vec<Arg>) -> Self {
        Self { sql: String::new(), args: Vec::new() }.and(sql, args)
    }

    /// Adds a clause.
    pub fn push(&mut self, clause: &str, args: Vec<Arg>) {
        let mut next = self.args.len();
        for (i, part) in clause.split('?').enumerate() {
            if i > 0 {
                next += 1;
                self.sql.push_str(&format!("${next}"));
            }
            self.sql.push_str(part);
        }
        self.args.extend(args);
    }

    /// The query with one more clause.
    pub fn and(mut self, clause: &str, args: Vec<Arg>) -> Self {
        self.push(clause, args);
        self
    }
}

/// `?, ?, ?` for a list of `n` values; a list without values matches nothing.
pub(crate) fn marks(n: usize) -> String {
    if n == 0 { "null".to_owned() } else { vec!["?"; n].join(", ") }
}

/// Columns of a table that stands under another name.
pub(crate) fn spelled(name: &str, columns: &str) -> String {
    let columns: Vec<String> = columns.split(", ").map(|it| format!("{name}.{}", it.trim())).collect();
    columns.join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::column::args;

    #[test]
    fn marks_are_numbered_through() {
        let query =
            Query::new("select 1 where a = ?", args![1_i64]).and(" and b in (?, ?)", args![2_i64, 3_i64]);
        assert_eq!(query.sql, "select 1 where a = $1 and b in ($2, $3)");
        assert_eq!(query.args.len(), 3);
        assert_eq!(marks(2), "?, ?");
    }
}
