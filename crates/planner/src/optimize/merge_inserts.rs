//! Makes one insert of several into the same table, where none of them waits for another.
//!
//! Rows of one model that stand at different places of a tree go to the database together. A column that only some of
//! the inserts have is filled with null in the others, where that is what leaving it out would mean.

use alloc::vec::Vec;

use crate::plan::{
    Action, Answer, Insert, InsertColumn, Plan, Related, RowsOf, Source, Step, StepId, for_each_source,
    reorder,
};
use crate::schema::{Model, Schema};

pub(super) fn run(schema: &Schema, plan: &mut Plan) {
    while let Some((kept, merged)) = find_pair(schema, plan) {
        merge(plan, kept, merged);
        reorder(plan);
    }
}

/// The first two inserts that can be one.
fn find_pair(schema: &Schema, plan: &Plan) -> Option<(StepId, StepId)> {
    for (position, first) in plan.steps.iter().enumerate() {
        let Action::Insert(one) = &first.action else {
            continue;
        };
        let model = schema.model(first.model)?;
        for second in plan.steps.iter().skip(position + 1).filter(|second| second.model == first.model) {
            let Action::Insert(other) = &second.action else {
                continue;
            };
            if columns_fit(model, one, other) && !depends(plan, second, first.id) {
                return Some((first.id, second.id));
            }
        }
    }
    None
}

/// Whether each column of either insert is in the other too, or means null there when it is left out.
fn columns_fit(model: &Model, one: &Insert, other: &Insert) -> bool {
    let fits = |from: &Insert, to: &Insert| {
        from.columns.iter().all(|column| {
            let is_there = to.columns.iter().any(|there| there.field == column.field);
            let is_null = model
                .field(column.field)
                .is_some_and(|field| (field.nullable || field.list) && !field.filled_by_database());
            is_there || is_null
        })
    };
    fits(one, other) && fits(other, one)
}

/// Whether a step needs another, directly or through steps between them.
fn depends(plan: &Plan, step: &Step, on: StepId) -> bool {
    step.borrows().iter().any(|(lender, _)| {
        *lender == on || plan.step(*lender).is_some_and(|lender| lender.id > on && depends(plan, lender, on))
    })
}

fn merge(plan: &mut Plan, kept: StepId, merged: StepId) {
    let Some(position) = plan.steps.iter().position(|step| step.id == merged) else {
        return;
    };
    let gone = plan.steps.remove(position);
    let Action::Insert(other) = gone.action else {
        return;
    };
    for step in &mut plan.steps {
        for_each_source(step, &mut |source| {
            if let Source::Key(key) | Source::Sent(key) = source
                && key.step == merged
            {
                key.step = kept;
            }
        });
        match &mut step.action {
            Action::Read(read) => rename(&mut read.of, merged, kept),
            Action::Insert(insert) if step.id == kept => {
                append(insert, &other);
                for field in &gone.gives {
                    if !step.gives.contains(field) {
                        step.gives.push(*field);
                    }
                }
            }
            Action::Insert(_) | Action::Link(_) => {}
        }
    }
    rename_in_answer(&mut plan.answer, merged, kept);
}

fn append(insert: &mut Insert, other: &Insert) {
    let nulls = |n: usize| -> Vec<Vec<Source>> { (0..n).map(|_| [Source::Null].into()).collect() };
    let (n_own, n_other) = (insert.batches.len(), other.batches.len());
    insert.batches.extend(other.batches.iter().cloned());
    for column in &mut insert.columns {
        let there = other.columns.iter().find(|there| there.field == column.field);
        column.sources.extend(there.map_or_else(|| nulls(n_other), |there| there.sources.clone()));
    }
    for column in &other.columns {
        if !insert.columns.iter().any(|own| own.field == column.field) {
            let mut sources = nulls(n_own);
            sources.extend(column.sources.iter().cloned());
            insert.columns.push(InsertColumn { field: column.field, sources });
        }
    }
    insert.columns.sort_by_key(|column| column.field);
}

fn rename(rows: &mut [RowsOf], from: StepId, to: StepId) {
    rows.iter_mut().filter(|rows| rows.step == from).for_each(|rows| rows.step = to);
}

fn rename_in_answer(answer: &mut Answer, from: StepId, to: StepId) {
    rename(&mut answer.rows, from, to);
    for relation in &mut answer.relations {
        match &mut relation.rows {
            Related::Nothing => {}
            Related::Written(answer) | Related::Read(answer) => rename_in_answer(answer, from, to),
        }
    }
}
