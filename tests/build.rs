//! Writes one test for each case file, named for it, so that the totals count cases.
#![allow(clippy::unwrap_used, reason = "a build that cannot list the cases must stop")]

use std::fmt::Write;
use std::path::Path;
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-changed=cases");
    let mut names = Vec::new();
    for folder in folders(Path::new("cases")) {
        for file in folders(&Path::new("cases").join(&folder)) {
            let stem = file.strip_suffix(".request.json").or_else(|| file.strip_suffix(".schema.json"));
            names.extend(stem.map(|stem| format!("{folder}/{stem}")));
        }
    }
    let mut tests = String::new();
    let mut list = String::new();
    for name in names {
        let function = name.replace(|letter: char| !letter.is_ascii_alphanumeric(), "_").to_lowercase();
        writeln!(tests, "#[test]\nfn {function}() {{\n    treewright_tests::case::check(\"{name}\");\n}}")
            .unwrap();
        writeln!(list, "    \"{name}\",").unwrap();
    }
    let out = env::var("OUT_DIR").unwrap();
    fs::write(Path::new(&out).join("tests.rs"), tests).unwrap();
    fs::write(Path::new(&out).join("names.rs"), format!("&[\n{list}]\n")).unwrap();
}

/// The names in a folder, in order.
fn folders(path: &Path) -> Vec<String> {
    let entries = fs::read_dir(path).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}
