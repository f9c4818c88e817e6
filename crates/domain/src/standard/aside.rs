//! What stands beside the tree of a standard, one by one and in words: 加分, 扣分 and 否决 as the
//! editor takes them.

use super::{BonusRule, Effect, EventRule, Gate, Standard, Window};
use crate::code::Code;
use crate::codes;
use crate::day::Day;
use crate::points::Points;
use crate::refused::{Check, Refused};

codes! {
    /// What stands beside the tree.
    pub enum AsideKind {
        Bonus = "bonus" "加分项",
        Event = "event" "扣分事项",
        Gate = "gate" "否决项",
    }
}

codes! {
    /// How far a gate looks back, as the editor asks for it.
    pub enum LookBack {
        Months = "months" "往前若干个月",
        Since = "since" "自某一天以来",
        Period = "period" "只看测评期内",
    }
}

/// One rule beside the tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Aside {
    Bonus(BonusRule),
    Event(EventRule),
    Gate(Gate),
}

impl Aside {
    pub fn kind(&self) -> AsideKind {
        match self {
            Self::Bonus(_) => AsideKind::Bonus,
            Self::Event(_) => AsideKind::Event,
            Self::Gate(_) => AsideKind::Gate,
        }
    }

    pub fn code(&self) -> &str {
        match self {
            Self::Bonus(it) => &it.code,
            Self::Event(it) => &it.code,
            Self::Gate(it) => &it.code,
        }
    }

    pub fn title(&self) -> &str {
        match self {
            Self::Bonus(it) => &it.title,
            Self::Event(it) => &it.title,
            Self::Gate(it) => &it.title,
        }
    }

    /// What the rule says beside its title, in one line.
    pub fn words(&self) -> String {
        let mut said: Vec<String> = Vec::new();
        match self {
            Self::Bonus(it) => {
                said.push(it.cap.map_or_else(|| "不封顶".into(), |cap| format!("最多 {cap} 分")));
                said.extend(it.highest_per_work.then(|| "同一工作只取最高".into()));
                said.extend(it.same_year.then(|| "当年表彰有效".into()));
            }
            Self::Event(it) => {
                said.push(
                    it.points.map_or_else(|| "分值未知".into(), |points| format!("每次扣 {points} 分")),
                );
                said.extend(it.report_within_months.map(|months| format!("发现后 {months} 个月内报告")));
                said.extend((it.concealed_times > 1).then(|| format!("瞒报按 {} 倍扣", it.concealed_times)));
            }
            Self::Gate(it) => {
                said.push(it.effect.to_string());
                said.push(match it.window {
                    Window::Months(months) => format!("往前看 {months} 个月"),
                    Window::Since(day) => format!("自{}以来", day.full_text()),
                    Window::Period => "测评期内".into(),
                });
                said.extend((it.heads > 1).then(|| format!("满 {} 人", it.heads)));
            }
        }
        said.join("，")
    }
}

impl Standard {
    /// Everything beside the tree: 加分, 扣分, 否决.
    pub fn asides(&self) -> Vec<Aside> {
        let bonuses = self.bonuses.iter().cloned().map(Aside::Bonus);
        let events = self.events.iter().cloned().map(Aside::Event);
        let gates = self.gates.iter().cloned().map(Aside::Gate);
        bonuses.chain(events).chain(gates).collect()
    }
}

/// A rule as it is typed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct AsideWords {
    pub code: String,
    pub title: String,
    /// The most of a bonus, the points of an event.
    pub points: String,
    pub highest: bool,
    pub same_year: bool,
    pub report_months: String,
    pub concealed: String,
    pub effect: String,
    pub look_back: String,
    pub months: String,
    pub since: String,
    pub heads: String,
}

impl AsideWords {
    pub fn of(aside: &Aside) -> Self {
        let points = |it: Option<Points>| it.map(|it| it.to_string()).unwrap_or_default();
        let base = Self { code: aside.code().to_owned(), title: aside.title().to_owned(), ..Self::default() };
        match aside {
            Aside::Bonus(it) => {
                Self { points: points(it.cap), highest: it.highest_per_work, same_year: it.same_year, ..base }
            }
            Aside::Event(it) => Self {
                points: points(it.points),
                report_months: it.report_within_months.map(|it| it.to_string()).unwrap_or_default(),
                concealed: it.concealed_times.to_string(),
                ..base
            },
            Aside::Gate(it) => {
                let (look_back, months, since) = match it.window {
                    Window::Months(months) => (LookBack::Months, months.to_string(), String::new()),
                    Window::Since(day) => (LookBack::Since, String::new(), day.to_string()),
                    Window::Period => (LookBack::Period, String::new(), String::new()),
                };
                Self {
                    effect: it.effect.code().to_owned(),
                    look_back: look_back.code().to_owned(),
                    months,
                    since,
                    heads: it.heads.to_string(),
                    ..base
                }
            }
        }
    }

    /// The rule that is meant.
    ///
    /// # Errors
    /// Every field that is wrong, each with a sentence.
    pub fn parse(&self, kind: AsideKind) -> Result<Aside, Refused> {
        let mut check = Check::new();
        let code = check.text("code", "编号", &self.code, 30);
        let title = check.text("title", "内容", &self.title, 500);
        let aside = match kind {
            AsideKind::Bonus => Aside::Bonus(BonusRule {
                code,
                title,
                cap: points(&mut check, &self.points),
                highest_per_work: self.highest,
                same_year: self.same_year,
            }),
            AsideKind::Event => Aside::Event(EventRule {
                code,
                title,
                points: points(&mut check, &self.points),
                report_within_months: match self.report_months.trim() {
                    "" => None,
                    typed => {
                        number(&mut check, "report_months", typed, 1, 60).and_then(|it| it.try_into().ok())
                    }
                },
                concealed_times: match self.concealed.trim() {
                    "" => 1,
                    typed => number(&mut check, "concealed", typed, 1, 10).unwrap_or(1),
                },
            }),
            AsideKind::Gate => {
                let effect = Effect::from_code(&self.effect);
                check.require(effect.is_some(), "effect", "请选择触发后怎么办。");
                Aside::Gate(Gate {
                    code,
                    title,
                    effect: effect.unwrap_or(Effect::Veto),
                    window: self.window(&mut check),
                    heads: match self.heads.trim() {
                        "" => 1,
                        typed => number(&mut check, "heads", typed, 1, 10_000).unwrap_or(1),
                    },
                })
            }
        };
        check.done()?;
        Ok(aside)
    }

    fn window(&self, check: &mut Check) -> Window {
        match LookBack::from_code(&self.look_back) {
            Some(LookBack::Months) => {
                let months = number(check, "months", self.months.trim(), 1, 240);
                Window::Months(months.and_then(|it| it.try_into().ok()).unwrap_or(1))
            }
            Some(LookBack::Since) => match Day::parse_loose(&self.since) {
                Ok(day) => Window::Since(day),
                Err(error) => {
                    check.require(false, "since", error.to_string());
                    Window::Period
                }
            },
            Some(LookBack::Period) => Window::Period,
            None => {
                check.require(false, "look_back", "请选择往前看多久。");
                Window::Period
            }
        }
    }
}

fn points(check: &mut Check, text: &str) -> Option<Points> {
    match text.trim() {
        "" => None,
        typed => match typed.trim_end_matches('分').parse::<Points>() {
            Ok(points) if points >= Points::ZERO => Some(points),
            Ok(_) => {
                check.require(false, "points", "分值不能小于 0。");
                None
            }
            Err(error) => {
                check.require(false, "points", error.to_string());
                None
            }
        },
    }
}

/// A whole number within bounds, else a wrong field.
fn number(check: &mut Check, field: &str, text: &str, least: u32, most: u32) -> Option<u32> {
    let found = text.parse().ok().filter(|it| (least..=most).contains(it));
    check.require(found.is_some(), field, format!("请填写 {least} 到 {most} 的整数。"));
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_beside_shipped_trees_survives_its_words() {
        let mut seen = 0;
        for (key, file) in super::super::shipped().expect("shipped") {
            let all = (file.bonuses.into_iter().map(Aside::Bonus))
                .chain(file.events.into_iter().map(Aside::Event))
                .chain(file.gates.into_iter().map(Aside::Gate));
            for aside in all {
                seen += 1;
                assert_eq!(AsideWords::of(&aside).parse(aside.kind()).as_ref(), Ok(&aside), "{key}");
            }
        }
        assert!(seen > 5, "{seen}");
    }

    #[test]
    fn a_wrong_field_says_what_to_write() {
        let gate = AsideWords {
            code: "否-1".into(),
            title: "发生重大安全生产事故".into(),
            effect: "veto".into(),
            look_back: "months".into(),
            months: "24".into(),
            ..AsideWords::default()
        };
        let Ok(Aside::Gate(read)) = gate.parse(AsideKind::Gate) else { panic!("a gate") };
        assert_eq!((read.window, read.heads), (Window::Months(24), 1));
        for (wrong, field) in [
            (AsideWords { code: String::new(), ..gate.clone() }, "code"),
            (AsideWords { months: "两年".into(), ..gate.clone() }, "months"),
            (AsideWords { look_back: "since".into(), since: "某日".into(), ..gate.clone() }, "since"),
            (AsideWords { look_back: String::new(), ..gate.clone() }, "look_back"),
            (AsideWords { effect: "?".into(), ..gate.clone() }, "effect"),
            (AsideWords { heads: "0".into(), ..gate.clone() }, "heads"),
        ] {
            let Err(Refused::Invalid(fields)) = wrong.parse(AsideKind::Gate) else { panic!("{field}") };
            assert_eq!(fields[0].field, field);
        }
        let bonus = AsideWords { points: "-1".into(), ..gate };
        assert!(bonus.parse(AsideKind::Bonus).is_err());
    }
}
