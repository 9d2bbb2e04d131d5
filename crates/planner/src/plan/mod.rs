//! Checked -> Plan: what is to be done, in which order, and how keys cross.
//!
//! Knows nothing of SQL. Steps are emitted in an order that works: a row that others need comes before them.

mod answer;
mod check;
mod create;
mod key;
mod order;
mod show;
mod step;

pub use check::check;
pub use order::waves;
pub use show::show;
pub use step::{
    Action, Answer, AnswerRelation, Batch, Guard, Insert, InsertColumn, KeyMaking, KeyRef, Link, LinkBatch,
    OwnRef, Plan, Read, Related, RowsOf, Source, Step, StepId, When,
};

pub(crate) use key::settle_keys;
pub(crate) use order::{for_each_source, reorder};

use alloc::vec::Vec;

use crate::request::{GroupId, Verb};
use crate::schema::{FieldId, ModelId, RelationId, Schema, Trigger};
use crate::validate::Checked;

/// Makes the plan of a request.
#[must_use]
pub fn plan(schema: &Schema, checked: &Checked) -> Plan {
    let mut builder = Builder { schema, steps: Vec::new() };
    let written = match checked.verb {
        Verb::Create => builder.create(&checked.root, None),
    };
    let answer = builder.answer(&checked.selection, &written);
    let steps = builder.steps;
    let mut plan =
        Plan { verb: checked.verb, model: checked.model, layout: checked.layout.clone(), steps, answer };
    settle_keys(schema, &mut plan);
    plan
}

/// A node with the steps that write its rows.
struct Written {
    model: ModelId,
    group: GroupId,
    steps: Vec<StepId>,
    links: Vec<(RelationId, Written)>,
    /// Relations that set columns of these rows, and nothing else sets them.
    linked_only: Vec<RelationId>,
}

/// The rows around some rows, as seen from the inner ones.
#[derive(Clone, Copy)]
struct Outer<'w> {
    group: GroupId,
    steps: &'w [StepId],
    /// The fields set in the inner rows, each with the field of the outer row that it equals.
    pairs: &'w [(FieldId, FieldId)],
}

struct Builder<'s> {
    schema: &'s Schema,
    steps: Vec<Step>,
}

impl Builder<'_> {
    fn push(&mut self, model: ModelId, action: Action, guard: Guard) -> StepId {
        let id = StepId(u32::try_from(self.steps.len()).unwrap_or(u32::MAX));
        self.steps.push(Step { id, model, when: When::Always, action, guard, gives: Vec::new() });
        id
    }

    /// Has a step give a field back, once.
    fn give(&mut self, step: StepId, field: FieldId) {
        if let Some(step) = self.steps.get_mut(step.0 as usize)
            && !step.gives.contains(&field)
        {
            step.gives.push(field);
        }
    }

    /// Whether rows may differ, once all is written, from what their inserts gave back.
    fn may_change_later(&self) -> bool {
        let changes =
            |id: ModelId| self.schema.model(id).is_some_and(|model| model.has(Trigger::AfterInsert));
        self.steps.iter().any(|step| changes(step.model))
    }
}
