//! A revised paper over the stages, headings and leading group that stand: what the paper or a
//! person changed is applied, what was changed since publication in the live plan stays.

use super::*;
use crate::audit::Entry;
use crate::authority::Action;
use crate::change::Versioned;
use crate::draft::heads::seat_changes;
use crate::id::Id;
use crate::team::{Team, TeamMember};

/// What stands of a plan beside its tasks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Standing {
    /// The tree that was published last: what differs from it is the revision.
    pub base: Option<Draft>,
    pub stages: Vec<Versioned<Stage>>,
    pub measures: Vec<Versioned<crate::measure::Measure>>,
    /// The leading group of the plan's year with its open seats.
    pub team: Option<(Team, Vec<Versioned<TeamMember>>)>,
}

/// What a revision writes of them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Heads {
    pub stages: Vec<Versioned<Stage>>,
    pub measures: Vec<Versioned<crate::measure::Measure>>,
    /// Seats that end.
    pub left: Vec<Versioned<TeamMember>>,
    pub joined: Vec<TeamMember>,
    pub audit: Vec<Entry>,
}

/// Decides the heads. `on` is the day from which the revised leading group holds.
pub(super) fn heads(draft: &Draft, standing: &Standing, on: Day, ids: &dyn Ids) -> Heads {
    let mut found = Heads::default();
    // Without the old tree nothing tells a change from what stands.
    let Some(base) = &standing.base else { return found };
    for held in &standing.stages {
        found.stage(base, draft, held);
    }
    for held in &standing.measures {
        found.measure(base, draft, held);
    }
    if let Some((team, seats)) = &standing.team {
        found.team(base, draft, team, seats, on, ids);
    }
    found
}

/// The value after a revision: what it changed, else what stands.
fn revised<T: PartialEq + Clone>(base: &T, new: &T, live: &T) -> T {
    if base == new { live.clone() } else { new.clone() }
}

impl Heads {
    fn stage(&mut self, base: &Draft, draft: &Draft, held: &Versioned<Stage>) {
        let of = |tree: &Draft| tree.stages.iter().find(|it| it.published == Some(held.id)).cloned();
        let (Some(old), Some(new)) = (of(base), of(draft)) else { return };
        // A day that the new paper does not say is not taken away.
        let next = Stage {
            name: revised(&old.name, &new.name, &held.name),
            from: revised(&old.from, &new.from.or(old.from), &held.from),
            to: revised(&old.to, &new.to.or(old.to), &held.to),
            ..held.row.clone()
        };
        if next != held.row {
            let day = |day: Option<Day>| day.map(|day| day.to_string()).unwrap_or_default();
            let entry = Entry::new(Action::PublishPlan, held.id).field("name", &next.name);
            self.audit.push(entry.field("from", day(next.from)).field("to", day(next.to)));
            self.stages.push(held.to(next));
        }
    }

    fn measure(&mut self, base: &Draft, draft: &Draft, held: &Versioned<crate::measure::Measure>) {
        let of = |tree: &Draft| tree.measures.iter().find(|it| it.published == Some(held.id)).cloned();
        let (Some(old), Some(new)) = (of(base), of(draft)) else { return };
        let next = crate::measure::Measure {
            number: revised(&old.number, &new.number, &held.number),
            title: revised(&old.title, &new.title, &held.title),
            leader: revised(&old.leader, &new.leader, &held.leader),
            lead: revised(&old.lead, &new.lead, &held.lead),
            reviewer: revised(&old.reviewer, &new.reviewer, &held.reviewer),
            ..held.row.clone()
        };
        if next != held.row {
            let id = |id: Option<Uuid>| id.map(|id| id.to_string()).unwrap_or_default();
            let entry = Entry::new(Action::PublishPlan, held.id)
                .field("title", &next.title)
                .field("leader", id(next.leader.map(Id::uuid)))
                .field("lead", id(next.lead.map(Id::uuid)))
                .field("reviewer", id(next.reviewer.map(Id::uuid)));
            self.audit.push(entry);
            self.measures.push(held.to(next));
        }
    }

    fn team(
        &mut self,
        base: &Draft,
        draft: &Draft,
        team: &Team,
        seats: &[Versioned<TeamMember>],
        on: Day,
        ids: &dyn Ids,
    ) {
        let (joined, left) = seat_changes(base, draft);
        for gone in left {
            let named = |seat: &&Versioned<TeamMember>| seat.role == gone.role && seat.name == gone.name;
            let Some(held) = seats.iter().filter(|seat| seat.to.is_none()).find(named) else { continue };
            let last = if held.from > on { held.from } else { on }.minus(1);
            self.audit.push(Entry::new(Action::EditPeople, held.id).field("to", last));
            self.left.push(held.to(TeamMember { to: Some(last), ..held.row.clone() }));
        }
        let after = seats.iter().map(|seat| seat.position).max().unwrap_or(0) + 1;
        for (n, seat) in joined.into_iter().enumerate() {
            let there = |it: &Versioned<TeamMember>| {
                it.to.is_none()
                    && it.role == seat.role
                    && (it.name == seat.name || (seat.person.is_some() && it.person == seat.person))
            };
            if seats.iter().any(there) {
                continue;
            }
            let row = TeamMember {
                id: ids.make(),
                team: team.id,
                role: seat.role.clone(),
                name: seat.name.clone(),
                person: seat.person,
                position: after + position(n),
                from: if team.from > on { team.from } else { on },
                to: None,
            };
            self.audit.push(
                Entry::new(Action::EditPeople, row.id).field("role", &row.role).field("from", row.from),
            );
            self.joined.push(row);
        }
    }
}
