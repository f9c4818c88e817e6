//! 材料缺项: what a criterion still wants to see. Shown before filing and on the score page; a gap
//! never blocks anything.

use super::{EvidenceKind, EvidenceRule};
use crate::codes;

/// One piece of proof as a rule sees it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Piece {
    pub kind: EvidenceKind,
    /// Characters of a text without white space; 0 for what is no text.
    pub chars: u32,
    /// It bears a 文号.
    pub numbered: bool,
}

codes! {
    /// How much a gap weighs.
    pub enum Weight {
        /// The requirement is not met.
        Missing = "missing" "缺少",
        /// It is met, and could be better.
        Remark = "remark" "提示",
    }
}

/// One thing that is missing or too much.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// Index of the rule in its criterion.
    pub rule: usize,
    pub weight: Weight,
    pub sentence: String,
}

/// Compares what is there with what a criterion asks for, rule by rule.
pub fn gaps(rules: &[EvidenceRule], pieces: &[Piece]) -> Vec<Gap> {
    rules.iter().enumerate().flat_map(|(index, rule)| of_rule(index, rule, pieces)).collect()
}

fn of_rule(index: usize, rule: &EvidenceRule, pieces: &[Piece]) -> Vec<Gap> {
    let fits = |piece: &&Piece| piece.kind == rule.kind || stands_for(piece.kind, rule.kind);
    let there: Vec<&Piece> = pieces.iter().filter(fits).collect();
    let name = rule.name();
    let mut found = Vec::new();
    let mut say = |weight, sentence: String| found.push(Gap { rule: index, weight, sentence });
    let count = u32::try_from(there.len()).unwrap_or(u32::MAX);
    if count < rule.least {
        if !rule.optional {
            let least = rule.least;
            say(
                Weight::Missing,
                if count == 0 {
                    format!("{name}：缺 {least} 份。")
                } else {
                    format!("{name}：要求 {least} 份，现有 {count} 份。")
                },
            );
        }
        return found;
    }
    if let Some(most) = rule.most.filter(|most| count > *most) {
        say(Weight::Remark, format!("{name}：最多 {most} 份，现有 {count} 份，请挑选。"));
    }
    let chars = there.iter().map(|piece| piece.chars).max().unwrap_or_default();
    if let Some(least) = rule.least_chars.filter(|least| chars < *least) {
        say(Weight::Missing, format!("{name}：要求不少于 {least} 字，现有 {chars} 字。"));
    }
    if let Some(most) = rule.most_chars.filter(|most| chars > *most) {
        say(Weight::Remark, format!("{name}：要求不超过 {most} 字，现有 {chars} 字。"));
    }
    if rule.numbered && !there.iter().any(|piece| piece.numbered) {
        say(Weight::Missing, format!("{name}：文件应有文号。"));
    }
    found
}

/// What may stand for what: since 2020 a link or a screenshot replaces text, and a report is a text.
fn stands_for(is: EvidenceKind, wanted: EvidenceKind) -> bool {
    use EvidenceKind::{Link, Report, Screenshot, Text};
    matches!(
        (wanted, is),
        (Text, Report | Link | Screenshot)
            | (Report, Link | Screenshot)
            | (Link, Screenshot)
            | (Screenshot, Link)
    )
}

impl EvidenceRule {
    /// What the rule asks for, in words.
    pub fn name(&self) -> String {
        if self.what.is_empty() { self.kind.to_string() } else { format!("{}（{}）", self.kind, self.what) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rule(kind: EvidenceKind) -> EvidenceRule {
        EvidenceRule {
            kind,
            what: String::new(),
            least: 1,
            most: None,
            least_chars: None,
            most_chars: None,
            must_show: vec![],
            numbered: false,
            optional: false,
        }
    }

    fn piece(kind: EvidenceKind, chars: u32) -> Piece {
        Piece { kind, chars, numbered: false }
    }

    #[test]
    fn each_rule_says_what_it_lacks() {
        use EvidenceKind::{Link, Other, Paper, Photo, Report, Text};
        let photos = EvidenceRule { least: 2, most: Some(3), what: "会议现场".into(), ..rule(Photo) };
        let text = EvidenceRule { least_chars: Some(200), most_chars: Some(500), ..rule(Text) };
        let paper = EvidenceRule { numbered: true, ..rule(Paper) };
        let cases: Vec<(EvidenceRule, Vec<Piece>, &[&str])> = vec![
            (photos.clone(), vec![], &["图片（会议现场）：缺 2 份。"]),
            (photos.clone(), vec![piece(Photo, 0)], &["图片（会议现场）：要求 2 份，现有 1 份。"]),
            (photos.clone(), vec![piece(Photo, 0); 2], &[]),
            (photos, vec![piece(Photo, 0); 4], &["图片（会议现场）：最多 3 份，现有 4 份，请挑选。"]),
            (text.clone(), vec![piece(Text, 199)], &["文字材料：要求不少于 200 字，现有 199 字。"]),
            (text.clone(), vec![piece(Text, 40), piece(Report, 300)], &[]),
            (text, vec![piece(Text, 501)], &["文字材料：要求不超过 500 字，现有 501 字。"]),
            (rule(Text), vec![piece(Link, 0)], &[]),
            (rule(Link), vec![piece(Text, 9)], &["链接：缺 1 份。"]),
            (paper.clone(), vec![piece(Paper, 0)], &["正式文件：文件应有文号。"]),
            (paper, vec![Piece { numbered: true, ..piece(Paper, 0) }], &[]),
            (EvidenceRule { optional: true, ..rule(Other) }, vec![], &[]),
        ];
        for (rule, pieces, expected) in cases {
            let said: Vec<String> =
                gaps(std::slice::from_ref(&rule), &pieces).into_iter().map(|gap| gap.sentence).collect();
            assert_eq!(said, expected, "{rule:?} {pieces:?}");
        }
    }
}
