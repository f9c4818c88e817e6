//! Progress of a plan: heads of its parts, what is late, and the gaps of responsibility. States come
//! from the tally; only lateness is read from rows, because it changes with the day.

use crate::column::args;
use crate::db::Row;
use crate::{Conn, Result, Slice};
use domain::day::Day;
use domain::draft::MeasureKind;
use domain::id::{BureauId, CampaignId, DraftId, MeasureId, PersonId, PlanId, StageId, TaskId};
use uuid::Uuid;

/// A published plan as the overview names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanHead {
    pub id: PlanId,
    pub campaign: CampaignId,
    pub campaign_name: String,
    pub campaign_to: Day,
    pub title: String,
    pub doc_number: String,
    pub year: i64,
    pub published_on: Day,
    /// Whether the paper it was made from is kept.
    pub paper: bool,
}

/// A measure as lists name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeasureHead {
    pub id: MeasureId,
    pub kind: MeasureKind,
    pub number: String,
    pub title: String,
    pub leader: Option<PersonId>,
    pub leader_name: String,
}

/// A stage as the timeline draws it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StageHead {
    pub id: StageId,
    pub name: String,
    pub from: Option<Day>,
    pub to: Option<Day>,
}

/// Gaps of responsibility.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Gaps {
    pub measures_without_leader: i64,
    pub measures_without_owner: i64,
    pub tasks_without_owner: i64,
    pub tasks_without_date: i64,
    pub people_without_duty: i64,
    /// The first of these people, by name.
    pub idle: Vec<(PersonId, String)>,
}

impl Gaps {
    pub fn total(&self) -> i64 {
        self.measures_without_leader
            + self.measures_without_owner
            + self.tasks_without_owner
            + self.tasks_without_date
            + self.people_without_duty
    }
}

/// A task in a gap, to be filled first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GapTask {
    pub task: TaskId,
    pub title: String,
    pub owner_missing: bool,
}

/// Who serves today and has no duty in the published plans of a plan's year (`$1` bureau, `$2`
/// today, `$3` plan, `$4` true). A duty is an assignment in any part that was neither voided nor
/// handed on, done ones too; the lead of a measure; and for the head, the liaison or the only member
/// of a unit also what is assigned to the unit and to no person, because they receive it. What leaves fewest
/// people stands first.
const IDLE: &str = "from person p where p.bureau_id = $1 and (p.left_on is null or p.left_on >= $2) \
     and not exists (select 1 from assignment a where a.person_id = p.id and a.state <> 'void' and a.valid_to is null \
         and a.plan_id in (select q.id from plan q join plan o on o.year = q.year and o.bureau_id = q.bureau_id \
                           where o.id = $3 and q.state = 'published')) \
     and exists (select 1 from membership s where s.person_id = p.id and s.valid_from <= $2 and (s.valid_to is null or s.valid_to >= $2)) \
     and not exists (select 1 from membership s join assignment a on a.unit_id = s.unit_id \
         where s.person_id = p.id and s.valid_from <= $2 and (s.valid_to is null or s.valid_to >= $2) \
         and (s.heads = $4 or s.liaison = $4 or not exists (select 1 from membership c where c.unit_id = s.unit_id \
             and c.person_id <> p.id and c.valid_from <= $2 and (c.valid_to is null or c.valid_to >= $2))) \
         and a.person_id is null and a.state <> 'void' and a.valid_to is null \
         and a.plan_id in (select q.id from plan q join plan o on o.year = q.year and o.bureau_id = q.bureau_id \
                           where o.id = $3 and q.state = 'published')) \
     and p.id not in (select l.leader_id from measure l join plan q on q.id = l.plan_id \
         join plan o on o.year = q.year and o.bureau_id = q.bureau_id \
         where o.id = $3 and q.state = 'published' and l.leader_id is not null)";

/// Published plans of a bureau, the newest year first.
const PUBLISHED: &str = "from plan p join campaign c on c.id = p.campaign_id \
     where p.bureau_id = $1 and p.state = 'published' order by p.year desc, p.published_on desc, p.id";

/// Measures of a plan in the order of the paper.
fn measures(plan: &str) -> String {
    format!(
        "select m.id, m.kind, m.number, m.title, m.leader_id, coalesce(q.name, '') as leader_name from measure m \
         left join person q on q.id = m.leader_id where m.plan_id = {plan} order by m.position, m.id"
    )
}

fn measure(row: &Row) -> Result<MeasureHead> {
    Ok(MeasureHead {
        id: row.get("id")?,
        kind: row.opt("kind")?.unwrap_or(MeasureKind::Measure),
        number: row.get("number")?,
        title: row.get("title")?,
        leader: row.opt("leader_id")?,
        leader_name: row.get("leader_name")?,
    })
}

impl Conn {
    /// Published plans of a bureau, the newest year first.
    pub async fn plan_heads(&mut self, bureau: BureauId) -> Result<Vec<PlanHead>> {
        self.all(
            &format!(
                "select p.id, p.campaign_id, c.name as campaign_name, c.valid_to as campaign_to, p.title, p.doc_number, \
                 p.year, p.published_on, p.draft_id {PUBLISHED} limit 50"
            ),
            args![bureau],
            |row| {
                Ok(PlanHead {
                    id: row.get("id")?,
                    campaign: row.get("campaign_id")?,
                    campaign_name: row.get("campaign_name")?,
                    campaign_to: row.get("campaign_to")?,
                    title: row.get("title")?,
                    doc_number: row.get("doc_number")?,
                    year: row.get("year")?,
                    published_on: row.get("published_on")?,
                    paper: row.opt::<DraftId>("draft_id")?.is_some(),
                })
            },
        )
        .await
    }

    /// Measures of a plan in the order of the paper.
    pub async fn measure_heads(&mut self, plan: PlanId) -> Result<Vec<MeasureHead>> {
        self.all(&measures("$1"), args![plan], measure).await
    }

    /// Measures of the newest published plan of a bureau, in the order of the paper.
    pub async fn newest_measures(&mut self, bureau: BureauId) -> Result<Vec<MeasureHead>> {
        let newest = format!("(select p.id {PUBLISHED} limit 1)");
        self.all(&measures(&newest), args![bureau], measure).await
    }

    /// Stages of a plan in the order of the paper.
    pub async fn stage_heads(&mut self, plan: PlanId) -> Result<Vec<StageHead>> {
        self.all(
            "select id, name, valid_from, valid_to from stage where plan_id = $1 order by position, id",
            args![plan],
            |row| {
                Ok(StageHead {
                    id: row.get("id")?,
                    name: row.get("name")?,
                    from: row.opt("valid_from")?,
                    to: row.opt("valid_to")?,
                })
            },
        )
        .await
    }

    /// How many tasks of a plan stand.
    pub async fn task_count(&mut self, plan: PlanId) -> Result<i64> {
        self.number("select count(*) as n from task where plan_id = $1 and void_reason = ''", args![plan])
            .await
    }

    /// How much is late on `today`: by measure, by stage and by unit, the nil id standing for none.
    pub async fn late_counts(&mut self, plan: PlanId, today: Day) -> Result<Vec<(Slice, Uuid, i64)>> {
        let cut = |slice: Slice| {
            let slice = slice.code();
            format!(
                "select '{slice}' as slice, {slice}_id as slice_id, count(*) as n from assignment \
                 where plan_id = $1 and waiting = $3 and due_key < $2 group by {slice}_id"
            )
        };
        let sql = Slice::ALL.map(cut).join(" union all ");
        self.all(&sql, args![plan, today, true], |row| {
            let slice = Slice::of_code(&row.get::<String>("slice")?)?;
            Ok((slice, row.opt::<Uuid>("slice_id")?.unwrap_or_default(), row.get("n")?))
        })
        .await
    }

    /// Gaps of a plan and of the roster of its bureau, with the names of the first `limit` idle people.
    pub async fn gaps(&mut self, bureau: BureauId, plan: PlanId, today: Day, limit: i64) -> Result<Gaps> {
        let (people_without_duty, idle) = self.idle(bureau, plan, today, limit).await?;
        Ok(Gaps {
            people_without_duty,
            idle,
            measures_without_leader: self
                .number(
                    "select count(*) as n from measure where plan_id = $1 and leader_id is null and coalesce(kind, $2) = $2",
                    args![plan, MeasureKind::Measure],
                )
                .await?,
            measures_without_owner: self
                .number(
                    "select count(*) as n from measure m where m.plan_id = $1 and m.lead_id is null and coalesce(m.kind, $2) = $2 \
                     and not exists (select 1 from assignment a where a.measure_id = m.id \
                     and a.part in ('lead', 'doer') and a.state <> 'void' and a.valid_to is null \
                     and (a.unit_id is not null or a.person_id is not null))",
                    args![plan, MeasureKind::Measure],
                )
                .await?,
            tasks_without_owner: self
                .number(
                    "select count(distinct task_id) as n from assignment where plan_id = $1 and waiting = $2 \
                     and unit_id is null and person_id is null",
                    args![plan, true],
                )
                .await?,
            tasks_without_date: self
                .number(
                    "select count(distinct task_id) as n from assignment where plan_id = $1 and waiting = $2 and due_key = $3",
                    args![plan, true, Day::MAX],
                )
                .await?,
        })
    }

    /// The first tasks in a gap, in the order of the paper.
    pub async fn gap_tasks(&mut self, plan: PlanId, limit: i64) -> Result<Vec<GapTask>> {
        self.all(
            "select t.id, t.title, max(g.bare) as bare from ( \
                 select task_id, cast(1 as bigint) as bare from assignment \
                 where plan_id = $1 and waiting = $2 and unit_id is null and person_id is null \
                 union \
                 select task_id, cast(0 as bigint) as bare from assignment where plan_id = $1 and waiting = $2 and due_key = $3 \
             ) g join task t on t.id = g.task_id group by t.id, t.title, t.position order by t.position, t.id limit $4",
            args![plan, true, Day::MAX, limit],
            |row| {
                Ok(GapTask {
                    task: row.get("id")?,
                    title: row.get("title")?,
                    owner_missing: row.get::<i64>("bare")? == 1,
                })
            },
        )
        .await
    }

    /// Persons without duty in the year of a plan, see `IDLE`: how many, and the first by name.
    async fn idle(
        &mut self,
        bureau: BureauId,
        plan: PlanId,
        today: Day,
        limit: i64,
    ) -> Result<(i64, Vec<(PersonId, String)>)> {
        let rows = self
            .all(
                &format!("select p.id, p.name, count(*) over () as n {IDLE} order by p.name, p.id limit $5"),
                args![bureau, today, plan, true, limit],
                |row| Ok((row.get::<i64>("n")?, (row.get("id")?, row.get("name")?))),
            )
            .await?;
        let count = rows.first().map_or(0, |(n, _)| *n);
        Ok((count, rows.into_iter().map(|(_, person)| person).collect()))
    }
}
