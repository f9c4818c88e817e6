//! A standard in the making, edited node by node.

use super::{adopt, at_version, own};
use crate::{App, Result, Who};
use domain::authority::{self, Action};
use domain::id::StandardId;
use domain::standard::edit::{Edit, edit as decide};
use domain::standard::file::{File, Head, SCHEMA};
use domain::standard::{Rebase, Source, StandardState, Years};

/// One edit of a draft. `version` is the one that the form was filled on.
pub async fn edit(app: &App, who: &Who, id: StandardId, version: i64, change: Edit) -> Result<()> {
    authority::require_any(who, Action::EditStandard)?;
    let mut tx = app.store.begin().await?;
    let held = at_version(own(&mut tx, who, id).await?, version)?;
    tx.apply(&app.stamp(who), decide(&held, change, &*app.ids)?).await?;
    Ok(tx.commit().await?)
}

/// What stands over a standard that is begun here.
pub fn blank(name: &str, issuer: &str) -> Head {
    Head {
        name: name.to_owned(),
        issuer: issuer.to_owned(),
        level: domain::standard::Level::Bureau,
        region: String::new(),
        edition: String::new(),
        source: Source::Upload,
        gaps: String::new(),
        total: None,
        pass: None,
        rebase: Rebase::Scale,
        years: Years::Single,
        term: 1,
    }
}

/// 新建: an empty draft to be filled in the editor.
pub async fn begin(app: &App, who: &Who, head: Head) -> Result<StandardId> {
    let file = File {
        schema: SCHEMA,
        standard: head,
        nodes: vec![],
        bonuses: vec![],
        events: vec![],
        gates: vec![],
    };
    adopt(app, who, file, StandardState::Draft).await
}
