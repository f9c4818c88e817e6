//! What holds for every input: reading never panics, spans are sound, nothing of the text is lost.

use gongwen::{Hint, PlanRead, Reading, Span, fold, read, read_text};
use proptest::prelude::*;
use std::io::{Cursor, Write};

/// Scraps of papers, so that random texts reach the rules.
fn scraps() -> impl Strategy<Value = String> {
    let scrap = prop::sample::select(vec![
        "一、",
        "（一）",
        "1.",
        "第一阶段：",
        "一是",
        "；二是",
        "组 长：",
        "张三、李四",
        "4—5月",
        "（",
        "）",
        "《",
        "》",
        "“",
        "”",
        "。",
        "\n",
        "\r\n",
        "\u{c}",
        " ",
        "　",
        "\t",
        "# ",
        "**",
        "---",
        "- ",
        "附件1",
        "附件：",
        "抄送：",
        "2022年3月10日",
        "印发",
        "关于",
        "的通知",
        "云岚市交通运输局",
        "〔2022〕1号",
        "創建",
        "設(shè)",
        "??己?",
        "?幭葎?",
        "20xx年",
        "100%",
        "二十余人",
        "文明单位",
        "办公室设在",
        "为组长",
        "第三条",
        "①",
        "and",
        "𠮷",
        "\u{feff}",
        "\u{200b}",
        "1500余条",
        "，",
        "、",
        "：",
        "1.1",
        "2.1.1",
        "（二）",
        "第二季度",
        "（责任科室：法规科）",
        "序号\t任务\t责任科室\t时限\n",
        "1\t召开会议\t办公室\t6月底前\n",
        "由局长任",
        "各科室要",
        "指导思想",
        "至少召开2次",
        "6月底前",
        "以上",
        "荣获",
        "“",
        "为副组长",
        "区委、",
        "分管领导",
        "（办公室负责）",
        "各省、自治区、直辖市人民政府：",
        "各中队一是",
        "20**年",
        "张某某",
        "„2022‟12号",
        "\u{202e}",
        "广泛开展活动的方案为",
        "一、总则（一）目的",
        "第一章总则第一条",
    ]);
    prop::collection::vec(scrap, 0..60).prop_map(|scraps| scraps.concat())
}

/// Scraps of Word parts: some fit together, some break the file.
fn tags() -> impl Strategy<Value = String> {
    let tag = prop::sample::select(vec![
        "<w:p>",
        "</w:p>",
        "<w:p/>",
        "<w:r>",
        "</w:r>",
        "<w:t>一、工作目标</w:t>",
        "<w:t>（一）检查2次。</w:t>",
        "<w:t xml:space=\"preserve\"> 组 长： </w:t>",
        "<w:tbl>",
        "</w:tbl>",
        "<w:tr>",
        "</w:tr>",
        "<w:tc>",
        "</w:tc>",
        "<w:del>",
        "</w:del>",
        "<w:rt>",
        "</w:rt>",
        "<w:numId w:val=\"3\"/>",
        "<w:ilvl w:val=\"8\"/>",
        "<w:ilvl w:val=\"99\"/>",
        "<w:pStyle w:val=\"1\"/>",
        "<w:br/>",
        "<w:tab/>",
        "&amp;",
        "&#x4E00;",
        "&nbsp;",
        "<![CDATA[字]]>",
        "<!-- -->",
        "<w:txbxContent>",
        "</w:txbxContent>",
    ]);
    prop::collection::vec(tag, 0..40).prop_map(|tags| tags.concat())
}

const NUMBERING: &str = "<w:numbering xmlns:w=\"urn:w\"><w:abstractNum w:abstractNumId=\"7\"><w:lvl w:ilvl=\"0\"><w:start w:val=\"1\"/><w:numFmt w:val=\"chineseCounting\"/><w:lvlText w:val=\"%1、\"/></w:lvl></w:abstractNum><w:num w:numId=\"3\"><w:abstractNumId w:val=\"7\"/></w:num></w:numbering>";

fn word(body: &str) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let document = format!("<w:document xmlns:w=\"urn:w\"><w:body>{body}</w:body></w:document>");
    for (name, content) in [("word/document.xml", document.as_str()), ("word/numbering.xml", NUMBERING)] {
        let started = writer.start_file(name, zip::write::SimpleFileOptions::default());
        started.and_then(|()| Ok(writer.write_all(content.as_bytes())?)).expect("memory takes any part");
    }
    writer.finish().expect("memory takes the end").into_inner()
}

fn spans(plan: &PlanRead) -> Vec<Span> {
    let mut spans = Vec::new();
    spans.extend(plan.outline.iter().map(|node| node.span));
    spans.extend(plan.stages.iter().map(|stage| stage.span));
    spans.extend(plan.roster.iter().map(|entry| entry.span));
    spans.extend(plan.measures.iter().map(|measure| measure.span));
    spans.extend(plan.quantities.iter().map(|quantity| quantity.span));
    spans.extend(plan.honours.iter().map(|honour| honour.span));
    spans
}

fn check(text: &str) -> Result<(), TestCaseError> {
    let reading = read_text(text);
    prop_assert_eq!(&reading.text, text);
    sound(&reading)
}

fn sound(reading: &Reading) -> Result<(), TestCaseError> {
    let chars: Vec<char> = reading.text.chars().collect();
    for [start, end] in spans(&reading.plan) {
        prop_assert!(start < end && end <= chars.len(), "span {start}..{end} of {}", chars.len());
    }
    let outline = &reading.plan.outline;
    for (index, node) in outline.iter().enumerate() {
        let above = node.parent.map(|parent| &outline[parent - 1]);
        prop_assert_eq!(node.id, index + 1);
        prop_assert_eq!(node.level, above.map_or(1, |above| above.level + 1));
        prop_assert!(above.is_none_or(|above| above.id < node.id && above.span[0] <= node.span[0]));
        let before = index.checked_sub(1).map_or(0, |before| outline[before].span[0]);
        prop_assert!(before <= node.span[0], "node {} stands before the one above it", node.id);
    }
    prop_assert!(reading.plan.measures.is_sorted_by_key(|measure| measure.span[0]), "tasks out of order");
    for diagnostic in &reading.plan.diagnostics {
        let [start, end] = diagnostic.span;
        prop_assert!(start <= end && end <= chars.len());
    }
    let mut covered = vec![false; chars.len()];
    let mut last = 0;
    for paragraph in &reading.paragraphs {
        let [start, end] = paragraph.span;
        prop_assert!(last <= start && start <= end && end <= chars.len(), "paragraphs overlap");
        covered[start..end].fill(true);
        last = end;
    }
    let lost: String = chars
        .iter()
        .zip(&covered)
        .filter(|(c, kept)| !c.is_whitespace() && !**kept)
        .map(|(c, _)| c)
        .collect();
    prop_assert_eq!(lost, "");
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn any_text_is_read_and_kept(text in "\\PC{0,200}") {
        check(&text)?;
    }

    #[test]
    fn any_scraps_are_read_and_kept(text in scraps()) {
        check(&text)?;
    }

    #[test]
    fn any_parts_of_word_are_read_or_refused(body in tags()) {
        match read(&word(&body), &Hint::default()) {
            Ok(reading) => sound(&reading)?,
            Err(refusal) => prop_assert!(refusal.to_string().contains('。')),
        }
    }

    #[test]
    fn any_bytes_are_read_or_refused(bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        if let Ok(reading) = read(&bytes, &Hint::default()) {
            sound(&reading)?;
        }
    }

    #[test]
    fn folding_keeps_length(text in "\\PC{0,60}") {
        prop_assert_eq!(fold(&text).chars().count(), text.chars().count());
    }
}
