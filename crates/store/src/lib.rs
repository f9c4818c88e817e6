//! Every SQL statement, row and migration, and the bytes of attachments.
//!
//! One SQL text runs on SQLite and on PostgreSQL: `db` decides the engine in one place,
//! `dialect` holds the few forks. State is written only through [`Tx::apply`], which writes the
//! audit entry, the messages and the jobs of a change in the same transaction.

mod certificate;
mod choice;
mod clause;
mod column;
mod db;
mod dialect;
mod error;
mod migration;
mod postgres;
mod sqlite;

mod apply;
mod audit;
mod backup;
mod import;
mod job;
mod message;

mod account;
mod actor;
mod bureau;
mod frame;
mod handover;
mod membership;
mod person;
mod roster;
mod session;
mod team;
mod unit;
mod verdict;

mod assignment;
mod campaign;
mod caption;
mod draft;
mod history;
mod incoming;
mod joiner;
mod measure;
mod paper;
mod plan;
mod progress;
mod record;
mod record_kind;
mod record_sum;
mod remark;
mod saved_view;
mod stage;
mod succession;
mod tally;
mod task;
mod work;

mod assessment;
mod assessor_link;
mod criterion;
mod crosswalk;
mod standard;
mod standard_import;

pub mod testing;

mod blob;
mod calendar;
mod dossier;
mod feed;
mod file;
mod folder;
mod part;
mod refusal;
mod search;
mod setting;
mod sift;
mod sight;
mod sort;
mod table;
mod token;
mod transfer;
mod upload;
mod way;

pub use account::*;
pub use apply::{Apply, Stamp};
pub use assessment::{AssessmentFilter, NewAssessment};
pub use assessor_link::{LinkRead, NewAssessorLink};
pub use assignment::*;
pub use audit::{AuditFilter, AuditRow, Break, Verdict};
pub use backup::{BackupLine, DropBackup, NewBackup};
pub use blob::{Arrived, Arriving, Blobs, Kept, Made};
pub use bureau::*;
pub use calendar::{DuePile, PutHolidays};
pub use campaign::NewCampaign;
pub use certificate::{CertificateFilter, CertificateRow, NewCertificate, certificate_key};
pub use choice::PersonChoice;
pub use criterion::{LinkRow, PutProposals, RecordHead, SetServing};
pub use crosswalk::{CrosswalkLine, NewCrosswalk, PairLine, PutPair, UseLine};
pub use db::{Conn, Glance, Options, Store, Tx, View};
pub use dossier::{DossierLine, DropDossier, NewDossier};
pub use draft::{DraftLine, NewDraft, NewFigure, NewHonour, PurgeDraft};
pub use error::StoreError;
pub use feed::*;
pub use file::*;
pub use folder::{FolderLine, LookedAt, NewBundle, NewFolder, NewFolderFiles};
pub use frame::Frame;
pub use handover::*;
pub use history::Happened;
pub use import::{ImportLine, NewImport, PurgeImport};
pub use incoming::*;
pub use job::{AgainJob, JobRow};
pub use joiner::{JOINERS, NewJoined, SetFan};
pub use measure::NewMeasure;
pub use membership::*;
pub use message::*;
pub use paper::*;
pub use part::Appended;
pub use person::*;
pub use plan::NewPlan;
pub use progress::*;
pub use record::{NewRecord, RecordFilter, RecordRow};
pub use record_kind::NewEdition;
pub use record_sum::{By, HistoryFigure, Summed, Took};
pub use refusal::*;
pub use remark::{NewPhoto, PhotoRow, PutBands, PutRemarks};
pub use roster::*;
pub use saved_view::*;
pub use search::{Findable, Hit, SearchDoc, search_terms};
pub use session::*;
pub use setting::PutSetting;
pub use sift::Started;
pub use sight::Visible;
pub use sort::*;
pub use stage::NewStage;
pub use standard::{CriterionHead, NewStandard, StandardFilter};
pub use standard_import::{NewTableImport, PurgeTableImport, TableImportLine};
pub use succession::NewSuccession;
pub use tally::*;
pub use task::*;
pub use team::*;
pub use token::*;
pub use transfer::{ExportedRows, Kind, Table, all_tables, knows_schema, schema, tables, tables_at};
pub use unit::*;
pub use verdict::{NewVerdict, VerdictRow};
pub use work::*;

pub type Result<T, E = StoreError> = std::result::Result<T, E>;

/// SM3 in lower-case hexadecimal (GB/T 32905-2016).
pub fn sm3_hex(bytes: &[u8]) -> String {
    use sm3::Digest;
    hex(&sm3::Sm3::digest(bytes))
}

/// SM3 of what comes piece by piece.
#[derive(Clone, Default)]
pub struct Digester(sm3::Sm3);

impl std::fmt::Debug for Digester {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Digester")
    }
}

impl Digester {
    pub fn update(&mut self, bytes: &[u8]) {
        sm3::Digest::update(&mut self.0, bytes);
    }

    /// In lower-case hexadecimal.
    pub fn finish(self) -> String {
        hex(&sm3::Digest::finalize(self.0))
    }
}

/// HMAC-SM3 in lower-case hexadecimal.
pub fn hmac_hex(key: &[u8], bytes: &[u8]) -> String {
    use hmac::{KeyInit, Mac};
    // HMAC takes keys of any length, so that this cannot fail.
    let Ok(mut mac) = hmac::Hmac::<sm3::Sm3>::new_from_slice(key) else { return String::new() };
    mac.update(bytes);
    hex(&mac.finalize().into_bytes())
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
