//! `styles.xml`: each element of the standard is a style of its own, so that clerks can find and change it.

use super::paragraph::{LINE, chars};
use super::xml::Xml;
use crate::layout::{SIZE_2_PT, SIZE_3_PT, SIZE_4_PT, SIZE_4_SMALL_PT, WORD_CHAR_SPACING_TWIPS};
use crate::paper::{Face, Typefaces};

/// Red of the heading and its rules.
pub(super) const RED: &str = "FF0000";

/// Line of a table in twips: 小四 on 18 pt.
pub(super) const TABLE_LINE: i64 = 360;

/// A paragraph style as it differs from the running text.
struct Style {
    id: &'static str,
    name: &'static str,
    face: Face,
    size_pt: f64,
    align: &'static str,
    /// First-line indent in characters.
    first: f64,
    /// Blank lines before.
    before: i64,
    line: i64,
    outline: Option<u8>,
    red: bool,
    keep_next: bool,
    next: &'static str,
}

impl Style {
    fn new(id: &'static str, name: &'static str) -> Self {
        Self {
            id,
            name,
            face: Face::FangSong,
            size_pt: SIZE_3_PT,
            align: "both",
            first: 0.0,
            before: 0,
            line: LINE,
            outline: None,
            red: false,
            keep_next: false,
            next: id,
        }
    }
}

fn all() -> Vec<Style> {
    let new = Style::new;
    let heading = |id, name, face, level| Style {
        face,
        first: 2.0,
        outline: Some(level),
        keep_next: true,
        next: "GwText",
        ..new(id, name)
    };
    let title = Style { face: Face::BiaoSong, size_pt: SIZE_2_PT, align: "center", ..new("Title", "Title") };
    let table =
        Style {
            size_pt: SIZE_4_SMALL_PT, line: TABLE_LINE, align: "left", ..new("GwCell", "公文表格文字")
        };
    let imprint = Style { size_pt: SIZE_4_PT, align: "left", ..new("GwImprint", "公文版记") };
    let left = |id, name| Style { align: "left", ..new(id, name) };
    let right = |id, name| Style { align: "right", ..new(id, name) };
    vec![
        Style { first: 2.0, ..new("GwText", "公文正文") },
        heading("Heading1", "heading 1", Face::Hei, 0),
        heading("Heading2", "heading 2", Face::Kai, 1),
        heading("Heading3", "heading 3", Face::FangSong, 2),
        heading("Heading4", "heading 4", Face::FangSong, 3),
        Style { before: 2, ..title },
        left("GwCopyNo", "公文份号"),
        Style { face: Face::Hei, ..left("GwSecrecy", "公文密级和紧急程度") },
        Style {
            face: Face::BiaoSong, align: "center", red: true, ..new("GwMark", "公文发文机关标志")
        },
        Style { align: "center", ..new("GwNumber", "公文发文字号") },
        left("GwRecipients", "公文主送机关"),
        left("GwAttachmentNote", "公文附件说明"),
        Style { keep_next: true, ..right("GwOrgan", "公文发文机关署名") },
        right("GwDate", "公文成文日期"),
        Style { first: 2.0, ..left("GwNote", "公文附注") },
        Style { face: Face::Hei, keep_next: true, ..left("GwAttachmentLabel", "公文附件序号") },
        Style {
            face: Face::BiaoSong,
            size_pt: SIZE_2_PT,
            align: "center",
            before: 1,
            outline: Some(0),
            keep_next: true,
            next: "GwText",
            ..new("GwAttachmentTitle", "公文附件标题")
        },
        Style { align: "left", ..new("GwAttendance", "公文出席人员") },
        table,
        Style {
            face: Face::Hei,
            size_pt: SIZE_4_SMALL_PT,
            line: TABLE_LINE,
            align: "center",
            ..new("GwCellHead", "公文表头")
        },
        Style { align: "center", keep_next: true, ..new("GwCaption", "公文图表标题") },
        Style { align: "center", ..new("GwPicture", "公文图片") },
        imprint,
        Style { face: Face::Song, size_pt: SIZE_4_PT, line: 280, ..right("GwPageNumber", "公文页码") },
        Style { line: 20, ..left("GwThin", "公文定位") },
    ]
}

/// `styles.xml`.
pub(super) fn write(faces: &Typefaces) -> Xml {
    let mut xml = Xml::document();
    xml.tag("w:styles", &[("xmlns:w", &super::package::W)], |xml| {
        xml.tag("w:docDefaults", &[], |xml| {
            xml.tag("w:rPrDefault", &[], |xml| {
                xml.tag("w:rPr", &[], |xml| {
                    fonts(faces.name(Face::FangSong), xml);
                    xml.val("w:kern", 0);
                    size(SIZE_3_PT, xml);
                    xml.leaf(
                        "w:lang",
                        &[("w:val", &"en-US"), ("w:eastAsia", &"zh-CN"), ("w:bidi", &"ar-SA")],
                    );
                });
            });
            xml.tag("w:pPrDefault", &[], |xml| {
                xml.tag("w:pPr", &[], |xml| xml.val("w:overflowPunct", 0));
            });
        });
        normal(xml);
        xml.tag(
            "w:style",
            &[("w:type", &"character"), ("w:default", &"1"), ("w:styleId", &"GwRun")],
            |xml| {
                xml.val("w:name", "Default Paragraph Font");
            },
        );
        xml.tag(
            "w:style",
            &[("w:type", &"table"), ("w:default", &"1"), ("w:styleId", &"GwPlainTable")],
            |xml| {
                xml.val("w:name", "Normal Table");
                xml.tag("w:tblPr", &[], |xml| {
                    xml.leaf("w:tblInd", &[("w:w", &0), ("w:type", &"dxa")]);
                    xml.tag("w:tblCellMar", &[], |xml| {
                        for side in ["w:top", "w:left", "w:bottom", "w:right"] {
                            xml.leaf(side, &[("w:w", &0), ("w:type", &"dxa")]);
                        }
                    });
                });
            },
        );
        all().iter().for_each(|style| paragraph(style, faces, xml));
        for (id, name, face) in [
            ("GwHei", "公文黑体", Face::Hei),
            ("GwKai", "公文楷体", Face::Kai),
            ("GwFang", "公文仿宋", Face::FangSong),
        ] {
            xml.tag(
                "w:style",
                &[("w:type", &"character"), ("w:customStyle", &"1"), ("w:styleId", &id)],
                |xml| {
                    xml.val("w:name", name);
                    xml.leaf("w:qFormat", &[]);
                    xml.tag("w:rPr", &[], |xml| fonts(faces.name(face), xml));
                },
            );
        }
    });
    xml
}

fn normal(xml: &mut Xml) {
    xml.tag("w:style", &[("w:type", &"paragraph"), ("w:default", &"1"), ("w:styleId", &"Normal")], |xml| {
        xml.val("w:name", "Normal");
        xml.leaf("w:qFormat", &[]);
        xml.tag("w:pPr", &[], |xml| {
            // Pages are filled to the last line; the indent and the grid hold also beside digits and letters.
            xml.val("w:widowControl", 0);
            xml.val("w:overflowPunct", 0);
            xml.val("w:autoSpaceDE", 0);
            xml.val("w:autoSpaceDN", 0);
            // The exact line is the grid; snapping would give a title two lines of it.
            xml.val("w:snapToGrid", 0);
            xml.leaf(
                "w:spacing",
                &[("w:before", &0), ("w:after", &0), ("w:line", &LINE), ("w:lineRule", &"exact")],
            );
            xml.val("w:jc", "both");
        });
        xml.tag("w:rPr", &[], |xml| xml.val("w:spacing", WORD_CHAR_SPACING_TWIPS.value as i64));
    });
}

fn paragraph(style: &Style, faces: &Typefaces, xml: &mut Xml) {
    let custom = style.id.starts_with("Gw");
    let kind: [(&str, &dyn std::fmt::Display); 3] =
        [("w:type", &"paragraph"), ("w:customStyle", &"1"), ("w:styleId", &style.id)];
    let plain: [(&str, &dyn std::fmt::Display); 2] = [("w:type", &"paragraph"), ("w:styleId", &style.id)];
    xml.tag("w:style", if custom { &kind } else { &plain }, |xml| {
        xml.val("w:name", style.name);
        xml.val("w:basedOn", "Normal");
        xml.val("w:next", style.next);
        xml.leaf("w:qFormat", &[]);
        xml.tag("w:pPr", &[], |xml| {
            if style.keep_next {
                xml.leaf("w:keepNext", &[]);
            }
            let before = style.before * LINE;
            xml.leaf(
                "w:spacing",
                &[("w:before", &before), ("w:after", &0), ("w:line", &style.line), ("w:lineRule", &"exact")],
            );
            if style.first > 0.0 {
                let hundredths = (style.first * 100.0) as i64;
                xml.leaf("w:ind", &[("w:firstLineChars", &hundredths), ("w:firstLine", &chars(style.first))]);
            }
            xml.val("w:jc", style.align);
            if let Some(level) = style.outline {
                xml.val("w:outlineLvl", level);
            }
        });
        xml.tag("w:rPr", &[], |xml| {
            fonts(faces.name(style.face), xml);
            if style.red {
                xml.val("w:color", RED);
            }
            // The spacing that makes 28 characters fit is that of 三号 only.
            if style.size_pt != SIZE_3_PT || style.red {
                xml.val("w:spacing", 0);
            }
            size(style.size_pt, xml);
        });
    });
}

fn fonts(name: &str, xml: &mut Xml) {
    xml.leaf("w:rFonts", &[("w:ascii", &name), ("w:eastAsia", &name), ("w:hAnsi", &name), ("w:cs", &name)]);
}

fn size(pt: f64, xml: &mut Xml) {
    let half_points = (pt * 2.0).round() as i64;
    xml.val("w:sz", half_points);
    xml.val("w:szCs", half_points);
}
