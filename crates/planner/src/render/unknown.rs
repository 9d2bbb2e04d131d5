//! Whether a condition may be neither true nor false of a row, because of a null.
//!
//! Knows nothing of SQL, and of no values: what it cannot tell from the schema may be.

use crate::request::{Comparison, Filter, Quantifier};
use crate::schema::{FieldId, Model, Schema};

/// Whether it may; where it may not, a row fails it or meets it.
pub(super) fn may_be_unknown(schema: &Schema, model: &Model, filter: &Filter) -> bool {
    match filter {
        Filter::All(parts) | Filter::Any(parts) => {
            parts.iter().any(|part| may_be_unknown(schema, model, part))
        }
        Filter::Not(part) => may_be_unknown(schema, model, part),
        Filter::Null(_) => false,
        Filter::Compare { field, by, .. } => may_be_null(model, *field) || !is_of_one_value(*by),
        Filter::Beside { field, other, by, .. } => {
            may_be_null(model, *field) || may_be_null(model, *other) || !is_of_one_value(*by)
        }
        Filter::Json { .. } => true,
        Filter::Related { relation, how: Quantifier::Some, filter } => {
            let Some(relation) = model.relation(*relation) else {
                return true;
            };
            let to = schema.model(relation.to);
            !relation.many && to.is_none_or(|to| may_be_unknown(schema, to, filter))
        }
        Filter::Related { .. } => false,
    }
}

fn may_be_null(model: &Model, field: FieldId) -> bool {
    model.field(field).is_none_or(|field| field.nullable || field.list)
}

/// Whether the value beside the field is one, and no list, in which nulls may be.
fn is_of_one_value(by: Comparison) -> bool {
    match by {
        Comparison::Equal
        | Comparison::Unequal
        | Comparison::Less
        | Comparison::LessOrEqual
        | Comparison::Greater
        | Comparison::GreaterOrEqual
        | Comparison::Contains
        | Comparison::StartsWith
        | Comparison::EndsWith => true,
        Comparison::In
        | Comparison::NotIn
        | Comparison::Has
        | Comparison::HasSome
        | Comparison::HasEvery
        | Comparison::IsEmpty => false,
    }
}
