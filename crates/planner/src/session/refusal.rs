//! The database's no, placed in the request: which rule it was, which fields it names, how a host finds the row.
//!
//! Knows nothing of rows. The details of a refusal quote values, so the host, who has them, looks for the row whose
//! values they are.

use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde::Serialize;

use crate::error::{Problem, Words};
use crate::path::Path;
use crate::render::{GuardForm, Notice, Parameter, Script, Statement};
use crate::schema::native::quote_identifier;
use crate::schema::{Field, FieldId, Holder, Model, ModelId, Schema};

/// The database's no, in its own words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Refusal {
    /// The SQL state, if the database could say one.
    pub state: Option<String>,
    /// What it says.
    pub message: String,
    /// What it adds.
    pub detail: Option<String>,
    /// The schema of the table.
    pub schema: Option<String>,
    /// The table.
    pub table: Option<String>,
    /// The column.
    pub column: Option<String>,
    /// The constraint.
    pub constraint: Option<String>,
}

/// Why a session failed, and how a host finds the place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Failure {
    /// The problem in words.
    pub words: Words,
    /// Whether it may help to do all again: another transaction may have been faster.
    pub again: bool,
    /// Where, as far as the session can tell.
    pub path: Path,
    /// The model that it is about.
    pub model: Option<String>,
    /// The fields that it is about.
    pub target: Vec<String>,
    /// The database's name of the rule.
    pub constraint: Option<String>,
    /// The statement that failed.
    pub statement: Option<u32>,
    /// How the row is found.
    pub placing: Placing,
    /// The position of the row, where the database tells it.
    pub row: Option<u32>,
    /// The columns to look at, with the parameters they were sent in.
    pub columns: Vec<PlacedColumn>,
}

/// How a host finds the row that was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub enum Placing {
    /// It is any row of the statement.
    Rows,
    /// It is the row at the position that is told.
    Position,
    /// It is the row whose values stand in the detail, as `(columns)=(values)`.
    Detail,
    /// It is the row that sent a null in the column.
    Null,
    /// It is the first row for which none came back.
    Missing,
    /// It is the first row for which one came back.
    Found,
}

/// A column of a refused row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PlacedColumn {
    /// The column's name.
    pub column: String,
    /// The field.
    pub field: String,
    /// The parameter it was sent in, if it was sent.
    pub parameter: Option<u32>,
}

/// Places a refusal: of a statement of a script, or of no statement, as at the end of a transaction.
#[must_use]
pub fn place(schema: &Schema, script: Option<&Script>, failed: Option<u32>, refusal: &Refusal) -> Failure {
    place_among(schema, script, (failed, &[]), refusal)
}

/// The same, of one of several statements where it is not known which one failed.
pub(super) fn place_among(
    schema: &Schema,
    script: Option<&Script>,
    (failed, among): (Option<u32>, &[u32]),
    refusal: &Refusal,
) -> Failure {
    let of_script = |id: u32| script.and_then(|script| script.statements.get(id as usize));
    let statement = failed.and_then(of_script);
    let is_of_statement = |model: &Model| statement.is_some_and(|statement| statement.model == model.name);
    let by_table = schema.models().find(|(_, model)| {
        let is_schema = model.schema.is_none() || refusal.schema.is_none() || model.schema == refusal.schema;
        Some(&model.table) == refusal.table.as_ref() && is_schema
    });
    let named = statement.and_then(|statement| schema.model_named(&statement.model));
    let id: Option<ModelId> = match &refusal.table {
        Some(_) => by_table.map(|(id, _)| id),
        None => named,
    };
    let model = id.and_then(|id| schema.model(id));
    let state = refusal.state.as_deref().unwrap_or("");
    let columns = match state {
        "23505" | "23503" | "23001" | "23502" => refused_columns(model, refusal),
        _ => Vec::new(),
    };
    let target: Vec<String> = columns.iter().map(|(_, name)| name.clone()).collect();
    let name = model.map(|model| model.name.clone());
    let lost = statement.and_then(|statement| lost_row(statement, refusal));
    let row = lost.as_ref().and_then(|(_, row)| *row);
    let suspects: Vec<&Statement> = match statement {
        Some(statement) => [statement].into(),
        None => among.iter().filter_map(|id| of_script(*id)).collect(),
    };
    let is_deleted = !suspects.is_empty() && suspects.iter().all(|statement| statement.kind == "delete");
    let problem = match lost {
        Some((problem, _)) => problem,
        None if is_deleted && matches!(state, "23503" | "23001") => {
            Problem::StillReferenced { model: common_model(&suspects) }
        }
        None => problem(state, name.clone(), &target, refusal),
    };
    let is_own = model.is_some_and(is_of_statement);
    let placing = match state {
        _ if row.is_some() => Placing::Position,
        "23505" | "23503" | "23001" if is_own && !columns.is_empty() => Placing::Detail,
        "23502" if is_own && !columns.is_empty() => Placing::Null,
        _ => Placing::Rows,
    };
    let placed = columns.into_iter().map(|(column, field)| PlacedColumn {
        parameter: statement.filter(|_| is_own).and_then(|statement| parameter_of(statement, &field)),
        column,
        field,
    });
    Failure {
        words: problem.words(),
        again: false,
        path: Path::root(),
        model: name.or_else(|| statement.map(|statement| statement.model.clone())),
        target,
        constraint: refusal.constraint.clone(),
        statement: failed,
        placing,
        row,
        columns: placed.collect(),
    }
}

/// The model that all of these are about.
fn common_model(statements: &[&Statement]) -> Option<String> {
    let (first, others) = statements.split_first()?;
    others.iter().all(|other| other.model == first.model).then(|| first.model.clone())
}

/// The row that a statement of ours says it has lost, if that is why it failed.
fn lost_row(statement: &Statement, refusal: &Refusal) -> Option<(Problem, Option<u32>)> {
    let noticed = Notice::read(&refusal.message).filter(|_| statement.guard == GuardForm::Kept)?;
    matches!(noticed.notice, Notice::RowLost | Notice::RowsLost)
        .then(|| (Problem::RowsLost { model: statement.model.clone() }, noticed.row))
}

/// The columns that a refusal is about, each with its field: of the rule it names, or of the names in its detail.
fn refused_columns(model: Option<&Model>, refusal: &Refusal) -> Vec<(String, String)> {
    let Some(model) = model else {
        return Vec::new();
    };
    let of_fields = |fields: &[FieldId]| {
        let fields = fields.iter().filter_map(|id| model.field(*id));
        fields.map(|field| (field.column.clone(), field.name.clone())).collect::<Vec<_>>()
    };
    if let Some(column) = &refusal.column {
        let found = model.fields().find(|(_, field)| field.column == *column);
        return found.map_or(Vec::new(), |(id, _)| of_fields(&[id]));
    }
    if let Some(constraint) = &refusal.constraint {
        if let Some(key) = model.keys.iter().find(|key| key.constraint == *constraint) {
            return of_fields(&key.fields);
        }
        let held = model.relations().find(|(_, relation)| relation.constraint.as_ref() == Some(constraint));
        if let Some((_, relation)) = held
            && let Holder::Here(pairs) = &relation.holder
        {
            return of_fields(&pairs.iter().map(|(here, _)| *here).collect::<Vec<_>>());
        }
    }
    let names = refusal.detail.as_deref().and_then(quoted_columns);
    // The server doubles the quotes inside of a quoted name, and so does a quoted identifier of ours.
    let is_named = |field: &Field, name: &str| quote_identifier(&field.column).trim_matches(['"']) == name;
    let ids = names
        .into_iter()
        .flatten()
        .filter_map(|name| model.fields().find(|(_, field)| is_named(field, &name)).map(|(id, _)| id));
    of_fields(&ids.collect::<Vec<_>>())
}

/// The names in `... (first, "second")=(...) ...`.
fn quoted_columns(detail: &str) -> Option<Vec<String>> {
    let (_, from_names) = detail.split_once('(')?;
    let end = from_names.bytes().zip(from_names.bytes().skip(1)).position(|pair| pair == (b')', b'='))?;
    let names = from_names.get(..end)?.split(',').map(|name| name.trim_matches([' ', '"']));
    Some(names.map(ToString::to_string).collect())
}

fn parameter_of(statement: &Statement, field: &str) -> Option<u32> {
    let position = statement.parameters.iter().position(|parameter| match parameter {
        Parameter::Values { coder, .. } => coder.field == field && coder.model == statement.model,
        Parameter::Lent { .. }
        | Parameter::Positions { .. }
        | Parameter::Has { .. }
        | Parameter::Around { .. }
        | Parameter::Place { .. }
        | Parameter::Span { .. }
        | Parameter::Count
        | Parameter::Number { .. }
        | Parameter::Single { .. } => false,
    })?;
    u32::try_from(position).ok()
}

fn problem(state: &str, model: Option<String>, fields: &[String], refusal: &Refusal) -> Problem {
    let text = refusal.message.clone();
    let fields = fields.to_vec();
    let constraint = refusal.constraint.clone();
    match state {
        "23505" => Problem::Unique { model, fields, constraint },
        "23503" | "23001" => Problem::ForeignKey { model, fields, constraint },
        "23502" => Problem::NotNull { model, field: fields.into_iter().next() },
        "23514" => Problem::Check { model, constraint },
        "22001" => Problem::TooLong { model },
        "22003" => Problem::OutOfRange { model },
        "22P02" | "22007" | "22008" => Problem::BadText { model, text },
        "40001" | "40P01" => Problem::WriteConflict { state: state.to_string() },
        "42501" => Problem::NotAllowed { text },
        "42P01" => Problem::NoSuchTable { text },
        "42703" => Problem::NoSuchColumn { text },
        "" => Problem::ConnectionLost { text },
        _ if state.starts_with("08") || state.starts_with("57P") => Problem::ConnectionLost { text },
        _ => Problem::Refused { state: state.to_string(), text },
    }
}
