//! 名册: a table of people as it comes from a spreadsheet, its columns guessed from their headings,
//! each row checked cell by cell. Nothing is written here; what is unclear is asked.

use crate::code::Code;
use crate::codes;
use crate::day::{Day, Instant};
use crate::id::{AccountId, BureauId, RosterId, UnitId};
use crate::membership::MembershipKind;
use crate::person::{narrow, parse_name, parse_phone, parse_staff_no};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

codes! {
    /// What a column of a roster holds.
    pub enum Column {
        Name = "name" "姓名",
        StaffNo = "staff_no" "工号",
        Section = "section" "科室",
        Title = "title" "职务",
        Phone = "phone" "手机",
        Kind = "kind" "类型",
        Heads = "heads" "负责人",
        Liaison = "liaison" "联络员",
        Joined = "joined" "入职日期",
    }
}

impl Column {
    /// Headings under which the column is found besides its label.
    fn synonyms(self) -> &'static [&'static str] {
        match self {
            Self::Name => &["名字", "人员姓名", "职工姓名"],
            Self::StaffNo => &["职工号", "员工号", "人员编号", "编号", "工作证号"],
            Self::Section => {
                &["部门", "所在科室", "单位", "所在单位", "处室", "科室单位", "股室", "所属部门", "科室名称"]
            }
            Self::Title => &["岗位", "职位", "职务岗位", "行政职务", "现任职务"],
            Self::Phone => &["手机号", "手机号码", "电话", "联系电话", "联系方式", "移动电话"],
            Self::Kind => &["任职类型", "人员类型", "编制类型", "用工类型", "人员性质", "身份"],
            Self::Heads => &["是否负责人", "科室负责人", "部门负责人"],
            Self::Liaison => &["是否联络员", "创建联络员", "文明创建联络员"],
            Self::Joined => &["入职时间", "到岗日期", "到岗时间", "任职日期", "任职时间", "参加工作时间"],
        }
    }

    /// Whether every row needs it.
    pub fn needed(self) -> bool {
        matches!(self, Self::Name | Self::Section)
    }

    /// The column that a heading names, whatever spaces, stars and brackets stand in it.
    pub fn of_heading(heading: &str) -> Option<Self> {
        let heading: String = heading.chars().map(narrow).collect();
        let plain: String =
            heading.split('(').next().unwrap_or_default().chars().filter(|c| c.is_alphanumeric()).collect();
        Self::ALL.iter().copied().find(|it| it.label() == plain || it.synonyms().contains(&plain.as_str()))
    }
}

/// A cell as text.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    pub text: String,
    /// The text is the cached result of a formula.
    pub formula: bool,
    /// The first cell of a merged region.
    pub merged: bool,
}

/// Where the headings stand and what each column holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Layout {
    /// Index of the row of headings.
    pub header: usize,
    pub columns: Vec<Option<Column>>,
}

/// How many rows may stand above the headings: title, date, unit.
const ABOVE: usize = 10;

impl Layout {
    /// The row with the most known headings, and what each of them names. A name is taken once.
    pub fn guess(rows: &[Vec<Cell>]) -> Self {
        let known = |row: &[Cell]| row.iter().filter(|cell| Column::of_heading(&cell.text).is_some()).count();
        let header = (0..rows.len().min(ABOVE))
            .max_by_key(|at| (known(&rows[*at]), std::cmp::Reverse(*at)))
            .unwrap_or(0);
        let mut taken = BTreeSet::new();
        let heading = |cell: &Cell| Column::of_heading(&cell.text).filter(|column| taken.insert(*column));
        let columns = rows.get(header).map(|row| row.iter().map(heading).collect()).unwrap_or_default();
        Self { header, columns }
    }

    /// The layout after someone chose the columns; a column chosen twice is refused.
    pub fn choose(&self, columns: Vec<Option<Column>>) -> Result<Self, String> {
        let mut taken = BTreeSet::new();
        for column in columns.iter().flatten() {
            if !taken.insert(*column) {
                return Err(format!("有两列都选成了“{column}”，请只留一列。"));
            }
        }
        Ok(Self { header: self.header, columns })
    }

    /// The needed columns that nothing was found for.
    pub fn missing(&self) -> Vec<Column> {
        Column::ALL.iter().copied().filter(|it| it.needed() && !self.columns.contains(&Some(*it))).collect()
    }

    fn cell<'a>(&self, row: &'a [Cell], column: Column) -> Option<&'a Cell> {
        let at = self.columns.iter().position(|it| *it == Some(column))?;
        row.get(at)
    }
}

codes! {
    /// How far an import has come.
    pub enum ImportState {
        Open = "open" "待确认",
        Applied = "applied" "已导入",
    }
}

/// An uploaded roster between upload and confirmation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RosterImport {
    pub id: RosterId,
    pub bureau: BureauId,
    pub author: AccountId,
    /// The name under which the file came.
    pub name: String,
    /// Digest of the sealed bytes: a roster holds phone numbers.
    pub digest: String,
    pub layout: Layout,
    pub state: ImportState,
    pub created: Instant,
}

/// A person as a row gives it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Number of the row in the sheet, from 1.
    pub line: usize,
    pub name: String,
    pub staff_no: Option<String>,
    pub section: String,
    pub title: String,
    pub phone: Option<String>,
    pub kind: MembershipKind,
    pub heads: bool,
    pub liaison: bool,
    pub joined: Option<Day>,
}

/// What is wrong with a cell, or with a whole row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wrong {
    pub line: usize,
    pub column: Option<Column>,
    /// What was typed, shortened.
    pub typed: String,
    pub sentence: String,
}

/// What the bureau knows already.
#[derive(Debug, Clone, Default)]
pub struct Known {
    /// Staff number → name.
    pub staff: BTreeMap<String, String>,
    /// Name → staff numbers of those who bear it, `None` for one without.
    pub names: BTreeMap<String, Vec<Option<String>>>,
    /// Name of a unit, and `parent/name` → units.
    pub sections: BTreeMap<String, Vec<UnitId>>,
}

/// The judged table.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Judged {
    pub ready: Vec<Row>,
    pub wrong: Vec<Wrong>,
    /// Rows whose staff number and name stand in the roster already.
    pub present: Vec<Row>,
    /// Lines of `ready` whose name someone else bears: is it the same person?
    pub twins: BTreeSet<usize>,
    /// Sections that do not exist, with the first line that names them.
    pub unknown: BTreeMap<String, usize>,
    /// How many rows had anything in them.
    pub total: usize,
}

impl Judged {
    /// How many rows have errors.
    pub fn wrong_rows(&self) -> usize {
        self.wrong.iter().map(|wrong| wrong.line).collect::<BTreeSet<_>>().len()
    }
}

/// Reads and checks every row below the headings.
pub fn judge(rows: &[Vec<Cell>], layout: &Layout, known: &Known, today: Day) -> Judged {
    let mut judged = Judged::default();
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    let mut bare: BTreeMap<String, usize> = BTreeMap::new();
    for (at, cells) in rows.iter().enumerate().skip(layout.header + 1) {
        if cells.iter().all(|cell| cell.text.is_empty()) {
            continue;
        }
        judged.total += 1;
        let before = judged.wrong.len();
        let row = row(at + 1, cells, layout, today, &mut judged.wrong);
        known_section(&row, known, &mut judged);
        let first = row.staff_no.as_ref().and_then(|no| seen.insert(no.clone(), row.line));
        if let (Some(first), Some(no)) = (first, &row.staff_no) {
            let sentence = format!("工号和第 {first} 行重复。");
            judged.wrong.push(wrong(&row, Column::StaffNo, no, sentence));
        }
        let held = row.staff_no.as_ref().and_then(|no| known.staff.get(no));
        match held {
            Some(name) if *name == row.name && judged.wrong.len() == before => {
                judged.present.push(row);
                continue;
            }
            Some(name) if *name != row.name => {
                let sentence = format!("这个工号在名册里是{name}，请核对。");
                let no = row.staff_no.clone().unwrap_or_default();
                judged.wrong.push(wrong(&row, Column::StaffNo, &no, sentence));
            }
            _ => {}
        }
        if judged.wrong.len() == before {
            if is_twin(&row, known, &bare) {
                judged.twins.insert(row.line);
            }
            if row.staff_no.is_none() {
                bare.insert(row.name.clone(), row.line);
            }
            judged.ready.push(row);
        }
    }
    let named: BTreeSet<&String> = judged.ready.iter().map(|row| &row.section).collect();
    let kept = judged.unknown.iter().filter(|(section, _)| named.contains(section));
    judged.unknown = kept.map(|(section, line)| (section.clone(), *line)).collect();
    judged
}

/// Someone of the same name, and no pair of staff numbers tells the two apart.
fn is_twin(row: &Row, known: &Known, bare: &BTreeMap<String, usize>) -> bool {
    let in_roster = known
        .names
        .get(&row.name)
        .is_some_and(|numbers| row.staff_no.is_none() || numbers.iter().any(Option::is_none));
    in_roster || (row.staff_no.is_none() && bare.contains_key(&row.name))
}

fn known_section(row: &Row, known: &Known, judged: &mut Judged) {
    match known.sections.get(&row.section).map(Vec::len) {
        _ if row.section.is_empty() => {}
        None | Some(0) => {
            judged.unknown.entry(row.section.clone()).or_insert(row.line);
        }
        Some(1) => {}
        Some(n) => {
            let sentence = format!("有 {n} 个叫“{}”的科室，请写成“上级单位/{}”。", row.section, row.section);
            judged.wrong.push(wrong(row, Column::Section, &row.section, sentence));
        }
    }
}

fn wrong(row: &Row, column: Column, typed: &str, sentence: String) -> Wrong {
    Wrong { line: row.line, column: Some(column), typed: typed.chars().take(30).collect(), sentence }
}

fn row(line: usize, cells: &[Cell], layout: &Layout, today: Day, wrongs: &mut Vec<Wrong>) -> Row {
    let mut reader = RowReader { line, cells, layout, wrongs };
    Row {
        line,
        name: reader.field(Column::Name, parse_name).unwrap_or_default(),
        staff_no: reader.field(Column::StaffNo, parse_staff_no).flatten(),
        section: reader.field(Column::Section, parse_section).unwrap_or_default(),
        title: reader.field(Column::Title, parse_title).unwrap_or_default(),
        phone: reader.field(Column::Phone, parse_phone).flatten(),
        kind: reader.field(Column::Kind, parse_kind).unwrap_or(MembershipKind::Established),
        heads: reader.field(Column::Heads, parse_yes).unwrap_or_default(),
        liaison: reader.field(Column::Liaison, parse_yes).unwrap_or_default(),
        joined: reader.field(Column::Joined, |text| parse_joined(text, today)).flatten(),
    }
}

struct RowReader<'a> {
    line: usize,
    cells: &'a [Cell],
    layout: &'a Layout,
    wrongs: &'a mut Vec<Wrong>,
}

impl RowReader<'_> {
    /// The parsed cell; its error is noted with its place. Formulas and merged cells are refused,
    /// because what they show is not what they hold.
    fn field<T>(&mut self, column: Column, parse: impl Fn(&str) -> Result<T, String>) -> Option<T> {
        let none = Cell::default();
        let cell = self.layout.cell(self.cells, column).unwrap_or(&none);
        let parsed = if cell.formula {
            Err("是公式，不是填写的内容。请复制后“选择性粘贴为数值”。".to_owned())
        } else if cell.merged {
            Err("是合并的单元格。请取消合并，每行都填上。".to_owned())
        } else {
            parse(&cell.text)
        };
        parsed
            .map_err(|sentence| {
                let typed = cell.text.chars().take(30).collect();
                self.wrongs.push(Wrong { line: self.line, column: Some(column), typed, sentence });
            })
            .ok()
    }
}

fn parse_section(text: &str) -> Result<String, String> {
    let text: String = text.chars().map(narrow).filter(|c| !c.is_whitespace()).collect();
    match text.chars().count() {
        0 => Err("请填写科室或单位。".into()),
        1..=60 if !text.chars().any(|c| c.is_control() || matches!(c, '<' | '>' | '=')) => Ok(text),
        _ => Err("科室名称最多 60 个字，不含符号。".into()),
    }
}

fn parse_title(text: &str) -> Result<String, String> {
    let text = text.trim();
    let plain = text.chars().count() <= 40 && !text.chars().any(char::is_control);
    if plain { Ok(text.to_owned()) } else { Err("职务最多 40 个字，请写成一行。".into()) }
}

fn parse_kind(text: &str) -> Result<MembershipKind, String> {
    match text.trim() {
        "" | "编制" | "在编" | "行政" | "事业" | "正式" | "行政编制" | "事业编制" => {
            Ok(MembershipKind::Established)
        }
        "借调" | "抽调" | "挂职" | "跟班" => Ok(MembershipKind::Seconded),
        "兼职" | "兼任" => Ok(MembershipKind::Concurrent),
        _ => Err("类型请填 编制、借调 或 兼职。".into()),
    }
}

fn parse_yes(text: &str) -> Result<bool, String> {
    let text: String = text.trim().chars().map(narrow).collect();
    match text.as_str() {
        "" | "否" | "不是" | "0" | "×" | "无" | "N" | "n" => Ok(false),
        "是" | "1" | "√" | "✓" | "有" | "Y" | "y" => Ok(true),
        _ => Err("请填 是 或 否。".into()),
    }
}

fn parse_joined(text: &str, today: Day) -> Result<Option<Day>, String> {
    if text.trim().is_empty() {
        return Ok(None);
    }
    let day = Day::parse_loose(text).map_err(|error| error.to_string())?;
    if day > today.plus(366) {
        return Err("入职日期在一年以后，请核对。".into());
    }
    Ok(Some(day))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn table(lines: &[&[&str]]) -> Vec<Vec<Cell>> {
        let cell = |text: &&str| Cell { text: (*text).to_owned(), ..Cell::default() };
        lines.iter().map(|line| line.iter().map(cell).collect()).collect()
    }

    fn known() -> Known {
        let unit = |n| UnitId(uuid::Uuid::from_u128(n));
        Known {
            staff: [("JT001".into(), "钟正".into())].into(),
            names: [("钟正".into(), vec![Some("JT001".into())]), ("方远".into(), vec![None])].into(),
            sections: [("办公室".into(), vec![unit(1), unit(2)]), ("运管科".into(), vec![unit(3)])].into(),
        }
    }

    fn judged(lines: &[&[&str]]) -> Judged {
        let rows = table(lines);
        judge(&rows, &Layout::guess(&rows), &known(), "2026-06-11".parse().unwrap())
    }

    #[test]
    fn headings_are_found_below_a_title_and_by_synonyms() {
        let rows = table(&[
            &["云岚市交通运输局人员名册"],
            &["序号", "姓  名*", "所在科室（单位）", "联系电话", "入职时间", "备注", "部门"],
        ]);
        let layout = Layout::guess(&rows);
        assert_eq!(layout.header, 1);
        let found = [
            None,
            Some(Column::Name),
            Some(Column::Section),
            Some(Column::Phone),
            Some(Column::Joined),
            None,
            None,
        ];
        assert_eq!(layout.columns, found);
        assert!(layout.missing().is_empty());
        assert_eq!(Layout::guess(&table(&[&["甲", "乙"]])).missing(), [Column::Name, Column::Section]);
        assert!(layout.choose(vec![Some(Column::Name), Some(Column::Name)]).is_err());
    }

    #[test]
    fn a_clean_row_is_read_whole() {
        let it = judged(&[
            &["姓名", "工号", "科室", "职务", "手机", "类型", "负责人", "联络员", "入职日期"],
            &["叶　知秋", "ＪＴ００７", "运管科", "科长", "138 1234 5678", "借调", "是", "√", "2022.3.10"],
            &["", "", ""],
        ]);
        assert_eq!(it.wrong, []);
        let row = &it.ready[0];
        assert_eq!((row.name.as_str(), row.staff_no.as_deref()), ("叶知秋", Some("JT007")));
        assert_eq!((row.kind, row.heads, row.liaison), (MembershipKind::Seconded, true, true));
        assert_eq!(row.joined, Some("2022-03-10".parse().unwrap()));
        assert_eq!(it.total, 1);
    }

    #[test]
    fn each_wrong_cell_is_named() {
        for (cells, column, word) in [
            (["", "运管科", "", "", ""], Column::Name, "姓名"),
            (["叶知秋", "", "", "", ""], Column::Section, "科室"),
            (["叶知秋", "办公室", "", "", ""], Column::Section, "2 个"),
            (["叶知秋", "运管科", "138123", "", ""], Column::Phone, "11 位"),
            (["叶知秋", "运管科", "", "大概", ""], Column::Liaison, "是 或 否"),
            (["叶知秋", "运管科", "", "", "2026.6.31"], Column::Joined, "6"),
            (["=cmd|' /C calc'!A0", "运管科", "", "", ""], Column::Name, "姓名"),
        ] {
            let it = judged(&[&["姓名", "科室", "手机", "联络员", "入职日期"], &cells]);
            assert_eq!(it.wrong.len(), 1, "{cells:?} {:?}", it.wrong);
            assert_eq!((it.wrong[0].line, it.wrong[0].column), (2, Some(column)));
            assert!(it.wrong[0].sentence.contains(word), "{}", it.wrong[0].sentence);
        }
    }

    #[test]
    fn formulas_and_merged_cells_are_refused() {
        for (formula, merged, word) in [(true, false, "公式"), (false, true, "合并")] {
            let mut rows = table(&[&["姓名", "科室"], &["叶知秋", "运管科"]]);
            rows[1][1] = Cell { formula, merged, ..rows[1][1].clone() };
            let it = judge(&rows, &Layout::guess(&rows), &known(), "2026-06-11".parse().unwrap());
            assert!(it.ready.is_empty() && it.wrong[0].sentence.contains(word));
        }
    }

    #[test]
    fn numbers_tell_same_names_apart_and_nothing_else_does() {
        let it = judged(&[
            &["姓名", "工号", "科室"],
            &["钟正", "JT001", "运管科"],
            &["钟正", "JT002", "运管科"],
            &["方远", "JT003", "运管科"],
            &["钟正", "", "运管科"],
            &["李想", "", "运管科"],
            &["李想", "", "安全科"],
            &["周全", "JT001", "运管科"],
            &["周全", "JT002", "运管科"],
        ]);
        assert_eq!(it.present.iter().map(|row| row.line).collect::<Vec<_>>(), [2]);
        assert_eq!(it.twins.into_iter().collect::<Vec<_>>(), [4, 5, 7]);
        assert_eq!(it.unknown, [("安全科".to_owned(), 7)].into());
        assert_eq!(it.wrong.iter().map(|wrong| wrong.line).collect::<Vec<_>>(), [8, 8, 9]);
    }
}
