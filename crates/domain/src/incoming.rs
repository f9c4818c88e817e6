//! 收文: a paper of another organ, registered with its number, who handles it and until when (条例
//! art. 24). What it says stays in its file.

use crate::audit::Entry;
use crate::authority::Action;
use crate::change::{Change, Versioned};
use crate::codes;
use crate::day::Day;
use crate::id::{BureauId, DraftId, FileId, IncomingId, PersonId, UnitId};
use crate::message::{Message, Reason};
use crate::refused::{Check, Refused};

codes! {
    /// Where an incoming paper stands.
    pub enum IncomingState {
        Open = "open" "待办结",
        Handled = "handled" "已办结",
        Void = "void" "已作废",
    }
}

/// An incoming paper.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incoming {
    pub id: IncomingId,
    pub bureau: BureauId,
    /// 收文号: year and serial from 1, without a gap.
    pub year: i16,
    pub serial: i64,
    /// 来文机关.
    pub origin: String,
    /// 来文字号; empty where it has none.
    pub number: String,
    pub title: String,
    pub received: Day,
    /// 办理时限.
    pub due: Option<Day>,
    /// 拟办意见.
    pub note: String,
    /// 承办 unit and person; one of them at least.
    pub unit: Option<UnitId>,
    pub person: Option<PersonId>,
    pub file: Option<FileId>,
    pub state: IncomingState,
    /// 办理结果; why it was voided.
    pub outcome: String,
    /// The draft of a plan that was made of it.
    pub draft: Option<DraftId>,
    pub registrar: PersonId,
}

/// What is typed into the register.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    pub origin: String,
    pub number: String,
    pub title: String,
    pub received: String,
    pub due: String,
    pub note: String,
    pub unit: Option<UnitId>,
    pub person: Option<PersonId>,
}

/// What was typed, judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entered {
    pub origin: String,
    pub number: String,
    pub title: String,
    pub received: Day,
    pub due: Option<Day>,
    pub note: String,
    pub unit: Option<UnitId>,
    pub person: Option<PersonId>,
}

impl Sheet {
    /// Checks all fields at once.
    pub fn parse(&self, today: Day) -> Result<Entered, Refused> {
        let mut check = Check::new();
        let origin = check.text("origin", "来文机关", &self.origin, 60);
        let number = check.length("number", "来文字号", &self.number, 40);
        let title = check.text("title", "标题", &self.title, 200);
        let note = check.length("note", "拟办意见", &self.note, 500);
        let mut day = |field: &str, typed: &str| {
            check.take(field, Day::parse_loose(typed).map_err(|wrong| wrong.to_string()))
        };
        let received = day("received", &self.received);
        let due = if self.due.trim().is_empty() { None } else { day("due", &self.due) };
        if let Some(received) = received {
            check.require(received <= today, "received", "收文日期还没有到，请核对。");
            check.require(due.is_none_or(|due| due >= received), "due", "办理时限早于收文日期，请核对。");
        }
        check.require(self.unit.is_some() || self.person.is_some(), "unit", "请选择承办单位或承办人。");
        check.done()?;
        let received = received.unwrap_or(today);
        Ok(Entered { origin, number, title, received, due, note, unit: self.unit, person: self.person })
    }
}

/// 登记: the handlers are told.
pub fn register(new: Incoming, tell: &[PersonId]) -> Change<Incoming> {
    let entry = Entry::new(Action::RegisterIncoming, new.id)
        .field("state", "open")
        .field("number", format!("{}-{}", new.year, new.serial));
    let one = |to: &PersonId| Message {
        to: *to,
        reason: Reason::Assigned,
        noun: "incoming",
        object: new.id.0,
        text: format!("收文“{}”请您承办。", new.title),
        due: new.due,
    };
    let messages: Vec<Message> = tell.iter().filter(|to| **to != new.registrar).map(one).collect();
    Change::new(new, entry).with_messages(messages)
}

fn open(held: &Incoming) -> Result<(), Refused> {
    if held.state == IncomingState::Open {
        return Ok(());
    }
    Err(Refused::rule(format!("这份收文“{}”，不能再办。", held.state)))
}

/// 办结 with its result.
pub fn handle(held: &Versioned<Incoming>, outcome: &str) -> Result<Change<Versioned<Incoming>>, Refused> {
    end(held, IncomingState::Handled, "办理结果", Action::HandleIncoming, outcome)
}

/// 作废 of a wrong entry; its number stays.
pub fn void(held: &Versioned<Incoming>, reason: &str) -> Result<Change<Versioned<Incoming>>, Refused> {
    end(held, IncomingState::Void, "作废原因", Action::RegisterIncoming, reason)
}

fn end(
    held: &Versioned<Incoming>,
    state: IncomingState,
    label: &str,
    action: Action,
    said: &str,
) -> Result<Change<Versioned<Incoming>>, Refused> {
    open(held)?;
    let mut check = Check::new();
    let outcome = check.text("outcome", label, said, 500);
    check.done()?;
    let next = Incoming { state, outcome, ..held.row.clone() };
    let entry = Entry::new(action, held.id).field("state", crate::code::Code::code(state));
    Ok(Change::new(held.to(next), entry))
}

/// A plan was made of it: once.
pub fn planned(held: &Versioned<Incoming>, draft: DraftId) -> Result<Change<Versioned<Incoming>>, Refused> {
    importable(held)?;
    let next = Incoming { draft: Some(draft), ..held.row.clone() };
    Ok(Change::new(held.to(next), Entry::new(Action::ImportPlan, held.id).field("draft", draft)))
}

/// Whether a plan can be made of it.
pub fn importable(held: &Incoming) -> Result<(), Refused> {
    open(held)?;
    if held.draft.is_some() {
        return Err(Refused::rule("这份收文已经导入为方案草稿。"));
    }
    if held.file.is_none() {
        return Err(Refused::rule("这份收文没有附上文件，不能导入。"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn sheet() -> Sheet {
        Sheet {
            origin: "云岚市精神文明建设办公室".into(),
            title: "关于做好申报工作的通知".into(),
            received: "2026-06-10".into(),
            due: "2026年6月20日".into(),
            unit: Some(UnitId(Uuid::nil())),
            ..Sheet::default()
        }
    }

    fn wrong(sheet: &Sheet) -> Vec<String> {
        match sheet.parse(Day::new(2026, 6, 11).unwrap()) {
            Err(Refused::Invalid(fields)) => fields.into_iter().map(|it| it.field).collect(),
            _ => Vec::new(),
        }
    }

    #[test]
    fn an_entry_names_who_handles_it_and_its_days_follow_each_other() {
        assert_eq!(wrong(&sheet()), Vec::<String>::new());
        for (given, fields) in [
            (Sheet::default(), vec!["origin", "title", "received", "unit"]),
            (Sheet { received: "2026-06-12".into(), ..sheet() }, vec!["received"]),
            (Sheet { due: "2026-06-01".into(), ..sheet() }, vec!["due"]),
            (Sheet { due: "随后".into(), ..sheet() }, vec!["due"]),
        ] {
            assert_eq!(wrong(&given), fields, "{given:?}");
        }
    }

    #[test]
    fn what_is_handled_or_voided_stays_so() {
        let row = Incoming {
            id: IncomingId(Uuid::nil()),
            bureau: BureauId(Uuid::nil()),
            year: 2026,
            serial: 1,
            origin: String::new(),
            number: String::new(),
            title: String::new(),
            received: Day::MIN,
            due: None,
            note: String::new(),
            unit: None,
            person: None,
            file: None,
            state: IncomingState::Open,
            outcome: String::new(),
            draft: None,
            registrar: PersonId(Uuid::nil()),
        };
        let held = Versioned { version: 1, row };
        assert!(handle(&held, " ").is_err());
        assert!(planned(&held, DraftId(Uuid::nil())).is_err(), "no file");
        for next in [handle(&held, "已转科室").unwrap().next, void(&held, "重复").unwrap().next] {
            assert!(handle(&next, "再办").is_err() && void(&next, "再废").is_err());
        }
    }
}
