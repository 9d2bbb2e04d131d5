//! Reads what a caller should get from the tables as they are.

use serde_json::{Map, Value as Json};
use treewright::{Holder, Model, ModelId, Relation, Value};

use super::{Entries, entries, entry};
use crate::coding::Coding;
use crate::fakedb::Database;

/// What is chosen of a row.
pub(super) fn object(database: &Database, id: ModelId, cells: &[Value], chosen: &Entries) -> Json {
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

/// A relation by its name.
pub(super) fn relation<'m>(model: &'m Model, name: &str) -> Option<(&'m Relation, &'m Holder)> {
    let relation = model.relation(model.relation_named(name)?)?;
    Some((relation, &relation.holder))
}
