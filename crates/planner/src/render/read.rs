//! Reads as PostgreSQL: rows found by the keys of others, and with them everything that is read for those.
//!
//! What is read for rows that are read themselves needs no statement of its own: one statement gives the rows of all
//! levels, each row with its level. Its values are texts, so that none goes through a number or a document.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::postgres::Rendered;
use super::script::{LentForm, Parameter};
use super::writer::{comma, identifier, table};
use crate::plan::{Action, Plan, Read, Step, StepId};
use crate::schema::{Coder, Field, FieldId, Holder, Model, Schema};

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
    let (keys, parameters) = lent_keys(schema, plan, model, read)?;
    if readings.trunk_of(step.id).is_some() {
        return Some(Rendered::of("read", String::new(), parameters));
    }
    let keys_of = |position: usize| format!("k.c{position}");
    let joined = joined(schema, model, read, &keys_of)?;
    let branches = readings.branches_of(step.id);
    let sql = if branches.is_empty() {
        let columns = step.gives.iter().filter_map(|field| model.field(*field));
        let columns: String = columns.map(|field| format!(", t.{}", identifier(&field.column))).collect();
        format!("SELECT k.n{columns} FROM {keys} JOIN {joined} ORDER BY {}", order("k.n", model))
    } else {
        let from = format!("{keys} JOIN {joined}");
        let root = Level { step, model, outer: None, sql: level_source(step, model, "k.n", &from) };
        levels_statement(schema, plan, root, branches)?
    };
    Some(Rendered::of("read", sql, parameters))
}

/// The keys of the rows that others are read for, as a table `k` of arrays.
fn lent_keys(schema: &Schema, plan: &Plan, model: &Model, read: &Read) -> Option<(String, Vec<Parameter>)> {
    let from = match read.relation {
        Some((from, _)) => schema.model(from)?,
        None => model,
    };
    let mut parameters = Vec::new();
    let mut arrays = Vec::new();
    for (position, lent) in read.lent.iter().enumerate() {
        let mut of = Vec::new();
        for rows in &read.of {
            let column = plan.step(rows.step)?.gives.iter().position(|field| field == lent)?;
            of.push(LentForm { step: rows.step.0, column: u32::try_from(column).ok()?, group: rows.group });
        }
        parameters.push(Parameter::Lent { of });
        arrays.push(format!("${}::{}[]", position + 1, from.field(*lent)?.native.cast));
    }
    let names = comma((0..read.lent.len()).map(|position| format!("c{position}")));
    Some((format!("unnest({}) WITH ORDINALITY AS k({names}, n)", comma(arrays)), parameters))
}

/// The table that is read, joined to the keys by which its rows are found.
fn joined(schema: &Schema, model: &Model, read: &Read, key: &dyn Fn(usize) -> String) -> Option<String> {
    let target = table(model.schema.as_deref(), &model.table);
    let equal = |fields: &[FieldId]| -> Option<String> {
        let mut conditions = Vec::new();
        for (position, field) in fields.iter().enumerate() {
            conditions.push(format!("t.{} = {}", identifier(&model.field(*field)?.column), key(position)));
        }
        Some(conditions.join(" AND "))
    };
    let relation = match read.relation {
        Some((from, id)) => Some(schema.model(from)?.relation(id)?),
        None => None,
    };
    Some(match relation.map(|relation| &relation.holder) {
        None => format!("{target} AS t ON {}", equal(&read.lent)?),
        Some(Holder::Here(pairs) | Holder::There(pairs)) => {
            let fields: Vec<FieldId> = pairs.iter().map(|(_, there)| *there).collect();
            format!("{target} AS t ON {}", equal(&fields)?)
        }
        Some(Holder::Between(junction)) => format!(
            "{} AS j ON j.{} = {} JOIN {target} AS t ON t.{} = j.{}",
            table(junction.schema.as_deref(), &junction.table),
            identifier(&junction.here),
            key(0),
            identifier(&model.field(junction.there_field)?.column),
            identifier(&junction.there),
        ),
    })
}

/// The rows of each that they are read for, by their keys.
fn order(outer: &str, model: &Model) -> String {
    let key = model.primary_key().iter().filter_map(|field| model.field(*field));
    let key = key.map(|field| format!("t.{}", identifier(&field.column)));
    comma([outer.to_string()].into_iter().chain(key))
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

fn level_source(step: &Step, model: &Model, outer: &str, from: &str) -> String {
    let columns = step.gives.iter().filter_map(|field| model.field(*field)).enumerate();
    let columns =
        columns.map(|(position, field)| format!(", t.{} AS c{position}", identifier(&field.column)));
    format!(
        "SELECT row_number() OVER (ORDER BY {}) AS n, {outer} AS p{} FROM {from}",
        order(outer, model),
        columns.collect::<String>(),
    )
}

/// All levels in one statement.
fn levels_statement(schema: &Schema, plan: &Plan, root: Level<'_>, branches: &[StepId]) -> Option<String> {
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
        let lent = lent.collect::<Option<Vec<usize>>>()?;
        let key =
            |position: usize| lent.get(position).map_or_else(String::new, |column| format!("o.c{column}"));
        let from = format!("l{number} AS o JOIN {}", joined(schema, model, read, &key)?);
        let sql = level_source(step, model, "o.n", &from);
        levels.push(Level { step, model, outer: Some(number), sql });
    }
    let width = levels.iter().map(|level| level.step.gives.len()).max().unwrap_or(0);
    let sources = levels.iter().enumerate().map(|(number, level)| {
        // A level that others are joined to is numbered once.
        let is_joined = levels.iter().any(|other| other.outer == Some(number));
        format!("l{number} AS {}({})", if is_joined { "MATERIALIZED " } else { "" }, level.sql)
    });
    let rows = levels.iter().enumerate().map(|(number, level)| {
        let fields = level.step.gives.iter().filter_map(|field| level.model.field(*field)).enumerate();
        let mut columns: Vec<String> =
            fields.map(|(position, field)| text(field, &format!("c{position}"))).collect();
        columns.resize(width, "NULL".to_string());
        let columns: String = columns.iter().map(|column| format!(", {column}")).collect();
        format!("SELECT p{columns}, n, {number} FROM l{number}")
    });
    let rows = rows.collect::<Vec<_>>().join(" UNION ALL ");
    Some(format!("WITH {} {rows}", comma(sources)))
}

/// A column as the text that the server would send for it. A cast to text takes the blanks from what is padded, and may be
/// anything for a type of one's own.
fn text(field: &Field, column: &str) -> String {
    let is_of_text = field.native.coder == Coder::Text && !field.list;
    if !is_of_text || matches!(field.native.cast.as_str(), "text" | "varchar") {
        return format!("{column}::text");
    }
    format!("CASE WHEN {column} IS NOT NULL THEN format('%s', {column}) END")
}
