//! What a program can write: each act of the interface, with the sentences of the pages.

use domain::authority::Role;
use rust_xlsxwriter::Workbook;
use serde_json::{Value, json};
use testkit::{Browser, Office, TestApp};

const PAPER: &str = "云岚市交通运输局2026年度文明单位创建实施方案\n\n机关各科室：\n\n一、实施步骤\n\n（一）宣传发动阶段（3—7月）。召开创建动员大会。\n\n二、主要措施\n\n（一）深化学习教育\n\n一是7月底前由办公室举办一期读书班。\n\n二是组织青年志愿者到客运站开展便民服务。\n\n云岚市交通运输局\n2026年3月20日\n";

/// A program that writes in someone's name.
struct Program {
    browser: Browser,
    token: String,
}

impl Program {
    async fn of(app: &TestApp, who: &app::Who) -> Self {
        let token = app::token::make(app, who, "程序", "write", "2026-12-31").await.unwrap();
        Self { browser: app.browser(), token }
    }

    async fn get(&mut self, path: &str) -> Value {
        let answer = self.browser.api("GET", &format!("/api/v1{path}"), &self.token, &Value::Null).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
        answer.json()
    }

    async fn try_post(&mut self, path: &str, body: Value) -> (u16, Value) {
        let answer = self.browser.api("POST", &format!("/api/v1{path}"), &self.token, &body).await;
        if answer.status >= 400 {
            assert_eq!(answer.header("content-type"), "application/problem+json", "{path}");
            assert_eq!(answer.json()["status"], json!(answer.status), "{path}");
        }
        (answer.status, answer.json())
    }

    async fn post(&mut self, path: &str, body: Value) -> Value {
        let (status, json) = self.try_post(path, body).await;
        assert_eq!(status, 200, "{path}: {json}");
        json
    }

    /// The wrong field of a refused body.
    async fn wrong(&mut self, path: &str, body: Value) -> String {
        let (status, json) = self.try_post(path, body).await;
        assert_eq!(status, 422, "{path}: {json}");
        json["errors"][0]["field"].as_str().unwrap().to_owned()
    }

    async fn bytes(&mut self, path: &str, bytes: Vec<u8>) -> (u16, Value) {
        let answer = self.browser.api_bytes(&format!("/api/v1{path}"), &self.token, bytes).await;
        (answer.status, answer.json())
    }
}

fn id(json: &Value) -> String {
    json["id"].as_str().unwrap_or_else(|| panic!("{json}")).to_owned()
}

fn book(rows: &[&[&str]]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in rows.iter().enumerate() {
        for (column, text) in cells.iter().enumerate() {
            sheet.write_string(row as u32, column as u16, *text).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

/// Imports the paper, gives everything to one section and publishes. The id of the plan.
async fn published(program: &mut Program, unit: &str) -> String {
    let (status, made) = program.bytes("/drafts?name=plan.txt", PAPER.as_bytes().to_vec()).await;
    assert_eq!(status, 200, "{made}");
    let draft = id(&made);
    let tree = program.get(&format!("/drafts/{draft}")).await;
    let measures = tree["measures"].as_array().unwrap();
    let mut edits = vec![
        json!({ "op": "header", "title": "2026年度创建方案", "doc_number": "", "issuer": tree["issuer"], "target": "", "issued": "2026-03-20", "year": 2026 }),
    ];
    for measure in measures {
        edits.push(
            json!({ "op": "assign_measure", "measure": measure["id"], "lead": unit, "due": "2026-09-30" }),
        );
        edits.push(json!({ "op": "confirm_measure", "measure": measure["id"] }));
    }
    let body = json!({ "version": tree["version"], "edits": edits });
    let version = program.post(&format!("/drafts/{draft}/edits"), body.clone()).await["version"].clone();
    let (status, stale) = program.try_post(&format!("/drafts/{draft}/edits"), body).await;
    assert_eq!((status, stale["code"].as_str()), (409, Some("conflict")), "decided on an old version");
    let forecast = program.get(&format!("/drafts/{draft}/forecast")).await;
    assert_eq!(forecast["obstacles"], json!([]), "{forecast}");
    let plan = id(&program.post(&format!("/drafts/{draft}/publish"), json!({ "version": version })).await);
    assert_eq!(program.get(&format!("/plans/{plan}")).await["tasks"], forecast["tasks"]);
    plan
}

async fn office(app: &TestApp) -> (Office, Program) {
    let office = app.founded().await;
    let program = Program::of(app, &office.who).await;
    (office, program)
}

testkit::on_both_engines! {
    async fn a_paper_becomes_a_plan_whose_tasks_are_given_out(app) {
        let (office, mut program) = office(&app).await;
        let unit = office.unit.to_string();
        let staff = app.user(&office, office.unit, "孟青", "mengq", Role::Staff).await;
        let plan = published(&mut program, &unit).await;
        assert_eq!(program.get("/plans").await["items"][0]["id"], json!(plan));
        assert_eq!(program.get("/campaigns").await["items"].as_array().unwrap().len(), 1);

        let list = program.get("/assignments").await;
        let first = list["items"][0].clone();
        let ids = json!([first["id"]]);
        let assigned = program.post("/assignments/assign", json!({ "assignments": ids, "person": staff.person.to_string() })).await;
        assert_eq!(assigned["done"], json!(1), "{assigned}");
        assert_eq!(program.wrong("/assignments/assign", json!({ "assignments": [], "unit": unit })).await, "assignments");
        assert_eq!(program.wrong("/assignments/assign", json!({ "assignments": ["x"], "unit": unit })).await, "assignments");
        let dated = program.post("/assignments/due", json!({ "assignments": ids, "due": "2026-08-15" })).await;
        assert_eq!(dated["done"], json!(1));
        assert_eq!(program.wrong("/assignments/due", json!({ "assignments": ids, "due": "八月底" })).await, "due");
        assert_eq!(program.post("/assignments/urge", json!({ "assignments": ids })).await["done"], json!(1));

        let task = id(&program.post("/tasks", json!({ "plan": plan, "title": "清理院内卫生死角", "due": "2026-07-31" })).await);
        assert_eq!(program.wrong("/tasks", json!({ "plan": plan, "title": "" })).await, "title");
        program.post(&format!("/tasks/{task}/holders"), json!({ "part": "lead", "unit": unit })).await;
        assert_eq!(program.wrong(&format!("/tasks/{task}/holders"), json!({ "part": "boss", "unit": unit })).await, "part");
        let held = program.get(&format!("/tasks/{task}")).await;
        assert_eq!(held["assignments"].as_array().unwrap().len(), 1, "{held}");
        program.post(&format!("/tasks/{task}/reword"), json!({ "version": 1, "title": "清理院内外卫生死角" })).await;
        let (status, _) = program.try_post(&format!("/tasks/{task}/reword"), json!({ "version": 1, "title": "又改" })).await;
        assert_eq!(status, 409);
        program.post(&format!("/tasks/{task}/due"), json!({ "version": 2, "due": "2026-08-31" })).await;
        program.post(&format!("/tasks/{task}/void"), json!({ "version": 3, "reason": "与另一项重复" })).await;

        // Staff sees what it holds, and may not do what is the office's.
        let mut staff = Program::of(&app, &staff).await;
        let (status, told) = staff.try_post("/assignments/urge", json!({ "assignments": ids })).await;
        assert_eq!((status, told["title"].as_str()), (403, Some("没有权限")));
    }

    async fn drafts_are_thrown_away_and_page_to_their_end(app) {
        let (_, mut program) = office(&app).await;
        let mut last = String::new();
        for n in 0..31 {
            let paper = PAPER.replace("读书班", &format!("第{n}期读书班"));
            last = id(&program.bytes("/drafts?name=plan.txt", paper.into_bytes()).await.1);
        }
        let first = program.get("/drafts").await;
        let after = first["next"].as_str().unwrap().to_owned();
        assert_eq!(first["items"].as_array().unwrap().len(), 30);
        let second = program.get(&format!("/drafts?after={after}")).await;
        assert_eq!((second["items"].as_array().unwrap().len(), &second["next"]), (1, &Value::Null));
        program.post(&format!("/drafts/{last}/discard"), json!({})).await;
        assert_eq!(program.get("/drafts?state=discarded").await["items"][0]["id"], json!(last));
        program.post(&format!("/drafts/{last}/restore"), json!({})).await;
        assert_eq!(program.get("/drafts").await["items"].as_array().unwrap().len(), 30);
        let (status, told) = program.try_post(&format!("/drafts/{last}/merge"), json!({ "version": 1 })).await;
        assert_eq!(status, 409, "it revises nothing: {told}");
        let (status, told) = program.bytes("/drafts?name=a.txt", "秘密★一年\n方案".into()).await;
        assert_eq!(status, 422, "{told}");
        let (status, told) = program.bytes("/drafts?revises=x", PAPER.into()).await;
        assert_eq!((status, &told["errors"][0]["field"]), (422, &json!("revises")));
        assert_eq!(program.bytes("/drafts?name=%FF", PAPER.into()).await.0, 200, "a name is only shown");
    }

    async fn a_record_grows_from_a_draft_with_files_to_its_review(app) {
        let (office, mut program) = office(&app).await;
        let plan = published(&mut program, &office.unit.to_string()).await;
        let liaison = app.user(&office, office.unit, "贺一帆", "heyf", Role::Liaison).await;
        let mut liaison = Program::of(&app, &liaison).await;
        assert!(!plan.is_empty());
        let list = liaison.get("/assignments?state=open").await;
        let duty = list["items"][0]["id"].clone();
        let mut sheet = json!({ "title": "举办读书班", "day": "2026-06-10", "text": "三十人参加。", "assignments": [duty], "draft": true });
        let record = id(&liaison.post("/records", sheet.clone()).await);
        let photo = [b"\xff\xd8\xff".as_slice(), &[7; 64]].concat();
        let (status, told) = liaison.bytes(&format!("/records/{record}/files?name=..%2F%E7%85%A7%E7%89%87.jpg"), photo.clone()).await;
        assert_eq!(status, 200, "{told}");
        assert_eq!(liaison.bytes(&format!("/records/{record}/files?name=a.exe"), vec![0, 1, 2]).await.0, 422);
        let files = liaison.get(&format!("/records/{record}/files")).await;
        assert_eq!((&files[0]["name"], &files[0]["media"]), (&json!("照片.jpg"), &json!("image/jpeg")));
        let file = id(&files[0]);
        let path = format!("/api/v1/records/{record}/files/{file}");
        let token = liaison.token.clone();
        let kept = liaison.browser.api("GET", &path, &token, &Value::Null).await;
        assert_eq!((kept.status, kept.body == photo), (200, true));

        sheet["version"] = liaison.get(&format!("/records/{record}")).await["version"].clone();
        sheet["draft"] = json!(false);
        liaison.post(&format!("/records/{record}"), sheet.clone()).await;
        let (status, _) = liaison.try_post(&format!("/records/{record}"), sheet.clone()).await;
        assert_eq!(status, 409, "what was submitted is not changed");
        liaison.post(&format!("/records/{record}/withdraw"), json!({})).await;
        sheet["version"] = liaison.get(&format!("/records/{record}")).await["version"].clone();
        liaison.post(&format!("/records/{record}"), sheet.clone()).await;

        let version = program.get(&format!("/records/{record}")).await["version"].clone();
        let review = format!("/records/{record}/review");
        assert_eq!(program.wrong(&review, json!({ "version": version, "verdict": "maybe" })).await, "verdict");
        assert_eq!(program.wrong(&review, json!({ "version": version, "verdict": "return" })).await, "reason");
        program.post(&review, json!({ "version": version, "verdict": "return", "reason": "incomplete", "note": "缺签到表" })).await;
        sheet["version"] = liaison.get(&format!("/records/{record}")).await["version"].clone();
        liaison.post(&format!("/records/{record}"), sheet).await;
        let version = program.get(&format!("/records/{record}")).await["version"].clone();
        let (status, _) = liaison.try_post(&review, json!({ "version": version, "verdict": "accept" })).await;
        assert_eq!(status, 403, "nobody accepts what is their own");
        program.post(&review, json!({ "version": version, "verdict": "accept" })).await;
        assert_eq!(program.get(&format!("/records/{record}")).await["state"]["code"], json!("accepted"));
        let spare = id(&liaison.post("/records", json!({ "title": "作废的", "day": "2026-06-10", "assignments": [], "draft": true })).await);
        liaison.post(&format!("/records/{spare}/void"), json!({})).await;
        let (status, _) = program.try_post(&format!("/records/{spare}/void"), json!({})).await;
        assert_eq!(status, 404, "another's draft is not there");
        let new = "00000000-0000-7000-8000-000000000001";
        let (status, _) = liaison.try_post(&format!("/records/{new}"), json!({ "version": 0, "title": "x", "day": "2026-06-10", "assignments": [] })).await;
        assert_eq!(status, 404, "ids are not chosen by programs");
    }

    async fn units_people_and_teams_are_kept(app) {
        let (office, mut program) = office(&app).await;
        // What is entered lies in the past: nothing begins before its day.
        app.go_to("2026-07-20");
        let root = office.bureau.root.to_string();
        let unit = |name: &str| json!({ "name": name, "kind": "section", "parent": root, "on": "2026-06-11" });
        let (first, second) = (id(&program.post("/units", unit("宣传科")).await), id(&program.post("/units", unit("安全科")).await));
        assert_eq!(program.wrong("/units", json!({ "name": "某科", "kind": "moon", "parent": root, "on": "2026-06-11" })).await, "kind");
        assert_eq!(program.wrong("/units", json!({ "name": "某科", "kind": "section", "parent": "x", "on": "2026-06-11" })).await, "parent");
        program.post(&format!("/units/{first}/rename"), json!({ "name": "宣传教育科", "on": "2026-06-12" })).await;
        let below = id(&program.post("/units", json!({ "name": "融媒体组", "kind": "section", "parent": second, "on": "2026-06-11" })).await);
        program.post(&format!("/units/{below}/move"), json!({ "unit": first, "on": "2026-06-11" })).await;
        assert_eq!(program.get(&format!("/units/{first}")).await["children"], json!([below]));

        let join = json!({ "name": "叶知秋", "staff_no": "JT007", "phone": "13812345678",
            "service": { "unit": second, "kind": "established", "title": "科员", "from": "2026-06-11" } });
        let person = id(&program.post("/people", join.clone()).await);
        assert_eq!(program.wrong("/people", join).await, "another", "same names are asked about");
        let held = program.get(&format!("/people/{person}")).await;
        assert!(held["phone"].as_str().unwrap().contains('*'), "{held}");
        program.post(&format!("/people/{person}"), json!({ "name": "叶知秋", "staff_no": "JT008" })).await;
        assert_eq!(program.wrong(&format!("/people/{person}"), json!({ "name": "" })).await, "name");
        let service = json!({ "unit": first, "kind": "concurrent", "from": "2026-06-11" });
        let service = id(&program.post(&format!("/people/{person}/service"), service).await);
        program.post(&format!("/service/{service}"), json!({ "unit": first, "kind": "concurrent", "title": "联络员", "liaison": true, "from": "2026-06-11" })).await;
        program.post(&format!("/service/{service}/end"), json!({ "on": "2026-06-20" })).await;
        let split = json!({ "name": "应急科", "kind": "section", "parent": root, "on": "2026-06-15", "along": [] });
        let split = id(&program.post(&format!("/units/{second}/split"), split).await);
        program.post(&format!("/units/{split}/end"), json!({ "on": "2026-07-01" })).await;
        let third = id(&program.post("/units", unit("档案科")).await);
        assert_eq!(id(&program.post(&format!("/units/{third}/merge"), json!({ "unit": second, "on": "2026-06-20" })).await), second);

        let heir = app.user(&office, office.unit, "孟青", "mengq", Role::Staff).await;
        let duties = program.get(&format!("/people/{person}/handover")).await;
        assert_eq!(duties["person"], json!(person));
        let (_, assignment) = {
            let programme = crate::programme::programme(&app, &office).await;
            crate::programme::duty(&app, &office, programme, "读书班", crate::programme::Holder::Person(heir.person), "2026-09-01").await
        };
        let moved = program.post(&format!("/people/{}/handover", heir.person), json!({ "default": "叶知秋", "on": "2026-07-20" })).await;
        assert!(moved["moved"].as_u64().unwrap() >= 1, "{assignment}");
        assert_eq!(program.wrong(&format!("/people/{}/handover", heir.person), json!({ "default": "谁", "on": "六月" })).await, "on");

        let team = json!({ "kind": "leading_group", "name": "创建工作领导小组", "from": "2026-01-01" });
        let team = id(&program.post("/teams", team).await);
        program.post(&format!("/teams/{team}"), json!({ "kind": "leading_group", "name": "文明创建领导小组", "from": "2026-01-01" })).await;
        let seat = id(&program.post(&format!("/teams/{team}/seats"), json!({ "role": "成员", "name": "叶知秋", "from": "2026-01-01" })).await);
        program.post(&format!("/seats/{seat}/match"), json!({ "person": person })).await;
        program.post(&format!("/seats/{seat}/end"), json!({ "on": "2026-12-31" })).await;
        let held = program.get(&format!("/teams/{team}")).await;
        assert_eq!((&held["name"], &held["seats"][0]["person"]), (&json!("文明创建领导小组"), &json!(person)));
        assert_eq!(program.get("/teams").await["items"].as_array().unwrap().len(), 1);

        let staff = Program::of(&app, &heir).await;
        let mut staff = staff;
        for path in ["/units", "/people", "/teams", "/calendar/days", "/drafts", "/tasks"] {
            assert_eq!(staff.try_post(path, json!({})).await.0, 403, "{path}");
        }
        let verdict = app.store.view().await.unwrap().audit_verify(office.bureau.id).await.unwrap();
        assert!(verdict.broken.is_none());
    }

    async fn a_roster_a_table_and_a_notice_come_in(app) {
        let (office, mut program) = office(&app).await;
        let rows: &[&[&str]] = &[&["姓名", "工号", "科室", "职务"], &["叶知秋", "JT007", "宣传科", "科员"], &["方远", "JT008", "政策法规科", ""]];
        let (status, made) = program.bytes("/roster?name=r.xlsx", book(rows)).await;
        assert_eq!(status, 200, "{made}");
        let roster = id(&made);
        let seen = program.get(&format!("/roster/{roster}")).await;
        assert_eq!((&seen["ready"], &seen["sections"], &seen["missing"]), (&json!(2), &json!(["宣传科"]), &json!([])), "{seen}");
        let columns: Vec<Value> = seen["columns"].as_array().unwrap().iter().map(|it| it["code"].clone()).collect();
        program.post(&format!("/roster/{roster}/columns"), json!({ "columns": columns })).await;
        assert_eq!(program.wrong(&format!("/roster/{roster}/columns"), json!({ "columns": ["moon"] })).await, "columns");
        let apply = format!("/roster/{roster}/apply");
        assert_eq!(program.wrong(&apply, json!({ "sections": { "宣传科": {} } })).await, "sections");
        let done = program.post(&apply, json!({ "sections": { "宣传科": { "create": "section" } } })).await;
        assert_eq!((&done["joined"], &done["units"]), (&json!(2), &json!(1)));
        assert_eq!(program.try_post(&apply, json!({})).await.0, 409, "only once");
        assert_eq!(program.bytes("/roster", b"hello".to_vec()).await.0, 422);

        let plan = published(&mut program, &office.unit.to_string()).await;
        let path = format!("/api/v1/plans/{plan}/table.");
        let token = program.token.clone();
        let sheet = program.browser.api("GET", &format!("{path}xlsx"), &token, &Value::Null).await;
        assert!(sheet.status == 200 && sheet.body.starts_with(b"PK"));
        assert_eq!(program.browser.api("GET", &format!("{path}docx"), &token, &Value::Null).await.status, 200);
        let (status, same) = program.bytes("/table/review", sheet.body).await;
        assert_eq!((status, &same["proposed"], &same["errors"]), (200, &json!([]), &json!([])), "{same}");
        assert_eq!(program.bytes("/table/review", b"x".to_vec()).await.0, 422);

        // A row as the review gives it, with one cell written over.
        let table = app::table::of_plan(&app, &office.who, plan.parse().unwrap()).await.unwrap();
        let row = &table.rows[0];
        let mut cells = serde_json::Map::new();
        for column in <domain::table::Column as domain::code::Code>::ALL.iter().filter(|it| it.is_editable()) {
            cells.insert(domain::code::Code::code(*column).into(), json!(row.cells.get(*column)));
        }
        cells.insert("material".into(), json!("签到表、照片"));
        let mut agreed = json!({ "line": 2, "task": row.task.to_string(), "stamp": row.stamp, "cells": cells });
        let applied = program.post("/table/apply", json!({ "rows": [agreed] })).await;
        assert_eq!((&applied["tasks"], &applied["cells"]), (&json!(1), &json!(1)), "{applied}");
        agreed["cells"] = json!({ "moon": "x" });
        assert_eq!(program.wrong("/table/apply", json!({ "rows": [agreed] })).await, "cells");

        let notice = "2027-01-01,元旦,休,云政办〔2026〕9号\n2027-01-03,元旦,班,\n";
        assert_eq!(program.post("/calendar/days", json!({ "text": notice })).await["days"], json!(2));
        assert_eq!(program.wrong("/calendar/days", json!({ "text": "2027-02-30,某节,休," })).await, "text");
        let days = program.get("/calendar/days?year=2027").await;
        assert_eq!((&days["items"][0]["name"], &days["items"][1]["off"]), (&json!("元旦"), &json!(false)));
        assert_eq!(program.browser.api("GET", "/api/v1/calendar/days?year=moon", &token, &Value::Null).await.status, 400);
    }
}
