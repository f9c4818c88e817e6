//! What a folder tells of its files: which belong to one activity, what it was, when, of which kind and
//! whose. Every guess has its reason in words; what nothing tells stays empty.

use super::named::{self, trimmed};
use super::{Fields, Reasons, Told};
use crate::day::Day;
use crate::id::UnitId;
use crate::record::ACTIVITY;
use crate::record_kind::{RecordKind, guess};
use std::collections::{BTreeMap, BTreeSet};

/// A file, as far as it is known.
#[derive(Debug, Clone)]
pub struct Found {
    /// Folders and name.
    pub parts: Vec<String>,
    /// The day on which a photo was taken.
    pub taken: Option<Day>,
    pub told: Told,
}

/// Against what is guessed.
#[derive(Debug, Clone, Copy)]
pub struct World<'a> {
    pub kinds: &'a [RecordKind],
    /// Units for which the person may file.
    pub units: &'a [(UnitId, String)],
    /// The person's own unit.
    pub own: UnitId,
}

/// Files of one activity, by their place in what was given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Guessed {
    pub fields: Fields,
    pub reasons: Reasons,
    pub files: Vec<usize>,
}

/// Names that say nothing of an activity: such a folder belongs to the one above it.
const BARE: &[&str] = &[
    "照片",
    "图片",
    "相片",
    "影像",
    "视频",
    "原图",
    "材料",
    "资料",
    "文字",
    "文字材料",
    "签到表",
    "签到",
    "附件",
    "截图",
    "新建文件夹",
    "其他",
    "其它",
    "杂项",
    "photo",
    "photos",
    "image",
    "images",
    "dcim",
    "camera",
    "pictures",
];

/// Characters of a text that is taken over from a paper.
const EXCERPT: usize = 600;

/// A file with what its own path tells.
struct Placed {
    at: usize,
    /// The folder of the activity; empty for what lies loose.
    home: Vec<String>,
    /// The day in the name of that folder.
    home_day: Option<Day>,
    /// The words of that folder's name.
    home_words: String,
    /// The day in the file's own name.
    named: Option<Day>,
    /// The words of the file's own name.
    stem: String,
}

/// Sorts files into activities, in the order of their days; what has no day comes last.
pub fn bundles(found: &[Found], world: World<'_>) -> Vec<Guessed> {
    let mut homes: BTreeMap<(Vec<String>, String), Vec<Placed>> = BTreeMap::new();
    for (at, file) in found.iter().enumerate() {
        let placed = place(at, file, world);
        homes.entry((placed.home.clone(), above(file, &placed))).or_default().push(placed);
    }
    let mut guessed: Vec<Guessed> = homes
        .into_values()
        .flat_map(|files| parted(files, found))
        .map(|files| tell(&files, found, world))
        .collect();
    // A day as text orders as the day does.
    guessed.sort_by_key(|it| (it.fields.day.is_empty(), it.fields.day.clone(), it.fields.title.clone()));
    guessed
}

/// What lies loose is told apart by where it lies.
fn above(file: &Found, placed: &Placed) -> String {
    if placed.home.is_empty() {
        file.parts[..file.parts.len().saturating_sub(1)].join("/")
    } else {
        String::new()
    }
}

fn place(at: usize, file: &Found, world: World<'_>) -> Placed {
    let (mut year, mut month) = (None, None);
    let mut placed = Placed {
        at,
        home: Vec::new(),
        home_day: None,
        home_words: String::new(),
        named: None,
        stem: String::new(),
    };
    let Some((name, folders)) = file.parts.split_last() else { return placed };
    for (depth, folder) in folders.iter().enumerate() {
        let read = named::read(folder, year, month);
        (year, month) = (read.year, read.month);
        // The topmost folder is what was dropped: a heap, unless it names a day itself. So is one that is
        // named for a section.
        let section = world.units.iter().any(|(_, name)| *name == read.rest);
        if read.day.is_none() && (depth == 0 || section || bare(&read.rest)) {
            continue;
        }
        placed.home = folders[..=depth].to_vec();
        placed.home_day = read.day.or(placed.home_day);
        placed.home_words = if bare(&read.rest) { placed.home_words } else { read.rest };
    }
    let stem = name.rsplit_once('.').map_or(name.as_str(), |(stem, _)| stem);
    let read = named::read(stem, year, month);
    placed.named = read.day;
    placed.stem = words_of(&read.rest);
    placed
}

fn bare(words: &str) -> bool {
    let words = trimmed(words.trim_end_matches(|c: char| c.is_ascii_digit())).to_lowercase();
    words.is_empty() || BARE.contains(&words.as_str())
}

/// The words of a file name without counters: `端午活动 (3)` and `端午活动2` are of one thing. A name
/// without a Chinese word says nothing.
fn words_of(stem: &str) -> String {
    let counter = |c: char| c.is_ascii_digit() || c.is_whitespace() || "()（）-_、.".contains(c);
    let words = stem.trim_matches(counter);
    let chinese = words.chars().any(|c| ('\u{4e00}'..='\u{9fff}').contains(&c));
    if chinese && !bare(words) { words.to_owned() } else { String::new() }
}

/// The day of what is in front of the camera, or in the name.
fn own_day(placed: &Placed, file: &Found) -> Option<Day> {
    placed.named.or(file.taken)
}

/// The files of one folder, parted where the folder itself names no day and its files name several.
fn parted(files: Vec<Placed>, found: &[Found]) -> Vec<Vec<Placed>> {
    let loose = files.first().is_some_and(|it| it.home.is_empty());
    if files.iter().any(|it| it.home_day.is_some()) && !loose {
        return vec![files];
    }
    let days: BTreeSet<Day> = files.iter().filter_map(|it| own_day(it, &found[it.at])).collect();
    // A paper is written later than what it tells of: its day counts where there is no other.
    let signed = |it: &Placed| found[it.at].told.day.filter(|day| days.is_empty() || days.contains(day));
    let day_of = |it: &Placed| own_day(it, &found[it.at]).or_else(|| signed(it));
    let all: BTreeSet<Day> = files.iter().filter_map(day_of).collect();
    if all.len() <= 1 && !loose {
        return vec![files];
    }
    let mut parts: BTreeMap<(Option<Day>, String), Vec<Placed>> = BTreeMap::new();
    for it in files {
        let day = day_of(&it);
        let words = if day.is_none() || loose { it.stem.clone() } else { String::new() };
        parts.entry((day, words)).or_default().push(it);
    }
    joined(parts)
}

/// Loose photos without words of their own belong to the one thing that is named for their day.
fn joined(mut parts: BTreeMap<(Option<Day>, String), Vec<Placed>>) -> Vec<Vec<Placed>> {
    let days: Vec<Day> =
        parts.keys().filter(|(_, words)| words.is_empty()).filter_map(|(day, _)| *day).collect();
    for day in days {
        let mut of_day = parts.keys().filter(|(it, words)| *it == Some(day) && !words.is_empty()).cloned();
        if let (Some(only), None) = (of_day.next(), of_day.next()) {
            let wordless = parts.remove(&(Some(day), String::new())).unwrap_or_default();
            parts.entry(only).or_default().extend(wordless);
        }
    }
    parts.into_values().collect()
}

fn tell(files: &[Placed], found: &[Found], world: World<'_>) -> Guessed {
    let mut reasons = Reasons::default();
    let title = title(files, found, &mut reasons);
    let day = day(files, found, &mut reasons);
    let folders: Vec<&str> =
        files.iter().flat_map(|it| found[it.at].parts.iter().rev().skip(1)).map(String::as_str).collect();
    let names = files.iter().map(|it| found[it.at].told.title.as_str());
    let words: Vec<&str> =
        std::iter::once(title.as_str()).chain(names).chain(folders.iter().copied()).collect();
    let kind = guess(world.kinds, &title).or_else(|| guess(world.kinds, &words.join(" ")));
    if let Some(kind) = kind {
        reasons.kind = format!("名称里的字像“{}”", kind.name);
    }
    let unit = unit(&folders, world, &mut reasons);
    let text = text(files, found, &mut reasons);
    let mut places: Vec<usize> = files.iter().map(|it| it.at).collect();
    places.sort_unstable();
    let fields = Fields {
        title,
        day: day.map(|it| it.to_string()).unwrap_or_default(),
        kind: kind.map_or(ACTIVITY, |it| it.key.as_str()).to_owned(),
        unit,
        text,
        first_only: false,
    };
    Guessed { fields, reasons, files: places }
}

fn title(files: &[Placed], found: &[Found], reasons: &mut Reasons) -> String {
    let cut = |text: &str| text.chars().take(100).collect::<String>();
    if let Some(it) = files.iter().find(|it| !it.home_words.is_empty()) {
        let folder = it.home.last().map_or("", String::as_str);
        reasons.title = format!("文件夹名“{folder}”");
        return cut(&it.home_words);
    }
    if let Some(it) = files.iter().find(|it| !found[it.at].told.title.is_empty()) {
        reasons.title = format!("“{}”的标题", name(&found[it.at]));
        return cut(&found[it.at].told.title);
    }
    match files.iter().find(|it| !it.stem.is_empty()) {
        Some(it) => {
            reasons.title = format!("文件名“{}”", name(&found[it.at]));
            cut(&it.stem)
        }
        None => String::new(),
    }
}

fn day(files: &[Placed], found: &[Found], reasons: &mut Reasons) -> Option<Day> {
    let taken: BTreeSet<Day> = files.iter().filter_map(|it| found[it.at].taken).collect();
    let told = |day: Day| format!("{} 月 {} 日", day.month(), day.day());
    if let Some(day) = files.iter().find_map(|it| it.home_day) {
        let others: Vec<String> = taken.iter().filter(|it| **it != day).map(|it| told(*it)).collect();
        reasons.day = match others.as_slice() {
            [] => "文件夹名里写的日期".into(),
            others => format!("文件夹名里写的日期；照片是 {} 拍的，请核对", others.join("、")),
        };
        return Some(day);
    }
    if let Some(day) = files.iter().find_map(|it| it.named) {
        reasons.day = "文件名里的日期".into();
        return Some(day);
    }
    if let Some(day) = taken.first() {
        let count = files.iter().filter(|it| found[it.at].taken.is_some()).count();
        reasons.day = format!("{count} 张照片的拍摄日期");
        return Some(*day);
    }
    let paper = files.iter().find(|it| found[it.at].told.day.is_some())?;
    reasons.day = format!("“{}”落款的日期，活动可能在另一天，请核对", name(&found[paper.at]));
    found[paper.at].told.day
}

/// The unit that a folder names, the nearest first; else the person's own.
fn unit(folders: &[&str], world: World<'_>, reasons: &mut Reasons) -> UnitId {
    let named =
        folders.iter().find_map(|folder| world.units.iter().find(|(_, name)| folder.contains(name.as_str())));
    match named {
        Some((id, name)) => {
            reasons.unit = format!("文件夹名里有“{name}”");
            *id
        }
        None => {
            reasons.unit = "上传人的科室".into();
            world.own
        }
    }
}

fn text(files: &[Placed], found: &[Found], reasons: &mut Reasons) -> String {
    let Some(it) = files.iter().find(|it| !found[it.at].told.text.is_empty()) else { return String::new() };
    reasons.text = format!("摘自“{}”", name(&found[it.at]));
    found[it.at].told.text.chars().take(EXCERPT).collect()
}

fn name(file: &Found) -> &str {
    file.parts.last().map_or("", String::as_str)
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    const OWN: UnitId = UnitId(Uuid::from_u128(1));
    const OTHER: UnitId = UnitId(Uuid::from_u128(2));

    fn file(path: &str, taken: &str) -> Found {
        Found {
            parts: path.split('/').map(str::to_owned).collect(),
            taken: taken.parse().ok(),
            told: Told::default(),
        }
    }

    fn told(found: &[Found]) -> Vec<String> {
        let kinds = crate::record_kind::shipped().unwrap();
        let units = [(OWN, "办公室".to_owned()), (OTHER, "运输管理科".to_owned())];
        let world = World { kinds: &kinds, units: &units, own: OWN };
        bundles(found, world)
            .iter()
            .map(|it| {
                let unit = if it.fields.unit == OWN { "own" } else { "other" };
                let fields = &it.fields;
                format!("{} {} {} {unit} {:?}", fields.day, fields.title, fields.kind, it.files)
            })
            .collect()
    }

    #[test]
    fn a_folder_with_a_day_is_one_activity_with_everything_below_it() {
        let found = [
            file("2026年资料/3月12日 义务植树/照片/IMG_1.jpg", "2026-03-12"),
            file("2026年资料/3月12日 义务植树/照片/IMG_2.jpg", "2026-03-11"),
            file("2026年资料/3月12日 义务植树/签到表.xlsx", ""),
            file("2026年资料/运输管理科/2026.4.2 清明文明祭扫/1.jpg", ""),
        ];
        assert_eq!(
            told(&found),
            ["2026-03-12 义务植树 tree_planting own [0, 1, 2]", "2026-04-02 清明文明祭扫 festival other [3]"]
        );
    }

    #[test]
    fn a_folder_without_a_day_is_parted_by_the_days_of_its_files() {
        let found = [
            file("资料/志愿服务/IMG_20260301_080000.jpg", ""),
            file("资料/志愿服务/DSC_0412.jpg", "2026-03-01"),
            file("资料/志愿服务/DSC_0413.jpg", "2026-04-05"),
        ];
        assert_eq!(
            told(&found),
            ["2026-03-01 志愿服务 volunteering own [0, 1]", "2026-04-05 志愿服务 volunteering own [2]"]
        );
    }

    #[test]
    fn loose_files_are_joined_by_day_and_words() {
        let found = [
            file("新建文件夹/端午活动 (1).jpg", "2026-06-19"),
            file("新建文件夹/端午活动 (2).jpg", "2026-06-19"),
            file("新建文件夹/IMG_7.jpg", "2026-06-19"),
            file("新建文件夹/IMG_8.jpg", ""),
        ];
        assert_eq!(told(&found), ["2026-06-19 端午活动 festival own [0, 1, 2]", "  activity own [3]"]);
    }

    #[test]
    fn what_nothing_tells_stays_empty_and_every_guess_has_its_reason() {
        let kinds = crate::record_kind::shipped().unwrap();
        let world = World { kinds: &kinds, units: &[], own: OWN };
        let bare = bundles(&[file("资料/IMG_7.jpg", "")], world).remove(0);
        assert_eq!((bare.fields.title.as_str(), bare.fields.day.as_str()), ("", ""));
        assert_eq!(
            (bare.reasons.title.as_str(), bare.reasons.day.as_str(), bare.reasons.kind.as_str()),
            ("", "", "")
        );

        let mut paper = file("资料/总结.docx", "");
        paper.told = Told {
            title: "道德讲堂活动总结".into(),
            day: "2026-05-20".parse().ok(),
            text: "五月二十日举办。".into(),
        };
        let it = bundles(&[paper], world).remove(0);
        assert_eq!(
            (it.fields.title.as_str(), it.fields.kind.as_str()),
            ("道德讲堂活动总结", "moral_lecture")
        );
        assert_eq!(it.fields.text, "五月二十日举办。");
        assert!(
            it.reasons.title.contains("总结.docx") && it.reasons.day.contains("落款"),
            "{:?}",
            it.reasons
        );

        let differs = bundles(&[file("资料/2026-03-12植树/1.jpg", "2026-03-14")], world).remove(0);
        assert!(differs.reasons.day.contains("3 月 14 日"), "{}", differs.reasons.day);
    }
}
