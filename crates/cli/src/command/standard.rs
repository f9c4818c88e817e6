//! `wenming standard`: the shipped standards, a file checked before it is used, one taken over; crosswalks, and
//! what is carried over by them.

use crate::args::{CarryOver, Crosswalks, InstallStandard};
use crate::say;
use crate::stop::Stop;
use app::App;
use app::clock::SystemClock;
use app::crosswalk;
use app::ids::TimeIds;
use app::turn::Turn;
use domain::crosswalk::{Line, UNDO_DAYS};
use domain::id::{CriterionId, CrosswalkId};
use domain::standard::StandardRow;
use domain::standard::file::File;
use std::sync::Arc;

/// The shipped files: key, name, issuer, and whether parts are missing.
pub fn list() -> Result<(), Stop> {
    for (key, file) in app::standard::shipped()? {
        let gaps = if file.standard.gaps.is_empty() { "完整" } else { "节选" };
        say::line(&format!("{key}\t{}\t{}\t{gaps}", file.standard.name, file.standard.issuer));
    }
    Ok(())
}

/// Reads a file and says what does not add up in it; nothing is stored.
pub fn check(path: &std::path::Path) -> Result<(), Stop> {
    let bytes = super::plan::bytes(path)?;
    let text = String::from_utf8(bytes).map_err(|_| Stop::input("文件不是 UTF-8 文本。"))?;
    let file = File::parse(&text).map_err(|wrong| Stop::input(wrong.to_string()))?;
    let ids = TimeIds::new(Arc::new(SystemClock));
    let standard = file.build(&ids, None).map_err(|wrong| Stop::input(wrong.to_string()))?;
    let count = standard.tree.criteria().count();
    say::line(&format!("“{}”可以使用，共 {count} 条指标。", standard.name));
    if let Some(caution) = standard.caution() {
        say::line(&format!("标注：{caution}"));
    }
    for finding in standard.findings() {
        let place = finding.node.map(|index| {
            let node = &standard.tree.nodes()[index];
            format!("{} {}：", node.code, node.title)
        });
        say::line(&format!("{}\t{}{}", finding.severity, place.unwrap_or_default(), finding.sentence));
    }
    Ok(())
}

/// Takes a shipped file over as a published version.
pub async fn install(app: &App, args: &InstallStandard) -> Result<(), Stop> {
    let who = super::acting(app, &args.who.login).await?;
    let id = app::standard::install(app, &who, &args.key).await?;
    say::line(&format!("已采用，可以在浏览器里打开：/standards/{id}"));
    Ok(())
}

/// Crosswalks read at once.
const SOME: i64 = 200;

/// All crosswalks, the newest first.
pub async fn crosswalks(app: &App, args: &Crosswalks) -> Result<(), Stop> {
    let who = super::acting(app, &args.who.login).await?;
    let mut turn = Turn::First;
    loop {
        let leaf = crosswalk::list(app, &who, &turn, SOME).await?;
        for it in leaf.rows {
            say::line(&format!(
                "{}\t{}，第 {} 版\t{}，第 {} 版\t已确认 {}\t待确认 {}",
                it.crosswalk.id,
                it.from_name,
                it.from_number,
                it.to_name,
                it.to_number,
                it.confirmed,
                it.proposed
            ));
        }
        match leaf.next {
            Some(key) => turn = Turn::After(key),
            None => return Ok(()),
        }
    }
}

/// Says line by line what goes over, and carries it unless only asked to look.
pub async fn carry(app: &App, args: &CarryOver) -> Result<(), Stop> {
    let who = super::acting(app, &args.who.login).await?;
    let crosswalk: CrosswalkId = parsed(&args.crosswalk, "对照")?;
    let (from, to) = (parsed(&args.from, "测评")?, parsed(&args.to, "测评")?);
    let preview = crosswalk::preview(app, &who, crosswalk, from, to).await?;
    for line in &preview.lines {
        say::line(&format!(
            "{}\t{}\t{}\t{}",
            name(&preview.from_standard, line.pair.from),
            name(&preview.to_standard, line.pair.to),
            line.pair.extent,
            goes(line)
        ));
    }
    let sum = format!("自评 {} 条，纪实 {} 份", preview.answers(), preview.records());
    if args.dry_run {
        say::line(&format!("会带过去：{sum}。没有保存任何内容。"));
        return Ok(());
    }
    crosswalk::carry(app, &who, crosswalk, from, to).await?;
    say::line(&format!(
        "已带过去：{sum}。{UNDO_DAYS} 天内可以在浏览器里收回：/standards/crosswalks/{crosswalk}"
    ));
    Ok(())
}

fn parsed<T: std::str::FromStr>(text: &str, what: &str) -> Result<T, Stop> {
    text.parse().map_err(|_| Stop::input(format!("“{text}”不是{what}的编号。")))
}

fn name(row: &StandardRow, id: CriterionId) -> String {
    let tree = &row.standard.tree;
    let node = tree.position(id).map(|at| &tree.nodes()[at]);
    node.map(|node| format!("{} {}", node.code, node.title)).unwrap_or_default()
}

fn goes(line: &Line) -> String {
    let answer = if line.claim.is_some() { "自评" } else { line.stays.as_str() };
    match (answer, line.records.len()) {
        ("", 0) => "没有可带的".into(),
        (answer, 0) => answer.to_owned(),
        ("", n) => format!("{n} 份纪实"),
        (answer, n) => format!("{answer}，{n} 份纪实"),
    }
}
