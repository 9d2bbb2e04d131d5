//! References to fields: a field compared with another one of the same row.
//!
//! Knows nothing of values.

use alloc::format;

use super::fields::Subject;
use super::vocabulary::takes_list;
use crate::error::Problem;
use crate::request::parse::Parser;
use crate::request::{Comparison, Fault, Filter, GroupId, SlotId};
use crate::schema::{Coder, Field, Scalar};

impl Parser<'_> {
    /// A field compared with the one that a reference names, which has to be of the same model and of a fitting type.
    pub(super) fn beside(
        &mut self,
        subject: Subject<'_>,
        by: Comparison,
        (slot, group): (SlotId, GroupId),
        insensitive: bool,
    ) -> Filter {
        let mut named = self.slots(group);
        let Some((_, reference)) = named.next() else {
            return Filter::everything();
        };
        let model = subject.model.name.as_str();
        let (name, key) = (reference.name.clone(), reference.key);
        let other = subject.model.fields().find(|(id, _)| Some(id.0) == key);
        let Some((other, field)) = other else {
            let problem = Problem::ReferenceElsewhere { model: model.into(), name };
            self.faults.push(Fault::of_slot(problem, slot));
            return Filter::everything();
        };
        if !fits(subject.field, by, field) {
            let text = |field: &Field| {
                let mut text = self.schema.type_name(field.scalar);
                text.push_str(if field.list { "[]" } else { "" });
                text
            };
            let problem = Problem::ReferenceUnfit {
                name,
                found: text(field),
                field: format!("{model}.{}", subject.field.name),
            };
            self.faults.push(Fault::of_slot(problem, slot));
        }
        Filter::Beside { field: subject.id, by, other, slot, insensitive }
    }
}

/// Whether a field can be compared so with another one.
fn fits(field: &Field, by: Comparison, other: &Field) -> bool {
    let is_searched = matches!(by, Comparison::Contains | Comparison::StartsWith | Comparison::EndsWith);
    let is_alike = field.scalar == other.scalar
        && (field.native.coder == other.native.coder || is_searched || field.scalar != Scalar::String)
        && field.native.coder != Coder::Money;
    is_alike
        && field.scalar != Scalar::Json
        && by != Comparison::IsEmpty
        && other.list == takes_list(field, by)
}
