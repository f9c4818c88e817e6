//! 提示: a job looks at what was handed in and notes what its photos and words contradict or repeat;
//! the filer explains. Nothing of it holds a record up.

use crate::{App, Result, Who, matching, record, thumbnail};
use domain::audit::Entry;
use domain::authority::Action;
use domain::change::{Change, Versioned};
use domain::day::{Day, Instant};
use domain::id::{RecordId, RemarkId};
use domain::job::{Job, Work};
use domain::record::{Record, RecordState};
use domain::refused::Refused;
use domain::remark::{self, Elsewhere, LATE_DAYS, PhotoFacts, Remark, text};
use store::{Conn, PhotoRow, PutBands, PutRemarks};

/// A day in microseconds.
const DAY: i64 = 86_400_000_000;
/// Other records that one photo or text names at most.
const OTHERS: usize = 5;

/// The job for a record that was just handed in.
pub(crate) fn job(app: &App, record: &Record) -> Job {
    let work = Work::ExamineRecord { record: record.id };
    Job { id: app.ids.make(), bureau: Some(record.bureau), work, run_at: app.now() }
}

/// Looks at a record. Done again it finds the same and writes nothing.
pub(crate) async fn run(app: &App, id: RecordId) -> Result<String> {
    let mut view = app.store.view().await?;
    let held = view.record(id).await?.row;
    let files = view.files_of_record(id).await?;
    drop(view);
    if matches!(held.state, RecordState::Draft | RecordState::Void) {
        return Ok("已撤回，不用核对。".into());
    }
    // What a photo says is known only after its own job; here it may come first.
    for file in files.iter().filter(|file| thumbnail::readable(file)) {
        thumbnail::run(app, file.id).await?;
    }
    let mut view = app.store.view().await?;
    let bands = text::bands(&held.text);
    let filed = view.filed_at(id).await?.unwrap_or_else(|| app.now());
    let seen = look(&mut view, &held, filed, &bands).await?;
    let known: Vec<Remark> = view.remarks(id).await?.into_iter().map(|it| it.row).collect();
    let proposed = matching::proposed(app, &mut view, &held).await?;
    drop(view);
    let mut tx = app.store.begin().await?;
    let stamp = app.own_stamp(held.bureau, "job");
    let change = PutBands { record: id, bureau: held.bureau, bands };
    let renewed = remark::renew(&known, &seen).unwrap_or_default();
    let told = seen.iter().filter(|it| !it.kind.neutral()).count();
    let entry = Entry::new(Action::ExamineRecord, id).field("remarks", seen.len());
    let remarks = PutRemarks { record: id, renewed };
    tx.apply(&stamp, Change::new((change, (remarks, proposed)), entry)).await?;
    tx.commit().await?;
    Ok(format!("核对完，有 {told} 处提示。"))
}

async fn look(view: &mut Conn, held: &Record, filed: Instant, bands: &[i64]) -> Result<Vec<remark::Seen>> {
    let mut photos = Vec::new();
    for row in view.photos_of_record(held.id).await? {
        let elsewhere = elsewhere(view, held, &row).await?;
        photos.push(PhotoFacts { file: row.file, taken: row.taken, elsewhere });
    }
    let mut texts = Vec::new();
    for (other, words) in view.like_texts(held.bureau, held.id, bands).await? {
        let measure = text::share(&held.text, &words);
        if measure >= text::ALIKE {
            texts.push(Elsewhere { measure, ..other });
        }
    }
    texts.sort_by_key(|it| std::cmp::Reverse(it.measure));
    texts.truncate(OTHERS);
    let day = Day::of_instant(filed);
    let morning = day.start();
    let cut = day.minus(LATE_DAYS);
    let count = view.filed_between(held.unit, morning, Instant(morning.0 + DAY), cut).await?;
    Ok(remark::look(held, day, &photos, &texts, count))
}

/// Where the same photo stands, and where one that looks nearly like it, each record once.
async fn elsewhere(view: &mut Conn, held: &Record, row: &PhotoRow) -> Result<Vec<Elsewhere>> {
    let same = view.same_files(row.file).await?;
    let near = match row.hashes {
        Some((hash, mirror)) => view.near_photos(held.bureau, &[hash, mirror]).await?,
        None => Vec::new(),
    };
    let far = |file| near.iter().find(|(it, _)| *it == file).map_or(0, |(_, far)| *far);
    let mut files = same.clone();
    files.extend(near.iter().take(100).map(|(file, _)| *file));
    let mut found: Vec<Elsewhere> = Vec::new();
    for (file, record, title, day) in view.records_with_files(held.id, &files).await? {
        // The same file row in another record is the same photo too.
        let same = file == row.file || same.contains(&file);
        match found.iter_mut().find(|it| it.record == record) {
            Some(known) => known.same |= same,
            None => found.push(Elsewhere { record, title, day, measure: far(file), same }),
        }
    }
    found.sort_by_key(|it| (!it.same, it.measure));
    found.truncate(OTHERS);
    Ok(found)
}

/// 说明 of one's own record.
pub async fn explain(app: &App, who: &Who, record: RecordId, id: RemarkId, words: &str) -> Result<()> {
    let mut tx = app.store.begin().await?;
    let held: Versioned<Remark> = tx.remark(id).await?;
    let of = record::seen(app, &mut tx, who, record).await?;
    if held.record != record {
        return Err(Refused::NotFound.into());
    }
    tx.apply(&app.stamp(who), remark::explain(&held, &of, who, words)?).await?;
    Ok(tx.commit().await?)
}
