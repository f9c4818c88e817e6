//! What a reader may see, as a filter of lists: one scope, one filter, whichever list it is.

use crate::column::{Arg, IntoArg, args};
use crate::way::{Part, Way};
use crate::work::listed;
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
    /// The ways to assignments, which stand as `a`.
    pub(crate) fn ways(&self) -> Vec<Way> {
        let Self::Within { person, subtrees, receives } = self else {
            return vec![Way::to("assignment a", Part::new("1 = 1", args![]))];
        };
        let mut ways = vec![Way::to("assignment a", Part::new("a.person_id = ?", args![*person]))];
        if !receives.is_empty() {
            let mut part = listed("o.id", receives);
            part.push(" and a.unit_id = o.id and a.person_id is null", args![]);
            ways.push(Way::to("unit o cross join assignment a", part));
        }
        if !subtrees.is_empty() {
            let mut part = listed("c.ancestor_id", subtrees);
            part.push(" and a.unit_id = c.descendant_id", args![]);
            ways.push(below("unit_closure c cross join assignment a", part, subtrees));
        }
        ways
    }

    /// The ways to records, which stand as `r`: one's own, those of one's units, and those that
    /// answer a duty of one's own.
    pub(crate) fn ways_to_records(&self) -> Vec<Way> {
        let Self::Within { person, subtrees, .. } = self else {
            return vec![Way::to("record r", Part::new("1 = 1", args![]))];
        };
        let mut ways = vec![
            Way::to("record r", Part::new("r.author_id = ?", args![*person])),
            Way::repeating(
                "assignment a cross join record_assignment x cross join record r",
                Part::new(
                    "a.person_id = ? and x.assignment_id = a.id and r.id = x.record_id",
                    args![*person],
                ),
            ),
        ];
        if !subtrees.is_empty() {
            let mut part = listed("c.ancestor_id", subtrees);
            part.push(" and r.unit_id = c.descendant_id", args![]);
            ways.push(below("unit_closure c cross join record r", part, subtrees));
        }
        ways
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

/// The way down from some units: only from more than one may it meet a row twice.
fn below(from: &'static str, joined: Part, subtrees: &[UnitId]) -> Way {
    if subtrees.len() > 1 { Way::repeating(from, joined) } else { Way::to(from, joined) }
}
