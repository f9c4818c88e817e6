//! What came late: due days that passed before enough records stood behind a criterion.

use crate::day::Day;

/// One due day that was not kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Late {
    pub due: Day,
    /// The day of the record that came after it; none where it is still missing.
    pub came: Option<Day>,
}

/// Of a criterion that wants one record by each due day: those days up to `today` by which there
/// were fewer records than days.
pub fn late(dues: &[Day], records: &[Day], today: Day) -> Vec<Late> {
    let mut records = records.to_vec();
    records.sort_unstable();
    let kept = |(nth, due): (usize, &Day)| {
        let came = records.get(nth).copied();
        came.is_none_or(|day| day > *due).then_some(Late { due: *due, came })
    };
    dues.iter().enumerate().filter(|(_, due)| **due < today).filter_map(kept).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_due_day_wants_a_record_of_its_own() {
        let days = |text: &str| -> Vec<Day> {
            text.split_whitespace().map(|it| format!("2026-{it}").parse().unwrap()).collect()
        };
        for (dues, records, expected) in [
            ("03-31 06-30", "03-10 06-11", ""),
            ("03-31 06-30", "06-11 04-02", "03-31>04-02"),
            ("03-31 06-30", "03-10", "06-30>"),
            ("03-31 06-30", "", "03-31> 06-30>"),
            ("03-31 12-31", "03-31", ""),
        ] {
            let said: Vec<String> = late(&days(dues), &days(records), "2026-07-01".parse().unwrap())
                .iter()
                .map(|it| {
                    let short = |day: Day| day.to_string()[5..].to_owned();
                    format!("{}>{}", short(it.due), it.came.map(short).unwrap_or_default())
                })
                .collect();
            assert_eq!(said.join(" "), expected, "{dues} {records}");
        }
    }
}
