//! 简报 and 总结 from the accepted records of a period. Each figure names the records that it was made
//! from, by their numbers in the attached list.

use super::{Asked, Filled, Frame, annex, grid};
use crate::sight::visible;
use crate::{App, Error, Result, Who};
use domain::authority::Action;
use domain::day::Day;
use domain::record::sum;
use gongwen::paper as gw;
use gw::{Block, Format, Kind, Level, Seal};
use std::collections::BTreeMap;
use store::SourceRow;

/// Most records of one paper.
const MOST: i64 = 300;
/// Characters of a record that a 简报 tells.
const TOLD: usize = 160;

/// 简报: no national format; set like 纪要, with its own 期次.
pub(super) async fn bulletin(app: &App, who: &Who, frame: &Frame, asked: &Asked) -> Result<Filled> {
    let rows = records(app, who, asked).await?;
    let mut it = frame.paper(Kind::Minutes, "文明单位创建工作简报")?;
    it.format = Format::Minutes;
    it.header.mark = Some("文明单位创建工作简报".into());
    it.header.issue = Some("第××期".into());
    it.sign_off.seal = Seal::Omitted;
    it.body = vec![Block::heading(Level::First, "总体情况"), overall(&rows, asked)];
    it.body.extend(figures(&rows));
    it.body.push(Block::heading(Level::First, "工作动态"));
    it.body.extend(rows.iter().flat_map(news));
    it.attachments.extend(list(&rows));
    Ok(Filled { words: it, plan: None, sources: rows.iter().map(|row| row.id).collect() })
}

/// 总结 goes up under a report.
pub(super) async fn summary(app: &App, who: &Who, frame: &Frame, asked: &Asked) -> Result<Filled> {
    let rows = records(app, who, asked).await?;
    let mut it = frame.paper(Kind::Report, "关于文明单位创建工作情况的报告")?;
    it.recipients = vec!["××××".into()];
    it.body = vec![overall(&rows, asked)];
    it.body.extend(figures(&rows));
    it.body.push(Block::heading(Level::First, "主要做法"));
    it.body.extend(rows.iter().flat_map(news));
    for (head, text) in [("存在问题", "××××。"), ("下一步打算", "××××。")] {
        it.body.push(Block::heading(Level::First, head));
        it.body.push(Block::text(text));
    }
    it.attachments.extend(list(&rows));
    Ok(Filled { words: it, plan: None, sources: rows.iter().map(|row| row.id).collect() })
}

async fn records(app: &App, who: &Who, asked: &Asked) -> Result<Vec<SourceRow>> {
    let mut view = app.store.view().await?;
    let seen = visible(who, Action::ViewRecord)?;
    let rows = view.source_records(who.bureau, &seen, (asked.from, asked.to), MOST + 1).await?;
    if rows.len() as i64 > MOST {
        let sentence = format!("这段时间的纪实超过 {MOST} 份，请缩短时间。");
        return Err(Error::field("to", sentence));
    }
    Ok(rows)
}

fn overall(rows: &[SourceRow], asked: &Asked) -> Block {
    let mut units: Vec<&str> = rows.iter().map(|row| row.unit.as_str()).collect();
    units.sort_unstable();
    units.dedup();
    let span = format!("{}至{}", asked.from.full_text(), asked.to.full_text());
    if rows.is_empty() {
        return Block::text(format!("{span}，没有审核通过的工作纪实。××××。"));
    }
    Block::text(format!("{span}，{}个科室和单位共报送并通过审核的工作纪实{}份。", units.len(), rows.len()))
}

/// What was counted of one thing, with the numbers of its records.
#[derive(Default)]
struct Pile<'a> {
    values: Vec<&'a str>,
    from: Vec<usize>,
}

/// One sentence for each thing counted, with the numbers of its records.
fn figures(rows: &[SourceRow]) -> Vec<Block> {
    let mut piles: BTreeMap<(&str, &str), Pile<'_>> = BTreeMap::new();
    for (at, row) in rows.iter().enumerate() {
        for figure in &row.figures {
            let pile = piles.entry((&figure.item, &figure.uom)).or_default();
            pile.values.push(&figure.value);
            if pile.from.last() != Some(&(at + 1)) {
                pile.from.push(at + 1);
            }
        }
    }
    if piles.is_empty() {
        return Vec::new();
    }
    let told = piles.into_iter().map(|((item, uom), pile)| {
        let numbers: Vec<String> = pile.from.iter().map(ToString::to_string).collect();
        Block::text(format!(
            "{item}合计{}{uom}（据附件第{}份）。",
            sum(pile.values.iter().copied()),
            numbers.join("、")
        ))
    });
    std::iter::once(Block::heading(Level::First, "主要数据")).chain(told).collect()
}

fn news(row: &SourceRow) -> Vec<Block> {
    let text: String = row.text.split_whitespace().collect::<String>().chars().take(TOLD).collect();
    let end = if text.is_empty() || text.ends_with(['。', '！', '？']) { "" } else { "。" };
    let mut blocks = vec![Block::heading(Level::Second, row.title.clone())];
    blocks.push(Block::text(format!("{}，{}。{text}{end}", day(row.day), row.unit)));
    blocks
}

fn day(day: Day) -> String {
    day.month_day_text()
}

/// The list that figures refer to.
fn list(rows: &[SourceRow]) -> Option<gw::Attachment> {
    if rows.is_empty() {
        return None;
    }
    let lines = rows.iter().enumerate().map(|(at, row)| {
        let figures: Vec<String> =
            row.figures.iter().map(|it| format!("{}{}{}", it.item, it.value, it.uom)).collect();
        [(at + 1).to_string(), row.day.full_text(), row.unit.clone(), row.title.clone(), figures.join("；")]
    });
    let heads = [("序号", 8), ("日期", 20), ("单位", 18), ("工作纪实", 34), ("数据", 20)];
    Some(annex("数据来源清单", vec![grid(&heads, lines)], false))
}
