//! Which pages are asked for, by whom.

use bench::bureau::Filled;
use domain::day::Day;

/// A page as one of the people opens it.
#[derive(Debug, Clone)]
pub struct Route {
    pub name: &'static str,
    pub login: &'static str,
    pub path: String,
    /// Milliseconds that 95 of 100 must stay below: lists, overview, my work; the score page.
    pub limit: Option<f64>,
}

/// All pages of a run. The key of the deep page lies in the middle of the open work.
pub fn all(filled: &Filled, today: Day) -> Vec<Route> {
    let nil = uuid::Uuid::nil();
    let deep = format!("{}~{nil}", today.plus(60));
    let middle = format!("{}~{nil}", today.minus(600));
    let (section, staff) = (filled.section, filled.staff);
    let mut routes = Vec::new();
    let list = Some(10.0);
    let mut add = |limit: Option<f64>, name: &'static str, path: &str, logins: &[&'static str]| {
        for login in logins {
            routes.push(Route { name, login, path: path.to_owned(), limit });
        }
    };
    let everyone = ["office", "leader", "liaison", "staff", "unit"];
    add(list, "my work", "/work", &everyone);
    add(list, "my work, done", "/work?tab=done", &["office", "liaison", "staff", "unit"]);
    add(list, "tasks", "/tasks", &everyone);
    add(list, "tasks, deep page", &format!("/tasks?after={deep}"), &["office", "leader"]);
    add(list, "tasks, all, deep page", &format!("/tasks?state=any&after={middle}"), &["office", "liaison"]);
    add(list, "tasks, late", "/tasks?state=late", &["office", "unit"]);
    add(list, "tasks, done by change", "/tasks?state=done&sort=changed", &["office"]);
    add(list, "tasks, one section", &format!("/tasks?state=any&unit={section}"), &["office"]);
    add(list, "tasks, one person", &format!("/tasks?state=any&person_id={staff}"), &["office"]);
    add(list, "tasks, words", "/tasks?q=志愿服务&state=any", &["office", "staff"]);
    add(list, "tasks, no owner", "/tasks?gap=owner", &["office"]);
    add(list, "overview", "/campaign", &["office", "leader", "staff"]);
    add(list, "leader's page", "/leader", &["leader"]);
    add(list, "records", "/records", &["office", "liaison", "staff"]);
    let assessment = filled.assessment;
    add(Some(15.0), "score", &format!("/scores/{assessment}"), &["office"]);
    add(None, "figures", "/figures", &["office"]);
    add(None, "calendar", "/calendar", &["office", "liaison", "staff"]);
    add(None, "search", "/search?q=志愿服务", &["office", "staff"]);
    add(None, "task, one section", &format!("/tasks/{}", filled.narrow_task), &["office"]);
    add(None, "task, every unit monthly", &format!("/tasks/{}", filled.wide_task), &["office"]);
    add(None, "login page", "/login", &["nobody"]);
    for route in &mut routes {
        route.path = encoded(&route.path);
    }
    routes
}

/// Percent-encodes what is not ASCII.
fn encoded(path: &str) -> String {
    let byte = |b: u8| if b.is_ascii() { char::from(b).to_string() } else { format!("%{b:02X}") };
    path.bytes().map(byte).collect()
}
