//! The test runner of `wasm-bindgen`, built from this workspace so that its version is the one in `Cargo.lock`.

use std::env;
use std::process::ExitCode;

use wasm_bindgen_cli::wasm_bindgen_test_runner::run_cli_with_args;

fn main() -> ExitCode {
    match run_cli_with_args(env::args_os()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(problem) => {
            eprintln!("wasm-runner: {problem:#}");
            ExitCode::FAILURE
        }
    }
}
