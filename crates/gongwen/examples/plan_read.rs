//! Prints the record of a file as JSON; on standard error, the time of the first and of the fastest of ten reads.

use std::process::ExitCode;

#[allow(clippy::print_stdout, clippy::print_stderr)]
fn main() -> ExitCode {
    let Some(path) = std::env::args().nth(1) else {
        eprintln!("usage: plan_read FILE");
        return ExitCode::from(2);
    };
    let bytes = match std::fs::read(&path) {
        Ok(bytes) => bytes,
        Err(error) => {
            eprintln!("{path}: {error}");
            return ExitCode::from(2);
        }
    };
    let hint = gongwen::Hint { file_name: Some(path), charset: None };
    let start = std::time::Instant::now();
    match gongwen::read(&bytes, &hint) {
        Ok(reading) => {
            let first = start.elapsed();
            let again = || {
                let start = std::time::Instant::now();
                std::hint::black_box(gongwen::read(&bytes, &hint).is_ok());
                start.elapsed()
            };
            let best = (0..10).map(|_| again()).min().unwrap_or(first);
            eprintln!("read in {first:?}, fastest of ten {best:?}");
            match serde_json::to_string_pretty(&reading.plan) {
                Ok(json) => println!("{json}"),
                Err(error) => eprintln!("{error}"),
            }
            ExitCode::SUCCESS
        }
        Err(refusal) => {
            eprintln!("{refusal}");
            ExitCode::from(2)
        }
    }
}
