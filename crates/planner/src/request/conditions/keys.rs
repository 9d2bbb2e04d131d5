//! Keys in a where: the first one that is complete, and the object that a compound key is written as.
//!
//! Knows nothing of other conditions.

use alloc::string::String;
use alloc::vec::Vec;

use super::faults::{every_row, null_for_required};
use super::fields::Subject;
use super::vocabulary::OBJECT;
use super::wheres::all;
use crate::error::{Expected, Problem};
use crate::listed::{AllListed, Listed};
use crate::request::parse::Parser;
use crate::request::{Comparison, Context, Fault, Filter, GroupId, SlotId};
use crate::schema::{FieldId, Key, Model, ModelId};
use crate::value::{Kind, Kinds};

impl Parser<'_> {
    /// What a where says that finds at most one row, and the first complete key that it names.
    pub(in crate::request) fn unique(
        &mut self,
        id: ModelId,
        group: GroupId,
    ) -> (Filter, Vec<(FieldId, SlotId)>) {
        let filter = self.conditions(id, group);
        let Some(model) = self.schema.model(id) else {
            return (filter, Vec::new());
        };
        let mut is_tried = false;
        for key in &model.keys {
            let Some(slot) = self.slot_of_key(model, key, group) else {
                continue;
            };
            let kinds = self.kinds(slot);
            // An object of conditions is about the field, and names no value of it.
            is_tried |= key.fields.len() > 1 || kinds != OBJECT;
            if let [only] = key.fields.as_slice()
                && let Some(field) = model.field(*only).filter(|field| field.nullable)
                && kinds.has(Kind::Null)
            {
                self.faults.push(Fault::of_kind(null_for_required(model, field), slot, Kind::Null));
            }
        }
        let key = model.keys.iter().find_map(|key| self.complete_key(model, key, group));
        if key.is_none() && !is_tried {
            let candidates = model.keys.iter().map(|key| written_name(model, key)).listed();
            let problem = Problem::KeyWanted { model: model.name.clone(), candidates };
            self.faults.push(Fault { problem, spot: every_row(group, "") });
        }
        (filter, key.unwrap_or_default())
    }

    /// Where the values of a key are written, if they are.
    fn slot_of_key(&self, model: &Model, key: &Key, group: GroupId) -> Option<SlotId> {
        let name = written_name(model, key);
        self.slots(group).find(|(_, slot)| slot.key.is_some() && slot.name == name).map(|(id, _)| id)
    }

    /// The fields of a key with the slots of their values, if all of them have one.
    fn complete_key(&self, model: &Model, key: &Key, group: GroupId) -> Option<Vec<(FieldId, SlotId)>> {
        let slot = self.slot_of_key(model, key, group)?;
        let has_value = |field: FieldId, slot: SlotId| {
            let kinds = self.kinds(slot);
            let takes = model.field(field).map_or(Kinds::NONE, |field| field.scalar.kinds());
            !kinds.is_empty() && kinds.without(takes).is_empty()
        };
        if let [field] = key.fields.as_slice() {
            return has_value(*field, slot).then(|| [(*field, slot)].into());
        }
        let inside = self.below(slot)?;
        let part = |field: &FieldId| {
            let name = &model.field(*field)?.name;
            let (slot, _) = self.slots(inside).find(|(_, slot)| slot.key.is_some() && slot.name == *name)?;
            has_value(*field, slot).then_some((*field, slot))
        };
        key.fields.iter().map(part).all_listed()
    }

    /// The fields of a compound key, each with its value.
    pub(super) fn compound_condition(&mut self, model: &Model, slot: SlotId) -> Filter {
        self.strict_form(slot, OBJECT, Expected::Fields);
        let Some(group) = self.below(slot) else {
            return Filter::everything();
        };
        let key = match self.layout.group(group).map(|group| group.context) {
            Some(Context::Compound(_, position)) => model.keys.get(position as usize),
            _ => None,
        };
        let named = self.named_slots(group, |name, known| Problem::EntryUnknown { name, known });
        let mut parts = Vec::new();
        for (id, field) in
            key.iter().flat_map(|key| &key.fields).filter_map(|id| Some((*id, model.field(*id)?)))
        {
            let Some((slot, _)) = named.iter().find(|(_, name)| *name == field.name) else {
                let problem =
                    Problem::Missing { model: model.name.clone(), field: field.name.clone(), or: None };
                self.faults.push(Fault { problem, spot: every_row(group, &field.name) });
                continue;
            };
            let subject = Subject { schema: self.schema, model, id, field };
            self.value_faults(*slot, field.scalar.kinds(), |found| match found {
                Kind::Null => null_for_required(model, field),
                _ => subject.wrong_kind(found, false),
            });
            parts.push(subject.compare(Comparison::Equal, *slot, false));
        }
        all(parts)
    }
}

/// What a caller writes to name a key.
fn written_name(model: &Model, key: &Key) -> String {
    match key.fields.as_slice() {
        [only] => model.field(*only).map_or(String::new(), |field| field.name.clone()),
        _ => key.name.clone(),
    }
}
