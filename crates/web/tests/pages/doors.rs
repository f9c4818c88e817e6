//! From the set-up link over the slip to the login; lock-out, sessions, password.

use domain::account::{IDLE, LOCK, LOGIN_FAILED};
use domain::authority::Role;
use testkit::{Browser, TestApp};

const PASSWORD: &str = "chun-feng-2026";

/// Sets the bureau up through the pages and gives the code of the office user's slip.
async fn set_up(browser: &mut Browser, app: &TestApp, administration: &str) -> String {
    let token = app::setup::offer(app).await.unwrap().unwrap();
    browser.visit(&format!("/setup/{token}")).await.answered(200).sees("这个页面只能用一次");
    browser
        .fill("单位全称", "云岚市交通运输局")
        .fill("创建办设在哪个科室", "政策法规科")
        .fill("创建办经办人姓名", "林晓雯")
        .fill("经办人登录名", "linxw")
        .choose("管理方式", administration);
    browser.press("完成初始化").await.answered(200).sees("云岚市交通运输局已经建好");
    let code = browser.page().texts("[data-slip=linxw]").remove(0);
    browser.visit(&format!("/setup/{token}")).await.answered(409).sees("已经用过");
    code
}

async fn activate(browser: &mut Browser, code: &str) {
    browser.visit("/activate").await;
    browser
        .fill("激活码", code)
        .fill("登录名", "linxw")
        .fill("密码", PASSWORD)
        .fill("再输一次密码", PASSWORD);
    browser.press("激活并登录").await;
}

async fn sign_in(browser: &mut Browser, login: &str, password: &str) {
    browser.visit("/login?next=/account").await.answered(200);
    browser.fill("登录名、工号或手机号", login).fill("密码", password).press("登录").await;
}

testkit::on_both_engines! {
    async fn from_the_link_to_the_first_page(app) {
        let mut browser = app.browser();
        let code = set_up(&mut browser, &app, "简易").await;
        activate(&mut browser, &code).await;
        browser.visit("/account").await.answered(200).sees("linxw").sees("创建办");
        browser.inside("退出登录").press("退出登录").await.sees("您已退出登录");
        browser.visit("/account").await.sees("登录名、工号或手机号");
        let mut second = app.browser();
        activate(&mut second, &code).await;
        second.answered(422).sees("已经用过");
    }

    async fn three_administrators_get_a_slip_each(app) {
        let mut browser = app.browser();
        set_up(&mut browser, &app, "三员").await;
        browser.visit("/login").await.answered(200);
    }

    async fn a_refused_set_up_keeps_what_was_typed(app) {
        let token = app::setup::offer(&app).await.unwrap().unwrap();
        let mut browser = app.browser();
        browser.visit(&format!("/setup/{token}")).await;
        browser.fill("单位全称", "云岚市交通运输局").fill("经办人登录名", "x").press("完成初始化").await;
        browser.answered(422).sees("已填的内容都还在").count(".field.is-wrong", 3);
        assert_eq!(browser.value("单位全称"), "云岚市交通运输局");
    }

    async fn logging_in_leads_to_where_one_wanted_to_go(app) {
        let mut browser = app.browser();
        let code = set_up(&mut browser, &app, "简易").await;
        activate(&mut browser, &code).await;
        let mut other = app.browser();
        other.visit("/accounts?q=%E6%9E%97").await.answered(200);
        assert_eq!(other.url(), "/login?next=%2Faccounts%3Fq%3D%25E6%259E%2597");
        other.fill("登录名、工号或手机号", " LinXW ").fill("密码", PASSWORD).press("登录").await;
        other.answered(200).sees("账号与权限");
        assert_eq!(other.url(), "/accounts?q=%E6%9E%97");
    }

    async fn five_failures_lock_the_account(app) {
        let mut browser = app.browser();
        let code = set_up(&mut browser, &app, "简易").await;
        activate(&mut browser, &code).await;
        let mut thief = app.browser();
        sign_in(&mut thief, "nobody", PASSWORD).await;
        thief.answered(422).sees(LOGIN_FAILED);
        assert_eq!(thief.value("登录名、工号或手机号"), "nobody");
        for _ in 0..5 {
            sign_in(&mut thief, "linxw", "wrong-password").await;
            thief.answered(422).sees(LOGIN_FAILED);
        }
        sign_in(&mut thief, "linxw", PASSWORD).await;
        thief.answered(422).sees(LOGIN_FAILED);
        app.clock.advance(LOCK + 1);
        sign_in(&mut thief, "linxw", PASSWORD).await;
        thief.answered(200).sees("我的账号");
    }

    async fn sessions_are_listed_and_ended(app) {
        let office = app.founded().await;
        let (mut desk, mut phone) = (app.browser(), app.browser());
        desk.sign_in(&office.who).await;
        phone.sign_in(&office.who).await;
        desk.visit("/account").await.count("form[action$='/end']", 1);
        desk.press("结束").await.sees("那台设备上的登录已经结束");
        phone.visit("/account").await;
        assert!(phone.url().starts_with("/login"), "{}", phone.url());
        app.clock.advance(IDLE + 1);
        desk.visit("/account").await;
        assert!(desk.url().starts_with("/login"), "idle");
    }

    async fn a_new_password_ends_other_sessions(app) {
        let mut browser = app.browser();
        let code = set_up(&mut browser, &app, "简易").await;
        activate(&mut browser, &code).await;
        let mut other = app.browser();
        sign_in(&mut other, "linxw", PASSWORD).await;
        other.answered(200);
        browser.visit("/account").await;
        browser.fill("现在的密码", "wrong").fill("新密码", "qiu-shui-2027").fill("再输一次新密码", "qiu-shui-2027");
        browser.press("修改密码").await.answered(422).sees("现在的密码不正确");
        browser.fill("现在的密码", PASSWORD).fill("新密码", "qiu-shui-2027").fill("再输一次新密码", "qiu-shui-2028");
        browser.press("修改密码").await.answered(422).sees("两次输入的新密码不一样");
        browser.fill("现在的密码", PASSWORD).fill("新密码", "qiu-shui-2027").fill("再输一次新密码", "qiu-shui-2027");
        browser.press("修改密码").await.answered(200).sees("密码已修改");
        other.visit("/account").await;
        assert!(other.url().starts_with("/login"));
        sign_in(&mut other, "linxw", "qiu-shui-2027").await;
        other.answered(200).sees("登录中的设备");
    }

    async fn a_disabled_account_is_out_at_once(app) {
        let office = app.founded().await;
        let liaison = app.user(&office, office.unit, "贺一帆", "heyf", Role::Liaison).await;
        let (mut desk, mut gone) = (app.browser(), app.browser());
        gone.sign_in(&liaison).await;
        gone.visit("/account").await.answered(200).sees("heyf");
        desk.sign_in(&office.who).await;
        desk.visit("/accounts").await;
        desk.inside("heyf").press("停用账号").await.sees("账号已停用");
        gone.visit("/account").await;
        assert!(gone.url().starts_with("/login"));
    }
}
