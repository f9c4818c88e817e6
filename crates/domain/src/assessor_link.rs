//! 测评组链接: a secret address under which assessors from outside read one assessment in the order of its standard,
//! and may score it in a track of their own. It ends on its day, and at once where the office takes it back.

use crate::audit::Entry;
use crate::authority::Action;
use crate::change::{Change, Versioned};
use crate::codes;
use crate::day::{Day, Instant};
use crate::id::{AssessmentId, AssessorLinkId, BureauId, PersonId};
use crate::refused::{Check, Refused};

/// The longest that a link may stand open, in days.
pub const MOST_DAYS: i64 = 180;
/// Requests that a link answers within [`WINDOW`]: a panel of five who turn pages fast, with the photos on them.
pub const MOST_VIEWS: i64 = 1_200;
/// In microseconds.
pub const WINDOW: i64 = 5 * 60_000_000;

codes! {
    /// Whether a link answers.
    pub enum Validity {
        Open = "open" "可用",
        Expired = "expired" "已到期",
        Revoked = "revoked" "已收回",
    }
}

/// One link. Only the digest of its secret is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssessorLink {
    pub id: AssessorLinkId,
    pub bureau: BureauId,
    pub assessment: AssessmentId,
    /// To whom it was given.
    pub name: String,
    pub digest: String,
    /// Whether scores may be given through it.
    pub scores: bool,
    pub author: PersonId,
    pub created: Instant,
    /// From here on it answers nothing.
    pub expires: Instant,
    pub revoked: Option<Instant>,
    /// How often something was read through it.
    pub views: i64,
    pub seen: Option<Instant>,
}

impl AssessorLink {
    pub fn validity(&self, now: Instant) -> Validity {
        if self.revoked.is_some() {
            Validity::Revoked
        } else if now >= self.expires {
            Validity::Expired
        } else {
            Validity::Open
        }
    }
}

/// 生成链接. `last` is the last day on which it answers.
///
/// # Errors
/// No name, a day that is over or too far ahead.
pub fn open(new: &AssessorLink, last: Day, today: Day) -> Result<Change<AssessorLink>, Refused> {
    let mut check = Check::new();
    let name = check.text("name", "给谁用", &new.name, 60);
    check.require(last >= today, "last", "有效期已经过了，请选今天或以后的日期。");
    check.require(
        today.days_until(last) <= MOST_DAYS,
        "last",
        format!("有效期最长 {MOST_DAYS} 天，请选近一点的日期。"),
    );
    check.done()?;
    let entry = Entry::new(Action::OpenToAssessor, new.id)
        .field("assessment", new.assessment)
        .field("name", &name)
        .field("scores", new.scores)
        .field("expires", new.expires.0);
    Ok(Change::new(AssessorLink { name, ..new.clone() }, entry))
}

/// 收回: it answers nothing from now on.
///
/// # Errors
/// One that was taken back already.
pub fn revoke(
    held: &Versioned<AssessorLink>,
    now: Instant,
) -> Result<Change<Versioned<AssessorLink>>, Refused> {
    if held.revoked.is_some() {
        return Err(Refused::rule("这个链接已经收回。"));
    }
    let next = AssessorLink { revoked: Some(now), ..held.row.clone() };
    let entry = Entry::new(Action::OpenToAssessor, held.id).field("revoked", now.0);
    Ok(Change::new(held.to(next), entry))
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn link() -> AssessorLink {
        let id = Uuid::from_u128;
        AssessorLink {
            id: AssessorLinkId(id(1)),
            bureau: BureauId(id(2)),
            assessment: AssessmentId(id(3)),
            name: " 市文明办测评组 ".into(),
            digest: "d".into(),
            scores: true,
            author: PersonId(id(4)),
            created: Instant(0),
            expires: Instant(100),
            revoked: None,
            views: 0,
            seen: None,
        }
    }

    #[test]
    fn a_link_is_open_until_its_end() {
        for (revoked, now, expected) in [
            (None, 99, Validity::Open),
            (None, 100, Validity::Expired),
            (Some(5), 50, Validity::Revoked),
            (Some(5), 500, Validity::Revoked),
        ] {
            let link = AssessorLink { revoked: revoked.map(Instant), ..link() };
            assert_eq!(link.validity(Instant(now)), expected, "{revoked:?} {now}");
        }
    }

    #[test]
    fn a_link_needs_a_name_and_a_near_day() {
        let today = Day::new(2026, 6, 1).unwrap();
        for (name, days, fine) in [
            ("测评组", 0, true),
            ("测评组", MOST_DAYS, true),
            ("测评组", MOST_DAYS + 1, false),
            (" ", 3, false),
        ] {
            let link = AssessorLink { name: name.into(), ..link() };
            assert_eq!(open(&link, today.plus(days), today).is_ok(), fine, "{name:?} {days}");
        }
        assert!(open(&link(), today.minus(1), today).is_err());
        assert_eq!(open(&link(), today, today).unwrap().next.name, "市文明办测评组");
    }
}
