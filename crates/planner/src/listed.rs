//! Lists of what an iterator gives, at a third of the weight of `collect`.
//!
//! Knows nothing of what is in them.

use alloc::vec::Vec;

/// Iterators as lists.
pub(crate) trait Listed: Iterator + Sized {
    /// All items in a list.
    fn listed(self) -> Vec<Self::Item> {
        let mut list = Vec::new();
        self.for_each(|item| list.push(item));
        list
    }
}

impl<I: Iterator> Listed for I {}

/// Iterators of what may be missing as lists.
pub(crate) trait AllListed<T>: Iterator<Item = Option<T>> + Sized {
    /// All items in a list; none if one is missing.
    fn all_listed(self) -> Option<Vec<T>> {
        let mut list = Vec::new();
        for item in self {
            list.push(item?);
        }
        Some(list)
    }
}

impl<T, I: Iterator<Item = Option<T>>> AllListed<T> for I {}
