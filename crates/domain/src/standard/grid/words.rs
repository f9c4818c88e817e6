//! Words of cells: points, numbers of nodes, rules of scoring, material. Only what is certain is
//! taken out of them.

use crate::points::Points;
use crate::standard::words::rules;
use crate::standard::{EvidenceKind, EvidenceRule, Grade, Model, Part};

/// Points that a cell of their own holds: `5`, `5分`, `（5分）`, `５`.
pub(super) fn points(text: &str) -> Option<Points> {
    let folded: String = text.chars().filter(|c| !c.is_whitespace()).map(narrow).collect();
    let bare = folded.trim_matches(['(', ')', '（', '）', '+', '＋']);
    let bare = bare.strip_prefix('共').unwrap_or(bare);
    let bare = bare.strip_suffix('分').unwrap_or(bare);
    bare.parse::<Points>().ok().filter(|it| *it >= Points::ZERO)
}

/// Digits and points of full width as those of half width.
pub(super) fn narrow(c: char) -> char {
    match c {
        '０'..='９' => char::from_digit(u32::from(c) - u32::from('０'), 10).unwrap_or(c),
        '．' => '.',
        other => other,
    }
}

/// Words without the points that stand at their end in brackets: `组织领导（7分）` is 组织领导 and 7.
pub(super) fn title_points(text: &str) -> (String, Option<Points>) {
    let trimmed = text.trim_end_matches(|c: char| c.is_whitespace() || "。；;".contains(c));
    for (open, close) in [('（', '）'), ('(', ')')] {
        let Some(inner) = trimmed.strip_suffix(close) else { continue };
        let Some(at) = inner.rfind(open) else { continue };
        let words = &inner[at + open.len_utf8()..];
        if words.contains('分')
            && let Some(points) = points(words)
        {
            return (trimmed[..at].trim().to_owned(), Some(points));
        }
    }
    (text.trim().to_owned(), None)
}

/// A number of the standard's own before the words: `Ⅱ-1-① 制定规划`, `1.2.3 …`, `A1 …`.
pub(super) fn code(text: &str) -> Option<(String, String)> {
    let roman = |c: char| ('Ⅰ'..='ⅿ').contains(&c) || "IVX".contains(c);
    let circled = |c: char| ('①'..='⑳').contains(&c);
    let part = |c: char| c.is_ascii_digit() || roman(c) || circled(c) || "-－—.．".contains(c);
    let end = text.find(|c: char| !part(c)).unwrap_or(text.len());
    let number = text[..end].trim_end_matches(['-', '－', '—', '.', '．']);
    let parts = number.split(['-', '－', '—', '.', '．']).count();
    // `1.` and `一、` number a list, not a standard: they are counted anew under each heading.
    let first = number.chars().next()?;
    let rest = &text[number.len()..];
    let parted = rest.starts_with(|c: char| c.is_whitespace() || "、．:：".contains(c));
    let sound =
        parts > 1 && number.chars().count() <= 30 && (roman(first) || first.is_ascii_digit() && parted);
    let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || "-－—.．、:：".contains(c));
    (sound && !rest.is_empty()).then(|| (number.replace(['－', '—'], "-"), rest.trim_end().to_owned()))
}

/// A rule of scoring, where every clause of it says the same kind of thing.
pub(super) fn model(text: &str, full: Option<Points>) -> Option<Model> {
    let clauses = clauses(text);
    if clauses.is_empty() {
        return None;
    }
    deduct(&clauses).or_else(|| grades(&clauses)).or_else(|| sum(&clauses, full))
}

/// Said in every table, and true of the model anyway.
const FLOORS: &[&str] = &["直至扣完", "本项扣完为止", "该项扣完为止", "扣完本项为止", "扣完为止"];

/// Clauses without their numbers and without the words that every table adds.
fn clauses(text: &str) -> Vec<String> {
    text.split(['；', ';', '。', '\n'])
        .map(|it| it.chars().filter(|c| !c.is_whitespace()).map(narrow).collect::<String>())
        .map(|it| {
            let bare = unnumbered(&it);
            let floor = FLOORS.iter().find_map(|floor| bare.strip_suffix(floor));
            floor.unwrap_or(bare).trim_end_matches(['，', ',', '、']).to_owned()
        })
        .filter(|it| !it.is_empty())
        .collect()
}

/// A line without its number in a list: `1.`, `（2）`, `③`.
fn unnumbered(text: &str) -> &str {
    let text = text.trim();
    if let Some(rest) = text.strip_prefix(|c: char| ('①'..='⑳').contains(&c)) {
        return rest.trim_start();
    }
    let inner = text.trim_start_matches(['（', '(']);
    let digits = inner.trim_start_matches(|c: char| c.is_ascii_digit());
    if digits.len() == inner.len() {
        return text;
    }
    match digits.strip_prefix(['.', '．', '、', ')', '）']) {
        // `0.5分` is a number of points.
        Some(rest) if !rest.starts_with(|c: char| c.is_ascii_digit()) => rest.trim_start(),
        _ => text,
    }
}

/// What stands before a verb and the points behind it: `缺一项扣0.5分`.
fn split<'a>(clause: &'a str, verbs: &[&str]) -> Option<(&'a str, Points)> {
    let (at, verb) = verbs.iter().find_map(|verb| clause.rfind(*verb).map(|at| (at, *verb)))?;
    let behind = clause[at + verb.len()..].strip_suffix('分')?;
    let points = behind.parse::<Points>().ok().filter(|it| *it >= Points::ZERO)?;
    let words = clause[..at].trim_end_matches(['，', ',', '的', '：', ':']);
    // Points before the verb belong to a clause of its own.
    (!words.is_empty() && !words.contains('分')).then_some((words, points))
}

/// Said of each occurrence: 每次, 缺一项, 少一次.
fn each(words: &str) -> bool {
    ["每", "缺一", "少一", "一次", "一项", "一处", "一例", "一人", "一起"].iter().any(|it| words.contains(it))
}

fn deduct(clauses: &[String]) -> Option<Model> {
    let parts: Option<Vec<Part>> = clauses
        .iter()
        .map(|clause| {
            let (words, points) = split(clause, &["扣"])?;
            Some(Part { text: words.to_owned(), points, each: each(words), most: None })
        })
        .collect();
    parts.map(|parts| Model::Deduct { parts })
}

/// Words of a scale; other words before 得 may be parts that add up.
const SCALE: &[&str] =
    &["优秀", "优", "良好", "良", "好", "较好", "中", "一般", "差", "较差", "A", "B", "C", "D"];

fn grades(clauses: &[String]) -> Option<Model> {
    let grades: Option<Vec<Grade>> = clauses
        .iter()
        .map(|clause| {
            let (name, points) = split(clause, &["得", "计"])?;
            SCALE.contains(&name).then(|| Grade { name: name.to_owned(), points })
        })
        .collect();
    grades.filter(|it| it.len() > 1).map(|grades| Model::Grades { grades })
}

/// Parts that make up the full points exactly; else nobody knows whether they add up.
fn sum(clauses: &[String], full: Option<Points>) -> Option<Model> {
    let parts: Option<Vec<Part>> = clauses
        .iter()
        .map(|clause| {
            let (words, points) = split(clause, &["得", "计", "加"])?;
            (!each(words)).then(|| Part { text: words.to_owned(), points, each: false, most: None })
        })
        .collect();
    let parts = parts.filter(|it| it.len() > 1)?;
    let total: Points = parts.iter().map(|it| it.points).sum();
    (Some(total) == full).then_some(Model::Sum { parts })
}

/// Requirements, one for each piece of the words; a piece that names no kind is 其他.
pub(super) fn evidence(text: &str) -> Vec<EvidenceRule> {
    if let Ok(known) = rules(text) {
        return known;
    }
    text.split(['\n', '；', ';', '。'])
        .map(unnumbered)
        .filter(|piece| !piece.is_empty())
        .map(|piece| EvidenceRule {
            kind: kind(piece),
            what: piece.chars().take(200).collect(),
            least: 1,
            most: None,
            least_chars: None,
            most_chars: None,
            must_show: Vec::new(),
            numbered: piece.contains("文号"),
            optional: false,
        })
        .take(50)
        .collect()
}

/// The one kind that a piece names; 其他 where it names none or several.
fn kind(piece: &str) -> EvidenceKind {
    use EvidenceKind as K;
    const NAMED: &[(&str, EvidenceKind)] = &[
        ("图片", K::Photo),
        ("照片", K::Photo),
        ("视频", K::Video),
        ("截图", K::Screenshot),
        ("链接", K::Link),
        ("网址", K::Link),
        ("说明报告", K::Report),
        ("情况说明", K::Report),
        ("总结", K::Text),
        ("纪要", K::Minutes),
        ("会议记录", K::Minutes),
        ("责任书", K::Pledge),
        ("证书", K::Certificate),
        ("批示", K::Instruction),
        ("文件", K::Paper),
        ("通知", K::Paper),
        ("方案", K::Paper),
        ("制度", K::Regulation),
        ("稿件", K::Article),
    ];
    let mut kinds: Vec<EvidenceKind> =
        NAMED.iter().filter(|(word, _)| piece.contains(word)).map(|(_, kind)| *kind).collect();
    kinds.dedup();
    match kinds.as_slice() {
        [one] => *one,
        _ => K::Other,
    }
}

/// Pieces of a list: methods, units.
pub(super) fn list(text: &str) -> Vec<String> {
    let parts = text.split(['、', '，', ',', ';', '；', '\n', '/', '／']).map(str::trim);
    parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// One line of a text of several.
pub(super) fn flat(text: &str) -> String {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn points_are_taken_from_words_or_left() {
        for (text, expected) in [
            ("5", Some("5")),
            ("0.5分", Some("0.5")),
            ("（７分）", Some("7")),
            ("共10分", Some("10")),
            ("3-5", None),
            ("不限", None),
            ("-1", None),
        ] {
            assert_eq!(points(text).map(|it| it.to_string()).as_deref(), expected, "{text}");
        }
        for (text, title, expected) in [
            ("组织领导（7分）", "组织领导", Some("7")),
            ("制定规划 (0.5分)。", "制定规划", Some("0.5")),
            ("开展活动（每年2次）", "开展活动（每年2次）", None),
            ("学雷锋", "学雷锋", None),
        ] {
            let (said, points) = title_points(text);
            assert_eq!(
                (said.as_str(), points.map(|it| it.to_string()).as_deref()),
                (title, expected),
                "{text}"
            );
        }
    }

    #[test]
    fn a_number_of_the_standard_is_told_from_one_of_a_list() {
        assert_eq!(code("Ⅱ-1-① 制定规划"), Some(("Ⅱ-1-①".into(), "制定规划".into())));
        assert_eq!(code("1.2 制定规划"), Some(("1.2".into(), "制定规划".into())));
        for plain in ["1.制定规划", "一、组织领导", "2026年计划", "3-5次活动", "1.5小时", "Ⅱ-1", "12"]
        {
            assert_eq!(code(plain), None, "{plain}");
        }
    }

    #[test]
    fn only_rules_that_say_one_thing_are_models() {
        let full = Some(Points::whole(3));
        let said = |text: &str| model(text, full).map(|it| it.label());
        for (text, expected) in [
            ("缺一项扣0.5分，扣完为止。", Some("扣分")),
            ("未成立领导小组扣2分；每少一次会议扣1分", Some("扣分")),
            ("好得3分；较好得2分；一般得1分", Some("分档")),
            ("有计划得1分；有总结得2分", Some("累加")),
            ("有计划得1分；有总结得1分", None),
            ("视情况酌情扣分", None),
            ("符合要求得满分，缺一项扣1分", None),
            ("", None),
        ] {
            assert_eq!(said(text), expected, "{text}");
        }
        let Some(Model::Deduct { parts }) = model("未成立领导小组扣2分；每少一次会议扣1分", full)
        else {
            panic!("a deduction")
        };
        assert_eq!((parts[0].each, parts[1].each), (false, true));
    }

    #[test]
    fn material_keeps_its_words() {
        let rules = evidence("1.成立领导小组的文件；2.会议照片2张\n3.其他佐证");
        let said: Vec<(EvidenceKind, &str)> = rules.iter().map(|it| (it.kind, it.what.as_str())).collect();
        let expected = [
            (EvidenceKind::Paper, "成立领导小组的文件"),
            (EvidenceKind::Photo, "会议照片2张"),
            (EvidenceKind::Other, "其他佐证"),
        ];
        assert_eq!(said, expected);
    }
}
