//! 续传: a file of a record that comes in pieces. After a broken connection the same file goes on where it
//! stopped; what nobody finishes is thrown away after some days.

use crate::audit::Entry;
use crate::authority::Action;
use crate::change::Change;
use crate::id::{BureauId, PersonId, RecordId, UploadId};
use crate::record::MAX_FILES;
use crate::refused::{Check, Refused};

/// A file on its way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    pub id: UploadId,
    pub bureau: BureauId,
    pub person: PersonId,
    /// The record that it will belong to; a form names the id before the row exists.
    pub record: RecordId,
    pub name: String,
    /// Bytes of the whole.
    pub size: i64,
    /// By which the sender knows the same file again.
    pub mark: String,
}

/// The largest piece, in bytes.
pub const PIECE: u64 = 4 << 20;
/// Days after which an unfinished one is thrown away.
pub const KEPT_DAYS: i64 = 3;
/// Unfinished ones of one person.
pub const MOST: i64 = 2 * MAX_FILES as i64;

/// A file begins; `open` are those that the person has not finished, `largest` is what a file may weigh.
pub fn begin(mut it: Upload, open: i64, largest: u64) -> Result<Change<Upload>, Refused> {
    let mut check = Check::new();
    let name = check.text("files", "文件名", &it.name, 120);
    let mark = check.text("files", "文件的标记", &it.mark, 200);
    check.require(it.size > 0, "files", format!("“{name}”是空文件，请重新选择。"));
    let fits = u64::try_from(it.size).is_ok_and(|size| size <= largest);
    check.require(
        fits || it.size <= 0,
        "files",
        format!("“{name}”超过 {} MB，请压缩后再传。", largest >> 20),
    );
    check.require(open < MOST, "files", "没有传完的文件太多了，请先把它们传完，或者过几天再传。");
    check.done()?;
    (it.name, it.mark) = (name, mark);
    let entry = Entry::new(Action::FileRecord, it.id).field("record", it.record).field("size", it.size);
    Ok(Change::new(it, entry))
}

/// Whether a piece belongs to the whole, and ends within it.
pub fn fits(it: &Upload, at: u64, bytes: usize) -> Result<(), Refused> {
    let end = at.checked_add(bytes as u64);
    let inside = end.zip(u64::try_from(it.size).ok()).is_some_and(|(end, size)| end <= size);
    if inside {
        Ok(())
    } else {
        Err(Refused::rule("这一段超出了文件的大小，请重新选择文件再传。"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn upload(name: &str, size: i64) -> Upload {
        Upload {
            id: UploadId(Uuid::nil()),
            bureau: BureauId(Uuid::nil()),
            person: PersonId(Uuid::nil()),
            record: RecordId(Uuid::nil()),
            name: name.into(),
            size,
            mark: "a.mp4|9|1".into(),
        }
    }

    #[test]
    fn only_what_can_be_kept_begins() {
        for (name, size, open, ok) in [
            ("录像.mp4", 50, 0, true),
            ("录像.mp4", 51, 0, false),
            ("录像.mp4", 0, 0, false),
            ("录像.mp4", -1, 0, false),
            (" ", 50, 0, false),
            ("录像.mp4", 50, MOST, false),
        ] {
            assert_eq!(begin(upload(name, size), open, 50).is_ok(), ok, "{name} {size} {open}");
        }
    }

    #[test]
    fn a_piece_ends_within_the_whole() {
        let it = upload("录像.mp4", 10);
        for (at, bytes, ok) in
            [(0, 10, true), (4, 6, true), (4, 7, false), (11, 0, false), (u64::MAX, 1, false)]
        {
            assert_eq!(fits(&it, at, bytes).is_ok(), ok, "{at} {bytes}");
        }
    }
}
