//! The binary as a server on a port of its own, and a small HTTP client.

use super::wenming;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Stdio};
use std::time::Duration;

/// A running server; it is killed when dropped.
#[derive(Debug)]
pub struct Server {
    pub process: Child,
    /// Host and port.
    pub address: String,
}

impl Server {
    /// A demonstration in `folder`, on the embedded database or on the PostgreSQL at `url`.
    pub fn demo(folder: &Path, url: Option<&str>) -> Self {
        Self::start("demo", folder, url)
    }

    /// A bureau founded through the link of the first start, and the cookies of its office. Nothing else runs.
    pub fn founded(folder: &Path) -> (Self, String) {
        let mut serve = wenming(&["serve", "--listen=127.0.0.1:0", "--data", folder.to_str().unwrap()]);
        let process = serve.stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn().unwrap();
        let (server, link) = Self::at(process, "/setup/");
        let page = server.get(&link, "").unwrap();
        let form = format!(
            "csrf={}&bureau_name=Bureau&administration=simple&office_name=Office&person_name=Clerk&login=clerk",
            page.csrf()
        );
        let founded = server.post(&link, &page.cookies(), &form).unwrap();
        let (_, code) =
            founded.body.split_once("data-slip=\"clerk\">").unwrap_or_else(|| panic!("{}", founded.body));
        let code = code.split('<').next().unwrap();
        let page = server.get(&format!("/activate/{code}"), "").unwrap();
        let password = "yunlan-2026";
        let form =
            format!("csrf={}&code={code}&login=clerk&password={password}&again={password}", page.csrf());
        let entered = server.post("/activate", &page.cookies(), &form).unwrap();
        assert_eq!(entered.status, 303, "{}", entered.body);
        let cookies = entered.cookies();
        (server, cookies)
    }

    pub fn start(command: &str, folder: &Path, url: Option<&str>) -> Self {
        let mut wenming = wenming(&[command, "--listen", "127.0.0.1:0", "--data", folder.to_str().unwrap()]);
        wenming.args(url.map(|url| format!("--database-url={url}")));
        Self::of(wenming.stdout(Stdio::piped()).stderr(Stdio::inherit()).spawn().unwrap())
    }

    /// A process that prints its address.
    pub fn of(process: Child) -> Self {
        Self::at(process, "").0
    }

    /// A process that prints an address with this path, and the whole path.
    fn at(mut process: Child, path: &str) -> (Self, String) {
        let mut lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let printed = lines
            .find_map(|line| {
                let address = line.unwrap().split_once("http://")?.1.to_owned();
                address.contains(path).then_some(address)
            })
            .expect("the server says where it listens");
        let (address, path) = printed.trim().split_once('/').unwrap_or((printed.trim(), ""));
        let (address, path) = (address.to_owned(), format!("/{path}"));
        // The rest is read away, so that the server never waits for its standard output.
        std::thread::spawn(move || lines.for_each(drop));
        let server = Self { process, address };
        for _ in 0..600 {
            if server.get("/healthz", "").is_ok_and(|answer| answer.status == 200) {
                return (server, path);
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        panic!("the server does not become ready");
    }

    /// As the loss of power: no signal handler runs.
    pub fn kill(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }

    pub fn get(&self, path: &str, cookie: &str) -> std::io::Result<Answer> {
        self.ask(&format!(
            "GET {path} HTTP/1.1\r\nHost: {}\r\nCookie: {cookie}\r\nConnection: close\r\n\r\n",
            self.address
        ))
    }

    /// Posts a form whose values are already encoded.
    pub fn post(&self, path: &str, cookie: &str, form: &str) -> std::io::Result<Answer> {
        self.ask(&format!(
            "POST {path} HTTP/1.1\r\nHost: {0}\r\nOrigin: http://{0}\r\nCookie: {cookie}\r\nContent-Type: \
             application/x-www-form-urlencoded\r\nContent-Length: {1}\r\nConnection: close\r\n\r\n{form}",
            self.address,
            form.len()
        ))
    }

    /// Uploads one file in the field `file`.
    pub fn upload(
        &self,
        path: &str,
        cookie: &str,
        csrf: &str,
        name: &str,
        bytes: &[u8],
    ) -> std::io::Result<Answer> {
        let part = |head: &str| format!("--edge\r\nContent-Disposition: form-data; {head}\r\n\r\n");
        let mut body = format!("{}{csrf}\r\n", part("name=\"csrf\"")).into_bytes();
        body.extend(part(&format!("name=\"file\"; filename=\"{name}\"")).into_bytes());
        body.extend(bytes);
        body.extend(b"\r\n--edge--\r\n");
        let mut request = format!(
            "POST {path} HTTP/1.1\r\nHost: {0}\r\nOrigin: http://{0}\r\nCookie: {cookie}\r\nContent-Type: \
             multipart/form-data; boundary=edge\r\nContent-Length: {1}\r\nConnection: close\r\n\r\n",
            self.address,
            body.len()
        )
        .into_bytes();
        request.extend(body);
        self.send(&request)
    }

    /// Uploads one file and waits until it is read: a busy machine answers with its progress first.
    pub fn upload_and_wait(&self, path: &str, cookie: &str, csrf: &str, name: &str, bytes: &[u8]) -> Answer {
        let mut answer = self.upload(path, cookie, csrf, name, bytes).unwrap();
        for _ in 0..600 {
            let next = match answer.header("location") {
                Some(page) => page.to_owned(),
                None if answer.body.contains("刷新看进度") => {
                    let (_, rest) = answer.body.split_once("hx-get=\"").unwrap();
                    std::thread::sleep(Duration::from_millis(100));
                    rest.split('"').next().unwrap().to_owned()
                }
                None => return answer,
            };
            answer = self.get(&next, cookie).unwrap();
        }
        panic!("waited in vain for {name}");
    }

    fn ask(&self, request: &str) -> std::io::Result<Answer> {
        self.send(request.as_bytes())
    }

    fn send(&self, request: &[u8]) -> std::io::Result<Answer> {
        let mut stream = TcpStream::connect(&self.address)?;
        stream.set_read_timeout(Some(Duration::from_secs(20)))?;
        stream.write_all(request)?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        Answer::parse(&String::from_utf8_lossy(&answer))
            .ok_or_else(|| std::io::ErrorKind::UnexpectedEof.into())
    }

    /// Signs in and returns the cookies of the session.
    pub fn sign_in(&self, login: &str, password: &str) -> String {
        let page = self.get("/login", "").unwrap();
        let form = format!("csrf={}&login={login}&password={password}", page.csrf());
        let answer = self.post("/login", &page.cookies(), &form).unwrap();
        assert_eq!(answer.status, 303, "{}", answer.body);
        answer.cookies()
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.kill();
    }
}

/// What the server answered.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    head: String,
    pub body: String,
}

impl Answer {
    fn parse(text: &str) -> Option<Self> {
        let (head, body) = text.split_once("\r\n\r\n")?;
        let status = head.split(' ').nth(1)?.parse().ok()?;
        Some(Self { status, head: head.to_owned(), body: body.to_owned() })
    }

    pub fn header<'a>(&'a self, name: &'a str) -> Option<&'a str> {
        self.headers(name).next()
    }

    fn headers<'a>(&'a self, name: &'a str) -> impl Iterator<Item = &'a str> + 'a {
        let lines = self.head.lines().filter_map(|line| line.split_once(": "));
        lines.filter(move |(key, _)| key.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    pub fn cookies(&self) -> String {
        let pairs: Vec<&str> = self.headers("set-cookie").filter_map(|it| it.split(';').next()).collect();
        pairs.join("; ")
    }

    /// The token of the first form on the page.
    pub fn csrf(&self) -> String {
        let (_, rest) =
            self.body.split_once("name=\"csrf\"").unwrap_or_else(|| panic!("no form: {}", self.body));
        let (_, rest) = rest.split_once("value=\"").unwrap();
        rest.split('"').next().unwrap().to_owned()
    }
}
