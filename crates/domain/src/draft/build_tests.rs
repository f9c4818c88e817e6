use super::*;
use crate::draft::paper::{Diagnostic, Roster};
use crate::draft::{OrgPerson, OrgUnit};
use crate::unit::UnitKind;
use uuid::Uuid;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn org() -> Org {
    let unit = |n: u128, kind, name: &str| OrgUnit {
        id: UnitId(Uuid::from_u128(n)),
        kind,
        name: name.into(),
        duties: String::new(),
    };
    let person = |n: u128, name: &str| OrgPerson {
        id: PersonId(Uuid::from_u128(n)),
        name: name.into(),
        title: String::new(),
        unit: UnitId(Uuid::from_u128(2)),
        heads: false,
        liaison: false,
    };
    Org {
        units: vec![
            unit(1, UnitKind::Bureau, "云岚市交通运输局"),
            unit(2, UnitKind::Section, "政策法规科"),
            unit(3, UnitKind::Section, "机关党委"),
        ],
        persons: vec![person(11, "秦卫东"), person(12, "李静"), person(13, "李静")],
    }
}

fn node(id: usize, parent: Option<usize>, number: &str, title: &str, inline: bool, at: usize) -> Node {
    Node {
        id,
        parent,
        level: 1,
        number: Some(number.into()),
        title: title.into(),
        inline,
        span: [at, at + 5],
    }
}

fn clause(text: &str, under: usize, at: usize) -> Clause {
    Clause { text: text.into(), under: Some(under), span: [at, at + 4], ..Clause::default() }
}

fn paper() -> Paper {
    Paper {
        class: "plan".into(),
        title: Some("云岚市交通运输局创建2026届市级文明单位实施方案".into()),
        date: Some("2026-03-20".into()),
        outline: vec![
            node(1, None, "一", "工作步骤", false, 0),
            node(2, Some(1), "第一阶段", "宣传发动阶段", false, 10),
            node(3, None, "二", "主要措施", false, 100),
            node(4, Some(3), "一", "深化学习教育", false, 110),
            node(5, Some(4), "一是", "抓好理论学习", true, 120),
            node(6, Some(4), "二是", "抓好法治教育", true, 140),
            node(7, Some(3), "二", "优化环境", false, 200),
            node(8, None, "三", "工作要求", false, 300),
            node(9, Some(8), "1", "加强督导", false, 310),
        ],
        stages: vec![paper::Stage {
            name: "宣传发动阶段".into(),
            start_month: Some(4),
            end_month: Some(5),
            raw: None,
            span: [11, 14],
        }],
        roster: vec![Roster {
            role: "组长".into(),
            names: vec!["秦卫东".into(), "李静".into()],
            collective: vec!["各科室负责人".into()],
            ..Roster::default()
        }],
        measures: vec![
            clause("召开动员会", 2, 30),
            clause("学原文", 5, 121),
            clause("做笔记", 5, 126),
            Clause {
                cadence: Some("每季度".into()),
                dept: Some("法规科".into()),
                ..clause("办一期讲座", 6, 141)
            },
            Clause {
                festivals: vec!["元宵".into(), "中秋".into()],
                dept: Some("各科室".into()),
                ..clause("过好节日", 7, 201)
            },
            Clause {
                dept: Some("档案科".into()),
                deadline: Some("6月26日前".into()),
                ..clause("整理档案", 7, 210)
            },
            Clause { done: true, ..clause("去年已办", 7, 220) },
            clause("定期督导", 9, 311),
        ],
        diagnostics: vec![Diagnostic {
            severity: "repair".into(),
            message: "全角数字".into(),
            hint: None,
            span: [0, 4],
        }],
        ..Paper::default()
    }
}

fn built() -> Draft {
    build(&paper(), &"。".repeat(400), &org(), day("2026-06-11"))
}

#[test]
fn headings_become_groups_of_three_kinds() {
    let kinds: Vec<(MeasureKind, String, usize)> =
        built().measures.iter().map(|m| (m.kind, m.title.clone(), m.items.len())).collect();
    assert_eq!(
        kinds,
        [
            (MeasureKind::Stage, "宣传发动阶段".to_owned(), 1),
            (MeasureKind::Measure, "深化学习教育".to_owned(), 2),
            (MeasureKind::Measure, "优化环境".to_owned(), 2),
            (MeasureKind::Requirement, "工作要求".to_owned(), 1),
        ]
    );
}

#[test]
fn clauses_under_one_number_are_one_duty_and_say_nothing_that_the_paper_does_not() {
    let draft = built();
    let learn = &draft.measures[1].items[0];
    assert_eq!(
        (learn.number.as_str(), learn.text.as_str(), learn.span),
        ("一是", "抓好理论学习", [121, 130])
    );
    assert!(!learn.has_owner() && !learn.is_dated());
    let talk = &draft.measures[1].items[1];
    assert_eq!(talk.leads, [UnitId(Uuid::from_u128(2))], "法规科 is 政策法规科");
    assert_eq!(talk.recurs, Some(Cadence::Quarterly));
    assert_eq!(draft.measures[0].items[0].stage, Some(draft.stages[0].id));
}

#[test]
fn days_come_from_words_and_what_is_over_is_asked() {
    let draft = built();
    assert_eq!(draft.header.year, 2026);
    assert!(draft.header.year_presumed);
    assert_eq!(
        (draft.stages[0].from, draft.stages[0].to),
        (Some(day("2026-04-01")), Some(day("2026-05-31")))
    );
    let feast = &draft.measures[2].items[0];
    assert_eq!(feast.festivals[0].day, None, "元宵 was before the day of issue");
    assert_eq!(feast.festivals[1].day, Some(day("2026-09-25")));
    assert_eq!(draft.measures[2].items[1].due, Some(day("2026-06-26")));
    let doubts: Vec<&About> = draft.doubts.iter().map(|doubt| &doubt.about).collect();
    assert!(doubts.contains(&&About::Year) && doubts.contains(&&About::Festival(feast.id)));
    assert!(doubts.contains(&&About::Item(draft.measures[2].items[1].id)), "no 档案科 in the organisation");
}

#[test]
fn seats_are_matched_by_exact_name_and_same_names_are_asked() {
    let draft = built();
    let seats: Vec<(&str, bool, bool)> =
        draft.team.iter().map(|seat| (seat.name.as_str(), seat.named, seat.person.is_some())).collect();
    assert_eq!(seats, [("秦卫东", true, true), ("李静", true, false), ("各科室负责人", false, false)]);
    assert!(draft.doubts.iter().any(|doubt| doubt.about == About::Seat(draft.team[1].id)));
}

#[test]
fn the_year_is_that_of_the_title() {
    for (title, expected) in [
        ("2026年度文明单位创建方案", Some(2026)),
        ("创建 2020 届省级文明单位", Some(2020)),
        ("２０２６年工作要点", Some(2026)),
        ("二〇二六年工作要点", None),
        ("12026年", None),
        ("工作方案", None),
    ] {
        assert_eq!(year_of_title(title), expected, "{title}");
    }
}

#[test]
fn a_retrospective_yields_no_tasks() {
    let paper = Paper { class: "retrospective".into(), ..paper() };
    let draft = build(&paper, "", &org(), day("2026-06-11"));
    assert!(draft.measures.is_empty() && draft.is_retrospective());
}

#[test]
fn a_damaged_record_does_no_harm() {
    let mut paper = paper();
    paper.outline[3].parent = Some(5);
    paper.measures.push(Clause { under: Some(99), span: [900, 100], ..clause("悬空", 99, 0) });
    let draft = build(&paper, "短", &org(), day("2026-06-11"));
    assert!(draft.measures.iter().any(|measure| measure.title == "其他任务"));
}

#[test]
fn a_note_of_the_time_is_no_task_and_another_sentence_is() {
    let text =
        "一、主要措施\n（一）更换站牌。\n时限要求：2026年10月底\n2026年11月底前另行上报。\n二、工作保障";
    let paper = Paper {
        title: Some("2026年站牌更新方案".into()),
        outline: vec![
            Node { span: [0, 6], ..node(1, None, "一", "主要措施", false, 0) },
            Node { span: [7, 14], ..node(2, Some(1), "一", "更换站牌", false, 7) },
            Node { span: [46, 52], ..node(3, None, "二", "工作保障", false, 46) },
        ],
        measures: vec![Clause {
            deadline: Some("2026年10月底".into()),
            span: [10, 14],
            ..clause("更换站牌", 2, 10)
        }],
        stages: Vec::new(),
        ..paper()
    };
    let draft = build(&paper, text, &org(), day("2026-03-01"));
    let said = format!("{draft:?}");
    assert!(!said.contains("text: \"时限要求"), "{said}");
    assert!(said.contains("另行上报"), "{said}");
}

#[test]
fn rows_of_a_table_are_tasks_of_their_own() {
    let text = "阶段\t时间\t主要内容\n准备阶段\t4—5月\t检修船艇\n演练阶段\t6月中旬\t合成演练";
    let row = |words: &str| {
        let at = text.chars().count() - text.split(words).nth(1).unwrap().chars().count();
        Clause { under: None, span: [at - 4, at], ..clause(words, 0, 0) }
    };
    let paper = Paper {
        outline: Vec::new(),
        measures: vec![row("检修船艇"), row("合成演练")],
        stages: Vec::new(),
        ..paper()
    };
    let draft = build(&paper, text, &org(), day("2026-03-01"));
    let tasks: Vec<&str> = draft.items().map(|(_, item)| item.text.as_str()).collect();
    assert_eq!(tasks, ["检修船艇", "合成演练"]);
}

#[test]
fn the_day_that_closes_a_note_is_no_task() {
    let text =
        "一、主要措施\n（一）设置窗口。（牵头单位：审批局；责任单位：公安局；2026年7月底完成）\n二、工作保障";
    let end = text.chars().count() - 6;
    let paper = Paper {
        title: Some("2026年窗口方案".into()),
        outline: vec![
            Node { span: [0, 6], ..node(1, None, "一", "主要措施", false, 0) },
            Node { span: [7, 14], ..node(2, Some(1), "一", "设置窗口", false, 7) },
            Node { span: [end, end + 6], ..node(3, None, "二", "工作保障", false, end) },
        ],
        measures: vec![Clause {
            deadline: Some("2026年7月底".into()),
            span: [10, 14],
            ..clause("设置窗口", 2, 10)
        }],
        stages: Vec::new(),
        ..paper()
    };
    let draft = build(&paper, text, &org(), day("2026-03-01"));
    let tasks: Vec<&str> = draft.items().map(|(_, item)| item.text.as_str()).collect();
    assert_eq!(tasks, ["设置窗口"]);
}
