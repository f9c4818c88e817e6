//! Where the office of a leading group sits.

use super::names;
use crate::paragraph::{Para, ParagraphKind as Kind};
use crate::text::{ends, find, has_at};

/// Where the office of the leading group sits: 领导小组办公室设在X.
pub(crate) fn office(paras: &[Para]) -> Option<String> {
    paras
        .iter()
        .filter(|para| matches!(para.kind, Kind::Body | Kind::Heading))
        .find_map(|para| seat(&para.text.chars))
}

fn seat(chars: &[char]) -> Option<String> {
    let mut from = 0;
    // 组委会秘书处设在学会部
    let seated = |from: usize| {
        (from..chars.len()).find(|at| has_at(chars, *at, "办公室") || has_at(chars, *at, "秘书处"))
    };
    while let Some(at) = seated(from) {
        from = at + 3;
        from += if has_at(chars, from, "地点") { 2 } else { 0 };
        // 下设办公室，挂靠城建科
        let parted = matches!(chars.get(from), Some('，' | ','))
            && (["设在", "挂靠", "设于", "依托"].iter().any(|verb| has_at(chars, from + 1, verb))
                || works_in(&chars[from + 1..]));
        from += usize::from(matches!(chars.get(from), Some('（' | '(')) || parted);
        from += if has_at(chars, from, "地点") { 2 } else { 0 };
        let start = ["设在", "设于", "设立在", "挂靠在", "挂靠", "依托在", "依托", "在", "于", "设"]
            .iter()
            .find(|verb| has_at(chars, from, verb))
            .map(|verb| from + verb.chars().count());
        let Some(start) = start else { continue };
        // 办公室设专人管理档案
        if ["专人", "专职", "有"].iter().any(|word| has_at(chars, start, word)) {
            continue;
        }
        // 下设办公室于农业服务中心, but not 办公室于5月底前….
        if chars[start - 1] == '于' && chars[start - 2] == '室' && !ends(&chars[..at], "下设") {
            continue;
        }
        let grouped = chars[..at]
            .iter()
            .rev()
            .take(30)
            .any(|c| matches!(c, '组' | '部' | '班' | '设' | '会' | '，' | '。'));
        if !grouped && at > 6 {
            continue;
        }
        let end = (start..chars.len())
            .find(|at| {
                matches!(chars[*at], '，' | ',' | '。' | '；' | ';' | '、' | '（' | '(' | '）' | ')' | '：')
            })
            .unwrap_or(chars.len());
        let mut end = end.min(start + 20);
        for verb in ["，", "负责", "承担", "主任", "具体", "办公"] {
            let whole = |at: &usize| !has_at(chars, *at, "办公室") && !has_at(chars, *at, "办公厅");
            if let Some(at) = find(&chars[..end], start, verb).filter(whole) {
                end = at;
            }
        }
        // 设在保卫处张三任办公室主任: the holder follows at once.
        if let Some(verb) =
            find(&chars[..end], start, "任办公室").or_else(|| find(&chars[..end], start, "兼任"))
            && let Some(unit) = (start + 2..verb).rev().find(|at| names::is_unit(&chars[start..*at]))
        {
            end = unit;
        }
        // 办公室在一定周期组织…: only behind 设 a seat may be a place of any name.
        let set = chars[from] == '设' || chars[from] == '挂' || names::is_unit(&chars[start..end]);
        if end >= start + 2 && set {
            return Some(chars[start..end].iter().collect());
        }
    }
    None
}

/// 在企业服务部办公
fn works_in(chars: &[char]) -> bool {
    chars.first() == Some(&'在') && (3..chars.len().min(20)).any(|at| has_at(chars, at, "办公，"))
}
