//! What stands in the objects that write: arguments, rows to be, rows that are there, and the verbs at a relation.
//!
//! Knows nothing of conditions and selections, beyond which context they are read in.

use alloc::vec::Vec;

use super::entries::{choice, entry, leaf, list, rows};
use super::selections::selection_entry;
use super::{Alike, Context, Entry, Mode};
use crate::request::{Operation, Verb};
use crate::schema::{Field, FieldId, Model, ModelId, Relation, RelationId, Scalar};

/// What can become of a number; any other value can only be set.
const VALUE_CHANGES: [&str; 5] = ["set", "increment", "decrement", "multiply", "divide"];

pub(super) fn argument_entry(operation: Operation, model: ModelId, key: u32) -> Option<Entry> {
    let deeper = |name: &str, next: Context| Entry { deepens: true, ..rows(name, next) };
    let found = Entry { strict: true, ..entry("where", Mode::LeafOrRow, Context::Filter(model)) };
    let unique = Entry { strict: true, ..entry("where", Mode::LeafOrRow, Context::Unique(model)) };
    let own = match operation {
        Operation::Create => [deeper("data", Context::Data(model)), returning()].to_vec(),
        Operation::CreateMany => [deeper("data", Context::Data(model)), leaf("skipDuplicates")].to_vec(),
        Operation::CreateManyAndReturn => {
            [deeper("data", Context::Data(model)), leaf("skipDuplicates"), returning()].to_vec()
        }
        Operation::Update => [unique, deeper("data", Context::Change(model)), returning()].to_vec(),
        Operation::UpdateMany | Operation::UpdateManyAndReturn => {
            [found, deeper("data", Context::Change(model)), leaf("limit")].to_vec()
        }
        Operation::Upsert => {
            let create = deeper("create", Context::Data(model));
            [unique, create, deeper("update", Context::Change(model)), returning()].to_vec()
        }
        Operation::Delete => [unique].to_vec(),
        Operation::DeleteMany => [found, leaf("limit")].to_vec(),
        Operation::FindUnique
        | Operation::FindUniqueOrThrow
        | Operation::FindFirst
        | Operation::FindFirstOrThrow
        | Operation::FindMany
        | Operation::Count => Vec::new(),
    };
    let n_own = u32::try_from(own.len()).ok()?;
    match own.into_iter().nth(key as usize) {
        None if operation.gives_rows() => selection_entry(model, key.checked_sub(n_own)?),
        entry => entry,
    }
}

/// Whether the row comes back alone, or with all that is touched.
fn returning() -> Entry {
    choice("returning", ["row", "touched"])
}

/// The fields, then the relations.
pub(super) fn data_entry(model: &Model, id: ModelId, key: u32) -> Option<Entry> {
    match model.field(FieldId(key)) {
        Some(field) if field.list => {
            Some(entry(&field.name, Mode::LeafOrRow, Context::ListWrite(id, FieldId(key))))
        }
        Some(field) => Some(leaf(&field.name)),
        None => relation_entry(model, id, key),
    }
}

/// The fields, then the relations.
pub(super) fn change_entry(model: &Model, id: ModelId, key: u32) -> Option<Entry> {
    match model.field(FieldId(key)) {
        Some(field) => Some(changed_field(id, FieldId(key), field)),
        None => relation_entry(model, id, key),
    }
}

fn relation_entry(model: &Model, id: ModelId, key: u32) -> Option<Entry> {
    let position = key.checked_sub(u32::try_from(model.fields.len()).ok()?)?;
    let verbs = Context::Verbs(id, RelationId(position));
    let relation = model.relation(RelationId(position))?;
    Some(entry(&relation.name, Mode::LeafOrRow, verbs))
}

fn changed_field(model: ModelId, id: FieldId, field: &Field) -> Entry {
    match (field.list, field.scalar) {
        (true, _) => entry(&field.name, Mode::LeafOrRow, Context::ListChange(model, id)),
        (false, Scalar::Json) => leaf(&field.name),
        (false, _) => entry(&field.name, Mode::LeafOrRow, Context::ValueChange(model, id)),
    }
}

pub(super) fn list_write_entry(key: u32) -> Option<Entry> {
    (key == 0).then(|| list("set"))
}

pub(super) fn list_change_entry(key: u32) -> Option<Entry> {
    match key {
        0 => Some(list("set")),
        1 => Some(list("push")),
        _ => None,
    }
}

pub(super) fn value_change_entry(model: &Model, field: FieldId, key: u32) -> Option<Entry> {
    let is_number = model.field(field).is_some_and(Field::is_number);
    let n_known = if is_number { VALUE_CHANGES.len() } else { 1 };
    VALUE_CHANGES.get(..n_known)?.get(key as usize).map(|name| leaf(name))
}

pub(super) fn verb_entry(relation: &Relation, verb: Verb) -> Option<Entry> {
    let (to, word) = (relation.to, verb.word());
    let deeper = |next: Context| Entry { deepens: true, ..rows(word, next) };
    let item = Entry { alike: Alike::SameWhere, ..deeper(Context::Item(verb, to)) };
    let unique = Entry { alike: Alike::Same, ..rows(word, Context::Unique(to)) };
    let found = match verb {
        Verb::Create => deeper(Context::Data(to)),
        Verb::CreateMany => deeper(Context::Item(verb, to)),
        Verb::Update if !relation.many => Entry { plain: Some(Context::Change(to).number()), ..item },
        Verb::ConnectOrCreate | Verb::Update | Verb::Upsert | Verb::UpdateMany => item,
        Verb::Disconnect | Verb::Delete if !relation.many => {
            Entry { alike: Alike::Same, ..entry(word, Mode::LeafOrRow, Context::Filter(to)) }
        }
        Verb::Connect | Verb::Disconnect | Verb::Delete | Verb::Set => unique,
        Verb::DeleteMany => Entry { alike: Alike::Same, ..rows(word, Context::FieldsFilter(to)) },
    };
    Some(Entry { ordered: true, ..found })
}

pub(super) fn item_entry(verb: Verb, to: ModelId, key: u32) -> Option<Entry> {
    let condition = |next: Context| Entry { strict: true, ..entry("where", Mode::LeafOrRow, next) };
    let entries = match verb {
        Verb::ConnectOrCreate => [condition(Context::Unique(to)), rows("create", Context::Data(to))].to_vec(),
        Verb::Update => [condition(Context::Unique(to)), rows("data", Context::Change(to))].to_vec(),
        Verb::Upsert => {
            let create = rows("create", Context::Data(to));
            [condition(Context::Unique(to)), create, rows("update", Context::Change(to))].to_vec()
        }
        Verb::UpdateMany => {
            [condition(Context::FieldsFilter(to)), rows("data", Context::Change(to))].to_vec()
        }
        Verb::CreateMany => [rows("data", Context::Data(to)), leaf("skipDuplicates")].to_vec(),
        Verb::Create | Verb::Connect | Verb::Disconnect | Verb::Delete | Verb::Set | Verb::DeleteMany => {
            Vec::new()
        }
    };
    entries.into_iter().nth(key as usize)
}
