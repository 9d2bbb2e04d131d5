//! What each step uses of others and of the request, and what that says of the order of steps.
//!
//! Knows nothing of SQL.

use alloc::vec::Vec;

use super::step::{
    Action, Answer, Batch, Conflict, Except, Find, KeyRef, Near, Pairs, Pick, Plan, Returned, RowsOf, Scope,
    Source, Step, StepId, Target, Unlink, Update, Where,
};
use crate::listed::Listed;
use crate::request::SlotId;
use crate::schema::FieldId;

impl Source {
    /// The key that is borrowed from another step, whether it comes back or was sent.
    #[must_use]
    pub fn borrowed(&self) -> Option<&KeyRef> {
        match self {
            Source::Key(key) | Source::Sent(key) => Some(key),
            Source::Given(_)
            | Source::Own(_)
            | Source::Default
            | Source::Now
            | Source::Made(_)
            | Source::Drawn
            | Source::Null => None,
        }
    }

    /// The same, to be pointed at another step.
    pub(crate) fn borrowed_mut(&mut self) -> Option<&mut KeyRef> {
        match self {
            Source::Key(key) | Source::Sent(key) => Some(key),
            _ => None,
        }
    }
}

impl Step {
    /// Every key the step borrows, from rows that came back or from what was sent.
    #[must_use]
    pub fn borrows(&self) -> Vec<(StepId, FieldId)> {
        let keys = self.sources().into_iter().filter_map(Source::borrowed);
        let mut borrowed: Vec<(StepId, FieldId)> = keys.map(|key| (key.step, key.field)).listed();
        for (rows, fields) in self.rows_used() {
            borrowed.extend(fields.iter().map(|field| (rows.step, *field)));
        }
        borrowed
    }

    /// The steps whose rows must have come back before this one can be sent.
    #[must_use]
    pub fn waits_for(&self) -> Vec<StepId> {
        let keys = self.sources().into_iter().filter_map(|source| match source {
            Source::Key(key) => Some(key.step),
            _ => None,
        });
        let mut steps: Vec<StepId> = keys.listed();
        steps.extend(self.rows_used().iter().map(|(rows, _)| rows.step));
        for batch in self.batches() {
            steps.extend(
                batch
                    .only
                    .iter()
                    .flat_map(|pick| match pick {
                        Pick::Found(lenders) | Pick::Missing(lenders) => lenders.as_slice(),
                        Pick::Test(..) | Pick::Any(_) => &[],
                    })
                    .map(|lender| lender.step),
            );
        }
        steps
    }

    /// Whole rows of earlier steps that the step uses, with the fields it uses of them.
    #[must_use]
    pub fn rows_used(&self) -> Vec<(RowsOf, Vec<FieldId>)> {
        let except =
            |rows: &[RowsOf], fields: &[FieldId]| rows.iter().map(|rows| (*rows, fields.to_vec())).listed();
        match &self.action {
            Action::Read(read) => except(&read.of, &read.lent),
            Action::Update(Update {
                target: Target::Where(Where { except: Except::Found(rows, key), .. }),
                ..
            })
            | Action::Find(Find { except: Except::Found(rows, key), .. }) => except(rows, key),
            Action::Unlink(Unlink { pairs: Pairs::Except(rows), junction, .. }) => {
                except(rows, &[junction.there_field])
            }
            _ => Vec::new(),
        }
    }

    /// Every source of the step's values.
    #[must_use]
    pub fn sources(&self) -> Vec<&Source> {
        match &self.action {
            Action::Insert(insert) => {
                insert.columns.iter().flat_map(|column| column.sources.iter().flatten()).listed()
            }
            Action::Link(link) => {
                link.batches.iter().flat_map(|batch| batch.here.iter().chain(&batch.there)).listed()
            }
            Action::Unlink(unlink) => {
                let there = match &unlink.pairs {
                    Pairs::With(there) => there.as_slice(),
                    Pairs::Except(_) => &[],
                };
                unlink.here.iter().chain(there).listed()
            }
            Action::Find(find) => {
                let mut sources = scoped(find.scope.as_ref());
                if let Except::Key(keys) = &find.except {
                    sources.extend(keyed(keys));
                }
                sources
            }
            Action::Update(update) => {
                let mut sources = targeted(&update.target);
                let changes = update.columns.iter().flat_map(|column| &column.changes);
                sources.extend(changes.flat_map(|change| &change.sources));
                sources
            }
            Action::Delete(delete) => targeted(&delete.target),
            Action::Read(_) | Action::Count(_) => Vec::new(),
        }
    }

    /// The conditions of the step, and the slots of its own beside its sources.
    #[must_use]
    pub fn slots(&self) -> Vec<SlotId> {
        let target = |target: &Target| match target {
            Target::Key(_) => Vec::new(),
            Target::Where(one) => one.filter.slots().into_iter().chain(one.limit).listed(),
        };
        match &self.action {
            Action::Find(find) => find.filter.slots(),
            Action::Update(update) => target(&update.target),
            Action::Delete(delete) => target(&delete.target),
            Action::Read(read) => {
                let counted = read.counts.iter().flat_map(|(_, filter)| filter.slots());
                read.wanted.slots().into_iter().chain(counted).listed()
            }
            Action::Count(count) => count.wanted.slots(),
            Action::Insert(_) | Action::Link(_) | Action::Unlink(_) => Vec::new(),
        }
    }

    /// The rows the step is about, where it is about rows of the request.
    #[must_use]
    pub fn batches(&self) -> Vec<&Batch> {
        match &self.action {
            Action::Insert(insert) => insert.batches.iter().listed(),
            Action::Link(link) => link.batches.iter().map(|link| &link.batch).listed(),
            Action::Unlink(unlink) => [&unlink.batch].into(),
            Action::Find(find) => [&find.batch].into(),
            Action::Update(update) => [&update.batch].into(),
            Action::Delete(delete) => [&delete.batch].into(),
            Action::Read(read) => read.batch.iter().listed(),
            Action::Count(count) => [&count.batch].into(),
        }
    }

    /// Whether the step does nothing but make rows that it was told of, so that its place among others does not matter.
    #[must_use]
    pub fn only_adds(&self) -> bool {
        let is_plain =
            |batch: &&Batch| batch.only.iter().all(|pick| matches!(pick, Pick::Test(..) | Pick::Any(_)));
        match &self.action {
            Action::Insert(insert) => {
                insert.conflict == Conflict::Fail && self.batches().iter().all(is_plain)
            }
            Action::Link(_) => self.batches().iter().all(is_plain),
            Action::Read(_) | Action::Count(_) => true,
            Action::Unlink(_) | Action::Find(_) | Action::Update(_) | Action::Delete(_) => false,
        }
    }
}

fn scoped(scope: Option<&Scope>) -> Vec<&Source> {
    match scope.map(|scope| &scope.near) {
        None => Vec::new(),
        Some(Near::Fields(keys)) => keys.iter().flatten().listed(),
        Some(Near::Row(keys)) => keyed(keys),
    }
}

fn keyed(keys: &[(FieldId, Vec<Source>)]) -> Vec<&Source> {
    keys.iter().flat_map(|(_, sources)| sources).listed()
}

fn targeted(target: &Target) -> Vec<&Source> {
    match target {
        Target::Key(keys) => keyed(keys),
        Target::Where(Where { scope, except, .. }) => {
            let mut sources = scoped(scope.as_ref());
            if let Except::Key(keys) = except {
                sources.extend(keyed(keys));
            }
            sources
        }
    }
}

impl Returned {
    /// What comes back of rows.
    #[must_use]
    pub fn answer(&self) -> Option<&Answer> {
        match self {
            Returned::Row(answer) | Returned::Rows(answer) => Some(answer),
            Returned::Count(_) | Returned::Number(_) | Returned::Numbers(_) => None,
        }
    }
}

impl Plan {
    /// Whether the plan does nothing but make rows, so that its steps can be merged and moved.
    #[must_use]
    pub fn only_adds(&self) -> bool {
        self.steps.iter().all(Step::only_adds)
    }
}
