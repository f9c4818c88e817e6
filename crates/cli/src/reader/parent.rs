//! The parent: hands a file to a child, waits no longer than it may, and words what went wrong.

use super::{ANSWER_LIMIT, COMMAND, CPU_SECONDS, Head, MEMORY, WALL, What};
use app::photo::Looked;
use app::preview::Preview;
use app::reading::{Layout, Read as Reading, Reader, Sheets, Source, unread};
use app::sheet::Sheet;
use domain::standard::grid::Grid;
use gongwen::layout::Overlay;
use serde::de::DeserializeOwned;
use std::io::{self, Read, Write};
use std::os::unix::process::ExitStatusExt;
use std::process::{Command, ExitStatus, Stdio};
use std::sync::{Condvar, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

/// Children at one time: each may take a gigabyte.
const AT_ONCE: usize = 2;
const SIGABRT: i32 = 6;
const SIGKILL: i32 = 9;
const SIGXCPU: i32 = 24;

/// Reads every file in a limited child process.
#[derive(Debug, Default)]
pub struct Child {
    running: Mutex<usize>,
    ended: Condvar,
}

/// What is left of a child.
struct End {
    status: ExitStatus,
    answer: Vec<u8>,
    complaint: Vec<u8>,
    late: bool,
}

impl Reader for Child {
    fn read(
        &self,
        from: Source<'_>,
        file_name: Option<&str>,
        charset: Option<&str>,
    ) -> Result<Reading, String> {
        let (name, charset) = (file_name.map(str::to_owned), charset.map(str::to_owned));
        self.ask(&Head { what: What::Paper, name, charset, ..Head::default() }, from)
    }

    fn roster(&self, from: Source<'_>, file_name: &str) -> Result<Sheet, String> {
        self.ask(&Head { what: What::Roster, name: Some(file_name.to_owned()), ..Head::default() }, from)
    }

    fn table(&self, from: Source<'_>, file_name: &str) -> Result<domain::table::Sheet, String> {
        self.ask(&Head { what: What::Table, name: Some(file_name.to_owned()), ..Head::default() }, from)
    }

    fn grids(&self, from: Source<'_>, file_name: &str) -> Result<Vec<Grid>, String> {
        self.ask(&Head { what: What::Grids, name: Some(file_name.to_owned()), ..Head::default() }, from)
    }

    fn photo(&self, from: Source<'_>) -> Result<Looked, String> {
        self.ask(&Head { what: What::Photo, ..Head::default() }, from)
    }

    fn sheets(&self, from: Source<'_>, words: &[String]) -> Result<Sheets, String> {
        let head = Head { what: What::Sheets, words: words.to_vec(), ..Head::default() };
        let (sheets, bytes) = self.ask_with::<Sheets>(&head, from)?;
        Ok(Sheets { bytes, ..sheets })
    }

    fn preview(&self, from: Source<'_>, media: &str) -> Result<Preview, String> {
        let head = Head { what: What::Preview, media: media.to_owned(), ..Head::default() };
        self.ask(&head, from)
    }

    fn layout(&self, from: Source<'_>, file_name: &str, overlay: &Overlay) -> Result<Layout, String> {
        let (name, overlay) = (Some(file_name.to_owned()), overlay.clone());
        self.ask(&Head { what: What::Layout, name, overlay, ..Head::default() }, from)
    }
}

impl Child {
    /// Lets a child read, and gives its answer or says what ended it.
    fn ask<T: DeserializeOwned>(&self, head: &Head, from: Source<'_>) -> Result<T, String> {
        self.ask_with(head, from).map(|(answer, _)| answer)
    }

    /// The same, with the bytes that follow the answer behind a line break.
    fn ask_with<T: DeserializeOwned>(&self, head: &Head, from: Source<'_>) -> Result<(T, Vec<u8>), String> {
        let _turn = self.turn();
        let name = head.name.as_deref().unwrap_or(head.what.called());
        let end = run(head, from).map_err(|error| unread(name, &format!("无法启动识读程序（{error}）。")))?;
        if let Some(limit) = stopped(&end) {
            return Err(unread(
                name,
                &format!("{limit}。文件可能过于复杂，也可能是有意构造的；{}", head.what.again()),
            ));
        }
        let mut answers = serde_json::Deserializer::from_slice(&end.answer).into_iter::<Result<T, String>>();
        let Some(Ok(answer)) = answers.next() else {
            return Err(unread(name, &format!("识读结果不完整。{}", head.what.again())));
        };
        let rest = end.answer.get(answers.byte_offset() + 1..).unwrap_or_default().to_vec();
        answer.map(|answer| (answer, rest))
    }

    fn turn(&self) -> Turn<'_> {
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        while *running >= AT_ONCE {
            running = self.ended.wait(running).unwrap_or_else(PoisonError::into_inner);
        }
        *running += 1;
        Turn(self)
    }
}

/// The right to run one child.
struct Turn<'a>(&'a Child);

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        *self.0.running.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        self.0.ended.notify_one();
    }
}

fn run(head: &Head, from: Source<'_>) -> io::Result<End> {
    // The kernel's name for this very binary: it stays right when the file on disk is replaced.
    let mut child = Command::new("/proc/self/exe")
        .arg(COMMAND)
        .env_clear()
        // The allocator would set a gigabyte of addresses aside, all that the child may have.
        .env("MIMALLOC_ARENA_RESERVE", "0")
        .current_dir("/")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let (input, output, errors) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    thread::scope(|scope| {
        scope.spawn(|| {
            let Some(mut input) = input else { return };
            // A child that ends early closes the pipe; its end says why.
            let _ = serde_json::to_vec(head)
                .map_err(io::Error::from)
                .and_then(|line| input.write_all(&line))
                .and_then(|()| input.write_all(b"\n"))
                .and_then(|()| io::copy(from, &mut input));
        });
        let answer = scope.spawn(|| take(output, ANSWER_LIMIT));
        let complaint = scope.spawn(|| take(errors, 4 << 10));
        let late = !wait(&mut child)?;
        let status = child.wait()?;
        Ok(End {
            status,
            answer: answer.join().unwrap_or_default(),
            complaint: complaint.join().unwrap_or_default(),
            late,
        })
    })
}

/// False where the child had to be killed.
fn wait(child: &mut std::process::Child) -> io::Result<bool> {
    let (begun, mut pause) = (Instant::now(), Duration::from_millis(1));
    while child.try_wait()?.is_none() {
        if begun.elapsed() > WALL {
            child.kill()?;
            return Ok(false);
        }
        thread::sleep(pause);
        pause = (pause * 2).min(Duration::from_millis(20));
    }
    Ok(true)
}

fn take(from: Option<impl Read>, limit: u64) -> Vec<u8> {
    let mut taken = Vec::new();
    if let Some(mut from) = from {
        let _ = from.by_ref().take(limit).read_to_end(&mut taken);
        // What exceeds the limit is not kept, and the child is not left waiting for a reader.
        let _ = io::copy(&mut from, &mut io::sink());
    }
    taken
}

/// The limit or fault that ended a child.
fn stopped(end: &End) -> Option<String> {
    let out_of_memory = String::from_utf8_lossy(&end.complaint).contains("memory allocation");
    Some(match end.status.signal() {
        _ if end.late => format!("识读超过 {} 秒，已停止", WALL.as_secs()),
        Some(SIGXCPU | SIGKILL) => format!("识读用满 {CPU_SECONDS} 秒处理器时间，已停止"),
        Some(SIGABRT) if out_of_memory => format!("识读所需内存超过 {} MB，已停止", MEMORY >> 20),
        Some(_) => "识读程序意外中断".to_owned(),
        None if !end.status.success() => "识读程序出错".to_owned(),
        None if end.answer.len() as u64 >= ANSWER_LIMIT => {
            format!("识读结果超过 {} MB，已停止", ANSWER_LIMIT >> 20)
        }
        None => return None,
    })
}

impl What {
    /// What to do with a file that was not read.
    fn again(self) -> &'static str {
        match self {
            Self::Paper => "请另存为 .docx 或 .txt 后再试。",
            Self::Roster | Self::Table => "请删去图片和无关的工作表，另存为 .xlsx 后再试。",
            Self::Grids => "请删去图片和无关的内容，另存为 .docx 或 .xlsx 后再试。",
            Self::Photo => "原图不受影响。",
            Self::Sheets => "原件不受影响。",
            Self::Preview => "请下载后查看，原件不受影响。",
            Self::Layout => "请另存为 .docx 后再试。",
        }
    }

    /// What a file without a name is called.
    fn called(self) -> &'static str {
        match self {
            Self::Photo => "照片",
            _ => "这份文件",
        }
    }
}
