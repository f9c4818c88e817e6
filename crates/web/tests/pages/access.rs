//! Who is let in and who decides it: slips for a section, the switch to three administrators and what
//! each of them can, refusals with their number, where requests come from.

use domain::account::SLIP_LIFE;
use domain::authority::{Grant, Role};
use domain::unit::UnitKind;
use std::net::SocketAddr;
use testkit::{Browser, Office, TestApp};

const PASSWORD: &str = "qiu-shui-2027";

async fn activate(browser: &mut Browser, code: &str) {
    browser.visit(&format!("/activate/{code}")).await;
    browser.fill("密码", PASSWORD).fill("再输一次密码", PASSWORD).press("激活并登录").await;
}

async fn signed_in(app: &TestApp, who: &app::Who) -> Browser {
    let mut browser = app.browser();
    browser.sign_in(who).await;
    browser
}

/// The codes of the slips on a page, in their order.
fn codes(browser: &Browser) -> Vec<String> {
    browser.page().texts("[data-slip]")
}

testkit::on_both_engines! {
    async fn a_section_gets_its_slips_on_one_page(app) {
        let office = app.founded().await;
        let hall = app.unit(&office, office.bureau.root, UnitKind::Section, "运输管理科").await;
        let desk = app.unit(&office, hall, UnitKind::Section, "客运组").await;
        for (unit, name) in [(hall, "高翔宇"), (desk, "白雪松"), (office.unit, "孟青")] {
            app.person(&office, unit, name, false).await;
        }
        app.user(&office, hall, "方远", "fangy", Role::Staff).await;
        let mut browser = app.browser_with(web::Config { public_url: Some("https://wm.example.cn".into()), ..web::Config::default() });
        browser.sign_in(&office.who).await;
        // The slip of the set-up is still open.
        browser.visit("/slips").await;
        browser.press("收回").await.sees("激活单已收回").sees("没有还能用的激活单");
        browser.press("生成并打印").await.answered(422).sees("请选择科室或单位");
        browser.choose("科室或单位", "运输管理科").press("生成并打印").await;
        browser.answered(200).sees("打印这 2 张").sees("高翔宇").sees("客运组").lacks("方远").lacks("孟青");
        browser.count(".slip", 2).count(".slip-code svg", 2);
        let first = codes(&browser);
        browser.sees(&format!("https://wm.example.cn/activate/{}", first[0])).lacks("没有设置 --public-url");

        // Printed again: the older ones are dead.
        browser.visit("/slips").await.count("form[action$='/revoke']", 2);
        browser.choose("科室或单位", "运输管理科").press("生成并打印").await.answered(200);
        let second = codes(&browser);
        let mut person = app.browser();
        person.visit(&format!("/activate/{}", first[0])).await.answered(422).sees("已经用过或者过期");
        activate(&mut person, &second[0]).await;
        person.visit("/account").await.answered(200).sees("干部职工");
        browser.visit("/slips").await.count("form[action$='/revoke']", 1);
        browser.press("收回").await.sees("激活单已收回");
        person.visit(&format!("/activate/{}", second[1])).await.answered(422);
        browser.sees("没有还能用的激活单");

        browser.choose("科室或单位", "运输管理科").press("生成并打印").await.answered(200).sees("打印这 1 张");
        let third = codes(&browser);
        app.clock.advance(SLIP_LIFE);
        person.visit(&format!("/activate/{}", third[0])).await.answered(422).sees("过期");
        let verdict = app.store.view().await.unwrap().audit_verify(office.bureau.id).await.unwrap();
        assert!(verdict.broken.is_none());
    }

    async fn a_password_is_more_than_names(app) {
        let office = app.founded().await;
        app.person(&office, office.unit, "叶知秋", false).await;
        let slips = app::slip::batch(&app, &office.who, office.unit).await.unwrap();
        let mut browser = app.browser();
        for (password, said) in [
            ("qiu-7", "8 至 128"), ("password123", "常见密码表"), ("叶知秋2026", "姓名"), ("yezhiqiu99", "姓名"), ("yunlan-2026", "单位名称"),
        ] {
            browser.visit(&format!("/activate/{}", slips[0].code)).await;
            browser.fill("密码", password).fill("再输一次密码", password).press("激活并登录").await;
            browser.answered(422).sees(said);
            assert_eq!(browser.value("登录名"), slips[0].login, "what was typed stays");
        }
        activate(&mut browser, &slips[0].code).await;
        browser.answered(200);
    }

    async fn three_administrators_take_over_once(app) {
        let office = app.founded().await;
        for name in ["高翔宇", "白雪松", "孟青"] {
            app.person(&office, office.unit, name, false).await;
        }
        let mut browser = signed_in(&app, &office.who).await;
        browser.visit("/system").await.sees("管理方式：简易").sees("与三员分立的差别").sees("林晓雯");
        browser.follow("改为三员管理").await.sees("不能改回简易管理");
        browser.fill("系统管理员", "高翔宇").fill("安全管理员", "高翔宇").fill("审计管理员", "谁");
        browser.press("改为三员管理").await.answered(422).sees("名册里没有找到");
        assert_eq!(browser.value("系统管理员"), "高翔宇");
        browser.fill("审计管理员", "孟青").press("改为三员管理").await.answered(422).sees("不能由同一个人担任");
        browser.fill("安全管理员", "白雪松").press("改为三员管理").await.answered(200).sees("打印这 3 张");
        let slips = codes(&browser);
        assert_eq!(slips.len(), 3);
        // The single administrator has ended, at once; the office goes on.
        browser.visit("/system").await.answered(403);
        browser.visit("/audit").await.answered(403);
        browser.visit("/slips").await.answered(200);
        assert!(app::system::separate(&app, &office.who, &app::system::Three::default()).await.is_err());
        let (mut system, mut security, mut audit) = (app.browser(), app.browser(), app.browser());
        for (browser, code) in [&mut system, &mut security, &mut audit].into_iter().zip(&slips) {
            activate(browser, code).await;
            browser.answered(200);
        }
        system.visit("/system").await.sees("管理方式：三员").lacks("改为三员管理").sees("高翔宇").sees("白雪松");
        system.visit("/system/separation").await.answered(200);
        system.fill("系统管理员", "高翔宇").fill("安全管理员", "白雪松").fill("审计管理员", "孟青").press("改为三员管理").await;
        system.answered(422).sees("已经是三员管理");
        audit.visit("/audit").await.answered(200).sees("变更权限");
        let verdict = app.store.view().await.unwrap().audit_verify(office.bureau.id).await.unwrap();
        assert!(verdict.broken.is_none());
    }

    async fn what_each_of_the_three_can_and_cannot(app) {
        let (office, system, security, audit) = three(&app).await;
        let staff = app.user(&office, office.unit, "孟青", "mengq", Role::Staff).await;
        let (mut sys, mut sec, mut aud) =
            (signed_in(&app, &system).await, signed_in(&app, &security).await, signed_in(&app, &audit).await);
        for (browser, open, shut) in [
            (&mut sys, ["/accounts", "/slips", "/units", "/system"].as_slice(), ["/audit", "/drafts", "/tasks"].as_slice()),
            (&mut sec, &["/accounts", "/rights", "/system"], &["/audit", "/slips", "/drafts"]),
            (&mut aud, &["/audit"], &["/accounts", "/slips", "/rights", "/system", "/units", "/drafts"]),
        ] {
            for path in open {
                browser.visit(path).await.answered(200);
            }
            for path in shut {
                browser.visit(path).await.answered(403);
            }
        }
        // The system administrator proposes, nobody else can, and it opens nothing yet.
        let unit = office.bureau.root;
        let propose = async |who: &app::Who, role| app::account::grant(&app, who, staff.account, Grant { role, unit }).await;
        assert!(propose(&security, Role::Liaison).await.is_err() && propose(&audit, Role::Liaison).await.is_err());
        propose(&system, Role::Liaison).await.unwrap();
        assert!(!app.who("mengq").await.is(Role::Liaison));
        sys.visit("/rights").await.sees("孟青").lacks("确认选中的");
        sec.visit("/rights").await.sees("孟青").sees("系统");
        sec.press("确认选中的").await.sees("请先勾选");
        sec.tick("选中孟青的科室负责人·联络员", true).press("确认选中的").await.sees("1 项权限已确认");
        assert!(app.who("mengq").await.is(Role::Liaison));
        propose(&system, Role::Leader).await.unwrap();
        sec.visit("/rights").await.tick("选中孟青的局领导", true).press("退回选中的").await.sees("1 项权限已退回");
        assert!(!app.who("mengq").await.is(Role::Leader));
        // Two of the three never meet in one person, not even as proposals; nobody confirms for themselves.
        assert!(app::account::grant(&app, &system, security.account, Grant { role: Role::AuditAdmin, unit }).await.is_err());
        assert!(propose(&system, Role::Administrator).await.is_err());
        app::account::grant(&app, &system, security.account, Grant { role: Role::Leader, unit }).await.unwrap();
        sec.visit("/rights").await.tick("选中安全的局领导", true).press("确认选中的").await.sees("不能由自己确认");
        // A slip sets a password: none of them is let in anew or shut out by another.
        for (who, other) in [(&system, &security), (&system, &audit), (&office.who, &security)] {
            assert!(app::slip::invite(&app, who, other.person, Role::Staff).await.is_err());
            assert!(app::account::set_enabled(&app, who, other.account, false).await.is_err());
        }
        let server = app::Who { source: "cli root".into(), ..system.clone() };
        assert!(app::slip::invite(&app, &server, audit.person, Role::Staff).await.is_ok());
        // The last security administrator stays.
        let grants = app.store.view().await.unwrap().grants(office.bureau.id, Some(security.account)).await.unwrap();
        let own = grants.iter().find(|it| it.role == Role::SecurityAdmin).unwrap().id;
        assert!(app::account::revoke(&app, &security, own).await.is_err());
        aud.visit("/audit?action=change_rights").await.answered(200).sees("变更权限");
    }

    async fn refusals_are_told_with_their_number(app) {
        let office = app.founded().await;
        let staff = app.user(&office, office.unit, "孟青", "mengq", Role::Staff).await;
        let mut curious = signed_in(&app, &staff).await;
        for _ in 0..3 {
            curious.visit("/accounts").await.answered(403);
        }
        app.clock.advance(2 * domain::account::MINUTE);
        app::audit::flush_refusals(&app).await.unwrap();
        let mut browser = signed_in(&app, &office.who).await;
        browser.visit("/audit?action=refuse").await.sees("拒绝访问 3 次").sees("孟青").sees("后台");
    }

    async fn where_a_request_comes_from(app) {
        let office = app.founded().await;
        let seen = async |config: web::Config, lines: &[(&str, &str)]| {
            let mut browser = app.browser_with(config);
            let token = browser.visit("/login").await.page().attribute("input[name=csrf]", "value");
            let fields = [("csrf", token.as_str()), ("login", "linxw"), ("password", "wrong")];
            browser.raw("POST", "/login", lines, &fields).await;
            let filter = store::AuditFilter { action: Some("sign_in_failed".into()), limit: 1, ..store::AuditFilter::default() };
            app.store.view().await.unwrap().audit_rows(office.bureau.id, &filter).await.unwrap().remove(0).source
        };
        let proxy = web::Config { trusted_proxy: true, ..web::Config::default() };
        let forged = [("x-forwarded-for", "203.0.113.9, 198.51.100.7")];
        assert_eq!(seen(web::Config::default(), &forged).await, "local", "without a proxy nobody is believed");
        assert_eq!(seen(proxy.clone(), &forged).await, "198.51.100.7", "the proxy's own word is the last");
        assert_eq!(seen(proxy.clone(), &[("x-forwarded-for", "cli root")]).await, "local", "no address");
        assert_eq!(seen(proxy.clone(), &[("x-forwarded-for", "203.0.113.9"), ("x-forwarded-for", "2001:db8::7")]).await, "2001:db8::7");
        let listening = |address: &str| Some(address.parse::<SocketAddr>().unwrap());
        let open = web::Config { listen: listening("0.0.0.0:8080"), ..web::Config::default() };
        let mut browser = app.browser_with(open.clone());
        browser.sign_in(&office.who).await.visit("/system").await.sees("密码会明文经过网络").sees("没有加密");
        for safe in [
            web::Config { listen: listening("127.0.0.1:8080"), ..open.clone() },
            web::Config { tls: true, ..open.clone() },
            web::Config { trusted_proxy: true, ..open.clone() },
        ] {
            let mut browser = app.browser_with(safe);
            browser.sign_in(&office.who).await.visit("/system").await.answered(200).lacks("密码会明文经过网络");
        }
    }
}

/// A bureau under three administrators with activated accounts.
async fn three(app: &TestApp) -> (Office, app::Who, app::Who, app::Who) {
    let office = app.founded().await;
    for name in ["系统", "安全", "审计"] {
        app.person(&office, office.unit, name, false).await;
    }
    let three =
        app::system::Three { system: "系统".into(), security: "安全".into(), audit: "审计".into() };
    let slips = app::system::separate(app, &office.who, &three).await.unwrap();
    let source = app::login::Source { address: "local".into(), agent: "testkit".into() };
    for slip in &slips {
        app::account::activate(app, &slip.code, &slip.login, PASSWORD, PASSWORD, &source).await.unwrap();
    }
    let who = app.who("linxw").await;
    let office = Office { who, ..office };
    (office, app.who(&slips[0].login).await, app.who(&slips[1].login).await, app.who(&slips[2].login).await)
}
