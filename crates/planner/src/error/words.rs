//! Every message and help text: facts in, sentences out.
//!
//! Knows nothing of where a problem was found. A message states the fact; help names the next thing to try.

use alloc::format;
use alloc::string::{String, ToString};
use core::fmt;

use super::{CoderFault, Expected, Problem};
use crate::value::Kind;

/// What stands in a message for a path that only the host knows.
const OTHER_PLACE: &str = "{also}";

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.code().as_bytes().get(2) {
            Some(b'1') => schema_message(self, f),
            Some(b'2' | b'3' | b'4') => request_message(self, f),
            _ => outcome_message(self, f),
        }
    }
}

#[allow(clippy::too_many_lines, reason = "a table with a line for each problem")]
fn schema_message(problem: &Problem, f: &mut fmt::Formatter<'_>) -> fmt::Result {
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

#[allow(clippy::too_many_lines, reason = "a table with a line for each problem")]
fn request_message(problem: &Problem, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match problem {
        Problem::FieldUnknown { model, name, .. } => {
            write!(f, "{model} has no field `{}`", shown(name))
        }
        Problem::ArgumentUnknown { verb, name, .. } => {
            write!(f, "{verb} takes no argument `{}`", shown(name))
        }
        Problem::VerbUnknown { relation, name, .. } => {
            write!(f, "`{}` is nothing that can be done with `{relation}` here", shown(name))
        }
        Problem::EntryUnknown { name, .. } => write!(f, "there is no entry `{}` here", shown(name)),
        Problem::Form { expected, found } => {
            write!(f, "expected {expected}, found {}", noun(*found))
        }
        Problem::RelationNull { relation } => write!(f, "the relation `{relation}` cannot be null"),
        Problem::Hole => f.write_str("an array has nothing at this position"),
        Problem::Unreadable => f.write_str("reading this threw an error"),
        Problem::ModelNotThere { name, .. } => {
            write!(f, "the schema has no model `{}`", shown(name))
        }
        Problem::VerbNotThere { name } => write!(f, "there is no verb `{}`", shown(name)),
        Problem::Missing { model, field, or: None } => write!(f, "{model} needs `{field}`"),
        Problem::Missing { model, field, or: Some(or) } => write!(f, "{model} needs `{or}` or `{field}`"),
        Problem::ArgumentMissing { verb, name } => write!(f, "{verb} needs `{name}`"),
        Problem::WrongKind { model, field, expected, found, list } => {
            let suffix = if *list { "[]" } else { "" };
            write!(f, "{model}.{field} is {expected}{suffix}, found {}", noun(*found))
        }
        Problem::NullForRequired { model, field } => write!(f, "{model}.{field} cannot be null"),
        Problem::ValueForGenerated { model, field } => {
            write!(f, "{model}.{field} is computed by the database")
        }
        Problem::SetTwice { field, by: Some(by) } => write!(f, "`{field}` is set here and by {by}"),
        Problem::SetTwice { field, by: None } => {
            write!(f, "`{field}` is set here and by {OTHER_PLACE}")
        }
        Problem::ListForOne { relation } => write!(f, "`{relation}` joins one row, found an array"),
        Problem::SelectionForm { name, expected, found } => {
            write!(f, "`{}` is chosen by {expected}, found {}", shown(name), noun(*found))
        }
        Problem::SelectionEmpty { model } => write!(f, "nothing of {model} is selected"),
        Problem::SelectAndInclude => f.write_str("`select` cannot stand beside `include` or `omit`"),
        Problem::KeyWanted { model, .. } => {
            write!(f, "a unique where names no complete key of {model}")
        }
        Problem::FilterUnfit { field, name, .. } => {
            write!(f, "`{field}` takes no condition `{}`", shown(name))
        }
        Problem::UndefinedInWhere { name } => write!(f, "the condition `{}` is undefined", shown(name)),
        Problem::PathAlone => f.write_str("a `path` needs a condition on what is there"),
        Problem::ChangeCount { model, field } => {
            write!(f, "an object for {model}.{field} says exactly one thing to do with it")
        }
        Problem::SwitchForList { relation, verb } => {
            write!(f, "`{relation}` joins many rows, and `{verb}` does not say which")
        }
        Problem::VerbForUpdates { relation, verb } => {
            write!(f, "a row that is being made has no `{relation}` to {verb} yet")
        }
        Problem::VerbForLists { relation, verb } => {
            write!(f, "`{relation}` joins one row, and `{verb}` is for many")
        }
        Problem::VerbOfRequired { model, relation, verb } => {
            write!(f, "{model} cannot be without `{relation}`, so `{verb}` cannot stand here")
        }
        Problem::VerbBetween { relation, verb } => {
            write!(f, "`{verb}` cannot stand at `{relation}`, which joins many to many")
        }
        Problem::Coder { fault, model, field, detail } => {
            coder_message(*fault, model, field, detail.as_deref(), f)
        }
        Problem::TooDeep => f.write_str("the tree is deeper than the limit"),
        Problem::Circular => f.write_str("this object contains itself"),
        Problem::TooManyNodes => f.write_str("the tree has more nodes than the limit"),
        Problem::TooManyPlaces { limit } => {
            write!(f, "the tree writes at more than {limit} different places")
        }
        _ => Ok(()),
    }
}

fn coder_message(
    fault: CoderFault,
    model: &str,
    field: &str,
    detail: Option<&str>,
    f: &mut fmt::Formatter<'_>,
) -> fmt::Result {
    let what = match fault {
        CoderFault::NotAnInteger => "takes whole numbers only",
        CoderFault::OutOfRange => "cannot hold a number that large",
        CoderFault::NotANumber => "takes finite numbers only",
        CoderFault::UnsafeInteger => "was given a number that has lost digits already",
        CoderFault::LoneSurrogate => "was given text with half a surrogate pair, which UTF-8 cannot hold",
        CoderFault::NulCharacter => "was given text with a NUL character, which PostgreSQL cannot hold",
        CoderFault::InvalidDate => "was given a Date that holds no date",
        CoderFault::NotADateTime => "was given text that is no point in time",
        CoderFault::NotADate => "was given text that is no day",
        CoderFault::NotATime => "was given text that is no time of day",
        CoderFault::TooDeep => "was given a JSON value that is nested too deep",
        CoderFault::TooLarge => "was given more than can be sent in one value",
        CoderFault::NotAUuid => "was given text that is no UUID",
        CoderFault::UnknownEnumValue => "was given a value its enum does not have",
        CoderFault::NotADecimal => "was given text that is no decimal number",
        CoderFault::NotBase64 => "was given text that is not base64",
        CoderFault::NotJson => "was given a value that JSON cannot hold",
        CoderFault::CyclicJson => "was given a value that contains itself",
        CoderFault::WrongKind => "was given a value of another kind",
        CoderFault::Negative => "cannot be negative",
    };
    match model {
        "" => write!(f, "`{field}` {what}")?,
        model => write!(f, "{model}.{field} {what}")?,
    }
    match (fault, detail) {
        (CoderFault::NotJson | CoderFault::OutOfRange, Some(detail)) => write!(f, ": {}", shown(detail)),
        _ => Ok(()),
    }
}

#[allow(clippy::too_many_lines, reason = "a table with a line for each problem")]
fn outcome_message(problem: &Problem, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    match problem {
        Problem::RowsLost { model } => write!(f, "the database did not keep every row of {model}"),
        Problem::RecordMissing { operation, model, relation: None, .. } => {
            write!(f, "there is no {model} that meets the conditions of {operation}")
        }
        Problem::RecordMissing { operation, model, relation: Some(relation), .. } => {
            write!(f, "there is no {model} for {operation} on the relation `{}`", relation.name)
        }
        Problem::NotConnected { relation } => {
            write!(f, "a row to be connected on the relation `{}` is not there", relation.name)
        }
        Problem::NotDeleted { relation, parent, child } => {
            write!(f, "a {child} to be deleted is not linked to its {parent} on `{}`", relation.name)
        }
        Problem::RelationRequired { relation, model_a, model_b } => {
            write!(f, "the relation `{relation}` between {model_a} and {model_b} is required and would break")
        }
        Problem::Unique { model, fields, constraint } => {
            let of = of_model(model.as_deref());
            match (fields.as_slice(), constraint) {
                ([], Some(constraint)) => {
                    write!(f, "a row{of} with the same values exists ({constraint})")
                }
                ([], None) => write!(f, "a row{of} with the same values exists"),
                _ => write!(f, "a row{of} with the same {} exists", list(fields)),
            }
        }
        Problem::ForeignKey { model, fields, constraint } => {
            let of = of_model(model.as_deref());
            match (fields.as_slice(), constraint) {
                ([], Some(constraint)) => {
                    write!(f, "a row{of} points at a row that is not there ({constraint})")
                }
                ([], None) => write!(f, "a row{of} points at a row that is not there"),
                _ => write!(f, "{}{of} points at a row that is not there", list(fields)),
            }
        }
        Problem::StillReferenced { model } => {
            write!(f, "another row still points at the row{}", of_model(model.as_deref()))
        }
        Problem::NotNull { model, field: Some(field) } => {
            write!(f, "`{field}`{} cannot be null", of_model(model.as_deref()))
        }
        Problem::NotNull { model, field: None } => {
            write!(f, "a column{} cannot be null", of_model(model.as_deref()))
        }
        Problem::Check { model, constraint } => {
            let name = constraint.as_deref().map_or(String::new(), |name| format!(" `{name}`"));
            write!(f, "a row{} fails the check{name}", of_model(model.as_deref()))
        }
        Problem::TooLong { model } => {
            write!(f, "a value{} is too long for its column", of_model(model.as_deref()))
        }
        Problem::OutOfRange { model } => {
            write!(f, "a value{} is out of its column's range", of_model(model.as_deref()))
        }
        Problem::BadText { text, .. } => write!(f, "the database cannot read a value: {text}"),
        Problem::WriteConflict { state } => {
            let why = if state == "40P01" { "a deadlock with" } else { "a conflict with" };
            write!(f, "the write failed by {why} another transaction")
        }
        Problem::NotAllowed { text } => write!(f, "the database does not allow it: {text}"),
        Problem::NoSuchTable { text } | Problem::NoSuchColumn { text } => {
            write!(f, "the database differs from the schema: {text}")
        }
        Problem::ConnectionLost { text } => {
            write!(f, "the connection to the database was lost: {text}")
        }
        Problem::Refused { state, text } => write!(f, "the database refused ({state}): {text}"),
        Problem::ShapeMalformed { at } => write!(f, "the shape cannot be read at byte {at}"),
        Problem::PlanUnsound { why } => write!(f, "the plan is unsound: {why}"),
        Problem::ReplyUnfit { why } => write!(f, "the reply does not fit the turn: {why}"),
        Problem::SessionOver => f.write_str("the session is over"),
        _ => Ok(()),
    }
}

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

fn coder_help(fault: CoderFault, detail: Option<&str>) -> Option<String> {
    match fault {
        CoderFault::UnknownEnumValue => detail.map(|known| format!("its values are {known}")),
        CoderFault::UnsafeInteger => Some("write it as a bigint, as in 9007199254740993n".to_string()),
        CoderFault::NotADateTime => Some("write a Date, or ISO 8601 text with time and zone".to_string()),
        CoderFault::NulCharacter | CoderFault::LoneSurrogate => {
            Some("take the character out, or store the text as Bytes".to_string())
        }
        _ => None,
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

fn of_model(model: Option<&str>) -> String {
    model.map_or(String::new(), |model| format!(" of {model}"))
}

/// Names in backquotes, with commas; a long list is cut.
fn list(names: &[String]) -> String {
    let mut text = String::new();
    for (idx, name) in names.iter().take(24).enumerate() {
        let separator = if idx == 0 { "" } else { ", " };
        text.push_str(separator);
        text.push('`');
        text.push_str(name);
        text.push('`');
    }
    if names.len() > 24 {
        text.push_str(", ...");
    }
    text
}

/// Something a caller wrote, cut to a length that fits a message and without letters that would break its line.
fn shown(written: &str) -> String {
    let visible = |letter: char| if letter.is_control() { '\u{fffd}' } else { letter };
    let mut text: String = written.chars().take(60).map(visible).collect();
    if written.chars().nth(60).is_some() {
        text.push_str("...");
    }
    text
}

impl fmt::Display for Expected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Expected::Object => "an object",
            Expected::Arguments => "an object of arguments",
            Expected::Fields => "an object of fields",
            Expected::Verbs => "an object that says what to do, as { create: ... }",
            Expected::Rows => "an object or an array of objects",
            Expected::Selection => "an object of fields and relations",
            Expected::List => "a list",
            Expected::FieldNames => "a list of field names",
            Expected::Text => "a text",
            Expected::Letters => "a text with letters",
            Expected::Boolean => "a boolean",
            Expected::WholeNumber => "a whole number",
            Expected::Conditions => "an object of conditions",
            Expected::Switch => "true, false or an object of conditions",
            Expected::CaseMode => "`default` or `insensitive`",
            Expected::Ordered => "a number or a text",
        })
    }
}

fn noun(kind: Kind) -> &'static str {
    match kind {
        Kind::Null => "null",
        Kind::False => "false",
        Kind::True => "true",
        Kind::Int => "a whole number",
        Kind::Float => "a number with a fraction",
        Kind::NotFinite => "NaN or an infinity",
        Kind::BigInt => "a bigint",
        Kind::Text => "a string",
        Kind::Date => "a Date",
        Kind::BadDate => "an invalid Date",
        Kind::Bytes => "bytes",
        Kind::Decimal => "a decimal object",
        Kind::List => "an array",
        Kind::Object => "an object",
        Kind::Function => "a function",
        Kind::Symbol => "a symbol",
        Kind::Exotic => "an object that is no record",
        Kind::Cycle => "an object that contains itself",
        Kind::TooDeep => "something too deep to read",
        Kind::TooMany => "more than may be read",
        Kind::Unreadable => "something that threw when it was read",
        Kind::Missing => "nothing",
        Kind::DbNull => "DbNull",
        Kind::JsonNull => "JsonNull",
        Kind::AnyNull => "AnyNull",
    }
}
