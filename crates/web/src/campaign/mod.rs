//! 方案总览: stages on a timeline, done and late by measure and by section, gaps of responsibility.

mod paper;

use crate::page::{Answer, Page};
use crate::request::{Ctx, Query};
use crate::route::{Access, Route, get};
use crate::shell::Shell;
use crate::words;
use app::campaign::{self, Overview, Progress};
use askama::Template;
use domain::authority::Action;
use domain::day::Day;
use domain::draft::MeasureKind;
use domain::id::PlanId;
use serde::Deserialize;
use std::sync::Arc;
use store::MeasureHead;

pub fn routes() -> Vec<Route> {
    vec![
        get("/campaign", Access::May(Action::ViewCampaign), show),
        get("/plans/{id}/paper", Access::May(Action::ViewCampaign), paper::show),
    ]
}

#[derive(Debug, Default, Deserialize)]
struct Asked {
    plan: Option<PlanId>,
}

#[derive(Template)]
#[template(path = "campaign/overview.html")]
struct OverviewPage {
    shell: Shell,
    /// None while nothing is published.
    view: Option<View>,
    may_assign: bool,
    may_import: bool,
}

struct View {
    overview: Arc<Overview>,
    line: String,
    timeline: Option<Timeline>,
    measures: Vec<Bar>,
    /// What stages and requirements ask for by themselves.
    others: Vec<Bar>,
    units: Vec<Bar>,
    gaps: Vec<Gap>,
    total_gaps: i64,
}

/// One line of progress with its bar.
pub struct Bar {
    pub label: String,
    pub url: String,
    pub done: i64,
    pub review: i64,
    pub doing: i64,
    pub late: i64,
    pub todo: i64,
    pub total: i64,
}

impl Bar {
    pub fn of(label: String, url: String, progress: Progress) -> Self {
        let (done, review, doing, late, todo) = progress.bar();
        Self { label, url, done, review, doing, late, todo, total: progress.total() }
    }
}

struct Gap {
    n: i64,
    text: &'static str,
    url: String,
}

async fn show(ctx: Ctx, Query(asked): Query<Asked>) -> Answer<Page<OverviewPage>> {
    let overview = campaign::overview(&ctx.app, &ctx.who, asked.plan).await?;
    let shell = ctx.shell("方案总览").await?;
    let may = |action| ctx.who.reach(action).is_some();
    Ok(Page::ok(OverviewPage {
        shell,
        view: overview.map(|overview| view(overview, ctx.app.today())),
        may_assign: may(Action::AssignTask),
        may_import: may(Action::ImportPlan),
    }))
}

fn view(overview: Arc<Overview>, today: Day) -> View {
    let plan = &overview.plan;
    let mut facts: Vec<String> = Vec::new();
    if !plan.doc_number.is_empty() {
        facts.push(plan.doc_number.clone());
    }
    facts.push(format!("{}发布", words::spaced(plan.published_on, today)));
    facts.push(format!(
        "{} 条措施，{} 项任务，{} 项落实",
        overview.measures.iter().filter(|(it, _)| it.kind == MeasureKind::Measure).count(),
        overview.tasks,
        overview.all.total()
    ));
    let bar = |(it, progress): &(MeasureHead, Progress)| {
        let label = match it.kind {
            MeasureKind::Measure => words::heading(&it.number, &it.title),
            MeasureKind::Stage | MeasureKind::Requirement => it.title.clone(),
        };
        Bar::of(label, format!("/tasks?state=any&measure={}", it.id), *progress)
    };
    let (measures, others): (Vec<_>, Vec<_>) =
        overview.measures.iter().partition(|(it, _)| it.kind == MeasureKind::Measure);
    let mut units: Vec<Bar> = overview
        .units
        .iter()
        .map(|row| Bar::of(row.name.clone(), format!("/tasks?state=any&unit={}", row.unit), row.progress))
        .collect();
    if overview.unowned.total() > 0 {
        units.push(Bar::of("未定科室".into(), "/tasks?gap=owner".into(), overview.unowned));
    }
    let gaps = &overview.gaps;
    let gap = |n, text, url: &str| Gap { n, text, url: url.to_owned() };
    View {
        line: facts.join(" · "),
        timeline: Timeline::of(&overview, today),
        measures: measures.into_iter().map(bar).collect(),
        others: others.into_iter().map(bar).collect(),
        units,
        gaps: vec![
            gap(gaps.measures_without_leader, "条措施没有责任领导", ""),
            gap(gaps.measures_without_owner, "条措施没有牵头科室", "/tasks/assign"),
            gap(gaps.tasks_without_owner, "项任务没有责任人", "/tasks?gap=owner"),
            gap(gaps.tasks_without_date, "项任务没有时限", "/tasks?gap=date"),
            gap(gaps.people_without_duty, "人没有承担任何任务", ""),
        ],
        total_gaps: gaps.total(),
        overview,
    }
}

/// Months and stages as a drawing 1104 wide; every stage has a row of its own.
struct Timeline {
    title: String,
    height: i64,
    months: Vec<(i64, String)>,
    stages: Vec<StageBar>,
    today: Option<(i64, String)>,
}

struct StageBar {
    class: &'static str,
    name: String,
    done: String,
    warn: String,
    /// From and to, for phones.
    days: String,
    x: i64,
    y: i64,
    width: i64,
    /// Where the count stands: inside the bar while it fits.
    count_x: i64,
    warn_x: i64,
}

const WIDTH: i64 = 1104;

impl Timeline {
    fn of(overview: &Overview, today: Day) -> Option<Self> {
        let dated: Vec<_> = overview
            .stages
            .iter()
            .filter_map(|(stage, progress)| Some((stage, stage.from?, stage.to?, *progress)))
            .collect();
        let from = dated.iter().map(|it| it.1).min()?.month_start();
        let to = dated.iter().map(|it| it.2).max()?.month_end();
        let span = from.days_until(to).max(1) + 1;
        let at = |day: Day| (from.days_until(day) * WIDTH / span).clamp(0, WIDTH);
        let mut months = Vec::new();
        let mut month = from;
        while month <= to && months.len() < 36 {
            // The flag of today covers the name of a month.
            let covered =
                (from..=to).contains(&today) && (at(today) - 70..at(today) + 34).contains(&at(month));
            let name = if covered { String::new() } else { format!("{} 月", month.month()) };
            months.push((at(month), name));
            month = month.month_end().plus(1);
        }
        let stages: Vec<StageBar> = dated
            .iter()
            .enumerate()
            .map(|(i, (stage, begin, end, progress))| {
                let open = progress.total() - progress.done;
                let class = match (*end < today, *begin <= today) {
                    (true, _) if open > 0 => "is-back",
                    (true, _) => "is-done",
                    (false, true) => "is-now",
                    (false, false) => "",
                };
                let warn = if class == "is-back" {
                    format!("应于 {}结束，还差 {open} 项", words::spaced(*end, today))
                } else {
                    String::new()
                };
                let (x, right) = (at(*begin), at(end.plus(1)));
                let name_width = stage.name.chars().count() as i64 * 15 + 24;
                // The line of today must not run through the count.
                let mut count_x = x + name_width;
                if (count_x - 8..count_x + 104).contains(&at(today)) {
                    count_x = at(today) + 12;
                }
                let done = match progress.total() {
                    0 => "没有任务".to_owned(),
                    total => format!("已完成 {} / {total}", progress.done),
                };
                StageBar {
                    class,
                    name: stage.name.clone(),
                    done,
                    warn,
                    days: format!("{} 至 {}", words::spaced(*begin, today), words::spaced(*end, today)),
                    x,
                    y: 36 + 34 * i as i64,
                    width: (right - x).max(4),
                    count_x,
                    warn_x: (right + 12).min(WIDTH - 230),
                }
            })
            .collect();
        let names: Vec<&str> = dated.iter().map(|it| it.0.name.as_str()).collect();
        let now = (from..=to)
            .contains(&today)
            .then(|| (at(today).clamp(36, WIDTH - 36), words::spaced(today, today)));
        Some(Self {
            title: format!(
                "{} 个阶段：{}；今天 {}",
                dated.len(),
                names.join("、"),
                words::spaced(today, today)
            ),
            height: 44 + 34 * stages.len() as i64,
            months,
            stages,
            today: now,
        })
    }
}
