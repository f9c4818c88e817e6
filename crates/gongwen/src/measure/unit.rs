//! What is the name of a section or unit, and what only looks like one.
//!
//! A name ends like one, holds nothing of a sentence, and is whole: 负责本部门, 登录区政府 and the 学校办 of 学校办理 are none.
//! Where this doubts, nobody is named.

use super::words::{ADVERBS, DEEDS, PREDICATES, PREPOSITIONS, RESULTS, VERBS};
use crate::lexicon::{Endings, Ends, Lexicon, Words};
use crate::text::{ends, find, has_at, is_han, starts};
use std::sync::LazyLock;

/// Ends of names of sections and units.
pub(super) static UNITS: Ends = LazyLock::new(|| {
    Endings::of(
        "\
    财政 镇街 街镇 科室 单位 部门 领导小组 党委 党组 支部 总支 办公室 工会 团委 妇联 科 处 股 队 专班 站 所 公司 集团 创建办 文明办 中心组 中心 委员会 协会 局 校 院 馆 园 厂 店 企业 \
    银行 支行 镇 乡 村 街道 社区 窗口 网点 委 部 办 室 联合会 委会 村委会 居委会 理事会 学会 商会 组 机关 政府 组委会 行署 管委会 办事处 股室 处室 庭 工会组织 党组织 团组织 \
    社会组织 行业组织 志愿者组织 志愿服务组织 机构 高校 院系 各系 各地 各市 各县 各区 各旗 \
    ",
    )
});

/// Words that end like a unit and are none.
static NO_UNITS: Ends = LazyLock::new(|| {
    Endings::of(
        "\
    带队 家庭 率队 全部 内部 外部 干部 好处 到处 之处 大局 全局 布局 格局 教室 阅览室 活动室 大会 运动会 家长会 座谈会 推进会 动员会 社会 晚会 联欢会 机会 例会 研讨会 报告会 \
    举办 承办 主办 协办 开办 创办 督办 交办 转办 补办 \
    查处 惩处 民主生活会 发布会 年会 场所 出口处 入口处 庭院 车站 乡村 农村 城镇 村镇 校园 公园 公共场所 厕所 住所 正处 仍处 组织机构 领导机构 工作机构 会议室 展室 卫生室 以上单位 队伍 调查组织 成立领导小组 建设单位创建 督导企业 \
    ",
    )
});

/// True for a word that ends like the name of a unit and holds nothing of a sentence.
pub(super) fn is_unit(words: &[char]) -> bool {
    (2..=16).contains(&words.len())
        && (names(words) || is_each(words) || UNITS.close(words) && starts(words, "各"))
}

/// True for words that can be the name of a unit.
pub(super) fn names(words: &[char]) -> bool {
    const BARRED: &str = "的对把在于要应须需请将并是给向从为由，。：不就等让与时了到逐按可其后";
    // 政治部（教育科） is named by what stands before the bracket.
    let bracket = || words.iter().rposition(|c| matches!(c, '（' | '(')).filter(|open| *open > 1);
    // 会同公安局, 送市政府 begin with what is done.
    if ["会同", "联合", "协同", "协助", "配合", "联系"].iter().any(|verb| starts(words, verb))
        && !ends(words, "联合会")
        || words.first().is_some_and(|c| matches!(c, '送' | '呈' | '抄' | '报'))
    {
        return false;
    }
    let words = match words.last() {
        Some('）' | ')') => &words[..bracket().unwrap_or(words.len())],
        _ => words,
    };
    if !UNITS.close(words) || words.len() == 1 || NO_UNITS.close(words) || !is_whole(words) {
        return false;
    }
    let clean = words.iter().enumerate().all(|(at, c)| {
        let part = match c {
            '以' => !has_at(words, at, "以上") && !has_at(words, at, "以及各"),
            '同' => at == 0 || !has_at(words, at - 1, "会同"),
            _ => false,
        };
        let named = || match c {
            // 后勤处, 灾后重建办公室
            '后' => {
                has_at(words, at, "后勤")
                    || at > 0 && matches!(words[at - 1], '善' | '灾' | '售' | '课' | '产' | '战')
            }
            '需' => has_at(words, at, "军需"),
            '其' => has_at(words, at, "其他") || has_at(words, at, "其它"),
            '应' => has_at(words, at, "应急"),
            // 海洋与渔业局, but not 公安局与教育局
            '与' => {
                let known = [
                    "海洋与",
                    "国土与",
                    "交通与",
                    "环境与",
                    "教育与",
                    "卫生与",
                    "文化与",
                    "规划与",
                    "农业与",
                ];
                known.iter().any(|pair| at >= 2 && has_at(words, at - 2, pair))
            }
            '等' => several(words, at),
            '要' => at > 0 && ["主要负责人", "主要责任"].iter().any(|word| has_at(words, at - 1, word)),
            _ => false,
        };
        (is_han(*c) || matches!(c, '、' | '/' | '（' | '）' | '(' | ')' | '“' | '”'))
            && (!BARRED.contains(*c) || named())
            && !part
    });
    if !clean {
        return false;
    }
    // 组织部 and 宣传科 begin like verbs, 组织各科室 is one.
    // 勘察、设计单位 are called by what they do.
    let called = |verb: usize| {
        let urges = ["组织", "指导", "督促", "协调", "检查"].iter().any(|deed| starts(words, deed));
        !urges
            && words.get(verb) == Some(&'、')
            && ["单位", "部门", "机构", "企业"].iter().any(|end| ends(words, end))
    };
    let verb = VERBS
        .longest(words)
        .or_else(|| DEEDS.longest(words))
        .filter(|verb| !called(*verb))
        .is_some_and(|verb| {
            // 建立村巡逻队
            let named = words.len() == verb + 1 && !matches!(words.last(), Some('村' | '镇' | '乡' | '街'))
                || ["部门", "中心", "公司", "小组"].iter().any(|end| ends(words, end));
            !named || words.len() > verb + 2
        });
    let adverb = ADVERBS.longest(words).is_some_and(|len| len >= 2) && !ends(words, "责任单位")
        || RESULTS.longest(words).is_some()
        || PREPOSITIONS.longest(words).is_some();
    !verb
        && !adverb
        && !orders(words)
        && !personal(words)
        && (!words.contains(&'每')
            || starts(words, "每个") && ["单位", "部门", "科室"].iter().any(|end| ends(words, end)))
}

/// True for words of which nothing says that they are more or less than a name.
fn is_whole(words: &[char]) -> bool {
    // 负责本部门, 登录区政府, 授权县主管部门 say what is done.
    const DONE: &[&str] = &[
        "负责",
        "主持",
        "分管",
        "授权",
        "返回",
        "登录",
        "围绕",
        "符合",
        "指定",
        "参考",
        "参照",
        "及其",
        "前往",
        "来自",
        "依托",
        "实行",
        "进行",
        "建议",
        "结合",
        "作者",
        "承担",
        "加盖",
        "领取",
        "填写",
        "鼓励",
        "进入",
        "关注",
        "放开",
        "搭建",
        "尚未",
        "根据",
        "按照",
        "选择",
        "责令",
        "依照",
        "组织相关",
        "组织有关",
        "落实部门",
        "移送",
        "视情",
        "深入",
        "严格",
        "畅通",
        "理顺",
        "下设",
        "移交",
        "助力",
        "督导有关",
        "督导各",
        "尽早",
        "尽快",
        "通过",
        "采取",
        "强化",
        "重视",
        "查看",
        "支援",
        "委托",
    ];
    // 主要负责人 is somebody, 交警大队 a unit.
    let said = |verb: &str| find(words, 0, verb).is_some_and(|at| !has_at(words, at, "负责人"));
    let handed =
        words[0] == '交' && !matches!(words.get(1), Some('警' | '通' | '运' | '投' | '建' | '发' | '管'));
    // 分学科组织, but 分公司; 牵头教研室 says what it does, 牵头单位 who it is.
    let shared = words[0] == '分'
        && !matches!(
            words.get(1),
            Some('公' | '局' | '校' | '会' | '院' | '厂' | '店' | '站' | '行' | '中' | '管')
        )
        || starts(words, "牵头")
            && !["单位", "部门", "科室", "处室", "机构"].iter().any(|end| ends(words, end));
    // 或送游客中心, 及所属部门 go on with something.
    let done = DONE.iter().any(|verb| said(verb))
        || handed
        || matches!(words[0], '望' | '赴' | '往' | '至' | '或' | '及' | '且' | '待')
        || ["和我", "和各", "和有关", "代表其", "代表我", "两名", "一名"]
            .iter()
            .any(|word| starts(words, word));
    // 本 and 届 stand within no name: 主持本单位, 十七届中央纪委.
    let own = (1..words.len()).any(|at| words[at] == '本' && words[at - 1] != '、') || words.contains(&'届');
    // 各院经工作小组, but 县经信局.
    let through = (1..words.len()).any(|at| {
        words[at] == '经' && !words.get(at + 1).is_some_and(|c| "信济管贸发营开办委科合理".contains(*c))
    });
    let count = |marks: &[char]| words.iter().filter(|c| marks.contains(c)).count();
    let open = count(&['（', '(']) != count(&['）', ')']) || count(&['“']) != count(&['”']);
    // 工作所需, 基金会所开展: 所 belongs to the verb.
    const PAPERS: &[&str] = &["工作", "活动", "事项", "项目", "通告", "通知", "办法", "规定", "方案", "条例"];
    let passive = words.strip_suffix(&['所']).is_some_and(|before| {
        // 指导所出资企业
        matches!(before, ['指', '导'] | ['督', '促'])
            || before.len() > 2
                && (UNITS.close(before) && !ends(before, "财政")
                    || PAPERS.iter().any(|noun| ends(before, noun)))
    });
    // 采光板搭接处 is a place.
    const OFFICES: &[&str] =
        &["管理", "办事", "事务", "工作", "局", "厅", "委", "院", "校", "学", "公司", "、", "各"];
    let place = ends(words, "处")
        && words.len() > 6
        && !OFFICES.iter().any(|office| find(words, 0, office).is_some());
    // 规划教材、教学指导委员会: what is listed beside a unit is one.
    let listed =
        |part: &[char]| part.len() <= 4 || UNITS.close(part) || matches!(part.last(), Some('）' | ')'));
    let stump = words.len() > 2 && words[words.len() - 2] == '、';
    let numbered = matches!(words[0], '（' | '(') || crate::mark::parse(words).is_some();
    const NOUNS: &[&str] = &["专科", "学科", "本科", "文科", "理科"];
    let other = stump || numbered || NOUNS.iter().any(|noun| words.len() == 2 && starts(words, noun));
    let mixed = !words.contains(&'等') && words.contains(&'、') && !words.split(|c| *c == '、').all(listed);
    !(done || shared || through || own || open || passive || place || mixed || other)
}

/// 学校|办理, 珠海校|内, 国防科|技: what follows makes another word of the end of a name.
pub(super) fn makes_a_word(name: &[char], rest: &[char]) -> bool {
    const WORDS: &[(char, &str)] = &[
        ('办', "理好完公结法事"),
        ('科', "技学研普目协创教级"),
        ('校', "内园外区长友舍"),
        ('院', "内外长落士校"),
        ('所', "有需谓属长"),
        ('站', "点台长位立"),
        ('店', "铺面员"),
        ('组', "织成建合长员"),
        ('局', "部面势限长级"),
        ('部', "分署位件长门"),
        ('处', "置理罚分长境级室"),
        ('室', "内外"),
        ('业', "主务户"),
        ('村', "民容貌庄委级干"),
        ('镇', "区域级"),
        ('队', "伍员长"),
        ('会', "议员场议商"),
        ('委', "托员会党"),
        ('园', "区林内地"),
        ('厂', "区房家"),
        ('馆', "藏内"),
    ];
    let last = name.last().copied().unwrap_or(' ');
    let next = rest.first().copied().unwrap_or(' ');
    // 组织所在部门, 企业所在区, 力所能及, but 派出所在路口设卡.
    const WHERE: &[&str] = &[
        "能及",
        "在地",
        "在部门",
        "在单位",
        "在科室",
        "在学校",
        "在学院",
        "在班",
        "在辖区",
        "在社区",
        "在党",
        "在系",
        "在村",
        "在镇",
        "在乡",
    ];
    let where_one_is = || {
        last == '所'
            && (WHERE.iter().any(|word| starts(rest, word))
                || starts(rest, "在") && name.len() > 2 && UNITS.close(&name[..name.len() - 1]))
    };
    // 各村（居）委会
    let torn = last == '）' && starts(rest, "委会");
    torn || name.len() > 1
        && (WORDS.iter().any(|(end, follow)| *end == last && follow.contains(next)) || where_one_is())
}

/// 公安、交通等部门: 等 closes a list.
fn several(words: &[char], at: usize) -> bool {
    words[..at].contains(&'、')
        && ["部门", "单位", "科室", "机构", "企业"].iter().any(|noun| ends(&words[at + 1..], noun))
}

/// 校领导带队分组, 网格长和办公室: somebody is named beside the unit or instead of it.
fn personal(words: &[char]) -> bool {
    let led = find(words, 0, "领导").is_some_and(|at| !has_at(words, at, "领导小组"));
    led || find(words, 1, "长和").is_some()
}

/// 县政府组织有关部门: the subject ended before a verb whose object is another unit.
fn orders(words: &[char]) -> bool {
    static VERBS: Words = LazyLock::new(|| {
        Lexicon::of(
            "报告 通报 通知 组织 协调 督促 指导 责成 安排 要求 动员 邀请 成立 组建 组成 设立 抽调 集中 选派 聘请 协助 申请 移交 批准 涉及 委托 支持 报 建立 健全 启动 印发 发放 安装 出台",
        )
    });
    // 县政府办公室牵头组织相关单位: nor does a name hold what only predicates say.
    let begins = |at: usize| VERBS.opens(&words[at..]) || PREDICATES.opens(&words[at..]);
    // 各区、县（市）组成专家组
    let named = |before: &[char]| UNITS.close(before) || matches!(before.last(), Some('）' | ')'));
    (2..words.len().saturating_sub(2)).any(|at| begins(at) && named(&words[..at]))
}

/// 各病区: whoever is meant, each of them is to act.
pub(super) fn is_each(name: &[char]) -> bool {
    // What names of those end with of whom there are several.
    const EACH: &str = "县区乡镇村校园队站所组室科处部局户岗点段班线片厂库院系委办市旗州店社馆家方庭地层楼栋路街道司团支业门位构关织会导队厅盟";
    const BARRED: &str = "的对把在于要应须必按照据将并是给向从为由项种类级方面位个前后到赴往至不未没";
    starts(name, "各")
        && (2..=8).contains(&name.len())
        && name.last().is_some_and(|c| EACH.contains(*c))
        && name.iter().all(|c| is_han(*c) && !BARRED.contains(*c))
        && !ends(name, "领导")
        && !(1..name.len()).any(|at| VERBS.longest(&name[at..]).is_some())
}
