//! The papers of the demonstration: a plan that was checked, assigned by measure and published, with
//! some gaps left, and a later notice that still waits on the review page.

use super::who;
use crate::draft::{self, Arrival, Sheet};
use crate::{App, Error, Result};
use domain::day::Day;
use domain::draft::{About, Edit, Fan, Item, Measure, MeasureKind, Status};
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
    &[("志愿服务队", "机关党委", "孟青"), ("全民阅读", "人事教育科", "贺一帆")];

/// Days that the office set by hand for tasks whose paper names none, counted from today.
const DAYS: &[(&str, i64)] = &[("投诉渠道", -6), ("全民阅读", 4), ("普法宣传", 12)];

/// Tasks that nobody has yet, so that the queue of gaps is not empty.
const GAPS: &[&str] = &["节约型机关", "普法宣传"];

/// Tasks said shorter than the paper says them: words of the paper, words of the office.
const SHORTER: &[(&str, &str)] = &[
    ("集体研讨", "党组理论学习中心组集体研讨"),
    ("周五", "周五学习日集中学习"),
    ("道德讲堂", "举办一期道德讲堂"),
    ("技能练兵", "组织一次业务技能练兵"),
    ("执法人员培训班", "举办行政执法人员培训班"),
    ("现行制度", "清理修订现行制度，形成汇编"),
    ("公示一次", "公示执法案件办理情况"),
    ("一次告知", "编制一次告知清单并上墙公布"),
    ("母婴室", "完成客运站候车环境改造"),
    ("我们的节日", "开展“我们的节日”活动"),
    ("云岚路姐", "“云岚路姐”志愿引导服务"),
    ("身边好人", "推荐一名“身边好人”线索"),
    ("大扫除", "机关卫生大扫除"),
    ("公益广告20", "更换院内公益广告和宣传栏"),
    ("安全检查", "桥梁、隧道和在建工地安全检查"),
    ("应急救援演练", "组织水上应急救援演练"),
    ("便民服务点", "修补国省干线路面，设置便民服务点"),
    ("梳理一次", "梳理创建进展并督办"),
];

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
            for item in measure.items.iter().filter(|item| !item.has_owner()) {
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
        edits.extend(measure.items.iter().flat_map(|item| one(sheet, measure, item, issued, today)));
    }
    edits
}

/// What the office made of one item.
fn one(sheet: &Sheet, measure: &Measure, item: &Item, issued: Day, today: Day) -> Vec<Edit> {
    if !is_task(measure, item) {
        return vec![Edit::Drop { item: item.id }];
    }
    let mut edits = Vec::new();
    if let Some((_, lead, doer)) = PERSONAL.iter().find(|(words, _, _)| says(item, &[words])) {
        edits.extend(unit(sheet, lead).map(|unit| own(item, unit, person(sheet, doer))));
    }
    if let Some((_, days)) = DAYS.iter().find(|(words, _)| says(item, &[words])) {
        let due = today.plus(*days).max(issued.plus(5));
        edits.push(Edit::Due { item: item.id, due: Some(due) });
    }
    if let Some((_, shorter)) = SHORTER.iter().find(|(words, _)| says(item, &[words])) {
        edits.push(Edit::Reword { item: item.id, text: (*shorter).to_owned() });
    }
    if item.stage.is_none() && item.recurs.is_none() {
        edits.extend(stage_of(sheet, item));
    }
    if measure.kind == MeasureKind::Stage {
        edits.extend(stage_end(sheet, item));
        edits.push(match says(item, &["联络员"]) {
            true => fan(item),
            false => unit(sheet, "政策法规科")
                .map_or(Edit::Confirm { item: item.id }, |unit| own(item, unit, None)),
        });
    }
    edits.push(Edit::Confirm { item: item.id });
    edits
}

/// The words of a number beside the sentence that says who or when are no task of their own, and
/// neither are goals and what a stage asks for in general.
fn is_task(measure: &Measure, item: &Item) -> bool {
    let specific = |item: &Item| item.has_owner() || item.is_dated();
    let beside = measure.items.iter().any(|other| {
        other.id != item.id && !item.number.is_empty() && other.number == item.number && specific(other)
    });
    let general = measure.title.ends_with("目标") || says(item, &["短板"]);
    !general && (specific(item) || !beside)
}

/// What is done once belongs to the last stage that has begun when it is due; the rest runs all year.
fn stage_of(sheet: &Sheet, item: &Item) -> Option<Edit> {
    let due = item.due?;
    let within = |from: Option<Day>, to: Option<Day>| {
        from.is_some_and(|from| from <= due) && to.is_some_and(|to| due <= to)
    };
    let stage = sheet.draft.tree.stages.iter().rfind(|stage| within(stage.from, stage.to))?;
    Some(Edit::Stage { item: item.id, stage: Some(stage.id) })
}

/// Due at the end of its stage.
fn stage_end(sheet: &Sheet, item: &Item) -> Option<Edit> {
    let stage = sheet.draft.tree.stage(item.stage?)?;
    Some(Edit::Due { item: item.id, due: stage.to })
}

fn fan(item: &Item) -> Edit {
    Edit::Own { item: item.id, leads: Vec::new(), fan: Some(Fan::Sections), doer: None, support: Vec::new() }
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
