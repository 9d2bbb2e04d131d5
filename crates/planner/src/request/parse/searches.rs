//! The arguments of operations that read: which rows are looked for, and what is counted of them.
//!
//! Knows nothing of what is chosen of each row.

use alloc::vec::Vec;

use super::Parser;
use super::forms::OBJECT;
use super::rows::field_unknown;
use crate::error::Problem;
use crate::request::{Fault, GroupId, Operation, Selection, SlotId, Tally, Wanted};
use crate::schema::ModelId;
use crate::value::{Kind, Kinds};

impl Parser<'_> {
    /// What an operation that reads asks for.
    pub(super) fn search(
        &mut self,
        operation: Operation,
        model: ModelId,
        group: GroupId,
    ) -> (Selection, Option<Tally>) {
        let wanted = match operation {
            Operation::FindUnique | Operation::FindUniqueOrThrow => {
                self.row_with_key(operation, model, group)
            }
            Operation::FindFirst | Operation::FindFirstOrThrow => {
                Wanted { only_first: true, ..self.wanted(model, group) }
            }
            _ => self.wanted(model, group),
        };
        if operation == Operation::Count {
            let tally = self.tally(model, group);
            return (Selection { wanted, ..Selection::default() }, Some(tally));
        }
        (Selection { wanted, ..self.selection(model, group) }, None)
    }

    fn row_with_key(&mut self, operation: Operation, model: ModelId, group: GroupId) -> Wanted {
        self.needed(group, operation.word(), &["where"]);
        let slot = self.slot_named(group, "where");
        Wanted { filter: slot.and_then(|slot| self.unique_at(model, slot)), ..Wanted::default() }
    }

    /// What is counted: rows, unless an object names fields.
    fn tally(&mut self, id: ModelId, group: GroupId) -> Tally {
        let (Some(slot), Some(model)) = (self.slot_named(group, "select"), self.schema.model(id)) else {
            return Tally::Rows;
        };
        self.chosen_by(slot, "select", OBJECT.and(Kinds::of(&[Kind::True])), "true or an object");
        let Some(group) = self.below(slot) else {
            return Tally::Rows;
        };
        let n_faults = self.faults.len();
        let mut counted = Vec::new();
        for (slot, name) in self.named_slots(group, |name, known| field_unknown(model, name, known)) {
            self.chosen_by(slot, &name, Kinds::of(&[Kind::True, Kind::False]), "true or false");
            if self.kinds(slot).has(Kind::True) {
                counted.push(model.field_named(&name));
            }
        }
        if counted.is_empty() && self.faults.len() == n_faults {
            let problem = Problem::SelectionEmpty { model: model.name.clone() };
            self.faults.push(Fault::of_slot(problem, slot));
        }
        Tally::Each(counted)
    }

    pub(super) fn slot_named(&self, group: GroupId, name: &str) -> Option<SlotId> {
        let mut slots = self.slots(group);
        slots.find(|(_, slot)| slot.key.is_some() && slot.name == name).map(|(id, _)| id)
    }
}
