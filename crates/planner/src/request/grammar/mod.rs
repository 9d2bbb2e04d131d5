//! What can be written where: the entries of every object in a request, and what each leads to.
//!
//! A host reads by this table and decides nothing itself, so a new verb changes no host. Knows nothing of what may stand
//! together, or of which entries are needed.

mod conditions;
mod context;
mod entries;
mod reads;
mod selections;
mod writes;

pub use context::Context;
pub use entries::{Alike, Entry, Mode};

use alloc::borrow::ToOwned;
use alloc::vec::Vec;

use super::{Operation, Verb};
use crate::error::{Error, Problem, nearest};
use crate::listed::Listed;
use crate::path::Path;
use crate::schema::Schema;
use entries::rows;

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
    (0..).map_while(|key| entry_at(schema, context, key)).listed()
}

/// The entry of a context with that key, if there is one.
pub(super) fn entry_at(schema: &Schema, context: Context, key: u32) -> Option<Entry> {
    let model = schema.model(context.model())?;
    match context {
        Context::Arguments(operation, id) if operation.only_reads() => {
            reads::argument_entry(operation, id, key)
        }
        Context::Arguments(operation, id) => writes::argument_entry(operation, id, key),
        Context::Data(id) => writes::data_entry(model, id, key),
        Context::Change(id) => writes::change_entry(model, id, key),
        Context::Verbs(_, id) => writes::verb_entry(model.relation(id)?, Verb::numbered(key)?),
        Context::ListWrite(..) => writes::list_write_entry(key),
        Context::ListChange(..) => writes::list_change_entry(key),
        Context::ValueChange(_, field) => writes::value_change_entry(model, field, key),
        Context::Item(verb, id) => writes::item_entry(verb, id, key),
        Context::Unique(id) => conditions::where_entry(model, id, key, true, true),
        Context::Filter(id) => conditions::where_entry(model, id, key, true, false),
        Context::FieldsFilter(id) => conditions::where_entry(model, id, key, false, false),
        Context::Compound(_, position) => conditions::compound_entry(model, position, key),
        Context::FieldFilter(id, position) => {
            conditions::field_filter_entry(id, position, model.field(position)?, key)
        }
        Context::ManyFilter(_, relation) => conditions::many_filter_entry(model, relation, key),
        Context::OneFilter(_, relation) => conditions::one_filter_entry(schema, model, relation, key),
        Context::Selection(id) => selections::selection_entry(id, key),
        Context::Select(id) => selections::select_entry(model, id, key),
        Context::Include(id) => selections::include_entry(model, id, key),
        Context::Omit(_) => selections::omit_entry(model, key),
        Context::OptionalSelection(id) => selections::optional_selection_entry(id, key),
        Context::ManySelection(id) => reads::many_selection_entry(id, key),
        Context::Order(id) => reads::order_entry(model, id, key),
        Context::FieldOrder(_) => reads::field_order_entry(key),
        Context::CountOrder(_) => reads::count_order_entry(key),
        Context::Distinct(_) => selections::omit_entry(model, key),
        Context::Counts(id) => (key == 0).then(|| rows("select", Context::CountSelect(id))),
        Context::CountSelect(_) => reads::count_select_entry(model, key),
        Context::Counted(id) => (key == 0).then(|| reads::where_entry(id)),
        Context::Tally(_) => reads::tally_entry(model, key),
        Context::Reference(_) => conditions::reference_entry(model, key),
    }
}
