//! 提醒: what a person is told, always with the reason why it reached that person.
//! Messages name objects, never personal values (`DESIGN.md` §10, invariant 12).

use crate::codes;
use crate::day::Day;
use crate::id::PersonId;
use uuid::Uuid;

codes! {
    /// Why a person receives a message.
    pub enum Reason {
        Assigned = "assigned" "交给您办",
        CopiedTo = "copied" "抄送给您",
        DueSoon = "due_soon" "临近期限",
        Overdue = "overdue" "已经逾期",
        Returned = "returned" "被退回",
        Accepted = "accepted" "已通过审核",
        ToReview = "to_review" "等您审核",
        Urged = "urged" "催办",
        HandedOver = "handed_over" "移交给您",
        PlanPublished = "plan_published" "方案已发布",
        Announced = "announced" "通知",
    }
}

/// One message to one person about one object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    pub to: PersonId,
    pub reason: Reason,
    /// Noun of the object it is about, as in [`crate::id::Id::NOUN`].
    pub noun: &'static str,
    pub object: Uuid,
    /// One sentence without personal values.
    pub text: String,
    /// The day it concerns, where there is one.
    pub due: Option<Day>,
}

codes! {
    /// A step of the ladder: how near the due day is. Each is told once per assignment and due day.
    pub enum Step {
        Overdue = "overdue" "已逾期",
        Eve = "eve" "今明两天到期",
        Week = "week" "七天内到期",
        Month = "month" "三十天内到期",
    }
}

impl Step {
    /// The due days, both included, that stand on this step on `today`. The steps do not overlap,
    /// so that a duty which comes late or a day without a run skips no step and repeats none.
    pub fn window(self, today: Day) -> (Day, Day) {
        match self {
            Self::Overdue => (Day::MIN, today.minus(1)),
            Self::Eve => (today, today.plus(1)),
            Self::Week => (today.plus(2), today.plus(7)),
            Self::Month => (today.plus(8), today.plus(30)),
        }
    }
}

/// One line of a digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due<'a> {
    pub title: &'a str,
    pub step: Step,
    pub due: Day,
}

/// How many titles a digest spells out.
const SPELLED: usize = 3;

/// The reason and sentence of one person's digest; none if there is nothing to tell. The most
/// pressing comes first.
pub fn digest(items: &[Due<'_>], today: Day) -> Option<(Reason, String)> {
    let mut items: Vec<&Due<'_>> = items.iter().collect();
    items.sort_by_key(|item| (item.step, item.due));
    let first = items.first()?;
    let reason = if first.step == Step::Overdue { Reason::Overdue } else { Reason::DueSoon };
    let counts: Vec<String> = <Step as crate::code::Code>::ALL
        .iter()
        .filter_map(|step| {
            let count = items.iter().filter(|item| item.step == *step).count();
            (count > 0).then(|| format!("{count} 项{step}"))
        })
        .collect();
    let titles: Vec<String> = items.iter().take(SPELLED).map(|item| line(item, today)).collect();
    let rest = if items.len() > SPELLED { format!("等 {} 项", items.len()) } else { String::new() };
    Some((reason, format!("您有 {}：{}{rest}。", counts.join("、"), titles.join("、"))))
}

fn line(item: &Due<'_>, today: Day) -> String {
    let title: String = item.title.chars().take(40).collect();
    let dots = if item.title.chars().count() > 40 { "…" } else { "" };
    let when = match item.due.days_until(today) {
        late if late > 0 => format!("逾期 {late} 天"),
        0 => "今天到期".into(),
        -1 => "明天到期".into(),
        _ => format!("{}到期", item.due.month_day_text()),
    };
    format!("“{title}{dots}”（{when}）")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::code::Code;

    #[test]
    fn every_day_stands_on_one_step_at_most() {
        let today: Day = "2026-06-11".parse().unwrap();
        for days in -40..40 {
            let due = today.plus(days);
            let on: Vec<Step> = Step::ALL
                .iter()
                .copied()
                .filter(|step| {
                    let (from, to) = step.window(today);
                    (from..=to).contains(&due)
                })
                .collect();
            let expected = match days {
                ..0 => vec![Step::Overdue],
                0..=1 => vec![Step::Eve],
                2..=7 => vec![Step::Week],
                8..=30 => vec![Step::Month],
                _ => vec![],
            };
            assert_eq!(on, expected, "{days}");
        }
    }

    #[test]
    fn a_digest_counts_and_spells_the_most_pressing() {
        let today: Day = "2026-06-11".parse().unwrap();
        let item = |title, step, days| Due { title, step, due: today.plus(days) };
        assert_eq!(digest(&[], today), None);
        let items = [
            item("收报名表", Step::Week, 6),
            item("报送台账", Step::Overdue, -2),
            item("读书班", Step::Eve, 1),
            item("主题党日", Step::Month, 20),
        ];
        let (reason, text) = digest(&items, today).unwrap();
        assert_eq!(reason, Reason::Overdue);
        assert_eq!(
            text,
            "您有 1 项已逾期、1 项今明两天到期、1 项七天内到期、1 项三十天内到期：“报送台账”（逾期 2 天）、“读书班”（明天到期）、\
             “收报名表”（6月17日到期）等 4 项。"
        );
    }
}
