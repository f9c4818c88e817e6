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
use std::io::Write;
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

/// An archive of some files.
fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// An archive whose only file is said to be of 64 MB.
fn large() -> Vec<u8> {
    let mut bytes = zip(&[("大.txt", b"not that large")]);
    let at = bytes.windows(4).position(|it| it == b"PK\x01\x02").unwrap();
    bytes[at + 24..at + 28].copy_from_slice(&(64_u32 << 20).to_le_bytes());
    bytes
}

/// An archive with one file as it is.
fn stored(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let plain = zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    zip.start_file(name, plain).unwrap();
    zip.write_all(bytes).unwrap();
    zip.finish().unwrap().into_inner()
}

/// The same bytes with one run of them in place of another.
fn patched(mut bytes: Vec<u8>, from: &[u8], to: &[u8]) -> Vec<u8> {
    assert_eq!(from.len(), to.len());
    let places: Vec<usize> =
        (0..=bytes.len() - from.len()).filter(|at| bytes[*at..].starts_with(from)).collect();
    assert!(!places.is_empty());
    for at in places {
        bytes[at..at + to.len()].copy_from_slice(to);
    }
    bytes
}

/// An archive whose only file is said to have a password.
fn locked() -> Vec<u8> {
    let mut bytes = zip(&[("密码.txt", b"secret")]);
    let at = bytes.windows(4).position(|it| it == b"PK\x01\x02").unwrap();
    bytes[at + 8] |= 1;
    bytes
}

testkit::on_both_engines! {
    async fn an_archive_is_a_folder_whatever_stands_in_it(app) {
        let (_, liaison) = scene(&app).await;
        // Names in GB18030, as programs here write them without saying so.
        let trees = zip(&[("2026-03-12 ####/1.txt", "大家去植树。\n".as_bytes())]);
        let trees = patched(trees, b"####", b"\xd6\xb2\xca\xf7");
        let word = zip(&[("[Content_Types].xml", b"<x/>"), ("word/document.xml", b"<x/>")]);
        let deep = zip(&[("深处.txt", b"deep")]);
        let deeper = zip(&[("再深.zip", &deep)]);
        let mixed = zip(&[
            ("旧资料/志愿服务/DSC_1.jpg", &photo(5, "2026:04:05 10:00:00")),
            ("旧资料/植树.zip", &trees),
            ("旧资料/总结.docx", &word),
            ("旧资料/很深.zip", &deeper),
            ("../外面.txt", b"out"),
            ("/etc/passwd", b"out"),
            ("旧资料/程序.exe", b"MZ\x90\x00\x03"),
            ("旧资料/老.rar", b"Rar!\x1a\x07\x00"),
            ("__MACOSX/._DSC_1.jpg", b"litter"),
            ("旧资料/空.txt", b""),
        ]);
        let id = take(&app, &liaison, &[("旧资料.zip", mixed)]).await;
        let page = open(&app, &liaison, id).await;
        assert_eq!(page.line.folder.name, "旧资料");
        let titles: Vec<(&str, &str)> = page.leaf.rows.iter()
            .map(|it| (it.bundle.fields.day.as_str(), it.bundle.fields.title.as_str())).collect();
        assert!(titles.contains(&("2026-03-12", "植树")) && titles.contains(&("2026-04-05", "志愿服务")), "{titles:?}");
        let notes: Vec<String> = page.left_out.iter().map(|(path, note)| format!("{path}：{note}")).collect();
        let said = |path: &str, why: &str| notes.iter().any(|it| it.starts_with(path) && it.contains(why));
        assert!(said("旧资料.zip：", "压缩包已经解开"), "{notes:?}");
        assert!(said("旧资料/很深/再深.zip：", "套得太深"), "{notes:?}");
        assert!(said("../外面.txt：", "外面去了") && said("/etc/passwd：", "外面去了"), "{notes:?}");
        assert!(said("旧资料/程序.exe：", "不是能收的文件") && said("旧资料/老.rar：", "解不开"), "{notes:?}");
        assert!(said("旧资料/空.txt：", "空文件"), "{notes:?}");
        assert!(!notes.iter().any(|it| it.contains("MACOSX") || it.contains("总结.docx")), "{notes:?}");
        assert_eq!(notes.len(), 7, "{notes:?}");
        // Nothing is left lying about: what waits for nothing is gone.
        assert_eq!(app::file::sweep(&app).await.unwrap(), 0);
        // The same archive once more keeps nothing twice within its folder.
        let twice = zip(&[("a/1.txt", b"one and the same"), ("b/1.txt", b"one and the same")]);
        let id = take(&app, &liaison, &[("又一个.zip", twice)]).await;
        let page = open(&app, &liaison, id).await;
        assert!(page.left_out.iter().any(|(_, note)| note.contains("没有重复收下")), "{:?}", page.left_out);
        // Of two files with one name the archive gives the last; that there was another is said.
        let same = patched(zip(&[("a/1.txt", b"the first"), ("a/2.txt", b"the second")]), b"a/2.txt", b"a/1.txt");
        let id = take(&app, &liaison, &[("同名.zip", same)]).await;
        let page = open(&app, &liaison, id).await;
        assert_eq!(page.leaf.rows.len(), 1);
        assert!(page.left_out.iter().any(|(_, note)| note.contains("1 个文件与别的文件同名")), "{:?}", page.left_out);
    }

    async fn an_archive_that_is_no_honest_one_is_refused_with_a_sentence(app) {
        let (_, liaison) = scene(&app).await;
        let zeros = vec![0_u8; 26 << 20];
        let bomb = zip(&[("1.txt", &zeros), ("2.txt", &zeros)]);
        assert!(bomb.len() < 200_000);
        let names: Vec<String> = (0..=domain::folder::MAX_FOLDER_FILES).map(|n| format!("{n}.txt")).collect();
        let crowd: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
        for (archive, why) in [
            (bomb, "解开以后太大"),
            (large(), "超过 50 MB"),
            (zip(&crowd), "文件太多"),
            (zip(&[]), "没有文件"),
            (b"PK\x03\x04 and then nothing of the kind".to_vec(), "打不开"),
            (locked(), "有密码"),
            (patched(zip(&[("无尾.txt", b"cut")]), b"PK\x05\x06", b"PK\x05\x00"), "打不开"),
            // The bytes of an entry are not those that its checksum is of.
            (patched(stored("坏.txt", b"XYZXYZ"), b"XYZXYZ", b"XYZXYY"), "读不出来"),
        ] {
            let id = take(&app, &liaison, &[("旧资料.zip", archive)]).await;
            let page = open(&app, &liaison, id).await;
            assert_eq!(page.line.folder.state(page.line.job), FolderState::Ready);
            assert_eq!(page.leaf.rows.len(), 0, "{why}");
            assert!(page.left_out.iter().any(|(_, note)| note.contains(why)), "{why}: {:?}", page.left_out);
            assert_eq!(app::file::sweep(&app).await.unwrap(), 0, "{why}");
        }
    }
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
