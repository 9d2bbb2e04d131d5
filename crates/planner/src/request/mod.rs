//! What the caller sent: a shape and its slots, and the tree they are parsed into.
//!
//! Knows nothing of what makes a request right: names are resolved here, and `validate` judges.

mod conditions;
mod fault;
mod filter;
mod grammar;
mod parse;
mod read;
mod reading;
mod select;
mod shape;
mod tree;

pub use fault::{Fault, Spot, Test, locate};
pub use filter::{Comparison, Filter, JsonComparison, Quantifier};
pub use grammar::{Alike, Context, Entry, Mode, arguments_of, entries};
pub use parse::parse;
pub(crate) use parse::unreadable;
pub use read::{Pace, ReadLimits, read};
pub use reading::{GroupRows, Reading, SlotValues};
pub use select::{Order, OrderBy, Selection, Take, Tally, Wanted};
pub use shape::{Group, GroupId, Layout, Slot, SlotId};
pub use tree::{Change, Given, Item, LinkNode, Node, Operation, RequestTree, Verb, VerbNode};
