//! A script as one statement: each of its statements is a part of it, and what came of each comes back with its number.
//!
//! Every value comes back as text, so that no client can read it otherwise than it was sent.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;

use serde::Serialize;

use super::apart::forced_apart;
use super::kept::{Carriage, Lending};
use super::{Parts, Piece, pieces};
use crate::plan::{Plan, StepId};
use crate::render::gaps::Standing;
use crate::render::postgres::Rendered;
use crate::render::read::as_text;
use crate::render::script::{Parameter, Statement};
use crate::render::writer::comma;
use crate::schema::Schema;

/// A script as one statement, if it can be one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fused {
    /// The one statement.
    pub call: Option<FusedCall>,
    /// The first statement that cannot be part of it.
    pub apart: Option<u32>,
}

/// All statements of a script as one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FusedCall {
    /// The text. Each row that comes back begins with the position of its statement in the script; one that has nothing
    /// next stands for no row.
    pub sql: String,
    /// What goes into its parameters, statement by statement.
    pub parts: Vec<FusedPart>,
}

/// What one statement has to do with it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FusedPart {
    /// The statement's position in the script.
    pub statement: u32,
    /// The next parameters, as for a statement that is sent before others have come back.
    pub parameters: Vec<Parameter>,
    /// How many columns its rows have, behind the position of the statement.
    pub width: u32,
}

/// A statement as its parts of the whole.
struct Fusing<'p> {
    piece: Piece<'p>,
    /// Its parts, with their names.
    with: String,
    /// Where its rows are taken from.
    from: String,
    /// Its columns as texts.
    columns: Vec<String>,
    parameters: Vec<Parameter>,
}

/// The one statement, or the first that cannot be part of it.
pub(in crate::render) fn fused(
    schema: &Schema,
    plan: &Plan,
    statements: &[Statement],
    texts: &[Rendered],
) -> Fused {
    match call(schema, plan, statements, texts) {
        Ok(call) => Fused { call: Some(call), apart: None },
        Err(apart) => Fused { call: None, apart: Some(apart) },
    }
}

fn call(
    schema: &Schema,
    plan: &Plan,
    statements: &[Statement],
    texts: &[Rendered],
) -> Result<FusedCall, u32> {
    if let Some(step) = forced_apart(schema, plan) {
        let within = statements.get(step.0 as usize).and_then(|statement| statement.within);
        return Err(within.unwrap_or(step.0));
    }
    let (pieces, kept) = pieces(statements, texts);
    let lending = Lending { schema, plan, carriage: Carriage::Fused };
    let mut before = 0;
    let mut fused: Vec<Fusing<'_>> = Vec::new();
    for piece in pieces {
        let id = piece.id;
        let parts = piece.parts(kept.of(id), lending).ok_or(id)?;
        let columns = columns(schema, plan, statements, piece.statement, id).ok_or(id)?;
        let one = settle(piece, parts, columns, before);
        before += one.parameters.len();
        fused.push(one);
    }
    let width = fused.iter().map(|one| one.columns.len()).max().unwrap_or(0);
    let rows = fused.iter().map(|one| {
        let none = (one.columns.len()..width).map(|_| ", NULL");
        let columns: String = one.columns.iter().map(|column| format!(", {column}")).collect();
        format!("SELECT {}{columns}{} FROM {}", one.piece.id, none.collect::<String>(), one.from)
    });
    let rows = rows.collect::<Vec<_>>().join(" UNION ALL ");
    let with = comma(fused.iter().map(|one| one.with.clone()));
    let parts = fused.into_iter().map(|one| FusedPart {
        statement: one.piece.id,
        width: u32::try_from(one.columns.len()).unwrap_or(u32::MAX),
        parameters: one.parameters,
    });
    Ok(FusedCall { sql: format!("WITH {with} {rows}"), parts: parts.collect() })
}

fn settle(piece: Piece<'_>, parts: Parts, columns: Vec<String>, before: usize) -> Fusing<'_> {
    let id = piece.id;
    let Parts { frame, rows, parameters } = parts;
    let names = comma((0..columns.len()).map(|position| match position {
        0 => "n".to_string(),
        _ => format!("g{}", position - 1),
    }));
    let rows = format!("r{id}({names}) AS MATERIALIZED ({rows})");
    let (with, from) = match frame {
        None => (rows, format!("r{id} AS r")),
        Some(frame) => {
            let kept = format!("k{id} AS MATERIALIZED ({})", frame.kept);
            (format!("{}, {rows}, {kept}", frame.before), format!("k{id} AS k LEFT JOIN r{id} AS r ON true"))
        }
    };
    let with = Standing::Among { statement: id, before }.settle(&with);
    Fusing { piece, with, from, columns, parameters }
}

/// The columns of a statement's rows as the texts that the server would send for them.
fn columns(
    schema: &Schema,
    plan: &Plan,
    statements: &[Statement],
    statement: &Statement,
    id: u32,
) -> Option<Vec<String>> {
    let number = "r.n::text".to_string();
    if !statement.gives_rows {
        return Some([number].into());
    }
    let step = plan.step(StepId(id))?;
    let model = schema.model(step.model)?;
    let n_columns = |statement: &Statement| statement.columns.len();
    let is_read = statement.levels.is_empty();
    let width = match is_read {
        true => n_columns(statement),
        // Rows of several statements are as wide as the widest, and tell their number and their statement.
        false => {
            let levels = statement.levels.iter().filter_map(|id| statements.get(*id as usize));
            levels.chain([statement]).map(n_columns).max()? + 2
        }
    };
    let column = |position: usize| {
        let name = format!("r.g{position}");
        let field = step.gives.get(position).and_then(|id| model.field(*id)).filter(|_| is_read);
        field.map_or_else(|| format!("{name}::text"), |field| as_text(field, &name))
    };
    Some([number].into_iter().chain((0..width).map(column)).collect())
}
