//! What a list of work asks for, as ways and conditions: the narrowest thing that is asked leads,
//! and everything else is read off the index that it leads to.

use crate::column::args;
use crate::way::{Part, Way};
use crate::work::{like, listed};
use crate::{Conn, Result, Visible, WorkFilter, WorkState, WorkTab};
use domain::authority::Actor;
use domain::day::Day;
use domain::id::{BureauId, PersonId, TaskId, UnitId};

/// More tasks or units than this lead nowhere: their rows stand everywhere in the order of the list,
/// so that walking the order finds a page soon.
const FEW: i64 = 50;

/// What leads to the rows of someone who sees all of a bureau.
enum Lead {
    Nothing,
    Person(PersonId),
    Tasks(Vec<TaskId>),
    Words(String),
    Unit(UnitId),
    Measures,
}

impl Conn {
    /// Answering rows of a bureau that the reader may see and the filter lets through; to be counted,
    /// or to be walked in their order.
    pub(crate) async fn filtered(
        &mut self,
        bureau: BureauId,
        visible: &Visible,
        filter: &WorkFilter,
        today: Day,
        counted: bool,
    ) -> Result<(Vec<Way>, Part)> {
        let tasks = self.tasks_with(bureau, &filter.words).await?;
        let mut part = conditions(bureau, filter, today);
        let lead = match (visible, tasks) {
            (Visible::Within { .. }, tasks) => {
                worded(&mut part, bureau, &filter.words, tasks);
                narrow(&mut part, filter);
                return Ok((visible.ways(), part));
            }
            _ if !filter.ids.is_empty() => Lead::Nothing,
            _ if filter.person.is_some() => filter.person.map_or(Lead::Nothing, Lead::Person),
            (_, Some(tasks)) if tasks.len() as i64 <= FEW => Lead::Tasks(tasks),
            (_, Some(_)) if counted => Lead::Words(like(&filter.words)),
            (_, None) => match filter.unit {
                Some(unit) if counted || self.descendants(unit).await?.len() as i64 <= FEW / 4 => {
                    Lead::Unit(unit)
                }
                None if !filter.measures.is_empty() => Lead::Measures,
                _ => Lead::Nothing,
            },
            _ => Lead::Nothing,
        };
        if !matches!(lead, Lead::Tasks(_) | Lead::Words(_)) {
            worded(&mut part, bureau, &filter.words, None);
        }
        let rest = WorkFilter {
            unit: filter.unit.filter(|_| !matches!(lead, Lead::Unit(_))),
            measures: if matches!(lead, Lead::Measures) { Vec::new() } else { filter.measures.clone() },
            ..filter.clone()
        };
        narrow(&mut part, &rest);
        Ok((vec![lead.way(bureau, filter)], part))
    }

    /// Tasks with some words in them, one more than a few at most; none where no words are asked.
    async fn tasks_with(&mut self, bureau: BureauId, words: &str) -> Result<Option<Vec<TaskId>>> {
        if words.trim().is_empty() {
            return Ok(None);
        }
        let found = self
            .all(
                "select id from task where bureau_id = $1 and (title like $2 or source like $2) limit $3",
                args![bureau, like(words), FEW + 1],
                |row| row.get("id"),
            )
            .await?;
        Ok(Some(found))
    }

    /// The tasks that a person has made, as what leads to 我发起的: asked for once, for the tab and its
    /// count.
    pub async fn started(&mut self, author: PersonId) -> Result<Started> {
        let tasks =
            self.all("select id from task where author_id = $1 limit $2", args![author, FEW + 1], |row| {
                row.get("id")
            });
        Ok(Started { author, tasks: tasks.await? })
    }
}

/// The tasks that a person has made, one more than a few at most.
#[derive(Debug, Clone)]
pub struct Started {
    author: PersonId,
    tasks: Vec<TaskId>,
}

impl Started {
    /// What waits of them; none where there are none.
    fn held(&self, mut part: Part) -> Option<(Vec<Way>, Part)> {
        let lead = match self.tasks.len() as i64 {
            0 => return None,
            n if n <= FEW => Lead::Tasks(self.tasks.clone()),
            _ => {
                part.push(" and a.task_id in (select id from task where author_id = ?)", args![self.author]);
                Lead::Nothing
            }
        };
        Some((vec![lead.way(BureauId(uuid::Uuid::nil()), &WorkFilter::default())], part))
    }
}

/// What an actor holds: by name, or for a unit whose head or liaison the actor is. None where there can
/// be nothing.
pub(crate) fn held(actor: &Actor, started: &Started, tab: WorkTab, today: Day) -> Option<(Vec<Way>, Part)> {
    match tab {
        WorkTab::Started => started.held(of_tab(actor, tab, today)),
        _ => Some(own(actor, tab, today)),
    }
}

/// What an actor has to do.
pub(crate) fn todo(actor: &Actor, today: Day) -> (Vec<Way>, Part) {
    own(actor, WorkTab::Todo, today)
}

fn own(actor: &Actor, tab: WorkTab, today: Day) -> (Vec<Way>, Part) {
    let holder =
        Visible::Within { person: actor.person, subtrees: Vec::new(), receives: actor.receives.clone() };
    (holder.ways(), of_tab(actor, tab, today))
}

fn of_tab(actor: &Actor, tab: WorkTab, today: Day) -> Part {
    let waiting = matches!(tab, WorkTab::Todo | WorkTab::Late | WorkTab::Started);
    let mut part = Part::new(" and a.bureau_id = ? and a.waiting = ?", args![actor.bureau, waiting]);
    match tab {
        WorkTab::Late => part.push(" and a.due_key < ?", args![today]),
        WorkTab::Done => part.push(" and a.state in ('done', 'review') and a.part in ('lead', 'doer')", args![]),
        WorkTab::Copied => part.push(
            " and a.part in ('copied', 'support', 'leader') and a.state not in ('void', 'done') and a.valid_to is null",
            args![],
        ),
        WorkTab::Todo | WorkTab::Started => {}
    }
    part
}

impl Lead {
    /// `cross join` keeps the order of the tables on the engine that would else guess.
    fn way(self, bureau: BureauId, filter: &WorkFilter) -> Way {
        match self {
            Self::Nothing => Way::to("assignment a", Part::new("1 = 1", args![])),
            Self::Person(person) => Way::to("assignment a", Part::new("a.person_id = ?", args![person])),
            Self::Tasks(tasks) => {
                let mut part = listed("w.id", &tasks);
                part.push(" and a.task_id = w.id", args![]);
                Way::to("task w cross join assignment a", part)
            }
            Self::Words(like) => Way::to(
                "task w cross join assignment a",
                Part::new(
                    "w.bureau_id = ? and (w.title like ? or w.source like ?) and a.task_id = w.id",
                    args![bureau, like, like],
                ),
            ),
            Self::Unit(unit) => Way::to(
                "unit_closure c cross join assignment a",
                Part::new("c.ancestor_id = ? and a.unit_id = c.descendant_id", args![unit]),
            ),
            Self::Measures => {
                let mut part = listed("s.id", &filter.measures);
                part.push(" and a.measure_id = s.id", args![]);
                Way::to("measure s cross join assignment a", part)
            }
        }
    }
}

/// What holds for every row of the list, whichever way leads to it.
fn conditions(bureau: BureauId, filter: &WorkFilter, today: Day) -> Part {
    let mut part = Part::new(
        " and a.bureau_id = ? and a.part in ('lead', 'doer') and a.valid_to is null",
        args![bureau],
    );
    match filter.state {
        WorkState::Any => part.push(" and a.state <> 'void'", args![]),
        // Word for word the condition of the indexes assignment_open and assignment_open_by_change.
        WorkState::Open => part.push(" and a.state in ('todo', 'doing', 'returned', 'review')", args![]),
        WorkState::Late => part.push(" and a.waiting = ? and a.due_key < ?", args![true, today]),
        WorkState::Only(state) => part.push(" and a.state = ?", args![state]),
    }
    if let Some(from) = filter.from {
        part.push(" and a.due_key >= ?", args![from]);
    }
    if let Some(to) = filter.to {
        part.push(" and a.due_key <= ?", args![to]);
    }
    if filter.without_owner {
        part.push(" and a.unit_id is null and a.person_id is null", args![]);
    }
    if filter.without_date {
        part.push(" and a.due_key = ?", args![Day::MAX]);
    }
    part
}

/// The words as a condition: a few tasks by name, or all that hold them.
fn worded(part: &mut Part, bureau: BureauId, words: &str, tasks: Option<Vec<TaskId>>) {
    if words.trim().is_empty() {
        return;
    }
    part.push(" and ", args![]);
    match tasks {
        Some(tasks) if tasks.len() as i64 <= FEW => part.add(&listed("a.task_id", &tasks)),
        _ => {
            let like = like(words);
            part.push(
                "a.task_id in (select id from task where bureau_id = ? and (title like ? or source like ?))",
                args![bureau, like, like],
            );
        }
    }
}

/// What else the filter asks for.
fn narrow(part: &mut Part, filter: &WorkFilter) {
    if let Some(plan) = filter.plan {
        part.push(" and a.plan_id = ?", args![plan]);
    }
    if !filter.measures.is_empty() {
        part.push(" and ", args![]);
        part.add(&listed("a.measure_id", &filter.measures));
    }
    if let Some(unit) = filter.unit {
        part.push(
            " and a.unit_id in (select descendant_id from unit_closure where ancestor_id = ?)",
            args![unit],
        );
    }
    if let Some(person) = filter.person {
        part.push(" and a.person_id = ?", args![person]);
    }
    if !filter.ids.is_empty() {
        part.push(" and ", args![]);
        part.add(&listed("a.id", &filter.ids));
    }
}
