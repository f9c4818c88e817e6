//! 证书 of a person: what someone has passed or been named, who issued it, until when it holds. The number
//! of a certificate is kept, that of an identity card never: where both are the same, it is left out.

use crate::audit::Entry;
use crate::authority::Action;
use crate::change::{Change, Versioned};
use crate::code::Code;
use crate::codes;
use crate::day::Day;
use crate::id::{BureauId, CertificateId, PersonId};
use crate::message::{Message, Reason, Step};
use crate::refused::{Check, Refused};

/// One certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    pub id: CertificateId,
    pub bureau: BureauId,
    pub person: PersonId,
    pub name: String,
    pub issuer: String,
    /// As printed; may be empty.
    pub number: String,
    pub issued: Day,
    /// The last day on which it holds; none where it holds for good.
    pub expires: Option<Day>,
    /// Why it was taken off; empty while it stands.
    pub void_reason: String,
    /// Of which step of the ladder its holder was told last.
    pub told: Option<Step>,
}

codes! {
    /// Whether a certificate holds.
    pub enum Standing {
        Valid = "valid" "有效",
        Soon = "soon" "快到期",
        Expired = "expired" "已过期",
    }
}

/// Days before its end from which on a certificate is said to run out (house): time to renew it.
pub const SOON: i64 = 60;

impl Certificate {
    /// Whether it holds on `today`.
    pub fn standing(&self, today: Day) -> Standing {
        match self.expires.map(|last| today.days_until(last)) {
            Some(left) if left < 0 => Standing::Expired,
            Some(left) if left <= SOON => Standing::Soon,
            _ => Standing::Valid,
        }
    }

    /// Whether it was not taken off.
    pub fn stands(&self) -> bool {
        self.void_reason.is_empty()
    }
}

/// What is typed of a certificate, before it is judged.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sheet {
    pub name: String,
    pub issuer: String,
    pub number: String,
    pub issued: String,
    pub expires: String,
}

impl Sheet {
    /// A certificate as its form shows it.
    pub fn of(it: &Certificate) -> Self {
        Self {
            name: it.name.clone(),
            issuer: it.issuer.clone(),
            number: it.number.clone(),
            issued: it.issued.to_string(),
            expires: it.expires.map(|day| day.to_string()).unwrap_or_default(),
        }
    }

    /// The certificate with what was typed.
    ///
    /// # Errors
    /// All wrong fields at once.
    pub fn parse(&self, base: &Certificate, today: Day) -> Result<Certificate, Refused> {
        let mut check = Check::new();
        let name = check.text("name", "证书名称", &self.name, 60);
        let issuer = check.text("issuer", "发证单位", &self.issuer, 60);
        let number = check.length("number", "证书编号", &self.number, 40);
        check.require(
            !is_identity(&number),
            "number",
            "这像是身份证号。本系统不存身份证号，证书没有自己的编号就空着。",
        );
        let day = |text: &str| Day::parse_loose(text).map_err(|wrong| wrong.to_string());
        let issued = match self.issued.trim() {
            "" => {
                check.require(false, "issued", "请填写发证日期。");
                None
            }
            typed => check.take("issued", day(typed)),
        };
        let expires = match self.expires.trim() {
            "" => None,
            typed => check.take("expires", day(typed)),
        };
        if let Some(issued) = issued {
            check.require(issued <= today, "issued", "发证日期还没有到。");
            check.require(expires.is_none_or(|last| last >= issued), "expires", "有效期不能早于发证日期。");
        }
        check.done()?;
        let issued = issued.unwrap_or(base.issued);
        // Another end is another story: its holder is told of it anew.
        let told = if expires == base.expires { base.told } else { None };
        Ok(Certificate { name, issuer, number, issued, expires, told, ..base.clone() })
    }
}

/// Whether a text is a number of an identity card: 17 digits and a check character that fits, or 15 digits
/// that hold a day of birth.
pub fn is_identity(text: &str) -> bool {
    let bare: Vec<char> = text
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '-')
        .map(|c| match c {
            '０'..='９' => char::from(b'0' + (c as u32 - '０' as u32) as u8),
            'ｘ' | 'Ｘ' | 'x' => 'X',
            other => other,
        })
        .collect();
    let digits: Vec<u32> = bare.iter().map_while(|c| c.to_digit(10)).collect();
    let fits = |month: u32, day: u32| (1..=12).contains(&month) && (1..=31).contains(&day);
    let two = |at: usize| digits[at] * 10 + digits[at + 1];
    match (bare.len(), digits.len()) {
        (15, 15) => fits(two(8), two(10)),
        (18, 17 | 18) => {
            const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
            const CHECKS: [char; 11] = ['1', '0', 'X', '9', '8', '7', '6', '5', '4', '3', '2'];
            let sum: u32 = WEIGHTS.iter().zip(&digits).map(|(weight, digit)| weight * digit).sum();
            fits(two(10), two(12)) && CHECKS[(sum % 11) as usize] == bare[17]
        }
        _ => false,
    }
}

/// 登记.
pub fn add(it: Certificate) -> Change<Certificate> {
    let entry = Entry::new(Action::EditCertificate, it.id).field("person", it.person);
    Change::new(it, entry)
}

/// 修改.
pub fn edit(
    held: &Versioned<Certificate>,
    next: Certificate,
) -> Result<Change<Versioned<Certificate>>, Refused> {
    standing(held)?;
    let entry = Entry::new(Action::EditCertificate, held.id).field("person", held.person);
    Ok(Change::new(held.to(next), entry))
}

/// 作废, with the reason: entered by mistake, withdrawn by its issuer.
pub fn void(held: &Versioned<Certificate>, reason: &str) -> Result<Change<Versioned<Certificate>>, Refused> {
    standing(held)?;
    let mut check = Check::new();
    let reason = check.text("reason", "作废原因", reason, 100);
    check.done()?;
    let next = Certificate { void_reason: reason, ..held.row.clone() };
    let entry = Entry::new(Action::EditCertificate, held.id).field("state", "void");
    Ok(Change::new(held.to(next), entry))
}

fn standing(held: &Certificate) -> Result<(), Refused> {
    if held.stands() { Ok(()) } else { Err(Refused::rule("这本证书已经作废，不能再改。")) }
}

/// What is told when a certificate has come a step nearer to its end: to its holder, and to who looks after
/// the unit. None where that was told already, or where nothing is near.
pub fn remind(
    held: &Versioned<Certificate>,
    name: &str,
    heads: &[PersonId],
    today: Day,
) -> Option<Change<Versioned<Certificate>>> {
    let last = held.expires.filter(|_| held.stands())?;
    let on = |step: &&Step| {
        let (from, to) = step.window(today);
        (from..=to).contains(&last)
    };
    let step = Step::ALL.iter().find(on).copied().filter(|step| held.told != Some(*step))?;
    let (reason, when) = match step {
        Step::Overdue => (Reason::Overdue, format!("{}已经到期", last.full_text())),
        _ => (Reason::DueSoon, format!("{}到期", last.full_text())),
    };
    let message = |to: PersonId, text: String| Message {
        to,
        reason,
        noun: "certificate",
        object: held.id.0,
        text,
        due: Some(last),
    };
    let own = message(held.person, format!("您的“{}”{when}，请安排复审或换证。", held.name));
    let others = heads.iter().filter(|person| **person != held.person);
    let others = others.map(|to| message(*to, format!("{name}的“{}”{when}，请提醒复审或换证。", held.name)));
    let messages: Vec<Message> = std::iter::once(own).chain(others).collect();
    let next = Certificate { told: Some(step), ..held.row.clone() };
    let entry = Entry::new(Action::EditCertificate, held.id).field("told", step.code());
    Some(Change::new(held.to(next), entry).with_messages(messages))
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    fn held(expires: Option<&str>, told: Option<Step>) -> Versioned<Certificate> {
        let row = Certificate {
            id: CertificateId(Uuid::from_u128(1)),
            bureau: BureauId(Uuid::nil()),
            person: PersonId(Uuid::from_u128(7)),
            name: "交通运输执法证".into(),
            issuer: "省交通运输厅".into(),
            number: String::new(),
            issued: day("2023-06-30"),
            expires: expires.map(day),
            void_reason: String::new(),
            told,
        };
        Versioned { version: 1, row }
    }

    #[test]
    fn numbers_of_identity_cards_are_known_and_others_are_not() {
        // The first is the example of GB 11643; the others change what it proves.
        for (text, is) in [
            ("11010519491231002X", true),
            ("１１０１０５ 19491231 002x", true),
            ("110105491231002", true),
            ("110105194912310021", false),
            ("110105199913310028", false),
            ("ZF-2023-000123", false),
            ("201912345678901", false),
            ("", false),
            ("X1010519491231002X", false),
        ] {
            assert_eq!(is_identity(text), is, "{text}");
        }
    }

    #[test]
    fn what_is_typed_is_judged_all_at_once() {
        let sheet = Sheet {
            name: " ".into(),
            number: "11010519491231002X".into(),
            issued: "2027-01-01".into(),
            expires: "2020-01-01".into(),
            ..Sheet::default()
        };
        let Err(Refused::Invalid(wrong)) = sheet.parse(&held(None, None), day("2026-06-11")) else {
            panic!("accepted")
        };
        let fields: Vec<&str> = wrong.iter().map(|it| it.field.as_str()).collect();
        assert_eq!(fields, ["name", "issuer", "number", "issued", "expires"]);
        let sheet =
            Sheet {
                issued: "2023年6月30日".into(), expires: String::new(), ..Sheet::of(&held(None, None))
            };
        assert_eq!(sheet.parse(&held(None, None), day("2026-06-11")).unwrap(), held(None, None).row);
    }

    #[test]
    fn a_certificate_runs_out_on_its_last_day_and_not_before() {
        for (expires, is) in [
            (None, Standing::Valid),
            (Some("2026-06-10"), Standing::Expired),
            (Some("2026-06-11"), Standing::Soon),
            (Some("2026-08-10"), Standing::Soon),
            (Some("2026-08-11"), Standing::Valid),
        ] {
            assert_eq!(held(expires, None).standing(day("2026-06-11")), is, "{expires:?}");
        }
    }

    #[test]
    fn each_step_is_told_once_to_the_holder_and_the_heads() {
        let (head, own) = (PersonId(Uuid::from_u128(9)), PersonId(Uuid::from_u128(7)));
        let told = |expires, told| {
            let change = remind(&held(expires, told), "高翔宇", &[head, own], day("2026-06-11"))?;
            let texts: Vec<String> = change.messages.iter().map(|it| it.text.clone()).collect();
            Some((change.next.told, texts))
        };
        let (step, texts) = told(Some("2026-07-01"), None).unwrap();
        assert_eq!(step, Some(Step::Month));
        assert_eq!(
            texts,
            [
                "您的“交通运输执法证”2026年7月1日到期，请安排复审或换证。",
                "高翔宇的“交通运输执法证”2026年7月1日到期，请提醒复审或换证。"
            ]
        );
        assert_eq!(told(Some("2026-07-01"), Some(Step::Month)), None, "told already");
        assert_eq!(told(Some("2026-06-15"), Some(Step::Month)).unwrap().0, Some(Step::Week));
        assert!(told(Some("2026-06-01"), Some(Step::Eve)).unwrap().1[0].contains("已经到期"));
        assert_eq!(told(Some("2026-09-01"), None), None);
        assert_eq!(told(None, None), None);
        let void = void(&held(Some("2026-06-01"), None), "录错了").unwrap().next;
        assert!(remind(&void, "高翔宇", &[], day("2026-06-11")).is_none());
        assert!(edit(&void, void.row.clone()).is_err());
    }
}
