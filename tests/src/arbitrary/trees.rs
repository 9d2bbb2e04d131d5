//! Random arguments of `create`: right for their schema, and such that a database with the first rows takes them.

use serde_json::{Map, Value as Json, json};
use treewright::{Field, FieldId, Holder, Model, ModelId, Relation, RelationId, Scalar, Trigger};

use super::{Random, World};

/// How deep trees grow, in relations.
const DEPTH: usize = 4;

/// The arguments of a `create` of some model.
#[must_use]
pub fn arguments(random: &mut Random, world: &World) -> (String, Json) {
    let n_models = world.schema.models().count();
    let id = ModelId(random.below(n_models) as u32);
    let mut grower = Grower::new(random, world, 0);
    let mut arguments = Map::new();
    let data = grower.data(id, None, 0);
    arguments.insert("data".into(), data);
    grower.selection(id, &mut arguments, 0);
    (world.schema.model(id).expect("a model").name.clone(), Json::Object(arguments))
}

pub(super) struct Grower<'g> {
    pub(super) random: &'g mut Random,
    pub(super) world: &'g World,
    n_fresh: usize,
    n_rows: usize,
}

impl<'g> Grower<'g> {
    /// A grower whose fresh keys come after that number.
    pub(super) fn new(random: &'g mut Random, world: &'g World, n_fresh: usize) -> Grower<'g> {
        Grower { random, world, n_fresh, n_rows: 0 }
    }

    fn model(&self, id: ModelId) -> &'g Model {
        self.world.schema.model(id).expect("a model of the schema")
    }

    /// The data of a row that is written inside of another, by the relation that leads outwards.
    pub(super) fn data(&mut self, id: ModelId, outwards: Option<RelationId>, depth: usize) -> Json {
        self.n_rows += 1;
        let model = self.model(id);
        let mut data = Map::new();
        let mut entries: Vec<(String, Json)> = Vec::new();
        let mut settled: Vec<FieldId> = Vec::new();
        for (relation_id, relation) in model.relations() {
            if let Holder::Here(pairs) = &relation.holder {
                settled.extend(pairs.iter().map(|(here, _)| *here));
                if Some(relation_id) != outwards {
                    self.held(model, relation, pairs, depth, &mut entries);
                }
            }
        }
        for (field_id, field) in model.fields().filter(|(id, _)| !settled.contains(id)) {
            if let Some(value) = self.value_of(model, field_id, field) {
                entries.push((field.name.clone(), value));
            }
        }
        for (relation_id, relation) in model.relations() {
            let is_outer = Some(relation_id) == outwards && !relation.many;
            if !is_outer && !matches!(relation.holder, Holder::Here(_)) && self.grows(depth) {
                entries.push((relation.name.clone(), self.inner(relation, depth)));
            }
        }
        while !entries.is_empty() {
            let (name, value) = entries.swap_remove(self.random.below(entries.len()));
            data.insert(name, value);
        }
        Json::Object(data)
    }

    fn grows(&mut self, depth: usize) -> bool {
        depth < DEPTH && self.n_rows < 25 && self.random.chance(50)
    }

    /// A relation whose key the row holds: made inside, given by value, or left out where that is allowed.
    fn held(
        &mut self,
        model: &Model,
        relation: &Relation,
        pairs: &[(FieldId, FieldId)],
        depth: usize,
        entries: &mut Vec<(String, Json)>,
    ) {
        let fields: Vec<&Field> = pairs.iter().filter_map(|(here, _)| model.field(*here)).collect();
        let is_required = fields.iter().any(|field| !field.nullable);
        let is_unique =
            model.keys.iter().any(|key| key.fields.iter().all(|id| pairs.iter().any(|(here, _)| here == id)));
        let by_value = !is_unique && self.random.chance(40);
        if by_value {
            let before = &self.world.before[&self.model(relation.to).name];
            for ((_, there), field) in pairs.iter().zip(&fields) {
                let there = self.model(relation.to).field(*there).expect("a field");
                entries.push((field.name.clone(), before[&there.name].clone()));
            }
        } else if is_required || self.grows(depth) {
            let inner = self.data(relation.to, Some(relation.inverse), depth + 1);
            entries.push((relation.name.clone(), json!({ "create": inner })));
        } else if self.random.chance(30) {
            entries.extend(fields.iter().map(|field| (field.name.clone(), Json::Null)));
        }
    }

    /// Rows that point at the row, or that it is paired with.
    fn inner(&mut self, relation: &Relation, depth: usize) -> Json {
        if self.random.chance(5) {
            return json!({});
        }
        if !relation.many || self.random.chance(30) {
            return json!({ "create": self.data(relation.to, Some(relation.inverse), depth + 1) });
        }
        let n_rows = self.random.below(4);
        let rows = (0..n_rows).map(|_| self.data(relation.to, Some(relation.inverse), depth + 1));
        json!({ "create": rows.collect::<Vec<_>>() })
    }

    /// A value for a field, unless it is left out.
    pub(super) fn value_of(&mut self, model: &Model, id: FieldId, field: &Field) -> Option<Json> {
        if field.refuses_values() || field.name == "revision" {
            return None;
        }
        let is_key = model.keys.iter().any(|key| key.fields.contains(&id));
        let is_needed = !field.nullable && !field.list && field.default.is_none() && !field.updated_at;
        if !is_needed && self.random.chance(if is_key { 75 } else { 50 }) {
            return None;
        }
        if is_key {
            self.n_fresh += 1;
            let letters = if model.has(Trigger::BeforeInsert) { "New" } else { "new" };
            return Some(match field.scalar {
                Scalar::Int | Scalar::BigInt => json!(5000 + self.n_fresh),
                _ => json!(format!("{letters}-{}", self.n_fresh)),
            });
        }
        if field.nullable && self.random.chance(25) {
            return (field.scalar != Scalar::Json).then_some(Json::Null);
        }
        if !field.list {
            return Some(self.scalar(field));
        }
        let items: Vec<Json> = (0..self.random.below(3)).map(|_| self.scalar(field)).collect();
        Some(if self.random.chance(30) { json!({ "set": items }) } else { json!(items) })
    }

    fn scalar(&mut self, field: &Field) -> Json {
        let number = self.random.below(1000);
        match field.scalar {
            Scalar::String => {
                // Fresh keys are told apart by their text, so no text is written twice.
                self.n_fresh += 1;
                json!(format!("t{}", self.n_fresh))
            }
            Scalar::Int | Scalar::BigInt => json!(number),
            Scalar::Float => json!(number as f64 + 0.5),
            Scalar::Decimal => json!(format!("{number}.10")),
            Scalar::Boolean => json!(number.is_multiple_of(2)),
            Scalar::DateTime => match number % 2 {
                0 => json!({ "$date": "2024-02-29T12:00:00.000Z" }),
                _ => json!("2024-02-29T12:00:00.000Z"),
            },
            Scalar::Json => json!({ "n": number, "list": [1, "two"] }),
            Scalar::Bytes => json!({ "$bytes": "AQID" }),
            Scalar::Enum(_) => json!(if number.is_multiple_of(2) { "red" } else { "green" }),
        }
    }

    /// What comes back: `select`, or `include` and `omit`, or nothing said.
    pub(super) fn selection(&mut self, id: ModelId, into: &mut Map<String, Json>, depth: usize) {
        let model = self.model(id);
        match self.random.below(4) {
            0 => {}
            1 => {
                let mut select = self.relations(model, depth);
                for (_, field) in model.fields() {
                    if self.random.chance(50) {
                        select.insert(field.name.clone(), json!(self.random.chance(80)));
                    }
                }
                let chosen = select.values().any(|chosen| *chosen != json!(false));
                if !chosen {
                    let (_, field) = model.fields().next().expect("every model has a field");
                    select.insert(field.name.clone(), json!(true));
                }
                into.insert("select".into(), Json::Object(select));
            }
            _ => {
                let relations = self.relations(model, depth);
                if !relations.is_empty() {
                    into.insert("include".into(), Json::Object(relations));
                }
                if self.random.chance(20) {
                    let fields: Vec<&Field> = model.fields().map(|(_, field)| field).skip(1).collect();
                    if !fields.is_empty() {
                        into.insert("omit".into(), json!({ self.random.pick(&fields).name.as_str(): true }));
                    }
                }
            }
        }
    }

    fn relations(&mut self, model: &Model, depth: usize) -> Map<String, Json> {
        let mut chosen = Map::new();
        for (_, relation) in model.relations() {
            if depth < 2 && self.random.chance(50) {
                let mut inner = Map::new();
                self.selection(relation.to, &mut inner, depth + 1);
                let is_plain = inner.is_empty() && self.random.chance(50);
                chosen
                    .insert(relation.name.clone(), if is_plain { json!(true) } else { Json::Object(inner) });
            }
        }
        chosen
    }
}
