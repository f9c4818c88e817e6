//! What sites print around a paper.

use super::number::number_at_start;
use crate::number::find_date;
use crate::organ::is_organ;
use crate::text::{contains, starts};

/// Remarks that sites print around a paper.
pub(super) fn is_web_remark(chars: &[char]) -> bool {
    const OPENS: &[&str] = &[
        "时间",
        "导语",
        "来源",
        "作者",
        "发布时间",
        "发布",
        "发布日期",
        "发布机构",
        "信息来源",
        "浏览",
        "点击",
        "字号",
        "字体",
        "打印",
        "分享",
        "编辑",
        "责任编辑",
        "索引号",
        "当前位置",
        "您的位置",
        "你的位置",
        "所在位置",
        "您当前所在位置",
        "您当前的位置",
        "您现在的位置",
        "发表时间",
        "发文时间",
        "上传时间",
        "信息时间",
        "文章作者",
        "浏览次数",
        "点击数",
        "访问量",
        "责编",
        "首页",
        "阅读",
        "文章来源",
        "上传",
        "录入",
        "关键词",
        "摘要",
        "日期",
        "更新时间",
        "上一篇",
        "下一篇",
        "上一条",
        "下一条",
        "发文机关",
        "成文日期",
        "主题分类",
        "公开方式",
        "有效性",
        "信息分类",
    ];
    const WHOLE: &[&str] =
        &["扫一扫", "分享到", "打印本页", "关闭窗口", "返回顶部", "【打印", "【关闭", "【字体", "首页>"];
    let path = chars.iter().any(|c| matches!(c, '>' | '»' | '＞'))
        && contains(&chars[..chars.len().min(20)], "首页");
    let path = path || matches!(chars.first(), Some('>' | '»' | '＞'));
    if WHOLE.iter().any(|word| starts(chars, word)) && chars.len() <= 30 || path {
        return true;
    }
    OPENS.iter().any(|word| {
        let len = word.chars().count();
        starts(chars, word) && chars.get(len).is_some_and(|c| matches!(c, '：' | ':' | '>' | '次' | '【'))
    })
}

/// A line of the list that collections of papers print above them: 发文机关 and its value, with or without a
/// colon.
pub(super) enum Listed {
    /// 发文机关.
    Organ(String),
    /// 发文字号.
    Number(String),
    Other,
}

pub(super) fn listed(chars: &[char]) -> Option<Listed> {
    const LABELS: &[&str] = &[
        "发文机关",
        "发文单位",
        "制发机关",
        "发布单位",
        "发文字号",
        "文号",
        "发文日期",
        "发布日期",
        "公布日期",
        "成文日期",
        "生效日期",
        "施行日期",
        "实施日期",
        "时效性",
        "效力级别",
        "效力状态",
        "法规类别",
    ];
    let label = LABELS.iter().find(|label| starts(chars, label))?;
    let value = &chars[label.chars().count()..];
    let colon = matches!(value.first(), Some('：' | ':'));
    let value = if colon { &value[1..] } else { value };
    if let Some((number, end)) = number_at_start(value) {
        return (end == value.len() && label.contains('号')).then_some(Listed::Number(number));
    }
    if label.ends_with("机关") || label.ends_with("单位") {
        return is_organ(value).then(|| Listed::Organ(value.iter().collect()));
    }
    let dated = find_date(value).is_some_and(|date| date.start == 0 && date.end == value.len());
    let states = (2..=12).contains(&value.len()) && !value.iter().any(|c| crate::text::is_break(*c));
    let sound = if label.contains("日期") { dated } else { states && (colon || value.len() >= 4) };
    (sound || colon && value.is_empty()).then_some(Listed::Other)
}
