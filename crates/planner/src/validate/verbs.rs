//! The rules of verbs: what a required relation does not allow, and what many rows at once cannot have.

use alloc::string::String;
use alloc::vec::Vec;

use super::Validator;
use crate::error::Problem;
use crate::request::{Fault, Node, Spot, Verb, VerbNode};
use crate::schema::{FieldId, Holder, ModelId, Relation};
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
            let known: Vec<String> = model.fields().map(|(_, field)| field.name.clone()).collect();
            self.findings.faults.push(Fault::of_slot(Problem::EntryUnknown { name, known }, link.slot));
        }
    }
}
