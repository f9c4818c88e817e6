//! A revised paper over a published plan: what is in progress stays, words and dates follow the new
//! paper, what the paper no longer has is voided with a reason, what is new is added.

use super::expand::Expansion;
use super::heads::{Heads, Standing, heads};
use super::*;
use crate::assignment::{self, Assignment, State};
use crate::audit::Entry;
use crate::change::Versioned;
use crate::{Change, task};

/// A task as it stands, with its assignments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Live {
    pub task: Versioned<Task>,
    pub assignments: Vec<Versioned<Assignment>>,
}

/// What a revision writes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Revised {
    pub stages: Vec<Stage>,
    pub measures: Vec<crate::measure::Measure>,
    /// Stages, headings and seats that follow the new paper.
    pub heads: Heads,
    /// The leading group, where none stood.
    pub team: Option<(Team, Vec<TeamMember>)>,
    pub tasks: Vec<Task>,
    /// Whom tasks are given to as a kind, from now on.
    pub fans: Vec<(TaskId, Option<Fan>)>,
    pub assignments: Vec<Placed>,
    pub changed_tasks: Vec<Versioned<Task>>,
    pub changed_assignments: Vec<Versioned<Assignment>>,
    pub audit: Vec<Entry>,
    pub messages: Vec<Message>,
    pub tree: Draft,
}

/// The reason that a task dropped by the new paper carries.
const DROPPED: &str = "修订稿中已删去";
/// The reason of an assignment whose unit no longer leads.
const REASSIGNED: &str = "修订稿调整了责任单位";

/// Applies a merged tree to the plan it was published as.
pub fn revise(
    draft: &Draft,
    plan: &Plan,
    live: &[Live],
    standing: &Standing,
    ground: &Ground<'_>,
    ids: &dyn Ids,
) -> Result<Revised, Refused> {
    if let Some(first) = obstacles(draft).into_iter().next() {
        return Err(Refused::rule(first));
    }
    let mut making = Making {
        ground,
        ids,
        tree: draft.clone(),
        plan: plan.clone(),
        stages: Vec::new(),
        measures: Vec::new(),
        tasks: Vec::new(),
        fans: Vec::new(),
        assignments: Vec::new(),
    };
    making.stages();
    making.measures();
    let team = if standing.team.is_none() { making.team() } else { None };
    let issued = draft.header.issued.filter(|day| *day <= ground.today);
    let heads = heads(draft, standing, issued.unwrap_or(ground.today), ids);
    let Making { tree, stages, measures, tasks, fans, assignments, .. } = making;
    let mut revised = Revised {
        stages,
        measures,
        heads,
        team,
        tasks,
        fans,
        assignments,
        changed_tasks: Vec::new(),
        changed_assignments: Vec::new(),
        audit: Vec::new(),
        messages: Vec::new(),
        tree,
    };
    for it in live.iter().filter(|it| it.task.void_reason.is_empty()) {
        let held = draft.items().find(|(_, item)| item.published == Some(it.task.id));
        match held {
            Some((measure, item)) if item.status != Status::Dropped => {
                revised.follow(it, draft, measure, item, plan, ground, standing, ids)?;
            }
            _ => revised.drop_task(it)?,
        }
    }
    if revised.assignments.len() > MAX_ASSIGNMENTS {
        return Err(Refused::rule(too_many(revised.assignments.len())));
    }
    revised.messages.extend(messages(&revised.assignments, plan, ground.org));
    Ok(revised)
}

impl Revised {
    fn take(&mut self, change: Change<(Versioned<Task>, Vec<Versioned<Assignment>>)>) {
        self.changed_tasks.push(change.next.0);
        self.changed_assignments.extend(change.next.1);
        self.audit.extend(change.audit);
        self.messages.extend(change.messages);
    }

    fn drop_task(&mut self, it: &Live) -> Result<(), Refused> {
        self.take(task::void(&it.task, &it.assignments, DROPPED)?);
        Ok(())
    }

    /// A task that the new paper still has: words, day and holders follow it.
    #[expect(clippy::too_many_arguments, reason = "the places of one item; a struct would only rename them")]
    fn follow(
        &mut self,
        it: &Live,
        draft: &Draft,
        measure: &Measure,
        item: &Item,
        plan: &Plan,
        ground: &Ground<'_>,
        standing: &Standing,
        ids: &dyn Ids,
    ) -> Result<(), Refused> {
        let next = Task {
            title: item.text.clone(),
            cadence: item.cadence.clone(),
            deadline: item.deadline.clone(),
            due: item.due,
            quantity: item.quantity.clone(),
            uom: item.uom.clone(),
            ..it.task.row.clone()
        };
        if next != it.task.row {
            let entry =
                Entry::new(crate::authority::Action::EditTask, it.task.id).field("title", &next.title);
            self.changed_tasks.push(it.task.to(next));
            self.audit.push(entry);
        }
        self.fans.push((it.task.id, item.fan));
        let stage = item.stage.and_then(|id| draft.stage(id));
        let expansion = Expansion { ground, year: plan.year, issued: plan.issued_on, measure, item, stage };
        let wanted = expansion.assignments(it.task.id, ids);
        let same = |a: &Assignment, b: &Assignment| {
            (a.part, a.unit, a.person.filter(|_| a.unit.is_none()), &a.occurrence)
                == (b.part, b.unit, b.person.filter(|_| b.unit.is_none()), &b.occurrence)
        };
        let live = standing.measures.iter().find(|held| Some(held.id) == it.task.measure);
        let was = live.and_then(|held| held.reviewer);
        let now = self.heads.measures.iter().find(|next| Some(next.id) == it.task.measure);
        let now = now.map_or(was, |next| next.reviewer);
        for held in it.assignments.iter().filter(|held| held.state != State::Void && held.valid_to.is_none())
        {
            match wanted.iter().find(|new| same(new, held)) {
                Some(new) if !held.state.closed() => {
                    let due = if held.state.fileable() { new.due } else { held.due };
                    let reviewer = reviewer(held, was, now);
                    if (due, reviewer) != (held.due, held.reviewer) {
                        self.changed_assignments.push(held.to(Assignment {
                            due,
                            reviewer,
                            ..held.row.clone()
                        }));
                    }
                }
                Some(_) => {}
                // What was begun or fell due before today is not taken away by a paper: a person decides.
                // A draft that names nobody takes nobody's duty away.
                None if held.state == State::Todo
                    && measure.owns(item)
                    && held.due.is_none_or(|due| due >= ground.today) =>
                {
                    let change = assignment::void(held, REASSIGNED)?;
                    self.changed_assignments.push(change.next);
                    self.audit.extend(change.audit);
                }
                None => {}
            }
        }
        let (measure, stage) = (it.task.measure, it.task.stage);
        // A draft that names nobody asks for nobody where somebody was found since.
        let found = |new: &Assignment, held: &Assignment| {
            let bare = new.unit.is_none() && new.person.is_none();
            bare && held.part.answers() && held.state != State::Void && held.occurrence == new.occurrence
        };
        let missing = wanted
            .into_iter()
            .filter(|new| !it.assignments.iter().any(|held| same(new, held) || found(new, held)));
        self.assignments.extend(missing.map(|assignment| Placed { assignment, measure, stage }));
        Ok(())
    }
}

/// The reviewer of an open assignment follows its measure, unless another was named for it; nobody
/// comes to review their own.
fn reviewer(held: &Assignment, was: Option<PersonId>, now: Option<PersonId>) -> Option<PersonId> {
    if was == now || held.reviewer != was {
        held.reviewer
    } else {
        now.filter(|now| Some(*now) != held.person)
    }
}
