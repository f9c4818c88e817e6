//! 密级 marks in the head of a paper.
//!
//! A mark stands alone in its line, or beside the copy number, or before ★ and a term (GB/T 9704-2012,
//! 7.2.2). The words inside running text are none.

use crate::number::arabic;
use crate::refusal::Refusal;
use crate::text::starts;

/// Lines of the head in which a mark may stand.
const HEAD: usize = 8;

/// Refuses a text whose head carries a mark.
pub(crate) fn check(text: &str) -> Result<(), Refusal> {
    let lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()).take(HEAD);
    for (index, line) in lines {
        if let Some(mark) = mark_in(line) {
            return Err(Refusal::Classified { mark, line: index + 1 });
        }
    }
    Ok(())
}

fn mark_in(line: &str) -> Option<String> {
    let bare =
        |c: &char| !c.is_whitespace() && !matches!(c, '#' | '*' | '【' | '】' | '[' | ']' | '（' | '）');
    let chars: Vec<char> = crate::script::fold(line).chars().filter(|c| bare(c) && !c.is_control()).collect();
    let copies = chars.iter().take_while(|c| arabic(**c).is_some()).count();
    let mut rest = if copies >= 4 { &chars[copies..] } else { &chars[..] };
    for label in ["密级：", "密级:", "密级", "文件密级："] {
        if starts(rest, label) {
            rest = &rest[label.chars().count()..];
            break;
        }
    }
    let word = ["绝密", "机密", "秘密", "工作秘密"].into_iter().find(|word| starts(rest, word))?;
    let after = &rest[word.chars().count()..];
    let term =
        after.iter().all(|c| arabic(*c).is_some() || "★☆*年月个长期一二三四五六七八九十○级文件".contains(*c));
    let starred = matches!(after.first(), Some('★' | '☆'));
    (after.is_empty() || starred || term && after.len() <= 8)
        .then(|| rest[..rest.len().min(8)].iter().collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_are_refused_and_words_are_not() {
        for text in ["机密★1年\n通知", "000012\n秘 密\n通知", "密级：绝密\n", "000001 机密★3年\n正文"]
        {
            assert!(matches!(check(text), Err(Refusal::Classified { .. })), "{text}");
        }
        for text in ["关于加强保密工作的通知\n严守党和国家秘密。", "秘密工作者的故事", "密级：公开"]
        {
            assert!(check(text).is_ok(), "{text}");
        }
    }
}
