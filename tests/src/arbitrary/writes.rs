//! Random requests of every operation, with every verb: right in form, and about rows that are there or are not.

use serde_json::{Map, Value as Json, json};
use treewright::{Field, FieldId, Holder, Model, ModelId, Relation, RelationId, Scalar, Value};

use super::trees::Grower;
use super::{Random, World};
use crate::coding::Coding;
use crate::fakedb::{Database, near_fields};
use crate::forms::to_value;
use crate::naive;

/// How deep changes are nested, in relations.
const DEPTH: usize = 3;

/// A request of any operation: the operation, the model and the arguments.
#[must_use]
pub fn write(random: &mut Random, world: &World) -> (String, String, Json) {
    let n_models = world.schema.models().count();
    let id = ModelId(random.below(n_models) as u32);
    let mut writer = Writer { grower: Grower::new(random, world, 9000), n_verbs: 0 };
    let (operation, mut arguments) = writer.operation(id);
    let gives_rows = !matches!(operation, "createMany" | "updateMany" | "deleteMany");
    if gives_rows {
        writer.grower.selection(id, &mut arguments, 0);
    }
    let model = world.schema.model(id).expect("a model").name.clone();
    (operation.to_owned(), model, Json::Object(arguments))
}

/// The world with more rows in it, made by a few requests.
#[must_use]
pub fn settled(random: &mut Random, mut world: World) -> World {
    for number in 0..3 + random.below(4) {
        let (name, json) = arguments_from(random, &world, 1000 * (number + 1));
        let model = world.schema.model_named(&name).expect("a model");
        let mut database = world.database.clone();
        let data = to_value(&json);
        if naive::carry_out(&mut database, &world.defaults, ("create", model), &data).is_ok() {
            world.database = database;
        }
    }
    for row in world.database.tables.iter_mut().flat_map(|table| &mut table.rows) {
        row.origin = None;
    }
    world
}

fn arguments_from(random: &mut Random, world: &World, fresh: usize) -> (String, Json) {
    let id = ModelId(random.below(world.schema.models().count()) as u32);
    let data = Grower::new(random, world, fresh).data(id, None, 0);
    (world.schema.model(id).expect("a model").name.clone(), json!({ "data": data }))
}

struct Writer<'g> {
    grower: Grower<'g>,
    n_verbs: usize,
}

impl<'g> Writer<'g> {
    fn world(&self) -> &'g World {
        self.grower.world
    }

    fn database(&self) -> &'g Database {
        &self.grower.world.database
    }

    fn random(&mut self) -> &mut Random {
        self.grower.random
    }

    fn model(&self, id: ModelId) -> &'g Model {
        self.world().schema.model(id).expect("a model of the schema")
    }

    fn operation(&mut self, id: ModelId) -> (&'static str, Map<String, Json>) {
        let mut arguments = Map::new();
        let operation = match self.random().below(10) {
            0..5 => "update",
            5..7 => "upsert",
            7 => "delete",
            8 => *self.random().pick(&["createMany", "createManyAndReturn"]),
            _ => *self.random().pick(&["updateMany", "updateManyAndReturn", "deleteMany"]),
        };
        match operation {
            "update" => {
                arguments.insert("where".into(), self.unique(id));
                arguments.insert("data".into(), self.change(id, None, 0));
            }
            "upsert" => {
                arguments.insert("where".into(), self.unique(id));
                arguments.insert("create".into(), self.grower.data(id, None, 2));
                arguments.insert("update".into(), self.change(id, None, 0));
            }
            "delete" => {
                arguments.insert("where".into(), self.unique(id));
            }
            "createMany" | "createManyAndReturn" => {
                let n_rows = self.random().below(3);
                let rows: Vec<Json> = (0..n_rows).map(|_| self.plain_data(id, None)).collect();
                arguments.insert("data".into(), json!(rows));
                if self.random().chance(40) {
                    arguments.insert("skipDuplicates".into(), json!(true));
                }
            }
            other => {
                arguments.insert("where".into(), self.filter(id, other != "deleteMany"));
                if other != "deleteMany" {
                    arguments.insert("data".into(), self.plain_change(id, None));
                }
            }
        }
        (operation, arguments)
    }

    /// A row's value in a field, as a caller writes it.
    fn written(&self, field: &Field, value: &Value) -> Json {
        Coding::of_field(&self.world().schema, field).decode(value)
    }

    /// A where that finds at most one row: mostly one that is there.
    fn unique(&mut self, id: ModelId) -> Json {
        let n_rows = self.database().rows(id).len();
        let at = self.random().below(n_rows.max(1));
        let cells = self.database().rows(id).get(at).map(|row| row.cells.clone());
        self.unique_of(id, cells.as_deref())
    }

    fn unique_of(&mut self, id: ModelId, cells: Option<&[Value]>) -> Json {
        let model = self.model(id);
        let is_hit = self.random().chance(85);
        let is_whole = |key: &&treewright::Key| {
            cells.is_some_and(|cells| key.fields.iter().all(|field| cells[field.0 as usize] != Value::Null))
        };
        let keys: Vec<&treewright::Key> = model.keys.iter().filter(is_whole).collect();
        let key = match keys.is_empty() {
            true => &model.keys[0],
            false => *self.random().pick(&keys),
        };
        let mut parts = Map::new();
        for id in &key.fields {
            let field = model.field(*id).expect("a field");
            let value = match cells.filter(|_| is_hit && !keys.is_empty()) {
                Some(cells) => self.written(field, &cells[id.0 as usize]),
                None => self.missing(field),
            };
            parts.insert(field.name.clone(), value);
        }
        match key.fields.len() {
            1 => Json::Object(parts),
            _ => json!({ key.name.as_str(): parts }),
        }
    }

    /// A value that no row has.
    fn missing(&mut self, field: &Field) -> Json {
        let number = 7000 + self.random().below(3);
        match field.scalar {
            Scalar::Int | Scalar::BigInt => json!(number),
            _ => json!(format!("none-{number}")),
        }
    }

    /// A where about plain fields, and about relations if those are allowed.
    fn filter(&mut self, id: ModelId, relations: bool) -> Json {
        let model = self.model(id);
        let mut parts = Map::new();
        for _ in 0..self.random().below(3) {
            let fields: Vec<(FieldId, &Field)> = model
                .fields()
                .filter(|(_, field)| !field.list && !matches!(field.scalar, Scalar::Json | Scalar::Bytes))
                .collect();
            let (field_id, field) = *self.random().pick(&fields);
            let n_rows = self.database().rows(id).len();
            let at = self.random().below(n_rows.max(1));
            let value = self.database().rows(id).get(at).map(|row| row.cells[field_id.0 as usize].clone());
            let value = self.written(field, &value.unwrap_or(Value::Null));
            let condition = match self.random().below(4) {
                _ if value == Json::Null && !field.nullable => continue,
                0 | 1 => value,
                2 => json!({ "not": value }),
                _ if value == Json::Null || field.scalar == Scalar::Boolean => json!({ "equals": value }),
                _ => json!({ "in": [value] }),
            };
            parts.insert(field.name.clone(), condition);
        }
        if relations && self.random().chance(30) {
            let all: Vec<&Relation> = model.relations().map(|(_, relation)| relation).collect();
            if !all.is_empty() {
                let relation = *self.random().pick(&all);
                let inner = self.filter(relation.to, false);
                let condition = match relation.many {
                    true => json!({ *self.random().pick(&["some", "none", "every"]): inner }),
                    false => json!({ *self.random().pick(&["is", "isNot"]): inner }),
                };
                parts.insert(relation.name.clone(), condition);
            }
        }
        match self.random().below(5) {
            0 => json!({ "NOT": parts }),
            1 => json!({ "OR": [parts, {}] }),
            _ => Json::Object(parts),
        }
    }

    /// Data without relations.
    fn plain_data(&mut self, id: ModelId, outwards: Option<RelationId>) -> Json {
        let model = self.model(id);
        let outer = self.fields_of(id, outwards);
        let mut data = Map::new();
        for (field_id, field) in model.fields().filter(|(field, _)| !outer.contains(field)) {
            let held = model.relations().find_map(|(_, relation)| match &relation.holder {
                Holder::Here(pairs) => {
                    let pair = pairs.iter().find(|(here, _)| *here == field_id)?;
                    Some((relation, pair.1))
                }
                Holder::There(_) | Holder::Between(_) => None,
            });
            match held {
                Some((relation, there)) if !field.nullable => {
                    let before = &self.world().before[&self.model(relation.to).name];
                    let there = self.model(relation.to).field(there).expect("a field");
                    data.insert(field.name.clone(), before[&there.name].clone());
                }
                Some(_) => {}
                None => {
                    if let Some(value) = self.grower.value_of(model, field_id, field) {
                        data.insert(field.name.clone(), value);
                    }
                }
            }
        }
        Json::Object(data)
    }

    /// The fields that a relation sets.
    fn fields_of(&self, id: ModelId, relation: Option<RelationId>) -> Vec<FieldId> {
        let relation = relation.and_then(|relation| self.model(id).relation(relation));
        match relation.map(|relation| &relation.holder) {
            Some(Holder::Here(pairs)) => pairs.iter().map(|(here, _)| *here).collect(),
            _ => Vec::new(),
        }
    }

    /// Changes of plain fields.
    fn plain_change(&mut self, id: ModelId, outwards: Option<RelationId>) -> Json {
        let model = self.model(id);
        let outer = self.fields_of(id, outwards);
        let mut data = Map::new();
        for (field_id, field) in model.fields() {
            let is_key = model.keys.iter().any(|key| key.fields.contains(&field_id));
            let is_held = model.relations().any(|(_, relation)| {
                matches!(&relation.holder, Holder::Here(_)) && near_fields(relation).contains(&field_id)
            });
            if outer.contains(&field_id) || is_held || is_key || !self.random().chance(25) {
                continue;
            }
            let Some(value) = self.grower.value_of(model, field_id, field) else {
                continue;
            };
            let by = self.random().below(5);
            let change = match field.scalar {
                Scalar::Int | Scalar::BigInt if !field.list && value.is_number() && by < 2 => {
                    json!({ *self.random().pick(&["increment", "decrement", "set"]): value })
                }
                _ if field.list && value.is_array() && by < 2 => json!({ "push": value }),
                _ => value,
            };
            data.insert(field.name.clone(), change);
        }
        Json::Object(data)
    }

    /// What shall become of a row and of those that belong to it.
    fn change(&mut self, id: ModelId, outwards: Option<RelationId>, depth: usize) -> Json {
        let model = self.model(id);
        let Json::Object(plain) = self.plain_change(id, outwards) else {
            return json!({});
        };
        let mut entries: Vec<(String, Json)> = plain.into_iter().collect();
        for (relation_id, relation) in model.relations() {
            let is_outer = Some(relation_id) == outwards;
            if is_outer || depth >= DEPTH || self.n_verbs > 12 || !self.random().chance(45) {
                continue;
            }
            let verbs = self.verbs(model, relation, depth);
            entries.push((relation.name.clone(), verbs));
        }
        let mut data = Map::new();
        while !entries.is_empty() {
            let at = self.random().below(entries.len());
            let (name, value) = entries.swap_remove(at);
            data.insert(name, value);
        }
        Json::Object(data)
    }

    fn verbs(&mut self, model: &Model, relation: &Relation, depth: usize) -> Json {
        let is_required = |fields: &[FieldId], model: &Model| {
            fields.iter().all(|field| model.field(*field).is_some_and(|field| !field.nullable))
        };
        let mut known = vec!["create", "connect", "connectOrCreate", "update", "upsert"];
        match &relation.holder {
            Holder::Here(_) => {
                let fields = near_fields(relation);
                if !is_required(&fields, model) {
                    known.extend(["delete", "disconnect"]);
                }
            }
            Holder::There(pairs) => {
                let fields: Vec<FieldId> = pairs.iter().map(|(_, there)| *there).collect();
                known.push("delete");
                if !is_required(&fields, self.model(relation.to)) {
                    known.push("disconnect");
                }
                if relation.many {
                    known.extend(["createMany", "set", "updateMany", "deleteMany"]);
                }
            }
            Holder::Between(_) => {
                known.extend(["delete", "disconnect", "set", "updateMany", "deleteMany"]);
            }
        }
        let is_here = matches!(relation.holder, Holder::Here(_));
        let mut verbs = Map::new();
        for _ in 0..1 + self.random().below(2) {
            let verb = *self.random().pick(&known);
            let sets = ["create", "connect", "connectOrCreate", "disconnect"];
            let is_set = is_here && sets.contains(&verb) && sets.iter().any(|set| verbs.contains_key(*set));
            // To unlink what a row points at is part of its own change, so other verbs beside it find nothing there.
            let is_beside = match verb {
                "disconnect" => is_here && !verbs.is_empty(),
                _ => is_here && verbs.contains_key("disconnect"),
            };
            if !(is_set || is_beside) {
                self.n_verbs += 1;
                let written = self.verb(verb, relation, depth);
                verbs.insert(verb.to_owned(), written);
            }
        }
        Json::Object(verbs)
    }

    fn verb(&mut self, verb: &str, relation: &Relation, depth: usize) -> Json {
        if !relation.many {
            return match verb {
                "delete" | "disconnect" => match self.random().below(4) {
                    0 => json!(false),
                    1 => self.filter(relation.to, true),
                    _ => json!(true),
                },
                _ => self.item(verb, relation, depth),
            };
        }
        if verb == "createMany" {
            let n_rows = self.random().below(3);
            let rows: Vec<Json> =
                (0..n_rows).map(|_| self.plain_data(relation.to, Some(relation.inverse))).collect();
            return json!({ "data": rows, "skipDuplicates": self.random().chance(50) });
        }
        if self.random().chance(40) {
            return self.item(verb, relation, depth);
        }
        let n_items = self.random().below(4);
        (0..n_items).map(|_| self.item(verb, relation, depth)).collect()
    }

    fn item(&mut self, verb: &str, relation: &Relation, depth: usize) -> Json {
        let (to, back) = (relation.to, Some(relation.inverse));
        let wanted = |writer: &mut Writer<'g>| match relation.many {
            true => Some(writer.unique(to)),
            false => writer.random().chance(25).then(|| writer.filter(to, true)),
        };
        let mut item = Map::new();
        match verb {
            "create" => return self.grower.data(to, back, 2 + depth),
            "connect" | "set" | "delete" | "disconnect" => return self.unique(to),
            "deleteMany" => return self.filter(to, false),
            "connectOrCreate" => {
                item.insert("where".into(), self.unique(to));
                item.insert("create".into(), self.grower.data(to, back, 2 + depth));
            }
            "update" => {
                item.extend(wanted(self).map(|wanted| ("where".to_owned(), wanted)));
                item.insert("data".into(), self.change(to, back, depth + 1));
            }
            "upsert" => {
                item.extend(wanted(self).map(|wanted| ("where".to_owned(), wanted)));
                item.insert("create".into(), self.grower.data(to, back, 2 + depth));
                item.insert("update".into(), self.change(to, back, depth + 1));
            }
            _ => {
                item.insert("where".into(), self.filter(to, false));
                item.insert("data".into(), self.plain_change(to, back));
            }
        }
        Json::Object(item)
    }
}
