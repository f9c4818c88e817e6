//! Certificates of persons over `/api/v1`.

use super::model::{Coded, Done, Listed};
use super::problem::Refusals;
use super::{Answer, Body, Caller, Path, Query, given_or_none, id, member};
use crate::route::{Access, Route, get, post};
use app::certificate::{self, Wanted};
use axum::Json;
use domain::Day;
use domain::authority::Action;
use domain::certificate::Sheet;
use domain::id::{CertificateId, PersonId};
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

pub(super) fn routes() -> Vec<Route> {
    let (view, edit) = (Access::Program(Action::ViewCertificate), Access::Program(Action::EditCertificate));
    vec![
        get("/api/v1/certificates", view, list),
        post("/api/v1/people/{id}/certificates", edit, add),
        post("/api/v1/certificates/{id}", edit, change),
        post("/api/v1/certificates/{id}/void", edit, void),
    ]
}

/// A certificate of a person.
#[derive(Debug, Serialize, ToSchema)]
pub(super) struct CertificateOut {
    id: String,
    /// Decide on this version.
    version: i64,
    person: String,
    holder: String,
    name: String,
    issuer: String,
    number: String,
    issued: String,
    /// The last day on which it holds; null where it holds for good.
    expires: Option<String>,
    /// valid, soon or expired.
    standing: Coded,
}

/// Which certificates.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
pub(super) struct CertificatesAsked {
    /// valid, soon or expired; empty for all.
    #[serde(default)]
    standing: String,
    /// Of those who serve in this unit or below.
    #[serde(default)]
    unit: String,
    #[serde(default)]
    person: String,
    /// In the name, the issuer or the name of the holder.
    #[serde(default)]
    q: String,
    /// `next` of the page before.
    #[serde(default)]
    after: String,
}

const LIMIT: i64 = 50;

#[utoipa::path(get, path = "/api/v1/certificates", params(CertificatesAsked), responses((status = 200, body = Listed<CertificateOut>), Refusals))]
pub(super) async fn list(
    caller: Caller,
    Query(asked): Query<CertificatesAsked>,
) -> Answer<Listed<CertificateOut>> {
    let key: Option<(Day, CertificateId)> =
        asked.after.rsplit_once('_').and_then(|(day, id)| Some((day.parse().ok()?, id.parse().ok()?)));
    let wanted = Wanted {
        standing: match asked.standing.as_str() {
            "" => None,
            code => Some(member("standing", code)?),
        },
        unit: given_or_none("unit", Some(&asked.unit))?,
        person: given_or_none("person", Some(&asked.person))?,
        words: asked.q,
    };
    let leaf = certificate::list(&caller.app, &caller.who, &wanted, &key.into(), LIMIT).await?.leaf;
    let today = caller.app.today();
    let out = |row: store::CertificateRow| {
        let it = row.certificate;
        CertificateOut {
            id: it.id.to_string(),
            version: it.version,
            person: it.person.to_string(),
            holder: row.holder,
            name: it.name.clone(),
            issuer: it.issuer.clone(),
            number: it.number.clone(),
            issued: it.issued.to_string(),
            expires: it.expires.map(|day| day.to_string()),
            standing: it.standing(today).into(),
        }
    };
    let next = leaf.next.map(|(day, id)| format!("{day}_{id}"));
    Ok(Json(Listed { items: leaf.rows.into_iter().map(out).collect(), next }))
}

/// What a certificate says. Never the number of an identity card.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct CertificateIn {
    name: String,
    issuer: String,
    #[serde(default)]
    number: String,
    issued: String,
    /// Empty where it holds for good.
    #[serde(default)]
    expires: String,
}

impl CertificateIn {
    fn sheet(self) -> Sheet {
        let Self { name, issuer, number, issued, expires } = self;
        Sheet { name, issuer, number, issued, expires }
    }
}

#[utoipa::path(post, path = "/api/v1/people/{id}/certificates", params(("id" = String, Path)), request_body = CertificateIn, responses((status = 200, body = Done), Refusals))]
pub(super) async fn add(
    caller: Caller,
    Path(person): Path<String>,
    Body(given): Body<CertificateIn>,
) -> Answer<Done> {
    let person: PersonId = id(&person)?;
    Ok(Done::of(certificate::add(&caller.app, &caller.who, person, &given.sheet()).await?))
}

/// A certificate as it is to be, decided on `version`.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct CertificateChange {
    version: i64,
    #[serde(flatten)]
    certificate: CertificateIn,
}

#[utoipa::path(post, path = "/api/v1/certificates/{id}", params(("id" = String, Path)), request_body = CertificateChange, responses((status = 200, body = Done), Refusals))]
pub(super) async fn change(
    caller: Caller,
    Path(held): Path<String>,
    Body(asked): Body<CertificateChange>,
) -> Answer<Done> {
    let held: CertificateId = id(&held)?;
    let sheet = asked.certificate.sheet();
    certificate::edit(&caller.app, &caller.who, held, asked.version, &sheet).await?;
    Ok(Done::of(held))
}

/// Why a certificate is taken off, decided on `version`.
#[derive(Debug, Deserialize, ToSchema)]
pub(super) struct CertificateVoid {
    version: i64,
    reason: String,
}

#[utoipa::path(post, path = "/api/v1/certificates/{id}/void", params(("id" = String, Path)), request_body = CertificateVoid, responses((status = 200, body = Done), Refusals))]
pub(super) async fn void(
    caller: Caller,
    Path(held): Path<String>,
    Body(asked): Body<CertificateVoid>,
) -> Answer<Done> {
    let held: CertificateId = id(&held)?;
    certificate::void(&caller.app, &caller.who, held, asked.version, &asked.reason).await?;
    Ok(Done::of(held))
}
