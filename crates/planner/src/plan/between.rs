//! Plans what is done with a relation that a junction table holds.

use alloc::vec::Vec;

use super::Builder;
use super::rows::{Finding, Own};
use super::step::{Action, Batch, Deed, Guard, Lender, Link, LinkBatch, Lock, Pairs, Pick, RowsOf, Unlink};
use crate::error::Problem;
use crate::listed::Listed;
use crate::request::{GroupId, Test, Verb};
use crate::schema::{Holder, Junction, Relation, RelationId};
use crate::validate::CheckedVerb;

impl Builder<'_> {
    pub(super) fn verb_between(
        &mut self,
        id: RelationId,
        relation: &Relation,
        verb: &CheckedVerb,
        own: &Own,
    ) {
        let Holder::Between(junction) = &relation.holder else {
            return;
        };
        let facts = self.relation_facts(relation);
        match verb.verb {
            Verb::Create | Verb::CreateMany => {
                for item in &verb.items {
                    if let Some(data) = &item.data {
                        let made = self.create(data, None, &own.picks);
                        self.pair(junction, own, data.group, &made.rows, own.picks.clone());
                    }
                }
            }
            Verb::Connect => {
                for (item, found) in self.find_all_to_connect(relation, verb, own) {
                    self.pair(junction, own, item.group, &[found], own.picks.clone());
                }
            }
            Verb::ConnectOrCreate => {
                for item in &verb.items {
                    let rows = self.find_or_create(relation, item, own, None, Lock::Nothing);
                    self.pair(junction, own, item.group, &rows, own.picks.clone());
                }
            }
            Verb::Upsert => {
                for item in &verb.items {
                    if let Some((data, picks)) = self.upsert_linked(id, relation, item, own) {
                        let made = self.create(data, None, &picks);
                        self.pair(junction, own, data.group, &made.rows, picks);
                    }
                }
            }
            Verb::Disconnect => {
                for found in self.find_switched(id, relation, verb, own, Lock::Nothing, &Guard::AnyNumber) {
                    let there = self.keys(&[found], junction.there_field);
                    let batch = self.batch_of_found(found);
                    self.unlink(junction, own, batch, Pairs::With(there));
                }
            }
            Verb::Set => {
                let mut wanted: Vec<(GroupId, Lender)> = Vec::new();
                for item in &verb.items {
                    let problem = Problem::NotConnected { relation: facts.clone() };
                    let finding = Finding {
                        guard: Guard::Each(problem.into()),
                        ..Finding::of(own.batch(item.group), &item.filter)
                    };
                    wanted.push((item.group, self.find(relation.to, finding)));
                }
                let kept: Vec<RowsOf> = wanted.iter().map(|(_, found)| found.rows()).listed();
                for rows in &kept {
                    self.give(rows.step, junction.there_field);
                }
                let picked = own.batch_with(own.group, Pick::Test(Test::Slot(verb.slot), true));
                let batch = Batch { entry: Some(verb.slot), ..picked };
                self.unlink(junction, own, batch, Pairs::Except(kept));
                for (group, found) in wanted {
                    self.pair(junction, own, group, &[found], own.picks.clone());
                }
            }
            Verb::Update | Verb::Delete | Verb::UpdateMany | Verb::DeleteMany => {}
        }
    }

    /// Pairs each far row with the near row it is written inside of.
    pub(super) fn pair(
        &mut self,
        junction: &Junction,
        own: &Own,
        group: GroupId,
        rows: &[Lender],
        picks: Vec<Pick>,
    ) {
        let here = self.own_keys(own, junction.here_field);
        let there = self.keys(rows, junction.there_field);
        let batch = LinkBatch { batch: Batch { group, only: picks, entry: None }, here, there };
        let link = Link { junction: junction.clone(), batches: [batch].into() };
        self.push(own.model, Action::Link(link), Guard::AnyNumber, Deed::Connected);
    }

    fn unlink(&mut self, junction: &Junction, own: &Own, batch: Batch, pairs: Pairs) {
        let here = self.own_keys(own, junction.here_field);
        let unlink = Unlink { batch, junction: junction.clone(), here, pairs };
        self.push(own.model, Action::Unlink(unlink), Guard::AnyNumber, Deed::Disconnected);
    }
}
