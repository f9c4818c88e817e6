//! The year of the demonstration as it was lived: some five hundred activities of all kinds and their
//! photos, beside what the plan asked for. Which they are follows from the day on which the year ends,
//! and from nothing else.

use super::scene::{Dice, Shot};
use super::story::{Story, nth, stories};
use crate::Result;
use domain::calendar::Festival;
use domain::day::Day;
use domain::record::service::{BEGINS, ENDS, JUDGED};
use domain::record::{Detail, Figured};

/// Days of the year before its last.
const DAYS: i64 = 364;
/// The unit that entered two months of activities on one day, and the days of these before the end.
const BEHIND: (&str, std::ops::Range<i64>, i64) = ("港航事业发展中心", 55..115, 40);

/// How a record ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    Waiting,
    Returned,
    Accepted,
    /// Returned once, then accepted.
    Mended,
}

/// One activity.
#[derive(Debug, Clone)]
pub(super) struct Deed {
    /// Its place in the year.
    pub number: usize,
    pub kind: &'static str,
    pub unit: &'static str,
    pub title: String,
    pub day: Day,
    /// The day on which it was handed in.
    pub filed: Day,
    pub place: &'static str,
    pub text: String,
    pub details: Vec<Detail>,
    pub figures: Vec<Figured>,
    /// How many of the unit took part.
    pub heads: usize,
    pub photos: Vec<Shot>,
    pub end: End,
    /// Whether one of its photos will be remarked upon.
    pub odd: bool,
}

/// The first day of the year that ends on a day.
pub(super) fn begin(until: Day) -> Day {
    until.minus(DAYS)
}

/// Everything that was done in the year before `until`, by its days.
pub(super) fn deeds(until: Day) -> Result<Vec<Deed>> {
    let mut deeds = Vec::new();
    for (at, story) in stories()?.iter().enumerate() {
        for (n, (day, festival)) in days(story, until).into_iter().enumerate() {
            let dice = Dice(((at as u64) << 32) | n as u64);
            deeds.push(deed(story, n, day, festival, until, dice));
        }
    }
    deeds.sort_by(|a: &Deed, b| (a.day, a.kind, a.unit).cmp(&(b.day, b.kind, b.unit)));
    for (number, deed) in deeds.iter_mut().enumerate() {
        deed.number = number;
        deed.end = end(number, deed.filed.days_until(until));
        for (at, photo) in deed.photos.iter_mut().enumerate() {
            photo.seed = ((number as u64) << 8) | at as u64;
        }
    }
    contradict(&mut deeds);
    Ok(deeds)
}

/// The days of a story, and the festival of each if it follows these.
fn days(story: &Story, until: Day) -> Vec<(Day, &'static str)> {
    let (from, last) = (begin(until), until.minus(1));
    if story.every == 0 {
        let named = |festival: Festival| Some((festival.first_on_or_after(from)?.minus(1), festival.name()));
        let days = Festival::ours().into_iter().filter_map(named);
        // Two units keep each festival, the second on its eve too.
        let mut days: Vec<(Day, &'static str)> =
            days.filter(|(day, _)| (from..=last).contains(day)).flat_map(|it| [it, it]).collect();
        days.sort();
        return days;
    }
    let all = (0..).map(|n| from.plus(story.first + n * story.every)).take_while(|day| *day <= last);
    let fits = |day: &Day| story.only == 0 || i64::from(day.month()) == story.only;
    all.filter(fits).map(|day| (on_duty(story, day), "")).collect()
}

/// Most things are done on working days; volunteers and players meet on free ones too.
fn on_duty(story: &Story, day: Day) -> Day {
    let free = matches!(story.kind, "volunteering" | "culture" | "tree_planting");
    if free || !day.weekday().is_weekend() { day } else { day.minus(day.weekday().index() - 4) }
}

fn deed(story: &Story, n: usize, day: Day, festival: &str, until: Day, mut dice: Dice) -> Deed {
    let unit = nth(&story.units, n);
    let pick = |at: usize, values: &[&'static str]| match festival {
        "" => nth(values, n + at * 3).to_owned(),
        name => name.to_owned(),
    };
    let fields: Vec<(&str, String)> =
        story.fields.iter().enumerate().map(|(at, (key, values))| (*key, pick(at, values))).collect();
    let first = fields.first().map_or("", |(_, value)| value.as_str());
    let title = nth(&story.titles, n).replace("{x}", first).replace("{m}", &day.month().to_string());
    let (unit_behind, behind, entered) = BEHIND;
    let late = unit == unit_behind && behind.contains(&day.days_until(until));
    let count = |(item, range, uom): &(&str, (i64, i64), &str), dice: &mut Dice| Figured {
        item: (*item).to_owned(),
        value: dice.within(*range).to_string(),
        uom: (*uom).to_owned(),
    };
    let mut figures: Vec<Figured> = story.counts.iter().map(|it| count(it, &mut dice)).collect();
    let heads = dice.within(story.heads);
    if heads > 0 && story.kind != "volunteering" {
        figures.insert(0, count(&("参加人数", (heads, heads), "人"), &mut dice));
    }
    let photos = if story.kind == "publicity" && n % 2 == 1 { 0 } else { story.photos };
    Deed {
        number: 0,
        kind: story.kind,
        unit,
        title,
        day,
        filed: if late { until.minus(entered) } else { day.plus(dice.within((0, 2))).min(until.minus(1)) },
        place: nth(&story.places, n),
        text: story.text(n),
        details: details(story.kind, fields, n, day),
        figures,
        heads: usize::try_from(heads).unwrap_or_default(),
        photos: (0..photos).map(|_| shot(day, n, &mut dice)).collect(),
        end: End::Accepted,
        odd: false,
    }
}

/// The fields of the kind. What must differ from record to record is made here.
fn details(kind: &str, fields: Vec<(&str, String)>, n: usize, day: Day) -> Vec<Detail> {
    let mut fields: Vec<(&str, String)> = fields.into_iter().filter(|(key, _)| *key != "x").collect();
    match kind {
        "publicity" => {
            fields.push(("link", format!("https://news.yunlan.example/{}/{:03}.html", day, n + 1)));
        }
        "regulation" => {
            fields.push(("number", format!("云交发〔{}〕{}号", day.year(), 11 + n * 3)));
            fields.push(("since", day.plus(7).to_string()));
        }
        "disclosure" => fields.push(("until", day.plus(7).to_string())),
        // Half a day: nobody serves longer than 240 minutes.
        "volunteering" => {
            let (begins, ends) = if n % 3 == 1 { ("14:00", "18:00") } else { ("08:30", "12:30") };
            fields.push((BEGINS, begins.to_owned()));
            fields.push((ENDS, ends.to_owned()));
            fields.push((JUDGED, if n % 9 == 4 { "基本满意" } else { "满意" }.to_owned()));
        }
        _ => {}
    }
    let detail = |(key, value): (&str, String)| Detail { key: key.to_owned(), label: String::new(), value };
    fields.into_iter().map(detail).collect()
}

/// A photo of the day; some came through a messenger, which takes the time away.
fn shot(day: Day, n: usize, dice: &mut Dice) -> Shot {
    let time = format!("{:02}:{:02}:{:02}", dice.within((8, 17)), dice.within((0, 59)), dice.within((0, 59)));
    let taken = if n % 17 == 5 { String::new() } else { capture(day, &time) };
    Shot { seed: 0, taken, light: 0 }
}

fn capture(day: Day, time: &str) -> String {
    format!("{:04}:{:02}:{:02} {time}", day.year(), day.month(), day.day())
}

fn end(number: usize, age: i64) -> End {
    match age {
        ..=2 => End::Waiting,
        3..=16 if number % 7 == 4 => End::Returned,
        _ if number % 23 == 7 => End::Mended,
        _ => End::Accepted,
    }
}

/// What a year has of mistakes: a photo of another day, one used twice, one taken from the same spot.
fn contradict(deeds: &mut [Deed]) {
    let with_photos: Vec<usize> = (0..deeds.len()).filter(|at| !deeds[*at].photos.is_empty()).collect();
    for (nth, at) in with_photos.iter().enumerate().skip(1) {
        let before = deeds[with_photos[nth - 1]].photos[0].clone();
        let deed = &mut deeds[*at];
        let (day, photo) = (deed.day, &mut deed.photos[0]);
        match nth % 60 {
            9 => photo.taken = capture(day.minus(2), "15:20:00"),
            29 => *photo = before,
            49 => *photo = Shot { seed: before.seed, taken: capture(day, "10:05:00"), light: 14 },
            _ => continue,
        }
        deed.odd = true;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn a_year_is_as_large_as_a_bureau_lives_it_whatever_the_day() {
        for until in ["2026-01-02", "2026-06-11", "2026-11-27", "2028-02-29"] {
            let until: Day = until.parse().unwrap();
            let deeds = deeds(until).unwrap();
            let photos: usize = deeds.iter().map(|it| it.photos.len()).sum();
            assert!((440..540).contains(&deeds.len()), "{} records", deeds.len());
            assert!((1_350..1_600).contains(&photos), "{photos} photos");
            let kinds: BTreeSet<&str> = deeds.iter().map(|it| it.kind).collect();
            assert_eq!(kinds.len(), domain::record_kind::shipped().unwrap().len());
            assert!(deeds.iter().all(|it| it.day < until && it.filed < until && it.filed >= it.day));
            for end in [End::Waiting, End::Returned, End::Accepted, End::Mended] {
                assert!(deeds.iter().any(|it| it.end == end), "none is {end:?} on {until}");
            }
            let odd = deeds.iter().filter(|it| it.odd).count();
            assert!((8..40).contains(&odd), "{odd} odd ones");
        }
    }

    #[test]
    fn the_same_day_makes_the_same_year() {
        let until: Day = "2026-11-27".parse().unwrap();
        let seeds = |deeds: Vec<Deed>| -> Vec<(String, Vec<Shot>)> {
            deeds.into_iter().map(|it| (it.title, it.photos)).collect()
        };
        assert_eq!(seeds(deeds(until).unwrap()), seeds(deeds(until).unwrap()));
    }
}
