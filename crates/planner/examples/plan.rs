//! The planner from plain Rust: a schema and a nested write in, the plan and its SQL out.
//!
//! `cargo run -p treewright --example plan`

use treewright::{
    Error, Pace, Plain, ReadLimits, Value, arguments_of, describe, load, locate, prepare, read, show,
};

const SCHEMA: &str = r#"{
    "models": {
        "User": {
            "fields": { "id": { "type": "Int", "id": true, "default": { "fn": "autoincrement" } }, "email": "String" },
            "relations": { "posts": { "many": "Post" } }
        },
        "Post": {
            "fields": {
                "id": { "type": "Int", "id": true, "default": { "fn": "autoincrement" } },
                "title": "String",
                "authorId": "Int"
            },
            "relations": { "author": { "one": "User", "fields": ["authorId"], "references": ["id"] } }
        }
    }
}"#;

const WRITE: &str = r#"{
    "data": { "email": "ada@example.com", "posts": { "create": [{ "title": "One" }, { "title": "Two" }] } },
    "include": { "posts": true }
}"#;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let description: Plain = serde_json::from_str(SCHEMA)?;
    let schema = load(&description).map_err(|errors| describe(&errors))?;
    let arguments: Plain = serde_json::from_str(WRITE)?;
    let context = arguments_of(&schema, "create", "User")?;
    let reading = read(&schema, context, &Value::from(&arguments), ReadLimits::default(), Pace::AtOnce);
    let prepared = prepare(&schema, &reading.shape)?;
    let Some((plan, script)) = prepared.ready else {
        let errors: Vec<Error> =
            prepared.findings.faults.iter().flat_map(|fault| locate(fault, &reading)).collect();
        return Err(describe(&errors).into());
    };
    println!("{}", show(&schema, &plan));
    for statement in &script.statements {
        println!("{}\n", statement.sql);
    }
    Ok(())
}
