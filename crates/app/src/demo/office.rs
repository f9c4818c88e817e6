//! Papers of the demonstration: the plan went out as a notice with its table, others are on their way,
//! and one came in.

use super::{on, who};
use crate::paper::delivery::{self, Receivers};
use crate::paper::step::{Asked, step};
use crate::paper::template::{self, create};
use crate::{App, Result, Who, incoming, paper};
use domain::day::Day;
use domain::id::PaperId;
use domain::incoming::Sheet;
use domain::paper::{Step, Template};

/// The 机关代字 of the bureau that does not exist.
const CODE: &str = "云交发";

pub(super) async fn papers(app: &App, published: Day) -> Result<()> {
    let today = app.today();
    let then = on(app, published);
    let [office, head, leader] =
        [who(app, "office").await?, who(app, "zhoumy").await?, who(app, "leader").await?];
    let plan = begin(&then, &office, Template::Plan).await?;
    for (actor, it) in [
        (&office, Step::Submit),
        (&head, Step::Review),
        (&leader, Step::Sign),
        (&office, Step::Check),
        (&office, Step::Register),
        (&office, Step::Issue),
    ] {
        act(&then, actor, plan, it).await?;
    }
    let mut units: Vec<_> = delivery::offer(&then, &office, plan).await?.units;
    units.truncate(9);
    let units = units.into_iter().map(|(unit, _)| unit).collect();
    delivery::send(&then, &office, plan, &Receivers { units, people: Vec::new() }).await?;
    let later = on(app, published.plus(1).min(today));
    for login in ["liaison", "gaoxy", "fangzy"] {
        let reader = who(app, login).await?;
        let page = paper::page(&later, &reader, plan).await?;
        for it in &page.own {
            delivery::receipt(&later, &reader, plan, it.delivery.id).await?;
        }
    }
    let now = on(app, today);
    let report = begin(&now, &office, Template::Circular).await?;
    act(&now, &office, report, Step::Submit).await?;
    act(&now, &head, report, Step::Review).await?;
    let bulletin = begin(&now, &office, Template::Bulletin).await?;
    paper::comment(&now, &head, bulletin, "期次补上再送审。").await?;
    let unit = office.units.first().copied();
    let sheet = Sheet {
        origin: "云岚市精神文明建设办公室".into(),
        number: format!("云文明办〔{}〕6号", today.year()),
        title: "关于报送文明单位创建半年工作情况的通知".into(),
        received: today.minus(3).max(published).to_string(),
        due: today.plus(9).to_string(),
        note: "请政策法规科汇总各科室情况后报送。".into(),
        unit,
        ..Sheet::default()
    };
    incoming::register(&now, &office, &sheet, None).await?;
    Ok(())
}

async fn begin(app: &App, office: &Who, template: Template) -> Result<PaperId> {
    let today = app.today();
    create(app, office, &template::Asked { template, plan: None, from: today.month_start(), to: today }).await
}

async fn act(app: &App, actor: &Who, id: PaperId, it: Step) -> Result<()> {
    let version = app.store.view().await?.paper(id).await?.version;
    let asked = Asked { version, code: CODE.into(), ..Asked::default() };
    step(app, actor, id, it, &asked).await.map(drop)
}
