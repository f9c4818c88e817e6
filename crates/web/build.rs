//! The assets are compiled in as a folder, which the compiler does not watch by itself.

#![expect(clippy::print_stdout, reason = "build scripts speak to cargo on standard output")]

fn main() {
    println!("cargo::rerun-if-changed=assets");
}
