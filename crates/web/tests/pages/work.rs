//! A section member's day, the office's queue, the list and the overview, through the pages.

use domain::authority::Role;
use domain::id::{AssignmentId, TaskId};
use domain::unit::UnitKind;
use testkit::{Duty, Office, TestApp};

struct World {
    office: Office,
    staff: app::Who,
    stranger: app::Who,
    task: TaskId,
    assignment: AssignmentId,
}

async fn world(app: &TestApp) -> World {
    let office = app.founded().await;
    let root = office.bureau.root;
    let section = app.unit(&office, root, UnitKind::Section, "人事教育科").await;
    let other = app.unit(&office, root, UnitKind::Section, "运输管理科").await;
    let staff = app.user(&office, section, "贺一帆", "heyf", Role::Staff).await;
    let stranger = app.user(&office, other, "高翔宇", "gaoxy", Role::Staff).await;
    let programme = app.programme(&office).await;
    let duty = Duty {
        title: "办一期<b>读书班</b>",
        unit: Some(section),
        person: Some(staff.person),
        due: Some("2026-06-12"),
        ..Duty::default()
    };
    let (task, assignment) = app.duty(&office, &programme, duty).await;
    for title in ["张贴文明用语", "播放公益短片"] {
        app.duty(&office, &programme, Duty { title, measure: 1, ..Duty::default() }).await;
    }
    World { office, staff, stranger, task, assignment }
}

testkit::on_both_engines! {
    async fn the_day_of_a_section_member(app) {
        let w = world(&app).await;
        let (mut desk, mut phone) = (app.browser(), app.browser());
        desk.sign_in(&w.office.who).await;
        phone.sign_in(&w.staff).await.visit("/").await.answered(200).sees("办一期<b>读书班</b>").sees("明天到期");
        phone.visit(&format!("/records/new?assignment={}", w.assignment)).await.answered(200).sees("办一期<b>读书班</b>");
        phone.fill("做了什么", "").fill("哪一天", "2026-06-30").press("提交审核").await.answered(422);
        phone.sees("请填写做了什么").sees("还没有到");
        phone.fill("做了什么", "读书班动员会<script>").fill("哪一天", "2026-06-11").fill("多少人参加", "38");
        phone.attach("拍照或选文件", "动员会 现场.jpg", &b"\xff\xd8\xff\xe0photo"[..]);
        phone.press("提交审核").await.answered(200).sees("已提交，等创建办审核").sees("读书班动员会<script>");
        let page = phone.url().to_owned();

        desk.visit("/review").await.answered(200).sees("读书班动员会<script>").sees("38");
        let image = desk.page().attribute("ul.photos a", "href").replace("/view", "");
        let file = desk.download(&image).await;
        assert_eq!((file.status, file.header("content-type")), (200, "image/jpeg"));
        // Until there is a small picture the photo itself is shown, and asked for again.
        let thumb = format!("{image}/thumb");
        let small = desk.download(&thumb).await;
        assert_eq!((small.body.clone(), small.header("cache-control")), (file.body.clone(), "private, no-cache"));
        assert!(file.header("content-disposition").contains("filename*=UTF-8''%E5%8A%A8"));
        let mut stranger = app.browser();
        stranger.sign_in(&w.stranger).await;
        assert_eq!(stranger.raw("GET", &image, &[], &[]).await.status, 404);
        assert_eq!(stranger.raw("GET", &page, &[], &[]).await.status, 404);
        assert_eq!(stranger.raw("GET", &thumb, &[], &[]).await.status, 404);
        stranger.visit(&format!("/tasks/{}", w.task)).await.answered(404);

        desk.choose("退回原因", "照片看不出单位名称").press("退回修改").await.answered(200).sees("已退回");
        phone.visit("/").await.sees("退回原因：照片看不出单位名称");
        phone.follow("改后再报").await.answered(200).sees("照片看不出单位名称");
        assert_eq!(phone.value("做了什么"), "读书班动员会<script>");
        phone.fill("经过", "讲清了学习安排。").press("提交审核").await.answered(200).sees("已提交");
        desk.visit("/review").await.press("通过").await.answered(200).sees("没有等待审核的纪实");
        phone.visit("/work?tab=done").await.sees("已完成");
        phone.visit(&format!("/tasks/{}", w.task)).await.answered(200).sees("审核通过").sees("报送纪实");
        // The conversation stays: what was returned and why, though it is accepted by now.
        phone.sees("照片看不出单位名称");
        phone.visit(&page).await.sees("改后第 2 次报送").sees("照片看不出单位名称").sees("审核通过");
    }

    async fn a_draft_saves_itself_and_keeps_its_files(app) {
        let w = world(&app).await;
        let mut phone = app.browser();
        phone.sign_in(&w.staff).await.visit("/records/new").await.answered(200);
        phone.fill("做了什么", "走访").attach("拍照或选文件", "清单.txt", &b"text"[..]).press("存草稿").await.sees("已存为草稿");
        phone.follow("走访").await.answered(200).sees("清单.txt");
        let href = phone.page().attribute("a.file-name", "href");
        let file = phone.download(&href).await;
        assert_eq!(file.header("content-type"), "application/octet-stream", "text is saved, never shown");
        assert!(file.header("content-disposition").starts_with("attachment"));
        phone.attach("拍照或选文件", "程序.exe", &b"MZ\x90\x00\x03"[..]).press("存草稿").await.answered(422).sees("不是能收的文件");
        assert_eq!(phone.value("做了什么"), "走访");
    }

    async fn the_list_filters_assigns_and_keeps_views(app) {
        let w = world(&app).await;
        let mut desk = app.browser();
        desk.sign_in(&w.office.who).await.visit("/tasks").await.answered(200).count("tbody tr", 3);
        desk.visit("/tasks?gap=owner").await.count("tbody tr", 2).sees("未定人");
        desk.visit("/tasks?q=%E7%9F%AD%E7%89%87").await.count("tbody tr", 1).sees("播放公益短片");
        desk.inside("视图名称").fill("视图名称", "短片").press("保存").await.sees("已存为视图“短片”");
        desk.visit("/tasks").await.sees("短片");
        desk.visit("/tasks/assign").await.answered(200).sees("指定这 2 项");
        desk.fill("责任人", "贺一帆（人事教育科）").press("指定这 2 项").await.sees("已指定责任 2 项").sees("都有责任人了");
        desk.visit("/tasks?person=%E8%B4%BA%E4%B8%80%E5%B8%86").await.count("tbody tr", 3);
        desk.visit("/campaign").await.answered(200).sees("全面实施").sees("项任务没有责任人");
        desk.visit("/leader").await.answered(200).sees("创建情况").count("table", 0);
        desk.visit(&format!("/tasks/{}/edit", w.task)).await.answered(200);
        desk.fill("为什么作废（会记入审计）", "并入别的任务").press("作废这项任务").await.sees("已经作废");
    }
}
