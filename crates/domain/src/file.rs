//! 文件: bytes kept by their digest, reached only through an object that refers to them.

use crate::day::Instant;
use crate::id::{BureauId, FileId, PersonId};
use serde::{Deserialize, Serialize};

/// A file as one bureau keeps it. The same bytes twice are one blob, two files.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct File {
    pub id: FileId,
    pub bureau: BureauId,
    /// Algorithm and hexadecimal digest, e.g. `sm3:66c7…`.
    pub digest: String,
    /// The name under which it came; never used as a path.
    pub name: String,
    /// Media type found from the content.
    pub media: String,
    /// Size in bytes.
    pub size: i64,
    pub uploader: Option<PersonId>,
    pub uploaded: Instant,
}
