//! iCalendar (RFC 5545): whole days, stable names, the same bytes for the same duties.

use app::feed::{Event, FeedView};
use domain::day::{Day, Instant};
use icalendar::{Calendar, Component, Property};

/// The calendar as its text, lines folded and ended by CRLF.
pub fn calendar(view: &FeedView, base: &str) -> String {
    let mut calendar = Calendar::new();
    calendar.name(&view.name);
    calendar.append_property(Property::new("METHOD", "PUBLISH"));
    calendar
        .append_property(Property::new("REFRESH-INTERVAL", "PT6H").add_parameter("VALUE", "DURATION").done());
    for event in &view.events {
        calendar.push(entry(event, base));
    }
    calendar.to_string()
}

fn entry(event: &Event, base: &str) -> icalendar::Event {
    let mut entry = icalendar::Event::new();
    entry.uid(&format!("{}@wenming", event.uid));
    entry.summary(&event.title);
    entry.add_property("DTSTAMP", stamp(event.changed));
    entry.append_property(date("DTSTART", event.day));
    entry.append_property(date("DTEND", event.day.plus(1)));
    entry.add_property("TRANSP", "TRANSPARENT");
    entry.add_property("URL", format!("{base}{}", event.path));
    entry.done()
}

fn date(name: &str, day: Day) -> Property {
    Property::new(name, day.to_string().replace('-', "")).add_parameter("VALUE", "DATE").done()
}

/// Day and seconds of the day in UTC.
fn utc(at: Instant) -> (Day, i64) {
    // `Day` reckons in Shanghai; eight hours earlier the same reckoning gives the day in UTC.
    let day = Day::of_instant(Instant(at.0 - 8 * 3_600_000_000));
    (day, at.0.div_euclid(1_000_000).rem_euclid(86_400))
}

fn stamp(at: Instant) -> String {
    let (day, seconds) = utc(at);
    let (h, m, s) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    format!("{}T{h:02}{m:02}{s:02}Z", day.to_string().replace('-', ""))
}

/// `Thu, 11 Jun 2026 01:00:00 GMT` (RFC 9110).
pub fn http_date(at: Instant) -> String {
    const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let (day, seconds) = utc(at);
    let weekday = DAYS[usize::try_from(day.weekday().index()).unwrap_or(0)];
    let month = MONTHS[usize::try_from(day.month() - 1).unwrap_or(0)];
    let (h, m, s) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    format!("{weekday}, {:02} {month} {} {h:02}:{m:02}:{s:02} GMT", day.day(), day.year())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// 2026-06-11 09:00 in Shanghai.
    const MORNING: Instant = Instant(1_781_139_600_000_000);

    fn view() -> FeedView {
        let event = |title: &str| Event {
            uid: "1".into(),
            day: "2026-06-30".parse().unwrap(),
            title: title.into(),
            path: "/tasks/1".into(),
            changed: MORNING,
        };
        let long = "报送，逗号；分号\n换行".to_owned() + &"很长".repeat(60);
        FeedView {
            name: "节点".into(), events: vec![event("报送培训台账"), event(&long)], changed: MORNING
        }
    }

    #[test]
    fn times_are_told_in_utc() {
        assert_eq!(stamp(MORNING), "20260611T010000Z");
        assert_eq!(http_date(MORNING), "Thu, 11 Jun 2026 01:00:00 GMT");
        assert_eq!(stamp(Instant(MORNING.0 - 2 * 3_600_000_000)), "20260610T230000Z");
    }

    #[test]
    fn lines_are_folded_and_end_in_crlf() {
        let text = calendar(&view(), "https://example.test");
        assert!(text.starts_with("BEGIN:VCALENDAR\r\n") && text.ends_with("END:VCALENDAR\r\n"));
        assert!(text.split("\r\n").all(|line| line.len() <= 75), "{text}");
        assert!(!text.replace("\r\n", "").contains(['\r', '\n']));
        assert!(text.contains("DTSTART;VALUE=DATE:20260630\r\n"));
        assert!(text.contains("DTEND;VALUE=DATE:20260701\r\n"));
        assert!(text.contains("SUMMARY:报送培训台账\r\n"));
    }

    #[test]
    fn the_same_duties_are_the_same_bytes() {
        assert_eq!(calendar(&view(), "x"), calendar(&view(), "x"));
    }
}
