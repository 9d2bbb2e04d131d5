//! What comes back: rows to be read once all is written, and the tree that is made of rows.
//!
//! Knows nothing of values.

use alloc::vec::Vec;

use super::{Batch, RowsOf};
use crate::request::{Filter, Wanted};
use crate::schema::{FieldId, ModelId, RelationId};

/// Rows to be read: those that some earlier rows point at, or that point at them, or what the request asks for.
#[derive(Clone, Debug)]
pub struct Read {
    /// The row of the request that asks for them, where they are not read for earlier rows.
    pub batch: Option<Batch>,
    /// The earlier rows, step by step.
    pub of: Vec<RowsOf>,
    /// The relation that leads from them to the rows read; none for the same rows again.
    pub relation: Option<(ModelId, RelationId)>,
    /// The fields of the earlier rows that are matched.
    pub lent: Vec<FieldId>,
    /// Which of them, and in which order.
    pub wanted: Wanted,
    /// The relations whose rows are counted for each, with what those meet.
    pub counts: Vec<(RelationId, Filter)>,
}

/// Rows to be counted.
#[derive(Clone, Debug)]
pub struct Count {
    /// The row of the request that asks for it.
    pub batch: Batch,
    /// Which rows.
    pub wanted: Wanted,
    /// The numbers, in order: of those that have a value of a field, or of all.
    pub of: Vec<Option<FieldId>>,
}

/// What comes back, model by model.
#[derive(Clone, Debug)]
pub struct Answer {
    /// The model.
    pub model: ModelId,
    /// The steps whose rows these are.
    pub rows: Vec<RowsOf>,
    /// The fields, in order.
    pub fields: Vec<FieldId>,
    /// The relations, in order.
    pub relations: Vec<AnswerRelation>,
    /// The relations whose rows are counted, in the order of the columns behind the fields.
    pub counts: Vec<RelationId>,
}

/// What comes back of a relation.
#[derive(Clone, Debug)]
pub struct AnswerRelation {
    /// The relation.
    pub relation: RelationId,
    /// Whether it is a list.
    pub many: bool,
    /// The rows at its other end.
    pub rows: Related,
}

/// The rows at the other end of a relation.
#[derive(Clone, Debug)]
pub enum Related {
    /// There can be none.
    Nothing,
    /// The rows written inside of these, or around them.
    Written(Answer),
    /// The rows read for these.
    Read(Answer),
}
