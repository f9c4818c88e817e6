//! All states and all steps, who may not do both, and the text that must stay what it was.

use super::*;
use crate::id::{AccountId, BureauId, PaperId, UnitId};
use crate::paper::Template;
use uuid::Uuid;

fn actor(n: u128) -> Actor {
    Actor {
        account: AccountId(Uuid::nil()),
        person: PersonId(Uuid::from_u128(n)),
        bureau: BureauId(Uuid::nil()),
        name: String::new(),
        login: String::new(),
        grants: Vec::new(),
        units: Vec::new(),
        receives: Vec::new(),
    }
}

fn held(state: PaperState) -> Versioned<Paper> {
    let signed = state >= PaperState::Signed && state != PaperState::Void;
    let day = Day::new(2026, 6, 11).unwrap();
    let row = Paper {
        id: PaperId(Uuid::from_u128(1)),
        bureau: BureauId(Uuid::nil()),
        template: Template::Notice,
        title: "关于召开推进会的通知".into(),
        state,
        author: PersonId(Uuid::from_u128(1)),
        unit: UnitId(Uuid::nil()),
        plan: None,
        text: 1,
        digest: "sm3:aa".into(),
        signature: signed.then(|| Signature {
            by: PersonId(Uuid::from_u128(3)),
            on: day,
            digest: "sm3:aa".into(),
        }),
        number: None,
        issued_on: None,
        void_reason: String::new(),
    };
    Versioned { version: 1, row }
}

fn case<'a>() -> Case<'a> {
    Case {
        today: Day::new(2026, 6, 11),
        sound: Sound { digest: "sm3:aa".into(), obstacles: Vec::new() },
        note: "有原因",
        number: Some(Number { code: "云交发".into(), year: 2026, serial: 7 }),
        ..Case::default()
    }
}

#[test]
fn no_step_is_skipped_and_none_goes_back() {
    let expected = "\
        submit   review - - - - - - - -\n\
        review   - signing - - - - - - -\n\
        sign     - - signed - - - - - -\n\
        check    - - - checked - - - - -\n\
        register - - - - numbered - - - -\n\
        issue    - - - - - issued - - -\n\
        file     - - - - - - filed - -\n\
        return   - draft draft draft draft - - - -\n\
        void     void void void void void void void - -\n";
    let mut found = String::new();
    for step in Step::ALL {
        let row: Vec<&str> = PaperState::ALL
            .iter()
            .map(|state| {
                advance(&held(*state), &actor(2), *step, &case()).map_or("-", |it| it.next.state.code())
            })
            .collect();
        found.push_str(&format!("{:<8} {}\n", step.code(), row.join(" ")));
    }
    assert_eq!(found, expected, "columns: {:?}", PaperState::ALL);
}

#[test]
fn the_drafter_neither_reviews_nor_signs() {
    let (review, signing) = (held(PaperState::Review), held(PaperState::Signing));
    assert!(advance(&review, &actor(1), Step::Review, &case()).is_err());
    assert!(advance(&review, &actor(1), Step::Review, &Case { alone: true, ..case() }).is_ok());
    assert!(advance(&signing, &actor(1), Step::Sign, &Case { alone: true, ..case() }).is_err());
    // Whoever wrote any version counts as its drafter.
    let second = [PersonId(Uuid::from_u128(4))];
    assert!(advance(&signing, &actor(4), Step::Sign, &Case { drafters: &second, ..case() }).is_err());
}

#[test]
fn a_text_changed_after_signing_stops_every_later_step_but_the_way_back() {
    let changed = Case { sound: Sound { digest: "sm3:bb".into(), ..Sound::default() }, ..case() };
    for state in [PaperState::Signed, PaperState::Checked, PaperState::Numbered, PaperState::Issued] {
        let mut paper = held(state);
        let step = forward(state).unwrap();
        // The row was changed along with the text: the signed digest tells.
        paper.row.digest = "sm3:bb".into();
        let refused = advance(&paper, &actor(2), step, &changed).unwrap_err().to_string();
        assert!(refused.contains("签发以后正文被改动过"), "{refused}");
        // Only the text was changed: its own digest tells.
        let refused = advance(&held(state), &actor(2), step, &changed).unwrap_err().to_string();
        assert!(refused.contains("对不上"), "{refused}");
    }
    let mut paper = held(PaperState::Checked);
    paper.row.digest = "sm3:bb".into();
    let back = advance(&paper, &actor(2), Step::Return, &changed).unwrap();
    assert_eq!((back.next.state, &back.next.signature), (PaperState::Draft, &None));
}

#[test]
fn what_is_unfinished_is_not_signed() {
    let obstacles = vec!["标题：有未填写的内容“××”".to_owned(), "落款：没有署名".into()];
    let case = Case { sound: Sound { digest: "sm3:aa".into(), obstacles }, ..case() };
    let refused = advance(&held(PaperState::Signing), &actor(2), Step::Sign, &case).unwrap_err().to_string();
    assert_eq!(refused, "还不能签发：标题：有未填写的内容“××”（共 2 处）");
    // It may be reviewed and sent back all the same.
    assert!(advance(&held(PaperState::Review), &actor(2), Step::Review, &case).is_ok());
}

#[test]
fn signing_and_numbering_leave_their_marks() {
    let signed = advance(&held(PaperState::Signing), &actor(3), Step::Sign, &case()).unwrap();
    assert_eq!(signed.next.signature.as_ref().unwrap().digest, "sm3:aa");
    let numbered = advance(&held(PaperState::Checked), &actor(2), Step::Register, &case()).unwrap();
    assert_eq!(numbered.next.number.as_ref().unwrap().to_string(), "云交发〔2026〕7号");
    let blank = Case { note: " ", ..case() };
    assert!(advance(&held(PaperState::Review), &actor(2), Step::Return, &blank).is_err());
}
