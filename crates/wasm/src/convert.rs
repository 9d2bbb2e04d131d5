//! JS values <-> the planner's types: the only place that knows both worlds.
//!
//! What goes out is JSON text: hosts keep it with the shape, so it is read once a shape. What comes in are descriptions
//! and replies, read through serde.

use serde::Serialize;
use serde::de::DeserializeOwned;
use treewright::{CoderFault, Error, Path, Plain, Refusal, Reply, Words};
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

pub(crate) fn into_plain(description: JsValue) -> Result<Plain, Thrown> {
    read(description)
}

pub(crate) fn into_reply(reply: JsValue) -> Result<Reply, Thrown> {
    read(reply)
}

pub(crate) fn into_refusal(refusal: JsValue) -> Result<Refusal, Thrown> {
    read(refusal)
}

pub(crate) fn into_coder_fault(fault: JsValue) -> Result<CoderFault, Thrown> {
    read(fault)
}

fn read<T: DeserializeOwned>(value: JsValue) -> Result<T, Thrown> {
    serde_wasm_bindgen::from_value(value).map_err(|error| js_sys::Error::new(&error.to_string()).into())
}
