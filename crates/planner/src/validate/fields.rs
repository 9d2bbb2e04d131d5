//! The rules of single fields: values of a right kind, no null where none may be, nothing for generated columns.

use super::Validator;
use crate::error::Problem;
use crate::request::{Change, Fault, Given, Node, SlotId, Spot, unreadable};
use crate::schema::{Field, Model, Scalar};
use crate::value::{Kind, Kinds};

impl Validator<'_> {
    /// Every value that rows give is one its field can take.
    pub(super) fn given_fields(&mut self, model: &Model, node: &Node) {
        for given in &node.given {
            let Some(field) = model.field(given.field) else {
                continue;
            };
            if field.refuses_values() {
                let problem =
                    Problem::ValueForGenerated { model: model.name.clone(), field: field.name.clone() };
                self.findings.faults.push(Fault::of_slot(problem, given.slot));
            } else if field.list {
                self.list(model, field, given);
            } else {
                // What is wrong with an object that was read on, has been told.
                let is_read = self.layout.slot(given.slot).is_some_and(|slot| !slot.below.is_empty());
                self.scalar(model, field, given.slot, is_read);
                for (change, slot) in &given.changes {
                    self.changed_scalar(model, field, *change, *slot);
                }
            }
        }
    }

    /// What is reckoned with is a number; what is set is any value of the field.
    fn changed_scalar(&mut self, model: &Model, field: &Field, change: Change, slot: SlotId) {
        if change == Change::Set {
            return self.scalar(model, field, slot, false);
        }
        let Some(kinds) = self.layout.slot(slot).map(|slot| slot.kinds) else {
            return;
        };
        for found in kinds.without(field.scalar.kinds()).iter() {
            let problem = self.kind_problem(model, field, found, false);
            self.findings.faults.push(Fault::of_kind(problem, slot, found));
        }
    }

    fn scalar(&mut self, model: &Model, field: &Field, slot: SlotId, has_changes: bool) {
        let Some(kinds) = self.layout.slot(slot).map(|slot| slot.kinds) else {
            return;
        };
        let mut allowed = field.scalar.kinds();
        if field.nullable {
            allowed = allowed.and(Kinds::of(&[Kind::Null]));
        }
        if field.scalar == Scalar::Json && !field.nullable {
            allowed = allowed.without(Kinds::of(&[Kind::DbNull]));
        }
        if has_changes {
            allowed = allowed.and(Kinds::of(&[Kind::Object]));
        }
        for found in kinds.without(allowed).iter() {
            let problem = self.kind_problem(model, field, found, false);
            self.findings.faults.push(Fault::of_kind(problem, slot, found));
        }
    }

    fn list(&mut self, model: &Model, field: &Field, given: &Given) {
        let around = [(None, given.slot)];
        let inside = given.changes.iter().map(|(change, slot)| (Some(*change), *slot));
        for (change, slot) in around.into_iter().chain(inside) {
            let Some((kinds, elements)) = self.layout.slot(slot).map(|slot| (slot.kinds, slot.elements))
            else {
                continue;
            };
            let mut allowed = Kinds::of(&[Kind::List]);
            // An object without a change has been reported when it was parsed.
            allowed = allowed.and(Kinds::of(&[Kind::Object]));
            if change == Some(Change::Push) {
                allowed = allowed.and(field.scalar.kinds());
            }
            for found in kinds.without(allowed).iter() {
                let problem = self.kind_problem(model, field, found, true);
                self.findings.faults.push(Fault::of_kind(problem, slot, found));
            }
            for found in elements.without(field.scalar.kinds()).iter() {
                let problem = match found {
                    Kind::Missing => Problem::Hole,
                    _ => self.kind_problem(model, field, found, false),
                };
                self.findings
                    .faults
                    .push(Fault { problem, spot: Spot::Element { slot, kinds: found as u32 } });
            }
        }
    }

    fn kind_problem(&self, model: &Model, field: &Field, found: Kind, list: bool) -> Problem {
        match found {
            Kind::Cycle | Kind::TooDeep | Kind::TooMany | Kind::Unreadable => unreadable(found),
            Kind::Null | Kind::DbNull => {
                Problem::NullForRequired { model: model.name.clone(), field: field.name.clone() }
            }
            _ => Problem::WrongKind {
                model: model.name.clone(),
                field: field.name.clone(),
                expected: self.schema.type_name(field.scalar),
                found,
                list,
            },
        }
    }
}
