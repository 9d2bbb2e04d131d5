//! What the tables put into a new row by themselves: defaults, sequences, generated columns, triggers.

use treewright::{Coder, Default, Field, FieldId, ModelId, Refusal, Trigger, Value};

use super::{Cell, Database, NOW};

impl Database {
    /// A whole row from what a statement says of it.
    pub(super) fn filled(&mut self, id: ModelId, cells: Vec<Cell>) -> Result<Vec<Value>, Refusal> {
        let fields: Vec<Field> = self.model(id).fields().map(|(_, field)| field.clone()).collect();
        let mut row = Vec::new();
        for (position, (field, cell)) in fields.iter().zip(cells).enumerate() {
            let place = format!("{}.{position}", id.0);
            let value = match cell {
                Cell::Sent(_) if field.generated => return Err(self.refuse_value(id, field)),
                Cell::Sent(value) => value,
                Cell::Drawn => self.draw(id, field, &place)?,
                Cell::Own(..) => unreachable!("a row has been taken from before its cells are filled"),
                Cell::Left => self.left(field, &place),
            };
            let value = match row.last() {
                Some(Value::Text(before)) if field.generated => Value::Text(before.to_lowercase()),
                _ => value,
            };
            row.push(value);
        }
        Ok(row)
    }

    fn draw(&mut self, id: ModelId, field: &Field, place: &str) -> Result<Value, Refusal> {
        match &field.default {
            Some(Default::Sequence(sequence)) if !sequence.usable => Err(Refusal {
                state: Some("42501".into()),
                message: "permission denied for sequence".into(),
                table: Some(self.model(id).table.clone()),
                ..Refusal::default()
            }),
            Some(Default::Sequence(_) | Default::Database(Some(_))) => Ok(self.left(field, place)),
            _ => panic!("a statement draws from `{}`, whose default it cannot know", field.name),
        }
    }

    /// The value of a cell that a statement leaves out.
    fn left(&mut self, field: &Field, place: &str) -> Value {
        match &field.default {
            Some(Default::Sequence(_)) => self.next_number(place),
            Some(Default::Database(Some(expression))) => self.evaluate(expression, place),
            Some(Default::Database(None)) => match field.native.coder {
                Coder::Uuid => self.fresh_uuid(),
                Coder::Int2 | Coder::Int4 | Coder::Int8 => self.next_number(place),
                Coder::Timestamp | Coder::Timestamptz => Value::Date(NOW),
                _ => Value::Text("secret".into()),
            },
            Some(Default::Value | Default::Now | Default::Made(_)) | None => Value::Null,
        }
    }

    fn evaluate(&mut self, expression: &str, place: &str) -> Value {
        let constant = expression.strip_prefix('\'').and_then(|rest| rest.split('\'').next());
        match (expression, constant) {
            (_, Some(text)) => Value::Text(text.to_owned()),
            ("gen_random_uuid()", _) => self.fresh_uuid(),
            ("now()" | "CURRENT_TIMESTAMP", _) => Value::Date(NOW),
            (number, _) if number.parse::<i64>().is_ok() => Value::Int(number.parse().unwrap_or(0)),
            (sequence, _) if sequence.starts_with("nextval(") => self.next_number(place),
            _ => panic!("the database in memory does not know the expression {expression}"),
        }
    }

    fn next_number(&mut self, place: &str) -> Value {
        let number = self.numbers.entry(place.to_owned()).or_insert(0);
        *number += 1;
        Value::Int(*number)
    }

    fn fresh_uuid(&mut self) -> Value {
        match self.next_number("uuid") {
            Value::Int(number) => Value::Text(format!("drawn-uuid-{number}")),
            other => other,
        }
    }

    pub(super) fn before_insert(&self, id: ModelId, row: &mut [Value]) {
        let model = self.model(id);
        if model.has(Trigger::BeforeInsert) {
            for FieldId(field) in model.primary_key() {
                if let Value::Text(text) = &mut row[*field as usize] {
                    *text = text.to_lowercase();
                }
            }
        }
    }

    fn refuse_value(&self, id: ModelId, field: &Field) -> Refusal {
        Refusal {
            state: Some("428C9".into()),
            message: format!("cannot insert a non-DEFAULT value into column \"{}\"", field.column),
            table: Some(self.model(id).table.clone()),
            ..Refusal::default()
        }
    }
}
