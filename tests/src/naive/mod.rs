//! Writes a request row by row, straight from what the caller wrote, and reads the answer from the tables.
//!
//! Knows nothing of shapes, plans or steps: it shares no code with the planner but the schema, so that where the two
//! agree both are right. What it does is what the specification says, in the specification's order: rows that hold no
//! key of ours yet, the row, then everything else in the order of the caller's keys.

mod answer;
mod meets;
mod relate;
mod rows;
mod tops;
mod touched;

use serde_json::{Value as Json, json};
use treewright::{ModelId, Refusal, Value};

use crate::fakedb::Database;
use crate::prepared::Defaults;

/// Objects of a request.
type Entries = [(String, Value)];

/// The values of a row's primary key.
type Key = Vec<Value>;

/// Why a request fails: our own code for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trouble(pub String);

/// What a request gives.
#[derive(Clone, Debug)]
pub enum Gives {
    /// A row that was made, or the one with that key, in the tables as they are afterwards.
    Row(Root),
    /// Rows of the same kind.
    Rows(Vec<Root>),
    /// A row that is gone, as it was.
    Gone(Key),
    /// A number.
    Count(usize),
}

/// A row that an answer is about.
#[derive(Clone, Debug)]
pub enum Root {
    /// The one that a place of the request made.
    Made(String),
    /// The one that is there at this position among those that were there before and still are.
    There(usize),
}

/// Carries out a request.
///
/// # Errors
/// What stands against it; rows written until then stay.
pub fn carry_out(
    database: &mut Database,
    defaults: &Defaults,
    (operation, model): (&str, ModelId),
    arguments: &Value,
) -> Result<Gives, Trouble> {
    // Keys that were made before are not made again.
    let n_rows: usize = database.tables.iter().map(|table| table.rows.len()).sum();
    let mut writer = Writer { database, defaults, n_made: 1000 * n_rows as u64 };
    writer.operation(operation, model, entries(arguments))
}

/// What the caller should get, from the tables as they were and as they are.
#[must_use]
pub fn answer(before: &Database, after: &Database, gives: &Gives, model: ModelId, arguments: &Value) -> Json {
    let chosen = &touched::spelled_out(after, model, entries(arguments));
    let of_root = |root: &Root| match root {
        Root::Made(origin) => {
            let row = after.rows(model).iter().find(|row| row.origin.as_ref() == Some(origin));
            answer::object(after, model, &row.expect("the row at the top").cells, chosen)
        }
        Root::There(at) => {
            let mut there = after.rows(model).iter().filter(|row| row.origin.is_none());
            answer::object(after, model, &there.nth(*at).expect("the row at the top").cells, chosen)
        }
    };
    match gives {
        Gives::Row(root) => of_root(root),
        Gives::Rows(roots) => roots.iter().map(of_root).collect(),
        Gives::Gone(key) => {
            let at = position_of(before, model, key).expect("the row that was at the top");
            answer::object(before, model, &before.rows(model)[at].cells, chosen)
        }
        Gives::Count(count) => json!({ "count": count }),
    }
}

fn position_of(database: &Database, model: ModelId, key: &Key) -> Option<usize> {
    let fields = database.model(model).primary_key();
    let is_it =
        |cells: &[Value]| fields.iter().zip(key).all(|(field, value)| cells[field.0 as usize] == *value);
    database.rows(model).iter().position(|row| is_it(&row.cells))
}

struct Writer<'w> {
    database: &'w mut Database,
    defaults: &'w Defaults,
    n_made: u64,
}

impl From<Refusal> for Trouble {
    fn from(refusal: Refusal) -> Trouble {
        let code = match refusal.state.as_deref() {
            Some("23505") => "TW601",
            Some("23503") if refusal.detail.as_ref().is_some_and(|detail| detail.contains("referenced")) => {
                "TW614"
            }
            Some("23503") => "TW602",
            Some("23502") => "TW603",
            Some("22003") => "TW606",
            _ => "TW699",
        };
        Trouble(code.to_owned())
    }
}

/// The row at hand is gone, by what was done with the rows that belong to it. What happens then nobody has promised.
pub const GONE: &str = "gone";

/// A row that was there before, by its place among those that were.
fn there(database: &Database, model: ModelId, key: &Key) -> Result<Root, Trouble> {
    let at = position_of(database, model, key).ok_or_else(|| Trouble(GONE.to_owned()))?;
    let before = database.rows(model)[..at].iter().filter(|row| row.origin.is_none());
    Ok(Root::There(before.count()))
}

/// Something the write needs is not there.
fn not_there() -> Trouble {
    Trouble("TW502".to_owned())
}

/// A required relation would break.
fn would_break() -> Trouble {
    Trouble("TW505".to_owned())
}

fn entry<'v>(entries: &'v Entries, name: &str) -> Option<&'v Value> {
    entries.iter().find(|(entry, _)| entry == name).map(|(_, value)| value)
}

fn entries(value: &Value) -> &Entries {
    match value {
        Value::Object(entries) => entries,
        _ => &[],
    }
}

/// The objects at an entry, one or many, each with its path.
fn objects<'v>(value: &'v Value, path: &str) -> Vec<(String, &'v Entries)> {
    match value {
        Value::Object(row) => vec![(path.to_owned(), row)],
        Value::List(rows) => {
            let place = |(position, row): (usize, &'v Value)| (format!("{path}[{position}]"), entries(row));
            rows.iter().enumerate().map(place).collect()
        }
        _ => Vec::new(),
    }
}
