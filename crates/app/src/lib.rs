//! Use cases: one transaction each, no rules, no SQL. `web` and `cli` call these; `domain`
//! decides, `store` writes.

pub mod clock;
pub mod ids;
pub mod key;
pub mod secret;

pub mod error;
pub mod export;
pub mod facts;
pub mod job;
pub mod reading;
pub mod sheet;
pub mod sight;
pub mod turn;

pub mod account;
pub mod certificate;
pub mod draft;
pub mod handover;
pub mod joiner;
pub mod login;
pub mod person;
pub mod roster;
pub mod setup;
pub mod slip;
pub mod system;
pub mod team;
pub mod token;
pub mod unit;

pub mod assignment;
pub mod campaign;
pub mod file;
pub mod folder;
pub mod incoming;
pub mod matching;
pub mod paper;
pub mod photo;
pub mod preview;
pub mod record;
pub mod record_kind;
pub mod register;
pub mod remark;
pub mod table;
pub mod task;
pub mod thumbnail;
pub mod upload;
pub mod work;

pub mod assessment;
pub mod assessor_link;
pub mod crosswalk;
pub mod dossier;
pub mod standard;

pub mod demo;

pub mod audit;
pub mod backup;
pub mod calendar;
pub mod feed;
pub mod import;
pub mod message;
pub mod search;

pub use clock::Clock;
pub use error::{Error, Fault};
pub use key::Keys;

use domain::authority::Actor;
use domain::day::{Day, Instant};
use domain::id::{BureauId, Ids};
use std::sync::Arc;
use std::time::Duration;
use store::{Stamp, Store};
use tokio::sync::Semaphore;

pub type Result<T, E = Error> = std::result::Result<T, E>;

/// Everything a use case needs, passed explicitly.
#[derive(Clone)]
pub struct App {
    pub store: Store,
    pub clock: Arc<dyn Clock>,
    pub ids: Arc<dyn Ids>,
    pub keys: Keys,
    pub hashing: login::Hashing,
    /// Reads foreign files; replaced by a limited child process where there is one.
    pub reader: Arc<dyn reading::Reader>,
    /// Whether this is the demonstration.
    pub demo: bool,
    /// How long an answer waits for the job that it has put, before it shows its progress instead.
    pub patience: Duration,
    /// How many answers may work on a whole file at one time: it bounds their memory.
    pub rooms: Arc<Semaphore>,
    /// Fonts and latest renderings of papers.
    pub press: paper::pdf::Press,
    /// Overviews as they were reckoned last.
    pub overviews: campaign::Overviews,
    /// Criteria of published standards, as records are matched with them.
    pub targets: matching::Targets,
}

impl std::fmt::Debug for App {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("App").field("store", &self.store).field("demo", &self.demo).finish_non_exhaustive()
    }
}

impl App {
    pub fn new(store: Store, clock: Arc<dyn Clock>, ids: Arc<dyn Ids>, keys: Keys, demo: bool) -> Self {
        Self {
            store,
            clock,
            ids,
            keys,
            hashing: login::Hashing::new(),
            reader: Arc::new(reading::Inline),
            demo,
            patience: Duration::from_secs(1),
            rooms: Arc::new(Semaphore::new(2)),
            press: paper::pdf::Press::default(),
            overviews: campaign::Overviews::default(),
            targets: matching::Targets::default(),
        }
    }

    pub fn now(&self) -> Instant {
        self.clock.now()
    }

    /// Today in Asia/Shanghai.
    pub fn today(&self) -> Day {
        Day::of_instant(self.now())
    }

    /// Who changes something, and when.
    pub fn stamp<'a>(&'a self, who: &'a Who) -> Stamp<'a> {
        Stamp {
            bureau: who.actor.bureau,
            account: Some(who.actor.account),
            source: &who.source,
            at: self.now(),
            ids: &*self.ids,
        }
    }

    /// What the system changes by itself, or from the command line.
    pub fn own_stamp<'a>(&'a self, bureau: BureauId, source: &'a str) -> Stamp<'a> {
        Stamp { bureau, account: None, source, at: self.now(), ids: &*self.ids }
    }
}

/// An actor and the address the request came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Who {
    pub actor: Actor,
    pub source: String,
}

/// How commands at the server begin their source; pages and programs begin with an address.
pub const CLI: &str = "cli";

impl Who {
    /// Whether this is a command of someone who holds folder and key: they could write the database
    /// itself, so nothing is gained by refusing what only guards one administrator from another.
    pub fn at_the_server(&self) -> bool {
        self.source == CLI || self.source.strip_prefix(CLI).is_some_and(|rest| rest.starts_with(' '))
    }
}

impl std::ops::Deref for Who {
    type Target = Actor;
    fn deref(&self) -> &Actor {
        &self.actor
    }
}
