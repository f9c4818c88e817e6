//! Pictures of a page, on screen and on paper, and the scene of a failed step.
//! They lie in one folder per browser, so that the two never overwrite each other.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::{BrowserKind, Page, settings};

/// How much of a page's text a failure quotes.
const QUOTED: usize = 1500;

impl Page {
    /// A picture of what the window shows, `<name>.png`.
    #[track_caller]
    pub fn screenshot(&self, name: &str) -> impl Future<Output = PathBuf> {
        self.step(format!("take picture {name}"), self.picture(name, false))
    }

    /// A picture of the page to its end, `<name>.png`.
    #[track_caller]
    pub fn screenshot_full(&self, name: &str) -> impl Future<Output = PathBuf> {
        self.step(format!("take picture {name}"), self.picture(name, true))
    }

    /// A picture of the page with its print styles, `<name>.png`.
    #[track_caller]
    pub fn screenshot_print(&self, name: &str) -> impl Future<Output = PathBuf> {
        self.step(format!("take print picture {name}"), async move {
            self.emulate_media("print").await?;
            let picture = self.picture(name, true).await;
            self.emulate_media("").await?;
            picture
        })
    }

    /// The page as printed, `<name>.pdf`, on the paper its styles ask for.
    #[track_caller]
    pub fn print_pdf(&self, name: &str) -> impl Future<Output = PathBuf> {
        self.step(format!("print {name}"), async move {
            let paper = json!({
                "preferCSSPageSize": true, "printBackground": true, "paperWidth": 8.27, "paperHeight": 11.69,
            });
            let answer = self.session.call("Page.printToPDF", paper).await?;
            self.keep(&format!("{name}.pdf"), &answer)
        })
    }

    async fn picture(&self, name: &str, full: bool) -> Result<PathBuf, String> {
        let mut params = json!({ "format": "png" });
        if full {
            let size = self.evaluate(SIZE).await?;
            params["captureBeyondViewport"] = true.into();
            params["clip"] = json!({ "x": 0, "y": 0, "width": size[0], "height": size[1], "scale": 1 });
        }
        let answer = self.session.call("Page.captureScreenshot", params).await?;
        self.keep(&format!("{name}.png"), &answer)
    }

    fn keep(&self, file: &str, answer: &Value) -> Result<PathBuf, String> {
        let bytes =
            STANDARD.decode(answer["data"].as_str().unwrap_or_default()).map_err(|e| e.to_string())?;
        let path = settings::shots().join(folder(self.kind)).join(file);
        path.parent()
            .map_or(Ok(()), std::fs::create_dir_all)
            .and_then(|()| std::fs::write(&path, bytes))
            .map_err(|e| format!("{}: {e}", path.display()))?;
        Ok(path)
    }

    /// What a failed step leaves for its reader: address, status, text, picture.
    pub(crate) async fn scene(&self) -> String {
        static NUMBER: AtomicU32 = AtomicU32::new(1);
        let name = format!("failed-{}-{}", std::process::id(), NUMBER.fetch_add(1, Ordering::Relaxed));
        let url = self.evaluate("location.href").await.unwrap_or_else(|e| e.into());
        let text = self.shown_text().await.unwrap_or_else(|e| e);
        let text: String = text.chars().take(QUOTED).collect();
        let picture = self.picture(&name, false).await.map_or_else(|e| e, |path| path.display().to_string());
        let errors = self.record.errors().join("\n    ");
        format!(
            "  page: {url} (status {})\n  picture: {picture}\n  errors: {errors}\n  it shows:\n{text}",
            self.status()
        )
    }
}

/// The document's width and height in CSS pixels.
const SIZE: &str = "[Math.max(document.documentElement.scrollWidth, innerWidth), \
    Math.max(document.documentElement.scrollHeight, innerHeight)]";

fn folder(kind: BrowserKind) -> &'static str {
    match kind {
        BrowserKind::Current => "current",
        BrowserKind::Chromium90 => "chromium90",
    }
}
