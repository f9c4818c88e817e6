//! Where ids come from: UUIDv7 in production, far-apart ids in tests.

use crate::Clock;
use domain::id::Ids;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use uuid::Uuid;

/// UUIDv7 (RFC 9562): 48 bits of milliseconds, then a counter of 12 bits that keeps ids made in one
/// millisecond in order, then randomness.
pub struct TimeIds {
    clock: Arc<dyn Clock>,
    counter: AtomicU64,
}

impl std::fmt::Debug for TimeIds {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("TimeIds")
    }
}

impl TimeIds {
    pub fn new(clock: Arc<dyn Clock>) -> Self {
        Self { clock, counter: AtomicU64::new(0) }
    }
}

impl Ids for TimeIds {
    fn next(&self) -> Uuid {
        let millis = (self.clock.now().0 / 1000) as u64;
        let count = self.counter.fetch_add(1, Ordering::Relaxed) & 0x0fff;
        let mut bytes = [0_u8; 16];
        bytes[..6].copy_from_slice(&millis.to_be_bytes()[2..]);
        bytes[8..].copy_from_slice(&crate::secret::random::<8>());
        bytes[6] = 0x70 | (count >> 8) as u8;
        bytes[7] = count as u8;
        bytes[8] = 0x80 | (bytes[8] & 0x3f);
        Uuid::from_bytes(bytes)
    }
}

/// Ids that count up in steps of 10 000, so that a mix-up fails.
#[derive(Debug)]
pub struct TestIds(AtomicU64);

impl Default for TestIds {
    fn default() -> Self {
        Self(AtomicU64::new(10_000))
    }
}

impl Ids for TestIds {
    fn next(&self) -> Uuid {
        Uuid::from_u128(u128::from(self.0.fetch_add(10_000, Ordering::SeqCst)) << 64)
    }
}
