//! What a clause is: a task, the lead to one, a note about one, or neither.

use super::words::{ABSTRACT, ADVERBS, DEEDS, HOLLOW, VERBS};
use super::{detail, due, subject, telling, time, unit};
use crate::lexicon::{Endings, Ends, Lexicon, Words};
use crate::number::arabic;
use crate::outline::lead_in;
use crate::text::{ends, find, has_at, starts};
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
    pub(super) fn unit(&self) -> Option<Range<usize>> {
        self.unit.get_or_init(|| subject::range(self.chars)).clone()
    }

    /// The acting unit at the start, and those it acts with (会同…).
    pub fn actor(&self) -> Option<(String, Vec<String>)> {
        let named = self.unit().map(|unit| subject::acting(&self.chars[unit]));
        named.or_else(|| subject::called(self.chars)).filter(|(name, _)| !subject::is_issuer(name))
    }

    /// End of the subject, be it a unit or people; 0 where there is none.
    pub(super) fn subject_end(&self) -> usize {
        self.unit().map_or_else(|| subject::people(self.chars), |unit| unit.end)
    }

    /// What follows subject, time and adverbs.
    pub fn body(&self) -> &'a [char] {
        let from = *self.opening.get_or_init(|| {
            let mut at = self.subject_end();
            loop {
                let rest = &self.chars[at..];
                let step = ADVERBS.longest(rest).or_else(|| time::time_len(rest));
                // 定期 and the like may be verb and adverb; a verb ends the search.
                match step {
                    Some(step) if step < rest.len() => at += step,
                    _ => return at,
                }
            }
        });
        &self.chars[from..]
    }

    /// True where the clause says by whom or about whom it is, though it names no unit: 由市领导约谈, 对末位的由书记约谈,
    /// 验收合格的村每村补助2万元.
    pub fn says_who(&self) -> bool {
        let by = self.iter().enumerate().any(|(at, c)| {
            *c == '由'
                && !(at > 0 && matches!(self[at - 1], '理' | '自' | '经' | '缘' | '事' | '因'))
                && self.len() > at + 3
        });
        // 每村 behind the same noun: each of them is what is spoken of.
        let each = self
            .iter()
            .enumerate()
            .any(|(at, c)| *c == '每' && at > 1 && self.get(at + 1) == Some(&self[at - 1]));
        by || each
    }

    /// True where the acting unit only helps, or urges others to act.
    pub fn helps(&self) -> bool {
        let rest = self.unit().map_or(&self.chars[..0], |unit| &self.chars[unit.end..]);
        let helps = ["配合", "协助", "协同"].iter().any(|verb| starts(rest, verb));
        // 督促物业服务企业明确安全员
        let urges = ["督促", "责令", "敦促"].iter().filter_map(|verb| find(rest, 0, verb)).any(|at| {
            let whom = &rest[at + 2..];
            (2..whom.len().min(14)).any(|end| unit::names(&whom[..end]) && VERBS.opens(&whom[end..]))
        });
        helps || urges
    }

    /// True where a verb of action stands anywhere.
    pub(super) fn has_action(&self) -> bool {
        *self.action.get_or_init(|| has_action(self.chars))
    }

    /// True where the clause goes on with what the subject before it is to do.
    pub fn goes_on(&self) -> bool {
        static MEANS: Words = LazyLock::new(|| Lexicon::of("按 按照 根据 结合 通过 采取 采用"));
        let rest = self.body();
        // 3月15日前印发: behind a time the verb may stand alone.
        if rest.len() < self.len()
            && time::time_len(self).is_some()
            && VERBS.longest(rest) == Some(rest.len())
        {
            return true;
        }
        let deed = DEEDS
            .longest(rest)
            .is_some_and(|verb| rest.len() > verb && !matches!(rest[verb], '的' | '率' | '费' | '员' | '者'));
        deed || self.opens_with_action() || MEANS.opens(rest)
    }

    /// True where a verb of action opens the clause, behind adverbs, times and a subject.
    pub fn opens_with_action(&self) -> bool {
        static OPENING: Words =
            LazyLock::new(|| Lexicon::of("把 将 对 于 在 向 与 为 用 逐 《 利用 依托 报"));
        static NAMED: Words = LazyLock::new(|| {
            Lexicon::of("标准 指标 结果 内容 方式 时间 范围 对象 程序 办法 工作 材料 名单 情况 成绩")
        });
        static SAID: Words = LazyLock::new(|| {
            Lexicon::of("由 以 为 按 严格 将 统一 不 另 采取 采用 实行 分为 包括 作为 纳入 计入 列入 记入")
        });
        let rest = self.body();
        // 参与率 and 验收不合格的 are no verbs here.
        let noun = |verb: usize| {
            rest.get(verb).is_some_and(|c| {
                "率者度性力费员量数额比期".contains(*c) || *c == '不' && rest.contains(&'的')
            })
        };
        // 抽查单位不少于8家 measures a noun.
        // 考核指标要体现…, 评选标准严格按照…: the verb belongs to a noun that is spoken of.
        let spoken = |verb: usize| {
            NAMED.opens(rest.get(verb..).unwrap_or_default())
                && rest.get(verb + 2..).is_some_and(|after| subject::modal(after) || SAID.opens(after))
                || subject::modal(rest.get(verb..).unwrap_or_default())
        };
        let amount = || {
            ["不少于", "不低于", "不超过", "达到"]
                .iter()
                .filter_map(|word| find(rest, 0, word))
                .any(|at| (1..=6).contains(&at))
        };
        // 并将检查情况予以通报, 6月10日前将台账报镇交管办
        let held = || {
            let rest = self.chars.strip_prefix(&['并']).unwrap_or(self.chars);
            let rest = &rest[time::time_len(rest).unwrap_or(0)..];
            matches!(rest.first(), Some('将' | '把')) && (has_action(&rest[1..]) || is_handed_in(&rest[1..]))
        };
        VERBS.longest(rest).is_some_and(|verb| rest.len() > verb && !noun(verb) && !spoken(verb) && !amount())
            || OPENING.opens(rest)
            || starts(&self.chars[self.subject_end()..], "加快") && rest.len() > 2
            || held()
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
    if clause.iter().all(|c| !crate::text::is_han(*c))
        || time::is_time(clause) && last
        || telling::is_contact(clause)
        || telling::is_roster(clause)
        // 挂靠在社会事业处 says where an office is.
        || starts(clause, "挂靠")
        || last && !led && unit::is_unit(clause) && !clause.opens_with_action()
    {
        return Sense::Other;
    }
    if !last && (leads(clause) || led && names_on(clause)) {
        return Sense::Lead;
    }
    if helps_only(clause) || !led && (notes(clause) || telling::is_measured(clause)) {
        return Sense::Note;
    }
    let figure = clause.iter().any(|c| arabic(*c).is_some());
    let short = if led { 2 } else { 4 };
    if clause.len() < short
        || is_hollow(clause)
        || telling::is_state(clause)
        || telling::is_criterion(clause)
        || telling::is_result(clause, led) && (!figure || starts(clause, "约"))
    {
        return Sense::Other;
    }
    // A pair of words is a task only where it names a plain deed: 表彰先进, but not 内强素质.
    if clause.len() <= 5 && !led {
        let body = clause.body();
        // 认真组织 names nothing that could be done.
        let idle = starts(clause, "认真") && VERBS.longest(body) == Some(body.len());
        // 加盖公章
        let plain = || DEEDS.longest(body).is_some_and(|verb| body.len() == verb + 2);
        let deed = (has_action(body) || plain()) && ABSTRACT.longest(body).is_none() && !idle;
        return if deed { Sense::Task } else { Sense::Other };
    }
    // Words without any known verb are a task only where they are no mere noun.
    if !led
        && !figure
        && !clause.has_action()
        && !clause.goes_on()
        && !starts(clause.body(), "负责")
        && (clause.contains(&'的')
            || ends(clause, "力")
            || ends(clause, "制")
            || clause.iter().filter(|c| **c == '、').count() > 1)
    {
        return Sense::Other;
    }
    if last && lead_in(clause) && !clause.has_action() {
        return Sense::Other;
    }
    Sense::Task
}

/// True for a clause that only leads to the next.
fn leads(clause: &Clause<'_>) -> bool {
    static OPEN: Ends = LazyLock::new(|| {
        Endings::of(
            "\
        为主题 为载体 为契机 为主要内容 为内容 为抓手 为重点 等形式 多种形式 等方式 为平台 为依托 为核心 为主线 为目标 等途径 基础上 前提下 同时 过程中 期间 之际 之机 机会 要求 \
        原则 节点 带队 \
        ",
        )
    });
    if OPEN.close(clause) && !clause.opens_with_action() {
        return true;
    }
    let mut rest = &clause[clause.subject_end()..];
    for modal in ["并", "请", "可以", "可", "要", "应", "须", "需", "将"] {
        rest = if starts(rest, modal) { &rest[modal.chars().count()..] } else { rest };
    }
    if lead_in(rest) && (rest.contains(&'为') || !starts(rest, "以")) {
        return !finishes_own(rest);
    }
    if due::ends_in_deadline(clause) && !clause.has_action() {
        return true;
    }
    // 并于5月25日前将名单和方案，分别报…: the verb follows.
    let held = rest.iter().take(14).position(|c| matches!(c, '将' | '把'));
    if held.is_some_and(|at| {
        !has_action(&rest[at + 1..]) && rest.len() > at + 4 && !is_handed_in(&rest[at + 1..])
    }) && !ends(rest, "的")
    {
        return true;
    }
    static HANDLING: Words =
        LazyLock::new(|| Lexicon::of("进行 开展 予以 给予 实施 加以 做好 实行 落实 采取 做到 严格"));
    // 经协商仍不一致的，由办公室裁定
    let case = ends(clause, "的") && (6..=60).contains(&clause.len());
    let condition = ["对", "凡", "遇", "如遇", "若", "逢", "每逢"].iter().any(|word| starts(clause, word))
        && (ends(clause, "的")
            || !HANDLING.within(clause)
                && !deed_within(clause)
                && !closes_with_deed(clause)
                && !acts_alike(clause))
        && clause.len() <= 60;
    // 会议如有变动，… 经学校办公室统一审批后，…
    static SUPPOSED: Words = LazyLock::new(|| Lexicon::of("如有 如遇 如需 如因 确需"));
    let supposed = SUPPOSED.within(clause);
    let none = |words: &[&str]| !words.iter().any(|word| ends(clause, word));
    let after = ends(clause, "后") && none(&["前后", "今后", "落后", "先后"])
        || ends(clause, "时")
            && none(&[
                "及时", "同时", "按时", "小时", "准时", "平时", "临时", "届时", "定时", "随时", "限时",
            ]);
    // 每季度末，乡党政办牵头，随机抽取…; 请各有关单位，按照…: who is to act in what follows.
    let leading = subject::called(clause).is_some();
    condition
        || leading
        || is_topic(clause)
        || case
        || (supposed || after) && clause.len() <= 40
        || names_people(clause)
        || time::is_time(clause.strip_prefix(&['并']).unwrap_or(clause))
}

/// 体温超过37.2度者，… 未列入计划的重大事项，…: of whom or what the next clause speaks.
fn is_topic(clause: &Clause<'_>) -> bool {
    let tail = clause.iter().rposition(|c| *c == '的').map(|at| &clause[at + 1..]);
    let things = ["事项", "稿件", "单位", "企业", "项目", "学生", "车辆", "问题", "现象", "行为"];
    let named =
        tail.is_some_and(|tail| (2..=8).contains(&tail.len()) && things.iter().any(|end| ends(tail, end)));
    (named || ends(clause, "者") && clause.len() >= 6)
        && !["要", "应", "须", "需", "请", "不得"].iter().any(|modal| find(clause, 0, modal).is_some())
        // 各部门接受采访后形成的稿件, 国务院部署的…事项: a deed before the thing is over.
        && (!clause.opens_with_action() || named && (clause.contains(&'后') || is_relative(clause)))
        && clause.len() <= 40
        && (clause.unit().is_none() || named)
}

/// 国务院统一部署的…: behind the subject stands a verb that belongs to a noun.
fn is_relative(clause: &Clause<'_>) -> bool {
    let body = clause.body();
    clause.subject_end() > 0 && VERBS.longest(body).is_some_and(|verb| body.get(verb) == Some(&'的'))
}

/// True where who stands in the clause is not who acts in the next one: 党中央有规定的，… 各部门采访后形成的稿件，….
pub(super) fn speaks_of(clause: &Clause<'_>) -> bool {
    // 环保局将对不规范贮存的行为，…: who is to act stands before what it is about.
    let bound = clause.unit().is_some_and(|unit| subject::modal(&clause[unit.end..]));
    !bound && (clause.last() == Some(&'的') || clause.contains(&'的') && is_topic(clause))
}

/// 对影响市容、群众反映强烈的建筑，…: goes on naming what the lead began to name.
fn names_on(clause: &Clause<'_>) -> bool {
    let tail = clause.iter().rposition(|c| *c == '的').map(|at| &clause[at + 1..]);
    !(clause.opens_with_action() || lead_in(clause) && finishes_own(clause))
        && tail.is_some_and(|tail| (1..=10).contains(&tail.len()) && !has_action(tail))
}

/// 局长以上干部，节日外出须…: a clause of nothing but who.
fn names_people(clause: &Clause<'_>) -> bool {
    ["领导", "干部", "人员", "负责人", "负责同志"].iter().any(|end| ends(clause, end))
        && !clause.opens_with_action()
        && clause.len() >= 8
        && !has_action(&clause[..clause.len() - 2])
}

/// 对破损的路段先行修复: an adverb and a verb close the clause.
fn closes_with_deed(clause: &[char]) -> bool {
    clause.len().checked_sub(4).filter(|at| *at > 1).is_some_and(|at| {
        let (manner, verb) = (&clause[at..at + 2], &clause[at + 2..]);
        (ADVERBS.longest(manner) == Some(2) || starts(manner, "先行")) && VERBS.longest(verb) == Some(2)
    })
}

/// 对长期停用的一律封盖: whatever the verb, what is to be done follows.
fn acts_alike(clause: &[char]) -> bool {
    find(clause, 3, "一律").is_some_and(|at| clause.len() >= at + 4)
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
            .or_else(|| DEEDS.longest(&clause[at..]))
            .is_some_and(|verb| clause.len() - at >= verb + 2 && clause[at + verb] != '的')
    });
    // 对照标准逐项创建: an adverb and a verb, if without an object.
    let adverbial = (2..clause.len()).any(|at| {
        ADVERBS
            .longest(&clause[at..])
            .filter(|len| *len >= 2)
            .is_some_and(|len| VERBS.longest(&clause[at + len..]).is_some())
    });
    let bound = ["以上", "以下"].iter().any(|word| ends(clause, word));
    let open = !bound && ["上", "中", "等", "下", "后", "时"].iter().any(|word| ends(clause, word));
    // 按照台账要求准备材料: behind the measure stands the deed.
    let measured = ["按照", "根据", "严格按照", "对照", "结合"].iter().any(|word| starts(clause, word))
        && [
            "要求", "规定", "标准", "情况", "实际", "需要", "清单", "方案", "任务", "意见", "安排", "分工",
            "职责", "结果", "特点", "条件",
        ]
        .iter()
        .filter_map(|word| find(clause, 2, word).map(|at| at + 2))
        .any(|at| {
            let adverb = ADVERBS.longest(&clause[at..]).unwrap_or(0)
                + if has_at(clause, at, "自行") { 2 } else { 0 };
            let rest = &clause[at + adverb..];
            let verb =
                VERBS.longest(rest).or_else(|| DEEDS.longest(rest)).or(starts(rest, "准备").then_some(2));
            verb.is_some_and(|verb| rest.len() >= verb + 2)
        });
    // 围绕主题开展宣讲活动: what is held is named.
    let held = ["围绕", "紧紧围绕", "紧扣", "结合", "针对", "依托"].iter().any(|word| starts(clause, word))
        && ["活动", "工作", "行动", "培训", "演练", "宣讲"].iter().any(|end| ends(clause, end))
        && ["开展", "组织", "举办"]
            .iter()
            .filter_map(|verb| find(clause, 4, verb))
            .any(|at| clause.len() >= at + 6);
    // 对照标准自查, 对照分工每两月督查一次
    let checked = starts(clause, "对照")
        && (4..clause.len()).any(|at| {
            [
                "自查",
                "查漏补缺",
                "督查",
                "检查",
                "整改",
                "排查",
                "验收",
                "考核",
                "核查",
                "打分",
                "评分",
                "自评",
            ]
            .iter()
            .any(|deed| has_at(clause, at, deed))
        });
    if checked && !["基础上", "要求", "问题"].iter().any(|end| ends(clause, end)) {
        return true;
    }
    // 并对照标准进行自检
    let carried =
        ["进行", "开展"].iter().filter_map(|verb| find(clause, 4, verb)).any(|at| at + 4 >= clause.len());
    // 在本校区的师生要遵守管理规定: who is where, and what they are to do.
    let asked = starts(clause, "在")
        && clause.iter().position(|c| *c == '的').is_some_and(|of| {
            (of + 2..clause.len().min(of + 12))
                .any(|at| matches!(clause[at], '要' | '应' | '须') && clause.len() > at + 4)
        });
    // 在邓家村办示范片300亩: behind the place stands how much of what.
    let amount = place && amounts_to(clause);
    // 在每季度末将进展情况报区督查室
    let handed = || {
        let held = clause.iter().take(24).position(|c| matches!(c, '将' | '把'));
        held.is_some_and(|at| is_handed_in(&clause[at + 1..]))
    };
    (place && (with_object || handed()) || amount || asked || adverbial || measured || held || carried)
        && !open
}

/// 将进展情况报区创文办: behind what is handed in stands to whom.
fn is_handed_in(held: &[char]) -> bool {
    held.iter()
        .rposition(|c| matches!(c, '报' | '送' | '交' | '至' | '给'))
        .is_some_and(|at| at > 1 && unit::is_unit(&held[at + 1..]))
}

/// True where `clause` ends in a number and its unit behind words that say what is counted.
fn amounts_to(clause: &[char]) -> bool {
    let bound = ["以上", "左右", "以内"].iter().find(|bound| ends(clause, bound)).map_or(0, |_| 2);
    let words = &clause[..clause.len() - bound];
    let digit = words.iter().rposition(|c| arabic(*c).is_some());
    digit.is_some_and(|at| {
        at > 6
            && (1..=2).contains(&(words.len() - at - 1))
            && !matches!(words.last(), Some('日' | '月' | '年' | '时' | '点' | '号'))
    })
}

/// 6月底前完成, 由法规科牵头, 每月一讲: nothing new to do, but when, who or how often.
pub(super) fn notes(clause: &Clause<'_>) -> bool {
    if let Some(rest) = due::after_deadline(clause) {
        // 6月底前审批完毕 is something new to do.
        let ended = |word: &&str| starts(rest, word) && rest.len() <= word.chars().count() + 1;
        let closed = ["完成", "完毕", "到位", "结束", "办结", "换新", "完工", "竣工"].iter().any(ended);
        return clause.unit().is_none() && (rest.is_empty() || closed);
    }
    // 日常工作由卫生科承担 is a duty of its own.
    let own = find(clause, 0, "由").is_some_and(|at| {
        let spoken = &clause[..at];
        at >= 4
            && (["工作", "事务", "管理"].iter().any(|end| ends(spoken, end))
                || ["资金", "经费", "费用"].iter().any(|money| find(spoken, 0, money).is_some()))
    });
    let by = !own && subject::by(clause).is_some() && clause.len() <= 22;
    let rhythm = detail::cadence(clause).is_some_and(|words| clause.len() <= words.chars().count() + 3);
    let rhythm = rhythm && !clause.has_action();
    // 由张三牵头: nor does a person who leads make it a task.
    let led = starts(clause, "由") && ends(clause, "牵头") && clause.len() <= 12;
    led || by && ["负责", "牵头", "落实", "承办", "共同负责"].iter().any(|verb| ends(clause, verb)) || rhythm
}

/// 县特检站、执法大队配合: who helps with what stands beside.
fn helps_only(clause: &[char]) -> bool {
    let Some(who) = clause.strip_suffix(&['配', '合']) else { return false };
    let named = || who.split(|c| *c == '、').all(unit::names);
    clause.len() <= 30 && (!has_action(who) && clause.len() <= 20 || named())
}

/// True for set phrases that ask for nothing that could be checked.
fn is_hollow(clause: &Clause<'_>) -> bool {
    if ["亲自抓", "具体抓", "负总责", "层层抓", "高度重视"].iter().any(|word| ends(clause, word))
    {
        return true;
    }
    (0..clause.len()).any(|at| {
        HOLLOW.longest(&clause[at..]).is_some_and(|len| {
            // 受表彰的单位要戒骄戒躁
            let urged = at > 0 && at + len == clause.len() && matches!(clause[at - 1], '要' | '应' | '须');
            urged || clause.len() <= len + 6 || clause.len() - clause.subject_end() <= len + 2
        })
    })
}

/// True where a verb of action stands anywhere in `clause`.
pub(super) fn has_action(clause: &[char]) -> bool {
    VERBS.within(clause)
}
