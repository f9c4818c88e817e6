//! 归档包 of a filed paper: 正本, 定稿, 处理单, history and catalogue in one ZIP that can be verified
//! without this program. It is made once per edition, outside of any transaction, and kept as a file.

use super::{may, pdf, printed, seen, text};
use crate::file::{self, Incoming};
use crate::{App, Error, Result, Who};
use domain::audit::Entry;
use domain::authority::{self, Action};
use domain::change::Change;
use domain::code::Code;
use domain::day::Day;
use domain::file::File;
use domain::id::{BureauId, PaperId, PersonId};
use domain::paper::Paper;
use domain::paper::archive::{self, Filing, Rules};
use domain::refused::Refused;
use sha2::{Digest, Sha256};
use std::fmt::Write as _;
use std::io::{Cursor, Read, Write};
use store::{Conn, FilingRow, FilingYear, NewFile, NewFiling, PackFiling, PutSetting, StepRow};
use zip::write::{SimpleFileOptions, ZipWriter};
use zip::{DateTime, ZipArchive};

const SETTING: &str = "paper.archive";
/// The text by which a package is verified.
const PROOF: &str = "核验.txt";
/// Most that a package may weigh unpacked when it is verified.
const MOST: u64 = 512 * 1024 * 1024;

/// What the unit has decided about filing, if it has.
pub async fn rules(app: &App, who: &Who) -> Result<Option<Rules>> {
    authority::require_any(who, Action::FilePaper)?;
    let mut view = app.store.view().await?;
    read_rules(&mut view, who.bureau).await
}

/// The filed papers by year, with the year in which they are due at the archives.
pub async fn years(app: &App, who: &Who) -> Result<Vec<FilingYear>> {
    authority::require_any(who, Action::FilePaper)?;
    Ok(app.store.view().await?.filing_years(who.bureau).await?)
}

/// Tells once a year what is due at the archives. Run by the clockwork; how many bureaus were told.
pub async fn remind(app: &App) -> Result<usize> {
    let mut told = 0;
    for bureau in app.store.view().await?.bureaus().await? {
        told += usize::from(remind_one(app, bureau.id).await?);
    }
    Ok(told)
}

async fn remind_one(app: &App, bureau: BureauId) -> Result<bool> {
    let year = app.today().year();
    let Some(new_year) = Day::new(year, 1, 1) else { return Ok(false) };
    let mut tx = app.store.begin().await?;
    let due = tx.filing_years(bureau).await?.into_iter().filter(|it| it.transfer == year);
    let papers: i64 = due.map(|it| it.papers).sum();
    // The mark of the year is taken only once there is something to tell.
    if papers == 0 || !tx.begin_day(bureau, "paper.transfer", new_year).await? {
        return Ok(false);
    }
    let mut tell: Vec<PersonId> = Vec::new();
    for holder in tx.holders_of_roles(bureau).await? {
        if authority::scope(holder.role, Action::FilePaper).is_some() && !tell.contains(&holder.person) {
            tell.push(holder.person);
        }
    }
    tx.apply(&app.own_stamp(bureau, "job"), archive::transfer(bureau, year, papers, &tell)).await?;
    tx.commit().await?;
    Ok(true)
}

pub(super) async fn read_rules(conn: &mut Conn, bureau: BureauId) -> Result<Option<Rules>> {
    let value = conn.setting(bureau, SETTING).await?;
    value
        .map(|value| serde_json::from_str(&value).map_err(|error| Error::fault("archive rules", error)))
        .transpose()
}

/// Decides about filing; papers filed before keep their numbers.
pub async fn decide(app: &App, who: &Who, rules: &Rules) -> Result<()> {
    authority::require_any(who, Action::FilePaper)?;
    let value = serde_json::to_string(rules).map_err(|error| Error::fault("archive rules", error))?;
    let setting = PutSetting { bureau: who.bureau, name: SETTING, value };
    let change: Change<PutSetting> = Change::new(setting, archive::decide(who.bureau, rules));
    let mut tx = app.store.begin().await?;
    tx.apply(&app.stamp(who), change).await?;
    Ok(tx.commit().await?)
}

/// Makes the package of the newest edition, if it was not made yet.
pub async fn pack(app: &App, who: &Who, id: PaperId) -> Result<()> {
    let mut view = app.store.view().await?;
    let paper = seen(app, &mut view, who, id).await?;
    may(&mut view, who, Action::FilePaper, &paper).await?;
    let row = newest(&mut view, id).await?;
    if row.filing.file.is_some() {
        return Ok(());
    }
    let steps = view.paper_steps(id).await?;
    let mut versions = Vec::new();
    for number in 1..=paper.text {
        versions.push(view.paper_text(id, number).await?.text);
    }
    let organ = view.bureau(who.bureau).await?.name;
    drop(view);
    let (_, words) = printed(app, who, id).await?;
    let pages = pdf::set(app, words.clone(), true).await?;
    let made = paper.issued_on.map_or(0, |day| u64::try_from(day.start().0 / 1_000_000).unwrap_or_default());
    let (filing, name) = (row.filing.clone(), format!("{}.zip", row.filing.number));
    let bytes = tokio::task::spawn_blocking(move || {
        let options = gongwen::write::Options { made, ..gongwen::write::Options::default() };
        let docx = gongwen::write::docx(&words, &options).map_err(|error| Error::rule(error.to_string()))?;
        let last = versions.last().cloned().unwrap_or_default();
        let mut files = vec![
            ("01 正本.docx".to_owned(), docx),
            ("02 正本（PDF-A）.pdf".to_owned(), pages.bytes.clone()),
            ("03 定稿（签发的正文）.json".to_owned(), last.into_bytes()),
            ("04 定稿（文字）.txt".to_owned(), text::lines(&words).join("\r\n").into_bytes()),
            ("05 发文处理单.txt".to_owned(), sheet(&paper, &steps).into_bytes()),
        ];
        for (at, version) in versions.into_iter().enumerate() {
            files.push((format!("06 历次版本/第{}版.json", at + 1), version.into_bytes()));
        }
        files.push(("目录.csv".into(), catalogue(&paper, &filing, &organ, pages.count).into_bytes()));
        files.push(("元数据.json".into(), metadata(&paper, &filing, &organ, pages.count)?));
        zipped(&filing, files)
    })
    .await??;
    let kept = file::keep(app, who, Incoming::read(name, Cursor::new(bytes))).await?;
    let change = archive::packed(&row.filing, kept.id)?;
    let mut tx = app.store.begin().await?;
    tx.apply(&app.stamp(who), change.map(|next| (NewFile(kept), PackFiling(next)))).await?;
    Ok(tx.commit().await?)
}

/// 补正: a further edition, made at once; the earlier ones stay as they are.
pub async fn supplement(app: &App, who: &Who, id: PaperId, reason: &str) -> Result<()> {
    let mut tx = app.store.begin().await?;
    let paper = seen(app, &mut tx, who, id).await?;
    may(&mut tx, who, Action::FilePaper, &paper).await?;
    let next = archive::supplement(&newest(&mut tx, id).await?.filing, who.person, reason)?;
    let entry = Entry::new(Action::FilePaper, id).field("edition", next.edition);
    tx.apply(&app.stamp(who), Change::new(NewFiling(next), entry)).await?;
    tx.commit().await?;
    pack(app, who, id).await
}

async fn newest(conn: &mut Conn, id: PaperId) -> Result<FilingRow> {
    Ok(conn.filings(id).await?.into_iter().next().ok_or(Refused::NotFound)?)
}

/// The package of an edition, opened.
pub async fn open(app: &App, who: &Who, id: PaperId, edition: i64) -> Result<(File, std::fs::File)> {
    let mut view = app.store.view().await?;
    let paper = seen(app, &mut view, who, id).await?;
    may(&mut view, who, Action::FilePaper, &paper).await?;
    let rows = view.filings(id).await?;
    let file = rows.iter().find(|it| it.filing.edition == edition).and_then(|it| it.filing.file);
    let file = view.file(file.ok_or(Refused::NotFound)?).await?;
    drop(view);
    let (blobs, digest) = (app.store.blobs().clone(), file.digest.clone());
    let opened = tokio::task::spawn_blocking(move || blobs.open_blob(&digest)).await??;
    Ok((file, opened))
}

/// 发文处理单: every step with person and time, as the audit log has them.
fn sheet(paper: &Paper, steps: &[StepRow]) -> String {
    let mut out = format!("发文处理单\r\n标题：{}\r\n", paper.title);
    if let Some(number) = &paper.number {
        let _ = write!(out, "发文字号：{number}\r\n");
    }
    out.push_str("以下是系统中的审批记录，不是电子签名。\r\n\r\n时间\t人员\t环节\t结果\t说明\t正文摘要\r\n");
    for it in steps {
        let (day, clock) = (Day::of_instant(it.at), it.at.clock_text());
        let _ = write!(
            out,
            "{day} {clock}\t{}\t{}\t{}\t{}\t{}\r\n",
            it.person,
            it.step,
            it.state,
            it.note.replace(['\t', '\r', '\n'], " "),
            it.digest
        );
    }
    out
}

/// 归档文件目录, DA/T 22-2015 5.5.2: nine columns, days as eight digits.
fn catalogue(paper: &Paper, filing: &Filing, organ: &str, pages: u32) -> String {
    let day = paper.issued_on.map_or_else(String::new, |day| day.to_string().replace('-', ""));
    let number = paper.number.as_ref().map_or_else(String::new, ToString::to_string);
    let cells = [
        "1".to_owned(),
        filing.number.to_string(),
        number,
        organ.to_owned(),
        paper.title.clone(),
        day,
        String::new(),
        pages.to_string(),
        filing.reason.clone(),
    ];
    let row = cells.iter().map(|cell| quoted(cell)).collect::<Vec<_>>().join(",");
    // The mark at the front lets spreadsheet programs read it as UTF-8.
    format!("\u{feff}序号,档号,文号,责任者,题名,日期,密级,页数,备注\r\n{row}\r\n")
}

/// A cell that no program takes for a formula.
fn quoted(cell: &str) -> String {
    let guard = if cell.starts_with(['=', '+', '-', '@', '\t', '\r']) { "'" } else { "" };
    format!("\"{guard}{}\"", cell.replace('"', "\"\""))
}

fn metadata(paper: &Paper, filing: &Filing, organ: &str, pages: u32) -> Result<Vec<u8>> {
    let value = serde_json::json!({
        "档号": filing.number.to_string(),
        "版次": filing.edition,
        "补正原因": filing.reason,
        "保管期限": filing.number.term.label(),
        "保管期限表批准文号": filing.approval,
        "应移交年度": filing.transfer,
        "责任者": organ,
        "题名": paper.title,
        "文号": paper.number.as_ref().map(ToString::to_string),
        "签发日期": paper.signature.as_ref().map(|it| it.on.to_string()),
        "印发日期": paper.issued_on.map(|day| day.to_string()),
        "签发的正文摘要": paper.signature.as_ref().map(|it| it.digest.clone()),
        "页数": pages,
    });
    serde_json::to_vec_pretty(&value).map_err(|error| Error::fault("metadata", error))
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut hex, byte| {
        let _ = write!(hex, "{byte:02x}");
        hex
    })
}

/// The text by which anyone verifies the package: lines that `sha256sum -c` reads, then SM3 and sizes.
fn proof(filing: &Filing, files: &[(String, Vec<u8>)]) -> String {
    let total: usize = files.iter().map(|(_, bytes)| bytes.len()).sum();
    let mut out = format!(
        "归档包核验\n档号 {}，第 {} 版，共 {} 个文件，{total} 字节。\n\
         解压后在本文件夹里运行 sha256sum -c {PROOF}，每个文件都应当显示 OK（其余说明行的提示可以不管）。\n\
         SM3 摘要列在后面，可用任何支持 GB/T 32905 的工具核对。\n\nSHA-256\n",
        filing.number,
        filing.edition,
        files.len()
    );
    for (name, bytes) in files {
        let _ = writeln!(out, "{}  {name}", sha256(bytes));
    }
    out.push_str("\nSM3\n");
    for (name, bytes) in files {
        let _ = writeln!(out, "sm3 {} {} {name}", store::sm3_hex(bytes), bytes.len());
    }
    out
}

/// The same files make the same package.
fn zipped(filing: &Filing, mut files: Vec<(String, Vec<u8>)>) -> Result<Vec<u8>> {
    files.push((PROOF.into(), proof(filing, &files).into_bytes()));
    let broken = |error: &dyn std::fmt::Display| Error::fault("archive", error);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options =
        SimpleFileOptions::default().last_modified_time(DateTime::default()).unix_permissions(0o644);
    for (name, bytes) in &files {
        zip.start_file(name.as_str(), options).map_err(|error| broken(&error))?;
        zip.write_all(bytes).map_err(|error| broken(&error))?;
    }
    Ok(zip.finish().map_err(|error| broken(&error))?.into_inner())
}

/// Verifies a package by its own text, as someone without this program would: counts, sizes, both
/// digests. A sentence says what does not fit.
pub fn verify(bytes: &[u8]) -> Result<usize, String> {
    let damaged = |_| "归档包已损坏，打不开。".to_owned();
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged(()))?;
    let mut files = Vec::new();
    for at in 0..zip.len() {
        let part = zip.by_index(at).map_err(|_| damaged(()))?;
        let name = part.name().map_err(|_| damaged(()))?.into_owned();
        let mut inside = Vec::new();
        part.take(MOST).read_to_end(&mut inside).map_err(|_| damaged(()))?;
        files.push((name, inside));
    }
    let proof = files.iter().position(|(name, _)| name == PROOF).ok_or("归档包里没有核验文件。")?;
    let (_, proof) = files.remove(proof);
    let proof = String::from_utf8(proof).map_err(|_| "核验文件不是文字。")?;
    let lines: Vec<&str> = proof.lines().collect();
    for (name, inside) in &files {
        let strong = format!("{}  {name}", sha256(inside));
        let national = format!("sm3 {} {} {name}", store::sm3_hex(inside), inside.len());
        if !lines.contains(&strong.as_str()) || !lines.contains(&national.as_str()) {
            return Err(format!("“{name}”和核验文件不一致。"));
        }
    }
    let listed = lines.iter().filter(|line| line.starts_with("sm3 ")).count();
    if listed != files.len() {
        return Err(format!("核验文件列了 {listed} 个文件，包里有 {} 个。", files.len()));
    }
    Ok(files.len())
}
