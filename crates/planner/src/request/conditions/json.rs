//! Conditions on what is inside of a JSON field, and on the field as a whole.
//!
//! Knows nothing of other fields.

use alloc::string::String;
use alloc::vec::Vec;

use super::fields::Subject;
use super::vocabulary::{LIST, ORDERED, TEXT, json_comparison_named};
use super::wheres::not;
use crate::error::{Expected, Problem};
use crate::request::parse::Parser;
use crate::request::{Fault, Filter, JsonComparison, SlotId};
use crate::schema::{FieldId, Scalar};
use crate::value::{Kind, Kinds};

impl Parser<'_> {
    /// The conditions on what is at a path inside of a JSON field.
    pub(super) fn json_conditions(
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
            self.json_value(subject, by, *slot);
            let kinds = self.kinds(*slot);
            let by = if path.is_some() { at_place(by, kinds) } else { by };
            let compared = Filter::Json { field: subject.id, path, by, slot: *slot, insensitive };
            parts.push(match path {
                Some(_) => compared,
                None => or_null(subject.id, by, compared, kinds),
            });
        }
        if let (Some(path), true) = (path, parts.is_empty()) {
            self.faults.push(Fault::of_slot(Problem::PathAlone, path));
        }
        parts
    }

    fn json_value(&mut self, subject: Subject<'_>, by: JsonComparison, slot: SlotId) {
        let values = Scalar::Json.kinds();
        let allowed = match by {
            JsonComparison::Equal
            | JsonComparison::Unequal
            | JsonComparison::Null
            | JsonComparison::NotNull => values.and(Kinds::of(&[Kind::AnyNull])),
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
}

/// How what is at a place is compared with what a slot holds, where that may be the marker for either null.
fn at_place(by: JsonComparison, kinds: Kinds) -> JsonComparison {
    match by {
        JsonComparison::Equal if kinds.has(Kind::AnyNull) => JsonComparison::Null,
        JsonComparison::Unequal if kinds.has(Kind::AnyNull) => JsonComparison::NotNull,
        by => by,
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
