//! The binary `wenming`: settings are parsed once, here, and the parts are put together. Exit
//! codes: 0 done, 1 refused or failed with a sentence on standard error, 2 wrong usage or input.

mod args;
mod data;
mod serve;

use args::{Args, Command};
use clap::Parser;
use std::process::ExitCode;

fn main() -> ExitCode {
    let args = Args::parse();
    let runtime = match tokio::runtime::Builder::new_multi_thread().enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => return fail(&format!("程序无法启动：{error}。")),
    };
    let done = match args.command {
        Command::Serve(serve) => runtime.block_on(serve::serve(serve)),
        Command::Demo(serve) => runtime.block_on(serve::demo(serve)),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => fail(&sentence(&error)),
    }
}

/// The one line that a user of the command line reads.
fn sentence(error: &app::Error) -> String {
    match error {
        app::Error::Fault(fault) => format!("内部出错：{fault}。"),
        app::Error::Refused(refused) => refused.to_string(),
        app::Error::Unfit(sentence) => sentence.clone(),
    }
}

#[expect(clippy::print_stderr, reason = "the command line speaks on standard error")]
fn fail(sentence: &str) -> ExitCode {
    eprintln!("wenming: {sentence}");
    ExitCode::from(1)
}
