//! Rows to be found, what keeps them from changing, and which must not meet.
//!
//! Knows nothing of what is done with them later.

use alloc::vec::Vec;

use super::{Batch, Except, Scope};
use crate::request::{Filter, SlotId};

/// Rows to be found.
#[derive(Clone, Debug)]
pub struct Find {
    /// For which rows of the request.
    pub batch: Batch,
    /// The rows they are linked to, if they must be linked to any.
    pub scope: Option<Scope>,
    /// What they meet.
    pub filter: Filter,
    /// Which of them are left out.
    pub except: Except,
    /// How they are kept from changing.
    pub lock: Lock,
    /// Which rows must not meet, because what is done with them would depend on the order.
    pub once: Once,
}

/// Which rows of a find must not meet: else they are to be taken one by one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Once {
    /// Any may.
    Never,
    /// No two that find the same row, or miss the same one, nor one that looks, by the first of these slots, for what
    /// another one makes, by the second of them.
    Always(Vec<(SlotId, SlotId)>),
    /// No two that miss the same one, unless what is made then has the same values in the second of these slots as it
    /// was looked for by in the first.
    Missing(Vec<(SlotId, SlotId)>),
}

/// How rows that were found are kept from changing until all is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Lock {
    /// Not at all.
    Nothing,
    /// Against changes other than of what points at them.
    Change,
    /// Against everything, for rows that are to be deleted.
    Delete,
}
