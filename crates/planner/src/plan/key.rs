//! Settles how each insert knows its rows again, once it is known what is needed of them.
//!
//! Rows are matched by a key's value. The key is sent with the row, or drawn from its default in the same statement
//! before the row is made; where neither is possible, each row carries its position through the insert.

use alloc::vec::Vec;

use super::step::{Action, Conflict, Insert, KeyMaking, Plan, Source};
use crate::listed::Listed;
use crate::schema::{Field, FieldId, Model, Schema, Trigger};

/// Decides the key making of every insert of a plan.
pub(crate) fn settle_keys(schema: &Schema, plan: &mut Plan) {
    for step in &mut plan.steps {
        let Some(model) = schema.model(step.model) else {
            continue;
        };
        if let Action::Insert(insert) = &mut step.action {
            let is_needed = !step.gives.is_empty() || own_fields(insert).next().is_some();
            insert.key = if is_needed { key_making(model, insert) } else { KeyMaking::Unneeded };
        }
    }
}

fn key_making(model: &Model, insert: &Insert) -> KeyMaking {
    if model.has(Trigger::BeforeInsert) {
        return KeyMaking::Ordinal;
    }
    let mut drawn = Vec::new();
    let fields = model.primary_key().to_vec();
    for field in fields.iter().copied().chain(own_fields(insert)).listed() {
        let is_written = insert.columns.iter().any(|column| column.field == field);
        if !is_written && !drawn.contains(&field) {
            if !model.field(field).is_some_and(Field::is_drawable) {
                return KeyMaking::Ordinal;
            }
            drawn.push(field);
        }
    }
    // Of rows that share the key they are sent with, only one is made: the key does not tell which.
    if insert.conflict != Conflict::Fail && drawn.is_empty() {
        return KeyMaking::Ordinal;
    }
    KeyMaking::Known { fields, drawn }
}

/// The fields that rows of the insert take from other rows of it.
fn own_fields(insert: &Insert) -> impl Iterator<Item = FieldId> {
    let sources = insert.columns.iter().flat_map(|column| column.sources.iter().flatten());
    sources.filter_map(|source| match source {
        Source::Own(own) => Some(own.field),
        _ => None,
    })
}
