//! Keys: sets of fields that find at most one row.

use alloc::string::String;
use alloc::vec::Vec;

use super::FieldId;

/// A set of fields that finds at most one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Key {
    /// What a caller writes to name it: the field's name, or the names joined with `_`, or a name of its own.
    pub name: String,
    /// The fields, in the order of the key.
    pub fields: Vec<FieldId>,
    /// The database's name for it, by which its refusals are recognized.
    pub constraint: String,
}
