//! What can be written where: the entries of every object in a request, and what each leads to.
//!
//! A host reads by this table and decides nothing itself, so a new verb changes no host. Knows nothing of what may stand
//! together, or of which entries are needed.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;

use super::Verb;
use crate::error::{Error, Problem, nearest};
use crate::path::Path;
use crate::schema::{FieldId, ModelId, Relation, RelationId, Schema};

/// An object of a request: which one it is decides what its entries mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Context {
    /// The arguments of a verb at the top.
    Arguments(Verb, ModelId),
    /// The fields and relations of a row to be.
    Data(ModelId),
    /// What shall be done with a relation of a row.
    Verbs(ModelId, RelationId),
    /// What shall be done with a list.
    ListWrite(ModelId, FieldId),
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
    /// Whether the objects below are rows or choices of a model, one level deeper in the tree.
    pub deepens: bool,
}

/// How a host reads what stands at an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Mode {
    /// A value: its kind is told, whatever is inside of it stays unread.
    Leaf,
    /// A value, but the kinds of an array's elements are told too.
    List,
    /// An object, or an array of objects: each is a row of the group below.
    Rows,
    /// A value, but an object is a row of the group below.
    LeafOrRow,
}

impl Context {
    /// The context as a number, which is how hosts name it.
    #[must_use]
    pub fn number(self) -> u32 {
        let (tag, model, position) = match self {
            Context::Arguments(Verb::Create, model) => (0, model, 0),
            Context::Data(model) => (1, model, 0),
            Context::Verbs(model, relation) => (2, model, relation.0),
            Context::ListWrite(model, field) => (3, model, field.0),
            Context::Select(model) => (4, model, 0),
            Context::Include(model) => (5, model, 0),
            Context::Omit(model) => (6, model, 0),
            Context::Selection(model) => (7, model, 0),
        };
        tag | (model.0 << 4) | (position << 18)
    }

    /// The model that its entries are about.
    fn model(self) -> ModelId {
        match self {
            Context::Arguments(_, model)
            | Context::Data(model)
            | Context::Verbs(model, _)
            | Context::ListWrite(model, _)
            | Context::Select(model)
            | Context::Include(model)
            | Context::Omit(model)
            | Context::Selection(model) => model,
        }
    }

    /// The context with that number, if there is one.
    #[must_use]
    pub fn numbered(number: u32) -> Option<Context> {
        let model = ModelId((number >> 4) & 0x3fff);
        let position = number >> 18;
        let context = match number & 0xf {
            0 => Context::Arguments(Verb::Create, model),
            1 => Context::Data(model),
            2 => Context::Verbs(model, RelationId(position)),
            3 => Context::ListWrite(model, FieldId(position)),
            4 => Context::Select(model),
            5 => Context::Include(model),
            6 => Context::Omit(model),
            7 => Context::Selection(model),
            _ => return None,
        };
        Some(context)
    }
}

/// The context in which the arguments of a verb of a model are read, by their names.
///
/// # Errors
/// When there is no such verb or model.
pub fn arguments_of(schema: &Schema, verb: &str, model: &str) -> Result<Context, Error> {
    let fail = |problem: Problem| Error { problem, path: Path::root() };
    let found = Verb::from_word(verb).ok_or_else(|| fail(Problem::VerbNotThere { name: verb.to_owned() }))?;
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
    let relation = |position: Option<u32>| model.relation(RelationId(position?));
    match context {
        Context::Arguments(Verb::Create, id) if key == 0 => Some(rows("data", Context::Data(id))),
        Context::Arguments(Verb::Create, id) => selection_entry(id, key.checked_sub(1)?),
        Context::Selection(id) => selection_entry(id, key),
        Context::Data(id) => match field {
            Some(field) if field.list => {
                Some(entry(&field.name, Mode::LeafOrRow, Context::ListWrite(id, FieldId(key))))
            }
            Some(field) => Some(leaf(&field.name)),
            None => {
                let position = key.checked_sub(n_fields)?;
                let verbs = Context::Verbs(id, RelationId(position));
                relation(Some(position)).map(|relation| entry(&relation.name, Mode::LeafOrRow, verbs))
            }
        },
        Context::Verbs(_, id) => {
            let relation = model.relation(id).filter(|_| key == 0)?;
            Some(rows("create", Context::Data(relation.to)))
        }
        Context::ListWrite(..) => (key == 0).then(|| list("set")),
        Context::Select(_) => match field {
            Some(field) => Some(leaf(&field.name)),
            None => relation(key.checked_sub(n_fields)).map(chosen_relation),
        },
        Context::Include(_) => relation(Some(key)).map(chosen_relation),
        Context::Omit(_) => field.map(|field| leaf(&field.name)),
    }
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
    entry(&relation.name, Mode::LeafOrRow, Context::Selection(relation.to))
}

fn leaf(name: &str) -> Entry {
    Entry { name: name.to_owned(), mode: Mode::Leaf, next: None, deepens: false }
}

fn list(name: &str) -> Entry {
    Entry { mode: Mode::List, ..leaf(name) }
}

fn rows(name: &str, next: Context) -> Entry {
    entry(name, Mode::Rows, next)
}

fn entry(name: &str, mode: Mode, next: Context) -> Entry {
    let deepens = matches!(next, Context::Data(_) | Context::Selection(_));
    Entry { name: name.to_owned(), mode, next: Some(next.number()), deepens }
}
