//! Help: the next thing to try, where we can name it.
//!
//! Knows nothing of what the message said.

use alloc::format;
use alloc::string::{String, ToString};

use super::coder::coder_help;
use super::phrases::list;
use crate::error::Problem;

impl Problem {
    /// The next thing to try, where we can name it.
    #[must_use]
    #[allow(clippy::too_many_lines, reason = "a table with a line for each problem")]
    pub fn help(&self) -> Option<String> {
        match self {
            Problem::SchemaEntryUnknown { nearest, known, .. }
            | Problem::SchemaChoice { nearest, known, .. }
            | Problem::TypeUnknown { nearest, known, .. }
            | Problem::DefaultFunction { nearest, known, .. }
            | Problem::ArgumentUnknown { nearest, known, .. }
            | Problem::VerbUnknown { nearest, known, .. } => {
                Some(meant(nearest.as_deref()).unwrap_or(one_of(known)))
            }
            Problem::EntryUnknown { known, .. } => Some(one_of(known)),
            Problem::SchemaFieldUnknown { nearest, .. }
            | Problem::ModelUnknown { nearest, .. }
            | Problem::FieldUnknown { nearest, .. }
            | Problem::ModelNotThere { nearest, .. } => meant(nearest.as_deref()),
            Problem::NameReserved { .. } => {
                Some("name it otherwise and keep the table or column name beside it".to_string())
            }
            Problem::KeyMissing => {
                Some("mark a field with `id: true`, or list the fields under `key`".to_string())
            }
            Problem::ListNullable => Some("an empty list says the same: leave the `?` out".to_string()),
            Problem::RelationOneSided { model, to, .. } => Some(format!(
                "give {to} a relation with `one` or `many` to {model}, with the same `name` if this has one"
            )),
            Problem::RelationAmbiguous { .. } => {
                Some("give both sides of each relation the same `name`".to_string())
            }
            Problem::RelationHeldTwice { .. } => {
                Some("leave `fields` and `references` to the side with the foreign key".to_string())
            }
            Problem::RelationUnheld { .. } => {
                Some("give the side with the foreign key `fields` and `references`".to_string())
            }
            Problem::ReferenceNotUnique { .. } => {
                Some("reference the model's key, or add the fields to its `uniques`".to_string())
            }
            Problem::OneToOneNotUnique { .. } => {
                Some("add them to `uniques`, or make the other side `many`".to_string())
            }
            Problem::JunctionKey { .. } => {
                Some("make the junction table a model with two relations".to_string())
            }
            Problem::RelationNull { .. } => {
                Some("leave the relation out, or write what shall be done with it".to_string())
            }
            Problem::SetTwice { .. } => Some("keep one of the two".to_string()),
            Problem::KeyWanted { candidates, .. } => {
                Some(format!("give values for at least one of {}", list(candidates)))
            }
            Problem::FilterUnfit { known, .. } => Some(one_of(known)),
            Problem::UndefinedInWhere { .. } => {
                let why = "without it the others would meet more rows, or all of them";
                Some(format!("leave the key out if that is meant: {why}"))
            }
            Problem::SwitchForList { .. } => {
                Some("name the rows by a key, as { id: ... }, or an array of such".to_string())
            }
            Problem::VerbForUpdates { .. } => {
                Some("it can stand in the data of update, and in the `update` of upsert".to_string())
            }
            Problem::VerbForLists { verb: "createMany", .. } => {
                Some("write `create` with one object".to_string())
            }
            Problem::VerbForLists { verb: "set", .. } => {
                Some("write `connect` for another row, or `disconnect: true` for none".to_string())
            }
            Problem::VerbForLists { verb: "updateMany", .. } => Some("write `update`".to_string()),
            Problem::VerbForLists { .. } => Some("write `delete: true`".to_string()),
            Problem::VerbOfRequired { .. } => {
                Some("connect or create another row instead, or delete this one".to_string())
            }
            Problem::VerbBetween { .. } => Some("write `create` with an array".to_string()),
            Problem::ChangeCount { .. } => Some(
                "write one of set, increment, decrement, multiply, divide, or push for a list".to_string(),
            ),
            Problem::ListForOne { .. } => Some("write the object without the array".to_string()),
            Problem::ValueForGenerated { .. } => Some("leave the field out".to_string()),
            Problem::SelectionEmpty { .. } => Some("choose at least one field or relation".to_string()),
            Problem::ReturningBeside { .. } => {
                Some("leave it out, or `select`, `include` and `omit`".to_string())
            }
            Problem::SelectAndInclude => Some("list everything under `select`, or nothing".to_string()),
            Problem::Coder { fault, detail, .. } => coder_help(*fault, detail.as_deref()),
            Problem::WrongKind { expected, .. } => kind_help(expected),
            Problem::TooDeep => Some("the option `limits: { depth }` of the client allows more".to_string()),
            Problem::TooManyNodes => {
                Some("the option `limits: { nodes }` of the client allows more".to_string())
            }
            Problem::RowsLost { .. } => {
                Some("a trigger or rule skipped rows, or wrote other keys than it was given".to_string())
            }
            Problem::NoSuchTable { .. } | Problem::NoSuchColumn { .. } => {
                Some("bring the schema description and the database in step".to_string())
            }
            _ => None,
        }
    }
}

fn kind_help(expected: &str) -> Option<String> {
    let help = match expected {
        "DateTime" => "write a Date, or ISO 8601 text with time and zone",
        "BigInt" => "write a bigint or a whole number",
        "Decimal" => "write a number, a decimal text or a decimal object",
        "Bytes" => "write a Uint8Array, or base64 text",
        _ => return None,
    };
    Some(help.to_string())
}

fn meant(nearest: Option<&str>) -> Option<String> {
    nearest.map(|name| format!("did you mean `{name}`?"))
}

fn one_of(known: &[String]) -> String {
    format!("known here: {}", list(known))
}
