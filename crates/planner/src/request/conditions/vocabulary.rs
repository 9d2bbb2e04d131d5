//! The words of conditions: which there are, which of them a field takes, and what they may be compared with.
//!
//! Knows nothing of requests.

use crate::request::{Comparison, JsonComparison};
use crate::schema::{Coder, Field, Scalar};
use crate::value::{Kind, Kinds};

pub(super) const OBJECT: Kinds = Kinds::of(&[Kind::Object]);
pub(super) const LIST: Kinds = Kinds::of(&[Kind::List]);
pub(super) const NULL: Kinds = Kinds::of(&[Kind::Null]);
pub(super) const TEXT: Kinds = Kinds::of(&[Kind::Text]);
pub(super) const BOOLEAN: Kinds = Kinds::of(&[Kind::True, Kind::False]);

/// What JSON can be before or after. A date or decimal is a text there.
pub(super) const ORDERED: Kinds = Kinds::of(&[Kind::Int, Kind::Float, Kind::Text, Kind::Date, Kind::Decimal]);

/// The conditions that a field takes.
pub(super) fn known_conditions(field: &Field) -> &'static [&'static str] {
    // Each kind of value takes what comes before, and more.
    const TEXTS: &[&str] = &[
        "equals",
        "not",
        "in",
        "notIn",
        "lt",
        "lte",
        "gt",
        "gte",
        "mode",
        "contains",
        "startsWith",
        "endsWith",
    ];
    const JSON: &[&str] = &[
        "path",
        "equals",
        "not",
        "lt",
        "lte",
        "gt",
        "gte",
        "mode",
        "string_contains",
        "string_starts_with",
        "string_ends_with",
        "array_contains",
        "array_starts_with",
        "array_ends_with",
    ];
    if field.list {
        return &["equals", "has", "hasSome", "hasEvery", "isEmpty"];
    }
    let n_known = match field.scalar {
        Scalar::Json => return JSON,
        Scalar::Boolean => 2,
        Scalar::Bytes | Scalar::Enum(_) => 4,
        Scalar::Int | Scalar::BigInt | Scalar::Float | Scalar::Decimal | Scalar::DateTime => 8,
        Scalar::String if field.native.coder == Coder::Uuid => 9,
        Scalar::String => TEXTS.len(),
    };
    TEXTS.get(..n_known).unwrap_or(TEXTS)
}

/// Whether what is compared with is a list of values.
pub(super) fn takes_list(field: &Field, by: Comparison) -> bool {
    match by {
        Comparison::In | Comparison::NotIn | Comparison::HasSome | Comparison::HasEvery => true,
        Comparison::Equal => field.list,
        _ => false,
    }
}

/// Whether null can stand for that there is no value.
pub(super) fn may_be_null(field: &Field, by: Comparison) -> bool {
    match by {
        Comparison::Equal => field.nullable || field.list,
        Comparison::Unequal | Comparison::In | Comparison::NotIn => field.nullable,
        Comparison::Has => field.scalar != Scalar::Json,
        _ => false,
    }
}

pub(super) fn comparison_named(name: &str) -> Option<Comparison> {
    Some(match name {
        "equals" => Comparison::Equal,
        "not" => Comparison::Unequal,
        "in" => Comparison::In,
        "notIn" => Comparison::NotIn,
        "lt" => Comparison::Less,
        "lte" => Comparison::LessOrEqual,
        "gt" => Comparison::Greater,
        "gte" => Comparison::GreaterOrEqual,
        "contains" => Comparison::Contains,
        "startsWith" => Comparison::StartsWith,
        "endsWith" => Comparison::EndsWith,
        "has" => Comparison::Has,
        "hasSome" => Comparison::HasSome,
        "hasEvery" => Comparison::HasEvery,
        "isEmpty" => Comparison::IsEmpty,
        _ => return None,
    })
}

pub(super) fn json_comparison_named(name: &str) -> Option<JsonComparison> {
    Some(match name {
        "equals" => JsonComparison::Equal,
        "not" => JsonComparison::Unequal,
        "lt" => JsonComparison::Less,
        "lte" => JsonComparison::LessOrEqual,
        "gt" => JsonComparison::Greater,
        "gte" => JsonComparison::GreaterOrEqual,
        "string_contains" => JsonComparison::StringContains,
        "string_starts_with" => JsonComparison::StringStartsWith,
        "string_ends_with" => JsonComparison::StringEndsWith,
        "array_contains" => JsonComparison::ArrayContains,
        "array_starts_with" => JsonComparison::ArrayStartsWith,
        "array_ends_with" => JsonComparison::ArrayEndsWith,
        _ => return None,
    })
}
