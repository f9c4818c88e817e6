//! 本单位志愿服务记录, line by line: who did what in which record of the register.

use super::{RegisterPage, Span, register};
use crate::turn::{Leaf, Turn};
use crate::{App, Result, Who};
use domain::day::Day;
use domain::id::{PersonId, RecordId};
use domain::record::service::{self, Service};
use domain::record_kind::Register;

/// Lines of so many records, the latest first; of one person, if the span names one.
pub async fn services(
    app: &App,
    who: &Who,
    span: &Span,
    turn: &Turn<(Day, RecordId)>,
    limit: i64,
) -> Result<(Leaf<Service, (Day, RecordId)>, i64)> {
    let RegisterPage { leaf, total, .. } =
        register(app, who, Register::Volunteering, span, turn, limit).await?;
    let mut view = app.store.view().await?;
    let mut rows = Vec::new();
    for (record, unit) in leaf.rows {
        let author = view.person(record.author).await?.row.name;
        let mut names: Vec<(PersonId, String)> = Vec::new();
        for it in &record.people {
            names.push((it.person, view.person(it.person).await?.row.name));
        }
        let mut lines = service::services(&record, &names, &unit, &author);
        lines.retain(|it| span.person.is_none_or(|person| person == it.person));
        lines.sort_by(|a, b| a.name.cmp(&b.name).then(a.person.cmp(&b.person)));
        rows.extend(lines);
    }
    Ok((Leaf { rows, prev: leaf.prev, next: leaf.next }, total))
}
