//! Which rows are changed or deleted: by key, or by a condition, a relation and what is left out.
//!
//! Knows nothing of what becomes of them.

use alloc::vec::Vec;

use super::{RowsOf, Source};
use crate::request::{Filter, SlotId};
use crate::schema::{FieldId, ModelId, RelationId};

/// The rows at one end of a relation, by the rows at the other.
#[derive(Clone, Debug)]
pub struct Scope {
    /// The model at the other end.
    pub from: ModelId,
    /// The relation, seen from there.
    pub relation: RelationId,
    /// Which rows those are.
    pub near: Near,
}

/// The row that others are linked to.
#[derive(Clone, Debug)]
pub enum Near {
    /// The one with these fields, which the relation joins by, in the relation's order.
    Fields(Vec<Vec<Source>>),
    /// The one with this key, whatever it points at by then.
    Row(Vec<(FieldId, Vec<Source>)>),
}

/// Which rows are changed or deleted.
#[derive(Clone, Debug)]
pub enum Target {
    /// For each row of the request the one with this key.
    Key(Vec<(FieldId, Vec<Source>)>),
    /// For each row of the request all that meet this.
    Where(Where),
}

/// All rows that meet a condition.
#[derive(Clone, Debug)]
pub struct Where {
    /// The rows they are linked to, if they must be linked to any.
    pub scope: Option<Scope>,
    /// What they meet.
    pub filter: Filter,
    /// Which of them are left out.
    pub except: Except,
    /// How many at most.
    pub limit: Option<SlotId>,
}

/// Rows that are left out.
#[derive(Clone, Debug)]
pub enum Except {
    /// None.
    Nothing,
    /// For each row of the request the one with this key, if it has one.
    Key(Vec<(FieldId, Vec<Source>)>),
    /// The rows that an earlier step found for rows inside of this one, by these fields.
    Found(Vec<RowsOf>, Vec<FieldId>),
}
