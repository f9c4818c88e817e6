//! Signing in: one answer for every failure, lock-out, sessions that end.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use app::login::{self, Source};
use app::{account, setup, slip};
use domain::account::{ABSOLUTE, IDLE, LOCK, LOGIN_FAILED};
use domain::authority::Role;
use domain::bureau::SetUp;

fn source() -> Source {
    Source { address: "127.0.0.1".into(), agent: "test".into() }
}

const PASSWORD: &str = "chun-feng-2026";

async fn activated(app: &testkit::TestApp) -> setup::Founded {
    let asked = SetUp::parse("云岚市交通运输局", "simple", "政策法规科", "林晓雯", "linxw").unwrap();
    let token = setup::offer(app).await.unwrap().unwrap();
    let founded = setup::found(app, &token, &asked, "test").await.unwrap();
    account::activate(app, &founded.slips[0].code, "linxw", PASSWORD, PASSWORD, &source()).await.unwrap();
    founded
}

testkit::on_both_engines! {
    async fn the_setup_link_works_once(app) {
        let token = setup::offer(&app).await.unwrap().unwrap();
        let asked = SetUp::parse("云岚市交通运输局", "threefold", "政策法规科", "林晓雯", "linxw").unwrap();
        let founded = setup::found(&app, &token, &asked, "test").await.unwrap();
        assert_eq!(founded.slips.len(), 4, "office user and three administrators");
        assert!(setup::found(&app, &token, &asked, "test").await.is_err());
        assert!(setup::offer(&app).await.unwrap().is_none(), "a bureau exists: no new link");
        let verdict = app.store.view().await.unwrap().audit_verify(founded.bureau.id).await.unwrap();
        assert!(verdict.broken.is_none() && verdict.rows > 0, "{verdict:?}");
    }

    async fn a_glance_makes_one_statement(app) {
        let founded = activated(&app).await;
        let mut glance = app.store.glance().await.unwrap();
        assert_eq!(glance.bureau(founded.bureau.id).await.unwrap().id, founded.bureau.id);
        assert!(matches!(glance.bureau(founded.bureau.id).await, Err(store::StoreError::Spent)));
    }

    async fn a_slip_works_once_and_within_its_days(app) {
        let founded = activated(&app).await;
        let again = account::activate(&app, &founded.slips[0].code, "other", PASSWORD, PASSWORD, &source()).await;
        assert_eq!(again.unwrap_err().fields()[0].field, "code");
        let who = app.who("linxw").await;
        let slip = slip::invite(&app, &who, who.person, Role::Staff).await.unwrap();
        app.clock.advance(domain::account::SLIP_LIFE);
        assert!(account::slip(&app, &slip.code).await.is_err());
    }

    async fn five_failures_lock_and_the_answer_never_differs(app) {
        activated(&app).await;
        for (login, password) in [("nobody", PASSWORD), ("linxw", "wrong-password")] {
            let error = login::sign_in(&app, login, password, &source()).await.unwrap_err();
            assert_eq!(error.to_string(), LOGIN_FAILED);
        }
        for _ in 0..4 {
            login::sign_in(&app, "linxw", "wrong-password", &source()).await.unwrap_err();
        }
        let locked = login::sign_in(&app, "linxw", PASSWORD, &source()).await.unwrap_err();
        assert_eq!(locked.to_string(), LOGIN_FAILED);
        app.clock.advance(LOCK + 1);
        login::sign_in(&app, "LinXW", PASSWORD, &source()).await.unwrap();
    }

    async fn sessions_end_by_idling_by_age_and_by_their_owner(app) {
        activated(&app).await;
        let first = login::sign_in(&app, "linxw", PASSWORD, &source()).await.unwrap();
        let second = login::sign_in(&app, "linxw", PASSWORD, &source()).await.unwrap();
        let who = app.who("linxw").await;
        login::revoke(&app, &who, first.session.id).await.unwrap();
        assert!(login::resume(&app, &first.token).await.unwrap().is_none());
        let mut age = 0;
        while age + IDLE / 2 <= ABSOLUTE {
            app.clock.advance(IDLE / 2);
            age += IDLE / 2;
            assert!(login::resume(&app, &second.token).await.unwrap().is_some(), "in use at {age}");
        }
        app.clock.advance(IDLE / 2);
        assert!(login::resume(&app, &second.token).await.unwrap().is_none(), "too old");
        let third = login::sign_in(&app, "linxw", PASSWORD, &source()).await.unwrap();
        app.clock.advance(IDLE + 1);
        assert!(login::resume(&app, &third.token).await.unwrap().is_none(), "idle");
    }

    async fn a_change_of_rights_acts_at_once(app) {
        let office = app.founded().await;
        let liaison = app.user(&office, office.unit, "贺一帆", "heyf", Role::Liaison).await;
        let root = office.bureau.root;
        let grant = domain::authority::Grant { role: Role::Leader, unit: root };
        account::grant(&app, &office.who, liaison.account, grant).await.unwrap();
        assert!(app.who("heyf").await.is(Role::Leader));
        let row = app.store.view().await.unwrap().grants(office.bureau.id, Some(liaison.account)).await.unwrap();
        let leader = row.iter().find(|row| row.role == Role::Leader).unwrap().id;
        account::revoke(&app, &office.who, leader).await.unwrap();
        assert!(!app.who("heyf").await.is(Role::Leader));
        assert!(account::revoke(&app, &liaison, leader).await.is_err());
    }
}
