//! Checks the layout of a Word file: `cargo run -p gongwen --example check -- FILE.docx [OVERLAY.json]`.
//! Ends with 1 if something is against the standard.

use gongwen::check::check;
use gongwen::layout::Overlay;
use std::process::ExitCode;

#[allow(clippy::print_stdout, clippy::print_stderr)]
fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let Some(path) = arguments.next() else {
        eprintln!("usage: check FILE.docx [OVERLAY.json]");
        return ExitCode::from(2);
    };
    let report = match report(&path, arguments.next().as_deref()) {
        Ok(report) => report,
        Err(error) => {
            eprintln!("{error}");
            return ExitCode::from(2);
        }
    };
    for finding in &report.findings {
        println!("{}", finding.sentence());
    }
    for listed in &report.departures {
        println!("{}", listed.sentence());
    }
    println!("不符合规定 {} 处，提示 {} 处。", report.violations().count(), report.remarks().count());
    if report.violations().next().is_some() { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}

fn report(path: &str, overlay: Option<&str>) -> Result<gongwen::check::Report, Box<dyn std::error::Error>> {
    let overlay: Overlay = match overlay {
        Some(path) => serde_json::from_str(&std::fs::read_to_string(path)?)?,
        None => Overlay::default(),
    };
    overlay.validate()?;
    Ok(check(&std::fs::read(path)?, &overlay)?)
}
