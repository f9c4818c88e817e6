//! 测评体系: what a bureau assesses by. Shipped files are taken over, workbooks and drafts become
//! versions, a published version is frozen.

mod draft;
mod import;
mod list;
mod serve;
mod sheet;

pub use draft::{begin, blank, edit};
pub(crate) use import::purge;
pub use import::{Opened, Read, WrongCell, choose, errors, import, make, opened, waiting};
pub use list::{Listed, Offer, Wanted, list, offers};
pub use serve::{Scheduled, schedule, section, serve};
pub(crate) use serve::{Sections, short, tell, wanted};
pub use sheet::workbook;

use crate::{App, Error, Result, Who};
use domain::authority::{self, Action};
use domain::change::Versioned;
use domain::id::{CriterionId, PlanId, StandardId, StandardImportId, TaskId};
use domain::refused::Refused;
use domain::standard::file::File;
use domain::standard::grid::Remark;
use domain::standard::{self, Making, StandardHead, StandardRow, StandardState};
use std::collections::{BTreeMap, BTreeSet};
use store::{Conn, NewStandard, PlanHead};

/// The files that ship, as the command line lists them.
pub fn shipped() -> Result<Vec<(&'static str, File)>> {
    standard::shipped().map_err(|error| Error::fault("shipped standard", error))
}

fn built(app: &App, file: File) -> Result<standard::Standard> {
    file.build(&*app.ids, None).map_err(|wrong| Error::field("file", wrong.to_string()))
}

/// What a file says, without keeping it: its standard, so that findings can be read.
pub fn check(app: &App, text: &str) -> Result<standard::Standard> {
    let file = File::parse(text).map_err(|wrong| Error::field("file", wrong.to_string()))?;
    built(app, file)
}

/// One version as its page shows it.
#[derive(Debug, Clone)]
pub struct Sight {
    pub row: Versioned<StandardRow>,
    /// All versions of the same standard, newest first.
    pub versions: Vec<StandardHead>,
    /// The version that it was made from.
    pub before: Option<StandardRow>,
    pub serving: BTreeMap<CriterionId, Vec<(TaskId, String)>>,
    /// Tasks of the newest plan that serve no criterion of this version.
    pub idle: Vec<(TaskId, String)>,
    /// All tasks of the newest plan, to choose from.
    pub tasks: Vec<(TaskId, String)>,
    pub plan: Option<PlanHead>,
    /// Of a draft that was read from a file: the import, and what was not understood.
    pub import: Option<(StandardImportId, Vec<Remark>)>,
    pub edit: bool,
    pub assign: bool,
    pub assess: bool,
}

pub async fn show(app: &App, who: &Who, id: StandardId) -> Result<Sight> {
    authority::require_any(who, Action::ViewStandard)?;
    let mut view = app.store.view().await?;
    let row = own(&mut view, who, id).await?;
    let versions = view.standards_of(row.family).await?;
    let before = match row.follows {
        Some(before) => Some(own(&mut view, who, before).await?.row),
        None => None,
    };
    let mut serving: BTreeMap<CriterionId, Vec<(TaskId, String)>> = BTreeMap::new();
    let mut busy: BTreeSet<TaskId> = BTreeSet::new();
    for (criterion, task, title) in view.serving(id).await? {
        busy.insert(task);
        serving.entry(criterion).or_default().push((task, title));
    }
    let import = match row.state {
        StandardState::Draft => view.table_import_of(id).await?,
        _ => None,
    };
    let import = import.map(|it| (it.id, it.outcome().map(|outcome| outcome.remarks).unwrap_or_default()));
    let plan = view.plan_heads(who.bureau).await?.into_iter().next();
    let tasks = match &plan {
        Some(plan) => tasks(&mut view, plan.id).await?,
        None => Vec::new(),
    };
    Ok(Sight {
        idle: tasks.iter().filter(|(task, _)| !busy.contains(task)).cloned().collect(),
        tasks,
        plan,
        import,
        serving,
        before,
        versions,
        row,
        edit: who.reach(Action::EditStandard).is_some(),
        assign: who.reach(Action::EditTask).is_some(),
        assess: who.reach(Action::ClaimScore).is_some(),
    })
}

async fn tasks(conn: &mut Conn, plan: PlanId) -> Result<Vec<(TaskId, String)>> {
    let tasks = conn.tasks_of_plan(plan).await?;
    let standing = tasks.into_iter().filter(|task| task.void_reason.is_empty());
    Ok(standing.map(|task| (task.id, task.row.title)).collect())
}

pub(crate) async fn own(conn: &mut Conn, who: &Who, id: StandardId) -> Result<Versioned<StandardRow>> {
    let row = conn.standard(id).await?;
    if row.bureau == who.bureau { Ok(row) } else { Err(Refused::NotFound.into()) }
}

fn making(app: &App, who: &Who) -> Making {
    Making { bureau: who.bureau, author: Some(who.person), now: app.now() }
}

/// 采用 a shipped file: one click, published at once.
pub async fn install(app: &App, who: &Who, key: &str) -> Result<StandardId> {
    let (_, file) = shipped()?.into_iter().find(|(known, _)| *known == key).ok_or(Refused::NotFound)?;
    adopt(app, who, file, StandardState::Published).await
}

/// 上传 a standard's file or a new one of one's own: a draft to look through and publish.
pub async fn add(app: &App, who: &Who, file: File) -> Result<StandardId> {
    adopt(app, who, file, StandardState::Draft).await
}

async fn adopt(app: &App, who: &Who, file: File, state: StandardState) -> Result<StandardId> {
    authority::require_any(who, Action::EditStandard)?;
    let mut tx = app.store.begin().await?;
    let names: Vec<String> = tx.standards(who.bureau).await?.into_iter().map(|head| head.name).collect();
    let change = standard::adopt(file, state, &names, making(app, who), &*app.ids)?;
    let id = change.next.id;
    tx.apply(&app.stamp(who), change.map(NewStandard)).await?;
    tx.commit().await?;
    Ok(id)
}

/// 另起新版 of a published version.
pub async fn renew(app: &App, who: &Who, id: StandardId) -> Result<StandardId> {
    authority::require_any(who, Action::EditStandard)?;
    let mut tx = app.store.begin().await?;
    let held = own(&mut tx, who, id).await?;
    let family = tx.standards_of(held.family).await?;
    let change = standard::renew(&held, &family, making(app, who), &*app.ids)?;
    let made = change.next.id;
    tx.apply(&app.stamp(who), change.map(NewStandard)).await?;
    tx.commit().await?;
    Ok(made)
}

/// A draft takes another content. `version` is the one that the form was filled on.
pub async fn rewrite(app: &App, who: &Who, id: StandardId, version: i64, file: File) -> Result<()> {
    authority::require_any(who, Action::EditStandard)?;
    let mut tx = app.store.begin().await?;
    let held = at_version(own(&mut tx, who, id).await?, version)?;
    tx.apply(&app.stamp(who), standard::rewrite(&held, file, &*app.ids)?).await?;
    Ok(tx.commit().await?)
}

/// 发布: from now on the version is frozen. Tasks that served the version before serve the same
/// criteria of this one.
pub async fn publish(app: &App, who: &Who, id: StandardId, version: i64) -> Result<()> {
    authority::require_any(who, Action::EditStandard)?;
    let mut tx = app.store.begin().await?;
    let held = at_version(own(&mut tx, who, id).await?, version)?;
    let change = standard::publish(&held, app.today())?;
    let served = serve::inherited(&mut tx, who, &held).await?;
    tx.apply(&app.stamp(who), change.map(|row| (row, served))).await?;
    Ok(tx.commit().await?)
}

/// 停用.
pub async fn retire(app: &App, who: &Who, id: StandardId, version: i64) -> Result<()> {
    authority::require_any(who, Action::EditStandard)?;
    let mut tx = app.store.begin().await?;
    let held = at_version(own(&mut tx, who, id).await?, version)?;
    tx.apply(&app.stamp(who), standard::retire(&held)?).await?;
    Ok(tx.commit().await?)
}

/// A draft goes.
pub async fn discard(app: &App, who: &Who, id: StandardId, version: i64) -> Result<()> {
    authority::require_any(who, Action::EditStandard)?;
    let mut tx = app.store.begin().await?;
    let held = at_version(own(&mut tx, who, id).await?, version)?;
    tx.apply(&app.stamp(who), standard::discard(&held)?).await?;
    // The file that it was read from can become a draft again.
    if let Some(import) = tx.table_import_of(id).await? {
        tx.apply(&app.stamp(who), standard::import::reopen(&import)).await?;
    }
    Ok(tx.commit().await?)
}

fn at_version(held: Versioned<StandardRow>, version: i64) -> Result<Versioned<StandardRow>> {
    if held.version == version { Ok(held) } else { Err(Refused::Stale.into()) }
}
