//! What stands in the objects that choose what comes back.
//!
//! Knows nothing of what may be chosen beside what.

use super::entries::{entry, leaf, rows};
use super::reads::{counts_entry, where_entry};
use super::{Context, Entry, Mode};
use crate::schema::{FieldId, Holder, Model, ModelId, Relation, RelationId};

pub(super) fn selection_entry(model: ModelId, key: u32) -> Option<Entry> {
    match key {
        0 => Some(rows("select", Context::Select(model))),
        1 => Some(rows("include", Context::Include(model))),
        2 => Some(rows("omit", Context::Omit(model))),
        _ => None,
    }
}

pub(super) fn optional_selection_entry(model: ModelId, key: u32) -> Option<Entry> {
    match key {
        0 => Some(where_entry(model)),
        _ => selection_entry(model, key.checked_sub(1)?),
    }
}

/// The fields, then the relations and the numbers of their rows.
pub(super) fn select_entry(model: &Model, id: ModelId, key: u32) -> Option<Entry> {
    match model.field(FieldId(key)) {
        Some(field) => Some(leaf(&field.name)),
        None => include_entry(model, id, key.checked_sub(u32::try_from(model.fields.len()).ok()?)?),
    }
}

/// The relations, then the numbers of their rows.
pub(super) fn include_entry(model: &Model, id: ModelId, key: u32) -> Option<Entry> {
    if let Some(relation) = model.relation(RelationId(key)) {
        return Some(chosen_relation(model, relation));
    }
    let n_relations = u32::try_from(model.relations().count()).ok()?;
    (key == n_relations).then(|| counts_entry(id))
}

pub(super) fn omit_entry(model: &Model, key: u32) -> Option<Entry> {
    model.field(FieldId(key)).map(|field| leaf(&field.name))
}

fn chosen_relation(model: &Model, relation: &Relation) -> Entry {
    let is_required = matches!(&relation.holder, Holder::Here(pairs) if pairs.iter().all(|(here, _)| {
        model.field(*here).is_some_and(|field| !field.nullable)
    }));
    let next = match (relation.many, is_required) {
        (true, _) => Context::ManySelection(relation.to),
        (false, true) => Context::Selection(relation.to),
        (false, false) => Context::OptionalSelection(relation.to),
    };
    Entry { deepens: true, ..entry(&relation.name, Mode::LeafOrRow, next) }
}
