//! Plans operations that read: one read for the request itself, or a count.
//!
//! Knows nothing of writes.

use alloc::sync::Arc;
use alloc::vec::Vec;

use super::Builder;
use super::step::{Action, Batch, Count, Deed, Guard, Read, Returned};
use crate::error::Problem;
use crate::request::{Operation, Tally};
use crate::validate::{Checked, CheckedItem};

impl Builder<'_> {
    /// The rows that the request asks for, or how many they are.
    pub(super) fn search(&mut self, checked: &Checked, root: &CheckedItem) -> Returned {
        let batch = Batch { group: root.group, only: Vec::new(), entry: None };
        let wanted = checked.selection.wanted.clone();
        if let Some(tally) = &checked.tally {
            let (of, is_alone) = match tally {
                Tally::Rows => ([None].into(), true),
                Tally::Each(of) => (of.clone(), false),
            };
            let count = Count { batch, wanted, of };
            let step = self.push(root.model, Action::Count(count), Guard::EveryRow, Deed::Nothing);
            return if is_alone { Returned::Number(step) } else { Returned::Numbers(step) };
        }
        let counts = checked.selection.counts.clone();
        let read =
            Read { batch: Some(batch), of: Vec::new(), relation: None, lent: Vec::new(), wanted, counts };
        let answer = self.read_answer(&checked.selection, root.model, read);
        if checked.operation.throws() {
            let model = self.schema.model(root.model).map(|model| model.name.clone()).unwrap_or_default();
            let operation = checked.operation.word();
            let missing = Problem::RecordMissing { operation, model, relation: None, needed_for: None };
            let missing = Arc::new(missing);
            for rows in &answer.rows {
                if let Some(step) = self.steps.get_mut(rows.step.0 as usize) {
                    step.guard = Guard::Each(missing.clone());
                }
            }
        }
        match checked.operation {
            Operation::FindMany => Returned::Rows(answer),
            _ => Returned::Row(answer),
        }
    }
}
