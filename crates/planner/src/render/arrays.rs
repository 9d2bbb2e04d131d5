//! The arrays that a statement's source rows are made of: one array a column, one element for each row of the request.
//!
//! Knows nothing of what the columns are for. A statement reads them as a table `x` with columns `c0`, `c1` and so on,
//! and the position `n`.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::gaps::{POSITION, lent_at, parameter_at};
use super::script::{CoderForm, LentForm, Parameter, RowsForm, SourceForm};
use super::source::{LentColumn, SentColumn, SentRows, SourceRows};
use super::writer::comma;
use crate::listed::{AllListed, Listed};
use crate::plan::{Plan, RowsOf, Source};
use crate::request::{SlotId, Test};
use crate::schema::{FieldId, Model, Schema};

/// The parameters of a statement while it is being written.
pub(super) struct Arrays<'p> {
    pub(super) schema: &'p Schema,
    plan: &'p Plan,
    parameters: Vec<Parameter>,
    columns: Vec<Column>,
    lent: Vec<LentColumn>,
    /// Whether there are no source rows: each slot holds one value for all.
    is_single: bool,
}

/// One column of the source rows.
struct Column {
    /// The position of its parameter.
    parameter: usize,
    /// The type of the values as they are sent.
    cast: String,
    /// The type of the lists that they are read as. Arrays of arrays would be flattened, so lists travel as the texts of
    /// their literals.
    list: Option<String>,
}

impl<'p> Arrays<'p> {
    pub(super) fn new(schema: &'p Schema, plan: &'p Plan) -> Arrays<'p> {
        Arrays {
            schema,
            plan,
            parameters: Vec::new(),
            columns: Vec::new(),
            lent: Vec::new(),
            is_single: false,
        }
    }

    /// For a statement without source rows, behind parameters that it has already.
    pub(super) fn single_values(
        schema: &'p Schema,
        plan: &'p Plan,
        parameters: Vec<Parameter>,
    ) -> Arrays<'p> {
        Arrays { schema, plan, parameters, columns: Vec::new(), lent: Vec::new(), is_single: true }
    }

    /// An array with the slot's value for each row; gives the expression for one.
    pub(super) fn slot(&mut self, coder: CoderForm, cast: &str, list: bool, slot: SlotId) -> String {
        if self.is_single {
            let list = if list { "[]" } else { "" };
            let value = parameter_at(self.known(Parameter::Single { coder, slot }));
            return format!("{value}::{cast}{list}");
        }
        self.values(coder, cast, list, [SourceForm::Given(slot)].into())
    }

    /// An array with a value of a field for each row, from the first source it has; gives the expression for one.
    pub(super) fn sources(&mut self, model: &Model, field: FieldId, sources: &[Source]) -> Option<String> {
        let field = model.field(field)?;
        let coder = super::coder_of(self.schema, model, field);
        let forms = sources.iter().map(|source| super::source_form(self.plan, source));
        let forms = forms.all_listed()?;
        Some(self.values(coder, &field.native.cast.clone(), field.list, forms))
    }

    /// An array that says for each row whether it has this; gives the expression for one.
    pub(super) fn has(&mut self, test: Test) -> String {
        self.column(Parameter::Has { test }, "boolean", None)
    }

    /// Rows that earlier steps found for rows inside of these: as a condition that none of them has this key.
    pub(super) fn none_of(
        &mut self,
        model: &Model,
        rows: &[RowsOf],
        key: &[(FieldId, String)],
    ) -> Option<String> {
        let mut lent = Vec::new();
        for (field, expression) in key {
            let mut of = Vec::new();
            for rows in rows {
                let column = self.plan.step(rows.step)?.gives.iter().position(|given| given == field)?;
                let column = u32::try_from(column).ok()?;
                of.push(LentForm { step: rows.step.0, column, group: rows.group });
            }
            lent.push((of, model.field(*field)?.native.cast.clone(), expression));
        }
        let of = rows.iter().map(|rows| RowsForm { step: rows.step.0, group: rows.group }).listed();
        let mut casts = Vec::new();
        casts.push(format!("{}::int8[]", parameter_at(self.push(Parameter::Around { of }))));
        let mut conditions = String::new();
        for (position, (of, cast, expression)) in lent.into_iter().enumerate() {
            let parameter = self.push(Parameter::Lent { of: of.clone() });
            casts.push(lent_at(parameter));
            self.lent.push(LentColumn { parameter, cast, of });
            conditions.push_str(&format!(" AND e.k{position} = {expression}"));
        }
        let names = comma((0..key.len()).map(|position| format!("k{position}")));
        Some(format!(
            "NOT EXISTS (SELECT FROM unnest({}) AS e(n, {names}) WHERE e.n = {POSITION}{conditions})",
            comma(casts)
        ))
    }

    /// A single value; gives its place.
    pub(super) fn single(&mut self, slot: SlotId) -> String {
        parameter_at(self.known(Parameter::Number { slot }))
    }

    fn values(&mut self, coder: CoderForm, cast: &str, list: bool, sources: Vec<SourceForm>) -> String {
        let parameter = Parameter::Values { coder, sources: [sources].into() };
        match list {
            true => self.column(parameter, "text", Some(cast.to_string())),
            false => self.column(parameter, cast, None),
        }
    }

    /// The same values are sent once.
    fn column(&mut self, parameter: Parameter, cast: &str, list: Option<String>) -> String {
        let known = self.columns.iter().position(|column| {
            let is_same = self.parameters.get(column.parameter) == Some(&parameter);
            is_same && column.cast == cast && column.list == list
        });
        let position = known.unwrap_or_else(|| {
            self.parameters.push(parameter);
            let parameter = self.parameters.len() - 1;
            self.columns.push(Column { parameter, cast: cast.to_string(), list });
            self.columns.len() - 1
        });
        format!("x.c{position}")
    }

    /// The position of the parameter behind an expression of ours.
    pub(super) fn parameter_of(&self, expression: &str) -> Option<usize> {
        let column: usize = expression.strip_prefix("x.c")?.parse().ok()?;
        self.columns.get(column).map(|column| column.parameter)
    }

    /// The same parameter is sent once.
    fn known(&mut self, parameter: Parameter) -> usize {
        let known = self.parameters.iter().position(|own| *own == parameter);
        known.unwrap_or_else(|| self.push(parameter))
    }

    /// Gives the position.
    fn push(&mut self, parameter: Parameter) -> usize {
        self.parameters.push(parameter);
        self.parameters.len() - 1
    }

    /// The parameters, and the source rows as a table `x`, each with its position `n`.
    pub(super) fn into_rows(mut self) -> (Vec<Parameter>, SourceRows) {
        let count = if self.columns.is_empty() { self.push(Parameter::Count) } else { 0 };
        let columns = (0..).zip(self.columns).map(|(position, column): (usize, _)| SentColumn {
            name: format!("c{position}"),
            cast: column.cast,
            list: column.list,
            parameter: column.parameter,
        });
        let rows =
            SentRows { columns: columns.listed(), count, is_numbered: true, is_lone: false, lent: self.lent };
        (self.parameters, SourceRows::Sent(rows))
    }

    pub(super) fn into_parameters(self) -> Vec<Parameter> {
        self.parameters
    }
}
