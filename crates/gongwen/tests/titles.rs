//! Titles of papers and how a careful clerk breaks them.

use gongwen::paper::title::{TITLE_CHARS, is_shaped, lines};

const TITLES: &[&[&str]] = &[
    &["云岚市交通运输局关于召开工作会议的通知"],
    &["云岚市交通运输局", "关于印发《2026年文明单位创建工作", "实施方案》的通知"],
    &["云岚市交通运输局", "关于表彰2025年度文明科室", "和先进个人的决定"],
    &["云岚市交通运输局关于2026年上半年", "文明单位创建工作情况的通报"],
    &["云岚市交通运输局", "关于商请支持道路运输行业", "志愿服务活动的函"],
    &["云岚市交通运输局关于申请省级文明单位", "创建工作经费的请示"],
    &["云岚市交通运输局关于2025年度", "精神文明建设工作情况的报告"],
    &["云岚市交通运输局关于调整文明单位", "创建工作领导小组组成人员的通知"],
];

#[test]
fn titles_break_as_expected() {
    let mut wrong = Vec::new();
    for expected in TITLES {
        let found = lines(&expected.concat(), &["云岚市".into()], TITLE_CHARS);
        assert!(found.len() == 1 || is_shaped(&found), "{found:?}");
        if found != *expected {
            wrong.push(found);
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn numbers_within_a_line_leave_no_gap_in_the_count() {
    let text = "工作方案\n一、要求\n（一）强化责任。各村落实到人。（二）强化宣传。每村悬挂横幅三条。\n（三）强化督查。镇纪委督查。\n";
    let reading = gongwen::read_text(text);
    let numbers: Vec<&str> = reading.plan.outline.iter().filter_map(|node| node.number.as_deref()).collect();
    assert_eq!(numbers, ["一", "一", "二", "三"]);
    let doubts: Vec<&str> = reading.plan.diagnostics.iter().map(|doubt| doubt.message.as_str()).collect();
    assert!(doubts.is_empty(), "{doubts:?}");
    let skipped = gongwen::read_text(&text.replace("（三）", "（四）"));
    assert_eq!(skipped.plan.diagnostics.len(), 1, "and a number that is missing is still told");
}
