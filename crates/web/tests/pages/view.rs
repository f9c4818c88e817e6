//! Files of records in the page: what a Word file, a workbook, a text or a PDF says is shown in elements of
//! ours; what cannot be shown is a sentence with a way to the original; nothing of a file runs.

use domain::authority::Role;
use domain::unit::UnitKind;
use rust_xlsxwriter::Workbook;
use serde_json::json;
use testkit::TestApp;

/// A photo of a phone, with a capture time and a place, see `make.py` beside it.
pub const TILES: &[u8] = include_bytes!("../../../app/tests/fixtures/heic/tiles.heic");

pub fn word() -> Vec<u8> {
    let paper = json!({
        "kind": "notice", "header": {"organs": ["云岚市交通运输局"]}, "title": "关于召开推进会的通知",
        "recipients": ["各科室"],
        "body": [
            {"type": "heading", "level": 1, "text": "会议内容", "numbered": true},
            {"type": "paragraph", "runs": [{"text": "请带<script>alert(1)</script>材料。"}]},
        ],
        "sign_off": {"date": "2026-06-11"}
    });
    let paper: gongwen::paper::Paper = serde_json::from_value(paper).unwrap();
    gongwen::write::docx(&paper, &gongwen::write::Options::default()).unwrap()
}

fn book() -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet().set_name("签到").unwrap();
    for row in 0..250 {
        sheet.write(row, 0, format!("同志{row}<i>")).unwrap();
    }
    sheet.write(0, 2, "=1+1").unwrap();
    book.add_worksheet().set_name("第二张").unwrap();
    book.save_to_buffer().unwrap()
}

/// Files by name, and what the page says of each.
fn files() -> Files {
    let heic = [&[0, 0, 0, 24][..], b"ftypheix\x00\x00\x00\x00mif1heix"].concat();
    vec![
        ("会议通知.docx", word(), "请带<script>alert(1)</script>材料。"),
        ("签到表.xlsx", book(), "同志0<i>"),
        (
            "说明.txt",
            "<img src=x onerror=alert(1)>第一行\n第二行".into(),
            "<img src=x onerror=alert(1)>第一行",
        ),
        ("会场.heic", heic, "兼容性最佳"),
        ("坏的.docx", b"PK\x03\x04....word/document.xml".to_vec(), "文档已损坏"),
        ("坏的.xlsx", b"PK\x03\x04....xl/workbook.xml".to_vec(), "表格已损坏"),
        ("旧版.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1old".to_vec(), "旧版的 Word"),
        ("录像.mp4", [&[0, 0, 0, 24][..], b"ftypisom"].concat(), "视频请下载"),
        ("现场.jpg", b"\xff\xd8\xff\xe0photo".to_vec(), "下载原件"),
        ("通知.pdf", b"%PDF-1.7 cut".to_vec(), "看文字版"),
    ]
}

fn taken() -> Option<String> {
    domain::remark::photo::parse_taken("2026:06:11 09:05:00").map(|it| it.to_string())
}

type Files = Vec<(&'static str, Vec<u8>, &'static str)>;

async fn filed(app: &TestApp, files: &Files) -> (testkit::Office, String) {
    let office = app.founded().await;
    let section = app.unit(&office, office.bureau.root, UnitKind::Section, "人事教育科").await;
    let staff = app.user(&office, section, "贺一帆", "heyf", Role::Staff).await;
    let mut phone = app.browser();
    phone.sign_in(&staff).await.visit("/records/new").await.fill("做了什么", "开推进会");
    for (name, bytes, _) in files {
        phone.attach("拍照或选文件", name, bytes.clone());
    }
    phone.press("提交审核").await.answered(200).sees("已提交");
    (office, phone.url().split('?').next().unwrap().to_owned())
}

testkit::on_both_engines! {
    async fn files_are_looked_at_without_leaving_the_page(app) {
        let files = files();
        let (office, record) = filed(&app, &files).await;
        let mut desk = app.browser();
        desk.sign_in(&office.who).await;
        for (name, bytes, says) in files {
            desk.visit(&record).await.answered(200);
            let of_photo = name.ends_with(".jpg");
            if of_photo {
                let photo = desk.page().attribute("ul.photos a", "href");
                desk.visit(&photo).await;
            } else {
                desk.follow(name).await;
            }
            desk.answered(200).sees(name).sees(says).count("main script", 0).count("main img[onerror]", 0);
            assert_eq!(desk.page().texts("main img").len(), usize::from(of_photo), "{name}");
            let original = desk.page().attribute("a[download]", "href");
            assert_eq!(desk.download(&original).await.body, bytes, "{name}");
        }
        desk.visit(&record).await.follow("会议通知.docx").await;
        assert_eq!(desk.page().texts(".para.is-level1 b"), ["一、会议内容"]);
        desk.follow("下一个文件").await.sees("签到表.xlsx").sees("第 1 页，共 3 页，250 行").sees("=1+1");
        desk.count("tbody tr", 100);
        desk.follow("下一页").await.sees("第 2 页").sees("同志100<i>").lacks("同志99<i>");
        desk.follow("第二张").await.sees("这张工作表是空的");
        desk.follow("上一个文件").await.sees("会议通知.docx");
        // What was read once is kept beside the file.
        let mut view = app.store.view().await.unwrap();
        let id = record.rsplit('/').next().unwrap().parse().unwrap();
        for file in view.files_of_record(id).await.unwrap() {
            let kept = app.store.blobs().open_made(store::Made::Preview, &file.digest).unwrap();
            assert_eq!(kept.is_some(), ["会议通知.docx", "签到表.xlsx", "说明.txt"].contains(&file.name.as_str()), "{}", file.name);
        }
    }

    async fn a_photo_of_a_phone_is_seen_and_its_original_kept(app) {
        let files: Files = vec![("会场.heic", TILES.to_vec(), "")];
        let (office, record) = filed(&app, &files).await;
        let mut desk = app.browser();
        desk.sign_in(&office.who).await.visit(&record).await.count("ul.photos img", 0).sees("会场.heic");
        app::job::drain(&app).await.unwrap();
        desk.visit(&record).await.count("ul.photos.is-large img", 1);
        let small = desk.page().attribute("ul.photos.is-large img", "src");
        let seen = desk.download(&small).await;
        assert_eq!((seen.status, seen.header("content-type")), (200, "image/jpeg"));
        assert!(seen.body.starts_with(b"\xff\xd8\xff"));
        let id = record.rsplit('/').next().unwrap().parse().unwrap();
        let photos = app.store.view().await.unwrap().photos_of_record(id).await.unwrap();
        let size = (photos[0].width, photos[0].height);
        assert_eq!((size, photos[0].taken.map(|it| it.to_string())), ((128, 192), taken()));

        let page = desk.page().attribute("ul.photos.is-large a", "href");
        desk.visit(&page).await.answered(200).sees("JPG 副本").count(".viewed-photo", 1);
        let copy = desk.page().attribute(".viewed-photo", "src");
        let copy = desk.download(&copy).await;
        assert_eq!((copy.status, copy.header("content-type")), (200, "image/jpeg"));
        assert!(!copy.body.windows(4).any(|it| it == b"Exif"));
        let original = desk.page().attribute("a[download]", "href");
        assert_eq!(desk.download(&original).await.body, TILES, "the original keeps its bytes");

        // What was made can be lost, as after a restore: the page shows the photo all the same.
        for made in ["thumbnails", "public"] {
            std::fs::remove_dir_all(app.folder().join("files").join(made)).unwrap();
        }
        let again = desk.download(&small).await;
        assert_eq!((again.status, again.header("content-type")), (200, "image/jpeg"));
        assert_eq!(again.body, copy.body);
    }

    async fn the_pages_of_a_pdf_stand_in_a_frame_that_may_do_nothing(app) {
        let files = files();
        let (office, record) = filed(&app, &files).await;
        let mut desk = app.browser();
        desk.sign_in(&office.who).await.visit(&record).await.follow("通知.pdf").await;
        let frame = desk.page().attribute("iframe", "data-pages");
        let frame = frame.split('#').next().unwrap().to_owned();
        let pages = desk.download(&frame).await;
        assert_eq!((pages.status, pages.header("content-type")), (200, "application/pdf"));
        let policy = pages.header("content-security-policy");
        assert!(policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'self'"), "{policy}");
        assert!(!policy.contains("script-src") && pages.header("content-disposition").starts_with("inline"));
        desk.follow("看文字版").await.answered(200).sees("这份 PDF 已损坏或设有密码");
        // No other file stands in a frame, and nobody else sees any of it.
        desk.visit(&record).await.follow("说明.txt").await;
        let text = desk.url().replace("/view", "/frame");
        assert_eq!(desk.download(&text).await.status, 404);
        let other = app.user(&office, office.bureau.root, "安学敏", "anxm", Role::Staff).await;
        let mut stranger = app.browser();
        stranger.sign_in(&other).await.visit(&text.replace("/frame", "/view")).await.answered(404).lacks("第一行");
        assert_eq!(stranger.download(&frame).await.status, 404);
        desk.visit(&format!("{record}/files/00000000-0000-7000-8000-000000000000/view")).await.answered(404);
        desk.visit(&format!("{}?sheet=-1&page=999999999999", text.replace("/frame", "/view"))).await.answered(200);
    }
}
