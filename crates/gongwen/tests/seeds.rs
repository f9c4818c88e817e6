//! The five source papers, where they lie beside the repository. Titles are compared by their beginnings, so
//! that no sentence of them is copied here.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test may panic and report")]

use gongwen::{Class, Hint, HonourStatus, PlanRead, read};
use std::path::Path;

fn paper(name: &str) -> Option<PlanRead> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/seeds");
    match std::fs::read(folder.join(name)) {
        Ok(bytes) => Some(read(&bytes, &Hint::default()).unwrap().plan),
        Err(_) => {
            println!("skipped: source papers not present");
            None
        }
    }
}

/// One line per node: level, number, beginning of the title; `~` marks inline items.
fn check_outline(plan: &PlanRead, expect: &[&str]) {
    let lines: Vec<String> = plan
        .outline
        .iter()
        .map(|node| {
            let mark = if node.inline { "~" } else { "" };
            format!("{mark}{} {} {}", node.level, node.number.as_deref().unwrap_or("-"), node.title)
        })
        .collect();
    for (line, want) in lines.iter().zip(expect) {
        assert!(line.starts_with(want), "read “{line}”, wanted “{want}”");
    }
    assert_eq!(lines.len(), expect.len(), "{lines:#?}");
}

fn check_quantities(plan: &PlanRead, expect: &[(&str, &str, bool)]) {
    let got: Vec<_> = plan.quantities.iter().map(|q| (q.value.as_str(), q.unit.as_str(), q.approx)).collect();
    assert_eq!(got, expect);
}

#[test]
fn s0_plan_of_2022() {
    let Some(plan) = paper("S0_tengzhou_plan_2022.txt") else { return };
    assert_eq!((plan.class, plan.kind.as_deref()), (Class::Plan, Some("实施方案")));
    let title = plan.title.as_deref().unwrap();
    assert!(title.starts_with("滕州市交通运输局关于印发") && title.ends_with("实施方案》的通知"));
    assert_eq!(plan.issuer.as_deref(), Some("滕州市交通运输局"));
    assert_eq!(plan.recipients, ["局属各单位"]);
    assert_eq!((plan.date.as_deref(), plan.doc_number.as_deref()), (Some("2022-03-10"), None));
    assert_eq!(plan.print_office.as_deref(), Some("滕州市交通运输局信息宣传科"));
    assert_eq!(plan.print_date.as_deref(), Some("2022-03-10"));
    assert_eq!(plan.attached_titles, ["2022年度文明单位创建实施方案"]);
    check_outline(
        &plan,
        &[
            "1 一 指导思想",
            "1 二 创建目标",
            "1 三 创建措施",
            "2 一 加强组织领导，",
            "2 二 加强政治学习，",
            "2 三 丰富活动载体，",
            "2 四 加强宣传教育，",
            "2 五 抓好时间节点，组织特色创建",
            "2 六 强化阵地建设，",
            "2 七 优化行风政风，",
            "2 八 加强支部建设，",
            "2 九 结合交通特点，",
            "2 十 加强日常警示，",
            "2 十一 加强环保意识，",
            "2 十二 深化服务举措，推进形象建设",
        ],
    );
    assert!(plan.stages.is_empty() && plan.roster.is_empty() && plan.quantities.is_empty());
    let festivals: Vec<_> =
        plan.measures.iter().filter(|measure| measure.under == Some(8)).flat_map(|m| &m.festivals).collect();
    assert_eq!(festivals, ["五一", "五四", "七一", "十一", "元旦", "春节"]);
}

#[test]
fn s1_plan_of_2020() {
    let Some(plan) = paper("S1_shaoyang_plan_2020.txt") else { return };
    assert_eq!((plan.class, plan.kind.as_deref()), (Class::Plan, Some("实施方案")));
    assert!(plan.title.as_deref().unwrap().starts_with("邵阳市交通运输局关于印发《邵阳市"));
    assert_eq!(plan.issuer.as_deref(), Some("邵阳市交通运输局"));
    assert_eq!(plan.doc_number.as_deref(), Some("邵市交法字〔2020〕1号"));
    assert_eq!((plan.recipients.join(""), plan.cc.join("")), ("机关各科室".into(), "市文明办".into()));
    assert_eq!((&plan.date, plan.print_date.as_deref()), (&None, Some("2020-04-28")));
    assert_eq!(plan.print_office.as_deref(), Some("邵阳市交通运输局办公室"));
    assert_eq!(plan.office.as_deref(), Some("局法规科"));
    assert_eq!(plan.attached_titles.len(), 1);
    check_outline(
        &plan,
        &[
            "1 一 指导思想",
            "1 二 创建目标",
            "1 三 组织领导",
            "1 四 创建步骤",
            "2 第一阶段 宣传发动阶段",
            "2 第二阶段 全面实施阶段",
            "2 第三阶段 巩固迎检阶段",
            "1 五 创建措施",
            "2 一 深入学习贯彻",
            "2 二 持续加强干部队伍",
            "~3 一 加强学习",
            "~3 二 夯实组织基础",
            "~3 三 进一步加强党风",
            "~3 四 大力加强法制教育",
            "~3 五 大力加强业务教育",
            "2 三 培育践行",
            "2 四 切实加强制度建设",
            "~3 一 进一步建立健全",
            "~3 二 认真组织干部职工",
            "~3 三 继续加大平安建设",
            "2 五 切实当好发展先行官",
            "2 六 积极开展文体卫活动",
            "~3 一 进一步完善硬件",
            "~3 二 积极组织全民健身",
            "~3 三 继续搞好机关院内",
            "~3 四 大力营造机关大院",
            "1 六 工作要求",
            "2 1 加强领导，分工负责",
            "2 2 加强宣传，浓厚氛围",
            "2 3 加强督导，务求实效",
        ],
    );
    let stages: Vec<_> = plan.stages.iter().map(|s| (s.name.as_str(), s.start_month, s.end_month)).collect();
    assert_eq!(
        stages,
        [
            ("宣传发动阶段", Some(4), Some(5)),
            ("全面实施阶段", Some(5), Some(10)),
            ("巩固迎检阶段", Some(11), Some(12)),
        ]
    );
    let roster: Vec<_> =
        plan.roster.iter().map(|e| (e.role.as_str(), e.names.len(), e.collective.len())).collect();
    assert_eq!(roster, [("组长", 1, 0), ("常务副组长", 1, 0), ("副组长", 4, 0), ("成员", 4, 1)]);
    assert_eq!(plan.roster[0].names, ["吴韬"]);
    let target = |text: &str| plan.honours.iter().any(|h| h.text == text && h.status == HonourStatus::Target);
    assert!(target("2020届省级文明单位"));
    assert!(plan.diagnostics.iter().any(|d| d.message.contains("and")));
}

#[test]
fn s2_opinion_with_pinyin() {
    let Some(plan) = paper("S2_red_ribbon_opinion.txt") else { return };
    assert_eq!((plan.class, plan.kind.as_deref()), (Class::Opinion, Some("意见")));
    assert_eq!(plan.title.as_deref(), Some("市交通局全年精神文明建设意见"));
    assert_eq!((&plan.date, &plan.issuer), (&None, &None));
    check_outline(
        &plan,
        &[
            "1 一 深入开展争先创优夺杯",
            "2 一 开展“学习雷锋",
            "2 二 在交通运输窗口开展",
            "2 三 在交通运输非窗口单位",
            "1 二 大力开展群众性",
            "2 一 加强文明单位创建活动",
            "~3 一 广泛开展学雷锋活动",
            "~3 二 扎实开展志愿者",
            "~3 三 积极开展文明单位提档",
            "2 二 扎实推进第四轮",
            "~3 一 根据市创建",
            "~3 二 以“礼貌待人",
            "~3 三 突出客运出租",
            "~3 四 要采取多种形式",
            "2 三 积极开展“‘红飘带’",
            "1 三 加强交通运输文化",
            "2 一 实施品牌带动工程",
            "~3 一 做大做强",
            "~3 二 积极创建行业品牌",
            "2 二 开展典型选树活动",
            "2 三 深入开展“两保两树”工作",
            "~3 一 抓好示范推广",
            "~3 二 抓好考核评议",
            "~3 三 抓好总结表彰",
            "2 四 加强教育培训工作",
        ],
    );
    assert!(plan.quantities.is_empty() && plan.stages.is_empty());
    assert_eq!(plan.honours.iter().filter(|h| h.text.starts_with("十佳")).count(), 4);
    assert!(plan.measures.iter().all(|m| !m.text.contains('(') || m.text.contains("优美环境")));
}

#[test]
fn s3_experience_in_traditional() {
    let Some(plan) = paper("S3_yingcheng_experience.txt") else { return };
    assert_eq!((plan.class, plan.kind.as_deref()), (Class::Retrospective, Some("经验交流")));
    assert_eq!(plan.title.as_deref(), Some("交通局文明创建工作经验交流"));
    check_outline(
        &plan,
        &[
            "1 一 完善“三项机制”",
            "2 1 强化领导",
            "2 2 强化督查",
            "2 3 强化学习",
            "1 二 落实“三个围绕”",
            "2 1 围绕中心抓创建",
            "~3 一 真正摸准了",
            "~3 二 促进了制度",
            "~3 三 促进了良好",
            "2 2 围绕载体抓创建",
        ],
    );
    check_quantities(
        &plan,
        &[
            ("5", "个", false),
            ("8", "个", false),
            ("100", "%", false),
            ("20", "名", false),
            ("200", "人", true),
            ("358", "人", false),
            ("314", "人", false),
            ("106", "人", false),
            ("2", "个", false),
            ("1", "个", false),
        ],
    );
    assert!(plan.measures.iter().all(|measure| measure.done));
    assert!(plan.honours.iter().filter(|h| h.status == HonourStatus::Held).count() >= 5);
}

#[test]
fn s4_summary_with_masks() {
    let Some(plan) = paper("S4_district_summary_2023.txt") else { return };
    assert_eq!((plan.class, plan.kind.as_deref()), (Class::Retrospective, Some("总结")));
    assert_eq!(plan.title.as_deref(), Some("2023文明创建工作总结"));
    check_outline(
        &plan,
        &[
            "1 一 加强领导，",
            "~2 一 文明单位建设工作",
            "~2 二 成立了",
            "~2 三 广泛深入发动",
            "~2 四 坚持考评制度",
            "~2 五 以开展争先创优",
            "1 二 深化教育，",
            "~2 一 始终坚持",
            "~2 二 引导全局",
            "~2 三 组织开展集中学习",
            "~2 四 立足本职工作",
            "1 三 加强文明管理，",
            "2 一 深化精神文明建设",
            "~3 一 加强了局党组",
            "~3 二 不断完善规章制度",
            "~3 三 认真组织参加",
            "~3 四 局成立了",
            "~3 五 围绕城乡环境",
        ],
    );
    check_quantities(
        &plan,
        &[
            ("100", "%", false),
            ("1500", "条", true),
            ("25", "项", false),
            ("9630", "元", false),
            ("4", "次", false),
            ("2016", "万元", true),
            ("1000", "元", false),
        ],
    );
    assert_eq!(
        plan.roster.iter().map(|entry| entry.role.as_str()).collect::<Vec<_>>(),
        ["组长", "副组长", "组员"]
    );
}
