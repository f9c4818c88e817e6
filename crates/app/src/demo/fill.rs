//! Plays the year: each activity is handed in, judged and mended through the same steps as a user's,
//! on its own days. What needs no photo is played before the first page is shown, many in one
//! transaction; the rest is a job, so that the start stays quick and the progress is seen.

use super::year::{Deed, End, begin, deeds};
use super::{learned, life, on, people, scene, score, who};
use crate::file::{self, Incoming};
use crate::job::{Report, Teller};
use crate::record::{self, Filled, Verdict};
use crate::{App, Error, Result, Who, matching, remark};
use domain::authority::Role;
use domain::day::Day;
use domain::file::File;
use domain::id::{BureauId, PersonId, RecordId};
use domain::job::{Job, Work};
use domain::record::{Attended, Sheet};
use domain::standard::LinkState;
use std::collections::BTreeMap;
use std::io::Cursor;
use store::Tx;
use uuid::Uuid;

/// Records of one transaction before the first page is shown.
const BATCH: usize = 40;
/// Days before today whose photos are there from the start.
const FRESH: i64 = 6;

/// Who plays.
pub(super) struct Cast {
    office: Who,
    /// By unit: who answers for it and who serves there.
    pub units: BTreeMap<String, (Who, Vec<PersonId>)>,
}

async fn cast(app: &App) -> Result<Cast> {
    let office = who(app, "office").await?;
    let names: BTreeMap<_, _> = {
        let units = app.store.view().await?.units(office.bureau, app.today()).await?;
        units.into_iter().map(|it| (it.row.id, it.row.name)).collect()
    };
    let mut units = BTreeMap::new();
    for login in people::logins() {
        let user = who(app, login).await?;
        let answers = user.grants.iter().any(|it| matches!(it.role, Role::Liaison | Role::Subordinate));
        let Some(unit) = user.units.first().copied().filter(|_| answers) else { continue };
        let serve = app.store.view().await?.person_choices(user.bureau, Some(&[unit]), app.today()).await?;
        if let Some(name) = names.get(&unit) {
            units.entry(name.clone()).or_insert((user, serve.into_iter().map(|it| it.id).collect()));
        }
    }
    Ok(Cast { office, units })
}

impl Cast {
    fn of(&self, deed: &Deed) -> Result<&(Who, Vec<PersonId>)> {
        self.units.get(deed.unit).ok_or_else(|| Error::fault("demo", deed.unit))
    }
}

/// The record of an activity is known by its place in the year, so that none is played twice.
fn id(bureau: BureauId, number: usize) -> RecordId {
    RecordId(Uuid::from_u128(bureau.0.as_u128() ^ ((1 << 40) | number as u128)))
}

/// What is there before the first page is shown, and the job for the rest.
pub(super) async fn open(app: &App, until: Day) -> Result<()> {
    let cast = cast(app).await?;
    let fresh = until.minus(FRESH);
    let now: Vec<Deed> =
        deeds(until)?.into_iter().filter(|it| it.photos.is_empty() || it.day >= fresh).collect();
    for batch in now.chunks(BATCH) {
        let mut ready = Vec::with_capacity(batch.len());
        for deed in batch {
            ready.push((deed, photos(app, &cast, deed).await?));
        }
        let mut tx = app.store.begin().await?;
        for (deed, files) in ready {
            play(app, &mut tx, &cast, deed, files).await?;
        }
        tx.commit().await?;
    }
    learned::certificates(app, &cast, until).await?;
    let bureau = cast.office.bureau;
    let job = Job {
        id: app.ids.make(),
        bureau: Some(bureau),
        work: Work::FillDemo { bureau, until },
        // Before the small jobs of what was just played.
        run_at: begin(until).start(),
    };
    let mut tx = app.store.begin().await?;
    tx.put_job(&job, app.now()).await?;
    Ok(tx.commit().await?)
}

/// The work of the job. Done again it goes on where it broke off.
pub(crate) async fn run(app: &App, until: Day, teller: &Teller) -> Result<Report> {
    if !app.demo {
        return Err(Error::rule("这不是演示，没有可补的内容。"));
    }
    let cast = cast(app).await?;
    let left = left(app, &cast, until).await?;
    for (done, deed) in left.iter().enumerate() {
        if done.is_multiple_of(5) {
            let note = format!("正在放入全年的纪实和照片，第 {} 份，共 {} 份。", done + 1, left.len());
            teller.tell((done * 90 / left.len().max(1)) as i64, &note).await;
        }
        one(app, &cast, deed).await?;
    }
    teller.tell(92, "正在对应测评项，核对照片。").await;
    finish(app, &cast, until).await?;
    Ok(Report::new(format!("放入了 {} 份纪实和它们的照片。", left.len())))
}

/// Plays at most so many of what is left, without a job, and tells how many.
pub async fn fill(app: &App, until: Day, most: usize) -> Result<usize> {
    let cast = cast(app).await?;
    let mut left = left(app, &cast, until).await?;
    left.truncate(most);
    for deed in &left {
        one(app, &cast, deed).await?;
    }
    finish(app, &cast, until).await?;
    Ok(left.len())
}

async fn left(app: &App, cast: &Cast, until: Day) -> Result<Vec<Deed>> {
    let mut view = app.store.view().await?;
    let mut left = Vec::new();
    for deed in deeds(until)? {
        if view.record_if(id(cast.office.bureau, deed.number)).await?.is_none() {
            left.push(deed);
        }
    }
    Ok(left)
}

async fn one(app: &App, cast: &Cast, deed: &Deed) -> Result<()> {
    let files = photos(app, cast, deed).await?;
    let mut tx = app.store.begin().await?;
    play(app, &mut tx, cast, deed, files).await?;
    Ok(tx.commit().await?)
}

/// Draws the photos and keeps them as an upload does.
async fn photos(app: &App, cast: &Cast, deed: &Deed) -> Result<Vec<File>> {
    let (author, _) = cast.of(deed)?;
    let shots = deed.photos.clone();
    let drawn = tokio::task::spawn_blocking(move || {
        shots.iter().map(|shot| Ok((scene::name(shot), scene::jpeg(shot)?))).collect::<Result<Vec<_>>>()
    })
    .await??;
    let mut files = Vec::with_capacity(drawn.len());
    for (name, bytes) in drawn {
        let photo = Incoming::read(name, Cursor::new(bytes));
        files.push(file::keep(&on(app, deed.filed), author, photo).await?);
    }
    Ok(files)
}

/// Everything that happens to the record of one activity.
async fn play(app: &App, tx: &mut Tx, cast: &Cast, deed: &Deed, files: Vec<File>) -> Result<()> {
    let (author, people) = cast.of(deed)?;
    let id = id(author.bureau, deed.number);
    let mut filled = Filled { version: 0, sheet: sheet(deed, people), removed: Vec::new() };
    record::hand_in(&on(app, deed.filed), tx, author, id, &filled, files).await?;
    if matches!(deed.end, End::Returned | End::Mended) {
        judge(app, tx, cast, deed, &life::verdict(life::Act::Return, deed.number)).await?;
    }
    if deed.end == End::Mended {
        filled.version = tx.record(id).await?.version;
        filled.sheet.text.push_str("已按审核意见补充。");
        record::hand_in(&on(app, deed.filed.plus(2)), tx, author, id, &filled, Vec::new()).await?;
    }
    if matches!(deed.end, End::Accepted | End::Mended) {
        judge(app, tx, cast, deed, &Verdict::Accept).await?;
        // What was told at the time has been read.
        tx.read_messages(author.person, Some(id.0), app.now()).await?;
    }
    Ok(())
}

async fn judge(app: &App, tx: &mut Tx, cast: &Cast, deed: &Deed, verdict: &Verdict) -> Result<()> {
    let id = id(cast.office.bureau, deed.number);
    let version = tx.record(id).await?.version;
    let day = match verdict {
        Verdict::Return { .. } => deed.filed.plus(1),
        Verdict::Accept => deed.filed.plus(3),
    };
    record::judge(&on(app, day), tx, &cast.office, id, version, verdict).await
}

fn sheet(deed: &Deed, people: &[PersonId]) -> Sheet {
    let hours = |n: usize| Some([120, 150, 180, 240][(deed.number + n) % 4]);
    let served =
        people.iter().cycle().skip(deed.number % people.len().max(1)).take(people.len().min(deed.heads));
    let attended = served.enumerate().map(|(n, person)| Attended { person: *person, minutes: hours(n) });
    Sheet {
        kind: deed.kind.to_owned(),
        title: deed.title.clone(),
        day: deed.day.to_string(),
        place: deed.place.to_owned(),
        text: deed.text.clone(),
        figures: deed.figures.clone(),
        details: deed.details.clone(),
        people: if deed.kind == "volunteering" { attended.collect() } else { Vec::new() },
        assignments: Vec::new(),
    }
}

/// What is decided later: criteria, words to remarks, answers of the assessment.
async fn finish(app: &App, cast: &Cast, until: Day) -> Result<()> {
    let deeds = deeds(until)?;
    for deed in deeds.iter().filter(|it| it.number % 5 != 3) {
        link(app, cast, deed).await?;
    }
    for (at, deed) in deeds.iter().enumerate().filter(|(_, it)| it.odd) {
        let before = deeds[..at].iter().rev().find(|it| !it.photos.is_empty());
        explain(app, cast, deed, before).await?;
    }
    score::again(app).await
}

/// The likeliest criteria are confirmed; now and then one is removed.
async fn link(app: &App, cast: &Cast, deed: &Deed) -> Result<()> {
    let (author, _) = cast.of(deed)?;
    let (app, id) = (&on(app, deed.filed.plus(1)), id(author.bureau, deed.number));
    let mut view = app.store.view().await?;
    if view.record_if(id).await?.is_none() || !view.links_of_record(id).await?.is_empty() {
        return Ok(());
    }
    drop(view);
    let proposed = matching::proposals(app, author, id).await?;
    let proposed = proposed.into_iter().filter(|it| it.state == LinkState::Proposed);
    for it in proposed.take(1 + usize::from(deed.number.is_multiple_of(3))) {
        matching::decide(app, author, id, it.criterion.id, deed.number % 29 != 5).await?;
    }
    Ok(())
}

/// Every second one who is asked about a photo says how it came about.
async fn explain(app: &App, cast: &Cast, deed: &Deed, before: Option<&Deed>) -> Result<()> {
    let (author, _) = cast.of(deed)?;
    let (app, id) = (&on(app, deed.filed.plus(1)), id(author.bureau, deed.number));
    if app.store.view().await?.record_if(id).await?.is_none() {
        return Ok(());
    }
    if let Some(before) = before {
        remark::run(app, self::id(author.bureau, before.number)).await?;
    }
    remark::run(app, id).await?;
    let seen = app.store.view().await?.remarks(id).await?;
    for it in seen.iter().filter(|it| it.explanation.is_empty() && !it.seen.kind.neutral()) {
        if deed.number.is_multiple_of(2) {
            remark::explain(app, author, id, it.id, "照片是前一次活动时拍的，这次场地和人员相同，已补拍。")
                .await?;
        }
    }
    Ok(())
}
