//! 收文 of the demonstration: a paper that is due soon, one that is late, one that is done, and a plan
//! that may become a draft in one step.

use super::told::Told;
use super::{on, who};
use crate::file::Incoming as Upload;
use crate::{App, Error, Result, incoming};
use domain::day::Day;
use domain::id::{IncomingId, UnitId};
use domain::incoming::Sheet;
use gongwen::paper as gw;
use std::io::Cursor;

/// A paper of another organ.
struct Came {
    origin: &'static str,
    code: &'static str,
    serial: u32,
    kind: gw::Kind,
    text: &'static str,
    ago: i64,
    /// Days from today.
    due: Option<i64>,
    unit: &'static str,
    note: &'static str,
}

const CITY: &str = "云岚市精神文明建设办公室";

const CAME: &[Came] = &[
    Came {
        origin: "云岚市总工会",
        code: "云工",
        serial: 31,
        kind: gw::Kind::Notice,
        text: include_str!("../../assets/demo_papers/incoming_done.txt"),
        ago: 21,
        due: Some(-11),
        unit: "工会",
        note: "请工会组织。",
    },
    Came {
        origin: "云岚市志愿服务联合会",
        code: "云志函",
        serial: 12,
        kind: gw::Kind::Letter,
        text: include_str!("../../assets/demo_papers/incoming_late.txt"),
        ago: 15,
        due: Some(-2),
        unit: "机关党委",
        note: "请机关党委汇总各站点情况后函复。",
    },
    Came {
        origin: CITY,
        code: "云文明办",
        serial: 18,
        kind: gw::Kind::Notice,
        text: include_str!("../../assets/demo_papers/incoming_review.txt"),
        ago: 5,
        due: Some(9),
        unit: "政策法规科",
        note: "请政策法规科牵头，人事教育科、行政审批科配合。",
    },
    Came {
        origin: CITY,
        code: "云文明办",
        serial: 21,
        kind: gw::Kind::Notice,
        text: include_str!("../../assets/demo_papers/incoming_plan.txt"),
        ago: 1,
        due: None,
        unit: "运输管理科",
        note: "请运输管理科研究，拟转为本局任务。",
    },
];

/// Registers what came, and answers the oldest.
pub(super) async fn register(app: &App, published: Day) -> Result<()> {
    for (at, came) in CAME.iter().enumerate() {
        let id = one(app, came, published).await?;
        if at == 0 {
            let app = &on(app, app.today().minus(13).max(published));
            let by = who(app, "yeq").await?;
            incoming::handle(app, &by, id, "已组织40人参加，名单报市总工会。").await?;
        }
    }
    Ok(())
}

async fn one(app: &App, came: &Came, published: Day) -> Result<IncomingId> {
    let today = app.today();
    let app = &on(app, today.minus(came.ago).max(published));
    let office = who(app, "office").await?;
    let unit = unit(app, &office, came.unit).await?;
    let told = Told::read(came.text, today);
    let title = told.title.clone();
    let file = word(came, told, app.today())?;
    let sheet = Sheet {
        origin: came.origin.to_owned(),
        number: format!("{}〔{}〕{}号", came.code, app.today().year(), came.serial),
        title: title.clone(),
        received: app.today().to_string(),
        due: came.due.map_or_else(String::new, |days| today.plus(days).max(app.today()).to_string()),
        note: came.note.to_owned(),
        unit: Some(unit),
        person: None,
    };
    let upload = Upload::read(format!("{title}.docx"), Cursor::new(file));
    incoming::register(app, &office, &sheet, Some(upload)).await
}

async fn unit(app: &App, office: &crate::Who, name: &str) -> Result<UnitId> {
    let offer = incoming::handlers(app, office).await?;
    let found = offer.units.into_iter().find(|(_, it)| it == name);
    found.map(|(id, _)| id).ok_or_else(|| Error::fault("demo", name.to_owned()))
}

/// The paper as its organ has sent it: set in 宋体, as one often sees.
fn word(came: &Came, told: Told, day: Day) -> Result<Vec<u8>> {
    let fault = |error: &dyn std::fmt::Display| Error::fault("demo", error.to_string());
    let date = crate::paper::text::printed_day(day).ok_or_else(|| fault(&day))?;
    let year = u16::try_from(day.year()).map_err(|error| fault(&error))?;
    let number = gw::DocNumber::new(came.code, year, came.serial).map_err(|error| fault(&error))?;
    let letter = came.kind == gw::Kind::Letter;
    let mut words = gw::Paper {
        format: if letter { gw::Format::Letter } else { gw::Format::Common },
        kind: came.kind,
        upward: false,
        header: gw::Header {
            organs: vec![came.origin.to_owned()],
            with_suffix: !letter,
            number: Some(number),
            ..gw::Header::default()
        },
        title: String::new(),
        title_words: Vec::new(),
        recipients: vec!["市交通运输局".into()],
        body: Vec::new(),
        attachments: Vec::new(),
        sign_off: gw::SignOff { organs: vec![came.origin.to_owned()], date, seal: gw::Seal::Stamped },
        attendance: gw::Attendance::default(),
        note: None,
        imprint: None,
    };
    told.put_into(&mut words);
    let faces = gw::Typefaces { fang_song: "宋体".into(), ..gw::Typefaces::default() };
    let options = gongwen::write::Options { faces, ..gongwen::write::Options::default() };
    gongwen::write::docx(&words, &options).map_err(|error| fault(&error))
}
