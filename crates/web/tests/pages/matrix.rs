//! Every route × every role, printed and compared with `golden/routes.txt`. A route with an id is
//! asked twice: for an object of one's own unit and for one of a foreign unit (`own/foreign`).
//! Nothing is typed into forms: 400, 409 and 422 mean that the role came through to the act.
//! After a new route: `UPDATE_GOLDEN=1 cargo test -p wenming-web --test pages matrix`.

use crate::programme::{Holder, Programme, duty, programme};
use domain::authority::Role;
use domain::code::Code;
use domain::id::UnitId;
use domain::unit::UnitKind;
use std::collections::HashMap;
use std::fmt::Write;
use testkit::{Browser, Office, TestApp};
use web::route::{Access, Route, Verb};

/// The objects of one unit, by the first word of the paths that name them.
type Objects = Vec<(&'static str, String)>;

/// Words of paths of which the test makes no object: asked with an id that does not exist.
const NOTHING: &str = "00000000-0000-7000-8000-000000000000";

/// Users of all roles serve in one section; the other has the same things.
struct Scene {
    app: TestApp,
    copy: TestApp,
    /// Who is signed in on the copy, each with a token for programs.
    people: HashMap<Option<Role>, (Browser, String)>,
    own: Objects,
    foreign: Objects,
}

/// A bureau with two sections that have the same things.
async fn scene() -> Scene {
    let app = TestApp::sqlite().await;
    let office = app.founded().await;
    let root = office.bureau.root;
    let own = app.unit(&office, root, UnitKind::Section, "人事教育科").await;
    let foreign = app.unit(&office, root, UnitKind::Section, "运输管理科").await;
    for role in Role::ALL {
        app.user(&office, own, role.label(), role.code(), *role).await;
    }
    let programme = programme(&app, &office).await;
    let units = (own, foreign);
    let mut own = objects(&app, &office, programme, own, "own").await;
    let mut foreign = objects(&app, &office, programme, foreign, "foreign").await;
    let shared = shared(&app, &office).await;
    for (objects, unit) in [(&mut own, units.0), (&mut foreign, units.1)] {
        let score = score(&app, &office, &shared, unit).await;
        let dossier =
            app::dossier::order(&app, &office.who, score.parse().unwrap(), domain::dossier::PaperForm::Full)
                .await
                .unwrap();
        let link = link(&app, &office, score.parse().unwrap()).await;
        objects.extend([("scores", score), ("dossiers", dossier.to_string()), ("links", link)]);
        objects.extend(shared.clone());
    }
    let copy = app.copy().await;
    Scene { app, copy, people: HashMap::new(), own, foreign }
}

/// Things of the whole bureau: an upload that was refused, its job, an archive.
async fn shared(app: &TestApp, office: &Office) -> Objects {
    let mut receiving = app::file::Receiving::begin(app).await.unwrap();
    receiving.take(b"no workbook").await.unwrap();
    let file = receiving.finish().await.unwrap();
    let import = app::import::roster(app, &office.who, "名册.xlsx", file).await.unwrap();
    let job = app::import::show(app, &office.who, import).await.unwrap().import.row.job;
    let backup = app::backup::order(app, &office.who).await.unwrap();
    let standard = app::standard::install(app, &office.who, "example").await.unwrap();
    let criterion = app::standard::show(app, &office.who, standard).await.unwrap();
    let criterion = criterion.row.standard.tree.criteria().next().unwrap().1.id;
    let table = std::io::Cursor::new(sheet());
    let head = app::standard::blank("没有表头的标准", "");
    let read = app::standard::import(app, &office.who, head, "怪表.xlsx", table).await.unwrap();
    let app::standard::Read::Open(table) = read else { panic!("{read:?}") };
    let other = app::standard::install(app, &office.who, "handan_monthly").await.unwrap();
    let crosswalk = app::crosswalk::begin(app, &office.who, standard, other).await.unwrap();
    let kind = app::record_kind::begin(app, &office.who, "visit").await.unwrap();
    vec![
        ("kinds", kind.to_string()),
        ("imports", import.to_string()),
        ("jobs", job.to_string()),
        ("backups", backup.to_string()),
        ("standards", standard.to_string()),
        ("criteria", criterion.to_string()),
        ("tables", table.to_string()),
        ("crosswalks", crosswalk.to_string()),
    ]
}

/// A workbook whose columns nobody knows.
fn sheet() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, text) in (0..).zip(["甲", "乙", "丙"]) {
        sheet.write_string(0, column, text).unwrap();
    }
    sheet.write_string(1, 0, "组织领导").unwrap();
    book.save_to_buffer().unwrap()
}

/// A link of an assessment for assessors.
async fn link(app: &TestApp, office: &Office, score: domain::id::AssessmentId) -> String {
    use app::assessor_link::{LinkForm, list, make};
    let form = LinkForm { name: "测评组".into(), last: app.today(), scores: true };
    make(app, &office.who, score, &form).await.unwrap();
    list(app, &office.who, score, None).await.unwrap().rows.remove(0).row.id.to_string()
}

/// The assessment of a unit.
async fn score(app: &TestApp, office: &Office, shared: &Objects, unit: UnitId) -> String {
    let standard = shared.iter().find(|(noun, _)| *noun == "standards").unwrap().1.parse().unwrap();
    app.assessed(&office.who, standard, unit).await.to_string()
}

async fn objects(app: &TestApp, office: &Office, programme: Programme, unit: UnitId, login: &str) -> Objects {
    let holder = app.user(office, unit, login, login, Role::Staff).await;
    app.browser().sign_in(&holder).await;
    let session = app::login::sessions(app, &holder).await.unwrap().remove(0).id;
    let grants =
        app.store.view().await.unwrap().grants(office.bureau.id, Some(holder.account)).await.unwrap();
    let (task, assignment) =
        duty(app, office, programme, "开展道德讲堂", Holder::Unit(unit), "2026-09-01").await;
    let clerk = app.user(office, unit, "拟稿人", &format!("{login}_clerk"), Role::Liaison).await;
    let asked = app::paper::template::Asked {
        template: domain::paper::Template::Notice,
        plan: None,
        from: app.today(),
        to: app.today(),
    };
    let paper = app::paper::template::create(app, &clerk, &asked).await.unwrap();
    let sheet = domain::incoming::Sheet {
        origin: "云岚市精神文明建设办公室".into(),
        title: "关于做好申报工作的通知".into(),
        received: "2026-06-10".into(),
        unit: Some(unit),
        ..domain::incoming::Sheet::default()
    };
    let incoming = app::incoming::register(app, &office.who, &sheet, None).await.unwrap();
    let sheet = domain::certificate::Sheet {
        name: "交通运输行政执法证".into(),
        issuer: "省交通运输厅".into(),
        issued: "2024-05-06".into(),
        ..domain::certificate::Sheet::default()
    };
    let certificate = app::certificate::add(app, &office.who, holder.person, &sheet).await.unwrap();
    let mut receiving = app::file::Receiving::begin(app).await.unwrap();
    receiving.take(b"about an activity").await.unwrap();
    let file = receiving.finish().await.unwrap();
    let brought = vec![app::folder::Brought { path: "旧资料/1.txt".into(), file }];
    let folder = app::folder::take(app, &clerk, None, brought, false).await.unwrap();
    vec![
        ("certificates", certificate.to_string()),
        ("folders", folder.to_string()),
        ("incoming", incoming.to_string()),
        ("units", unit.to_string()),
        ("people", holder.person.to_string()),
        ("persons", holder.person.to_string()),
        ("accounts", holder.account.to_string()),
        ("grants", grants[0].id.to_string()),
        ("sessions", session.to_string()),
        ("tasks", task.to_string()),
        ("assignments", assignment.to_string()),
        ("papers", paper.to_string()),
        ("plans", programme.plan.to_string()),
        ("campaigns", programme.campaign.to_string()),
    ]
}

/// The path of a route with the objects of one side; the id of an unknown noun leads nowhere.
fn path(route: &Route, objects: &Objects) -> String {
    let mut noun = "";
    let mut path = String::new();
    for piece in route.path.split('/').skip(1) {
        path.push('/');
        if piece.starts_with("{*") {
            path.push_str("theme.css");
        } else if piece.starts_with('{') {
            let known = objects.iter().find(|(name, _)| *name == noun);
            path.push_str(known.map_or(NOTHING, |(_, id)| id.as_str()));
        } else {
            noun = piece;
            path.push_str(piece);
        }
    }
    path
}

/// The answer to someone, as the matrix writes it.
async fn answer(browser: &mut Browser, route: &Route, path: &str, token: &str) -> String {
    let program = matches!(route.access, Access::Program(_));
    let status = match route.verb {
        Verb::Get if program => browser.api("GET", path, token, &serde_json::Value::Null).await,
        Verb::Post if program => browser.api("POST", path, token, &serde_json::json!({})).await,
        Verb::Get => browser.raw("GET", path, &[], &[]).await,
        Verb::Post => browser.script_post(path, &[]).await,
    };
    if status.header("location").starts_with("/login?next=") {
        "login".into()
    } else {
        status.status.to_string()
    }
}

/// Someone on the copy of the bureau: a browser, and a token where one may be made.
async fn person(app: &TestApp, role: Option<Role>) -> (Browser, String) {
    let mut browser = app.browser();
    let Some(role) = role else {
        browser.visit("/login").await;
        return (browser, String::new());
    };
    let who = app.who(role.code()).await;
    browser.sign_in(&who).await.visit("/account").await;
    // Who may make no token has none to show.
    let token = app::token::make(app, &who, "看板", "write", "2026-12-31").await.unwrap_or_default();
    (browser, token)
}

/// What a role is answered; for a path with an id also for the object of the foreign unit.
async fn cell(scene: &mut Scene, route: &Route, role: Option<Role>) -> String {
    let sides = if route.path.contains('{') && !route.path.contains("{*") && role.is_some() { 2 } else { 1 };
    let mut cells = Vec::new();
    for objects in [&scene.own, &scene.foreign].into_iter().take(sides) {
        let path = path(route, objects);
        if !scene.people.contains_key(&role) {
            scene.people.insert(role, person(&scene.copy, role).await);
        }
        let (browser, token) = scene.people.get_mut(&role).unwrap();
        let answer = answer(browser, route, &path, token).await;
        // An act that was done must not disturb the next one.
        if route.verb == Verb::Post && answer.starts_with(['2', '3']) {
            scene.copy = scene.app.copy().await;
            scene.people.clear();
        }
        cells.push(answer);
    }
    cells.join("/")
}

#[tokio::test]
async fn every_route_answers_every_role_as_agreed() {
    let mut scene = scene().await;
    let mut routes = web::routes();
    routes.sort_by_key(|route| (route.path, route.verb == Verb::Post));
    let mut table = format!("{:<46}{:<9}", "", "anyone");
    for role in Role::ALL {
        let _ = write!(table, "{:<15}", role.code());
    }
    table = format!("{}\n", table.trim_end());
    for route in routes {
        let verb = if route.verb == Verb::Get { "GET" } else { "POST" };
        let mut line =
            format!("{:<46}{:<9}", format!("{verb:<5}{}", route.path), cell(&mut scene, &route, None).await);
        for role in Role::ALL {
            // What is open to anyone is asked once.
            let cell = if route.access == Access::Anyone {
                "-".into()
            } else {
                cell(&mut scene, &route, Some(*role)).await
            };
            let _ = write!(line, "{cell:<15}");
        }
        table.push_str(line.trim_end());
        table.push('\n');
    }
    compare("routes", &table);
}

#[expect(clippy::disallowed_methods, reason = "a switch of the test itself")]
fn compare(name: &str, found: &str) {
    let path = format!("{}/tests/golden/{name}.txt", env!("CARGO_MANIFEST_DIR"));
    if std::env::var("UPDATE_GOLDEN").is_ok() {
        std::fs::write(&path, found).unwrap();
    }
    let expect = std::fs::read_to_string(&path).unwrap_or_default();
    let odd: Vec<String> = found
        .lines()
        .filter(|line| !expect.lines().any(|it| it == *line))
        .map(|line| format!("now    {line}"))
        .chain(
            expect
                .lines()
                .filter(|line| !found.lines().any(|it| it == *line))
                .map(|line| format!("agreed {line}")),
        )
        .collect();
    let how = "UPDATE_GOLDEN=1 cargo test -p wenming-web --test pages matrix";
    assert!(odd.is_empty(), "answers changed; if that was meant: {how}\n{}", odd.join("\n"));
}
