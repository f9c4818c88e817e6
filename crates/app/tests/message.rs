//! Messages and the daily digest: once a day per person, once per assignment and step.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod programme;

use app::message;
use domain::authority::Role;
use domain::message::Reason;
use domain::unit::UnitKind;
use programme::{Holder, duty, programme as plan};

testkit::on_both_engines! {
    async fn the_ladder_tells_each_step_once(app) {
        let office = app.founded().await;
        let programme = plan(&app, &office).await;
        let me = Holder::Person(office.who.person);
        duty(&app, &office, programme, "报送台账", me, "2026-06-09").await;
        duty(&app, &office, programme, "读书班", me, "2026-06-12").await;
        duty(&app, &office, programme, "收报名表", me, "2026-06-18").await;
        duty(&app, &office, programme, "主题党日", me, "2026-07-11").await;
        duty(&app, &office, programme, "年底的事", me, "2026-12-31").await;
        assert_eq!(message::ladder(&app).await.unwrap(), 1);
        assert_eq!(message::ladder(&app).await.unwrap(), 0, "a second run of the day tells nothing");
        let page = message::list(&app, &office.who, false, None, 20).await.unwrap();
        assert_eq!((page.rows.len(), page.unread), (1, 1));
        let (row, items) = &page.rows[0];
        assert_eq!(row.reason, Reason::Overdue);
        assert!(row.text.contains("等 4 项"), "{}", row.text);
        assert_eq!(items.len(), 4);
        // The next day only 主题党日 has not moved to another step; 年底的事 is far.
        app.go_to("2026-06-12");
        assert_eq!(message::ladder(&app).await.unwrap(), 0);
        app.go_to("2026-06-13");
        assert_eq!(message::ladder(&app).await.unwrap(), 1, "读书班 has become late");
        let page = message::list(&app, &office.who, false, None, 20).await.unwrap();
        assert_eq!(page.rows[0].1.iter().map(|item| item.title.as_str()).collect::<Vec<_>>(), ["读书班"]);
    }

    async fn nobody_is_woken_at_night(app) {
        let office = app.founded().await;
        let programme = plan(&app, &office).await;
        duty(&app, &office, programme, "读书班", Holder::Person(office.who.person), "2026-06-12").await;
        app.clock.advance(-3 * 3_600_000_000);
        assert_eq!(message::ladder(&app).await.unwrap(), 0);
        app.clock.advance(3_600_000_000);
        assert_eq!(message::ladder(&app).await.unwrap(), 1);
    }

    async fn a_unit_is_told_through_its_liaison(app) {
        let office = app.founded().await;
        let programme = plan(&app, &office).await;
        let section = app.unit(&office, office.bureau.root, UnitKind::Section, "运输科").await;
        let liaison = app.user(&office, section, "周海明", "zhouhm", Role::Liaison).await;
        let staff = app.user(&office, section, "陈立", "chenli", Role::Staff).await;
        duty(&app, &office, programme, "科室自查", Holder::Unit(section), "2026-06-12").await;
        assert_eq!(message::ladder(&app).await.unwrap(), 1);
        assert_eq!(message::unread(&app, &liaison).await.unwrap(), 1);
        assert_eq!(message::unread(&app, &staff).await.unwrap(), 0);
        let page = message::list(&app, &liaison, true, None, 20).await.unwrap();
        message::read(&app, &staff, Some(page.rows[0].0.id)).await.unwrap();
        assert_eq!(message::unread(&app, &liaison).await.unwrap(), 1, "another one's message stays unread");
        message::read(&app, &liaison, Some(page.rows[0].0.id)).await.unwrap();
        assert!(message::list(&app, &liaison, true, None, 20).await.unwrap().rows.is_empty());
        assert_eq!(message::list(&app, &liaison, false, None, 20).await.unwrap().rows.len(), 1);
    }

    async fn messages_page_by_key(app) {
        let office = app.founded().await;
        let programme = plan(&app, &office).await;
        let me = Holder::Person(office.who.person);
        for day in 11..16 {
            app.go_to(&format!("2026-06-{day}"));
            duty(&app, &office, programme, &format!("第 {day} 日的事"), me, "2026-06-01").await;
            assert_eq!(message::ladder(&app).await.unwrap(), 1);
        }
        let first = message::list(&app, &office.who, false, None, 3).await.unwrap();
        let second = message::list(&app, &office.who, false, first.next, 3).await.unwrap();
        assert_eq!((first.rows.len(), second.rows.len()), (3, 2));
        assert!(second.next.is_none());
        message::read(&app, &office.who, None).await.unwrap();
        assert_eq!(message::unread(&app, &office.who).await.unwrap(), 0);
    }

    async fn the_clockwork_does_its_chores(app) {
        let office = app.founded().await;
        let programme = plan(&app, &office).await;
        duty(&app, &office, programme, "读书班", Holder::Person(office.who.person), "2026-06-12").await;
        app::job::wind(&app).await.unwrap();
        assert_eq!(app::job::drain(&app).await.unwrap(), 1);
        assert_eq!(message::unread(&app, &office.who).await.unwrap(), 1);
        assert!(app::audit::anchor_file(&app).exists());
    }
}
