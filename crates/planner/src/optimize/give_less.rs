//! Takes back what steps give to nobody, once other passes have found shorter ways for keys.

use alloc::vec::Vec;

use crate::listed::Listed;
use crate::plan::{Answer, Plan, Related, StepId};
use crate::schema::FieldId;

pub(super) fn run(plan: &mut Plan) {
    let mut used: Vec<(StepId, FieldId)> = Vec::new();
    for step in &plan.steps {
        let rows = step.waits_for();
        used.extend(step.borrows().into_iter().filter(|(lender, _)| rows.contains(lender)));
    }
    if let Some(answer) = plan.returned.answer() {
        used_by_answer(answer, &mut used);
    }
    let asked_for: Vec<StepId> = plan.steps.iter().flat_map(crate::plan::Step::waits_for).listed();
    for step in &mut plan.steps {
        let id = step.id;
        // Whether a row came back is told by its key, so a step that others ask for it keeps one field.
        let asked = asked_for.contains(&id);
        let first = step.gives.first().copied();
        step.gives.retain(|field| used.contains(&(id, *field)));
        if step.gives.is_empty() && asked {
            step.gives.extend(first);
        }
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
