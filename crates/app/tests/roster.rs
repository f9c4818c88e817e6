//! Rosters from .xlsx: columns, questions, errors with their place, all or nothing, quick.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![allow(clippy::print_stderr, reason = "a time is told, never asserted")]

use app::roster::{self, Answers, Section};
use app::sheet;
use domain::id::RosterId;
use domain::roster::Column;
use domain::unit::UnitKind;
use rust_xlsxwriter::Workbook;
use store::PersonFilter;

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

async fn upload(app: &testkit::TestApp, who: &app::Who, rows: &[&[&str]]) -> RosterId {
    roster::upload(app, who, "名册.xlsx", book(rows)).await.unwrap()
}

async fn count(app: &testkit::TestApp, who: &app::Who) -> usize {
    let filter = PersonFilter { limit: 20_000, ..PersonFilter::default() };
    app::person::list(app, who, &filter).await.unwrap().rows.len()
}

testkit::on_both_engines! {
    async fn a_roster_joins_after_its_questions_are_answered(app) {
        let office = app.founded().await;
        let id = upload(&app, &office.who, &[
            &["云岚市交通运输局人员名册"],
            &["姓名", "职工号", "部门", "岗位", "电话", "是否联络员", "到岗时间"],
            &["叶　知秋", "JT007", "政策法规科", "科长", "13812345678", "是", "2022.3.10"],
            &["林晓雯", "", "安全科", "", "", "", ""],
        ]).await;
        let asked = roster::apply(&app, &office.who, id, &Answers::default()).await.unwrap_err();
        let fields: Vec<&str> = asked.fields().iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["section0", "twin4"]);
        assert_eq!(count(&app, &office.who).await, 1, "nothing half done");
        let answers = Answers {
            sections: [("安全科".into(), Section::Create(UnitKind::Section))].into(),
            twins: [(4, true)].into(),
        };
        let outcome = roster::apply(&app, &office.who, id, &answers).await.unwrap();
        assert_eq!((outcome.joined, outcome.units), (2, 1));
        let filter = PersonFilter { words: "jt007".into(), limit: 5, ..PersonFilter::default() };
        let line = app::person::list(&app, &office.who, &filter).await.unwrap().leaf.rows.remove(0);
        let post = &line.posts[0];
        assert!(post.membership.liaison && post.unit == "政策法规科");
        assert_eq!(post.membership.from, "2022-03-10".parse().unwrap());
        let sight = app::person::show(&app, &office.who, line.person.id).await.unwrap();
        assert_eq!(sight.phone.as_deref(), Some("138****5678"));
        assert!(roster::apply(&app, &office.who, id, &answers).await.is_err(), "once");
        let verdict = app.store.view().await.unwrap().audit_verify(office.bureau.id).await.unwrap();
        assert!(verdict.broken.is_none());
    }

    async fn columns_can_be_chosen(app) {
        let office = app.founded().await;
        let id = upload(&app, &office.who, &[&["何人", "何处"], &["叶知秋", "政策法规科"]]).await;
        let preview = roster::preview(&app, &office.who, id).await.unwrap();
        assert_eq!(preview.import.layout.missing(), [Column::Name, Column::Section]);
        let twice = vec![Some(Column::Name), Some(Column::Name)];
        assert!(roster::choose(&app, &office.who, id, twice).await.is_err());
        roster::choose(&app, &office.who, id, vec![Some(Column::Name), Some(Column::Section)]).await.unwrap();
        roster::apply(&app, &office.who, id, &Answers::default()).await.unwrap();
        assert_eq!(count(&app, &office.who).await, 2);
    }

    async fn a_wrong_row_stops_all_and_the_error_workbook_tells_why(app) {
        let office = app.founded().await;
        let id = upload(&app, &office.who, &[
            &["姓名", "科室", "手机"],
            &["叶知秋", "政策法规科", "13812345678"],
            &["=HYPERLINK(\"http://x\")", "政策法规科", "@138"],
        ]).await;
        let stopped = roster::apply(&app, &office.who, id, &Answers::default()).await.unwrap_err();
        assert!(stopped.to_string().contains("1 行有错"), "{stopped}");
        assert_eq!(count(&app, &office.who).await, 1);
        let errors = sheet::read(&roster::errors(&app, &office.who, id).await.unwrap()).unwrap();
        assert_eq!(errors.rows[0][3].text, "原因");
        assert!(errors.rows[2][3].text.contains("手机：号码应是"), "{}", errors.rows[2][3].text);
        assert!(errors.rows[2][0].text.starts_with("=HYPERLINK") && !errors.rows[2][0].formula);
        assert_eq!(errors.rows[1].len(), 3, "no reason beside a good row");
    }

    async fn nothing_is_kept_of_what_cannot_be_read(app) {
        let office = app.founded().await;
        let bad = roster::upload(&app, &office.who, "名册.xlsx", b"PK\x03\x04".to_vec()).await.unwrap_err();
        assert_eq!(bad.fields()[0].field, "file");
        let secret = book(&[&["秘密★5年"], &["姓名", "科室"]]);
        let marked = roster::upload(&app, &office.who, "名册.xlsx", secret).await.unwrap_err();
        assert!(marked.fields()[0].sentence.contains("密级"));
        let files = walk(&app.folder().join("files"));
        assert_eq!(files, 0);
    }

    async fn the_upload_is_sealed_at_rest(app) {
        let office = app.founded().await;
        upload(&app, &office.who, &[&["姓名", "科室"], &["叶知秋", "政策法规科"]]).await;
        let kept = read_all(&app.folder().join("files"));
        assert!(!kept.is_empty() && !kept.windows(4).any(|w| w == b"PK\x03\x04"));
    }

    async fn a_large_roster_joins_in_one_piece(app) {
        // The optimised build takes what the bureau may bring: 10 000 rows within two seconds.
        let n = if cfg!(debug_assertions) { 1_500 } else { 10_000 };
        let office = app.founded().await;
        let rows: Vec<[String; 4]> = (0..n)
            .map(|n| [format!("甲{}", han(n)), format!("N{n}"), "政策法规科".into(), format!("138{n:08}")])
            .collect();
        let mut lines: Vec<Vec<&str>> = vec![vec!["姓名", "工号", "科室", "手机"]];
        lines.extend(rows.iter().map(|row| row.iter().map(String::as_str).collect()));
        let lines: Vec<&[&str]> = lines.iter().map(Vec::as_slice).collect();
        let bytes = book(&lines);
        let begun = std::time::Instant::now();
        let id = roster::upload(&app, &office.who, "名册.xlsx", bytes).await.unwrap();
        let outcome = roster::apply(&app, &office.who, id, &Answers::default()).await.unwrap();
        eprintln!("{n} rows: {:?}", begun.elapsed());
        assert_eq!(outcome.joined, n as usize);
        assert_eq!(count(&app, &office.who).await, n as usize + 1);
    }

    async fn the_template_is_understood(app) {
        let office = app.founded().await;
        let id = roster::upload(&app, &office.who, "模板.xlsx", roster::template().unwrap()).await.unwrap();
        let preview = roster::preview(&app, &office.who, id).await.unwrap();
        assert!(preview.import.layout.columns.iter().all(Option::is_some));
        assert_eq!(preview.judged.total, 0);
    }
}

/// A different run of Chinese characters for each number.
fn han(n: u32) -> String {
    [n / 100, n % 100].iter().filter_map(|n| char::from_u32(0x4e00 + n)).collect()
}

fn walk(folder: &std::path::Path) -> usize {
    let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
    entries.flatten().map(|entry| if entry.path().is_dir() { walk(&entry.path()) } else { 1 }).sum()
}

fn read_all(folder: &std::path::Path) -> Vec<u8> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    entries
        .flatten()
        .flat_map(|entry| {
            if entry.path().is_dir() { read_all(&entry.path()) } else { std::fs::read(entry.path()).unwrap() }
        })
        .collect()
}
