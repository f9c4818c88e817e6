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

    #[test]
    fn a_list_is_turned_on_and_back() {
        let numbers: Vec<i32> = (1..=7).collect();
        let read = |turn: &Turn<i32>| -> Leaf<i32, i32> {
            let rows = match turn {
                Turn::First => numbers.iter().take(4).copied().collect(),
                Turn::After(key) => numbers.iter().filter(|n| *n > key).take(4).copied().collect(),
                Turn::Before(key) => numbers.iter().rev().filter(|n| *n < key).take(4).copied().collect(),
            };
            turn.leaf(rows, 3, |n| *n)
        };
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
