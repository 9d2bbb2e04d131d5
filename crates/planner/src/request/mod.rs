//! What the caller sent: a shape and its slots, and the tree they are parsed into.
//!
//! Knows nothing of what makes a request right: names are resolved here, and `validate` judges.

mod fault;
mod grammar;
mod parse;
mod read;
mod select;
mod shape;
mod tree;

pub use fault::{Fault, Spot, Test, locate};
pub use grammar::{Context, Entry, Mode, arguments_of, entries};
pub use parse::parse;
pub(crate) use parse::unreadable;
pub use read::{GroupRows, ReadLimits, Reading, SlotValues, read};
pub use select::Selection;
pub use shape::{Group, GroupId, Layout, Slot, SlotId};
pub use tree::{Given, LinkNode, Node, Verb, VerbNode, WriteTree};
