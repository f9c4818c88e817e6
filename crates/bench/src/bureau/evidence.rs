//! Records with photos and papers behind the criteria of an assessment. Rows come in the way a restored backup does;
//! files lie in the store whole, as uploads leave them, and nothing has been made of them yet.

use super::picture;
use super::rows::{Rows, row};
use super::{Filled, Result};
use app::{App, Error};
use domain::id::{FileId, RecordId};
use gongwen_pdf::Fonts;

/// Every so many papers one is a Word file.
const WORD: usize = 10;
/// Every so many records one stands behind two criteria.
const TWICE: usize = 10;

/// What was put behind the assessment.
#[derive(Debug, Clone, Copy)]
pub struct Evidence {
    pub records: usize,
    /// Bytes of photos and of papers.
    pub photos: u64,
    pub papers: u64,
}

/// A file that lies in the store.
struct Stored {
    name: String,
    media: &'static str,
    digest: String,
    size: u64,
}

/// Adds so many photos and papers, two photos and a paper to a record where there is enough of both.
pub async fn fill(app: &App, filled: &Filled, photos: usize, papers: usize) -> Result<Evidence> {
    let pictures = store(app, photos, photo).await?;
    let writings = store(app, papers, paper).await?;
    let weight = |files: &[Stored]| files.iter().map(|it| it.size).sum();
    let records = papers.max(photos.div_ceil(2));
    let done = Evidence { records, photos: weight(&pictures), papers: weight(&writings) };

    let mut rows = Rows::default();
    let all: Vec<RecordId> = (0..records).map(|_| app.ids.make()).collect();
    behind(app, filled, &all, &mut rows).await?;
    for (files, first) in [(pictures, 0), (writings, photos)] {
        for (at, file) in files.into_iter().enumerate() {
            let id: FileId = app.ids.make();
            rows.add(
                "file",
                row! {
                    "id": id.0, "bureau_id": filled.bureau.0, "digest": file.digest, "name": file.name,
                    "media": file.media, "size": file.size, "uploaded": 0, "version": 1
                },
            );
            let record = all[at % records];
            rows.add("record_file", row! { "record_id": record.0, "position": first + at, "file_id": id.0 });
        }
    }
    rows.finish(app).await?;
    Ok(done)
}

/// Accepted records of this year, in turn behind each criterion of the standard.
async fn behind(app: &App, filled: &Filled, all: &[RecordId], rows: &mut Rows) -> Result<()> {
    let mut view = app.store.view().await?;
    let assessment = view.assessment(filled.assessment).await?.row;
    let standard = view.standard(assessment.standard).await?.row.standard;
    let criteria: Vec<_> = standard.tree.criteria().map(|(_, node)| node.id).collect();
    let days = assessment.from.days_until(app.today()).max(0) + 1;
    for (at, record) in all.iter().enumerate() {
        let day = assessment.from.plus(at as i64 % days);
        rows.add(
            "record",
            row! {
                "id": record.0, "bureau_id": filled.bureau.0, "kind": "work", "title": format!("第{}次志愿服务", at + 1),
                "day": day.to_string(), "place": "三楼会议室", "unit_id": filled.section.0,
                "author_id": filled.staff.0, "text": TEXT, "state": "accepted", "return_note": "",
                "created": day.start().0, "updated": day.start().0, "version": 1
            },
        );
        let times = if at % TWICE == 0 { 2 } else { 1 };
        for criterion in
            criteria.iter().cycle().skip(at % criteria.len().max(1)).take(times.min(criteria.len()))
        {
            rows.add(
                "criterion_link",
                row! {
                    "criterion_id": criterion.0, "record_id": record.0, "bureau_id": filled.bureau.0,
                    "state": "confirmed", "reason": "因为有“志愿服务”", "changed": 0
                },
            );
        }
    }
    Ok(())
}

const TEXT: &str = "上午打扫院子，下午办读书班，到场同志签到后按安排进行，拍照留存。\
                    会后收集了意见，需要改进的两条已经分给有关同志办理。";

/// Name, media type and bytes of a file.
type Composed = (String, &'static str, Vec<u8>);

/// Composes so many files on all cores and keeps each as uploads are kept.
async fn store(
    app: &App,
    count: usize,
    compose: fn(usize, &Fonts) -> Result<Composed>,
) -> Result<Vec<Stored>> {
    let hands = std::thread::available_parallelism().map_or(1, usize::from);
    let mut working = Vec::new();
    for hand in 0..hands {
        let (blobs, ids) = (app.store.blobs().clone(), app.ids.clone());
        working.push(tokio::task::spawn_blocking(move || {
            let fonts = Fonts::embedded();
            let mut stored = Vec::new();
            for number in (hand..count).step_by(hands) {
                let (name, media, bytes) = compose(number, &fonts)?;
                let kept = blobs.keep(ids.next(), &mut bytes.as_slice())?;
                stored.push(Stored { name, media, digest: kept.digest, size: kept.size });
            }
            Ok::<_, Error>(stored)
        }));
    }
    let mut all = Vec::with_capacity(count);
    for hand in working {
        all.extend(hand.await??);
    }
    Ok(all)
}

fn photo(number: usize, _: &Fonts) -> Result<Composed> {
    Ok((format!("现场{number}.jpg"), "image/jpeg", picture::photo(number)?))
}

fn paper(number: usize, fonts: &Fonts) -> Result<Composed> {
    if number % WORD == WORD - 1 {
        let media = "application/vnd.openxmlformats-officedocument.wordprocessingml.document";
        Ok((format!("通知{number}.docx"), media, picture::docx(number)?))
    } else {
        Ok((format!("通知{number}.pdf"), "application/pdf", picture::pdf(number, fonts)?))
    }
}
