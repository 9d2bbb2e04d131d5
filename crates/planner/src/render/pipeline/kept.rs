//! What statements keep for later ones on the server, in settings that end with the transaction.
//!
//! Knows nothing of who asks for it, but for rows that are read for all that an earlier statement gave.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::plan::{Plan, StepId};
use crate::render::source::{LentColumn, SentRows};
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

/// The types of what steps lend.
#[derive(Clone, Copy)]
pub(super) struct Casts<'s> {
    pub(super) schema: &'s Schema,
    pub(super) plan: &'s Plan,
}

impl Casts<'_> {
    pub(super) fn of(self, step: u32, column: u32) -> Option<String> {
        let step = self.plan.step(StepId(step))?;
        let field = step.gives.get(column as usize)?;
        Some(self.schema.model(step.model)?.field(*field)?.native.cast.clone())
    }
}

/// A setting with what a statement keeps: whether each row came, or a column.
pub(super) fn setting(step: u32, column: Option<u32>) -> String {
    match column {
        None => format!("treewright.s{step}h"),
        Some(column) => format!("treewright.s{step}c{column}"),
    }
}

/// The array that is kept in a setting; read once a statement.
pub(super) fn array(step: u32, column: Option<u32>, cast: &str) -> String {
    format!("(SELECT current_setting('{}')::{cast}[])", setting(step, column))
}

impl SentRows {
    /// The keys of earlier rows that a text speaks of, each with its parameter.
    pub(super) fn keys_kept(&self, casts: Casts<'_>) -> Option<Vec<(usize, String)>> {
        let kept = self.lent.iter().map(|column| {
            let slices = (0..column.of.len()).map(|part| column.slice(part, casts));
            let keys = slices.collect::<Option<Vec<String>>>()?.join(" || ");
            Some((column.parameter, format!("({keys})::{}[]", column.cast)))
        });
        kept.collect()
    }
}

impl LentColumn {
    /// What some of the rows lend.
    pub(super) fn slice(&self, part: usize, casts: Casts<'_>) -> Option<String> {
        let lent = self.of.get(part)?;
        let cast = casts.of(lent.step, lent.column)?;
        Some(self.part(part, &array(lent.step, Some(lent.column), &cast)))
    }

    /// The part of an array that is of some of the rows.
    pub(super) fn part(&self, part: usize, array: &str) -> String {
        let bound = |at: usize| format!("(${}::int4[])[{}]", self.parameter + 1, 2 * part + at);
        format!("({array})[{}:{}]", bound(1), bound(2))
    }
}

/// The keys that rows of earlier statements lend, put together on the server.
pub(super) fn lent_rows(columns: &[LentColumn], casts: Casts<'_>) -> Option<String> {
    let first = columns.first()?;
    let names = comma((0..columns.len()).map(|position| format!("c{position}")));
    let mut parts = Vec::new();
    for (part, rows) in first.of.iter().enumerate() {
        let came = array(rows.step, None, "bool");
        let mut arrays = [first.part(part, &came)].to_vec();
        for column in columns {
            arrays.push(column.slice(part, casts)?);
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
