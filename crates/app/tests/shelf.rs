//! Archives on the server: made by a job, handed out, deleted, made daily, and thinned.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use app::{audit, backup, job};
use domain::authority::Role;
use domain::backup::{BackupState, Schedule};
use domain::job::JobState;
use store::AuditFilter;
use testkit::{Office, TestApp};

async fn shelf(app: &TestApp, office: &Office) -> backup::Shelf {
    backup::shelf(app, &office.who, None).await.unwrap()
}

/// Files in the folder of archives.
fn archives(app: &TestApp) -> usize {
    std::fs::read_dir(backup::folder(app)).map_or(0, Iterator::count)
}

/// Lets the clockwork run on the morning of a day.
async fn morning(app: &TestApp, day: &str) {
    app.go_to(day);
    job::wind(app).await.unwrap();
    job::drain(app).await.unwrap();
}

testkit::on_both_engines! {
    async fn an_archive_is_made_taken_restored_and_deleted(app) {
        let office = app.founded().await;
        let id = backup::order(&app, &office.who).await.unwrap();
        let line = backup::line(&app, &office.who, id).await.unwrap();
        let held = line.backup.row.clone();
        assert_eq!((held.state, line.job), (BackupState::Done, Some(JobState::Done)), "{}", line.told);
        assert!(held.size > 1_000 && held.rows > 5 && held.digest.starts_with("sm3:"));
        assert_eq!(held.schema, store::schema().0);
        assert_eq!(shelf(&app, &office).await.last, Some(held.created));
        let (_, file) = backup::take(&app, &office.who, id).await.unwrap();
        assert_eq!(file.metadata().unwrap().len() as i64, held.size);
        let filter = AuditFilter { action: Some("back_up".into()), limit: 1, ..AuditFilter::default() };
        let last = app.store.view().await.unwrap().audit_rows(office.bureau.id, &filter).await.unwrap().remove(0);
        assert!(last.account == Some(office.who.account) && last.fields.contains("taken"), "who took it is audited");

        let other = TestApp::sqlite().await;
        let path = backup::folder(&app).join(&held.name);
        backup::restore(&other, backup::open(&path, &other.keys).unwrap()).await.unwrap();
        assert!(audit::verify(&other, office.bureau.id, None).await.unwrap().broken.is_none());
        let moved = backup::shelf(&other, &office.who, None).await.unwrap();
        assert!(moved.lines.is_empty(), "archives of another disk do not come along");
        // The job that wrote the archive stands in it, still running: it finds nothing left to do.
        other.clock.set(domain::day::Instant(other.now().0 + 3_600_000_000));
        job::drain(&other).await.unwrap();
        assert_eq!(other.store.view().await.unwrap().failed_jobs(office.bureau.id).await.unwrap(), 0);

        assert!(backup::doomed(&app, &office.who, id).await.unwrap().1, "the page warns of the last one");
        backup::delete(&app, &office.who, id).await.unwrap();
        assert_eq!((archives(&app), shelf(&app, &office).await.lines.len()), (0, 0));
        assert!(backup::take(&app, &office.who, id).await.is_err());
    }

    async fn archives_are_for_those_who_back_up(app) {
        let office = app.founded().await;
        let staff = app.user(&office, office.unit, "陈立", "chenli", Role::Staff).await;
        let id = backup::order(&app, &office.who).await.unwrap();
        assert!(backup::order(&app, &staff).await.is_err() && backup::shelf(&app, &staff, None).await.is_err());
        assert!(backup::take(&app, &staff, id).await.is_err() && backup::delete(&app, &staff, id).await.is_err());
        assert!(backup::set_schedule(&app, &staff, Schedule::default()).await.is_err());
    }

    async fn a_daily_backup_is_made_once_a_day_and_old_ones_go(app) {
        let office = app.founded().await;
        morning(&app, "2026-06-12").await;
        assert_eq!(archives(&app), 0, "nobody asked for it");
        backup::set_schedule(&app, &office.who, Schedule { daily: true, hour: 8, keep: 2 }).await.unwrap();
        let own = backup::order(&app, &office.who).await.unwrap();
        for day in ["2026-06-13", "2026-06-14", "2026-06-15", "2026-06-15", "2026-06-16"] {
            morning(&app, day).await;
        }
        let shelf = shelf(&app, &office).await;
        let days: Vec<String> = shelf.lines.iter().map(|it| it.backup.name[..10].to_owned()).collect();
        assert_eq!(days, ["2026-06-16", "2026-06-15", "2026-06-12"], "two of the schedule, and what someone made");
        assert!(shelf.lines.iter().any(|it| it.backup.id == own) && archives(&app) == 3);
        assert!(audit::verify(&app, office.bureau.id, None).await.unwrap().broken.is_none());
    }

    async fn a_backup_that_cannot_be_written_is_named(app) {
        let office = app.founded().await;
        // A file stands where the folder should be.
        std::fs::write(backup::folder(&app), b"in the way").unwrap();
        let id = backup::order(&app, &office.who).await.unwrap();
        let line = backup::line(&app, &office.who, id).await.unwrap();
        assert_eq!(line.backup.row.state(line.job), BackupState::Failed);
        assert!(line.told.contains("backups"), "{}", line.told);
        let (failed, _) = job::list(&app, &office.who, &[JobState::Failed], None).await.unwrap();
        std::fs::remove_file(backup::folder(&app)).unwrap();
        job::again(&app, &office.who, failed[0].id).await.unwrap();
        let line = backup::line(&app, &office.who, id).await.unwrap();
        assert_eq!(line.backup.row.state, BackupState::Done, "{}", line.told);
    }
}
