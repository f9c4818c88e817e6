//! The bureau and its units: the bureau sees, reviews and returns what its units file, and puts it behind
//! its own criteria; a unit sees itself and what stands below it, never the bureau or a neighbour.

use domain::authority::Role;
use domain::id::{AssessmentId, UnitId};
use domain::unit::UnitKind;
use testkit::{Browser, Office, TestApp};

const QUARTERLY: &str = "Ⅱ-8-2 每季度开展志愿服务活动";
const SERVED: &str = "学雷锋志愿服务进养护站";

struct Scene {
    office: Office,
    roads: UnitId,
    station: UnitId,
    keeper: app::Who,
    neighbour: app::Who,
}

/// A bureau with two units, each with someone who administers it.
async fn scene(app: &TestApp) -> Scene {
    let office = app.founded().await;
    let root = office.bureau.root;
    let roads = app.unit(&office, root, UnitKind::Subordinate, "公路养护中心").await;
    let station = app.unit(&office, root, UnitKind::Subordinate, "客运总站").await;
    let keeper = app.user(&office, roads, "侯敬之", "houjz", Role::Subordinate).await;
    let neighbour = app.user(&office, station, "柯以宁", "keyn", Role::Subordinate).await;
    Scene { office, roads, station, keeper, neighbour }
}

/// Files a record of a kind; its address.
async fn files(browser: &mut Browser, kind: &str, title: &str) -> String {
    browser.visit(&format!("/records/new?kind={kind}")).await.answered(200);
    browser.fill("做了什么", title).press("提交审核").await.answered(200).sees("已提交");
    browser.url().split('?').next().unwrap().to_owned()
}

async fn assessed(app: &TestApp, office: &Office, unit: UnitId) -> AssessmentId {
    let standard = app.store.view().await.unwrap().standards(office.bureau.id).await.unwrap().remove(0).id;
    app.assessed(&office.who, standard, unit).await
}

testkit::on_both_engines! {
    async fn a_unit_files_and_the_bureau_returns_and_accepts(app) {
        let it = scene(&app).await;
        let (mut unit, mut desk, mut next) = (app.browser(), app.browser(), app.browser());
        let record = files(unit.sign_in(&it.keeper).await, "activity", "清理<b>边沟").await;
        let own = unit.script_post(&format!("{record}/review"), &[("version", "2"), ("verdict", "accept")]).await;
        assert_eq!(own.status, 403, "a unit does not review itself");
        unit.visit(&record).await.sees("已报送").lacks("退回修改");

        // The neighbour sees nothing of it, wherever it looks.
        next.sign_in(&it.neighbour).await;
        next.visit(&record).await.answered(404);
        next.visit(&format!("/records?unit={}", it.roads)).await.lacks("清理");
        next.visit(&format!("/units/{}", it.roads)).await.answered(200).lacks("报上来的");
        next.visit(&format!("/units/{}", it.station)).await.sees("报上来的").sees("0 份").lacks("审核这个单位报来的");
        // Nor does a section of the bureau that nobody has given the unit.
        let section = app.unit(&it.office, it.office.bureau.root, UnitKind::Section, "运输管理科").await;
        let liaison = app.user(&it.office, section, "温如玉", "wenry", Role::Liaison).await;
        let mut clerk = app.browser();
        clerk.sign_in(&liaison).await.visit(&record).await.answered(404);

        desk.sign_in(&it.office.who).await;
        desk.visit(&format!("/review?unit={}", it.station)).await.sees("客运总站及下级单位，等待审核 0 份").lacks("清理");
        desk.visit(&format!("/units/{}", it.roads)).await.sees("报上来的").sees("1 份").sees("还没有测评");
        desk.follow("审核这个单位报来的").await.sees("清理<b>边沟").sees("公路养护中心").sees("等待审核 1 份");
        desk.choose("退回原因", "内容不完整").fill("请写明要补什么", "补上桩号").press("退回修改").await.sees("已退回");
        desk.visit("/review").await.choose("谁报来的", "公路养护中心").press("筛选").await.sees("没有等待审核的纪实");

        unit.visit(&record).await.sees("内容不完整。补上桩号");
        unit.follow("改后再报").await;
        unit.fill("经过", "K12+300 处").press("提交审核").await.answered(200);
        desk.visit(&record).await.sees("K12+300");
        desk.press("通过").await.answered(200).sees("已通过");
        unit.visit(&format!("/units/{}", it.roads)).await.sees("报上来的");
        assert_eq!(unit.page().texts("[aria-labelledby=u1] li").concat().matches("1 份").count(), 1);

        // The other way round: what the bureau files is not there for its unit.
        let own = files(&mut desk, "activity", "机关的会").await;
        unit.visit(&own).await.answered(404);
        unit.visit("/records").await.sees("清理").lacks("机关的会");
        unit.visit("/review").await.lacks("机关的会");
    }

    async fn a_record_of_a_unit_counts_for_the_bureau_and_not_the_other_way(app) {
        let it = scene(&app).await;
        app::standard::install(&app, &it.office.who, "example").await.unwrap();
        let bureau = assessed(&app, &it.office, it.office.bureau.root).await;
        let below = assessed(&app, &it.office, it.roads).await;
        let (mut unit, mut desk, mut next) = (app.browser(), app.browser(), app.browser());
        files(unit.sign_in(&it.keeper).await, "volunteering", SERVED).await;
        files(desk.sign_in(&it.office.who).await, "volunteering", "机关志愿服务日").await;
        app::job::drain(&app).await.unwrap();

        desk.visit(&format!("/scores/{bureau}")).await.follow("看全部").await.follow(QUARTERLY).await;
        desk.sees(SERVED).sees("公路养护中心").sees("机关志愿服务日").sees("建议");
        desk.choose("用哪些纪实", SERVED).choose("用哪些纪实", "机关志愿服务日").fill("开展一次", "2");
        desk.press("保存自评").await.answered(200).sees("的自评已保存");
        desk.sees(SERVED).sees("公路养护中心");
        let sheet = desk.download(&format!("/scores/{bureau}/score.xlsx")).await;
        assert_eq!(sheet.status, 200);

        // The unit is assessed by the same standard: it sees its own record alone, and what it answers
        // leaves the proof of the bureau as it is.
        unit.visit(&format!("/scores/{bureau}")).await.answered(404);
        unit.visit(&format!("/scores/{below}")).await.follow("看全部").await.follow(QUARTERLY).await;
        unit.sees(SERVED).lacks("机关志愿服务日");
        unit.fill("开展一次", "1").press("保存自评").await.answered(200);
        desk.visit(&format!("/scores/{bureau}")).await.follow(QUARTERLY).await;
        desk.sees("机关志愿服务日");
        let ticked = desk.page().attributes("#f-records input[checked]", "value");
        assert_eq!(ticked.len(), 2, "an answer of the unit took away what the bureau relies on");

        next.sign_in(&it.neighbour).await.visit(&format!("/scores/{below}")).await.answered(404);
        desk.visit(&format!("/units/{}", it.roads)).await.sees("自评，已知");
        next.visit(&format!("/units/{}", it.roads)).await.lacks("自评，已知");
    }
}
