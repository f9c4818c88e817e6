//! The steps of a paper, in the order of 条例 chapters 5 and 6: 审核, 签发, 复核, 登记, 印发, 归档.
//! None is skipped, none goes back; 退回 leads to 拟制 and everything after it is done again.

use super::{Number, Paper, PaperState, Signature};
use crate::audit::Entry;
use crate::authority::{Action, Actor};
use crate::change::{Change, Versioned};
use crate::code::Code;
use crate::codes;
use crate::day::Day;
use crate::id::PersonId;
use crate::message::{Message, Reason};
use crate::refused::Refused;

codes! {
    /// An act on a paper. Each is one line of its 审批记录.
    pub enum Step {
        Submit = "submit" "送审",
        Review = "review" "审核",
        Sign = "sign" "签发",
        Check = "check" "复核",
        Register = "register" "登记",
        Issue = "issue" "印发",
        File = "file" "归档",
        Return = "return" "退回",
        Void = "void" "作废",
    }
}

impl Step {
    /// The right that it takes. 退回 belongs to whoever would do the next step.
    pub fn action(self, from: PaperState) -> Action {
        match self {
            Self::Submit => Action::DraftPaper,
            Self::Review => Action::ReviewPaper,
            Self::Sign => Action::SignPaper,
            Self::Check => Action::CheckPaper,
            Self::Register => Action::RegisterPaper,
            Self::Issue => Action::IssuePaper,
            Self::File => Action::FilePaper,
            Self::Return => forward(from).map_or(Action::DraftPaper, |step| step.action(from)),
            Self::Void => Action::VoidPaper,
        }
    }
}

/// The step that leads on from a state.
pub fn forward(state: PaperState) -> Option<Step> {
    Some(match state {
        PaperState::Draft => Step::Submit,
        PaperState::Review => Step::Review,
        PaperState::Signing => Step::Sign,
        PaperState::Signed => Step::Check,
        PaperState::Checked => Step::Register,
        PaperState::Numbered => Step::Issue,
        PaperState::Issued => Step::File,
        PaperState::Filed | PaperState::Void => return None,
    })
}

/// Where a step leads from a state, if it can be done there.
pub fn next(state: PaperState, step: Step) -> Option<PaperState> {
    use PaperState as S;
    match (step, state) {
        (Step::Return, S::Review | S::Signing | S::Signed | S::Checked) => Some(S::Draft),
        (Step::Return, _) => None,
        (Step::Void, S::Filed | S::Void) => None,
        (Step::Void, _) => Some(S::Void),
        _ if forward(state) == Some(step) => {
            let at = S::ALL.iter().position(|it| *it == state)?;
            S::ALL.get(at + 1).copied()
        }
        _ => None,
    }
}

/// What was found when the text was read: its digest as it stands, and what forbids to sign it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sound {
    pub digest: String,
    /// Sentences, each with its place.
    pub obstacles: Vec<String>,
}

/// What a step is decided on, beside the paper itself.
#[derive(Debug, Clone, Default)]
pub struct Case<'a> {
    pub today: Option<Day>,
    pub sound: Sound,
    /// Everyone who wrote a version of the text.
    pub drafters: &'a [PersonId],
    /// Whether the actor is the only one who could review: then the own paper may be reviewed.
    pub alone: bool,
    /// Who is told: those who can do what comes next, or the drafter.
    pub tell: &'a [PersonId],
    /// Reason of 退回 and 作废, remark of any other step.
    pub note: &'a str,
    /// The number taken for 登记.
    pub number: Option<Number>,
}

/// Longest remark, in characters.
const MAX_NOTE: usize = 300;

/// Decides a step.
pub fn advance(
    held: &Versioned<Paper>,
    who: &Actor,
    step: Step,
    case: &Case<'_>,
) -> Result<Change<Versioned<Paper>>, Refused> {
    let Some(state) = next(held.state, step) else {
        return Err(Refused::rule(format!("这份公文现在“{}”，不能{step}。", held.state)));
    };
    let note = case.note.trim();
    if note.chars().count() > MAX_NOTE {
        return Err(Refused::field("note", format!("说明最多 {MAX_NOTE} 个字。")));
    }
    if matches!(step, Step::Return | Step::Void) && note.is_empty() {
        return Err(Refused::field("note", format!("请写明{step}的原因。")));
    }
    if step != Step::Void {
        unchanged(held, step, case)?;
    }
    apart(held, who, step, case)?;
    if matches!(step, Step::Sign | Step::Check) {
        sound(step, &case.sound)?;
    }
    let next = after(held, who, step, state, case)?;
    let entry = Entry::new(step.action(held.state), held.id)
        .field("step", step.code())
        .field("state", state.code())
        .field("digest", &held.digest);
    let entry = match &next.number {
        Some(number) if step == Step::Register => entry.field("number", number),
        _ => entry,
    };
    let told = case.tell.iter().filter(|person| **person != who.person);
    let told: Vec<Message> = told.map(|to| message(held, step, state, *to)).collect();
    Ok(Change::new(held.to(next), entry).with_messages(told))
}

/// The text must be the one that the row names and, once it was signed, the one that was signed.
fn unchanged(held: &Paper, step: Step, case: &Case<'_>) -> Result<(), Refused> {
    if case.sound.digest != held.digest {
        return Err(Refused::rule(format!(
            "这份公文的正文和登记的摘要对不上，可能被人绕过系统改动过，不能{step}。请联系管理员核对审计记录。"
        )));
    }
    match &held.signature {
        Some(signature) if step != Step::Return && signature.digest != case.sound.digest => {
            Err(Refused::rule(format!("签发以后正文被改动过，不能{step}。请退回拟制，重新审核和签发。")))
        }
        _ => Ok(()),
    }
}

/// 签发人不是拟稿人; 审核人也不是, except where there is nobody else.
fn apart(held: &Paper, who: &Actor, step: Step, case: &Case<'_>) -> Result<(), Refused> {
    let own = held.author == who.person || case.drafters.contains(&who.person);
    match step {
        Step::Sign if own => Err(Refused::rule("拟稿的人不能签发自己的公文，请由另一位领导签发。")),
        Step::Review if own && !case.alone => Err(Refused::rule("自己拟的公文，要由另一位同志审核。")),
        _ => Ok(()),
    }
}

fn sound(step: Step, sound: &Sound) -> Result<(), Refused> {
    let Some(first) = sound.obstacles.first() else { return Ok(()) };
    let more = match sound.obstacles.len() {
        1 => String::new(),
        n => format!("（共 {n} 处）"),
    };
    Err(Refused::rule(format!("还不能{step}：{first}{more}")))
}

fn after(
    held: &Paper,
    who: &Actor,
    step: Step,
    state: PaperState,
    case: &Case<'_>,
) -> Result<Paper, Refused> {
    let mut next = Paper { state, ..held.clone() };
    let today = case.today.unwrap_or(Day::MIN);
    match step {
        Step::Sign => {
            next.signature = Some(Signature { by: who.person, on: today, digest: held.digest.clone() });
        }
        Step::Register => {
            let Some(number) = &case.number else {
                return Err(Refused::field("code", "请填写机关代字。"));
            };
            next.number = Some(number.clone());
        }
        Step::Issue => next.issued_on = Some(today),
        Step::Return => next.signature = None,
        Step::Void => next.void_reason = case.note.trim().to_owned(),
        Step::Submit | Step::Review | Step::Check | Step::File => {}
    }
    Ok(next)
}

fn message(held: &Paper, step: Step, state: PaperState, to: PersonId) -> Message {
    let (reason, text) = match step {
        Step::Return => (Reason::Returned, format!("公文“{}”被退回拟制，改后可以再送审。", held.title)),
        Step::Void => (Reason::Announced, format!("公文“{}”已作废。", held.title)),
        _ => (Reason::ToReview, format!("公文“{}”{}。", held.title, state.label())),
    };
    Message { to, reason, noun: "paper", object: held.id.0, text, due: None }
}

#[cfg(test)]
#[path = "flow_tests.rs"]
mod tests;
