//! What comes back: the fields and relations chosen of each model.

use alloc::vec::Vec;

use crate::schema::{FieldId, Model, RelationId};

/// What is chosen of a model.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// The fields, in the order they come back.
    pub fields: Vec<FieldId>,
    /// The relations, in the order they come back.
    pub relations: Vec<(RelationId, Selection)>,
}

impl Selection {
    /// Every field, no relation: what comes back when the caller says nothing.
    #[must_use]
    pub fn usual(model: &Model) -> Selection {
        Selection { fields: model.fields().map(|(id, _)| id).collect(), relations: Vec::new() }
    }
}
