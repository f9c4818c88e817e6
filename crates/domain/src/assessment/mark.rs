//! One criterion: its model and its answer become points and the sentence that explains them.

use super::Answer;
use crate::points::{Points, Ratio};
use crate::standard::{Letter, Model, Node, Part};

/// What one node is worth in an assessment.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Mark {
    /// Points reached by what is known so far; `None` while nothing is.
    pub got: Option<Points>,
    /// Of the full points, those on which there is an answer.
    pub known: Points,
    /// The full points; unknown where the standard's copy does not show them.
    pub full: Option<Points>,
    /// Of the full points, those that do not apply to this unit.
    pub waived: Points,
    /// Why, in one sentence.
    pub why: String,
}

/// An answer that a model cannot take: a slip of the program or a version that moved on.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("“{title}”按“{model}”评分，填写的内容不相符，请重新填写。")]
pub struct Mismatch {
    pub title: String,
    pub model: &'static str,
}

/// The mark of a criterion.
///
/// # Errors
/// An answer of another model, or outside what the model offers.
pub fn mark(node: &Node, answer: Option<&Answer>) -> Result<Mark, Mismatch> {
    let full = node.points;
    let Some(answer) = answer else {
        return Ok(Mark { full, why: "尚未填写".into(), ..Mark::default() });
    };
    if let Answer::NotApplicable(reason) = answer {
        return Ok(Mark {
            full,
            waived: full.unwrap_or_default(),
            why: format!("不适用：{reason}"),
            ..Mark::default()
        });
    }
    let mismatch = || Mismatch { title: node.title.clone(), model: node.model.label() };
    let (got, why) = given(&node.model, full, answer).ok_or_else(mismatch)?;
    let known = full.filter(|_| got.is_some()).unwrap_or_default();
    Ok(Mark { got, known, full, waived: Points::ZERO, why })
}

/// Points and reason; `None` where answer and model do not fit. Points stay unknown where they
/// depend on full points that nobody knows.
fn given(model: &Model, full: Option<Points>, answer: &Answer) -> Option<(Option<Points>, String)> {
    let capped = |points: Points| full.map_or(points, |full| points.min(full));
    Some(match (model, answer) {
        (Model::Judged, Answer::Given(points)) => {
            let fits = *points >= Points::ZERO && full.is_none_or(|full| *points <= full);
            fits.then(|| (Some(*points), format!("评定 {points} 分")))?
        }
        (Model::Sum { parts }, Answer::Counts(counts)) => {
            let (sum, list) = parts_of(parts, counts)?;
            (Some(capped(sum)), if list.is_empty() { "各项均未得分".into() } else { list })
        }
        (Model::Deduct { parts }, Answer::Counts(counts)) => {
            let (lost, list) = parts_of(parts, counts)?;
            let why = if list.is_empty() {
                "没有扣分".into()
            } else {
                format!("扣 {lost} 分（{list}），扣完为止")
            };
            (full.map(|full| (full - lost).max(Points::ZERO)), why)
        }
        (Model::Grades { grades }, Answer::Grade(index)) => {
            let grade = grades.get(*index)?;
            (Some(capped(grade.points)), format!("评为“{}”", grade.name))
        }
        (Model::States { letters }, Answer::Cases(cases)) => {
            let letter = letter(letters, *cases)?;
            (
                full.map(|full| full.at(letter.share)),
                format!("{cases} 处不符合，状态 {}，按 {} 计", letter.name, letter.share),
            )
        }
        (Model::AllOrNothing, Answer::Met(met)) => {
            let why = if *met { "符合标准" } else { "不符合标准，本项不得分" };
            (if *met { full } else { Some(Points::ZERO) }, why.into())
        }
        (Model::Threshold { metric, at_least, per_point_short }, Answer::Measured(ratio)) => {
            threshold(metric, *at_least, *per_point_short, full, *ratio)
        }
        (Model::Share { metric }, Answer::Measured(ratio)) => {
            let share = if ratio.reaches(Ratio::percent(100)) { Ratio::percent(100) } else { *ratio };
            (full.map(|full| full.at(share).max(Points::ZERO)), format!("{metric} {ratio}，按比例得分"))
        }
        _ => return None,
    })
}

/// The worth of all parts and the list of those that occurred.
fn parts_of(parts: &[Part], counts: &[u32]) -> Option<(Points, String)> {
    if parts.len() != counts.len() {
        return None;
    }
    let occurred = || parts.iter().zip(counts).filter(|(_, count)| **count > 0);
    let sum = occurred().map(|(part, count)| part.worth(*count)).sum();
    let words: Vec<String> = occurred()
        .map(|(part, count)| {
            let times = if part.each && *count > 1 { format!("×{count}") } else { String::new() };
            format!("{} {}{times}", part.text, part.points)
        })
        .collect();
    Some((sum, words.join("、")))
}

/// The first letter that holds so many bad cases; the last holds any number.
fn letter(letters: &[Letter], cases: u32) -> Option<&Letter> {
    letters.iter().find(|letter| cases <= letter.cases).or_else(|| letters.last())
}

fn threshold(
    metric: &str,
    at_least: Ratio,
    per_point_short: Option<Points>,
    full: Option<Points>,
    ratio: Ratio,
) -> (Option<Points>, String) {
    if ratio.reaches(at_least) {
        return (full, format!("{metric} {ratio}，达到 {at_least}"));
    }
    match per_point_short {
        None => (Some(Points::ZERO), format!("{metric} {ratio}，未达到 {at_least}，本项不得分")),
        Some(each) => {
            let short = ratio.points_short_of(at_least);
            let left = full.map(|full| (full - each.times(short)).max(Points::ZERO));
            (left, format!("{metric} {ratio}，比 {at_least} 低 {short} 个百分点，每点扣 {each} 分"))
        }
    }
}
