//! Every scoring model against tables worked out by hand. The figures of each case are written
//! down as the standards state them; the comment says how the result comes about.

#![allow(clippy::unwrap_used, reason = "a broken fixture must stop the test")]

use domain::assessment::{
    Answer, Award, Breach, Claim, Claims, Event, Facts, GateState, Period, Standing, next_steps, score, term,
    trace,
};
use domain::day::Day;
use domain::id::{Id, Ids, RecordId};
use domain::points::{Points, Ratio};
use domain::standard::{Gap, Standard, Weight, Years, file};
use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use uuid::Uuid;

#[derive(Default)]
struct Counter(AtomicU64);
impl Ids for Counter {
    fn next(&self) -> Uuid {
        Uuid::from_u64_pair(7, self.0.fetch_add(1, Ordering::Relaxed))
    }
}

const HEAD: &str = "schema = 1\n[standard]\nname = \"试行体系\"\nissuer = \"某市文明办\"\nlevel = \"municipal\"\nsource = \"example\"\n";

fn standard(head: &str, rest: &str) -> Standard {
    let text = format!("{HEAD}{head}\n{rest}");
    file::File::parse(&text).unwrap().build(&Counter::default(), None).unwrap()
}

fn day(text: &str) -> Day {
    Day::parse_loose(text).unwrap()
}

fn facts() -> Facts {
    let period = Period { from: day("2025-01-01"), to: day("2025-12-31"), as_of: day("2025-12-31") };
    Facts {
        period,
        unit_kind: String::new(),
        awards: Vec::new(),
        events: Vec::new(),
        breaches: Vec::new(),
        confirmed: BTreeMap::new(),
    }
}

fn claims(standard: &Standard, answers: &[(&str, Answer)]) -> Claims {
    answers
        .iter()
        .map(|(code, answer)| {
            let node = standard.tree.nodes().iter().find(|node| node.code == *code).unwrap();
            (node.id, Claim { answer: answer.clone(), reason: String::new(), records: Vec::new() })
        })
        .collect()
}

/// Total, known and full, as text.
fn result(standard: &Standard, answers: &[(&str, Answer)], facts: &Facts) -> (String, String, String) {
    let score = score(standard, &claims(standard, answers), facts).unwrap();
    let full = score.tree.full.map_or_else(|| "?".into(), |it| it.to_string());
    (score.total.to_string(), score.tree.known.to_string(), full)
}

fn ratio(num: i64, den: i64) -> Answer {
    Answer::Measured(Ratio::new(num, den).unwrap())
}

fn given(points: &str) -> Answer {
    Answer::Given(points.parse().unwrap())
}

fn criterion(points: &str, model: &str) -> Standard {
    standard(
        "",
        &format!("[[node]]\ncode = \"1\"\ntitle = \"指标\"\npoints = {points}\nscore = {{ {model} }}\n"),
    )
}

#[test]
fn one_criterion_by_each_model() {
    let sum = r#"model = "sum", parts = [{ text = "规划", points = 0.5 }, { text = "计划", points = 0.5 }, { text = "奖惩", points = 0.5, each = true, most = 1 }]"#;
    let grades = r#"model = "grades", grades = [{ name = "A", points = 2 }, { name = "B", points = 1.5 }, { name = "C", points = 1 }, { name = "D", points = 0 }]"#;
    let deduct = r#"model = "deduct", parts = [{ text = "缺活动", points = 3, each = true }, { text = "没有制度", points = 5 }]"#;
    let threshold = r#"model = "threshold", metric = "达标率", at_least = "90%""#;
    let by_point = r#"model = "threshold", metric = "参与率", at_least = "100%", per_point_short = 1"#;
    let cases: &[(&str, &str, Answer, &str)] = &[
        ("2", r#"model = "judged""#, given("1.25"), "1.25"),
        // 0.5 + 0.5, then 0.5 three times limited to 1.
        ("2", sum, Answer::Counts(vec![1, 1, 3]), "2"),
        ("2", sum, Answer::Counts(vec![0, 1, 1]), "1"),
        // A part that is not "each" counts once.
        ("2", sum, Answer::Counts(vec![9, 0, 0]), "0.5"),
        ("2", grades, Answer::Grade(1), "1.5"),
        ("2", grades, Answer::Grade(3), "0"),
        // 100, 66, 33, 0 % of 3.
        ("3", r#"model = "states""#, Answer::Cases(0), "3"),
        ("3", r#"model = "states""#, Answer::Cases(1), "1.98"),
        ("3", r#"model = "states""#, Answer::Cases(2), "0.99"),
        ("3", r#"model = "states""#, Answer::Cases(7), "0"),
        // 10 − 3 × 2; 10 − 5 − 3; 10 − 3 × 4 stops at zero.
        ("10", deduct, Answer::Counts(vec![2, 0]), "4"),
        ("10", deduct, Answer::Counts(vec![1, 4]), "2"),
        ("10", deduct, Answer::Counts(vec![4, 0]), "0"),
        ("10", deduct, Answer::Counts(vec![0, 0]), "10"),
        ("4", r#"model = "all_or_nothing""#, Answer::Met(true), "4"),
        ("4", r#"model = "all_or_nothing""#, Answer::Met(false), "0"),
        ("2", threshold, ratio(9, 10), "2"),
        ("2", threshold, ratio(899, 1000), "0"),
        // 96.2 % is 3.8 points short, a begun point counts: 5 − 4.
        ("5", by_point, ratio(962, 1000), "1"),
        ("5", by_point, ratio(1, 2), "0"),
        // 382 of 500 = 76.4 % of 20.
        ("20", r#"model = "share", metric = "即时答复率""#, ratio(382, 500), "15.28"),
        ("20", r#"model = "share", metric = "即时答复率""#, ratio(3, 2), "20"),
    ];
    for (points, model, answer, expected) in cases {
        let standard = criterion(points, model);
        let (total, known, full) = result(&standard, &[("1", answer.clone())], &facts());
        assert_eq!(
            (total.as_str(), known.as_str(), full.as_str()),
            (*expected, *points, *points),
            "{model} {answer:?}"
        );
    }
}

#[test]
fn an_answer_of_another_model_is_refused_not_guessed() {
    let wrong: &[(&str, Answer)] = &[
        (r#"model = "judged""#, given("2.5")),
        (r#"model = "judged""#, given("-1")),
        (r#"model = "all_or_nothing""#, given("1")),
        (r#"model = "grades", grades = [{ name = "A", points = 2 }]"#, Answer::Grade(1)),
        (r#"model = "sum", parts = []"#, Answer::Counts(vec![1])),
        (r#"model = "states", letters = []"#, Answer::Cases(0)),
    ];
    for (model, answer) in wrong {
        let standard = criterion("2", model);
        let refused = score(&standard, &claims(&standard, &[("1", answer.clone())]), &facts());
        assert!(refused.is_err(), "{model} {answer:?}");
    }
}

/// Ezhou: 4 = 1 (0.5 + 0.5) + 3, of which 2.5 were seen.
const EZHOU: &str = r#"
[[node]]
code = "I-1"
title = "组织管理"
points = 4
[[node]]
code = "II-1"
under = "I-1"
title = "创建规划"
points = 1
[[node]]
code = "II-1.1"
under = "II-1"
title = "计划"
points = 0.5
score = { model = "all_or_nothing" }
[[node]]
code = "II-1.2"
under = "II-1"
title = "总结"
points = 0.5
score = { model = "all_or_nothing" }
[[node]]
code = "II-2"
under = "I-1"
title = "机制建设"
points = 3
partial = true
[[node]]
code = "II-2.1"
under = "II-2"
title = "机构"
points = 0.3
score = { model = "all_or_nothing" }
[[node]]
code = "II-2.2"
under = "II-2"
title = "考核"
points = 0.2
score = { model = "all_or_nothing" }
[[node]]
code = "II-2.3"
under = "II-2"
title = "信息"
points = 2
"#;

#[test]
fn points_add_up_the_tree_and_say_how_much_is_known() {
    let standard = standard("total = 100\ngaps = \"只见第一个项目\"", EZHOU);
    let nothing = result(&standard, &[], &facts());
    assert_eq!(nothing, ("0".into(), "0".into(), "100".into()));
    let some = [
        ("II-1.1", Answer::Met(true)),
        ("II-1.2", Answer::Met(false)),
        ("II-2.1", Answer::Met(true)),
        ("II-2.3", given("1.5")),
    ];
    // 0.5 + 0 + 0.3 + 1.5 of 0.5 + 0.5 + 0.3 + 2.
    assert_eq!(result(&standard, &some, &facts()), ("2.3".into(), "3.3".into(), "100".into()));
    let sentences: Vec<String> = standard.findings().into_iter().map(|it| it.sentence).collect();
    assert_eq!(sentences, ["总分 100 分，已见 4 分。", "“机制建设”共 3 分，已见 2.5 分。"]);
}

#[test]
fn unknown_points_stay_unknown() {
    let rest = "[[node]]\ncode = \"1\"\ntitle = \"甲\"\npoints = 3\n[[node]]\ncode = \"2\"\ntitle = \"乙\"\nscore = { model = \"all_or_nothing\" }\n";
    let standard = standard("", rest);
    let all = [("1", given("2")), ("2", Answer::Met(true))];
    assert_eq!(result(&standard, &all, &facts()), ("2".into(), "3".into(), "?".into()));
    let score = score(&standard, &claims(&standard, &all), &facts()).unwrap();
    assert_eq!(score.marks[1].as_ref().unwrap().got, None, "met, but worth nobody knows what");
    assert_eq!(score.standing(&standard), Standing::NoLine);
}

fn three_of(rebase: &str) -> Standard {
    let node = |code: &str, under: &str, points: i64| {
        format!("[[node]]\ncode = \"{code}\"\nunder = \"{under}\"\ntitle = \"项{code}\"\npoints = {points}\n")
    };
    let nodes = [
        node("1", "", 10),
        node("1.1", "1", 4),
        node("1.2", "1", 4),
        node("1.3", "1", 2),
        node("2", "", 5),
        node("2.1", "2", 5),
    ];
    standard(&format!("total = 15\nrebase = \"{rebase}\""), &nodes.concat())
}

#[test]
fn what_does_not_apply_is_rebased_with_its_reason() {
    /// Way of re-basing, answers, total, known.
    type Case = (&'static str, Vec<(&'static str, Answer)>, &'static str, &'static str);
    let absent = |code| (code, Answer::NotApplicable("没有窗口".into()));
    let cases: &[Case] = &[
        // 3 + 1.5 of 4 + 2 scaled by 10/6 = 7.5; known all 10; plus 5.
        (
            "scale",
            vec![("1.1", given("3")), absent("1.2"), ("1.3", given("1.5")), ("2.1", given("5"))],
            "12.5",
            "15",
        ),
        // The other open criterion stays unknown: 3 × 10/6 = 5, known 4 × 10/6 = 6.6667.
        ("scale", vec![("1.1", given("3")), absent("1.2")], "5", "6.6667"),
        // A whole project away: the other is scaled to the total, 4 × 15/5.
        ("scale", vec![absent("1.1"), absent("1.2"), absent("1.3"), ("2.1", given("4"))], "12", "15"),
        (
            "full",
            vec![("1.1", given("3")), absent("1.2"), ("1.3", given("1.5")), ("2.1", given("5"))],
            "13.5",
            "15",
        ),
        (
            "none",
            vec![("1.1", given("3")), absent("1.2"), ("1.3", given("1.5")), ("2.1", given("5"))],
            "9.5",
            "15",
        ),
    ];
    for (rebase, answers, total, known) in cases {
        let is = result(&three_of(rebase), answers, &facts());
        assert_eq!(
            (is.0.as_str(), is.1.as_str(), is.2.as_str()),
            (*total, *known, "15"),
            "{rebase} {answers:?}"
        );
    }
}

#[test]
fn blocks_of_methods_have_totals_of_their_own() {
    // Nanchang: 50 + 10 + 20 + 20.
    let block = |code: &str, points: i64| {
        format!(
            "[[node]]\ncode = \"{code}\"\ntitle = \"{code}\"\npoints = {points}\nmethods = [\"{code}\"]\n"
        )
    };
    let nodes =
        [block("资料审核", 50), block("文明实践", 10), block("实地考核", 20), block("城市创建", 20)].concat();
    let standard = standard("total = 100\npass = 85", &nodes);
    let answers = [("资料审核", given("46.5")), ("文明实践", given("9")), ("实地考核", given("17"))];
    let score = score(&standard, &claims(&standard, &answers), &facts()).unwrap();
    let rows: Vec<String> = score
        .by_method(&standard)
        .into_iter()
        .map(|(name, mark)| format!("{name} {}/{}", mark.got.unwrap_or_default(), mark.full.unwrap()))
        .collect();
    assert_eq!(rows, ["资料审核 46.5/50", "文明实践 9/10", "实地考核 17/20", "城市创建 0/20"]);
    assert_eq!(score.total.to_string(), "72.5");
    assert_eq!(score.standing(&standard), Standing::Open("12.5".parse().unwrap()));
}

#[test]
fn the_line_is_reached_open_or_lost() {
    let standard = standard(
        "total = 100\npass = 80",
        "[[node]]\ncode = \"1\"\ntitle = \"甲\"\npoints = 60\n[[node]]\ncode = \"2\"\ntitle = \"乙\"\npoints = 40\n",
    );
    for (answers, is) in [
        (vec![("1", given("55")), ("2", given("25"))], Standing::Reached),
        (vec![("1", given("45"))], Standing::Open(Points::whole(35))),
        (vec![("1", given("39.5"))], Standing::Lost("40.5".parse().unwrap())),
    ] {
        let score = score(&standard, &claims(&standard, &answers), &facts()).unwrap();
        assert_eq!(score.standing(&standard), is, "{answers:?}");
    }
}

#[test]
fn weighted_blocks_count_by_their_share() {
    // Jining: on site 85 %, survey 15 %. 90 of 100 and 32 of 40: 76.5 + 12.
    let rest = "[[node]]\ncode = \"实地\"\ntitle = \"实地\"\npoints = 100\nweight = \"85%\"\n[[node]]\ncode = \"问卷\"\ntitle = \"问卷\"\npoints = 40\nweight = \"15%\"\n";
    let standard = standard("total = 100", rest);
    assert!(standard.findings().is_empty());
    assert_eq!(
        result(&standard, &[("实地", given("90")), ("问卷", given("32"))], &facts()),
        ("88.5".into(), "100".into(), "100".into())
    );
    assert_eq!(
        result(&standard, &[("问卷", given("32"))], &facts()),
        ("12".into(), "15".into(), "100".into())
    );
}

#[test]
fn specific_parts_are_for_their_kind_of_unit() {
    // Xuancheng: 40 for all, 60 by trade.
    let rest = "[[node]]\ncode = \"共性\"\ntitle = \"共性\"\npoints = 40\n\
        [[node]]\ncode = \"公路\"\ntitle = \"公路\"\npoints = 60\napplies_to = [\"公路\"]\n[[node]]\ncode = \"公路1\"\nunder = \"公路\"\ntitle = \"养护\"\npoints = 60\n\
        [[node]]\ncode = \"运管\"\ntitle = \"运管\"\npoints = 60\napplies_to = [\"运管\"]\n";
    let standard = standard("total = 100", rest);
    let answers = [("共性", given("38")), ("公路1", given("50")), ("运管", given("60"))];
    for (kind, total, known) in [("公路", "88", "100"), ("运管", "98", "100"), ("", "38", "40")] {
        let facts = Facts { unit_kind: kind.into(), ..facts() };
        let is = result(&standard, &answers, &facts);
        assert_eq!((is.0.as_str(), is.1.as_str()), (total, known), "{kind}");
    }
}

fn award(work: &str, points: &str, on: &str) -> Award {
    Award { rule: "奖".into(), work: work.into(), points: points.parse().unwrap(), day: day(on) }
}

#[test]
fn a_bonus_takes_the_highest_of_a_work_and_stops_at_its_cap() {
    let awards = vec![
        award("雷锋车", "3", "2025-03-05"),
        award("雷锋车", "5", "2025-09-01"),
        award("道德讲堂", "2", "2025-06-01"),
        award("旧事", "5", "2024-12-31"),
    ];
    for (rule, expected, words) in [
        (
            "cap = 30\nhighest_per_work = true\nsame_year = true",
            "7",
            "3 项表彰，同一工作取最高；1 项不在本期，不计",
        ),
        ("cap = 6\nhighest_per_work = true", "6", "4 项表彰，同一工作取最高，合计 12 分，最高计 6 分"),
        ("", "15", "4 项表彰"),
    ] {
        let rest = format!(
            "[[node]]\ncode = \"1\"\ntitle = \"甲\"\npoints = 100\n[[bonus]]\ncode = \"奖\"\ntitle = \"奖励分\"\n{rule}\n"
        );
        let standard = standard("total = 100", &rest);
        let facts = Facts { awards: awards.clone(), ..facts() };
        let score = score(&standard, &claims(&standard, &[("1", given("90"))]), &facts).unwrap();
        assert_eq!(score.bonuses[0].points.unwrap().to_string(), expected, "{rule}");
        assert_eq!(score.bonuses[0].why, words);
        assert_eq!(score.total, Points::whole(90) + expected.parse().unwrap());
    }
}

#[test]
fn an_event_is_taken_off_and_doubled_when_concealed() {
    let rest = "[[node]]\ncode = \"1\"\ntitle = \"甲\"\npoints = 100\n[[event]]\ncode = \"案\"\ntitle = \"职工刑事案件\"\npoints = 10\nreport_within_months = 1\nconcealed_times = 2\n[[event]]\ncode = \"未知\"\ntitle = \"分值未见\"\n";
    let standard = standard("total = 100", rest);
    let event = |found: &str, reported: Option<&str>| Event {
        rule: "案".into(),
        found: day(found),
        reported: reported.map(day),
    };
    for (events, total) in [
        (vec![event("2025-01-31", Some("2025-02-28"))], "80"),
        // The month of 31 January ends on 28 February.
        (vec![event("2025-01-31", Some("2025-03-01"))], "70"),
        (vec![event("2025-11-30", None)], "70"),
        // Still time: 5 January is to come.
        (vec![event("2025-12-05", None)], "80"),
        (vec![event("2025-12-05", None), event("2025-12-06", None)], "70"),
        ((0..12).map(|_| event("2025-12-05", None)).collect(), "0"),
        (vec![Event { rule: "未知".into(), found: day("2025-05-01"), reported: None }], "90"),
    ] {
        let facts = Facts { events: events.clone(), ..facts() };
        assert_eq!(result(&standard, &[("1", given("90"))], &facts).0, total, "{events:?}");
    }
}

#[test]
fn a_gate_looks_back_and_counts_heads() {
    let rest = "[[gate]]\ncode = \"刑\"\ntitle = \"职工刑事责任\"\neffect = \"entry\"\nwindow = { since = \"2018-01-01\" }\nheads = 3\n\
        [[gate]]\ncode = \"安\"\ntitle = \"重大安全事故\"\neffect = \"veto\"\nwindow = { months = 24 }\n\
        [[gate]]\ncode = \"期\"\ntitle = \"行风\"\neffect = \"revoke\"\nwindow = \"period\"\n";
    let standard = standard("total = 100", rest);
    let breach = |gate: &str, on: &str, heads| Breach { gate: gate.into(), day: day(on), heads };
    let facts = Facts {
        breaches: vec![
            breach("刑", "2017-12-31", 5),
            breach("刑", "2019-01-01", 2),
            breach("安", "2023-12-30", 1),
            breach("安", "2023-12-31", 0),
            breach("期", "2024-12-31", 1),
        ],
        confirmed: [("刑".to_owned(), day("2025-12-01")), ("期".to_owned(), day("2024-06-01"))].into(),
        ..facts()
    };
    let gates = score(&standard, &Claims::new(), &facts).unwrap().gates;
    // Two of three heads; an accident on the last day of 24 months; confirmed before the period began.
    assert_eq!(gates, [GateState::Clear, GateState::Breached(1), GateState::Unknown]);
    let third =
        Facts { breaches: vec![breach("刑", "2019-01-01", 2), breach("刑", "2025-01-01", 1)], ..facts };
    assert_eq!(score(&standard, &Claims::new(), &third).unwrap().gates[0], GateState::Breached(3));
}

#[test]
fn years_add_up_or_are_averaged() {
    let points =
        |all: &[Option<&str>]| all.iter().map(|it| it.map(|it| it.parse().unwrap())).collect::<Vec<_>>();
    for (rule, of, years, expected, known) in [
        // Ezhou: 36.5 of 40 and 51 of 60.
        (Years::Sum, 2, vec![Some("36.5"), Some("51")], Some("87.5"), 2),
        (Years::Sum, 2, vec![Some("36.5"), None], Some("36.5"), 1),
        // Suizhou: the mean of three.
        (Years::Mean, 3, vec![Some("90"), Some("85"), Some("88")], Some("87.6667"), 3),
        (Years::Mean, 3, vec![Some("90"), None, Some("85")], Some("87.5"), 2),
        (Years::Mean, 3, vec![None, None, None], None, 0),
        (Years::Single, 1, vec![Some("90")], Some("90"), 1),
    ] {
        let term = term(rule, of, &points(&years));
        assert_eq!(term.points.map(|it| it.to_string()).as_deref(), expected, "{rule} {years:?}");
        assert_eq!((term.known, term.of), (known, of));
    }
}

#[test]
fn a_trace_leads_from_the_total_to_the_records() {
    let standard = standard("total = 4\npass = 3", EZHOU);
    let record = RecordId::from_uuid(Uuid::from_u64_pair(9, 9));
    let mut claims = claims(
        &standard,
        &[("II-1.1", Answer::Met(true)), ("II-2.2", Answer::NotApplicable("不签责任书".into()))],
    );
    for claim in claims.values_mut() {
        claim.reason = "年初印发".into();
        claim.records.push(record);
    }
    let score = score(&standard, &claims, &facts()).unwrap();
    let lines: Vec<String> = trace(&standard, &claims, &score)
        .into_iter()
        .map(|line| {
            let got = line.got.map_or("—".into(), |it| it.to_string());
            let full = line.full.map_or("?".into(), |it| it.to_string());
            format!(
                "{}{} {got}/{full} {} {}{}",
                "  ".repeat(line.depth),
                line.title,
                line.why,
                line.reason,
                line.records.len()
            )
        })
        .collect();
    assert_eq!(
        lines,
        [
            "试行体系 0.5/4 已填写 0.5 分，共 4 分，距达标线还差 2.5 分 0",
            "  I-1 组织管理 0.5/4  0",
            "    II-1 创建规划 0.5/1  0",
            "      II-1.1 计划 0.5/0.5 符合标准 年初印发1",
            "      II-1.2 总结 —/0.5 尚未填写 0",
            "    II-2 机制建设 —/3 0.2 分不适用，其余按 2.5/2.3 折算 0",
            "      II-2.1 机构 —/0.3 尚未填写 0",
            "      II-2.2 考核 —/0.2 不适用：不签责任书 年初印发1",
            "      II-2.3 信息 —/2 尚未填写 0",
        ]
    );
}

#[test]
fn a_new_version_keeps_the_lineage_of_what_kept_its_number() {
    let ids = Counter::default();
    let read = |text: &str| file::File::parse(&format!("{HEAD}{text}")).unwrap();
    let first = read(EZHOU).build(&ids, None).unwrap();
    let second = read(&EZHOU.replace("II-1.2", "II-1.9")).build(&ids, Some(&first.tree)).unwrap();
    for (before, after) in first.tree.nodes().iter().zip(second.tree.nodes()) {
        assert_ne!(before.id, after.id);
        assert_eq!(before.lineage == after.lineage, before.code == after.code, "{}", after.code);
    }
}

#[test]
fn a_file_that_is_no_standard_says_where() {
    let read = |text: &str| file::File::parse(&format!("{HEAD}{text}"));
    let build = |text: &str| read(text).unwrap().build(&Counter::default(), None).unwrap_err().to_string();
    let node = |code: &str, under: &str| {
        format!("[[node]]\ncode = \"{code}\"\nunder = \"{under}\"\ntitle = \"项\"\n")
    };
    assert_eq!(build(&node("2", "1")), "“2”的上级编号“1”不存在，或者排在它后面。");
    assert_eq!(build(&node(" ", "")), "第 1 项没有编号。");
    assert_eq!(build(&[node("1", ""), node("1", "")].concat()), "编号“1”重复。");
    let deep: String = (0..9)
        .map(|i| node(&format!("d{i}"), &if i == 0 { String::new() } else { format!("d{}", i - 1) }))
        .collect();
    assert_eq!(build(&deep), "指标层级超过 8 层。");
    assert!(
        read("[[node]]\ncode = \"1\"\ntitle = \"项\"\npoint = 3\n")
            .unwrap_err()
            .to_string()
            .contains("point")
    );
}

#[test]
fn the_cheapest_points_come_first() {
    let rest = r#"
[[node]]
code = "一月"
title = "一月"
points = 4
slot = { month = 1 }
[[node]]
code = "会议"
under = "一月"
title = "会议"
points = 4
[[node]]
code = "规划"
title = "规划"
points = 2
score = { model = "sum", parts = [{ text = "规划", points = 1 }, { text = "计划", points = 1 }] }
[[node]]
code = "评价"
title = "评价"
points = 3
score = { model = "grades", grades = [{ name = "好", points = 3 }, { name = "较好", points = 2 }, { name = "差", points = 0 }] }
[[node]]
code = "纪律"
title = "纪律"
points = 5
score = { model = "deduct", parts = [{ text = "迟到", points = 1, each = true }] }
[[node]]
code = "窗口"
title = "窗口"
points = 9
[[node]]
code = "报告"
title = "报告"
points = 3
"#;
    let standard = standard("", rest);
    let claims = claims(
        &standard,
        &[
            ("规划", Answer::Counts(vec![1, 0])),
            ("评价", Answer::Grade(2)),
            ("纪律", Answer::Counts(vec![2])),
            ("窗口", Answer::NotApplicable("没有窗口".into())),
        ],
    );
    let score = score(&standard, &claims, &facts()).unwrap();
    let report = standard.tree.nodes().iter().position(|node| node.code == "报告").unwrap();
    let gaps = |index| {
        let gap = |sentence: &str| Gap { rule: 0, weight: Weight::Missing, sentence: sentence.into() };
        if index == report {
            vec![gap("说明报告：缺 1 份。"), gap("图片：缺 2 份。")]
        } else {
            Vec::new()
        }
    };
    let said = |until: &str| -> Vec<String> {
        next_steps(&standard, &claims, &score, gaps, day("2025-01-01"), day(until))
            .into_iter()
            .map(|it| {
                format!("{} +{}/{} {}", standard.tree.nodes()[it.node].code, it.gain, it.effort, it.what)
            })
            .collect()
    };
    assert_eq!(
        said("2025-12-31"),
        [
            "会议 +4/1 尚未填写。",
            "评价 +2/1 由“差”提高到“较好”。",
            "规划 +1/1 还可得分：计划。",
            "报告 +3/3 尚未填写。说明报告：缺 1 份。图片：缺 2 份。",
        ]
    );
    assert!(!said("2025-01-30").iter().any(|step| step.starts_with("会议")), "due on 31 January");
}
