//! The year of the demonstration so far: what was due long ago is done, of what was due lately some
//! is late or was returned, some of what comes next is begun or waits for review.

use super::scene::{self, Shot};
use super::{Year, on, people, who};
use crate::assignment::{self, Picked};
use crate::file::Incoming;
use crate::record::{self, Filled, Verdict};
use crate::{App, Result, Who, message, record_kind, task};
use domain::assignment::ReturnReason;
use domain::authority::Role;
use domain::day::Day;
use domain::id::{AssignmentId, PlanId, RecordId};
use domain::record::{Figured, Sheet};
use domain::record_kind::{RecordKind, guess};
use std::collections::BTreeMap;
use store::{Page, WorkFilter, WorkOrder, WorkRow, WorkState};

/// Duties that one activity answers.
struct Deed {
    rows: Vec<WorkRow>,
    due: Option<Day>,
}

/// What happens to a duty.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Untouched,
    Begun,
    Waiting,
    Returned,
    Accepted,
    /// Returned once, then accepted.
    Mended,
}

/// One act on one day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    Start,
    File,
    Return,
    Accept,
}

/// The duty that visitors may answer as the liaison: due this week, and nobody has begun it.
const OPEN: &str = "全民阅读";

/// Plays the acts of all duties in the order of their days.
pub(super) async fn live(app: &App, plan: PlanId, published: Day, year: Year) -> Result<()> {
    let today = app.today();
    let office = who(app, "office").await?;
    let mut users = Vec::new();
    for login in people::logins() {
        users.push(who(app, login).await?);
    }
    let deeds = deeds(app, &office, plan).await?;
    let kinds = record_kind::own(app, &office).await?.offered;
    let mut acts: Vec<(Day, usize, Act)> = Vec::new();
    for (at, deed) in deeds.iter().enumerate() {
        let open = deed.rows.iter().any(|row| row.task_title.contains(OPEN));
        let fate = if open { Fate::Untouched } else { fate(at, deed.due, today) };
        acts.extend(acts_of(fate, deed.due, published, today).map(|(day, act)| (day, at, act)));
    }
    acts.sort_by_key(|(day, at, _)| (*day, *at));
    let mut records: BTreeMap<usize, RecordId> = BTreeMap::new();
    // What was told until lately has been read.
    let mut unread_from = Some(today.minus(3).max(published));
    for (day, at, act) in acts {
        let app = &on(app, day);
        if unread_from.is_some_and(|from| day > from) {
            unread_from = None;
            for user in &users {
                message::read(app, user, None).await?;
            }
        }
        let Some(holder) = holder(&users, &deeds[at].rows[0]) else { continue };
        match act {
            Act::Start => assignment::start(app, holder, deeds[at].rows[0].id).await?,
            Act::File => {
                let again = records.get(&at).copied();
                let photos =
                    if year == Year::Full && again.is_none() { photos(app, at)? } else { Vec::new() };
                let kind = if year == Year::Full { kind_of(&kinds, &deeds[at]) } else { "" };
                let record = file(app, holder, &deeds[at], at, (again, kind, photos)).await?;
                records.insert(at, record);
            }
            Act::Return | Act::Accept => {
                let Some(id) = records.get(&at) else { continue };
                let version = record::page(app, &office, *id).await?.record.version;
                record::review(app, &office, *id, version, &verdict(act, at)).await?;
            }
        }
    }
    urge(&on(app, today.minus(1).max(published)), &office, plan).await
}

/// The answering duties of the plan; those of one task in one month are done in one activity each.
async fn deeds(app: &App, office: &Who, plan: PlanId) -> Result<Vec<Deed>> {
    let filter = WorkFilter { plan: Some(plan), ..WorkFilter::default() };
    let mut rows: Vec<WorkRow> = Vec::new();
    let mut after = None;
    loop {
        let page = Page { after, limit: 200 };
        let listed = task::list(app, office, &filter, WorkOrder::Due, page).await?.leaf;
        rows.extend(listed.rows.into_iter().filter(|row| row.part.answers()));
        after = listed.next;
        if after.is_none() {
            break;
        }
    }
    let today = app.today();
    let mut deeds: Vec<Deed> = Vec::new();
    for row in rows {
        let month = |day: Day| (day.year(), day.month());
        let same = deeds.iter_mut().find(|deed| {
            let first = &deed.rows[0];
            let both_past = deed.due.zip(row.due).is_some_and(|(a, b)| month(a) == month(b) && b < today);
            both_past && first.task == row.task && first.unit == row.unit && first.person == row.person
        });
        match same {
            Some(deed) => {
                deed.due = row.due;
                deed.rows.push(row);
            }
            None => deeds.push(Deed { due: row.due, rows: vec![row] }),
        }
    }
    Ok(deeds)
}

fn fate(at: usize, due: Option<Day>, today: Day) -> Fate {
    let Some(due) = due else {
        return if at.is_multiple_of(2) { Fate::Begun } else { Fate::Untouched };
    };
    match today.days_until(due) {
        ..=-45 if at.is_multiple_of(7) => Fate::Mended,
        ..=-45 => Fate::Accepted,
        -44..=-1 => match at % 6 {
            0 => Fate::Begun,
            1 => Fate::Returned,
            2 => Fate::Waiting,
            _ => Fate::Accepted,
        },
        0..=14 => match at % 5 {
            0 => Fate::Waiting,
            1 => Fate::Begun,
            2 => Fate::Returned,
            3 => Fate::Accepted,
            _ => Fate::Untouched,
        },
        15..=45 if at.is_multiple_of(3) => Fate::Begun,
        _ => Fate::Untouched,
    }
}

/// The acts of a fate with their days, none of them before the plan or after today.
fn acts_of(fate: Fate, due: Option<Day>, published: Day, today: Day) -> impl Iterator<Item = (Day, Act)> {
    let within = |day: Day| day.max(published).min(today);
    let due = due.unwrap_or(today);
    // What is still open of the past was filed lately.
    let near = match fate {
        Fate::Waiting => today.minus(4),
        Fate::Returned => due.minus(2).max(today.minus(12)),
        _ => due.minus(2),
    };
    let filed = within(near.min(today.minus(4)));
    let acts: &[(i64, Act)] = match fate {
        Fate::Untouched => &[],
        Fate::Begun => &[(-2, Act::Start)],
        Fate::Waiting => &[(2, Act::File)],
        Fate::Returned => &[(0, Act::File), (2, Act::Return)],
        Fate::Accepted => &[(0, Act::File), (1, Act::Accept)],
        Fate::Mended => &[(0, Act::File), (1, Act::Return), (2, Act::File), (3, Act::Accept)],
    };
    acts.iter().map(move |(days, act)| (filed.plus(*days).max(published).min(today), *act))
}

/// Who acts for a duty: its person, else whoever answers for its unit.
fn holder<'a>(users: &'a [Who], row: &WorkRow) -> Option<&'a Who> {
    if let Some(person) = row.person {
        return users.iter().find(|user| user.person == person);
    }
    let unit = row.unit?;
    let answers = |user: &&Who| {
        let role = |grant: &domain::authority::Grant| matches!(grant.role, Role::Liaison | Role::Subordinate);
        user.units.contains(&unit) && user.grants.iter().any(role)
    };
    users.iter().find(answers)
}

/// Files a record, or files a returned one again with what was missing.
async fn file(
    app: &App,
    who: &Who,
    deed: &Deed,
    at: usize,
    (again, kind, photos): (Option<RecordId>, &str, Vec<Incoming>),
) -> Result<RecordId> {
    let (id, version) = match again {
        Some(id) => (id, record::form(app, who, id, &record::Asked::default()).await?.version),
        None => (app.ids.make(), 0),
    };
    let scene = scene(&deed.rows[0].task_title);
    let mended = if again.is_some() { "已按审核意见补充参加人员和效果。" } else { "" };
    let sheet = Sheet {
        kind: kind.to_owned(),
        title: scene.title.to_owned(),
        day: app.today().minus(i64::from(again.is_some())).to_string(),
        place: scene.place.to_owned(),
        text: format!("{}{mended}", scene.text),
        figures: vec![Figured {
            item: scene.counted.0.to_owned(),
            value: (scene.counted.1 + if scene.counted.1 > 10 { at % 7 } else { 0 }).to_string(),
            uom: scene.counted.2.to_owned(),
        }],
        assignments: deed.rows.iter().map(|row| row.id).collect::<Vec<AssignmentId>>(),
        ..Sheet::default()
    };
    let mut files = photos;
    if at.is_multiple_of(5) && again.is_none() {
        files.push(notes(&sheet));
    }
    record::submit(app, who, id, &Filled { version, sheet, removed: Vec::new() }, files).await?;
    Ok(id)
}

/// The kind that the words of a duty point at; empty for the common one.
fn kind_of<'a>(kinds: &'a [RecordKind], deed: &Deed) -> &'a str {
    let title = scene(&deed.rows[0].task_title).title;
    guess(kinds, title).map_or("", |kind| kind.key.as_str())
}

/// Photos of every third activity, taken on its day.
fn photos(app: &App, at: usize) -> Result<Vec<Incoming>> {
    let (day, count) = (app.today(), if at.is_multiple_of(3) { 2 } else { 0 });
    let photo = |n: u64| {
        let taken = format!("{:04}:{:02}:{:02} 10:{:02}:00", day.year(), day.month(), day.day(), 10 + n);
        let shot = Shot { seed: (1 << 40) | ((at as u64) << 8) | n, taken, light: 0 };
        Ok(Incoming::read(scene::name(&shot), std::io::Cursor::new(scene::jpeg(&shot)?)))
    };
    (0..count).map(photo).collect()
}

/// The notes of an activity as a text file.
fn notes(sheet: &Sheet) -> Incoming {
    let text = format!("{}\n\n时间：{}\n地点：{}\n\n{}\n", sheet.title, sheet.day, sheet.place, sheet.text);
    Incoming::read("活动记录.txt", std::io::Cursor::new(text.into_bytes()))
}

pub(super) fn verdict(act: Act, at: usize) -> Verdict {
    if act == Act::Accept {
        return Verdict::Accept;
    }
    let (reason, note) = match at % 3 {
        0 => (ReturnReason::Incomplete, "请补写参加人员和效果。"),
        1 => (ReturnReason::SummaryOnly, "请写明活动是怎样开展的，不用写长。"),
        _ => (ReturnReason::OffPoint, "写的是另一项活动，请换成本项任务的情况。"),
    };
    Verdict::Return { reason, note: note.to_owned() }
}

/// One reminder for everything that is late.
async fn urge(app: &App, office: &Who, plan: PlanId) -> Result<()> {
    let late = WorkFilter { plan: Some(plan), state: WorkState::Late, ..WorkFilter::default() };
    assignment::urge(app, office, &Picked::Filter(Box::new(late))).await?;
    Ok(())
}

/// What a record of some kind of task tells.
struct Scene {
    words: &'static [&'static str],
    title: &'static str,
    place: &'static str,
    text: &'static str,
    counted: (&'static str, usize, &'static str),
}

fn scene(title: &str) -> &'static Scene {
    SCENES.iter().find(|scene| scene.words.iter().any(|word| title.contains(word))).unwrap_or(&OTHER)
}

const OTHER: Scene = Scene {
    words: &[],
    title: "按任务分解表完成本项工作",
    place: "局机关",
    text: "科室负责人牵头，明确专人，按要求逐项完成并做了复查。发现的两处小问题当天改正。",
    counted: ("参加人数", 9, "人"),
};

const SCENES: &[Scene] = &[
    Scene {
        words: &["联络员"],
        title: "明确本科室创建联络员",
        place: "科室",
        text: "科务会研究，明确一名同志担任创建联络员，名单已报创建办。",
        counted: ("联络员", 1, "人"),
    },
    Scene {
        words: &["制度"],
        title: "清理修订现行制度",
        place: "政策法规科",
        text: "逐项核对现行制度，分为继续执行、修订、废止三类，汇编成册发各科室使用。",
        counted: ("清理制度", 48, "项"),
    },
    Scene {
        words: &["告知清单"],
        title: "公布一次告知清单",
        place: "政务大厅",
        text: "梳理高频事项，写明所需材料、时限和电话，在大厅上墙并放置取阅卡片。",
        counted: ("公布事项", 26, "项"),
    },
    Scene {
        words: &["候车"],
        title: "客运站候车环境改造",
        place: "长途汽车站",
        text: "母婴室、饮水点、无障碍通道全部完工，请志愿者和旅客代表现场体验，按意见调整了标识。",
        counted: ("改造点位", 6, "处"),
    },
    Scene {
        words: &["宣传栏"],
        title: "更换院内公益广告和宣传栏",
        place: "机关大院",
        text: "更换褪色版面，新增节约用水、礼让行人等内容，统一尺寸和位置。",
        counted: ("更换版面", 28, "块"),
    },
    Scene {
        words: &["阅读"],
        title: "职工书屋读书分享会",
        place: "职工书屋",
        text: "六位同志推荐好书并谈体会，书屋新书完成编目，借阅办法张贴上墙。",
        counted: ("参加人数", 24, "人"),
    },
    Scene {
        words: &["中心组", "研讨"],
        title: "党组理论学习中心组集体研讨",
        place: "三楼会议室",
        text: "围绕本月学习专题，三位同志作重点发言，其他同志结合分管工作谈认识。会后形成两条改进措施，由相关科室落实。",
        counted: ("参加人数", 14, "人"),
    },
    Scene {
        words: &["周五"],
        title: "周五学习日集中学习",
        place: "一楼学习室",
        text: "学习行业政策和身边先进事迹，两个科室交流了窗口服务的做法。因公外出的同志次周补学。",
        counted: ("参加人数", 46, "人"),
    },
    Scene {
        words: &["道德讲堂"],
        title: "举办本季度道德讲堂",
        place: "局机关多功能厅",
        text: "公路养护工和公交驾驶员代表讲述自己的故事，现场诵读经典，大家写下一句话感想。",
        counted: ("参加人数", 72, "人"),
    },
    Scene {
        words: &["练兵"],
        title: "业务技能练兵",
        place: "培训教室",
        text: "分公文写作、应急处置两组，先讲要点再实操，最后集中点评。成绩只用于改进培训，不作排名。",
        counted: ("参训人数", 41, "人"),
    },
    Scene {
        words: &["培训"],
        title: "行政执法人员培训班",
        place: "执法支队训练中心",
        text: "两天课程，讲授执法程序、文书制作和沟通技巧，安排模拟执法演练，结业测试全部合格。",
        counted: ("参训人数", 156, "人"),
    },
    Scene {
        words: &["公示"],
        title: "公示本月执法案件办理情况",
        place: "局门户网站",
        text: "按月汇总办结案件，隐去个人信息后在网站公示，同步更新大厅电子屏。",
        counted: ("公示案件", 23, "件"),
    },
    Scene {
        words: &["我们的节日", "清明", "端午", "中秋"],
        title: "“我们的节日”主题活动",
        place: "职工之家",
        text: "组织经典诵读和手工制作，给困难职工和退休老同志送去节日问候，现场气氛热闹简朴。",
        counted: ("参加人数", 58, "人"),
    },
    Scene {
        words: &["志愿", "引导"],
        title: "“云岚路姐”志愿引导服务",
        place: "长途汽车站",
        text: "志愿者分三个岗位，帮助老人和带孩子的旅客购票、搬运行李，劝导不文明行为，获得旅客好评。",
        counted: ("志愿者", 12, "人"),
    },
    Scene {
        words: &["身边好人"],
        title: "推荐“身边好人”线索",
        place: "科室",
        text: "科室会上大家提名，核实事迹后推荐一名同志，材料已征得本人同意。",
        counted: ("推荐线索", 1, "条"),
    },
    Scene {
        words: &["大扫除", "卫生"],
        title: "机关卫生大扫除",
        place: "机关大院",
        text: "各科室分片包干，清理楼道杂物和卫生死角，检查垃圾分类投放点，更换破损标识。",
        counted: ("参加人数", 64, "人"),
    },
    Scene {
        words: &["安全检查", "隐患"],
        title: "桥梁隧道和在建工地安全检查",
        place: "各县区路段和项目部",
        text: "检查组分两路实地查看，隐患列出清单交责任单位，限期整改并安排复查。",
        counted: ("检查点位", 18, "处"),
    },
    Scene {
        words: &["警示"],
        title: "安全警示教育",
        place: "本单位会议室",
        text: "观看事故警示片，对照本单位岗位找隐患，现场签收安全提示卡。",
        counted: ("参加人数", 52, "人"),
    },
    Scene {
        words: &["演练"],
        title: "水上应急救援演练",
        place: "云岚港二号码头",
        text: "模拟客渡船机械故障和人员落水，检验报警、救援、转运各环节，演练后逐项讲评。",
        counted: ("参演人数", 35, "人"),
    },
    Scene {
        words: &["路面", "国庆"],
        title: "节前路面修补和便民服务",
        place: "国省干线",
        text: "修补坑槽和破损护栏，在服务区设便民点，备好热水、药箱和充电设备。",
        counted: ("便民服务点", 12, "个"),
    },
    Scene {
        words: &["梳理", "督办"],
        title: "梳理本月创建进展",
        place: "创建办",
        text: "逐项核对任务进展，对两个科室当面提醒并帮助协调场地，结果已报领导小组。",
        counted: ("梳理任务", 31, "项"),
    },
];
