//! Signing in and out: one answer for every failure, lock-out per account and per source, sessions
//! with idle and absolute limits.

use crate::{App, Error, Keys, Result, Who, secret};
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use domain::account::{
    ABSOLUTE, Account, AccountState, IDLE, LOCK, LOGIN_FAILED, MAX_FAILURES, MINUTE, Session,
};
use domain::audit::Entry;
use domain::authority::{Action, Actor};
use domain::change::{Change, Versioned};
use domain::day::{Day, Instant};
use domain::id::SessionId;
use domain::password;
use domain::refused::Refused;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use store::{EndSession, EndSessions, Lockout, NewSession};
use tokio::sync::Semaphore;

/// argon2id runs on as many cores as there are, behind a bounded queue (`DESIGN.md` §5).
#[derive(Debug, Clone)]
pub struct Hashing {
    cores: Arc<Semaphore>,
    waiting: Arc<AtomicUsize>,
}

/// Hashings that may wait; more are answered with 429.
const QUEUE: usize = 32;

/// A PHC string of no password, verified for unknown accounts so that the answer takes as long.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$bm9ib2R5bm9ib2R5$UGm5Yd6GZgc3Vn0xQkR5yWfXl0o7mD5b0rQJ3wX8J2E";

impl Hashing {
    pub(crate) fn new() -> Self {
        let cores = std::thread::available_parallelism().map_or(2, usize::from);
        Self { cores: Arc::new(Semaphore::new(cores)), waiting: Arc::default() }
    }

    async fn run<T: Send + 'static>(&self, work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
        if self.waiting.fetch_add(1, Ordering::SeqCst) >= QUEUE {
            self.waiting.fetch_sub(1, Ordering::SeqCst);
            return Err(Refused::Busy("现在登录的人太多，请过一会儿再试。".into()).into());
        }
        let permit = Arc::clone(&self.cores).acquire_owned().await;
        let done = match permit {
            Ok(_permit) => tokio::task::spawn_blocking(work).await.map_err(Error::from).flatten(),
            Err(closed) => Err(Error::fault("hashing", closed)),
        };
        self.waiting.fetch_sub(1, Ordering::SeqCst);
        done
    }

    /// The PHC string of a password, peppered with a key outside the database.
    pub async fn hash(&self, keys: &Keys, password: String) -> Result<String> {
        let pepper = keys.pepper();
        self.run(move || {
            let hash = argon(&pepper)?.hash_password(password.as_bytes());
            Ok(hash.map_err(|error| Error::fault("argon2", error))?.to_string())
        })
        .await
    }

    /// Whether a password fits a PHC string.
    async fn fits(&self, keys: &Keys, password: String, phc: String) -> Result<bool> {
        let pepper = keys.pepper();
        self.run(move || {
            let Ok(parsed) = PasswordHash::new(&phc) else { return Ok(false) };
            Ok(argon(&pepper)?.verify_password(password.as_bytes(), &parsed).is_ok())
        })
        .await
    }
}

fn argon(pepper: &[u8]) -> Result<Argon2<'_>> {
    Argon2::new_with_secret(pepper, Algorithm::Argon2id, Version::V0x13, Params::default())
        .map_err(|error| Error::fault("argon2", error))
}

/// Where a login comes from.
#[derive(Debug, Clone)]
pub struct Source {
    pub address: String,
    /// What the browser calls itself.
    pub agent: String,
}

/// A fresh session and the token that only the browser holds.
#[derive(Debug, Clone)]
pub struct SignedIn {
    pub token: String,
    pub session: Session,
}

/// Signs in with login name or phone number and password.
pub async fn sign_in(app: &App, login: &str, password: &str, source: &Source) -> Result<SignedIn> {
    let now = app.now();
    let login = login.trim().to_lowercase();
    let subjects = [format!("account:{login}"), format!("source:{}", source.address)];
    let mut view = app.store.view().await?;
    let mut locked = false;
    for subject in &subjects {
        locked |= view.lockout(subject).await?.is_some_and(|lock| now < lock.locked_until);
    }
    let account = find(app, &mut view, &login).await?;
    drop(view);
    let phc = account
        .as_ref()
        .filter(|account| account.state == AccountState::Active)
        .map_or(NOBODY, |a| &a.password);
    // Always hashed, locked or not, known or not: the time of the answer tells nothing.
    let fits = app.hashing.fits(&app.keys, password.to_owned(), phc.to_owned()).await?;
    match account {
        Some(account) if fits && !locked && account.state == AccountState::Active => {
            begin(app, &account, source, Some(&subjects)).await
        }
        account => {
            fail(app, account.as_deref(), &subjects, source).await?;
            Err(Refused::rule(LOGIN_FAILED).into())
        }
    }
}

async fn find(app: &App, view: &mut store::View, login: &str) -> Result<Option<Versioned<Account>>> {
    if let Some(account) = view.account_by_login(login).await? {
        return Ok(Some(account));
    }
    let phone = login.len() == 11 && login.bytes().all(|b| b.is_ascii_digit());
    if phone { Ok(view.account_by_phone(&app.keys.phone_index(login)).await?) } else { Ok(None) }
}

/// Begins a session for an account whose password or slip was right.
pub async fn begin(
    app: &App,
    account: &Account,
    source: &Source,
    subjects: Option<&[String]>,
) -> Result<SignedIn> {
    let now = app.now();
    let token = secret::token();
    let session = Session {
        id: app.ids.make(),
        account: account.id,
        bureau: account.bureau,
        digest: secret::digest(&token),
        csrf: secret::token(),
        created: now,
        seen: now,
        agent: source.agent.chars().filter(|c| !c.is_control()).take(200).collect(),
        source: source.address.clone(),
    };
    let change = Change::new(NewSession(session.clone()), Entry::new(Action::SignIn, session.id));
    let stamp = store::Stamp { account: Some(account.id), ..app.own_stamp(account.bureau, &source.address) };
    let mut tx = app.store.begin().await?;
    for subject in subjects.unwrap_or_default() {
        tx.clear_lockout(subject).await?;
    }
    tx.apply(&stamp, change).await?;
    tx.commit().await?;
    Ok(SignedIn { token, session })
}

async fn fail(app: &App, account: Option<&Account>, subjects: &[String], source: &Source) -> Result<()> {
    let now = app.now();
    let mut tx = app.store.begin().await?;
    for subject in subjects {
        let before = tx.lockout(subject).await?.filter(|lock| now.0 - lock.updated.0 < LOCK);
        let failures = before.map_or(0, |lock| lock.failures) + 1;
        // A source serves a whole office behind one address: it may fail more often than an account.
        let limit = if subject.starts_with("source:") { MAX_FAILURES * 10 } else { MAX_FAILURES };
        let locked_until = if failures >= limit { Instant(now.0 + LOCK) } else { Instant(0) };
        tx.put_lockout(subject, &Lockout { failures, locked_until, updated: now }).await?;
    }
    if let Some(account) = account {
        let stamp = app.own_stamp(account.bureau, &source.address);
        tx.apply(&stamp, Change::new((), Entry::new(Action::SignInFailed, account.id))).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Who a session token speaks for, if the session lives. Loaded from the database every time, so
/// that a change of rights acts at once.
pub async fn resume(app: &App, token: &str) -> Result<Option<(Session, Actor)>> {
    let now = app.now();
    let digest = secret::digest(token);
    let found = app.store.glance().await?.actor_of_session(&digest, Day::of_instant(now)).await?;
    let Some((session, actor)) = found.filter(|(session, _)| !session.expired(now)) else { return Ok(None) };
    if now.0 - session.seen.0 >= MINUTE {
        let mut tx = app.store.begin().await?;
        tx.touch_session(session.id, now).await?;
        tx.commit().await?;
    }
    Ok(Some((session, actor)))
}

/// Ends the session that asks.
pub async fn sign_out(app: &App, who: &Who, session: SessionId) -> Result<()> {
    let change = Change::new(EndSession(session), Entry::new(Action::SignOut, session));
    let mut tx = app.store.begin().await?;
    tx.apply(&app.stamp(who), change).await?;
    Ok(tx.commit().await?)
}

/// The actor's own sessions that still live.
pub async fn sessions(app: &App, who: &Who) -> Result<Vec<Session>> {
    let now = app.now();
    let mut sessions = app.store.view().await?.sessions(who.account).await?;
    sessions.retain(|session| !session.expired(now));
    Ok(sessions)
}

/// Ends another session of one's own.
pub async fn revoke(app: &App, who: &Who, session: SessionId) -> Result<()> {
    let mut tx = app.store.begin().await?;
    let own = tx.sessions(who.account).await?;
    if !own.iter().any(|it| it.id == session) {
        return Err(Refused::NotFound.into());
    }
    tx.apply(&app.stamp(who), Change::new(EndSession(session), Entry::new(Action::RevokeSession, session)))
        .await?;
    Ok(tx.commit().await?)
}

/// Changes one's own password; all other sessions end and the tokens of programs are taken back.
pub async fn change_password(
    app: &App,
    who: &Who,
    session: SessionId,
    old: &str,
    new: &str,
    again: &str,
) -> Result<()> {
    let account = app.store.view().await?.account(who.account).await?;
    if !app.hashing.fits(&app.keys, old.to_owned(), account.password.clone()).await? {
        return Err(Error::field("old", "现在的密码不正确。"));
    }
    if new != again {
        return Err(Error::field("again", "两次输入的新密码不一样。"));
    }
    let known = crate::account::known(&mut *app.store.view().await?, account.id, &account.login).await?;
    password::check(new, &known).map_err(|sentence| Error::field("new", sentence))?;
    let password = app.hashing.hash(&app.keys, new.to_owned()).await?;
    let next = account.to(Account { password, ..account.row.clone() });
    let end = EndSessions { account: account.id, except: Some(session) };
    let change = Change::new((next, end), Entry::new(Action::ChangePassword, account.id));
    let mut tx = app.store.begin().await?;
    tx.apply(&app.stamp(who), change).await?;
    crate::token::revoke_all(app, &mut tx, &app.stamp(who), who.account).await?;
    Ok(tx.commit().await?)
}

/// Forgets sessions that ran out. Run by the clockwork.
pub async fn sweep(app: &App) -> Result<u64> {
    let now = app.now().0;
    let mut tx = app.store.begin().await?;
    let gone = tx.sweep_sessions(Instant(now - IDLE), Instant(now - ABSOLUTE)).await?;
    tx.commit().await?;
    Ok(gone)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_of_nobody_costs_as_much_as_that_of_anyone() {
        let nobody = PasswordHash::new(NOBODY).unwrap();
        let params = Params::try_from(&nobody).unwrap();
        assert_eq!((params.m_cost(), params.t_cost()), (Params::DEFAULT_M_COST, Params::DEFAULT_T_COST));
    }
}
