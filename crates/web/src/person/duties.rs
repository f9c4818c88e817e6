//! The duties section of the pages of a person and of a unit: shown to whoever may see the tasks.

use crate::request::Ctx;
use app::facts::unit_facts;
use domain::authority::{Action, Decision, may};
use domain::handover::Placed;
use domain::id::{PersonId, UnitId};

/// One open duty.
#[derive(Debug, Clone)]
pub(crate) struct DutyLine {
    pub url: String,
    pub title: String,
    pub part: String,
    pub state: &'static str,
    pub word: String,
    pub due: String,
    pub late: Option<i64>,
}

fn line(ctx: &Ctx, placed: &Placed) -> DutyLine {
    use domain::assignment::State;
    let it = &placed.assignment;
    DutyLine {
        url: format!("/tasks/{}", it.task),
        title: placed.title.clone(),
        part: it.part.to_string(),
        state: match it.state {
            State::Todo => "todo",
            State::Doing => "doing",
            State::Review => "review",
            State::Returned => "back",
            State::Done => "done",
            State::Void => "void",
        },
        word: it.state.to_string(),
        due: it.due.map(|due| due.to_string()).unwrap_or_default(),
        late: it.late_by(ctx.app.today()),
    }
}

/// Open duties of a person, none where the actor may not see them.
pub(crate) async fn of_person(ctx: &Ctx, id: PersonId) -> app::Result<Option<Vec<DutyLine>>> {
    let today = ctx.app.today();
    let mut view = ctx.app.store.view().await?;
    let units: Vec<UnitId> = view.memberships_on(&[id], today).await?.iter().map(|held| held.unit).collect();
    let facts = unit_facts(&mut view, ctx.who.bureau, &units, &[id]).await?;
    if may(&ctx.who, Action::ViewTask, Action::ViewTask, &facts) != Decision::Allow {
        return Ok(None);
    }
    let duties = view.duties_of(id, today).await?;
    Ok(Some(duties.assignments.iter().map(|placed| line(ctx, placed)).collect()))
}

/// Open duties of a unit, none where the actor may not see them.
pub(crate) async fn of_unit(ctx: &Ctx, id: UnitId) -> app::Result<Option<Vec<DutyLine>>> {
    let mut view = ctx.app.store.view().await?;
    let facts = unit_facts(&mut view, ctx.who.bureau, &[id], &[]).await?;
    if may(&ctx.who, Action::ViewTask, Action::ViewTask, &facts) != Decision::Allow {
        return Ok(None);
    }
    let duties = view.duties_of_unit(id, 200).await?;
    Ok(Some(duties.iter().map(|placed| line(ctx, placed)).collect()))
}
