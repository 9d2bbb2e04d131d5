//! What is wrong with a request, before it is known which rows are meant.
//!
//! A shape does not know its rows. A fault says in which slot and for which kinds something is wrong; a host, who has
//! the rows, finds them and their paths.

use alloc::string::String;
use alloc::vec::Vec;

use serde::Serialize;

use super::{GroupId, Layout, Reading, SlotId};
use crate::error::{Error, Problem};
use crate::listed::Listed;
use crate::path::{Path, Segment};
use crate::value::{Kind, Kinds};

/// A problem, and how to find the rows that have it.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// What is wrong.
    pub problem: Problem,
    /// Where.
    pub spot: Spot,
}

/// Which rows have a problem, and which place of theirs to name.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "at", rename_all = "camelCase")]
pub enum Spot {
    /// Every value of one of these kinds in the slot.
    Value {
        /// The slot.
        slot: SlotId,
        /// The kinds, as bits.
        kinds: u32,
    },
    /// Every element of one of these kinds in the arrays of the slot.
    Element {
        /// The slot.
        slot: SlotId,
        /// The kinds, as bits.
        kinds: u32,
    },
    /// Every row of the group that passes none of the tests; the place named is inside the row.
    Lacking {
        /// The group.
        group: GroupId,
        /// What each row should have one of.
        tests: Vec<Test>,
        /// The entry that is missed.
        name: String,
    },
    /// Every row of the group that passes both tests; the place of the second is named.
    Both {
        /// The group.
        group: GroupId,
        /// One thing.
        first: Test,
        /// The other.
        second: Test,
    },
}

/// Something a row may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Test {
    /// A value in the slot.
    Slot(SlotId),
    /// A row below it in the group.
    Rows(GroupId),
    /// A value of one of these kinds, as bits, in the slot.
    Kind(SlotId, u32),
}

impl Fault {
    /// A fault of every value of that kind in the slot.
    #[must_use]
    pub fn of_kind(problem: Problem, slot: SlotId, kind: Kind) -> Fault {
        Fault { problem, spot: Spot::Value { slot, kinds: kind as u32 } }
    }

    /// A fault of every value in the slot.
    #[must_use]
    pub fn of_slot(problem: Problem, slot: SlotId) -> Fault {
        Fault { problem, spot: Spot::Value { slot, kinds: u32::MAX } }
    }

    /// The place of the fault with its rows left open.
    #[must_use]
    pub fn path(&self, layout: &Layout) -> Path {
        match &self.spot {
            Spot::Value { slot, .. } => layout.path_of_slot(*slot),
            Spot::Element { slot, .. } => layout.path_of_slot(*slot).then(Segment::Row { group: u32::MAX }),
            Spot::Lacking { group, name, .. } if name.is_empty() => layout.path_of_group(*group),
            Spot::Lacking { group, name, .. } => layout.path_of_group(*group).name(name),
            Spot::Both { second: Test::Slot(slot) | Test::Kind(slot, _), .. } => layout.path_of_slot(*slot),
            Spot::Both { second: Test::Rows(group), .. } => layout.path_of_group(*group),
        }
    }
}

/// The errors of a fault, one for each row that has it, for a host written in Rust.
#[must_use]
pub fn locate(fault: &Fault, reading: &Reading) -> Vec<Error> {
    let paths = match &fault.spot {
        Spot::Value { slot, kinds } => {
            let values = reading.values(*slot);
            let has = |row: usize| reading.kind(*slot, row).is_some_and(|kind| Kinds(*kinds).has(kind));
            (0..values.len()).filter(|row| has(*row)).map(|row| reading.path_of_slot(*slot, row)).listed()
        }
        Spot::Element { slot, kinds } => reading.elements_of_kind(*slot, Kinds(*kinds)),
        Spot::Lacking { group, tests, name } => {
            let lacks = |row: &usize| !tests.iter().any(|test| reading.passes(*group, *row, *test));
            let path = |row: usize| {
                let path = reading.path_of_group(*group, row);
                if name.is_empty() { path } else { path.name(name) }
            };
            (0..reading.n_rows(*group)).filter(lacks).map(path).listed()
        }
        Spot::Both { group, first, second } => {
            let has =
                |row: &usize| reading.passes(*group, *row, *first) && reading.passes(*group, *row, *second);
            let rows = (0..reading.n_rows(*group)).filter(has);
            return rows
                .map(|row| Error {
                    problem: fault.problem.naming(&reading.path_of_test(*group, row, *first)),
                    path: reading.path_of_test(*group, row, *second),
                })
                .listed();
        }
    };
    let paths: Vec<Path> = paths;
    paths.into_iter().map(|path| Error { problem: fault.problem.clone(), path }).listed()
}
