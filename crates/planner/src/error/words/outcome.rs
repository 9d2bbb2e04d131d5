//! What is said where the rows were not as the write needs, where the database refused, and of mistakes of ours.
//!
//! Knows nothing of requests.

use alloc::format;
use alloc::string::String;
use core::fmt;

use super::phrases::{list, of_model};
use crate::error::Problem;

#[allow(clippy::too_many_lines, reason = "a table with a line for each problem")]
pub(super) fn outcome_message(problem: &Problem, f: &mut fmt::Formatter<'_>) -> fmt::Result {
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
