//! The planner's WebAssembly skin.

use wasm_bindgen::prelude::wasm_bindgen;

/// The crate's version.
#[wasm_bindgen]
#[must_use]
pub fn version() -> String {
    env!("CARGO_PKG_VERSION").to_owned()
}
