//! What comes back where a request asks for all that it touches: every relation that it writes at, to any depth.
//!
//! Knows nothing of selections that are spelled out, but that they cannot stand beside it.

use super::Parser;
use crate::error::Problem;
use crate::request::{Fault, GroupId, Item, Node, Operation, Selection, SlotId};
use crate::schema::Model;
use crate::value::{Kind, Kinds};

impl Parser<'_> {
    /// What comes back of rows that are written: what is chosen, or all that is touched.
    pub(super) fn returned(&mut self, operation: Operation, item: &Item, group: GroupId) -> Selection {
        let chosen = self.selection(item.model, group);
        let Some(slot) = self.slot_named(group, "returning") else {
            return chosen;
        };
        let words = Kinds::of(&[Kind::True, Kind::False]);
        self.chosen_by(slot, "returning", words, "'row' or 'touched'");
        if !self.kinds(slot).has(Kind::True) {
            return chosen;
        }
        self.alone(slot, group, operation);
        let mut touched = self.usual(item.model);
        self.add_touched(&mut touched, item);
        touched
    }

    /// Where all that is touched comes back, nothing else is chosen.
    fn alone(&mut self, slot: SlotId, group: GroupId, operation: Operation) {
        if ["select", "include", "omit"].iter().any(|name| self.slot_named(group, name).is_some()) {
            let problem = Problem::ReturningBeside { verb: operation.word() };
            self.faults.push(Fault::of_slot(problem, slot));
        }
    }

    fn usual(&self, model: crate::schema::ModelId) -> Selection {
        self.schema.model(model).map(Selection::usual).unwrap_or_default()
    }

    fn add_touched(&self, selection: &mut Selection, item: &Item) {
        let Some(model) = self.schema.model(item.model) else {
            return;
        };
        for node in item.data.iter().chain(&item.change) {
            self.add_relations(selection, model, node);
        }
    }

    fn add_relations(&self, selection: &mut Selection, model: &Model, node: &Node) {
        for link in node.links.iter().filter(|link| !link.verbs.is_empty()) {
            let Some(relation) = model.relation(link.relation) else {
                continue;
            };
            let known = selection.relations.iter().position(|(id, _)| *id == link.relation);
            let position = known.unwrap_or_else(|| {
                selection.relations.push((link.relation, self.usual(relation.to)));
                selection.relations.len() - 1
            });
            let Some((_, nested)) = selection.relations.get_mut(position) else {
                continue;
            };
            for item in link.verbs.iter().flat_map(|verb| &verb.items) {
                self.add_touched(nested, item);
            }
        }
    }
}
