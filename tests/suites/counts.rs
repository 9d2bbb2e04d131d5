//! How many statements, waves and groups things take: figures that repeat exactly, so they are tests.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a panic is a failed test"
)]

use std::sync::Arc;

use serde_json::{Map, Value as Json, json};
use treewright::{Plain, ReadLimits, Schema, load};
use treewright_tests::case::schema_of;
use treewright_tests::fakedb::{Connection, Database};
use treewright_tests::forms::to_value;
use treewright_tests::host::run;
use treewright_tests::prepared::{Defaults, Prepared, defaults_of, prepared};

/// A company with departments, teams and members: four tables, each level below the other.
fn organization() -> (Arc<Schema>, Defaults) {
    let id = json!({ "type": "Int", "id": true, "default": { "fn": "autoincrement" } });
    let below = |outer: &str, key: &str| json!({ "one": outer, "fields": [key], "references": ["id"] });
    let description = json!({ "models": {
        "Company": {
            "fields": { "id": id, "name": "String" },
            "relations": { "departments": { "many": "Department" } },
        },
        "Department": {
            "fields": { "id": id, "name": "String", "floor": "Int?", "companyId": "Int" },
            "relations": { "company": below("Company", "companyId"), "teams": { "many": "Team" } },
        },
        "Team": {
            "fields": {
                "id": id, "name": "String", "departmentId": "Int",
                "active": { "type": "Boolean", "default": { "value": true } },
            },
            "relations": { "department": below("Department", "departmentId"), "members": { "many": "Member" } },
        },
        "Member": {
            "fields": {
                "id": id, "name": "String", "title": "String?", "teamId": "Int",
                "since": { "type": "DateTime", "default": { "fn": "now" } },
            },
            "relations": { "team": below("Team", "teamId") },
        },
    } });
    (Arc::new(schema_of(&description)), defaults_of(&description))
}

/// Names, each with what only some of its siblings say.
fn siblings(n: usize, word: &str, say: impl Fn(usize, &mut Map<String, Json>)) -> Json {
    let row = |number: usize| {
        let mut row = Map::new();
        row.insert("name".into(), json!(format!("{word} {number}")));
        say(number, &mut row);
        Json::Object(row)
    };
    (0..n).map(row).collect()
}

/// A company with so many departments; each has up to so many teams, and each of those up to so many members.
fn company(n_departments: usize, n_teams: usize, n_members: usize) -> Json {
    let members = |number: usize| {
        siblings(number % (n_members + 1), "member", |number, row| {
            if number % 2 == 0 {
                row.insert("title".into(), json!("engineer"));
            }
            if number % 3 == 0 {
                row.insert("since".into(), json!({ "$date": "2020-01-01T00:00:00.000Z" }));
            }
        })
    };
    let teams = |number: usize| {
        siblings(1 + number % n_teams, "team", |number, row| {
            if number % 2 == 1 {
                row.insert("active".into(), json!(false));
            }
            row.insert("members".into(), json!({ "create": members(number + n_members) }));
        })
    };
    let departments = siblings(n_departments, "department", |number, row| {
        if number % 3 != 0 {
            row.insert("floor".into(), json!(number));
        }
        row.insert("teams".into(), json!({ "create": teams(number) }));
    });
    json!({ "data": { "name": "Acme", "departments": { "create": departments } } })
}

fn made(arguments: &Json) -> Prepared {
    let (schema, defaults) = organization();
    let made =
        prepared(&schema, &defaults, ("create", "Company"), &to_value(arguments), ReadLimits::default());
    made.expect("nothing is wrong with it")
}

fn n_rows(prepared: &Prepared) -> usize {
    let mut connection = Connection::new(Database::new(&prepared.schema));
    run(prepared, &mut connection).end.expect("it is done");
    connection.database.tables.iter().map(|table| table.rows.len()).sum()
}

#[test]
fn a_tree_takes_one_statement_a_table() {
    let small = made(&company(8, 3, 4));
    assert_eq!(n_rows(&small), 58);
    assert_eq!(small.script.statements.len(), 4);
    assert_eq!(small.script.waves.len(), 4);
}

#[test]
fn three_thousand_rows_take_no_more() {
    let mut arguments = company(8, 3, 4);
    let members: Json = siblings(3001 - 58, "member", |number, row| {
        if number % 2 == 0 {
            row.insert("title".into(), json!("engineer"));
        }
    });
    let first = &mut arguments["data"]["departments"]["create"][3]["teams"]["create"][0]["members"]["create"];
    first.as_array_mut().unwrap().extend(members.as_array().unwrap().iter().cloned());
    let large = made(&arguments);
    assert_eq!(n_rows(&large), 3001);
    let small = made(&company(8, 3, 4));
    assert_eq!(large.reading.shape, small.reading.shape);
    assert_eq!(large.script, small.script);
}

#[test]
fn a_hundred_thousand_rows_have_the_same_shape() {
    let (small, large) = (made(&company(8, 3, 4)), made(&company(1250, 40, 7)));
    let n_rows: usize = large.reading.groups.iter().map(|group| group.parents.len()).sum();
    assert!(n_rows > 100_000, "there are {n_rows} rows");
    assert_eq!(large.reading.shape, small.reading.shape);
    assert_eq!(large.script, small.script);
}

#[test]
fn keys_that_the_host_makes_take_one_wave() {
    let id = json!({ "type": "String", "id": true, "default": { "fn": "uuid", "version": 7 } });
    let description = json!({ "models": {
        "Outer": { "fields": { "id": id }, "relations": { "middles": { "many": "Middle" } } },
        "Middle": {
            "fields": { "id": id, "outerId": "String" },
            "relations": {
                "outer": { "one": "Outer", "fields": ["outerId"], "references": ["id"] },
                "inners": { "many": "Inner" },
            },
        },
        "Inner": {
            "fields": { "id": id, "middleId": "String" },
            "relations": { "middle": { "one": "Middle", "fields": ["middleId"], "references": ["id"] } },
        },
    } });
    let schema = Arc::new(schema_of(&description));
    let inners = json!({ "inners": { "create": [{}, {}] } });
    let arguments = to_value(&json!({ "data": { "middles": { "create": [inners, {}] } } }));
    let defaults = defaults_of(&description);
    let made = prepared(&schema, &defaults, ("create", "Outer"), &arguments, ReadLimits::default()).unwrap();
    assert_eq!((made.script.statements.len(), made.script.waves.len()), (3, 1));
    assert_eq!(n_rows(&made), 5);
}

#[test]
fn a_description_may_not_be_of_any_size() {
    let fields: Map<String, Json> = (0..16_001).map(|number| (format!("f{number}"), json!("Int?"))).collect();
    let mut description = json!({ "models": { "Wide": { "fields": fields } } });
    description["models"]["Wide"]["fields"]["id"] = json!({ "type": "Int", "id": true });
    let plain: Plain = serde_json::from_value(description).unwrap();
    let errors = load(&plain).expect_err("there are too many fields");
    assert_eq!(errors[0].problem.code(), "TW105");
}
