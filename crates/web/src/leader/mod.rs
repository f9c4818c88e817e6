//! 领导首页: one page without tables. What is late stands by duty, with its section and the leader
//! in charge; nobody is ranked.

use crate::campaign::Bar;
use crate::form::{Errors, Form, Pairs};
use crate::page::{Answer, Page, Redirected};
use crate::request::Ctx;
use crate::route::{Access, Route, get, post};
use crate::shell::Shell;
use crate::words::{self, Due};
use app::assessment::Summary;
use app::assignment::{self, Picked};
use app::campaign::{self, LateUnit};
use askama::Template;
use domain::assessment::Standing;
use domain::authority::Action;
use domain::id::{AssessmentId, AssignmentId, TaskId};

pub fn routes() -> Vec<Route> {
    vec![
        get("/leader", Access::May(Action::ViewLeaderPage), show),
        post("/leader/urge", Access::May(Action::UrgeTask), urge),
    ]
}

#[derive(Template)]
#[template(path = "leader/page.html")]
struct LeaderPage {
    shell: Shell,
    line: String,
    view: Option<View>,
    score: Option<Score>,
    may_review: bool,
}

struct View {
    done: i64,
    total: i64,
    late: i64,
    waiting: i64,
    all: Bar,
    stages: Vec<Stage>,
    sections: Vec<Section>,
    measures: Vec<Bar>,
    gaps: i64,
}

/// The score of the bureau, in one sentence and one bar.
struct Score {
    id: AssessmentId,
    name: String,
    caution: String,
    total: String,
    known: String,
    full: String,
    sentence: String,
    bar: Option<(i64, i64, i64)>,
}

impl Score {
    fn of(it: Summary) -> Self {
        let standing = match it.standing {
            Standing::NoLine => "体系没有写达标线。".to_owned(),
            Standing::Reached => "已过达标线。".to_owned(),
            Standing::Open(missing) => format!("距达标线还差 {missing} 分。"),
            Standing::Lost(missing) => format!("距达标线差 {missing} 分，没填的全得也不够。"),
        };
        let gates = match (it.breached, it.unconfirmed) {
            (0, 0) => String::new(),
            (0, open) => format!("有 {open} 条门槛还没有人确认。"),
            (breached, _) => format!("有 {breached} 条门槛不满足。"),
        };
        let open = it.full.map(|full| (full - it.known).0.max(0));
        Self {
            id: it.assessment,
            name: it.standard,
            caution: it.caution.unwrap_or_default(),
            sentence: format!("{standing}{gates}"),
            bar: it.full.zip(open).map(|(full, open)| (full.0 / 100, it.total.0 / 100, open / 100)),
            total: it.total.to_string(),
            known: it.known.to_string(),
            full: it.full.map_or_else(|| "未知".into(), |full| full.to_string()),
        }
    }
}

struct Stage {
    class: &'static str,
    name: String,
    months: String,
    state: String,
}

struct Section {
    name: String,
    leaders: String,
    ids: Vec<AssignmentId>,
    urged: bool,
    duties: Vec<(TaskId, String, String)>,
}

async fn show(ctx: Ctx) -> Answer<Page<LeaderPage>> {
    let today = ctx.app.today();
    let page = campaign::leader(&ctx.app, &ctx.who).await?;
    let mut line = format!("{} {}", words::spaced(today, today), today.weekday());
    if let Some(page) = &page {
        line = format!("{line} · {}", page.overview.plan.title);
    }
    let view = page.map(|page| {
        let overview = &page.overview;
        let stages = overview.stages.iter().map(|(stage, progress)| {
            let (open, done, total) = (progress.total() - progress.done, progress.done, progress.total());
            let over = stage.to.is_some_and(|to| to < today);
            let begun = stage.from.is_none_or(|from| from <= today);
            let (class, state) = match (over, begun) {
                (true, _) if open > 0 => ("is-back", format!("还差 {open} 项没收尾")),
                _ if total == 0 => ("", "没有任务".to_owned()),
                (true, _) => ("is-done", format!("已完成 {done} / {total}")),
                (false, true) => ("is-now", format!("正在进行，已完成 {done} / {total}")),
                (false, false) if done > 0 => ("", format!("提前完成 {done} / {total}")),
                _ => ("", format!("还没开始，{total} 项")),
            };
            let months = match (stage.from, stage.to) {
                (Some(from), Some(to)) if from.month() == to.month() => format!("{} 月", from.month()),
                (Some(from), Some(to)) => format!("{}—{} 月", from.month(), to.month()),
                _ => "没有写起止日期".into(),
            };
            Stage { class, name: stage.name.clone(), months, state }
        });
        View {
            done: overview.all.done,
            total: overview.all.total(),
            late: overview.all.late,
            waiting: page.reviews,
            all: Bar::of("全部".into(), "/tasks?state=any".into(), overview.all),
            stages: stages.collect(),
            measures: overview
                .measures
                .iter()
                .map(|(it, progress)| {
                    Bar::of(it.title.clone(), format!("/tasks?state=any&measure={}", it.id), *progress)
                })
                .collect(),
            gaps: overview.gaps.total(),
            sections: page.late.iter().map(|it| section(it, today)).collect(),
        }
    });
    let score = app::assessment::summary(&ctx.app, &ctx.who).await?.map(Score::of);
    Ok(Page::ok(LeaderPage {
        shell: ctx.shell("创建情况").await?,
        score,
        line,
        view,
        may_review: ctx.who.reach(Action::ReviewRecord).is_some(),
    }))
}

fn section(late: &LateUnit, today: domain::day::Day) -> Section {
    let leaders =
        if late.leaders.is_empty() { String::new() } else { format!("{}分管", late.leaders.join("、")) };
    Section {
        name: late.name.clone(),
        leaders,
        ids: late.ids.clone(),
        urged: late.urged,
        duties: late
            .rows
            .iter()
            .map(|row| (row.task, words::title(row), Due::of(row.due, row.waiting(), today).text))
            .collect(),
    }
}

/// 请其说明: urges what is late in one section.
async fn urge(ctx: Ctx, Form(pairs): Form<Pairs>) -> Answer<Redirected> {
    let ids = pairs.iter().filter(|(name, _)| name == "id").filter_map(|(_, id)| id.parse().ok()).collect();
    match assignment::urge(&ctx.app, &ctx.who, &Picked::Ids(ids)).await {
        Ok(summary) => Ok(ctx.done("/leader", summary.sentence("已请说明"))),
        Err(error) => {
            let sentences: Vec<String> = Errors::of(error)?.lines().into_iter().map(|it| it.text).collect();
            Ok(Redirected::with_notice("/leader", "warn", sentences.join("")))
        }
    }
}
