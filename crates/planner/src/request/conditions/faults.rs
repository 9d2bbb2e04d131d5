//! What is wrong with conditions: values that cannot be compared with, names that are none.
//!
//! Knows nothing of which values and names a place takes.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use crate::error::{Problem, nearest};
use crate::request::parse::{Parser, unreadable};
use crate::request::{Fault, GroupId, SlotId, Spot};
use crate::schema::{Field, Model};
use crate::value::{Kind, Kinds};

impl Parser<'_> {
    /// Every value that is of none of these kinds is a fault.
    pub(super) fn value_faults(&mut self, slot: SlotId, allowed: Kinds, wrong: impl Fn(Kind) -> Problem) {
        for found in self.kinds(slot).without(allowed).iter() {
            let problem = match found {
                Kind::Missing => {
                    let name = self.layout.slot(slot).map_or(String::new(), |slot| slot.name.clone());
                    Problem::UndefinedInWhere { name }
                }
                Kind::Cycle | Kind::TooDeep | Kind::TooMany | Kind::Unreadable => unreadable(found),
                _ => wrong(found),
            };
            self.faults.push(Fault::of_kind(problem, slot, found));
        }
    }

    /// Every element of an array that is of none of these kinds is a fault.
    pub(super) fn element_faults(&mut self, slot: SlotId, allowed: Kinds, wrong: impl Fn(Kind) -> Problem) {
        let elements = self.layout.slot(slot).map_or(Kinds::NONE, |slot| slot.elements);
        for found in elements.without(allowed).iter() {
            let problem = match found {
                Kind::Missing | Kind::Cycle | Kind::TooDeep | Kind::TooMany | Kind::Unreadable => {
                    unreadable(found)
                }
                _ => wrong(found),
            };
            self.faults.push(Fault { problem, spot: Spot::Element { slot, kinds: found as u32 } });
        }
    }
}

pub(super) fn null_for_required(model: &Model, field: &Field) -> Problem {
    Problem::NullForRequired { model: model.name.clone(), field: field.name.clone() }
}

/// Every row of a group, for they are all alike.
pub(super) fn every_row(group: GroupId, name: &str) -> Spot {
    Spot::Lacking { group, tests: Vec::new(), name: name.to_owned() }
}

/// What no entry is named for. A relation is known also where only fields can be conditions.
pub(super) fn condition_unknown(model: &Model, name: String, known: Vec<String>) -> Problem {
    if model.relation_named(&name).is_some() {
        return Problem::EntryUnknown { name, known };
    }
    let nearest = nearest(&name, known.iter().map(String::as_str));
    Problem::FieldUnknown { model: model.name.clone(), nearest, name }
}
