//! The review of a folder: rows with what was guessed and why, corrected, left out or made records of.

use super::{own, sort};
use crate::turn::{Leaf, Turn};
use crate::{App, Result, Who, matching, record, record_kind};
use domain::authority::{self, Action};
use domain::change::Versioned;
use domain::day::Day;
use domain::folder::{self, Bundle, BundleState, Fields};
use domain::id::{BundleId, CriterionId, FileId, FolderId, RecordId, UnitId};
use domain::record::{MAX_FILES, Sheet};
use domain::record_kind::RecordKind;
use domain::refused::{FieldError, Refused};
use store::{CriterionHead, FolderLine, Made, Tx};

/// Files that were left out, as many as a page names.
const LEFT_OUT: i64 = 200;

/// One bundle with its files and the criteria that it may stand behind.
#[derive(Debug, Clone)]
pub struct BundleRow {
    pub bundle: Versioned<Bundle>,
    /// Path and id.
    pub files: Vec<(String, FileId)>,
    pub criteria: Vec<(CriterionHead, String)>,
}

/// A page of the review.
#[derive(Debug, Clone)]
pub struct FolderPage {
    pub line: FolderLine,
    pub left_out: Vec<(String, String)>,
    pub leaf: Leaf<BundleRow, i64>,
    pub kinds: Vec<RecordKind>,
    pub units: Vec<(UnitId, String)>,
}

/// A page of a folder that the actor may see.
pub async fn show(
    app: &App,
    who: &Who,
    id: FolderId,
    state: BundleState,
    turn: &Turn<i64>,
    limit: i64,
) -> Result<FolderPage> {
    authority::require_any(who, Action::ImportRecords)?;
    let units = sort::units(app, who).await?;
    let mut view = app.store.view().await?;
    own(&mut view, who, id).await?;
    let found = match turn {
        Turn::Before(key) => view.bundles_before(id, state, *key, limit + 1).await?,
        Turn::First | Turn::After(_) => {
            view.bundles(id, state, turn.key().copied().unwrap_or_default(), limit + 1).await?
        }
    };
    let leaf = turn.leaf(found, limit, |it| it.position);
    let kinds = record_kind::kinds(&mut view, who.bureau).await?;
    let scout = matching::Scout::new(app, &mut view, who).await?;
    let mut rows = Vec::with_capacity(leaf.rows.len());
    for bundle in leaf.rows {
        let files = view.files_of_bundle(bundle.id).await?;
        let day = Day::parse_loose(&bundle.fields.day).unwrap_or_else(|_| app.today());
        let unit =
            units.iter().find(|(id, _)| *id == bundle.fields.unit).map_or("", |(_, name)| name.as_str());
        let it = &bundle.fields;
        let open = bundle.state == BundleState::Open && !it.title.is_empty();
        let criteria =
            if open { scout.look(kinds.get(&it.kind), (&it.title, &it.text), day, unit) } else { Vec::new() };
        rows.push(BundleRow { bundle, files, criteria });
    }
    Ok(FolderPage {
        line: view.folder_line(id).await?,
        left_out: view.files_left_out(id, LEFT_OUT).await?,
        leaf: Leaf { rows, prev: leaf.prev, next: leaf.next },
        kinds: kinds.offered,
        units,
    })
}

/// What is done with the rows that were picked; what was typed is kept in any case.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Deed {
    Save,
    Make,
    Leave,
    TakeBack,
}

/// A row as it came back.
#[derive(Debug, Clone)]
pub struct Picked {
    pub id: BundleId,
    pub version: i64,
    pub fields: Fields,
    pub picked: bool,
    pub criteria: Vec<CriterionId>,
}

/// What came of it: how many rows were acted on, and what was wrong with others.
#[derive(Debug, Clone, Default)]
pub struct Done {
    pub count: usize,
    pub wrong: Vec<(BundleId, Vec<FieldError>)>,
}

/// Keeps what was typed into rows and acts on those that were picked, each in its own transaction: one
/// that is wrong does not hold up the others.
pub async fn decide(app: &App, who: &Who, id: FolderId, deed: Deed, rows: &[Picked]) -> Result<Done> {
    authority::require_any(who, Action::ImportRecords)?;
    let units = sort::units(app, who).await?;
    own(&mut *app.store.view().await?, who, id).await?;
    let mut done = Done::default();
    for row in rows {
        let mut tx = app.store.begin().await?;
        let acted = one(app, &mut tx, who, (id, deed), row, &units).await;
        match acted {
            Ok(acted) => {
                tx.commit().await?;
                done.count += usize::from(acted);
            }
            Err(crate::Error::Refused(Refused::Invalid(fields))) => {
                drop(tx);
                keep(app, who, id, row, &units).await?;
                done.wrong.push((row.id, fields));
            }
            Err(error) => return Err(error),
        }
    }
    Ok(done)
}

/// What was typed stays, though the act was refused.
async fn keep(app: &App, who: &Who, id: FolderId, row: &Picked, units: &[(UnitId, String)]) -> Result<()> {
    let mut tx = app.store.begin().await?;
    match one(app, &mut tx, who, (id, Deed::Save), row, units).await {
        Ok(_) => Ok(tx.commit().await?),
        // What cannot even be kept is told beside its field, and the page still shows it.
        Err(crate::Error::Refused(Refused::Invalid(_))) => Ok(()),
        Err(error) => Err(error),
    }
}

/// Whether the row was acted on.
async fn one(
    app: &App,
    tx: &mut Tx,
    who: &Who,
    (folder, deed): (FolderId, Deed),
    row: &Picked,
    units: &[(UnitId, String)],
) -> Result<bool> {
    let mut held = tx.bundle(row.id).await?;
    if held.folder != folder {
        return Err(Refused::NotFound.into());
    }
    if held.version != row.version {
        return Err(Refused::Stale.into());
    }
    let stamp = app.stamp(who);
    if held.state == BundleState::Open && held.fields != row.fields {
        if !units.iter().any(|(id, _)| *id == row.fields.unit) {
            return Err(crate::Error::field("unit", "请选择您能报送的科室。"));
        }
        tx.apply(&stamp, folder::correct(&held, row.fields.clone())?).await?;
        held = tx.bundle(row.id).await?;
    }
    if !row.picked {
        return Ok(false);
    }
    match deed {
        Deed::Save => return Ok(false),
        Deed::Make => make(app, tx, who, &held, &row.criteria).await?,
        Deed::Leave => {
            tx.apply(&stamp, folder::leave(&held)?).await?;
        }
        Deed::TakeBack => {
            tx.apply(&stamp, folder::take_back(&held)?).await?;
        }
    }
    Ok(true)
}

/// 生成纪实: handed in like any other, with the files in their order.
async fn make(
    app: &App,
    tx: &mut Tx,
    who: &Who,
    held: &Versioned<Bundle>,
    criteria: &[CriterionId],
) -> Result<()> {
    let files: Vec<FileId> = tx.files_of_bundle(held.id).await?.into_iter().map(|(_, id)| id).collect();
    let it = &held.fields;
    let day = folder::complete(it, files.len(), app.today())?;
    let sheet = Sheet {
        kind: it.kind.clone(),
        title: it.title.clone(),
        day: day.to_string(),
        text: it.text.clone(),
        ..Sheet::default()
    };
    let record: RecordId = app.ids.make();
    let files = files.into_iter().take(MAX_FILES).collect();
    record::of_before(app, tx, who, (record, it.unit), &sheet, files).await?;
    tx.apply(&app.stamp(who), folder::made(held, record)?).await?;
    matching::confirm(app, tx, who, record, criteria).await
}

/// The small picture of a photo in a folder that the actor may see.
pub async fn open_thumbnail(
    app: &App,
    who: &Who,
    id: FolderId,
    file: FileId,
) -> Result<Option<std::fs::File>> {
    authority::require_any(who, Action::ImportRecords)?;
    let mut view = app.store.view().await?;
    own(&mut view, who, id).await?;
    let digest = view.digest_in_folder(id, file).await?.ok_or(Refused::NotFound)?;
    drop(view);
    let blobs = app.store.blobs().clone();
    Ok(tokio::task::spawn_blocking(move || blobs.open_made(Made::Thumbnail, &digest)).await??)
}
