//! The list of papers: what a reader may see, latest change first.

use super::{COLUMNS, from};
use crate::column::{Arg, IntoArg, args};
use crate::{Conn, Result, Visible};
use domain::change::Versioned;
use domain::day::Instant;
use domain::id::{BureauId, PaperId};
use domain::paper::{Paper, PaperState, Template};

/// Which papers a list shows.
#[derive(Debug, Clone)]
pub struct PaperFilter {
    pub visible: Visible,
    /// None shows all but the voided.
    pub states: Vec<PaperState>,
    pub template: Option<Template>,
    /// Only those drafted by this reader.
    pub own: bool,
    /// Only those given to the reader or the reader's units.
    pub received: bool,
    pub words: String,
    pub ascending: bool,
    pub after: Option<(Instant, PaperId)>,
    pub limit: i64,
}

/// A paper as a list shows it.
#[derive(Debug, Clone)]
pub struct PaperRow {
    pub paper: Versioned<Paper>,
    pub updated: Instant,
    pub author: String,
    pub unit: String,
    /// How many receivers it has, and how many have confirmed.
    pub sent: i64,
    pub receipts: i64,
}

/// A condition with numbered places, its values beside it.
struct Where {
    sql: String,
    args: Vec<Arg>,
}

impl Where {
    fn add(&mut self, clause: &str, values: Vec<Arg>) {
        self.sql.push_str(" and ");
        let mut values = values.into_iter();
        for (i, part) in clause.split('?').enumerate() {
            if i > 0 {
                self.args.extend(values.next());
                self.sql.push_str(&format!("${}", self.args.len()));
            }
            self.sql.push_str(part);
        }
    }

    /// Papers that the reader may see: own unit and own drafts, and what was given out to them.
    fn seen(&mut self, visible: &Visible) {
        if *visible == Visible::All {
            return;
        }
        let own = visible.clause("p.unit_id", "p.author_id", &mut self.args);
        let given = given(visible, "p.id", &mut self.args);
        self.sql.push_str(&format!(" and ({own} or {given})"));
    }
}

/// A condition over the id of a paper: that it was given to the reader, or to a unit whose papers they
/// receive or see. Its values go behind `args`.
pub(crate) fn given(visible: &Visible, paper: &str, args: &mut Vec<Arg>) -> String {
    let Visible::Within { person, subtrees, receives } = visible else { return "1 = 1".into() };
    let mut mark = |arg: Arg| {
        args.push(arg);
        format!("${}", args.len())
    };
    let mut whom = vec![format!("d.person_id = {}", mark(person.into_arg()))];
    let units = receives.iter().chain(subtrees);
    whom.extend(units.map(|unit| format!("d.unit_id = {}", mark(unit.into_arg()))));
    format!("exists (select 1 from paper_delivery d where d.paper_id = {paper} and ({}))", whom.join(" or "))
}

fn sifted(bureau: BureauId, filter: &PaperFilter, reader: &Visible) -> Where {
    let mut it = Where { sql: "p.bureau_id = $1".into(), args: args![bureau] };
    it.seen(&filter.visible);
    match filter.states.as_slice() {
        [] => it.add("p.state <> 'void'", vec![]),
        states => {
            let marks = vec!["?"; states.len()].join(", ");
            let values = states.iter().map(|state| state.into_arg()).collect();
            it.add(&format!("p.state in ({marks})"), values);
        }
    }
    if let Some(template) = &filter.template {
        it.add("p.template = ?", args![*template]);
    }
    if let Visible::Within { person, .. } = reader
        && filter.own
    {
        it.add("p.author_id = ?", args![*person]);
    }
    if filter.received {
        let given = given(reader, "p.id", &mut it.args);
        it.sql.push_str(&format!(" and {given}"));
    }
    if !filter.words.trim().is_empty() {
        let like = crate::work::like(&filter.words);
        it.add("p.title like ?", args![like]);
    }
    it
}

impl Conn {
    /// A page of papers. `reader` is who asks, for the filters "mine" and "given to me".
    pub async fn paper_rows(
        &mut self,
        bureau: BureauId,
        filter: &PaperFilter,
        reader: &Visible,
    ) -> Result<Vec<PaperRow>> {
        let mut it = sifted(bureau, filter, reader);
        let (sign, way) = if filter.ascending { (">", "asc") } else { ("<", "desc") };
        if let Some((at, id)) = filter.after {
            it.add(&format!("(p.updated, p.id) {sign} (?, ?)"), args![at, id]);
        }
        it.args.push((&filter.limit).into_arg());
        let sql = format!(
            "select {COLUMNS}, p.updated, h.name as author_name, u.name as unit_name, \
             (select count(*) from paper_delivery d where d.paper_id = p.id) as sent, \
             (select count(*) from paper_delivery d where d.paper_id = p.id and d.receipted is not null) as receipts \
             from paper p join person h on h.id = p.author_id join unit u on u.id = p.unit_id \
             where {} order by p.updated {way}, p.id {way} limit ${}",
            it.sql,
            it.args.len()
        );
        self.all(&sql, it.args, |row| {
            Ok(PaperRow {
                paper: from(row)?,
                updated: row.get("updated")?,
                author: row.get("author_name")?,
                unit: row.get("unit_name")?,
                sent: row.get("sent")?,
                receipts: row.get("receipts")?,
            })
        })
        .await
    }

    /// How many papers the filter lets through, up to [`crate::COUNTED`]; with a page key, how many
    /// stand before it.
    pub async fn paper_count(
        &mut self,
        bureau: BureauId,
        filter: &PaperFilter,
        reader: &Visible,
    ) -> Result<i64> {
        let mut it = sifted(bureau, filter, reader);
        if let Some((at, id)) = filter.after {
            let sign = if filter.ascending { "<" } else { ">" };
            it.add(&format!("(p.updated, p.id) {sign} (?, ?)"), args![at, id]);
        }
        it.args.push((&crate::COUNTED).into_arg());
        let sql = format!(
            "select count(*) as n from (select 1 as one from paper p where {} limit ${}) capped",
            it.sql,
            it.args.len()
        );
        self.number(&sql, it.args).await
    }
}
