//! Plans of several years: stages, measures, and tasks of a few typical widths, until there are as
//! many assignments as asked for.

use super::people::People;
use super::rows::{Rows, row};
use super::work::{self, Desk, Place};
use super::{Filled, Size, plan_begins};
use crate::seed::Seed;
use app::{App, Result};
use domain::assignment::Part;
use domain::day::Day;
use domain::id::{CampaignId, MeasureId, PersonId, PlanId, StageId, TaskId, UnitId};

const MEASURES: [&str; 24] = [
    "建强班子带好队伍",
    "深化理论学习",
    "弘扬时代新风",
    "完善制度管理",
    "优化窗口服务",
    "美化办公环境",
    "推进诚信建设",
    "开展志愿服务",
    "倡导文明出行",
    "守护安全生产",
    "规范执法行为",
    "推动绿色低碳",
    "活跃职工文化",
    "关爱困难职工",
    "树立行业榜样",
    "传承优良家风",
    "结对共建帮扶",
    "保障信息安全",
    "做好信访工作",
    "提升车站形象",
    "整治公路环境",
    "普及法律知识",
    "宣传创建成果",
    "迎接测评检查",
];
const VERBS: [&str; 12] =
    ["组织", "开展", "完成", "检查", "更新", "报送", "培训", "走访", "整理", "公示", "评议", "总结"];
const THINGS: [&str; 16] = [
    "专题学习",
    "道德讲堂",
    "志愿服务活动",
    "服务窗口评比",
    "办公区环境整治",
    "安全隐患排查",
    "文明出行宣传",
    "好人线索征集",
    "制度修订情况",
    "职工读书活动",
    "结对共建走访",
    "公益广告更新",
    "节约用水用电检查",
    "投诉办理回访",
    "家风故事分享",
    "台账资料归集",
];

/// How many days pass between two occurrences, and whom a task is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    MonthlyEveryUnit,
    QuarterlyEveryUnit,
    OnceEverySection,
    MonthlyOneUnit,
    OnceEachMember,
    OnceOnePerson,
    Bare,
}

/// What ten tasks of a plan look like: a few wide ones hold most of the rows.
const MIX: [Shape; 10] = [
    Shape::MonthlyEveryUnit,
    Shape::OnceOnePerson,
    Shape::MonthlyOneUnit,
    Shape::OnceEachMember,
    Shape::QuarterlyEveryUnit,
    Shape::OnceOnePerson,
    Shape::OnceEverySection,
    Shape::MonthlyOneUnit,
    Shape::OnceOnePerson,
    Shape::OnceEachMember,
];

/// Composes all plans and writes each, so that no more than one is held in memory.
pub(super) async fn compose(
    app: &App,
    people: &People,
    size: Size,
    filled: &mut Filled,
    rows: &mut Rows,
) -> Result<()> {
    let campaign: CampaignId = app.ids.make();
    let (today, years) = (app.today(), size.years.max(1));
    let (from, to) = (plan_begins(today, years - 1), plan_begins(today, 0).plus(364));
    rows.add(
        "campaign",
        row! {
            "id": campaign.0, "bureau_id": people.bureau.0, "name": "省级文明单位创建", "target": "省级文明单位",
            "valid_from": from.to_string(), "valid_to": to.to_string(), "version": 1
        },
    );
    let mut desk = Desk::new(app, people, Seed::default());
    for back in (0..years).rev() {
        let begins = plan_begins(today, back);
        let left = size.assignments.saturating_sub(desk.assignments) / (back + 1);
        plan(app, people, campaign, begins, desk.assignments + left, &mut desk, filled, rows);
        rows.write(app).await?;
    }
    (filled.assignments, filled.records) = (desk.assignments, desk.records);
    Ok(())
}

#[allow(clippy::too_many_arguments, reason = "one place, called once")]
fn plan(
    app: &App,
    people: &People,
    campaign: CampaignId,
    begins: Day,
    until: usize,
    desk: &mut Desk<'_>,
    filled: &mut Filled,
    rows: &mut Rows,
) {
    let plan: PlanId = app.ids.make();
    let year = begins.year();
    rows.add(
        "plan",
        row! {
            "id": plan.0, "bureau_id": people.bureau.0, "campaign_id": campaign.0, "unit_id": people.root.0, "year": year,
            "title": format!("{year}年度文明单位创建实施方案"), "doc_number": format!("云交法〔{year}〕7号"),
            "issuer": "云岚市交通运输局", "issued_on": begins.to_string(), "state": "published",
            "published_on": begins.to_string(), "version": 1
        },
    );
    let stages: Vec<StageId> = stages(app, plan, begins, rows);
    let measures = measures(app, people, plan, rows);
    let mut seed = Seed::default();
    let mut n = 0;
    while desk.assignments < until {
        let shape = if n % 97 == 96 { Shape::Bare } else { MIX[n % MIX.len()] };
        let place = Place {
            plan,
            measure: measures[(n / 2 + n) % measures.len()],
            stage: stages[seed.below(stages.len())],
        };
        let task = task(app, people, campaign, place, n, &mut seed, begins, rows);
        match shape {
            Shape::MonthlyEveryUnit => filled.wide_task = task,
            Shape::MonthlyOneUnit => filled.narrow_task = task,
            _ => {}
        }
        hand_out(shape, task, place, begins, until, people, &mut seed, desk, rows);
        n += 1;
    }
    desk.count(rows);
    filled.plans.push(plan);
}

fn stages(app: &App, plan: PlanId, begins: Day, rows: &mut Rows) -> Vec<StageId> {
    let windows = [("宣传发动", 0, 60), ("全面实施", 60, 270), ("巩固提升", 270, 364)];
    let stage = |(position, (name, from, to)): (usize, (&str, i64, i64))| {
        let id: StageId = app.ids.make();
        rows.add(
            "stage",
            row! {
                "id": id.0, "plan_id": plan.0, "position": position, "name": name,
                "valid_from": begins.plus(from).to_string(), "valid_to": begins.plus(to).to_string(), "version": 1
            },
        );
        id
    };
    windows.into_iter().enumerate().map(stage).collect()
}

fn measures(app: &App, people: &People, plan: PlanId, rows: &mut Rows) -> Vec<MeasureId> {
    let measure = |(position, title): (usize, &&str)| {
        let id: MeasureId = app.ids.make();
        let office = &people.units[1].1;
        let leader = (position % 5 != 4).then(|| office[(2 + position % 3) % office.len()].0);
        let lead = (position % 6 != 5).then(|| people.units[position % people.sections].0.0);
        rows.add(
            "measure",
            row! {
                "id": id.0, "plan_id": plan.0, "position": position, "number": format!("（{}）", position + 1),
                "title": title, "leader_id": leader, "lead_id": lead, "version": 1
            },
        );
        id
    };
    MEASURES.iter().enumerate().map(measure).collect()
}

#[allow(clippy::too_many_arguments, reason = "one place, called once")]
fn task(
    app: &App,
    people: &People,
    campaign: CampaignId,
    place: Place,
    n: usize,
    seed: &mut Seed,
    begins: Day,
    rows: &mut Rows,
) -> TaskId {
    let id: TaskId = app.ids.make();
    let (verb, thing) = (seed.one(&VERBS), seed.one(&THINGS));
    let title = format!("{verb}{thing}（第{}项）", n + 1);
    let source = format!("{}是{verb}{thing}，做到有安排、有记录、有照片，结果按时报创建办。", n % 5 + 1);
    rows.add(
        "task",
        row! {
            "id": id.0, "bureau_id": people.bureau.0, "campaign_id": campaign.0, "plan_id": place.plan.0,
            "measure_id": place.measure.0, "stage_id": place.stage.0, "position": n, "title": title, "source": source,
            "cadence": "", "deadline": "", "quantity": "", "uom": "", "material": "活动照片、签到表", "origin": "import",
            "author_id": people.office.0, "void_reason": "", "created": begins.start().0, "version": 1
        },
    );
    rows.add(
        "search_doc",
        row! {
            "id": app.ids.next(), "bureau_id": people.bureau.0, "noun": "task", "object_id": id.0, "title": title,
            "body": source, "updated": begins.start().0
        },
    );
    id
}

#[allow(clippy::too_many_arguments, reason = "one place, called once")]
fn hand_out(
    shape: Shape,
    task: TaskId,
    place: Place,
    begins: Day,
    until: usize,
    people: &People,
    seed: &mut Seed,
    desk: &mut Desk<'_>,
    rows: &mut Rows,
) {
    let ends = |step: usize| (step..=12).step_by(step).map(move |month| begins.plus(30 * month as i64 - 1));
    let once = begins.plus(20 + seed.below(340) as i64);
    let one = seed.below(people.units.len());
    let (unit, members) = &people.units[one];
    let mut out =
        |unit: Option<UnitId>, person: Option<PersonId>, part: Part, due: Option<Day>, occurrence: usize| {
            if desk.assignments < until {
                desk.give(task, place, work::Duty { unit, person, part, due, occurrence, begins }, rows);
            }
        };
    // Half of what a unit gets is handed on to someone in it.
    let mut holder = |members: &[PersonId]| seed.chance(50).then(|| members[seed.below(members.len())]);
    match shape {
        Shape::MonthlyEveryUnit | Shape::QuarterlyEveryUnit => {
            let step = if shape == Shape::MonthlyEveryUnit { 1 } else { 3 };
            for (occurrence, due) in ends(step).enumerate() {
                for (unit, members) in &people.units {
                    out(Some(*unit), holder(members), Part::Doer, Some(due), occurrence + 1);
                }
            }
        }
        Shape::OnceEverySection => {
            for (unit, members) in people.units.iter().take(people.sections) {
                out(Some(*unit), holder(members), Part::Doer, Some(once), 0);
            }
        }
        Shape::MonthlyOneUnit => {
            for (occurrence, due) in ends(1).enumerate() {
                out(Some(*unit), holder(members), Part::Doer, Some(due), occurrence + 1);
            }
        }
        Shape::OnceEachMember => {
            for person in members {
                out(Some(*unit), Some(*person), Part::Doer, Some(once), 0);
            }
        }
        Shape::OnceOnePerson => {
            out(Some(*unit), Some(members[0]), Part::Lead, Some(once), 0);
            for at in 1..4 {
                let (unit, members) = &people.units[(one + at) % people.units.len()];
                out(
                    Some(*unit),
                    Some(members[1]),
                    if at < 3 { Part::Support } else { Part::Copied },
                    Some(once),
                    0,
                );
            }
        }
        Shape::Bare => out(None, None, Part::Doer, seed.chance(50).then_some(once), 0),
    }
}
