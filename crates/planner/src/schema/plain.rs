//! Any description as a plain tree, before anything is known about it.
//!
//! Knows nothing of schemas. Reading into this first, and not into typed structs, is what lets every mistake be
//! reported with its place: a typed reader stops at the first.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use crate::listed::Listed;
use crate::value::Value;
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};

/// A tree of plain data, with the order of its entries kept.
#[derive(Clone, Debug, PartialEq)]
pub enum Plain {
    /// No value.
    Null,
    /// True or false.
    Bool(bool),
    /// A number without a fraction.
    Int(i64),
    /// Any other number.
    Float(f64),
    /// Text.
    Text(String),
    /// Values in order.
    List(Vec<Plain>),
    /// Named values in order.
    Map(Vec<(String, Plain)>),
}

impl Plain {
    /// What to call this in a message.
    #[must_use]
    pub fn noun(&self) -> &'static str {
        match self {
            Plain::Null => "null",
            Plain::Bool(_) => "a boolean",
            Plain::Int(_) | Plain::Float(_) => "a number",
            Plain::Text(_) => "a text",
            Plain::List(_) => "a list",
            Plain::Map(_) => "an object",
        }
    }
}

impl From<&Plain> for Value {
    /// Plain data as a value of a request: what has no form in plain data, dates and bytes, is never among it.
    fn from(plain: &Plain) -> Value {
        match plain {
            Plain::Null => Value::Null,
            Plain::Bool(truth) => Value::Bool(*truth),
            Plain::Int(number) => Value::Int(*number),
            Plain::Float(number) => Value::Float(*number),
            Plain::Text(text) => Value::Text(text.clone()),
            Plain::List(items) => Value::List(items.iter().map(Value::from).listed()),
            Plain::Map(entries) => {
                Value::Object(entries.iter().map(|(name, value)| (name.clone(), Value::from(value))).listed())
            }
        }
    }
}

impl<'de> Deserialize<'de> for Plain {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Plain, D::Error> {
        deserializer.deserialize_any(PlainVisitor)
    }
}

struct PlainVisitor;

impl<'de> Visitor<'de> for PlainVisitor {
    type Value = Plain;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("plain data")
    }

    fn visit_unit<E>(self) -> Result<Plain, E> {
        Ok(Plain::Null)
    }

    fn visit_none<E>(self) -> Result<Plain, E> {
        Ok(Plain::Null)
    }

    fn visit_some<D: Deserializer<'de>>(self, deserializer: D) -> Result<Plain, D::Error> {
        Plain::deserialize(deserializer)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Plain, E> {
        Ok(Plain::Bool(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Plain, E> {
        Ok(Plain::Int(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Plain, E> {
        Ok(i64::try_from(value).map_or(Plain::Float(value as f64), Plain::Int))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Plain, E> {
        Ok(Plain::Float(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Plain, E> {
        Ok(Plain::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Plain, E> {
        Ok(Plain::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut seq: A) -> Result<Plain, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = seq.next_element()? {
            items.push(item);
        }
        Ok(Plain::List(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Plain, A::Error> {
        let mut entries = Vec::new();
        while let Some(entry) = map.next_entry()? {
            entries.push(entry);
        }
        Ok(Plain::Map(entries))
    }
}
