//! A version of a standard as a bureau keeps it: 草稿 → 已发布 → 已停用. What was published is
//! frozen; the next version is a draft of its own that keeps the lineage of each node.

use super::file::File;
use super::{Level, Source, Standard};
use crate::audit::Entry;
use crate::authority::Action;
use crate::change::{Change, Versioned};
use crate::codes;
use crate::day::{Day, Instant};
use crate::id::{BureauId, FamilyId, Ids, PersonId, StandardId};
use crate::refused::{Check, Refused};

codes! {
    /// Where a version stands.
    pub enum StandardState {
        Draft = "draft" "草稿",
        Published = "published" "已发布",
        Retired = "retired" "已停用",
    }
}

/// One version in one bureau.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandardRow {
    pub id: StandardId,
    pub bureau: BureauId,
    pub family: FamilyId,
    /// 第几版 in this bureau, from 1.
    pub number: i64,
    pub state: StandardState,
    pub standard: Standard,
    /// The version that it was made from.
    pub follows: Option<StandardId>,
    pub author: Option<PersonId>,
    pub created: Instant,
    pub published_on: Option<Day>,
}

/// Who makes a version, and when.
#[derive(Debug, Clone, Copy)]
pub struct Making {
    pub bureau: BureauId,
    pub author: Option<PersonId>,
    pub now: Instant,
}

/// 采用: a whole file becomes a first version, published at once or as a draft to work on.
///
/// # Errors
/// A name that another standard of the bureau bears, or a file that is no tree.
pub fn adopt(
    file: File,
    state: StandardState,
    names: &[String],
    making: Making,
    ids: &dyn Ids,
) -> Result<Change<StandardRow>, Refused> {
    let standard = file.build(ids, None).map_err(|wrong| Refused::field("file", wrong.to_string()))?;
    let standard = proper(standard)?;
    let mut check = Check::new();
    let name = standard.name.clone();
    check.require(
        !names.contains(&name),
        "name",
        format!("已有名为“{name}”的测评体系。要修订它，请打开它另起新版。"),
    );
    check.done()?;
    let row = StandardRow {
        id: ids.make(),
        bureau: making.bureau,
        family: ids.make(),
        number: 1,
        state,
        standard,
        follows: None,
        author: making.author,
        created: making.now,
        published_on: (state == StandardState::Published).then(|| Day::of_instant(making.now)),
    };
    let entry = entry(&row);
    Ok(Change::new(row, entry))
}

/// 另起新版: a draft with the same nodes and lineage. A family has one draft at a time.
///
/// # Errors
/// While another draft of the family is open, and from a version that is a draft itself.
pub fn renew(
    held: &StandardRow,
    family: &[StandardHead],
    making: Making,
    ids: &dyn Ids,
) -> Result<Change<StandardRow>, Refused> {
    if held.state == StandardState::Draft {
        return Err(Refused::rule("这一版还是草稿，请直接修改。"));
    }
    if let Some(open) = family.iter().find(|it| it.state == StandardState::Draft) {
        return Err(Refused::rule(format!("第 {} 版还是草稿，请先发布或删除它。", open.number)));
    }
    let last = family.iter().map(|it| it.number).max().unwrap_or(held.number);
    let standard = revised(File::from(&held.standard), &held.standard, ids)?;
    let row = StandardRow {
        id: ids.make(),
        number: last + 1,
        state: StandardState::Draft,
        standard,
        follows: Some(held.id),
        author: making.author,
        created: making.now,
        published_on: None,
        ..held.clone()
    };
    let entry = entry(&row);
    Ok(Change::new(row, entry))
}

/// A draft takes another content. A node with the number of one of the version before keeps its lineage.
///
/// # Errors
/// What was published is frozen; and a file that is no tree.
pub fn rewrite(
    held: &Versioned<StandardRow>,
    file: File,
    ids: &dyn Ids,
) -> Result<Change<Versioned<StandardRow>>, Refused> {
    drafted(held)?;
    let standard = revised(file, &held.standard, ids)?;
    let row = StandardRow { standard: proper(standard)?, ..held.row.clone() };
    let entry = entry(&row);
    Ok(Change::new(held.to(row), entry))
}

/// The words of the head within their bounds.
pub(super) fn proper(standard: Standard) -> Result<Standard, Refused> {
    let mut check = Check::new();
    let name = check.text("name", "名称", &standard.name, 80);
    let issuer = check.length("issuer", "发布单位", &standard.issuer, 80);
    let region = check.length("region", "地区", &standard.region, 40);
    let edition = check.length("edition", "版次", &standard.edition, 20);
    check.done()?;
    Ok(Standard { name, issuer, region, edition, ..standard })
}

fn revised(file: File, before: &Standard, ids: &dyn Ids) -> Result<Standard, Refused> {
    file.build(ids, Some(&before.tree)).map_err(|wrong| Refused::field("file", wrong.to_string()))
}

/// 发布: from now on the version is used and never changes.
///
/// # Errors
/// A version that is no draft, or has nothing to answer.
pub fn publish(held: &Versioned<StandardRow>, today: Day) -> Result<Change<Versioned<StandardRow>>, Refused> {
    drafted(held)?;
    if held.standard.tree.nodes().is_empty() {
        return Err(Refused::rule("还没有指标，请先加上再发布。"));
    }
    Ok(turned(held, StandardState::Published, Some(today)))
}

/// 停用: nothing new is assessed by it; what was assessed stays.
///
/// # Errors
/// A version that is not in use.
pub fn retire(held: &Versioned<StandardRow>) -> Result<Change<Versioned<StandardRow>>, Refused> {
    if held.state != StandardState::Published {
        return Err(Refused::rule("只有已发布的版本可以停用。"));
    }
    Ok(turned(held, StandardState::Retired, held.published_on))
}

/// A draft that nobody wants any more; nothing hangs on it.
///
/// # Errors
/// What was published is never deleted.
pub fn discard(held: &Versioned<StandardRow>) -> Result<Change<Discarded>, Refused> {
    drafted(held)?;
    let entry = Entry::new(Action::EditStandard, held.id).field("state", "discarded");
    Ok(Change::new(Discarded { id: held.id, version: held.version }, entry))
}

/// The draft that goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Discarded {
    pub id: StandardId,
    pub version: i64,
}

pub(super) fn drafted(held: &StandardRow) -> Result<(), Refused> {
    if held.state == StandardState::Draft {
        return Ok(());
    }
    Err(Refused::rule(format!("第 {} 版{}，内容不能再改。请另起新版。", held.number, held.state)))
}

fn turned(
    held: &Versioned<StandardRow>,
    state: StandardState,
    published_on: Option<Day>,
) -> Change<Versioned<StandardRow>> {
    let row = StandardRow { state, published_on, ..held.row.clone() };
    let entry = entry(&row);
    Change::new(held.to(row), entry)
}

pub(super) fn entry(row: &StandardRow) -> Entry {
    Entry::new(Action::EditStandard, row.id)
        .field("name", &row.standard.name)
        .field("number", row.number)
        .field("state", crate::code::Code::code(row.state))
}

/// A version as lists show it, without its tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StandardHead {
    pub id: StandardId,
    pub family: FamilyId,
    pub number: i64,
    pub state: StandardState,
    pub name: String,
    pub issuer: String,
    pub level: Level,
    pub region: String,
    pub edition: String,
    pub source: Source,
    pub partial: bool,
    pub follows: Option<StandardId>,
    pub created: Instant,
    pub published_on: Option<Day>,
    /// How many criteria it has.
    pub criteria: i64,
}

impl StandardHead {
    /// The mark of a partial or unchecked copy, as [`Standard::caution`] says it.
    pub fn caution(&self) -> Option<String> {
        super::caution(self.source, self.partial)
    }
}
