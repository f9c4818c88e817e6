//! Drawings: pictures in the text, rules at fixed places of the page, the turned page number.

use super::paragraph::Para;
use super::xml::{Attributes, Xml};
use crate::layout::{LETTER_RULE_LENGTH_MM, PAGE_WIDTH_MM};
use std::fmt::Display;

/// English metric units in a millimetre.
const EMU: f64 = 36_000.0;

fn emu(mm: f64) -> i64 {
    (mm * EMU).round() as i64
}

/// A picture in the line, `number` from 1.
pub(super) fn inline(number: u32, width_mm: f64, height_mm: f64, alt: &str) -> Xml {
    let (cx, cy) = (emu(width_mm), emu(height_mm));
    let extent: [(&str, &dyn Display); 2] = [("cx", &cx), ("cy", &cy)];
    let name = format!("图片 {number}");
    let id = 100 + number;
    let mut xml = Xml::default();
    drawing(&mut xml, |xml| {
        xml.tag("wp:inline", &[("distT", &0), ("distB", &0), ("distL", &0), ("distR", &0)], |xml| {
            xml.leaf("wp:extent", &extent);
            xml.leaf("wp:docPr", &[("id", &id), ("name", &name), ("descr", &alt)]);
            graphic("http://schemas.openxmlformats.org/drawingml/2006/picture", xml, |xml| {
                xml.tag("pic:pic", &[], |xml| {
                    xml.tag("pic:nvPicPr", &[], |xml| {
                        xml.leaf("pic:cNvPr", &[("id", &id), ("name", &name)]);
                        xml.leaf("pic:cNvPicPr", &[]);
                    });
                    xml.tag("pic:blipFill", &[], |xml| {
                        xml.leaf("a:blip", &[("r:embed", &format!("rIdPicture{number}"))]);
                        xml.tag("a:stretch", &[], |xml| xml.leaf("a:fillRect", &[]));
                    });
                    xml.tag("pic:spPr", &[], |xml| shape(&extent, "rect", xml));
                });
            });
        });
    });
    xml
}

/// A red rule of a letter, at `y_mm` from the upper edge of the page, in the middle of its width.
pub(super) fn rule(number: u32, y_mm: f64, thickness_pt: f64) -> Xml {
    let length = LETTER_RULE_LENGTH_MM.value;
    let place = ((PAGE_WIDTH_MM.value - length) / 2.0, y_mm);
    let name = format!("红色双线 {number}");
    anchored(number, &name, place, (length, 0.0), |xml| {
        let width = (thickness_pt * 12_700.0) as i64;
        xml.leaf("wps:cNvCnPr", &[]);
        xml.tag("wps:spPr", &[], |xml| {
            shape(&[("cx", &emu(length)), ("cy", &0)], "line", xml);
            xml.tag("a:ln", &[("w", &width)], |xml| {
                xml.tag("a:solidFill", &[], |xml| xml.leaf("a:srgbClr", &[("val", &super::styles::RED)]));
            });
        });
        xml.leaf("wps:bodyPr", &[]);
    })
}

/// A box with one paragraph, turned by a quarter, its text running downwards.
pub(super) fn turned(number: u32, place: (f64, f64), size: (f64, f64), para: &Para) -> Xml {
    anchored(number, "页码", place, size, |xml| {
        xml.leaf("wps:cNvSpPr", &[("txBox", &"1")]);
        xml.tag("wps:spPr", &[], |xml| {
            shape(&[("cx", &emu(size.0)), ("cy", &emu(size.1))], "rect", xml);
            xml.leaf("a:noFill", &[]);
            xml.tag("a:ln", &[], |xml| xml.leaf("a:noFill", &[]));
        });
        xml.tag("wps:txbx", &[], |xml| xml.tag("w:txbxContent", &[], |xml| para.write(xml)));
        let insets: Attributes<'_> = &[
            ("vert", &"vert"),
            ("wrap", &"square"),
            ("lIns", &0),
            ("tIns", &0),
            ("rIns", &0),
            ("bIns", &0),
            ("anchor", &"ctr"),
        ];
        xml.leaf("wps:bodyPr", insets);
    })
}

/// A shape at a fixed place of the page, in millimetres, behind nothing and moved by nothing.
fn anchored(
    number: u32,
    name: &str,
    place: (f64, f64),
    size: (f64, f64),
    inside: impl FnOnce(&mut Xml),
) -> Xml {
    let (cx, cy) = (emu(size.0), emu(size.1));
    let mut xml = Xml::default();
    drawing(&mut xml, |xml| {
        let attributes: Attributes<'_> = &[
            ("distT", &0),
            ("distB", &0),
            ("distL", &0),
            ("distR", &0),
            ("simplePos", &0),
            ("relativeHeight", &number),
            ("behindDoc", &0),
            ("locked", &0),
            ("layoutInCell", &1),
            ("allowOverlap", &1),
        ];
        xml.tag("wp:anchor", attributes, |xml| {
            xml.leaf("wp:simplePos", &[("x", &0), ("y", &0)]);
            for (axis, at) in [("wp:positionH", place.0), ("wp:positionV", place.1)] {
                xml.tag(axis, &[("relativeFrom", &"page")], |xml| {
                    xml.tag("wp:posOffset", &[], |xml| xml.text(&emu(at).to_string()));
                });
            }
            xml.leaf("wp:extent", &[("cx", &cx), ("cy", &cy)]);
            xml.leaf("wp:effectExtent", &[("l", &0), ("t", &0), ("r", &0), ("b", &0)]);
            xml.leaf("wp:wrapNone", &[]);
            xml.leaf("wp:docPr", &[("id", &number), ("name", &name)]);
            graphic("http://schemas.microsoft.com/office/word/2010/wordprocessingShape", xml, |xml| {
                xml.tag("wps:wsp", &[], inside);
            });
        });
    });
    xml
}

fn drawing(xml: &mut Xml, inside: impl FnOnce(&mut Xml)) {
    xml.tag("w:r", &[], |xml| xml.tag("w:drawing", &[], inside));
}

fn graphic(uri: &str, xml: &mut Xml, inside: impl FnOnce(&mut Xml)) {
    xml.tag("a:graphic", &[], |xml| xml.tag("a:graphicData", &[("uri", &uri)], inside));
}

fn shape(extent: Attributes<'_>, preset: &str, xml: &mut Xml) {
    xml.tag("a:xfrm", &[], |xml| {
        xml.leaf("a:off", &[("x", &0), ("y", &0)]);
        xml.leaf("a:ext", extent);
    });
    xml.tag("a:prstGeom", &[("prst", &preset)], |xml| xml.leaf("a:avLst", &[]));
}
