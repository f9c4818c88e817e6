//! Bytes to text: which charset a text file is in.
//!
//! The order is byte order mark, strict UTF-8, UTF-16 by its zero-free lanes, UTF-8 with a few damaged
//! bytes, then GB18030. Statistical guessing only confirms GB18030 on longer texts, because it takes short
//! Chinese text for Korean or Japanese.

use crate::plan::{Diagnostic, Severity};
use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE};
use serde::{Deserialize, Serialize};

/// The charsets that official papers come in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Charset {
    /// UTF-8 with or without mark.
    Utf8,
    /// UTF-16, little endian.
    Utf16Le,
    /// UTF-16, big endian.
    Utf16Be,
    /// GB18030, which includes GBK and GB2312.
    Gb18030,
}

impl Charset {
    /// The usual label.
    pub fn label(self) -> &'static str {
        match self {
            Self::Utf8 => "UTF-8",
            Self::Utf16Le => "UTF-16LE",
            Self::Utf16Be => "UTF-16BE",
            Self::Gb18030 => "GB18030",
        }
    }

    /// Reads a label in any case; GBK and GB2312 count as GB18030.
    pub fn parse(label: &str) -> Option<Self> {
        match label.trim().to_ascii_lowercase().replace('_', "-").as_str() {
            "utf-8" | "utf8" => Some(Self::Utf8),
            "utf-16le" | "utf16le" | "utf-16" | "utf16" => Some(Self::Utf16Le),
            "utf-16be" | "utf16be" => Some(Self::Utf16Be),
            "gb18030" | "gbk" | "gb2312" | "cp936" => Some(Self::Gb18030),
            _ => None,
        }
    }

    fn encoding(self) -> &'static Encoding {
        match self {
            Self::Utf8 => UTF_8,
            Self::Utf16Le => UTF_16LE,
            Self::Utf16Be => UTF_16BE,
            Self::Gb18030 => GB18030,
        }
    }
}

/// A decoded text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text without byte order mark.
    pub text: String,
    /// The charset that was used.
    pub charset: Charset,
    /// Doubts about the charset and places of undecodable bytes.
    pub diagnostics: Vec<Diagnostic>,
}

/// Decodes `bytes`, with `charset` where the user chose one. Never fails: undecodable bytes become U+FFFD
/// and a doubt.
pub fn decode(bytes: &[u8], charset: Option<Charset>) -> Decoded {
    let (marked, body) = strip_mark(bytes);
    let used = charset.or(marked).unwrap_or_else(|| detect(body));
    let (text, _) = used.encoding().decode_without_bom_handling(body);
    let mut diagnostics = Vec::new();
    let mut bad = text.chars().enumerate().filter(|(_, c)| *c == '\u{FFFD}').map(|(i, _)| i);
    if let Some(first) = bad.next() {
        let count = 1 + bad.count();
        diagnostics.push(
            Diagnostic::new(
                Severity::Doubt,
                [first, first + 1],
                format!("按 {} 解码时有 {count} 处字节无法识别。", used.label()),
            )
            .hint("可另选编码重新识读，或核对原件。"),
        );
    }
    if charset.is_none() && marked.is_none() && used == Charset::Gb18030 {
        diagnostics.push(Diagnostic::new(Severity::Note, [0, 0], "文件没有编码标记，按 GB18030 解码。"));
    }
    Decoded { text: text.into_owned(), charset: used, diagnostics }
}

fn strip_mark(bytes: &[u8]) -> (Option<Charset>, &[u8]) {
    match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => (Some(Charset::Utf8), rest),
        [0xFF, 0xFE, rest @ ..] => (Some(Charset::Utf16Le), rest),
        [0xFE, 0xFF, rest @ ..] => (Some(Charset::Utf16Be), rest),
        _ => (None, bytes),
    }
}

fn detect(bytes: &[u8]) -> Charset {
    if let Ok(text) = std::str::from_utf8(bytes) {
        return if looks_double(text, bytes) { Charset::Gb18030 } else { Charset::Utf8 };
    }
    if let Some(wide) = wide(bytes) {
        return wide;
    }
    if mostly_utf8(bytes) {
        return Charset::Utf8;
    }
    Charset::Gb18030
}

/// Two characters of GBK may form valid UTF-8 of Greek or Hebrew letters (通知 does). Chinese papers hold
/// characters of three bytes, so that a text with none, but with sound GBK, is GBK.
fn looks_double(text: &str, bytes: &[u8]) -> bool {
    let foreign = |c: char| ('\u{80}'..'\u{800}').contains(&c);
    if text.is_ascii() || text.chars().any(|c| !c.is_ascii() && !foreign(c)) {
        return false;
    }
    let (double, failed) = GB18030.decode_without_bom_handling(bytes);
    !failed
        && double
            .chars()
            .all(|c| c.is_ascii() || crate::text::is_han(c) || "，。、；：（）《》“”".contains(c))
}

/// Chinese UTF-16 keeps the high bytes of its characters (0x4E to 0x9F, 0x30, 0xFF, 0x00) in one lane.
fn wide(bytes: &[u8]) -> Option<Charset> {
    if bytes.len() < 4 || !bytes.len().is_multiple_of(2) {
        return None;
    }
    let high = |b: &u8| matches!(b, 0x4E..=0x9F | 0x30 | 0xFF | 0x00);
    let zeros = bytes.iter().filter(|b| **b == 0).count();
    if zeros == 0 {
        return None;
    }
    let (even, odd): (Vec<u8>, Vec<u8>) = bytes.chunks_exact(2).map(|pair| (pair[0], pair[1])).unzip();
    let share = |lane: &[u8]| lane.iter().filter(|b| high(b)).count() * 100 / lane.len().max(1);
    match (share(&even), share(&odd)) {
        (even, odd) if odd > 95 && odd > even => Some(Charset::Utf16Le),
        (even, odd) if even > 95 && even > odd => Some(Charset::Utf16Be),
        _ => None,
    }
}

/// True where valid three-byte sequences, which GBK text hardly ever forms, outnumber the broken bytes and the statistics do not
/// speak for a double-byte charset.
fn mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| *c >= '\u{800}').count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    if good >= 8 && good >= bad * 8 {
        return true;
    }
    if bytes.len() < 40 || good < bad {
        return false;
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    detector.guess(None, chardetng::Utf8Detection::Allow) == UTF_8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn charsets_are_told_apart() {
        let text = "云岚市交通运输局关于开展创建活动的通知，请各科室认真执行。\n";
        let (gbk, _, _) = GB18030.encode(text);
        assert_eq!(decode(&gbk, None).text, text);
        assert_eq!(decode(&gbk, None).charset, Charset::Gb18030);
        assert_eq!(decode(text.as_bytes(), None).charset, Charset::Utf8);
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(
            (decode(&wide, None).charset, decode(&wide, None).text.as_str()),
            (Charset::Utf16Le, text)
        );
        let mut marked = vec![0xFE, 0xFF];
        marked.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
        assert_eq!(decode(&marked, None).text, text);
    }

    #[test]
    fn short_gbk_is_not_taken_for_another_script() {
        for text in ["通知", "档案"] {
            let (gbk, _, _) = GB18030.encode(text);
            assert_eq!(decode(&gbk, None).text, text);
        }
    }

    #[test]
    fn a_few_broken_bytes_leave_utf8_utf8() {
        let mut bytes =
            "云岚市交通运输局文明单位创建工作方案已经印发各科室遵照执行特此通知".as_bytes().to_vec();
        bytes[4] = 0xFF;
        let read = decode(&bytes, None);
        assert_eq!(read.charset, Charset::Utf8);
        assert_eq!(read.diagnostics[0].severity, Severity::Doubt);
    }
}
