//! Chance that repeats itself: the same size gives the same bureau.

/// A multiplicative generator (Knuth, MMIX), enough to spread rows.
#[derive(Debug, Clone)]
pub struct Seed(u64);

impl Default for Seed {
    fn default() -> Self {
        Self(20_260_611)
    }
}

impl Seed {
    /// Another chance for each number.
    pub fn of(number: usize) -> Self {
        let mut seed = Self(20_260_611 ^ (number as u64).wrapping_mul(0x9e37_79b9_7f4a_7c15));
        seed.below(1);
        seed
    }

    /// A number below `below`.
    pub fn below(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % below.max(1)
    }

    /// True in `percent` of a hundred cases.
    pub fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of several.
    pub fn one<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }
}
