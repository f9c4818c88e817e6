//! The pages of a paper as PDF. Rendering is bounded: few at a time, outside of transactions; the latest
//! are remembered, because a page and its preview ask for the same one.

use super::sheet::Sheet;
use super::{Form, form, made, printed, text};
use crate::{App, Error, Result, Who};
use domain::id::PaperId;
use domain::refused::Refused;
use gongwen::paper as gw;
use gongwen_pdf::{Fonts, Options};
use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// A paper that was set.
#[derive(Debug, Clone)]
pub struct Pages {
    pub bytes: Vec<u8>,
    pub count: u32,
    /// Faces that stand in for those of the standard, as sentences.
    pub substituted: Vec<String>,
    /// Characters taken from another face, as sentences.
    pub borrowed: Vec<String>,
    /// Characters that no face holds, with page and code point, as sentences. They stop signing.
    pub missing: Vec<String>,
}

/// Most files of the folder of fonts, and the most that one may weigh.
const MOST_FILES: usize = 64;
const MOST_BYTES: u64 = 64 * 1024 * 1024;
/// Renderings that are remembered.
const REMEMBERED: usize = 8;

/// A rendering under the digest of what was set.
type Named = (String, Arc<Pages>);

/// The faces of this installation, read at the first paper, and the latest renderings.
#[derive(Clone, Default)]
pub struct Press {
    fonts: Arc<OnceLock<Fonts>>,
    latest: Arc<Mutex<VecDeque<Named>>>,
}

impl std::fmt::Debug for Press {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Press")
    }
}

impl Press {
    fn known(&self, key: &str) -> Option<Arc<Pages>> {
        let latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        latest.iter().find(|(it, _)| it == key).map(|(_, pages)| Arc::clone(pages))
    }

    /// The faces, those of a folder read once. Blocking.
    pub(crate) fn fonts(&self, folder: &Path) -> &Fonts {
        self.fonts.get_or_init(|| faces(folder))
    }

    /// Sets a paper. Blocking.
    fn set(&self, folder: &Path, words: &gw::Paper, options: &Options) -> Result<Arc<Pages>> {
        let key = serde_json::to_string(words).map_err(|error| Error::fault("paper text", error))?;
        let key = format!("{}{}", store::sm3_hex(key.as_bytes()), options.archival);
        if let Some(pages) = self.known(&key) {
            return Ok(pages);
        }
        let pages = Arc::new(self.draw(folder, words, options)?);
        let mut latest = self.latest.lock().unwrap_or_else(PoisonError::into_inner);
        latest.push_front((key, Arc::clone(&pages)));
        latest.truncate(REMEMBERED);
        Ok(pages)
    }

    /// Sets a paper that nobody will ask for again. Blocking.
    fn draw(&self, folder: &Path, words: &gw::Paper, options: &Options) -> Result<Pages> {
        let fonts = self.fonts(folder);
        let output =
            gongwen_pdf::pdf(words, fonts, options).map_err(|error| Error::rule(error.to_string()))?;
        Ok(Pages {
            bytes: output.bytes,
            count: output.pages,
            substituted: output.substituted.iter().map(gw::Substitution::sentence).collect(),
            borrowed: output.borrowed.iter().map(gongwen_pdf::Borrowed::sentence).collect(),
            missing: output.missing.iter().map(gw::Lack::sentence).collect(),
        })
    }
}

/// The embedded faces and those of `<data>/fonts`, by name.
fn faces(folder: &Path) -> Fonts {
    let mut fonts = Fonts::embedded();
    let Ok(entries) = std::fs::read_dir(folder) else { return fonts };
    let mut paths: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    paths.sort();
    for path in paths.iter().take(MOST_FILES) {
        let small = path.metadata().is_ok_and(|it| it.is_file() && it.len() <= MOST_BYTES);
        let Some(bytes) = small.then(|| std::fs::read(path).ok()).flatten() else { continue };
        match fonts.add(bytes) {
            Ok(uses) => tracing::info!(file = %path.display(), faces = uses.len(), "font"),
            Err(error) => tracing::warn!(file = %path.display(), %error, "font not taken"),
        }
    }
    fonts
}

/// Sets what would be printed.
pub(super) async fn set(app: &App, words: gw::Paper, archival: bool) -> Result<Arc<Pages>> {
    let room = app.rooms.clone().acquire_owned().await.map_err(|error| Error::fault("rooms", error))?;
    let (press, folder) = (app.press.clone(), app.store.data().join("fonts"));
    let options = Options { archival, made: made(app), ..Options::default() };
    let pages = tokio::task::spawn_blocking(move || press.set(&folder, &words, &options)).await?;
    drop(room);
    pages
}

/// The paper as it would be printed now.
pub async fn pdf(app: &App, who: &Who, id: PaperId) -> Result<(String, Arc<Pages>)> {
    let (title, words) = printed(app, who, id).await?;
    Ok((title, set(app, words, false).await?))
}

/// The pages of what is typed into the form and not saved. Nothing of it is kept or remembered.
pub async fn preview(app: &App, who: &Who, id: PaperId, version: i64, typed: &Sheet) -> Result<Pages> {
    let Form { paper: held, words } = form(app, who, id).await?;
    if held.version != version {
        return Err(Refused::Stale.into());
    }
    let words = typed.words(&words)?;
    let room = app.rooms.clone().acquire_owned().await.map_err(|error| Error::fault("rooms", error))?;
    let (press, folder, today) = (app.press.clone(), app.store.data().join("fonts"), app.today());
    let options = Options { made: made(app), ..Options::default() };
    let pages = tokio::task::spawn_blocking(move || {
        text::unclassified(&words)?;
        press.draw(&folder, &text::complete(words, &held, None, today), &options)
    })
    .await?;
    drop(room);
    pages
}
