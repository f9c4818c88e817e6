//! The one form builder: from what a kind asks for to inputs, and from the inputs back to a sheet.

use crate::form::Upload;
use crate::words::Pick;
use app::record::FormPage;
use domain::code::Code;
use domain::record::{Attended, Detail, Figured, Sheet, time};
use domain::record_kind::{Attendance, FieldForm, Group, HEADS, SEQUENCE, STEP};

/// What the form of one kind shows, with what was typed.
pub struct Shape {
    pub hint: String,
    pub groups: Vec<(&'static str, Vec<Pick>)>,
    /// How many took part, where the kind counts it.
    pub heads: Option<Figured>,
    /// What the head-count was when it followed from who took part.
    pub counted: String,
    pub hours: bool,
    pub attends: bool,
    pub sections: Vec<Pick>,
    pub people: Vec<Attendee>,
    pub fields: Vec<Input>,
    pub sequences: Vec<Pick>,
    pub steps: Vec<Input>,
    /// The usual figures of the kind, then what else was typed, then an empty line.
    pub usual: Vec<Figured>,
    pub more: Vec<Figured>,
    /// Whether what is folded away holds something.
    pub open: bool,
    /// What is folded away, in words.
    pub folded: String,
}

pub struct Attendee {
    pub id: String,
    pub name: String,
    pub ticked: bool,
    pub time: String,
}

/// One input of a kind.
pub struct Input {
    pub name: String,
    pub label: String,
    pub value: String,
    pub kind: &'static str,
    pub choices: Vec<String>,
}

impl Shape {
    /// `again` tells that the sheet was typed and refused: then who was taken off stays off.
    pub fn of(form: &FormPage, sheet: &Sheet, again: bool) -> Self {
        let kind = form.kinds.get(&sheet.kind).unwrap_or(&form.kind);
        let value = |key: &str| {
            sheet.details.iter().find(|it| it.key == key).map(|it| it.value.clone()).unwrap_or_default()
        };
        let mut more = sheet.figures.clone();
        let mut taken = |item: &str, uom: &str| match more.iter().position(|it| it.item == item) {
            Some(at) => more.remove(at),
            None => Figured { item: item.into(), value: String::new(), uom: uom.into() },
        };
        let heads = kind.heads().map(|it| taken(HEADS, &it.uom));
        let rest = kind.quantities.iter().filter(|it| it.item != HEADS);
        let usual: Vec<Figured> = rest.map(|it| taken(&it.item, &it.uom)).collect();
        let followed = !sheet.people.is_empty()
            && heads.as_ref().is_some_and(|it| it.value == sheet.people.len().to_string());
        let field = |it: &domain::record_kind::Field| Input {
            name: format!("d_{}", it.key),
            label: it.label.clone(),
            value: value(&it.key),
            kind: match it.form {
                FieldForm::Day => "date",
                FieldForm::Time => "time",
                FieldForm::Link => "url",
                FieldForm::Text | FieldForm::PaperNumber => "text",
            },
            choices: it.choices.clone(),
        };
        let fields: Vec<Input> = kind.fields.iter().map(field).collect();
        let chosen = value(SEQUENCE);
        let sequence = kind.steps.iter().find(|it| it.name == chosen).or_else(|| kind.steps.first());
        let steps = sequence.map_or(&[][..], |it| &it.steps).iter().zip(1..).map(|(label, n)| Input {
            name: format!("d_{STEP}{n}"),
            label: format!("{n}. {label}"),
            value: value(&format!("{STEP}{n}")),
            kind: "text",
            choices: Vec::new(),
        });
        let steps: Vec<Input> = steps.collect();
        let typed = |it: &Figured| !it.value.is_empty();
        let mut folded: Vec<&str> = fields.iter().map(|it| it.label.as_str()).collect();
        folded.extend(usual.iter().map(|it| it.item.as_str()));
        let folded =
            if folded.is_empty() { "场次、金额、份数".to_owned() } else { folded.join("、") };
        Self {
            open: !sheet.details.is_empty() || usual.iter().chain(&more).any(typed) || !steps.is_empty(),
            folded,
            hint: kind.hint.clone(),
            groups: groups(form, &kind.key),
            counted: if followed { sheet.people.len().to_string() } else { String::new() },
            heads,
            hours: kind.attendance == Attendance::Hours,
            attends: kind.attendance != Attendance::None,
            sections: sections(form),
            people: people(form, sheet, again),
            fields,
            sequences: kind
                .steps
                .iter()
                .map(|it| {
                    let label = format!("{}：{}", it.name, it.steps.join("、"));
                    Pick::of(it.name.clone(), label, sequence.is_some_and(|one| one.name == it.name))
                })
                .collect(),
            steps,
            usual,
            more: {
                more.push(Figured { item: String::new(), value: String::new(), uom: String::new() });
                more
            },
        }
    }
}

fn groups(form: &FormPage, chosen: &str) -> Vec<(&'static str, Vec<Pick>)> {
    let mut kinds: Vec<_> = form.kinds.offered.iter().collect();
    // A record of a kind that is no longer offered keeps it.
    if !kinds.iter().any(|it| it.key == chosen) {
        kinds.extend(form.kinds.get(chosen));
    }
    let of = |group: &Group| -> Vec<Pick> {
        let own = kinds.iter().filter(|it| it.group == *group);
        own.map(|it| Pick::of(it.key.clone(), it.name.clone(), it.key == chosen)).collect()
    };
    let all = Group::ALL.iter().map(|group| (group.label(), of(group)));
    all.filter(|(_, kinds)| !kinds.is_empty()).collect()
}

fn sections(form: &FormPage) -> Vec<Pick> {
    let own = form.record.unit;
    form.sections.iter().map(|(id, name)| Pick::of(id.to_string(), name.clone(), *id == own)).collect()
}

fn people(form: &FormPage, sheet: &Sheet, again: bool) -> Vec<Attendee> {
    let attendee = |it: &app::record::Attendee| {
        let typed = sheet.people.iter().find(|one| one.person == it.id);
        let minutes = typed.map_or(it.minutes, |one| one.minutes);
        Attendee {
            id: it.id.to_string(),
            name: if it.unit.is_empty() { it.name.clone() } else { format!("{}（{}）", it.name, it.unit) },
            ticked: if again { typed.is_some() } else { it.ticked },
            time: minutes.map(time::typed).unwrap_or_default(),
        }
    };
    form.people.iter().map(attendee).collect()
}

/// All values of a field.
pub fn all<'a>(upload: &'a Upload, name: &'a str) -> impl Iterator<Item = &'a str> {
    upload.fields.iter().filter(move |(it, _)| it == name).map(|(_, value)| value.as_str())
}

/// The sheet that was typed, and whether every time of service could be read.
pub fn sheet(upload: &Upload) -> (Sheet, app::Result<()>) {
    let mut wrong = Ok(());
    let mut minutes = |typed: &str| match time::minutes(typed) {
        Ok(minutes) => minutes,
        Err(sentence) => {
            wrong = Err(app::Error::field("people", sentence));
            None
        }
    };
    let each = minutes(upload.field("each"));
    let mut people = Vec::new();
    for id in all(upload, "person") {
        let Ok(person) = id.parse() else { continue };
        let own = minutes(upload.field(&format!("time_{id}")));
        people.push(Attended { person, minutes: own.or(each) });
    }
    let details = upload.fields.iter().filter_map(|(name, value)| {
        let key = name.strip_prefix("d_")?;
        Some(Detail { key: key.to_owned(), label: String::new(), value: value.clone() })
    });
    let sheet = Sheet {
        kind: upload.field("kind").to_owned(),
        title: upload.field("title").to_owned(),
        day: upload.field("day").to_owned(),
        place: upload.field("place").to_owned(),
        text: upload.field("text").to_owned(),
        figures: figures(upload),
        details: details.collect(),
        people,
        assignments: all(upload, "assignment").filter_map(|id| id.parse().ok()).collect(),
    };
    (sheet, wrong)
}

fn figures(upload: &Upload) -> Vec<Figured> {
    let counted = upload.field("counted");
    all(upload, "item")
        .zip(all(upload, "value"))
        .zip(all(upload, "uom"))
        .map(|((item, value), uom)| {
            // A head-count that followed from who took part follows again.
            let follows = item == HEADS && !counted.is_empty() && value.trim() == counted;
            let value = if follows { "" } else { value };
            Figured { item: item.to_owned(), value: value.to_owned(), uom: uom.to_owned() }
        })
        // The usual rows stand in every form; without a number they say nothing.
        .filter(|it| !it.value.trim().is_empty() || (!it.item.trim().is_empty() && it.uom.is_empty()))
        .collect()
}
