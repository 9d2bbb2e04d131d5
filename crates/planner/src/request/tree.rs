//! The request with names resolved: items, each one verb at one place, standing for all alike rows there.

use alloc::vec::Vec;

use super::{Fault, Filter, GroupId, Layout, Selection, SlotId, Tally};
use crate::schema::{FieldId, ModelId, RelationId};

/// What can be asked at the top.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Operation {
    /// Make a row.
    Create,
    /// Make rows.
    CreateMany,
    /// Make rows and give them back.
    CreateManyAndReturn,
    /// Change a row.
    Update,
    /// Change rows.
    UpdateMany,
    /// Change rows and give them back.
    UpdateManyAndReturn,
    /// Change a row, or make it if there is none.
    Upsert,
    /// Delete a row.
    Delete,
    /// Delete rows.
    DeleteMany,
    /// The row with a key, if it is there.
    FindUnique,
    /// The row with a key.
    FindUniqueOrThrow,
    /// The first row that meets a condition, if there is one.
    FindFirst,
    /// The first row that meets a condition.
    FindFirstOrThrow,
    /// Rows that meet a condition.
    FindMany,
    /// How many rows meet a condition.
    Count,
}

/// What can be asked of a relation.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verb {
    /// Make rows.
    Create,
    /// Make rows, many at once.
    CreateMany,
    /// Link rows that are there.
    Connect,
    /// Link rows, and make those that are not there.
    ConnectOrCreate,
    /// Change linked rows.
    Update,
    /// Change linked rows, and make those that are not there.
    Upsert,
    /// Delete linked rows.
    Delete,
    /// Unlink rows.
    Disconnect,
    /// Link these rows and no others.
    Set,
    /// Change all linked rows that meet a condition.
    UpdateMany,
    /// Delete all linked rows that meet a condition.
    DeleteMany,
}

impl Operation {
    /// Every operation, in the order of its number.
    pub const ALL: [Operation; 15] = [
        Operation::Create,
        Operation::CreateMany,
        Operation::CreateManyAndReturn,
        Operation::Update,
        Operation::UpdateMany,
        Operation::UpdateManyAndReturn,
        Operation::Upsert,
        Operation::Delete,
        Operation::DeleteMany,
        Operation::FindUnique,
        Operation::FindUniqueOrThrow,
        Operation::FindFirst,
        Operation::FindFirstOrThrow,
        Operation::FindMany,
        Operation::Count,
    ];

    /// The word a caller writes.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Operation::Create => "create",
            Operation::CreateMany => "createMany",
            Operation::CreateManyAndReturn => "createManyAndReturn",
            Operation::Update => "update",
            Operation::UpdateMany => "updateMany",
            Operation::UpdateManyAndReturn => "updateManyAndReturn",
            Operation::Upsert => "upsert",
            Operation::Delete => "delete",
            Operation::DeleteMany => "deleteMany",
            Operation::FindUnique => "findUnique",
            Operation::FindUniqueOrThrow => "findUniqueOrThrow",
            Operation::FindFirst => "findFirst",
            Operation::FindFirstOrThrow => "findFirstOrThrow",
            Operation::FindMany => "findMany",
            Operation::Count => "count",
        }
    }

    /// The operation with that word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Operation> {
        Operation::ALL.into_iter().find(|operation| operation.word() == word)
    }

    pub(super) fn numbered(number: u32) -> Option<Operation> {
        Operation::ALL.get(number as usize).copied()
    }

    /// Whether rows come back, so that something can be chosen of them.
    #[must_use]
    pub fn gives_rows(self) -> bool {
        !matches!(
            self,
            Operation::CreateMany | Operation::UpdateMany | Operation::DeleteMany | Operation::Count
        )
    }

    /// Whether many rows may be written.
    #[must_use]
    pub fn is_many(self) -> bool {
        matches!(
            self,
            Operation::CreateMany
                | Operation::CreateManyAndReturn
                | Operation::UpdateMany
                | Operation::UpdateManyAndReturn
                | Operation::DeleteMany
        )
    }

    /// Whether nothing is written.
    #[must_use]
    pub fn only_reads(self) -> bool {
        matches!(
            self,
            Operation::FindUnique
                | Operation::FindUniqueOrThrow
                | Operation::FindFirst
                | Operation::FindFirstOrThrow
                | Operation::FindMany
                | Operation::Count
        )
    }

    /// Whether it is wrong that there is no row.
    #[must_use]
    pub fn throws(self) -> bool {
        matches!(self, Operation::FindUniqueOrThrow | Operation::FindFirstOrThrow)
    }
}

impl Verb {
    /// Every verb, in the order of its number.
    pub const ALL: [Verb; 11] = [
        Verb::Create,
        Verb::CreateMany,
        Verb::Connect,
        Verb::ConnectOrCreate,
        Verb::Update,
        Verb::Upsert,
        Verb::Delete,
        Verb::Disconnect,
        Verb::Set,
        Verb::UpdateMany,
        Verb::DeleteMany,
    ];

    /// The word a caller writes.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Verb::Create => "create",
            Verb::CreateMany => "createMany",
            Verb::Connect => "connect",
            Verb::ConnectOrCreate => "connectOrCreate",
            Verb::Update => "update",
            Verb::Upsert => "upsert",
            Verb::Delete => "delete",
            Verb::Disconnect => "disconnect",
            Verb::Set => "set",
            Verb::UpdateMany => "updateMany",
            Verb::DeleteMany => "deleteMany",
        }
    }

    /// The verb with that word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Verb> {
        Verb::ALL.into_iter().find(|verb| verb.word() == word)
    }

    pub(super) fn numbered(number: u32) -> Option<Verb> {
        Verb::ALL.get(number as usize).copied()
    }

    /// Whether the verb needs a row that is there, so that it can stand in data for updates only.
    #[must_use]
    pub fn is_for_updates(self) -> bool {
        !matches!(self, Verb::Create | Verb::CreateMany | Verb::Connect | Verb::ConnectOrCreate)
    }

    /// Whether the verb is about rows that are linked already.
    #[must_use]
    pub fn needs_linked(self) -> bool {
        matches!(self, Verb::Update | Verb::Upsert | Verb::Delete | Verb::UpdateMany | Verb::DeleteMany)
    }

    /// Whether the verb can stand at a relation to many only.
    #[must_use]
    pub fn is_for_lists(self) -> bool {
        matches!(self, Verb::CreateMany | Verb::Set | Verb::UpdateMany | Verb::DeleteMany)
    }
}

/// The request with names resolved, and everything that is wrong with its form.
#[derive(Clone, Debug)]
pub struct RequestTree {
    /// What is asked at the top.
    pub operation: Operation,
    /// Of which model.
    pub model: ModelId,
    /// Where everything stands.
    pub layout: Layout,
    /// What is asked, if it could be read.
    pub root: Option<Item>,
    /// What shall come back.
    pub selection: Selection,
    /// What shall be counted; none where rows come back.
    pub tally: Option<Tally>,
    /// What is wrong with the form.
    pub faults: Vec<Fault>,
    /// What may be wrong with it in some row: only a host can tell.
    pub rules: Vec<Fault>,
}

/// What one verb is to do, for all alike rows at one place.
#[derive(Clone, Debug)]
pub struct Item {
    /// The model it is about.
    pub model: ModelId,
    /// Where the host keeps what was written.
    pub group: GroupId,
    /// Which rows it is about.
    pub filter: Option<Filter>,
    /// The first complete key that the condition names: its fields, each with its value.
    pub key: Vec<(FieldId, SlotId)>,
    /// Rows to be made.
    pub data: Option<Node>,
    /// What shall become of rows that are there.
    pub change: Option<Node>,
    /// Whether rows that are there already are left out.
    pub skip: Option<SlotId>,
    /// How many rows at most.
    pub limit: Option<SlotId>,
}

impl Item {
    /// An item of which nothing is known yet.
    pub(super) fn of(model: ModelId, group: GroupId) -> Item {
        Item {
            model,
            group,
            filter: None,
            key: Vec::new(),
            data: None,
            change: None,
            skip: None,
            limit: None,
        }
    }
}

/// The fields and relations of alike rows.
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
    /// What stands in objects there.
    pub changes: Vec<(Change, SlotId)>,
}

/// What becomes of a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Change {
    /// The value takes its place.
    Set,
    /// The value is added.
    Increment,
    /// The value is taken away.
    Decrement,
    /// It is multiplied by the value.
    Multiply,
    /// It is divided by the value.
    Divide,
    /// The value, or all of them, come last in the list.
    Push,
}

impl Change {
    /// The change with that word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Change> {
        Some(match word {
            "set" => Change::Set,
            "increment" => Change::Increment,
            "decrement" => Change::Decrement,
            "multiply" => Change::Multiply,
            "divide" => Change::Divide,
            "push" => Change::Push,
            _ => return None,
        })
    }

    /// The word a caller writes.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Change::Set => "set",
            Change::Increment => "increment",
            Change::Decrement => "decrement",
            Change::Multiply => "multiply",
            Change::Divide => "divide",
            Change::Push => "push",
        }
    }
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
    /// With which rows, alike ones together, in order; none if nothing but empty arrays, true or false stand there.
    pub items: Vec<Item>,
}
