//! What is said of a mistake in a request, before anything is sent.
//!
//! Knows nothing of why a coder failed.

use core::fmt;

use super::coder::coder_message;
use super::phrases::{noun, shown};
use crate::error::Problem;

/// What stands in a message for a path that only the host knows.
const OTHER_PLACE: &str = "{also}";

#[allow(clippy::too_many_lines, reason = "a table with a line for each problem")]
pub(super) fn request_message(problem: &Problem, f: &mut fmt::Formatter<'_>) -> fmt::Result {
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
        Problem::OrderOfList { name } => write!(f, "`{name}` is a list, which puts rows in no order"),
        Problem::ReferenceElsewhere { model, name } => {
            write!(f, "`{}` is no field of {model}, whose rows are looked at", shown(name))
        }
        Problem::ReferenceUnfit { name, found, field } => {
            write!(f, "{field} cannot be compared so with {name}, which is of type {found}")
        }
        Problem::ReturningBeside { verb } => {
            write!(f, "`returning: 'touched'` says all that comes back of {verb}")
        }
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
