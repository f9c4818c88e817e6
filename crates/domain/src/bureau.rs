//! 机关: the organisation that keeps its own settings, numbers and audit chain.

use crate::audit::Entry;
use crate::authority::{Action, EXCLUSIVE, Role};
use crate::change::Change;
use crate::codes;
use crate::id::{BureauId, PersonId, UnitId};
use crate::refused::{Check, Refused};
use serde::{Deserialize, Serialize};

codes! {
    /// How the bureau separates its administrators (`DESIGN.md` §9).
    pub enum Administration {
        /// One administrator; the deviation is shown under 系统.
        Simple = "simple" "简易",
        /// System, security and audit administrators exclude each other.
        Threefold = "threefold" "三员",
    }
}

impl Administration {
    /// The roles that administer under it.
    pub fn administrators(self) -> &'static [Role] {
        match self {
            Self::Simple => &[Role::Administrator],
            Self::Threefold => &EXCLUSIVE,
        }
    }
}

/// 简易 becomes 三员, with three different persons. There is no way back.
pub fn separate(bureau: &Bureau, three: &[PersonId]) -> Result<Change<BureauId>, Refused> {
    if bureau.administration == Administration::Threefold {
        return Err(Refused::rule("已经是三员管理，不能再改。"));
    }
    let mut check = Check::new();
    for (n, field) in ["system", "security", "audit"].into_iter().enumerate() {
        let twice = three.get(n).is_none_or(|person| three[..n].contains(person));
        check.require(!twice, field, "系统、安全、审计三个管理员不能由同一个人担任。");
    }
    check.done()?;
    let entry = Entry::new(Action::EditSetting, bureau.id).field("administration", Administration::Threefold);
    Ok(Change::new(bureau.id, entry))
}

/// One bureau. Its root unit carries the name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Bureau {
    pub id: BureauId,
    pub name: String,
    pub root: UnitId,
    pub administration: Administration,
    /// A demonstration is marked on every page and refused by `serve`.
    pub demo: bool,
}

/// What the set-up page asks for.
#[derive(Debug, Clone)]
pub struct SetUp {
    pub bureau_name: String,
    pub administration: Administration,
    pub office_name: String,
    pub person_name: String,
    pub login: String,
}

impl SetUp {
    /// Checks what was typed. Field names are those of the form.
    pub fn parse(
        bureau_name: &str,
        administration: &str,
        office_name: &str,
        person_name: &str,
        login: &str,
    ) -> Result<Self, Refused> {
        let mut check = Check::new();
        let bureau_name = check.text("bureau_name", "单位全称", bureau_name, 60);
        let office_name = check.text("office_name", "创建办所在科室", office_name, 40);
        let person_name = check.text("person_name", "姓名", person_name, 30);
        let login = check.take("login", crate::account::parse_login(login));
        let administration = crate::code::Code::from_code(administration);
        check.require(administration.is_some(), "administration", "请选择管理方式。");
        check.done()?;
        Ok(Self {
            bureau_name,
            administration: administration.unwrap_or(Administration::Simple),
            office_name,
            person_name,
            login: login.unwrap_or_default(),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    #[test]
    fn three_different_persons_and_only_once() {
        let person = |n| PersonId(Uuid::from_u128(n));
        let bureau = |administration| Bureau {
            id: BureauId(Uuid::from_u128(1)),
            name: "云岚市交通运输局".into(),
            root: UnitId(Uuid::from_u128(2)),
            administration,
            demo: false,
        };
        let simple = bureau(Administration::Simple);
        for (three, wrong) in [
            (vec![1, 2, 3], vec![]),
            (vec![1, 1, 3], vec!["security"]),
            (vec![1, 1, 1], vec!["security", "audit"]),
        ] {
            let three: Vec<PersonId> = three.into_iter().map(person).collect();
            let found: Vec<String> = match separate(&simple, &three) {
                Err(Refused::Invalid(fields)) => fields.into_iter().map(|it| it.field).collect(),
                other => other.map(|_| Vec::new()).unwrap(),
            };
            assert_eq!(found, wrong);
        }
        let three = [person(1), person(2), person(3)];
        assert!(matches!(separate(&bureau(Administration::Threefold), &three), Err(Refused::Rule(_))));
    }
}
