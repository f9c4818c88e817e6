//! How pages say what work is: days as distances, states as signs, numbers of measures.

use domain::assignment::{Part, State};
use domain::calendar::Holidays;
use domain::day::{Day, Instant};
use domain::draft::MeasureKind;
use store::WorkRow;

/// A due day as a page says it: in words while it is near or past, else as a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    pub class: &'static str,
    pub text: String,
    /// The day itself, for paper and for the second line.
    pub day: String,
}

impl Due {
    /// What stands in a due column. `waiting` tells whether something is still expected.
    pub fn of(due: Option<Day>, waiting: bool, today: Day) -> Self {
        let Some(due) = due else {
            return Self { class: "gap", text: "未定时限".into(), day: String::new() };
        };
        let day = spaced(due, today);
        let (class, text) = match today.days_until(due) {
            n if n < 0 && waiting => ("due-late", format!("逾期 {} 天", -n)),
            0 if waiting => ("due-soon", "今天到期".into()),
            1 if waiting => ("due-soon", "明天到期".into()),
            2 if waiting => ("due-soon", "后天到期".into()),
            n @ 3..=28 if waiting => ("", format!("还有 {n} 天")),
            n @ 29..=120 if waiting => ("", format!("{} 周后", n / 7)),
            _ => ("", day.clone()),
        };
        Self { class, text, day }
    }

    /// The same with the distance in working days, as people plan: what is near stays in words.
    pub fn working(due: Option<Day>, waiting: bool, today: Day, holidays: &Holidays) -> Self {
        let plain = Self::of(due, waiting, today);
        let Some(due) = due.filter(|due| waiting && (3..=45).contains(&today.days_until(*due))) else {
            return plain;
        };
        let left = holidays.workdays_between(today, due);
        let about = if left.is_uncertain() { "约" } else { "" };
        let text = match left.value {
            0 => "到期前都是休息日".to_owned(),
            n => format!("剩{about} {n} 个工作日"),
        };
        Self { class: if left.value <= 1 { "due-soon" } else { plain.class }, text, ..plain }
    }

    /// For tables: late and near days in words, others as the day.
    pub fn short(due: Option<Day>, waiting: bool, today: Day) -> Self {
        let long = Self::of(due, waiting, today);
        if long.class.is_empty() { Self { text: long.day.clone(), ..long } } else { long }
    }
}

/// `6 月 12 日`, with the year where it is another one.
pub fn spaced(day: Day, today: Day) -> String {
    let text = format!("{} 月 {} 日", day.month(), day.day());
    if day.year() == today.year() { text } else { format!("{} 年 {text}", day.year()) }
}

/// `今天 09:20`, `昨天 16:03`, else the day.
pub fn moment(at: Instant, today: Day) -> String {
    let day = Day::of_instant(at);
    match day.days_until(today) {
        0 => format!("今天 {}", at.clock_text()),
        1 => format!("昨天 {}", at.clock_text()),
        _ => spaced(day, today),
    }
}

/// The sign of a state, as the macro `status` knows it.
pub fn sign(state: State) -> &'static str {
    match state {
        State::Todo => "todo",
        State::Doing => "doing",
        State::Review => "review",
        State::Returned => "back",
        State::Done => "done",
        State::Void => "void",
    }
}

/// A heading as the paper prints it: `（二）优化服务`, `六、工作要求`.
pub fn heading(number: &str, title: &str) -> String {
    let bare = !number.is_empty() && !number.ends_with(['）', ')', '、', '.', '．']);
    format!("{number}{}{title}", if bare { "、" } else { "" })
}

/// `措施二` from the paper's `（二）` or `二、`; empty where there is no number.
pub fn measure(number: &str) -> String {
    let bare: String = number.chars().filter(|c| !"（）()、.． ".contains(*c)).collect();
    if bare.is_empty() { String::new() } else { format!("措施{bare}") }
}

/// Under which heading of the plan a row stands: `措施二`, `阶段任务`, `工作要求`; empty where it stands
/// under none and runs the whole period.
pub fn place(row: &WorkRow) -> String {
    match row.measure_kind {
        Some(kind) => under(kind, &row.measure_number),
        None if row.stage.is_some() => STAGE_DUTY.into(),
        None => String::new(),
    }
}

/// A heading of the plan by its kind: only measures are called by their number.
pub fn under(kind: MeasureKind, number: &str) -> String {
    match kind {
        MeasureKind::Measure => measure(number),
        MeasureKind::Stage => STAGE_DUTY.into(),
        MeasureKind::Requirement => "工作要求".into(),
    }
}

/// What a stage itself asks for, beside the measures.
pub const STAGE_DUTY: &str = "阶段任务";

/// The title of a row with its occurrence.
pub fn title(row: &WorkRow) -> String {
    if row.occurrence.is_empty() {
        row.task_title.clone()
    } else {
        format!("{}（{}）", row.task_title, row.occurrence)
    }
}

/// Who reviews a row.
pub fn reviewer(row: &WorkRow) -> &str {
    if row.reviewer_name.is_empty() { "创建办" } else { &row.reviewer_name }
}

/// Who reviews several rows, each once.
pub fn reviewers<'a>(rows: impl IntoIterator<Item = &'a WorkRow>) -> String {
    let mut names: Vec<&str> = Vec::new();
    for name in rows.into_iter().map(reviewer) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    if names.is_empty() { "创建办".into() } else { names.join("、") }
}

/// How a reader stands to a row: `您是责任人`, or whose it is.
pub fn standing(row: &WorkRow, me: domain::id::PersonId) -> String {
    if row.person == Some(me) {
        return format!("您是{}", row.part);
    }
    let holder = match (row.unit_name.as_str(), row.person_name.as_str()) {
        ("", "") => return "未定责任人".into(),
        (unit, "") => unit.to_owned(),
        ("", person) => person.to_owned(),
        (unit, person) => format!("{unit} {person}"),
    };
    match row.part {
        Part::Lead | Part::Doer if row.person.is_none() => format!("{holder}的任务"),
        part => format!("{holder} {part}"),
    }
}

/// A size as people say it.
pub fn size(bytes: i64) -> String {
    match bytes {
        n if n < 1024 => format!("{n} 字节"),
        n if n < 1024 * 1024 => format!("{} KB", n / 1024),
        n => format!("{}.{} MB", n / 1_048_576, (n % 1_048_576) * 10 / 1_048_576),
    }
}

/// One choice of a select, a radio group or a column menu.
#[derive(Debug, Clone)]
pub struct Pick {
    pub value: String,
    pub label: String,
    pub selected: bool,
}

impl Pick {
    pub fn of(value: String, label: String, selected: bool) -> Self {
        Self { value, label, selected }
    }
}

/// A count that stops at the limit of counting.
pub fn counted(n: i64) -> String {
    if n >= store::COUNTED { format!("{}+", store::COUNTED) } else { n.to_string() }
}

/// The same for figures beside names of other pages, which stop at [`store::MENU_COUNTED`].
pub fn counted_in_menu(n: i64) -> String {
    if n >= store::MENU_COUNTED { format!("{}+", store::MENU_COUNTED - 1) } else { n.to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_said_by_distance() {
        let today = Day::new(2026, 6, 11);
        let say = |month, day| Due::of(Day::new(2026, month, day), true, today.unwrap_or(Day::MIN)).text;
        assert_eq!(say(6, 5), "逾期 6 天");
        assert_eq!(say(6, 12), "明天到期");
        assert_eq!(say(6, 26), "还有 15 天");
        assert_eq!(say(7, 31), "7 周后");
        assert_eq!(measure("（二）"), "措施二");
    }

    #[test]
    fn distances_are_counted_in_statutory_working_days() {
        let holidays = Holidays::shipped();
        let on = |month, day| Day::new(2026, month, day);
        let say = |from: Option<Day>, to| Due::working(to, true, from.unwrap_or(Day::MIN), &holidays).text;
        // 2026-06-19 to 06-21 is 端午节: the Friday is off.
        assert_eq!(say(on(6, 11), on(6, 26)), "剩 10 个工作日");
        // 2026-09-20 is a Sunday on which people work.
        assert_eq!(say(on(9, 17), on(9, 20)), "剩 2 个工作日");
        assert_eq!(say(on(10, 1), on(10, 5)), "到期前都是休息日");
        assert_eq!(say(on(6, 11), on(6, 12)), "明天到期");
        let later =
            Due::working(Day::new(2031, 3, 14), true, Day::new(2031, 3, 3).unwrap_or(Day::MIN), &holidays);
        assert_eq!(later.text, "剩约 9 个工作日");
    }
}
