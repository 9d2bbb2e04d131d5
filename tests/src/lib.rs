//! What the suites stand on: the cases, a database in memory, a host, a row-by-row writer, and random schemas and trees.
//!
//! Never published. Suites reach the planner through `case::check` and `host::run`, so a changed API changes few lines.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "whatever is amiss here is a failed test, and a panic says where"
)]
#![allow(clippy::result_large_err, reason = "a refusal is rare, and no test is in a hurry")]

pub mod arbitrary;
pub mod before;
pub mod case;
pub mod coding;
pub mod fakedb;
pub mod forms;
pub mod host;
pub mod labels;
pub mod listing;
pub mod naive;
pub mod prepared;
pub mod rows;

/// The name of every case, as `create/there-two-children`.
pub const CASES: &[&str] = include!(concat!(env!("OUT_DIR"), "/names.rs"));
