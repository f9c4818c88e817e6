//! What a returned row asks for: cells that differ, names turned into units and persons.

use super::{CellError, Cells, Column, ReadRow};
use crate::code::Code;
use crate::day::Day;
use crate::id::{PersonId, UnitId};

/// Units and persons of today, by name.
#[derive(Debug, Clone, Default)]
pub struct Roster {
    pub units: Vec<(UnitId, String)>,
    pub people: Vec<Seat>,
}

/// A person with the units where the person serves.
#[derive(Debug, Clone)]
pub struct Seat {
    pub person: PersonId,
    pub name: String,
    pub units: Vec<UnitId>,
}

/// A cell before and after.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CellChange {
    pub column: Column,
    pub old: String,
    pub new: String,
}

/// What a row asks for; `None` leaves things as they are.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    pub title: Option<String>,
    pub material: Option<String>,
    pub due: Option<Option<Day>>,
    pub leaders: Option<Vec<PersonId>>,
    pub leads: Option<Vec<UnitId>>,
    pub supports: Option<Vec<UnitId>>,
    pub doers: Option<Vec<PersonId>>,
}

impl Roster {
    fn unit_name(&self, id: UnitId) -> &str {
        self.units.iter().find(|(unit, _)| *unit == id).map_or("", |(_, name)| name)
    }

    fn unit(&self, word: &str) -> Result<UnitId, String> {
        let found: Vec<&(UnitId, String)> =
            self.units.iter().filter(|(_, name)| spaceless(name) == word).collect();
        match found.as_slice() {
            [(unit, _)] => Ok(*unit),
            [] => Err(format!("没有叫“{word}”的单位或科室，请写机构名册里的全称。")),
            several => Err(format!("有 {} 个单位都叫“{word}”，请在系统里指定。", several.len())),
        }
    }

    /// A name, or `周明远（政策法规科）` where several are called so.
    fn person(&self, word: &str) -> Result<PersonId, String> {
        let (name, place) = match word.trim_end_matches('）').split_once('（') {
            Some((name, place)) => (name, Some(place)),
            None => (word, None),
        };
        let serves = |seat: &&Seat| {
            place.is_none_or(|place| seat.units.iter().any(|unit| spaceless(self.unit_name(*unit)) == place))
        };
        let named: Vec<&Seat> = self.people.iter().filter(|seat| spaceless(&seat.name) == name).collect();
        let found: Vec<&&Seat> = named.iter().filter(|seat| serves(seat)).collect();
        match (found.as_slice(), named.len()) {
            ([seat], _) => Ok(seat.person),
            ([], 0) => Err(format!("人员名册里没有“{name}”，请核对姓名。")),
            ([], _) => Err(format!("“{name}”不在“{}”，请核对。", place.unwrap_or_default())),
            (several, _) => {
                let place =
                    several.first().and_then(|seat| seat.units.first()).map(|unit| self.unit_name(*unit));
                let place = place.unwrap_or("所在科室");
                Err(format!("有 {} 位同志都叫“{name}”，请写明科室，例如“{name}（{place}）”。", several.len()))
            }
        }
    }

    pub(super) fn serves(&self, person: PersonId, unit: UnitId) -> bool {
        self.people.iter().any(|seat| seat.person == person && seat.units.contains(&unit))
    }

    pub(super) fn home(&self, person: PersonId) -> Option<UnitId> {
        self.people.iter().find(|seat| seat.person == person).and_then(|seat| seat.units.first().copied())
    }
}

/// Papers set two-character names with a space between them.
fn spaceless(text: &str) -> String {
    let folded = text.replace('(', "（").replace(')', "）");
    folded.chars().filter(|c| !c.is_whitespace()).collect()
}

/// Holds a returned row against the cells of the task as it stands. `recurs` tells whether its days
/// belong to its occurrences.
pub fn want(
    now: &Cells,
    row: &ReadRow,
    recurs: bool,
    roster: &Roster,
) -> Result<(Vec<CellChange>, Wanted), Vec<CellError>> {
    let mut wanted = Wanted::default();
    let mut changes = Vec::new();
    let mut errors = Vec::new();
    for column in Column::ALL.iter().copied().filter(|column| column.is_editable()) {
        let (old, new) = (now.get(column), row.cells.get(column));
        if same(column, old, new) {
            continue;
        }
        let taken = match column {
            Column::Content => title(new).map(|title| wanted.title = Some(title)),
            Column::Material => material(new).map(|material| wanted.material = Some(material)),
            Column::Due => day(new, recurs).map(|due| wanted.due = Some(due)),
            Column::Leader => each(new, |word| roster.person(word)).map(|them| wanted.leaders = Some(them)),
            Column::Lead => each(new, |word| roster.unit(word)).map(|them| wanted.leads = Some(them)),
            Column::Support => each(new, |word| roster.unit(word)).map(|them| wanted.supports = Some(them)),
            _ => each(new, |word| roster.person(word)).map(|them| wanted.doers = Some(them)),
        };
        match taken {
            Ok(()) => changes.push(CellChange { column, old: old.to_owned(), new: new.to_owned() }),
            Err(sentence) => errors.push(CellError::new(row.line, column.label(), sentence)),
        }
    }
    if errors.is_empty() { Ok((changes, wanted)) } else { Err(errors) }
}

/// Whether a cell says the same: days however they are written, names in any order.
fn same(column: Column, old: &str, new: &str) -> bool {
    if spaceless(old) == spaceless(new) {
        return true;
    }
    match column {
        Column::Due => matches!((Day::parse_loose(old), Day::parse_loose(new)), (Ok(a), Ok(b)) if a == b),
        Column::Content | Column::Material => false,
        _ => {
            let sorted = |text: &str| {
                let mut words = words(text);
                words.sort();
                words
            };
            sorted(old) == sorted(new)
        }
    }
}

fn title(text: &str) -> Result<String, String> {
    let text = text.replace('\n', " ");
    match text.chars().count() {
        0 => Err("测评内容不能空着。要取消这项任务，请在系统里作废。".into()),
        1..=200 => Ok(text),
        n => Err(format!("最多 200 个字，现在有 {n} 个字。")),
    }
}

fn material(text: &str) -> Result<String, String> {
    match text.chars().count() {
        0..=500 => Ok(text.to_owned()),
        n => Err(format!("最多 500 个字，现在有 {n} 个字。")),
    }
}

fn day(text: &str, recurs: bool) -> Result<Option<Day>, String> {
    if recurs {
        return Err("这是反复要办的任务，时限按次计算，请在系统里逐次修改。".into());
    }
    if text.is_empty() {
        return Ok(None);
    }
    Day::parse_loose(text).map(Some).map_err(|error| error.to_string())
}

fn words(text: &str) -> Vec<String> {
    let parts = text.split(['、', '，', ',', '；', ';', '\n', '/', '／']);
    parts.map(spaceless).filter(|word| !word.is_empty()).collect()
}

/// All names of a cell, each once.
fn each<T: PartialEq>(text: &str, find: impl Fn(&str) -> Result<T, String>) -> Result<Vec<T>, String> {
    let mut found = Vec::new();
    for word in words(text) {
        let one = find(&word)?;
        if !found.contains(&one) {
            found.push(one);
        }
    }
    if found.len() > 100 { Err("一格里最多写 100 个名称。".into()) } else { Ok(found) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::TaskId;
    use uuid::Uuid;

    fn unit(n: u128) -> UnitId {
        UnitId(Uuid::from_u128(n))
    }

    fn person(n: u128) -> PersonId {
        PersonId(Uuid::from_u128(n))
    }

    fn roster() -> Roster {
        let seat = |n, name: &str, at| Seat { person: person(n), name: name.into(), units: vec![unit(at)] };
        Roster {
            units: vec![(unit(1), "运输管理科".into()), (unit(2), "安全监督科".into())],
            people: vec![seat(1, "高翔宇", 1), seat(2, "李明", 1), seat(3, "李明", 2)],
        }
    }

    fn asked(column: Column, new: &str) -> Result<(Vec<CellChange>, Wanted), Vec<CellError>> {
        let mut row = ReadRow { line: 5, task: TaskId(Uuid::nil()), stamp: String::new(), cells: now() };
        row.cells.set(column, new);
        want(&now(), &row, false, &roster())
    }

    fn now() -> Cells {
        let mut now = Cells::default();
        now.set(Column::Content, "办一期读书班");
        now.set(Column::Lead, "运输管理科、安全监督科");
        now.set(Column::Doer, "高翔宇");
        now.set(Column::Due, "2026年6月12日");
        now
    }

    #[test]
    fn days_are_read_however_they_are_written() {
        for text in ["2026.6.12", "2026年6月12日", "２０２６年６月１２日", "2026-06-12", "2026/6/12"]
        {
            assert!(asked(Column::Due, text).unwrap().0.is_empty(), "{text}");
        }
        for text in ["2022.3.10", "2022年3月10日", "２０２２．３．１０", "20220310"] {
            let (changes, wanted) = asked(Column::Due, text).unwrap();
            assert_eq!(wanted.due, Some(Some("2022-03-10".parse().unwrap())), "{text}");
            assert_eq!(changes[0].old, "2026年6月12日");
        }
        assert_eq!(asked(Column::Due, "").unwrap().1.due, Some(None));
        let error = &asked(Column::Due, "月底").unwrap_err()[0];
        assert!(error.to_string().starts_with("第 5 行“完成时限”：“月底”不是日期"), "{error}");
        assert!(asked(Column::Due, "2026年2月30日").is_err());
    }

    #[test]
    fn names_are_found_or_asked_about() {
        let (_, wanted) = asked(Column::Lead, "安全监督科").unwrap();
        assert_eq!(wanted.leads, Some(vec![unit(2)]));
        assert!(
            asked(Column::Lead, "安全监督科，运输管理科").unwrap().0.is_empty(),
            "the order does not matter"
        );
        assert!(asked(Column::Lead, "保卫科").unwrap_err()[0].sentence.contains("没有叫“保卫科”"));
        assert!(asked(Column::Doer, "李明").unwrap_err()[0].sentence.contains("有 2 位同志都叫“李明”"));
        assert_eq!(asked(Column::Doer, "李 明（安全监督科）").unwrap().1.doers, Some(vec![person(3)]));
        assert_eq!(asked(Column::Doer, "高 翔 宇").unwrap().1.doers, None);
        assert!(asked(Column::Leader, "王无名").unwrap_err()[0].sentence.contains("人员名册里没有"));
    }

    #[test]
    fn words_have_limits() {
        assert!(asked(Column::Content, "").is_err());
        assert!(asked(Column::Content, &"长".repeat(201)).is_err());
        assert!(asked(Column::Material, &"长".repeat(501)).is_err());
        let (changes, wanted) = asked(Column::Content, "办两期读书班").unwrap();
        assert_eq!((changes.len(), wanted.title.as_deref()), (1, Some("办两期读书班")));
    }

    #[test]
    fn what_we_count_ourselves_is_not_taken_back() {
        assert!(asked(Column::Progress, "已完成").unwrap().0.is_empty());
        assert!(asked(Column::Points, "5").unwrap().0.is_empty());
    }
}
