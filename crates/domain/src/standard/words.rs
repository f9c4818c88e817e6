//! A node in words: what the cells of a workbook and the fields of the editor hold. One line for
//! each part of a rule, its pieces apart by `|`.

use super::file::Item;
use super::{EvidenceKind, EvidenceRule, Grade, Letter, Model, Part};
use crate::code::Code;
use crate::codes;
use crate::points::{Points, Ratio};

codes! {
    /// Columns of the workbook, and fields of the editor.
    pub enum Column {
        Code = "code" "编号",
        Under = "under" "上级编号",
        Title = "title" "内容",
        Points = "points" "分值",
        Model = "model" "评分方式",
        Detail = "detail" "评分细则",
        Methods = "methods" "测评方法",
        Evidence = "evidence" "材料要求",
        Section = "section" "责任科室",
        Due = "due" "报送时间",
        Applies = "applies" "适用单位",
        Weight = "weight" "权重",
    }
}

impl Column {
    /// The column that a heading names, also in other usual words.
    pub fn of_heading(heading: &str) -> Option<Self> {
        let bare: String = heading.chars().filter(|c| !c.is_whitespace()).collect();
        let other = match bare.as_str() {
            "序号" | "指标编号" | "代码" => Some(Self::Code),
            "上级" | "所属编号" => Some(Self::Under),
            "指标" | "测评内容" | "测评标准" | "名称" | "指标名称" => Some(Self::Title),
            "分数" | "满分" | "标准分" => Some(Self::Points),
            "评分办法" | "计分方式" => Some(Self::Model),
            "评分标准" | "细则" => Some(Self::Detail),
            "方法" => Some(Self::Methods),
            "材料" | "申报材料" => Some(Self::Evidence),
            "责任单位" | "责任部门" | "牵头科室" => Some(Self::Section),
            "时间" | "完成时限" | "时限" => Some(Self::Due),
            _ => None,
        };
        other.or_else(|| Self::ALL.iter().copied().find(|column| column.label() == bare))
    }
}

/// A node as it is written.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    cells: [String; 12],
}

/// What is wrong with a cell.
pub type Wrong = (Column, String);

impl Row {
    pub fn get(&self, column: Column) -> &str {
        &self.cells[place(column)]
    }

    pub fn set(&mut self, column: Column, text: impl Into<String>) {
        self.cells[place(column)] = text.into();
    }

    /// A node in words.
    pub fn of(item: &Item) -> Self {
        let mut row = Self::default();
        row.set(Column::Code, item.code.clone());
        row.set(Column::Under, item.under.clone());
        row.set(Column::Title, item.title.clone());
        row.set(Column::Points, item.points.map(|it| it.to_string()).unwrap_or_default());
        row.set(Column::Model, item.score.label());
        row.set(Column::Detail, detail(&item.score));
        row.set(Column::Methods, item.methods.join("、"));
        row.set(Column::Evidence, evidence(&item.evidence));
        row.set(Column::Section, item.section.clone());
        row.set(Column::Due, item.due.clone());
        row.set(Column::Applies, item.applies_to.join("、"));
        row.set(Column::Weight, item.weight.map(|it| it.to_string()).unwrap_or_default());
        row
    }

    /// The node that is meant. What a row cannot say (part of the term) is kept from `before`.
    ///
    /// # Errors
    /// Every cell that is wrong, each with a sentence.
    pub fn parse(&self, before: Option<&Item>) -> Result<Item, Vec<Wrong>> {
        let mut wrong: Vec<Wrong> = Vec::new();
        let text = |column: Column, most: usize, wrong: &mut Vec<Wrong>| {
            let text = self.get(column).trim();
            if text.chars().count() > most {
                wrong.push((column, format!("{column}最多 {most} 个字。")));
            }
            text.to_owned()
        };
        let code = text(Column::Code, 30, &mut wrong);
        if code.is_empty() {
            wrong.push((Column::Code, "请填写编号，每一项的编号不能相同。".into()));
        }
        let title = text(Column::Title, 500, &mut wrong);
        if title.is_empty() {
            wrong.push((Column::Title, "请填写内容。".into()));
        }
        let points = match self.get(Column::Points).trim() {
            "" | "未知" => None,
            typed => match typed.trim_end_matches('分').parse::<Points>() {
                Ok(points) if points >= Points::ZERO => Some(points),
                Ok(_) => {
                    wrong.push((Column::Points, "分值不能小于 0。".into()));
                    None
                }
                Err(error) => {
                    wrong.push((Column::Points, error.to_string()));
                    None
                }
            },
        };
        let score = model(self.get(Column::Model), self.get(Column::Detail)).unwrap_or_else(|error| {
            wrong.push(error);
            Model::Judged
        });
        let evidence = rules(self.get(Column::Evidence)).unwrap_or_else(|sentence| {
            wrong.push((Column::Evidence, sentence));
            Vec::new()
        });
        let weight = self.weight(before.and_then(|it| it.weight)).unwrap_or_else(|sentence| {
            wrong.push((Column::Weight, sentence));
            None
        });
        let item = Item {
            code,
            under: text(Column::Under, 30, &mut wrong),
            title,
            points,
            partial: before.is_some_and(|it| it.partial),
            score,
            methods: list(self.get(Column::Methods)),
            evidence,
            section: text(Column::Section, 40, &mut wrong),
            due: text(Column::Due, 60, &mut wrong),
            slot: before.and_then(|it| it.slot),
            applies_to: list(self.get(Column::Applies)),
            weight,
        };
        if wrong.is_empty() { Ok(item) } else { Err(wrong) }
    }

    /// The share of a top block. Words that say what is known already keep it to the last digit.
    fn weight(&self, before: Option<Ratio>) -> Result<Option<Ratio>, String> {
        let typed = self.get(Column::Weight).trim();
        if typed.is_empty() || before.is_some_and(|it| it.to_string() == typed) {
            return Ok(before.filter(|_| !typed.is_empty()));
        }
        if !self.get(Column::Under).trim().is_empty() {
            return Err("只有最上一级可以写权重。".into());
        }
        let weight: Ratio =
            typed.parse().map_err(|_| "请写成百分数，例如 85%，各部分合起来是 100%。".to_owned())?;
        if Ratio::percent(100).reaches(weight) {
            Ok(Some(weight))
        } else {
            Err("权重不能超过 100%。".into())
        }
    }
}

fn place(column: Column) -> usize {
    Column::ALL.iter().position(|it| *it == column).unwrap_or_default()
}

fn list(text: &str) -> Vec<String> {
    let parts = text.split(['、', '，', ',', ';', '；', '\n']).map(str::trim);
    parts.filter(|part| !part.is_empty()).map(str::to_owned).collect()
}

/// Lines of a cell, each with its pieces.
fn lines(text: &str) -> impl Iterator<Item = (usize, Vec<&str>)> {
    text.lines()
        .enumerate()
        .map(|(at, line)| (at + 1, line.split(['|', '｜']).map(str::trim).collect::<Vec<_>>()))
        .filter(|(_, pieces)| pieces.iter().any(|piece| !piece.is_empty()))
}

/// The rules of a model as lines.
fn detail(model: &Model) -> String {
    let lines: Vec<String> = match model {
        Model::Sum { parts } | Model::Deduct { parts } => parts.iter().map(part_words).collect(),
        Model::Grades { grades } => {
            grades.iter().map(|grade| format!("{} | {}", grade.name, grade.points)).collect()
        }
        Model::States { letters } => {
            letters.iter().map(|it| format!("{} | {} | {}", it.name, it.cases, it.share)).collect()
        }
        Model::Threshold { metric, at_least, per_point_short } => {
            let short = per_point_short.map(|each| format!(" | {each}")).unwrap_or_default();
            vec![format!("{metric} | {at_least}{short}")]
        }
        Model::Share { metric } => vec![metric.clone()],
        Model::Judged | Model::AllOrNothing => Vec::new(),
    };
    lines.join("\n")
}

fn part_words(part: &Part) -> String {
    let each = if part.each { "每 " } else { "" };
    let most = part.most.map(|most| format!(" | 最多 {most}")).unwrap_or_default();
    format!("{} | {each}{}{most}", part.text, part.points)
}

fn model(word: &str, text: &str) -> Result<Model, Wrong> {
    let detail = |sentence: String| (Column::Detail, sentence);
    Ok(match word.trim() {
        "" | "评定" => Model::Judged,
        "达标得分" => Model::AllOrNothing,
        "累加" => Model::Sum { parts: parts(text).map_err(detail)? },
        "扣分" => Model::Deduct { parts: parts(text).map_err(detail)? },
        "分档" => Model::Grades { grades: grades(text).map_err(detail)? },
        "状态描述" if text.trim().is_empty() => Model::States { letters: Letter::usual() },
        "状态描述" => Model::States { letters: letters(text).map_err(detail)? },
        "比例达标" => threshold(text).map_err(detail)?,
        "按比例得分" => match lines(text).next() {
            Some((_, pieces)) => Model::Share { metric: pieces[0].to_owned() },
            None => return Err(detail("请写明是什么比例，例如 及时答复率。".into())),
        },
        other => {
            let words = "评定、累加、分档、状态描述、扣分、达标得分、比例达标、按比例得分";
            return Err((Column::Model, format!("没有“{other}”这种评分方式，请填写下列之一：{words}。")));
        }
    })
}

fn parts(text: &str) -> Result<Vec<Part>, String> {
    let mut parts = Vec::new();
    for (line, pieces) in lines(text) {
        let wrong = || format!("第 {line} 行请写成“说明 | 分值”，例如 开展一次 | 每 1 | 最多 4。");
        let [name, points, rest @ ..] = pieces.as_slice() else { return Err(wrong()) };
        let bare = points.trim_end_matches('分').trim();
        let worth =
            |text: &str| text.parse::<Points>().ok().filter(|it| *it >= Points::ZERO).ok_or_else(wrong);
        let (each, bare) = match bare.strip_prefix('每') {
            Some(rest) => (true, rest.trim()),
            None => (false, bare),
        };
        let most = match rest {
            [] => None,
            [most] => Some(worth(most.trim_start_matches("最多").trim_end_matches('分').trim())?),
            _ => return Err(wrong()),
        };
        if name.is_empty() {
            return Err(wrong());
        }
        parts.push(Part { text: (*name).to_owned(), points: worth(bare)?, each, most });
    }
    if parts.is_empty() {
        Err("请写明各项，一行一项，例如 主要负责人任组长 | 1。".into())
    } else {
        Ok(parts)
    }
}

fn grades(text: &str) -> Result<Vec<Grade>, String> {
    let mut grades = Vec::new();
    for (line, pieces) in lines(text) {
        let wrong = || format!("第 {line} 行请写成“档次 | 分值”，例如 好 | 2。");
        let [name, points] = pieces.as_slice() else { return Err(wrong()) };
        let points = points.trim_end_matches('分').parse().map_err(|_| wrong())?;
        grades.push(Grade { name: (*name).to_owned(), points });
    }
    if grades.len() < 2 {
        Err("分档至少要有两档，一行一档，例如 好 | 2。".into())
    } else {
        Ok(grades)
    }
}

fn letters(text: &str) -> Result<Vec<Letter>, String> {
    let mut letters = Vec::new();
    for (line, pieces) in lines(text) {
        let wrong = || format!("第 {line} 行请写成“状态 | 处数 | 比例”，例如 B | 1 | 66%。");
        let [name, cases, share] = pieces.as_slice() else { return Err(wrong()) };
        let cases = cases.trim_end_matches('处').trim().parse().map_err(|_| wrong())?;
        letters.push(Letter { name: (*name).to_owned(), cases, share: share.parse().map_err(|_| wrong())? });
    }
    Ok(letters)
}

fn threshold(text: &str) -> Result<Model, String> {
    let wrong = || {
        "请写成“比例的名称 | 达到多少 | 每低一点扣几分”，例如 持证率 | 95% | 0.5，最后一段可以不写。"
            .to_owned()
    };
    let (_, pieces) = lines(text).next().ok_or_else(wrong)?;
    let [metric, at_least, rest @ ..] = pieces.as_slice() else { return Err(wrong()) };
    let per_point_short = match rest {
        [] => None,
        [each] => Some(each.trim_end_matches('分').parse().map_err(|_| wrong())?),
        _ => return Err(wrong()),
    };
    let at_least: Ratio = at_least.parse().map_err(|_| wrong())?;
    Ok(Model::Threshold { metric: (*metric).to_owned(), at_least, per_point_short })
}

/// `图片 | 会议现场 | 2-6份 | 要看得见单位名称`, one rule a line.
fn evidence(rules: &[EvidenceRule]) -> String {
    rules.iter().map(rule_words).collect::<Vec<_>>().join("\n")
}

fn rule_words(rule: &EvidenceRule) -> String {
    let mut pieces = vec![rule.kind.to_string(), rule.what.clone()];
    match rule.most {
        Some(most) => pieces.push(format!("{}-{most}份", rule.least)),
        None if rule.least != 1 => pieces.push(format!("{}份", rule.least)),
        None => {}
    }
    match (rule.least_chars, rule.most_chars) {
        (Some(least), Some(most)) => pieces.push(format!("{least}-{most}字")),
        (Some(least), None) => pieces.push(format!("{least}字以上")),
        (None, Some(most)) => pieces.push(format!("{most}字以内")),
        (None, None) => {}
    }
    if rule.numbered {
        pieces.push("有文号".into());
    }
    if !rule.must_show.is_empty() {
        pieces.push(format!("要看得见{}", rule.must_show.join("和")));
    }
    if rule.optional {
        pieces.push("可选".into());
    }
    pieces.join(" | ")
}

pub(super) fn rules(text: &str) -> Result<Vec<EvidenceRule>, String> {
    let mut rules = Vec::new();
    for (line, pieces) in lines(text) {
        let kind = EvidenceKind::ALL.iter().copied().find(|kind| kind.label() == pieces[0]);
        let Some(kind) = kind else {
            let words: Vec<&str> = EvidenceKind::ALL.iter().map(|kind| kind.label()).collect();
            return Err(format!("第 {line} 行请以材料的种类开头，可用：{}。", words.join("、")));
        };
        let mut rule = EvidenceRule {
            kind,
            what: pieces.get(1).map(|what| (*what).to_owned()).unwrap_or_default(),
            least: 1,
            most: None,
            least_chars: None,
            most_chars: None,
            must_show: Vec::new(),
            numbered: false,
            optional: false,
        };
        for piece in pieces.iter().skip(2).filter(|piece| !piece.is_empty()) {
            extra(&mut rule, piece).ok_or_else(|| {
                format!("第 {line} 行的“{piece}”读不懂，可以写 2-6份、200-500字、500字以内、有文号、要看得见…、可选。")
            })?;
        }
        rules.push(rule);
    }
    Ok(rules)
}

/// One piece behind kind and what.
fn extra(rule: &mut EvidenceRule, piece: &str) -> Option<()> {
    let span = |text: &str| -> Option<(u32, Option<u32>)> {
        match text.split_once(['-', '—', '～', '至']) {
            Some((least, most)) => Some((least.trim().parse().ok()?, Some(most.trim().parse().ok()?))),
            None => Some((text.trim().parse().ok()?, None)),
        }
    };
    if piece == "有文号" {
        rule.numbered = true;
    } else if piece == "可选" {
        rule.optional = true;
    } else if let Some(seen) = piece.strip_prefix("要看得见") {
        rule.must_show = seen.split(['和', '、']).map(|it| it.trim().to_owned()).collect();
    } else if let Some(count) = piece.strip_suffix('份') {
        (rule.least, rule.most) = span(count)?;
    } else if let Some(most) = piece.strip_suffix("字以内") {
        rule.most_chars = Some(most.trim().parse().ok()?);
    } else if let Some(least) = piece.strip_suffix("字以上") {
        rule.least_chars = Some(least.trim().parse().ok()?);
    } else {
        let (least, most) = span(piece.strip_suffix('字')?)?;
        rule.least_chars = Some(least);
        rule.most_chars = most;
    }
    Some(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_node_of_the_shipped_files_survives_its_words() {
        for (key, file) in super::super::shipped().expect("shipped") {
            for item in &file.nodes {
                assert_eq!(Row::of(item).parse(Some(item)).as_ref(), Ok(item), "{key} {}", item.code);
            }
        }
    }

    #[test]
    fn a_wrong_cell_says_what_to_write() {
        for (column, text, expected) in [
            (Column::Code, "", "请填写编号"),
            (Column::Title, "", "请填写内容"),
            (Column::Points, "两分", "不是分值"),
            (Column::Points, "-1", "不能小于 0"),
            (Column::Model, "随便", "没有“随便”这种评分方式"),
            (Column::Detail, "开展活动", "第 1 行请写成“说明 | 分值”"),
            (Column::Evidence, "相片 | 会场", "第 1 行请以材料的种类开头"),
            (Column::Evidence, "图片 | 会场 | 很多", "“很多”读不懂"),
            (Column::Weight, "一半", "请写成百分数"),
            (Column::Weight, "120%", "不能超过 100%"),
        ] {
            let mut row = Row::default();
            row.set(Column::Code, "1");
            row.set(Column::Title, "一项");
            row.set(Column::Model, "累加");
            row.set(Column::Detail, "开展一次 | 每 1 | 最多 4");
            row.set(column, text);
            let wrong = row.parse(None).expect_err(text);
            assert!(wrong[0].0 == column && wrong[0].1.contains(expected), "{wrong:?}");
        }
    }
}
