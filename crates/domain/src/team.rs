//! 领导小组, 专班, 志愿队, 监督员: rosters with roles and terms.

use crate::audit::Entry;
use crate::authority::Action;
use crate::change::{Change, Versioned};
use crate::codes;
use crate::day::Day;
use crate::id::{BureauId, PersonId, TeamId, TeamMemberId};
use crate::refused::{Check, Refused};
use serde::{Deserialize, Serialize};

codes! {
    /// What a team is for.
    pub enum TeamKind {
        LeadingGroup = "leading_group" "领导小组",
        TaskForce = "task_force" "工作专班",
        Volunteers = "volunteers" "志愿服务队",
        Supervisors = "supervisors" "行风监督员",
        Inspection = "inspection" "督查组",
    }
}

/// A team of a bureau.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Team {
    pub id: TeamId,
    pub bureau: BureauId,
    pub kind: TeamKind,
    pub name: String,
    pub from: Day,
    pub to: Option<Day>,
}

/// One seat of a team. `name` is as the paper prints it; `person` is set once it is matched to the roster.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TeamMember {
    pub id: TeamMemberId,
    pub team: TeamId,
    /// 组长, 副组长, 成员 … in the paper's words.
    pub role: String,
    pub name: String,
    pub person: Option<PersonId>,
    pub position: i64,
    pub from: Day,
    pub to: Option<Day>,
}

impl Team {
    /// Whether the team works on `day`.
    pub fn stands_on(&self, day: Day) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}

impl TeamMember {
    /// Whether the seat is held on `day`.
    pub fn holds_on(&self, day: Day) -> bool {
        self.from <= day && self.to.is_none_or(|to| day <= to)
    }
}

/// 成立. Teams that work at the same time bear different names.
pub fn create(team: &Team, others: &[Versioned<Team>]) -> Result<Change<Team>, Refused> {
    let mut check = Check::new();
    let name = check.text("name", "名称", &team.name, 80);
    let twin = others.iter().any(|other| other.id != team.id && other.name == name && other.to.is_none());
    check.require(!twin, "name", "已有同名的组织还在运行。换届请先结束上一届。");
    check.require(team.to.is_none_or(|to| to >= team.from), "to", "结束日期早于成立日期。");
    check.done()?;
    let next = Team { name, ..team.clone() };
    let entry = Entry::new(Action::EditPeople, next.id).field("name", &next.name).field("from", next.from);
    Ok(Change::new(next, entry))
}

/// A team is corrected or ended.
pub fn correct(
    held: &Versioned<Team>,
    next: &Team,
    others: &[Versioned<Team>],
) -> Result<Change<Versioned<Team>>, Refused> {
    let next = Team { id: held.id, bureau: held.bureau, ..next.clone() };
    Ok(create(&next, others)?.map(|team| held.to(team)))
}

/// A seat is given. The printed name stays as it is; the person behind it is matched by hand.
pub fn seat(
    team: &Team,
    new: &TeamMember,
    held: &[Versioned<TeamMember>],
) -> Result<Change<TeamMember>, Refused> {
    let mut check = Check::new();
    let role = check.text("role", "组内职务", &new.role, 30);
    let name = check.take("name", crate::person::parse_name(&new.name)).unwrap_or_default();
    check.require(new.to.is_none_or(|to| to >= new.from), "to", "结束日期早于开始日期。");
    check.require(team.to.is_none_or(|to| new.from <= to), "from", format!("“{}”已经结束。", team.name));
    let twice = held.iter().any(|seat| {
        let same =
            seat.name == name && (seat.person.is_none() || new.person.is_none() || seat.person == new.person);
        same && seat.role == role && seat.to.is_none() && seat.id != new.id
    });
    check.require(!twice, "name", format!("{name}已经是{role}。"));
    check.done()?;
    let next = TeamMember { role, name, ..new.clone() };
    let entry = Entry::new(Action::EditPeople, next.id).field("role", &next.role).field("from", next.from);
    Ok(Change::new(next, entry))
}

/// The printed name is matched to a person of the roster, or the match is taken back.
pub fn recognise(seat: &Versioned<TeamMember>, person: Option<PersonId>) -> Change<Versioned<TeamMember>> {
    let entry = Entry::new(Action::EditPeople, seat.id);
    let entry = match person {
        Some(person) => entry.field("person", person),
        None => entry.field("person", ""),
    };
    Change::new(seat.to(TeamMember { person, ..seat.row.clone() }), entry)
}

/// A seat ends: `last` is its last day.
pub fn leave(seat: &Versioned<TeamMember>, last: Day) -> Result<Change<Versioned<TeamMember>>, Refused> {
    if seat.to.is_some_and(|to| to <= last) {
        return Err(Refused::rule(format!("{}的任期已经结束。", seat.name)));
    }
    if last < seat.from.minus(1) {
        return Err(Refused::field("on", format!("任期从{}开始，日期不能更早。", seat.from.full_text())));
    }
    let entry = Entry::new(Action::EditPeople, seat.id).field("to", last);
    Ok(Change::new(seat.to(TeamMember { to: Some(last), ..seat.row.clone() }), entry))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::Id;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn team() -> Team {
        Team {
            id: TeamId::from_uuid(uuid::Uuid::from_u128(1)),
            bureau: BureauId::from_uuid(uuid::Uuid::from_u128(1)),
            kind: TeamKind::LeadingGroup,
            name: "创建工作领导小组".into(),
            from: day("2026-01-01"),
            to: None,
        }
    }

    fn member(n: u128, role: &str, name: &str, to: Option<&str>) -> Versioned<TeamMember> {
        Versioned {
            version: 1,
            row: TeamMember {
                id: TeamMemberId::from_uuid(uuid::Uuid::from_u128(n)),
                team: team().id,
                role: role.into(),
                name: name.into(),
                person: None,
                position: 1,
                from: day("2026-01-01"),
                to: to.map(day),
            },
        }
    }

    #[test]
    fn a_seat_is_not_given_twice() {
        let held = [member(2, "组长", "钟正", None), member(3, "成员", "方远", Some("2026-02-01"))];
        for (role, name, ok) in [
            ("组长", "钟正", false),
            ("成员", "钟正", true),
            ("成员", "方远", true),
            ("", "方远", false),
            ("成员", "", false),
        ] {
            assert_eq!(seat(&team(), &member(9, role, name, None).row, &held).is_ok(), ok, "{role} {name}");
        }
    }

    #[test]
    fn terms_end_once_and_teams_are_told_apart() {
        let seat = member(2, "组长", "钟正", None);
        assert_eq!(leave(&seat, day("2026-06-01")).unwrap().next.to, Some(day("2026-06-01")));
        assert!(leave(&member(2, "组长", "钟正", Some("2026-02-01")), day("2026-06-01")).is_err());
        let other =
            Versioned { version: 1, row: Team { id: TeamId::from_uuid(uuid::Uuid::from_u128(7)), ..team() } };
        assert!(create(&team(), &[other]).is_err());
    }
}
