//! Uploads as users and attackers send them: too large, under hostile names, of another kind than
//! they claim, and while the reader is busy.

use domain::authority::Role;
use domain::unit::UnitKind;
use std::sync::Arc;
use testkit::TestApp;
use tokio::sync::Semaphore;

const PAPER: &str =
    "云岚市交通运输局2026年度文明单位创建实施方案\n\n一、主要措施\n\n一是清理院内卫生死角。\n";

/// What the records of someone hold: name, content, and how it must be served.
const HOSTILE: &[(&str, &[u8], &str, bool)] = &[
    ("页面.jpg", b"<html><script>alert(1)</script></html>", "application/octet-stream", false),
    (
        "图标.svg",
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        "application/octet-stream",
        false,
    ),
    (
        "声明.xml",
        b"<?xml version='1.0'?><!DOCTYPE x [<!ENTITY a SYSTEM 'file:///etc/passwd'>]><x>&a;</x>",
        "application/octet-stream",
        false,
    ),
    ("两用.jpg", b"\xff\xd8\xff\xe0<html><script>alert(1)</script>", "image/jpeg", true),
    ("两用.gif", b"GIF89a/*<svg/onload=alert(1)>*/=1;", "image/gif", true),
    ("../../../etc/passwd", b"root", "application/octet-stream", false),
    ("..\\..\\windows\\system.ini", b"ini", "application/octet-stream", false),
    ("/etc/cron.d/x", b"* * * * *", "application/octet-stream", false),
    ("压缩.zip", b"PK\x03\x04....index.html", "application/zip", false),
];

testkit::on_both_engines! {
    async fn hostile_files_are_saved_or_shown_as_what_they_are_and_nothing_else(app) {
        let office = app.founded().await;
        let section = app.unit(&office, office.bureau.root, UnitKind::Section, "人事教育科").await;
        let staff = app.user(&office, section, "贺一帆", "heyf", Role::Staff).await;
        let mut phone = app.browser();
        phone.sign_in(&staff).await.visit("/records/new").await;
        phone.fill("做了什么", "走访");
        for (name, bytes, ..) in HOSTILE {
            phone.attach("拍照或选文件", name, *bytes);
        }
        phone.press("存草稿").await.sees("已存为草稿");
        phone.follow("走访").await.answered(200).lacks("..").lacks("etc/");
        let files: Vec<String> = phone.page().attributes("ul.photos li:not(.photo-add) a", "href");
        assert_eq!(files.len(), HOSTILE.len());
        for (href, (name, bytes, media, inline)) in files.iter().zip(HOSTILE) {
            let file = phone.download(href).await;
            assert_eq!((file.status, file.header("content-type")), (200, *media), "{name}");
            let shown = file.header("content-disposition");
            assert_eq!(shown.starts_with("inline"), *inline, "{name}: {shown}");
            assert!(!shown.contains("..") && !shown.contains('/') && !shown.contains('\\'), "{name}: {shown}");
            assert_eq!(file.header("x-content-type-options"), "nosniff");
            assert!(file.header("content-security-policy").contains("script-src 'self'"));
            assert_eq!(file.body, *bytes);
        }
    }

    async fn an_upload_that_waits_shows_how_far_it_is_and_loses_nothing(app) {
        let mut app = app;
        let office = app.founded().await;
        app.app.rooms = Arc::new(Semaphore::new(0));
        let mut desk = app.browser();
        desk.sign_in(&office.who).await.visit("/drafts").await;
        desk.attach("把方案文件拖到这里，或选择文件", "方案.txt", PAPER.as_bytes()).press("开始识读").await;
        let page = desk.url().to_owned();
        assert!(page.starts_with("/imports/"), "{page}");
        desk.answered(200).sees("已接收").sees("可以离开这个页面");
        desk.visit("/imports").await.sees("方案.txt").sees("已接收");
        assert_eq!(desk.raw("GET", &page, &[("hx-request", "true")], &[]).await.header("hx-redirect"), "");
        assert_eq!(app::job::drain(&app).await.unwrap(), 1);
        let asked = desk.raw("GET", &page, &[("hx-request", "true")], &[]).await;
        assert!(asked.header("hx-redirect").starts_with("/drafts/"), "a script is told where to go");
        desk.visit(&page).await.answered(200).sees("核对方案").sees("清理院内卫生死角");
        desk.visit("/imports").await.sees("完成");
        let staff = app.user(&office, office.unit, "陈立", "chenli", Role::Staff).await;
        let mut stranger = app.browser();
        stranger.sign_in(&staff).await.visit(&page).await.answered(403);
    }

    async fn a_file_that_cannot_be_read_is_refused_beside_its_field_and_listed(app) {
        let office = app.founded().await;
        let mut desk = app.browser();
        desk.sign_in(&office.who).await.visit("/drafts").await;
        desk.attach("把方案文件拖到这里，或选择文件", "坏.docx", &b"PK\x03\x04broken"[..]);
        desk.fill("全文", "也粘贴了一段").press("开始识读").await.answered(422).sees("损坏");
        assert_eq!(desk.value("全文"), "也粘贴了一段");
        desk.visit("/roster").await.attach("名册文件", "坏.xlsx", b"PK not really".to_vec()).press("上传并核对").await;
        desk.answered(422).sees("“坏.xlsx”没有读成");
        desk.visit("/imports").await.sees("坏.docx").sees("坏.xlsx").sees("失败");
    }
}

/// What is larger than a framework likes is still taken whole.
#[tokio::test]
async fn a_file_of_many_megabytes_is_kept_whole() {
    let app = TestApp::sqlite().await;
    let office = app.founded().await;
    let mut photo = vec![7_u8; 20 << 20];
    photo[..4].copy_from_slice(b"\xff\xd8\xff\xe0");
    let mut phone = app.browser();
    phone.sign_in(&office.who).await.visit("/records/new").await.fill("做了什么", "走访");
    phone.attach("拍照或选文件", "大图.jpg", photo.clone()).press("存草稿").await.sees("已存为草稿");
    phone.follow("走访").await;
    let href = phone.page().attribute("ul.photos li:not(.photo-add) a", "href");
    assert!(phone.download(&href).await.body == photo);
}

/// The field behind the file is read although the file is thrown away.
#[tokio::test]
async fn a_file_too_large_answers_413_and_keeps_what_was_typed() {
    let app = TestApp::sqlite().await;
    let office = app.founded().await;
    let mut desk = app.browser();
    desk.sign_in(&office.who).await.visit("/drafts").await;
    desk.attach("把方案文件拖到这里，或选择文件", "大.txt", vec![b'a'; 65 << 20]);
    desk.fill("全文", "不要丢了这一段").press("开始识读").await.answered(413).sees("“大.txt”超过 64 MB");
    assert_eq!(desk.value("全文"), "不要丢了这一段");
    desk.visit("/imports").await.sees("还没有导入过文件");
    desk.visit("/records/new").await.fill("做了什么", "走访");
    desk.attach("拍照或选文件", "片.mp4", vec![b'a'; 65 << 20]).press("存草稿").await;
    desk.answered(413).sees("“片.mp4”超过 64 MB");
    assert_eq!(desk.value("做了什么"), "走访");
    let incoming = app.folder().join("files/incoming");
    assert_eq!(std::fs::read_dir(incoming).unwrap().count(), 0, "nothing is left of them");
}
