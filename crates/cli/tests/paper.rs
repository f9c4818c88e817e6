//! `wenming paper`: papers as PDF and Word files, and the check of a layout.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod kit;

use kit::run;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

const PAPER: &str = r#"{
    "kind": "notice",
    "header": {"organs": ["云岚市交通运输局"], "with_suffix": true, "number": "云交文〔2026〕12号"},
    "title": "云岚市交通运输局关于开展清明活动的通知",
    "recipients": ["局属各单位"],
    "body": [{"type": "heading", "level": 2, "text": "活动安排"},
             {"type": "paragraph", "runs": [{"text": "请于4月3日前报送安排，联系人聕某。"}]}],
    "sign_off": {"date": "2026-03-20"}
}"#;

fn file(folder: &TempDir, name: &str, text: &str) -> PathBuf {
    let path = folder.path().join(name);
    fs::write(&path, text).unwrap();
    path
}

fn write(from: &Path, to: &Path, more: &[&str]) -> kit::Ended {
    let (from, to) = (from.to_str().unwrap(), to.to_str().unwrap());
    run(&[&["paper", "write", from, "--out", to], more].concat())
}

#[test]
fn a_paper_becomes_a_pdf_and_says_what_it_was_set_in() {
    let folder = TempDir::new().unwrap();
    let paper = file(&folder, "通知.json", PAPER);
    let out = folder.path().join("通知.pdf");
    let said = write(&paper, &out, &[]).done();
    assert!(said.contains("共 1 页") && said.contains("没有仿宋体"), "{said}");
    assert!(fs::read(&out).unwrap().starts_with(b"%PDF-1.7"));
    assert!(write(&paper, &out, &[]).stopped(1).contains("文件已经存在"));
    let archival = folder.path().join("存档.pdf");
    write(&paper, &archival, &["--archival"]).done();
    let text = String::from_utf8_lossy(&fs::read(&archival).unwrap()).into_owned();
    assert!(text.contains("<pdfaid:part>2</pdfaid:part>"));
}

#[test]
fn a_character_without_shape_is_named_and_the_command_fails() {
    let folder = TempDir::new().unwrap();
    let paper = file(&folder, "通知.json", &PAPER.replace('聕', "\u{13000}"));
    let out = folder.path().join("通知.pdf");
    let ended = write(&paper, &out, &[]);
    assert!(ended.out.contains("第 1 页") && ended.out.contains("U+13000"), "{}", ended.out);
    assert!(ended.stopped(1).contains("1 个字没有字形"));
    assert!(out.exists());
}

#[test]
fn fonts_come_from_a_folder_and_bad_ones_are_refused() {
    let folder = TempDir::new().unwrap();
    let paper = file(&folder, "通知.json", PAPER);
    let fonts = folder.path().join("fonts");
    fs::create_dir(&fonts).unwrap();
    // A face of no known class fills gaps; other files are passed over.
    let face = Path::new(env!("CARGO_MANIFEST_DIR")).join("../gongwen-pdf/fonts/kai.ttf");
    fs::copy(face, fonts.join("kai.ttf")).unwrap();
    fs::write(fonts.join("说明.txt"), "字体").unwrap();
    let out = |name: &str| folder.path().join(name);
    let dir = fonts.to_str().unwrap();
    write(&paper, &out("a.pdf"), &["--fonts", dir]).done();
    fs::write(fonts.join("坏.otf"), "OTTO").unwrap();
    assert!(write(&paper, &out("b.pdf"), &["--fonts", dir]).stopped(2).contains("坏.otf"));
    write(&paper, &out("c.pdf"), &["--fonts", "/nowhere"]).stopped(2);
    // Without being asked for, the folder of the data is taken where it is.
    let data = folder.path().to_str().unwrap();
    assert!(write(&paper, &out("d.pdf"), &["--data", data]).stopped(2).contains("坏.otf"));
}

#[test]
fn a_word_file_is_written_and_checks_clean_and_a_foreign_one_does_not() {
    let folder = TempDir::new().unwrap();
    let paper = file(&folder, "通知.json", PAPER);
    let out = folder.path().join("通知.docx");
    write(&paper, &out, &[]).done();
    let said = run(&["paper", "check", out.to_str().unwrap()]).done();
    assert!(said.contains("不符合规定 0 处"), "{said}");
    let upright = PAPER.replace("云交文〔2026〕12号", "云交文〔2026〕13号");
    let foreign = folder.path().join("别处.docx");
    write(&file(&folder, "别处.json", &upright), &foreign, &[]).done();
    let path = foreign.to_str().unwrap();
    let overlay =
        r#"{"name": "试行", "departures": [{"id": "page.top_margin_mm", "value": 45, "reason": "试行"}]}"#;
    let overlay = file(&folder, "细则.json", overlay);
    let said = run(&["paper", "check", path, "--overlay", overlay.to_str().unwrap()]).done();
    assert!(said.contains("天头") && said.contains("[细则]"), "{said}");
    narrow(&foreign);
    let ended = run(&["paper", "check", path]);
    assert!(ended.out.contains("不符合规定（5.1，规定）"), "{}", ended.out);
    assert!(ended.stopped(1).contains("处不符合规定"));
}

/// Makes the pages of a Word file narrower than A4.
fn narrow(path: &Path) {
    use std::io::{Cursor, Read, Write};
    let mut archive = zip::ZipArchive::new(Cursor::new(fs::read(path).unwrap())).unwrap();
    let mut out = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for at in 0..archive.len() {
        let mut entry = archive.by_index(at).unwrap();
        let name = entry.name().unwrap().into_owned();
        let mut content = Vec::new();
        entry.read_to_end(&mut content).unwrap();
        if name == "word/document.xml" {
            let text = String::from_utf8(content).unwrap();
            assert!(text.contains("w:w=\"11906\""));
            content = text.replace("w:w=\"11906\"", "w:w=\"11340\"").into_bytes();
        }
        out.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        out.write_all(&content).unwrap();
    }
    fs::write(path, out.finish().unwrap().into_inner()).unwrap();
}

#[test]
fn wrong_input_is_one_sentence() {
    let folder = TempDir::new().unwrap();
    let paper = file(&folder, "通知.json", PAPER);
    let out = folder.path().join("通知.odt");
    assert!(write(&paper, &out, &[]).stopped(2).contains(".pdf 或 .docx"));
    let word = folder.path().join("通知.docx");
    assert!(write(&paper, &word, &["--archival"]).stopped(2).contains("--archival"));
    let broken = file(&folder, "坏.json", "{\"kind\": \"notice\"");
    assert!(write(&broken, &folder.path().join("坏.pdf"), &[]).stopped(2).contains("坏.json"));
    let number = file(&folder, "号.json", &PAPER.replace("〔2026〕", "[2026]"));
    assert!(write(&number, &folder.path().join("号.pdf"), &[]).stopped(2).contains("六角括号"));
    assert!(run(&["paper", "check", paper.to_str().unwrap()]).stopped(2).contains("通知.json"));
}
