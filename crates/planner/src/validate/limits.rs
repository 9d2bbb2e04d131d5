//! The limits that a shape can pass: a plan grows with the places where rows are made, not with the rows.
//!
//! How deep a request is and how many rows it has are limits of the host, who reads it.

use crate::error::Problem;
use crate::request::{Context, Fault, Layout, SlotId};

/// At how many different places of a request rows can be made.
const MAX_PLACES: usize = 500;

/// The fault of a request that makes rows at too many places.
pub(super) fn places(layout: &Layout) -> Option<Fault> {
    let n_places = layout.groups.iter().filter(|group| matches!(group.context, Context::Data(_))).count();
    let problem = Problem::TooManyPlaces { limit: MAX_PLACES };
    (n_places > MAX_PLACES).then(|| Fault::of_slot(problem, SlotId(0)))
}
