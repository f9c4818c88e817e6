//! `wenming plan read`: the record of a paper, refusals in one sentence, and the limits of the child
//! that does the reading.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod kit;

use kit::{run, wenming};
use serde_json::Value;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};
use tempfile::TempDir;

const PAPER: &str = "云岚市交通运输局2026年文明单位创建工作实施方案\n\n\
    为巩固创建成果，结合本局实际，制定本方案。\n\n\
    一、工作目标\n争创市级文明单位标兵。\n\n\
    二、重点措施\n（一）开展志愿服务\n每季度组织一次道路安全劝导，由运输管理科负责。\n\
    （二）规范窗口服务\n6月底前更换服务标识40块。\n";

fn file(folder: &TempDir, name: &str, bytes: &[u8]) -> PathBuf {
    let path = folder.path().join(name);
    fs::write(&path, bytes).unwrap();
    path
}

fn read(path: &Path, more: &[&str]) -> kit::Ended {
    run(&[&["plan", "read", path.to_str().unwrap()], more].concat())
}

#[test]
fn the_record_is_one_json_object_and_its_spans_refer_to_the_text() {
    let folder = TempDir::new().unwrap();
    let path = file(&folder, "方案.txt", PAPER.as_bytes());
    let record: Value = serde_json::from_str(&read(&path, &["--json"]).done()).unwrap();
    assert_eq!((&record["format"], &record["class"]), (&"wenming.plan_read/1".into(), &"plan".into()));
    let text: Vec<char> = read(&path, &["--text"]).done().chars().collect();
    assert_eq!(text, PAPER.chars().collect::<Vec<_>>());
    let node =
        record["outline"].as_array().unwrap().iter().find(|node| node["title"] == "规范窗口服务").unwrap();
    let place = |i: usize| usize::try_from(node["span"][i].as_u64().unwrap()).unwrap();
    assert!(text[place(0)..place(1)].iter().collect::<String>().contains("规范窗口服务"));
}

#[test]
fn the_charset_can_be_chosen() {
    let folder = TempDir::new().unwrap();
    // 云岚 in GBK.
    let path = file(&folder, "短.txt", &[0xD4, 0xC6, 0xE1, 0xB0]);
    assert_eq!(read(&path, &["--text", "--charset", "gbk"]).done(), "云岚");
    assert!(read(&path, &["--charset", "koi8"]).stopped(2).contains("编码"));
}

#[test]
fn what_is_no_document_is_refused_in_one_sentence() {
    let folder = TempDir::new().unwrap();
    let missing = folder.path().join("没有.docx");
    assert!(read(&missing, &[]).stopped(2).contains("没有.docx"));
    read(folder.path(), &[]).stopped(2);
    read(&file(&folder, "空.txt", b""), &[]).stopped(2);
    read(&file(&folder, "乱.docx", b"PK\x03\x04broken"), &[]).stopped(2);
    let secret = file(&folder, "密.txt", format!("机密★1年\n{PAPER}").as_bytes());
    assert!(read(&secret, &[]).stopped(2).contains("密级"));
}

#[test]
fn a_zip_bomb_is_refused_within_bounded_memory() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("炸弹.docx");
    let mut zip = zip::ZipWriter::new(fs::File::create(&path).unwrap());
    zip.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).unwrap();
    let zeros = vec![b' '; 1 << 20];
    for _ in 0..256 {
        zip.write_all(&zeros).unwrap();
    }
    zip.finish().unwrap();
    assert!(fs::metadata(&path).unwrap().len() < 1 << 20);
    assert!(read(&path, &[]).stopped(2).contains("炸弹"));
}

#[test]
fn a_file_that_goes_on_for_ever_is_cut() {
    assert!(run(&["plan", "read", "/dev/zero"]).stopped(2).contains("不是文件"));
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("大.txt");
    // A file of holes: 2 GB by its size, nothing on disk.
    fs::File::create(&path).unwrap().set_len(2 << 30).unwrap();
    assert!(read(&path, &[]).stopped(2).contains("太大"));
}

#[test]
fn the_child_limits_itself_before_it_reads() {
    let mut child = wenming(&["__read"]).stdin(Stdio::piped()).stdout(Stdio::null()).spawn().unwrap();
    let limits = wait_for(|| {
        let limits = fs::read_to_string(format!("/proc/{}/limits", child.id())).unwrap();
        let set = limits.lines().any(|line| line.starts_with("Max open files") && words(line)[3] == "3");
        set.then_some(limits)
    });
    child.kill().unwrap();
    child.wait().unwrap();
    for (name, soft) in [
        ("Max address space", "1073741824"),
        ("Max cpu time", "20"),
        ("Max core file size", "0"),
        ("Max file size", "0"),
    ] {
        let line = limits.lines().find(|line| line.starts_with(name)).unwrap();
        assert_eq!(words(line)[name.split(' ').count()], soft, "{line}");
    }
}

#[test]
fn a_killed_child_becomes_a_sentence_with_file_and_limit() {
    let folder = TempDir::new().unwrap();
    let long = PAPER.repeat(8_000);
    let path = file(&folder, "长.txt", long.as_bytes());
    let parent = wenming(&["plan", "read", path.to_str().unwrap()])
        .stdout(Stdio::null())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let child = wait_for(|| {
        let children = fs::read_to_string(format!("/proc/{0}/task/{0}/children", parent.id())).unwrap();
        let child = children.split_whitespace().next()?.to_owned();
        let command = fs::read_to_string(format!("/proc/{child}/cmdline")).ok()?;
        command.contains("__read").then_some(child)
    });
    assert!(std::process::Command::new("kill").args(["-XCPU", &child]).status().unwrap().success());
    let ended = parent.wait_with_output().unwrap();
    let sentence = String::from_utf8(ended.stderr).unwrap();
    assert_eq!(ended.status.code(), Some(2), "{sentence}");
    assert!(sentence.contains("长.txt") && sentence.contains("20 秒处理器时间"), "{sentence}");
}

fn words(line: &str) -> Vec<&str> {
    line.split_whitespace().collect()
}

fn wait_for<T>(mut look: impl FnMut() -> Option<T>) -> T {
    let begun = Instant::now();
    loop {
        if let Some(found) = look() {
            return found;
        }
        assert!(begun.elapsed() < Duration::from_secs(20), "waited in vain");
        std::thread::sleep(Duration::from_millis(5));
    }
}
