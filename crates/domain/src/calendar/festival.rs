//! Festivals by the words papers use for them: 五一, “七一”, 新年春节, 学雷锋日.
//!
//! Gives the day in a year and the first one on or after a day. Whether a festival already past is meant is
//! asked of a person, never decided here.

use std::ops::Range;

use serde::{Deserialize, Serialize};

use super::fixed::{FixedDate, fixed_dates};
use super::lunar::LunarFestival;
use super::words;
use crate::day::Day;

/// A festival or commemoration that comes back every year. Stored under its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Festival {
    /// One whose day changes from year to year.
    Lunar(LunarFestival),
    /// One on the same date every year.
    Fixed(&'static FixedDate),
}

/// A festival named in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// The festival meant.
    pub festival: Festival,
    /// The bytes of the text that name it, without quotation marks.
    pub span: Range<usize>,
}

impl Festival {
    /// Every festival the calendar knows.
    pub fn all() -> impl Iterator<Item = Self> {
        LunarFestival::ALL.into_iter().map(Self::Lunar).chain(fixed_dates().iter().map(Self::Fixed))
    }

    /// The seven of the campaign “我们的节日”, in the order of the lunar year.
    pub fn ours() -> [Self; 7] {
        LunarFestival::OURS.map(Self::Lunar)
    }

    /// Its full name, such as 劳动节.
    pub fn name(self) -> &'static str {
        match self {
            Self::Lunar(festival) => festival.name(),
            Self::Fixed(date) => date.name,
        }
    }

    /// The festival these words name as a whole: `五一`, `“七一”建党节`, `端午期间`, `国庆节前`.
    pub fn find(text: &str) -> Option<Self> {
        let mut wanted = bare(text);
        loop {
            let found = Self::all().find(|festival| festival.is_called(&wanted));
            if found.is_some() {
                return found;
            }
            let shorter = TAILS.iter().find_map(|tail| wanted.strip_suffix(tail));
            let shorter = shorter.or_else(|| HEADS.iter().find_map(|head| wanted.strip_prefix(head)));
            wanted = shorter?.to_owned();
        }
    }

    /// Every festival a text names, in order. Bare figures count only where they cannot be a number:
    /// in quotation marks, before 期间 and the like, or in a list beside another festival.
    pub fn mentions(text: &str) -> Vec<Mention> {
        let text: Vec<(usize, char)> = text.char_indices().map(|(at, c)| (at, fold_point(c))).collect();
        let mut candidates = Vec::new();
        let mut at = 0;
        while at < text.len() {
            match Candidate::at(&text, at) {
                Some(candidate) => {
                    at = candidate.chars.end;
                    candidates.push(candidate);
                }
                None => at += 1,
            }
        }
        settle(&text, &mut candidates);
        let sure = candidates.into_iter().filter(|candidate| candidate.is_sure);
        sure.map(|candidate| candidate.mention(&text)).collect()
    }

    /// Its day in a Gregorian year, the first if there are two; `None` where the year has none or lies
    /// outside [`super::lunar::YEARS`].
    pub fn occurrence(self, year: i16) -> Option<Day> {
        self.days_in(year).into_iter().next()
    }

    /// Its first day on or after that day; `None` only near the ends of [`super::lunar::YEARS`].
    pub fn first_on_or_after(self, day: Day) -> Option<Day> {
        // 腊八节 can skip one Gregorian year, so the year after the next is asked as well.
        let years = day.year()..=day.year().saturating_add(2);
        years.flat_map(|year| self.days_in(year)).find(|found| *found >= day)
    }

    fn days_in(self, year: i16) -> Vec<Day> {
        match self {
            Self::Lunar(festival) => festival.days_in(year),
            Self::Fixed(date) => date.in_year(year).into_iter().collect(),
        }
    }

    /// Whether bare words are one of its own, or two of them joined: 3·5学雷锋日.
    fn is_called(self, wanted: &str) -> bool {
        let is_word = |wanted: &str| self.words().any(|word| bare(word) == wanted);
        let is_joined = |word| wanted.strip_prefix(bare(word).as_str()).is_some_and(is_word);
        is_word(wanted) || self.words().any(is_joined)
    }

    /// Its name and the other words papers use for it.
    fn words(self) -> impl Iterator<Item = &'static str> {
        let others = match self {
            Self::Lunar(festival) => lunar_words(festival),
            Self::Fixed(date) => date.words.as_slice(),
        };
        std::iter::once(self.name()).chain(others.iter().copied())
    }
}

impl Serialize for Festival {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Festival {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let name = String::deserialize(deserializer)?;
        Self::find(&name).ok_or_else(|| serde::de::Error::custom(format!("没有“{name}”这个节日。")))
    }
}

/// What may stand around a festival's words without changing which one is meant.
const HEADS: [&str; 4] = ["每年", "每逢", "逢", "在"];
const TAILS: [&str; 14] = [
    "小长假",
    "黄金周",
    "期间",
    "前夕",
    "前后",
    "之前",
    "假期",
    "当天",
    "当日",
    "佳节",
    "活动",
    "之际",
    "前",
    "后",
];

fn lunar_words(festival: LunarFestival) -> &'static [&'static str] {
    match festival {
        LunarFestival::Laba => &["腊八"],
        LunarFestival::Xiaonian => &["农历小年"],
        LunarFestival::Chuxi => &["大年三十", "年三十", "除夕夜"],
        LunarFestival::Chunjie => {
            &["新年春节", "农历新年", "农历春节", "新春佳节", "新春", "大年初一", "正月初一"]
        }
        LunarFestival::Yuanxiao => &["元宵", "正月十五"],
        LunarFestival::Qingming => &["清明"],
        LunarFestival::Duanwu => &["端午", "端阳节"],
        LunarFestival::Qixi => &["七夕"],
        LunarFestival::Zhongqiu => &["中秋"],
        LunarFestival::Chongyang => &["重阳", "九九重阳节", "九九重阳", "老年节", "敬老节"],
        LunarFestival::Dongzhi => &["冬至节"],
    }
}

/// A place in a text that may name a festival; positions count characters.
struct Candidate {
    festival: Festival,
    chars: Range<usize>,
    is_sure: bool,
}

impl Candidate {
    /// The longest word that stands at a place.
    fn at(text: &[(usize, char)], at: usize) -> Option<Self> {
        let words = Festival::all().flat_map(|festival| festival.words().map(move |word| (festival, word)));
        let here = words.filter(|(_, word)| stands_at(text, at, word));
        let (festival, word) = here.max_by_key(|(_, word)| word.chars().count())?;
        let chars = at..at + word.chars().count();
        let (before, after) = (before(text, &chars), text.get(chars.end).map(|(_, c)| *c));
        if is_part_of_other_word(word, before, after) {
            return None;
        }
        let is_sure = !is_figures(word) || is_quoted(before, after) || has_tail(text, &chars, before, word);
        Some(Self { festival, chars, is_sure })
    }

    fn mention(self, text: &[(usize, char)]) -> Mention {
        let end = text.get(self.chars.end - 1).map_or(0, |(at, c)| at + c.len_utf8());
        Mention { festival: self.festival, span: text[self.chars.start].0..end }
    }
}

/// Lets a sure festival vouch for bare figures beside it in a list: 元旦、五一、十一.
fn settle(text: &[(usize, char)], candidates: &mut [Candidate]) {
    let linked = |left: &Candidate, right: &Candidate| {
        let gap = text.get(left.chars.end..right.chars.start).unwrap_or_default();
        let is_list = matches!(gap, [(_, '、' | '和' | '及' | '与' | '，' | ',')]);
        // “十一、” at the head of a line is the number of a heading.
        let is_heading = matches!(text.get(left.chars.clone()), Some([(_, '十'), (_, '一')]))
            && matches!(before(text, &left.chars), None | Some('\n'));
        is_list && !is_heading
    };
    for i in 1..candidates.len() {
        candidates[i].is_sure |= candidates[i - 1].is_sure && linked(&candidates[i - 1], &candidates[i]);
    }
    for i in (1..candidates.len()).rev() {
        candidates[i - 1].is_sure |= candidates[i].is_sure && linked(&candidates[i - 1], &candidates[i]);
    }
}

fn before(text: &[(usize, char)], chars: &Range<usize>) -> Option<char> {
    chars.start.checked_sub(1).and_then(|at| text.get(at)).map(|(_, c)| *c)
}

fn stands_at(text: &[(usize, char)], at: usize, word: &str) -> bool {
    let mut here = text[at..].iter().map(|(_, c)| *c);
    word.chars().all(|c| here.next() == Some(fold_point(c)))
}

/// Whether a word is figures alone, and so may be a number or a share: 十一, 3·5, 119.
fn is_figures(word: &str) -> bool {
    word.chars().all(|c| c.is_ascii_digit() || matches!(c, '·' | '十') || words::digit(c).is_some())
}

fn is_quoted(before: Option<char>, after: Option<char>) -> bool {
    let opens = |c| matches!(c, '“' | '"' | '‘' | '「' | '『' | '”');
    let closes = |c| matches!(c, '”' | '"' | '’' | '」' | '』' | '“');
    before.is_some_and(opens) && after.is_some_and(closes)
}

/// Whether 期间 and the like follow Chinese figures that are not the end of a longer number.
fn has_tail(text: &[(usize, char)], chars: &Range<usize>, before: Option<char>, word: &str) -> bool {
    let rest: String = text[chars.end..].iter().take(3).map(|(_, c)| *c).collect();
    let is_free = !before.is_some_and(|c| c == '第' || c == '十' || words::digit(c).is_some());
    let is_chinese = !word.contains(|c: char| c.is_ascii_digit());
    is_free
        && is_chinese
        && ["期间", "前夕", "前后", "假期", "小长假", "黄金周", "之际"]
            .iter()
            .any(|tail| rest.starts_with(tail))
}

/// Whether the characters around a word make it part of another: 新年度, 志愿者日常, 政治清明, 中小年级.
fn is_part_of_other_word(word: &str, before: Option<char>, after: Option<char>) -> bool {
    let is_after = |set: &str| after.is_some_and(|c| set.contains(c));
    let is_before = |set: &str| before.is_some_and(|c| set.contains(c));
    match word {
        "新年" => is_after("度"),
        "小年" => is_after("龄级轻纪") || is_before("中大"),
        "清明" => is_before("治风"),
        _ => word.ends_with('日') && is_after("常益均期报志夜渐记程趋臻月"),
    }
}

/// Width, quotation marks, brackets and spaces taken away, the points of dates made one.
fn bare(text: &str) -> String {
    let kept = text
        .chars()
        .map(fold_point)
        .filter(|c| !c.is_whitespace() && !"“”\"‘’'「」『』《》()【】[]，,。、；;".contains(*c));
    kept.collect()
}

/// Folds one character: full width to plain, and the points people put between month and day to `·`.
fn fold_point(c: char) -> char {
    match c {
        '\u{ff01}'..='\u{ff5e}' => fold_point(char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c)),
        '.' | '•' | '・' | '‧' | '∙' => '·',
        '\u{3000}' => ' ',
        _ => c,
    }
}
