//! From where rows come back: the row that a cursor names, and what it is not to come before it.
//!
//! Knows nothing of how many come back.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use super::arrays::Arrays;
use super::filter::condition;
use super::related::{Rows, order_value};
use super::rows_wanted::{Search, primary_key};
use super::writer::{comma, table};
use crate::listed::Listed;
use crate::request::Order;

/// The row that a cursor names, whether it is one of those that are searched or not, and the condition that a row does
/// not come before it.
pub(super) fn from_cursor(
    search: Search<'_>,
    orders: &[(&Order, String)],
    is_reversed: bool,
    arrays: &mut Arrays<'_>,
) -> Option<(String, String)> {
    let (schema, model) = (search.schema, search.model);
    let (rows, here) = (Rows::of(schema, model, "t"), Rows::of(schema, model, "u"));
    let cursor = search.wanted().cursor.as_ref()?;
    let met = condition(schema, model, "u", cursor, arrays)?;
    let from = table(model.schema.as_deref(), &model.table);
    let primary = primary_key(rows)?;
    let mut values = Vec::new();
    for (position, (order, _)) in orders.iter().enumerate() {
        values.push(format!("{} AS k{position}", order_value(here, order, arrays)?));
    }
    values
        .extend(primary_key(here)?.iter().enumerate().map(|(position, key)| format!("{key} AS q{position}")));
    let at = format!("(SELECT {} FROM {from} AS u WHERE {met}) AS f", comma(values));
    // After the cursor in the first thing that differs, or the same in all.
    let mut same: Vec<String> = Vec::new();
    let mut ways: Vec<String> = Vec::new();
    let mut way = |value: &str, cursor: String, is_descending: bool, nulls_first: Option<bool>| {
        let after = after(value, &cursor, is_descending, nulls_first);
        ways.push(same.iter().cloned().chain([after]).listed().join(" AND "));
        same.push(match nulls_first {
            Some(_) => format!("{value} IS NOT DISTINCT FROM {cursor}"),
            None => format!("{value} = {cursor}"),
        });
    };
    for (position, (order, value)) in orders.iter().enumerate() {
        let is_descending = order.descending != is_reversed;
        let nulls_first = order.nulls_first.unwrap_or(order.descending) != is_reversed;
        way(value, format!("f.k{position}"), is_descending, Some(nulls_first));
    }
    for (position, key) in primary.iter().enumerate() {
        way(key, format!("f.q{position}"), is_reversed, None);
    }
    ways.push(same.join(" AND "));
    Some((at, format!("({})", ways.join(" OR "))))
}

/// Whether a value comes after another one; where it may be missing, by where missing ones come.
fn after(value: &str, other: &str, is_descending: bool, nulls_first: Option<bool>) -> String {
    let beyond = format!("{value} {} {other}", if is_descending { "<" } else { ">" });
    match nulls_first {
        None => beyond,
        Some(true) => format!("({beyond} OR {value} IS NOT NULL AND {other} IS NULL)"),
        Some(false) => format!("({beyond} OR {value} IS NULL AND {other} IS NOT NULL)"),
    }
}
