//! `cargo run --release -p wenming-bench -- load`: fills a database, starts the built program on
//! 127.0.0.1, drives it as four people would, and prints how long its answers take.

mod args;
mod load;

use args::{Args, Command};
use std::io::Write;
use std::process::ExitCode;

fn main() -> ExitCode {
    let args = match Args::parse(std::env::args().skip(1)) {
        Ok(args) => args,
        Err(sentence) => return complain(&sentence, 2),
    };
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return complain(&error.to_string(), 1),
    };
    let done = runtime.block_on(async {
        match args.command {
            Command::Load => load::run(&args).await,
            Command::Fill => load::fill_only(&args).await,
            Command::Roster => load::roster::run(&args).await,
            Command::Photos => load::photos::run(&args).await,
            Command::Dossier => load::dossier::run(&args).await,
            Command::Bare(bytes) => load::bare::serve(bytes).await,
        }
    });
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => complain(&error.to_string(), 1),
    }
}

fn complain(sentence: &str, code: u8) -> ExitCode {
    let _ = writeln!(std::io::stderr(), "wenming-bench: {sentence}");
    ExitCode::from(code)
}

/// One line of the report.
fn say(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}
