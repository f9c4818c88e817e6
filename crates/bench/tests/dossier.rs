//! What the dossier command fills is an inspection file that can be made: every photo and paper lies in the store
//! under its digest, stands in the ZIP byte for byte, and a second build has the same bytes.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use app::dossier::{self, Wanted};
use app::{App, Who, job};
use bench::bureau::{self, Filled, Size, evidence};
use domain::dossier::{Build, PaperForm};
use std::collections::BTreeSet;
use std::io::Read;

const SIZE: Size = Size { assignments: 100, people: 200, years: 1 };
const PHOTOS: usize = 6;
/// The tenth is a Word file.
const PAPERS: usize = 10;

async fn office(app: &App) -> Who {
    let mut view = app.store.view().await.unwrap();
    let account = view.account_by_login("office").await.unwrap().unwrap();
    Who { actor: view.actor(&account, app.today()).await.unwrap(), source: "bench".into() }
}

async fn built(app: &App, who: &Who, filled: &Filled) -> Build {
    let id = dossier::order(app, who, filled.assessment, PaperForm::Full).await.unwrap();
    job::drain(app).await.unwrap();
    app.store.view().await.unwrap().dossier(id).await.unwrap().row
}

testkit::on_both_engines! {
    async fn what_is_filled_is_bound_and_bound_again_the_same(app) {
        let filled = bureau::fill(&app, SIZE).await.unwrap();
        let evidence = evidence::fill(&app, &filled, PHOTOS, PAPERS).await.unwrap();
        assert_eq!(evidence.records, PAPERS);
        assert!(evidence.photos > PHOTOS as u64 * 700_000, "about 1 MB each: {evidence:?}");

        let who = office(&app).await;
        let (first, second) = (built(&app, &who, &filled).await, built(&app, &who, &filled).await);
        assert!(first.archive.is_some() && first.volumes == 1, "{first:?}");
        assert_eq!(first.archive, second.archive);

        let taken = dossier::take(&app, &who, second.id, Wanted::Archive).await.unwrap();
        let mut zip = zip::ZipArchive::new(taken.file).unwrap();
        let (mut photos, mut papers, mut volume) = (BTreeSet::new(), BTreeSet::new(), Vec::new());
        for at in 0..zip.len() {
            let mut entry = zip.by_index(at).unwrap();
            let name = entry.name().unwrap().into_owned();
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes).unwrap();
            match name.rsplit('/').next().unwrap() {
                photo if photo.starts_with("照片") => _ = photos.insert(bytes),
                paper if paper.starts_with("材料") => _ = papers.insert((paper.ends_with(".pdf"), bytes)),
                "迎检档案.pdf" => volume = bytes,
                _ => {}
            }
        }
        let weight: u64 = photos.iter().map(|bytes| bytes.len() as u64).sum();
        assert_eq!((photos.len(), weight), (PHOTOS, evidence.photos), "each its own, none twice the same");
        let weight: u64 = papers.iter().map(|(_, bytes)| bytes.len() as u64).sum();
        assert_eq!((papers.len(), weight), (PAPERS, evidence.papers));
        assert_eq!(papers.iter().filter(|(pdf, _)| *pdf).count(), PAPERS - 1);

        let volume = lopdf::Document::load_mem(&volume).unwrap();
        let pictures = volume.objects.values().filter(|it| {
            let kind = it.as_stream().ok().and_then(|it| it.dict.get(b"Subtype").ok()).and_then(|it| it.as_name().ok());
            kind == Some(b"Image".as_slice())
        });
        assert_eq!(pictures.count(), PHOTOS, "every photo is printed once");
        let of_papers: usize = papers
            .iter()
            .filter(|(pdf, _)| *pdf)
            .map(|(_, bytes)| lopdf::Document::load_mem(bytes).unwrap().get_pages().len())
            .sum();
        assert!(of_papers >= 2 * (PAPERS - 1), "a few pages each: {of_papers}");
        assert!(volume.get_pages().len() > of_papers);
    }
}
