//! From a standard, answers and linked records to the sections of the file.

use super::report::{Told, bound, report};
use super::{Dossier, Proof, Section, safe_name};
use crate::assessment::{Answer, Claims};
use crate::day::Day;
use crate::id::CriterionId;
use crate::standard::{Node, Standard};
use std::collections::BTreeMap;

/// Characters of one folder's name: eight levels stay below the 260 that Windows allows a path.
const FOLDER_CHARS: usize = 24;

/// What a file is put together from.
#[derive(Debug)]
pub struct Source<'a> {
    pub standard: &'a Standard,
    pub unit: &'a str,
    /// The kind of the unit in the standard's words.
    pub unit_kind: &'a str,
    pub from: Day,
    pub to: Day,
    /// 自评.
    pub claims: &'a Claims,
    /// Confirmed records by criterion.
    pub proofs: &'a BTreeMap<CriterionId, Vec<Proof>>,
    /// What the rules of each criterion still want to see, a sentence each.
    pub gaps: &'a BTreeMap<CriterionId, Vec<String>>,
}

/// Puts the file together. Same source, same file.
pub fn assemble(source: &Source<'_>) -> Dossier {
    let tree = &source.standard.tree;
    let mut sections: Vec<Section> = Vec::new();
    // Where each node stands among the sections; none for what is meant for other kinds of unit.
    let mut places: Vec<Option<usize>> = Vec::with_capacity(tree.nodes().len());
    let mut siblings = vec![0_usize; tree.nodes().len() + 1];
    for (index, node) in tree.nodes().iter().enumerate() {
        let above = node.parent.map(|parent| places[parent]);
        let own = node.applies_to.is_empty() || node.applies_to.iter().any(|it| it == source.unit_kind);
        if !own || above == Some(None) {
            places.push(None);
            continue;
        }
        let rank = &mut siblings[node.parent.map_or(0, |parent| parent + 1)];
        *rank += 1;
        let mut path = above.flatten().map(|place| sections[place].path.clone()).unwrap_or_default();
        path.push(folder(*rank, node));
        places.push(Some(sections.len()));
        sections.push(section(source, index, node, path));
    }
    for (index, node) in tree.nodes().iter().enumerate() {
        if let Some(place) = places[index] {
            sections[place].report = told(source, index, node, &sections, &places);
        }
    }
    Dossier {
        standard: source.standard.name.clone(),
        unit: source.unit.to_owned(),
        from: source.from,
        to: source.to,
        caution: source.standard.caution(),
        sections,
    }
}

/// The standard's own number, behind one that keeps the order on every system.
fn folder(rank: usize, node: &Node) -> String {
    safe_name(&format!("{rank:02} {}", heading(node)), FOLDER_CHARS)
}

fn heading(node: &Node) -> String {
    if node.code.is_empty() { node.title.clone() } else { format!("{} {}", node.code, node.title) }
}

fn section(source: &Source<'_>, index: usize, node: &Node, path: Vec<String>) -> Section {
    let leaf = source.standard.tree.is_criterion(index);
    let mut proofs = if leaf { source.proofs.get(&node.id).cloned().unwrap_or_default() } else { Vec::new() };
    proofs.sort_by_key(|proof| (proof.day, proof.record));
    let waiver = source.claims.get(&node.id).and_then(|claim| match &claim.answer {
        Answer::NotApplicable(why) => Some(why.clone()),
        _ => None,
    });
    Section {
        criterion: node.id,
        depth: path.len() - 1,
        heading: heading(node),
        path,
        report: None,
        gaps: if leaf && waiver.is_none() { missing(source, node, &proofs) } else { Vec::new() },
        waiver,
        proofs,
        leaf,
    }
}

fn missing(source: &Source<'_>, node: &Node, proofs: &[Proof]) -> Vec<String> {
    let said = source.gaps.get(&node.id).cloned().unwrap_or_default();
    if said.is_empty() && proofs.is_empty() { vec!["还没有材料。".into()] } else { said }
}

/// The report of a node that has criteria directly below it, or is a criterion with nothing above.
fn told(
    source: &Source<'_>,
    index: usize,
    node: &Node,
    sections: &[Section],
    places: &[Option<usize>],
) -> Option<String> {
    let tree = &source.standard.tree;
    let alone = [index];
    let criteria: &[usize] = match (tree.is_criterion(index), node.parent) {
        (true, None) => &alone,
        (true, Some(_)) => return None,
        (false, _) => tree.children(index),
    };
    let criteria: Vec<(&Node, &Section)> = criteria
        .iter()
        .filter(|child| tree.is_criterion(**child))
        .filter_map(|child| Some((&tree.nodes()[*child], &sections[places[*child]?])))
        .collect();
    let told: Vec<Told<'_>> = criteria
        .iter()
        .map(|(node, section)| Told {
            title: &node.title,
            proofs: &section.proofs,
            waiver: section.waiver.as_deref(),
        })
        .collect();
    report(source.unit, &node.title, &told, bound(criteria.iter().map(|(node, _)| *node)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::assessment::Claim;
    use crate::id::{Id, Ids, RecordId};
    use uuid::Uuid;

    struct Count(std::sync::Mutex<u128>);
    impl Ids for Count {
        fn next(&self) -> Uuid {
            let mut next = self.0.lock().unwrap();
            *next += 1;
            Uuid::from_u128(*next)
        }
    }

    fn standard() -> Standard {
        let (_, file) = crate::standard::shipped().unwrap().remove(0);
        file.build(&Count(0.into()), None).unwrap()
    }

    fn proof(record: u128, day: &str) -> Proof {
        Proof {
            record: RecordId::from_uuid(Uuid::from_u128(record)),
            title: format!("活动{record}"),
            day: Day::parse_loose(day).unwrap(),
            place: String::new(),
            unit: "办公室".into(),
            author: "方志远".into(),
            text: String::new(),
            figures: vec![],
            files: vec![],
            reason: String::new(),
        }
    }

    #[test]
    fn every_node_is_a_folder_and_evidence_stands_by_day() {
        let standard = standard();
        let criteria: Vec<CriterionId> = standard.tree.criteria().map(|(_, node)| node.id).collect();
        let proofs = BTreeMap::from([(criteria[0], vec![proof(2, "2026-05-01"), proof(1, "2026-03-05")])]);
        let waived = Claim {
            answer: Answer::NotApplicable("没有窗口".into()),
            reason: String::new(),
            records: vec![],
        };
        let claims = Claims::from([(criteria[1], waived)]);
        let source = Source {
            standard: &standard,
            unit: "云岚市交通运输局",
            unit_kind: "",
            from: Day::new(2026, 1, 1).unwrap(),
            to: Day::new(2026, 12, 31).unwrap(),
            claims: &claims,
            proofs: &proofs,
            gaps: &BTreeMap::from([(criteria[0], vec!["缺照片。".to_owned()])]),
        };
        let dossier = assemble(&source);
        assert_eq!(dossier.sections.len(), standard.tree.nodes().len());
        let of = |id: CriterionId| dossier.sections.iter().find(|it| it.criterion == id).unwrap();
        let days: Vec<Day> = of(criteria[0]).proofs.iter().map(|it| it.day).collect();
        assert!(days.is_sorted() && days.len() == 2);
        assert_eq!(of(criteria[0]).gaps, ["缺照片。"]);
        assert_eq!((of(criteria[1]).waiver.as_deref(), of(criteria[1]).gaps.len()), (Some("没有窗口"), 0));
        assert_eq!(of(criteria[2]).gaps, ["还没有材料。"]);
        assert_eq!(dossier.covered(), (2, criteria.len()));

        let mut paths: Vec<String> = dossier.sections.iter().map(|it| it.path.join("/")).collect();
        assert!(paths.iter().all(|path| path.encode_utf16().count() < 200));
        let reports = dossier.sections.iter().filter(|it| it.report.is_some()).count();
        assert!(
            reports >= 1
                && dossier
                    .sections
                    .iter()
                    .filter(|it| it.leaf)
                    .all(|it| it.report.is_none() || it.depth == 0)
        );
        paths.sort();
        paths.dedup();
        assert_eq!(paths.len(), dossier.sections.len(), "no two folders share a path");
        assert_eq!(assemble(&source), dossier, "same source, same file");
    }
}
