//! The audit chain: what is edited, cut off or written anew is found.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use app::audit;
use domain::authority::{Action, Role};
use domain::job::JobState;
use store::testing::tamper;
use store::{AuditFilter, AuditRow};

/// All rows, the oldest first.
async fn rows(app: &testkit::TestApp, office: &testkit::Office) -> Vec<AuditRow> {
    let filter = AuditFilter { limit: 1_000, ..AuditFilter::default() };
    let mut rows = app.store.view().await.unwrap().audit_rows(office.bureau.id, &filter).await.unwrap();
    rows.reverse();
    rows
}

async fn prove(app: &testkit::TestApp, office: &testkit::Office) -> audit::Proof {
    audit::verify(app, office.bureau.id, Some(&audit::anchor_file(app))).await.unwrap()
}

testkit::on_both_engines! {
    async fn a_sound_chain_holds_up_to_its_anchor(app) {
        let office = app.founded().await;
        let bare = audit::verify(&app, office.bureau.id, None).await.unwrap();
        assert!(bare.broken.is_none() && bare.sentence.contains("尾部无法证明"), "{}", bare.sentence);
        audit::anchor(&app).await.unwrap();
        let proof = prove(&app, &office).await;
        assert_eq!(proof.anchored, Some(proof.rows));
        app.person(&office, office.unit, "陈立", false).await;
        let proof = prove(&app, &office).await;
        assert!(proof.broken.is_none() && proof.anchored.unwrap() < proof.rows);
        assert_eq!(audit::anchor_daily(&app).await.unwrap(), 0, "today has its anchor");
        app.go_to("2026-06-12");
        assert_eq!(audit::anchor_daily(&app).await.unwrap(), 1);
    }

    async fn an_edited_row_is_named(app) {
        let office = app.founded().await;
        tamper(&app.store, "update audit_entry set action = 'sign_in' where seq = 3").await.unwrap();
        let proof = audit::verify(&app, office.bureau.id, None).await.unwrap();
        assert_eq!(proof.broken.unwrap().seq, 3);
    }

    async fn a_missing_row_is_named(app) {
        let office = app.founded().await;
        tamper(&app.store, "delete from audit_entry where seq = 2").await.unwrap();
        assert_eq!(prove(&app, &office).await.broken.unwrap().seq, 2);
    }

    async fn a_cut_tail_is_found_by_the_anchor_only(app) {
        let office = app.founded().await;
        audit::anchor(&app).await.unwrap();
        let all = rows(&app, &office).await;
        let keep = &all[all.len() - 3];
        tamper(&app.store, &format!("delete from audit_entry where seq > {}", keep.seq)).await.unwrap();
        tamper(&app.store, &format!("update audit_head set seq = {}, digest = '{}'", keep.seq, keep.digest)).await.unwrap();
        assert!(audit::verify(&app, office.bureau.id, None).await.unwrap().broken.is_none());
        assert_eq!(prove(&app, &office).await.broken.unwrap().seq, keep.seq + 1);
    }

    async fn a_chain_written_anew_is_found_by_the_anchor_only(app) {
        let office = app.founded().await;
        audit::anchor(&app).await.unwrap();
        app.go_to("2026-06-12");
        app.person(&office, office.unit, "陈立", false).await;
        let first = rows(&app, &office).await.len();
        audit::anchor(&app).await.unwrap();
        let mut prev = String::new();
        for mut row in rows(&app, &office).await {
            row.at.0 += 1;
            row.prev = prev;
            row.digest = row.expected_digest();
            let sql = format!(
                "update audit_entry set at = {}, prev = '{}', digest = '{}' where seq = {}",
                row.at.0, row.prev, row.digest, row.seq
            );
            tamper(&app.store, &sql).await.unwrap();
            prev = row.digest;
        }
        tamper(&app.store, &format!("update audit_head set digest = '{prev}'")).await.unwrap();
        assert!(audit::verify(&app, office.bureau.id, None).await.unwrap().broken.is_none());
        let broken = prove(&app, &office).await.broken.unwrap();
        assert_eq!(broken.seq, 1);
        assert!(broken.what.contains("改写") && first > 1, "{}", broken.what);
    }

    async fn a_forged_anchor_is_found(app) {
        let office = app.founded().await;
        audit::anchor(&app).await.unwrap();
        let path = audit::anchor_file(&app);
        let text = std::fs::read_to_string(&path).unwrap();
        std::fs::write(&path, text.replacen(" 1", " 2", 1).replacen("0 ", "1 ", 1)).unwrap();
        assert!(prove(&app, &office).await.broken.unwrap().what.contains("锚点文件第 1 行"));
    }

    async fn refusals_are_counted_by_the_minute(app) {
        let office = app.founded().await;
        let staff = app.user(&office, office.unit, "陈立", "chenli", Role::Staff).await;
        for _ in 0..40 {
            audit::refused(&app, &staff, Action::ViewAudit).await.unwrap();
        }
        audit::refused(&app, &staff, Action::BackUp).await.unwrap();
        assert_eq!(audit::flush_refusals(&app).await.unwrap(), 0, "the minute is not over");
        app.clock.advance(60_000_000);
        assert_eq!(audit::flush_refusals(&app).await.unwrap(), 2);
        assert_eq!(audit::flush_refusals(&app).await.unwrap(), 0);
        let filter = AuditFilter { action: Some("refuse".into()), limit: 20, ..AuditFilter::default() };
        let page = audit::page(&app, &office.who, &filter).await.unwrap();
        assert_eq!(page.rows.len(), 2);
        assert!(page.rows.iter().all(|row| row.account == Some(staff.account) && row.fields.contains("times")));
        assert_eq!(page.names[&staff.account], "陈立");
        assert!(prove(&app, &office).await.broken.is_none());
    }

    async fn the_page_is_for_those_who_audit(app) {
        let office = app.founded().await;
        let staff = app.user(&office, office.unit, "陈立", "chenli", Role::Staff).await;
        assert!(audit::page(&app, &staff, &AuditFilter { limit: 5, ..AuditFilter::default() }).await.is_err());
        assert!(audit::ask(&app, &staff).await.is_err() && audit::last_walk(&app, &staff).await.is_err());
        let first = audit::page(&app, &office.who, &AuditFilter { limit: 5, ..AuditFilter::default() }).await.unwrap();
        let before = first.next;
        let second = audit::page(&app, &office.who, &AuditFilter { before, limit: 5, ..AuditFilter::default() }).await.unwrap();
        assert_eq!(first.rows.last().unwrap().seq, second.rows[0].seq + 1);
        audit::ask(&app, &office.who).await.unwrap();
        let walk = audit::last_walk(&app, &office.who).await.unwrap().unwrap();
        assert_eq!((walk.state, walk.outcome.as_deref()), (JobState::Done, Some(audit::WHOLE)), "{}", walk.note);
    }
}
