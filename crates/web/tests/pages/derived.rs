//! What follows from records, as programs read and decide it: remarks, criteria, registers, figures,
//! volunteers, certificates, inspection files.

use domain::authority::Role;
use domain::unit::UnitKind;
use serde_json::{Value, json};
use testkit::{Browser, TestApp};

struct Program {
    browser: Browser,
    token: String,
}

impl Program {
    async fn of(app: &TestApp, who: &app::Who) -> Self {
        let token = app::token::make(app, who, "程序", "write", "2026-12-31").await.unwrap();
        Self { browser: app.browser(), token }
    }

    async fn ask(&mut self, method: &str, path: &str, body: Value) -> (u16, Value) {
        let answer = self.browser.api(method, &format!("/api/v1{path}"), &self.token, &body).await;
        (answer.status, answer.json())
    }

    async fn get(&mut self, path: &str) -> Value {
        let (status, json) = self.ask("GET", path, Value::Null).await;
        assert_eq!(status, 200, "{path}: {json}");
        json
    }

    async fn post(&mut self, path: &str, body: Value) -> Value {
        let (status, json) = self.ask("POST", path, body).await;
        assert_eq!(status, 200, "{path}: {json}");
        json
    }

    /// The status of a refusal, and its first wrong field.
    async fn refused(&mut self, method: &str, path: &str, body: Value) -> (u16, String) {
        let (status, json) = self.ask(method, path, body).await;
        (status, json["errors"][0]["field"].as_str().unwrap_or_default().to_owned())
    }
}

fn id(json: &Value) -> String {
    json["id"].as_str().unwrap_or_else(|| panic!("{json}")).to_owned()
}

struct Scene {
    office: Program,
    staff: Program,
    stranger: Program,
    person: String,
    section: String,
}

async fn scene(app: &TestApp) -> Scene {
    let office = app.founded().await;
    let root = office.bureau.root;
    let section = app.unit(&office, root, UnitKind::Section, "人事教育科").await;
    let other = app.unit(&office, root, UnitKind::Section, "运输管理科").await;
    let staff = app.user(&office, section, "贺一帆", "heyf", Role::Staff).await;
    let stranger = app.user(&office, other, "安学敏", "anxm", Role::Staff).await;
    app::standard::install(app, &office.who, "example").await.unwrap();
    Scene {
        office: Program::of(app, &office.who).await,
        staff: Program::of(app, &staff).await,
        stranger: Program::of(app, &stranger).await,
        person: staff.person.to_string(),
        section: section.to_string(),
    }
}

const TEXT: &str = "志愿者在客运站进站口引导旅客排队、帮助老人搬运行李、解答换乘线路，并向候车旅客发放文明出行倡议书二百余份，\
     整理共享单车一百多辆，清理站前广场白色垃圾，受到旅客好评，大家表示今后要把志愿服务长期坚持下去，为文明城市创建作出贡献。";

fn served(person: &str, title: &str) -> Value {
    json!({
        "kind": "volunteering", "title": title, "day": "2026-06-10", "place": "客运站", "text": TEXT,
        "details": { "team": "路姐服务队", "begins": "8:30", "ends": "11:00" },
        "figures": [{ "item": "服务人次", "value": "80", "uom": "人次" }],
        "people": [{ "person": person }], "assignments": []
    })
}

testkit::on_both_engines! {
    async fn remarks_are_read_and_explained_and_criteria_confirmed_and_removed(app) {
        let mut it = scene(&app).await;
        it.staff.post("/records", served(&it.person.clone(), "站前志愿服务")).await;
        let record = id(&it.staff.post("/records", served(&it.person.clone(), "站前志愿服务又一次")).await);
        app::job::drain(&app).await.unwrap();

        let remarks = it.office.get(&format!("/records/{record}/remarks")).await;
        let remark = remarks["items"].as_array().unwrap().iter().find(|it| it["kind"]["code"] == "same_text");
        let remark = remark.unwrap_or_else(|| panic!("{remarks}")).clone();
        assert!(remark["other"].is_string() && remark["stands"] == json!(true), "{remark}");
        let path = format!("/records/{record}/remarks/{}", id(&remark));
        let said = json!({ "explanation": "同一项目，<b>每周一次</b>" });
        assert_eq!(it.stranger.refused("POST", &path, said.clone()).await.0, 404);
        assert_ne!(it.office.refused("POST", &path, said.clone()).await.0, 200, "only the filer explains");
        it.staff.post(&path, said).await;
        let remarks = it.staff.get(&format!("/records/{record}/remarks")).await;
        assert!(remarks.to_string().contains("<b>每周一次</b>"), "{remarks}");
        assert_eq!(it.stranger.refused("GET", &format!("/records/{record}/remarks"), Value::Null).await.0, 404);

        let path = format!("/records/{record}/criteria");
        let first = it.staff.get(&path).await["items"][0].clone();
        assert_eq!((&first["state"]["code"], first["reason"].is_string()), (&json!("proposed"), true), "{first}");
        let one = format!("{path}/{}", first["criterion"].as_str().unwrap());
        assert_eq!(it.stranger.refused("POST", &one, json!({ "confirm": true })).await.0, 404);
        it.staff.post(&one, json!({ "confirm": true })).await;
        let now = it.office.get(&path).await["items"][0].clone();
        assert_eq!((&now["criterion"], &now["state"]["code"]), (&first["criterion"], &json!("confirmed")));
        it.office.post(&one, json!({ "confirm": false })).await;
        let left = it.staff.get(&path).await;
        assert!(!left.to_string().contains(first["criterion"].as_str().unwrap()), "what was removed is not proposed again");
        let nowhere = format!("{path}/00000000-0000-7000-8000-000000000009");
        assert_eq!(it.staff.refused("POST", &nowhere, json!({ "confirm": true })).await.0, 404);
        assert_eq!(it.staff.refused("POST", &one, json!({ "confirm": "ja" })).await.0, 400);
    }

    async fn registers_figures_and_volunteers_follow_from_records(app) {
        let mut it = scene(&app).await;
        let record = id(&it.staff.post("/records", served(&it.person.clone(), "站前志愿服务")).await);
        let rows = it.office.get("/registers?register=volunteering&from=2026-01-01").await;
        let row = &rows["items"][0];
        assert_eq!((&row["id"], &row["unit_name"], &row["people"][0]["minutes"]), (&json!(record), &json!("人事教育科"), &json!(150)));
        assert!(row["details"].to_string().contains("路姐服务队"), "{row}");
        assert_eq!(it.office.refused("GET", "/registers?register=moon", Value::Null).await, (422, "register".into()));
        assert_eq!(it.office.refused("GET", "/registers?register=venue&from=x", Value::Null).await, (422, "from".into()));
        assert_eq!(it.office.get("/registers?register=venue").await["items"], json!([]));
        assert_eq!(it.stranger.get("/registers?register=volunteering").await["items"], json!([]));

        let figures = it.office.get(&format!("/figures?by=unit&unit={}", it.section)).await;
        assert_eq!((&figures["slices"][0]["name"], &figures["slices"][0]["records"]), (&json!("人事教育科"), &json!(1)));
        assert!(figures["slices"][0]["sums"].to_string().contains("\"80\""), "{figures}");
        assert_eq!(it.office.refused("GET", "/figures?by=sun", Value::Null).await, (422, "by".into()));

        let people = it.office.get("/volunteers").await;
        assert_eq!((&people["items"][0]["name"], &people["items"][0]["minutes"]), (&json!("贺一帆"), &json!(150)));
        let lines = it.office.get(&format!("/volunteers/service?person={}", it.person)).await;
        let line = &lines["items"][0];
        assert_eq!((&line["begins"], &line["ends"], &line["place"], &line["author"]), (&json!("8:30"), &json!("11:00"), &json!("客运站"), &json!("贺一帆")));
        assert_eq!(it.stranger.get("/volunteers").await["items"], json!([]));
        assert_eq!(it.stranger.get("/volunteers/service?after=_").await["items"], json!([]));
    }

    async fn certificates_are_entered_changed_and_taken_off(app) {
        let mut it = scene(&app).await;
        let path = format!("/people/{}/certificates", it.person);
        let mut sheet = json!({ "name": "执法证", "issuer": "省厅", "number": "11010519491231002X", "issued": "2024-05-06", "expires": "2026-07-01" });
        assert_eq!(it.staff.refused("POST", &path, sheet.clone()).await, (422, "number".into()));
        sheet["number"] = json!("ZF-1");
        assert_eq!(it.stranger.refused("POST", &path, sheet.clone()).await.0, 404);
        let made = id(&it.staff.post(&path, sheet.clone()).await);
        let held = it.office.get("/certificates?standing=soon").await["items"][0].clone();
        assert_eq!((&held["id"], &held["holder"], &held["standing"]["code"]), (&json!(made), &json!("贺一帆"), &json!("soon")));
        assert_eq!(it.office.refused("GET", "/certificates?standing=old", Value::Null).await, (422, "standing".into()));
        assert_eq!(it.stranger.get("/certificates").await["items"], json!([]));
        sheet["version"] = held["version"].clone();
        sheet["expires"] = json!("");
        it.office.post(&format!("/certificates/{made}"), sheet.clone()).await;
        assert_eq!(it.staff.refused("POST", &format!("/certificates/{made}"), sheet).await.0, 409, "decided on an old version");
        let void = format!("/certificates/{made}/void");
        assert_eq!(it.staff.refused("POST", &void, json!({ "version": 2, "reason": "" })).await, (422, "reason".into()));
        assert_eq!(it.stranger.refused("POST", &void, json!({ "version": 2, "reason": "x" })).await.0, 404);
        it.staff.post(&void, json!({ "version": 2, "reason": "录错了" })).await;
        assert_eq!(it.office.get("/certificates").await["items"], json!([]));
    }

    async fn an_inspection_file_is_made_watched_and_taken(app) {
        let mut it = scene(&app).await;
        let standard = it.office.get("/standards").await["items"][0]["id"].clone();
        let unit = it.section.clone();
        let begun = json!({ "standard": standard, "unit": unit, "from": "2026-01-01", "to": "2026-12-31" });
        let score = id(&it.office.post("/scores", begun).await);
        let path = format!("/scores/{score}/dossiers");
        assert_eq!(it.office.refused("POST", &path, json!({ "papers": "some" })).await, (422, "papers".into()));
        assert_eq!(it.staff.refused("POST", &path, json!({ "papers": "full" })).await.0, 403);
        let dossier = id(&it.office.post(&path, json!({ "papers": "excerpt" })).await);
        let made = it.office.get(&format!("/dossiers/{dossier}")).await;
        assert_eq!((&made["state"]["code"], &made["papers"]["code"]), (&json!("done"), &json!("excerpt")), "{made}");
        assert_eq!(it.office.get(&path).await["items"][0]["id"], json!(dossier));
        assert_eq!(it.staff.refused("GET", &format!("/dossiers/{dossier}"), Value::Null).await.0, 403);
        let token = it.office.token.clone();
        for (part, begins) in [("", &b"PK"[..]), ("?part=labels", b"%PDF"), ("?part=1", b"%PDF")] {
            let path = format!("/api/v1/dossiers/{dossier}/archive{part}");
            let file = it.office.browser.api("GET", &path, &token, &Value::Null).await;
            assert!(file.status == 200 && file.body.starts_with(begins), "{part}: {}", file.status);
        }
        for part in ["?part=9999", "?part=x"] {
            assert_eq!(it.office.refused("GET", &format!("/dossiers/{dossier}/archive{part}"), Value::Null).await.0, 404);
        }
    }
}
