//! What a list of work asks for, as ways and conditions: the narrowest thing that is asked leads,
//! and everything else is read off the index that it leads to.

use crate::column::args;
use crate::sight::of_units;
use crate::way::{Part, Way, Ways};
use crate::work::{like, listed};
use crate::{Conn, Result, Visible, WorkFilter, WorkState, WorkTab};
use domain::authority::Actor;
use domain::day::Day;
use domain::id::{BureauId, PersonId, TaskId, UnitId};

/// More tasks or units than this lead nowhere: their rows stand everywhere in the order of the list,
/// so that walking the order finds a page soon.
const FEW: usize = 50;
/// Of more tasks than this no list is made: every walked row is asked for its own task.
const MANY: usize = 500;

/// The tasks whose rows are asked for.
#[derive(Debug, Clone)]
enum Tasks {
    Any,
    /// These, up to [`MANY`].
    These(Vec<TaskId>),
    /// More, which fulfil this condition of `h`.
    Many(Part),
}

/// What waits or is reviewed, word for word the condition of the indexes `assignment_open…`: a row that
/// waits is one of these.
const OPEN: &str = " and a.part in ('lead', 'doer') and a.valid_to is null and a.state in ('todo', 'doing', 'returned', 'review')";

/// What leads to the rows of someone who sees all of a bureau.
enum Lead {
    Nothing,
    Person(PersonId),
    Tasks(Vec<TaskId>),
    /// All tasks with the words.
    Words,
    /// A unit and what is below it.
    Units(Vec<UnitId>),
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
    ) -> Result<(Ways, Part)> {
        let mut part = conditions(bureau, filter, today);
        let within = matches!(visible, Visible::Within { .. });
        let narrower = within || !filter.ids.is_empty() || filter.person.is_some();
        let tasks = match filter.words.trim() {
            "" => Tasks::Any,
            // To be counted, the rows of all such tasks are walked until they are enough.
            words if counted && !narrower => Tasks::Many(worded(bureau, words)),
            words => self.tasks(worded(bureau, words)).await?,
        };
        if within {
            tasks.narrow(&mut part);
            narrow(&mut part, filter);
            return Ok((self.ways(visible).await?, part));
        }
        let lead = self.lead(filter, &tasks, counted).await?;
        if !matches!(lead, Lead::Tasks(_) | Lead::Words) {
            tasks.narrow(&mut part);
        }
        let rest = WorkFilter {
            unit: filter.unit.filter(|_| !matches!(lead, Lead::Units(_))),
            measures: if matches!(lead, Lead::Measures) { Vec::new() } else { filter.measures.clone() },
            ..filter.clone()
        };
        narrow(&mut part, &rest);
        Ok((lead.ways(bureau, filter), part))
    }

    /// What leads to the rows that a filter asks for.
    async fn lead(&mut self, filter: &WorkFilter, tasks: &Tasks, counted: bool) -> Result<Lead> {
        if !filter.ids.is_empty() {
            return Ok(Lead::Nothing);
        }
        if let Some(person) = filter.person {
            return Ok(Lead::Person(person));
        }
        Ok(match tasks {
            Tasks::These(tasks) if tasks.len() <= FEW => Lead::Tasks(tasks.clone()),
            Tasks::Many(_) if counted => Lead::Words,
            Tasks::These(_) | Tasks::Many(_) => Lead::Nothing,
            Tasks::Any => match filter.unit {
                Some(unit) => match self.descendants(unit).await? {
                    units if counted || units.len() <= FEW / 4 => Lead::Units(units),
                    _ => Lead::Nothing,
                },
                None if !filter.measures.is_empty() => Lead::Measures,
                None => Lead::Nothing,
            },
        })
    }

    /// The tasks, which stand as `h`, that a condition lets through.
    async fn tasks(&mut self, which: Part) -> Result<Tasks> {
        let mut part = Part::new("select h.id from task h where ", args![]);
        part.add(&which);
        part.push(&format!(" limit {}", MANY + 1), args![]);
        let query = part.query();
        let found: Vec<TaskId> = self.all(&query.sql, query.args, |row| row.get("id")).await?;
        Ok(if found.len() > MANY { Tasks::Many(which) } else { Tasks::These(found) })
    }

    /// The tasks that a person has made, as what leads to 我发起的: asked for once, for the tab and its
    /// count.
    pub async fn started(&mut self, author: PersonId) -> Result<Started> {
        Ok(Started(self.tasks(Part::new("h.author_id = ?", args![author])).await?))
    }
}

/// The condition of tasks, which stand as `h`, that some words stand in them.
fn worded(bureau: BureauId, words: &str) -> Part {
    let like = like(words);
    Part::new("h.bureau_id = ? and (h.title like ? or h.source like ?)", args![bureau, like, like])
}

/// The tasks that a person has made.
#[derive(Debug, Clone)]
pub struct Started(Tasks);

impl Started {
    /// What waits of them; none where there are none.
    fn held(&self, mut part: Part) -> Option<(Ways, Part)> {
        let way = match &self.0 {
            Tasks::These(tasks) if tasks.is_empty() => return None,
            Tasks::These(tasks) if tasks.len() <= FEW => through(tasks),
            tasks => {
                tasks.narrow(&mut part);
                Way::to("assignment a", Part::new("1 = 1", args![]))
            }
        };
        Some((Ways::apart(vec![way]), part))
    }
}

/// The way through some tasks.
fn through(tasks: &[TaskId]) -> Way {
    let mut part = listed("w.id", tasks);
    part.push(" and a.task_id = w.id", args![]);
    Way::through("task w cross join assignment a", part)
}

/// What an actor holds: by name, or for a unit whose head or liaison the actor is. None where there can
/// be nothing.
pub(crate) fn held(actor: &Actor, started: &Started, tab: WorkTab, today: Day) -> Option<(Ways, Part)> {
    match tab {
        WorkTab::Started => started.held(of_tab(actor, tab, today)),
        _ => Some(own(actor, tab, today)),
    }
}

/// What an actor has to do.
pub(crate) fn todo(actor: &Actor, today: Day) -> (Ways, Part) {
    own(actor, WorkTab::Todo, today)
}

fn own(actor: &Actor, tab: WorkTab, today: Day) -> (Ways, Part) {
    let holder =
        Visible::Within { person: actor.person, subtrees: Vec::new(), receives: actor.receives.clone() };
    (holder.ways(&[]), of_tab(actor, tab, today))
}

fn of_tab(actor: &Actor, tab: WorkTab, today: Day) -> Part {
    let waiting = matches!(tab, WorkTab::Todo | WorkTab::Late | WorkTab::Started);
    let mut part = Part::new(" and a.bureau_id = ? and a.waiting = ?", args![actor.bureau, waiting]);
    if waiting {
        part.push(OPEN, args![]);
    }
    match tab {
        WorkTab::Late => part.push(" and a.due_key < ?", args![today]),
        WorkTab::Done => part.push(" and a.state in ('done', 'review') and a.part in ('lead', 'doer')", args![]),
        // Word for word the condition of the indexes `assignment_beside…`.
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
    fn ways(self, bureau: BureauId, filter: &WorkFilter) -> Ways {
        let way = match self {
            Self::Units(units) => return Ways::apart(of_units(&units, &Part::default())),
            Self::Nothing => Way::to("assignment a", Part::new("1 = 1", args![])),
            Self::Person(person) => Way::to("assignment a", Part::new("a.person_id = ?", args![person])),
            Self::Tasks(tasks) => through(&tasks),
            Self::Words => {
                let mut part = worded(bureau, &filter.words);
                part.push(" and a.task_id = h.id", args![]);
                Way::through("task h cross join assignment a", part)
            }
            Self::Measures => {
                let mut part = listed("s.id", &filter.measures);
                part.push(" and a.measure_id = s.id", args![]);
                Way::through("measure s cross join assignment a", part)
            }
        };
        Ways::apart(vec![way])
    }
}

/// What holds for every row of the list, whichever way leads to it.
fn conditions(bureau: BureauId, filter: &WorkFilter, today: Day) -> Part {
    let mut part = Part::new(" and a.bureau_id = ?", args![bureau]);
    let mut standing = |sql: &str, args| {
        part.push(" and a.part in ('lead', 'doer') and a.valid_to is null", args![]);
        part.push(sql, args);
    };
    match filter.state {
        WorkState::Any => standing(" and a.state <> 'void'", args![]),
        WorkState::Open => part.push(OPEN, args![]),
        WorkState::Late => {
            part.push(OPEN, args![]);
            part.push(" and a.waiting = ? and a.due_key < ?", args![true, today]);
        }
        WorkState::Only(state) => standing(" and a.state = ?", args![state]),
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

impl Tasks {
    /// The same as a condition of every row: its task is one of these, or is asked itself.
    fn narrow(&self, part: &mut Part) {
        match self {
            Self::Any => {}
            Self::These(tasks) => {
                part.push(" and ", args![]);
                part.add(&listed("a.task_id", tasks));
            }
            Self::Many(which) => {
                part.push(" and exists (select 1 from task h where h.id = a.task_id and ", args![]);
                part.add(which);
                part.push(")", args![]);
            }
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
