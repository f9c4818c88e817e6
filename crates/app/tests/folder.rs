//! A folder of before: sorted by its names, photos and papers, reviewed, made records of once; what is
//! secret or here already is left out.

#![allow(clippy::unwrap_used, reason = "a test that cannot set itself up has failed")]

use app::file::Receiving;
use app::folder::{self, Brought, Deed, FolderPage, Picked};
use app::turn::Turn;
use app::{App, Who, job, record, standard};
use domain::authority::Role;
use domain::folder::{BundleState, FolderState};
use domain::id::FolderId;
use domain::record::RecordState;
use domain::unit::UnitKind;
use image::codecs::jpeg::JpegEncoder;
use image::{DynamicImage, RgbImage};
use testkit::TestApp;

/// A photo of stripes with its capture time, as a phone writes it.
fn photo(seed: u32, taken: &str) -> Vec<u8> {
    let pixel = |x: u32, y: u32| image::Rgb([(x * seed) as u8, (y * (seed + 3)) as u8, (x + y) as u8]);
    let mut plain = Vec::new();
    DynamicImage::from(RgbImage::from_fn(64, 48, pixel))
        .write_with_encoder(JpegEncoder::new_with_quality(&mut plain, 80))
        .unwrap();
    let entry = |tag: u16, kind: u16, count: u32, value: u32| -> Vec<u8> {
        [&tag.to_be_bytes()[..], &kind.to_be_bytes(), &count.to_be_bytes(), &value.to_be_bytes()].concat()
    };
    let mut tiff = Vec::from(*b"MM\0\x2a\0\0\0\x08");
    tiff.extend([&1_u16.to_be_bytes()[..], &entry(0x8769, 4, 1, 26), &0_u32.to_be_bytes()].concat());
    tiff.extend([&1_u16.to_be_bytes()[..], &entry(0x9003, 2, 20, 44), &0_u32.to_be_bytes()].concat());
    tiff.extend([taken.as_bytes(), b"\0"].concat());
    let length = u16::try_from(tiff.len() + 8).unwrap().to_be_bytes();
    [&plain[..2], b"\xff\xe1", &length, b"Exif\0\0", &tiff, &plain[2..]].concat()
}

async fn brought(app: &App, files: &[(&str, Vec<u8>)]) -> Vec<Brought> {
    let mut all = Vec::new();
    for (path, bytes) in files {
        let mut receiving = Receiving::begin(app).await.unwrap();
        receiving.take(bytes).await.unwrap();
        all.push(Brought { path: (*path).to_owned(), file: receiving.finish().await.unwrap() });
    }
    all
}

async fn take(app: &App, who: &Who, files: &[(&str, Vec<u8>)]) -> FolderId {
    let id = folder::take(app, who, None, brought(app, files).await, false).await.unwrap();
    job::drain(app).await.unwrap();
    id
}

async fn open(app: &App, who: &Who, id: FolderId) -> FolderPage {
    folder::show(app, who, id, BundleState::Open, &Turn::First, 20).await.unwrap()
}

fn rows(page: &FolderPage, picked: bool) -> Vec<Picked> {
    let row = |it: &folder::BundleRow| Picked {
        id: it.bundle.id,
        version: it.bundle.version,
        fields: it.bundle.fields.clone(),
        picked,
        criteria: it.criteria.iter().map(|(head, _)| head.id).collect(),
    };
    page.leaf.rows.iter().map(row).collect()
}

async fn scene(app: &TestApp) -> (testkit::Office, Who) {
    let office = app.founded().await;
    let section = app.unit(&office, office.bureau.root, UnitKind::Section, "运输管理科").await;
    let liaison = app.user(&office, section, "高翔宇", "gaoxy", Role::Liaison).await;
    (office, liaison)
}

fn heap() -> Vec<(&'static str, Vec<u8>)> {
    vec![
        ("旧资料/2026-03-12 义务植树/IMG_1.jpg", photo(3, "2026:03:12 09:30:00")),
        ("旧资料/2026-03-12 义务植树/照片/IMG_2.jpg", photo(4, "2026:03:12 09:40:00")),
        ("旧资料/志愿服务/DSC_0001.jpg", photo(5, "2026:04:05 10:00:00")),
        ("旧资料/志愿服务/DSC_0002.jpg", photo(6, "2026:05:04 10:00:00")),
        ("旧资料/说明.txt", "道德讲堂活动情况\n我局在机关多功能厅举办道德讲堂。".as_bytes().to_vec()),
        ("旧资料/Thumbs.db", b"litter".to_vec()),
        ("旧资料/程序.exe", b"MZ\x90\x00\x03".to_vec()),
        ("旧资料/空.txt", Vec::new()),
    ]
}

testkit::on_both_engines! {
    async fn a_folder_becomes_records_after_review_and_only_once(app) {
        let (office, liaison) = scene(&app).await;
        standard::install(&app, &office.who, "example").await.unwrap();
        let id = take(&app, &liaison, &heap()).await;
        let page = open(&app, &liaison, id).await;
        assert_eq!(page.line.folder.state(page.line.job), FolderState::Ready);
        assert_eq!((page.line.folder.name.as_str(), page.line.files), ("旧资料", 8));
        let told: Vec<String> = page.leaf.rows.iter().map(|it| {
            let fields = &it.bundle.fields;
            format!("{} {} {} {}", fields.day, fields.title, fields.kind, it.files.len())
        }).collect();
        assert_eq!(told[..3], [
            "2026-03-12 义务植树 tree_planting 2",
            "2026-04-05 志愿服务 volunteering 1",
            "2026-05-04 志愿服务 volunteering 1",
        ]);
        assert!(told[3].starts_with(' '), "a text without a day has none: {told:?}");
        assert_eq!(page.left_out.len(), 3, "{:?}", page.left_out);
        assert!(!page.leaf.rows[1].criteria.is_empty(), "volunteers find their criteria");

        // Everything at once: the row without a day is refused beside its field, the others are made.
        let mut all = rows(&page, true);
        all[0].fields.title = "义务植树活动".into();
        let done = folder::decide(&app, &liaison, id, Deed::Make, &all).await.unwrap();
        assert_eq!(done.count, 3);
        assert_eq!(done.wrong.iter().map(|(_, wrong)| wrong[0].field.as_str()).collect::<Vec<_>>(), ["day"]);
        job::drain(&app).await.unwrap();
        let listed = record::list(&app, &liaison, &record::Wanted::default(), &Turn::First, 50).await.unwrap().leaf.rows;
        assert_eq!(listed.len(), 3);
        let planted = listed.iter().find(|it| it.record.title == "义务植树活动").unwrap();
        assert_eq!((planted.record.state, planted.files), (RecordState::Filed, 2));
        let page = record::page(&app, &liaison, planted.record.id).await.unwrap();
        assert_eq!(page.origin.as_deref(), Some("旧资料"));
        let served = listed.iter().find(|it| it.record.kind == "volunteering").unwrap();
        let links = app.store.view().await.unwrap().links_of_record(served.record.id).await.unwrap();
        assert!(!links.is_empty(), "what was ticked is confirmed");

        // The same folder once more: nothing is kept twice, and nothing is asked for twice.
        let again = take(&app, &liaison, &heap()).await;
        let page = open(&app, &liaison, again).await;
        assert_eq!(page.leaf.rows.len(), 0, "{:?}", page.leaf.rows);
        assert_eq!(page.left_out.len(), 8);
        let mut view = app.store.view().await.unwrap();
        assert!(view.audit_verify(office.bureau.id).await.unwrap().broken.is_none());
    }

    async fn what_is_left_out_comes_back_and_what_was_made_does_not_change(app) {
        let (office, liaison) = scene(&app).await;
        let id = take(&app, &liaison, &heap()[..3]).await;
        let page = open(&app, &liaison, id).await;
        let all = rows(&page, true);
        assert_eq!(folder::decide(&app, &liaison, id, Deed::Leave, &all[..1]).await.unwrap().count, 1);
        let left = folder::show(&app, &liaison, id, BundleState::Left, &Turn::First, 20).await.unwrap();
        assert_eq!(folder::decide(&app, &liaison, id, Deed::TakeBack, &rows(&left, true)).await.unwrap().count, 1);
        assert_eq!(open(&app, &liaison, id).await.leaf.rows.len(), 2);
        // An old page is told, whatever it wants.
        assert!(folder::decide(&app, &liaison, id, Deed::Make, &all[..1]).await.is_err(), "stale");
        // A unit of which one is not in charge is refused beside its field.
        let mut foreign = rows(&open(&app, &liaison, id).await, true);
        foreign[0].fields.unit = office.unit;
        let done = folder::decide(&app, &liaison, id, Deed::Make, &foreign[..1]).await.unwrap();
        assert_eq!((done.count, done.wrong[0].1[0].field.as_str()), (0, "unit"));

        let other = app.unit(&office, office.bureau.root, UnitKind::Section, "人事教育科").await;
        let stranger = app.user(&office, other, "贺一帆", "heyf", Role::Liaison).await;
        let staff = app.user(&office, other, "孟青", "mengq", Role::Staff).await;
        for who in [&stranger, &staff] {
            assert!(folder::show(&app, who, id, BundleState::Open, &Turn::First, 20).await.is_err());
            assert!(folder::decide(&app, who, id, Deed::Save, &[]).await.is_err());
        }
        assert!(folder::take(&app, &staff, None, brought(&app, &heap()).await, false).await.is_err());
        assert!(folder::show(&app, &office.who, id, BundleState::Open, &Turn::First, 20).await.is_ok());
    }

    async fn a_folder_in_portions_is_one_and_a_marked_paper_leaves_nothing(app) {
        let (_, liaison) = scene(&app).await;
        let first = brought(&app, &heap()[..2]).await;
        let id = folder::take(&app, &liaison, None, first, true).await.unwrap();
        app::file::sweep(&app).await.unwrap();
        let secret = "机密★1年\n\n关于某事的通知\n\n请认真办理。\n".as_bytes().to_vec();
        let rest = [("旧资料/绝密名称.txt", secret), ("旧资料/志愿服务/1.jpg", photo(9, "2026:05:04 10:00:00"))];
        folder::take(&app, &liaison, Some(id), brought(&app, &rest).await, false).await.unwrap();
        assert!(folder::take(&app, &liaison, Some(id), brought(&app, &rest).await, false).await.is_err(), "complete");
        job::drain(&app).await.unwrap();
        let page = open(&app, &liaison, id).await;
        assert_eq!(page.leaf.rows.len(), 2, "the uploads of the first portion were not swept away");
        assert_eq!(page.left_out.len(), 1);
        assert!(page.left_out[0].0 == "标有密级的文件" && page.left_out[0].1.contains("密级"), "{:?}", page.left_out);
    }
}
