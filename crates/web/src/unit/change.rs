//! 更名, 调整隶属, 合并, 分设, 撤销: one page each, with what will happen before it does.

use super::{Choice, chosen, codes, day, is_root, units};
use crate::form::{ErrorLine, Errors, Form, Pairs};
use crate::page::{Answer, Page};
use crate::request::Ctx;
use crate::shell::Shell;
use app::unit::{self, NewUnitForm, Sight};
use askama::Template;
use axum::extract::Path;
use axum::response::{IntoResponse, Response};
use domain::Refused;
use domain::code::Code;
use domain::codes as declare;
use domain::id::{MembershipId, UnitId};
use domain::unit::UnitKind;

declare! {
    /// What can be done to a unit.
    pub enum Act {
        Rename = "rename" "更名",
        Move = "move" "调整隶属",
        Merge = "merge" "合并",
        Split = "split" "分设",
        End = "end" "撤销",
    }
}

impl Act {
    fn says(self) -> &'static str {
        match self {
            Self::Rename => "以前的文件和记录仍显示当时的名称。",
            Self::Move => "下级单位一起过去，权限范围从这一天起随新的隶属关系。",
            Self::Merge => {
                "在任人员和下级单位从这一天起转入对方，原单位撤销，历史保留。原负责人不自动成为新单位的负责人；按科室授予的权限请到“账号与权限”重新确认。"
            }
            Self::Split => "新单位会记住它从哪里分出来，选中的人员从这一天起到新单位任职。",
            Self::End => "没有在任人员和下级单位时才能撤销。历史记录都保留。",
        }
    }
}

#[derive(Template)]
#[template(path = "unit/change.html")]
struct ChangePage {
    shell: Shell,
    act: &'static str,
    heading: String,
    says: &'static str,
    sight: Sight,
    typed_name: String,
    on: String,
    kinds: Vec<Choice>,
    goals: Vec<Choice>,
    along: Vec<String>,
    errors: Errors,
    lines: Vec<ErrorLine>,
}

impl ChangePage {
    fn goes(&self, id: &MembershipId) -> bool {
        self.along.contains(&id.to_string())
    }
}

/// The fields of any of the acts.
struct Typed(Pairs);

impl Typed {
    fn get(&self, name: &str) -> &str {
        self.0.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str()).unwrap_or_default()
    }

    fn all(&self, name: &str) -> Vec<String> {
        self.0.iter().filter(|(key, _)| key == name).map(|(_, value)| value.clone()).collect()
    }
}

fn known(act: &str) -> app::Result<Act> {
    Act::from_code(act).ok_or_else(|| Refused::NotFound.into())
}

async fn page(ctx: &Ctx, id: UnitId, act: Act, typed: &Typed, errors: Errors) -> app::Result<ChangePage> {
    let sight = unit::show(&ctx.app, &ctx.who, id).await?;
    if is_root(&sight.unit) && act != Act::Rename {
        return Err(app::Error::rule("本机关是最上一级，只能更名。"));
    }
    let goal = match (typed.get("goal"), sight.unit.parent) {
        ("", Some(parent)) if act == Act::Split => parent.to_string(),
        (typed, _) => typed.to_owned(),
    };
    let mut goals = units(ctx, &goal, "请选择").await?;
    goals.retain(|choice| choice.value != id.to_string() || act == Act::Split);
    let mut kinds = codes::<UnitKind>(if typed.get("kind").is_empty() {
        sight.unit.kind.code()
    } else {
        typed.get("kind")
    });
    kinds.retain(|kind| kind.value != UnitKind::Bureau.code());
    let heading = format!("{act}：{}", sight.unit.name);
    let on =
        if typed.get("on").is_empty() { ctx.app.today().to_string() } else { typed.get("on").to_owned() };
    Ok(ChangePage {
        shell: ctx.shell(heading.clone()).await?,
        act: act.code(),
        heading,
        says: act.says(),
        typed_name: typed.get("name").to_owned(),
        on,
        kinds,
        goals,
        along: typed.all("along"),
        sight,
        lines: errors.lines(),
        errors,
    })
}

pub async fn ask(ctx: Ctx, Path((id, act)): Path<(UnitId, String)>) -> Answer<Response> {
    let page = page(&ctx, id, known(&act)?, &Typed(Vec::new()), Errors::default()).await?;
    Ok(Page::ok(page).into_response())
}

pub async fn act(
    ctx: Ctx,
    Path((id, act)): Path<(UnitId, String)>,
    Form(typed): Form<Pairs>,
) -> Answer<Response> {
    let (act, typed) = (known(&act)?, Typed(typed));
    match run(&ctx, id, act, &typed).await {
        Ok(goal) => Ok(ctx.done(format!("/units/{goal}"), format!("{act}已办好。")).into_response()),
        Err(error) => {
            Ok(Page::refused(page(&ctx, id, act, &typed, Errors::of(error)?).await?).into_response())
        }
    }
}

/// Runs the act and tells which unit to show then.
async fn run(ctx: &Ctx, id: UnitId, act: Act, typed: &Typed) -> app::Result<UnitId> {
    let (app, who) = (&ctx.app, &ctx.who);
    let on = day("on", typed.get("on"))?;
    let goal = || chosen::<UnitId>("goal", typed.get("goal"), "请选择单位。");
    match act {
        Act::Rename => unit::rename(app, who, id, typed.get("name"), on).await.map(|()| id),
        Act::Move => unit::relocate(app, who, id, goal()?, on).await.map(|()| id).map_err(on_goal),
        Act::Merge => {
            let into = goal()?;
            unit::merge(app, who, id, into, on).await.map(|()| into).map_err(on_goal)
        }
        Act::End => unit::end(app, who, id, on).await.map(|()| id),
        Act::Split => {
            let form = NewUnitForm {
                name: typed.get("name").to_owned(),
                kind: UnitKind::from_code(typed.get("kind"))
                    .ok_or_else(|| app::Error::field("kind", "请选择类别。"))?,
                parent: goal()?,
                on,
            };
            let along: Vec<MembershipId> =
                typed.all("along").iter().filter_map(|id| id.parse().ok()).collect();
            unit::split(app, who, id, &form, &along).await.map_err(on_goal)
        }
    }
}

/// The rules name the other unit by its part; the form has one field for it.
fn on_goal(error: app::Error) -> app::Error {
    match error {
        app::Error::Refused(Refused::Invalid(mut fields)) => {
            for field in &mut fields {
                if matches!(field.field.as_str(), "parent" | "into") {
                    field.field = "goal".into();
                }
            }
            Refused::Invalid(fields).into()
        }
        other => other,
    }
}
