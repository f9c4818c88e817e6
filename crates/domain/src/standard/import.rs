//! A file whose table becomes a draft: what was read of it, how its columns are taken, and the draft
//! that was made. The file itself is not kept.

use super::grid::{Grid, Layout, Outcome, read};
use crate::audit::Entry;
use crate::authority::Action;
use crate::change::{Change, Versioned};
use crate::day::Instant;
use crate::id::{BureauId, PersonId, StandardId, StandardImportId};
use crate::refused::{Check, Refused};

/// What was read of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableImport {
    pub id: StandardImportId,
    pub bureau: BureauId,
    pub author: PersonId,
    /// Name of the file.
    pub file: String,
    /// Name and issuer of the standard, as they were typed.
    pub name: String,
    pub issuer: String,
    /// The tables of the file.
    pub grids: Vec<Grid>,
    /// How they are read; none while nobody knows what the columns mean.
    pub layout: Option<Layout>,
    /// The draft that was made.
    pub made: Option<StandardId>,
    pub created: Instant,
}

impl TableImport {
    /// What the table comes to by its layout.
    pub fn outcome(&self) -> Option<Outcome> {
        let layout = self.layout.as_ref()?;
        self.grids.get(layout.table).map(|grid| read(grid, layout))
    }
}

/// A file was read.
pub fn open(new: TableImport) -> Change<TableImport> {
    let entry = Entry::new(Action::EditStandard, new.id).field("file", &new.file);
    Change::new(new, entry)
}

/// 列的对应: how the columns are taken, and what the standard is called.
///
/// # Errors
/// A choice that cannot be read, a name that is too long, and what became a draft already.
pub fn choose(
    held: &Versioned<TableImport>,
    layout: Layout,
    name: &str,
    issuer: &str,
) -> Result<Change<Versioned<TableImport>>, Refused> {
    opened(held)?;
    let mut check = Check::new();
    let name = check.length("name", "名称", name, 80);
    let issuer = check.length("issuer", "发布单位", issuer, 80);
    if let Err(sentence) = layout.check(&held.grids) {
        check.require(false, "columns", sentence);
    }
    check.done()?;
    let columns = layout.columns.iter().flatten().count();
    let next = TableImport { layout: Some(layout), name, issuer, ..held.row.clone() };
    let entry = Entry::new(Action::EditStandard, held.id).field("columns", columns);
    Ok(Change::new(held.to(next), entry))
}

/// The draft that was made of it.
///
/// # Errors
/// What became a draft already.
pub fn finish(
    held: &Versioned<TableImport>,
    made: StandardId,
) -> Result<Change<Versioned<TableImport>>, Refused> {
    opened(held)?;
    let entry = Entry::new(Action::EditStandard, held.id).field("standard", made);
    Ok(Change::new(held.to(TableImport { made: Some(made), ..held.row.clone() }), entry))
}

/// The draft that was made of it is gone.
pub fn reopen(held: &Versioned<TableImport>) -> Change<Versioned<TableImport>> {
    let entry = Entry::new(Action::EditStandard, held.id).field("standard", "");
    Change::new(held.to(TableImport { made: None, ..held.row.clone() }), entry)
}

fn opened(held: &TableImport) -> Result<(), Refused> {
    match held.made {
        None => Ok(()),
        Some(_) => Err(Refused::rule("这张表已经成为草稿，请在草稿里修改。")),
    }
}
