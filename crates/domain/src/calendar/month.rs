//! The grid of a month view: whole weeks from Monday to Sunday.

use crate::day::Day;

/// A month of a year, as `2026-06`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month {
    first: Day,
}

impl Month {
    /// The month in which a day lies.
    pub fn of(day: Day) -> Self {
        Self { first: day.month_start() }
    }

    /// Reads `2026-06`; years outside those that people type are none.
    pub fn parse(text: &str) -> Option<Self> {
        let first: Day = format!("{}-01", text.trim()).parse().ok()?;
        let year = u32::try_from(first.year()).ok()?;
        Day::TYPED_YEARS.contains(&year).then_some(Self { first })
    }

    pub fn year(self) -> i16 {
        self.first.year()
    }

    pub fn month(self) -> i8 {
        self.first.month()
    }

    pub fn first(self) -> Day {
        self.first
    }

    pub fn last(self) -> Day {
        self.first.month_end()
    }

    pub fn contains(self, day: Day) -> bool {
        (self.first()..=self.last()).contains(&day)
    }

    pub fn previous(self) -> Self {
        Self::of(self.first.minus(1))
    }

    pub fn next(self) -> Self {
        Self::of(self.last().plus(1))
    }

    /// The weeks that touch the month, Monday first; their first and last days may lie outside it.
    pub fn weeks(self) -> Vec<[Day; 7]> {
        let monday = self.first().minus(self.first().weekday().index());
        let week = |start: Day| std::array::from_fn(|i| start.plus(i as i64));
        (0..6).map(|i| monday.plus(i * 7)).take_while(|start| *start <= self.last()).map(week).collect()
    }

    /// `2026 年 6 月`.
    pub fn title(self) -> String {
        format!("{} 年 {} 月", self.year(), self.month())
    }
}

impl std::fmt::Display for Month {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.month())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_begin_on_monday_and_cover_the_month() {
        let june = Month::parse("2026-06").unwrap();
        let weeks = june.weeks();
        assert_eq!(weeks.len(), 5);
        assert_eq!(weeks[0][0].to_string(), "2026-06-01");
        assert_eq!(weeks[4][6].to_string(), "2026-07-05");
        // February 2027 begins on a Monday and has four weeks; August 2026 needs six.
        assert_eq!(Month::parse("2027-02").unwrap().weeks().len(), 4);
        assert_eq!(Month::parse("2026-08").unwrap().weeks().len(), 6);
    }

    #[test]
    fn months_walk_over_the_turn_of_the_year() {
        let december = Month::parse("2026-12").unwrap();
        assert_eq!(december.next().to_string(), "2027-01");
        assert_eq!(december.next().previous(), december);
    }

    #[test]
    fn nonsense_is_no_month() {
        for text in ["", "2026", "2026-13", "0000-01", "9999-12", "2026-06-01", "二〇二六"] {
            assert_eq!(Month::parse(text), None, "{text}");
        }
    }
}
