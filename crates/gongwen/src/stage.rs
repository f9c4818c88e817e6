//! Stages of the work and their months.
//!
//! A stage is a heading (or chain item) that calls itself 阶段 or 步, or a child of a heading about steps
//! whose siblings carry months. Months are read from brackets beside the name or from the words after it.

mod running;
mod table;
mod time;

use crate::number::arabic;
use crate::outline::{Outline, Piece};
use crate::paragraph::Para;
use crate::plan::{Node, Span, Stage};
use crate::text::{contains, is_stop};
use std::collections::BTreeMap;
use std::ops::Range;
use time::{Time, find_time, time_at};

/// Words of a heading whose children are stages.
const PARENTS: &[&str] = &["步骤", "阶段", "进度", "安排", "方法步骤", "日程", "形式和时间", "方式和时间"];

/// Reads the stages from the outline.
pub(crate) fn read(paras: &[Para], outline: &Outline) -> Vec<Stage> {
    // The text under each node.
    let mut told: Vec<Vec<&Piece>> = vec![Vec::new(); outline.nodes.len()];
    for piece in &outline.pieces {
        if let Some(id) = piece.under {
            told[id - 1].push(piece);
        }
    }
    let candidates: Vec<(usize, Stage, bool)> =
        outline.nodes.iter().filter_map(|node| candidate(paras, outline, node, &told[node.id - 1])).collect();
    let mut families: BTreeMap<Option<usize>, Siblings> = BTreeMap::new();
    for node in &outline.nodes {
        families.entry(node.parent).or_default().meet(node);
    }
    for (id, stage, named) in &candidates {
        let node = outline.node(*id);
        let siblings = families.entry(node.parent).or_default();
        siblings.count += 1;
        siblings.timed += usize::from(stage.raw.is_some());
        siblings.named |= *named;
        siblings.short += usize::from(!node.inline && node.title.chars().count() <= 16);
    }
    // 活动安排 may list events, of which only some have a time.
    let only_arranged = |parent: Option<usize>| {
        let title = parent.map(|parent| outline.node(parent).title.as_str()).unwrap_or_default();
        PARENTS.iter().filter(|word| title.contains(**word)).all(|word| *word == "安排")
    };
    // 自查自纠, 排查整改, 总结提升 under 实施步骤: all of them are named by what is done, and none has a time.
    let plain = |parent: usize, siblings: Siblings| {
        let title = &outline.node(parent).title;
        (["步骤", "步骤安排"].iter().any(|end| title.ends_with(end)) && siblings.timed == 0
            || title.contains("阶段划分"))
            && (2..=6).contains(&siblings.count)
            && siblings.short == siblings.count
            && !siblings.extent
    };
    let is_stage = |(id, stage, named): &(usize, Stage, bool)| {
        let parent = outline.node(*id).parent;
        let siblings = families.get(&parent).copied().unwrap_or_default();
        let under_steps = parent.is_some_and(|parent| is_about_steps(&outline.node(parent).title));
        // Beside stages that call themselves so, a line without a time is none.
        *named && (under_steps || siblings.count >= 2 || stage.raw.is_some())
            || (under_steps
                && siblings.timed >= 2
                && (siblings.timed == siblings.count || !only_arranged(parent))
                && (stage.raw.is_some() || !siblings.named))
            || siblings.count >= 2 && siblings.timed == siblings.count && siblings.tell_times()
            || parent.is_some_and(|parent| plain(parent, siblings))
    };
    let mut found: Vec<Stage> =
        candidates.iter().filter(|found| is_stage(found)).map(|(_, stage, _)| stage.clone()).collect();
    if found.is_empty() {
        found = table::read(paras);
    }
    if found.is_empty() {
        found = running::paragraphs(paras);
    }
    if found.is_empty() {
        found = paras.iter().flat_map(running::cell).collect();
    }
    if found.is_empty() {
        for piece in outline.pieces.iter().filter(|piece| piece.under.is_some()) {
            found.extend(running::sentence(&paras[piece.para].text, piece.range.clone()));
        }
    }
    found
}

/// The nodes under one heading, and the candidates among them.
#[derive(Debug, Clone, Copy, Default)]
struct Siblings {
    /// How many candidates there are, how many of them have a time, and how many a name of a few characters.
    count: usize,
    timed: usize,
    short: usize,
    /// One of them calls itself a stage.
    named: bool,
    /// How many nodes there are; how many stand in lines of their own, and how many of these are a name and a range of time;
    /// how many of all are a name and a time.
    nodes: usize,
    lines: usize,
    ranged: usize,
    dated: usize,
    /// The first is named as first stages are.
    opens: bool,
    /// One tells of the extent or the time of something.
    extent: bool,
}

impl Siblings {
    fn meet(&mut self, node: &Node) {
        const EXTENT: &[&str] = &["范围", "安排", "要求", "内容", "时间"];
        self.opens |= self.nodes == 0 && opens_stages(&node.title);
        self.nodes += 1;
        self.lines += usize::from(!node.inline);
        self.ranged += usize::from(!node.inline && is_ranged(&node.title));
        self.dated += usize::from(is_timed(&node.title));
        self.extent |= EXTENT.iter().any(|end| node.title.ends_with(end));
    }

    /// 宣传动员（1月10日前）, 摸底排查（2月底前） under 主要任务: all have a range of time, or a time and a first that opens stages.
    fn tell_times(self) -> bool {
        self.lines > 0 && self.ranged == self.lines
            || self.opens && self.nodes >= 2 && self.dated == self.nodes
    }
}

/// 宣传发动（9月1日至5日）: a name and a range of time, and nothing more.
fn is_ranged(title: &str) -> bool {
    is_timed(title) && title.contains(['-', '—', '–', '至', '到', '~', '～'])
}

/// 组织准备（3月31日前）: a name and a time, and nothing more.
fn is_timed(title: &str) -> bool {
    let Some((name, time)) = title.split_once(['（', '(']) else { return false };
    let time: Vec<char> = time.strip_suffix(['）', ')']).unwrap_or_default().chars().collect();
    let batch = name.starts_with('第') && name.ends_with(['批', '组', '期', '场', '轮']);
    (2..=14).contains(&name.chars().count()) && !batch && find_time(&time, 0..time.len(), false).is_some()
}

/// True for a name that the first of several stages has: 动员部署, 组织准备.
fn opens_stages(title: &str) -> bool {
    const FIRST: &[&str] = &["动员", "部署", "准备", "启动", "发动", "宣传"];
    FIRST.iter().any(|word| title.contains(word))
}

fn is_about_steps(title: &str) -> bool {
    PARENTS.iter().any(|word| title.contains(word))
}

/// A node as a stage, with the `texts` under it, and whether it calls itself one.
fn candidate(
    paras: &[Para],
    outline: &Outline,
    node: &Node,
    texts: &[&Piece],
) -> Option<(usize, Stage, bool)> {
    let (para, title) = &outline.places[node.id - 1];
    let text = &paras[*para].text;
    let title = &bare_stage(&text.chars, title.clone());
    let number = node.number.as_deref().unwrap_or("");
    let above = node.parent.map(|parent| outline.node(parent).title.as_str()).unwrap_or_default();
    // 第一步：发现与报告 under 应急响应流程 is what is done whenever it happens; 第一周 is a stage under 实施步骤 only.
    let answers = ["应急", "响应", "处置"].iter().any(|word| above.contains(word));
    let step = number.contains('步') && !answers || number.contains('周') && is_about_steps(above);
    let numbered = number.starts_with('第') && (number.contains("阶段") || step);
    let chars = &text.chars[title.clone()];
    // 针对自查阶段发现的问题 is about a stage.
    let called = crate::text::find(chars, 0, "阶段").is_some_and(|at| {
        chars
            .get(at + 2)
            .is_none_or(|c| !crate::text::is_han(*c) || matches!(c, '从' | '自' | '为' | '和' | '的'))
    });
    let named = numbered || called && !contains(chars, "各阶段") && chars.len() <= 40;
    let under_steps = node.parent.is_some_and(|parent| is_about_steps(&outline.node(parent).title));
    if !named && !under_steps && !is_timed(&node.title) {
        return None;
    }
    let (range, name) = name_of(&text.chars, title.clone());
    // 第一阶段（3月15日）：举办…活动: what is done then is no name.
    let name = if numbered && is_deed(&name) { String::new() } else { name };
    // 自印发之日起至6月15日为自查阶段
    let (range, name) = held_as(&text.chars, title.clone()).unwrap_or((range, name));
    // 9月18日—22日，各院（部）审核…: nor is one whose time stands in front.
    let dated = chars.first().is_some_and(|c| arabic(*c).is_some());
    let told = dated && chars.len() > 16 && chars.iter().any(|c| matches!(c, '，' | ','));
    let empty = !named && !name.chars().any(crate::text::is_han);
    let long = !named && dated && chars.len() > 20;
    if told && (!named || contains(chars, "各")) || empty || long {
        return None;
    }
    // 3月8日前，各单位填写…: a sentence that opens with its time is no name, nor is 填报时间.
    if !named && (name.ends_with("时间") || name.chars().count() > 20 || name.chars().count() < 2) {
        return None;
    }
    // Months may stand in the title or open the text after it.
    let time = find_time(&text.chars, title.clone(), false).or_else(|| {
        let words = opening(&text.chars, title.end);
        // …阶段。时间：麦收前（5月30日—6月4日）
        let labelled = crate::text::has_at(&text.chars, words.start, "时间");
        find_time(&text.chars, words, !labelled)
    });
    // 时间：2023年3月 in the line under the title
    let below = || {
        let next = paras.get(para + 1).filter(|_| title.end + 1 >= text.len())?;
        let chars = &next.text.chars;
        let label = chars.iter().take(9).position(|c| matches!(c, '：' | ':'))?;
        let labelled = crate::text::ends(&chars[..label], "时间");
        let time = find_time(chars, label + 1..chars.len().min(label + 31), false).filter(|_| labelled)?;
        // 推荐截止时间：8月6日 tells when it ends.
        let until = contains(&chars[..label], "截止");
        Some(Time { start: time.start.filter(|_| !until), ..time })
    };
    // （二）自查阶段 over 4月15日前，企业全面自查
    let opened = || {
        let short = under_steps && title.len() <= 8;
        let next = paras.get(para + 1).filter(|_| (named || short) && title.end + 1 >= text.len())?;
        let body = next.kind == crate::paragraph::ParagraphKind::Body
            && crate::mark::parse(&next.text.chars).is_none();
        let from = usize::from(matches!(next.text.chars.first(), Some('自' | '从')));
        time_at(&next.text.chars, from, next.text.len().min(24)).filter(|_| body)
    };
    let stated = if time.is_none() { below().or_else(opened) } else { None };
    // 自查阶段 whose text says by when: …，于4月30日前报送
    let until = || {
        texts.iter().find_map(|piece| time::first_until(&paras[piece.para].text.chars, piece.range.clone()))
    };
    let until = if time.is_none() && stated.is_none() { until() } else { None };
    // 11月下旬，…自查。12月上旬，…验收: a later sentence that opens with its time makes the stage longer.
    let beside = time.as_ref().is_none_or(|time| time.range.start >= title.end);
    let ended = stated.as_ref().or(time.as_ref()).filter(|_| beside).and_then(|time| time.end);
    let longer = ended.and_then(|end| {
        texts
            .iter()
            .filter_map(|piece| time::last_opened(&paras[piece.para].text.chars, piece.range.clone()))
            .find(|month| *month > end)
    });
    let end = time.as_ref().map_or(range.end, |time| time.range.end.max(range.end));
    let start = time.as_ref().map_or(range.start, |time| time.range.start.min(range.start));
    // 第一步：各乡按照要求，组织自查 goes on as a sentence and names no stage.
    let goes_on = matches!(text.chars.get(title.end), Some('，' | ','));
    if number.contains('步') && time.is_none() && (goes_on && title.len() > 8 || title.len() > 20) {
        return None;
    }
    let close = usize::from(matches!(text.chars.get(end), Some('）' | ')')));
    let near = time.as_ref().is_none_or(|time| time.range.start < title.end);
    let span: Span = if near { text.span(start..end + close) } else { text.span(start..end) };
    let stage = Stage {
        name,
        start_month: time.as_ref().or(stated.as_ref()).and_then(|time| time.start),
        end_month: longer.or_else(|| time.as_ref().or(stated.as_ref()).and_then(|time| time.end)).or(until),
        raw: time
            .as_ref()
            .map(|time| text.str(time.range.clone()))
            .or_else(|| stated.as_ref().map(|time| paras[para + 1].text.str(time.range.clone())))
            .or_else(|| bracketed(&text.chars, range.end)),
        span,
    };
    // 第一阶段（12月10日—16日）: the number is all the name there is, be it behind another one or not.
    let stage = if stage.name.is_empty() && numbered {
        Stage { name: number.to_owned(), span: node.span, ..stage }
    } else {
        stage
    };
    let stage = match crate::mark::parse(chars)
        .filter(|mark| stage.name.is_empty() && mark.label.starts_with('第'))
    {
        Some(mark) => Stage { name: mark.label, span: text.span(title.clone()), ..stage },
        None => stage,
    };
    (!stage.name.is_empty()).then_some((node.id, stage, named))
}

/// True for words that tell what is done rather than how a stage is called: 举办宣传咨询活动, 由各处室组织检查.
fn is_deed(name: &str) -> bool {
    let opens = ["由", "举办", "对", "主要", "重点", "组织开展", "在", "各"]
        .iter()
        .any(|word| name.starts_with(word));
    opens && name.chars().count() > 4 && !name.ends_with("阶段")
}

/// 自印发之日起至6月15日为自查阶段: the name behind its time.
fn held_as(chars: &[char], title: Range<usize>) -> Option<(Range<usize>, String)> {
    let verb = title.clone().rev().find(|at| chars[*at] == '为')?;
    let name = verb + 1..title.end;
    let timed = find_time(chars, title.start..verb, false).is_some_and(|time| time.range.end == verb);
    let called = crate::text::ends(&chars[name.clone()], "阶段") && (4..=12).contains(&name.len());
    (timed && called).then(|| (name.clone(), chars[name].iter().collect()))
}

/// （一）第一阶段工作: the number is the name, and the word behind it says nothing.
fn bare_stage(chars: &[char], title: Range<usize>) -> Range<usize> {
    const REST: &[&str] = &["工作", "任务", "工作任务", "主要任务", "工作安排"];
    let mark = crate::mark::parse(&chars[title.clone()]).filter(|mark| mark.label.contains("阶段"));
    let rest = |len: usize| chars[title.start + len..title.end].iter().collect::<String>();
    match mark.filter(|mark| REST.contains(&rest(mark.len).as_str())) {
        Some(mark) => title.start..title.start + mark.len,
        None => title,
    }
}

/// A time without months beside the name: （2024年）, （第二季度）.
fn bracketed(chars: &[char], open: usize) -> Option<String> {
    let inner = chars.get(open + 1..).filter(|_| matches!(chars[open], '（' | '('))?;
    let close = inner.iter().take(14).position(|c| matches!(c, '）' | ')'))?;
    let timed = inner[..close].iter().any(|c| arabic(*c).is_some()) || contains(&inner[..close], "季度");
    (timed && inner[..close].iter().any(|c| matches!(c, '年' | '度')))
        .then(|| inner[..close].iter().collect())
}

/// The first words after a title, where a stage may state its time.
fn opening(chars: &[char], from: usize) -> Range<usize> {
    let start = (from..chars.len())
        .find(|at| !is_stop(chars[*at]) && !matches!(chars[*at], '：' | ':'))
        .unwrap_or(chars.len());
    start..chars.len().min(start + 30)
}

/// The name without number words, brackets and months.
fn name_of(chars: &[char], title: Range<usize>) -> (Range<usize>, String) {
    let mut start = title.start;
    // （一）第一阶段：宣传发动 carries a second number.
    if let Some(mark) = crate::mark::parse(&chars[title.clone()]).filter(|mark| mark.label.starts_with('第'))
    {
        let rest = &chars[start + mark.len..title.end];
        if rest.iter().any(|c| crate::text::is_han(*c)) {
            start += mark.len;
        }
    }
    if matches!(chars.get(start), Some('（' | '('))
        && let Some(close) = chars[start..title.end].iter().position(|c| matches!(c, '）' | ')'))
        && start + close + 1 < title.end
    {
        start += close + 1;
    }
    while start < title.end && matches!(chars[start], '：' | ':' | '，' | '、' | '—' | '为') {
        start += 1;
    }
    // 第一阶段从6月下旬至9月底, 第二阶段至年底
    let timed = |at: usize| chars.get(at + 1).is_some_and(|c| arabic(*c).is_some());
    if start < title.end && matches!(chars[start], '从' | '自' | '至' | '到') && timed(start) {
        start += 1;
    }
    // 3月份，动员部署: the time opens the line and the name follows.
    if let Some(time) = time_at(chars, start, title.end)
        && matches!(chars.get(time.range.end), Some('，' | ',' | '：' | ':' | '、'))
        && time.range.end + 1 < title.end
    {
        start = time.range.end + 1;
    }
    // 宣传发动，提高认识（3月1日至15日）: the name reaches to its time.
    let open = (start..title.end).find(|at| matches!(chars[*at], '（' | '('));
    let timed = open.filter(|open| open - start <= 16 && bracketed_time(&chars[*open..title.end]));
    let mut end = timed.unwrap_or_else(|| {
        (start..title.end)
            .find(|at| matches!(chars[*at], '（' | '(' | '：' | ':' | '，' | ',' | '。' | '；'))
            .unwrap_or(title.end)
    });
    // Months without brackets before or after the name.
    if let Some(time) = find_time(chars, start..end, false) {
        if time.range.start > start {
            end = time.range.start;
        } else if time.range.end == end {
            // 第一阶段从6月下旬至9月底，… has no name but its number.
            end = start;
        } else if time.range.end < end {
            start = time.range.end;
            while start < end && matches!(chars[start], '：' | ':' | '，' | '、' | '为') {
                start += 1;
            }
        }
    }
    (start..end, chars[start..end].iter().collect())
}

/// （3月1日至15日）, and nothing behind it.
fn bracketed_time(chars: &[char]) -> bool {
    let close = chars.iter().position(|c| matches!(c, '）' | ')'));
    close.is_some_and(|close| close + 1 == chars.len() && find_time(chars, 1..close, true).is_some())
}
