//! Notes that name who acts and by when: （责任科室：法规科；完成时限：6月底）, in brackets or not, behind a
//! sentence or behind the title of a whole section.

use super::{due, subject, unit};
use crate::lexicon::{Lexicon, Words};
use crate::outline::Outline;
use crate::paragraph::Para;
use crate::plan::Measure;
use crate::text::{ends, find, has_at, is_stop};
use std::sync::LazyLock;

/// What a note says.
#[derive(Debug, Clone, Default)]
pub(super) struct Facts {
    pub dept: Option<String>,
    pub support: Vec<String>,
    pub deadline: Option<String>,
    /// The label said who leads.
    pub leads: bool,
    /// 持续推进 where a term is asked for.
    pub cadence: Option<String>,
}

/// Words that name no end.
const ENDLESS: &[&str] = &["持续", "长期", "常态化", "常年", "全年", "经常"];

/// Who leads.
const LEADING: &[&str] = &[
    "牵头科室",
    "牵头单位",
    "牵头部门",
    "牵头股室",
    "主办单位",
    "牵头处室",
    "主责单位",
    "牵头责任单位",
    "牵头责任部门",
    "责任牵头单位",
    "牵头",
];
/// Who is to act; beside one who leads, who helps.
const ACTING: &[&str] = &[
    "责任科室",
    "责任单位",
    "责任部门",
    "承办科室",
    "责任股室",
    "承办单位",
    "承办部门",
    "责任处室",
    "责任主体",
    "责任人",
    "任务单位",
    "实施单位",
    "落实单位",
    "承担单位",
    "主要责任单位",
    "责任",
];
const HELPING: &[&str] = &[
    "配合科室",
    "配合单位",
    "配合部门",
    "协办科室",
    "配合股室",
    "协办单位",
    "协办部门",
    "配合处室",
    "参与单位",
    "参与部门",
    "参加单位",
    "协作单位",
    "主要协作单位",
    "协作部门",
    "协同单位",
    "支持单位",
    "责任配合",
    "配合",
    "协办",
];
/// Who answers for it by name; no unit.
const PERSONS: &[&str] = &["责任领导", "分管领导", "牵头领导", "联系领导", "包保领导"];
const UNTIL: &[&str] = &[
    "整改时限",
    "整改期限",
    "落实时限",
    "完成时限",
    "完成时间",
    "时限",
    "完成期限",
    "时限要求",
    "办理时限",
    "工作时限",
];

/// 4月底 of （责任单位：州直有关单位；4月底完成）: a day without a label closes the note.
fn closing_day(chars: &[char]) -> Option<String> {
    let end = chars.iter().rposition(|c| !matches!(c, '）' | ')' | '】' | '。'))? + 1;
    let from = chars[..end].iter().rposition(|c| matches!(c, '；' | ';' | '，' | ','))? + 1;
    let part = &chars[from..end];
    let part = part.strip_suffix(&['完', '成']).unwrap_or(part);
    due::deadline(part).or_else(|| due::due(part)).filter(|day| day.chars().count() == part.len())
}

impl Facts {
    pub fn of(chars: &[char]) -> Self {
        if let Some(said) = plain(chars) {
            return said;
        }
        // A label stands before a colon.
        if !chars.iter().any(|c| matches!(c, '：' | ':')) {
            return Self::default();
        }
        let labelled = |labels: &[&str]| labels.iter().find_map(|label| after_label(chars, label));
        // 整改时限：立行立改 tells no day.
        let until = labelled(UNTIL).filter(|until| {
            until.contains(['年', '月', '日', '天', '前', '底', '末', '内', '季', '周'])
                || ENDLESS.iter().any(|word| until.starts_with(word))
        });
        let until = until.or_else(|| closing_day(chars));
        let endless = until.as_ref().is_some_and(|until| ENDLESS.iter().any(|word| until.starts_with(word)));
        let (deadline, cadence) = if endless { (None, until) } else { (until, None) };
        let (leading, acting) = (labelled(LEADING), labelled(ACTING));
        // 责任单位：县住建局牵头，县财政局参加
        if let Some(lead) = acting.as_ref().and_then(|acting| acting.strip_suffix("牵头"))
            && let Some(at) = find(chars, 0, lead)
        {
            let rest = &chars[at + lead.chars().count() + 2..];
            let close =
                rest.iter().position(|c| is_stop(*c) || matches!(c, '）' | ')')).unwrap_or(rest.len());
            return Self {
                dept: Some(lead.to_owned()),
                support: helpers(&rest[..close]),
                deadline,
                cadence,
                leads: true,
            };
        }
        let mut support = labelled(HELPING).map(|list| split(&list)).unwrap_or_default();
        // 牵头单位：区发改局，责任单位：各街道
        if leading.is_some() {
            support.splice(0..0, acting.iter().flat_map(|list| split(list)));
        }
        Self { leads: leading.is_some(), dept: leading.or(acting), support, deadline, cadence }
    }

    /// Of the title itself.
    pub fn own(paras: &[Para], outline: &Outline, under: Option<usize>) -> Self {
        let note = under.and_then(|id| outline.note(id));
        note.map(|(para, note)| Self::of(&paras[para].text.chars[note])).unwrap_or_default()
    }

    /// Of the nearest titles above that say so.
    pub fn above(paras: &[Para], outline: &Outline, under: Option<usize>) -> Self {
        let mut facts = Self::default();
        for (para, note) in outline.notes_above(under) {
            let chars = &paras[para].text.chars[note];
            facts.join(Self::of(chars));
        }
        facts
    }

    /// Says of a task written before what a note says behind it; `led` that a note before it named who leads, `by` that a clause
    /// beside it said by whom.
    pub fn complete(&self, measure: &mut Measure, led: bool, by: bool) {
        match &self.dept {
            Some(others) if led && !self.leads && measure.dept.is_some() => {
                measure.support.extend(split(others));
            }
            // The clause itself named one of the units of the note, or said by whom.
            _ if by
                || measure.dept.as_ref().is_some_and(|dept| self.names(dept))
                || subject::by(&measure.text.chars().collect::<Vec<_>>()).is_some() => {}
            dept => measure.dept = dept.clone().or_else(|| measure.dept.take()),
        }
        self.fill(measure);
    }

    /// True where one of several units of the note has this name.
    pub fn names(&self, name: &str) -> bool {
        let units = || self.dept.iter().flat_map(|dept| split(dept)).chain(self.support.iter().cloned());
        let bare = |unit: &str| unit.trim_end_matches("等部门").trim_end_matches("等单位") == name;
        units().count() > 1 && units().any(|unit| bare(&unit))
    }

    /// Takes over what is not said yet.
    pub fn join(&mut self, other: Self) {
        self.dept = self.dept.take().or(other.dept);
        self.deadline = self.deadline.take().or(other.deadline);
        self.cadence = self.cadence.take().or(other.cadence);
        if self.support.is_empty() {
            self.support = other.support;
        }
    }

    /// Fills what a task does not say itself.
    pub fn fill(&self, measure: &mut Measure) {
        measure.dept = measure.dept.take().or_else(|| self.dept.clone());
        measure.deadline = measure.deadline.take().or_else(|| self.deadline.clone());
        measure.cadence = measure.cadence.take().or_else(|| self.cadence.clone());
        if measure.support.is_empty() {
            measure.support.clone_from(&self.support);
        }
    }
}

/// 县财政局参加，各镇街落实: who helps with what.
fn helpers(chars: &[char]) -> Vec<String> {
    const VERBS: &[&str] = &["按职责分工负责", "参加", "参与", "配合", "协助", "落实", "负责"];
    let part = |part: &[char]| {
        let verb = VERBS.iter().find(|verb| ends(part, verb))?;
        Some(split(&part[..part.len() - verb.chars().count()].iter().collect::<String>()))
    };
    chars.split(|c| matches!(c, '，' | ',')).filter_map(part).flatten().collect()
}

/// True for brackets that hold nothing but who does what: （办公室负责）.
pub(super) fn is_plain(chars: &[char]) -> bool {
    plain(chars).is_some()
}

/// True for words that are nothing but such a note.
pub(super) fn is_note(chars: &[char]) -> bool {
    if plain(chars).is_some() {
        return true;
    }
    let at = chars.iter().take_while(|c| is_stop(**c) || matches!(c, '（' | '(' | '【' | '[')).count();
    is_labelled(&chars[at..])
}

/// True where a label of such a note and its colon open `chars`.
pub(crate) fn is_labelled(chars: &[char]) -> bool {
    let label = LEADING.iter().chain(ACTING).chain(HELPING).chain(UNTIL).chain(PERSONS).chain(&[
        "完成时",
        "主办",
        "承办",
        "负责",
    ]);
    let opens = !has_at(chars, 0, "负责人") && label.copied().any(|label| has_at(chars, 0, label));
    opens && chars.iter().take(10).any(|c| matches!(c, '：' | ':'))
}

fn after_label(chars: &[char], label: &str) -> Option<String> {
    let mut from = 0;
    loop {
        let at = find(chars, from, label)?;
        let end = at + label.chars().count();
        // 责任单位 within 牵头责任单位 is none, behind the value of another label it is.
        let own = |at: &usize| label_len(&chars[*at..]).is_some_and(|len| *at + len > end);
        let opens = at == 0
            || !crate::text::is_han(chars[at - 1])
            || !(at.saturating_sub(4)..at).any(|before| own(&before));
        if opens && matches!(chars.get(end), Some('：' | ':')) {
            let close = value_end(chars, end + 1);
            // A note whose bracket never closes breaks off within a name.
            let opened = chars[..at].iter().rposition(|c| matches!(c, '（' | '('));
            let cut = close.is_none()
                && opened.is_some_and(|open| !chars[open..].iter().any(|c| matches!(c, '）' | ')')));
            if cut {
                return None;
            }
            let close = close.unwrap_or(chars.len());
            let close = more_units(chars, close);
            let close = remark(&chars[end + 1..close]).map_or(close, |at| end + 1 + at);
            return (close > end + 1).then(|| chars[end + 1..close].iter().collect());
        }
        from = end;
    }
}

/// Where the value ends that begins at `from`: at a mark or the closing bracket of the note, but not within 各街道（园区）.
fn value_end(chars: &[char], from: usize) -> Option<usize> {
    let mut depth = 0_usize;
    // 牵头单位：县工信局 责任单位：县税务局: white space that is no longer there parted them.
    let next = (from + 2..chars.len()).find(|at| label_len(&chars[*at..]).is_some()).unwrap_or(chars.len());
    let marked = (from..next).find(|at| match chars[*at] {
        '（' | '(' => {
            depth += 1;
            false
        }
        '）' | ')' if depth > 0 => {
            depth -= 1;
            false
        }
        c => is_stop(c) || matches!(c, '）' | ')' | '，' | ',' | '】' | ']'),
    });
    marked.or((next < chars.len()).then_some(next))
}

/// Length of a label and its colon at the start of `chars`.
fn label_len(chars: &[char]) -> Option<usize> {
    let fits = |label: &&&str| {
        has_at(chars, 0, label) && matches!(chars.get(label.chars().count()), Some('：' | ':'))
    };
    LEADING
        .iter()
        .chain(ACTING)
        .chain(HELPING)
        .chain(UNTIL)
        .chain(PERSONS)
        .filter(fits)
        .map(|label| label.chars().count() + 1)
        .max()
}

/// （责任单位：宣传部、团委，各学院）: a comma may stand within the list.
fn more_units(chars: &[char], mut close: usize) -> usize {
    while matches!(chars.get(close), Some('，' | ',')) {
        let end = value_end(chars, close + 1).unwrap_or(chars.len());
        let part = &chars[close + 1..end];
        // 牵头单位：县民政局，责任单位：…
        if part.iter().any(|c| matches!(c, '：' | ':')) {
            break;
        }
        // 市工商联，各区、县级市
        let places = part.first() == Some(&'各')
            && part
                .split(|c| *c == '、')
                .all(|name| name.len() <= 6 && name.iter().all(|c| crate::text::is_han(*c)));
        // 各乡镇人民政府，区海洋与渔业执法支队，各渔业企业等相关单位
        let called = |name: &[char]| {
            unit::is_unit(name)
                || name.len() <= 20
                    && unit::UNITS.close(name)
                    && !super::clause::Clause::new(name).opens_with_action()
        };
        if part.is_empty() || !places && !part.split(|c| *c == '、').all(called) {
            break;
        }
        close = end;
    }
    close
}

/// 市发改委、市财政局（第一责任单位为牵头单位: where a remark on the list begins.
fn remark(value: &[char]) -> Option<usize> {
    let open = value.iter().rposition(|c| matches!(c, '（' | '('))?;
    let said = ["第一", "牵头", "排名", "下同"].iter().any(|word| find(value, open, word).is_some());
    said.then_some(open)
}

/// True where the paper says that of several units the first one leads: （排在第一位的为牵头单位，下同）.
pub(super) fn first_leads(paras: &[Para]) -> bool {
    static FIRST: Words = LazyLock::new(|| {
        Lexicon::of(
            "第一责任单位 排在第一位的 排第一位的 列第一位 排第一位 列在首位的 排名第一的 排在首位的 第一个单位",
        )
    });
    paras.iter().any(|para| {
        let chars = &para.text.chars;
        FIRST
            .find(chars, 0)
            .is_some_and(|(at, _)| find(&chars[at..chars.len().min(at + 24)], 0, "牵头").is_some())
    })
}

/// （办公室负责）, （由人事科牵头，法规科配合）: a note of nothing but who does what.
fn plain(note: &[char]) -> Option<Facts> {
    let bracket = |c: &char| matches!(c, '（' | '(' | '【' | '）' | ')' | '】');
    let opens = note.iter().take_while(|c| is_stop(**c)).count();
    let closed = note.iter().rposition(|c| !is_stop(*c)).filter(|at| bracket(&note[*at]))?;
    let inner = note.get(opens + 1..closed).filter(|_| bracket(&note[opens]))?;
    // （业务指导股、法规股）
    if inner.split(|c| matches!(c, '、' | '，' | ',')).all(unit::is_unit) {
        return Some(Facts { dept: Some(inner.iter().collect()), ..Facts::default() });
    }
    let mut facts = Facts::default();
    for part in inner.split(|c| matches!(c, '，' | ',' | '；' | ';')) {
        let part = part.strip_prefix(&['由']).unwrap_or(part);
        let verb = |verbs: &[&'static str]| verbs.iter().find(|verb| ends(part, verb)).copied();
        let leads = verb(&[
            "按照职责分工负责",
            "按职责分工负责",
            "按职责分工落实",
            "按职责负责",
            "分别牵头负责",
            "牵头负责",
            "牵头落实",
            "牵头组织实施",
            "组织实施",
            "具体负责",
            "分别负责",
            "共同负责",
            "分工负责",
            "负责落实",
            "负责",
            "牵头",
            "落实",
            "承办",
        ]);
        let helps = verb(&["按职责分工配合", "按职责分工参与", "按职责配合", "参与", "参加", "配合", "协助"]);
        let word = leads.or(helps)?;
        let name = &part[..part.len() - word.chars().count()];
        // 教育局负责长期监督落实 is something more to do.
        if find(name, 2, "负责").is_some() {
            return None;
        }
        if name.len() < 2 || name.len() > 80 || !name.iter().all(|c| crate::text::is_han(*c) || *c == '、') {
            return None;
        }
        let name: String = name.iter().collect();
        match leads {
            Some(_) if facts.dept.is_none() => facts.dept = Some(name),
            _ => facts.support.extend(split(&name)),
        }
    }
    facts.dept.is_some().then_some(facts)
}

pub(super) fn split(list: &str) -> Vec<String> {
    // 市级各有关部门及各县区政府 are two.
    list.replace("及各", "、各")
        .split(['、', '，', ','])
        .filter(|part| !part.is_empty())
        .map(str::to_owned)
        .collect()
}
