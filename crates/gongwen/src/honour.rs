//! Honours: what is held, aimed at, awarded or campaigned for.
//!
//! A name of honour is found by its last word (文明单位, 青年文明号 …) and extended to the left over level,
//! place, year and quotes. Its status comes from the verbs of its clause; without any, it is not listed.

mod award;
mod name;

use crate::number::arabic;
use crate::paragraph::{Para, ParagraphKind as Kind};
use crate::plan::{Honour, HonourStatus as Status};
use crate::text::{REACH, Text, behind, contains, find, has_at, is_han, is_stop};
use name::{NAMES, extend};
use std::ops::Range;

/// Verbs of each status, tried in this order within the clause.
const HELD: &[&str] = &[
    "现有",
    "荣获",
    "获得",
    "获评",
    "被授予",
    "授予",
    "被评为",
    "被平为",
    "被命名为",
    "获全",
    "获省",
    "获市",
    "荣誉称号",
    "已获",
    "蝉联",
    "保持了",
    "曾获",
    "创成了",
    "跻身",
];
const AWARD: &[&str] = &["评选", "评比", "选树", "表彰", "评出", "命名一批", "推荐"];
const TARGET: &[&str] =
    &["创建", "申报", "争创", "争当", "创成", "力争", "建成", "巩固", "达到", "争取", "争做", "迎接", "复查"];

/// Reads the honours of the paper; each name and status once.
pub(crate) fn read(paras: &[Para]) -> Vec<Honour> {
    let mut found: Vec<Honour> = Vec::new();
    for para in paras {
        // The year of a title is that of the plan; only 届 belongs to the honour.
        let titled = para.kind == Kind::Title && para.text.chars.contains(&'届');
        if titled || matches!(para.kind, Kind::Body | Kind::Heading) {
            for honour in of(&para.text) {
                let known = |other: &Honour| other.text == honour.text && other.status == honour.status;
                let counted =
                    honour.status == Status::Held && !found.iter().any(|other| other.span == honour.span);
                let vague = |other: &Honour| {
                    other.status == honour.status
                        && honour.status == Status::Target
                        && other.text.ends_with(&honour.text)
                };
                if !found.iter().any(|other| known(other) || vague(other))
                    || (counted && repeated_count(&para.text, &honour))
                {
                    found.push(honour);
                }
            }
        }
    }
    found
}

/// The honours of one text: those that a verb of award names, and the known names that stand elsewhere.
fn of(text: &Text) -> Vec<Honour> {
    let mut found = award::read(text);
    let overlaps = |a: &Honour, b: &Honour| a.span[0] < b.span[1] && b.span[0] < a.span[1];
    let known: Vec<Honour> =
        scan(text).into_iter().filter(|honour| !found.iter().any(|other| overlaps(honour, other))).collect();
    found.extend(known);
    found.sort_by_key(|honour| honour.span);
    found
}

/// 市级文明单位5个，市级文明单位8个: masked names that are two honours.
fn repeated_count(text: &Text, honour: &Honour) -> bool {
    let end = text.at.partition_point(|at| *at < honour.span[1]);
    let start = text.at.partition_point(|at| *at < honour.span[0]);
    let masked = start >= 2 && has_at(&text.chars, start - 2, "**") || has_at(&text.chars, start, "**");
    masked && text.chars.get(end).is_some_and(|c| arabic(*c).is_some() || matches!(c, '”' | '一' | '两'))
}

fn scan(text: &Text) -> Vec<Honour> {
    let chars = &text.chars;
    let mut found = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        let Some((begin, len)) = NAMES.find(chars, at) else { break };
        at = begin;
        let end = at + len;
        let name = text.str(at..end);
        let close = end + usize::from(chars.get(end) == Some(&'”') && !opened_before(chars, at));
        if let Some(honour) = honour(text, at, end, &name) {
            found.push(honour);
        }
        at = close.max(end);
    }
    found
}

fn opened_before(chars: &[char], at: usize) -> bool {
    at > 0 && chars[at - 1] == '“'
}

fn honour(text: &Text, at: usize, end: usize, name: &str) -> Option<Honour> {
    let chars = &text.chars;
    let range = extend(chars, at, end);
    // The name of a cited paper is no honour.
    let cited = chars[..at].iter().rev().take(40).find(|c| matches!(c, '《' | '》' | '。')) == Some(&'《');
    if cited && !chars[range.clone()].contains(&'届') {
        return None;
    }
    // 文明单位建设, 文明单位管理办法 name a subject, not an honour.
    let subject = ["管理", "测评", "标准", "考核", "比例", "工作机制", "提档"]
        .iter()
        .any(|word| has_at(chars, end, word));
    let sentence = sentence_around(chars, range.clone());
    let clause = clause_around(chars, range.clone());
    let before = &chars[clause.start..range.start];
    let after = &chars[range.end..clause.end];
    let status = status(chars, before, after, &range, &sentence, name)?;
    let bare = range.len() == name.chars().count();
    let plain = matches!(
        name,
        "文明单位"
            | "文明系统"
            | "文明行业"
            | "文明城市"
            | "卫生城市"
            | "文明机关"
            | "先进集体"
            | "先进个人"
            | "先进单位"
            | "服务窗口"
            | "道德模范"
            | "示范单位"
    );
    if (subject && status != Status::Target)
        || (bare && plain && status != Status::ToAward)
        || bare && name == "服务窗口"
    {
        return None;
    }
    let holder = (status == Status::Held).then(|| holder(before, &sentence)).flatten();
    Some(Honour { text: text.str(range.clone()), status, holder, span: text.span(range) })
}

fn clause_around(chars: &[char], range: Range<usize>) -> Range<usize> {
    let edge = |c: char| is_stop(c) || matches!(c, '，' | ',' | '：' | ':');
    let end = (range.end..chars.len()).take(REACH).find(|at| edge(chars[*at]));
    behind(chars, range.start, edge)..end.unwrap_or(chars.len().min(range.end + REACH))
}

fn sentence_around(chars: &[char], range: Range<usize>) -> Vec<char> {
    chars[behind(chars, range.start, is_stop)..range.start].to_vec()
}

fn status(
    chars: &[char],
    before: &[char],
    after: &[char],
    range: &Range<usize>,
    sentence: &[char],
    name: &str,
) -> Option<Status> {
    let any = |text: &[char], words: &[&str]| words.iter().any(|word| contains(text, word));
    // 申报评比复查年 tells the time, not the aim.
    if any(after, &["评比年", "复查年", "申报年"]) {
        return None;
    }
    let title = starts_any(after, &["荣誉称号", "称号"]);
    // 市政府决定授予张三等71人先进工作者荣誉称号
    if award::grants(chars, range.start) {
        return Some(Status::ToAward);
    }
    if any(before, HELD) || title && !any(before, TARGET) || name.ends_with('奖') && contains(before, "获")
    {
        return Some(Status::Held);
    }
    let counted =
        after.first().is_some_and(|c| arabic(*c).is_some() || matches!(c, '两' | '一' | '三' | '二'));
    if counted && any(sentence, &["现有", "获得", "荣获", "创成"]) {
        return Some(Status::Held);
    }
    if name == "文明城市" || name == "卫生城市" {
        return (any(before, TARGET) || any(after, &["创建", "活动", "检查"]) || contains(before, "创"))
            .then_some(Status::Campaign);
    }
    if any(before, AWARD)
        || any(after, &["评选", "评比", "推荐"])
        || has_at(chars, range.start, "十佳") && any(after, &["评选"])
    {
        return Some(Status::ToAward);
    }
    if any(sentence, &["评选", "表彰"]) && contains(&chars[range.start..range.end], "十佳") {
        return Some(Status::ToAward);
    }
    if any(before, TARGET) || starts_any(after, &["创建", "争创", "申报"]) {
        let drive = any(after, &["活动"]) && !any(before, &["申报", "力争"]) && name != "文明单位";
        return Some(if drive { Status::Campaign } else { Status::Target });
    }
    None
}

fn starts_any(chars: &[char], words: &[&str]) -> bool {
    words.iter().any(|word| crate::text::starts(chars, word))
}

/// 我局离退休支部被…授予: the words before 被 or before the verb, where they name somebody.
fn holder(before: &[char], sentence: &[char]) -> Option<String> {
    let verb = ["被", "连续", "保持", "荣获", "获得", "获评", "现有"]
        .iter()
        .filter_map(|word| find(before, 0, word))
        .min();
    let passive = || {
        let at = sentence.iter().rposition(|c| *c == '被').filter(|at| sentence.len() - at < 30)?;
        let start =
            sentence[..at].iter().rposition(|c| matches!(c, '，' | ',' | '：')).map_or(0, |at| at + 1);
        Some(&sentence[start..at])
    };
    let mut subject: &[char] = match verb {
        Some(at) => &before[..at],
        None if ["授予", "评为", "命名", "平为"].iter().any(|word| contains(before, word)) => {
            passive()?
        }
        None => return None,
    };
    for lead in ["今年", "去年", "其中", "同时", "先后", "目前"] {
        if crate::text::starts(subject, lead) {
            subject = &subject[lead.chars().count()..];
        }
    }
    let text: String = subject.iter().collect();
    let pronoun = matches!(text.as_str(), "" | "我们" | "我局" | "先后" | "并" | "还" | "也" | "均" | "已");
    let clean = subject.iter().all(|c| is_han(*c) || matches!(c, '、' | '“' | '”'));
    (!pronoun && clean && (2..=20).contains(&subject.len())).then_some(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(given: &str, expect: &[(&str, Status)]) {
        let found = of(&Text::new(given));
        let got: Vec<_> = found.iter().map(|honour| (honour.text.as_str(), honour.status)).collect();
        assert_eq!(got, expect, "{given}");
    }

    #[test]
    fn statuses() {
        check("决定创建并申报2024届省级文明单位。", &[("2024届省级文明单位", Status::Target)]);
        check("我局2018届省级文明单位荣誉称号到期。", &[("2018届省级文明单位", Status::Held)]);
        check("全系统现有市级文明单位4个。", &[("市级文明单位", Status::Held)]);
        check("开展“十佳‘云岚’服务窗口”评选活动", &[("十佳‘云岚’服务窗口", Status::ToAward)]);
        check("服务创建全国文明城市大局", &[("全国文明城市", Status::Campaign)]);
        check("评选“礼让之星”50名。", &[("礼让之星", Status::ToAward)]);
        check("被授予省级巾帼文明岗称号，", &[("省级巾帼文明岗", Status::Held)]);
        check("开展“清朗校园”行动。", &[]);
        check("严格按照文明单位管理办法执行", &[]);
    }
}
