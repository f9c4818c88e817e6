//! Files to text: which kind of file it is, and what is refused before any reading.
//!
//! The kind comes from the first bytes, never from the name.

use crate::charset::{Charset, decode};
use crate::plan::Diagnostic;
use crate::refusal::Refusal;
use crate::{docx, pdf};

/// Largest file, in megabytes.
const LIMIT_MB: usize = 64;
/// Largest text, in megabytes; papers have some ten thousand characters.
pub(crate) const TEXT_LIMIT_MB: usize = 8;

/// The text of a file and how it was found.
pub(crate) struct Source {
    pub text: String,
    pub charset: Option<Charset>,
    pub diagnostics: Vec<Diagnostic>,
}

/// Takes the text out of `bytes`.
pub(crate) fn extract(bytes: &[u8], charset: Option<Charset>) -> Result<Source, Refusal> {
    if bytes.len() > LIMIT_MB << 20 {
        return Err(Refusal::TooLarge { limit_mb: LIMIT_MB });
    }
    let unknown = |kind: &str| Err(Refusal::UnknownType { kind: kind.into() });
    let source = match bytes {
        [b'P', b'K', 3 | 5, 4 | 6, ..] => {
            let (text, diagnostics) = docx::read(bytes)?;
            Source { text, charset: None, diagnostics }
        }
        [0xD0, 0xCF, 0x11, 0xE0, ..] => return Err(old_office(bytes)),
        [b'{', b'\\', b'r', b't', b'f', ..] => return unknown("RTF 文档"),
        [0xFF, 0xD8, 0xFF, ..] | [0x89, b'P', b'N', b'G', ..] | [b'G', b'I', b'F', b'8', ..] => {
            return unknown("图片");
        }
        [b'R', b'a', b'r', b'!', ..] | [b'7', b'z', 0xBC, 0xAF, ..] | [0x1F, 0x8B, ..] => {
            return unknown("压缩包");
        }
        _ if bytes
            .iter()
            .take(1024)
            .collect::<Vec<_>>()
            .windows(5)
            .any(|head| head == [&b'%', &b'P', &b'D', &b'F', &b'-']) =>
        {
            plain(pdf::read(bytes)?)
        }
        _ => text(bytes, charset)?,
    };
    if source.text.chars().all(char::is_whitespace) {
        return Err(Refusal::Empty);
    }
    if source.text.len() > TEXT_LIMIT_MB << 20 {
        return Err(Refusal::TooLong { limit_mb: TEXT_LIMIT_MB });
    }
    Ok(source)
}

fn plain(text: String) -> Source {
    Source { text, charset: None, diagnostics: Vec::new() }
}

fn text(bytes: &[u8], charset: Option<Charset>) -> Result<Source, Refusal> {
    if bytes.len() > TEXT_LIMIT_MB << 20 {
        return Err(Refusal::TooLong { limit_mb: TEXT_LIMIT_MB });
    }
    let decoded = decode(bytes, charset);
    let total = decoded.text.chars().count();
    let odd = |c: &char| (c.is_control() && !c.is_whitespace()) || *c == '\u{FFFD}';
    let strange = decoded.text.chars().filter(odd).count();
    if strange * 10 > total {
        return Err(Refusal::UnknownType { kind: "二进制文件".into() });
    }
    Ok(Source { text: decoded.text, charset: Some(decoded.charset), diagnostics: decoded.diagnostics })
}

/// An encrypted .docx is an OLE container with a stream of this name.
fn old_office(bytes: &[u8]) -> Refusal {
    let name: Vec<u8> = "EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes).collect();
    if bytes.windows(name.len()).any(|window| window == name) {
        Refusal::Encrypted
    } else {
        Refusal::OldOffice
    }
}
