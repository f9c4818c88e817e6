//! A record as the evidence that assessors read, the words for which it was matched underlined.

use crate::words;
use domain::dossier::Proof;
use domain::id::FileId;

/// A record as evidence.
pub struct Shown {
    pub title: String,
    pub line: String,
    /// Paragraphs in pieces; what is marked bears the words for which it was matched.
    pub text: Vec<Vec<(String, bool)>>,
    pub figures: String,
    pub photos: Vec<FileId>,
    pub files: Vec<(FileId, String, String)>,
}

pub fn shown(proof: &Proof) -> Shown {
    let passages = proof.underlined();
    let mut text = Vec::new();
    let mut from = 0;
    for line in proof.text.split_inclusive('\n') {
        let to = from + line.len();
        let (mut at, mut pieces) = (from, Vec::new());
        for range in passages.iter().filter(|range| range.start >= from && range.end <= to) {
            pieces.push((proof.text[at..range.start].to_owned(), false));
            pieces.push((proof.text[range.clone()].to_owned(), true));
            at = range.end;
        }
        pieces.push((proof.text[at..to].to_owned(), false));
        text.push(pieces);
        from = to;
    }
    let facts = [proof.day.full_text(), proof.place.clone(), proof.unit.clone()];
    let figures = proof.figures.iter().filter(|it| !it.value.is_empty());
    let (photos, files): (Vec<_>, Vec<_>) = proof.files.iter().partition(|file| file.is_picture());
    Shown {
        title: proof.title.clone(),
        line: facts.into_iter().filter(|it| !it.trim().is_empty()).collect::<Vec<_>>().join("，"),
        text,
        figures: figures
            .map(|it| format!("{} {}{}", it.item, it.value, it.uom))
            .collect::<Vec<_>>()
            .join("，"),
        photos: photos.iter().map(|file| file.file).collect(),
        files: files.iter().map(|file| (file.file, file.name.clone(), words::size(file.size))).collect(),
    }
}
