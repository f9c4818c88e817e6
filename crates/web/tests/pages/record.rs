//! Records of all kinds through the pages: one form, attendance, the check before filing, kinds of
//! one's own, figures that lead to their records, registers.

use domain::authority::Role;
use domain::unit::UnitKind;
use testkit::{Duty, TestApp};

async fn staff(app: &TestApp) -> (testkit::Office, app::Who) {
    let office = app.founded().await;
    let section = app.unit(&office, office.bureau.root, UnitKind::Section, "人事教育科").await;
    let staff = app.user(&office, section, "贺一帆", "heyf", Role::Staff).await;
    app.user(&office, section, "高翔宇", "gaoxy", Role::Staff).await;
    (office, staff)
}

testkit::on_both_engines! {
    async fn volunteers_are_picked_by_section_and_their_hours_stand_in_the_register(app) {
        let (office, staff) = staff(&app).await;
        let mut phone = app.browser();
        phone.sign_in(&staff).await.visit("/records/new?kind=volunteering").await.answered(200);
        phone.fill("做了什么", "护学岗<i>").choose("列出哪个科室的人", "人事教育科").press("列出人员").await.answered(200);
        phone.sees("高翔宇（人事教育科）").sees("照片 0 张，一般要 2 张以上");
        phone.fill("每人多长时间 没有单独写的都按这个", "两小时").press("存草稿").await.answered(422).sees("请填时长");
        assert_eq!(phone.value("做了什么"), "护学岗<i>");
        phone.visit("/records?own=on&state=draft").await.follow("护学岗<i>").await.answered(200);
        phone.choose("列出哪个科室的人", "人事教育科").press("列出人员").await.answered(200);
        phone.tick("高翔宇（人事教育科）", false).fill("每人多长时间 没有单独写的都按这个", "2:30");
        phone.fill("志愿服务队", "路姐服务队").fill("服务人次", "80").fill("开始时间", "08:30").fill("结束时间", "11:00");
        phone.press("提交审核").await.answered(200);
        phone.sees("已提交").sees("贺一帆（2 小时 30 分）").sees("路姐服务队").sees("志愿服务").lacks("高翔宇");

        let mut desk = app.browser();
        desk.sign_in(&office.who).await.visit("/registers?register=volunteering").await.answered(200).sees("路姐服务队");
        desk.follow("按人员看").await.answered(200).sees("本单位志愿服务记录").sees("2 小时 30 分").lacks("证明");
        desk.follow("贺一帆").await.answered(200).sees("护学岗<i>").count("tbody tr", 1);
        desk.sees("08:30—11:00").sees("路姐服务队").sees("人事教育科贺一帆").sees("不代替").lacks("证明");
        desk.visit("/figures").await.answered(200);
        desk.follow("服务人次 80 人次").await.answered(200).count("tbody tr", 1);
        desk.visit("/figures?by=month").await.answered(200).sees("2026-06");
        desk.follow("1 份").await.count("tbody tr", 1);
        for path in ["/figures/list.xlsx", "/registers/list.xlsx", "/registers/people.xlsx?register=volunteering", "/registers/service.xlsx", "/records/list.xlsx?kind=volunteering"] {
            let file = desk.download(path).await;
            assert_eq!((file.status, &file.body[..2]), (200, &b"PK"[..]), "{path}");
        }
    }

    async fn a_number_that_lacks_or_looks_odd_is_said_before_filing(app) {
        let (_, staff) = staff(&app).await;
        let mut phone = app.browser();
        phone.sign_in(&staff).await.visit("/records/new?kind=regulation").await.answered(200);
        phone.fill("做了什么", "修订公务接待制度").press("存草稿").await.answered(200).sees("已存为草稿");
        phone.follow("修订公务接待制度").await.sees("报送前看一眼").sees("没有文号，测评时一般要有");
        phone.fill("文号", "十二号文<i>").press("存草稿").await.answered(200);
        phone.follow("修订公务接待制度").await.sees("文号“十二号文<i>”不像文号，文号是 机关代字〔年份〕序号号");
        phone.lacks("没有文号，测评时");
        phone.fill("文号", "云交发〔2026〕12号").press("存草稿").await.answered(200);
        phone.follow("修订公务接待制度").await.sees("报送前看一眼").lacks("不像文号").lacks("没有文号，测评时");
        // It is only said: what looks odd can be filed all the same.
        phone.fill("文号", "十二号文").press("提交审核").await.answered(200).sees("已提交");
    }

    async fn service_to_the_minute_follows_from_beginning_and_end(app) {
        let (office, staff) = staff(&app).await;
        let mut phone = app.browser();
        phone.sign_in(&staff).await.visit("/records/new?kind=volunteering").await.answered(200);
        phone.choose("列出哪个科室的人", "人事教育科").press("列出人员").await.answered(200);
        phone.fill("做了什么", "站前<b>引导").fill("在哪里", "客运站").fill("开始时间", "上午").fill("结束时间", "11:20");
        phone.press("存草稿").await.sees("已存为草稿");
        phone.follow("站前<b>引导").await.sees("开始时间“上午”不是时刻");
        phone.fill("开始时间", "8:35").fill("服务对象评价", "满意").press("提交审核").await.answered(200);
        phone.sees("贺一帆（2 小时 45 分）").sees("高翔宇（2 小时 45 分）");
        let mut desk = app.browser();
        desk.sign_in(&office.who).await.visit("/registers/people?register=volunteering").await.follow("逐条看").await;
        desk.count("tbody tr", 2).sees("8:35—11:20").sees("客运站").sees("2 小时 45 分").sees("已报送");
        let other = app.user(&office, office.bureau.root, "安学敏", "anxm", Role::Staff).await;
        let mut stranger = app.browser();
        stranger.sign_in(&other).await.visit("/registers/service").await.answered(200).sees("还没有志愿服务记录").lacks("引导");
    }

    async fn the_kind_changes_the_form_and_the_steps_follow_their_sequence(app) {
        let (_, staff) = staff(&app).await;
        let mut phone = app.browser();
        phone.sign_in(&staff).await.visit("/records/new").await.answered(200);
        phone.fill("做了什么", "讲堂").choose("种类", "道德讲堂").press("换种类").await.answered(200).sees("4. 做承诺");
        phone.choose("步骤", "七步：自我反省、唱歌、看视频、诵经典、讲故事、谈感想、行善举").press("换步骤").await.answered(200);
        phone.fill("7. 行善举", "捐书一本").press("提交审核").await.answered(200).sees("捐书一本").sees("行善举");
        phone.visit("/records?kind=moral_lecture").await.count("tbody tr", 1);
        phone.visit("/records?kind=visit").await.sees("没有找到");
    }

    async fn the_next_of_a_series_is_filled_in_but_for_who_came_and_what_was_done(app) {
        let (office, staff) = staff(&app).await;
        let programme = app.programme(&office).await;
        let duty = Duty { title: "周五学习日", person: Some(staff.person), due: Some("2026-06-05"), ..Default::default() };
        let (task, first) = app.duty(&office, &programme, duty).await;
        let second = app.occurrence(&office, &programme, task, Duty { due: Some("2026-06-12"), ..duty }, "6 月 12 日").await;
        let mut phone = app.browser();
        phone.sign_in(&staff).await.visit(&format!("/records/new?assignment={first}")).await.answered(200).lacks("照您");
        assert_eq!(phone.value("种类"), "friday_study");
        phone.choose("列出哪个科室的人", "人事教育科").press("列出人员").await.answered(200);
        phone.fill("在哪里", "三楼<b>会议室").fill("主讲人", "段丽华").fill("学习内容", "安全生产法").fill("经过", "学了两章");
        phone.press("提交审核").await.answered(200).sees("已提交");

        phone.visit(&format!("/records/new?assignment={second}")).await.answered(200).sees("照您");
        let held = ["种类", "在哪里", "主讲人", "学习内容", "经过"].map(|label| phone.value(label));
        assert_eq!(held, ["friday_study", "三楼<b>会议室", "段丽华", "", ""]);
        phone.sees("高翔宇").count("[data-person]", 2).count("[data-person][checked]", 0);
        phone.follow("从空白开始").await.answered(200).lacks("照您");
        assert_eq!(phone.value("在哪里"), "");

        phone.visit("/records?own=on").await.follow("周五学习日").await.follow("照这份再记一笔").await.answered(200);
        assert_eq!(phone.value("在哪里"), "三楼<b>会议室");
        let other = app.user(&office, office.bureau.root, "安学敏", "anxm", Role::Staff).await;
        let like = phone.url().to_owned();
        let mut stranger = app.browser();
        stranger.sign_in(&other).await.visit(&like).await.answered(404).lacks("三楼");
    }

    async fn photos_are_explained_in_six_elements(app) {
        let (office, staff) = staff(&app).await;
        let mut phone = app.browser();
        phone.sign_in(&staff).await.visit("/records/new").await.fill("做了什么", "义务植树").fill("在哪里", "城北苗圃");
        phone.attach("拍照或选文件", "苗圃.jpg", &b"\xff\xd8\xff\xe0photo"[..]).press("提交审核").await.answered(200);
        let record = phone.url().split('?').next().unwrap().to_owned();
        phone.sees("事由：义务植树；时间：2026年6月11日；地点：城北苗圃").lacks("摄影者：");
        phone.follow("改照片说明").await.answered(200);
        phone.fill("背景", "迎接<b>年检").fill("摄影者", "高翔宇").fill("地点", &"长".repeat(101)).press("保存说明").await.answered(422);
        assert_eq!(phone.value("背景"), "迎接<b>年检");
        phone.fill("地点", "城北苗圃东区").press("保存说明").await.answered(200).sees("照片说明已保存");
        phone.sees("地点：城北苗圃东区；背景：迎接<b>年检；摄影者：高翔宇");
        let mut desk = app.browser();
        desk.sign_in(&office.who).await.visit(&record).await.answered(200).sees("摄影者：高翔宇").lacks("改照片说明");
        desk.visit(&format!("{record}/captions")).await.answered(404);
    }

    async fn the_office_adds_a_kind_in_the_browser(app) {
        let (office, staff) = staff(&app).await;
        let mut desk = app.browser();
        desk.sign_in(&office.who).await.visit("/kinds").await.answered(200).sees("道德讲堂");
        desk.press("加一种类型").await.answered(200);
        desk.fill("类型名称", "送书下乡").fill("栏目", "送给谁\n日子|颜色").press("发布").await.answered(422).sees("颜色");
        assert_eq!(desk.value("类型名称"), "送书下乡");
        desk.fill("栏目", "送给谁｜文字｜村小、养老院").fill("数据", "书籍｜册").press("发布").await.answered(200).sees("已发布");
        let mut phone = app.browser();
        phone.sign_in(&staff).await.visit("/records/new").await.choose("种类", "送书下乡").press("换种类").await.answered(200);
        phone.fill("做了什么", "送书").fill("送给谁", "村小").fill("书籍", "40").press("提交审核").await.answered(200);
        phone.sees("送给谁").sees("村小");
        phone.visit("/kinds").await.answered(403);
    }

    async fn a_record_is_matched_with_criteria_by_one_tap(app) {
        let (office, staff) = staff(&app).await;
        app::standard::install(&app, &office.who, "example").await.unwrap();
        let mut phone = app.browser();
        phone.sign_in(&staff).await.visit("/records/new?kind=volunteering").await.answered(200);
        phone.fill("做了什么", "学雷锋志愿服务").press("提交审核").await.answered(200);
        phone.sees("用在这些测评项").sees("“志愿服务”常用在有").sees("建议");
        let button = phone.page().attribute("#criteria li button", "aria-label");
        phone.press(&button).await.answered(200).sees("已用在这个测评项").sees("已确认");
        let confirmed = phone.page().attribute("#criteria li form input[name=criterion]", "value");
        let button = phone.page().attribute("#criteria li button", "aria-label");
        assert!(button.starts_with("去掉"), "the confirmed comes first and can only be removed: {button}");
        phone.press(&button).await.answered(200).sees("不会再建议");
        assert_ne!(phone.page().attribute("#criteria li form input[name=criterion]", "value"), confirmed);
        // What nothing proposes is found by its words and added by hand.
        phone.fill("另选测评项", "<没有>").press("找").await.answered(200).sees("没有找到别的测评项");
        phone.fill("另选测评项", "领导小组").press("找").await.answered(200);
        let button = phone.page().attributes("#criteria button", "aria-label").into_iter().find(|it| it.starts_with("用在 ")).unwrap();
        phone.press(&button).await.answered(200).sees("已用在这个测评项").sees("由人选定").sees("领导小组");
    }

    async fn hostile_files_stay_what_they_are_and_run_nowhere(app) {
        let (_, staff) = staff(&app).await;
        let mut phone = app.browser();
        phone.sign_in(&staff).await.visit("/records/new").await.fill("做了什么", "走访");
        phone.attach("拍照或选文件", "..\\..\\etc/passwd.svg", &b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>"[..]);
        phone.press("存草稿").await.answered(200);
        phone.follow("走访").await.answered(200).sees("passwd.svg").lacks("etc/");
        let svg = phone.page().attribute("a.file-name", "href");
        let file = phone.download(&svg).await;
        assert_eq!((file.status, file.header("content-type")), (200, "application/octet-stream"));
        assert!(file.header("content-disposition").starts_with("attachment") && !file.header("content-disposition").contains(".."));
        // A picture that is a script too: it is given out as the picture that its head says, and never sniffed.
        phone.attach("拍照或选文件", "图.jpg", &b"GIF89a/*<script>alert(1)</script>*/=1"[..]);
        phone.press("存草稿").await.answered(200);
        phone.follow("走访").await.answered(200);
        let gif = phone.page().attribute("ul.photos a[href] img", "src").replace("/thumb", "");
        let file = phone.download(&gif).await;
        assert_eq!((file.header("content-type"), file.header("x-content-type-options")), ("image/gif", "nosniff"));
        phone.visit("/records?own=on&state=draft").await.follow("走访").await.answered(200);
        let public = phone.raw("GET", &format!("{gif}/public"), &[], &[]).await;
        assert_eq!(public.status, 409, "no public copy of what could not be read");
    }
}
