//! Papers as people meet them: drafted in the form, led through the steps, sent and confirmed.

use domain::authority::Role;
use domain::unit::UnitKind;
use testkit::{Browser, TestApp};

async fn signed_in(app: &TestApp, who: &app::Who) -> Browser {
    let mut browser = app.browser();
    browser.sign_in(who).await;
    browser
}

/// Four pixels.
const PHOTO: &[u8] = b"\x89PNG\x0d\x0a\x1a\x0a\x00\x00\x00\x0dIHDR\x00\x00\x00\x02\x00\x00\x00\x02\x08\x02\x00\x00\x00\xfd\xd4\x9as\x00\x00\x00\x11IDATx\x9cc8!'\x07D\x0c`\xf2\x04\x00\x1c~\x04\x11\x8d\xdcJ\x18\x00\x00\x00\x00IEND\xaeB`\x82";

/// A notice of another organ.
fn foreign() -> gongwen::paper::Paper {
    let text = r#"{"kind":"notice","header":{"organs":["云岚市总工会"],"with_suffix":true,"number":"云工〔2026〕3号"},
        "title":"","recipients":["市交通运输局"],"body":[{"type":"paragraph","runs":[{"text":"现将有关事项通知如下。"}]},
        {"type":"heading","level":1,"text":"时间"},{"type":"paragraph","runs":[{"text":"六月二十日上午。"}]}],
        "sign_off":{"organs":["云岚市总工会"],"date":"2026-06-11"}}"#;
    serde_json::from_str(text).unwrap()
}

testkit::on_both_engines! {
    async fn a_notice_from_the_first_word_to_the_receipt(app) {
        let office = app.founded().await;
        let root = office.bureau.root;
        let section = app.unit(&office, root, UnitKind::Section, "人事教育科").await;
        let second = app.user(&office, office.unit, "周明远", "zhoumy", Role::Office).await;
        let leader = app.user(&office, root, "秦卫东", "qinwd", Role::Leader).await;
        let liaison = app.user(&office, section, "贺一帆", "heyf", Role::Liaison).await;
        let (mut desk, mut other) = (signed_in(&app, &office.who).await, signed_in(&app, &second).await);
        let (mut chief, mut clerk) = (signed_in(&app, &leader).await, signed_in(&app, &liaison).await);

        desk.visit("/papers").await.answered(200).sees("还没有公文");
        desk.follow("拟制公文").await.answered(200).sees("国家秘密");
        desk.press("生成初稿").await.answered(200).sees("已生成初稿").sees("有未填写的内容“××××”");
        let form = desk.url().to_owned();
        let page = form.trim_end_matches("/edit").to_owned();
        // Buttons of the form keep what was typed and save nothing.
        desk.fill("标题", "关于召开创建<b>推进会</b>的通知").fill("第 1 段正文", "为部署下半年工作，现通知如下。");
        desk.press("上移第 2 段").await.answered(200).sees("有改动还没有保存");
        assert_eq!(desk.value("标题"), "关于召开创建<b>推进会</b>的通知");
        assert_eq!(desk.value("第 2 段正文"), "为部署下半年工作，现通知如下。");
        desk.press("下移第 1 段").await.press("加附件").await.answered(200);
        desk.fill("附件1名称", "参会回执").fill("附件1第 1 段正文", "单位和姓名");
        desk.fill("第 2 段标题", "时间").fill("第 3 段正文", "2026年6月20日上午9时。");
        desk.fill("标题", "");
        desk.press("保存").await.answered(422).sees("请填写标题");
        assert_eq!(desk.value("附件1名称"), "参会回执");
        desk.fill("标题", "关于召开创建推进会的通知").press("保存").await.answered(200).sees("已保存为新的版本");
        desk.sees("参会回执").sees("一、时间").sees("可以签发");
        desk.follow("第 2 版").await.answered(200).sees("关于召开创建推进会的通知").sees("删去：");

        desk.visit(&page).await.press("送审").await.answered(200).sees("待审核").sees("您参与了拟稿");
        desk.raw("GET", &form, &[], &[]).await;
        other.visit("/papers?tab=todo").await.answered(200).sees("关于召开创建推进会的通知");
        other.visit(&page).await.fill("写意见", "时间再核对一下").press("记下意见").await.sees("时间再核对一下");
        other.press("退回拟制").await.answered(200).sees("请写明退回的原因");
        other.press("审核").await.answered(200).sees("待签发").lacks("签发这份");
        assert_eq!(clerk.raw("GET", &page, &[], &[]).await.status, 404);
        chief.visit("/messages").await.sees("关于召开创建推进会的通知");
        chief.visit(&page).await.press("签发").await.answered(200).sees("待复核").sees("与现在的正文一致").lacks("电子签名");
        desk.visit(&page).await.press("复核").await.answered(200).sees("待登记");
        desk.fill("机关代字", "YJ").press("编号登记").await.sees("机关代字应为 2 至 12 个汉字");
        desk.fill("机关代字", "云交发").press("编号登记").await.sees("云交发〔2026〕1号");
        desk.press("印发").await.answered(200).sees("已印发");
        let file = desk.download(&format!("{page}/docx")).await;
        assert_eq!(file.status, 200);
        assert!(file.header("content-disposition").contains(".docx"));
        let report = gongwen::check::check(&file.body, &gongwen::layout::Overlay::default()).unwrap();
        assert_eq!(report.violations().count(), 0);

        desk.follow("分发").await.answered(200);
        desk.press("分发").await.answered(422).sees("请选择要分发的单位或人员");
        desk.tick("人事教育科", true).press("分发").await.answered(200).sees("已分发给 1 个对象").sees("未读");
        clerk.visit("/papers?tab=received").await.answered(200).sees("关于召开创建推进会的通知");
        clerk.follow("关于召开创建推进会的通知").await.answered(200).sees("请阅后签收").lacks("作废");
        desk.visit(&page).await.sees("已读未签收");
        desk.press("催办未签收的").await.sees("已催办 1 个");
        clerk.press("签收").await.answered(200).sees("已签收").lacks("请阅后签收");
        desk.visit(&page).await.sees("贺一帆签收");
        desk.follow("归档设置").await.answered(200);
        desk.fill("全宗号", "J1").press("保存").await.answered(422).sees("全宗号是 4 位").sees("请至少勾选一种");
        desk.fill("全宗号", "J001").fill("机构代码", "BGS").fill("保管期限表的批准文号", "云档〔2020〕3号");
        desk.tick("定期10年", true).press("保存").await.answered(200).sees("归档设置已保存");
        desk.visit(&page).await.press("编档号归档").await.answered(200).sees("已归档").sees("J001-WS·2026-D10-BGS-0001");
        let package = desk.download(&format!("{page}/archive/1")).await;
        assert_eq!(app::paper::archive::verify(&package.body), Ok(9));
        let pages = desk.download(&format!("{page}/pdf")).await;
        assert!(pages.body.starts_with(b"%PDF-") && pages.header("content-security-policy").contains("frame-ancestors 'self'"));
        desk.visit("/papers/register").await.answered(200).sees("云交发〔2026〕1号");
        desk.visit("/papers?q=推进会&state=filed").await.sees("关于召开创建推进会的通知");
        desk.visit("/search?q=推进会").await.sees("公文");
        let mut stranger = signed_in(&app, &app.user(&office, root, "高翔宇", "gaoxy", Role::Staff).await).await;
        for path in [page.clone(), format!("{page}/docx"), format!("{page}/versions/1")] {
            assert_eq!(stranger.raw("GET", &path, &[], &[]).await.status, 404, "{path}");
        }
        stranger.visit("/papers").await.answered(200).lacks("推进会");
    }

    async fn what_comes_in_is_registered_and_a_plan_goes_on_as_a_draft(app) {
        let office = app.founded().await;
        let section = app.unit(&office, office.bureau.root, UnitKind::Section, "人事教育科").await;
        let liaison = app.user(&office, section, "贺一帆", "heyf", Role::Liaison).await;
        let (mut desk, mut clerk) = (signed_in(&app, &office.who).await, signed_in(&app, &liaison).await);
        desk.visit("/incoming").await.answered(200).sees("还没有登记过收文");
        desk.follow("登记收文").await.press("登记").await.answered(422).sees("请填写标题").sees("请选择承办单位或承办人");
        desk.fill("标题", "关于印发<i>方案</i>的通知").fill("来文机关", "云岚市精神文明建设办公室");
        desk.choose("承办单位", "人事教育科").fill("办理时限", "2026-06-20");
        let secret = "机密★1年\n\n关于印发方案的通知\n\n一、总体要求\n";
        desk.attach("来文文件 选填，不超过 50 MB", "密件.txt", secret.as_bytes()).press("登记").await.answered(422).sees("密级");
        assert_eq!(desk.value("标题"), "关于印发<i>方案</i>的通知");
        let plan = "2026年文明单位创建实施方案\n\n一、主要措施\n（一）加强学习。每季度举办一期读书班。\n";
        desk.attach("来文文件 选填，不超过 50 MB", "方案.txt", plan.as_bytes()).press("登记").await.answered(200).sees("已登记").sees("2026-1");
        let page = desk.url().to_owned();
        clerk.visit("/incoming").await.answered(200).sees("6 月 20 日");
        clerk.follow("关于印发<i>方案</i>的通知").await.answered(200).lacks("导入为方案草稿");
        assert_eq!(clerk.download(&format!("{page}/file")).await.body, plan.as_bytes());
        desk.press("导入为方案草稿").await.answered(200).sees("读书班");
        clerk.visit(&page).await.press("办结").await.sees("请填写办理结果");
        clerk.fill("办理结果", "已传达。").press("办结").await.answered(200).sees("已办结").sees("已传达");
    }

    async fn the_pages_show_what_is_typed_and_not_saved(app) {
        let office = app.founded().await;
        let mut desk = signed_in(&app, &office.who).await;
        desk.visit("/papers/new").await.press("生成初稿").await.answered(200);
        let form = desk.url().to_owned();
        let path = form.replace("/edit", "/preview");
        let typed = |title: &'static str, text: &'static str| {
            vec![
                ("version", "1"), ("title", title), ("kind", "通知"), ("format", "common"), ("organs", "云岚市交通运输局"),
                ("date", "2026-06-11"), ("part", "0"), ("block", "paragraph"), ("level", "0"), ("text", text),
            ]
        };
        let seen = desk.script_post(&path, &typed("关于夜间行车的通知", "秋冬夜长，注意行车安全。")).await;
        assert!(seen.status == 200 && seen.body.starts_with(b"%PDF-"), "{}", seen.text());
        assert!(seen.header("content-security-policy").contains("frame-ancestors 'self'"));
        desk.visit(&form).await.answered(200).lacks("秋冬夜长");
        for (title, text, says) in [("", "注意安全。", "请填写标题"), ("关于行车的通知", "机密★1年", "密级")] {
            let refused = desk.script_post(&path, &typed(title, text)).await;
            assert!(refused.status == 422 && refused.text().contains(says), "{}", refused.text());
            assert_eq!(refused.header("x-frame-options"), "SAMEORIGIN", "the sentence stands in the frame");
        }
        let stale: Vec<_> = typed("关于行车的通知", "注意安全。").into_iter().filter(|(name, _)| *name != "version").collect();
        assert_eq!(desk.script_post(&path, &stale).await.status, 422, "of a version that is gone");
        // Who may not draft it sees no pages of it either.
        let section = app.unit(&office, office.bureau.root, UnitKind::Section, "人事教育科").await;
        let mut clerk = signed_in(&app, &app.user(&office, section, "贺一帆", "heyf", Role::Liaison).await).await;
        clerk.visit("/papers").await.answered(200);
        assert_eq!(clerk.script_post(&path, &typed("关于行车的通知", "注意安全。")).await.status, 404);
    }

    async fn a_picture_is_saved_with_what_is_typed(app) {
        let office = app.founded().await;
        let mut desk = signed_in(&app, &office.who).await;
        desk.visit("/papers/new").await.press("生成初稿").await.answered(200);
        let page = desk.url().trim_end_matches("/edit").to_owned();
        desk.fill("第 1 段正文", "示意图见下。").press("加图片并保存").await.answered(422).sees("请选择一张图片");
        assert_eq!(desk.value("第 1 段正文"), "示意图见下。");
        desk.attach("图片文件", "坏.png", b"\x89PNG\r\n\x1a\n".to_vec()).fill("图片说明", "站点示意图");
        desk.press("加图片并保存").await.answered(422).sees("不是能用的图片");
        desk.attach("图片文件", "图.png", PHOTO.to_vec()).fill("图片说明", "站点示意图");
        desk.press("加图片并保存").await.answered(200).sees("存为新的版本").sees("图片：站点示意图");
        assert_eq!(desk.value("第 1 段正文"), "示意图见下。", "what was typed is saved with it");
        desk.press("上移第 6 段").await.press("保存").await.answered(200).sees("（图：站点示意图）");
        assert!(desk.download(&format!("{page}/pdf")).await.body.starts_with(b"%PDF-"));
        assert!(desk.download(&format!("{page}/docx")).await.body.starts_with(b"PK"));
    }

    async fn the_layout_of_a_foreign_file_is_told_and_its_words_become_a_draft(app) {
        let office = app.founded().await;
        let mut desk = signed_in(&app, &office.who).await;
        let words = gongwen::paper::Paper { title: "关于举办读书班的通知".into(), ..foreign() };
        let faces = gongwen::paper::Typefaces { fang_song: "宋体".into(), ..Default::default() };
        let file = gongwen::write::docx(&words, &gongwen::write::Options { faces, made: 0 }).unwrap();
        desk.visit("/papers/new").await.press("读入为初稿").await.answered(422).sees("请选择一个 Word、PDF 或文本文件");
        desk.attach("Word、PDF 或文本文件", "坏的.docx", b"PK\x03\x04".to_vec()).press("读入为初稿").await.answered(422).sees("文档已损坏");
        desk.attach("Word、PDF 或文本文件", "密件.txt", "机密★1年\n\n关于读书的通知\n".as_bytes()).press("读入为初稿").await.answered(422).sees("密级");
        desk.attach("Word、PDF 或文本文件", "通知.docx", file.clone()).press("读入为初稿").await.answered(200);
        desk.sees("关于举办读书班的通知").sees("各要素字体是“宋体”").sees("一般").lacks("不符合规定");
        desk.follow("去核对和修改").await.answered(200);
        assert_eq!(desk.value("标题"), "关于举办读书班的通知");
        assert_eq!(desk.value("发文机关"), office.bureau.name, "it is ours now");

        let section = app.unit(&office, office.bureau.root, UnitKind::Section, "人事教育科").await;
        let liaison = app.user(&office, section, "贺一帆", "heyf", Role::Liaison).await;
        desk.visit("/incoming/new").await.fill("标题", "关于读书班的通知").fill("来文机关", "云岚市总工会").choose("承办单位", "人事教育科");
        desk.attach("来文文件 选填，不超过 50 MB", "通知.docx", file).press("登记").await.answered(200);
        let entry = desk.url().to_owned();
        let mut clerk = signed_in(&app, &liaison).await;
        clerk.visit(&entry).await.follow("通知.docx").await.answered(200).sees("关于举办读书班的通知").sees("下载原件");
        assert_eq!(clerk.raw("GET", &format!("{entry}/frame"), &[], &[]).await.status, 404, "it is no PDF file");
        clerk.visit(&entry).await.follow("检查版式").await.answered(200).sees("各要素字体是“宋体”").sees("正文第 ");
        let mut stranger = signed_in(&app, &app.user(&office, office.bureau.root, "高翔宇", "gaoxy", Role::Staff).await).await;
        for page in ["layout", "view", "frame", "file"] {
            assert_eq!(stranger.raw("GET", &format!("{entry}/{page}"), &[], &[]).await.status, 404, "{page}");
        }
    }

    async fn the_list_turns_by_key_and_says_what_it_hides(app) {
        let office = app.founded().await;
        let asked = app::paper::template::Asked {
            template: domain::paper::Template::Letter, plan: None, from: app.today(), to: app.today(),
        };
        for _ in 0..33 {
            app::paper::template::create(&app, &office.who, &asked).await.unwrap();
        }
        let mut desk = signed_in(&app, &office.who).await;
        desk.visit("/papers").await.answered(200).count("tbody tr", 30).sees("第 1 至 30 项，共 33 项");
        desk.follow("下一页").await.count("tbody tr", 3).sees("第 31 至 33 项，共 33 项");
        desk.follow("上一页").await.count("tbody tr", 30);
        desk.visit("/papers?template=notice").await.sees("没有符合条件的公文");
        desk.visit("/papers?tab=own&template=letter").await.count("tbody tr", 30);
    }
}
