//! 材料自查: what a record still lacks or has too much of, by the rules of its kind, in sentences that
//! are shown before filing and to the reviewer. None of them blocks.

use super::Record;
use crate::codes;
use crate::day::Day;
use crate::record_kind::{FieldForm, Proof, RecordKind};

/// What is known of a file of the record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileFacts {
    pub name: String,
    /// Media type found from the content.
    pub media: String,
    /// In bytes.
    pub size: i64,
    /// Width and height of a photo in pixels, once it was looked at.
    pub pixels: Option<(i64, i64)>,
}

codes! {
    /// Whether something was found in order, is to be minded, or can be seen by people only.
    pub enum Mark {
        Good = "good" "符合",
        Mind = "mind" "请留意",
        Look = "look" "请看一眼",
    }
}

/// One line of the check.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub mark: Mark,
    pub text: String,
}

/// Larger photos are refused by some platforms (field §1.4: JPG ≤ 2 MB), in bytes.
const HEAVY: i64 = 2 * 1024 * 1024;
/// The shorter edge below which a photo printed on A4 shows its pixels: 800 at 15 cm are 135 dpi.
const SMALL: i64 = 800;

/// Checks a record against its kind. `today` tells the year in which it is filed.
pub fn check(record: &Record, kind: &RecordKind, files: &[FileFacts], today: Day) -> Vec<Line> {
    let mut lines = Vec::new();
    let photos: Vec<&FileFacts> = files.iter().filter(|it| it.media.starts_with("image/")).collect();
    count(&mut lines, &kind.proof, photos.len());
    let instead = kind.proof.instead && (!photos.is_empty() || has_link(record, kind));
    chars(&mut lines, &kind.proof, &record.text, instead);
    if instead {
        lines.push(good("有链接或截图，不用另写文字。"));
    }
    for photo in photos {
        size(&mut lines, photo);
    }
    numbers(&mut lines, record, kind);
    period(&mut lines, record.day, today);
    let seen = !kind.proof.must_show.is_empty() && files.iter().any(|it| it.media.starts_with("image/"));
    if seen {
        let what = kind.proof.must_show.join("、");
        lines.push(Line {
            mark: Mark::Look,
            text: format!("照片里要看得出{what}，程序看不出来，请自己看一眼。"),
        });
    }
    lines
}

fn good(text: impl Into<String>) -> Line {
    Line { mark: Mark::Good, text: text.into() }
}

fn mind(text: impl Into<String>) -> Line {
    Line { mark: Mark::Mind, text: text.into() }
}

fn count(lines: &mut Vec<Line>, proof: &Proof, photos: usize) {
    let (least, most) = (proof.least_photos as usize, proof.most_photos.map(|n| n as usize));
    let line = match most {
        _ if photos < least => {
            mind(format!("照片 {photos} 张，一般要 {least} 张以上。没有也可以报，会记为缺项。"))
        }
        Some(0) if photos > 0 => mind(format!("照片 {photos} 张，这类纪实一般不用传照片。")),
        Some(most) if photos > most => mind(format!("照片 {photos} 张，{most} 张就够，挑清楚的留下。")),
        _ if photos > 0 => good(format!("照片 {photos} 张，够了。")),
        _ => return,
    };
    lines.push(line);
}

fn chars(lines: &mut Vec<Line>, proof: &Proof, text: &str, instead: bool) {
    let n = text.chars().filter(|c| !c.is_whitespace()).count();
    let (least, most) = (proof.least_chars as usize, proof.most_chars.map_or(usize::MAX, |n| n as usize));
    if n < least && !instead {
        lines.push(mind(format!("文字 {n} 字，一般要 {least} 字以上。不写也可以报，会记为缺项。")));
    } else if n > most {
        lines.push(mind(format!("文字 {n} 字，一般不超过 {most} 字。")));
    } else if n > 0 {
        lines.push(good(format!("文字 {n} 字，合适。")));
    }
}

fn size(lines: &mut Vec<Line>, photo: &FileFacts) {
    if photo.size > HEAVY {
        let tenths = (photo.size * 10 + (1 << 19)) >> 20;
        let text = format!(
            "“{}”有 {}.{} MB，有的测评平台只收 2 MB 以内；原图照存，导出时会另做小图。",
            photo.name,
            tenths / 10,
            tenths % 10
        );
        lines.push(mind(text));
    }
    if let Some((width, height)) = photo.pixels.filter(|(width, height)| width.min(height) < &SMALL) {
        lines.push(mind(format!("“{}”只有 {width}×{height} 像素，打印出来会不清楚。", photo.name)));
    }
    if !matches!(photo.media.as_str(), "image/jpeg" | "image/png") {
        lines.push(mind(format!("“{}”不是 JPG 或 PNG，有的测评平台不收。", photo.name)));
    }
}

fn has_link(record: &Record, kind: &RecordKind) -> bool {
    let links = kind.fields.iter().filter(|it| it.form == FieldForm::Link);
    links.filter_map(|it| record.detail(&it.key)).any(is_link)
}

fn is_link(text: &str) -> bool {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    rest.is_some_and(|rest| rest.contains('.') && !rest.contains(char::is_whitespace))
}

/// 文号 as 〔2026〕 and 号 around a number, whatever brackets were at hand.
fn is_paper_number(text: &str) -> bool {
    let year = |open: char, close: char| {
        let inner = text.split_once(open).and_then(|(_, rest)| rest.split_once(close));
        inner.is_some_and(|(year, rest)| {
            let digits = |it: &str| !it.is_empty() && it.bytes().all(|b| b.is_ascii_digit());
            year.len() == 4 && digits(year) && rest.trim().strip_suffix('号').is_some_and(digits)
        })
    };
    [('〔', '〕'), ('[', ']'), ('（', '）'), ('(', ')'), ('【', '】')]
        .into_iter()
        .any(|(open, close)| year(open, close))
}

fn numbers(lines: &mut Vec<Line>, record: &Record, kind: &RecordKind) {
    for field in &kind.fields {
        match (field.form, record.detail(&field.key)) {
            (FieldForm::PaperNumber, Some(text)) if !is_paper_number(text) => {
                lines.push(mind(format!("{}“{text}”不像文号，文号是 机关代字〔年份〕序号号。", field.label)));
            }
            (FieldForm::PaperNumber, None) if kind.proof.numbered => {
                lines.push(mind(format!("没有{}，测评时一般要有。没有也可以报，会记为缺项。", field.label)));
            }
            (FieldForm::Link, Some(text)) if !is_link(text) => {
                lines.push(mind(format!(
                    "{}“{text}”打不开，链接要以 http:// 或 https:// 开头。",
                    field.label
                )));
            }
            (FieldForm::Time, Some(text)) if super::service::clock(text).is_none() => {
                lines.push(mind(format!("{}“{text}”不是时刻，例如 8:30。", field.label)));
            }
            (FieldForm::Day, Some(text)) if Day::parse_loose(text).is_err() => {
                lines.push(mind(format!("{}“{text}”不是日期。", field.label)));
            }
            _ => {}
        }
    }
}

fn period(lines: &mut Vec<Line>, day: Day, today: Day) {
    if day.year() != today.year() {
        lines.push(mind(format!("这是 {} 年的事，测评一般只看当年的材料。", day.year())));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::{BureauId, PersonId, RecordId, UnitId};
    use crate::record::{Detail, RecordState};
    use crate::record_kind::shipped;
    use uuid::Uuid;

    fn record(text: &str, details: &[(&str, &str)]) -> Record {
        let detail = |(key, value): &(&str, &str)| Detail {
            key: (*key).into(),
            label: String::new(),
            value: (*value).into(),
        };
        Record {
            id: RecordId(Uuid::nil()),
            bureau: BureauId(Uuid::nil()),
            kind: String::new(),
            title: String::new(),
            day: Day::new(2026, 6, 11).unwrap(),
            place: String::new(),
            unit: UnitId(Uuid::nil()),
            author: PersonId(Uuid::nil()),
            text: text.into(),
            state: RecordState::Draft,
            return_reason: None,
            return_note: String::new(),
            figures: Vec::new(),
            details: details.iter().map(detail).collect(),
            people: Vec::new(),
            files: Vec::new(),
            assignments: Vec::new(),
        }
    }

    fn photo(size: i64, pixels: (i64, i64)) -> FileFacts {
        FileFacts { name: "现场.jpg".into(), media: "image/jpeg".into(), size, pixels: Some(pixels) }
    }

    /// What is to be minded, the beginning of each sentence.
    fn minded(key: &str, record: &Record, files: &[FileFacts]) -> Vec<String> {
        let kinds = shipped().unwrap();
        let kind = kinds.iter().find(|it| it.key == key).unwrap();
        let lines = check(record, kind, files, Day::new(2026, 6, 12).unwrap());
        let minded = lines.into_iter().filter(|it| it.mark == Mark::Mind);
        minded.map(|it| it.text.chars().take(8).collect()).collect()
    }

    #[test]
    fn floor_and_ceiling_are_said_and_what_fits_is_not_blamed() {
        let fine = photo(400_000, (1600, 1200));
        let long = "字".repeat(250);
        let good: [FileFacts; 2] = [fine.clone(), fine.clone()];
        assert_eq!(minded("festival", &record(&long, &[]), &good), Vec::<String>::new());
        assert_eq!(minded("festival", &record("短", &[]), &[]), ["照片 0 张，一", "文字 1 字，一"]);
        let many = vec![fine; 9];
        assert_eq!(
            minded("festival", &record(&"字".repeat(501), &[]), &many),
            ["照片 9 张，6", "文字 501 字"]
        );
        assert_eq!(minded("talk", &record("谈了想法", &[]), &many[..1]), ["照片 1 张，这"]);
    }

    #[test]
    fn a_link_stands_in_for_text_and_numbers_are_looked_at() {
        let linked = record("", &[("link", "https://example.org/a")]);
        assert_eq!(minded("publicity", &linked, &[]), Vec::<String>::new());
        assert_eq!(minded("publicity", &record("", &[("link", "看公众号")]), &[]), ["链接“看公众号”"]);
        assert_eq!(minded("regulation", &record("", &[]), &[]), ["没有文号，测评时"]);
        for good in ["云交发〔2026〕12号", "云交发[2026]12号", "云交办（2026）3号"] {
            assert_eq!(
                minded("regulation", &record("", &[("number", good)]), &[]),
                Vec::<String>::new(),
                "{good}"
            );
        }
        for odd in ["十二号文", "〔26〕12号", "〔2026〕号"] {
            assert_eq!(minded("regulation", &record("", &[("number", odd)]), &[]).len(), 1, "{odd}");
        }
    }

    #[test]
    fn size_resolution_and_year_are_minded() {
        let heavy = photo(3 << 20, (640, 480));
        let found = minded("activity", &record("", &[]), &[heavy]);
        assert_eq!(found, ["“现场.jpg”", "“现场.jpg”"]);
        let old = Record { day: Day::new(2025, 12, 30).unwrap(), ..record("", &[]) };
        assert_eq!(minded("activity", &old, &[]), ["这是 2025 "]);
    }
}
