//! Rows to be changed or deleted.
//!
//! Knows nothing of how they were found.

use alloc::vec::Vec;

use super::{Batch, Source, Target};
use crate::request::{Change, Test};
use crate::schema::FieldId;

/// Rows to be changed.
#[derive(Clone, Debug)]
pub struct Update {
    /// For which rows of the request.
    pub batch: Batch,
    /// Which rows.
    pub target: Target,
    /// What becomes of their columns.
    pub columns: Vec<UpdateColumn>,
    /// Whether the last one counts where several rows of the request change the same row.
    pub last: bool,
    /// Whether it finds the rows that it changes, at most one for each row of the request, and stands for that find.
    pub finds: bool,
    /// Whether rows are left alone that hold these fields' new values already.
    pub unless_same: Vec<FieldId>,
}

/// What becomes of a column.
#[derive(Clone, Debug)]
pub struct UpdateColumn {
    /// The field.
    pub field: FieldId,
    /// The first of these that a row has.
    pub changes: Vec<ColumnChange>,
}

/// One thing that may become of a column.
#[derive(Clone, Debug)]
pub struct ColumnChange {
    /// What is done with the value.
    pub change: Change,
    /// Where the value comes from.
    pub sources: Vec<Source>,
    /// Which rows have it; none if all have.
    pub when: Option<Test>,
}

/// Rows to be deleted.
#[derive(Clone, Debug)]
pub struct Delete {
    /// For which rows of the request.
    pub batch: Batch,
    /// Which rows.
    pub target: Target,
}
