//! The table to be pasted, and the same as JSON.

use super::Result;
use super::drive::{Crowd, Timed, Times};
use super::place::Place;
use crate::say;
use bench::bureau::Filled;
use serde_json::{Value, json};
use std::path::Path;
use std::time::Duration;

/// What was measured on what.
#[derive(Debug)]
pub struct Setting {
    day: String,
    engine: &'static str,
    assignments: usize,
    records: usize,
    cores: usize,
    /// Load of the machine over the last minute, and over five.
    load: String,
    binary: u64,
    database: Option<u64>,
    /// Mean weight of a page, and weight of the bare one.
    weight: usize,
}

impl Setting {
    pub fn look(place: &Place, binary: &Path, filled: &Filled, weight: usize) -> Result<Self> {
        let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
        Ok(Self {
            day: bench::today().to_string(),
            engine: place.engine(),
            assignments: filled.assignments,
            records: filled.records,
            cores: std::thread::available_parallelism().map_or(1, usize::from),
            load: load.split_whitespace().take(2).collect::<Vec<_>>().join(" / "),
            binary: std::fs::metadata(binary)?.len(),
            database: std::fs::metadata(place.folder().join("wenming.db")).ok().map(|it| it.len()),
            weight,
        })
    }
}

/// Everything that was measured.
#[derive(Debug)]
pub struct Report {
    pub setting: Setting,
    pub starts: Vec<Duration>,
    /// Resident memory after the start, after the load, and at most.
    pub resident: (u64, u64, u64),
    pub timed: Timed,
    pub crowd: Crowd,
    pub bare_crowd: Crowd,
    pub clients: usize,
}

fn megabytes(bytes: u64) -> f64 {
    bytes as f64 / 1_000_000.0
}

impl Report {
    fn start(&self) -> f64 {
        let mut all: Vec<f64> = self.starts.iter().map(Duration::as_secs_f64).collect();
        all.sort_by(f64::total_cmp);
        all[all.len() / 2]
    }

    /// A table in Markdown.
    pub fn print(&self) {
        let (it, bare) = (&self.setting, &self.timed.bare);
        say(&format!(
            "\n{}, {}, {} assignments, {} records; {} cores, load {}; {} rounds\n",
            it.day,
            it.engine,
            it.assignments,
            it.records,
            it.cores,
            it.load,
            self.timed.routes.first().map_or(0, |route| route.2.count())
        ));
        say("| page | as | KB | p50 ms | p95 ms | p99 ms | p50 × bare | p95 × bare | limit ms |");
        say("|---|---|--:|--:|--:|--:|--:|--:|--:|");
        let line = |name: &str, login: &str, weight: usize, times: &Times, limit: Option<f64>| {
            say(&format!(
                "| {name} | {login} | {:.0} | {:.2} | {:.2} | {:.2} | {:.1} | {:.1} | {} |",
                weight as f64 / 1_000.0,
                times.at(50),
                times.at(95),
                times.at(99),
                times.at(50) / bare.at(50),
                times.at(95) / bare.at(95),
                limit.map_or_else(String::new, |limit| {
                    let held = if times.at(95) < limit { "held" } else { "missed" };
                    format!("{limit:.0} {held}")
                })
            ));
        };
        line("bare axum page", "", it.weight, bare, None);
        for (route, weight, times) in &self.timed.routes {
            line(route.name, route.login, *weight, times, route.limit);
        }
        say("");
        let (before, after, most) = self.resident;
        say(&format!(
            "- {} clients at once: {:.0} requests/s, p50 {:.2} ms, p95 {:.2} ms, p99 {:.2} ms; bare page: {:.0} requests/s, p95 {:.2} ms ({:.1} ×)",
            self.clients,
            self.crowd.per_second,
            self.crowd.times.at(50),
            self.crowd.times.at(95),
            self.crowd.times.at(99),
            self.bare_crowd.per_second,
            self.bare_crowd.times.at(95),
            self.bare_crowd.per_second / self.crowd.per_second
        ));
        say(&format!(
            "- start with this data: {:.3} s (median of {}, {:.3} s to {:.3} s)",
            self.start(),
            self.starts.len(),
            self.starts.iter().min().map_or(0.0, Duration::as_secs_f64),
            self.starts.iter().max().map_or(0.0, Duration::as_secs_f64)
        ));
        say(&format!(
            "- resident memory: {:.0} MB after the start, {:.0} MB after the load, {:.0} MB at most",
            megabytes(before),
            megabytes(after),
            megabytes(most)
        ));
        let database = it.database.map(|bytes| format!("; database file: {:.0} MB", megabytes(bytes)));
        say(&format!("- binary: {:.1} MB{}", megabytes(it.binary), database.unwrap_or_default()));
    }

    pub fn json(&self) -> Value {
        let times = |times: &Times| json!({"n": times.count(), "p50_ms": times.at(50), "p95_ms": times.at(95), "p99_ms": times.at(99)});
        let bare = &self.timed.bare;
        let routes: Vec<Value> = self
            .timed
            .routes
            .iter()
            .map(|(route, weight, it)| {
                json!({"page": route.name, "as": route.login, "path": route.path, "bytes": weight, "limit_ms": route.limit,
                       "times": times(it), "p50_ratio": it.at(50) / bare.at(50), "p95_ratio": it.at(95) / bare.at(95)})
            })
            .collect();
        let it = &self.setting;
        json!({
            "day": it.day, "engine": it.engine, "assignments": it.assignments, "records": it.records, "cores": it.cores,
            "load": it.load, "binary_bytes": it.binary, "database_bytes": it.database, "bare_bytes": it.weight,
            "bare": times(bare), "routes": routes, "start_s": self.start(),
            "resident_bytes": {"start": self.resident.0, "end": self.resident.1, "most": self.resident.2},
            "together": {"clients": self.clients, "per_second": self.crowd.per_second, "times": times(&self.crowd.times),
                         "bare_per_second": self.bare_crowd.per_second, "bare": times(&self.bare_crowd.times)}
        })
    }
}
