//! Papers of the demonstration as they are written down in its assets: the title, then a line for each
//! block. `#` and `##` begin headings, `|` rows of a table, `>` a receiver, `@` an attachment.

use domain::day::Day;
use gongwen::paper as gw;
use gw::{Align, Attachment, Block, Cell, Column, Heading, Level, Row, Run, Table};

/// What a paper of the demonstration says.
#[derive(Default)]
pub(super) struct Told {
    pub title: String,
    pub recipients: Vec<String>,
    pub body: Vec<Block>,
    pub attachments: Vec<Attachment>,
}

impl Told {
    /// Reads a text; its days are counted from today.
    pub fn read(text: &str, today: Day) -> Self {
        let day = |days: i64| today.plus(days).month_day_text();
        let text = text
            .replace("{past}", &day(-8))
            .replace("{soon}", &day(6))
            .replace("{due}", &day(9))
            .replace("{later}", &day(13));
        let mut lines = text.lines();
        let mut it = Self { title: lines.next().unwrap_or_default().to_owned(), ..Self::default() };
        lines.for_each(|line| it.take(line));
        it
    }

    fn take(&mut self, line: &str) {
        if let Some(name) = line.strip_prefix('>') {
            self.recipients.push(name.to_owned());
        } else if let Some(title) = line.strip_prefix('@') {
            let (title, body) = (title.to_owned(), Vec::new());
            self.attachments.push(Attachment { title, title_words: Vec::new(), body, landscape: false });
        } else {
            let body = self.attachments.last_mut().map_or(&mut self.body, |it| &mut it.body);
            match (line.strip_prefix('|'), body.last_mut()) {
                (Some(cells), Some(Block::Table(table))) => table.rows.push(row(cells)),
                (Some(cells), _) => body.push(table(row(cells))),
                (None, _) => body.push(block(line)),
            }
        }
    }

    /// The same words in the frame of another paper.
    pub fn put_into(self, words: &mut gw::Paper) {
        words.title = self.title;
        words.body = self.body;
        words.attachments = self.attachments;
        if !self.recipients.is_empty() {
            words.recipients = self.recipients;
        }
    }
}

fn block(line: &str) -> Block {
    let (level, words) = match (line.strip_prefix("## "), line.strip_prefix("# ")) {
        (Some(words), _) => (Level::Second, words),
        (None, Some(words)) => (Level::First, words),
        (None, None) => return Block::text(line),
    };
    let Some((head, more)) = words.split_once('。') else { return Block::heading(level, words) };
    let (text, follow) = (format!("{head}。"), vec![Run::plain(more)]);
    Block::Heading(Heading { level, text, numbered: true, follow })
}

fn row(cells: &str) -> Row {
    Row { cells: cells.split('|').map(|cell| Cell::new(cell.trim())).collect() }
}

fn table(head: Row) -> Block {
    let column = Column { share: 10, align: Align::default() };
    Block::Table(Table {
        caption: None,
        columns: vec![column; head.cells.len()],
        head: vec![head],
        rows: Vec::new(),
    })
}
