//! Random schemas, right by construction, with one row in every table before any request.
//!
//! Required foreign keys point at earlier models only, so that every row can be made; optional ones point anywhere, at
//! their own model too.

use std::sync::Arc;

use serde_json::{Map, Value as Json, json};
use treewright::Schema;

use super::Random;
use crate::case::{lay, schema_of};
use crate::fakedb::Database;
use crate::prepared::{Defaults, defaults_of};

/// A schema with a database that has one row in every table.
#[derive(Clone, Debug)]
pub struct World {
    /// The description.
    pub description: Json,
    /// The schema.
    pub schema: Arc<Schema>,
    /// The defaults that are values.
    pub defaults: Defaults,
    /// The row that is there before, by model.
    pub before: Map<String, Json>,
    /// The database.
    pub database: Database,
}

/// How the rows of a model are known.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Key {
    Serial,
    BigSerial,
    Always,
    NoRights,
    Made,
    Drawn,
    Secret,
    GivenInt,
    GivenText,
    Pair,
    /// The key is the foreign key of the model's first relation.
    Shared,
}

const KEYS: &[Key] = &[
    Key::Serial,
    Key::Serial,
    Key::BigSerial,
    Key::Always,
    Key::NoRights,
    Key::Made,
    Key::Made,
    Key::Drawn,
    Key::Secret,
    Key::GivenInt,
    Key::GivenText,
    Key::Pair,
    Key::Shared,
];

/// A model while it is being described.
#[derive(Clone, Debug)]
struct Draft {
    name: String,
    key: Key,
    fields: Map<String, Json>,
    relations: Map<String, Json>,
    key_fields: Vec<String>,
    uniques: Vec<Vec<String>>,
    triggers: Vec<&'static str>,
    has_code: bool,
    before: Map<String, Json>,
}

/// Makes a world.
#[must_use]
pub fn world(random: &mut Random) -> World {
    let n_models = 1 + random.below(5);
    let mut drafts: Vec<Draft> = Vec::new();
    for position in 0..n_models {
        let draft = draft(random, position);
        drafts.push(draft);
        if drafts[position].key == Key::Shared {
            let target = random.below(position);
            foreign_key(random, &mut drafts, position, target, 90 + position, Form::SharedKey);
        }
    }
    for number in 1..=random.below(2 * n_models + 2) {
        let (holder, target) = (random.below(n_models), random.below(n_models));
        let is_single = |draft: &Draft| draft.key_fields.len() == 1;
        if random.chance(25) && is_single(&drafts[holder]) && is_single(&drafts[target]) {
            many_to_many(&mut drafts, holder, target, number);
        } else {
            let required = target < holder && random.chance(50);
            foreign_key(
                random,
                &mut drafts,
                holder,
                target,
                number,
                if required { Form::Required } else { Form::Optional },
            );
        }
    }
    let mut models = Map::new();
    let mut before = Map::new();
    for draft in drafts {
        before.insert(draft.name.clone(), Json::Object(draft.before.clone()));
        models.insert(draft.name.clone(), described(draft));
    }
    let mut description = json!({ "models": models, "enums": { "Color": ["red", "green"] } });
    if random.chance(50) {
        description["postgres"] = json!(*random.pick(&[14, 16, 17, 18]));
    }
    let schema = Arc::new(schema_of(&description));
    let mut database = Database::new(&schema);
    for (model, row) in &before {
        lay(&mut database, schema.model_named(model).expect("a model"), row);
    }
    World { defaults: defaults_of(&description), description, schema, before, database }
}

fn draft(random: &mut Random, position: usize) -> Draft {
    let name = ["Ant", "Bee", "Cat", "Dog", "Elk"][position].to_owned();
    let key = match *random.pick(KEYS) {
        Key::Shared if position == 0 => Key::Serial,
        key => key,
    };
    let number = 900 + position;
    let (mut fields, mut before) = key_fields(random, key, number);
    let key_fields = fields.keys().cloned().collect();
    let has_code = random.chance(30);
    if has_code {
        fields.insert("code".into(), json!({ "type": "String", "unique": true }));
        before.insert("code".into(), json!(format!("code-{number}")));
    }
    for number in 0..random.below(5) {
        let (field, value) = plain_field(random);
        fields.insert(format!("f{number}"), field);
        before.insert(format!("f{number}"), value);
    }
    if key == Key::Secret {
        // A row of nothing but secrets cannot be written: there must be a column to name.
        fields.insert("note".into(), json!("String?"));
    }
    let mut triggers = Vec::new();
    if random.chance(12) && key != Key::Shared {
        triggers.push("beforeInsert");
    }
    if random.chance(8) {
        triggers.push("afterInsert");
        fields.insert("revision".into(), json!({ "type": "Int", "default": { "value": 0 } }));
        before.insert("revision".into(), json!(1));
    }
    Draft {
        name,
        key,
        fields,
        relations: Map::new(),
        key_fields,
        uniques: Vec::new(),
        triggers,
        has_code,
        before,
    }
}

/// The fields of a key, and what the first row has there.
fn key_fields(random: &mut Random, key: Key, number: usize) -> (Map<String, Json>, Map<String, Json>) {
    let id = |kind: &str, default: Json| json!({ "type": kind, "default": default });
    let mut fields = Map::new();
    let mut before = Map::new();
    let field = match key {
        Key::Serial => Some((id("Int", json!({ "fn": "autoincrement" })), json!(number))),
        Key::BigSerial => Some((id("BigInt", json!({ "fn": "autoincrement" })), json!(number))),
        Key::Always => {
            Some((id("Int", json!({ "fn": "autoincrement", "identity": "always" })), json!(number)))
        }
        Key::NoRights => Some((id("Int", json!({ "fn": "autoincrement", "usable": false })), json!(number))),
        Key::Made => {
            let made = [json!({ "fn": "uuid" }), json!({ "fn": "cuid" }), json!({ "fn": "nanoid" })];
            Some((id("String", random.pick(&made).clone()), json!(format!("old-{number}"))))
        }
        Key::Drawn | Key::Secret => {
            let default = if key == Key::Drawn {
                json!({ "sql": "gen_random_uuid()" })
            } else {
                json!({ "fn": "dbgenerated" })
            };
            Some((
                json!({ "type": "String", "native": "uuid", "default": default }),
                json!(format!("old-{number}")),
            ))
        }
        Key::GivenInt => Some((json!("Int"), json!(number))),
        Key::GivenText => Some((json!("String"), json!(format!("old-{number}")))),
        Key::Pair => {
            fields.insert("left".into(), json!("Int"));
            fields.insert("right".into(), json!("String"));
            before.insert("left".into(), json!(number));
            before.insert("right".into(), json!("old"));
            None
        }
        Key::Shared => None,
    };
    if let Some((field, value)) = field {
        fields.insert("id".into(), field);
        before.insert("id".into(), value);
    }
    (fields, before)
}

/// A field that is no part of a key, and what the first row has there.
fn plain_field(random: &mut Random) -> (Json, Json) {
    let kinds = [
        ("String", json!("x")),
        ("Int", json!(1)),
        ("BigInt", json!(2)),
        ("Float", json!(1.5)),
        ("Decimal", json!("2.50")),
        ("Boolean", json!(true)),
        ("DateTime", json!("2020-01-01T00:00:00.000Z")),
        ("Json", json!({ "a": 1 })),
        ("Bytes", json!("AQI=")),
        ("Color", json!("red")),
    ];
    let (kind, value) = random.pick(&kinds).clone();
    match random.below(8) {
        0 | 1 => (json!(kind), value),
        2 => (json!(format!("{kind}[]")), json!([value])),
        3 => (json!({ "type": kind, "default": { "value": value } }), value),
        4 if kind == "DateTime" => (json!({ "type": kind, "default": { "fn": "now" } }), value),
        4 if kind == "String" => {
            let defaults =
                [json!({ "fn": "ulid" }), json!({ "sql": "'drawn'::text" }), json!({ "fn": "dbgenerated" })];
            let nullable = if random.chance(50) { "String?" } else { "String" };
            (json!({ "type": nullable, "default": random.pick(&defaults) }), value)
        }
        5 if kind == "DateTime" => (json!({ "type": kind, "updatedAt": true }), value),
        _ => (json!(format!("{kind}?")), Json::Null),
    }
}

/// What kind of foreign key.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Required,
    Optional,
    SharedKey,
}

fn foreign_key(
    random: &mut Random,
    drafts: &mut [Draft],
    holder: usize,
    target: usize,
    number: usize,
    form: Form,
) {
    let by_code = drafts[target].has_code && form != Form::SharedKey && random.chance(40);
    let references = if by_code { vec!["code".to_owned()] } else { drafts[target].key_fields.clone() };
    let is_one = form == Form::SharedKey || random.chance(25);
    let mut fields = Vec::new();
    for reference in &references {
        let name = format!("r{number}{reference}");
        let of = &drafts[target].fields[reference];
        let kind = of["type"].as_str().or(of.as_str()).expect("a field has a type");
        let kind = kind.trim_end_matches('?');
        let kind = if form == Form::Optional { format!("{kind}?") } else { kind.to_owned() };
        let mut field = json!({ "type": kind });
        if let Some(native) = of.get("native") {
            field["native"] = native.clone();
        }
        let value =
            if form == Form::Optional { Json::Null } else { drafts[target].before[reference].clone() };
        drafts[holder].fields.insert(name.clone(), field);
        drafts[holder].before.insert(name.clone(), value);
        fields.push(name);
    }
    if form == Form::SharedKey {
        drafts[holder].key_fields.clone_from(&fields);
    } else if is_one {
        drafts[holder].uniques.push(fields.clone());
    }
    let (here, there) = (drafts[holder].name.clone(), drafts[target].name.clone());
    let name = format!("R{number}");
    drafts[holder].relations.insert(
        format!("to{number}"),
        json!({ "one": there, "name": name, "fields": fields, "references": references }),
    );
    let back =
        if is_one { json!({ "one": here, "name": name }) } else { json!({ "many": here, "name": name }) };
    drafts[target].relations.insert(format!("back{number}"), back);
}

fn many_to_many(drafts: &mut [Draft], one: usize, other: usize, number: usize) {
    let (here, there) = (drafts[one].name.clone(), drafts[other].name.clone());
    let name = format!("R{number}");
    drafts[one].relations.insert(format!("pairs{number}"), json!({ "many": there, "name": name }));
    drafts[other].relations.insert(format!("paired{number}"), json!({ "many": here, "name": name }));
}

fn described(draft: Draft) -> Json {
    json!({
        "table": format!("the {}s", draft.name.to_lowercase()),
        "fields": draft.fields,
        "key": draft.key_fields,
        "uniques": draft.uniques,
        "relations": draft.relations,
        "triggers": draft.triggers,
    })
}
