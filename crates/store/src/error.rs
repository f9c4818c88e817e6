//! What can go wrong in the store, as far as a caller can do something about it.

/// The smallest useful error: most callers only tell "not there" from "stale" from the rest.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    #[error("no such row")]
    NotFound,
    /// The row changed since it was read.
    #[error("the row has changed meanwhile")]
    Stale,
    /// A unique index refused the row; carries its name or columns.
    #[error("not unique: {0}")]
    Conflict(String),
    /// A stored value does not parse: a fault of ours, never of the user.
    #[error("column {column} holds an unexpected value")]
    Corrupt { column: String },
    /// The folder or database is not what the command expects; a Chinese sentence.
    #[error("{0}")]
    Unfit(String),
    #[error("embedded database")]
    Sqlite(#[source] rusqlite::Error),
    #[error("database server")]
    Postgres(#[source] sqlx::Error),
    /// No connection became free in time.
    #[error("all connections to the database are in use")]
    Busy,
    /// A glance was asked for a second statement: a fault of ours.
    #[error("a glance makes one statement")]
    Spent,
    #[error("file system")]
    Io(#[from] std::io::Error),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        use rusqlite::ffi::{SQLITE_CONSTRAINT_PRIMARYKEY, SQLITE_CONSTRAINT_UNIQUE};
        match error {
            rusqlite::Error::SqliteFailure(code, Some(message))
                if matches!(code.extended_code, SQLITE_CONSTRAINT_UNIQUE | SQLITE_CONSTRAINT_PRIMARYKEY) =>
            {
                Self::Conflict(message)
            }
            error => Self::Sqlite(error),
        }
    }
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::RowNotFound => Self::NotFound,
            sqlx::Error::Database(db) if db.is_unique_violation() => {
                Self::Conflict(db.constraint().map_or_else(|| db.message().to_owned(), str::to_owned))
            }
            _ => Self::Postgres(error),
        }
    }
}
