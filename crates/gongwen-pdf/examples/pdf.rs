//! Sets a paper as a PDF file: `cargo run -p gongwen-pdf --example pdf -- PAPER.json OUT.pdf [FONT.otf …]`.
//! Papers to try stand in `crates/gongwen/tests/papers`. What was substituted, borrowed or is missing is printed.

use gongwen::paper::{Lack, Paper, Substitution};
use gongwen_pdf::{Borrowed, Fonts, Options, pdf};
use std::process::ExitCode;

#[allow(clippy::print_stderr)]
fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [input, output, fonts @ ..] = arguments.as_slice() else {
        eprintln!("usage: pdf PAPER.json OUT.pdf [FONT.otf …]");
        return ExitCode::from(2);
    };
    match write(input, output, fonts) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}

#[allow(clippy::print_stdout)]
fn write(input: &str, output: &str, files: &[String]) -> Result<(), Box<dyn std::error::Error>> {
    let paper: Paper = serde_json::from_str(&std::fs::read_to_string(input)?)?;
    let mut fonts = Fonts::embedded();
    for file in files {
        println!("{file}: {:?}", fonts.add(std::fs::read(file)?)?);
    }
    let start = std::time::Instant::now();
    let made = pdf(&paper, &fonts, &Options { archival: true, ..Options::default() })?;
    println!("{} pages, {} bytes in {:?}", made.pages, made.bytes.len(), start.elapsed());
    made.substituted.iter().map(Substitution::sentence).for_each(|it| println!("{it}"));
    made.borrowed.iter().map(Borrowed::sentence).for_each(|it| println!("{it}"));
    made.missing.iter().map(Lack::sentence).for_each(|it| println!("{it}"));
    std::fs::write(output, made.bytes)?;
    Ok(())
}
