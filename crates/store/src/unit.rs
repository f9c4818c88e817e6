//! The tree of units: dated names and parents, and a closure of today's tree, so that "everything
//! below me" is one indexed range that survives a move.

use crate::clause::Query;
use crate::column::args;
use crate::db::Row;
use crate::work::push_list;
use crate::{Apply, Conn, Result, Stamp};
use domain::change::Versioned;
use domain::day::Day;
use domain::id::{BureauId, UnitId};
use domain::unit::{Duties, Predecessor, Ties, Unit};

const COLUMNS: &str = "id, bureau_id, kind, name, parent_id, position, valid_from, valid_to, version";

fn from(row: &Row) -> Result<Versioned<Unit>> {
    Ok(Versioned {
        version: row.get("version")?,
        row: Unit {
            id: row.get("id")?,
            bureau: row.get("bureau_id")?,
            kind: row.get("kind")?,
            name: row.get("name")?,
            parent: row.opt("parent_id")?,
            position: row.get("position")?,
            valid_from: row.get("valid_from")?,
            valid_to: row.opt("valid_to")?,
        },
    })
}

/// A unit that did not exist before.
#[derive(Debug, Clone)]
pub struct NewUnit(pub Unit);

impl Apply for NewUnit {
    async fn write(&self, conn: &mut Conn, stamp: &Stamp<'_>) -> Result<()> {
        let it = &self.0;
        conn.run(
            "insert into unit (id, bureau_id, kind, name, parent_id, position, valid_from, valid_to, version) \
             values ($1, $2, $3, $4, $5, $6, $7, $8, 1)",
            args![it.id, it.bureau, it.kind, it.name, it.parent, it.position, it.valid_from, it.valid_to],
        )
        .await?;
        conn.run(
            "insert into unit_name (unit_id, name, valid_from, valid_to) values ($1, $2, $3, null)",
            args![it.id, it.name, it.valid_from],
        )
        .await?;
        conn.run(
            "insert into unit_parent (unit_id, parent_id, valid_from, valid_to) values ($1, $2, $3, null)",
            args![it.id, it.parent, it.valid_from],
        )
        .await?;
        conn.run(
            "insert into unit_closure (ancestor_id, descendant_id, depth) values ($1, $1, 0)",
            args![it.id],
        )
        .await?;
        conn.run(
            "insert into unit_closure (ancestor_id, descendant_id, depth) \
             select ancestor_id, $1, depth + 1 from unit_closure where descendant_id = $2",
            args![it.id, it.parent],
        )
        .await?;
        conn.index_unit(it, stamp).await
    }
}

/// A unit whose name, parent or end changes on a day.
#[derive(Debug, Clone)]
pub struct UnitChange {
    pub unit: Versioned<Unit>,
    pub on: Day,
}

impl Apply for UnitChange {
    async fn write(&self, conn: &mut Conn, stamp: &Stamp<'_>) -> Result<()> {
        let (it, on) = (&self.unit.row, self.on);
        let before = conn.unit(it.id).await?;
        conn.run_one(
            "update unit set kind = $3, name = $4, parent_id = $5, position = $6, valid_to = $7, version = version + 1 \
             where id = $1 and version = $2",
            args![it.id, self.unit.version, it.kind, it.name, it.parent, it.position, it.valid_to],
        )
        .await?;
        if before.name != it.name {
            conn.close_interval("unit_name", it.id, on).await?;
            conn.run(
                "insert into unit_name (unit_id, name, valid_from, valid_to) values ($1, $2, $3, null)",
                args![it.id, it.name, on],
            )
            .await?;
        }
        if before.parent != it.parent {
            conn.close_interval("unit_parent", it.id, on).await?;
            conn.run(
                "insert into unit_parent (unit_id, parent_id, valid_from, valid_to) values ($1, $2, $3, null)",
                args![it.id, it.parent, on],
            )
            .await?;
            conn.move_closure(it.id, it.parent).await?;
        }
        conn.index_unit(it, stamp).await
    }
}

impl Apply for Duties {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        let text = Some(self.text.clone()).filter(|text| !text.is_empty());
        conn.run_one("update unit set duties = $2 where id = $1", args![self.unit, text]).await
    }
}

impl Apply for Predecessor {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        conn.run(
            "insert into unit_predecessor (unit_id, predecessor_id, day, kind) values ($1, $2, $3, $4)",
            args![self.unit, self.before, self.day, self.kind],
        )
        .await?;
        Ok(())
    }
}

/// A name or a parent that a unit bore, from when to when.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held<T> {
    pub value: T,
    pub from: Day,
    pub to: Option<Day>,
}

impl Conn {
    /// Ends the open interval of a dated table the day before `on`; one that began on `on` is replaced.
    async fn close_interval(&mut self, table: &str, unit: UnitId, on: Day) -> Result<()> {
        self.run(&format!("delete from {table} where unit_id = $1 and valid_from >= $2"), args![unit, on])
            .await?;
        self.run(
            &format!("update {table} set valid_to = $2 where unit_id = $1 and valid_to is null"),
            args![unit, on.minus(1)],
        )
        .await?;
        Ok(())
    }

    /// Takes the subtree off its old ancestors and hangs it under the new parent.
    async fn move_closure(&mut self, unit: UnitId, parent: Option<UnitId>) -> Result<()> {
        self.run(
            "delete from unit_closure where descendant_id in (select descendant_id from unit_closure where ancestor_id = $1) \
             and ancestor_id not in (select descendant_id from unit_closure where ancestor_id = $1)",
            args![unit],
        )
        .await?;
        self.run(
            "insert into unit_closure (ancestor_id, descendant_id, depth) \
             select up.ancestor_id, down.descendant_id, up.depth + down.depth + 1 \
             from unit_closure up cross join unit_closure down \
             where up.descendant_id = $2 and down.ancestor_id = $1",
            args![unit, parent],
        )
        .await?;
        Ok(())
    }

    pub async fn unit(&mut self, id: UnitId) -> Result<Versioned<Unit>> {
        self.one(&format!("select {COLUMNS} from unit where id = $1"), args![id], from).await
    }

    /// All units of a bureau that stand on `day`, parents before children, in official order.
    pub async fn units(&mut self, bureau: BureauId, day: Day) -> Result<Vec<Versioned<Unit>>> {
        self.units_within(bureau, None, day).await
    }

    /// The same of some units and all below them, or of the whole bureau.
    pub async fn units_within(
        &mut self,
        bureau: BureauId,
        within: Option<&[UnitId]>,
        day: Day,
    ) -> Result<Vec<Versioned<Unit>>> {
        let mut query = Query::new(
            &format!(
                "select {COLUMNS} from unit where bureau_id = ? and valid_from <= ? and (valid_to is null or valid_to >= ?)"
            ),
            args![bureau, day, day],
        );
        if let Some(within) = within {
            query.push(" and id in (select descendant_id from unit_closure where ancestor_id in (", args![]);
            push_list(&mut query, within);
            query.push("))", args![]);
        }
        query.push(" order by position, name, id", args![]);
        Ok(in_tree_order(self.all(&query.sql, query.args, from).await?))
    }

    /// The unit itself and all above it, nearest first.
    pub async fn ancestors(&mut self, unit: UnitId) -> Result<Vec<UnitId>> {
        self.all(
            "select ancestor_id from unit_closure where descendant_id = $1 order by depth",
            args![unit],
            |row| row.get("ancestor_id"),
        )
        .await
    }

    /// Of several units, each with itself and all above it, the nearest first.
    pub async fn ancestors_among(&mut self, units: &[UnitId]) -> Result<Vec<(UnitId, UnitId)>> {
        let mut query = Query::new(
            "select descendant_id, ancestor_id from unit_closure where descendant_id in (",
            args![],
        );
        push_list(&mut query, units);
        query.push(") order by descendant_id, depth", args![]);
        self.all(&query.sql, query.args, |row| Ok((row.get("descendant_id")?, row.get("ancestor_id")?))).await
    }

    /// The unit itself and all below it.
    pub async fn descendants(&mut self, unit: UnitId) -> Result<Vec<UnitId>> {
        self.all(
            "select descendant_id from unit_closure where ancestor_id = $1 order by depth",
            args![unit],
            |row| row.get("descendant_id"),
        )
        .await
    }

    /// Some units and everything below them, each once.
    pub(crate) async fn below(&mut self, units: &[UnitId]) -> Result<Vec<UnitId>> {
        let mut query =
            Query::new("select distinct descendant_id from unit_closure where ancestor_id in (", args![]);
        push_list(&mut query, units);
        query.push(")", args![]);
        self.all(&query.sql, query.args, |row| row.get("descendant_id")).await
    }

    /// The name that a unit bore on `day`: papers print the name of their day.
    pub async fn unit_name_on(&mut self, unit: UnitId, day: Day) -> Result<String> {
        let names = self.unit_names(unit).await?;
        on(names.iter(), day).ok_or(crate::StoreError::NotFound)
    }

    /// The same of several units, each on a day of its own, in their order.
    pub async fn unit_names_on(&mut self, all: &[(UnitId, Day)]) -> Result<Vec<String>> {
        let units: Vec<UnitId> = all.iter().map(|(unit, _)| *unit).collect();
        let mut query = Query::new(
            "select unit_id, name, valid_from, valid_to from unit_name where unit_id in (",
            args![],
        );
        push_list(&mut query, &units);
        query.push(") order by valid_from", args![]);
        let names: Vec<(UnitId, Held<String>)> =
            self.all(&query.sql, query.args, |row| Ok((row.get("unit_id")?, named(row)?))).await?;
        let of = |(unit, day): &(UnitId, Day)| {
            let own = names.iter().filter(|(it, _)| it == unit).map(|(_, name)| name);
            on(own, *day).ok_or(crate::StoreError::NotFound)
        };
        all.iter().map(of).collect()
    }

    /// 科室职责 of a unit; empty where nobody wrote them.
    pub async fn unit_duties(&mut self, unit: UnitId) -> Result<String> {
        let text =
            self.one("select duties from unit where id = $1", args![unit], |row| row.opt("duties")).await?;
        Ok(text.unwrap_or_default())
    }

    /// Units of a bureau that have duties written.
    pub async fn duties_of_units(&mut self, bureau: BureauId) -> Result<Vec<(UnitId, String)>> {
        self.all(
            "select id, duties from unit where bureau_id = $1 and duties is not null order by id",
            args![bureau],
            |row| Ok((row.get("id")?, row.get("duties")?)),
        )
        .await
    }

    /// All names that a unit bore, oldest first.
    pub async fn unit_names(&mut self, unit: UnitId) -> Result<Vec<Held<String>>> {
        self.all(
            "select name, valid_from, valid_to from unit_name where unit_id = $1 order by valid_from",
            args![unit],
            named,
        )
        .await
    }

    /// All parents that a unit had, oldest first.
    pub async fn unit_parents(&mut self, unit: UnitId) -> Result<Vec<Held<Option<UnitId>>>> {
        self.all(
            "select parent_id, valid_from, valid_to from unit_parent where unit_id = $1 order by valid_from",
            args![unit],
            |row| {
                Ok(Held {
                    value: row.opt("parent_id")?,
                    from: row.get("valid_from")?,
                    to: row.opt("valid_to")?,
                })
            },
        )
        .await
    }

    /// The links of a unit to what it came out of and to what came out of it.
    pub async fn predecessors(&mut self, unit: UnitId) -> Result<Vec<Predecessor>> {
        self.all(
            "select unit_id, predecessor_id, day, kind from unit_predecessor where unit_id = $1 or predecessor_id = $1 \
             order by day, unit_id, predecessor_id",
            args![unit],
            |row| {
                Ok(Predecessor {
                    unit: row.get("unit_id")?,
                    before: row.get("predecessor_id")?,
                    day: row.get("day")?,
                    kind: row.get("kind")?,
                })
            },
        )
        .await
    }

    /// Units directly below, as they stand on `day`, in official order.
    pub async fn children(&mut self, unit: UnitId, day: Day) -> Result<Vec<Versioned<Unit>>> {
        self.all(
            &format!(
                "select {COLUMNS} from unit where parent_id = $1 and valid_from <= $2 and (valid_to is null or valid_to >= $2) \
                 order by position, name, id"
            ),
            args![unit, day],
            from,
        )
        .await
    }

    /// Who serves in and what stands below a unit on `day` or later. Duties are another reading:
    /// [`Conn::estate`].
    pub async fn unit_ties(&mut self, unit: UnitId, day: Day) -> Result<Ties> {
        let members = self
            .number(
                "select count(*) as n from membership where unit_id = $1 and (valid_to is null or valid_to >= $2)",
                args![unit, day],
            )
            .await?;
        let children = self
            .number(
                "select count(*) as n from unit where parent_id = $1 and (valid_to is null or valid_to >= $2)",
                args![unit, day],
            )
            .await?;
        Ok(Ties { members, children, duties: 0 })
    }

    /// How many serve directly in each unit on `day`.
    pub async fn heads_per_unit(&mut self, bureau: BureauId, day: Day) -> Result<Vec<(UnitId, i64)>> {
        self.all(
            "select unit_id, count(*) as n from membership where bureau_id = $1 and valid_from <= $2 \
             and (valid_to is null or valid_to >= $2) group by unit_id",
            args![bureau, day],
            |row| Ok((row.get("unit_id")?, row.get("n")?)),
        )
        .await
    }
}

fn named(row: &Row) -> Result<Held<String>> {
    Ok(Held { value: row.get("name")?, from: row.get("valid_from")?, to: row.opt("valid_to")? })
}

/// The name on a day. Before its first known day a unit bears its first known name.
fn on<'a>(names: impl Iterator<Item = &'a Held<String>>, day: Day) -> Option<String> {
    let (mut first, mut latest) = (None, None);
    for name in names {
        first = first.or(Some(name));
        latest = Some(name).filter(|name| name.from <= day).or(latest);
    }
    latest.or(first).map(|name| name.value.clone())
}

fn in_tree_order(flat: Vec<Versioned<Unit>>) -> Vec<Versioned<Unit>> {
    let known: std::collections::BTreeSet<UnitId> = flat.iter().map(|unit| unit.id).collect();
    let mut below: std::collections::BTreeMap<Option<UnitId>, Vec<Versioned<Unit>>> = Default::default();
    for unit in flat.into_iter().rev() {
        // A unit whose parent has ended is shown at the top rather than lost.
        let parent = unit.parent.filter(|parent| known.contains(parent));
        below.entry(parent).or_default().push(unit);
    }
    let mut ordered = Vec::with_capacity(known.len());
    let mut open = below.remove(&None).unwrap_or_default();
    while let Some(unit) = open.pop() {
        if let Some(children) = below.remove(&Some(unit.id)) {
            open.extend(children);
        }
        ordered.push(unit);
    }
    ordered
}
