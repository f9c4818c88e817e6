//! The one way in which a rule or a use case says no. Every refusal is a sentence that tells the
//! user what is wrong and what to do; `web` maps each variant to a status code.

use serde::Serialize;

/// One wrong field of a form, named as the form names it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FieldError {
    pub field: String,
    pub sentence: String,
}

/// Why something was not done. Nothing was written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// There is no such thing, or the actor may not know that there is (404).
    #[error("没有找到这项内容，或者您无权查看。")]
    NotFound,
    /// The actor sees it but may not do this (403). Names who can.
    #[error("{0}")]
    Forbidden(String),
    /// Fields are wrong (422).
    #[error("有 {} 处填写不符合要求，请按提示修改。", .0.len())]
    Invalid(Vec<FieldError>),
    /// A rule forbids it in the present state (409).
    #[error("{0}")]
    Rule(String),
    /// Someone else changed the same thing meanwhile (409).
    #[error("这项内容刚刚被别人修改过。请刷新后核对，再提交一次。")]
    Stale,
    /// Too many attempts or too much at once (429).
    #[error("{0}")]
    Busy(String),
}

impl Refused {
    /// A refusal of one field.
    pub fn field(field: &str, sentence: impl Into<String>) -> Self {
        Self::Invalid(vec![FieldError { field: field.into(), sentence: sentence.into() }])
    }

    /// A refusal by a rule.
    pub fn rule(sentence: impl Into<String>) -> Self {
        Self::Rule(sentence.into())
    }
}

/// Collects field errors so that a form shows all of them at once.
#[derive(Debug, Default)]
pub struct Check(Vec<FieldError>);

impl Check {
    pub fn new() -> Self {
        Self::default()
    }

    /// Notes an error of `field` unless `holds`.
    pub fn require(&mut self, holds: bool, field: &str, sentence: impl Into<String>) -> &mut Self {
        if !holds {
            self.0.push(FieldError { field: field.into(), sentence: sentence.into() });
        }
        self
    }

    /// Notes the error of a parsed field and gives its value if there is one.
    pub fn take<T>(&mut self, field: &str, value: Result<T, String>) -> Option<T> {
        value.map_err(|sentence| self.require(false, field, sentence)).ok()
    }

    /// Text that must not be blank and must not exceed `max` characters; trimmed.
    pub fn text(&mut self, field: &str, label: &str, value: &str, max: usize) -> String {
        let value = value.trim();
        self.require(!value.is_empty(), field, format!("请填写{label}。"));
        self.length(field, label, value, max)
    }

    /// Text that may be blank but must not exceed `max` characters; trimmed.
    pub fn length(&mut self, field: &str, label: &str, value: &str, max: usize) -> String {
        let value = value.trim();
        let count = value.chars().count();
        self.require(count <= max, field, format!("{label}最多 {max} 个字，现在有 {count} 个字。"));
        self.require(
            !value.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t')),
            field,
            format!("{label}里有看不见的控制字符，请重新输入。"),
        );
        value.to_owned()
    }

    /// All errors as one refusal, or nothing.
    pub fn done(self) -> Result<(), Refused> {
        if self.0.is_empty() { Ok(()) } else { Err(Refused::Invalid(self.0)) }
    }
}
