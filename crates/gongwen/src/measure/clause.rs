//! What a clause is: a task, the lead to one, a note about one, or neither.

use super::words::{ABSTRACT, ADVERBS, HOLLOW, RESULTS, STATES, VERBS};
use super::{detail, subject};
use crate::lexicon::{Endings, Ends, Lexicon, Words};
use crate::number::arabic;
use crate::outline::lead_in;
use crate::text::{contains, ends, find, has_at, starts};
use std::cell::OnceCell;
use std::ops::{Deref, Range};
use std::sync::LazyLock;

/// A clause, and what more than one question about it needs; each is found out once.
pub(super) struct Clause<'a> {
    chars: &'a [char],
    unit: OnceCell<Option<Range<usize>>>,
    opening: OnceCell<usize>,
    action: OnceCell<bool>,
}

impl<'a> Clause<'a> {
    pub fn new(chars: &'a [char]) -> Self {
        Self { chars, unit: OnceCell::new(), opening: OnceCell::new(), action: OnceCell::new() }
    }

    /// Where the unit stands that is to act.
    fn unit(&self) -> Option<Range<usize>> {
        self.unit.get_or_init(|| subject::range(self.chars)).clone()
    }

    /// The acting unit at the start, and those it acts with (会同…).
    pub fn actor(&self) -> Option<(String, Vec<String>)> {
        self.unit().map(|unit| subject::acting(&self.chars[unit]))
    }

    /// End of the subject, be it a unit or people; 0 where there is none.
    fn subject_end(&self) -> usize {
        self.unit().map_or_else(|| subject::people(self.chars), |unit| unit.end)
    }

    /// What follows subject, time and adverbs.
    pub fn body(&self) -> &'a [char] {
        let from = *self.opening.get_or_init(|| {
            let mut at = self.subject_end();
            loop {
                let rest = &self.chars[at..];
                let step = ADVERBS.longest(rest).or_else(|| detail::time_len(rest));
                // 定期 and the like may be verb and adverb; a verb ends the search.
                match step {
                    Some(step) if step < rest.len() => at += step,
                    _ => return at,
                }
            }
        });
        &self.chars[from..]
    }

    /// True where a verb of action stands anywhere.
    fn has_action(&self) -> bool {
        *self.action.get_or_init(|| has_action(self.chars))
    }

    /// True where a verb of action opens the clause, behind adverbs, times and a subject.
    pub fn opens_with_action(&self) -> bool {
        static OPENING: Words = LazyLock::new(|| Lexicon::of("把 将 对 于 在 向 与 为 用 逐 《 利用 依托"));
        let rest = self.body();
        // 参与率 and 验收不合格的 are no verbs here.
        let noun = |verb: usize| rest.get(verb).is_some_and(|c| "率者度性力费员量数额比期不".contains(*c));
        // 抽查单位不少于8家 measures a noun.
        let amount = || {
            ["不少于", "不低于", "不超过", "达到"]
                .iter()
                .filter_map(|word| find(rest, 0, word))
                .any(|at| (1..=6).contains(&at))
        };
        VERBS.longest(rest).is_some_and(|verb| rest.len() > verb && !noun(verb) && !amount())
            || OPENING.opens(rest)
    }
}

impl Deref for Clause<'_> {
    type Target = [char];

    fn deref(&self) -> &[char] {
        self.chars
    }
}

/// The sense of a clause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sense {
    Task,
    /// Belongs to the clause after it: 围绕…, 6月底前, 对…的单位.
    Lead,
    /// Says when, how often or by whom the clause before it is done.
    Note,
    /// A wish, a result, a fact.
    Other,
}

/// Tells the sense of `clause`. `led` says that a lead stands before it, `last` that none may follow.
pub(super) fn sense(clause: &Clause<'_>, led: bool, last: bool) -> Sense {
    if clause.iter().all(|c| !crate::text::is_han(*c)) || detail::is_time(clause) && last || is_roster(clause)
    {
        return Sense::Other;
    }
    if !last && (leads(clause) || led && names_on(clause)) {
        return Sense::Lead;
    }
    if notes(clause) && !led {
        return Sense::Note;
    }
    let figure = clause.iter().any(|c| arabic(*c).is_some());
    let short = if led { 2 } else { 4 };
    if clause.len() < short
        || is_hollow(clause)
        || is_state(clause)
        || is_result(clause, led) && (!figure || starts(clause, "约"))
    {
        return Sense::Other;
    }
    // A pair of words is a task only where it names a plain deed: 表彰先进, but not 内强素质.
    if clause.len() <= 5 && !led {
        let body = clause.body();
        let deed = has_action(body) && ABSTRACT.longest(body).is_none();
        return if deed { Sense::Task } else { Sense::Other };
    }
    // Words without any known verb are a task only where they are no mere noun.
    if !led
        && !figure
        && !clause.has_action()
        && (clause.contains(&'的') || ends(clause, "力") || ends(clause, "制"))
    {
        return Sense::Other;
    }
    if last && lead_in(clause) && !clause.has_action() {
        return Sense::Other;
    }
    Sense::Task
}

/// Who holds which role is told by the roster, not asked for.
fn is_roster(clause: &[char]) -> bool {
    static WORDS: Words = LazyLock::new(|| {
        Lexicon::of("组长 指挥长 办公室主任 办公室设在 下设办公室 为成员 兼任 个阶段 办公室设")
    });
    WORDS.within(clause) || ends(clause, "阶段")
}

/// True for a clause that only leads to the next.
fn leads(clause: &Clause<'_>) -> bool {
    static OPEN: Ends = LazyLock::new(|| {
        Endings::of(
            "\
        为主题 为载体 为契机 为主要内容 为内容 为抓手 为重点 等形式 多种形式 等方式 为平台 为依托 为核心 为主线 为目标 等途径 基础上 前提下 同时 过程中 期间 之际 之机 机会 要求 \
        原则 节点 \
        ",
        )
    });
    if OPEN.close(clause) && !clause.opens_with_action() {
        return true;
    }
    let mut rest = &clause[clause.subject_end()..];
    for modal in ["可以", "可", "要", "应", "须", "将"] {
        rest = if starts(rest, modal) { &rest[modal.chars().count()..] } else { rest };
    }
    if lead_in(rest) && (rest.contains(&'为') || !starts(rest, "以")) {
        return !finishes_own(rest);
    }
    if detail::ends_in_deadline(clause) && !clause.has_action() {
        return true;
    }
    // 并于5月25日前将名单和方案，分别报…: the verb follows.
    let held = rest.iter().take(14).position(|c| matches!(c, '将' | '把'));
    if held.is_some_and(|at| !has_action(&rest[at + 1..]) && rest.len() > at + 4) && !ends(rest, "的") {
        return true;
    }
    static HANDLING: Words =
        LazyLock::new(|| Lexicon::of("进行 开展 予以 给予 实施 加以 做好 实行 落实 采取 做到 严格"));
    // 经协商仍不一致的，由办公室裁定
    let case = ends(clause, "的") && (6..=60).contains(&clause.len()) && !clause.opens_with_action();
    let condition = ["对", "凡", "遇", "如遇", "若", "逢", "每逢"].iter().any(|word| starts(clause, word))
        && (ends(clause, "的") || !HANDLING.within(clause) && !deed_within(clause))
        && clause.len() <= 60;
    condition
        || case
        || names_people(clause)
        || detail::is_time(clause.strip_prefix(&['并']).unwrap_or(clause))
}

/// 对影响市容、群众反映强烈的建筑，…: goes on naming what the lead began to name.
fn names_on(clause: &Clause<'_>) -> bool {
    let tail = clause.iter().rposition(|c| *c == '的').map(|at| &clause[at + 1..]);
    !clause.opens_with_action()
        && tail.is_some_and(|tail| (1..=10).contains(&tail.len()) && !has_action(tail))
}

/// 局长以上干部，节日外出须…: a clause of nothing but who.
fn names_people(clause: &Clause<'_>) -> bool {
    ["领导", "干部", "人员", "负责人", "负责同志"].iter().any(|end| ends(clause, end))
        && !clause.opens_with_action()
        && clause.len() >= 8
        && !has_action(&clause[..clause.len() - 2])
}

/// True where a verb with an object stands within: 对老人提供上门服务, but not 对热线受理的投诉.
fn deed_within(clause: &[char]) -> bool {
    (3..clause.len()).any(|at| {
        VERBS
            .longest(&clause[at..])
            .is_some_and(|verb| clause.len() - at >= verb + 2 && !clause[at + verb..].contains(&'的'))
    })
}

/// 在车站张贴标语 opens like a lead and has its deed within.
fn finishes_own(clause: &[char]) -> bool {
    let place = ["在", "利用", "为", "通过"].iter().any(|word| starts(clause, word));
    let with_object = (3..clause.len()).any(|at| {
        VERBS
            .longest(&clause[at..])
            .is_some_and(|verb| clause.len() - at >= verb + 2 && clause[at + verb] != '的')
    });
    // 对照标准逐项创建: an adverb and a verb, if without an object.
    let adverbial = (2..clause.len()).any(|at| {
        ADVERBS
            .longest(&clause[at..])
            .filter(|len| *len >= 2)
            .is_some_and(|len| VERBS.longest(&clause[at + len..]).is_some())
    });
    let open = ["上", "中", "等", "下", "后", "时"].iter().any(|word| ends(clause, word));
    // 按照台账要求准备材料: behind the measure stands the deed.
    let measured = ["按照", "根据", "严格按照"].iter().any(|word| starts(clause, word))
        && ["要求", "规定", "标准"].iter().filter_map(|word| find(clause, 4, word).map(|at| at + 2)).any(
            |at| {
                let verb = VERBS.longest(&clause[at..]).or(has_at(clause, at, "准备").then_some(2));
                verb.is_some_and(|verb| clause.len() >= at + verb + 2)
            },
        );
    (place && with_object || adverbial || measured) && !open
}

/// 6月底前完成, 由法规科牵头, 每月一讲: nothing new to do, but when, who or how often.
fn notes(clause: &Clause<'_>) -> bool {
    if let Some(rest) = detail::after_deadline(clause) {
        let ended = ["完成", "完毕", "到位", "结束", "办结", "换新"].iter().any(|word| ends(rest, word));
        return clause.unit().is_none() && (rest.len() <= 3 || ended && rest.len() <= 6);
    }
    let by = subject::by(clause).is_some() && clause.len() <= 22;
    let help = clause.len() <= 20 && ends(clause, "配合") && !has_action(&clause[..clause.len() - 2]);
    let rhythm = detail::cadence(clause).is_some_and(|words| clause.len() <= words.chars().count() + 3);
    let rhythm = rhythm && !clause.has_action();
    by && ["负责", "牵头", "落实", "承办", "共同负责"].iter().any(|verb| ends(clause, verb)) || help || rhythm
}

/// True for set phrases that ask for nothing that could be checked.
fn is_hollow(clause: &Clause<'_>) -> bool {
    if ["亲自抓", "具体抓", "负总责", "层层抓"].iter().any(|word| ends(clause, word)) {
        return true;
    }
    (0..clause.len()).any(|at| {
        HOLLOW
            .longest(&clause[at..])
            .is_some_and(|len| clause.len() <= len + 6 || clause.len() - clause.subject_end() <= len + 2)
    })
}

/// True for clauses that tell how things are.
fn is_state(clause: &Clause<'_>) -> bool {
    static GROWN: Ends = LazyLock::new(|| Endings::of("增强 提高 提升 改善 好转 优化 浓厚 巩固 发展 加强"));
    let grown = || {
        ["不断", "明显", "得到", "进一步", "显著", "有了", "更加", "日益"]
            .iter()
            .filter_map(|word| find(clause, 4, word).map(|at| at + word.chars().count()))
            .any(|at| clause.len() <= at + 4)
    };
    // 有序组织疏散 is a deed.
    let manner =
        ["有序", "有效", "有力", "有针对性", "有计划", "有组织"].iter().any(|word| starts(clause, word));
    if STATES.longest(clause).is_some() && !manner || starts(clause, "被") || GROWN.close(clause) && grown()
    {
        return true;
    }
    let copula = clause.iter().enumerate().skip(1).any(|(at, c)| {
        let before = clause[at - 1];
        *c == '是'
            && clause.get(at + 1) != Some(&'否')
            && !matches!(before, '特' | '其' | '别' | '尤' | '但' | '还' | '于' | '先')
    });
    static THIS: Words = LazyLock::new(|| Lexicon::of("制定本 制订本"));
    if THIS.within(clause) {
        return true;
    }
    static BEARING: Words = LazyLock::new(|| {
        Lexicon::of("能够增进 能够促进 能够提高 关系到 意味着 有利于 有助于 离不开 旨在 来源于 归功于")
    });
    copula || BEARING.within(clause)
}

/// A wish, a result, or the purpose of the clause before (以推动…开展).
fn is_result(clause: &Clause<'_>, led: bool) -> bool {
    static PURPOSES: Words = LazyLock::new(|| {
        Lexicon::of(
            "\
        以推动 以提高 以实现 以促进 以确保 以便 从而 进而 使得 为推动 为实现 为建设 为促进 为加强 为进一步 为了 为做好 为深入 为切实 为扎实 为全面 为确保 为有效 为及时 为贯彻 \
        为规范 为落实 为提高 为保障 真正 \
        ",
        )
    });
    if PURPOSES.opens(clause) {
        return true;
    }
    // 为创建提供坚强保障 is a wish, 为居民提供维修服务 a deed.
    let service =
        contains(clause, "提供") && ["服务", "帮助", "咨询", "便利"].iter().any(|word| ends(clause, word));
    let provides = starts(clause, "为")
        && !service
        && ["提供", "奠定", "作出", "做出", "贡献", "注入", "营造"].iter().any(|word| contains(clause, word));
    // 4月5日放假: so it is, and nobody has to do it.
    if ["放假", "上班", "调休"].iter().any(|word| ends(clause, word)) && clause.len() <= 24 {
        return true;
    }
    // （值班表附后）
    if matches!(clause.first(), Some('（' | '(')) && matches!(clause.last(), Some('）' | ')')) {
        return true;
    }
    // A note in brackets that breaks off.
    if matches!(clause.first(), Some('（' | '(')) && !clause.iter().any(|c| matches!(c, '）' | ')')) {
        return true;
    }
    // 约605万平方米
    if starts(clause, "约") && clause.get(1).is_some_and(|c| arabic(*c).is_some()) {
        return true;
    }
    // 闯红灯、翻越隔离栏等违法行为 is what is acted against.
    if ["行为", "现象"].iter().any(|word| ends(clause, word)) && !led && !clause.opens_with_action() {
        return true;
    }
    let mut at = clause.subject_end();
    // 丰富居民的文化生活
    if ends(clause, "生活") && ["丰富", "活跃"].iter().any(|word| starts(&clause[at..], word)) {
        return true;
    }
    loop {
        let rest = &clause[at..];
        // 对投诉，要做到件件有回音 is asked for; 使用 is no 使.
        let asked = led && starts(rest, "做到") || starts(rest, "使用") || starts(rest, "成为") && led;
        if provides || !asked && RESULTS.longest(rest).is_some() {
            return true;
        }
        let Some(adverb) = ADVERBS.longest(rest) else { return false };
        at += adverb;
    }
}

/// True where a verb of action stands anywhere in `clause`.
pub(super) fn has_action(clause: &[char]) -> bool {
    VERBS.within(clause)
}
