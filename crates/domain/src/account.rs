//! Accounts, activation slips, sessions and lock-out: what may sign in, and for how long.
//! Limits follow the figures usual in 等保 assessments (lock after 5 failures for 15 minutes,
//! idle exit after 30 minutes, slips live 7 days).

use crate::codes;
use crate::day::Instant;
use crate::id::{AccountId, BureauId, PersonId, SessionId, SlipId};
use serde::{Deserialize, Serialize};

/// One minute in microseconds.
pub const MINUTE: i64 = 60_000_000;
/// Failures after which an account and source are locked.
pub const MAX_FAILURES: i64 = 5;
/// How long they stay locked, in microseconds.
pub const LOCK: i64 = 15 * MINUTE;
/// A session without a request for so long ends.
pub const IDLE: i64 = 30 * MINUTE;
/// A session older than this ends in any case.
pub const ABSOLUTE: i64 = 12 * 60 * MINUTE;
/// How long an activation slip can be used.
pub const SLIP_LIFE: i64 = 7 * 24 * 60 * MINUTE;
/// The one answer to every failed login: it does not tell which part was wrong.
pub const LOGIN_FAILED: &str =
    "登录名或密码不正确，或者暂时不能登录。多次失败后请等 15 分钟再试，或请管理员帮您处理。";

codes! {
    /// Whether an account can sign in.
    pub enum AccountState {
        /// Waits for its slip to be used.
        Invited = "invited" "待激活",
        Active = "active" "使用中",
        Disabled = "disabled" "已停用",
    }
}

/// An account of one person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Account {
    pub id: AccountId,
    pub bureau: BureauId,
    pub person: PersonId,
    pub login: String,
    pub state: AccountState,
    /// PHC string of argon2id; empty until the slip is used.
    #[serde(skip)]
    pub password: String,
}

/// A single-use activation slip. Only the digest of its code is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slip {
    pub id: SlipId,
    pub account: AccountId,
    pub digest: String,
    pub expires: Instant,
    pub used: Option<Instant>,
}

impl Slip {
    /// Whether the slip can still be used at `now`.
    pub fn usable(&self, now: Instant) -> bool {
        self.used.is_none() && now < self.expires
    }
}

/// A session. Only the digest of its token is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    pub id: SessionId,
    pub account: AccountId,
    pub bureau: BureauId,
    pub digest: String,
    /// Token that every form of the session carries.
    pub csrf: String,
    pub created: Instant,
    pub seen: Instant,
    /// What the browser calls itself, cut to 200 characters; shown in the list of own sessions.
    pub agent: String,
    pub source: String,
}

impl Session {
    /// Whether the session has run out at `now`.
    pub fn expired(&self, now: Instant) -> bool {
        now.0 - self.seen.0 > IDLE || now.0 - self.created.0 > ABSOLUTE
    }
}

/// Checks a login name: 2 to 30 letters, digits, Chinese characters, `.`, `-` or `_`.
pub fn parse_login(login: &str) -> Result<String, String> {
    let login = login.trim();
    let count = login.chars().count();
    let plain = login.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_'));
    if (2..=30).contains(&count) && plain {
        Ok(login.to_lowercase())
    } else {
        Err("登录名用 2 至 30 个字母、数字或汉字，可以含点、横线和下划线。".into())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn login_names_are_folded_and_checked() {
        assert_eq!(parse_login(" LinXW "), Ok("linxw".into()));
        assert_eq!(parse_login("林晓雯"), Ok("林晓雯".into()));
        for bad in ["a", "", "a b", "x'; --", "<b>"] {
            assert!(parse_login(bad).is_err(), "{bad}");
        }
    }
}
