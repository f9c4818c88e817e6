//! How long reading takes: a plan of usual length as text, and a Word file of about 200 pages.
//!
//! `cargo bench -p gongwen`. The plan is meant to take less than 2 ms, the Word file less than 300 ms.

#![allow(clippy::unwrap_used, missing_docs, reason = "a tool for developers")]

use criterion::{Criterion, criterion_group, criterion_main};
use gongwen::{Hint, read};
use std::hint::black_box;
use std::io::{Cursor, Write};
use std::time::Duration;
use zip::write::SimpleFileOptions;

/// One section of some 520 characters; seven of them make a usual plan, 250 some 200 pages.
fn section(number: usize) -> Vec<String> {
    vec![
        format!("（{}）做好第{number}项工作，夯实创建基础", han(number % 19 + 1)),
        "各科室要结合业务实际制定年度学习计划，每月组织一次集中学习，每季度开展一次交流研讨，全年撰写心得体会不少于4篇，\
         学习情况于每季度末前报送机关党委备案。机关党委要做好考勤和档案整理，对学习不认真、记录不规范的，予以通报。"
            .into(),
        "一是健全制度。修订完善考勤、值班、卫生等制度12项，形成用制度管人、管事的良好局面。二是丰富载体。利用“七一”、国庆节\
         等节日，组织开展主题党日、知识竞赛、志愿服务等活动，参与人数达到在职职工的90%以上。三是强化督导。由督查室牵头，\
         每两个月检查一次，6月30日前完成第一轮检查，检查结果纳入年终考核。"
            .into(),
        "1.开展文明服务示范活动。在客运站、收费站、政务大厅设立示范岗20个，评选服务标兵15名，年内争创省级青年文明号。\
         （责任科室：运输科；配合科室：工会、团委；完成时限：11月底）"
            .into(),
        "2.改善办公环境。投入资金36.5万元，更新宣传栏48块，栽种花木1500余株，做到院落整洁、秩序井然，营造文明和谐的氛围。"
            .into(),
    ]
}

fn han(number: usize) -> String {
    const DIGITS: [&str; 10] = ["", "一", "二", "三", "四", "五", "六", "七", "八", "九"];
    match number {
        0..=9 => DIGITS[number].into(),
        _ => format!("十{}", DIGITS[number % 10]),
    }
}

fn paper(sections: usize) -> Vec<String> {
    let mut lines: Vec<String> = [
        "云岚市交通运输局文件",
        "云交〔2024〕15号",
        "云岚市交通运输局关于印发《2024年文明单位创建实施方案》的通知",
        "机关各科室、局属各单位：",
        "现将《2024年文明单位创建实施方案》印发给你们，请认真贯彻执行。",
        "云岚市交通运输局",
        "2024年3月4日",
        "2024年文明单位创建实施方案",
        "一、组织领导",
        "组　长：郑　青",
        "副组长：周红英、吴　山",
        "成　员：机关各科室负责人",
        "二、实施步骤",
        "第一阶段：宣传发动阶段（3—4月）。召开动员会，印发方案。",
        "第二阶段：组织实施阶段（5—10月）。按照分工抓好落实。",
        "三、主要措施",
    ]
    .map(str::to_owned)
    .to_vec();
    lines.extend((0..sections).flat_map(section));
    lines
}

fn docx(lines: &[String]) -> Vec<u8> {
    let paragraph = |line: &String| {
        format!(
            "<w:p><w:pPr><w:ind w:firstLine=\"640\"/></w:pPr><w:r><w:rPr><w:sz w:val=\"32\"/></w:rPr><w:t>{line}</w:t></w:r></w:p>"
        )
    };
    let body: String = lines.iter().map(paragraph).collect();
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    writer.start_file("word/document.xml", SimpleFileOptions::default()).unwrap();
    writer
        .write_all(format!("<w:document xmlns:w=\"urn:w\"><w:body>{body}</w:body></w:document>").as_bytes())
        .unwrap();
    writer.finish().unwrap().into_inner()
}

fn reading(criterion: &mut Criterion) {
    let plan = paper(7).join("\n").into_bytes();
    let long = docx(&paper(250));
    let hint = Hint::default();
    criterion.bench_function("plan of 4000 characters", |bench| {
        bench.iter(|| black_box(read(&plan, &hint).unwrap()));
    });
    criterion.bench_function("docx of 200 pages", |bench| {
        bench.iter(|| black_box(read(&long, &hint).unwrap()));
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20).measurement_time(Duration::from_secs(4));
    targets = reading
}
criterion_main!(benches);
