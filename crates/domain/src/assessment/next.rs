//! 下一步: the cheapest points that can still be won before a day. Each step says what it brings
//! and what it costs; whoever reads it decides.

use super::{Answer, Claims, Score};
use crate::day::Day;
use crate::points::{Points, Ratio};
use crate::standard::{Gap, Model, Node, Part, Standard, Weight, due_days};
use std::cmp::Reverse;

/// One step.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// Index of the criterion.
    pub node: usize,
    /// What it can bring.
    pub gain: Points,
    /// Things to do: one for the activity or paper itself, one for each missing piece of proof.
    pub effort: u32,
    /// The last day for it, where the standard gives one.
    pub due: Option<Day>,
    pub what: String,
}

/// Steps for what is open or not fully won, most points per effort first, then the earlier day.
/// `gaps` says for a criterion what proof is missing; steps that fall due after `until` are left out.
pub fn next_steps(
    standard: &Standard,
    claims: &Claims,
    score: &Score,
    gaps: impl Fn(usize) -> Vec<Gap>,
    today: Day,
    until: Day,
) -> Vec<Step> {
    let mut steps: Vec<Step> = standard
        .tree
        .criteria()
        .filter_map(|(index, node)| {
            let mark = score.marks[index].as_ref()?;
            let answer = claims.get(&node.id).map(|claim| &claim.answer);
            let (gain, what) = open(&node.model, mark.full?, mark.got, answer)?;
            let missing: Vec<String> = gaps(index)
                .into_iter()
                .filter(|gap| gap.weight == Weight::Missing)
                .map(|gap| gap.sentence)
                .collect();
            let due = due(standard, index, today);
            let effort = 1 + u32::try_from(missing.len()).unwrap_or(u32::MAX - 1);
            let what = if missing.is_empty() { what } else { format!("{what}{}", missing.concat()) };
            Some(Step { node: index, gain, effort, due, what })
        })
        .filter(|step| step.due.is_none_or(|due| due <= until))
        .collect();
    steps.sort_by_key(|step| {
        (Reverse(step.gain.0 / i64::from(step.effort)), step.due.unwrap_or(Day::MAX), step.node)
    });
    steps
}

/// What can still be won of a criterion, and how.
fn open(
    model: &Model,
    full: Points,
    got: Option<Points>,
    answer: Option<&Answer>,
) -> Option<(Points, String)> {
    let left = full - got.unwrap_or_default();
    if left <= Points::ZERO || matches!(answer, Some(Answer::NotApplicable(_))) {
        return None;
    }
    let what = match (model, answer) {
        (_, None) => "尚未填写。".to_owned(),
        (Model::Sum { parts }, Some(Answer::Counts(counts))) => {
            let open: Vec<&str> = parts
                .iter()
                .zip(counts)
                .filter(|(part, count)| part.worth(**count) < part.most.unwrap_or(part.points))
                .map(|(part, _)| part.text.as_str())
                .collect();
            format!("还可得分：{}。", open.join("、"))
        }
        (Model::Grades { grades }, Some(Answer::Grade(index))) => {
            let now = grades.get(*index)?;
            let next = grades.iter().filter(|it| it.points > now.points).min_by_key(|it| it.points)?;
            return Some((next.points - now.points, format!("由“{}”提高到“{}”。", now.name, next.name)));
        }
        // What was taken off stays off: the fault has happened.
        (Model::Deduct { .. }, Some(_)) => return None,
        (Model::Threshold { metric, at_least, .. }, Some(Answer::Measured(now))) => {
            format!("{metric}由 {now} 提高到 {at_least}。")
        }
        (Model::Share { metric }, Some(Answer::Measured(now))) => format!("{metric}现为 {now}。"),
        (Model::States { .. }, Some(Answer::Cases(cases))) => format!("整改 {cases} 处不符合。"),
        (Model::AllOrNothing, _) => "整改后符合标准即得全部分值。".to_owned(),
        _ => "还没有得满分。".to_owned(),
    };
    Some((left, what))
}

/// The next due day, or the last one where all have passed.
fn due(standard: &Standard, index: usize, today: Day) -> Option<Day> {
    let days = due_days(standard, index, today.year());
    days.iter().find(|day| **day >= today).or(days.last()).copied()
}

/// The answer that wins all points of a criterion, for a question of the kind "what if".
pub fn best(node: &Node) -> Option<Answer> {
    Some(match &node.model {
        Model::Judged => Answer::Given(node.points?),
        Model::Sum { parts } => Answer::Counts(parts.iter().map(most_of).collect()),
        Model::Deduct { parts } => Answer::Counts(vec![0; parts.len()]),
        Model::Grades { grades } => {
            let best = grades.iter().map(|it| it.points).max()?;
            Answer::Grade(grades.iter().position(|it| it.points == best)?)
        }
        Model::States { .. } => Answer::Cases(0),
        Model::AllOrNothing => Answer::Met(true),
        Model::Threshold { .. } | Model::Share { .. } => Answer::Measured(Ratio::percent(100)),
    })
}

/// How often a part must occur until more of it brings nothing; a part without limit counts once.
fn most_of(part: &Part) -> u32 {
    match part.most {
        Some(most) if part.each && part.points > Points::ZERO => {
            u32::try_from((most.0 + part.points.0 - 1) / part.points.0).unwrap_or(1)
        }
        _ => 1,
    }
}
