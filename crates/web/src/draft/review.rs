//! 核对方案: the paper at the left, the recognised tree at the right.

use super::Opt;
use super::import::at_text;
use super::paper::{ShownPara, shown};
use super::show::{Adding, Assign, Desk, Editor, Entry, Group, Show, typed_text, window_text};
use crate::form::{Errors, Pairs};
use crate::page::{Answer, Page};
use crate::request::{Ctx, Path, Query};
use crate::shell::Shell;
use app::draft::{self, Sheet};
use askama::Template;
use domain::draft::propose::proposals;
use domain::draft::{About, Counts, Draft, DraftState, MeasureKind};
use domain::id::DraftId;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "draft/review.html")]
pub struct ReviewPage {
    shell: Shell,
    id: DraftId,
    version: i64,
    title: String,
    line: String,
    open: bool,
    published: bool,
    revises: bool,
    counts: Counts,
    show: &'static str,
    queues: Vec<Queue>,
    original: bool,
    charset: String,
    paras: Vec<ShownPara>,
    doubts: Vec<DoubtLine>,
    repairs: Vec<String>,
    overview: Vec<Over>,
    panel: Panel,
    groups: Vec<Group>,
}

struct Queue {
    label: &'static str,
    code: &'static str,
    n: usize,
    gap: bool,
    here: bool,
}

struct DoubtLine {
    id: u32,
    sentence: String,
    url: String,
    act: &'static str,
    settle: bool,
}

/// A line above the tree that opens a panel.
struct Over {
    label: String,
    count: String,
    url: String,
    done: bool,
    here: bool,
}

/// What is open above the tree.
enum Panel {
    None,
    Head(Box<HeadForm>),
    Stages(Vec<StageForm>),
    Team(Vec<SeatLine>),
}

pub(crate) struct HeadForm {
    pub title: String,
    pub doc_number: String,
    pub issuer: String,
    pub issued: String,
    pub year: String,
    pub year_hint: &'static str,
    pub target: String,
    pub errors: Errors,
}

struct StageForm {
    id: u32,
    name: String,
    raw: String,
    from: String,
    to: String,
    errors: Errors,
}

struct SeatLine {
    id: u32,
    role: String,
    name: String,
    named: bool,
    options: Vec<Opt>,
    open: bool,
}

#[derive(Debug, Default, Clone, Deserialize)]
pub struct Asked {
    #[serde(default)]
    pub show: String,
    #[serde(default)]
    pub edit: String,
    #[serde(default)]
    pub paper: String,
}

/// A form that was refused, to be shown again with what was typed.
pub(super) struct Refusal {
    pub typed: Pairs,
    pub errors: Errors,
}

pub async fn page(ctx: Ctx, Path(id): Path<DraftId>, Query(asked): Query<Asked>) -> Answer<Page<ReviewPage>> {
    Ok(Page::ok(build(&ctx, id, &asked, None).await?))
}

/// The page again with the errors of a refused form: 422.
pub(super) async fn refused(
    ctx: &Ctx,
    id: DraftId,
    asked: &Asked,
    refusal: Refusal,
) -> Answer<Page<ReviewPage>> {
    Ok(Page::refused(build(ctx, id, asked, Some(refusal)).await?))
}

async fn build(ctx: &Ctx, id: DraftId, asked: &Asked, refusal: Option<Refusal>) -> app::Result<ReviewPage> {
    let Sheet { draft, read, org } = draft::view(&ctx.app, &ctx.who, id).await?;
    let tree = &draft.tree;
    let open = draft.state == DraftState::Open;
    let counts = tree.counts();
    let show = Show::parse(&asked.show);
    let proposals = proposals(tree, &org);
    let desk = Desk { tree, org: &org, proposals: &proposals };
    let editing = asked.edit.parse::<u32>().ok().filter(|_| open);
    let original = asked.paper == "original";
    let mut groups = groups(&desk, show, &asked.edit, editing, refusal.as_ref(), open);
    let mut paras = shown(&read, tree, editing, original);
    link(id, &mut paras, &mut groups);
    let title = if tree.header.title.is_empty() { draft.name.clone() } else { tree.header.title.clone() };
    Ok(ReviewPage {
        shell: ctx.shell(format!("核对方案：{title}")).await?,
        id,
        version: draft.version,
        line: line(tree, &draft, open),
        title,
        open,
        published: draft.state == DraftState::Published,
        revises: draft.revises.is_some(),
        counts,
        show: show.code(),
        queues: queues(&counts, show),
        original,
        charset: read.charset.clone(),
        paras,
        doubts: doubts(id, tree, show),
        repairs: tree.repairs.iter().map(|repair| repair.sentence.clone()).collect(),
        overview: overview(id, tree, &asked.edit, show),
        panel: panel(&desk, &asked.edit, refusal, open),
        groups,
    })
}

fn line(tree: &Draft, draft: &domain::draft::DraftRow, open: bool) -> String {
    let header = &tree.header;
    let mut parts: Vec<String> = Vec::new();
    if !header.doc_number.is_empty() {
        parts.push(header.doc_number.clone());
    }
    parts.extend(header.issued.map(|day| day.full_text()));
    parts.push(if open {
        format!("草稿，{} 已自动保存", at_text(draft.updated))
    } else {
        draft.state.to_string()
    });
    parts.join(" · ")
}

fn queues(counts: &Counts, show: Show) -> Vec<Queue> {
    let queue =
        |label, it: Show, n, gap| Queue { label, code: it.code(), n, gap: gap && n > 0, here: it == show };
    let mut all = vec![
        queue("全部", Show::All, counts.total, false),
        queue("待确认", Show::Open, counts.proposed, false),
        queue("未定责任人", Show::Owner, counts.without_owner, true),
        queue("未定时限", Show::Date, counts.without_date, true),
        queue("已确认", Show::Done, counts.confirmed, false),
    ];
    if counts.dropped > 0 {
        all.push(queue("不作任务", Show::Dropped, counts.dropped, false));
    }
    all
}

fn doubts(id: DraftId, tree: &Draft, show: Show) -> Vec<DoubtLine> {
    let show = show.code();
    let open = tree.doubts.iter().filter(|doubt| !doubt.settled);
    open.map(|doubt| {
        let (url, act) = match doubt.about {
            About::Item(item) => (format!("/drafts/{id}?show={show}&edit={item}#t-{item}"), "去核对"),
            About::Festival(item) => (format!("/drafts/{id}?show={show}&edit={item}#t-{item}"), "去选"),
            About::Seat(_) => (format!("/drafts/{id}?show={show}&edit=team#panel"), "去选"),
            About::Year => (format!("/drafts/{id}?show={show}&edit=head#panel"), "去改"),
            About::Paper => (format!("/drafts/{id}?show={show}&paper=original"), "看原样"),
        };
        let settle = !matches!(doubt.about, About::Festival(_) | About::Seat(_));
        DoubtLine { id: doubt.id, sentence: doubt.sentence.clone(), url, act, settle }
    })
    .collect()
}

fn overview(id: DraftId, tree: &Draft, edit: &str, show: Show) -> Vec<Over> {
    let over = |label: &str, count: String, code: &str, done| Over {
        label: label.to_owned(),
        count,
        url: if edit == code {
            format!("/drafts/{id}?show={}", show.code())
        } else {
            format!("/drafts/{id}?show={}&edit={code}#panel", show.code())
        },
        done,
        here: edit == code,
    };
    let year = format!("{} 年{}", tree.header.year, if tree.header.year_presumed { "（推定）" } else { "" });
    let dated = tree.stages.iter().all(|stage| stage.from.is_some() && stage.to.is_some());
    let matched = tree.team.iter().all(|seat| !seat.named || seat.person.is_some());
    let mut all = vec![over("方案信息", year, "head", !tree.header.year_presumed)];
    if !tree.stages.is_empty() {
        all.push(over("阶段", format!("{} 个", tree.stages.len()), "stages", dated));
    }
    if !tree.team.is_empty() {
        all.push(over("领导小组", format!("{} 人", tree.team.len()), "team", matched));
    }
    all
}

fn panel(desk: &Desk<'_>, edit: &str, refusal: Option<Refusal>, open: bool) -> Panel {
    let tree = desk.tree;
    match edit {
        "head" if open => {
            let header = &tree.header;
            let mut form = HeadForm {
                title: header.title.clone(),
                doc_number: header.doc_number.clone(),
                issuer: header.issuer.clone(),
                issued: header.issued.map(|day| day.to_string()).unwrap_or_default(),
                year: header.year.to_string(),
                year_hint: if header.year_presumed { "推定，请核对" } else { "" },
                target: header.target.clone(),
                errors: Errors::default(),
            };
            if let Some(refusal) = refusal {
                for (field, name) in [
                    (&mut form.title, "title"),
                    (&mut form.doc_number, "doc_number"),
                    (&mut form.issuer, "issuer"),
                    (&mut form.issued, "issued"),
                    (&mut form.year, "year"),
                    (&mut form.target, "target"),
                ] {
                    *field = typed_text(&refusal.typed, name).unwrap_or_default();
                }
                form.errors = refusal.errors;
            }
            Panel::Head(Box::new(form))
        }
        "stages" if open => Panel::Stages(stage_forms(tree, refusal)),
        "team" if open => Panel::Team(
            tree.team
                .iter()
                .map(|seat| SeatLine {
                    id: seat.id,
                    role: seat.role.clone(),
                    name: seat.name.clone(),
                    named: seat.named,
                    options: desk.persons(seat.person),
                    open: seat.named && seat.person.is_none(),
                })
                .collect(),
        ),
        _ => Panel::None,
    }
}

/// The stages; a refused one with what was typed.
fn stage_forms(tree: &Draft, refusal: Option<Refusal>) -> Vec<StageForm> {
    let form = |stage: &domain::draft::Stage| StageForm {
        id: stage.id,
        name: stage.name.clone(),
        raw: if stage.raw.is_empty() {
            window_text(stage.from, stage.to, tree.header.year)
        } else {
            stage.raw.clone()
        },
        from: stage.from.map(|day| day.to_string()).unwrap_or_default(),
        to: stage.to.map(|day| day.to_string()).unwrap_or_default(),
        errors: Errors::default(),
    };
    let mut forms: Vec<StageForm> = tree.stages.iter().map(form).collect();
    if let Some(refusal) = refusal {
        let refused = typed_text(&refusal.typed, "stage").and_then(|id| id.parse().ok());
        if let Some(form) = forms.iter_mut().find(|form| Some(form.id) == refused) {
            for (field, name) in [(&mut form.name, "name"), (&mut form.from, "from"), (&mut form.to, "to")] {
                *field = typed_text(&refusal.typed, name).unwrap_or_default();
            }
            form.errors = refusal.errors;
        }
    }
    forms
}

/// Ties both sides together: a mark whose row is filtered out leads to its editor, a row whose words
/// stand nowhere in the paper leads nowhere.
fn link(id: DraftId, paras: &mut [ShownPara], groups: &mut [Group]) {
    let rows = |entry: &Entry| match entry {
        Entry::Row(row) => row.id,
        Entry::Editor(editor) => editor.id,
    };
    let shown: Vec<u32> = groups.iter().flat_map(|group| group.entries.iter().map(rows)).collect();
    let mut anchored: Vec<u32> = Vec::new();
    for piece in paras.iter_mut().flat_map(|para| &mut para.pieces) {
        if let Some(item) = piece.item {
            anchored.push(item);
            if !shown.contains(&item) {
                piece.href = format!("/drafts/{id}?edit={item}#t-{item}");
            }
        }
    }
    for entry in groups.iter_mut().flat_map(|group| &mut group.entries) {
        if let Entry::Row(row) = entry {
            row.in_paper = anchored.contains(&row.id);
        }
    }
}

/// The heading as papers print it: 三、…, （二）…, 第一阶段 ….
fn heading(measure: &domain::draft::Measure) -> String {
    let number = measure.number.as_str();
    let joint = match number.chars().last() {
        None | Some('）' | ')') => "",
        Some(c) if "一二三四五六七八九十".contains(c) => "、",
        Some(_) => " ",
    };
    format!("{number}{joint}{}", measure.title)
}

fn groups(
    desk: &Desk<'_>,
    show: Show,
    edit: &str,
    editing: Option<u32>,
    refusal: Option<&Refusal>,
    open: bool,
) -> Vec<Group> {
    let tree = desk.tree;
    let mut groups = Vec::new();
    for measure in &tree.measures {
        let mut entries = Vec::new();
        for item in &measure.items {
            if editing == Some(item.id) {
                let editor = Editor::of(desk, measure, item);
                let editor = match refusal {
                    Some(refusal) => editor.retype(&refusal.typed, refusal.errors.clone()),
                    None => editor,
                };
                entries.push(Entry::Editor(Box::new(editor)));
            } else if show.holds(measure, item) {
                entries.push(Entry::Row(desk.row(measure, item, show)));
            }
        }
        let assigning = open && edit == format!("m{}", measure.id);
        if entries.is_empty() && !assigning && (show != Show::All || measure.kind != MeasureKind::Measure) {
            continue;
        }
        let standing = measure.items.iter().filter(|item| item.status != domain::draft::Status::Dropped);
        let done = measure.items.iter().filter(|item| item.status == domain::draft::Status::Confirmed);
        groups.push(Group {
            id: measure.id,
            heading: heading(measure),
            total: standing.count(),
            done: done.count(),
            leader: measure.leader.map(|person| desk.org.person_name(person).to_owned()).unwrap_or_default(),
            lead: measure.lead.map(|unit| desk.org.unit_name(unit).to_owned()).unwrap_or_default(),
            entries,
            assign: assigning.then(|| match refusal {
                Some(refusal) => Assign::of(desk, measure).retype(&refusal.typed, refusal.errors.clone()),
                None => Assign::of(desk, measure),
            }),
            adding: (open && edit == format!("a{}", measure.id)).then(|| {
                refusal.map_or_else(Adding::default, |refusal| Adding {
                    text: typed_text(&refusal.typed, "text").unwrap_or_default(),
                    error: refusal.errors.lines().into_iter().map(|line| line.text).collect(),
                })
            }),
        });
    }
    groups
}
