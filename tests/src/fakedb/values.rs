//! The values of a step's sources, taken from the parameters of its statement.
//!
//! A step says where a value comes from, a statement which parameter brings it: what no parameter brings, no database
//! could know.

use treewright::{
    FieldId, GroupId, KeyForm, LentForm, Model, Parameter, Plan, RowsForm, RowsOf, SentForm, SlotId, Source,
    SourceForm, Statement, Step, Test, Value,
};

use super::Bound;

/// A step with its statement and the values bound to it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Values<'v> {
    pub(super) plan: &'v Plan,
    pub(super) statement: &'v Statement,
    pub(super) bound: &'v [Bound],
}

impl<'v> Values<'v> {
    /// The value of a field for a row, from the first of these sources that it has.
    pub(super) fn of(&self, model: &Model, field: FieldId, sources: &[Source], row: usize) -> &'v Value {
        let name = &model.field(field).expect("a field of the model").name;
        let forms: Vec<SourceForm> = sources.iter().map(|source| self.form(source)).collect();
        let is_it = |parameter: &Parameter| match parameter {
            Parameter::Values { coder, sources } => {
                coder.field == *name && coder.model == model.name && *sources == [forms.clone()]
            }
            _ => false,
        };
        self.value(self.position(is_it, name), row)
    }

    /// The value that the request has in a slot for a row.
    pub(super) fn slot(&self, slot: SlotId, row: usize) -> &'v Value {
        let is_it = |parameter: &Parameter| match parameter {
            Parameter::Values { sources, .. } => *sources == [[SourceForm::Given(slot)].to_vec()],
            Parameter::Single { slot: own, .. } => *own == slot,
            _ => false,
        };
        let position = self.position(is_it, "a slot");
        match &self.bound[position] {
            Bound::Number(value) => value,
            _ => self.value(position, row),
        }
    }

    /// Whether a row has what the test asks for.
    pub(super) fn has(&self, wanted: Test, row: usize) -> bool {
        let is_it = |parameter: &Parameter| matches!(parameter, Parameter::Has { test } if *test == wanted);
        *self.value(self.position(is_it, "a test"), row) == Value::Bool(true)
    }

    /// A number of the request.
    pub(super) fn number(&self, wanted: SlotId) -> i64 {
        let is_it =
            |parameter: &Parameter| matches!(parameter, Parameter::Number { slot } if *slot == wanted);
        match &self.bound[self.position(is_it, "a number")] {
            Bound::Number(Value::Int(number)) => *number,
            other => panic!("{other:?} is no number"),
        }
    }

    /// Whether one of the rows that earlier steps found for a row has these cells in these fields.
    pub(super) fn is_among(&self, rows: &[RowsOf], key: &[(&Model, FieldId, &Value)], row: usize) -> bool {
        let of: Vec<RowsForm> =
            rows.iter().map(|rows| RowsForm { step: rows.step.0, group: rows.group }).collect();
        let is_it = |parameter: &Parameter| matches!(parameter, Parameter::Around { of: own } if *own == of);
        let around = self.values(self.position(is_it, "rows around"));
        let keys: Vec<(&[Value], &Value)> = key
            .iter()
            .map(|(_, field, value)| (self.values(self.position(self.lent(rows, *field), "keys")), *value))
            .collect();
        let is_own = |at: usize| around[at] == Value::Int(row as i64 + 1);
        let is_same = |at: usize| keys.iter().all(|(lent, value)| lent[at] == **value);
        assert!(keys.iter().all(|(lent, _)| lent.len() == around.len()), "each key has a row around it");
        (0..around.len()).any(|at| is_own(at) && is_same(at))
    }

    fn lent<'p>(&self, rows: &'p [RowsOf], field: FieldId) -> impl Fn(&Parameter) -> bool + use<'p, '_> {
        let of: Vec<LentForm> = rows
            .iter()
            .map(|rows| LentForm {
                step: rows.step.0,
                column: self.column(rows.step.0, field),
                group: rows.group,
            })
            .collect();
        move |parameter: &Parameter| matches!(parameter, Parameter::Lent { of: own } if *own == of)
    }

    fn position(&self, is_it: impl Fn(&Parameter) -> bool, what: &str) -> usize {
        let position = self.statement.parameters.iter().position(is_it);
        position.unwrap_or_else(|| panic!("no parameter brings {what}:\n{}", self.statement.sql))
    }

    fn values(&self, position: usize) -> &'v [Value] {
        match &self.bound[position] {
            Bound::Values(values) => values,
            other => panic!("{other:?} is no array"),
        }
    }

    fn value(&self, position: usize, row: usize) -> &'v Value {
        &self.values(position)[row]
    }

    fn step(&self, number: u32) -> &'v Step {
        &self.plan.steps[number as usize]
    }

    /// The position of a field among what a step gives.
    fn column(&self, step: u32, field: FieldId) -> u32 {
        let position = self.step(step).gives.iter().position(|given| *given == field);
        position.expect("what is borrowed is given") as u32
    }

    fn form(&self, source: &Source) -> SourceForm {
        match source {
            Source::Given(slot) => SourceForm::Given(*slot),
            Source::Key(key) => SourceForm::Key(KeyForm {
                step: key.step.0,
                column: self.column(key.step.0, key.field),
                group: key.group,
            }),
            Source::Sent(key) => self.sent(key.step.0, key.field, key.group),
            Source::Default => SourceForm::Default,
            Source::Now => SourceForm::Now,
            Source::Null => SourceForm::Null,
            Source::Own(_) | Source::Made(_) | Source::Drawn => panic!("only inserts take {source:?}"),
        }
    }

    fn sent(&self, step: u32, field: FieldId, group: GroupId) -> SourceForm {
        let treewright::Action::Insert(insert) = &self.step(step).action else {
            panic!("only inserts are sent keys");
        };
        let position = insert.columns.iter().position(|column| column.field == field);
        let parameter = position.expect("a key that was sent stands in a column") as u32;
        SourceForm::Sent(SentForm { step, parameter, group })
    }
}
