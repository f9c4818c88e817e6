//! One crosswalk: its pairs in the order of the standards, decided one by one.

use crate::form::{ErrorLine, Errors, Form};
use crate::listing::{Address, Pager, workbook};
use crate::page::{Answer, Download, Page, Redirected};
use crate::request::{Ctx, Path};
use crate::shell::Shell;
use crate::unit::{Choice, chosen, codes};
use crate::words;
use crate::work::Tab;
use app::crosswalk::{self, Sight, Used};
use app::export::{Cell, Export, MOST_ROWS};
use app::turn::Walk;
use askama::Template;
use axum::extract::RawQuery;
use axum::response::{IntoResponse, Response};
use domain::code::Code;
use domain::crosswalk::{Extent, PairState, Verdict, undo_until};
use domain::day::Day;
use domain::id::{CriterionId, CrosswalkId};
use domain::standard::StandardRow;
use serde::Deserialize;
use store::PairLine;

#[derive(Template)]
#[template(path = "crosswalk/show.html")]
pub struct ShowPage {
    shell: Shell,
    sight: Sight,
    tabs: Vec<Tab>,
    rows: Vec<Row>,
    pager: Pager,
    /// The state of the tab, for the way back after a decision.
    state: String,
    /// Criteria to choose a further pair from.
    from: Vec<Choice>,
    to: Vec<Choice>,
    extents: Vec<Choice>,
    further: DecideForm,
    today: Day,
    errors: Errors,
    lines: Vec<ErrorLine>,
}

/// A pair with what a person needs to see of it.
struct Row {
    line: PairLine,
    from_says: String,
    to_says: String,
    extents: Vec<Choice>,
    reason: String,
    wrong: String,
    sign: &'static str,
}

impl ShowPage {
    fn name(row: &StandardRow) -> String {
        format!("{}，第 {} 版", row.standard.name, row.number)
    }

    fn when(&self, it: &Used) -> String {
        words::moment(it.line.used.created, self.today)
    }

    /// Whether a carrying over can still be taken back.
    fn open(&self, it: &Used) -> bool {
        self.sight.edit && it.line.used.undone.is_none() && self.today <= undo_until(&it.line.used)
    }

    fn until(&self, it: &Used) -> String {
        words::spaced(undo_until(&it.line.used), self.today)
    }
}

const PAGE: i64 = 30;

fn sign(state: PairState) -> &'static str {
    match state {
        PairState::Proposed => "todo",
        PairState::Confirmed => "done",
        PairState::Rejected => "void",
    }
}

/// Points and way of scoring of a criterion.
fn says(row: &StandardRow, id: CriterionId) -> String {
    let tree = &row.standard.tree;
    let Some(node) = tree.position(id).map(|at| &tree.nodes()[at]) else { return String::new() };
    let points = node.points.map_or_else(|| "分值未知".to_owned(), |it| format!("{it} 分"));
    format!("{points}，{}", node.model.label())
}

fn criteria(row: &StandardRow, now: &str) -> Vec<Choice> {
    let blank = Choice { value: String::new(), label: "请选择".into(), selected: now.is_empty() };
    let all = row.standard.tree.criteria().map(|(_, node)| {
        let value = node.id.to_string();
        let title: String = node.title.chars().take(40).collect();
        Choice { selected: value == now, label: format!("{} {title}", node.code), value }
    });
    std::iter::once(blank).chain(all).collect()
}

fn address(id: CrosswalkId, raw: &str) -> Address {
    Address::parse(format!("/standards/crosswalks/{id}"), &[], &["state"], raw)
}

async fn page(
    ctx: &Ctx,
    id: CrosswalkId,
    address: &Address,
    typed: Option<&DecideForm>,
    errors: Errors,
) -> app::Result<ShowPage> {
    let state = PairState::from_code(address.get("state"));
    let turn = address.turn(|a, b| Some((a.parse().ok()?, b.parse().ok()?)));
    let sight = crosswalk::show(&ctx.app, &ctx.who, id, state, &turn, PAGE).await?;
    let row = |line: &PairLine| {
        let mine = typed.filter(|it| it.is(line));
        let extent = mine.map_or_else(|| line.pair.extent.code().to_owned(), |it| it.extent.clone());
        Row {
            from_says: says(&sight.from, line.pair.from),
            to_says: says(&sight.to, line.pair.to),
            extents: codes::<Extent>(&extent),
            reason: mine.map_or_else(|| line.pair.reason.clone(), |it| it.reason.clone()),
            wrong: mine.map(|_| errors.on("reason").to_owned()).unwrap_or_default(),
            sign: sign(line.pair.state),
            line: line.clone(),
        }
    };
    let rows: Vec<Row> = sight.leaf.rows.iter().map(row).collect();
    // A decision about a pair that is not on the page is one of the form below.
    let further = typed.filter(|it| !sight.leaf.rows.iter().any(|line| it.is(line)));
    let further = further.cloned().unwrap_or_default();
    let below = format!("本页 {} 对", rows.len());
    Ok(ShowPage {
        shell: ctx.shell("体系对照").await?,
        tabs: tabs(id, &sight, state),
        pager: address.pager(below, sight.leaf.prev, sight.leaf.next),
        state: address.get("state").to_owned(),
        from: criteria(&sight.from, &further.from),
        to: criteria(&sight.to, &further.to),
        extents: codes::<Extent>(if further.extent.is_empty() {
            Extent::Partial.code()
        } else {
            &further.extent
        }),
        further,
        today: ctx.app.today(),
        rows,
        sight,
        lines: errors.lines(),
        errors,
    })
}

fn tabs(id: CrosswalkId, sight: &Sight, here: Option<PairState>) -> Vec<Tab> {
    let tab = |label: &str, state: Option<PairState>| Tab {
        label: label.to_owned(),
        url: match state {
            Some(state) => format!("/standards/crosswalks/{id}?state={}", state.code()),
            None => format!("/standards/crosswalks/{id}"),
        },
        active: here == state,
        count: state.map(|state| sight.counts.get(&state).copied().unwrap_or(0).to_string()),
        late: false,
    };
    vec![
        tab("全部", None),
        tab("待确认", Some(PairState::Proposed)),
        tab("已确认", Some(PairState::Confirmed)),
        tab("不对应", Some(PairState::Rejected)),
    ]
}

pub async fn show(ctx: Ctx, Path(id): Path<CrosswalkId>, RawQuery(raw): RawQuery) -> Answer<Response> {
    let address = address(id, &raw.unwrap_or_default());
    let page = page(&ctx, id, &address, None, Errors::default()).await?;
    if page.rows.is_empty() && !address.is_first() {
        return Ok(Redirected::to(address.first()).into_response());
    }
    Ok(Page::ok(page).into_response())
}

#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct DecideForm {
    from: String,
    to: String,
    extent: String,
    reason: String,
    act: String,
    /// The tab on which it was decided.
    state: String,
}

impl DecideForm {
    fn is(&self, line: &PairLine) -> bool {
        self.from == line.pair.from.to_string() && self.to == line.pair.to.to_string()
    }

    fn parse(&self) -> app::Result<(CriterionId, CriterionId, Verdict)> {
        let verdict = Verdict {
            extent: Extent::from_code(&self.extent)
                .ok_or_else(|| app::Error::field("extent", "请选择完全对应还是部分对应。"))?,
            confirm: self.act != "reject",
            reason: self.reason.clone(),
        };
        let from = chosen("from", &self.from, "请选择左边的一条。")?;
        Ok((from, chosen("to", &self.to, "请选择右边的一条。")?, verdict))
    }
}

pub async fn decide(ctx: Ctx, Path(id): Path<CrosswalkId>, Form(form): Form<DecideForm>) -> Answer<Response> {
    let decided = match form.parse() {
        Ok((from, to, verdict)) => crosswalk::decide(&ctx.app, &ctx.who, id, from, to, &verdict).await,
        Err(error) => Err(error),
    };
    let state = PairState::from_code(&form.state).map(Code::code).unwrap_or_default();
    let raw = if state.is_empty() { String::new() } else { format!("state={state}") };
    match decided {
        Ok(()) => {
            let sentence =
                if form.act == "reject" { "已记为不对应。" } else { "已确认这一对。" };
            Ok(ctx.done(address(id, &raw).first(), sentence).into_response())
        }
        Err(error) => {
            let page = page(&ctx, id, &address(id, &raw), Some(&form), Errors::of(error)?).await?;
            Ok(Page::refused(page).into_response())
        }
    }
}

/// The pairs of a tab as a workbook.
pub async fn xlsx(ctx: Ctx, Path(id): Path<CrosswalkId>, RawQuery(raw): RawQuery) -> Answer<Download> {
    let address = address(id, &raw.unwrap_or_default());
    let state = PairState::from_code(address.get("state"));
    let mut walk = Walk::up_to(MOST_ROWS);
    let sight = loop {
        let sight = crosswalk::show(&ctx.app, &ctx.who, id, state, &walk.turn, 1_000).await?;
        if !walk.take(sight.leaf.clone()) {
            break sight;
        }
    };
    let cells = |line: &PairLine| -> Vec<Cell> {
        vec![
            line.from_code.as_str().into(),
            line.from_title.as_str().into(),
            says(&sight.from, line.pair.from).into(),
            line.to_code.as_str().into(),
            line.to_title.as_str().into(),
            says(&sight.to, line.pair.to).into(),
            line.pair.extent.label().into(),
            line.pair.state.label().into(),
            line.pair.reason.as_str().into(),
        ]
    };
    let heads =
        ["编号", "内容", "分值和评分", "对到编号", "对到内容", "对到分值和评分", "对应程度", "状态", "理由"];
    let (from, to) = (ShowPage::name(&sight.from), ShowPage::name(&sight.to));
    let state = state.map(|state| format!("；状态：{state}")).unwrap_or_default();
    let export = Export {
        title: "体系对照".into(),
        filter: format!("从“{from}”对到“{to}”{state}"),
        day: ctx.app.today(),
        heads: heads.map(str::to_owned).into(),
        rows: walk.rows.iter().map(cells).collect(),
        cut: walk.cut,
    };
    Ok(workbook(export).await?)
}
