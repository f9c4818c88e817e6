//! The lists of facts that portals print above a paper: 索引号, 文号, 发布机构 and their values, in lines with or
//! without colons, in cells, or label and value in lines of their own.
//!
//! They are no part of the paper. What they say of number, organ, name and day counts only where the paper itself
//! does not say it.

use super::number::number_at_start;
use crate::number::find_date;
use crate::organ::is_organ;
use crate::paragraph::{Para, ParagraphKind as Kind};
use crate::plan::Span;
use crate::text::{ends, has_at, is_break, is_han};

/// What such a list says of the paper.
#[derive(Debug, Default)]
pub(super) struct Listed {
    pub organ: Option<String>,
    pub number: Option<String>,
    pub name: Option<(String, Span)>,
    /// 成文日期 or 发文日期: ISO day and as printed.
    pub date: Option<(String, String)>,
}

/// What a label stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Label {
    Organ,
    Number,
    Name,
    Date,
    Other,
}

const LABELS: &[(&str, Label)] = &[
    ("发文机关", Label::Organ),
    ("发文单位", Label::Organ),
    ("发文机构", Label::Organ),
    ("制发机关", Label::Organ),
    ("发布单位", Label::Organ),
    ("发布机构", Label::Organ),
    ("公开责任部门", Label::Organ),
    ("发文部门", Label::Organ),
    ("发布部门", Label::Organ),
    ("发文字号", Label::Number),
    ("公文文号", Label::Number),
    ("发文文号", Label::Number),
    ("文件编号", Label::Number),
    ("文件字号", Label::Number),
    ("备注/文号", Label::Number),
    ("文号", Label::Number),
    ("文件名称", Label::Name),
    ("公文名称", Label::Name),
    ("信息名称", Label::Name),
    ("公文标题", Label::Name),
    ("发文标题", Label::Name),
    ("标题", Label::Name),
    ("名称", Label::Name),
    ("成文日期", Label::Date),
    ("发文日期", Label::Date),
    ("成文时间", Label::Date),
    ("发文时间", Label::Date),
    ("索引号", Label::Other),
    ("索取号", Label::Other),
    ("组配分类", Label::Other),
    ("主题分类", Label::Other),
    ("体裁分类", Label::Other),
    ("信息分类", Label::Other),
    ("文件类别", Label::Other),
    ("文件状态", Label::Other),
    ("公开目录", Label::Other),
    ("公开形式", Label::Other),
    ("公开方式", Label::Other),
    ("公开日期", Label::Other),
    ("公开时间", Label::Other),
    ("法定主动公开分类", Label::Other),
    ("生成日期", Label::Other),
    ("公文生成日期", Label::Other),
    ("废止日期", Label::Other),
    ("有效性", Label::Other),
    ("内容概述", Label::Other),
    ("信息来源", Label::Other),
    ("来源", Label::Other),
    ("主题词", Label::Other),
    ("分类", Label::Other),
    ("发布日期", Label::Other),
    ("发布时间", Label::Other),
    ("公布日期", Label::Other),
    ("生效日期", Label::Other),
    ("施行日期", Label::Other),
    ("实施日期", Label::Other),
    ("时效性", Label::Other),
    ("效力级别", Label::Other),
    ("效力状态", Label::Other),
    ("法规类别", Label::Other),
    ("法规类型", Label::Other),
    ("实施时间", Label::Other),
    ("所属行业", Label::Other),
    ("所属区域", Label::Other),
    ("阅读人次", Label::Other),
    ("评论人次", Label::Other),
    ("页面功能", Label::Other),
    ("发文内容", Label::Other),
    ("文档编号", Label::Other),
    ("上传时间", Label::Other),
    ("浏览次数", Label::Other),
    ("字体", Label::Other),
    ("编辑", Label::Other),
    ("作者单位", Label::Organ),
    ("作者", Label::Other),
];

/// Labels whose value may follow at once, without any mark.
const BARE: &[&str] = &[
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

impl Listed {
    /// Takes over what the paragraph at `at` lists and says so; a label alone takes the next line as its value.
    pub fn take(&mut self, paras: &mut [Para], at: usize) -> bool {
        let Some(facts) = facts(&paras[at]) else { return false };
        let span = paras[at].span;
        for (label, value) in &facts {
            self.note(*label, value, span);
        }
        paras[at].kind = Kind::Noise;
        let next = (at + 1..paras.len().min(at + 3)).find(|next| paras[*next].kind != Kind::Noise);
        if let (Some((label, value)), Some(next)) = (facts.last(), next)
            && value.is_empty()
            && facts.len() == 1
            && facts_of_value(*label, &paras[next])
        {
            self.note(*label, &paras[next].text.chars.clone(), paras[next].span);
            paras[next].kind = Kind::Noise;
        }
        true
    }

    fn note(&mut self, label: Label, value: &[char], span: Span) {
        let text = || value.iter().collect::<String>();
        match label {
            Label::Organ if self.organ.is_none() && (is_organ(value) || is_zone(value)) => {
                self.organ = Some(text());
            }
            Label::Number if self.number.is_none() => {
                self.number = number_at_start(value)
                    .filter(|(_, end)| value.len() - end <= 10)
                    .map(|(number, _)| number);
            }
            Label::Name if self.name.is_none() && value.len() >= 6 => self.name = Some((text(), span)),
            Label::Date if self.date.is_none() => {
                let date = find_date(value).filter(|date| date.start == 0);
                self.date = date.and_then(|date| Some((date.iso?, value[..date.end].iter().collect())));
            }
            _ => {}
        }
    }
}

/// 北岭经济技术开发区 stands for those who run it.
fn is_zone(chars: &[char]) -> bool {
    chars.len() >= 5
        && chars.iter().all(|c| is_han(*c))
        && ["开发区", "新区", "园区", "示范区", "管理区", "度假区"].iter().any(|end| ends(chars, end))
}

/// The value of a label stands alone in the next line: it has the shape of one, or the label is of no account.
fn facts_of_value(label: Label, next: &Para) -> bool {
    let chars = &next.text.chars;
    let plain = chars.len() <= 30 && !chars.iter().any(|c| is_break(*c));
    facts(next).is_none()
        && match label {
            Label::Number => number_at_start(chars).is_some_and(|(_, end)| end == chars.len()),
            Label::Date => find_date(chars).is_some_and(|date| date.start == 0),
            Label::Organ => plain,
            Label::Name => false,
            Label::Other => chars.first().is_some_and(|c| c.is_ascii_digit()) || plain && chars.len() <= 8,
        }
}

/// The labels of a line and their values.
fn facts(para: &Para) -> Option<Vec<(Label, Vec<char>)>> {
    let (chars, gaps) = letters(para);
    let opens = |at: usize| at == 0 || gaps[at] || chars[at - 1] == '|';
    let label_at = |at: usize| {
        let fits = |(word, _): &&(&str, Label)| has_at(&chars, at, word);
        let (word, label) = LABELS.iter().filter(fits).max_by_key(|(word, _)| word.chars().count())?;
        let end = at + word.chars().count();
        let marked = matches!(chars.get(end), Some('：' | ':' | '|'));
        (marked || end == chars.len() && at > 0 || end < chars.len() && gaps[end])
            .then_some((*label, end, marked))
    };
    let Some((_, first, marked)) = label_at(0) else { return bare(&chars).or_else(|| numbered(&chars)) };
    let sure = |value: &[char]| marked || value.len() <= 80 && !value.is_empty();
    let mut found = Vec::new();
    let mut at = 0;
    while let Some((label, end, _)) = (at < chars.len()).then(|| label_at(at)).flatten() {
        let next = (end..chars.len()).find(|at| opens(*at) && label_at(*at).is_some()).unwrap_or(chars.len());
        let mark = |c: &char| matches!(c, '：' | ':' | '|');
        // Of a row of cells the value is the next one.
        let next = match chars.get(end) {
            Some('|') => (end + 1..next).find(|at| chars[*at] == '|').unwrap_or(next),
            _ => next,
        };
        let open = (end..next).find(|at| !mark(&chars[*at])).unwrap_or(next);
        let close = (open..next).rev().find(|at| !mark(&chars[*at])).map_or(open, |at| at + 1);
        found.push((label, chars[open..close].to_vec()));
        at = (next..chars.len()).find(|at| chars[*at] != '|').unwrap_or(chars.len());
    }
    // 来源 and its like open sentences too: without any mark only a value of some shape counts.
    (sure(&chars[first..]) && !found.is_empty()).then_some(found)
}

/// The letters of a line without its bullet, and before which of them white space stood.
fn letters(para: &Para) -> (Vec<char>, Vec<bool>) {
    let (mut chars, mut gaps) = (Vec::new(), Vec::new());
    let (mut gap, mut boxed) = (false, false);
    for c in &para.loose.chars {
        if c.is_whitespace() || *c == '【' && (boxed || chars.is_empty()) {
            // 【发文字号】 is a label as well.
            boxed |= *c == '【';
            gap = true;
        } else if boxed && *c == '】' {
            chars.push('：');
            gaps.push(false);
        } else if gap && c.is_ascii_digit() && chars.last().is_some_and(char::is_ascii_digit) {
            // 2022-01-30 16:20
            chars.extend([' ', *c]);
            gaps.extend([false, false]);
            gap = false;
        } else if !(chars.is_empty() && matches!(c, '•' | '·' | '-' | '*' | '|' | '●')) {
            chars.push(*c);
            gaps.push(std::mem::take(&mut gap));
        }
    }
    (chars, gaps)
}

/// 政策文号：云政办发〔2015〕12号: whatever a site calls it, what stands behind is a number and nothing else.
fn numbered(chars: &[char]) -> Option<Vec<(Label, Vec<char>)>> {
    let colon = chars.iter().take(8).position(|c| matches!(c, '：' | ':'))?;
    let (label, value) = (&chars[..colon], &chars[colon + 1..]);
    let called =
        ["文号", "字号", "编号"].iter().any(|end| ends(label, end)) && label.iter().all(|c| is_han(*c));
    let sound = called && number_at_start(value).is_some_and(|(_, end)| end == value.len());
    sound.then(|| vec![(Label::Number, value.to_vec())])
}

/// 发文机关长岭县交通运输局: the value follows its label at once and has the shape of one.
fn bare(chars: &[char]) -> Option<Vec<(Label, Vec<char>)>> {
    let word = BARE.iter().find(|word| has_at(chars, 0, word))?;
    let (_, label) = LABELS.iter().find(|(known, _)| known == word)?;
    let value = chars.get(word.chars().count()..)?;
    let numbered = number_at_start(value);
    let sound = match label {
        Label::Number => numbered.is_some_and(|(_, end)| end == value.len()),
        _ if numbered.is_some() => false,
        Label::Organ => is_organ(value),
        _ if word.contains("日期") => {
            find_date(value).is_some_and(|date| date.start == 0 && date.end == value.len())
        }
        _ => (4..=12).contains(&value.len()) && !value.iter().any(|c| is_break(*c)),
    };
    sound.then(|| vec![(*label, value.to_vec())])
}
