//! Takes a key from what was sent instead of from what came back, where the two cannot differ.
//!
//! A row whose key the host makes need not come back before its children are sent: one wave instead of one a level.

use alloc::vec::Vec;

use crate::plan::{Action, Plan, Related, Source};
use crate::plan::{Answer, KeyRef, StepId};
use crate::schema::{FieldId, Schema, Trigger};

pub(super) fn run(schema: &Schema, plan: &mut Plan) {
    let mut known: Vec<KeyRef> = Vec::new();
    for step in &plan.steps {
        let Action::Insert(insert) = &step.action else {
            continue;
        };
        if schema.model(step.model).is_none_or(|model| model.has(Trigger::BeforeInsert)) {
            continue;
        }
        for column in &insert.columns {
            for (batch, sources) in insert.batches.iter().zip(&column.sources) {
                if sources.iter().all(is_known) {
                    known.push(KeyRef { step: step.id, group: batch.group, field: column.field });
                }
            }
        }
    }
    for step in &mut plan.steps {
        crate::plan::for_each_source(step, &mut |source| {
            if let Source::Key(key) = source
                && known.contains(key)
            {
                *source = Source::Sent(*key);
            }
        });
    }
    give_only_what_is_used(plan);
}

fn is_known(source: &Source) -> bool {
    match source {
        Source::Given(_) | Source::Default | Source::Now | Source::Made(_) | Source::Null => true,
        Source::Key(_) | Source::Sent(_) | Source::Drawn => false,
    }
}

/// Takes back what steps give to nobody.
fn give_only_what_is_used(plan: &mut Plan) {
    let mut used: Vec<(StepId, FieldId)> = Vec::new();
    for step in &plan.steps {
        let rows = step.waits_for();
        used.extend(step.borrows().into_iter().filter(|(lender, _)| rows.contains(lender)));
    }
    used_by_answer(&plan.answer, &mut used);
    for step in &mut plan.steps {
        let id = step.id;
        step.gives.retain(|field| used.contains(&(id, *field)));
    }
}

fn used_by_answer(answer: &Answer, used: &mut Vec<(StepId, FieldId)>) {
    for rows in &answer.rows {
        used.extend(answer.fields.iter().map(|field| (rows.step, *field)));
    }
    for relation in &answer.relations {
        match &relation.rows {
            Related::Nothing => {}
            Related::Written(answer) | Related::Read(answer) => used_by_answer(answer, used),
        }
    }
}
