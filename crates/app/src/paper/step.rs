//! The steps of a paper: the text is read and digested first, then one transaction decides.

use super::{archive, facts, may, pdf, printed, seen, text};
use crate::{App, Error, Result, Who};
use domain::authority::{self, Action};
use domain::change::Versioned;
use domain::code::Code;
use domain::day::Day;
use domain::id::{PaperId, PersonId};
use domain::paper::archive::{Term, approved, filing};
use domain::paper::flow::forward;
use domain::paper::{Case, Paper, PaperState, Sound, Step, advance};
use domain::refused::Refused;
use gongwen::paper::DocNumber;
use store::{Conn, NewFiling, NewStep, TakenNumber, Tx, VoidNumber};

/// What is typed beside the button.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// Version of the paper that the page showed.
    pub version: i64,
    pub note: String,
    /// 机关代字, for 登记.
    pub code: String,
    /// 保管期限, for 归档.
    pub term: Option<Term>,
}

/// Does a step, and tells those who come next.
pub async fn step(app: &App, who: &Who, id: PaperId, step: Step, asked: &Asked) -> Result<PaperState> {
    let sound = examined(app, who, id, step).await?;
    if step == Step::Register {
        named(asked)?;
    }
    let mut tx = app.store.begin().await?;
    let held = seen(app, &mut tx, who, id).await?;
    may(&mut tx, who, step.action(held.state), &held).await?;
    if held.version != asked.version {
        return Err(Refused::Stale.into());
    }
    let number = match step {
        Step::Register if held.state == PaperState::Checked => {
            Some(tx.take_serial(who.bureau, asked.code.trim(), app.today().year()).await?)
        }
        _ => None,
    };
    let drafters = tx.paper_drafters(id).await?;
    let filed = match step {
        Step::File => Some(filed(&mut tx, who, &held, asked.term).await?),
        _ => None,
    };
    let case = Case {
        today: Some(app.today()),
        sound,
        drafters: &drafters,
        alone: alone(&mut tx, who, &held).await?,
        tell: &told(&mut tx, &held, step).await?,
        note: &asked.note,
        number,
    };
    let change = advance(&held, who, step, &case)?;
    let state = change.next.state;
    let line = NewStep {
        paper: id,
        version: held.version,
        bureau: held.bureau,
        person: who.person,
        step,
        state,
        note: asked.note.trim().to_owned(),
        digest: held.digest.clone(),
    };
    let taken = change.next.number.clone().filter(|_| step == Step::Register).map(|number| TakenNumber {
        bureau: held.bureau,
        number,
        paper: id,
        person: who.person,
    });
    let voided = (step == Step::Void && held.number.is_some())
        .then(|| VoidNumber { paper: id, reason: change.next.void_reason.clone() });
    tx.apply(&app.stamp(who), change.map(|next| ((next, line), ((taken, voided), filed)))).await?;
    tx.commit().await?;
    if step == Step::File {
        archive::pack(app, who, id).await?;
    }
    Ok(state)
}

/// The first edition in the archive, with the next 件号 of its class.
async fn filed(tx: &mut Tx, who: &Who, held: &Paper, term: Option<Term>) -> Result<NewFiling> {
    let rules = archive::read_rules(tx, held.bureau).await?;
    let rules = rules.ok_or_else(|| Error::rule("还没有归档设置，请先填写全宗号和经批准的保管期限表。"))?;
    let term = approved(&rules, term)?;
    let year = held.issued_on.map_or_else(|| held.number.as_ref().map_or(0, |it| it.year), Day::year);
    let class = format!("{}-WS-{}-{}", rules.fonds, term.code(), rules.body);
    let item = tx.take_serial(held.bureau, &class, year).await?.serial;
    Ok(NewFiling(filing(held, &rules, term, item, year, who.person)))
}

/// Reads the text outside of the transaction, and sets its pages where a character without a face would
/// stop the step. A version is never changed, and the step is refused if the paper has moved on meanwhile.
async fn examined(app: &App, who: &Who, id: PaperId, step: Step) -> Result<Sound> {
    let mut view = app.store.view().await?;
    let held = seen(app, &mut view, who, id).await?;
    may(&mut view, who, step.action(held.state), &held).await?;
    let version = view.paper_text(id, held.text).await?;
    drop(view);
    let today = app.today();
    let mut sound = tokio::task::spawn_blocking(move || text::sound(&version.text, &held, today)).await??;
    if matches!(step, Step::Sign | Step::Check) {
        let (_, words) = printed(app, who, id).await?;
        sound.obstacles.extend(pdf::set(app, words, false).await?.missing.iter().cloned());
    }
    Ok(sound)
}

fn named(asked: &Asked) -> Result<()> {
    match DocNumber::new(asked.code.trim(), 2026, 1) {
        Ok(_) => Ok(()),
        Err(error) => Err(Error::field("code", error.to_string())),
    }
}

/// Whether nobody but the drafter could review: an office of one.
pub(super) async fn alone(conn: &mut Conn, who: &Who, held: &Paper) -> Result<bool> {
    if held.author != who.person {
        return Ok(false);
    }
    Ok(reviewers(conn, held).await?.iter().all(|person| *person == who.person))
}

async fn reviewers(conn: &mut Conn, held: &Paper) -> Result<Vec<PersonId>> {
    able(conn, held, Action::ReviewPaper).await
}

/// Persons whose rights let them do this with the paper.
async fn able(conn: &mut Conn, held: &Paper, action: Action) -> Result<Vec<PersonId>> {
    let facts = facts(conn, held).await?;
    let mut found = Vec::new();
    for holder in conn.holders_of_roles(held.bureau).await? {
        let reaches = match authority::scope(holder.role, action) {
            Some(authority::Scope::All) => true,
            Some(authority::Scope::Subtree) => facts.units.contains(&holder.unit),
            Some(authority::Scope::Unit) => facts.exact.contains(&holder.unit),
            _ => false,
        };
        if reaches && !found.contains(&holder.person) {
            found.push(holder.person);
        }
    }
    Ok(found)
}

/// Who is told: those who can do the next step, without the drafter for whom it is not; or, where it
/// came back, the drafter.
async fn told(conn: &mut Conn, held: &Versioned<Paper>, step: Step) -> Result<Vec<PersonId>> {
    let after = domain::paper::next(held.state, step);
    if matches!(step, Step::Return | Step::Void) {
        return Ok(vec![held.author]);
    }
    match after.and_then(forward) {
        Some(next) if after != Some(PaperState::Issued) => {
            let action = next.action(held.state);
            let mut people = able(conn, held, action).await?;
            if matches!(next, Step::Review | Step::Sign) && people.len() > 1 {
                people.retain(|person| *person != held.author);
            }
            Ok(people)
        }
        _ => Ok(Vec::new()),
    }
}
