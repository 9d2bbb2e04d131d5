//! What is chosen to come back: `select`, `include` and `omit`.
//!
//! Knows nothing of what is written.

use alloc::string::ToString;

use super::Parser;
use super::forms::UNREADABLE;
use super::rows::field_unknown;
use crate::error::{Expected, Problem};
use crate::request::{Fault, GroupId, Selection, SlotId};
use crate::schema::{Model, ModelId};
use crate::value::{Kind, Kinds};

impl Parser<'_> {
    /// What is chosen by the `select`, `include` and `omit` of a group.
    pub(super) fn selection(&mut self, id: ModelId, group: GroupId) -> Selection {
        let Some(model) = self.schema.model(id) else {
            return Selection::default();
        };
        let [select, include, omit] = ["select", "include", "omit"].map(|name| self.slot_named(group, name));
        for slot in [select, include, omit].into_iter().flatten() {
            self.form(slot, Kinds::of(&[Kind::Object]), Expected::Selection);
        }
        if let (Some(_), Some(other)) = (select, include.or(omit)) {
            self.faults.push(Fault::of_slot(Problem::SelectAndInclude, other));
        }
        if let Some(select) = select {
            return self.chosen(select, model);
        }
        let mut selection = Selection::usual(model);
        if let Some(group) = omit.and_then(|slot| self.below(slot)) {
            for (slot, name) in self.named_slots(group, |name, known| field_unknown(model, name, known)) {
                self.choice(slot, &name, Kinds::NONE);
                if self.kinds(slot).has(Kind::True) {
                    selection.fields.retain(|field| model.field_named(&name) != Some(*field));
                }
            }
        }
        if let Some(slot) = include {
            let chosen = self.chosen_of(slot, model);
            (selection.relations, selection.counts) = (chosen.relations, chosen.counts);
        }
        if selection.fields.is_empty() && selection.has_fields_only() {
            let problem = Problem::SelectionEmpty { model: model.name.clone() };
            self.faults.extend(omit.map(|slot| Fault::of_slot(problem, slot)));
        }
        selection
    }

    fn chosen(&mut self, slot: SlotId, model: &Model) -> Selection {
        let n_faults = self.faults.len();
        let selection = self.chosen_of(slot, model);
        // Where something is chosen wrongly, that is what there is to say.
        let is_right = self.kinds(slot).has(Kind::Object) && self.faults.len() == n_faults;
        if is_right && selection.fields.is_empty() && selection.has_fields_only() {
            let problem = Problem::SelectionEmpty { model: model.name.clone() };
            self.faults.push(Fault::of_slot(problem, slot));
        }
        selection
    }

    /// What the entries of one `select` or `include` choose.
    fn chosen_of(&mut self, slot: SlotId, model: &Model) -> Selection {
        let mut selection = Selection::default();
        let Some(group) = self.below(slot) else {
            return selection;
        };
        for (slot, name) in self.named_slots(group, |name, known| field_unknown(model, name, known)) {
            let kinds = self.kinds(slot);
            let relation = model.relation_named(&name);
            if name == "_count" && relation.is_none() && model.field_named(&name).is_none() {
                selection.counts = self.counts(model, slot);
                continue;
            }
            let objects = if relation.is_some() { Kinds::of(&[Kind::Object]) } else { Kinds::NONE };
            self.choice(slot, &name, objects);
            match (relation, model.field_named(&name)) {
                (Some(id), _) if kinds.has(Kind::True) || kinds.has(Kind::Object) => {
                    let to = model.relation(id).map(|relation| relation.to);
                    let nested = match (self.below(slot), to) {
                        (Some(group), Some(to)) => self.nested_selection(to, group),
                        (None, Some(to)) => self.schema.model(to).map(Selection::usual).unwrap_or_default(),
                        _ => Selection::default(),
                    };
                    selection.relations.push((id, nested));
                }
                (None, Some(field)) if kinds.has(Kind::True) => selection.fields.push(field),
                _ => {}
            }
        }
        selection
    }

    fn nested_selection(&mut self, to: ModelId, group: GroupId) -> Selection {
        self.named_slots(group, |name, known| Problem::EntryUnknown { name, known });
        let wanted = self.wanted(to, group);
        Selection { wanted, ..self.selection(to, group) }
    }

    /// A choice is true, false, or an object where objects are allowed.
    fn choice(&mut self, slot: SlotId, name: &str, objects: Kinds) {
        let expected = if objects.is_empty() { "true or false" } else { "true, false or an object" };
        self.chosen_by(slot, name, Kinds::of(&[Kind::True, Kind::False]).and(objects), expected);
    }

    /// Something is chosen by one of these kinds.
    pub(super) fn chosen_by(&mut self, slot: SlotId, name: &str, allowed: Kinds, expected: &'static str) {
        for found in self.kinds(slot).without(allowed.and(UNREADABLE)).iter() {
            let problem = Problem::SelectionForm { name: name.to_string(), expected, found };
            self.faults.push(Fault::of_kind(problem, slot, found));
        }
        self.unreadable(slot);
    }
}
