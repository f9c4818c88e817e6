//! 转入新版, previewed first, and taken back.

use super::allowed;
use crate::standard::own;
use crate::{App, Result, Who};
use domain::assessment::{self, Assessment, ClaimRow, Fate};
use domain::authority::Action;
use domain::change::Versioned;
use domain::id::{AssessmentId, StandardId};
use domain::refused::Refused;
use domain::standard::StandardRow;

/// What would become of each answer.
#[derive(Debug, Clone)]
pub struct Preview {
    pub assessment: Versioned<Assessment>,
    pub before: StandardRow,
    pub after: StandardRow,
    pub fates: Vec<(ClaimRow, Fate)>,
}

impl Preview {
    pub fn kept(&self) -> usize {
        self.fates.iter().filter(|(_, fate)| matches!(fate, Fate::Kept(_))).count()
    }

    /// Answers that stay behind, with number and title of their criterion.
    pub fn lost(&self) -> Vec<(String, &'static str)> {
        let name = |row: &ClaimRow| {
            let index = self.before.standard.tree.position(row.criterion)?;
            let node = &self.before.standard.tree.nodes()[index];
            Some(format!("{} {}（{}）", node.code, node.title, row.track))
        };
        self.fates
            .iter()
            .filter_map(|(row, fate)| match fate {
                Fate::Kept(_) => None,
                Fate::Unfit(_) => Some((name(row)?, "评分方式变了，要重新填写")),
                Fate::Gone => Some((name(row)?, "新版没有这一项")),
            })
            .collect()
    }
}

/// What a carrying over would do.
pub async fn preview(app: &App, who: &Who, id: AssessmentId, to: StandardId) -> Result<Preview> {
    let mut view = app.store.view().await?;
    let held = allowed(&mut view, who, id, Action::ClaimScore).await?;
    let before = view.standard(held.standard).await?.row;
    let after = own(&mut view, who, to).await?.row;
    let rows = view.claims(id).await?;
    // The rule refuses what cannot be carried; its change is thrown away.
    drop(assessment::carry(&held, &before, &after, &rows, app.now(), &*app.ids)?);
    let fates = assessment::fates(&before.standard, &after.standard, &rows)
        .into_iter()
        .map(|(row, fate)| (row.clone(), fate))
        .collect();
    Ok(Preview { fates, before, after, assessment: held })
}

/// 转入新版.
pub async fn carry(app: &App, who: &Who, id: AssessmentId, to: StandardId) -> Result<AssessmentId> {
    let mut tx = app.store.begin().await?;
    let held = allowed(&mut tx, who, id, Action::ClaimScore).await?;
    let before = tx.standard(held.standard).await?.row;
    let after = own(&mut tx, who, to).await?.row;
    let rows = tx.claims(id).await?;
    let change = assessment::carry(&held, &before, &after, &rows, app.now(), &*app.ids)?;
    let new = change.next.new.id;
    tx.apply(&app.stamp(who), change).await?;
    tx.commit().await?;
    Ok(new)
}

/// 撤销转入; answers with the assessment that goes on.
pub async fn undo(app: &App, who: &Who, id: AssessmentId) -> Result<AssessmentId> {
    let mut tx = app.store.begin().await?;
    let held = allowed(&mut tx, who, id, Action::ClaimScore).await?;
    let old = tx.assessment(held.follows.ok_or(Refused::NotFound)?).await?;
    let old_id = old.id;
    tx.apply(&app.stamp(who), assessment::undo(&held, &old, app.today())?).await?;
    tx.commit().await?;
    Ok(old_id)
}
