//! Honours: what is held, aimed at, awarded or campaigned for.
//!
//! A name of honour is found by its last word (文明单位, 青年文明号 …) and extended to the left over level,
//! place, year and quotes. Its status comes from the verbs of its clause; without any, it is not listed.

use crate::number::arabic;
use crate::paragraph::{Para, ParagraphKind as Kind};
use crate::plan::{Honour, HonourStatus as Status};
use crate::text::{Text, contains, find, has_at, is_han, is_stop};
use std::ops::Range;
use std::sync::LazyLock;

/// Last words of honours; the longest that fits is taken.
const NAMES: &[&str] = &[
    "文明单位标兵",
    "文明单位",
    "文明系统",
    "文明行业",
    "文明城市",
    "文明校园",
    "文明村镇",
    "文明家庭",
    "文明职工",
    "文明科室",
    "文明机关",
    "文明窗口",
    "文明示范岗",
    "文明标兵",
    "文明执法标兵",
    "党员先锋岗",
    "青年文明号",
    "工人先锋号",
    "巾帼文明岗",
    "巾帼建功先进集体",
    "先进党支部",
    "先进基层党组织",
    "优秀共产党员",
    "优秀党务工作者",
    "优秀公务员",
    "先进集体",
    "先进单位",
    "先进个人",
    "先进工作者",
    "劳动模范",
    "道德模范",
    "身边好人",
    "五一劳动奖状",
    "五一劳动奖章",
    "卫生城市",
    "卫生单位",
    "平安单位",
    "模范职工之家",
    "服务窗口",
    "服务笑星",
    "诚信之星",
    "服务之星",
    "服务明星",
    "示范窗口",
    "示范单位",
    "最美交通人",
    "三八红旗集体",
    "一等奖",
    "二等奖",
    "三等奖",
    "优秀奖",
    "先锋支部",
    "红旗支部",
    "示范党支部",
    "节水型单位",
    "节约型机关",
    "节水型机关",
    "志愿服务先进集体",
];

/// First characters of [`NAMES`].
static FIRST: LazyLock<Vec<char>> = LazyLock::new(|| {
    let mut first: Vec<char> = NAMES.iter().filter_map(|name| name.chars().next()).collect();
    first.sort_unstable();
    first.dedup();
    first
});

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
            for honour in scan(&para.text) {
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

/// 市级文明单位5个，市级文明单位8个: masked names that are two honours.
fn repeated_count(text: &Text, honour: &Honour) -> bool {
    let end = text.at.iter().position(|at| *at + 1 == honour.span[1]).map_or(text.len(), |at| at + 1);
    let start = text.at.iter().position(|at| *at == honour.span[0]).unwrap_or(0);
    let masked = start >= 2 && has_at(&text.chars, start - 2, "**") || has_at(&text.chars, start, "**");
    masked && text.chars.get(end).is_some_and(|c| arabic(*c).is_some() || matches!(c, '”' | '一' | '两'))
}

fn scan(text: &Text) -> Vec<Honour> {
    let chars = &text.chars;
    let mut found = Vec::new();
    let mut at = 0;
    while at < chars.len() {
        // Most characters begin no name, and asking for that first is cheap.
        if !FIRST.contains(&chars[at]) {
            at += 1;
            continue;
        }
        let name =
            NAMES.iter().filter(|name| has_at(chars, at, name)).max_by_key(|name| name.chars().count());
        let Some(name) = name else {
            at += 1;
            continue;
        };
        let end = at + name.chars().count();
        let close = end + usize::from(chars.get(end) == Some(&'”') && !opened_before(chars, at));
        if let Some(honour) = honour(text, at, end, name) {
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

/// Grows the name to the left: level, place, year or 届, quotes and a brand in quotes.
fn extend(chars: &[char], at: usize, end: usize) -> Range<usize> {
    let (mut start, mut end) = (at, end);
    if start > 0 && chars[start - 1] == '“' && chars.get(end) == Some(&'”') {
        start -= 1;
        end += 1;
    }
    loop {
        let from = start;
        // “五个好”先进基层党组织, 十佳“红飘带”服务窗口
        if start > 0 && chars[start] != '“' && matches!(chars[start - 1], '”' | '’') {
            let open = if chars[start - 1] == '”' { '“' } else { '‘' };
            if let Some(at) =
                chars[..start - 1].iter().rposition(|c| *c == open).filter(|at| start - at <= 12)
            {
                start = at;
            }
        }
        for word in [
            "全国",
            "国家级",
            "省级",
            "市级",
            "县级",
            "区级",
            "省部级",
            "部级",
            "厅级",
            "局级",
            "地市级",
            "省",
            "市",
            "县",
            "区",
            "十佳",
            "年度",
            "届",
            "最佳",
            "交通系统",
            "交通运输系统",
            "交通行业",
            "省直",
            "市直",
            "系统",
            "论文",
            "文艺",
            "演讲",
            "年",
            "精神文明建设",
            "先进",
            "优秀",
            "第一批",
            "十大",
            "星级",
            "国家",
            "**",
        ] {
            let len = word.chars().count();
            let fits = start >= len && has_at(chars, start - len, word);
            let dated = word != "年" || start > 0 && is_year(chars, start - 1);
            // 我市 names the speaker's place, 省级 a level.
            let spoken = len == 1 && start > 1 && matches!(chars[start - 2], '我' | '本' | '各' | '全');
            if fits && dated && !spoken {
                start -= len;
            }
        }
        let digits = chars[..start]
            .iter()
            .rev()
            .take_while(|c| arabic(**c).is_some() || matches!(c, '*' | '—'))
            .count();
        if digits >= 2 && start < at {
            start -= digits;
        }
        if start == from {
            break;
        }
    }
    while start < at && matches!(chars[start], '—') {
        start += 1;
    }
    // Masks before the level belong to a place that is not readable.
    if has_at(chars, start, "**") && chars.get(start + 2).is_some_and(|c| is_han(*c)) {
        start += 2;
    }
    // Quotes around the whole name are no part of it.
    let wraps = chars[start] == '“' && chars.get(end - 1) == Some(&'”');
    if wraps && !chars[start + 1..end - 1].iter().any(|c| matches!(c, '“' | '”')) {
        return start + 1..end - 1;
    }
    // An unpaired quote is left outside.
    let opens = chars[start..end].iter().filter(|c| matches!(c, '“')).count();
    let closes = chars[start..end].iter().filter(|c| matches!(c, '”')).count();
    if opens > closes && chars.get(end) == Some(&'”') {
        end += 1;
    }
    start..end
}

fn is_year(chars: &[char], at: usize) -> bool {
    at >= 4 && chars[at - 4..at].iter().all(|c| arabic(*c).is_some() || matches!(c, '*' | 'x'))
}

fn clause_around(chars: &[char], range: Range<usize>) -> Range<usize> {
    let edge = |c: &char| is_stop(*c) || matches!(c, '，' | ',' | '：' | ':');
    let start = chars[..range.start].iter().rposition(edge).map_or(0, |at| at + 1);
    let end = chars[range.end..].iter().position(edge).map_or(chars.len(), |at| range.end + at);
    start..end
}

fn sentence_around(chars: &[char], range: Range<usize>) -> Vec<char> {
    let start = chars[..range.start].iter().rposition(|c| is_stop(*c)).map_or(0, |at| at + 1);
    chars[start..range.start].to_vec()
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
        let found = scan(&Text::new(given));
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
        check("严格按照文明单位管理办法执行", &[]);
    }
}
