//! One file for each command besides `serve` and `demo`.

pub mod plan;
