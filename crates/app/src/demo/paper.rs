//! The papers of the demonstration: a plan that was checked, assigned by measure and published, with
//! some gaps left, and a later notice that still waits on the review page.

use super::who;
use crate::draft::{self, Arrival, Sheet};
use crate::{App, Error, Result};
use domain::day::Day;
use domain::draft::{About, Edit, Item, MeasureKind, Status};
use domain::id::{DraftId, PersonId, PlanId, UnitId};

const PLAN: &str = include_str!("../../assets/demo_plan.txt");
const NOTICE: &str = include_str!("../../assets/demo_note.txt");

/// Who answers for a measure: its first characters, the section and the leader above it.
const OWNERS: &[(&str, &str, &str)] = &[
    ("加强理论学习", "机关党委", "秦卫东"),
    ("推进法治建设", "政策法规科", "罗文涛"),
    ("优化窗口服务", "行政审批科", "罗文涛"),
    ("弘扬文明新风", "机关党委", "沈丽华"),
    ("改善机关环境", "办公室", "方志远"),
    ("守牢安全底线", "安全监督科", "罗文涛"),
    ("工作要求", "政策法规科", "周明远"),
];

/// Tasks that the office gave to one person: words of the task, section, person.
const PERSONAL: &[(&str, &str, &str)] =
    &[("志愿服务队", "机关党委", "孟青"), ("开展全民阅读", "人事教育科", "贺一帆")];

/// Days that the office set by hand for tasks whose paper names none, counted from today.
const DAYS: &[(&str, i64)] = &[("畅通投诉渠道", -6), ("开展全民阅读", 4), ("安全提示和文明公益短片", 12)];

/// Tasks that nobody has yet, so that the queue of gaps is not empty.
const GAPS: &[&str] = &["节约型机关", "安全提示和文明公益短片"];

/// Imports the plan, checks it and publishes it on the day of `app`.
pub(super) async fn publish(app: &App, issued: Day, today: Day) -> Result<PlanId> {
    let text = PLAN.replace("{year}", &issued.year().to_string()).replace("{issued}", &issued.full_text());
    let office = who(app, "office").await?;
    let arrival = Arrival {
        name: format!("云交法{}年7号_文明单位创建实施方案.txt", issued.year()),
        bytes: text.into_bytes(),
        ..Arrival::default()
    };
    let id = draft::import(app, &office, arrival).await?;
    let sheet = draft::view(app, &office, id).await?;
    let version = draft::edit(app, &office, id, sheet.draft.version, checked(&sheet, issued, today)).await?;
    draft::publish(app, &office, id, version).await
}

fn checked(sheet: &Sheet, issued: Day, today: Day) -> Vec<Edit> {
    let tree = &sheet.draft.tree;
    let year = tree.doubts.iter().filter(|doubt| doubt.about == About::Year);
    let mut edits: Vec<Edit> = year.map(|doubt| Edit::Settle { doubt: doubt.id }).collect();
    for measure in &tree.measures {
        let owner = OWNERS.iter().find(|(words, _, _)| measure.title.starts_with(words));
        if let Some((_, lead, leader)) = owner {
            // By task, not for the measure as a whole: a gap shall stay a gap.
            for item in measure.items.iter().filter(|item| !measure.owns(item) && item.fan.is_none()) {
                if !says(item, GAPS) {
                    edits.extend(unit(sheet, lead).map(|unit| own(item, unit, None)));
                }
            }
            edits.push(Edit::AssignMeasure {
                measure: measure.id,
                leader: person(sheet, leader),
                lead: None,
                doer: None,
                reviewer: None,
                due: None,
            });
        }
        for item in &measure.items {
            if let Some((_, lead, doer)) = PERSONAL.iter().find(|(words, _, _)| says(item, &[words])) {
                edits.extend(unit(sheet, lead).map(|unit| own(item, unit, person(sheet, doer))));
            }
            if let Some((_, days)) = DAYS.iter().find(|(words, _)| says(item, &[words])) {
                let due = today.plus(*days).max(issued.plus(5));
                edits.push(Edit::Due { item: item.id, due: Some(due) });
            }
        }
        // What a stage asks for in general is done by the measures; it is not a task of its own.
        edits.extend(measure.items.iter().map(|item| match measure.kind {
            MeasureKind::Stage => Edit::Drop { item: item.id },
            _ => Edit::Confirm { item: item.id },
        }));
    }
    edits
}

fn says(item: &Item, words: &[&str]) -> bool {
    words.iter().any(|words| item.text.contains(words) || item.source.contains(words))
}

fn own(item: &Item, unit: UnitId, doer: Option<PersonId>) -> Edit {
    Edit::Own { item: item.id, leads: vec![unit], fan: None, doer, support: item.support.clone() }
}

fn unit(sheet: &Sheet, name: &str) -> Option<UnitId> {
    sheet.org.unit_called(name).map(|unit| unit.id)
}

fn person(sheet: &Sheet, name: &str) -> Option<PersonId> {
    sheet.org.named(name).first().map(|person| person.id)
}

/// A notice of these days that waits on the review page, two of its tasks already looked at.
pub(super) async fn open_draft(app: &App, today: Day) -> Result<()> {
    let issued = app.today();
    let text = NOTICE
        .replace("{year}", &issued.year().to_string())
        .replace("{number}", &(i64::from(issued.month()) * 3 + 4).to_string())
        .replace("{issued}", &issued.full_text())
        .replace("{first}", &today.plus(12).month_day_text())
        .replace("{second}", &today.plus(20).month_day_text());
    let office = who(app, "office").await?;
    let arrival =
        Arrival {
            name: "文明出行服务活动通知.txt".into(), bytes: text.into_bytes(), ..Arrival::default()
        };
    let id: DraftId = draft::import(app, &office, arrival).await?;
    let sheet = draft::view(app, &office, id).await?;
    let open = sheet.draft.tree.items().filter(|(_, item)| item.status == Status::Proposed);
    let edits: Vec<Edit> = open.take(2).map(|(_, item)| Edit::Confirm { item: item.id }).collect();
    if edits.is_empty() {
        return Err(Error::fault("demo", "the notice has no tasks"));
    }
    draft::edit(app, &office, id, sheet.draft.version, edits).await?;
    Ok(())
}
