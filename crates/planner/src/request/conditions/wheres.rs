//! A where: each of its entries becomes a condition, and all of them hold.
//!
//! Knows nothing of what stands at a field or a relation.

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::faults::condition_unknown;
use super::vocabulary::{LIST, OBJECT};
use crate::error::Expected;
use crate::listed::Listed;
use crate::request::parse::Parser;
use crate::request::{Filter, GroupId, SlotId};
use crate::schema::{Model, ModelId};

impl Parser<'_> {
    /// What a where says: all of its entries.
    pub(in crate::request) fn conditions(&mut self, id: ModelId, group: GroupId) -> Filter {
        let Some(model) = self.schema.model(id) else {
            return Filter::everything();
        };
        let named = self.named_slots(group, |name, known| condition_unknown(model, name, known));
        all(named.iter().map(|(slot, name)| self.entry_condition(id, model, *slot, name)).listed())
    }

    /// What one entry of a where says.
    pub(super) fn entry_condition(&mut self, id: ModelId, model: &Model, slot: SlotId, name: &str) -> Filter {
        if let Some(field) = model.field_named(name) {
            return self.field_condition(model, field, slot);
        }
        if matches!(name, "AND" | "OR" | "NOT") {
            return self.logic(id, slot, name);
        }
        match model.relation_named(name).and_then(|id| Some((id, model.relation(id)?))) {
            Some((id, relation)) if relation.many => self.many_condition(id, relation, slot),
            Some((id, relation)) => self.one_condition(model, id, relation, slot),
            None => self.compound_condition(model, slot),
        }
    }

    /// What stands at `AND`, `OR` or `NOT`. Whatever restricts nothing counts as not written, in `OR` too.
    fn logic(&mut self, id: ModelId, slot: SlotId, word: &str) -> Filter {
        match word {
            "OR" => self.strict_form(slot, LIST, Expected::List),
            _ => self.strict_form(slot, OBJECT.and(LIST), Expected::Rows),
        }
        self.elements(slot);
        let groups = self.layout.slot(slot).map_or(&[][..], |slot| &slot.below);
        let parts = groups.iter().map(|group| self.conditions(id, *group));
        let mut parts: Vec<Filter> = parts.filter(|part| !is_everything(part)).listed();
        match (word, parts.len()) {
            ("OR", 1) => parts.remove(0),
            ("OR", _) => Filter::Any(parts),
            ("NOT", _) => all(parts.into_iter().map(not).listed()),
            _ => all(parts),
        }
    }
}

/// Conditions that all hold; those that restrict nothing are left out.
pub(super) fn all(parts: Vec<Filter>) -> Filter {
    let mut parts: Vec<Filter> = parts.into_iter().filter(|part| !is_everything(part)).listed();
    if parts.len() == 1 { parts.remove(0) } else { Filter::All(parts) }
}

pub(super) fn not(filter: Filter) -> Filter {
    Filter::Not(Box::new(filter))
}

fn is_everything(filter: &Filter) -> bool {
    matches!(filter, Filter::All(parts) if parts.is_empty())
}
