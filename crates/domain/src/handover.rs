//! 移交: a person who leaves hands over all open duties on a day, to one or several successors. The
//! old rows end, new ones begin; who was responsible when stays known.

use crate::assignment::Assignment;
use crate::audit::Entry;
use crate::authority::Action;
use crate::change::{Change, Versioned};
use crate::codes;
use crate::day::Day;
use crate::draft::Fan;
use crate::id::{AssignmentId, Id, Ids, MeasureId, MembershipId, PersonId, PlanId, StageId, TeamMemberId};
use crate::measure::Measure;
use crate::membership::{Membership, MembershipKind};
use crate::message::{Message, Reason};
use crate::person::Person;
use crate::refused::{Check, Refused};
use crate::team::TeamMember;
use std::collections::BTreeMap;
use uuid::Uuid;

codes! {
    /// What kind of duty changes hands.
    pub enum DutyKind {
        Assignment = "assignment" "任务落实",
        Review = "review" "任务审核",
        Measure = "measure" "措施责任",
        Seat = "seat" "组织任职",
        Post = "post" "科室负责人、联络员",
    }
}

/// An assignment with the place of its task in the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    pub assignment: Versioned<Assignment>,
    pub title: String,
    pub plan: PlanId,
    pub measure: Option<MeasureId>,
    pub stage: Option<StageId>,
    /// Set where everybody of a kind holds the task.
    pub fan: Option<Fan>,
}

impl Placed {
    /// Whether each person answers for themselves, so that nobody can take it over.
    pub fn personal(&self) -> bool {
        self.fan == Some(Fan::Staff)
    }
}

/// Everything that is open with a person.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Duties {
    pub assignments: Vec<Placed>,
    /// Assignments of others that the person reviews.
    pub reviews: Vec<Placed>,
    /// Measures that the person leads or reviews.
    pub measures: Vec<Versioned<Measure>>,
    /// Seats with the name of their team.
    pub seats: Vec<(Versioned<TeamMember>, String)>,
    /// Service as head or liaison, with the name of the unit.
    pub posts: Vec<(Versioned<Membership>, String)>,
}

/// One duty as a page lists it. `id` is that of its row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub kind: DutyKind,
    pub id: Uuid,
    pub text: String,
    pub due: Option<Day>,
}

impl Duties {
    /// One line per duty that another can take, in the order of the page.
    pub fn items(&self) -> Vec<Item> {
        let mut items = Vec::new();
        let mut push = |kind, id: Uuid, text: String, due| items.push(Item { kind, id, text, due });
        for it in self.assignments.iter().filter(|it| !it.personal()) {
            let part = it.assignment.part;
            push(
                DutyKind::Assignment,
                it.assignment.id.uuid(),
                format!("{}（{part}）", it.title),
                it.assignment.due,
            );
        }
        for it in &self.reviews {
            push(DutyKind::Review, it.assignment.id.uuid(), it.title.clone(), it.assignment.due);
        }
        for it in &self.measures {
            push(DutyKind::Measure, it.id.uuid(), format!("{}{}", it.number, it.title), None);
        }
        for (it, team) in &self.seats {
            push(DutyKind::Seat, it.id.uuid(), format!("{team}（{}）", it.role), None);
        }
        for (it, unit) in &self.posts {
            let what: Vec<&str> = [(it.heads, "负责人"), (it.liaison, "联络员")]
                .iter()
                .filter(|(is, _)| *is)
                .map(|(_, what)| *what)
                .collect();
            push(DutyKind::Post, it.id.uuid(), format!("{unit}（{}）", what.join("、")), None);
        }
        items
    }
}

/// To whom, from when.
#[derive(Debug, Clone)]
pub struct Orders {
    /// Whoever takes what no line names.
    pub default: PersonId,
    /// Successor of single duties, by the id of their row.
    pub single: BTreeMap<Uuid, PersonId>,
    /// The first day on which the successors are responsible.
    pub on: Day,
    /// Whether the person leaves the bureau: service ends too.
    pub leaves: bool,
}

/// A line of the record of what changed hands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Handed {
    pub item: Item,
    pub from: PersonId,
    pub to: PersonId,
    pub on: Day,
}

/// An assignment that ends with one person and begins with the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Passed {
    pub ended: Versioned<Assignment>,
    pub begun: Placed,
}

/// Everything that is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandOver {
    pub person: Versioned<Person>,
    pub passed: Vec<Passed>,
    /// What everybody answers for themselves ends with who leaves.
    pub ended: Vec<Versioned<Assignment>>,
    pub reviews: Vec<Versioned<Assignment>>,
    pub measures: Vec<Versioned<Measure>>,
    pub seats: Vec<(Versioned<TeamMember>, TeamMember)>,
    /// Service that ends or changes, and service that begins.
    pub service: Vec<Versioned<Membership>>,
    pub begun: Vec<Membership>,
    pub log: Vec<Handed>,
}

/// What a successor is: name for seats, open service for posts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Successor {
    pub person: Person,
    pub service: Vec<Versioned<Membership>>,
}

/// Decides a hand-over. `service` is all open service of the person; `successors` holds everyone
/// whom `orders` names.
pub fn hand_over(
    person: &Versioned<Person>,
    service: &[Versioned<Membership>],
    duties: &Duties,
    orders: &Orders,
    successors: &BTreeMap<PersonId, Successor>,
    today: Day,
    ids: &dyn Ids,
) -> Result<Change<HandOver>, Refused> {
    let mut check = Check::new();
    check.require(orders.on <= today, "on", "日期还没有到。请在移交当天或之后登记。");
    check.require(person.left_on.is_none(), "form", format!("{}已经离开，职责已经移交。", person.name));
    for to in std::iter::once(&orders.default).chain(orders.single.values()) {
        check.require(*to != person.id, "default", "接手人不能是本人。");
        let gone = successors.get(to).is_none_or(|successor| successor.person.left_on.is_some());
        check.require(!gone, "default", "接手人已经离开，请另选。");
    }
    let items = duties.items();
    check.require(orders.leaves || !items.is_empty(), "form", format!("{}没有需要移交的职责。", person.name));
    check.done()?;

    let to = |id: Uuid| orders.single.get(&id).copied().unwrap_or(orders.default);
    let left_on = orders.leaves.then(|| orders.on.minus(1));
    let mut next = HandOver {
        person: person.to(Person { left_on: left_on.or(person.left_on), ..person.row.clone() }),
        passed: Vec::new(),
        ended: Vec::new(),
        reviews: Vec::new(),
        measures: Vec::new(),
        seats: Vec::new(),
        service: Vec::new(),
        begun: Vec::new(),
        log: items
            .iter()
            .map(|item| Handed { item: item.clone(), from: person.id, to: to(item.id), on: orders.on })
            .collect(),
    };
    let (personal, others): (Vec<&Placed>, Vec<&Placed>) =
        duties.assignments.iter().partition(|it| it.personal());
    for placed in others {
        next.passed.push(pass(placed, person.id, to(placed.assignment.id.uuid()), orders.on, ids));
    }
    for held in personal.into_iter().filter(|_| orders.leaves).map(|placed| &placed.assignment) {
        let last = later(held.valid_from, orders.on).minus(1);
        next.ended.push(held.to(Assignment { valid_to: Some(last), ..held.row.clone() }));
    }
    for placed in &duties.reviews {
        let held = &placed.assignment;
        next.reviews.push(held.to(Assignment { reviewer: Some(to(held.id.uuid())), ..held.row.clone() }));
    }
    for held in &duties.measures {
        let instead =
            |who: Option<PersonId>| if who == Some(person.id) { Some(to(held.id.uuid())) } else { who };
        let row =
            Measure { leader: instead(held.leader), reviewer: instead(held.reviewer), ..held.row.clone() };
        next.measures.push(held.to(row));
    }
    for (held, _) in &duties.seats {
        let heir = to(held.id.uuid());
        let name = successors.get(&heir).map_or_else(String::new, |it| it.person.name.clone());
        let from = later(held.from, orders.on);
        let ended = held.to(TeamMember { to: Some(from.minus(1)), ..held.row.clone() });
        let id: TeamMemberId = ids.make();
        next.seats.push((ended, TeamMember { id, name, person: Some(heir), from, ..held.row.clone() }));
    }
    posts(&mut next, service, duties, &to, orders, successors, ids);
    Ok(told(person, next, orders.on))
}

fn later(a: Day, b: Day) -> Day {
    if a > b { a } else { b }
}

/// The successor goes on where the other stood: same state, same due day, same reviewer.
fn pass(placed: &Placed, from: PersonId, to: PersonId, on: Day, ids: &dyn Ids) -> Passed {
    let held = &placed.assignment;
    let first = later(held.valid_from, on);
    let id: AssignmentId = ids.make();
    // Whoever gave the duty away, or takes it, does not review it.
    let reviewer = held.reviewer.filter(|reviewer| *reviewer != from && *reviewer != to);
    let row = Assignment { id, person: Some(to), reviewer, valid_from: first, ..held.row.clone() };
    let begun = Placed { assignment: Versioned { version: 1, row }, ..placed.clone() };
    Passed { ended: held.to(Assignment { valid_to: Some(first.minus(1)), ..held.row.clone() }), begun }
}

/// Heads and liaisons: the flag ends with the one and begins with the other, by day.
fn posts(
    next: &mut HandOver,
    service: &[Versioned<Membership>],
    duties: &Duties,
    to: &dyn Fn(Uuid) -> PersonId,
    orders: &Orders,
    successors: &BTreeMap<PersonId, Successor>,
    ids: &dyn Ids,
) {
    for held in service {
        let gives = duties.posts.iter().any(|(post, _)| post.id == held.id);
        if !gives && !orders.leaves {
            continue;
        }
        let first = later(held.from, orders.on);
        next.service.push(held.to(Membership { to: Some(first.minus(1)), ..held.row.clone() }));
        if !orders.leaves {
            let id: MembershipId = ids.make();
            next.begun.push(Membership { id, heads: false, liaison: false, from: first, ..held.row.clone() });
        }
        if gives {
            let heir = to(held.id.uuid());
            take_up(next, held, heir, orders.on, successors.get(&heir), ids);
        }
    }
}

fn take_up(
    next: &mut HandOver,
    held: &Membership,
    heir: PersonId,
    on: Day,
    successor: Option<&Successor>,
    ids: &dyn Ids,
) {
    let id: MembershipId = ids.make();
    let there =
        successor.and_then(|it| it.service.iter().find(|own| own.unit == held.unit && own.to.is_none()));
    let begun = match there {
        Some(own) => {
            let first = later(own.from, on);
            next.service.push(own.to(Membership { to: Some(first.minus(1)), ..own.row.clone() }));
            let (heads, liaison) = (own.heads || held.heads, own.liaison || held.liaison);
            Membership { id, heads, liaison, from: first, ..own.row.clone() }
        }
        None => {
            let kind = MembershipKind::Concurrent;
            Membership { id, person: heir, kind, title: String::new(), from: on, to: None, ..held.clone() }
        }
    };
    next.begun.push(begun);
}

/// One message per successor, one entry per duty.
fn told(person: &Person, next: HandOver, on: Day) -> Change<HandOver> {
    let mut counts: BTreeMap<PersonId, usize> = BTreeMap::new();
    for handed in &next.log {
        *counts.entry(handed.to).or_default() += 1;
    }
    let mut change = Change::new(next, Entry::new(Action::HandOver, person.id).field("on", on));
    for held in change.next.ended.iter().map(|held| held.id).collect::<Vec<_>>() {
        change = change.with_entry(Entry::new(Action::HandOver, held).field("ended", on));
    }
    for handed in change.next.log.clone() {
        let entry =
            Entry::new(Action::HandOver, person.id).field("duty", handed.item.id).field("to", handed.to);
        change = change.with_entry(entry);
    }
    let messages = counts.into_iter().map(|(to, n)| Message {
        to,
        reason: Reason::HandedOver,
        noun: PersonId::NOUN,
        object: person.id.uuid(),
        text: format!("{}的 {n} 项职责从{}起移交给您。", person.name, on.month_day_text()),
        due: None,
    });
    change.with_messages(messages)
}
