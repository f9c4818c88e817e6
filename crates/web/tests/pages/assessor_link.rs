//! A link for assessors as both sides meet it: the office makes it and takes it back, a browser without an account
//! reads the standard in its order, sees evidence, and scores.

use super::view::{TILES, word};
use domain::authority::Role;
use domain::id::RecordId;
use domain::unit::UnitKind;

testkit::on_both_engines! {
    async fn an_assessor_looks_at_files_without_leaving_the_page(app) {
        let office = app.founded().await;
        let section = app.unit(&office, office.bureau.root, UnitKind::Section, "人事教育科").await;
        let staff = app.user(&office, section, "贺一帆", "heyf", Role::Staff).await;
        let mut phone = app.browser();
        phone.sign_in(&staff).await.visit("/records/new").await.fill("做了什么", "开推进会");
        phone.attach("拍照或选文件", "会议通知.docx", word());
        phone.attach("拍照或选文件", "会议通知.pdf", b"%PDF-1.7 cut".to_vec());
        phone.attach("拍照或选文件", "会场.heic", TILES.to_vec());
        phone.press("提交审核").await.answered(200);
        let record: RecordId = phone.url().split(['/', '?']).nth(2).unwrap().parse().unwrap();
        let mut desk = app.browser();
        desk.sign_in(&office.who).await.visit("/review").await.press("通过").await.answered(200);
        let standard = app::standard::install(&app, &office.who, "example").await.unwrap();
        let assessment = app.assessed(&office.who, standard, office.bureau.root).await;
        let tree = app.store.view().await.unwrap().standard(standard).await.unwrap().row.standard.tree;
        let criterion = tree.criteria().next().unwrap().1.id;
        app::matching::decide(&app, &office.who, record, criterion, true).await.unwrap();
        let form = app::assessor_link::LinkForm { name: "测评组".into(), last: app.today().plus(3), scores: false };
        let token = app::assessor_link::make(&app, &office.who, assessment, &form).await.unwrap();

        let mut panel = app.browser();
        panel.visit(&format!("/assess/{token}/{criterion}")).await.answered(200).sees("开推进会");
        panel.follow("会议通知.docx").await.answered(200).sees("请带<script>alert(1)</script>材料。").count("main script", 0);
        assert!(panel.header("x-robots-tag").contains("noindex"));
        let original = panel.page().attribute("a[download]", "href");
        assert_eq!(panel.download(&original).await.body, word());
        panel.visit(&format!("/assess/{token}/{criterion}")).await.follow("会议通知.pdf").await.answered(200);
        let frame = panel.page().attribute("iframe", "data-pages");
        let pages = panel.download(frame.split('#').next().unwrap()).await;
        assert_eq!((pages.status, pages.header("content-type")), (200, "application/pdf"));
        assert_eq!(pages.header("cache-control"), "no-store");
        assert!(pages.header("content-security-policy").contains("frame-ancestors 'self'"));
        panel.follow("看文字版").await.answered(200).sees("这份 PDF 已损坏或设有密码");
        // Of a photo as a phone keeps it, the copy is seen, without what the camera wrote.
        panel.visit(&format!("/assess/{token}/{criterion}")).await.answered(200);
        let photo = panel.page().attribute(".guest-photos img", "src");
        let copy = panel.download(&photo).await;
        assert_eq!((copy.status, copy.header("content-type")), (200, "image/jpeg"));
        assert!(copy.body.starts_with(b"\xff\xd8\xff") && !copy.body.windows(4).any(|it| it == b"Exif"));
        panel.visit(&format!("{photo}/view")).await.answered(200).count(".viewed-photo", 1);
        // Whoever guesses another file, or comes with another secret, sees nothing.
        let strange = original.replace(original.rsplit('/').next().unwrap(), "00000000-0000-7000-8000-000000000000");
        panel.visit(&format!("{strange}/view")).await.answered(404);
        panel.visit(&format!("{original}/view").replace(&token, "nobody")).await.answered(404);
    }

    async fn a_link_is_made_read_scored_and_taken_back(app) {
        let office = app.founded().await;
        let mut desk = app.browser();
        desk.sign_in(&office.who).await.visit("/standards").await;
        desk.press("采用文明单位测评体系（示例）").await;
        desk.follow("按它测评").await;
        desk.press("开始测评").await;
        desk.follow("迎检档案").await.follow("测评组链接").await.answered(200).sees("还没有发过链接");
        let page = desk.url().to_owned();
        desk.press("生成链接").await.answered(422).sees("给谁用");
        desk.fill("给谁用", "市文明办第二测评组").press("生成链接").await.answered(200).sees("地址只显示这一次");
        let path = desk.value("地址").split_once("://").unwrap().1.to_owned();
        let path = path[path.find('/').unwrap()..].to_owned();
        desk.visit(&page).await.lacks("/assess/").sees("市文明办第二测评组").sees("0 次");

        let mut panel = app.browser();
        panel.visit(&path).await.answered(200).sees("示例").sees("项已打分").lacks("自评得分");
        assert!(panel.header("x-robots-tag").contains("noindex"), "{}", panel.header("x-robots-tag"));
        assert_eq!(panel.header("cache-control"), "no-store");
        let first = panel.page().attributes("td.lead a", "href").remove(0);
        panel.visit(&first).await.answered(200).sees("您的评分").sees("没有材料");
        panel.attack(&[&first]).await;
        panel.visit(&first).await.fill("得分理由", "现场看过").press("保存得分").await;
        desk.visit(&page).await.press("收回").await.answered(200).sees("链接已收回").sees("已收回");
        panel.visit(&path).await.answered(404);
        panel.visit(&first).await.answered(404);
        app.browser().visit("/assess/nobody").await.answered(404);
    }
}
