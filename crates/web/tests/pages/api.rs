//! Programs with tokens: made and taken back by their owner, refused like pages refuse, described.

use crate::programme::{Holder, duty, programme};
use domain::authority::Role;
use serde_json::{Value, json};
use testkit::{Browser, Office, TestApp};
use web::route::{Access, Verb};

async fn token(app: &TestApp, who: &app::Who, scope: &str) -> String {
    app::token::make(app, who, "看板", scope, "2026-12-31").await.unwrap()
}

async fn get(browser: &mut Browser, path: &str, token: &str) -> (u16, Value) {
    let answer = browser.api("GET", path, token, &Value::Null).await;
    (answer.status, answer.json())
}

fn code(body: &Value) -> &str {
    body["code"].as_str().unwrap()
}

/// Staff with one duty of their own.
async fn worker(app: &TestApp, office: &Office) -> (app::Who, String, String) {
    let staff = app.user(office, office.unit, "孟青", "mengq", Role::Staff).await;
    let plan = programme(app, office).await;
    let (task, assignment) =
        duty(app, office, plan, "开展道德讲堂", Holder::Person(staff.person), "2026-09-01").await;
    (staff, task.to_string(), assignment.to_string())
}

testkit::on_both_engines! {
    async fn a_token_is_shown_once_and_taken_back(app) {
        let office = app.founded().await;
        let mut browser = app.browser();
        browser.sign_in(&office.who).await.visit("/account").await.follow("接口令牌").await.sees("还没有令牌");
        browser.fill("用途", "").fill("有效期至", "2028-01-01").press("生成令牌").await;
        browser.answered(422).sees("请填写用途").sees("365 天以内");
        browser.fill("用途", "大屏看板").fill("有效期至", "2026-12-31").choose("权限", "读写");
        browser.press("生成令牌").await.answered(200).sees("只显示这一次").sees("还没有用过");
        let secret = browser.page().texts("[data-token]").remove(0);
        let (status, me) = get(&mut browser, "/api/v1/me", &secret).await;
        assert_eq!((status, me["name"].as_str()), (200, Some("林晓雯")), "{me}");
        browser.visit("/account/tokens").await.sees("大屏看板").sees("读写").lacks(&secret).lacks("还没有用过");
        browser.press("收回").await.sees("令牌已收回").sees("还没有令牌");
        assert_eq!(get(&mut browser, "/api/v1/me", &secret).await.0, 401);
        let verdict = app.store.view().await.unwrap().audit_verify(office.bureau.id).await.unwrap();
        assert!(verdict.broken.is_none());
    }

    async fn only_a_living_token_opens_anything(app) {
        let office = app.founded().await;
        let mut browser = app.browser();
        let secret = token(&app, &office.who, "read").await;
        for wrong in ["", "wm_nothing", &secret[..20]] {
            let (status, body) = get(&mut browser, "/api/v1/me", wrong).await;
            assert_eq!((status, code(&body)), (401, "unauthorized"));
        }
        // A session is no token: a page of another site could use it.
        browser.sign_in(&office.who).await;
        assert_eq!(browser.raw("GET", "/api/v1/me", &[], &[]).await.status, 401);
        assert_eq!(get(&mut browser, "/api/v1/me", &secret).await.0, 200);
        app.go_to("2026-12-31");
        assert_eq!(get(&mut browser, "/api/v1/me", &secret).await.0, 200);
        app.go_to("2027-01-01");
        assert_eq!(get(&mut browser, "/api/v1/me", &secret).await.0, 401);
    }

    async fn a_disabled_owner_and_a_foreign_token(app) {
        let office = app.founded().await;
        let staff = app.user(&office, office.unit, "孟青", "mengq", Role::Staff).await;
        let mut browser = app.browser();
        let secret = token(&app, &staff, "read").await;
        assert_eq!(get(&mut browser, "/api/v1/units", &secret).await.0, 200);
        let (status, body) = get(&mut browser, "/api/v1/accounts", &secret).await;
        assert_eq!((status, code(&body)), (403, "forbidden"));
        let own = app::token::list(&app, &staff).await.unwrap().remove(0).id;
        assert!(app::token::revoke(&app, &office.who, own).await.is_err(), "not one's own");
        app::account::set_enabled(&app, &office.who, staff.account, false).await.unwrap();
        assert_eq!(get(&mut browser, "/api/v1/units", &secret).await.0, 401);
    }

    async fn a_program_files_a_record(app) {
        let office = app.founded().await;
        let (staff, task, assignment) = worker(&app, &office).await;
        let mut browser = app.browser();
        let (read, write) = (token(&app, &staff, "read").await, token(&app, &staff, "write").await);
        let (_, list) = get(&mut browser, "/api/v1/assignments?state=open", &read).await;
        assert_eq!(list["items"][0]["id"], json!(assignment));
        assert_eq!(list["next"], Value::Null);
        let start = format!("/api/v1/assignments/{assignment}/start");
        let refused = browser.api("POST", &start, &read, &Value::Null).await;
        assert_eq!((refused.status, code(&refused.json())), (403, "forbidden"));
        assert_eq!(browser.api("POST", &start, &write, &Value::Null).await.status, 200);
        let again = browser.api("POST", &start, &write, &Value::Null).await;
        assert_eq!((again.status, code(&again.json())), (409, "conflict"));
        let mut record = json!({ "title": "", "day": "2026-06-10", "assignments": [assignment] });
        let refused = browser.api("POST", "/api/v1/records", &write, &record).await;
        assert_eq!((refused.status, refused.json()["errors"][0]["field"].clone()), (422, json!("title")));
        record["title"] = json!("<b>道德讲堂</b>第一期");
        record["text"] = json!("三十人参加。");
        record["figures"] = json!([{ "item": "参加人数", "value": "30", "uom": "人" }]);
        let filed = browser.api("POST", "/api/v1/records", &write, &record).await;
        assert_eq!(filed.status, 200, "{}", filed.text());
        let id = filed.json()["id"].as_str().unwrap().to_owned();
        let (_, kept) = get(&mut browser, &format!("/api/v1/records/{id}"), &read).await;
        assert_eq!((kept["title"].clone(), kept["state"]["code"].clone()), (json!("<b>道德讲堂</b>第一期"), json!("filed")));
        let (_, page) = get(&mut browser, &format!("/api/v1/tasks/{task}"), &read).await;
        assert_eq!(page["assignments"][0]["state"]["code"], json!("review"));
        let (_, told) = get(&mut browser, "/api/v1/messages", &token(&app, &office.who, "read").await).await;
        assert!(told["items"].as_array().is_some());
    }

    async fn what_is_foreign_or_nonsense(app) {
        let office = app.founded().await;
        let (_, task, _) = worker(&app, &office).await;
        let other = app.user(&office, office.unit, "叶清", "yeq", Role::Staff).await;
        let mut browser = app.browser();
        let secret = token(&app, &other, "write").await;
        for path in [format!("/api/v1/tasks/{task}"), "/api/v1/tasks/1%27%20or%201=1".into(), "/api/v1/nowhere".into()] {
            let (status, body) = get(&mut browser, &path, &secret).await;
            assert_eq!((status, code(&body)), (404, "not_found"), "{path}");
        }
        let (status, body) = get(&mut browser, "/api/v1/assignments?state=%00", &secret).await;
        assert_eq!((status, code(&body)), (422, "invalid"));
        for json in [json!([]), json!({ "title": 1 }), json!("x")] {
            let answer = browser.api("POST", "/api/v1/records", &secret, &json).await;
            assert_eq!((answer.status, code(&answer.json())), (400, "unreadable"));
        }
        for after in ["x", "_", "%E6%9E%97_1", "%00_%00"] {
            for list in ["people", "assignments", "records", "messages", "search", "units"] {
                let status = get(&mut browser, &format!("/api/v1/{list}?q=a&after={after}"), &secret).await.0;
                assert_eq!(status, 200, "{list} {after}");
            }
        }
    }

    async fn lists_page_by_key(app) {
        let office = app.founded().await;
        for n in 0..59 {
            app.person(&office, office.unit, &format!("同志{n:02}"), false).await;
        }
        let secret = token(&app, &office.who, "read").await;
        let mut browser = app.browser();
        let (_, first) = get(&mut browser, "/api/v1/people", &secret).await;
        let next = first["next"].as_str().unwrap();
        let path = format!("/api/v1/people?{}", serde_urlencoded::to_string([("after", next)]).unwrap());
        let (_, second) = get(&mut browser, &path, &secret).await;
        let count = |page: &Value| page["items"].as_array().unwrap().len();
        assert_eq!((count(&first), count(&second), &second["next"]), (50, 10, &Value::Null));
    }
}

#[tokio::test]
async fn papers_are_drafted_read_and_led_on() {
    let app = TestApp::sqlite().await;
    let office = app.founded().await;
    let leader = app.user(&office, office.bureau.root, "秦卫东", "qinwd", Role::Leader).await;
    let (writer, reader) = (token(&app, &office.who, "write").await, token(&app, &leader, "read").await);
    let mut browser = app.browser();
    let text = json!({
        "kind": "notice", "header": {"organs": ["云岚市交通运输局"]}, "title": "关于召开推进会的通知",
        "recipients": ["各科室"], "body": [{"type": "paragraph", "runs": [{"text": "请按时参加。"}]}],
        "sign_off": {"date": "2026-06-11"}
    });
    let given = json!({"template": "notice", "text": text});
    let made = browser.api("POST", "/api/v1/papers", &writer, &given).await.json();
    let path = format!("/api/v1/papers/{}", made["id"].as_str().unwrap());
    let wrong = json!({"template": "notice", "text": {"kind": "poem"}});
    assert_eq!(browser.api("POST", "/api/v1/papers", &writer, &wrong).await.status, 422);
    let (status, paper) = get(&mut browser, &path, &writer).await;
    assert_eq!(
        (status, &paper["text"]["title"], &paper["intact"]),
        (200, &json!("关于召开推进会的通知"), &json!(true))
    );
    let mut next = text.clone();
    next["title"] = json!("关于改期召开推进会的通知");
    let change = json!({"version": paper["version"], "text": next});
    assert_eq!(browser.api("POST", &path, &writer, &change).await.status, 200);
    assert_eq!(browser.api("POST", &path, &writer, &change).await.status, 409, "stale");
    let (_, paper) = get(&mut browser, &path, &writer).await;
    let asked = json!({"version": paper["version"], "step": "sign"});
    assert_eq!(browser.api("POST", &format!("{path}/step"), &writer, &asked).await.status, 403);
    let asked = json!({"version": paper["version"], "step": "submit"});
    assert_eq!(browser.api("POST", &format!("{path}/step"), &writer, &asked).await.status, 200);
    assert_eq!(browser.api("POST", &format!("{path}/step"), &reader, &asked).await.status, 403, "read only");
    let (_, list) = get(&mut browser, "/api/v1/papers?state=review", &reader).await;
    assert_eq!(
        (list["items"].as_array().unwrap().len(), &list["items"][0]["state"]["code"]),
        (1, &json!("review"))
    );
    for kind in ["docx", "pdf"] {
        assert_eq!(
            browser.api("GET", &format!("{path}/{kind}"), &reader, &Value::Null).await.status,
            200,
            "{kind}"
        );
    }
}

#[tokio::test]
async fn every_route_of_the_interface_is_described() {
    let app = TestApp::sqlite().await;
    let (status, document) = get(&mut app.browser(), "/api/v1/openapi.json", "").await;
    assert_eq!(status, 200);
    let mut described = 0;
    for route in web::routes().iter().filter(|route| matches!(route.access, Access::Program(_))) {
        let verb = if route.verb == Verb::Get { "get" } else { "post" };
        let operation = &document["paths"][route.path][verb];
        assert!(operation.is_object(), "{verb} {} is not described", route.path);
        assert!(operation["responses"]["200"].is_object(), "{verb} {}", route.path);
        assert_eq!(
            operation["responses"]["422"]["content"]["application/problem+json"]["schema"]["$ref"],
            json!("#/components/schemas/Problem"),
            "{verb} {}",
            route.path
        );
        described += 1;
    }
    let paths = document["paths"].as_object().unwrap().values();
    let operations: usize = paths.map(|path| path.as_object().unwrap().len()).sum();
    assert_eq!(operations, described, "something is described that does not exist");
    references(&document, &document);
    assert!(document["components"]["schemas"]["RecordIn"].is_object());
}

/// Every reference leads to a schema of the document.
fn references(document: &Value, at: &Value) {
    match at {
        Value::Object(fields) => {
            if let Some(target) = fields.get("$ref").and_then(Value::as_str) {
                let found = document.pointer(target.trim_start_matches('#'));
                assert!(found.is_some_and(Value::is_object), "{target} leads nowhere");
            }
            fields.values().for_each(|it| references(document, it));
        }
        Value::Array(items) => items.iter().for_each(|it| references(document, it)),
        _ => {}
    }
}
