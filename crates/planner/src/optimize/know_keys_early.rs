//! Takes a key from what was sent instead of from what came back, where the two cannot differ.
//!
//! A row whose key the host makes need not come back before its children are sent: one wave instead of one a level.

use alloc::vec::Vec;

use crate::plan::{Action, KeyRef, Plan, Source};
use crate::schema::{Schema, Trigger};

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
}

fn is_known(source: &Source) -> bool {
    match source {
        Source::Given(_) | Source::Default | Source::Now | Source::Made(_) | Source::Null => true,
        Source::Key(_) | Source::Sent(_) | Source::Own(_) | Source::Drawn => false,
    }
}
