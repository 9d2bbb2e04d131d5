//! Conditions on rows, with names resolved: what the wheres of a request say.
//!
//! Knows no values: a condition that compares with one names the slot where the host keeps it.

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::SlotId;
use crate::schema::{FieldId, RelationId};

/// A condition on rows of a model.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Filter {
    /// Every one of these holds; with none, every row passes.
    All(Vec<Filter>),
    /// At least one of these holds; with none, no row passes.
    Any(Vec<Filter>),
    /// This does not hold. A row for which it is neither true nor false does not pass.
    Not(Box<Filter>),
    /// The field has no value.
    Null(FieldId),
    /// The field compares so with a value. A field without a value never does.
    Compare {
        /// The field.
        field: FieldId,
        /// How.
        by: Comparison,
        /// Where the value is.
        slot: SlotId,
        /// Whether upper and lower case are the same.
        insensitive: bool,
    },
    /// The field compares so with another field of the same row. If either has no value, it never does.
    Beside {
        /// The field.
        field: FieldId,
        /// How.
        by: Comparison,
        /// The other field.
        other: FieldId,
        /// Where the reference stands.
        slot: SlotId,
        /// Whether upper and lower case are the same.
        insensitive: bool,
    },
    /// What is at a path inside of a JSON field compares so with a value.
    Json {
        /// The field.
        field: FieldId,
        /// Where the path is, a list of texts; none for the whole value.
        path: Option<SlotId>,
        /// How.
        by: JsonComparison,
        /// Where the value is.
        slot: SlotId,
        /// Whether upper and lower case are the same.
        insensitive: bool,
    },
    /// The rows at the other end of a relation.
    Related {
        /// The relation.
        relation: RelationId,
        /// How many of them.
        how: Quantifier,
        /// Meet this condition.
        filter: Box<Filter>,
    },
}

/// How a field compares with a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Comparison {
    /// The same.
    Equal,
    /// Another one.
    Unequal,
    /// One of a list.
    In,
    /// None of a list.
    NotIn,
    /// Before.
    Less,
    /// Before, or the same.
    LessOrEqual,
    /// After.
    Greater,
    /// After, or the same.
    GreaterOrEqual,
    /// The text contains it.
    Contains,
    /// The text starts with it.
    StartsWith,
    /// The text ends with it.
    EndsWith,
    /// The list holds it.
    Has,
    /// The list holds one of a list.
    HasSome,
    /// The list holds all of a list.
    HasEvery,
    /// The list is empty, if the value is true.
    IsEmpty,
}

/// How what is inside of a JSON field compares with a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JsonComparison {
    /// The same.
    Equal,
    /// Another one.
    Unequal,
    /// Nothing, or the null that is given.
    Null,
    /// Neither nothing nor the null that is given.
    NotNull,
    /// Before.
    Less,
    /// Before, or the same.
    LessOrEqual,
    /// After.
    Greater,
    /// After, or the same.
    GreaterOrEqual,
    /// A text that contains it.
    StringContains,
    /// A text that starts with it.
    StringStartsWith,
    /// A text that ends with it.
    StringEndsWith,
    /// An array that contains all of it.
    ArrayContains,
    /// An array that starts with it.
    ArrayStartsWith,
    /// An array that ends with it.
    ArrayEndsWith,
}

/// How many of the rows at the other end of a relation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantifier {
    /// At least one.
    Some,
    /// None.
    None,
    /// All there are.
    Every,
}

impl Filter {
    /// The condition that every row meets.
    #[must_use]
    pub fn everything() -> Filter {
        Filter::All(Vec::new())
    }

    /// Every slot whose values the condition compares with, in order.
    #[must_use]
    pub fn slots(&self) -> Vec<SlotId> {
        let mut slots = Vec::new();
        self.gather(&mut slots);
        slots
    }

    fn gather(&self, slots: &mut Vec<SlotId>) {
        match self {
            Filter::All(parts) | Filter::Any(parts) => parts.iter().for_each(|part| part.gather(slots)),
            Filter::Not(part) | Filter::Related { filter: part, .. } => part.gather(slots),
            Filter::Null(_) => {}
            Filter::Compare { slot, .. } | Filter::Beside { slot, .. } => slots.push(*slot),
            Filter::Json { path, slot, .. } => {
                slots.extend(path);
                slots.push(*slot);
            }
        }
    }
}
