//! Tables of Word files as cells: merged down and across, nested, numbered; and what has none.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use gongwen::{FileTable, Refusal, tables};
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;

fn document(body: &str) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("word/document.xml", SimpleFileOptions::default()).unwrap();
    let text = format!("<w:document xmlns:w=\"urn:w\"><w:body>{body}</w:body></w:document>");
    writer.write_all(text.as_bytes()).unwrap();
    writer.finish().unwrap().into_inner()
}

fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn cell(properties: &str, text: &str) -> String {
    format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", p(text))
}

fn row(cells: &[String]) -> String {
    format!("<w:tr>{}</w:tr>", cells.concat())
}

/// Rows as `text`, `text↓2`, `text→2`, `·` where covered.
fn said(table: &FileTable) -> Vec<Vec<String>> {
    let cell = |it: &gongwen::FileCell| match (it.covered, it.down, it.across) {
        (true, ..) => "·".to_owned(),
        (_, 1, 1) => it.text.replace('\n', "/"),
        (_, down, 1) => format!("{}↓{down}", it.text),
        (_, 1, across) => format!("{}→{across}", it.text),
        (_, down, across) => format!("{}↓{down}→{across}", it.text),
    };
    table.rows.iter().map(|row| row.iter().map(cell).collect()).collect()
}

#[test]
fn merged_cells_reach_and_cover() {
    let restart = "<w:vMerge w:val=\"restart\"/>";
    let go_on = "<w:vMerge/>";
    let both = "<w:gridSpan w:val=\"2\"/>";
    let table = [
        row(&[cell("", "项目"), cell("", "内容"), cell("", "分值")]),
        row(&[cell(restart, "组织领导"), cell("", "成立领导小组"), cell("", "3")]),
        row(&[cell(go_on, ""), cell("", "制定规划"), cell("", "4")]),
        row(&[cell(both, "合计"), cell("", "7")]),
        row(&[cell("", "少两格")]),
    ];
    let found = tables(&document(&format!("{}<w:tbl>{}</w:tbl>", p("测评表"), table.concat()))).unwrap();
    assert_eq!(found.len(), 1);
    assert_eq!(
        said(&found[0]),
        [
            vec!["项目", "内容", "分值"],
            vec!["组织领导↓2", "成立领导小组", "3"],
            vec!["·", "制定规划", "4"],
            vec!["合计→2", "·", "7"],
            vec!["少两格", "", ""],
        ]
    );
}

#[test]
fn paragraphs_deletions_and_tables_within_cells_stay_in_their_cell() {
    let inner = format!("<w:tbl>{}</w:tbl>", row(&[cell("", "甲"), cell("", "乙")]));
    let whole = format!(
        "<w:tc>{}{}{inner}<w:p><w:del><w:r><w:delText>删去</w:delText></w:r></w:del></w:p></w:tc>",
        p("第一段"),
        p("第二段")
    );
    let body = format!(
        "<w:tbl>{}</w:tbl><w:tbl>{}</w:tbl>",
        row(&[whole, cell("", "右")]),
        row(&[cell("", "另一张")])
    );
    let found = tables(&document(&body)).unwrap();
    assert_eq!(said(&found[0]), [vec!["第一段/第二段/甲/乙", "右"]]);
    assert_eq!(said(&found[1]), [vec!["另一张"]]);
}

#[test]
fn what_has_no_table_or_may_not_be_read() {
    assert_eq!(tables(&document(&p("没有表格的文件"))).unwrap(), []);
    assert_eq!(tables("项目\t内容\n甲\t乙\n".as_bytes()).unwrap(), []);
    let secret = document(&format!("{}<w:tbl>{}</w:tbl>", p("机密★1年"), row(&[cell("", "甲")])));
    assert!(matches!(tables(&secret), Err(Refusal::Classified { .. })));
    let wide: String = (0..300).map(|_| cell("<w:gridSpan w:val=\"99999999\"/>", "宽")).collect();
    let found = tables(&document(&format!("<w:tbl><w:tr>{wide}</w:tr></w:tbl>"))).unwrap();
    assert!(found[0].rows[0].len() <= 100, "a row that claims to be endless is cut");
}
