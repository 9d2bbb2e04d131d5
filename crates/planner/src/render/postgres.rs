//! Each step as a statement: what all have in common, and the text of links and reads. Inserts have a room of their own.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::insert::insert_statement;
use super::script::{BatchForm, ColumnForm, LentForm, Parameter, Statement, TestForm, coder_of};
use super::writer::{comma, identifier, table};
use super::{lent_positions, source_form};
use crate::plan::{Action, Batch, Guard, Link, Plan, Read, Source, Step};
use crate::schema::{FieldId, Holder, Model, Schema};

/// A step as a statement; none if it cannot be written.
pub(super) fn statement(schema: &Schema, plan: &Plan, step: &Step) -> Option<Statement> {
    let model = schema.model(step.model)?;
    let (kind, sql, parameters) = match &step.action {
        Action::Insert(insert) => insert_statement(schema, plan, step, model, insert)?,
        Action::Link(link) => link_statement(schema, plan, step, link)?,
        Action::Read(read) => read_statement(schema, plan, step, model, read)?,
    };
    let columns = step.gives.iter().filter_map(|field| model.field(*field));
    Some(Statement {
        kind,
        model: model.name.clone(),
        at: step
            .batches()
            .into_iter()
            .map(|batch| plan.layout.path_of_group(batch.group).to_string())
            .collect(),
        sql,
        parameters,
        batches: step.batches().into_iter().map(batch_form).collect(),
        columns: columns
            .map(|field| ColumnForm { name: field.name.clone(), coder: coder_of(schema, model, field) })
            .collect(),
        lends: lent_positions(plan, step),
        gives_rows: !step.gives.is_empty(),
        every_row: step.guard == Guard::EveryRow,
    })
}

/// The position of the parameter that a field of an insert is sent in.
pub(super) fn parameter_of(step: &Step, field: FieldId) -> Option<u32> {
    let Action::Insert(insert) = &step.action else {
        return None;
    };
    let position = insert.columns.iter().position(|column| column.field == field)?;
    u32::try_from(position).ok()
}

fn batch_form(batch: &Batch) -> BatchForm {
    let only = batch.only.iter().map(|(test, wanted)| TestForm { test: *test, wanted: *wanted });
    BatchForm { group: batch.group, only: only.collect() }
}

/// The kind of a statement, its text and its parameters.
pub(super) type Rendered = (&'static str, String, Vec<Parameter>);

fn link_statement(schema: &Schema, plan: &Plan, step: &Step, link: &Link) -> Option<Rendered> {
    let junction = &link.junction;
    let near = schema.model(step.model)?;
    let here = near.field(junction.here_field)?;
    let far = near.relations().find_map(|(_, relation)| match &relation.holder {
        Holder::Between(own) if own == junction => schema.model(relation.to),
        _ => None,
    })?;
    let there = far.field(junction.there_field)?;
    let forms = |pick: fn(&crate::plan::LinkBatch) -> &Vec<Source>| {
        let of_batch =
            |sources: &Vec<Source>| sources.iter().map(|source| source_form(plan, source)).collect();
        link.batches.iter().map(|batch| of_batch(pick(batch))).collect::<Option<Vec<Vec<_>>>>()
    };
    let parameters = [
        Parameter::Values { coder: coder_of(schema, near, here), sources: forms(|batch| &batch.here)? },
        Parameter::Values { coder: coder_of(schema, far, there), sources: forms(|batch| &batch.there)? },
    ];
    let sql = format!(
        "WITH i AS (INSERT INTO {} ({}, {}) SELECT x.c0, x.c1 FROM unnest($1::{}[], $2::{}[]) AS x(c0, c1) \
         ORDER BY 1, 2 ON CONFLICT DO NOTHING RETURNING 1) SELECT count(*) FROM i",
        table(junction.schema.as_deref(), &junction.table),
        identifier(&junction.here),
        identifier(&junction.there),
        here.native.cast,
        there.native.cast,
    );
    Some(("link", sql, parameters.into()))
}

fn read_statement(schema: &Schema, plan: &Plan, step: &Step, model: &Model, read: &Read) -> Option<Rendered> {
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
    let keys = format!("unnest({}) WITH ORDINALITY AS k({names}, n)", comma(arrays));
    let target = table(model.schema.as_deref(), &model.table);
    let equal = |fields: &[FieldId]| -> Option<String> {
        let mut conditions = Vec::new();
        for (position, field) in fields.iter().enumerate() {
            conditions.push(format!("t.{} = k.c{position}", identifier(&model.field(*field)?.column)));
        }
        Some(conditions.join(" AND "))
    };
    let relation = read.relation.and_then(|(_, id)| from.relation(id));
    let joined = match relation.map(|relation| &relation.holder) {
        None => format!("{target} AS t ON {}", equal(&read.lent)?),
        Some(Holder::Here(pairs) | Holder::There(pairs)) => {
            let fields: Vec<FieldId> = pairs.iter().map(|(_, there)| *there).collect();
            format!("{target} AS t ON {}", equal(&fields)?)
        }
        Some(Holder::Between(junction)) => {
            let key = identifier(&model.field(junction.there_field)?.column);
            format!(
                "{} AS j ON j.{} = k.c0 JOIN {target} AS t ON t.{key} = j.{}",
                table(junction.schema.as_deref(), &junction.table),
                identifier(&junction.here),
                identifier(&junction.there),
            )
        }
    };
    let columns = |fields: &[FieldId]| -> String {
        let fields = fields.iter().filter_map(|field| model.field(*field));
        fields.map(|field| format!(", t.{}", identifier(&field.column))).collect()
    };
    let sql = format!(
        "SELECT k.n{} FROM {keys} JOIN {joined} ORDER BY k.n{}",
        columns(&step.gives),
        columns(model.primary_key()),
    );
    Some(("read", sql, parameters))
}
