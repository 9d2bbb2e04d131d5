//! The rules of verbs: what a required relation does not allow, and what many rows at once cannot have.

use alloc::string::String;
use alloc::vec::Vec;

use super::Validator;
use crate::error::Problem;
use crate::listed::Listed;
use crate::request::{Fault, LinkNode, Node, Spot, Verb, VerbNode};
use crate::schema::{FieldId, Holder, Model, ModelId, Relation};
use crate::value::{Kind, Kinds};

impl Validator<'_> {
    /// A verb does not take from a required relation what it needs.
    pub(super) fn verb(&mut self, model: ModelId, relation: &Relation, verb: &VerbNode) {
        let Holder::There(pairs) = &relation.holder else {
            return;
        };
        let Some((here, there)) = self.schema.model(model).zip(self.schema.model(relation.to)) else {
            return;
        };
        let is_required = |field: FieldId| there.field(field).is_some_and(|field| !field.nullable);
        if verb.verb != Verb::Disconnect || !pairs.iter().all(|(_, there)| is_required(*there)) {
            return;
        }
        let problem = Problem::RelationRequired {
            relation: relation.link_name.clone(),
            model_a: there.name.clone(),
            model_b: here.name.clone(),
        };
        let asked = Kinds::of(&[Kind::True, Kind::Object, Kind::List]);
        let found = self.layout.slot(verb.slot).map_or(Kinds::NONE, |slot| slot.kinds);
        if !found.within(asked).is_empty() {
            let spot = Spot::Value { slot: verb.slot, kinds: asked.0 };
            self.findings.faults.push(Fault { problem, spot });
        }
    }

    /// Where many rows change at once, their relations do not.
    pub(super) fn fields_only(&mut self, node: &Node) {
        let Some(model) = self.schema.model(node.model) else {
            return;
        };
        for link in &node.links {
            let name = model.relation(link.relation).map_or(String::new(), |relation| relation.name.clone());
            let known: Vec<String> = model.fields().map(|(_, field)| field.name.clone()).listed();
            self.findings.faults.push(Fault::of_slot(Problem::EntryUnknown { name, known }, link.slot));
        }
    }
}

/// Whether rows are let go when it is the verb's turn, and not with their other columns: beside a verb that needs what is
/// linked now, and after one that may link the rows themselves from the other end.
pub(super) fn waits(model: &Model, node: &Node, link: &LinkNode, verb: Verb) -> bool {
    let needs_linked = link.verbs.iter().any(|beside| beside.verb.needs_linked());
    let is_inverse = |earlier: &LinkNode| {
        model.relation(earlier.relation).is_some_and(|relation| {
            relation.to == node.model
                && relation.inverse == link.relation
                && earlier.relation != link.relation
        })
    };
    let before = node.links.iter().take_while(|earlier| earlier.relation != link.relation);
    let follows_inverse = before.into_iter().any(is_inverse);
    verb == Verb::Disconnect && (follows_inverse || needs_linked)
}
