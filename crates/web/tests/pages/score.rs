//! Standards and the score as their users meet them: taken over in one click, answered by model,
//! traced to the record, reviewed beside, archived, exported; what is partial says so everywhere.

use domain::authority::Role;
use testkit::{Browser, Office, TestApp};

const COUNTED: &str = "Ⅱ-1-1 成立创建工作领导小组，主要负责人任组长，办事机构和人员明确";
const WHOLE: &str = "Ⅱ-1-4 创建工作列入科室和单位年度考核";
const LECTURE: &str = "Ⅱ-2-1 每季度举办一次道德讲堂";

async fn office(app: &TestApp) -> (Office, Browser) {
    let office = app.founded().await;
    let mut browser = app.browser();
    browser.sign_in(&office.who).await;
    (office, browser)
}

/// The example is taken over, and the bureau is assessed by it.
async fn begun(browser: &mut Browser) {
    browser.visit("/standards").await;
    browser.press("采用文明单位测评体系（示例）").await;
    browser.sees("已采用这套测评体系");
    browser.follow("按它测评").await;
    browser.press("开始测评").await;
    browser.sees("可以逐条填写自评了").sees("距达标线还差 85 分");
}

async fn score(browser: &mut Browser) {
    browser.visit("/scores").await;
    browser.follow("云岚市交通运输局，").await;
}

/// Answers the criterion that is met or not.
async fn meet(browser: &mut Browser, option: &str, button: &str) {
    browser.choose("评为", option);
    browser.press(button).await;
}

#[tokio::test]
async fn a_partial_standard_says_so_and_what_it_lacks() {
    let app = TestApp::sqlite().await;
    let (_, mut browser) = office(&app).await;
    browser.visit("/scores").await.sees("还没有测评");
    browser.visit("/standards").await.sees("节选·来源等级 A（发布机关网站）·未经核对");
    let name = app::standard::shipped().unwrap().remove(1).1.standard.name;
    browser.press(&format!("采用{name}")).await;
    browser.sees("节选·来源等级 C（网友上传）·未经核对").sees("缺项").sees("未知");
    let file = browser.download(&format!("{}/standard.toml", browser.url().to_owned())).await;
    assert!(file.text().starts_with("# 节选"), "the file carries the mark too");
    browser.visit("/standards").await;
    browser.sees("已采用");
}

#[tokio::test]
async fn an_answer_counts_at_once_and_is_traced() {
    let app = TestApp::sqlite().await;
    let (_, mut browser) = office(&app).await;
    begun(&mut browser).await;
    browser.follow(COUNTED).await;
    browser.sees("正式文件（成立或调整领导小组的文件）：缺 1 份。");
    browser.fill("主要负责人任组长", "x");
    browser.press("保存自评").await;
    browser.answered(422).sees("请填写 0 或更大的整数。");
    browser.fill("主要负责人任组长", "1").fill("办事机构明确", "1").fill("得分理由", "有文件");
    browser.press("保存自评").await;
    browser.sees("的自评已保存").sees("主要负责人任组长 1、办事机构明确 1").sees("有文件").sees("已知 3 分");
    // 不适用 wants a written reason, and is scaled away within its project.
    browser.follow(WHOLE).await;
    browser.tick("这一条对本单位不适用", true);
    browser.press("保存自评").await;
    browser.answered(422).sees("请填写不适用的理由。");
    browser.fill("不适用的理由", "新组建的单位");
    browser.press("保存自评").await;
    browser.sees("不适用：新组建的单位").sees("2 分不适用，其余按 10/8 折算");
}

#[tokio::test]
async fn what_if_changes_nothing_and_an_archive_works_out_again() {
    let app = TestApp::sqlite().await;
    let (_, mut browser) = office(&app).await;
    begun(&mut browser).await;
    // One criterion of 38 is due in January of the next year, after the period.
    browser.follow("看全部 37 步").await;
    browser.follow(&format!("假如做到：{LECTURE}")).await;
    browser.sees("假如都做到，会有 4 分，比现在多 4 分").sees("什么也没有改");
    browser.fill("存档名称", "半年自查");
    browser.press("存档现在的得分").await;
    browser.sees("按当时的填写重算，分数和依据与存档一致");
    score(&mut browser).await;
    browser.sees("距达标线还差 85 分");
}

#[tokio::test]
async fn the_reviewer_scores_beside_and_gates_are_confirmed() {
    let app = TestApp::sqlite().await;
    let (_, mut browser) = office(&app).await;
    begun(&mut browser).await;
    browser.follow(WHOLE).await;
    meet(&mut browser, "符合标准", "保存自评").await;
    browser.sees("符合标准");
    browser.follow(WHOLE).await;
    browser.follow("审核：没有填写").await;
    meet(&mut browser, "不符合标准", "保存审核").await;
    browser.sees("不符合标准，本项不得分");
    browser.follow("自评").await;
    browser.lacks("不符合标准，本项不得分").sees("还没有人确认");
    browser.follow("加分、扣分和门槛").await;
    browser.press("登记确认没有").await;
    browser.sees("已登记，得分随之更新");
    browser.press("撤下").await;
    browser.sees("已撤下，历史保留");
}

#[tokio::test]
async fn a_step_becomes_a_task_that_serves_its_criterion() {
    let app = TestApp::sqlite().await;
    let (office, mut browser) = office(&app).await;
    begun(&mut browser).await;
    browser.follow("看全部 37 步").await;
    browser.press(&format!("建任务：{LECTURE}")).await;
    browser.answered(409).sees("任务没有地方放");
    app.programme(&office).await;
    score(&mut browser).await;
    browser.follow("看全部 37 步").await;
    browser.press(&format!("建任务：{LECTURE}")).await;
    browser.sees("已建成任务").sees("每季度举办一次道德讲堂");
    browser.visit("/standards").await;
    browser.follow("文明单位测评体系（示例）").await;
    browser.press("把报送时间排成任务").await;
    browser.sees("已生成");
    browser.press("把报送时间排成任务").await;
    browser.sees("没有新任务");
}

#[tokio::test]
async fn a_new_version_takes_the_answers_along_and_back() {
    let app = TestApp::sqlite().await;
    let (_, mut browser) = office(&app).await;
    begun(&mut browser).await;
    browser.follow(WHOLE).await;
    meet(&mut browser, "符合标准", "保存自评").await;
    browser.follow("看体系").await;
    browser.press("另起新版").await;
    browser.sees("已另起新版");
    browser.press("发布这一版").await;
    score(&mut browser).await;
    browser.follow("看看转过去会怎样").await;
    browser.sees("1 条填写照样转过去");
    browser.press("转到第 2 版").await;
    browser.sees("已转入新版");
    browser.press("撤销转入").await;
    browser.sees("已撤销转入");
}

#[tokio::test]
async fn leaders_see_the_score_and_staff_do_not() {
    let app = TestApp::sqlite().await;
    let (office, mut browser) = office(&app).await;
    begun(&mut browser).await;
    let workbook = browser.download(&format!("{}/score.xlsx", browser.url().to_owned())).await;
    assert!(workbook.status == 200 && workbook.body.starts_with(b"PK"), "a workbook");
    let staff = app.user(&office, office.unit, "孟青", "mengq", Role::Staff).await;
    let mut other = app.browser();
    other.sign_in(&staff).await;
    other.visit("/scores").await.answered(403);
    app.programme(&office).await;
    let leader = app.user(&office, office.unit, "秦卫东", "qinwd", Role::Leader).await;
    let mut other = app.browser();
    other.sign_in(&leader).await;
    other.visit("/leader").await;
    other.sees("测评得分").sees("示例体系，仅供演示");
}

#[tokio::test]
async fn a_standard_is_written_in_the_editor() {
    let app = TestApp::sqlite().await;
    let (_, mut browser) = office(&app).await;
    browser.visit("/standards/new").await;
    browser.press("成为草稿").await;
    browser.answered(422).sees("请填写名称。");
    browser.fill("名称", "本局考评办法");
    browser.press("成为草稿").await;
    browser.sees("已成草稿").sees("还没有指标");
    browser.press("发布这一版").await;
    browser.answered(409).sees("还没有指标，请先加上再发布。");
    browser.visit("/standards").await;
    browser.follow("本局考评办法").await;
    browser.follow("加一项").await;
    browser
        .fill("编号", "1")
        .fill("内容", "每季度举办一次讲座")
        .choose("评分方式", "累加")
        .fill("评分细则", "举办一次");
    browser.press("保存这一项").await;
    browser.answered(422).sees("第 1 行请写成“说明 | 分值”");
    assert_eq!(browser.value("内容"), "每季度举办一次讲座", "what was typed is kept");
    browser.fill("评分细则", "举办一次 | 每 1 | 最多 4").fill("分值", "4").fill("报送时间", "每季度");
    browser.press("保存这一项").await;
    browser.sees("已加上这一项").sees("举办一次：每项 1 分，最多 4 分");
    browser.follow("修改每季度举办一次讲座").await;
    browser.fill("内容", "每季度举办一次道德讲堂");
    browser.press("保存这一项").await;
    browser.sees("每季度举办一次道德讲堂");
    browser.press("发布这一版").await;
    browser.sees("这一版已发布").lacks("改名称和总分");
}
