//! 方案 and 任务分解表 from a published plan: a notice with the plan in its own words and the table of
//! its tasks, in one file.

use super::line::block;
use super::{Filled, Frame, INSIDE, annex, grid};
use crate::reading::Read;
use crate::{App, Error, Result, Who, table};
use domain::id::PlanId;
use domain::refused::Refused;
use domain::table::Column;
use gongwen::paper as gw;
use gw::{Attachment, Block, Kind, Level};
use store::{Conn, PlanHead};

/// 关于印发《…方案》的通知, with plan and table.
pub(super) async fn with_plan(app: &App, who: &Who, frame: &Frame, plan: Option<PlanId>) -> Result<Filled> {
    let head = head(app, who, plan).await?;
    let name = name(&head.title);
    let mut it = frame.paper(Kind::Notice, format!("关于印发《{name}》的通知"))?;
    it.title_words = vec![format!("《{name}》")];
    it.recipients = vec![INSIDE.into()];
    it.body = vec![Block::text(format!("现将《{name}》印发给你们，请结合实际，认真抓好落实。"))];
    let body = body(app, &head).await?;
    it.attachments = vec![annex(&name, body, false), tasks(app, who, &head).await?];
    Ok(Filled { words: it, plan: Some(head.id), sources: Vec::new() })
}

/// 关于印发任务分解表的通知, with the table alone.
pub(super) async fn with_table(app: &App, who: &Who, frame: &Frame, plan: Option<PlanId>) -> Result<Filled> {
    let head = head(app, who, plan).await?;
    let name = name(&head.title);
    let mut it = frame.paper(Kind::Notice, format!("关于印发《{name}任务分解表》的通知"))?;
    it.title_words = vec![format!("《{name}任务分解表》")];
    it.recipients = vec![INSIDE.into()];
    it.body = vec![
        Block::text(format!("根据《{name}》，现将任务分解表印发给你们，请对照责任和时限抓好落实。")),
        Block::text("各责任单位完成任务后，请及时报送工作纪实。"),
    ];
    it.attachments = vec![tasks(app, who, &head).await?];
    Ok(Filled { words: it, plan: Some(head.id), sources: Vec::new() })
}

async fn head(app: &App, who: &Who, plan: Option<PlanId>) -> Result<PlanHead> {
    let heads = app.store.view().await?.plan_heads(who.bureau).await?;
    if heads.is_empty() {
        return Err(Error::field("plan", "还没有发布的方案。请先在“导入与核对”里发布一份。"));
    }
    let found = match plan {
        Some(id) => heads.into_iter().find(|head| head.id == id),
        None => heads.into_iter().next(),
    };
    Ok(found.ok_or(Refused::NotFound)?)
}

/// The name of the plan alone: a notice that carried it is no part of its name.
fn name(title: &str) -> String {
    let inner = title.split_once('《').and_then(|(_, rest)| rest.split_once('》')).map(|(name, _)| name);
    let inner = inner.unwrap_or(title).trim();
    let about = inner.strip_prefix("关于印发").and_then(|rest| rest.strip_suffix("的通知"));
    about.unwrap_or(inner).to_owned()
}

async fn tasks(app: &App, who: &Who, head: &PlanHead) -> Result<Attachment> {
    let table = table::of_plan(app, who, head.id).await?;
    let rows = table.rows.iter().map(|row| {
        [
            Column::Number,
            Column::Project,
            Column::Content,
            Column::Leader,
            Column::Lead,
            Column::Support,
            Column::Doer,
            Column::Due,
        ]
        .map(|column| row.cells.get(column).to_owned())
    });
    let heads = [
        ("序号", 5),
        ("项目", 12),
        ("工作任务", 32),
        ("责任领导", 9),
        ("牵头科室", 11),
        ("配合科室", 11),
        ("责任人", 9),
        ("完成时限", 11),
    ];
    Ok(annex(&format!("{}任务分解表", name(&head.title)), vec![grid(&heads, rows)], true))
}

/// The plan in its own words where its paper was kept, else as the tree that was published.
async fn body(app: &App, head: &PlanHead) -> Result<Vec<Block>> {
    let mut view = app.store.view().await?;
    let plan = view.plan(head.id).await?;
    if let Some(draft) = plan.draft {
        let reading = view.draft(draft).await?.row.reading;
        let read: Read = serde_json::from_str(&reading).map_err(|error| Error::fault("reading", error))?;
        let blocks = told(&read);
        if blocks.len() > 3 {
            return Ok(blocks);
        }
    }
    tree(&mut view, head).await
}

async fn tree(view: &mut Conn, head: &PlanHead) -> Result<Vec<Block>> {
    let mut blocks = Vec::new();
    let tasks = view.tasks_of_plan(head.id).await?;
    let say = |measure, blocks: &mut Vec<Block>| {
        let under = tasks.iter().filter(|task| task.measure == measure && task.void_reason.is_empty());
        blocks.extend(under.map(|task| Block::text(sentence(&task.title))));
    };
    for measure in view.measures(head.id).await? {
        blocks.push(Block::heading(Level::First, measure.row.title.clone()));
        say(Some(measure.row.id), &mut blocks);
    }
    say(None, &mut blocks);
    Ok(blocks)
}

fn sentence(text: &str) -> String {
    if text.ends_with(['。', '；', '！', '？']) { text.to_owned() } else { format!("{text}。") }
}

/// The text of a plan in a paper: what stands between its title and its sign-off. Where a notice
/// carries it, it begins behind the date of the notice.
fn told(read: &Read) -> Vec<Block> {
    let paras = &read.paragraphs;
    let spoken = |kind: &str| matches!(kind, "heading" | "body");
    let cut = paras.iter().position(|it| it.kind == "date").filter(|at| {
        paras[*at..].iter().any(|it| it.kind == "heading")
            && paras[..*at].iter().all(|it| it.kind != "heading")
    });
    let rest = &paras[cut.map_or(0, |at| at + 1)..];
    let end = rest.iter().rposition(|it| spoken(&it.kind)).map_or(0, |at| at + 1);
    rest[..end]
        .iter()
        .filter(|it| spoken(&it.kind) && !it.text.trim().is_empty())
        .map(|it| block(it.text.trim()))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_notice_is_no_part_of_the_name_of_its_plan() {
        assert_eq!(name("关于印发《2026年创建方案》的通知"), "2026年创建方案");
        assert_eq!(name("2026年创建方案"), "2026年创建方案");
    }
}
