//! What a use case answers when it does not do it: a refusal that the user reads, or a fault that
//! only the log reads. A fault is logged once, where it is handled; `Display` never prints its source.

use domain::Refused;
use domain::refused::FieldError;
use store::StoreError;

/// A refusal or a fault.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    #[error("{0}")]
    Refused(Refused),
    /// Start-up or a command cannot go on: a Chinese sentence for the administrator.
    #[error("{0}")]
    Unfit(String),
    #[error("internal fault")]
    Fault(#[source] Fault),
}

/// Something broke that the user can do nothing about.
#[derive(Debug, thiserror::Error)]
#[error("{what}: {cause}")]
pub struct Fault {
    pub what: &'static str,
    pub cause: String,
}

impl Error {
    pub fn fault(what: &'static str, cause: impl std::fmt::Display) -> Self {
        Self::Fault(Fault { what, cause: cause.to_string() })
    }

    pub fn unfit(sentence: impl Into<String>) -> Self {
        Self::Unfit(sentence.into())
    }

    /// The refusal of one field.
    pub fn field(field: &str, sentence: impl Into<String>) -> Self {
        Self::Refused(Refused::field(field, sentence))
    }

    /// The refusal by a rule.
    pub fn rule(sentence: impl Into<String>) -> Self {
        Self::Refused(Refused::rule(sentence))
    }

    /// The wrong fields, if it is about fields.
    pub fn fields(&self) -> &[FieldError] {
        match self {
            Self::Refused(Refused::Invalid(fields)) => fields,
            _ => &[],
        }
    }
}

impl From<Refused> for Error {
    fn from(refused: Refused) -> Self {
        Self::Refused(refused)
    }
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::NotFound => Self::Refused(Refused::NotFound),
            StoreError::Stale => Self::Refused(Refused::Stale),
            StoreError::Unfit(sentence) => Self::Unfit(sentence),
            StoreError::Sqlite(source) => Self::fault("database", source),
            StoreError::Postgres(source) => Self::fault("database", source),
            StoreError::Io(source) => Self::fault("file system", source),
            other => Self::fault("store", other),
        }
    }
}

impl From<tokio::task::JoinError> for Error {
    fn from(error: tokio::task::JoinError) -> Self {
        Self::fault("worker thread", error)
    }
}
