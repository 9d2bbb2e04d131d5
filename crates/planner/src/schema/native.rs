//! PostgreSQL's own types: what to call them in SQL, and which coder a host uses for their text form.
//!
//! Knows nothing of fields. Lengths and precisions are left out of the cast on purpose: a cast to `varchar(3)` cuts a
//! text silently, an assignment to such a column refuses it.

use alloc::format;
use alloc::string::{String, ToString};

use serde::Serialize;

use super::Scalar;

/// How PostgreSQL types a column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NativeType {
    /// The type as SQL, without length or precision, ready to be put after `::`.
    pub cast: String,
    /// How a host writes and reads its text form.
    pub coder: Coder,
}

/// The ways a host turns values into PostgreSQL's text form and back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
#[allow(missing_docs)]
pub enum Coder {
    Int2,
    Int4,
    Int8,
    Oid,
    Float4,
    Float8,
    Numeric,
    Money,
    Bool,
    Text,
    Uuid,
    Json,
    Jsonb,
    Bytea,
    Timestamp,
    Timestamptz,
    Date,
    Time,
    Timetz,
    Enum,
    /// A number of rows, which no column holds.
    Count,
    /// One row, from the start or the end.
    One,
}

/// Every native type with a name of its own: the names it goes by, the cast, the coder, and the scalar it holds.
const NATIVE_TYPES: &[(&[&str], &str, Coder, Scalar)] = &[
    (&["text"], "text", Coder::Text, Scalar::String),
    (&["varchar", "character varying"], "varchar", Coder::Text, Scalar::String),
    (&["char", "character", "bpchar"], "bpchar", Coder::Text, Scalar::String),
    (&["citext"], "citext", Coder::Text, Scalar::String),
    (&["xml"], "xml", Coder::Text, Scalar::String),
    (&["uuid"], "uuid", Coder::Uuid, Scalar::String),
    (&["inet"], "inet", Coder::Text, Scalar::String),
    (&["bit", "varbit", "bit varying"], "varbit", Coder::Text, Scalar::String),
    (&["int2", "smallint", "smallserial"], "int2", Coder::Int2, Scalar::Int),
    (&["int4", "int", "integer", "serial"], "int4", Coder::Int4, Scalar::Int),
    (&["oid"], "oid", Coder::Oid, Scalar::Int),
    (&["int8", "bigint", "bigserial"], "int8", Coder::Int8, Scalar::BigInt),
    (&["float4", "real"], "float4", Coder::Float4, Scalar::Float),
    (&["float8", "double precision"], "float8", Coder::Float8, Scalar::Float),
    (&["numeric", "decimal"], "numeric", Coder::Numeric, Scalar::Decimal),
    (&["money"], "money", Coder::Money, Scalar::Decimal),
    (&["bool", "boolean"], "bool", Coder::Bool, Scalar::Boolean),
    (&["timestamp", "timestamp without time zone"], "timestamp", Coder::Timestamp, Scalar::DateTime),
    (&["timestamptz", "timestamp with time zone"], "timestamptz", Coder::Timestamptz, Scalar::DateTime),
    (&["date"], "date", Coder::Date, Scalar::DateTime),
    (&["time", "time without time zone"], "time", Coder::Time, Scalar::DateTime),
    (&["timetz", "time with time zone"], "timetz", Coder::Timetz, Scalar::DateTime),
    (&["json"], "json", Coder::Json, Scalar::Json),
    (&["jsonb"], "jsonb", Coder::Jsonb, Scalar::Json),
    (&["bytea"], "bytea", Coder::Bytea, Scalar::Bytes),
];

impl NativeType {
    /// The type of a column whose description names none.
    #[must_use]
    pub fn usual(scalar: Scalar) -> NativeType {
        let (cast, coder) = match scalar {
            Scalar::String | Scalar::Enum(_) => ("text", Coder::Text),
            Scalar::Int => ("int4", Coder::Int4),
            Scalar::BigInt => ("int8", Coder::Int8),
            Scalar::Float => ("float8", Coder::Float8),
            Scalar::Decimal => ("numeric", Coder::Numeric),
            Scalar::Boolean => ("bool", Coder::Bool),
            Scalar::DateTime => ("timestamp", Coder::Timestamp),
            Scalar::Json => ("jsonb", Coder::Jsonb),
            Scalar::Bytes => ("bytea", Coder::Bytea),
        };
        NativeType { cast: cast.to_string(), coder }
    }

    /// The type of an enum's column.
    #[must_use]
    pub fn of_enum(schema: Option<&str>, name: &str) -> NativeType {
        let quoted = quote_identifier(name);
        let cast = match schema {
            Some(schema) => format!("{}.{quoted}", quote_identifier(schema)),
            None => quoted,
        };
        NativeType { cast, coder: Coder::Enum }
    }

    /// The type a description names, as `varchar(40)` or `timestamptz`, if it can hold the scalar. A type that is not
    /// PostgreSQL's own (an extension's, a domain) is taken by its name and travels as text.
    #[must_use]
    pub fn named(text: &str, scalar: Scalar) -> Option<NativeType> {
        let name = without_modifiers(text)?;
        let own = NATIVE_TYPES.iter().find(|(names, ..)| names.contains(&name.as_str()));
        match own {
            Some((_, cast, coder, holds)) => {
                (*holds == scalar).then(|| NativeType { cast: (*cast).to_string(), coder: *coder })
            }
            None => {
                let usual = NativeType::usual(scalar);
                let is_name = name.split('.').all(is_unquoted_name) && !matches!(scalar, Scalar::Enum(_));
                is_name.then_some(NativeType { cast: name, coder: usual.coder })
            }
        }
    }
}

/// The name in lower case, without `(n)`: `Timestamp(3) with time zone` gives `timestamp with time zone`.
fn without_modifiers(text: &str) -> Option<String> {
    let lower = text.trim_ascii().to_ascii_lowercase();
    let Some((before, rest)) = lower.split_once('(') else {
        return (!lower.is_empty()).then_some(lower);
    };
    let (inside, after) = rest.split_once(')')?;
    let is_modifier = inside.chars().all(|c| c.is_ascii_digit() || c == ',' || c == ' ' || c == '-');
    let joined = format!("{}{}", before.trim_ascii_end(), after);
    (is_modifier && !joined.is_empty()).then_some(joined)
}

fn is_unquoted_name(part: &str) -> bool {
    let mut letters = part.chars();
    letters.next().is_some_and(|first| first.is_ascii_lowercase() || first == '_')
        && letters.all(|letter| letter.is_ascii_lowercase() || letter.is_ascii_digit() || letter == '_')
}

/// An identifier as SQL, whatever letters it has.
#[must_use]
pub(crate) fn quote_identifier(name: &str) -> String {
    let mut quoted = String::with_capacity(name.len() + 2);
    quoted.push('"');
    for letter in name.chars() {
        if letter == '"' {
            quoted.push('"');
        }
        quoted.push(letter);
    }
    quoted.push('"');
    quoted
}
