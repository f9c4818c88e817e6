//! 公文 of the demonstration: some filed, one on its way to its receivers, others wait for a step, so
//! that every user who looks in has something to do.

use super::told::Told;
use super::{on, people, who};
use crate::paper::sheet::Sheet;
use crate::paper::{self, archive, delivery, step, template};
use crate::{App, Result, Who};
use domain::authority::Role;
use domain::day::Day;
use domain::id::{PaperId, PlanId};
use domain::paper::archive::{Archives, Rules, Term};
use domain::paper::{PaperState, Step, Template};

/// A paper and how far it has come.
struct Play {
    template: Template,
    /// Login of the drafter.
    by: &'static str,
    /// What it says; empty keeps what its template was filled with.
    text: &'static str,
    /// Days ago that it was drafted; a step follows each day until it stands where it stands.
    ago: i64,
    state: PaperState,
    code: &'static str,
}

const MEETING: Play = Play {
    template: Template::Notice,
    by: "office",
    text: include_str!("../../assets/demo_papers/meeting.txt"),
    ago: 9,
    state: PaperState::Issued,
    code: "云交创",
};

/// What was finished before these days.
const EARLIER: &[Play] = &[
    Play {
        template: Template::Notice,
        by: "office",
        text: include_str!("../../assets/demo_papers/liaisons.txt"),
        ago: 24,
        state: PaperState::Void,
        code: "云交创",
    },
    Play {
        template: Template::Letter,
        by: "office",
        text: include_str!("../../assets/demo_papers/letter.txt"),
        ago: 12,
        state: PaperState::Issued,
        code: "云交函",
    },
];

/// What is under way.
const NOW: &[Play] = &[
    Play {
        template: Template::Minutes,
        by: "office",
        text: include_str!("../../assets/demo_papers/minutes.txt"),
        ago: 6,
        state: PaperState::Checked,
        code: "",
    },
    Play {
        template: Template::Rectify,
        by: "office",
        text: "",
        ago: 2,
        state: PaperState::Signing,
        code: "",
    },
    Play {
        template: Template::Notice,
        by: "liaison",
        text: include_str!("../../assets/demo_papers/reading.txt"),
        ago: 2,
        state: PaperState::Review,
        code: "",
    },
    Play { template: Template::Bulletin, by: "office", text: "", ago: 1, state: PaperState::Draft, code: "" },
];

/// The notice that carried the plan, confirmed by everyone and filed; and what was over weeks ago.
pub(super) async fn earlier(app: &App, plan: PlanId, published: Day) -> Result<()> {
    let today = app.today();
    let day = |days: i64| published.plus(days).min(today);
    let office = who(app, "office").await?;
    let asked = template::Asked { template: Template::Plan, plan: Some(plan), from: today, to: today };
    let id = template::create(&on(app, day(0)), &office, &asked).await?;
    go(app, id, "office", PaperState::Issued, "云交创", published, today).await?;
    send(&on(app, day(5)), &office, id).await?;
    let logins: Vec<&str> = people::logins().collect();
    confirm(&on(app, day(6)), id, &logins).await?;
    let sentence = "云档发〔2024〕6号";
    let rules =
        Rules::parse("Y012", "CJB", sentence, &[Term::Permanent, Term::Thirty, Term::Ten], Archives::City)?;
    let filing = &on(app, day(20));
    archive::decide(filing, &office, &rules).await?;
    act(filing, &office, id, Step::File, "云交创").await?;
    for play in EARLIER {
        write(app, play, published).await?;
    }
    Ok(())
}

/// What happens in these days.
pub(super) async fn now(app: &App, published: Day) -> Result<()> {
    let today = app.today();
    let office = who(app, "office").await?;
    let id = write(app, &MEETING, published).await?;
    let sent = &on(app, today.minus(3).max(published));
    send(sent, &office, id).await?;
    confirm(&on(app, today.minus(2).max(published)), id, &["fangzy", "luwq", "shenlh", "gaoxy", "yeq"])
        .await?;
    confirm(&on(app, today.minus(1).max(published)), id, &["sujg", "taolx"]).await?;
    look(&on(app, today.minus(1).max(published)), id, &["heyt", "konglb"]).await?;
    for play in NOW {
        write(app, play, published).await?;
    }
    returned(app, published).await
}

/// A draft that came back, with what was said about it.
async fn returned(app: &App, published: Day) -> Result<()> {
    let play = Play {
        template: Template::Notice,
        by: "liaison",
        text: include_str!("../../assets/demo_papers/lecture.txt"),
        ago: 3,
        state: PaperState::Review,
        code: "",
    };
    let id = write(app, &play, published).await?;
    let app = &on(app, app.today().minus(1).max(published));
    let office = who(app, "office").await?;
    paper::comment(app, &office, id, "报送时间和联系人还空着。范围可以放宽到退休老同志。").await?;
    let version = app.store.view().await?.paper(id).await?.version;
    let asked = step::Asked {
        version, note: "请补齐时间和联系人后再送。".into(), ..step::Asked::default()
    };
    step::step(app, &office, id, Step::Return, &asked).await?;
    Ok(())
}

async fn write(app: &App, play: &Play, published: Day) -> Result<PaperId> {
    let today = app.today();
    let day = today.minus(play.ago).max(published);
    let then = &on(app, day);
    let author = who(app, play.by).await?;
    let asked =
        template::Asked { template: play.template, plan: None, from: day.minus(30).max(published), to: day };
    let id = template::create(then, &author, &asked).await?;
    if !play.text.is_empty() {
        let held = paper::form(then, &author, id).await?;
        let mut words = held.words;
        Told::read(play.text, today).put_into(&mut words);
        if play.template == Template::Minutes {
            words.header.issue = Some("第3期".into());
            words.attendance.present = vec!["罗文涛　周明远　方志远　沈丽华　陆婉晴　叶　清　林晓雯".into()];
        }
        paper::save_words(then, &author, id, held.paper.version, words).await?;
    } else if play.template == Template::Rectify {
        let held = paper::form(then, &author, id).await?;
        let mut sheet = Sheet::of(&held.words);
        for piece in &mut sheet.pieces {
            piece.text = piece.text.replace("××月××日", &today.plus(14).month_day_text());
        }
        paper::save(then, &author, id, held.paper.version, sheet).await?;
    }
    go(app, id, play.by, play.state, play.code, day, today).await?;
    Ok(id)
}

/// Leads a paper on, a step a day, until it stands where it should.
async fn go(
    app: &App,
    id: PaperId,
    by: &str,
    until: PaperState,
    code: &str,
    from: Day,
    today: Day,
) -> Result<()> {
    let reach = if until == PaperState::Void { PaperState::Numbered } else { until };
    let mut day = from;
    loop {
        let state = app.store.view().await?.paper(id).await?.state;
        let then = &on(app, day.min(today));
        let step = match domain::paper::flow::forward(state) {
            Some(_) if state == reach && until == PaperState::Void => Step::Void,
            Some(step) if state != reach => step,
            _ => return Ok(()),
        };
        let login = match step {
            Step::Submit => by,
            Step::Review if by == "office" => "zhoumy",
            Step::Sign => "leader",
            _ => "office",
        };
        act(then, &who(then, login).await?, id, step, code).await?;
        day = day.plus(1);
    }
}

async fn act(app: &App, by: &Who, id: PaperId, it: Step, code: &str) -> Result<()> {
    let note = match it {
        Step::Review => "同意，请局领导签发。",
        Step::Sign => "同意印发。",
        Step::Void => "工会人选有变，另行发文。",
        _ => "",
    };
    let asked = step::Asked {
        version: app.store.view().await?.paper(id).await?.version,
        note: note.into(),
        code: code.into(),
        term: (it == Step::File).then_some(Term::Thirty),
    };
    step::step(app, by, id, it, &asked).await?;
    Ok(())
}

/// To every unit of the bureau.
async fn send(app: &App, office: &Who, id: PaperId) -> Result<()> {
    let offer = delivery::offer(app, office, id).await?;
    let units = offer.units.into_iter().map(|(unit, _)| unit).collect();
    delivery::send(app, office, id, &delivery::Receivers { units, people: Vec::new() }).await?;
    Ok(())
}

/// 签收 by those who answer for a unit.
async fn confirm(app: &App, id: PaperId, logins: &[&str]) -> Result<()> {
    for login in logins {
        let by = who(app, login).await?;
        if !answers(&by) {
            continue;
        }
        for row in app.store.view().await?.deliveries(id).await? {
            let open = row.delivery.receipt.is_none();
            if open && row.delivery.unit.is_some_and(|unit| by.units.contains(&unit)) {
                delivery::receipt(app, &by, id, row.delivery.id).await?;
            }
        }
    }
    Ok(())
}

/// Opened, and not confirmed.
async fn look(app: &App, id: PaperId, logins: &[&str]) -> Result<()> {
    for login in logins {
        let by = who(app, login).await?;
        let rows = app.store.view().await?.deliveries(id).await?;
        let own = |row: &store::DeliveryRow| row.delivery.unit.is_some_and(|unit| by.units.contains(&unit));
        let rows: Vec<_> = rows.into_iter().filter(own).collect();
        delivery::opened(app, &by, &rows).await?;
    }
    Ok(())
}

fn answers(by: &Who) -> bool {
    by.grants.iter().any(|grant| matches!(grant.role, Role::Liaison | Role::Subordinate))
}
