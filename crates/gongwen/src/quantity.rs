//! Figures: a number, its unit of measure, and what it counts.
//!
//! Arabic numbers count wherever a known unit follows. Han numbers count only where they are clearly figures,
//! because official prose is full of 三项机制 and 五个好. Years, dates, 届, document numbers and what stands
//! inside quotes are no figures.

mod bound;
mod item;
mod unit;

use crate::number::{arabic, is_numeral, parse_han};
use crate::paragraph::{Para, ParagraphKind as Kind};
use crate::plan::Quantity;
use crate::text::{Text, behind, depths, ends, has_at, is_break, is_han};
use bound::{bound_after, bound_before, bound_behind_noun};
use unit::not_a_figure;
pub(crate) use unit::unit_at;

/// Reads the figures of all running text.
pub(crate) fn read(paras: &[Para]) -> Vec<Quantity> {
    let mut found = Vec::new();
    for para in paras {
        if matches!(para.kind, Kind::Body | Kind::Heading | Kind::Table) {
            let from = found.len();
            scan(&para.text, &mut found);
            // 2组织指挥体系: the number of a heading counts nothing.
            if para.kind == Kind::Heading
                && found.get(from).is_some_and(|figure| figure.span[0] == para.span[0])
            {
                found.remove(from);
            }
        }
    }
    found
}

fn scan(text: &Text, found: &mut Vec<Quantity>) {
    let chars = &text.chars;
    let depths = quoted(chars);
    let mut at = 0;
    while at < chars.len() {
        match number_at(chars, at).filter(|_| !depths[at]) {
            Some(number) => {
                let end = number.end;
                if let Some(quantity) = figure(text, at, number) {
                    found.push(quantity);
                }
                at = end.max(at + 1);
            }
            None => at += 1,
        }
    }
}

/// Inside “” or 《》. Round brackets do not quote.
fn quoted(chars: &[char]) -> Vec<bool> {
    let plain: Vec<char> =
        chars.iter().map(|c| if matches!(c, '（' | '）' | '(' | ')') { ' ' } else { *c }).collect();
    depths(&plain).into_iter().map(|depth| depth > 0).collect()
}

struct Number {
    value: String,
    end: usize,
    han: bool,
}

fn number_at(chars: &[char], at: usize) -> Option<Number> {
    let part = |c: char| arabic(c).is_some() || is_numeral(c) || matches!(c, '.' | '．');
    if at > 0 && part(chars[at - 1]) {
        return None;
    }
    let mut end = at;
    if arabic(chars[at]).is_some() {
        let mut value = String::new();
        while let Some(c) = chars.get(end) {
            match arabic(*c) {
                Some(digit) => value.push_str(&digit.to_string()),
                None if *c == '.'
                    && !value.contains('.')
                    && chars.get(end + 1).is_some_and(|c| arabic(*c).is_some()) =>
                {
                    value.push('.');
                }
                None if matches!(c, ',' | '，') && thousands(chars, end) => {}
                None => break,
            }
            end += 1;
        }
        return Some(Number { value, end, han: false });
    }
    while chars.get(end).is_some_and(|c| is_numeral(*c)) {
        end += 1;
    }
    // 万 stays in the unit.
    if end > at + 1 && chars[end - 1] == '万' {
        end -= 1;
    }
    // 万家灯火: a power of ten alone counts nothing.
    if end == at + 1 && matches!(chars[at], '万' | '亿') {
        return None;
    }
    let value = parse_han(&chars[at..end])?;
    Some(Number { value: value.to_string(), end, han: true })
}

/// 1,500 has three digits after its comma and one to three before.
fn thousands(chars: &[char], comma: usize) -> bool {
    let digits = |range: &[char]| range.iter().take_while(|c| arabic(**c).is_some()).count();
    chars[comma] == ',' && digits(&chars[comma + 1..]) == 3 && arabic(chars[comma - 1]).is_some()
}

fn figure(text: &Text, at: usize, number: Number) -> Option<Quantity> {
    let chars = &text.chars;
    if at > 0
        && matches!(
            chars[at - 1],
            '第' | '〔' | '每' | '+' | '＋' | '“' | '/' | '-' | '*' | 'x' | 'X' | '×' | 'A'
        )
    {
        return None;
    }
    // 各一份 says how, 各1人 how many.
    if at > 0 && chars[at - 1] == '各' && number.han {
        return None;
    }
    if at > 0
        && (chars[at - 1].is_ascii_alphanumeric()
            || chars[at - 1] == '期' && !(at > 1 && chars[at - 2] == '为'))
    {
        return None;
    }
    // 3人（含3人）以上 tells it once.
    if at > 1 && chars[at - 1] == '含' && matches!(chars[at - 2], '（' | '(') {
        return None;
    }
    // 1—2名 is no single number.
    if at > 1 && matches!(chars[at - 1], '—' | '–' | '～' | '~' | '至') && arabic(chars[at - 2]).is_some()
    {
        return None;
    }
    // 七届44次会议 counts the meetings.
    if at > 0 && chars[at - 1] == '届' {
        return None;
    }
    // 此处省略463字 is a remark of the site.
    if at > 1 && ["省略", "隐藏", "全文"].iter().any(|word| ends(&chars[..at], word)) {
        return None;
    }
    // 兰苑1栋 is a building.
    let built = at > 0 && matches!(chars[at - 1], '苑' | '园' | '区' | '院' | '寓' | '庭');
    if built && matches!(chars.get(number.end), Some('栋' | '幢')) {
        return None;
    }
    // 1:45 is a time.
    if at > 1 && crate::text::is_time_colon(chars, at - 1) {
        return None;
    }
    let mut end = number.end;
    let mut approx = false;
    if matches!(chars.get(end), Some('余' | '多' | '几' | '来')) {
        approx = true;
        end += 1;
    }
    // 2016多万元, 20万余人: the mark may stand before or after 万.
    let marked = !approx && chars.get(end) == Some(&'万') && matches!(chars.get(end + 1), Some('余' | '多'));
    let rest = if marked { unit_at(chars, end + 2)? } else { unit_at(chars, end)? };
    let mut unit_end = end + usize::from(marked) * 2 + rest.chars().count();
    let unit = if marked { format!("万{rest}") } else { rest };
    approx |= marked;
    if marked {
        // Nothing more to soften.
    } else if matches!(chars.get(unit_end), Some('余' | '多')) && !matches!(unit.as_str(), "%" | "％") {
        approx = true;
        unit_end += 1;
    }
    // 3200元/㎡, 11万吨/日
    if chars.get(unit_end) == Some(&'/')
        && let Some(per) = unit_at(chars, unit_end + 1)
        // 100元/人 is a rate of pay, 350吨/日 a size.
        && matches!(per.as_str(), "㎡" | "m2" | "m²" | "日" | "天" | "小时")
    {
        unit_end += 1 + per.chars().count();
        let unit = format!("{unit}/{per}");
        return Some(per_unit(text, at, number.value, (unit, unit_end), approx));
    }
    let (start, before, soft) = bound_before(chars, at);
    let timed = ["小时", "分钟", "秒", "天", "工作日", "日", "个月"].iter().any(|word| unit.ends_with(word));
    let (end, after, soft_after) = match bound_after(chars, unit_end) {
        (end, None, false) if timed && chars.get(end) == Some(&'内') => (end + 1, Some("≤"), false),
        (end, None, false) if timed && has_at(chars, end, "之内") => (end + 2, Some("≤"), false),
        // 1万吨标准煤以上的: what is measured may stand before the bound.
        (_, None, false) if unit.ends_with('吨') => bound_behind_noun(chars, unit_end),
        found => found,
    };
    // 15日 is a day of the month, 不超过15日 a span.
    let month_day = at > 0 && matches!(chars[at - 1], '月' | '至' | '-' | '—');
    let bounded = before.is_some() || after.is_some();
    if unit == "日" && (month_day || number.value.len() > 2 || !bounded) {
        return None;
    }
    let years = unit == "年";
    if years && (number.value.len() > 2 || !unit::lasts(chars, at, unit_end)) {
        return None;
    }
    if number.han && !years && !han_counts(chars, at, number.end, unit_end, &unit) {
        return None;
    }
    if !number.han && not_a_figure(chars, unit_end, &unit) {
        return None;
    }
    let unit_end = end;
    let item = item::of(chars, start, unit_end, &unit);
    let lasting = LASTING.contains(&unit.as_str());
    if number.han && item.is_empty() && !lasting {
        return None;
    }
    Some(Quantity {
        item,
        value: number.value,
        unit: if unit == "％" { "%".into() } else { unit },
        approx: approx || soft || soft_after,
        op: before.or(after).map(str::to_owned),
        raw: text.str(start..unit_end),
        span: text.span(start..unit_end),
    })
}

/// A figure whose unit is told per another.
fn per_unit(text: &Text, at: usize, value: String, (unit, end): (String, usize), approx: bool) -> Quantity {
    let (start, before, soft) = bound_before(&text.chars, at);
    let (end, after, soft_after) = bound_after(&text.chars, end);
    Quantity {
        item: item::of(&text.chars, start, end, &unit),
        value,
        unit,
        approx: approx || soft || soft_after,
        op: before.or(after).map(str::to_owned),
        raw: text.str(start..end),
        span: text.span(start..end),
    }
}

/// Units of how long something takes, whose Han numbers count where they are bounded.
const LASTING: &[&str] = &["天", "分钟", "小时", "学时", "课时", "个月"];

/// A Han number is a figure where it closes a clause (青年文明号两个，), is soft (二十余人), or is a bound.
fn han_counts(chars: &[char], at: usize, number_end: usize, unit_end: usize, unit: &str) -> bool {
    // 三天内, 提前三十天, 超过十五分钟, 以两学时为宜
    let bounded = bound_before(chars, at).1.is_some();
    let named = bounded || ["提前", "满", "以", "达"].iter().any(|word| ends(&chars[..at], word));
    let closed = bound_after(chars, unit_end).1.is_some()
        || ["内", "之内", "前"].iter().any(|word| has_at(chars, unit_end, word));
    if LASTING.contains(&unit)
        && (named || closed && (unit != "天" || !in_rhythm(chars, at)))
        && !has_at(chars, at, "一天")
    {
        return true;
    }
    if unit == "天" || unit == "分" || unit == "节" || unit == "班" || unit == "轮" || unit == "层" {
        return false;
    }
    let scaled = chars.get(number_end) == Some(&'万');
    let big =
        number_end - at >= 2 && chars[at..number_end].iter().any(|c| matches!(c, '十' | '百' | '千' | '万'));
    let mark = number_end + usize::from(scaled);
    let soft = matches!(chars.get(mark), Some('余' | '多')) && (big || scaled);
    // 四千八百平方米: nothing but a figure has such a unit.
    const MEASURED: &[&str] = &["米", "元", "公里", "亩", "吨", "毫升", "公顷", "公斤", "%"];
    if (big || scaled) && MEASURED.iter().any(|end| unit.ends_with(end)) {
        return true;
    }
    // 公铁水空四位一体
    if unit == "位" && has_at(chars, unit_end, "一体") {
        return false;
    }
    // 先后五次召开会议, 召开两次全系统大会
    let held = ["召开", "举办", "举行"].iter().any(|verb| ends(&chars[..at], verb));
    if unit == "次" && (ends(&chars[..at], "先后") || held && chars[at] != '一' && !in_rhythm(chars, at))
    {
        return true;
    }
    let closes = chars.get(unit_end).is_none_or(|c| is_break(*c) || matches!(c, '、' | '）' | ')'));
    let after_noun = at > 0
        && is_han(chars[at - 1])
        && !matches!(chars[at - 1], '这' | '那' | '某' | '同' | '每' | '各' | '逐' | '统')
        || at > 0 && matches!(chars[at - 1], '”' | '》');
    let noun = [
        "个", "名", "项", "条", "篇", "场", "次", "人", "家", "处", "支", "份", "件", "座", "辆", "期", "户",
        "人次",
    ]
    .contains(&unit);
    let several = chars[at..number_end].iter().any(|c| !matches!(c, '一' | '十' | '百')) && at >= 4;
    // 组织两名党员到车站: people and things that are counted one by one.
    let each = at > 0
        && ["名", "位", "辆", "户", "座", "册", "份"].contains(&unit)
        && chars[at] != '一'
        && !matches!(chars[at - 1], '前' | '式')
        && chars.get(unit_end).is_some_and(|c| is_han(*c))
        && (after_noun || chars[at - 1] == '、');
    // 红湾、上坪两个村
    let places = unit == "个"
        && chars[at] != '一'
        && ["村", "乡镇", "镇", "社区", "街道"].iter().any(|place| has_at(chars, unit_end, place))
        && (after_noun || at > 0 && chars[at - 1] == '、');
    // 每日三次
    let daily = unit == "次"
        && chars[at] != '一'
        && ["每日", "每天", "每周", "每月", "每年"].iter().any(|time| ends(&chars[..at], time));
    let other = chars[at] != '一' && number_end == at + 1;
    let noun_follows = chars.get(unit_end).is_some_and(|c| is_han(*c) || *c == '《');
    // 《…方案》等四个方案; 检票、候车三个环节: the number sums up a list.
    let list = || {
        let start = behind(chars, at, is_break);
        chars[start..at].iter().rev().take(10).any(|c| *c == '、') && is_han(chars[at - 1])
    };
    let summed = other
        && noun_follows
        && at > 1
        && (["个", "种", "类", "项"].contains(&unit) && chars[at - 1] == '等' || unit == "个" && list());
    // 废气处理设施一套
    let made = ["套", "台", "辆", "座", "幢", "栋"].contains(&unit) && closes && after_noun && at >= 4;
    // 分三个校区, 分为两组; but 分三个阶段 tells of the steps themselves.
    let parted = other
        && ["分", "分为", "分成", "划分为"].iter().any(|verb| ends(&chars[..at], verb))
        && (unit == "组"
            || unit == "个"
                && noun_follows
                && !has_at(chars, unit_end, "阶段")
                && !has_at(chars, unit_end, "步骤"));
    // 顺延三个月, but not 每三个月 or 近三个月
    let before = at.checked_sub(1).map(|at| chars[at]);
    if unit == "个月" && !before.is_some_and(|c| "每前近这上头首".contains(c)) {
        return true;
    }
    let month = unit == "个" && chars.get(unit_end) == Some(&'月');
    // 省十四次党代会 counts the congresses.
    if unit == "次" && at > 0 && matches!(chars[at - 1], '省' | '市' | '县' | '区' | '国' | '届') {
        return false;
    }
    soft || each
        || places
        || summed
        || parted
        || made
        || daily
        || (noun && bounded)
        || (noun && big && !month && at > 0 && is_han(chars[at - 1]))
        || (noun && closes && after_noun && big)
        || (unit == "个" && closes && at > 0 && chars[at - 1] == '”')
        || (noun && closes && after_noun && several && !in_rhythm(chars, at))
        || (noun && closes && after_noun && !in_rhythm(chars, at) && is_count_context(chars, at))
}

/// 每两小时保洁一次
fn in_rhythm(chars: &[char], at: usize) -> bool {
    let start = behind(chars, at, is_break);
    chars[start..at].contains(&'每')
}

/// 现有…三个， 荣获…一项。
fn is_count_context(chars: &[char], at: usize) -> bool {
    let start = behind(chars, at, is_break);
    ["有", "获", "共", "评", "建成", "新增", "完成", "举办", "印发"]
        .iter()
        .any(|word| crate::text::contains(&chars[start..at], word))
        && at - start >= 4
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(given: &str, expect: &[(&str, &str, &str, bool)]) {
        let mut found = Vec::new();
        scan(&Text::new(given), &mut found);
        let got: Vec<_> =
            found.iter().map(|q| (q.item.as_str(), q.value.as_str(), q.unit.as_str(), q.approx)).collect();
        assert_eq!(got, expect, "{given}");
    }

    #[test]
    fn figures() {
        check("全年张贴宣传标语1500余条。", &[("张贴宣传标语", "1500", "条", true)]);
        check("聘请了20名行风监督员，", &[("行风监督员", "20", "名", false)]);
        check("投资2016多万元对道路进行修补", &[("投资", "2016", "万元", true)]);
        check("满意率达到100%。", &[("满意率", "100", "%", false)]);
        check("现有“青年文明号”两个，", &[("“青年文明号”", "2", "个", false)]);
        check("完善制度1,250项", &[("完善制度", "1250", "项", false)]);
    }

    #[test]
    fn no_figures() {
        for text in [
            "创建“五个好”党支部",
            "三项机制",
            "两个维护",
            "2020届省级文明单位",
            "2022年3月10日",
            "第3次会议",
            "做好以下三项工作",
            "“20个一”活动",
            "云交字〔2020〕1号",
            "十佳服务窗口",
            "一级抓一级",
            "20**年",
            "解决好一个热点",
        ] {
            check(text, &[]);
        }
    }
}
