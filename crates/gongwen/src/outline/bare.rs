//! Headings that lost their numbers, or never had any.
//!
//! Copied texts lose automatic numbers. A short line of words between sentences is taken for a heading where
//! the paper gives enough reason: a mark of Markdown, or a word that only headings end with.

use crate::mark::{self, Mark, Style};
use crate::organ::is_organ;
use crate::paragraph::{Para, ParagraphKind as Kind};
use crate::text::{contains, ends, is_break, is_han, is_stop, starts};
use std::collections::BTreeMap;
use std::ops::Range;

/// What headings of official papers end with.
pub(super) const ENDS: &[&str] = &[
    "指导思想",
    "总体要求",
    "总体思路",
    "基本原则",
    "工作原则",
    "组织领导",
    "组织机构",
    "组织保障",
    "保障措施",
    "工作措施",
    "主要措施",
    "创建措施",
    "工作目标",
    "创建目标",
    "总体目标",
    "目标任务",
    "工作任务",
    "主要任务",
    "重点任务",
    "重点工作",
    "工作重点",
    "活动主题",
    "活动时间",
    "活动内容",
    "活动安排",
    "活动要求",
    "活动目的",
    "工作内容",
    "创建内容",
    "实施步骤",
    "工作步骤",
    "创建步骤",
    "方法步骤",
    "时间安排",
    "工作安排",
    "工作要求",
    "有关要求",
    "相关要求",
    "几点要求",
    "主要做法",
    "工作成效",
    "主要成效",
    "存在问题",
    "存在的问题",
    "下一步打算",
    "下一步工作打算",
    "工作打算",
    "工作体会",
    "参加对象",
    "活动对象",
    "实施范围",
    "评选范围",
    "评选条件",
    "评选程序",
];

/// The paragraphs of a paper that are headings without a number, and the marks they count as.
pub(super) fn headings(paras: &[Para], paper: Range<usize>) -> BTreeMap<usize, Mark> {
    let han = |value: u64| {
        let numbered = |para: &Para| mark::parse(&para.text.chars);
        paper
            .clone()
            .any(|at| numbered(&paras[at]).is_some_and(|m| m.style == Style::Han && m.value == value))
    };
    // 【活动目标】 in a line of its own
    let boxed = |at: &usize| {
        let chars = &paras[*at].text.chars;
        paras[*at].kind == Kind::Body
            && (4..=14).contains(&chars.len())
            && chars[0] == '【'
            && chars.iter().position(|c| *c == '】') == Some(chars.len() - 1)
    };
    let framed: Vec<usize> = paper.clone().filter(boxed).collect();
    if framed.len() >= 2 {
        let mark =
            |value: usize| Mark { style: Style::Bare, value: value as u64, label: String::new(), len: 1 };
        return framed.into_iter().enumerate().map(|(index, at)| (at, mark(index + 1))).collect();
    }
    let known = |at: &usize| ENDS.iter().any(|end| ends(&paras[*at].text.chars, end));
    let lines: Vec<usize> = paper.clone().filter(|at| stands_alone(paras, *at, &paper)).collect();
    let numbered = han(1) || han(2);
    // 普查的目的 over 一、…四、, 普查的对象 over 五、…: headings through which the numbers below them are counted.
    let through: Vec<(usize, u64)> = paper
        .clone()
        .filter_map(|at| over_number(paras, at, &paper, Style::Han).map(|value| (at, value)))
        .collect();
    if through.len() >= 3 && through[0].1 == 1 && through[1..].iter().all(|(_, value)| *value > 1) {
        return counted(Style::Bare, through.into_iter().map(|(at, _)| at).collect());
    }
    let first = |at: &usize, style: Style| over_number(paras, *at, &paper, style) == Some(1);
    let over = |style: Style| -> Vec<usize> { paper.clone().filter(|at| first(at, style)).collect() };
    // 高一爱校教育 over 1、, 高二爱国教育 over 1、: where nothing else is numbered.
    let digits = || over(Style::Digit);
    let over = Some(over(Style::HanBracket)).filter(|over| !over.is_empty()).unwrap_or_else(digits);
    let named = |at: &usize| ["总则", "附则"].iter().any(|word| ends(&paras[*at].text.chars, word));
    if !numbered && !over.is_empty() && (over.len() >= 2 || over.iter().any(named)) {
        // 活动时间 over one line only, among such headings
        let times = times(paras, &paper);
        let once = |at: usize| times.get(bare_words(&paras[at])) == Some(&1);
        let called = paper
            .clone()
            .filter(|at| once(*at) && is_called_so(&paras[*at]) && is_title_over_text(paras, *at, &paper));
        let mut over: Vec<usize> =
            over.into_iter().chain(lines.into_iter().filter(known)).chain(called).collect();
        over.sort_unstable();
        over.dedup();
        return counted(Style::Bare, over);
    }
    if !numbered {
        let found = in_two_levels(paras, &paper);
        if !found.is_empty() {
            return found;
        }
    }
    let enough = lines.iter().filter(|at| known(at)).count() >= 2 && !numbered;
    let found: Vec<usize> = lines.into_iter().filter(|at| enough || known(at) || paras[*at].md > 1).collect();
    if han(1) && !han(2) && first_number_alone(paras, &paper) {
        return lost_after_first(paras, &paper);
    }
    if found.is_empty() || (numbered && han(1)) {
        return among_numbers(paras, &paper);
    }
    // Before 二、 without 一、 the line is the lost first.
    let style = if numbered { Style::Han } else { Style::Bare };
    counted(style, found)
}

/// What bare headings end with, whatever they are about.
const NOUNS: &[&str] = &[
    "对象", "组织", "办法", "要求", "程序", "时间", "内容", "安排", "事项", "原则", "目标", "措施", "步骤",
    "方式", "范围", "条件", "流程", "机构", "职责", "地点", "主题", "目的", "标准", "任务", "背景", "形式",
    "设置", "分工", "说明", "纪律", "保障",
];

/// 考核对象：, 考核程序 over lines that count from 1 each, 征集内容：, 征集要求： under （一）: short lines among numbers.
///
/// Where a number stands before them and goes on behind them they are parts of it, otherwise the numbers are theirs.
fn among_numbers(paras: &[Para], paper: &Range<usize>) -> BTreeMap<usize, Mark> {
    let marks: Vec<(usize, Mark)> = paper
        .clone()
        .filter(|at| paras[*at].kind == Kind::Body)
        .filter_map(|at| mark::parse(&paras[at].text.chars).map(|mark| (at, mark)))
        .collect();
    // 主要职责： under each of several groups is a label, and no heading.
    let times = times(paras, paper);
    let once = |at: usize| times.get(bare_words(&paras[at])) == Some(&1);
    let lines: Vec<usize> =
        paper.clone().filter(|at| is_title_over_text(paras, *at, paper) && once(*at)).collect();
    // How many numbered lines stand before a line: lines of one section are alike.
    let section = |at: usize| marks.partition_point(|(mark, _)| *mark < at);
    let mut sections: BTreeMap<usize, usize> = BTreeMap::new();
    for at in &lines {
        *sections.entry(section(*at)).or_default() += 1;
    }
    let Some(first) = lines.first().map(|at| section(*at)) else { return BTreeMap::new() };
    let begins = |at: &usize| marks.get(section(*at)).is_none_or(|(_, mark)| mark.value == 1);
    if first == 0 && lines.len() >= 2 && !marks.is_empty() && lines.iter().all(begins) {
        // A summary stands over the paper, and text of its own over 一、: its headings are no parents of the numbers.
        let apart = lines.iter().all(|at| section(*at) == 0)
            && marks[0].1.style == Style::Han
            && (lines[lines.len() - 1] + 1..marks[0].0).filter(|at| paras[*at].kind == Kind::Body).count()
                > 1;
        return counted(if apart { Style::Han } else { Style::Bare }, lines);
    }
    let alike = |at: usize| sections.get(&section(at)).is_some_and(|lines| *lines >= 2);
    // 水质冲击型：, 丝状菌型： over 1.… each
    let over_first = |at: usize| {
        let next = (at + 1..paper.end).find(|next| paras[*next].kind != Kind::Noise);
        next.is_some_and(|next| marks.get(section(at)).is_some_and(|(mark, m)| *mark == next && m.value == 1))
    };
    let over = lines.iter().filter(|at| over_first(**at)).count();
    let noun = |at: usize| is_called_so(&paras[at]);
    let titles = lines
        .iter()
        .copied()
        .filter(|at| section(*at) > 0 && (alike(*at) || over_first(*at) && (over >= 2 || noun(*at))));
    counted(Style::Inner, titles.collect())
}

/// How often each short line of words stands in a paper.
fn times<'a>(paras: &'a [Para], paper: &Range<usize>) -> BTreeMap<&'a [char], usize> {
    let mut times = BTreeMap::new();
    for at in paper.clone().filter(|at| is_words(&paras[*at])) {
        *times.entry(bare_words(&paras[at])).or_default() += 1;
    }
    times
}

/// Short lines of words in a paper without numbers, of which some stand directly over others: 检查范围与内容 over 检查范围.
///
/// The lower ones go on until one comes that stands over others itself or that only headings of the first level are called.
fn in_two_levels(paras: &[Para], paper: &Range<usize>) -> BTreeMap<usize, Mark> {
    let next = |at: usize| (at + 1..paper.end).find(|next| paras[*next].kind != Kind::Noise);
    let titles: Vec<usize> = paper.clone().filter(|at| is_title_over_text(paras, *at, paper)).collect();
    let above = |at: &usize| {
        is_words(&paras[*at])
            && opens_anew(paras, *at, paper)
            && next(*at).is_some_and(|next| titles.binary_search(&next).is_ok())
    };
    let parents: Vec<usize> = paper.clone().filter(above).collect();
    let parent = |at: usize| parents.binary_search(&at).is_ok();
    let known = |at: usize| ENDS.iter().any(|end| ends(bare_words(&paras[at]), end));
    let mut all: Vec<usize> = titles.iter().chain(&parents).copied().collect();
    all.sort_unstable();
    all.dedup();
    if parents.is_empty() || all.iter().filter(|at| known(**at)).count() < 2 {
        return BTreeMap::new();
    }
    let (mut found, mut under, mut tops, mut inner) = (BTreeMap::new(), false, 0, 0);
    for at in all {
        let top = !under || parent(at) || known(at);
        under = parent(at) || under && !top;
        inner = if top { 0 } else { inner + 1 };
        tops += u64::from(top);
        let (style, value) = if top { (Style::Bare, tops) } else { (Style::Inner, inner) };
        found.insert(at, Mark { style, value, label: String::new(), len: 0 });
    }
    found
}

/// Headings of one style, counted in their order.
fn counted(style: Style, lines: Vec<usize>) -> BTreeMap<usize, Mark> {
    let mark = |value: u64| Mark { style, value, label: String::new(), len: 0 };
    lines.into_iter().zip(1..).map(|(at, value)| (at, mark(value))).collect()
}

/// 张三（副镇长） under 成员：李四 goes on with a list: over a title something has come to its end, or it is called like one.
fn opens_anew(paras: &[Para], at: usize, paper: &Range<usize>) -> bool {
    let above = (paper.start..at).rev().map(|at| &paras[at]).find(|para| para.kind != Kind::Noise);
    is_called_so(&paras[at])
        || above.is_none_or(|para| {
            para.kind != Kind::Body
                || para.text.chars.last().is_some_and(|c| is_stop(*c) || matches!(c, '：' | ':'))
                || mark::parse(&para.text.chars).is_some()
                || is_words(para) && is_called_so(para)
        })
}

/// True for a line that is called like a heading: 考核程序, 征集要求：.
fn is_called_so(para: &Para) -> bool {
    NOUNS.iter().any(|noun| ends(bare_words(para), noun))
}

/// The words of a line without the colon behind them.
fn bare_words(para: &Para) -> &[char] {
    para.text.chars.strip_suffix(&['：']).unwrap_or(&para.text.chars)
}

/// True for a short line of nothing but words, which is neither an organ nor says that something follows.
fn is_words(para: &Para) -> bool {
    let words = bare_words(para);
    let plain = |c: &char| is_han(*c) || matches!(c, '、' | '“' | '”' | '（' | '）' | '/');
    const LEADS: &[&str] = &["如下", "以下", "下列", "包括", "几点", "做到", "根据", "按照", "采取"];
    para.kind == Kind::Body
        && (4..=16).contains(&words.len())
        && words.iter().all(plain)
        && mark::parse(words).is_none()
        && !is_organ(words)
        && !["附件", "特此", "联系", "注"].iter().any(|word| starts(words, word))
        && !LEADS.iter().any(|lead| contains(words, lead))
}

/// A short line of words, with a colon or nothing behind it, over what is said under it.
fn is_title_over_text(paras: &[Para], at: usize, paper: &Range<usize>) -> bool {
    if !is_words(&paras[at]) || !opens_anew(paras, at, paper) {
        return false;
    }
    let noun = is_called_so(&paras[at]);
    let Some(next) = (at + 1..paper.end).find(|next| paras[*next].kind != Kind::Noise) else { return false };
    let below = &paras[next].text.chars;
    let says = below.len() >= 12 && below.iter().any(|c| is_break(*c));
    match paras[next].kind {
        Kind::Table => true,
        Kind::Body => {
            says || mark::parse(below).is_some_and(|mark| mark.value == 1) || noun && below.len() >= 6
        }
        _ => false,
    }
}

/// 一、 in a line of its own over its title: of a list that counts by itself a copy keeps the first number only.
fn first_number_alone(paras: &[Para], paper: &Range<usize>) -> bool {
    paper.clone().any(|at| {
        let para = &paras[at];
        let parted = |mark: &Mark| {
            let gap = para.text.at.get(mark.len).is_some_and(|next| *next > para.text.at[mark.len - 1] + 1);
            gap && para.text.len() <= mark.len + 12
        };
        mark::parse(&para.text.chars).is_some_and(|mark| mark.style == Style::Han && parted(&mark))
    })
}

/// The headings behind such a first one.
fn lost_after_first(paras: &[Para], paper: &Range<usize>) -> BTreeMap<usize, Mark> {
    let first = |at: &usize| {
        mark::parse(&paras[*at].text.chars).is_some_and(|m| m.style == Style::Han && m.value == 1)
    };
    let from = paper.clone().find(first).map_or(paper.end, |at| at + 1);
    let lines = (from..paper.end).filter(|at| {
        let short = paras[*at].text.len() <= 12 && paras[*at].text.chars.iter().all(|c| is_han(*c));
        short && stands_alone(paras, *at, paper)
    });
    let mark = |value: u64| Mark { style: Style::Han, value, label: String::new(), len: 0 };
    lines.zip(2..).map(|(at, value)| (at, mark(value))).collect()
}

/// 总则 over （一）编制目的: the number of this style that a short line stands over.
fn over_number(paras: &[Para], at: usize, paper: &Range<usize>, style: Style) -> Option<u64> {
    let para = &paras[at];
    let chars = &para.text.chars;
    let words = (2..=16).contains(&chars.len()) && chars.iter().all(|c| is_han(*c) || *c == '、');
    if para.kind != Kind::Body || !words || mark::parse(chars).is_some() || is_organ(chars) {
        return None;
    }
    let next = (at + 1..paper.end).find(|next| paras[*next].kind != Kind::Noise);
    next.and_then(|next| mark::parse(&paras[next].text.chars))
        .filter(|mark| mark.style == style)
        .map(|mark| mark.value)
}

/// A short line of words with a sentence, or a numbered line, under it.
fn stands_alone(paras: &[Para], at: usize, paper: &Range<usize>) -> bool {
    let para = &paras[at];
    let chars = &para.text.chars;
    let words = chars.iter().all(|c| is_han(*c) || matches!(c, '、' | '“' | '”' | '（' | '）'));
    let short = (4..=20).contains(&chars.len());
    if para.kind != Kind::Body || !words || !short || mark::parse(chars).is_some() || is_organ(chars) {
        return false;
    }
    let next = (at + 1..paper.end).find(|next| paras[*next].kind != Kind::Noise);
    next.is_some_and(|next| {
        let below = &paras[next].text.chars;
        paras[next].kind == Kind::Body
            && (mark::parse(below).is_some() || below.len() >= 20 && below.contains(&'。'))
    })
}
