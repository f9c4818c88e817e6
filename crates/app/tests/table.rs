//! 任务分解表: what goes out comes back, is reviewed cell by cell, and is applied at once or not at all.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod programme;

use app::table::{self, Review};
use domain::assignment::{Part, State};
use domain::authority::Role;
use domain::id::{PersonId, TaskId, UnitId};
use domain::table::{COLUMNS, Column, ReadRow};
use domain::unit::UnitKind;
use programme::{Holder, Programme, assign, programme as plan, task};
use rust_xlsxwriter::Workbook;
use std::io::Cursor;
use store::{WorkFilter, WorkState};
use testkit::{Office, TestApp};

/// A plan with one task of two sections, and its office.
struct Stage {
    office: Office,
    programme: Programme,
    transport: UnitId,
    safety: UnitId,
    gao: PersonId,
    task: TaskId,
}

async fn stage(app: &TestApp) -> Stage {
    let office = app.founded().await;
    let programme = plan(app, &office).await;
    let transport = app.unit(&office, office.bureau.root, UnitKind::Section, "运输管理科").await;
    let safety = app.unit(&office, office.bureau.root, UnitKind::Section, "安全监督科").await;
    let gao = app.person(&office, transport, "高翔宇", false).await;
    app.person(&office, safety, "白雪松", false).await;
    let id = task(app, &office, programme, "整治运输市场").await;
    assign(app, &office, programme, id, Holder::Unit(transport), Part::Lead, Some("2026-06-30")).await;
    Stage { office, programme, transport, safety, gao, task: id }
}

/// The sheet that goes out, with some cells written over, as bytes of a workbook.
async fn returned(app: &TestApp, stage: &Stage, edits: &[(Column, &str)]) -> Vec<u8> {
    let table = table::of_plan(app, &stage.office.who, stage.programme.plan).await.unwrap();
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    let mut heads: Vec<&str> =
        <Column as domain::code::Code>::ALL.iter().map(|c| domain::code::Code::label(*c)).collect();
    heads.extend([domain::table::ID, domain::table::STAMP]);
    for (column, head) in heads.iter().enumerate() {
        sheet.write_string(0, column as u16, *head).unwrap();
    }
    for (line, row) in (1..).zip(&table.rows) {
        for (at, column) in <Column as domain::code::Code>::ALL.iter().enumerate() {
            let edit = edits.iter().find(|(it, _)| it == column).filter(|_| row.task == stage.task);
            let text = edit.map_or(row.cells.get(*column), |(_, text)| text);
            sheet.write_string(line, at as u16, text).unwrap();
        }
        sheet.write_string(line, COLUMNS as u16, row.task.to_string()).unwrap();
        sheet.write_string(line, COLUMNS as u16 + 1, &row.stamp).unwrap();
    }
    book.save_to_buffer().unwrap()
}

async fn review(app: &TestApp, stage: &Stage, edits: &[(Column, &str)]) -> Review {
    let bytes = returned(app, stage, edits).await;
    table::review(app, &stage.office.who, "表.xlsx", Cursor::new(bytes)).await.unwrap()
}

fn agreed(review: &Review) -> Vec<ReadRow> {
    review.proposed.iter().map(|it| it.row.clone()).collect()
}

/// Part, unit, person, state and day of what stands.
async fn held(app: &TestApp, stage: &Stage) -> Vec<(Part, Option<UnitId>, Option<PersonId>, State, String)> {
    let rows = app.store.view().await.unwrap().rows_of_task(stage.task).await.unwrap();
    rows.iter()
        .map(|it| {
            (it.part, it.unit, it.person, it.state, it.due.map(|due| due.to_string()).unwrap_or_default())
        })
        .collect()
}

testkit::on_both_engines! {
    async fn what_goes_out_comes_back_unchanged(app) {
        let stage = stage(&app).await;
        let bytes = table::of_plan(&app, &stage.office.who, stage.programme.plan).await.unwrap().xlsx().unwrap();
        let review = table::review(&app, &stage.office.who, "表.xlsx", Cursor::new(bytes)).await.unwrap();
        assert!(review.errors.is_empty() && review.proposed.is_empty(), "{review:?}");
        assert_eq!(review.same, 1);
    }

    async fn a_reviewed_diff_is_applied_once(app) {
        let stage = stage(&app).await;
        let edits = [
            (Column::Content, "整治客货运输市场"),
            (Column::Doer, "高 翔 宇"),
            (Column::Due, "２０２６．７．１５"),
            (Column::Support, "安全监督科"),
            (Column::Material, "整治小结 1 份"),
        ];
        let review = review(&app, &stage, &edits).await;
        assert!(review.errors.is_empty(), "{:?}", review.errors);
        assert_eq!(review.proposed[0].changes.len(), 5);
        assert_eq!(review.proposed[0].changes[0].old, "整治运输市场");
        let applied = table::apply(&app, &stage.office.who, &agreed(&review)).await.unwrap();
        assert_eq!((applied.tasks, applied.cells, applied.stale.len()), (1, 5, 0));
        let task = app.store.view().await.unwrap().task(stage.task).await.unwrap();
        assert_eq!((task.title.as_str(), task.material.as_str()), ("整治客货运输市场", "整治小结 1 份"));
        let lead = held(&app, &stage).await.into_iter().find(|it| it.0 == Part::Lead).unwrap();
        assert_eq!(lead, (Part::Lead, Some(stage.transport), Some(stage.gao), State::Todo, "2026-07-15".into()));
        let support = held(&app, &stage).await.into_iter().find(|it| it.0 == Part::Support).unwrap();
        assert_eq!(support.1, Some(stage.safety));
        // The same agreement a second time finds nothing to do.
        let again = table::apply(&app, &stage.office.who, &agreed(&review)).await.unwrap();
        assert_eq!(again.tasks, 0);
        let verdict = app.store.view().await.unwrap().audit_verify(stage.office.bureau.id).await.unwrap();
        assert!(verdict.broken.is_none());
    }

    async fn a_section_is_replaced_added_and_taken_off(app) {
        let stage = stage(&app).await;
        let replaced = review(&app, &stage, &[(Column::Lead, "安全监督科")]).await;
        table::apply(&app, &stage.office.who, &agreed(&replaced)).await.unwrap();
        let now = held(&app, &stage).await;
        assert_eq!((now.len(), now[0].1), (1, Some(stage.safety)), "the assignment moved with its day");
        let added = review(&app, &stage, &[(Column::Lead, "安全监督科、运输管理科"), (Column::Doer, "高翔宇")]).await;
        assert!(added.errors.is_empty(), "{:?}", added.errors);
        table::apply(&app, &stage.office.who, &agreed(&added)).await.unwrap();
        let now = held(&app, &stage).await;
        assert_eq!(now.len(), 2);
        assert!(now.iter().any(|it| it.1 == Some(stage.transport) && it.2 == Some(stage.gao)), "{now:?}");
        let off = review(&app, &stage, &[(Column::Lead, "运输管理科")]).await;
        table::apply(&app, &stage.office.who, &agreed(&off)).await.unwrap();
        let now = held(&app, &stage).await;
        let safety = now.iter().find(|it| it.1 == Some(stage.safety)).unwrap();
        assert_eq!(safety.3, State::Void);
    }

    async fn a_stale_row_is_told_and_left_alone(app) {
        let stage = stage(&app).await;
        let review_of = review(&app, &stage, &[(Column::Content, "甲改的")]).await;
        let other = review(&app, &stage, &[(Column::Content, "乙改的")]).await;
        table::apply(&app, &stage.office.who, &agreed(&other)).await.unwrap();
        let applied = table::apply(&app, &stage.office.who, &agreed(&review_of)).await.unwrap();
        assert_eq!((applied.tasks, applied.stale), (0, vec![2]));
        assert_eq!(app.store.view().await.unwrap().task(stage.task).await.unwrap().title, "乙改的");
    }

    async fn an_old_sheet_is_stale_at_its_review(app) {
        let stage = stage(&app).await;
        let old = returned(&app, &stage, &[(Column::Content, "旧表改的")]).await;
        let newer = review(&app, &stage, &[(Column::Support, "安全监督科")]).await;
        table::apply(&app, &stage.office.who, &agreed(&newer)).await.unwrap();
        let review = table::review(&app, &stage.office.who, "表.xlsx", Cursor::new(old)).await.unwrap();
        assert_eq!(review.stale, [(2, "整治运输市场".to_owned())]);
        assert!(review.proposed.is_empty());
    }

    async fn every_wrong_cell_is_named(app) {
        let stage = stage(&app).await;
        for unit in [stage.transport, stage.safety] {
            app.person(&stage.office, unit, "李明", false).await;
        }
        let edits = [
            (Column::Lead, "保卫科"),
            (Column::Leader, "王无名"),
            (Column::Doer, "李明"),
            (Column::Due, "月底前"),
            (Column::Content, ""),
        ];
        let review = review(&app, &stage, &edits).await;
        let told: Vec<String> = review.errors.iter().map(ToString::to_string).collect();
        assert_eq!(told.len(), 5, "{told:?}");
        assert!(told.iter().all(|line| line.starts_with("第 2 行“")), "{told:?}");
        assert!(told.iter().any(|line| line.contains("有 2 位同志都叫“李明”")));
    }

    async fn a_person_of_another_section_is_refused(app) {
        let stage = stage(&app).await;
        let review = review(&app, &stage, &[(Column::Doer, "白雪松")]).await;
        assert!(review.proposed.is_empty());
        assert!(review.errors[0].sentence.contains("“白雪松”不在牵头科室里"), "{:?}", review.errors);
    }

    async fn hostile_files_are_refused_with_a_sentence(app) {
        let stage = stage(&app).await;
        let who = &stage.office.who;
        let refuse = async |bytes: Vec<u8>| table::review(&app, who, "表.xlsx", Cursor::new(bytes)).await.unwrap_err().fields()[0].sentence.clone();
        assert!(refuse(Vec::new()).await.contains("不是 .xlsx"));
        assert!(refuse(b"PK not really".to_vec()).await.contains("不是 .xlsx"));
        assert!(refuse(vec![0xD0, 0xCF, 0x11, 0xE0, 0, 0]).await.contains(".xls"));
        assert!(refuse(vec![b'x'; 11 * 1024 * 1024]).await.contains("10 MB"));
        assert!(refuse(bomb()).await.contains("太大"));
        let mut cut = returned(&app, &stage, &[]).await;
        cut.truncate(cut.len() / 2);
        assert!(!refuse(cut).await.is_empty());
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        sheet.write_string(0, 0, "别的表").unwrap();
        sheet.write_string(1_048_575, 16_383, "远处").unwrap();
        let review = table::review(&app, who, "表.xlsx", Cursor::new(book.save_to_buffer().unwrap())).await.unwrap();
        assert!(review.errors[0].sentence.contains("没有找到表头"));
    }

    async fn formulas_and_merged_cells_are_refused(app) {
        let stage = stage(&app).await;
        let bytes = returned(&app, &stage, &[]).await;
        let row = table::of_plan(&app, &stage.office.who, stage.programme.plan).await.unwrap().rows.remove(0);
        drop(bytes);
        let mut book = Workbook::new();
        let sheet = book.add_worksheet();
        let mut heads: Vec<&str> = <Column as domain::code::Code>::ALL.iter().map(|c| domain::code::Code::label(*c)).collect();
        heads.extend([domain::table::ID, domain::table::STAMP]);
        for (column, head) in heads.iter().enumerate() {
            sheet.write_string(0, column as u16, *head).unwrap();
        }
        sheet.write_formula(1, Column::Content as u16, "=1+1").unwrap();
        sheet.write_string(1, COLUMNS as u16, row.task.to_string()).unwrap();
        sheet.write_string(1, COLUMNS as u16 + 1, &row.stamp).unwrap();
        let review = table::review(&app, &stage.office.who, "表.xlsx", Cursor::new(book.save_to_buffer().unwrap())).await.unwrap();
        assert_eq!(review.errors[0].to_string(), "第 2 行“测评内容”：这一格是公式，请改成文字。");
    }

    async fn what_looks_like_a_formula_goes_out_as_text(app) {
        let stage = stage(&app).await;
        let attack = "=HYPERLINK(\"http://example.test\",\"x\")";
        let asked = review(&app, &stage, &[(Column::Material, attack)]).await;
        table::apply(&app, &stage.office.who, &agreed(&asked)).await.unwrap();
        let table = table::of_plan(&app, &stage.office.who, stage.programme.plan).await.unwrap();
        let review = table::review(&app, &stage.office.who, "表.xlsx", Cursor::new(table.xlsx().unwrap())).await.unwrap();
        assert!(review.errors.is_empty() && review.same == 1, "the cell is text, not a formula: {review:?}");
        let docx = table.docx().unwrap();
        assert!(docx.starts_with(b"PK"));
    }

    async fn the_word_table_repeats_its_head_on_a_landscape_page(app) {
        let stage = stage(&app).await;
        let table = table::of_plan(&app, &stage.office.who, stage.programme.plan).await.unwrap();
        let xml = part(&table.docx().unwrap(), "word/document.xml");
        assert_eq!(xml.matches("<w:tblHeader").count(), 1);
        assert!(xml.contains("w:orient=\"landscape\"") && xml.contains("整治运输市场") && xml.contains("测评项目"));
    }

    async fn sections_export_their_own_and_only_the_office_takes_back(app) {
        let stage = stage(&app).await;
        let office = &stage.office;
        let foreign = task(&app, office, stage.programme, "别的科室的事").await;
        assign(&app, office, stage.programme, foreign, Holder::Unit(stage.safety), Part::Lead, None).await;
        let liaison = app.user(office, stage.transport, "周海明", "zhouhm", Role::Liaison).await;
        let staff = app.user(office, stage.transport, "陈立", "chenli", Role::Staff).await;
        let all = table::of_plan(&app, &office.who, stage.programme.plan).await.unwrap();
        let own = table::of_plan(&app, &liaison, stage.programme.plan).await.unwrap();
        assert_eq!((all.rows.len(), own.rows.len()), (2, 1));
        assert!(table::of_plan(&app, &staff, stage.programme.plan).await.is_err());
        let bytes = own.xlsx().unwrap();
        assert!(table::review(&app, &liaison, "表.xlsx", Cursor::new(bytes)).await.is_err());
        assert!(table::apply(&app, &liaison, &[]).await.is_err());
    }

    async fn a_filter_becomes_a_table(app) {
        let stage = stage(&app).await;
        let office = &stage.office;
        let late = task(&app, office, stage.programme, "逾期的事").await;
        assign(&app, office, stage.programme, late, Holder::Unit(stage.safety), Part::Lead, Some("2026-06-01")).await;
        let filter = WorkFilter { state: WorkState::Late, ..WorkFilter::default() };
        let table = table::of_filter(&app, &office.who, &filter).await.unwrap();
        assert_eq!(table.rows.len(), 1);
        assert_eq!(table.rows[0].cells.get(Column::Content), "逾期的事");
        assert_eq!(table.rows[0].cells.get(Column::Number), "1");
    }
}

/// One part of an archive as text.
fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    std::io::read_to_string(archive.by_name(name).unwrap()).unwrap()
}

/// A few hundred kilobytes that unpack to sixty megabytes.
fn bomb() -> Vec<u8> {
    use std::io::Write;
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    archive.start_file("xl/workbook.xml", zip::write::SimpleFileOptions::default()).unwrap();
    for _ in 0..60 {
        archive.write_all(&vec![b' '; 1024 * 1024]).unwrap();
    }
    archive.finish().unwrap().into_inner()
}
