//! Takes back what steps give to nobody, once other passes have found shorter ways for keys.

use alloc::vec::Vec;

use crate::plan::{Answer, Plan, Related, StepId};
use crate::schema::FieldId;

pub(super) fn run(plan: &mut Plan) {
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
