use super::*;
use crate::authority::Actor;
use crate::change::{Change, Versioned};
use crate::id::{AccountId, RecordId};
use crate::message::Reason;
use uuid::Uuid;

fn person(n: u128) -> PersonId {
    PersonId(Uuid::from_u128(n))
}

fn actor(n: u128) -> Actor {
    Actor {
        account: AccountId(Uuid::from_u128(n + 1000)),
        person: person(n),
        bureau: BureauId(Uuid::nil()),
        name: String::new(),
        login: String::new(),
        grants: Vec::new(),
        units: Vec::new(),
        receives: Vec::new(),
    }
}

fn held(state: State, part: Part) -> Versioned<Assignment> {
    Versioned {
        version: 1,
        row: Assignment {
            id: AssignmentId(Uuid::from_u128(9)),
            bureau: BureauId(Uuid::nil()),
            task: TaskId(Uuid::nil()),
            occurrence: String::new(),
            unit: None,
            person: Some(person(1)),
            part,
            due: Day::new(2026, 6, 12),
            state,
            submitter: (state == State::Review).then(|| person(1)),
            reviewer: None,
            return_reason: None,
            return_note: String::new(),
            valid_from: Day::MIN,
            valid_to: None,
        },
    }
}

const CALM: Setting<'static> = Setting { task_title: "办一期读书班", alone: false };

/// Every act on every state: the state after it, or `-` where it is refused.
#[test]
fn all_states_and_all_acts() {
    type Act = fn(&Versioned<Assignment>) -> Result<Change<Versioned<Assignment>>, Refused>;
    let acts: [(&str, Act); 8] = [
        ("start", start),
        ("submit", |held| submit(held, &actor(1), RecordId(Uuid::nil()), "办一期读书班", &[person(2)])),
        ("withdraw", |held| withdraw(held, &actor(1))),
        ("accept", |held| accept(held, &actor(2), CALM)),
        ("send_back", |held| send_back(held, &actor(2), CALM, ReturnReason::Blurred, "")),
        ("reassign", |held| reassign(held, None, Some(person(3)), "办一期读书班")),
        ("set_due", |held| set_due(held, None)),
        ("void", |held| void(held, "并入另一项任务")),
    ];
    let expected = "\
        start     doing - - - - -\n\
        submit    review review - review - -\n\
        withdraw  - - doing - - -\n\
        accept    - - done - - -\n\
        send_back - - returned - - -\n\
        reassign  todo doing - returned - -\n\
        set_due   todo doing - returned - -\n\
        void      void void void void - -\n";
    let mut found = String::new();
    for (name, act) in acts {
        let row: Vec<&str> = State::ALL
            .iter()
            .map(|state| act(&held(*state, Part::Doer)).map_or("-", |change| change.next.state.code()))
            .collect();
        found.push_str(&format!("{name:<9} {}\n", row.join(" ")));
    }
    assert_eq!(found, expected, "columns: {:?}", State::ALL);
}

#[test]
fn support_copied_and_leader_never_answer_and_are_never_late() {
    for part in [Part::Leader, Part::Support, Part::Copied] {
        let held = held(State::Todo, part);
        assert!(start(&held).is_err());
        assert!(submit(&held, &actor(1), RecordId(Uuid::nil()), "", &[]).is_err());
        assert_eq!(held.late_by(Day::MAX), None, "{part} blocks nothing");
    }
}

#[test]
fn nobody_reviews_their_own_except_alone() {
    let held = held(State::Review, Part::Doer);
    assert!(accept(&held, &actor(1), CALM).is_err());
    assert!(accept(&held, &actor(1), Setting { alone: true, ..CALM }).is_ok());
}

#[test]
fn only_the_submitter_withdraws() {
    assert!(withdraw(&held(State::Review, Part::Doer), &actor(2)).is_err());
}

#[test]
fn other_needs_a_note_and_the_holder_is_told() {
    let held = held(State::Review, Part::Doer);
    assert!(send_back(&held, &actor(2), CALM, ReturnReason::Other, " ").is_err());
    let change = send_back(&held, &actor(2), CALM, ReturnReason::Other, "缺签到表").unwrap();
    assert_eq!(change.next.return_note, "缺签到表");
    assert_eq!((change.messages[0].to, change.messages[0].reason), (person(1), Reason::Returned));
}

#[test]
fn what_was_handed_over_is_closed_to_its_old_holder() {
    let mut held = held(State::Doing, Part::Doer);
    held.row.valid_to = Day::new(2026, 5, 1);
    assert!(!held.waiting() && held.late_by(Day::MAX).is_none());
    assert!(submit(&held, &actor(1), RecordId(Uuid::nil()), "", &[]).is_err());
    assert!(reassign(&held, None, Some(person(4)), "").is_err());
}

#[test]
fn one_urging_a_day_and_only_while_something_is_expected() {
    let open = held(State::Todo, Part::Doer);
    assert_eq!(urge(&open, &[person(1)], false, "读书班").unwrap().messages.len(), 1);
    assert!(urge(&open, &[person(1)], true, "读书班").is_err());
    assert!(urge(&open, &[], false, "读书班").is_err());
    assert!(urge(&held(State::Review, Part::Doer), &[person(1)], false, "读书班").is_err());
}

#[test]
fn late_is_counted_in_days_after_the_due_day() {
    let held = held(State::Returned, Part::Lead);
    assert_eq!(held.late_by(Day::new(2026, 6, 12).unwrap()), None);
    assert_eq!(held.late_by(Day::new(2026, 6, 18).unwrap()), Some(6));
}
