//! Context: which object of a request one is, and the number that hosts name it by.
//!
//! Knows nothing of what stands in it.

use crate::request::{Operation, Verb};
use crate::schema::{FieldId, ModelId, RelationId};

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
    /// What is chosen of the one row at the other end of a relation that must be there.
    Selection(ModelId),
    /// What is chosen of the one row at the other end of a relation that may be there.
    OptionalSelection(ModelId),
    /// Which of the rows at the other end of a relation come back, in which order, and what is chosen of them.
    ManySelection(ModelId),
    /// What rows are put in order by.
    Order(ModelId),
    /// How rows are put in order by a field.
    FieldOrder(ModelId),
    /// How rows are put in order by how many rows a relation has.
    CountOrder(ModelId),
    /// Fields of which rows may not have the same values.
    Distinct(ModelId),
    /// Which relations' rows are counted.
    Counts(ModelId),
    /// The same, relation by relation.
    CountSelect(ModelId),
    /// Which rows of a relation are counted.
    Counted(ModelId),
    /// What is counted of rows: all, or those that have a value of a field.
    Tally(ModelId),
    /// A field of the same row that another one is compared with.
    Reference(ModelId),
}

const TAG_BITS: u32 = 5;
const MODEL_BITS: u32 = 13;

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
            Context::OptionalSelection(model) => (19, model, 0),
            Context::ManySelection(model) => (20, model, 0),
            Context::Order(model) => (21, model, 0),
            Context::FieldOrder(model) => (22, model, 0),
            Context::CountOrder(model) => (23, model, 0),
            Context::Distinct(model) => (24, model, 0),
            Context::Counts(model) => (25, model, 0),
            Context::CountSelect(model) => (26, model, 0),
            Context::Counted(model) => (27, model, 0),
            Context::Tally(model) => (28, model, 0),
            Context::Reference(model) => (29, model, 0),
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
            | Context::Selection(model)
            | Context::OptionalSelection(model)
            | Context::ManySelection(model)
            | Context::Order(model)
            | Context::FieldOrder(model)
            | Context::CountOrder(model)
            | Context::Distinct(model)
            | Context::Counts(model)
            | Context::CountSelect(model)
            | Context::Counted(model)
            | Context::Tally(model)
            | Context::Reference(model) => model,
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
            19 => Context::OptionalSelection(model),
            20 => Context::ManySelection(model),
            21 => Context::Order(model),
            22 => Context::FieldOrder(model),
            23 => Context::CountOrder(model),
            24 => Context::Distinct(model),
            25 => Context::Counts(model),
            26 => Context::CountSelect(model),
            27 => Context::Counted(model),
            28 => Context::Tally(model),
            29 => Context::Reference(model),
            _ => return None,
        };
        Some(context)
    }
}
