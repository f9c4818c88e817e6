//! Prints the record of a file as JSON, and the time it took on standard error.

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
            eprintln!("read in {:?}", start.elapsed());
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
