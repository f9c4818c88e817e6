//! The score page: total, projects, next steps, gates, what expires and what came late, the trace.

use super::chart::{Axis, Bar, Radar, Scale, percent, radar};
use super::said;
use crate::form::Form;
use crate::page::{Answer, Download, Page, Redirected};
use crate::request::{Ctx, Path};
use crate::shell::Shell;
use crate::table::XLSX;
use crate::unit::{Choice, day_or_none, span};
use crate::words;
use app::assessment::{self, Asked, Behind, Sheet};
use app::certificate;
use askama::Template;
use axum::extract::RawQuery;
use domain::assessment::{GateState, Mark, Place, Standing, Track};
use domain::authority::Action;
use domain::certificate::Standing as Held;
use domain::code::Code;
use domain::day::Day;
use domain::id::{AssessmentId, CriterionId, RecordId, TaskId};
use domain::points::Points;
use domain::standard::Standard;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "score/show.html")]
pub struct ShowPage {
    shell: Shell,
    sheet: Sheet,
    line: String,
    caution: String,
    scale: Option<Scale>,
    lost: String,
    unknown: String,
    open: usize,
    standing: String,
    steps: Vec<StepLine>,
    all_steps: bool,
    step_count: usize,
    projects: Vec<Project>,
    methods: Vec<(String, String, String, String)>,
    radar: Option<Radar>,
    gates: Vec<GateLine>,
    tracks: Vec<TrackLine>,
    trace: Vec<TraceLine>,
    late: Vec<(CriterionId, String, String)>,
    supposed: Option<String>,
    supposed_names: Vec<(String, String)>,
    term: String,
    query: String,
    may_open: bool,
    own_tracks: Vec<Choice>,
    /// Certificates of the unit that run out or have run out: what to say and where they are listed.
    papers: Vec<(String, String)>,
}

pub struct StepLine {
    id: CriterionId,
    gain: String,
    title: String,
    what: String,
    section: String,
    effort: String,
    due: words::Due,
    tasks: Vec<(TaskId, String)>,
    suppose: String,
}

pub struct Project {
    url: String,
    name: String,
    bar: Option<Bar>,
    label: String,
    got: String,
    full: String,
    unknown: String,
}

pub struct GateLine {
    sign: &'static str,
    word: String,
    title: String,
    small: String,
}

pub struct TrackLine {
    track: Track,
    url: String,
    here: bool,
    total: String,
    answered: usize,
    known: String,
}

pub struct TraceLine {
    id: String,
    depth: usize,
    title: String,
    got: String,
    full: String,
    why: String,
    reason: String,
    records: Vec<(RecordId, Behind)>,
    criterion: Option<CriterionId>,
    inner: bool,
}

impl TraceLine {
    fn indent(&self) -> String {
        "　".repeat(self.depth)
    }
}

/// Steps of the page before one asks for all.
const STEPS: usize = 8;

/// `track`, `snapshot`, `if` (several), `until`, `steps=all`.
#[derive(Debug, Clone, Default)]
struct Address {
    pairs: Vec<(String, String)>,
}

impl Address {
    fn parse(raw: &str) -> Self {
        Self { pairs: serde_urlencoded::from_str(raw).unwrap_or_default() }
    }

    fn get(&self, name: &str) -> &str {
        self.pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str()).unwrap_or_default()
    }

    fn asked(&self) -> Asked {
        Asked {
            track: Track::from_code(self.get("track")),
            snapshot: self.get("snapshot").parse().ok(),
            what_if: self
                .pairs
                .iter()
                .filter(|(key, _)| key == "if")
                .filter_map(|(_, value)| value.parse().ok())
                .collect(),
            until: day_or_none("until", self.get("until")).ok().flatten(),
        }
    }

    /// The address with one criterion more or less supposed.
    fn toggled(&self, index: usize) -> String {
        let value = index.to_string();
        let is = |(key, it): &&(String, String)| key == "if" && *it == value;
        let mut pairs: Vec<&(String, String)> = self.pairs.iter().filter(|pair| !is(pair)).collect();
        let added = ("if".to_owned(), value.clone());
        if pairs.len() == self.pairs.len() {
            pairs.push(&added);
        }
        serde_urlencoded::to_string(pairs).unwrap_or_default()
    }
}

pub async fn show(ctx: Ctx, Path(id): Path<AssessmentId>, RawQuery(raw): RawQuery) -> Answer<Page<ShowPage>> {
    let address = Address::parse(&raw.unwrap_or_default());
    let sheet = assessment::sheet(&ctx.app, &ctx.who, id, &address.asked()).await?;
    let shell = ctx.shell("测评得分").await?;
    let may_open = ctx.who.reach(Action::ClaimScore).is_some();
    let papers = papers(&ctx, &sheet).await?;
    Ok(Page::ok(ShowPage { papers, ..view(shell, sheet, &address, ctx.app.today(), may_open) }))
}

/// Certificates of those who serve in the unit, for who may see them.
async fn papers(ctx: &Ctx, sheet: &Sheet) -> app::Result<Vec<(String, String)>> {
    let mut lines = Vec::new();
    if ctx.who.reach(Action::ViewCertificate).is_none() {
        return Ok(lines);
    }
    let unit = sheet.assessment.unit;
    for (standing, total) in certificate::running_out(&ctx.app, &ctx.who, unit).await? {
        let says = if standing == Held::Soon { "60 天内到期" } else { "已经过期" };
        if total > 0 {
            let url = format!("/certificates?standing={}&unit={unit}", standing.code());
            lines.push((format!("{} 本证书{says}", words::counted(total)), url));
        }
    }
    Ok(lines)
}

fn view(shell: Shell, sheet: Sheet, address: &Address, today: Day, may_open: bool) -> ShowPage {
    let standard = &sheet.standard.standard;
    let (known, full) = sheet.score.known();
    let all_steps = address.get("steps") == "all";
    let shown = if all_steps { usize::MAX } else { STEPS };
    let unknown = full.map(|full| full - known - sheet.score.tree.waived);
    let marks = || standard.tree.criteria().filter_map(|(index, _)| sheet.score.marks[index].as_ref());
    ShowPage {
        line: format!(
            "{}，{}，{}",
            standard.name,
            sheet.unit,
            span(sheet.assessment.from, Some(sheet.assessment.to))
        ),
        caution: standard.caution().unwrap_or_default(),
        scale: scale(&sheet),
        lost: (known - sheet.score.tree.got.unwrap_or_default()).max(Points::ZERO).to_string(),
        unknown: said(unknown),
        open: marks().filter(|mark| mark.got.is_none() && mark.waived == Points::ZERO).count(),
        standing: standing(&sheet),
        steps: steps(&sheet, address, today).into_iter().take(shown).collect(),
        all_steps,
        step_count: sheet.steps.len(),
        projects: projects(&sheet),
        methods: sheet
            .score
            .by_method(standard)
            .into_iter()
            .map(|(name, mark)| {
                let name = if name.is_empty() { "没有写明".to_owned() } else { name };
                (name, said(mark.got), mark.known.to_string(), said(mark.full))
            })
            .collect(),
        radar: radar(&axes(&sheet)),
        gates: gates(&sheet),
        tracks: tracks(&sheet),
        trace: trace(&sheet),
        late: late(&sheet, today),
        supposed: sheet
            .supposed
            .as_ref()
            .map(|score| format!("{} 分，比现在多 {} 分", score.total, score.total - sheet.score.total)),
        supposed_names: sheet
            .what_if
            .iter()
            .map(|index| (standard.tree.nodes()[*index].title.clone(), address.toggled(*index)))
            .collect(),
        term: term(&sheet),
        query: serde_urlencoded::to_string(&address.pairs).unwrap_or_default(),
        own_tracks: Track::ALL
            .iter()
            .filter(|track| sheet.rights.of(**track))
            .map(|track| Choice {
                value: track.code().into(),
                label: track.label().into(),
                selected: *track == sheet.track,
            })
            .collect(),
        may_open,
        papers: Vec::new(),
        shell,
        sheet,
    }
}

fn scale(sheet: &Sheet) -> Option<Scale> {
    let full = sheet.score.tree.full.filter(|full| full.0 > 0)?;
    let open = full - sheet.score.tree.known - sheet.score.tree.waived;
    Some(Scale::of(full, sheet.score.total, open, sheet.standard.standard.pass))
}

fn standing(sheet: &Sheet) -> String {
    match sheet.score.standing(&sheet.standard.standard) {
        Standing::NoLine => "体系没有写达标线".into(),
        Standing::Reached => "已过达标线".into(),
        Standing::Open(missing) => format!("距达标线还差 {missing} 分"),
        Standing::Lost(missing) => format!("距达标线差 {missing} 分，没填的全得也不够"),
    }
}

fn steps(sheet: &Sheet, address: &Address, today: Day) -> Vec<StepLine> {
    let tree = &sheet.standard.standard.tree;
    sheet
        .steps
        .iter()
        .map(|step| {
            let node = &tree.nodes()[step.node];
            StepLine {
                id: node.id,
                gain: format!("+{}", step.gain),
                title: format!("{} {}", node.code, node.title),
                what: step.what.clone(),
                section: sheet.section(step.node).to_owned(),
                effort: format!("{} 件事", step.effort),
                due: words::Due::of(step.due, true, today),
                tasks: sheet.serving.get(&node.id).cloned().unwrap_or_default(),
                suppose: address.toggled(step.node),
            }
        })
        .collect()
}

fn projects(sheet: &Sheet) -> Vec<Project> {
    let tree = &sheet.standard.standard.tree;
    tree.roots()
        .filter_map(|root| {
            let mark = sheet.score.marks[root].as_ref()?;
            let node = &tree.nodes()[root];
            let open = mark.full.map(|full| full - mark.known - mark.waived).filter(|open| open.0 > 0);
            Some(Project {
                url: format!("#t-{root}"),
                name: node.title.clone(),
                bar: Bar::of(mark),
                label: label(mark),
                got: said(mark.got),
                full: said(mark.full),
                unknown: open.map(|open| format!("未知 {open}")).unwrap_or_default(),
            })
        })
        .collect()
}

fn label(mark: &Mark) -> String {
    format!("得 {} 分，已知 {} 分，满分 {} 分", said(mark.got), mark.known, said(mark.full))
}

fn axes(sheet: &Sheet) -> Vec<Axis> {
    let tree = &sheet.standard.standard.tree;
    tree.roots()
        .filter_map(|root| {
            let mark = sheet.score.marks[root].as_ref()?;
            let full = mark.full?;
            let got = mark.got.unwrap_or_default();
            Some(Axis {
                name: tree.nodes()[root].title.clone(),
                got: percent(got, full),
                possible: percent(got + full - mark.known, full),
            })
        })
        .collect()
}

fn gates(sheet: &Sheet) -> Vec<GateLine> {
    let standard = &sheet.standard.standard;
    standard
        .gates
        .iter()
        .zip(&sheet.score.gates)
        .map(|(gate, state)| {
            let (sign, word, small) = match state {
                GateState::Unknown => ("todo", "未知".to_owned(), "还没有人确认".to_owned()),
                GateState::Clear => ("done", "没有".to_owned(), String::new()),
                GateState::Breached(heads) => {
                    ("late", gate.effect.to_string(), format!("回溯期内 {heads} 起"))
                }
            };
            GateLine { sign, word, small, title: gate.title.clone() }
        })
        .collect()
}

fn tracks(sheet: &Sheet) -> Vec<TrackLine> {
    sheet
        .tracks
        .iter()
        .map(|it| TrackLine {
            track: it.track,
            url: format!("/scores/{}?track={}", sheet.assessment.id, it.track.code()),
            here: it.track == sheet.track,
            total: it.score.total.to_string(),
            answered: it.answered,
            known: it.score.known().0.to_string(),
        })
        .collect()
}

fn trace(sheet: &Sheet) -> Vec<TraceLine> {
    let standard: &Standard = &sheet.standard.standard;
    sheet
        .lines
        .iter()
        .map(|line| {
            let (id, criterion, inner) = match line.place {
                Place::Node(index) => {
                    let leaf = standard.tree.is_criterion(index);
                    let node = standard.tree.nodes()[index].id;
                    (format!("t-{index}"), Some(node).filter(|_| leaf), !leaf)
                }
                _ => (String::new(), None, line.place == Place::Total),
            };
            TraceLine {
                id,
                depth: line.depth.saturating_sub(1),
                title: line.title.clone(),
                got: line.got.map(|it| it.to_string()).unwrap_or_default(),
                full: line.full.map(|it| it.to_string()).unwrap_or_default(),
                why: line.why.clone(),
                reason: line.reason.clone(),
                records: line
                    .records
                    .iter()
                    .map(|id| (*id, sheet.records.get(id).cloned().unwrap_or_default()))
                    .collect(),
                criterion,
                inner,
            }
        })
        .collect()
}

/// One line for each criterion: its first day that was not kept, and how many more there are.
fn late(sheet: &Sheet, today: Day) -> Vec<(CriterionId, String, String)> {
    sheet
        .late
        .chunk_by(|a, b| a.node == b.node)
        .map(|all| {
            let node = &sheet.standard.standard.tree.nodes()[all[0].node];
            let due = words::spaced(all[0].late.due, today);
            let first = match all[0].late.came {
                Some(day) => format!("{due}该有，{}才有", words::spaced(day, today)),
                None => format!("{due}该有，还没有"),
            };
            let more = if all.len() > 1 {
                format!("；连它共 {} 次没有按时", all.len())
            } else {
                String::new()
            };
            (node.id, format!("{} {}", node.code, node.title), format!("{first}{more}"))
        })
        .collect()
}

fn term(sheet: &Sheet) -> String {
    let Some(term) = sheet.term else { return String::new() };
    let rule = sheet.standard.standard.years;
    match term.points {
        Some(points) => format!("本届 {} 年里已有 {} 年，{rule} {points} 分", term.of, term.known),
        None => format!("本届 {} 年，还没有得分", term.of),
    }
}

/// The score as a workbook.
pub async fn xlsx(ctx: Ctx, Path(id): Path<AssessmentId>, RawQuery(raw): RawQuery) -> Answer<Download> {
    let address = Address::parse(&raw.unwrap_or_default());
    let sheet = assessment::sheet(&ctx.app, &ctx.who, id, &address.asked()).await?;
    let today = ctx.app.today();
    let name = format!("{}得分.xlsx", sheet.track);
    let bytes = tokio::task::spawn_blocking(move || assessment::workbook(&sheet, today))
        .await
        .map_err(app::Error::from)??;
    Ok(Download { name, media: XLSX, bytes })
}

#[derive(Debug, Deserialize)]
pub struct ArchiveForm {
    track: String,
    name: String,
}

pub async fn archive(
    ctx: Ctx,
    Path(id): Path<AssessmentId>,
    Form(form): Form<ArchiveForm>,
) -> Answer<Redirected> {
    let track =
        Track::from_code(&form.track).ok_or_else(|| app::Error::field("track", "请选择哪一种得分。"))?;
    let snapshot = assessment::archive(&ctx.app, &ctx.who, id, track, &form.name).await?;
    Ok(ctx.done(format!("/scores/{id}?snapshot={snapshot}"), "已存档，以后可以照原样重算。"))
}

pub async fn close(ctx: Ctx, Path(id): Path<AssessmentId>, Form(()): Form<()>) -> Answer<Redirected> {
    assessment::set_closed(&ctx.app, &ctx.who, id, true).await?;
    Ok(ctx.done(format!("/scores/{id}"), "测评已结束，内容保留。"))
}

pub async fn open(ctx: Ctx, Path(id): Path<AssessmentId>, Form(()): Form<()>) -> Answer<Redirected> {
    assessment::set_closed(&ctx.app, &ctx.who, id, false).await?;
    Ok(ctx.done(format!("/scores/{id}"), "测评已重新打开。"))
}
