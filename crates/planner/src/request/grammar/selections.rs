//! What stands in the objects that choose what comes back.
//!
//! Knows nothing of what may be chosen beside what.

use super::entries::{entry, leaf, rows};
use super::{Context, Entry, Mode};
use crate::schema::{FieldId, Model, ModelId, Relation, RelationId};

pub(super) fn selection_entry(model: ModelId, key: u32) -> Option<Entry> {
    match key {
        0 => Some(rows("select", Context::Select(model))),
        1 => Some(rows("include", Context::Include(model))),
        2 => Some(rows("omit", Context::Omit(model))),
        _ => None,
    }
}

/// The fields, then the relations.
pub(super) fn select_entry(model: &Model, key: u32) -> Option<Entry> {
    match model.field(FieldId(key)) {
        Some(field) => Some(leaf(&field.name)),
        None => include_entry(model, key.checked_sub(u32::try_from(model.fields.len()).ok()?)?),
    }
}

pub(super) fn include_entry(model: &Model, key: u32) -> Option<Entry> {
    model.relation(RelationId(key)).map(chosen_relation)
}

pub(super) fn omit_entry(model: &Model, key: u32) -> Option<Entry> {
    model.field(FieldId(key)).map(|field| leaf(&field.name))
}

fn chosen_relation(relation: &Relation) -> Entry {
    Entry { deepens: true, ..entry(&relation.name, Mode::LeafOrRow, Context::Selection(relation.to)) }
}
