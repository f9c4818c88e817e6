//! `wenming unit`: the tree of units from the command line.

use crate::args::{AddUnit, Unit};
use crate::say;
use crate::stop::Stop;
use app::unit::NewUnitForm;
use app::{App, Who};
use domain::code::Code;
use domain::id::UnitId;

/// Does what was asked about units.
pub async fn unit(app: &App, command: &Unit) -> Result<(), Stop> {
    match command {
        Unit::List { who } => {
            let who = super::acting(app, &who.login).await?;
            list(app, &who).await
        }
        Unit::Add(args) => {
            let who = super::acting(app, &args.who.login).await?;
            add(app, &who, args).await
        }
    }
}

/// Today's tree, two spaces per level.
async fn list(app: &App, who: &Who) -> Result<(), Stop> {
    for node in app::unit::tree(app, who, app.today()).await? {
        let kind = node.unit.kind.label();
        say::line(&format!("{}{}\t{kind}\t{} 人", "  ".repeat(node.depth), node.unit.name, node.members));
    }
    Ok(())
}

async fn add(app: &App, who: &Who, args: &AddUnit) -> Result<(), Stop> {
    let day = args.on.as_deref().map(str::parse).transpose();
    let on = day.map_err(|_| Stop::input("日期请写成 2026-06-11 这样。"))?.unwrap_or_else(|| app.today());
    let kind = super::member(&args.kind, "单位类型")?;
    let parent = parent(app, who, args.parent.as_deref()).await?;
    app::unit::create(app, who, &NewUnitForm { name: args.name.clone(), kind, parent, on }).await?;
    say::line(&format!("已新设“{}”。", args.name));
    Ok(())
}

/// The only unit of this name today; the bureau itself where none is named.
async fn parent(app: &App, who: &Who, name: Option<&str>) -> Result<UnitId, Stop> {
    let Some(name) = name else { return Ok(app::account::root(app, who).await?) };
    let nodes = app::unit::tree(app, who, app.today()).await?;
    let mut named = nodes.iter().filter(|node| node.unit.name == name);
    match (named.next(), named.next()) {
        (Some(only), None) => Ok(only.unit.id),
        (None, _) => Err(Stop::input(format!("没有叫“{name}”的单位。"))),
        _ => Err(Stop::input(format!("叫“{name}”的单位不止一个，请在浏览器里新设。"))),
    }
}
