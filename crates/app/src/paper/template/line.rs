//! A line of a foreign text as a block of ours: its numeral tells the level.

use gongwen::paper as gw;
use gw::{Block, Heading, Level, Run};

/// A paragraph as a block: the numeral tells the level, and is set anew by the writer.
pub(super) fn block(text: &str) -> Block {
    let Some((level, rest)) = numbered(text) else { return Block::text(text.replace('\n', "")) };
    let rest = rest.replace('\n', "");
    let (words, follow) = match rest.char_indices().find(|(_, c)| matches!(c, '。' | '：')) {
        Some((at, c)) if at + c.len_utf8() < rest.len() => rest.split_at(at + c.len_utf8()),
        _ => (rest.trim_end_matches('。'), ""),
    };
    let follow = if follow.trim().is_empty() { Vec::new() } else { vec![Run::plain(follow.trim())] };
    Block::Heading(Heading { level, text: words.to_owned(), numbered: true, follow })
}

fn numbered(text: &str) -> Option<(Level, &str)> {
    const HAN: &str = "一二三四五六七八九十百";
    let run = |text: &str, set: fn(char) -> bool| text.find(|c| !set(c)).unwrap_or(text.len());
    let han = |c: char| HAN.contains(c);
    let digit = |c: char| c.is_ascii_digit();
    if let Some(inner) = text.strip_prefix(['（', '(']) {
        for (set, level) in [(han as fn(char) -> bool, Level::Second), (digit, Level::Fourth)] {
            let end = run(inner, set);
            if end > 0
                && let Some(rest) = inner[end..].strip_prefix(['）', ')'])
            {
                return Some((level, rest.trim_start_matches('、').trim()));
            }
        }
        return None;
    }
    let end = run(text, han);
    if end > 0
        && let Some(rest) = text[end..].strip_prefix('、')
    {
        return Some((Level::First, rest.trim()));
    }
    let end = run(text, digit);
    let rest = (end > 0 && end < 3).then(|| text[end..].strip_prefix(['.', '．', '、']))??;
    (!rest.starts_with(|c: char| c.is_ascii_digit())).then_some((Level::Third, rest.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals_tell_levels_and_are_set_anew() {
        let told = |text: &str| match block(text) {
            Block::Heading(it) => {
                format!("{} {}|{}", u8::from(it.level), it.text, crate::paper::text::runs(&it.follow))
            }
            Block::Paragraph { runs } => format!("- {}", crate::paper::text::runs(&runs)),
            _ => String::new(),
        };
        for (text, expect) in [
            ("一、指导思想", "1 指导思想|"),
            ("（二）优化服务。各窗口要亮牌上岗。", "2 优化服务。|各窗口要亮牌上岗。"),
            ("(三)加强学习。", "2 加强学习|"),
            ("1.制定计划", "3 制定计划|"),
            ("12、开展检查", "3 开展检查|"),
            ("（1）清理", "4 清理|"),
            ("2026年要完成", "- 2026年要完成"),
            ("1.5万人次", "- 1.5万人次"),
            ("一是抓学习。", "- 一是抓学习。"),
        ] {
            assert_eq!(told(text), expect, "{text}");
        }
    }
}
