//! Where the run keeps its data: a temporary folder, and a schema of its own on a PostgreSQL server.

use super::Result;
use crate::args::Args;
use app::App;
use bench::bureau::Filled;
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

#[derive(Debug)]
enum Folder {
    Temporary(TempDir),
    Named(PathBuf),
}

/// A folder and perhaps a schema.
#[derive(Debug)]
pub struct Place {
    folder: Folder,
    /// The server as it was named, the schema, and the address that leads into it.
    schema: Option<(String, String, String)>,
    /// What `fill` has left there.
    filled: Option<Filled>,
}

/// What `fill` writes beside the data, so that `load` can measure it again.
#[derive(Debug, Serialize, Deserialize)]
struct Note {
    schema: Option<String>,
    filled: Filled,
}

const NOTE: &str = "filled.json";

impl Place {
    /// The place that the arguments name: as `fill` has left it, else a new one.
    pub async fn make(args: &Args) -> Result<Self> {
        let note = args.data.as_ref().map(|folder| folder.join(NOTE)).filter(|note| note.exists());
        let note: Option<Note> = note
            .map(|it| Ok::<_, super::Failure>(serde_json::from_slice(&std::fs::read(it)?)?))
            .transpose()?;
        let folder = match &args.data {
            Some(path) => Folder::Named(path.clone()),
            None => Folder::Temporary(TempDir::with_prefix("wenming-bench")?),
        };
        let schema = match &args.database_url {
            None => None,
            Some(server) => {
                let name = match &note {
                    Some(note) => note.schema.clone().ok_or("this folder was filled without a server")?,
                    None => {
                        let name = format!("bench{:016x}", u64::from_be_bytes(app::secret::random()));
                        store::testing::create_schema(server, &name).await?;
                        name
                    }
                };
                let separator = if server.contains('?') { '&' } else { '?' };
                let url = format!("{server}{separator}options=-c%20search_path%3D{name}");
                Some((server.clone(), name, url))
            }
        };
        if schema.is_none() && note.as_ref().is_some_and(|it| it.schema.is_some()) {
            return Err("this folder was filled on a server: name it by --database-url".into());
        }
        Ok(Self { folder, schema, filled: note.map(|it| it.filled) })
    }

    /// What `fill` has left here, if it has.
    pub fn filled(&self) -> Option<&Filled> {
        self.filled.as_ref()
    }

    pub fn folder(&self) -> &Path {
        match &self.folder {
            Folder::Temporary(folder) => folder.path(),
            Folder::Named(path) => path,
        }
    }

    /// The address of the schema, none on SQLite.
    pub fn url(&self) -> Option<&str> {
        self.schema.as_ref().map(|it| it.2.as_str())
    }

    pub fn engine(&self) -> &'static str {
        if self.schema.is_some() { "PostgreSQL" } else { "SQLite" }
    }

    /// The application as the program opens it: same folder, same key, the clock of the machine.
    pub async fn open(&self) -> Result<App> {
        Ok(bench::open(self.folder(), self.url()).await?)
    }

    /// Drops the schema; the temporary folder goes with the value. What `fill` has left stays.
    pub async fn remove(self) -> Result<()> {
        if self.filled.is_some() {
            return Ok(());
        }
        if let Some((server, name, _)) = &self.schema {
            store::testing::drop_schema(server, name).await?;
        }
        Ok(())
    }

    /// Leaves everything where it is, with a note of what it is.
    pub fn keep(self, filled: Filled) -> Result<()> {
        let note = Note { schema: self.schema.as_ref().map(|it| it.1.clone()), filled };
        std::fs::write(self.folder().join(NOTE), serde_json::to_string_pretty(&note)?)?;
        if let Folder::Temporary(folder) = self.folder {
            let _ = folder.keep();
        }
        Ok(())
    }
}
