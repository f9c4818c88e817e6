//! How far a build is, told by the thread that writes it to the page of its job.

use crate::job::Teller;
use std::ops::Range;
use std::time::Duration;
use tokio::sync::mpsc::{self, Receiver, Sender};

/// The folders of the ZIP, in percent of the work.
pub(super) const FOLDERS: Range<usize> = 0..20;
/// Copies of photos, where there are none yet.
pub(super) const PHOTOS: Range<usize> = 20..45;
/// Pages of papers.
pub(super) const PAPERS: Range<usize> = 45..60;
/// Volumes of the PDF.
pub(super) const VOLUMES: Range<usize> = 60..95;

/// Between two words to the page, each of which is a transaction; nobody reads faster.
const PAUSE: Duration = Duration::from_millis(250);

/// What the writing thread tells through.
#[derive(Debug, Clone)]
pub(super) struct Tell(Sender<(i64, String)>);

/// Where it is heard.
#[derive(Debug)]
pub(super) struct Told(Receiver<(i64, String)>);

pub(super) fn channel() -> (Tell, Told) {
    let (sender, told) = mpsc::channel(1);
    (Tell(sender), Told(told))
}

impl Tell {
    /// `done` of `all` in a part of the work. Left out while the word before it is on its way, and where nobody
    /// listens the work goes on.
    pub fn part(&self, part: Range<usize>, done: usize, all: usize, note: &str) {
        let percent = part.start + part.len() * done.min(all) / all.max(1);
        let _ = self.0.try_send((percent as i64, note.to_owned()));
    }
}

impl Told {
    /// Hands everything on until the work ends.
    pub async fn pass_on(mut self, teller: &Teller) {
        while let Some((percent, note)) = self.0.recv().await {
            teller.tell(percent, &note).await;
            tokio::time::sleep(PAUSE).await;
        }
    }
}
