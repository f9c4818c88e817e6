//! Units, people, teams, rosters and hand-over as their users meet them.

use domain::authority::Role;
use domain::unit::UnitKind;
use rust_xlsxwriter::Workbook;
use testkit::{Duty, TestApp};

fn book(rows: &[&[&str]]) -> Vec<u8> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in rows.iter().enumerate() {
        for (column, text) in cells.iter().enumerate() {
            sheet.write_string(row as u32, column as u16, *text).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

#[tokio::test]
async fn a_unit_is_founded_renamed_and_merged() {
    let app = TestApp::sqlite().await;
    let office = app.founded().await;
    let mut browser = app.browser();
    browser.sign_in(&office.who).await;
    browser.visit("/units").await.sees("政策法规科");
    browser.follow("新设机构").await;
    browser.fill("名称", "政策法规科").press("设立").await.answered(422).sees("已有同名的单位");
    browser.fill("名称", "运输科").press("设立").await.sees("机构已设立").sees("还没有人在这里任职");
    browser.follow("更名").await;
    browser
        .fill("新名称", "<b>运输服务科</b>")
        .press("更名")
        .await
        .sees("更名已办好")
        .sees("<b>运输服务科</b>");
    browser.follow("合并").await.sees("原单位撤销");
    browser.press("合并").await.answered(422).sees("请选择单位");
    browser.choose("并入", "政策法规科").press("合并").await.sees("合并已办好").sees("合并而来");
}

#[tokio::test]
async fn a_person_joins_and_the_phone_is_unmasked_on_demand() {
    let app = TestApp::sqlite().await;
    let office = app.founded().await;
    let mut browser = app.browser();
    browser.sign_in(&office.who).await;
    browser.visit("/people/new").await;
    browser.fill("姓名", "叶知秋").fill("手机", "12").choose("科室、单位", "政策法规科");
    browser.press("加入名册").await.answered(422).sees("11 位手机号");
    browser.fill("手机", "13812345678").press("加入名册").await.sees("138****5678").lacks("13812345678");
    browser.press("查看完整号码").await.sees("13812345678").sees("已写入审计");
    browser.follow("新增任职").await;
    browser.choose("科室、单位", "政策法规科").press("保存").await.answered(422).sees("请直接修改原来那一条");
    browser.visit("/people?q=yzq").await.sees("叶知秋").lacks("没有找到");
    browser.visit("/people?q=不在").await.sees("没有找到");
    let staff = app.user(&office, office.unit, "方远", "fangy", Role::Staff).await;
    let mut other = app.browser();
    other.sign_in(&staff).await;
    other.visit("/people?q=yzq").await.lacks("新增人员");
    other.follow("叶知秋").await.sees("138****5678").lacks("查看完整号码").lacks("修改信息");
    other.visit("/people/new").await.answered(403);
}

#[tokio::test]
async fn same_names_are_confirmed_and_seats_are_matched() {
    let app = TestApp::sqlite().await;
    let office = app.founded().await;
    let mut browser = app.browser();
    browser.sign_in(&office.who).await;
    browser.visit("/people/new").await;
    browser.fill("姓名", "林晓雯").choose("科室、单位", "政策法规科").press("加入名册").await.answered(422);
    browser
        .tick("这是另一位同名的同志", true)
        .fill("工号", "JT007")
        .press("加入名册")
        .await
        .sees("人员已加入名册");
    browser.visit("/teams/new").await;
    browser.fill("名称", "创建工作领导小组").press("保存").await.sees("还没有成员");
    browser.fill("组内职务", "组长").fill("姓名", "林晓雯").press("加入").await.sees("有 2 位同名");
    browser.press("就是这位：工号 JT007，政策法规科").await.sees("已对应到名册");
    browser.press("取消对应").await.sees("已取消对应");
}

#[tokio::test]
async fn a_roster_is_mapped_questioned_and_confirmed() {
    let app = TestApp::sqlite().await;
    let office = app.founded().await;
    let mut browser = app.browser();
    browser.sign_in(&office.who).await;
    browser.visit("/roster").await;
    browser
        .attach("名册文件", "坏.xlsx", b"hello".to_vec())
        .press("上传并核对")
        .await
        .answered(422)
        .sees("不是 .xlsx");
    let wrong = book(&[&["何人", "科室", "手机"], &["叶知秋", "安全科", "12"]]);
    browser.attach("名册文件", "名册.xlsx", wrong).press("上传并核对").await.sees("还缺必需的列");
    browser
        .choose("第 1 列当作", "姓名")
        .press("按这样对应重新核对")
        .await
        .sees("1 行有错")
        .lacks("确认导入");
    browser.visit("/roster").await;
    let rows = book(&[
        &["姓名", "科室", "手机"],
        &["叶知秋", "安全科", "13812345678"],
        &["林晓雯", "政策法规科", ""],
    ]);
    browser.attach("名册文件", "名册.xlsx", rows).press("上传并核对").await.sees("2 行可以导入");
    browser.press("确认导入").await.answered(422).sees("还不存在").sees("第 3 行与别人同名");
    browser
        .choose("安全科（第 2 行）", "新建为内设机构")
        .choose("第 3 行 林晓雯（政策法规科）", "就是名册里的这位，跳过这一行");
    browser.press("确认导入").await.sees("1 人已加入名册，新建 1 个科室或单位，跳过 1 行");
    let template = browser.download("/roster/template.xlsx").await;
    assert_eq!(template.status, 200);
}

#[tokio::test]
async fn duties_are_handed_over_in_one_step() {
    let app = TestApp::sqlite().await;
    let office = app.founded().await;
    let programme = app.programme(&office).await;
    let leaver = app.user(&office, office.unit, "贺一帆", "heyf", Role::Liaison).await;
    app.person(&office, office.unit, "叶知秋", false).await;
    let duty = Duty { title: "读书班", person: Some(leaver.person), ..Duty::default() };
    app.duty(&office, &programme, duty).await;
    app.go_to("2026-07-01");
    let mut browser = app.browser();
    browser.sign_in(&office.who).await;
    let page = format!("/people/{}/handover", leaver.person);
    browser.visit(&page).await.sees("读书班").sees("联络员");
    browser.press("移交这 2 项").await.answered(422).sees("请填写姓名或工号");
    browser.fill("接手人", "yzq").tick("离开本单位", true);
    browser.press("移交这 2 项").await.sees("2 项职责已移交").sees("移交记录").sees("叶知秋");
    browser.visit(&page).await;
    browser.sees("没有在办的职责");
    let mut gone = app.browser();
    assert!(app.store.view().await.unwrap().account(leaver.account).await.unwrap().password.is_empty());
    gone.visit("/people").await.sees("登录");
}

#[tokio::test]
async fn a_section_shows_what_it_has_to_do() {
    let app = TestApp::sqlite().await;
    let office = app.founded().await;
    let unit = app.unit(&office, office.bureau.root, UnitKind::Section, "运输科").await;
    let mut browser = app.browser();
    browser.sign_in(&office.who).await;
    browser.visit(&format!("/units/{unit}")).await.sees("在办职责").sees("现在没有在办的任务");
}
