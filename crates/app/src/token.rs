//! 接口令牌: made and taken back by their owner, and what a program is that shows one.

use crate::{App, Result, Who, secret};
use domain::account::MINUTE;
use domain::audit::Entry;
use domain::authority::{self, Action, Actor};
use domain::change::{Change, Versioned};
use domain::code::Code;
use domain::day::Day;
use domain::id::{AccountId, TokenId};
use domain::refused::Refused;
use domain::token::{self, Asked, Token};
use store::NewToken;

/// The actor's tokens that were not taken back.
pub async fn list(app: &App, who: &Who) -> Result<Vec<Versioned<Token>>> {
    authority::require_any(who, Action::MakeToken)?;
    Ok(app.store.view().await?.tokens(who.account).await?)
}

/// Makes a token. Answers the secret, which is kept nowhere.
pub async fn make(app: &App, who: &Who, name: &str, scope: &str, last: &str) -> Result<String> {
    authority::require_any(who, Action::MakeToken)?;
    let now = app.now();
    // The prefix lets scanners of leaked secrets know what they found.
    let secret = format!("wm_{}", secret::token());
    let mut tx = app.store.begin().await?;
    let open = tx.tokens(who.account).await?.iter().filter(|token| token.open(now)).count();
    let asked = Asked::parse(name, scope, last, app.today(), open)?;
    let expires = asked.expires(now);
    let token = Token {
        id: app.ids.make(),
        bureau: who.bureau,
        account: who.account,
        name: asked.name,
        digest: secret::digest(&secret),
        scope: asked.scope,
        created: now,
        seen: None,
        expires,
        revoked: None,
    };
    let entry = Entry::new(Action::MakeToken, token.id)
        .field("scope", asked.scope.code())
        .field("expires", expires.0);
    tx.apply(&app.stamp(who), Change::new(NewToken(token), entry)).await?;
    tx.commit().await?;
    Ok(secret)
}

/// Takes back one of one's own tokens.
pub async fn revoke(app: &App, who: &Who, id: TokenId) -> Result<()> {
    let mut tx = app.store.begin().await?;
    let own = tx.tokens(who.account).await?;
    let token = own.iter().find(|token| token.id == id).ok_or(Refused::NotFound)?;
    tx.apply(&app.stamp(who), token::revoke(token, app.now())?).await?;
    Ok(tx.commit().await?)
}

/// Whom a secret speaks for. Loaded from the database every time: a disabled account, a lost right
/// and a token taken back act at once.
pub async fn resume(app: &App, secret: &str) -> Result<Option<(Token, Actor)>> {
    let now = app.now();
    let digest = secret::digest(secret);
    let found = app.store.glance().await?.actor_of_token(&digest, Day::of_instant(now)).await?;
    let Some((token, actor)) = found.filter(|(token, _)| token.open(now)) else { return Ok(None) };
    if actor.reach(Action::MakeToken).is_none() {
        return Ok(None);
    }
    if token.seen.is_none_or(|seen| now.0 - seen.0 >= MINUTE) {
        let mut tx = app.store.begin().await?;
        tx.touch_token(token.id, now).await?;
        tx.commit().await?;
    }
    Ok(Some((token.row, actor)))
}

/// Takes back all open tokens of an account, with a change of its password.
pub(crate) async fn revoke_all(
    app: &App,
    tx: &mut store::Tx,
    stamp: &store::Stamp<'_>,
    account: AccountId,
) -> Result<()> {
    let now = app.now();
    for held in tx.tokens(account).await?.iter().filter(|token| token.open(now)) {
        tx.apply(stamp, token::revoke(held, now)?).await?;
    }
    Ok(())
}
