//! Conditions on rows, as PostgreSQL decides them: true, false, or neither where a null is compared.

use std::cmp::Ordering;

use treewright::{
    Coder, Comparison, Field, FieldId, Filter, Holder, JsonComparison, ModelId, Quantifier, Relation,
    RelationId, SlotId, Value,
};

use super::values::Values;
use super::{Database, order};

impl Database {
    /// Whether a row of a table meets a condition, for a row of the request.
    pub(super) fn meets(
        &self,
        values: &Values<'_>,
        model: ModelId,
        cells: &[Value],
        filter: &Filter,
        row: usize,
    ) -> Option<bool> {
        let inner = |part: &Filter| self.meets(values, model, cells, part, row);
        let cell = |field: &FieldId| &cells[field.0 as usize];
        match filter {
            Filter::All(parts) => all(parts.iter().map(inner)),
            Filter::Any(parts) => all(parts.iter().map(|part| not(inner(part)))).map(|none| !none),
            Filter::Not(part) => not(inner(part)),
            Filter::Null(field) => Some(*cell(field) == Value::Null),
            Filter::Compare { field, by, slot, insensitive } => {
                let field_of = self.model(model).field(*field).expect("a field");
                compare(field_of, cell(field), *by, values.slot(*slot, row), *insensitive)
            }
            Filter::Beside { field, by, other, insensitive, .. } => match cell(other) {
                Value::Null => None,
                value => {
                    let field_of = self.model(model).field(*field).expect("a field");
                    compare(field_of, cell(field), *by, value, *insensitive)
                }
            },
            Filter::Json { field, path, by, slot, .. } => {
                json_compare(values, cell(field), *path, *by, *slot, row)
            }
            Filter::Related { relation, how, filter } => {
                self.meets_related(values, model, cells, *relation, *how, filter, row)
            }
        }
    }

    /// The keys by which a row finds those at the other end of a relation.
    pub(super) fn near_keys<'c>(&self, relation: &Relation, cells: &'c [Value]) -> Vec<&'c Value> {
        match &relation.holder {
            Holder::Here(pairs) | Holder::There(pairs) => {
                pairs.iter().map(|(here, _)| &cells[here.0 as usize]).collect()
            }
            Holder::Between(junction) => vec![&cells[junction.here_field.0 as usize]],
        }
    }

    #[allow(clippy::too_many_arguments, reason = "a condition is asked of a row in a table by values")]
    fn meets_related(
        &self,
        values: &Values<'_>,
        model: ModelId,
        cells: &[Value],
        relation: RelationId,
        how: Quantifier,
        filter: &Filter,
        row: usize,
    ) -> Option<bool> {
        let relation = self.model(model).relation(relation).expect("a relation");
        let related = self.related_rows(relation, &self.near_keys(relation, cells));
        let mut met = related
            .into_iter()
            .map(|far| self.meets(values, relation.to, &self.rows(relation.to)[far].cells, filter, row));
        match how {
            // Of the one row it may not be known.
            Quantifier::Some if !relation.many => met.next().unwrap_or(Some(false)),
            Quantifier::Some => Some(met.any(|met| met == Some(true))),
            Quantifier::None => Some(!met.any(|met| met == Some(true))),
            Quantifier::Every => Some(!met.any(|met| met == Some(false))),
        }
    }
}

fn not(met: Option<bool>) -> Option<bool> {
    met.map(|met| !met)
}

/// Whether all hold: false as soon as one is false, unknown if one is unknown.
fn all(mut parts: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let mut met = Some(true);
    parts.by_ref().for_each(|part| {
        met = match (met, part) {
            (Some(false), _) | (_, Some(false)) => Some(false),
            (Some(true), Some(true)) => Some(true),
            _ => None,
        };
    });
    met
}

pub(crate) fn compare(
    field: &Field,
    cell: &Value,
    by: Comparison,
    value: &Value,
    insensitive: bool,
) -> Option<bool> {
    let insensitive = insensitive && field.native.coder == Coder::Text && !field.list;
    let list = || match value {
        Value::List(items) => items.as_slice(),
        other => panic!("{other:?} is no list"),
    };
    let is_among = || list().iter().any(|item| equal(field, cell, item, insensitive));
    match by {
        Comparison::In if list().is_empty() => return Some(false),
        Comparison::NotIn if list().is_empty() => return Some(true),
        _ if *cell == Value::Null || *value == Value::Null => return None,
        _ => {}
    }
    let held = || match cell {
        Value::List(items) => items.as_slice(),
        other => panic!("{other:?} is no list"),
    };
    let holds = |item: &Value| held().iter().any(|own| equal(field, own, item, false));
    let like = |pattern: String| like(&text(cell), &pattern, insensitive);
    let ordered = ordering(field, cell, value, insensitive);
    Some(match by {
        Comparison::Equal if insensitive => like(text(value)),
        Comparison::Unequal if insensitive => !like(text(value)),
        Comparison::Equal => equal(field, cell, value, false),
        Comparison::Unequal => !equal(field, cell, value, false),
        Comparison::In => is_among(),
        Comparison::NotIn => !is_among(),
        Comparison::Less => ordered.is_lt(),
        Comparison::LessOrEqual => ordered.is_le(),
        Comparison::Greater => ordered.is_gt(),
        Comparison::GreaterOrEqual => ordered.is_ge(),
        Comparison::Contains => like(format!("%{}%", text(value))),
        Comparison::StartsWith => like(format!("{}%", text(value))),
        Comparison::EndsWith => like(format!("%{}", text(value))),
        Comparison::Has => holds(value),
        Comparison::HasSome => list().iter().any(holds),
        Comparison::HasEvery => list().iter().all(holds),
        Comparison::IsEmpty => held().is_empty() == (*value == Value::Bool(true)),
    })
}

fn equal(field: &Field, one: &Value, other: &Value, insensitive: bool) -> bool {
    match field.native.coder {
        Coder::Numeric | Coder::Money if !field.list => {
            number(one).is_some_and(|one| number(other) == Some(one))
        }
        _ if insensitive => text(one).to_lowercase() == text(other).to_lowercase(),
        _ => one == other,
    }
}

fn ordering(field: &Field, one: &Value, other: &Value, insensitive: bool) -> Ordering {
    match field.native.coder {
        Coder::Numeric | Coder::Money => number(one).partial_cmp(&number(other)).unwrap_or(Ordering::Equal),
        _ if insensitive => text(one).to_lowercase().cmp(&text(other).to_lowercase()),
        _ => order(one, other),
    }
}

fn number(value: &Value) -> Option<f64> {
    match value {
        Value::Text(text) => text.parse().ok(),
        Value::Int(number) => Some(*number as f64),
        Value::Float(number) => Some(*number),
        _ => None,
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::Text(text) => text.clone(),
        other => format!("{other:?}"),
    }
}

/// Whether a text is like a pattern with `%` for any letters and `_` for one.
fn like(text: &str, pattern: &str, insensitive: bool) -> bool {
    let letters = |text: &str| -> Vec<char> {
        if insensitive { text.to_lowercase().chars().collect() } else { text.chars().collect() }
    };
    is_like(&letters(text), &letters(pattern))
}

fn is_like(text: &[char], pattern: &[char]) -> bool {
    match pattern {
        [] => text.is_empty(),
        ['%', rest @ ..] => (0..=text.len()).any(|start| is_like(&text[start..], rest)),
        ['_', rest @ ..] => !text.is_empty() && is_like(&text[1..], rest),
        ['\\', letter, rest @ ..] | [letter, rest @ ..] => {
            text.first() == Some(letter) && is_like(&text[1..], rest)
        }
    }
}

/// JSON compared with a value: what is the same, at a path or as a whole, and which is the greater number.
fn json_compare(
    values: &Values<'_>,
    cell: &Value,
    path: Option<SlotId>,
    by: JsonComparison,
    slot: SlotId,
    row: usize,
) -> Option<bool> {
    let value = values.slot(slot, row);
    let place = match path.map(|path| values.slot(path, row)) {
        None => Some(cell.clone()).filter(|cell| *cell != Value::Null),
        Some(Value::List(steps)) => steps.iter().try_fold(cell.clone(), |at, step| inside(&at, &text(step))),
        Some(other) => panic!("{other:?} is no path"),
    };
    if matches!(by, JsonComparison::Null | JsonComparison::NotNull) {
        let is_null = place.is_none_or(|place| place == *value);
        return Some(is_null == (by == JsonComparison::Null));
    }
    let place = place?;
    let is_text = matches!(place, Value::Text(_));
    Some(match by {
        JsonComparison::Equal => place == *value,
        JsonComparison::Unequal => place != *value,
        JsonComparison::Null | JsonComparison::NotNull => return None,
        JsonComparison::Less => order(&place, value).is_lt(),
        JsonComparison::LessOrEqual => order(&place, value).is_le(),
        JsonComparison::Greater => order(&place, value).is_gt(),
        JsonComparison::GreaterOrEqual => order(&place, value).is_ge(),
        JsonComparison::StringContains => is_text && text(&place).contains(&text(value)),
        JsonComparison::StringStartsWith => is_text && text(&place).starts_with(&text(value)),
        JsonComparison::StringEndsWith => is_text && text(&place).ends_with(&text(value)),
        JsonComparison::ArrayContains | JsonComparison::ArrayStartsWith | JsonComparison::ArrayEndsWith => {
            panic!("the database in memory does not search in arrays of JSON")
        }
    })
}

fn inside(json: &Value, step: &str) -> Option<Value> {
    match json {
        Value::Object(entries) => {
            entries.iter().find(|(name, _)| name == step).map(|(_, value)| value.clone())
        }
        Value::List(items) => items.get(step.parse::<usize>().ok()?).cloned(),
        _ => None,
    }
}
