//! What a reader may see, as a filter of lists: one scope, one filter, whichever list it is.

use crate::column::{Arg, IntoArg, args};
use crate::way::{Part, Way, Ways};
use crate::work::listed;
use crate::{Conn, Result};
use domain::id::{PersonId, UnitId};

/// What a reader may see of a bureau's work, records and whatever else has a unit and a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Visible {
    All,
    Within {
        person: PersonId,
        /// Units that are seen with everything below them.
        subtrees: Vec<UnitId>,
        /// Units for which the person receives what is assigned to no person.
        receives: Vec<UnitId>,
    },
}

impl Visible {
    /// The ways to assignments, which stand as `a`; `below` are the units of the subtrees. No two lead to
    /// the same one: the reader's own, then those of each unit that are not the reader's own.
    pub(crate) fn ways(&self, below: &[UnitId]) -> Ways {
        let Self::Within { person, receives, .. } = self else {
            return Ways::apart(vec![Way::to("assignment a", Part::new("1 = 1", args![]))]);
        };
        let mut ways = vec![Way::to("assignment a", Part::new("a.person_id = ?", args![*person]))];
        let received: Vec<UnitId> = receives.iter().copied().filter(|unit| !below.contains(unit)).collect();
        ways.extend(of_units(&received, &Part::new(" and a.person_id is null", args![])));
        let others = Part::new(" and (a.person_id is null or a.person_id <> ?)", args![*person]);
        ways.extend(of_units(below, &others));
        Ways::apart(ways)
    }

    /// The ways to records, which stand as `r`; `below` are the units of the subtrees. No two lead to the
    /// same one: one's own, those of each unit that are not one's own, and those elsewhere that answer a
    /// duty of one's own.
    fn ways_to_records(&self, below: &[UnitId]) -> Ways {
        let Self::Within { person, .. } = self else {
            return Ways::apart(vec![Way::to("record r", Part::new("1 = 1", args![]))]);
        };
        let others = Part::new(" and r.author_id <> ?", args![*person]);
        let mut ways = vec![Way::to("record r", Part::new("r.author_id = ?", args![*person]))];
        if below.len() <= FEW {
            ways.extend(below.iter().map(|unit| {
                let mut part = Part::new("r.unit_id = ?", args![*unit]);
                part.add(&others);
                Way::to("record r", part)
            }));
        } else {
            let mut part = listed("o.id", below);
            part.push(" and r.unit_id = o.id", args![]);
            part.add(&others);
            ways.push(Way::through("unit o cross join record r", part));
        }
        let mut answers =
            Part::new("a.person_id = ? and x.assignment_id = a.id and r.id = x.record_id", args![*person]);
        answers.add(&others);
        if !below.is_empty() {
            answers.push(" and not ", args![]);
            answers.add(&listed("r.unit_id", below));
        }
        ways.push(Way::repeating("assignment a cross join record_assignment x cross join record r", answers));
        Ways::apart(ways)
    }

    /// A condition over two columns, a unit and a person, where other conditions have found the rows
    /// already; its values go behind `args`.
    pub(crate) fn clause(&self, unit: &str, person: &str, args: &mut Vec<Arg>) -> String {
        let Self::Within { person: reader, subtrees, receives } = self else { return "1 = 1".into() };
        let mut mark = |arg: Arg| {
            args.push(arg);
            format!("${}", args.len())
        };
        let own = mark(reader.into_arg());
        let below: Vec<String> = subtrees.iter().map(|unit| mark(unit.into_arg())).collect();
        let received: Vec<String> = receives.iter().map(|unit| mark(unit.into_arg())).collect();
        let mut clause = format!("({person} = {own}");
        if !below.is_empty() {
            let units = below.join(", ");
            clause += &format!(
                " or {unit} in (select descendant_id from unit_closure where ancestor_id in ({units}))"
            );
        }
        if !received.is_empty() {
            clause += &format!(" or ({person} is null and {unit} in ({}))", received.join(", "));
        }
        clause + ")"
    }
}

/// So many units have a way each, in the order of the list; more are walked together and sorted.
const FEW: usize = 12;

/// The ways to the assignments of some units that `rest` lets through.
pub(crate) fn of_units(units: &[UnitId], rest: &Part) -> Vec<Way> {
    if units.is_empty() {
        return Vec::new();
    }
    if units.len() <= FEW {
        let one = |unit: &UnitId| {
            let mut part = Part::new("a.unit_id = ?", args![*unit]);
            part.add(rest);
            Way::to("assignment a", part)
        };
        return units.iter().map(one).collect();
    }
    let mut part = listed("o.id", units);
    part.push(" and a.unit_id = o.id", args![]);
    part.add(rest);
    vec![Way::through("unit o cross join assignment a", part)]
}

impl Conn {
    /// The ways to the assignments that a reader may see.
    pub(crate) async fn ways(&mut self, visible: &Visible) -> Result<Ways> {
        Ok(visible.ways(&self.seen_below(visible).await?))
    }

    /// The ways to the records that a reader may see.
    pub(crate) async fn ways_to_records(&mut self, visible: &Visible) -> Result<Ways> {
        Ok(visible.ways_to_records(&self.seen_below(visible).await?))
    }

    /// The units of the subtrees that a reader sees.
    async fn seen_below(&mut self, visible: &Visible) -> Result<Vec<UnitId>> {
        match visible {
            Visible::Within { subtrees, .. } if !subtrees.is_empty() => self.below(subtrees).await,
            _ => Ok(Vec::new()),
        }
    }
}
