//! Changes a row where it is found: a step that finds the one row that the next one changes, and locks it, is that change.
//!
//! Only where there is one row at most: several are locked in the order of their keys, which a change does not promise.

use crate::plan::{
    Action, Answer, AnswerRelation, Batch, Find, KeyRef, Lender, Lock, Pick, Plan, Related, Returned, Source,
    Step, StepId, Target, Update, Where, renumber,
};
use crate::request::{Layout, SlotId};
use crate::schema::{Model, Schema, Trigger};

pub(super) fn run(schema: &Schema, plan: &mut Plan) {
    let mut position = 0;
    while position + 1 < plan.steps.len() {
        if let Some(entry) = joinable(schema, plan, position) {
            join(plan, position, entry);
        }
        position += 1;
    }
}

/// Whether a find and the change behind it can be one step; then the entry that asks for it, if one does.
fn joinable(schema: &Schema, plan: &Plan, position: usize) -> Option<Option<SlotId>> {
    let (first, second) = (plan.steps.get(position)?, plan.steps.get(position + 1)?);
    let (Action::Find(find), Action::Update(update)) = (&first.action, &second.action) else {
        return None;
    };
    let model = schema.model(first.model)?;
    let entry = entry(&plan.layout, find, update)?;
    let is_one = first.model == second.model
        && find.lock == Lock::Change
        && find.batch.entry.is_none()
        && plan.layout.is_lone(find.batch.group)
        && is_of_found(model, first, find, update)
        && update.unless_same.is_empty()
        // A row that a trigger keeps from changing is found all the same.
        && !model.has(Trigger::BeforeUpdate)
        // What others take of the row is what it held before.
        && !update.columns.iter().any(|column| first.gives.contains(&column.field))
        && !is_used(plan, second.id);
    is_one.then_some(entry)
}

fn join(plan: &mut Plan, position: usize, entry: Option<SlotId>) {
    let second = plan.steps.remove(position + 1);
    let first = plan.steps.remove(position);
    let (Action::Find(find), Action::Update(update)) = (first.action, second.action) else {
        return;
    };
    let Find { batch, scope, filter, except, .. } = find;
    let update = Update {
        batch: Batch { entry, ..batch },
        target: Target::Where(Where { scope, filter, except, limit: None }),
        last: false,
        finds: true,
        ..update
    };
    plan.steps.insert(position, Step { action: Action::Update(update), deed: second.deed, ..first });
    renumber(plan, &|old| if old.0 as usize > position { StepId(old.0 - 1) } else { old });
}

/// The entry of the rows that are found that asks for the change; none if it is another row that does.
fn entry(layout: &Layout, find: &Find, update: &Update) -> Option<Option<SlotId>> {
    let (found, changed) = (find.batch.group, update.batch.group);
    if found == changed {
        return Some(update.batch.entry);
    }
    let slot = layout.group(changed)?.slot;
    (layout.slot(slot)?.group == Some(found) && update.batch.entry.is_none()).then_some(Some(slot))
}

/// Whether a change is of every row that is found, and of no other, and takes nothing else from it.
fn is_of_found(model: &Model, step: &Step, find: &Find, update: &Update) -> bool {
    let lender = Lender { step: step.id, group: find.batch.group };
    let key = |field| Source::Key(KeyRef { step: step.id, group: find.batch.group, field });
    let Target::Key(keys) = &update.target else {
        return false;
    };
    let is_key = keys.len() == model.primary_key().len()
        && keys.iter().all(|(field, sources)| {
            model.primary_key().contains(field) && sources.as_slice() == [key(*field)]
        });
    let asked = |pick: &&Pick| **pick != Pick::Found([lender].into());
    let is_asked_alike = update.batch.only.iter().filter(asked).eq(&find.batch.only);
    let sources = update.columns.iter().flat_map(|column| &column.changes).flat_map(|change| &change.sources);
    let takes = |source: &Source| source.borrowed().is_some_and(|key| key.step == step.id);
    is_key && is_asked_alike && !sources.into_iter().any(takes)
}

/// Whether anything points at a step.
fn is_used(plan: &Plan, id: StepId) -> bool {
    let of_step = |step: &Step| {
        step.waits_for().contains(&id) || step.borrows().iter().any(|(lender, _)| *lender == id)
    };
    let is_returned = match &plan.returned {
        Returned::Row(answer) | Returned::Rows(answer) => is_in_answer(answer, id),
        Returned::Count(steps) => steps.contains(&id),
        Returned::Number(step) | Returned::Numbers(step) => *step == id,
    };
    is_returned || plan.steps.iter().any(of_step)
}

fn is_in_answer(answer: &Answer, id: StepId) -> bool {
    let of_relation = |relation: &AnswerRelation| match &relation.rows {
        Related::Nothing => false,
        Related::Written(answer) | Related::Read(answer) => is_in_answer(answer, id),
    };
    answer.rows.iter().any(|rows| rows.step == id) || answer.relations.iter().any(of_relation)
}
