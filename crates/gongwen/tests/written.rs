//! Word files as they come out, measured from the file: XML of the parts, not our own layout code.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test may panic and report")]

mod support;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};
use std::collections::BTreeMap;
use support::{PAPERS, paper, part, parts, written};

const DOC: &str = "word/document.xml";

fn attribute(tag: &BytesStart<'_>, name: &str) -> Option<String> {
    tag.attributes().flatten().find(|it| it.key.as_ref() == name).map(|it| it.value.to_string())
}

/// A paragraph: style, text, and each property element with its attributes.
#[derive(Debug, Default, Clone)]
struct Para {
    style: String,
    text: String,
    props: Vec<(String, BTreeMap<String, String>)>,
    in_table: bool,
}

impl Para {
    fn get(&self, element: &str, name: &str) -> Option<&str> {
        let (_, all) = self.props.iter().find(|(known, _)| known == element)?;
        all.get(name).map(String::as_str)
    }
}

/// Every paragraph of a part; properties of runs are not among them.
fn paragraphs(xml: &str) -> Vec<Para> {
    let mut reader = Reader::from_str(xml);
    let (mut found, mut para, mut properties, mut tables) = (Vec::new(), Para::default(), false, 0);
    let mut text = false;
    loop {
        let event = reader.read_event().unwrap();
        match &event {
            Event::Eof => return found,
            Event::Start(tag) | Event::Empty(tag) => match tag.name().as_ref() {
                "w:p" => para = Para { in_table: tables > 0, ..Para::default() },
                "w:tbl" => tables += 1,
                "w:pPr" => properties = true,
                "w:t" => text = true,
                "w:tab" if !properties => para.text.push('\t'),
                "w:br" => para.text.push('\n'),
                name if properties => {
                    let all = tag.attributes().flatten();
                    let all = all.map(|it| (it.key.as_ref().to_owned(), it.value.to_string())).collect();
                    if name == "w:pStyle" {
                        para.style = attribute(tag, "w:val").unwrap();
                    }
                    para.props.push((name.to_owned(), all));
                }
                _ => {}
            },
            Event::End(tag) => match tag.name().as_ref() {
                "w:p" => found.push(std::mem::take(&mut para)),
                "w:tbl" => tables -= 1,
                "w:pPr" => properties = false,
                "w:t" => text = false,
                _ => {}
            },
            Event::Text(words) if text => para.text.push_str(words),
            _ => {}
        }
    }
}

fn find<'a>(all: &'a [Para], style: &str) -> &'a Para {
    all.iter().find(|para| para.style == style).unwrap_or_else(|| panic!("no {style}"))
}

/// Properties of a style in `styles.xml`: element → attribute → value.
fn style(xml: &str, id: &str) -> BTreeMap<String, BTreeMap<String, String>> {
    let start = xml.find(&format!("w:styleId=\"{id}\"")).unwrap_or_else(|| panic!("no style {id}"));
    let end = start + xml[start..].find("</w:style>").unwrap();
    let mut reader = Reader::from_str(&xml[start + xml[start..].find('>').unwrap() + 1..end]);
    let mut found = BTreeMap::new();
    loop {
        match reader.read_event().unwrap() {
            Event::Eof => return found,
            Event::Start(tag) | Event::Empty(tag) => {
                let all =
                    tag.attributes().flatten().map(|it| (it.key.as_ref().to_owned(), it.value.to_string()));
                found.entry(tag.name().as_ref().to_owned()).or_insert_with(|| all.collect());
            }
            _ => {}
        }
    }
}

#[test]
fn same_input_and_clock_make_the_same_bytes() {
    for name in PAPERS {
        assert!(written(name) == written(name), "{name}");
    }
    let later = gongwen::write::Options { made: 86_400, ..Default::default() };
    let later = gongwen::write::docx(&paper("notice"), &later).unwrap();
    assert!(part(&later, "docProps/core.xml").contains("1970-01-02T00:00:00Z"));
    for (name, content) in
        parts(&written("notice")).into_iter().filter(|(name, _)| name != "docProps/core.xml")
    {
        assert_eq!(parts(&later).into_iter().find(|(known, _)| *known == name).unwrap().1, content, "{name}");
    }
}

#[test]
fn page_and_grid_are_those_of_the_standard() {
    let xml = part(&written("notice"), DOC);
    let upright = "<w:pgSz w:w=\"11906\" w:h=\"16838\"/>";
    let turned = "<w:pgSz w:w=\"16838\" w:h=\"11906\" w:orient=\"landscape\"/>";
    // Notice and plan, the turned table, the page of the imprint.
    assert_eq!((xml.matches(upright).count(), xml.matches(turned).count()), (2, 1));
    assert_eq!(xml.matches("w:top=\"2098\" w:right=\"1474\" w:bottom=\"1984\" w:left=\"1587\"").count(), 2);
    assert_eq!(xml.matches("w:top=\"1587\" w:right=\"2098\" w:bottom=\"1474\" w:left=\"1984\"").count(), 1);
    assert_eq!(xml.matches("<w:docGrid w:type=\"lines\" w:linePitch=\"579\"/>").count(), 3);
    // 22 lines of 28.95 pt fill 225 mm and 23 do not fit; 28 characters of 15.75 pt fill 156 mm.
    let area = (16838 - 2098 - 1984, 11906 - 1587 - 1474);
    assert!(22 * 579 <= area.0 && 23 * 579 > area.0);
    assert!(28 * 315 <= area.1 && 29 * 315 > area.1);
}

#[test]
fn styles_have_the_faces_and_sizes_of_the_standard() {
    let xml = part(&written("notice"), "word/styles.xml");
    let expected = [
        ("GwText", "仿宋_GB2312", "32"),
        ("Heading1", "黑体", "32"),
        ("Heading2", "楷体_GB2312", "32"),
        ("Heading3", "仿宋_GB2312", "32"),
        ("Heading4", "仿宋_GB2312", "32"),
        ("Title", "方正小标宋简体", "44"),
        ("GwAttachmentLabel", "黑体", "32"),
        ("GwAttachmentTitle", "方正小标宋简体", "44"),
        ("GwImprint", "仿宋_GB2312", "28"),
        ("GwPageNumber", "宋体", "28"),
    ];
    for (id, face, size) in expected {
        let found = style(&xml, id);
        assert_eq!(found["w:rFonts"]["w:eastAsia"], face, "{id}");
        assert_eq!(found["w:rFonts"]["w:ascii"], face, "{id}");
        assert_eq!(found["w:sz"]["w:val"], size, "{id}");
    }
    for (level, id) in ["Heading1", "Heading2", "Heading3", "Heading4"].into_iter().enumerate() {
        let found = style(&xml, id);
        assert_eq!(found["w:outlineLvl"]["w:val"], level.to_string());
        assert_eq!(found["w:ind"]["w:firstLineChars"], "200");
        assert_eq!(
            (&found["w:spacing"]["w:line"], &found["w:spacing"]["w:lineRule"]),
            (&"579".into(), &"exact".into())
        );
    }
    let normal = style(&xml, "Normal");
    assert_eq!(normal["w:overflowPunct"]["w:val"], "0");
    assert_eq!(
        (&normal["w:autoSpaceDE"]["w:val"], &normal["w:autoSpaceDN"]["w:val"]),
        (&"0".into(), &"0".into())
    );
    assert_eq!(style(&xml, "GwMark")["w:color"]["w:val"], "FF0000");
}

#[test]
fn headings_are_headings_with_their_numerals() {
    let all = paragraphs(&part(&written("notice"), DOC));
    let texts = |style: &str| {
        all.iter().filter(|para| para.style == style).map(|para| para.text.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(
        texts("Heading1"),
        ["一、总体考虑", "二、主要目标", "三、步骤安排", "四、重点任务", "五、有关要求"]
    );
    assert_eq!(
        texts("Heading2"),
        [
            "启动阶段（3—4月）",
            "推进阶段（5—10月）",
            "收尾阶段（11—12月）",
            "（一）办好职工夜校",
            "（二）改进窗口服务"
        ]
    );
    let run_in: Vec<&str> =
        texts("GwText").into_iter().filter(|text| text.starts_with(['1', '2', '（'])).collect();
    assert_eq!(run_in.len(), 6, "{run_in:?}");
    assert!(
        run_in[0].starts_with("1.减少材料。") && run_in[2].starts_with("（1）设立引导岗。"),
        "{run_in:?}"
    );
    assert!(run_in[4].starts_with("1.压实责任。"), "{run_in:?}");
}

#[test]
fn the_head_stands_where_the_standard_puts_it() {
    for (name, above) in [("report", 0), ("request", 1), ("roster", 3)] {
        let all = paragraphs(&part(&written(name), DOC));
        let mark = find(&all, "GwMark");
        let before: i64 = mark.get("w:spacing", "w:before").unwrap().parse().unwrap();
        let line: i64 = mark.get("w:spacing", "w:line").unwrap().parse().unwrap();
        // The character begins a tenth of its size below the line; its size is the line / 1.2.
        let top = above * 579 + before + line / 12;
        let mm = top as f64 / 1440.0 * 25.4;
        assert!((mm - 35.0).abs() < 0.5, "{name}: {mm}");
        let number = all.iter().rfind(|para| para.style == "GwNumber").unwrap();
        assert_eq!(number.get("w:bottom", "w:color"), Some("FF0000"));
        let first = find(&all, "GwNumber");
        assert_eq!(first.get("w:spacing", "w:before"), Some("1158"), "two blank lines below the mark");
        assert!(number.get("w:ind", "w:left").is_none(), "an indent would shorten the rule");
    }
    let report = paragraphs(&part(&written("report"), DOC));
    assert_eq!(find(&report, "GwNumber").text, "\t云交报〔2026〕5号\t签发人：沈明");
    assert_eq!(find(&report, "Title").text, "云岚市交通运输局关于2025年度\n精神文明建设工作情况的报告");
    assert_eq!(find(&report, "GwRecipients").text, "云岚市精神文明建设指导委员会：");
    assert_eq!(find(&report, "GwRecipients").get("w:spacing", "w:before"), Some("579"));
}

#[test]
fn recipients_that_would_fill_the_first_page_move_to_the_imprint() {
    let all = paragraphs(&part(&written("overflow"), DOC));
    assert!(all.iter().all(|para| para.style != "GwRecipients"));
    let imprint: Vec<&Para> = all.iter().filter(|para| para.style == "GwImprint").collect();
    assert!(imprint[0].text.starts_with("主送：云岚市第一运输公司") && imprint[0].text.ends_with('。'));
    assert!(imprint[1].text.starts_with("抄送：") && imprint[2].text.ends_with("2026年6月5日印发"));
    // No rule between 主送 and 抄送: outer 0.35 mm (8/8 pt), inner 0.25 mm (6/8 pt), outer 0.35 mm.
    let xml = part(&written("overflow"), DOC);
    let table = &xml[xml.find("w:tblpPr").unwrap()..];
    let sizes: Vec<&str> =
        table.split("w:sz=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    assert_eq!(sizes, ["8", "6", "8"]);
    assert!(table.contains("w:vertAnchor=\"margin\"") && table.contains("w:tblpYSpec=\"bottom\""));
    assert!(table.contains("w:tblW w:w=\"8845\""));
}

#[test]
fn sign_off_follows_seal_no_seal_and_signature() {
    // Widths in characters of 315 twips: organ 8, date 2026年1月15日 6.5; the date 4 from the right.
    let right = |name: &str, style: &str| {
        let all = paragraphs(&part(&written(name), DOC));
        find(&all, style).get("w:ind", "w:right").unwrap().parse::<f64>().unwrap() / 315.0
    };
    let close = |found: f64, wanted: f64| assert!((found - wanted).abs() < 0.02, "{found} {wanted}");
    close(right("report", "GwDate"), 4.0);
    close(right("report", "GwOrgan") + 8.0 / 2.0, 4.0 + 6.5 / 2.0);
    // Without a seal: organ 2 from the right, the date begins 2 characters behind its beginning.
    close(right("opinion", "GwOrgan"), 2.0);
    close(right("opinion", "GwDate") + 6.5, 2.0 + 8.0 - 2.0);
    close(right("reply", "GwOrgan"), 4.0);
    close(right("reply", "GwDate"), 4.0);
    let joint = paragraphs(&part(&written("joint"), DOC));
    let names: Vec<&str> =
        joint.iter().filter(|para| para.style == "GwOrgan").map(|para| para.text.as_str()).collect();
    assert_eq!(names, ["云岚市交通运输局", "云岚市公安局", "云岚市教育局"]);
    assert!(find(&joint, "GwDate").in_table);
}

#[test]
fn attachments_begin_on_a_page_with_label_and_title() {
    let all = paragraphs(&part(&written("notice"), DOC));
    let labels: Vec<&Para> = all.iter().filter(|para| para.style == "GwAttachmentLabel").collect();
    assert_eq!(labels.iter().map(|para| para.text.as_str()).collect::<Vec<_>>(), ["附件1", "附件2"]);
    assert!(labels[0].props.iter().any(|(name, _)| name == "w:pageBreakBefore"));
    let notes: Vec<&Para> = all.iter().filter(|para| para.style == "GwAttachmentNote").collect();
    assert_eq!(notes[0].text, "附件：1.\t2026年文明单位创建工作实施方案");
    assert_eq!(notes[1].text, "2.\t2026年文明单位创建工作任务分解表");
    // Both names begin at 2 + 3 + 1½ characters.
    assert!(notes.iter().all(|para| para.get("w:ind", "w:left") == Some("2048")), "{notes:?}");
    assert_eq!(find(&all, "GwAttachmentTitle").text, "2026年文明单位创建工作实施方案");
}

#[test]
fn tables_repeat_their_heads_and_rows_stay_whole() {
    let xml = part(&written("notice"), DOC);
    let table = &xml[xml.find("<w:tbl>").unwrap()..xml.find("</w:tbl>").unwrap()];
    assert_eq!(table.matches("<w:tr>").count(), 41);
    assert_eq!(table.matches("<w:tblHeader/>").count(), 1);
    assert_eq!(table.matches("<w:cantSplit/>").count(), 41);
    assert_eq!(table.matches("w:vMerge w:val=\"restart\"").count(), 10);
    let grid: i64 = table
        .split("w:gridCol w:w=\"")
        .skip(1)
        .map(|rest| rest.split('"').next().unwrap().parse::<i64>().unwrap())
        .sum();
    assert_eq!(grid, 16838 - 2098 - 1984, "as wide as the turned type area");
}

#[test]
fn page_numbers_stand_outside_and_a_letter_hides_the_first() {
    let bytes = written("notice");
    for (footer, align, indent) in
        [("word/footer1.xml", "right", "w:right"), ("word/footer2.xml", "left", "w:left")]
    {
        let all = paragraphs(&part(&bytes, footer));
        assert_eq!(all[0].text, "— 1 —");
        assert_eq!(all[0].get("w:jc", "w:val"), Some(align));
        assert_eq!(all[0].get("w:ind", indent), Some("280"), "one character of 四号");
        assert!(part(&bytes, footer).contains(" PAGE "));
    }
    assert!(part(&bytes, "word/settings.xml").contains("<w:evenAndOddHeaders/>"));
    assert!(part(&bytes, "word/footer4.xml").contains("vert=\"vert\""));
    let letter = part(&written("letter"), DOC);
    assert!(letter.contains("<w:titlePg/>") && !part(&bytes, DOC).contains("<w:titlePg/>"));
    assert_eq!(paragraphs(&part(&written("letter"), "word/footer3.xml"))[0].text, "");
}

#[test]
fn the_rules_of_a_letter_lie_at_their_millimetres() {
    let xml = part(&written("letter"), DOC);
    let places = |axis: &str| -> Vec<f64> {
        let start = format!("<wp:position{axis} relativeFrom=\"page\"><wp:posOffset>");
        let parts = xml.split(&start).skip(1);
        parts.map(|rest| rest.split('<').next().unwrap().parse::<f64>().unwrap() / 36_000.0).collect()
    };
    let all = paragraphs(&xml);
    let mark = find(&all, "GwMark");
    let top: f64 = mark.get("w:framePr", "w:y").unwrap().parse().unwrap();
    let line: f64 = mark.get("w:spacing", "w:line").unwrap().parse().unwrap();
    let mm = |twips: f64| twips / 1440.0 * 25.4;
    let mark_top = mm(top + line / 12.0);
    assert!((mark_top - 30.0).abs() < 0.2, "{mark_top}");
    let y = places("V");
    assert!((y[0] - (mark_top + mm(line / 1.2) + 4.0)).abs() < 0.3, "{y:?}");
    assert!((y[3] - (297.0 - 20.0)).abs() < 0.01, "{y:?}");
    assert!(places("H").iter().all(|x| (x - 20.0).abs() < 0.01), "170 mm in the middle of 210");
    assert_eq!(xml.matches("wp:extent cx=\"6120000\" cy=\"0\"").count(), 4);
    assert!(!xml.contains("印发<"), "a letter names no printer");
}

#[test]
fn what_is_written_is_read_again() {
    for name in ["notice", "report", "circular", "reply", "opinion"] {
        let paper = paper(name);
        let hint = gongwen::Hint { file_name: None, charset: None };
        let plan = gongwen::read(&written(name), &hint).unwrap().plan;
        assert_eq!(plan.doc_number.unwrap(), paper.header.number.unwrap().to_string(), "{name}");
        assert_eq!(plan.title.unwrap(), paper.title, "{name}");
        assert_eq!(plan.date.unwrap(), String::from(paper.sign_off.date), "{name}");
    }
}

#[test]
fn pictures_keep_their_shape_and_what_is_none_is_refused() {
    use gongwen::paper::{Block, Cell, Column, Image, Row, Table};
    let image = |png: &[u8]| {
        Block::Image(Image {
            png: png.to_vec(),
            width_mm: Some(120.0),
            caption: Some("图1 候车厅布置".into()),
            alt: "候车厅布置图".into(),
        })
    };
    let picture = include_bytes!("data/picture.png");
    let mut with = paper("circular");
    with.body.push(image(picture));
    let bytes = gongwen::write::docx(&with, &Default::default()).unwrap();
    // 300 × 200 pixels at 120 mm: 120 × 80 mm in English metric units.
    assert!(part(&bytes, DOC).contains("<wp:extent cx=\"4320000\" cy=\"2880000\"/>"));
    assert!(part(&bytes, DOC).contains("descr=\"候车厅布置图\""));
    let stored = parts(&bytes).into_iter().find(|(name, _)| name == "word/media/image1.png").unwrap();
    assert_eq!(stored.1, picture);
    with.body.push(image(b"GIF89a"));
    let error = gongwen::write::docx(&with, &Default::default()).unwrap_err();
    assert!(error.to_string().starts_with("正文第 10 段的图片"), "{error}");
    let row = Row { cells: vec![Cell::new("甲")] };
    let table = Table {
        columns: vec![Column { share: 1, ..Default::default() }; 2],
        rows: vec![row],
        ..Default::default()
    };
    with.body = vec![Block::Table(table)];
    let error = gongwen::write::docx(&with, &Default::default()).unwrap_err();
    assert!(error.to_string().contains("格数与列数不符"), "{error}");
}

#[test]
fn hostile_words_stay_words() {
    let mut hostile = paper("report");
    hostile.title = "甲局关于<w:p/>&amp;\"'的报告".into();
    hostile.header.signers = vec!["]]><x/>".into()];
    let bytes = gongwen::write::docx(&hostile, &Default::default()).unwrap();
    let all = paragraphs(
        &part(&bytes, DOC)
            .replace("&lt;", "‹")
            .replace("&gt;", "›")
            .replace("&amp;", "＆")
            .replace("&quot;", "″")
            .replace("&apos;", "′"),
    );
    assert_eq!(find(&all, "Title").text, "甲局关于‹w:p/›＆amp;″′的报告");
    hostile.title = "甲局\u{1}的报告".into();
    let error = gongwen::write::docx(&hostile, &Default::default()).unwrap_err();
    assert!(error.to_string().contains("U+0001"), "{error}");
}
