//! What can be written where: the entries of every object in a request, and what each leads to.
//!
//! A host reads by this table and decides nothing itself, so a new verb changes no host. Knows nothing of what may stand
//! together, or of which entries are needed.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;

use super::{Operation, Verb};
use crate::error::{Error, Problem, nearest};
use crate::path::Path;
use crate::schema::{Field, FieldId, Model, ModelId, Relation, RelationId, Scalar, Schema};

/// An object of a request: which one it is decides what its entries mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Context {
    /// The arguments of an operation.
    Arguments(Operation, ModelId),
    /// The fields and relations of a row to be.
    Data(ModelId),
    /// What shall become of the fields and relations of a row that is there.
    Change(ModelId),
    /// What shall be done with a relation of a row.
    Verbs(ModelId, RelationId),
    /// What a list of a row to be shall hold.
    ListWrite(ModelId, FieldId),
    /// What shall become of a list.
    ListChange(ModelId, FieldId),
    /// What shall become of a single value.
    ValueChange(ModelId, FieldId),
    /// Which row, and what with it: the objects that `connectOrCreate`, `update`, `upsert` and the many-verbs take.
    Item(Verb, ModelId),
    /// Conditions that find at most one row.
    Unique(ModelId),
    /// The fields of a compound key, by the key's position.
    Compound(ModelId, u32),
    /// Conditions on rows.
    Filter(ModelId),
    /// Conditions on the fields of rows alone.
    FieldsFilter(ModelId),
    /// Conditions on one field.
    FieldFilter(ModelId, FieldId),
    /// Conditions on the rows at the other end of a relation to many.
    ManyFilter(ModelId, RelationId),
    /// Conditions on the row at the other end of a relation to one.
    OneFilter(ModelId, RelationId),
    /// What is chosen of a model, where only what is listed comes back.
    Select(ModelId),
    /// What comes back beside the fields of a model.
    Include(ModelId),
    /// Which fields of a model do not come back.
    Omit(ModelId),
    /// What is chosen of the rows at the other end of a relation.
    Selection(ModelId),
}

/// One entry that an object may have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// Its name.
    pub name: String,
    /// How a host reads what stands there.
    pub mode: Mode,
    /// The context of the objects below, where a host reads on.
    pub next: Option<u32>,
    /// The context instead, for objects that are not the envelope `{ where, data }`.
    pub plain: Option<u32>,
    /// Whether the objects below are rows or choices of a model, one level deeper in the tree.
    pub deepens: bool,
    /// Which objects below are alike.
    pub alike: Alike,
    /// Whether leaving the value undefined is a mistake: a condition that vanishes would hit every row.
    pub strict: bool,
    /// Whether the order of the objects below matters, so that each has a group of its own where rows go one by one.
    pub ordered: bool,
}

/// How a host reads what stands at an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Mode {
    /// A value: its kind is told, whatever is inside of it stays unread.
    Leaf,
    /// A value, but the kinds of an array's elements are told too.
    List,
    /// An object, or an array of objects: each is a row of a group below.
    Rows,
    /// A value, but an object is a row of the group below.
    LeafOrRow,
    /// An object, or an array of objects: each position has a group of its own.
    Each,
    /// One of two words, `default` and `insensitive`, told as false and true.
    Choice,
}

/// Which objects at one place are alike, so that they are rows of one group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Alike {
    /// All.
    All,
    /// Those with the same entries, all the way down, and nulls in the same places: they are conditions.
    Same,
    /// Neighbors whose `where` has the same entries, all the way down, and nulls in the same places.
    SameWhere,
}

impl Entry {
    /// What the arguments as a whole are read by, once their context is known.
    pub(super) fn whole() -> Entry {
        Entry { mode: Mode::Rows, ..leaf("") }
    }
}

impl Context {
    /// The context as a number, which is how hosts name it.
    #[must_use]
    pub fn number(self) -> u32 {
        let (tag, model, position) = match self {
            Context::Arguments(operation, model) => (0, model, operation as u32),
            Context::Data(model) => (1, model, 0),
            Context::Verbs(model, relation) => (2, model, relation.0),
            Context::ListWrite(model, field) => (3, model, field.0),
            Context::Select(model) => (4, model, 0),
            Context::Include(model) => (5, model, 0),
            Context::Omit(model) => (6, model, 0),
            Context::Selection(model) => (7, model, 0),
            Context::Change(model) => (8, model, 0),
            Context::ListChange(model, field) => (9, model, field.0),
            Context::ValueChange(model, field) => (10, model, field.0),
            Context::Item(verb, model) => (11, model, verb as u32),
            Context::Unique(model) => (12, model, 0),
            Context::Compound(model, key) => (13, model, key),
            Context::Filter(model) => (14, model, 0),
            Context::FieldsFilter(model) => (15, model, 0),
            Context::FieldFilter(model, field) => (16, model, field.0),
            Context::ManyFilter(model, relation) => (17, model, relation.0),
            Context::OneFilter(model, relation) => (18, model, relation.0),
        };
        tag | (model.0 << TAG_BITS) | (position << (TAG_BITS + MODEL_BITS))
    }

    /// The model that its entries are about.
    #[must_use]
    pub fn model(self) -> ModelId {
        match self {
            Context::Arguments(_, model)
            | Context::Data(model)
            | Context::Change(model)
            | Context::Verbs(model, _)
            | Context::ListWrite(model, _)
            | Context::ListChange(model, _)
            | Context::ValueChange(model, _)
            | Context::Item(_, model)
            | Context::Unique(model)
            | Context::Compound(model, _)
            | Context::Filter(model)
            | Context::FieldsFilter(model)
            | Context::FieldFilter(model, _)
            | Context::ManyFilter(model, _)
            | Context::OneFilter(model, _)
            | Context::Select(model)
            | Context::Include(model)
            | Context::Omit(model)
            | Context::Selection(model) => model,
        }
    }

    /// The context with that number, if there is one.
    #[must_use]
    pub fn numbered(number: u32) -> Option<Context> {
        let model = ModelId((number >> TAG_BITS) & ((1 << MODEL_BITS) - 1));
        let position = number >> (TAG_BITS + MODEL_BITS);
        let context = match number & ((1 << TAG_BITS) - 1) {
            0 => Context::Arguments(Operation::numbered(position)?, model),
            1 => Context::Data(model),
            2 => Context::Verbs(model, RelationId(position)),
            3 => Context::ListWrite(model, FieldId(position)),
            4 => Context::Select(model),
            5 => Context::Include(model),
            6 => Context::Omit(model),
            7 => Context::Selection(model),
            8 => Context::Change(model),
            9 => Context::ListChange(model, FieldId(position)),
            10 => Context::ValueChange(model, FieldId(position)),
            11 => Context::Item(Verb::numbered(position)?, model),
            12 => Context::Unique(model),
            13 => Context::Compound(model, position),
            14 => Context::Filter(model),
            15 => Context::FieldsFilter(model),
            16 => Context::FieldFilter(model, FieldId(position)),
            17 => Context::ManyFilter(model, RelationId(position)),
            18 => Context::OneFilter(model, RelationId(position)),
            _ => return None,
        };
        Some(context)
    }
}

const TAG_BITS: u32 = 5;
const MODEL_BITS: u32 = 13;

/// The context in which the arguments of an operation on a model are read, by their names.
///
/// # Errors
/// When there is no such operation or model.
pub fn arguments_of(schema: &Schema, operation: &str, model: &str) -> Result<Context, Error> {
    let fail = |problem: Problem| Error { problem, path: Path::root() };
    let found = Operation::from_word(operation)
        .ok_or_else(|| fail(Problem::VerbNotThere { name: operation.to_owned() }))?;
    let id = schema.model_named(model).ok_or_else(|| {
        let known = schema.models().map(|(_, model)| model.name.as_str());
        fail(Problem::ModelNotThere { name: model.to_owned(), nearest: nearest(model, known) })
    })?;
    Ok(Context::Arguments(found, id))
}

/// Everything an object in that context may hold; the position of an entry is its key in a shape.
#[must_use]
pub fn entries(schema: &Schema, context: Context) -> Vec<Entry> {
    (0..).map_while(|key| entry_at(schema, context, key)).collect()
}

/// The entry of a context with that key, if there is one.
pub(super) fn entry_at(schema: &Schema, context: Context, key: u32) -> Option<Entry> {
    let model = schema.model(context.model())?;
    let n_fields = u32::try_from(model.fields.len()).ok()?;
    let field = model.field(FieldId(key));
    let relation_entry = |id: ModelId, position: Option<u32>| {
        let relation = RelationId(position?);
        let verbs = Context::Verbs(id, relation);
        model.relation(relation).map(|relation| entry(&relation.name, Mode::LeafOrRow, verbs))
    };
    match context {
        Context::Arguments(operation, id) => argument_entry(operation, id, key),
        Context::Item(verb, id) => item_entry(verb, id, key),
        Context::Selection(id) => selection_entry(id, key),
        Context::Data(id) => match field {
            Some(field) if field.list => {
                Some(entry(&field.name, Mode::LeafOrRow, Context::ListWrite(id, FieldId(key))))
            }
            Some(field) => Some(leaf(&field.name)),
            None => relation_entry(id, key.checked_sub(n_fields)),
        },
        Context::Change(id) => match field {
            Some(field) => Some(change_entry(id, FieldId(key), field)),
            None => relation_entry(id, key.checked_sub(n_fields)),
        },
        Context::Verbs(_, id) => verb_entry(model.relation(id)?, Verb::numbered(key)?),
        Context::ListWrite(..) => (key == 0).then(|| list("set")),
        Context::ListChange(..) => match key {
            0 => Some(list("set")),
            1 => Some(list("push")),
            _ => None,
        },
        Context::ValueChange(_, field) => {
            let is_number = model.field(field).is_some_and(Field::is_number);
            let n_known = if is_number { VALUE_CHANGES.len() } else { 1 };
            VALUE_CHANGES.get(..n_known)?.get(key as usize).map(|name| leaf(name))
        }
        Context::Unique(id) => where_entry(model, id, key, true, true),
        Context::Filter(id) => where_entry(model, id, key, true, false),
        Context::FieldsFilter(id) => where_entry(model, id, key, false, false),
        Context::Compound(_, position) => {
            let key = model.keys.get(position as usize)?.fields.get(key as usize)?;
            model.field(*key).map(|field| Entry { strict: true, ..leaf(&field.name) })
        }
        Context::FieldFilter(id, position) => filter_entry(id, position, model.field(position)?, key),
        Context::ManyFilter(_, relation) => {
            let name = MANY_FILTERS.get(key as usize)?;
            let next = Context::Filter(model.relation(relation)?.to);
            Some(Entry { strict: true, ..entry(name, Mode::LeafOrRow, next) })
        }
        Context::OneFilter(_, relation) => {
            let to = model.relation(relation)?.to;
            let n_own = u32::try_from(ONE_FILTERS.len()).ok()?;
            match ONE_FILTERS.get(key as usize) {
                Some(name) => {
                    Some(Entry { strict: true, ..entry(name, Mode::LeafOrRow, Context::Filter(to)) })
                }
                None => entry_at(schema, Context::Filter(to), key.checked_sub(n_own)?),
            }
        }
        Context::Select(_) => match field {
            Some(field) => Some(leaf(&field.name)),
            None => model.relation(RelationId(key.checked_sub(n_fields)?)).map(chosen_relation),
        },
        Context::Include(_) => model.relation(RelationId(key)).map(chosen_relation),
        Context::Omit(_) => field.map(|field| leaf(&field.name)),
    }
}

/// What can become of a number; any other value can only be set.
const VALUE_CHANGES: [&str; 5] = ["set", "increment", "decrement", "multiply", "divide"];

const MANY_FILTERS: [&str; 3] = ["some", "none", "every"];

const ONE_FILTERS: [&str; 2] = ["is", "isNot"];

/// The conditions there are on single fields; which of them a field takes is settled where they are parsed.
pub(super) const FIELD_FILTERS: [&str; 23] = [
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

fn filter_entry(model: ModelId, id: FieldId, field: &Field, key: u32) -> Option<Entry> {
    let name = *FIELD_FILTERS.get(key as usize)?;
    let is_json = !field.list && field.scalar == Scalar::Json;
    let read = match name {
        "not" if !is_json => entry(name, Mode::LeafOrRow, Context::FieldFilter(model, id)),
        "in" | "notIn" | "hasSome" | "hasEvery" | "path" => list(name),
        "equals" if field.list => list(name),
        "mode" => Entry { mode: Mode::Choice, ..leaf(name) },
        _ => leaf(name),
    };
    Some(Entry { strict: true, ..read })
}

fn argument_entry(operation: Operation, model: ModelId, key: u32) -> Option<Entry> {
    let deeper = |name: &str, next: Context| Entry { deepens: true, ..rows(name, next) };
    let found = Entry { strict: true, ..entry("where", Mode::LeafOrRow, Context::Filter(model)) };
    let unique = Entry { strict: true, ..entry("where", Mode::LeafOrRow, Context::Unique(model)) };
    let own = match operation {
        Operation::Create => [deeper("data", Context::Data(model))].to_vec(),
        Operation::CreateMany | Operation::CreateManyAndReturn => {
            [deeper("data", Context::Data(model)), leaf("skipDuplicates")].to_vec()
        }
        Operation::Update => [unique, deeper("data", Context::Change(model))].to_vec(),
        Operation::UpdateMany | Operation::UpdateManyAndReturn => {
            [found, deeper("data", Context::Change(model)), leaf("limit")].to_vec()
        }
        Operation::Upsert => {
            let create = deeper("create", Context::Data(model));
            [unique, create, deeper("update", Context::Change(model))].to_vec()
        }
        Operation::Delete => [unique].to_vec(),
        Operation::DeleteMany => [found, leaf("limit")].to_vec(),
    };
    let n_own = u32::try_from(own.len()).ok()?;
    match own.into_iter().nth(key as usize) {
        None if operation.gives_rows() => selection_entry(model, key.checked_sub(n_own)?),
        entry => entry,
    }
}

fn verb_entry(relation: &Relation, verb: Verb) -> Option<Entry> {
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

fn item_entry(verb: Verb, to: ModelId, key: u32) -> Option<Entry> {
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

fn change_entry(model: ModelId, id: FieldId, field: &Field) -> Entry {
    match (field.list, field.scalar) {
        (true, _) => entry(&field.name, Mode::LeafOrRow, Context::ListChange(model, id)),
        (false, Scalar::Json) => leaf(&field.name),
        (false, _) => entry(&field.name, Mode::LeafOrRow, Context::ValueChange(model, id)),
    }
}

/// The fields, then AND, OR and NOT, then relations, then compound keys.
fn where_entry(model: &Model, id: ModelId, key: u32, relations: bool, compounds: bool) -> Option<Entry> {
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

fn selection_entry(model: ModelId, key: u32) -> Option<Entry> {
    match key {
        0 => Some(rows("select", Context::Select(model))),
        1 => Some(rows("include", Context::Include(model))),
        2 => Some(rows("omit", Context::Omit(model))),
        _ => None,
    }
}

fn chosen_relation(relation: &Relation) -> Entry {
    Entry { deepens: true, ..entry(&relation.name, Mode::LeafOrRow, Context::Selection(relation.to)) }
}

fn leaf(name: &str) -> Entry {
    Entry {
        name: name.to_owned(),
        mode: Mode::Leaf,
        next: None,
        plain: None,
        deepens: false,
        alike: Alike::All,
        strict: false,
        ordered: false,
    }
}

fn list(name: &str) -> Entry {
    Entry { mode: Mode::List, ..leaf(name) }
}

fn rows(name: &str, next: Context) -> Entry {
    entry(name, Mode::Rows, next)
}

fn entry(name: &str, mode: Mode, next: Context) -> Entry {
    Entry { mode, next: Some(next.number()), ..leaf(name) }
}
