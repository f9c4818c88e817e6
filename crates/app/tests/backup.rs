//! Backup and restore: from SQLite to PostgreSQL and back without the change of a byte, and every
//! refusal that leaves the target as it was.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use app::{App, Keys, audit, backup};
use domain::audit::Entry;
use domain::authority::Action;
use domain::change::Change;
use domain::file::File;
use domain::unit::UnitKind;
use std::fs;
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};
use store::NewFile;
use testkit::{Office, TestApp};

/// A bureau with units, people, an attachment and something to find.
async fn furnish(app: &TestApp) -> Office {
    let office = app.founded().await;
    app.unit(&office, office.bureau.root, UnitKind::Section, "安全监督科").await;
    app::unit::create(
        app,
        &office.who,
        &app::unit::NewUnitForm {
            name: "港航事业发展中心".into(),
            kind: UnitKind::Subordinate,
            parent: office.bureau.root,
            on: app.today(),
        },
    )
    .await
    .unwrap();
    let kept = app.store.blobs().keep(app.ids.next(), &mut Cursor::new(b"photo of the window")).unwrap();
    let file = File {
        id: app.ids.make(),
        bureau: office.bureau.id,
        digest: kept.digest,
        name: "窗口照片.jpg".into(),
        media: "image/jpeg".into(),
        size: 19,
        uploader: Some(office.who.person),
        uploaded: app.now(),
    };
    let entry = Entry::new(Action::FileRecord, file.id);
    let mut tx = app.store.begin().await.unwrap();
    tx.apply(&app.stamp(&office.who), Change::new(NewFile(file), entry)).await.unwrap();
    tx.commit().await.unwrap();
    office
}

async fn archive(app: &TestApp, name: &str) -> PathBuf {
    let path = app.folder().join(name);
    backup::write(app, &path).await.unwrap();
    path
}

async fn put_back(app: &TestApp, path: &Path) {
    backup::put_back(app, backup::open(path, &app.keys).unwrap()).await.unwrap();
}

fn sentence<T: std::fmt::Debug>(refused: app::Result<T>) -> String {
    match refused.unwrap_err() {
        app::Error::Unfit(sentence) => sentence,
        other => panic!("{other:?}"),
    }
}

async fn finds(app: &App, office: &Office, words: &str) -> bool {
    !app::search::find(app, &office.who, words, None, None, 10).await.unwrap().hits.is_empty()
}

#[tokio::test(flavor = "multi_thread")]
async fn there_and_back_between_the_engines_no_byte_changes() {
    let (first, between, last) =
        (TestApp::sqlite().await, TestApp::postgres().await, TestApp::sqlite().await);
    let office = furnish(&first).await;
    let one = archive(&first, "一.wmb").await;
    put_back(&between, &one).await;
    let two = archive(&between, "二.wmb").await;
    put_back(&last, &two).await;
    let three = archive(&last, "三.wmb").await;
    assert!(fs::read(&one).unwrap() == fs::read(&two).unwrap(), "SQLite and PostgreSQL export alike");
    assert!(fs::read(&one).unwrap() == fs::read(&three).unwrap(), "and back again");
    for app in [&between, &last] {
        let proof = audit::verify(app, office.bureau.id, None).await.unwrap();
        assert!(proof.broken.is_none() && proof.rows > 4, "{proof:?}");
        assert!(finds(app, &office, "港航").await, "the search index is made anew");
        let mut photo = String::new();
        let digest = app.store.view().await.unwrap().digests().await.unwrap().pop_first().unwrap();
        app.store.blobs().open_blob(&digest).unwrap().read_to_string(&mut photo).unwrap();
        assert_eq!(photo, "photo of the window");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn backup_and_restore_are_witnessed_and_anchored() {
    let (from, to) = (TestApp::sqlite().await, TestApp::postgres().await);
    let office = furnish(&from).await;
    let path = from.folder().join("备份.wmb");
    let manifest = backup::back_up(&from, Some(&office.who), &path).await.unwrap();
    assert!(manifest.rows() > 10 && manifest.files() == 1);
    assert!(sentence(backup::back_up(&from, None, &path).await).contains("已经存在"));
    backup::restore(&to, backup::open(&path, &to.keys).unwrap()).await.unwrap();
    let anchors = audit::anchor_file(&to);
    let proof = audit::verify(&to, office.bureau.id, Some(&anchors)).await.unwrap();
    assert_eq!((proof.broken, proof.anchored), (None, Some(proof.rows)));
    let filter = store::AuditFilter { limit: 1, ..Default::default() };
    let rows = to.store.view().await.unwrap().audit_rows(office.bureau.id, &filter).await.unwrap();
    assert_eq!(rows[0].action, "restore");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_target_with_data_and_a_foreign_key_are_refused() {
    let (from, to) = (TestApp::sqlite().await, TestApp::sqlite().await);
    furnish(&from).await;
    let path = archive(&from, "备份.wmb").await;
    to.founded().await;
    let before = archive(&to, "前.wmb").await;
    assert!(
        sentence(backup::restore(&to, backup::open(&path, &to.keys).unwrap()).await).contains("空的数据库")
    );
    let after = archive(&to, "后.wmb").await;
    assert!(fs::read(before).unwrap() == fs::read(after).unwrap());
    let folder = tempfile::TempDir::new().unwrap();
    let other = Keys::open(&folder.path().join("key")).unwrap();
    assert!(sentence(backup::open(&path, &other)).contains("密钥"));
}

#[tokio::test(flavor = "multi_thread")]
async fn a_damaged_archive_is_named_by_its_entry() {
    let app = TestApp::sqlite().await;
    furnish(&app).await;
    let path = archive(&app, "备份.wmb").await;
    let whole = fs::read(&path).unwrap();
    let broken = app.folder().join("坏.wmb");
    // A bit of the attachment flips.
    let at = whole.windows(8).position(|window| window == b"photo of").unwrap();
    let mut bytes = whole.clone();
    bytes[at] ^= 1;
    fs::write(&broken, &bytes).unwrap();
    assert!(sentence(backup::open(&broken, &app.keys)).contains("files/sm3-"));
    // The end is missing.
    fs::write(&broken, &whole[..whole.len() / 2]).unwrap();
    assert!(sentence(backup::open(&broken, &app.keys)).contains("不是完整的备份文件"));
    // Someone packs it again with another unit name: the seal of the manifest tells.
    repack(&path, &broken, "tables/unit.jsonl", |text| text.replace("港航", "海航"));
    assert!(sentence(backup::open(&broken, &app.keys)).contains("tables/unit.jsonl"));
    repack(&path, &broken, "manifest.json", |text| text.replace("\"demo\": false", "\"demo\": true"));
    assert!(sentence(backup::open(&broken, &app.keys)).contains("manifest.json"));
    repack(&path, &broken, "manifest.json", |text| text.replace("\"schema\": ", "\"schema\": 9"));
    assert!(sentence(backup::open(&broken, &app.keys)).contains("更新版本"));
    let digest = "\"schema_digest\": \"";
    repack(&path, &broken, "manifest.json", |text| text.replace(digest, &format!("{digest}0")));
    assert!(sentence(backup::open(&broken, &app.keys)).contains("另一版本"));
}

fn repack(from: &Path, to: &Path, name: &str, change: impl Fn(String) -> String) {
    let mut from = zip::ZipArchive::new(fs::File::open(from).unwrap()).unwrap();
    let mut to = zip::ZipWriter::new(fs::File::create(to).unwrap());
    for i in 0..from.len() {
        let mut entry = from.by_index(i).unwrap();
        let own = entry.name().unwrap().into_owned();
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes).unwrap();
        if own == name {
            bytes = change(String::from_utf8(bytes).unwrap()).into_bytes();
        }
        to.start_file(own, zip::write::SimpleFileOptions::default()).unwrap();
        to.write_all(&bytes).unwrap();
    }
    to.finish().unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn a_lost_attachment_stops_the_backup_and_leaves_no_half_file() {
    let app = TestApp::sqlite().await;
    furnish(&app).await;
    let digest = app.store.view().await.unwrap().digests().await.unwrap().pop_first().unwrap();
    let plain = digest.replace(':', "");
    fs::remove_file(app.folder().join("files").join(&plain[..5]).join(&plain[5..])).unwrap();
    let path = app.folder().join("备份.wmb");
    assert!(sentence(backup::write(&app, &path).await).contains(&digest));
    assert!(!path.exists() && !app.folder().join("备份.wmb.part").exists());
}

testkit::on_both_engines! {
    /// `fixtures/schema-2.wmb` was made by [`furnish`] and one more section when 2 was the newest schema.
    async fn an_archive_of_an_older_schema_is_brought_up_to_date(app) {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/schema-2.wmb");
        let old = backup::open(&path, &app.keys).unwrap();
        assert!(old.manifest.schema == 2 && store::schema().0 > 2);
        backup::restore(&app, old).await.unwrap();
        let bureau = app.store.view().await.unwrap().bureaus().await.unwrap().remove(0);
        assert!(audit::verify(&app, bureau.id, None).await.unwrap().broken.is_none());
        let units = app.store.view().await.unwrap().units(bureau.id, app.today()).await.unwrap();
        for name in ["安全监督科", "港航事业发展中心", "综合科"] {
            assert!(units.iter().any(|unit| unit.name == name), "{name}");
        }
        let found = store::testing::columns(&app.store).await.unwrap();
        let columns: usize = store::all_tables().iter().map(|table| table.columns.len()).sum();
        assert_eq!(found.len(), columns, "every table of today is there");
        let made = backup::write(&app, &app.folder().join("新.wmb")).await.unwrap();
        assert_eq!((made.schema, made.files()), (store::schema().0, 1));
        let found = app.store.view().await.unwrap().account_by_login("linxw").await.unwrap();
        assert!(found.is_some());
        let twice = backup::restore(&app, backup::open(&path, &app.keys).unwrap()).await;
        assert!(sentence(twice).contains("空的数据库"));
    }

    async fn the_tables_of_the_walker_are_those_of_the_engine(app) {
        let tables = store::all_tables();
        let mut known: Vec<(String, String)> = tables
            .iter()
            .flat_map(|table| table.columns.iter().map(|(column, _)| (table.name.clone(), column.clone())))
            .collect();
        known.sort();
        let found = store::testing::columns(&app.store).await.unwrap();
        assert_eq!(known, found);
    }
}
