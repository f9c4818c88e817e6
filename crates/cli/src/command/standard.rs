//! `wenming standard`: the shipped standards, a file checked before it is used, one taken over.

use crate::args::InstallStandard;
use crate::say;
use crate::stop::Stop;
use app::App;
use app::clock::SystemClock;
use app::ids::TimeIds;
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
