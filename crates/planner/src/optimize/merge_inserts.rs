//! Makes one insert of several into the same table.
//!
//! Rows of one model that stand at different places of a tree go to the database together. A column that only some of
//! the inserts have is filled with null in the others, where that is what leaving it out would mean. Inserts that would
//! make the plan a wave longer together stay apart: a round trip costs more than a statement.
//!
//! The levels of a tree in one table go together too: where a row needs the key of another row of the same statement, it
//! takes it by that row's position.

use alloc::vec::Vec;

use crate::listed::Listed;
use crate::plan::{
    Action, Insert, InsertColumn, OwnRef, Plan, Source, Step, StepId, for_each_reference, reorder, waves,
};
use crate::schema::{Field, Model, Schema, Trigger};

pub(super) fn run(schema: &Schema, plan: &mut Plan) {
    while let Some((kept, merged)) = find_pair(schema, plan) {
        merge(plan, kept, merged);
        reorder(plan);
    }
}

/// The first two inserts that can be one.
fn find_pair(schema: &Schema, plan: &Plan) -> Option<(StepId, StepId)> {
    let chain = Chain::of(plan);
    for (position, first) in plan.steps.iter().enumerate() {
        let Action::Insert(one) = &first.action else {
            continue;
        };
        let model = schema.model(first.model)?;
        for second in plan.steps.iter().skip(position + 1).filter(|second| second.model == first.model) {
            let Action::Insert(other) = &second.action else {
                continue;
            };
            let can_join = match depends(plan, second, first.id) {
                false => chain.has_room_for(first.id, second.id),
                true => is_next_level(plan, &chain, model, first, second),
            };
            if can_join && columns_fit(model, one, other) {
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
    let mut lenders: Vec<StepId> = step.borrows().into_iter().map(|(lender, _)| lender).listed();
    let mut position = 0;
    while let Some(lender) = lenders.get(position).copied() {
        position += 1;
        if lender == on {
            return true;
        }
        for (next, _) in plan.step(lender).filter(|lender| lender.id > on).map_or(Vec::new(), Step::borrows) {
            if !lenders.contains(&next) {
                lenders.push(next);
            }
        }
    }
    false
}

/// Whether the second insert needs the first for nothing but keys that its rows can take from each other, and nothing
/// else keeps it from running as early.
fn is_next_level(plan: &Plan, chain: &Chain, model: &Model, first: &Step, second: &Step) -> bool {
    let (Action::Insert(one), Action::Insert(other)) = (&first.action, &second.action) else {
        return false;
    };
    let is_settled_early = |field| {
        let column = one.columns.iter().find(|column| column.field == field);
        let is_own = |insert: &Insert| {
            let sources = insert.columns.iter().filter(|column| column.field == field);
            sources.flat_map(|column| column.sources.iter().flatten()).any(|source| {
                matches!(source, Source::Own(_)) || source.borrowed().is_some_and(|key| key.step == first.id)
            })
        };
        let is_known = column.is_some() || model.field(field).is_some_and(Field::is_drawable);
        is_known && !is_own(one) && !is_own(other)
    };
    !model.has(Trigger::BeforeInsert)
        && second.borrows().into_iter().all(|(lender, field)| match lender == first.id {
            true => is_settled_early(field),
            false => {
                let is_before = chain.before(lender) < chain.before(first.id);
                is_before && plan.step(lender).is_some_and(|lender| !depends(plan, lender, first.id))
            }
        })
}

/// How many waves come before each step, and how many after it.
struct Chain {
    n_waves: usize,
    before: Vec<usize>,
    after: Vec<usize>,
}

impl Chain {
    fn of(plan: &Plan) -> Chain {
        let waves = waves(plan);
        let mut before = alloc::vec![0; plan.steps.len()];
        for (depth, step) in
            waves.iter().enumerate().flat_map(|(depth, wave)| wave.iter().map(move |id| (depth, id)))
        {
            if let Some(place) = before.get_mut(step.0 as usize) {
                *place = depth;
            }
        }
        let mut after: Vec<usize> = alloc::vec![0; plan.steps.len()];
        let mut after_reads = 0;
        for step in plan.steps.iter().rev() {
            let own = after.get(step.id.0 as usize).copied().unwrap_or(0);
            // Reads wait for everything that is written.
            let own = match step.action {
                Action::Read(_) => own,
                _ => own.max(after_reads),
            };
            if matches!(step.action, Action::Read(_)) {
                after_reads = after_reads.max(own);
            }
            let waits_for = step.waits_for();
            let lenders = step.borrows().into_iter().map(|(lender, _)| lender);
            for lender in lenders.chain([step.id]) {
                let needed = own + usize::from(lender != step.id && waits_for.contains(&lender));
                if let Some(place) = after.get_mut(lender.0 as usize) {
                    *place = needed.max(*place);
                }
            }
        }
        Chain { n_waves: waves.len(), before, after }
    }

    fn before(&self, step: StepId) -> usize {
        self.before.get(step.0 as usize).copied().unwrap_or(usize::MAX)
    }

    /// Whether two steps can be one without making the plan longer.
    fn has_room_for(&self, one: StepId, other: StepId) -> bool {
        let longest = |waves: &[usize]| {
            let of = |step: StepId| waves.get(step.0 as usize).copied().unwrap_or(0);
            of(one).max(of(other))
        };
        longest(&self.before) + longest(&self.after) < self.n_waves
    }
}

fn merge(plan: &mut Plan, kept: StepId, merged: StepId) {
    let Some(position) = plan.steps.iter().position(|step| step.id == merged) else {
        return;
    };
    let gone = plan.steps.remove(position);
    let Action::Insert(mut other) = gone.action else {
        return;
    };
    for source in other.columns.iter_mut().flat_map(|column| column.sources.iter_mut().flatten()) {
        if let Some(key) = source.borrowed().filter(|key| key.step == kept) {
            *source = Source::Own(OwnRef { group: key.group, field: key.field });
        }
    }
    for_each_reference(plan, &mut |step| {
        if *step == merged {
            *step = kept;
        }
    });
    let Some(step) = plan.steps.iter_mut().find(|step| step.id == kept) else {
        return;
    };
    if let Action::Insert(insert) = &mut step.action {
        append(insert, &other);
    }
    for field in &gone.gives {
        if !step.gives.contains(field) {
            step.gives.push(*field);
        }
    }
}

fn append(insert: &mut Insert, other: &Insert) {
    let nulls = |n: usize| -> Vec<Vec<Source>> { (0..n).map(|_| [Source::Null].into()).listed() };
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
            let position = insert.columns.iter().position(|own| own.field > column.field);
            let position = position.unwrap_or(insert.columns.len());
            insert.columns.insert(position, InsertColumn { field: column.field, sources });
        }
    }
}
