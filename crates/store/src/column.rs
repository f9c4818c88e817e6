//! How domain values stand in columns: ids as UUID, days as ISO text, instants as microseconds,
//! closed lists as their code.

use crate::db::Row;
use crate::{Result, StoreError};
use domain::code::Code;
use domain::day::{Day, Instant};
use domain::id::*;
use domain::points::Points;
use uuid::Uuid;

/// A bound value. Nulls carry their type, because PostgreSQL asks for it.
#[derive(Debug, Clone)]
pub enum Arg {
    Int(Option<i64>),
    Bool(Option<bool>),
    Text(Option<String>),
    Uuid(Option<Uuid>),
    Bytes(Option<Vec<u8>>),
}

/// PostgreSQL holds no U+0000 in text, and nobody types it: it is left out on both engines.
pub(crate) fn without_nul(text: String) -> String {
    if text.contains('\0') { text.replace('\0', "") } else { text }
}

/// A type that stands in one column.
pub trait Column: Sized {
    /// The bound form; `None` is the typed null.
    fn arg(value: Option<&Self>) -> Arg;
    /// Reads the column; `None` is null.
    fn read(row: &Row, column: &str) -> Result<Option<Self>>;
}

macro_rules! plain {
    ($($ty:ty => $variant:ident),+ $(,)?) => { $(
        impl Column for $ty {
            fn arg(value: Option<&Self>) -> Arg { Arg::$variant(value.cloned()) }
            fn read(row: &Row, column: &str) -> Result<Option<Self>> { row.raw(column) }
        }
    )+ };
}
plain!(i64 => Int, bool => Bool, String => Text, Uuid => Uuid, Vec<u8> => Bytes);

macro_rules! id_columns {
    ($($id:ident),+) => { $(
        impl Column for $id {
            fn arg(value: Option<&Self>) -> Arg { Arg::Uuid(value.map(|id| id.0)) }
            fn read(row: &Row, column: &str) -> Result<Option<Self>> { Ok(row.raw::<Uuid>(column)?.map(Self)) }
        }
    )+ };
}
domain::for_each_id!(id_columns);

impl Column for Day {
    fn arg(value: Option<&Self>) -> Arg {
        Arg::Text(value.map(ToString::to_string))
    }
    fn read(row: &Row, column: &str) -> Result<Option<Self>> {
        parsed(row.raw::<String>(column)?, column, |text| text.parse().ok())
    }
}

/// Points are kept in 1/10 000.
impl Column for Points {
    fn arg(value: Option<&Self>) -> Arg {
        Arg::Int(value.map(|points| points.0))
    }
    fn read(row: &Row, column: &str) -> Result<Option<Self>> {
        Ok(row.raw::<i64>(column)?.map(Self))
    }
}

impl Column for Instant {
    fn arg(value: Option<&Self>) -> Arg {
        Arg::Int(value.map(|instant| instant.0))
    }
    fn read(row: &Row, column: &str) -> Result<Option<Self>> {
        Ok(row.raw::<i64>(column)?.map(Self))
    }
}

macro_rules! code_columns {
    ($($ty:ty),+ $(,)?) => { $(
        impl Column for $ty {
            fn arg(value: Option<&Self>) -> Arg { Arg::Text(value.map(|it| it.code().to_owned())) }
            fn read(row: &Row, column: &str) -> Result<Option<Self>> {
                parsed(row.raw::<String>(column)?, column, |code| <$ty>::from_code(code))
            }
        }
    )+ };
}
code_columns!(
    domain::bureau::Administration,
    domain::unit::UnitKind,
    domain::draft::Fan,
    domain::draft::MeasureKind,
    domain::unit::Succession,
    domain::membership::MembershipKind,
    domain::roster::ImportState,
    domain::handover::DutyKind,
    domain::team::TeamKind,
    domain::account::AccountState,
    domain::token::TokenScope,
    domain::authority::Role,
    domain::message::Reason,
    domain::message::Step,
    domain::draft::DraftState,
    domain::plan::PlanState,
    domain::task::Origin,
    domain::assignment::Part,
    domain::assignment::State,
    domain::assignment::ReturnReason,
    domain::record::RecordState,
    domain::paper::PaperState,
    domain::paper::Step,
    domain::paper::Template,
    domain::paper::archive::Term,
    domain::incoming::IncomingState,
    domain::record_kind::EditionState,
    domain::remark::RemarkKind,
    domain::figure::FigureOrigin,
    domain::job::JobState,
    domain::import::ImportKind,
    domain::import::State,
    domain::folder::FolderState,
    domain::folder::BundleState,
    domain::backup::BackupState,
    domain::standard::StandardState,
    domain::standard::Level,
    domain::standard::Source,
    domain::standard::LinkState,
    domain::assessment::Track,
    domain::assessment::AssessmentState,
    domain::assessment::NoteKind,
    domain::dossier::BuildState,
    domain::dossier::PaperForm,
    domain::crosswalk::Extent,
    domain::crosswalk::PairState,
);

fn parsed<T>(raw: Option<String>, column: &str, parse: impl Fn(&str) -> Option<T>) -> Result<Option<T>> {
    raw.map(|text| parse(&text).ok_or_else(|| StoreError::Corrupt { column: column.to_owned() })).transpose()
}

/// Turns a reference into a bound value; lets [`args!`] take plain and optional values alike.
pub trait IntoArg {
    fn into_arg(self) -> Arg;
}

impl<T: Column> IntoArg for &T {
    fn into_arg(self) -> Arg {
        T::arg(Some(self))
    }
}

impl<T: Column> IntoArg for &Option<T> {
    fn into_arg(self) -> Arg {
        T::arg(self.as_ref())
    }
}

impl IntoArg for &str {
    fn into_arg(self) -> Arg {
        Arg::Text(Some(self.to_owned()))
    }
}

impl IntoArg for &&str {
    fn into_arg(self) -> Arg {
        Arg::Text(Some((*self).to_owned()))
    }
}

/// Values for `$1`, `$2`, … in order.
macro_rules! args {
    ($($value:expr),* $(,)?) => { vec![$($crate::column::IntoArg::into_arg(&$value)),*] };
}
pub(crate) use args;
