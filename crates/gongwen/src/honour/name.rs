//! Names of honours: the words they end with, and how far they reach to the left.

use crate::lexicon::{Lexicon, Words};
use crate::number::arabic;
use crate::text::{has_at, is_han};
use std::ops::Range;
use std::sync::LazyLock;

/// Last words of honours; the longest that fits is taken.
pub(super) static NAMES: Words = LazyLock::new(|| {
    Lexicon::of(
        "\
    文明单位标兵 文明单位 文明系统 文明行业 文明城市 文明校园 文明村镇 文明家庭 文明职工 文明科室 文明机关 文明窗口 文明示范岗 文明标兵 文明执法标兵 党员先锋岗 青年文明号 \
    工人先锋号 巾帼文明岗 巾帼建功先进集体 先进党支部 先进基层党组织 优秀共产党员 优秀党务工作者 优秀公务员 先进集体 先进单位 先进个人 先进工作者 劳动模范 道德模范 身边好人 \
    五一劳动奖状 五一劳动奖章 卫生城市 卫生单位 平安单位 模范职工之家 服务窗口 服务笑星 诚信之星 服务之星 服务明星 示范窗口 示范单位 最美交通人 三八红旗集体 一等奖 二等奖 \
    三等奖 优秀奖 先锋支部 红旗支部 示范党支部 节水型单位 节约型机关 节水型机关 志愿服务先进集体 \
    ",
    )
});

/// Grows the name to the left: level, place, year or 届, quotes and a brand in quotes.
pub(super) fn extend(chars: &[char], at: usize, end: usize) -> Range<usize> {
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
            if let Some(at) = (start.saturating_sub(12)..start - 1).rev().find(|at| chars[*at] == open) {
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
