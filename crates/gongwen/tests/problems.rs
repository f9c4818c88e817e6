//! What keeps a paper from being issued: each rule with a paper that breaks it, and one that does not.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod support;

use gongwen::layout::Strength;
use gongwen::paper::{Attachment, Block, Day, DocNumber, Format, Imprint, Kind, Paper, Place, Seal};
use support::{PAPERS, paper};

#[test]
fn the_composed_papers_have_no_problems() {
    for name in PAPERS {
        assert_eq!(paper(name).problems(), [], "{name}");
    }
}

/// The notice, changed, has a problem of this clause and strength whose sentence holds the words.
fn breaks(change: impl FnOnce(&mut Paper), clause: &str, strength: Strength, words: &str) {
    let mut changed = paper("notice");
    change(&mut changed);
    let all = changed.problems();
    let found =
        all.iter().any(|it| it.clause == clause && it.strength == strength && it.message.contains(words));
    assert!(found, "{clause} {words}: {all:#?}");
}

#[test]
fn each_rule_has_its_sentence() {
    use Strength::{Practice, Required};
    breaks(|it| it.header.organs.clear(), "7.2.4", Required, "没有发文机关");
    breaks(|it| it.header.number = None, "7.2.5", Required, "没有发文字号");
    breaks(|it| it.header.signers = vec!["沈明".into()], "7.2.6", Required, "只有上行文");
    breaks(|it| it.upward = true, "条例第八条", Required, "通知不作上行文");
    breaks(|it| it.header.copy_no = Some(0), "7.2.1", Required, "份号");
    breaks(|it| it.title.clear(), "7.3.1", Required, "没有标题");
    breaks(|it| it.title = "云岚市交通运输局创建方案".into(), "条例第九条（七）", Required, "没有文种“通知”");
    breaks(|it| it.title.push('。'), "7.3.1", Practice, "不加标点");
    breaks(|it| it.title = "云岚市交通运输局\n关于开展活动通知".into(), "7.3.1", Practice, "梯形");
    breaks(|it| it.recipients = vec!["各单位：".into()], "7.3.2", Required, "冒号由系统加上");
    breaks(|it| it.recipients.clear(), "7.3.2", Practice, "没有主送机关");
    breaks(|it| it.recipients = vec!["沈明局长".into()], "条例第十五条（五）", Practice, "领导者个人");
    breaks(|it| it.body.clear(), "7.3.3", Required, "首页必须显示正文");
    breaks(|it| it.attachments[0].title.push('；'), "7.3.4", Required, "不加标点");
    breaks(|it| it.note = Some("（此件公开发布）".into()), "7.3.6", Required, "圆括号由系统加上");
    breaks(|it| it.imprint.as_mut().unwrap().printed = None, "7.4.3", Required, "一并填写");
    breaks(
        |it| it.imprint.as_mut().unwrap().printed = Day::new(2026, 3, 4),
        "7.4.3",
        Practice,
        "早于成文日期",
    );
    breaks(
        |it| it.imprint.as_mut().unwrap().cc = vec!["市文明办。".into()],
        "7.4.2",
        Required,
        "句号由系统加上",
    );
    breaks(|it| it.format = Format::Letter, "10.1", Required, "不加印发机关");
    breaks(|it| it.body.push(Block::text("由某某单位于20xx年完成")), "", Required, "某某");
    breaks(|it| it.body.push(Block::text("于03月启动，5亿3千4百万元")), "GB/T 15835-2011", Practice, "3千4");
    breaks(|it| it.body.push(Block::text("甲\u{7}乙")), "", Required, "控制字符");
}

#[test]
fn places_say_where() {
    let mut changed = paper("notice");
    changed.attachments[0].body[2] = Block::text("由××单位牵头");
    let all = changed.problems();
    assert_eq!(all[0].place, Place::Attachment(0, Some(2)));
    assert_eq!(all[0].place.to_string(), "附件1第 3 段");
}

#[test]
fn of_fifteen_kinds_only_those_that_go_up_name_a_signer() {
    let names: Vec<&str> = Kind::ALL.iter().map(|kind| kind.name()).collect();
    let expected = "决议 决定 命令（令） 公报 公告 通告 意见 通知 通报 报告 请示 批复 议案 函 纪要";
    assert_eq!(names.join(" "), expected);
    for kind in Kind::ALL {
        let mut signed = paper("request");
        signed.kind = kind;
        signed.title = format!("云岚市交通运输局关于经费的{}", kind.endings()[0]);
        signed.body = vec![Block::text("情况如下。")];
        let refused = signed.problems().into_iter().any(|it| it.message.contains("不作上行文"));
        assert_eq!(refused, !matches!(kind, Kind::Report | Kind::Request | Kind::Opinion), "{}", kind.name());
        signed.upward = false;
        signed.header.signers.clear();
        let refused = signed.problems().into_iter().any(|it| it.message.contains("是上行文"));
        assert_eq!(refused, matches!(kind, Kind::Report | Kind::Request), "{}", kind.name());
    }
    assert_eq!(Kind::named("方案"), None);
    assert_eq!(Kind::named("通知"), Some(Kind::Notice));
}

#[test]
fn requests_and_reports_keep_to_their_purpose() {
    let mut request = paper("request");
    request.recipients = vec!["市人民政府".into(), "市财政局".into()];
    assert!(request.problems().iter().any(|it| it.message.contains("只写一个主送机关")));
    let mut report = paper("report");
    report.body.push(Block::text("以上意见妥否，请批示。"));
    assert!(
        report.problems().iter().any(|it| it.clause == "条例第十五条（四）" && it.message.contains("请批示"))
    );
    let mut minutes = paper("minutes");
    minutes.sign_off.seal = Seal::Stamped;
    assert!(
        minutes
            .problems()
            .iter()
            .any(|it| it.strength == Strength::Practice && it.message.contains("不加盖印章"))
    );
}

#[test]
fn a_paper_is_written_and_read_as_json_without_loss() {
    for name in PAPERS {
        let paper = paper(name);
        let json = serde_json::to_string(&paper).unwrap();
        assert_eq!(serde_json::from_str::<Paper>(&json).unwrap(), paper, "{name}");
    }
    assert!(serde_json::from_str::<DocNumber>("\"云交文[2026]1号\"").is_err());
    assert!(serde_json::from_str::<Imprint>("{\"抄送\": []}").is_err());
    assert!(serde_json::from_str::<Attachment>("{\"title\": \"名单\"}").is_ok());
}
