//! `wenming roster import`: the roster page from the command line, with the same checks.

use super::plan::{bytes, name, reason};
use crate::args::ImportRoster;
use crate::say;
use crate::stop::Stop;
use app::App;
use app::roster::{self, Answers, Preview, Section};
use domain::unit::UnitKind;
use std::io::Write;
use std::path::Path;

/// Lines of each kind that are printed; the error workbook has them all.
const SHOWN: usize = 50;

/// Checks a roster, says what it found, and lets all rows join or none.
pub async fn import(app: &App, args: &ImportRoster) -> Result<(), Stop> {
    let who = super::acting(app, &args.who.login).await?;
    let kind = args.new_units.as_deref().map(|word| super::member(word, "单位类型")).transpose()?;
    let (file, bytes) = (name(&args.file), bytes(&args.file)?);
    let preview = roster::check(app, &who, &file, bytes.clone()).await.map_err(unread)?;
    told(&preview);
    if !preview.judged.wrong.is_empty() {
        return Err(wrong(preview, args.errors.as_deref()).await);
    }
    let answers = answers(&preview, kind, args.same_names.as_deref())?;
    if args.dry_run {
        say::line("只核对，没有写入。");
        return Ok(());
    }
    if preview.judged.ready.is_empty() {
        say::line("没有可以导入的新人员。");
        return Ok(());
    }
    let id = roster::upload(app, &who, &file, bytes).await.map_err(unread)?;
    let done = roster::apply(app, &who, id, &answers).await?;
    say::line(&format!(
        "{} 人已加入名册，新建 {} 个科室或单位，跳过 {} 行。",
        done.joined, done.units, done.skipped
    ));
    Ok(())
}

/// What is wrong with the file is wrong input; all else is a refusal.
fn unread(error: app::Error) -> Stop {
    let input = !error.fields().is_empty();
    let stop = Stop::from(error);
    if input { Stop::input(stop.sentence) } else { stop }
}

fn told(preview: &Preview) {
    let judged = &preview.judged;
    say::line(&format!(
        "共 {} 行：{} 行可以导入，{} 行有错，{} 行已在名册、会跳过。",
        judged.total,
        judged.ready.len(),
        judged.wrong_rows(),
        judged.present.len()
    ));
    for it in judged.wrong.iter().take(SHOWN) {
        let column = it.column.map(|column| format!("“{column}”")).unwrap_or_default();
        say::line(&format!("第 {} 行{column}：{}", it.line, it.sentence));
    }
    if judged.wrong.len() > SHOWN {
        say::line(&format!("还有 {} 处没有列出。", judged.wrong.len() - SHOWN));
    }
}

async fn wrong(preview: Preview, out: Option<&Path>) -> Stop {
    let missing: Vec<String> = preview.import.layout.missing().iter().map(ToString::to_string).collect();
    let rows = preview.judged.wrong_rows();
    let mut sentence = match missing.as_slice() {
        [] => format!("有 {rows} 行有错，一行也没有写入。"),
        missing => format!("没有找到这些列：{}，一行也没有写入。", missing.join("、")),
    };
    let Some(out) = out else {
        sentence.push_str("加上 --errors 可以得到写明原因的错误表。");
        return Stop::input(sentence);
    };
    let written = match roster::errors_of(preview).await {
        Ok(book) => std::fs::File::create_new(out).and_then(|mut file| file.write_all(&book)),
        Err(error) => return error.into(),
    };
    match written {
        Ok(()) => sentence.push_str(&format!("错误表在“{}”，改好后可以直接再导入。", out.display())),
        Err(error) => sentence.push_str(&format!("错误表没有写成“{}”：{}。", out.display(), reason(&error))),
    }
    Stop::input(sentence)
}

/// What the preview asks, answered by the options; what they leave open stops the command.
fn answers(preview: &Preview, kind: Option<UnitKind>, same: Option<&str>) -> Result<Answers, Stop> {
    let judged = &preview.judged;
    let mut open = Vec::new();
    if kind.is_none() && !judged.unknown.is_empty() {
        let named: Vec<&str> = judged.unknown.keys().take(SHOWN).map(String::as_str).collect();
        open.push(format!(
            "还没有这些科室：{}，请先建好，或者用 --new-units 写明新建为哪一类",
            named.join("、")
        ));
    }
    if same.is_none() && !judged.twins.is_empty() {
        let lines: Vec<String> = judged.twins.iter().take(SHOWN).map(ToString::to_string).collect();
        open.push(format!("第 {} 行与别人同名，请用 --same-names 写明怎样办", lines.join("、")));
    }
    if !open.is_empty() {
        return Err(Stop::input(format!("{}。", open.join("；"))));
    }
    let section = |name: &String| kind.map(|kind| (name.clone(), Section::Create(kind)));
    Ok(Answers {
        sections: judged.unknown.keys().filter_map(section).collect(),
        twins: judged.twins.iter().map(|line| (*line, same == Some("add"))).collect(),
    })
}
