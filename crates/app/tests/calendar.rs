//! The month view of a bureau, its own holiday notices, and the feed of a person.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod programme;

use app::{calendar, feed};
use domain::authority::Role;
use domain::calendar::Month;
use domain::refused::Refused;
use domain::unit::UnitKind;
use programme::{Holder, duty, programme as plan};

const NOTICE: &str = "日期,名称,休或班,文号\n2027-01-01,元旦,休,国办发明电〔2026〕9号\n2027.1.2,元旦,休,\n2027年1月3日,元旦,班,\n2027-10-01,国庆节,休,\n";

fn june() -> Month {
    Month::parse("2026-06").unwrap()
}

testkit::on_both_engines! {
    async fn a_month_shows_festivals_rest_days_and_what_is_due(app) {
        let office = app.founded().await;
        let programme = plan(&app, &office).await;
        duty(&app, &office, programme, "报送培训台账", Holder::Person(office.who.person), "2026-06-05").await;
        duty(&app, &office, programme, "端午主题活动", Holder::Person(office.who.person), "2026-06-19").await;
        let view = calendar::month(&app, &office.who, june(), false).await.unwrap();
        let cells: Vec<_> = view.weeks.concat();
        let day = |text: &str| cells.iter().find(|cell| cell.day.to_string() == text).unwrap();
        assert_eq!(day("2026-06-19").label, "端午节");
        assert_eq!(day("2026-06-19").rest, Some(true));
        assert_eq!(day("2026-06-20").label, "初六", "a day that only the notice names keeps its lunar day");
        assert_eq!(day("2026-06-20").rest, Some(true));
        assert!(day("2026-06-11").today);
        assert!(!day("2026-07-01").inside);
        assert!(day("2026-06-05").tasks[0].late);
        assert_eq!(day("2026-06-19").tasks[0].title, "端午主题活动");
        assert!(view.warning.is_none());
    }

    async fn holders_of_one_task_stand_as_one_line(app) {
        let office = app.founded().await;
        let programme = plan(&app, &office).await;
        let task = programme::task(&app, &office, programme, "科室自查").await;
        for name in ["运输科", "安全科", "财务科"] {
            let unit = app.unit(&office, office.bureau.root, UnitKind::Section, name).await;
            programme::assign(&app, &office, programme, task, Holder::Unit(unit), domain::assignment::Part::Lead, Some("2026-06-24")).await;
        }
        let view = calendar::month(&app, &office.who, june(), false).await.unwrap();
        let cell = view.weeks.concat().into_iter().find(|cell| cell.day.day() == 24).unwrap();
        assert_eq!(cell.tasks.len(), 1);
        assert_eq!((cell.tasks[0].done, cell.tasks[0].count), (0, 3));
    }

    async fn a_section_sees_its_own_days_only(app) {
        let office = app.founded().await;
        let programme = plan(&app, &office).await;
        let section = app.unit(&office, office.bureau.root, UnitKind::Section, "运输科").await;
        let other = app.unit(&office, office.bureau.root, UnitKind::Section, "安全科").await;
        let liaison = app.user(&office, section, "周海明", "zhouhm", Role::Liaison).await;
        let staff = app.user(&office, section, "陈立", "chenli", Role::Staff).await;
        duty(&app, &office, programme, "本科室的事", Holder::Unit(section), "2026-06-24").await;
        duty(&app, &office, programme, "别的科室的事", Holder::Unit(other), "2026-06-24").await;
        duty(&app, &office, programme, "陈立的事", Holder::Person(staff.person), "2026-06-25").await;
        let titles = async |who: &app::Who, own| -> Vec<String> {
            let view = calendar::month(&app, who, june(), own).await.unwrap();
            view.weeks.concat().iter().flat_map(|cell| cell.tasks.iter().map(|task| task.title.clone())).collect()
        };
        assert_eq!(titles(&liaison, false).await, ["本科室的事"]);
        assert_eq!(titles(&staff, false).await, ["陈立的事"]);
        assert_eq!(titles(&office.who, false).await.len(), 3);
        assert!(titles(&office.who, true).await.is_empty());
    }

    async fn a_notice_is_previewed_and_then_holds(app) {
        let office = app.founded().await;
        let january = Month::parse("2027-01").unwrap();
        let before = calendar::month(&app, &office.who, january, false).await.unwrap();
        assert!(before.warning.unwrap().contains("2027 年"));
        let rows = calendar::preview(&app, &office.who, NOTICE).await.unwrap().unwrap();
        assert!(rows.iter().all(|row| row.change() == "新增"));
        assert_eq!(calendar::import(&app, &office.who, NOTICE).await.unwrap(), 4);
        let after = calendar::month(&app, &office.who, january, false).await.unwrap();
        assert!(after.warning.is_none(), "{:?}", after.warning);
        assert_eq!(after.remark, "放假安排按国务院办公厅通知，本月调休上班：1月3日（元旦调休）。");
        assert_eq!(calendar::import(&app, &office.who, NOTICE).await.unwrap(), 4, "twice is the same");
        let rows = calendar::preview(&app, &office.who, NOTICE).await.unwrap().unwrap();
        assert!(rows.iter().all(|row| row.change() == "不变"));
    }

    async fn a_faulty_line_refuses_the_whole_notice(app) {
        let office = app.founded().await;
        let text = "2027-01-01,元旦,休,\n2027-02-30,除夕,休,\n2027-03-01,某节,也许,\n";
        let errors = calendar::preview(&app, &office.who, text).await.unwrap().unwrap_err();
        assert_eq!(errors.iter().map(|error| error.line).collect::<Vec<_>>(), [2, 3]);
        assert!(calendar::import(&app, &office.who, text).await.is_err());
        assert!(app.store.view().await.unwrap().holidays(office.bureau.id).await.unwrap().is_empty());
        let huge = "x".repeat(300_000);
        assert!(calendar::preview(&app, &office.who, &huge).await.is_err());
    }

    async fn only_the_office_enters_a_notice(app) {
        let office = app.founded().await;
        let staff = app.user(&office, office.unit, "陈立", "chenli", Role::Staff).await;
        let error = calendar::import(&app, &staff, NOTICE).await.unwrap_err();
        assert!(matches!(error, app::Error::Refused(Refused::Forbidden(_))));
    }

    async fn a_feed_opens_by_its_secret_until_it_is_renewed(app) {
        let office = app.founded().await;
        let programme = plan(&app, &office).await;
        duty(&app, &office, programme, "报送培训台账", Holder::Person(office.who.person), "2026-06-25").await;
        assert!(feed::current(&app, &office.who).await.unwrap().is_none());
        let token = feed::renew(&app, &office.who).await.unwrap();
        let view = feed::read(&app, &token).await.unwrap();
        assert!(view.events.iter().any(|event| event.title == "报送培训台账"));
        assert!(view.events.iter().any(|event| event.title == "端午节"));
        let uids: std::collections::BTreeSet<_> = view.events.iter().map(|event| &event.uid).collect();
        assert_eq!(uids.len(), view.events.len(), "each event has a name of its own");
        let second = feed::renew(&app, &office.who).await.unwrap();
        assert!(feed::read(&app, &token).await.is_err(), "the old address is dead");
        feed::read(&app, &second).await.unwrap();
        feed::revoke(&app, &office.who).await.unwrap();
        assert!(feed::read(&app, &second).await.is_err());
        assert!(feed::read(&app, "").await.is_err());
    }

    async fn a_feed_dies_with_its_account(app) {
        let office = app.founded().await;
        let staff = app.user(&office, office.unit, "陈立", "chenli", Role::Staff).await;
        let token = feed::renew(&app, &staff).await.unwrap();
        feed::read(&app, &token).await.unwrap();
        app::account::set_enabled(&app, &office.who, staff.account, false).await.unwrap();
        assert!(feed::read(&app, &token).await.is_err());
    }

    async fn a_feed_holds_nobody_elses_duties(app) {
        let office = app.founded().await;
        let programme = plan(&app, &office).await;
        let section = app.unit(&office, office.bureau.root, UnitKind::Section, "运输科").await;
        let liaison = app.user(&office, section, "周海明", "zhouhm", Role::Liaison).await;
        let staff = app.user(&office, section, "陈立", "chenli", Role::Staff).await;
        duty(&app, &office, programme, "科室的事", Holder::Unit(section), "2026-06-24").await;
        duty(&app, &office, programme, "陈立的事", Holder::Person(staff.person), "2026-06-25").await;
        let titles = async |who: &app::Who| -> Vec<String> {
            let token = feed::renew(&app, who).await.unwrap();
            let events = feed::read(&app, &token).await.unwrap().events;
            events.into_iter().map(|event| event.title).filter(|title| title.ends_with("的事")).collect()
        };
        assert_eq!(titles(&liaison).await, ["科室的事"]);
        assert_eq!(titles(&staff).await, ["陈立的事"]);
        assert!(titles(&office.who).await.is_empty());
    }
}
