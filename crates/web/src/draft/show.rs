//! The tree at the right as the page shows it: rows, the open editor, the counts.

use super::Opt;
use crate::form::{Errors, Pairs};
use domain::code::Code;
use domain::day::Day;
use domain::draft::propose::{Proposal, for_measure};
use domain::draft::{About, Draft, Fan, Item, Measure, Org, Status};
use domain::id::{PersonId, UnitId};
use domain::unit::UnitKind;

/// Which items the page shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Show {
    All,
    Open,
    Owner,
    Date,
    Done,
    Dropped,
}

impl Show {
    pub fn parse(code: &str) -> Self {
        match code {
            "open" => Self::Open,
            "owner" => Self::Owner,
            "date" => Self::Date,
            "done" => Self::Done,
            "dropped" => Self::Dropped,
            _ => Self::All,
        }
    }

    pub fn code(self) -> &'static str {
        match self {
            Self::All => "all",
            Self::Open => "open",
            Self::Owner => "owner",
            Self::Date => "date",
            Self::Done => "done",
            Self::Dropped => "dropped",
        }
    }

    pub fn holds(self, measure: &Measure, item: &Item) -> bool {
        let stands = item.status != Status::Dropped;
        match self {
            Self::All => stands,
            Self::Open => item.status == Status::Proposed,
            Self::Owner => stands && !measure.owns(item),
            Self::Date => stands && !item.is_dated(),
            Self::Done => item.status == Status::Confirmed,
            Self::Dropped => !stands,
        }
    }
}

/// A row of the tree.
pub(crate) struct Row {
    pub id: u32,
    pub number: String,
    pub text: String,
    pub done: bool,
    pub dropped: bool,
    pub doubt: bool,
    pub owner: String,
    pub owned: bool,
    pub when: String,
    pub dated: bool,
    /// Reason of a proposal, shown in the queues.
    pub reason: String,
    pub leads: Vec<Opt>,
    pub doers: Vec<Opt>,
    pub due: String,
    /// Whether the paper shows where the item comes from.
    pub in_paper: bool,
}

/// Everything that stays the same for all rows of one page.
pub(crate) struct Desk<'a> {
    pub tree: &'a Draft,
    pub org: &'a Org,
    pub proposals: &'a std::collections::BTreeMap<u32, Proposal>,
}

/// A due day as the page prints it: with the year only when it is not the plan's.
pub(crate) fn day_text(day: Day, year: i16) -> String {
    if day.year() == year { day.month_day_text() } else { day.full_text() }
}

impl Desk<'_> {
    pub fn owner(&self, measure: &Measure, item: &Item) -> String {
        let mut names: Vec<String> =
            measure.leads_of(item).iter().map(|unit| self.org.unit_name(*unit).to_owned()).collect();
        if let Some(fan) = item.fan {
            names.push(format!("{fan} · {}", self.org.reach(fan)));
        }
        if names.is_empty() {
            names.extend(measure.doer_of(item).map(|person| self.org.person_name(person).to_owned()));
        }
        names.join("、")
    }

    pub fn when(&self, item: &Item) -> String {
        let year = self.tree.header.year;
        let days: Vec<Day> = item.festivals.iter().filter_map(|festival| festival.day).collect();
        if let Some(cadence) = item.recurs.filter(|cadence| *cadence != domain::calendar::Cadence::Once) {
            return cadence.to_string();
        }
        match (item.due, days.as_slice()) {
            (Some(due), _) => day_text(due, year),
            (None, [one]) => day_text(*one, year),
            (None, []) => String::new(),
            (None, many) => format!("{} 个节日", many.len()),
        }
    }

    pub fn row(&self, measure: &Measure, item: &Item, show: Show) -> Row {
        let proposal = self.proposals.get(&item.id);
        let lead = proposal.and_then(|it| it.lead.as_ref());
        let doer = proposal.and_then(|it| it.doer.as_ref());
        let due = proposal.and_then(|it| it.due.as_ref());
        let reason = match show {
            Show::Owner => lead.map(|it| it.reason.clone()),
            Show::Date => due.map(|it| it.reason.clone()),
            _ => None,
        };
        let queue = show == Show::Owner;
        Row {
            id: item.id,
            number: item.number.clone(),
            text: item.text.clone(),
            done: item.status == Status::Confirmed,
            dropped: item.status == Status::Dropped,
            doubt: self.tree.doubts.iter().any(|doubt| {
                !doubt.settled
                    && matches!(doubt.about, About::Item(id) | About::Festival(id) if id == item.id)
            }),
            owner: self.owner(measure, item),
            owned: measure.owns(item),
            when: self.when(item),
            dated: item.is_dated(),
            reason: reason.unwrap_or_default(),
            leads: if queue { self.units(lead.map(|it| it.value), true) } else { Vec::new() },
            doers: match (queue, lead) {
                (true, Some(lead)) => self.members(lead.value, doer.map(|it| it.value)),
                _ => Vec::new(),
            },
            due: due.map(|it| it.value.to_string()).unwrap_or_default(),
            in_paper: false,
        }
    }

    /// Units to choose from; `fans` adds the words for all units of a kind.
    pub fn units(&self, chosen: Option<UnitId>, fans: bool) -> Vec<Opt> {
        let mut options =
            vec![Opt { value: String::new(), label: "请选择".into(), selected: chosen.is_none() }];
        if fans {
            options.extend(Fan::ALL.iter().map(|fan| Opt {
                value: fan.code().into(),
                label: format!("{fan}（{}一份）", if *fan == Fan::Staff { "每人" } else { "每个单位" }),
                selected: false,
            }));
        }
        let units = self
            .org
            .units
            .iter()
            .filter(|unit| matches!(unit.kind, UnitKind::Section | UnitKind::Subordinate));
        options.extend(units.map(|unit| Opt {
            value: unit.id.to_string(),
            label: unit.name.clone(),
            selected: chosen == Some(unit.id),
        }));
        options
    }

    fn members(&self, unit: UnitId, chosen: Option<PersonId>) -> Vec<Opt> {
        let mut options =
            vec![Opt { value: String::new(), label: "不指定人".into(), selected: chosen.is_none() }];
        let of = self.org.persons.iter().filter(|person| person.unit == unit);
        options.extend(of.map(|person| Opt {
            value: person.id.to_string(),
            label: person.name.clone(),
            selected: chosen == Some(person.id),
        }));
        options
    }

    /// All persons, each once, with the unit that tells same names apart.
    pub fn persons(&self, chosen: Option<PersonId>) -> Vec<Opt> {
        let mut options =
            vec![Opt { value: String::new(), label: "不指定".into(), selected: chosen.is_none() }];
        let mut last = None;
        for person in &self.org.persons {
            if last != Some(person.id) {
                let label = format!("{}（{}）", person.name, self.org.unit_name(person.unit));
                options.push(Opt {
                    value: person.id.to_string(),
                    label,
                    selected: chosen == Some(person.id),
                });
            }
            last = Some(person.id);
        }
        options
    }
}

/// The editor of one item, with what was typed where it was refused.
pub(crate) struct Editor {
    pub id: u32,
    pub number: String,
    pub text: String,
    pub done: bool,
    pub leads: Vec<Opt>,
    pub lead_hint: String,
    pub lead_proposed: bool,
    pub doers: Vec<Opt>,
    pub doer_hint: String,
    pub doer_proposed: bool,
    pub due: String,
    pub due_hint: String,
    pub due_proposed: bool,
    pub stages: Vec<Opt>,
    pub stage_hint: String,
    pub cadence: String,
    pub quantity: String,
    pub uom: String,
    pub also: Vec<Opt>,
    pub support: Vec<Opt>,
    pub beside: String,
    pub festivals: Vec<Festive>,
    pub moves: Vec<Opt>,
    pub is_first: bool,
    pub errors: Errors,
}

pub(crate) struct Festive {
    pub name: String,
    pub day: String,
}

impl Editor {
    pub fn of(desk: &Desk<'_>, measure: &Measure, item: &Item) -> Self {
        let proposal = desk.proposals.get(&item.id).cloned().unwrap_or_default();
        let own_lead = item.leads.first().copied();
        let inherited = if item.has_owner() { None } else { measure.lead };
        let lead = own_lead.or(proposal.lead.as_ref().map(|it| it.value));
        let mut leads = desk.units(lead.filter(|_| item.fan.is_none()), true);
        if let Some(fan) = item.fan {
            for option in &mut leads {
                option.selected = option.value == fan.code();
            }
        }
        let year = desk.tree.header.year;
        let doer = if item.has_owner() { item.doer } else { None };
        let stage = item.stage.and_then(|id| desk.tree.stage(id));
        let mut stages =
            vec![Opt { value: String::new(), label: "全年".into(), selected: stage.is_none() }];
        stages.extend(desk.tree.stages.iter().map(|it| Opt {
            value: it.id.to_string(),
            label: it.name.clone(),
            selected: item.stage == Some(it.id),
        }));
        let pick = |chosen: &[UnitId]| -> Vec<Opt> {
            desk.units(None, false)
                .into_iter()
                .skip(1)
                .map(|it| Opt { selected: chosen.iter().any(|unit| unit.to_string() == it.value), ..it })
                .collect()
        };
        let names = |chosen: &[UnitId]| {
            chosen.iter().map(|unit| desk.org.unit_name(*unit)).collect::<Vec<_>>().join("、")
        };
        let lead_hint = match (&proposal.lead, inherited) {
            _ if !item.dept.is_empty() => format!("原文“{}”", item.dept),
            (_, Some(unit)) => format!("随本组：{}", desk.org.unit_name(unit)),
            (Some(it), None) => it.reason.clone(),
            _ => String::new(),
        };
        Self {
            id: item.id,
            number: item.number.clone(),
            text: item.text.clone(),
            done: item.status == Status::Confirmed,
            leads,
            lead_hint,
            lead_proposed: own_lead.is_none() && item.fan.is_none() && proposal.lead.is_some(),
            doers: desk.persons(doer.or(proposal.doer.as_ref().map(|it| it.value))),
            doer_hint: proposal.doer.as_ref().map(|it| it.reason.clone()).unwrap_or_default(),
            doer_proposed: doer.is_none() && proposal.doer.is_some(),
            due: item
                .due
                .or(proposal.due.as_ref().map(|it| it.value))
                .map(|day| day.to_string())
                .unwrap_or_default(),
            due_hint: match &proposal.due {
                _ if !item.deadline.is_empty() => format!("原文“{}”", item.deadline),
                Some(it) => it.reason.clone(),
                None => String::new(),
            },
            due_proposed: item.due.is_none() && proposal.due.is_some(),
            stage_hint: stage.map(|it| window_text(it.from, it.to, year)).unwrap_or_default(),
            stages,
            cadence: item.recurs.map(|it| it.to_string()).unwrap_or_default(),
            quantity: item.quantity.clone(),
            uom: item.uom.clone(),
            also: pick(item.leads.get(1..).unwrap_or_default()),
            support: pick(&item.support),
            beside: names(&item.support),
            festivals: item
                .festivals
                .iter()
                .map(|it| Festive {
                    name: it.name.clone(),
                    day: it.day.map(|day| day.to_string()).unwrap_or_default(),
                })
                .collect(),
            moves: desk
                .tree
                .measures
                .iter()
                .filter(|other| other.id != measure.id)
                .map(|other| Opt {
                    value: other.id.to_string(),
                    label: format!("{} {}", other.number, other.title),
                    selected: false,
                })
                .collect(),
            is_first: measure.items.first().is_some_and(|first| first.id == item.id),
            errors: Errors::default(),
        }
    }

    /// Puts back what was typed into a form that was refused.
    pub fn retype(mut self, typed: &Pairs, errors: Errors) -> Self {
        for (field, name) in [
            (&mut self.text, "text"),
            (&mut self.due, "due"),
            (&mut self.cadence, "cadence"),
            (&mut self.quantity, "quantity"),
            (&mut self.uom, "uom"),
        ] {
            if let Some(value) = typed_text(typed, name) {
                *field = value;
            }
        }
        for (options, name) in
            [(&mut self.leads, "lead"), (&mut self.doers, "doer"), (&mut self.stages, "stage")]
        {
            choose(options, typed, name);
        }
        self.errors = errors;
        self
    }
}

/// 5月1日至10月31日
pub(crate) fn window_text(from: Option<Day>, to: Option<Day>, year: i16) -> String {
    match (from, to) {
        (Some(from), Some(to)) => format!("{}至{}", day_text(from, year), day_text(to, year)),
        (Some(from), None) => format!("{}起", day_text(from, year)),
        (None, Some(to)) => format!("到{}", day_text(to, year)),
        (None, None) => String::new(),
    }
}

/// A measure with its rows.
pub(crate) struct Group {
    pub id: u32,
    pub heading: String,
    pub total: usize,
    pub done: usize,
    pub leader: String,
    pub lead: String,
    pub entries: Vec<Entry>,
    pub assign: Option<Assign>,
    pub adding: Option<Adding>,
}

/// 新增一条, with what was typed where it was refused.
#[derive(Default)]
pub(crate) struct Adding {
    pub text: String,
    pub error: String,
}

/// A row, or the editor in its place.
pub(crate) enum Entry {
    Row(Row),
    Editor(Box<Editor>),
}

/// 整组指定.
pub(crate) struct Assign {
    pub leaders: Vec<Opt>,
    pub leads: Vec<Opt>,
    pub lead_hint: String,
    pub lead_proposed: bool,
    pub doers: Vec<Opt>,
    pub reviewers: Vec<Opt>,
    pub due: String,
    pub due_hint: String,
    pub errors: Errors,
}

impl Assign {
    pub fn of(desk: &Desk<'_>, measure: &Measure) -> Self {
        let proposed = for_measure(desk.tree, measure, desk.org).filter(|_| measure.lead.is_none());
        let due = measure.items.iter().find_map(|item| desk.proposals.get(&item.id)?.due.clone());
        let lead = measure.lead.or(proposed.as_ref().map(|it| it.value));
        let doer =
            measure.doer.or_else(|| lead.and_then(|unit| desk.org.receiver(unit)).map(|person| person.id));
        Self {
            leaders: desk.persons(measure.leader),
            leads: desk.units(lead, false),
            lead_hint: proposed.as_ref().map(|it| it.reason.clone()).unwrap_or_default(),
            lead_proposed: proposed.is_some(),
            doers: desk.persons(doer),
            reviewers: desk.persons(measure.reviewer),
            due_hint: due.as_ref().map(|it| it.reason.clone()).unwrap_or_default(),
            due: due.map(|it| it.value.to_string()).unwrap_or_default(),
            errors: Errors::default(),
        }
    }

    /// Puts back what was typed into a form that was refused.
    pub fn retype(mut self, typed: &Pairs, errors: Errors) -> Self {
        for (options, name) in [
            (&mut self.leaders, "leader"),
            (&mut self.leads, "lead"),
            (&mut self.doers, "doer"),
            (&mut self.reviewers, "reviewer"),
        ] {
            choose(options, typed, name);
        }
        if let Some(due) = typed_text(typed, "due") {
            self.due = due;
        }
        self.errors = errors;
        self
    }
}

/// What a form sent under a name.
pub(crate) fn typed_text(typed: &Pairs, name: &str) -> Option<String> {
    typed.iter().find(|(key, _)| key == name).map(|(_, value)| value.clone())
}

/// Selects the option that was sent.
fn choose(options: &mut [Opt], typed: &Pairs, name: &str) {
    if let Some(value) = typed_text(typed, name) {
        for option in options {
            option.selected = option.value == value;
        }
    }
}
