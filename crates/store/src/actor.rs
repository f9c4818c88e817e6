//! Who acts today: account, name, grants and units in one statement, by themselves or behind the
//! session or token that speaks for them. Loaded on every request, so that a change of rights acts at
//! once.

use crate::clause::spelled;
use crate::column::{Arg, args};
use crate::db::Row;
use crate::{Conn, Result, session, token};
use domain::account::{Account, AccountState, Session};
use domain::authority::{Actor, Grant};
use domain::change::Versioned;
use domain::day::Day;
use domain::id::UnitId;
use domain::token::Token;

/// One row for each grant and each unit of an account `c`; `$1` is today.
const COLUMNS: &str = "c.id as actor_id, c.bureau_id as actor_bureau, c.person_id as actor_person, c.login as actor_login, \
     p.name as actor_name, g.role as granted_role, g.unit_id as granted_unit, m.unit_id as served_unit, m.heads, m.liaison";
const JOINS: &str = "join person p on p.id = c.person_id \
     left join role_grant g on g.account_id = c.id and g.state = 'active' \
     left join membership m on m.person_id = c.person_id and m.valid_from <= $1 and (m.valid_to is null or m.valid_to >= $1)";
const ORDER: &str = "order by g.role, g.id, m.valid_from, m.id";

/// What one row tells: at most one grant and one unit.
fn from(row: &Row) -> Result<Actor> {
    let grant = match row.opt("granted_role")? {
        Some(role) => Some(Grant { role, unit: row.get("granted_unit")? }),
        None => None,
    };
    let unit: Option<UnitId> = row.opt("served_unit")?;
    let receives = row.opt("heads")? == Some(true) || row.opt("liaison")? == Some(true);
    Ok(Actor {
        account: row.get("actor_id")?,
        person: row.get("actor_person")?,
        bureau: row.get("actor_bureau")?,
        name: row.get("actor_name")?,
        login: row.get("actor_login")?,
        grants: grant.into_iter().collect(),
        units: unit.into_iter().collect(),
        receives: unit.filter(|_| receives).into_iter().collect(),
    })
}

fn together(mut all: Actor, row: Actor) -> Actor {
    add(&mut all.grants, row.grants);
    add(&mut all.units, row.units);
    add(&mut all.receives, row.receives);
    all
}

fn add<T: PartialEq>(into: &mut Vec<T>, new: Vec<T>) {
    into.extend(new.into_iter().filter(|it| !into.contains(it)).collect::<Vec<_>>());
}

impl Conn {
    /// Who acts with an account today.
    pub async fn actor(&mut self, account: &Account, today: Day) -> Result<Actor> {
        let sql = format!("select {COLUMNS} from account c {JOINS} where c.id = $2 {ORDER}");
        let rows = self.all(&sql, args![today, account.id], from).await?;
        rows.into_iter().reduce(together).ok_or(crate::StoreError::NotFound)
    }

    /// The session with this digest and who acts in it, while the account is in use.
    pub async fn actor_of_session(&mut self, digest: &str, today: Day) -> Result<Option<(Session, Actor)>> {
        self.speaking(&spelled("s", session::COLUMNS), "session s", args![today, digest], session::from).await
    }

    /// The token with this digest and whose it is, while the account is in use.
    pub async fn actor_of_token(
        &mut self,
        digest: &str,
        today: Day,
    ) -> Result<Option<(Versioned<Token>, Actor)>> {
        self.speaking(&spelled("s", token::COLUMNS), "api_token s", args![today, digest], token::from).await
    }

    async fn speaking<T>(
        &mut self,
        columns: &str,
        table: &str,
        mut args: Vec<Arg>,
        what: impl Fn(&Row) -> Result<T>,
    ) -> Result<Option<(T, Actor)>> {
        args.extend(args![AccountState::Active]);
        let sql = format!(
            "select {columns}, {COLUMNS} from {table} join account c on c.id = s.account_id {JOINS} \
             where s.digest = $2 and c.state = $3 {ORDER}"
        );
        let rows = self.all(&sql, args, |row| Ok((what(row)?, from(row)?))).await?;
        Ok(rows.into_iter().reduce(|(what, all), (_, row)| (what, together(all, row))))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::authority::Role;
    use domain::id::{AccountId, BureauId, PersonId};
    use uuid::Uuid;

    fn row(role: Option<Role>, unit: Option<u128>, receives: bool) -> Actor {
        let unit = unit.map(|n| UnitId(Uuid::from_u128(n)));
        Actor {
            account: AccountId(Uuid::from_u128(1)),
            person: PersonId(Uuid::from_u128(1)),
            bureau: BureauId(Uuid::from_u128(1)),
            name: "孟青".into(),
            login: "staff".into(),
            grants: role.map(|role| Grant { role, unit: UnitId(Uuid::from_u128(9)) }).into_iter().collect(),
            units: unit.into_iter().collect(),
            receives: unit.filter(|_| receives).into_iter().collect(),
        }
    }

    #[test]
    fn rows_of_grants_and_units_are_told_apart() {
        let rows = [
            row(Some(Role::Office), Some(1), false),
            row(Some(Role::Office), Some(2), true),
            row(Some(Role::Staff), Some(1), false),
            row(Some(Role::Staff), Some(2), true),
        ];
        let actor = rows.into_iter().reduce(together).unwrap();
        assert_eq!(actor.grants.iter().map(|it| it.role).collect::<Vec<_>>(), [Role::Office, Role::Staff]);
        assert_eq!(actor.units, [UnitId(Uuid::from_u128(1)), UnitId(Uuid::from_u128(2))]);
        assert_eq!(actor.receives, [UnitId(Uuid::from_u128(2))]);
        let nobody = [row(None, None, false)].into_iter().reduce(together).unwrap();
        assert!(nobody.grants.is_empty() && nobody.units.is_empty() && nobody.receives.is_empty());
    }
}
