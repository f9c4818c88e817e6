//! 经过 of a record: written, handed in, returned with its reason, handed in again, accepted. What
//! was saved again and again while writing is one line.

use crate::task::Told;
use crate::words;
use app::record::RecordPage;
use domain::assignment::ReturnReason;
use domain::authority::Action;
use domain::code::Code;
use domain::day::Day;
use domain::record::RecordState;
use store::{Happened, VerdictRow};

/// The acts, newest first.
pub fn told(page: &RecordPage, today: Day) -> Vec<Told> {
    let mut told: Vec<Told> = Vec::new();
    let (mut before, mut filed, mut saves) = (None, 0, 0);
    for it in page
        .history
        .iter()
        .rev()
        .filter(|it| it.noun == "record" && Action::from_code(&it.action) != Some(Action::ExamineRecord))
    {
        let who = if it.name.is_empty() { "系统" } else { it.name.as_str() };
        let file = Action::from_code(&it.action) == Some(Action::FileRecord);
        let saved = file && before != Some(RecordState::Filed) && it.record_state != Some(RecordState::Filed);
        saves = if saved { saves + 1 } else { 0 };
        let when = words::moment(it.at, today);
        if saves > 1
            && let Some(last) = told.last_mut()
        {
            *last = Told { when, text: format!("{who}修改 {saves} 次"), reason: String::new() };
            continue;
        }
        let text = match it.record_state {
            Some(RecordState::Filed) => {
                filed += 1;
                if filed == 1 { format!("{who}报送") } else { format!("{who}改后第 {filed} 次报送") }
            }
            Some(RecordState::Draft) if before == Some(RecordState::Filed) => format!("{who}撤回"),
            Some(RecordState::Draft) if before.is_none() => format!("{who}记下草稿"),
            Some(RecordState::Draft | RecordState::Returned) if file => format!("{who}修改"),
            Some(RecordState::Returned) => format!("{who}退回"),
            Some(RecordState::Accepted) => format!("{who}审核通过"),
            Some(RecordState::Void) => format!("{who}作废"),
            _ => {
                let label = Action::from_code(&it.action).map_or("办理", Code::label);
                format!("{who}{label}")
            }
        };
        before = it.record_state.or(before);
        let reason = if file { String::new() } else { reason(page, it) };
        told.push(Told { when, text, reason });
    }
    told.reverse();
    told
}

/// Verdict and audit entry are of one transaction, and so of one instant.
fn reason(page: &RecordPage, it: &Happened) -> String {
    let verdict = page.verdicts.iter().find(|verdict| verdict.at == it.at);
    match verdict {
        Some(VerdictRow { reason: Some(ReturnReason::Other), note, .. }) => note.clone(),
        Some(verdict) => verdict.sentence(),
        None => String::new(),
    }
}
