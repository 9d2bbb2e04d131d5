//! The house itself: floors, sizes, first lines, names, a case for every code, and the list of public names.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a panic is a failed test"
)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use treewright_tests::CASES;
use treewright_tests::case::{compare, folder};

/// The rooms of the planner, from the ground: each uses only the rooms before it.
const FLOORS: &[&str] = &[
    "listed", "value", "path", "error", "schema", "request", "validate", "plan", "optimize", "render",
    "prepare", "session",
];

/// A room may have so many lines; past the first number it is listed.
const LONG: usize = 400;
const TOO_LONG: usize = 700;

/// Names that say nothing of what lives there; `types` does where it holds TypeScript's types and nothing else.
const NO_ROOMS: &[&str] = &["utils", "helpers", "common", "misc", "types"];

/// Endings that say nothing of what a thing is.
const NO_WORDS: &[&str] = &["Manager", "Handler", "Processor", "Helper", "Data", "Info", "Impl"];

/// Codes that no request and no description provokes by itself, and where they are tried instead.
const TRIED_ELSEWHERE: &[(&str, &str)] = &[
    ("TW105", "counts: too large to keep in a file"),
    ("TW320", "a coder's, tried in js/coders"),
    ("TW321", "a coder's, tried in js/coders"),
    ("TW322", "a coder's, tried in js/coders"),
    ("TW323", "a coder's, tried in js/coders"),
    ("TW324", "a coder's, tried in js/coders"),
    ("TW325", "a coder's, tried in js/coders"),
    ("TW326", "a coder's, tried in js/coders"),
    ("TW327", "a coder's, tried in js/coders"),
    ("TW328", "a coder's, tried in js/coders"),
    ("TW329", "a coder's, tried in js/coders"),
    ("TW330", "a coder's, tried in js/coders"),
    ("TW331", "a coder's, tried in js/coders"),
    ("TW332", "a coder's, tried in js/coders"),
    ("TW333", "a coder's, tried in js/coders"),
    ("TW334", "a coder's, tried in js/coders"),
    ("TW335", "a coder's, tried in js/coders"),
    ("TW336", "a coder's, tried in js/coders"),
    ("TW337", "a coder's, tried in js/coders"),
    ("TW338", "a coder's, tried in js/coders"),
    ("TW339", "a coder's, tried in js/coders"),
    ("TW342", "a coder's, tried in js/coders"),
    ("TW501", "simulation: rows that a trigger skips"),
    ("TW603", "simulation: refusals"),
    ("TW604", "simulation: refusals"),
    ("TW605", "simulation: refusals"),
    ("TW606", "simulation: refusals"),
    ("TW607", "simulation: refusals"),
    ("TW608", "simulation: refusals"),
    ("TW609", "simulation: refusals"),
    ("TW610", "simulation: refusals"),
    ("TW611", "simulation: refusals"),
    ("TW612", "simulation: refusals"),
    ("TW699", "simulation: refusals"),
    ("TW901", "properties: shapes that make no sense"),
    ("TW902", "a mistake of ours, which no test may find"),
    ("TW903", "simulation: replies of a wrong shape"),
    ("TW904", "simulation: after the end"),
];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// Every file below a folder with one of the endings, and its text.
fn files(below: &Path, endings: &[&str]) -> Vec<(PathBuf, String)> {
    let mut files = Vec::new();
    let mut folders = vec![below.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().map(Result::unwrap) {
            let path = entry.path();
            let ending = path.extension().and_then(|ending| ending.to_str()).unwrap_or("");
            if path.is_dir() && !path.ends_with("generated") {
                folders.push(path);
            } else if endings.contains(&ending) && !path.to_string_lossy().contains(".d.ts") {
                files.push((path.clone(), fs::read_to_string(&path).unwrap()));
            }
        }
    }
    files.sort();
    files
}

fn rust() -> Vec<(PathBuf, String)> {
    let folders = ["crates", "tests"].map(|folder| files(&root().join(folder), &["rs"]));
    folders.into_iter().flatten().collect()
}

fn scripts() -> Vec<(PathBuf, String)> {
    files(&root().join("js/src"), &["ts"])
}

#[test]
fn rooms_use_only_the_floors_below() {
    let source = root().join("crates/planner/src");
    for (path, text) in files(&source, &["rs"]) {
        let inside = path.strip_prefix(&source).unwrap().to_string_lossy().into_owned();
        let room = inside.split(['/', '.']).next().unwrap();
        if room == "lib" {
            continue;
        }
        let floor = |room: &str| FLOORS.iter().position(|known| *known == room);
        let own = floor(room).unwrap_or_else(|| panic!("{inside} is on no floor"));
        for used in text.split("crate::").skip(1) {
            let used: String =
                used.chars().take_while(|letter| letter.is_alphanumeric() || *letter == '_').collect();
            let used = floor(&used).unwrap_or_else(|| panic!("{inside} uses `{used}`, which is on no floor"));
            assert!(used <= own, "{inside} uses {}, which is above it", FLOORS[used]);
        }
        assert!(!text.contains("use super::super"), "{inside} climbs more than one floor at once");
    }
}

#[test]
fn rooms_are_of_a_size_to_read() {
    for (path, text) in rust().into_iter().chain(scripts()) {
        let n_lines = text.lines().count();
        if n_lines > LONG {
            println!("{} has {n_lines} lines: what is the second room?", path.display());
        }
        assert!(n_lines <= TOO_LONG, "{} has {n_lines} lines", path.display());
    }
}

#[test]
fn files_open_with_what_lives_there() {
    for (path, text) in rust() {
        let opens = text.starts_with("//! ") || text.starts_with("#![doc = include_str!");
        assert!(opens, "{} does not say what lives there", path.display());
    }
    for (path, text) in scripts() {
        // What is run as a command says first by what.
        let text = text.strip_prefix("#!/usr/bin/env node\n").unwrap_or(&text);
        assert!(text.starts_with("// "), "{} does not say what lives there", path.display());
    }
}

#[test]
fn rooms_are_named_for_what_lives_there() {
    for (path, _) in rust().into_iter().chain(scripts()) {
        let inside = path.strip_prefix(root()).unwrap().with_extension("");
        let has_types = ["tests", "js/src"].iter().any(|folder| inside.starts_with(folder));
        for part in inside.iter().map(|part| part.to_string_lossy()) {
            assert!(!NO_ROOMS.contains(&&*part) || part == "types" && has_types, "{}", path.display());
        }
    }
}

#[test]
fn things_are_named_for_what_they_are() {
    let starts = ["struct ", "enum ", "trait ", "class ", "interface ", "type "];
    for (path, text) in rust().into_iter().chain(scripts()) {
        for line in text.lines().map(str::trim_start) {
            let line = ["pub ", "pub(crate) ", "pub(super) ", "export "]
                .iter()
                .fold(line, |line, start| line.strip_prefix(start).unwrap_or(line));
            let Some(rest) = starts.iter().find_map(|start| line.strip_prefix(start)) else {
                continue;
            };
            let name: String = rest.chars().take_while(|letter| letter.is_alphanumeric()).collect();
            let is_vague = NO_WORDS.iter().any(|word| name.ends_with(word));
            assert!(!is_vague, "{} has the name {name}", path.display());
        }
    }
}

/// Every code of the planner, from the tables that give them.
fn codes() -> BTreeSet<String> {
    let rooms = ["codes.rs", "facts.rs"].map(|room| root().join("crates/planner/src/error").join(room));
    let text: String = rooms.into_iter().map(|room| fs::read_to_string(room).unwrap()).collect();
    let codes = text.split("\"TW").skip(1).map(|rest| format!("TW{}", &rest[..3]));
    codes.collect()
}

#[test]
fn every_code_has_a_case() {
    // A code is tried by a case that is named for it, or by one that fails with it when it is carried out.
    let failing: String = CASES
        .iter()
        .filter(|name| !name.starts_with("errors/"))
        .filter_map(|name| fs::read_to_string(folder().join(format!("{name}.errors"))).ok())
        .collect();
    let tried = |code: &str| {
        CASES.iter().any(|name| name.starts_with(&format!("errors/{code}-")))
            || failing.lines().any(|line| line.starts_with(code))
    };
    for code in codes() {
        let elsewhere = TRIED_ELSEWHERE.iter().find(|(known, _)| *known == code);
        match (tried(&code), elsewhere) {
            (false, None) => panic!("{code} has no case in tests/cases/errors"),
            (true, Some((_, why))) => panic!("{code} has a case now, and is listed as {why}"),
            _ => {}
        }
    }
    for (code, why) in TRIED_ELSEWHERE {
        assert!(codes().contains(*code), "{code} is listed as {why}, and is no code");
    }
    for name in CASES.iter().filter_map(|name| name.strip_prefix("errors/")) {
        let code = name.split('-').next().unwrap();
        assert!(codes().contains(code), "{name} is named for no code");
    }
}

/// A case of a verb begins with who stores the link; `alone` is for rows without any.
#[test]
fn cases_are_a_matrix() {
    let starts = ["alone-", "here-", "there-", "between-", "self-"];
    let of_verbs = CASES.iter().filter(|name| !name.starts_with("errors/"));
    for name in of_verbs.filter_map(|name| name.split_once('/')).map(|(_, stem)| stem) {
        assert!(starts.iter().any(|start| name.starts_with(start)), "{name} does not say who holds the link");
    }
    let endings = [".request.json", ".schema.json", ".before", ".plan", ".rows", ".errors"];
    let folders = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    for folder in folders.filter(|folder| !folder.ends_with("schemas")) {
        let verb = folder.file_name().unwrap().to_string_lossy().into_owned();
        for entry in fs::read_dir(&folder).unwrap() {
            let file = entry.unwrap().file_name().into_string().unwrap();
            let stem = endings.iter().find_map(|ending| file.strip_suffix(ending));
            let stem = stem.unwrap_or_else(|| panic!("{file} is part of no case"));
            let name = format!("{verb}/{stem}");
            assert!(CASES.contains(&name.as_str()), "{file} has no request beside it");
        }
    }
    for (path, _) in files(&folder().join("schemas"), &["json"]) {
        assert!(path.with_extension("sql").exists(), "{} has no tables", path.display());
    }
}

/// The errors of a case lead with the code it is named for.
#[test]
fn errors_are_those_of_their_names() {
    for name in CASES.iter().filter(|name| name.starts_with("errors/")) {
        let text = fs::read_to_string(folder().join(format!("{name}.errors"))).unwrap_or_default();
        let code = name["errors/".len()..].split('-').next().unwrap();
        assert!(text.lines().any(|line| line.starts_with(code)), "{name} does not end in {code}:\n{text}");
    }
}

#[test]
fn public_names_are_listed() {
    let text = fs::read_to_string(root().join("crates/planner/src/lib.rs")).unwrap();
    let mut names = BTreeSet::new();
    for list in text.split("pub use ").skip(1) {
        let list = list.split(';').next().unwrap();
        let list = list.split_once("::").map_or(list, |(_, list)| list);
        let list = list.trim_matches(['{', '}', ' ', '\n']);
        names.extend(list.split(',').map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned));
    }
    let list: String = names.into_iter().map(|name| name + "\n").collect();
    compare(&root().join("tests/public-names.txt"), &list);
}
