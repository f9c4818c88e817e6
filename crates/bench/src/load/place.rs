//! Where the run keeps its data: a temporary folder, and a schema of its own on a PostgreSQL server.

use super::Result;
use crate::args::Args;
use app::App;
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
}

impl Place {
    pub async fn make(args: &Args) -> Result<Self> {
        let folder = match &args.data {
            Some(path) => Folder::Named(path.clone()),
            None => Folder::Temporary(TempDir::with_prefix("wenming-bench")?),
        };
        let schema = match &args.database_url {
            None => None,
            Some(server) => {
                let name = format!("bench{:016x}", u64::from_be_bytes(app::secret::random()));
                store::testing::create_schema(server, &name).await?;
                let separator = if server.contains('?') { '&' } else { '?' };
                let url = format!("{server}{separator}options=-c%20search_path%3D{name}");
                Some((server.clone(), name, url))
            }
        };
        Ok(Self { folder, schema })
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

    /// Drops the schema; the temporary folder goes with the value.
    pub async fn remove(self) -> Result<()> {
        if let Some((server, name, _)) = &self.schema {
            store::testing::drop_schema(server, name).await?;
        }
        Ok(())
    }

    /// Leaves everything where it is.
    pub fn keep(self) {
        if let Folder::Temporary(folder) = self.folder {
            let _ = folder.keep();
        }
    }
}
