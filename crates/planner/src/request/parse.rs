//! Shape -> WriteTree: entries become fields, relations and verbs; what is none of them is a fault.
//!
//! Knows nothing of what a row needs or what its values may be.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::fault::Spot;
use super::grammar::{Context, entries};
use super::{
    Fault, Given, GroupId, Layout, LinkNode, Node, Selection, Slot, SlotId, Verb, VerbNode, WriteTree,
};
use crate::error::{Error, Expected, Problem, nearest};
use crate::schema::{FieldId, Model, ModelId, RelationId, Schema};
use crate::value::{Kind, Kinds};

/// What stops a host from reading on, wherever it stands.
const UNREADABLE: Kinds =
    Kinds::of(&[Kind::Cycle, Kind::TooDeep, Kind::TooMany, Kind::Unreadable, Kind::Missing]);

/// Resolves the names of a shape.
///
/// # Errors
/// When the text is no shape of this schema. What is wrong with the request is in the tree's faults instead.
pub fn parse(schema: &Schema, shape: &str) -> Result<WriteTree, Error> {
    let (layout, context) = Layout::read(schema, shape)?;
    let Context::Arguments(verb, model) = context else {
        return Err(Error { problem: Problem::ShapeMalformed { at: 0 }, path: crate::path::Path::root() });
    };
    let mut parser = Parser { schema, layout: &layout, faults: Vec::new() };
    let (root, selection) = parser.arguments(verb, model);
    let faults = parser.faults;
    Ok(WriteTree { verb, model, layout, root, selection, faults })
}

struct Parser<'s> {
    schema: &'s Schema,
    layout: &'s Layout,
    faults: Vec<Fault>,
}

impl<'s> Parser<'s> {
    fn arguments(&mut self, verb: Verb, model: ModelId) -> (Option<Node>, Selection) {
        let usual = self.schema.model(model).map(Selection::usual).unwrap_or_default();
        self.form(SlotId(0), Kinds::of(&[Kind::Object]), Expected::Arguments);
        let Some(group) = self.below(SlotId(0)) else {
            return (None, usual);
        };
        let mut root = None;
        for (slot, name) in self.named_slots(group, |name, known| Problem::ArgumentUnknown {
            verb: verb.word(),
            nearest: nearest(&name, known.iter().map(String::as_str)),
            name,
            known,
        }) {
            if name == "data" {
                self.form(slot, Kinds::of(&[Kind::Object]), Expected::Fields);
                root = self.below(slot).map(|group| self.node(model, group));
            }
        }
        let has_data = self.slots(group).any(|(_, slot)| slot.key == Some(0));
        if !has_data {
            let problem = Problem::ArgumentMissing { verb: verb.word(), name: "data" };
            let spot = Spot::Lacking { group, tests: Vec::new(), name: "data".to_string() };
            self.faults.push(Fault { problem, spot });
        }
        (root, self.selection(model, group))
    }

    fn node(&mut self, id: ModelId, group: GroupId) -> Node {
        let mut node = Node { model: id, group, given: Vec::new(), links: Vec::new() };
        let Some(model) = self.schema.model(id) else {
            return node;
        };
        let n_fields = model.fields().count();
        for (slot, name) in self.named_slots(group, |name, known| field_unknown(model, name, known)) {
            let Some(key) = self.layout.slot(slot).and_then(|slot| slot.key) else {
                continue;
            };
            if (key as usize) < n_fields {
                let set = self.list_write(slot);
                node.given.push(Given { field: FieldId(key), slot, set });
            } else {
                let relation = RelationId(key.saturating_sub(u32::try_from(n_fields).unwrap_or(u32::MAX)));
                let verbs = self.verbs(slot, model, relation, &name);
                node.links.push(LinkNode { relation, slot, verbs });
            }
        }
        node
    }

    /// The slot of `{ set }` below a list field.
    fn list_write(&mut self, slot: SlotId) -> Option<SlotId> {
        let group = self.below(slot)?;
        let known = self.named_slots(group, |name, known| Problem::EntryUnknown { name, known });
        let set = known.first().map(|(slot, _)| *slot);
        if !set.is_some_and(|set| self.layout.slot(set).is_some_and(|slot| slot.always)) {
            let problem = Problem::ArgumentMissing { verb: "an object for a list", name: "set" };
            let tests = set.map(super::Test::Slot).into_iter().collect();
            self.faults
                .push(Fault { problem, spot: Spot::Lacking { group, tests, name: "set".to_string() } });
        }
        set
    }

    fn verbs(&mut self, slot: SlotId, model: &Model, id: RelationId, name: &str) -> Vec<VerbNode> {
        let kinds = self.kinds(slot);
        if kinds.has(Kind::Null) {
            let problem = Problem::RelationNull { relation: name.to_string() };
            self.faults.push(Fault::of_kind(problem, slot, Kind::Null));
        }
        let expected = Expected::Verbs;
        self.form(slot, Kinds::of(&[Kind::Object, Kind::Null]), expected);
        let (Some(group), Some(relation)) = (self.below(slot), model.relation(id)) else {
            return Vec::new();
        };
        let mut verbs = Vec::new();
        for (slot, word) in self.named_slots(group, |word, known| Problem::VerbUnknown {
            relation: name.to_string(),
            nearest: nearest(&word, known.iter().map(String::as_str)),
            name: word,
            known,
        }) {
            let Some(verb) = Verb::from_word(&word) else {
                continue;
            };
            if !relation.many && self.kinds(slot).has(Kind::List) {
                let problem = Problem::ListForOne { relation: name.to_string() };
                self.faults.push(Fault::of_kind(problem, slot, Kind::List));
            }
            // An array for one row has been told already, in better words.
            let allowed = Kinds::of(&[Kind::Object, Kind::List]);
            let expected = if relation.many { Expected::Rows } else { Expected::Object };
            self.form(slot, allowed, expected);
            self.elements(slot);
            let node = self.below(slot).map(|group| self.node(relation.to, group));
            verbs.push(VerbNode { verb, slot, node });
        }
        verbs
    }

    /// What is chosen by the `select`, `include` and `omit` of a group.
    fn selection(&mut self, id: ModelId, group: GroupId) -> Selection {
        let Some(model) = self.schema.model(id) else {
            return Selection::default();
        };
        let slot_named = |name: &str| {
            let found = self.slots(group).find(|(_, slot)| slot.key.is_some() && slot.name == name);
            found.map(|(id, _)| id)
        };
        let (select, include, omit) = (slot_named("select"), slot_named("include"), slot_named("omit"));
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
            selection.relations = self.chosen_of(slot, model).relations;
        }
        if selection.fields.is_empty() && selection.relations.is_empty() {
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
        if is_right && selection.fields.is_empty() && selection.relations.is_empty() {
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
        self.selection(to, group)
    }

    /// A choice is true, false, or an object where objects are allowed.
    fn choice(&mut self, slot: SlotId, name: &str, objects: Kinds) {
        let allowed = Kinds::of(&[Kind::True, Kind::False]).and(objects).and(UNREADABLE);
        for found in self.kinds(slot).without(allowed).iter() {
            let expected = if objects.is_empty() { "true or false" } else { "true, false or an object" };
            let problem = Problem::SelectionForm { name: name.to_string(), expected, found };
            self.faults.push(Fault::of_kind(problem, slot, found));
        }
        self.unreadable(slot);
    }

    /// What stands in a slot has one of the forms it may have.
    fn form(&mut self, slot: SlotId, allowed: Kinds, expected: Expected) {
        for found in self.kinds(slot).without(allowed.and(UNREADABLE)).iter() {
            self.faults.push(Fault::of_kind(Problem::Form { expected, found }, slot, found));
        }
        self.unreadable(slot);
    }

    /// What stands in an array of rows is rows.
    fn elements(&mut self, slot: SlotId) {
        let elements = self.layout.slot(slot).map_or(Kinds::NONE, |slot| slot.elements);
        for found in elements.without(Kinds::of(&[Kind::Object])).iter() {
            let problem = match found {
                Kind::Missing => Problem::Hole,
                Kind::Unreadable => Problem::Unreadable,
                Kind::Cycle => Problem::Circular,
                _ => Problem::Form { expected: Expected::Object, found },
            };
            self.faults.push(Fault { problem, spot: Spot::Element { slot, kinds: found as u32 } });
        }
    }

    fn unreadable(&mut self, slot: SlotId) {
        for found in self.kinds(slot).within(UNREADABLE).iter() {
            self.faults.push(Fault::of_kind(unreadable(found), slot, found));
        }
    }

    /// The known entries of a group with their names; each unknown one is a fault.
    fn named_slots(
        &mut self,
        group: GroupId,
        unknown: impl Fn(String, Vec<String>) -> Problem,
    ) -> Vec<(SlotId, String)> {
        let Some(context) = self.layout.group(group).map(|group| group.context) else {
            return Vec::new();
        };
        let mut known = Vec::new();
        let mut faults = Vec::new();
        for (id, slot) in self.slots(group) {
            if slot.key.is_some() {
                known.push((id, slot.name.clone()));
            } else {
                let names = entries(self.schema, context).into_iter().map(|entry| entry.name).collect();
                faults.push(Fault::of_slot(unknown(slot.name.clone(), names), id));
            }
        }
        self.faults.append(&mut faults);
        known
    }

    fn slots(&self, group: GroupId) -> impl Iterator<Item = (SlotId, &'s Slot)> + use<'s> {
        let layout = self.layout;
        let slots = layout.group(group).map_or(&[][..], |group| &group.slots);
        slots.iter().filter_map(move |id| layout.slot(*id).map(|slot| (*id, slot)))
    }

    fn kinds(&self, slot: SlotId) -> Kinds {
        self.layout.slot(slot).map_or(Kinds::NONE, |slot| slot.kinds)
    }

    fn below(&self, slot: SlotId) -> Option<GroupId> {
        self.layout.slot(slot)?.below
    }
}

/// What a host could not read, as a problem.
pub(crate) fn unreadable(found: Kind) -> Problem {
    match found {
        Kind::Cycle => Problem::Circular,
        Kind::TooDeep => Problem::TooDeep,
        Kind::TooMany => Problem::TooManyNodes,
        Kind::Missing => Problem::Hole,
        _ => Problem::Unreadable,
    }
}

/// What no entry is named for. A field or relation that stands where it cannot be chosen is known all the same.
fn field_unknown(model: &Model, name: String, known: Vec<String>) -> Problem {
    if model.field_named(&name).is_some() || model.relation_named(&name).is_some() {
        return Problem::EntryUnknown { name, known };
    }
    let nearest = nearest(&name, known.iter().map(String::as_str));
    Problem::FieldUnknown { model: model.name.clone(), nearest, name }
}
