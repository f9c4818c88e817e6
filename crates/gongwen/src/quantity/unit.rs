//! Units of measure, and words that only begin like one.

use super::bound::{bound_after, bound_before};
use crate::text::{ends, has_at, is_han};

/// Units of measure, longest first among those with the same beginning.
const UNITS: &[&str] = &[
    "亿美元",
    "万美元",
    "美元",
    "亿元",
    "万元",
    "千元",
    "元",
    "万人次",
    "人次",
    "万人",
    "万户",
    "万册",
    "万份",
    "万条",
    "万字",
    "万平方米",
    "万公里",
    "万株",
    "万棵",
    "万件",
    "万吨",
    "万立方米",
    "万次",
    "km2",
    "km²",
    "m2",
    "m²",
    "㎡",
    "m3",
    "m³",
    "km",
    "微克每立方米",
    "微克/立方米",
    "毫克每立方米",
    "毫克/立方米",
    "蒸吨/小时",
    "蒸吨",
    "万平方公里",
    "册次",
    "场次",
    "批次",
    "班次",
    "台次",
    "辆次",
    "件次",
    "家次",
    "篇次",
    "架次",
    "艘次",
    "户次",
    "个工作日",
    "个小时",
    "毫升",
    "立方米",
    "厘米",
    "毫米",
    "cm",
    "mm",
    "千克",
    "克",
    "kg",
    "千瓦",
    "瓦",
    "页",
    "遍",
    "兆瓦",
    "瓶",
    "桌",
    "袋",
    "箱",
    "盒",
    "包",
    "根",
    "顶",
    "扇",
    "张床位",
    "把",
    "架",
    "栋",
    "幢",
    "版",
    "集",
    "首",
    "句",
    "则",
    "列",
    "倍",
    "秒",
    "杆",
    "具",
    "双",
    "匹",
    "头",
    "樘",
    "榀",
    "口",
    "眼",
    "尊",
    "款",
    "门",
    "元整",
    "平方公里",
    "平方米",
    "公里",
    "千米",
    "米",
    "公顷",
    "亩",
    "吨",
    "升",
    "公斤",
    "小时",
    "学时",
    "课时",
    "分钟",
    "个百分点",
    "百分点",
    "％",
    "%",
    "‰",
    "人",
    "名",
    "位",
    "个",
    "条",
    "项",
    "次",
    "场",
    "期",
    "篇",
    "份",
    "册",
    "件",
    "起",
    "户",
    "家",
    "处",
    "座",
    "辆",
    "台",
    "套",
    "幅",
    "块",
    "支",
    "批",
    "本",
    "张",
    "所",
    "间",
    "棵",
    "株",
    "面",
    "盏",
    "盆",
    "组",
    "队",
    "站",
    "车次",
    "班",
    "天",
    "例",
    "封",
    "部",
    "种",
    "类",
    "大类",
    "小类",
    "大项",
    "小项",
    "枚",
    "片",
    "颗",
    "桶",
    "只",
    "对",
    "堂",
    "轮",
    "宗",
    "笔",
    "则",
    "分",
    "艘",
    "趟",
    "字",
    "节",
    "层",
    "道",
    "度",
    "℃",
    "周岁",
    "MB",
    "GB",
    "KB",
    "M",
    "m",
    "km",
    "个月",
    // Only where a bound says that it is a span.
    "日",
    // Only where `lasts` says that it is no year.
    "年",
];

/// 保存3年, 5年以上: years that are counted, and no year of the calendar.
pub(super) fn lasts(chars: &[char], at: usize, unit_end: usize) -> bool {
    const BEFORE: &[&str] =
        &["保存", "保管", "保留", "满", "任期", "期限", "期限为", "有效期", "有效期为", "聘期", "为期"];
    bound_after(chars, unit_end).1.is_some()
        || bound_before(chars, at).1.is_some()
        || BEFORE.iter().any(|word| ends(&chars[..at], word))
}

/// The unit that begins at `at`, with the scale before it.
pub(crate) fn unit_at(chars: &[char], at: usize) -> Option<String> {
    if chars.get(at) == Some(&'余') || chars.get(at) == Some(&'多') {
        return None;
    }
    let plain = UNITS.iter().filter(|unit| has_at(chars, at, unit)).max_by_key(|unit| unit.chars().count());
    if let Some(unit) = plain {
        return Some((*unit).to_owned());
    }
    // 3万个: a scale before any unit.
    let scale = *chars.get(at).filter(|c| matches!(c, '万' | '亿'))?;
    let unit =
        UNITS.iter().filter(|unit| has_at(chars, at + 1, unit)).max_by_key(|unit| unit.chars().count())?;
    Some(format!("{scale}{unit}"))
}

/// 26度30: the figure at the end is a part of a degree.
fn of_degree(before: &[char]) -> bool {
    let digits = before.iter().rev().take_while(|c| crate::number::arabic(**c).is_some()).count();
    digits > 0 && before.len() > digits && matches!(before[before.len() - digits - 1], '度' | '°')
}

/// 30分 behind 26度: a place on the map.
fn parts_of_degree(rest: &[char]) -> bool {
    let digits = rest.iter().take_while(|c| crate::number::arabic(**c).is_some()).count();
    digits > 0 && matches!(rest.get(digits), Some('分' | '′'))
}

/// Words that a unit of one character may only begin, not be.
pub(super) fn not_a_figure(chars: &[char], unit_end: usize, unit: &str) -> bool {
    let next = chars.get(unit_end);
    match unit {
        // 6个月
        "个" if next == Some(&'月') => true,
        // 北纬26度30分
        "分" if of_degree(&chars[..unit_end - 1]) => true,
        "度" if parts_of_degree(&chars[unit_end..]) => true,
        "分" => next.is_some_and(|c| matches!(c, '之' | '钟' | '别' | '类' | '解')),
        "人" => next == Some(&'民'),
        "部" => next == Some(&'分'),
        "字" => next == Some(&'号'),
        "度" => next.is_some_and(|c| matches!(c, '假' | '过' | '日' | '的')),
        "M" | "m" | "km" => next.is_some_and(char::is_ascii_alphanumeric),
        "期" => next == Some(&'间'),
        "节" => next == Some(&'日'),
        "道" => next.is_some_and(|c| matches!(c, '路' | '德' | '口' | '班' | '岗')),
        "把" => next.is_some_and(|c| is_han(*c)) && next != Some(&'手'),
        "头" | "口" | "门" | "首" | "集" | "列" | "版" | "眼" => next.is_some_and(|c| {
            matches!(c, '雁' | '子' | '号' | '类' | '要' | '先' | '长' | '中' | '为' | '入' | '本')
        }),
        // 24小时值班 is a way of working.
        "小时" => [
            "值班",
            "服务",
            "在线",
            "营业",
            "自助",
            "不间断",
            "开放",
            "监控",
            "热线",
            "应急",
            "畅通",
            "全天候",
            "轮班",
            "备勤",
            "驻守",
            "巡",
            "执勤",
            "开机",
            "开通",
            "在岗",
            "待命",
            "值守",
            "保持",
            "看管",
            "看护",
            "守护",
            "协助",
            "带班",
            "不离人",
        ]
        .iter()
        .any(|word| has_at(chars, unit_end, word)),
        // 4个工作组, 3个阶段: what the paper itself is parted into, or sets up.
        "个" => PARTS.iter().any(|part| has_at(chars, unit_end, part)),
        _ => false,
    }
}

/// What a paper is parted into or sets up, which no figure counts.
const PARTS: &[&str] = &["工作组", "阶段", "步骤"];
