//! `wenming audit verify`: proves the audit chain of every bureau.

use crate::args::Verify;
use crate::say;
use crate::stop::Stop;
use app::App;

/// Walks every chain; the first broken row ends the command with exit code 1.
pub async fn verify(app: &App, args: &Verify) -> Result<(), Stop> {
    let anchors =
        args.anchor.as_ref().map(|path| path.clone().unwrap_or_else(|| app::audit::anchor_file(app)));
    if let Some(path) = anchors.as_ref().filter(|path| !path.exists()) {
        return Err(Stop::input(format!("没有找到锚点文件“{}”。", path.display())));
    }
    let mut broken = Vec::new();
    for (bureau, name) in super::bureaus(app).await? {
        let proof = app::audit::verify(app, bureau, anchors.as_deref()).await?;
        let line = format!("{name}：{}", proof.sentence);
        if proof.broken.is_some() { broken.push(line) } else { say::line(&line) }
    }
    if broken.is_empty() { Ok(()) } else { Err(Stop::failed(broken.join(""))) }
}
