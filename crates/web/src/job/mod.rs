//! 后台任务: what runs after the answer, what broke, and another try.

use crate::form::Form;
use crate::import::key;
use crate::page::{Answer, Page, Redirected};
use crate::request::{Ctx, Path, Query};
use crate::route::{Access, Route, get, post};
use crate::shell::Shell;
use crate::words;
use app::job;
use askama::Template;
use domain::authority::Action;
use domain::id::JobId;
use domain::job::JobState;
use serde::Deserialize;
use store::JobRow;

pub fn routes() -> Vec<Route> {
    vec![
        get("/jobs", Access::May(Action::ViewSystem), list),
        post("/jobs/{id}/retry", Access::May(Action::EditSetting), retry),
    ]
}

#[derive(Template)]
#[template(path = "job/list.html")]
pub struct ListPage {
    shell: Shell,
    tabs: Vec<Tab>,
    rows: Vec<Row>,
    next: Option<String>,
    may_retry: bool,
}

struct Tab {
    label: &'static str,
    url: &'static str,
    active: bool,
    count: Option<i64>,
    late: bool,
}

struct Row {
    id: JobId,
    label: String,
    state: JobState,
    sign: &'static str,
    failed: bool,
    running: bool,
    progress: i64,
    note: String,
    attempts: i64,
    begun: String,
    ended: String,
}

#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    state: String,
    #[serde(default)]
    before: String,
}

async fn list(ctx: Ctx, Query(asked): Query<Asked>) -> Answer<Page<ListPage>> {
    let (shown, states): (&str, &[JobState]) = match asked.state.as_str() {
        "failed" => ("failed", &[JobState::Failed]),
        "done" => ("done", &[JobState::Done]),
        _ => ("open", &[JobState::Ready, JobState::Running]),
    };
    let (jobs, failed) = job::list(&ctx.app, &ctx.who, states, key(&asked.before)).await?;
    let last = jobs.last().filter(|_| jobs.len() as i64 == job::PAGE);
    let next = last.map(|it| format!("/jobs?state={shown}&before={}_{}", it.created.0, it.id));
    let tab = |code: &str, label, url, count: Option<i64>| Tab {
        label,
        url,
        active: code == shown,
        late: count.is_some(),
        count,
    };
    Ok(Page::ok(ListPage {
        shell: ctx.shell("后台任务").await?,
        tabs: vec![
            tab("open", "未完成", "/jobs", None),
            tab("failed", "没有办成", "/jobs?state=failed", (failed > 0).then_some(failed)),
            tab("done", "已完成", "/jobs?state=done", None),
        ],
        rows: jobs.into_iter().map(|it| row(&ctx, it)).collect(),
        next,
        may_retry: ctx.who.reach(Action::EditSetting).is_some(),
    }))
}

fn row(ctx: &Ctx, it: JobRow) -> Row {
    let today = ctx.app.today();
    // What will begin later says when; what waits for another attempt says why.
    let later = it.state == JobState::Ready && it.run_at > ctx.app.now();
    Row {
        id: it.id,
        label: it.work.map_or_else(|| it.kind.clone(), |work| work.label().to_owned()),
        state: it.state,
        sign: match it.state {
            JobState::Ready => "todo",
            JobState::Running => "doing",
            JobState::Done => "done",
            JobState::Failed => "late",
        },
        failed: it.state == JobState::Failed,
        running: it.state == JobState::Running,
        progress: it.progress,
        note: if later {
            format!("{}将在{} 开始。", it.note, words::moment(it.run_at, today))
        } else {
            it.note
        },
        attempts: it.attempts,
        begun: words::moment(it.created, today),
        ended: it.ended.map(|at| words::moment(at, today)).unwrap_or_default(),
    }
}

async fn retry(ctx: Ctx, Path(id): Path<JobId>, Form(()): Form<()>) -> Answer<Redirected> {
    job::again(&ctx.app, &ctx.who, id).await?;
    let job = ctx.app.store.view().await?.job(id).await?;
    let (state, sentence) = match job.state {
        JobState::Failed => ("failed", format!("又试了一次，还是没有办成：{}", job.note)),
        JobState::Done => ("done", "已办成。".to_owned()),
        JobState::Ready | JobState::Running => ("open", "已重新安排，稍后刷新可以看到结果。".to_owned()),
    };
    let kind = if job.state == JobState::Failed { "error" } else { "ok" };
    Ok(Redirected::with_notice(format!("/jobs?state={state}"), kind, sentence))
}
