//! Each step as PostgreSQL: arrays in, one row for each value; rows known again by their key's value.
//!
//! Every insert reads its rows from arrays, so one text serves any number of them. Where rows must come back, the source
//! is kept beside the inserted rows and joined to them by the key that both have.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::script::{BatchForm, ColumnForm, LentForm, Parameter, Statement, TestForm, coder_of};
use super::writer::{comma, constant, identifier, table};
use super::{lent_positions, source_form};
use crate::plan::{Action, Batch, Guard, Insert, InsertColumn, KeyMaking, Link, Plan, Read, Source, Step};
use crate::schema::{Default, Field, FieldId, Holder, Model, Schema};

/// The oldest server whose MERGE can return what it inserted.
const MERGE_RETURNS_SINCE: u32 = 17;

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

/// What an insert puts into one column: the column, and the expression over a source row `x`.
struct Written {
    column: String,
    expression: String,
}

type Rendered = (&'static str, String, Vec<Parameter>);

fn insert_statement(
    schema: &Schema,
    plan: &Plan,
    step: &Step,
    model: &Model,
    insert: &Insert,
) -> Option<Rendered> {
    let mut parameters = Vec::new();
    let mut casts = Vec::new();
    let mut written = Vec::new();
    for (position, column) in insert.columns.iter().enumerate() {
        let field = model.field(column.field)?;
        let mut sources = Vec::new();
        for of_batch in &column.sources {
            sources
                .push(of_batch.iter().map(|source| source_form(plan, source)).collect::<Option<Vec<_>>>()?);
        }
        parameters.push(Parameter::Values { coder: coder_of(schema, model, field), sources });
        // Arrays of arrays would be flattened, so lists travel as the texts of their literals.
        casts.push(if field.list { "text[]".to_string() } else { format!("{}[]", field.native.cast) });
        written.push(Written {
            column: identifier(&field.column),
            expression: value(model, field, column, position)?,
        });
    }
    let drawn = match &insert.key {
        KeyMaking::Known { drawn, .. } => drawn.as_slice(),
        KeyMaking::Unneeded | KeyMaking::Ordinal => &[],
    };
    for field in drawn {
        let field = model.field(*field)?;
        written.push(Written { column: identifier(&field.column), expression: draw(model, field)? });
    }
    let mut overriding = overriding(model, insert, drawn);
    if written.is_empty() {
        let filler = filler(model)?;
        written.push(filler.0);
        overriding = filler.1;
    }
    if parameters.is_empty() {
        parameters.push(Parameter::Count);
    }
    let parts = InsertParts { model, step, source: source_rows(&casts), written, overriding };
    let sql = match &insert.key {
        KeyMaking::Unneeded => parts.counted(),
        KeyMaking::Known { fields, .. } => parts.matched(fields, insert, drawn)?,
        KeyMaking::Ordinal if schema.postgres.is_some_and(|version| version >= MERGE_RETURNS_SINCE) => {
            parts.merged()
        }
        KeyMaking::Ordinal => parts.numbered(),
    };
    Some(("insert", sql, parameters))
}

/// The expression for a column's values in the source rows; a value that is missing may be drawn from the default.
fn value(model: &Model, field: &Field, column: &InsertColumn, position: usize) -> Option<String> {
    let value = match field.list {
        true => format!("x.c{position}::{}[]", field.native.cast),
        false => format!("x.c{position}"),
    };
    let is_drawn = column.sources.iter().flatten().any(|source| *source == Source::Drawn);
    Some(if is_drawn { format!("coalesce({value}, {})", draw(model, field)?) } else { value })
}

/// The rows of arrays as a table `x`, each with its position `n`.
fn source_rows(casts: &[String]) -> String {
    if casts.is_empty() {
        return "generate_series(1, $1::int4) AS x(n)".to_string();
    }
    let arrays = comma(casts.iter().enumerate().map(|(position, cast)| format!("${}::{cast}", position + 1)));
    let names = comma((0..casts.len()).map(|position| format!("c{position}")));
    format!("unnest({arrays}) WITH ORDINALITY AS x({names}, n)")
}

/// The pieces that every form of an insert is put together from.
struct InsertParts<'p> {
    model: &'p Model,
    step: &'p Step,
    source: String,
    written: Vec<Written>,
    overriding: &'static str,
}

impl InsertParts<'_> {
    fn head(&self) -> String {
        let table = table(self.model.schema.as_deref(), &self.model.table);
        let columns = comma(self.written.iter().map(|written| written.column.clone()));
        format!("INSERT INTO {table} AS t ({columns}){}", self.overriding)
    }

    /// The source rows with every expression evaluated once, and kept.
    fn kept_source(&self) -> String {
        let columns = (0..)
            .zip(&self.written)
            .map(|(position, written): (usize, _)| format!("{} AS v{position}", written.expression));
        format!("s AS MATERIALIZED (SELECT x.n, {} FROM {})", comma(columns), self.source)
    }

    fn kept_values(&self) -> String {
        comma((0..self.written.len()).map(|position| format!("s.v{position}")))
    }

    /// The columns that come back, named so that no column of the table can be mistaken for one of ours.
    fn given(&self, prefix: &str) -> String {
        let columns = self.step.gives.iter().filter_map(|field| self.model.field(*field));
        comma((0..).zip(columns).map(|(position, field): (usize, _)| {
            format!("{prefix}{} AS g{position}", identifier(&field.column))
        }))
    }

    fn given_names(&self) -> String {
        comma((0..self.step.gives.len()).map(|position| format!("i.g{position}")))
    }

    /// Nothing of the rows is needed but their number.
    fn counted(&self) -> String {
        let values = comma(self.written.iter().map(|written| written.expression.clone()));
        format!(
            "WITH i AS ({} SELECT {values} FROM {} RETURNING 1) SELECT count(*) FROM i",
            self.head(),
            self.source
        )
    }

    /// The inserted rows are found again by the values of a key that was sent or drawn.
    fn matched(&self, key: &[FieldId], insert: &Insert, drawn: &[FieldId]) -> Option<String> {
        let mut keys = Vec::new();
        let mut conditions = Vec::new();
        for (position, id) in key.iter().enumerate() {
            let column = identifier(&self.model.field(*id)?.column);
            let among_columns = insert.columns.iter().position(|column| column.field == *id);
            let among_drawn = drawn.iter().position(|field| field == id).map(|at| insert.columns.len() + at);
            let value = among_columns.or(among_drawn)?;
            keys.push(format!("t.{column} AS k{position}"));
            conditions.push(format!("i.k{position} = s.v{value}"));
        }
        Some(format!(
            "WITH {}, i AS ({} SELECT {} FROM s ORDER BY s.n RETURNING {}, {}) \
             SELECT s.n, {} FROM s JOIN i ON {} ORDER BY s.n",
            self.kept_source(),
            self.head(),
            self.kept_values(),
            comma(keys),
            self.given("t."),
            self.given_names(),
            conditions.join(" AND "),
        ))
    }

    /// Each row carries its position through the insert in a setting that is written as the row is made. The filter
    /// stands on the kept source alone: above a join it would run ahead of the rows.
    fn numbered(&self) -> String {
        format!(
            "WITH {}, i AS ({} SELECT {} FROM s WHERE set_config('treewright.n', s.n::text, true) <> '' \
             RETURNING current_setting('treewright.n')::int8 AS n, {}) SELECT i.n, {} FROM i ORDER BY i.n",
            self.kept_source(),
            self.head(),
            self.kept_values(),
            self.given("t."),
            self.given_names(),
        )
    }

    /// Each row carries its position through a MERGE that can only insert.
    fn merged(&self) -> String {
        let table = table(self.model.schema.as_deref(), &self.model.table);
        let columns = comma(self.written.iter().map(|written| written.column.clone()));
        format!(
            "WITH {}, i AS (MERGE INTO {table} AS t USING s ON false WHEN NOT MATCHED THEN INSERT ({columns}){} \
             VALUES ({}) RETURNING s.n AS n, {}) SELECT i.n, {} FROM i ORDER BY i.n",
            self.kept_source(),
            self.overriding,
            self.kept_values(),
            self.given("t."),
            self.given_names(),
        )
    }
}

/// The expression of a column's default.
fn draw(model: &Model, field: &Field) -> Option<String> {
    match field.default.as_ref()? {
        Default::Sequence(sequence) => Some(match &sequence.name {
            Some((schema, name)) => {
                let name = table(schema.as_deref().or(model.schema.as_deref()), name);
                format!("nextval({}::regclass)", constant(&name))
            }
            None => {
                let table = constant(&table(model.schema.as_deref(), &model.table));
                let column = constant(&field.column);
                format!("nextval((SELECT pg_get_serial_sequence({table}, {column}))::regclass)")
            }
        }),
        Default::Database(Some(expression)) => Some(format!("({expression})")),
        Default::Database(None) | Default::Value | Default::Now | Default::Made(_) => None,
    }
}

/// An identity column that is always generated takes drawn numbers only when told to.
fn overriding(model: &Model, insert: &Insert, drawn: &[FieldId]) -> &'static str {
    let written = insert.columns.iter().map(|column| column.field).chain(drawn.iter().copied());
    let is_always = |field: FieldId| model.field(field).is_some_and(Field::refuses_values);
    if written.into_iter().any(is_always) { " OVERRIDING SYSTEM VALUE" } else { "" }
}

/// A column to write when there is nothing to say of a row: SQL has no insert of several rows without one.
fn filler(model: &Model) -> Option<(Written, &'static str)> {
    let nullable =
        model.fields().find(|(_, field)| field.nullable && field.default.is_none() && !field.generated);
    if let Some((_, field)) = nullable {
        let expression = format!("NULL::{}{}", field.native.cast, if field.list { "[]" } else { "" });
        return Some((Written { column: identifier(&field.column), expression }, ""));
    }
    let drawable = model.fields().find(|(_, field)| field.is_drawable());
    if let Some((_, field)) = drawable {
        let overriding = if field.refuses_values() { " OVERRIDING SYSTEM VALUE" } else { "" };
        return Some((
            Written { column: identifier(&field.column), expression: draw(model, field)? },
            overriding,
        ));
    }
    let identity = model.fields().find(|(_, field)| matches!(field.default, Some(Default::Sequence(_))));
    let (_, field) = identity?;
    Some((
        Written { column: identifier(&field.column), expression: "0".to_string() },
        " OVERRIDING USER VALUE",
    ))
}

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
