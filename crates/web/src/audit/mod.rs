//! 审计: the chain, newest first, and its verification against the anchors.

use crate::form::Form;
use crate::listing::{Address, Column, Head, Pager, Shown, workbook};
use crate::page::{Answer, Download, Page, Redirected};
use crate::request::Ctx;
use crate::route::{Access, Route, get, post};
use crate::shell::Shell;
use crate::words;
use app::audit;
use app::export::{Cell, Export, MOST_ROWS};
use app::turn::{self, Leaf};
use askama::Template;
use axum::extract::RawQuery;
use axum::response::{IntoResponse, Response};
use domain::authority::Action;
use domain::code::Code;
use domain::day::{Day, Instant};
use domain::job::JobState;
use store::{AuditFilter, AuditRow};
use uuid::Uuid;

pub fn routes() -> Vec<Route> {
    vec![
        get("/audit", Access::May(Action::ViewAudit), list),
        get("/audit/list.xlsx", Access::May(Action::ViewAudit), xlsx),
        post("/audit/verify", Access::May(Action::ViewAudit), verify),
    ]
}

const LIMIT: i64 = 50;

#[derive(Template)]
#[template(path = "audit/list.html")]
pub struct AuditPage {
    shell: Shell,
    who: String,
    object: String,
    /// Set where nobody is called so, or the number of an object is none.
    wrong: &'static str,
    actions: Vec<Choice>,
    address: Address,
    heads: Vec<Head>,
    rows: Vec<Line>,
    pager: Pager,
    walk: Option<Walk>,
}

/// The last walk along the chain.
struct Walk {
    running: bool,
    whole: bool,
    progress: i64,
    sentence: String,
}

struct Choice {
    value: &'static str,
    label: &'static str,
    selected: bool,
}

struct Line {
    seq: i64,
    at: String,
    who: String,
    source: String,
    action: String,
    refused: bool,
    /// How often, where refusals are summed up.
    times: Option<i64>,
    noun: String,
    object: String,
    object_url: String,
    fields: String,
    digest: String,
}

/// The columns of the list, in their order.
const COLUMNS: &[Column] = &[
    Column::new("seq", "序号", Shown::Always).figures(),
    Column::new("at", "时间", Shown::Usually),
    Column::new("who", "操作人", Shown::Usually),
    Column::new("action", "操作", Shown::Usually),
    Column::new("object", "对象", Shown::Usually),
    Column::new("fields", "涉及字段", Shown::Usually),
    Column::new("source", "来源", Shown::Usually),
    Column::new("digest", "校验值", Shown::Usually),
];

fn asked(raw: Option<String>) -> Address {
    Address::parse("/audit", COLUMNS, &["who", "action", "object"], &raw.unwrap_or_default())
}

async fn list(ctx: Ctx, RawQuery(raw): RawQuery) -> Answer<Response> {
    let address = asked(raw);
    let first = address.first();
    let turned = !address.is_first();
    let page = page(&ctx, address).await?;
    if page.rows.is_empty() && turned {
        return Ok(Redirected::to(first).into_response());
    }
    Ok(Page::ok(page).into_response())
}

/// Has the chain walked; the page says what was found, or how far it is.
async fn verify(ctx: Ctx, Form(()): Form<()>) -> Answer<Redirected> {
    audit::ask(&ctx.app, &ctx.who).await?;
    Ok(Redirected::to("/audit"))
}

fn walk(ctx: &Ctx, job: &store::JobRow) -> Walk {
    let running = matches!(job.state, JobState::Ready | JobState::Running);
    let at = words::moment(job.ended.unwrap_or(job.created), ctx.app.today());
    Walk {
        running,
        whole: job.outcome.as_deref() == Some(audit::WHOLE),
        progress: job.progress,
        sentence: match job.state {
            JobState::Ready | JobState::Running => "正在逐条校验审计链。".into(),
            JobState::Done => format!("{at}校验：{}", job.note),
            JobState::Failed => format!("{at}的校验没有做完：{}", job.note),
        },
    }
}

/// The filter of an address, or the sentence why there is none.
async fn filter(ctx: &Ctx, address: &Address) -> app::Result<(AuditFilter, &'static str)> {
    let action: Option<Action> = Code::from_code(address.get("action"));
    let account = audit::account_called(&ctx.app, &ctx.who, address.get("who")).await?;
    let object: Option<Uuid> = address.get("object").trim().parse().ok();
    let wrong = if !address.get("who").trim().is_empty() && account.is_none() {
        "没有找到这位人员的账号，请核对姓名或登录名。"
    } else if !address.get("object").trim().is_empty() && object.is_none() {
        "对象编号不完整，请从列表里点对象进入。"
    } else {
        ""
    };
    let turn = address.turn(|seq, _| seq.parse::<i64>().ok());
    let filter = AuditFilter {
        account,
        action: action.map(|action| action.code().to_owned()),
        object,
        before: turn.key().copied().filter(|_| !turn.back()),
        after: turn.key().copied().filter(|_| turn.back()),
        limit: LIMIT,
    };
    Ok((filter, wrong))
}

async fn page(ctx: &Ctx, address: Address) -> app::Result<AuditPage> {
    let (filter, wrong) = filter(ctx, &address).await?;
    let action: Option<Action> = Code::from_code(address.get("action"));
    let found = if wrong.is_empty() {
        audit::page(&ctx.app, &ctx.who, &filter).await?
    } else {
        audit::AuditPage::default()
    };
    let line_below = match (found.rows.first(), found.rows.last()) {
        (Some(first), Some(last)) => format!("第 {} 条至第 {} 条", first.seq, last.seq),
        _ => String::new(),
    };
    let key = |seq: i64| (seq, 0);
    let pager = address.pager(line_below, found.prev.map(key), found.next.map(key));
    let name = |row: &AuditRow| named(&found, row);
    Ok(AuditPage {
        shell: ctx.shell("审计记录").await?,
        rows: found.rows.iter().map(|row| line(row, name(row))).collect(),
        actions: Action::ALL
            .iter()
            .map(|it| Choice { value: it.code(), label: it.label(), selected: action == Some(*it) })
            .collect(),
        who: address.get("who").to_owned(),
        object: address.get("object").to_owned(),
        wrong,
        heads: address.heads(),
        address,
        pager,
        walk: audit::last_walk(&ctx.app, &ctx.who).await?.map(|job| walk(ctx, &job)),
    })
}

fn named(page: &audit::AuditPage, row: &AuditRow) -> String {
    match row.account {
        Some(account) => page.names.get(&account).cloned().unwrap_or_default(),
        None => "系统".to_owned(),
    }
}

/// The list as it is shown, as a workbook.
async fn xlsx(ctx: Ctx, RawQuery(raw): RawQuery) -> Answer<Download> {
    let address = asked(raw);
    let (mut filter, wrong) = filter(&ctx, &address).await?;
    if !wrong.is_empty() {
        return Err(app::Error::rule(wrong).into());
    }
    filter = AuditFilter { before: None, after: None, limit: 1_000, ..filter };
    let columns: Vec<&Column> = address.shown().collect();
    let mut walk = turn::Walk::up_to(MOST_ROWS);
    loop {
        let page = audit::page(&ctx.app, &ctx.who, &filter).await?;
        let told = |row| {
            let line = line(row, named(&page, row));
            columns.iter().map(|column| cell(column.code, &line)).collect()
        };
        if !walk.take(Leaf { rows: page.rows.iter().map(told).collect(), prev: None, next: page.next }) {
            break;
        }
        filter.before = walk.turn.key().copied();
    }
    let said = [("操作人", address.get("who")), ("对象", address.get("object"))];
    let mut said: Vec<String> =
        said.into_iter().filter(|(_, it)| !it.is_empty()).map(|(name, it)| format!("{name}：{it}")).collect();
    said.extend(
        filter.action.iter().filter_map(|code| Action::from_code(code)).map(|it| format!("操作：{it}")),
    );
    let export = Export {
        title: "审计记录".into(),
        filter: said.join("；"),
        day: ctx.app.today(),
        heads: columns.iter().map(|column| column.label.to_owned()).collect(),
        rows: walk.rows,
        cut: walk.cut,
    };
    Ok(workbook(export).await?)
}

fn cell(code: &str, line: &Line) -> Cell {
    match code {
        "seq" => Cell::Figure(line.seq),
        "at" => line.at.as_str().into(),
        "who" => line.who.as_str().into(),
        "action" => line.action.as_str().into(),
        "object" => format!("{} {}", line.noun, line.object).into(),
        "fields" => line.fields.as_str().into(),
        "source" => line.source.as_str().into(),
        _ => line.digest.as_str().into(),
    }
}

fn line(row: &AuditRow, who: String) -> Line {
    let action: Option<Action> = Code::from_code(&row.action);
    let fields: Vec<String> = serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(&row.fields)
        .map(|fields| fields.into_iter().map(|(name, _)| name).collect())
        .unwrap_or_default();
    Line {
        seq: row.seq,
        at: moment(row.at),
        who,
        source: source(&row.source),
        action: action.map_or_else(|| row.action.clone(), |action| action.to_string()),
        times: audit::times(row),
        refused: matches!(action, Some(Action::Refuse | Action::SignInFailed)),
        noun: noun(&row.noun),
        object: row.object.to_string().chars().take(8).collect(),
        object_url: format!("/audit?object={}", row.object),
        fields: fields.join("、"),
        digest: row.digest.chars().take(12).collect(),
    }
}

/// Where a change came from: an address, or a word of ours.
fn source(source: &str) -> String {
    match source.split_once(' ').unwrap_or((source, "")) {
        ("job", _) => "后台".into(),
        (app::CLI, user) => format!("命令行 {user}").trim_end().to_owned(),
        ("api", address) => format!("接口 {address}"),
        _ => source.to_owned(),
    }
}

fn moment(at: Instant) -> String {
    // Seconds matter where order is looked into.
    format!("{} {}:{:02}", Day::of_instant(at), at.clock_text(), at.0.div_euclid(1_000_000).rem_euclid(60))
}

/// What a noun is called. The object of a refusal is the action that was refused.
fn noun(code: &str) -> String {
    let word = match code {
        "bureau" => "机关",
        "unit" => "单位科室",
        "person" => "人员",
        "membership" => "任职",
        "team" => "小组",
        "team_member" => "小组成员",
        "account" => "账号",
        "session" => "会话",
        "slip" => "激活单",
        "grant" => "权限",
        "campaign" => "创建周期",
        "draft" => "待核对文件",
        "plan" => "方案",
        "stage" => "阶段",
        "measure" => "措施",
        "task" => "任务",
        "assignment" => "任务落实",
        "record" => "纪实",
        "file" => "附件",
        "feed" => "日历订阅",
        "assessor_link" => "测评组链接",
        "import" => "导入文件",
        "roster_import" => "名册",
        "backup" => "备份",
        "job" => "后台任务",
        "token" => "接口令牌",
        "view" => "视图",
        other => {
            return Action::from_code(other).map_or_else(|| other.to_owned(), |action| action.to_string());
        }
    };
    word.to_owned()
}

/// The page is for those who audit; whoever holds one of these roles reads it.
#[cfg(test)]
mod tests {
    use super::*;
    use domain::authority::Role;

    #[test]
    fn every_code_has_a_word() {
        assert_eq!(noun("task"), "任务");
        assert_eq!(noun("view_audit"), "查看审计");
        assert!(Role::ALL.iter().any(|role| domain::authority::scope(*role, Action::ViewAudit).is_some()));
    }
}
