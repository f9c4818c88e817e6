//! What one may not see answers 404, what one sees but may not do 403, no session leads to login.

use domain::authority::Role;

testkit::on_both_engines! {
    async fn no_session_leads_to_the_login_page(app) {
        app.founded().await;
        let mut browser = app.browser();
        for path in ["/account", "/accounts"] {
            let answer = browser.raw("GET", path, &[], &[]).await;
            assert_eq!(answer.status, 303, "{path}");
            assert!(answer.header("location").starts_with("/login?next="), "{path}");
        }
        browser.set_cookie("wenming_session", "not-a-token").visit("/account").await.sees("登录名、工号或手机号");
    }

    async fn without_the_right_it_is_403_and_names_who_can(app) {
        let office = app.founded().await;
        let staff = app.user(&office, office.unit, "孟青", "mengq", Role::Staff).await;
        let mut browser = app.browser();
        browser.sign_in(&staff).await.visit("/accounts").await.answered(403).sees("没有权限").sees("管理员");
        browser.visit("/account").await.answered(200);
        let answer = browser.script_post(&format!("/accounts/{}/state", office.who.account), &[("enabled", "no")]).await;
        assert_eq!(answer.status, 403);
        app.who("linxw").await;
    }

    async fn what_does_not_exist_is_404(app) {
        let office = app.founded().await;
        let mut browser = app.browser();
        browser.sign_in(&office.who).await.visit("/account").await;
        let nobody = "00000000-0000-7000-8000-000000000000";
        for (path, fields) in [
            (format!("/accounts/{nobody}/state"), &[("enabled", "no")][..]),
            (format!("/account/sessions/{nobody}/end"), &[]),
        ] {
            assert_eq!(browser.script_post(&path, fields).await.status, 404, "{path}");
        }
        assert_eq!(browser.raw("GET", "/nowhere", &[], &[]).await.status, 404);
        // What is no id at all leads nowhere either, and says so in plain words.
        for path in ["/records/xyz", "/standards/crosswalks/new", "/tasks/1'%20or%201=1", "/people/%ff"] {
            browser.visit(path).await.answered(404).sees("没有找到");
        }
        browser.visit("/search?q=a&q=b").await.answered(400).sees("网址里的条件不完整");
        assert_eq!(browser.raw("GET", "/assets/../Cargo.toml", &[], &[]).await.status, 404);
        assert_eq!(browser.raw("GET", "/assets/%2e%2e/src/lib.rs", &[], &[]).await.status, 404);
    }

    async fn another_persons_session_is_404(app) {
        let office = app.founded().await;
        let staff = app.user(&office, office.unit, "孟青", "mengq", Role::Staff).await;
        let (mut desk, mut thief) = (app.browser(), app.browser());
        desk.sign_in(&office.who).await.visit("/account").await;
        let session = app::login::sessions(&app, &office.who).await.unwrap().remove(0).id;
        thief.sign_in(&staff).await.visit("/account").await;
        assert_eq!(thief.script_post(&format!("/account/sessions/{session}/end"), &[]).await.status, 404);
        desk.visit("/account").await.answered(200);
    }
}
