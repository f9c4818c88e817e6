//! One version: its tree with points, models and proof, what does not add up, what it changes.

use crate::page::{Answer, Page};
use crate::request::{Ctx, Path};
use crate::shell::Shell;
use app::standard::{self, Sight};
use askama::Template;
use domain::code::Code;
use domain::id::{CriterionId, StandardId, TaskId};
use domain::standard::{
    Aside, Difference, EvidenceRule, Model, Node, Severity, Slot, Standard, StandardState, differences,
};

#[derive(Template)]
#[template(path = "standard/show.html")]
pub struct ShowPage {
    shell: Shell,
    sight: Sight,
    line: String,
    caution: String,
    rows: Vec<Row>,
    findings: Vec<FindingLine>,
    changes: Vec<ChangeLine>,
    asides: Vec<Aside>,
    /// Criteria that no task serves.
    unserved: usize,
    state: &'static str,
}

/// A node as the table shows it.
pub struct Row {
    id: CriterionId,
    depth: usize,
    code: String,
    title: String,
    points: String,
    leaf: bool,
    model: String,
    detail: Vec<String>,
    methods: String,
    evidence: Vec<String>,
    section: String,
    due: String,
    applies: String,
    weight: String,
    tasks: Vec<(TaskId, String)>,
}

struct FindingLine {
    severity: Severity,
    place: String,
    sentence: String,
}

struct ChangeLine {
    kind: &'static str,
    word: &'static str,
    title: String,
    what: String,
}

impl ShowPage {
    /// The kind of a rule as the address of its form says it.
    fn code(aside: &Aside) -> &'static str {
        aside.kind().code()
    }
    fn indent(row: &Row) -> String {
        "　".repeat(row.depth)
    }
    fn is_draft(&self) -> bool {
        self.sight.row.state == StandardState::Draft
    }
    fn is_published(&self) -> bool {
        self.sight.row.state == StandardState::Published
    }
}

pub async fn show(ctx: Ctx, Path(id): Path<StandardId>) -> Answer<Page<ShowPage>> {
    let sight = standard::show(&ctx.app, &ctx.who, id).await?;
    let held = &sight.row.standard;
    let rows: Vec<Row> = (0..held.tree.nodes().len()).map(|index| row(&sight, index)).collect();
    let name = |index: usize| {
        let node = &held.tree.nodes()[index];
        format!("{} {}", node.code, node.title)
    };
    let findings = held
        .findings()
        .into_iter()
        .map(|it| FindingLine {
            severity: it.severity,
            place: it.node.map(name).unwrap_or_default(),
            sentence: it.sentence,
        })
        .collect();
    let changes = sight.before.as_ref().map(|before| changes(&before.standard, held)).unwrap_or_default();
    let total = held.total.map_or_else(|| "总分未知".into(), |it| format!("总分 {it} 分"));
    let pass = held.pass.map(|it| format!("，达标线 {it} 分")).unwrap_or_default();
    Ok(Page::ok(ShowPage {
        shell: ctx.shell(held.name.clone()).await?,
        line: format!("{}，{}，第 {} 版，{total}{pass}", held.issuer, held.level, sight.row.number),
        caution: held.caution().unwrap_or_default(),
        asides: held.asides(),
        unserved: rows.iter().filter(|row| row.leaf && row.tasks.is_empty()).count(),
        state: super::sign(sight.row.state),
        rows,
        findings,
        changes,
        sight,
    }))
}

fn row(sight: &Sight, index: usize) -> Row {
    let tree = &sight.row.standard.tree;
    let node = &tree.nodes()[index];
    let leaf = tree.is_criterion(index);
    Row {
        id: node.id,
        depth: tree.depth(index),
        code: node.code.clone(),
        title: node.title.clone(),
        points: node.points.map(|it| it.to_string()).unwrap_or_default(),
        leaf,
        model: if leaf { node.model.label().into() } else { String::new() },
        detail: if leaf { detail(&node.model) } else { Vec::new() },
        methods: node.methods.join("、"),
        evidence: node.evidence.iter().map(wants).collect(),
        section: node.section.clone(),
        due: due(node),
        applies: node.applies_to.join("、"),
        weight: node.weight.map(|it| format!("权重 {it}")).unwrap_or_default(),
        tasks: sight.serving.get(&node.id).cloned().unwrap_or_default(),
    }
}

/// The rules of a model, one line each.
pub(crate) fn detail(model: &Model) -> Vec<String> {
    match model {
        Model::Sum { parts } | Model::Deduct { parts } => parts
            .iter()
            .map(|part| {
                let each = if part.each { "每项 " } else { "" };
                let most = part.most.map(|most| format!("，最多 {most} 分")).unwrap_or_default();
                format!("{}：{each}{} 分{most}", part.text, part.points)
            })
            .collect(),
        Model::Grades { grades } => {
            grades.iter().map(|grade| format!("{}：{} 分", grade.name, grade.points)).collect()
        }
        Model::States { letters } => letters
            .iter()
            .map(|it| format!("{}：不超过 {} 处不符合，得 {}", it.name, it.cases, it.share))
            .collect(),
        Model::Threshold { metric, at_least, per_point_short } => {
            let short = match per_point_short {
                Some(each) => format!("每低 1 个百分点扣 {each} 分"),
                None => "达不到不得分".into(),
            };
            vec![format!("{metric}达到 {at_least}，{short}")]
        }
        Model::Share { metric } => vec![format!("按{metric}得分")],
        Model::Judged | Model::AllOrNothing => Vec::new(),
    }
}

/// `图片（会议现场）2—6 份`.
pub(crate) fn wants(rule: &EvidenceRule) -> String {
    let count = match rule.most {
        Some(most) if most != rule.least => format!(" {}—{most} 份", rule.least),
        _ if rule.least > 1 => format!(" {} 份", rule.least),
        _ => String::new(),
    };
    let chars = match (rule.least_chars, rule.most_chars) {
        (Some(least), Some(most)) => format!("，{least}—{most} 字"),
        (Some(least), None) => format!("，不少于 {least} 字"),
        (None, Some(most)) => format!("，不超过 {most} 字"),
        (None, None) => String::new(),
    };
    let shows = if rule.must_show.is_empty() {
        String::new()
    } else {
        format!("，要看得见{}", rule.must_show.join("、"))
    };
    let number = if rule.numbered { "，有文号" } else { "" };
    let optional = if rule.optional { "（可选）" } else { "" };
    format!("{}{count}{chars}{number}{shows}{optional}", rule.name())
}

fn due(node: &Node) -> String {
    match node.slot {
        Some(Slot::Year(year)) => format!("{year} 年"),
        Some(Slot::Month(month)) => format!("{month} 月"),
        Some(Slot::Quarter(quarter)) => format!("第 {quarter} 季度"),
        None => node.due.clone(),
    }
}

fn changes(before: &Standard, after: &Standard) -> Vec<ChangeLine> {
    let name = |node: &Node| format!("{} {}", node.code, node.title);
    differences(before, after)
        .into_iter()
        .map(|it| match it {
            Difference::Added(index) => ChangeLine {
                kind: "done",
                word: "新增",
                title: name(&after.tree.nodes()[index]),
                what: String::new(),
            },
            Difference::Removed(index) => ChangeLine {
                kind: "late",
                word: "删去",
                title: name(&before.tree.nodes()[index]),
                what: String::new(),
            },
            Difference::Altered(_, index, words) => ChangeLine {
                kind: "review",
                word: "改动",
                title: name(&after.tree.nodes()[index]),
                what: words.join("，"),
            },
            Difference::Head(words) => {
                ChangeLine {
                    kind: "review", word: "改动", title: "整套体系".into(), what: words.join("，")
                }
            }
            Difference::AsideAdded(it) => aside_line("done", "新增", &it, it.words()),
            Difference::AsideRemoved(it) => aside_line("late", "删去", &it, it.words()),
            Difference::AsideAltered(was, it) => {
                let words = if was.title() == it.title() {
                    format!("{} → {}", was.words(), it.words())
                } else {
                    format!("“{}” → “{}”，{}", was.title(), it.title(), it.words())
                };
                aside_line("review", "改动", &it, words)
            }
        })
        .collect()
}

fn aside_line(kind: &'static str, word: &'static str, it: &Aside, what: String) -> ChangeLine {
    ChangeLine { kind, word, title: format!("{} {} {}", it.kind(), it.code(), it.title()), what }
}

#[derive(Template)]
#[template(path = "standard/serve.html")]
pub struct ServePage {
    shell: Shell,
    sight: Sight,
    row: Row,
    caution: String,
}

impl ServePage {
    fn serves(&self, task: &TaskId) -> bool {
        self.row.tasks.iter().any(|(id, _)| id == task)
    }
}

/// One criterion: what it asks for, and the tasks that serve it.
pub async fn criterion(
    ctx: Ctx,
    Path((id, criterion)): Path<(StandardId, CriterionId)>,
) -> Answer<Page<ServePage>> {
    let sight = standard::show(&ctx.app, &ctx.who, id).await?;
    let index =
        sight.row.standard.tree.position(criterion).ok_or(app::Error::from(domain::Refused::NotFound))?;
    let row = row(&sight, index);
    Ok(Page::ok(ServePage {
        shell: ctx.shell(format!("{} {}", row.code, row.title)).await?,
        caution: sight.row.standard.caution().unwrap_or_default(),
        row,
        sight,
    }))
}
