//! 方案原文: the paper of a published plan, with the sentence marked that a task was made from.

use crate::page::{Answer, Page};
use crate::request::{Ctx, Path, Query};
use crate::shell::Shell;
use app::campaign;
use app::reading::Read;
use askama::Template;
use domain::id::PlanId;
use serde::Deserialize;

#[derive(Template)]
#[template(path = "campaign/paper.html")]
pub struct PaperPage {
    shell: Shell,
    plan: PlanId,
    heading: String,
    paras: Vec<Para>,
    /// Whether a place was asked for and found.
    marked: bool,
}

struct Para {
    kind: &'static str,
    /// What stands before the mark, in it and behind it.
    before: String,
    mark: String,
    behind: String,
    /// The first marked one carries the anchor.
    first: bool,
}

#[derive(Debug, Default, Deserialize)]
pub struct Asked {
    /// `from-to` in characters of the paper.
    #[serde(default)]
    span: String,
}

pub async fn show(
    mut ctx: Ctx,
    Path(plan): Path<PlanId>,
    Query(asked): Query<Asked>,
) -> Answer<Page<PaperPage>> {
    // The menu marks the place that the paper belongs to.
    ctx.path = "/campaign".into();
    let paper = campaign::paper(&ctx.app, &ctx.who, plan).await?;
    let span = asked.span.split_once('-').and_then(|(from, to)| Some((from.parse().ok()?, to.parse().ok()?)));
    let paras = paras(&paper.read, span);
    let marked = paras.iter().any(|para| !para.mark.is_empty());
    let heading = paper.title;
    Ok(Page::ok(PaperPage {
        shell: ctx.shell(format!("{heading} 原文")).await?,
        plan,
        heading,
        paras,
        marked,
    }))
}

/// The paragraphs as they were printed, cut at the borders of the span.
fn paras(read: &Read, span: Option<(usize, usize)>) -> Vec<Para> {
    let chars: Vec<char> = read.text.chars().collect();
    let (from, to) = span.unwrap_or((0, 0));
    let mut paras = Vec::new();
    let mut first = true;
    for para in &read.paragraphs {
        let [begin, end] = para.span;
        let Some(printed) = chars.get(begin..end.max(begin)) else { continue };
        if printed.iter().all(|c| c.is_whitespace()) {
            continue;
        }
        let cut = |at: usize| at.clamp(begin, end) - begin;
        let (a, b) = (cut(from), cut(to).max(cut(from)));
        let text = |part: &[char]| part.iter().collect::<String>();
        let mark = text(&printed[a..b]);
        paras.push(Para {
            kind: match para.kind.as_str() {
                "title" | "issuer" => "title",
                "heading" if printed.len() <= 40 => "heading",
                "sign_off" | "date" => "right",
                _ => "body",
            },
            before: text(&printed[..a]),
            behind: text(&printed[b..]),
            first: first && !mark.is_empty(),
            mark,
        });
        first &= paras.last().is_none_or(|para| para.mark.is_empty());
    }
    paras
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_cut_out_of_the_paragraphs_it_touches() {
        let para =
            |from, to| app::reading::Para { span: [from, to], text: String::new(), kind: "body".into() };
        let read = Read {
            text: "一二三\n四五六".into(),
            charset: String::new(),
            paragraphs: vec![para(0, 3), para(4, 7)],
            record: serde_json::Value::Null,
        };
        let told = |span| -> Vec<String> {
            paras(&read, span).iter().map(|it| format!("{}[{}]{}", it.before, it.mark, it.behind)).collect()
        };
        assert_eq!(told(Some((1, 5))), ["一[二三]", "[四]五六"]);
        assert_eq!(told(Some((5, 2))), ["一二三[]", "四[]五六"]);
        assert_eq!(told(Some((90, 99))), ["一二三[]", "四五六[]"]);
        assert_eq!(told(None), ["[]一二三", "[]四五六"]);
    }
}
