//! The verbs at a relation: which may stand there, in which form, and what they are about.
//!
//! Knows nothing of what stands inside of rows and conditions.

use alloc::string::ToString;
use alloc::vec::Vec;

use super::Parser;
use super::arguments::Where;
use super::forms::OBJECT;
use crate::error::{Expected, Problem, nearest};
use crate::listed::Listed;
use crate::request::{Context, Fault, GroupId, Item, SlotId, Verb, VerbNode};
use crate::schema::{Holder, Model, Relation, RelationId};
use crate::value::{Kind, Kinds};

impl Parser<'_> {
    pub(super) fn verbs(
        &mut self,
        slot: SlotId,
        model: &Model,
        id: RelationId,
        is_change: bool,
    ) -> Vec<VerbNode> {
        let Some(relation) = model.relation(id) else {
            return Vec::new();
        };
        let name = relation.name.clone();
        let kinds = self.kinds(slot);
        if kinds.has(Kind::Null) {
            let problem = Problem::RelationNull { relation: name.clone() };
            self.faults.push(Fault::of_kind(problem, slot, Kind::Null));
        }
        self.form(slot, OBJECT.and(Kinds::of(&[Kind::Null])), Expected::Verbs);
        let Some(group) = self.below(slot) else {
            return Vec::new();
        };
        let mut verbs = Vec::new();
        let allowed = allowed_verbs(model, relation, is_change);
        for (slot, word) in self.named_slots(group, |word, _| Problem::VerbUnknown {
            relation: name.clone(),
            nearest: nearest(&word, allowed.iter().map(|verb| verb.word())),
            name: word,
            known: allowed.iter().map(|verb| verb.word().to_string()).listed(),
        }) {
            let Some(verb) = Verb::from_word(&word) else {
                continue;
            };
            if allowed.contains(&verb) {
                verbs.push(self.verb(slot, verb, relation));
            } else {
                let problem = misplaced(model, relation, verb, is_change);
                self.faults.push(Fault::of_slot(problem, slot));
            }
        }
        verbs
    }

    fn verb(&mut self, slot: SlotId, verb: Verb, relation: &Relation) -> VerbNode {
        let is_switch = !relation.many && matches!(verb, Verb::Disconnect | Verb::Delete);
        if !relation.many && self.kinds(slot).has(Kind::List) {
            let problem = Problem::ListForOne { relation: relation.name.clone() };
            self.faults.push(Fault::of_kind(problem, slot, Kind::List));
        }
        if relation.many && matches!(verb, Verb::Disconnect | Verb::Delete) {
            for found in self.kinds(slot).within(SWITCH).iter() {
                let problem = Problem::SwitchForList { relation: relation.name.clone(), verb: verb.word() };
                self.faults.push(Fault::of_kind(problem, slot, found));
            }
        }
        // An array for one row, and true for many, have been told already, in better words.
        let takes_list = verb != Verb::CreateMany;
        let mut allowed = if takes_list { OBJECT.and(Kinds::of(&[Kind::List])) } else { OBJECT };
        if matches!(verb, Verb::Disconnect | Verb::Delete) {
            allowed = allowed.and(SWITCH);
        }
        let expected = match (is_switch, relation.many) {
            (true, _) => Expected::Switch,
            (false, true) if takes_list => Expected::Rows,
            _ => Expected::Object,
        };
        self.form(slot, allowed, expected);
        self.elements(slot);
        let groups = self.layout.slot(slot).map_or(&[][..], |slot| &slot.below);
        let items = groups.iter().map(|group| self.item(verb, relation, *group)).listed();
        VerbNode { verb, slot, items }
    }

    fn item(&mut self, verb: Verb, relation: &Relation, group: GroupId) -> Item {
        let to = relation.to;
        let mut item = Item::of(to, group);
        let key = if relation.many { Where::Key } else { Where::Anything };
        match self.layout.group(group).map(|group| group.context) {
            Some(Context::Data(_)) => item.data = Some(self.node(to, group)),
            Some(Context::Change(_)) => item.change = Some(self.node(to, group)),
            Some(Context::Unique(_)) => {
                let (filter, key) = self.unique(to, group);
                (item.filter, item.key) = (Some(filter), key);
            }
            Some(Context::Filter(_) | Context::FieldsFilter(_)) => {
                item.filter = Some(self.conditions(to, group));
            }
            Some(Context::Item(..)) => self.item_entries(verb, &mut item, key),
            _ => {}
        }
        let needed: &[&'static str] = match (verb, self.layout.group(group).map(|group| group.context)) {
            (Verb::ConnectOrCreate, _) => &["where", "create"],
            (Verb::Update | Verb::UpdateMany, Some(Context::Item(..))) if relation.many => &["where", "data"],
            (Verb::Update, Some(Context::Item(..))) => &["data"],
            (Verb::Upsert, _) if relation.many => &["where", "create", "update"],
            (Verb::Upsert, _) => &["create", "update"],
            (Verb::CreateMany, _) => &["data"],
            _ => &[],
        };
        self.needed(group, verb.word(), needed);
        item
    }
}

/// What turns something on or off.
const SWITCH: Kinds = Kinds::of(&[Kind::True, Kind::False]);

/// The verbs that can stand at a relation.
fn allowed_verbs(model: &Model, relation: &Relation, is_change: bool) -> Vec<Verb> {
    let is_required = model.requires(relation);
    let is_between = matches!(relation.holder, Holder::Between(_));
    let fits = |verb: &Verb| {
        (is_change || !verb.is_for_updates())
            && (relation.many || !verb.is_for_lists())
            && !(is_between && *verb == Verb::CreateMany)
            && !(is_required && matches!(verb, Verb::Delete | Verb::Disconnect))
    };
    Verb::ALL.into_iter().filter(fits).listed()
}

/// Why a verb cannot stand at a relation.
fn misplaced(model: &Model, relation: &Relation, verb: Verb, is_change: bool) -> Problem {
    let (word, name) = (verb.word(), relation.name.clone());
    if !is_change && verb.is_for_updates() {
        return Problem::VerbForUpdates { relation: name, verb: word };
    }
    if !relation.many && verb.is_for_lists() {
        return Problem::VerbForLists { relation: name, verb: word };
    }
    if model.requires(relation) {
        return Problem::VerbOfRequired { model: model.name.clone(), relation: name, verb: word };
    }
    Problem::VerbBetween { relation: name, verb: word }
}
