//! Inserts as PostgreSQL: arrays in, one row for each value; rows known again by their key's value.
//!
//! Every insert reads its rows from arrays, so one text serves any number of them. Where rows must come back, the source
//! is kept beside the inserted rows and joined to them by the key that both have. Where rows take values from each other,
//! the source is joined to itself first.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use super::conflict::{Ordered, conflict_clause};
use super::gaps::{N_ROWS, ROWS, from_part, part};
use super::notice::Notice;
use super::postgres::Rendered;
use super::script::{Parameter, coder_of};
use super::source::{SentColumn, SentRows, SourceRows};
use super::source_form;
use super::writer::{comma, constant, identifier, table};
use crate::listed::{AllListed, Listed};
use crate::plan::{Conflict, Insert, InsertColumn, KeyMaking, Plan, Source, Step};
use crate::request::GroupId;
use crate::schema::{Default, Field, FieldId, Model, Schema};

/// The oldest server whose MERGE can return what it inserted.
const MERGE_RETURNS_SINCE: u32 = 17;

/// What an insert puts into one column: the column, and the expression over a source row `x`.
struct Written {
    column: String,
    expression: String,
}

/// What stands before the rest of a statement, and the rest.
type Text = (String, String);

/// An insert as SQL.
pub(super) fn insert_statement(
    schema: &Schema,
    plan: &Plan,
    step: &Step,
    model: &Model,
    insert: &Insert,
) -> Option<Rendered> {
    let mut parameters = Vec::new();
    let mut columns = Vec::new();
    let mut written = Vec::new();
    for (position, column) in insert.columns.iter().enumerate() {
        let field = model.field(column.field)?;
        let mut sources = Vec::new();
        for of_batch in &column.sources {
            sources.push(of_batch.iter().map(|source| source_form(plan, source)).all_listed()?);
        }
        parameters.push(Parameter::Values { coder: coder_of(schema, model, field), sources });
        // Arrays of arrays would be flattened, so lists travel as the texts of their literals.
        let cast = if field.list { "text" } else { field.native.cast.as_str() };
        columns.push(array(cast, format!("c{position}"), columns.len()));
        written.push(Written {
            column: identifier(&field.column),
            expression: value(model, field, column, position)?,
        });
    }
    let drawn = match &insert.key {
        KeyMaking::Known { drawn, .. } => drawn.as_slice(),
        KeyMaking::Unneeded | KeyMaking::Ordinal => &[],
    };
    let ordered = Ordered::of(model, insert);
    let drawn: Vec<FieldId> =
        drawn.iter().copied().chain(ordered.drawn_before(model, insert, drawn)).listed();
    for field in &drawn {
        let field = model.field(*field)?;
        written.push(Written { column: identifier(&field.column), expression: draw(model, field)? });
    }
    let mut overriding = overriding(model, insert, &drawn);
    if written.is_empty() {
        let filler = filler(model)?;
        written.push(filler.0);
        overriding = filler.1;
    }
    let own = own_columns(insert, &drawn)?;
    for column in &own {
        let of = insert.columns.get(column.position)?.sources.iter().map(|sources| own_group(sources));
        parameters.push(Parameter::Positions { of: of.listed() });
        columns.push(array("int8", format!("o{}", column.position), columns.len()));
    }
    if parameters.is_empty() {
        parameters.push(Parameter::Count);
    }
    let conflict = conflict_clause(model, insert)?;
    let parts = InsertParts { model, step, written, own, overriding, conflict, ordered };
    let can_merge = schema.postgres.is_some_and(|version| version >= MERGE_RETURNS_SINCE)
        && insert.conflict == Conflict::Fail;
    let text = match &insert.key {
        _ if step.gives.is_empty() => parts.counted(),
        KeyMaking::Unneeded => parts.counted(),
        KeyMaking::Known { fields, .. } => parts.matched(fields, insert, &drawn)?,
        KeyMaking::Ordinal if can_merge => parts.merged(),
        KeyMaking::Ordinal => parts.numbered(),
    };
    let rows = SentRows { columns, count: 0, is_numbered: true, is_lone: false, lent: Vec::new() };
    Some(Rendered::of("insert", text, (parameters, SourceRows::Sent(rows))))
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

fn array(cast: &str, name: String, parameter: usize) -> SentColumn {
    SentColumn { name, cast: cast.to_string(), list: None, parameter }
}

/// A column that some rows take from another row of the same statement.
struct OwnColumn {
    /// The column's position.
    position: usize,
    /// The position of the column it is taken from.
    from: usize,
}

/// The columns that rows take from each other; none if such a value is not known before the rows are made.
fn own_columns(insert: &Insert, drawn: &[FieldId]) -> Option<Vec<OwnColumn>> {
    let mut columns = Vec::new();
    for (position, column) in insert.columns.iter().enumerate() {
        let taken = column.sources.iter().flatten().find_map(|source| match source {
            Source::Own(own) => Some(own.field),
            _ => None,
        });
        if let Some(field) = taken {
            let among_columns = insert.columns.iter().position(|column| column.field == field);
            let among_drawn = drawn.iter().position(|drawn| *drawn == field);
            let from = among_columns.or(among_drawn.map(|at| insert.columns.len() + at))?;
            columns.push(OwnColumn { position, from });
        }
    }
    Some(columns)
}

fn own_group(sources: &[Source]) -> Option<GroupId> {
    sources.iter().find_map(|source| match source {
        Source::Own(own) => Some(own.group),
        _ => None,
    })
}

/// The pieces that every form of an insert is put together from.
struct InsertParts<'p> {
    model: &'p Model,
    step: &'p Step,
    written: Vec<Written>,
    own: Vec<OwnColumn>,
    overriding: &'static str,
    /// What becomes of rows that are there already; empty if the insert fails then.
    conflict: String,
    ordered: Ordered,
}

impl InsertParts<'_> {
    fn head(&self) -> String {
        let table = table(self.model.schema.as_deref(), &self.model.table);
        let columns = comma(self.written.iter().map(|written| written.column.clone()));
        format!("INSERT INTO {table} AS t ({columns}){}", self.overriding)
    }

    /// The source rows with every expression evaluated once, and kept.
    fn kept_source(&self) -> String {
        let evaluated = self.written.iter().enumerate();
        let evaluated = comma(evaluated.map(|(position, one)| format!("{} AS v{position}", one.expression)));
        if self.own.is_empty() {
            return format!("{} AS MATERIALIZED (SELECT x.n, {evaluated} FROM {ROWS})", part("s"));
        }
        let positions = comma(self.own.iter().map(|own| format!("x.o{}", own.position)));
        let values = (0..self.written.len()).map(|position| {
            let own = self.own.iter().find(|own| own.position == position);
            own.map_or_else(
                || format!("e.v{position}"),
                |own| {
                    let from = own.from;
                    format!("CASE WHEN e.o{position} IS NULL THEN e.v{position} ELSE p{position}.v{from} END AS v{position}")
                },
            )
        });
        let joins = self.own.iter().map(|own| {
            let position = own.position;
            format!(" LEFT JOIN {} AS p{position} ON p{position}.n = e.o{position}", part("e"))
        });
        format!(
            "{} AS MATERIALIZED (SELECT x.n, {evaluated}, {positions} FROM {ROWS}), \
             {} AS MATERIALIZED (SELECT e.n, {} FROM {}{})",
            part("e"),
            part("s"),
            comma(values),
            from_part("e"),
            joins.listed().concat(),
        )
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
    fn counted(&self) -> Text {
        let select = format!("SELECT {} FROM {}", self.count(), from_part("i"));
        if !self.own.is_empty() || !self.ordered.is_empty() {
            let with = format!(
                "{}, {} AS ({} SELECT {} FROM {} ORDER BY {}{} RETURNING 1)",
                self.kept_source(),
                part("i"),
                self.head(),
                self.kept_values(),
                from_part("s"),
                self.ordered.clause(),
                self.conflict,
            );
            return (with, select);
        }
        let values = comma(self.written.iter().map(|written| written.expression.clone()));
        let head = self.head();
        let i = part("i");
        (format!("{i} AS ({head} SELECT {values} FROM {ROWS}{} RETURNING 1)", self.conflict), select)
    }

    /// How many rows were made, if they are as many as were sent. A text that is no number ends the statement, and with
    /// it the transaction, so nothing is kept of a write that has lost a row.
    fn count(&self) -> String {
        if !self.conflict.is_empty() {
            return "count(*)".to_string();
        }
        format!(
            "CASE WHEN count(*) = {N_ROWS} THEN count(*) ELSE ('{}, kept ' || count(*))::int8 END",
            Notice::RowsLost.text()
        )
    }

    /// The join of source rows to those that were made: rows that may be there already need not be among them.
    fn join(&self) -> &'static str {
        if self.conflict.is_empty() { "LEFT JOIN" } else { "JOIN" }
    }

    /// The position of a source row, if the row was made.
    fn position(&self, made: &str) -> String {
        if !self.conflict.is_empty() {
            return "s.n".to_string();
        }
        format!("CASE WHEN {made} IS NULL THEN ('{} ' || s.n)::int8 ELSE s.n END", Notice::RowLost.text())
    }

    /// The inserted rows are found again by the values of a key that was sent or drawn.
    fn matched(&self, key: &[FieldId], insert: &Insert, drawn: &[FieldId]) -> Option<Text> {
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
        let with = format!(
            "{}, {} AS ({} SELECT {} FROM {} ORDER BY {}{} RETURNING {}, {})",
            self.kept_source(),
            part("i"),
            self.head(),
            self.kept_values(),
            from_part("s"),
            self.ordered.clause(),
            self.conflict,
            comma(keys),
            self.given("t."),
        );
        let select = format!(
            "SELECT {}, {} FROM {} {} {} ON {} ORDER BY s.n",
            self.position("i.k0"),
            self.given_names(),
            from_part("s"),
            self.join(),
            from_part("i"),
            conditions.join(" AND "),
        );
        Some((with, select))
    }

    /// Each row carries its position through the insert in a setting that is written as the row is made. The filter
    /// stands on the kept source alone: above a join it would run ahead of the rows.
    fn numbered(&self) -> Text {
        let with = format!(
            "{}, {} AS ({} SELECT {} FROM {} WHERE set_config('treewright.n', s.n::text, true) <> ''{} \
             RETURNING current_setting('treewright.n')::int8 AS n, {})",
            self.kept_source(),
            part("i"),
            self.head(),
            self.kept_values(),
            match (self.ordered.is_empty(), from_part("s")) {
                (true, s) => s,
                (false, s) =>
                    format!("(SELECT s.* FROM {s} ORDER BY {} OFFSET 0) AS s", self.ordered.clause()),
            },
            self.conflict,
            self.given("t."),
        );
        (with, self.by_position())
    }

    /// Each row carries its position through a MERGE that can only insert.
    fn merged(&self) -> Text {
        let table = table(self.model.schema.as_deref(), &self.model.table);
        let columns = comma(self.written.iter().map(|written| written.column.clone()));
        let with = format!(
            "{}, {} AS (MERGE INTO {table} AS t USING {} ON false WHEN NOT MATCHED THEN INSERT ({columns}){} \
             VALUES ({}) RETURNING s.n AS n, {})",
            self.kept_source(),
            part("i"),
            from_part("s"),
            self.overriding,
            self.kept_values(),
            self.given("t."),
        );
        (with, self.by_position())
    }

    /// The inserted rows, found again by the positions they carried.
    fn by_position(&self) -> String {
        let position = self.position("i.n");
        let (given, join) = (self.given_names(), self.join());
        format!(
            "SELECT {position}, {given} FROM {} {join} {} ON i.n = s.n ORDER BY s.n",
            from_part("s"),
            from_part("i")
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
