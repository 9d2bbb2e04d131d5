//! The cases: each is a few files that share a stem, and together they say what the planner does.
//!
//! A case of a verb is `cases/<verb>/<stem>.request.json` with two expectations beside it:
//!
//! ```text
//! <stem>.plan   the plan as text, then each statement: its SQL, and where the values of its parameters come from
//! <stem>.rows   every row of every table once the request is carried out, then `answer` and what the caller gets
//! ```
//!
//! A case that fails when it is carried out has `<stem>.errors` in place of `.rows`: the problem, as text; every table is
//! as it was. A case may have `<stem>.before`: rows that are there before, printed as in `.rows`. Sequences go on after
//! the largest number that stands there.
//!
//! A request is an object with these entries:
//!
//! ```text
//! schema   the name of a schema in cases/schemas, or a description
//! before   rows that are there before, as JSON: { "User": [{ "id": 901, "email": "..." }] }; each field they leave out
//!          is null; they draw no numbers, so their ids are high
//! model    the model's name
//! verb     the verb
//! args     the arguments
//! limits   { "depth", "nodes" } of the client, where they are not the usual ones
//! ```
//!
//! Values are JSON with forms for what JSON cannot hold, as `forms` lists them: `$date`, `$bytes`, `$bigint`, `$float`, `$field`.
//! An answer uses the same forms: every DateTime is a `$date`, every BigInt a `$bigint`, every Bytes a `$bytes`, every
//! Decimal a text. How rows are printed, and how values that nobody can foresee get names, is told in `rows`.
//!
//! `cases/schemas/<name>.json` is a description, and `<name>.sql` makes its tables in an empty database. What a table
//! does by itself follows the conventions of `fakedb`.
//!
//! A case of an error is `cases/errors/<code>-<what>.request.json`, or `.schema.json` with a wrong description, and
//! beside it `.errors`: all that is wrong, as text. Where no JSON can provoke the error, the request has `shape` in place
//! of `args`: the shape that a host would send, whose errors leave the rows of their paths open.
//!
//! `UPDATE=1` rewrites what is expected.

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::{env, fs};

use serde_json::Value as Json;
use treewright::{
    Action, Failure, ModelId, Plain, ReadLimits, Schema, Step, Value, Words, check as unsound, describe, load,
};

use crate::coding::Coding;
use crate::fakedb::{Connection, Database};
use crate::forms::to_value;
use crate::labels::{labeled, unordered};
use crate::prepared::{Defaults, Prepared, defaults_of, errors_of_shape, prepared};
use crate::{before, host, listing, naive, rows};

/// A request with all it needs.
#[derive(Clone, Debug)]
pub struct Case {
    /// Its name, as `create/there-two-children`.
    pub name: String,
    /// The schema.
    pub schema: Arc<Schema>,
    /// The defaults that are values.
    pub defaults: Defaults,
    /// The database before the request.
    pub database: Database,
    /// The request as it is written.
    pub request: Json,
}

/// Checks a case of any kind against what is expected.
///
/// # Panics
/// When something else comes out.
pub fn check(name: &str) {
    let path = folder().join(name);
    if with_ending(&path, "schema.json").exists() {
        let plain: Plain = serde_json::from_value(json_of(&with_ending(&path, "schema.json"))).unwrap();
        let errors = load(&plain).expect_err("the description should be wrong");
        return compare(&with_ending(&path, "errors"), &(describe(&errors) + "\n"));
    }
    let case = Case::read(name);
    if name.starts_with("errors/") {
        let errors = match case.request["shape"].as_str() {
            Some(shape) => errors_of_shape(&case.schema, shape),
            None => case.prepared().err().unwrap_or_default(),
        };
        assert!(!errors.is_empty(), "something is wrong, and nothing is said of it");
        return compare(&with_ending(&path, "errors"), &(describe(&errors) + "\n"));
    }
    let prepared = case.ready();
    compare(&with_ending(&path, "plan"), &listing::list(&case.schema, &prepared.plan, &prepared.script));
    let mut connection = Connection::new(case.database.clone());
    let run = host::run(&prepared, &mut connection);
    let outcome = match &run.end {
        Ok(_) => Ok(run.answer.expect("what is done has an answer")),
        Err(failure) => Err(failure.words.problem),
    };
    agrees(&prepared, &case.database, &connection.database, outcome.as_ref().map_err(|code| *code));
    let (kept, gone, shown) = match (outcome, run.end) {
        (Ok(answer), _) => {
            let before = case.database.tables.iter().flat_map(|table| &table.rows);
            let before = Value::List(before.flat_map(|row| row.cells.clone()).collect());
            let written = [to_value(&case.request["args"]), before];
            ("rows", "errors", rows::show(&connection.database, &answer, &written.each_ref()))
        }
        (Err(_), Err(failure)) => {
            assert!(connection.database.has_rows_of(&case.database), "it failed, but rows stayed");
            ("errors", "rows", failed(&failure))
        }
        (Err(code), Ok(_)) => unreachable!("what is done fails with {code}"),
    };
    assert!(!with_ending(&path, gone).exists(), "it ends with {kept}, and {gone} are expected:\n{shown}");
    compare(&with_ending(&path, kept), &shown);
}

/// A failure as the case files keep it.
fn failed(failure: &Failure) -> String {
    let Words { problem, message, help, .. } = &failure.words;
    let help = help.as_ref().map_or(String::new(), |help| format!("\n  help: {help}"));
    format!("{problem} at {}: {message}{help}\n", failure.path)
}

/// Checks rows and answer, or the code of what went wrong, against what writing row by row gives.
///
/// # Panics
/// When they differ.
pub fn agrees(prepared: &Prepared, before: &Database, after: &Database, outcome: Result<&Json, &str>) {
    if prepared.plan.operation.only_reads() {
        // What is found is told by the real databases, which carry out the same cases.
        assert_eq!(labeled(after), labeled(before), "a read writes");
        assert!(outcome.is_ok() || outcome == Err("TW502"), "a read finds, or does not");
        return;
    }
    let mut naive = before.clone();
    let (model, arguments) = (prepared.plan.model, &prepared.arguments);
    let asked = (prepared.plan.operation.word(), model);
    let gives = naive::carry_out(&mut naive, &prepared.defaults, asked, arguments);
    match (outcome, gives) {
        (Ok(answer), Ok(gives)) => {
            let (own, expected) = (labeled(after), labeled(&naive));
            let but = |rows: &[String], others: &[String]| {
                rows.iter().filter(|row| !others.contains(row)).cloned().collect::<Vec<String>>()
            };
            assert_eq!(
                but(&own, &expected),
                but(&expected, &own),
                "these rows differ from those written one by one"
            );
            // Which rows a selection wants is not told row by row; there the real databases are asked.
            let wants_all = |step: &Step| match &step.action {
                Action::Read(read) => read.wanted.is_everything() && read.counts.is_empty(),
                _ => true,
            };
            if prepared.plan.steps.iter().all(wants_all) {
                let expected = naive::answer(before, after, &gives, model, arguments);
                assert_eq!(
                    unordered(answer),
                    unordered(&expected),
                    "the answer differs from what the tables hold"
                );
            }
        }
        (Err(code), Err(naive::Trouble(expected))) => {
            assert_eq!(code, expected, "row by row it fails with another problem");
        }
        (Ok(_), Err(trouble)) => panic!("row by row it fails with {trouble:?}"),
        (Err(code), Ok(_)) => panic!("row by row it succeeds, and does not fail with {code}"),
    }
}

/// The same for a request that may fail: which of several problems is told is free.
///
/// # Panics
/// When one succeeds and the other fails, or they differ.
pub fn agrees_or_fails(prepared: &Prepared, before: &Database, after: &Database, run: &host::Run) {
    let mut naive = before.clone();
    let asked = (prepared.plan.operation.word(), prepared.plan.model);
    let gives = naive::carry_out(&mut naive, &prepared.defaults, asked, &prepared.arguments);
    match (&run.end, gives) {
        (_, Err(naive::Trouble(code))) if code == naive::GONE => {}
        (Err(failure), Err(_)) => {
            assert!(after.has_rows_of(before), "it failed, but rows stayed: {failure:?}");
        }
        (Ok(_), _) => agrees(prepared, before, after, Ok(run.answer.as_ref().expect("an answer"))),
        (Err(failure), Ok(_)) => panic!("row by row it succeeds: {failure:?}"),
    }
}

impl Case {
    /// Reads a case.
    ///
    /// # Panics
    /// When its files are not there or not right.
    #[must_use]
    pub fn read(name: &str) -> Case {
        let request = json_of(&with_ending(&folder().join(name), "request.json"));
        let known = ["schema", "before", "model", "verb", "args", "limits", "shape"];
        for entry in request.as_object().expect("a request is an object").keys() {
            assert!(known.contains(&entry.as_str()), "a request has no entry `{entry}`");
        }
        let description = match request["schema"].as_str() {
            Some(schema) => json_of(&folder().join("schemas").join(format!("{schema}.json"))),
            None => request["schema"].clone(),
        };
        let schema = Arc::new(schema_of(&description));
        let defaults = defaults_of(&description);
        let mut database = Database::new(&schema);
        for (model, rows) in request["before"].as_object().into_iter().flatten() {
            let id = schema.model_named(model).expect("rows of a model");
            for row in rows.as_array().expect("an array of rows") {
                lay(&mut database, id, row);
            }
        }
        if let Ok(text) = fs::read_to_string(with_ending(&folder().join(name), "before")) {
            before::load(&mut database, &text);
        }
        Case { name: name.to_owned(), schema, defaults, database, request }
    }

    /// The request taken through the line.
    ///
    /// # Errors
    /// All that is wrong with it.
    pub fn prepared(&self) -> Result<Prepared, Vec<treewright::Error>> {
        let text = |entry: &str| self.request[entry].as_str().expect("a name").to_owned();
        let limit = |entry: &str, usual: u32| {
            self.request["limits"][entry].as_u64().map_or(usual, |limit| limit as u32)
        };
        let usual = ReadLimits::default();
        let limits = ReadLimits { depth: limit("depth", usual.depth), nodes: limit("nodes", usual.nodes) };
        let arguments = to_value(&self.request["args"]);
        prepared(&self.schema, &self.defaults, (&text("verb"), &text("model")), &arguments, limits)
    }

    /// The request taken through the line, which finds nothing wrong.
    ///
    /// # Panics
    /// When something is wrong with it, or its plan is unsound.
    #[must_use]
    pub fn ready(&self) -> Prepared {
        let prepared = self.prepared().unwrap_or_else(|errors| panic!("{}", describe(&errors)));
        assert_eq!(unsound(&self.schema, &prepared.plan), Vec::<String>::new());
        prepared
    }
}

/// Reads a description that nothing is wrong with.
///
/// # Panics
/// When something is.
#[must_use]
pub fn schema_of(description: &Json) -> Schema {
    let plain: Plain = serde_json::from_value(description.clone()).unwrap();
    load(&plain).unwrap_or_else(|errors| panic!("{}", describe(&errors)))
}

/// Puts a row into a table, as a case or a suite writes it.
///
/// # Panics
/// When it names what is not there.
pub fn lay(database: &mut Database, id: ModelId, row: &Json) {
    let schema = Arc::clone(&database.schema);
    let model = schema.model(id).expect("a model of the schema");
    let row = row.as_object().expect("a row is an object");
    for name in row.keys() {
        assert!(model.field_named(name).is_some(), "{} has no field `{name}`", model.name);
    }
    let cells = model.fields().map(|(_, field)| {
        row.get(&field.name)
            .map_or(Value::Null, |json| Coding::of_field(&schema, field).encode(&to_value(json)))
    });
    database.lay(id, cells.collect());
}

/// The folder of the cases.
#[must_use]
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("cases")
}

/// Compares what came out with a file, or rewrites the file if that is asked for.
///
/// # Panics
/// When they differ.
pub fn compare(path: &Path, actual: &str) {
    let expected = fs::read_to_string(path).ok();
    if expected.as_deref() == Some(actual) {
        return;
    }
    if env::var_os("UPDATE").is_some_and(|update| !update.is_empty()) {
        fs::write(path, actual).unwrap();
        return;
    }
    let name = path.file_name().unwrap_or_default().display();
    let Some(expected) = expected else {
        panic!("there is no {name}; UPDATE=1 writes it:\n{actual}");
    };
    let differ = |(one, other): (&str, &str)| one != other;
    let line = expected.lines().zip(actual.lines()).position(differ);
    let line = line.unwrap_or_else(|| expected.lines().count().min(actual.lines().count())) + 1;
    panic!("{name} differs from line {line} on\n--- expected\n{expected}\n--- actual\n{actual}");
}

fn with_ending(path: &Path, ending: &str) -> PathBuf {
    PathBuf::from(format!("{}.{ending}", path.display()))
}

fn json_of(path: &Path) -> Json {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}
