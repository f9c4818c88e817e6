//! The page of one task: the paper's sentence, who carries it out, records, history.

use crate::page::{Answer, Page, Redirected};
use crate::request::{Ctx, Path};
use crate::shell::Shell;
use crate::words::{self, Due, Pick};
use app::assignment::{self, Choices};
use app::task::{self, TaskPage};
use askama::Template;
use domain::assignment::{Part, State};
use domain::authority::Action;
use domain::code::Code;
use domain::day::Day;
use domain::draft::Fan;
use domain::id::{AssignmentId, RecordId, TaskId};
use domain::record::RecordState;
use store::{Happened, RecordRow, VerdictRow, WorkRow};

#[derive(Template)]
#[template(path = "task/one.html")]
pub struct OnePage {
    shell: Shell,
    page: TaskPage,
    title: String,
    sign: &'static str,
    due: Due,
    progress: String,
    measure: String,
    rows: Vec<Line>,
    may_review: bool,
    hidden: usize,
    leaders: Vec<String>,
    leads: Vec<String>,
    stage: String,
    /// 各科室, and what those get who join later.
    everybody: String,
    records: Vec<RecordLine>,
    history: Vec<Told>,
    /// Address of the paper at the sentence, and where it stands.
    paper: Option<String>,
    reviewers: String,
    quantity: Option<Quantity>,
    parts: Vec<Pick>,
    choices: Choices,
}

/// One act of the history.
pub struct Told {
    pub when: String,
    pub text: String,
    /// Why something came back; empty for other acts.
    pub reason: String,
}

/// The target of a task beside what was reported.
struct Quantity {
    target: String,
    lines: Vec<String>,
    /// Whole parts of the bar: reported and target, where there is one item to compare.
    bar: Option<(i64, i64)>,
    label: String,
}

impl Quantity {
    fn of(page: &TaskPage) -> Option<Self> {
        let task = &page.task;
        if task.quantity.is_empty() {
            return None;
        }
        let lines = page.reported.iter().map(|it| {
            let waits = if it.accepted == it.sum {
                String::new()
            } else {
                format!("，其中已通过 {} {}", it.accepted, task.uom)
            };
            format!("{} {} {}{waits}", it.item, it.sum, task.uom)
        });
        let whole = |text: &str| text.split('.').next().and_then(|it| it.parse::<i64>().ok());
        let bar = match page.reported.as_slice() {
            [only] => whole(&only.sum)
                .zip(whole(&task.quantity))
                .filter(|(_, target)| *target > 0)
                .map(|(sum, target)| (sum.min(target), target)),
            _ => None,
        };
        Some(Self {
            target: format!("{} {}", task.quantity, task.uom),
            lines: lines.collect(),
            label: format!("已报数与目标 {} {}", task.quantity, task.uom),
            bar,
        })
    }
}

struct Line {
    id: AssignmentId,
    unit: String,
    person: String,
    bare: bool,
    part: Part,
    occurrence: String,
    due: Due,
    sign: &'static str,
    note: String,
    may_start: bool,
    /// Whether the reader can file for this very row.
    answers: bool,
}

/// A record as task pages and lists show it.
pub struct RecordLine {
    pub id: RecordId,
    pub title: String,
    pub facts: String,
    pub sign: &'static str,
    pub state: RecordState,
}

impl RecordLine {
    /// What a record is called in lists, titled or not.
    pub fn title_of(row: &RecordRow) -> String {
        if row.record.title.is_empty() { "（还没有写标题）".into() } else { row.record.title.clone() }
    }

    pub fn of(row: &RecordRow, today: Day) -> Self {
        let mut facts =
            vec![words::spaced(row.record.day, today), format!("{}{}", row.unit_name, row.author_name)];
        if row.files > 0 {
            facts.push(format!("{} 个文件", row.files));
        }
        if row.answers > 1 {
            facts.push(format!("用在 {} 项任务", row.answers));
        }
        Self {
            id: row.record.id,
            title: Self::title_of(row),
            facts: facts.join(" · "),
            sign: record_sign(row.record.state),
            state: row.record.state,
        }
    }
}

/// The sign of a record's state.
pub fn record_sign(state: RecordState) -> &'static str {
    match state {
        RecordState::Draft => "todo",
        RecordState::Filed => "review",
        RecordState::Accepted => "done",
        RecordState::Returned => "back",
        RecordState::Void => "void",
    }
}

/// Rows of assignments that the page shows before it leads to the list.
const SHOWN: usize = 60;

pub async fn show(ctx: Ctx, Path(id): Path<TaskId>) -> Answer<Page<OnePage>> {
    let page = task::page(&ctx.app, &ctx.who, id).await?;
    let today = ctx.app.today();
    let answering: Vec<&WorkRow> =
        page.rows.iter().filter(|row| row.counted() && row.state != State::Void).collect();
    let holidays = app::work::holidays(&ctx.app, &ctx.who).await?;
    let done = answering.iter().filter(|row| row.state == State::Done).count();
    let next_due =
        answering.iter().filter(|row| row.waiting()).filter_map(|row| row.due).min().or(page.task.due);
    let choices =
        if page.rights.assign { assignment::units(&ctx.app, &ctx.who).await? } else { Choices::default() };
    let named = |part: Part| {
        let rows = page.rows.iter().filter(move |row| row.part == part && row.valid_to.is_none());
        let mut names: Vec<String> = Vec::new();
        for name in rows.map(|row| format!("{} {}", row.unit_name, row.person_name).trim().to_owned()) {
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    };
    let mut leaders = named(Part::Leader);
    if leaders.is_empty() {
        leaders
            .extend(page.measure.as_ref().map(|it| it.leader_name.clone()).filter(|name| !name.is_empty()));
    }
    let stage = page.stage.as_ref().map_or_else(
        || "贯穿全年".to_owned(),
        |stage| match (stage.from, stage.to) {
            (Some(from), Some(to)) => format!("{}（{}—{} 月）", stage.name, from.month(), to.month()),
            _ => stage.name.clone(),
        },
    );
    Ok(Page::ok(OnePage {
        shell: ctx.shell(page.task.title.clone()).await?,
        title: page.task.title.clone(),
        sign: overall(&page, &answering),
        due: Due::working(next_due, answering.iter().any(|row| row.waiting()), today, &holidays),
        progress: if answering.len() > 1 {
            format!("已完成 {done} / {}", answering.len())
        } else {
            String::new()
        },
        measure: page.measure.as_ref().map(|it| words::under(it.kind, &it.number)).unwrap_or_default(),
        rows: page.rows.iter().take(SHOWN).map(|row| line(&ctx, &page, row, today)).collect(),
        may_review: ctx.who.reach(Action::ReviewRecord).is_some(),
        hidden: page.rows.len().saturating_sub(SHOWN),
        leaders,
        leads: named(Part::Lead),
        stage,
        everybody: page.fan.map(|(fan, _)| everybody(fan)).unwrap_or_default(),
        records: page.records.iter().map(|row| RecordLine::of(row, today)).collect(),
        history: history(&page, today),
        paper: page
            .plan
            .as_ref()
            .filter(|plan| plan.paper)
            .zip(page.task.span)
            .map(|(plan, (from, to))| format!("/plans/{}/paper?span={from}-{to}#here", plan.id)),
        reviewers: match page.reviewers.as_slice() {
            [] => "创建办".into(),
            named if page.rows.iter().any(|row| row.reviewer.is_some()) => named.join("、"),
            office => format!("创建办 {}", office.join("、")),
        },
        quantity: Quantity::of(&page),
        parts: Part::ALL
            .iter()
            .map(|part| Pick::of(part.code().into(), part.label().into(), *part == Part::Doer))
            .collect(),
        choices,
        page,
    }))
}

/// To whom the task is given as a kind.
fn everybody(fan: Fan) -> String {
    let later = if fan == Fan::Staff {
        "后来入职的，自任职之日起接续"
    } else {
        "后来新设的，自设立之日起接续"
    };
    format!("{fan}；{later}")
}

/// The state of the whole as one sign: the least advanced that still matters.
fn overall(page: &TaskPage, answering: &[&WorkRow]) -> &'static str {
    if !page.task.void_reason.is_empty() {
        return "void";
    }
    let any = |state: State| answering.iter().any(|row| row.state == state);
    if any(State::Returned) {
        "back"
    } else if any(State::Doing) || (any(State::Todo) && (any(State::Done) || any(State::Review))) {
        "doing"
    } else if any(State::Todo) {
        "todo"
    } else if any(State::Review) {
        "review"
    } else if any(State::Done) {
        "done"
    } else {
        "todo"
    }
}

fn line(ctx: &Ctx, page: &TaskPage, row: &WorkRow, today: Day) -> Line {
    let later = page.fan.is_some_and(|(_, since)| row.valid_from > since && row.valid_to.is_none());
    let note = match (row.state, row.return_reason) {
        (State::Returned, Some(reason)) if row.return_note.is_empty() => reason.to_string(),
        (State::Returned, Some(reason)) => format!("{reason}。{}", row.return_note),
        _ if row.valid_to.is_some() => "已移交".into(),
        _ if later && row.records == 0 => format!("自 {}起", words::spaced(row.valid_from, today)),
        _ if row.records > 0 => format!("纪实 {} 份", row.records),
        _ => String::new(),
    };
    Line {
        id: row.id,
        unit: row.unit_name.clone(),
        person: row.person_name.clone(),
        bare: row.unit.is_none() && row.person.is_none(),
        part: row.part,
        occurrence: row.occurrence.clone(),
        due: Due::short(row.due, row.waiting(), today),
        sign: if row.part.answers() { words::sign(row.state) } else { "" },
        note,
        answers: page.rights.answer == Some(row.id) && page.rows.len() > 1,
        may_start: row.person == Some(ctx.who.person) && row.counted() && row.state == State::Todo,
    }
}

/// Acts in words, the latest first. Rows hold digests, so that values are not repeated here.
fn history(page: &TaskPage, today: Day) -> Vec<Told> {
    let told = |it: &Happened| Told {
        when: words::moment(it.at, today),
        text: told(page, it),
        reason: match it.state {
            // A verdict and the act on the assignment are of one transaction, and so of one instant.
            Some(State::Returned) => page
                .verdicts
                .iter()
                .find(|verdict| verdict.at == it.at)
                .map(VerdictRow::sentence)
                .unwrap_or_default(),
            _ => String::new(),
        },
    };
    page.history.iter().map(told).collect()
}

fn told(page: &TaskPage, it: &Happened) -> String {
    let who = if it.name.is_empty() { "系统" } else { &it.name };
    let holder =
        page.rows.iter().find(|row| row.id.0 == it.object).map(|row| {
            if row.unit_name.is_empty() { row.person_name.clone() } else { row.unit_name.clone() }
        });
    let whose = holder.filter(|name| !name.is_empty()).map(|name| format!("{name}的")).unwrap_or_default();
    let did = match (it.action.as_str(), it.state) {
        ("publish_plan", _) => "随方案发布".to_owned(),
        ("file_record", Some(State::Doing)) => "开始办理".to_owned(),
        ("file_record", _) => "报送纪实".to_owned(),
        ("review_record", Some(State::Done)) => format!("审核通过{whose}报送"),
        ("review_record", _) => format!("退回{whose}报送"),
        ("assign_task", _) => format!("指定{}负责", whose.trim_end_matches('的')),
        ("urge_task", _) => format!("催办{}", whose.trim_end_matches('的')),
        ("hand_over", _) => "移交职责".to_owned(),
        ("edit_task", Some(State::Void)) => "作废".to_owned(),
        ("edit_task", _) if it.fields.iter().any(|field| field == "due") => "改了时限".to_owned(),
        ("edit_task", _) if it.fields.iter().any(|field| field == "void_reason") => "作废了任务".to_owned(),
        ("edit_task", _) => "改了任务".to_owned(),
        (action, _) => Action::from_code(action).map_or("办理", Code::label).to_owned(),
    };
    format!("{who}{did}")
}

/// Messages lead to an assignment; its page is that of its task.
pub async fn of_assignment(ctx: Ctx, Path(id): Path<AssignmentId>) -> Answer<Redirected> {
    let task = assignment::task_of(&ctx.app, &ctx.who, id).await?;
    Ok(Redirected::to(format!("/tasks/{task}")))
}
