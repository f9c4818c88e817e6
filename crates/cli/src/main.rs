//! The binary `wenming`: settings are parsed once, here, and the parts are put together. Exit
//! codes: 0 done, 1 refused or failed with a sentence on standard error, 2 wrong usage or input.

mod args;
mod command;
mod data;
mod reader;
mod say;
mod serve;
mod stop;
mod usage;

use args::{Command, Plan};
use std::process::ExitCode;
use stop::Stop;

fn main() -> ExitCode {
    if std::env::args_os().nth(1).is_some_and(|word| word == reader::COMMAND) {
        return reader::child::run();
    }
    let args = match usage::parse() {
        Ok(args) => args,
        Err(code) => return code,
    };
    match run(args.command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(stop) => {
            say::complain(&format!("wenming: {}", stop.sentence));
            ExitCode::from(stop.code)
        }
    }
}

fn run(command: Command) -> Result<(), Stop> {
    match command {
        Command::Plan { plan: Plan::Read(read) } => command::plan::read(&read),
        Command::Completion { shell } => {
            usage::completion(shell);
            Ok(())
        }
        Command::Serve(args) => runtime()?.block_on(async { Ok(serve::serve(args).await?) }),
        Command::Demo(args) => runtime()?.block_on(async { Ok(serve::demo(args).await?) }),
    }
}

fn runtime() -> Result<tokio::runtime::Runtime, Stop> {
    tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()
        .map_err(|error| Stop::failed(format!("程序无法启动：{error}。")))
}
