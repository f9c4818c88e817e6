//! 建议: who could answer for an item and by when, each with its reason as a sentence. A proposal is
//! computed from the draft and the organisation of the day; it is never stored and takes effect
//! only when a person adopts it.

use super::*;
use crate::unit::UnitKind;
use std::collections::BTreeMap;

/// A proposed value and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Because<T> {
    pub value: T,
    pub reason: String,
}

/// What is proposed for one item.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Proposal {
    pub lead: Option<Because<UnitId>>,
    pub doer: Option<Because<PersonId>>,
    pub due: Option<Because<Day>>,
}

impl Proposal {
    pub fn is_empty(&self) -> bool {
        self.lead.is_none() && self.doer.is_none() && self.due.is_none()
    }
}

/// Duties by the words that papers use for them, and the parts of section names that usually carry
/// them. The first row whose words occur most often decides.
const DUTIES: &[(&[&str], &[&str])] = &[
    (
        &[
            "党建",
            "党支部",
            "党员",
            "党章",
            "主题党日",
            "党风",
            "廉政",
            "思想道德",
            "道德讲堂",
            "价值观",
            "志愿",
            "学雷锋",
        ],
        &["党委", "党办", "党建", "政工", "文明"],
    ),
    (&["廉政", "违纪", "作风", "监督执纪", "廉洁"], &["纪检", "监察", "纪委"]),
    (&["法制", "法治", "执法", "法律", "制度", "规章", "依法行政", "普法"], &["法规", "法制", "政策"]),
    (
        &["培训", "干部队伍", "人才", "考评", "考核", "业务能力", "业务学习", "技能", "岗位练兵"],
        &["人事", "组织", "教育", "干部"],
    ),
    (
        &["宣传", "网站", "公众号", "微信", "简报", "信息", "报道", "媒体", "标语"],
        &["宣传", "办公室", "信息"],
    ),
    (
        &["卫生", "院落", "环境", "绿化", "食堂", "办公用品", "硬件", "设施", "后勤", "节约"],
        &["后勤", "机关事务", "办公室", "综合"],
    ),
    (&["文体", "健身", "职工之家", "帮扶", "慰问", "家庭", "女职工", "文化活动"], &["工会"]),
    (&["青年", "团员"], &["团委", "共青团"]),
    (&["安全", "反恐", "禁毒", "平安", "应急", "消防", "安防"], &["安全", "安监", "应急"]),
    (&["信访", "投诉", "接待", "来信来访"], &["信访", "办公室"]),
    (&["窗口", "审批", "办事", "政务公开", "一次办"], &["审批", "政务", "行政"]),
    (&["客运", "出租", "公交", "营运", "运输", "送考"], &["运输", "客运"]),
    (&["工程", "建设", "规划", "项目", "养护", "公路", "道路"], &["规划", "建设", "工程", "养护", "公路"]),
    (&["经费", "资金", "预算", "财务"], &["财务", "计财", "审计"]),
    (&["会议", "协调", "督办", "档案", "动员", "方案"], &["办公室", "综合"]),
];

/// Proposals for all items that lack an owner or a date.
pub fn proposals(draft: &Draft, org: &Org) -> BTreeMap<u32, Proposal> {
    let mut found = BTreeMap::new();
    for (measure, item) in draft.items().filter(|(_, item)| item.status != Status::Dropped) {
        let lead = if measure.owns(item) { None } else { lead(draft, measure, item, org) };
        let unit = lead.as_ref().map(|lead| lead.value).or_else(|| measure.leads_of(item).first().copied());
        let doer = match (unit, measure.doer_of(item)) {
            (Some(unit), None) => doer(unit, org),
            _ => None,
        };
        let due = if item.is_dated() { None } else { due(draft, item) };
        let proposal = Proposal { lead, doer, due };
        if !proposal.is_empty() {
            found.insert(item.id, proposal);
        }
    }
    found
}

/// What is proposed for a whole measure: the section that most of its items point to.
pub fn for_measure(draft: &Draft, measure: &Measure, org: &Org) -> Option<Because<UnitId>> {
    let whole = measure
        .items
        .iter()
        .map(|item| item.text.as_str())
        .chain([measure.title.as_str()])
        .collect::<Vec<_>>()
        .join("，");
    by_name(&measure.title, org)
        .or_else(|| by_own_duties(&whole, org))
        .or_else(|| by_duty(&whole, org))
        .or_else(|| office(draft, org))
}

fn lead(draft: &Draft, measure: &Measure, item: &Item, org: &Org) -> Option<Because<UnitId>> {
    let words = format!("{}，{}", item.text, item.source);
    by_name(&words, org)
        .or_else(|| by_own_duties(&words, org))
        .or_else(|| by_duty(&words, org))
        .or_else(|| {
            by_duty(&measure.title, org)
                .map(|it| Because { reason: format!("按本组标题：{}", it.reason), ..it })
        })
        .or_else(|| office(draft, org))
}

/// A section whose name stands in the words.
fn by_name(words: &str, org: &Org) -> Option<Because<UnitId>> {
    let named = org
        .units
        .iter()
        .filter(|unit| {
            matches!(unit.kind, UnitKind::Section | UnitKind::Subordinate) && unit.name.chars().count() >= 2
        })
        .filter(|unit| words.contains(&unit.name))
        .max_by_key(|unit| unit.name.chars().count())?;
    Some(Because { value: named.id, reason: format!("原文提到“{}”。", named.name) })
}

/// The unit whose written duties (科室职责) stand in the words: of several the one with the most
/// characters in common, because a longer phrase says more.
fn by_own_duties(words: &str, org: &Org) -> Option<Because<UnitId>> {
    let mut best: Option<(usize, Because<UnitId>)> = None;
    for unit in org.units.iter().filter(|unit| !unit.duties.is_empty()) {
        let hits: Vec<&str> = phrases(&unit.duties).filter(|phrase| words.contains(phrase)).collect();
        let weight: usize = hits.iter().map(|phrase| phrase.chars().count()).sum();
        if weight == 0 || best.as_ref().is_some_and(|(held, _)| *held >= weight) {
            continue;
        }
        if let Some(longest) = hits.iter().max_by_key(|phrase| phrase.chars().count()) {
            let reason = format!("{}的科室职责写有“{longest}”。", unit.name);
            best = Some((weight, Because { value: unit.id, reason }));
        }
    }
    best.map(|(_, it)| it)
}

/// The parts of a text of duties that name a matter: between marks, 和, 及 and the verbs before them.
fn phrases(duties: &str) -> impl Iterator<Item = &str> {
    let parts = duties.split(|c: char| {
        c.is_whitespace() || c.is_ascii_punctuation() || "、，。；：（）“”和及与".contains(c)
    });
    let bare = |part: &'static [&'static str], text: &'_ str| -> usize {
        part.iter().find(|verb| text.starts_with(**verb)).map_or(0, |verb| verb.len())
    };
    parts
        .map(move |part| &part[bare(VERBS, part)..])
        .map(|part| part.trim_end_matches("工作").trim_end_matches("等").trim_end_matches("工作"))
        .filter(|part| part.chars().count() >= 2)
}

/// Verbs with which duties begin and which say nothing of the matter.
const VERBS: &[&str] = &["负责", "承担", "组织", "指导", "协调", "管理", "拟订", "开展", "参与", "监督"];

/// The section whose duties the words point to.
fn by_duty(words: &str, org: &Org) -> Option<Because<UnitId>> {
    let mut best: Option<(usize, Because<UnitId>)> = None;
    for (topics, names) in DUTIES {
        let hits: Vec<&str> = topics.iter().copied().filter(|topic| words.contains(topic)).collect();
        let weight: usize = hits.iter().map(|topic| words.matches(topic).count()).sum();
        if weight == 0 || best.as_ref().is_some_and(|(held, _)| *held >= weight) {
            continue;
        }
        let section = names.iter().find_map(|name| {
            org.units.iter().find(|unit| unit.kind == UnitKind::Section && unit.name.contains(name))
        });
        if let (Some(section), Some(topic)) = (section, hits.first()) {
            let reason = format!("原文没写由谁负责；写到“{topic}”，与{}的职责相近。", section.name);
            best = Some((weight, Because { value: section.id, reason }));
        }
    }
    best.map(|(_, it)| it)
}

/// The section where the office of the leading group sits, as the paper says.
fn office(draft: &Draft, org: &Org) -> Option<Because<UnitId>> {
    let unit = org.unit_called(&draft.office)?;
    Some(Because {
        value: unit.id, reason: format!("原文没写由谁负责；领导小组办公室设在{}。", unit.name)
    })
}

fn doer(unit: UnitId, org: &Org) -> Option<Because<PersonId>> {
    let person = org.receiver(unit)?;
    let as_what = if person.liaison {
        "联络员"
    } else if person.heads {
        "负责人"
    } else {
        "在册人员"
    };
    Some(Because { value: person.id, reason: format!("{}的{as_what}。", org.unit_name(unit)) })
}

fn due(draft: &Draft, item: &Item) -> Option<Because<Day>> {
    if item.festivals.iter().any(|festival| festival.day.is_none()) {
        return None;
    }
    if let Some(stage) = item.stage.and_then(|id| draft.stage(id))
        && let Some(to) = stage.to
    {
        return Some(Because {
            value: to,
            reason: format!("原文没写时限；“{}”到{}结束。", stage.name, to.month_day_text()),
        });
    }
    let last = draft.stages.iter().filter_map(|stage| stage.to).max();
    let (day, reason) = match last {
        Some(day) => (day, format!("原文没写时限；各阶段到{}结束。", day.month_day_text())),
        None => (Day::new(draft.header.year, 12, 31)?, "原文没写时限；按年度方案推到年底。".to_owned()),
    };
    Some(Because { value: day, reason })
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn written_duties_decide_before_the_usual_ones() {
        let unit = |n: u128, name: &str, duties: &str| OrgUnit {
            id: UnitId(Uuid::from_u128(n)),
            kind: UnitKind::Section,
            name: name.into(),
            duties: duties.into(),
        };
        let org = Org {
            units: vec![
                unit(1, "综合科", "负责信访接待、网站和公众号等工作"),
                unit(2, "宣传教育科", ""),
                unit(3, "运行监测科", "承担公众号内容审核；路网监测"),
            ],
            persons: Vec::new(),
        };
        for (words, expected) in [
            ("每月更新公众号", Some("综合科的科室职责写有“公众号”。")),
            ("做好公众号内容审核", Some("运行监测科的科室职责写有“公众号内容审核”。")),
            ("每月做一次路网监测", Some("运行监测科的科室职责写有“路网监测”。")),
            ("做好工作", None),
            ("更新标语", None),
        ] {
            let found = by_own_duties(words, &org).map(|it| it.reason);
            assert_eq!(found.as_deref(), expected, "{words}");
        }
    }
}
