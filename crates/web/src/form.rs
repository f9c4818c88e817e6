//! Forms. [`Form`] is the only door for a POST body: it reads a bounded body, checks the token of
//! the session (or of the visit, before there is one) and gives the parsed fields.

use crate::Web;
use crate::cookie;
use crate::page::Page;
use crate::refusal::Refusal;
use crate::request::Ctx;
use app::file::Receiving;
use askama::Template;
use axum::extract::multipart::{Field, MultipartError};
use axum::extract::{DefaultBodyLimit, FromRequest, FromRequestParts, Multipart, Request};
use axum::http::{HeaderMap, StatusCode};
use bytes::Bytes;
use domain::refused::FieldError;
use domain::upload::PIECE;
use serde::de::DeserializeOwned;
use std::io::Read;
use store::Arrived;

/// The most that a form without files may weigh, in bytes.
const MAX_FORM: usize = 1024 * 1024;

/// The parsed fields of a form whose token was right.
#[derive(Debug)]
pub struct Form<T>(pub T);

/// The pairs of a form in order, for fields that repeat.
pub type Pairs = Vec<(String, String)>;

impl<T: DeserializeOwned> FromRequest<Web> for Form<T> {
    type Rejection = Refusal;

    async fn from_request(request: Request, web: &Web) -> Result<Self, Refusal> {
        let (mut parts, body) = request.into_parts();
        let token = expected(&mut parts, web).await?;
        let headers = parts.headers.clone();
        let bytes = axum::body::to_bytes(body, MAX_FORM)
            .await
            .map_err(|_| Refusal::Unreadable("表单内容太多了，最多 1 MB。".into()))?;
        let pairs: Pairs = parse(&bytes)?;
        verify(
            &token,
            &headers,
            pairs.iter().find(|(name, _)| name == "csrf").map(|(_, value)| value.as_str()),
        )?;
        // The token is no field of the form: a bare button (`Form<()>`) has none.
        let fields: Pairs = pairs.into_iter().filter(|(name, _)| name != "csrf").collect();
        let fields = serde_urlencoded::to_string(&fields).unwrap_or_default();
        Ok(Self(parse(fields.as_bytes())?))
    }
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Refusal> {
    serde_urlencoded::from_bytes(bytes)
        .map_err(|_| Refusal::Unreadable("表单不完整，请返回上一页刷新后再试。".into()))
}

/// The token that the form must carry.
async fn expected(parts: &mut axum::http::request::Parts, web: &Web) -> Result<String, Refusal> {
    if let Ok(ctx) = Ctx::from_request_parts(parts, web).await {
        return Ok(ctx.session.csrf);
    }
    cookie::get(&parts.headers, "visit").filter(|token| token.len() >= 32).ok_or(Refusal::Forged)
}

/// The token stands in the form, or in a header that only our own script can send.
fn verify(token: &str, headers: &HeaderMap, field: Option<&str>) -> Result<(), Refusal> {
    let header = headers.get("x-csrf-token").and_then(|value| value.to_str().ok());
    let given = field.or(header).unwrap_or_default();
    // Compared as digests, so that the time of the comparison tells nothing of the token.
    let same = app::secret::digest(given) == app::secret::digest(token);
    if same && !token.is_empty() { Ok(()) } else { Err(Refusal::Forged) }
}

/// A piece of a file, as our own script sends it: the token comes as a header.
#[derive(Debug)]
pub struct Piece(pub Bytes);

impl FromRequest<Web> for Piece {
    type Rejection = Refusal;

    async fn from_request(request: Request, web: &Web) -> Result<Self, Refusal> {
        let (mut parts, body) = request.into_parts();
        let token = expected(&mut parts, web).await?;
        verify(&token, &parts.headers, None)?;
        let most = usize::try_from(PIECE).unwrap_or(usize::MAX);
        let large = |_| Refusal::TooLarge(format!("一段最多 {} MB，请刷新页面后再传。", PIECE >> 20));
        axum::body::to_bytes(body, most).await.map(Self).map_err(large)
    }
}

/// A form with files: `csrf` must be its first field, or come as a header. Its files stand on the
/// disk when the handler begins; they go with this value unless a use case keeps them.
#[derive(Debug)]
pub struct Upload {
    pub fields: Pairs,
    pub files: Vec<Uploaded>,
    /// Field and name of the first file that was too large.
    over: Option<(String, String)>,
}

/// A file of a form, on the disk.
#[derive(Debug)]
pub struct Uploaded {
    pub field: String,
    pub name: String,
    /// The name as the browser sent it: with its folders where a whole folder was chosen. Bounded, and
    /// never used as a path.
    pub path: String,
    pub file: Arrived,
}

/// The most that one file may weigh, in bytes. What exceeds it is thrown away while it arrives, so
/// that the fields behind it are still read and nothing that was typed is lost.
pub const MAX_UPLOAD: u64 = 64 * 1024 * 1024;
/// The most that a whole form may weigh, in bytes. There the connection is cut.
const MAX_BODY: usize = 192 * 1024 * 1024;
/// The most that all its fields without files may weigh, in bytes.
const MAX_TEXT: usize = 2 * 1024 * 1024;

impl FromRequest<Web> for Upload {
    type Rejection = Refusal;

    async fn from_request(request: Request, web: &Web) -> Result<Self, Refusal> {
        let (mut parts, body) = request.into_parts();
        let token = expected(&mut parts, web).await?;
        let headers = parts.headers.clone();
        let limited = axum::body::Body::new(http_body_util::Limited::new(body, MAX_BODY));
        let mut request = Request::from_parts(parts, limited);
        // The framework would cut at 2 MB; the limits above hold instead.
        DefaultBodyLimit::disable().apply(&mut request);
        let multipart = Multipart::from_request(request, web)
            .await
            .map_err(|_| Refusal::Unreadable("请用上传表单提交文件。".into()))?;
        let checked = headers.contains_key("x-csrf-token");
        if checked {
            verify(&token, &headers, None)?;
        }
        let upload = Self { fields: Vec::new(), files: Vec::new(), over: None };
        Receiver { web, token, headers, checked, text: 0, upload }.receive(multipart).await
    }
}

/// Takes a form in, part by part.
struct Receiver<'a> {
    web: &'a Web,
    token: String,
    headers: HeaderMap,
    checked: bool,
    /// Bytes of plain fields so far.
    text: usize,
    upload: Upload,
}

impl Receiver<'_> {
    async fn receive(mut self, mut multipart: Multipart) -> Result<Upload, Refusal> {
        loop {
            let field = match multipart.next_field().await {
                Ok(Some(field)) => field,
                Ok(None) => break,
                // Cut off behind a file that was too large: what came before it stands.
                Err(_) if self.upload.over.is_some() => break,
                Err(error) => return Err(broken(&error)),
            };
            match field.file_name().map(str::to_owned) {
                // Nothing of a file is read before the token was seen.
                Some(_) if !self.checked => return Err(Refusal::Forged),
                Some(name) => self.file(field, &name).await?,
                None => self.field(field).await?,
            }
        }
        if self.checked { Ok(self.upload) } else { Err(Refusal::Forged) }
    }

    async fn field(&mut self, mut field: Field<'_>) -> Result<(), Refusal> {
        let name = field.name().unwrap_or_default().to_owned();
        let mut value = Vec::new();
        while let Some(piece) = field.chunk().await.map_err(|error| broken(&error))? {
            self.text += piece.len();
            if self.text > MAX_TEXT {
                return Err(Refusal::Unreadable("表单内容太多了，请分几次提交。".into()));
            }
            value.extend_from_slice(&piece);
        }
        let value = String::from_utf8_lossy(&value).into_owned();
        if name == "csrf" {
            verify(&self.token, &self.headers, Some(&value))?;
            self.checked = true;
        }
        self.upload.fields.push((name, value));
        Ok(())
    }

    async fn file(&mut self, mut field: Field<'_>, name: &str) -> Result<(), Refusal> {
        let path: String = name.chars().take(1_000).collect();
        let (place, name) = (field.name().unwrap_or_default().to_owned(), clean_name(name));
        let mut receiving = None;
        loop {
            let piece = match field.chunk().await {
                Ok(Some(piece)) => piece,
                Ok(None) => break,
                Err(error) if error.status() == StatusCode::PAYLOAD_TOO_LARGE => {
                    self.upload.over.get_or_insert((place, name));
                    return Ok(());
                }
                Err(error) => return Err(broken(&error)),
            };
            if self.upload.over.is_some() {
                continue;
            }
            let file = match &mut receiving {
                Some(file) => file,
                None => receiving.insert(Receiving::begin(&self.web.app).await?),
            };
            if file.size() + piece.len() as u64 > MAX_UPLOAD {
                self.upload.over = Some((place.clone(), name.clone()));
                receiving = None;
                continue;
            }
            file.take(&piece).await?;
        }
        if name.is_empty() || self.upload.over.is_some() {
            return Ok(());
        }
        let receiving = match receiving {
            Some(receiving) => receiving,
            None => Receiving::begin(&self.web.app).await?,
        };
        let file = receiving.finish().await?;
        self.upload.files.push(Uploaded { field: place, name, path, file });
        Ok(())
    }
}

fn broken(error: &MultipartError) -> Refusal {
    if error.status() == StatusCode::PAYLOAD_TOO_LARGE {
        return Refusal::TooLarge(format!(
            "文件太大了，一次最多上传 {} MB。请压缩后再传，或者分几次上传。",
            MAX_BODY >> 20
        ));
    }
    Refusal::Unreadable("上传没有完成或者表单不完整，请再试一次。".into())
}

/// The last part of a path, without control characters: never used as a path by us, but shown.
pub(crate) fn clean_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars().filter(|c| !c.is_control()).take(120).collect()
}

impl Upload {
    /// The first value of a field.
    pub fn field(&self, name: &str) -> &str {
        self.fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str()).unwrap_or_default()
    }

    /// The first file of a field.
    pub fn take(&mut self, field: &str) -> Option<Uploaded> {
        let at = self.files.iter().position(|file| file.field == field)?;
        Some(self.files.swap_remove(at))
    }

    /// Refuses a form with a file that was too large, beside the field of that file.
    pub fn fit(&self) -> app::Result<()> {
        let Some((field, name)) = &self.over else { return Ok(()) };
        let most = MAX_UPLOAD >> 20;
        let sentence = format!("文件太大了：“{name}”超过 {most} MB，没有收下。请压缩或拆分后再选。");
        Err(app::Error::field(field, sentence))
    }

    /// The form once more, with what was typed: 413 where a file was too large, else 422.
    pub fn refused<T: Template>(&self, template: T) -> Page<T> {
        let status = if self.over.is_some() {
            StatusCode::PAYLOAD_TOO_LARGE
        } else {
            StatusCode::UNPROCESSABLE_ENTITY
        };
        Page { status, template }
    }
}

impl Uploaded {
    /// The whole of a small file.
    pub async fn text_bytes(&self, most: u64) -> app::Result<Vec<u8>> {
        if self.file.size > most {
            let sentence = format!("“{}”太大了，这里最多收 {} KB。", self.name, most >> 10);
            return Err(app::Error::field(&self.field, sentence));
        }
        let mut file = self.file.open()?;
        tokio::task::spawn_blocking(move || {
            let mut bytes = Vec::new();
            file.read_to_end(&mut bytes).map(|_| bytes)
        })
        .await?
        .map_err(|error| app::Error::fault("upload", error))
    }
}

/// Errors beside their fields.
#[derive(Debug, Clone, Default)]
pub struct Errors(pub Vec<FieldError>);

/// One line of the summary above a refused form.
#[derive(Debug, Clone)]
pub struct ErrorLine {
    pub name: String,
    pub text: String,
}

impl Errors {
    /// The fields of a refusal; anything else goes on as it is.
    pub fn of(error: app::Error) -> Result<Self, app::Error> {
        match error {
            app::Error::Refused(domain::Refused::Invalid(fields)) => Ok(Self(fields)),
            // A rule refused the whole form: the sentence stands on top of it.
            app::Error::Refused(domain::Refused::Rule(sentence)) => {
                Ok(Self(vec![FieldError { field: "form".into(), sentence }]))
            }
            other => Err(other),
        }
    }

    /// The error of a field, empty if there is none.
    pub fn on(&self, field: &str) -> &str {
        self.0
            .iter()
            .find(|error| error.field == field)
            .map(|error| error.sentence.as_str())
            .unwrap_or_default()
    }

    /// All errors, for the summary.
    pub fn lines(&self) -> Vec<ErrorLine> {
        self.0.iter().map(|e| ErrorLine { name: e.field.clone(), text: e.sentence.clone() }).collect()
    }
}
