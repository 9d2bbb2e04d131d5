//! What holds for every schema and every tree, tried on random ones.
//!
//! A failure prints its seed; `PROPERTY_SEED=<seed> PROPERTY_RUNS=1` tries that one alone. More runs, more trees.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a panic is a failed test"
)]

use std::env;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

use serde_json::Value as Json;
use treewright::{Layout, Plain, Plan, ReadLimits, check, describe, load, prepare, waves};
use treewright_tests::arbitrary::{
    Random, World, arguments, garbled_description, garbled_shape, settled, spoiled, world, write,
};
use treewright_tests::case::{agrees, agrees_or_fails};
use treewright_tests::fakedb::Connection;
use treewright_tests::forms::to_value;
use treewright_tests::host::run;
use treewright_tests::labels::labeled;
use treewright_tests::listing::list;
use treewright_tests::prepared::{Prepared, prepared};

/// Tries a property from many seeds, and says which seed fails.
fn for_all(runs: u64, property: impl Fn(&mut Random)) {
    let number = |name: &str| env::var(name).ok().map(|text| text.parse::<u64>().expect("a number"));
    let first = number("PROPERTY_SEED").unwrap_or(1);
    for seed in first..first + number("PROPERTY_RUNS").unwrap_or(runs) {
        let tried = catch_unwind(AssertUnwindSafe(|| property(&mut Random::new(seed))));
        if let Err(panic) = tried {
            eprintln!("failed from PROPERTY_SEED={seed} PROPERTY_RUNS=1");
            resume_unwind(panic);
        }
    }
}

/// A world, and a request of it that nothing is wrong with.
fn request(random: &mut Random) -> (World, Prepared, Json) {
    let world = world(random);
    let (model, json) = arguments(random, &world);
    let limits = ReadLimits::default();
    let prepared = prepared(&world.schema, &world.defaults, ("create", &model), &to_value(&json), limits);
    let prepared = prepared.unwrap_or_else(|errors| panic!("{json:#}\n{}", describe(&errors)));
    (world, prepared, json)
}

#[test]
fn every_plan_is_sound() {
    for_all(120, |random| {
        let (world, prepared, _) = request(random);
        for prepared in [&prepared, &prepared.unoptimized()] {
            assert_eq!(check(&world.schema, &prepared.plan), Vec::<String>::new());
        }
    });
}

#[test]
fn every_request_is_done_as_if_row_by_row() {
    for_all(150, |random| {
        let (world, prepared, json) = request(random);
        for prepared in [&prepared, &prepared.unoptimized()] {
            let mut connection = Connection::new(world.database.clone());
            let run = run(prepared, &mut connection);
            let told = |what: String| format!("{what}\n{json:#}\n{}", text_of(prepared));
            run.end.unwrap_or_else(|failure| panic!("{}", told(format!("{failure:?}"))));
            let answer = run.answer.expect("what is done has an answer");
            let agreed = catch_unwind(AssertUnwindSafe(|| {
                agrees(prepared, &world.database, &connection.database, Ok(&answer));
            }));
            agreed.unwrap_or_else(|panic| {
                eprintln!("{}", told(String::new()));
                resume_unwind(panic)
            });
        }
    });
}

/// A world with rows in it, and a request of any operation.
fn any_request(random: &mut Random) -> (World, Prepared, Json) {
    let world = world(random);
    let world = settled(random, world);
    let (operation, model, json) = write(random, &world);
    let asked = (operation.as_str(), model.as_str());
    let prepared = prepared(&world.schema, &world.defaults, asked, &to_value(&json), ReadLimits::default());
    let prepared = prepared.unwrap_or_else(|errors| panic!("{operation} {json:#}\n{}", describe(&errors)));
    (world, prepared, json)
}

#[test]
fn every_write_is_done_as_if_row_by_row() {
    for_all(400, |random| {
        let (world, prepared, json) = any_request(random);
        assert_eq!(
            check(&world.schema, &prepared.plan),
            Vec::<String>::new(),
            "{json:#}\n{}",
            text_of(&prepared)
        );
        for prepared in [&prepared, &prepared.unoptimized()] {
            let mut connection = Connection::new(world.database.clone());
            let agreed = catch_unwind(AssertUnwindSafe(|| {
                let run = run(prepared, &mut connection);
                agrees_or_fails(prepared, &world.database, &connection.database, &run);
            }));
            agreed.unwrap_or_else(|panic| {
                eprintln!("{:?} {json:#}\n{}", prepared.asked, text_of(prepared));
                resume_unwind(panic)
            });
        }
    });
}

#[test]
fn passes_change_no_row_and_add_nothing() {
    for_all(100, |random| {
        let (world, optimized, _) = request(random);
        let plain = optimized.unoptimized();
        let rows = |prepared: &Prepared| {
            let mut connection = Connection::new(world.database.clone());
            run(prepared, &mut connection).end.expect("the request is right");
            labeled(&connection.database)
        };
        assert_eq!(rows(&optimized), rows(&plain));
        let size = |plan: &Plan| (plan.steps.len(), waves(plan).len());
        let (before, after) = (size(&plain.plan), size(&optimized.plan));
        let told = || format!("{before:?} became {after:?}\n{}\n{}", text_of(&plain), text_of(&optimized));
        assert!(after.0 <= before.0 && after.1 <= before.1, "{}", told());
        let again = optimized.optimized_again();
        assert_eq!(text_of(&again), text_of(&optimized), "running the passes twice changes more");
    });
}

#[test]
fn the_same_request_gives_the_same_bytes() {
    for_all(50, |random| {
        for make in [request, any_request] {
            let mut twin = random.clone();
            let ((_, one, _), (_, other, _)) = (make(random), make(&mut twin));
            assert_eq!(one.reading.shape, other.reading.shape);
            assert_eq!(text_of(&one), text_of(&other));
            assert_eq!(
                serde_json::to_string(&*one.script).unwrap(),
                serde_json::to_string(&*other.script).unwrap()
            );
        }
    });
}

#[test]
fn more_rows_of_the_same_kind_change_no_text() {
    for_all(80, |random| {
        let (world, prepared, mut json) = request(random);
        multiply(&mut json["data"]);
        let model = world.schema.model(prepared.plan.model).unwrap().name.clone();
        let read = ReadLimits::default();
        let more = treewright_tests::prepared::prepared(
            &world.schema,
            &world.defaults,
            ("create", &model),
            &to_value(&json),
            read,
        );
        let more = more.unwrap_or_else(|errors| panic!("{}", describe(&errors)));
        assert_eq!(more.reading.shape, prepared.reading.shape);
        assert_eq!(text_of(&more), text_of(&prepared));
    });
}

/// Writes every row of every array three times.
fn multiply(json: &mut Json) {
    match json {
        Json::Object(entries) => {
            for (name, json) in entries {
                multiply(json);
                if let (Json::Array(rows), "create") = (json, name.as_str()) {
                    *rows = rows.iter().flat_map(|row| [row, row, row]).cloned().collect();
                }
            }
        }
        Json::Array(items) => items.iter_mut().for_each(multiply),
        _ => {}
    }
}

#[test]
fn mistakes_are_told_with_their_places() {
    for_all(400, |random| {
        let world = world(random);
        let (model, json) = arguments(random, &world);
        let arguments = to_value(&spoiled(random, &json));
        let limits = ReadLimits { depth: 3, nodes: 30 };
        match prepared(&world.schema, &world.defaults, ("create", &model), &arguments, limits) {
            Ok(prepared) => {
                assert_eq!(check(&world.schema, &prepared.plan), Vec::<String>::new());
                let mut connection = Connection::new(world.database.clone());
                let run = run(&prepared, &mut connection);
                let is_kept = !connection.database.has_rows_of(&world.database);
                assert_eq!(run.end.is_ok(), is_kept, "{:?}", run.end);
            }
            Err(errors) => {
                assert!(!errors.is_empty(), "something is wrong, and nothing is said of it\n{json:#}");
                for error in errors {
                    let is_left_open = error.path.to_string().contains("[*]");
                    assert!(!error.problem.to_string().is_empty() && !is_left_open, "{error}");
                }
            }
        }
    });
}

#[test]
fn mistakes_in_any_write_are_told_with_their_places() {
    for_all(300, |random| {
        let (world, prepared, json) = any_request(random);
        let arguments = to_value(&spoiled(random, &json));
        let limits = ReadLimits { depth: 4, nodes: 60 };
        let asked = (prepared.asked.0.as_str(), prepared.asked.1.as_str());
        match treewright_tests::prepared::prepared(&world.schema, &world.defaults, asked, &arguments, limits)
        {
            Ok(prepared) => assert_eq!(check(&world.schema, &prepared.plan), Vec::<String>::new()),
            Err(errors) => {
                assert!(!errors.is_empty(), "something is wrong, and nothing is said of it\n{json:#}");
                for error in errors {
                    let is_left_open = error.path.to_string().contains("[*]");
                    assert!(!error.problem.to_string().is_empty() && !is_left_open, "{error}");
                }
            }
        }
    });
}

#[test]
fn nonsense_for_a_shape_is_refused() {
    for_all(300, |random| {
        let make = if random.chance(50) { request } else { any_request };
        let (world, prepared, _) = make(random);
        let shape = garbled_shape(random, &prepared.reading.shape);
        let read = Layout::read(&world.schema, &shape);
        match prepare(&world.schema, &shape) {
            Err(error) => assert!(error.problem.code().starts_with("TW9"), "{error}"),
            Ok(prepared) => {
                assert!(read.is_ok(), "what cannot be read was prepared");
                if let Some((plan, _)) = prepared.ready {
                    assert_eq!(check(&world.schema, &plan), Vec::<String>::new(), "{shape}");
                }
            }
        }
    });
}

#[test]
fn nonsense_for_a_description_is_refused() {
    for_all(400, |random| {
        let description = world(random).description;
        let garbled = garbled_description(random, &description);
        let plain: Plain = serde_json::from_value(garbled).unwrap();
        if let Err(errors) = load(&plain) {
            assert!(!errors.is_empty() && !describe(&errors).is_empty());
            assert!(errors.iter().all(|error| error.problem.code().starts_with("TW1")));
        }
    });
}

fn text_of(prepared: &Prepared) -> String {
    list(&prepared.schema, &prepared.plan, &prepared.script)
}
