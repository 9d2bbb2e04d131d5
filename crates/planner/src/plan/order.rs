//! Puts steps in running order: a step that lends a key comes before every step that borrows it.
//!
//! Knows nothing of SQL, and nothing of rows: order is settled before the first call is made.

use alloc::vec::Vec;

use super::references::for_each_reference;
use super::step::{Action, Plan, Step, StepId};

/// The steps in waves: all steps of a wave can be sent together, because the rows they need have come back.
#[must_use]
pub fn waves(plan: &Plan) -> Vec<Vec<StepId>> {
    let is_movable = plan.only_adds();
    let mut depths: Vec<usize> = Vec::new();
    let mut waves: Vec<Vec<StepId>> = Vec::new();
    for step in &plan.steps {
        let mut depth = 0;
        for lender in step.waits_for() {
            depth = depth.max(depths.get(lender.0 as usize).map_or(0, |depth| depth + 1));
        }
        // A step that sends a key again must not overtake the row that has it.
        for (lender, _) in step.borrows() {
            depth = depth.max(depths.get(lender.0 as usize).copied().unwrap_or(0));
        }
        // Reads come last: they are to see all that was written.
        if matches!(step.action, Action::Read(_)) {
            let last_write =
                plan.steps.iter().zip(&depths).filter(|(step, _)| !matches!(step.action, Action::Read(_)));
            depth = depth.max(last_write.map(|(_, depth)| *depth).max().unwrap_or(0));
        }
        // Where steps change what others look at, they keep the order they have.
        if !is_movable {
            depth = depth.max(depths.last().copied().unwrap_or(0));
        }
        depths.push(depth);
        if waves.len() <= depth {
            waves.resize(depth + 1, Vec::new());
        }
        if let Some(wave) = waves.get_mut(depth) {
            wave.push(step.id);
        }
    }
    waves
}

/// Renumbers steps after some were merged or moved: lenders first, otherwise in the order they had.
pub(crate) fn reorder(plan: &mut Plan) {
    let mut waiting: Vec<Step> = core::mem::take(&mut plan.steps);
    let mut renumbered: Vec<(StepId, StepId)> = Vec::new();
    while !waiting.is_empty() {
        let is_ready = |step: &Step| {
            step.borrows().iter().all(|(lender, _)| !waiting.iter().any(|other| other.id == *lender))
        };
        // A circle cannot come out of the planner; if it did, the checker says so of the plan as it stands.
        let position = waiting.iter().position(is_ready).unwrap_or(0);
        let step = waiting.remove(position);
        renumbered.push((step.id, StepId(u32::try_from(plan.steps.len()).unwrap_or(u32::MAX))));
        plan.steps.push(step);
    }
    renumber(plan, &|old| renumbered.iter().find(|(was, _)| *was == old).map_or(old, |(_, is)| *is));
}

/// Gives steps that stand in order their new numbers, wherever the plan points at them.
pub(crate) fn renumber(plan: &mut Plan, new_id: &dyn Fn(StepId) -> StepId) {
    plan.steps.iter_mut().for_each(|step| step.id = new_id(step.id));
    for_each_reference(plan, &mut |step| *step = new_id(*step));
}

#[cfg(test)]
mod tests {
    use alloc::vec;

    use super::*;
    use crate::plan::{
        Answer, Conflict, Deed, Guard, Insert, InsertColumn, KeyMaking, KeyRef, Read, Returned, RowsOf,
        Source,
    };
    use crate::request::{GroupId, Layout, Operation, Wanted};
    use crate::schema::{FieldId, ModelId};

    fn key(step: u32) -> KeyRef {
        KeyRef { step: StepId(step), group: GroupId(0), field: FieldId(0) }
    }

    fn insert(sources: Vec<Source>) -> Action {
        let columns = vec![InsertColumn { field: FieldId(1), sources: vec![sources] }];
        let conflict = Conflict::Fail;
        Action::Insert(Insert { batches: Vec::new(), columns, key: KeyMaking::Unneeded, conflict })
    }

    fn read(of: u32) -> Action {
        let of = vec![RowsOf { step: StepId(of), group: None }];
        Action::Read(Read {
            batch: None,
            of,
            relation: None,
            lent: vec![FieldId(0)],
            wanted: Wanted::default(),
            counts: Vec::new(),
        })
    }

    fn plan(actions: Vec<Action>) -> Plan {
        let step = |(id, action)| Step {
            id: StepId(id),
            model: ModelId(id),
            action,
            guard: Guard::EveryRow,
            gives: Vec::new(),
            deed: Deed::Created,
        };
        let answer = Answer {
            model: ModelId(0),
            rows: Vec::new(),
            fields: Vec::new(),
            relations: Vec::new(),
            counts: Vec::new(),
        };
        let steps = (0..).zip(actions).map(step).collect();
        Plan {
            operation: Operation::Create,
            model: ModelId(0),
            layout: Layout::default(),
            steps,
            one_by_one: Vec::new(),
            returned: Returned::Row(answer),
        }
    }

    fn numbers(waves: &[Vec<StepId>]) -> Vec<Vec<u32>> {
        waves.iter().map(|wave| wave.iter().map(|step| step.0).collect()).collect()
    }

    #[test]
    fn a_borrower_waits_for_rows_and_not_for_what_was_sent() {
        let waits = insert(vec![Source::Key(key(0))]);
        let goes_along = insert(vec![Source::Sent(key(1))]);
        let plan = plan(vec![insert(vec![Source::Now]), waits, goes_along, insert(vec![Source::Null])]);
        assert_eq!(numbers(&waves(&plan)), [vec![0, 3], vec![1, 2]]);
    }

    #[test]
    fn reads_see_all_that_is_written() {
        let plan = plan(vec![
            insert(vec![Source::Now]),
            insert(vec![Source::Key(key(0))]),
            insert(vec![Source::Key(key(1))]),
            read(0),
            read(3),
        ]);
        assert_eq!(numbers(&waves(&plan)), [vec![0], vec![1], vec![2, 3], vec![4]]);
    }

    #[test]
    fn lenders_come_first_and_keep_their_borrowers() {
        let mut plan = plan(vec![
            insert(vec![Source::Key(key(2))]),
            insert(vec![Source::Now]),
            insert(vec![Source::Now]),
        ]);
        let Returned::Row(answer) = &mut plan.returned else { panic!("a row comes back") };
        answer.rows = vec![RowsOf { step: StepId(0), group: None }];
        reorder(&mut plan);
        let models: Vec<u32> = plan.steps.iter().map(|step| step.model.0).collect();
        assert_eq!(models, [1, 2, 0]);
        let ids: Vec<u32> = plan.steps.iter().map(|step| step.id.0).collect();
        assert_eq!(ids, [0, 1, 2]);
        assert_eq!(plan.step(StepId(2)).unwrap().waits_for(), [StepId(1)]);
        assert_eq!(plan.returned.answer().unwrap().rows.first().unwrap().step, StepId(2));
    }
}
