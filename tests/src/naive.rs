//! Writes a request row by row, straight from what the caller wrote, and reads the answer from the tables.
//!
//! Knows nothing of shapes, plans or steps: it shares no code with the planner but the schema, so that where the two
//! agree both are right.

use serde_json::{Map, Value as Json};
use treewright::{Default, Field, FieldId, Generator, Holder, Model, ModelId, Refusal, Relation, Value};

use crate::coding::Coding;
use crate::fakedb::{Cell, Database, NOW};
use crate::prepared::Defaults;

/// Objects of a request.
type Entries = [(String, Value)];

/// Carries out `create` with the arguments.
///
/// # Errors
/// What the database has against it; rows written until then stay.
pub fn create(
    database: &mut Database,
    defaults: &Defaults,
    model: ModelId,
    arguments: &Value,
) -> Result<(), Refusal> {
    let mut writer = Writer { database, defaults, n_made: 0 };
    let data = entry(entries(arguments), "data").expect("a request with data");
    writer.row(model, entries(data), "data", &[]).map(|_| ())
}

/// What the caller should get, read from the tables as they are.
#[must_use]
pub fn answer(database: &Database, model: ModelId, arguments: &Value) -> Json {
    let root = database.rows(model).iter().find(|row| row.origin.as_deref() == Some("data"));
    object(database, model, &root.expect("the row at the top").cells, entries(arguments))
}

struct Writer<'w> {
    database: &'w mut Database,
    defaults: &'w Defaults,
    n_made: u64,
}

impl Writer<'_> {
    /// Writes a row and everything inside of it; gives the row's cells.
    fn row(
        &mut self,
        id: ModelId,
        data: &Entries,
        path: &str,
        outer: &[(FieldId, Value)],
    ) -> Result<Vec<Value>, Refusal> {
        let schema = std::sync::Arc::clone(&self.database.schema);
        let model = schema.model(id).expect("a model of the schema");
        let mut given: Vec<(FieldId, Value)> = outer.to_vec();
        for (name, value) in data {
            if let Some(field) = model.field_named(name) {
                let coding = Coding::of_field(&schema, model.field(field).expect("a field"));
                let set = if model.field(field).is_some_and(|field| field.list) {
                    entry(entries(value), "set")
                } else {
                    None
                };
                given.push((field, coding.encode(set.unwrap_or(value))));
            } else if let Some((relation, Holder::Here(pairs))) = relation(model, name) {
                for (path, inner) in rows_of(value, &format!("{path}.{name}")) {
                    let cells = self.row(relation.to, inner, &path, &[])?;
                    given.extend(pairs.iter().map(|(here, there)| (*here, cells[there.0 as usize].clone())));
                }
            }
        }
        let cells = model.fields().map(|(field_id, field)| {
            let found = given.iter().find(|(id, _)| *id == field_id);
            found.map_or_else(|| self.cell(model, field), |(_, value)| Cell::Sent(value.clone()))
        });
        let cells = cells.collect();
        self.database.insert(id, vec![(cells, path.to_owned())])?;
        let cells = self.database.rows(id).last().expect("the row just made").cells.clone();
        self.database.after_insert(id, 1);
        self.rows_inside(model, data, path, &cells)?;
        Ok(cells)
    }

    /// Writes what points at a row, and pairs it with what does not.
    fn rows_inside(
        &mut self,
        model: &Model,
        data: &Entries,
        path: &str,
        cells: &[Value],
    ) -> Result<(), Refusal> {
        for (name, value) in data {
            let Some((relation, holder)) = relation(model, name) else {
                continue;
            };
            for (path, inner) in rows_of(value, &format!("{path}.{name}")) {
                match holder {
                    Holder::Here(_) => {}
                    Holder::There(pairs) => {
                        let outer: Vec<(FieldId, Value)> = pairs
                            .iter()
                            .map(|(here, there)| (*there, cells[here.0 as usize].clone()))
                            .collect();
                        self.row(relation.to, inner, &path, &outer)?;
                    }
                    Holder::Between(junction) => {
                        let far = self.row(relation.to, inner, &path, &[])?;
                        let (here, there) = (junction.here_field.0 as usize, junction.there_field.0 as usize);
                        self.database.link(junction, cells[here].clone(), far[there].clone())?;
                    }
                }
            }
        }
        Ok(())
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
}

fn object(database: &Database, id: ModelId, cells: &[Value], chosen: &Entries) -> Json {
    let model = database.model(id);
    let part = |name: &str| entry(chosen, name).map(entries);
    let is_true = |entries: &Entries, name: &str| matches!(entry(entries, name), Some(Value::Bool(true)));
    let mut object = Map::new();
    for (field_id, field) in model.fields() {
        let is_chosen = match part("select") {
            Some(select) => is_true(select, &field.name),
            None => !part("omit").is_some_and(|omit| is_true(omit, &field.name)),
        };
        if is_chosen {
            let value = Coding::of_field(&database.schema, field).decode(&cells[field_id.0 as usize]);
            object.insert(field.name.clone(), value);
        }
    }
    for (name, chosen) in part("select").or(part("include")).unwrap_or(&[]) {
        let inner: &Entries = match chosen {
            Value::Bool(true) => &[],
            Value::Object(entries) => entries,
            _ => continue,
        };
        let Some((relation, holder)) = relation(model, name) else {
            continue;
        };
        let related = related(database, relation, holder, cells);
        let mut objects = related.into_iter().map(|cells| object_of(database, relation, cells, inner));
        let value = if relation.many { objects.collect() } else { objects.next().unwrap_or(Json::Null) };
        object.insert(name.clone(), value);
    }
    Json::Object(object)
}

fn object_of(database: &Database, relation: &Relation, cells: &[Value], chosen: &Entries) -> Json {
    object(database, relation.to, cells, chosen)
}

/// The rows at the other end of a relation of a row.
fn related<'d>(
    database: &'d Database,
    relation: &Relation,
    holder: &Holder,
    cells: &[Value],
) -> Vec<&'d [Value]> {
    let rows = database.rows(relation.to).iter().map(|row| row.cells.as_slice());
    match holder {
        Holder::Here(pairs) | Holder::There(pairs) => {
            let is_equal = |far: &[Value]| {
                pairs.iter().all(|(here, there)| {
                    let value = &cells[here.0 as usize];
                    *value != Value::Null && far[there.0 as usize] == *value
                })
            };
            rows.filter(|far| is_equal(far)).collect()
        }
        Holder::Between(junction) => {
            let pairs = &database.junctions[database.junction(junction)];
            let here = usize::from(pairs.columns[0].0 != junction.here);
            let near = &cells[junction.here_field.0 as usize];
            let is_paired = |far: &[Value]| {
                let far = &far[junction.there_field.0 as usize];
                pairs.rows.iter().any(|pair| pair[here] == *near && pair[1 - here] == *far)
            };
            rows.filter(|far| is_paired(far)).collect()
        }
    }
}

fn relation<'m>(model: &'m Model, name: &str) -> Option<(&'m Relation, &'m Holder)> {
    let relation = model.relation(model.relation_named(name)?)?;
    Some((relation, &relation.holder))
}

/// The rows of `{ create: ... }`, each with its path.
fn rows_of<'v>(value: &'v Value, path: &str) -> Vec<(String, &'v Entries)> {
    match entry(entries(value), "create") {
        Some(Value::Object(row)) => vec![(format!("{path}.create"), row)],
        Some(Value::List(rows)) => {
            let path = |position: usize| format!("{path}.create[{position}]");
            rows.iter().enumerate().map(|(position, row)| (path(position), entries(row))).collect()
        }
        _ => Vec::new(),
    }
}

fn entry<'v>(entries: &'v Entries, name: &str) -> Option<&'v Value> {
    entries.iter().find(|(entry, _)| entry == name).map(|(_, value)| value)
}

fn entries(value: &Value) -> &Entries {
    match value {
        Value::Object(entries) => entries,
        _ => &[],
    }
}
