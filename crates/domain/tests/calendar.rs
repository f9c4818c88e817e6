//! The calendar against its oracles, and a table for every rule of reading and reckoning.
//!
//! The oracles in `tests/oracle/` were computed by other programs; their heads say which.

use domain::calendar::lunar::{festivals, lunar_text, solar_terms};
use domain::calendar::{
    Cadence, Deadline, Festival, Holidays, LunarFestival, NodeKind, Term, Workday, fixed_dates, nodes,
    nodes_of_month, occurrences,
};
use domain::day::{Day, Instant, Weekday};

fn day(text: &str) -> Day {
    text.parse().expect("a day of the table")
}

/// The rows of an oracle without its comments and head line.
fn rows(csv: &str) -> impl Iterator<Item = Vec<&str>> {
    csv.lines().filter(|line| !line.starts_with('#')).skip(1).map(|line| line.split(',').collect())
}

mod days {
    use super::*;

    #[test]
    fn reads_and_writes_iso() {
        assert_eq!(day("2026-06-12").to_string(), "2026-06-12");
        assert_eq!(serde_json::to_string(&day("2026-06-12")).unwrap(), "\"2026-06-12\"");
        assert_eq!(serde_json::from_str::<Day>("\"2026-06-12\"").unwrap(), day("2026-06-12"));
        for bad in ["2026-6-12", "2026-02-30", "26-06-12", "2026-06-12 ", "", "２０２６-06-12", "0000-01-01"]
        {
            assert!(bad.parse::<Day>().is_err(), "{bad}");
        }
    }

    #[test]
    fn speaks_chinese() {
        let day = day("2026-06-11");
        assert_eq!(day.month_day_text(), "6月11日");
        assert_eq!(day.full_text(), "2026年6月11日");
        assert_eq!(day.weekday().to_string(), "星期四");
    }

    #[test]
    fn reckons() {
        let day = day("2024-02-28");
        assert_eq!(day.plus(2).to_string(), "2024-03-01");
        assert_eq!(day.minus(59).to_string(), "2023-12-31");
        assert_eq!(day.days_until(super::day("2025-02-28")), 366);
        assert_eq!(day.days_until(super::day("2024-02-27")), -1);
        assert_eq!(day.month_start().to_string(), "2024-02-01");
        assert_eq!(day.month_end().to_string(), "2024-02-29");
        assert_eq!(day.plus(i64::MAX), Day::MAX);
        assert_eq!(day.minus(i64::MAX), Day::MIN);
        assert_eq!(day.plus(i64::MIN), Day::MIN);
        assert_eq!(Day::MIN.days_until(Day::MAX), 3_652_058);
        assert_eq!(super::day("2027-01-01").week(), (2026, 53));
    }

    #[test]
    fn belongs_to_shanghai() {
        // 2026-06-11T15:59:59.999999Z is one microsecond before midnight in Shanghai.
        let midnight = day("2026-06-12").start();
        assert_eq!(midnight, Instant(1_781_193_600_000_000));
        assert_eq!(Day::of_instant(midnight), day("2026-06-12"));
        assert_eq!(midnight.clock_text(), "00:00");
        let before = Instant(midnight.0 - 1);
        assert_eq!(Day::of_instant(before), day("2026-06-11"));
        assert_eq!(before.clock_text(), "23:59");
        assert_eq!(Day::of_instant(Instant(0)), day("1970-01-01"));
        assert_eq!(Instant(0).clock_text(), "08:00");
        assert_eq!(Day::of_instant(Instant(i64::MIN)), Day::MIN);
        assert_eq!(Day::of_instant(Instant(i64::MAX)), Day::MAX);
    }

    #[test]
    fn reads_what_people_type() {
        for text in [
            "2022.3.10",
            "2022年3月10日",
            "2022/3/10",
            "２０２２-３-１０",
            "20220310",
            "2022-03-10",
            "2022-03-10 00:00:00",
            "2022-03-10T00:00:00.000Z",
            " 2022 年 3 月 10 日 ",
            "2022年3月10号",
            "2022年3月10日（星期四）",
            "2022年3月10日 星期四",
            "2022.03.10",
            "2022。3。10",
            "二〇二二年三月十日",
            "2022年3月10日 14:30",
        ] {
            assert_eq!(Day::parse_loose(text), Ok(day("2022-03-10")), "{text}");
        }
    }

    #[test]
    fn refuses_in_chinese() {
        for (text, sentence) in [
            ("", "请填写日期，例如 2026-06-12 或 2026年6月12日。"),
            ("\u{3000}", "请填写日期，例如 2026-06-12 或 2026年6月12日。"),
            ("下周五", "“下周五”不是日期，请写成 2026-06-12 或 2026年6月12日。"),
            ("2022年3月", "“2022年3月”不是日期，请写成 2026-06-12 或 2026年6月12日。"),
            ("22.3.10", "“22.3.10”不是日期，请写成 2026-06-12 或 2026年6月12日。"),
            ("2022.3.10前", "“2022.3.10前”不是日期，请写成 2026-06-12 或 2026年6月12日。"),
            ("2022年2月30日", "没有2022年2月30日这一天，请核对月份和日期。"),
            ("20221301", "没有2022年13月1日这一天，请核对月份和日期。"),
            ("0222-3-10", "年份 222 不在 1900 至 2199 之间，请核对年份。"),
        ] {
            assert_eq!(Day::parse_loose(text).unwrap_err().to_string(), sentence, "{text}");
        }
    }
}

mod workdays {
    use super::*;

    #[test]
    fn the_shipped_notices_equal_the_oracle() {
        let holidays = Holidays::shipped();
        let shipped: Vec<String> = holidays
            .rows(Day::MIN, Day::MAX)
            .map(|(day, row)| format!("{day},{},{}", row.name, u8::from(row.off)))
            .collect();
        let oracle: Vec<String> =
            rows(include_str!("oracle/statutory_days.csv")).map(|row| row.join(",")).collect();
        assert_eq!(shipped, oracle);
        assert!(holidays.rows(Day::MIN, Day::MAX).all(|(_, row)| row.paper.starts_with("www.gov.cn/")));
    }

    #[test]
    fn years_have_the_working_days_the_notices_give() {
        let holidays = Holidays::shipped();
        for (year, count) in
            [(2020, 249), (2021, 250), (2022, 249), (2023, 249), (2024, 251), (2025, 248), (2026, 248)]
        {
            let (start, end) = (Day::new(year - 1, 12, 31).unwrap(), Day::new(year, 12, 31).unwrap());
            let reckoned = holidays.workdays_between(start, end);
            assert_eq!(reckoned.value, count, "{year}");
            assert!(!reckoned.is_uncertain());
        }
    }

    #[test]
    fn terms_end_as_the_oracle_says() {
        let holidays = Holidays::shipped();
        let mut checked = 0;
        for row in rows(include_str!("oracle/deadline_oracle.csv")) {
            let [start, n, uom, due] = row[..] else { panic!("{row:?}") };
            let n = n.parse().unwrap();
            let term = if uom == "workday" { Term::Workdays(n) } else { Term::Days(n) };
            let reckoned = holidays.end_of(day(start), term);
            assert_eq!(reckoned.value, day(due), "{row:?}");
            assert_eq!(reckoned.warning(), None, "{row:?}");
            if let Term::Workdays(n) = term {
                assert_eq!(holidays.workdays_between(day(start), day(due)).value, n, "{row:?}");
            }
            checked += 1;
        }
        assert_eq!(checked, 131);
    }

    #[test]
    fn a_year_without_a_notice_is_guessed_and_says_so() {
        let holidays = Holidays::shipped();
        assert!(holidays.covers(2026) && !holidays.covers(2027) && !holidays.covers(2019));
        assert_eq!(holidays.is_workday(day("2026-10-02")), Workday::Known(false));
        assert_eq!(holidays.is_workday(day("2026-10-10")), Workday::Known(true));
        assert_eq!(holidays.is_workday(day("2026-11-21")), Workday::Known(false));
        assert_eq!(holidays.is_workday(day("2027-01-04")), Workday::Guess(true));
        assert_eq!(holidays.is_workday(day("2027-01-03")), Workday::Guess(false));
        let reckoned = holidays.add_workdays(day("2026-12-30"), 3);
        assert_eq!(reckoned.value, day("2027-01-04"));
        assert_eq!(reckoned.missing, [2027]);
        assert_eq!(
            reckoned.warning().unwrap(),
            "2027年的放假通知尚未录入，这里按周一至周五上班推算，录入通知后请重新核对。"
        );
    }

    #[test]
    fn finds_the_neighbouring_working_days() {
        let holidays = Holidays::shipped();
        assert_eq!(holidays.previous_workday(day("2026-10-08")).value, day("2026-09-30"));
        assert_eq!(holidays.previous_workday(day("2026-02-16")).value, day("2026-02-14"));
        assert_eq!(holidays.next_workday(day("2026-02-14")).value, day("2026-02-24"));
        assert_eq!(holidays.add_workdays(day("2026-10-01"), 0).value, day("2026-10-01"));
        assert_eq!(holidays.workdays_between(day("2026-10-08"), day("2026-10-01")).value, 0);
    }

    #[test]
    fn nothing_runs_past_the_ends_of_the_calendar() {
        let holidays = Holidays::default();
        assert_eq!(holidays.add_workdays(day("9999-12-30"), u32::MAX).value, Day::MAX);
        assert_eq!(holidays.previous_workday(Day::MIN).value, Day::MIN);
        assert_eq!(holidays.rows(Day::MAX, Day::MIN).count(), 0);
    }

    #[test]
    fn reads_a_notice_from_a_spreadsheet() {
        let csv = "\u{feff}日期,名称,休班,文号\r\n2027/1/1,元旦,休,某号\r\n\r\n# 说明\r\n2027年1月3日,元旦,班\r\n\"2027-10-01\",\"国庆节,中秋节\",放假,\"\"\"某\"\"号\"\r\n";
        let notice = Holidays::parse_csv(csv).unwrap();
        assert!(notice.covers(2027));
        assert_eq!(notice.is_workday(day("2027-01-03")), Workday::Known(true));
        assert_eq!(notice.get(day("2027-10-01")).unwrap().name, "国庆节,中秋节");
        assert_eq!(notice.get(day("2027-10-01")).unwrap().paper, "\"某\"号");
        let merged = Holidays::shipped().merge(notice);
        assert!(merged.covers(2026) && merged.covers(2027));
    }

    #[test]
    fn names_the_line_of_every_fault() {
        let csv = "date,name,off,paper\n2027-01-01,元旦,1,\n2027-02-30,春节,1,\n2027-01-02,,1,\n2027-01-03,元旦,也许,\n2027-01-01,元旦,0,\n2027-01-05";
        let errors: Vec<String> =
            Holidays::parse_csv(csv).unwrap_err().iter().map(ToString::to_string).collect();
        assert_eq!(
            errors,
            [
                "第 3 行：没有2027年2月30日这一天，请核对月份和日期。",
                "第 4 行：请写明这一天属于哪个节日。",
                "第 5 行：第三列“也许”看不出是休还是班，请写 1（休）或 0（班）。",
                "第 6 行：2027-01-01 在前面已经写过，休、班相反，请保留正确的一行。",
                "第 7 行：这一行不足三列，请写成“日期,名称,休或班,文号”。",
            ]
        );
        assert_eq!(Holidays::parse_csv("date,name,off\n").unwrap_err()[0].line, 1);
    }
}

mod festival_days {
    use super::*;

    #[test]
    fn lunar_festivals_equal_the_oracle_in_every_row() {
        let mut checked = 0;
        for row in rows(include_str!("oracle/festivals.csv")) {
            let [year, name, date, _, ours, statutory] = row[..] else { panic!("{row:?}") };
            let year: i16 = year.parse().unwrap();
            let festival = LunarFestival::ALL.into_iter().find(|festival| festival.name() == name).unwrap();
            assert_eq!(festival.days_in(year), [day(date)], "{row:?}");
            assert_eq!(festival.is_ours(), ours == "1", "{row:?}");
            assert_eq!(festival.is_statutory(year), statutory == "1", "{row:?}");
            checked += 1;
        }
        assert_eq!(checked, 99);
    }

    #[test]
    fn the_twelfth_month_may_miss_a_gregorian_year_or_meet_it_twice() {
        assert_eq!(LunarFestival::Laba.days_in(2022), [day("2022-01-10"), day("2022-12-30")]);
        assert_eq!(LunarFestival::Laba.days_in(2023), []);
        assert_eq!(LunarFestival::Laba.days_in(2026), [day("2026-01-26")]);
        assert_eq!(LunarFestival::Xiaonian.days_in(2026), [day("2026-02-10")]);
        let laba = Festival::find("腊八").unwrap();
        assert_eq!(laba.first_on_or_after(day("2022-12-31")), Some(day("2024-01-18")));
    }

    #[test]
    fn years_outside_the_tables_have_none() {
        for year in [i16::MIN, 0, 1899, 2200, i16::MAX] {
            assert!(festivals(year).is_empty() && solar_terms(year).is_empty(), "{year}");
        }
        for year in 1900..=2199 {
            assert!((10..=12).contains(&festivals(year).len()), "{year}");
            assert_eq!(solar_terms(year).len(), 24, "{year}");
            assert!(solar_terms(year).iter().all(|(day, _)| day.year() == year), "{year}");
        }
        assert_eq!(lunar_text(Day::MAX), None);
    }

    #[test]
    fn prints_lunar_days_for_a_month_view() {
        for (date, text) in
            [("2026-06-15", "五月"), ("2026-06-20", "初六"), ("2025-07-25", "闰六月"), ("2026-02-16", "廿九")]
        {
            assert_eq!(lunar_text(day(date)).unwrap(), text, "{date}");
        }
    }

    #[test]
    fn fixed_dates_equal_the_oracle_in_every_row() {
        let ours: Vec<String> = fixed_dates()
            .iter()
            .map(|date| {
                let kind = serde_json::to_value(date.kind).unwrap();
                format!("{},{},{},{}", date.month, date.day, date.name, kind.as_str().unwrap())
            })
            .collect();
        let oracle: Vec<String> =
            rows(include_str!("oracle/fixed_dates.csv")).map(|row| row[..4].join(",")).collect();
        assert_eq!(ours, oracle);
        assert!(fixed_dates().iter().all(|date| date.in_year(2026).is_some()));
    }

    #[test]
    fn finds_festivals_by_the_words_of_the_papers() {
        for (words, date) in [
            ("元旦", "2026-01-01"),
            ("新年", "2026-01-01"),
            ("春节", "2026-02-17"),
            ("新年春节", "2026-02-17"),
            ("除夕", "2026-02-16"),
            ("元宵", "2026-03-03"),
            ("元宵节", "2026-03-03"),
            ("三五", "2026-03-05"),
            ("学雷锋日", "2026-03-05"),
            ("“3·5”学雷锋日", "2026-03-05"),
            ("三八", "2026-03-08"),
            ("“三八”妇女节", "2026-03-08"),
            ("植树节", "2026-03-12"),
            ("清明", "2026-04-05"),
            ("五一", "2026-05-01"),
            ("“五一”", "2026-05-01"),
            ("劳动节", "2026-05-01"),
            ("五一期间", "2026-05-01"),
            ("五四", "2026-05-04"),
            ("青年节", "2026-05-04"),
            ("六五环境日", "2026-06-05"),
            ("端午", "2026-06-19"),
            ("端午节前", "2026-06-19"),
            ("6.26国际禁毒日", "2026-06-26"),
            ("七一", "2026-07-01"),
            ("建党节", "2026-07-01"),
            ("八一", "2026-08-01"),
            ("七夕", "2026-08-19"),
            ("公民道德宣传日", "2026-09-20"),
            ("中秋", "2026-09-25"),
            ("十一", "2026-10-01"),
            ("国庆", "2026-10-01"),
            ("国庆节", "2026-10-01"),
            ("每年国庆节期间", "2026-10-01"),
            ("重阳", "2026-10-18"),
            ("119消防日", "2026-11-09"),
            ("国家宪法日", "2026-12-04"),
            ("12·4", "2026-12-04"),
            ("１２．４", "2026-12-04"),
            ("国家公祭日", "2026-12-13"),
            ("冬至", "2026-12-22"),
        ] {
            let found = Festival::find(words).and_then(|festival| festival.occurrence(2026));
            assert_eq!(found, Some(day(date)), "{words}");
        }
        for words in ["", "我们的节日", "节日", "前", "十一五", "周五"] {
            assert_eq!(Festival::find(words), None, "{words}");
        }
    }

    #[test]
    fn no_word_names_two_festivals() {
        for festival in Festival::all() {
            assert_eq!(Festival::find(festival.name()), Some(festival));
            let json = serde_json::to_string(&festival).unwrap();
            assert_eq!(serde_json::from_str::<Festival>(&json).unwrap(), festival);
        }
        for date in fixed_dates() {
            for word in &date.words {
                assert_eq!(Festival::find(word).map(Festival::name), Some(date.name), "{word}");
            }
        }
    }

    #[test]
    fn takes_the_first_occurrence_on_or_after_the_day_of_issue() {
        for (words, issued, expected) in [
            ("春节", "2026-02-17", "2026-02-17"),
            ("春节", "2026-02-18", "2027-02-06"),
            ("端午", "2026-01-05", "2026-06-19"),
            ("五一", "2026-05-02", "2027-05-01"),
            ("除夕", "2026-12-31", "2027-02-05"),
        ] {
            let festival = Festival::find(words).unwrap();
            assert_eq!(festival.first_on_or_after(day(issued)), Some(day(expected)), "{words} {issued}");
        }
        assert_eq!(Festival::find("春节").unwrap().first_on_or_after(day("2199-12-31")), None);
        assert_eq!(Festival::find("元旦").unwrap().first_on_or_after(Day::MAX), None);
    }

    #[test]
    fn finds_mentions_and_leaves_numbers_alone() {
        for (text, expected) in [
            ("利用元旦、春节、五一、十一等节日", vec!["元旦", "春节", "五一", "十一"]),
            ("利用“五一”“五四”“七一”开展活动", vec!["五一", "五四", "七一"]),
            ("五一、国庆节期间", vec!["五一", "国庆节"]),
            ("五一、十一期间加强值守", vec!["五一", "十一"]),
            ("端午节、中秋节等传统节日", vec!["端午节", "中秋节"]),
            ("“3·5”学雷锋日", vec!["3·5", "学雷锋日"]),
            ("“十一五”期间和“十三五”收官", vec![]),
            ("第十一次党代会", vec![]),
            ("（十一）加强环保意识", vec![]),
            ("十一、国庆节活动", vec!["国庆节"]),
            ("一一落实到人，得分3.5分，占12.4%", vec![]),
            ("人居环境日常管理、志愿者日常管理", vec![]),
            ("新年度工作要点，政治清明", vec![]),
            ("八一路、五四广场", vec![]),
            ("三五个人", vec![]),
        ] {
            let found: Vec<&str> =
                Festival::mentions(text).iter().map(|mention| &text[mention.span.clone()]).collect();
            assert_eq!(found, expected, "{text}");
        }
    }
}

mod month_nodes {
    use super::*;

    fn lines(found: &[domain::calendar::Node]) -> Vec<String> {
        let mark = |rest| match rest {
            Some(true) => " 休",
            Some(false) => " 班",
            None => "",
        };
        found.iter().map(|node| format!("{} {}{}", node.day.day(), node.name, mark(node.rest))).collect()
    }

    #[test]
    fn june_2026_is_marked_as_people_know_it() {
        assert_eq!(
            lines(&nodes_of_month(2026, 6, &Holidays::shipped())),
            [
                "1 儿童节",
                "5 世界环境日（环境日）",
                "5 芒种",
                "19 端午节 休",
                "20 端午节假期 休",
                "21 端午节假期 休",
                "21 夏至 休",
                "26 国际禁毒日"
            ]
        );
    }

    #[test]
    fn rest_and_make_up_days_always_have_a_reason() {
        let holidays = Holidays::shipped();
        let found = nodes(day("2020-01-01"), day("2026-12-31"), &holidays);
        for (day, row) in holidays.rows(Day::MIN, Day::MAX) {
            assert!(found.iter().any(|node| node.day == day && node.rest == Some(row.off)), "{day}");
        }
        assert!(found.is_sorted_by_key(|node| (node.day, node.kind)));
        let october = lines(&nodes_of_month(2020, 10, &holidays));
        assert_eq!(october[..3], ["1 国庆节 休", "1 中秋节 休", "2 国庆节、中秋节假期 休"]);
        assert!(lines(&nodes_of_month(2026, 10, &holidays)).contains(&"10 国庆节调休上班 班".to_owned()));
    }

    #[test]
    fn a_year_without_a_notice_has_festivals_but_no_marks() {
        let found = nodes_of_month(2027, 10, &Holidays::shipped());
        assert!(found.iter().any(|node| node.name == "国庆节" && node.kind == NodeKind::Statutory));
        assert!(found.iter().all(|node| node.rest.is_none()));
        assert!(nodes_of_month(2026, 13, &Holidays::shipped()).is_empty());
    }

    #[test]
    fn terms_that_are_festivals_are_shown_once() {
        let found = nodes(day("2026-01-01"), day("2026-12-31"), &Holidays::shipped());
        for name in ["清明", "冬至"] {
            assert_eq!(
                found
                    .iter()
                    .filter(|node| node.name.starts_with(name) && node.kind != NodeKind::Statutory)
                    .count(),
                1,
                "{name}"
            );
        }
    }
}

mod cadences {
    use super::*;

    #[test]
    fn reads_the_words_of_the_papers() {
        use Cadence::*;
        let weekly = |weekday| Weekly { weekday: Some(weekday) };
        for (words, expected) in [
            ("每周五", weekly(Weekday::Friday)),
            ("周五", weekly(Weekday::Friday)),
            ("每星期五下午", weekly(Weekday::Friday)),
            ("周五业务学习", weekly(Weekday::Friday)),
            ("每周一例会", weekly(Weekday::Monday)),
            ("每周一次", Weekly { weekday: None }),
            ("每周", Weekly { weekday: None }),
            ("一周一次", Weekly { weekday: None }),
            ("每周不少于两次", TimesPerWeek(2)),
            ("每周二、四", TimesPerWeek(2)),
            ("每周一至周五", Daily),
            ("每日", Daily),
            ("每个工作日", Daily),
            ("每两周", EveryWeeks(2)),
            ("每月", Monthly { day: None }),
            ("每月底前", Monthly { day: None }),
            ("每月不少于一次", Monthly { day: None }),
            ("每月至少开展一次", Monthly { day: None }),
            ("一月一调度", Monthly { day: None }),
            ("按月", Monthly { day: None }),
            ("月通报", Monthly { day: None }),
            ("每月5日", Monthly { day: Some(5) }),
            ("每月5日前", Monthly { day: Some(5) }),
            ("每月二十五号前报送", Monthly { day: Some(25) }),
            ("每月1日至5日", Monthly { day: Some(5) }),
            ("每月中旬", Monthly { day: Some(20) }),
            ("每月初", Monthly { day: Some(10) }),
            ("每月第一个周五", MonthlyOn { nth: Some(1), weekday: Weekday::Friday }),
            ("每月最后一个星期五", MonthlyOn { nth: None, weekday: Weekday::Friday }),
            ("每月两次", TimesPerMonth(2)),
            ("每半月", TimesPerMonth(2)),
            ("每两个月", EveryMonths(2)),
            ("两个月一次", EveryMonths(2)),
            ("每季度", Quarterly),
            ("坚持每个季度开展一次专项检查", Quarterly),
            ("一季度一次", Quarterly),
            ("每季度不少于1次", Quarterly),
            ("季度考评", Quarterly),
            ("每3个月", Quarterly),
            ("每半年", HalfYearly),
            ("半年一次", HalfYearly),
            ("每年两次", HalfYearly),
            ("每年1月、7月", HalfYearly),
            ("每年", Yearly),
            ("每年一次", Yearly),
            ("年终", Yearly),
            ("年底", Yearly),
            ("年底前", Yearly),
            ("每人每年不少于20小时", Yearly),
            ("每年3月5日", YearlyOn { month: 3, day: 5 }),
            ("每年12月底前", YearlyOn { month: 12, day: 31 }),
            ("每年上半年", YearlyOn { month: 6, day: 30 }),
            ("每年不少于4次", Quarterly),
            ("全年不少于6次", EveryMonths(2)),
            ("每年至少5次", TimesPerYear(5)),
            ("每年1—2次", Yearly),
            ("定期研究，每季度一次", Quarterly),
            ("一次", Once),
        ] {
            assert_eq!(Cadence::parse(words), Some(expected), "{words}");
        }
    }

    #[test]
    fn says_nothing_where_the_paper_gives_no_frequency() {
        for words in [
            "定期",
            "定期开展",
            "不定期",
            "适时",
            "常态化",
            "长期坚持",
            "",
            "一季度",
            "第一季度",
            "3月1次",
            "6月底前",
            "月底前",
            "到2026年底",
            "每位职工",
            "每个科室",
            "周五前",
            "每两年",
            "第十一次",
            "按季节",
            "周边环境",
            "每月0次",
        ] {
            assert_eq!(Cadence::parse(words), None, "{words}");
        }
    }

    #[test]
    fn reads_back_what_it_displays() {
        use Cadence::*;
        let mut all = vec![Once, Daily, Quarterly, HalfYearly, Yearly, TimesPerWeek(3), EveryWeeks(2)];
        all.extend([
            Weekly { weekday: None },
            Monthly { day: None },
            TimesPerMonth(3),
            EveryMonths(2),
            EveryMonths(5),
        ]);
        all.extend([TimesPerYear(5), YearlyOn { month: 3, day: 5 }]);
        all.extend((1..=31).map(|day| Monthly { day: Some(day) }));
        for weekday in Weekday::ALL {
            all.extend([Weekly { weekday: Some(weekday) }, MonthlyOn { nth: None, weekday }]);
            all.push(MonthlyOn { nth: Some(2), weekday });
        }
        for cadence in all {
            assert_eq!(Cadence::parse(&cadence.to_string()), Some(cadence), "{cadence}");
            let json = serde_json::to_string(&cadence).unwrap();
            assert_eq!(serde_json::from_str::<Cadence>(&json).unwrap(), cadence, "{json}");
        }
    }
}

mod recurrences {
    use super::*;

    /// The occurrences as `due label [←moved from] [?]`.
    fn check(words: &str, from: &str, to: &str, expected: &[&str]) {
        let cadence = Cadence::parse(words).expect("a cadence of the table");
        let found: Vec<String> = occurrences(cadence, day(from), day(to), &Holidays::shipped())
            .iter()
            .map(|found| {
                let moved = found.moved_from.map(|day| format!(" ←{day}")).unwrap_or_default();
                let mark = if found.uncertain { " ?" } else { "" };
                format!("{} {}{moved}{mark}", found.due, found.label)
            })
            .collect();
        assert_eq!(found, expected, "{words} {from}–{to}");
    }

    #[test]
    fn a_weekly_day_moves_within_its_week_or_falls_away() {
        // 端午 2026 is Friday 19 June; the week of 春节 2026 (16–22 February) is off entirely.
        check(
            "每周五",
            "2026-06-08",
            "2026-06-28",
            &["2026-06-12 第24周", "2026-06-18 第25周 ←2026-06-19", "2026-06-26 第26周"],
        );
        check("每周五", "2026-02-09", "2026-03-01", &["2026-02-13 第7周", "2026-02-27 第9周"]);
        // A Monday off has no working day before it in its week and moves to the next one.
        check("每周一", "2026-02-23", "2026-02-28", &["2026-02-24 第9周 ←2026-02-23"]);
        check("每周", "2026-06-15", "2026-06-21", &["2026-06-18 第25周 ←2026-06-19"]);
    }

    #[test]
    fn a_year_without_a_notice_is_marked() {
        check(
            "每周五",
            "2026-12-21",
            "2027-01-10",
            &["2026-12-25 2026年第52周", "2027-01-01 2026年第53周 ?", "2027-01-08 2027年第1周 ?"],
        );
    }

    #[test]
    fn monthly_days_move_to_the_last_working_day_before() {
        check(
            "每月",
            "2026-01-01",
            "2026-05-31",
            &[
                "2026-01-30 1月 ←2026-01-31",
                "2026-02-28 2月",
                "2026-03-31 3月",
                "2026-04-30 4月",
                "2026-05-29 5月 ←2026-05-31",
            ],
        );
        check(
            "每月5日",
            "2026-03-06",
            "2026-05-31",
            &["2026-04-03 4月 ←2026-04-05", "2026-04-30 5月 ←2026-05-05"],
        );
        check("每月31日", "2026-04-01", "2026-04-30", &["2026-04-30 4月"]);
        check("每月第一个周五", "2026-06-01", "2026-07-31", &["2026-06-05 6月", "2026-07-03 7月"]);
        check("每月最后一个周五", "2026-07-01", "2026-07-31", &["2026-07-31 7月"]);
        check("每月两次", "2026-06-01", "2026-06-30", &["2026-06-15 6月第1次", "2026-06-30 6月第2次"]);
    }

    #[test]
    fn nothing_leaves_the_period() {
        // 1 January is off and has no working day before it in the period; 4 January 2026 is a make-up day.
        check("每月1日", "2026-01-01", "2026-01-31", &["2026-01-04 1月 ←2026-01-01"]);
        // A month cut short is due at the end of the period, a named day beyond it is left out.
        check("每月", "2026-06-01", "2026-06-12", &["2026-06-12 6月"]);
        check("每月20日", "2026-06-01", "2026-06-12", &[]);
        check("每季度", "2026-10-01", "2026-10-04", &["2026-10-04 四季度"]);
        check("每年", "2026-06-12", "2026-06-11", &[]);
    }

    #[test]
    fn longer_spans_are_called_by_their_names() {
        check(
            "每季度",
            "2026-01-01",
            "2026-12-31",
            &["2026-03-31 一季度", "2026-06-30 二季度", "2026-09-30 三季度", "2026-12-31 四季度"],
        );
        check("每半年", "2026-01-01", "2026-12-31", &["2026-06-30 上半年", "2026-12-31 下半年"]);
        check(
            "每两个月",
            "2026-04-10",
            "2026-08-31",
            &["2026-04-30 3—4月", "2026-06-30 5—6月", "2026-08-31 7—8月"],
        );
        check(
            "每年三次",
            "2026-01-01",
            "2026-12-31",
            &["2026-04-30 1—4月", "2026-08-31 5—8月", "2026-12-31 9—12月"],
        );
        check("每年", "2025-01-01", "2026-12-31", &["2025-12-31 2025年", "2026-12-31 2026年"]);
        check("每季度", "2025-10-01", "2026-03-31", &["2025-12-31 2025年四季度", "2026-03-31 2026年一季度"]);
        check("每年3月5日", "2025-01-01", "2026-12-31", &["2025-03-05 2025年", "2026-03-05 2026年"]);
        check(
            "每年5次",
            "2026-01-01",
            "2026-12-31",
            &[
                "2026-03-13 第1次 ←2026-03-14",
                "2026-05-26 第2次",
                "2026-08-07 第3次",
                "2026-10-19 第4次",
                "2026-12-31 第5次",
            ],
        );
        check("一次", "2026-01-01", "2026-06-28", &["2026-06-26 一次 ←2026-06-28"]);
        check("每两周", "2026-06-01", "2026-06-28", &["2026-06-12 第24周", "2026-06-26 第26周"]);
        check("每周两次", "2026-06-01", "2026-06-07", &["2026-06-03 第23周第1次", "2026-06-05 第23周第2次"]);
        check("每个工作日", "2026-06-18", "2026-06-22", &["2026-06-18 6月18日", "2026-06-22 6月22日"]);
    }

    #[test]
    fn every_occurrence_is_a_working_day_within_the_period_and_in_order() {
        let holidays = Holidays::shipped();
        let words = [
            "每周一",
            "每周",
            "每月",
            "每月5日",
            "每两个月",
            "每季度",
            "每半年",
            "每年",
            "每年5次",
            "每月3次",
            "每周3次",
        ];
        for (words, start) in
            words.into_iter().flat_map(|words| (0..60).map(move |start| (words, start * 31)))
        {
            let from = day("2020-01-01").plus(start);
            let to = from.plus(400);
            let found = occurrences(Cadence::parse(words).unwrap(), from, to, &holidays);
            assert!(found.is_sorted_by_key(|found| found.due), "{words} {from}");
            for found in found {
                assert!((from..=to).contains(&found.due), "{words} {from} {found:?}");
                // Only a period that begins with rest days at the end of a month has no better day.
                let is_best = holidays.workdays_between(from.minus(1), found.due).value == 0;
                assert!(holidays.is_workday(found.due).holds() || is_best, "{words} {from} {found:?}");
            }
        }
    }

    #[test]
    fn the_ends_of_the_calendar_stop_it() {
        let holidays = Holidays::default();
        for words in ["每周", "每月", "每年", "每两周", "每年5次", "每个工作日"] {
            let cadence = Cadence::parse(words).unwrap();
            assert!(!occurrences(cadence, day("9999-12-01"), Day::MAX, &holidays).is_empty(), "{words}");
            assert!(!occurrences(cadence, Day::MIN, day("0001-01-31"), &holidays).is_empty(), "{words}");
        }
        for cadence in [Cadence::TimesPerYear(0), Cadence::EveryWeeks(0), Cadence::EveryMonths(0)] {
            assert!(!occurrences(cadence, day("2026-01-01"), day("2026-12-31"), &holidays).is_empty());
        }
    }
}

mod deadlines {
    use super::*;

    #[test]
    fn reads_the_words_of_the_papers() {
        for (words, due) in [
            ("6月26日前", "2026-06-26"),
            ("6月26日之前完成", "2026-06-26"),
            ("于6月26号前报送", "2026-06-26"),
            ("7月底前", "2026-07-31"),
            ("2月底前", "2026-02-28"),
            ("5月中旬", "2026-05-20"),
            ("5月上旬", "2026-05-10"),
            ("5月下旬", "2026-05-31"),
            ("5月中下旬", "2026-05-31"),
            ("9月初", "2026-09-10"),
            ("8月", "2026-08-31"),
            ("8月份", "2026-08-31"),
            ("年底前", "2026-12-31"),
            ("今年年底", "2026-12-31"),
            ("今年底", "2026-12-31"),
            ("年内", "2026-12-31"),
            ("12月31日前", "2026-12-31"),
            ("上半年", "2026-06-30"),
            ("下半年完成", "2026-12-31"),
            ("三季度末", "2026-09-30"),
            ("第三季度", "2026-09-30"),
            ("一季度", "2026-03-31"),
            ("一至三季度", "2026-09-30"),
            ("2026年3月底", "2026-03-31"),
            ("2025年3月底", "2025-03-31"),
            ("到2027年底", "2027-12-31"),
            ("二〇二七年六月底前", "2027-06-30"),
            ("十二月三十一日前", "2026-12-31"),
            ("明年1月15日前", "2027-01-15"),
            ("去年底", "2025-12-31"),
            ("5月至7月", "2026-07-31"),
            ("5—7月", "2026-07-31"),
            ("6月1日至26日", "2026-06-26"),
            ("6月1日—7月5日", "2026-07-05"),
            ("12月至次年2月", "2027-02-28"),
            ("11月至2月", "2027-02-28"),
            ("2026年1月1日至2026年12月31日", "2026-12-31"),
            ("3月1日起至6月底", "2026-06-30"),
            ("2026.6.26前", "2026-06-26"),
            ("2026-06-26", "2026-06-26"),
            ("每周调度，6月底前完成", "2026-06-30"),
            ("6月底前每个科室报送", "2026-06-30"),
            ("春节前", "2026-02-16"),
            ("五一之前", "2026-04-30"),
            ("赶在国庆节前完成", "2026-09-30"),
        ] {
            let found = Deadline::parse(words, 2026);
            assert_eq!(found.as_ref().map(|found| found.due), Some(day(due)), "{words}");
            assert_eq!(found.unwrap().raw, words);
        }
    }

    #[test]
    fn names_no_day_where_the_paper_does_not() {
        for words in [
            "月底前",
            "每月5日前",
            "每月底前",
            "一月一次",
            "每季度",
            "一季度一次",
            "三个月内",
            "3个月内",
            "三年内",
            "10个工作日内",
            "6月31日前",
            "2026年",
            "3月起",
            "近期",
            "长期坚持",
            "国庆节前后",
            "",
            "目前",
            "13月底前",
        ] {
            assert_eq!(Deadline::parse(words, 2026), None, "{words}");
        }
    }
}

/// Found by `any_text::days_are_a_line`.
#[test]
fn the_longest_steps_lead_back() {
    let day = Day::new(9917, 1, 5).unwrap();
    for step in [2_932_896, 2_932_897, 3_000_000] {
        assert_eq!(day.minus(step).plus(step), day, "{step}");
    }
}

mod any_text {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        /// Whatever stands in a paper or a spreadsheet, reading it answers and never panics.
        #[test]
        fn never_panics(text in "[每周月季度半年日号次底前后末初旬中上下第一二三五十两〇0-9０-９.·/:：、，,至—“”\"春节国庆五四起逢按全不少于次个 \n]{0,24}", year in any::<i16>()) {
            let _ = Cadence::parse(&text);
            let _ = Deadline::parse(&text, year);
            let _ = Day::parse_loose(&text);
            let _ = Festival::find(&text);
            let _ = Holidays::parse_csv(&text);
            for mention in Festival::mentions(&text) {
                prop_assert!(text.get(mention.span).is_some());
            }
        }

        #[test]
        fn days_are_a_line(instant in any::<i64>(), step in -5_000_000i64..5_000_000) {
            let day = Day::of_instant(Instant(instant));
            let moved = day.plus(step);
            prop_assert_eq!(moved.to_string().parse::<Day>(), Ok(moved));
            if moved != Day::MIN && moved != Day::MAX {
                prop_assert_eq!(day.days_until(moved), step);
                prop_assert_eq!(moved.minus(step), day);
                prop_assert_eq!(Day::of_instant(moved.start()), moved);
            }
        }
    }
}
