//! The walk over a layout: the slots of a group by their names, the kinds in a slot, the group below it.
//!
//! Knows nothing of what anything means; an entry that no name is known for is a fault.

use alloc::string::String;
use alloc::vec::Vec;

use super::Parser;
use crate::error::Problem;
use crate::listed::Listed;
use crate::request::grammar::entries;
use crate::request::{Fault, GroupId, Slot, SlotId};
use crate::value::Kinds;

impl<'s> Parser<'s> {
    /// The known entries of a group with their names; each unknown one is a fault.
    pub(in crate::request) fn named_slots(
        &mut self,
        group: GroupId,
        unknown: impl Fn(String, Vec<String>) -> Problem,
    ) -> Vec<(SlotId, String)> {
        let Some(context) = self.layout.group(group).map(|group| group.context) else {
            return Vec::new();
        };
        let mut known = Vec::new();
        let mut faults = Vec::new();
        for (id, slot) in self.slots(group) {
            if slot.key.is_some() {
                known.push((id, slot.name.clone()));
            } else {
                let names = entries(self.schema, context).into_iter().map(|entry| entry.name).listed();
                faults.push(Fault::of_slot(unknown(slot.name.clone(), names), id));
            }
        }
        self.faults.append(&mut faults);
        known
    }

    pub(in crate::request) fn slots(
        &self,
        group: GroupId,
    ) -> impl Iterator<Item = (SlotId, &'s Slot)> + use<'s> {
        let layout = self.layout;
        let slots = layout.group(group).map_or(&[][..], |group| &group.slots);
        slots.iter().filter_map(move |id| layout.slot(*id).map(|slot| (*id, slot)))
    }

    pub(in crate::request) fn kinds(&self, slot: SlotId) -> Kinds {
        self.layout.slot(slot).map_or(Kinds::NONE, |slot| slot.kinds)
    }

    pub(in crate::request) fn below(&self, slot: SlotId) -> Option<GroupId> {
        self.layout.slot(slot)?.below.first().copied()
    }

    /// The known entries of a group with their names, where the unknown ones have been told.
    pub(super) fn entries_of(&self, group: GroupId) -> Vec<(SlotId, String)> {
        let known = self.slots(group).filter(|(_, slot)| slot.key.is_some());
        known.map(|(id, slot)| (id, slot.name.clone())).listed()
    }
}
