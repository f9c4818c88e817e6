//! The server that encrypts by itself, asked by a client that trusts its self-signed certificate.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod kit;

use kit::wenming;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned};
use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::sync::Arc;
use tempfile::TempDir;

/// A certificate for localhost, its key, and what a client needs to trust it.
struct Made {
    cert: PathBuf,
    key: PathBuf,
    der: CertificateDer<'static>,
}

fn certificate(folder: &Path) -> Made {
    let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let (cert, key) = (folder.join("cert.pem"), folder.join("key.pem"));
    fs::write(&cert, made.cert.pem()).unwrap();
    fs::write(&key, made.signing_key.serialize_pem()).unwrap();
    Made { cert, key, der: made.cert.der().clone() }
}

fn asked(data: &Path, cert: &Path, key: &Path) -> std::process::Command {
    let [data, cert, key] = [data, cert, key].map(|path| path.to_str().unwrap());
    let args = ["demo", "--listen", "127.0.0.1:0", "--data", data, "--tls-cert", cert, "--tls-key", key];
    let mut command = wenming(&args);
    command.stdout(Stdio::piped()).stderr(Stdio::piped());
    command
}

/// Killed when the test ends.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn get(address: &str, trusted: &CertificateDer<'static>, path: &str) -> std::io::Result<String> {
    let mut roots = RootCertStore::empty();
    roots.add(trusted.clone()).unwrap();
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from("localhost").unwrap();
    let client = ClientConnection::new(Arc::new(config), name).unwrap();
    let mut stream = StreamOwned::new(client, TcpStream::connect(address)?);
    stream.write_all(
        format!("GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n").as_bytes(),
    )?;
    let mut answer = String::new();
    // A server that closes without a last word has still said everything.
    match stream.read_to_string(&mut answer) {
        Err(error) if answer.is_empty() => Err(error),
        _ => Ok(answer),
    }
}

#[test]
fn the_server_encrypts_and_says_so() {
    let folder = TempDir::new().unwrap();
    let made = certificate(folder.path());
    let mut running = Running(asked(&folder.path().join("data"), &made.cert, &made.key).spawn().unwrap());
    let mut lines = BufReader::new(running.0.stdout.take().unwrap()).lines();
    let address = lines
        .find_map(|line| line.unwrap().split_once("https://").map(|(_, address)| address.to_owned()))
        .expect("the server says that it encrypts");
    std::thread::spawn(move || lines.for_each(drop));
    let page = get(&address, &made.der, "/login").unwrap().to_lowercase();
    assert!(page.starts_with("http/1.1 200"), "{page}");
    assert!(page.contains("strict-transport-security: max-age="), "{page}");
    let cookies: Vec<&str> = page.lines().filter(|line| line.starts_with("set-cookie:")).collect();
    assert!(!cookies.is_empty() && cookies.iter().all(|line| line.contains("secure")), "{cookies:?}");
    let stranger = certificate(TempDir::new().unwrap().path());
    assert!(get(&address, &stranger.der, "/login").is_err(), "another certificate is not trusted");
    let mut plain = TcpStream::connect(&address).unwrap();
    plain.write_all(b"GET /login HTTP/1.1\r\nHost: localhost\r\n\r\n").unwrap();
    let mut answer = Vec::new();
    let _ = plain.read_to_end(&mut answer);
    assert!(!answer.starts_with(b"HTTP"), "nothing is answered unencrypted");
}

#[test]
fn a_certificate_that_does_not_fit_is_told_before_anything_is_opened() {
    let folder = TempDir::new().unwrap();
    let data = folder.path().join("data");
    let made = certificate(folder.path());
    let broken = folder.path().join("broken.pem");
    fs::write(&broken, "no certificate").unwrap();
    let missing = folder.path().join("missing.pem");
    for (cert, key, said) in
        [(&broken, &made.key, "没有证书"), (&made.cert, &broken, "私钥"), (&missing, &made.key, "文件不存在")]
    {
        let ended = asked(&data, cert, key).output().unwrap();
        let error = String::from_utf8(ended.stderr).unwrap();
        assert_eq!(ended.status.code(), Some(1), "{error}");
        assert!(error.contains(said), "{error}");
    }
    assert!(!data.exists());
    let alone = kit::run(&["demo", "--tls-cert", made.cert.to_str().unwrap()]);
    assert!(alone.stopped(2).contains("--tls-key"));
}
