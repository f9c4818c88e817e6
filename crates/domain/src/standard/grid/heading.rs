//! What a column means, by the words over it.

use crate::codes;

codes! {
    /// What a column of a standard's table means.
    pub enum Meaning {
        Level = "level" "项目、指标、内容",
        Code = "code" "编号",
        Points = "points" "分值",
        Rule = "rule" "评分标准",
        Methods = "methods" "测评方法",
        Evidence = "evidence" "材料要求",
        Section = "section" "责任科室",
        Due = "due" "报送时间",
        Applies = "applies" "适用单位",
    }
}

/// Words of headings, the more telling first: 评分标准 is no level, though it ends like 测评标准.
const WORDS: &[(&str, Option<Meaning>)] = &[
    // What was scored in a table that is filled in, and remarks, are no part of the standard.
    ("自评", None),
    ("得分理由", None),
    ("备注", None),
    ("评分标准", Some(Meaning::Rule)),
    ("得分标准", Some(Meaning::Rule)),
    ("计分标准", Some(Meaning::Rule)),
    ("扣分标准", Some(Meaning::Rule)),
    ("记分标准", Some(Meaning::Rule)),
    ("评分细则", Some(Meaning::Rule)),
    ("计分细则", Some(Meaning::Rule)),
    ("评分办法", Some(Meaning::Rule)),
    ("计分办法", Some(Meaning::Rule)),
    ("评分方法", Some(Meaning::Rule)),
    ("计分方法", Some(Meaning::Rule)),
    ("评分方式", Some(Meaning::Rule)),
    ("计分方式", Some(Meaning::Rule)),
    ("评分规则", Some(Meaning::Rule)),
    ("评分说明", Some(Meaning::Rule)),
    ("扣分办法", Some(Meaning::Rule)),
    ("分值", Some(Meaning::Points)),
    ("标准分", Some(Meaning::Points)),
    ("满分", Some(Meaning::Points)),
    ("分数", Some(Meaning::Points)),
    ("权重", Some(Meaning::Points)),
    ("得分", None),
    ("扣分", None),
    ("加分", None),
    ("测评方法", Some(Meaning::Methods)),
    ("测评方式", Some(Meaning::Methods)),
    ("测评办法", Some(Meaning::Methods)),
    ("考核方法", Some(Meaning::Methods)),
    ("考核方式", Some(Meaning::Methods)),
    ("考评方法", Some(Meaning::Methods)),
    ("考评方式", Some(Meaning::Methods)),
    ("检查方法", Some(Meaning::Methods)),
    ("检查方式", Some(Meaning::Methods)),
    ("方法", Some(Meaning::Methods)),
    ("材料", Some(Meaning::Evidence)),
    ("资料", Some(Meaning::Evidence)),
    ("佐证", Some(Meaning::Evidence)),
    ("责任", Some(Meaning::Section)),
    ("牵头", Some(Meaning::Section)),
    ("科室", Some(Meaning::Section)),
    ("部门", Some(Meaning::Section)),
    ("时间", Some(Meaning::Due)),
    ("时限", Some(Meaning::Due)),
    ("期限", Some(Meaning::Due)),
    ("适用", Some(Meaning::Applies)),
    ("编号", Some(Meaning::Code)),
    ("序号", Some(Meaning::Code)),
    ("代码", Some(Meaning::Code)),
    ("项目", Some(Meaning::Level)),
    ("指标", Some(Meaning::Level)),
    ("内容", Some(Meaning::Level)),
    ("要点", Some(Meaning::Level)),
    ("要求", Some(Meaning::Level)),
    ("标准", Some(Meaning::Level)),
    ("类别", Some(Meaning::Level)),
    ("名称", Some(Meaning::Level)),
    ("任务", Some(Meaning::Level)),
];

/// The longest heading that is one; a longer cell is text.
const LONGEST: usize = 14;

impl Meaning {
    /// What a heading says; none where it says nothing of a standard.
    pub fn of_heading(heading: &str) -> Option<Self> {
        let bare: String = heading.chars().filter(|c| !c.is_whitespace()).collect();
        // （分）, (满分100分) behind a word says how it is counted.
        let bare = bare.split(['（', '(']).next().unwrap_or_default();
        if bare.is_empty() || bare.chars().count() > LONGEST {
            return None;
        }
        if bare == "序" || bare == "号" {
            return Some(Self::Code);
        }
        WORDS.iter().find(|(word, _)| bare.contains(word)).and_then(|(_, meaning)| *meaning)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_of_real_tables_are_told_apart() {
        use Meaning::{Code, Due, Evidence, Level, Methods, Points, Rule, Section};
        for (heading, meaning) in [
            ("测评项目", Some(Level)),
            ("考核内容", Some(Level)),
            ("测 评 标 准", Some(Level)),
            ("三级指标", Some(Level)),
            ("具体要求", Some(Level)),
            ("考核要点", Some(Level)),
            ("要点分值", Some(Points)),
            ("分值（分）", Some(Points)),
            ("标准分", Some(Points)),
            ("评分标准", Some(Rule)),
            ("评分办法", Some(Rule)),
            ("测评方法", Some(Methods)),
            ("考核方式", Some(Methods)),
            ("网络报送材料清单", Some(Evidence)),
            ("责任部门", Some(Section)),
            ("报送时间", Some(Due)),
            ("序号", Some(Code)),
            ("得分", None),
            ("自评得分", None),
            ("备注", None),
            ("评分说明", Some(Rule)),
            ("", None),
            ("成立创建工作领导小组，主要负责人任组长", None),
        ] {
            assert_eq!(Meaning::of_heading(heading), meaning, "{heading}");
        }
    }
}
