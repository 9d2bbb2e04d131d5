//! Entry: one thing that an object may hold, and how a host reads what stands there.
//!
//! Knows nothing of which objects hold it.

use alloc::borrow::ToOwned;
use alloc::string::String;

use serde::Serialize;

use super::Context;

/// One entry that an object may have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// Its name.
    pub name: String,
    /// How a host reads what stands there.
    pub mode: Mode,
    /// The context of the objects below, where a host reads on.
    pub next: Option<u32>,
    /// The context instead, for objects that are not the envelope `{ where, data }`.
    pub plain: Option<u32>,
    /// Whether the objects below are rows or choices of a model, one level deeper in the tree.
    pub deepens: bool,
    /// Which objects below are alike.
    pub alike: Alike,
    /// Whether leaving the value undefined is a mistake: a condition that vanishes would hit every row.
    pub strict: bool,
    /// Whether the order of the objects below matters, so that each has a group of its own where rows go one by one.
    pub ordered: bool,
    /// The two words of a choice.
    pub words: Option<[&'static str; 2]>,
    /// Whether a number below zero is told from others.
    pub signed: bool,
}

/// How a host reads what stands at an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Mode {
    /// A value: its kind is told, whatever is inside of it stays unread. Where the entry has a context below, a reference
    /// to a field is a row of the group below that has its name, with true.
    Leaf,
    /// The same, but the kinds of an array's elements are told too.
    List,
    /// An object, or an array of objects: each is a row of a group below.
    Rows,
    /// A value, but an object is a row of the group below.
    LeafOrRow,
    /// An object, or an array of objects: each position has a group of its own.
    Each,
    /// One of the entry's two words, told as false and true.
    Choice,
    /// The same, but an object is a row of the group below.
    ChoiceOrRow,
    /// A text, or an array of texts: a row of the group below that has these names, each with true.
    Names,
}

/// Which objects at one place are alike, so that they are rows of one group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Alike {
    /// All.
    All,
    /// Those with the same entries, all the way down, and nulls in the same places: they are conditions.
    Same,
    /// Neighbors whose `where` has the same entries, all the way down, and nulls in the same places.
    SameWhere,
}

impl Entry {
    /// What the arguments as a whole are read by, once their context is known.
    pub(in crate::request) fn whole() -> Entry {
        Entry { mode: Mode::Rows, ..leaf("") }
    }
}

/// A value.
pub(super) fn leaf(name: &str) -> Entry {
    Entry {
        name: name.to_owned(),
        mode: Mode::Leaf,
        next: None,
        plain: None,
        deepens: false,
        alike: Alike::All,
        strict: false,
        ordered: false,
        words: None,
        signed: false,
    }
}

/// One of two words.
pub(super) fn choice(name: &str, words: [&'static str; 2]) -> Entry {
    Entry { mode: Mode::Choice, words: Some(words), ..leaf(name) }
}

/// A value or an array of values.
pub(super) fn list(name: &str) -> Entry {
    Entry { mode: Mode::List, ..leaf(name) }
}

/// Objects that are read on in a context.
pub(super) fn rows(name: &str, next: Context) -> Entry {
    entry(name, Mode::Rows, next)
}

/// Something that is read in one of the ways that lead to a context.
pub(super) fn entry(name: &str, mode: Mode, next: Context) -> Entry {
    Entry { mode, next: Some(next.number()), ..leaf(name) }
}
