//! What was read of a request: every value where the shape says it is, rows found from each other, and their paths.
//!
//! Knows nothing of how values are read.

use alloc::string::String;
use alloc::vec::Vec;

use super::fault::Test;
use super::{GroupId, SlotId};
use crate::path::Path;
use crate::value::{Kind, Kinds, Value};

/// A request read: its shape, and every value where the shape says it is.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The shape.
    pub shape: String,
    /// The rows of every group, by its number.
    pub groups: Vec<GroupRows>,
    /// The values of every slot, by its number.
    pub slots: Vec<SlotValues>,
}

/// The rows of one group.
#[derive(Clone, Debug, Default)]
pub struct GroupRows {
    /// The slot the rows stand in.
    pub slot: u32,
    /// For each row, the row of the outer group it stands in.
    pub parents: Vec<u32>,
    /// For each row, its position in the caller's array, if it stands in one.
    pub elements: Vec<Option<u32>>,
}

/// The values of one slot.
#[derive(Clone, Debug, Default)]
pub struct SlotValues {
    /// The group whose rows have them; the arguments themselves stand in none.
    pub group: Option<u32>,
    /// The name of the entry.
    pub name: String,
    /// For each row of the group, its value and how it was read.
    pub values: Vec<Option<(Kind, Value)>>,
}

impl Reading {
    /// How many rows a group has.
    #[must_use]
    pub fn n_rows(&self, group: GroupId) -> usize {
        self.groups.get(group.0 as usize).map_or(0, |group| group.parents.len())
    }

    /// The values of a slot, one for each row of its group.
    #[must_use]
    pub fn values(&self, slot: SlotId) -> &[Option<(Kind, Value)>] {
        self.slots.get(slot.0 as usize).map_or(&[], |slot| &slot.values)
    }

    /// The kind of a row's value.
    #[must_use]
    pub fn kind(&self, slot: SlotId, row: usize) -> Option<Kind> {
        Some(self.values(slot).get(row)?.as_ref()?.0)
    }

    /// A row's value.
    #[must_use]
    pub fn value(&self, slot: SlotId, row: usize) -> Option<&Value> {
        Some(&self.values(slot).get(row)?.as_ref()?.1)
    }

    /// The row of `to` that belongs to a row of `from`: the one it stands in, or the one that stands in it.
    #[must_use]
    pub fn related(&self, from: GroupId, row: usize, to: GroupId) -> Option<usize> {
        if let Some(outer) = self.outwards(from, row, to) {
            return Some(outer);
        }
        (0..self.n_rows(to)).find(|inner| self.outwards(to, *inner, from) == Some(row))
    }

    /// The row of an outer group that a row stands in.
    fn outwards(&self, from: GroupId, row: usize, to: GroupId) -> Option<usize> {
        let (mut group, mut row) = (from.0, row);
        while group != to.0 {
            let rows = self.groups.get(group as usize)?;
            row = *rows.parents.get(row)? as usize;
            group = self.slots.get(rows.slot as usize)?.group?;
        }
        Some(row)
    }

    /// Whether a row has what the test asks for.
    #[must_use]
    pub fn passes(&self, group: GroupId, row: usize, test: Test) -> bool {
        match test {
            Test::Slot(slot) => {
                self.row_of_slot(group, row, slot).is_some_and(|row| self.value(slot, row).is_some())
            }
            Test::Rows(below) => self.related(group, row, below).is_some(),
            Test::Kind(slot, kinds) => {
                let row = self.row_of_slot(group, row, slot);
                row.and_then(|row| self.kind(slot, row)).is_some_and(|kind| Kinds(kinds).has(kind))
            }
        }
    }

    /// The row of a slot's own group that belongs to a row: a test may be about a slot further inside.
    fn row_of_slot(&self, group: GroupId, row: usize, slot: SlotId) -> Option<usize> {
        let own = GroupId(self.slots.get(slot.0 as usize)?.group?);
        if own == group { Some(row) } else { self.related(group, row, own) }
    }

    /// The path of a row's value.
    #[must_use]
    pub fn path_of_slot(&self, slot: SlotId, row: usize) -> Path {
        match self.slots.get(slot.0 as usize) {
            Some(SlotValues { group: Some(group), name, .. }) => {
                self.path_of_group(GroupId(*group), row).name(name)
            }
            _ => Path::root(),
        }
    }

    /// The path of a row.
    #[must_use]
    pub fn path_of_group(&self, group: GroupId, row: usize) -> Path {
        let Some(rows) = self.groups.get(group.0 as usize) else {
            return Path::root();
        };
        let parent = rows.parents.get(row).copied().unwrap_or(0) as usize;
        let path = self.path_of_slot(SlotId(rows.slot), parent);
        match rows.elements.get(row) {
            Some(Some(element)) => path.index(*element as usize),
            _ => path,
        }
    }

    /// The path of what a row passed a test by.
    #[must_use]
    pub fn path_of_test(&self, group: GroupId, row: usize, test: Test) -> Path {
        match test {
            Test::Slot(slot) | Test::Kind(slot, _) => match self.row_of_slot(group, row, slot) {
                Some(row) => self.path_of_slot(slot, row),
                None => self.path_of_group(group, row),
            },
            Test::Rows(below) => match self.related(group, row, below) {
                Some(inner) => self.path_of_group(below, inner),
                None => self.path_of_group(group, row),
            },
        }
    }

    /// The paths of all elements of some kinds in the arrays of a slot.
    #[must_use]
    pub fn elements_of_kind(&self, slot: SlotId, kinds: Kinds) -> Vec<Path> {
        let mut paths = Vec::new();
        for (row, value) in self.values(slot).iter().enumerate() {
            let Some((_, Value::List(items))) = value else {
                continue;
            };
            for (idx, _) in items.iter().enumerate().filter(|(_, item)| kinds.has(item.kind())) {
                paths.push(self.path_of_slot(slot, row).index(idx));
            }
        }
        paths
    }

    /// The name of a slot's entry.
    #[must_use]
    pub fn name(&self, slot: SlotId) -> String {
        self.slots.get(slot.0 as usize).map_or_else(String::new, |slot| slot.name.clone())
    }
}
