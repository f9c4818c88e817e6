//! Answers and records over a crosswalk, from one standard's assessment to another's: previewed, written once
//! whoever asks how often, taken back so that everything stands as before.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use app::assessment::{self, AnswerForm, Asked};
use app::record::{self, Filled};
use app::turn::Turn;
use app::{Error, Who, crosswalk, job, matching, standard};
use domain::Refused;
use domain::assessment::{Answer, Track};
use domain::authority::Role;
use domain::crosswalk::{Extent, Verdict};
use domain::id::{AssessmentId, CriterionId, CrosswalkId, RecordId, StandardId};
use domain::points::Points;
use domain::record::Sheet;
use domain::standard::LinkState;
use domain::standard::file::File;
use domain::unit::UnitKind;
use testkit::{Office, TestApp};

struct World {
    office: Office,
    liaison: Who,
    from: AssessmentId,
    to: AssessmentId,
    /// Criteria of both standards.
    ours: Vec<CriterionId>,
    theirs: Vec<CriterionId>,
    crosswalk: CrosswalkId,
}

async fn written(app: &TestApp, office: &Office, name: &str, nodes: &[(&str, &str)]) -> StandardId {
    let nodes: String = nodes
        .iter()
        .enumerate()
        .map(|(at, (title, points))| {
            format!("[[node]]\ncode = \"{}\"\ntitle = \"{title}\"\npoints = {points}\n", at + 1)
        })
        .collect();
    let head = "schema = 1\n[standard]\nissuer = \"云岚市\"\nlevel = \"municipal\"\nsource = \"example\"\n";
    let file = File::parse(&format!("{head}name = \"{name}\"\n{nodes}")).unwrap();
    let id = standard::add(app, &office.who, file).await.unwrap();
    standard::publish(app, &office.who, id, 1).await.unwrap();
    id
}

async fn criteria(app: &TestApp, id: StandardId) -> Vec<CriterionId> {
    let row = app.store.view().await.unwrap().standard(id).await.unwrap().row;
    row.standard.tree.criteria().map(|(_, node)| node.id).collect()
}

/// Two standards with one assessment each, and a crosswalk whose first pair corresponds in full, whose second
/// in part, and whose third does not.
async fn world(app: &TestApp) -> World {
    let office = app.founded().await;
    let ours = [("每季度举办一次道德讲堂", "4"), ("组织志愿服务活动", "3"), ("环境整洁有序", "3")];
    let theirs = [("每季度举办一次道德讲堂。", "4"), ("经常组织志愿服务活动", "5"), ("窗口秩序良好", "3")];
    let a = written(app, &office, "市级标准", &ours).await;
    let b = written(app, &office, "省级标准", &theirs).await;
    let mut begun = Vec::new();
    for standard in [a, b] {
        begun.push(app.assessed(&office.who, standard, office.bureau.root).await);
    }
    let crosswalk = crosswalk::begin(app, &office.who, a, b).await.unwrap();
    let (ours, theirs) = (criteria(app, a).await, criteria(app, b).await);
    for (at, extent, confirm) in
        [(0, Extent::Full, true), (1, Extent::Partial, true), (2, Extent::Full, false)]
    {
        let verdict = Verdict { extent, confirm, reason: "同一项工作".into() };
        crosswalk::decide(app, &office.who, crosswalk, ours[at], theirs[at], &verdict).await.unwrap();
    }
    let unit = app.unit(&office, office.bureau.root, UnitKind::Section, "办公室").await;
    let liaison = app.user(&office, unit, "方志远", "fangzy", Role::Liaison).await;
    World { office, liaison, from: begun[0], to: begun[1], ours, theirs, crosswalk }
}

impl World {
    /// A record that stands behind criteria of the first standard.
    async fn record(&self, app: &TestApp, title: &str, day: &str, behind: &[usize]) -> RecordId {
        let form = record::new_form(app, &self.liaison, &[], &record::Asked::default()).await.unwrap();
        let sheet =
            Sheet { title: title.into(), day: day.into(), text: format!("{title}。"), ..Sheet::default() };
        let filled = Filled { version: form.version, sheet, removed: vec![] };
        record::submit(app, &self.liaison, form.id, &filled, vec![]).await.unwrap();
        job::drain(app).await.unwrap();
        for at in behind {
            matching::decide(app, &self.liaison, form.id, self.ours[*at], true).await.unwrap();
        }
        form.id
    }

    async fn answer(
        &self,
        app: &TestApp,
        of: AssessmentId,
        at: CriterionId,
        given: i64,
        records: Vec<RecordId>,
    ) {
        let before = app.store.view().await.unwrap().claim(of, Track::Own, at).await.unwrap().map(|it| it.id);
        let form = AnswerForm {
            track: Track::Own,
            before,
            answer: Answer::Given(Points::whole(given)),
            reason: "有文件".into(),
            records,
        };
        assessment::answer(app, &self.office.who, of, at, &form).await.unwrap();
    }

    async fn preview(&self, app: &TestApp) -> (usize, usize) {
        let it = crosswalk::preview(app, &self.office.who, self.crosswalk, self.from, self.to).await.unwrap();
        (it.answers(), it.records())
    }

    async fn carry(&self, app: &TestApp) -> app::Result<domain::id::CrosswalkUseId> {
        crosswalk::carry(app, &self.office.who, self.crosswalk, self.from, self.to).await
    }

    async fn total(&self, app: &TestApp) -> String {
        let sheet = assessment::sheet(app, &self.office.who, self.to, &Asked::default()).await.unwrap();
        sheet.score.total.to_string()
    }

    /// How a record stands to a criterion of the second standard.
    async fn link(&self, app: &TestApp, record: RecordId, at: usize) -> Option<(LinkState, String)> {
        let links = app.store.view().await.unwrap().links_of_record(record).await.unwrap();
        let link = links.into_iter().find(|it| it.criterion == self.theirs[at]);
        link.map(|it| (it.state, it.reason))
    }
}

fn refused<T: std::fmt::Debug>(result: app::Result<T>) -> String {
    match result {
        Err(Error::Refused(Refused::Rule(sentence))) => sentence,
        other => panic!("{other:?}"),
    }
}

testkit::on_both_engines! {
    async fn answers_and_records_go_over_once_and_come_back(app) {
        let w = world(&app).await;
        let lecture = w.record(&app, "每季度举办一次道德讲堂", "2026-03-05", &[0]).await;
        let service = w.record(&app, "到车站做文明引导", "2026-04-05", &[1]).await;
        let other = w.record(&app, "打扫院子", "2026-04-06", &[2]).await;
        let old = w.record(&app, "去年的讲堂", "2025-12-31", &[0]).await;
        w.answer(&app, w.from, w.ours[0], 4, vec![lecture]).await;
        w.answer(&app, w.from, w.ours[1], 2, vec![service]).await;
        // The rule proposes the same record for the second standard by itself: that must not keep it behind.
        let proposed = w.link(&app, lecture, 0).await.unwrap();
        assert_eq!(proposed.0, LinkState::Proposed);

        let preview = crosswalk::preview(&app, &w.office.who, w.crosswalk, w.from, w.to).await.unwrap();
        let lines: Vec<(bool, Vec<RecordId>, &str)> =
            preview.lines.iter().map(|it| (it.claim.is_some(), it.records.clone(), it.stays.as_str())).collect();
        assert_eq!(lines, [
            (true, vec![lecture], ""),
            (false, vec![service], "部分对应，自评要重新填写"),
        ]);
        assert_eq!(w.total(&app).await, "0", "a preview writes nothing");
        assert_eq!(w.link(&app, service, 1).await, None);

        let used = w.carry(&app).await.unwrap();
        assert_eq!(w.total(&app).await, "4");
        let (state, reason) = w.link(&app, lecture, 0).await.unwrap();
        assert_eq!((state, reason.as_str()), (LinkState::Confirmed, "按体系对照从“市级标准”1 带来（完全对应）。"));
        assert_eq!(w.link(&app, service, 1).await.unwrap().0, LinkState::Confirmed);
        assert_eq!(w.link(&app, other, 2).await, None, "a pair that was rejected carries nothing");
        assert!(w.link(&app, old, 0).await.is_none_or(|it| it.0 == LinkState::Proposed), "of another year");
        let claim = app.store.view().await.unwrap().claim(w.to, Track::Own, w.theirs[0]).await.unwrap().unwrap();
        assert_eq!(claim.claim.records, [lecture]);

        assert_eq!(w.preview(&app).await, (0, 0), "nothing goes over twice");
        assert!(refused(w.carry(&app).await).contains("没有可以带过去的"));
        let sight = crosswalk::show(&app, &w.office.who, w.crosswalk, None, &Turn::First, 9).await.unwrap();
        assert_eq!(sight.uses.len(), 1);

        assert_eq!(crosswalk::undo(&app, &w.office.who, used).await.unwrap(), w.crosswalk);
        assert_eq!(w.total(&app).await, "0");
        assert_eq!(w.link(&app, lecture, 0).await, Some(proposed), "the proposal stands as before");
        assert_eq!(w.link(&app, service, 1).await, None);
        assert!(refused(crosswalk::undo(&app, &w.office.who, used).await).contains("已经收回过"));
        assert_eq!(w.preview(&app).await, (1, 2), "and all of it could go over again");
    }

    async fn what_a_person_decided_on_the_other_side_stays(app) {
        let w = world(&app).await;
        let lecture = w.record(&app, "每季度举办一次道德讲堂", "2026-03-05", &[0]).await;
        let second = w.record(&app, "道德讲堂第二期", "2026-06-05", &[0]).await;
        w.answer(&app, w.from, w.ours[0], 4, vec![lecture, second]).await;
        matching::decide(&app, &w.liaison, lecture, w.theirs[0], false).await.unwrap();
        let used = w.carry(&app).await.unwrap();
        assert_eq!(w.link(&app, lecture, 0).await.unwrap().0, LinkState::Removed);
        let claim = app.store.view().await.unwrap().claim(w.to, Track::Own, w.theirs[0]).await.unwrap().unwrap();
        assert_eq!(claim.claim.records, [second], "what was taken away there stands behind no answer there");

        // A record that comes later goes over on its own; the answer is answered anew and outlives the undo.
        let third = w.record(&app, "道德讲堂第三期", "2026-06-10", &[0]).await;
        assert_eq!(w.preview(&app).await, (0, 1));
        let later = w.carry(&app).await.unwrap();
        w.answer(&app, w.to, w.theirs[0], 3, vec![second, third]).await;
        crosswalk::undo(&app, &w.office.who, used).await.unwrap();
        assert_eq!(w.total(&app).await, "3");
        assert_eq!(w.link(&app, third, 0).await.unwrap().0, LinkState::Confirmed, "of the other carrying over");
        app.go_to("2026-07-12");
        assert!(refused(crosswalk::undo(&app, &w.office.who, later).await).contains("不能收回"));
    }

    async fn two_who_carry_at_once_carry_once(app) {
        let w = world(&app).await;
        // Records only: no answer is there whose place would be taken.
        let service = w.record(&app, "到车站做文明引导", "2026-04-05", &[1]).await;
        let (one, other) = tokio::join!(w.carry(&app), w.carry(&app));
        assert_eq!(usize::from(one.is_ok()) + usize::from(other.is_ok()), 1, "{one:?} {other:?}");
        let late = [one, other].into_iter().find_map(Result::err).unwrap();
        assert!(matches!(late, Error::Refused(Refused::Rule(_) | Refused::Stale)), "{late:?}");
        assert_eq!(w.link(&app, service, 1).await.unwrap().0, LinkState::Confirmed);
        let sight = crosswalk::show(&app, &w.office.who, w.crosswalk, None, &Turn::First, 9).await.unwrap();
        assert_eq!(sight.uses.len(), 1);
        let verdict = app.store.view().await.unwrap().audit_verify(w.office.bureau.id).await.unwrap();
        assert!(verdict.broken.is_none());
    }
}
