//! 更名, 调整隶属, 合并, 分设, 撤销: one page each, with what will happen before it does.

use super::{Choice, chosen, codes, day, is_root, units};
use crate::form::{ErrorLine, Errors, Form, Pairs};
use crate::page::{Answer, Page};
use crate::request::{Ctx, Path};
use crate::shell::Shell;
use app::unit::{self, Leaves, NewUnitForm, Sight};
use askama::Template;
use axum::response::{IntoResponse, Response};
use domain::Refused;
use domain::code::Code;
use domain::codes as declare;
use domain::id::{MeasureId, MembershipId, UnitId};
use domain::unit::UnitKind;

declare! {
    /// What can be done to a unit.
    pub enum Act {
        Rename = "rename" "更名",
        Move = "move" "调整隶属",
        Merge = "merge" "合并",
        Split = "split" "分设",
        End = "end" "撤销",
        Duties = "duties" "科室职责",
    }
}

impl Act {
    fn says(self) -> &'static str {
        match self {
            Self::Rename => {
                "以前的文件和记录仍显示当时的名称。任务、权限都不变；领导小组里用单位名称列的席位从这一天起换成新名称。"
            }
            Self::Move => "下级单位一起过去，权限范围从这一天起随新的隶属关系。",
            Self::Merge => {
                "在任人员、下级单位、没办结的任务、权限和领导小组席位从这一天起转入对方，原单位撤销，历史保留。对方本来就有的任务只留一份。原负责人不自动成为新单位的负责人。"
            }
            Self::Split => {
                "新单位会记住它从哪里分出来。选中的人员从这一天起到新单位任职，权限随人；选中的任务转给新单位。各科室都有的任务，新单位自动接续以后的期次。"
            }
            Self::Duties => {
                "写这个科室管什么，一行一件或者用顿号隔开，例如：政务公开、信访接待、网站和公众号。核对方案时，系统会按这里的词提出责任科室的建议。"
            }
            Self::End => "没有在任人员和下级单位时才能撤销；没办结的任务要交给别的单位。历史记录都保留。",
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
    typed_text: String,
    on: String,
    kinds: Vec<Choice>,
    goals: Vec<Choice>,
    heirs: Vec<Choice>,
    along: Vec<String>,
    /// What hangs on the unit, in one sentence.
    moves: String,
    binds: bool,
    duties: Vec<Choice>,
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

/// What will move, as the page says it before the act.
fn moves(act: Act, leaves: &Leaves) -> String {
    match act {
        _ if leaves.sentence.is_empty() => String::new(),
        Act::Merge => format!("会一起转入对方：{}。", leaves.sentence),
        Act::End if leaves.binds => format!("会转给承接单位：{}。", leaves.sentence),
        Act::End => format!("会一起终止：{}。", leaves.sentence),
        Act::Split => format!("名下现有：{}。", leaves.sentence),
        Act::Rename | Act::Move | Act::Duties => String::new(),
    }
}

/// The open duties by measure, all chosen until somebody chose otherwise.
fn duties(leaves: &Leaves, typed: &Typed) -> Vec<Choice> {
    let picked = typed.all("duties");
    let all = leaves.groups.iter().map(|(measure, heading, n)| {
        let value = measure.map_or_else(|| "none".to_owned(), |it| it.to_string());
        Choice {
            selected: typed.0.is_empty() || picked.contains(&value),
            label: format!("{heading}（{n} 项）"),
            value,
        }
    });
    all.collect()
}

async fn page(ctx: &Ctx, id: UnitId, act: Act, typed: &Typed, errors: Errors) -> app::Result<ChangePage> {
    let sight = unit::show(&ctx.app, &ctx.who, id).await?;
    if is_root(&sight.unit) && !matches!(act, Act::Rename | Act::Duties) {
        return Err(app::Error::rule("本机关是最上一级，只能更名。"));
    }
    let goal = match (typed.get("goal"), sight.unit.parent) {
        ("", Some(parent)) if act == Act::Split => parent.to_string(),
        (typed, _) => typed.to_owned(),
    };
    let mut goals = units(ctx, &goal, "请选择").await?;
    goals.retain(|choice| choice.value != id.to_string() || act == Act::Split);
    let heirs = units(ctx, typed.get("heir"), "没有任务要承接").await?;
    let heirs = heirs.into_iter().filter(|choice| choice.value != id.to_string()).collect();
    let mut kinds = codes::<UnitKind>(if typed.get("kind").is_empty() {
        sight.unit.kind.code()
    } else {
        typed.get("kind")
    });
    kinds.retain(|kind| kind.value != UnitKind::Bureau.code());
    let leaves = unit::estate(&ctx.app, &ctx.who, id).await?;
    let heading = format!("{act}：{}", sight.unit.name);
    let on =
        if typed.get("on").is_empty() { ctx.app.today().to_string() } else { typed.get("on").to_owned() };
    Ok(ChangePage {
        shell: ctx.shell(heading.clone()).await?,
        act: act.code(),
        heading,
        says: act.says(),
        typed_name: typed.get("name").to_owned(),
        typed_text: if typed.0.is_empty() { sight.duties.clone() } else { typed.get("text").to_owned() },
        on,
        kinds,
        goals,
        heirs,
        along: typed.all("along"),
        moves: moves(act, &leaves),
        binds: leaves.binds,
        duties: duties(&leaves, typed),
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
        Ok(goal) => {
            let done = if act == Act::Duties {
                "科室职责已保存。".to_owned()
            } else {
                format!("{act}已办好。")
            };
            Ok(ctx.done(format!("/units/{goal}"), done).into_response())
        }
        Err(error) => {
            Ok(Page::refused(page(&ctx, id, act, &typed, Errors::of(error)?).await?).into_response())
        }
    }
}

/// Runs the act and tells which unit to show then.
async fn run(ctx: &Ctx, id: UnitId, act: Act, typed: &Typed) -> app::Result<UnitId> {
    let (app, who) = (&ctx.app, &ctx.who);
    let on = || day("on", typed.get("on"));
    let goal = || chosen::<UnitId>("goal", typed.get("goal"), "请选择单位。");
    match act {
        Act::Duties => unit::set_duties(app, who, id, typed.get("text")).await.map(|()| id),
        Act::Rename => unit::rename(app, who, id, typed.get("name"), on()?).await.map(|()| id),
        Act::Move => unit::relocate(app, who, id, goal()?, on()?).await.map(|()| id).map_err(on_goal),
        Act::Merge => {
            let into = goal()?;
            unit::merge(app, who, id, into, on()?).await.map(|()| into).map_err(on_goal)
        }
        Act::End => {
            let heir = if typed.get("heir").is_empty() {
                None
            } else {
                Some(chosen("heir", typed.get("heir"), "请选择承接单位。")?)
            };
            unit::end(app, who, id, heir, on()?).await.map(|()| id)
        }
        Act::Split => {
            let form = NewUnitForm {
                name: typed.get("name").to_owned(),
                kind: UnitKind::from_code(typed.get("kind"))
                    .ok_or_else(|| app::Error::field("kind", "请选择类别。"))?,
                parent: goal()?,
                on: on()?,
            };
            let along: Vec<MembershipId> =
                typed.all("along").iter().filter_map(|id| id.parse().ok()).collect();
            let duties: Vec<Option<MeasureId>> =
                typed.all("duties").iter().filter_map(|it| picked(it)).collect();
            unit::split(app, who, id, &form, &along, &duties).await.map_err(on_goal)
        }
    }
}

/// A measure whose duties go along; `none` are those without one.
fn picked(text: &str) -> Option<Option<MeasureId>> {
    if text == "none" { Some(None) } else { text.parse().ok().map(Some) }
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
