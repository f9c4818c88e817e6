//! 旧资料: a folder of papers and photos of before, taken in whole. What belongs to one activity becomes
//! a bundle with what could be guessed of it; people correct, leave out and confirm, and records are
//! made. Nothing is invented: a day that nothing tells stays empty until someone enters it.

use crate::audit::Entry;
use crate::authority::Action;
use crate::change::{Change, Versioned};
use crate::codes;
use crate::day::{Day, Instant};
use crate::id::{AccountId, BundleId, BureauId, FileId, FolderId, JobId, RecordId, UnitId};
use crate::job::JobState;
use crate::record::MAX_FILES;
use crate::refused::{Check, Refused};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub mod guess;
mod named;

codes! {
    /// Where a folder stands. Between 已接收 and 待核对 its job tells ([`Folder::state`]).
    pub enum FolderState {
        /// More files of it may still arrive.
        Open = "open" "接收中",
        Received = "received" "正在整理",
        Ready = "ready" "待核对",
        Failed = "failed" "没有整理完",
    }
}

codes! {
    /// Where a bundle stands.
    pub enum BundleState {
        Open = "open" "待核对",
        Made = "made" "已补录",
        Left = "left" "不要的",
    }
}

/// A folder that came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folder {
    pub id: FolderId,
    pub bureau: BureauId,
    /// Who brought it, and in whose name it is sorted.
    pub account: AccountId,
    pub name: String,
    pub state: FolderState,
    pub job: Option<JobId>,
    pub created: Instant,
}

impl Folder {
    /// Where it stands, seen together with its job.
    pub fn state(&self, job: Option<JobState>) -> FolderState {
        match (self.state, job) {
            (FolderState::Received, None | Some(JobState::Failed | JobState::Done)) => FolderState::Failed,
            (state, _) => state,
        }
    }
}

/// A file of a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FolderFile {
    pub folder: FolderId,
    pub bureau: BureauId,
    pub position: i64,
    /// Folders and name as they came, joined by `/`; never used as a path.
    pub path: String,
    /// The upload on the disk until it is looked at.
    pub upload: Option<Uuid>,
    pub digest: String,
    pub size: i64,
    pub file: Option<FileId>,
    pub bundle: Option<BundleId>,
    /// Why it was left out, in a sentence.
    pub note: String,
    /// What a paper says.
    pub told: Told,
}

/// What was read in a paper.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Told {
    pub title: String,
    pub day: Option<Day>,
    pub text: String,
}

/// Files of one activity, with what was guessed and then typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bundle {
    pub id: BundleId,
    pub folder: FolderId,
    pub bureau: BureauId,
    pub position: i64,
    pub state: BundleState,
    pub fields: Fields,
    /// Why each of them was guessed so.
    pub reasons: Reasons,
    pub record: Option<RecordId>,
}

/// What a row of the review says; a day as it was typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fields {
    pub title: String,
    pub day: String,
    pub kind: String,
    pub unit: UnitId,
    pub text: String,
    /// Whether only as many files as a record takes are used.
    pub first_only: bool,
}

/// Why title, day, kind, unit and text were guessed so; empty where nothing was.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Reasons {
    pub title: String,
    pub day: String,
    pub kind: String,
    pub unit: String,
    pub text: String,
}

/// Files of one folder.
pub const MAX_FOLDER_FILES: usize = 5_000;
/// Bytes of an archive of such files, and of all that comes out of it.
pub const MAX_ARCHIVE: u64 = 2 << 30;
pub const MAX_UNPACKED: u64 = 4 << 30;
/// Archives within archives: the outermost is the first.
pub const MAX_NESTING: usize = 2;
/// Characters of a path, and folders within folders.
const MAX_PATH: usize = 400;
const MAX_DEPTH: usize = 12;

/// A path as its parts, without what no part may be; none for what is no file of an activity.
pub fn parts(raw: &str) -> Option<Vec<String>> {
    let parts: Vec<String> = raw
        .split(['/', '\\'])
        .map(|part| part.chars().filter(|c| !c.is_control()).collect::<String>().trim().to_owned())
        .filter(|part| !part.is_empty() && part != "." && part != "..")
        .collect();
    let name = parts.last()?;
    let litter = name.starts_with('.') || name.starts_with("~$") || LITTER.contains(&name.as_str());
    let hidden = parts.iter().any(|part| part.starts_with("__MACOSX") || part.starts_with('.'));
    let long = raw.chars().count() > MAX_PATH || parts.len() > MAX_DEPTH;
    (!litter && !hidden && !long).then_some(parts)
}

/// Whether a name in an archive is what systems leave there.
pub fn is_litter(name: &str) -> bool {
    let parts: Vec<&str> = name.split(['/', '\\']).collect();
    let last = parts.last().copied().unwrap_or_default();
    parts.contains(&"__MACOSX") || last == ".DS_Store" || last.starts_with("~$") || LITTER.contains(&last)
}

/// Where an entry of an archive lies in the folder: below the archive, whose ending falls away.
///
/// # Errors
/// A sentence for a name that leads out of the archive, and for one that no file of an activity has.
pub fn entry_path(archive: &str, name: &str) -> Result<String, &'static str> {
    let mut raw = name.split(['/', '\\']);
    let drive = name.as_bytes().get(1) == Some(&b':');
    if drive || name.starts_with(['/', '\\']) || raw.any(|part| part.trim() == "..") {
        return Err("文件名指到压缩包外面去了，没有收下。");
    }
    let within = parts(name).ok_or("系统自带的文件，或者路径太长，没有收下。")?;
    let place = below(archive);
    // Whoever packs a folder gets its name twice: as that of the archive and in it.
    let doubled = within.len() > 1 && place.rsplit('/').next() == within.first().map(String::as_str);
    let place = if doubled { place.rsplit_once('/').map_or("", |(above, _)| above) } else { place };
    let whole = if place.is_empty() { within.join("/") } else { format!("{place}/{}", within.join("/")) };
    parts(&whole).map(|parts| parts.join("/")).ok_or("系统自带的文件，或者路径太长，没有收下。")
}

/// The path of an archive without its ending.
pub fn below(archive: &str) -> &str {
    let cut = archive.len().saturating_sub(4);
    match archive.get(cut..) {
        Some(end) if cut > 0 && end.eq_ignore_ascii_case(".zip") => &archive[..cut],
        _ => archive,
    }
}

/// What systems leave in folders.
const LITTER: [&str; 3] = ["Thumbs.db", "desktop.ini", "Icon\r"];

/// Everything has arrived: the folder waits for its job.
pub fn close(held: &Versioned<Folder>, job: JobId) -> Result<Change<Versioned<Folder>>, Refused> {
    if held.state != FolderState::Open {
        return Err(Refused::rule("这个文件夹已经收齐，不能再加文件。请另传一次。"));
    }
    let next = Folder { state: FolderState::Received, job: Some(job), ..held.row.clone() };
    Ok(Change::new(held.to(next), Entry::new(Action::ImportRecords, held.id).field("state", "received")))
}

/// The files were sorted into bundles.
pub fn sorted(held: &Versioned<Folder>, bundles: usize) -> Change<Versioned<Folder>> {
    let next = Folder { state: FolderState::Ready, ..held.row.clone() };
    let entry = Entry::new(Action::ImportRecords, held.id).field("state", "ready").field("bundles", bundles);
    Change::new(held.to(next), entry)
}

/// What was typed into a row is kept, right or wrong.
///
/// # Errors
/// [`Refused::Rule`] for a row of which a record was made; [`Refused::Invalid`] for what is too long.
pub fn correct(held: &Versioned<Bundle>, typed: Fields) -> Result<Change<Versioned<Bundle>>, Refused> {
    open(held)?;
    let mut check = Check::new();
    let title = check.length("title", "做了什么", &typed.title, 100);
    let day = check.length("day", "哪一天", &typed.day, 30);
    let text = check.length("text", "经过", &typed.text, 5000);
    check.done()?;
    let next = Bundle { fields: Fields { title, day, text, ..typed }, ..held.row.clone() };
    Ok(change(held, next))
}

/// What must be right before a record is made: title, day, and no more files than a record takes.
///
/// # Errors
/// [`Refused::Invalid`] with the sentences beside the fields.
pub fn complete(fields: &Fields, files: usize, today: Day) -> Result<Day, Refused> {
    let mut check = Check::new();
    check.text("title", "做了什么", &fields.title, 100);
    let day = match fields.day.trim() {
        "" => {
            check.require(false, "day", "没有认出是哪一天，请填上。");
            None
        }
        typed => check.take("day", Day::parse_loose(typed).map_err(|wrong| wrong.to_string())),
    };
    check.require(day.is_none_or(|day| day <= today), "day", "日期还没有到。纪实只记已经做过的事。");
    let fits = files <= MAX_FILES || fields.first_only;
    check.require(
        fits,
        "files",
        format!("这组有 {files} 个文件，一份纪实最多 {MAX_FILES} 个。请勾选“只用前 {MAX_FILES} 个”，或者在电脑上分开以后再传。"),
    );
    check.done()?;
    day.ok_or_else(|| Refused::rule("没有日期。"))
}

/// A record was made of it.
pub fn made(held: &Versioned<Bundle>, record: RecordId) -> Result<Change<Versioned<Bundle>>, Refused> {
    open(held)?;
    let next = Bundle { state: BundleState::Made, record: Some(record), ..held.row.clone() };
    Ok(change(held, next))
}

/// 不要: it becomes no record, and can be taken back.
pub fn leave(held: &Versioned<Bundle>) -> Result<Change<Versioned<Bundle>>, Refused> {
    open(held)?;
    Ok(change(held, Bundle { state: BundleState::Left, ..held.row.clone() }))
}

/// 拿回 of what was left out.
pub fn take_back(held: &Versioned<Bundle>) -> Result<Change<Versioned<Bundle>>, Refused> {
    if held.state != BundleState::Left {
        return Err(Refused::rule("这一组没有放到“不要的”里。"));
    }
    Ok(change(held, Bundle { state: BundleState::Open, ..held.row.clone() }))
}

fn open(held: &Bundle) -> Result<(), Refused> {
    match held.state {
        BundleState::Open => Ok(()),
        other => Err(Refused::rule(format!("“{}”这一组现在是“{other}”，不能再改。", held.fields.title))),
    }
}

fn change(held: &Versioned<Bundle>, next: Bundle) -> Change<Versioned<Bundle>> {
    use crate::code::Code;
    let entry = Entry::new(Action::ImportRecords, held.id).field("state", next.state.code());
    Change::new(held.to(next), entry)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(title: &str, day: &str) -> Fields {
        let (kind, unit) = ("activity".into(), UnitId(Uuid::nil()));
        Fields { title: title.into(), day: day.into(), kind, unit, text: String::new(), first_only: false }
    }

    fn bundle(state: BundleState) -> Versioned<Bundle> {
        let row = Bundle {
            id: BundleId(Uuid::from_u128(1)),
            folder: FolderId(Uuid::from_u128(2)),
            bureau: BureauId(Uuid::nil()),
            position: 1,
            state,
            fields: fields("植树", "2026-03-12"),
            reasons: Reasons::default(),
            record: None,
        };
        Versioned { version: 1, row }
    }

    #[test]
    fn only_an_open_bundle_changes_and_only_a_left_one_comes_back() {
        let record = RecordId(Uuid::from_u128(3));
        for (state, may, back) in [
            (BundleState::Open, true, false),
            (BundleState::Made, false, false),
            (BundleState::Left, false, true),
        ] {
            let held = bundle(state);
            assert_eq!(correct(&held, held.fields.clone()).is_ok(), may, "{state}");
            assert_eq!(made(&held, record).is_ok(), may, "{state}");
            assert_eq!(leave(&held).is_ok(), may, "{state}");
            assert_eq!(take_back(&held).is_ok(), back, "{state}");
        }
    }

    #[test]
    fn a_record_needs_title_and_day_and_not_too_many_files() {
        let today: Day = "2026-06-11".parse().unwrap();
        let wrong = |fields: &Fields, files| match complete(fields, files, today) {
            Ok(_) => Vec::new(),
            Err(Refused::Invalid(wrong)) => wrong.into_iter().map(|it| it.field).collect(),
            Err(other) => panic!("{other}"),
        };
        assert!(wrong(&fields("植树", "2026年3月12日"), 20).is_empty());
        assert_eq!(wrong(&fields("", ""), 1), ["title", "day"]);
        assert_eq!(wrong(&fields("植树", "三月"), 1), ["day"]);
        assert_eq!(wrong(&fields("植树", "2026-06-12"), 1), ["day"]);
        assert_eq!(wrong(&fields("植树", "2026-03-12"), 21), ["files"]);
        assert!(wrong(&Fields { first_only: true, ..fields("植树", "2026-03-12") }, 21).is_empty());
    }

    #[test]
    fn paths_lose_what_leads_elsewhere_and_litter_is_no_file() {
        let joined = |raw: &str| parts(raw).map(|it| it.join("|"));
        for (raw, is) in [
            ("2026/植树/1.jpg", Some("2026|植树|1.jpg")),
            ("../../etc/passwd", Some("etc|passwd")),
            ("C:\\资料\\..\\a.doc", Some("C:|资料|a.doc")),
            ("/abs//a.jpg", Some("abs|a.jpg")),
            ("a\u{0}\n.jpg", Some("a.jpg")),
            (".DS_Store", None),
            ("植树/Thumbs.db", None),
            ("植树/~$总结.docx", None),
            ("__MACOSX/._1.jpg", None),
            (".git/config", None),
            ("..", None),
            ("", None),
        ] {
            assert_eq!(joined(raw).as_deref(), is, "{raw:?}");
        }
        assert_eq!(parts(&"长/".repeat(300)), None);
    }

    #[test]
    fn an_entry_lies_below_its_archive_and_never_outside() {
        for (archive, name, is) in [
            ("旧资料.zip", "植树/1.jpg", Ok("旧资料/植树/1.jpg")),
            ("旧资料.ZIP", "旧资料\\植树\\1.jpg", Ok("旧资料/植树/1.jpg")),
            ("2025/照片.zip", "照片/1.jpg", Ok("2025/照片/1.jpg")),
            ("照片.zip", "照片", Ok("照片/照片")),
            ("没有后缀", "./1.jpg", Ok("没有后缀/1.jpg")),
            ("a.zip", "../1.jpg", Err("外面")),
            ("a.zip", "b/../../1.jpg", Err("外面")),
            ("a.zip", "..\\1.jpg", Err("外面")),
            ("a.zip", "/etc/passwd", Err("外面")),
            ("a.zip", "C:\\1.jpg", Err("外面")),
            ("a.zip", "", Err("太长")),
            ("a.zip", ".git/config", Err("系统自带")),
        ] {
            match (entry_path(archive, name), is) {
                (Ok(path), Ok(is)) => assert_eq!(path, is, "{archive} {name}"),
                (Err(why), Err(is)) => assert!(why.contains(is), "{archive} {name}: {why}"),
                (got, is) => panic!("{archive} {name}: {got:?}, not {is:?}"),
            }
        }
        assert!(entry_path("a.zip", &"深/".repeat(20)).is_err());
        for (name, is) in [("__MACOSX/._1.jpg", true), ("植树/.DS_Store", true), ("植树/1.jpg", false)] {
            assert_eq!(is_litter(name), is, "{name}");
        }
    }
}
