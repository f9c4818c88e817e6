//! Where the title of a heading ends.
//!
//! A heading that fills its paragraph is its own title. Of a heading that runs into text, the title is its
//! first sentence, or, where that is no heading by its length, its first clause.

use crate::mark::{Mark, Style};
use crate::number::arabic;
use crate::paragraph::Para;
use crate::plan::Node;
use crate::text::{
    Text, breaks, depths, ends, find, is_break, is_han, is_point_behind_han, is_stop, is_time_colon, starts,
};
use std::ops::Range;

/// Longest first sentence that still counts as a title.
const SENTENCE: usize = 48;
/// Longest first sentence of an inline item.
const ITEM: usize = 26;
/// Longest line that is a title as a whole.
const LINE: usize = 80;

/// Words that open a clause which has its verb in the next one.
const LEADS: &[&str] = &[
    "根据",
    "按照",
    "围绕",
    "通过",
    "结合",
    "针对",
    "对于",
    "以“",
    "以《",
    "以创",
    "以开",
    "以学",
    "以提",
    "以加",
    "利用",
    "依托",
    "在",
    "为",
    "对照",
    "紧扣",
    "本着",
    "运用",
    "充分利用",
    "严格按照",
    "紧紧围绕",
    "充分发挥",
    "聚焦",
    "立足",
    "着眼",
    "经过",
    "以",
];

/// Words that begin like a lead but carry their own verb.
const NO_LEADS: &[&str] =
    &["为民", "在职", "在建", "在校", "在岗", "在编", "以案", "以赛", "以考", "以身", "为困", "以上率下"];

/// True where a clause only leads to the next one.
pub(crate) fn lead_in(clause: &[char]) -> bool {
    LEADS.iter().any(|word| starts(clause, word)) && !NO_LEADS.iter().any(|word| starts(clause, word))
}

/// The title of a heading whose mark ends at `from`.
pub(super) fn of_heading(chars: &[char], from: usize) -> Range<usize> {
    let depths = depths(chars);
    let stop =
        (from..chars.len()).find(|at| depths[*at] == 0 && (is_stop(chars[*at]) || is_point(chars, *at)));
    let colon = (from..chars.len())
        .find(|at| depths[*at] == 0 && matches!(chars[*at], '：' | ':') && !is_time_colon(chars, *at));
    let whole = trimmed(chars, from..chars.len());
    if let Some(len) = timed_stage(&chars[from..]) {
        return from..from + len;
    }
    // （一）第一阶段：动员部署（3月）: the second number has its title behind it.
    if let Some(mark) = crate::mark::parse(&chars[from..]).filter(|mark| mark.style == Style::Stage)
        && matches!(chars[from + mark.len - 1], '：' | ':')
    {
        let end = stop.unwrap_or(whole.end);
        if (from + mark.len + 2..=from + mark.len + SENTENCE).contains(&end) {
            return from..end;
        }
    }
    // 质量隐患排查——以各班组为单元，…: behind the dash the text begins.
    if let Some(dash) = find(chars, from, "——")
        && (4..=24).contains(&(dash - from))
        && !chars[from..dash].iter().any(|c| is_break(*c))
        && chars[dash..].iter().any(|c| matches!(c, '，' | '。'))
    {
        return from..dash;
    }
    match (stop, colon) {
        (_, Some(colon)) if colon - from <= 24 && colon > from && stop.is_none_or(|stop| colon < stop) => {
            if let Some(end) = behind_colon(chars, from, colon, chars.len()) {
                return from..end;
            }
            // 铸魂：打牢思想根基 is one title; 时间：4月 is a label and its value.
            let value = &chars[colon + 1..whole.end.max(colon + 1)];
            // 春风行动：市就业局举办… is a label and a sentence.
            let acts = ["举办", "组织", "开展", "负责", "要求"]
                .iter()
                .any(|verb| crate::text::contains(value, verb));
            let parts = (4..=24).contains(&value.len())
                && !acts
                && stop.is_none()
                && !value.iter().any(|c| is_break(*c) || *c == '、' || arabic(*c).is_some())
                && !LABELS.iter().any(|label| ends(&chars[from..colon], label));
            if parts { whole } else { from..named_group(&chars[from..colon]).map_or(colon, |len| from + len) }
        }
        (Some(stop), _) if glued_heading(&chars[from..stop]).is_some() => {
            from..from + glued_heading(&chars[from..stop]).unwrap_or(stop - from)
        }
        (Some(stop), _) if without_note(chars, from..stop).0.len() <= SENTENCE => from..stop,
        // The note about who is to act is no part of the title, however long it is.
        (None, _) if without_note(chars, whole.clone()).0.len() <= LINE => whole,
        _ => trimmed(chars, from..clause_end(chars, &depths, from, chars.len())),
    }
}

/// （一）综合协调组组长：张三: the label of a role stands glued behind the name of its group. Where the name ends.
fn named_group(title: &[char]) -> Option<usize> {
    const ROLES: &[&str] = &["组长", "组长单位", "负责人", "牵头人"];
    let role = ROLES.iter().find(|role| ends(title, role))?;
    let end = title.len() - role.chars().count();
    let group = &title[..end];
    (ends(group, "组") && group.len() <= 16 && !group.iter().any(|c| matches!(c, '、' | '党' | '委')))
        .then_some(end)
}

/// 一、…，…，…。 in a paragraph of its own over running text: a heading may be a whole sentence with its stop.
pub(super) fn sentence(chars: &[char], mark: &Mark, next: Option<&Para>) -> Option<Range<usize>> {
    let whole = trimmed(chars, mark.len..chars.len());
    let inner = &chars[whole.clone()];
    let one = chars.last() == Some(&'。') && !inner.iter().any(|c| is_stop(*c) || matches!(c, '：' | ':'));
    let fits = mark.style == Style::Han && (SENTENCE + 1..=LINE).contains(&inner.len());
    let runs = |para: &Para| {
        para.text.len() > 30
            && para.text.chars.contains(&'。')
            && crate::mark::parse(&para.text.chars).is_none()
    };
    (fits && one && next.is_some_and(runs)).then_some(whole)
}

/// 第一条【目的】为规范…: what an article is about stands in brackets of its own.
pub(super) fn bracketed(chars: &[char], mark: &Mark) -> Option<Range<usize>> {
    let inner = chars[mark.len..].strip_prefix(&['【'])?;
    let len = inner.iter().position(|c| *c == '】').filter(|len| (2..=20).contains(len))?;
    let open = mark.len + 1;
    (inner.len() > len + 6).then_some(open..open + len)
}

/// （1）擂台赛 负责人：张三: white space parts the title from a label and its value.
pub(super) fn labelled(para: &Para, mark: &Mark) -> Option<Range<usize>> {
    const LABELS: &[&str] = &[
        "负责人",
        "时间",
        "地点",
        "内容",
        "主讲人",
        "责任人",
        "责任单位",
        "牵头单位",
        "责任科室",
        "组长",
        "成员",
        "参加人员",
        "完成时限",
        "主办单位",
    ];
    let chars = &para.text.chars;
    // 二、活动时间 6月下旬至7月
    const HEADS: &[&str] = &["时间", "地点", "对象", "主题"];
    let gap = (mark.len + 2..chars.len().min(mark.len + 8)).find(|at| para.gap_before(*at));
    let words = |end: usize| &chars[mark.len..end];
    if let Some(end) = gap.filter(|end| {
        HEADS.iter().any(|head| ends(words(*end), head)) && words(*end).iter().all(|c| is_han(*c))
    }) {
        return Some(mark.len..end);
    }
    let label = |at: usize| {
        LABELS.iter().any(|label| {
            starts(&chars[at..], label) && matches!(chars.get(at + label.chars().count()), Some('：' | ':'))
        })
    };
    let end = (mark.len + 3..chars.len().min(mark.len + 32)).find(|at| label(*at) && para.gap_before(*at))?;
    (!chars[mark.len..end].iter().any(|c| is_break(*c))).then_some(mark.len..end)
}

/// 1.2 编制依据 依据有关法律法规，…: white space parts the title from the text that follows in its line.
pub(super) fn spaced(para: &Para, mark: &Mark) -> Option<Range<usize>> {
    let from = mark.len;
    // Behind 3.1 even two characters are a title: 3.1 演练 各站每年….
    let fine = matches!(mark.style, Style::Decimal | Style::Decimal3 | Style::Decimal4);
    let (shortest, least) = if fine { (2, 8) } else { (4, 15) };
    let chars = &para.text.chars;
    let plain = |at: &usize| is_han(chars[*at]) || matches!(chars[*at], '、' | '“' | '”');
    // 二、完善制度，落实责任 全市各单位…: where white space stands for breaks a title may be longer.
    let upper = para.gapped && matches!(mark.style, Style::Han | Style::HanBracket);
    let wide =
        |at: &usize| upper && (plain(at) || matches!(chars[*at], '，' | ',') || arabic(chars[*at]).is_some());
    let words = (from..chars.len().min(from + 16)).take_while(|at| plain(at)).count();
    let more = (from..chars.len().min(from + 40)).take_while(|at| wide(at)).count();
    let end =
        (from + shortest..(from + words.max(more) + 1).min(chars.len())).find(|at| para.gap_before(*at))?;
    let rest = &chars[end..];
    // More gaps are the columns of a table or a padded name.
    let runs = rest.len() >= least && rest.iter().any(|c| matches!(c, '，' | ',' | '。'));
    let year = rest.get(4) == Some(&'年') && rest[..4].iter().all(|c| arabic(*c).is_some());
    // 1、续建项目 S328石门至河湾段。
    let opens = is_han(rest[0]) || upper && year || rest[0].is_ascii_uppercase();
    let sentence = (end + 1..chars.len().min(end + 200)).take_while(|at| !is_stop(chars[*at]));
    let clean = end <= from + words || sentence.filter(|at| para.gap_before(*at)).count() == 0;
    (runs && opens && clean && (from + 1..end).all(|at| !para.gap_before(at))).then_some(from..end)
}

/// 第一阶段（4月）：宣传发动 has its name behind the colon.
fn behind_colon(chars: &[char], from: usize, colon: usize, limit: usize) -> Option<usize> {
    let bare = matches!(chars[from], '（' | '(') && matches!(chars[colon - 1], '）' | ')');
    (bare && colon + 1 < limit).then(|| (colon + 1..limit).find(|at| is_break(chars[*at])).unwrap_or(limit))
}

/// A full stop typed as a Western point: 促进工作开展.
fn is_point(chars: &[char], at: usize) -> bool {
    let behind = chars.get(at + 1).is_none_or(|c| matches!(c, '（' | '(' | '　' | ' '));
    is_point_behind_han(chars, at) && behind
}

/// …任务.二是…, …示范园.截止6月…: such a point between two sentences.
fn pointed(chars: &[char], at: usize) -> bool {
    let han = |c: Option<&char>| c.is_none_or(|c| is_han(*c));
    is_point_behind_han(chars, at) && han(chars.get(at + 1))
}

/// 宣传发动阶段（5月2日至7日），各乡镇…: the name of a stage and its time, with a sentence behind them. Their length.
fn timed_stage(sentence: &[char]) -> Option<usize> {
    let open = sentence.iter().take(16).position(|c| matches!(c, '（' | '('))?;
    let close = open + sentence[open..].iter().take(30).position(|c| matches!(c, '）' | ')'))?;
    let next = sentence.get(close + 1)?;
    let text = is_han(*next) && !matches!(next, '的' | '和' | '及' | '以');
    let month = sentence[open..close].contains(&'月');
    // 第二阶段（6—8月）齐抓共管，集中整治。 is one title.
    let name = sentence[close + 1..].iter().position(|c| is_stop(*c)).unwrap_or(usize::MAX);
    let titled = open == 4 && sentence[0] == '第' && name <= 14;
    let staged = month && !titled && ends(&sentence[..open], "阶段") && (matches!(next, '，' | ',') || text);
    // 摸底排查（2月底前）局民政处要对…: text behind the time of a step that lost its stop.
    let until = ["前", "日", "月", "底"].iter().any(|end| ends(&sentence[..close], end));
    let step = month
        && until
        && (4..=8).contains(&open)
        && sentence[..open].iter().all(|c| is_han(*c))
        && sentence[open + 1].is_ascii_digit()
        && text
        && sentence.len() > close + 6;
    // 第一阶段（3月15日）：举办…活动 names the number and the time only.
    let bare = open == 0 && month && matches!(next, '：' | ':') && {
        let value = &sentence[close + 2..];
        value.iter().take(14).all(|c| !is_break(*c)) && value.len() > 14
    };
    (staged || step || bare).then_some(close + 1)
}

/// Length of a heading that lost the break after it: 指导思想以创建为主线….
fn glued_heading(sentence: &[char]) -> Option<usize> {
    const HEADINGS: &[&str] = &[
        "整治范围",
        "工作范围",
        "检查范围",
        "检查内容",
        "整治内容",
        "整治重点",
        "整治目标",
        "基本情况",
        "形势分析",
        "前言",
        "考核原则",
        "考核组织",
        "考核对象",
        "考核内容",
        "考核方式",
        "主要做法及成效",
        "主要作法及成效",
        "主要做法",
        "主要成效",
        "存在问题",
        "存在的问题",
        "下一步打算",
        "考核标准",
        "评选方式",
        "有关事项",
    ];
    // What only goes on with the heading: 工作目标明确, 组织领导和保障.
    const GOES_ON: &[&str] = &[
        "明确", "清晰", "具体", "到位", "有力", "坚强", "健全", "完善", "完成", "落实", "得力", "合理", "更",
        "和", "与", "及", "、", "，", "（", "(", "的", "是", "不", "机构", "体系", "机制", "小组", "方面",
        "情况", "进入", "应", "须", "必须",
    ];
    // 工作步骤及任务2024年…: words that only headings end with, and a year at once.
    const ENDS: &[&str] = &["任务", "步骤", "目标", "要求", "安排", "范围", "内容", "措施", "思想", "原则"];
    let year = (4..sentence.len().min(15)).find(|at| arabic(sentence[*at]).is_some());
    if let Some(at) = year.filter(|at| sentence.get(at + 4) == Some(&'年') && sentence.len() > at + 12)
        && ENDS.iter().any(|end| ends(&sentence[..at], end))
        && !sentence[..at].iter().any(|c| is_break(*c))
    {
        return Some(at);
    }
    // 整治时间整治时间为一个月: the heading opens its first sentence.
    let again = (4..=8).find(|len| {
        sentence.len() > 2 * len && sentence[..*len] == sentence[*len..2 * len] && sentence[2 * len] == '为'
    });
    if again.is_some() {
        return again;
    }
    // 适用范围本办法适用于…
    const PAPERS: &[&str] =
        &["本办法", "本方案", "本条例", "本规定", "本制度", "本细则", "本意见", "本规则", "本计划"];
    let paper =
        (2..sentence.len().min(9)).find(|at| PAPERS.iter().any(|word| starts(&sentence[*at..], word)));
    if let Some(at) = paper.filter(|at| sentence.len() > at + 8)
        && !sentence[..at]
            .iter()
            .any(|c| is_break(*c) || matches!(c, '在' | '对' | '按' | '照' | '为' | '据' | '责' | '行'))
    {
        return Some(at);
    }
    // 指导思想和任务目标以…为根本, 主要职责负责…
    let opened = (4..sentence.len().min(14)).find(|at| {
        let (head, rest) = sentence.split_at(*at);
        let aim = ["目标", "思想", "要求", "原则"].iter().any(|end| ends(head, end))
            && rest[0] == '以'
            && rest.iter().take(16).any(|c| *c == '为');
        let duty = ends(head, "职责") && starts(rest, "负责");
        let group = ["人员", "机构", "领导"].iter().any(|end| ends(head, end))
            && ["组长", "总指挥", "主任"]
                .iter()
                .any(|role| starts(rest, role) && matches!(rest.get(role.chars().count()), Some('：' | ':')));
        (aim || duty || group) && !head.iter().any(|c| is_break(*c))
    });
    if opened.is_some() {
        return opened;
    }
    // 组织领导及职责分工为切实加强…
    const PURPOSES: &[&str] = &["为切实", "为加强", "为进一步", "为确保", "为做好", "为了", "为深入"];
    let purpose =
        (4..sentence.len().min(14)).find(|at| PURPOSES.iter().any(|word| starts(&sentence[*at..], word)));
    if let Some(at) =
        purpose.filter(|at| !sentence[..*at].iter().any(|c| is_break(*c)) && sentence.len() > at + 8)
    {
        return Some(at);
    }
    let known = HEADINGS.iter().chain(super::bare::ENDS).filter(|word| starts(sentence, word));
    let len = known.map(|word| word.chars().count()).max()?;
    let rest = &sentence[len..];
    let clause = rest.iter().position(|c| is_break(*c)).unwrap_or(rest.len());
    let goes_on = GOES_ON.iter().any(|word| starts(rest, word));
    let opens = ["据", "为", "按照", "根据"].iter().any(|word| starts(rest, word));
    let long = rest.len() >= if rest.first() == Some(&'各') { 8 } else { 12 };
    (!goes_on && (clause >= 8 || opens) && long).then_some(len)
}

/// Labels whose value stands behind the colon.
const LABELS: &[&str] = &[
    "时间",
    "地点",
    "主题",
    "内容",
    "对象",
    "范围",
    "目标",
    "名称",
    "单位",
    "人员",
    "电话",
    "阶段",
    "名额",
    "方式",
    "主办",
    "承办",
    "协办",
    "领导",
    "组织",
    "联系人",
    "负责人",
    "组",
    "组长",
    "成员",
    "组员",
    "主任",
    "指挥",
    "指挥长",
    "队长",
];

/// Parts a note about who is to act from the end of a title: 诚信经营（责任科室：信用科）.
pub(super) fn without_note(chars: &[char], title: Range<usize>) -> (Range<usize>, Option<Range<usize>>) {
    let words = &chars[title.clone()];
    let close = matches!(words.last(), Some('）' | ')' | '】' | ']'));
    let open = words.iter().rposition(|c| matches!(c, '（' | '(' | '【' | '['));
    let Some(open) = open.filter(|open| close && *open > 0) else { return (title, None) };
    let inner = &words[open + 1..words.len() - 1];
    let labelled = crate::measure::is_labelled(inner) || starts(inner, "负责人");
    let said = ["负责", "牵头", "落实", "配合"].iter().any(|verb| ends(inner, verb)) && inner.len() <= 80;
    let elsewhere = ["见附", "附后", "详见附", "名单附后"].iter().any(|word| starts(inner, word));
    if !labelled && !said && !elsewhere {
        return (title, None);
    }
    let at = title.start + open;
    (trimmed(chars, title.start..at), Some(at..title.end))
}

/// The title of an inline item that reaches to `end` at most.
pub(super) fn of_item(chars: &[char], from: usize, end: usize) -> Range<usize> {
    let depths = depths(chars);
    let stop = (from..end)
        .find(|at| {
            depths[*at] == 0
                && (is_stop(chars[*at]) || matches!(chars[*at], '：' | ':') || pointed(chars, *at))
        })
        .unwrap_or(end);
    if stop > from
        && stop < end
        && let Some(named) = behind_colon(chars, from, stop, end)
    {
        return from..named;
    }
    if let Some(len) = glued_heading(&chars[from..stop]) {
        return from..from + len;
    }
    if stop - from <= ITEM {
        let group =
            chars.get(stop).filter(|c| matches!(c, '：' | ':')).and_then(|_| named_group(&chars[from..stop]));
        return trimmed(chars, from..group.map_or(stop, |len| from + len));
    }
    from..clause_end(chars, &depths, from, stop)
}

fn clause_end(chars: &[char], depths: &[usize], from: usize, end: usize) -> usize {
    let mut start = from;
    loop {
        let at = (start..end).find(|at| depths[*at] == 0 && breaks(chars, *at)).unwrap_or(end);
        let short = at - from < 3;
        let clause = &chars[start..at];
        let since = ["以来", "以后", "之后", "期间"].iter().any(|word| ends(clause, word));
        // 各支部在规定的时间内，…
        let within = ["内", "时", "中", "前", "后"].iter().any(|word| ends(clause, word));
        let since = since || within && clause.iter().take(12).any(|c| *c == '在');
        // 人触电后，…
        let since = since || clause.len() <= 8 && ends(clause, "后");
        // 录取时，… 录取阶段，…
        const ALONE: &[&str] = &["及时", "同时", "按时", "准时", "实时", "限时", "适时"];
        let when = ends(clause, "时") && !ALONE.iter().any(|word| ends(clause, word)) || ends(clause, "阶段");
        let since = since || clause.len() <= 8 && when;
        // 通过开展面向居民，特别是老人的服务，…: an aside belongs to the lead before it.
        let aside = start > from && ["特别是", "尤其是", "包括"].iter().any(|word| starts(clause, word));
        let timed = clause
            .iter()
            .all(|c| arabic(*c).is_some() || "年月日底初末旬上中下前后起-—－–~～至到．.".contains(*c));
        if at >= end
            || !(lead_in(clause) && !is_whole(clause) || since || short || aside || timed || led(clause))
        {
            return at;
        }
        start = at + 1;
    }
}

/// 各单位要按照有关工作安排，…: the subject stands before the lead.
fn led(clause: &[char]) -> bool {
    const LEADS: &[&str] = &["按照", "根据", "参照", "结合", "对照"];
    (3..clause.len().min(20)).any(|at| {
        let rest = &clause[at..];
        let modal = matches!(clause[at - 1], '要' | '应' | '须' | '将' | '位' | '门' | '组' | '局' | '村');
        // 各单位根据方案制定计划 has its deed already.
        let deed = (4..rest.len()).any(|at| DEEDS.iter().any(|deed| starts(&rest[at..], deed)));
        modal && LEADS.iter().any(|lead| starts(rest, lead)) && !is_whole(rest) && !deed && rest.len() <= 24
    })
}

/// Deeds that close a clause with their object.
const DEEDS: &[&str] = &[
    "开展", "组织", "举办", "实施", "建立", "推行", "设立", "设置", "召开", "悬挂", "张贴", "制定", "制订",
    "落实", "编制",
];

/// 在全区范围内开展评选活动: behind the place or the means stands all that is to be done.
fn is_whole(clause: &[char]) -> bool {
    const OPENS: &[&str] = &["在", "利用", "通过", "依托"];
    let goes_on = ["上", "中", "下", "后", "等", "时", "形式", "方式"].iter().any(|end| ends(clause, end));
    let deed = |at: usize| DEEDS.iter().any(|deed| starts(&clause[at..], deed));
    // 通过深入开展宣传活动 is a means all the same.
    const MANNERS: &[&str] = &["深入", "广泛", "大力", "积极", "扎实", "认真", "全面", "集中"];
    let manner = |from: usize| MANNERS.iter().any(|word| starts(&clause[from..], word)) && deed(from + 2);
    if ["通过", "依托"].iter().any(|word| starts(clause, word)) && clause.len() > 6 && (deed(2) || manner(2))
    {
        return false;
    }
    // 按照实际缴纳的保费给予80%的资助
    let grants = |at: usize| ["给予", "予以"].iter().any(|verb| starts(&clause[at..], verb));
    if ["按照", "根据"].iter().any(|word| starts(clause, word)) && (4..clause.len()).any(grants) {
        return true;
    }
    OPENS.iter().any(|word| starts(clause, word)) && !goes_on && (4..clause.len().saturating_sub(5)).any(deed)
}

fn trimmed(chars: &[char], range: Range<usize>) -> Range<usize> {
    let mut end = range.end;
    // Dots at the end say that the text goes on elsewhere.
    let dots = chars[range.clone()].iter().rev().take_while(|c| **c == '.').count();
    end -= if dots > 1 { dots } else { 0 };
    while end > range.start
        && (is_break(chars[end - 1])
            || matches!(chars[end - 1], '、' | '*' | '…')
            || chars[end - 1] == '】' && !chars[range.start..end].contains(&'【'))
    {
        end -= 1;
    }
    range.start..end
}

/// A node without its place in the tree.
pub(super) fn node(text: &Text, mark: &Mark, title: Range<usize>, inline: bool) -> Node {
    let start = title.start - mark.len;
    Node {
        id: 0,
        parent: None,
        level: 0,
        number: Some(mark.label.clone()).filter(|label| !label.is_empty()),
        title: text.str(title.clone()).split_whitespace().collect(),
        inline,
        span: text.span(start..title.end.max(start + mark.len)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(given: &str, from: usize, expect: &str) {
        let chars: Vec<char> = given.chars().collect();
        let title: String = chars[of_heading(&chars, from)].iter().collect();
        assert_eq!(title, expect);
    }

    #[test]
    fn titles_of_headings() {
        check("（一）加强领导，落实责任。各科室要制定计划。", 3, "加强领导，落实责任");
        check("一、工作目标", 2, "工作目标");
        check("1.时间安排：4月至5月完成全部动员工作并按要求报送材料。", 2, "时间安排");
        check("2、完善“一窗受理。”机制，方便群众。", 2, "完善“一窗受理。”机制，方便群众");
    }
}
