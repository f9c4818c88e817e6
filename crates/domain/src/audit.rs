//! What the audit chain remembers of a change: who, what, on which object, which fields.
//! Values of fields leave this crate in clear but the store keeps only keyed digests of them
//! (`DESIGN.md` §6: no personal value stands in the audit log).

use crate::authority::Action;
use crate::id::Id;
use uuid::Uuid;

/// One entry to be chained. Time, actor and bureau are added by the change that carries it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub action: Action,
    pub object: Object,
    pub fields: Vec<(&'static str, String)>,
}

/// The object of an entry: its noun and id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Object {
    pub noun: &'static str,
    pub id: Uuid,
}

impl Entry {
    pub fn new<I: Id>(action: Action, id: I) -> Self {
        Self { action, object: Object { noun: I::NOUN, id: id.uuid() }, fields: Vec::new() }
    }

    /// Adds a field whose new value is to be witnessed by a digest.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "callers hand over ids and codes as they have them")]
    pub fn field(mut self, name: &'static str, value: impl ToString) -> Self {
        self.fields.push((name, value.to_string()));
        self
    }
}
