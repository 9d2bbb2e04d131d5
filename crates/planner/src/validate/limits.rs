//! The limits that a shape can pass: a plan grows with the places where rows are made, not with the rows.
//!
//! How deep a request is and how many rows it has are limits of the host, who reads it.

use crate::error::Problem;
use crate::request::{Context, Fault, Layout, SlotId};

/// At how many different places of a request rows can be made, where nothing else is done: such plans are merged, which
/// takes its time.
const MAX_PLACES: usize = 500;

/// At how many different places rows can be written otherwise.
const MAX_PLACES_IN_ORDER: usize = 5_000;

/// The fault of a request that writes rows at too many places.
pub(super) fn places(layout: &Layout) -> Option<Fault> {
    let is_made = |context: Context| matches!(context, Context::Data(_));
    let is_found = |context: Context| {
        matches!(
            context,
            Context::Item(..) | Context::Change(_) | Context::Unique(_) | Context::FieldsFilter(_)
        )
    };
    let count = |is_counted: &dyn Fn(Context) -> bool| {
        layout.groups.iter().filter(|group| is_counted(group.context)).count()
    };
    let n_found = count(&is_found);
    let limit = if n_found == 0 { MAX_PLACES } else { MAX_PLACES_IN_ORDER };
    let problem = Problem::TooManyPlaces { limit };
    (count(&is_made) + n_found > limit).then(|| Fault::of_slot(problem, SlotId(0)))
}
