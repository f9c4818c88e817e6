//! What keeps a paper from being issued as it is, each with its place and clause.

use super::foot::Seal;
use super::{Block, Format, Kind, Paper, compose, digits, placeholders};
use crate::layout::Strength;
use serde::Serialize;
use std::fmt;

/// Where something stands in a paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum Place {
    /// 版头.
    Header,
    /// 标题.
    Title,
    /// 主送机关.
    Recipients,
    /// 正文, block from 0.
    Body(usize),
    /// 附件 from 0, block from 0 where one is meant.
    Attachment(usize, Option<usize>),
    /// 署名、日期、印章.
    SignOff,
    /// 附注.
    Note,
    /// 版记.
    Imprint,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Header => f.write_str("版头"),
            Self::Title => f.write_str("标题"),
            Self::Recipients => f.write_str("主送机关"),
            Self::Body(at) => write!(f, "正文第 {} 段", at + 1),
            Self::Attachment(at, None) => write!(f, "附件{}", at + 1),
            Self::Attachment(at, Some(block)) => write!(f, "附件{}第 {} 段", at + 1, block + 1),
            Self::SignOff => f.write_str("落款"),
            Self::Note => f.write_str("附注"),
            Self::Imprint => f.write_str("版记"),
        }
    }
}

/// Something to mend before a paper is issued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Where.
    pub place: Place,
    /// Clause of GB/T 9704-2012, article of the 条例, or another standard; empty for rules of the house.
    pub clause: &'static str,
    /// How binding the rule is.
    pub strength: Strength,
    /// What is wrong and what to do, as a sentence.
    pub message: String,
}

impl Paper {
    /// Everything that keeps the paper from being issued, and remarks; in order of place.
    pub fn problems(&self) -> Vec<Problem> {
        let mut list = List::default();
        header(self, &mut list);
        title(self, &mut list);
        recipients(self, &mut list);
        body(self, &mut list);
        foot(self, &mut list);
        texts(self, &mut list);
        list.0
    }
}

#[derive(Default)]
struct List(Vec<Problem>);

impl List {
    fn must(&mut self, place: Place, clause: &'static str, message: impl Into<String>) {
        self.0.push(Problem { place, clause, strength: Strength::Required, message: message.into() });
    }

    fn hint(&mut self, place: Place, clause: &'static str, message: impl Into<String>) {
        self.0.push(Problem { place, clause, strength: Strength::Practice, message: message.into() });
    }
}

fn header(paper: &Paper, list: &mut List) {
    let header = &paper.header;
    let named = header.mark.as_deref().is_some_and(|mark| !mark.trim().is_empty());
    if header.organs.iter().all(|organ| organ.trim().is_empty()) && !named {
        list.must(Place::Header, "7.2.4", "没有发文机关，请填写发文机关全称或规范化简称。");
    }
    if header.number.is_none() && paper.format != Format::Minutes {
        list.must(Place::Header, "7.2.5", "没有发文字号，请登记后再印发。");
    }
    if paper.upward && header.signers.is_empty() {
        list.must(Place::Header, "7.2.6", "上行文应当标注签发人，请填写签发人姓名。");
    }
    if !paper.upward && !header.signers.is_empty() {
        list.must(Place::Header, "7.2.6", "只有上行文标注签发人，请删去签发人。");
    }
    let kind = paper.kind.name();
    if paper.upward && !paper.kind.may_go_up() {
        list.must(Place::Header, "条例第八条", format!("{kind}不作上行文，请改用请示、报告或上行的意见。"));
    }
    if !paper.upward && paper.kind.must_go_up() {
        list.must(Place::Header, "条例第八条", format!("{kind}是上行文，请按上行文编排并标注签发人。"));
    }
    if header.copy_no.is_some_and(|number| number == 0 || number > 999_999) {
        list.must(Place::Header, "7.2.1", "份号一般用六位数字，请填写 1 至 999999。");
    }
}

fn title(paper: &Paper, list: &mut List) {
    let text = compose::title_text(&paper.title);
    if text.is_empty() {
        list.must(Place::Title, "7.3.1", "没有标题，请填写由发文机关名称、事由和文种组成的标题。");
        return;
    }
    let bare = text
        .strip_suffix('）')
        .and_then(|text| text.rsplit_once('（'))
        .map_or(text.as_str(), |(text, _)| text);
    if paper.format != Format::Minutes && !paper.kind.endings().iter().any(|ending| bare.ends_with(ending)) {
        let kind = paper.kind.name();
        list.must(Place::Title, "条例第九条（七）", format!("标题末尾没有文种“{kind}”，请补上或改选文种。"));
    }
    if text.ends_with(['。', '.', '；', '，', '！']) {
        list.hint(Place::Title, "7.3.1", "标题末尾不加标点，请删去。");
    }
    let lines = compose::title(paper);
    if lines.len() > 1 && !super::title::is_shaped(&lines) {
        list.hint(Place::Title, "7.3.1", "多行标题应当排成梯形或菱形，请调整换行处。");
    }
    if lines.iter().any(|line| super::width::halves(line) > super::title::TITLE_CHARS * 2) {
        list.must(Place::Title, "7.3.1", "标题有一行超出版心，请增加换行。");
    }
}

fn recipients(paper: &Paper, list: &mut List) {
    let many = paper.recipients.len() > 1 || paper.recipients.iter().any(|name| name.contains(['、', '，']));
    if paper.kind == Kind::Request && (many || paper.recipients.is_empty()) {
        list.must(
            Place::Recipients,
            "条例第十五条（一）",
            "请示一般只写一个主送机关，请只留一个，需要时抄送其他机关。",
        );
    }
    let public = matches!(
        paper.kind,
        Kind::Communique | Kind::Announcement | Kind::PublicNotice | Kind::Order | Kind::Resolution
    );
    if paper.recipients.is_empty()
        && !public
        && !matches!(
            paper.kind,
            Kind::Decision | Kind::Minutes | Kind::Opinion | Kind::Circular | Kind::Request
        )
    {
        list.hint(Place::Recipients, "7.3.2", "没有主送机关，请确认。");
    }
    for name in &paper.recipients {
        if name.trim().is_empty() || name.ends_with(['：', ':', '，', '。']) {
            list.must(Place::Recipients, "7.3.2", "主送机关不能为空，末尾的冒号由系统加上，请不要填写标点。");
        }
        if ["局长", "厅长", "书记", "主任", "市长"].iter().any(|post| name.ends_with(post)) {
            list.hint(
                Place::Recipients,
                "条例第十五条（五）",
                format!("“{name}”是领导职务，公文一般不以领导者个人为主送。"),
            );
        }
    }
}

fn body(paper: &Paper, list: &mut List) {
    if paper.body.is_empty() {
        list.must(Place::Body(0), "7.3.3", "没有正文，公文首页必须显示正文。");
    }
    if paper.kind == Kind::Report {
        let asks = ["请批示", "请批复", "请予批准", "请予审批", "请审批", "妥否，请", "当否，请"];
        for (at, block) in paper.body.iter().enumerate() {
            let text = block_text(block);
            if let Some(word) = asks.iter().find(|word| text.contains(*word)) {
                list.must(
                    Place::Body(at),
                    "条例第十五条（四）",
                    format!("报告不得夹带请示事项，请删去“{word}”或另行请示。"),
                );
            }
        }
    }
    let all = paper.body.iter().enumerate().map(|(at, block)| (Place::Body(at), block));
    let attached = paper.attachments.iter().enumerate().flat_map(|(at, attachment)| {
        attachment.body.iter().enumerate().map(move |(block, it)| (Place::Attachment(at, Some(block)), it))
    });
    for (place, block) in all.chain(attached) {
        match block {
            Block::Table(table) => self::table(place, table, list),
            Block::Image(image) if image.pixels().is_none() => {
                list.must(place, "", "图片不是可用的 PNG 文件，请转换后再插入。");
            }
            Block::Heading(heading) if heading.text.trim().is_empty() => {
                list.must(place, "7.3.3", "标题没有文字，请填写或删去。");
            }
            _ => {}
        }
    }
}

fn table(place: Place, table: &super::Table, list: &mut List) {
    if table.columns.is_empty()
        || table.columns.len() > 40
        || table.columns.iter().all(|column| column.share == 0)
    {
        list.must(place, "", "表格应有 1 至 40 列，并写明各列宽度。");
    } else if super::grid::grid(table).is_none() {
        list.must(place, "", "表格有一行的格数与列数不符，请核对合并的单元格。");
    }
}

fn foot(paper: &Paper, list: &mut List) {
    for (at, attachment) in paper.attachments.iter().enumerate() {
        let title = compose::title_text(&attachment.title);
        if title.is_empty() {
            list.must(Place::Attachment(at, None), "7.3.4", "附件没有名称，请填写。");
        }
        if title.ends_with(['。', '；', '，', '.', ';']) {
            list.must(Place::Attachment(at, None), "7.3.4", "附件名称后不加标点，请删去。");
        }
    }
    let sealed = matches!(paper.sign_off.seal, Seal::Stamped | Seal::Signature { .. });
    if paper.format == Format::Minutes && sealed {
        list.hint(Place::SignOff, "10.3", "纪要一般不加盖印章。");
    }
    if paper.sign_off.seal == Seal::Stamped && compose::signing_organs(paper).is_empty() {
        list.must(Place::SignOff, "7.3.5.1", "没有发文机关署名，请填写。");
    }
    if paper.note.as_deref().is_some_and(|note| note.trim().is_empty() || note.starts_with(['（', '('])) {
        list.must(Place::Note, "7.3.6", "附注不能为空，圆括号由系统加上，请不要填写。");
    }
    let Some(imprint) = &paper.imprint else { return };
    if paper.format != Format::Letter && imprint.printer.is_some() != imprint.printed.is_some() {
        list.must(Place::Imprint, "7.4.3", "印发机关和印发日期应当一并填写。");
    }
    if paper.format == Format::Letter && (imprint.printer.is_some() || imprint.printed.is_some()) {
        list.must(Place::Imprint, "10.1", "信函格式的版记不加印发机关和印发日期，请删去。");
    }
    if imprint.printed.is_some_and(|day| day < paper.sign_off.date) {
        list.hint(Place::Imprint, "7.4.3", "印发日期早于成文日期，请核对。");
    }
    if imprint.cc.iter().any(|name| name.trim().is_empty() || name.ends_with(['。', '，', '；'])) {
        list.must(Place::Imprint, "7.4.2", "抄送机关不能为空，末尾的句号由系统加上，请不要填写标点。");
    }
}

/// Placeholders and numbers in every text.
fn texts(paper: &Paper, list: &mut List) {
    let mut all = vec![(Place::Title, paper.title.clone())];
    all.extend(paper.header.mark.iter().map(|mark| (Place::Header, mark.clone())));
    all.extend(paper.header.organs.iter().map(|organ| (Place::Header, organ.clone())));
    all.extend(paper.recipients.iter().map(|name| (Place::Recipients, name.clone())));
    all.extend(paper.body.iter().enumerate().map(|(at, block)| (Place::Body(at), block_text(block))));
    for (at, attachment) in paper.attachments.iter().enumerate() {
        all.push((Place::Attachment(at, None), attachment.title.clone()));
        let blocks = attachment.body.iter().enumerate();
        all.extend(blocks.map(|(block, it)| (Place::Attachment(at, Some(block)), block_text(it))));
    }
    all.extend(paper.note.iter().map(|note| (Place::Note, note.clone())));
    if let Some(imprint) = &paper.imprint {
        all.extend(imprint.cc.iter().chain(&imprint.printer).map(|name| (Place::Imprint, name.clone())));
    }
    for (place, text) in all {
        for found in placeholders(&text) {
            let message = format!("有未填写的内容“{}”，请补上后再签发。", found.text);
            list.must(place.clone(), "", message);
        }
        for hint in digits::hints(&text) {
            list.hint(place.clone(), "GB/T 15835-2011", format!("“{}”：{}", hint.text, hint.advice));
        }
        if text.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
            list.must(place, "", "文字中有不能打印的控制字符，请删去。");
        }
    }
}

/// All words of a block, lines parted by breaks.
pub(crate) fn block_text(block: &Block) -> String {
    let runs = |runs: &[super::Run]| runs.iter().map(|run| run.text.as_str()).collect::<String>();
    match block {
        Block::Heading(heading) => format!("{}{}", heading.text, runs(&heading.follow)),
        Block::Paragraph { runs: all } => runs(all),
        Block::Image(image) => image.caption.clone().unwrap_or_default(),
        Block::Table(table) => {
            let rows = table.head.iter().chain(&table.rows);
            let cells = rows.flat_map(|row| row.cells.iter().map(|cell| cell.text.as_str()));
            table.caption.as_deref().into_iter().chain(cells).collect::<Vec<_>>().join("\n")
        }
    }
}
