//! Names of files and folders that every system takes: Windows is the strictest, so its rules hold.

/// Characters that Windows refuses in names.
const REFUSED: [char; 9] = ['<', '>', ':', '"', '/', '\\', '|', '?', '*'];

/// Names that Windows keeps for devices, whatever follows the dot.
const DEVICES: [&str; 4] = ["CON", "PRN", "AUX", "NUL"];

/// The text as one component of a path of at most `most` characters: what is refused becomes `_` or its full-width
/// sister, control and direction marks vanish, dots and spaces at the ends go. Never empty.
pub fn safe_name(text: &str, most: usize) -> String {
    let mut name: String = text.chars().filter(|c| !is_hidden(*c)).map(plain).take(most).collect();
    while name.ends_with(['.', ' ']) {
        name.pop();
    }
    let name = name.trim_start_matches([' ', '.']).to_owned();
    if name.is_empty() {
        return "未命名".into();
    }
    if is_device(&name) { format!("_{name}") } else { name }
}

/// 脊背 and 盒标签 in a build.
pub const LABELS: &str = "脊背和盒标签.pdf";

/// The PDF volume of a build, counted from 1 of so many.
pub fn volume_name(volume: usize, count: usize) -> String {
    if count == 1 { "迎检档案.pdf".to_owned() } else { format!("迎检档案 第{volume}册.pdf") }
}

/// Control characters, and marks that turn or hide what is read (U+200B…U+200F, U+202A…U+202E, U+2060…U+2069, U+FEFF).
fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{200B}'..='\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2060}'..='\u{2069}' | '\u{FEFF}')
}

fn plain(c: char) -> char {
    match c {
        ':' => '：',
        '?' => '？',
        '"' => '”',
        c if REFUSED.contains(&c) => '_',
        c if c.is_whitespace() => ' ',
        c => c,
    }
}

fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or(name).trim_end().to_ascii_uppercase();
    let numbered =
        |prefix: &str| stem.strip_prefix(prefix).is_some_and(|rest| matches!(rest.as_bytes(), [b'0'..=b'9']));
    DEVICES.contains(&stem.as_str()) || numbered("COM") || numbered("LPT")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_safe_on_windows() {
        let cases = [
            ("Ⅱ-1-① 创建规划", "Ⅱ-1-① 创建规划"),
            ("../../etc/passwd", "_.._etc_passwd"),
            ("a/b\\c:d*e?f\"g<h>i|j", "a_b_c：d_e？f”g_h_i_j"),
            ("尾巴. . ", "尾巴"),
            ("CON", "_CON"),
            ("com1.txt", "_com1.txt"),
            ("COM 1", "COM 1"),
            ("\u{202E}gpj.exe\u{0007}", "gpj.exe"),
            ("...", "未命名"),
            ("", "未命名"),
            ("一二三四五六七八九十", "一二三四五六七八"),
        ];
        for (text, expected) in cases {
            assert_eq!(safe_name(text, if text.starts_with('一') { 8 } else { 60 }), expected, "{text:?}");
        }
    }
}
