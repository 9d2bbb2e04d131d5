//! What stands in the objects that say which rows: wheres, keys, and conditions on fields and relations.
//!
//! Knows the names of conditions; which of them a field takes is settled where they are parsed.

use alloc::format;

use super::entries::{choice, entry, leaf, list, rows};
use super::{Context, Entry, Mode, entry_at};
use crate::schema::{Field, FieldId, Model, ModelId, RelationId, Scalar, Schema};

const MANY_FILTERS: [&str; 3] = ["some", "none", "every"];

const ONE_FILTERS: [&str; 2] = ["is", "isNot"];

/// The conditions there are on single fields.
const FIELD_FILTERS: [&str; 23] = [
    "equals",
    "not",
    "in",
    "notIn",
    "lt",
    "lte",
    "gt",
    "gte",
    "contains",
    "startsWith",
    "endsWith",
    "mode",
    "has",
    "hasSome",
    "hasEvery",
    "isEmpty",
    "path",
    "string_contains",
    "string_starts_with",
    "string_ends_with",
    "array_contains",
    "array_starts_with",
    "array_ends_with",
];

/// The fields, then AND, OR and NOT, then relations, then compound keys.
pub(super) fn where_entry(
    model: &Model,
    id: ModelId,
    key: u32,
    relations: bool,
    compounds: bool,
) -> Option<Entry> {
    let strict = |entry: Entry| Entry { strict: true, ..entry };
    if let Some(field) = model.field(FieldId(key)) {
        return Some(strict(entry(&field.name, Mode::LeafOrRow, Context::FieldFilter(id, FieldId(key)))));
    }
    let key = key.checked_sub(u32::try_from(model.fields.len()).ok()?)?;
    if let Some(word) = ["AND", "OR", "NOT"].get(key as usize) {
        let next = if relations { Context::Filter(id) } else { Context::FieldsFilter(id) };
        return Some(strict(Entry { mode: Mode::Each, ..rows(word, next) }));
    }
    let key = key.checked_sub(3).filter(|_| relations)?;
    if let Some(relation) = model.relation(RelationId(key)) {
        let next = if relation.many { Context::ManyFilter } else { Context::OneFilter };
        return Some(strict(entry(&relation.name, Mode::LeafOrRow, next(id, RelationId(key)))));
    }
    let key = key.checked_sub(u32::try_from(model.relations.len()).ok()?).filter(|_| compounds)?;
    let compound = (0..).zip(&model.keys).filter(|(_, one)| one.fields.len() > 1).nth(key as usize);
    compound.map(|(position, one)| strict(rows(&one.name, Context::Compound(id, position))))
}

/// The fields of a compound key.
pub(super) fn compound_entry(model: &Model, position: u32, key: u32) -> Option<Entry> {
    let key = model.keys.get(position as usize)?.fields.get(key as usize)?;
    model.field(*key).map(|field| Entry { strict: true, ..leaf(&field.name) })
}

pub(super) fn field_filter_entry(model: ModelId, id: FieldId, field: &Field, key: u32) -> Option<Entry> {
    let name = *FIELD_FILTERS.get(key as usize)?;
    let is_json = !field.list && field.scalar == Scalar::Json;
    let read = match name {
        "not" if !is_json => entry(name, Mode::LeafOrRow, Context::FieldFilter(model, id)),
        "in" | "notIn" | "hasSome" | "hasEvery" | "path" => list(name),
        "equals" if field.list => list(name),
        "mode" => choice(name, ["default", "insensitive"]),
        _ => leaf(name),
    };
    let is_compared = !is_json && matches!(read.mode, Mode::Leaf | Mode::List);
    let reference = is_compared.then(|| Context::Reference(model).number());
    Some(Entry { strict: true, next: read.next.or(reference), ..read })
}

/// The fields of a model, by the names that references have.
pub(super) fn reference_entry(model: &Model, key: u32) -> Option<Entry> {
    model.field(FieldId(key)).map(|field| leaf(&format!("{}.{}", model.name, field.name)))
}

pub(super) fn many_filter_entry(model: &Model, relation: RelationId, key: u32) -> Option<Entry> {
    let name = MANY_FILTERS.get(key as usize)?;
    let next = Context::Filter(model.relation(relation)?.to);
    Some(Entry { strict: true, ..entry(name, Mode::LeafOrRow, next) })
}

/// `is` and `isNot`, then what can be said of the row itself.
pub(super) fn one_filter_entry(
    schema: &Schema,
    model: &Model,
    relation: RelationId,
    key: u32,
) -> Option<Entry> {
    let to = model.relation(relation)?.to;
    let n_own = u32::try_from(ONE_FILTERS.len()).ok()?;
    match ONE_FILTERS.get(key as usize) {
        Some(name) => Some(Entry { strict: true, ..entry(name, Mode::LeafOrRow, Context::Filter(to)) }),
        None => entry_at(schema, Context::Filter(to), key.checked_sub(n_own)?),
    }
}
