//! The child: limits itself, reads standard input, answers on standard output.

use super::{CPU_SECONDS, FILE_LIMIT, Head, MEMORY, What};
use app::reading::{Inline, Reader};
use rlimit::Resource;
use serde::Serialize;
use std::io::{self, BufRead, Read, Write};
use std::process::ExitCode;

/// Runs the child. Nothing of the program is set up before: no runtime, no settings, no folder.
pub fn run() -> ExitCode {
    match limit().and_then(|()| answer()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

/// After this neither a file nor a connection can be opened, and nothing is left behind by a crash.
fn limit() -> io::Result<()> {
    Resource::AS.set(MEMORY, MEMORY)?;
    Resource::CPU.set(CPU_SECONDS, CPU_SECONDS + 1)?;
    Resource::CORE.set(0, 0)?;
    Resource::FSIZE.set(0, 0)?;
    Resource::NOFILE.set(3, 3)
}

fn answer() -> io::Result<()> {
    let mut input = io::stdin().lock();
    let mut line = Vec::new();
    input.by_ref().take(64 << 10).read_until(b'\n', &mut line)?;
    let head: Head = serde_json::from_slice(&line)?;
    let mut bytes = Vec::new();
    input.take(FILE_LIMIT + 1).read_to_end(&mut bytes)?;
    let name = head.name.as_deref();
    let mut from = bytes.as_slice();
    match head.what {
        What::Paper => give(&Inline.read(&mut from, name, head.charset.as_deref())),
        What::Roster => give(&Inline.roster(&mut from, name.unwrap_or_default())),
        What::Table => give(&Inline.table(&mut from, name.unwrap_or_default())),
        What::Grids => give(&Inline.grids(&mut from, name.unwrap_or_default())),
        What::Photo => give(&Inline.photo(&mut from)),
        What::Sheets => {
            let sheets = Inline.sheets(&mut from, &head.words);
            give(&sheets)?;
            let bytes = sheets.map(|it| it.bytes).unwrap_or_default();
            io::stdout().lock().write_all(&[b"\n", bytes.as_slice()].concat())
        }
        What::Preview => give(&Inline.preview(&mut from, &head.media)),
        What::Layout => give(&Inline.layout(&mut from, name.unwrap_or_default(), &head.overlay)),
    }
}

fn give<T: Serialize>(answer: &Result<T, String>) -> io::Result<()> {
    let mut output = io::BufWriter::new(io::stdout().lock());
    serde_json::to_writer(&mut output, answer)?;
    output.flush()
}
