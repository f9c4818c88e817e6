//! Names of organs.

use crate::lexicon::{Endings, Ends};
use crate::text::is_han;
use std::sync::LazyLock;

/// True for a line that is nothing but the name of an organ.
pub(crate) fn is_organ(chars: &[char]) -> bool {
    static ENDS: Ends = LazyLock::new(|| {
        Endings::of(
            "\
        局 委员会 办公室 人民政府 政府 厅 部 委 公司 集团 中心 领导小组 指挥部 支队 大队 总队 协会 总站 管理处 管理所 文明办 党委 党组 党支部 工会 团委 \
        法院 检察院 医院 学校 学院 大学 服务站 事务所 科 养护处 委办公室 养路段 办 办事处 管委会 村委会 居委会 组委会 理事会 联合会 中学 小学 中心校 幼儿园 \
        派出所 研究院 银行 公署 行署 监狱 学会 商会 党校 执法局 气象台 殡仪馆 卫生院 卫生所 保健院 敬老院 福利院 卫健院 专班 行动组 工作组 专项组 图书馆 文化馆 博物馆 档案馆 体育馆 科技馆 国务院 钢厂 电厂 水厂 处理厂 机械厂 分厂 联合社 供销社 董事会 监事会 开发区 高新区 \
        ",
        )
    });
    let masked = |c: char| matches!(c, 'x' | '×' | '*') || c.is_ascii_uppercase();
    let body = || {
        chars
            .iter()
            .all(|c| is_han(*c) || masked(*c) || matches!(c, '（' | '）' | '(' | ')' | '、' | '“' | '”'))
    };
    // 合肥四十六中
    let school =
        matches!(chars, [.., c, '中'] if crate::number::is_numeral(*c) && *c != '万') && chars.len() >= 4;
    // 第十八师一六三团
    let force = matches!(chars, [.., c, '团' | '师'] if crate::number::is_numeral(*c) && *c != '万')
        && chars.len() >= 4;
    let people = crate::text::ends(chars, "干部");
    // 一、成立专班 is a heading.
    let counted = chars.get(1) == Some(&'、');
    (3..=36).contains(&chars.len())
        && !people
        && !counted
        && (ENDS.close(chars) || school || force || is_section(chars))
        && body()
        && !contains_verb(chars)
}

/// 云岚煤业股份有限公司铁路运输处: a section behind the organ that it belongs to.
fn is_section(chars: &[char]) -> bool {
    const ORGANS: &[&str] = &["公司", "集团", "委员会", "人民政府", "大学", "学院", "医院", "总队", "局"];
    const BUREAUS: &[&str] = &["部", "局", "委", "委员会", "总局"];
    // 国家能源局综合司
    let department = chars.last() == Some(&'司')
        && (3..chars.len().saturating_sub(2))
            .any(|at| BUREAUS.iter().any(|end| crate::text::ends(&chars[..at], end)));
    department
        || chars.last().is_some_and(|c| "处室科站段厂矿".contains(*c))
            && (4..chars.len().saturating_sub(2))
                .any(|at| ORGANS.iter().any(|end| crate::text::ends(&chars[..at], end)))
}

/// True for words without any verb of a sentence about organs.
pub(crate) fn is_plain(chars: &[char]) -> bool {
    chars.iter().all(|c| is_han(*c)) && !contains_verb(chars)
}

fn contains_verb(chars: &[char]) -> bool {
    ["关于", "开展", "加强", "工作由", "负责", "各", "落实", "进一步"]
        .iter()
        .any(|word| crate::text::contains(chars, word))
        || crate::text::find(chars, 1, "设在").is_some()
}
