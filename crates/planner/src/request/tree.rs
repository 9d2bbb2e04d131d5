//! The request with names resolved: nodes, each one verb at one place, standing for all alike rows there.

use alloc::vec::Vec;

use super::{Fault, GroupId, Layout, Selection, SlotId};
use crate::schema::{FieldId, ModelId, RelationId};

/// What can be asked to be done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verb {
    /// Make a row.
    Create,
}

impl Verb {
    /// The word a caller writes.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Verb::Create => "create",
        }
    }

    /// The verb with that word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Verb> {
        (word == Verb::Create.word()).then_some(Verb::Create)
    }
}

/// The request with names resolved, and everything that is wrong with its form.
#[derive(Clone, Debug)]
pub struct WriteTree {
    /// What is asked at the top.
    pub verb: Verb,
    /// Of which model.
    pub model: ModelId,
    /// Where everything stands.
    pub layout: Layout,
    /// The rows at the top, if any data could be read.
    pub root: Option<Node>,
    /// What shall come back.
    pub selection: Selection,
    /// What is wrong with the form.
    pub faults: Vec<Fault>,
}

/// All alike rows at one place.
#[derive(Clone, Debug)]
pub struct Node {
    /// Their model.
    pub model: ModelId,
    /// Where the host keeps them.
    pub group: GroupId,
    /// The fields some of them have values for, in the caller's order.
    pub given: Vec<Given>,
    /// What some of them do with relations, in the caller's order.
    pub links: Vec<LinkNode>,
}

/// A field that rows have values for.
#[derive(Clone, Debug)]
pub struct Given {
    /// The field.
    pub field: FieldId,
    /// Where its values are.
    pub slot: SlotId,
    /// Where the values are that stand in `{ set }`.
    pub set: Option<SlotId>,
}

/// What rows do with one relation.
#[derive(Clone, Debug)]
pub struct LinkNode {
    /// The relation.
    pub relation: RelationId,
    /// Where it stands.
    pub slot: SlotId,
    /// What is done, in the caller's order.
    pub verbs: Vec<VerbNode>,
}

/// One verb at one relation.
#[derive(Clone, Debug)]
pub struct VerbNode {
    /// What is done.
    pub verb: Verb,
    /// Where it stands.
    pub slot: SlotId,
    /// With which rows; none if nothing but empty arrays stand there.
    pub node: Option<Node>,
}
