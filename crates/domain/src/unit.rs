//! 单位/科室: the tree over time. A unit's name and parent are dated intervals, so that a paper
//! prints the name of its day; 合并, 拆分 and 更名 leave a link to the predecessor.

use crate::audit::Entry;
use crate::authority::Action;
use crate::change::{Change, Versioned};
use crate::codes;
use crate::day::Day;
use crate::id::{BureauId, UnitId};
use crate::refused::{Check, Refused};
use serde::{Deserialize, Serialize};

codes! {
    /// What a unit is in the tree.
    pub enum UnitKind {
        Bureau = "bureau" "机关",
        Section = "section" "内设机构",
        Subordinate = "subordinate" "局属单位",
        Superior = "superior" "上级",
        External = "external" "外部",
    }
}

/// A unit as it stands on one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unit {
    pub id: UnitId,
    pub bureau: BureauId,
    pub kind: UnitKind,
    pub name: String,
    pub parent: Option<UnitId>,
    /// Official order among siblings (机构序列).
    pub position: i64,
    pub valid_from: Day,
    /// Last day of existence, if it has ended.
    pub valid_to: Option<Day>,
}

codes! {
    /// How a unit came out of another one. A renamed unit stays the same unit: see its names.
    pub enum Succession {
        Merge = "merge" "合并",
        Split = "split" "分设",
    }
}

/// The link from a unit to one that it came out of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Predecessor {
    pub unit: UnitId,
    pub before: UnitId,
    pub day: Day,
    pub kind: Succession,
}

/// What still hangs on a unit on a day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Ties {
    pub members: i64,
    pub children: i64,
    /// Open duties for which nobody else is named yet.
    pub duties: i64,
}

impl Unit {
    /// Whether the unit exists on `day`.
    pub fn stands_on(&self, day: Day) -> bool {
        self.valid_from <= day && self.valid_to.is_none_or(|to| day <= to)
    }

    /// Whether the unit was closed; its rows stay.
    pub fn ended(&self) -> bool {
        self.valid_to.is_some()
    }
}

/// Checks the name of a new or renamed unit.
pub fn parse_name(name: &str) -> Result<String, Refused> {
    let mut check = Check::new();
    let name = check.text("name", "名称", name, 60);
    check.done()?;
    Ok(name)
}

/// Longest text of 科室职责, in characters.
pub const MAX_DUTIES: usize = 2000;

/// 科室职责: what the unit is there for, in the bureau's words; blank takes them back.
pub fn set_duties(unit: &Unit, duties: &str) -> Result<Change<Duties>, Refused> {
    let mut check = Check::new();
    let text = check.length("text", "科室职责", duties, MAX_DUTIES);
    check.require(!unit.ended(), "text", format!("“{}”已经撤销，不能再改。", unit.name));
    check.done()?;
    let entry = Entry::new(Action::EditUnits, unit.id).field("duties", &text);
    Ok(Change::new(Duties { unit: unit.id, text }, entry))
}

/// The duties of a unit, as they are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Duties {
    pub unit: UnitId,
    pub text: String,
}

/// 新设 under `parent`. Siblings bear different names.
pub fn create(unit: &Unit, parent: &Unit, siblings: &[String], today: Day) -> Result<Change<Unit>, Refused> {
    let mut check = Check::new();
    let name = check.text("name", "名称", &unit.name, 60);
    check.require(unit.kind != UnitKind::Bureau, "kind", "本机关只有一个，请选内设机构、局属单位或其他。");
    check.require(!siblings.contains(&name), "name", format!("“{}”下已有同名的单位。", parent.name));
    check.require(!parent.ended(), "parent", "上级单位已经撤销，请另选。");
    check.require(unit.valid_from <= today, "on", "日期还没有到。请在设立当天或之后登记。");
    check.done()?;
    let next = Unit { name, parent: Some(parent.id), ..unit.clone() };
    let entry = Entry::new(Action::EditUnits, next.id).field("name", &next.name).field("parent", parent.id);
    Ok(Change::new(next, entry))
}

/// 更名 from `on`. `since` is the first day of the present name.
pub fn rename(
    unit: &Versioned<Unit>,
    name: &str,
    since: Day,
    on: Day,
    today: Day,
) -> Result<Change<Versioned<Unit>>, Refused> {
    let name = parse_name(name)?;
    let mut check = Check::new();
    check.require(name != unit.name, "name", "新名称和现在的一样。");
    dated(&mut check, unit, since, on, today, "现在的名称");
    check.done()?;
    let entry = Entry::new(Action::EditUnits, unit.id).field("name", &name).field("on", on);
    Ok(Change::new(unit.to(Unit { name, ..unit.row.clone() }), entry))
}

/// 调整隶属 from `on`: the unit and all below it hang under `parent`. `above` are the ancestors of
/// the new parent, so that no unit comes to stand below itself.
pub fn relocate(
    unit: &Versioned<Unit>,
    parent: &Unit,
    above: &[UnitId],
    since: Day,
    on: Day,
    today: Day,
) -> Result<Change<Versioned<Unit>>, Refused> {
    let mut check = Check::new();
    check.require(unit.kind != UnitKind::Bureau, "parent", "本机关是最上一级，不能调整隶属。");
    check.require(!parent.ended(), "parent", "上级单位已经撤销，请另选。");
    check.require(unit.parent != Some(parent.id), "parent", "已经在这个单位下面了。");
    check.require(
        parent.id != unit.id && !above.contains(&unit.id),
        "parent",
        format!("“{}”在“{}”下面，不能反过来做它的上级。", parent.name, unit.name),
    );
    dated(&mut check, unit, since, on, today, "现在的隶属关系");
    check.done()?;
    let next = Unit { parent: Some(parent.id), ..unit.row.clone() };
    let entry = Entry::new(Action::EditUnits, unit.id).field("parent", parent.id).field("on", on);
    Ok(Change::new(unit.to(next), entry))
}

/// 撤销 from `on`: that day the unit exists no more. Nobody may serve in it, no unit hang on it, and
/// its duties go to an heir ([`crate::succession`]).
pub fn end(
    unit: &Versioned<Unit>,
    ties: Ties,
    on: Day,
    today: Day,
) -> Result<Change<Versioned<Unit>>, Refused> {
    endable(unit)?;
    if ties.members > 0 || ties.children > 0 {
        let mut left = Vec::new();
        if ties.members > 0 {
            left.push(format!("{} 人在任", ties.members));
        }
        if ties.children > 0 {
            left.push(format!("{} 个下级单位", ties.children));
        }
        return Err(Refused::rule(format!(
            "“{}”还有{}，不能撤销。请先调整，或者用“合并”一并转入另一单位。",
            unit.name,
            left.join("、")
        )));
    }
    let mut check = Check::new();
    let sentence = format!("还有 {} 项没办结的任务和措施，请选择由哪个单位承接。", ties.duties);
    check.require(ties.duties == 0, "heir", sentence);
    dated(&mut check, unit, unit.valid_from, on, today, "单位");
    check.done()?;
    let entry = Entry::new(Action::EditUnits, unit.id).field("valid_to", on.minus(1));
    Ok(Change::new(unit.to(Unit { valid_to: Some(on.minus(1)), ..unit.row.clone() }), entry))
}

/// What 合并 writes for the unit that goes: it ends, its children hang under the successor, and
/// the successor remembers it. Members are moved by [`crate::membership::transfer`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Merged {
    pub ended: Versioned<Unit>,
    pub children: Vec<Versioned<Unit>>,
    pub link: Predecessor,
}

/// 合并 of `unit` into `into` from `on`. `above` are the ancestors of `into`.
pub fn merge(
    unit: &Versioned<Unit>,
    into: &Unit,
    above: &[UnitId],
    children: &[Versioned<Unit>],
    on: Day,
    today: Day,
) -> Result<Change<Merged>, Refused> {
    endable(unit)?;
    let mut check = Check::new();
    check.require(into.id != unit.id, "into", "请选另一个单位。");
    check.require(!into.ended(), "into", "要并入的单位已经撤销，请另选。");
    check.require(
        !above.contains(&unit.id) || into.id == unit.id,
        "into",
        "不能并入自己的下级单位。请先调整隶属。",
    );
    check.require(into.valid_from <= on, "on", format!("“{}”在这一天还没有设立。", into.name));
    dated(&mut check, unit, unit.valid_from, on, today, "单位");
    check.done()?;
    let children =
        children.iter().map(|child| child.to(Unit { parent: Some(into.id), ..child.row.clone() })).collect();
    let next = Merged {
        ended: unit.to(Unit { valid_to: Some(on.minus(1)), ..unit.row.clone() }),
        children,
        link: Predecessor { unit: into.id, before: unit.id, day: on, kind: Succession::Merge },
    };
    let entry = Entry::new(Action::EditUnits, unit.id).field("merged_into", into.id).field("on", on);
    Ok(Change::new(next, entry))
}

/// 分设 of a new unit beside `unit`, which remembers where it came from.
pub fn split(
    unit: &Unit,
    new: &Unit,
    parent: &Unit,
    siblings: &[String],
    today: Day,
) -> Result<Change<(Unit, Predecessor)>, Refused> {
    endable(unit)?;
    if new.valid_from < unit.valid_from {
        return Err(Refused::field("on", format!("“{}”在这一天还没有设立。", unit.name)));
    }
    let made = create(new, parent, siblings, today)?;
    let link = Predecessor {
        unit: made.next.id,
        before: unit.id,
        day: made.next.valid_from,
        kind: Succession::Split,
    };
    Ok(made.map(|unit| (unit, link)))
}

fn endable(unit: &Unit) -> Result<(), Refused> {
    if unit.kind == UnitKind::Bureau {
        return Err(Refused::rule("本机关是最上一级，不能撤销、合并或分设。"));
    }
    if unit.ended() {
        return Err(Refused::rule(format!("“{}”已经撤销。", unit.name)));
    }
    Ok(())
}

/// A change of the present state happens after that state began and not in the future: what is
/// planned is entered when it holds.
fn dated(check: &mut Check, unit: &Unit, since: Day, on: Day, today: Day, what: &str) {
    check.require(!unit.ended(), "form", format!("“{}”已经撤销，不能再改。", unit.name));
    check.require(on <= today, "on", "日期还没有到。请在生效当天或之后登记。");
    check.require(on >= since, "on", format!("{what}从{}开始，日期不能更早。", since.full_text()));
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Id;

    const DAYS: [&str; 4] = ["2026-01-01", "2026-03-01", "2026-06-11", "2026-07-01"];

    fn day(n: usize) -> Day {
        DAYS[n].parse().unwrap()
    }

    fn unit(n: u128, kind: UnitKind, parent: Option<u128>) -> Versioned<Unit> {
        let id = |n| UnitId::from_uuid(uuid::Uuid::from_u128(n));
        Versioned {
            version: 1,
            row: Unit {
                id: id(n),
                bureau: BureauId::from_uuid(uuid::Uuid::from_u128(1)),
                kind,
                name: format!("单位{n}"),
                parent: parent.map(id),
                position: 1,
                valid_from: day(0),
                valid_to: None,
            },
        }
    }

    #[test]
    fn a_new_unit_has_a_name_of_its_own_under_a_standing_parent() {
        let root = unit(1, UnitKind::Bureau, None);
        for (kind, name, on, ok) in [
            (UnitKind::Section, "安全监督科", 1, true),
            (UnitKind::Section, " ", 1, false),
            (UnitKind::Section, "办公室", 1, false),
            (UnitKind::Bureau, "另一个局", 1, false),
            (UnitKind::Section, "安全监督科", 3, false),
        ] {
            let new = Unit { name: name.into(), valid_from: day(on), ..unit(2, kind, None).row };
            let made = create(&new, &root, &["办公室".into()], day(2));
            assert_eq!(made.is_ok(), ok, "{kind} {name} {on}");
        }
    }

    #[test]
    fn a_unit_never_stands_below_itself() {
        let (a, b) = (unit(2, UnitKind::Subordinate, Some(1)), unit(3, UnitKind::Section, Some(2)));
        let under_own_child =
            relocate(&a, &b, &[b.id, a.id, unit(1, UnitKind::Bureau, None).id], day(0), day(1), day(2));
        assert_eq!(
            under_own_child.unwrap_err(),
            Refused::field("parent", "“单位3”在“单位2”下面，不能反过来做它的上级。")
        );
        let c = unit(4, UnitKind::Subordinate, Some(1));
        assert_eq!(relocate(&b, &c, &[c.id], day(0), day(1), day(2)).unwrap().next.parent, Some(c.id));
    }

    #[test]
    fn a_unit_ends_only_empty() {
        let it = unit(2, UnitKind::Section, Some(1));
        let ended = end(&it, Ties::default(), day(1), day(2)).unwrap().next;
        assert_eq!(ended.valid_to, Some(day(1).minus(1)));
        let busy = end(&it, Ties { members: 3, children: 1, duties: 0 }, day(1), day(2)).unwrap_err();
        assert!(busy.to_string().contains("3 人在任、1 个下级单位"), "{busy}");
        let bound = end(&it, Ties { duties: 2, ..Ties::default() }, day(1), day(2)).unwrap_err();
        assert!(matches!(bound, Refused::Invalid(fields) if fields[0].field == "heir"));
        assert!(end(&unit(1, UnitKind::Bureau, None), Ties::default(), day(1), day(2)).is_err());
        assert!(end(&ended, Ties::default(), day(2), day(2)).is_err());
    }

    #[test]
    fn changes_are_dated_between_the_present_state_and_today() {
        let it = unit(2, UnitKind::Section, Some(1));
        for (since, on, ok) in [(0, 1, true), (0, 0, true), (1, 0, false), (0, 3, false)] {
            assert_eq!(rename(&it, "新名称", day(since), day(on), day(2)).is_ok(), ok, "{since} {on}");
        }
        assert!(rename(&it, "单位2", day(0), day(1), day(2)).is_err());
    }

    #[test]
    fn a_merged_unit_leaves_its_children_and_a_link() {
        let (a, b, child) = (
            unit(2, UnitKind::Section, Some(1)),
            unit(3, UnitKind::Section, Some(1)),
            unit(4, UnitKind::Section, Some(2)),
        );
        let merged = merge(&a, &b, &[b.id], std::slice::from_ref(&child), day(1), day(2)).unwrap().next;
        assert_eq!(merged.children[0].parent, Some(b.id));
        assert_eq!((merged.link.unit, merged.link.before), (b.id, a.id));
        assert!(merge(&a, &child, &[child.id, a.id], &[], day(1), day(2)).is_err());
        assert!(merge(&a, &a, &[a.id], &[], day(1), day(2)).is_err());
    }
}
