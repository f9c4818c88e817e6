//! What a paper begins as: the frame of its kind, filled from what the bureau has. What nobody knows
//! yet stands as ××, which stops signing until it is filled in.

pub mod foreign;
mod line;
mod period;
mod plan;

use super::{text, written};
use crate::sight::visible;
use crate::{App, Error, Result, Who};
use domain::audit::Entry;
use domain::authority::{self, Action};
use domain::change::Change;
use domain::day::Day;
use domain::id::{PaperId, PlanId, RecordId};
use domain::paper::{Paper, PaperState, Template, Text};
use gongwen::paper as gw;
use gw::{Attachment, Block, Format, Kind, Level, Seal};
use store::{NewPaper, Page, PlanHead, WorkFilter, WorkOrder, WorkState};

/// What a new paper is to be.
#[derive(Debug, Clone)]
pub struct Asked {
    pub template: Template,
    /// The plan for 方案 and 任务分解表; the newest where none is named.
    pub plan: Option<PlanId>,
    /// First and last day for 简报 and 总结.
    pub from: Day,
    pub to: Day,
}

/// The text of a new paper with what its figures were made from.
struct Filled {
    words: gw::Paper,
    plan: Option<PlanId>,
    sources: Vec<RecordId>,
}

/// The published plans, for the form of a new paper.
pub async fn plans(app: &App, who: &Who) -> Result<Vec<PlanHead>> {
    authority::require_any(who, Action::DraftPaper)?;
    Ok(app.store.view().await?.plan_heads(who.bureau).await?)
}

/// Makes a draft.
pub async fn create(app: &App, who: &Who, asked: &Asked) -> Result<PaperId> {
    authority::require_any(who, Action::DraftPaper)?;
    if asked.template.wants_period() && asked.from > asked.to {
        return Err(Error::field("to", "结束日期早于开始日期，请核对。"));
    }
    let filled = fill(app, who, asked).await?;
    put(app, who, asked.template, filled).await
}

/// Makes a draft of a text that a program hands in.
pub async fn create_from(app: &App, who: &Who, template: Template, words: gw::Paper) -> Result<PaperId> {
    authority::require_any(who, Action::DraftPaper)?;
    put(app, who, template, Filled { words, plan: None, sources: Vec::new() }).await
}

async fn put(app: &App, who: &Who, template: Template, filled: Filled) -> Result<PaperId> {
    let (title, text, digest) = written(filled.words).await?;
    let mut tx = app.store.begin().await?;
    let unit = match who.units.first() {
        Some(unit) => *unit,
        None => tx.bureau(who.bureau).await?.root,
    };
    let id: PaperId = app.ids.make();
    let paper = Paper {
        id,
        bureau: who.bureau,
        template,
        title,
        state: PaperState::Draft,
        author: who.person,
        unit,
        plan: filled.plan,
        text: 1,
        digest: digest.clone(),
        signature: None,
        number: None,
        issued_on: None,
        void_reason: String::new(),
    };
    let entry = Entry::new(Action::DraftPaper, id).field("text", &digest);
    let text = Text { paper: id, bureau: who.bureau, number: 1, text, digest, author: who.person };
    let new = NewPaper { paper, text, sources: filled.sources };
    tx.apply(&app.stamp(who), Change::new(new, entry)).await?;
    tx.commit().await?;
    Ok(id)
}

async fn fill(app: &App, who: &Who, asked: &Asked) -> Result<Filled> {
    let organ = app.store.view().await?.bureau(who.bureau).await?.name;
    let frame = Frame { organ, today: app.today() };
    let plain = |words| Ok(Filled { words, plan: None, sources: Vec::new() });
    match asked.template {
        Template::Notice => plain(frame.notice()?),
        Template::Plan => plan::with_plan(app, who, &frame, asked.plan).await,
        Template::Table => plan::with_table(app, who, &frame, asked.plan).await,
        Template::Circular => plain(frame.circular(app, who).await?),
        Template::Rectify => plain(frame.rectify(app, who).await?),
        Template::Bulletin => period::bulletin(app, who, &frame, asked).await,
        Template::Summary => period::summary(app, who, &frame, asked).await,
        Template::Minutes => plain(frame.minutes()?),
        Template::Letter => plain(frame.letter()?),
    }
}

/// What all papers of a bureau have in common.
struct Frame {
    organ: String,
    today: Day,
}

/// To whom a notice of the bureau goes, as its sections call themselves.
const INSIDE: &str = "各科室、局属各单位";

impl Frame {
    /// An empty paper of a kind.
    fn paper(&self, kind: Kind, title: impl Into<String>) -> Result<gw::Paper> {
        let date = text::printed_day(self.today).ok_or_else(|| Error::fault("paper", self.today))?;
        Ok(gw::Paper {
            format: Format::Common,
            kind,
            upward: kind.must_go_up(),
            header: gw::Header {
                organs: vec![self.organ.clone()],
                with_suffix: true,
                ..gw::Header::default()
            },
            title: title.into(),
            title_words: Vec::new(),
            recipients: Vec::new(),
            body: Vec::new(),
            attachments: Vec::new(),
            sign_off: gw::SignOff { organs: vec![self.organ.clone()], date, seal: Seal::Stamped },
            attendance: gw::Attendance::default(),
            note: None,
            imprint: Some(gw::Imprint {
                cc: Vec::new(),
                printer: Some(format!("{}办公室", self.organ)),
                printed: None,
            }),
        })
    }

    fn notice(&self) -> Result<gw::Paper> {
        let mut it = self.paper(Kind::Notice, "关于××××的通知")?;
        it.recipients = vec![INSIDE.into()];
        it.body = vec![
            Block::text("为××××，现就有关事项通知如下。"),
            Block::heading(Level::First, "××××"),
            Block::text("××××。"),
            Block::heading(Level::First, "工作要求"),
            Block::text("各科室、局属各单位要明确责任，按时完成。"),
        ];
        Ok(it)
    }

    /// 通报: how far each unit is, in official order; nobody is ranked.
    async fn circular(&self, app: &App, who: &Who) -> Result<gw::Paper> {
        let mut it = self.paper(Kind::Circular, "关于文明单位创建工作进展情况的通报")?;
        it.recipients = vec![INSIDE.into()];
        let Some(overview) = crate::campaign::overview(app, who, None).await? else {
            it.body = vec![Block::text("××××。")];
            return Ok(it);
        };
        let all = overview.all;
        it.body = vec![
            Block::text(format!(
                "截至{}，《{}》共 {} 项任务落实，已完成 {} 项，待审核 {} 项，正在办理 {} 项，未开始 {} 项，其中逾期 {} 项。\
                 现将进展情况通报如下。",
                text::printed_day(self.today).map_or_else(String::new, |day| day.to_string()),
                overview.plan.title, all.total(), all.done, all.review, all.doing, all.todo, all.late
            )
            .replace(' ', "")),
            Block::heading(Level::First, "各单位进展"),
            Block::text("各单位按机构序列排列，见附件。"),
            Block::heading(Level::First, "下一步要求"),
            Block::text("有逾期任务的单位要查明原因，抓紧办理，并及时报送工作纪实。"),
        ];
        let rows = overview.units.iter().map(|unit| {
            let p = unit.progress;
            [
                unit.name.clone(),
                p.total().to_string(),
                p.done.to_string(),
                p.review.to_string(),
                p.late.to_string(),
            ]
        });
        let table =
            grid(&[("单位", 40), ("任务落实", 15), ("已完成", 15), ("待审核", 15), ("逾期", 15)], rows);
        it.attachments = vec![annex("文明单位创建任务进展表", vec![table], false)];
        Ok(it)
    }

    /// 整改通知: what is late, from the task list of the one who drafts it.
    async fn rectify(&self, app: &App, who: &Who) -> Result<gw::Paper> {
        let mut it = self.paper(Kind::Notice, "关于限期整改逾期创建任务的通知")?;
        it.recipients = vec![INSIDE.into()];
        let mut view = app.store.view().await?;
        let seen = visible(who, Action::ViewTask)?;
        let filter = WorkFilter { state: WorkState::Late, ..WorkFilter::default() };
        let page = Page { after: None, limit: 200 };
        let late = view.work_rows(who.bureau, &seen, &filter, WorkOrder::Due, self.today, page).await?;
        it.body = vec![
            Block::text(format!("经核查，共有{}项创建任务逾期没有完成。现就整改事项通知如下。", late.len())),
            Block::heading(Level::First, "整改内容"),
            Block::text("逾期任务和责任单位见附件。"),
            Block::heading(Level::First, "整改时限"),
            Block::text("请于××月××日前完成整改，并报送工作纪实。"),
        ];
        let rows = late.iter().enumerate().map(|(at, row)| {
            let holder = match (row.unit_name.as_str(), row.person_name.as_str()) {
                ("", "") => "未定".to_owned(),
                (unit, "") => unit.to_owned(),
                ("", person) => person.to_owned(),
                (unit, person) => format!("{unit} {person}"),
            };
            let due = row.due.map_or_else(|| "未定".to_owned(), Day::full_text);
            [(at + 1).to_string(), row.task_title.clone(), holder, due]
        });
        let table = grid(&[("序号", 8), ("任务", 50), ("责任单位、责任人", 22), ("时限", 20)], rows);
        it.attachments = vec![annex("逾期创建任务清单", vec![table], false)];
        Ok(it)
    }

    fn minutes(&self) -> Result<gw::Paper> {
        let mut it = self.paper(Kind::Minutes, "文明单位创建工作会议纪要")?;
        it.format = Format::Minutes;
        it.header.mark = Some(format!("{}会议纪要", self.organ));
        it.header.issue = Some("第××期".into());
        it.sign_off.seal = Seal::Omitted;
        it.attendance.present = vec!["××".into()];
        it.body = vec![
            Block::text("××月××日，××主持召开文明单位创建工作会议。现将会议议定事项纪要如下。"),
            Block::heading(Level::First, "会议听取"),
            Block::text("××××。"),
            Block::heading(Level::First, "会议议定"),
            Block::text("××××。"),
        ];
        Ok(it)
    }

    fn letter(&self) -> Result<gw::Paper> {
        let mut it = self.paper(Kind::Letter, "关于商请××××的函")?;
        it.format = Format::Letter;
        it.header.with_suffix = false;
        it.imprint = None;
        it.recipients = vec!["××××".into()];
        it.body =
            vec![Block::text("为××××，现商请贵单位××××。"), Block::text("请予支持，并于××月××日前函复。")];
        Ok(it)
    }
}

/// A table whose head repeats on every page. A column without a word in any row is not printed, and
/// neither is a row without a word.
fn grid<const N: usize>(heads: &[(&str, u16); N], rows: impl Iterator<Item = [String; N]>) -> Block {
    let said = |cell: &String| !cell.trim().is_empty();
    let rows: Vec<[String; N]> = rows.filter(|row| row.iter().any(said)).collect();
    let used: Vec<usize> =
        (0..N).filter(|at| rows.is_empty() || rows.iter().any(|row| said(&row[*at]))).collect();
    let row = |cell: &dyn Fn(usize) -> gw::Cell| gw::Row { cells: used.iter().map(|at| cell(*at)).collect() };
    Block::Table(gw::Table {
        caption: None,
        columns: used.iter().map(|at| gw::Column { share: heads[*at].1, align: gw::Align::Left }).collect(),
        head: vec![row(&|at| gw::Cell::new(heads[at].0))],
        rows: rows.iter().map(|cells| row(&|at| gw::Cell::new(cells[at].as_str()))).collect(),
    })
}

fn annex(title: &str, body: Vec<Block>, landscape: bool) -> Attachment {
    Attachment { title: title.to_owned(), title_words: Vec::new(), body, landscape }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_and_rows_without_a_word_are_not_printed() {
        let rows = [["1", "甲", " "], ["", "", ""], ["2", "", ""]].map(|row| row.map(str::to_owned));
        let table = |block: Block| match block {
            Block::Table(it) => it,
            _ => gw::Table::default(),
        };
        let filled = table(grid(&[("序号", 1), ("牵头", 2), ("配合", 3)], rows.into_iter()));
        assert_eq!((filled.columns.len(), filled.head[0].cells.len(), filled.rows.len()), (2, 2, 2));
        assert_eq!(filled.rows[0].cells[1].text, "甲");
        let empty = table(grid(&[("序号", 1), ("牵头", 2)], std::iter::empty()));
        assert_eq!((empty.columns.len(), empty.rows.len()), (2, 0), "a table without rows keeps its head");
    }
}
