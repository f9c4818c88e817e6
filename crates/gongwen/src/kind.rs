//! 文种: the word for the kind of a paper at the end of its title, and what class it makes.

use crate::number::{arabic, is_numeral};
use crate::plan::Class;
use crate::text::{ends, find, is_han};

/// Longest first among words with the same end.
const KINDS: &[(&str, Class)] = &[
    ("实施方案", Class::Plan),
    ("工作方案", Class::Plan),
    ("活动方案", Class::Plan),
    ("行动方案", Class::Plan),
    ("方案", Class::Plan),
    ("应急预案", Class::Plan),
    ("预案", Class::Plan),
    ("行动计划", Class::Plan),
    ("工作计划", Class::Plan),
    ("实施计划", Class::Plan),
    ("计划", Class::Plan),
    ("计划书", Class::Plan),
    ("策划书", Class::Plan),
    ("工作要点", Class::Plan),
    ("要点", Class::Plan),
    ("工作安排", Class::Plan),
    ("安排", Class::Plan),
    ("规划", Class::Plan),
    ("实施意见", Class::Opinion),
    ("指导意见", Class::Opinion),
    ("意见", Class::Opinion),
    ("总结", Class::Retrospective),
    ("小结", Class::Retrospective),
    ("经验交流材料", Class::Retrospective),
    ("经验交流", Class::Retrospective),
    ("经验材料", Class::Retrospective),
    ("交流材料", Class::Retrospective),
    ("典型材料", Class::Retrospective),
    ("汇报材料", Class::Retrospective),
    ("事迹材料", Class::Retrospective),
    ("申报材料", Class::Retrospective),
    ("自查报告", Class::Retrospective),
    ("述职报告", Class::Retrospective),
    ("情况报告", Class::Retrospective),
    ("情况汇报", Class::Retrospective),
    ("汇报", Class::Retrospective),
    ("报告", Class::Retrospective),
    ("先进事迹", Class::Retrospective),
    ("情况", Class::Retrospective),
    ("材料", Class::Retrospective),
    ("名单", Class::Roster),
    ("花名册", Class::Roster),
    ("管理办法", Class::Rules),
    ("实施办法", Class::Rules),
    ("暂行办法", Class::Rules),
    ("考核办法", Class::Rules),
    ("办法", Class::Rules),
    ("管理制度", Class::Rules),
    ("实施细则", Class::Rules),
    ("细则", Class::Rules),
    ("暂行规定", Class::Rules),
    ("管理规定", Class::Rules),
    ("规定", Class::Rules),
    ("规则", Class::Rules),
    ("制度", Class::Rules),
    ("条例", Class::Rules),
    ("守则", Class::Rules),
    ("公约", Class::Rules),
    ("章程", Class::Rules),
    ("行为规范", Class::Rules),
    ("工作机制", Class::Rules),
    ("基本要求", Class::Rules),
    ("工作规范", Class::Rules),
    ("服务规范", Class::Rules),
    ("规程", Class::Rules),
    ("准则", Class::Rules),
    ("指引", Class::Rules),
    ("指南", Class::Rules),
    ("须知", Class::Rules),
    ("工作职责", Class::Rules),
    ("岗位职责", Class::Rules),
    ("工作程序", Class::Rules),
    ("工作流程", Class::Rules),
    ("测评体系", Class::Standard),
    ("测评标准", Class::Standard),
    ("考核标准", Class::Standard),
    ("评分标准", Class::Standard),
    ("标准", Class::Standard),
    ("评分表", Class::Standard),
    ("任务清单", Class::Plan),
    ("责任清单", Class::Plan),
    ("工作清单", Class::Plan),
    ("任务分工", Class::Plan),
    ("任务分解", Class::Plan),
    ("责任分解", Class::Plan),
    ("责任分工", Class::Plan),
    ("分工方案", Class::Plan),
    ("任务分工表", Class::Plan),
    ("责任分工表", Class::Plan),
    ("工作思路", Class::Plan),
    ("措施", Class::Plan),
    ("任务分解表", Class::Plan),
    ("责任分解表", Class::Plan),
    ("简报", Class::Brief),
    ("工作信息", Class::Brief),
    ("工作动态", Class::Brief),
    ("快报", Class::Brief),
    ("通知", Class::Notice),
    ("通报", Class::Notice),
    ("通告", Class::Notice),
    ("公告", Class::Notice),
    ("决定", Class::Notice),
    ("决定书", Class::Notice),
    ("批复", Class::Other),
    ("请示", Class::Other),
    ("复函", Class::Other),
    ("函", Class::Other),
    ("纪要", Class::Other),
    ("倡议书", Class::Other),
    ("责任书", Class::Other),
    ("承诺书", Class::Other),
    ("讲话", Class::Other),
    ("讲话稿", Class::Other),
    ("发言", Class::Other),
    ("意见函", Class::Other),
    ("建议", Class::Other),
    ("答复", Class::Other),
    ("一封信", Class::Other),
    ("公开信", Class::Other),
    ("情况说明", Class::Retrospective),
    ("重点工作任务", Class::Plan),
    ("目标责任书", Class::Other),
    ("议案", Class::Other),
    ("公示", Class::Notice),
    ("委托书", Class::Other),
    ("声明书", Class::Other),
    ("通知书", Class::Other),
    ("审批表", Class::Other),
    ("申请表", Class::Other),
    ("登记表", Class::Other),
    ("汇总表", Class::Other),
    ("统计表", Class::Other),
    ("一览表", Class::Other),
    ("命令", Class::Notice),
];

/// The word for the kind at the end of a title and its class.
pub(crate) fn of_title(title: &str) -> Option<(&'static str, Class)> {
    let chars: Vec<char> = title.chars().collect();
    let bare = without_suffix(inner(&chars));
    let of = |words: &[char]| {
        KINDS.iter().find(|(word, _)| ends(words, word)).map(|(word, class)| (*word, *class))
    };
    // 勤务方案：交通秩序整治 names its kind first.
    let label = || bare.iter().take(12).position(|c| matches!(c, '：' | ':')).map(|colon| &bare[..colon]);
    // …工作总结及工作计划 sums up first.
    if ["总结及", "总结和", "总结暨"].iter().any(|word| find(bare, 0, word).is_some()) {
        return Some(("总结", Class::Retrospective));
    }
    // 倡议书——致广大市民的一封信
    let dash = bare.windows(2).position(|pair| pair == ['—', '—']).filter(|at| *at > 2);
    if let Some(known) = dash.and_then(|at| of(&bare[..at])) {
        return Some(known);
    }
    // 管理规定及温馨告示: what comes first gives the kind, where what comes behind has none.
    let both = || {
        let joint = bare.iter().rposition(|c| *c == '及').filter(|at| *at > 4 && bare.len() - at <= 8)?;
        of(&bare[..joint])
    };
    // 关于转发《…的紧急通知》: the word for a notice that carries another is left out.
    let quoted = || {
        let opens = ["关于转发", "关于印发"].iter().any(|verb| find(bare, 0, verb).is_some());
        bare.strip_suffix(&['》']).filter(|_| opens).and_then(of)
    };
    let labelled = || label().filter(|label| label.len() >= 4).and_then(of);
    of(bare).or_else(both).or_else(labelled).or_else(quoted)
}

/// （第十次办公会纪要）: a title that stands in brackets.
fn inner(title: &[char]) -> &[char] {
    match title {
        ['《', inner @ .., '》'] if !inner.contains(&'《') => inner,
        ['（' | '(', inner @ .., '）' | ')']
            if !inner.iter().any(|c| matches!(c, '（' | '(' | '）' | ')')) =>
        {
            inner
        }
        _ => title,
    }
}

/// Kind and class of a paper by its title; a notice or letter that carries a paper takes over its kind.
pub(crate) fn of_paper(title: &str) -> Option<(&'static str, Class)> {
    let own = of_title(title)?;
    let chars: Vec<char> = title.chars().collect();
    if matches!(own.0, "通知" | "函" | "通报") {
        if let Some(inner) = carried(&chars)
            && let Some(kind) = of_title(&inner)
            // 低收入人员核定标准 is no 测评标准.
            && kind.0 != "标准"
        {
            return Some(kind);
        }
        let team = [
            "领导小组",
            "工作专班",
            "指挥部",
            "委员会",
            "组成人员",
            "协调机构",
            "小组",
            "专家组",
            "指导组",
            "督导组",
            "检查组",
            "工作组",
            "讲师团",
            "代表团",
            "项目办公室",
        ];
        let formed = ["成立", "调整", "组建"];
        // 中共…委员会关于成立…先锋队 names its issuer, not what is formed.
        let about = find(&chars, 0, "关于").unwrap_or(0);
        let has = |words: &[&str]| words.iter().any(|word| find(&chars, about, word).is_some());
        if appoints(title) || has(&team) && has(&formed) {
            return Some((own.0, Class::Roster));
        }
    }
    Some(own)
}

/// 关于人员任免的通知: who holds which post from now on.
pub(crate) fn appoints(title: &str) -> bool {
    let has = |words: &[&str]| words.iter().any(|word| title.contains(word));
    has(&["任免", "任职", "免职", "聘任"]) && !has(&["办法", "规定"])
}

/// 关于调整安全生产工作领导小组: a title that lost its kind.
pub(crate) fn forms_team(title: &str) -> bool {
    let about = ["关于成立", "关于调整", "关于组建"].iter().any(|word| title.contains(word));
    about && ["领导小组", "工作专班", "指挥部", "委员会"].iter().any(|team| title.ends_with(team))
}

/// Title of the paper that a notice carries: what 印发, 转发 or 下发 names.
pub(crate) fn carried(title: &[char]) -> Option<String> {
    // 关于《…管理规定》的通知 and 关于印《…》的通知 carry it as well.
    let quoted = ["关于《", "关于印《"]
        .iter()
        .find_map(|open| find(title, 0, open).map(|at| at + open.chars().count() - 1));
    let verb = ["印发", "转发", "下发", "批转", "发布"].iter().filter_map(|word| find(title, 0, word)).min();
    let verb = verb.map(|at| at + 2).or(quoted)?;
    let rest = &title[verb..];
    if let (Some(open), Some(close)) =
        (rest.iter().position(|c| matches!(c, '《' | '〈')), rest.iter().rposition(|c| matches!(c, '》' | '〉')))
        && open < close
        // 2023年《政府工作报告》任务分解方案的通知 carries a paper about another one.
        && (open == 0 || !matches!(rest.get(close + 1), Some(c) if is_han(*c) && !matches!(c, '的' | '等')))
    {
        return Some(rest[open + 1..close].iter().collect());
    }
    let end = rest.iter().rposition(|c| *c == '的')?;
    Some(rest[..end].iter().collect())
}

/// Drops （试行） and the like, and what collections of samples add: 【第一篇】, 范文.
pub(crate) fn without_suffix(chars: &[char]) -> &[char] {
    let chars = undated(&chars[..chars.len() - collected(chars)]);
    let chars = chars.strip_suffix(&['范', '文']).unwrap_or(chars);
    if matches!(chars.last(), Some('）' | ')' | '】'))
        && let Some(open) = chars.iter().rposition(|c| matches!(c, '（' | '(' | '【'))
        && open > 0
    {
        let bare = &chars[..open];
        return bare.strip_suffix(&['范', '文']).unwrap_or(bare);
    }
    chars
}

/// Drops the year in brackets that collections put behind a title: 计划（2011—2015年）（2011年）.
fn undated(chars: &[char]) -> &[char] {
    let year = |inner: &[char]| {
        inner.len() == 5 && inner[4] == '年' && inner[..4].iter().all(|c| arabic(*c).is_some())
    };
    match chars {
        [rest @ .., '（' | '(', a, b, c, d, e, '）' | ')']
            if year(&[*a, *b, *c, *d, *e]) && rest.ends_with(&['）']) =>
        {
            rest
        }
        [rest @ .., '（' | '(', a, b, c, d, e, '）' | ')']
            if year(&[*a, *b, *c, *d, *e]) && rest.ends_with(&[')']) =>
        {
            rest
        }
        _ => chars,
    }
}

/// Length of what collections of samples count behind a title: 7篇, 第1篇, 篇一, （通用9篇）.
pub(crate) fn collected(chars: &[char]) -> usize {
    let number = |c: &char| is_numeral(*c) || arabic(*c).is_some();
    let numbers = |end: usize| chars[..end].iter().rev().take_while(|c| number(c)).count();
    let end = chars.len();
    // 关于报送总结的通知--
    let dashes = chars.iter().rev().take_while(|c| matches!(c, '-' | '—' | '－')).count();
    if dashes > 0 && dashes < end {
        return dashes;
    }
    for tail in [".docx", ".doc", ".pdf", ".wps", "下载本文"] {
        if ends(chars, tail) {
            return tail.chars().count();
        }
    }
    // 活动方案（完整文档）, 预案[VIP]
    if matches!(chars.last(), Some('）' | ')' | ']' | '】'))
        && let Some(open) = chars.iter().rposition(|c| matches!(c, '（' | '(' | '[' | '【'))
    {
        const COPIES: &[&str] =
            &["完整文档", "完整版", "全文", "VIP", "精品", "最新版", "范本", "模板", "下载版"];
        let inner: String = chars[open + 1..end - 1].iter().collect();
        if open > 4 && COPIES.contains(&inner.as_str()) {
            return end - open;
        }
    }
    // 工作总结3790字范文
    if let [rest @ .., '字', '范', '文'] = chars {
        let digits = rest.iter().rev().take_while(|c| arabic(**c).is_some()).count();
        if digits > 1 && digits < rest.len() {
            return digits + 3;
        }
    }
    match chars {
        [.., '』' | '】'] if end > 6 => {
            let open =
                chars.iter().rev().take(8).position(|c| matches!(c, '『' | '【')).map_or(0, |at| at + 1);
            let sample = find(&chars[end - open..], 0, "范文").is_some()
                || find(&chars[end - open..], 0, "篇").is_some();
            if sample { open } else { 0 }
        }
        [.., '篇'] if numbers(end - 1) > 0 => {
            let len = 1 + numbers(end - 1);
            len + usize::from(end > len && chars[end - len - 1] == '第')
        }
        [.., '）' | ')'] if end > 3 && chars[end - 2] == '篇' => {
            chars.iter().rev().take(10).position(|c| matches!(c, '（' | '(')).map_or(0, |at| at + 1)
        }
        _ if numbers(end) > 0 && numbers(end) < end && chars[end - numbers(end) - 1] == '篇' => {
            numbers(end) + 1
        }
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kinds() {
        let check = |title: &str, expect| assert_eq!(of_paper(title), expect, "{title}");
        check("关于印发《云岚市交通运输局创建方案》的通知", Some(("方案", Class::Plan)));
        check("关于印发文明科室评选办法（试行）的通知", Some(("办法", Class::Rules)));
        check("关于开展清明活动的通知", Some(("通知", Class::Notice)));
        check("关于调整创建工作领导小组的通知", Some(("通知", Class::Roster)));
        check("2023年创建工作总结", Some(("总结", Class::Retrospective)));
        check("一路同行", None);
    }
}
