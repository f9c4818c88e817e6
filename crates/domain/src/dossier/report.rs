//! 说明报告: what was done for one indicator, drafted from its records within the bound that the standard sets.
//! Every sentence names a record; nothing is said that no record says.

use super::Proof;
use crate::standard::{EvidenceKind, Node};

/// The usual bound in characters, white space not counted (national platform 2020: ≤ 500 字 per indicator).
pub const REPORT_CHARS: usize = 500;

/// What the report tells of one criterion.
pub(super) struct Told<'a> {
    pub title: &'a str,
    pub proofs: &'a [Proof],
    pub waiver: Option<&'a str>,
}

/// The bound for an indicator: the smallest that one of its criteria sets for a report, else [`REPORT_CHARS`].
pub(super) fn bound<'a>(criteria: impl Iterator<Item = &'a Node>) -> usize {
    criteria
        .flat_map(|node| &node.evidence)
        .filter(|rule| rule.kind == EvidenceKind::Report)
        .filter_map(|rule| rule.most_chars)
        .min()
        .map_or(REPORT_CHARS, |most| most as usize)
}

/// Drafts the report of an indicator; `None` where there is nothing to tell.
pub(super) fn report(unit: &str, indicator: &str, told: &[Told<'_>], bound: usize) -> Option<String> {
    let mut seen = std::collections::BTreeSet::new();
    let records = told.iter().flat_map(|it| it.proofs).filter(|proof| seen.insert(proof.record)).count();
    if records == 0 && told.iter().all(|it| it.waiver.is_none()) {
        return None;
    }
    let mut text = if records > 0 {
        format!("围绕“{indicator}”，{unit}开展有记录的工作{records}项。")
    } else {
        format!("“{indicator}”的情况说明如下。")
    };
    for it in told {
        if let Some(why) = it.waiver {
            push(&mut text, &format!("“{}”不适用：{}。", it.title, stopless(why)), bound);
        }
        if !it.proofs.is_empty() {
            clause(&mut text, it, bound);
        }
    }
    Some(text)
}

/// One criterion with as many of its records as the bound leaves room for; the rest is counted.
fn clause(text: &mut String, told: &Told<'_>, bound: usize) {
    let items: Vec<String> = told.proofs.iter().map(item).collect();
    for take in (0..=items.len()).rev() {
        let mut sentence = format!("{}：{}", stopless(told.title), items[..take].join("；"));
        match items.len() - take {
            0 => sentence.push('。'),
            rest if take == 0 => sentence.push_str(&format!("{rest}项，见目录。")),
            rest => sentence.push_str(&format!("；另有{rest}项，见目录。")),
        }
        if push(text, &sentence, bound) {
            return;
        }
    }
}

/// A record in a few words, with its figures.
fn item(proof: &Proof) -> String {
    let figures: Vec<String> = proof
        .figures
        .iter()
        .filter(|it| !it.value.is_empty())
        .map(|it| format!("{}{}{}", it.item, it.value, it.uom))
        .collect();
    let figures = if figures.is_empty() { String::new() } else { format!("（{}）", figures.join("，")) };
    format!("{}{}{figures}", proof.day.month_day_text(), stopless(&proof.title))
}

fn stopless(text: &str) -> &str {
    text.trim().trim_end_matches(['。', '；', '，', '.', ';', ','])
}

/// Adds a sentence if it fits.
fn push(text: &mut String, sentence: &str, bound: usize) -> bool {
    let fits = chars(text) + chars(sentence) <= bound;
    if fits {
        text.push_str(sentence);
    }
    fits
}

/// Characters as standards count them: without white space.
pub(super) fn chars(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace()).count()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::day::Day;
    use crate::id::RecordId;
    use crate::record::Figured;

    fn proof(n: u128, title: &str) -> Proof {
        Proof {
            record: RecordId(uuid::Uuid::from_u128(n)),
            title: title.into(),
            day: Day::new(2026, 3, 5).unwrap(),
            place: String::new(),
            unit: "机关党委".into(),
            author: "孟青".into(),
            text: String::new(),
            figures: vec![Figured { item: "参加人数".into(), value: "38".into(), uom: "人".into() }],
            files: vec![],
            reason: String::new(),
        }
    }

    #[test]
    fn a_report_names_records_and_keeps_its_bound() {
        let proofs: Vec<Proof> = (0..40).map(|n| proof(n, "到敬老院开展志愿服务。")).collect();
        let told = [
            Told { title: "志愿服务活动", proofs: &proofs, waiver: None },
            Told { title: "窗口建设", proofs: &[], waiver: Some("本单位没有办事窗口。") },
        ];
        let whole = report("云岚市交通运输局", "学雷锋志愿服务", &told, 5_000).unwrap();
        assert!(whole.starts_with("围绕“学雷锋志愿服务”，云岚市交通运输局开展有记录的工作40项。志愿服务活动：3月5日到敬老院开展志愿服务（参加人数38人）；"), "{whole}");
        assert!(whole.ends_with("“窗口建设”不适用：本单位没有办事窗口。"), "{whole}");
        for bound in [120, 200, 500] {
            let cut = report("云岚市交通运输局", "学雷锋志愿服务", &told, bound).unwrap();
            assert!(chars(&cut) <= bound, "{bound}: {}", chars(&cut));
            assert!(cut.contains("项，见目录。"), "{cut}");
        }
    }

    #[test]
    fn nothing_is_told_of_nothing() {
        assert_eq!(report("局", "指标", &[Told { title: "标准", proofs: &[], waiver: None }], 500), None);
    }

    #[test]
    fn a_record_of_two_criteria_counts_once() {
        let proofs = [proof(1, "读书班")];
        let told = [
            Told { title: "学习", proofs: &proofs, waiver: None },
            Told { title: "培训", proofs: &proofs, waiver: None },
        ];
        assert!(report("局", "学习型单位", &told, 500).unwrap().contains("工作1项"));
    }
}
