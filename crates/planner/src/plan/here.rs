//! Plans what is done with a relation that the rows themselves hold.

use alloc::vec::Vec;

use super::Builder;
use super::create::Written;
use super::rows::{Finding, Later, Own, facts, missing, same_key, skip_key, taken};
use super::step::{
    Action, Batch, ColumnChange, Deed, Except, Find, Guard, Lender, Lock, Once, Pick, Source, Target,
    UpdateColumn, Where,
};
use crate::error::{Problem, RelationFacts};
use crate::listed::Listed;
use crate::request::{Change, Filter, SlotId, Test, Verb};
use crate::schema::{FieldId, Holder, Model, ModelId, Relation, RelationId};
use crate::validate::{CheckedItem, CheckedVerb};
use crate::value::Kind;

impl Builder<'_> {
    /// The rows that a node's rows will point at, before they do; none where the verb needs what they point at now.
    pub(super) fn held_rows(
        &mut self,
        model: &Model,
        id: RelationId,
        verb: Verb,
        item: &CheckedItem,
        own: &Own,
    ) -> Option<(Vec<Lender>, Option<Written>)> {
        let relation = model.relation(id)?;
        match verb {
            Verb::Create => {
                let written = self.create(item.data.as_ref()?, None, &own.picks);
                Some((written.rows.clone(), Some(written)))
            }
            Verb::Connect => {
                let found = self.find_to_connect(relation, item, own);
                if own.is_new {
                    self.displace_holders(model, relation, item, found, own);
                }
                Some(([found].into(), None))
            }
            Verb::ConnectOrCreate => {
                let rows = self.find_or_create(relation, item, own, None, Lock::Nothing);
                if let Some(found) = rows.first().filter(|_| own.is_new) {
                    self.displace_holders(model, relation, item, *found, own);
                }
                Some((rows, None))
            }
            _ => None,
        }
    }

    /// Finds rows to be linked, each of which must be there.
    pub(super) fn find_to_connect(&mut self, relation: &Relation, item: &CheckedItem, own: &Own) -> Lender {
        let facts = self.relation_facts(relation);
        let problem = match (self.schema.model(relation.to), relation.many) {
            (Some(to), false) => {
                let is_here = matches!(relation.holder, Holder::Here(_));
                missing("a nested connect", to, facts, is_here.then_some("inline the relation"))
            }
            _ => Problem::NotConnected { relation: facts },
        };
        let lock = match relation.holder {
            Holder::There(_) => Lock::Change,
            Holder::Here(_) | Holder::Between(_) => Lock::Nothing,
        };
        // Each row takes it from the one before.
        let once = if self.is_taken_away(relation) { Once::Always(Vec::new()) } else { Once::Never };
        let guard = Guard::Each(problem.into());
        let finding = Finding { guard, lock, once, ..Finding::of(own.batch(item.group), &item.filter) };
        self.find(relation.to, finding)
    }

    /// Whether a row that is pointed at is taken away from the one that pointed at it before.
    fn is_taken_away(&self, relation: &Relation) -> bool {
        matches!(relation.holder, Holder::Here(_)) && self.is_one_to_one(relation)
    }

    /// The same for all that a verb links: what one of them becomes by that is not asked of the others.
    pub(super) fn find_all_to_connect<'v>(
        &mut self,
        relation: &Relation,
        verb: &'v CheckedVerb,
        own: &Own,
    ) -> Vec<(&'v CheckedItem, Lender)> {
        let find = |item: &'v CheckedItem| (item, self.find_to_connect(relation, item, own));
        verb.items.iter().map(find).listed()
    }

    /// Finds rows, and makes those that are not there. Another transaction may be faster: what it made is found then.
    pub(super) fn find_or_create(
        &mut self,
        relation: &Relation,
        item: &CheckedItem,
        own: &Own,
        outer: Option<super::Outer<'_>>,
        lock: Lock,
    ) -> Vec<Lender> {
        let to = relation.to;
        // Where linking a row changes the key it was found by, the next one may not find it again.
        let is_moved = |field: &FieldId| matches!(&relation.holder, Holder::There(pairs) if pairs.iter().any(|(_, there)| there == field));
        let is_once = self.is_taken_away(relation) || item.key.iter().any(|(field, _)| is_moved(field));
        let once = match is_once {
            true => Once::Always(same_key(item)),
            false => Once::Missing(same_key(item)),
        };
        let finding = Finding { lock, once, ..Finding::of(own.batch(item.group), &item.filter) };
        let found = self.find(to, finding);
        let mut rows: Vec<Lender> = [found].into();
        let Some(data) = &item.data else {
            return rows;
        };
        let mut picks = own.picks.clone();
        picks.push(Pick::Missing([found].into()));
        let conflict = skip_key(item);
        let is_skipping = conflict != super::Conflict::Fail;
        let made = self.create_unless(data, outer, &picks, conflict);
        rows.extend(&made.rows);
        if is_skipping && let Some(model) = self.schema.model(to) {
            let problem = taken(model, item);
            let mut batch = own.batch_with(item.group, Pick::Missing([found].into()));
            batch.only.push(Pick::Missing(made.rows.clone()));
            let finding = Finding {
                guard: Guard::EachOrAgain(problem.into(), same_key(item).first().map(|(_, made)| *made)),
                lock,
                ..Finding::of(batch, &item.filter)
            };
            rows.push(self.find(to, finding));
        }
        rows
    }

    /// Where the relation is one to one, takes rows to be linked away from those that hold them now.
    fn displace_holders(
        &mut self,
        model: &Model,
        relation: &Relation,
        item: &CheckedItem,
        found: Lender,
        own: &Own,
    ) {
        let Holder::Here(pairs) = &relation.holder else {
            return;
        };
        if !self.is_one_to_one(relation) {
            return;
        }
        let Some(scope) = self.scope_of(relation.to, &[found], relation.inverse) else {
            return;
        };
        let key = if own.is_new { Vec::new() } else { self.own_primary_keys(own) };
        let batch = own.batch_with(item.group, Pick::Found([found].into()));
        let except = if key.is_empty() { Except::Nothing } else { Except::Key(key) };
        let others = Where { scope: Some(scope), filter: Filter::everything(), except, limit: None };
        let nullable = nullable_fields(model, pairs.iter().map(|(here, _)| *here));
        let required = self.required(own.model, relation);
        self.let_go(own.model, batch, others, &nullable, required);
    }

    /// Lets rows point at nothing; where they must point at something, there may be none.
    pub(super) fn let_go(
        &mut self,
        model: ModelId,
        batch: Batch,
        others: Where,
        nullable: &[FieldId],
        required: Problem,
    ) {
        if nullable.is_empty() {
            let Where { scope, filter, except, .. } = others;
            let find = Find { batch, scope, filter, except, lock: Lock::Nothing, once: Once::Never };
            self.push(model, Action::Find(find), Guard::NoRow(required.into()), Deed::Nothing);
        } else {
            self.update(model, batch, Target::Where(others), nulls(nullable), Deed::Disconnected);
        }
    }

    /// What is done with the rows that a node's rows point at.
    pub(super) fn verb_here(
        &mut self,
        model: &Model,
        id: RelationId,
        relation: &Relation,
        verb: &CheckedVerb,
        own: &Own,
    ) -> Vec<(Lender, Vec<FieldId>)> {
        let mut moved = Vec::new();
        match verb.verb {
            Verb::Upsert => {
                for item in &verb.items {
                    if let Some((data, picks)) = self.upsert_linked(id, relation, item, own) {
                        let made = self.create(data, None, &picks);
                        moved.extend(self.point_at(model, relation, item, &made.rows, own, picks));
                    }
                }
            }
            Verb::Disconnect => {
                let Holder::Here(pairs) = &relation.holder else {
                    return moved;
                };
                let nullable = nullable_fields(model, pairs.iter().map(|(here, _)| *here));
                for item in &verb.items {
                    let found = self.find_linked(id, relation, item, own, Lock::Nothing, Guard::AnyNumber);
                    let batch = own.batch_with(item.group, Pick::Found([found].into()));
                    let target = Target::Key(self.own_primary_keys(own));
                    self.update(own.model, batch, target, nulls(&nullable), Deed::Disconnected);
                }
                if verb.waits && self.layout.slot(verb.slot).is_some_and(|slot| slot.kinds.has(Kind::True)) {
                    let switch = Pick::Test(Test::Kind(verb.slot, Kind::True as u32), true);
                    let batch = Batch { entry: Some(verb.slot), ..own.batch_with(own.group, switch) };
                    let target = Target::Key(self.own_primary_keys(own));
                    let step = self.update(own.model, batch, target, nulls(&nullable), Deed::Disconnected);
                    moved.push((Lender { step, group: own.group }, nullable));
                }
            }
            Verb::Connect | Verb::ConnectOrCreate => {
                for item in &verb.items {
                    let is_known = |later: &&Later| later.relation == id && later.item == item.group;
                    let Some(Later { rows, .. }) = own.later.iter().find(is_known) else {
                        continue;
                    };
                    if let Some(found) = rows.first() {
                        self.displace_holders(model, relation, item, *found, own);
                    }
                    moved.extend(self.point_at(model, relation, item, rows, own, own.picks.clone()));
                }
            }
            Verb::Create
            | Verb::CreateMany
            | Verb::Update
            | Verb::Delete
            | Verb::Set
            | Verb::UpdateMany
            | Verb::DeleteMany => {}
        }
        moved
    }

    /// Lets a node's rows point at other rows, once those are there.
    fn point_at(
        &mut self,
        model: &Model,
        relation: &Relation,
        item: &CheckedItem,
        rows: &[Lender],
        own: &Own,
        picks: Vec<Pick>,
    ) -> Option<(Lender, Vec<FieldId>)> {
        let Holder::Here(pairs) = &relation.holder else {
            return None;
        };
        let columns = pairs.iter().map(|(here, there)| UpdateColumn {
            field: *here,
            changes: [ColumnChange { change: Change::Set, sources: self.keys(rows, *there), when: None }]
                .into(),
        });
        let columns = super::change::with_times(model, columns.listed());
        let target = Target::Key(self.own_primary_keys(own));
        // The step lends the rows' new keys to what stands beside the item, so it is about the rows, not about the item.
        let slot = self.layout.group(item.group).map_or(SlotId(0), |group| group.slot);
        let mut only = picks;
        only.push(Pick::Test(Test::Rows(item.group), true));
        let batch = Batch { group: own.group, only, entry: Some(slot) };
        let step = self.update(own.model, batch, target, columns, Deed::Connected);
        let fields: Vec<FieldId> = pairs.iter().map(|(here, _)| *here).listed();
        self.unless_same(step, fields.clone());
        Some((Lender { step, group: own.group }, fields))
    }

    /// What is wrong when a required relation would break.
    pub(super) fn required(&self, model: ModelId, relation: &Relation) -> Problem {
        let name = |id: ModelId| self.schema.model(id).map_or_else(Default::default, |one| one.name.clone());
        Problem::RelationRequired {
            relation: relation.link_name.clone(),
            model_a: name(model),
            model_b: name(relation.to),
        }
    }

    /// Whether there is at most one row at either end.
    pub(super) fn is_one_to_one(&self, relation: &Relation) -> bool {
        let inverse = self.schema.model(relation.to).and_then(|to| to.relation(relation.inverse));
        !relation.many && inverse.is_some_and(|inverse| !inverse.many)
    }

    /// A relation as errors speak of it.
    pub(super) fn relation_facts(&self, relation: &Relation) -> RelationFacts {
        let inverse = self.schema.model(relation.to).and_then(|to| to.relation(relation.inverse));
        facts(relation, inverse.is_some_and(|inverse| inverse.many))
    }
}

/// Those fields that may hold no value.
pub(super) fn nullable_fields(model: &Model, fields: impl Iterator<Item = FieldId>) -> Vec<FieldId> {
    fields.filter(|field| model.field(*field).is_some_and(|field| field.nullable)).listed()
}

/// Columns that are to hold no value.
pub(super) fn nulls(fields: &[FieldId]) -> Vec<UpdateColumn> {
    let null = || ColumnChange { change: Change::Set, sources: [Source::Null].into(), when: None };
    fields.iter().map(|field| UpdateColumn { field: *field, changes: [null()].into() }).listed()
}
