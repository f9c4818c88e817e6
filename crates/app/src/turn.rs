//! How lists are turned: on from the last row, or back from the first. A list turned back is read in
//! the other direction and set right here; the keys that lead on come out with the rows.

use store::{COUNTED, Place};

/// Which way a list is turned.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Turn<K> {
    /// To its first page.
    #[default]
    First,
    /// On, to what stands behind this key.
    After(K),
    /// Back, to what stands before it.
    Before(K),
}

/// Rows of one page in the order of the list.
#[derive(Debug, Clone)]
pub struct Leaf<T, K> {
    pub rows: Vec<T>,
    /// Key of the first row, where a page stands before it.
    pub prev: Option<K>,
    /// Key of the last row, where a page follows.
    pub next: Option<K>,
}

impl<T, K> Default for Leaf<T, K> {
    fn default() -> Self {
        Self { rows: Vec::new(), prev: None, next: None }
    }
}

impl<T, K> Leaf<T, K> {
    /// The same page with other rows.
    pub fn map<U>(self, told: impl FnMut(T) -> U) -> Leaf<U, K> {
        Leaf { rows: self.rows.into_iter().map(told).collect(), prev: self.prev, next: self.next }
    }
}

/// A list that is read page after page, from its first row to its last or to a bound: what is exported.
///
/// `while walk.take(list(&walk.turn, 500).await?.leaf) {}`
#[derive(Debug, Clone)]
pub struct Walk<T, K> {
    /// What was read so far.
    pub rows: Vec<T>,
    /// The page to read next.
    pub turn: Turn<K>,
    /// Whether the list has more rows than the bound lets through.
    pub cut: bool,
    most: usize,
}

impl<T, K> Walk<T, K> {
    /// From the first row on, `most` rows at most.
    pub fn up_to(most: usize) -> Self {
        Self { rows: Vec::new(), turn: Turn::First, cut: false, most }
    }

    /// Takes a page in; true while another one is to be read.
    pub fn take(&mut self, leaf: Leaf<T, K>) -> bool {
        self.rows.extend(leaf.rows);
        self.cut = self.rows.len() > self.most || self.rows.len() == self.most && leaf.next.is_some();
        self.rows.truncate(self.most);
        match leaf.next {
            Some(key) if !self.cut => {
                self.turn = Turn::After(key);
                true
            }
            _ => false,
        }
    }
}

/// One page of a list: which way it is turned, and how many rows it has.
#[derive(Debug, Clone)]
pub struct Paging<K> {
    pub turn: Turn<K>,
    pub limit: i64,
}

impl<K> From<store::Page<K>> for Paging<K> {
    fn from(page: store::Page<K>) -> Self {
        Self { turn: page.after.into(), limit: page.limit }
    }
}

/// On from a key, or to the first page where there is none: what a program asks for.
impl<K> From<Option<K>> for Turn<K> {
    fn from(key: Option<K>) -> Self {
        key.map_or(Self::First, Self::After)
    }
}

impl<K: Clone> Turn<K> {
    pub fn key(&self) -> Option<&K> {
        match self {
            Self::First => None,
            Self::After(key) | Self::Before(key) => Some(key),
        }
    }

    /// Where the page stands, where that is seen without counting: the first page of a list that ends on it.
    pub fn whole<T>(&self, leaf: &Leaf<T, K>) -> Option<Place> {
        let whole = matches!(self, Self::First) && leaf.next.is_none();
        whole.then(|| Place {
            total: i64::try_from(leaf.rows.len()).unwrap_or(i64::MAX).min(COUNTED),
            before: 0,
        })
    }

    /// Whether the list must be read against its order.
    pub fn back(&self) -> bool {
        matches!(self, Self::Before(_))
    }

    /// The page of rows that were read in the direction of the turn, one more than `limit`.
    pub fn leaf<T>(&self, mut rows: Vec<T>, limit: i64, key: impl Fn(&T) -> K) -> Leaf<T, K> {
        let limit = usize::try_from(limit).unwrap_or(0);
        let more = rows.len() > limit;
        rows.truncate(limit);
        if self.back() {
            rows.reverse();
        }
        let (before, behind) = match self {
            Self::First => (false, more),
            // The row that led here stands on the other page.
            Self::After(_) => (true, more),
            Self::Before(_) => (more, true),
        };
        let prev = rows.first().filter(|_| before).map(&key);
        let next = rows.last().filter(|_| behind).map(&key);
        Leaf { rows, prev, next }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The page of the numbers 1 to 7, three to a page.
    fn read(turn: &Turn<i32>) -> Leaf<i32, i32> {
        let numbers = 1..=7;
        let rows = match turn {
            Turn::First => numbers.take(4).collect(),
            Turn::After(key) => numbers.filter(|n| n > key).take(4).collect(),
            Turn::Before(key) => numbers.rev().filter(|n| n < key).take(4).collect(),
        };
        turn.leaf(rows, 3, |n| *n)
    }

    #[test]
    fn a_list_is_walked_to_its_end_or_to_the_bound() {
        let walked = |most: usize| {
            let mut walk = Walk::up_to(most);
            while walk.take(read(&walk.turn).map(|n| n * 10)) {}
            (walk.rows, walk.cut)
        };
        assert_eq!(walked(100), (vec![10, 20, 30, 40, 50, 60, 70], false));
        assert_eq!(walked(7), (vec![10, 20, 30, 40, 50, 60, 70], false));
        assert_eq!(walked(6), (vec![10, 20, 30, 40, 50, 60], true));
        assert_eq!(walked(4), (vec![10, 20, 30, 40], true));
    }

    #[test]
    fn a_list_is_turned_on_and_back() {
        let told = |turn: Turn<i32>| {
            let leaf = read(&turn);
            (leaf.rows, leaf.prev, leaf.next)
        };
        assert_eq!(told(Turn::First), (vec![1, 2, 3], None, Some(3)));
        assert_eq!(told(Turn::After(3)), (vec![4, 5, 6], Some(4), Some(6)));
        assert_eq!(told(Turn::After(6)), (vec![7], Some(7), None));
        assert_eq!(told(Turn::Before(7)), (vec![4, 5, 6], Some(4), Some(6)));
        assert_eq!(told(Turn::Before(4)), (vec![1, 2, 3], None, Some(3)));
        assert_eq!(told(Turn::Before(1)), (vec![], None, None));
        let whole = |turn: Turn<i32>| turn.whole(&read(&turn));
        assert_eq!((whole(Turn::First), whole(Turn::After(6)), whole(Turn::After(9))), (None, None, None));
        let short = Turn::First.leaf(vec![1, 2], 3, |n| *n);
        assert_eq!(Turn::First.whole(&short), Some(Place { total: 2, before: 0 }));
    }
}
