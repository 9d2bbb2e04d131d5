//! A plan: the work in running order, as data a person can read.
//!
//! What each step says has a room. Knows nothing of SQL or of transports. Invariant: a step borrows keys of earlier
//! steps only.

mod answer;
mod batch;
mod change;
mod find;
mod insert;
mod link;
mod source;
mod target;

pub use answer::{Answer, AnswerRelation, Count, Read, Related};
pub use batch::{Batch, Lender, Pick, RowsOf};
pub use change::{ColumnChange, Delete, Update, UpdateColumn};
pub use find::{Find, Lock, Once};
pub use insert::{Conflict, Insert, InsertColumn, KeyMaking};
pub use link::{Link, LinkBatch, Pairs, Unlink};
pub use source::{KeyRef, OwnRef, Source};
pub use target::{Except, Near, Scope, Target, Where};

use alloc::sync::Arc;
use alloc::vec::Vec;

use crate::error::Problem;
use crate::request::{GroupId, Layout, Operation, SlotId};
use crate::schema::{FieldId, ModelId};

/// A step's position in its plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct StepId(pub u32);

/// The work in running order, and what is given back of it.
#[derive(Clone, Debug)]
pub struct Plan {
    /// What was asked at the top.
    pub operation: Operation,
    /// Of which model.
    pub model: ModelId,
    /// Where everything stands in the request.
    pub layout: Layout,
    /// The steps, in order.
    pub steps: Vec<Step>,
    /// Groups of which only one row can be carried out at a time, because rows may touch what others touch.
    pub one_by_one: Vec<GroupId>,
    /// What comes back.
    pub returned: Returned,
}

/// What comes back of a plan.
#[derive(Clone, Debug)]
pub enum Returned {
    /// One row.
    Row(Answer),
    /// Rows.
    Rows(Answer),
    /// How many rows the steps wrote.
    Count(Vec<StepId>),
    /// The one number of a step that counts.
    Number(StepId),
    /// The numbers of a step that counts, by name.
    Numbers(StepId),
}

/// One thing asked of the database, for any number of alike rows.
#[derive(Clone, Debug)]
pub struct Step {
    /// Its position.
    pub id: StepId,
    /// The model it acts on.
    pub model: ModelId,
    /// What it does.
    pub action: Action,
    /// How many rows it must touch.
    pub guard: Guard,
    /// The fields of its rows that come back, in order.
    pub gives: Vec<FieldId>,
    /// What it is to the caller, for the receipt.
    pub deed: Deed,
}

/// What a step is to the caller.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deed {
    /// Nothing that the caller asked for by itself.
    Nothing,
    /// Rows are created.
    Created,
    /// Rows are changed.
    Updated,
    /// Rows are linked.
    Connected,
    /// Rows are unlinked.
    Disconnected,
    /// Rows are deleted.
    Deleted,
}

/// How many rows a step must touch.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Guard {
    /// As many as it is given, else the database has not kept them.
    EveryRow,
    /// As many as it is given, else this is wrong.
    Each(Arc<Problem>),
    /// As many as it is given, else another transaction was faster: all is to be done again. If that does not help, this
    /// is wrong, with the value in that slot.
    EachOrAgain(Arc<Problem>, Option<SlotId>),
    /// None, else this is wrong.
    NoRow(Arc<Problem>),
    /// Any number.
    AnyNumber,
}

/// What a step does.
#[derive(Clone, Debug)]
pub enum Action {
    /// Makes rows.
    Insert(Insert),
    /// Makes pairs in a junction table.
    Link(Link),
    /// Removes pairs from a junction table.
    Unlink(Unlink),
    /// Finds rows that are there, at most one for each row of the request.
    Find(Find),
    /// Changes rows.
    Update(Update),
    /// Deletes rows.
    Delete(Delete),
    /// Reads rows.
    Read(Read),
    /// Counts rows.
    Count(Count),
}

impl Plan {
    /// The step at that position.
    #[must_use]
    pub fn step(&self, id: StepId) -> Option<&Step> {
        self.steps.get(id.0 as usize)
    }
}
