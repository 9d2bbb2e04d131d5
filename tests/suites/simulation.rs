//! Every case with every mishap at every call: all rows or none, the session over in time, nothing that panics.
//!
//! What a mishap picks at random comes from a seed that a failure prints; `SIMULATION_SEED` picks others.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a panic is a failed test"
)]

use std::env;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use treewright::{GuardForm, Refusal, Reply, Turn, place};
use treewright_tests::CASES;
use treewright_tests::arbitrary::{Random, arguments, settled, world, write};
use treewright_tests::case::Case;
use treewright_tests::fakedb::{Connection, Database, Fault, Mishap};
use treewright_tests::forms::to_value;
use treewright_tests::host::run;
use treewright_tests::prepared::{Prepared, prepared};

/// How many seeds are tried.
const N_SEEDS: u64 = 2;

fn seeds() -> std::ops::Range<u64> {
    let first = env::var("SIMULATION_SEED").map_or(1, |text| text.parse().expect("a number"));
    first..first + N_SEEDS
}

fn cases() -> impl Iterator<Item = Case> {
    CASES.iter().filter(|name| !name.starts_with("errors/")).map(|name| Case::read(name))
}

#[test]
fn any_mishap_leaves_all_rows_or_none() {
    for case in cases() {
        let prepared = case.ready();
        for seed in seeds() {
            every_mishap(&case.name, &prepared, &case.database, seed);
        }
    }
}

#[test]
fn any_mishap_to_any_request_leaves_all_rows_or_none() {
    for seed in seeds().start..seeds().start + 25 {
        let mut random = Random::new(seed);
        let world = world(&mut random);
        let (model, json) = arguments(&mut random, &world);
        let limits = treewright::ReadLimits::default();
        let prepared = prepared(&world.schema, &world.defaults, ("create", &model), &to_value(&json), limits);
        every_mishap("a random request", &prepared.expect("a request that is right"), &world.database, seed);
    }
}

#[test]
fn any_mishap_to_any_write_leaves_all_rows_or_none() {
    for seed in seeds().start..seeds().start + 12 {
        let mut random = Random::new(seed);
        let world = world(&mut random);
        let world = settled(&mut random, world);
        let (operation, model, json) = write(&mut random, &world);
        let limits = treewright::ReadLimits::default();
        let asked = (operation.as_str(), model.as_str());
        let prepared = prepared(&world.schema, &world.defaults, asked, &to_value(&json), limits);
        every_mishap("a random write", &prepared.expect("a request that is right"), &world.database, seed);
    }
}

fn every_mishap(name: &str, prepared: &Prepared, before: &Database, seed: u64) {
    let mut connection = Connection::new(before.clone());
    let clean = run(prepared, &mut connection);
    if clean.n_tries > 1 || clean.end.is_err() {
        // What is done again, or fails by itself, has other calls than its script has statements.
        return;
    }
    let (after, n_rows) = (connection.database, connection.n_rows);
    for (at, n_rows) in n_rows.into_iter().enumerate() {
        for mishap in Mishap::all(seed) {
            let fault = Fault { at, mishap };
            let tried =
                catch_unwind(AssertUnwindSafe(|| one_mishap(prepared, before, &after, fault, n_rows)));
            if let Err(panic) = tried {
                eprintln!("failed: {name} with {mishap:?} at call {at}, from SIMULATION_SEED={seed}");
                resume_unwind(panic);
            }
        }
    }
}

fn one_mishap(prepared: &Prepared, before: &Database, after: &Database, fault: Fault, n_rows: usize) {
    let mut connection = Connection::new(before.clone());
    connection.fault = Some(fault);
    let mut run = run(prepared, &mut connection);
    let n_waves = prepared.script.waves.len();
    assert!(run.n_turns <= run.n_tries * (n_waves + 1), "the session goes on for too long");
    let statement =
        prepared.script.waves.concat().get(fault.at).map(|at| &prepared.script.statements[*at as usize]);
    let statement = statement.expect("a request without mishaps is tried once");
    // Rows that were not found are no mishap but another database.
    let is_lie = matches!(fault.mishap, Mishap::NoRow | Mishap::RowLess(_)) && statement.gives_rows;
    let has_all = connection.database.has_rows_of(after) || is_lie;
    let has_none = connection.database.has_rows_of(before);
    match &run.end {
        Ok(_) => assert!(has_all, "it says all is done, but rows are missing"),
        // With one statement there is no transaction to take back what a reply misreports: it is all there.
        Err(_) if !prepared.script.in_transaction => assert!(has_none || has_all, "some rows stayed"),
        Err(failure) => assert!(has_none, "it failed, but rows stayed: {failure:?}"),
    }
    let is_guarded = statement.guard == GuardForm::Kept;
    let must_fail = match fault.mishap {
        Mishap::Refused(_) => run.n_tries == 1,
        Mishap::Dropped | Mishap::ReplyShort | Mishap::ReplyLong => true,
        Mishap::NoCommit => prepared.script.in_transaction,
        Mishap::NoRow | Mishap::RowLess(_) => is_guarded && n_rows > 0,
        Mishap::RowMore => is_guarded,
        Mishap::ColumnLess | Mishap::ColumnShort => false,
    };
    assert!(!must_fail || run.end.is_err(), "a mishap went unnoticed");
    if let Err(failure) = &run.end {
        assert!(!failure.words.message.is_empty());
    }
    let again = run.session.next(Reply { rows: Vec::new(), refusal: None });
    let Turn::Failed(failure) = again else {
        panic!("a session that is over goes on");
    };
    assert_eq!(failure.words.problem, "TW904");
}

#[test]
fn every_refusal_has_its_problem() {
    let case = Case::read("create/there-two-children");
    let expected = [
        ("23505", "TW601"),
        ("23503", "TW602"),
        ("23502", "TW603"),
        ("23514", "TW604"),
        ("22001", "TW605"),
        ("22003", "TW606"),
        ("22P02", "TW607"),
        ("40001", "TW608"),
        ("40P01", "TW608"),
        ("42501", "TW609"),
        ("42P01", "TW610"),
        ("42703", "TW611"),
        ("08006", "TW612"),
        ("57P01", "TW612"),
        ("XX000", "TW699"),
    ];
    for (state, problem) in expected {
        let refusal = Refusal { state: Some(state.into()), message: "no".into(), ..Refusal::default() };
        let failure = place(&case.schema, Some(&case.ready().script), Some(0), &refusal);
        assert_eq!(failure.words.problem, problem, "{state}");
        assert_eq!(failure.model.as_deref(), Some("User"));
        assert!(!failure.words.message.is_empty());
    }
    let failure = place(&case.schema, None, None, &Refusal::default());
    assert_eq!(failure.words.problem, "TW612", "without a state the connection is gone");
}

/// What the database says of a row leads to the fields it is about.
#[test]
fn a_refusal_names_fields_as_the_caller_does() {
    let mut case = Case::read("create/there-two-children");
    case.request["before"] = serde_json::Value::Null;
    let prepared = case.ready();
    let mut connection = Connection::new(case.database.clone());
    run(&prepared, &mut connection).end.expect("it is done the first time");
    let failure = run(&prepared, &mut connection).end.expect_err("the second time the email is taken");
    assert_eq!((failure.words.problem, failure.words.code), ("TW601", Some("P2002")));
    assert_eq!(failure.target, ["email"]);
    assert_eq!(failure.statement, Some(0));
    assert_eq!(failure.columns[0].parameter, Some(0));
}

#[test]
fn rows_that_a_trigger_skips_are_missed() {
    let case = Case::read("create/there-two-children");
    let mut connection = Connection::new(case.database.clone());
    connection.fault = Some(Fault { at: 1, mishap: Mishap::RowLess(0) });
    let failure = run(&case.ready(), &mut connection).end.expect_err("a row is missing");
    assert_eq!(failure.words.problem, "TW501");
    assert_eq!(failure.words.message, "the database did not keep every row of Post");
    assert_eq!((failure.placing, failure.row), (treewright::Placing::Position, Some(0)));
}
