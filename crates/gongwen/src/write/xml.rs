//! A small writer of XML. Names and order of attributes are as given, so that the same input makes the same bytes.

use quick_xml::escape::escape;
use std::fmt::{Display, Write};

/// Attributes, in order.
pub(super) type Attributes<'a> = &'a [(&'a str, &'a dyn Display)];

/// XML under construction.
#[derive(Default)]
pub(super) struct Xml {
    text: String,
    /// A character that XML cannot hold was met.
    pub unprintable: Option<char>,
}

impl Xml {
    /// A document with its declaration.
    pub fn document() -> Self {
        Self {
            text: "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n".into(),
            unprintable: None,
        }
    }

    /// An element without content.
    pub fn leaf(&mut self, name: &str, attributes: Attributes<'_>) {
        self.start(name, attributes);
        self.text.push_str("/>");
    }

    /// An element with content.
    pub fn tag(&mut self, name: &str, attributes: Attributes<'_>, inside: impl FnOnce(&mut Self)) {
        self.start(name, attributes);
        self.text.push('>');
        inside(self);
        self.text.push_str("</");
        self.text.push_str(name);
        self.text.push('>');
    }

    /// `<name w:val="…"/>`, the commonest element of WordprocessingML.
    pub fn val(&mut self, name: &str, value: impl Display) {
        self.leaf(name, &[("w:val", &value)]);
    }

    /// Text.
    pub fn text(&mut self, text: &str) {
        let bad = |c: &char| matches!(c, '\0'..='\u{8}' | '\u{b}' | '\u{c}' | '\u{e}'..='\u{1f}' | '\u{fffe}' | '\u{ffff}');
        self.unprintable = self.unprintable.or_else(|| text.chars().find(bad));
        self.text.push_str(&escape(text));
    }

    /// Finished XML as it is.
    pub fn raw(&mut self, xml: &Self) {
        self.unprintable = self.unprintable.or(xml.unprintable);
        self.text.push_str(&xml.text);
    }

    /// The XML.
    pub fn into_string(self) -> String {
        self.text
    }

    fn start(&mut self, name: &str, attributes: Attributes<'_>) {
        self.text.push('<');
        self.text.push_str(name);
        for (key, value) in attributes {
            let value = value.to_string();
            // Writing to a string does not fail.
            let _ = write!(self.text, " {key}=\"{}\"", escape(value.as_str()));
        }
    }
}
