//! What the skin exports, called from where it will live.

#![cfg(target_arch = "wasm32")]

use wasm_bindgen_test::wasm_bindgen_test;

#[cfg(feature = "browser")]
wasm_bindgen_test::wasm_bindgen_test_configure!(run_in_browser);

#[wasm_bindgen_test]
fn the__is_the_crates() {
    assert_eq!((), env!("CARGO_PKG_VERSION"));
}
