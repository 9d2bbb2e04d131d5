//! Things gone wrong: arguments with mistakes in them, shapes and descriptions that make no sense.

use serde_json::{Map, Value as Json, json};

use super::Random;

/// Arguments with a few mistakes.
#[must_use]
pub fn spoiled(random: &mut Random, arguments: &Json) -> Json {
    let mut spoiled = arguments.clone();
    for _ in 0..=random.below(3) {
        spoil(random, &mut spoiled, 0);
    }
    spoiled
}

/// Spoils one place somewhere inside.
fn spoil(random: &mut Random, json: &mut Json, depth: usize) {
    let goes_on = random.chance(80) && depth < 12;
    let is_special = json.as_object().is_some_and(|entries| entries.keys().any(|name| name.starts_with('$')));
    match json {
        Json::Object(entries) if goes_on && !entries.is_empty() && !is_special => {
            let name = entries.keys().nth(random.below(entries.len())).expect("an entry").clone();
            spoil(random, &mut entries[&name], depth + 1);
        }
        Json::Array(items) if goes_on && !items.is_empty() => {
            let position = random.below(items.len());
            spoil(random, &mut items[position], depth + 1);
        }
        Json::Object(entries) if random.chance(70) && !entries.is_empty() && !is_special => {
            spoil_entries(random, entries);
        }
        other => *other = nonsense(random),
    }
}

fn spoil_entries(random: &mut Random, entries: &mut Map<String, Json>) {
    let name = entries.keys().nth(random.below(entries.len())).expect("an entry").clone();
    match random.below(4) {
        0 => {
            entries.shift_remove(&name);
        }
        1 => {
            let value = entries.shift_remove(&name).expect("the entry is there");
            entries.insert(format!("{name}x"), value);
        }
        2 => {
            let value = nonsense(random);
            entries.insert("r1id".into(), value);
        }
        _ => {
            let value = nonsense(random);
            let names = ["create", "connect", "select", "include", "set", "", "__proto__", "data", "id"];
            entries.insert((*random.pick(&names)).to_owned(), value);
        }
    }
}

fn nonsense(random: &mut Random) -> Json {
    let all = [
        Json::Null,
        json!(true),
        json!(0),
        json!(1.5),
        json!("text"),
        json!({ "$float": "NaN" }),
        json!([]),
        json!([null, 1, {}]),
        json!({}),
        json!({ "create": {} }),
        json!({ "create": [{}, {}] }),
        json!({ "create": [null] }),
        json!({ "set": null }),
        json!({ "$date": "2024-01-01T00:00:00.000Z" }),
    ];
    random.pick(&all).clone()
}

/// A shape with letters changed, put in or taken out.
#[must_use]
pub fn garbled_shape(random: &mut Random, shape: &str) -> String {
    let mut letters: Vec<char> = shape.chars().collect();
    for _ in 0..=random.below(4) {
        let at = random.below(letters.len() + 1);
        let letter = *random.pick(&['{', '}', ':', ',', '"', '\\', '?', '/', '0', '7', 'f', 'é', ' ', '9']);
        match random.below(4) {
            0 => letters.insert(at, letter),
            1 if at < letters.len() => letters[at] = letter,
            2 => letters.truncate(at),
            _ if at < letters.len() => {
                letters.remove(at);
            }
            _ => letters.push(letter),
        }
    }
    letters.into_iter().collect()
}

/// A description with something else at a few places.
#[must_use]
pub fn garbled_description(random: &mut Random, description: &Json) -> Json {
    let mut garbled = description.clone();
    for _ in 0..=random.below(3) {
        spoil_description(random, &mut garbled, 0);
    }
    garbled
}

fn spoil_description(random: &mut Random, json: &mut Json, depth: usize) {
    let goes_on = random.chance(85) || depth < 3;
    match json {
        Json::Object(entries) if goes_on && !entries.is_empty() => {
            let name = entries.keys().nth(random.below(entries.len())).expect("an entry").clone();
            spoil_description(random, &mut entries[&name], depth + 1);
        }
        Json::Array(items) if goes_on && !items.is_empty() => {
            let position = random.below(items.len());
            spoil_description(random, &mut items[position], depth + 1);
        }
        other => {
            let all = [
                Json::Null,
                json!(false),
                json!(-1),
                json!(1e300),
                json!(""),
                json!("Ant"),
                json!("Int"),
                json!("String[]"),
                json!("id"),
                json!([]),
                json!(["id", "id"]),
                json!([null]),
                json!({}),
                json!({ "type": "Int", "default": { "fn": "uuid" } }),
                json!({ "one": "Bee" }),
            ];
            *other = random.pick(&all).clone();
        }
    }
}
