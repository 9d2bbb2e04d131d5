//! Counts as PostgreSQL: how many rows there are, and how many of them have a value.
//!
//! Knows nothing of which rows they are.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::arrays::Arrays;
use super::postgres::Rendered;
use super::rows_wanted::{Found, Search};
use super::source::SourceRows;
use super::writer::comma;
use crate::listed::{AllListed, Listed};
use crate::plan::{Count, Plan, Read};
use crate::schema::{FieldId, Model, Schema};

/// The name of the number of all rows.
pub(super) const ALL: &str = "_all";

pub(super) fn count_statement(
    schema: &Schema,
    plan: &Plan,
    model: &Model,
    count: &Count,
) -> Option<Rendered> {
    let mut arrays = Arrays::single_values(schema, plan, Vec::new());
    let fields: Vec<FieldId> = count.of.iter().flatten().copied().listed();
    let read = Read {
        batch: Some(count.batch.clone()),
        of: Vec::new(),
        relation: None,
        lent: Vec::new(),
        wanted: count.wanted.clone(),
        counts: Vec::new(),
    };
    let search = Search { schema, model, read: &read, around: None };
    let Found { from, number, columns, .. } = search.rows(&fields, &mut arrays)?;
    let mut columns = columns.into_iter();
    let numbers = count.of.iter().map(|field| match field {
        None => Some("count(*)".to_string()),
        Some(_) => columns.next().map(|column| format!("count({column})")),
    });
    let numbers = comma(numbers.all_listed()?);
    let text = (String::new(), format!("SELECT {number}, {numbers} FROM {from}"));
    Some(Rendered::of("read", text, (arrays.into_parameters(), SourceRows::Nothing)))
}
