//! Certificates as their users meet them: entered by oneself or for one's unit, seen by nobody else, told of
//! before they run out, taken off with a reason. No number of an identity card is kept.

use domain::authority::Role;
use domain::unit::UnitKind;
use testkit::{Browser, Office, TestApp};

struct Scene {
    office: Office,
    holder: app::Who,
    liaison: app::Who,
    stranger: app::Who,
}

async fn scene(app: &TestApp) -> Scene {
    let office = app.founded().await;
    let root = office.bureau.root;
    let section = app.unit(&office, root, UnitKind::Section, "综合执法科").await;
    let other = app.unit(&office, root, UnitKind::Section, "运输管理科").await;
    let holder = app.user(&office, section, "高翔宇", "gaoxy", Role::Staff).await;
    let liaison = app.user(&office, section, "温如玉", "wenry", Role::Liaison).await;
    let stranger = app.user(&office, other, "安学敏", "anxm", Role::Liaison).await;
    Scene { office, holder, liaison, stranger }
}

/// Enters a certificate that runs out on a day.
async fn enter(browser: &mut Browser, person: &app::Who, expires: &str) {
    browser.visit(&format!("/people/{}/certificates", person.person)).await.answered(200);
    browser.fill("证书名称", "行政执法证<b>").fill("发证单位", "省交通运输厅").fill("发证日期", "2023-06-30");
    browser.fill("有效期至", expires).press("登记").await.answered(200).sees("证书已登记");
}

testkit::on_both_engines! {
    async fn a_certificate_is_entered_without_any_number_of_an_identity_card(app) {
        let it = scene(&app).await;
        let mut phone = app.browser();
        phone.sign_in(&it.holder).await.visit("/certificates").await.sees("还没有登记过证书");
        phone.follow("登记我的证书").await;
        phone.fill("证书名称", "行政执法证<b>").fill("证书编号", "11010519491231002x").fill("发证日期", "2027-01-01");
        phone.press("登记").await.answered(422).sees("这像是身份证号").sees("请填写发证单位").sees("发证日期还没有到");
        assert_eq!((phone.value("证书名称"), phone.value("证书编号")), ("行政执法证<b>".into(), "11010519491231002x".into()));
        phone.fill("证书编号", "ZF-2023-01").fill("发证单位", "省交通运输厅").fill("发证日期", "2023-06-30").fill("有效期至", "2026-07-01");
        phone.press("登记").await.answered(200).sees("证书已登记").sees("行政执法证<b>").sees("ZF-2023-01").sees("快到期");
        let page = format!("/people/{}", it.holder.person);
        phone.visit(&page).await.sees("培训和证书").sees("2026-07-01");
        phone.follow("行政执法证<b>").await;
        let edit = phone.url().to_owned();
        phone.fill("有效期至", "2020-01-01").press("保存修改").await.answered(422).sees("有效期不能早于发证日期");
        phone.fill("有效期至", "").press("保存修改").await.answered(200).sees("证书已修改").sees("长期").sees("有效");

        // Who looks after the section sees and changes it; another section does not know of it.
        let (mut desk, mut next) = (app.browser(), app.browser());
        desk.sign_in(&it.liaison).await.visit("/certificates").await.sees("高翔宇");
        desk.visit(&edit).await.answered(200);
        next.sign_in(&it.stranger).await.visit("/certificates").await.lacks("高翔宇");
        next.visit(&edit).await.answered(404);
        next.visit(&page).await.answered(200).lacks("培训和证书");
        next.visit(&format!("{page}/certificates")).await.answered(404);
        next.visit("/certificates").await;
        let posted = next.script_post(&edit, &[("version", "2"), ("name", "x"), ("issuer", "x"), ("issued", "2023-06-30")]).await;
        assert_eq!(posted.status, 404);

        // Of two who change the same version the second is told.
        desk.fill("证书编号", "ZF-2023-02").press("保存修改").await.answered(200);
        phone.visit(&edit).await;
        let mut old = app.browser();
        old.sign_in(&it.liaison).await.visit(&edit).await;
        phone.fill("证书编号", "ZF-2023-03").press("保存修改").await.answered(200);
        old.fill("证书编号", "ZF-2023-04").press("保存修改").await.answered(409);

        phone.visit(&edit).await.press("作废这本证书").await.answered(422).sees("请填写作废原因");
        phone.fill("作废原因", "录错了").press("作废这本证书").await.answered(200).sees("已作废").lacks("ZF-2023-03");
        let verdict = app.store.view().await.unwrap().audit_verify(it.office.bureau.id).await.unwrap();
        assert!(verdict.broken.is_none());
    }

    async fn what_runs_out_is_told_once_for_each_step(app) {
        let it = scene(&app).await;
        let (mut phone, mut desk) = (app.browser(), app.browser());
        enter(phone.sign_in(&it.holder).await, &it.holder, "2026-07-01").await;
        enter(&mut phone, &it.holder, "").await;
        for (day, told) in [
            ("2026-06-11", 1),
            ("2026-06-11", 0),
            ("2026-06-15", 0),
            ("2026-06-28", 1),
            ("2026-06-30", 1),
            ("2026-07-02", 1),
            ("2026-07-03", 0),
        ] {
            app.go_to(day);
            assert_eq!(app::certificate::remind(&app).await.unwrap(), told, "{day}");
        }
        // Sessions have ended meanwhile.
        phone.sign_in(&it.holder).await.visit("/messages").await.sees("您的“行政执法证<b>”2026年7月1日到期").sees("2026年7月1日已经到期");
        desk.sign_in(&it.liaison).await.visit("/messages").await.sees("高翔宇的“行政执法证<b>”2026年7月1日到期");
        let mut next = app.browser();
        next.sign_in(&it.stranger).await.visit("/messages").await.lacks("行政执法证");

        let mut office = app.browser();
        office.sign_in(&it.office.who).await.visit("/certificates").await.count("tbody tr", 2);
        office.follow("已过期").await.count("tbody tr", 1).sees("2026-07-01");
        office.choose("科室或单位", "运输管理科").press("筛选").await.sees("没有符合条件的证书");
        office.visit("/certificates?standing=expired").await.press("导出这 1 本").await.answered(200);
        assert!(office.header("content-disposition").contains(".xlsx"), "{}", office.header("content-disposition"));
        // What runs out stands beside the score of the unit too.
        app::standard::install(&app, &it.office.who, "example").await.unwrap();
        office.visit("/standards").await.follow("文明单位测评体系（示例）").await.follow("按它测评").await.press("开始测评").await.follow("1 本证书已经过期").await;
        office.count("tbody tr", 1).sees("2026-07-01");
        office.visit("/certificates?q=%3Cb%3E&after=x~y").await.answered(200).count("tbody tr", 2);
        office.visit(&format!("/registers?register=training&person={}", it.holder.person)).await.answered(200);
        office.follow("看证书").await.answered(200);
    }
}
