//! From the rows of an assessment to its inspection file.

use crate::assessment::Proof as Links;
use crate::record::captioned;
use crate::{Error, Result};
use domain::assessment::{Assessment, Track, claims_at};
use domain::day::{Day, Instant};
use domain::dossier::{Dossier, Enclosure, Proof, Source, assemble};
use domain::id::{CriterionId, FileId, PersonId, RecordId, UnitId};
use domain::record::RecordState;
use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use store::{Conn, LinkRow};

/// Records that one file may hold.
const MOST: usize = 5_000;

/// The file of an assessment with what was accepted and confirmed, as of a day.
pub(super) async fn dossier(conn: &mut Conn, held: &Assessment, day: Day) -> Result<Dossier> {
    part(conn, held, day, None).await
}

/// The same, with the evidence of one criterion alone where only that is asked for.
pub(crate) async fn part(
    conn: &mut Conn,
    held: &Assessment,
    day: Day,
    only: Option<CriterionId>,
) -> Result<Dossier> {
    let standard = conn.standard(held.standard).await?.row;
    let claims = claims_at(&conn.claims(held.id).await?, Track::Own, Instant(i64::MAX));
    let links = Links::of(conn, held, &standard).await?;
    let mut names = Names::default();
    let mut records: BTreeMap<RecordId, Proof> = BTreeMap::new();
    let (mut proofs, mut gaps) = (BTreeMap::new(), BTreeMap::new());
    for (index, node) in standard.standard.tree.criteria() {
        if only.is_some_and(|it| it != node.id) {
            continue;
        }
        let mut of: Vec<Proof> = Vec::new();
        for row in links.links_of(node.id).filter(|row| counts(row)) {
            let id = row.link.record;
            if !records.contains_key(&id) {
                if records.len() == MOST {
                    return Err(Error::rule(format!("一份档案最多收 {MOST} 份纪实，请缩短测评的起止日期。")));
                }
                records.insert(id, proof(conn, &mut names, id).await?);
            }
            of.extend(records.get(&id).map(|it| Proof { reason: row.link.reason.clone(), ..it.clone() }));
        }
        let missing = links.gaps(&standard.standard, index).into_iter().map(|gap| gap.sentence);
        gaps.insert(node.id, missing.collect::<Vec<String>>());
        proofs.insert(node.id, of);
    }
    let unit = conn.unit_name_on(held.unit, held.to.min(day)).await?;
    Ok(file(held, &standard.standard, &claims, &unit, &proofs, &gaps))
}

/// A person confirmed the link, and the record was accepted.
fn counts(row: &LinkRow) -> bool {
    row.is_confirmed() && row.record_state == RecordState::Accepted
}

fn file(
    held: &Assessment,
    standard: &domain::standard::Standard,
    claims: &domain::assessment::Claims,
    unit: &str,
    proofs: &BTreeMap<CriterionId, Vec<Proof>>,
    gaps: &BTreeMap<CriterionId, Vec<String>>,
) -> Dossier {
    assemble(&Source {
        standard,
        unit,
        unit_kind: &held.unit_kind,
        from: held.from,
        to: held.to,
        claims,
        proofs,
        gaps,
    })
}

/// Names that were asked for already.
#[derive(Default)]
struct Names {
    units: BTreeMap<(UnitId, Day), String>,
    people: BTreeMap<PersonId, String>,
}

async fn proof(conn: &mut Conn, names: &mut Names, id: RecordId) -> Result<Proof> {
    let record = conn.record(id).await?.row;
    let files = conn.files_of_record(id).await?;
    let photos = captioned(conn, &record).await?;
    let caption = |file: FileId| {
        photos
            .iter()
            .find(|photo| photo.file.id == file)
            .map(|photo| photo.caption.line())
            .unwrap_or_default()
    };
    let unit = match names.units.entry((record.unit, record.day)) {
        Entry::Occupied(known) => known.get().clone(),
        Entry::Vacant(place) => place.insert(conn.unit_name_on(record.unit, record.day).await?).clone(),
    };
    let author = match names.people.entry(record.author) {
        Entry::Occupied(known) => known.get().clone(),
        Entry::Vacant(place) => place.insert(conn.person(record.author).await?.row.name).clone(),
    };
    Ok(Proof {
        record: id,
        unit,
        author,
        title: record.title,
        day: record.day,
        place: record.place,
        text: record.text,
        figures: record.figures,
        files: files
            .into_iter()
            .map(|it| Enclosure {
                caption: caption(it.id),
                file: it.id,
                name: it.name,
                media: it.media,
                digest: it.digest,
                size: it.size,
            })
            .collect(),
        reason: String::new(),
    })
}
