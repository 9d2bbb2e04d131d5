//! Pairs of a junction table, to be made or to be removed.
//!
//! Knows nothing of the rows at either end beyond their keys.

use alloc::vec::Vec;

use super::{Batch, RowsOf, Source};
use crate::schema::Junction;

/// Pairs for a junction table.
#[derive(Clone, Debug)]
pub struct Link {
    /// The table, seen from the rows that the relation was written at.
    pub junction: Junction,
    /// The groups of the far rows, one pair for each.
    pub batches: Vec<LinkBatch>,
}

/// The pairs of one group.
#[derive(Clone, Debug)]
pub struct LinkBatch {
    /// The far rows.
    pub batch: Batch,
    /// The key of the near row, the first source it has.
    pub here: Vec<Source>,
    /// The key of the far row, the first source it has.
    pub there: Vec<Source>,
}

/// Pairs to be removed from a junction table.
#[derive(Clone, Debug)]
pub struct Unlink {
    /// For which rows of the request.
    pub batch: Batch,
    /// The table, seen from the rows that the relation was written at.
    pub junction: Junction,
    /// The key of the near row.
    pub here: Vec<Source>,
    /// Which of its pairs.
    pub pairs: Pairs,
}

/// Which pairs of a row.
#[derive(Clone, Debug)]
pub enum Pairs {
    /// The one with this far key.
    With(Vec<Source>),
    /// All but those with the far keys that an earlier step found for rows inside of this one.
    Except(Vec<RowsOf>),
}
