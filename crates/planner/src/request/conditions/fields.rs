//! Conditions on one field: what it is compared by, and with values of which kinds.
//!
//! Knows nothing of what is inside of a JSON value.

use alloc::borrow::ToOwned;
use alloc::string::String;
use alloc::vec::Vec;

use super::faults::null_for_required;
use super::vocabulary::{
    BOOLEAN, LIST, NULL, OBJECT, comparison_named, known_conditions, may_be_null, takes_list,
};
use super::wheres::{all, not};
use crate::error::{Expected, Problem};
use crate::listed::Listed;
use crate::request::parse::Parser;
use crate::request::{Comparison, Fault, Filter, GroupId, SlotId};
use crate::schema::{Field, FieldId, Model, Scalar, Schema};
use crate::value::{Kind, Kinds};

/// The field that a condition is about.
#[derive(Clone, Copy)]
pub(super) struct Subject<'s> {
    pub(super) schema: &'s Schema,
    pub(super) model: &'s Model,
    pub(super) id: FieldId,
    pub(super) field: &'s Field,
}

impl Parser<'_> {
    /// What stands at a field: a value that it equals, or conditions.
    pub(super) fn field_condition(&mut self, model: &Model, id: FieldId, slot: SlotId) -> Filter {
        let Some(field) = model.field(id) else {
            return Filter::everything();
        };
        let subject = Subject { schema: self.schema, model, id, field };
        if let Some(group) = self.below(slot) {
            return all(self.field_conditions(subject, group, false));
        }
        if field.list || field.scalar == Scalar::Json {
            self.strict_form(slot, OBJECT, Expected::Conditions);
            return Filter::everything();
        }
        self.comparison(subject, Comparison::Equal, slot, false)
    }

    /// The conditions on one field.
    fn field_conditions(&mut self, subject: Subject<'_>, group: GroupId, insensitive: bool) -> Vec<Filter> {
        let known = known_conditions(subject.field);
        let unfit = |name: String| Problem::FilterUnfit {
            field: subject.field.name.clone(),
            name,
            known: known.iter().map(|name| (*name).to_owned()).listed(),
        };
        let (fit, others): (Vec<_>, Vec<_>) = self
            .named_slots(group, |name, _| unfit(name))
            .into_iter()
            .partition(|(_, name)| known.contains(&name.as_str()));
        self.faults.extend(others.into_iter().map(|(slot, name)| Fault::of_slot(unfit(name), slot)));
        let slot_named = |wanted: &str| fit.iter().find(|(_, name)| name == wanted).map(|(slot, _)| *slot);
        let insensitive = slot_named("mode").map_or(insensitive, |slot| self.is_insensitive(slot));
        if subject.field.scalar == Scalar::Json && !subject.field.list {
            let path = slot_named("path");
            return self.json_conditions(subject, path, &fit, insensitive);
        }
        let mut parts = Vec::new();
        for (slot, name) in &fit {
            match (comparison_named(name), self.below(*slot)) {
                (Some(Comparison::Unequal), Some(group)) => {
                    parts.extend(self.field_conditions(subject, group, insensitive).into_iter().map(not));
                }
                (Some(by), _) => parts.push(self.comparison(subject, by, *slot, insensitive)),
                (None, _) => {}
            }
        }
        parts
    }

    fn is_insensitive(&mut self, slot: SlotId) -> bool {
        self.strict_form(slot, BOOLEAN, Expected::CaseMode);
        self.kinds(slot).has(Kind::True)
    }

    /// A field compared with a value of a kind that it can be compared with.
    fn comparison(
        &mut self,
        subject: Subject<'_>,
        by: Comparison,
        slot: SlotId,
        insensitive: bool,
    ) -> Filter {
        if let Some(group) = self.below(slot) {
            return self.beside(subject, by, (slot, group), insensitive);
        }
        let field = subject.field;
        let values = field.scalar.kinds();
        let takes_list = takes_list(field, by);
        let null = if may_be_null(field, by) { NULL } else { Kinds::NONE };
        if by == Comparison::IsEmpty {
            self.strict_form(slot, BOOLEAN, Expected::Boolean);
        } else {
            let allowed = if takes_list { LIST } else { values }.and(null);
            self.value_faults(slot, allowed, |found| match found {
                Kind::Null if !field.nullable && !field.list => null_for_required(subject.model, field),
                _ => subject.wrong_kind(found, takes_list),
            });
        }
        if takes_list {
            self.element_faults(slot, values, |found| subject.wrong_kind(found, false));
        }
        if !self.kinds(slot).within(null).is_empty() {
            return match by {
                Comparison::Unequal | Comparison::NotIn => not(Filter::Null(subject.id)),
                // No list holds nothing.
                Comparison::Has => Filter::Any(Vec::new()),
                _ => Filter::Null(subject.id),
            };
        }
        subject.compare(by, slot, insensitive)
    }
}

impl Subject<'_> {
    pub(super) fn compare(self, by: Comparison, slot: SlotId, insensitive: bool) -> Filter {
        Filter::Compare { field: self.id, by, slot, insensitive }
    }

    pub(super) fn wrong_kind(self, found: Kind, list: bool) -> Problem {
        Problem::WrongKind {
            model: self.model.name.clone(),
            field: self.field.name.clone(),
            expected: self.schema.type_name(self.field.scalar),
            found,
            list,
        }
    }
}
