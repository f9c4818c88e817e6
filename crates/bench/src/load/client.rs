//! A browser that only fetches: one connection that stays open, the cookies of a session.

use super::Result;
use http_body_util::{BodyExt, Full};
use hyper::body::Bytes;
use hyper::client::conn::http1::{SendRequest, handshake};
use hyper::{Method, Request, header};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;

/// One connection.
#[derive(Debug)]
pub struct Client {
    connection: SendRequest<Full<Bytes>>,
    address: String,
    pub cookie: String,
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub body: Bytes,
    cookies: Vec<String>,
}

impl Client {
    pub async fn new(address: &str) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        let (connection, driver) = handshake(TokioIo::new(stream)).await?;
        tokio::spawn(driver);
        Ok(Self { connection, address: address.to_owned(), cookie: String::new() })
    }

    /// A further connection with the same session.
    pub async fn again(&self) -> Result<Self> {
        Ok(Self { cookie: self.cookie.clone(), ..Self::new(&self.address).await? })
    }

    pub async fn get(&mut self, path: &str) -> Result<Answer> {
        self.ask(Method::GET, path, Bytes::new()).await
    }

    /// Signs in as a browser does, token and all.
    pub async fn sign_in(address: &str, login: &str, password: &str) -> Result<Self> {
        let mut client = Self::new(address).await?;
        let page = client.get("/login").await?;
        client.cookie = page.cookies.join("; ");
        let form = format!("csrf={}&login={login}&password={password}", page.token()?);
        let answer = client.ask(Method::POST, "/login", form.into()).await?;
        if answer.status != 303 {
            return Err(format!("{login} cannot sign in: {}", answer.status).into());
        }
        client.cookie = answer.cookies.join("; ");
        Ok(client)
    }

    /// Sends a form as it stands on a page of ours, with the token of that page.
    pub async fn submit(&mut self, page: &str, action: &str, fields: &str) -> Result<Answer> {
        let form = format!("csrf={}&{fields}", self.get(page).await?.token()?);
        self.ask(Method::POST, action, form.into()).await
    }

    async fn ask(&mut self, method: Method, path: &str, body: Bytes) -> Result<Answer> {
        let request = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, &self.address)
            .header(header::COOKIE, &self.cookie)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Full::new(body))?;
        self.connection.ready().await?;
        let (head, body) = self.connection.send_request(request).await?.into_parts();
        let lines = head.headers.get_all(header::SET_COOKIE).iter().filter_map(|line| line.to_str().ok());
        let cookies = lines.filter_map(|line| line.split(';').next()).map(str::to_owned).collect();
        Ok(Answer { status: head.status.as_u16(), body: body.collect().await?.to_bytes(), cookies })
    }
}

impl Answer {
    /// The token of the first form.
    fn token(&self) -> Result<String> {
        let text = String::from_utf8_lossy(&self.body);
        let rest = text.split_once("name=\"csrf\"").and_then(|(_, rest)| rest.split_once("value=\""));
        let token = rest.and_then(|(_, rest)| rest.split('"').next()).map(str::to_owned);
        token.ok_or_else(|| "the page has no form".into())
    }
}
