//! GW-06: running text and its headings.

use super::List;
use super::find::{self, Parts};
use super::header::find_indent;
use super::parse::{File, Para};
use crate::layout::{
    DEFAULT_FACE, DEFAULT_SIZE, LEVEL_FACES, LEVEL_NUMERALS, SIZE_3_PT, TEXT_INDENT_CHARS, size_name,
};
use crate::paper::Face;

pub(super) fn check(file: &File, parts: &Parts, list: &mut List<'_>) {
    for para in parts.text.iter().map(|at| &file.paragraphs[*at]) {
        numeral(para, list);
        let spot = || find::spot("正文", para);
        let by_word = para.props.listed == Some(true);
        if !by_word {
            list.number(
                "GW-06",
                &TEXT_INDENT_CHARS,
                0.35,
                spot(),
                find_indent(para),
                "每个自然段左空二字，请设首行缩进 2 字符。",
            );
        }
        if let Some(size) = para.size_pt().filter(|size| (size - SIZE_3_PT).abs() > 0.1) {
            list.words("GW-06", &DEFAULT_SIZE, spot(), size_name(size), "正文和各级标题一般用三号字。");
        }
        let Some(face) = para.most(|props| props.face.clone()) else { continue };
        match level(para) {
            Some(level) => heading(para, level, list),
            None if Face::of_name(&face) != Some(Face::FangSong) && !run_in(para) => {
                list.words("GW-06", &DEFAULT_FACE, spot(), format!("“{face}”"), "正文一般用仿宋体。");
            }
            None => {}
        }
    }
}

/// Level of a heading that stands alone, from 0: by its numeral, otherwise by the outline.
fn level(para: &Para) -> Option<usize> {
    let text = para.text.trim();
    let alone = text.chars().count() <= 60 && !text.ends_with(['。', '；', '：', '，']);
    let by_outline = para.props.outline.map(usize::from).filter(|level| *level < 4);
    numeral_level(text).filter(|_| alone || by_outline.is_some()).or(by_outline)
}

/// Level by a sound numeral.
fn numeral_level(text: &str) -> Option<usize> {
    let han = |text: &str| !text.is_empty() && text.chars().all(|c| "一二三四五六七八九十百零".contains(c));
    let digits = |text: &str| {
        !text.is_empty() && !text.starts_with('0') && text.bytes().all(|byte| byte.is_ascii_digit())
    };
    if let Some((number, _)) = text.split_once('、')
        && han(number)
    {
        return Some(0);
    }
    if let Some((number, _)) = text.strip_prefix('（').and_then(|rest| rest.split_once('）')) {
        return if han(number) { Some(1) } else { digits(number).then_some(3) };
    }
    let (number, rest) = text.split_once('.')?;
    (digits(number) && !rest.starts_with(|c: char| c.is_ascii_digit())).then_some(2)
}

/// The text begins with a heading that goes on in another face.
fn run_in(para: &Para) -> bool {
    numeral_level(para.text.trim()).is_some() && para.runs.len() > 1
}

fn heading(para: &Para, level: usize, list: &mut List<'_>) {
    let wanted = [Face::Hei, Face::Kai, Face::FangSong, Face::FangSong][level];
    let first =
        para.runs.iter().find(|run| !run.text.trim().is_empty()).and_then(|run| run.props.face.clone());
    let Some(found) = first.filter(|found| Face::of_name(found) != Some(wanted)) else { return };
    let fix = format!("第{}层标题一般用{}。", ["一", "二", "三", "四"][level], wanted.class());
    list.words("GW-06", &LEVEL_FACES, find::spot("标题层次", para), format!("“{found}”"), &fix);
}

/// Numerals of another form than 一、（一）1.（1）.
fn numeral(para: &Para, list: &mut List<'_>) {
    let text = para.text.trim();
    let Some((found, right)) = bad_numeral(text) else { return };
    let fix = format!("请改为“{right}”。");
    list.words("GW-06", &LEVEL_NUMERALS, find::spot("标题层次", para), format!("“{found}”"), &fix);
}

/// A numeral at the start that departs from the four forms, and how it should read.
fn bad_numeral(text: &str) -> Option<(String, String)> {
    let chars: Vec<char> = text.chars().take(8).collect();
    let first = *chars.first()?;
    if ('①'..='⑳').contains(&first) {
        let number = u32::from(first) - u32::from('①') + 1;
        return Some((first.to_string(), format!("（{number}）")));
    }
    let open = usize::from(matches!(first, '(' | '（'));
    let is_han = |c: &char| "一二三四五六七八九十".contains(*c);
    let count = |of: &dyn Fn(&char) -> bool| chars[open..].iter().take_while(|c| of(c)).count();
    let (han, digits) = (count(&is_han), count(&|c| c.is_ascii_digit()));
    let length = han.max(digits);
    if length == 0 || length > 3 {
        return None;
    }
    let number: String = chars[open..open + length].iter().collect();
    let end = open + length;
    let next = chars.get(end).copied();
    let shown = |to: usize| chars[..to.min(chars.len())].iter().collect::<String>();
    match (open > 0, next) {
        (true, Some(')' | '）')) => {
            let marked = matches!(chars.get(end + 1), Some('、' | '，' | '.' | '．'));
            let half = first == '(' || next == Some(')');
            (half || marked).then(|| (shown(end + 1 + usize::from(marked)), format!("（{number}）")))
        }
        (false, Some('、')) if digits > 0 => Some((shown(end + 1), format!("{number}."))),
        (false, Some('.' | '．')) if han > 0 => Some((shown(end + 1), format!("{number}、"))),
        (false, Some('．')) if digits > 0 => Some((shown(end + 1), format!("{number}."))),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals() {
        for (text, bad) in [
            ("1、总体", "1、"),
            ("(一)目标", "(一)"),
            ("（一）、目标", "（一）、"),
            ("一.目标", "一."),
            ("①宣传", "①"),
            ("(1)宣传", "(1)"),
        ] {
            assert_eq!(bad_numeral(text).map(|(found, _)| found).as_deref(), Some(bad), "{text}");
        }
        for good in
            ["一、总体", "（一）目标", "1.压实", "（1）设岗", "一是学习", "2026年", "一个人、两件事", "3个月"]
        {
            assert_eq!(bad_numeral(good), None, "{good}");
        }
        assert_eq!(numeral_level("1.5万元"), None);
        assert_eq!(numeral_level("（3）设岗"), Some(3));
    }
}
