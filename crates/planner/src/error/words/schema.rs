//! What is said of a mistake in the description of a schema.
//!
//! Knows nothing of requests.

use core::fmt;

use super::phrases::list;
use crate::error::Problem;

#[allow(clippy::too_many_lines, reason = "a table with a line for each problem")]
pub(super) fn schema_message(problem: &Problem, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match problem {
        Problem::SchemaForm { expected, found } => write!(f, "expected {expected}, found {found}"),
        Problem::SchemaEntryUnknown { name, .. } => write!(f, "there is no entry `{name}` here"),
        Problem::SchemaEntryMissing { entry } => write!(f, "the entry `{entry}` is missing"),
        Problem::SchemaChoice { name, .. } => write!(f, "`{name}` is none of the words known here"),
        Problem::SchemaTooLarge { limit } => write!(f, "there are more than {limit} entries"),
        Problem::SchemaFieldUnknown { model, name, .. } => {
            write!(f, "{model} has no field `{name}`")
        }
        Problem::TypeUnknown { name, .. } => {
            write!(f, "`{name}` is neither a type nor an enum of this schema")
        }
        Problem::NativeType { name, scalar } => {
            write!(f, "the native type `{name}` cannot hold {scalar}")
        }
        Problem::ModelUnknown { name, .. } => write!(f, "there is no model `{name}`"),
        Problem::NameTaken { name, other } if name == other => {
            write!(f, "the name `{name}` is used twice")
        }
        Problem::NameTaken { name, other } => {
            write!(f, "`{name}` and `{other}` would have the same accessor")
        }
        Problem::NameReserved { name } => write!(f, "`{name}` cannot be a name here"),
        Problem::TableTaken { table, other } => {
            write!(f, "the table `{table}` belongs to {other} already")
        }
        Problem::ColumnTaken { column, other } => {
            write!(f, "the column `{column}` belongs to `{other}` already")
        }
        Problem::FieldTwice { field } => write!(f, "the field `{field}` is listed twice"),
        Problem::ListNullable => f.write_str("a list cannot be nullable"),
        Problem::KeyMissing => f.write_str("the model has no key"),
        Problem::KeyTwice => f.write_str("the key is given here and by `id: true` on a field"),
        Problem::KeyEmpty => f.write_str("a key needs at least one field"),
        Problem::KeyFieldUnfit { field } => {
            write!(f, "`{field}` cannot be part of this key: it is a list or nullable")
        }
        Problem::DefaultForm => f.write_str("a default says exactly one of `value`, `fn` and `sql`"),
        Problem::DefaultFunction { name, .. } => write!(f, "there is no default function `{name}`"),
        Problem::DefaultVersion { function } => {
            write!(f, "the function `{function}` has no such variant")
        }
        Problem::DefaultType { type_name } => {
            write!(f, "the default does not fit the type {type_name}")
        }
        Problem::UpdatedAtType => f.write_str("only a DateTime can hold the time of the last write"),
        Problem::GeneratedDefault => f.write_str("a generated column has neither a default nor `updatedAt`"),
        Problem::EnumEmpty => f.write_str("the enum has no values"),
        Problem::EnumValueTaken { value } => {
            write!(f, "the value `{value}` or its label stands twice")
        }
        Problem::RelationForm => f.write_str("a relation says exactly one of `one` and `many`"),
        Problem::RelationOneSided { model, relation, to } => {
            write!(f, "{to} has no relation that is the other side of {model}.{relation}")
        }
        Problem::RelationAmbiguous { to } => {
            write!(f, "several relations join this model and {to}")
        }
        Problem::RelationHeldTwice { other } => {
            write!(f, "both this relation and its other side `{other}` have fields")
        }
        Problem::RelationUnheld { other } => {
            write!(f, "neither this relation nor its other side `{other}` has fields")
        }
        Problem::RelationManyHolds => f.write_str("a relation to many rows cannot hold the foreign key"),
        Problem::RelationCounts { fields, references } => {
            write!(f, "the relation has {fields} fields and {references} references")
        }
        Problem::RelationTypes { field, reference } => {
            write!(f, "`{field}` cannot hold `{reference}`: their types differ")
        }
        Problem::ReferenceNotUnique { model, fields } => {
            write!(f, "the fields {} are no key of {model}", list(fields))
        }
        Problem::OneToOneNotUnique { fields } => {
            write!(f, "a relation between one row and one row needs {} to be unique", list(fields))
        }
        Problem::JunctionKey { model } => {
            write!(f, "{model} has no key of one field to keep in a junction table")
        }
        Problem::ThroughDiffers { other } => {
            write!(f, "`through` says something else than at `{other}`")
        }
        _ => Ok(()),
    }
}
