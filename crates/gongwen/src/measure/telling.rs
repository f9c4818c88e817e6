//! Clauses that tell instead of asking: who holds a role, how things are, what was done, what it is for.

use super::clause::Clause;
use super::words::{ADVERBS, DEEDS, RESULTS, STATES, VERBS};
use super::{subject, time};
use crate::lexicon::{Endings, Ends, Lexicon, Words};
use crate::number::arabic;
use crate::text::{contains, ends, find, is_han, starts};
use std::sync::LazyLock;

/// Who holds which role is told by the roster, not asked for.
pub(super) fn is_roster(clause: &[char]) -> bool {
    static WORDS: Words = LazyLock::new(|| {
        Lexicon::of(
            "任组长 为组长 组长由 组长为 组长： 组长: 指挥长 办公室主任 办公室设在 下设办公室 为成员 兼任 个阶段 办公室设",
        )
    });
    // 云岚县人民政府 alone in a list of those who are praised.
    let handed = || clause.iter().skip(1).any(|c| matches!(c, '将' | '把' | '向' | '给'));
    let organ =
        || crate::organ::is_organ(clause) && !VERBS.within(clause) && !contains(clause, "由") && !handed();
    // 启动阶段（3月底前）: a stage and its time.
    let timed = matches!(clause.last(), Some('）' | ')'))
        && ["阶段（", "阶段("].iter().any(|word| contains(clause, word));
    // 林小雯为日常联络人
    let named = || {
        clause.iter().position(|c| *c == '为').is_some_and(|at| (2..=3).contains(&at))
            && clause.len() <= 10
            && ["联络人", "联系人", "联络员"].iter().any(|role| ends(clause, role))
    };
    WORDS.within(clause)
        || ends(clause, "组长")
        || named()
        || timed
        || ends(clause, "阶段")
        || is_list_of_people(clause)
        || organ()
}

/// 王娟（校区办0743-8560000，a@b.cn）: whom to ask, and where.
pub(super) fn is_contact(clause: &[char]) -> bool {
    let digits = |at: usize| clause[at..].iter().take_while(|c| c.is_ascii_digit() || **c == '-').count();
    if ends(clause, "联系人") && !VERBS.within(clause) {
        return true;
    }
    let line = (0..clause.len()).any(|at| digits(at) >= 8);
    let bracket = clause.iter().position(|c| matches!(c, '（' | '('));
    let sent = ["报送", "发送", "发至", "报至", "提交", "拨打"].iter().any(|verb| contains(clause, verb));
    line && !sent && bracket.is_some_and(|open| open <= 20 && clause.len() > open + 8)
}

/// 施国强、孔令辉、喻晓春 and 各村党支部书记、镇直各单位负责人: who, and nothing to do.
fn is_list_of_people(clause: &[char]) -> bool {
    static POSTS: Ends =
        LazyLock::new(|| Endings::of("书记 主任 局长 科长 所长 院长 校长 站长 负责人 负责同志 联络员 成员"));
    if !clause.contains(&'、') {
        return false;
    }
    let parts = || clause.split(|c| *c == '、');
    let name = |part: &[char]| (2..=3).contains(&part.len()) && part.iter().all(|c| is_han(*c));
    let names = parts().all(name) && !parts().any(|part| VERBS.longest(part) == Some(2));
    let posts = POSTS.close(clause) && !VERBS.within(clause);
    names && parts().count() > 2 || posts
}

/// 开展了活动, 我局发现…坑洞较多: what was done or seen.
pub(super) fn narrates(clause: &Clause<'_>) -> bool {
    // 会议通过了…; 为了, 除了 and 了解 tell nothing.
    let done = |at: usize| {
        clause[at] == '了'
            && at > 1
            && !matches!(clause[at - 1], '为' | '除' | '到' | '罢' | '末' | '不')
            && !matches!(clause.get(at + 1), Some('解' | '然' | '却' | '结'))
    };
    let thanks = ["感谢", "谢谢", "敬请谅解", "敬请关注"].iter().any(|word| starts(clause, word));
    // 河长制工作体系已全面建立, but not 对已纳规项目开展评估
    let closed = || {
        clause.iter().position(|c| *c == '已').is_some_and(|at| {
            let rest = &clause[at + 1..];
            let rest = rest.strip_prefix(&['经']).unwrap_or(rest);
            let rest = &rest[ADVERBS.longest(rest).unwrap_or(0)..];
            !rest.contains(&'的')
                && (VERBS.longest(rest).is_some() || at > 0 && VERBS.within(rest) && rest.len() <= 8)
        })
    };
    thanks || closed() || (0..clause.len()).any(done)
}

/// 校领导对全校安全工作负责, 由中心校承担全部责任: who answers for what.
fn charges(clause: &[char]) -> bool {
    let answers = contains(clause, "对") && ends(clause, "负责") && !contains(clause, "由");
    let held =
        ["负", "承担"].iter().filter_map(|verb| find(clause, 0, verb)).any(|at| at + 10 >= clause.len());
    // 家长要承担监护责任 asks for it.
    let asked = ["要", "应", "须"].iter().any(|word| contains(clause, word)) && !contains(clause, "主要");
    answers || held && ends(clause, "责任") && !asked
}

/// 推荐截止时间, 6月中旬（另行通知）: the label of a time, or nothing but one.
fn labels_time(clause: &[char]) -> bool {
    // 不得拖延时间 asks for something.
    let asks = || clause.first().is_some_and(|c| "不要应须严抓确明合安".contains(*c));
    let label = ends(clause, "时间") && clause.len() <= 8 && !asks();
    let open = clause.iter().position(|c| matches!(c, '（' | '(')).filter(|open| *open > 1);
    let noted = matches!(clause.last(), Some('）' | ')'));
    label || noted && open.is_some_and(|open| time::is_time(&clause[..open]))
}

/// 检查范围：, 参加人员：: before a colon, what follows is called so.
pub(super) fn is_caption(clause: &Clause<'_>) -> bool {
    static NOUNS: Ends = LazyLock::new(|| {
        Endings::of(
            "范围 内容 时间 地点 对象 方式 方法 目标 标准 情况 重点 原则 程序 步骤 名单 电话 人员 人数 条件 材料 主题 形式 事项 流程 期限 电话 邮箱 地址 如下 要求 措施 任务 议程 科目 名额",
        )
    });
    clause.len() <= 8
        && NOUNS.close(clause)
        && !clause.iter().any(|c| matches!(c, '要' | '应' | '须' | '将' | '把' | '按'))
}

/// 整改措施：, 主要任务：: what follows is called so.
fn is_label(clause: &[char]) -> bool {
    const WHAT: &[&str] =
        &["整改", "工作", "具体", "主要", "重点", "保障", "创建", "实施", "活动", "目标", "相关", "有关"];
    const NOUNS: &[&str] =
        &["措施", "任务", "内容", "目标", "问题", "成效", "事项", "步骤", "安排", "要求", "情况", "时限"];
    clause.len() == 4
        && WHAT.iter().any(|word| starts(clause, word))
        && NOUNS.iter().any(|word| ends(clause, word))
}

/// 巡察指出, 督查发现: the sentence tells what was found.
pub(super) fn finds(clause: &[char]) -> bool {
    clause.len() <= 12
        && ["指出", "发现", "认为", "反映", "反馈"].iter().any(|verb| ends(clause, verb))
        && !["要", "应", "须"].iter().any(|modal| contains(clause, modal))
}

/// 4月5日放假, 行动从11月上旬开始: so it is, and nobody has to do it.
fn rests(clause: &[char]) -> bool {
    let free = ["放假", "上班", "调休"].iter().any(|word| ends(clause, word))
        && ["日", "节", "照常", "正常", "假期"].iter().any(|word| contains(clause, word))
        && clause.len() <= 40;
    let runs = ["开始", "结束", "启动"].iter().any(|word| ends(clause, word))
        && ["从", "至", "自", "到"].iter().any(|word| contains(clause, word))
        && ["月", "日", "年"].iter().any(|word| contains(clause, word));
    let principle = ["原则", "方针"].iter().any(|word| ends(clause, word)) && contains(clause, "的");
    free || runs || principle
}

/// 同比上升7.8%, 较大事故发生32起, 一等奖2名…证书, 18《没有共产党就没有新中国》: figures that tell, and lists.
fn counts(clause: &[char]) -> bool {
    let figures = || clause.iter().any(|c| arabic(*c).is_some());
    let compared = ["同比", "环比"].iter().any(|word| contains(clause, word));
    let happened = || contains(clause, "发生") && ["起", "例"].iter().any(|unit| contains(clause, unit));
    let prize = || contains(clause, "等奖") && !VERBS.within(clause);
    let numbered = || {
        let digits = clause.iter().take_while(|c| arabic(**c).is_some()).count();
        digits > 0 && clause.get(digits) == Some(&'《')
    };
    // 主题契合度（20分）
    let scored =
        || matches!(clause, [.., d, '分', '）' | ')'] if arabic(*d).is_some()) && contains(clause, "（");
    compared || figures() && (happened() || prize()) || numbered() || scored()
}

/// 公开工作的主要经验, 市教育局决定举办运动会: what a paper names, and what was decided.
fn names_subject(clause: &Clause<'_>) -> bool {
    static NOUNS: Ends = LazyLock::new(|| Endings::of("情况 经验 问题 建议 内容 作法 做法"));
    // 责任制落实情况 names what is looked at, 检查落实情况 asks for it.
    static LOOKING: Words = LazyLock::new(|| {
        Lexicon::of(
            "\
        将 把 对 按 于 并 据 每 负责 督查 抽查 检查 通报 了解 掌握 收集 报告 汇报 关注 排查 查看 查清 探明 体现 公开 公布 上报 反馈 核实 摸清 统计 \
        调查 跟踪 评估 总结 听取 说明 检测 监测 考核 发布 公告 提供 记录 登记 汇总 报送 介绍 分析 研究 \
        ",
        )
    });
    let seen = || (ends(clause, "情况") || ends(clause, "状况")) && !LOOKING.within(clause);
    let noun = || NOUNS.close(clause) && clause.contains(&'的') || seen();
    let decided = find(clause, 2, "决定")
        .is_some_and(|at| VERBS.longest(&clause[at + 2..]).is_some() && !contains(&clause[..at], "由"));
    noun() && !clause.opens_with_action() && clause.subject_end() == 0 || decided
}

/// 今年的工作重点是迎接评估: what follows is what is to be done.
fn asked_for(clause: &[char], at: usize) -> bool {
    let named = ["工作", "任务", "重点", "要求"].iter().any(|end| ends(&clause[..at], end));
    named && VERBS.longest(&clause[at + 1..]).is_some_and(|verb| clause.len() > at + verb + 2)
}

/// 考核合格后方可上岗: what is allowed, and when.
fn permits(clause: &[char]) -> bool {
    static WORDS: Words = LazyLock::new(|| Lexicon::of("方可 方能 才可 才能"));
    if ["任何部门", "任何单位", "任何人", "任何个人"].iter().any(|word| starts(clause, word)) {
        return true;
    }
    WORDS.within(clause)
}

/// 严禁公车私用, 教师不得随意调课: what nobody may do is nobody's task. 不得少于3次 says how much.
fn forbids(clause: &[char]) -> bool {
    static WORDS: Words = LazyLock::new(|| Lexicon::of("严禁 禁止 不得 不准 不许 严格禁止"));
    const AMOUNTS: &[&str] = &["不得少于", "不得低于", "不得超过", "不得高于", "不得多于", "不得小于"];
    WORDS.find(clause, 0).is_some_and(|(at, _)| {
        at <= 24 && !VERBS.within(&clause[..at]) && !AMOUNTS.iter().any(|word| starts(&clause[at..], word))
    })
}

/// 知识讲解是否正确, 同时符合以下条件, 竞赛规程另行通知: what is looked at, and what is said elsewhere.
fn points_elsewhere(clause: &Clause<'_>) -> bool {
    const NOUNS: &[&str] = &["条件", "事项", "要求", "方面", "情形", "原则"];
    let asked = find(clause, 2, "是否").is_some_and(|at| {
        let before = &clause[..at];
        !VERBS.within(before) && !DEEDS.within(before) && !contains(before, "决定")
    });
    let listed = ["以下", "下列"].iter().any(|word| contains(clause, word))
        && NOUNS.iter().any(|noun| ends(clause, noun));
    let later = ["另行通知", "另行公布", "另行安排", "另行规定", "职责如下", "分工如下", "如下决定"];
    asked || listed || later.iter().any(|end| ends(clause, end))
}

/// True for clauses that tell how things are.
pub(super) fn is_state(clause: &Clause<'_>) -> bool {
    static GROWN: Ends = LazyLock::new(|| Endings::of("增强 提高 提升 改善 好转 优化 浓厚 巩固 发展 加强"));
    let grown = || {
        ["不断", "明显", "得到", "进一步", "显著", "有了", "更加", "日益"]
            .iter()
            .filter_map(|word| find(clause, 4, word).map(|at| at + word.chars().count()))
            .any(|at| clause.len() <= at + 4)
    };
    // 有序组织疏散 is a deed.
    let manner = ["有序", "有效", "有力", "有针对性", "有计划", "有组织", "有关"]
        .iter()
        .any(|word| starts(clause, word));
    // 希望各部门组织学习 asks, 希望再接再厉 wishes.
    let asked = subject::is_asked(clause) && clause.has_action();
    let manner =
        manner || ["如实", "如期", "如数", "但须", "但要", "但应"].iter().any(|word| starts(clause, word));
    if STATES.longest(clause).is_some() && !manner && !asked
        || starts(clause, "被") && !["必须", "须", "应当", "要"].iter().any(|word| contains(clause, word))
        || GROWN.close(clause) && grown()
    {
        return true;
    }
    let copula = clause.iter().enumerate().skip(1).any(|(at, c)| {
        let before = clause[at - 1];
        *c == '是'
            && clause.get(at + 1) != Some(&'否')
            && !matches!(before, '特' | '其' | '别' | '尤' | '但' | '还' | '于' | '先')
            && !asked_for(clause, at)
    });
    // 制定本办法 says what the paper is; 制定本乡的计划 is to be done.
    static THIS: Words = LazyLock::new(|| Lexicon::of("制定本 制订本"));
    let this = THIS.find(clause, 0).is_some_and(|(at, len)| {
        clause.get(at + len).is_none_or(|c| !"省市县区镇乡村街局校院部单地行科".contains(*c))
    });
    if this {
        return true;
    }
    static BEARING: Words = LazyLock::new(|| {
        Lexicon::of("能够增进 能够促进 能够提高 关系到 意味着 有利于 有助于 离不开 旨在 来源于 归功于")
    });
    // （值班表附后）, （联系人：李四，电话：…）
    let noted = matches!(clause.first(), Some('（' | '(')) && matches!(clause.last(), Some('）' | ')'));
    copula
        || noted
        || is_label(clause)
        || rests(clause)
        || labels_time(clause)
        || counts(clause)
        || names_subject(clause)
        || BEARING.within(clause)
        || permits(clause)
        || forbids(clause)
        || points_elsewhere(clause)
        || charges(clause)
}

/// 面积不小于40平方米, 每迟报1次扣0.5分, 春季占40%: what is measured, and how.
pub(super) fn is_criterion(clause: &Clause<'_>) -> bool {
    static SIZES: Words =
        LazyLock::new(|| Lexicon::of("面积 规格 标准 高度 直径 深度 权重 分值 总分 公示期 株距 行距 工期"));
    static MARKS: Ends = LazyLock::new(|| Endings::of("分 满分 优秀 合格 等次 等级 扣分 一票否决"));
    let figures = clause.iter().any(|c| arabic(*c).is_some());
    let share = || clause.iter().position(|c| *c == '占').is_some_and(|at| at <= 8) && contains(clause, "%");
    let bound = || (SIZES.within(clause) || share()) && figures && !clause.has_action();
    let scored = || !ends(clause, "分") || ["得", "扣", "各", "计"].iter().any(|word| contains(clause, word));
    let marked = || {
        MARKS.close(clause)
            && scored()
            && (figures || contains(clause, "满分"))
            && !clause.opens_with_action()
    };
    // 检查包括两个部分, 费用支出具体包括酬金
    let told = find(clause, 2, "包括").is_some_and(|at| at <= 10);
    let rule = ["施行", "执行"].iter().any(|end| ends(clause, end)) && contains(clause, "起");
    bound() || marked() || rule || told
}

/// 抽查比例不低于30%, 培训时间不少于8小时: how much of what the clause before asks for.
pub(super) fn is_measured(clause: &Clause<'_>) -> bool {
    static MEASURES: Ends = LazyLock::new(|| Endings::of("比例 时间 人数 次数 频次 频率 数量"));
    const BOUNDS: &[&str] = &["不少于", "不低于", "不高于", "不超过", "达到", "达", "控制在"];
    let bound =
        BOUNDS.iter().filter_map(|bound| find(clause, 2, bound).map(|at| (at, bound.chars().count()))).min();
    bound.is_some_and(|(at, len)| {
        MEASURES.close(&clause[..at])
            && clause[at + len..]
                .iter()
                .take(6)
                .any(|c| arabic(*c).is_some() || crate::number::is_numeral(*c))
    })
}

/// A wish, a result, or the purpose of the clause before (以推动…开展).
pub(super) fn is_result(clause: &Clause<'_>, led: bool) -> bool {
    static PURPOSES: Words = LazyLock::new(|| {
        Lexicon::of(
            "\
        以推动 以提高 以实现 以促进 以确保 以保证 以保障 以便 从而 进而 使得 为推动 为实现 为建设 为促进 为加强 为进一步 为了 为做好 为深入 为切实 为扎实 为全面 为确保 为有效 为及时 为贯彻 \
        为规范 为落实 为提高 为保障 真正 \
        ",
        )
    });
    // 扩大学生参与体育活动的积极性
    let spirit = ["积极性", "主动性", "创造性", "自觉性"].iter().any(|end| ends(clause, end));
    if PURPOSES.opens(clause) || spirit && !contains(clause, "保护") {
        return true;
    }
    // 推动各项工作有效落实
    if starts(clause, "推动")
        && ["落实", "见效", "提升", "发展", "上台阶"].iter().any(|end| ends(clause, end))
    {
        return true;
    }
    // 为创建提供坚强保障 is a wish, 为居民提供维修服务 a deed.
    let service =
        contains(clause, "提供") && ["服务", "帮助", "咨询", "便利"].iter().any(|word| ends(clause, word));
    let provides = starts(clause, "为")
        && !service
        && ["提供", "奠定", "作出", "做出", "贡献", "注入", "营造"].iter().any(|word| contains(clause, word));
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
    // 防范安全事故发生, 坚持问题导向, 建筑施工方面
    let closing = ["导向", "方面", "如下", "变动"].iter().any(|end| ends(clause, end));
    if ends(clause, "发生") || closing && !clause.opens_with_action() && !contains(clause, "用于") {
        return true;
    }
    // 维护消费者合法权益, 巩固整治成果
    let goods: &[(&str, &[&str])] =
        &[("维护", &["权益", "利益", "稳定", "形象", "和谐"]), ("巩固", &["成果", "成效"])];
    let body = clause.body();
    if goods.iter().any(|(verb, of)| starts(body, verb) && of.iter().any(|end| ends(body, end))) {
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
        // 形成审议意见: what is formed is a paper.
        const PAPERS: &[&str] =
            &["意见", "报告", "总结", "方案", "清单", "台账", "纪要", "材料", "决议", "档案", "名单", "汇编"];
        let handed =
            || ["报送", "上报", "留存", "存档", "提交", "印发"].iter().any(|verb| contains(rest, verb));
        let paper = starts(rest, "形成")
            && PAPERS.iter().any(|paper| ends(rest, paper) || contains(rest, paper) && handed());
        let asked =
            led && starts(rest, "做到") || starts(rest, "使用") || starts(rest, "成为") && led || paper;
        if provides || !asked && RESULTS.longest(rest).is_some() {
            return true;
        }
        let Some(adverb) = ADVERBS.longest(rest) else { return false };
        at += adverb;
    }
}
