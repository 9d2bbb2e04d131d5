//! Builds the wasm crate and writes its JavaScript glue: `cargo xtask wasm [--out DIR]`.
//!
//! Knows nothing of the planner and nothing of npm. What it writes are the files that `js/src/planner` loads.

mod likeness;
mod pack;
mod wasm;

use std::env;
use std::path::PathBuf;
use std::process::ExitCode;

const USAGE: &str = "usage: cargo xtask wasm [--out DIR]";

fn main() -> ExitCode {
    let args: Vec<String> = env::args().skip(1).collect();
    match run(&args) {
        Ok(said) => {
            println!("{said}");
            ExitCode::SUCCESS
        }
        Err(problem) => {
            eprintln!("xtask: {problem}");
            ExitCode::FAILURE
        }
    }
}

fn run(args: &[String]) -> Result<String, String> {
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["wasm"] => wasm::build(&wasm::default_out()?),
        ["wasm", "--out", out] => wasm::build(&PathBuf::from(out)),
        _ => Err(USAGE.to_owned()),
    }
}
