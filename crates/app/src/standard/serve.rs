//! Which tasks serve which criteria; and the due days of a standard as dated tasks in one step.

use super::own;
use crate::task::Drawn;
use crate::{App, Error, Result, Who, task};
use domain::Day;
use domain::audit::Entry;
use domain::authority::{self, Action};
use domain::change::Change;
use domain::id::{CriterionId, LineageId, PlanId, StandardId, TaskId, UnitId};
use domain::message::{Message, Reason};
use domain::refused::Refused;
use domain::standard::{Standard, StandardRow, StandardState, due_days};
use domain::unit::UnitKind;
use std::collections::{BTreeMap, BTreeSet};
use store::{Conn, NewAssignment, NewTask, SetServing};

/// The tasks that serve a criterion, as they are from now on.
pub async fn serve(
    app: &App,
    who: &Who,
    id: StandardId,
    criterion: CriterionId,
    tasks: Vec<TaskId>,
) -> Result<()> {
    authority::require_any(who, Action::EditTask)?;
    let mut tx = app.store.begin().await?;
    let row = own(&mut tx, who, id).await?;
    let index = row.standard.tree.position(criterion).ok_or(Refused::NotFound)?;
    if !row.standard.tree.is_criterion(index) || row.state != StandardState::Published {
        return Err(Error::rule("只有已发布版本的末级指标可以对应任务。"));
    }
    if tasks.len() > 100 {
        return Err(Error::field("task", "一条指标最多对应 100 项任务。"));
    }
    for id in &tasks {
        if tx.task(*id).await?.bureau != who.bureau {
            return Err(Refused::NotFound.into());
        }
    }
    let entry = Entry::new(Action::EditTask, criterion).field("tasks", tasks.len());
    tx.apply(&app.stamp(who), Change::new(SetServing { bureau: who.bureau, criterion, tasks }, entry))
        .await?;
    Ok(tx.commit().await?)
}

/// Tasks that served the version before, for the same criteria of the version that follows.
pub(super) async fn inherited(conn: &mut Conn, who: &Who, row: &StandardRow) -> Result<Vec<SetServing>> {
    let Some(before) = row.follows else { return Ok(Vec::new()) };
    let old = own(conn, who, before).await?;
    let lineage: BTreeMap<CriterionId, LineageId> =
        old.standard.tree.nodes().iter().map(|node| (node.id, node.lineage)).collect();
    let place: BTreeMap<LineageId, CriterionId> =
        row.standard.tree.criteria().map(|(_, node)| (node.lineage, node.id)).collect();
    let mut sets: BTreeMap<CriterionId, Vec<TaskId>> = BTreeMap::new();
    for (criterion, task, _) in conn.serving(before).await? {
        if let Some(new) = lineage.get(&criterion).and_then(|lineage| place.get(lineage)) {
            sets.entry(*new).or_default().push(task);
        }
    }
    let bureau = who.bureau;
    Ok(sets.into_iter().map(|(criterion, tasks)| SetServing { bureau, criterion, tasks }).collect())
}

/// What [`schedule`] made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Scheduled {
    pub tasks: usize,
    pub duties: usize,
    /// Criteria with due words that name no day.
    pub undated: usize,
}

/// The due days that still lie ahead this year become tasks of a plan, one per criterion that no
/// task serves yet, with one duty per day. The section that the standard names holds it where the
/// bureau has one of that name.
pub async fn schedule(app: &App, who: &Who, id: StandardId, plan: PlanId) -> Result<Scheduled> {
    authority::require_any(who, Action::EditTask)?;
    let today = app.today();
    let mut tx = app.store.begin().await?;
    let row = own(&mut tx, who, id).await?;
    if row.state != StandardState::Published {
        return Err(Error::rule("请先发布这一版，再生成任务。"));
    }
    let head =
        tx.plan_heads(who.bureau).await?.into_iter().find(|it| it.id == plan).ok_or(Refused::NotFound)?;
    let served: BTreeSet<CriterionId> = tx.serving(id).await?.into_iter().map(|(it, _, _)| it).collect();
    let sections = Sections::of(&mut tx, who, today).await?;
    let mut position = task::next_position(&mut tx, plan).await?;
    let (mut made, mut told) = (Scheduled::default(), Vec::new());
    let mut parts: Vec<(NewTask, (Vec<NewAssignment>, SetServing))> = Vec::new();
    let mut entries = Vec::new();
    for (index, node) in row.standard.tree.criteria().filter(|(_, node)| !served.contains(&node.id)) {
        let all = due_days(&row.standard, index, i16::try_from(head.year).unwrap_or(today.year()));
        let ahead: Vec<Day> = all.iter().copied().filter(|day| *day >= today).collect();
        if ahead.is_empty() {
            made.undated += usize::from(all.is_empty() && !node.due.is_empty());
            continue;
        }
        let drawn = Drawn {
            title: short(&node.title),
            material: wanted(node),
            cadence: if ahead.len() > 1 { node.due.clone() } else { String::new() },
            deadline: node.due.clone(),
            unit: sections.of_criterion(&row.standard, index),
            days: ahead,
            position,
        };
        position += 1;
        let (task, duties) = task::draw(app, who, &head, &drawn);
        made.tasks += 1;
        made.duties += duties.len();
        entries.push(Entry::new(Action::EditTask, task.task.id).field("title", &task.task.title));
        told.extend(tell(&mut tx, &task, &duties, today).await?);
        let serving = SetServing { bureau: who.bureau, criterion: node.id, tasks: vec![task.task.id] };
        parts.push((task, (duties, serving)));
    }
    let Some(first) = entries.pop() else { return Ok(made) };
    let mut change = Change::new(parts, first).with_messages(told);
    for entry in entries {
        change = change.with_entry(entry);
    }
    tx.apply(&app.stamp(who), change).await?;
    tx.commit().await?;
    Ok(made)
}

/// Those who receive for the section are told of each task once.
pub(crate) async fn tell(
    conn: &mut Conn,
    task: &NewTask,
    duties: &[NewAssignment],
    today: Day,
) -> Result<Vec<Message>> {
    let Some((first, unit)) = duties.first().and_then(|it| Some((it, it.assignment.unit?))) else {
        return Ok(Vec::new());
    };
    let text = format!("“{}”交给您办。", task.task.title);
    Ok(conn
        .receivers(unit, today)
        .await?
        .into_iter()
        .map(|to| Message {
            to,
            reason: Reason::Assigned,
            noun: "assignment",
            object: first.assignment.id.0,
            text: text.clone(),
            due: first.assignment.due,
        })
        .collect())
}

/// Sections of the bureau by name.
#[derive(Debug, Default)]
pub(crate) struct Sections(Vec<(String, UnitId)>);

impl Sections {
    pub(crate) async fn of(conn: &mut Conn, who: &Who, today: Day) -> Result<Self> {
        let units = conn.units(who.bureau, today).await?.into_iter();
        let sections = units.filter(|unit| unit.kind == UnitKind::Section);
        Ok(Self(sections.map(|unit| (unit.row.name.clone(), unit.id)).collect()))
    }

    /// The section that a criterion or the nearest node above it names: the one of that name, or
    /// the only one whose name holds its words (审批科 is 行政审批科). Two that fit are none.
    pub(crate) fn of_criterion(&self, standard: &Standard, index: usize) -> Option<UnitId> {
        let named = section(standard, index);
        let stem = named.trim_end_matches(['科', '室', '处']);
        if let Some((_, exact)) = self.0.iter().find(|(name, _)| name == named) {
            return Some(*exact);
        }
        let mut like = self.0.iter().filter(|(name, _)| stem.chars().count() > 1 && name.contains(stem));
        like.next().filter(|_| like.next().is_none()).map(|(_, unit)| *unit)
    }
}

/// 责任科室 of a criterion, its own or that of the nearest node above.
pub fn section(standard: &Standard, index: usize) -> &str {
    let nodes = standard.tree.nodes();
    std::iter::successors(Some(index), |at| nodes[*at].parent)
        .map(|at| nodes[at].section.as_str())
        .find(|section| !section.is_empty())
        .unwrap_or_default()
}

/// A title as tasks bear it.
pub(crate) fn short(title: &str) -> String {
    title.chars().take(200).collect()
}

/// What a criterion wants to see, as the material of a task.
pub(crate) fn wanted(node: &domain::standard::Node) -> String {
    let names: Vec<String> = node.evidence.iter().map(domain::standard::EvidenceRule::name).collect();
    names.join("、").chars().take(500).collect()
}
