//! The form of a paper: plain fields, one row per block, so that it works without script. What was not
//! touched keeps what a form cannot show (stress, merged cells, pictures): it is taken over as it was.

use crate::{Error, Result};
use domain::day::Day;
use domain::refused::Check;
use gongwen::paper as gw;
use gw::{Align, Block, Cell, Column, Format, Heading, Kind, Level, Row, Run, Seal, Table};

/// A block as it is typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Piece {
    /// 0 for the text itself, then the attachments from 1.
    pub part: usize,
    /// `heading`, `paragraph`, `table` or `image`.
    pub kind: String,
    /// Level of a heading, 1 to 4; 0 for one without a number.
    pub level: u8,
    /// Words of a heading or paragraph; rows of a table, cells parted by `|` or a tab.
    pub text: String,
    /// Text that goes on behind a heading; caption of a table.
    pub more: String,
    /// Shares of the columns of a table.
    pub shares: String,
    /// Part and position of the block in the version that the form was made from.
    pub was: String,
}

/// An attachment as it is typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Annex {
    pub title: String,
    pub landscape: bool,
}

/// The whole form. Lists are typed one entry a line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    pub title: String,
    /// Name of the 文种.
    pub kind: String,
    /// `common`, `letter` or `minutes`.
    pub format: String,
    pub upward: bool,
    pub organs: String,
    pub mark: String,
    pub issue: String,
    pub recipients: String,
    pub pieces: Vec<Piece>,
    pub annexes: Vec<Annex>,
    pub signers: String,
    pub date: String,
    /// `stamped`, `none` or `omitted`.
    pub seal: String,
    pub note: String,
    pub cc: String,
    pub printer: String,
    pub present: String,
    pub excused: String,
    pub observers: String,
}

/// Most blocks of a form.
const MOST_PIECES: usize = 1_000;
/// Longest text of a block, in characters; a task table of 200 rows has some 20 000.
const MOST_TEXT: usize = 100_000;

impl Sheet {
    /// The form of a paper.
    pub fn of(words: &gw::Paper) -> Self {
        let mut pieces = Vec::new();
        let parts = std::iter::once(&words.body).chain(words.attachments.iter().map(|it| &it.body));
        for (part, body) in parts.enumerate() {
            for (at, block) in body.iter().enumerate() {
                pieces.push(Piece { part, was: format!("{part}.{at}"), ..piece(block) });
            }
        }
        let imprint = words.imprint.clone().unwrap_or_default();
        Self {
            title: words.title.clone(),
            kind: words.kind.name().into(),
            format: format_code(words.format).into(),
            upward: words.upward,
            organs: words.header.organs.join("\n"),
            mark: words.header.mark.clone().unwrap_or_default(),
            issue: words.header.issue.clone().unwrap_or_default(),
            recipients: words.recipients.join("\n"),
            pieces,
            annexes: words
                .attachments
                .iter()
                .map(|it| Annex { title: it.title.clone(), landscape: it.landscape })
                .collect(),
            signers: words.sign_off.organs.join("\n"),
            date: String::from(words.sign_off.date),
            seal: seal_code(&words.sign_off.seal).into(),
            note: words.note.clone().unwrap_or_default(),
            cc: imprint.cc.join("\n"),
            printer: imprint.printer.unwrap_or_default(),
            present: words.attendance.present.join("\n"),
            excused: words.attendance.excused.join("\n"),
            observers: words.attendance.observers.join("\n"),
        }
    }

    /// What the form says, on the ground of the version that it was made from.
    pub fn words(&self, was: &gw::Paper) -> Result<gw::Paper> {
        let mut check = Check::new();
        let title = check.text("title", "标题", &lines(&self.title).join("\n"), 200);
        let kind = Kind::named(self.kind.trim());
        check.require(kind.is_some(), "kind", "请选择文种。");
        let day = Day::parse_loose(&self.date).map_err(|wrong| wrong.to_string());
        let day = check.take("date", day).and_then(super::text::printed_day);
        check.require(day.is_some(), "date", "成文日期要在 1900 至 2099 年之间。");
        for (field, label, value) in [
            ("organs", "发文机关", &self.organs),
            ("recipients", "主送机关", &self.recipients),
            ("cc", "抄送机关", &self.cc),
            ("present", "出席", &self.present),
            ("excused", "请假", &self.excused),
            ("observers", "列席", &self.observers),
        ] {
            check.length(field, label, value, 5_000);
        }
        let mark = check.length("mark", "发文机关标志", &self.mark, 60);
        let issue = check.length("issue", "期次", &self.issue, 20);
        let note = check.length("note", "附注", &self.note, 200);
        let printer = check.length("printer", "印发机关", &self.printer, 60);
        check.require(self.pieces.len() <= MOST_PIECES, "form", format!("正文和附件最多 {MOST_PIECES} 段。"));
        check.require(self.annexes.len() <= 30, "form", "附件最多 30 个。");
        let long = self.pieces.iter().any(|it| it.text.chars().count() > MOST_TEXT);
        check.require(!long, "form", format!("一段最多 {MOST_TEXT} 个字，请分成几段。"));
        check.done()?;
        let (Some(kind), Some(day)) = (kind, day) else {
            return Err(Error::rule("表单不完整，请刷新后再试。"));
        };
        let mut words = was.clone();
        words.title = title;
        words.kind = kind;
        words.format = format(&self.format);
        words.upward = self.upward;
        words.header.organs = lines(&self.organs);
        words.header.mark = some(mark);
        words.header.issue = some(issue);
        words.recipients = lines(&self.recipients);
        words.body = self.blocks(0, was)?;
        words.attachments = self.attachments(was)?;
        words.sign_off.organs = lines(&self.signers);
        words.sign_off.date = day;
        words.sign_off.seal = match (self.seal.as_str(), &was.sign_off.seal) {
            ("none", _) => Seal::None,
            ("omitted", _) => Seal::Omitted,
            ("signature", kept @ Seal::Signature { .. }) => kept.clone(),
            _ => Seal::Stamped,
        };
        words.note = some(note);
        let imprint = gw::Imprint { cc: lines(&self.cc), printer: some(printer), printed: None };
        words.imprint = (imprint != gw::Imprint::default()).then_some(imprint);
        words.attendance = gw::Attendance {
            present: lines(&self.present),
            excused: lines(&self.excused),
            observers: lines(&self.observers),
        };
        Ok(words)
    }

    fn attachments(&self, was: &gw::Paper) -> Result<Vec<gw::Attachment>> {
        let one = |(at, annex): (usize, &Annex)| {
            Ok(gw::Attachment {
                title: lines(&annex.title).join("\n").chars().take(200).collect(),
                title_words: Vec::new(),
                body: self.blocks(at + 1, was)?,
                landscape: annex.landscape,
            })
        };
        self.annexes.iter().enumerate().map(one).collect()
    }

    fn blocks(&self, part: usize, was: &gw::Paper) -> Result<Vec<Block>> {
        let mut blocks = Vec::new();
        for it in self.pieces.iter().filter(|it| it.part == part) {
            match held(was, &it.was) {
                Some(block) if same(&piece(block), it) => blocks.push(block.clone()),
                _ => typed(it, &mut blocks)?,
            }
        }
        Ok(blocks)
    }

    /// How many blocks each piece makes, so that what is wrong with a block is shown beside its piece.
    pub fn counts(&self, was: &gw::Paper) -> Vec<usize> {
        let count = |it: &Piece| match held(was, &it.was) {
            Some(block) if same(&piece(block), it) => 1,
            _ => {
                let mut made = Vec::new();
                typed(it, &mut made).map_or(0, |()| made.len())
            }
        };
        self.pieces.iter().map(count).collect()
    }

    /// An act of the form itself, on what is typed: `up.3`, `down.3`, `drop.3`, `add.3.table` behind
    /// piece 3, `begin.0.paragraph` at the end of a part, `annex`, `unannex.1`. False if it is none.
    pub fn act(&mut self, act: &str) -> bool {
        let mut words = act.split('.');
        let verb = words.next().unwrap_or_default();
        let at = words.next().and_then(|at| at.parse::<usize>().ok());
        let kind = words.next().unwrap_or("paragraph").to_owned();
        match (verb, at) {
            ("annex", _) => {
                self.annexes.push(Annex::default());
                self.pieces.push(fresh(self.annexes.len(), "paragraph".into()));
            }
            ("unannex", Some(part)) if (1..=self.annexes.len()).contains(&part) => {
                self.annexes.remove(part - 1);
                self.pieces.retain(|it| it.part != part);
                self.pieces.iter_mut().filter(|it| it.part > part).for_each(|it| it.part -= 1);
            }
            ("begin", Some(part)) if part <= self.annexes.len() => {
                let end = self.pieces.iter().rposition(|it| it.part <= part).map_or(0, |at| at + 1);
                self.pieces.insert(end, fresh(part, kind));
            }
            ("add", Some(at)) if at < self.pieces.len() => {
                let part = self.pieces[at].part;
                self.pieces.insert(at + 1, fresh(part, kind));
            }
            ("drop", Some(at)) if at < self.pieces.len() => {
                self.pieces.remove(at);
            }
            ("up", Some(at)) if at < self.pieces.len() => self.swap(at.wrapping_sub(1), at),
            ("down", Some(at)) if at < self.pieces.len() => self.swap(at, at + 1),
            _ => return false,
        }
        true
    }

    fn swap(&mut self, a: usize, b: usize) {
        let part = |at: usize| self.pieces.get(at).map(|it| it.part);
        if part(a).is_some() && part(a) == part(b) {
            self.pieces.swap(a, b);
        }
    }
}

fn fresh(part: usize, kind: String) -> Piece {
    let level = u8::from(kind == "heading");
    Piece { part, kind, level, ..Piece::default() }
}

fn some(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

/// Entries of a field, one a line.
fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}

fn held<'a>(was: &'a gw::Paper, place: &str) -> Option<&'a Block> {
    let (part, at) = place.split_once('.')?;
    let body = match part.parse::<usize>().ok()? {
        0 => &was.body,
        part => &was.attachments.get(part - 1)?.body,
    };
    body.get(at.parse::<usize>().ok()?)
}

/// Whether what is typed still says what the block said.
fn same(block: &Piece, typed: &Piece) -> bool {
    let plain = |text: &str| text.replace("\r\n", "\n").trim().to_owned();
    (block.kind.as_str(), block.level) == (typed.kind.as_str(), typed.level)
        && plain(&block.text) == plain(&typed.text)
        && plain(&block.more) == plain(&typed.more)
        && (block.kind != "table" || plain(&block.shares) == plain(&typed.shares))
}

/// A block as the form shows it.
fn piece(block: &Block) -> Piece {
    match block {
        Block::Heading(it) => Piece {
            kind: "heading".into(),
            level: if it.numbered { it.level.into() } else { 0 },
            text: it.text.clone(),
            more: super::text::runs(&it.follow),
            ..Piece::default()
        },
        Block::Paragraph { runs } => {
            Piece { kind: "paragraph".into(), text: super::text::runs(runs), ..Piece::default() }
        }
        Block::Table(it) => {
            let cell = |cell: &Cell| cell.text.replace(['\n', '|', '\t'], " ");
            let row = |row: &Row| row.cells.iter().map(cell).collect::<Vec<_>>().join(" | ");
            Piece {
                kind: "table".into(),
                text: it.head.iter().chain(&it.rows).map(row).collect::<Vec<_>>().join("\n"),
                more: it.caption.clone().unwrap_or_default(),
                shares: it.columns.iter().map(|it| it.share.to_string()).collect::<Vec<_>>().join(" "),
                ..Piece::default()
            }
        }
        Block::Image(it) => Piece { kind: "image".into(), text: it.alt.clone(), ..Piece::default() },
    }
}

/// The blocks of what is typed: each line of a paragraph is one; nothing typed is none.
fn typed(it: &Piece, blocks: &mut Vec<Block>) -> Result<()> {
    match it.kind.as_str() {
        "heading" => {
            let text = lines(&it.text).concat();
            if text.is_empty() {
                return Ok(());
            }
            let level = Level::try_from(it.level.max(1)).map_err(Error::rule)?;
            let follow = lines(&it.more).concat();
            let follow = if follow.is_empty() { Vec::new() } else { vec![Run::plain(follow)] };
            blocks.push(Block::Heading(Heading { level, text, numbered: it.level > 0, follow }));
        }
        "table" => blocks.extend(table(it).map(Block::Table)),
        "image" => {}
        _ => blocks.extend(lines(&it.text).into_iter().map(Block::text)),
    }
    Ok(())
}

/// A table whose first line is its head. Short rows are filled, long ones kept whole in the last cell.
/// Columns at the end without a word, as a spreadsheet leaves them, are none; so are blank lines. A row
/// of bare `|` is meant to be filled in by hand.
fn table(it: &Piece) -> Option<Table> {
    // Not trimmed: a tab in front parts an empty first cell from the rest.
    let rows: Vec<Vec<String>> = it
        .text
        .lines()
        .filter(|line| !line.trim().is_empty())
        .map(|line| line.split(['|', '｜', '\t']).map(|cell| cell.trim().to_owned()).collect())
        .collect();
    let said = |row: &Vec<String>| row.iter().rposition(|cell| !cell.is_empty()).map_or(0, |at| at + 1);
    let width = rows.iter().map(said).max().filter(|width| *width > 0)?.min(20);
    let given: Vec<u16> = it
        .shares
        .split(|c: char| !c.is_ascii_digit())
        .filter_map(|share| share.parse().ok())
        .filter(|share| *share > 0)
        .collect();
    let share = |at: usize| if given.len() == width { given[at] } else { 10 };
    let row = |cells: &Vec<String>| Row {
        cells: (0..width)
            .map(|at| match cells.get(at) {
                Some(_) if at + 1 == width => Cell::new(cells[at..].join(" ")),
                Some(text) => Cell::new(text.as_str()),
                None => Cell::new(""),
            })
            .collect(),
    };
    let mut rows = rows.iter().map(row);
    Some(Table {
        caption: some(it.more.trim().to_owned()),
        columns: (0..width).map(|at| Column { share: share(at), align: Align::default() }).collect(),
        head: rows.next().into_iter().collect(),
        rows: rows.collect(),
    })
}

fn format(code: &str) -> Format {
    match code {
        "letter" => Format::Letter,
        "minutes" => Format::Minutes,
        _ => Format::Common,
    }
}

fn format_code(format: Format) -> &'static str {
    match format {
        Format::Common => "common",
        Format::Letter => "letter",
        Format::Minutes => "minutes",
    }
}

fn seal_code(seal: &Seal) -> &'static str {
    match seal {
        Seal::Stamped => "stamped",
        Seal::None => "none",
        Seal::Omitted => "omitted",
        Seal::Signature { .. } => "signature",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paper() -> gw::Paper {
        let text = r#"{"kind":"notice","header":{"organs":["云岚市交通运输局"]},"title":"关于召开推进会的通知",
            "body":[{"type":"paragraph","runs":[{"text":"一是","bold":true},{"text":"加强学习。"}]},
            {"type":"heading","level":1,"text":"时间"},{"type":"table","columns":[{"share":3},{"share":7}],
            "head":[["项","值"]],"rows":[["甲","1"],["乙","2"]]}],
            "attachments":[{"title":"回执","body":[{"type":"paragraph","runs":[{"text":"参会人员"}]}]}],
            "sign_off":{"date":"2026-06-11"}}"#;
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn what_was_not_touched_stays_as_it_was() {
        let paper = paper();
        assert_eq!(Sheet::of(&paper).words(&paper).unwrap(), paper);
    }

    #[test]
    fn a_changed_block_says_what_was_typed_and_its_neighbours_stay() {
        let paper = paper();
        let mut sheet = Sheet::of(&paper);
        sheet.pieces[1].text = "时间和地点".into();
        sheet.pieces[2].text = "项\t值\t注\n甲|1\n乙 ｜ 2 ｜ 三 ｜ 四".into();
        let words = sheet.words(&paper).unwrap();
        assert_eq!(words.body[0], paper.body[0]);
        assert_eq!(words.body[1], Block::heading(Level::First, "时间和地点"));
        let Block::Table(table) = &words.body[2] else { panic!("no table") };
        assert_eq!((table.columns.len(), table.rows.len()), (4, 2));
        assert_eq!(table.rows[0].cells[2].text, "");
    }

    #[test]
    fn columns_and_lines_that_a_spreadsheet_leaves_are_none() {
        let of = |text: &str| {
            let piece = Piece { kind: "table".into(), text: text.into(), ..Piece::default() };
            table(&piece).map(|it| (it.columns.len(), it.rows.len()))
        };
        assert_eq!(of("单位\t姓名\t\t\n工会\t叶清\t\t\n\t\t\t\n"), Some((2, 1)));
        assert_eq!(of("单位|姓名\n | \n | "), Some((2, 2)), "rows to be filled in by hand stay");
        assert_eq!(of(" \t \n"), None);
        let Some(table) = table(&Piece { text: "单位\t人数\n\t3".into(), ..Piece::default() }) else {
            panic!("none")
        };
        assert_eq!(table.rows[0].cells[1].text, "3", "the first cell is empty");
    }

    #[test]
    fn blocks_are_added_moved_and_dropped_by_buttons() {
        let mut sheet = Sheet::of(&paper());
        let kinds = |sheet: &Sheet| -> String {
            sheet.pieces.iter().map(|it| format!("{}{}", it.part, &it.kind[..1])).collect()
        };
        assert_eq!(kinds(&sheet), "0p0h0t1p");
        for (act, after) in [
            ("up.1", "0h0p0t1p"),
            ("down.0", "0p0h0t1p"),
            ("down.2", "0p0h0t1p"),
            ("add.0.heading", "0p0h0h0t1p"),
            ("drop.1", "0p0h0t1p"),
            ("begin.0.table", "0p0h0t0t1p"),
            ("annex", "0p0h0t0t1p2p"),
            ("unannex.1", "0p0h0t0t1p"),
        ] {
            assert!(sheet.act(act), "{act}");
            assert_eq!(kinds(&sheet), after, "{act}");
        }
        for none in ["save", "drop.99", "up", "unannex.9", "add.99999999999999999999.table"] {
            assert!(!sheet.act(none), "{none}");
        }
    }
}
