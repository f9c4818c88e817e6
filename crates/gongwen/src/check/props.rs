//! Properties of paragraphs and runs, and what they inherit from styles.

use std::collections::BTreeMap;

/// What a file says of a paragraph or run; `None` where it is silent.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct Props {
    pub align: Option<String>,
    pub left: Option<i64>,
    pub right: Option<i64>,
    /// First-line indent in twips, negative when hanging.
    pub first: Option<i64>,
    /// First-line indent in hundredths of a character.
    pub first_chars: Option<i64>,
    pub before: Option<i64>,
    pub after: Option<i64>,
    pub line: Option<i64>,
    /// auto, exact, atLeast.
    pub line_rule: Option<String>,
    pub outline: Option<u8>,
    pub page_break: Option<bool>,
    /// A rule below: eighths of a point and colour.
    pub rule: Option<(i64, String)>,
    /// Numbered by Word.
    pub listed: Option<bool>,
    /// East-Asian face.
    pub face: Option<String>,
    /// Size in half points.
    pub size: Option<i64>,
    pub color: Option<String>,
}

impl Props {
    /// These properties where stated, otherwise those of `base`.
    pub fn over(&self, base: &Self) -> Self {
        Self {
            align: self.align.clone().or_else(|| base.align.clone()),
            left: self.left.or(base.left),
            right: self.right.or(base.right),
            first: self.first.or(base.first),
            // An indent in twips overrides an inherited one in characters.
            first_chars: self.first_chars.or(if self.first.is_some() { None } else { base.first_chars }),
            before: self.before.or(base.before),
            after: self.after.or(base.after),
            line: self.line.or(base.line),
            line_rule: self.line_rule.clone().or_else(|| base.line_rule.clone()),
            outline: self.outline.or(base.outline),
            page_break: self.page_break.or(base.page_break),
            rule: self.rule.clone().or_else(|| base.rule.clone()),
            listed: self.listed.or(base.listed),
            face: self.face.clone().or_else(|| base.face.clone()),
            size: self.size.or(base.size),
            color: self.color.clone().or_else(|| base.color.clone()),
        }
    }
}

/// Styles of a file.
#[derive(Debug, Default)]
pub(super) struct Styles {
    pub defaults: Props,
    pub default_paragraph: String,
    /// Name of the style above and own properties.
    pub all: BTreeMap<String, (Option<String>, Props)>,
}

impl Styles {
    /// Everything a paragraph of this style inherits.
    pub fn paragraph(&self, style: &str) -> Props {
        let style = if style.is_empty() { self.default_paragraph.as_str() } else { style };
        self.chain(style).over(&self.defaults)
    }

    /// What a style and those above it say. Circles end after a few steps.
    pub fn chain(&self, style: &str) -> Props {
        let mut found = Props::default();
        let mut next = Some(style);
        for _ in 0..16 {
            let Some((base, own)) = next.and_then(|name| self.all.get(name)) else { break };
            found = found.over(own);
            next = base.as_deref();
        }
        found
    }
}
