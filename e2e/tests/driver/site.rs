//! A small web site for the driver's own tests: forms, redirects, swaps by script, a download and a
//! strict content security policy. Nothing of the product.

use std::time::Duration;

use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};

/// Serves until the test's runtime ends; the answer is the site's address.
pub async fn serve() -> String {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        while let Ok((stream, _)) = listener.accept().await {
            tokio::spawn(answer(stream));
        }
    });
    address
}

async fn answer(stream: TcpStream) {
    let mut stream = BufReader::new(stream);
    let mut first = String::new();
    stream.read_line(&mut first).await.unwrap();
    let (mut length, mut cookie) = (0, String::from("none"));
    loop {
        let mut line = String::new();
        stream.read_line(&mut line).await.unwrap();
        let Some((name, value)) = line.trim().split_once(": ") else { break };
        match name.to_ascii_lowercase().as_str() {
            "content-length" => length = value.parse().unwrap(),
            "cookie" => cookie = value.into(),
            _ => {}
        }
    }
    let mut body = vec![0; length];
    stream.read_exact(&mut body).await.unwrap();
    let body = String::from_utf8_lossy(&body).into_owned();
    let path = first.split(' ').nth(1).unwrap_or("/").to_owned();
    let reply = respond(&path, &body, &cookie).await;
    // The browser may have gone on already.
    let _ = stream.write_all(reply.as_bytes()).await;
}

async fn respond(path: &str, body: &str, cookie: &str) -> String {
    match path.split('?').next().unwrap_or(path) {
        "/" => page("200 OK", include_str!("form.html")),
        "/site.js" => reply("200 OK", "Content-Type: text/javascript\r\n", include_str!("site.js")),
        "/slow" => {
            tokio::time::sleep(Duration::from_millis(400)).await;
            page("200 OK", "<h1>慢页</h1><a href='/'>回首页</a>")
        }
        "/save" => reply("303 See Other", &format!("Location: /saved?{}\r\n", encode(body)), ""),
        "/saved" => page("200 OK", &format!("<h1>已保存</h1><pre>{}</pre>", decode(path))),
        "/swap" => {
            tokio::time::sleep(Duration::from_millis(300)).await;
            reply("200 OK", "Content-Type: text/html; charset=utf-8\r\n", "<b>换入的内容</b>")
        }
        "/sign-in" => reply("303 See Other", "Set-Cookie: who=wang; Path=/\r\nLocation: /who\r\n", ""),
        "/who" => page("200 OK", &format!("<p>cookie {cookie}</p>")),
        "/list.xlsx" => {
            reply("200 OK", "Content-Disposition: attachment; filename*=UTF-8''%E8%A1%A8.xlsx\r\n", "table")
        }
        "/bad" => page("200 OK", "<script>alert(1)</script><script src='/broken.js'></script><h1>有错</h1>"),
        "/broken.js" => reply(
            "200 OK",
            "Content-Type: text/javascript\r\n",
            "console.error('坏', 7); fetch('/none'); nothing()",
        ),
        "/long" => page("200 OK", &format!("{}<button>末尾</button>", "<p>一行</p>".repeat(200))),
        _ => page("404 Not Found", "<h1>没有这一页</h1>"),
    }
}

fn page(status: &str, body: &str) -> String {
    let head = "Content-Type: text/html; charset=utf-8\r\nContent-Security-Policy: default-src 'self'; style-src 'self'\r\n";
    let html = format!(
        "<!doctype html><html lang=zh-CN><meta name=viewport content='width=device-width'><title>试</title>\
         <body>{body}<script src='/site.js'></script>"
    );
    reply(status, head, &html)
}

fn reply(status: &str, head: &str, body: &str) -> String {
    format!("HTTP/1.1 {status}\r\n{head}Content-Length: {}\r\nConnection: close\r\n\r\n{body}", body.len())
}

/// A form's body as part of an address.
fn encode(body: &str) -> String {
    body.bytes().map(|byte| format!("{byte:02x}")).collect()
}

fn decode(path: &str) -> String {
    let hex = path.split_once('?').map_or("", |(_, query)| query);
    let digits: Vec<char> = hex.chars().collect();
    let bytes =
        digits.chunks(2).filter_map(|two| u8::from_str_radix(&two.iter().collect::<String>(), 16).ok());
    let text = String::from_utf8_lossy(&bytes.collect::<Vec<_>>()).into_owned();
    text.replace('<', "&lt;").replace('+', " ")
}
