//! 归档: the 档号 of a filed paper after DA/T 22-2015 (5.4.3 e) and what the unit has decided about it.
//! There is no national table of terms: 保管期限 come from the unit's own approved one.

use crate::audit::Entry;
use crate::authority::Action;
use crate::change::Change;
use crate::code::Code;
use crate::codes;
use crate::day::Day;
use crate::id::{BureauId, FileId, PaperId, PersonId};
use crate::message::{Message, Reason};
use crate::refused::{Check, Refused};
use serde::{Deserialize, Serialize};
use std::fmt;

codes! {
    /// 保管期限.
    pub enum Term {
        Permanent = "Y" "永久",
        Thirty = "D30" "定期30年",
        Ten = "D10" "定期10年",
    }
}

codes! {
    /// To which archive the unit transfers: it decides after how many years (档案法实施条例 art. 20).
    pub enum Archives {
        County = "county" "县级档案馆（满 10 年移交）",
        City = "city" "设区的市级以上档案馆（满 20 年移交）",
    }
}

impl Archives {
    /// Years until the transfer.
    pub fn years(self) -> i16 {
        match self {
            Self::County => 10,
            Self::City => 20,
        }
    }
}

/// What the unit has decided: 全宗号, code of the office, approved terms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rules {
    /// 全宗号: four letters or digits.
    pub fonds: String,
    /// 机构（问题）代码.
    pub body: String,
    /// By which paper the table of terms was approved.
    pub approval: String,
    pub terms: Vec<Term>,
    pub archives: Archives,
}

impl Rules {
    /// Checks what was typed.
    pub fn parse(
        fonds: &str,
        body: &str,
        approval: &str,
        terms: &[Term],
        archives: Archives,
    ) -> Result<Self, Refused> {
        let mut check = Check::new();
        let fonds = fonds.trim().to_uppercase();
        let body = body.trim().to_uppercase();
        let plain = |text: &str| text.chars().all(|c| c.is_ascii_alphanumeric());
        check.require(
            fonds.len() == 4 && plain(&fonds),
            "fonds",
            "全宗号是 4 位字母或数字，由同级档案馆编给，例如 J001。",
        );
        check.require(
            (2..=8).contains(&body.len()) && plain(&body),
            "body",
            "机构代码是 2 至 8 位字母或数字，例如 BGS。",
        );
        let approval = check.text("approval", "保管期限表的批准文号", approval, 60);
        check.require(!terms.is_empty(), "terms", "请至少勾选一种经批准的保管期限。");
        check.done()?;
        Ok(Self { fonds, body, approval, terms: terms.to_vec(), archives })
    }
}

/// 档号: `J001-WS·2026-Y-BGS-0001`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ArchiveNumber {
    pub fonds: String,
    pub year: i16,
    pub term: Term,
    pub body: String,
    /// 件号, from 1 in its class without a gap.
    pub item: i64,
}

impl fmt::Display for ArchiveNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { fonds, year, term, body, item } = self;
        write!(f, "{fonds}-WS·{year}-{}-{body}-{item:04}", term.code())
    }
}

/// One edition of the package of a filed paper. An edition is never changed; a supplement is a new one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Filing {
    pub paper: PaperId,
    pub bureau: BureauId,
    pub edition: i64,
    pub number: ArchiveNumber,
    pub approval: String,
    /// The year in which it is due at the archive.
    pub transfer: i16,
    /// The package, once it was made.
    pub file: Option<FileId>,
    pub person: PersonId,
    /// Why there is a further edition; empty for the first.
    pub reason: String,
}

/// The first edition, with the number that was taken.
pub fn filing(
    paper: &super::Paper,
    rules: &Rules,
    term: Term,
    item: i64,
    year: i16,
    person: PersonId,
) -> Filing {
    let number = ArchiveNumber { fonds: rules.fonds.clone(), year, term, body: rules.body.clone(), item };
    Filing {
        paper: paper.id,
        bureau: paper.bureau,
        edition: 1,
        number,
        approval: rules.approval.clone(),
        transfer: year + rules.archives.years(),
        file: None,
        person,
        reason: String::new(),
    }
}

/// The package was made and kept.
pub fn packed(held: &Filing, file: FileId) -> Result<Change<Filing>, Refused> {
    if held.file.is_some() {
        return Err(Refused::rule("这一版归档包已经生成，不能改动。"));
    }
    let next = Filing { file: Some(file), ..held.clone() };
    let entry = Entry::new(Action::FilePaper, held.paper)
        .field("archive", &held.number)
        .field("edition", held.edition)
        .field("file", file);
    Ok(Change::new(next, entry))
}

/// 补正: a further edition with its reason; the earlier ones stay.
pub fn supplement(held: &Filing, person: PersonId, reason: &str) -> Result<Filing, Refused> {
    let mut check = Check::new();
    let reason = check.text("reason", "补正的原因", reason, 300);
    check.done()?;
    if held.file.is_none() {
        return Err(Refused::rule("上一版归档包还没有生成，请先生成。"));
    }
    Ok(Filing { edition: held.edition + 1, file: None, person, reason, ..held.clone() })
}

/// Terms that are not in the approved table are refused.
pub fn approved(rules: &Rules, term: Option<Term>) -> Result<Term, Refused> {
    let Some(term) = term else { return Err(Refused::field("term", "请选择保管期限。")) };
    if rules.terms.contains(&term) {
        return Ok(term);
    }
    Err(Refused::field("term", format!("“{term}”不在经批准的保管期限表里，请选其他期限。")))
}

/// 移交: those who keep the papers are told in the year in which papers are due at the archives. No
/// paper is named: they are many.
pub fn transfer(bureau: BureauId, year: i16, papers: i64, tell: &[PersonId]) -> Change<()> {
    let text = format!("{year} 年有 {papers} 件归档公文到了移交的年度，请按规定向同级档案馆移交。");
    let one = |to: &PersonId| Message {
        to: *to,
        reason: Reason::DueSoon,
        noun: "archive",
        object: bureau.0,
        text: text.clone(),
        due: Day::new(year, 12, 31),
    };
    let entry = Entry::new(Action::FilePaper, bureau).field("transfer", year).field("papers", papers);
    Change::new((), entry).with_messages(tell.iter().map(one).collect::<Vec<_>>())
}

/// Settings are audited like everything else.
pub fn decide(bureau: BureauId, rules: &Rules) -> Entry {
    Entry::new(Action::FilePaper, bureau).field("archive", &rules.fonds).field("approval", &rules.approval)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_number_has_the_shape_of_the_standard() {
        let number = ArchiveNumber {
            fonds: "J001".into(),
            year: 2026,
            term: Term::Permanent,
            body: "BGS".into(),
            item: 26,
        };
        assert_eq!(number.to_string(), "J001-WS·2026-Y-BGS-0026");
        assert_eq!(ArchiveNumber { term: Term::Ten, ..number }.to_string(), "J001-WS·2026-D10-BGS-0026");
    }

    #[test]
    fn only_approved_terms_are_taken() {
        let rules =
            Rules::parse("j001", "bgs", "云档〔2020〕3号", &[Term::Permanent], Archives::City).unwrap();
        assert_eq!((rules.fonds.as_str(), rules.body.as_str()), ("J001", "BGS"));
        assert_eq!(approved(&rules, Some(Term::Permanent)), Ok(Term::Permanent));
        assert!(approved(&rules, Some(Term::Ten)).is_err() && approved(&rules, None).is_err());
        for (fonds, body, approval, terms) in [
            ("J1", "BGS", "批", &[Term::Ten][..]),
            ("J001", "B", "批", &[Term::Ten]),
            ("J001", "BGS", "", &[Term::Ten]),
            ("J001", "BGS", "批", &[]),
            ("全宗号号", "BGS", "批", &[Term::Ten]),
        ] {
            assert!(Rules::parse(fonds, body, approval, terms, Archives::County).is_err(), "{fonds} {body}");
        }
    }
}
