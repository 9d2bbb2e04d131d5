//! Reads as PostgreSQL: rows found by the keys of others, and with them everything that is read for those.
//!
//! What is read for rows that are read themselves needs no statement of its own: one statement gives the rows of all
//! levels, each row with its level. Its values are texts, so that none goes through a number or a document.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::arrays::Arrays;
use super::gaps::ROWS;
use super::postgres::Rendered;
use super::rows_wanted::{Around, Found, Search};
use super::script::{LentForm, Parameter};
use super::source::{LentColumn, SourceRows};
use super::writer::comma;
use crate::listed::{AllListed, Listed};
use crate::plan::{Action, Plan, Read, Step, StepId};
use crate::schema::{Coder, Field, Model, Schema};

/// Which reads are carried out within others.
pub(super) struct Readings {
    /// Each read within another one, with that one.
    within: Vec<(StepId, StepId)>,
    branches: Vec<(StepId, Vec<StepId>)>,
}

impl Readings {
    pub(super) fn of(plan: &Plan) -> Readings {
        let mut readings = Readings { within: Vec::new(), branches: Vec::new() };
        for step in &plan.steps {
            let Action::Read(read) = &step.action else {
                continue;
            };
            let outer = outer_of(read).filter(|outer| {
                plan.step(*outer).is_some_and(|outer| matches!(outer.action, Action::Read(_)))
            });
            let Some(outer) = outer else {
                readings.branches.push((step.id, Vec::new()));
                continue;
            };
            let trunk = readings.trunk_of(outer).unwrap_or(outer);
            readings.within.push((step.id, trunk));
            if let Some((_, branches)) = readings.branches.iter_mut().find(|(id, _)| *id == trunk) {
                branches.push(step.id);
            }
        }
        readings
    }

    /// The read that carries this one out along with itself, if it is not carried out alone.
    pub(super) fn trunk_of(&self, step: StepId) -> Option<StepId> {
        self.within.iter().find(|(id, _)| *id == step).map(|(_, trunk)| *trunk)
    }

    /// The reads that this one carries out along with itself.
    pub(super) fn branches_of(&self, step: StepId) -> &[StepId] {
        self.branches.iter().find(|(id, _)| *id == step).map_or(&[], |(_, branches)| branches)
    }
}

/// The one step for whose rows others are read.
fn outer_of(read: &Read) -> Option<StepId> {
    match read.of.as_slice() {
        [rows] if rows.group.is_none() => Some(rows.step),
        _ => None,
    }
}

pub(super) fn read_statement(
    schema: &Schema,
    plan: &Plan,
    step: &Step,
    model: &Model,
    read: &Read,
    readings: &Readings,
) -> Option<Rendered> {
    let (keys, parameters, source) = lent_keys(schema, plan, model, read)?;
    let mut arrays = Arrays::single_values(schema, plan, parameters);
    let key = |position: usize| format!("k.c{position}");
    let around = keys.as_deref().map(|keys| Around { from: keys, number: "k.n", key: &key });
    let found = Search { schema, model, read, around }.rows(&step.gives, &mut arrays)?;
    let branches = readings.branches_of(step.id);
    let text = if readings.trunk_of(step.id).is_some() {
        (String::new(), String::new())
    } else if branches.is_empty() {
        let Found { from, number, columns, order } = found;
        let columns: String = columns.iter().map(|column| format!(", {column}")).listed().concat();
        (String::new(), format!("SELECT {number}{columns} FROM {from} ORDER BY {order}"))
    } else {
        let root = Level { step, model, outer: None, sql: level(&found) };
        levels_statement(schema, plan, root, branches, &mut arrays)?
    };
    Some(Rendered::of("read", text, (arrays.into_parameters(), source)))
}

/// The keys of the rows that others are read for, as a table `k` of arrays; none where they are read for the request.
fn lent_keys(
    schema: &Schema,
    plan: &Plan,
    model: &Model,
    read: &Read,
) -> Option<(Option<String>, Vec<Parameter>, SourceRows)> {
    if read.batch.is_some() {
        return Some((None, Vec::new(), SourceRows::Nothing));
    }
    let from = match read.relation {
        Some((from, _)) => schema.model(from)?,
        None => model,
    };
    let mut columns = Vec::new();
    for lent in &read.lent {
        let mut of = Vec::new();
        for rows in &read.of {
            let column = plan.step(rows.step)?.gives.iter().position(|field| field == lent)?;
            of.push(LentForm { step: rows.step.0, column: u32::try_from(column).ok()?, group: rows.group });
        }
        let cast = from.field(*lent)?.native.cast.clone();
        columns.push(LentColumn { parameter: columns.len(), cast, of });
    }
    let parameters = columns.iter().map(|column| Parameter::Lent { of: column.of.clone() }).listed();
    Some((Some(ROWS.to_string()), parameters, SourceRows::Lent(columns)))
}

/// The rows of one level.
struct Level<'p> {
    step: &'p Step,
    model: &'p Model,
    /// The level that it is read for.
    outer: Option<usize>,
    /// Gives each row its number `n`, that of the row it is read for as `p`, and its columns `c0`, `c1` and so on.
    sql: String,
}

fn level(found: &Found) -> String {
    let Found { from, number, columns, order } = found;
    let columns = columns.iter().enumerate().map(|(position, column)| format!(", {column} AS c{position}"));
    let columns: String = columns.listed().concat();
    format!("SELECT row_number() OVER (ORDER BY {order}) AS n, {number} AS p{columns} FROM {from}")
}

/// All levels in one statement.
fn levels_statement(
    schema: &Schema,
    plan: &Plan,
    root: Level<'_>,
    branches: &[StepId],
    arrays: &mut Arrays<'_>,
) -> Option<(String, String)> {
    let mut levels: Vec<Level<'_>> = [root].into();
    for id in branches {
        let step = plan.step(*id)?;
        let Action::Read(read) = &step.action else {
            return None;
        };
        let model = schema.model(step.model)?;
        let outer = outer_of(read)?;
        let number = levels.iter().position(|level| level.step.id == outer)?;
        let gives = &plan.step(outer)?.gives;
        let lent = read.lent.iter().map(|field| gives.iter().position(|given| given == field));
        let lent = lent.all_listed()?;
        let key =
            |position: usize| lent.get(position).map_or_else(String::new, |column| format!("o.c{column}"));
        let outer = format!("l{number} AS o");
        let around = Some(Around { from: &outer, number: "o.n", key: &key });
        let found = Search { schema, model, read, around }.rows(&step.gives, arrays)?;
        let sql = level(&found);
        levels.push(Level { step, model, outer: Some(number), sql });
    }
    let texts: Vec<Vec<String>> = levels.iter().map(texts_of).listed();
    let width = texts.iter().map(Vec::len).max().unwrap_or(0);
    let sources = levels.iter().enumerate().map(|(number, level)| {
        // A level that others are joined to is numbered once.
        let is_joined = levels.iter().any(|other| other.outer == Some(number));
        format!("l{number} AS {}({})", if is_joined { "MATERIALIZED " } else { "" }, level.sql)
    });
    let rows = texts.into_iter().enumerate().map(|(number, mut columns)| {
        columns.resize(width, "NULL".to_string());
        let columns: String = columns.iter().map(|column| format!(", {column}")).listed().concat();
        format!("SELECT p{columns}, n, {number} FROM l{number}")
    });
    let rows = rows.listed().join(" UNION ALL ");
    Some((comma(sources), rows))
}

/// The columns of a level as texts: its fields, then what is counted.
fn texts_of(level: &Level<'_>) -> Vec<String> {
    let fields = level.step.gives.iter().filter_map(|field| level.model.field(*field)).enumerate();
    let mut columns: Vec<String> =
        fields.map(|(position, field)| as_text(field, &format!("c{position}"))).listed();
    let n_counts = match &level.step.action {
        Action::Read(read) => read.counts.len(),
        _ => 0,
    };
    let n_fields = columns.len();
    columns.extend((n_fields..n_fields + n_counts).map(|position| format!("c{position}::text")));
    columns
}

/// A column as the text that the server would send for it. A cast to text takes the blanks from what is padded, and may be
/// anything for a type of one's own.
pub(super) fn as_text(field: &Field, column: &str) -> String {
    let is_of_text = field.native.coder == Coder::Text && !field.list;
    if !is_of_text || matches!(field.native.cast.as_str(), "text" | "varchar") {
        return format!("{column}::text");
    }
    format!("CASE WHEN {column} IS NOT NULL THEN format('%s', {column}) END")
}
