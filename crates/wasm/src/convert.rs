//! JS values <-> the planner's types: the only place that knows both worlds.
//!
//! All that goes out is written as JSON text, which V8 reads faster than it is told of objects entry by entry: a second
//! writer for each type would weigh a tenth of the planner. Only lists of names go out without it. All that comes in is
//! read into one plain tree: a typed reader for each type would weigh more than the planner's rules.

use js_sys::{Array, JsString, Object, Reflect};
use serde::Serialize;
use treewright::{Error, Path, Plain, Refusal, Reply, Rows, Words};
use wasm_bindgen::{JsCast, JsValue};

/// What is thrown: a list of errors, or a TypeError.
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
    into_value(&forms).unwrap_or_else(|error| error)
}

/// Anything of ours as JSON. Our types have no maps and no way to fail; were it otherwise, the text would be null.
pub(crate) fn into_json<T: Serialize>(value: &T) -> String {
    serde_json::to_string(value).unwrap_or_else(|_| "null".to_owned())
}

/// What an exported function hands out: never a bare reference. V8 11 (Node 20) ends the process when optimized JavaScript
/// is thrown away while it calls a function whose only result is a reference; what may fail comes back as three numbers.
pub(crate) type Handed = Result<JsValue, Thrown>;

/// Anything of ours as a value, with null for what is missing, as JSON has it.
pub(crate) fn into_value<T: Serialize>(value: &T) -> Handed {
    js_sys::JSON::parse(&into_json(value))
}

/// Names as values.
pub(crate) fn into_names(names: &[&str]) -> Handed {
    Ok(serde_wasm_bindgen::to_value(names)?)
}

/// How deep plain data may be; what is deeper goes round in a circle.
const MAX_DEPTH: u32 = 64;

/// Plain data.
///
/// # Errors
/// A TypeError for what is no plain data, and whatever a getter throws.
pub(crate) fn into_plain(value: &JsValue) -> Result<Plain, Thrown> {
    plain(value, 0)
}

fn plain(value: &JsValue, depth: u32) -> Result<Plain, Thrown> {
    if depth > MAX_DEPTH {
        return Err(js_sys::TypeError::new("the data is nested too deep").into());
    }
    if value.is_null() || value.is_undefined() {
        return Ok(Plain::Null);
    }
    if let Some(truth) = value.as_bool() {
        return Ok(Plain::Bool(truth));
    }
    if let Some(number) = value.as_f64() {
        let whole = number as i64;
        return Ok(if whole as f64 == number { Plain::Int(whole) } else { Plain::Float(number) });
    }
    if let Some(text) = value.as_string() {
        return Ok(Plain::Text(text));
    }
    if Array::is_array(value) {
        let mut items = Vec::new();
        for item in value.unchecked_ref::<Array>().iter() {
            items.push(plain(&item, depth + 1)?);
        }
        return Ok(Plain::List(items));
    }
    if !value.is_object() {
        return Err(js_sys::TypeError::new("a bigint, a symbol or a function is no plain data").into());
    }
    let mut entries = Vec::new();
    for name in Object::keys(value.unchecked_ref::<Object>()).iter() {
        let entry = plain(&Reflect::get(value, &name)?, depth + 1)?;
        entries.push((name.as_string().unwrap_or_default(), entry));
    }
    Ok(Plain::Map(entries))
}

/// A letter made small, by JavaScript's tables.
pub(crate) fn small(letter: char) -> String {
    JsString::from(String::from(letter)).to_lower_case().into()
}

/// A reply; what is missing counts as nothing, and the session says whether that fits.
pub(crate) fn into_reply(reply: &JsValue) -> Result<Reply, Thrown> {
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
pub(crate) fn into_refusal(refusal: &JsValue) -> Result<Refusal, Thrown> {
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
