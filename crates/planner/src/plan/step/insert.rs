//! Rows to be made, and how they are known again.
//!
//! Knows nothing of the statement that makes them.

use alloc::vec::Vec;

use super::{Batch, Source};
use crate::schema::FieldId;

/// Rows to be made.
#[derive(Clone, Debug)]
pub struct Insert {
    /// Where the rows are, in the order they are sent.
    pub batches: Vec<Batch>,
    /// The columns that are written.
    pub columns: Vec<InsertColumn>,
    /// How the rows are known again when they come back.
    pub key: KeyMaking,
    /// What becomes of rows that are there already.
    pub conflict: Conflict,
}

/// What becomes of rows to be made that are there already.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Conflict {
    /// The database refuses.
    Fail,
    /// They are left out, whichever key they share with rows that are there.
    Skip,
    /// They are left out if they share this key with a row that is there.
    SkipKey(Vec<FieldId>),
}

/// One column of an insert.
#[derive(Clone, Debug)]
pub struct InsertColumn {
    /// The field.
    pub field: FieldId,
    /// For each batch, where the values come from: the first source that a row has.
    pub sources: Vec<Vec<Source>>,
}

/// How inserted rows are known again: by a key's value, never by the order they come back in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum KeyMaking {
    /// Nothing of the rows is needed.
    Unneeded,
    /// The values of these fields are known before the insert: sent, or drawn from their defaults.
    Known {
        /// The fields that find the row again.
        fields: Vec<FieldId>,
        /// What nothing writes, of them and of the fields that rows take from each other: their defaults are drawn
        /// first.
        drawn: Vec<FieldId>,
    },
    /// Only the database knows the keys, so each row carries its position through the insert.
    Ordinal,
}
