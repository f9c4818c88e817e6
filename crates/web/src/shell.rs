//! The frame around every page: bureau, person, menu, unread messages, notices. The menu shows
//! only what exists and what the actor may open.

use crate::request::{Ctx, Look, Visitor};
use crate::words;
use domain::authority::{Action, Actor};
use store::Frame;

/// What `layout.html`, `plain.html` and `wide.html` need.
#[derive(Debug, Clone, Default)]
pub struct Shell {
    pub title: String,
    pub bureau: String,
    pub demo: bool,
    pub large: bool,
    pub csrf: String,
    pub person: Option<ShellPerson>,
    pub menu: Vec<MenuGroup>,
    /// Which of the places at the bottom of a phone this is.
    pub place: &'static str,
    pub unread: i64,
    pub notices: Vec<Notice>,
    pub version: &'static str,
}

/// Who is signed in, as the head shows it.
#[derive(Debug, Clone)]
pub struct ShellPerson {
    pub name: String,
    pub post: String,
}

/// A group of the side navigation.
#[derive(Debug, Clone)]
pub struct MenuGroup {
    pub label: &'static str,
    pub icon: &'static str,
    pub url: &'static str,
    pub active: bool,
    pub count: Option<String>,
    pub items: Vec<MenuItem>,
}

/// A page of a group.
#[derive(Debug, Clone)]
pub struct MenuItem {
    pub label: &'static str,
    pub url: &'static str,
    pub active: bool,
}

/// One sentence about what was done or what to mind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    pub kind: String,
    pub text: String,
}

impl Notice {
    /// The value of the notice cookie: kind and text in percent-encoding.
    pub fn encode(&self) -> String {
        serde_urlencoded::to_string([(&self.kind, &self.text)]).unwrap_or_default()
    }

    pub fn decode(text: &str) -> Option<Self> {
        let mut pairs: Vec<(String, String)> = serde_urlencoded::from_str(text).ok()?;
        let (kind, text) = pairs.pop()?;
        matches!(kind.as_str(), "ok" | "warn" | "error" | "info").then_some(Self { kind, text })
    }
}

/// Program version, part of asset addresses so that a new version is never mixed with old assets.
pub const VERSION: &str = env!("CARGO_PKG_VERSION");

type Item = (&'static str, &'static str, Action);

/// The side navigation: group, icon, pages with the action that opens each.
const MENU: &[(&str, &str, &[Item])] = &[
    ("我的工作", "inbox", &[("我的工作", "/work", Action::ViewTask)]),
    (
        "方案与任务",
        "plan",
        &[
            ("方案总览", "/campaign", Action::ViewCampaign),
            ("任务列表", "/tasks", Action::ViewTask),
            ("节点日历", "/calendar", Action::ViewCalendar),
            ("导入与核对", "/drafts", Action::ImportPlan),
            ("任务分解表", "/table", Action::ExportTasks),
            ("领导首页", "/leader", Action::ViewLeaderPage),
        ],
    ),
    (
        "纪实与材料",
        "record",
        &[
            ("纪实", "/records", Action::ViewRecord),
            ("待审核", "/review", Action::ReviewRecord),
            ("整理旧资料", "/folders", Action::ImportRecords),
            ("台账", "/registers", Action::ViewRecord),
            ("证书", "/certificates", Action::ViewCertificate),
            ("统计", "/figures", Action::ViewRecord),
        ],
    ),
    (
        "测评与得分",
        "score",
        &[("测评得分", "/scores", Action::ViewScore), ("测评体系", "/standards", Action::ViewStandard)],
    ),
    (
        "公文",
        "paper",
        &[
            ("公文", "/papers", Action::ViewPaper),
            ("收文", "/incoming", Action::ViewIncoming),
            ("发文登记簿", "/papers/register", Action::RegisterPaper),
            ("归档设置", "/papers/archive", Action::FilePaper),
        ],
    ),
    (
        "系统",
        "system",
        &[
            ("机构", "/units", Action::ViewUnits),
            ("人员", "/people", Action::ViewUnits),
            ("领导小组与专班", "/teams", Action::ViewUnits),
            ("名册导入", "/roster", Action::ImportRoster),
            ("导入记录", "/imports", Action::ImportRoster),
            ("账号与权限", "/accounts", Action::ViewAccounts),
            ("激活单", "/slips", Action::InviteAccount),
            ("权限确认", "/rights", Action::ChangeRights),
            ("纪实类型", "/kinds", Action::EditKind),
            ("审计记录", "/audit", Action::ViewAudit),
            ("备份", "/backups", Action::BackUp),
            ("后台任务", "/jobs", Action::ViewSystem),
            ("管理方式与运行", "/system", Action::ViewSystem),
        ],
    ),
];

fn menu(actor: &Actor, path: &str) -> Vec<MenuGroup> {
    let mut groups: Vec<MenuGroup> = Vec::new();
    for (label, icon, items) in MENU {
        let open: Vec<&Item> = items.iter().filter(|(_, _, action)| actor.reach(*action).is_some()).collect();
        let Some(first) = open.first() else { continue };
        // The longest address that leads to the page is its place.
        let here = open.iter().filter(|(_, url, _)| leads(url, path)).max_by_key(|(_, url, _)| url.len());
        groups.push(MenuGroup {
            label,
            icon,
            url: first.1,
            active: here.is_some(),
            count: None,
            items: if items.len() > 1 {
                open.iter()
                    .map(|(label, url, _)| MenuItem { label, url, active: here.is_some_and(|h| h.1 == *url) })
                    .collect()
            } else {
                Vec::new()
            },
        });
    }
    groups
}

/// The figures beside 我的工作 and 纪实与材料.
fn counted(mut menu: Vec<MenuGroup>, frame: &Frame) -> Vec<MenuGroup> {
    let say = |n: i64| (n > 0).then(|| words::counted_in_menu(n));
    for group in &mut menu {
        group.count = match group.icon {
            "inbox" => say(frame.todo),
            "record" => say(frame.reviews),
            _ => None,
        };
    }
    menu
}

fn place(path: &str) -> &'static str {
    match path {
        "/" => "work",
        _ => ["work", "tasks", "calendar"]
            .into_iter()
            .find(|it| path.strip_prefix('/').is_some_and(|rest| rest.split('/').next() == Some(it)))
            .unwrap_or_default(),
    }
}

fn leads(url: &str, path: &str) -> bool {
    path == url || (url != "/" && path.strip_prefix(url).is_some_and(|rest| rest.starts_with('/')))
}

impl Shell {
    pub(crate) async fn signed_in(ctx: &Ctx, title: String) -> app::Result<Self> {
        let frame = app::work::frame(&ctx.app, &ctx.who).await?;
        Ok(Self {
            title,
            demo: frame.demo,
            large: ctx.look.large,
            csrf: ctx.session.csrf.clone(),
            menu: counted(menu(&ctx.who, &ctx.path), &frame),
            person: Some(ShellPerson {
                name: ctx.who.name.clone(),
                post: frame.unit.unwrap_or_else(|| ctx.who.role_label().to_owned()),
            }),
            bureau: frame.bureau,
            place: place(&ctx.path),
            unread: frame.unread,
            notices: ctx.notices.clone(),
            version: VERSION,
        })
    }

    /// The frame of a page without navigation.
    pub fn plain(visitor: &Visitor, title: impl Into<String>) -> Self {
        Self {
            demo: visitor.app.demo,
            csrf: visitor.csrf.clone(),
            notices: visitor.notices.clone(),
            ..Self::bare(&visitor.look, title)
        }
    }

    /// The frame of an error page.
    pub fn bare(look: &Look, title: impl Into<String>) -> Self {
        Self { title: title.into(), large: look.large, version: VERSION, ..Self::default() }
    }
}
