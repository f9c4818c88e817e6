//! The binary `wenming`: settings are parsed once, here, and the parts are put together. Exit
//! codes: 0 done, 1 refused or failed with a sentence on standard error, 2 wrong usage or input.

mod args;
mod command;
mod data;
mod fonts;
mod reader;
mod say;
mod serve;
mod stop;
mod usage;

use app::App;
use args::{Audit, Command, Data, Paper, Plan, Record, Roster, Standard};
use std::process::ExitCode;
use stop::Stop;

/// The allocator of the C library keeps apart what each thread gave back, and rows are made in one thread and
/// read in another (`docs/decisions/0021-allocator.md`).
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

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
        Command::Paper { paper: Paper::Write(write) } => command::paper::write(&write),
        Command::Paper { paper: Paper::Check(check) } => command::paper::check(&check),
        Command::Standard { standard: Standard::List } => command::standard::list(),
        Command::Standard { standard: Standard::Check { file } } => command::standard::check(&file),
        Command::Completion { shell } => {
            usage::completion(shell);
            Ok(())
        }
        other => runtime()?.block_on(work(other)),
    }
}

async fn work(command: Command) -> Result<(), Stop> {
    serve::logging();
    match command {
        Command::Serve(args) => Ok(serve::serve(args).await?),
        Command::Demo(args) => Ok(serve::demo(args).await?),
        Command::Plan { plan: Plan::Import(args) } => {
            on(&args.data, async |app| command::plan::import(app, &args).await).await
        }
        Command::User { data, user } => on(&data, async |app| command::user::user(app, &user).await).await,
        Command::Unit { data, unit } => on(&data, async |app| command::unit::unit(app, &unit).await).await,
        Command::Roster { data, roster: Roster::Import(args) } => {
            on(&data, async |app| command::roster::import(app, &args).await).await
        }
        Command::Record { data, record: Record::Import(args) } => {
            on(&data, async |app| command::record::import(app, &args).await).await
        }
        Command::Work(args) => on(&args.data, async |app| command::work::work(app, &args).await).await,
        Command::Audit { audit: Audit::Verify(args) } => {
            on(&args.data, async |app| command::audit::verify(app, &args).await).await
        }
        Command::Backup(args) => on(&args.data, async |app| command::backup::backup(app, &args).await).await,
        Command::Restore(args) => command::backup::restore(&args).await,
        Command::Standard { standard: Standard::Install(args) } => {
            on(&args.data, async |app| command::standard::install(app, &args).await).await
        }
        Command::Standard { standard: Standard::Crosswalks(args) } => {
            on(&args.data, async |app| command::standard::crosswalks(app, &args).await).await
        }
        Command::Standard { standard: Standard::Carry(args) } => {
            on(&args.data, async |app| command::standard::carry(app, &args).await).await
        }
        Command::Plan { plan: Plan::Read(_) }
        | Command::Paper { .. }
        | Command::Standard { standard: Standard::List | Standard::Check { .. } }
        | Command::Completion { .. } => Ok(()),
    }
}

/// Opens the data, does something, and closes it again.
async fn on(data: &Data, what: impl AsyncFnOnce(&App) -> Result<(), Stop>) -> Result<(), Stop> {
    let app = data::open_existing(data).await?;
    let done = what(&app).await;
    app.store.close().await;
    done
}

/// Threads that answer. A statement of the embedded database runs where its request is answered: on a
/// machine of two cores a slow one must not hold up half of the others.
const LEAST_THREADS: usize = 4;

/// Threads for what blocks: files and the readers of files, of which few work at once. Without a bound a burst of
/// uploads leaves hundreds, each with memory of its own (`docs/decisions/0027-blocking-threads.md`).
const BLOCKING_THREADS: usize = 32;

fn runtime() -> Result<tokio::runtime::Runtime, Stop> {
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    tokio::runtime::Builder::new_multi_thread()
        .worker_threads(cores.max(LEAST_THREADS))
        .max_blocking_threads(BLOCKING_THREADS)
        .enable_all()
        .build()
        .map_err(|error| Stop::failed(format!("程序无法启动：{error}。")))
}
