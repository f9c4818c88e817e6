//! 整理旧资料 through the pages: a folder goes up, its guesses are corrected beside their reasons, records
//! are made of what is ticked.

use domain::authority::Role;
use domain::unit::UnitKind;

testkit::on_both_engines! {
    async fn an_old_folder_is_reviewed_in_bulk_and_becomes_records(app) {
        let office = app.founded().await;
        let section = app.unit(&office, office.bureau.root, UnitKind::Section, "运输管理科").await;
        let liaison = app.user(&office, section, "高翔宇", "gaoxy", Role::Liaison).await;
        let mut desk = app.browser();
        desk.sign_in(&liaison).await.visit("/folders").await.answered(200).sees("还没有整理过旧资料");
        desk.press("上传并整理").await.answered(422).sees("没有选到文件");
        desk.attach("文件夹", "旧资料/2026-03-12 义务植树<b>/签到.txt", "张三 李四\n".as_bytes());
        desk.attach("或者选几个文件", "合影.txt", "大家在门口合影。\n".as_bytes());
        desk.press("上传并整理").await.answered(200).sees("义务植树<b>").sees("文件夹名里写的日期").sees("猜的");
        let page = desk.url().split('?').next().unwrap().to_owned();

        desk.press("生成所选纪实").await.answered(200).sees("请先勾选");
        desk.inside("第 1 组").tick("选中这一组", true).fill("做了什么", "义务植树活动");
        desk.inside("第 2 组").tick("选中这一组", true).fill("做了什么", "合影<i>");
        desk.inside("只保存").press("生成所选纪实").await.answered(422).sees("没有认出是哪一天").sees("其余的已经办好");
        desk.count("fieldset legend", 1);
        desk.inside("第 1 组").fill("哪一天", "三月十二");
        desk.inside("只保存").press("只保存").await.answered(200).sees("已保存");
        assert_eq!(desk.inside("第 1 组").value("哪一天"), "三月十二");
        desk.inside("第 1 组").tick("选中这一组", true).inside("只保存").press("不要所选").await.answered(200).sees("没有等待核对的了");
        desk.visit(&format!("{page}?state=left")).await.answered(200).sees("合影<i>");
        desk.tick("合影<i>", true).press("拿回所选").await.answered(200);
        desk.visit(&format!("{page}?state=made")).await.follow("义务植树活动").await.answered(200);
        desk.sees("补录").sees("由旧资料“旧资料”整理").sees("已报送");
        desk.visit("/folders").await.answered(200).sees("旧资料").count("tbody tr", 1);

        let other = app.unit(&office, office.bureau.root, UnitKind::Section, "人事教育科").await;
        let stranger = app.user(&office, other, "贺一帆", "heyf", Role::Liaison).await;
        let mut phone = app.browser();
        phone.sign_in(&stranger).await.visit(&page).await.answered(404);
        phone.visit("/folders").await.lacks("旧资料/");
    }

    async fn an_archive_is_unpacked_into_the_same_review(app) {
        let office = app.founded().await;
        let mut desk = app.browser();
        desk.sign_in(&office.who).await.visit("/folders").await.sees("会自动解开");
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        for name in ["2026-03-12 义务植树/签到.txt", "2026-04-05 清明祭扫/经过.txt", "../逃.txt"] {
            zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            std::io::Write::write_all(&mut zip, name.as_bytes()).unwrap();
        }
        desk.attach("或者选几个文件", "去年资料.zip", zip.finish().unwrap().into_inner());
        desk.press("上传并整理").await.answered(200).sees("去年资料").sees("文件夹名里写的日期");
        let page = desk.url().split('?').next().unwrap().to_owned();
        assert_eq!(desk.inside("第 1 组").value("做了什么"), "义务植树");
        desk.sees("../逃.txt").sees("文件名指到压缩包外面去了").sees("压缩包已经解开");
        desk.inside("第 1 组").tick("选中这一组", true);
        desk.inside("第 2 组").tick("选中这一组", true);
        desk.inside("只保存").press("生成所选纪实").await.answered(200);
        desk.visit(&format!("{page}?state=made")).await.sees("义务植树").sees("清明祭扫");
    }
}
