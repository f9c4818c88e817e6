//! A file that others made as the text of a new paper: its words are taken, its layout is left behind,
//! and where that departs from the standard is told.

use super::line::block;
use super::{Filled, Frame, INSIDE, put};
use crate::reading::{self, Layout, Para, Read};
use crate::{App, Error, Result, Who};
use domain::authority::{self, Action};
use domain::id::PaperId;
use domain::paper::Template;
use gongwen::paper as gw;
use gw::{Attachment, Block, Cell, Column, Kind, Row, Table};
use store::Arrived;

/// A paper that was begun from a file.
#[derive(Debug, Clone)]
pub struct Begun {
    pub id: PaperId,
    pub title: String,
    /// How many blocks were taken.
    pub blocks: usize,
    /// How far the layout of the file departs; none for what is no Word file.
    pub layout: Option<Layout>,
}

/// Reads a file and makes a draft of its words. A 密级 mark or an unreadable file ends it.
pub async fn begin(app: &App, who: &Who, name: &str, file: Arrived) -> Result<Begun> {
    authority::require_any(who, Action::DraftPaper)?;
    let (reader, opened, called) = (app.reader.clone(), file.open()?, name.to_owned());
    let room = app.rooms.clone().acquire_owned().await.map_err(|error| Error::fault("rooms", error))?;
    let read = tokio::task::spawn_blocking(move || {
        let mut from = opened;
        reader.read(&mut from, Some(&called), None).map_err(|sentence| Error::field("file", sentence))
    })
    .await??;
    drop(room);
    let layout = match reading::has_layout(name) {
        true => Some(reading::layout(app, name.to_owned(), file.open()?).await?),
        false => None,
    };
    let organ = app.store.view().await?.bureau(who.bureau).await?.name;
    let words = words(&Frame { organ, today: app.today() }, &read)?;
    let blocks = words.body.len() + words.attachments.iter().map(|it| it.body.len()).sum::<usize>();
    if blocks == 0 {
        return Err(Error::field("file", "文件里没有读到正文，请检查文件后重新选择。"));
    }
    let (template, title) = (template(words.kind), words.title.clone());
    let id = put(app, who, template, Filled { words, plan: None, sources: Vec::new() }).await?;
    Ok(Begun { id, title, blocks, layout })
}

fn template(kind: Kind) -> Template {
    match kind {
        Kind::Circular => Template::Circular,
        Kind::Minutes => Template::Minutes,
        Kind::Letter => Template::Letter,
        _ => Template::Notice,
    }
}

/// The frame of the kind that the title names, with the words of the file in it.
fn words(frame: &Frame, read: &Read) -> Result<gw::Paper> {
    let title = read.paper().title.unwrap_or_default();
    let ends = |kind: &Kind| kind.endings().iter().any(|ending| title.ends_with(ending));
    let kind = Kind::ALL.into_iter().find(ends).unwrap_or(Kind::Notice);
    let mut it = match kind {
        Kind::Minutes => frame.minutes()?,
        Kind::Letter => frame.letter()?,
        _ => frame.paper(kind, "")?,
    };
    it.title = title;
    it.body = Vec::new();
    let to = read.paragraphs.iter().find(|it| it.kind == "recipients").map(|it| names(&it.text));
    it.recipients = match (to, kind) {
        (Some(to), _) => to,
        (None, Kind::Minutes) => Vec::new(),
        (None, _) => vec![INSIDE.into()],
    };
    let original: Vec<char> = read.text.chars().collect();
    for para in &read.paragraphs {
        take(&mut it, para, &original);
    }
    Ok(it)
}

/// 主送 as it is written: groups of a kind are parted by a comma.
fn names(text: &str) -> Vec<String> {
    let text = text.trim().trim_end_matches(['：', ':']);
    text.split(['，', ',']).map(|name| name.trim().to_owned()).filter(|name| !name.is_empty()).collect()
}

fn take(it: &mut gw::Paper, para: &Para, original: &[char]) {
    let text = para.text.trim();
    match (para.kind.as_str(), it.attachments.last_mut()) {
        ("annex_mark", _) => it.attachments.push(Attachment {
            title: String::new(),
            title_words: Vec::new(),
            body: Vec::new(),
            landscape: false,
        }),
        ("title", Some(annex)) if annex.body.is_empty() => annex.title.push_str(text),
        ("title", Some(annex)) => annex.body.push(Block::text(text)),
        ("heading" | "body", Some(annex)) => annex.body.push(block(text)),
        ("heading" | "body", None) => it.body.push(block(text)),
        ("table", Some(annex)) => row(&mut annex.body, para, original),
        ("table", None) => row(&mut it.body, para, original),
        // What stands around the text is made anew.
        _ => {}
    }
}

/// A row of a table: the first one is its head. What parts its cells stands in the original only.
fn row(body: &mut Vec<Block>, para: &Para, original: &[char]) {
    let [begin, end] = para.span;
    let text: String = original.get(begin..end.max(begin)).unwrap_or_default().iter().collect();
    let cells: Vec<Cell> =
        text.trim_end_matches(['\r', '\n']).split('\t').map(|cell| Cell::new(cell.trim())).collect();
    match body.last_mut() {
        Some(Block::Table(table)) if table.columns.len() == cells.len() => table.rows.push(Row { cells }),
        _ => body.push(Block::Table(Table {
            caption: None,
            columns: vec![Column { share: 10, ..Column::default() }; cells.len()],
            head: vec![Row { cells }],
            rows: Vec::new(),
        })),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reading::{Inline, Reader};

    #[test]
    fn words_come_and_layout_stays_behind() {
        let text = "云岚市文明办文件\n\n云文明办〔2026〕18号\n\n关于做好复查准备工作的通知\n\n各县区文明办，市直各单位：\n\n\
                    现将有关事项通知如下。\n\n一、自查内容\n\n（一）窗口服务。看现场。\n\n云岚市文明办\n2026年6月11日\n\n\
                    附件1\n\n自查表\n\n单位\t姓名\n工会\t叶清\n";
        let read =
            Inline.read(&mut text.as_bytes(), Some("通知.txt"), None).unwrap_or_else(|e| panic!("{e}"));
        let frame = Frame { organ: "云岚市交通运输局".into(), today: domain::Day::MIN.plus(700_000) };
        let it = words(&frame, &read).unwrap_or_else(|e| panic!("{e}"));
        assert_eq!((it.title.as_str(), it.kind), ("关于做好复查准备工作的通知", Kind::Notice));
        assert_eq!(it.recipients, ["各县区文明办", "市直各单位"]);
        assert_eq!(it.header.organs, ["云岚市交通运输局"], "the paper becomes ours");
        let lines = crate::paper::text::lines(&it).join("\n");
        assert!(lines.contains("一、自查内容\n（一）窗口服务。看现场。"), "{lines}");
        assert!(lines.contains("单位 | 姓名\n工会 | 叶清") && !lines.contains("18号"), "{lines}");
    }
}
