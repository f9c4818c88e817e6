//! The checker: our own files are clean, each departure is found with its clause and strength, nothing makes it fall.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test may panic and report")]

mod support;

use gongwen::Refusal;
use gongwen::check::{Report, check};
use gongwen::layout::{Departure, Overlay, Strength};
use proptest::prelude::{ProptestConfig, any, prop, proptest};
use support::{PAPERS, altered, pack, parts, written};

fn plain(bytes: &[u8]) -> Report {
    check(bytes, &Overlay::default()).unwrap()
}

#[test]
fn our_own_papers_are_clean() {
    for name in PAPERS {
        let report = plain(&written(name));
        let sentences: Vec<String> = report.findings.iter().map(gongwen::check::Finding::sentence).collect();
        assert!(sentences.is_empty(), "{name}: {sentences:#?}");
    }
}

/// Paper, part, text, what it becomes; rule, clause, strength and a word of the sentence.
type Case = (
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    &'static str,
    Strength,
    &'static str,
);

const DOC: &str = "word/document.xml";
const STYLES: &str = "word/styles.xml";
const CASES: &[Case] = &[
    (
        "notice",
        DOC,
        "w:pgSz w:w=\"11906\"",
        "w:pgSz w:w=\"11340\"",
        "GW-01",
        "5.1",
        Strength::Required,
        "纸张宽",
    ),
    ("notice", DOC, "w:top=\"2098\"", "w:top=\"1440\"", "GW-01", "5.2.1", Strength::Required, "天头"),
    (
        "notice",
        DOC,
        "w:left=\"1587\" w:header",
        "w:left=\"1800\" w:header",
        "GW-01",
        "5.2.1",
        Strength::Required,
        "订口",
    ),
    ("notice", STYLES, "w:line=\"579\"", "w:line=\"600\"", "GW-02", "5.2.3", Strength::Practice, "30 磅"),
    (
        "notice",
        DOC,
        "云交文〔2026〕12号",
        "云交文[2026]12号",
        "GW-03",
        "7.2.5",
        Strength::Required,
        "六角括号",
    ),
    (
        "notice",
        DOC,
        "云交文〔2026〕12号",
        "云交文〔2026〕012号",
        "GW-03",
        "7.2.5",
        Strength::Required,
        "虚位",
    ),
    (
        "notice",
        DOC,
        "2026年3月5日<",
        "2026年03月05日<",
        "GW-05",
        "7.3.5.4",
        Strength::Required,
        "2026年03月05日",
    ),
    (
        "notice",
        DOC,
        "2026年3月5日<",
        "二〇二六年三月五日<",
        "GW-05",
        "7.3.5.4",
        Strength::Required,
        "阿拉伯数字",
    ),
    ("report", DOC, "一、主要做法", "1、主要做法", "GW-06", "7.3.3", Strength::Optional, "1、"),
    ("report", DOC, "（一）抓学习", "(一)抓学习", "GW-06", "7.3.3", Strength::Optional, "(一)"),
    (
        "report",
        DOC,
        "w:val=\"Heading1\"",
        "w:val=\"Heading2\"",
        "GW-06",
        "7.3.3",
        Strength::Usual,
        "楷体_GB2312",
    ),
    (
        "report",
        STYLES,
        "w:firstLineChars=\"200\" w:firstLine=\"630\"",
        "w:firstLine=\"0\"",
        "GW-06",
        "7.3.3",
        Strength::Required,
        "左空二字",
    ),
    ("report", DOC, "关于2025年度</w:t>", "关于上年度</w:t>", "GW-07", "7.3.1", Strength::Required, "梯形"),
    (
        "report",
        STYLES,
        "<w:jc w:val=\"center\"/></w:pPr><w:rPr><w:rFonts w:ascii=\"方正小标宋简体\" w:eastAsia=\"方正小标宋简体\" w:hAnsi=\"方正小标宋简体\" w:cs=\"方正小标宋简体\"/><w:spacing w:val=\"0\"/><w:sz w:val=\"44\"/>",
        "<w:jc w:val=\"center\"/></w:pPr><w:rPr><w:rFonts w:eastAsia=\"黑体\"/><w:sz w:val=\"36\"/>",
        "GW-07",
        "7.3.1",
        Strength::Usual,
        "小二",
    ),
    (
        "report",
        DOC,
        "w:color=\"FF0000\"",
        "w:color=\"000000\"",
        "GW-09",
        "7.2.7",
        Strength::Required,
        "红色分隔线",
    ),
    ("report", DOC, "指导委员会：", "指导委员会:", "GW-10", "7.3.2", Strength::Required, "全角冒号"),
    (
        "notice",
        DOC,
        "2026年文明单位创建工作任务分解表</w:t></w:r></w:p><w:p><w:pPr><w:pStyle w:val=\"GwOrgan\"",
        "任务表</w:t></w:r></w:p><w:p><w:pPr><w:pStyle w:val=\"GwOrgan\"",
        "GW-11",
        "7.3.7",
        Strength::Required,
        "任务表",
    ),
    (
        "decision",
        DOC,
        "w:val=\"GwAttachmentLabel\"",
        "w:val=\"GwNote\"",
        "GW-11",
        "7.3.7",
        Strength::Required,
        "黑体",
    ),
    ("report", DOC, "w:right=\"1260\"", "w:right=\"3000\"", "GW-12", "7.3.5", Strength::Usual, "落款"),
    ("report", DOC, "机关党委。", "机关党委", "GW-13", "7.4.2", Strength::Required, "句号"),
    (
        "report",
        DOC,
        "2026年1月16日印发",
        "2026年01月16日印发",
        "GW-13",
        "7.4.3",
        Strength::Required,
        "印发日期",
    ),
    (
        "report",
        DOC,
        "w:val=\"single\" w:sz=\"8\"",
        "w:val=\"single\" w:sz=\"24\"",
        "GW-13",
        "7.4.1",
        Strength::Recommended,
        "1.06 毫米",
    ),
    (
        "report",
        "word/settings.xml",
        "<w:evenAndOddHeaders/>",
        "",
        "GW-14",
        "7.5",
        Strength::Required,
        "奇偶页不同",
    ),
    ("report", "word/footer1.xml", "— ", "- ", "GW-14", "7.5", Strength::Required, "一字线"),
    (
        "report",
        "word/footer1.xml",
        "w:jc w:val=\"right\"",
        "w:jc w:val=\"center\"",
        "GW-14",
        "7.5",
        Strength::Required,
        "居中",
    ),
    ("report", DOC, "签发人：", "签发人:", "GW-16", "7.2.6", Strength::Required, "全角冒号"),
    (
        "report",
        DOC,
        "情况的报告</w:t>",
        "情况的通报</w:t>",
        "GW-16",
        "7.2.6",
        Strength::Required,
        "通报标注了签发人",
    ),
    (
        "notice",
        DOC,
        "实施方案》的通知</w:t>",
        "实施方案</w:t>",
        "GW-17",
        "条例第八条",
        Strength::Required,
        "文种",
    ),
    (
        "report",
        DOC,
        "特此报告。",
        "以上事项，请批示。",
        "GW-18",
        "条例第十五条（四）",
        Strength::Required,
        "请批示",
    ),
    ("report", DOC, "特此报告。", "某某单位20xx年完成。", "GW-22", "签发前检查", Strength::Practice, "某某"),
    (
        "report",
        DOC,
        "个别单位重部署、",
        "个别单位 and 重部署,",
        "GW-23",
        "文字检查",
        Strength::Practice,
        "and",
    ),
];

#[test]
fn each_departure_is_found_with_clause_and_strength() {
    let mut missed = Vec::new();
    for (name, part, from, to, rule, clause, strength, word) in CASES {
        let report = plain(&altered(&written(name), part, from, to));
        let found = report.findings.iter().any(|finding| {
            (finding.rule, finding.clause, finding.strength) == (*rule, *clause, *strength)
                && finding.sentence().contains(word)
        });
        if !found {
            let sentences: Vec<String> =
                report.findings.iter().map(gongwen::check::Finding::sentence).collect();
            missed.push((name, to, rule, sentences));
        }
    }
    assert!(missed.is_empty(), "{missed:#?}");
}

#[test]
fn only_what_is_demanded_is_called_against_the_standard() {
    for (name, part, from, to, ..) in CASES {
        for finding in plain(&altered(&written(name), part, from, to)).findings {
            let sentence = finding.sentence();
            assert_eq!(sentence.contains("不符合规定"), finding.strength == Strength::Required, "{sentence}");
            assert!(!sentence.contains("国标") && sentence.contains(finding.strength.word()), "{sentence}");
        }
    }
}

#[test]
fn the_departures_of_an_organ_replace_the_standard_and_are_listed() {
    let departure = Departure {
        id: "grid.word_exact_line_pt".into(),
        value: 30.0,
        reason: "局公文处理细则第九条".into(),
    };
    let overlay = Overlay { name: "细则".into(), departures: vec![departure] };
    let wide = altered(&written("notice"), STYLES, "w:line=\"579\"", "w:line=\"600\"");
    let report = check(&wide, &overlay).unwrap();
    assert_eq!(report.findings, []);
    let listed = &report.departures[0];
    assert_eq!((listed.clause, listed.base.as_str(), listed.value.as_str()), ("5.2.3", "28.95 磅", "30 磅"));
    assert_eq!(listed.strength, Strength::Practice);
    // A file that keeps the standard now departs from the organ's rule, which is no violation of the standard.
    let report = check(&written("notice"), &overlay).unwrap();
    assert_eq!(report.violations().count(), 0);
    assert!(report.findings[0].sentence().contains("本机关细则"), "{}", report.findings[0].sentence());
}

#[test]
fn hostile_files_are_refused_with_a_sentence() {
    let refused = |bytes: &[u8]| check(bytes, &Overlay::default()).unwrap_err();
    assert_eq!(refused(b""), Refusal::Empty);
    assert!(matches!(refused(b"PK\x03\x04 nothing"), Refusal::Damaged { .. }));
    assert_eq!(refused(&[0xD0, 0xCF, 0x11, 0xE0, 0, 0]), Refusal::OldOffice);
    let with = |xml: String| pack(&[(DOC.to_owned(), xml.into_bytes())]);
    assert!(matches!(refused(&pack(&[("xl/workbook.xml".into(), Vec::new())])), Refusal::UnknownType { .. }));
    let deep = format!("<w:document>{}{}</w:document>", "<a>".repeat(5000), "</a>".repeat(5000));
    assert!(matches!(refused(&with(deep)), Refusal::Damaged { .. }));
    let entity = "<!DOCTYPE a [<!ENTITY x \"y\">]><w:document/>";
    assert!(matches!(refused(&with(entity.into())), Refusal::Entities { .. }));
    let bomb = format!("<w:document>{}</w:document>", " ".repeat(30 << 20));
    assert!(matches!(refused(&with(bomb)), Refusal::Bomb { .. }));
    let endless = format!("<w:document>{}</w:document>", "<p/>".repeat(1000));
    assert!(check(&with(endless), &Overlay::default()).is_ok());
}

#[test]
fn what_is_long_takes_time_in_proportion() {
    let para = |text: &str| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>");
    let coloured: String = (0..20_000)
        .map(|at| format!("<w:r><w:rPr><w:color w:val=\"{at:06X}\"/></w:rPr><w:t>国</w:t></w:r>"))
        .collect();
    let bodies = [
        para("附件1").repeat(20_000),
        para(&"x".repeat(300_000)),
        para(&"1".repeat(300_000)),
        para(&format!("{}印发", "2年".repeat(100_000))),
        format!("<w:p>{coloured}</w:p>"),
        "<w:p><w:pPr><w:sectPr><w:pgSz w:w=\"1\"/></w:sectPr></w:pPr></w:p>".repeat(20_000),
    ];
    for (at, body) in bodies.into_iter().enumerate() {
        let xml = format!("<w:document xmlns:w=\"w\"><w:body>{body}</w:body></w:document>");
        let mut all = parts(&written("reply"));
        all.retain(|(name, _)| name != DOC);
        // Stored, since what repeats this much is refused as a bomb when it is packed.
        all.push((DOC.to_owned(), xml.into_bytes()));
        let start = std::time::Instant::now();
        let _ = check(&support::stored(&all), &Overlay::default()).unwrap();
        assert!(start.elapsed().as_secs() < 30, "body {at} took {:?}", start.elapsed());
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    /// Bytes of the parts changed anywhere: a report or a refusal, never a panic.
    #[test]
    fn damaged_files_never_panic(name in prop::sample::select(PAPERS), which in 0usize..9, hits in prop::collection::vec((any::<u32>(), any::<u8>()), 1..20), cut in prop::option::of(any::<u32>())) {
        let mut all = parts(&written(name));
        let (_, content) = &mut all[which];
        for (at, byte) in hits {
            let length = content.len();
            content[at as usize % length] = byte;
        }
        if let Some(cut) = cut {
            let length = content.len();
            content.truncate(cut as usize % length);
        }
        let _ = check(&pack(&all), &Overlay::default());
    }

    /// Any text in the place of any text of the paper.
    #[test]
    fn any_text_is_checked(text in "\\PC{0,60}", which in prop::sample::select(vec!["云岚市", "2026年", "创建", "：", "附件"])) {
        let escaped = text.replace('&', "&amp;").replace('<', "&lt;");
        let report = plain(&altered(&written("notice"), DOC, which, &escaped));
        for finding in report.findings {
            assert!(!finding.sentence().is_empty());
        }
    }
}
