//! The rules of single fields: values of a right kind, no null where none may be, nothing for generated columns.

use alloc::string::{String, ToString};

use super::Validator;
use crate::error::Problem;
use crate::request::{Fault, Given, Node, SlotId, Spot, unreadable};
use crate::schema::{Field, Model, Scalar, Schema};
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
                self.scalar(model, field, given.slot);
            }
        }
    }

    fn scalar(&mut self, model: &Model, field: &Field, slot: SlotId) {
        let Some(kinds) = self.layout.slot(slot).map(|slot| slot.kinds) else {
            return;
        };
        let mut allowed = kinds_of(field.scalar);
        if field.nullable {
            allowed = allowed.and(Kinds::of(&[Kind::Null]));
        }
        if field.scalar == Scalar::Json && !field.nullable {
            allowed = allowed.without(Kinds::of(&[Kind::DbNull]));
        }
        for found in kinds.without(allowed).iter() {
            let problem = self.kind_problem(model, field, found, false);
            self.findings.faults.push(Fault::of_kind(problem, slot, found));
        }
    }

    fn list(&mut self, model: &Model, field: &Field, given: &Given) {
        for slot in [Some(given.slot), given.set].into_iter().flatten() {
            let Some((kinds, elements)) = self.layout.slot(slot).map(|slot| (slot.kinds, slot.elements))
            else {
                continue;
            };
            let mut allowed = Kinds::of(&[Kind::List]);
            if slot == given.slot && given.set.is_some() {
                allowed = allowed.and(Kinds::of(&[Kind::Object]));
            }
            // An object without `set` has been reported when it was parsed.
            let reported = Kinds::of(&[Kind::Object]);
            for found in kinds.without(allowed).without(reported).iter() {
                let problem = self.kind_problem(model, field, found, true);
                self.findings.faults.push(Fault::of_kind(problem, slot, found));
            }
            for found in elements.without(kinds_of(field.scalar)).iter() {
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
                expected: type_name(self.schema, field.scalar),
                found,
                list,
            },
        }
    }
}

/// The kinds a value of that scalar may have, null aside.
fn kinds_of(scalar: Scalar) -> Kinds {
    match scalar {
        Scalar::String | Scalar::Enum(_) => Kinds::of(&[Kind::Text]),
        Scalar::Int | Scalar::BigInt => Kinds::of(&[Kind::Int, Kind::BigInt]),
        Scalar::Float => Kinds::of(&[Kind::Int, Kind::Float]),
        Scalar::Decimal => Kinds::of(&[Kind::Int, Kind::Float, Kind::BigInt, Kind::Text, Kind::Decimal]),
        Scalar::Boolean => Kinds::of(&[Kind::True, Kind::False]),
        Scalar::DateTime => Kinds::of(&[Kind::Date, Kind::Text]),
        Scalar::Bytes => Kinds::of(&[Kind::Bytes, Kind::Text]),
        Scalar::Json => Kinds::of(&[
            Kind::Null,
            Kind::True,
            Kind::False,
            Kind::Int,
            Kind::Float,
            Kind::Text,
            Kind::Date,
            Kind::Decimal,
            Kind::List,
            Kind::Object,
            Kind::DbNull,
            Kind::JsonNull,
        ]),
    }
}

/// The word a caller uses for a type.
pub(crate) fn type_name(schema: &Schema, scalar: Scalar) -> String {
    match scalar {
        Scalar::Enum(id) => schema.enumeration(id).map_or_else(String::new, |one| one.name.clone()),
        other => other.word().to_string(),
    }
}
