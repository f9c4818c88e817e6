//! What a reader may see of the work: the scope of the permission table as a filter for lists, and
//! the facts of single assignments and records. Both come from the same table.

use crate::facts::unit_facts;
use crate::{App, Result};
use domain::assignment::Assignment;
use domain::authority::{self, Action, Actor, Facts, Scope};
use domain::day::Day;
use domain::id::{PersonId, UnitId};
use domain::record::Record;
use std::collections::BTreeMap;
use store::{Conn, Visible};

/// The filter of a list for which `action` is needed.
pub fn visible(actor: &Actor, action: Action) -> Result<Visible> {
    authority::require_any(actor, action)?;
    if actor.reach(action) == Some(Scope::All) {
        return Ok(Visible::All);
    }
    Ok(Visible::Within {
        person: actor.person,
        subtrees: actor.granted_units(action),
        receives: actor.receives.clone(),
    })
}

/// The filter of a list that shows the actor's own duties only.
pub fn own(actor: &Actor) -> Visible {
    Visible::Within { person: actor.person, subtrees: Vec::new(), receives: actor.receives.clone() }
}

/// Facts of assignments, remembering the units it has met: a bulk act asks once per unit.
#[derive(Debug)]
pub struct Sight {
    today: Day,
    receivers: BTreeMap<UnitId, Vec<PersonId>>,
    above: BTreeMap<UnitId, Vec<UnitId>>,
}

impl Sight {
    pub fn new(app: &App) -> Self {
        Self { today: app.today(), receivers: BTreeMap::new(), above: BTreeMap::new() }
    }

    /// Meets the units of many assignments at once, instead of one after the other.
    async fn meet(&mut self, conn: &mut Conn, all: &[&Assignment]) -> Result<()> {
        let mut units: Vec<UnitId> = all.iter().filter_map(|it| it.unit).collect();
        units.sort_unstable();
        units.dedup();
        units.retain(|unit| !self.above.contains_key(unit) || !self.receivers.contains_key(unit));
        // One or two are asked for when they are met.
        if units.len() < 3 {
            return Ok(());
        }
        for unit in &units {
            self.above.insert(*unit, Vec::new());
            self.receivers.insert(*unit, Vec::new());
        }
        for (unit, above) in conn.ancestors_among(&units).await? {
            self.above.entry(unit).or_default().push(above);
        }
        for (unit, person) in conn.receivers_among(&units, self.today).await? {
            self.receivers.entry(unit).or_default().push(person);
        }
        Ok(())
    }

    /// Who is responsible for an assignment: its person, or heads and liaisons of its unit.
    pub async fn holders(&mut self, conn: &mut Conn, it: &Assignment) -> Result<Vec<PersonId>> {
        match (it.person, it.unit) {
            (Some(person), _) => Ok(vec![person]),
            (None, Some(unit)) => {
                if let Some(known) = self.receivers.get(&unit) {
                    return Ok(known.clone());
                }
                let found = conn.receivers(unit, self.today).await?;
                self.receivers.insert(unit, found.clone());
                Ok(found)
            }
            (None, None) => Ok(Vec::new()),
        }
    }

    /// What the table needs to know of an assignment.
    pub async fn assignment(&mut self, conn: &mut Conn, it: &Assignment) -> Result<Facts> {
        let mut people = self.holders(conn, it).await?;
        people.extend(it.submitter);
        people.extend(it.reviewer);
        let mut facts = Facts { bureau: Some(it.bureau), people, ..Facts::default() };
        if let Some(unit) = it.unit {
            facts.units = match self.above.get(&unit) {
                Some(known) => known.clone(),
                None => {
                    let above = conn.ancestors(unit).await?;
                    self.above.insert(unit, above.clone());
                    above
                }
            };
            facts.exact = vec![unit];
        }
        Ok(facts)
    }

    /// What the table needs to know of several assignments of one object, and of its author.
    pub async fn together<'a>(
        &mut self,
        conn: &mut Conn,
        all: impl Iterator<Item = &'a Assignment>,
        author: Option<PersonId>,
    ) -> Result<Facts> {
        let mut facts = Facts::default();
        facts.people.extend(author);
        let all: Vec<&Assignment> = all.collect();
        self.meet(conn, &all).await?;
        for it in all {
            let one = self.assignment(conn, it).await?;
            facts.bureau = one.bureau;
            facts.units.extend(one.units);
            facts.exact.extend(one.exact);
            facts.people.extend(one.people);
        }
        Ok(facts)
    }
}

/// What the table needs to know of a record: its unit, its author, and whose duties it answers.
pub async fn record_facts(app: &App, conn: &mut Conn, record: &Record) -> Result<Facts> {
    let mut facts = unit_facts(conn, record.bureau, &[record.unit], &[record.author]).await?;
    let mut sight = Sight::new(app);
    for id in &record.assignments {
        let it = conn.assignment(*id).await?;
        facts.people.extend(sight.holders(conn, &it).await?);
        facts.people.extend(it.reviewer);
    }
    Ok(facts)
}
