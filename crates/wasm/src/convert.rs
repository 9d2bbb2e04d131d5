//! JS values <-> the planner's types: the only place that knows both worlds.
//!
//! What goes out is JSON text: hosts keep it with the shape, so it is read once a shape. What comes in are descriptions
//! and replies, read through serde.

use serde::Serialize;
use treewright::{Error, Path, Plain, Refusal, Reply, Rows, Words};
use wasm_bindgen::JsValue;

/// What is thrown: errors as JSON text.
pub(crate) type Thrown = JsValue;

/// An error as hosts read it.
#[derive(Serialize)]
struct ErrorForm<'e> {
    words: Words,
    path: &'e Path,
}

/// Errors, ready to be thrown.
pub(crate) fn thrown(errors: &[Error]) -> Thrown {
    let forms: Vec<ErrorForm<'_>> =
        errors.iter().map(|error| ErrorForm { words: error.problem.words(), path: &error.path }).collect();
    JsValue::from_str(&into_json(&forms))
}

/// Anything of ours as JSON. Our types have no maps and no way to fail; were it otherwise, the text would be null.
pub(crate) fn into_json<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_else(|_| "null".to_owned())
}

/// Any plain value. Everything comes in this way: one reader for all is a good deal smaller than one for each type.
pub(crate) fn into_plain(value: JsValue) -> Result<Plain, Thrown> {
    serde_wasm_bindgen::from_value(value).map_err(|error| js_sys::Error::new(&error.to_string()).into())
}

/// A reply; what is missing counts as nothing, and the session says whether that fits.
pub(crate) fn into_reply(reply: JsValue) -> Result<Reply, Thrown> {
    let reply = into_plain(reply)?;
    let rows = list(entry(&reply, "rows")).iter().map(|rows| Rows {
        given: count(entry(rows, "given")),
        rows: count(entry(rows, "rows")),
        lent: list(entry(rows, "lent"))
            .iter()
            .map(|column| list(Some(column)).iter().map(text).collect())
            .collect(),
    });
    let refusal = entry(&reply, "refusal").filter(|refusal| **refusal != Plain::Null);
    Ok(Reply { rows: rows.collect(), refusal: refusal.map(refusal_of) })
}

/// A refusal.
pub(crate) fn into_refusal(refusal: JsValue) -> Result<Refusal, Thrown> {
    Ok(refusal_of(&into_plain(refusal)?))
}

fn refusal_of(plain: &Plain) -> Refusal {
    let part = |name: &str| entry(plain, name).and_then(text);
    Refusal {
        state: part("state"),
        message: part("message").unwrap_or_default(),
        detail: part("detail"),
        schema: part("schema"),
        table: part("table"),
        column: part("column"),
        constraint: part("constraint"),
    }
}

fn entry<'p>(plain: &'p Plain, name: &str) -> Option<&'p Plain> {
    match plain {
        Plain::Map(entries) => entries.iter().find(|(entry, _)| entry == name).map(|(_, value)| value),
        _ => None,
    }
}

fn list(plain: Option<&Plain>) -> &[Plain] {
    match plain {
        Some(Plain::List(items)) => items,
        _ => &[],
    }
}

fn text(plain: &Plain) -> Option<String> {
    match plain {
        Plain::Text(text) => Some(text.clone()),
        _ => None,
    }
}

fn count(plain: Option<&Plain>) -> u32 {
    match plain {
        Some(Plain::Int(count)) => u32::try_from(*count).unwrap_or(u32::MAX),
        Some(Plain::Float(count)) => *count as u32,
        _ => 0,
    }
}
