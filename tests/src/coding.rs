//! Values on their way into a column and out of it, as the coders of a real host do it.
//!
//! Knows nothing of what a column may hold: whatever does not fit stays as it is.

use serde_json::{Value as Json, json};
use treewright::{Coder, CoderForm, EnumId, Field, Scalar, Schema, Value};

use crate::forms::{parse_base64, parse_date, show_date, to_json};

/// How the values of one column are written.
#[derive(Clone, Debug)]
pub struct Coding {
    coder: Coder,
    list: bool,
    /// The names and labels of the enum.
    labels: Vec<(String, String)>,
}

impl Coding {
    /// As a script says it.
    #[must_use]
    pub fn of_form(schema: &Schema, form: &CoderForm) -> Coding {
        let mut enums = (0..).map_while(|number| schema.enumeration(EnumId(number)));
        let found = enums.find(|one| Some(&one.name) == form.enumeration.as_ref());
        let labels = found.map_or(Vec::new(), |one| one.values.clone());
        Coding { coder: form.coder, list: form.list, labels }
    }

    /// As the schema says it.
    #[must_use]
    pub fn of_field(schema: &Schema, field: &Field) -> Coding {
        let labels = match field.scalar {
            Scalar::Enum(id) => schema.enumeration(id).map_or(Vec::new(), |one| one.values.clone()),
            _ => Vec::new(),
        };
        Coding { coder: field.native.coder, list: field.list, labels }
    }

    /// What a caller wrote, as the column keeps it.
    #[must_use]
    pub fn encode(&self, value: &Value) -> Value {
        match value {
            Value::List(items) if self.list => {
                Value::List(items.iter().map(|item| self.encode_one(item)).collect())
            }
            _ => self.encode_one(value),
        }
    }

    fn encode_one(&self, value: &Value) -> Value {
        match (self.coder, value) {
            (Coder::Enum, Value::Text(name)) => {
                let label = self.labels.iter().find(|(known, _)| known == name);
                Value::Text(label.map_or(name, |(_, label)| label).clone())
            }
            (Coder::Float4 | Coder::Float8, Value::Int(number)) => Value::Float(*number as f64),
            (Coder::Int8, Value::Text(text)) => text.parse().map_or_else(|_| value.clone(), Value::Int),
            (Coder::Numeric | Coder::Money, Value::Int(number)) => Value::Text(number.to_string()),
            (Coder::Numeric | Coder::Money, Value::Float(number)) => Value::Text(number.to_string()),
            (Coder::Bytea, Value::Text(text)) => {
                parse_base64(text).map_or_else(|| value.clone(), Value::Bytes)
            }
            (Coder::Timestamp | Coder::Timestamptz, Value::Text(text)) => {
                parse_date(text).map_or_else(|| value.clone(), Value::Date)
            }
            (Coder::Date, Value::Date(millis)) => Value::Date(millis - millis.rem_euclid(86_400_000)),
            (Coder::Date, Value::Text(text)) => parse_date(text).map_or_else(|| value.clone(), Value::Date),
            _ => value.clone(),
        }
    }

    /// What a column keeps, as a caller gets it.
    #[must_use]
    pub fn decode(&self, value: &Value) -> Json {
        match value {
            Value::Null if self.list => json!([]),
            Value::List(items) if self.list => items.iter().map(|item| self.decode_one(item)).collect(),
            _ => self.decode_one(value),
        }
    }

    fn decode_one(&self, value: &Value) -> Json {
        match (self.coder, value) {
            (Coder::Enum, Value::Text(label)) => {
                let name = self.labels.iter().find(|(_, known)| known == label);
                json!(name.map_or(label, |(name, _)| name))
            }
            (Coder::Int8, Value::Int(number)) => json!({ "$bigint": number.to_string() }),
            (Coder::Json | Coder::Jsonb, _) => sorted(&to_json(value)),
            _ => to_json(value),
        }
    }

    /// What a column keeps, as the database writes it.
    #[must_use]
    pub fn text(&self, value: &Value) -> Option<String> {
        (*value != Value::Null).then(|| plain_text(value))
    }

    /// What the database wrote, as the column keeps it.
    #[must_use]
    pub fn from_text(&self, text: Option<&str>) -> Value {
        let Some(text) = text else {
            return Value::Null;
        };
        match self.coder {
            Coder::Int2 | Coder::Int4 | Coder::Int8 | Coder::Oid | Coder::Count | Coder::One => {
                Value::Int(text.parse().expect("a key of digits"))
            }
            Coder::Float4 | Coder::Float8 => Value::Float(text.parse().expect("a key that is a number")),
            Coder::Bool => Value::Bool(text == "true"),
            Coder::Timestamp | Coder::Timestamptz | Coder::Date | Coder::Time | Coder::Timetz => {
                Value::Date(parse_date(text).expect("a key that is a date"))
            }
            Coder::Bytea => Value::Bytes(from_hex(text)),
            Coder::Numeric
            | Coder::Money
            | Coder::Text
            | Coder::Uuid
            | Coder::Json
            | Coder::Jsonb
            | Coder::Enum => Value::Text(text.to_owned()),
        }
    }

    /// What a column keeps, as the case files show it: texts in quotes, anything else bare.
    #[must_use]
    pub fn shown(&self, value: &Value) -> String {
        match value {
            Value::Null => "null".to_owned(),
            Value::List(items) if self.list => {
                let items: Vec<String> = items.iter().map(|item| self.shown(item)).collect();
                format!("[{}]", items.join(", "))
            }
            Value::Text(text) if matches!(self.coder, Coder::Numeric | Coder::Money) => text.clone(),
            _ if matches!(self.coder, Coder::Json | Coder::Jsonb) => sorted(&to_json(value)).to_string(),
            Value::Text(text) => json!(text).to_string(),
            _ => plain_text(value),
        }
    }
}

/// A value as the database writes it.
pub(crate) fn plain_text(value: &Value) -> String {
    match value {
        Value::Null => "null".to_owned(),
        Value::Bool(flag) => flag.to_string(),
        Value::Int(number) => number.to_string(),
        Value::Float(number) => number.to_string(),
        Value::Text(text) => text.clone(),
        Value::Date(millis) => show_date(*millis),
        Value::Bytes(bytes) => bytes.iter().fold("\\x".to_owned(), |text, byte| format!("{text}{byte:02x}")),
        Value::List(_) | Value::Object(_) | Value::Field(_) => to_json(value).to_string(),
    }
}

fn from_hex(text: &str) -> Vec<u8> {
    let digits = text.trim_start_matches("\\x");
    let byte = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).expect("bytes in hexadecimal");
    (0..digits.len()).step_by(2).map(byte).collect()
}

/// JSON with the entries of its objects sorted, shorter names first: `jsonb` keeps no other order.
fn sorted(json: &Json) -> Json {
    match json {
        Json::Object(entries) => {
            let mut entries: Vec<(&String, &Json)> = entries.iter().collect();
            entries.sort_by_key(|(name, _)| (name.len(), *name));
            Json::Object(entries.into_iter().map(|(name, json)| (name.clone(), sorted(json))).collect())
        }
        Json::Array(items) => items.iter().map(sorted).collect(),
        other => other.clone(),
    }
}
