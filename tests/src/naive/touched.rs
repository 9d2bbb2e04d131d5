//! What a request touches, as the `include` that it stands for: every relation that its data has, at any depth.

use treewright::{Model, ModelId, Value};

use super::answer::relation;
use super::{Entries, entries, entry};
use crate::fakedb::Database;

/// The arguments with an `include` in place of `returning: 'touched'`.
pub(super) fn spelled_out(database: &Database, id: ModelId, arguments: &Entries) -> Vec<(String, Value)> {
    if entry(arguments, "returning") != Some(&Value::Text("touched".to_owned())) {
        return arguments.to_vec();
    }
    let mut include = Vec::new();
    for name in ["data", "create", "update"] {
        for data in entry(arguments, name).into_iter().flat_map(each) {
            add(database, database.model(id), entries(data), &mut include);
        }
    }
    [("include".to_owned(), Value::Object(include))].into()
}

fn add(database: &Database, model: &Model, data: &Entries, include: &mut Vec<(String, Value)>) {
    for (name, verbs) in data {
        let Some((relation, _)) = relation(model, name) else {
            continue;
        };
        let position = include.iter().position(|(known, _)| known == name).unwrap_or_else(|| {
            let nothing = [("include".to_owned(), Value::Object(Vec::new()))].into();
            include.push((name.clone(), Value::Object(nothing)));
            include.len() - 1
        });
        let Value::Object(choice) = &mut include[position].1 else { unreachable!("it is an object") };
        let Value::Object(nested) = &mut choice[0].1 else { unreachable!("it is an object") };
        let to = database.model(relation.to);
        for (verb, value) in entries(verbs) {
            for item in each(value).filter(|item| matches!(item, Value::Object(_))) {
                for data in written(verb, item) {
                    add(database, to, entries(data), nested);
                }
            }
        }
    }
}

/// The rows that an element of a verb makes, or what becomes of the one it changes.
fn written<'v>(verb: &str, item: &'v Value) -> Vec<&'v Value> {
    let part = |name: &str| entry(entries(item), name);
    match verb {
        "create" => vec![item],
        "createMany" => part("data").into_iter().flat_map(each).collect(),
        "connectOrCreate" => part("create").into_iter().collect(),
        "upsert" => part("create").into_iter().chain(part("update")).collect(),
        "update" | "updateMany" => vec![part("data").unwrap_or(item)],
        _ => Vec::new(),
    }
}

fn each(value: &Value) -> impl Iterator<Item = &Value> {
    match value {
        Value::List(items) => items.iter(),
        one => std::slice::from_ref(one).iter(),
    }
}
