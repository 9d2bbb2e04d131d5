//! Plans what is asked at the top, and what comes back of it.

use alloc::vec::Vec;

use super::Builder;
use super::rows::{Finding, Own, same_key, skip_key, taken};
use super::step::{
    Action, Answer, Conflict, Deed, Delete, Except, Guard, Lock, Pick, Returned, RowsOf, StepId, Target,
    Update, UpdateColumn, Where,
};
use crate::error::Problem;
use crate::listed::Listed;
use crate::request::Operation;
use crate::schema::Trigger;
use crate::validate::{Checked, CheckedItem};

impl Builder<'_> {
    /// Plans an operation; says what comes back.
    pub(super) fn operation(&mut self, checked: &Checked) -> Returned {
        let root = &checked.root;
        match checked.operation {
            Operation::Create => self.create_one(checked, root),
            Operation::CreateMany | Operation::CreateManyAndReturn => self.make_many(checked, root),
            Operation::Update => self.update_one(checked, root),
            Operation::Upsert => self.upsert_one(checked, root),
            Operation::Delete => self.delete_one(checked, root),
            Operation::UpdateMany | Operation::UpdateManyAndReturn => self.change_many(checked, root),
            Operation::DeleteMany => {
                let delete = Delete { batch: whole(root), target: all(root) };
                let step = self.push(root.model, Action::Delete(delete), Guard::AnyNumber, Deed::Deleted);
                Returned::Count([step].into())
            }
            Operation::FindUnique
            | Operation::FindUniqueOrThrow
            | Operation::FindFirst
            | Operation::FindFirstOrThrow
            | Operation::FindMany
            | Operation::Count => self.search(checked, root),
        }
    }

    fn create_one(&mut self, checked: &Checked, root: &CheckedItem) -> Returned {
        let written = root.data.as_ref().map(|data| self.create(data, None, &[]));
        Returned::Row(match written {
            Some(written) => self.answer(&checked.selection, &written),
            None => self.reread(&checked.selection, root.model, Vec::new()),
        })
    }

    fn make_many(&mut self, checked: &Checked, root: &CheckedItem) -> Returned {
        let written = self.create_many(root, None, &[]);
        let rows: Vec<_> = written.iter().flat_map(|written| &written.rows).listed();
        if checked.operation == Operation::CreateManyAndReturn {
            if let [only] = written.as_slice() {
                return Returned::Rows(self.answer(&checked.selection, only));
            }
            let rows = rows.iter().map(|lender| lender.rows()).listed();
            return Returned::Rows(self.reread(&checked.selection, root.model, rows));
        }
        Returned::Count(rows.iter().map(|lender| lender.step).listed())
    }

    fn update_one(&mut self, checked: &Checked, root: &CheckedItem) -> Returned {
        let guard = Guard::Each(self.none_there(root, "an update").into());
        if let Some(change) = root.change.as_ref().filter(|change| change.links.is_empty())
            && let Some(model) = self.schema.model(root.model)
        {
            let columns = self.update_columns(model, &change.columns, &[], change.group);
            if !columns.is_empty() {
                let step = self.update_at_once(root, columns, guard);
                return Returned::Row(self.answer_of(checked, root, step, Trigger::AfterUpdate));
            }
        }
        let found = self.find_one(root, Lock::Change, guard);
        let own = self.own_found(root, found, Vec::new());
        let own = match &root.change {
            Some(change) => self.change(change, own),
            None => own,
        };
        let rows = own_rows(self, &own);
        Returned::Row(self.reread(&checked.selection, root.model, rows))
    }

    /// Changes rows that nothing else is done with, in one statement.
    fn update_at_once(&mut self, root: &CheckedItem, columns: Vec<UpdateColumn>, guard: Guard) -> StepId {
        let update = Update {
            batch: self.changed(root),
            target: all(root),
            columns,
            last: false,
            finds: false,
            unless_same: Vec::new(),
        };
        self.push(root.model, Action::Update(update), guard, Deed::Updated)
    }

    fn delete_one(&mut self, checked: &Checked, root: &CheckedItem) -> Returned {
        let guard = Guard::Each(self.none_there(root, "a delete").into());
        if checked.selection.has_fields_only() {
            let delete = Delete { batch: whole(root), target: all(root) };
            let step = self.push(root.model, Action::Delete(delete), guard, Deed::Deleted);
            return Returned::Row(self.written_fields(checked, root, step));
        }
        let found = self.find_one(root, Lock::Delete, guard);
        let rows: Vec<RowsOf> = [found.rows()].into();
        let answer = self.reread(&checked.selection, root.model, rows);
        self.delete_found(root.model, found);
        Returned::Row(answer)
    }

    /// What comes back of rows that a step wrote: what the step itself gives, or what is read again if that may differ.
    fn answer_of(&mut self, checked: &Checked, root: &CheckedItem, step: StepId, acting: Trigger) -> Answer {
        let may_change = self.schema.model(root.model).is_some_and(|model| model.has(acting));
        if may_change || !checked.selection.has_fields_only() {
            let rows = [RowsOf { step, group: None }].into();
            return self.reread(&checked.selection, root.model, rows);
        }
        self.written_fields(checked, root, step)
    }

    fn written_fields(&mut self, checked: &Checked, root: &CheckedItem, step: StepId) -> Answer {
        let fields = checked.selection.fields.clone();
        for field in &fields {
            self.give(step, *field);
        }
        let rows = [RowsOf { step, group: None }].into();
        Answer { model: root.model, rows, fields, relations: Vec::new(), counts: Vec::new() }
    }

    fn upsert_one(&mut self, checked: &Checked, root: &CheckedItem) -> Returned {
        let found = self.find_one(root, Lock::Change, Guard::AnyNumber);
        let picks = [Pick::Found([found].into())].into();
        let own = self.own_found(root, found, picks);
        let mut rows = Vec::new();
        if let Some(change) = &root.change {
            let own = self.change(change, own);
            rows.extend(own_rows(self, &own));
        }
        if let Some(data) = &root.data {
            let picks = [Pick::Missing([found].into())];
            let conflict = skip_key(root);
            let is_skipping = conflict != Conflict::Fail;
            let made = self.create_unless(data, None, &picks, conflict);
            if is_skipping {
                for lender in &made.rows {
                    let model = self.schema.model(root.model);
                    let Some(problem) = model.map(|model| taken(model, root)) else {
                        continue;
                    };
                    if let Some(step) = self.steps.get_mut(lender.step.0 as usize) {
                        step.guard =
                            Guard::EachOrAgain(problem.into(), same_key(root).first().map(|(_, made)| *made));
                    }
                }
            }
            rows.extend(made.rows.iter().map(|lender| lender.rows()));
        }
        Returned::Row(self.reread(&checked.selection, root.model, rows))
    }

    fn change_many(&mut self, checked: &Checked, root: &CheckedItem) -> Returned {
        let columns = match (&root.change, self.schema.model(root.model)) {
            (Some(change), Some(model)) => self.update_columns(model, &change.columns, &[], change.group),
            _ => Vec::new(),
        };
        let step = self.update_at_once(root, columns, Guard::AnyNumber);
        if checked.operation == Operation::UpdateManyAndReturn {
            return Returned::Rows(self.answer_of(checked, root, step, Trigger::AfterUpdate));
        }
        Returned::Count([step].into())
    }

    /// What is changed at the top, where its `data` stands.
    fn changed(&self, root: &CheckedItem) -> super::Batch {
        let entry = root.change.as_ref().and_then(|change| Some(self.layout.group(change.group)?.slot));
        super::Batch { entry, ..whole(root) }
    }

    fn find_one(&mut self, root: &CheckedItem, lock: Lock, guard: Guard) -> super::step::Lender {
        let finding = Finding { lock, guard, ..Finding::of(whole(root), &root.filter) };
        self.find(root.model, finding)
    }

    fn own_found(&self, root: &CheckedItem, found: super::step::Lender, picks: Vec<Pick>) -> Own {
        let rows = [found].into();
        Own {
            model: root.model,
            group: root.group,
            rows,
            changed: Vec::new(),
            picks,
            is_new: false,
            later: Vec::new(),
        }
    }

    fn none_there(&self, root: &CheckedItem, operation: &'static str) -> Problem {
        let model = self.schema.model(root.model).map_or_else(Default::default, |model| model.name.clone());
        Problem::RecordMissing { operation, model, relation: None, needed_for: None }
    }
}

fn own_rows(builder: &Builder<'_>, own: &Own) -> Vec<RowsOf> {
    let key = builder.schema.model(own.model).map_or(&[][..], |model| model.primary_key());
    own.rows_of(key)
}

/// All rows that the condition at the top is about.
fn all(root: &CheckedItem) -> Target {
    Target::Where(Where {
        scope: None,
        filter: root.filter.clone(),
        except: Except::Nothing,
        limit: root.limit,
    })
}

fn whole(root: &CheckedItem) -> super::Batch {
    super::Batch { group: root.group, only: Vec::new(), entry: None }
}
