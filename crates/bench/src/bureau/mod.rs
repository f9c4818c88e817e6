//! A composed bureau: units, people, a plan for each of several years, and as many assignments as
//! asked for, with the records that answered them. Rows come in the way a restored backup does, so
//! that a hundred thousand of them take seconds; all names and sentences are invented.

pub mod evidence;
mod people;
pub mod photos;
mod picture;
mod programme;
mod rows;
mod score;
mod work;

use app::{App, Error, Result};
use domain::account::{Account, AccountState};
use domain::audit::Entry;
use domain::authority::{Action, Role};
use domain::bureau::SetUp;
use domain::change::Change;
use domain::day::Day;
use domain::id::{AssessmentId, BureauId, PersonId, PlanId, TaskId, UnitId};
use rows::Rows;

/// How much to make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    pub assignments: usize,
    pub people: usize,
    /// Years with a plan; the last one is running.
    pub years: usize,
}

impl Default for Size {
    fn default() -> Self {
        Self { assignments: 100_000, people: 2_000, years: 4 }
    }
}

/// Logins that the bureau has, and their roles: one person of each.
pub const LOGINS: [(&str, Role); 5] = [
    ("office", Role::Office),
    ("leader", Role::Leader),
    ("liaison", Role::Liaison),
    ("staff", Role::Staff),
    ("unit", Role::Subordinate),
];

/// The password of every login.
pub const PASSWORD: &str = "yunlan-2026";

/// What was made, and what a visitor would open.
#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct Filled {
    pub bureau: BureauId,
    pub plans: Vec<PlanId>,
    /// A monthly task of every unit in the running plan.
    pub wide_task: TaskId,
    /// A task of one section.
    pub narrow_task: TaskId,
    /// The section of the liaison and of the member of staff.
    pub section: UnitId,
    pub staff: PersonId,
    /// 测评 of the running year, answered.
    pub assessment: AssessmentId,
    pub assignments: usize,
    pub records: usize,
}

/// Fills an empty store. `App` tells the day: half of the last plan lies ahead of it.
pub async fn fill(app: &App, size: Size) -> Result<Filled> {
    let asked = SetUp::parse("云岚市交通运输局", "simple", "政策法规科", "林晓雯", "office")?;
    let founded = app::setup::found_demo(app, &asked).await?;
    let bureau = founded.bureau.id;
    let password = app.hashing.hash(&app.keys, PASSWORD.to_owned()).await?;
    activate(app, bureau, &password).await?;

    let mut rows = Rows::default();
    let people =
        people::compose(app, &founded.bureau, founded.office, size.people, &password, &mut rows).await?;
    let mut filled = Filled {
        bureau,
        plans: Vec::new(),
        wide_task: TaskId(uuid::Uuid::nil()),
        narrow_task: TaskId(uuid::Uuid::nil()),
        section: people.section,
        staff: people.staff,
        assessment: AssessmentId(uuid::Uuid::nil()),
        assignments: 0,
        records: 0,
    };
    programme::compose(app, &people, size, &mut filled, &mut rows).await?;
    rows.finish(app).await?;
    tally_is_true(app, &filled).await?;
    filled.assessment = score::assess(app, bureau).await?;
    Ok(filled)
}

/// The first day of the plan that is `back` years old. Half of the running one lies ahead.
fn plan_begins(today: Day, back: usize) -> Day {
    today.minus(180 + 365 * back as i64)
}

async fn activate(app: &App, bureau: BureauId, password: &str) -> Result<()> {
    let stamp = app.own_stamp(bureau, "bench");
    let mut tx = app.store.begin().await?;
    let office = tx.account_by_login("office").await?.ok_or_else(|| Error::fault("bench", "office"))?;
    let active = office.to(Account {
        state: AccountState::Active,
        password: password.to_owned(),
        ..office.row.clone()
    });
    tx.apply(&stamp, Change::new(active, Entry::new(Action::EditAccount, office.id))).await?;
    Ok(tx.commit().await?)
}

/// A bench on counts that are wrong would measure nothing.
async fn tally_is_true(app: &App, filled: &Filled) -> Result<()> {
    let mut view = app.store.view().await?;
    for plan in &filled.plans {
        let (mut kept, mut counted) = (view.tally(*plan).await?, view.recount(*plan).await?);
        kept.sort();
        counted.sort();
        if kept != counted || kept.is_empty() {
            return Err(Error::fault("bench", "the tally of the composed plan differs from a recount"));
        }
    }
    Ok(())
}
