//! The commands that work on a data folder, beside a running server or without one.

#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod kit;

use app::assessment::{self, AnswerForm, Begun};
use app::clock::SystemClock;
use app::ids::TimeIds;
use app::{App, Clock, Keys, Who, crosswalk};
use domain::assessment::{Answer, Track};
use domain::crosswalk::{Extent, Verdict};
use domain::id::{AssessmentId, CriterionId, StandardId};
use domain::points::Points;
use domain::standard::file::File;
use kit::run_in;
use kit::server::Server;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use store::{Options, Store};
use tempfile::TempDir;

/// A demonstration that was started once and has ended.
fn demo() -> TempDir {
    let folder = TempDir::new().unwrap();
    drop(Server::demo(folder.path(), None));
    folder
}

#[test]
fn units_and_accounts_are_kept_from_the_command_line() {
    let folder = demo();
    let run = |args: &[&str]| run_in(folder.path(), args);
    run(&["unit", "add", "宣传科", "--kind", "section", "--as", "office"]).done();
    run(&["unit", "add", "融媒体组", "--kind", "内设机构", "--parent", "宣传科", "--as", "office"]).done();
    assert!(run(&["unit", "list", "--as", "office"]).done().contains("    融媒体组\t内设机构\t0 人\n"));
    assert!(run(&["unit", "add", "某科", "--kind", "moon", "--as", "office"]).stopped(2).contains("section"));
    run(&["unit", "add", "某科", "--kind", "section", "--as", "staff"]).stopped(1);
    assert!(run(&["unit", "list", "--as", "nobody"]).stopped(2).contains("nobody"));

    assert!(run(&["user", "list", "--as", "office"]).done().contains("staff\t"));
    assert!(
        run(&["user", "invite", "苏建国", "--role", "liaison", "--as", "office"]).done().contains("激活码")
    );
    run(&["user", "disable", "staff", "--as", "office"]).done();
    assert!(run(&["user", "list", "--as", "office"]).done().contains("staff\t已停用"));
    run(&["unit", "list", "--as", "staff"]).stopped(2);
    run(&["user", "enable", "staff", "--as", "office"]).done();
    run(&["unit", "list", "--as", "staff"]).done();
    assert!(run(&["audit", "verify"]).done().contains("全部相连"));
}

#[test]
fn crosswalks_are_listed_and_what_is_no_number_is_told() {
    let folder = demo();
    let run = |args: &[&str]| run_in(folder.path(), args);
    assert_eq!(run(&["standard", "crosswalks", "--as", "office"]).done(), "");
    let id = "01900000-0000-7000-8000-000000000000";
    let carry = |crosswalk: &str, login: &str| {
        run(&["standard", "carry", crosswalk, id, id, "--dry-run", "--as", login])
    };
    assert!(carry("甲", "office").stopped(2).contains("“甲”不是对照的编号"));
    carry(id, "office").stopped(1);
    carry(id, "staff").stopped(1);
}

/// What the commands open, opened by a test: everything but the server.
async fn opened(folder: &Path) -> App {
    let keys = Keys::existing(&folder.join("key")).unwrap();
    let options = Options { data: folder.to_owned(), database_url: None, key: keys.audit() };
    let clock: Arc<dyn Clock> = Arc::new(SystemClock);
    let ids = Arc::new(TimeIds::new(Arc::clone(&clock)));
    App::new(Store::open(&options).await.unwrap(), clock, ids, keys, true)
}

/// A standard of one criterion, published, and an assessment of the whole bureau by it.
async fn assessed(
    app: &App,
    who: &Who,
    name: &str,
    criterion: &str,
) -> (StandardId, CriterionId, AssessmentId) {
    let head = "schema = 1\n[standard]\nissuer = \"云岚市\"\nlevel = \"municipal\"\nsource = \"example\"\n";
    let node = format!("name = \"{name}\"\n[[node]]\ncode = \"1\"\ntitle = \"{criterion}\"\npoints = 4\n");
    let file = File::parse(&format!("{head}{node}")).unwrap();
    let standard = app::standard::add(app, who, file).await.unwrap();
    app::standard::publish(app, who, standard, 1).await.unwrap();
    let row = app.store.view().await.unwrap().standard(standard).await.unwrap().row;
    let criterion = row.standard.tree.criteria().next().unwrap().1.id;
    let unit = app.store.view().await.unwrap().bureau(who.bureau).await.unwrap().root;
    let day = |text: &str| text.parse().unwrap();
    let form =
        Begun { standard, unit, from: day("2026-01-01"), to: day("2026-12-31"), unit_kind: String::new() };
    (standard, criterion, assessment::begin(app, who, &form).await.unwrap())
}

#[tokio::test(flavor = "multi_thread")]
async fn an_answer_is_carried_over_a_crosswalk_from_the_command_line() {
    let folder = demo();
    let app = opened(folder.path()).await;
    let mut view = app.store.view().await.unwrap();
    let account = view.account_by_login("office").await.unwrap().unwrap();
    let who = Who { actor: view.actor(&account, app.today()).await.unwrap(), source: "test".into() };
    drop(view);
    let (ours, a, from) = assessed(&app, &who, "市级标准", "每季度举办一次道德讲堂").await;
    let (theirs, b, to) = assessed(&app, &who, "省级标准", "每季度举办道德讲堂").await;
    let id = crosswalk::begin(&app, &who, ours, theirs).await.unwrap();
    let verdict = Verdict { extent: Extent::Full, confirm: true, reason: "同一项工作".into() };
    crosswalk::decide(&app, &who, id, a, b, &verdict).await.unwrap();
    let answer = Answer::Given(Points::whole(3));
    let form =
        AnswerForm { track: Track::Own, before: None, answer, reason: "有记录".into(), records: vec![] };
    assessment::answer(&app, &who, from, a, &form).await.unwrap();

    let [id, from, to] = [id.to_string(), from.to_string(), to.to_string()];
    let run = |args: &[&str]| run_in(folder.path(), &[&["standard"], args, &["--as", "office"]].concat());
    let listed = run(&["crosswalks"]).done();
    assert!(
        listed.contains(&format!("{id}\t市级标准，第 1 版\t省级标准，第 1 版\t已确认 1\t待确认 0")),
        "{listed}"
    );
    let looked = run(&["carry", &id, &from, &to, "--dry-run"]).done();
    assert!(looked.contains("每季度举办一次道德讲堂\t") && looked.contains("自评 1 条"), "{looked}");
    assert!(looked.contains("没有保存任何内容"), "{looked}");
    let claim = async || {
        let mut view = app.store.view().await.unwrap();
        view.claim(to.parse().unwrap(), Track::Own, b).await.unwrap().map(|it| it.claim.answer)
    };
    assert_eq!(claim().await, None, "looking saves nothing");
    let carried = run(&["carry", &id, &from, &to]).done();
    assert!(carried.contains("已带过去：自评 1 条，纪实 0 份") && carried.contains(&id), "{carried}");
    assert_eq!(claim().await, Some(Answer::Given(Points::whole(3))));
    let again = run(&["carry", &id, &from, &to, "--dry-run"]).done();
    assert!(again.contains("自评 0 条，纪实 0 份"), "{again}");
    let staff = run_in(folder.path(), &["standard", "carry", &id, &from, &to, "--as", "staff"]);
    staff.stopped(1);
    assert!(run_in(folder.path(), &["audit", "verify"]).done().contains("全部相连"));
}

#[test]
fn an_archive_is_imported_from_a_path_of_the_server() {
    let folder = demo();
    let path = folder.path().join("去年资料.zip");
    let mut zip = zip::ZipWriter::new(fs::File::create(&path).unwrap());
    zip.start_file("2026-03-12 义务植树/签到.txt", zip::write::SimpleFileOptions::default()).unwrap();
    std::io::Write::write_all(&mut zip, "张三 李四\n".as_bytes()).unwrap();
    zip.finish().unwrap();
    let said = run_in(folder.path(), &["record", "import", path.to_str().unwrap(), "--as", "office"]).done();
    assert!(said.contains("分成 1 组") && said.contains("压缩包已经解开，收下里面的 1 个文件"), "{said}");
    fs::write(folder.path().join("名册.txt"), b"x").unwrap();
    let other = folder.path().join("名册.txt");
    let said =
        run_in(folder.path(), &["record", "import", other.to_str().unwrap(), "--as", "office"]).stopped(2);
    assert!(said.contains("不是 .zip 压缩包"), "{said}");
}

#[test]
fn a_paper_is_imported_as_a_draft_in_the_name_of_an_account() {
    let folder = demo();
    let paper = folder.path().join("方案.txt");
    fs::write(&paper, "2026年文明单位创建工作方案\n一、重点措施\n每季度开展一次志愿服务。\n").unwrap();
    let import =
        |login: &str| run_in(folder.path(), &["plan", "import", paper.to_str().unwrap(), "--as", login]);
    assert!(import("office").done().contains("草稿"));
    import("staff").stopped(1);
    fs::write(&paper, b"").unwrap();
    import("office").stopped(2);
}

/// Whoever holds folder and key may name any account; the audit says who it was.
#[tokio::test]
async fn the_audit_names_who_ran_a_command() {
    let folder = demo();
    run_in(folder.path(), &["unit", "add", "宣传科", "--kind", "section", "--as", "office"]).done();
    let options = Options { data: folder.path().to_owned(), database_url: None, key: [0; 32] };
    let store = Store::open(&options).await.unwrap();
    let mut view = store.view().await.unwrap();
    let bureau = view.bureaus().await.unwrap().remove(0).id;
    let filter = store::AuditFilter { limit: 10, ..store::AuditFilter::default() };
    let rows = view.audit_rows(bureau, &filter).await.unwrap();
    let last = rows.into_iter().find(|row| row.action == "edit_units").expect("the act is recorded");
    let uid = std::os::unix::fs::MetadataExt::uid(&fs::metadata("/proc/self").unwrap());
    let users = fs::read_to_string("/etc/passwd").unwrap_or_default();
    let user = users.lines().find(|line| line.split(':').nth(2) == Some(&uid.to_string()));
    let name = user.and_then(|line| line.split(':').next()).map_or(format!("uid {uid}"), str::to_owned);
    assert_eq!(last.source, format!("cli {name}"));
    drop(view);
    store.close().await;
    let help = run_in(folder.path(), &["plan", "import", "--help"]).done();
    assert!(help.contains("本来就受信任") && help.contains("操作系统用户名"), "{help}");
}

#[test]
fn what_a_dead_process_left_of_an_upload_is_swept_at_start() {
    let folder = demo();
    let left = folder.path().join("files/incoming/01890000-0000-7000-8000-000000000001");
    fs::write(&left, b"half").unwrap();
    drop(Server::demo(folder.path(), None));
    assert!(!left.exists());
}

#[test]
fn work_is_done_without_a_server() {
    let folder = demo();
    assert!(run_in(folder.path(), &["work", "--once"]).done().contains("已完成后台工作"));
}

#[test]
fn an_old_folder_is_sorted_once_and_reviewed_in_the_browser() {
    let folder = demo();
    let old = TempDir::new().unwrap();
    let day = old.path().join("旧资料/2026-03-12 义务植树");
    fs::create_dir_all(&day).unwrap();
    fs::write(day.join("签到.txt"), "云岚 三十人\n").unwrap();
    fs::write(day.join("程序.exe"), b"MZ\x90\x00\x03").unwrap();
    std::os::unix::fs::symlink("/etc/hostname", day.join("链接.txt")).unwrap();
    let path = old.path().join("旧资料");
    let import =
        |login: &str| run_in(folder.path(), &["record", "import", path.to_str().unwrap(), "--as", login]);
    let said = import("liaison").done();
    assert!(said.contains("收下 2 个文件，分成 1 组：/folders/"), "{said}");
    assert!(said.contains("程序.exe：不是能收的文件") && !said.contains("链接"), "{said}");
    assert!(import("liaison").done().contains("分成 0 组"), "the same once more");
    assert!(import("staff").stopped(1).contains("权限") || import("staff").stopped(1).contains("不能"));
    assert!(
        run_in(folder.path(), &["record", "import", "/没有", "--as", "liaison"]).stopped(2).contains("/没有")
    );
}

#[tokio::test]
async fn a_broken_chain_is_named_and_so_is_a_missing_key() {
    let folder = demo();
    let verify = |more: &[&str]| run_in(folder.path(), &[&["audit", "verify"], more].concat());
    assert!(verify(&[]).done().contains("尾部无法证明"));
    assert!(verify(&["--anchor", "没有.txt"]).stopped(2).contains("没有.txt"));
    let options = Options { data: folder.path().to_owned(), database_url: None, key: [0; 32] };
    let store = Store::open(&options).await.unwrap();
    store::testing::tamper(&store, "update audit_entry set source = 'else' where seq = 2").await.unwrap();
    store.close().await;
    assert!(verify(&[]).stopped(1).contains("第 2 条"));
    fs::remove_file(folder.path().join("key")).unwrap();
    assert!(verify(&[]).stopped(1).contains("密钥"));
}

#[test]
fn a_demonstration_and_a_real_bureau_never_share_a_folder() {
    let folder = demo();
    assert!(run_in(folder.path(), &["serve", "--listen", "127.0.0.1:0"]).stopped(1).contains("演示"));
    let empty = TempDir::new().unwrap();
    assert!(run_in(empty.path(), &["user", "list", "--as", "office"]).stopped(1).contains("密钥"));
    assert_eq!(fs::read_dir(empty.path()).unwrap().count(), 0);
}

#[test]
fn a_backup_restores_into_an_empty_folder_with_its_key() {
    let folder = demo();
    let archive = folder.path().join("备份.wmb");
    let archive = archive.to_str().unwrap();
    assert!(run_in(folder.path(), &["backup", archive]).done().contains("已备份"));
    let target = TempDir::new().unwrap();
    let restore = || run_in(target.path(), &["restore", archive]);
    assert!(restore().stopped(1).contains("密钥"));
    assert_eq!(fs::read_dir(target.path()).unwrap().count(), 0, "nothing is made without the key");
    fs::copy(folder.path().join("key"), target.path().join("key")).unwrap();
    assert!(restore().done().contains("审计链核验无误"));
    assert!(restore().stopped(1).contains("空的数据库"));
    let units = |folder: &TempDir| run_in(folder.path(), &["unit", "list", "--as", "office"]).done();
    assert_eq!(units(&folder), units(&target));
    assert!(run_in(target.path(), &["audit", "verify", "--anchor"]).done().contains("与锚点一致"));
    // What was a demonstration stays one.
    assert!(run_in(target.path(), &["serve", "--listen", "127.0.0.1:0"]).stopped(1).contains("演示"));
}

/// A roster as a workbook.
fn roster(path: &Path, rows: &[&[&str]]) {
    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    for (row, cells) in (0..).zip(rows) {
        for (column, text) in (0..).zip(*cells) {
            sheet.write_string(row, column, *text).unwrap();
        }
    }
    book.save(path).unwrap();
}

#[test]
fn a_roster_is_checked_and_imported_all_or_nothing() {
    let folder = demo();
    let path = folder.path().join("名册.xlsx");
    let import = |more: &[&str]| {
        run_in(
            folder.path(),
            &[&["roster", "import", path.to_str().unwrap(), "--as", "office"], more].concat(),
        )
    };
    let head: &[&str] = &["姓名", "工号", "科室", "手机"];
    roster(
        &path,
        &[head, &["叶知秋", "YL901", "新设科", "13812345678"], &["齐小满", "YL902", "新设科", "138"]],
    );
    let book = folder.path().join("错误.xlsx");
    let ended = import(&["--errors", book.to_str().unwrap()]);
    assert!(
        ended.out.contains("1 行可以导入，1 行有错") && ended.out.contains("第 3 行“手机”"),
        "{}",
        ended.out
    );
    assert!(ended.stopped(2).contains("一行也没有写入"));
    assert!(fs::read(&book).unwrap().starts_with(b"PK"));
    assert!(import(&["--errors", book.to_str().unwrap()]).stopped(2).contains("文件已经存在"));

    roster(&path, &[head, &["叶知秋", "YL901", "新设科", "13812345678"], &["苏建国", "", "新设科", ""]]);
    let asked = import(&[]).stopped(2);
    assert!(asked.contains("新设科") && asked.contains("第 3 行与别人同名"), "{asked}");
    let answers = ["--new-units", "section", "--same-names", "skip"];
    let dry = [&answers[..], &["--dry-run"]].concat();
    assert!(import(&dry).done().contains("没有写入"));
    let units = || run_in(folder.path(), &["unit", "list", "--as", "office"]).done();
    assert!(!units().contains("新设科"), "a dry run writes nothing");
    assert!(import(&answers).done().contains("1 人已加入名册，新建 1 个科室或单位，跳过 1 行"));
    assert!(units().contains("新设科\t内设机构\t1 人"), "{}", units());
    assert!(import(&["--same-names", "skip"]).done().contains("0 人已加入名册"), "nobody joins twice");
    let staff = run_in(folder.path(), &["roster", "import", path.to_str().unwrap(), "--as", "staff"]);
    staff.stopped(1);
    fs::write(&path, b"no workbook").unwrap();
    assert!(import(&[]).stopped(2).contains("“名册.xlsx”没有读成"));
}
