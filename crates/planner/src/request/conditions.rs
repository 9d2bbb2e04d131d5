//! Wheres -> Filter: entries become conditions; what a field cannot be compared by, or with, is a fault.
//!
//! Knows nothing of SQL. All rows of a group below a where say the same with other values, so one filter stands for all
//! of them.

use alloc::borrow::ToOwned;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

use super::fault::Spot;
use super::grammar::Context;
use super::parse::{Parser, unreadable};
use super::{Comparison, Fault, Filter, GroupId, JsonComparison, Quantifier, SlotId};
use crate::error::{Expected, Problem, nearest};
use crate::schema::{Coder, Field, FieldId, Key, Model, ModelId, Relation, RelationId, Scalar, Schema};
use crate::value::{Kind, Kinds};

const OBJECT: Kinds = Kinds::of(&[Kind::Object]);
const LIST: Kinds = Kinds::of(&[Kind::List]);
const NULL: Kinds = Kinds::of(&[Kind::Null]);
const TEXT: Kinds = Kinds::of(&[Kind::Text]);
const BOOLEAN: Kinds = Kinds::of(&[Kind::True, Kind::False]);

/// What JSON can be before or after. A date or decimal is a text there.
const ORDERED: Kinds = Kinds::of(&[Kind::Int, Kind::Float, Kind::Text, Kind::Date, Kind::Decimal]);

/// The field that a condition is about.
#[derive(Clone, Copy)]
struct Subject<'s> {
    schema: &'s Schema,
    model: &'s Model,
    id: FieldId,
    field: &'s Field,
}

impl Parser<'_> {
    /// What a where says: all of its entries.
    pub(super) fn conditions(&mut self, id: ModelId, group: GroupId) -> Filter {
        let Some(model) = self.schema.model(id) else {
            return Filter::everything();
        };
        let named = self.named_slots(group, |name, known| condition_unknown(model, name, known));
        all(named.iter().map(|(slot, name)| self.entry_condition(id, model, *slot, name)).collect())
    }

    /// What a where says that finds at most one row, and the first complete key that it names.
    pub(super) fn unique(&mut self, id: ModelId, group: GroupId) -> (Filter, Vec<(FieldId, SlotId)>) {
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
            let candidates = model.keys.iter().map(|key| written_name(model, key)).collect();
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
        key.fields.iter().map(part).collect()
    }

    /// What one entry of a where says.
    fn entry_condition(&mut self, id: ModelId, model: &Model, slot: SlotId, name: &str) -> Filter {
        if let Some(field) = model.field_named(name) {
            return self.field_condition(model, field, slot);
        }
        if matches!(name, "AND" | "OR" | "NOT") {
            return self.logic(id, slot, name);
        }
        match model.relation_named(name).and_then(|id| Some((id, model.relation(id)?))) {
            Some((id, relation)) if relation.many => self.many_condition(id, relation, slot),
            Some((id, relation)) => self.one_condition(model, id, relation, slot),
            None => self.compound_condition(model, slot),
        }
    }

    /// What stands at `AND`, `OR` or `NOT`. Whatever restricts nothing counts as not written, in `OR` too.
    fn logic(&mut self, id: ModelId, slot: SlotId, word: &str) -> Filter {
        match word {
            "OR" => self.strict_form(slot, LIST, Expected::List),
            _ => self.strict_form(slot, OBJECT.and(LIST), Expected::Rows),
        }
        self.elements(slot);
        let groups = self.layout.slot(slot).map_or(&[][..], |slot| &slot.below);
        let parts = groups.iter().map(|group| self.conditions(id, *group));
        let mut parts: Vec<Filter> = parts.filter(|part| !is_everything(part)).collect();
        match (word, parts.len()) {
            ("OR", 1) => parts.remove(0),
            ("OR", _) => Filter::Any(parts),
            ("NOT", _) => all(parts.into_iter().map(not).collect()),
            _ => all(parts),
        }
    }

    /// What stands at a relation to many.
    fn many_condition(&mut self, id: RelationId, relation: &Relation, slot: SlotId) -> Filter {
        self.strict_form(slot, OBJECT, Expected::Conditions);
        let Some(group) = self.below(slot) else {
            return Filter::everything();
        };
        let mut parts = Vec::new();
        for (slot, name) in self.named_slots(group, |name, known| Problem::EntryUnknown { name, known }) {
            self.strict_form(slot, OBJECT, Expected::Conditions);
            let how = match name.as_str() {
                "some" => Quantifier::Some,
                "none" => Quantifier::None,
                _ => Quantifier::Every,
            };
            if let Some(group) = self.below(slot) {
                parts.push(related(id, how, self.conditions(relation.to, group)));
            }
        }
        all(parts)
    }

    /// What stands at a relation to one: null, conditions on its row, or `is` and `isNot`.
    fn one_condition(&mut self, model: &Model, id: RelationId, relation: &Relation, slot: SlotId) -> Filter {
        if self.is_unlinked(model, relation, slot) {
            return related(id, Quantifier::None, Filter::everything());
        }
        let Some((group, to)) = self.below(slot).zip(self.schema.model(relation.to)) else {
            return Filter::everything();
        };
        let (mut parts, mut direct) = (Vec::new(), Vec::new());
        for (slot, name) in self.named_slots(group, |name, known| condition_unknown(to, name, known)) {
            match name.as_str() {
                "is" | "isNot" => {
                    let unlinked = self.is_unlinked(model, relation, slot);
                    let conditions = self.below(slot).map(|group| self.conditions(relation.to, group));
                    parts.push(linked(id, name == "is", unlinked, conditions));
                }
                _ => direct.push(self.entry_condition(relation.to, to, slot, &name)),
            }
        }
        if !direct.is_empty() {
            parts.push(related(id, Quantifier::Some, all(direct)));
        }
        all(parts)
    }

    /// Whether null stands where conditions on a row could. A row that cannot be without the other is not asked.
    fn is_unlinked(&mut self, model: &Model, relation: &Relation, slot: SlotId) -> bool {
        self.strict_form(slot, OBJECT.and(NULL), Expected::Conditions);
        let is_null = self.kinds(slot).has(Kind::Null);
        if is_null && model.requires(relation) {
            let problem =
                Problem::NullForRequired { model: model.name.clone(), field: relation.name.clone() };
            self.faults.push(Fault::of_kind(problem, slot, Kind::Null));
        }
        is_null
    }

    /// The fields of a compound key, each with its value.
    fn compound_condition(&mut self, model: &Model, slot: SlotId) -> Filter {
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

    /// What stands at a field: a value that it equals, or conditions.
    fn field_condition(&mut self, model: &Model, id: FieldId, slot: SlotId) -> Filter {
        let Some(field) = model.field(id) else {
            return Filter::everything();
        };
        let subject = Subject { schema: self.schema, model, id, field };
        if let Some(group) = self.below(slot) {
            return all(self.field_conditions(subject, group, false));
        }
        if field.list || field.scalar == Scalar::Json {
            self.strict_form(slot, OBJECT, Expected::Conditions);
            return Filter::everything();
        }
        self.comparison(subject, Comparison::Equal, slot, false)
    }

    /// The conditions on one field.
    fn field_conditions(&mut self, subject: Subject<'_>, group: GroupId, insensitive: bool) -> Vec<Filter> {
        let known = known_conditions(subject.field);
        let unfit = |name: String| Problem::FilterUnfit {
            field: subject.field.name.clone(),
            name,
            known: known.iter().map(|name| (*name).to_owned()).collect(),
        };
        let (fit, others): (Vec<_>, Vec<_>) = self
            .named_slots(group, |name, _| unfit(name))
            .into_iter()
            .partition(|(_, name)| known.contains(&name.as_str()));
        self.faults.extend(others.into_iter().map(|(slot, name)| Fault::of_slot(unfit(name), slot)));
        let slot_named = |wanted: &str| fit.iter().find(|(_, name)| name == wanted).map(|(slot, _)| *slot);
        let insensitive = slot_named("mode").map_or(insensitive, |slot| self.is_insensitive(slot));
        if subject.field.scalar == Scalar::Json && !subject.field.list {
            let path = slot_named("path");
            return self.json_conditions(subject, path, &fit, insensitive);
        }
        let mut parts = Vec::new();
        for (slot, name) in &fit {
            match (comparison_named(name), self.below(*slot)) {
                (Some(Comparison::Unequal), Some(group)) => {
                    parts.extend(self.field_conditions(subject, group, insensitive).into_iter().map(not));
                }
                (Some(by), _) => parts.push(self.comparison(subject, by, *slot, insensitive)),
                (None, _) => {}
            }
        }
        parts
    }

    fn is_insensitive(&mut self, slot: SlotId) -> bool {
        self.strict_form(slot, BOOLEAN, Expected::CaseMode);
        self.kinds(slot).has(Kind::True)
    }

    /// A field compared with a value of a kind that it can be compared with.
    fn comparison(
        &mut self,
        subject: Subject<'_>,
        by: Comparison,
        slot: SlotId,
        insensitive: bool,
    ) -> Filter {
        let field = subject.field;
        let values = field.scalar.kinds();
        let takes_list = takes_list(field, by);
        let null = if may_be_null(field, by) { NULL } else { Kinds::NONE };
        if by == Comparison::IsEmpty {
            self.strict_form(slot, BOOLEAN, Expected::Boolean);
        } else {
            let allowed = if takes_list { LIST } else { values }.and(null);
            self.value_faults(slot, allowed, |found| match found {
                Kind::Null if !field.nullable && !field.list => null_for_required(subject.model, field),
                _ => subject.wrong_kind(found, takes_list),
            });
        }
        if takes_list {
            self.element_faults(slot, values, |found| subject.wrong_kind(found, false));
        }
        if !self.kinds(slot).within(null).is_empty() {
            return match by {
                Comparison::Unequal | Comparison::NotIn => not(Filter::Null(subject.id)),
                // No list holds nothing.
                Comparison::Has => Filter::Any(Vec::new()),
                _ => Filter::Null(subject.id),
            };
        }
        subject.compare(by, slot, insensitive)
    }

    /// The conditions on what is at a path inside of a JSON field.
    fn json_conditions(
        &mut self,
        subject: Subject<'_>,
        path: Option<SlotId>,
        named: &[(SlotId, String)],
        insensitive: bool,
    ) -> Vec<Filter> {
        if let Some(path) = path {
            self.strict_form(path, LIST, Expected::List);
            self.element_faults(path, TEXT, |found| Problem::Form { expected: Expected::Text, found });
        }
        let mut parts = Vec::new();
        for (slot, name) in named {
            let Some(by) = json_comparison_named(name) else {
                continue;
            };
            self.json_value(subject, by, *slot, path.is_some());
            let compared = Filter::Json { field: subject.id, path, by, slot: *slot, insensitive };
            parts.push(match path {
                Some(_) => compared,
                None => or_null(subject.id, by, compared, self.kinds(*slot)),
            });
        }
        if let (Some(path), true) = (path, parts.is_empty()) {
            self.faults.push(Fault::of_slot(Problem::PathAlone, path));
        }
        parts
    }

    fn json_value(&mut self, subject: Subject<'_>, by: JsonComparison, slot: SlotId, has_path: bool) {
        let values = Scalar::Json.kinds();
        let allowed = match by {
            JsonComparison::Equal | JsonComparison::Unequal if has_path => values,
            JsonComparison::Equal | JsonComparison::Unequal => values.and(Kinds::of(&[Kind::AnyNull])),
            JsonComparison::ArrayContains
            | JsonComparison::ArrayStartsWith
            | JsonComparison::ArrayEndsWith => values.without(Kinds::of(&[Kind::DbNull])),
            JsonComparison::StringContains
            | JsonComparison::StringStartsWith
            | JsonComparison::StringEndsWith => return self.strict_form(slot, TEXT, Expected::Text),
            JsonComparison::Less
            | JsonComparison::LessOrEqual
            | JsonComparison::Greater
            | JsonComparison::GreaterOrEqual => return self.strict_form(slot, ORDERED, Expected::Ordered),
        };
        self.value_faults(slot, allowed, |found| subject.wrong_kind(found, false));
    }

    /// Every value that is of none of these kinds is a fault.
    fn value_faults(&mut self, slot: SlotId, allowed: Kinds, wrong: impl Fn(Kind) -> Problem) {
        for found in self.kinds(slot).without(allowed).iter() {
            let problem = match found {
                Kind::Missing => {
                    let name = self.layout.slot(slot).map_or(String::new(), |slot| slot.name.clone());
                    Problem::UndefinedInWhere { name }
                }
                Kind::Cycle | Kind::TooDeep | Kind::TooMany | Kind::Unreadable => unreadable(found),
                _ => wrong(found),
            };
            self.faults.push(Fault::of_kind(problem, slot, found));
        }
    }

    /// Every element of an array that is of none of these kinds is a fault.
    fn element_faults(&mut self, slot: SlotId, allowed: Kinds, wrong: impl Fn(Kind) -> Problem) {
        let elements = self.layout.slot(slot).map_or(Kinds::NONE, |slot| slot.elements);
        for found in elements.without(allowed).iter() {
            let problem = match found {
                Kind::Missing | Kind::Cycle | Kind::TooDeep | Kind::TooMany | Kind::Unreadable => {
                    unreadable(found)
                }
                _ => wrong(found),
            };
            self.faults.push(Fault { problem, spot: Spot::Element { slot, kinds: found as u32 } });
        }
    }
}

impl Subject<'_> {
    fn compare(self, by: Comparison, slot: SlotId, insensitive: bool) -> Filter {
        Filter::Compare { field: self.id, by, slot, insensitive }
    }

    fn wrong_kind(self, found: Kind, list: bool) -> Problem {
        Problem::WrongKind {
            model: self.model.name.clone(),
            field: self.field.name.clone(),
            expected: self.schema.type_name(self.field.scalar),
            found,
            list,
        }
    }
}

/// Conditions that all hold; those that restrict nothing are left out.
fn all(parts: Vec<Filter>) -> Filter {
    let mut parts: Vec<Filter> = parts.into_iter().filter(|part| !is_everything(part)).collect();
    if parts.len() == 1 { parts.remove(0) } else { Filter::All(parts) }
}

fn not(filter: Filter) -> Filter {
    Filter::Not(Box::new(filter))
}

fn is_everything(filter: &Filter) -> bool {
    matches!(filter, Filter::All(parts) if parts.is_empty())
}

fn related(relation: RelationId, how: Quantifier, filter: Filter) -> Filter {
    Filter::Related { relation, how, filter: Box::new(filter) }
}

/// What `is` or `isNot` says of the row at the other end: null, or conditions.
fn linked(id: RelationId, is: bool, unlinked: bool, conditions: Option<Filter>) -> Filter {
    let no_row = || related(id, Quantifier::None, Filter::everything());
    match conditions {
        None if !unlinked => Filter::everything(),
        None if is => no_row(),
        None => related(id, Quantifier::Some, Filter::everything()),
        Some(filter) if is => related(id, Quantifier::Some, filter),
        // A row for which they are neither true nor false does not meet them.
        Some(filter) => related(id, Quantifier::None, filter),
    }
}

/// A whole JSON value compared with what a slot holds, where that may be a marker for the database's NULL.
fn or_null(id: FieldId, by: JsonComparison, compared: Filter, kinds: Kinds) -> Filter {
    let null = Filter::Null(id);
    let is_unequal = by == JsonComparison::Unequal;
    match (kinds.has(Kind::DbNull), kinds.has(Kind::AnyNull)) {
        (true, _) if is_unequal => not(null),
        (true, _) => null,
        (_, true) if is_unequal => Filter::All([not(null), compared].into()),
        (_, true) => Filter::Any([null, compared].into()),
        (false, false) => compared,
    }
}

/// What a caller writes to name a key.
fn written_name(model: &Model, key: &Key) -> String {
    match key.fields.as_slice() {
        [only] => model.field(*only).map_or(String::new(), |field| field.name.clone()),
        _ => key.name.clone(),
    }
}

fn null_for_required(model: &Model, field: &Field) -> Problem {
    Problem::NullForRequired { model: model.name.clone(), field: field.name.clone() }
}

/// Every row of a group, for they are all alike.
fn every_row(group: GroupId, name: &str) -> Spot {
    Spot::Lacking { group, tests: Vec::new(), name: name.to_owned() }
}

/// What no entry is named for. A relation is known also where only fields can be conditions.
fn condition_unknown(model: &Model, name: String, known: Vec<String>) -> Problem {
    if model.relation_named(&name).is_some() {
        return Problem::EntryUnknown { name, known };
    }
    let nearest = nearest(&name, known.iter().map(String::as_str));
    Problem::FieldUnknown { model: model.name.clone(), nearest, name }
}

/// Whether what is compared with is a list of values.
fn takes_list(field: &Field, by: Comparison) -> bool {
    match by {
        Comparison::In | Comparison::NotIn | Comparison::HasSome | Comparison::HasEvery => true,
        Comparison::Equal => field.list,
        _ => false,
    }
}

/// Whether null can stand for that there is no value.
fn may_be_null(field: &Field, by: Comparison) -> bool {
    match by {
        Comparison::Equal => field.nullable || field.list,
        Comparison::Unequal | Comparison::In | Comparison::NotIn => field.nullable,
        Comparison::Has => field.scalar != Scalar::Json,
        _ => false,
    }
}

/// The conditions that a field takes.
fn known_conditions(field: &Field) -> &'static [&'static str] {
    // Each kind of value takes what comes before, and more.
    const TEXTS: &[&str] = &[
        "equals",
        "not",
        "in",
        "notIn",
        "lt",
        "lte",
        "gt",
        "gte",
        "mode",
        "contains",
        "startsWith",
        "endsWith",
    ];
    const JSON: &[&str] = &[
        "path",
        "equals",
        "not",
        "lt",
        "lte",
        "gt",
        "gte",
        "mode",
        "string_contains",
        "string_starts_with",
        "string_ends_with",
        "array_contains",
        "array_starts_with",
        "array_ends_with",
    ];
    if field.list {
        return &["equals", "has", "hasSome", "hasEvery", "isEmpty"];
    }
    let n_known = match field.scalar {
        Scalar::Json => return JSON,
        Scalar::Boolean => 2,
        Scalar::Bytes | Scalar::Enum(_) => 4,
        Scalar::Int | Scalar::BigInt | Scalar::Float | Scalar::Decimal | Scalar::DateTime => 8,
        Scalar::String if field.native.coder == Coder::Uuid => 9,
        Scalar::String => TEXTS.len(),
    };
    TEXTS.get(..n_known).unwrap_or(TEXTS)
}

fn comparison_named(name: &str) -> Option<Comparison> {
    Some(match name {
        "equals" => Comparison::Equal,
        "not" => Comparison::Unequal,
        "in" => Comparison::In,
        "notIn" => Comparison::NotIn,
        "lt" => Comparison::Less,
        "lte" => Comparison::LessOrEqual,
        "gt" => Comparison::Greater,
        "gte" => Comparison::GreaterOrEqual,
        "contains" => Comparison::Contains,
        "startsWith" => Comparison::StartsWith,
        "endsWith" => Comparison::EndsWith,
        "has" => Comparison::Has,
        "hasSome" => Comparison::HasSome,
        "hasEvery" => Comparison::HasEvery,
        "isEmpty" => Comparison::IsEmpty,
        _ => return None,
    })
}

fn json_comparison_named(name: &str) -> Option<JsonComparison> {
    Some(match name {
        "equals" => JsonComparison::Equal,
        "not" => JsonComparison::Unequal,
        "lt" => JsonComparison::Less,
        "lte" => JsonComparison::LessOrEqual,
        "gt" => JsonComparison::Greater,
        "gte" => JsonComparison::GreaterOrEqual,
        "string_contains" => JsonComparison::StringContains,
        "string_starts_with" => JsonComparison::StringStartsWith,
        "string_ends_with" => JsonComparison::StringEndsWith,
        "array_contains" => JsonComparison::ArrayContains,
        "array_starts_with" => JsonComparison::ArrayStartsWith,
        "array_ends_with" => JsonComparison::ArrayEndsWith,
        _ => return None,
    })
}
