//! Honours that a verb names whatever they are called: 荣获…, 被授予“…”称号, 评选“…”.

use crate::lexicon::{Endings, Ends, Lexicon, Words};
use crate::plan::{Honour, HonourStatus as Status};
use crate::text::{Text, behind, contains, ends, is_han, is_stop, starts};
use std::ops::Range;
use std::sync::LazyLock;

/// Verbs whose object is an honour that was won.
static WON: Words = LazyLock::new(|| {
    Lexicon::of(
        "\
    被命名为 被认定为 被授予 被评为 被评选为 先后荣获 先后获得 命名为 评为 荣获 \
    获评 获得 授予 蝉联 创成了 创成 创建成为 保持 \
    ",
    )
});
/// Words of a selection whose quoted names are to be awarded.
static SELECTION: Words = LazyLock::new(|| Lexicon::of("评选 评比 选树 寻访 推选 评出 遴选 选拔"));
/// What honours end with.
static ENDS: Ends = LazyLock::new(|| {
    Endings::of(
        "\
    单位 集体 个人 标兵 奖 杯 奖章 奖状 文明号 先锋号 岗 模范 好人 之星 能手 支部 党组织 组织 企业 医院 工匠 先锋 窗口 机关 校园 家庭 村 村镇 乡镇 社区 城市 \
    系统 行业 班组 工作者 党员 职工 卫士 楷模 榜样 之家 学校 科室 基地 示范点 红旗手 先锋队 服务队 司机 通讯员 公务员 养路工 称号 \
    ",
    )
});

/// Reads the honours that verbs of one text name.
pub(super) fn read(text: &Text) -> Vec<Honour> {
    let chars = &text.chars;
    let mut found = Vec::new();
    let mut start = 0;
    let decides = contains(chars, "决定");
    for at in 0..=chars.len() {
        if at < chars.len() && !is_stop(chars[at]) && !matches!(chars[at], '，' | ',') {
            continue;
        }
        let clause = start..at;
        start = at + 1;
        let words = &chars[clause.clone()];
        if SELECTION.within(words) {
            for name in quoted(chars, clause.clone()) {
                if !activity(&chars[name.clone()]) {
                    found.push(honour(text, name, Status::ToAward));
                }
            }
        } else if let Some(object) = object(chars, clause.clone()) {
            let status = if grants(chars, object.start) { Status::ToAward } else { Status::Held };
            // 决定授予富县、宜川县“先进县”称号: who is named is no honour.
            let whole = match status {
                Status::ToAward if chars[object.clone()].contains(&'“') => quoted(chars, object),
                Status::ToAward => conferred(chars, object).into_iter().collect(),
                _ => names(chars, object),
            };
            found.extend(whole.into_iter().map(|name| honour(text, name, status)));
        } else if decides && words.contains(&'为') && grants(chars, clause.end) {
            found.extend(conferred(chars, clause).map(|name| honour(text, name, Status::ToAward)));
        }
    }
    found
}

/// 公司决定…，分别授予“…”: the paper itself awards what it names.
pub(super) fn grants(chars: &[char], object: usize) -> bool {
    let sentence = &chars[behind(chars, object, is_stop)..object];
    // 授予张三等10名同志“…”称号: who gives is who writes.
    let clause = &chars[behind(chars, object, |c| is_stop(c) || matches!(c, '，' | ','))..object];
    if starts(clause, "授予") {
        return true;
    }
    let gives = ["授予", "命名", "评为"].iter().any(|verb| contains(sentence, verb));
    gives && contains(sentence, "决定") && !contains(sentence, "被")
}

/// 东山街道等6个街道为美丽乡村先进单位: what stands behind 为.
fn conferred(chars: &[char], object: Range<usize>) -> Option<Range<usize>> {
    let at = object.clone().rev().find(|at| chars[*at] == '为').filter(|at| *at > object.start)?;
    let range = at + 1..object.end;
    let plain = || (4..=24).contains(&range.len()) && chars[range.clone()].iter().all(|c| is_han(*c));
    name(chars, range.clone()).or_else(|| plain().then(|| range.clone()))
}

fn honour(text: &Text, name: Range<usize>, status: Status) -> Honour {
    Honour { text: text.str(name.clone()), status, holder: None, span: text.span(name) }
}

/// What stands behind a verb of award in its clause. 力争创成 and 争取获得 win nothing yet.
fn object(chars: &[char], clause: Range<usize>) -> Option<Range<usize>> {
    let words = &chars[clause.clone()];
    let aims = ["力争", "争取", "争创", "申报", "确保", "拟", "努力", "条件", "对"];
    let (at, len) = WON.find(words, 0)?;
    if aims.iter().any(|word| contains(words, word)) {
        return None;
    }
    let mut from = clause.start + at + len;
    while from < clause.end && matches!(chars[from], '了' | '为' | '过' | '：' | ':') {
        from += 1;
    }
    (from < clause.end).then_some(from..clause.end)
}

/// The names in an object: parted by 、 and quotes, without 等 and what follows it.
fn names(chars: &[char], object: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = object.start;
    let depths = crate::text::depths(&chars[object.clone()]);
    let mut cut = |range: Range<usize>| {
        if let Some(name) = name(chars, range) {
            found.push(name);
        }
    };
    for at in object.clone() {
        let inside = depths[at - object.start] > 0;
        if !inside && matches!(chars[at], '、' | '和' | '“' | '等') {
            cut(start..at);
            start = at + usize::from(chars[at] != '“');
            if chars[at] == '等' {
                return found;
            }
        }
    }
    cut(start..object.end);
    found
}

/// One name, without quotes, 称号 and counts; `None` where it does not end like an honour.
fn name(chars: &[char], range: Range<usize>) -> Option<Range<usize>> {
    let (mut start, mut end) = (range.start, range.end);
    loop {
        let words = &chars[start..end];
        let tail =
            ["荣誉称号", "光荣称号", "称号", "荣誉", "的", "”", "）"].iter().find(|tail| ends(words, tail));
        match tail {
            Some(tail) => end -= tail.chars().count(),
            None if starts(words, "“") => start += 1,
            None => break,
        }
    }
    let words = &chars[start..end];
    let plain = words.iter().all(|c| {
        is_han(*c) || c.is_ascii_digit() || matches!(c, '—' | '-' | '‘' | '’' | '“' | '”' | '*' | 'x')
    });
    let long = (3..=26).contains(&words.len());
    let owns = ["为", "的", "在", "对"].iter().any(|word| contains(words, word));
    (long && plain && !owns && ENDS.close(words)).then_some(start..end)
}

/// Names between quotes, without the quotes.
fn quoted(chars: &[char], clause: Range<usize>) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut open = None;
    for at in clause {
        match (chars[at], open) {
            ('“', None) => open = Some(at + 1),
            ('"', None) => open = Some(at + 1),
            ('”' | '"', Some(from)) => {
                if (3..=16).contains(&(at - from)) {
                    found.push(from..at);
                }
                open = None;
            }
            _ => {}
        }
    }
    found
}

/// “我们的节日”主题活动 names an activity.
fn activity(name: &[char]) -> bool {
    ["活动", "行动", "工程", "计划", "讲堂", "杯", "节日", "服务月", "建设"].iter().any(|end| ends(name, end))
}
