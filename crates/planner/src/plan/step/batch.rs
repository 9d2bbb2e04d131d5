//! Which rows a step is about: those of a group that pass its picks, and rows of earlier steps.
//!
//! Knows nothing of what is done with them.

use alloc::vec::Vec;

use super::StepId;
use crate::request::{GroupId, SlotId, Test};

/// Rows of one group.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Batch {
    /// The group.
    pub group: GroupId,
    /// Which of its rows: those that pass all of these.
    pub only: Vec<Pick>,
    /// The entry of the rows that asks for the step, where it is not the rows themselves.
    pub entry: Option<SlotId>,
}

impl Batch {
    /// Which rows of the request it is about, where nothing has come back yet.
    pub(crate) fn known_rows(&self) -> (GroupId, Option<SlotId>, Vec<&Pick>) {
        let is_known = |pick: &&Pick| matches!(pick, Pick::Test(..) | Pick::Any(_));
        (self.group, self.entry, self.only.iter().filter(is_known).collect())
    }
}

/// What a row must be for a step to be about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Pick {
    /// It has this, or has it not.
    Test(Test, bool),
    /// It has one of these.
    Any(Vec<Test>),
    /// The row that it belongs to came back of one of these steps.
    Found(Vec<Lender>),
    /// The row that it belongs to came back of none of these steps.
    Missing(Vec<Lender>),
}

/// A step that lends keys of its rows, for the rows of one group.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Lender {
    /// The step.
    pub step: StepId,
    /// The group of the request that its rows are for.
    pub group: GroupId,
}

/// The rows of a step, or of one of its groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RowsOf {
    /// The step.
    pub step: StepId,
    /// The group; none for all rows of a read.
    pub group: Option<GroupId>,
}
