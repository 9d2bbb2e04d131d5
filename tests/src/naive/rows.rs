//! Makes and changes single rows, with everything written inside of them.

use treewright::{
    Change, Conflict, Default, Field, FieldId, Generator, Holder, Model, ModelId, Scalar, Value,
};

use super::answer::relation;
use super::relate::Later;
use super::{Entries, GONE, Key, Trouble, Writer, entries, entry, objects, position_of};
use crate::coding::Coding;
use crate::fakedb::{Cell, NOW, reckoned};

impl Writer<'_> {
    /// Makes a row and everything inside of it; gives its key, unless it was left out because it is there already.
    pub(super) fn create(
        &mut self,
        id: ModelId,
        data: &Entries,
        path: &str,
        outer: &[(FieldId, Value)],
        conflict: &Conflict,
    ) -> Result<Option<Key>, Trouble> {
        let schema = std::sync::Arc::clone(&self.database.schema);
        let model = schema.model(id).expect("a model of the schema");
        let mut given: Vec<(FieldId, Value)> = outer.to_vec();
        for (name, value) in data {
            if let Some(field) = model.field_named(name) {
                let coding = Coding::of_field(&schema, model.field(field).expect("a field"));
                let set = match model.field(field).is_some_and(|field| field.list) {
                    true => entry(entries(value), "set"),
                    false => None,
                };
                given.push((field, coding.encode(set.unwrap_or(value))));
            } else if let Some((relation, Holder::Here(pairs))) = relation(model, name) {
                let far = self.held(id, relation, value, &format!("{path}.{name}"), None)?;
                if let Some(cells) = far {
                    given.extend(pairs.iter().map(|(here, there)| (*here, cells[there.0 as usize].clone())));
                }
            }
        }
        let cells = model.fields().map(|(field_id, field)| {
            let found = given.iter().find(|(id, _)| *id == field_id);
            found.map_or_else(|| self.cell(model, field), |(_, value)| Cell::Sent(value.clone()))
        });
        let cells = cells.collect();
        let made = self.database.insert(id, vec![(cells, path.to_owned())], conflict)?;
        if made.iter().flatten().count() == 0 {
            return Ok(None);
        }
        let key = self.key_at(id, self.database.rows(id).len() - 1);
        self.database.after_insert(id, 1);
        for (name, value) in data {
            if let Some((_, Holder::There(_) | Holder::Between(_))) = relation(model, name) {
                self.verbs(id, &key, name, value, &format!("{path}.{name}"), Later::New)?;
            }
        }
        self.cells(id, &key)?;
        Ok(Some(key))
    }

    /// Changes a row and everything inside of it; gives the key that it has then.
    pub(super) fn update(
        &mut self,
        id: ModelId,
        mut key: Key,
        data: &Entries,
        path: &str,
    ) -> Result<Key, Trouble> {
        let schema = std::sync::Arc::clone(&self.database.schema);
        let model = schema.model(id).expect("a model of the schema");
        let mut set: Vec<(FieldId, Value)> = Vec::new();
        let mut later: Vec<(&str, Key)> = Vec::new();
        for (name, value) in data {
            if let Some(field) = model.field_named(name) {
                let old = self.cells(id, &key)?[field.0 as usize].clone();
                set.push((field, self.changed(model.field(field).expect("a field"), &old, value)?));
            } else if let Some((relation, Holder::Here(pairs))) = relation(model, name) {
                let path = format!("{path}.{name}");
                later.extend(self.held_later(relation, value, &path)?.map(|far| (name.as_str(), far)));
                let far = self.held(id, relation, value, &path, Some(&key))?;
                if let Some(cells) = far {
                    set.extend(pairs.iter().map(|(here, there)| (*here, cells[there.0 as usize].clone())));
                }
            }
        }
        if !set.is_empty() {
            key = self.set_cells(id, &key, &set, true)?;
        }
        for (name, value) in data {
            if relation(model, name).is_some() {
                let far = later.iter().find(|(later, _)| later == name).map(|(_, far)| far);
                key = self.verbs(id, &key, name, value, &format!("{path}.{name}"), Later::Held(far))?;
            }
        }
        self.cells(id, &key)?;
        Ok(key)
    }

    /// What becomes of a value by what is written for it.
    fn changed(&self, field: &Field, old: &Value, value: &Value) -> Result<Value, Trouble> {
        let coding = Coding::of_field(&self.database.schema, field);
        let Value::Object(changes) = value else {
            return Ok(coding.encode(value));
        };
        if field.scalar == Scalar::Json && !field.list {
            return Ok(coding.encode(value));
        }
        let [(word, by)] = changes.as_slice() else {
            panic!("one change at a time");
        };
        let change = Change::from_word(word).expect("a change");
        let by = coding.encode(by);
        Ok(if change == Change::Set { by } else { reckoned(field, old, change, &by)? })
    }

    /// Puts values into a row, and the time if that is asked for; gives the key that it has then.
    pub(super) fn set_cells(
        &mut self,
        id: ModelId,
        key: &Key,
        set: &[(FieldId, Value)],
        touches: bool,
    ) -> Result<Key, Trouble> {
        let Some(at) = position_of(self.database, id, key) else {
            return Ok(key.clone());
        };
        let mut cells = self.database.rows(id)[at].cells.clone();
        for (field_id, field) in self.database.model(id).fields() {
            if touches && field.updated_at {
                cells[field_id.0 as usize] = Value::Date(NOW);
            }
        }
        for (field, value) in set {
            cells[field.0 as usize] = value.clone();
        }
        self.database.change_rows(id, vec![(at, cells)])?;
        Ok(self.key_at(id, at))
    }

    /// A row's cells.
    pub(super) fn cells(&self, id: ModelId, key: &Key) -> Result<&[Value], Trouble> {
        let at = position_of(self.database, id, key).ok_or_else(|| Trouble(GONE.to_owned()))?;
        Ok(&self.database.rows(id)[at].cells)
    }

    pub(super) fn key_at(&self, id: ModelId, at: usize) -> Key {
        let cells = &self.database.rows(id)[at].cells;
        self.database.model(id).primary_key().iter().map(|field| cells[field.0 as usize].clone()).collect()
    }

    /// What stands in a cell that the request says nothing of.
    fn cell(&mut self, model: &Model, field: &Field) -> Cell {
        match &field.default {
            Some(Default::Value) => {
                let value = &self.defaults[&(model.name.clone(), field.name.clone())];
                Cell::Sent(Coding::of_field(&self.database.schema, field).encode(value))
            }
            Some(Default::Now) => Cell::Sent(Value::Date(NOW)),
            Some(Default::Made(
                Generator::Uuid(_) | Generator::Cuid(_) | Generator::Ulid | Generator::Nanoid(_),
            )) => {
                self.n_made += 1;
                Cell::Sent(Value::Text(format!("naively-made-{}", self.n_made)))
            }
            Some(Default::Sequence(_) | Default::Database(_)) => Cell::Left,
            None if field.updated_at => Cell::Sent(Value::Date(NOW)),
            None if field.generated => Cell::Left,
            None => Cell::Sent(Value::Null),
        }
    }

    /// The rows of a list of data, each with its path.
    pub(super) fn create_all(
        &mut self,
        id: ModelId,
        value: &Value,
        path: &str,
        outer: &[(FieldId, Value)],
        conflict: &Conflict,
    ) -> Result<Vec<Key>, Trouble> {
        let mut made = Vec::new();
        for (path, row) in objects(value, path) {
            made.extend(self.create(id, row, &path, outer, conflict)?);
        }
        Ok(made)
    }
}
