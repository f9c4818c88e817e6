//! The few arguments of the load command.

use bench::bureau::Size;
use std::path::PathBuf;

const USAGE: &str = "usage: wenming-bench load|fill|roster|photos|dossier [--assignments 100000] [--people 2000] [--years 4] \
[--database-url postgres://…] [--seconds 30] [--clients 8] [--rows 10000] \
[--photos 2000] [--papers 1000] [--kill true] [--json FILE] [--data FOLDER]";

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Command {
    /// Fill, start, drive, measure.
    Load,
    /// Only fill `--data`, to look at it.
    Fill,
    /// Read, check and apply a roster of `--rows` rows.
    Roster,
    /// Look for photos like one among `--rows` photos.
    Photos,
    /// Have an inspection file of `--photos` and `--papers` made.
    Dossier,
    /// The page to compare with, of so many bytes: started by `load` itself.
    Bare(usize),
}

#[derive(Debug, Clone)]
pub struct Args {
    pub command: Command,
    pub size: Size,
    /// A PostgreSQL server; the run makes a schema of its own there and drops it.
    pub database_url: Option<String>,
    /// How long the pages are driven, in seconds.
    pub seconds: u64,
    pub clients: usize,
    pub rows: usize,
    pub photos: usize,
    pub papers: usize,
    /// Whether the server is killed in the middle of a further build.
    pub kill: bool,
    pub json: Option<PathBuf>,
    /// Kept folder; without it a temporary one is used and removed.
    pub data: Option<PathBuf>,
}

impl Args {
    pub fn parse(words: impl Iterator<Item = String>) -> Result<Self, String> {
        let mut words = words.peekable();
        let command = match words.next().as_deref() {
            Some("load") => Command::Load,
            Some("fill") => Command::Fill,
            Some("roster") => Command::Roster,
            Some("photos") => Command::Photos,
            Some("dossier") => Command::Dossier,
            Some("__bare") => Command::Bare(number(words.next())?),
            _ => return Err(USAGE.into()),
        };
        let mut args = Self {
            command,
            size: Size::default(),
            database_url: None,
            seconds: 30,
            clients: 8,
            rows: 10_000,
            photos: 2_000,
            papers: 1_000,
            kill: false,
            json: None,
            data: None,
        };
        while let Some(word) = words.next() {
            let (name, value) = match word.split_once('=') {
                Some((name, value)) => (name.to_owned(), Some(value.to_owned())),
                None => (word, words.next()),
            };
            match name.as_str() {
                "--assignments" => args.size.assignments = number(value)?,
                "--people" => args.size.people = number(value)?,
                "--years" => args.size.years = number(value)?,
                "--seconds" => args.seconds = number(value)? as u64,
                "--clients" => args.clients = number(value)?.max(1),
                "--rows" => args.rows = number(value)?,
                "--photos" => args.photos = number(value)?,
                "--papers" => args.papers = number(value)?,
                "--kill" => args.kill = value.as_deref() == Some("true"),
                "--database-url" => args.database_url = value,
                "--json" => args.json = value.map(PathBuf::from),
                "--data" => args.data = value.map(PathBuf::from),
                _ => return Err(USAGE.into()),
            }
        }
        Ok(args)
    }
}

fn number(value: Option<String>) -> Result<usize, String> {
    value.and_then(|it| it.parse().ok()).ok_or_else(|| USAGE.to_owned())
}
