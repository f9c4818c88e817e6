//! What the demonstration is assessed by: the composed example, answered for half a year. Records
//! stand behind their criteria, some criteria are open, some fall short, one does not apply.

use super::{Year, who};
use crate::assessment::{self, AnswerForm, Asked, Begun, NoteForm};
use crate::{App, Result, Who, record, record_kind, standard, turn::Turn};
use domain::assessment::{Answer, AssessmentState, NoteKind, Track, best};
use domain::day::Day;
use domain::id::{AssessmentId, CriterionId, PlanId, RecordId, StandardId, TaskId, UnitId};
use domain::matching::{self, Subject};
use domain::points::{Points, Ratio};
use domain::record::{Record, RecordState};
use domain::standard::{Model, Node, Standard};
use std::collections::BTreeMap;

/// Words of records and tasks by the number of the criterion that they stand behind.
const WORDS: &[(&str, &[&str])] = &[
    ("Ⅱ-1-2", &["梳理"]),
    ("Ⅱ-1-3", &["联络员", "分解"]),
    ("Ⅱ-2-1", &["道德讲堂"]),
    ("Ⅱ-2-2", &["身边好人"]),
    ("Ⅱ-2-3", &["宣传栏"]),
    ("Ⅱ-3-1", &["警示"]),
    ("Ⅱ-3-2", &["执法人员"]),
    ("Ⅱ-3-3", &["公示"]),
    ("Ⅱ-5-1", &["告知清单"]),
    ("Ⅱ-6-1", &["练兵"]),
    ("Ⅱ-7-1", &["中心组"]),
    ("Ⅱ-7-2", &["周五", "阅读"]),
    ("Ⅱ-7-3", &["培训"]),
    ("Ⅱ-8-2", &["志愿"]),
    ("Ⅱ-9-1", &["安全检查", "引导"]),
    ("Ⅱ-13-1", &["我们的节日"]),
    ("Ⅱ-14-2", &["制度"]),
    ("Ⅱ-15-1", &["大扫除", "卫生"]),
];

/// The bureau and one of its units assess themselves; the office reviews the unit.
pub(super) async fn assess(app: &App, plan: PlanId, year: Year) -> Result<()> {
    let office = who(app, "office").await?;
    let unit = who(app, "unit").await?;
    let standard = standard::install(app, &office, "example").await?;
    serve(app, &office, standard, plan).await?;
    let root = app.store.view().await?.bureau(office.bureau).await?.root;
    if year == Year::Full {
        // A standard of which only a part is known, answered as far as records carry it.
        let partial = standard::install(app, &office, "shaanxi_provincial").await?;
        let second = begin(app, &office, partial, root).await?;
        answer_matched(app, &office, second).await?;
    }
    // Begun last, so that summaries show this one.
    let own = begin(app, &office, standard, root).await?;
    answer_all(app, &office, own).await?;
    notes(app, &office, own).await?;
    assessment::archive(app, &office, own, Track::Own, "第一次自查").await?;
    if let Some(home) = unit.units.first().copied() {
        let theirs = begin(app, &unit, standard, home).await?;
        answer_all(app, &unit, theirs).await?;
        review(app, &office, theirs).await?;
    }
    Ok(())
}

/// What the year has brought meanwhile is put behind criteria that were open; one of three stays open.
pub(super) async fn again(app: &App) -> Result<()> {
    let office = who(app, "office").await?;
    let mut view = app.store.view().await?;
    let root = view.bureau(office.bureau).await?.root;
    let open = view.assessments(office.bureau).await?;
    drop(view);
    for it in open.iter().filter(|it| it.unit == root && it.state == AssessmentState::Open) {
        answer_matched(app, &office, it.id).await?;
    }
    Ok(())
}

/// Answers open criteria by the records that the matching finds for them.
async fn answer_matched(app: &App, by: &Who, id: AssessmentId) -> Result<()> {
    let sheet = assessment::sheet(app, by, id, &Asked::default()).await?;
    let standard: &Standard = &sheet.standard.standard;
    let kinds = record_kind::kinds(&mut *app.store.view().await?, by.bureau).await?;
    let targets = matching::targets(standard);
    let mut behind: BTreeMap<CriterionId, Vec<RecordId>> = BTreeMap::new();
    for it in records(app, by, &sheet).await? {
        let kind = kinds.get(&it.kind);
        let subject = Subject { kind, title: &it.title, words: &it.text, day: it.day, unit: "" };
        for found in matching::matches(&subject, &targets) {
            behind.entry(found.criterion).or_default().push(it.id);
        }
    }
    for (nth, (_, node)) in standard.tree.criteria().enumerate() {
        let Some(records) = behind.get(&node.id) else { continue };
        if nth % 3 == 1 || sheet.claims.contains_key(&node.id) {
            continue;
        }
        let Some(answer) = answered(node, nth, records.len()) else { continue };
        let reason = format!("今年已有 {} 份纪实", records.len());
        let records = records.iter().copied().take(6).collect();
        let form = AnswerForm { track: Track::Own, before: None, answer, reason, records };
        assessment::answer(app, by, id, node.id, &form).await?;
    }
    Ok(())
}

async fn begin(app: &App, who: &Who, standard: StandardId, unit: UnitId) -> Result<AssessmentId> {
    // Over the turn of the year, the year that has ended is being assessed.
    let year = app.today().minus(45).year();
    let day = |month, last| Day::new(year, month, last).unwrap_or(app.today());
    let form = Begun { standard, unit, from: day(1, 1), to: day(12, 31), unit_kind: String::new() };
    assessment::begin(app, who, &form).await
}

/// Tasks of the plan serve the criteria whose words they bear.
async fn serve(app: &App, office: &Who, id: StandardId, plan: PlanId) -> Result<()> {
    let mut view = app.store.view().await?;
    let row = view.standard(id).await?.row;
    let tasks = view.tasks_of_plan(plan).await?;
    drop(view);
    for (code, words) in WORDS {
        let Some(node) = row.standard.tree.nodes().iter().find(|node| node.code == *code) else { continue };
        let serving: Vec<TaskId> =
            tasks.iter().filter(|task| bears(&task.title, words)).map(|task| task.id).collect();
        if !serving.is_empty() {
            standard::serve(app, office, id, node.id, serving).await?;
        }
    }
    Ok(())
}

fn bears(title: &str, words: &[&str]) -> bool {
    words.iter().any(|word| title.contains(word))
}

/// Three of four criteria are answered; what has no record behind it falls short more often.
async fn answer_all(app: &App, by: &Who, id: AssessmentId) -> Result<()> {
    let sheet = assessment::sheet(app, by, id, &Asked::default()).await?;
    let standard: &Standard = &sheet.standard.standard;
    let records = records(app, by, &sheet).await?;
    for (nth, (_, node)) in standard.tree.criteria().enumerate() {
        let words = WORDS.iter().find(|(code, _)| *code == node.code).map_or(&[][..], |(_, words)| words);
        let behind: Vec<RecordId> =
            records.iter().filter(|it| bears(&it.title, words)).map(|it| it.id).take(6).collect();
        if behind.is_empty() && nth % 3 == 1 {
            continue;
        }
        let Some(answer) = answered(node, nth, behind.len()) else { continue };
        let reason = match behind.len() {
            0 => "材料在科室，待整理上传".to_owned(),
            n => format!("今年已有 {n} 份纪实"),
        };
        let form = AnswerForm { track: Track::Own, before: None, answer, reason, records: behind };
        assessment::answer(app, by, id, node.id, &form).await?;
    }
    Ok(())
}

async fn records(app: &App, by: &Who, sheet: &assessment::Sheet) -> Result<Vec<Record>> {
    let below = app.store.view().await?.descendants(sheet.assessment.unit).await?;
    let listed = record::list(app, by, &record::Wanted::default(), &Turn::First, 500).await?.leaf.rows;
    Ok(listed
        .into_iter()
        .map(|row| row.record.row)
        .filter(|it| matches!(it.state, RecordState::Filed | RecordState::Accepted))
        .filter(|it| {
            below.contains(&it.unit) && (sheet.assessment.from..=sheet.assessment.to).contains(&it.day)
        })
        .collect())
}

/// Fully met by every second criterion; the others as the year usually goes.
fn answered(node: &Node, nth: usize, records: usize) -> Option<Answer> {
    if node.code == "Ⅱ-11-2" {
        return Some(Answer::NotApplicable("机关没有食堂，职工在政务中心就餐".into()));
    }
    let per_time = matches!(&node.model, Model::Sum { parts } if parts.iter().any(|part| part.each));
    if nth.is_multiple_of(2) && records > 0 && !per_time {
        return best(node);
    }
    let count = u32::try_from(records).unwrap_or(u32::MAX);
    Some(match &node.model {
        Model::Sum { parts } => {
            let last = parts.len().saturating_sub(1);
            let counted = |(at, part): (usize, &domain::standard::Part)| match (part.each, at == last) {
                (true, _) => count,
                (false, last) => u32::from(!last),
            };
            Answer::Counts(parts.iter().enumerate().map(counted).collect())
        }
        Model::Deduct { parts } => Answer::Counts(vec![1; parts.len()]),
        Model::Grades { grades } => Answer::Grade(1.min(grades.len().saturating_sub(1))),
        Model::States { .. } => Answer::Cases(u32::from(nth % 4 == 1)),
        Model::AllOrNothing => Answer::Met(nth % 4 != 1),
        Model::Threshold { .. } | Model::Share { .. } => Answer::Measured(Ratio::percent(88)),
        Model::Judged => Answer::Given(node.points?),
    })
}

/// One award, and the gates that the discipline office has confirmed.
async fn notes(app: &App, office: &Who, id: AssessmentId) -> Result<()> {
    let sheet = assessment::sheet(app, office, id, &Asked::default()).await?;
    let note = |kind, rule: &str, text: &str, points| NoteForm {
        kind,
        rule: rule.to_owned(),
        text: text.to_owned(),
        points,
        day: app.today().minus(20).max(sheet.assessment.from),
        reported: None,
        heads: 1,
    };
    if let Some(rule) = sheet.standard.standard.bonuses.first() {
        let award = note(NoteKind::Award, &rule.code, "“云岚路姐”志愿服务项目", Some(Points::whole(2)));
        assessment::note(app, office, id, &award).await?;
    }
    if let Some(gate) = sheet.standard.standard.gates.first() {
        assessment::note(app, office, id, &note(NoteKind::Confirmation, &gate.code, "", None)).await?;
    }
    Ok(())
}

/// The office agrees with most of what a unit claims.
async fn review(app: &App, office: &Who, id: AssessmentId) -> Result<()> {
    let sheet = assessment::sheet(app, office, id, &Asked::default()).await?;
    for (nth, (_, node)) in sheet.standard.standard.tree.criteria().enumerate() {
        let Some(claim) = sheet.claims.get(&node.id).filter(|_| nth % 3 != 2) else { continue };
        let form = AnswerForm {
            track: Track::Review,
            before: None,
            answer: claim.answer.clone(),
            reason: "与所附材料一致".into(),
            records: claim.records.clone(),
        };
        assessment::answer(app, office, id, node.id, &form).await?;
    }
    Ok(())
}
