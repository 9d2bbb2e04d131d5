//! Plans what is done with rows that are linked to others, in the same way whoever holds the link.

use alloc::vec::Vec;

use super::Builder;
use super::rows::{Finding, Own, missing, same_key};
use super::step::{Action, Batch, Deed, Delete, Except, Guard, Lender, Lock, Once, Pick, Target, Where};
use crate::error::Problem;
use crate::listed::Listed;
use crate::request::{Filter, GroupId, SlotId, Test, Verb};
use crate::schema::{Model, ModelId, Relation, RelationId};
use crate::validate::{CheckedItem, CheckedNode, CheckedVerb};
use crate::value::Kind;

impl Builder<'_> {
    /// What is done with the rows at the other end of a relation, whoever holds it. Tells whether the verb is such a one.
    pub(super) fn verb_on_linked(
        &mut self,
        model: &Model,
        id: RelationId,
        relation: &Relation,
        verb: &CheckedVerb,
        own: &Own,
    ) -> bool {
        let Some(to) = self.schema.model(relation.to) else {
            return true;
        };
        let facts = self.relation_facts(relation);
        match verb.verb {
            Verb::Update => {
                for item in &verb.items {
                    let problem = missing("a nested update", to, facts.clone(), None);
                    self.change_linked(id, relation, item, own, problem);
                }
            }
            Verb::Delete => {
                let problem = if relation.many {
                    let (parent, child) = (model.name.clone(), to.name.clone());
                    Problem::NotDeleted { relation: facts, parent, child }
                } else {
                    missing("a nested delete", to, facts, None)
                };
                let guard = Guard::Each(problem.into());
                for found in self.find_switched(id, relation, verb, own, Lock::Delete, &guard) {
                    self.delete_found(relation.to, found);
                }
            }
            Verb::UpdateMany => verb.items.iter().for_each(|item| self.update_many(id, relation, item, own)),
            Verb::DeleteMany => verb.items.iter().for_each(|item| self.delete_many(id, relation, item, own)),
            Verb::Create
            | Verb::CreateMany
            | Verb::Connect
            | Verb::ConnectOrCreate
            | Verb::Upsert
            | Verb::Disconnect
            | Verb::Set => return false,
        }
        true
    }

    /// Finds the rows that are linked to a node's rows and meet the item's condition.
    pub(super) fn find_linked(
        &mut self,
        id: RelationId,
        relation: &Relation,
        item: &CheckedItem,
        own: &Own,
        lock: Lock,
        guard: Guard,
    ) -> Lender {
        let scope = Some(self.scope(own, id, relation));
        let once = if lock == Lock::Change { Once::Always(same_key(item)) } else { Once::Never };
        let filter = item.filter.clone();
        self.find(relation.to, Finding { batch: own.batch(item.group), scope, filter, lock, once, guard })
    }

    /// The same for a verb that may also be switched on with `true`.
    pub(super) fn find_switched(
        &mut self,
        id: RelationId,
        relation: &Relation,
        verb: &CheckedVerb,
        own: &Own,
        lock: Lock,
        guard: &Guard,
    ) -> Vec<Lender> {
        let mut found = Vec::new();
        for item in &verb.items {
            found.push(self.find_linked(id, relation, item, own, lock, guard.clone()));
        }
        let is_switched = self.layout.slot(verb.slot).is_some_and(|slot| slot.kinds.has(Kind::True));
        if is_switched {
            let switch = Pick::Test(Test::Kind(verb.slot, Kind::True as u32), true);
            let batch = Batch { entry: Some(verb.slot), ..own.batch_with(own.group, switch) };
            let finding = Finding {
                scope: Some(self.scope(own, id, relation)),
                lock,
                guard: guard.clone(),
                ..Finding::of(batch, &Filter::everything())
            };
            found.push(self.find(relation.to, finding));
        }
        found
    }

    /// Finds linked rows, which must be there, and changes them. Where nothing is to change, nothing is looked for.
    pub(super) fn change_linked(
        &mut self,
        id: RelationId,
        relation: &Relation,
        item: &CheckedItem,
        own: &Own,
        problem: Problem,
    ) {
        let entries = item.change.as_ref().map_or(Vec::new(), |change| self.entries_of(change.group));
        if entries.is_empty() {
            return;
        }
        let is_in_all = |slot: &SlotId| self.layout.slot(*slot).is_some_and(|slot| slot.always);
        let mut own = own.clone();
        if !entries.iter().any(is_in_all) {
            own.picks.push(Pick::Any(entries.into_iter().map(Test::Slot).listed()));
        }
        let found = self.find_linked(id, relation, item, &own, Lock::Change, Guard::Each(problem.into()));
        self.change_found(item, relation.to, found, &own, false);
    }

    /// What some rows of a group have.
    fn entries_of(&self, group: GroupId) -> Vec<SlotId> {
        self.layout.group(group).map_or(Vec::new(), |group| group.slots.clone())
    }

    /// Changes rows that were found, and goes on below them.
    pub(super) fn change_found(
        &mut self,
        item: &CheckedItem,
        model: ModelId,
        found: Lender,
        own: &Own,
        is_optional: bool,
    ) {
        let Some(change) = &item.change else {
            return;
        };
        let mut picks = own.picks.clone();
        if is_optional {
            picks.push(Pick::Found([found].into()));
        }
        let rows = [found].into();
        let inner = Own {
            model,
            group: change.group,
            rows,
            changed: Vec::new(),
            picks,
            is_new: false,
            later: Vec::new(),
        };
        self.change(change, inner);
    }

    /// Changes the linked rows that are there. Those that are not are to be made: of what, and where.
    pub(super) fn upsert_linked<'i>(
        &mut self,
        id: RelationId,
        relation: &Relation,
        item: &'i CheckedItem,
        own: &Own,
    ) -> Option<(&'i CheckedNode, Vec<Pick>)> {
        let found = self.find_linked(id, relation, item, own, Lock::Change, Guard::AnyNumber);
        self.change_found(item, relation.to, found, own, true);
        let mut picks = own.picks.clone();
        picks.push(Pick::Missing([found].into()));
        item.data.as_ref().map(|data| (data, picks))
    }

    /// Deletes rows that were found.
    pub(super) fn delete_found(&mut self, model: ModelId, found: Lender) {
        let batch = self.batch_of_found(found);
        let target = Target::Key(self.primary_keys(model, &[found]));
        let delete = Delete { batch, target };
        self.push(model, Action::Delete(delete), Guard::AnyNumber, Deed::Deleted);
    }

    fn update_many(&mut self, id: RelationId, relation: &Relation, item: &CheckedItem, own: &Own) {
        let (Some(change), Some(to)) = (&item.change, self.schema.model(relation.to)) else {
            return;
        };
        let columns = self.update_columns(to, &change.columns, &[], change.group);
        if columns.is_empty() {
            return;
        }
        let scope = Some(self.scope(own, id, relation));
        let filter = item.filter.clone();
        let target = Target::Where(Where { scope, filter, except: Except::Nothing, limit: None });
        let entry = self.layout.group(change.group).map(|group| group.slot);
        let batch = Batch { entry, ..own.batch(item.group) };
        self.update(relation.to, batch, target, columns, Deed::Updated);
    }

    fn delete_many(&mut self, id: RelationId, relation: &Relation, item: &CheckedItem, own: &Own) {
        let scope = Some(self.scope(own, id, relation));
        let filter = item.filter.clone();
        let target = Target::Where(Where { scope, filter, except: Except::Nothing, limit: None });
        let delete = Delete { batch: own.batch(item.group), target };
        self.push(relation.to, Action::Delete(delete), Guard::AnyNumber, Deed::Deleted);
    }
}
