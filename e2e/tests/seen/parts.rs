//! Files of Office, opened as what they are: a zip of XML parts.

use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

/// The parts of a .docx or .xlsx by name, in their order.
pub struct Parts(Vec<(String, String)>);

impl Parts {
    pub fn open(bytes: &[u8]) -> Self {
        let mut zip = ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut parts = Vec::new();
        for at in 0..zip.len() {
            let mut file = zip.by_index(at).unwrap();
            let mut text = String::new();
            file.read_to_string(&mut text).unwrap();
            parts.push((file.name().unwrap().into_owned(), text));
        }
        Self(parts)
    }

    pub fn part(&self, name: &str) -> &str {
        &self.0.iter().find(|(it, _)| it == name).unwrap_or_else(|| panic!("there is no {name}")).1
    }

    pub fn replace(&mut self, name: &str, text: String) {
        self.0.iter_mut().find(|(it, _)| it == name).unwrap().1 = text;
    }

    pub fn bytes(&self) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, text) in &self.0 {
            zip.start_file(name, SimpleFileOptions::default()).unwrap();
            zip.write_all(text.as_bytes()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }
}

/// A Word document with one paragraph per line.
pub fn document(text: &str) -> Vec<u8> {
    let types = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;
    let relations = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#;
    let paragraphs: String = text
        .lines()
        .filter(|line| !line.is_empty())
        .map(|line| format!("<w:p><w:r><w:t xml:space=\"preserve\">{line}</w:t></w:r></w:p>"))
        .collect();
    let body = format!(
        r#"<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{paragraphs}</w:body></w:document>"#
    );
    let named = [
        ("[Content_Types].xml", types.to_owned()),
        ("_rels/.rels", relations.to_owned()),
        ("word/document.xml", body),
    ];
    Parts(named.into_iter().map(|(name, text)| (name.to_owned(), text)).collect()).bytes()
}

/// The words of a Word document, tags taken out.
pub fn words(xml: &str) -> String {
    let mut text = String::new();
    for piece in xml.split('<').skip(1) {
        if let Some((tag, rest)) = piece.split_once('>') {
            if tag == "/w:p" || tag == "/w:tc" {
                text.push('\n');
            }
            text.push_str(rest);
        }
    }
    text
}
