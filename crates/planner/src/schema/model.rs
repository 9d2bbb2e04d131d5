//! Models and their fields, resolved.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::{Holder, Key, NativeType, Relation, RelationId};
use crate::value::{Kind, Kinds};

/// A model's position in the schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct ModelId(pub u32);

/// A field's position in its model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct FieldId(pub u32);

/// An enum's position in the schema.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct EnumId(pub u32);

/// All models and relations, resolved once, then never changed.
#[derive(Clone, Debug)]
pub struct Schema {
    pub(crate) models: Vec<Model>,
    pub(crate) enums: Vec<Enum>,
    /// The server's major version, where the description names one.
    pub postgres: Option<u32>,
}

/// A table as the caller knows it.
#[derive(Clone, Debug)]
pub struct Model {
    /// What the caller calls it.
    pub name: String,
    /// The database schema it lives in, if one is named.
    pub schema: Option<String>,
    /// The table's name.
    pub table: String,
    pub(crate) fields: Vec<Field>,
    pub(crate) relations: Vec<Relation>,
    /// The primary key first, then every other key.
    pub keys: Vec<Key>,
    /// What the database does by itself when rows of this table change.
    pub triggers: Vec<Trigger>,
}

/// A column as the caller knows it.
#[derive(Clone, Debug)]
pub struct Field {
    /// What the caller calls it.
    pub name: String,
    /// The column's name.
    pub column: String,
    /// What it holds.
    pub scalar: Scalar,
    /// How PostgreSQL types it.
    pub native: NativeType,
    /// Whether it holds a list.
    pub list: bool,
    /// Whether it may hold no value.
    pub nullable: bool,
    /// What it holds when the caller says nothing.
    pub default: Option<Default>,
    /// Whether it holds the time of the last write.
    pub updated_at: bool,
    /// Whether the database computes it, so that nobody may write it.
    pub generated: bool,
}

/// What a field holds, in the caller's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scalar {
    /// Text.
    String,
    /// An integer of 32 bits.
    Int,
    /// An integer of 64 bits.
    BigInt,
    /// A binary floating point number.
    Float,
    /// An exact decimal number.
    Decimal,
    /// True or false.
    Boolean,
    /// A point in time, a day, or a time of day.
    DateTime,
    /// Any JSON value.
    Json,
    /// Bytes.
    Bytes,
    /// One of the labels of an enum.
    Enum(EnumId),
}

/// What a field holds when the caller says nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Default {
    /// A value that stands in the description; the host reads it there.
    Value,
    /// The instant of the request.
    Now,
    /// The next number of a sequence.
    Sequence(Sequence),
    /// A fresh key, made by the host.
    Made(Generator),
    /// Whatever the database computes, by this expression if the description tells it.
    Database(Option<String>),
}

/// The sequence behind a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sequence {
    /// Its schema and name, when the description tells them; else the database is asked which one it is.
    pub name: Option<(Option<String>, String)>,
    /// Whether it belongs to an identity column that takes no values of the caller's own.
    pub always: bool,
    /// Whether numbers may be drawn from it directly: not so without the right to use it.
    pub usable: bool,
}

/// How a host makes a fresh key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Generator {
    /// A UUID of version 4 or 7.
    Uuid(u8),
    /// A cuid of version 1 or 2.
    Cuid(u8),
    /// A ULID.
    Ulid,
    /// A nanoid of that length.
    Nanoid(u16),
}

/// Something the database does by itself, row by row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trigger {
    /// It may change or drop a row before it is inserted.
    BeforeInsert,
    /// It acts after a row was inserted.
    AfterInsert,
    /// It may change or drop a row before it is updated.
    BeforeUpdate,
    /// It acts after a row was updated.
    AfterUpdate,
    /// It may keep a row from being deleted.
    BeforeDelete,
    /// It acts after a row was deleted.
    AfterDelete,
}

/// A closed set of labels.
#[derive(Clone, Debug)]
pub struct Enum {
    /// What the caller calls it.
    pub name: String,
    /// The database schema of its type, if one is named.
    pub schema: Option<String>,
    /// The database's name of its type.
    pub type_name: String,
    /// The labels: the caller's name and the database's.
    pub values: Vec<(String, String)>,
}

impl Schema {
    /// The model at that position.
    #[must_use]
    pub fn model(&self, id: ModelId) -> Option<&Model> {
        self.models.get(id.0 as usize)
    }

    /// Every model with its position.
    pub fn models(&self) -> impl Iterator<Item = (ModelId, &Model)> {
        (0..).map(ModelId).zip(&self.models)
    }

    /// The enum at that position.
    #[must_use]
    pub fn enumeration(&self, id: EnumId) -> Option<&Enum> {
        self.enums.get(id.0 as usize)
    }

    /// The word a caller uses for a type.
    #[must_use]
    pub(crate) fn type_name(&self, scalar: Scalar) -> String {
        match scalar {
            Scalar::Enum(id) => self.enumeration(id).map_or_else(String::new, |one| one.name.clone()),
            other => other.word().to_string(),
        }
    }

    /// The model with that name.
    #[must_use]
    pub fn model_named(&self, name: &str) -> Option<ModelId> {
        self.models().find(|(_, model)| model.name == name).map(|(id, _)| id)
    }
}

impl Model {
    /// The field at that position.
    #[must_use]
    pub fn field(&self, id: FieldId) -> Option<&Field> {
        self.fields.get(id.0 as usize)
    }

    /// Every field with its position.
    pub fn fields(&self) -> impl Iterator<Item = (FieldId, &Field)> {
        (0..).map(FieldId).zip(&self.fields)
    }

    /// The relation at that position.
    #[must_use]
    pub fn relation(&self, id: RelationId) -> Option<&Relation> {
        self.relations.get(id.0 as usize)
    }

    /// Every relation with its position.
    pub fn relations(&self) -> impl Iterator<Item = (RelationId, &Relation)> {
        (0..).map(RelationId).zip(&self.relations)
    }

    /// The field with that name.
    #[must_use]
    pub fn field_named(&self, name: &str) -> Option<FieldId> {
        self.fields().find(|(_, field)| field.name == name).map(|(id, _)| id)
    }

    /// The relation with that name.
    #[must_use]
    pub fn relation_named(&self, name: &str) -> Option<RelationId> {
        self.relations().find(|(_, relation)| relation.name == name).map(|(id, _)| id)
    }

    /// The fields of the primary key.
    #[must_use]
    pub fn primary_key(&self) -> &[FieldId] {
        self.keys.first().map_or(&[], |key| &key.fields)
    }

    /// Whether the model holds the relation and cannot be without it.
    #[must_use]
    pub(crate) fn requires(&self, relation: &Relation) -> bool {
        let is_required = |field: FieldId| self.field(field).is_some_and(|field| !field.nullable);
        matches!(&relation.holder, Holder::Here(pairs) if pairs.iter().all(|(here, _)| is_required(*here)))
    }

    /// Whether the database does this by itself.
    #[must_use]
    pub fn has(&self, trigger: Trigger) -> bool {
        self.triggers.contains(&trigger)
    }
}

impl Field {
    /// Whether the database fills the field when an insert leaves it out.
    #[must_use]
    pub fn filled_by_database(&self) -> bool {
        self.generated || matches!(self.default, Some(Default::Sequence(_) | Default::Database(_)))
    }

    /// Whether the default can be evaluated by a statement before it makes the row.
    #[must_use]
    pub fn is_drawable(&self) -> bool {
        match &self.default {
            Some(Default::Sequence(sequence)) => sequence.usable,
            Some(Default::Database(expression)) => expression.is_some(),
            Some(Default::Value | Default::Now | Default::Made(_)) | None => false,
        }
    }

    /// Whether the field holds one number, which can be reckoned with.
    #[must_use]
    pub fn is_number(&self) -> bool {
        !self.list && matches!(self.scalar, Scalar::Int | Scalar::BigInt | Scalar::Float | Scalar::Decimal)
    }

    /// Whether the database refuses any value a caller writes here.
    #[must_use]
    pub fn refuses_values(&self) -> bool {
        self.generated || matches!(&self.default, Some(Default::Sequence(sequence)) if sequence.always)
    }
}

impl Scalar {
    /// The word a caller uses for it; enums carry their own names.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Scalar::String => "String",
            Scalar::Int => "Int",
            Scalar::BigInt => "BigInt",
            Scalar::Float => "Float",
            Scalar::Decimal => "Decimal",
            Scalar::Boolean => "Boolean",
            Scalar::DateTime => "DateTime",
            Scalar::Json => "Json",
            Scalar::Bytes => "Bytes",
            Scalar::Enum(_) => "enum",
        }
    }

    /// The kinds a value of it may have, null aside where null is no value of its own.
    #[must_use]
    pub(crate) fn kinds(self) -> Kinds {
        match self {
            Scalar::String | Scalar::Enum(_) => Kinds::of(&[Kind::Text]),
            Scalar::Int | Scalar::BigInt => Kinds::of(&[Kind::Int, Kind::BigInt]),
            Scalar::Float => Kinds::of(&[Kind::Int, Kind::Float]),
            Scalar::Decimal => Kinds::of(&[Kind::Int, Kind::Float, Kind::BigInt, Kind::Text, Kind::Decimal]),
            Scalar::Boolean => Kinds::of(&[Kind::True, Kind::False]),
            Scalar::DateTime => Kinds::of(&[Kind::Date, Kind::Text]),
            Scalar::Bytes => Kinds::of(&[Kind::Bytes, Kind::Text]),
            Scalar::Json => Kinds::of(&[
                Kind::Null,
                Kind::True,
                Kind::False,
                Kind::Int,
                Kind::Float,
                Kind::Text,
                Kind::Date,
                Kind::Decimal,
                Kind::List,
                Kind::Object,
                Kind::DbNull,
                Kind::JsonNull,
            ]),
        }
    }
}
