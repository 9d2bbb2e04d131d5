//! Plans what is done with a relation that the rows at its other end hold.

use alloc::vec::Vec;

use super::create::Written;
use super::here::{nullable_fields, nulls};
use super::rows::{Finding, Own};
use super::step::{
    Batch, ColumnChange, Conflict, Deed, Except, Guard, Lender, Lock, Pick, RowsOf, Target, UpdateColumn,
    Where,
};
use super::{Builder, Outer};
use crate::listed::Listed;
use crate::request::{Change, Filter, Verb};
use crate::schema::{FieldId, Holder, Model, Relation, RelationId};
use crate::validate::{CheckedItem, CheckedVerb};

impl Builder<'_> {
    pub(super) fn verb_there(&mut self, id: RelationId, relation: &Relation, verb: &CheckedVerb, own: &Own) {
        let (Holder::There(held), Some(to)) = (&relation.holder, self.schema.model(relation.to)) else {
            return;
        };
        let pairs: Vec<(FieldId, FieldId)> = held.iter().map(|(here, there)| (*there, *here)).listed();
        let outer = Outer { own, pairs: &pairs };
        match verb.verb {
            Verb::Create => {
                for item in &verb.items {
                    self.displace_linked(to, id, relation, item, None, own);
                    if let Some(data) = &item.data {
                        self.create(data, Some(outer), &own.picks);
                    }
                }
            }
            Verb::CreateMany => {
                for item in &verb.items {
                    self.create_many(item, Some(outer), &own.picks);
                }
            }
            Verb::Connect => {
                for (item, found) in self.find_all_to_connect(relation, verb, own) {
                    self.displace_linked(to, id, relation, item, Some(found), own);
                    self.take(to, relation, verb.verb, item, found, outer);
                }
            }
            Verb::ConnectOrCreate => {
                for item in &verb.items {
                    let rows = self.find_or_create(relation, item, own, Some(outer), Lock::Change);
                    for found in rows.iter().filter(|row| row.group == item.group) {
                        self.displace_linked(to, id, relation, item, Some(*found), own);
                        self.take(to, relation, verb.verb, item, *found, outer);
                    }
                }
            }
            Verb::Upsert => {
                for item in &verb.items {
                    if let Some((data, picks)) = self.upsert_linked(id, relation, item, own) {
                        self.create(data, Some(outer), &picks);
                    }
                }
            }
            Verb::Disconnect => {
                let lost = nullable_fields(to, held.iter().map(|(_, there)| *there));
                for found in self.find_switched(id, relation, verb, own, Lock::Change, &Guard::AnyNumber) {
                    let batch = self.batch_of_found(found);
                    let target = Target::Key(self.primary_keys(relation.to, &[found]));
                    self.update(relation.to, batch, target, nulls(&lost), Deed::Disconnected);
                }
            }
            Verb::Set => self.set_there(to, id, relation, verb, own, outer),
            Verb::Update | Verb::Delete | Verb::UpdateMany | Verb::DeleteMany => {}
        }
    }

    /// Lets rows that were found point at a node's rows.
    fn take(
        &mut self,
        to: &Model,
        relation: &Relation,
        verb: Verb,
        item: &CheckedItem,
        found: Lender,
        outer: Outer<'_>,
    ) {
        let columns = outer.pairs.iter().map(|(there, here)| UpdateColumn {
            field: *there,
            changes: [ColumnChange {
                change: Change::Set,
                sources: self.own_keys(outer.own, *here),
                when: None,
            }]
            .into(),
        });
        let columns = super::change::with_times(to, columns.listed());
        let target = Target::Key(self.primary_keys(relation.to, &[found]));
        let batch = outer.own.batch_with(item.group, Pick::Found([found].into()));
        let step = self.update(relation.to, batch, target, columns, Deed::Connected);
        // To connect many is to write them; what is linked one to one, or is to be a set, stays untouched if it is right.
        if !relation.many || verb == Verb::Set {
            self.unless_same(step, outer.pairs.iter().map(|(there, _)| *there).listed());
        }
    }

    /// Where the relation is one to one, makes room for a row: what is linked now is let go, unless it cannot be.
    fn displace_linked(
        &mut self,
        to: &Model,
        id: RelationId,
        relation: &Relation,
        item: &CheckedItem,
        found: Option<Lender>,
        own: &Own,
    ) {
        let Holder::There(pairs) = &relation.holder else {
            return;
        };
        if relation.many || own.is_new {
            return;
        }
        let scope = Some(self.scope(own, id, relation));
        let batch = match found {
            Some(found) => own.batch_with(item.group, Pick::Found([found].into())),
            None => own.batch(item.group),
        };
        let key = found.map_or(Vec::new(), |found| self.primary_keys(relation.to, &[found]));
        let nullable = nullable_fields(to, pairs.iter().map(|(_, there)| *there));
        let except = if key.is_empty() { Except::Nothing } else { Except::Key(key) };
        let others = Where { scope, filter: Filter::everything(), except, limit: None };
        let required = self.required(own.model, relation);
        self.let_go(relation.to, batch, others, &nullable, required);
    }

    /// Links the rows named and lets all others go.
    fn set_there(
        &mut self,
        to: &Model,
        id: RelationId,
        relation: &Relation,
        verb: &CheckedVerb,
        own: &Own,
        outer: Outer<'_>,
    ) {
        let Holder::There(pairs) = &relation.holder else {
            return;
        };
        let mut wanted: Vec<Lender> = Vec::new();
        for item in &verb.items {
            let finding = Finding { lock: Lock::Change, ..Finding::of(own.batch(item.group), &item.filter) };
            wanted.push(self.find(relation.to, finding));
        }
        let kept: Vec<RowsOf> = wanted.iter().map(|found| found.rows()).listed();
        let scope = Some(self.scope(own, id, relation));
        let nullable = nullable_fields(to, pairs.iter().map(|(_, there)| *there));
        let key = to.primary_key().to_vec();
        let except = if kept.is_empty() { Except::Nothing } else { Except::Found(kept, key) };
        let picked = own.batch_with(own.group, Pick::Test(crate::request::Test::Slot(verb.slot), true));
        let batch = Batch { entry: Some(verb.slot), ..picked };
        let others = Where { scope, filter: Filter::everything(), except, limit: None };
        let required = self.required(own.model, relation);
        self.let_go(relation.to, batch, others, &nullable, required);
        for (item, found) in verb.items.iter().zip(wanted) {
            self.take(to, relation, verb.verb, item, found, outer);
        }
    }

    /// Makes many rows at once; those that are there already may be left out, with everything inside of them.
    pub(super) fn create_many(
        &mut self,
        item: &CheckedItem,
        outer: Option<Outer<'_>>,
        picks: &[Pick],
    ) -> Vec<Written> {
        let Some(data) = &item.data else {
            return Vec::new();
        };
        let mut written = Vec::new();
        for (conflict, pick) in self.skipping(item) {
            let picks: Vec<Pick> = picks.iter().cloned().chain(pick).listed();
            written.push(self.create_unless(data, outer, &picks, conflict));
        }
        written
    }

    /// The two ways to make rows, where some are to be left out if they are there and some are not.
    fn skipping(&self, item: &CheckedItem) -> Vec<(Conflict, Option<Pick>)> {
        use crate::request::Test;
        use crate::value::{Kind, Kinds};
        let Some((id, slot)) = item.skip.and_then(|id| Some((id, self.layout.slot(id)?))) else {
            return [(Conflict::Fail, None)].into();
        };
        if slot.always && slot.kinds == Kinds::of(&[Kind::True]) {
            return [(Conflict::Skip, None)].into();
        }
        if !slot.kinds.has(Kind::True) {
            return [(Conflict::Fail, None)].into();
        }
        let test = Test::Kind(id, Kind::True as u32);
        let ways = [(Conflict::Skip, true), (Conflict::Fail, false)];
        ways.map(|(conflict, wanted)| (conflict, Some(Pick::Test(test, wanted)))).into()
    }
}
