//! The parent: hands a file to a child, waits no longer than it may, and words what went wrong.

use super::{ANSWER_LIMIT, COMMAND, CPU_SECONDS, Head, MEMORY, WALL};
use app::reading::{Read as Reading, Reader};
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
    fn read(&self, bytes: &[u8], file_name: Option<&str>, charset: Option<&str>) -> Result<Reading, String> {
        let _turn = self.turn();
        let name = file_name.unwrap_or("这份文件");
        let head = Head { name: file_name.map(str::to_owned), charset: charset.map(str::to_owned) };
        let end =
            run(&head, bytes).map_err(|error| format!("“{name}”没有读成：无法启动识读程序（{error}）。"))?;
        if let Some(sentence) = stopped(&end, name) {
            return Err(sentence);
        }
        serde_json::from_slice::<Result<Reading, String>>(&end.answer).unwrap_or_else(|_| {
            Err(format!("“{name}”没有读成：识读结果不完整。请另存为 .docx 或 .txt 后再试。"))
        })
    }
}

impl Child {
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

fn run(head: &Head, bytes: &[u8]) -> io::Result<End> {
    // The kernel's name for this very binary: it stays right when the file on disk is replaced.
    let mut child = Command::new("/proc/self/exe")
        .arg(COMMAND)
        .env_clear()
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
                .and_then(|()| input.write_all(bytes));
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

/// The sentence of a child that a limit or a fault ended.
fn stopped(end: &End, name: &str) -> Option<String> {
    let again = "文件可能过于复杂，也可能是有意构造的；请另存为 .docx 或 .txt 后再试。";
    let out_of_memory = String::from_utf8_lossy(&end.complaint).contains("memory allocation");
    let limit = match end.status.signal() {
        _ if end.late => format!("识读超过 {} 秒，已停止", WALL.as_secs()),
        Some(SIGXCPU | SIGKILL) => format!("识读用满 {CPU_SECONDS} 秒处理器时间，已停止"),
        Some(SIGABRT) if out_of_memory => format!("识读所需内存超过 {} MB，已停止", MEMORY >> 20),
        Some(_) => "识读程序意外中断".to_owned(),
        None if end.status.success() => return None,
        None => "识读程序出错".to_owned(),
    };
    Some(format!("“{name}”没有读成：{limit}。{again}"))
}
