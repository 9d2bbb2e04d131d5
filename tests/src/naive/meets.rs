//! Whether rows meet a where, as it is written.

use treewright::{Comparison, Field, FieldId, Holder, Model, ModelId, Relation, Value};

use super::answer::relation;
use super::{Entries, Writer, entries};
use crate::coding::Coding;
use crate::fakedb::{compare, near_fields};

impl Writer<'_> {
    /// The positions of the rows that meet a where.
    pub(super) fn rows_that(&self, id: ModelId, wanted: &Entries) -> Vec<usize> {
        let rows = self.database.rows(id).iter().enumerate();
        rows.filter(|(_, row)| self.meets(id, &row.cells, wanted) == Some(true)).map(|(at, _)| at).collect()
    }

    /// The positions of the rows at the other end of a relation.
    pub(super) fn linked(&self, relation: &Relation, cells: &[Value]) -> Vec<usize> {
        let keys: Vec<&Value> = near_fields(relation).iter().map(|field| &cells[field.0 as usize]).collect();
        self.database.related_rows(relation, &keys)
    }

    fn meets(&self, id: ModelId, cells: &[Value], wanted: &Entries) -> Option<bool> {
        let model = self.database.model(id);
        all(wanted.iter().map(|(name, value)| self.meets_entry(id, model, cells, name, value)))
    }

    fn meets_entry(
        &self,
        id: ModelId,
        model: &Model,
        cells: &[Value],
        name: &str,
        value: &Value,
    ) -> Option<bool> {
        let parts = || -> Vec<&Entries> {
            let parts: Vec<&Entries> = match value {
                Value::List(parts) => parts.iter().map(entries).collect(),
                one => vec![entries(one)],
            };
            parts.into_iter().filter(|part| !is_empty(part)).collect()
        };
        match name {
            "AND" => all(parts().into_iter().map(|part| self.meets(id, cells, part))),
            "NOT" => all(parts().into_iter().map(|part| not(self.meets(id, cells, part)))),
            "OR" => not(all(parts().into_iter().map(|part| not(self.meets(id, cells, part))))),
            _ => match (model.field_named(name), relation(model, name)) {
                (Some(field_id), _) => {
                    let field = model.field(field_id).expect("a field");
                    let value = beside(model, cells, value)?;
                    self.meets_field(field, &cells[field_id.0 as usize], &value)
                }
                (_, Some((relation, _))) => self.meets_related(relation, cells, value),
                _ => all(entries(value)
                    .iter()
                    .map(|(name, value)| self.meets_entry(id, model, cells, name, value))),
            },
        }
    }

    fn meets_field(&self, field: &Field, cell: &Value, value: &Value) -> Option<bool> {
        let Value::Object(operators) = value else {
            return self.compared(field, cell, "equals", value, false);
        };
        let insensitive = operators
            .iter()
            .any(|(name, value)| name == "mode" && *value == Value::Text("insensitive".into()));
        all(operators.iter().filter(|(name, _)| name != "mode").map(|(name, value)| match value {
            Value::Object(inner) if name == "not" => all(inner
                .iter()
                .filter(|(name, _)| name != "mode")
                .map(|(name, value)| not(self.compared(field, cell, name, value, insensitive)))),
            _ => self.compared(field, cell, name, value, insensitive),
        }))
    }

    fn compared(
        &self,
        field: &Field,
        cell: &Value,
        name: &str,
        value: &Value,
        insensitive: bool,
    ) -> Option<bool> {
        if *value == Value::Null {
            let is_null = *cell == Value::Null;
            return match name {
                "not" | "notIn" => Some(!is_null),
                "has" => Some(false),
                _ => Some(is_null),
            };
        }
        let by = match name {
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
            other => panic!("row by row there is no condition {other}"),
        };
        let coding = Coding::of_field(&self.database.schema, field);
        let value = match value {
            Value::List(items) => Value::List(items.iter().map(|item| coding.encode(item)).collect()),
            Value::Bool(_) => value.clone(),
            one => coding.encode(one),
        };
        compare(field, cell, by, &value, insensitive)
    }

    fn meets_related(&self, relation: &Relation, cells: &[Value], value: &Value) -> Option<bool> {
        let met = |wanted: &Entries| -> Vec<Option<bool>> {
            let far = self.linked(relation, cells).into_iter();
            far.map(|at| self.meets(relation.to, &self.database.rows(relation.to)[at].cells, wanted))
                .collect()
        };
        let is_linked = || !self.linked(relation, cells).is_empty();
        let Value::Object(quantifiers) = value else {
            return Some(!is_linked());
        };
        let is_one = !relation.many;
        let direct: Vec<(String, Value)> = quantifiers
            .iter()
            .filter(|(name, _)| !matches!(name.as_str(), "is" | "isNot"))
            .cloned()
            .collect();
        // Of the one row it may not be known.
        let of_one = |wanted: &Entries| met(wanted).first().copied().unwrap_or(Some(false));
        let direct = (is_one && !direct.is_empty()).then(|| of_one(&direct));
        let told = quantifiers.iter().map(|(name, value)| match name.as_str() {
            "some" => Some(met(entries(value)).contains(&Some(true))),
            "none" => Some(!met(entries(value)).contains(&Some(true))),
            "every" => Some(!met(entries(value)).contains(&Some(false))),
            "is" if *value == Value::Null => Some(!is_linked()),
            "isNot" if *value == Value::Null => Some(is_linked()),
            "is" => of_one(entries(value)),
            "isNot" => not(of_one(entries(value))),
            _ => Some(true),
        });
        all(direct.into_iter().chain(told))
    }

    /// The fields that a relation at the other end sets, with the values of a row at this one.
    pub(super) fn pointing_at(&self, relation: &Relation, cells: &[Value]) -> Vec<(FieldId, Value)> {
        match &relation.holder {
            Holder::There(pairs) => {
                pairs.iter().map(|(here, there)| (*there, cells[here.0 as usize].clone())).collect()
            }
            Holder::Here(_) | Holder::Between(_) => Vec::new(),
        }
    }
}

/// Whether a where restricts nothing.
fn is_empty(wanted: &Entries) -> bool {
    wanted.iter().all(|(name, value)| match value {
        Value::Object(inner) if matches!(name.as_str(), "AND" | "NOT") => is_empty(inner),
        Value::Object(inner) => inner.is_empty(),
        Value::List(parts) if matches!(name.as_str(), "AND" | "NOT") => {
            parts.iter().all(|part| is_empty(entries(part)))
        }
        _ => false,
    })
}

fn not(met: Option<bool>) -> Option<bool> {
    met.map(|met| !met)
}

/// Whether all hold: false as soon as one is false, unknown if one is unknown.
fn all(parts: impl Iterator<Item = Option<bool>>) -> Option<bool> {
    let parts: Vec<Option<bool>> = parts.collect();
    if parts.contains(&Some(false)) {
        return Some(false);
    }
    (!parts.contains(&None)).then_some(true)
}

/// Conditions with the values of the row's own fields in place of references to them; none if one has no value.
fn beside(model: &Model, cells: &[Value], value: &Value) -> Option<Value> {
    let Value::Object(conditions) = value else {
        return Some(value.clone());
    };
    let named =
        |name: &str| model.fields().find(|(_, field)| format!("{}.{}", model.name, field.name) == name);
    let conditions = conditions.iter().map(|(name, value)| match value {
        Value::Field(other) => {
            let (id, _) = named(other).expect("a field of the model");
            let cell = &cells[id.0 as usize];
            (*cell != Value::Null).then(|| (name.clone(), cell.clone()))
        }
        other => Some((name.clone(), other.clone())),
    });
    Some(Value::Object(conditions.collect::<Option<Vec<_>>>()?))
}
