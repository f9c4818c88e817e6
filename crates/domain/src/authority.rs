//! Who may do what: one pure function over one table. Lists use the [`Scope`] as a filter, single
//! rows are checked with [`may`]; both read the same table, and a golden file prints it.

use crate::code::Code;
use crate::codes;
use crate::id::{AccountId, BureauId, PersonId, UnitId};
use crate::refused::Refused;
use serde::Serialize;

codes! {
    /// Roles of `PRODUCT.md` §2.
    pub enum Role {
        Office = "office" "创建办",
        Leader = "leader" "局领导",
        Liaison = "liaison" "科室负责人·联络员",
        Staff = "staff" "干部职工",
        Subordinate = "subordinate" "局属单位管理员",
        Inspector = "inspector" "督查组",
        Supervisor = "supervisor" "行风监督员",
        Assessor = "assessor" "测评组",
        /// The only administrator under 简易 administration.
        Administrator = "administrator" "管理员",
        SystemAdmin = "system_admin" "系统管理员",
        SecurityAdmin = "security_admin" "安全管理员",
        AuditAdmin = "audit_admin" "审计管理员",
    }
}

codes! {
    /// Everything that can be done to something. The code stands in the audit log.
    pub enum Action {
        SetUp = "set_up" "初始化",
        SignIn = "sign_in" "登录",
        SignInFailed = "sign_in_failed" "登录失败",
        SignOut = "sign_out" "退出",
        RevokeSession = "revoke_session" "结束会话",
        ChangePassword = "change_password" "修改密码",
        Refuse = "refuse" "拒绝访问",

        ViewUnits = "view_units" "查看机构人员",
        EditUnits = "edit_units" "维护机构",
        EditPeople = "edit_people" "维护人员",
        ImportRoster = "import_roster" "导入名册",
        HandOver = "hand_over" "移交职责",
        ViewCertificate = "view_certificate" "查看证书",
        EditCertificate = "edit_certificate" "登记证书",
        UnmaskField = "unmask_field" "查看个人信息",
        ExportPeople = "export_people" "导出人员",
        ViewAccounts = "view_accounts" "查看账号",
        InviteAccount = "invite_account" "发放激活单",
        EditAccount = "edit_account" "启停账号",
        ChangeRights = "change_rights" "变更权限",

        ImportPlan = "import_plan" "导入方案",
        EditDraft = "edit_draft" "核对方案",
        PublishPlan = "publish_plan" "发布方案",
        ViewCampaign = "view_campaign" "查看方案总览",
        ViewTask = "view_task" "查看任务",
        EditTask = "edit_task" "编辑任务",
        AssignTask = "assign_task" "指定责任",
        UrgeTask = "urge_task" "催办",
        FileRecord = "file_record" "报送纪实",
        ImportRecords = "import_records" "整理旧资料",
        ViewRecord = "view_record" "查看纪实",
        ReviewRecord = "review_record" "审核纪实",
        /// Done by the system alone.
        ExamineRecord = "examine_record" "核对材料",
        EditKind = "edit_kind" "维护纪实类型",
        ExportTasks = "export_tasks" "导出任务分解表",
        ImportTasks = "import_tasks" "回填任务分解表",

        ViewStandard = "view_standard" "查看测评体系",
        EditStandard = "edit_standard" "维护测评体系",
        ViewScore = "view_score" "查看得分",
        ClaimScore = "claim_score" "填写自评",
        ReviewScore = "review_score" "审核得分",
        RecordOutside = "record_outside" "登记外部测评",
        MakeDossier = "make_dossier" "生成迎检档案",
        OpenToAssessor = "open_to_assessor" "开放给测评组",
        /// Done without an account, by whoever holds the secret.
        ReadThroughLink = "read_through_link" "凭链接查看",

        ViewPaper = "view_paper" "查看公文",
        DraftPaper = "draft_paper" "拟制公文",
        ReviewPaper = "review_paper" "审核公文",
        SignPaper = "sign_paper" "签发公文",
        CheckPaper = "check_paper" "复核公文",
        RegisterPaper = "register_paper" "登记发文",
        IssuePaper = "issue_paper" "印发公文",
        FilePaper = "file_paper" "归档公文",
        VoidPaper = "void_paper" "作废公文",
        ReceivePaper = "receive_paper" "签收公文",
        ViewIncoming = "view_incoming" "查看收文",
        RegisterIncoming = "register_incoming" "登记收文",
        HandleIncoming = "handle_incoming" "办理收文",

        ViewCalendar = "view_calendar" "查看日历",
        EditCalendar = "edit_calendar" "维护节假日",
        MakeFeed = "make_feed" "生成日历订阅",
        Search = "search" "搜索",
        ReadMessages = "read_messages" "查看提醒",
        SaveView = "save_view" "保存视图",
        MakeToken = "make_token" "生成接口令牌",

        ViewLeaderPage = "view_leader_page" "查看领导首页",
        ViewAudit = "view_audit" "查看审计",
        ViewSystem = "view_system" "查看系统",
        EditSetting = "edit_setting" "修改设置",
        BackUp = "back_up" "备份",
        Restore = "restore" "恢复",
    }
}

/// How far an action reaches for a role.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub enum Scope {
    /// What the person owns, is assigned to or has made.
    Own,
    /// The unit of the grant.
    Unit,
    /// The unit of the grant and everything below it.
    Subtree,
    /// The whole bureau.
    All,
}

impl Scope {
    /// The mark in the golden matrix.
    pub fn mark(self) -> &'static str {
        match self {
            Self::Own => "own",
            Self::Unit => "unit",
            Self::Subtree => "subtree",
            Self::All => "all",
        }
    }
}

/// The table: how far `role` may do `action`, if at all.
pub fn scope(role: Role, action: Action) -> Option<Scope> {
    use Action as A;
    use Role as R;
    use Scope::{All, Own, Subtree};
    let everyone = matches!(
        action,
        A::SignIn | A::SignInFailed | A::SignOut | A::RevokeSession | A::ChangePassword | A::ReadMessages
    );
    if everyone {
        return Some(Own);
    }
    // Inside staff: all who work in the bureau or its subordinate units.
    let inside =
        matches!(role, R::Office | R::Leader | R::Liaison | R::Staff | R::Subordinate | R::Administrator);
    match action {
        A::ViewCalendar | A::Search | A::MakeFeed | A::SaveView if inside => Some(Own),
        A::ViewUnits if inside || matches!(role, R::SystemAdmin | R::SecurityAdmin) => Some(All),
        A::ViewCampaign if inside => Some(All),
        A::ViewTask | A::ViewRecord => match role {
            R::Office | R::Leader | R::Inspector => Some(All),
            R::Liaison | R::Subordinate => Some(Subtree),
            R::Staff | R::Administrator => Some(Own),
            _ => None,
        },
        A::ViewCertificate => match role {
            R::Office | R::Leader => Some(All),
            R::Liaison | R::Subordinate => Some(Subtree),
            R::Staff | R::Administrator => Some(Own),
            _ => None,
        },
        A::EditCertificate => match role {
            R::Office => Some(All),
            R::Liaison | R::Subordinate => Some(Subtree),
            R::Leader | R::Staff => Some(Own),
            _ => None,
        },
        A::FileRecord => match role {
            R::Office | R::Leader | R::Staff => Some(Own),
            R::Liaison | R::Subordinate => Some(Subtree),
            _ => None,
        },
        A::ImportRecords => match role {
            R::Office => Some(All),
            R::Liaison | R::Subordinate => Some(Subtree),
            _ => None,
        },
        A::AssignTask | A::UrgeTask | A::ExportTasks => match role {
            R::Office => Some(All),
            R::Leader if matches!(action, A::UrgeTask | A::ExportTasks) => Some(All),
            R::Liaison | R::Subordinate => Some(Subtree),
            _ => None,
        },
        A::ImportPlan
        | A::EditDraft
        | A::PublishPlan
        | A::EditTask
        | A::ReviewRecord
        | A::ImportTasks
        | A::EditCalendar => (role == R::Office).then_some(All),
        A::ViewStandard if inside || matches!(role, R::Inspector | R::Assessor) => Some(All),
        A::ViewScore => match role {
            R::Office | R::Leader | R::Liaison | R::Inspector | R::Assessor => Some(All),
            R::Subordinate => Some(Subtree),
            _ => None,
        },
        A::ClaimScore | A::MakeDossier => match role {
            R::Office => Some(All),
            R::Subordinate => Some(Subtree),
            _ => None,
        },
        A::EditStandard | A::ReviewScore | A::OpenToAssessor => (role == R::Office).then_some(All),
        A::RecordOutside => matches!(role, R::Office | R::Assessor).then_some(All),
        A::ViewPaper | A::ViewIncoming => match role {
            R::Office | R::Leader => Some(All),
            R::Liaison | R::Subordinate => Some(Subtree),
            R::Staff | R::Administrator => Some(Own),
            _ => None,
        },
        A::DraftPaper => match role {
            R::Office => Some(All),
            R::Liaison => Some(Own),
            _ => None,
        },
        A::ReviewPaper => match role {
            R::Office => Some(All),
            R::Liaison => Some(Subtree),
            _ => None,
        },
        A::SignPaper => (role == R::Leader).then_some(All),
        A::CheckPaper | A::RegisterPaper | A::IssuePaper | A::FilePaper | A::VoidPaper => {
            (role == R::Office).then_some(All)
        }
        A::ReceivePaper if inside => Some(Own),
        A::RegisterIncoming => (role == R::Office).then_some(All),
        A::HandleIncoming => match role {
            R::Office => Some(All),
            R::Liaison | R::Subordinate => Some(Subtree),
            R::Leader | R::Staff => Some(Own),
            _ => None,
        },
        A::EditUnits | A::EditPeople | A::ImportRoster | A::HandOver => {
            matches!(role, R::Office | R::Administrator | R::SystemAdmin).then_some(All)
        }
        A::ExportPeople => {
            let keeps = matches!(role, R::Office | R::Administrator | R::SystemAdmin | R::SecurityAdmin);
            keeps.then_some(All)
        }
        A::UnmaskField => matches!(role, R::Office | R::SecurityAdmin).then_some(All),
        A::ViewAccounts => {
            matches!(role, R::Administrator | R::SystemAdmin | R::SecurityAdmin | R::Office).then_some(All)
        }
        A::InviteAccount | A::EditAccount => {
            matches!(role, R::Administrator | R::SystemAdmin | R::Office).then_some(All)
        }
        A::ChangeRights => matches!(role, R::Administrator | R::SecurityAdmin).then_some(All),
        A::MakeToken if inside => Some(Own),
        A::ViewLeaderPage => matches!(role, R::Office | R::Leader).then_some(All),
        A::ViewAudit => matches!(role, R::AuditAdmin | R::Administrator | R::Leader).then_some(All),
        A::ViewSystem => matches!(role, R::Administrator | R::SystemAdmin | R::SecurityAdmin).then_some(All),
        A::EditKind => matches!(role, R::Office | R::Administrator).then_some(All),
        A::EditSetting | A::BackUp | A::Restore => {
            matches!(role, R::Administrator | R::SystemAdmin).then_some(All)
        }
        A::Refuse | A::SetUp | A::ExamineRecord | A::ReadThroughLink => None,
        _ => None,
    }
}

/// Roles that one person may not hold together under 三员 administration.
pub const EXCLUSIVE: [Role; 3] = [Role::SystemAdmin, Role::SecurityAdmin, Role::AuditAdmin];

impl Role {
    /// Whether the role administers accounts, rights or the audit of the bureau.
    pub fn administers(self) -> bool {
        self == Self::Administrator || EXCLUSIVE.contains(&self)
    }
}

/// A role that a person holds for a unit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Grant {
    pub role: Role,
    pub unit: UnitId,
}

/// Who acts. Loaded from the database on every request, so that a change of rights acts at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    pub account: AccountId,
    pub person: PersonId,
    pub bureau: BureauId,
    pub name: String,
    pub login: String,
    pub grants: Vec<Grant>,
    /// Units where the person serves today.
    pub units: Vec<UnitId>,
    /// Those of them that the person heads or is the liaison of: what is assigned to such a unit and to
    /// nobody by name is the actor's.
    pub receives: Vec<UnitId>,
}

/// What the table needs to know of the object.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facts {
    pub bureau: Option<BureauId>,
    /// The units that the object concerns, each with all its ancestors.
    pub units: Vec<UnitId>,
    /// The same units without their ancestors.
    pub exact: Vec<UnitId>,
    /// Persons who own, are assigned to or made the object.
    pub people: Vec<PersonId>,
}

/// The answer of [`may`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decision {
    Allow,
    /// The actor sees the object but may not do this.
    Deny,
    /// The actor may not know that the object exists.
    Hide,
}

impl Actor {
    /// The furthest scope in which the actor may do `action` for some object.
    pub fn reach(&self, action: Action) -> Option<Scope> {
        self.grants.iter().filter_map(|grant| scope(grant.role, action)).max()
    }

    /// Whether the actor has a role.
    pub fn is(&self, role: Role) -> bool {
        self.grants.iter().any(|grant| grant.role == role)
    }

    /// The units of the grants that give `action` a unit or subtree scope.
    pub fn granted_units(&self, action: Action) -> Vec<UnitId> {
        self.grants
            .iter()
            .filter(|grant| matches!(scope(grant.role, action), Some(Scope::Unit | Scope::Subtree)))
            .map(|grant| grant.unit)
            .collect()
    }

    /// The role that a page names beside the person.
    pub fn role_label(&self) -> &'static str {
        self.grants.iter().map(|grant| grant.role).min().map_or("未授权", Code::label)
    }
}

fn covers(actor: &Actor, action: Action, facts: &Facts) -> bool {
    actor.grants.iter().any(|grant| match scope(grant.role, action) {
        Some(Scope::All) => true,
        Some(Scope::Subtree) => facts.units.contains(&grant.unit) || facts.people.contains(&actor.person),
        Some(Scope::Unit) => facts.exact.contains(&grant.unit) || facts.people.contains(&actor.person),
        Some(Scope::Own) => facts.people.contains(&actor.person),
        None => false,
    })
}

/// Decides whether `actor` may do `action` to an object with these facts. `seen_by` is the action
/// that lets one see such an object: it tells a 403 from a 404.
pub fn may(actor: &Actor, action: Action, seen_by: Action, facts: &Facts) -> Decision {
    if facts.bureau.is_some_and(|bureau| bureau != actor.bureau) {
        return Decision::Hide;
    }
    if covers(actor, action, facts) {
        Decision::Allow
    } else if covers(actor, seen_by, facts) {
        Decision::Deny
    } else {
        Decision::Hide
    }
}

/// [`may`] as a refusal that names who can.
pub fn require(actor: &Actor, action: Action, seen_by: Action, facts: &Facts) -> Result<(), Refused> {
    match may(actor, action, seen_by, facts) {
        Decision::Allow => Ok(()),
        Decision::Hide => Err(Refused::NotFound),
        Decision::Deny => Err(denied(action)),
    }
}

/// Requires that the actor may do `action` at all, for pages and acts without an object.
pub fn require_any(actor: &Actor, action: Action) -> Result<(), Refused> {
    if actor.reach(action).is_some() { Ok(()) } else { Err(denied(action)) }
}

/// The sentence of a 403: what was refused and which roles can do it.
pub fn denied(action: Action) -> Refused {
    let who: Vec<&str> =
        Role::ALL.iter().filter(|role| scope(**role, action).is_some()).map(|role| role.label()).collect();
    Refused::Forbidden(format!("您没有“{}”的权限。可以办理的有：{}。", action.label(), who.join("、")))
}
