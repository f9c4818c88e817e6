//! Forms. [`Form`] is the only door for a POST body: it reads a bounded body, checks the token of
//! the session (or of the visit, before there is one) and gives the parsed fields.

use crate::Web;
use crate::cookie;
use crate::refusal::Refusal;
use crate::request::Ctx;
use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, Multipart, Request};
use axum::http::HeaderMap;
use domain::refused::FieldError;
use serde::de::DeserializeOwned;

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

/// A form with files: `csrf` must be its first field, or come as a header.
#[derive(Debug)]
pub struct Upload {
    pub fields: Pairs,
    pub files: Vec<Uploaded>,
}

/// A file of a form, in memory and bounded.
#[derive(Debug)]
pub struct Uploaded {
    pub field: String,
    pub name: String,
    pub bytes: Bytes,
}

/// The most that one upload may weigh, in bytes. Longer bodies are cut off while they arrive.
pub const MAX_UPLOAD: usize = 64 * 1024 * 1024;

impl FromRequest<Web> for Upload {
    type Rejection = Refusal;

    async fn from_request(request: Request, web: &Web) -> Result<Self, Refusal> {
        let (mut parts, body) = request.into_parts();
        let token = expected(&mut parts, web).await?;
        let headers = parts.headers.clone();
        let declared =
            headers.get("content-length").and_then(|v| v.to_str().ok()).and_then(|v| v.parse::<u64>().ok());
        if declared.is_some_and(|n| n > MAX_UPLOAD as u64 + 65_536) {
            return Err(too_large());
        }
        let limited = axum::body::Body::new(http_body_util::Limited::new(body, MAX_UPLOAD + 65_536));
        let request = Request::from_parts(parts, limited);
        let unreadable = |_| Refusal::Unreadable("上传没有完成或者表单不完整，请再试一次。".into());
        let mut multipart = Multipart::from_request(request, web)
            .await
            .map_err(|_| Refusal::Unreadable("请用上传表单提交文件。".into()))?;
        let mut upload = Self { fields: Vec::new(), files: Vec::new() };
        let mut checked = headers.contains_key("x-csrf-token");
        if checked {
            verify(&token, &headers, None)?;
        }
        while let Some(field) = multipart.next_field().await.map_err(unreadable)? {
            let name = field.name().unwrap_or_default().to_owned();
            match field.file_name().map(str::to_owned) {
                // Nothing of a file is read before the token was seen.
                Some(_) if !checked => return Err(Refusal::Forged),
                Some(file) => {
                    let bytes = field.bytes().await.map_err(|_| too_large())?;
                    if !file.is_empty() {
                        upload.files.push(Uploaded { field: name, name: clean_name(&file), bytes });
                    }
                }
                None => {
                    let value = field.text().await.map_err(unreadable)?;
                    if name == "csrf" {
                        verify(&token, &headers, Some(&value))?;
                        checked = true;
                    }
                    upload.fields.push((name, value));
                }
            }
        }
        if checked { Ok(upload) } else { Err(Refusal::Forged) }
    }
}

fn too_large() -> Refusal {
    Refusal::Unreadable(format!("文件太大了，一次最多上传 {} MB。", MAX_UPLOAD / 1024 / 1024))
}

/// The last part of a path, without control characters: never used as a path by us, but shown.
fn clean_name(name: &str) -> String {
    let last = name.rsplit(['/', '\\']).next().unwrap_or_default();
    last.chars().filter(|c| !c.is_control()).take(120).collect()
}

impl Upload {
    /// The first value of a field.
    pub fn field(&self, name: &str) -> &str {
        self.fields.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str()).unwrap_or_default()
    }

    /// The first file of a field.
    pub fn file(&self, field: &str) -> Option<&Uploaded> {
        self.files.iter().find(|file| file.field == field)
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
