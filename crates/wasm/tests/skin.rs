//! What the skin exports, called from where it will live.

#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test that cannot go on has failed")]

use serde_json::{Value, json};
use treewright_wasm::{Planner, coder_words, kinds};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

#[cfg(feature = "browser")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

const MODELS: &str = r#"{"models": {
    "User": {
        "fields": { "id": { "type": "Int", "id": true, "default": { "fn": "autoincrement" } }, "email": "String" },
        "relations": { "posts": { "many": "Post" } }
    },
    "Post": {
        "fields": { "id": { "type": "Int", "id": true, "default": { "fn": "autoincrement" } }, "title": "String", "authorId": "Int" },
        "relations": { "author": { "one": "User", "fields": ["authorId"], "references": ["id"] } }
    }
}}"#;

/// The shape of `{ data: { email, posts: { create: [{ title }] } } }`.
fn shape(planner: &Planner) -> String {
    let context = planner.arguments("create", "User").unwrap();
    format!("{context}:2000{{0:2000{{1:80,2:2000{{0:1000/2000{{1:80}}}}}}}}")
}

/// A value that came out, as JSON to look at.
fn parsed(value: &JsValue) -> Value {
    read(&String::from(js_sys::JSON::stringify(value).unwrap()))
}

fn js(value: &Value) -> JsValue {
    js_sys::JSON::parse(&value.to_string()).unwrap()
}

fn planner() -> Planner {
    Planner::new(&js_sys::JSON::parse(MODELS).unwrap()).ok().unwrap()
}

fn read(json: &str) -> Value {
    serde_json::from_str(json).unwrap()
}

#[wasm_bindgen_test]
fn a_wrong_description_is_thrown_with_every_mistake() {
    let description = json!({ "models": { "A": { "fields": { "id": "Intt" } } } });
    let thrown = Planner::new(&js(&description)).err().unwrap();
    let errors = parsed(&thrown);
    assert_eq!(errors[0]["words"]["problem"], "TW107");
    assert_eq!(errors[0]["path"], json!(["models", "A", "fields", "id"]));
    assert_eq!(errors[0]["words"]["help"], "did you mean `Int`?");
    assert_eq!(errors[1]["words"]["problem"], "TW116");
}

#[wasm_bindgen_test]
fn models_that_callers_could_not_tell_apart_clash_in_every_alphabet() {
    let model = json!({ "fields": { "id": { "type": "Int", "id": true } } });
    for (one, other) in [("User", "user"), ("\u{c4}rzte", "\u{e4}rzte"), ("\u{416}", "\u{436}")] {
        let description = json!({ "models": { one: model, other: model } });
        let errors = parsed(&Planner::new(&js(&description)).err().unwrap());
        assert_eq!(errors[0]["words"]["problem"], "TW110", "{one}");
    }
}

#[wasm_bindgen_test]
fn what_cannot_be_plain_data_is_an_error_object() {
    let thrown = Planner::new(&JsValue::symbol(Some("x"))).err().unwrap();
    assert!(thrown.is_instance_of::<js_sys::TypeError>());
}

#[wasm_bindgen_test]
fn entries_tell_a_host_how_to_read() {
    let planner = planner();
    let arguments = parsed(&planner.entries(planner.arguments("create", "User").unwrap()).unwrap());
    assert_eq!(arguments[0]["name"], "data");
    assert_eq!(arguments[0]["mode"], "rows");
    assert_eq!(arguments[0]["deepens"], true);
    let data =
        parsed(&planner.entries(u32::try_from(arguments[0]["next"].as_u64().unwrap()).unwrap()).unwrap());
    assert_eq!(
        data[1],
        json!({
            "name": "email", "mode": "leaf", "next": null, "plain": null, "deepens": false, "alike": "all",
            "strict": false, "ordered": false, "words": null, "signed": false
        })
    );
    assert_eq!(data[2]["mode"], "leafOrRow");
    assert_eq!(parsed(&planner.entries(u32::MAX).unwrap()), json!([]));
}

#[wasm_bindgen_test]
fn names_that_are_not_there_are_thrown() {
    let planner = planner();
    let verb = parsed(&planner.arguments("craete", "User").err().unwrap());
    assert_eq!(verb[0]["words"]["problem"], "TW210");
    let model = parsed(&planner.arguments("create", "Usr").err().unwrap());
    assert_eq!(model[0]["words"]["help"], "did you mean `User`?");
}

#[wasm_bindgen_test]
fn a_shape_becomes_a_script_and_a_text() {
    let planner = planner();
    let prepared = planner.prepare(&shape(&planner)).ok().unwrap();
    let script = read(&prepared.script().unwrap());
    assert_eq!(script["statements"].as_array().unwrap().len(), 2);
    assert_eq!(script["waves"], json!([[0], [1]]));
    assert_eq!(script["inTransaction"], true);
    assert_eq!(
        script["statements"][1]["parameters"][1]["sources"],
        json!([[{ "key": { "step": 0, "column": 0, "group": 1 } }]])
    );
    assert!(prepared.text().unwrap().starts_with("  1  insert User at data"));
}

#[wasm_bindgen_test]
fn a_rejected_shape_has_faults_and_nothing_to_run() {
    let planner = planner();
    let context = planner.arguments("create", "User").unwrap();
    let prepared = planner.prepare(&format!("{context}:2000{{0:2000{{\"emial\":80}}}}")).ok().unwrap();
    let form = read(&prepared.form());
    assert_eq!(form["faults"][0]["words"]["problem"], "TW201");
    assert_eq!(
        form["faults"][1]["spot"],
        json!({ "at": "lacking", "group": 1, "tests": [], "name": "email" })
    );
    assert!(prepared.script().is_none() && prepared.text().is_none() && prepared.start().is_none());
}

#[wasm_bindgen_test]
fn a_text_that_is_no_shape_is_thrown() {
    let planner = planner();
    for shape in ["", "x", "0", "0:2000{", "0:2000{9:1}", "99:1", "0:2000{\"a", "0:zz", "\u{1f980}"] {
        let thrown = planner.prepare(shape).err().unwrap();
        assert_eq!(parsed(&thrown)[0]["words"]["problem"], "TW901", "{shape}");
    }
}

#[wasm_bindgen_test]
fn a_session_takes_keys_from_one_wave_to_the_next() {
    let planner = planner();
    let prepared = planner.prepare(&shape(&planner)).ok().unwrap();
    let mut session = prepared.start().unwrap();
    assert_eq!(
        parsed(&session.turn().unwrap()),
        json!({ "turn": "run", "calls": [{ "statement": 0, "keys": [] }] })
    );
    let reply = json!({ "rows": [{ "given": 1, "rows": 1, "lent": [["7"]] }], "refusal": null });
    let turn = parsed(&session.next(&js(&reply)).unwrap());
    assert_eq!(
        turn["calls"],
        json!([{ "statement": 1, "keys": [{ "step": 0, "column": 0, "values": ["7"] }] }])
    );
    let reply = json!({ "rows": [{ "given": 3, "rows": 3, "lent": [] }], "refusal": null });
    let turn = parsed(&session.next(&js(&reply)).unwrap());
    assert_eq!(turn, json!({ "turn": "done", "statements": 2, "rows": 4 }));
    let turn = parsed(&session.next(&js(&reply)).unwrap());
    assert_eq!((&turn["turn"], &turn["words"]["problem"]), (&json!("failed"), &json!("TW904")));
}

#[wasm_bindgen_test]
fn a_refusal_ends_a_session_at_its_statement() {
    let planner = planner();
    let prepared = planner.prepare(&shape(&planner)).ok().unwrap();
    let mut session = prepared.start().unwrap();
    let refusal = json!({
        "state": "23502", "message": "null value", "detail": null, "schema": "public", "table": "User",
        "column": "email", "constraint": null,
    });
    let turn = parsed(&session.next(&js(&json!({ "rows": [], "refusal": refusal }))).unwrap());
    assert_eq!(turn["words"]["code"], "P2011");
    assert_eq!((&turn["model"], &turn["target"]), (&json!("User"), &json!(["email"])));
    assert_eq!((&turn["statement"], &turn["placing"]), (&json!(0), &json!("null")));
    let placed = parsed(&planner.place(&js(&refusal)).unwrap());
    assert_eq!(placed["statement"], Value::Null);
}

#[wasm_bindgen_test]
fn a_reply_that_does_not_fit_fails_and_never_panics() {
    let planner = planner();
    let prepared = planner.prepare(&shape(&planner)).ok().unwrap();
    let replies = [
        json!(null),
        json!([]),
        json!({ "rows": "x" }),
        json!({ "rows": [] }),
        json!({ "rows": [{}] }),
        json!({ "rows": [{ "given": -1, "rows": 2, "lent": 3 }] }),
        json!({ "rows": [{ "given": 1, "rows": 1, "lent": [] }] }),
        json!({ "rows": [{ "given": 1, "rows": 1, "lent": [["1", "2"]] }] }),
        json!({ "rows": [{ "given": 2, "rows": 1, "lent": [["1"]] }] }),
    ];
    for reply in replies {
        let mut session = prepared.start().unwrap();
        let turn = parsed(&session.next(&js(&reply)).unwrap());
        assert_eq!(turn["turn"], "failed", "{reply}");
    }
}

#[wasm_bindgen_test]
fn coders_and_kinds_have_their_words() {
    let words =
        parsed(&coder_words("UnknownEnumValue", "User".into(), "role".into(), Some("ADMIN".into())).unwrap());
    assert_eq!((&words["problem"], &words["help"]), (&json!("TW329"), &json!("its values are ADMIN")));
    let unknown = parsed(&coder_words("nonsense", "User".into(), "role".into(), None).unwrap());
    assert_eq!(unknown["problem"], "TW334");
    let kinds = parsed(&kinds().unwrap());
    assert_eq!((&kinds[0], &kinds[7], kinds.as_array().unwrap().len()), (&json!("Null"), &json!("Text"), 26));
}
