//! 接口令牌: what a program shows instead of a session. It sees and does what its owner may, or only
//! sees; it ends by itself, and at once when its owner takes it back.

use crate::audit::Entry;
use crate::authority::Action;
use crate::change::{Change, Versioned};
use crate::codes;
use crate::day::{Day, Instant};
use crate::id::{AccountId, BureauId, TokenId};
use crate::refused::{Check, Refused};

/// The longest life of a token, in days.
pub const MOST_DAYS: i64 = 365;
/// Tokens that one account may have open.
pub const MOST_OPEN: usize = 20;
const DAY: i64 = 86_400_000_000;

codes! {
    /// What a token opens of its owner's rights.
    pub enum TokenScope {
        Read = "read" "只读",
        Write = "write" "读写",
    }
}

/// One token of one account. Only the digest of its secret is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Token {
    pub id: TokenId,
    pub bureau: BureauId,
    pub account: AccountId,
    /// What it is for, in its owner's words.
    pub name: String,
    pub digest: String,
    pub scope: TokenScope,
    pub created: Instant,
    /// The last use, kept to the minute.
    pub seen: Option<Instant>,
    pub expires: Instant,
    pub revoked: Option<Instant>,
}

impl Token {
    /// Whether the token opens anything at `now`.
    pub fn open(&self, now: Instant) -> bool {
        self.revoked.is_none() && now < self.expires
    }
}

/// What is typed to make a token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    pub name: String,
    pub scope: TokenScope,
    /// Its last day.
    pub last: Day,
}

impl Asked {
    /// Parses the form on `today`; `open` tokens are there already.
    pub fn parse(name: &str, scope: &str, last: &str, today: Day, open: usize) -> Result<Self, Refused> {
        use crate::code::Code;
        let mut check = Check::new();
        let name = check.text("name", "用途", name, 40);
        let scope = TokenScope::from_code(scope);
        check.require(scope.is_some(), "scope", "请选择只读或读写。");
        let last =
            last.trim().parse::<Day>().ok().filter(|day| (0..=MOST_DAYS).contains(&today.days_until(*day)));
        check.require(last.is_some(), "last", format!("有效期请填今天起 {MOST_DAYS} 天以内的日期。"));
        check.require(open < MOST_OPEN, "name", format!("最多同时有 {MOST_OPEN} 个令牌，请先收回不用的。"));
        check.done()?;
        let (Some(scope), Some(last)) = (scope, last) else { return Err(Refused::NotFound) };
        Ok(Self { name, scope, last })
    }

    /// When the token ends: with its last day.
    pub fn expires(&self, now: Instant) -> Instant {
        Instant(now.0 + (Day::of_instant(now).days_until(self.last) + 1) * DAY)
    }
}

/// 收回: the token opens nothing from now on.
pub fn revoke(token: &Versioned<Token>, now: Instant) -> Result<Change<Versioned<Token>>, Refused> {
    if token.revoked.is_some() {
        return Err(Refused::rule("这个令牌已经收回。"));
    }
    let next = Token { revoked: Some(now), ..token.row.clone() };
    Ok(Change::new(token.to(next), Entry::new(Action::MakeToken, token.id).field("revoked", now.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_token_needs() {
        let today: Day = "2026-06-11".parse().unwrap();
        for (name, scope, last, open, wrong) in [
            ("看板", "read", "2026-06-11", 0, ""),
            ("看板", "write", "2027-06-11", 19, ""),
            ("看板", "write", "2027-06-12", 0, "last"),
            ("看板", "write", "2026-06-10", 0, "last"),
            ("看板", "read", "明天", 0, "last"),
            ("", "read", "2026-07-01", 0, "name"),
            ("看板", "admin", "2026-07-01", 0, "scope"),
            ("看板", "read", "2026-07-01", 20, "name"),
        ] {
            let found = match Asked::parse(name, scope, last, today, open) {
                Err(Refused::Invalid(fields)) => fields[0].field.clone(),
                other => other.map(|_| String::new()).unwrap(),
            };
            assert_eq!(found, wrong, "{name} {scope} {last} {open}");
        }
    }
}
