//! 证书 of persons: entered by themselves, by who looks after their unit or by the office; listed by the day on
//! which they run out, and told of before it.

use crate::facts::unit_facts;
use crate::message::MORNING;
use crate::sight::visible;
use crate::turn::{Leaf, Turn, Walk};
use crate::{App, Result, Who, person};
use domain::audit::Entry;
use domain::authority::{self, Action, Decision, Facts};
use domain::certificate::{self, Certificate, SOON, Sheet, Standing};
use domain::change::{Change, Versioned};
use domain::day::Day;
use domain::id::{BureauId, CertificateId, PersonId, UnitId};
use domain::message::Step;
use domain::refused::Refused;
use store::{CertificateFilter, CertificateRow, Conn, NewCertificate, Visible, certificate_key};

/// Which certificates a list shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wanted {
    pub standing: Option<Standing>,
    pub unit: Option<UnitId>,
    pub person: Option<PersonId>,
    pub words: String,
}

impl Wanted {
    /// The last days that stand for what is wanted.
    fn expires(&self, today: Day) -> Option<(Day, Day)> {
        self.standing.map(|standing| match standing {
            Standing::Expired => (Day::MIN, today.minus(1)),
            Standing::Soon => (today, today.plus(SOON)),
            Standing::Valid => (today.plus(SOON + 1), Day::MAX),
        })
    }
}

/// A page of certificates, those that run out first in front.
#[derive(Debug, Clone)]
pub struct Listed {
    pub leaf: Leaf<CertificateRow, (Day, CertificateId)>,
    /// Of the whole list, up to [`store::COUNTED`].
    pub total: i64,
}

pub async fn list(
    app: &App,
    who: &Who,
    wanted: &Wanted,
    turn: &Turn<(Day, CertificateId)>,
    limit: i64,
) -> Result<Listed> {
    let today = app.today();
    let mut view = app.store.view().await?;
    let filter = CertificateFilter {
        visible: visible(who, Action::ViewCertificate)?,
        unit: wanted.unit,
        person: wanted.person,
        expires: wanted.expires(today),
        words: wanted.words.chars().take(50).collect(),
        descending: turn.back(),
        after: turn.key().copied(),
        limit: limit + 1,
    };
    let rows = view.certificate_rows(who.bureau, &filter, today).await?;
    let leaf = turn.leaf(rows, limit, |row| (certificate_key(&row.certificate), row.certificate.id));
    let total = view.certificate_count(who.bureau, &filter, today).await?;
    Ok(Listed { leaf, total })
}

/// How many of those who serve in a unit or below it run out soon and have run out, as far as the actor
/// sees them.
pub async fn running_out(app: &App, who: &Who, unit: UnitId) -> Result<[(Standing, i64); 2]> {
    let today = app.today();
    let visible = visible(who, Action::ViewCertificate)?;
    let filter = |standing| {
        let wanted = Wanted { standing: Some(standing), ..Wanted::default() };
        CertificateFilter {
            visible: visible.clone(),
            unit: Some(unit),
            person: None,
            expires: wanted.expires(today),
            words: String::new(),
            descending: false,
            after: None,
            limit: 0,
        }
    };
    let both = [&filter(Standing::Soon), &filter(Standing::Expired)];
    let [soon, expired] = app.store.glance().await?.certificate_counts(who.bureau, both, today).await?;
    Ok([(Standing::Soon, soon), (Standing::Expired, expired)])
}

/// All certificates of the list up to `most`, and whether there were more. What leaves the house about
/// people is written into the audit before it leaves.
pub async fn export(
    app: &App,
    who: &Who,
    wanted: &Wanted,
    most: usize,
) -> Result<(Vec<CertificateRow>, bool)> {
    let mut walk = Walk::up_to(most);
    while walk.take(list(app, who, wanted, &walk.turn, 500).await?.leaf) {}
    let entry = Entry::new(Action::ViewCertificate, who.bureau).field("rows", walk.rows.len());
    let mut tx = app.store.begin().await?;
    tx.apply(&app.stamp(who), Change::new((), entry)).await?;
    tx.commit().await?;
    Ok((walk.rows, walk.cut))
}

/// Certificates of one person on the page of that person.
#[derive(Debug, Clone)]
pub struct Held {
    pub rows: Vec<CertificateRow>,
    pub may_edit: bool,
}

/// Most certificates on the page of a person; the list has all.
const MOST: i64 = 50;

/// None where the reader may not see the certificates of this person.
pub async fn of_person(app: &App, who: &Who, id: PersonId) -> Result<Option<Held>> {
    let mut view = app.store.view().await?;
    let facts = facts(app, &mut view, who, id).await?;
    let may = |action| authority::may(who, action, action, &facts) == Decision::Allow;
    if !may(Action::ViewCertificate) {
        return Ok(None);
    }
    let filter = CertificateFilter {
        visible: Visible::All,
        unit: None,
        person: Some(id),
        expires: None,
        words: String::new(),
        descending: false,
        after: None,
        limit: MOST,
    };
    let rows = view.certificate_rows(who.bureau, &filter, app.today()).await?;
    Ok(Some(Held { rows, may_edit: may(Action::EditCertificate) }))
}

/// What the table of rights must know of the certificates of a person: where the person serves.
async fn facts(app: &App, conn: &mut Conn, who: &Who, id: PersonId) -> Result<Facts> {
    let held = person::own(conn, who, id).await?;
    let service = conn.memberships_on(&[id], app.today()).await?;
    let units: Vec<UnitId> = service.iter().map(|it| it.unit).collect();
    unit_facts(conn, held.bureau, &units, &[id]).await
}

/// The name of a person for whom the actor may enter a certificate.
pub async fn holder(app: &App, who: &Who, id: PersonId) -> Result<String> {
    let mut view = app.store.view().await?;
    let facts = facts(app, &mut view, who, id).await?;
    authority::require(who, Action::EditCertificate, Action::ViewCertificate, &facts)?;
    Ok(view.person(id).await?.row.name)
}

/// 登记 for a person.
pub async fn add(app: &App, who: &Who, id: PersonId, sheet: &Sheet) -> Result<CertificateId> {
    let mut tx = app.store.begin().await?;
    let facts = facts(app, &mut tx, who, id).await?;
    authority::require(who, Action::EditCertificate, Action::ViewCertificate, &facts)?;
    let blank = Certificate {
        id: app.ids.make(),
        bureau: who.bureau,
        person: id,
        name: String::new(),
        issuer: String::new(),
        number: String::new(),
        issued: app.today(),
        expires: None,
        void_reason: String::new(),
        told: None,
    };
    let new = sheet.parse(&blank, app.today())?;
    let made = new.id;
    tx.apply(&app.stamp(who), certificate::add(new).map(NewCertificate)).await?;
    tx.commit().await?;
    Ok(made)
}

/// A certificate that the actor may change, with the name of its holder.
pub async fn form(app: &App, who: &Who, id: CertificateId) -> Result<(Versioned<Certificate>, String)> {
    let mut view = app.store.view().await?;
    let held = editable(app, &mut view, who, id).await?;
    let name = view.person(held.person).await?.row.name;
    Ok((held, name))
}

async fn editable(
    app: &App,
    conn: &mut Conn,
    who: &Who,
    id: CertificateId,
) -> Result<Versioned<Certificate>> {
    let held = conn.certificate(id).await?;
    if held.bureau != who.bureau {
        return Err(Refused::NotFound.into());
    }
    let facts = facts(app, conn, who, held.person).await?;
    authority::require(who, Action::EditCertificate, Action::ViewCertificate, &facts)?;
    Ok(held)
}

/// 修改, decided on a version.
pub async fn edit(app: &App, who: &Who, id: CertificateId, version: i64, sheet: &Sheet) -> Result<PersonId> {
    let mut tx = app.store.begin().await?;
    let held = editable(app, &mut tx, who, id).await?;
    let next = sheet.parse(&held, app.today())?;
    if held.version != version {
        return Err(Refused::Stale.into());
    }
    tx.apply(&app.stamp(who), certificate::edit(&held, next)?).await?;
    tx.commit().await?;
    Ok(held.person)
}

/// 作废 with a reason.
pub async fn void(app: &App, who: &Who, id: CertificateId, version: i64, reason: &str) -> Result<PersonId> {
    let mut tx = app.store.begin().await?;
    let held = editable(app, &mut tx, who, id).await?;
    if held.version != version {
        return Err(Refused::Stale.into());
    }
    tx.apply(&app.stamp(who), certificate::void(&held, reason)?).await?;
    tx.commit().await?;
    Ok(held.person)
}

/// Certificates of one look of the chore.
const LOOK: i64 = 500;

/// Once a day: who holds what runs out is told, and who looks after their unit. What was told is noted on the
/// certificate, so that a run after a crash repeats nothing.
pub async fn remind(app: &App) -> Result<usize> {
    if app.now().0 - app.today().start().0 < MORNING {
        return Ok(0);
    }
    let mut told = 0;
    for bureau in app.store.view().await?.bureaus().await? {
        told += remind_in(app, bureau.id).await?;
    }
    Ok(told)
}

async fn remind_in(app: &App, bureau: BureauId) -> Result<usize> {
    let today = app.today();
    let mut tx = app.store.begin().await?;
    if !tx.begin_day(bureau, "certificate.remind", today).await? {
        return Ok(0);
    }
    let (_, last) = Step::Month.window(today);
    let (mut told, mut after) = (0, None);
    loop {
        let filter = CertificateFilter {
            visible: Visible::All,
            unit: None,
            person: None,
            expires: Some((Day::MIN, last)),
            words: String::new(),
            descending: false,
            after,
            limit: LOOK,
        };
        let rows = tx.certificate_rows(bureau, &filter, today).await?;
        after = rows.last().map(|row| (certificate_key(&row.certificate), row.certificate.id));
        for row in &rows {
            // Nobody waits for the papers of someone who has left.
            if tx.person(row.certificate.person).await?.row.left_on.is_some_and(|day| day < today) {
                continue;
            }
            let mut heads: Vec<PersonId> = Vec::new();
            for service in tx.memberships_on(&[row.certificate.person], today).await? {
                heads.extend(tx.receivers(service.unit, today).await?);
            }
            heads.sort_unstable();
            heads.dedup();
            if let Some(change) = certificate::remind(&row.certificate, &row.holder, &heads, today) {
                tx.apply(&app.own_stamp(bureau, "job"), change).await?;
                told += 1;
            }
        }
        if (rows.len() as i64) < LOOK {
            break;
        }
    }
    tx.commit().await?;
    Ok(told)
}
