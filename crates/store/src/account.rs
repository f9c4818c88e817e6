//! Accounts, slips, grants and lock-outs.

use crate::column::args;
use crate::db::Row;
use crate::{Apply, Conn, Result, Stamp, Tx};
use domain::account::{Account, AccountState, Slip};
use domain::authority::{Grant, Role};
use domain::change::Versioned;
use domain::day::{Day, Instant};
use domain::id::{AccountId, BureauId, GrantId, PersonId, SlipId, UnitId};

const COLUMNS: &str = "id, bureau_id, person_id, login, state, password, version";

fn from(row: &Row) -> Result<Versioned<Account>> {
    Ok(Versioned {
        version: row.get("version")?,
        row: Account {
            id: row.get("id")?,
            bureau: row.get("bureau_id")?,
            person: row.get("person_id")?,
            login: row.get("login")?,
            state: row.get("state")?,
            password: row.get("password")?,
        },
    })
}

/// An account that did not exist before.
#[derive(Debug, Clone)]
pub struct NewAccount(pub Account);

impl Apply for NewAccount {
    async fn write(&self, conn: &mut Conn, stamp: &Stamp<'_>) -> Result<()> {
        let it = &self.0;
        conn.run(
            "insert into account (id, bureau_id, person_id, login, state, password, created, version) \
             values ($1, $2, $3, $4, $5, $6, $7, 1)",
            args![it.id, it.bureau, it.person, it.login, it.state, it.password, stamp.at],
        )
        .await?;
        Ok(())
    }
}

impl Apply for Versioned<Account> {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        let it = &self.row;
        conn.run_one(
            "update account set login = $3, state = $4, password = $5, version = version + 1 where id = $1 and version = $2",
            args![it.id, self.version, it.login, it.state, it.password],
        )
        .await
    }
}

/// A slip that is handed out; older unused slips of the account die.
#[derive(Debug, Clone)]
pub struct NewSlip(pub Slip);

impl Apply for NewSlip {
    async fn write(&self, conn: &mut Conn, stamp: &Stamp<'_>) -> Result<()> {
        let it = &self.0;
        conn.run(
            "update slip set used = $2 where account_id = $1 and used is null",
            args![it.account, stamp.at],
        )
        .await?;
        conn.run(
            "insert into slip (id, account_id, digest, expires, used, version) values ($1, $2, $3, $4, $5, 1)",
            args![it.id, it.account, it.digest, it.expires, it.used],
        )
        .await?;
        Ok(())
    }
}

impl Apply for Versioned<Slip> {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        conn.run_one(
            "update slip set used = $3, version = version + 1 where id = $1 and version = $2",
            args![self.row.id, self.version, self.row.used],
        )
        .await
    }
}

/// A slip that can still be used, as the list of those handed out shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OpenSlip {
    pub slip: Versioned<Slip>,
    pub name: String,
    pub login: String,
    /// The first unit where the person serves; empty if none.
    pub unit: String,
}

fn slip(row: &Row) -> Result<Versioned<Slip>> {
    Ok(Versioned {
        version: row.get("version")?,
        row: Slip {
            id: row.get("id")?,
            account: row.get("account_id")?,
            digest: row.get("digest")?,
            expires: row.get("expires")?,
            used: row.opt("used")?,
        },
    })
}

/// A role given to an account, or proposed where 三员 administration asks for a second person.
#[derive(Debug, Clone)]
pub struct NewGrant {
    pub id: GrantId,
    pub bureau: BureauId,
    pub account: AccountId,
    pub grant: Grant,
    /// `active` or `proposed`.
    pub state: &'static str,
    pub proposed_by: Option<AccountId>,
}

impl Apply for NewGrant {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        conn.run(
            "insert into role_grant (id, bureau_id, account_id, role, unit_id, state, proposed_by, version) \
             values ($1, $2, $3, $4, $5, $6, $7, 1)",
            args![
                self.id,
                self.bureau,
                self.account,
                self.grant.role,
                self.grant.unit,
                self.state,
                self.proposed_by
            ],
        )
        .await?;
        Ok(())
    }
}

/// A proposed grant becomes active.
#[derive(Debug, Clone, Copy)]
pub struct ConfirmGrant(pub GrantId);

impl Apply for ConfirmGrant {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        conn.run_one(
            "update role_grant set state = 'active', version = version + 1 where id = $1 and state = 'proposed'",
            args![self.0],
        )
        .await
    }
}

/// A grant is taken back.
#[derive(Debug, Clone, Copy)]
pub struct RemoveGrant(pub GrantId);

impl Apply for RemoveGrant {
    async fn write(&self, conn: &mut Conn, _: &Stamp<'_>) -> Result<()> {
        conn.run_one("delete from role_grant where id = $1", args![self.0]).await
    }
}

/// Someone with an active account and what a grant lets them do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Holder {
    pub person: PersonId,
    pub role: Role,
    pub unit: UnitId,
}

impl Conn {
    /// Everyone of the bureau who holds a role now.
    pub async fn holders_of_roles(&mut self, bureau: BureauId) -> Result<Vec<Holder>> {
        self.all(
            "select c.person_id, g.role, g.unit_id from role_grant g join account c on c.id = g.account_id \
             where g.bureau_id = $1 and g.state = 'active' and c.state = 'active' order by c.person_id, g.id",
            args![bureau],
            |row| {
                Ok(Holder {
                    person: row.get("person_id")?,
                    role: row.get("role")?,
                    unit: row.get("unit_id")?,
                })
            },
        )
        .await
    }
}

/// A grant with its state, as the accounts page lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GrantRow {
    pub id: GrantId,
    pub account: AccountId,
    pub role: Role,
    pub unit: UnitId,
    pub unit_name: String,
    pub active: bool,
    pub proposed_by: Option<AccountId>,
}

/// A grant that waits for 安全管理员.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProposedGrant {
    pub id: GrantId,
    pub role: Role,
    pub unit_name: String,
    pub name: String,
    pub login: String,
    /// Who proposed it; empty where nobody did.
    pub proposer: String,
}

/// An account with its person's name, as the accounts page lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountRow {
    pub account: Versioned<Account>,
    pub name: String,
}

/// Failures counted against one subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lockout {
    pub failures: i64,
    pub locked_until: Instant,
    pub updated: Instant,
}

impl Conn {
    pub async fn account(&mut self, id: AccountId) -> Result<Versioned<Account>> {
        self.one(&format!("select {COLUMNS} from account where id = $1"), args![id], from).await
    }

    pub async fn account_by_login(&mut self, login: &str) -> Result<Option<Versioned<Account>>> {
        self.maybe(&format!("select {COLUMNS} from account where login = $1"), args![login], from).await
    }

    /// The account of the person with this blind index of a phone number, if it is only one.
    pub async fn account_by_phone(&mut self, index: &str) -> Result<Option<Versioned<Account>>> {
        let mut found = self
            .all(
                "select a.id, a.bureau_id, a.person_id, a.login, a.state, a.password, a.version from account a \
                 join person p on p.id = a.person_id where p.phone_index = $1 limit 2",
                args![index],
                from,
            )
            .await?;
        Ok(if found.len() == 1 { found.pop() } else { None })
    }

    pub async fn account_of(&mut self, person: PersonId) -> Result<Option<Versioned<Account>>> {
        self.maybe(&format!("select {COLUMNS} from account where person_id = $1"), args![person], from).await
    }

    /// A page of accounts by login.
    pub async fn accounts(
        &mut self,
        bureau: BureauId,
        words: &str,
        after: &str,
        limit: i64,
    ) -> Result<Vec<AccountRow>> {
        let like = format!("%{}%", words.trim().to_lowercase().replace(['%', '_'], ""));
        self.all(
            "select a.id, a.bureau_id, a.person_id, a.login, a.state, a.password, a.version, p.name from account a \
             join person p on p.id = a.person_id \
             where a.bureau_id = $1 and a.login > $2 and (a.login like $3 or lower(p.name) like $3 or p.initials like $3) \
             order by a.login limit $4",
            args![bureau, after, like, limit],
            |row| Ok(AccountRow { account: from(row)?, name: row.get("name")? }),
        )
        .await
    }

    pub async fn slip_by_digest(&mut self, digest: &str) -> Result<Option<Versioned<Slip>>> {
        self.maybe(
            "select id, account_id, digest, expires, used, version from slip where digest = $1",
            args![digest],
            slip,
        )
        .await
    }

    pub async fn slip(&mut self, id: SlipId) -> Result<Versioned<Slip>> {
        self.one(
            "select id, account_id, digest, expires, used, version from slip where id = $1",
            args![id],
            slip,
        )
        .await
    }

    /// A page of the slips that can still be used at `now`, those that run out first before.
    pub async fn open_slips(
        &mut self,
        bureau: BureauId,
        now: Instant,
        after: Option<(Instant, SlipId)>,
        limit: i64,
    ) -> Result<Vec<OpenSlip>> {
        let (at, id) = after.map_or((Instant(0), None), |(at, id)| (at, Some(id)));
        self.all(
            "select s.id, s.account_id, s.digest, s.expires, s.used, s.version, a.login, p.name, \
             coalesce((select u.name from membership m join unit u on u.id = m.unit_id where m.person_id = p.id \
              and m.valid_from <= $6 and (m.valid_to is null or m.valid_to >= $6) order by m.valid_from, m.id limit 1), '') as unit_name \
             from slip s join account a on a.id = s.account_id join person p on p.id = a.person_id \
             where a.bureau_id = $1 and s.used is null and s.expires > $2 and ($3 is null or (s.expires, s.id) > ($4, $3)) \
             order by s.expires, s.id limit $5",
            args![bureau, now, id, at, limit, Day::of_instant(now)],
            |row| {
                Ok(OpenSlip {
                    slip: slip(row)?,
                    name: row.get("name")?,
                    login: row.get("login")?,
                    unit: row.get("unit_name")?,
                })
            },
        )
        .await
    }

    /// Accounts whose person serves in exactly this unit on `day` and that were not activated yet; and
    /// persons there without any account.
    pub async fn awaiting(&mut self, unit: UnitId, day: Day, limit: i64) -> Result<Vec<PersonId>> {
        self.all(
            "select p.id from person p where (p.left_on is null or p.left_on > $2) \
             and exists (select 1 from membership m where m.person_id = p.id and m.unit_id = $1 \
                 and m.valid_from <= $2 and (m.valid_to is null or m.valid_to >= $2)) \
             and not exists (select 1 from account a where a.person_id = p.id and a.state <> $3) \
             order by p.name, p.id limit $4",
            args![unit, day, AccountState::Invited, limit],
            |row| row.get("id"),
        )
        .await
    }

    /// A page of the grants that wait for 安全管理员, the oldest first, with who they are for.
    pub async fn proposed_grants(
        &mut self,
        bureau: BureauId,
        after: Option<GrantId>,
        limit: i64,
    ) -> Result<Vec<ProposedGrant>> {
        self.all(
            "select g.id, g.role, u.name as unit_name, p.name, a.login, coalesce(q.name, '') as by_name from role_grant g \
             join unit u on u.id = g.unit_id join account a on a.id = g.account_id join person p on p.id = a.person_id \
             left join account b on b.id = g.proposed_by left join person q on q.id = b.person_id \
             where g.bureau_id = $1 and g.state = 'proposed' and ($2 is null or g.id > $2) order by g.id limit $3",
            args![bureau, after, limit],
            |row| {
                Ok(ProposedGrant {
                    id: row.get("id")?,
                    role: row.get("role")?,
                    unit_name: row.get("unit_name")?,
                    name: row.get("name")?,
                    login: row.get("login")?,
                    proposer: row.get("by_name")?,
                })
            },
        )
        .await
    }

    /// All grants of an account, or of a bureau, proposed ones included.
    pub async fn grants(&mut self, bureau: BureauId, account: Option<AccountId>) -> Result<Vec<GrantRow>> {
        self.all(
            "select g.id, g.account_id, g.role, g.unit_id, u.name as unit_name, g.state, g.proposed_by from role_grant g \
             join unit u on u.id = g.unit_id where g.bureau_id = $1 and ($2 is null or g.account_id = $2) order by g.role, g.id",
            args![bureau, account],
            |row| {
                Ok(GrantRow {
                    id: row.get("id")?,
                    account: row.get("account_id")?,
                    role: row.get("role")?,
                    unit: row.get("unit_id")?,
                    unit_name: row.get("unit_name")?,
                    active: row.get::<String>("state")? == "active",
                    proposed_by: row.opt("proposed_by")?,
                })
            },
        )
        .await
    }

    /// Persons who hold a role in a bureau, for messages to 创建办.
    pub async fn holders(&mut self, bureau: BureauId, role: Role) -> Result<Vec<PersonId>> {
        self.all(
            "select distinct a.person_id from role_grant g join account a on a.id = g.account_id \
             where g.bureau_id = $1 and g.role = $2 and g.state = 'active' and a.state = 'active' order by a.person_id",
            args![bureau, role],
            |row| row.get("person_id"),
        )
        .await
    }

    pub async fn lockout(&mut self, subject: &str) -> Result<Option<Lockout>> {
        self.maybe(
            "select failures, locked_until, updated from lockout where subject = $1",
            args![subject],
            |row| {
                Ok(Lockout {
                    failures: row.get("failures")?,
                    locked_until: row.get("locked_until")?,
                    updated: row.get("updated")?,
                })
            },
        )
        .await
    }
}

impl Tx {
    /// Counts are no state of the bureau: the failed login itself is audited.
    pub async fn put_lockout(&mut self, subject: &str, lockout: &Lockout) -> Result<()> {
        let args = args![subject, lockout.failures, lockout.locked_until, lockout.updated];
        let touched = self
            .run(
                "update lockout set failures = $2, locked_until = $3, updated = $4 where subject = $1",
                args.clone(),
            )
            .await?;
        if touched == 0 {
            self.run(
                "insert into lockout (subject, failures, locked_until, updated) values ($1, $2, $3, $4)",
                args,
            )
            .await?;
        }
        Ok(())
    }

    pub async fn clear_lockout(&mut self, subject: &str) -> Result<()> {
        self.run("delete from lockout where subject = $1", args![subject]).await?;
        Ok(())
    }
}
