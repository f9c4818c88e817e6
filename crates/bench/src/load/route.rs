//! Which pages are asked for, by whom.

use bench::bureau::Filled;
use domain::day::Day;

/// A page as one of the people opens it.
#[derive(Debug, Clone)]
pub struct Route {
    pub name: &'static str,
    pub login: &'static str,
    pub path: String,
    /// Whether it is one of those that must stay below 10 ms: lists, overview, my work.
    pub bound: bool,
}

/// All pages of a run. The key of the deep page lies in the middle of the open work.
pub fn all(filled: &Filled, today: Day) -> Vec<Route> {
    let nil = uuid::Uuid::nil();
    let deep = format!("{}~{nil}", today.plus(60));
    let middle = format!("{}~{nil}", today.minus(600));
    let (section, staff) = (filled.section, filled.staff);
    let mut routes = Vec::new();
    let mut add = |bound: bool, name: &'static str, path: &str, logins: &[&'static str]| {
        for login in logins {
            routes.push(Route { name, login, path: path.to_owned(), bound });
        }
    };
    let everyone = ["office", "leader", "liaison", "staff", "unit"];
    add(true, "my work", "/work", &everyone);
    add(true, "my work, done", "/work?tab=done", &["office", "liaison", "staff", "unit"]);
    add(true, "tasks", "/tasks", &everyone);
    add(true, "tasks, deep page", &format!("/tasks?after={deep}"), &["office", "leader"]);
    add(true, "tasks, all, deep page", &format!("/tasks?state=any&after={middle}"), &["office", "liaison"]);
    add(true, "tasks, late", "/tasks?state=late", &["office", "unit"]);
    add(true, "tasks, done by change", "/tasks?state=done&sort=changed", &["office"]);
    add(true, "tasks, one section", &format!("/tasks?state=any&unit={section}"), &["office"]);
    add(true, "tasks, one person", &format!("/tasks?state=any&person_id={staff}"), &["office"]);
    add(true, "tasks, words", "/tasks?q=志愿服务&state=any", &["office", "staff"]);
    add(true, "tasks, no owner", "/tasks?gap=owner", &["office"]);
    add(true, "overview", "/campaign", &["office", "leader", "staff"]);
    add(true, "leader's page", "/leader", &["leader"]);
    add(true, "records", "/records", &["office", "liaison", "staff"]);
    add(false, "calendar", "/calendar", &["office", "liaison", "staff"]);
    add(false, "search", "/search?q=志愿服务", &["office", "staff"]);
    add(false, "task, one section", &format!("/tasks/{}", filled.narrow_task), &["office"]);
    add(false, "task, every unit monthly", &format!("/tasks/{}", filled.wide_task), &["office"]);
    add(false, "login page", "/login", &["nobody"]);
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
