//! GW-18, GW-22, GW-23: what the words say: request words in a report, placeholders, numbers, stray letters and marks.

use super::List;
use super::find::{self, Parts};
use super::parse::{File, Para};
use crate::layout::Strength;
use crate::paper::{digits, is_han, placeholders};

pub(super) fn check(file: &File, parts: &Parts, list: &mut List<'_>) {
    let title: String = parts.title.iter().map(|at| file.paragraphs[*at].text.as_str()).collect();
    let report = title.trim().ends_with("报告") && (parts.number.is_some() || !parts.mark.is_empty());
    for para in file.paragraphs.iter().filter(|para| !para.is_blank()) {
        placeholders_of(para, list);
        numbers(para, list);
        marks(para, list);
        letters(para, list);
        if report {
            asks(para, list);
        }
    }
    addressees(file, parts, &title, list);
}

/// 请示 has one addressee.
fn addressees(file: &File, parts: &Parts, title: &str, list: &mut List<'_>) {
    let Some(para) = parts.recipients.map(|at| &file.paragraphs[at]) else { return };
    if title.trim().ends_with("请示") && para.text.contains(['、', '，', ',']) {
        let rule = ("GW-18", "条例第十五条（一）", Strength::Usual);
        list.other(
            rule,
            find::spot("主送机关", para),
            "请示有几个主送机关",
            "一个主送机关",
            "请只留一个主送机关，其他机关用抄送。",
        );
    }
}

fn asks(para: &Para, list: &mut List<'_>) {
    let words = ["请批示", "请批复", "请予批准", "请予审批", "请审批"];
    if let Some(word) = words.iter().find(|word| para.text.contains(*word)) {
        let rule = ("GW-18", "条例第十五条（四）", Strength::Required);
        list.other(
            rule,
            find::spot("正文", para),
            format!("报告中有“{word}”"),
            "不夹带请示事项",
            "请删去，或另行请示。",
        );
    }
}

fn placeholders_of(para: &Para, list: &mut List<'_>) {
    for found in placeholders(&para.text) {
        let text = found.text;
        list.other(
            ("GW-22", "签发前检查", Strength::Practice),
            find::spot("文字", para),
            format!("有未填写的内容“{text}”"),
            "实际内容",
            "请补上后再签发。",
        );
    }
}

fn numbers(para: &Para, list: &mut List<'_>) {
    for hint in digits::hints(&para.text) {
        let rule = ("GW-23", "GB/T 15835-2011", Strength::Practice);
        list.other(rule, find::spot("文字", para), format!("“{}”", hint.text), "规范的数字写法", hint.advice);
    }
}

/// Half-width marks between Chinese characters.
fn marks(para: &Para, list: &mut List<'_>) {
    let chars: Vec<char> = para.text.chars().collect();
    for at in 1..chars.len() {
        let mark = chars[at];
        let beside = is_han(chars[at - 1]) && chars.get(at + 1).is_none_or(|c| is_han(*c));
        if matches!(mark, ',' | ';' | ':' | '?' | '!') && beside {
            let passage: String = chars[at - 1..(at + 2).min(chars.len())].iter().collect();
            let rule = ("GW-23", "GB/T 15834-2011", Strength::Practice);
            list.other(
                rule,
                find::spot("文字", para),
                format!("“{passage}”中有半角标点"),
                "全角标点",
                "请改为全角标点。",
            );
            return;
        }
    }
}

/// A Latin word of small letters amid Chinese text.
fn letters(para: &Para, list: &mut List<'_>) {
    let han = para.text.chars().filter(|c| is_han(*c)).count();
    let found = para.text.split(|c: char| !c.is_ascii_alphabetic()).find(|word| {
        (2..=12).contains(&word.len())
            && word.bytes().all(|byte| byte.is_ascii_lowercase())
            && !matches!(
                *word,
                "km" | "kg" | "mm" | "cm" | "www" | "http" | "https" | "com" | "cn" | "gov" | "xx"
            )
    });
    if let Some(word) = found.filter(|_| han > 20 && !para.text.contains('@') && !para.text.contains("://")) {
        let rule = ("GW-23", "文字检查", Strength::Practice);
        list.other(
            rule,
            find::spot("文字", para),
            format!("夹有外文词“{word}”"),
            "汉字",
            "请核对，确需使用的除外。",
        );
    }
}
