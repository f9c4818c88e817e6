//! What a rule answers when it agrees: the next state together with everything that must be
//! written in the same transaction.

use crate::audit::Entry;
use crate::job::Job;
use crate::message::Message;

/// A decided change of `T`. The store applies all of it or nothing.
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use = "a change that is not applied has no effect"]
pub struct Change<T> {
    pub next: T,
    /// At least one entry: there is no change of state without audit.
    pub audit: Vec<Entry>,
    pub messages: Vec<Message>,
    pub jobs: Vec<Job>,
}

impl<T> Change<T> {
    pub fn new(next: T, entry: Entry) -> Self {
        Self { next, audit: vec![entry], messages: Vec::new(), jobs: Vec::new() }
    }

    pub fn with_entry(mut self, entry: Entry) -> Self {
        self.audit.push(entry);
        self
    }

    pub fn with_message(mut self, message: Message) -> Self {
        self.messages.push(message);
        self
    }

    pub fn with_messages(mut self, messages: impl IntoIterator<Item = Message>) -> Self {
        self.messages.extend(messages);
        self
    }

    pub fn with_job(mut self, job: Job) -> Self {
        self.jobs.push(job);
        self
    }

    /// The same change of a wider state.
    pub fn map<U>(self, wrap: impl FnOnce(T) -> U) -> Change<U> {
        Change { next: wrap(self.next), audit: self.audit, messages: self.messages, jobs: self.jobs }
    }
}

/// A row together with the version that it was read at. Writing it back succeeds only while the
/// stored version is still the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Versioned<T> {
    pub version: i64,
    pub row: T,
}

impl<T> std::ops::Deref for Versioned<T> {
    type Target = T;
    fn deref(&self) -> &T {
        &self.row
    }
}

impl<T> Versioned<T> {
    /// The next state, decided on this version.
    pub fn to<U>(&self, row: U) -> Versioned<U> {
        Versioned { version: self.version, row }
    }
}
