//! How long things may take. A step polls until it succeeds or its deadline passes; it never sleeps
//! a fixed time and hopes.

use std::time::{Duration, Instant};

/// A page must load, a text must appear, within this time. Generous: a debug build on two busy cores.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// What a step needs (a button, a field) should be there once the page has come to rest; this is the grace.
pub const GRACE: Duration = Duration::from_secs(3);

/// Pause between two attempts.
pub const PAUSE: Duration = Duration::from_millis(40);

/// Tries again until `attempt` succeeds; after `limit` the last refusal is the answer.
pub async fn until<T>(
    limit: Duration,
    mut attempt: impl AsyncFnMut() -> Result<T, String>,
) -> Result<T, String> {
    let begun = Instant::now();
    loop {
        match attempt().await {
            Ok(value) => return Ok(value),
            Err(refusal) if begun.elapsed() > limit => return Err(refusal),
            Err(_) => tokio::time::sleep(PAUSE).await,
        }
    }
}
