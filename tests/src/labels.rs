//! All rows of a database with drawn and made values under the name of the row they stand in.
//!
//! Two databases that hold the rows of one request look alike here, whatever numbers the rows got and in whichever
//! order they were made.

use std::collections::BTreeMap;

use serde_json::Value as Json;
use treewright::{Coder, Default, FieldId, Holder, ModelId, Value};

use crate::fakedb::Database;

/// Every row as text, sorted.
#[must_use]
pub fn labeled(database: &Database) -> Vec<String> {
    let labels = Labels::of(database);
    let mut lines = Vec::new();
    for (id, model) in database.schema.models() {
        for row in database.rows(id) {
            let cells =
                model.fields().zip(&row.cells).map(|((field, _), value)| labels.label(id, field, value, 0));
            let cells: Vec<String> = cells.collect();
            let origin = row.origin.as_deref().unwrap_or("before");
            lines.push(format!("{} {origin}: {}", model.name, cells.join(", ")));
        }
    }
    for pairs in &database.junctions {
        for pair in &pairs.rows {
            let cells = pairs.columns.iter().zip(pair);
            let cells: Vec<String> =
                cells.map(|((_, model, field), value)| labels.label(*model, *field, value, 0)).collect();
            lines.push(format!("{}: {}", pairs.table.1, cells.join(", ")));
        }
    }
    lines.sort();
    lines
}

/// An answer with every list sorted: rows that are read come in the order of keys that nobody can foresee.
#[must_use]
pub fn unordered(json: &Json) -> Json {
    match json {
        Json::Array(items) => {
            let mut items: Vec<Json> = items.iter().map(unordered).collect();
            items.sort_by_cached_key(ToString::to_string);
            Json::Array(items)
        }
        Json::Object(entries) => {
            let mut entries: Vec<(String, Json)> =
                entries.iter().map(|(name, json)| (name.clone(), unordered(json))).collect();
            entries.sort_by(|one, other| one.0.cmp(&other.0));
            Json::Object(entries.into_iter().collect())
        }
        other => other.clone(),
    }
}

struct Labels<'d> {
    database: &'d Database,
    names: BTreeMap<(u32, u32, String), String>,
}

impl<'d> Labels<'d> {
    fn of(database: &'d Database) -> Labels<'d> {
        let mut names = BTreeMap::new();
        for (id, model) in database.schema.models() {
            for (field_id, field) in model.fields() {
                let is_fresh = match field.default {
                    Some(Default::Made(_) | Default::Sequence(_)) => true,
                    Some(Default::Database(_)) => field.native.coder == Coder::Uuid,
                    Some(Default::Value | Default::Now) | None => false,
                };
                for row in database.rows(id).iter().filter(|_| is_fresh) {
                    let value = &row.cells[field_id.0 as usize];
                    if let Some(origin) = row.origin.as_ref().filter(|_| *value != Value::Null) {
                        names.insert(
                            (id.0, field_id.0, format!("{value:?}")),
                            format!("{origin}.{}", field.name),
                        );
                    }
                }
            }
        }
        Labels { database, names }
    }

    /// A value under the name it has where it was made, as far as foreign keys lead there.
    fn label(&self, model: ModelId, field: FieldId, value: &Value, depth: u32) -> String {
        let text = format!("{value:?}");
        if let Some(name) = self.names.get(&(model.0, field.0, text.clone())) {
            return name.clone();
        }
        if depth > 8 || *value == Value::Null {
            return text;
        }
        let relations = self.database.model(model).relations();
        let mut leads = relations.filter_map(|(_, relation)| match &relation.holder {
            Holder::Here(pairs) => {
                pairs.iter().find(|(here, _)| *here == field).map(|(_, there)| (relation.to, *there))
            }
            Holder::There(_) | Holder::Between(_) => None,
        });
        leads.next().map_or(text, |(model, field)| self.label(model, field, value, depth + 1))
    }
}
