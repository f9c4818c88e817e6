//! Ways in and on: a table of a Word, PDF or Excel file becomes a draft, wrong cells come back as a
//! workbook, rules beside the tree are written in the editor, two standards are laid side by side.

use app::assessment::{self, AnswerForm, Begun};
use domain::assessment::{Answer, Track};
use domain::authority::Role;
use domain::id::StandardId;
use domain::points::Points;
use gongwen::paper::{Block, Cell, Column, Paper, Row, Table};
use testkit::{Browser, Office, TestApp};

async fn office(app: &TestApp) -> (Office, Browser) {
    let office = app.founded().await;
    let mut browser = app.browser();
    browser.sign_in(&office.who).await;
    (office, browser)
}

fn cell(text: &str) -> Cell {
    Cell::new(text)
}

/// A paper with one table, as Word writes it.
fn word(head: &[&str], rows: Vec<Vec<Cell>>) -> Vec<u8> {
    let text =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/../gongwen/tests/papers/notice.json"))
            .unwrap();
    let mut paper: Paper = serde_json::from_str(&text).unwrap();
    let columns = vec![Column { share: 1, ..Column::default() }; head.len()];
    let head = vec![Row { cells: head.iter().map(|it| cell(it)).collect() }];
    let rows = rows.into_iter().map(|cells| Row { cells }).collect();
    paper.attachments.clear();
    paper.body =
        vec![Block::text("测评标准见下表。"), Block::Table(Table { caption: None, columns, head, rows })];
    gongwen::write::docx(&paper, &gongwen::write::Options::default()).unwrap()
}

fn measured() -> Vec<u8> {
    let down = |text: &str, down| Cell { down, ..cell(text) };
    word(
        &["测评项目", "测评内容", "分值", "评分标准", "测评方法", "责任科室", "报送时间"],
        vec![
            vec![
                down("组织领导（7分）", 2),
                cell("成立领导小组"),
                cell("3"),
                cell("缺一项扣1分，扣完为止"),
                cell("材料审核、实地考察"),
                cell("办公室"),
                cell("6月"),
            ],
            vec![
                cell("制定规划"),
                cell("若干"),
                cell("酌情评分"),
                cell("材料审核"),
                cell("办公室"),
                cell("12月"),
            ],
            vec![
                cell("道德建设（5分）"),
                cell("开展道德讲堂"),
                cell("5"),
                cell(""),
                cell("实地考察"),
                cell("宣传科"),
                cell("每季度"),
            ],
        ],
    )
}

/// The cells of a workbook as text.
async fn workbook(browser: &mut Browser, path: &str) -> Vec<Vec<String>> {
    let answer = browser.download(path).await;
    assert_eq!(answer.status, 200, "{path}");
    let sheet = app::sheet::read(&answer.body).unwrap();
    sheet.rows.into_iter().map(|row| row.into_iter().map(|cell| cell.text).collect()).collect()
}

#[tokio::test]
async fn a_table_of_a_word_file_becomes_a_draft_with_what_was_not_understood() {
    let app = TestApp::sqlite().await;
    let (_, mut browser) = office(&app).await;
    browser.visit("/standards/new").await;
    browser.fill("名称", "市级测评标准").attach("文件", "测评标准.docx", measured());
    browser.press("成为草稿").await;
    browser.sees("已成草稿").sees("组织领导").sees("7 分").sees("开展道德讲堂");
    browser.sees("缺一项：每项 1 分").sees("识读时没有读成的").sees("这一格没有读出分值");
    browser.sees("制定规划（评分：酌情评分）").sees("第 3 行");
    let url = browser.page().attributes("a[href$='errors.xlsx']", "href").remove(0);
    let rows = workbook(&mut browser, &url).await;
    assert_eq!((rows[0][0].as_str(), rows[0][7].as_str()), ("测评项目", "原因"));
    assert!(rows[2][7].contains("分值：这一格没有读出分值"), "{:?}", rows[2]);
    browser.follow("修改制定规划（评分：酌情评分）").await;
    browser.fill("分值", "4");
    browser.press("保存这一项").await;
    browser.sees("已保存这一项");
    // The same name again leads to the page of the file, where nothing is lost.
    browser.visit("/standards/new").await;
    browser.fill("名称", "市级测评标准").attach("文件", "再来一次.docx", measured());
    browser.press("成为草稿").await;
    browser.sees("核对体系表格").sees("再来一次.docx");
    assert_eq!(browser.value("体系名称"), "市级测评标准");
    browser.press("成为草稿").await;
    browser.answered(422).sees("已有名为“市级测评标准”的测评体系");
    browser.fill("体系名称", "市级测评标准（二）");
    browser.press("按这样对应重新读").await;
    browser.sees("已按这样的对应重新读过");
    browser.press("成为草稿").await;
    browser.sees("已成草稿").sees("市级测评标准（二）");
}

#[tokio::test]
async fn columns_that_nobody_knows_are_chosen_by_hand() {
    let app = TestApp::sqlite().await;
    let (_, mut browser) = office(&app).await;
    let odd = word(
        &["甲", "乙", "丙"],
        vec![
            vec![cell("组织领导"), cell("成立领导小组"), cell("3分")],
            vec![cell(""), cell("制定规划"), cell("4分")],
        ],
    );
    browser.visit("/standards/new").await;
    browser.fill("名称", "没有表头的标准").attach("文件", "怪表.docx", odd);
    browser.press("成为草稿").await;
    browser.sees("没有认出表头").sees("怪表.docx");
    browser.visit("/standards/new").await.sees("还没有成为草稿的表格");
    browser.follow("怪表.docx").await;
    browser.press("按这样对应重新读").await;
    browser.answered(422).sees("请至少选一列当作“项目、指标、内容”。");
    browser.choose("第 1 列当作", "项目、指标、内容").choose("第 2 列当作", "项目、指标、内容");
    browser.choose("第 3 列当作", "分值").fill("表头在第几行", "0");
    browser.press("按这样对应重新读").await;
    browser.answered(422).sees("的行号。");
    browser.fill("表头在第几行", "1");
    browser.choose("第 1 列当作", "项目、指标、内容").choose("第 2 列当作", "项目、指标、内容");
    browser.choose("第 3 列当作", "分值");
    browser.press("按这样对应重新读").await;
    browser.sees("已按这样的对应重新读过").sees("制定规划").lacks("没有读成的都没有猜");
    browser.press("成为草稿").await;
    browser.sees("已成草稿").sees("每一格都读成了");
    browser.press("删除草稿").await;
    browser.visit("/standards/new").await.sees("怪表.docx");
}

#[tokio::test]
async fn a_file_without_a_table_or_with_a_mark_is_refused_beside_its_field() {
    let app = TestApp::sqlite().await;
    let (office, mut browser) = office(&app).await;
    let paper = word(&["甲"], vec![]);
    for (name, bytes, said) in [
        ("坏.docx", b"PK\x03\x04 nonsense".to_vec(), "“坏.docx”没有读成"),
        ("坏.pdf", b"%PDF-1.4 nonsense".to_vec(), "“坏.pdf”没有读成"),
        ("通知.txt", "只有文字\n没有表".as_bytes().to_vec(), "里没有找到表格"),
    ] {
        browser.visit("/standards/new").await;
        browser.fill("名称", "一套").attach("文件", name, bytes);
        browser.press("成为草稿").await;
        browser.answered(422).sees(said);
        assert_eq!(browser.value("名称"), "一套", "what was typed is kept");
    }
    let marked = word(&["测评项目", "分值"], vec![vec![cell("机密★1年"), cell("3")]]);
    browser.visit("/standards/new").await;
    browser.fill("名称", "一套").attach("文件", "密.docx", marked);
    browser.press("成为草稿").await;
    browser.answered(422).sees("标有密级");
    browser.visit("/standards/new").await.lacks("密.docx");
    drop(paper);
    // Who may not keep standards sees no door.
    let staff = app.user(&office, office.unit, "孟青", "mengq", Role::Staff).await;
    let mut other = app.browser();
    other.sign_in(&staff).await;
    other.visit("/standards/new").await.answered(403);
}

#[tokio::test]
async fn rules_beside_the_tree_and_weights_are_written_in_the_editor() {
    let app = TestApp::sqlite().await;
    let (_, mut browser) = office(&app).await;
    browser.visit("/standards/new").await;
    browser.fill("名称", "本局考评办法");
    browser.press("成为草稿").await;
    for (code, title, weight) in [("1", "实地考察", "85%"), ("2", "问卷调查", "15%")] {
        browser.follow("加一项").await;
        browser.fill("编号", code).fill("内容", title).fill("分值", "100").fill("权重", "一半");
        browser.press("保存这一项").await;
        browser.answered(422).sees("请写成百分数");
        browser.fill("权重", weight);
        browser.press("保存这一项").await;
        browser.sees("已加上这一项");
    }
    browser.follow("加一条否决项").await;
    browser.fill("编号", "否-1").fill("内容", "发生重大安全生产事故");
    browser.press("保存这一条").await;
    browser.answered(422).sees("请选择往前看多久。");
    browser.choose("往前看多久", "往前若干个月").fill("往前几个月", "24");
    browser.press("保存这一条").await;
    browser.sees("已保存这一条").sees("一票否决，往前看 24 个月");
    browser.follow("加一条加分项").await;
    browser.fill("编号", "加-1").fill("内容", "受到表彰").fill("最多加几分", "3");
    browser.tick("同一工作受多级表彰，只取最高的", true);
    browser.press("保存这一条").await;
    browser.sees("最多 3 分，同一工作只取最高");
    browser.follow("加一条扣分事项").await;
    browser.fill("编号", "扣-1").fill("内容", "被通报").fill("每次扣几分", "10");
    browser.fill("没有按时报告的，按几倍扣", "2");
    browser.press("保存这一条").await;
    browser.sees("每次扣 10 分，瞒报按 2 倍扣");
    browser.follow("加一条扣分事项").await;
    browser.fill("编号", "扣-1").fill("内容", "又一条");
    browser.press("保存这一条").await;
    browser.answered(422).sees("编号“扣-1”重复。");
    browser.follow("本局考评办法").await;
    browser.follow("修改被通报").await;
    assert_eq!(browser.value("每次扣几分"), "10");
    browser.press("删去这一条").await;
    browser.sees("已删去这一条").lacks("被通报");
    browser.press("发布这一版").await;
    browser.sees("这一版已发布").lacks("加一条否决项").sees("往前看 24 个月");
    // What was entered is scored: the gate bars, the bonus counts.
    browser.follow("按它测评").await;
    browser.press("开始测评").await;
    browser.follow("加分、扣分和门槛").await;
    browser.sees("发生重大安全生产事故").sees("受到表彰");
    // The next version says what it changes.
    browser.visit("/standards").await;
    browser.follow("本局考评办法").await;
    browser.press("另起新版").await;
    browser.follow("修改受到表彰").await;
    browser.fill("最多加几分", "5");
    browser.press("保存这一条").await;
    browser
        .sees("和上一版比")
        .sees("加分项 加-1 受到表彰")
        .sees("最多 3 分，同一工作只取最高 → 最多 5 分，同一工作只取最高");
}

/// A bureau that is assessed by two standards with some words in common.
async fn two(app: &TestApp, office: &Office) -> (StandardId, StandardId) {
    let head = "schema = 1\n[standard]\nissuer = \"云岚市\"\nlevel = \"municipal\"\nsource = \"example\"\n";
    let node = |code: &str, title: &str, points: &str| {
        format!("[[node]]\ncode = \"{code}\"\ntitle = \"{title}\"\npoints = {points}\n")
    };
    let mut made = Vec::new();
    for (name, nodes) in [
        (
            "市级标准",
            [
                node("1", "每季度举办一次道德讲堂", "4"),
                node("2", "成立创建工作领导小组，主要负责人任组长", "3"),
                node("3", "环境整洁有序", "3"),
            ],
        ),
        (
            "省级标准",
            [
                node("A1", "每季度举办一次道德讲堂。", "4"),
                node("A2", "成立文明创建领导小组，主要负责人任组长", "5"),
                node("A3", "窗口秩序良好", "3"),
            ],
        ),
    ] {
        let text = format!("{}name = \"{name}\"\n{}", head, nodes.concat());
        let file = domain::standard::file::File::parse(&text).unwrap();
        let id = app::standard::add(app, &office.who, file).await.unwrap();
        app::standard::publish(app, &office.who, id, 1).await.unwrap();
        made.push(id);
    }
    (made[0], made[1])
}

#[tokio::test]
async fn two_standards_are_laid_side_by_side_and_answers_carried_and_taken_back() {
    let app = TestApp::sqlite().await;
    let (office, mut browser) = office(&app).await;
    let (from, to) = two(&app, &office).await;
    let mut scores = Vec::new();
    for standard in [from, to] {
        scores.push(app.assessed(&office.who, standard, office.bureau.root).await);
    }
    let sight = app::standard::show(&app, &office.who, from).await.unwrap();
    for (index, given) in [(0, 4), (1, 2)] {
        let form = AnswerForm {
            track: Track::Own,
            before: None,
            answer: Answer::Given(Points::whole(given)),
            reason: "有文件".into(),
            records: vec![],
        };
        let criterion = sight.row.standard.tree.nodes()[index].id;
        assessment::answer(&app, &office.who, scores[0], criterion, &form).await.unwrap();
    }

    browser.visit("/standards/crosswalks").await.sees("还没有对照");
    browser
        .choose("从哪一套", "市级标准（第 1 版，已发布）")
        .choose("对到哪一套", "市级标准（第 1 版，已发布）");
    browser.press("建立对照").await;
    browser.answered(422).sees("这是同一套体系的两版");
    browser.choose("对到哪一套", "省级标准（第 1 版，已发布）");
    browser.press("建立对照").await;
    browser.sees("请逐对确认").sees("每季度举办一次道德讲堂").sees("成立文明创建领导小组");
    assert_eq!(browser.value("1 对到 A1：理由"), "两边的内容一字不差。");
    assert!(browser.value("2 对到 A2：理由").contains("主要负责人任组长"));

    // Nothing is carried by what nobody has confirmed.
    browser.follow("看看带过去会怎样").await;
    browser.choose("从哪一份测评", "云岚市交通运输局，2026年1月1日至2026年12月31日");
    browser.choose("带到哪一份测评", "云岚市交通运输局，2026年1月1日至2026年12月31日");
    browser.press("看看会带什么").await;
    browser.sees("还没有确认过的对照").lacks("天内可以收回");

    browser.follow("市级标准 对到 省级标准").await;
    browser.fill("1 对到 A1：理由", "");
    browser.press("确认 1 对到 A1").await;
    browser.answered(422).sees("请填写理由");
    browser.fill("1 对到 A1：理由", "同一项活动");
    browser.press("确认 1 对到 A1").await;
    browser.sees("已确认这一对").sees("完全对应，同一项活动");
    browser.press("确认 2 对到 A2").await;
    browser.sees("已确认这一对");
    browser.choose("左边的一条", "3 环境整洁有序").choose("右边的一条", "A3 窗口秩序良好");
    browser.choose("对应程度", "部分对应").fill("理由", "都看现场");
    browser.press("加上并确认").await;
    browser.sees("都看现场");
    browser.press("3 和 A3 不对应").await;
    browser.sees("已记为不对应");
    browser.follow("已确认").await;
    browser.lacks("窗口秩序良好</b>");

    browser.follow("看看带过去会怎样").await;
    browser.choose("从哪一份测评", "云岚市交通运输局，2026年1月1日至2026年12月31日");
    browser.choose("带到哪一份测评", "云岚市交通运输局，2026年1月1日至2026年12月31日");
    browser.press("看看会带什么").await;
    browser.sees("自评 1 条，纪实 0 份").sees("部分对应，自评要重新填写");
    browser.press("带过去").await;
    browser.sees("已带过去").sees("自评 1 条，纪实 0 份");
    browser.visit(&format!("/scores/{}", scores[1])).await.sees("已知 4 分");
    // What stands there already is not carried twice.
    let again = app.store.view().await.unwrap().crosswalk_between(from, to).await.unwrap().unwrap();
    browser
        .visit(&format!("/standards/crosswalks/{}/carry?from={}&to={}", again.id, scores[0], scores[1]))
        .await;
    browser.sees("那边已有自评，不覆盖").lacks("天内可以收回");
    browser.visit(&format!("/standards/crosswalks/{}", again.id)).await;
    browser.press("收回").await;
    browser.sees("已收回");
    browser.visit(&format!("/scores/{}", scores[1])).await.sees("已知 0 分");
    browser.visit(&format!("/standards/crosswalks/{}", again.id)).await.sees("，已收回");
    let rows =
        workbook(&mut browser, &format!("/standards/crosswalks/{}/pairs.xlsx?state=confirmed", again.id))
            .await;
    assert_eq!((rows.len(), rows[1][8].as_str()), (1 + 2 + 1, "同一项活动"));
    let rows = workbook(&mut browser, "/standards/crosswalks/list.xlsx").await;
    assert_eq!(rows[1][0], "市级标准，第 1 版");
}

testkit::on_both_engines! {
    async fn standards_and_scores_are_lists_like_any_other(app) {
        let office = app.founded().await;
        for n in 1..=33 {
            let head = app::standard::blank(&format!("考评办法{n:02}"), "本局");
            app::standard::begin(&app, &office.who, head).await.unwrap();
        }
        let example = app::standard::install(&app, &office.who, "example").await.unwrap();
        let mut desk = app.browser();
        desk.sign_in(&office.who).await;
        let titles = |desk: &Browser| desk.page().texts("tbody td.lead");
        desk.visit("/standards?q=%E8%80%83%E8%AF%84&state=draft").await.sees("第 1 至 30 项，共 33 项");
        let first = titles(&desk);
        desk.follow("下一页").await.sees("第 31 至 33 项");
        desk.follow("上一页").await.sees("第 1 至 30 项");
        assert_eq!(titles(&desk), first);
        desk.visit("/standards?sort=-made&q=%E8%80%83%E8%AF%84").await.sees("考评办法01");
        desk.visit("/standards?level=national").await.sees("没有符合条件的测评体系");
        desk.visit("/standards?after=nonsense").await.answered(200);
        let rows = workbook(&mut desk, "/standards/list.xlsx?state=published&cols=issuer").await;
        assert_eq!((rows[0].clone(), rows.len()), (vec!["名称".to_owned(), "发布单位".into(), "提示".into()], 3));
        assert!(rows[1][2].contains("示例体系") && rows[2][0].contains("状态：已发布"), "{rows:?}");

        for year in 2001..=2023 {
            let form = Begun {
                standard: example,
                unit: office.bureau.root,
                from: format!("{year}-01-01").parse().unwrap(),
                to: format!("{year}-12-31").parse().unwrap(),
                unit_kind: String::new(),
            };
            assessment::begin(&app, &office.who, &form).await.unwrap();
        }
        desk.visit("/scores").await.sees("第 1 至 20 项，共 23 项");
        let first = titles(&desk);
        desk.follow("下一页").await.sees("第 21 至 23 项");
        desk.follow("上一页").await;
        assert_eq!(titles(&desk), first);
        desk.visit("/scores?state=closed").await.sees("没有符合条件的测评");
        desk.visit(&format!("/scores?unit={}", office.bureau.root)).await.sees("共 23 项");
        let rows = workbook(&mut desk, "/scores/list.xlsx?cols=total").await;
        assert_eq!((rows[0].len(), rows.len()), (3, 1 + 23 + 1));
        assert!(rows[1][2].contains("示例体系"), "the mark goes along: {:?}", rows[1]);
    }
}

#[tokio::test]
async fn a_program_reads_the_sides_of_a_standard_and_carries_by_a_crosswalk() {
    let app = TestApp::sqlite().await;
    let (office, mut browser) = office(&app).await;
    let secret = app::token::make(&app, &office.who, "对接程序", "write", "2026-12-31").await.unwrap();
    let mut call = async |verb: &str, path: &str, body: serde_json::Value| {
        let answer = browser.api(verb, path, &secret, &body).await;
        (answer.status, answer.json())
    };
    let none = serde_json::Value::Null;
    let example = app::standard::install(&app, &office.who, "example").await.unwrap();
    let (status, tree) = call("GET", &format!("/api/v1/standards/{example}"), none.clone()).await;
    assert_eq!(status, 200);
    let held = app::standard::show(&app, &office.who, example).await.unwrap().row;
    let asides = tree["asides"].as_array().unwrap();
    assert_eq!(asides.len(), held.standard.asides().len());
    for (shown, aside) in asides.iter().zip(held.standard.asides()) {
        assert_eq!(
            (shown["code"].as_str(), shown["words"].as_str()),
            (Some(aside.code()), Some(&*aside.words()))
        );
    }
    let of = |kind: &str| asides.iter().find(|it| it["kind"]["code"] == kind).unwrap();
    assert!(of("gate")["effect"]["label"].is_string() && of("gate")["heads"].is_u64());
    assert!(of("bonus")["highest_per_work"].is_boolean() && of("bonus")["effect"].is_null());
    assert!(of("event")["concealed_times"].is_u64());
    let nodes = tree["nodes"].as_array().unwrap();
    let parts = |code: &str| nodes.iter().find(|it| it["code"] == code).unwrap()["rows"].clone();
    assert_eq!(parts("Ⅱ-1-1").as_array().unwrap().len(), 3, "{}", parts("Ⅱ-1-1"));
    assert!(parts("Ⅱ-1-1")[0]["points"].is_string());
    assert!(nodes.iter().any(|it| it["measure"]["metric"].is_string()));
    assert!(nodes.iter().any(|it| it["evidence"][0]["kind"]["label"].is_string()));

    // A draft is written whole, with the rules beside the tree, and published; then it stays as it is.
    let (_, file) = call("GET", &format!("/api/v1/standards/{example}/file"), none.clone()).await;
    let toml = file["toml"].as_str().unwrap().replace("文明单位测评体系", "部门考评体系");
    let (status, made) = call("POST", "/api/v1/standards/drafts", serde_json::json!({ "toml": toml })).await;
    assert_eq!(status, 200, "{made}");
    let draft = format!("/api/v1/standards/{}", made["id"].as_str().unwrap());
    let (_, file) = call("GET", &format!("{draft}/file"), none.clone()).await;
    let (at, toml) = (file["version"].as_i64().unwrap(), file["toml"].as_str().unwrap());
    let gate = toml.find("[[gate]]").unwrap();
    let fewer = serde_json::json!({ "version": at, "toml": &toml[..gate] });
    let (status, _) = call("POST", &format!("{draft}/file"), fewer.clone()).await;
    assert_eq!(status, 200);
    assert_eq!(
        call("POST", &format!("{draft}/file"), fewer).await.0,
        409,
        "it was read before the last change"
    );
    let broken = serde_json::json!({ "version": at + 1, "toml": "schema = " });
    let (status, refused) = call("POST", &format!("{draft}/file"), broken).await;
    assert_eq!((status, refused["errors"][0]["field"].as_str()), (422, Some("toml")), "{refused}");
    let (_, tree) = call("GET", &draft, none.clone()).await;
    assert!(tree["asides"].as_array().unwrap().iter().all(|it| it["kind"]["code"] != "gate"));
    let (_, file) = call("GET", &format!("{draft}/file"), none.clone()).await;
    let version = serde_json::json!({ "version": file["version"] });
    assert_eq!(call("POST", &format!("{draft}/publish"), version).await.0, 200);
    let (status, next) = call("POST", &format!("{draft}/renew"), none.clone()).await;
    assert_eq!(status, 200, "{next}");
    let next = format!("/api/v1/standards/{}", next["id"].as_str().unwrap());
    let (_, file) = call("GET", &format!("{next}/file"), none.clone()).await;
    let version = serde_json::json!({ "version": file["version"] });
    assert_eq!(call("POST", &format!("{next}/discard"), version).await.0, 200);
    assert_eq!(call("GET", &next, none.clone()).await.0, 404);

    let (from, to) = two(&app, &office).await;
    let mut scores = Vec::new();
    for standard in [from, to] {
        let body = serde_json::json!({
            "standard": standard.to_string(), "unit": office.bureau.root.to_string(),
            "from": "2026-01-01", "to": "2026-12-31",
        });
        let (status, made) = call("POST", "/api/v1/scores", body).await;
        assert_eq!(status, 200, "{made}");
        scores.push(made["id"].as_str().unwrap().to_owned());
    }
    let ends = serde_json::json!({ "from": from.to_string(), "to": to.to_string() });
    let (status, made) = call("POST", "/api/v1/crosswalks", ends.clone()).await;
    assert_eq!(status, 200, "{made}");
    let crosswalk = format!("/api/v1/crosswalks/{}", made["id"].as_str().unwrap());
    let (status, twice) = call("POST", "/api/v1/crosswalks", ends).await;
    assert_eq!((status, twice["errors"][0]["field"].as_str()), (422, Some("to")), "{twice}");
    let (_, list) = call("GET", "/api/v1/crosswalks", none.clone()).await;
    assert_eq!(
        (list["items"][0]["proposed"].as_i64(), list["items"][0]["confirmed"].as_i64()),
        (Some(2), Some(0))
    );
    let (_, shown) = call("GET", &format!("{crosswalk}?state=proposed"), none.clone()).await;
    let first = shown["pairs"][0].clone();
    assert_eq!((first["from_code"].as_str(), first["extent"]["code"].as_str()), (Some("1"), Some("full")));

    let answer =
        serde_json::json!({ "track": "own", "answer": { "given": "4" }, "before": null, "reason": "有文件" });
    let criterion = first["from"].as_str().unwrap();
    let (status, said) =
        call("POST", &format!("/api/v1/scores/{}/criteria/{criterion}", scores[0]), answer).await;
    assert_eq!(status, 200, "{said}");
    let mut verdict = serde_json::json!({
        "from": first["from"], "to": first["to"], "extent": "full", "confirm": true, "reason": "",
    });
    let (status, wrong) = call("POST", &format!("{crosswalk}/pairs"), verdict.clone()).await;
    assert_eq!((status, wrong["errors"][0]["field"].as_str()), (422, Some("reason")));
    verdict["reason"] = "同一项活动".into();
    assert_eq!(call("POST", &format!("{crosswalk}/pairs"), verdict).await.0, 200);

    let ends = serde_json::json!({ "from": scores[0], "to": scores[1] });
    let look = format!("{crosswalk}/carry?from={}&to={}", scores[0], scores[1]);
    let (status, preview) = call("GET", &look, none.clone()).await;
    assert_eq!(
        (status, preview["answers"].as_i64(), preview["lines"][0]["answer"].as_bool()),
        (200, Some(1), Some(true))
    );
    let (status, carried) = call("POST", &format!("{crosswalk}/carry"), ends.clone()).await;
    assert_eq!(status, 200, "{carried}");
    let total = format!("/api/v1/scores/{}", scores[1]);
    assert_eq!(call("GET", &total, none.clone()).await.1["tracks"][0]["total"], "4");
    assert_eq!(call("POST", &format!("{crosswalk}/carry"), ends).await.0, 409, "nothing goes over twice");
    let (_, shown) = call("GET", &crosswalk, none.clone()).await;
    assert_eq!(
        (shown["uses"][0]["id"].clone(), shown["uses"][0]["answers"].as_i64()),
        (carried["id"].clone(), Some(1))
    );
    let undo = format!("{crosswalk}/uses/{}/undo", carried["id"].as_str().unwrap());
    assert_eq!(call("POST", &undo, none.clone()).await.0, 200);
    assert_eq!(call("POST", &undo, none.clone()).await.0, 409);
    assert_eq!(call("GET", &total, none.clone()).await.1["tracks"][0]["total"], "0");
    assert!(call("GET", &crosswalk, none).await.1["uses"][0]["undo_until"].is_null());
}
