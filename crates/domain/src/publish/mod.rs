//! 发布: a reviewed draft becomes a campaign, a plan, stages, measures, tasks and assignments.
//!
//! Pure: the organisation and the holidays of the day come in, rows come out. What has no owner or
//! no date is published too, and is counted, so that it can be filled in later (补齐缺口).

mod expand;
mod heads;
mod revise;

pub use heads::{Heads, Standing};
pub use revise::{Live, Revised, revise};

use crate::calendar::Holidays;
use crate::campaign::Campaign;
use crate::day::Day;
use crate::draft::{Draft, Fan, Header, Item, Measure, MeasureKind, Org, Status};
use crate::id::{BureauId, DraftId, Ids, MeasureId, PersonId, StageId, TaskId, UnitId};
use crate::message::{Message, Reason};
use crate::plan::{Plan, PlanState};
use crate::refused::Refused;
use crate::stage::Stage;
use crate::task::{Origin, Task};
use crate::team::{Team, TeamKind, TeamMember};
use expand::Expansion;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// The most assignments that one publication may make: beyond it something is read wrongly.
pub const MAX_ASSIGNMENTS: usize = 20_000;

/// Where and when a draft is published.
#[derive(Debug, Clone, Copy)]
pub struct Ground<'a> {
    pub bureau: BureauId,
    /// The unit whose plan it is.
    pub unit: UnitId,
    pub org: &'a Org,
    pub holidays: &'a Holidays,
    pub today: Day,
    pub draft: DraftId,
    /// The campaign that already runs in the plan's year.
    pub campaign: Option<&'a Campaign>,
    /// Plans that stand already: the same paper is not published twice.
    pub plans: &'a [Plan],
}

/// The campaign that a plan joins: one that runs in its year and wants the same.
pub fn campaign_for<'a>(campaigns: &'a [Campaign], header: &Header) -> Option<&'a Campaign> {
    campaigns.iter().find(|it| {
        let runs = (it.from.year()..=it.to.year()).contains(&header.year);
        runs && (it.target == header.target || it.target.is_empty() || header.target.is_empty())
    })
}

/// An assignment with its place in the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Placed {
    pub assignment: crate::assignment::Assignment,
    pub measure: Option<MeasureId>,
    pub stage: Option<StageId>,
}

/// All rows of a publication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// None where the plan joins a running campaign.
    pub new_campaign: Option<Campaign>,
    pub plan: Plan,
    pub stages: Vec<Stage>,
    pub team: Option<(Team, Vec<TeamMember>)>,
    pub measures: Vec<crate::measure::Measure>,
    pub tasks: Vec<Task>,
    /// Tasks that everybody of a kind holds: who joins later gets them too.
    pub fans: Vec<(TaskId, Option<Fan>)>,
    pub assignments: Vec<Placed>,
    pub messages: Vec<Message>,
    /// The tree, in which each part now names its published row.
    pub tree: Draft,
}

/// What a publication will make, before it is made.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Forecast {
    pub stages: usize,
    pub measures: usize,
    pub tasks: usize,
    pub assignments: usize,
    pub seats: usize,
    /// Items of the draft without owner, without date, unconfirmed.
    pub unowned: Vec<u32>,
    pub undated: Vec<u32>,
    pub unconfirmed: Vec<u32>,
    /// Units and persons with the number of their assignments.
    pub by_unit: Vec<(UnitId, usize)>,
    /// Years whose holiday notice is not there, so that working days are reckoned by the plain week.
    pub guessed_years: Vec<i16>,
    /// Why it cannot be published; empty if it can.
    pub obstacles: Vec<String>,
}

/// Ids for a forecast, whose rows are thrown away.
#[derive(Debug, Default)]
struct Throwaway(std::sync::atomic::AtomicU64);

impl Ids for Throwaway {
    fn next(&self) -> Uuid {
        Uuid::from_u128(u128::from(self.0.fetch_add(1, std::sync::atomic::Ordering::Relaxed)))
    }
}

/// What stands in the way of publication.
fn obstacles(draft: &Draft) -> Vec<String> {
    let mut found = Vec::new();
    if draft.is_retrospective() {
        found.push(
            "这是总结、简报一类的材料，不能发布为方案；其中的数据和荣誉请在“数据与荣誉”页确认。".to_owned(),
        );
    }
    if draft.header.title.is_empty() {
        found.push("方案还没有标题。请在“方案信息”里填写。".to_owned());
    }
    if draft.header.year_presumed {
        found.push(format!("年度 {} 年是推定的。请先确认年度。", draft.header.year));
    }
    if draft.items().all(|(_, item)| item.status == Status::Dropped) {
        found.push("草稿里没有任务。请至少保留或新增一条。".to_owned());
    }
    found
}

/// The same plan published before, unless the draft is its revision.
fn twin(draft: &Draft, ground: &Ground<'_>) -> Option<String> {
    let header = &draft.header;
    let revises = draft.items().any(|(_, item)| item.published.is_some());
    let same = |plan: &&Plan| {
        plan.state == PlanState::Published
            && plan.year == header.year
            && plan.title == header.title
            && plan.unit == ground.unit
    };
    let twin = ground.plans.iter().find(same).filter(|_| !revises)?;
    Some(format!(
        "“{}”已经发布过。如果这是修订稿，请从原方案导入修订稿；如果是另一份文件，请先改标题。",
        twin.title
    ))
}

/// What publishing the draft now would make.
pub fn forecast(draft: &Draft, ground: &Ground<'_>) -> Forecast {
    let mut forecast = Forecast { obstacles: obstacles(draft), ..Forecast::default() };
    forecast.obstacles.extend(twin(draft, ground));
    for (measure, item) in draft.items().filter(|(_, item)| item.status != Status::Dropped) {
        let marks = [
            (&mut forecast.unowned, !measure.owns(item)),
            (&mut forecast.undated, !item.is_dated()),
            (&mut forecast.unconfirmed, item.status == Status::Proposed),
        ];
        for (list, holds) in marks {
            if holds {
                list.push(item.id);
            }
        }
    }
    let made = rows(draft, ground, &Throwaway::default());
    forecast.stages = made.stages.len();
    forecast.measures = made.measures.len();
    forecast.tasks = made.tasks.len();
    forecast.assignments = made.assignments.len();
    forecast.seats = made.team.map_or(0, |(_, members)| members.len());
    if forecast.assignments > MAX_ASSIGNMENTS {
        forecast.obstacles.push(too_many(forecast.assignments));
    }
    let mut by_unit: BTreeMap<UnitId, usize> = BTreeMap::new();
    for unit in made.assignments.iter().filter_map(|placed| placed.assignment.unit) {
        *by_unit.entry(unit).or_default() += 1;
    }
    forecast.by_unit = by_unit.into_iter().collect();
    forecast.by_unit.sort_by_key(|(_, n)| std::cmp::Reverse(*n));
    forecast.guessed_years = guessed_years(&made.assignments, ground.holidays);
    forecast
}

fn too_many(n: usize) -> String {
    format!("按现在的设置会生成 {n} 项落实，超过 {MAX_ASSIGNMENTS} 项。请检查频次和“各科室”一类的分派。")
}

fn guessed_years(made: &[Placed], holidays: &Holidays) -> Vec<i16> {
    let recurring = made.iter().filter(|placed| !placed.assignment.occurrence.is_empty());
    let years: BTreeSet<i16> = recurring.filter_map(|placed| placed.assignment.due).map(Day::year).collect();
    years.into_iter().filter(|year| !holidays.covers(*year)).collect()
}

/// Publishes the draft.
pub fn publish(draft: &Draft, ground: &Ground<'_>, ids: &dyn Ids) -> Result<Published, Refused> {
    if let Some(first) = obstacles(draft).into_iter().chain(twin(draft, ground)).next() {
        return Err(Refused::rule(first));
    }
    let made = rows(draft, ground, ids);
    if made.assignments.len() > MAX_ASSIGNMENTS {
        return Err(Refused::rule(too_many(made.assignments.len())));
    }
    Ok(made)
}

fn rows(draft: &Draft, ground: &Ground<'_>, ids: &dyn Ids) -> Published {
    let header = &draft.header;
    let year = header.year;
    let first = Day::new(year, 1, 1).unwrap_or(ground.today);
    let last = Day::new(year, 12, 31).unwrap_or(ground.today);
    let new_campaign = ground.campaign.is_none().then(|| Campaign {
        id: ids.make(),
        bureau: ground.bureau,
        name: if header.target.is_empty() {
            header.title.clone()
        } else {
            format!("创建{}", header.target)
        },
        target: header.target.clone(),
        from: header.issued.filter(|day| day.year() == year).map_or(first, Day::month_start),
        to: last,
    });
    let campaign = ground.campaign.or(new_campaign.as_ref()).map(|campaign| campaign.id);
    let plan = Plan {
        id: ids.make(),
        bureau: ground.bureau,
        // One of the two is always there.
        campaign: campaign.unwrap_or_else(|| ids.make()),
        unit: ground.unit,
        year,
        title: header.title.clone(),
        doc_number: header.doc_number.clone(),
        issuer: header.issuer.clone(),
        issued_on: header.issued,
        draft: Some(ground.draft),
        state: PlanState::Published,
        published_on: ground.today,
    };
    let mut making = Making {
        ground,
        ids,
        tree: draft.clone(),
        plan,
        stages: Vec::new(),
        measures: Vec::new(),
        tasks: Vec::new(),
        fans: Vec::new(),
        assignments: Vec::new(),
    };
    making.stages();
    making.measures();
    let team = making.team();
    let messages = messages(&making.assignments, &making.plan, ground.org);
    let Making { tree, plan, stages, measures, tasks, fans, assignments, .. } = making;
    Published { new_campaign, plan, stages, team, measures, tasks, fans, assignments, messages, tree }
}

/// Rows as they come into being.
struct Making<'a> {
    ground: &'a Ground<'a>,
    ids: &'a dyn Ids,
    tree: Draft,
    plan: Plan,
    stages: Vec<Stage>,
    measures: Vec<crate::measure::Measure>,
    tasks: Vec<Task>,
    fans: Vec<(TaskId, Option<Fan>)>,
    assignments: Vec<Placed>,
}

fn position(at: usize) -> i64 {
    i64::try_from(at).unwrap_or(i64::MAX)
}

impl Making<'_> {
    fn stages(&mut self) {
        for (at, stage) in self.tree.stages.iter_mut().enumerate() {
            if stage.published.is_some() {
                continue;
            }
            let row = Stage {
                id: self.ids.make(),
                plan: self.plan.id,
                position: position(at),
                name: stage.name.clone(),
                from: stage.from,
                to: stage.to,
            };
            stage.published = Some(row.id);
            self.stages.push(row);
        }
    }

    fn measures(&mut self) {
        let mut tree = self.tree.clone();
        for (at, measure) in tree.measures.iter_mut().enumerate() {
            // Of stages and requirements only those with tasks are headings of the plan.
            let bare = measure.items.iter().all(|item| item.status == Status::Dropped);
            if bare && measure.kind != MeasureKind::Measure && measure.published.is_none() {
                continue;
            }
            if measure.published.is_none() {
                let row = crate::measure::Measure {
                    id: self.ids.make(),
                    plan: self.plan.id,
                    position: position(at),
                    kind: measure.kind,
                    number: measure.number.clone(),
                    title: measure.title.clone(),
                    leader: measure.leader,
                    lead: measure.lead,
                    reviewer: measure.reviewer,
                };
                measure.published = Some(row.id);
                self.measures.push(row);
            }
            let head = Measure { items: Vec::new(), ..measure.clone() };
            for (n, item) in measure.items.iter_mut().enumerate() {
                if item.status != Status::Dropped && item.published.is_none() {
                    item.published = Some(self.task(&tree.stages, &head, item, position(at * 1000 + n)));
                }
            }
        }
        self.tree = tree;
    }

    fn task(
        &mut self,
        stages: &[crate::draft::Stage],
        measure: &Measure,
        item: &Item,
        position: i64,
    ) -> TaskId {
        let stage = item.stage.and_then(|id| stages.iter().find(|stage| stage.id == id));
        let task = Task {
            id: self.ids.make(),
            bureau: self.ground.bureau,
            campaign: self.plan.campaign,
            plan: self.plan.id,
            measure: measure.published,
            stage: stage.and_then(|stage| stage.published),
            position,
            title: item.text.clone(),
            source: item.source.clone(),
            span: span(item),
            cadence: item.cadence.clone(),
            deadline: item.deadline.clone(),
            due: item.due,
            quantity: item.quantity.clone(),
            uom: item.uom.clone(),
            material: String::new(),
            origin: if item.source.is_empty() { Origin::Manual } else { Origin::Import },
            void_reason: String::new(),
        };
        let expansion = Expansion {
            ground: self.ground,
            year: self.plan.year,
            issued: self.plan.issued_on,
            measure,
            item,
            stage,
        };
        let made = expansion.assignments(task.id, self.ids);
        self.assignments.extend(made.into_iter().map(|assignment| Placed {
            assignment,
            measure: task.measure,
            stage: task.stage,
        }));
        let id = task.id;
        if item.fan.is_some() {
            self.fans.push((id, item.fan));
        }
        self.tasks.push(task);
        id
    }

    /// The leading group as the paper names it.
    fn team(&self) -> Option<(Team, Vec<TeamMember>)> {
        if self.tree.team.is_empty() {
            return None;
        }
        let from = self.plan.issued_on.unwrap_or(self.ground.today);
        let team = Team {
            id: self.ids.make(),
            bureau: self.ground.bureau,
            kind: TeamKind::LeadingGroup,
            name: team_name(self.plan.year),
            from,
            to: None,
        };
        let members = self.tree.team.iter().enumerate().map(|(at, seat)| TeamMember {
            id: self.ids.make(),
            team: team.id,
            role: seat.role.clone(),
            name: seat.name.clone(),
            person: seat.person,
            position: position(at),
            from,
            to: None,
        });
        let members = members.collect();
        Some((team, members))
    }
}

/// What the leading group of a year is called.
pub fn team_name(year: i16) -> String {
    format!("{year}年度创建工作领导小组")
}

fn span(item: &Item) -> Option<(i64, i64)> {
    if item.source.is_empty() {
        return None;
    }
    Some((position(item.span[0]), position(item.span[1])))
}

/// One message to each person who must do something: a unit's share goes to whoever receives for it.
fn messages(made: &[Placed], plan: &Plan, org: &Org) -> Vec<Message> {
    let mut shares: BTreeMap<PersonId, BTreeSet<TaskId>> = BTreeMap::new();
    for placed in made {
        let it = &placed.assignment;
        let holder =
            it.person.or_else(|| it.unit.and_then(|unit| org.receiver(unit)).map(|person| person.id));
        if let Some(person) = holder.filter(|_| it.part.answers()) {
            shares.entry(person).or_default().insert(it.task);
        }
    }
    let message = |(to, tasks): (PersonId, BTreeSet<TaskId>)| Message {
        to,
        reason: Reason::PlanPublished,
        noun: "plan",
        object: plan.id.0,
        text: format!("方案已发布，您有 {} 项任务：{}。", tasks.len(), plan.title),
        due: None,
    };
    shares.into_iter().map(message).collect()
}

#[cfg(test)]
mod tests;
