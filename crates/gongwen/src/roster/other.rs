//! Roles that no list holds: 讲师：林月莲, 片区河（湖）长：方良栋. Only names behind a short label tell that it is one.

use super::people::sort_labelled;
use super::{entry, names};
use crate::paragraph::{Para, ParagraphKind as Kind};
use crate::plan::RosterEntry;
use crate::text::{contains, is_han};

/// Labels before names that are no roles: who is to be called, who signs, who answers for something.
const NO_ROLES: &[&str] = &[
    "联系", "联络", "电话", "责任", "负责", "签发", "签收", "签名", "抄送", "校对", "编辑", "审核", "审批",
    "填报", "填表", "经办", "作者", "供稿", "撰稿", "摄影", "来源", "出席", "列席", "请假", "参会", "参加",
    "收件", "申请", "申报", "法定", "法人", "户主", "姓名", "记录", "印发", "发送", "同志", "分管", "包保",
    "包片", "包村", "挂钩", "牵头", "监督", "举报", "投诉", "获奖", "表彰", "一等", "二等", "三等", "名单",
    "地点", "时间", "单位", "局长", "主任", "书记", "校长", "院长",
];

/// A line of a label and nothing but names, where a roster stands above (`listed`) or is announced.
pub(super) fn role(paras: &[Para], at: usize, listed: bool) -> Option<RosterEntry> {
    let para = &paras[at];
    let chars = &para.text.chars;
    let colon = chars.iter().take(40).position(|c| matches!(c, '：' | ':')).filter(|colon| *colon >= 2)?;
    let number = crate::mark::parse(chars).map_or(0, |mark| mark.len);
    let label = chars.get(number..colon)?;
    let sound = label.len() >= 2
        && label.iter().all(|c| is_han(*c) || matches!(c, '（' | '）' | '(' | ')'))
        && label.last().is_some_and(|c| "长员师人调导".contains(*c))
        && !NO_ROLES.iter().any(|word| contains(label, word));
    let announced = || {
        paras[at.saturating_sub(3)..at].iter().any(|above| {
            ["小组", "名单", "人员", "成员"].iter().any(|word| contains(&above.text.chars, word))
        })
    };
    let value = para.loose_at(colon) + 1..para.loose.len();
    if para.kind == Kind::Table || !sound || chars.len() > colon + 60 || !(listed || announced()) {
        return None;
    }
    let people = sort_labelled(&para.loose.slice(value));
    // Behind the names nothing is left to say.
    let named = !people.names.is_empty()
        && people.posts.is_empty()
        && people.collective.is_empty()
        && people.opens_with_name
        && people.names.iter().all(|name| names::is_name(&name.chars().collect::<Vec<_>>()));
    let bare: usize = people.names.iter().map(|name| name.chars().count()).sum();
    let words = chars[colon + 1..].iter().filter(|c| is_han(**c)).count();
    let role = label.iter().collect();
    (named && words <= bare + 2).then(|| entry(role, people, para.text.span(number..chars.len())))
}
