//! Everything in a plan that points at a step, to be pointed at another one.
//!
//! Knows nothing of why steps are merged or moved.

use super::step::{
    Action, Answer, Batch, Except, Lender, Near, Pairs, Pick, Plan, Related, Returned, RowsOf, Scope, Source,
    Step, StepId, Target, Where,
};
use crate::schema::FieldId;

/// Visits every source of a step's values.
pub(crate) fn for_each_source(step: &mut Step, visit: &mut dyn FnMut(&mut Source)) {
    match &mut step.action {
        Action::Insert(insert) => {
            insert.columns.iter_mut().flat_map(|column| column.sources.iter_mut().flatten()).for_each(visit);
        }
        Action::Link(link) => {
            let ends =
                link.batches.iter_mut().flat_map(|batch| batch.here.iter_mut().chain(&mut batch.there));
            ends.for_each(visit);
        }
        Action::Unlink(unlink) => {
            unlink.here.iter_mut().for_each(&mut *visit);
            if let Pairs::With(there) = &mut unlink.pairs {
                there.iter_mut().for_each(visit);
            }
        }
        Action::Find(find) => {
            scoped(find.scope.as_mut(), visit);
            if let Except::Key(keys) = &mut find.except {
                keyed(keys, visit);
            }
        }
        Action::Update(update) => {
            targeted(&mut update.target, visit);
            let changes = update.columns.iter_mut().flat_map(|column| &mut column.changes);
            changes.flat_map(|change| &mut change.sources).for_each(visit);
        }
        Action::Delete(delete) => targeted(&mut delete.target, visit),
        Action::Read(_) | Action::Count(_) => {}
    }
}

fn scoped(scope: Option<&mut Scope>, visit: &mut dyn FnMut(&mut Source)) {
    match scope.map(|scope| &mut scope.near) {
        None => {}
        Some(Near::Fields(keys)) => keys.iter_mut().flatten().for_each(visit),
        Some(Near::Row(keys)) => keyed(keys, visit),
    }
}

fn keyed(keys: &mut [(FieldId, alloc::vec::Vec<Source>)], visit: &mut dyn FnMut(&mut Source)) {
    keys.iter_mut().flat_map(|(_, sources)| sources).for_each(visit);
}

fn targeted(target: &mut Target, visit: &mut dyn FnMut(&mut Source)) {
    match target {
        Target::Key(keys) => keyed(keys, visit),
        Target::Where(Where { scope, except, .. }) => {
            scoped(scope.as_mut(), visit);
            if let Except::Key(keys) = except {
                keyed(keys, visit);
            }
        }
    }
}

/// Visits every step that a plan points at, but for the numbers of the steps themselves.
pub(crate) fn for_each_reference(plan: &mut Plan, visit: &mut dyn FnMut(&mut StepId)) {
    for step in &mut plan.steps {
        for_each_source(step, &mut |source| {
            if let Some(key) = source.borrowed_mut() {
                visit(&mut key.step);
            }
        });
        rows_used(step).iter_mut().for_each(|rows| visit(&mut rows.step));
        for_each_batch(step, &mut |batch| {
            for pick in &mut batch.only {
                if let Pick::Found(lenders) | Pick::Missing(lenders) = pick {
                    lenders.iter_mut().for_each(|Lender { step, .. }| visit(step));
                }
            }
        });
    }
    match &mut plan.returned {
        Returned::Row(answer) | Returned::Rows(answer) => of_answer(answer, visit),
        Returned::Count(steps) => steps.iter_mut().for_each(visit),
        Returned::Number(step) | Returned::Numbers(step) => visit(step),
    }
}

fn rows_used(step: &mut Step) -> &mut [RowsOf] {
    let except = match &mut step.action {
        Action::Read(read) => return &mut read.of,
        Action::Unlink(unlink) => match &mut unlink.pairs {
            Pairs::Except(rows) => return rows,
            Pairs::With(_) => return &mut [],
        },
        Action::Find(find) => &mut find.except,
        Action::Update(update) => match &mut update.target {
            Target::Where(one) => &mut one.except,
            Target::Key(_) => return &mut [],
        },
        Action::Delete(delete) => match &mut delete.target {
            Target::Where(one) => &mut one.except,
            Target::Key(_) => return &mut [],
        },
        Action::Insert(_) | Action::Link(_) | Action::Count(_) => return &mut [],
    };
    match except {
        Except::Found(rows, _) => rows,
        Except::Nothing | Except::Key(_) => &mut [],
    }
}

fn for_each_batch(step: &mut Step, visit: &mut dyn FnMut(&mut Batch)) {
    match &mut step.action {
        Action::Insert(insert) => insert.batches.iter_mut().for_each(visit),
        Action::Link(link) => link.batches.iter_mut().for_each(|link| visit(&mut link.batch)),
        Action::Unlink(unlink) => visit(&mut unlink.batch),
        Action::Find(find) => visit(&mut find.batch),
        Action::Update(update) => visit(&mut update.batch),
        Action::Delete(delete) => visit(&mut delete.batch),
        Action::Read(read) => read.batch.iter_mut().for_each(visit),
        Action::Count(count) => visit(&mut count.batch),
    }
}

fn of_answer(answer: &mut Answer, visit: &mut dyn FnMut(&mut StepId)) {
    answer.rows.iter_mut().for_each(|rows| visit(&mut rows.step));
    for relation in &mut answer.relations {
        match &mut relation.rows {
            Related::Nothing => {}
            Related::Written(answer) | Related::Read(answer) => of_answer(answer, visit),
        }
    }
}
