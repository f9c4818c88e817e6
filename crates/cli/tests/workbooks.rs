//! Workbooks that others made: the server never reads them itself. A child of its binary does, and
//! when a file kills that child, the page says which file and which limit, and the server lives.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod kit;

use kit::server::{Answer, Server};
use std::fs;
use std::io::{Cursor, Write};
use std::time::{Duration, Instant};
use tempfile::TempDir;
use zip::write::SimpleFileOptions;

/// Where workbooks come in, and what their page calls itself.
const DOORS: [&str; 2] = ["/roster", "/table/review"];

struct Stage {
    server: Server,
    cookie: String,
    csrf: String,
    _folder: TempDir,
}

fn stage() -> Stage {
    let folder = TempDir::new().unwrap();
    let server = Server::demo(folder.path(), None);
    let cookie = server.sign_in("office", "yunlan-2026");
    let csrf = server.get("/calendar/notices", &cookie).unwrap().csrf();
    Stage { server, cookie, csrf, _folder: folder }
}

impl Stage {
    fn upload(&self, door: &str, name: &str, bytes: &[u8]) -> Answer {
        self.server.upload_and_wait(door, &self.cookie, &self.csrf, name, bytes)
    }

    fn lives(&self) {
        assert_eq!(self.server.get("/healthz", "").unwrap().status, 200);
    }
}

/// A workbook whose only sheet is this XML, written in pieces.
fn workbook(pieces: impl Iterator<Item = Vec<u8>>) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let parts = [
        (
            "[Content_Types].xml",
            "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"/>",
        ),
        (
            "_rels/.rels",
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" \
             Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>",
        ),
        (
            "xl/_rels/workbook.xml.rels",
            "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship Id=\"r1\" \
             Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet\" Target=\"worksheets/sheet1.xml\"/></Relationships>",
        ),
        (
            "xl/workbook.xml",
            "<workbook xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\" \
             xmlns:r=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships\"><sheets><sheet name=\"表\" \
             sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>",
        ),
    ];
    for (name, text) in parts {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.start_file("xl/worksheets/sheet1.xml", SimpleFileOptions::default()).unwrap();
    for piece in pieces {
        zip.write_all(&piece).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn sheet(inside: &str) -> Vec<u8> {
    format!("<worksheet xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"><sheetData>{inside}</sheetData></worksheet>")
        .into_bytes()
}

#[test]
fn bombs_entities_and_deep_sheets_are_refused_by_name_and_the_server_lives() {
    let stage = stage();
    let bomb = workbook((0..128).map(|_| vec![b' '; 1 << 20]));
    assert!(bomb.len() < 1 << 20);
    let doctype = "<!DOCTYPE w [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;\">]>";
    let row = "<row r=\"1\"><c r=\"A1\" t=\"inlineStr\"><is><t>&b;</t></is></c></row>";
    let entities = workbook([doctype.as_bytes().to_vec(), sheet(row)].into_iter());
    let deep = workbook((0..300).map(|_| b"<a>".repeat(1_000)));
    for door in DOORS {
        let answer = stage.upload(door, "炸弹.xlsx", &bomb);
        assert!(
            answer.body.contains("“炸弹.xlsx”没有读成") && answer.body.contains("50 MB"),
            "{}",
            answer.body
        );
        let answer = stage.upload(door, "实体.xlsx", &entities);
        assert!(answer.status < 500 && !answer.body.contains("aaaaaaaaaaaaaaaaaaaa"), "nothing is expanded");
        let answer = stage.upload(door, "深.xlsx", &deep);
        assert!(answer.status < 500, "{door} {}", answer.body);
        stage.lives();
    }
    let answer = stage.upload("/roster", "实体.xlsx", &entities);
    assert!(answer.body.contains("“实体.xlsx”没有读成") && answer.body.contains("DTD"), "{}", answer.body);
}

/// Twenty thousand rows: long enough to be met while they are read.
fn long() -> Vec<u8> {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (column, head) in (0..).zip(["姓名", "工号", "科室", "职务", "手机"]) {
        sheet.write_string(0, column, head).unwrap();
    }
    for row in 1..20_000 {
        for column in 0..5 {
            sheet.write_string(row, column, format!("第{row}行第{column}格")).unwrap();
        }
    }
    book.save_to_buffer().unwrap()
}

/// A child of the server that reads.
fn child(pid: u32) -> Option<String> {
    for task in fs::read_dir(format!("/proc/{pid}/task")).ok()? {
        let children = fs::read_to_string(task.ok()?.path().join("children")).unwrap_or_default();
        for child in children.split_whitespace() {
            let command = fs::read_to_string(format!("/proc/{child}/cmdline")).unwrap_or_default();
            if command.contains("__read") {
                return Some(child.to_owned());
            }
        }
    }
    None
}

#[test]
fn a_child_reads_and_its_death_is_a_sentence() {
    let stage = stage();
    let bytes = long();
    for door in DOORS {
        let answer = std::thread::scope(|scope| {
            let upload = scope.spawn(|| stage.upload(door, "很长.xlsx", &bytes));
            let begun = Instant::now();
            let child = loop {
                if let Some(child) = child(stage.server.process.id()) {
                    break child;
                }
                assert!(begun.elapsed() < Duration::from_secs(30), "no child reads for {door}");
                std::thread::sleep(Duration::from_millis(2));
            };
            assert!(std::process::Command::new("kill").args(["-XCPU", &child]).status().unwrap().success());
            upload.join().unwrap()
        });
        assert!(
            answer.body.contains("“很长.xlsx”没有读成") && answer.body.contains("20 秒处理器时间"),
            "{door}: {}",
            answer.body
        );
        stage.lives();
    }
}
