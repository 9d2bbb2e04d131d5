//! What statements keep for later ones on the server: in settings that end with the transaction, or where all are one
//! statement, in a part of it.
//!
//! Knows nothing of who asks for it, but for rows that are read for all that an earlier statement gave.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use crate::listed::{AllListed, Listed};
use crate::plan::{Batch, Plan, StepId};
use crate::render::gaps::parameter_at;
use crate::render::postgres::gives_one;
use crate::render::source::LentColumn;
use crate::render::writer::comma;
use crate::schema::Schema;

/// What is kept of each statement for later ones: whether its rows came, and these columns of them.
#[derive(Default)]
pub(super) struct Kept(Vec<(u32, Vec<u32>)>);

impl Kept {
    pub(super) fn of(&self, step: u32) -> Option<&[u32]> {
        self.0.iter().find(|(own, _)| *own == step).map(|(_, columns)| columns.as_slice())
    }

    pub(super) fn add(&mut self, step: u32, column: Option<u32>) {
        let known = self.0.iter().position(|(own, _)| *own == step);
        let position = known.unwrap_or_else(|| {
            self.0.push((step, Vec::new()));
            self.0.len() - 1
        });
        if let (Some((_, columns)), Some(column)) = (self.0.get_mut(position), column)
            && !columns.contains(&column)
        {
            columns.push(column);
        }
    }
}

/// How statements go to the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Carriage {
    /// One after the other, in one transaction.
    Pipelined,
    /// All as parts of one.
    Fused,
}

/// How statements lend to later ones, and what.
#[derive(Clone, Copy)]
pub(super) struct Lending<'s> {
    pub(super) schema: &'s Schema,
    pub(super) plan: &'s Plan,
    pub(super) carriage: Carriage,
}

impl Lending<'_> {
    /// The type of a column that a step lends.
    fn cast_of(self, step: u32, column: u32) -> Option<String> {
        let step = self.plan.step(StepId(step))?;
        let field = step.gives.get(column as usize)?;
        Some(self.schema.model(step.model)?.field(*field)?.native.cast.clone())
    }

    /// The array of a column that a step lends; read once a statement.
    pub(super) fn column(self, step: u32, column: u32) -> Option<String> {
        let cast = self.cast_of(step, column)?;
        Some(self.array(step, Some(column), &cast))
    }

    /// The array that says whether each row of a step came.
    pub(super) fn came(self, step: u32) -> String {
        self.array(step, None, "bool")
    }

    fn array(self, step: u32, column: Option<u32>, cast: &str) -> String {
        match self.carriage {
            Carriage::Pipelined => format!("(SELECT current_setting('{}')::{cast}[])", setting(step, column)),
            Carriage::Fused => format!("(SELECT {} FROM k{step})", name(column)),
        }
    }

    /// What a step keeps of its rows, one value each, in their order.
    pub(super) fn keep(self, step: u32, column: Option<u32>, value: &str, order: &str) -> String {
        let kept = format!("coalesce(array_agg({value} ORDER BY {order}), '{{}}')");
        match self.carriage {
            Carriage::Pipelined => format!("set_config('{}', {kept}::text, true)", setting(step, column)),
            Carriage::Fused => format!("{kept} AS {}", name(column)),
        }
    }

    /// Whether two steps are about the same rows of the request, as far as the host knows.
    pub(super) fn counts_alike(self, one: u32, other: u32) -> bool {
        let rows = |step: u32| {
            let batches = self.plan.step(StepId(step))?.batches();
            Some(batches.into_iter().map(Batch::known_rows).listed())
        };
        one == other || (rows(one).is_some() && rows(one) == rows(other))
    }

    /// The keys that a column of earlier rows lends.
    pub(super) fn keys(self, column: &LentColumn) -> Option<String> {
        let slices = (0..column.of.len()).map(|part| column.slice(part, self));
        let keys = slices.all_listed()?.join(" || ");
        Some(format!("({keys})::{}[]", column.cast))
    }
}

/// The setting with what a statement keeps: whether each row came, or a column.
fn setting(step: u32, column: Option<u32>) -> String {
    match column {
        None => format!("treewright.s{step}h"),
        Some(column) => format!("treewright.s{step}c{column}"),
    }
}

fn name(column: Option<u32>) -> String {
    column.map_or_else(|| "h".to_string(), |column| format!("c{column}"))
}

impl LentColumn {
    /// What some of the rows lend.
    fn slice(&self, part: usize, lending: Lending<'_>) -> Option<String> {
        let lent = self.of.get(part)?;
        Some(self.part(part, &lending.column(lent.step, lent.column)?))
    }

    /// The part of an array that is of some of the rows.
    fn part(&self, part: usize, array: &str) -> String {
        let bounds = parameter_at(self.parameter);
        let bound = |at: usize| format!("({bounds}::int4[])[{}]", 2 * part + at);
        format!("({array})[{}:{}]", bound(1), bound(2))
    }
}

/// The keys that rows of earlier statements lend, put together on the server.
pub(super) fn lent_rows(columns: &[LentColumn], lending: Lending<'_>) -> Option<String> {
    let first = columns.first()?;
    if let [rows] = first.of.as_slice()
        && lending.plan.step(StepId(rows.step)).is_some_and(|step| gives_one(lending.plan, step))
    {
        return lone_row(columns, lending);
    }
    let names = comma((0..columns.len()).map(|position| format!("c{position}")));
    let mut parts = Vec::new();
    for (part, rows) in first.of.iter().enumerate() {
        let mut arrays = [first.part(part, &lending.came(rows.step))].to_vec();
        for column in columns {
            arrays.push(column.slice(part, lending)?);
        }
        parts.push(format!(
            "SELECT {part} AS o, m, {names} FROM unnest({}) WITH ORDINALITY AS u(h, {names}, m) WHERE h",
            comma(arrays)
        ));
    }
    let names = (0..columns.len())
        .zip(columns)
        .map(|(position, column)| format!("u.c{position}::{} AS c{position}", column.cast));
    Some(format!(
        "(SELECT {}, row_number() OVER (ORDER BY u.o, u.m) AS n FROM ({}) AS u) AS k",
        comma(names),
        parts.join(" UNION ALL ")
    ))
}

/// The same for the one row that an earlier statement has at most.
fn lone_row(columns: &[LentColumn], lending: Lending<'_>) -> Option<String> {
    let element = |column: &LentColumn, array: String| {
        format!("({array})[({}::int4[])[1]]", parameter_at(column.parameter))
    };
    let mut elements = Vec::new();
    for (position, column) in columns.iter().enumerate() {
        let of = column.of.first()?;
        let array = lending.column(of.step, of.column)?;
        elements.push(format!("{}::{} AS c{position}", element(column, array), column.cast));
    }
    let first = columns.first()?;
    let came = element(first, lending.came(first.of.first()?.step));
    Some(format!("(SELECT {}, 1::int8 AS n WHERE {came}) AS k", comma(elements)))
}
