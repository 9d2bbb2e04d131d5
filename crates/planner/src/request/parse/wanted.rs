//! Which rows come back and in which order: `where`, `orderBy`, `cursor`, `take`, `skip`, `distinct`, and what is counted.
//!
//! Knows nothing of what is chosen of each row.

use alloc::vec::Vec;

use super::Parser;
use super::forms::OBJECT;
use super::rows::field_unknown;
use crate::error::{Expected, Problem};
use crate::listed::Listed;
use crate::request::{Fault, Filter, GroupId, Order, OrderBy, SlotId, Take, Wanted};
use crate::schema::{Model, ModelId, RelationId};
use crate::value::{Kind, Kinds};

const CHOICE: Kinds = Kinds::of(&[Kind::True, Kind::False]);
const DIRECTION: &str = "'asc' or 'desc'";
const NULLS: &str = "'first' or 'last'";

impl Parser<'_> {
    /// Which rows of a model a group of choices asks for.
    pub(super) fn wanted(&mut self, id: ModelId, group: GroupId) -> Wanted {
        let mut wanted = Wanted::default();
        for (slot, name) in self.entries_of(group) {
            match name.as_str() {
                "where" => wanted.filter = self.filter_at(id, slot),
                "orderBy" => wanted.order = self.orders(id, slot),
                "cursor" => wanted.cursor = self.unique_at(id, slot),
                "take" => {
                    let numbers = Kinds::of(&[Kind::Int, Kind::BigInt, Kind::Negative]);
                    self.form(slot, numbers, Expected::WholeNumber);
                    wanted.take = Some(Take { slot, last: self.kinds(slot).has(Kind::Negative) });
                }
                "skip" => wanted.skip = self.whole_number(slot),
                "distinct" => {
                    self.form(slot, OBJECT, Expected::FieldNames);
                    let Some((model, group)) = self.schema.model(id).zip(self.below(slot)) else {
                        continue;
                    };
                    let named = self.named_slots(group, |name, known| field_unknown(model, name, known));
                    wanted.distinct = named.iter().filter_map(|(_, name)| model.field_named(name)).listed();
                }
                _ => {}
            }
        }
        wanted
    }

    /// Conditions that find at most one row.
    pub(super) fn unique_at(&mut self, id: ModelId, slot: SlotId) -> Option<Filter> {
        self.strict_form(slot, OBJECT, Expected::Conditions);
        self.below(slot).map(|group| self.unique(id, group).0)
    }

    fn filter_at(&mut self, id: ModelId, slot: SlotId) -> Option<Filter> {
        self.strict_form(slot, OBJECT, Expected::Conditions);
        self.below(slot).map(|group| self.conditions(id, group))
    }

    /// What rows are put in order by: an object, or an array of objects.
    fn orders(&mut self, id: ModelId, slot: SlotId) -> Vec<Order> {
        self.form(slot, OBJECT.and(Kinds::of(&[Kind::List])), Expected::Rows);
        self.elements(slot);
        let groups = self.layout.slot(slot).map_or(&[][..], |slot| &slot.below);
        let mut orders = Vec::new();
        for group in groups {
            self.order(id, *group, &[], &mut orders);
        }
        orders
    }

    fn order(&mut self, id: ModelId, group: GroupId, through: &[RelationId], orders: &mut Vec<Order>) {
        let Some(model) = self.schema.model(id) else {
            return;
        };
        for (slot, name) in self.named_slots(group, |name, known| field_unknown(model, name, known)) {
            let order = |by: OrderBy, descending: bool, nulls_first: Option<bool>| Order {
                through: through.to_vec(),
                by,
                descending,
                nulls_first,
            };
            let Some(relation_id) = model.relation_named(&name) else {
                let Some(field) = model.field_named(&name) else {
                    continue;
                };
                if model.field(field).is_some_and(|field| field.list) {
                    self.faults.push(Fault::of_slot(Problem::OrderOfList { name }, slot));
                    continue;
                }
                let (descending, nulls_first) = self.field_order(slot, &name);
                orders.push(order(OrderBy::Field(field), descending, nulls_first));
                continue;
            };
            self.form(slot, OBJECT, Expected::Order);
            let (Some(group), Some(relation)) = (self.below(slot), model.relation(relation_id)) else {
                continue;
            };
            if relation.many {
                for (slot, _) in self.named_slots(group, |name, known| Problem::EntryUnknown { name, known })
                {
                    let descending = self.direction(slot, "_count", DIRECTION, Kinds::NONE);
                    orders.push(order(OrderBy::Count(relation_id), descending, None));
                }
            } else {
                let mut inner = through.to_vec();
                inner.push(relation_id);
                self.order(relation.to, group, &inner, orders);
            }
        }
    }

    /// How rows are put in order by a field: the direction, and where rows without a value come.
    fn field_order(&mut self, slot: SlotId, name: &str) -> (bool, Option<bool>) {
        let descending = self.direction(slot, name, DIRECTION, OBJECT);
        let Some(group) = self.below(slot) else {
            return (descending, None);
        };
        let (mut descending, mut nulls_first) = (false, None);
        let mut is_told = false;
        for (slot, name) in self.named_slots(group, |name, known| Problem::EntryUnknown { name, known }) {
            if name == "sort" {
                is_told = true;
                descending = self.direction(slot, &name, DIRECTION, Kinds::NONE);
            } else {
                nulls_first = Some(!self.direction(slot, &name, NULLS, Kinds::NONE));
            }
        }
        if !is_told {
            let problem = Problem::ArgumentMissing { verb: "orderBy", name: "sort" };
            self.faults.push(Fault::of_slot(problem, slot));
        }
        (descending, nulls_first)
    }

    /// Which of two words stands in a slot: whether it is the second one.
    fn direction(&mut self, slot: SlotId, name: &str, expected: &'static str, objects: Kinds) -> bool {
        self.chosen_by(slot, name, CHOICE.and(objects), expected);
        self.kinds(slot).has(Kind::True)
    }

    /// The relations whose rows are counted, each with what the rows meet.
    pub(super) fn counts(&mut self, model: &Model, slot: SlotId) -> Vec<(RelationId, Filter)> {
        self.chosen_by(slot, "_count", CHOICE.and(OBJECT), "true, false or an object");
        let kinds = self.kinds(slot);
        if !kinds.has(Kind::Object) {
            let lists = model.relations().filter(|(_, relation)| relation.many && kinds.has(Kind::True));
            return lists.map(|(id, _)| (id, Filter::everything())).listed();
        }
        let mut counts = Vec::new();
        let unknown = |name, known| Problem::EntryUnknown { name, known };
        let select = self.below(slot).and_then(|group| self.named_slots(group, unknown).into_iter().next());
        let Some((select, _)) = select else {
            let problem = Problem::SelectionEmpty { model: model.name.clone() };
            self.faults.push(Fault::of_slot(problem, slot));
            return counts;
        };
        self.form(select, OBJECT, Expected::Selection);
        let Some(group) = self.below(select) else {
            return counts;
        };
        let n_faults = self.faults.len();
        for (slot, name) in self.named_slots(group, |name, known| field_unknown(model, name, known)) {
            let relation = model.relation_named(&name).and_then(|id| Some((id, model.relation(id)?)));
            let Some((id, relation)) = relation.filter(|(_, relation)| relation.many) else {
                let known = model.relations().filter(|(_, relation)| relation.many);
                let known = known.map(|(_, relation)| relation.name.clone()).listed();
                self.faults.push(Fault::of_slot(Problem::EntryUnknown { name, known }, slot));
                continue;
            };
            self.chosen_by(slot, &name, CHOICE.and(OBJECT), "true, false or an object");
            let filter = self.below(slot).and_then(|group| {
                let entry = self.named_slots(group, unknown).into_iter().next();
                entry.and_then(|(slot, _)| self.filter_at(relation.to, slot))
            });
            if !self.kinds(slot).within(Kinds::of(&[Kind::True, Kind::Object])).is_empty() {
                counts.push((id, filter.unwrap_or_else(Filter::everything)));
            }
        }
        if counts.is_empty() && self.faults.len() == n_faults {
            let problem = Problem::SelectionEmpty { model: model.name.clone() };
            self.faults.push(Fault::of_slot(problem, select));
        }
        counts
    }
}
