//! Conditions on relations: which rows at the other end there are, or that there is none.
//!
//! Knows nothing of what those rows are asked for.

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::faults::condition_unknown;
use super::vocabulary::{NULL, OBJECT};
use super::wheres::{all, not};
use crate::error::{Expected, Problem};
use crate::request::parse::Parser;
use crate::request::{Fault, Filter, Quantifier, SlotId};
use crate::schema::{Model, Relation, RelationId};
use crate::value::Kind;

impl Parser<'_> {
    /// What stands at a relation to many.
    pub(super) fn many_condition(&mut self, id: RelationId, relation: &Relation, slot: SlotId) -> Filter {
        self.strict_form(slot, OBJECT, Expected::Conditions);
        let Some(group) = self.below(slot) else {
            return Filter::everything();
        };
        let mut parts = Vec::new();
        for (slot, name) in self.named_slots(group, |name, known| Problem::EntryUnknown { name, known }) {
            self.strict_form(slot, OBJECT, Expected::Conditions);
            let how = match name.as_str() {
                "some" => Quantifier::Some,
                "none" => Quantifier::None,
                _ => Quantifier::Every,
            };
            if let Some(group) = self.below(slot) {
                parts.push(related(id, how, self.conditions(relation.to, group)));
            }
        }
        all(parts)
    }

    /// What stands at a relation to one: null, conditions on its row, or `is` and `isNot`.
    pub(super) fn one_condition(
        &mut self,
        model: &Model,
        id: RelationId,
        relation: &Relation,
        slot: SlotId,
    ) -> Filter {
        if self.is_unlinked(model, relation, slot) {
            return related(id, Quantifier::None, Filter::everything());
        }
        let Some((group, to)) = self.below(slot).zip(self.schema.model(relation.to)) else {
            return Filter::everything();
        };
        let (mut parts, mut direct) = (Vec::new(), Vec::new());
        for (slot, name) in self.named_slots(group, |name, known| condition_unknown(to, name, known)) {
            match name.as_str() {
                "is" | "isNot" => {
                    let unlinked = self.is_unlinked(model, relation, slot);
                    let conditions = self.below(slot).map(|group| self.conditions(relation.to, group));
                    parts.push(linked(id, name == "is", unlinked, conditions));
                }
                _ => direct.push(self.entry_condition(relation.to, to, slot, &name)),
            }
        }
        if !direct.is_empty() {
            parts.push(related(id, Quantifier::Some, all(direct)));
        }
        all(parts)
    }

    /// Whether null stands where conditions on a row could. A row that cannot be without the other is not asked.
    fn is_unlinked(&mut self, model: &Model, relation: &Relation, slot: SlotId) -> bool {
        self.strict_form(slot, OBJECT.and(NULL), Expected::Conditions);
        let is_null = self.kinds(slot).has(Kind::Null);
        if is_null && model.requires(relation) {
            let problem =
                Problem::NullForRequired { model: model.name.clone(), field: relation.name.clone() };
            self.faults.push(Fault::of_kind(problem, slot, Kind::Null));
        }
        is_null
    }
}

fn related(relation: RelationId, how: Quantifier, filter: Filter) -> Filter {
    Filter::Related { relation, how, filter: Box::new(filter) }
}

/// What `is` or `isNot` says of the row at the other end: null, or conditions.
fn linked(id: RelationId, is: bool, unlinked: bool, conditions: Option<Filter>) -> Filter {
    let no_row = || related(id, Quantifier::None, Filter::everything());
    match conditions {
        None if !unlinked => Filter::everything(),
        None if is => no_row(),
        None => related(id, Quantifier::Some, Filter::everything()),
        Some(filter) if is => related(id, Quantifier::Some, filter),
        Some(filter) => not(related(id, Quantifier::Some, filter)),
    }
}
