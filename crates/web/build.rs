//! The assets are compiled in as a folder, which the compiler does not watch by itself.

fn main() {
    println!("cargo::rerun-if-changed=assets");
}
