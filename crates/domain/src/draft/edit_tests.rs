use super::*;
use crate::draft::paper::{Clause, Node, Paper};
use crate::draft::{Org, build};
use uuid::Uuid;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn draft() -> Draft {
    let node =
        |id, title: &str| Node { id, title: title.into(), span: [id * 100, id * 100 + 4], ..Node::default() };
    let clause = |text: &str, under, at| Clause {
        text: text.into(),
        under: Some(under),
        span: [at, at + 4],
        ..Clause::default()
    };
    let paper = Paper {
        class: "plan".into(),
        title: Some("2026年度方案".into()),
        date: Some("2026-03-20".into()),
        outline: vec![node(1, "学习"), node(2, "环境")],
        measures: vec![
            clause("办讲座，评学员", 1, 110),
            Clause { deadline: Some("7月底前".into()), ..clause("办读书班", 1, 120) },
            Clause { festivals: vec!["元宵".into()], ..clause("过元宵", 2, 210) },
        ],
        ..Paper::default()
    };
    build(&paper, &"。".repeat(400), &Org::default(), day("2026-06-11"))
}

fn ids(draft: &Draft) -> Vec<u32> {
    draft.items().map(|(_, item)| item.id).collect()
}

fn unit(n: u128) -> UnitId {
    UnitId(Uuid::from_u128(n))
}

#[test]
fn counts_follow_the_edits() {
    let draft = draft();
    let ids = ids(&draft);
    assert_eq!(
        draft.counts(),
        Counts { total: 3, proposed: 3, without_owner: 3, without_date: 2, doubts: 2, ..Counts::default() }
    );
    let own = Edit::Own {
        item: ids[0],
        leads: vec![unit(7)],
        fan: None,
        doer: None,
        support: vec![unit(7), unit(8)],
    };
    let steps = [
        (Edit::Confirm { item: ids[0] }, (3, 1, 3, 2, 0)),
        (own, (3, 1, 2, 2, 0)),
        (Edit::Due { item: ids[0], due: Some(day("2026-08-01")) }, (3, 1, 2, 1, 0)),
        (Edit::Drop { item: ids[2] }, (2, 1, 1, 0, 1)),
        (Edit::Restore { item: ids[2] }, (3, 1, 2, 1, 0)),
        (Edit::Cadence { item: ids[2], words: "每季度".into() }, (3, 1, 2, 0, 0)),
        (Edit::Reopen { item: ids[0] }, (3, 0, 2, 0, 0)),
    ];
    let mut now = draft;
    for (step, expected) in steps {
        now = edit(&now, step.clone()).unwrap();
        let c = now.counts();
        assert_eq!((c.total, c.confirmed, c.without_owner, c.without_date, c.dropped), expected, "{step:?}");
    }
    assert_eq!(now.item(ids[0]).unwrap().1.support, [unit(8)], "who leads does not support");
}

#[test]
fn splitting_and_merging_are_each_others_inverse() {
    let before = draft();
    let ids = ids(&before);
    let split = edit(&before, Edit::Split { item: ids[0], at: 3 }).unwrap();
    let texts: Vec<&str> = split.measures[0].items.iter().map(|item| item.text.as_str()).collect();
    assert_eq!(texts, ["办讲座", "评学员", "办读书班"]);
    let new = split.measures[0].items[1].id;
    assert!(!ids.contains(&new));
    let merged = edit(&split, Edit::MergeUp { item: new }).unwrap();
    assert_eq!(merged.measures[0].items[0].text, "办讲座；评学员");
    assert_eq!(merged.measures[0].items.len(), 2);
}

#[test]
fn merging_keeps_what_either_half_said() {
    let before = draft();
    let ids = ids(&before);
    let merged = edit(&before, Edit::MergeUp { item: ids[1] }).unwrap();
    let item = &merged.measures[0].items[0];
    assert_eq!((item.due, item.span), (Some(day("2026-07-31")), [110, 124]));
}

#[test]
fn items_move_between_measures() {
    let before = draft();
    let ids = ids(&before);
    let moved =
        edit(&before, Edit::Move { item: ids[0], measure: before.measures[1].id, position: 0 }).unwrap();
    assert_eq!(self::ids(&moved), [ids[1], ids[0], ids[2]]);
}

#[test]
fn a_whole_measure_is_assigned_without_touching_what_an_item_says_itself() {
    let before = draft();
    let ids = ids(&before);
    let own = Edit::Own { item: ids[1], leads: vec![unit(9)], fan: None, doer: None, support: vec![] };
    let before = edit(&before, own).unwrap();
    let measure = before.measures[0].id;
    let assign = Edit::AssignMeasure {
        measure,
        leader: None,
        lead: Some(unit(5)),
        doer: None,
        reviewer: None,
        due: Some(day("2026-11-30")),
    };
    let after = edit(&before, assign).unwrap();
    let measure = &after.measures[0];
    assert_eq!(measure.leads_of(&measure.items[0]), [unit(5)]);
    assert_eq!(measure.leads_of(&measure.items[1]), [unit(9)]);
    assert_eq!(measure.items[0].due, Some(day("2026-11-30")));
    assert_eq!(measure.items[1].due, Some(day("2026-07-31")));
    assert!(measure.items.iter().all(|item| item.status == Status::Proposed), "assigning is not confirming");
    let confirmed = edit(&after, Edit::ConfirmMeasure { measure: after.measures[0].id }).unwrap();
    assert_eq!(confirmed.counts().confirmed, 2);
}

#[test]
fn the_year_moves_what_was_read_and_leaves_what_was_set() {
    let before = draft();
    let ids = ids(&before);
    let before = edit(&before, Edit::Due { item: ids[0], due: Some(day("2026-08-01")) }).unwrap();
    let header = Edit::Header {
        title: "方案".into(),
        doc_number: String::new(),
        issuer: String::new(),
        target: String::new(),
        issued: Some(day("2026-12-20")),
        year: 2027,
    };
    let after = edit(&before, header).unwrap();
    let due: Vec<Option<Day>> = after.measures[0].items.iter().map(|item| item.due).collect();
    assert_eq!(due, [Some(day("2026-08-01")), Some(day("2027-07-31"))]);
    assert_eq!(after.measures[1].items[0].festivals[0].day, Some(day("2027-02-20")));
    assert!(!after.header.year_presumed);
    assert_eq!(after.counts().doubts, 0);
}

#[test]
fn what_makes_no_sense_is_refused_with_a_sentence() {
    let draft = draft();
    let ids = ids(&draft);
    let dropped = edit(&draft, Edit::Drop { item: ids[0] }).unwrap();
    for (on, step) in [
        (&draft, Edit::Split { item: ids[0], at: 0 }),
        (&draft, Edit::Split { item: ids[0], at: 999 }),
        (&draft, Edit::MergeUp { item: ids[0] }),
        (&draft, Edit::Confirm { item: 9999 }),
        (&draft, Edit::Move { item: ids[0], measure: 9999, position: 0 }),
        (&draft, Edit::Reword { item: ids[0], text: "  ".into() }),
        (&draft, Edit::Reword { item: ids[0], text: "长".repeat(MAX_TEXT + 1) }),
        (&draft, Edit::Cadence { item: ids[0], words: "看情况".into() }),
        (&draft, Edit::Quantity { item: ids[0], quantity: "=1+1".into(), uom: "次".into() }),
        (&draft, Edit::Stage { item: ids[0], stage: Some(77) }),
        (&draft, Edit::Settle { doubt: 9999 }),
        (&dropped, Edit::Confirm { item: ids[0] }),
    ] {
        let refused = edit(on, step.clone()).unwrap_err();
        assert!(!refused.to_string().is_empty(), "{step:?}");
    }
}

#[test]
fn a_draft_survives_as_json() {
    let draft = draft();
    let text = serde_json::to_string(&draft).unwrap();
    assert_eq!(serde_json::from_str::<Draft>(&text).unwrap(), draft);
}
