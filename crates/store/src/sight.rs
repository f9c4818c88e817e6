//! What an actor may see, as a filter of a list: the scope of an action in SQL, so that one rule
//! serves one row and a thousand.

use crate::column::{Arg, IntoArg};
use domain::authority::{Action, Actor, Scope};
use domain::id::{BureauId, PersonId, UnitId};

/// The reach of one action of one actor.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sight {
    pub bureau: BureauId,
    pub person: PersonId,
    /// The whole bureau.
    pub all: bool,
    /// Units at and below which everything is seen.
    pub below: Vec<UnitId>,
}

/// More grants than this no account has; the cap bounds the statement.
const MOST_UNITS: usize = 50;

impl Sight {
    /// What `actor` sees by `action`; none if nothing.
    pub fn of(actor: &Actor, action: Action) -> Option<Self> {
        let reach = actor.reach(action)?;
        let mut below = actor.granted_units(action);
        below.truncate(MOST_UNITS);
        Some(Self { bureau: actor.bureau, person: actor.person, all: reach == Scope::All, below })
    }

    /// Only what concerns the person.
    pub fn own(actor: &Actor) -> Self {
        Self { bureau: actor.bureau, person: actor.person, all: false, below: Vec::new() }
    }

    /// A condition over two columns, a unit and a person; its values go behind `args`.
    pub(crate) fn clause(&self, unit: &str, person: &str, args: &mut Vec<Arg>) -> String {
        if self.all {
            return "1 = 1".into();
        }
        args.push((&self.person).into_arg());
        let own = format!("{person} = ${}", args.len());
        if self.below.is_empty() {
            return own;
        }
        let marks: Vec<String> = self
            .below
            .iter()
            .map(|unit| {
                args.push(unit.into_arg());
                format!("${}", args.len())
            })
            .collect();
        let units = marks.join(", ");
        format!(
            "({own} or {unit} in (select descendant_id from unit_closure where ancestor_id in ({units})))"
        )
    }
}
