//! What stands behind the criteria of an assessment: records of its period, as pieces of proof.

use crate::Result;
use domain::assessment::Assessment;
use domain::day::Day;
use domain::id::CriterionId;
use domain::standard::{EvidenceKind, Gap, Piece, Standard, StandardRow, gaps};
use std::collections::BTreeMap;
use store::{Conn, LinkRow};

/// Links by criterion.
#[derive(Debug, Clone, Default)]
pub struct Proof(BTreeMap<CriterionId, Vec<LinkRow>>);

impl Proof {
    pub(crate) async fn of(conn: &mut Conn, held: &Assessment, standard: &StandardRow) -> Result<Self> {
        let mut by: BTreeMap<CriterionId, Vec<LinkRow>> = BTreeMap::new();
        for row in conn.links_of_standard(standard.id, held.unit, (held.from, held.to)).await? {
            by.entry(row.link.criterion).or_default().push(row);
        }
        Ok(Self(by))
    }

    /// Records that a person has put behind a criterion, oldest first.
    pub fn links_of(&self, criterion: CriterionId) -> impl Iterator<Item = &LinkRow> {
        self.0.get(&criterion).into_iter().flatten()
    }

    /// Days of these records.
    pub fn days_of(&self, criterion: CriterionId) -> Vec<Day> {
        self.links_of(criterion).map(|row| row.day).collect()
    }

    /// What a criterion still wants to see beside them.
    pub fn gaps(&self, standard: &Standard, index: usize) -> Vec<Gap> {
        let node = &standard.tree.nodes()[index];
        let pieces: Vec<Piece> = self.links_of(node.id).flat_map(pieces).collect();
        gaps(&node.evidence, &pieces)
    }
}

/// What is written in a record is a text; its files are photos, videos or papers.
fn pieces(row: &LinkRow) -> Vec<Piece> {
    let chars = row.text.chars().filter(|c| !c.is_whitespace()).count();
    let mut pieces = Vec::new();
    if chars > 0 {
        let chars = u32::try_from(chars).unwrap_or(u32::MAX);
        pieces.push(Piece { kind: EvidenceKind::Text, chars, numbered: false });
    }
    pieces.extend(row.files.iter().map(|(name, media)| Piece {
        kind: kind(name, media),
        chars: 0,
        numbered: is_numbered(name),
    }));
    pieces
}

/// By media type, and for papers by the word in the name of the file.
fn kind(name: &str, media: &str) -> EvidenceKind {
    let papers = [
        ("纪要", EvidenceKind::Minutes),
        ("责任书", EvidenceKind::Pledge),
        ("承诺书", EvidenceKind::Pledge),
        ("证书", EvidenceKind::Certificate),
        ("制度", EvidenceKind::Regulation),
        ("办法", EvidenceKind::Regulation),
        ("报告", EvidenceKind::Report),
        ("总结", EvidenceKind::Report),
    ];
    if media.starts_with("video/") {
        return EvidenceKind::Video;
    }
    if media.starts_with("image/") {
        return if name.contains("截图") { EvidenceKind::Screenshot } else { EvidenceKind::Photo };
    }
    papers.iter().find(|(word, _)| name.contains(word)).map_or(EvidenceKind::Paper, |(_, kind)| *kind)
}

/// `〔2026〕5号` in the name of a file.
fn is_numbered(name: &str) -> bool {
    let bracket = name.find(['〔', '[', '［', '【']);
    bracket.is_some_and(|at| name[at..].contains('号'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_told_apart_by_type_and_name() {
        for (name, media, expected, numbered) in [
            ("会场.jpg", "image/jpeg", EvidenceKind::Photo, false),
            ("公众号截图.png", "image/png", EvidenceKind::Screenshot, false),
            ("专题会议纪要〔2026〕3号.pdf", "application/pdf", EvidenceKind::Minutes, true),
            ("实施方案.docx", "application/x", EvidenceKind::Paper, false),
        ] {
            assert_eq!((kind(name, media), is_numbered(name)), (expected, numbered), "{name}");
        }
    }
}
