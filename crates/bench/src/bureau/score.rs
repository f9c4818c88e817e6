//! The composed example standard, answered by the bureau for its running year, with records behind
//! every criterion: what the score page shows in a full product.

use app::assessment::{AnswerForm, Begun};
use app::turn::Turn;
use app::{App, Result, Who, assessment, record, standard};
use domain::assessment::{Track, best};
use domain::day::Day;
use domain::id::{AssessmentId, BureauId, RecordId};
use domain::record::RecordState;

/// Records behind one criterion: some hundreds in a year, as a bureau files them.
const BEHIND: usize = 8;

/// Begins and answers through the use cases that the pages call.
pub(super) async fn assess(app: &App, bureau: BureauId) -> Result<AssessmentId> {
    let who = office(app).await?;
    let id = standard::install(app, &who, "example").await?;
    let unit = app.store.view().await?.bureau(bureau).await?.root;
    let year = app.today().year();
    let day = |month, last| Day::new(year, month, last).unwrap_or(app.today());
    let form = Begun { standard: id, unit, from: day(1, 1), to: day(12, 31), unit_kind: String::new() };
    let begun = assessment::begin(app, &who, &form).await?;
    let records = accepted(app, &who, form.from).await?;
    let row = app.store.view().await?.standard(id).await?.row;
    for (nth, (_, node)) in row.standard.tree.criteria().enumerate() {
        let Some(answer) = best(node) else { continue };
        let behind = records.iter().cycle().skip(nth * BEHIND).take(BEHIND.min(records.len()));
        let form = AnswerForm {
            track: Track::Own,
            before: None,
            answer,
            reason: "材料齐全".into(),
            records: behind.copied().collect(),
        };
        assessment::answer(app, &who, begun, node.id, &form).await?;
    }
    Ok(begun)
}

async fn office(app: &App) -> Result<Who> {
    let mut view = app.store.view().await?;
    let account = view.account_by_login("office").await?;
    let account = account.ok_or_else(|| app::Error::fault("bench", "office"))?;
    Ok(Who { actor: view.actor(&account, app.today()).await?, source: "bench".into() })
}

async fn accepted(app: &App, who: &Who, from: Day) -> Result<Vec<RecordId>> {
    let rows = record::list(app, who, &record::Wanted::default(), &Turn::First, 2_000).await?.leaf.rows;
    let rows = rows.into_iter().map(|row| row.record.row);
    let rows = rows.filter(|it| it.state == RecordState::Accepted && it.day >= from);
    Ok(rows.map(|it| it.id).collect())
}
