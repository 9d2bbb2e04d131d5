//! Forms: what stands in a slot is of a kind that can stand there, or is a fault.
//!
//! Knows nothing of what the slots are for.

use alloc::string::String;

use super::Parser;
use crate::error::{Expected, Problem};
use crate::request::{Fault, SlotId, Spot};
use crate::value::{Kind, Kinds};

pub(super) const OBJECT: Kinds = Kinds::of(&[Kind::Object]);

/// What stops a host from reading on, wherever it stands.
pub(super) const UNREADABLE: Kinds =
    Kinds::of(&[Kind::Cycle, Kind::TooDeep, Kind::TooMany, Kind::Unreadable, Kind::Missing]);

impl Parser<'_> {
    /// What stands in a slot has one of the forms it may have.
    pub(in crate::request) fn form(&mut self, slot: SlotId, allowed: Kinds, expected: Expected) {
        for found in self.kinds(slot).without(allowed.and(UNREADABLE)).iter() {
            self.faults.push(Fault::of_kind(Problem::Form { expected, found }, slot, found));
        }
        self.unreadable(slot);
    }

    /// The same where leaving the value undefined is a mistake of its own.
    pub(in crate::request) fn strict_form(&mut self, slot: SlotId, allowed: Kinds, expected: Expected) {
        if self.kinds(slot).has(Kind::Missing) {
            let name = self.layout.slot(slot).map_or(String::new(), |slot| slot.name.clone());
            self.faults.push(Fault::of_kind(Problem::UndefinedInWhere { name }, slot, Kind::Missing));
        }
        for found in self.kinds(slot).without(allowed.and(UNREADABLE)).iter() {
            self.faults.push(Fault::of_kind(Problem::Form { expected, found }, slot, found));
        }
        for found in self.kinds(slot).within(UNREADABLE).without(Kinds::of(&[Kind::Missing])).iter() {
            self.faults.push(Fault::of_kind(unreadable(found), slot, found));
        }
    }

    /// What stands in an array of rows is rows.
    pub(in crate::request) fn elements(&mut self, slot: SlotId) {
        let elements = self.layout.slot(slot).map_or(Kinds::NONE, |slot| slot.elements);
        for found in elements.without(Kinds::of(&[Kind::Object])).iter() {
            let problem = match found {
                Kind::Missing => Problem::Hole,
                Kind::Unreadable => Problem::Unreadable,
                Kind::Cycle => Problem::Circular,
                _ => Problem::Form { expected: Expected::Object, found },
            };
            self.faults.push(Fault { problem, spot: Spot::Element { slot, kinds: found as u32 } });
        }
    }

    pub(super) fn unreadable(&mut self, slot: SlotId) {
        for found in self.kinds(slot).within(UNREADABLE).iter() {
            self.faults.push(Fault::of_kind(unreadable(found), slot, found));
        }
    }
}

/// What a host could not read, as a problem.
pub(crate) fn unreadable(found: Kind) -> Problem {
    match found {
        Kind::Cycle => Problem::Circular,
        Kind::TooDeep => Problem::TooDeep,
        Kind::TooMany => Problem::TooManyNodes,
        Kind::Missing => Problem::Hole,
        _ => Problem::Unreadable,
    }
}
