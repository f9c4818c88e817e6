//! One criterion: the form of its model, the records behind it, what it still wants to see.

use crate::form::{ErrorLine, Errors, Form, Pairs};
use crate::page::{Answer, Page, Redirected};
use crate::request::{Ctx, Path, Query};
use crate::shell::Shell;
use crate::standard::show::{detail, wants};
use crate::unit::Choice;
use crate::words;
use app::assessment::{self, AnswerForm, Sight};
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::assessment::{Answer as Said, Track, mark};
use domain::code::Code;
use domain::id::{AssessmentId, ClaimId, CriterionId, RecordId};
use domain::points::{Points, Ratio};
use domain::standard::{LinkState, Model, Part};
use serde::Deserialize;

#[derive(Template)]
#[template(path = "score/criterion.html")]
pub struct CriterionPage {
    shell: Shell,
    sight: Sight,
    caution: String,
    title: String,
    full: String,
    detail: Vec<String>,
    evidence: Vec<String>,
    track: Track,
    tracks: Vec<Other>,
    inputs: Vec<Input>,
    grades: Vec<Choice>,
    reason: String,
    waived: bool,
    why_waived: String,
    before: String,
    links: Vec<LinkLine>,
    others: Vec<OtherLine>,
    words: String,
    history: Vec<HistoryLine>,
    errors: Errors,
    lines: Vec<ErrorLine>,
    may: bool,
    answered: bool,
}

/// What another track says.
pub struct Other {
    track: Track,
    url: String,
    here: bool,
    said: String,
}

/// One question of the form.
pub struct Input {
    pub name: String,
    pub label: String,
    pub kind: &'static str,
    pub value: String,
    pub hint: String,
}

impl Input {
    pub fn is(&self, kind: &str) -> bool {
        self.kind == kind
    }
}

/// A further record that may be ticked.
pub struct OtherLine {
    id: RecordId,
    title: String,
    day: String,
    from: String,
}

pub struct LinkLine {
    id: RecordId,
    title: String,
    day: String,
    /// The unit below the assessed one whose record it is; empty for its own.
    from: String,
    note: String,
    checked: bool,
    proposed: bool,
}

pub struct HistoryLine {
    when: String,
    who: String,
    track: Track,
    said: String,
    ended: bool,
}

#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    track: String,
    /// Words by which further records are looked for.
    #[serde(default)]
    q: String,
}

pub async fn show(
    ctx: Ctx,
    Path((id, criterion)): Path<(AssessmentId, CriterionId)>,
    Query(asked): Query<Asked>,
) -> Answer<Page<CriterionPage>> {
    let sight = assessment::criterion(&ctx.app, &ctx.who, id, criterion, &asked.q).await?;
    let track = Track::from_code(&asked.track).unwrap_or_else(|| first(&sight));
    Ok(Page::ok(page(&ctx, sight, track, &asked.q, None, Errors::default()).await?))
}

/// The track that the reader scores in.
fn first(sight: &Sight) -> Track {
    Track::ALL.iter().copied().find(|track| sight.rights.of(*track)).unwrap_or(Track::Own)
}

async fn page(
    ctx: &Ctx,
    sight: Sight,
    track: Track,
    words: &str,
    typed: Option<&Pairs>,
    errors: Errors,
) -> app::Result<CriterionPage> {
    let today = ctx.app.today();
    let own = sight.assessment.unit;
    let from = |unit, name: &str| if unit == own { String::new() } else { name.to_owned() };
    let node = sight.node();
    let held = sight.claims.iter().find(|(it, _)| *it == track).map(|(_, row)| row);
    let kept = typed.cloned().unwrap_or_else(|| {
        held.map(|row| pairs_of(&row.claim.answer, &row.claim.reason)).unwrap_or_default()
    });
    let value = |name: &str| get(&kept, name).to_owned();
    let ticked: Vec<&str> =
        kept.iter().filter(|(name, _)| name == "record").map(|(_, id)| id.as_str()).collect();
    let chosen = |row: &store::LinkRow| match typed {
        Some(_) => ticked.contains(&row.link.record.to_string().as_str()),
        None => row.is_confirmed(),
    };
    let said = |claim: &Said| mark(node, Some(claim)).map(|mark| mark.why).unwrap_or_default();
    let scored = |claim: &Said| {
        let mark = mark(node, Some(claim)).unwrap_or_default();
        mark.got.map_or(mark.why.clone(), |got| format!("{got} 分，{}", mark.why))
    };
    Ok(CriterionPage {
        shell: ctx.shell(node.title.clone()).await?,
        caution: sight.standard.standard.caution().unwrap_or_default(),
        title: format!("{} {}", node.code, node.title),
        full: super::said(node.points),
        detail: detail(&node.model),
        evidence: node.evidence.iter().map(wants).collect(),
        tracks: Track::ALL
            .iter()
            .map(|other| Other {
                track: *other,
                url: format!("?track={}", other.code()),
                here: *other == track,
                said: sight
                    .claims
                    .iter()
                    .find(|(it, _)| it == other)
                    .map_or_else(|| "没有填写".into(), |(_, row)| scored(&row.claim.answer)),
            })
            .collect(),
        inputs: inputs(&node.model, &kept),
        grades: grades(&node.model, &value("answer")),
        reason: value("reason"),
        waived: !value("not_applicable").is_empty(),
        why_waived: value("waived"),
        before: held.map(|row| row.id.to_string()).unwrap_or_default(),
        links: sight
            .links
            .iter()
            .map(|row| LinkLine {
                id: row.link.record,
                title: row.title.clone(),
                day: words::spaced(row.day, today),
                from: from(row.unit, &row.unit_name),
                note: row.link.reason.clone(),
                checked: chosen(row),
                proposed: row.link.state == LinkState::Proposed,
            })
            .collect(),
        others: sight
            .others
            .iter()
            .map(|it| OtherLine {
                id: it.record,
                title: it.title.clone(),
                day: words::spaced(it.day, today),
                from: from(it.unit, &it.unit_name),
            })
            .collect(),
        words: words.to_owned(),
        history: sight
            .history
            .iter()
            .map(|(row, name)| HistoryLine {
                when: words::moment(row.made, today),
                who: name.clone(),
                track: row.track,
                said: format!("{} {}", said(&row.claim.answer), row.claim.reason),
                ended: row.ended.is_some(),
            })
            .collect(),
        may: sight.rights.of(track),
        answered: held.is_some(),
        lines: errors.lines(),
        errors,
        track,
        sight,
    })
}

pub(crate) fn get<'a>(pairs: &'a Pairs, name: &str) -> &'a str {
    pairs.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str()).unwrap_or_default()
}

/// A claim as the form would have sent it.
pub(crate) fn pairs_of(answer: &Said, reason: &str) -> Pairs {
    let mut pairs: Pairs = vec![("reason".into(), reason.into())];
    match answer {
        Said::Counts(counts) => {
            pairs.extend(
                counts.iter().enumerate().map(|(i, count)| (format!("count-{i}"), count.to_string())),
            );
        }
        Said::Grade(index) => pairs.push(("answer".into(), index.to_string())),
        Said::Cases(cases) => pairs.push(("answer".into(), cases.to_string())),
        Said::Met(met) => pairs.push(("answer".into(), if *met { "yes" } else { "no" }.into())),
        Said::Measured(ratio) => pairs.push(("answer".into(), ratio.to_string())),
        Said::Given(points) => pairs.push(("answer".into(), points.to_string())),
        Said::NotApplicable(why) => {
            pairs.push(("not_applicable".into(), "on".into()));
            pairs.push(("waived".into(), why.clone()));
        }
    }
    pairs
}

/// The questions of a model that are typed; a choice stands in [`grades`].
pub(crate) fn inputs(model: &Model, kept: &Pairs) -> Vec<Input> {
    let input = |name: &str, label: &str, kind, hint: &str| Input {
        name: name.into(),
        label: label.into(),
        kind,
        value: get(kept, name).to_owned(),
        hint: hint.into(),
    };
    match model {
        Model::Sum { parts } | Model::Deduct { parts } => parts
            .iter()
            .enumerate()
            .map(|(i, part)| input(&format!("count-{i}"), &part.text, "integer", &of_part(part)))
            .collect(),
        Model::States { .. } => vec![input("answer", "不符合几处", "integer", "没有就填 0")],
        Model::Threshold { metric, .. } | Model::Share { metric } => {
            vec![input("answer", metric, "text", "填百分数或分数，例如 92.5% 或 37/40")]
        }
        Model::Judged => vec![input("answer", "得几分", "number", "最多四位小数")],
        Model::Grades { .. } | Model::AllOrNothing => Vec::new(),
    }
}

fn of_part(part: &Part) -> String {
    let most = part.most.map(|most| format!("，最多 {most} 分")).unwrap_or_default();
    if part.each {
        format!("有几次填几次，每次 {} 分{most}", part.points)
    } else {
        format!("有填 1，没有填 0，{} 分", part.points)
    }
}

pub(crate) fn grades(model: &Model, now: &str) -> Vec<Choice> {
    let choice = |value: String, label: String| Choice { selected: value == now, value, label };
    match model {
        Model::Grades { grades } => grades
            .iter()
            .enumerate()
            .map(|(i, grade)| choice(i.to_string(), format!("{}（{} 分）", grade.name, grade.points)))
            .collect(),
        Model::AllOrNothing => {
            vec![choice("yes".into(), "符合标准".into()), choice("no".into(), "不符合标准".into())]
        }
        _ => Vec::new(),
    }
}

/// What was typed as an answer of the model.
pub(crate) fn parse(model: &Model, pairs: &Pairs) -> app::Result<Said> {
    if !get(pairs, "not_applicable").is_empty() {
        return Ok(Said::NotApplicable(get(pairs, "waived").to_owned()));
    }
    let typed = get(pairs, "answer").trim();
    let wrong = |sentence: &str| app::Error::field("answer", sentence);
    let count = |name: &str| -> app::Result<u32> {
        match get(pairs, name).trim() {
            "" => Ok(0),
            text => text.parse().map_err(|_| app::Error::field(name, "请填写 0 或更大的整数。")),
        }
    };
    Ok(match model {
        Model::Sum { parts } | Model::Deduct { parts } => Said::Counts(
            (0..parts.len()).map(|i| count(&format!("count-{i}"))).collect::<app::Result<Vec<u32>>>()?,
        ),
        Model::Grades { .. } => Said::Grade(typed.parse().map_err(|_| wrong("请选择一档。"))?),
        Model::States { .. } => {
            Said::Cases(typed.parse().map_err(|_| wrong("请填写不符合的处数，没有就填 0。"))?)
        }
        Model::AllOrNothing => match typed {
            "yes" => Said::Met(true),
            "no" => Said::Met(false),
            _ => return Err(wrong("请选择是否符合标准。")),
        },
        Model::Threshold { .. } | Model::Share { .. } => Said::Measured(
            typed.parse::<Ratio>().map_err(|error| app::Error::field("answer", error.to_string()))?,
        ),
        Model::Judged => Said::Given(
            typed.parse::<Points>().map_err(|error| app::Error::field("answer", error.to_string()))?,
        ),
    })
}

fn form_of(sight: &Sight, track: Track, pairs: &Pairs) -> app::Result<AnswerForm> {
    Ok(AnswerForm {
        track,
        before: get(pairs, "before").parse().ok(),
        answer: parse(&sight.node().model, pairs)?,
        reason: get(pairs, "reason").to_owned(),
        records: pairs
            .iter()
            .filter(|(name, _)| name == "record")
            .filter_map(|(_, id)| id.parse().ok())
            .collect(),
    })
}

pub async fn answer(
    ctx: Ctx,
    Path((id, criterion)): Path<(AssessmentId, CriterionId)>,
    Form(pairs): Form<Pairs>,
) -> Answer<Response> {
    let sight = assessment::criterion(&ctx.app, &ctx.who, id, criterion, "").await?;
    let track = Track::from_code(get(&pairs, "track"))
        .ok_or_else(|| app::Error::rule("请从这一条的页面填写得分。"))?;
    let done = match form_of(&sight, track, &pairs) {
        Ok(form) => assessment::answer(&ctx.app, &ctx.who, id, criterion, &form).await,
        Err(error) => Err(error),
    };
    match done {
        Ok(()) => {
            let title = format!("“{}”的{track}已保存。", sight.node().title);
            Ok(ctx
                .done(format!("/scores/{id}?track={}#t-{}", track.code(), sight.index), title)
                .into_response())
        }
        Err(error) => {
            let page = page(&ctx, sight, track, "", Some(&pairs), Errors::of(error)?).await?;
            Ok(Page::refused(page).into_response())
        }
    }
}

#[derive(Debug, Deserialize)]
pub struct BackForm {
    track: String,
    before: ClaimId,
}

pub async fn take_back(
    ctx: Ctx,
    Path((id, criterion)): Path<(AssessmentId, CriterionId)>,
    Form(form): Form<BackForm>,
) -> Answer<Redirected> {
    let track =
        Track::from_code(&form.track).ok_or_else(|| app::Error::rule("请从这一条的页面撤回得分。"))?;
    assessment::take_back(&ctx.app, &ctx.who, id, criterion, track, form.before).await?;
    let url = format!("/scores/{id}/criteria/{criterion}?track={}", track.code());
    Ok(ctx.done(url, "已撤回，这一条现在算未知。"))
}

pub async fn make_task(
    ctx: Ctx,
    Path((id, criterion)): Path<(AssessmentId, CriterionId)>,
    Form(()): Form<()>,
) -> Answer<Redirected> {
    let task = assessment::make_task(&ctx.app, &ctx.who, id, criterion).await?;
    Ok(ctx.done(format!("/tasks/{task}"), "已建成任务，请核对责任和时限。"))
}
