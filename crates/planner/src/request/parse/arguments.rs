//! The arguments of an operation, and of verbs that have some: which of them is which part of an item.
//!
//! Knows nothing of what stands in rows, conditions and selections.

use alloc::string::{String, ToString};

use super::Parser;
use super::forms::{OBJECT, UNREADABLE};
use crate::error::{Expected, Problem, nearest};
use crate::listed::Listed;
use crate::request::{Fault, Filter, GroupId, Item, Operation, Selection, SlotId, Spot, Tally, Test, Verb};
use crate::schema::ModelId;
use crate::value::{Kind, Kinds};

/// Whether a `where` has to name a key.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Where {
    Key,
    Anything,
}

impl Parser<'_> {
    /// The item at the top, what comes back, and what is counted instead.
    pub(super) fn arguments(
        &mut self,
        operation: Operation,
        model: ModelId,
    ) -> (Option<Item>, Selection, Option<Tally>) {
        let usual = self.schema.model(model).map(Selection::usual).unwrap_or_default();
        self.form(SlotId(0), OBJECT, Expected::Arguments);
        let Some(group) = self.below(SlotId(0)) else {
            return (None, usual, None);
        };
        self.named_slots(group, |name, known| Problem::ArgumentUnknown {
            verb: operation.word(),
            nearest: nearest(&name, known.iter().map(String::as_str)),
            name,
            known,
        });
        let mut item = Item::of(model, group);
        if operation.only_reads() {
            let (selection, tally) = self.search(operation, model, group);
            return (Some(item), selection, tally);
        }
        let is_many = operation.is_many();
        for (slot, name) in self.entries_of(group) {
            match name.as_str() {
                "where" if is_many => self.condition(&mut item, slot, Where::Anything),
                "where" => self.condition(&mut item, slot, Where::Key),
                "data" if matches!(operation, Operation::CreateMany | Operation::CreateManyAndReturn) => {
                    item.data = self.rows(slot, model);
                }
                "data" if operation == Operation::Create => item.data = self.one_row(slot, model),
                "data" => item.change = self.one_row(slot, model),
                "create" => item.data = self.one_row(slot, model),
                "update" => item.change = self.one_row(slot, model),
                "skipDuplicates" => item.skip = self.flag(slot, &name),
                "limit" => item.limit = self.whole_number(slot),
                _ => {}
            }
        }
        let needed: &[&'static str] = match operation {
            Operation::Create | Operation::CreateMany | Operation::CreateManyAndReturn => &["data"],
            Operation::Update => &["where", "data"],
            Operation::UpdateMany | Operation::UpdateManyAndReturn => &["data"],
            Operation::Upsert => &["where", "create", "update"],
            Operation::Delete => &["where"],
            _ => &[],
        };
        self.needed(group, operation.word(), needed);
        if operation.is_many() {
            item.filter.get_or_insert_with(Filter::everything);
        }
        let selection = if operation.gives_rows() { self.returned(operation, &item, group) } else { usual };
        (Some(item), selection, None)
    }

    pub(super) fn item_entries(&mut self, verb: Verb, item: &mut Item, wanted: Where) {
        let wanted = match verb {
            Verb::ConnectOrCreate => Where::Key,
            Verb::UpdateMany => Where::Anything,
            _ => wanted,
        };
        let (group, model) = (item.group, item.model);
        for (slot, name) in self.named_slots(group, |name, known| Problem::ArgumentUnknown {
            verb: verb.word(),
            nearest: nearest(&name, known.iter().map(String::as_str)),
            name,
            known,
        }) {
            match name.as_str() {
                "where" => self.condition(item, slot, wanted),
                "data" if verb == Verb::CreateMany => item.data = self.rows(slot, model),
                "create" => item.data = self.one_row(slot, model),
                "data" | "update" => item.change = self.one_row(slot, model),
                "skipDuplicates" => item.skip = self.flag(slot, &name),
                _ => {}
            }
        }
    }

    /// Each of these entries stands in every row of the group.
    pub(super) fn needed(&mut self, group: GroupId, verb: &'static str, names: &[&'static str]) {
        for name in names {
            let found = self.slots(group).find(|(_, slot)| slot.key.is_some() && slot.name == *name);
            if found.is_some_and(|(_, slot)| slot.always) {
                continue;
            }
            let problem = Problem::ArgumentMissing { verb, name };
            let tests = found.map(|(id, _)| Test::Slot(id)).into_iter().listed();
            let spot = Spot::Lacking { group, tests, name: (*name).to_string() };
            self.faults.push(Fault { problem, spot });
        }
    }

    fn condition(&mut self, item: &mut Item, slot: SlotId, wanted: Where) {
        self.strict_form(slot, OBJECT, Expected::Conditions);
        let Some(group) = self.below(slot) else {
            return;
        };
        match wanted {
            Where::Key => {
                let (filter, key) = self.unique(item.model, group);
                item.filter = Some(filter);
                item.key = key;
            }
            Where::Anything => item.filter = Some(self.conditions(item.model, group)),
        }
    }

    fn flag(&mut self, slot: SlotId, name: &str) -> Option<SlotId> {
        let allowed = Kinds::of(&[Kind::True, Kind::False]);
        for found in self.kinds(slot).without(allowed.and(UNREADABLE)).iter() {
            let problem = Problem::SelectionForm { name: name.to_string(), expected: "true or false", found };
            self.faults.push(Fault::of_kind(problem, slot, found));
        }
        self.unreadable(slot);
        Some(slot)
    }

    pub(super) fn whole_number(&mut self, slot: SlotId) -> Option<SlotId> {
        self.form(slot, Kinds::of(&[Kind::Int, Kind::BigInt]), Expected::WholeNumber);
        Some(slot)
    }
}
