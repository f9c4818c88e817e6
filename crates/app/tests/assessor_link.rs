//! Links for assessors: what they open and what not, scores in a track of their own, an audit entry per reading, and
//! an end at once.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use app::assessor_link::{self, Guest, LinkForm, ScoreForm};
use app::{Error, Who, standard};
use domain::assessment::{Answer, Track};
use domain::assessor_link::{MOST_VIEWS, Validity, WINDOW};
use domain::authority::Role;
use domain::day::Instant;
use domain::id::{AssessmentId, CriterionId, FileId};
use domain::refused::Refused;
use domain::standard::Model;
use testkit::{Office, TestApp};
use uuid::Uuid;

struct World {
    office: Office,
    assessment: AssessmentId,
    criterion: CriterionId,
}

async fn world(app: &TestApp) -> World {
    let office = app.founded().await;
    let id = standard::install(app, &office.who, "example").await.unwrap();
    let assessment = app.assessed(&office.who, id, office.bureau.root).await;
    let row = app.store.view().await.unwrap().standard(id).await.unwrap().row;
    let counted = |model: &Model| matches!(model, Model::Sum { .. } | Model::Deduct { .. });
    let criterion = row.standard.tree.criteria().find(|(_, node)| counted(&node.model)).unwrap().1.id;
    World { office, assessment, criterion }
}

async fn made(app: &TestApp, w: &World, scores: bool) -> String {
    let form = LinkForm { name: "市文明办测评组".into(), last: app.today().plus(3), scores };
    assessor_link::make(app, &w.office.who, w.assessment, &form).await.unwrap()
}

fn guest(token: &str) -> Guest<'_> {
    Guest { token, address: "198.51.100.7" }
}

fn gone<T: std::fmt::Debug>(answer: &app::Result<T>) {
    assert!(matches!(answer, Err(Error::Refused(Refused::NotFound))), "{answer:?}");
}

async fn counts(app: &TestApp, who: &Who, w: &World) -> (i64, Validity) {
    let link = assessor_link::list(app, who, w.assessment, None).await.unwrap().rows.remove(0).row;
    (link.views, link.validity(app.now()))
}

/// A score of as many counts as the criterion has parts.
async fn given(app: &TestApp, token: &str, w: &World) -> ScoreForm {
    let leaf = assessor_link::criterion(app, guest(token), w.criterion).await.unwrap();
    let parts = match &leaf.node().model {
        Model::Sum { parts } | Model::Deduct { parts } => parts.len(),
        _ => 0,
    };
    ScoreForm {
        before: leaf.before.map(|(id, _)| id),
        answer: Answer::Counts(vec![1; parts]),
        reason: "材料齐全".into(),
    }
}

testkit::on_both_engines! {
    async fn a_link_reads_and_scores_in_its_own_track_until_it_is_taken_back(app) {
        let w = world(&app).await;
        let token = made(&app, &w, true).await;
        let opened = assessor_link::open(&app, guest(&token)).await.unwrap();
        assert!(opened.may_score() && opened.claims.is_empty());
        let form = given(&app, &token, &w).await;
        assessor_link::score(&app, guest(&token), w.criterion, &form).await.unwrap();
        let claims = app.store.view().await.unwrap().claims(w.assessment).await.unwrap();
        assert_eq!((claims.len(), claims[0].track, claims[0].author), (1, Track::Outside, None));
        let again = assessor_link::open(&app, guest(&token)).await.unwrap();
        assert_eq!(again.claims.len(), 1);
        // Every reading is counted and audited: catalogue, criterion, score twice, catalogue.
        assert_eq!(counts(&app, &w.office.who, &w).await, (5, Validity::Open));
        let link = assessor_link::list(&app, &w.office.who, w.assessment, None).await.unwrap().rows.remove(0).row;
        let mut view = app.store.view().await.unwrap();
        let entries = view.happened(w.office.bureau.id, &[link.id.0], 50).await.unwrap();
        assert_eq!(entries.len(), 6, "made, and read five times");
        drop(view);

        assessor_link::revoke(&app, &w.office.who, link.id).await.unwrap();
        gone(&assessor_link::open(&app, guest(&token)).await);
        gone(&assessor_link::criterion(&app, guest(&token), w.criterion).await);
        gone(&assessor_link::score(&app, guest(&token), w.criterion, &form).await);
        assert_eq!(counts(&app, &w.office.who, &w).await.1, Validity::Revoked);
        assert!(assessor_link::revoke(&app, &w.office.who, link.id).await.is_err());
    }

    async fn a_link_ends_with_its_day_and_may_be_for_reading_alone(app) {
        let w = world(&app).await;
        let token = made(&app, &w, false).await;
        let form = given(&app, &token, &w).await;
        let refused = assessor_link::score(&app, guest(&token), w.criterion, &form).await.unwrap_err();
        assert!(refused.to_string().contains("只能查看"), "{refused}");
        let end = app.today().plus(4).start();
        app.clock.set(Instant(end.0 - 1));
        assert!(assessor_link::open(&app, guest(&token)).await.is_ok());
        app.clock.set(end);
        gone(&assessor_link::open(&app, guest(&token)).await);
        assert_eq!(counts(&app, &w.office.who, &w).await.1, Validity::Expired);
    }

    async fn a_link_opens_nothing_else_and_guessing_is_slowed_down(app) {
        let w = world(&app).await;
        let token = made(&app, &w, true).await;
        let foreign = CriterionId(Uuid::from_u128(77));
        gone(&assessor_link::criterion(&app, guest(&token), foreign).await);
        gone(&assessor_link::file(&app, guest(&token), w.criterion, FileId(Uuid::from_u128(78))).await);
        for _ in 0..50 {
            gone(&assessor_link::open(&app, guest("no-such-secret")).await);
        }
        let slowed = assessor_link::open(&app, guest(&token)).await;
        assert!(matches!(slowed, Err(Error::Refused(Refused::Busy(_)))), "{slowed:?}");
        // Another address reads on.
        let other = Guest { token: &token, address: "203.0.113.9" };
        assert!(assessor_link::open(&app, other).await.is_ok());
    }

    async fn a_link_answers_so_often_and_no_oftener(app) {
        let w = world(&app).await;
        let token = made(&app, &w, false).await;
        let link = assessor_link::list(&app, &w.office.who, w.assessment, None).await.unwrap().rows.remove(0).row;
        let mut tx = app.store.begin().await.unwrap();
        let full = store::Lockout { failures: MOST_VIEWS, locked_until: Instant(0), updated: app.now() };
        tx.put_lockout(&format!("assessor_link:{}", link.id), &full).await.unwrap();
        tx.commit().await.unwrap();
        let slowed = assessor_link::open(&app, guest(&token)).await;
        assert!(matches!(slowed, Err(Error::Refused(Refused::Busy(_)))), "{slowed:?}");
        app.clock.set(Instant(app.now().0 + WINDOW));
        assert!(assessor_link::open(&app, guest(&token)).await.is_ok());
    }

    async fn only_the_office_gives_links(app) {
        let w = world(&app).await;
        let liaison = app.user(&w.office, w.office.unit, "方志远", "fangzy", Role::Liaison).await;
        let form = LinkForm { name: "测评组".into(), last: app.today(), scores: true };
        assert!(assessor_link::make(&app, &liaison, w.assessment, &form).await.is_err());
        assert!(assessor_link::list(&app, &liaison, w.assessment, None).await.is_err());
        let blank = LinkForm { name: " ".into(), ..form };
        assert!(assessor_link::make(&app, &w.office.who, w.assessment, &blank).await.is_err());
    }
}
