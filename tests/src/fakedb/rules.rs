//! The rules that a table holds its rows to: no nulls where none may be, keys, foreign keys.

use std::collections::BTreeSet;

use treewright::{Conflict, FieldId, Holder, ModelId, Refusal, Value};

use super::{Database, Row};

impl Database {
    pub(super) fn not_null(&self, id: ModelId, row: &[Value]) -> Result<(), Refusal> {
        let model = self.model(id);
        let lacking = model
            .fields()
            .zip(row)
            .find(|((_, field), value)| **value == Value::Null && !field.nullable && !field.list);
        match lacking {
            None => Ok(()),
            Some(((_, field), _)) => Err(Refusal {
                state: Some("23502".into()),
                message: format!("null value in column \"{}\"", field.column),
                table: Some(model.table.clone()),
                column: Some(field.column.clone()),
                ..Refusal::default()
            }),
        }
    }

    pub(super) fn unique(&self, id: ModelId) -> Result<(), Refusal> {
        let model = self.model(id);
        for key in &model.keys {
            let mut seen = BTreeSet::new();
            for row in self.rows(id) {
                let Some(values) = values_of(row, &key.fields) else {
                    continue;
                };
                if !seen.insert(values.clone()) {
                    return Err(Refusal {
                        state: Some("23505".into()),
                        message: format!(
                            "duplicate key value violates unique constraint \"{}\"",
                            key.constraint
                        ),
                        detail: Some(self.detail(id, &key.fields, &values, "already exists.")),
                        table: Some(model.table.clone()),
                        constraint: Some(key.constraint.clone()),
                        ..Refusal::default()
                    });
                }
            }
        }
        Ok(())
    }

    /// Whether a new row is not made because one with its key is there already.
    pub(super) fn is_left_out(&self, id: ModelId, cells: &[Value], conflict: &Conflict) -> bool {
        let is_there = |fields: &[FieldId]| {
            let same = |row: &Row| {
                fields.iter().all(|field| {
                    let value = &cells[field.0 as usize];
                    *value != Value::Null && row.cells[field.0 as usize] == *value
                })
            };
            self.rows(id).iter().any(same)
        };
        match conflict {
            Conflict::Fail => false,
            Conflict::Skip => self.model(id).keys.iter().any(|key| is_there(&key.fields)),
            Conflict::SkipKey(fields) => is_there(fields),
        }
    }

    /// Every row from `start` on points at rows that are there.
    pub(super) fn foreign_keys(&self, id: ModelId, start: usize) -> Result<(), Refusal> {
        let model = self.model(id);
        for (_, relation) in model.relations() {
            let Holder::Here(pairs) = &relation.holder else {
                continue;
            };
            let (here, there): (Vec<FieldId>, Vec<FieldId>) = pairs.iter().copied().unzip();
            let known: BTreeSet<Vec<String>> =
                self.rows(relation.to).iter().filter_map(|row| values_of(row, &there)).collect();
            let lost = self.rows(id)[start..].iter().filter_map(|row| values_of(row, &here));
            if let Some(values) = lost.into_iter().find(|values| !known.contains(values)) {
                return Err(Refusal {
                    state: Some("23503".into()),
                    message: "insert or update on table violates foreign key constraint".into(),
                    detail: Some(self.detail(id, &here, &values, "is not present in table.")),
                    table: Some(model.table.clone()),
                    constraint: relation.constraint.clone(),
                    ..Refusal::default()
                });
            }
        }
        Ok(())
    }

    fn detail(&self, id: ModelId, fields: &[FieldId], values: &[String], what: &str) -> String {
        let model = self.model(id);
        let columns: Vec<&str> = fields
            .iter()
            .filter_map(|field| model.field(*field))
            .map(|field| field.column.as_str())
            .collect();
        format!("Key ({})=({}) {what}", columns.join(", "), values.join(", "))
    }
}

/// The values of some fields as texts, unless one of them is null.
fn values_of(row: &Row, fields: &[FieldId]) -> Option<Vec<String>> {
    let values = fields.iter().map(|field| &row.cells[field.0 as usize]);
    values
        .map(|value| match value {
            Value::Null => None,
            Value::Text(text) => Some(text.clone()),
            other => Some(format!("{other:?}").trim_start_matches("Int(").trim_end_matches(')').to_owned()),
        })
        .collect()
}
