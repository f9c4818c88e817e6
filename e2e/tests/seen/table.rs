//! 任务分解表: the files that come out say what the plan says; a sheet comes back with an error in one
//! cell, then right.

use crate::parts::{Parts, words};
use crate::people::sign_in;
use e2e::{Browser, Server, Viewport};

const SHEET: &str = "xl/worksheets/sheet1.xml";
const TASK: &str = "加强普法宣传";

/// A workbook whose cells are read and written by address.
struct Workbook {
    parts: Parts,
    shared: Vec<String>,
}

impl Workbook {
    fn open(bytes: &[u8]) -> Self {
        let parts = Parts::open(bytes);
        let shared = parts.part("xl/sharedStrings.xml").split("<si>").skip(1);
        let shared = shared.map(|it| words(it.split("</si>").next().unwrap())).collect();
        Self { parts, shared }
    }

    /// Where the element of a cell stands in the sheet.
    fn place(&self, at: &str) -> std::ops::Range<usize> {
        let sheet = self.parts.part(SHEET);
        let start = sheet.find(&format!("<c r=\"{at}\"")).unwrap_or_else(|| panic!("no cell {at}"));
        let tag = start + sheet[start..].find('>').unwrap();
        let end = if sheet[..tag].ends_with('/') {
            tag + 1
        } else {
            start + sheet[start..].find("</c>").unwrap() + 4
        };
        start..end
    }

    fn text(&self, at: &str) -> String {
        let cell = &self.parts.part(SHEET)[self.place(at)];
        let value = cell.split_once("<v>").map(|(_, rest)| rest.split("</v>").next().unwrap());
        value.map_or(String::new(), |index| self.shared[index.parse::<usize>().unwrap()].clone())
    }

    fn write(&mut self, at: &str, text: &str) {
        let place = self.place(at);
        let mut sheet = self.parts.part(SHEET).to_owned();
        sheet.replace_range(place, &format!("<c r=\"{at}\" t=\"inlineStr\"><is><t>{text}</t></is></c>"));
        self.parts.replace(SHEET, sheet);
    }

    fn rows(&self) -> usize {
        self.parts.part(SHEET).matches("<row ").count()
    }

    /// The letter of a column by its head.
    fn column(&self, head: &str) -> char {
        ('A'..='P').find(|it| self.text(&format!("{it}1")) == head).unwrap_or_else(|| panic!("no {head}"))
    }
}

pub async fn goes_out_and_in_again(browser: &Browser, server: &Server) {
    let page = browser.page(Viewport::Desk).await;
    sign_in(&page, server, "office").await;
    page.goto(&server.url("/table")).await;
    page.click("Excel 表格").await;
    let saved = page.download().await;
    assert!(saved.name.ends_with("任务分解表.xlsx"), "{}", saved.name);
    let mut book = Workbook::open(&saved.bytes);
    let (task, due) = (book.column("测评内容"), book.column("完成时限"));
    let row = (2..=book.rows()).find(|row| book.text(&format!("{task}{row}")) == TASK).unwrap();
    let cell = format!("{due}{row}");
    let before = book.text(&cell);
    // Days of the demonstration go with today.
    let (year, day) = before.split_once('年').unwrap_or_else(|| panic!("{before} is a whole day"));
    let wanted = if day == "12月18日" { 19 } else { 18 };

    page.click("Word 文档").await;
    let saved = page.download().await;
    assert!(saved.name.ends_with("任务分解表.docx"), "{}", saved.name);
    let document = words(Parts::open(&saved.bytes).part("word/document.xml"));
    for row in 1..=book.rows() {
        for column in [task, due] {
            let text = book.text(&format!("{column}{row}"));
            assert!(document.contains(&text), "{text} is in the sheet and not in the document");
        }
    }

    // One wrong cell: it is named, and nothing is written.
    let file = server.data().join("回填.xlsx");
    book.write(&cell, "2月30日");
    std::fs::write(&file, book.parts.bytes()).unwrap();
    page.attach("填好的 .xlsx 文件", &[&file]).await;
    page.click("上传并核对").await;
    page.wait_for_text("有 1 处要改，什么都没有更新").await;
    page.wait_for_text(&format!("第 {row} 行“完成时限”")).await;
    assert_eq!(page.count("form[action='/table/apply']").await, 0, "there is nothing to agree to");
    assert_eq!(page.status(), 422);
    page.screenshot_full("seen_table_error").await;

    // The right one: shown as old and new, applied when agreed to.
    book.write(&cell, &format!("{year}.12.{wanted}"));
    std::fs::write(&file, book.parts.bytes()).unwrap();
    page.click("重新上传").await;
    page.attach("填好的 .xlsx 文件", &[&file]).await;
    page.click("上传并核对").await;
    page.wait_for_text("1 项任务、1 格有变化").await;
    let change: (String, String) = page
        .eval(
            "[document.querySelector('.diff del').innerText, document.querySelector('.diff ins').innerText]",
        )
        .await;
    assert!(change.0.contains(day) && change.1.contains(&format!("12.{wanted}")), "{change:?}");
    page.screenshot_full("seen_table_diff").await;
    page.click("确认更新 1 项任务").await;
    page.wait_for_text("已更新 1 项任务，共 1 格").await;
    page.goto(&server.url(&format!("/tasks?q={TASK}"))).await;
    page.wait_for_text(&format!("12 月 {wanted} 日")).await;
    page.close().await;
}
