//! Files that are no text: Word files written part by part, and what must be refused.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test may panic and report")]

use gongwen::{Hint, Refusal, read};
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;

fn archive(parts: &[(&str, String)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(content.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn document(body: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document xmlns:w=\"urn:w\"><w:body>{body}</w:body></w:document>"
    )
}

fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>")
}

fn listed(level: usize, text: &str) -> String {
    format!(
        "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"3\"/></w:numPr></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>"
    )
}

fn numbering() -> String {
    let level = |level: usize, format: &str, text: &str| {
        format!(
            "<w:lvl w:ilvl=\"{level}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/><w:lvlText w:val=\"{text}\"/></w:lvl>"
        )
    };
    format!(
        "<w:numbering xmlns:w=\"urn:w\"><w:abstractNum w:abstractNumId=\"7\">{}{}</w:abstractNum><w:num w:numId=\"3\"><w:abstractNumId w:val=\"7\"/></w:num></w:numbering>",
        level(0, "chineseCountingThousand", "%1、"),
        level(1, "chineseCountingThousand", "（%2）")
    )
}

fn refusal(bytes: &[u8]) -> Refusal {
    read(bytes, &Hint::default()).unwrap_err()
}

#[test]
fn word_numbers_tables_and_deletions() {
    let body = [
        p("云岚市交通运输局创建工作方案"),
        listed(0, "工作目标"),
        p("争创市级文明单位。<w:del/>"),
        listed(0, "工作步骤"),
        listed(1, "启动阶段（3月）"),
        listed(1, "收官阶段（12月）"),
        "<w:p><w:del><w:r><w:delText>删去的话</w:delText></w:r></w:del><w:ins><w:r><w:t>A&amp;B &#x4E00;</w:t></w:r></w:ins></w:p>".into(),
        format!("<w:tbl><w:tr><w:tc>{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>", p("组长"), p("郑青")),
    ]
    .concat();
    let bytes = archive(&[("word/document.xml", document(&body)), ("word/numbering.xml", numbering())]);
    let reading = read(&bytes, &Hint::default()).unwrap();
    let outline: Vec<_> = reading
        .plan
        .outline
        .iter()
        .map(|n| (n.level, n.number.as_deref().unwrap(), n.title.as_str()))
        .collect();
    assert_eq!(
        outline,
        [
            (1, "一", "工作目标"),
            (1, "二", "工作步骤"),
            (2, "一", "启动阶段（3月）"),
            (2, "二", "收官阶段（12月）")
        ]
    );
    assert!(reading.text.contains("A&B 一") && !reading.text.contains("删去的话"));
    assert_eq!(reading.plan.stages.len(), 2);
    assert_eq!(reading.plan.roster[0].names, ["郑青"]);
}

#[test]
fn broken_and_hostile_files_are_refused_with_a_sentence() {
    assert_eq!(refusal(b""), Refusal::Empty);
    assert_eq!(refusal(b" \r\n\t"), Refusal::Empty);
    assert!(matches!(refusal(b"PK\x03\x04 rubbish"), Refusal::Damaged { .. }));
    assert!(matches!(refusal(&[0xFF, 0xD8, 0xFF, 0xE0, 1, 2]), Refusal::UnknownType { .. }));
    assert!(matches!(refusal(&[7, 0, 1, 2, 3, 0, 0, 0, 4, 5]), Refusal::UnknownType { .. }));
    assert_eq!(refusal(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]), Refusal::OldOffice);
    let mut locked = vec![0xD0, 0xCF, 0x11, 0xE0];
    locked.extend("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes));
    assert_eq!(refusal(&locked), Refusal::Encrypted);
    assert!(matches!(refusal(&archive(&[("xl/workbook.xml", "<a/>".into())])), Refusal::UnknownType { .. }));
    let entity =
        "<!DOCTYPE a [<!ENTITY x \"y\">]><w:document><w:p><w:r><w:t>&x;</w:t></w:r></w:p></w:document>";
    assert!(matches!(refusal(&archive(&[("word/document.xml", entity.into())])), Refusal::Entities { .. }));
    let deep = "<a>".repeat(5000);
    assert!(matches!(refusal(&archive(&[("word/document.xml", deep)])), Refusal::Damaged { .. }));
    let bomb = archive(&[("word/document.xml", document(&p(&" ".repeat(30 << 20))))]);
    assert!(matches!(refusal(&bomb), Refusal::Bomb { .. }));
    assert!(matches!(
        refusal("机密★1年\n关于创建工作的通知".as_bytes()),
        Refusal::Classified { line: 1, .. }
    ));
    let header = archive(&[
        ("word/document.xml", document(&p("通知"))),
        ("word/header1.xml", document(&p("秘密★长期"))),
    ]);
    assert!(matches!(refusal(&header), Refusal::Classified { .. }));
    assert!(refusal(b"").to_string().contains("文件是空的"));
}

#[cfg(feature = "pdf")]
#[test]
fn pdf_without_text_is_refused() {
    assert_eq!(refusal(b"%PDF-1.4\nrubbish"), Refusal::BadPdf);
}

#[cfg(feature = "pdf")]
#[test]
fn pdf_with_a_text_layer_is_read_and_a_scan_is_told() {
    let text = read(include_bytes!("../fuzz/seeds/bytes/pdf"), &Hint::default()).unwrap().text;
    assert!(text.contains("创建工作方案"), "{text}");
    let scan = [&b"%PDF-1.4\n"[..], include_bytes!("../fuzz/seeds/pdf/scan")].concat();
    assert_eq!(refusal(&scan), Refusal::Scanned);
}

/// Found by fuzzing: a page that is its own parent.
#[cfg(feature = "pdf")]
#[test]
fn pdf_whose_pages_go_round_is_refused() {
    let sound = [&b"%PDF-1.4\n"[..], include_bytes!("../fuzz/seeds/pdf/latin")].concat();
    let text = String::from_utf8(sound).unwrap();
    assert!(text.contains("/Parent 2 0 R/MediaBox[0 0 595 842]"));
    let round = text.replace("/Parent 2 0 R/MediaBox[0 0 595 842]", "/Parent 3 0 R/XediaBox[0 0 595 842]");
    assert_eq!(refusal(round.as_bytes()), Refusal::BadPdf);
}

/// A PDF file of these objects, the first of which is its catalogue.
fn pdf(objects: &[String]) -> Vec<u8> {
    let mut file = String::from("%PDF-1.4\n");
    let mut places = Vec::new();
    for (index, object) in objects.iter().enumerate() {
        places.push(file.len());
        file += &format!("{} 0 obj\n{object}\nendobj\n", index + 1);
    }
    let table = file.len();
    file += &format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    places.iter().for_each(|place| file += &format!("{place:010} 00000 n \n"));
    file += &format!("trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n", objects.len() + 1);
    file.into_bytes()
}

/// A page that shows `content` with these resources, and further objects from number 5 on.
fn page(content: &str, resources: &str, further: &[String]) -> Vec<u8> {
    let stream = |words: &str, content: &str| {
        format!("<<{words}/Length {}>>\nstream\n{content}\nendstream", content.len())
    };
    let mut objects = vec![
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]/Resources<<{resources}>>/Contents 4 0 R>>"),
        stream("", content),
    ];
    objects.extend(further.iter().cloned());
    pdf(&objects)
}

#[test]
fn pdf_whose_forms_draw_themselves_is_refused() {
    let form = |words: &str| {
        format!("<</Type/XObject/Subtype/Form/BBox[0 0 9 9]{words}/Length 6>>\nstream\n/X1 Do\nendstream")
    };
    let own = form("/Resources<</XObject<</X1 5 0 R>>>>");
    assert_eq!(refusal(&page("/X1 Do", "/XObject<</X1 5 0 R>>", &[own])), Refusal::BadPdf);
    // Without resources of its own a form draws with those of the page.
    assert_eq!(refusal(&page("/X1 Do", "/XObject<</X1 5 0 R>>", &[form("")])), Refusal::BadPdf);
}

#[test]
fn pdf_that_maps_billions_of_characters_is_refused() {
    let map = "/CIDInit /ProcSet findresource begin begincmap 1 beginbfrange <00000000> <00ffffff> <0041> endbfrange endcmap";
    let map = format!("<</Length {}>>\nstream\n{map}\nendstream", map.len());
    let font = "/Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica/ToUnicode 5 0 R>>>>";
    let shown = "BT /F1 9 Tf (abcd) Tj ET";
    assert_eq!(refusal(&page(shown, font, std::slice::from_ref(&map))), Refusal::BadPdf);
    let sound = map.replace("<00ffffff>", "<000000ff>");
    assert!(read(&page(shown, font, &[sound]), &Hint::default()).is_ok());
}
