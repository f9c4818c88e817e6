//! Bounded memory: a file of two gigabytes is cut while it arrives, a zip bomb costs the child.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod kit;

use kit::server::Server;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::time::Duration;
use tempfile::TempDir;

/// What the server may take at most, in kilobytes.
const LIMIT: u64 = 300 << 10;
const TWO_GIGABYTES: usize = 2 << 30;

/// The most memory that the server ever held, in kilobytes.
fn peak(server: &Server) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{}/status", server.process.id())).unwrap();
    let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
    line.split_whitespace().nth(1).unwrap().parse().unwrap()
}

/// Sends a form with a file that goes on and on; how much was taken, and what was answered.
fn pour(server: &Server, cookie: &str, csrf: &str, head: &str, chunked: bool) -> (usize, String) {
    let mut stream = TcpStream::connect(&server.address).unwrap();
    stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
    stream.set_write_timeout(Some(Duration::from_secs(20))).unwrap();
    let request = format!(
        "POST /drafts HTTP/1.1\r\nHost: {0}\r\nOrigin: http://{0}\r\nCookie: {cookie}\r\nContent-Type: \
         multipart/form-data; boundary=edge\r\n{head}\r\nConnection: close\r\n\r\n",
        server.address
    );
    let form = format!(
        "--edge\r\nContent-Disposition: form-data; name=\"csrf\"\r\n\r\n{csrf}\r\n--edge\r\nContent-Disposition: \
         form-data; name=\"file\"; filename=\"big.txt\"\r\n\r\n"
    );
    let chunk = |bytes: &[u8]| match chunked {
        true => [format!("{:x}\r\n", bytes.len()).as_bytes(), bytes, b"\r\n"].concat(),
        false => bytes.to_vec(),
    };
    let block = vec![b'a'; 1 << 20];
    let mut sent = 0;
    let mut taken =
        stream.write_all(request.as_bytes()).and_then(|()| stream.write_all(&chunk(form.as_bytes())));
    while taken.is_ok() && sent < TWO_GIGABYTES {
        taken = stream.write_all(&chunk(&block));
        sent += block.len();
    }
    let _ = stream.shutdown(Shutdown::Write);
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer);
    (sent, String::from_utf8_lossy(&answer).into_owned())
}

#[test]
fn two_gigabytes_are_cut_while_they_arrive() {
    let folder = TempDir::new().unwrap();
    let server = Server::demo(folder.path(), None);
    let cookie = server.sign_in("office", "yunlan-2026");
    let csrf = server.get("/calendar/notices", &cookie).unwrap().csrf();
    let length = format!("Content-Length: {TWO_GIGABYTES}");
    for (head, chunked) in [("Transfer-Encoding: chunked", true), (length.as_str(), false)] {
        let (sent, answer) = pour(&server, &cookie, &csrf, head, chunked);
        assert!(sent < 256 << 20, "{sent} bytes were taken");
        // The client may be cut off before it reads why.
        let told = answer.starts_with("HTTP/1.1 413") && answer.contains("文件太大了");
        assert!(answer.is_empty() || told, "{answer}");
    }
    assert!(peak(&server) < LIMIT, "{} kB", peak(&server));
    assert_eq!(server.get("/healthz", "").unwrap().status, 200);
    let incoming = folder.path().join("files/incoming");
    assert_eq!(std::fs::read_dir(incoming).unwrap().count(), 0, "nothing is left of it");
}

#[test]
fn a_zip_bomb_is_answered_by_a_sentence_and_costs_the_server_nothing() {
    let folder = TempDir::new().unwrap();
    let server = Server::demo(folder.path(), None);
    let cookie = server.sign_in("office", "yunlan-2026");
    let csrf = server.get("/calendar/notices", &cookie).unwrap().csrf();
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    zip.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).unwrap();
    for _ in 0..128 {
        zip.write_all(&vec![b' '; 1 << 20]).unwrap();
    }
    let bomb = zip.finish().unwrap().into_inner();
    let before = peak(&server);
    for _ in 0..3 {
        let answer = server.upload_and_wait("/drafts", &cookie, &csrf, "方案.docx", &bomb);
        assert!(answer.body.contains("炸弹"), "{} {}", answer.status, answer.body);
    }
    assert!(peak(&server) < before + (50 << 10), "{} kB before, {} kB after", before, peak(&server));
}

/// Uploads at one time. Held whole, they alone would take 480 MB.
const AT_ONCE: u8 = 8;

#[test]
fn many_uploads_at_once_are_never_held_whole() {
    let folder = TempDir::new().unwrap();
    // A demonstration would draw its photos and fill its year beside them.
    let (server, cookie) = Server::founded(folder.path());
    let csrf = server.get("/calendar/notices", &cookie).unwrap().csrf();
    let mut paper = vec![0_u8; 60 << 20];
    paper[..5].copy_from_slice(b"%PDF-");
    std::thread::scope(|scope| {
        let send = || server.upload("/drafts", &cookie, &csrf, "扫描.pdf", &paper);
        let sent: Vec<_> = (0..AT_ONCE).map(|_| scope.spawn(send)).collect();
        for answer in sent {
            let answer = answer.join().unwrap().unwrap();
            assert!(matches!(answer.status, 303 | 422), "{} {}", answer.status, answer.body);
        }
    });
    // Those that waited for a place are read by the workers.
    for _ in 0..600 {
        let page = server.get("/imports", &cookie).unwrap().body;
        if page.matches("扫描.pdf").count() >= usize::from(AT_ONCE)
            && !page.contains("已接收")
            && !page.contains("识别中")
        {
            break;
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    let page = server.get("/imports", &cookie).unwrap().body;
    assert!(!page.contains("已接收") && !page.contains("识别中") && page.contains("失败"), "{page}");
    assert!(peak(&server) < LIMIT, "{} kB", peak(&server));
    let incoming = folder.path().join("files/incoming");
    assert_eq!(std::fs::read_dir(incoming).unwrap().count(), 0, "what was refused is gone");
}
