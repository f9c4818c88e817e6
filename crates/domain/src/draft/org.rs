//! The organisation as a draft needs it: units and persons of one day, matched by their names.

use crate::draft::Fan;
use crate::id::{PersonId, UnitId};
use crate::unit::UnitKind;

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrgUnit {
    pub id: UnitId,
    pub kind: UnitKind,
    pub name: String,
    /// 科室职责 in the bureau's words; empty where nobody wrote them.
    pub duties: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrgPerson {
    pub id: PersonId,
    pub name: String,
    /// 职务, for telling persons of one name apart.
    pub title: String,
    pub unit: UnitId,
    pub heads: bool,
    pub liaison: bool,
}

/// Units and persons of one bureau on one day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Org {
    pub units: Vec<OrgUnit>,
    pub persons: Vec<OrgPerson>,
}

impl Org {
    pub fn unit(&self, id: UnitId) -> Option<&OrgUnit> {
        self.units.iter().find(|unit| unit.id == id)
    }

    pub fn unit_name(&self, id: UnitId) -> &str {
        self.unit(id).map_or("（已撤销的单位）", |unit| &unit.name)
    }

    pub fn person(&self, id: PersonId) -> Option<&OrgPerson> {
        self.persons.iter().find(|person| person.id == id)
    }

    pub fn person_name(&self, id: PersonId) -> &str {
        self.person(id).map_or("（已离开的人员）", |person| &person.name)
    }

    /// Units that a word for all of a kind stands for.
    pub fn fan(&self, fan: Fan) -> Vec<UnitId> {
        self.units.iter().filter(|unit| fan.takes(unit.kind)).map(|unit| unit.id).collect()
    }

    /// Persons that a word for everybody stands for, each once, with the unit of their first service.
    pub fn staff(&self, fan: Fan) -> Vec<&OrgPerson> {
        let mut seen = std::collections::BTreeSet::new();
        let all = self.persons.iter().filter(|_| fan == Fan::Staff);
        all.filter(|person| seen.insert(person.id)).collect()
    }

    /// How far a word for all of a kind reaches: `5 个单位`, `23 位同志`.
    pub fn reach(&self, fan: Fan) -> String {
        match fan {
            Fan::Staff => format!("{} 位同志", self.staff(fan).len()),
            Fan::Sections | Fan::Subordinates | Fan::Both => format!("{} 个单位", self.fan(fan).len()),
        }
    }

    /// Persons with exactly this name. Blanks inside short names are printing, not spelling.
    pub fn named(&self, name: &str) -> Vec<&OrgPerson> {
        let bare: String = name.chars().filter(|c| !c.is_whitespace()).collect();
        let mut found: Vec<&OrgPerson> = self.persons.iter().filter(|person| person.name == bare).collect();
        found.dedup_by_key(|person| person.id);
        found
    }

    /// The one unit that the words name: by its whole name, or by a name without 局 or 机关 before it.
    pub fn unit_called(&self, words: &str) -> Option<&OrgUnit> {
        let bare = bare(words);
        if bare.is_empty() {
            return None;
        }
        let exact = self.units.iter().find(|unit| self::bare(&unit.name) == bare);
        exact.or_else(|| {
            let mut near = self.units.iter().filter(|unit| {
                let name = self::bare(&unit.name);
                unit.kind != UnitKind::Bureau && bare.chars().count() >= 3 && is_short_for(&bare, &name)
            });
            near.next().filter(|_| near.next().is_none())
        })
    }

    /// The person who receives for a unit: its liaison, else its head, else its only member.
    pub fn receiver(&self, unit: UnitId) -> Option<&OrgPerson> {
        let of = || self.persons.iter().filter(move |person| person.unit == unit);
        let only = || {
            let mut all = of();
            all.next().filter(|_| all.next().is_none())
        };
        of().find(|person| person.liaison).or_else(|| of().find(|person| person.heads)).or_else(only)
    }
}

/// 法规科 for 政策法规科: the same ending, every character of the short form in its order.
fn is_short_for(short: &str, long: &str) -> bool {
    if short.chars().last() != long.chars().last() {
        return false;
    }
    let mut rest = long.chars();
    short.chars().all(|c| rest.any(|other| other == c))
}

fn bare(words: &str) -> String {
    let words: String = words.chars().filter(|c| !c.is_whitespace()).collect();
    let words = words.strip_prefix("局机关").or_else(|| words.strip_prefix('局')).unwrap_or(&words);
    words.strip_prefix("机关").filter(|rest| rest.chars().count() > 2).unwrap_or(words).to_owned()
}

/// The word for all units of a kind in the paper's words, if there is one.
pub fn fan_of(words: &str) -> Option<Fan> {
    let has = |list: &[&str]| list.iter().any(|word| words.contains(word));
    let sections = has(&["各科室", "各处室", "各股室", "各部门", "机关各科", "各责任科室"]);
    let subordinates = has(&["各单位", "各二级单位", "局属单位", "各直属单位", "所属单位", "各基层单位"]);
    let staff = has(&["全体干部", "全体职工", "全体人员", "全体工作人员", "全局干部职工"]);
    match (sections, subordinates) {
        (true, true) => Some(Fan::Both),
        (true, false) => Some(Fan::Sections),
        (false, true) => Some(Fan::Subordinates),
        (false, false) => staff.then_some(Fan::Staff),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn org() -> Org {
        let unit = |n: u128, kind, name: &str| OrgUnit {
            id: UnitId(Uuid::from_u128(n)),
            kind,
            name: name.into(),
            duties: String::new(),
        };
        Org {
            units: vec![
                unit(1, UnitKind::Bureau, "云岚市交通运输局"),
                unit(2, UnitKind::Section, "政策法规科"),
                unit(3, UnitKind::Section, "办公室"),
                unit(4, UnitKind::Section, "机关党委"),
                unit(5, UnitKind::Subordinate, "运输服务中心"),
            ],
            persons: Vec::new(),
        }
    }

    #[test]
    fn units_are_found_by_whole_and_by_short_names() {
        let org = org();
        for (words, expected) in [
            ("政策法规科", Some("政策法规科")),
            ("局法规科", Some("政策法规科")),
            ("法规科", Some("政策法规科")),
            ("局办公室", Some("办公室")),
            ("机关党委", Some("机关党委")),
            ("财务科", None),
            ("", None),
        ] {
            assert_eq!(org.unit_called(words).map(|unit| unit.name.as_str()), expected, "{words}");
        }
    }

    #[test]
    fn words_for_all_units_of_a_kind() {
        for (words, expected) in [
            ("各科室", Some(Fan::Sections)),
            ("局属各单位", Some(Fan::Subordinates)),
            ("各科室、局属各单位", Some(Fan::Both)),
            ("全体干部职工", Some(Fan::Staff)),
            ("各科室全体人员", Some(Fan::Sections)),
            ("办公室", None),
        ] {
            assert_eq!(fan_of(words), expected, "{words}");
        }
        assert_eq!(org().fan(Fan::Sections).len(), 3);
    }
}
