//! The list of passes: each turns a plan into one that means the same and asks for less.
//!
//! Knows nothing of SQL. Invariant: a pass changes no final row and adds no step.

mod change_where_found;
mod give_less;
mod know_keys_early;
mod merge_inserts;

use crate::plan::{Plan, settle_keys};
use crate::schema::Schema;

/// Runs every pass, in order.
#[must_use]
pub fn optimize(schema: &Schema, mut plan: Plan) -> Plan {
    // Where steps change what others look at, they stay where they are.
    if plan.only_adds() {
        know_keys_early::run(schema, &mut plan);
        merge_inserts::run(schema, &mut plan);
    } else {
        change_where_found::run(schema, &mut plan);
    }
    give_less::run(&mut plan);
    settle_keys(schema, &mut plan);
    plan
}
