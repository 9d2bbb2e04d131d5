//! Checked -> Plan: what is to be done, in which order, and how keys cross.
//!
//! Knows nothing of SQL. Steps are emitted in an order that works: a row that others need comes before them.

mod answer;
mod between;
mod change;
mod check;
mod create;
mod here;
mod interplay;
mod key;
mod linked;
mod order;
mod references;
mod rows;
mod search;
mod show;
mod step;
mod there;
mod top;
mod uses;

pub use check::check;
pub use order::waves;
pub use show::show;
pub use step::{
    Action, Answer, AnswerRelation, Batch, ColumnChange, Conflict, Count, Deed, Delete, Except, Find, Guard,
    Insert, InsertColumn, KeyMaking, KeyRef, Lender, Link, LinkBatch, Lock, Near, Once, OwnRef, Pairs, Pick,
    Plan, Read, Related, Returned, RowsOf, Scope, Source, Step, StepId, Target, Unlink, Update, UpdateColumn,
    Where,
};

pub(crate) use key::settle_keys;
pub(crate) use order::{renumber, reorder};
pub(crate) use references::{for_each_reference, for_each_source};

use alloc::vec::Vec;

use crate::request::{GroupId, Layout};
use crate::schema::{FieldId, Holder, Model, ModelId, RelationId, Schema, Trigger};
use crate::validate::{Checked, CheckedVerb};
use create::Written;
use rows::Own;

/// Makes the plan of a request.
#[must_use]
pub fn plan(schema: &Schema, checked: &Checked) -> Plan {
    let mut builder = Builder { schema, layout: &checked.layout, steps: Vec::new() };
    let returned = builder.operation(checked);
    let steps = builder.steps;
    let one_by_one = interplay::one_by_one(schema, checked);
    let mut plan = Plan {
        operation: checked.operation,
        model: checked.model,
        layout: checked.layout.clone(),
        steps,
        one_by_one,
        returned,
    };
    settle_keys(schema, &mut plan);
    plan
}

/// Rows that a relation's columns are set to.
struct Linked {
    relation: RelationId,
    /// The item they belong to.
    item: GroupId,
    rows: Vec<Lender>,
    /// The node, where they have just been made.
    made: Option<Written>,
}

/// The rows around some rows, as seen from the inner ones.
#[derive(Clone, Copy)]
struct Outer<'w> {
    own: &'w Own,
    /// The fields set in the inner rows, each with the field of the outer row that it equals.
    pairs: &'w [(FieldId, FieldId)],
}

struct Builder<'s> {
    schema: &'s Schema,
    layout: &'s Layout,
    steps: Vec<Step>,
}

impl Builder<'_> {
    fn push(&mut self, model: ModelId, action: Action, guard: Guard, deed: Deed) -> StepId {
        let id = StepId(u32::try_from(self.steps.len()).unwrap_or(u32::MAX));
        self.steps.push(Step { id, model, action, guard, gives: Vec::new(), deed });
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

    /// Has an update leave rows alone that hold these fields' new values already.
    fn unless_same(&mut self, step: StepId, fields: Vec<FieldId>) {
        if let Some(Step { action: Action::Update(update), .. }) = self.steps.get_mut(step.0 as usize) {
            update.unless_same = fields;
        }
    }

    /// Whether rows may differ, once all is written, from what their inserts gave back.
    fn may_change_later(&self) -> bool {
        self.has_triggers() || !self.steps.iter().all(Step::only_adds)
    }

    /// Whether rows that are there, or have been made, stay as they are: no step does more than find and add.
    fn leaves_rows(&self) -> bool {
        let leaves =
            |step: &Step| !matches!(step.action, Action::Update(_) | Action::Delete(_) | Action::Unlink(_));
        !self.has_triggers() && self.steps.iter().all(leaves)
    }

    fn has_triggers(&self) -> bool {
        let acts = |id: ModelId| self.schema.model(id).is_some_and(|model| model.has(Trigger::AfterInsert));
        self.steps.iter().any(|step| acts(step.model))
    }

    /// What is done with a relation of rows that are there, or have just been made; gives the steps that changed fields
    /// of those rows.
    fn verb(
        &mut self,
        model: &Model,
        id: RelationId,
        verb: &CheckedVerb,
        own: &Own,
    ) -> Vec<(Lender, Vec<FieldId>)> {
        let Some(relation) = model.relation(id) else {
            return Vec::new();
        };
        if self.verb_on_linked(model, id, relation, verb, own) {
            return Vec::new();
        }
        match &relation.holder {
            Holder::Here(_) => return self.verb_here(model, id, relation, verb, own),
            Holder::There(_) => self.verb_there(id, relation, verb, own),
            Holder::Between(_) => self.verb_between(id, relation, verb, own),
        }
        Vec::new()
    }
}
