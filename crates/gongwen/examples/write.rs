//! Writes a paper as a Word file: `cargo run -p gongwen --example write -- PAPER.json OUT.docx`.
//! Papers to try stand in `tests/papers`. What keeps the paper from being issued is printed.

use gongwen::paper::Paper;
use gongwen::write::{Options, docx};
use std::process::ExitCode;

#[allow(clippy::print_stderr)]
fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let (Some(input), Some(output)) = (arguments.next(), arguments.next()) else {
        eprintln!("usage: write PAPER.json OUT.docx");
        return ExitCode::from(2);
    };
    match write(&input, &output) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

#[allow(clippy::print_stdout)]
fn write(input: &str, output: &str) -> Result<(), Box<dyn std::error::Error>> {
    let paper: Paper = serde_json::from_str(&std::fs::read_to_string(input)?)?;
    for problem in paper.problems() {
        println!("{}（{}，{}）：{}", problem.place, problem.clause, problem.strength.word(), problem.message);
    }
    let start = std::time::Instant::now();
    let bytes = docx(&paper, &Options::default())?;
    println!("{} bytes in {:?}", bytes.len(), start.elapsed());
    std::fs::write(output, bytes)?;
    Ok(())
}
