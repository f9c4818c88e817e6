//! Candidate tasks: clauses with a verb of action and an object, in the paper's words.
//!
//! Sentences are parted at their clauses; a clause that only leads to the next (通过…, 围绕…) stays with it.
//! Clauses that state a wish or a result (提高素质, 形成氛围) are no tasks. Sections about guiding ideas,
//! aims and the leading group are left out.

mod detail;

use crate::outline::{Outline, Piece, lead_in};
use crate::paragraph::{Para, ParagraphKind as Kind};
use crate::plan::{Class, Measure};
use crate::text::{Text, contains, depths, is_break, is_stop, starts};
use std::ops::Range;

/// Verbs of action.
const VERBS: &[&str] = &[
    "开展", "组织", "建立", "健全", "完善", "制定", "制订", "制作", "举办", "召开", "成立", "建设", "参与", "参加", "加强", "落实", "推进", "实施", "整治",
    "设立", "张贴", "宣传", "学习", "培训", "检查", "督查", "考核", "评选", "推荐", "走访", "慰问", "印发", "报送", "收集", "整理", "编制", "聘请", "发放",
    "悬挂", "打造", "创建", "深化", "抓好", "做好", "搞好", "执行", "贯彻", "处理", "接待", "公开", "利用", "加大", "强化", "规范", "优化", "改善", "清理",
    "巡查", "排查", "配备", "申报", "迎接", "总结", "表彰", "通报", "征集", "选树", "培育", "树立", "弘扬", "倡导", "引导", "教育", "严格", "严禁", "治理",
    "整改", "维护", "更新", "上报", "提交", "填报", "梳理", "分解", "签订", "推广", "运用", "动员", "部署", "调度", "听取", "指导", "督促", "监督", "丰富",
    "承办", "列出", "设置", "改造", "美化", "绿化", "净化", "种植", "捐款", "捐资", "献血", "巩固", "拓展", "创新", "推行", "试行", "推动", "对照", "广泛征求",
    "邀请", "评议", "征求", "受理", "回访", "发布", "编印", "播放", "观看", "诵读", "撰写", "建成", "投资", "安排", "召集", "落细", "抓实", "突出", "坚持",
    "进行", "采取", "力争", "争取", "配合", "协调", "保障", "确定", "明确", "细化", "定期", "关心", "帮助", "解决", "发现", "倾听", "积极参与", "归并", "整合",
    "减化", "简化", "减并", "联系", "办好", "用好", "管好", "查找", "研究", "编写", "汇编", "备案", "存档", "归档", "选派", "结对", "帮扶", "净化",
];

/// Words between the start of a clause and its verb.
const ADVERBS: &[&str] = &[
    "要", "应", "应当", "须", "必须", "积极", "主动", "认真", "深入", "广泛", "大力", "扎实", "进一步", "切实", "全面", "继续", "定期", "及时", "不断", "持续",
    "努力", "着力", "严格", "统筹", "精心", "充分", "经常", "同时", "并", "还", "也", "将", "能", "坚决", "深化", "逐步", "适时", "牢牢", "有效", "常年", "先后",
    "我们", "我局", "局将", "始终", "巩固拓展", "一律", "按时", "每年", "每月", "每季度", "每周", "每半年", "再", "一并", "具体", "重点", "主要", "周密", "全力", "有计划地",
    "严肃认真地", "有针对性地", "有序", "高质量", "高标准", "加快", "组织机关职工", "特别是", "此外", "另外", "以及", "和", "通过", "共", "已", "尽快", "统一", "不定期", "深入地",
];

/// Verbs whose clause states a wish or a result.
const RESULTS: &[&str] = &[
    "提高", "提升", "增强", "确保", "营造", "形成", "促进", "激发", "实现", "使", "让", "成为", "保证", "展示", "展现", "体现", "达到", "为", "做到", "推动各项", "推动全", "带动",
    "充分调动", "进一步提", "进一步增", "不断提", "切实提", "全面提", "努力提", "推动形成", "推进各项",
];

/// Headings under which nothing is a task.
const SILENT: &[&str] = &["指导思想", "创建目标", "工作目标", "总体目标", "总体要求", "目标任务", "基本原则", "组织领导机构", "组织机构", "基本情况", "存在问题", "存在的问题", "目标要求"];

/// Reads the candidate tasks.
pub(crate) fn read(paras: &[Para], outline: &Outline, class: Class) -> Vec<Measure> {
    let done = class == Class::Retrospective;
    let silent = matches!(class, Class::Roster | Class::Standard);
    if silent {
        return Vec::new();
    }
    let mut found = Vec::new();
    for piece in &outline.pieces {
        if piece.under.is_none() || !matches!(paras[piece.para].kind, Kind::Body | Kind::Heading) {
            continue;
        }
        if outline.titles_above(piece.under).any(|title| SILENT.iter().any(|word| title.contains(word))) {
            continue;
        }
        clauses(&paras[piece.para].text, piece, done, &mut found);
    }
    found
}

fn clauses(text: &Text, piece: &Piece, done: bool, found: &mut Vec<Measure>) {
    let chars = &text.chars;
    let depths = depths(&chars[piece.range.clone()]);
    let offset = piece.range.start;
    let mut sentence = piece.range.start;
    for at in piece.range.clone() {
        if depths[at - offset] == 0 && is_stop(chars[at]) || at + 1 == piece.range.end {
            let end = if is_stop(chars[at]) { at } else { at + 1 };
            parts(text, sentence..end, &depths, offset, piece.under, done, found);
            sentence = at + 1;
        }
    }
}

/// Parts one sentence into tasks.
fn parts(
    text: &Text,
    sentence: Range<usize>,
    depths: &[usize],
    offset: usize,
    under: Option<usize>,
    done: bool,
    found: &mut Vec<Measure>,
) {
    let chars = &text.chars;
    let facts = detail::of_sentence(&chars[sentence.clone()]);
    let mut lead = None;
    let mut start = sentence.start;
    let edge = |at: usize| at == sentence.end || (depths[at - offset] == 0 && is_break(chars[at]));
    for at in sentence.start..=sentence.end {
        if at < start || !edge(at) {
            continue;
        }
        let clause = start..at;
        start = at + 1;
        if clause.is_empty() {
            continue;
        }
        let begin = lead.unwrap_or(clause.start);
        let verb = opens_with_action(&chars[clause.clone()]);
        let bound = lead_in(&chars[clause.clone()]) && verb.is_none() && at < sentence.end;
        if bound || matches!(chars.get(at), Some('：' | ':')) && at < sentence.end {
            lead = Some(begin);
            continue;
        }
        lead = None;
        let acting = verb.is_some() || (begin < clause.start && has_action(&chars[clause.clone()]));
        let acting = acting || lead_in(&chars[clause.clone()]) && has_action(&chars[clause.clone()]);
        let whole = begin..clause.end;
        if !acting || is_result(&chars[clause.clone()]) || whole.len() < 5 || clause.len() > 160 {
            continue;
        }
        let words = &chars[whole.clone()];
        found.push(Measure {
            text: text.str(whole.clone()),
            under,
            dept: detail::dept(words).or_else(|| facts.dept.clone()),
            support: if facts.support.is_empty() { detail::support(words) } else { facts.support.clone() },
            deadline: detail::deadline(words).or_else(|| facts.deadline.clone()),
            cadence: detail::cadence(words),
            quantity: detail::quantity(words),
            festivals: detail::festivals(words),
            done,
            span: text.span(whole),
        });
    }
}

/// The place of a verb of action behind adverbs and a short subject.
fn opens_with_action(clause: &[char]) -> Option<usize> {
    let mut at = detail::subject_end(clause);
    loop {
        let rest = &clause[at..];
        // 深化创建 is a verb, 深入 an adverb: the verb wins where both fit.
        if VERBS.iter().any(|verb| starts(rest, verb)) {
            return Some(at);
        }
        let adverb = ADVERBS.iter().filter(|word| starts(rest, word)).max_by_key(|word| word.chars().count())?;
        at += adverb.chars().count();
    }
}

fn has_action(clause: &[char]) -> bool {
    VERBS.iter().any(|verb| contains(clause, verb))
}

fn is_result(clause: &[char]) -> bool {
    let mut at = detail::subject_end(clause);
    loop {
        let rest = &clause[at..];
        if RESULTS.iter().any(|word| starts(rest, word)) {
            return true;
        }
        let Some(adverb) = ADVERBS.iter().filter(|word| starts(rest, word)).max_by_key(|word| word.chars().count()) else {
            return false;
        };
        at += adverb.chars().count();
    }
}
