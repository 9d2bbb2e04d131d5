//! What stands in the objects that say which rows come back, in which order, and which are counted.
//!
//! Knows nothing of what is chosen of each row.

use super::entries::{choice, entry, leaf, rows};
use super::selections::selection_entry;
use super::{Context, Entry, Mode};
use crate::request::Operation;
use crate::schema::{FieldId, Model, ModelId, RelationId};

const DIRECTIONS: [&str; 2] = ["asc", "desc"];
const NULLS: [&str; 2] = ["first", "last"];

/// The arguments of an operation that reads.
pub(super) fn argument_entry(operation: Operation, model: ModelId, key: u32) -> Option<Entry> {
    match (operation, key) {
        (Operation::FindUnique | Operation::FindUniqueOrThrow, 0) => Some(unique_entry("where", model)),
        (Operation::FindUnique | Operation::FindUniqueOrThrow, _) => {
            selection_entry(model, key.checked_sub(1)?)
        }
        (Operation::Count, N_RANGES) => Some(rows_at("select", Context::Tally(model))),
        (Operation::Count, _) => range_entry(model, key),
        _ => many_selection_entry(model, key),
    }
}

/// Which rows, then what is chosen of them.
pub(super) fn many_selection_entry(model: ModelId, key: u32) -> Option<Entry> {
    match key.checked_sub(N_RANGES) {
        None => range_entry(model, key),
        Some(0) => Some(entry("distinct", Mode::Names, Context::Distinct(model))),
        Some(key) => selection_entry(model, key.checked_sub(1)?),
    }
}

const N_RANGES: u32 = 5;

/// Which rows, where no two may be alike.
fn range_entry(model: ModelId, key: u32) -> Option<Entry> {
    match key {
        0 => Some(where_entry(model)),
        1 => Some(entry("orderBy", Mode::Each, Context::Order(model))),
        2 => Some(unique_entry("cursor", model)),
        3 => Some(Entry { signed: true, ..leaf("take") }),
        4 => Some(leaf("skip")),
        _ => None,
    }
}

fn unique_entry(name: &str, model: ModelId) -> Entry {
    Entry { strict: true, ..entry(name, Mode::LeafOrRow, Context::Unique(model)) }
}

/// All rows, then those that have a value of each field.
pub(super) fn tally_entry(model: &Model, key: u32) -> Option<Entry> {
    match key.checked_sub(1) {
        None => Some(leaf("_all")),
        Some(key) => model.field(FieldId(key)).map(|field| leaf(&field.name)),
    }
}

pub(super) fn where_entry(model: ModelId) -> Entry {
    Entry { strict: true, ..entry("where", Mode::LeafOrRow, Context::Filter(model)) }
}

/// The fields, then the relations.
pub(super) fn order_entry(model: &Model, id: ModelId, key: u32) -> Option<Entry> {
    if let Some(field) = model.field(FieldId(key)) {
        let next = Context::FieldOrder(id);
        return Some(Entry { words: Some(DIRECTIONS), ..entry(&field.name, Mode::ChoiceOrRow, next) });
    }
    let position = key.checked_sub(u32::try_from(model.fields.len()).ok()?)?;
    let relation = model.relation(RelationId(position))?;
    let next = if relation.many { Context::CountOrder(relation.to) } else { Context::Order(relation.to) };
    Some(rows_at(&relation.name, next))
}

pub(super) fn field_order_entry(key: u32) -> Option<Entry> {
    match key {
        0 => Some(choice("sort", DIRECTIONS)),
        1 => Some(choice("nulls", NULLS)),
        _ => None,
    }
}

pub(super) fn count_order_entry(key: u32) -> Option<Entry> {
    (key == 0).then(|| choice("_count", DIRECTIONS))
}

/// The relations; those to one are told to be none that can be counted where they are parsed.
pub(super) fn count_select_entry(model: &Model, key: u32) -> Option<Entry> {
    let relation = model.relation(RelationId(key))?;
    Some(rows_at(&relation.name, Context::Counted(relation.to)))
}

/// The numbers of the rows of relations to many.
pub(super) fn counts_entry(model: ModelId) -> Entry {
    rows_at("_count", Context::Counts(model))
}

fn rows_at(name: &str, next: Context) -> Entry {
    Entry { mode: Mode::LeafOrRow, ..rows(name, next) }
}
