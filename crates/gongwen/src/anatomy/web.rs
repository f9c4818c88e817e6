//! What sites print around a paper.

use crate::lexicon::{Lexicon, Words};
use crate::number::{arabic, find_date};
use crate::text::{contains, has_at, is_stop, starts};
use std::sync::LazyLock;

/// Remarks that sites print around a paper.
pub(super) fn is_web_remark(chars: &[char]) -> bool {
    static OPENS: Words = LazyLock::new(|| {
        Lexicon::of(
            "\
        时间 导语 来源 作者 发布时间 发布 发布日期 发布机构 信息来源 浏览 点击 字号 字体 打印 分享 编辑 责任编辑 索引号 当前位置 您的位置 你的位置 所在位置 \
        您当前所在位置 您当前的位置 您现在的位置 发表时间 发文时间 上传时间 信息时间 文章作者 浏览次数 点击数 访问量 发布人 责编 首页 阅读 文章来源 上传 录入 关键词 \
        摘要 日期 更新时间 浏览量 查看 上一篇 下一篇 上一条 下一条 发文机关 成文日期 主题分类 公开方式 有效性 信息分类 \
        ",
        )
    });
    static WHOLE: Words = LazyLock::new(|| {
        Lexicon::of(
            "扫一扫 扫描二维码 扫码 微信扫 关注我们 分享到 打印本页 关闭窗口 返回顶部 返回列表 【打印 【关闭 【字体 首页> 视力保护色 正在阅读 欢迎访问 欢迎来到 欢迎光临 无需注册 免费注册 找回密码 只需一步 [复制链接] 跳转到指定楼层 打印上一主题 发表于 立即下载 立即了解 QQ登录",
        )
    });
    let arrow = |c: &char| matches!(c, '>' | '»' | '＞');
    let home = || ["首页", "主页", "位置"].iter().any(|word| contains(&chars[..chars.len().min(20)], word));
    let path = chars.iter().any(arrow) && home() || chars.first().is_some_and(arrow) || chars.contains(&'»');
    let path = path || chars.iter().filter(|c| arrow(c)).count() > 1 && !chars.contains(&'。');
    let followed = chars.len() <= 24
        && (crate::text::ends(chars, "公众号") && starts(chars, "关注") || starts(chars, "会员登录"));
    if chars.len() <= 30 && WHOLE.opens(chars)
        || followed
        || path
        || is_stamp(chars)
        || ["首页", "!["].iter().any(|word| starts(chars, word))
    {
        return true;
    }
    let label = OPENS.longest(chars).and_then(|len| chars.get(len));
    label.is_some_and(|c| matches!(c, '：' | ':' | '>' | '次' | '【'))
}

/// A day with the time of day: when a page was put up.
fn is_stamp(chars: &[char]) -> bool {
    let colon = |c: &char| matches!(c, ':' | '：');
    if chars.first().is_none_or(|c| arabic(*c).is_none()) || !chars.iter().any(colon) {
        return false;
    }
    let Some(date) = find_date(chars).filter(|date| date.start == 0) else { return false };
    let rest = &chars[date.end..];
    rest.iter().any(colon) && rest.iter().all(|c| arabic(*c).is_some() || colon(c) || *c == ' ')
}

/// Words in which a site speaks of itself and of what it collects, over a paper. Behind them the text itself may
/// begin in the same line.
pub(super) fn is_blurb(chars: &[char]) -> bool {
    praise_end(chars).is_some_and(|last| {
        let stop = (last..chars.len()).find(|at| is_stop(chars[*at])).unwrap_or(chars.len());
        chars.len() - stop <= 20
    })
}

/// Where the last of such words begins.
pub(crate) fn praise_end(chars: &[char]) -> Option<usize> {
    const WORDS: &[&str] = &[
        "小编",
        "供大家参考",
        "供您参考",
        "仅供参考",
        "欢迎大家",
        "欢迎阅读",
        "欢迎参考",
        "参考范文",
        "整理的",
        "整理了",
        "收集整理",
        "欢迎下载",
        "范文分享",
        "查看更多",
        "更多阅读",
        "预览文档",
        "下载后",
        "请认真阅读",
        "有所帮助",
        "用心整理",
    ];
    WORDS.iter().filter_map(|word| last_of(chars, word)).max()
}

/// Last place of `word`.
fn last_of(chars: &[char], word: &str) -> Option<usize> {
    (0..chars.len()).rev().find(|at| has_at(chars, *at, word))
}
