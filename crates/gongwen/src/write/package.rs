//! The container: parts, relations, metadata. Times inside are fixed, so that the same input makes the same bytes.

use super::body::Document;
use super::section::{self, Footer};
use super::xml::{Attributes, Xml};
use super::{Options, WriteError, styles};
use crate::paper::{Format, Paper, compose};
use std::io::{Cursor, Write};
use zip::write::{SimpleFileOptions, ZipWriter};

/// The main namespace.
pub(super) const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const REL: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const PACKAGE: &str = "http://schemas.openxmlformats.org/package/2006";
const WORD: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/// Namespaces of the parts that hold paragraphs.
pub(super) const NAMESPACES: Attributes<'static> = &[
    ("xmlns:w", &W),
    ("xmlns:r", &REL),
    ("xmlns:wp", &"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"),
    ("xmlns:a", &"http://schemas.openxmlformats.org/drawingml/2006/main"),
    ("xmlns:pic", &"http://schemas.openxmlformats.org/drawingml/2006/picture"),
    ("xmlns:wps", &"http://schemas.microsoft.com/office/word/2010/wordprocessingShape"),
];

/// Packs the finished document.
pub(super) fn pack(document: &Document, paper: &Paper, options: &Options) -> Result<Vec<u8>, WriteError> {
    let pictures = &document.pictures;
    let mut parts = vec![
        ("[Content_Types].xml".to_owned(), content_types(!pictures.is_empty())),
        ("_rels/.rels".into(), package_relations()),
        ("docProps/core.xml".into(), core(paper, options)),
        ("docProps/app.xml".into(), app()),
        ("word/document.xml".into(), main(document, paper)),
        ("word/_rels/document.xml.rels".into(), relations(pictures.len())),
        ("word/styles.xml".into(), styles::write(&options.faces)),
        ("word/settings.xml".into(), settings()),
        ("word/fontTable.xml".into(), font_table(options)),
    ];
    for (at, footer) in Footer::ALL.into_iter().enumerate() {
        parts.push((format!("word/footer{}.xml", at + 1), footer.write()));
    }
    let failed = |error: &dyn std::fmt::Display| WriteError::Container(error.to_string());
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let plain =
        SimpleFileOptions::default().last_modified_time(zip::DateTime::default()).unix_permissions(0o644);
    for (name, xml) in parts {
        if let Some(c) = xml.unprintable {
            return Err(WriteError::Unprintable(u32::from(c)));
        }
        zip.start_file(name, plain).map_err(|error| failed(&error))?;
        zip.write_all(xml.into_string().as_bytes()).map_err(|error| failed(&error))?;
    }
    for (at, png) in pictures.iter().enumerate() {
        let stored = plain.compression_method(zip::CompressionMethod::Stored);
        zip.start_file(format!("word/media/image{}.png", at + 1), stored).map_err(|error| failed(&error))?;
        zip.write_all(png).map_err(|error| failed(&error))?;
    }
    Ok(zip.finish().map_err(|error| failed(&error))?.into_inner())
}

fn main(document: &Document, paper: &Paper) -> Xml {
    let mut xml = Xml::document();
    xml.tag("w:document", NAMESPACES, |xml| {
        xml.tag("w:body", &[], |xml| {
            document.write(xml);
            let letter = paper.format == Format::Letter && document.sections == 0;
            xml.raw(&section::properties(document.landscape, letter));
        });
    });
    xml
}

fn content_types(pictures: bool) -> Xml {
    let mut xml = Xml::document();
    xml.tag("Types", &[("xmlns", &format!("{PACKAGE}/content-types"))], |xml| {
        let default = |xml: &mut Xml, extension: &str, kind: &str| {
            xml.leaf("Default", &[("Extension", &extension), ("ContentType", &kind)]);
        };
        default(xml, "rels", "application/vnd.openxmlformats-package.relationships+xml");
        default(xml, "xml", "application/xml");
        if pictures {
            default(xml, "png", "image/png");
        }
        let mut part = |name: &str, kind: &str| {
            xml.leaf("Override", &[("PartName", &name), ("ContentType", &kind)]);
        };
        part("/word/document.xml", &format!("{WORD}.document.main+xml"));
        part("/word/styles.xml", &format!("{WORD}.styles+xml"));
        part("/word/settings.xml", &format!("{WORD}.settings+xml"));
        part("/word/fontTable.xml", &format!("{WORD}.fontTable+xml"));
        for number in 1..=Footer::ALL.len() {
            part(&format!("/word/footer{number}.xml"), &format!("{WORD}.footer+xml"));
        }
        part("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml");
        part("/docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml");
    });
    xml
}

fn relationships(all: &[(String, String, String)]) -> Xml {
    let mut xml = Xml::document();
    xml.tag("Relationships", &[("xmlns", &format!("{PACKAGE}/relationships"))], |xml| {
        for (id, kind, target) in all {
            xml.leaf("Relationship", &[("Id", id), ("Type", kind), ("Target", target)]);
        }
    });
    xml
}

fn package_relations() -> Xml {
    let row = |id: &str, kind: String, target: &str| (id.to_owned(), kind, target.to_owned());
    relationships(&[
        row("rId1", format!("{REL}/officeDocument"), "word/document.xml"),
        row("rId2", format!("{PACKAGE}/relationships/metadata/core-properties"), "docProps/core.xml"),
        row("rId3", format!("{REL}/extended-properties"), "docProps/app.xml"),
    ])
}

fn relations(pictures: usize) -> Xml {
    let row = |id: &str, kind: &str, target: String| (id.to_owned(), format!("{REL}/{kind}"), target);
    let mut all = vec![
        row("rIdStyles", "styles", "styles.xml".into()),
        row("rIdSettings", "settings", "settings.xml".into()),
        row("rIdFonts", "fontTable", "fontTable.xml".into()),
    ];
    for (at, footer) in Footer::ALL.into_iter().enumerate() {
        all.push(row(footer.relation(), "footer", format!("footer{}.xml", at + 1)));
    }
    for number in 1..=pictures {
        all.push(row(&format!("rIdPicture{number}"), "image", format!("media/image{number}.png")));
    }
    relationships(&all)
}

fn settings() -> Xml {
    let mut xml = Xml::document();
    xml.tag("w:settings", &[("xmlns:w", &W)], |xml| {
        xml.leaf("w:zoom", &[("w:percent", &100)]);
        xml.val("w:defaultTabStop", 420);
        xml.leaf("w:evenAndOddHeaders", &[]);
        xml.val("w:characterSpacingControl", "doNotCompress");
        xml.tag("w:compat", &[], |xml| {
            xml.leaf(
                "w:compatSetting",
                &[
                    ("w:name", &"compatibilityMode"),
                    ("w:uri", &"http://schemas.microsoft.com/office/word"),
                    ("w:val", &15),
                ],
            );
        });
        xml.leaf("w:themeFontLang", &[("w:val", &"en-US"), ("w:eastAsia", &"zh-CN")]);
    });
    xml
}

fn font_table(options: &Options) -> Xml {
    let mut xml = Xml::document();
    xml.tag("w:fonts", &[("xmlns:w", &W)], |xml| {
        for face in crate::paper::Face::ALL {
            xml.tag("w:font", &[("w:name", &options.faces.name(face))], |xml| {
                xml.val("w:charset", "86");
                xml.val("w:family", if face == crate::paper::Face::Hei { "swiss" } else { "roman" });
                xml.val("w:pitch", "fixed");
            });
        }
    });
    xml
}

fn core(paper: &Paper, options: &Options) -> Xml {
    let made = timestamp(options.made);
    let mut xml = Xml::document();
    let namespaces: [(&str, &dyn std::fmt::Display); 4] = [
        ("xmlns:cp", &"http://schemas.openxmlformats.org/package/2006/metadata/core-properties"),
        ("xmlns:dc", &"http://purl.org/dc/elements/1.1/"),
        ("xmlns:dcterms", &"http://purl.org/dc/terms/"),
        ("xmlns:xsi", &"http://www.w3.org/2001/XMLSchema-instance"),
    ];
    xml.tag("cp:coreProperties", &namespaces, |xml| {
        xml.tag("dc:title", &[], |xml| xml.text(&compose::title_text(&paper.title)));
        xml.tag("dc:creator", &[], |xml| xml.text(&compose::signing_organs(paper).join("、")));
        xml.tag("dcterms:created", &[("xsi:type", &"dcterms:W3CDTF")], |xml| xml.text(&made));
        xml.tag("dcterms:modified", &[("xsi:type", &"dcterms:W3CDTF")], |xml| xml.text(&made));
        xml.tag("dc:language", &[], |xml| xml.text("zh-CN"));
    });
    xml
}

fn app() -> Xml {
    let mut xml = Xml::document();
    let namespace = "http://schemas.openxmlformats.org/officeDocument/2006/extended-properties";
    xml.tag("Properties", &[("xmlns", &namespace)], |xml| {
        xml.tag("Application", &[], |xml| xml.text("gongwen"));
    });
    xml
}

/// 2026-03-05T08:00:00Z from seconds since 1970 (days to a civil date after Hinnant).
fn timestamp(seconds: u64) -> String {
    let (days, rest) = (seconds / 86_400 + 719_468, seconds % 86_400);
    let (era, day) = (days / 146_097, days % 146_097);
    let year = (day - day / 1460 + day / 36_524 - day / 146_096) / 365;
    let of_year = day - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let date = of_year - (153 * month + 2) / 5 + 1;
    let civil = if month < 10 { month + 3 } else { month - 9 };
    let year = year + era * 400 + u64::from(civil <= 2);
    format!("{year:04}-{civil:02}-{date:02}T{:02}:{:02}:{:02}Z", rest / 3600, rest / 60 % 60, rest % 60)
}

#[cfg(test)]
mod tests {
    #[test]
    fn times() {
        assert_eq!(super::timestamp(0), "1970-01-01T00:00:00Z");
        assert_eq!(super::timestamp(1_772_697_600), "2026-03-05T08:00:00Z");
        assert_eq!(super::timestamp(951_782_400), "2000-02-29T00:00:00Z");
    }
}
