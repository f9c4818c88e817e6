//! Who a clause says is to act: 各科室要…, 县教育局每年…, 由法规科牵头.
//!
//! A name counts only where it ends like the name of a section or unit and a predicate follows at once.

use super::unit::{UNITS, is_each, makes_a_word, names};
use super::words::{ADVERBS, DEEDS, PREPOSITIONS, VERBS};
use super::{note, time};
use crate::lexicon::{Endings, Ends, Lexicon, Words};
use crate::number::arabic;
use crate::text::{ends, find, has_at, is_han, starts};
use std::ops::Range;
use std::sync::LazyLock;

/// The acting unit at the start of a clause, and those it acts with (会同…).
pub(super) fn of(clause: &[char]) -> Option<(String, Vec<String>)> {
    range(clause).map(|range| acting(&clause[range]))
}

/// 请各有关单位，按照要求…, 乡党政办牵头，…: whom a clause calls upon that holds nothing else.
pub(super) fn called(clause: &[char]) -> Option<(String, Vec<String>)> {
    let name = clause.strip_prefix(&['请']).or_else(|| clause.strip_suffix(&['牵', '头']))?;
    names(name).then(|| (name.iter().collect(), Vec::new()))
}

/// The unit that `name` names, and those it acts with.
pub(super) fn acting(name: &[char]) -> (String, Vec<String>) {
    let name: String = in_full(name).iter().collect();
    for word in ["会同", "联合", "协同", "协调", "联系", "联手"] {
        if let Some((lead, help)) = name.split_once(word)
            && !help.is_empty()
            // 综合协调组 and 塘屿联合党委 are one name each.
            && UNITS.close(&lead.chars().collect::<Vec<_>>())
        {
            return (lead.to_owned(), note::split(help));
        }
    }
    (name, Vec::new())
}

/// 渔业执法支队（以下简称“支队”）: what it is called from here on is no part of its name.
fn in_full(name: &[char]) -> &[char] {
    find(name, 0, "（以下简称").map_or(name, |at| &name[..at])
}

/// 请各科室…: somebody is asked by name to do something.
pub(super) fn is_asked(clause: &[char]) -> bool {
    let begged = ["请", "希望", "要求", "另请", "特请", "并请"].iter().any(|word| starts(clause, word));
    // 请按照竞赛规程，做好参赛工作 asks the addressees; 请认真贯彻执行 is a form of words.
    const FORMS: &[&str] = &["执行", "落实", "实施", "结合", "照办", "支持", "谅解", "配合"];
    let plain = || starts(clause, "请") && !FORMS.iter().any(|word| find(clause, 0, word).is_some());
    match range(clause) {
        // 凡申报职称的对象均须参加…
        None if ["均须", "均应", "都须", "必须"].iter().any(|word| find(clause, 4, word).is_some()) => {
            true
        }
        // 各牵头单位要切实承担…
        Some(unit) => begged || modal(&clause[unit.end..]),
        None => plain(),
    }
}

/// True where a clause says that somebody is to act: 法规科…, 值班人员必须…, …后，要立即….
pub(super) fn is_bound(clause: &[char]) -> bool {
    // 今后须加强…
    let clause = clause.strip_prefix(&['今', '后']).unwrap_or(clause);
    of(clause).is_some() || posted(clause) > 0 || clause.len() > 6 && modal(clause)
}

/// Length of the people that a clause begins with as its subject; 0 where there is none.
pub(super) fn people(clause: &[char]) -> usize {
    static PEOPLE: Words = LazyLock::new(|| {
        Lexicon::of(
            "\
        局领导班子带头 局领导班子 领导干部带头 领导干部 党员领导干部 广大干部职工 干部职工 我们 我局 \
        领导班子 广大党员 全体党员 全体干部职工 全体职工 我院 我校 我县 我市 我区 我镇 我中心 \
        ",
        )
    });
    PEOPLE.longest(clause).unwrap_or_else(|| posted(clause))
}

/// 值班人员要…, 各村书记必须…: people whom a clause names by what they are. Their length.
pub(super) fn posted(clause: &[char]) -> usize {
    const BARRED: &str = "的对把在于要应须将并是给向从为由不就让与时了到";
    static ENDS: Ends = LazyLock::new(|| {
        Endings::of(
            "人员 安全员 网格员 养护员 联络员 管理员 值班员 信息员 监督员 讲解员 法制员 保洁员 巡查员 检查员 协管员 炊事员 保管员 统计员 采购员 书记 主任 校长 院长 站长 所长 村干部 党员 教师 志愿者 驾驶员 班主任 河长 负责人 学生 学员 考生 选手 员工 职工 居民 家长 师生 民警 干警 队员 护士 医生 会员 团员 参赛者 申请人 旅客 业主",
        )
    });
    (2..=12.min(clause.len().saturating_sub(3)))
        .rev()
        .find(|end| {
            let who = &clause[..*end];
            let clean = || who.iter().all(|c| (is_han(*c) || *c == '、') && !BARRED.contains(*c));
            ENDS.close(who)
                && clean()
                && !VERBS.within(who)
                && DEEDS.longest(who).is_none()
                && PREPOSITIONS.longest(who).is_none()
                && predicate(&clause[*end..])
        })
        .unwrap_or(0)
}

/// Where the name of a unit stands that a clause begins with as its subject.
pub(super) fn range(clause: &[char]) -> Option<Range<usize>> {
    let mut start = time::time_len(clause).filter(|len| *len < clause.len()).unwrap_or(0);
    for word in [
        "即日起",
        "特别是",
        "尤其是",
        "同时",
        "此外",
        "另外",
        "另",
        "还",
        "务",
        "希望",
        "要求",
        "希",
        "望",
        "请",
        "要由",
        "应由",
        "须由",
        "由",
    ] {
        // 请求有关部门协助 asks others for something.
        let begs = word == "请" && starts(&clause[start..], "请求");
        start += if starts(&clause[start..], word) && !begs { word.chars().count() } else { 0 };
    }
    // 施工期间各参建单位…, 会后各校…, 汛期内各单位…
    if let Some(each) = (start + 1..clause.len().min(start + 7)).find(|at| clause[*at] == '各')
        && ["后", "前", "时", "内", "间"].iter().any(|end| ends(&clause[start..each], end))
        // 督促辖区内各学校…: who is urged does not act.
        && !VERBS.within(&clause[start..each])
    {
        start = each;
    }
    // 停电期间请各科室…
    if let Some(begged) = (start + 2..clause.len().min(start + 9)).find(|at| clause[*at] == '请')
        && clause.get(begged + 1) == Some(&'各')
    {
        start = begged + 1;
    }
    // 校工会要求各部门工会要…: who is asked is to act.
    if let Some(verb) = find(clause, start + 2, "要求").filter(|verb| *verb < start + 14)
        && names(&clause[start..verb])
    {
        start = verb + 2;
    }
    // A name ends before the first mark, so that nothing beyond it is looked at.
    let marks = (start..clause.len()).find(|at| {
        !is_han(clause[*at]) && !matches!(clause[*at], '、' | '/' | '（' | '）' | '(' | ')' | '“' | '”')
    });
    // 公安、消防、民政等部门: a list may be long.
    let listed =
        clause[start..marks.unwrap_or(clause.len())].iter().take(24).filter(|c| **c == '、').count() > 1;
    let limit = marks.unwrap_or(clause.len()).min(start + if listed { 48 } else { 24 });
    (start + 2..=limit)
        .rev()
        .filter(|end| *end < clause.len())
        .find(|end| {
            let (name, rest) = (&clause[start..*end], &clause[*end..]);
            !makes_a_word(name, rest) && (names(name) && predicate(rest) || is_each(name) && modal(rest))
        })
        .or_else(|| {
            // 各县区至少组织一次: the name of each ends where the predicate begins.
            (start + 2..=limit.min(start + 8))
                .find(|end| *end < clause.len() && starts(&clause[start..], "各") && sets_in(&clause[*end..]))
                .filter(|end| {
                    is_each(&clause[start..*end]) && !makes_a_word(&clause[start..*end], &clause[*end..])
                })
        })
        .or_else(|| {
            // 由公路中心补设: behind 由 the name says by itself who acts, whatever the verb.
            let named = start > 0 && clause[start - 1] == '由';
            let mut reach = (start + 3..=limit.min(clause.len().saturating_sub(2))).rev().filter(|end| {
                let name = &clause[start..*end];
                named
                    && !means_another(&clause[*end..])
                    && names(name)
                    && !tells(name)
                    && is_han(clause[*end])
                    && !makes_a_word(name, &clause[*end..])
            });
            longest(clause, start, &mut reach)
        })
        .or_else(|| {
            (start + 2..=limit)
                .find(|end| *end < clause.len() && goes_on(&clause[start..*end], &clause[*end..]))
        })
        .filter(|end| !is_granted(&clause[start..*end], &clause[*end..]))
        .map(|end| start..end)
}

/// 每个基层单位补助3000元: who is granted something does not act.
fn is_granted(name: &[char], rest: &[char]) -> bool {
    name.first() == Some(&'每')
        && ["补助", "奖励", "补贴", "发放", "扣"].iter().any(|verb| starts(rest, verb))
}

/// 县林业局接通水电, 各班建立档案: behind the name of a unit that nothing could lengthen stand a verb that no list holds and
/// its object.
fn goes_on(name: &[char], rest: &[char]) -> bool {
    // What lengthens the name, joins another to it, or makes it the owner of a noun.
    const LONGER: &str = "大中小局委办处科室股站所队部厅会组院校馆园厂店村镇乡区县市州省社街道员长人家户片网点的地得、和与及或等以之内外上下前后中里间是为有无在系及其每各";
    const NOUNS: &[&str] = &[
        "工作", "人员", "负责", "领导", "干部", "职工", "班子", "建设", "管理", "环境", "服务", "形象",
        "文化", "制度", "情况", "任务", "项目", "活动", "信息", "网站", "大厅", "窗口", "门前", "周边",
        "党员", "党组", "群众", "学生", "教师", "用户", "企业", "公司", "主任", "书记", "主要", "分管",
        "相关", "有关", "所属", "辖区", "成员", "单位", "部门", "机关", "组织", "现场", "道路", "路段",
        "车辆", "设施", "设备", "资金", "经费", "材料", "文件", "方案", "计划", "标准", "要求", "责任",
        "目标", "原则", "条件", "范围", "时间", "地点", "名单", "电话", "联系", "食堂", "作经", "总数",
        "人口", "面积", "数量", "比例", "主体", "干警", "同志", "代表", "家长", "名义", "层面", "实际",
        "所有", "全部", "公章", "印章",
    ];
    static SURE: Ends = LazyLock::new(|| {
        Endings::of(
            "局 委 办 科 处 股 站 所 中心 大队 支队 公司 学校 医院 社区 部门 单位 工段 车间 党支部 政府 办事处 居委会 村委会 病区 管委会 工会 团委",
        )
    });
    const OPENS: &str = "各市县区镇乡局院校";
    const BARRED: &str = "前后时内并逢至再还可先凡若如取移消复更编修带简";
    let sure = SURE.close(name)
        && (OPENS.contains(name[0]) || name.len() >= 4)
        && !(0..name.len()).any(|at| VERBS.longest(&name[at..]).is_some())
        && !name.iter().any(|c| BARRED.contains(*c));
    sure && rest.len() >= 4
        && !means_another(rest)
        && !makes_a_word(name, rest)
        && is_han(rest[0])
        && !LONGER.contains(rest[0])
        && names(name)
        && !tells(name)
        && !NOUNS.iter().any(|noun| starts(rest, noun))
        && rest.iter().take(4).all(|c| is_han(*c))
}

/// True where a predicate begins of which nothing could be part of a name.
fn sets_in(rest: &[char]) -> bool {
    static OPENS: Words =
        LazyLock::new(|| Lexicon::of("自行 提早 立即 接到 收到 随时 第一时间 迅速 就近 提前 至少 每 逐"));
    // 各楼层值守教师: the verb tells who of each.
    let people = ["值守", "值班", "带班", "执勤", "巡逻", "任课"].iter().any(|verb| {
        starts(rest, verb)
            && ["教师", "人员", "领导", "干部", "民警", "员工", "老师"]
                .iter()
                .any(|who| starts(&rest[2..], who))
    });
    if people || means_another(rest) {
        return false;
    }
    // 各村与农户签订承诺书, but not 各村与各社区.
    let with = || starts(rest, "与") && rest.get(1).is_some_and(|c| *c != '各');
    // 各志愿服务组织就近走进…: the name goes on.
    if starts(rest, "组织") && rest.len() > 4 && sets_in(&rest[2..]) {
        return false;
    }
    rest.len() >= 4 && (OPENS.opens(rest) || with() || predicate(rest) || time::time_len(rest).is_some())
}

/// True where a word of what ought to be opens `rest`.
pub(super) fn modal(rest: &[char]) -> bool {
    ["要", "应", "须", "必须", "务必", "需"].iter().any(|modal| starts(rest, modal))
        && !["要求", "要点", "应急", "需求", "需要"].iter().any(|noun| starts(rest, noun))
}

/// 教务处负责人, 应急办值班领导: somebody of the unit, and not the unit.
static PEOPLE: Words = LazyLock::new(|| {
    Lexicon::of(
        "\
        领导 负责人 负责同志 主要负责 主要领导 分管领导 分管负责 值班领导 值班人员 带班领导 干部 人员 工作人员 书记 主任 班子 职工 教师 \
        老师 学生 同志 专家 代表 骨干 专人 队长 组长 部长 \
        ",
    )
});

/// True where behind a name it is said that somebody of the unit, one of its units, or something else is meant: 农业部|直属垦区,
/// 政府|购买服务, 学校|办公会议.
fn means_another(rest: &[char]) -> bool {
    // 各单位|执法人员必须保密, 管委会|副主任, 各单位|行政一把手是第一责任人
    let staff = || {
        ["人员", "一把手"].iter().filter_map(|who| find(rest, 0, who).map(|at| at + who.chars().count())).any(
            |end| {
                end <= 8 && (modal(&rest[end..]) || starts(&rest[end..], "是") || starts(&rest[end..], "为"))
            },
        )
    };
    let deputy = || {
        rest.first() == Some(&'副')
            && rest.get(1).is_some_and(|c| "主局处科院校所站部县市镇书会".contains(*c))
    };
    PEOPLE.opens(rest)
        || staff()
        || deputy()
        || ["直属", "所属", "下属", "购买服务", "办公会", "联席会", "所在"]
            .iter()
            .any(|word| starts(rest, word))
}

/// True where a predicate begins: a modal, an adverb, a time or a verb.
fn predicate(rest: &[char]) -> bool {
    static MODALS: Words = LazyLock::new(|| {
        Lexicon::of(
            "\
        也要 还要 都要 也应 均要 均须 都应 均应 均需 还需 要 应 须 需 将 负责 定期 牵头 每 于 可 按 对 把 结合 至少 必须 统一 全年 年内 联合 共同 不得 在 会同 统筹 逐 逢 围绕 利用 \
        通过 根据 不少于 应当 主动 提前 同步 具体 一律 分别 主要负责 依托 第 能 使用 近日 近期 尽早 即日起 请于 请将 请在 请按 \
        ",
        )
    });
    if rest.len() < 3 {
        return false;
    }
    if means_another(rest) || ["以及各", "以及有关", "以及全体"].iter().any(|more| starts(rest, more))
    {
        return false;
    }
    // 县政府重点工作任务 goes on with the noun.
    if ["工作", "任务", "项目"].iter().any(|noun| starts(rest, "重点") && starts(&rest[2..], noun)) {
        return false;
    }
    let timed = rest.first().is_some_and(|c| arabic(*c).is_some()) && time::time_len(rest).is_some();
    let verb = || VERBS.longest(rest).is_some_and(|verb| rest.len() > verb && !noun(rest, verb));
    // 公司专题培训须报…: the adverb belongs to the noun that is spoken of.
    let adverb = || {
        ADVERBS.longest(rest).is_some_and(|len| {
            let after = &rest[len..];
            len >= 2 && !VERBS.longest(after).is_some_and(|verb| modal(&after[verb..]))
        })
    };
    let deed = || DEEDS.longest(rest).is_some_and(|verb| rest.len() > verb + 1 && !noun(rest, verb));
    timed || verb() || deed() || adverb() || MODALS.opens(rest)
}

/// 科室建设, 单位创建: the verb closes a noun and the clause has no object.
fn noun(rest: &[char], verb: usize) -> bool {
    // 县委|组织部, 市|审计局: the verb opens the name of a section.
    let section = rest.get(verb).is_some_and(|c| "部局科股处室站所办委厅".contains(*c))
        && !rest.get(verb + 1).is_some_and(|c| {
            "分置理罚室属务公好外长内有需谓要员技学研普级目展导队署面势限托派点台事法辖属".contains(*c)
        });
    // 学院评议要以事实为依据, 考核指标要体现: what is spoken of is the noun.
    let spoken =
        (verb..rest.len().min(verb + 3)).any(|at| modal(&rest[at..]) && (at == verb || at == verb + 2));
    section
        || spoken
        || rest.get(verb).is_some_and(|c| matches!(c, '的' | '、' | '和' | '工')) && !starts(rest, "开展")
}

/// 由X牵头, 由X负责: who acts in the clauses beside.
pub(super) fn by(clause: &[char]) -> Option<String> {
    // 由公司解聘的，由人事部通知: the last one is who acts.
    let places: Vec<usize> = (0..clause.len()).filter(|at| clause[*at] == '由').collect();
    places.into_iter().rev().find_map(|at| named_at(clause, at + 1)).filter(|name| !is_issuer(name))
}

/// True for a clause whose subject is who issues the paper: 我局将….
pub(super) fn speaks_of_issuer(clause: &[char]) -> bool {
    range(clause).is_some_and(|unit| is_issuer(&clause[unit].iter().collect::<String>()))
        || clause.first() == Some(&'我') && people(clause) > 0
}

/// 我局, 本校: who issues the paper speaks of itself.
pub(super) fn is_issuer(name: &str) -> bool {
    name.starts_with(['我', '本']) && name.chars().count() <= 3
}

/// Whom the 由 before `at` names.
fn named_at(clause: &[char], at: usize) -> Option<String> {
    // No name is longer, and a clause may be.
    let near = &clause[..clause.len().min(at + 26)];
    let verb = ["共同牵头", "共同负责", "统一管理", "牵头", "负责", "组织", "承办", "承担", "落实", "统筹"]
        .iter()
        .filter_map(|verb| find(near, at, verb))
        .filter(|verb| *verb > at && !has_at(clause, *verb, "负责人") && !has_at(clause, *verb, "负责同志"))
        .min();
    let Some(verb) = verb else { return passive(clause, at) };
    let name = &clause[at..verb];
    let clean = name.iter().all(|c| is_han(*c) || *c == '、') && find(name, 0, "个人").is_none();
    let sound =
        (2..=20).contains(&name.len()) && clean && UNITS.close(name) || POSTS.close(name) && name.len() <= 8;
    // 由各养护站轮流承办
    sound.then(|| name.iter().collect()).or_else(|| passive(clause, at))
}

/// 经中心办公室汇总后，报…: somebody hands on what another made.
pub(super) fn goes_through(clause: &[char]) -> bool {
    let Some(rest) = clause.strip_prefix(&['经']) else { return false };
    (2..=12.min(rest.len())).any(|end| names(&rest[..end]) && (end == rest.len() || predicate(&rest[end..])))
}

/// 补贴资金统筹用于…: what money is used for, whoever it comes from.
pub(super) fn is_spent(clause: &[char]) -> bool {
    (4..clause.len()).filter(|at| has_at(clause, *at, "用于")).any(|at| {
        ["资金", "经费", "资金统筹", "经费统筹", "资金主要", "经费主要"]
            .iter()
            .any(|money| ends(&clause[..at], money))
    })
}

/// The longest of the names from `start` that end at `ends`, longest first. 由审批科更换窗口标识牌: a counter is sooner what is
/// done something to.
fn longest(clause: &[char], start: usize, ends: &mut impl Iterator<Item = usize>) -> Option<usize> {
    let first = ends.next()?;
    let counter = ["窗口", "网点"].iter().any(|end| crate::text::ends(&clause[start..first], end));
    ends.find(|_| counter).or(Some(first))
}

/// 养护质量由公路局定期检测, 对象由各镇街逐级公示: whom 由 names before any predicate.
fn passive(clause: &[char], at: usize) -> Option<String> {
    let grounds = at > 1 && matches!(clause[at - 2], '理' | '自' | '经' | '缘' | '事' | '因');
    let limit = clause.len().min(at + 20).saturating_sub(1);
    let mut reach = (at + 2..limit).rev().filter(|end| {
        let (name, rest) = (&clause[at..*end], &clause[*end..]);
        // 由省局提出的任务 says whose it is.
        !means_another(rest)
            && !rest.iter().take(5).any(|c| *c == '的')
            && names(name)
            && !tells(name)
            && find(name, 0, "个人").is_none()
            && !makes_a_word(name, rest)
            && !is_listed(rest)
            && (predicate(rest) || rest.iter().take(2).all(|c| is_han(*c)) && rest.len() >= 2)
    });
    let end = longest(clause, at, &mut reach)?;
    let name: String = in_full(&clause[at..end]).iter().collect();
    let lead = ["会同", "联合", "协同", "联系"]
        .iter()
        .find_map(|word| name.split_once(word))
        .map(|(lead, _)| lead.to_owned());
    (!grounds).then(|| lead.unwrap_or(name))
}

/// 市教委|基教处、市基金会组成: the list of those who act goes on.
fn is_listed(rest: &[char]) -> bool {
    let next = rest.iter().take(12).position(|c| *c == '、');
    next.is_some_and(|at| at >= 2 && UNITS.close(&rest[..at]))
}

/// True for words that hold what only a predicate says: 福利院负责举办.
fn tells(words: &[char]) -> bool {
    ["负责", "牵头", "承办", "举办", "开展", "实施", "组织实施", "进行", "定期", "逐级"]
        .iter()
        .any(|word| find(words, 1, word).is_some())
}

/// Single posts that a clause names with 由.
static POSTS: Ends = LazyLock::new(|| Endings::of("局长 所长 院长 校长 站长 主任 书记 负责人 科长 馆长"));
