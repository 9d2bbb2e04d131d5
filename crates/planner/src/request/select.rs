//! What a request chooses to get back: which fields and relations, and of relations which rows, in which order.
//!
//! Knows no values: a condition or a number names the slot where the host keeps it.

use alloc::vec::Vec;

use super::{Filter, SlotId};
use crate::listed::Listed;
use crate::schema::{FieldId, Model, RelationId};

/// What is chosen of a model.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// The fields, in the order they come back.
    pub fields: Vec<FieldId>,
    /// The relations, in the order they come back.
    pub relations: Vec<(RelationId, Selection)>,
    /// The relations whose rows are counted, in the order they come back, with what the rows meet.
    pub counts: Vec<(RelationId, Filter)>,
    /// Which rows.
    pub wanted: Wanted,
}

/// What is counted of rows.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Tally {
    /// The rows: one number comes back.
    Rows,
    /// The rows, or those that have a value of a field: a number for each, by name.
    Each(Vec<Option<FieldId>>),
}

/// Which rows are read, and in which order.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Wanted {
    /// What they meet.
    pub filter: Option<Filter>,
    /// What they are put in order by, before their key.
    pub order: Vec<Order>,
    /// How many at most.
    pub take: Option<Take>,
    /// Whether no more than one comes back: `take` can only tell from which end.
    pub only_first: bool,
    /// How many are left out before.
    pub skip: Option<SlotId>,
    /// What the row meets that is the first to come, if there is one.
    pub cursor: Option<Filter>,
    /// Fields that no two rows have the same values in; the first one counts.
    pub distinct: Vec<FieldId>,
}

/// How many rows are read at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Take {
    /// Where the number is.
    pub slot: SlotId,
    /// Whether it is below zero: the last rows are read.
    pub last: bool,
}

/// Something that rows are put in order by.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Order {
    /// The relations that lead to it, each to one row.
    pub through: Vec<RelationId>,
    /// What it is.
    pub by: OrderBy,
    /// Whether larger values come first.
    pub descending: bool,
    /// Whether rows without a value come first; else the database's own way.
    pub nulls_first: Option<bool>,
}

/// What rows are put in order by.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OrderBy {
    /// A field.
    Field(FieldId),
    /// How many rows a relation has.
    Count(RelationId),
}

impl Selection {
    /// Every field, no relation: what comes back when the caller says nothing.
    #[must_use]
    pub fn usual(model: &Model) -> Selection {
        Selection { fields: model.fields().map(|(id, _)| id).listed(), ..Selection::default() }
    }

    /// Whether nothing comes back but fields.
    #[must_use]
    pub fn has_fields_only(&self) -> bool {
        self.relations.is_empty() && self.counts.is_empty()
    }
}

impl Wanted {
    /// Whether all rows come back, in the order of their keys.
    #[must_use]
    pub fn is_everything(&self) -> bool {
        *self == Wanted::default()
    }

    /// Whether how many rows come back hangs on how many there are.
    #[must_use]
    pub fn is_limited(&self) -> bool {
        self.only_first
            || self.take.is_some()
            || self.skip.is_some()
            || self.cursor.is_some()
            || !self.distinct.is_empty()
    }

    /// Every slot whose value is needed for it.
    #[must_use]
    pub fn slots(&self) -> Vec<SlotId> {
        let filters = self.filter.iter().chain(&self.cursor).flat_map(Filter::slots);
        filters.chain(self.take.map(|take| take.slot)).chain(self.skip).listed()
    }
}
