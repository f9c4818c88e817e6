//! 检查并发布: what will be made, then making it in one transaction.

use super::{held, org};
use crate::{App, Error, Result, Who};
use domain::audit::Entry;
use domain::authority::{Action, Facts, require};
use domain::calendar::Holidays;
use domain::campaign::Campaign;
use domain::change::{Change, Versioned};
use domain::day::Day;
use domain::draft::heads::{HeadChange, heads};
use domain::draft::{DraftRow, Fan, Org, Status, row};
use domain::figure::{Figure, FigureOrigin};
use domain::honour::Honour;
use domain::id::{DraftId, PersonId, PlanId, TaskId, UnitId};
use domain::plan::Plan;
use domain::publish::{Forecast, Ground, Live, Placed, Standing, campaign_for, team_name};
use domain::team::{Team, TeamKind};
use store::{
    Conn, NewAssignment, NewAssignments, NewCampaign, NewFigure, NewHonour, NewMeasure, NewPlan, NewStage,
    NewTask, NewTeam, NewTeamMember, SetFan, Tx,
};

/// What stands before a publication: read once, so that check and act see the same.
struct Setting {
    draft: Versioned<DraftRow>,
    org: Org,
    holidays: Holidays,
    campaigns: Vec<Campaign>,
    plans: Vec<Versioned<Plan>>,
    root: UnitId,
}

impl Setting {
    async fn read(conn: &mut Conn, app: &App, who: &Who, id: DraftId) -> Result<Self> {
        let draft = held(conn, who, id).await?;
        let facts = Facts { bureau: Some(draft.bureau), ..Facts::default() };
        require(who, Action::PublishPlan, Action::EditDraft, &facts)?;
        row::open(&draft)?;
        if draft.revises.is_some() {
            return Err(Error::rule("这是修订稿，请先与原稿对比并合并，再发布。"));
        }
        Ok(Self {
            org: org(conn, who, app.today()).await?,
            holidays: crate::calendar::holidays(conn, who.bureau).await?,
            campaigns: conn.campaigns(who.bureau).await?.into_iter().map(|it| it.row).collect(),
            plans: conn.plans(who.bureau).await?,
            root: conn.bureau(who.bureau).await?.root,
            draft,
        })
    }

    fn standing(&self) -> Vec<Plan> {
        self.plans.iter().map(|plan| plan.row.clone()).collect()
    }

    fn ground<'a>(&'a self, app: &App, plans: &'a [Plan]) -> Ground<'a> {
        Ground {
            bureau: self.draft.bureau,
            unit: self.root,
            org: &self.org,
            holidays: &self.holidays,
            today: app.today(),
            draft: self.draft.id,
            campaign: campaign_for(&self.campaigns, &self.draft.tree.header),
            plans,
        }
    }
}

/// The page before publication.
#[derive(Debug, Clone)]
pub struct Check {
    pub draft: Versioned<DraftRow>,
    pub org: Org,
    pub forecast: Forecast,
    /// The running campaign that the plan joins.
    pub campaign: Option<Campaign>,
    /// The published plan that this draft revises.
    pub revises: Option<Plan>,
    /// What the revision changes beside the tasks.
    pub heads: Vec<HeadChange>,
}

/// What publishing would make.
pub async fn check(app: &App, who: &Who, id: DraftId) -> Result<Check> {
    let mut view = app.store.view().await?;
    let setting = Setting::read(&mut view, app, who, id).await?;
    let plans = setting.standing();
    let ground = setting.ground(app, &plans);
    let forecast = domain::publish::forecast(&setting.draft.tree, &ground);
    let campaign = ground.campaign.cloned();
    let revises = setting.draft.plan.and_then(|id| plans.iter().find(|plan| plan.id == id).cloned());
    let heads = match revises.as_ref().and_then(|plan| plan.draft) {
        Some(base) => heads(&view.draft(base).await?.tree, &setting.draft.tree, &setting.org),
        None => Vec::new(),
    };
    Ok(Check { draft: setting.draft, org: setting.org, forecast, campaign, revises, heads })
}

/// Publishes, or applies a revision to the published plan. One transaction.
pub async fn publish(app: &App, who: &Who, id: DraftId, version: i64) -> Result<PlanId> {
    let mut tx = app.store.begin().await?;
    let setting = Setting::read(&mut tx, app, who, id).await?;
    if setting.draft.version != version {
        return Err(Error::Refused(domain::Refused::Stale));
    }
    let plan = match setting.draft.plan {
        Some(plan) => revise(app, who, &mut tx, &setting, plan).await?,
        None => first(app, who, &mut tx, &setting).await?,
    };
    tx.commit().await?;
    Ok(plan)
}

fn placed(made: Vec<Placed>, plan: PlanId) -> NewAssignments {
    let row =
        |it: Placed| NewAssignment { assignment: it.assignment, plan, measure: it.measure, stage: it.stage };
    NewAssignments(made.into_iter().map(row).collect())
}

fn fans(made: Vec<(TaskId, Option<Fan>)>, since: Day) -> Vec<SetFan> {
    made.into_iter().map(|(task, fan)| SetFan { task, fan, since }).collect()
}

fn tasks(made: Vec<domain::task::Task>, author: PersonId) -> Vec<NewTask> {
    made.into_iter().map(|task| NewTask { task, author: Some(author) }).collect()
}

async fn first(app: &App, who: &Who, tx: &mut Tx, setting: &Setting) -> Result<PlanId> {
    let plans = setting.standing();
    let made = domain::publish::publish(&setting.draft.tree, &setting.ground(app, &plans), &*app.ids)?;
    let stamp = app.stamp(who);
    let plan = made.plan.id;
    let entry = Entry::new(Action::PublishPlan, plan)
        .field("tasks", made.tasks.len())
        .field("title", &made.plan.title);
    let head = (made.new_campaign.map(NewCampaign), NewPlan(made.plan));
    let parts: (Vec<NewStage>, Vec<NewMeasure>) = (
        made.stages.into_iter().map(NewStage).collect(),
        made.measures.into_iter().map(NewMeasure).collect(),
    );
    let given = (placed(made.assignments, plan), fans(made.fans, app.today()));
    let work = (tasks(made.tasks, who.person), given);
    let team = made.team.map(|(team, members)| NewTeam { team, members });
    let change = Change::new((head, (parts, (work, team))), entry).with_messages(made.messages);
    tx.apply(&stamp, change).await?;
    tx.apply(&stamp, row::published(&setting.draft, made.tree, Some(plan))).await?;
    Ok(plan)
}

/// What stands of a plan beside its tasks, with the tree that was published last.
async fn standing(app: &App, conn: &mut Conn, plan: &Plan) -> Result<Standing> {
    let base = match plan.draft {
        Some(draft) => Some(conn.draft(draft).await?.row.tree),
        None => None,
    };
    let teams = conn.teams(plan.bureau).await?;
    let name = team_name(plan.year);
    let stands = |team: &&Versioned<Team>| team.kind == TeamKind::LeadingGroup && team.stands_on(app.today());
    let named = teams.iter().filter(stands).find(|team| team.name == name);
    let team = match named.or_else(|| teams.iter().find(stands)) {
        Some(team) => Some((team.row.clone(), conn.team_members(team.id).await?)),
        None => None,
    };
    Ok(Standing { base, stages: conn.stages(plan.id).await?, measures: conn.measures(plan.id).await?, team })
}

async fn revise(app: &App, who: &Who, tx: &mut Tx, setting: &Setting, id: PlanId) -> Result<PlanId> {
    let plans = setting.standing();
    let plan =
        setting.plans.iter().find(|plan| plan.id == id).ok_or(Error::Refused(domain::Refused::NotFound))?;
    let mut live = Vec::new();
    for task in tx.tasks_of_plan(id).await? {
        let assignments = tx.assignments_of_task(task.id).await?;
        live.push(Live { task, assignments });
    }
    let ground = setting.ground(app, &plans);
    let standing = standing(app, tx, plan).await?;
    let made = domain::publish::revise(&setting.draft.tree, &plan.row, &live, &standing, &ground, &*app.ids)?;
    let stamp = app.stamp(who);
    let header = &setting.draft.tree.header;
    let next = plan.to(Plan {
        title: header.title.clone(),
        doc_number: header.doc_number.clone(),
        issuer: header.issuer.clone(),
        issued_on: header.issued,
        draft: Some(setting.draft.id),
        ..plan.row.clone()
    });
    let entry = Entry::new(Action::PublishPlan, id).field("revision", setting.draft.id);
    let parts: (Vec<NewStage>, Vec<NewMeasure>) = (
        made.stages.into_iter().map(NewStage).collect(),
        made.measures.into_iter().map(NewMeasure).collect(),
    );
    let given = (placed(made.assignments, id), fans(made.fans, app.today()));
    let new = (tasks(made.tasks, who.person), given);
    let seats = (made.heads.left, made.heads.joined.into_iter().map(NewTeamMember).collect::<Vec<_>>());
    let team = made.team.map(|(team, members)| NewTeam { team, members });
    let heads = ((made.heads.stages, made.heads.measures), (seats, team));
    let changed = (made.changed_tasks, (made.changed_assignments, heads));
    let change = Change::new((next, (parts, (new, changed))), entry).with_messages(made.messages);
    let entries = made.audit.into_iter().chain(made.heads.audit);
    tx.apply(&stamp, entries.fold(change, Change::with_entry)).await?;
    tx.apply(&stamp, row::published(&setting.draft, made.tree, Some(id))).await?;
    Ok(id)
}

/// 收录: the confirmed figures and honours of a retrospective become rows with their origin.
pub async fn keep_findings(app: &App, who: &Who, id: DraftId, version: i64) -> Result<usize> {
    let mut tx = app.store.begin().await?;
    let mut draft = held(&mut tx, who, id).await?;
    draft.version = version;
    row::open(&draft)?;
    let span = |span: [usize; 2]| i64::try_from(span[0]).ok().zip(i64::try_from(span[1]).ok());
    let tree = &draft.tree;
    let figures: Vec<NewFigure> = tree
        .figures
        .iter()
        .filter(|found| found.status == Status::Confirmed)
        .map(|found| {
            NewFigure(Figure {
                id: app.ids.make(),
                bureau: draft.bureau,
                origin: FigureOrigin::Import,
                draft: Some(id),
                record: None,
                item: found.item.clone(),
                value: found.value.clone(),
                uom: found.uom.clone(),
                approx: found.approx,
                raw: found.raw.clone(),
                span: span(found.span),
            })
        })
        .collect();
    let honours: Vec<NewHonour> = tree
        .honours
        .iter()
        .filter(|found| found.status == Status::Confirmed)
        .map(|found| {
            NewHonour(Honour {
                id: app.ids.make(),
                bureau: draft.bureau,
                origin: FigureOrigin::Import,
                draft: Some(id),
                text: found.text.clone(),
                status: found.standing.clone(),
                holder: found.holder.clone(),
                span: span(found.span),
            })
        })
        .collect();
    let n = figures.len() + honours.len();
    if n == 0 {
        return Err(Error::rule("还没有确认任何数据或荣誉。请先逐条确认，再收录。"));
    }
    let stamp = app.stamp(who);
    let entry = Entry::new(Action::PublishPlan, id).field("findings", n);
    tx.apply(&stamp, Change::new((figures, honours), entry)).await?;
    tx.apply(&stamp, row::published(&draft, draft.tree.clone(), None)).await?;
    tx.commit().await?;
    Ok(n)
}
