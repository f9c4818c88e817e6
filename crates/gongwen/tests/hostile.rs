//! Files that want to break the reader: each ends with a reading that keeps everything or with a sentence, and
//! in bounded time. Time is measured against bounds that only a rule of more than linear cost exceeds.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

use gongwen::{Hint, Reading, Refusal, Severity, read, read_text};
use std::io::{Cursor, Write};
use std::time::{Duration, Instant};
use zip::write::SimpleFileOptions;

fn archive(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn document(body: &str) -> String {
    format!("<w:document xmlns:w=\"urn:w\"><w:body>{body}</w:body></w:document>")
}

fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

fn word(body: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let document = document(body);
    archive(&[&[("word/document.xml", document.as_str())], more].concat())
}

fn reading(bytes: &[u8]) -> Reading {
    read(bytes, &Hint::default()).unwrap()
}

fn refusal(bytes: &[u8]) -> Refusal {
    read(bytes, &Hint::default()).unwrap_err()
}

fn notes(reading: &Reading, word: &str) -> usize {
    reading.plan.diagnostics.iter().filter(|note| note.message.contains(word)).count()
}

/// Every character that is not white space belongs to a paragraph.
fn keeps_all(reading: &Reading) {
    let chars: Vec<char> = reading.text.chars().collect();
    let mut kept = vec![false; chars.len()];
    for paragraph in &reading.paragraphs {
        kept[paragraph.span[0]..paragraph.span[1]].fill(true);
    }
    assert!(chars.iter().zip(kept).all(|(c, kept)| c.is_whitespace() || kept));
}

#[test]
fn files_beyond_all_measure_are_refused_at_once() {
    let start = Instant::now();
    let mut bytes = vec![0; 500 << 20];
    bytes[..4].copy_from_slice(b"PK\x03\x04");
    assert_eq!(refusal(&bytes), Refusal::TooLarge { limit_mb: 64 });
    assert_eq!(refusal("字".repeat(3_500_000).as_bytes()), Refusal::TooLong { limit_mb: 8 });
    assert!(start.elapsed() < Duration::from_secs(10));
}

#[test]
fn five_thousand_pages_are_too_long_and_told_so() {
    let page: String =
        (0..22).map(|line| p(&format!("{line:02}{}", "云岚市各单位开展活动".repeat(3)))).collect();
    let document = document(&page.repeat(5_000));
    let start = Instant::now();
    assert_eq!(refusal(&archive(&[("word/document.xml", &document)])), Refusal::TooLong { limit_mb: 8 });
    assert!(start.elapsed() < Duration::from_secs(60));
}

#[test]
fn one_long_line_is_read_whole() {
    let text = format!("云岚市创建方案\n{}\n一、工作要求\n", "各科室要开展检查并报送情况".repeat(8_000));
    let start = Instant::now();
    let reading = read_text(&text);
    keeps_all(&reading);
    assert_eq!(reading.plan.title.as_deref(), Some("云岚市创建方案"));
    assert_eq!(reading.plan.outline.last().unwrap().title, "工作要求");
    assert!(start.elapsed() < Duration::from_secs(60));
}

#[test]
fn no_repetition_costs_more_than_linear_time() {
    for scrap in [
        "文明单位",
        "二十余人",
        "印发?",
        "一是?幭葎?",
        "至少召开2次",
        "\n字",
        "\n2",
        "3个",
        "张 ",
        "同志",
        "由局长任，",
        "第一阶段：动员\n",
        "组长：张三\n各科室要开展检查。\n",
        "一、目标\n（一）检查\n1.检查\n",
        "**",
        "（",
        "由公司",
        "于3月1日",
        "征集内容：\n各单位要认真组织，按时报送作品。\n",
        "一、安排\n征集内容：\n各单位要认真组织，按时报送作品。\n征集要求：\n各单位要认真组织，按时报送作品。\n",
        "检查范围\n检查内容\n各单位要认真组织，按时报送作品。\n工作要求\n各单位要认真组织，按时完成。\n",
        "阶段\t时间\n准备阶段\t4月\n",
        "办公室",
        "综合组组长：张三职责：负责检查；",
        "甲乙丙\n丁戊己\n2026年9月1日\n",
    ] {
        let text = scrap.repeat(60_000 / scrap.chars().count());
        let start = Instant::now();
        keeps_all(&read_text(&text));
        // Unoptimised, the slowest takes a second or two; any square of the length took minutes.
        assert!(start.elapsed() < Duration::from_secs(30), "{scrap:?} took {:?}", start.elapsed());
    }
}

/// Found by fuzzing, or next to what it found.
#[test]
fn lines_that_end_where_a_part_would_begin_are_read() {
    let addressees = "局机关各科室、局属各单位、".repeat(6);
    for text in [
        format!("{addressees}各客运企业："),
        format!("云交文〔2026〕12号{}", "号".repeat(80)),
        "云岚市交通运输局 2024年3月1日 \u{200b}".into(),
        "云岚市交通运输局 2024年3月1日 创建方案 \u{feff}\u{200b} 1.1".into(),
        "云岚市交通运输局\u{200b} 2024年3月1日\u{200b} 一、".into(),
        "一、总则（一）".into(),
        "一、总则（一）目的。（二）".into(),
        format!("云岚市创建工作方案{}一、", "为".repeat(80)),
        format!("第一章总则第一条。第二条。第三条{}", "。".repeat(80)),
        "各中队一是；二是".into(),
        "20**年".into(),
        "**年—**年**月".into(),
    ] {
        keeps_all(&read_text(&text));
    }
}

#[test]
fn tables_nested_ten_deep_keep_every_cell() {
    let mut body = p("最深处");
    for depth in (1..=10).rev() {
        body = format!(
            "<w:tbl><w:tr><w:tc>{}{body}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>",
            p(&format!("内{depth}")),
            p(&format!("外{depth}"))
        );
    }
    let reading = reading(&word(&format!("{}{body}{}", p("上文"), p("下文")), &[]));
    keeps_all(&reading);
    for depth in 1..=10 {
        assert!(reading.text.contains(&format!("内{depth}")) && reading.text.contains(&format!("外{depth}")));
    }
    let lines: Vec<&str> = reading.text.lines().collect();
    assert_eq!(lines.len(), 3, "the outer row stays one row: {lines:?}");
    assert!(lines[1].contains('\t') && lines[1].contains("最深处"));
}

#[test]
fn lists_beyond_the_levels_of_word_keep_their_words() {
    let item = |level: u64, text: &str| {
        format!(
            "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"3\"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
        )
    };
    let levels: String = (0..9)
        .map(|level| {
            format!("<w:lvl w:ilvl=\"{level}\"><w:start w:val=\"{}\"/><w:numFmt w:val=\"decimal\"/><w:lvlText w:val=\"%{}.\"/></w:lvl>", u64::MAX, level + 1)
        })
        .collect();
    let numbering = format!(
        "<w:numbering xmlns:w=\"urn:w\"><w:abstractNum w:abstractNumId=\"7\">{levels}</w:abstractNum><w:num w:numId=\"3\"><w:abstractNumId w:val=\"7\"/></w:num></w:numbering>"
    );
    let body: String = [0, 0, 8, 9, 400, u64::MAX].iter().map(|level| item(*level, "开展检查")).collect();
    let reading = reading(&word(&body, &[("word/numbering.xml", &numbering)]));
    assert_eq!(reading.text.matches("开展检查").count(), 6);
}

#[test]
fn marks_of_direction_are_told_and_hide_nothing() {
    let reading = read_text(
        "云岚市交通运输局文件\n云交文\u{200e}〔2026〕\u{202e}12号\u{202c}\n关于开展\u{2067}检查\u{2069}的通知\n各科室：\n请于6月底前报送。\n",
    );
    keeps_all(&reading);
    assert_eq!(reading.plan.doc_number.as_deref(), Some("云交文〔2026〕12号"));
    assert_eq!(reading.plan.title.as_deref(), Some("关于开展检查的通知"));
    let doubt = reading.plan.diagnostics.iter().find(|note| note.message.contains("文字方向")).unwrap();
    assert_eq!(doubt.severity, Severity::Doubt);
}

#[test]
fn macros_notes_and_pictures_are_named() {
    let body = format!("{}<w:p><w:r><w:footnoteReference w:id=\"2\"/></w:r></w:p>", p("关于开展检查的通知"));
    let file = word(&body, &[("word/vbaProject.bin", "Attribute VB_Name"), ("word/media/image1.png", "x")]);
    let read = reading(&file);
    assert_eq!(read.plan.title.as_deref(), Some("关于开展检查的通知"));
    assert_eq!((notes(&read, "宏"), notes(&read, "脚注"), notes(&read, "图片")), (1, 1, 1));
    assert_eq!(refusal(&word("<w:p/>", &[("word/media/image1.png", "x")])), Refusal::Pictures);
    assert_eq!(reading(&word(&p("通知"), &[])).plan.diagnostics, []);
}

#[test]
fn text_boxes_and_readings_do_not_mix_with_the_text() {
    let boxed = "<w:p><w:r><w:t>前文</w:t><w:pict><w:txbxContent><w:p><w:r><w:t>框中</w:t></w:r></w:p></w:txbxContent></w:pict></w:r><w:r><w:t>后文</w:t></w:r></w:p>";
    let ruby = "<w:p><w:r><w:ruby><w:rt><w:r><w:t>shè</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>设</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>";
    assert_eq!(reading(&word(&format!("{boxed}{ruby}"), &[])).text, "前文\n框中\n后文\n设\n");
}

#[test]
fn a_mark_in_any_header_stops_the_reading() {
    let header = document(&p("机密★3年"));
    let file = word(&p("通知"), &[("word/header7.xml", &header)]);
    assert!(matches!(refusal(&file), Refusal::Classified { .. }));
}

#[test]
fn damaged_files_are_refused_or_read_at_every_cut() {
    let whole = word(&p("关于开展检查的通知").repeat(40), &[("word/styles.xml", "<a/>")]);
    for cut in 1..whole.len() {
        match read(&whole[..cut], &Hint::default()) {
            Ok(reading) => keeps_all(&reading),
            Err(refusal) => assert!(refusal.to_string().contains('。')),
        }
    }
    for at in 0..whole.len() {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x55;
        if let Ok(reading) = read(&bytes, &Hint::default()) {
            keeps_all(&reading);
        }
    }
}

#[test]
fn bombs_are_stopped_before_they_unpack() {
    let start = Instant::now();
    let zeros = "0".repeat(40 << 20);
    assert!(matches!(refusal(&word(&p(&zeros), &[])), Refusal::Bomb { .. }));
    let parts: Vec<(String, &str)> = (0..10_001).map(|at| (format!("word/media/{at}"), "")).collect();
    let parts: Vec<(&str, &str)> = parts.iter().map(|(name, content)| (name.as_str(), *content)).collect();
    assert!(matches!(refusal(&word(&p("通知"), &parts)), Refusal::Bomb { .. }));
    assert!(start.elapsed() < Duration::from_secs(60));
}

#[test]
fn a_line_may_end_with_a_tag_for_a_break() {
    let given = "关于开展活动的通知\n活动时间和主题 <br>\n一、活动内容<br><br>\n<br>\n开展服务。";
    let reading = read_text(given);
    let texts: Vec<&str> =
        reading.paragraphs.iter().map(|it| it.text.as_str()).filter(|it| !it.is_empty()).collect();
    assert_eq!(texts, ["关于开展活动的通知", "活动时间和主题", "一、活动内容", "开展服务。"]);
}

/// A stage that has nothing but its number had an empty place.
#[test]
fn a_stage_without_a_name_has_a_place() {
    for text in [
        "一、工作步骤\n（一）第一阶段：\n",
        "一、工作步骤\n（一）一阶段：\n",
        "一、步骤\n1、第一阶段（，\n",
        "第一章 总\n竞赛分三步进行。第一阶段（2—3月）为准备阶段，印发方案；第二阶段（4",
    ] {
        let reading = read_text(text);
        assert!(reading.plan.stages.iter().all(|stage| stage.span[0] < stage.span[1]), "{text}");
    }
}

/// Found by the fuzz target `text`: under a heading about steps a number alone in its line.
#[test]
fn a_step_of_nothing_but_its_number_is_read() {
    for text in [
        "工作方案\n一、工作步骤\n（一）。\n（二）总结。\n",
        "工作方案\n一、工作步骤\n（一）动员。二是\n（二）：\n",
    ] {
        keeps_all(&read_text(text));
    }
}
