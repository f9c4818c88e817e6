//! Lunar festivals and solar terms on Gregorian days, after GB/T 33661-2017, through the crate `tyme4rs`.
//!
//! That crate also carries a holiday table, which is not used: rest days come from the notices alone.

use tyme4rs::tyme::Culture;
use tyme4rs::tyme::lunar::{LunarDay, LunarMonth};
use tyme4rs::tyme::solar::{SolarDay, SolarTerm};

use crate::day::Day;

/// A festival whose Gregorian day changes from year to year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LunarFestival {
    /// 腊八节, the 8th of the 12th month. Some Gregorian years have none, some two.
    Laba,
    /// 小年 as kept in the north, the 23rd of the 12th month; the south keeps the 24th.
    Xiaonian,
    /// 除夕, the last day of the lunar year.
    Chuxi,
    /// 春节, the 1st of the 1st month.
    Chunjie,
    /// 元宵节, the 15th of the 1st month.
    Yuanxiao,
    /// 清明节, a solar term: 4 or 5 April, never fixed.
    Qingming,
    /// 端午节, the 5th of the 5th month.
    Duanwu,
    /// 七夕节, the 7th of the 7th month.
    Qixi,
    /// 中秋节, the 15th of the 8th month.
    Zhongqiu,
    /// 重阳节, the 9th of the 9th month.
    Chongyang,
    /// 冬至, a solar term.
    Dongzhi,
}

/// The Gregorian years for which days are given; the crate's tables were compared within 2020–2030.
pub const YEARS: std::ops::RangeInclusive<i16> = 1900..=2199;

impl LunarFestival {
    /// All of them, in the order of the Gregorian year.
    pub const ALL: [Self; 11] = [
        Self::Laba,
        Self::Xiaonian,
        Self::Chuxi,
        Self::Chunjie,
        Self::Yuanxiao,
        Self::Qingming,
        Self::Duanwu,
        Self::Qixi,
        Self::Zhongqiu,
        Self::Chongyang,
        Self::Dongzhi,
    ];

    /// The seven of the campaign “我们的节日”.
    pub const OURS: [Self; 7] = [
        Self::Chunjie,
        Self::Yuanxiao,
        Self::Qingming,
        Self::Duanwu,
        Self::Qixi,
        Self::Zhongqiu,
        Self::Chongyang,
    ];

    /// Its name, such as 端午节.
    pub fn name(self) -> &'static str {
        match self {
            Self::Laba => "腊八节",
            Self::Xiaonian => "小年",
            Self::Chuxi => "除夕",
            Self::Chunjie => "春节",
            Self::Yuanxiao => "元宵节",
            Self::Qingming => "清明节",
            Self::Duanwu => "端午节",
            Self::Qixi => "七夕节",
            Self::Zhongqiu => "中秋节",
            Self::Chongyang => "重阳节",
            Self::Dongzhi => "冬至",
        }
    }

    /// Whether it belongs to “我们的节日”.
    pub fn is_ours(self) -> bool {
        Self::OURS.contains(&self)
    }

    /// Whether it is a day off for all citizens in that year (全国年节及纪念日放假办法, article 2).
    pub fn is_statutory(self, year: i16) -> bool {
        match self {
            // The amendment of 10 November 2024 made it one from 2025 on.
            Self::Chuxi => year >= 2025,
            Self::Chunjie | Self::Qingming | Self::Duanwu | Self::Zhongqiu => true,
            _ => false,
        }
    }

    /// The days it falls on within a Gregorian year: one as a rule; none outside [`YEARS`].
    pub fn days_in(self, year: i16) -> Vec<Day> {
        if !YEARS.contains(&year) {
            return Vec::new();
        }
        // The 12th lunar month begins in one Gregorian year and ends in the next, so both lunar years are asked.
        let days = [year - 1, year].into_iter().filter_map(|lunar_year| self.in_lunar_year(lunar_year));
        days.filter(|day| day.year() == year).collect()
    }

    fn in_lunar_year(self, year: i16) -> Option<Day> {
        match self {
            Self::Laba => lunar_day(year, 12, 8),
            Self::Xiaonian => lunar_day(year, 12, 23),
            // The 12th month has 29 or 30 days, so the day is found from the one after it.
            Self::Chuxi => lunar_day(year + 1, 1, 1).map(|day| day.minus(1)),
            Self::Chunjie => lunar_day(year, 1, 1),
            Self::Yuanxiao => lunar_day(year, 1, 15),
            Self::Qingming => term_day(year, 7),
            Self::Duanwu => lunar_day(year, 5, 5),
            Self::Qixi => lunar_day(year, 7, 7),
            Self::Zhongqiu => lunar_day(year, 8, 15),
            Self::Chongyang => lunar_day(year, 9, 9),
            Self::Dongzhi => term_day(year, 24),
        }
    }
}

/// All lunar festivals of a Gregorian year in order; empty outside [`YEARS`].
pub fn festivals(year: i16) -> Vec<(Day, LunarFestival)> {
    let mut found: Vec<_> = LunarFestival::ALL
        .into_iter()
        .flat_map(|festival| festival.days_in(year).into_iter().map(move |day| (day, festival)))
        .collect();
    found.sort();
    found
}

/// The 24 solar terms of a Gregorian year with their names, 小寒 first; empty outside [`YEARS`].
pub fn solar_terms(year: i16) -> Vec<(Day, String)> {
    if !YEARS.contains(&year) {
        return Vec::new();
    }
    let terms = (1..=24).map(|index| SolarTerm::from_index(isize::from(year), index));
    terms.filter_map(|term| Some((civil(&term.get_solar_day())?, term.get_name()))).collect()
}

/// The lunar day as a month view prints it: `初六`, and the month instead of the 1st: `五月`, `闰六月`.
/// `None` outside [`YEARS`].
pub fn lunar_text(day: Day) -> Option<String> {
    if !YEARS.contains(&day.year()) {
        return None;
    }
    let (month, number) = (usize::try_from(day.month()).ok()?, usize::try_from(day.day()).ok()?);
    let lunar = SolarDay::new(isize::from(day.year()), month, number).ok()?.get_lunar_day();
    Some(if lunar.get_day() == 1 { lunar.get_lunar_month().get_name() } else { lunar.get_name() })
}

fn lunar_day(year: i16, month: isize, day: usize) -> Option<Day> {
    // The month is asked first: `LunarDay::new` panics on a month that is not there.
    let month = LunarMonth::new(isize::from(year), month).ok()?;
    let day = LunarDay::new(month.get_year(), month.get_month_with_leap(), day).ok()?;
    civil(&day.get_solar_day())
}

/// The day of the solar term with that number; 0 is the 冬至 before the year, 7 清明, 24 冬至.
fn term_day(year: i16, index: isize) -> Option<Day> {
    civil(&SolarTerm::from_index(isize::from(year), index).get_solar_day())
}

fn civil(day: &SolarDay) -> Option<Day> {
    let (month, number) = (i8::try_from(day.get_month()).ok()?, i8::try_from(day.get_day()).ok()?);
    Day::new(i16::try_from(day.get_year()).ok()?, month, number)
}
