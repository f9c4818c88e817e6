//! Files of records that come in pieces: they go on where they stopped, come to their record whole or not at
//! all, and are nobody else's business. The same file sent twice is one.

use domain::authority::Role;
use serde_json::Value;
use testkit::{Browser, TestApp};

/// A photo of two pieces.
fn photo() -> Vec<u8> {
    [&b"\xff\xd8\xff\xe0"[..], &[7; 3000]].concat()
}

async fn begin(browser: &mut Browser, record: &str, name: &str, size: usize) -> (u16, Value) {
    let size = size.to_string();
    let fields = [("name", name), ("size", size.as_str()), ("mark", name)];
    let answer = browser.script_post(&format!("{record}/uploads"), &fields).await;
    (
        answer.status,
        if answer.status < 500 && answer.text().starts_with('{') { answer.json() } else { Value::Null },
    )
}

async fn piece(browser: &mut Browser, record: &str, upload: &str, at: usize, bytes: &[u8]) -> (u16, Value) {
    let path = format!("{record}/uploads/{upload}?at={at}");
    let answer = browser.script_bytes(&path, "application/octet-stream", bytes).await;
    (answer.status, if answer.text().starts_with('{') { answer.json() } else { Value::Null })
}

/// Saves the form of a record as the page does by itself, with a file that came before it.
async fn save(browser: &mut Browser, record: &str, version: i64, upload: &str) -> (u16, Value) {
    let version = version.to_string();
    let fields = [
        ("version", version.as_str()),
        ("kind", "activity"),
        ("title", "走访<b>"),
        ("day", "2026-06-11"),
        ("upload", upload),
    ];
    let mut body = String::new();
    for (name, value) in fields {
        body += &format!("--cut\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
    }
    body += "--cut--\r\n";
    let answer =
        browser.script_bytes(&format!("{record}/autosave"), "multipart/form-data; boundary=cut", body).await;
    (answer.status, if answer.text().starts_with('{') { answer.json() } else { Value::Null })
}

async fn drafting(app: &TestApp, who: &app::Who) -> (Browser, String) {
    let mut phone = app.browser();
    phone.sign_in(who).await.visit("/records/new").await.answered(200);
    let record = phone.page().attribute("form[data-record]", "action");
    (phone, record)
}

fn id(told: &Value) -> String {
    told["upload"].as_str().unwrap_or_else(|| panic!("{told}")).to_owned()
}

testkit::on_both_engines! {
    async fn a_file_goes_on_where_it_stopped_and_twice_is_once(app) {
        let office = app.founded().await;
        let staff = app.user(&office, office.unit, "贺一帆", "heyf", Role::Staff).await;
        let (mut phone, record) = drafting(&app, &staff).await;
        let bytes = photo();
        let (status, told) = begin(&mut phone, &record, "现场.jpg", bytes.len()).await;
        assert_eq!((status, &told["offset"]), (200, &Value::from(0)), "{told}");
        let upload = id(&told);
        let (_, told) = piece(&mut phone, &record, &upload, 0, &bytes[..1000]).await;
        assert_eq!(told["offset"], Value::from(1000));
        // The answer was lost: the page sends the piece again and is told where the file stands.
        let (status, told) = piece(&mut phone, &record, &upload, 0, &bytes[..1000]).await;
        assert_eq!((status, &told["offset"]), (200, &Value::from(1000)));
        let (status, told) = save(&mut phone, &record, 0, &upload).await;
        assert_eq!(status, 422, "{told}");
        assert!(told["sentence"].as_str().unwrap().contains("还没有传完"), "{told}");
        // What a process left is swept, what someone goes on with is not.
        assert_eq!(app::file::sweep(&app).await.unwrap(), 0);
        // The page was opened anew and the same file chosen again.
        let (_, told) = begin(&mut phone, &record, "现场.jpg", bytes.len()).await;
        assert_eq!((id(&told), &told["offset"]), (upload.clone(), &Value::from(1000)));
        let (status, told) = piece(&mut phone, &record, &upload, 1000, &[&bytes[1000..], b"more"].concat()).await;
        assert_eq!(status, 422, "longer than it said: {told}");
        let (_, told) = piece(&mut phone, &record, &upload, 1000, &bytes[1000..]).await;
        assert_eq!(told["offset"], told["size"]);
        let (status, saved) = save(&mut phone, &record, 0, &upload).await;
        assert_eq!(status, 200, "{saved}");
        assert_eq!(saved["photos"].as_str().unwrap().matches("现场.jpg").count(), 2, "alt and button: {saved}");

        let (_, told) = begin(&mut phone, &record, "现场.jpg", bytes.len()).await;
        let again = id(&told);
        assert_ne!(again, upload, "what became a file of the record is forgotten");
        piece(&mut phone, &record, &again, 0, &bytes).await;
        let (status, twice) = save(&mut phone, &record, saved["version"].as_i64().unwrap(), &again).await;
        assert_eq!((status, &twice["photos"]), (200, &saved["photos"]), "the same file sent twice is one");
        phone.visit("/records?own=on&state=draft").await.follow("走访<b>").await.answered(200);
        let image = phone.page().attribute("ul.photos li:not(.photo-add) a", "href");
        assert_eq!(phone.download(&image).await.body, bytes);
    }

    async fn a_file_on_its_way_is_its_senders_alone(app) {
        let office = app.founded().await;
        let staff = app.user(&office, office.unit, "贺一帆", "heyf", Role::Staff).await;
        let other = app.user(&office, office.unit, "安学敏", "anxm", Role::Staff).await;
        let (mut phone, record) = drafting(&app, &staff).await;
        let upload = id(&begin(&mut phone, &record, "../../现场.jpg", 3004).await.1);
        let (mut stranger, elsewhere) = drafting(&app, &other).await;
        assert_eq!(piece(&mut stranger, &record, &upload, 0, b"\xff\xd8\xff").await.0, 404);
        assert_eq!(piece(&mut stranger, &elsewhere, &upload, 0, b"\xff\xd8\xff").await.0, 404);
        assert_ne!(save(&mut stranger, &elsewhere, 0, &upload).await.0, 200);
        phone.visit("/records/new").await.fill("做了什么", "已有的").press("存草稿").await;
        let kept = phone.follow("已有的").await.page().attribute("form[data-record]", "action");
        assert_ne!(begin(&mut stranger, &kept, "x.jpg", 10).await.0, 200, "another's record takes nothing");
        let forged = phone.raw("POST", &format!("{record}/uploads/{upload}?at=0"), &[], &[("x", "y")]).await;
        assert_eq!(forged.status, 403);
        for (name, size) in [("大.mp4", 60 << 20), ("空.jpg", 0), ("", 10)] {
            let (status, told) = begin(&mut phone, &record, name, size).await;
            assert_eq!(status, 422, "{name}: {told}");
        }
        assert_eq!(piece(&mut phone, &record, &upload, 0, &vec![7; 5 << 20]).await.0, 413, "a piece is bounded");
        app.go_to("2026-06-13");
        assert_eq!(app::upload::purge(&app).await.unwrap(), 0);
        app.go_to("2026-06-15");
        assert_eq!(app::upload::purge(&app).await.unwrap(), 1);
        phone.sign_in(&staff).await.visit("/records/new").await;
        assert_eq!(piece(&mut phone, &record, &upload, 0, b"\xff\xd8\xff").await.0, 404);
    }
}
