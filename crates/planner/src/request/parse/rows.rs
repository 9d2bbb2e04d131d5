//! Rows of data, and what shall become of rows: which fields are given, and which relations are written at.
//!
//! Knows nothing of what the verbs at a relation are.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::Parser;
use super::forms::OBJECT;
use crate::error::{Expected, Problem, nearest};
use crate::listed::Listed;
use crate::request::{Change, Context, Fault, Given, GroupId, LinkNode, Node, SlotId, Spot, Test};
use crate::schema::{FieldId, Model, ModelId, RelationId};
use crate::value::{Kind, Kinds};

impl Parser<'_> {
    /// One row of data, or what shall become of one row.
    pub(super) fn one_row(&mut self, slot: SlotId, model: ModelId) -> Option<Node> {
        self.form(slot, OBJECT, Expected::Fields);
        self.below(slot).map(|group| self.node(model, group))
    }

    /// Rows of data.
    pub(super) fn rows(&mut self, slot: SlotId, model: ModelId) -> Option<Node> {
        self.form(slot, OBJECT.and(Kinds::of(&[Kind::List])), Expected::Rows);
        self.elements(slot);
        self.below(slot).map(|group| self.node(model, group))
    }

    pub(super) fn node(&mut self, id: ModelId, group: GroupId) -> Node {
        let mut node = Node { model: id, group, given: Vec::new(), links: Vec::new() };
        let Some(model) = self.schema.model(id) else {
            return node;
        };
        let is_change =
            matches!(self.layout.group(group).map(|group| group.context), Some(Context::Change(_)));
        let n_fields = model.fields().count();
        for (slot, name) in self.named_slots(group, |name, known| field_unknown(model, name, known)) {
            let Some(key) = self.layout.slot(slot).and_then(|slot| slot.key) else {
                continue;
            };
            if (key as usize) < n_fields {
                let changes = self.changes(slot, model.name.as_str(), &name);
                node.given.push(Given { field: FieldId(key), slot, changes });
            } else {
                let relation = RelationId(key.saturating_sub(u32::try_from(n_fields).unwrap_or(u32::MAX)));
                let verbs = self.verbs(slot, model, relation, is_change);
                node.links.push(LinkNode { relation, slot, verbs });
            }
        }
        node
    }

    /// What stands in objects at a field: exactly one change in each.
    fn changes(&mut self, slot: SlotId, model: &str, field: &str) -> Vec<(Change, SlotId)> {
        let Some(group) = self.below(slot) else {
            return Vec::new();
        };
        let n_faults = self.faults.len();
        let known: Vec<(SlotId, String)> =
            self.named_slots(group, |name, known| Problem::EntryUnknown { name, known });
        let is_known = self.faults.len() == n_faults;
        let changes: Vec<(Change, SlotId)> =
            known.iter().filter_map(|(slot, name)| Some((Change::from_word(name)?, *slot))).listed();
        let tests: Vec<Test> = changes.iter().map(|(_, slot)| Test::Slot(*slot)).listed();
        let is_settled =
            changes.iter().any(|(_, slot)| self.layout.slot(*slot).is_some_and(|slot| slot.always));
        let problem = || Problem::ChangeCount { model: model.to_string(), field: field.to_string() };
        if !is_settled && is_known {
            let spot = Spot::Lacking { group, tests: tests.clone(), name: String::new() };
            let fault = Fault { problem: problem(), spot };
            if tests.len() < 2 { self.faults.push(fault) } else { self.rules.push(fault) }
        }
        for (position, first) in tests.iter().enumerate() {
            for second in tests.iter().skip(position + 1) {
                let spot = Spot::Both { group, first: *first, second: *second };
                self.rules.push(Fault { problem: problem(), spot });
            }
        }
        changes
    }
}

/// What no entry is named for. A field or relation that stands where it cannot be chosen is known all the same.
pub(super) fn field_unknown(model: &Model, name: String, known: Vec<String>) -> Problem {
    if model.field_named(&name).is_some() || model.relation_named(&name).is_some() {
        return Problem::EntryUnknown { name, known };
    }
    let nearest = nearest(&name, known.iter().map(String::as_str));
    Problem::FieldUnknown { model: model.name.clone(), nearest, name }
}
