//! What can be wrong, as facts: one variant per mistake, with the place where it was found.
//!
//! Knows nothing of wording; `words` turns a problem into speech.

mod codes;
mod facts;
mod meta;
mod nearest;
mod problem;
mod words;

pub use codes::Class;
pub use facts::{CoderFault, Expected, RelationFacts};
pub use meta::Meta;
pub use nearest::nearest;
pub use problem::Problem;

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde::Serialize;

use crate::listed::Listed;
use crate::path::Path;

/// A problem and where it was found.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{} at {path}: {problem}", problem.code())]
pub struct Error {
    /// What is wrong.
    pub problem: Problem,
    /// Where.
    pub path: Path,
}

/// A problem in words, ready to leave the planner.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Words {
    /// Our own stable code.
    pub problem: &'static str,
    /// Prisma's code for the same thing, where it has one.
    pub code: Option<&'static str>,
    /// The kind of error to catch.
    pub class: Class,
    /// What is wrong, in one sentence.
    pub message: String,
    /// The next thing to try, where we can name it.
    pub help: Option<String>,
    /// Facts for programs, by the names that Prisma gives them.
    #[serde(skip_serializing_if = "Meta::is_empty")]
    pub meta: Meta,
}

impl Problem {
    /// The problem in words.
    #[must_use]
    pub fn words(&self) -> Words {
        Words {
            problem: self.code(),
            code: self.prisma_code(),
            class: self.class(),
            message: self.to_string(),
            help: self.help(),
            meta: self.meta(),
        }
    }
}

/// Several errors as text, one block each, as a person would like to read them.
#[must_use]
pub fn describe(errors: &[Error]) -> String {
    let blocks: Vec<String> = errors
        .iter()
        .map(|error| match error.problem.help() {
            Some(help) => alloc::format!("{error}\n  help: {help}"),
            None => error.to_string(),
        })
        .listed();
    blocks.join("\n")
}
