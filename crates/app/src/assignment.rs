//! Acts on assignments, one by one and in bulk: 指定责任, 改时限, 催办, 开始. A bulk act does what it
//! may and tells what it skipped and why.

use crate::sight::{Sight, visible};
use crate::{App, Error, Result, Who};
use domain::assignment::{self, Part};
use domain::authority::{self, Action};
use domain::change::{Change, Versioned};
use domain::day::Day;
use domain::id::{AssignmentId, MeasureId, PersonId, PlanId, TaskId, UnitId};
use domain::refused::Refused;
use store::{COUNTED, Conn, NewAssignment, Page, Tx, Visible, WorkFilter, WorkOrder, WorkRow, WorkState};

/// Which assignments a bulk act is about.
#[derive(Debug, Clone)]
pub enum Picked {
    Ids(Vec<AssignmentId>),
    /// Everything that a list shows: 选中全部 n 项.
    Filter(Box<WorkFilter>),
}

/// What a bulk act did.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    pub done: usize,
    pub skipped: Vec<Skipped>,
}

/// What it left alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    pub title: String,
    pub reason: String,
}

impl Summary {
    /// One sentence: what was done, what was skipped and the first reasons.
    pub fn sentence(&self, act: &str) -> String {
        let mut text = format!("{act} {} 项", self.done);
        if self.skipped.is_empty() {
            return text + "。";
        }
        text += &format!("，跳过 {} 项：", self.skipped.len());
        let mut reasons: Vec<(&str, usize)> = Vec::new();
        for it in &self.skipped {
            match reasons.iter_mut().find(|(reason, _)| *reason == it.reason) {
                Some((_, n)) => *n += 1,
                None => reasons.push((&it.reason, 1)),
            }
        }
        let told: Vec<String> =
            reasons.iter().take(3).map(|(why, n)| format!("{n} 项{}", why.trim_end_matches('。'))).collect();
        text + &told.join("；") + "。"
    }

    fn note(&mut self, title: &str, outcome: std::result::Result<(), Refused>) {
        match outcome {
            Ok(()) => self.done += 1,
            Err(why) => self.skipped.push(Skipped { title: title.to_owned(), reason: why.to_string() }),
        }
    }
}

/// Who shall be responsible.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Owner {
    pub unit: Option<UnitId>,
    pub person: Option<PersonId>,
}

/// 指定责任 for one or many assignments.
pub async fn assign(app: &App, who: &Who, picked: &Picked, owner: Owner) -> Result<Summary> {
    authority::require_any(who, Action::AssignTask)?;
    let mut tx = app.store.begin().await?;
    let owner = checked(app, &mut tx, who, owner).await?;
    let (mut sight, mut summary) = (Sight::new(app), Summary::default());
    for row in rows(app, &mut tx, who, picked).await? {
        let outcome = assign_one(app, &mut tx, &mut sight, who, &row, owner).await?;
        summary.note(&row.task_title, outcome);
    }
    tx.commit().await?;
    Ok(summary)
}

async fn assign_one(
    app: &App,
    tx: &mut Tx,
    sight: &mut Sight,
    who: &Who,
    row: &WorkRow,
    owner: Owner,
) -> Result<std::result::Result<(), Refused>> {
    let facts = sight.assignment(tx, row).await?;
    // One who sees the row only because it concerns them may not give it away.
    if let Err(refused) = authority::require(who, Action::AssignTask, Action::ViewTask, &facts) {
        return Ok(Err(refused));
    }
    let unit = owner.unit.or(row.unit);
    match assignment::reassign(&row.assignment, unit, owner.person, &row.task_title) {
        Ok(change) => {
            let told = tell_unit(tx, sight, change, &row.task_title).await?;
            tx.apply(&app.stamp(who), told).await?;
            Ok(Ok(()))
        }
        Err(refused) => Ok(Err(refused)),
    }
}

/// A duty of a unit without a person is told to its heads and liaisons.
async fn tell_unit(
    tx: &mut Tx,
    sight: &mut Sight,
    change: Change<Versioned<assignment::Assignment>>,
    title: &str,
) -> Result<Change<Versioned<assignment::Assignment>>> {
    let it = change.next.row.clone();
    if it.person.is_some() {
        return Ok(change);
    }
    let told = sight.holders(tx, &it).await?.into_iter().map(|to| domain::message::Message {
        to,
        reason: domain::message::Reason::Assigned,
        noun: "assignment",
        object: it.id.0,
        text: format!("“{title}”交给您的科室办。"),
        due: it.due,
    });
    Ok(change.with_messages(told))
}

/// A person must be of the bureau and still there; without a unit, theirs is taken.
async fn checked(app: &App, tx: &mut Tx, who: &Who, owner: Owner) -> Result<Owner> {
    let today = app.today();
    let mut owner = owner;
    if let Some(unit) = owner.unit {
        let unit = tx.unit(unit).await?;
        if unit.bureau != who.bureau {
            return Err(Refused::NotFound.into());
        }
        if unit.valid_to.is_some_and(|to| to < today) {
            return Err(Error::field("unit", "这个科室已经撤并，请选择现在的科室。"));
        }
    }
    if let Some(person) = owner.person {
        let person = tx.person(person).await?;
        if person.bureau != who.bureau {
            return Err(Refused::NotFound.into());
        }
        if person.left_on.is_some_and(|on| on <= today) {
            return Err(Error::field("person", format!("{}已经离开，请选择在岗的同志。", person.name)));
        }
        let serves: Vec<UnitId> = tx
            .memberships_of(person.id)
            .await?
            .iter()
            .filter(|it| it.holds_on(today))
            .map(|it| it.unit)
            .collect();
        if owner.unit.is_none() {
            owner.unit = serves.first().copied();
        }
    }
    Ok(owner)
}

/// 改时限 for one or many assignments.
pub async fn set_due(app: &App, who: &Who, picked: &Picked, due: Option<Day>) -> Result<Summary> {
    authority::require_any(who, Action::EditTask)?;
    let mut tx = app.store.begin().await?;
    let (mut sight, mut summary) = (Sight::new(app), Summary::default());
    for row in rows(app, &mut tx, who, picked).await? {
        let facts = sight.assignment(&mut tx, &row).await?;
        let outcome = authority::require(who, Action::EditTask, Action::ViewTask, &facts)
            .and_then(|()| assignment::set_due(&row.assignment, due));
        let outcome = match outcome {
            Ok(change) => tx.apply(&app.stamp(who), change).await.map(|_| Ok(()))?,
            Err(refused) => Err(refused),
        };
        summary.note(&row.task_title, outcome);
    }
    tx.commit().await?;
    Ok(summary)
}

/// 催办, at most once per assignment and day.
pub async fn urge(app: &App, who: &Who, picked: &Picked) -> Result<Summary> {
    authority::require_any(who, Action::UrgeTask)?;
    let morning = app.today().start();
    let mut tx = app.store.begin().await?;
    let (mut sight, mut summary) = (Sight::new(app), Summary::default());
    for row in rows(app, &mut tx, who, picked).await? {
        let facts = sight.assignment(&mut tx, &row).await?;
        let holders = sight.holders(&mut tx, &row).await?;
        let urged = tx.urged_since(row.id, morning).await?;
        let outcome = authority::require(who, Action::UrgeTask, Action::ViewTask, &facts)
            .and_then(|()| assignment::urge(&row.assignment, &holders, urged, &row.task_title));
        let outcome = match outcome {
            Ok(change) => tx.apply(&app.stamp(who), change).await.map(Ok)?,
            Err(refused) => Err(refused),
        };
        summary.note(&row.task_title, outcome);
    }
    tx.commit().await?;
    Ok(summary)
}

/// The picked rows that the actor sees; those of a filter up to [`COUNTED`].
async fn rows(app: &App, conn: &mut Conn, who: &Who, picked: &Picked) -> Result<Vec<WorkRow>> {
    let seen = visible(who, Action::ViewTask)?;
    let filter = match picked {
        Picked::Ids(ids) if ids.is_empty() => return Err(Error::rule("请先勾选要办理的任务。")),
        Picked::Ids(ids) if ids.len() > COUNTED as usize => {
            return Err(Error::rule(format!("一次最多办理 {COUNTED} 项，请分几次。")));
        }
        Picked::Ids(ids) => WorkFilter { ids: ids.clone(), ..WorkFilter::default() },
        Picked::Filter(filter) => (**filter).clone(),
    };
    let page = Page { after: None, limit: COUNTED };
    Ok(conn.work_rows(who.bureau, &seen, &filter, WorkOrder::Due, app.today(), page).await?)
}

/// 开始: the holder takes it up.
pub async fn start(app: &App, who: &Who, id: AssignmentId) -> Result<()> {
    let mut tx = app.store.begin().await?;
    let held = tx.assignment(id).await?;
    let facts = Sight::new(app).assignment(&mut tx, &held).await?;
    authority::require(who, Action::FileRecord, Action::ViewTask, &facts)?;
    tx.apply(&app.stamp(who), assignment::start(&held)?).await?;
    Ok(tx.commit().await?)
}

/// 加一项落实: binds another unit or person to a task. An answering part fills the row that nobody
/// has, if there is one.
pub async fn hand_out(app: &App, who: &Who, task: TaskId, part: Part, owner: Owner) -> Result<()> {
    let mut tx = app.store.begin().await?;
    let held = tx.task(task).await?;
    let all = tx.rows_of_task(task).await?;
    let facts = {
        let author = tx.task_author(task).await?;
        let mut facts =
            Sight::new(app).together(&mut tx, all.iter().map(|row| &row.assignment.row), author).await?;
        facts.bureau = Some(held.bureau);
        facts
    };
    authority::require(who, Action::AssignTask, Action::ViewTask, &facts)?;
    let owner = checked(app, &mut tx, who, owner).await?;
    let bare = all.iter().find(|row| row.waiting() && row.unit.is_none() && row.person.is_none());
    let mut sight = Sight::new(app);
    if let (Some(row), true) = (bare, part.answers()) {
        let change = assignment::reassign(&row.assignment, owner.unit, owner.person, &held.title)?;
        let change = tell_unit(&mut tx, &mut sight, change, &held.title).await?;
        tx.apply(&app.stamp(who), change).await?;
        return Ok(tx.commit().await?);
    }
    let same = |row: &&WorkRow| row.part == part && row.unit == owner.unit && row.person == owner.person;
    if all.iter().filter(same).any(|row| !row.state.closed() && row.valid_to.is_none()) {
        return Err(Error::field("unit", format!("已经有这一项“{part}”了。")));
    }
    let change = assignment::hand_out(&held, app.ids.make(), part, owner.unit, owner.person, app.today())?;
    let place = (held.plan, held.measure, held.stage);
    let change = change.map(|assignment| NewAssignment {
        assignment,
        plan: place.0,
        measure: place.1,
        stage: place.2,
    });
    tx.apply(&app.stamp(who), change).await?;
    Ok(tx.commit().await?)
}

/// A proposal (建议) for the tasks of a measure that nobody has.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Proposal {
    pub measure: MeasureId,
    pub number: String,
    pub title: String,
    /// Assignments without an owner.
    pub open: i64,
    /// The unit that holds most of the measure already, with how many.
    pub unit: Option<(UnitId, String, i64)>,
}

/// "Assign by measure": where something has no owner, and who is near at hand.
pub async fn proposals(app: &App, who: &Who, plan: PlanId) -> Result<Vec<Proposal>> {
    authority::require_any(who, Action::AssignTask)?;
    let mut view = app.store.view().await?;
    let mut proposals = Vec::new();
    for measure in view.measure_heads(plan).await? {
        let filter = WorkFilter {
            plan: Some(plan),
            measures: vec![measure.id],
            without_owner: true,
            state: WorkState::Open,
            ..WorkFilter::default()
        };
        let open = view.work_count(who.bureau, &Visible::All, &filter, app.today()).await?;
        if open == 0 {
            continue;
        }
        let unit = match view.busiest_unit(who.bureau, measure.id).await? {
            Some((unit, n)) => Some((unit, view.unit(unit).await?.row.name, n)),
            None => None,
        };
        proposals.push(Proposal {
            measure: measure.id,
            number: measure.number,
            title: measure.title,
            open,
            unit,
        });
    }
    Ok(proposals)
}

/// Units and persons to whom the actor may give work.
#[derive(Debug, Clone, Default)]
pub struct Choices {
    pub units: Vec<(UnitId, String)>,
    pub people: Vec<store::PersonChoice>,
}

impl Choices {
    /// The person that was typed as `姓名` or `姓名（科室）`. Same names are asked about, never guessed.
    pub fn person(&self, typed: &str) -> Result<Option<PersonId>> {
        let typed = typed.trim();
        if typed.is_empty() {
            return Ok(None);
        }
        let (name, unit) = typed.split_once(['（', '(']).unwrap_or((typed, ""));
        let (name, unit) = (name.trim(), unit.trim_end_matches(['）', ')']).trim());
        let fits = |it: &&store::PersonChoice| it.name == name && (unit.is_empty() || it.unit_name == unit);
        let mut found: Vec<PersonId> = self.people.iter().filter(fits).map(|it| it.id).collect();
        found.dedup();
        match found.as_slice() {
            [one] => Ok(Some(*one)),
            [] => Err(Error::field("person", format!("没有找到“{name}”，请从列表里选。"))),
            _ => Err(Error::field("person", format!("有同名的“{name}”，请从列表里选带科室的一项。"))),
        }
    }
}

/// What a form that assigns offers: units and persons.
pub async fn choices(app: &App, who: &Who) -> Result<Choices> {
    let (units, people) = (units(app, who).await?.units, people(app, who).await?);
    Ok(Choices { units, people })
}

/// The persons to whom the actor may give work: two thousand of them are read only where someone
/// looks for one.
pub async fn people(app: &App, who: &Who) -> Result<Vec<store::PersonChoice>> {
    authority::require_any(who, Action::AssignTask)?;
    let mut view = app.store.view().await?;
    let within = within(who)?;
    Ok(view.person_choices(who.bureau, within.as_deref(), app.today()).await?)
}

/// The units below which the actor may give work; none where it is the whole bureau.
fn within(who: &Who) -> Result<Option<Vec<UnitId>>> {
    Ok(match visible(who, Action::AssignTask)? {
        Visible::All => None,
        Visible::Within { subtrees, .. } => Some(subtrees),
    })
}

/// The units to which the actor may give work, without the persons.
pub async fn units(app: &App, who: &Who) -> Result<Choices> {
    authority::require_any(who, Action::AssignTask)?;
    let within = within(who)?;
    let units = app.store.glance().await?.units_within(who.bureau, within.as_deref(), app.today()).await?;
    Ok(Choices {
        units: units.into_iter().map(|unit| (unit.id, unit.row.name)).collect(),
        people: Vec::new(),
    })
}

/// The task of an assignment that the actor may see: messages lead there.
pub async fn task_of(app: &App, who: &Who, id: AssignmentId) -> Result<TaskId> {
    let mut view = app.store.view().await?;
    let held = view.assignment(id).await?;
    let facts = Sight::new(app).assignment(&mut view, &held).await?;
    authority::require(who, Action::ViewTask, Action::ViewTask, &facts)?;
    Ok(held.task)
}
