//! An inspection file of many photos and papers, made as the office has it made: the order over HTTP, its progress
//! read off the page, and beside it a light page asked by somebody else, which must not become slow.
//!
//! The first build makes the small copies of the photos, the second finds them; both must have the same bytes.

use super::drive::{Times, timed};
use super::place::Place;
use super::program::{self, Program};
use super::{Client, Result};
use crate::args::Args;
use crate::say;
use bench::bureau::{self, PASSWORD, Size, evidence};
use serde_json::{Value, json};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

/// How often the page of a build asks for its progress.
const LOOK: Duration = Duration::from_secs(1);
/// How long the other person waits between two pages.
const REST: Duration = Duration::from_millis(50);
/// A build that takes longer is none.
const PATIENCE: Duration = Duration::from_secs(3_600);
/// Percent at which the server is killed: volumes are being drawn.
const KILL_AT: u64 = 70;

pub async fn run(args: &Args) -> Result<()> {
    let binary = program::binary()?;
    let place = Place::make(args).await?;
    let done = measured(args, &place, &binary).await;
    place.remove().await?;
    done
}

async fn measured(args: &Args, place: &Place, binary: &Path) -> Result<()> {
    let begun = Instant::now();
    let app = place.open().await?;
    let filled = bureau::fill(&app, Size { assignments: 100, people: 200, years: 1 }).await?;
    let evidence = evidence::fill(&app, &filled, args.photos, args.papers).await?;
    app.store.close().await;
    let filling = begun.elapsed().as_secs_f64();
    say(&format!(
        "{}: {} records with {} photos ({} MB) and {} papers ({} MB), filled in {filling:.1} s",
        place.engine(),
        evidence.records,
        args.photos,
        evidence.photos >> 20,
        args.papers,
        evidence.papers >> 20
    ));
    let page = format!("/scores/{}/dossier", filled.assessment);
    let program = Program::start(binary, place).await?;
    let first = Desk::open(&program, place, &page).await?.build("first build").await?;
    first.forget(&program, &page).await?;
    let again = Desk::open(&program, place, &page).await?.build("again, copies there").await?;
    same(&first, &again)?;
    let mut builds = vec![first.json(), again.json()];
    drop(program);
    if args.kill {
        let killed = killed(binary, place, &page).await?;
        same(&first, &killed)?;
        builds.push(killed.json());
    }
    if let Some(path) = &args.json {
        let all = json!({"engine": place.engine(), "photos": args.photos, "papers": args.papers,
                         "filling_s": filling, "photo_bytes": evidence.photos, "builds": builds});
        std::fs::write(path, serde_json::to_string_pretty(&all)?)?;
    }
    Ok(())
}

/// A build whose server is killed in its middle and started again.
async fn killed(binary: &Path, place: &Place, page: &str) -> Result<Build> {
    let program = Program::start(binary, place).await?;
    let mut desk = Desk::open(&program, place, page).await?;
    desk.order().await?;
    loop {
        match desk.look().await? {
            Seen::Making { percent, .. } if percent >= KILL_AT => break,
            Seen::Making { .. } => tokio::time::sleep(LOOK / 5).await,
            Seen::Done(_) => return Err("the build was done before it could be killed".into()),
        }
    }
    drop(desk);
    // That is SIGKILL.
    drop(program);
    let kept = std::fs::read_dir(place.folder().join("dossiers"))?
        .filter_map(|it| std::fs::read_dir(it.ok()?.path()).ok())
        .map(|volumes| volumes.count() / 2)
        .sum::<usize>();
    say(&format!("killed at {KILL_AT}% with {kept} volumes drawn, started again"));
    let program = Program::start(binary, place).await?;
    Desk::open(&program, place, page).await?.follow("after the kill").await
}

fn same(first: &Build, other: &Build) -> Result<()> {
    if first.digest == other.digest {
        say(&format!("{}: the same {} bytes", other.name, other.size));
        return Ok(());
    }
    Err(format!("{} made other bytes: {} and {}", other.name, first.digest, other.digest).into())
}

/// What a look at the page shows of the newest build.
enum Seen {
    Making { percent: u64, told: String },
    Done(Shown),
}

/// A build that is there.
struct Shown {
    id: String,
    digest: String,
    volumes: usize,
}

/// Who has it made, and who works beside it.
struct Desk<'a> {
    program: &'a Program,
    place: &'a Place,
    page: &'a str,
    office: Client,
    staff: Client,
}

impl<'a> Desk<'a> {
    async fn open(program: &'a Program, place: &'a Place, page: &'a str) -> Result<Self> {
        let office = Client::sign_in(&program.address, "office", PASSWORD).await?;
        let staff = Client::sign_in(&program.address, "staff", PASSWORD).await?;
        Ok(Self { program, place, page, office, staff })
    }

    async fn order(&mut self) -> Result<()> {
        let answer = self.office.submit(self.page, self.page, "papers=full").await?;
        if answer.status == 303 { Ok(()) } else { Err(format!("not ordered: {}", answer.status).into()) }
    }

    async fn build(mut self, name: &'static str) -> Result<Build> {
        self.program.forget_most()?;
        let begun = Instant::now();
        let beside = Beside::work(&self.staff).await?;
        self.order().await?;
        let measured = self.watch(begun).await;
        self.end(name, begun, beside, measured).await
    }

    /// The same for a build that was ordered before.
    async fn follow(mut self, name: &'static str) -> Result<Build> {
        self.program.forget_most()?;
        let begun = Instant::now();
        let beside = Beside::work(&self.staff).await?;
        let measured = self.watch(begun).await;
        self.end(name, begun, beside, measured).await
    }

    /// Looks until it is done.
    async fn watch(&mut self, begun: Instant) -> Result<Watched> {
        let (mut phases, mut looks) = (Vec::<(&str, f64)>::new(), Vec::new());
        let mut last = begun;
        loop {
            let asked = Instant::now();
            let seen = self.look().await?;
            looks.push(asked.elapsed());
            let now = Instant::now();
            let phase = match &seen {
                Seen::Making { told, .. } => phase(told),
                Seen::Done(_) => phases.last().map_or("folders", |it| it.0),
            };
            let passed = (now - std::mem::replace(&mut last, now)).as_secs_f64();
            match phases.last_mut().filter(|it| it.0 == phase) {
                Some(it) => it.1 += passed,
                None => phases.push((phase, passed)),
            }
            if let Seen::Done(shown) = seen {
                return Ok(Watched { shown, phases, looks: Times::of(looks) });
            }
            if begun.elapsed() > PATIENCE {
                return Err("the build does not end".into());
            }
            tokio::time::sleep(LOOK).await;
        }
    }

    async fn look(&mut self) -> Result<Seen> {
        let answer = self.office.get(self.page).await?;
        let text = String::from_utf8_lossy(&answer.body).into_owned();
        let row = between(&text, "id=\"builds\"", "</tbody>").and_then(|it| between(it, "<tbody>", "</tr>"));
        let row = row.ok_or("the page shows no build")?;
        if let Some(id) = between(row, "action=\"/dossiers/", "/") {
            let digest = between(row, "<code>", "</code>").ok_or("a build without a digest")?;
            let volumes = row.matches("name=\"part\"").count().saturating_sub(1);
            return Ok(Seen::Done(Shown { id: id.into(), digest: digest.into(), volumes }));
        }
        let told = between(row, "<span class=\"small\">", "</span>");
        let Some((percent, told)) = told.and_then(|it| it.split_once("% ")) else {
            return Err(
                format!("the build failed: {}", between(row, "due-late\">", "<").unwrap_or(row)).into()
            );
        };
        Ok(Seen::Making { percent: percent.parse().unwrap_or(0), told: told.into() })
    }

    async fn end(
        mut self,
        name: &'static str,
        begun: Instant,
        beside: Beside,
        watched: Result<Watched>,
    ) -> Result<Build> {
        let seconds = begun.elapsed().as_secs_f64();
        let peak = self.program.most_resident();
        let pages = beside.end().await?;
        let Watched { shown, phases, looks } = watched?;
        let zip = self.place.folder().join("dossiers").join(format!("{}.zip", shown.id));
        let size = std::fs::metadata(zip)?.len();
        let (mut drawn, mut leaves) = (0, 0);
        for volume in 1..=shown.volumes {
            let action = format!("/dossiers/{}/take", shown.id);
            let answer = self.office.submit(self.page, &action, &format!("part={volume}")).await?;
            drawn += answer.body.len() as u64;
            leaves += lopdf::Document::load_mem(&answer.body)?.get_pages().len();
        }
        let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
        let load = load.split(' ').next().unwrap_or_default().to_owned();
        let build = Build {
            name,
            seconds,
            phases,
            peak,
            pages,
            looks,
            size,
            drawn,
            leaves,
            volumes: shown.volumes,
            id: shown.id,
            digest: shown.digest,
            load,
        };
        build.print();
        Ok(build)
    }
}

/// In which part of the work a build is, by what it tells.
fn phase(told: &str) -> &'static str {
    match told {
        "" => "waiting",
        "整理照片和公文" => "photos and papers",
        volume if volume.starts_with("迎检档案") => "volumes",
        _ => "folders",
    }
}

fn between<'a>(text: &'a str, from: &str, to: &str) -> Option<&'a str> {
    text.split_once(from)?.1.split(to).next()
}

/// What was seen of a build.
struct Watched {
    shown: Shown,
    phases: Vec<(&'static str, f64)>,
    looks: Times,
}

/// Somebody who asks for a light page again and again.
struct Beside {
    stop: Arc<AtomicBool>,
    working: tokio::task::JoinHandle<Result<Vec<Duration>>>,
}

impl Beside {
    async fn work(staff: &Client) -> Result<Self> {
        let (mut client, stop) = (staff.again().await?, Arc::new(AtomicBool::new(false)));
        let stopped = Arc::clone(&stop);
        let working = tokio::spawn(async move {
            let mut times = Vec::new();
            while !stopped.load(Ordering::Relaxed) {
                times.push(timed(&mut client, "/work").await?.0);
                tokio::time::sleep(REST).await;
            }
            Ok(times)
        });
        Ok(Self { stop, working })
    }

    async fn end(self) -> Result<Times> {
        self.stop.store(true, Ordering::Relaxed);
        Ok(Times::of(self.working.await??))
    }
}

/// What a build took.
struct Build {
    name: &'static str,
    seconds: f64,
    phases: Vec<(&'static str, f64)>,
    /// The most that the server held, in bytes.
    peak: u64,
    /// The light page beside it, and the page of the build itself.
    pages: Times,
    looks: Times,
    /// Bytes of the ZIP and of the volumes in it, and pages of these.
    size: u64,
    drawn: u64,
    leaves: usize,
    volumes: usize,
    id: String,
    digest: String,
    load: String,
}

impl Build {
    fn print(&self) {
        let phases: Vec<String> =
            self.phases.iter().map(|(name, time)| format!("{name} {time:.1} s")).collect();
        say(&format!(
            "{}: {:.1} s ({}); ZIP {} MB, {} pages in {} volumes of {} MB; the server held {} MB at most; \
             light page p50 {:.1} ms, p95 {:.1}, at most {:.1} ({} times); page of the build p50 {:.0} ms, p95 {:.0}; load {}",
            self.name,
            self.seconds,
            phases.join(", "),
            self.size >> 20,
            self.leaves,
            self.volumes,
            self.drawn >> 20,
            self.peak >> 20,
            self.pages.at(50),
            self.pages.at(95),
            self.pages.at(100),
            self.pages.count(),
            self.looks.at(50),
            self.looks.at(95),
            self.load,
        ));
    }

    fn json(&self) -> Value {
        let phases: Vec<Value> =
            self.phases.iter().map(|(name, time)| json!({"name": name, "s": time})).collect();
        json!({
            "name": self.name, "s": self.seconds, "phases": phases, "zip_bytes": self.size, "volumes": self.volumes,
            "volume_bytes": self.drawn, "pages": self.leaves, "most_resident_bytes": self.peak, "digest": self.digest,
            "load": self.load,
            "light_page": {"count": self.pages.count(), "p50_ms": self.pages.at(50), "p95_ms": self.pages.at(95),
                           "max_ms": self.pages.at(100)},
            "own_page": {"p50_ms": self.looks.at(50), "p95_ms": self.looks.at(95)}
        })
    }

    /// Deletes it, so that the disk need not hold two.
    async fn forget(&self, program: &Program, page: &str) -> Result<()> {
        let mut office = Client::sign_in(&program.address, "office", PASSWORD).await?;
        let answer = office.submit(page, &format!("/dossiers/{}/delete", self.id), "").await?;
        if answer.status == 303 { Ok(()) } else { Err(format!("not deleted: {}", answer.status).into()) }
    }
}
