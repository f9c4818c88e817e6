//! What is done to an assessment: begun, answered, noted, archived, closed; a step becomes a task.

use super::{allowed, sheet, worked_out};
use crate::standard::{Sections, short, wanted};
use crate::task::{self, Drawn};
use crate::{App, Error, Result, Who};
use domain::assessment::{
    self, Answer, Answering, Assessment, AssessmentState, Claim, Note, NoteKind, Snapshot, Track,
};
use domain::audit::Entry;
use domain::authority::{self, Action};
use domain::change::Change;
use domain::day::Day;
use domain::id::{
    AssessmentId, ClaimId, CriterionId, NoteId, RecordId, SnapshotId, StandardId, TaskId, UnitId,
};
use domain::points::Points;
use domain::refused::Refused;
use domain::standard::{CriterionLink, LinkState, due_days};
use store::{NewAssessment, SetServing};

/// What a new assessment is made of.
#[derive(Debug, Clone)]
pub struct Begun {
    pub standard: StandardId,
    pub unit: UnitId,
    pub from: Day,
    pub to: Day,
    pub unit_kind: String,
}

/// 开始测评.
pub async fn begin(app: &App, who: &Who, form: &Begun) -> Result<AssessmentId> {
    let mut tx = app.store.begin().await?;
    let unit = tx.unit(form.unit).await?;
    let facts = crate::facts::unit_facts(&mut tx, unit.bureau, &[form.unit], &[]).await?;
    authority::require(who, Action::ClaimScore, Action::ViewScore, &facts)?;
    let standard = crate::standard::own(&mut tx, who, form.standard).await?;
    let new = Assessment {
        id: app.ids.make(),
        bureau: who.bureau,
        standard: form.standard,
        unit: form.unit,
        from: form.from,
        to: form.to,
        unit_kind: form.unit_kind.clone(),
        state: AssessmentState::Open,
        follows: None,
        created: app.now(),
    };
    let others = tx.assessments(who.bureau).await?;
    tx.apply(&app.stamp(who), assessment::begin(&new, &standard, &others)?.map(NewAssessment)).await?;
    tx.commit().await?;
    Ok(new.id)
}

/// 结束 or open again.
pub async fn set_closed(app: &App, who: &Who, id: AssessmentId, closed: bool) -> Result<()> {
    let mut tx = app.store.begin().await?;
    let held = allowed(&mut tx, who, id, Action::ClaimScore).await?;
    tx.apply(&app.stamp(who), assessment::set_closed(&held, closed)?).await?;
    Ok(tx.commit().await?)
}

/// An answer as its form gives it.
#[derive(Debug, Clone)]
pub struct AnswerForm {
    pub track: Track,
    /// The answer that the form was filled on.
    pub before: Option<ClaimId>,
    pub answer: Answer,
    pub reason: String,
    /// Records that stand behind it; they become confirmed links of the criterion.
    pub records: Vec<RecordId>,
}

/// 填写 one criterion. Records that are ticked are confirmed, in the self track those that are not
/// any more are removed.
pub async fn answer(
    app: &App,
    who: &Who,
    id: AssessmentId,
    criterion: CriterionId,
    form: &AnswerForm,
) -> Result<()> {
    let mut tx = app.store.begin().await?;
    let held = allowed(&mut tx, who, id, form.track.action()).await?;
    let standard = tx.standard(held.standard).await?.row;
    let below = tx.descendants(held.unit).await?;
    for record in &form.records {
        let record = tx.record(*record).await?;
        if record.bureau != who.bureau || !below.contains(&record.unit) {
            return Err(Refused::NotFound.into());
        }
    }
    let claim =
        Claim { answer: form.answer.clone(), reason: form.reason.clone(), records: form.records.clone() };
    let by = Answering { track: form.track, author: Some(who.person), now: app.now() };
    let change =
        assessment::answer(&held, &standard.standard, criterion, &claim, form.before, by, &*app.ids)?;
    let mut links = Vec::new();
    if form.track == Track::Own {
        // The bureau and its units may be assessed by one standard: an answer of a unit says nothing
        // of records that are not its own.
        let stands = tx.records_of_criterion(criterion, held.unit, (held.from, held.to)).await?;
        let link = |record: RecordId, state, reason: &str| CriterionLink {
            bureau: who.bureau,
            criterion,
            record,
            state,
            reason: reason.into(),
            author: Some(who.person),
        };
        for record in &form.records {
            if !stands.contains(record) {
                links.push(link(*record, LinkState::Confirmed, "自评时选用"));
            }
        }
        let dropped = stands.iter().filter(|it| !form.records.contains(it));
        links.extend(dropped.map(|it| link(*it, LinkState::Removed, "自评时去掉")));
    }
    tx.apply(&app.stamp(who), change.map(|claimed| (claimed, links))).await?;
    Ok(tx.commit().await?)
}

/// 撤回 an answer.
pub async fn take_back(
    app: &App,
    who: &Who,
    id: AssessmentId,
    criterion: CriterionId,
    track: Track,
    before: ClaimId,
) -> Result<()> {
    let mut tx = app.store.begin().await?;
    let held = allowed(&mut tx, who, id, track.action()).await?;
    let standard = tx.standard(held.standard).await?.row;
    let change = assessment::take_back(&held, &standard.standard, criterion, before, track)?;
    tx.apply(&app.stamp(who), change).await?;
    Ok(tx.commit().await?)
}

/// A note as its form gives it.
#[derive(Debug, Clone)]
pub struct NoteForm {
    pub kind: NoteKind,
    pub rule: String,
    pub text: String,
    pub points: Option<Points>,
    pub day: Day,
    pub reported: Option<Day>,
    pub heads: u32,
}

/// 登记 an award, an event, a breach or a confirmation.
pub async fn note(app: &App, who: &Who, id: AssessmentId, form: &NoteForm) -> Result<()> {
    let mut tx = app.store.begin().await?;
    let held = allowed(&mut tx, who, id, Action::ClaimScore).await?;
    let standard = tx.standard(held.standard).await?.row;
    let new = Note {
        id: app.ids.make(),
        assessment: id,
        kind: form.kind,
        rule: form.rule.clone(),
        text: form.text.clone(),
        points: form.points,
        day: form.day,
        reported: form.reported,
        heads: form.heads,
        author: Some(who.person),
        made: app.now(),
        ended: None,
    };
    tx.apply(&app.stamp(who), assessment::note(&held, &standard.standard, &new, app.today())?).await?;
    Ok(tx.commit().await?)
}

/// A note that was wrong ends.
pub async fn strike(app: &App, who: &Who, id: AssessmentId, note: NoteId) -> Result<()> {
    let mut tx = app.store.begin().await?;
    let held = allowed(&mut tx, who, id, Action::ClaimScore).await?;
    tx.apply(&app.stamp(who), assessment::strike(&held, note)?).await?;
    Ok(tx.commit().await?)
}

/// 存档 the score of a track as it stands now.
pub async fn archive(app: &App, who: &Who, id: AssessmentId, track: Track, name: &str) -> Result<SnapshotId> {
    let mut tx = app.store.begin().await?;
    let held = allowed(&mut tx, who, id, track.action()).await?;
    let standard = tx.standard(held.standard).await?.row;
    let claims = assessment::claims_at(&tx.claims(id).await?, track, app.now());
    let notes: Vec<Note> = tx.notes(id).await?.into_iter().filter(|note| note.stands_at(app.now())).collect();
    let score = worked_out(&standard, &claims, &held, &notes, app.today())?;
    let (known, full) = score.known();
    let new = Snapshot {
        id: app.ids.make(),
        bureau: who.bureau,
        assessment: id,
        track,
        name: name.to_owned(),
        as_of: app.today(),
        at: app.now(),
        total: score.total,
        known,
        full,
        digest: sheet::digest(&assessment::trace(&standard.standard, &claims, &score)),
        author: Some(who.person),
    };
    tx.apply(&app.stamp(who), assessment::archive(&new)?).await?;
    tx.commit().await?;
    Ok(new.id)
}

/// 建任务: a criterion of which points can still be won becomes a task of the newest plan.
pub async fn make_task(app: &App, who: &Who, id: AssessmentId, criterion: CriterionId) -> Result<TaskId> {
    authority::require_any(who, Action::EditTask)?;
    let today = app.today();
    let mut tx = app.store.begin().await?;
    let held = allowed(&mut tx, who, id, Action::ViewScore).await?;
    let standard = tx.standard(held.standard).await?.row;
    let index = standard.standard.tree.position(criterion).ok_or(Refused::NotFound)?;
    if !standard.standard.tree.is_criterion(index) {
        return Err(Refused::NotFound.into());
    }
    let Some(plan) = tx.plan_heads(who.bureau).await?.into_iter().next() else {
        return Err(Error::rule("还没有发布方案，任务没有地方放。请先导入并发布年度方案。"));
    };
    let node = &standard.standard.tree.nodes()[index];
    let due = due_days(&standard.standard, index, today.year()).into_iter().find(|day| *day >= today);
    let drawn = Drawn {
        title: short(&node.title),
        material: wanted(node),
        deadline: node.due.clone(),
        unit: Sections::of(&mut tx, who, today).await?.of_criterion(&standard.standard, index),
        days: due.or(Some(held.to).filter(|day| *day >= today)).into_iter().collect(),
        position: task::next_position(&mut tx, plan.id).await?,
        ..Drawn::default()
    };
    let (task, duties) = task::draw(app, who, &plan, &drawn);
    let made = task.task.id;
    let mut serving: Vec<TaskId> = tx
        .serving(held.standard)
        .await?
        .into_iter()
        .filter(|(it, _, _)| *it == criterion)
        .map(|(_, task, _)| task)
        .collect();
    serving.push(made);
    let told = crate::standard::tell(&mut tx, &task, &duties, today).await?;
    let serves = SetServing { bureau: who.bureau, criterion, tasks: serving };
    let entry = Entry::new(Action::EditTask, made).field("title", &task.task.title);
    let change = Change::new((task, (duties, serves)), entry).with_messages(told);
    tx.apply(&app.stamp(who), change).await?;
    tx.commit().await?;
    Ok(made)
}
