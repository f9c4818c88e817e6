//! 脊背 and 盒标签: one box per project of the standard, with the pages of the volume that are in it.

use super::volume::Places;
use domain::dossier::{Dossier, Section};
use gongwen_pdf::book::Bound;
use gongwen_pdf::label::Label;

/// A label for each project.
pub(super) fn labels(dossier: &Dossier, bound: &Bound, places: &Places) -> Vec<Label> {
    let starts: Vec<usize> =
        dossier.sections.iter().enumerate().filter(|(_, it)| it.depth == 0).map(|(at, _)| at).collect();
    let place = |at: usize| places.sections.get(at).and_then(|part| bound.place(*part));
    let mut labels = Vec::new();
    for (box_number, at) in starts.iter().copied().enumerate() {
        let end = starts.get(box_number + 1).copied().unwrap_or(dossier.sections.len());
        let sections = &dossier.sections[at..end];
        let proofs: usize = sections.iter().map(|it| it.proofs.len()).sum();
        // The gap list, where there is one, begins on the page behind the last project; a cover belongs to no box.
        let after = place(end).or_else(|| bound.contents.iter().rev().find(|it| it.text == GAPS));
        let last = after.map_or(bound.pages(), |it| {
            let cover = bound.pages_of(it.volume).is_some_and(|(first, _)| first + 1 == it.page);
            it.page - if cover { 2 } else { 1 }
        });
        let pages = match place(at).map(|it| it.page) {
            Some(first) if first < last => format!("第{first}页至第{last}页"),
            Some(first) => format!("第{first}页"),
            None => String::new(),
        };
        labels.push(label(dossier, &dossier.sections[at], box_number + 1, proofs, pages));
    }
    labels
}

/// The heading of the list of gaps.
pub(super) const GAPS: &str = "缺项清单";

fn label(dossier: &Dossier, section: &Section, number: usize, proofs: usize, pages: String) -> Label {
    let period = format!("{}至{}", dossier.from.full_text(), dossier.to.full_text());
    let years = match (dossier.from.year(), dossier.to.year()) {
        (from, to) if from == to => format!("{from}年"),
        (from, to) => format!("{from}—{to}年"),
    };
    Label {
        head: format!("第{number}盒"),
        title: clean(&section.heading),
        foot: vec![clean(&dossier.unit), years, pages.clone()],
        facts: vec![
            ("单位".into(), clean(&dossier.unit)),
            ("体系".into(), clean(&dossier.standard)),
            ("起止".into(), period),
            ("材料".into(), format!("{proofs}份")),
            ("页次".into(), pages),
        ],
    }
}

fn clean(text: &str) -> String {
    text.chars().filter(|c| !c.is_control()).collect()
}
